//! The program git, asked about one folder and no other: no network, no working tree, no hooks.

use std::{
    ffi::OsString,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The program git, asked about one folder and no other.
#[derive(Clone, Copy, Debug)]
pub struct Git<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// Names of the variables in the environment that would steer it elsewhere, as a hook sets them.
    pub variables: &'a [OsString],
}

impl Git<'_> {
    /// Whether git leaves all these files out of its history; not if it cannot be asked.
    #[must_use]
    pub fn ignores_all<'f>(&self, files: impl Iterator<Item = &'f Path>) -> bool {
        let mut asked = Vec::new();
        files.for_each(|file| asked.extend(file.as_os_str().as_encoded_bytes().iter().chain(b"\0")));
        let count = |paths: &[u8]| paths.iter().filter(|b| **b == 0).count();
        self.run(["check-ignore", "-z", "--stdin"], &asked).is_ok_and(|ignored| count(&ignored) == count(&asked))
    }

    /// The folder of hooks of the repository that the folder lies in; `None` outside of one or without git.
    #[must_use]
    pub fn hooks(&self) -> Option<PathBuf> {
        let answer = self.run(["rev-parse", "--git-path", "hooks"], b"").ok()?;
        let path = std::str::from_utf8(&answer).ok()?.trim_end_matches(['\r', '\n']);
        Some(self.folder.join(path)).filter(|_| !path.is_empty())
    }

    /// Runs git in the folder with this input; the error is `None` if git itself said no without a word.
    pub(super) fn run<'w>(
        &self,
        args: impl IntoIterator<Item = &'w str>,
        input: &[u8],
    ) -> Result<Vec<u8>, Option<String>> {
        let mut git = Command::new("git");
        for name in self.variables {
            git.env_remove(name);
        }
        let mut child = git
            .arg("-C")
            .arg(self.folder)
            .args(["--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"])
            .args(args)
            // In a partial clone, an object that is missing is not fetched from the network.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| Some(format!("--rev needs the program git: {e}")))?;
        let stdin = child.stdin.take();
        // Input, output and errors at the same time: else git would wait with a full output for us to finish writing
        // its input.
        let ended = std::thread::scope(|scope| {
            scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(input)));
            child.wait_with_output()
        });
        let ended = ended.map_err(|e| Some(format!("--rev: git: {e}")))?;
        let said = String::from_utf8_lossy(&ended.stderr);
        let said = said.trim().trim_start_matches("fatal: ");
        match ended.status.success() {
            true => Ok(ended.stdout),
            false => Err((!said.is_empty()).then(|| format!("--rev: git says: {said}"))),
        }
    }
}
