//! What people see first: `show` fits on few screens, the most urgent above, each text once.

use std::process::Command;

/// What the program writes on a terminal of this width.
fn shown(args: &[&str], width: usize) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).env_clear().env("LC_ALL", "C.UTF-8").env("COLUMNS", width.to_string());
    let output = command.output().expect("the program runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

const SOKOLOV: [&str; 6] = ["show", "sokolov", "-f", "table", "--as-of", "2026-11-25"];

#[test]
fn a_large_case_fits_a_few_screens() {
    let text = shown(&SOKOLOV, 80);
    assert!(text.lines().count() <= 320, "{}", text.lines().count());
    let screen: Vec<&str> = text.lines().take(24).collect();
    for what in [
        "Alexei Sokolov  (sokolov)",
        "Now       detained since 16 or 17 December 2025",
        "last news 12 February 2026",
        "Waiting   1 letter without an answer",
        "Coming    on 15 June 2026: The remand ends",
    ] {
        assert!(screen.join("\n").contains(what), "{what}: {}", screen.join("\n"));
    }
}

#[test]
fn parts_come_in_the_order_in_which_they_are_asked_for() {
    let text = shown(&["show", "ada-wren", "--cases", "tests/archive", "-f", "table", "--as-of", "2026-03-01"], 80);
    let heads = ["COMING UP", "LETTERS THAT WAIT", "DEMANDS OUTSTANDING", "TIMELINE", "PEOPLE", "CHARGES", "LIBERTY"];
    let places: Vec<usize> = heads.iter().map(|head| text.find(head).expect("a part")).collect();
    assert!(places.is_sorted(), "{text}");
    assert!(!text.contains("SOURCES"), "{text}");
}

#[test]
fn what_belongs_to_a_letter_or_a_statement_is_told_once_and_with_it() {
    let case = ["show", "ada-wren", "--cases", "tests/archive", "--as-of", "2026-03-01"];
    let text = shown(&[&case[..], &["-f", "table"]].concat(), 200);
    for once in ["acknowledgement", "Both notebooks are returned", "Release her unconditionally", "Arrested again on"] {
        assert_eq!(text.matches(once).count(), 1, "{once}: {text}");
    }
    let with = text.find("UA DDR 3/2025 (urgent appeal)").expect("the letter");
    let next = text.find("UN experts: Release Ada Wren").expect("the statement");
    assert!(text[with..next].contains("- 2025-04-02: acknowledgement\n"), "{text}");
    // For programs every entry is a row of its own.
    let json = shown(&[&case[..], &["-f", "json"]].concat(), 80);
    let rows: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let case = &rows["rows"][0];
    let types: Vec<&str> = case["events"].as_array().expect("rows").iter().filter_map(|e| e["type"].as_str()).collect();
    assert_eq!(["reply", "demand", "update"].map(|t| types.iter().filter(|other| **other == t).count()), [1, 3, 3]);
    assert!(case["sources"].as_array().is_some_and(|sources| !sources.is_empty()));
    assert!(case.as_object().is_some_and(|case| case.keys().all(|key| !key.contains("in_short"))));
}

/// A line of the head of a case with these entries.
fn head(name: &str, line: &str, entries: &str) -> String {
    let folder = std::env::temp_dir().join(format!("timeline-head-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let person = "[[person]]\nid = \"ada\"\nname = \"Ada Wren\"\nrole = \"victim\"\n";
    let record = format!("title = \"Ada Wren\"\nstate = \"DDR\"\n{person}{entries}");
    std::fs::write(folder.join("ada-wren.toml"), record).expect("a record");
    let text = shown(&["show", "ada-wren", "--cases", &folder.to_string_lossy(), "--as-of", "2026-03-01"], 200);
    std::fs::remove_dir_all(&folder).expect("it goes");
    text.lines().find_map(|said| said.strip_prefix(line)).map_or_else(String::new, |said| said.trim().to_owned())
}

fn charged(name: &str, charges: &str) -> String {
    head(name, "Charged", charges)
}

#[test]
fn conditions_that_lasted_a_while_are_told_since_their_first_day() {
    let now = |name: &str, date: &str| {
        let event = format!(
            "[[event]]\nwhat = \"A ban\"\nkind = \"restriction\"\nliberty = \"restricted\"\ndate = \"{date}\"\n"
        );
        head(name, "Now", &event)
    };
    assert_eq!(now("while", "2025-12-01/2026-06-30"), "at large under conditions since 1 December 2025");
    assert_eq!(now("on", "2025-12-01/.."), "at large under conditions since 1 December 2025");
    assert_eq!(now("month", "2025-12"), "at large under conditions since December 2025");
}

#[test]
fn a_charge_without_an_outcome_hides_no_sentence() {
    let charge = |offence: &str, more: &str| format!("[[charge]]\noffence = \"{offence}\"\nperson = \"ada\"\n{more}\n");
    let served = charge("Theft", "outcome = \"convicted\"\ndecided = 2025-01-01\nsentence = \"3 years\"");
    let open = charge("Noise", "max_penalty = \"1 year\"");
    let waits = charge("Arson", "outcome = \"pending\"");
    let ended = charge("Fraud", "outcome = \"quashed\"");
    assert_eq!(charged("open", &open), "Noise, facing 1 year");
    assert_eq!(
        charged("both", &format!("{served}{open}{ended}")),
        "Theft (convicted: 3 years); Noise (outcome not on record)"
    );
    assert_eq!(charged("waits", &format!("{served}{open}{waits}{ended}")), "Noise, facing 1 year; Arson");
    assert_eq!(charged("ended", &ended), "");
}
