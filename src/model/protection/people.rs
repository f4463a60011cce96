//! What was done to people in spite of the orders that protect them.

use super::{Incident, Outcome, ProtectionOrder};
use crate::model::{
    case::Case,
    date::{Date, DayRange},
    event::{Event, EventKind, Liberty, Standing},
    person::Role,
    vocabulary::Vocabulary,
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// So often, at most, an order is held against a person whom it protects and what happened to them. No case comes near
/// it; more would take minutes.
const MOST_LOOKED_AT: usize = 1_000_000;

/// A day known within bounds that ends an order.
#[derive(Clone, Copy)]
pub(super) enum End {
    /// It ends on that day; at what hour, nobody knows.
    On(DayRange),
    /// That day is the last on which it is in force.
    After(DayRange),
}

impl End {
    /// Whether the order may have been in force on `day` as far as this end tells, and whether it certainly was.
    fn leaves(self, day: DayRange) -> (bool, bool) {
        match self {
            Self::On(end) => (day.earliest <= end.latest, day.latest < end.earliest),
            Self::After(end) => (day.earliest <= end.latest, day.latest <= end.earliest),
        }
    }
}

/// What was done to people in spite of the orders that protect them.
pub(super) fn against_people<'a>(
    case: &'a Case,
    orders: &[ProtectionOrder<'a>],
    as_of: NaiveDate,
) -> Vec<Incident<'a>> {
    let people: HashMap<&str, bool> = case.people.iter().map(|p| (p.id.as_str(), p.role == Role::Victim)).collect();
    let victims: Vec<&str> = case.people.iter().filter(|p| p.role == Role::Victim).map(|p| p.id.as_str()).collect();
    let mut of = About::default();
    for event in &case.events {
        if event.planned.is_none() && event.date.as_ref().is_some_and(|date| date.has_come(as_of)) {
            of.add(event);
        }
    }
    let mut room = MOST_LOOKED_AT;
    let mut found: Vec<Incident<'a>> = Vec::new();
    for order in orders {
        let Some(given) = order.date().map(Date::start) else { continue };
        // An event that concerns several of its people is told once; it is certain if it is so for any of them.
        let mut of_order: HashMap<usize, Incident<'a>> = HashMap::new();
        let named = order.people().iter().map(String::as_str);
        let all = victims.iter().copied().filter(|_| order.people().is_empty());
        for person in named.chain(all) {
            // Who is withheld is told nothing of.
            let Some(is_victim) = people.get(person).copied() else { continue };
            // What certainly came before the order ended others.
            let lifted = of.lifted(person, is_victim).filter(|day| day.latest >= given.earliest);
            let ends: Vec<End> = order.ends().chain(lifted.map(End::On)).collect();
            room = room.saturating_sub(1 + ends.len());
            for event in of.done(person, is_victim) {
                let Some(left) = room.checked_sub(1 + ends.len()) else { return found };
                room = left;
                let day = event.days();
                let (mut may, mut surely) = (day.latest >= given.earliest, day.earliest > given.latest);
                for end in &ends {
                    let (may_be, is) = end.leaves(day);
                    (may, surely) = (may && may_be, surely && is);
                }
                let Some(outcome) = outcome(event).filter(|_| may) else { continue };
                // Whether a withheld event had ended it is not known.
                let possible = !surely || is_doubted(event) || case.lifted_withheld;
                let (kind, date) = (event.kind.name(), event.date.as_ref());
                let (what, entry) = (event.what.as_str(), &event.entry);
                let incident = Incident { order: *order, outcome, possible, kind, date, what, entry };
                of_order.entry(entry.offset).or_insert(incident).possible &= possible;
            }
        }
        found.extend(of_order.into_values());
    }
    found
}

/// Events that matter to people under protection: by the people they name, and those that name nobody and so concern
/// every victim.
#[derive(Default)]
struct About<'a> {
    named: HashMap<&'a str, Vec<&'a Event>>,
    of_all: Vec<&'a Event>,
    lifted_named: HashMap<&'a str, Vec<DayRange>>,
    lifted_of_all: Vec<DayRange>,
}

impl<'a> About<'a> {
    fn add(&mut self, event: &'a Event) {
        let people = || event.people.iter().map(String::as_str);
        if outcome(event).is_some() {
            people().for_each(|id| self.named.entry(id).or_default().push(event));
            self.of_all.extend(Some(event).filter(|event| event.people.is_empty()));
        } else if event.kind == EventKind::ProtectionLifted {
            people().for_each(|id| self.lifted_named.entry(id).or_default().push(event.days()));
            self.lifted_of_all.extend(Some(event.days()).filter(|_| event.people.is_empty()));
        }
    }

    fn done(&self, person: &str, is_victim: bool) -> impl Iterator<Item = &'a Event> {
        let all = self.of_all.iter().filter(move |_| is_victim);
        self.named.get(person).into_iter().flatten().chain(all).copied()
    }

    fn lifted(&self, person: &str, is_victim: bool) -> impl Iterator<Item = DayRange> {
        let all = self.lifted_of_all.iter().filter(move |_| is_victim);
        self.lifted_named.get(person).into_iter().flatten().chain(all).copied()
    }
}

/// What an event means for somebody under protection.
fn outcome(event: &Event) -> Option<Outcome> {
    match event.kind {
        EventKind::Removal | EventKind::Execution => Some(Outcome::Breach),
        EventKind::Death | EventKind::RemainsFound => Some(Outcome::Death),
        _ if event.liberty == Some(Liberty::Dead) => Some(Outcome::Death),
        _ => None,
    }
}

/// Whether it is only claimed, or its day says nothing of the day of the death.
fn is_doubted(event: &Event) -> bool {
    event.kind == EventKind::RemainsFound || matches!(event.standing, Some(Standing::Alleged | Standing::Disputed))
}
