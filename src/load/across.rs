//! What must be true of all records together.

use super::{Loaded, folder::Found, problem::Code, problem::Privacy, problem::Problem};
use crate::model::{
    case::Case, communication::Communication, letter::contradiction, reference::Key, vocabulary::nearest,
};
use std::collections::HashSet;

/// Checks the records against each other. Cases that fail are left out.
pub fn check(loaded: &mut Loaded, files: &[Found]) {
    let mut problems = dangling_relations(&loaded.cases, files);
    problems.extend(contradicting_copies(&loaded.cases));
    let failed: HashSet<_> = problems.iter().map(|p| p.file.clone()).collect();
    loaded.cases.retain(|case| !failed.contains(&case.file));
    loaded.problems.append(&mut problems);
}

fn in_case(case: &Case, code: Code, line: Option<usize>, message: String, help: String) -> Problem {
    Problem {
        at: line.map(|line| (line, 1)),
        privacy: if case.confidential { Privacy::Case } else { Privacy::Open },
        ..Problem::of_file(code, &case.file, message, help)
    }
}

/// Every related case exists.
fn dangling_relations(cases: &[Case], files: &[Found]) -> Vec<Problem> {
    if cases.iter().all(|case| case.related.is_empty()) {
        return Vec::new();
    }
    let ids: HashSet<&str> = files.iter().map(|f| f.id.as_str()).collect();
    let open: Vec<&str> = cases.iter().filter(|c| !c.confidential).map(|c| c.id.as_str()).collect();
    let mut problems = Vec::new();
    for case in cases {
        for related in case.related.iter().filter(|id| !ids.contains(id.as_str())) {
            let help = match nearest(related, open.iter().copied()) {
                Some(like) => format!("did you mean {like:?}?"),
                None => "write the id of a case in this folder".into(),
            };
            problems.push(in_case(
                case,
                Code::DanglingId,
                None,
                format!("`related`: there is no case {related:?}"),
                help,
            ));
        }
    }
    problems
}

/// Copies of one letter agree. Each record that contradicts another is named with it.
fn contradicting_copies(cases: &[Case]) -> Vec<Problem> {
    let letters = cases.iter().flat_map(|case| case.communications.iter().map(move |letter| (case, letter)));
    let mut copies: Vec<(Key, (&Case, &Communication))> =
        letters.filter_map(|(case, letter)| Some((letter.key()?, (case, letter)))).collect();
    copies.sort_by_key(|(key, _)| *key);
    let mut problems = Vec::new();
    for same in copies.chunk_by(|(a, _), (b, _)| a == b) {
        for (i, (key, (a_case, a))) in same.iter().enumerate() {
            for (_, (b_case, b)) in &same[i + 1..] {
                let Some(differs) = contradiction(a, b) else { continue };
                for (here, letter, there, other) in [(a_case, a, b_case, b), (b_case, b, a_case, a)] {
                    let mut problem = in_case(
                        here,
                        Code::ContradictingCopies,
                        Some(letter.entry.line),
                        format!("`{differs}` of {key} contradicts {}:{}", there.file.display(), other.entry.line),
                        "one letter has one history: correct the record that is wrong".into(),
                    );
                    if there.confidential || letter.entry.confidential || other.entry.confidential {
                        problem.privacy = problem.privacy.max(Privacy::Entry);
                    }
                    problems.push(problem);
                }
            }
        }
    }
    problems
}
