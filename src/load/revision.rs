//! The records of a folder as they were in a git revision, read by the `git` program and never written.
//!
//! Only objects that are on this machine are read: no network, no working tree, no hooks.

use super::{
    Loaded, across,
    folder::{Found, RULES_FILE, is_id},
    problem::Problem,
};
use crate::model::rule::Rules;
use std::{
    ffi::OsStr,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Loads every record that the revision has in this folder. Files are called `REV:path`.
///
/// # Errors
/// There is no git, the folder is not in a repository, or there is no such revision.
pub fn at(folder: &Path, revision: &str, rules: &Rules) -> Result<Loaded, String> {
    // A revision that looks like an option would be one.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(format!("--rev: {revision:?} is not a revision; write A..B, as in HEAD~1..HEAD"));
    }
    let commit = format!("{revision}^{{commit}}");
    let id = run(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], &[])
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: there is no revision {revision:?}")))?;
    let id = String::from_utf8_lossy(&id).trim().to_owned();
    let listing = run(folder, ["ls-tree", "-r", "-z", "--end-of-options", &id], &[])
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: cannot list the files of {revision:?}")))?;
    let files = records(&listing, revision);
    let wanted: String = files.iter().map(|(_, object)| format!("{object}\n")).collect();
    let contents = run(folder, ["cat-file", "--batch"], wanted.as_bytes())
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: cannot read the files of {revision:?}")))?;
    let mut loaded = Loaded::default();
    let mut rest = contents.as_slice();
    for (found, _) in &files {
        let Some((text, after)) = object(rest) else {
            return Err("--rev: git gave an answer that is not understood".into());
        };
        rest = after;
        match super::folder::utf8(found.shown(), text) {
            Ok(text) => loaded.join(super::text(&found.id, found.shown(), text, rules)),
            Err(problem) => loaded.problems.push(problem),
        }
    }
    loaded.cases.sort_by(|a, b| a.id.cmp(&b.id));
    let found: Vec<Found> = files.into_iter().map(|(found, _)| found).collect();
    across::check(&mut loaded, &across::Ids::new(&found), None);
    loaded.problems.sort_by(Problem::order);
    Ok(loaded)
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

/// Runs git in the folder with this input; the error is `None` if git itself said no.
fn run<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>, input: &[u8]) -> Result<Vec<u8>, Option<String>> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false"])
        .args(args)
        // An object that is not here is not fetched.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| Some(format!("--rev needs the program git: {e}")))?;
    let mut output = Vec::new();
    let stdin = child.stdin.take();
    let stdout = child.stdout.take();
    let read = std::thread::scope(|scope| {
        // Both ends at once, or a long answer would wait for a long question.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(input)));
        stdout.map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut output))
    });
    let ended = child.wait();
    match (read, ended) {
        (Ok(_), Ok(status)) if status.success() => Ok(output),
        (Err(e), _) | (_, Err(e)) => Err(Some(format!("--rev: git: {e}"))),
        _ => Err(None),
    }
}
