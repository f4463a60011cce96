//! A record read straight from its bytes into the model.
//!
//! Each entry is read by the table of its keys (`schema`), each value held against what its key takes. Nothing is
//! reported here: for a record with anything unusual or wrong this reader returns `None`, and `strict` reads it. What
//! it does read is what `strict` reads (`tests/differential.rs`). What a list does not need is checked like everything
//! else and forgotten line by line.

mod ids;
#[cfg(test)]
mod tests;
mod values;

use super::{
    keep::{Keep, Kept},
    links::{MOST_CONCERNED, link},
    schema::{Context, Keyed, Kind},
};
use crate::model::{
    case::Case,
    charge::Charge,
    communication::Communication,
    demand::{Demand, Update},
    event::{Claim, Event, EventKind},
    person::Person,
    protection::has_orders,
    rule::Rules,
    source::Source,
    statement::Statement,
};
use std::path::Path;
use values::{Heading, Values};

/// What is needed of the case in a text; `None` if anything in it is unusual or wrong.
#[must_use]
pub fn read(text: &str, id: &str, file: &Path, rules: &Rules, keep: Keep) -> Option<Case> {
    let all = keep == Keep::Everything;
    let context = Context::new(rules);
    let mut values = Values::new(text, keep.of(Kind::Case));
    let mut case = Case { id: id.into(), file: file.to_path_buf(), ..Case::default() };
    values.read_into(&mut case, &context)?;
    let (mut last, mut events, mut people, mut has_successor) = (Last::default(), 0, 0, None);
    // Entries that are not needed are read, to be checked, into a spare entry of their kind, one after the other.
    let mut forgotten = Forgotten::default();
    loop {
        let heading = values.heading()?;
        case.marked = values.marked;
        // If anything is marked, the record is read again and kept whole.
        if case.marked && !all {
            return read(text, id, file, rules, Keep::Everything);
        }
        let kind = match heading {
            Heading::End => break,
            Heading::ClaimIn(kind) => {
                last.takes_claims(kind)?;
                values.kept = keep.of(kind);
                let claims = match values.kept {
                    Kept::Whole | Kept::Facts => claims_of(kind, &mut case)?,
                    Kept::Nothing => cleared(&mut forgotten.claims),
                };
                values.read(claims, &context)?;
                continue;
            }
            Heading::Entry(kind) => kind,
        };
        values.kept = keep.of(kind);
        let is_kept = values.kept != Kept::Nothing;
        match kind {
            Kind::Event => {
                events += 1;
                let met = values.read(&mut case.events, &context)?;
                // An order of protection is kept, so that it is found below.
                let is_order = case.events.last().is_some_and(|event| event.kind == EventKind::ProtectionOrder);
                if !is_kept && !is_order {
                    case.events.pop();
                }
                last.is::<Event>(kind, met);
            }
            Kind::Source => {
                values.read(into(is_kept, &mut case.sources, &mut forgotten.sources), &context)?;
            }
            Kind::Demand => {
                let met = values.read(into(is_kept, &mut case.demands, &mut forgotten.demands), &context)?;
                values.ids.demand_is_read();
                has_successor = Some(met & Demand::KEYS.bit("superseded_by") != 0);
            }
            Kind::Update => {
                let context = Context { has_successor: has_successor?, ..context };
                let kept = case.demands.last_mut().map(|demand| &mut demand.updates);
                values.read(kept.unwrap_or_else(|| cleared(&mut forgotten.updates)), &context)?;
            }
            Kind::Letter => {
                let met = values.read(&mut case.communications, &context)?;
                last.is::<Communication>(kind, met);
            }
            Kind::Reply => {
                let letter = case.communications.last_mut()?;
                values.read(&mut letter.replies, &Context { addressees: &letter.to, ..context })?;
            }
            Kind::Extension => {
                let letter = case.communications.last_mut()?;
                values.read(&mut letter.extensions, &Context { addressees: &letter.to, ..context })?;
            }
            Kind::Suspension => {
                values.read(&mut case.communications.last_mut()?.suspensions, &context)?;
            }
            Kind::Reminder => {
                let letter = case.communications.last_mut()?;
                values.read(&mut letter.reminders, &Context { addressees: &letter.to, ..context })?;
            }
            Kind::Person => {
                people += 1;
                values.read(into(is_kept, &mut case.people, &mut forgotten.people), &context)?;
            }
            Kind::Statement => {
                let met = values.read(into(is_kept, &mut case.statements, &mut forgotten.statements), &context)?;
                last.is::<Statement>(kind, met);
            }
            Kind::Charge => {
                let met = values.read(into(is_kept, &mut case.charges, &mut forgotten.charges), &context)?;
                last.is::<Charge>(kind, met);
            }
            Kind::Case | Kind::Claim | Kind::Rule => return None,
        }
    }
    // With an order of protection, the record is read again and kept whole.
    if !all && has_orders(&case) {
        return read(text, id, file, rules, Keep::Everything);
    }
    // Whether there are too many pairs of victims and events is for `strict` to say: here not all events are kept.
    if !values.ids.are_right() || people * events > MOST_CONCERNED {
        return None;
    }
    link(&mut case);
    Some(case)
}

/// Entries that are checked and not needed: of each kind the last.
#[derive(Default)]
struct Forgotten {
    charges: Vec<Charge>,
    claims: Vec<Claim>,
    demands: Vec<Demand>,
    people: Vec<Person>,
    sources: Vec<Source>,
    statements: Vec<Statement>,
    updates: Vec<Update>,
}

/// Where an entry is read to.
fn into<'e, T>(needed: bool, kept: &'e mut Vec<T>, forgotten: &'e mut Vec<T>) -> &'e mut Vec<T> {
    if needed { kept } else { cleared(forgotten) }
}

/// The same, empty.
fn cleared<T>(entries: &mut Vec<T>) -> &mut Vec<T> {
    entries.clear();
    entries
}

/// For each kind that can have claims: whether its last entry can have `[[….disputed]]` headings, which it cannot if it
/// has `disputed = […]`.
#[derive(Default)]
struct Last([bool; 4]);

impl Last {
    const fn place(kind: Kind) -> Option<usize> {
        match kind {
            Kind::Event => Some(0),
            Kind::Charge => Some(1),
            Kind::Statement => Some(2),
            Kind::Letter => Some(3),
            Kind::Case
            | Kind::Person
            | Kind::Reply
            | Kind::Extension
            | Kind::Suspension
            | Kind::Reminder
            | Kind::Demand
            | Kind::Update
            | Kind::Source
            | Kind::Rule
            | Kind::Claim => None,
        }
    }

    fn is<T: Keyed>(&mut self, kind: Kind, met: u64) {
        if let Some(place) = Self::place(kind) {
            self.0[place] = met & T::KEYS.bit(Kind::Claim.path()) == 0;
        }
    }

    fn takes_claims(&self, kind: Kind) -> Option<()> {
        self.0[Self::place(kind)?].then_some(())
    }
}

/// The claims of the last entry of a kind.
fn claims_of(kind: Kind, case: &mut Case) -> Option<&mut Vec<Claim>> {
    match Last::place(kind)? {
        0 => case.events.last_mut().map(|event| &mut event.disputed),
        1 => case.charges.last_mut().map(|charge| &mut charge.disputed),
        2 => case.statements.last_mut().map(|statement| &mut statement.disputed),
        _ => case.communications.last_mut().map(|letter| &mut letter.disputed),
    }
}
