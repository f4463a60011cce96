//! What is made with `--confidential` and holds something confidential says so itself, in every format.

use serde_json::Value;
use std::{fs, path::Path, process::Command};
use timeline::{help, model::vocabulary::Vocabulary as _, render::Format};

/// What a command writes to each output, over the invented archive or another folder.
fn told(cases: &str, args: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).args(["--cases", cases, "--as-of", "2026-03-01"]);
    let ran = command.env_clear().env("LC_ALL", "C.UTF-8").output().unwrap();
    assert!(matches!(ran.status.code(), Some(0 | 1)), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(ran.stdout), text(ran.stderr))
}

const ARCHIVE: &str = "tests/archive";
const COMMANDS: [&[&str]; 11] = [
    &["list"],
    &["events"],
    &["agenda", "--within", "400d"],
    &["pending"],
    &["letters"],
    &["demands"],
    &["detained"],
    &["stats"],
    &["changes", "--since", "2025-01-01"],
    &["why", "ada-wren"],
    &["show", "ada-wren"],
];

/// Every format that is text.
fn formats() -> impl Iterator<Item = &'static str> {
    Format::ALL.iter().filter(|format| !format.is_a_file()).map(|format| format.name())
}

/// Whether what was written in a format says of itself, and of every row, that something confidential is in it.
fn says_so(format: &str, text: &str) -> bool {
    let every = |lines: &mut dyn Iterator<Item = bool>| lines.fold((true, 0), |(all, n), is| (all && is, n + 1));
    match format {
        "table" | "plain" => text.starts_with("CONFIDENTIAL: "),
        "markdown" => text.starts_with("**CONFIDENTIAL: ") && text.lines().nth(1) == Some(""),
        "tsv" => {
            let header = text.lines().next().unwrap().ends_with("\tconfidential");
            header && every(&mut text.lines().skip(1).map(|line| line.ends_with("\ttrue"))).0
        }
        "csv" => {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let header = reader.headers().unwrap().iter().next_back() == Some("confidential");
            header && every(&mut reader.records().map(|row| row.unwrap().iter().next_back() == Some("true"))).0
        }
        "json" => serde_json::from_str::<Value>(text).unwrap()["confidential"] == true,
        "jsonl" => {
            let of = |line: &str| serde_json::from_str::<Value>(line).unwrap()["confidential"] == true;
            let (all, n) = every(&mut text.lines().map(of));
            all && n > 0
        }
        other => unreachable!("{other}"),
    }
}

#[test]
fn every_command_says_so_in_every_format() {
    for (name, _) in help::columns_of_commands() {
        // Neither holds anything of the archive.
        assert!(matches!(name, "rules" | "import") || COMMANDS.iter().any(|words| words[0] == name), "{name}");
    }
    for command in COMMANDS {
        for format in formats() {
            let args = [command, &["-f", format]].concat();
            let (open, err) = told(ARCHIVE, &args);
            assert!(!says_so(format, &open) && !err.contains("not for others"), "{args:?}\n{open}");
            let (held, err) = told(ARCHIVE, &[&args[..], &["--confidential"]].concat());
            assert!(says_so(format, &held), "{args:?}\n{held}");
            assert!(err.contains("entries marked confidential are included: not for others"), "{args:?}: {err}");
        }
    }
    // Without the names of columns too.
    let (text, _) = told(ARCHIVE, &["events", "-f", "tsv", "--no-header", "--confidential"]);
    assert!(text.lines().all(|line| line.ends_with("\ttrue")));
}

/// A program that asks for one column gets that and the mark.
#[test]
fn the_mark_stays_whichever_columns_are_chosen() {
    let (text, _) = told(ARCHIVE, &["events", "-f", "tsv", "--columns", "case", "--confidential", "--limit", "1"]);
    assert_eq!(text.lines().next(), Some("case\tconfidential"));
}

#[test]
fn pictures_calendars_and_pages_say_so() {
    for args in [&["show", "ada-wren", "--chart"][..], &["pending", "--chart"]] {
        assert!(!told(ARCHIVE, args).0.contains("CONFIDENTIAL"));
        assert!(told(ARCHIVE, &[args, &["--confidential"]].concat()).0.starts_with("CONFIDENTIAL: "), "{args:?}");
    }
    let calendar = |more: &[&str]| told(ARCHIVE, &[&["pending", "-f", "ics"], more].concat()).0;
    let (open, held) = (calendar(&[]), calendar(&["--confidential"]));
    assert!(!open.contains("CLASS:") && !open.contains("confidential"));
    assert_eq!(held.matches("CLASS:CONFIDENTIAL\r\n").count(), held.matches("BEGIN:VEVENT").count());
    let page = |more: &[&str]| told(ARCHIVE, &[&["show", "ada-wren", "-f", "html"], more].concat()).0;
    assert!(!page(&[]).contains("Contains confidential entries."));
    assert!(page(&["--confidential"]).contains("Contains confidential entries."));
}

#[test]
fn problems_say_so() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("marked");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let record = "title = \"T\"\nstate = \"DDR\"\n[[event]]\nwhat = \"x\"\nconfidential = true\n";
    fs::write(folder.join("a.toml"), record).unwrap();
    let cases = folder.to_str().unwrap();
    for format in formats() {
        let args = ["check", "-f", format];
        assert!(!says_so(format, &told(cases, &args).0), "{format}");
        let (held, err) = told(cases, &[&args[..], &["--confidential"]].concat());
        assert!(says_so(format, &held) && err.contains("not for others"), "{format}\n{held}");
    }
    let sarif = told(cases, &["check", "-f", "sarif", "--confidential"]).0;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["confidential"], true);
    let github = told(cases, &["check", "-f", "github", "--confidential"]).0;
    assert!(github.starts_with("::notice title=confidential::CONFIDENTIAL"), "{github}");
}

/// Where nothing is confidential there is nothing to be said, whatever was asked for.
#[test]
fn what_holds_nothing_confidential_does_not_say_so() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unmarked");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let record = "title = \"T\"\nstate = \"DDR\"\n[[event]]\nwhat = \"x\"\n";
    fs::write(folder.join("open.toml"), record).unwrap();
    fs::write(folder.join("marked.toml"), format!("{record}confidential = true\n")).unwrap();
    let cases = folder.to_str().unwrap();
    for args in [&["show", "open"][..], &["events", "open"], &["show", "open", "-f", "html"]] {
        let (text, err) = told(cases, &[args, &["--confidential"]].concat());
        assert!(
            !text.to_lowercase().contains("confidential ") && !err.contains("not for others"),
            "{args:?}: {text}{err}"
        );
    }
    assert!(told(cases, &["events", "--confidential"]).0.starts_with("CONFIDENTIAL"));
}
