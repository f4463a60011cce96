//! Names of people that are taken for each other, since they differ only in letters that look alike or cannot be seen.

use crate::{
    load::problem::{Code, Privacy, Problem},
    model::case::Case,
};
use std::path::PathBuf;
use unicode_security::skeleton;

/// What to do about two names in letters that look alike.
pub(super) const OTHER_LETTERS: &str =
    "if they are one person, write both alike; else add to one what tells them apart, as a second name";

/// What a name looks like, whatever letters it is written in (Unicode Technical Standard 39, skeletons): two of one
/// shape are taken for each other.
pub(super) fn shape(name: &str) -> String {
    skeleton(&name.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The name of a person in a record.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PersonName {
    shape: String,
    file: PathBuf,
    line: usize,
    name: String,
    privacy: Privacy,
}

/// The names of everybody in a case.
pub(super) fn names_of(case: &Case) -> impl Iterator<Item = PersonName> {
    case.people.iter().flat_map(move |person| {
        let privacy = match (case.confidential, person.entry.confidential) {
            (true, _) => Privacy::Case,
            (false, true) => Privacy::Entry,
            (false, false) => Privacy::Open,
        };
        person.all_names().map(move |name| PersonName {
            shape: shape(name),
            file: case.file.clone(),
            line: person.entry.line,
            name: name.to_owned(),
            privacy,
        })
    })
}

/// No names in two records differ only by letters that look alike, or that cannot be seen. In one record the same is
/// looked for with the rest of what concerns it.
pub(super) fn people(mut names: Vec<PersonName>) -> Vec<Problem> {
    names.sort_unstable();
    let mut problems = Vec::new();
    for alike in names.chunk_by(|a, b| a.shape == b.shape) {
        let first = &alike[0];
        for other in alike.iter().filter(|other| other.name != first.name && other.file != first.file) {
            let place = format!("{}:{}", first.file.display(), first.line);
            let message =
                format!("{:?} looks like {:?} of {place}, but is written in other letters", other.name, first.name);
            // The problem is shown at `other`. If `first` is in a withheld record and `other` in an open one, file and
            // line of `other` may be told, but no name: as with a withheld entry.
            let privacy = match (other.privacy, first.privacy) {
                (Privacy::Open, Privacy::Open) => Privacy::Open,
                (Privacy::Case, _) => Privacy::Case,
                _ => Privacy::Entry,
            };
            let problem = Problem::of_file(Code::LookAlike, &other.file, message, OTHER_LETTERS).private(privacy);
            problems.push(Problem { at: Some((other.line, 1)), ..problem });
        }
    }
    problems
}
