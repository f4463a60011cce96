//! The records of a folder that differ between two git revisions, as they were in each, and as they lie in the folder
//! now. Read by the `git` program and never written.
//!
//! Git says which files differ, and no other is read: but for those that a record that differs names as related, and
//! those that came into the folder since, as they may be what is gone, renamed and marked.

use super::{Found, RULES_FILE, git::Git, is_id, text, utf8, walk};
use crate::{
    load::{
        self, Loaded, MAX_BYTES,
        check::across::{self, CaseIds},
        problem::{Code, Problem},
        record::keep::Keep,
        text::{head::privacy, syntax::marks},
    },
    model::{case::Case, rule::Rules},
};
use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// The records that differ between two revisions.
#[derive(Debug, Default)]
pub struct Differing {
    /// As they were in the first revision. Files are called `REV:path`.
    pub before: Loaded,
    /// As they were in the second.
    pub after: Loaded,
    /// As they lie in the folder now.
    pub now: Loaded,
    /// Ids of those in the folder that cannot be read and may mark something.
    pub secret: HashSet<String>,
}

/// A record in a revision, with the name of its object.
type Blob = (Found, String);

/// Loads what differs between two revisions of this folder. `looks_now`: what lies in the folder now is read as well.
///
/// # Errors
/// There is no git, the folder is not in a repository, or there is no such revision.
pub fn between(git: &Git<'_>, [from, to]: [&str; 2], looks_now: bool, rules: &Rules) -> Result<Differing, String> {
    let ids = [commit(git, from)?, commit(git, to)?];
    let arguments = ["diff-tree", "-r", "-z", "--no-renames", "--relative", &ids[0], &ids[1]];
    let differing = git
        .run(arguments, &[])
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: cannot compare {from:?} with {to:?}")))?;
    let mut blobs = differing_records(&differing, from, to);
    let mut loaded = load_blobs(git, &blobs, rules)?;
    let mut wanted: HashSet<String> = blobs.iter().flatten().map(|(found, _)| found.id.to_string()).collect();

    // What is related may be withheld, and is then not told: those records are read too, though they do not differ.
    let related: HashSet<String> =
        loaded.iter().flat_map(|one| &one.cases).flat_map(|case: &Case| case.related.iter().cloned()).collect();
    let everywhere = if looks_now && !wanted.is_empty() { walk(git.folder).files } else { Vec::new() };
    let stays: HashSet<&str> = everywhere.iter().map(|found| &*found.id).collect();
    let is_in = |version: usize, id: &str| blobs[version].iter().any(|(found, _)| *found.id == *id);
    // Something came, went, or is not in the folder any more: all that came since may be the same, renamed and marked.
    let moved = looks_now && wanted.iter().any(|id| !is_in(0, id) || !is_in(1, id) || !stays.contains(id.as_str()));
    let mut known = [Vec::new(), Vec::new()];
    if moved || !related.is_empty() {
        known = [listing(git, &ids[0], from)?, listing(git, &ids[1], to)?];
        let unread: Vec<String> = related.into_iter().filter(|id| !wanted.contains(id)).collect();
        let is_unread = |(found, _): &&Blob| unread.iter().any(|id| **id == *found.id);
        let more = known.each_ref().map(|all| all.iter().filter(is_unread).cloned().collect::<Vec<Blob>>());
        for (one, more) in loaded.iter_mut().zip(load_blobs(git, &more, rules)?) {
            one.join(more);
        }
        blobs.iter_mut().zip(more).for_each(|(all, more)| all.extend(more));
        wanted.extend(unread);
    }
    if moved {
        let [was, is] = known.each_ref().map(|all| all.iter().map(|(found, _)| &*found.id).collect::<HashSet<_>>());
        wanted.extend(stays.iter().filter(|id| !was.contains(**id) || !is.contains(**id)).map(|id| (*id).to_owned()));
    }
    for (one, known) in loaded.iter_mut().zip(known) {
        one.cases.sort_by(|a, b| a.id.cmp(&b.id));
        let files: Vec<Found> = known.into_iter().map(|(found, _)| found).collect();
        across::check(one, &CaseIds::new(&files), None);
        one.problems.sort_by(Problem::order);
    }
    let [before, after] = loaded;
    let (now, secret) = now(&everywhere, &wanted, rules);
    Ok(Differing { before, after, now, secret })
}

/// The name of the commit that a revision means.
fn commit(git: &Git<'_>, revision: &str) -> Result<String, String> {
    // A revision that looks like an option would be one.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(format!("--rev: {revision:?} is not a revision; write A..B, as in HEAD~1..HEAD"));
    }
    let commit = format!("{revision}^{{commit}}");
    let id = git
        .run(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], &[])
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: there is no revision {revision:?}")))?;
    Ok(String::from_utf8_lossy(&id).trim().to_owned())
}

/// Every record of a revision.
fn listing(git: &Git<'_>, id: &str, revision: &str) -> Result<Vec<Blob>, String> {
    let listing = git
        .run(["ls-tree", "-r", "-z", "--end-of-options", id], &[])
        .map_err(|e| e.unwrap_or_else(|| format!("--rev: cannot list the files of {revision:?}")))?;
    let lines = listing.split(|b| *b == 0).filter_map(|line| std::str::from_utf8(line).ok()?.split_once('\t'));
    let blob = |(meta, path): (&str, &str)| {
        let mut meta = meta.split(' ');
        let (Some(mode), Some("blob"), Some(object)) = (meta.next(), meta.next(), meta.next()) else { return None };
        Some((record(mode, path, revision)?, object.to_owned()))
    };
    Ok(lines.filter_map(blob).collect())
}

/// The records among files that differ, as they are in each revision: `:MODE MODE OBJECT OBJECT STATUS`, a nought,
/// the path, a nought.
fn differing_records(differing: &[u8], from: &str, to: &str) -> [Vec<Blob>; 2] {
    let mut records = [Vec::new(), Vec::new()];
    let mut fields = differing.split(|b| *b == 0);
    while let (Some(meta), Some(path)) = (fields.next(), fields.next()) {
        let (Ok(meta), Ok(path)) = (std::str::from_utf8(meta), std::str::from_utf8(path)) else { continue };
        let meta: Vec<&str> = meta.trim_start_matches(':').split(' ').collect();
        let [mode_from, mode_to, object_from, object_to, ..] = meta[..] else { continue };
        for (n, mode, object, revision) in [(0, mode_from, object_from, from), (1, mode_to, object_to, to)] {
            records[n].extend(record(mode, path, revision).map(|found| (found, object.to_owned())));
        }
    }
    records
}

/// The record that a file of a revision is: a regular file whose name is the id of a case, not hidden.
fn record(mode: &str, path: &str, revision: &str) -> Option<Found> {
    let path = PathBuf::from(path);
    let hidden = path.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let is_record = path.extension().is_some_and(|e| e == "toml") && is_id(stem) && path != Path::new(RULES_FILE);
    let shown = PathBuf::from(format!("{revision}:{}", path.display()));
    (mode.starts_with("100") && !hidden && is_record)
        .then(|| Found { called: Some(Box::new(shown)), ..Found::new(stem, &path) })
}

/// Loads records of two revisions, all of them from one git.
fn load_blobs(git: &Git<'_>, blobs: &[Vec<Blob>; 2], rules: &Rules) -> Result<[Loaded; 2], String> {
    let mut loaded = [Loaded::default(), Loaded::default()];
    let objects: String = blobs.iter().flatten().map(|(_, object)| format!("{object}\n")).collect();
    if objects.is_empty() {
        return Ok(loaded);
    }
    let contents = git
        .run(["cat-file", "--batch"], objects.as_bytes())
        .map_err(|e| e.unwrap_or_else(|| "--rev: cannot read the files of these revisions".into()))?;
    let mut rest = contents.as_slice();
    let each = blobs.iter().enumerate().flat_map(|(version, blobs)| blobs.iter().map(move |blob| (version, blob)));
    for (version, (found, _)) in each {
        let loaded = &mut loaded[version];
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
    Ok(loaded)
}

/// The records with these ids as they lie in the folder now, and the ids of those that cannot be read and may mark
/// something. Of two files with one id neither can be meant.
fn now(everywhere: &[Found], wanted: &HashSet<String>, rules: &Rules) -> (Loaded, HashSet<String>) {
    let mut files: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for found in everywhere.iter().filter(|found| wanted.contains(&*found.id)) {
        files.entry(&found.id).or_default().push(found);
    }
    let mut loaded = Loaded::default();
    let mut buffer = Vec::new();
    for only in files.values().filter(|files| files.len() == 1) {
        loaded.join(load::file(only[0], rules, Keep::Everything, &mut buffer));
    }
    across::check(&mut loaded, &CaseIds::new(everywhere), None);
    let read: HashSet<&str> = loaded.cases.iter().map(|case| case.id.as_str()).collect();
    let may_mark = |found: &&Found| text(found).map_or(true, |text| marks(&text).anywhere);
    let unread = files.into_iter().filter(|(id, _)| !read.contains(id));
    let secret = unread.filter(|(_, files)| files.iter().any(may_mark)).map(|(id, _)| id.to_owned()).collect();
    (loaded, secret)
}

/// The first object of a batch and what follows it: `NAME blob SIZE`, a line feed, the bytes, a line feed.
pub(super) fn object(batch: &[u8]) -> Option<(&[u8], &[u8])> {
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
