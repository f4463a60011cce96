//! Protection orders: interim measures in force, and what happened in spite of them.
//!
//! An order is an event of kind `protection-order` or a letter of a procedure for interim measures. It is in force for
//! each of its people from its day until its own date ends, it is withdrawn, the body has decided, or an event
//! `protection-lifted` ends it for that person. A `removal` or an `execution` of somebody it protects is a breach. Any
//! other death is told as that: whether a State killed is for the record to say. A demand made in the order that was
//! refused is told as refused. What only some of the days that an imprecise date can mean make so is possible.

mod people;

use super::{
    case::{Case, Entry},
    communication::Communication,
    date::Date,
    demand::{DemandStatus, pursued},
    event::{Event, EventKind},
    letter::Letter,
    reference::Key,
    vocabulary::{Vocabulary, vocabulary},
};
use chrono::NaiveDate;
use people::{End, against_people};
use std::collections::{HashMap, HashSet};

/// Procedures whose letters order protection.
pub const PROCEDURES: [&str; 4] =
    ["interim-measures", "iachr-precautionary-measures", "echr-rule-39", "achpr-provisional-measures"];

vocabulary! {
    /// What happened in spite of an order. Declared in the order in which it is told, the gravest first.
    Outcome {
        /// Somebody whom it protects was removed or executed.
        Breach = "breach",
        /// Somebody whom it protects died.
        Death = "death",
        /// What it demands was refused.
        Refused = "refused",
    }
}

/// A protection order of a case.
#[derive(Clone, Copy, Debug)]
pub enum ProtectionOrder<'a> {
    /// A letter that asks for interim measures.
    Letter(&'a Communication),
    /// An order on record as an event.
    Event(&'a Event),
}

impl<'a> ProtectionOrder<'a> {
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

    /// Ids of the people it protects, as written; none means every victim.
    fn people(&self) -> &'a [String] {
        match self {
            Self::Letter(letter) => &letter.people,
            Self::Event(event) => &event.people,
        }
    }

    /// What ends it for everybody.
    fn ends(&self) -> impl Iterator<Item = End> + use<'a> {
        let ends = match self {
            Self::Letter(letter) => {
                [&letter.withdrawn, &letter.decided].map(|date| Some(End::On(date.as_ref()?.bounds())))
            }
            Self::Event(event) => [event.date.as_ref().and_then(Date::end).map(End::After), None],
        };
        ends.into_iter().flatten()
    }
}

/// Something that happened in spite of an order.
#[derive(Clone, Copy, Debug)]
pub struct Incident<'a> {
    /// The order.
    pub order: ProtectionOrder<'a>,
    /// What became of it.
    pub outcome: Outcome,
    /// It may have been so: not every day that the dates can mean makes it so, or it is only alleged.
    pub possible: bool,
    /// What sort of thing happened: the kind of the event; a refusal.
    pub kind: &'static str,
    /// When.
    pub date: Option<&'a Date>,
    /// What happened, in a sentence.
    pub what: &'a str,
    /// The entry that says so: the event, or the news of the demand.
    pub entry: &'a Entry,
}

impl Incident<'_> {
    /// The gravest first, what is certain before what is possible, otherwise in the order of the file.
    #[must_use]
    pub const fn rank(&self) -> (Outcome, bool, usize) {
        (self.outcome, self.possible, self.entry.offset)
    }
}

/// Whether the case has any order, of whatever day.
#[must_use]
pub fn has_orders(case: &Case) -> bool {
    case.events.iter().any(|event| event.kind == EventKind::ProtectionOrder)
        || case.communications.iter().any(|letter| PROCEDURES.contains(&letter.procedure.as_str()))
}

/// Every order of the case that had been given by `as_of`.
#[must_use]
pub fn orders(case: &Case, as_of: NaiveDate) -> Vec<ProtectionOrder<'_>> {
    let letters =
        case.communications.iter().filter(|l| PROCEDURES.contains(&l.procedure.as_str())).map(ProtectionOrder::Letter);
    let events = case
        .events
        .iter()
        .filter(|e| e.kind == EventKind::ProtectionOrder && e.planned.is_none())
        .map(ProtectionOrder::Event);
    letters.chain(events).filter(|order| order.date().is_some_and(|date| date.has_come(as_of))).collect()
}

/// Everything that is known on `as_of` to have happened in spite of an order, the gravest first.
#[must_use]
pub fn incidents(case: &Case, as_of: NaiveDate) -> Vec<Incident<'_>> {
    let orders = orders(case, as_of);
    if orders.is_empty() {
        return Vec::new();
    }
    let mut incidents = against_people(case, &orders, as_of);
    incidents.extend(refusals(case, &orders, as_of));
    incidents.sort_by_key(Incident::rank);
    incidents
}

/// Demands made in an order that were refused.
fn refusals<'a>(case: &'a Case, orders: &[ProtectionOrder<'a>], as_of: NaiveDate) -> Vec<Incident<'a>> {
    let (mut by_name, mut by_key) = (HashMap::new(), HashMap::new());
    for order in orders {
        let ProtectionOrder::Letter(letter) = order else { continue };
        let names = [letter.id.as_deref(), letter.reference.as_deref()];
        by_name.extend(names.into_iter().flatten().map(|name| (name, *order)));
        by_key.extend(letter.key().map(|key| (key, *order)));
    }
    let order_of = |name: &str| by_name.get(name).or_else(|| by_key.get(&Key::parse(name)?)).copied();
    if !case.demands.iter().filter_map(|demand| demand.made_in.as_deref()).any(|name| order_of(name).is_some()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for pursuit in pursued(case, as_of) {
        let is = pursuit.status == DemandStatus::Refused;
        if !is && !pursuit.possible.contains(&DemandStatus::Refused) {
            continue;
        }
        let refused = pursuit.last.filter(|update| update.status == DemandStatus::Refused);
        for demand in &pursuit.made {
            let Some(order) = demand.made_in.as_deref().and_then(order_of) else { continue };
            let date = refused.and_then(|update| update.date.as_ref());
            let is_after = date.zip(order.date()).is_none_or(|(date, given)| date.earliest() >= given.start().latest);
            found.push(Incident {
                order,
                outcome: Outcome::Refused,
                possible: !is || !is_after,
                kind: "refusal",
                date,
                what: refused.and_then(|update| update.what.as_deref()).unwrap_or(&demand.what),
                entry: refused.map_or(&demand.entry, |update| &update.entry),
            });
        }
    }
    found
}

/// The gravest of what happened in spite of each order of some cases.
#[derive(Debug, Default)]
pub struct Protection<'a> {
    by_entry: HashMap<(&'a str, usize), Incident<'a>>,
    by_key: HashMap<Key, Incident<'a>>,
}

impl<'a> Protection<'a> {
    /// Of the cases of these letters, as known on `as_of`; an order on record as an event may stand among them.
    #[must_use]
    pub fn of_letters(letters: &[Letter<'a>], as_of: NaiveDate) -> Self {
        let is_order = |letter: &&Letter<'_>| {
            let procedure = letter.communication.procedure.as_str();
            PROCEDURES.contains(&procedure) || procedure == EventKind::ProtectionOrder.name()
        };
        let (mut all, mut seen) = (Self::default(), HashSet::new());
        for case in letters.iter().filter(is_order).flat_map(|letter| &letter.cases) {
            if seen.insert(&case.id) {
                incidents(case, as_of).into_iter().for_each(|incident| all.add(case, incident));
            }
        }
        all
    }

    fn add(&mut self, case: &'a Case, incident: Incident<'a>) {
        self.by_entry.entry((&case.id, incident.order.entry().offset)).or_insert(incident);
        let key = match incident.order {
            ProtectionOrder::Letter(letter) => letter.key(),
            ProtectionOrder::Event(_) => None,
        };
        if let Some(key) = key {
            let known = self.by_key.entry(key).or_insert(incident);
            if incident.rank() < known.rank() {
                *known = incident;
            }
        }
    }

    /// The gravest of what happened in spite of what a letter orders, in any of its cases.
    #[must_use]
    pub fn worst(&self, letter: &Letter<'_>) -> Option<Incident<'a>> {
        let about = &letter.communication;
        match about.key() {
            Some(key) => self.by_key.get(&key).copied(),
            None => self.by_entry.get(&(letter.cases[0].id.as_str(), about.entry.offset)).copied(),
        }
    }
}
