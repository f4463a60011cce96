//! `changes --rev A..B`: what was recorded between two revisions in git, without touching anything.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn git(folder: &Path, args: &[&str]) {
    let ended = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=A. Invented", "-c", "user.email=a@invented.example", "-c", "commit.gpgsign=false"])
        .args(args)
        .output()
        .expect("git");
    assert!(ended.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ended.stderr));
}

fn changes(folder: &Path, range: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_timeline"))
        .args(["changes", &format!("--rev={range}"), "-f", "tsv", "--no-header", "--as-of", "2026-03-01", "--cases"])
        .arg(folder)
        .output()
        .expect("the program runs")
}

const FIRST: &str = "title = \"Ada Wren\"\nstate = \"DDR\"\n\n[[event]]\ndate = 2025-03-10\nwhat = \"Arrested\"\n\n\
    [[communication]]\nid = \"one\"\nprocedure = \"sp-letter\"\nto = [\"DDR\"]\nsent = 2025-03-20\n";

/// A repository with two revisions of a folder of cases below its top.
fn repository(name: &str) -> PathBuf {
    let top = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("revisions").join(name);
    let _ = fs::remove_dir_all(&top);
    let cases = top.join("cases");
    fs::create_dir_all(cases.join("deep")).expect("a folder");
    git(&top, &["init", "-q"]);
    fs::write(cases.join("wren.toml"), FIRST).expect("a record");
    fs::write(cases.join("deep/finch.toml"), "title = \"Paul Finch\"\nstate = \"YUG\"\n").expect("a record");
    fs::write(top.join("outside.toml"), "not a case").expect("a file");
    git(&top, &["add", "."]);
    git(&top, &["commit", "-qm", "first"]);
    let reply = "\n[[communication.reply]]\ndate = 2025-04-01\nkind = \"denial\"\n\n[[event]]\ndate = 2025-05-20\nwhat = \"Released\"\n";
    let second = format!("# a comment moves every line\n{FIRST}{reply}").replace("Arrested", "Arrested at work");
    fs::write(cases.join("wren.toml"), second).expect("a record");
    fs::remove_file(cases.join("deep/finch.toml")).expect("removed");
    git(&top, &["add", "-A"]);
    git(&top, &["commit", "-qm", "second"]);
    cases
}

#[test]
fn entries_added_changed_and_removed_are_listed() {
    let cases = repository("entries");
    // What lies in the folder now does not count.
    fs::write(cases.join("wren.toml"), "broken =").expect("a record");
    let ended = changes(&cases, "HEAD~1..HEAD");
    let errors = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{errors}");
    let rows: Vec<String> = String::from_utf8_lossy(&ended.stdout)
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            format!("{} {} {} {}", cells[0], cells[1], cells[4], cells[5])
        })
        .collect();
    assert_eq!(
        rows,
        [
            "finch  removed case: Paul Finch",
            "wren 2025-03-10 added event: Arrested at work",
            "wren 2025-03-10 removed event: Arrested",
            "wren 2025-04-01 added reply: denial of DDR to one",
            "wren 2025-05-20 added event: Released",
        ]
    );
    assert_eq!(changes(&cases, "HEAD..HEAD").stdout, b"");
    assert_eq!(changes(&cases, "HEAD~1").stdout, ended.stdout, "A alone is A..HEAD");
}

#[test]
fn a_revision_that_is_none_is_refused() {
    let cases = repository("refused");
    for range in ["HEAD~9..HEAD", "nowhere..HEAD", "--output=/tmp/x..HEAD", "..HEAD"] {
        let ended = changes(&cases, range);
        assert_eq!(ended.status.code(), Some(2), "{range}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("--rev"), "{range}");
    }
    let outside = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no-repository");
    fs::create_dir_all(&outside).expect("a folder");
    assert_eq!(changes(&outside, "nowhere..HEAD").status.code(), Some(2));
}

/// What is confidential in either revision is withheld.
#[test]
fn the_past_keeps_its_secrets() {
    let cases = repository("secrets");
    let secret = format!("{FIRST}\n[[event]]\ndate = 2025-06-01\nwhat = \"Canary\"\nconfidential = true\n");
    fs::write(cases.join("wren.toml"), secret).expect("a record");
    git(&cases, &["add", "."]);
    git(&cases, &["commit", "-qm", "third"]);
    for range in ["HEAD~1..HEAD", "HEAD..HEAD~1"] {
        let ended = changes(&cases, range);
        let told = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
        assert!(!told.contains("Canary"), "{told}");
    }
}
