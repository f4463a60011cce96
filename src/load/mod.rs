//! From a folder of files to checked cases, and every problem met on the way.
//!
//! `folder` finds the files, `text` reads them as TOML, `record` reads what that means, `check` says what must be true
//! of a whole record and of all records together; the first lines of each say more. `problem` names everything that can
//! be wrong.
//!
//! A record with any error is not loaded: a misspelt `reply` would otherwise turn into a false
//! "overdue". Its problems are reported, all of them, with file, line and column.
//!
//! `check::review` does the further checks of `timeline check`: a record with such a finding is shown all the same, so
//! no other command does them.
//!
//! To add a key: a line in `record::schema`, which drives both readers.
//! To add a check: one documented function in a list of `check` and a code in `problem::Code`.

pub mod check;
pub mod folder;
pub mod problem;
pub mod record;
pub mod text;

use crate::{
    model::{case::Case, communication::Communication, reference::Key, rule::Rules},
    parallel,
    progress::Progress,
};
use check::across::{self, CaseIds};
use check::names::ConfidentialNames;
use folder::Found;
use problem::Problem;
use record::{keep::Keep, quick, strict};
use std::{collections::HashSet, path::Path, sync::atomic::Ordering::Relaxed};
use text::{
    file::FileText,
    tree::{self, TomlTable},
};

/// A record larger than this many bytes is refused.
pub const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Cases and problems, each in order of file.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The records without errors, in order of id.
    pub cases: Vec<Case>,
    /// Every problem, in order of file and line.
    pub problems: Vec<Problem>,
}

/// Loads every record below `folder`.
#[must_use]
pub fn all(folder: &Path, rules: &Rules) -> Loaded {
    whole(folder, rules, &Progress::default())
}

/// The same, with a count of what is done.
#[must_use]
pub fn whole(folder: &Path, rules: &Rules, progress: &Progress) -> Loaded {
    together(folder, progress, |found, buffer| file(found, rules, Keep::Everything, buffer))
}

/// The same for others outside the office: an error beside a case says that it has a name in it that they must not
/// read.
#[must_use]
pub fn whole_for_others(folder: &Path, rules: &Rules, names: &ConfidentialNames, progress: &Progress) -> Loaded {
    together(folder, progress, |found, buffer| file_for_others(found, rules, names, buffer))
}

fn together(folder: &Path, progress: &Progress, file: impl Fn(&Found, &mut Vec<u8>) -> Loaded + Sync) -> Loaded {
    let (files, problems) = files(folder, progress);
    let mut loaded = read(&files, progress, file);
    loaded.problems.extend(problems);
    across::check(&mut loaded, &CaseIds::new(&files), None);
    loaded.problems.sort_by(Problem::order);
    loaded
}

/// Every record below `folder`, and what was refused.
#[must_use]
pub fn files(folder: &Path, progress: &Progress) -> (Vec<Found>, Vec<Problem>) {
    let mut found = folder::walk(folder);
    let (duplicates, files) = folder::without_duplicates(found.files);
    found.problems.extend(duplicates);
    progress.all.store(files.len() as u64, Relaxed);
    (files, found.problems)
}

/// Loads one record by id, without reading any other; a withheld one only if what is `confidential` is asked for.
///
/// # Errors
/// The problem to report: no such case (with the id most like it), an id that is no id, or two files
/// with that id.
pub fn one(folder: &Path, id: &str, confidential: bool, rules: &Rules) -> Result<Loaded, Problem> {
    let found = folder::find(folder, id, confidential)?;
    let mut loaded = file(&found, rules, Keep::Everything, &mut Vec::new());
    loaded.problems.sort_by(Problem::order);
    if !confidential {
        without_withheld_cases(folder, &mut loaded);
    }
    Ok(loaded)
}

/// The same for others outside the office: an error beside the case says that it has a name in it that they must
/// not read.
///
/// # Errors
/// As for [`one`].
pub fn one_for_others(folder: &Path, id: &str, rules: &Rules, names: &ConfidentialNames) -> Result<Loaded, Problem> {
    let found = folder::find(folder, id, false)?;
    let mut loaded = file_for_others(&found, rules, names, &mut Vec::new());
    loaded.problems.sort_by(Problem::order);
    without_withheld_cases(folder, &mut loaded);
    Ok(loaded)
}

/// Takes the ids of withheld cases out of what a record read by itself names as related: where all are read, that is
/// known from the cases themselves.
fn without_withheld_cases(folder: &Path, loaded: &mut Loaded) {
    for case in &mut loaded.cases {
        case.related.retain(|id| !folder::is_withheld_case(folder, id));
    }
}

/// What is wrong between one case, as it is about to be written, and all other records below `folder`.
#[must_use]
pub fn beside_the_others(folder: &Path, rules: &Rules, case: Case) -> Vec<Problem> {
    let (_, files) = folder::without_duplicates(folder::walk(folder).files);
    let keys: HashSet<Key> = case.communications.iter().filter_map(Communication::key).collect();
    let shares_a_letter =
        |other: &Case| other.communications.iter().filter_map(Communication::key).any(|key| keys.contains(&key));
    let others: Vec<&Found> = files.iter().filter(|found| *found.id != *case.id && !keys.is_empty()).collect();
    // Only records that hold a copy of one of its letters are kept.
    let mut loaded = joined(parallel::all(&others, &Progress::default(), |some, buffer| {
        let mut loaded = Loaded::default();
        for found in some {
            let other = file(found, rules, Keep::Letters, buffer);
            loaded.cases.extend(other.cases.into_iter().filter(shares_a_letter));
        }
        loaded
    }));
    let shown = case.file.clone();
    loaded.cases.push(case);
    across::check(&mut loaded, &CaseIds::new(&files), Some(&shown));
    loaded.problems.retain(|problem| problem.file == shown);
    loaded.problems
}

fn read(files: &[Found], progress: &Progress, file: impl Fn(&Found, &mut Vec<u8>) -> Loaded + Sync) -> Loaded {
    joined(parallel::all(files, progress, |some, buffer| {
        let mut loaded = Loaded::default();
        some.iter().for_each(|found| loaded.join(file(found, buffer)));
        loaded
    }))
}

fn joined(each: Vec<Loaded>) -> Loaded {
    let mut loaded = Loaded::default();
    each.into_iter().for_each(|one| loaded.join(one));
    loaded.cases.sort_by(|a, b| a.id.cmp(&b.id));
    loaded
}

/// Reads what is needed of one file, with a buffer that may be used again for the next.
#[must_use]
pub fn file(found: &Found, rules: &Rules, keep: Keep, buffer: &mut Vec<u8>) -> Loaded {
    match folder::read(found, buffer) {
        Ok(text) => part(&found.id, &found.path, text, rules, keep),
        Err(problem) => Loaded { cases: Vec::new(), problems: vec![problem] },
    }
}

/// Reads one file for others outside the office: an error beside its case says that it has a name in it that they must
/// not read. The names are looked for in the same bytes that the case was read from, even if the file changes
/// meanwhile.
#[must_use]
pub fn file_for_others(found: &Found, rules: &Rules, names: &ConfidentialNames, buffer: &mut Vec<u8>) -> Loaded {
    if names.is_empty() {
        return file(found, rules, Keep::Everything, buffer);
    }
    match folder::read(found, buffer) {
        Ok(text) => text_and(&found.id, found.shown(), text, rules, |case, source, table| {
            check::for_others(case, source, table, names);
        }),
        Err(problem) => Loaded { cases: Vec::new(), problems: vec![problem] },
    }
}

/// Reads the text of one record: its case if there was no error in it.
#[must_use]
pub fn text(id: &str, shown: &Path, text: &str, rules: &Rules) -> Loaded {
    part(id, shown, text, rules, Keep::Everything)
}

/// Reads what is needed of the text of one record, and checks all of it.
#[must_use]
pub fn part(id: &str, shown: &Path, text: &str, rules: &Rules, keep: Keep) -> Loaded {
    if let Some(case) = quick::read(text, id, shown, rules, keep) {
        return Loaded { cases: vec![case], problems: Vec::new() };
    }
    let mut loaded = strictly(id, shown, text, rules);
    // A record with problems or with something withheld is kept whole: both rest on everything in it.
    if loaded.problems.is_empty() {
        loaded.cases.iter_mut().filter(|case| !case.marked).for_each(|case| keep.thin(case));
    }
    loaded
}

/// Reads the text of one record by the reader that says what a record means, and what is wrong with it.
#[must_use]
pub fn strictly(id: &str, shown: &Path, text: &str, rules: &Rules) -> Loaded {
    text_and(id, shown, text, rules, |_, _, _| {})
}

/// Reads the text of one record, and takes a second look at it if it is without errors.
fn text_and(
    id: &str,
    shown: &Path,
    text: &str,
    rules: &Rules,
    look: impl FnOnce(&Case, &FileText<'_>, &TomlTable<'_>),
) -> Loaded {
    let source = FileText::new(shown, text);
    let (table, errors) = tree::parse(text);
    let case = strict::read(&source, &table, &errors, id, rules).filter(|_| !source.has_errors());
    if let Some(case) = &case {
        look(case, &source, &table);
    }
    Loaded { cases: case.into_iter().collect(), problems: source.into_problems() }
}

impl Loaded {
    /// Adds what else was loaded.
    pub fn join(&mut self, other: Self) {
        if self.cases.is_empty() {
            // Cases are large: the first need not be moved.
            self.cases = other.cases;
        } else {
            self.cases.extend(other.cases);
        }
        self.problems.extend(other.problems);
    }
}
