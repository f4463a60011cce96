//! One claim: a row of a list as a program gets it, in a sentence, with the steps that lead there.

use super::file::{CaseId, Claim, Step};
use crate::{
    model::{case::Case, demand::Pursuit},
    render,
    report::{
        Table, World,
        column::NOTE,
        demands,
        detained::{self, Found},
        letters::{self, Line},
        why::{self, Subject},
        words,
    },
};

/// What a claim is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How a letter stands towards one addressee.
    Letter,
    /// How a demand stands.
    Demand,
    /// Somebody's liberty.
    Liberty,
}

/// How a letter stands towards one addressee.
#[must_use]
pub fn of_letter(line: &Line<'_>, world: &World<'_>) -> Claim {
    let subject = why::of_letter(line, world);
    let stands = words::say(&subject.status).to_owned();
    of_row(&letters::table(std::slice::from_ref(line)), stands, line.letter.names(), subject)
}

/// How a demand stands.
#[must_use]
pub fn of_demand(case: &Case, pursuit: &Pursuit<'_>, world: &World<'_>) -> Claim {
    let subject = why::of_demand(case, pursuit, world);
    let open = demands::open_words(pursuit, world.as_of).map(|days| format!("; first made {days} days ago"));
    let stands = format!("{}{}", words::say(&subject.status), open.unwrap_or_default());
    of_row(&demands::table([(case, pursuit)], world), stands, beside(case), subject)
}

/// How it stands with somebody's liberty.
#[must_use]
pub fn of_liberty(found: &Found<'_>, world: &World<'_>) -> Claim {
    let subject = why::of_liberty(found.case, &found.life, world);
    let stands = words::liberty::sentence(&found.life);
    of_row(&detained::table(std::slice::from_ref(found)), stands, beside(found.case), subject)
}

/// The case, and those that share a letter with it: what they say of it is news of this one too.
fn beside(case: &Case) -> Vec<String> {
    let shared = case.communications.iter().filter_map(|letter| letter.shared.as_ref());
    shared.flat_map(|shared| shared.cases.iter().cloned()).chain([case.id.clone()]).collect()
}

fn of_row(table: &Table, stands: String, mut records: Vec<String>, subject: Subject) -> Claim {
    records.sort_unstable();
    records.dedup();
    let mut row = render::objects(table).into_iter().next().unwrap_or_default();
    // The note is left out: it is the office's own.
    row.shift_remove(NOTE.key);
    let step = |step: why::Step| Step { step: step.step.into(), says: step.says, sources: step.sources };
    Claim {
        claim: subject.title,
        stands,
        records: records.into_iter().map(CaseId).collect(),
        row,
        why: subject.steps.into_iter().map(step).collect(),
    }
}
