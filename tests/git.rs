//! Repositories of the tests: git with a name of its own, whatever is set on the machine.

use std::{path::Path, process::Command};

/// Runs git in a folder; what it printed, without the last end of line.
pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let ended = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=A. Invented", "-c", "user.email=a@invented.example", "-c", "commit.gpgsign=false"])
        .args(args)
        .output()
        .expect("git");
    assert!(ended.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).expect("text").trim_end().to_owned()
}
