//! Records that are wrong, one for each reason: the file's name is the reason, its first lines say on
//! which line it fails, with which code, and what the reader is told to write instead.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::{collections::BTreeSet, fs, path::Path, path::PathBuf};
use timeline::{
    load::{self, problem::Code, problem::Problem},
    model::{rule::Rules, vocabulary::Vocabulary},
};

/// Codes that no text of a single record can have: they belong to files, or to records together.
const NOT_OF_ONE_TEXT: [Code; 9] = [
    Code::Unreadable,
    Code::NotAFile,
    Code::BadFileName,
    Code::TooLarge,
    Code::DuplicateCase,
    Code::UnknownCase,
    Code::NotUtf8,
    Code::ContradictingCopies,
    Code::ConfidentialRemote,
];

struct Fixture {
    path: PathBuf,
    text: String,
    fails: Vec<(usize, String)>,
    says: Vec<String>,
}

fn fixtures() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records/invalid");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("the folder").map(|e| e.expect("entry").path()).collect();
    paths.sort();
    let fixture = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let after = |start: &str| -> Vec<String> {
            text.lines().filter_map(|l| l.strip_prefix(start)).map(str::to_owned).collect()
        };
        let fails = after("# fails on line ")
            .iter()
            .map(|rest| rest.split_once(": ").expect("line: code"))
            .map(|(line, code)| (line.parse().expect("a line"), code.to_owned()))
            .collect();
        let says = after("# says: ");
        Fixture { path, fails, says, text }
    };
    paths.into_iter().map(fixture).collect()
}

fn found(problems: &[Problem]) -> Vec<(usize, String)> {
    problems.iter().map(|p| (p.at.expect("a line").0, p.code.to_string())).collect()
}

#[test]
fn each_fails_where_it_says_and_tells_what_to_write() {
    let mut wrong = Vec::new();
    for Fixture { path, text, fails, says } in fixtures() {
        let name = path.file_stem().and_then(|s| s.to_str()).expect("a name").to_owned();
        assert!(!fails.is_empty() && !says.is_empty(), "{name} does not say where it fails and what it says");
        let loaded = load::text(&name, &path, &text, &Rules::default());
        if found(&loaded.problems) != fails {
            wrong.push(format!("{name}: expected {fails:?}, found {:#?}", loaded.problems));
        }
        if !loaded.cases.is_empty() {
            wrong.push(format!("{name}: the case was loaded all the same"));
        }
        for problem in &loaded.problems {
            if problem.help.trim().is_empty() || problem.message.trim().is_empty() {
                wrong.push(format!("{name}: no help or no message in {problem:?}"));
            }
        }
        for phrase in says {
            if !loaded.problems.iter().any(|p| p.help.contains(&phrase) || p.message.contains(&phrase)) {
                wrong.push(format!("{name}: nothing says {phrase:?} in {:#?}", loaded.problems));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_one_record_has_a_fixture() {
    let shown: BTreeSet<String> = fixtures().into_iter().flat_map(|f| f.fails).map(|(_, code)| code).collect();
    let missing: Vec<&Code> = Code::ALL
        .iter()
        // What follows is found by `check` alone: `tests/warned.rs`.
        .take_while(|c| **c != Code::ConfidentialName)
        .filter(|c| !NOT_OF_ONE_TEXT.contains(c) && !shown.contains(c.name()))
        .collect();
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
}

/// The same mistake in a file with CRLF line ends or a byte-order mark is found on the same line.
#[test]
fn line_ends_and_a_byte_order_mark_move_nothing() {
    for Fixture { path, text, fails, .. } in fixtures() {
        let crlf = text.replace('\n', "\r\n");
        for changed in [crlf.clone(), format!("\u{feff}{text}"), format!("\u{feff}{crlf}")] {
            // The parser may report one mistake twice before a CR.
            let (mut now, mut before) =
                (found(&load::text("x", &path, &changed, &Rules::default()).problems), fails.clone());
            now.dedup();
            before.dedup();
            assert_eq!(now, before, "{}", path.display());
        }
    }
}

/// The line shown with a problem is its line, and what is underlined lies in it.
#[test]
fn excerpts_underline_something_on_the_line() {
    for Fixture { path, text, .. } in fixtures() {
        for problem in load::text("x", &path, &text, &Rules::default()).problems {
            let excerpt = problem.excerpt.expect("a line");
            let width = excerpt.text.chars().count();
            assert!(!excerpt.underline.is_empty(), "{}", path.display());
            assert!(excerpt.underline.end <= width + 1, "{}: {excerpt:?}", path.display());
        }
    }
}
