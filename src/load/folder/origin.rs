//! From which files something was made: their SHA-256, and the git revision in which they lie, so that others can make
//! it again.

use super::{
    RULES_FILE,
    archived::{Missing, sha256},
    git::Git,
};
use crate::model::case::Case;
use std::{
    collections::HashMap,
    fs,
    path::{Component, Path},
};

/// So many files of a revision are held at once.
const AT_ONCE: usize = 200;

/// From which files something was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The name of each file with its SHA-256. A file that went away meanwhile has none, nor has a record that holds
    /// something confidential: whoever knows all the rest of it could try what that is until the SHA-256 is right.
    pub files: Vec<(String, String)>,
    /// The revision in which they lie, if git knows any of them.
    pub revision: Option<Revision>,
}

/// The newest revision of a repository, and whether files are as they are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The name of the commit, whole.
    pub commit: String,
    /// Whether one of the files is not in it, or not as it is there. Ends of lines, which git may write otherwise in
    /// a folder than in its history, are no difference.
    pub changed: bool,
}

impl Origin {
    /// Of these records in the folder, and of the deadline rules of the office.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn of<'c>(git: &Git<'_>, records: impl IntoIterator<Item = &'c Case>) -> Result<Self, String> {
        let rules = git.folder.join(RULES_FILE);
        let records: Vec<&Case> = records.into_iter().collect();
        let rules = rules.is_file().then_some(rules.as_path());
        let files: Vec<&Path> = records.iter().map(|case| &*case.file).chain(rules).collect();
        let hashed = |path: &Path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            match sha256(path, &name) {
                Ok(sha256) => Some(Ok((name, sha256))),
                Err(Missing::Unreadable(error)) => {
                    let file = path.display();
                    Some(Err(format!("{file}: cannot read it once more for its SHA-256: {error}; nothing was written")))
                }
                Err(_) => None,
            }
        };
        let open = records.iter().filter(|case| !case.marked).map(|case| &*case.file).chain(rules);
        Ok(Self { files: open.filter_map(hashed).collect::<Result<_, _>>()?, revision: revision(git, &files) })
    }
}

/// The newest revision; `None` without git, outside of a repository, before its first commit, and where it has none of
/// these files.
#[must_use]
pub fn revision(git: &Git<'_>, files: &[&Path]) -> Option<Revision> {
    let commit = git.run(["rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}"], &[]).ok()?;
    let commit = std::str::from_utf8(&commit).ok()?.trim().to_owned();
    let listing = git.run(["ls-tree", "-r", "-z", "--end-of-options", &commit], &[]).ok()?;
    let known: HashMap<&str, &str> = listing.split(|b| *b == 0).filter_map(blob).collect();
    let objects: Vec<(&Path, Option<&str>)> = files.iter().map(|file| (*file, object(git, file, &known))).collect();
    if objects.iter().all(|(_, object)| object.is_none()) {
        return None;
    }
    let is_new = |(_, object): &(&Path, Option<&str>)| object.is_none();
    let changed = objects.iter().any(is_new) || objects.chunks(AT_ONCE).any(|some| differs(git, some));
    Some(Revision { commit, changed })
}

/// The path and the object of a line of `ls-tree`: `MODE blob OBJECT`, a tab, the path.
fn blob(line: &[u8]) -> Option<(&str, &str)> {
    let (meta, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut meta = meta.split(' ').skip(1);
    (meta.next() == Some("blob")).then_some((path, meta.next()?))
}

/// The object of a file in the revision.
fn object<'k>(git: &Git<'_>, file: &Path, known: &HashMap<&str, &'k str>) -> Option<&'k str> {
    let inside = file.strip_prefix(git.folder).ok()?.components();
    let parts: Option<Vec<&str>> = inside
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    known.get(parts?.join("/").as_str()).copied()
}

/// Whether any of these files is not as it is in the revision. What cannot be compared differs.
fn differs(git: &Git<'_>, files: &[(&Path, Option<&str>)]) -> bool {
    let asked: String = files.iter().filter_map(|(_, object)| *object).map(|object| format!("{object}\n")).collect();
    let Ok(answer) = git.run(["cat-file", "--batch"], asked.as_bytes()) else { return true };
    let mut rest = answer.as_slice();
    files.iter().any(|(file, _)| {
        let Some((text, after)) = super::revision::object(rest) else { return true };
        rest = after;
        !fs::read(file).is_ok_and(|now| lines(&now).eq(lines(text)))
    })
}

/// The bytes without those that end a line before its line feed.
fn lines(text: &[u8]) -> impl Iterator<Item = u8> {
    let is_end = |n: usize| text[n] == b'\r' && text.get(n + 1) == Some(&b'\n');
    (0..text.len()).filter(move |n| !is_end(*n)).map(|n| text[n])
}
