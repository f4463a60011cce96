//! Liberty: events that cannot both be true, and orders that did not protect.

use super::place::PlacedRecord;
use crate::{
    load::problem::Code,
    model::{
        date::{Date, FAR_FUTURE},
        event::{Event, EventKind, Liberty, Standing},
        liberty::turns,
        protection::{Outcome, incidents},
    },
};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// What an event makes of somebody's liberty fits what it is: nobody is free by an arrest, and only a deprivation of
/// liberty has days.
pub(super) fn liberty_and_kind(record: &PlacedRecord<'_>) {
    for event in &record.case.events {
        if event.days.is_some() && !event.liberty.is_some_and(Liberty::is_deprivation) {
            let message = "`days` of an event that begins no deprivation of liberty";
            let help = "write liberty = \"detained\" or what else it begins, or leave `days` out";
            record.note(Code::LibertyContradiction, (&event.entry, "days"), &[], message, help);
        }
        let Some(liberty) = event.liberty else { continue };
        let contradicts = match event.kind {
            EventKind::Arrest => liberty == Liberty::Free,
            EventKind::Release => matches!(liberty, Liberty::Detained | Liberty::Disappeared),
            EventKind::Death | EventKind::Execution | EventKind::RemainsFound => liberty != Liberty::Dead,
            _ => false,
        };
        if contradicts {
            let message = format!("liberty = \"{liberty}\" by an event of kind {}", event.kind);
            let help = "correct `liberty` or `kind`; two things on one day are two events, in their order";
            record.note(Code::LibertyContradiction, (&event.entry, "liberty"), &[], message, help);
        }
    }
}

/// Nobody's liberty changes after death, and no two events of one kind on one day say different things
/// of it: which came last could not be told. Only certain contradictions: what is alleged or disputed
/// is left alone.
pub(super) fn liberty_contradiction(record: &PlacedRecord<'_>) {
    let mut told: HashMap<&str, Vec<(&Event, Liberty, &Date)>> = HashMap::new();
    for event in record.case.events.iter().filter(|event| is_certain(event)) {
        let (Some(liberty), Some(date)) = (event.makes_of_liberty(), &event.date) else { continue };
        event.subjects().iter().for_each(|id| told.entry(id).or_default().push((event, liberty, date)));
    }
    for person in &record.case.people {
        let Some(told) = told.get(person.id.as_str()) else { continue };
        let deaths = told.iter().filter(|(_, liberty, _)| *liberty == Liberty::Dead);
        let death = deaths.min_by_key(|(.., date)| date.latest());
        let mut said: HashMap<(EventKind, NaiveDate), (&Event, Liberty)> = HashMap::new();
        for (event, liberty, date) in told {
            let note = |other: &Event, message: String, help: &str| {
                let with = [&other.entry, &person.entry];
                record.note(Code::LibertyContradiction, (&event.entry, "liberty"), &with, message, help);
            };
            if let Some((death, _, died)) = death
                && *liberty != Liberty::Dead
                && date.earliest() > died.latest()
            {
                let message = format!("{liberty} after the death on line {}", death.entry.line);
                note(death, message, "correct one of the dates");
            }
            if !date.is_exact() {
                continue;
            }
            if let Some((other, before)) = said.insert((event.kind, date.earliest()), (event, *liberty))
                && before != *liberty
            {
                let line = other.entry.line;
                let message = format!("{liberty}, but line {line} of the same day and kind says {before}");
                note(other, message, "keep one of the two, or give each the kind that tells their order");
            }
        }
    }
}

fn is_certain(event: &Event) -> bool {
    let doubted = matches!(event.standing, Some(Standing::Alleged | Standing::Disputed | Standing::Denied));
    event.planned.is_none() && !doubted && event.disputed.iter().all(|claim| claim.date.is_none())
}

/// Nobody was removed, executed or died, and no demand was refused, in spite of an order in force; who has made sure of
/// it says that the event is confirmed.
pub(super) fn protection_breach(record: &PlacedRecord<'_>) {
    let is_confirmed = |event: &&Event| event.standing == Some(Standing::Confirmed);
    let confirmed: HashSet<usize> =
        record.case.events.iter().filter(is_confirmed).map(|event| event.entry.offset).collect();
    for incident in incidents(record.case, record.as_of) {
        if confirmed.contains(&incident.entry.offset) {
            continue;
        }
        let date = incident.date.map(|date| format!(", {date}")).unwrap_or_default();
        let possible = if incident.possible { "possible " } else { "" };
        let (order, line) = (incident.order.label(), incident.order.entry().line);
        let message = format!("{possible}{}{date} in spite of the order of line {line}: {order}", incident.outcome);
        let (key, help) = match incident.outcome {
            Outcome::Refused => {
                ("status", "if both dates are right there is nothing to mend: `timeline show` puts it on top")
            }
            Outcome::Breach | Outcome::Death => {
                ("kind", "if both dates are right, say so: `standing = \"confirmed\"`; `timeline show` puts it on top")
            }
        };
        record.note(Code::ProtectionBreach, (incident.entry, key), &[incident.order.entry()], message, help);
    }
}

/// What changes somebody's liberty says whose.
pub(super) fn liberty_of_nobody(record: &PlacedRecord<'_>) {
    for event in record.case.events.iter().filter(|event| event.subjects().is_empty()) {
        if let Some(liberty) = event.liberty {
            let message = format!("liberty = \"{liberty}\" of nobody: no `people` here, and no victim in the record");
            let help = "name in `people` whose liberty it changes, or add the [[person]] with role = \"victim\"";
            record.note(Code::LibertyOfNobody, (&event.entry, "liberty"), &[], message, help);
        }
    }
}

/// What ends custody by its kind says what it made of the liberty of who was held.
pub(super) fn liberty_unstated(record: &PlacedRecord<'_>) {
    let mut told = HashSet::new();
    for turn in turns(record.case, FAR_FUTURE).into_iter().flatten().filter(|turn| turn.liberty.is_none()) {
        if !told.insert(turn.event.entry.offset) {
            continue;
        }
        let kind = turn.event.kind;
        let message =
            format!("a {kind} that does not say what it made of anybody's liberty: it is not known from then on");
        let help =
            "write liberty = \"free\" or what else it made of it; if it is of somebody else, name them in `people`";
        record.note(Code::LibertyUnstated, (&turn.event.entry, "kind"), &[], message, help);
    }
}
