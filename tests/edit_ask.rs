//! What somebody at a terminal is asked, and what their answers become.

#![cfg(unix)]

use crate::edit::Cases;
use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

const RECORD: &str = "title = \"T\"\nstate = \"DDR\"\n\n[[person]]\nid = \"ann\"\nname = \"Ann Other\"\nrole = \"victim\"\n\n[[person]]\nid = \"bob\"\nname = \"Bob Hidden\"\nrole = \"witness\"\nconfidential = true\n\n[[communication]]\nid = \"l\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\", \"Mill Ltd\"]\nsent = 2025-04-01\n\n[[source]]\nid = \"s\"\ntitle = \"The report\"\nurl = \"https://example.org/r\"\n";

/// What is said at a terminal, `script` of util-linux giving one, to these answers; `None` where there is no `script`.
fn asked(cases: &Cases, words: &str, answers: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_timeline");
    let inner = format!("{program} {words} --as-of 2025-05-01 --cases {}", cases.folder().display());
    let started =
        Command::new("script").args(["-qec", &inner, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut terminal) = started else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: needs `script` of util-linux");
        return None;
    };
    terminal.stdin.take().expect("a pipe").write_all(answers.as_bytes()).expect("answers");
    let output = terminal.wait_with_output().expect("an end");
    Some(String::from_utf8_lossy(&output.stdout).replace('\r', ""))
}

fn added(cases: &Cases, words: &str, answers: &str, lines: &str) -> Option<String> {
    fs::write(cases.path(), RECORD).expect("a record");
    let said = asked(cases, words, answers)?;
    let text = cases.text();
    assert!(text.contains(lines), "{words}:\n{said}\n{text}");
    Some(said)
}

#[test]
fn an_event_is_asked_for_key_by_key() {
    let cases = Cases::new();
    // A wrong date, nothing where something must be, a number too large, and somebody who is not there.
    let answers = "3/4/2025\n4 March 2025\n\nTaken away\n99\ndetention\nPort\nnobody\nother\n1\n1\n";
    let lines = "[[event]]\ndate = 2025-03-04\nwhat = \"Taken away\"\nkind = \"arrest\"\nplace = \"Port\"\npeople = [\"ann\"]\nliberty = \"detained\"\nsources = [\"s\"]\n";
    let Some(said) = added(&cases, "add heron event", answers, lines) else { return };
    for told in
        ["order of day and month", "must be there", "a number from 1 to 25", "no person \"nobody\"", "The report"]
    {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(
        said.contains("1 background") && said.contains("Ann Other") && said.contains("Ann Other: detained"),
        "{said}"
    );
    assert!(!said.contains("Bob"), "who is withheld is no choice: {said}");
}

#[test]
fn a_letter_is_asked_for_with_its_procedure_and_day() {
    let cases = Cases::new();
    let lines = "[[communication]]\nid = \"sp-urgent-appeal-mill-ltd-2025\"\nprocedure = \"sp-urgent-appeal\"\nfrom = [\"A, B\", \"C\"]\nto = [\"Mill Ltd\", \"RUS\"]\nsent = 2025-04-02\n";
    let answers = "urgent\nsp-urgent-appeal\n\nA, B; C\nMill Ltd; Russia\n2 April 2025\n\n\n\n";
    let Some(said) = added(&cases, "add heron letter", answers, lines) else { return };
    assert!(said.contains("urgent appeal, 60 days") && said.contains("no procedure \"urgent\""), "{said}");
    assert!(said.contains("[sp-urgent-appeal-mill-ltd-2025]"), "the id is proposed: {said}");
}

#[test]
fn a_reply_asks_from_whom_only_where_there_are_several() {
    let cases = Cases::new();
    let lines =
        "[[communication.reply]]\ndate = 2025-04-20\nfrom = \"Mill Ltd\"\nkind = \"holding\"\npromised = 2025-06-01\n";
    added(&cases, "reply heron l", "2025-04-20\n2\nholding\n2025-06-01\n\n", lines);
    let one = RECORD.replace("[\"DDR\", \"Mill Ltd\"]", "\"DDR\"");
    fs::write(cases.path(), one).expect("a record");
    let Some(said) = asked(&cases, "reply heron l", "2025-04-20\nack\n\n") else { return };
    assert!(cases.text().contains("date = 2025-04-20\nkind = \"acknowledgement\"\n"), "{said}");
    assert!(said.contains("still unanswered, due in 30 days"), "{said}");
}

#[test]
fn a_demand_a_person_and_a_case_are_asked_for() {
    let cases = Cases::new();
    let lines = "[[demand]]\nid = \"remedy\"\nwhat = \"Pay her\"\nkind = \"remedy\"\nmade_in = \"l\"\n";
    added(&cases, "add heron demand", "Pay her\ncompensation\n1\n\n\n\n", lines);
    let lines =
        "[[person]]\nid = \"other\"\nname = \"Eve Other\"\nother_names = [\"E. O.\", \"Ева\"]\nrole = \"lawyer\"\n";
    added(&cases, "add heron person", "Eve Other\ncounsel\nE. O.; Ева\n\n\n\n", lines);
    let Some(said) = asked(&cases, "new", "\nMill and Others\nZaira\nEast Germany; Zaire\n\n") else { return };
    let text = fs::read_to_string(cases.folder().join("mill-others.toml")).expect("the case");
    assert!(text.starts_with("title = \"Mill and Others\"\nstate = [\"DDR\", \"ZAR\"]\n"), "{said}\n{text}");
    assert!(said.contains("must be there") && said.contains("not the name of a State"), "{said}");
}

#[test]
fn who_gives_all_that_is_needed_is_asked_nothing() {
    let cases = Cases::new();
    let lines = "[[event]]\nwhat = \"W\"\n";
    let Some(said) = added(&cases, "add heron event --what W", "", lines) else { return };
    assert!(!said.contains("Enter leaves"), "{said}");
}
