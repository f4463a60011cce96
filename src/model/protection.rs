//! Protection orders: interim measures in force, and what breached them.
//!
//! An order is an event of kind `protection-order` or a letter of a procedure for interim measures.
//! It is in force from its day until its own date ends or the letter is withdrawn. A `removal` or a
//! `death` of the same people while it is in force is a breach.

use super::{
    case::{Case, Entry},
    communication::Communication,
    date::{Date, DayRange, FAR_FUTURE},
    event::{Event, EventKind},
    person::Role,
};
use chrono::NaiveDate;

/// Procedures whose letters order protection.
pub const PROCEDURES: [&str; 4] =
    ["interim-measures", "iachr-precautionary-measures", "echr-rule-39", "achpr-provisional-measures"];

/// A protection order of a case.
#[derive(Clone, Copy, Debug)]
pub enum Order<'a> {
    /// A letter that asks for interim measures.
    Letter(&'a Communication),
    /// An order on record as an event.
    Event(&'a Event),
}

impl<'a> Order<'a> {
    /// What to call it.
    #[must_use]
    pub fn label(&self) -> &'a str {
        match self {
            Self::Letter(letter) => letter.label(),
            Self::Event(event) => &event.what,
        }
    }

    /// The entry of the record.
    #[must_use]
    pub const fn entry(&self) -> &'a Entry {
        match self {
            Self::Letter(letter) => &letter.entry,
            Self::Event(event) => &event.entry,
        }
    }

    /// The day it was given.
    #[must_use]
    pub const fn date(&self) -> Option<&'a Date> {
        match self {
            Self::Letter(letter) => letter.sent.as_ref(),
            Self::Event(event) => event.date.as_ref(),
        }
    }

    /// The last day on which it was in force, if it has ended.
    #[must_use]
    pub fn end(&self) -> Option<DayRange> {
        match self {
            Self::Letter(letter) => letter.withdrawn.as_ref().map(Date::bounds),
            Self::Event(event) => event.date.as_ref().and_then(Date::end),
        }
    }

    /// Ids of the people it protects, as written; none means every victim.
    fn people(&self) -> &'a [String] {
        match self {
            Self::Letter(letter) => &letter.people,
            Self::Event(event) => &event.people,
        }
    }
}

/// What was done against an order in force.
#[derive(Clone, Copy, Debug)]
pub struct Breach<'a> {
    /// The order.
    pub order: Order<'a>,
    /// The removal or death.
    pub by: &'a Event,
    /// Whether it was in force on that day whichever day an imprecise date means. Otherwise it may
    /// have been, and is said to be possible only.
    pub certain: bool,
}

/// Every order of the case that had been given by `as_of`.
#[must_use]
pub fn orders(case: &Case, as_of: NaiveDate) -> Vec<Order<'_>> {
    let letters = case.communications.iter().filter(|l| PROCEDURES.contains(&l.procedure.as_str())).map(Order::Letter);
    let events = case.events.iter().filter(|e| e.kind == EventKind::ProtectionOrder).map(Order::Event);
    letters.chain(events).filter(|order| order.date().is_some_and(|date| date.has_come(as_of))).collect()
}

/// Every breach known on `as_of`, in the order of the file.
#[must_use]
pub fn breaches(case: &Case, as_of: NaiveDate) -> Vec<Breach<'_>> {
    let mut breaches = Vec::new();
    for order in orders(case, as_of) {
        let Some(given) = order.date() else { continue };
        // Without an end it is in force still; an end in the future has not come.
        let end = order.end().unwrap_or(DayRange::day(FAR_FUTURE));
        let against = case.events.iter().filter(|e| matches!(e.kind, EventKind::Removal | EventKind::Death));
        for by in against.filter(|e| concerns_same(case, order.people(), &e.people)) {
            let Some(day) = by.date.as_ref().filter(|d| d.has_come(as_of)) else { continue };
            let possible = day.latest() >= given.earliest() && day.earliest() <= end.latest;
            let certain = day.earliest() > given.start().latest && day.latest() <= end.earliest;
            if possible {
                breaches.push(Breach { order, by, certain });
            }
        }
    }
    breaches
}

/// Whether two entries concern one person; an entry that names nobody concerns every victim.
fn concerns_same(case: &Case, a: &[String], b: &[String]) -> bool {
    let concerned = |ids: &[String], person: &super::person::Person| match ids {
        [] => person.role == Role::Victim,
        ids => ids.contains(&person.id),
    };
    case.people.iter().any(|p| concerned(a, p) && concerned(b, p))
}
