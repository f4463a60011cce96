//! One record by the id of its case, and which id may have been meant.

use super::{
    Found,
    id::{ENDING, is_id},
    walk::{Met, duplicate, met, walk},
};
use crate::{
    load::{
        problem::{Code, Privacy, Problem},
        text::head::privacy_of,
    },
    model::vocabulary::nearest,
};
use std::{ffi::OsStr, fs, path::Path};

/// The file of one case. Its name is looked for in the whole folder: where two files have it, neither can be meant.
/// Unless what is `confidential` is asked for, nothing tells a case that is withheld from none.
///
/// # Errors
/// No such case, an id that is no id, or two files with that id.
pub fn find(folder: &Path, id: &str, confidential: bool) -> Result<Found, Problem> {
    if !is_id(id) {
        let help = "an id has small letters a to z, digits and hyphens; `timeline list` shows all";
        return Err(Problem::of_file(Code::UnknownCase, folder, format!("{id:?} is not the id of a case"), help));
    }
    let may_tell = |privacy| confidential || privacy == Privacy::Open;
    match only(folder, id) {
        Some(Ok(found)) if may_tell(privacy_of(&found.path)) => Ok(found),
        Some(Err(problem)) if may_tell(problem.privacy) => Err(problem),
        _ => Err(unknown(folder, id, like(id, &walk(folder).files.iter().collect::<Vec<_>>()))),
    }
}

/// Whether there is a case with this id that is withheld, or may be: told by the heads of files alone.
#[must_use]
pub fn is_withheld_case(folder: &Path, id: &str) -> bool {
    is_id(id)
        && only(folder, id).is_some_and(|found| match found {
            Ok(found) => privacy_of(&found.path) != Privacy::Open,
            Err(problem) => problem.privacy != Privacy::Open,
        })
}

/// The one file with this id, or what is wrong with it; `None` if there is none.
fn only(folder: &Path, id: &str) -> Option<Result<Found, Problem>> {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for met in named(folder, folder, format!("{id}{ENDING}").as_ref()) {
        match met {
            Met::Record(found) => files.push(found),
            Met::Refused(problem) => refused.push(problem),
            Met::Folder(_) => {}
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    match files.as_slice() {
        [one] => Some(Ok(one.clone())),
        [first, second, ..] => Some(Err(duplicate(id, first, second))),
        [] => refused.pop().map(Err),
    }
}

/// What has this name in a folder and those below it. Nothing else is looked at, as there may be very many files.
fn named(top: &Path, folder: &Path, name: &OsStr) -> Vec<Met> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut named = Vec::new();
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        if !kind.is_dir() && entry.file_name() != name {
            continue;
        }
        match met(top, folder, &entry.file_name(), kind) {
            Some(Met::Folder(below)) => named.extend(self::named(top, &below, name)),
            met => named.extend(met),
        }
    }
    named
}

/// The id most like this one of those whose cases are not withheld; only the few files are opened that it can be.
pub(in crate::load) fn like<'f>(id: &str, files: &[&'f Found]) -> Option<&'f str> {
    /// If so many ids that are more like it are all of withheld cases, no id is proposed.
    const WITHHELD: usize = 20;
    let mut withheld: Vec<&str> = Vec::new();
    while withheld.len() < WITHHELD {
        let like = nearest(id, files.iter().map(|f| &*f.id).filter(|id| !withheld.contains(id)))?;
        if files.iter().filter(|f| *f.id == *like).all(|f| !is_withheld(f)) {
            return Some(like);
        }
        withheld.push(like);
    }
    None
}

/// The problem that no case has this id, with the id most like it. It is the same for a withheld case.
#[must_use]
pub fn unknown(folder: &Path, id: &str, like: Option<&str>) -> Problem {
    let like = match like {
        _ if Path::new(id).is_dir() => format!("a folder of cases is named with --cases {id}; "),
        Some(like) => format!("did you mean {like}? "),
        None => String::new(),
    };
    let help = format!("{like}`timeline list` shows all cases; those that are withheld need --confidential");
    Problem::of_file(Code::UnknownCase, folder, format!("there is no case {id:?}, or it is withheld"), help)
}

/// The ids that begin with `prefix`, for completion; withheld cases are left out.
#[must_use]
pub fn ids(folder: &Path, prefix: &str) -> Vec<String> {
    let files = walk(folder).files;
    files.into_iter().filter(|f| f.id.starts_with(prefix) && !is_withheld(f)).map(|f| f.id.into()).collect()
}

/// Whether the head of the file marks the whole case as confidential, or cannot be read: told
/// without reading the record.
#[must_use]
pub fn is_withheld(found: &Found) -> bool {
    privacy_of(&found.path) != Privacy::Open
}
