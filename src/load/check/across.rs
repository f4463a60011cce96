//! What must be true of all records together.

use crate::{
    load::{
        Loaded,
        folder::{Found, like, skeleton},
        problem::{Code, Privacy, Problem},
        text::file::{Counts, MOST, not_told},
    },
    model::{
        case::Case,
        communication::Communication,
        letter::{claims_the_same, contradiction},
        reference::Key,
    },
};
use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::OnceLock,
};
use unicode_normalization::UnicodeNormalization;

/// The ids of all records, looked at only when a record names another.
#[derive(Debug)]
pub struct CaseIds<'f> {
    files: &'f [Found],
    known: OnceLock<HashSet<&'f str>>,
}

impl<'f> CaseIds<'f> {
    /// The ids of these files.
    #[must_use]
    pub const fn new(files: &'f [Found]) -> Self {
        Self { files, known: OnceLock::new() }
    }

    fn has(&self, id: &str) -> bool {
        self.known.get_or_init(|| self.files.iter().map(|f| &*f.id).collect()).contains(id)
    }

    /// The id most like this one, unless its case is withheld.
    fn like(&self, id: &str) -> Option<&'f str> {
        // Only ids with the same first letter are compared: it is rarely the misspelt one, and there may be very many
        // ids.
        let begins = |found: &&Found| found.id.as_bytes().first() == id.as_bytes().first();
        like(id, &self.files.iter().filter(begins).collect::<Vec<_>>())
    }
}

/// Checks the records against each other. Cases that fail are left out, but for those whose copies of a letter
/// contradict each other: both claims are shown, and it is not known how that letter stands. Of contradicting
/// copies the later is at fault: in the order of files, `written` after all others.
pub fn check(loaded: &mut Loaded, ids: &CaseIds<'_>, written: Option<&Path>) {
    let problems = dangling_relations(&loaded.cases, ids);
    copies(loaded, written);
    if !problems.is_empty() {
        let failed: HashSet<_> = problems.iter().map(|p| p.file.clone()).collect();
        loaded.cases.retain(|case| !failed.contains(&case.file));
        loaded.problems.extend(problems);
    }
}

/// Checks copies of one letter against each other, and nothing else.
pub fn copies(loaded: &mut Loaded, written: Option<&Path>) {
    let problems = contradicting_copies(&mut loaded.cases, written);
    loaded.problems.extend(problems);
}

/// What only `timeline check` asks for: names of files and folders that are taken for each other, by
/// people or by systems that do not tell capitals apart. `open` are the ids of cases that are not withheld.
#[must_use]
pub fn findings(open: &HashSet<Box<str>>, files: &[Found]) -> Vec<Problem> {
    // A record that could not be read may be confidential, so it is not named.
    let privacy = |found: &Found| if open.contains(&*found.id) { Privacy::Open } else { Privacy::Case };
    let mut ids: HashMap<String, &Found> = HashMap::new();
    let mut folders: HashMap<String, &Path> = HashMap::new();
    let mut problems = Vec::new();
    for found in files {
        if let Some(other) = ids.insert(skeleton(&found.id), found) {
            let message = format!("{:?} looks like {:?} in {}", found.id, other.id, other.shown().display());
            let help = "if they are one case, merge the files; else give one a name that cannot be mistaken";
            let privacy = privacy(found).max(privacy(other));
            problems.push(Problem::of_file(Code::LookAlike, found.shown(), message, help).private(privacy));
        }
        for folder in found.path.ancestors().skip(1) {
            let folded = folder.to_string_lossy().nfc().collect::<String>().to_lowercase();
            let first = *folders.entry(folded).or_insert(folder);
            // Only the outermost folders that differ are told, not every folder below them.
            if first != folder && first.parent() == folder.parent() {
                let message = format!("the folder {} differs from {} only by case", folder.display(), first.display());
                let help = "give both one name: some systems cannot keep them apart";
                problems.push(Problem::of_file(Code::LookAlike, found.shown(), message, help).private(privacy(found)));
            }
        }
    }
    problems
}

/// A problem on this line of a record, told no further than the record itself.
fn in_case(case: &Case, code: Code, line: Option<usize>, message: String, help: String) -> Problem {
    Problem {
        at: line.map(|line| (line, 1)),
        privacy: privacy(case),
        ..Problem::of_file(code, &case.file, message, help)
    }
}

fn privacy(case: &Case) -> Privacy {
    if case.confidential { Privacy::Case } else { Privacy::Open }
}

/// Every related case exists.
fn dangling_relations(cases: &[Case], ids: &CaseIds<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for case in cases {
        let mut dangling = case.related.iter().filter(|id| !ids.has(id));
        // The search for the id that was meant looks at every id, so it is done only for the problems that are told.
        for related in dangling.by_ref().take(MOST) {
            let help = match ids.like(related) {
                Some(like) => format!("did you mean {like:?}?"),
                None => "write the id of a case in this folder".into(),
            };
            let message = format!("`related`: there is no case {related:?}");
            problems.push(in_case(case, Code::DanglingId, None, message, help));
        }
        let more = dangling.count();
        let counts = Counts::from_iter((more > 0).then_some((Code::DanglingId, more)));
        problems.extend(not_told(&case.file, &counts).map(|more| Problem { privacy: privacy(case), ..more }));
    }
    problems
}

/// Copies of one letter agree: each odd one is named with the first that it contradicts.
fn contradicting_copies(cases: &mut [Case], written: Option<&Path>) -> Vec<Problem> {
    if cases.len() < 2 {
        // Two copies in one record are an error by themselves.
        return Vec::new();
    }
    let letters = cases.iter().enumerate().flat_map(|(at, case)| (0..case.communications.len()).map(move |n| (at, n)));
    let mut copies: Vec<(Key, (usize, usize))> =
        letters.filter_map(|(at, n)| Some((cases[at].communications[n].key()?, (at, n)))).collect();
    copies.sort_by_key(|(key, (at, n))| {
        let file = cases[*at].file.as_path();
        (*key, written == Some(file), file, *n)
    });
    let (mut problems, mut hidden) = (Vec::new(), Vec::new());
    for same in copies.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1) {
        let (key, texts) = (same[0].0, same.iter().map(|(_, (at, n))| &cases[*at].communications[*n]));
        for (odd, other, differs) in odd_copies(&texts.collect::<Vec<_>>()) {
            let (first, n) = same[other].1;
            let (at, m) = same[odd].1;
            let (there, other) = (&cases[first], &cases[first].communications[n]);
            let (here, letter) = (&cases[at], &cases[at].communications[m]);
            let mut problem = in_case(
                here,
                Code::ContradictingCopies,
                Some(letter.entry.line),
                format!("`{differs}` of {key} contradicts {}:{}", there.file.display(), other.entry.line),
                "one letter has one history: correct the record that is wrong".into(),
            );
            let is_hidden = |case: &Case, copy: &Communication| case.confidential || copy.entry.confidential;
            if there.confidential || letter.entry.confidential || other.entry.confidential {
                problem.privacy = problem.privacy.max(Privacy::Entry);
            }
            problems.push(problem);
            if is_hidden(there, other) || is_hidden(here, letter) {
                hidden.extend([(first, n), (at, m)]);
            }
        }
    }
    // Where one copy is withheld, the status of the other is unknown: it may be the one that is wrong.
    hidden.into_iter().for_each(|(at, n)| cases[at].communications[n].withheld.push(None));
    problems
}

/// Up to so many different copies, each is compared with all others, to find those that contradict most; of more, only
/// with those before it.
const MOST_COMPARED: usize = 1000;

/// The places of the copies that do not fit the others, in order, each with the place of the first that it contradicts
/// and the key on which it does. Of two that contradict each other the one is odd that contradicts more copies, else
/// the later.
fn odd_copies(copies: &[&Communication]) -> Vec<(usize, usize, &'static str)> {
    // Equal copies are compared once: each different copy, with the places of all that are equal to it.
    let mut wordings: Vec<(&Communication, Vec<usize>)> = Vec::new();
    for (place, copy) in copies.iter().enumerate() {
        match wordings.iter_mut().find(|(wording, _)| claims_the_same(wording, copy)) {
            Some((_, places)) => places.push(place),
            None => wordings.push((copy, vec![place])),
        }
    }
    let against = |(wording, _): &(&Communication, Vec<usize>)| -> usize {
        let contradicted = wordings.iter().filter(|(other, _)| contradiction(wording, other).is_some());
        contradicted.map(|(_, places)| places.len()).sum()
    };
    let mut order: Vec<usize> = (0..wordings.len()).collect();
    if wordings.len() <= MOST_COMPARED {
        order.sort_by_cached_key(|at| against(&wordings[*at]));
    }
    let (mut fitting, mut odd): (Vec<(&Communication, usize)>, Vec<_>) = (Vec::new(), Vec::new());
    for (wording, places) in order.into_iter().map(|at| &wordings[at]) {
        let met = fitting.iter().find_map(|(other, first)| Some((*first, contradiction(other, wording)?)));
        match met {
            Some((other, differs)) => odd.extend(places.iter().map(|place| (*place, other, differs))),
            None => fitting.push((wording, places[0])),
        }
    }
    odd.sort_unstable();
    odd
}
