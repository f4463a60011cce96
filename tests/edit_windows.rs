//! Editing where locks are mandatory, and nothing is exchanged or removed that anybody has open.

#![cfg(windows)]

use crate::edit::{Cases, RECORD};
use std::{
    fs::{self, File, OpenOptions},
    os::windows::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Output,
    thread,
    time::Duration,
};

const ADD: [&str; 5] = ["add", "heron", "event", "--what", "New"];
const COPY: &str = ".heron.edit.toml";

/// A batch file as an editor, in a folder with a space in its name: `%1` is the copy.
fn editor(folder: &Path, commands: &[&str]) -> PathBuf {
    let path = folder.join("an editor").join("editor.cmd");
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, format!("@echo off\r\n{}\r\nexit /b 0\r\n", commands.join("\r\n"))).expect("a batch file");
    path
}

fn edit(cases: &Cases, named: &str) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } =
        cases.command(&["edit", "heron"]).env("VISUAL", named).output().expect("the program");
    (status.code(), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

#[test]
fn an_editor_writes_what_is_put_in_place() {
    let cases = Cases::new();
    let tools = tempfile::tempdir().expect("a folder");
    let script = editor(tools.path(), &["echo # more>>%1"]);
    // A path alone, and a line for the shell.
    for named in [script.display().to_string(), format!("\"{}\"", script.display())] {
        let (code, said) = edit(&cases, &named);
        assert_eq!(code, Some(0), "{named}: {said}");
        assert!(said.starts_with("changed: "), "{said}");
        assert_eq!(cases.files(), ["heron.toml"]);
    }
    assert_eq!(cases.text().matches("# ").count(), 2, "{}", cases.text());
    let (code, said) = edit(&cases, "no-such-editor --wait");
    assert!(code == Some(2) && said.contains("failed"), "{said}");
    assert_eq!(cases.files(), ["heron.toml"]);
}

#[test]
fn a_text_with_a_problem_stays_and_the_next_edit_goes_on_with_it() {
    let cases = Cases::new();
    let tools = tempfile::tempdir().expect("a folder");
    let wrong = editor(tools.path(), &["echo kimd = 1 >>%1"]);
    let (code, said) = edit(&cases, &wrong.display().to_string());
    assert!(code == Some(2) && said.contains("unknown key") && said.contains(COPY), "{said}");
    assert_eq!(cases.text(), RECORD);
    assert_eq!(cases.files(), [".heron.base.edit.toml", COPY, "heron.toml"]);
    fs::write(cases.path(), format!("# theirs\n{RECORD}")).expect("changed meanwhile");
    // As most editors do it: a new file under the old name.
    let right = tools.path().join("right.toml");
    fs::write(&right, format!("# theirs\n{RECORD}# ours\n")).expect("a text");
    let right = editor(tools.path(), &[&format!("move /y \"{}\" %1 >nul", right.display())]);
    let (code, said) = edit(&cases, &right.display().to_string());
    assert!(code == Some(0) && said.contains("what was changed in the record since"), "{said}");
    assert_eq!(cases.text(), format!("# theirs\n{RECORD}# ours\n"));
    assert_eq!(cases.files(), ["heron.toml"]);
}

#[test]
fn two_editors_do_not_have_one_text() {
    let cases = Cases::new();
    let tools = tempfile::tempdir().expect("a folder");
    let program = env!("CARGO_BIN_EXE_timeline");
    let (folder, told) = (cases.folder().display(), tools.path().join("told"));
    let second = format!("\"{program}\" edit heron --cases \"{folder}\" 2>\"{}\"", told.display());
    let script = editor(tools.path(), &[&second, "echo # ours>>%1"]);
    let (code, said) = edit(&cases, &script.display().to_string());
    let told = fs::read_to_string(told).expect("what the second said");
    assert!(told.contains("somebody has this record in an editor"), "{told}");
    assert_eq!((code, cases.files()), (Some(0), vec!["heron.toml".to_owned()]), "{said}");
    assert!(cases.text().contains("# ours"));
}

/// As a scanner for viruses has it, which lets nobody exchange it as long as it reads.
fn open(path: &Path) -> File {
    const READ_AND_WRITE: u32 = 3;
    OpenOptions::new().read(true).share_mode(READ_AND_WRITE).open(path).expect("the record")
}

#[test]
fn a_record_that_a_reader_has_open_is_exchanged_when_it_is_done() {
    let cases = Cases::new();
    let reader = open(&cases.path());
    let done = thread::spawn(move || {
        thread::sleep(Duration::from_millis(700));
        drop(reader);
    });
    let output = cases.run(&ADD);
    done.join().expect("an end");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(cases.text().contains("New"));
    assert_eq!(cases.files(), ["heron.toml"]);
}

#[test]
fn a_record_that_stays_open_is_told_and_nothing_is_left() {
    let cases = Cases::new();
    let reader = open(&cases.path());
    let said = cases.refused(&ADD);
    assert!(said.contains("another program has it open") && said.contains("nothing was written"), "{said}");
    drop(reader);
    assert_eq!(cases.files(), ["heron.toml"]);
}

#[test]
fn a_file_that_is_read_only_is_refused() {
    let cases = Cases::new();
    let set = |read_only| {
        let mut permissions = fs::metadata(cases.path()).expect("the record").permissions();
        permissions.set_readonly(read_only);
        fs::set_permissions(cases.path(), permissions).expect("set");
    };
    set(true);
    assert!(cases.refused(&ADD).contains("read-only"));
    set(false);
    assert!(cases.run(&ADD).status.success());
}

/// What is written into a record reads the same on every system.
#[test]
fn the_path_of_a_saved_copy_is_written_with_slashes() {
    let cases = Cases::new();
    fs::write(cases.path(), format!("{RECORD}\n[[source]]\nid = \"s\"\ntitle = \"T\"\n")).expect("with a source");
    let outside = tempfile::tempdir().expect("a folder");
    let page = outside.path().join("page.txt");
    fs::write(&page, "saved").expect("a page");
    let output = cases.run(&["archive", "heron", "s", page.to_str().expect("UTF-8")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(cases.text().contains("archive = \"heron/s.txt\""), "{}", cases.text());
    assert_eq!(fs::read_to_string(cases.folder().join("heron").join("s.txt")).expect("the copy"), "saved");
}
