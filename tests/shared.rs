//! One letter, several records: what any of them says of it counts everywhere, whichever case is asked for.

use std::{fs, path::PathBuf, process::Command};

/// The day on which everything is looked at.
const DAY: &str = "2026-03-01";

/// A folder of cases for one test; each record is its id and its text behind the head.
fn folder(name: &str, records: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("shared").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (id, text) in records {
        let head = format!("title = \"{id}\"\nstate = \"DDR\"\nreviewed = 2026-02-01\n");
        fs::write(folder.join(format!("{id}.toml")), format!("{head}{text}")).expect("a record");
    }
    folder
}

/// A letter with what else is said of it.
fn letter(reference: &str, more: &str) -> String {
    format!(
        "\n[[communication]]\nref = \"{reference}\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = 2025-03-20\n{more}"
    )
}

const REPLY: &str = "\n[[communication.reply]]\ndate = 2025-04-10\nkind = \"denial\"\n";

fn run(folder: &PathBuf, args: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    let command = command.args(args).arg("--cases").arg(folder).args(["--as-of", DAY]).env_clear();
    let output = command.env("LC_ALL", "C.UTF-8").output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code().expect("a code"))
}

fn statuses(folder: &PathBuf, args: &[&str]) -> Vec<String> {
    let (out, err, code) = run(folder, &[args, &["-f", "tsv", "--no-header", "--columns", "ref,status"]].concat());
    assert!(code == 0 || err.contains("contradicting-copies"), "{err}");
    out.lines().map(|line| line.replace('\t', ": ")).collect()
}

#[test]
fn an_answer_in_one_record_counts_in_all_whichever_are_asked_for() {
    // Spelt otherwise, and in the record whose file comes later.
    let folder = folder(
        "answered",
        &[("alder", &letter("UA DDR 3/2025", "")), ("birch", &letter("DDR 3/2025", REPLY)), ("cedar", "")],
    );
    for asked in [&["letters"][..], &["letters", "alder"], &["letters", "birch"], &["letters", "birch", "alder"]] {
        let found = statuses(&folder, asked);
        assert!(found.len() == 1 && found[0].ends_with(": answered"), "{asked:?}: {found:?}");
        let (out, ..) = run(&folder, &[asked, &["-f", "json"]].concat());
        assert!(out.contains(r#""cases":["alder","birch"]"#), "{out}");
    }
    assert!(statuses(&folder, &["pending", "alder"]).is_empty());
    let (show, err, code) = run(&folder, &["show", "alder"]);
    assert_eq!(code, 0, "{err}");
    assert!(show.contains("answered") && !show.contains("overdue"), "{show}");
    assert!(show.contains("2025-04-10"), "the reply stands in the timeline: {show}");
    let (list, ..) = run(&folder, &["list", "-f", "tsv", "--columns", "case,unanswered", "--no-header"]);
    assert_eq!(list, "alder\t0\nbirch\t0\ncedar\t0\n");
    let (html, ..) = run(&folder, &["show", "alder", "-f", "html"]);
    assert!(!html.contains("overdue by"), "the page says the same");
}

#[test]
fn a_record_that_only_names_the_reference_elsewhere_is_not_taken_for_a_copy() {
    let note = "\n[[event]]\ndate = 2025-05-01\nwhat = \"A talk on UA DDR 3/2025\"\n";
    let folder = folder("named", &[("alder", &letter("UA DDR 3/2025", "")), ("birch", note)]);
    let (show, ..) = run(&folder, &["show", "alder"]);
    assert!(show.contains("overdue by 286 days") && !show.contains("A talk"), "{show}");
    assert!(statuses(&folder, &["letters", "alder"])[0].ends_with(": overdue"));
}

#[test]
fn the_latest_look_for_news_counts_whoever_looked() {
    let folder =
        folder("reviewed", &[("alder", &letter("UA DDR 3/2025", "")), ("birch", &letter("UA DDR 3/2025", ""))]);
    let text = fs::read_to_string(folder.join("alder.toml")).expect("a record");
    fs::write(folder.join("alder.toml"), text.replace("2026-02-01", "2025-04-01")).expect("a record");
    // Alone, alder has looked only before the due day.
    for asked in [&["letters"][..], &["letters", "alder"]] {
        assert_eq!(statuses(&folder, asked), ["UA DDR 3/2025: overdue"], "{asked:?}");
    }
    let (show, ..) = run(&folder, &["show", "alder"]);
    assert!(show.contains("overdue by 286 days"), "{show}");
}

#[test]
fn copies_that_contradict_each_other_make_the_letter_unknown_and_hide_no_case() {
    let other = letter("UA DDR 3/2025", "").replace("2025-03-20", "2025-04-20");
    let answered = letter("UA DDR 9/2025", REPLY);
    let folder = folder(
        "contradicting",
        &[("alder", &(letter("UA DDR 3/2025", "") + &answered)), ("birch", &other), ("cedar", "")],
    );
    for asked in [&["letters"][..], &["letters", "alder"], &["letters", "birch"]] {
        let found = statuses(&folder, asked);
        assert!(found.iter().any(|row| row == "UA DDR 3/2025: unknown"), "{asked:?}: {found:?}");
    }
    assert!(statuses(&folder, &["letters", "alder"]).contains(&"UA DDR 9/2025: answered".to_owned()));
    for case in ["alder", "birch"] {
        let (show, err, code) = run(&folder, &["show", case]);
        assert!(code == 2 && err.contains("contradicting-copies") && !err.contains("left out"), "{err}");
        assert!(show.contains("2025-03-20") && show.contains("2025-04-20"), "both claims are shown: {show}");
    }
    let (check, _, code) = run(&folder, &["check", "-f", "tsv"]);
    assert_eq!(code, 1);
    let errors: Vec<&str> = check.lines().filter(|line| line.contains("contradicting-copies")).collect();
    assert!(errors.len() == 1 && errors[0].contains("birch"), "of two copies the later file: {check}");
}

/// Every copy is held against every other, and the odd one is told, wherever its file stands.
#[test]
fn of_several_copies_the_odd_one_is_told() {
    let silent = letter("UA DDR 3/2025", "");
    let due = |day: &str| letter("UA DDR 3/2025", &format!("due = {day}\n"));
    let odd = |name: &str, copies: [&str; 3]| {
        let records = ["alder", "birch", "cedar"].iter().zip(copies).map(|(id, text)| (*id, text)).collect::<Vec<_>>();
        let (check, _, code) = run(&folder(name, &records), &["check", "-f", "tsv", "--no-header"]);
        let lines = check.lines().filter(|line| line.contains("contradicting-copies"));
        let stem =
            |path: &str| path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("").to_owned();
        let odd: Vec<String> = lines
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .map(|cells| format!("{} against {}", stem(cells[2]), stem(cells[5])))
            .collect();
        assert_eq!(code, i32::from(!odd.is_empty()), "{check}");
        odd
    };
    let (early, late) = (due("2025-05-19"), due("2025-06-19"));
    // The first file says nothing of it.
    assert_eq!(odd("odd-later", [&silent, &early, &late]), ["cedar against birch"]);
    assert_eq!(odd("odd-first", [&late, &early, &early]), ["alder against birch"]);
    assert_eq!(odd("odd-middle", [&early, &late, &early]), ["birch against alder"]);
    assert_eq!(odd("odd-of-three", [&early, &late, &due("2025-07-19")]).len(), 2);
    assert!(odd("odd-none", [&silent, &early, &early]).is_empty());
}

/// Two replies of one day, as an acknowledgement and an answer, contradict neither each other nor a copy with both.
#[test]
fn replies_of_one_day_are_no_contradiction() {
    let acknowledged = REPLY.replace("denial", "acknowledgement");
    let both = letter("UA DDR 3/2025", &format!("{acknowledged}{REPLY}"));
    for (other, contradicts) in [
        (both.clone(), false),
        (letter("UA DDR 3/2025", REPLY), false),
        (letter("UA DDR 3/2025", &acknowledged), false),
        (letter("UA DDR 3/2025", &REPLY.replace("denial", "partial")), true),
    ] {
        let folder = folder("of-one-day", &[("alder", &both), ("birch", &other)]);
        let (out, ..) = run(&folder, &["check", "-f", "tsv"]);
        assert_eq!(out.contains("contradicting-copies"), contradicts, "{other}: {out}");
    }
}

#[test]
fn what_a_withheld_record_says_of_a_letter_makes_it_unknown_and_is_not_shown() {
    let secret = format!("confidential = true\n{}", letter("UA DDR 3/2025", REPLY));
    let folder = folder("withheld", &[("alder", &letter("UA DDR 3/2025", "")), ("birch", &secret)]);
    for args in [&["show", "alder"][..], &["letters", "alder"], &["letters"]] {
        let (out, err, _) = run(&folder, args);
        assert!(!out.contains("overdue") && !out.contains("2025-04-10"), "{args:?}: {out}");
        assert!(!(out + &err).contains("birch"), "{args:?}");
    }
    let (open, ..) = run(&folder, &["show", "alder", "--confidential"]);
    assert!(open.contains("2025-04-10"), "{open}");
}
