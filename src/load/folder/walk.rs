//! The records below a folder, and what is refused there.

use super::{
    Found,
    id::{ENDING, bad_name, is_id},
    is_rules_file, said,
};
use crate::{
    load::{
        problem::{Code, Privacy, Problem},
        text::head::privacy_of,
    },
    parallel,
    progress::Progress,
};
use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    fs, io,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

/// What a walk through the folder found.
#[derive(Debug, Default)]
pub struct Walk {
    /// The records, in order of path.
    pub files: Vec<Found>,
    /// What was refused.
    pub problems: Vec<Problem>,
}

impl Walk {
    fn join(&mut self, other: Self) {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
    }
}

/// How many folders a thread takes at once, at least and at most: to walk fewer takes less time than to start a thread.
const FOLDERS: RangeInclusive<usize> = 8..=64;

/// Every record below `folder`, in order of path.
#[must_use]
pub fn walk(folder: &Path) -> Walk {
    let mut walk = Walk::default();
    // Folders directly below are walked by several threads, if there are many.
    let met = entries(folder, folder);
    let below: Vec<&Path> = met.iter().filter_map(Met::folder).collect();
    let walks = parallel::in_portions(&below, FOLDERS, &Progress::default(), |some, _| {
        let mut walks = Vec::with_capacity(some.len());
        for below in some {
            let mut walk = Walk::default();
            descend(folder, entries(folder, below), &mut walk);
            walks.push(walk);
        }
        walks
    });
    let mut walks = walks.into_iter().flatten();
    for met in met {
        match met {
            Met::Folder(_) => walk.join(walks.next().unwrap_or_default()),
            other => descend(folder, vec![other], &mut walk),
        }
    }
    walk.files.shrink_to_fit();
    walk
}

/// What is met in a folder.
pub(super) enum Met {
    Record(Found),
    Refused(Problem),
    Folder(PathBuf),
}

impl Met {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) => Some(path),
            _ => None,
        }
    }
}

/// Adds what was met, and all that lies below it.
fn descend(top: &Path, met: Vec<Met>, walk: &mut Walk) {
    for met in met {
        match met {
            Met::Record(found) => walk.files.push(found),
            Met::Refused(problem) => walk.problems.push(problem),
            Met::Folder(path) => descend(top, entries(top, &path), walk),
        }
    }
}

/// Records and folders in the order of their names: so the files come in the order of their paths.
fn entries(top: &Path, folder: &Path) -> Vec<Met> {
    // The folder of cases itself was named by whoever asks; the names of others may be those of cases.
    let privacy = if folder == top { Privacy::Open } else { Privacy::Unsure };
    let unreadable = |error: &io::Error, help| {
        Met::Refused(Problem::of_file(Code::Unreadable, folder, said(error), help).private(privacy))
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return vec![unreadable(&error, "make the folder readable")],
    };
    let mut met = Vec::new();
    let mut named: Vec<(OsString, fs::FileType)> = Vec::new();
    for entry in entries {
        match entry.and_then(|e| Ok((e.file_name(), e.file_type()?))) {
            Ok(found) => named.push(found),
            Err(error) => met.push(unreadable(&error, "try again")),
        }
    }
    named.sort_by(|(a, _), (b, _)| a.cmp(b));
    met.extend(named.into_iter().filter_map(|(name, kind)| self::met(top, folder, &name, kind)));
    met
}

/// What an entry of a folder is; `None` if it is nothing that concerns anybody.
pub(super) fn met(top: &Path, folder: &Path, name: &OsStr, kind: fs::FileType) -> Option<Met> {
    if name.as_encoded_bytes().starts_with(b".") {
        return None;
    }
    let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
    path.extend([folder, name.as_ref()]);
    if kind.is_dir() {
        return Some(Met::Folder(path));
    }
    // What is wrong with the rules is told where they are read.
    if is_rules_file(name) && folder == top {
        return None;
    }
    // It is not opened, so whether it would be withheld is not known.
    let refused = |message: &str, help: &str| {
        Some(Met::Refused(Problem::of_file(Code::NotAFile, &path, message, help).private(Privacy::Unsure)))
    };
    let stem = name.as_encoded_bytes().len().checked_sub(ENDING.len());
    let ending = stem.and_then(|at| name.as_encoded_bytes().get(at..));
    let is_record = ending.is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING.as_bytes()));
    if kind.is_symlink() {
        let is_folder = fs::metadata(&path).is_ok_and(|m| m.is_dir());
        if !is_record && !is_folder {
            return None;
        }
        let what = if is_folder { "a link to a folder is not followed" } else { "a link is not a record" };
        return refused(what, "put the file itself into the folder");
    }
    if !is_record {
        return None;
    }
    if !kind.is_file() {
        return refused("not a regular file", "remove it from the folder of cases");
    }
    Some(match name.to_str().and_then(|name| name.strip_suffix(ENDING)).filter(|stem| is_id(stem)) {
        Some(id) => Met::Record(Found { id: id.into(), path: path.into(), called: None }),
        None => Met::Refused(bad_name(&path)),
    })
}

/// Leaves out files that share their id with another, each named together with the other: neither
/// can be meant.
#[must_use]
pub fn without_duplicates(files: Vec<Found>) -> (Vec<Problem>, Vec<Found>) {
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by(|a, b| files[*a].id.cmp(&files[*b].id));
    let (mut problems, mut shared) = (Vec::new(), HashSet::new());
    for same in order.chunk_by(|a, b| files[*a].id == files[*b].id).filter(|same| same.len() > 1) {
        let first = &files[same[0]];
        problems.extend(same[1..].iter().map(|other| duplicate(&first.id, first, &files[*other])));
        shared.insert(first.id.clone());
    }
    (problems, files.into_iter().filter(|found| !shared.contains(&found.id)).collect())
}

pub(super) fn duplicate(id: &str, first: &Found, second: &Found) -> Problem {
    let problem = Problem::of_file(
        Code::DuplicateCase,
        second.shown(),
        format!("the case {id} is also in {}", first.shown().display()),
        "rename one of the files, or merge them",
    );
    problem.private(privacy_of(&first.path).max(privacy_of(&second.path)))
}
