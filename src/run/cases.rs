//! Which records a command reads, and what is said of ids that none of them has.

use super::{Call, Stop};
use crate::{
    load::{self, Loaded, check::names::ConfidentialNames, folder, problem::Problem, record::keep::Keep},
    model::{communication::Communication, reference::Key, rule::Rules, vocabulary::nearest},
    parallel,
    progress::Progress,
    withhold::Open,
};
use memchr::memmem;
use std::{borrow::Cow, collections::HashSet, path::Path};

/// Every record of the folder.
pub(super) fn all(folder: &Path, rules: &Rules, call: &Call<'_>) -> Loaded {
    call.at_work("reading", |progress| load::whole(folder, rules, progress))
}

/// Every record of the folder, for others outside the office: see [`crate::gather::at_fault`]. If what is confidential was asked
/// for, it is not for others.
pub(super) fn all_for_others(folder: &Path, rules: &Rules, call: &Call<'_>) -> Loaded {
    match call.shared.confidential {
        true => all(folder, rules, call),
        false => call.at_work("reading", |progress| {
            load::whole_for_others(folder, rules, &confidential_names(folder, rules), progress)
        }),
    }
}

/// The names of confidential people of all records, whichever are asked for.
pub(super) fn confidential_names(folder: &Path, rules: &Rules) -> ConfidentialNames {
    ConfidentialNames::of_files(&folder::walk(folder).files, rules, &Progress::default())
}

/// The cases with these ids, each read alone; a wrong id does not keep the others from being shown.
///
/// # Errors
/// The problem, if only one was asked for.
pub(super) fn some(folder: &Path, ids: &[String], confidential: bool, rules: &Rules) -> Result<Loaded, Stop> {
    each(ids, |id| load::one(folder, id, confidential, rules))
}

/// The same for others outside the office.
///
/// # Errors
/// As for [`some`].
pub(super) fn some_for_others(
    folder: &Path,
    ids: &[String],
    confidential: bool,
    rules: &Rules,
) -> Result<Loaded, Stop> {
    if confidential {
        return some(folder, ids, confidential, rules);
    }
    let names = confidential_names(folder, rules);
    each(ids, |id| load::one_for_others(folder, id, rules, &names))
}

/// Other records that hold a copy of a letter that has no answer in these: they may have the answer.
///
/// Only letters with a reference of the United Nations are looked for. Each file is first searched for such a reference
/// as text; a record without it is not parsed.
pub(super) fn with_copies_of(loaded: &Loaded, folder: &Path, rules: &Rules, call: &Call<'_>) -> Loaded {
    let unanswered = |letter: &&Communication| !letter.replies.iter().any(|reply| reply.kind.stops_the_clock());
    let letters = loaded.cases.iter().flat_map(|case| &case.communications).filter(unanswered);
    let wanted: HashSet<Key> = letters.filter_map(Communication::key).collect();
    if wanted.is_empty() {
        return Loaded::default();
    }
    let here: HashSet<&str> = loaded.cases.iter().map(|case| case.id.as_str()).collect();
    let found = call.at_work("looking for other records of the same letters", |progress| {
        let (mut files, _) = load::files(folder, progress);
        files.retain(|file| !here.contains(&*file.id));
        parallel::all(&files, progress, |files, buffer| {
            let mut loaded = Loaded::default();
            for file in files {
                // A file that cannot be read is passed over here: `check` and every list report it.
                let Ok(text) = folder::read(file, buffer) else { continue };
                if references(text).any(|key| wanted.contains(&key)) {
                    loaded.join(load::part(&file.id, file.shown(), text, rules, Keep::Everything));
                }
            }
            loaded
        })
    });
    let mut copies = Loaded::default();
    found.into_iter().for_each(|some| copies.join(some));
    copies
}

/// What stands behind `ref =` in a text and reads as a reference of the United Nations.
fn references(text: &str) -> impl Iterator<Item = Key> {
    memmem::find_iter(text.as_bytes(), "ref").filter_map(|at| {
        let value = text[at + "ref".len()..].trim_start_matches(['"', '\'', ' ', '\t']).strip_prefix('=')?;
        let value = value.lines().next()?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        Key::parse(value[1..].split(quote).find(|part| !part.is_empty())?)
    })
}

fn each(ids: &[String], read: impl Fn(&str) -> Result<Loaded, Problem>) -> Result<Loaded, Stop> {
    let mut loaded = Loaded::default();
    for id in each_once(ids) {
        match read(id) {
            Ok(one) => loaded.join(one),
            Err(problem) if ids.len() == 1 => return Err(Stop::Problem(Box::new(problem))),
            Err(problem) => loaded.problems.push(problem),
        }
    }
    Ok(loaded)
}

/// A problem for each id that none of the open cases has. A withheld case is not told apart from none.
pub(super) fn unknown(open: &[String], problems: &[Problem], ids: &[String], folder: &Path) -> Vec<Problem> {
    let named = |id: &str| problems.iter().any(|p| names(p, id));
    let missing = each_once(ids).filter(|id| !open.contains(id) && !named(id));
    missing.map(|id| folder::unknown(folder, id, nearest(id, open.iter().map(String::as_str)))).collect()
}

/// Whether a problem already tells what is wrong with this case.
fn names(problem: &Problem, id: &str) -> bool {
    problem.file.file_stem().is_some_and(|stem| stem == id) || problem.message.contains(&format!("{id:?}"))
}

/// The cases asked for, in the order asked for and each once; all of them if none was.
pub(super) fn chosen<'a>(cases: &'a [Open], ids: &[String]) -> Cow<'a, [Open]> {
    match ids {
        [] => Cow::Borrowed(cases),
        // Already those, in that order, as where `show` has read just these.
        ids if cases.iter().map(|case| &case.id).eq(ids) => Cow::Borrowed(cases),
        ids => each_once(ids).filter_map(|id| cases.iter().find(|c| c.id == *id)).cloned().collect(),
    }
}

/// Each id once, in the order in which it is first named.
fn each_once(ids: &[String]) -> impl Iterator<Item = &String> {
    ids.iter().enumerate().filter(|(n, id)| !ids[..*n].contains(id)).map(|(_, id)| id)
}
