//! A record read straight from its bytes into the model.
//!
//! Each entry is read by the table of its keys (`schema`), each value held against what its key takes. Nothing is
//! reported here: of anything unusual or wrong this reader says nothing at all, and `record` reads the whole. What it
//! does read is what `record` reads (`tests/differential.rs`). What a list does not need is checked like everything
//! else and forgotten line by line.

mod ids;
pub(super) mod lexer;
#[cfg(test)]
mod tests;
mod values;

use super::{
    links::{MOST_CONCERNED, link},
    needs::Needs,
    schema::{Context, Kind, Written},
};
use crate::model::{
    case::Case,
    charge::Charge,
    communication::Communication,
    demand::{Demand, Update},
    event::{Claim, Event, EventKind},
    protection::has_orders,
    rule::Rules,
    statement::Statement,
};
use std::path::Path;
use values::{Heading, Values};

/// What is needed of the case in a text; `None` if anything in it is unusual or wrong.
#[must_use]
pub fn read(text: &str, id: &str, file: &Path, rules: &Rules, needs: Needs) -> Option<Case> {
    let all = needs == Needs::Everything;
    let context = Context::new(rules);
    let mut values = Values::new(text, all);
    let (mut case, _): (Case, _) = values.read(&context)?;
    (case.id, case.file) = (id.into(), file.to_path_buf());
    let (mut last, mut events, mut has_successor) = (Last::default(), 0, None);
    loop {
        let heading = values.heading()?;
        case.marked = values.marked;
        // Of what is withheld, the whole record tells.
        if case.marked && !all {
            return read(text, id, file, rules, Needs::Everything);
        }
        let kind = match heading {
            Heading::End => break,
            Heading::ClaimIn(kind) => {
                values.keeps = last.takes_claims(kind)?;
                let (claim, _) = values.read(&context)?;
                if values.keeps {
                    claims_of(kind, &mut case)?.push(claim);
                }
                continue;
            }
            Heading::Entry(kind) => kind,
        };
        // Of letters, everything is needed in any case, and of suspensions, which can be written in them.
        values.keeps = all || matches!(kind, Kind::Letter | Kind::Suspension);
        match kind {
            Kind::Event => {
                events += 1;
                let (event, met) = event_needed(&mut values, &context)?;
                last.is::<Event>(kind, met, event.is_some());
                case.events.extend(event);
            }
            Kind::Source => keep(all, values.read(&context)?.0, &mut case.sources),
            Kind::Demand => {
                let (demand, met): (Demand, _) = values.read(&context)?;
                values.ids.demand_is_read();
                has_successor = Some(met & Demand::KEYS.bit("superseded_by") != 0);
                keep(all, demand, &mut case.demands);
            }
            Kind::Update => {
                let (update, _): (Update, _) = values.read(&Context { has_successor: has_successor?, ..context })?;
                if let Some(demand) = case.demands.last_mut() {
                    demand.updates.push(update);
                }
            }
            Kind::Letter => {
                let (letter, met) = values.read(&context)?;
                last.is::<Communication>(kind, met, true);
                case.communications.push(letter);
            }
            Kind::Reply => {
                let letter = case.communications.last_mut()?;
                letter.replies.push(values.read(&Context { addressees: &letter.to, ..context })?.0);
            }
            Kind::Extension => {
                let letter = case.communications.last_mut()?;
                letter.extensions.push(values.read(&Context { addressees: &letter.to, ..context })?.0);
            }
            Kind::Suspension => case.communications.last_mut()?.suspensions.push(values.read(&context)?.0),
            Kind::Reminder => {
                let letter = case.communications.last_mut()?;
                letter.reminders.push(values.read(&Context { addressees: &letter.to, ..context })?.0);
            }
            Kind::Person => case.people.push(values.read(&context)?.0),
            Kind::Statement => {
                let (statement, met) = values.read(&context)?;
                last.is::<Statement>(kind, met, all);
                keep(all, statement, &mut case.statements);
            }
            Kind::Charge => {
                let (charge, met) = values.read(&context)?;
                last.is::<Charge>(kind, met, all);
                keep(all, charge, &mut case.charges);
            }
            Kind::Case | Kind::Claim | Kind::Rule => return None,
        }
    }
    // On an order of protection much else bears.
    if !all && has_orders(&case) {
        return read(text, id, file, rules, Needs::Everything);
    }
    // Whether so many events concern too many people, `record` tells: here not all events are kept.
    if !values.ids.are_right() || case.people.len() * events > MOST_CONCERNED {
        return None;
    }
    link(&mut case);
    Some(case)
}

fn keep<T>(needed: bool, entry: T, into: &mut Vec<T>) {
    if needed {
        into.push(entry);
    }
}

/// The last entry of each kind that claims can stand under: whether it is kept; `None` if there is none, or if its
/// claims stand in a line of it.
#[derive(Default)]
struct Last([Option<bool>; 4]);

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

    fn is<T: Written>(&mut self, kind: Kind, met: u64, kept: bool) {
        if let Some(place) = Self::place(kind) {
            let has_claims = met & T::KEYS.bit(Kind::Claim.path()) != 0;
            self.0[place] = (!has_claims).then_some(kept);
        }
    }

    fn takes_claims(&self, kind: Kind) -> Option<bool> {
        self.0[Self::place(kind)?]
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

/// An event, if it is needed: where not everything is, those are that orders of protection are about. And which of its
/// keys are written.
fn event_needed(values: &mut Values<'_>, context: &Context<'_>) -> Option<(Option<Event>, u64)> {
    let start = values.at();
    let (event, met): (Event, _) = values.read(context)?;
    if values.keeps {
        return Some((Some(event), met));
    }
    if event.kind != EventKind::ProtectionOrder {
        return Some((None, met));
    }
    values.back_to(start);
    values.keeps = true;
    values.read(context).map(|(event, met)| (Some(event), met))
}
