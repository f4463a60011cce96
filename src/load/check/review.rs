//! What `timeline check` looks at: the records asked for, with everything that can be said of them.
//!
//! A record inside the folder of cases is checked against all others there; a file from elsewhere, which
//! a commit hook may name, by itself.

use super::{
    Judge,
    across::{self, CaseIds},
    names::ConfidentialNames,
};
use crate::{
    load::{
        self, Loaded, check,
        folder::{self, Found, RULES_FILE, rules},
        joined,
        problem::{Code, Privacy, Problem},
        text_and,
    },
    model::rule::Rules,
    parallel,
    progress::Progress,
};
use chrono::NaiveDate;
use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

/// Whether a word of the command line is the path of a file rather than the id of a case.
#[must_use]
pub fn is_path(asked: &str) -> bool {
    asked.contains(['/', '.', std::path::MAIN_SEPARATOR])
}

/// Everything that is wrong with these records, or with all of `folder` if none is named, as of a day.
/// Without a folder only paths can be asked for.
#[must_use]
pub fn review(folder: Option<&Path>, asked: &[String], confidential: bool, as_of: NaiveDate) -> Loaded {
    let (rules, of_rules) = match folder.map(rules::of) {
        None => (Rules::default(), Vec::new()),
        Some(Ok(rules)) => (rules, Vec::new()),
        Some(Err(problems)) => (Rules::unread(), problems),
    };
    let walk = folder.map(folder::walk).unwrap_or_default();
    let every_file = walk.files.clone();
    let (duplicates, mut inside) = folder::without_duplicates(walk.files);
    let mut elsewhere = [of_rules, walk.problems, duplicates].concat();
    // Each file asked for, under what the reader calls it.
    let mut wanted: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut not_found = Vec::new();
    for word in asked {
        match named(folder, word, confidential) {
            Ok(path) => drop(wanted.entry(place(&path)).or_insert(path)),
            Err(problem) => not_found.push(problem),
        }
    }
    let mut outside = wanted.clone();
    folder.map(|folder| outside.remove(&place(&folder.join(RULES_FILE))));
    elsewhere.iter().for_each(|problem| drop(outside.remove(&place(&problem.file))));
    if !asked.is_empty() {
        for found in &mut inside {
            if let Some(shown) = outside.remove(&place(&found.path)) {
                found.called = Some(Box::new(shown));
            }
        }
    }
    let (files, misnamed) = records(outside.into_values().collect());
    // A name that is confidential in one record is so in all of them.
    let names = ConfidentialNames::of_files(&[every_file, files.clone()].concat(), &rules, &Progress::default());
    let judge = Judge { rules: &rules, as_of, names: &names };
    let is_wanted = |file: &Path| asked.is_empty() || wanted.contains_key(&place(file));
    let look = |files: &[Found]| {
        joined(parallel::all(files, &Progress::default(), |some, buffer| {
            let mut loaded = Loaded::default();
            some.iter().for_each(|found| loaded.join(file(found, &judge, is_wanted(&found.path), buffer)));
            loaded
        }))
    };
    let mut loaded = look(&inside);
    across::check(&mut loaded, &CaseIds::new(&inside), None);
    let look_alikes = across::findings(&loaded, &inside);
    loaded.problems.extend(look_alikes);
    loaded.problems.append(&mut elsewhere);
    // Of two files with one id the second is reported, whichever was asked for.
    let same_id = |file: &Path| wanted.values().any(|path| path.file_stem() == file.file_stem());
    loaded.problems.retain(|p| is_wanted(&p.file) || p.code == Code::DuplicateCase && same_id(&p.file));
    loaded.join(look(&files));
    loaded.problems.extend(misnamed);
    loaded.problems.extend(not_found);
    // Who names the file knows its name.
    let named: HashSet<PathBuf> = asked.iter().filter(|word| is_path(word)).map(|word| place(word.as_ref())).collect();
    for problem in loaded.problems.iter_mut().filter(|p| p.privacy == Privacy::Unsure) {
        if named.contains(&place(&problem.file)) {
            problem.privacy = Privacy::Open;
        }
    }
    loaded.problems.sort_by(Problem::order);
    loaded
}

/// Reads one file, and says of a record that is wanted everything that can be said.
fn file(found: &Found, judge: &Judge<'_>, is_wanted: bool, buffer: &mut Vec<u8>) -> Loaded {
    match folder::read(found, buffer) {
        Ok(read) if is_wanted => {
            text_and(&found.id, found.shown(), read, judge.rules, |case, source| check::findings(case, source, judge))
        }
        Ok(read) => load::text(&found.id, found.shown(), read, judge.rules),
        Err(problem) => Loaded { cases: Vec::new(), problems: vec![problem] },
    }
}

/// Everything that can be said of the text of one record by itself.
#[must_use]
pub fn text(id: &str, shown: &Path, text: &str, rules: &Rules, as_of: NaiveDate) -> Loaded {
    text_and(id, shown, text, rules, |case, source| {
        check::findings(case, source, &Judge { rules, as_of, names: &ConfidentialNames::of_cases([case]) });
    })
}

/// Where a file is, by whatever path it was reached.
fn place(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The file that a word of the command line names: by its path, or by the id of its case.
fn named(folder: Option<&Path>, word: &str, confidential: bool) -> Result<PathBuf, Problem> {
    let path = Path::new(word);
    match folder {
        Some(folder) if !is_path(word) => folder::find(folder, word, confidential).map(|found| found.path.into()),
        _ => match fs::symlink_metadata(path) {
            Ok(meta) if meta.is_file() => Ok(path.to_path_buf()),
            Ok(_) => Err(Problem::of_file(Code::NotAFile, path, "not a regular file", "name the record itself")),
            Err(error) => {
                Err(Problem::of_file(Code::Unreadable, path, folder::said(&error), "name a file that is there"))
            }
        },
    }
}

/// Which of these files can be records, and what is wrong with the names of the others.
fn records(paths: Vec<PathBuf>) -> (Vec<Found>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match folder::id_of(&path) {
            Some(id) => files.push(Found::new(&id, &path)),
            None => problems.push(folder::bad_name(&path)),
        }
    }
    (files, problems)
}
