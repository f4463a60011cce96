//! From what a page was made: the SHA-256 of its records and the git revision, so that others can make it again.

use crate::git::git;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use timeline::{
    load::folder::{archived::sha256, git::Git, origin::Origin},
    model::case::Case,
};

const WREN: &str = "title = \"Ada Wren\"\nstate = \"DDR\"\n\n[[event]]\ndate = 2025-03-10\nwhat = \"Arrested\"\n";

/// A folder of cases below the top of a repository, with one commit.
fn repository(name: &str) -> PathBuf {
    let top = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("origin").join(name);
    let _ = fs::remove_dir_all(&top);
    let cases = top.join("cases");
    fs::create_dir_all(cases.join("deep")).expect("a folder");
    git(&top, &["init", "-q"]);
    fs::write(cases.join("wren.toml"), WREN).expect("a record");
    fs::write(cases.join("deep/finch.toml"), "title = \"Paul Finch\"\nstate = \"YUG\"\n").expect("a record");
    git(&top, &["add", "."]);
    git(&top, &["commit", "-qm", "first"]);
    cases
}

fn timeline(cases: &Path, args: &[&str]) -> String {
    let ended = Command::new(env!("CARGO_BIN_EXE_timeline"))
        .args(args)
        .args(["--as-of", "2026-03-01", "--cases"])
        .arg(cases)
        // As a hook sets it: another repository is meant.
        .env("GIT_DIR", "/nonexistent")
        .output()
        .expect("the program runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).expect("text")
}

fn page(cases: &Path, case: &str) -> String {
    timeline(cases, &["show", case, "-f", "html"])
}

#[test]
fn a_page_names_the_revision_of_its_records() {
    let cases = repository("names");
    let commit = git(&cases, &["rev-parse", "HEAD"]);
    let committed = format!("in git revision <code>{commit}</code>; the same records");
    let changed = format!("in git revision <code>{commit}</code>, with changes not committed; the same records");
    assert!(page(&cases, "wren").contains(&committed));
    assert!(page(&cases, "finch").contains(&committed), "a record in a folder of the folder");
    // Ends of lines are as git writes them on this machine.
    fs::write(cases.join("wren.toml"), WREN.replace('\n', "\r\n")).expect("a record");
    assert!(page(&cases, "wren").contains(&committed));
    fs::write(cases.join("wren.toml"), WREN.replace("03-10", "03-11")).expect("a record");
    assert!(page(&cases, "wren").contains(&changed));
    assert!(page(&cases, "finch").contains(&committed), "another record has changed");
    // A rule of the office that is in no revision bears on every page.
    fs::write(cases.join("rules.toml"), "").expect("rules");
    let page = page(&cases, "finch");
    assert!(page.contains(&changed) && page.contains("<bdi>rules.toml</bdi>: SHA-256"));
}

/// Who knows all of a record but what is withheld could try what that is until the SHA-256 is right.
#[test]
fn a_record_with_something_confidential_has_no_sha_256() {
    let cases = repository("marked");
    let [record, hash] = ["wren.toml", "SHA-256"];
    assert!(page(&cases, "wren").contains(hash));
    let secret = "\n[[event]]\ndate = 2025-03-11\nwhat = \"Seen at the mill\"\nconfidential = true\n";
    fs::write(cases.join(record), WREN.to_owned() + secret).expect("a record");
    let sha256 = sha256(&cases.join(record), record).expect("a file");
    assert!(!page(&cases, "wren").contains(hash));
    let site = cases.with_file_name("public");
    timeline(&cases, &["site", &site.to_string_lossy()]);
    let records = fs::read_to_string(site.join("records.txt")).expect("the list of records");
    assert!(records.contains("finch.toml") && !records.contains(record), "{records}");
    let page = fs::read_to_string(site.join("cases/wren.html")).expect("a page");
    assert!(!page.contains(&sha256), "{page}");
}

#[test]
fn without_a_revision_none_is_named() {
    let cases = repository("none");
    let new = cases.join("new.toml");
    fs::write(&new, WREN).expect("a record");
    assert!(!page(&cases, "new").contains("git revision"), "no revision has this record");
    // Outside of a repository.
    let alone = Path::new("tests/records/readme");
    let copy = std::env::temp_dir().join(format!("timeline-origin-{}", std::process::id()));
    fs::create_dir_all(&copy).expect("a folder");
    fs::copy(alone.join("kite.toml"), copy.join("kite.toml")).expect("a record");
    let page = page(&copy, "kite");
    fs::remove_dir_all(&copy).expect("removed");
    assert!(!page.contains("git revision") && page.contains("from the records as they stand; the same records"));
}

#[test]
fn every_page_of_a_site_says_from_which_records() {
    let cases = repository("site");
    let site = cases.parent().expect("the top").join("site");
    timeline(&cases, &["site", site.to_str().expect("text")]);
    let read = |file: &str| fs::read_to_string(site.join(file)).expect("a page");
    let hash = |file: &str| {
        let path = cases.join(file);
        let name = path.file_name().expect("a name").to_string_lossy();
        sha256(&path, &name).expect("a record")
    };
    let (wren, finch) = (hash("wren.toml"), hash("deep/finch.toml"));
    assert_eq!(read("records.txt"), format!("{finch}  finch.toml\n{wren}  wren.toml\n"));
    let list = sha256(&site.join("records.txt"), "records.txt").expect("the list");
    let commit = git(&cases, &["rev-parse", "HEAD"]);
    for file in ["index.html", "letters.html", "responses.html", "demands.html", "detained.html"] {
        let page = read(file);
        assert!(page.contains(&list) && page.contains(&commit), "{file}");
    }
    let page = read("cases/wren.html");
    assert!(page.contains(&wren) && page.contains(&commit) && !page.contains(&finch));
}

/// A record that went away meanwhile has no SHA-256; one that is there and cannot be read is an error, and no document
/// is made without a word of it.
#[test]
fn a_record_that_cannot_be_read_again_is_told() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let of = |name: &str| {
        let case = Case { file: folder.join(name), ..Case::default() };
        Origin::of(&Git { folder, variables: &[] }, [&case])
    };
    assert_eq!(of("gone-meanwhile.toml").map(|origin| origin.files), Ok(Vec::new()));
    // No system looks for a file of such a name.
    let error = of(&format!("{}.toml", "n".repeat(300))).expect_err("it cannot be looked for");
    assert!(error.contains(".toml: cannot read it once more for its SHA-256"), "{error}");
}
