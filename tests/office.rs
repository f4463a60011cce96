//! A whole case written by commands alone, as an office would: a transcript in a folder of its own.

use std::fs;

const PAGE: &str = "tests/office/a-case.md";

#[test]
fn a_case_is_written_by_commands_alone() {
    trycmd::TestCases::new()
        .case(PAGE)
        .env("TIMELINE_CASES", "cases")
        .env("TIMELINE_FORMAT", "table")
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .env("TZ", "UTC");
}

#[test]
fn no_id_is_typed_that_was_not_proposed() {
    let page = fs::read_to_string(PAGE).expect("UTF-8");
    let writes = ["new", "add", "reply", "update", "set", "remove", "reviewed"];
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("$ timeline ")).collect();
    let writing = commands.iter().filter(|c| c.split(' ').next().is_some_and(|word| writes.contains(&word))).count();
    assert!(writing >= 25, "{writing} writing commands");
    assert!(!page.contains("--id"), "an id is typed");
    let entries = page.lines().filter(|line| line.starts_with("added ")).count();
    assert!(entries >= 28, "{entries} entries");
}
