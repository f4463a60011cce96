//! The records of a folder as they were in a git revision, read by the `git` program and never written.
//!
//! Only objects that are on this machine are read: no network, no working tree, no hooks.

use super::{Found, RULES_FILE, is_id, text, utf8, walk};
use crate::{
    load::{
        self, Loaded, MAX_BYTES,
        check::across,
        problem::{Code, Problem},
        text::{head::privacy, syntax::marks},
    },
    model::rule::Rules,
};
use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Loads every record that the revision has in this folder. Files are called `REV:path`.
///
/// # Errors
/// There is no git, the folder is not in a repository, or there is no such revision.
pub fn at(git: &Git<'_>, revision: &str, rules: &Rules) -> Result<Loaded, String> {
    // A revision that looks like an option would be one.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(format!("--rev: {revision:?} is not a revision; write A..B, as in HEAD~1..HEAD"));
    }
    let commit = format!("{revision}^{{commit}}");
    let id = git
        .run(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], &[])
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: there is no revision {revision:?}")))?;
    let id = String::from_utf8_lossy(&id).trim().to_owned();
    let listing = git
        .run(["ls-tree", "-r", "-z", "--end-of-options", &id], &[])
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: cannot list the files of {revision:?}")))?;
    let files = records(&listing, revision);
    let wanted: String = files.iter().map(|(_, object)| format!("{object}\n")).collect();
    let contents = git
        .run(["cat-file", "--batch"], wanted.as_bytes())
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: cannot read the files of {revision:?}")))?;
    let mut loaded = Loaded::default();
    let mut rest = contents.as_slice();
    for (found, _) in &files {
        let Some((text, after)) = object(rest) else {
            return Err("--rev: git gave an answer that is not understood".into());
        };
        rest = after;
        if text.len() as u64 > MAX_BYTES {
            let message = format!("the file is larger than {} MiB", MAX_BYTES / 1024 / 1024);
            let help = "keep documents beside the record, not in it";
            loaded.problems.push(Problem::of_file(Code::TooLarge, found.shown(), message, help).private(privacy(text)));
            continue;
        }
        match utf8(found.shown(), text) {
            Ok(text) => loaded.join(load::text(&found.id, found.shown(), text, rules)),
            Err(problem) => loaded.problems.push(problem),
        }
    }
    loaded.cases.sort_by(|a, b| a.id.cmp(&b.id));
    let found: Vec<Found> = files.into_iter().map(|(found, _)| found).collect();
    across::check(&mut loaded, &across::CaseIds::new(&found), None);
    loaded.problems.sort_by(Problem::order);
    Ok(loaded)
}

/// The records as they lie in the folder now, and the ids of those that cannot be read and may mark something.
#[must_use]
pub fn now(folder: &Path, rules: &Rules) -> (Loaded, HashSet<String>) {
    let loaded = load::all(folder, rules);
    let read: HashSet<&str> = loaded.cases.iter().map(|case| case.id.as_str()).collect();
    let files = walk(folder).files;
    let unread = files.iter().filter(|found| !read.contains(&*found.id));
    let may_mark = |found: &&Found| text(found).map_or(true, |text| marks(&text).anywhere);
    let secret = unread.filter(may_mark).map(|found| found.id.to_string()).collect();
    (loaded, secret)
}

/// The records among the files of a listing, with the names of their objects: regular files whose name
/// is the id of a case, not hidden.
fn records(listing: &[u8], revision: &str) -> Vec<(Found, String)> {
    let mut files = Vec::new();
    for line in listing.split(|b| *b == 0) {
        let Ok(line) = std::str::from_utf8(line) else { continue };
        let Some((meta, path)) = line.split_once('\t') else { continue };
        let mut meta = meta.split(' ');
        let (Some(mode), Some("blob"), Some(object)) = (meta.next(), meta.next(), meta.next()) else { continue };
        let path = PathBuf::from(path);
        let hidden = path.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
        let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
        let is_record = path.extension().is_some_and(|e| e == "toml") && is_id(stem) && path != Path::new(RULES_FILE);
        if mode.starts_with("100") && !hidden && is_record {
            let shown = PathBuf::from(format!("{revision}:{}", path.display()));
            files.push((Found { called: Some(Box::new(shown)), ..Found::new(stem, &path) }, object.to_owned()));
        }
    }
    files
}

/// The first object of a batch and what follows it: `NAME blob SIZE`, a line feed, the bytes, a line feed.
fn object(batch: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = batch.iter().position(|b| *b == b'\n')?;
    let head = std::str::from_utf8(&batch[..end]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let body = batch.get(end + 1..)?;
    Some((body.get(..size)?, body.get(size + 1..)?))
}

/// The two revisions that a range names: `A..B`, `A` for `A..HEAD`, and `A...B` from where both have parted.
///
/// # Errors
/// They never were one.
pub fn ends(git: &Git<'_>, range: &str) -> Result<(String, String), String> {
    let newest = |end: &str| if end.is_empty() { "HEAD".to_owned() } else { end.to_owned() };
    if let Some((from, to)) = range.split_once("...") {
        let to = newest(to);
        let both = [from, &to].map(|end| format!("{end}^{{commit}}"));
        if from.is_empty() || both.iter().any(|end| end.starts_with('-')) {
            return Err(format!("--rev: {range:?} is not a range; write A...B, as in main...HEAD"));
        }
        let base = git
            .run(["merge-base", "--end-of-options", &both[0], &both[1]], &[])
            .map_err(|e| e.unwrap_or_else(|| format!("--rev: {from:?} and {to:?} have no history in common")))?;
        return Ok((String::from_utf8_lossy(&base).trim().to_owned(), to));
    }
    Ok(match range.split_once("..") {
        Some((from, to)) => (from.to_owned(), newest(to)),
        None => (range.to_owned(), newest("")),
    })
}

/// The program git, asked about one folder and no other.
#[derive(Clone, Copy, Debug)]
pub struct Git<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// Names of the variables in the environment that would steer it elsewhere, as a hook sets them.
    pub variables: &'a [OsString],
}

impl Git<'_> {
    /// Runs git in the folder with this input; the error is `None` if git itself said no without a word.
    fn run<'w>(&self, args: impl IntoIterator<Item = &'w str>, input: &[u8]) -> Result<Vec<u8>, Option<String>> {
        let mut git = Command::new("git");
        for name in self.variables {
            git.env_remove(name);
        }
        let mut child = git
            .arg("-C")
            .arg(self.folder)
            .args(["--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"])
            .args(args)
            // An object that is not here is not fetched.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| Some(format!("--rev needs the program git: {e}")))?;
        let stdin = child.stdin.take();
        // All ends at once, or a long answer would wait for a long question.
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
