//! What `timeline check` looks at: the records asked for, with everything that can be said of them.
//!
//! A record inside the folder of cases is checked against all others there; a file from elsewhere, which
//! a commit hook may name, by itself.

use super::{
    CheckContext,
    across::{self, CaseIds},
    look_alike::{self, PersonName, names_of},
    names::ConfidentialNames,
    remote,
    sharing::{self, Letters, letters_of},
};
use crate::{
    load::{
        self, Loaded, check,
        folder::{self, Found, RULES_FILE, rules},
        problem::{Code, Privacy, Problem},
        record::keep::Keep,
        text_and,
    },
    model::rule::Rules,
    parallel,
    progress::Progress,
};
use chrono::NaiveDate;
use std::{
    collections::{HashMap, HashSet},
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// Whether a word of the command line is the path of a file rather than the id of a case.
#[must_use]
pub fn is_path(asked: &str) -> bool {
    asked.contains(['/', '.', std::path::MAIN_SEPARATOR])
}

/// Everything that is wrong with these records, or with all of `folder` if none is named, as of a day.
/// Without a folder only paths can be asked for. `variables` are the names of those in the environment that steer git
/// elsewhere.
#[must_use]
pub fn review(
    folder: Option<&Path>,
    asked: &[String],
    confidential: bool,
    as_of: NaiveDate,
    variables: &[OsString],
) -> Vec<Problem> {
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
    let judge = CheckContext { rules: &rules, as_of, names: &names };
    let is_wanted = |file: &Path| asked.is_empty() || wanted.contains_key(&place(file));
    let Seen { mut problems, open, marked: mut marked_files, .. } = seen(&inside, &judge, is_wanted);
    problems.extend(across::findings(&open.into_iter().collect(), &inside));
    problems.append(&mut elsewhere);
    // Of two files with one id the second is reported, whichever was asked for.
    let same_id = |file: &Path| wanted.values().any(|path| path.file_stem() == file.file_stem());
    problems.retain(|p| is_wanted(&p.file) || p.code == Code::DuplicateCase && same_id(&p.file));
    let alone = parallel::all(&files, &Progress::default(), |some, buffer| {
        let mut seen = Seen::default();
        for found in some {
            let loaded = file(found, &judge, true, buffer);
            seen.marked.extend(marked(&loaded));
            seen.problems.extend(loaded.problems);
        }
        seen
    });
    for seen in alone {
        problems.extend(seen.problems);
        marked_files.extend(seen.marked);
    }
    problems.extend(remote::findings(&marked_files, &problems, folder, variables));
    problems.extend(misnamed);
    problems.extend(not_found);
    // The name of a withheld file may be told to whoever named that file.
    let named: HashSet<PathBuf> = asked.iter().filter(|word| is_path(word)).map(|word| place(word.as_ref())).collect();
    for problem in problems.iter_mut().filter(|p| p.privacy == Privacy::Unsure) {
        if named.contains(&place(&problem.file)) {
            problem.privacy = Privacy::Open;
        }
    }
    problems.sort_by(Problem::order);
    problems
}

/// What is kept of records that were checked, the records themselves being dropped.
#[derive(Default)]
struct Seen {
    problems: Vec<Problem>,
    /// Ids of cases that are not withheld.
    open: Vec<Box<str>>,
    letters: Letters,
    /// Names of people.
    people: Vec<PersonName>,
    /// Files of those that are wanted and hold something confidential.
    marked: Vec<PathBuf>,
}

/// The files of cases that hold something confidential, or are so as a whole.
fn marked(loaded: &Loaded) -> impl Iterator<Item = PathBuf> {
    loaded.cases.iter().filter(|case| case.confidential || case.marked).map(|case| case.file.clone())
}

/// What is wrong with the records of the folder that are wanted, and the ids of all that are not withheld. Each is
/// looked at by itself, and those that share a letter once more together.
fn seen(files: &[Found], judge: &CheckContext<'_>, is_wanted: impl Fn(&Path) -> bool + Sync) -> Seen {
    let ids = CaseIds::new(files);
    let numbers: Vec<u32> = (0..).zip(files).map(|(n, _)| n).collect();
    let each = parallel::all(&numbers, &Progress::default(), |some, buffer| {
        let mut seen = Seen::default();
        for n in some {
            let found = &files[*n as usize];
            let is_wanted = is_wanted(&found.path);
            let mut loaded = file(found, judge, is_wanted, buffer);
            seen.letters.extend(loaded.cases.iter().flat_map(|case| letters_of(case, *n)));
            seen.people.extend(loaded.cases.iter().flat_map(names_of));
            seen.marked.extend(marked(&loaded).filter(|_| is_wanted));
            across::check(&mut loaded, &ids, None);
            seen.open.extend(loaded.cases.iter().filter(|case| !case.confidential).map(|case| case.id.as_str().into()));
            seen.problems.extend(loaded.problems.into_iter().filter(|_| is_wanted));
        }
        seen
    });
    let mut all = Seen::default();
    for Seen { problems, open, letters, people, marked } in each {
        all.problems.extend(problems);
        all.open.extend(open);
        all.letters.extend(letters);
        all.people.extend(people);
        all.marked.extend(marked);
    }
    all.problems.extend(look_alike::people(std::mem::take(&mut all.people)));
    let groups = sharing::groups(std::mem::take(&mut all.letters), files.len());
    let copies = parallel::all(&groups, &Progress::default(), |groups, buffer| {
        let mut problems = Vec::new();
        for group in groups {
            let mut loaded = Loaded::default();
            for n in group {
                loaded.cases.extend(load::file(&files[*n as usize], judge.rules, Keep::Letters, buffer).cases);
            }
            across::copies(&mut loaded, None);
            problems.extend(loaded.problems);
        }
        problems
    });
    all.problems.extend(copies.into_iter().flatten());
    all
}

/// Reads one file, and says of a record that is wanted everything that can be said.
fn file(found: &Found, judge: &CheckContext<'_>, is_wanted: bool, buffer: &mut Vec<u8>) -> Loaded {
    match folder::read(found, buffer) {
        Ok(read) if is_wanted => text_and(&found.id, found.shown(), read, judge.rules, |case, source, table| {
            check::findings(case, source, table, judge);
        }),
        Ok(read) => load::text(&found.id, found.shown(), read, judge.rules),
        Err(problem) => Loaded { cases: Vec::new(), problems: vec![problem] },
    }
}

/// Everything that can be said of the text of one record by itself.
#[must_use]
pub fn text(id: &str, shown: &Path, text: &str, rules: &Rules, as_of: NaiveDate) -> Loaded {
    text_and(id, shown, text, rules, |case, source, table| {
        check::findings(
            case,
            source,
            table,
            &CheckContext { rules, as_of, names: &ConfidentialNames::of_cases([case]) },
        );
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
