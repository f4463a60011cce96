//! Writing a record among others that write, and on a system that refuses.

use crate::edit::{Cases, RECORD};
use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Child, Output, Stdio},
    time::Duration,
};
use timeline::{
    edit::{Refusal, protocol},
    load::{self, folder},
    model::rule::Rules,
};

const ADD: [&str; 5] = ["add", "heron", "event", "--what", "New"];

#[test]
fn forty_writers_at_once_lose_nothing_that_was_acknowledged() {
    let cases = Cases::new();
    let start = |n: usize| -> Child {
        let what = format!("Event {n};");
        let mut command = cases.command(&["add", "heron", "event", "--what", &what]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program")
    };
    let writers: Vec<Child> = (0..40).map(start).collect();
    let ended: Vec<Output> = writers.into_iter().map(|w| w.wait_with_output().expect("an end")).collect();
    let text = cases.text();
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
    assert_eq!(cases.files(), ["heron.toml"], "no lock, no temporary file");
}

#[test]
fn a_file_changed_since_it_was_read_is_refused() {
    let cases = Cases::new();
    let found = folder::find(cases.folder(), "heron", false).expect("the record");
    let by_others: &[fn(&Path)] = &[
        |path| fs::write(path, "title = \"Theirs\"\n").expect("in place"),
        #[cfg(unix)]
        |path| {
            let beside = path.with_extension("other");
            fs::write(&beside, RECORD).expect("beside");
            fs::rename(beside, path).expect("the same text in another file");
        },
        #[cfg(unix)]
        |path| fs::remove_file(path).expect("gone"),
    ];
    for change in by_others {
        fs::write(cases.path(), RECORD).expect("a record");
        let mut theirs = None;
        let written = protocol::replace(&found, Duration::from_secs(1), |old| {
            assert_eq!(old, RECORD);
            change(&cases.path());
            theirs = fs::read(cases.path()).ok();
            Ok("title = \"Ours\"\n".into())
        });
        assert!(matches!(written, Err(Refusal::Because(_))), "{written:?}");
        assert_eq!(fs::read(cases.path()).ok(), theirs);
        assert!(cases.files().iter().all(|name| name == "heron.toml"), "{:?}", cases.files());
    }
}

#[test]
fn a_writer_waits_and_then_says_for_what() {
    let cases = Cases::new();
    let found = folder::find(cases.folder(), "heron", false).expect("the record");
    let written = protocol::replace(&found, Duration::from_secs(1), |_| {
        let second = protocol::replace(&found, Duration::from_millis(50), |_| Ok("lost".into()));
        assert!(matches!(second, Err(Refusal::Because(message)) if message.contains("another command")));
        Ok(format!("{RECORD}# ours\n"))
    });
    assert_eq!(written, Ok(()));
    assert_eq!(cases.text(), format!("{RECORD}# ours\n"));
}

#[test]
fn of_two_files_with_one_id_none_is_changed_or_shown() {
    let cases = Cases::new();
    fs::create_dir(cases.folder().join("gbr")).expect("a folder");
    let other = cases.folder().join("gbr/heron.toml");
    fs::write(&other, RECORD).expect("another record");
    fs::write(cases.folder().join("page.pdf"), "saved").expect("a page");
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
        let said = cases.refused(words);
        let said = said.replace('\\', "/");
        let both = said.contains("/heron.toml") && said.contains("gbr/heron.toml");
        assert!(both && said.contains("duplicate-case"), "{words:?}: {said}");
    }
    assert_eq!(fs::read_to_string(other).expect("the other"), RECORD);
}

#[test]
fn several_cases_are_reviewed_together_or_none_is() {
    let cases = Cases::new();
    let kite = cases.folder().join("gbr/kite.toml");
    fs::create_dir(cases.folder().join("gbr")).expect("a folder");
    fs::write(&kite, RECORD).expect("another record");
    let reviewed = |path: &Path| {
        let text = fs::read_to_string(path).expect("the record");
        text.lines().find_map(|line| line.strip_prefix("reviewed = ").map(str::to_owned))
    };
    let both = || (reviewed(&cases.path()), reviewed(&kite));
    let day = |day: &str| (Some(day.to_owned()), Some(day.to_owned()));
    let output = cases.run(&["reviewed", "heron", "kite", "heron", "--as-of", "2026-03-01"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.matches("reviewed up to 2026-03-01").count() == 2, "{said}");
    assert_eq!(both(), day("2026-03-01"));
    assert!(cases.run(&["reviewed", "kite", "heron", "2026-05-02"]).status.success());
    assert_eq!(both(), day("2026-05-02"));
    // With something wrong in one of them, the other is not written.
    assert!(cases.refused(&["reviewed", "heron", "nobody"]).contains("there is no case"));
    assert!(cases.refused(&["reviewed", "heron", "kite", "2026-02-30"]).contains("2026-02-30"));
    fs::write(&kite, format!("{RECORD}kimd = 1\n")).expect("a record with an error");
    assert!(cases.refused(&["reviewed", "heron", "kite", "--as-of", "2026-03-01"]).contains("kimd"));
    assert_eq!(both(), (Some("2026-05-02".to_owned()), None));
    let shown = cases.run(&["reviewed", "heron", "2026-06-07", "-n"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("+reviewed = 2026-06-07"));
    assert_eq!(both(), (Some("2026-05-02".to_owned()), None));
    // A word that could be a day is a case, if there is one.
    fs::write(cases.folder().join("2026-07-01.toml"), RECORD).expect("a record with an odd name");
    assert!(cases.run(&["reviewed", "heron", "2026-07-01", "--as-of", "2026-03-01"]).status.success());
    assert_eq!(reviewed(&cases.path()).as_deref(), Some("2026-03-01"));
}

#[test]
#[cfg(unix)]
fn every_edit_can_say_that_the_case_is_up_to_date() {
    let cases = Cases::new();
    let more = "\n[[source]]\nid = \"s\"\ntitle = \"T\"\n\n[[communication]]\nid = \"l\"\nprocedure = \"other\"\nto = \"GBR\"\n\n[[demand]]\nid = \"d\"\nwhat = \"W\"\n";
    let page = cases.folder().join("page.txt");
    fs::write(&page, "saved").expect("a page");
    let commands: [(&[&str], &str); 7] = [
        (&ADD, ":"),
        (&["reply", "heron", "l", "--kind", "denial"], ":"),
        (&["update", "heron", "d", "--status", "met"], ":"),
        (&["archive", "heron", "s", page.to_str().expect("UTF-8")], ":"),
        (&["edit", "heron"], "echo '# more' >>"),
        // Who has looked, and found nothing to change.
        (&["edit", "heron"], ":"),
        (&["new", "robin", "--title", "T", "--state", "GBR"], ":"),
    ];
    for (words, editor) in commands {
        fs::write(cases.path(), format!("{RECORD}{more}")).expect("a record");
        let mut command = cases.command(&[words, &["--reviewed", "--as-of", "2026-03-01"]].concat());
        let output = command.env("VISUAL", editor).output().expect("the program");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        let robin = fs::read_to_string(cases.folder().join("robin.toml"));
        assert!(robin.unwrap_or_else(|_| cases.text()).contains("\nreviewed = 2026-03-01\n"), "{words:?}");
    }
}

/// What such records say takes many times their size in memory, once for what they said and once for what they say.
#[test]
#[cfg(unix)]
fn an_entry_is_added_to_the_heaviest_records_in_a_gigabyte() {
    let cases = Cases::new();
    let most = usize::try_from(load::MAX_BYTES).expect("a size") - 1_000;
    let fill = |before: &str, unit: &str, after: &str| {
        format!("{RECORD}{before}{}{after}", unit.repeat((most - RECORD.len() - before.len()) / unit.len()))
    };
    for heavy in [
        fill("disputed = [", "{what=\"x\"},", "]\n"),
        fill("", "[[event]]\nwhat=\"x\"\n", ""),
        fill("sources = [", "\"s\",", "]\n\n[[source]]\nid = \"s\"\ntitle = \"T\"\n"),
    ] {
        fs::write(cases.path(), &heavy).expect("a record");
        let program = env!("CARGO_BIN_EXE_timeline");
        let limited =
            format!("ulimit -v 1000000; exec {program} add heron person --id p --name P --role lawyer --cases .");
        let mut command = std::process::Command::new("sh");
        let output = command.args(["-c", &limited]).current_dir(cases.folder()).output().expect("the program");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(
            cases.text().len(),
            heavy.len() + "[[person]]\nid = \"p\"\nname = \"P\"\nrole = \"lawyer\"\n\n".len()
        );
    }
}

#[test]
fn a_record_that_does_not_load_is_not_added_to() {
    let cases = Cases::new();
    fs::write(cases.path(), format!("{RECORD}kimd = \"arrest\"\n")).expect("a record");
    let said = cases.refused(&ADD);
    assert!(said.contains("heron.toml:6:1: unknown key `kimd`") && said.ends_with("nothing was written\n"), "{said}");
}

#[test]
fn a_letter_that_would_contradict_another_record_is_not_added() {
    let cases = Cases::new();
    let letter =
        "\n[[communication]]\nref = \"GBR 3/2019\"\nprocedure = \"sp-letter\"\nto = \"GBR\"\nsent = 2019-05-27\n";
    fs::write(cases.folder().join("kite.toml"), format!("{RECORD}{letter}")).expect("another record");
    let add = ["add", "heron", "letter", "--ref", "UA GBR 3/2019", "--procedure", "sp-letter", "--to", "GBR", "--sent"];
    assert!(cases.refused(&[&add[..], &["2019-05-28"]].concat()).contains("contradicting-copies"));
    assert!(cases.run(&[&add[..], &["2019-05-27"]].concat()).status.success());
}

#[test]
fn a_new_case_takes_a_free_and_safe_name_only() {
    let cases = Cases::new();
    fs::create_dir(cases.folder().join("rus")).expect("a folder");
    fs::write(cases.folder().join("rus/kite.toml"), RECORD).expect("a record");
    fs::write(cases.folder().join("Wren.toml"), "").expect("a misnamed record");
    let before = cases.files();
    for id in ["heron", "kite", "wren", "rules", "con", "", "a/b", "../x", "/x", "x.toml", "X", ".x", &"x".repeat(300)]
    {
        cases.refused(&["new", id, "--title", "T", "--state", "GBR"]);
    }
    cases.refused(&["new", "robin", "--title", "T", "--state", "Brobdingnag"]);
    cases.refused(&["new", "robin", "--title", "T"]);
    cases.refused(&["new", "robin", "--title", " ", "--state", "GBR"]);
    assert!(cases.run(&["new", "robin", "--title", "T", "--state", "GBR", "--dry-run"]).status.success());
    assert_eq!(cases.files(), before);
    assert!(cases.run(&["new", "robin", "--title", "The \"robin\" case", "--state", "GBR"]).status.success());
    assert!(cases.run(&["add", "robin", "event", "--what", "New"]).status.success());
    cases.refused(&["new", "robin", "--title", "T", "--state", "GBR"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_word_that_cannot_be_written_does_not_hide_that_the_change_is_in_the_file() {
    let cases = Cases::new();
    let source = "\n[[source]]\nid = \"s\"\ntitle = \"T\"\n\n[[communication]]\nid = \"l\"\nprocedure = \"other\"\nto = \"GBR\"\n\n[[demand]]\nid = \"d\"\nwhat = \"W\"\n";
    let page = cases.folder().join("page.txt");
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
        fs::write(cases.path(), &before).expect("a record");
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let mut command = cases.command(words);
        let output = command.env("VISUAL", "echo '# more' >>").stdout(full).output().expect("the program");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(said.contains("the change is in the file"), "{words:?}: {said}");
        assert!(cases.text() != before || cases.folder().join("robin.toml").exists(), "{words:?}");
    }
    // Where nothing is written, it is an error like any other.
    let before = cases.text();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let output = cases.command(&[&ADD[..], &["--dry-run"]].concat()).stdout(full).output().expect("the program");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("is in the file"));
    assert_eq!((output.status.code(), cases.text()), (Some(2), before));
}

#[test]
fn nothing_confidential_is_told_unless_asked_for() {
    let cases = Cases::new();
    let secret = "\n[[source]]\nid = \"canary-1\"\ntitle = \"canary\"\nconfidential = true\n";
    fs::write(cases.path(), format!("{RECORD}{secret}")).expect("a record");
    let commands: [&[&str]; 4] = [
        &["add", "heron", "event", "--what", "New", "--dry-run", "--sources", "canary-1"],
        &["add", "heron", "event", "--what", "New", "--sources", "canary-2"],
        &["add", "heron", "source", "--id", "s", "--title", "T", "--dry-run"],
        &["archive", "heron", "canary-2", "/dev/null"],
    ];
    for words in commands {
        let output = cases.run(words);
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        let own = words.iter().filter(|word| word.contains("canary")).count();
        assert!(said.matches("canary").count() <= own && !said.contains("canary\""), "{words:?}: {said}");
    }
    let shown = cases.run(&["add", "heron", "event", "--what", "Hush", "--dry-run", "--confidential"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("+confidential = true"));
    let mut child = cases.command(&["add", "heron", "event", "--from-stdin", "--dry-run"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program");
    let entry = b"what = \"canary\"\nconfidential = true\n";
    child.stdin.take().expect("a pipe").write_all(entry).expect("the entry");
    let output = child.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !said.contains("canary") && said.contains("withheld"), "{said}");
}
