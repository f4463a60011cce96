//! A folder of cases for tests of the commands that write.

#![allow(dead_code, reason = "no test uses all of it")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// A record that loads.
pub(crate) const RECORD: &str = "title = \"The heron case\"\nstate = \"GBR\"\n\n[[event]]\nwhat = \"First\"\n";

/// A folder of cases with the record `heron`.
pub(crate) struct Cases(TempDir);

impl Cases {
    pub(crate) fn new() -> Self {
        let cases = Self(tempfile::tempdir().expect("a folder"));
        fs::write(cases.path(), RECORD).expect("a record");
        cases
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder().join("heron.toml")
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.path()).expect("the record")
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        command.args(words).arg("--cases").arg(self.folder()).env_remove("VISUAL").env_remove("EDITOR");
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program")
    }

    /// What a command says when it refuses; the record is what it was.
    pub(crate) fn refused(&self, words: &[&str]) -> String {
        let before = self.text();
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert_eq!(output.stdout, b"", "nothing is acknowledged");
        assert_eq!(self.text(), before);
        String::from_utf8(output.stderr).expect("UTF-8")
    }

    pub(crate) fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder()).expect("the folder");
        let mut names: Vec<String> =
            names.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}
