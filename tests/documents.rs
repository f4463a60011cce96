//! Files for the office (`docx`, `xlsx`), taken apart: nothing confidential, the mark, the same bytes twice.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::{
    fs,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
    process::{Command, Output},
};

const COMMANDS: [&[&str]; 11] = [
    &["list"],
    &["events"],
    &["pending"],
    &["letters"],
    &["demands"],
    &["detained"],
    &["stats"],
    &["changes", "--since", "1800-01-01"],
    &["why", "ada-wren"],
    &["show", "ada-wren"],
    &["show", "ada-wren", "--sources", "--notes"],
];

fn ran(cases: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).arg("--cases").arg(cases).args(["--as-of", "2026-03-01"]);
    command.output().expect("the program runs")
}

/// The files in a package with their texts, each name before its text.
fn parts(bytes: &[u8]) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut all = String::new();
    for n in 0..package.len() {
        let mut part = package.by_index(n).expect("a part");
        all.push_str(part.name());
        all.push('\n');
        part.read_to_string(&mut all).expect("UTF-8");
    }
    all
}

/// A folder with one record whose confidential entries hold a canary. No person has the canary as a name: a record
/// whose open text names somebody confidential is in no document.
fn withheld() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    fs::create_dir_all(&folder).expect("a folder");
    let named = "name = \"CANARY\"\nother_names = [\"CANARY\"]";
    let text = include_str!("records/withheld.toml").replace(named, "name = \"Bo Heron\"");
    fs::write(folder.join("ada-wren.toml"), text).expect("a record");
    folder
}

#[test]
fn nothing_confidential_is_in_them_unless_asked_for_and_then_they_say_so() {
    let folder = withheld();
    for command in COMMANDS {
        for format in ["docx", "xlsx"] {
            let args = [command, &["-f", format]].concat();
            let open = parts(&ran(&folder, &args).stdout);
            assert!(!open.to_lowercase().contains("canary") && !open.contains("CONFIDENTIAL"), "{args:?}");
            let held = parts(&ran(&folder, &[&args[..], &["--confidential"]].concat()).stdout);
            assert!(held.contains("CONFIDENTIAL: entries marked confidential are in this"), "{args:?}");
        }
    }
    let shown = parts(&ran(&folder, &["show", "ada-wren", "-f", "docx", "--confidential"]).stdout);
    assert!(shown.contains("CANARY"));
}

#[test]
fn the_same_records_and_the_same_day_are_the_same_bytes() {
    for command in COMMANDS {
        for format in ["docx", "xlsx"] {
            let args = [command, &["-f", format]].concat();
            let once = ran(Path::new("tests/archive"), &args).stdout;
            assert!(once.starts_with(b"PK"), "{args:?}");
            assert!(once == ran(Path::new("tests/archive"), &args).stdout, "{args:?}");
        }
    }
}

/// Nobody's name, no clock, no macro; what lies outside is the web, and only as a link.
#[test]
fn a_document_tells_of_nobody_who_made_it_and_loads_nothing() {
    for cases in ["tests/archive", "tests/records/publish/cases"] {
        let ids = if cases == "tests/archive" { ["ada-wren", "harbour-two"] } else { ["hostile", "plain"] };
        let all = parts(&ran(Path::new(cases), &[&["show", "-f", "docx"][..], &ids].concat()).stdout);
        for word in
            ["dc:creator", "lastModifiedBy", "dcterms:", "vbaProject", "<script>", "w:object", "attachedTemplate"]
        {
            assert!(!all.contains(word), "{cases}: {word}");
        }
        let outside = all.split("<Relationship ").filter(|relation| relation.contains("TargetMode=\"External\""));
        for relation in outside {
            assert!(relation.contains("/hyperlink\" Target=\"http"), "{relation}");
        }
        assert!(all.matches("<w:tblHeader/>").count() > 5, "heads are repeated");
        assert_eq!(all.matches("<w:tr>").count(), all.matches("<w:cantSplit/>").count(), "no row is torn");
    }
}

/// Of a case whose open text names somebody confidential there is no document, and none of a list it may be in.
#[test]
fn there_is_no_document_of_a_case_that_names_somebody_confidential() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents-names");
    fs::create_dir_all(&folder).expect("a folder");
    let record = |title: &str, rest: &str| {
        let event = "[[event]]\ndate = 2025-03-10\nkind = \"arrest\"\nliberty = \"detained\"\n";
        format!(
            "title = \"{title}\"\nstate = \"DDR\"\n\n[[person]]\nid = \"one\"\nname = \"{title}\"\nrole = \"victim\"\n\n{event}{rest}"
        )
    };
    let secret =
        "what = \"Arrested\"\n\n[[person]]\nid = \"w\"\nname = \"Bo Heron\"\nrole = \"witness\"\nconfidential = true\n";
    fs::write(folder.join("ada.toml"), record("Ada Wren", secret)).expect("a record");
    fs::write(folder.join("cy.toml"), record("Cy Finch", "what = \"Arrested beside Bo Heron\"\n")).expect("a record");
    for args in [
        &["events"][..],
        &["list"],
        &["detained"],
        &["why", "ada"],
        &["changes", "--since", "2025-01-01"],
        &["stats", "--by", "case"],
    ] {
        let ended = ran(&folder, &[args, &["-f", "docx"]].concat());
        let err = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.stdout.is_empty() && ended.status.code() == Some(2), "{args:?}: {err}");
        assert!(err.contains("no document for others is made of records with errors: mend them first"), "{err}");
        assert!(!ran(&folder, args).stdout.is_empty(), "on the screen it is shown");
    }
    let alone = ran(&folder, &["show", "cy", "-f", "docx"]);
    assert!(alone.stdout.is_empty() && alone.status.code() == Some(2));
    assert!(parts(&ran(&folder, &["show", "ada", "-f", "docx"]).stdout).contains("Ada Wren"));
}
