//! Writing a record among others that write, and on a system that refuses.

#![cfg(unix)]

use std::{
    fs,
    io::Write as _,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, chown, symlink},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use timeline::{
    edit::{Refusal, protocol},
    load::{self, folder},
    model::rule::Rules,
};

const RECORD: &str = "title = \"The heron case\"\nstate = \"GBR\"\n\n[[event]]\nwhat = \"First\"\n";

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        fs::write(desk.path(), RECORD).expect("a record");
        desk
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn path(&self) -> PathBuf {
        self.folder().join("heron.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).expect("the record")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        command.args(words).arg("--cases").arg(self.folder()).env_remove("VISUAL").env_remove("EDITOR");
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program")
    }

    /// What a command says when it refuses; the record is what it was.
    fn refused(&self, words: &[&str]) -> String {
        let before = self.text();
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert_eq!(output.stdout, b"", "nothing is acknowledged");
        assert_eq!(self.text(), before);
        String::from_utf8(output.stderr).expect("UTF-8")
    }

    fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder()).expect("the folder");
        let mut names: Vec<String> =
            names.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

const ADD: [&str; 5] = ["add", "heron", "event", "--what", "New"];

#[test]
fn forty_writers_at_once_lose_nothing_that_was_acknowledged() {
    let desk = Desk::new();
    let start = |n: usize| -> Child {
        let what = format!("Event {n};");
        let mut command = desk.command(&["add", "heron", "event", "--what", &what]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program")
    };
    let writers: Vec<Child> = (0..40).map(start).collect();
    let ended: Vec<Output> = writers.into_iter().map(|w| w.wait_with_output().expect("an end")).collect();
    let text = desk.text();
    let loaded = load::text("heron", Path::new("heron.toml"), &text, &Rules::default());
    assert_eq!(loaded.problems, [], "{text}");
    let events = &loaded.cases[0].events;
    let mut acknowledged = 0;
    for (n, output) in ended.iter().enumerate() {
        let there = events.iter().filter(|event| event.what == format!("Event {n};")).count();
        if output.status.success() {
            assert_eq!(there, 1, "event {n} was acknowledged");
            acknowledged += 1;
        } else {
            assert_eq!(there, 0, "event {n} was refused");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("another command has been writing") || said.contains("changed it"), "{said}");
        }
    }
    assert_eq!(events.len(), acknowledged + 1);
    assert!(acknowledged > 0);
    assert_eq!(desk.files(), ["heron.toml"], "no lock, no temporary file");
}

#[test]
fn a_file_changed_since_it_was_read_is_refused() {
    let desk = Desk::new();
    let found = folder::find(desk.folder(), "heron").expect("the record");
    let by_others: [fn(&Path); 3] = [
        |path| fs::write(path, "title = \"Theirs\"\n").expect("in place"),
        |path| {
            let beside = path.with_extension("other");
            fs::write(&beside, RECORD).expect("beside");
            fs::rename(beside, path).expect("the same text in another file");
        },
        |path| fs::remove_file(path).expect("gone"),
    ];
    for change in by_others {
        fs::write(desk.path(), RECORD).expect("a record");
        let mut theirs = None;
        let written = protocol::replace(&found, Duration::from_secs(1), |old| {
            assert_eq!(old, RECORD);
            change(&desk.path());
            theirs = fs::read(desk.path()).ok();
            Ok("title = \"Ours\"\n".into())
        });
        assert!(matches!(written, Err(Refusal::Because(_))), "{written:?}");
        assert_eq!(fs::read(desk.path()).ok(), theirs);
        assert!(desk.files().iter().all(|name| name == "heron.toml"), "{:?}", desk.files());
    }
}

#[test]
fn a_writer_waits_and_then_says_for_what() {
    let desk = Desk::new();
    let found = folder::find(desk.folder(), "heron").expect("the record");
    let written = protocol::replace(&found, Duration::from_secs(1), |_| {
        let second = protocol::replace(&found, Duration::from_millis(50), |_| Ok("lost".into()));
        assert!(matches!(second, Err(Refusal::Because(message)) if message.contains("another command")));
        Ok(format!("{RECORD}# ours\n"))
    });
    assert_eq!(written, Ok(()));
    assert_eq!(desk.text(), format!("{RECORD}# ours\n"));
}

#[test]
fn links_and_read_only_records_are_refused() {
    let desk = Desk::new();
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("kite.toml"), RECORD).expect("a record");
    symlink(outside.path().join("kite.toml"), desk.folder().join("kite.toml")).expect("a link");
    symlink(outside.path(), desk.folder().join("more")).expect("a link");
    assert!(desk.refused(&["add", "kite", "event", "--what", "New"]).contains("a link is not a record"));
    fs::remove_file(desk.folder().join("kite.toml")).expect("gone");
    assert!(desk.refused(&["add", "kite", "event", "--what", "New"]).contains("there is no case"));
    assert_eq!(fs::read_to_string(outside.path().join("kite.toml")).expect("theirs"), RECORD);

    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o444)).expect("read-only");
    assert!(desk.refused(&ADD).contains("read-only"));
    let mode = fs::metadata(desk.path()).expect("the record").permissions().mode();
    assert_eq!(mode & 0o777, 0o444);
}

#[test]
fn a_folder_that_cannot_be_written_is_refused() {
    let desk = Desk::new();
    fs::set_permissions(desk.folder(), fs::Permissions::from_mode(0o555)).expect("read-only");
    if fs::write(desk.folder().join("probe"), "").is_ok() {
        fs::remove_file(desk.folder().join("probe")).expect("gone");
        let skipped = "SKIPPED: root may write into a read-only folder; run this test as another user";
        let _ = writeln!(std::io::stderr(), "{skipped}");
        return;
    }
    assert!(desk.refused(&ADD).contains("cannot make a new file in this folder"));
    fs::set_permissions(desk.folder(), fs::Permissions::from_mode(0o755)).expect("writable, to be removed");
}

#[test]
fn mode_and_owner_stay_and_what_a_crash_left_is_cleared() {
    let desk = Desk::new();
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o640)).expect("a mode");
    let before = fs::metadata(desk.path()).expect("the record");
    fs::write(desk.folder().join(".heron.toml.new"), "torn").expect("left by a crash");
    let elsewhere = desk.folder().join("elsewhere.txt");
    fs::write(&elsewhere, "theirs").expect("a file");
    assert!(desk.run(&ADD).status.success());
    fs::remove_file(&elsewhere).expect("gone");
    let after = fs::metadata(desk.path()).expect("the record");
    assert_eq!((before.mode(), before.uid(), before.gid()), (after.mode(), after.uid(), after.gid()));
    assert_eq!(desk.files(), ["heron.toml"]);
    // A link under the name of the temporary file is not followed.
    symlink(desk.folder().join("target"), desk.folder().join(".heron.toml.new")).expect("a link");
    assert!(desk.run(&ADD).status.success());
    assert_eq!(desk.files(), ["heron.toml"]);
}

#[test]
fn of_two_files_with_one_id_none_is_changed_or_shown() {
    let desk = Desk::new();
    fs::create_dir(desk.folder().join("gbr")).expect("a folder");
    let other = desk.folder().join("gbr/heron.toml");
    fs::write(&other, RECORD).expect("another record");
    fs::write(desk.folder().join("page.pdf"), "saved").expect("a page");
    let commands: [&[&str]; 8] = [
        &ADD,
        &["add", "heron", "event", "--what", "New", "--dry-run"],
        &["reply", "heron", "l", "--kind", "denial"],
        &["update", "heron", "d", "--status", "met"],
        &["reviewed", "heron", "2020-01-01"],
        &["archive", "heron", "s", "page.pdf"],
        &["edit", "heron"],
        &["show", "heron", "--as-of", "2026-03-01"],
    ];
    for words in commands {
        let said = desk.refused(words);
        let both = said.contains("/heron.toml") && said.contains("gbr/heron.toml");
        assert!(both && said.contains("duplicate-case"), "{words:?}: {said}");
    }
    assert_eq!(fs::read_to_string(other).expect("the other"), RECORD);
}

#[test]
fn a_record_with_a_second_name_is_refused_and_not_severed_from_it() {
    let desk = Desk::new();
    let other = tempfile::tempdir().expect("a folder");
    let second = other.path().join("second.txt");
    fs::hard_link(desk.path(), &second).expect("a second name");
    for words in [&ADD[..], &["reviewed", "heron", "2020-01-01"], &["edit", "heron"]] {
        let said = desk.refused(words);
        assert!(said.contains("a hard link") && said.contains("cp -p"), "{words:?}: {said}");
    }
    assert_eq!(fs::metadata(desk.path()).expect("the record").ino(), fs::metadata(&second).expect("it").ino());
    assert_eq!(desk.files(), ["heron.toml"]);
    fs::remove_file(second).expect("gone");
    assert!(desk.run(&ADD).status.success());
}

/// In a folder of group 4000, a record of user 4001 in that group with this mode.
fn shared(mode: u32) -> Option<Desk> {
    let desk = Desk::new();
    let own = |path: &Path, mode| {
        chown(path, Some(4001), Some(4000))
            .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(mode)))
            .ok()
    };
    if own(desk.folder(), 0o777).is_some() && own(&desk.path(), mode).is_some() {
        return Some(desk);
    }
    let _ = writeln!(std::io::stderr(), "SKIPPED: only root can make a file of somebody else; run this test as root");
    None
}

#[test]
fn a_colleague_edits_a_record_of_the_group_and_it_stays_the_groups() {
    let Some(desk) = shared(0o664) else { return };
    let output = desk.command(&ADD).uid(4002).gid(4000).output().expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let after = fs::metadata(desk.path()).expect("the record");
    assert_eq!((after.uid(), after.gid(), after.mode() & 0o7777), (4002, 4000, 0o664));
    assert!(desk.text().contains("New"));
    // Back again, in an editor.
    let mut command = desk.command(&["edit", "heron"]);
    let output = command.env("VISUAL", "echo '# more' >>").uid(4001).gid(4000).output().expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let after = fs::metadata(desk.path()).expect("the record");
    assert_eq!((after.uid(), after.gid(), after.mode() & 0o7777), (4001, 4000, 0o664));
    assert_eq!(desk.files(), ["heron.toml"]);
}

#[test]
fn who_cannot_keep_the_group_is_refused() {
    let Some(desk) = shared(0o666) else { return };
    let output = desk.command(&ADD).uid(4003).gid(4003).output().expect("the program");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("cannot keep the group") && said.contains("nothing was written"), "{said}");
    assert_eq!((output.status.code(), desk.text()), (Some(2), RECORD.to_owned()));
    assert_eq!(desk.files(), ["heron.toml"]);
}

#[test]
#[cfg(target_os = "linux")]
fn an_access_list_stays_and_none_is_taken_over_from_the_folder() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    let list = |reader: u32| {
        // Version 2; then tag, permissions and whom it is about: owner, one reader, group, mask, others.
        let entries =
            [(0x01, 6, u32::MAX), (0x02, 4, reader), (0x04, 4, u32::MAX), (0x10, 4, u32::MAX), (0x20, 0, u32::MAX)];
        let mut bytes = 2_u32.to_le_bytes().to_vec();
        for (tag, may, id) in entries {
            bytes.extend([u16::to_le_bytes(tag), u16::to_le_bytes(may)].concat());
            bytes.extend(u32::to_le_bytes(id));
        }
        bytes
    };
    let desk = Desk::new();
    let of_record = || {
        let mut bytes = [0; 200];
        getxattr(desk.path(), "system.posix_acl_access", &mut bytes[..]).map(|size| bytes[..size].to_vec()).ok()
    };
    if setxattr(desk.folder(), "system.posix_acl_default", &list(5001), XattrFlags::empty()).is_err() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: this file system has no access lists");
        return;
    }
    assert!(desk.run(&ADD).status.success());
    assert_eq!(of_record(), None, "the record was there before the list of the folder");
    setxattr(desk.path(), "system.posix_acl_access", &list(5000), XattrFlags::empty()).expect("a list");
    assert!(desk.run(&ADD).status.success());
    assert_eq!(of_record(), Some(list(5000)));
    fs::write(desk.folder().join("page.txt"), "saved").expect("a page");
    fs::write(desk.path(), format!("{RECORD}\n[[source]]\nid = \"s\"\ntitle = \"T\"\n")).expect("with a source");
    let page = desk.folder().join("page.txt");
    assert!(desk.run(&["archive", "heron", "s", page.to_str().expect("UTF-8")]).status.success());
    let mut bytes = [0; 200];
    let size = getxattr(desk.folder().join("heron/s.txt"), "system.posix_acl_access", &mut bytes[..]).expect("a list");
    assert_eq!(bytes[..size], list(5000), "whoever may read the record may read its documents");
}

#[test]
fn who_may_not_write_a_record_is_refused() {
    let Some(desk) = shared(0o644) else { return };
    let output = desk.command(&ADD).uid(4002).gid(4000).output().expect("the program");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("read-only") && desk.text() == RECORD, "{said}");
}

#[test]
fn a_record_that_does_not_load_is_not_added_to() {
    let desk = Desk::new();
    fs::write(desk.path(), format!("{RECORD}kimd = \"arrest\"\n")).expect("a record");
    let said = desk.refused(&ADD);
    assert!(said.contains("heron.toml:6:1: unknown key `kimd`") && said.ends_with("nothing was written\n"), "{said}");
}

#[test]
fn a_letter_that_would_contradict_another_record_is_not_added() {
    let desk = Desk::new();
    let letter =
        "\n[[communication]]\nref = \"GBR 3/2019\"\nprocedure = \"sp-letter\"\nto = \"GBR\"\nsent = 2019-05-27\n";
    fs::write(desk.folder().join("kite.toml"), format!("{RECORD}{letter}")).expect("another record");
    let add = ["add", "heron", "letter", "--ref", "UA GBR 3/2019", "--procedure", "sp-letter", "--to", "GBR", "--sent"];
    assert!(desk.refused(&[&add[..], &["2019-05-28"]].concat()).contains("contradicting-copies"));
    assert!(desk.run(&[&add[..], &["2019-05-27"]].concat()).status.success());
}

#[test]
fn a_new_case_takes_a_free_and_safe_name_only() {
    let desk = Desk::new();
    fs::create_dir(desk.folder().join("rus")).expect("a folder");
    fs::write(desk.folder().join("rus/kite.toml"), RECORD).expect("a record");
    fs::write(desk.folder().join("Wren.toml"), "").expect("a misnamed record");
    let before = desk.files();
    for id in ["heron", "kite", "wren", "rules", "con", "", "a/b", "../x", "/x", "x.toml", "X", ".x", &"x".repeat(300)]
    {
        desk.refused(&["new", id, "--title", "T", "--state", "GBR"]);
    }
    desk.refused(&["new", "robin", "--title", "T", "--state", "Britain"]);
    desk.refused(&["new", "robin", "--title", "T"]);
    desk.refused(&["new", "robin", "--title", " ", "--state", "GBR"]);
    assert!(desk.run(&["new", "robin", "--title", "T", "--state", "GBR", "--dry-run"]).status.success());
    assert_eq!(desk.files(), before);
    assert!(desk.run(&["new", "robin", "--title", "The \"robin\" case", "--state", "GBR"]).status.success());
    assert!(desk.run(&["add", "robin", "event", "--what", "New"]).status.success());
    desk.refused(&["new", "robin", "--title", "T", "--state", "GBR"]);
}

/// `timeline edit` with a shell script for an editor: `$1` is the copy.
fn edit(desk: &Desk, script: &str) -> Output {
    let editor = desk.folder().join("editor.sh");
    fs::write(&editor, script).expect("a script");
    let mut command = desk.command(&["edit", "heron"]);
    let output = command.env("VISUAL", format!("sh '{}'", editor.display())).output().expect("the program");
    fs::remove_file(editor).expect("gone");
    output
}

#[test]
fn an_edited_text_is_installed_or_kept() {
    let desk = Desk::new();
    let copy = ".heron.edit.toml";
    let kept = |output: Output, text: &str| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{said}");
        assert!(said.contains(copy), "{said}");
        assert_eq!(fs::read_to_string(desk.folder().join(copy)).expect("the text"), text);
        said
    };
    assert!(desk.refused(&["edit", "heron"]).contains("$EDITOR"));

    let output = edit(&desk, "cp \"$1\" \"$1~\"; exit 0");
    assert_eq!(String::from_utf8_lossy(&output.stdout).matches("nothing changed").count(), 1);
    fs::remove_file(desk.folder().join(format!("{copy}~"))).expect("a copy of the editor's own");
    assert_eq!(desk.files(), ["heron.toml"]);

    assert!(edit(&desk, "echo '# more' >> \"$1\"").status.success());
    let text = format!("{RECORD}# more\n");
    assert_eq!((desk.text(), desk.files()), (text.clone(), vec!["heron.toml".to_owned()]));

    let said = kept(edit(&desk, "echo 'kimd = 1' >> \"$1\""), &format!("{text}kimd = 1\n"));
    assert!(said.contains("heron.toml:7:1: unknown key `kimd`"), "{said}");
    // The kept text is not overwritten by another edit.
    let said = kept(edit(&desk, "echo > \"$1\""), &format!("{text}kimd = 1\n"));
    assert!(said.contains("the text of another edit"), "{said}");
    fs::remove_file(desk.folder().join(copy)).expect("gone");

    kept(edit(&desk, "echo '# ours' >> \"$1\"; exit 3"), &format!("{text}# ours\n"));
    fs::remove_file(desk.folder().join(copy)).expect("gone");

    let theirs = format!("{text}# theirs\n");
    kept(
        edit(&desk, "echo '# ours' >> \"$1\"; echo '# theirs' >> \"$(dirname \"$1\")/heron.toml\""),
        &format!("{text}# ours\n"),
    );
    assert_eq!(desk.text(), theirs);
    fs::remove_file(desk.folder().join(copy)).expect("gone");

    // A record that does not load is what an editor is for.
    fs::write(desk.path(), "title = \n").expect("a broken record");
    let output = edit(&desk, &format!("cat > \"$1\" <<'END'\n{RECORD}END\n"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(desk.text(), RECORD);
}

#[test]
#[cfg(target_os = "linux")]
fn a_word_that_cannot_be_written_does_not_hide_that_the_change_is_in_the_file() {
    let desk = Desk::new();
    let source = "\n[[source]]\nid = \"s\"\ntitle = \"T\"\n\n[[communication]]\nid = \"l\"\nprocedure = \"other\"\nto = \"GBR\"\n\n[[demand]]\nid = \"d\"\nwhat = \"W\"\n";
    let page = desk.folder().join("page.txt");
    fs::write(&page, "saved").expect("a page");
    let commands: [&[&str]; 7] = [
        &ADD,
        &["reply", "heron", "l", "--kind", "denial"],
        &["update", "heron", "d", "--status", "met"],
        &["reviewed", "heron", "2020-01-01"],
        &["archive", "heron", "s", page.to_str().expect("UTF-8")],
        &["edit", "heron"],
        &["new", "robin", "--title", "T", "--state", "GBR"],
    ];
    for words in commands {
        let before = format!("{RECORD}{source}");
        fs::write(desk.path(), &before).expect("a record");
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let mut command = desk.command(words);
        let output = command.env("VISUAL", "echo '# more' >>").stdout(full).output().expect("the program");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(said.contains("the change is in the file"), "{words:?}: {said}");
        assert!(desk.text() != before || desk.folder().join("robin.toml").exists(), "{words:?}");
    }
    // Where nothing is written, it is an error like any other.
    let before = desk.text();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let output = desk.command(&[&ADD[..], &["--dry-run"]].concat()).stdout(full).output().expect("the program");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("is in the file"));
    assert_eq!((output.status.code(), desk.text()), (Some(2), before));
}

#[test]
fn nothing_confidential_is_told_unless_asked_for() {
    let desk = Desk::new();
    let secret = "\n[[source]]\nid = \"canary-1\"\ntitle = \"canary\"\nconfidential = true\n";
    fs::write(desk.path(), format!("{RECORD}{secret}")).expect("a record");
    let commands: [&[&str]; 4] = [
        &["add", "heron", "event", "--what", "New", "--dry-run", "--sources", "canary-1"],
        &["add", "heron", "event", "--what", "New", "--sources", "canary-2"],
        &["add", "heron", "source", "--id", "s", "--title", "T", "--dry-run"],
        &["archive", "heron", "canary-2", "/dev/null"],
    ];
    for words in commands {
        let output = desk.run(words);
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        let own = words.iter().filter(|word| word.contains("canary")).count();
        assert!(said.matches("canary").count() <= own && !said.contains("canary\""), "{words:?}: {said}");
    }
    let shown = desk.run(&["add", "heron", "event", "--what", "Hush", "--dry-run", "--confidential"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("+confidential = true"));
    let mut child = desk.command(&["add", "heron", "event", "--from-stdin", "--dry-run"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program");
    let entry = b"what = \"canary\"\nconfidential = true\n";
    child.stdin.take().expect("a pipe").write_all(entry).expect("the entry");
    let output = child.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !said.contains("canary") && said.contains("withheld"), "{said}");
}
