//! Confidential entries, taken out between loading and reporting: no report and no format ever sees them.
//!
//! Reports take cases as [`Open`], and only this module makes one: what did not pass through here cannot be
//! reported. `entries` takes out what is marked in one case; it names every field of every entry, so that a
//! new one does not compile until somebody has said what becomes of it.

mod between;
mod entries;

pub use between::join_marks;

use crate::{
    load::{
        Loaded,
        problem::{Privacy, Problem},
    },
    model::{case::Case, communication::Communication, letter, reference::Key, vocabulary::Vocabulary},
};
use std::{borrow::Borrow, collections::HashSet, ops::Deref};

/// A case as it may be reported: without what is confidential, unless that was asked for.
#[derive(Clone, Debug)]
pub struct Open {
    case: Case,
    taken: Taken,
}

impl Open {
    /// What was taken out of it.
    #[must_use]
    pub const fn taken(&self) -> Taken {
        self.taken
    }
}

impl Deref for Open {
    type Target = Case;

    fn deref(&self) -> &Case {
        &self.case
    }
}

impl Borrow<Case> for Open {
    fn borrow(&self) -> &Case {
        &self.case
    }
}

/// How many entries were taken out of one case, table by table: where any was, "none" and "0" are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// People.
    pub people: usize,
    /// Events.
    pub events: usize,
    /// Charges, those against people who were taken out included.
    pub charges: usize,
    /// Statements.
    pub statements: usize,
    /// Letters, with what is inside them.
    pub letters: usize,
    /// Replies, extensions and reminders of letters that are shown.
    pub answers: usize,
    /// Demands, with what is inside them.
    pub demands: usize,
    /// Updates of demands that are shown.
    pub updates: usize,
    /// Sources.
    pub sources: usize,
}

impl Taken {
    /// All of them together.
    #[must_use]
    pub const fn all(self) -> usize {
        let Self { people, events, charges, statements, letters, answers, demands, updates, sources } = self;
        people + events + charges + statements + letters + answers + demands + updates + sources
    }
}

/// What was loaded, as it may be reported.
#[derive(Debug, Default)]
pub struct Opened {
    /// The cases, in the order in which they were loaded.
    pub cases: Vec<Open>,
    /// The problems, in the same order.
    pub problems: Vec<Problem>,
    /// How much is missing.
    pub withheld: Withheld,
}

impl Opened {
    /// Brings the copies of each letter together, before any case is chosen from these.
    #[must_use]
    pub fn shared(mut self) -> Self {
        letter::share(self.cases.iter_mut().map(|open| &mut open.case));
        self
    }
}

/// How much was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Whole cases.
    pub cases: usize,
    /// Entries of cases that are shown.
    pub entries: usize,
    /// Problems in withheld cases.
    pub problems: usize,
    /// Files that cannot be read, of which it is not known whether they are confidential.
    pub unsure: usize,
    /// Nothing was, though something is confidential: it was asked for.
    pub included: bool,
}

impl Withheld {
    /// Whether anything was: then numbers are those of what is shown.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.cases + self.entries + self.problems + self.unsure > 0
    }

    /// Whether anything is wrong with records that may not be named.
    #[must_use]
    pub const fn has_problems(self) -> bool {
        self.problems + self.unsure > 0
    }

    /// What was taken out of one of two versions of the same records, at least: most of it is in both.
    #[must_use]
    pub fn of_both(self, other: Self) -> Self {
        Self {
            cases: self.cases.max(other.cases),
            entries: self.entries.max(other.entries),
            problems: self.problems.max(other.problems),
            unsure: self.unsure.max(other.unsure),
            included: self.included || other.included,
        }
    }

    /// Adds what was taken out elsewhere.
    pub const fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.entries += other.entries;
        self.problems += other.problems;
        self.unsure += other.unsure;
        self.included |= other.included;
    }
}

/// Everything as it was loaded, what is confidential included: somebody asked for it.
#[must_use]
pub fn include(loaded: Loaded) -> Opened {
    let Loaded { cases, problems } = loaded;
    let included = cases.iter().any(|case| case.confidential || case.marked)
        || problems.iter().any(|p| p.privacy != Privacy::Open);
    let whole = |case| Open { case, taken: Taken::default() };
    Opened {
        cases: cases.into_iter().map(whole).collect(),
        problems,
        withheld: Withheld { included, ..Withheld::default() },
    }
}

/// Takes everything confidential out of what was loaded.
#[must_use]
pub fn withhold(loaded: Loaded) -> Opened {
    let Loaded { mut cases, mut problems } = loaded;
    let mut withheld = Withheld::default();
    let secret: HashSet<String> = cases.iter().filter(|c| c.confidential).map(|c| c.id.clone()).collect();
    withheld.cases = secret.len();
    // A withheld record that could not be read is withheld as well.
    let broken = problems.iter().filter(|p| p.privacy >= Privacy::Unsure);
    let broken = broken.filter_map(|p| p.file.file_stem()?.to_str().map(str::to_owned));
    let secret: HashSet<String> = secret.into_iter().chain(broken).collect();
    let copies = hidden_copies(&cases);
    cases.retain(|case| !case.confidential);
    let mut opened = Vec::with_capacity(cases.len());
    for mut case in cases {
        case.related.retain(|id| !secret.contains(id));
        for letter in &mut case.communications {
            if !copies.is_empty() && letter.key().is_some_and(|key| copies.contains(&key)) {
                letter.withheld.push(None);
            }
        }
        let taken = entries::take_out(&mut case);
        withheld.entries += taken.all();
        opened.push(Open { case, taken });
    }
    let of = |privacy| problems.iter().filter(|p| p.privacy == privacy).count();
    (withheld.problems, withheld.unsure) = (of(Privacy::Case), of(Privacy::Unsure));
    problems.retain(|p| p.privacy < Privacy::Unsure);
    problems.iter_mut().for_each(silence);
    Opened { cases: opened, problems, withheld }
}

/// Letters of which a withheld copy tells something that moves their clock.
fn hidden_copies(cases: &[Case]) -> HashSet<Key> {
    let copies = cases.iter().flat_map(|case| case.communications.iter().map(move |c| (case.confidential, c)));
    let hidden = copies.filter(|(case, c)| *case || c.entry.confidential);
    hidden.filter(|(_, c)| moves_the_clock(c)).filter_map(|(_, c)| c.key()).collect()
}

/// Whether a letter tells more of its clock than that it was sent.
fn moves_the_clock(letter: &Communication) -> bool {
    let Communication {
        // What tells the letter from others, and what every copy has.
        entry: _,
        id: _,
        reference: _,
        procedure: _,
        from: _,
        to: _,
        filed: _,
        sent: _,
        published: _,
        follows: _,
        people: _,
        owed_by: _,
        // Silence and a reminder leave the clock as it is.
        no_reply_as_of: _,
        reminders: _,
        // Claims of others stand beside what the record says.
        disputed: _,
        withheld: _,
        shared: _,
        due,
        decided,
        reply_unknown,
        suspensions,
        withdrawn,
        replies,
        extensions,
    } = letter;
    *reply_unknown
        || !replies.is_empty()
        || !extensions.is_empty()
        || !suspensions.is_empty()
        || [due, decided, withdrawn].iter().any(|date| date.is_some())
}

/// Leaves of a problem in a confidential entry only where and what it is.
fn silence(problem: &mut Problem) {
    if problem.privacy == Privacy::Entry && problem.code.quotes() {
        problem.message = problem.code.meaning().trim_end_matches('.').to_lowercase();
        problem.help = "the line is confidential: --confidential shows what is wrong with it".into();
        problem.excerpt = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_what_is_withheld_counts() {
        let none = Withheld::default();
        let cases = Withheld { cases: 1, ..none };
        let entries = Withheld { entries: 1, ..none };
        let problems = Withheld { problems: 1, ..none };
        let unsure = Withheld { unsure: 1, ..none };
        assert!(!none.is_any() && !none.has_problems() && !Withheld { included: true, ..none }.is_any());
        assert!([cases, entries, problems, unsure].into_iter().all(Withheld::is_any));
        assert!(!cases.has_problems() && !entries.has_problems());
        assert!(problems.has_problems() && unsure.has_problems() && Withheld { problems: 1, ..unsure }.has_problems());
    }

    #[test]
    fn all_that_was_taken_out_is_counted() {
        let taken = Taken {
            people: 1,
            events: 2,
            charges: 4,
            statements: 8,
            letters: 16,
            answers: 32,
            demands: 64,
            updates: 128,
            sources: 256,
        };
        assert_eq!(taken.all(), 511);
    }
}
