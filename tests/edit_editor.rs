//! `timeline edit`: whatever the editor does, the record is the old one or the new one, and no text is lost.

#![cfg(unix)]

use crate::edit::{Cases, RECORD};
use std::{
    fs,
    io::Write as _,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::PathBuf,
    process::{Command, Output, Stdio},
    time::{Duration, SystemTime},
};

/// The text that is being edited, and what it was begun with.
const COPY: &str = ".heron.edit.toml";
const BASE: &str = ".heron.base.edit.toml";

/// `timeline edit` with a shell script for an editor: `$1` is the copy.
fn command(cases: &Cases, script: &str) -> Command {
    let mut command = cases.command(&["edit", "heron"]);
    command.env("VISUAL", format!("sh -c '{}' editor", script.replace('\'', "'\\''")));
    command
}

fn edit(cases: &Cases, script: &str) -> Output {
    command(cases, script).output().expect("the program")
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// The edit failed, the text is in the copy, and that is told.
fn kept(cases: &Cases, output: &Output, text: &str) -> String {
    let (code, out, err) = told(output);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains(COPY) && err.contains("the next edit goes on with it"), "{err}");
    assert_eq!(fs::read_to_string(cases.folder().join(COPY)).expect("the text"), text);
    err
}

/// The edit is done, and nothing is left beside the record.
fn done(cases: &Cases, output: &Output) -> String {
    let (code, out, err) = told(output);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(cases.files(), ["heron.toml"], "{out}{err}");
    out
}

#[test]
fn an_edited_text_is_installed() {
    let cases = Cases::new();
    assert!(done(&cases, &edit(&cases, "echo \"# more\" >> \"$1\"")).starts_with("changed: "));
    assert_eq!(cases.text(), format!("{RECORD}# more\n"));
    // As most editors do it: a new file under the old name.
    done(&cases, &edit(&cases, "echo \"# again\" | cat \"$1\" - > \"$1.new\"; mv \"$1.new\" \"$1\""));
    assert_eq!(cases.text(), format!("{RECORD}# more\n# again\n"));
    // A record that does not load is what an editor is for.
    fs::write(cases.path(), "title = \n").expect("a broken record");
    done(&cases, &edit(&cases, &format!("cat > \"$1\" <<END\n{RECORD}END\n")));
    assert_eq!(cases.text(), RECORD);
}

#[test]
fn an_editor_that_changes_nothing_leaves_nothing() {
    let cases = Cases::new();
    let out = done(&cases, &edit(&cases, "touch \"$1\""));
    assert!(out.starts_with("nothing changed: "), "{out}");
    // A machine that is busy may take its time: then it is not told.
    let at_once = |_| done(&cases, &edit(&cases, ":")).contains("does it wait? VISUAL='code --wait'");
    assert!((0..10).any(at_once));
    // An editor that fails has changed nothing either.
    let (code, _, err) = told(&edit(&cases, "exit 3"));
    assert!(code == Some(2) && err.contains("failed") && !err.contains(COPY), "{err}");
    assert_eq!((cases.text(), cases.files()), (RECORD.to_owned(), vec!["heron.toml".to_owned()]));
}

#[test]
fn a_text_with_a_problem_is_kept_and_the_next_edit_goes_on_with_it() {
    let cases = Cases::new();
    let wrong = format!("{RECORD}kimd = \"arrest\"\n");
    let said = kept(&cases, &edit(&cases, "echo \"kimd = \\\"arrest\\\"\" >> \"$1\""), &wrong);
    assert!(said.contains("heron.toml:6:1: unknown key `kimd`"), "{said}");
    assert_eq!(cases.text(), RECORD);
    // Left as it is, it stays wrong, and stays.
    let said = kept(&cases, &edit(&cases, ":"), &wrong);
    assert!(said.contains("going on with the text of an earlier edit") && said.contains("unknown key"), "{said}");
    let output = edit(&cases, "sed -i s/kimd/kind/ \"$1\"");
    assert!(told(&output).2.contains("to begin anew, delete"), "{output:?}");
    done(&cases, &output);
    assert_eq!(cases.text(), format!("{RECORD}kind = \"arrest\"\n"));
}

#[test]
fn an_editor_that_fails_leaves_the_text_to_the_next_edit() {
    let cases = Cases::new();
    let ours = format!("{RECORD}# ours\n");
    kept(&cases, &edit(&cases, "echo \"# ours\" >> \"$1\"; exit 3"), &ours);
    done(&cases, &edit(&cases, "echo \"# more\" >> \"$1\""));
    assert_eq!(cases.text(), format!("{ours}# more\n"));
}

#[test]
fn what_somebody_else_changed_in_the_meantime_is_put_together_with_the_text() {
    let long = format!("{RECORD}{}", "# a line between\n".repeat(10));
    let theirs = |text: &str| text.replacen("First", "Theirs", 1);
    let meantime = "echo \"# ours\" >> \"$1\"; sed -i s/First/Theirs/ \"$(dirname \"$1\")/heron.toml\"";
    let cases = Cases::new();
    fs::write(cases.path(), &long).expect("a record");
    let said = kept(&cases, &edit(&cases, meantime), &format!("{long}# ours\n"));
    assert!(said.contains("somebody else changed it"), "{said}");
    assert_eq!(cases.text(), theirs(&long));
    let output = edit(&cases, "echo \"# more\" >> \"$1\"");
    assert!(told(&output).2.contains("and what was changed in the record since"), "{output:?}");
    done(&cases, &output);
    assert_eq!(cases.text(), format!("{}# ours\n# more\n", theirs(&long)));
}

#[test]
fn where_both_changed_one_line_both_are_shown_and_neither_is_lost() {
    let cases = Cases::new();
    let meantime = "sed -i s/First/Ours/ \"$1\"; sed -i s/First/Theirs/ \"$(dirname \"$1\")/heron.toml\"";
    kept(&cases, &edit(&cases, meantime), &RECORD.replacen("First", "Ours", 1));
    let output = edit(&cases, ":");
    let (code, _, err) = told(&output);
    assert!(code == Some(2) && err.contains("they stand between <<<<<<< and >>>>>>>"), "{err}");
    assert!(err.contains("merge-markers"), "{err}");
    let copy = fs::read_to_string(cases.folder().join(COPY)).expect("the text");
    assert!(copy.contains("what = \"Ours\"\n") && copy.contains("what = \"Theirs\"\n"), "{copy}");
    assert_eq!(cases.text(), RECORD.replacen("First", "Theirs", 1));
    done(&cases, &edit(&cases, "sed -i -e /^[=\\<\\>]/d -e /Theirs/d \"$1\""));
    assert_eq!(cases.text(), RECORD.replacen("First", "Ours", 1));
}

#[test]
fn two_editors_do_not_have_one_text() {
    let cases = Cases::new();
    let second = format!(
        "VISUAL=: {} edit heron --cases {} 2> \"$1.second\"; echo $? >> \"$1.second\"; echo \"# ours\" >> \"$1\"",
        env!("CARGO_BIN_EXE_timeline"),
        cases.folder().display()
    );
    let output = edit(&cases, &second);
    let said = fs::read_to_string(cases.folder().join(format!("{COPY}.second"))).expect("what it said");
    fs::remove_file(cases.folder().join(format!("{COPY}.second"))).expect("gone");
    assert!(said.contains("somebody has this record in an editor") && said.ends_with("2\n"), "{said}");
    done(&cases, &output);
    assert_eq!(cases.text(), format!("{RECORD}# ours\n"));
}

#[test]
fn a_copy_that_is_moved_or_no_file_any_more_is_told() {
    let cases = Cases::new();
    let copy = cases.folder().join(COPY);
    for (script, says) in [
        ("mv \"$1\" \"$1.moved\"", "the editor moved or deleted it"),
        ("rm \"$1\"", "the editor moved or deleted it"),
        ("rm \"$1\"; mkfifo \"$1\"", "a link or no regular file"),
        ("rm \"$1\"; ln -s /dev/zero \"$1\"", "a link or no regular file"),
        ("rm \"$1\"; ln -s heron.toml \"$1\"", "a link or no regular file"),
        ("rm \"$1\"; mkdir \"$1\"", "a link or no regular file"),
    ] {
        let (code, out, err) = told(&edit(&cases, script));
        assert_eq!((code, out.as_str(), cases.text().as_str()), (Some(2), "", RECORD), "{script}: {err}");
        assert!(err.contains(says) && err.contains(COPY) && err.contains("nothing was written"), "{script}: {err}");
        assert!(!err.contains("your text is in"), "it is not known where: {err}");
        if fs::symlink_metadata(&copy).is_ok() {
            // It is not opened by the next edit either, and stays what it is.
            let (code, _, err) = told(&edit(&cases, ":"));
            assert!(code == Some(2) && err.contains(says), "{script}: {err}");
            fs::remove_file(&copy).or_else(|_| fs::remove_dir(&copy)).expect("gone");
        }
        let _ = fs::remove_file(cases.folder().join(format!("{COPY}.moved")));
        done(&cases, &edit(&cases, ":"));
    }
}

#[test]
fn interrupting_the_editor_is_left_to_the_editor() {
    let cases = Cases::new();
    // The whole group is interrupted, as a terminal does it; the editor takes no notice.
    let script = "exec sh -c 'trap : INT QUIT; kill -INT 0; kill -QUIT 0; echo \"# ours\" >> \"$1\"' editor";
    let mut command = cases.command(&["edit", "heron"]);
    done(&cases, &command.env("VISUAL", script).process_group(0).output().expect("the program"));
    assert_eq!(cases.text(), format!("{RECORD}# ours\n"));
    // An editor that ends by it leaves its text.
    let script = "exec sh -c 'echo \"# more\" >> \"$1\"; kill -INT 0; sleep 9' editor";
    let mut command = cases.command(&["edit", "heron"]);
    let output = command.env("VISUAL", script).process_group(0).output().expect("the program");
    kept(&cases, &output, &format!("{RECORD}# ours\n# more\n"));
}

#[test]
fn a_text_without_what_it_was_begun_with_is_gone_on_with_if_the_record_is_older() {
    let cases = Cases::new();
    let copy = cases.folder().join(COPY);
    let ours = format!("{RECORD}# ours\n");
    let saved = |path: PathBuf, text: &str, minutes: u64| {
        fs::write(&path, text).expect("written");
        let file = fs::File::options().write(true).open(&path).expect("a file");
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000 + 60 * minutes)).expect("a time");
    };
    // As by an editor that did not wait.
    saved(cases.path(), RECORD, 0);
    saved(copy.clone(), &ours, 1);
    done(&cases, &edit(&cases, ":"));
    assert_eq!(cases.text(), ours);
    saved(copy.clone(), RECORD, 1);
    saved(cases.path(), &ours, 2);
    let (code, _, err) = told(&edit(&cases, ":"));
    assert!(code == Some(2) && err.contains("the record was changed after it") && err.contains(COPY), "{err}");
    assert_eq!((cases.text(), fs::read_to_string(copy).expect("the text")), (ours, RECORD.to_owned()));
}

/// What a crash can leave is no text of anybody.
#[test]
fn what_a_crash_left_without_a_text_is_cleared() {
    let cases = Cases::new();
    let (copy, base) = (cases.folder().join(COPY), cases.folder().join(BASE));
    let other = "title = \"Before\"\n";
    for (in_copy, in_base) in [
        (None, Some(RECORD)),
        (None, Some(other)),
        (Some(RECORD), None),
        (Some(RECORD), Some(other)),
        (Some(other), Some(other)),
    ] {
        for (path, text) in [(&copy, in_copy), (&base, in_base)] {
            text.map(|text| fs::write(path, text)).transpose().expect("written");
        }
        let output = edit(&cases, "cat \"$1\" > \"$1.seen\"");
        let seen = cases.folder().join(format!("{COPY}.seen"));
        assert_eq!(fs::read_to_string(&seen).expect("what it was given"), RECORD, "{in_copy:?} {in_base:?}");
        fs::remove_file(seen).expect("gone");
        assert!(done(&cases, &output).starts_with("nothing changed"), "{in_copy:?} {in_base:?}");
    }
}

#[test]
fn without_a_named_editor_the_first_is_taken_that_is_there() {
    let cases = Cases::new();
    let tools = tempfile::tempdir().expect("a folder");
    let without = |cases: &Cases| {
        let mut command = cases.command(&["edit", "heron"]);
        command.env("PATH", tools.path()).output().expect("the program")
    };
    let (code, _, err) = told(&without(&cases));
    assert!(code == Some(2) && err.contains("which editor? Set $VISUAL or $EDITOR"), "{err}");
    assert_eq!(cases.files(), ["heron.toml"]);
    for name in ["vi", "nano"] {
        let path = tools.path().join(name);
        let mut file = fs::File::create(&path).expect("an editor");
        write!(file, "#!/bin/sh\necho '# {name}' >> \"$1\"\n").expect("written");
        drop(file);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("to be run");
        done(&cases, &without(&cases));
        assert!(cases.text().ends_with(&format!("# {name}\n")), "{}", cases.text());
    }
}

#[test]
fn the_copies_have_the_mode_of_the_record() {
    let cases = Cases::new();
    fs::set_permissions(cases.path(), fs::Permissions::from_mode(0o600)).expect("a mode");
    let modes = "for f in \"$1\" \"$(dirname \"$1\")\"/.heron.base.edit.toml; do stat -c %a \"$f\"; done > \"$1.seen\"";
    let output = edit(&cases, modes);
    let seen = cases.folder().join(format!("{COPY}.seen"));
    assert_eq!(fs::read_to_string(&seen).expect("modes"), "600\n600\n");
    fs::remove_file(seen).expect("gone");
    done(&cases, &output);
}

/// At a terminal the person is asked again, and is told before where the text is.
#[test]
fn at_a_terminal_the_person_is_asked_again() {
    let cases = Cases::new();
    let wrong = "echo \"kimd = 1\" >> \"$1\"";
    // `script` of util-linux gives the program a terminal.
    let inner = format!("{} edit heron --cases {}", env!("CARGO_BIN_EXE_timeline"), cases.folder().display());
    let terminal = Command::new("script")
        .args(["-qec", &inner, "/dev/null"])
        .env("VISUAL", format!("sh -c '{wrong}' editor"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut terminal) = terminal else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: needs `script` of util-linux");
        return;
    };
    terminal.stdin.take().expect("a pipe").write_all(b"n\n").expect("an answer");
    let output = terminal.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("Your text is in") && said.contains("Edit again? [Y/n]"), "{said}");
    assert_eq!(cases.text(), RECORD);
}
