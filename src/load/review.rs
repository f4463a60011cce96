//! What `timeline check` looks at: the records asked for, with everything that can be said of them.
//!
//! A record inside the folder of cases is checked against all others there; a file from elsewhere, which
//! a commit hook may name, by itself.

use super::needs::Needs;
use super::{
    Loaded, across, check, each, file,
    folder::{self, Found, RULES_FILE},
    problem::{Code, Problem},
    rules, text_and,
};
use crate::model::rule::Rules;
use chrono::NaiveDate;
use std::{
    collections::HashMap,
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
pub fn review(folder: Option<&Path>, asked: &[String], as_of: NaiveDate) -> Loaded {
    let (rules, of_rules) = folder.map_or_else(Default::default, rules::of);
    let walk = folder.map(folder::walk).unwrap_or_default();
    let (duplicates, mut inside) = folder::without_duplicates(walk.files);
    let mut elsewhere = [of_rules.problems, walk.problems, duplicates].concat();
    // Each file asked for, under what the reader calls it.
    let mut wanted: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut not_found = Vec::new();
    for word in asked {
        match named(folder, word) {
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
                found.shown = shown;
            }
        }
    }
    let is_wanted = |file: &Path| asked.is_empty() || wanted.contains_key(&place(file));
    let look = |found: &Found| {
        file(found, &rules, |case, source| {
            if is_wanted(&found.path) {
                check::findings(case, source, &rules, as_of);
            }
        })
    };
    let mut loaded = each(&inside, look);
    across::check(&mut loaded, &inside);
    let names = across::findings(&loaded, &inside);
    loaded.problems.extend(names);
    loaded.problems.append(&mut elsewhere);
    // Of two files with one id the second is reported, whichever was asked for.
    let same_id = |file: &Path| wanted.values().any(|path| path.file_stem() == file.file_stem());
    loaded.problems.retain(|p| is_wanted(&p.file) || p.code == Code::DuplicateCase && same_id(&p.file));
    let (files, misnamed) = records(outside.into_values().collect());
    loaded.join(each(&files, look));
    loaded.problems.extend(misnamed);
    loaded.problems.extend(not_found);
    loaded.problems.sort_by(Problem::order);
    loaded
}

/// Everything that can be said of the text of one record by itself.
#[must_use]
pub fn text(id: &str, shown: &Path, text: &str, rules: &Rules, as_of: NaiveDate) -> Loaded {
    text_and(id, shown, text, rules, Needs::Everything, |case, source| check::findings(case, source, rules, as_of))
}

/// Where a file is, by whatever path it was reached.
fn place(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The file that a word of the command line names: by its path, or by the id of its case.
fn named(folder: Option<&Path>, word: &str) -> Result<PathBuf, Problem> {
    let path = Path::new(word);
    match folder {
        Some(folder) if !is_path(word) => folder::find(folder, word).map(|found| found.shown),
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
            Some(id) => files.push(Found { id, shown: path.clone(), path }),
            None => problems.push(folder::bad_name(&path)),
        }
    }
    (files, problems)
}
