//! What is claimed of the present, from the command line: nothing beyond what the record knows.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use serde_json::Value;
use std::{fs, path::Path, process::Command};

const TOP: &str =
    "title = \"Ada Wren\"\nstate = \"DDR\"\n\n[[person]]\nid = \"ada\"\nname = \"Ada Wren\"\nrole = \"victim\"\n\n";

/// What a command writes about a folder with this one record: to standard output, and to standard error.
fn told(name: &str, record: &str, args: &[&str]) -> (String, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("claims").join(name);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("ada-wren.toml"), record).expect("a record");
    let output = Command::new(env!("CARGO_BIN_EXE_timeline"))
        .args(args)
        .env_clear()
        .env("TIMELINE_CASES", &folder)
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{args:?}: {err}");
    (out, err)
}

/// The rows of a command as JSON, on this day.
fn rows(name: &str, record: &str, command: &[&str], as_of: &str) -> Vec<Value> {
    let (out, _) = told(name, record, &[command, &["--as-of", as_of, "-f", "json"]].concat());
    let document: Value = serde_json::from_str(&out).expect("JSON");
    document["rows"].as_array().expect("rows").clone()
}

fn event(date: &str, liberty: &str, more: &str) -> String {
    format!("[[event]]\ndate = {date}\nwhat = \"A turn\"\nliberty = \"{liberty}\"\n{more}\n")
}

fn reviewed(day: &str, events: &str) -> String {
    TOP.replace("state = \"DDR\"\n", &format!("state = \"DDR\"\nreviewed = {day}\n")) + events
}

#[test]
fn who_was_freed_is_not_detained() {
    for end in ["\"2025-03\"", "\"2025\"", "\"[2025-03-10..]\"", "\"[2025-03-10..2025-12-31]\""] {
        for liberty in ["free", "dead", "exiled"] {
            let record = TOP.to_owned() + &event("2025-03-10", "detained", "") + &event(end, liberty, "");
            assert_eq!(rows("freed", &record, &["detained"], "2026-11-24"), Vec::<Value>::new(), "{end} {liberty}");
            let case = &rows("freed", &record, &["show", "ada-wren"], "2026-11-24")[0];
            let period = &case["liberty"][0];
            let most = match end {
                "\"2025-03\"" => Value::from(22),
                "\"[2025-03-10..]\"" => Value::Null,
                _ => Value::from(297),
            };
            assert_eq!((&period["days_min"], &period["days_max"]), (&1.into(), &most), "{end} {liberty}");
            let known = (&period["known_days_min"], &period["known_days_max"]);
            assert_eq!(known, (&1.into(), &most), "what has ended does not last: {end} {liberty}");
        }
    }
    let record = TOP.to_owned() + &event("2025-03-10", "detained", "") + &event("\"[2025-03-10..]\"", "free", "");
    let (out, _) = told("freed", &record, &["show", "ada-wren", "--as-of", "2026-11-24"]);
    assert!(
        out.contains("at liberty since 10 March 2025 or later; at least 1 day deprived of liberty in all"),
        "{out}"
    );
    assert!(!out.contains("2199") && !out.contains("1800"), "{out}");
}

#[test]
fn days_are_told_to_the_last_news() {
    let record = reviewed("2019-01-01", &event("2018-01-01", "detained", ""));
    let row = &rows("news", &record, &["detained"], "2026-11-24")[0];
    for (key, value) in [
        ("known_until", Value::from("2019-01-01")),
        ("known_days_min", 366.into()),
        ("known_days_max", 366.into()),
        ("days_min", 3250.into()),
        ("days_max", 3250.into()),
        ("known_total_days_min", 366.into()),
        ("total_days_max", 3250.into()),
        ("certain", true.into()),
        ("stale", true.into()),
    ] {
        assert_eq!(row[key], value, "{key}");
    }
    for (command, says) in [
        (
            &["show", "ada-wren"][..],
            "detained since 1 January 2018: 366 days to the last news of 1 January 2019 (3250 if it lasts)",
        ),
        (&["show", "ada-wren"], "not reviewed since 1 January 2019"),
        (&["detained"], "detained; last news 2019-01-01; not reviewed since 2019-01-01"),
        (&["detained"], "366 (3250 if it lasts)"),
        (&["list"], "detained, 366 days to 2019-01-01; not reviewed since 2019-01-01"),
        (&["why", "ada-wren"], "366 days to the last news of 2019-01-01 (3250 if it lasts)"),
        (&["show", "ada-wren", "-f", "html"], "366 days to the last news of 1 January 2019 (3250 if it lasts)"),
    ] {
        let (out, _) = told("news", &record, &[command, &["--as-of", "2026-11-24"]].concat());
        assert!(out.contains(says), "{command:?}: {out}");
        // The number of days to today never stands without the number to the last news.
        assert!(
            out.lines().filter(|line| line.contains("3250")).all(|line| line.contains("366")),
            "{command:?}: {out}"
        );
    }
    let fresh = reviewed("2026-11-23", &event("2018-01-01", "detained", ""));
    let (out, _) = told("news", &fresh, &["show", "ada-wren", "--as-of", "2026-11-24"]);
    assert!(!out.contains("not reviewed") && out.contains("; reviewed on 23 November 2026"), "{out}");
}

#[test]
fn another_kind_of_custody_says_since_when() {
    let record = TOP.to_owned() + &event("2025-12-17", "detained", "") + &event("2026-02-12", "house-arrest", "");
    let row = &rows("kind", &record, &["detained"], "2026-02-23")[0];
    assert_eq!((&row["since"], &row["kind_since"]), (&"2025-12-17".into(), &"2026-02-12".into()));
    let (out, _) = told("kind", &record, &["detained", "--as-of", "2026-02-23"]);
    assert!(out.contains("house arrest since 2026-02-12"), "{out}");
    let (out, _) = told("kind", &record, &["show", "ada-wren", "--as-of", "2026-02-23"]);
    assert!(
        out.contains("house arrest since 12 February 2026, deprived of liberty since 17 December 2025: 58 days"),
        "{out}"
    );
    let changes = rows("kind", &record, &["changes", "--since", "2026-02-01"], "2026-02-23");
    let turn = changes.iter().find(|row| row["what"] == "Ada Wren").expect("a row");
    assert_eq!((&turn["change"], &turn["date"]), (&"liberty".into(), &"2026-02-12".into()));
}

#[test]
fn who_is_perhaps_held_and_of_whom_nobody_knows_is_not_left_out() {
    let perhaps = TOP.to_owned() + &event("2025-03-10", "detained", "") + &event("\"2025-03\"", "free", "");
    let row = &rows("perhaps", &perhaps, &["detained"], "2025-03-20")[0];
    assert_eq!((&row["liberty"], &row["certain"]), (&"detained".into(), &false.into()));
    assert_eq!((&row["days_min"], &row["days_max"]), (&1.into(), &11.into()));
    let (out, err) = told("perhaps", &perhaps, &["detained", "--as-of", "2025-03-20"]);
    assert!(
        out.contains("perhaps detained") && err.starts_with("1 person perhaps deprived of liberty; "),
        "{out}{err}"
    );

    let bo = "[[person]]\nid = \"bo\"\nname = \"Bo Heron\"\nrole = \"victim\"\n\n";
    let only = |id: &str| format!("people = [\"{id}\"]\n");
    let doubtful = TOP.to_owned()
        + bo
        + &event("\"2025-03\"", "free", &only("ada"))
        + &event("2025-03-10", "detained", &only("ada"))
        + &event("2025-05-01", "detained", &only("bo"));
    let found = rows("perhaps", &doubtful, &["detained"], "2026-11-24");
    let told_of: Vec<_> = found.iter().map(|row| (&row["person_id"], &row["liberty"])).collect();
    assert_eq!(told_of, [(&"bo".into(), &"detained".into()), (&"ada".into(), &"unknown".into())], "last");
    let (_, err) = told("perhaps", &doubtful, &["detained", "--as-of", "2026-11-24"]);
    assert!(err.starts_with("1 person deprived of liberty, 1 person of whom it is not known; "), "{err}");
    let (out, _) = told("perhaps", &doubtful, &["why", "ada-wren", "--as-of", "2026-11-24"]);
    assert!(out.contains("a release may have come before or after an arrest"), "{out}");

    let withheld =
        TOP.to_owned() + &event("2025-03-10", "detained", "") + &event("2025-05-10", "free", "confidential = true\n");
    let found = rows("perhaps", &withheld, &["detained"], "2026-11-24");
    assert_eq!((found.len(), &found[0]["liberty"], &found[0]["days_min"]), (1, &"unknown".into(), &Value::Null));
}

#[test]
fn an_end_is_told_as_it_is() {
    for (end, kind, change) in [
        ("free", "release", "freed"),
        ("restricted", "release", "freed"),
        ("dead", "death", "died"),
        ("dead", "execution", "died"),
        ("exiled", "other", "left"),
    ] {
        let record = TOP.to_owned()
            + &event("2025-03-10", "detained", "")
            + &event("2025-04-10", end, &format!("kind = \"{kind}\"\n"));
        let changes = rows("ends", &record, &["changes", "--since", "2025-04-01"], "2025-05-01");
        let turn = changes.iter().find(|row| row["what"] == "Ada Wren").expect("a row");
        assert_eq!((&turn["change"], &turn["date"]), (&change.into(), &"2025-04-10".into()), "{end}");
        assert!(changes.iter().all(|row| change == "freed" || row["change"] != "freed"));
    }
    let ended = TOP.to_owned() + &event("\"2025-03-10/2025-04-10\"", "detained", "");
    let changes = rows("ends", &ended, &["changes", "--since", "2025-04-01"], "2025-05-01");
    let turn = changes.iter().find(|row| row["what"] == "Ada Wren").expect("a row");
    assert_eq!(
        (&turn["change"], &turn["date"], &turn["now"]),
        (&"liberty".into(), &"2025-04-10".into(), &"unknown".into())
    );
}

#[test]
fn what_is_dated_later_is_counted() {
    let record = reviewed(
        "2025-04-01",
        &(event("2025-03-10", "detained", "")
            + &event("2141-01-01", "free", "")
            + &event("2141-02-01", "free", "planned = true\n")),
    );
    for command in [
        &["show", "ada-wren"][..],
        &["list"],
        &["events"],
        &["detained"],
        &["stats"],
        &["changes", "--since", "2025-01-01"],
        &["why", "ada-wren"],
    ] {
        let (_, err) = told("later", &record, command);
        assert!(err.contains("1 entry dated after ") && err.contains(" left out"), "{command:?}: {err}");
        let (_, err) = told("later", &record, &[command, &["--as-of", "2026-11-24"]].concat());
        assert!(!err.contains("left out"), "{command:?}: that day was asked for: {err}");
    }
}

#[test]
fn a_demand_has_days_with_bounds_in_their_names() {
    let record = TOP.to_owned()
        + "[[demand]]\nid = \"a\"\nwhat = \"Explain\"\nmade = \"2025-03\"\nby = \"Somebody\"\n\n"
        + "[[demand]]\nid = \"b\"\nwhat = \"Explain more\"\nmade = \"[..2025-03-31]\"\nby = \"Somebody\"\n\n";
    let found = rows("demand", &record, &["demands"], "2025-03-20");
    let days = |row: &Value| (row["open_days_min"].clone(), row["open_days_max"].clone());
    assert_eq!(found.iter().map(days).collect::<Vec<_>>(), [(0.into(), 19.into()), (0.into(), Value::Null)]);
    let (out, _) = told("demand", &record, &["demands", "--as-of", "2025-04-10"]);
    assert!(out.contains("10–40") && out.contains("10 or more"), "{out}");
    assert!(!out.contains("1800"), "{out}");
}

/// A record for each date that an entry can have, with this date in its place.
fn with_date_everywhere(date: &str) -> Vec<String> {
    let letter = "[[communication]]\nid = \"l\"\nprocedure = \"sp-urgent-appeal\"\nto = \"DDR\"\n";
    let sent = format!("{letter}sent = 2019-01-01\n");
    let demand = "[[demand]]\nid = \"d\"\nwhat = \"Explain\"\n";
    let mut entries = vec![
        format!("[[event]]\nwhat = \"E\"\ndate = {date}\nplanned = true\n"),
        format!("[[event]]\nwhat = \"E\"\ndate = 2021-01-01\nplanned = {date}\n"),
        format!("[[event]]\nwhat = \"E\"\ndate = {date}\nkind = \"protection-order\"\n")
            + &format!("[[event]]\nwhat = \"F\"\ndate = {date}\nkind = \"removal\"\n"),
        format!("[[charge]]\noffence = \"E\"\nbrought = {date}\noutcome = \"convicted\"\ndecided = {date}\n")
            + &format!("sentence_ends = {date}\n"),
        format!("[[statement]]\nid = \"s\"\nby = \"X\"\ntitle = \"T\"\ndate = {date}\n\n{demand}made_in = \"s\"\n")
            + &format!("[[demand.update]]\ndate = {date}\nstatus = \"partly-met\"\n"),
        format!("{demand}by = \"X\"\nmade = {date}\n"),
        format!("[[source]]\nid = \"s\"\ntitle = \"T\"\npublished = {date}\n"),
        format!("{sent}[[communication.reply]]\ndate = 2019-02-01\nkind = \"holding\"\npromised = {date}\n"),
        format!("{sent}[[communication.extension]]\ngranted = {date}\nuntil = {date}\n"),
        format!("{sent}[[communication.suspension]]\nfrom = {date}\nuntil = {date}\n"),
        format!("{sent}[[communication.suspension]]\nfrom = 2019-01-15\nuntil = {date}\n"),
        format!("{sent}[[communication.reminder]]\ndate = {date}\n"),
        format!("{letter}sent = {date}\n"),
    ];
    for liberty in ["detained", "free", "dead"] {
        entries.push(event(date, liberty, ""));
        entries.push(event("2019-01-01", "detained", "") + &event(date, liberty, ""));
    }
    for key in ["filed", "published", "decided", "withdrawn", "no_reply_as_of", "due"] {
        entries.push(format!("{sent}{key} = {date}\n"));
        entries.push(format!("{letter}{key} = {date}\n\n{demand}made_in = \"l\"\n"));
    }
    for key in ["date", "received"] {
        entries.push(format!("{sent}[[communication.reply]]\nkind = \"substantive\"\n{key} = {date}\n"));
    }
    entries.iter().map(|entry| TOP.to_owned() + entry).chain([reviewed(date, "")]).collect()
}

/// Whether this text has a bound of the calendar in it, or a number of days that was counted from one.
fn has_a_bound_that_nobody_wrote(text: &str) -> bool {
    let days = |part: &str| part.len() >= 6 && part.parse::<u64>().is_ok();
    ["0001-", "1800-", "2199-", "9999-"].iter().any(|bound| text.contains(bound))
        || text.split(|c: char| !c.is_ascii_digit()).any(days)
}

#[test]
fn an_open_date_prints_no_bound_of_the_calendar() {
    for (at, date) in
        ["\"[..2020-01-01]\"", "\"[2020-01-01..]\"", "\"../2020-01-01\"", "\"2020-01-01/..\""].into_iter().enumerate()
    {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("claims/open{at}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let records = with_date_everywhere(date);
        let ids: Vec<String> = (0..records.len()).map(|at| format!("ada-{at}")).collect();
        for (id, record) in ids.iter().zip(&records) {
            fs::write(folder.join(id).with_extension("toml"), record).expect("a record");
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let shown = [&["show"], &ids[..]].concat();
        let lists: [&[&str]; 9] = [
            &["list"],
            &["events"],
            &["pending"],
            &["letters"],
            &["demands"],
            &["detained"],
            &["stats"],
            &["changes", "--since", "2018-01-01"],
            &shown,
        ];
        let whys: Vec<[&str; 2]> = ids.iter().map(|id| ["why", *id]).collect();
        let commands = lists.into_iter().chain(whys.iter().map(|why| &why[..]));
        for (command, as_of) in commands.flat_map(|command| [(command, "2026-11-24"), (command, "2019-06-01")]) {
            for format in if command[0] == "why" { &["table"][..] } else { &["table", "json"] } {
                let output = Command::new(env!("CARGO_BIN_EXE_timeline"))
                    .args(command)
                    .args(["--as-of", as_of, "-f", format])
                    .env_clear()
                    .env("TIMELINE_CASES", &folder)
                    .output()
                    .expect("the program runs");
                for text in [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8")) {
                    let bad: Vec<_> = text.lines().filter(|line| has_a_bound_that_nobody_wrote(line)).collect();
                    assert!(bad.is_empty(), "{command:?} {date} {as_of}: {bad:#?}");
                }
            }
        }
    }
}

#[test]
fn nothing_is_said_to_be_answered_of_which_nobody_knows() {
    let letter = |id: &str, more: &str| {
        format!(
            "[[communication]]\nid = \"{id}\"\nprocedure = \"sp-urgent-appeal\"\nto = \"DDR\"\nsent = 2019-05-27\n{more}\n"
        )
    };
    let unknown = "reply_unknown = true\n";
    for (letters, says) in [
        (String::new(), "no letter waits for an answer;"),
        (letter("a", unknown), "of 1 letter it is not known whether it waits for an answer;"),
        (letter("a", unknown) + &letter("b", unknown), "of 2 letters it is not known whether they wait for an answer;"),
        (letter("a", ""), "1 letter without an answer (1 unconfirmed);"),
        (
            letter("a", "") + &letter("b", unknown),
            "1 letter without an answer (1 unconfirmed), of 1 more it is not known;",
        ),
    ] {
        let (out, _) = told("known", &(TOP.to_owned() + &letters), &["show", "ada-wren", "--as-of", "2026-11-24"]);
        assert!(out.contains(says), "{says}: {out}");
    }
}

/// Of two sources that contradict each other none is picked in silence, whatever they tell of.
#[test]
fn every_other_claim_is_shown() {
    let disputed = |day: &str| format!("disputed = [{{ date = {day}, sources = [\"p\"] }}]\n\n");
    let record = TOP.to_owned()
        + "[[event]]\nwhat = \"Arrested\"\ndate = 2019-01-01\n"
        + &disputed("2019-01-11")
        + "[[charge]]\noffence = \"Theft\"\nbrought = 2019-02-01\n"
        + &disputed("2019-02-11")
        + "[[statement]]\nid = \"s\"\nby = \"X\"\ntitle = \"Free her\"\ndate = 2019-03-01\n"
        + &disputed("2019-03-11")
        + "[[communication]]\nid = \"l\"\nprocedure = \"sp-urgent-appeal\"\nto = \"DDR\"\nsent = 2019-04-01\n"
        + &disputed("2019-04-11")
        + "[[communication]]\nid = \"m\"\nprocedure = \"ccpr-complaint\"\nto = \"DDR\"\nfiled = 2019-05-01\n"
        + &disputed("2019-05-11")
        + "[[source]]\nid = \"p\"\ntitle = \"Page\"\npublisher = \"The Invented Press\"\n";
    let show =
        |more: &[&str]| told("disputed", &record, &[&["show", "ada-wren", "--as-of", "2026-11-24"], more].concat()).0;
    let (screen, json) = (show(&[]), show(&["-f", "json"]));
    let marked = screen.lines().filter(|line| line.contains("[disputed]")).count();
    assert_eq!(marked, 5, "{screen}");
    for day in ["2019-01-11", "2019-02-11", "2019-03-11", "2019-04-11", "2019-05-11"] {
        assert!(screen.contains(&format!("| {day} (The Invented Press)")), "{day}: {screen}");
        assert!(json.contains(&format!("\"claim\":\"{day}\"")), "{day}: {json}");
    }
    let (why, _) = told("disputed", &record, &["why", "ada-wren/l", "--as-of", "2026-11-24"]);
    assert!(why.contains("another source has 2019-04-11"), "{why}");
    let before = told("disputed", &record, &["show", "ada-wren", "--as-of", "2019-03-31"]).0;
    assert!(before.contains("2019-03-11") && !before.contains("2019-04-11"), "{before}");
}

/// The last day of the term and that of the extension, told as one range each, do not give the due day by themselves.
#[test]
fn a_due_day_says_why_it_is_narrower_than_what_it_is_made_of() {
    let why = |until: &str| {
        let record = TOP.to_owned()
            + "[[communication]]\nid = \"l\"\nprocedure = \"sp-urgent-appeal\"\nto = \"DDR\"\n"
            + "sent = \"[2019-05-26..2019-05-29]\"\nsuspended = \"2019-05-28/2019-07-25\"\n"
            + &format!("[[communication.extension]]\nuntil = {until}\n");
        told("together", &record, &["why", "ada-wren/l", "--as-of", "2019-09-20", "-f", "tsv"]).0
    };
    let together = "the furthest counts, all of them counted from the same day: an extension never shortens";
    let narrower = why("2019-07-26");
    assert!(narrower.contains(together) && narrower.contains("2019-09-23 is the last day"), "{narrower}");
    let as_wide = why("2019-07-25");
    assert!(as_wide.contains("the furthest counts: an extension never shortens"), "{as_wide}");
    assert!(as_wide.contains("the last day is some day from 2019-09-22 to 2019-09-23"), "{as_wide}");
}

/// A reply that arrived later than it was written is told as arrived from the day on which it had.
#[test]
fn a_reply_says_when_it_arrived_and_for_when_it_announces_an_answer() {
    let record = TOP.to_owned()
        + "[[communication]]\nid = \"l\"\nprocedure = \"sp-urgent-appeal\"\nto = \"DDR\"\nsent = 2019-05-27\n"
        + "[[communication.reply]]\nkind = \"holding\"\ndate = 2019-06-01\nreceived = 2019-06-05\npromised = 2019-09-01\n";
    let why = |as_of: &str| told("arrived", &record, &["why", "ada-wren/l", "--as-of", as_of, "-f", "tsv"]).0;
    let (before, then) = (why("2019-06-04"), why("2019-06-05"));
    let reply = "2019-06-01: holding (does not stop the clock)";
    let announced = "; announces an answer for 2019-09-01";
    assert!(before.contains(&format!("{reply}{announced}")), "{before}");
    assert!(then.contains(&format!("{reply}; arrived 2019-06-05{announced}")), "{then}");
}
