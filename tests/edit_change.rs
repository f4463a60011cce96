//! What is there already is changed or taken out, and not a byte beside it: a value that is set and taken out again,
//! an entry that is added and removed again, leave the file that was there.

use crate::edit::Cases;
use std::{fs, path::PathBuf};

fn handmade() -> Vec<PathBuf> {
    let folder = fs::read_dir("tests/records/handmade").expect("a folder");
    let mut all: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    all.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    all.sort();
    assert!(all.len() > 8, "{all:?}");
    all
}

fn done(cases: &Cases, words: &[&str]) -> String {
    let output = cases.run(words);
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{words:?}: {said}");
    said
}

#[test]
fn what_is_set_and_taken_out_again_leaves_the_file_as_it_was() {
    let mut changed = 0;
    for record in handmade() {
        let old = fs::read(&record).expect("a record");
        let text = String::from_utf8_lossy(&old).into_owned();
        let cases = Cases::new();
        fs::write(cases.path(), &old).expect("a record");
        let headings = (1..).zip(text.lines()).filter(|(_, line)| line.trim_start().starts_with("[["));
        for line in headings.map(|(line, _)| format!(":{line}")) {
            let set = ["set", "heron", &line, "note=Some \"words\"", "--confidential"];
            let output = cases.run(&set);
            // Some have a note already.
            if !output.status.success() || text.contains("note") {
                fs::write(cases.path(), &old).expect("the record as it was");
                continue;
            }
            assert!(cases.text().contains("note = \"Some \\\"words\\\"\""));
            done(&cases, &["set", "heron", &line, "note=", "--confidential"]);
            assert_eq!(cases.text(), text, "{record:?} {line}");
            changed += 1;
        }
        let is_new = !text.contains("summary");
        if is_new {
            done(&cases, &["set", "heron", "summary=S", "--confidential"]);
            done(&cases, &["set", "heron", "summary=", "--confidential"]);
            assert_eq!(cases.text(), text, "{record:?}");
        }
    }
    assert!(changed > 20, "{changed}");
}

#[test]
fn what_is_added_and_removed_again_leaves_the_file_as_it_was() {
    let kinds: [(&[&str], &str); 5] = [
        (&["event", "--what", "Quite new words"], "event quite new words"),
        (&["person", "--id", "new-one", "--name", "N. New", "--role", "other"], "new-one"),
        (&["statement", "--id", "new-one", "--by", "B", "--title", "T"], "new-one"),
        (&["demand", "--id", "new-one", "--what", "New"], "new-one"),
        (&["source", "--id", "new-one", "--title", "T"], "new-one"),
    ];
    for record in handmade() {
        let old = fs::read(&record).expect("a record");
        let cases = Cases::new();
        for (words, name) in kinds {
            fs::write(cases.path(), &old).expect("the record as it was");
            done(&cases, &[&["add", "heron"], words, &["--confidential"]].concat());
            done(&cases, &["remove", "heron", name, "--confidential"]);
            let new = fs::read(cases.path()).expect("the record");
            assert_eq!(String::from_utf8_lossy(&new), String::from_utf8_lossy(&old), "{record:?} {name}");
        }
    }
}

/// Comments, line ends and a missing last one stay.
#[test]
fn only_the_value_changes() {
    let cases = Cases::new();
    let old = "title = 'T' # its name\r\nstate = [\r\n  \"GBR\", # here\r\n]\r\n\r\n# first\r\n[[event]]\r\nwhat = \"\"\"\r\nOne\"\"\" # why\r\n\tdate = 2024-01-02\r\n# second\r\n[[event]]\r\nwhat='Two'";
    let set = |words: &[&str], from: &str, to: &str| {
        fs::write(cases.path(), old).expect("a record");
        done(&cases, &[&["set", "heron"], words].concat());
        assert_eq!(cases.text(), old.replacen(from, to, 1), "{words:?}");
    };
    set(&["title=A \"B\""], "'T'", "\"A \\\"B\\\"\"");
    set(&["state=France", "state=Suède"], "[\r\n  \"GBR\", # here\r\n]", "[\"FRA\", \"SWE\"]");
    set(&["2024-01-02", "what=Three"], "\"\"\"\r\nOne\"\"\"", "\"Three\"");
    set(&["2024-01-02", "date=3 May 2024", "place=P"], "2024-01-02\r\n", "2024-05-03\r\n\tplace = \"P\"\r\n");
    set(&["two", "date=2024-05"], "what='Two'", "date = \"2024-05\"\r\nwhat='Two'");
    set(&["two", "kind=hearing"], "what='Two'", "what='Two'\r\nkind = \"hearing\"");
    set(&[":12", "kind=hearing", "what=X"], "what='Two'", "what=\"X\"\r\nkind = \"hearing\"");
    set(&["2024-01-02", "date="], "\tdate = 2024-01-02\r\n", "");
    fs::write(cases.path(), old).expect("a record");
    done(&cases, &["remove", "heron", "two"]);
    assert_eq!(cases.text(), old.replace("\r\n[[event]]\r\nwhat='Two'", ""), "the comment above it stays");
    fs::write(cases.path(), old).expect("a record");
    done(&cases, &["remove", "heron", "2024-01-02"]);
    let start = old.find("[[event]]").expect("an event");
    let end = old.find("# second").expect("a comment");
    assert_eq!(cases.text(), format!("{}{}", &old[..start], &old[end..]));
}

const NAMED: &str = r#"title = "T"
state = "GBR"
[[person]]
id = "ann"
name = "Ann Other"
role = "victim"
[[person]]
id = "bob"
name = "Bob Other"
role = "witness"
confidential = true
[[event]]
date = 2024-01-02
what = "Ann is searched"
people = ["ann"]
disputed = [{ date = 2024-01-03, sources = ["s"] }]
[[event]]
date = 2024-02-02
what = "Ann is heard"
[[event]]
date = "2024-05"
what = "Ann is freed"
[[charge]]
person = "bob"
offence = "Secret words"
[[communication]]
ref = "UA GBR 3/2024"
procedure = "sp-urgent-appeal"
to = "GBR"
sent = 2024-01-02
[[communication.reply]]
date = 2024-02-02
kind = "holding"
[[demand]]
id = "d"
what = "Let her go"
made_in = "UA GBR 3/2024"
[[source]]
id = "s"
title = "The report"
url = "https://example.org/report"
"#;

#[test]
fn an_entry_is_found_by_id_reference_date_or_words_and_never_guessed() {
    let cases = Cases::new();
    let line_of = |name: &str, more: &[&str]| -> usize {
        fs::write(cases.path(), NAMED).expect("a record");
        let said = done(&cases, &[&["set", "heron", name, "note=X"], more].concat());
        said.lines().next().and_then(|line| line.rsplit(':').next()?.parse().ok()).expect("a line")
    };
    let heading = |from: &str| NAMED.lines().position(|line| line.contains(from)).expect("a line") + 1;
    let within = |name: &str, key: &str| {
        let (line, first) = (line_of(name, &[]), heading(key));
        assert!(line > first && line < first + 6, "{name}: {line}, {first}");
    };
    within("d", "id = \"d\"");
    within("gbr 03/2024", "ref =");
    within("event 2024-01-02", "Ann is searched");
    within("May 2024", "Ann is freed");
    within("SEARCHED", "Ann is searched");
    within("reply 2024-02-02", "[[communication.reply]]");
    within("the report", "The report");
    let refused = |words: &[&str]| {
        fs::write(cases.path(), NAMED).expect("a record");
        cases.refused(&[&["set", "heron"], words].concat())
    };
    let several = refused(&["2024-02-02", "note=X"]);
    assert!(
        several.contains("any of 2") && several.contains("reply 2024-02-02") && several.contains("(:17)"),
        "{several}"
    );
    assert!(refused(&["ann", "is", "note=X"]).contains("as one word"));
    assert!(refused(&["ann is", "note=X"]).contains("any of 3"));
    assert!(refused(&["sear", "note=X"]).contains("no entry"), "a part of a word is no word");
    // What is withheld is not there: nor what is withheld with it.
    for name in ["bob", "bob other", "secret words", "witness"] {
        let told = refused(&[name, "note=X"]);
        assert!(told.contains("there is no entry") && !told.contains("Bob"), "{name}: {told}");
    }
    within_confidential(&cases);
}

fn within_confidential(cases: &Cases) {
    fs::write(cases.path(), NAMED).expect("a record");
    done(cases, &["set", "heron", "secret words", "note=X", "--confidential"]);
    assert!(cases.text().contains("offence = \"Secret words\"\nnote = \"X\""));
}

#[test]
fn an_entry_that_others_name_stays() {
    let cases = Cases::new();
    fs::write(cases.path(), NAMED).expect("a record");
    let told = cases.refused(&["remove", "heron", "s"]);
    assert!(told.contains("named by claim 2024-01-03"), "{told}");
    assert!(cases.refused(&["remove", "heron", "ann"]).contains("named by event 2024-01-02"));
    assert!(cases.refused(&["remove", "heron", "GBR 3/2024"]).contains("named by demand d"));
    let told = cases.refused(&["remove", "heron", "bob", "--confidential"]);
    assert!(told.contains("Secret words"), "{told}");
    done(&cases, &["set", "heron", "event 2024-01-02", "people="]);
    done(&cases, &["remove", "heron", "ann"]);
    done(&cases, &["remove", "heron", "d"]);
    done(&cases, &["remove", "heron", "GBR 3/2024"]);
    assert!(!cases.text().contains("communication"), "with the reply in it: {}", cases.text());
}

#[test]
fn a_second_equal_entry_is_told() {
    let cases = Cases::new();
    fs::write(cases.path(), NAMED).expect("a record");
    let event = ["add", "heron", "event", "--date", "2024-02-02", "--what", "Ann is heard"];
    let told = done(&cases, &event);
    assert!(told.contains("stands in line 17 already") && told.contains("timeline remove heron :"), "{told}");
    let again = told.split("remove heron ").nth(1).and_then(|rest| rest.split('`').next()).expect("how to undo it");
    done(&cases, &["remove", "heron", again]);
    assert_eq!(cases.text(), NAMED);
    let told = done(&cases, &["reply", "heron", "GBR 3/2024", "--date", "2024-02-02", "--kind", "holding"]);
    assert!(told.contains("already"), "{told}");
    fs::write(cases.path(), NAMED).expect("a record");
    let told = done(&cases, &["add", "heron", "event", "--date", "2024-02-03", "--what", "Ann is heard"]);
    assert!(!told.contains("already"), "{told}");
}

/// Names, addresses and States in words of people are written as ids and codes.
#[test]
fn names_are_written_as_ids() {
    let cases = Cases::new();
    fs::write(cases.path(), NAMED).expect("a record");
    let event =
        ["add", "heron", "event", "--what", "New", "--people", "ann OTHER", "--sources", "http://example.org/report/"];
    done(&cases, &event);
    assert!(
        cases.text().contains("people = [\"ann\"]\nsources = [\"s\"]\n\n")
            || cases.text().contains("people = [\"ann\"]\nsources = [\"s\"]\n[")
    );
    done(
        &cases,
        &["add", "heron", "letter", "--procedure", "other", "--to", "Russia", "--to", "A, B", "--sent", "5 мая 2024"],
    );
    assert!(cases.text().contains("to = [\"RUS\", \"A, B\"]\nsent = 2024-05-05\n"), "{}", cases.text());
    done(&cases, &["add", "heron", "reminder", "letter 2024-05-05", "--date", "2024-08-01", "--to", "russia"]);
    done(&cases, &["add", "heron", "extension", "gbr 3/2024", "--granted", "2024-02-01", "--until", "2024-05-01"]);
    done(&cases, &["add", "heron", "suspension", "gbr 3/2024", "--from", "2024-02-01", "--until", "2024-02-05"]);
    done(&cases, &["add", "heron", "claim", "searched", "--date", "2024-01-04", "--sources", "the report"]);
    assert!(
        cases.text().contains("sources = [\"s\"] }, { date = 2024-01-04, sources = [\"s\"] }]"),
        "{}",
        cases.text()
    );
    done(&cases, &["add", "heron", "claim", "heard", "--what", "Nobody heard her"]);
    assert!(cases.text().contains("[[event.disputed]]\nwhat = \"Nobody heard her\""), "{}", cases.text());
    // A name that two go by is not guessed, and one that is withheld is none.
    assert!(
        cases
            .refused(&["add", "heron", "event", "--what", "N", "--people", "other", "--confidential"])
            .contains("any of 2")
    );
    done(&cases, &["add", "heron", "event", "--what", "N", "--people", "other"]);
    assert!(cases.refused(&["add", "heron", "reminder", "searched", "--date", "2024-01-01"]).contains("no entry"));
}
