//! `changes --rev A..B`: what was recorded between two revisions in git, without touching anything.

use crate::git::git;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

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

/// A repository whose revisions hold these texts of `wren.toml` one after the other, the last also in the folder.
fn history(name: &str, texts: &[&str]) -> PathBuf {
    let cases = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("revisions").join(name);
    let _ = fs::remove_dir_all(&cases);
    fs::create_dir_all(&cases).expect("a folder");
    git(&cases, &["init", "-q"]);
    for text in texts {
        fs::write(cases.join("wren.toml"), text).expect("a record");
        git(&cases, &["add", "."]);
        git(&cases, &["commit", "-qm", "next", "--allow-empty"]);
    }
    cases
}

fn told(folder: &Path, range: &str) -> String {
    let ended = changes(folder, range);
    format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr))
}

/// What is marked in either revision, or in the folder now, is in no comparison: before the mark, over it, after it.
#[test]
fn what_was_ever_marked_in_sight_is_withheld() {
    let top = "title = \"Ada Wren\"\nstate = \"DDR\"\n";
    let source = "\n[[source]]\nid = \"canary\"\ntitle = \"Canary\"\n";
    let event = "\n[[event]]\ndate = 2025-06-01\nwhat = \"Canary\"\n";
    let letter = "\n[[communication]]\nid = \"one\"\nprocedure = \"sp-letter\"\nto = [\"DDR\"]\nsent = 2025-03-20\n";
    let reply = format!("{letter}\n[[communication.reply]]\ndate = 2025-04-01\nkind = \"denial\"\nnote = \"Canary\"\n");
    let shown = format!("{top}{letter}");
    for (what, entry, word) in [("source", source, "Canary"), ("event", event, "Canary"), ("reply", &reply, "denial")] {
        let (none, open) =
            (shown.clone(), if what == "reply" { format!("{top}{entry}") } else { format!("{shown}{entry}") });
        let marked = format!("{open}confidential = true\n");
        let whole = format!("confidential = true\n{open}");
        let reworded = marked.replace("Canary\"\nconf", "The same, told otherwise\"\nconf");
        for secret in [&marked, &whole, &reworded] {
            let texts = [&none, &open, secret, &none, &open].map(String::as_str);
            let cases = history(what, &texts);
            // HEAD~4 without, ~3 open, ~2 marked, ~1 without, HEAD open again.
            for range in ["HEAD~3..HEAD~2", "HEAD~2..HEAD~3", "HEAD~2..HEAD~1", "HEAD~2..HEAD"] {
                let told = told(&cases, range);
                assert!(!told.contains(word), "{what} {range}: {told}");
            }
            // Two revisions without a mark, and none in the folder: told.
            assert!(told(&cases, "HEAD~4..HEAD~3").contains(word), "{what}");
            // Marked in the folder alone, later.
            fs::write(cases.join("wren.toml"), secret).expect("a record");
            for range in ["HEAD~4..HEAD~3", "HEAD~3..HEAD~4"] {
                let told = told(&cases, range);
                assert!(!told.contains(word), "{what} {range}, marked now: {told}");
            }
            // Of a record that cannot be read now, a mark anywhere counts.
            fs::write(cases.join("wren.toml"), format!("{secret}broken\n")).expect("a record");
            assert!(!told(&cases, "HEAD~4..HEAD~3").contains(word), "{what}, marked and broken now");
        }
    }
}

/// A case that was renamed and marked at once is not told as removed.
#[test]
fn a_case_that_goes_where_a_withheld_one_comes_is_only_counted() {
    let open = "title = \"Canary\"\nstate = \"DDR\"\n";
    let cases = history("renamed", &[open]);
    fs::remove_file(cases.join("wren.toml")).expect("gone");
    fs::write(cases.join("finch.toml"), format!("confidential = true\n{open}")).expect("a record");
    git(&cases, &["add", "-A"]);
    git(&cases, &["commit", "-qm", "renamed"]);
    for range in ["HEAD~1..HEAD", "HEAD..HEAD~1"] {
        assert!(!told(&cases, range).contains("Canary"), "{}", told(&cases, range));
    }
}

/// The same, where that was done in the folder and is in no revision yet.
#[test]
fn a_case_that_was_renamed_since_and_marked_is_only_counted() {
    let (open, more) = ("title = \"Ada\"\nstate = \"DDR\"\n", "\n[[event]]\ndate = 2025-06-01\nwhat = \"Canary\"\n");
    let changed = format!("{open}{more}");
    let cases = history("renamed-since", &[open, &changed]);
    assert!(told(&cases, "HEAD~1..HEAD").contains("Canary"));
    fs::remove_file(cases.join("wren.toml")).expect("gone");
    fs::create_dir(cases.join("deep")).expect("a folder");
    fs::write(cases.join("deep/finch.toml"), format!("confidential = true\n{changed}")).expect("a record");
    for range in ["HEAD~1..HEAD", "HEAD..HEAD~1"] {
        assert!(!told(&cases, range).contains("Canary"), "{}", told(&cases, range));
    }
    // A record of the same id in another folder is it.
    fs::rename(cases.join("deep/finch.toml"), cases.join("deep/wren.toml")).expect("renamed");
    assert!(!told(&cases, "HEAD~1..HEAD").contains("Canary"));
}

/// Only records that differ are read: what is wrong with others is no matter of a comparison.
#[test]
fn what_does_not_differ_is_not_read() {
    let letter = |rest: &str| {
        format!(
            "title = \"Ada\"\nstate = \"GBR\"\n\n[[communication]]\nref = \"UA GBR 1/2019\"\nprocedure = \"sp-letter\"\nto = [\"GBR\"]\nsent = 2019-05-01\n{rest}"
        )
    };
    let reply = "\n[[communication.reply]]\ndate = 2019-06-01\nkind = \"denial\"\n";
    let cases = history("apart", &[&letter("")]);
    fs::write(cases.join("finch.toml"), letter("")).expect("a record");
    fs::write(cases.join("broken.toml"), "title = 1\n").expect("a record");
    git(&cases, &["add", "."]);
    git(&cases, &["commit", "-qm", "others"]);
    fs::write(cases.join("wren.toml"), letter(reply)).expect("a record");
    git(&cases, &["commit", "-qam", "a reply in one of two copies"]);
    let told = told(&cases, "HEAD~1..HEAD");
    assert!(told.contains("wren\t2019-06-01") && told.contains("added\treply") && !told.contains("finch"), "{told}");
    assert!(!told.contains("broken"), "{told}");
}

/// A case that is withheld is not told apart from none where another comes to name it.
#[test]
fn a_relation_to_a_withheld_case_changes_nothing() {
    let open = "title = \"Ada\"\nstate = \"DDR\"\n";
    let cases = history("related", &[open]);
    fs::write(cases.join("finch.toml"), format!("confidential = true\n{open}")).expect("a record");
    fs::write(cases.join("kite.toml"), open).expect("a record");
    git(&cases, &["add", "."]);
    git(&cases, &["commit", "-qm", "others"]);
    for (other, changes) in [("finch", 0), ("kite", 1)] {
        fs::write(cases.join("wren.toml"), format!("{open}related = [\"{other}\"]\n")).expect("a record");
        git(&cases, &["commit", "-qam", "related"]);
        assert_eq!(told(&cases, "HEAD~1..HEAD").matches("wren\t").count(), changes, "{other}");
        fs::write(cases.join("wren.toml"), open).expect("a record");
        git(&cases, &["commit", "-qam", "as before"]);
    }
    fs::write(cases.join("wren.toml"), format!("{open}related = [\"nobody\"]\n")).expect("a record");
    git(&cases, &["commit", "-qam", "dangling"]);
    assert!(told(&cases, "HEAD~1..HEAD").contains("dangling-id"));
}

#[test]
fn a_case_that_cannot_be_read_is_compared_with_nothing() {
    let cases = history("unread", &[FIRST, &format!("{FIRST}stat = 1\n")]);
    for range in ["HEAD~1..HEAD", "HEAD..HEAD~1"] {
        let ended = changes(&cases, range);
        let errors = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.stdout, b"", "{range}: neither added nor removed");
        assert!(errors.contains("1 case compared with nothing") && errors.contains("unknown-key"), "{errors}");
        assert_eq!(ended.status.code(), Some(2));
    }
    let large = format!("{FIRST}#{}\n", "-".repeat(8 * 1024 * 1024));
    let cases = history("large", &[FIRST, &large, FIRST]);
    assert!(told(&cases, "HEAD~2..HEAD~1").contains("larger than 8 MiB"));
}

/// A hook's variables lead git elsewhere; what git says of a folder is passed on.
#[test]
fn git_is_asked_about_this_folder_only() {
    let cases = repository("asked");
    let other = history("other", &[FIRST, "title = \"Elsewhere\"\nstate = \"CSK\"\n"]);
    let ask = |folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        command.args(["changes", "--rev=HEAD~1..HEAD", "-f", "tsv", "--cases"]).arg(folder);
        command.env("GIT_DIR", other.join(".git")).env("GIT_WORK_TREE", &other).env("GIT_INDEX_FILE", "nowhere");
        command.output().expect("the program runs")
    };
    let ended = ask(&cases);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let told = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(told.contains("Arrested at work") && !told.contains("Elsewhere"), "{told}");
    let outside = tempfile::tempdir().expect("a folder");
    let ended = ask(outside.path());
    assert!(String::from_utf8_lossy(&ended.stderr).contains("git says: not a git repository"));
}

#[test]
fn three_dots_compare_with_where_both_have_parted() {
    let cases = history("parted", &[FIRST]);
    git(&cases, &["branch", "side"]);
    fs::write(cases.join("wren.toml"), FIRST.replace("Arrested", "Arrested here")).expect("a record");
    git(&cases, &["commit", "-qam", "here"]);
    git(&cases, &["checkout", "-q", "side"]);
    fs::write(cases.join("finch.toml"), "title = \"Finch\"\nstate = \"DDR\"\n").expect("a record");
    git(&cases, &["add", "."]);
    git(&cases, &["commit", "-qm", "there"]);
    let parted = told(&cases, "@{-1}...side");
    assert!(parted.contains("added\tcase: Finch") && !parted.contains("Arrested"), "{parted}");
    assert!(told(&cases, "@{-1}..side").contains("Arrested"));
    assert_eq!(changes(&cases, "...side").status.code(), Some(2));
}
