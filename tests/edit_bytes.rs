//! An edit only adds its own lines: over every shipped case and every hand-formatted record, the bytes
//! that were there stay, and the record means what it meant, and one entry more.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;
use timeline::{
    load,
    model::{case::Case, rule::Rules},
};

/// A folder of cases with a copy of one record.
struct Copied {
    folder: TempDir,
    id: String,
    old: Vec<u8>,
}

impl Copied {
    fn new(record: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let id = record.file_stem().and_then(|s| s.to_str()).expect("an id").to_owned();
        let old = fs::read(record).expect("a record");
        fs::write(folder.path().join(&id).with_extension("toml"), &old).expect("a copy");
        Self { folder, id, old }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(&self.id).with_extension("toml")
    }

    /// Runs a command whose first word is followed by the id of the case.
    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_timeline"))
            .arg(words[0])
            .arg(&self.id)
            .args(&words[1..])
            .args(["--as-of", "2026-11-24", "--cases"])
            .arg(self.folder.path())
            .output()
            .expect("the program")
    }

    /// Runs a command that must add lines and nothing else; the case before and after.
    fn adds(&self, words: &[&str]) -> (Case, Case) {
        fs::write(self.path(), &self.old).expect("the record as it was");
        let output = self.run(words);
        let new = fs::read(self.path()).expect("the record");
        let what = format!("{} {words:?}: {}", self.id, String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{what}");
        assert!(only_lines_were_added(&self.old, &new), "{what}:\n{}", String::from_utf8_lossy(&new));
        assert_eq!(line_ends(&self.old).min(1), line_ends(&new).min(1), "{what}: line ends");
        assert_eq!(self.old.ends_with(b"\n"), new.ends_with(b"\n"), "{what}: the last line end");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let at = told.lines().next().unwrap_or_default();
        let line: usize = at.rsplit(':').next().and_then(|n| n.parse().ok()).expect("a line");
        let heading = String::from_utf8_lossy(&new).lines().nth(line - 1).map(ToOwned::to_owned);
        assert!(heading.is_some_and(|h| !h.trim().is_empty()), "{what}: {told} is where it says");
        (self.case(&self.old), self.case(&new))
    }

    fn case(&self, text: &[u8]) -> Case {
        let text = std::str::from_utf8(text).expect("UTF-8");
        let mut loaded = load::text(&self.id, Path::new("record.toml"), text, &Rules::default());
        assert_eq!(loaded.problems, [], "{}", self.id);
        loaded.cases.remove(0)
    }
}

/// Lines that end in a line feed alone where the first line does not, or the other way round.
fn line_ends(text: &[u8]) -> usize {
    let ends: Vec<bool> =
        (0..text.len()).filter(|at| text[*at] == b'\n').map(|at| at > 0 && text[at - 1] == b'\r').collect();
    ends.iter().filter(|crlf| **crlf != ends[0]).count()
}

/// Whether `new` is `old` with whole lines put in at one place.
fn only_lines_were_added(old: &[u8], new: &[u8]) -> bool {
    let same_before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let same_after = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let between_lines = |at: usize| at == 0 || old[at - 1] == b'\n' || at == old.len();
    new.len() > old.len() && (old.len() - same_after..=same_before).any(between_lines)
}

/// What a case says, without where it says it.
fn meaning(case: &Case) -> String {
    // Where people are found is made of the people.
    let text = format!("{:?}", Case { by_id: Vec::new(), ..case.clone() });
    let mut parts = text.split("line: ");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once("sources: ").expect("an entry");
        bare.push_str("sources: ");
        bare.push_str(rest);
    }
    bare
}

fn records() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = ["cases", "tests/records/handmade"]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("a folder"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    all.sort();
    assert!(all.len() >= 20, "{all:?}");
    all
}

#[test]
fn an_entry_of_every_kind_is_added_and_nothing_else() {
    type Pop = fn(&mut Case) -> bool;
    let kinds: [(&[&str], Pop); 7] = [
        (&["event", "--what", "New \"words\"\n\\ü", "--date", "2024-07", "--kind", "hearing"], |c| {
            c.events.pop().is_some()
        }),
        (&["person", "--id", "new-one", "--name", "N. New", "--role", "other", "--born", "1990-01-02"], |c| {
            c.people.pop().is_some()
        }),
        (&["charge", "--offence", "New", "--law", "L", "--outcome", "pending"], |c| c.charges.pop().is_some()),
        (&["statement", "--id", "new-one", "--by", "B", "--title", "T"], |c| c.statements.pop().is_some()),
        (&["letter", "--procedure", "other", "--to", "A, B", "--to", "GBR", "--from", "C"], |c| {
            c.communications.pop().is_some()
        }),
        (&["demand", "--id", "new-one", "--what", "New", "--kind", "release"], |c| c.demands.pop().is_some()),
        (&["source", "--id", "new-one", "--title", "T", "--url", "https://example.org/#[x]"], |c| {
            c.sources.pop().is_some()
        }),
    ];
    for record in records() {
        let copied = Copied::new(&record);
        for (words, pop) in kinds {
            let (old, mut new) = copied.adds(&[&["add"], words].concat());
            assert_ne!(meaning(&old), meaning(&new), "{record:?} {words:?}");
            assert!(pop(&mut new));
            assert_eq!(meaning(&old), meaning(&new), "{record:?} {words:?}");
        }
    }
}

#[test]
fn every_letter_gets_a_reply_and_every_demand_an_update() {
    let mut replies = 0;
    for record in records() {
        let copied = Copied::new(&record);
        let case = copied.case(&copied.old);
        for (at, letter) in case.communications.iter().enumerate() {
            let Some(name) = letter.id.as_deref().or(letter.reference.as_deref()) else { continue };
            let from = letter.to[0].to_string();
            let words = ["reply", name, "--kind", "denial", "--date", "2199-01-01", "--from", &from];
            let (old, mut new) = copied.adds(&words);
            assert_eq!(new.communications[at].replies.pop().map(|r| r.from), Some(letter.to[0].clone()), "{words:?}");
            assert_eq!(meaning(&old), meaning(&new), "{record:?} {words:?}");
            replies += 1;
        }
        for (at, demand) in case.demands.iter().enumerate() {
            let words = ["update", &demand.id, "--status", "partly-met", "--what", "Something"];
            let (old, mut new) = copied.adds(&words);
            assert!(new.demands[at].updates.pop().is_some(), "{words:?}");
            assert_eq!(meaning(&old), meaning(&new), "{record:?} {words:?}");
        }
    }
    assert!(replies > 10, "{replies}");
}

#[test]
fn an_entry_from_standard_input_is_taken_as_it_is_written() {
    let headed = "\n# found in the archive\n[[event]]\n  what   = '''\n[[event]]\n'''  # odd\nsources=[\n]\n\n";
    let bare = headed.replacen("[[event]]\n", "", 1);
    for record in records() {
        let copied = Copied::new(&record);
        for (entry, mark) in [(headed, false), (headed, true), (&bare, false), (&bare, true)] {
            fs::write(copied.path(), &copied.old).expect("the record as it was");
            let from = copied.folder.path().join("entry");
            fs::write(&from, entry).expect("the entry");
            let status = Command::new(env!("CARGO_BIN_EXE_timeline"))
                .args(["add", &copied.id, "event", "--from-stdin"])
                .args(mark.then_some("--confidential"))
                .arg("--cases")
                .arg(copied.folder.path())
                .stdin(fs::File::open(&from).expect("the entry"))
                .output()
                .expect("the program");
            assert!(status.status.success(), "{record:?}: {}", String::from_utf8_lossy(&status.stderr));
            let new = fs::read(copied.path()).expect("the record");
            assert!(only_lines_were_added(&copied.old, &new), "{record:?}");
            let mut case = copied.case(&new);
            let event = case.events.pop().expect("the event");
            assert_eq!(event.entry.confidential, mark);
            // The one thing that a marked entry changes beside itself.
            assert!(case.marked || !mark);
            case.marked = copied.case(&copied.old).marked;
            assert_eq!(event.what.replace('\r', ""), "[[event]]\n");
            assert!(String::from_utf8_lossy(&new).contains("  what   = '''"));
            assert_eq!(meaning(&copied.case(&copied.old)), meaning(&case), "{record:?}");
        }
    }
}

#[test]
fn reviewed_adds_one_line_or_changes_one_value() {
    for record in records() {
        let copied = Copied::new(&record);
        fs::write(copied.path(), &copied.old).expect("the record as it was");
        let output = copied.run(&["reviewed", "2025-03"]);
        assert!(output.status.success(), "{record:?}: {}", String::from_utf8_lossy(&output.stderr));
        let new = fs::read(copied.path()).expect("the record");
        let (mut old_case, mut new_case) = (copied.case(&copied.old), copied.case(&new));
        assert_eq!(new_case.reviewed.take().map(|d| d.to_string()).as_deref(), Some("2025-03"));
        match old_case.reviewed.take() {
            None => assert!(only_lines_were_added(&copied.old, &new), "{record:?}"),
            Some(date) => {
                let old = String::from_utf8_lossy(&copied.old).into_owned();
                let quoted = format!("reviewed = \"{date}\"");
                let written = if old.contains(&quoted) { quoted } else { format!("reviewed = {date}") };
                assert_eq!(old.replacen(&written, "reviewed = \"2025-03\"", 1).as_bytes(), new, "{record:?}");
            }
        }
        assert_eq!(meaning(&old_case), meaning(&new_case), "{record:?}");
    }
}

/// `--reviewed` on an edit writes what the edit and `timeline reviewed` write one after the other.
#[test]
fn an_edit_says_in_the_same_exchange_that_the_case_is_up_to_date() {
    for record in records() {
        let copied = Copied::new(&record);
        let written = |commands: &[&[&str]]| {
            fs::write(copied.path(), &copied.old).expect("the record as it was");
            for words in commands {
                let output = copied.run(words);
                assert!(output.status.success(), "{record:?}: {}", String::from_utf8_lossy(&output.stderr));
            }
            fs::read(copied.path()).expect("the record")
        };
        let event = ["add", "event", "--what", "New", "--date", "2024-07"];
        let both = written(&[&["reviewed"], &event]);
        assert_eq!(written(&[&[&event[..], &["--reviewed"]].concat()]), both, "{record:?}");
        assert_eq!(copied.case(&both).reviewed.map(|date| date.to_string()).as_deref(), Some("2026-11-24"));
    }
}

#[test]
fn a_document_is_kept_beside_the_record_and_never_overwritten() {
    let mut kept = 0;
    for record in records() {
        let copied = Copied::new(&record);
        let document = copied.folder.path().join("page.PDF");
        fs::write(&document, "abc").expect("a document");
        let document = document.to_str().expect("UTF-8");
        let case = copied.case(&copied.old);
        for (at, source) in
            case.sources.iter().enumerate().filter(|(_, s)| s.archive.is_none() && s.sha256.is_none()).take(3)
        {
            let (old, mut new) = copied.adds(&["archive", &source.id, document]);
            let path = format!("{}/{}.pdf", copied.id, source.id);
            assert_eq!(fs::read(copied.folder.path().join(&path)).expect("the copy"), b"abc");
            assert_eq!(new.sources[at].archive.take(), Some(path.clone()));
            let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
            assert_eq!(new.sources[at].sha256.take().as_deref(), Some(hash));
            assert_eq!(meaning(&old), meaning(&new));
            fs::write(copied.path(), &copied.old).expect("the record as it was");
            fs::write(copied.folder.path().join(&path), "other").expect("another document");
            assert!(!copied.run(&["archive", &source.id, document]).status.success());
            assert_eq!(fs::read(copied.folder.path().join(&path)).expect("the other"), b"other");
            assert_eq!(fs::read(copied.path()).expect("the record"), copied.old);
            fs::remove_file(copied.folder.path().join(&path)).expect("gone");
            kept += 1;
        }
    }
    assert!(kept > 20, "{kept}");
}

#[test]
fn new_lines_are_written_as_their_neighbours_are() {
    let cases: [(&str, &[&str], &str); 6] = [
        (
            "indented",
            &["add", "event", "--what", "New"],
            "    what = \"Summoned again\"\n      kind = \"hearing\"\n\n\n  [[event]]\n    what = \"New\"\n\n\t[[comm",
        ),
        (
            "indented",
            &["reply", "FRA 3/2019", "--kind", "holding", "--from", "FRA"],
            "kind = \"holding\"\n\t\t  [[communication.reply]]\n\t\t  from = \"FRA\"\n\t\t  kind = \"holding\"\n\n\t[[demand]]",
        ),
        (
            "dense",
            &["add", "event", "--what", "New"],
            "what=\"Two\"\n[[event]]\nwhat = \"New\"\n# about the second event\n[[communication]]",
        ),
        (
            "comments-between",
            &["add", "event", "--what", "New"],
            "what = \"B\"\n\n[[event]]\nwhat = \"New\"\n\n# ======================= LETTERS",
        ),
        (
            "comments-between",
            &["reply", "l1", "--kind", "denial"],
            "# translated\n\n[[communication.reply]]\nkind = \"denial\"\n\n# -- another letter --",
        ),
        (
            "scattered",
            &["update", "early", "--status", "met"],
            "[[demand.update]]\nstatus = \"refused\"\n\n[[demand.update]]\nstatus = \"met\"\n\n[[communication.extension]]",
        ),
    ];
    for (record, words, expected) in cases {
        let copied = Copied::new(&Path::new("tests/records/handmade").join(record).with_extension("toml"));
        copied.adds(words);
        let new = fs::read_to_string(copied.path()).expect("the record");
        assert!(new.contains(expected), "{words:?}:\n{new}");
    }
}

#[test]
fn an_inline_list_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = folder.path().join("inline.toml");
    fs::write(&record, "title = \"I\"\nstate = \"GBR\"\nevent = [{ what = \"One\" }]\n").expect("a record");
    let copied = Copied::new(&record);
    let output = copied.run(&["add", "event", "--what", "Two"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("inline list"));
    assert_eq!(fs::read(copied.path()).expect("the record"), copied.old);
}

#[test]
fn standard_input_holds_one_entry_of_the_kind_and_nothing_else() {
    let copied = Copied::new(Path::new("tests/records/handmade/crlf.toml"));
    let wrong = [
        "",
        "# nothing",
        "what = ",
        "what = \"A\"\nwaht = \"B\"",
        "[[event]]\nwhat = \"A\"\n[[event]]\nwhat = \"B\"",
        "[[event]]\nwhat = \"A\"\n[[source]]\nid = \"b\"\ntitle = \"B\"",
        "[[source]]\nid = \"b\"\ntitle = \"B\"",
        "summary = \"A\"\n[[event]]\nwhat = \"A\"",
        "what = \"A\"\n[[source]]\nid = \"b\"\ntitle = \"B\"",
        "[event]\nwhat = \"A\"",
        "event = [{ what = \"A\" }]",
    ];
    for (n, entry) in wrong.into_iter().enumerate() {
        let from = copied.folder.path().join("entry");
        fs::write(&from, entry).expect("the entry");
        let output = Command::new(env!("CARGO_BIN_EXE_timeline"))
            .args(["add", &copied.id, "event", "--from-stdin", "--cases"])
            .arg(copied.folder.path())
            .stdin(fs::File::open(&from).expect("the entry"))
            .output()
            .expect("the program");
        assert_eq!(output.status.code(), Some(2), "{entry}");
        assert_eq!(fs::read(copied.path()).expect("the record"), copied.old, "{entry}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected = if (4..10).contains(&n) { "must hold one event and nothing else" } else { "standard input" };
        assert!(said.contains(expected), "{entry}: {said}");
    }
}
