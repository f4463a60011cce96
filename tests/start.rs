//! How to begin: `timeline` alone, and `timeline init`, which leaves what is there as it is.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn timeline(folder: &Path, args: &[&str], width: usize) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).current_dir(folder).env("COLUMNS", width.to_string()).env("LC_ALL", "C.UTF-8");
    ["TIMELINE_CASES", "TIMELINE_FORMAT", "GIT_DIR", "CLICOLOR_FORCE"].iter().for_each(|name| {
        command.env_remove(name);
    });
    command.output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn alone_it_tells_what_is_to_be_done_on_one_screen() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for width in [40, 60, 80, 200] {
        for cases in ["cases", "tests/archive", "tests/records/invalid"] {
            let output = timeline(here, &["--cases", cases, "--as-of", "2026-03-01"], width);
            let text = said(&output) + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{cases}: {text}");
            assert!(text.lines().count() <= 20 && text.contains("--help"), "{cases} at {width}: {text}");
        }
    }
    let archive = timeline(here, &["--cases", "tests/archive", "--as-of", "2026-03-01"], 80);
    assert!(said(&archive).contains("our-comments to The Harbour Union"), "{}", said(&archive));
}

#[test]
fn without_cases_it_says_how_to_begin() {
    let here = tempfile::tempdir().expect("a folder");
    for _ in 0..2 {
        let output = timeline(here.path(), &[], 80);
        assert!(output.status.success() && said(&output).contains("timeline init"), "{}", said(&output));
        fs::create_dir_all(here.path().join("cases")).expect("a folder");
    }
}

#[test]
fn init_makes_what_is_missing_and_leaves_what_is_there() {
    let here = tempfile::tempdir().expect("a folder");
    let at = |name: &str| here.path().join(name);
    fs::write(at(".gitignore"), "mine\n*.ics").expect("a file");
    let first = timeline(here.path(), &["init"], 80);
    assert!(first.status.success() && said(&first).contains("not in git"), "{}", said(&first));
    assert!(at("cases").is_dir());
    let ignored = fs::read_to_string(at(".gitignore")).expect("a file");
    assert!(
        ignored.starts_with("mine\n*.ics\n.*.toml.new\n.*.edit.toml\n*.toml~\n") && ignored.ends_with('\n'),
        "{ignored}"
    );
    assert_eq!(ignored.matches("*.ics").count(), 1, "{ignored}");
    let git = Command::new("git").args(["init", "-q"]).current_dir(here.path()).status().expect("git runs");
    assert!(git.success());
    assert!(timeline(here.path(), &["init"], 80).status.success());
    assert_eq!(fs::read_to_string(at(".gitignore")).expect("a file"), ignored);
    let hook = at(".git/hooks/pre-commit");
    assert!(fs::read_to_string(&hook).expect("a hook").contains("exec timeline check --format plain"));
    fs::write(&hook, "mine").expect("a file");
    let again = timeline(here.path(), &["init"], 80);
    assert!(said(&again).contains("stays"), "{}", said(&again));
    assert_eq!(fs::read_to_string(&hook).expect("a hook"), "mine");
}
