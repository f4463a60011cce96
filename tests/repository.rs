//! Records in a git repository: what its history keeps, and whose it is.

#![cfg(unix)]

use crate::git::git;
use std::{
    fs,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::Command,
};

const OPEN: &str = "title = \"Ada Wren\"\nstate = \"DDR\"\n";
const EVENT: &str = "\n[[event]]\ndate = 2025-03-10\nwhat = \"Moved\"\nconfidential = true\nsources = [\"post\"]\n\n[[source]]\nid = \"post\"\ntitle = \"x\"\n";

/// A folder of its own, outside any repository.
fn outside() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn run(here: &Path, args: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    let command = command.args(args).args(["--as-of", "2026-03-01"]).current_dir(here);
    // No settings of whoever runs this.
    let ended = command.env("HOME", here).env_remove("XDG_CONFIG_HOME").output().expect("the program runs");
    let told = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    (told, ended.status.code().expect("a code"))
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn confidential_entries_in_a_repository_with_a_remote_are_warned_of_once() {
    let top = outside();
    let top = top.path();
    write(top, "cases/wren.toml", &format!("{OPEN}{EVENT}"));
    write(top, "cases/deep/finch.toml", &format!("confidential = true\n{OPEN}"));
    write(top, "cases/kite.toml", OPEN);
    let warnings = |args: &[&str]| run(top, args).0.matches("repository that has a remote").count();
    assert_eq!(warnings(&["check"]), 0, "no repository");
    git(top, &["init", "-q"]);
    assert_eq!(warnings(&["check"]), 0, "no remote");
    git(top, &["remote", "add", "origin", "ssh://nowhere.invalid/cases.git"]);
    let (told, code) = run(top, &["check", "-f", "tsv", "--no-header"]);
    assert!(told.starts_with("warning\tconfidential-remote\tcases\t"), "{told}");
    assert!(warnings(&["check"]) == 1 && code == 0 && !told.contains("finch"), "{told}");
    assert_eq!(run(top, &["check", "--deny", "warnings"]).1, 1);
    let (told, code) = run(top, &["check", "--deny", "warnings", "--allow", "confidential-remote"]);
    assert!(told.starts_with("nothing found") && code == 0, "{told}");
    assert!(run(top, &["check", "--allow", "syntax"]).0.contains("it is an error, and has to be mended"));
    // A file by its path, also from a folder of its own below; nobody else's record.
    assert_eq!(warnings(&["check", "cases/wren.toml"]), 1);
    assert_eq!(warnings(&["check", "cases/kite.toml"]), 0);
    assert_eq!(warnings(&["check", "kite"]), 0);
    assert_eq!(run(&top.join("cases"), &["check", "wren.toml"]).0.matches("repository that has a remote").count(), 1);
    // The variables of a hook lead elsewhere.
    let elsewhere = outside();
    git(elsewhere.path(), &["init", "-q"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(["check"]).current_dir(top).env("GIT_DIR", elsewhere.path().join(".git"));
    let ended = command.output().expect("the program runs");
    assert!(String::from_utf8_lossy(&ended.stdout).contains("confidential-remote"));
    // Of a record that cannot be read, the mark counts.
    write(top, "cases/wren.toml", OPEN);
    write(top, "cases/deep/finch.toml", &format!("confidential = true\n{OPEN}stat = 1\n"));
    assert_eq!(warnings(&["check"]), 1);
    write(top, "cases/deep/finch.toml", OPEN);
    assert_eq!(warnings(&["check"]), 0, "nothing is confidential");
}

#[test]
fn what_git_leaves_out_of_its_history_is_not_warned_of() {
    let top = outside();
    let top = top.path();
    git(top, &["init", "-q"]);
    git(top, &["remote", "add", "origin", "ssh://nowhere.invalid/cases.git"]);
    write(top, "cases/wren.toml", &format!("{OPEN}{EVENT}"));
    write(top, ".gitignore", "cases/\n");
    let warnings = |here: &Path| run(here, &["check"]).0.matches("repository that has a remote").count();
    assert_eq!(warnings(top), 0);
    // Ignored, but in it already.
    git(top, &["add", "-f", "cases/wren.toml"]);
    assert_eq!(warnings(top), 1);
    git(top, &["rm", "-q", "--cached", "cases/wren.toml"]);
    write(top, ".gitignore", "cases/finch.toml\n");
    write(top, "cases/finch.toml", &format!("{OPEN}{EVENT}"));
    assert_eq!(warnings(top), 1, "one of the two is left out");
}

#[test]
fn a_second_working_tree_has_the_remotes_of_the_first() {
    let (top, other) = (outside(), outside());
    let tree = other.path().join("tree");
    write(top.path(), "cases/wren.toml", &format!("{OPEN}{EVENT}"));
    git(top.path(), &["init", "-q"]);
    git(top.path(), &["add", "."]);
    git(top.path(), &["commit", "-qm", "first"]);
    git(top.path(), &["worktree", "add", "-q", tree.to_str().expect("UTF-8")]);
    let warnings = || run(&tree, &["check"]).0.matches("repository that has a remote").count();
    assert_eq!(warnings(), 0);
    git(top.path(), &["remote", "add", "origin", "ssh://nowhere.invalid/cases.git"]);
    assert_eq!(warnings(), 1);
}

/// A pipe, a folder or nothing where git keeps its settings is no repository, and is not waited for.
#[test]
fn what_only_looks_like_a_repository_is_none() {
    let top = outside();
    let top = top.path();
    write(top, "cases/wren.toml", &format!("{OPEN}{EVENT}"));
    let pipe = |path: PathBuf| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
    pipe(top.join(".git"));
    assert!(run(top, &["check"]).0.starts_with("nothing found"));
    fs::remove_file(top.join(".git")).expect("removed");
    fs::create_dir(top.join(".git")).expect("a folder");
    pipe(top.join(".git/config"));
    assert!(run(top, &["check"]).0.starts_with("nothing found"));
    fs::remove_dir_all(top.join(".git")).expect("removed");
    write(top, ".git", "gitdir: nowhere\n");
    assert!(run(top, &["check"]).0.starts_with("nothing found"));
}

/// Git refuses a repository of another owner, and says what to do; that is passed on, and nothing is compared.
#[test]
fn a_repository_of_another_owner_is_refused_in_the_words_of_git() {
    let top = outside();
    let cases = top.path().join("cases");
    write(top.path(), "cases/wren.toml", OPEN);
    git(top.path(), &["init", "-q"]);
    git(top.path(), &["add", "."]);
    git(top.path(), &["commit", "-qm", "first"]);
    let args = ["changes", "--rev", "HEAD..HEAD", "--cases", cases.to_str().expect("UTF-8")];
    let here = outside();
    assert_eq!(run(here.path(), &args).1, 0);
    for path in [top.path().join(".git"), top.path().to_owned()] {
        if chown(&path, Some(4001), Some(4001)).is_err() {
            return; // only root can make a repository of somebody else
        }
    }
    let (told, code) = run(here.path(), &args);
    assert!(code == 2 && told.contains("--rev: git says: detected dubious ownership"), "{told}");
    assert!(told.contains("safe.directory") && !told.contains("there is no revision"), "{told}");
    assert_eq!(told.lines().filter(|line| line.starts_with("error")).count(), 1, "{told}");
}
