//! Dates: what has not happened yet is no fact.

use super::place::Record;
use crate::{
    load::problem::Code,
    model::{
        case::{Case, Entry},
        date::Date,
        event::Planned,
    },
};

/// Nothing that is told as done is dated after the day of the check.
pub(super) fn in_the_future(record: &Record<'_>) {
    let help = "correct the date; what is only planned belongs in a note until it happens";
    for (entry, key, date) in told(record.case) {
        if let Some(date) = date.filter(|date| !date.has_come(record.as_of)) {
            let message = format!("`{key}` is {date}, after {}", record.as_of);
            record.note(Code::InTheFuture, (entry, key), &[], message, help);
        }
    }
    if let Some(date) = record.case.reviewed.as_ref().filter(|date| !date.has_come(record.as_of)) {
        let message = format!("`reviewed` is {date}, after {}", record.as_of);
        record.source.problem(
            Code::InTheFuture,
            record.tables[0].span_of("reviewed"),
            false,
            message,
            "correct the date",
        );
    }
}

/// Every date of a thing done. Last days and their extensions are not: they lie ahead by nature.
fn told(case: &Case) -> Vec<(&Entry, &'static str, Option<&Date>)> {
    let mut told: Vec<(&Entry, &'static str, Option<&Date>)> = Vec::new();
    told.extend(case.people.iter().map(|p| (&p.entry, "born", p.born.as_ref())));
    // What is planned lies ahead by nature, but not the day on which it was fixed.
    told.extend(case.events.iter().map(|event| match &event.planned {
        None => (&event.entry, "date", event.date.as_ref()),
        Some(Planned::Fixed(on)) => (&event.entry, "planned", Some(on)),
        Some(Planned::Undated) => (&event.entry, "planned", None),
    }));
    for charge in &case.charges {
        let dates = [("brought", &charge.brought), ("decided", &charge.decided)];
        told.extend(dates.map(|(key, date)| (&charge.entry, key, date.as_ref())));
    }
    told.extend(case.statements.iter().map(|s| (&s.entry, "date", s.date.as_ref())));
    for letter in &case.communications {
        let of_letter = [
            ("filed", &letter.filed),
            ("sent", &letter.sent),
            ("published", &letter.published),
            ("decided", &letter.decided),
            ("no_reply_as_of", &letter.no_reply_as_of),
            ("withdrawn", &letter.withdrawn),
        ];
        told.extend(of_letter.map(|(key, date)| (&letter.entry, key, date.as_ref())));
        told.extend(letter.replies.iter().map(|r| (&r.entry, "date", r.date.as_ref())));
        told.extend(letter.replies.iter().map(|r| (&r.entry, "received", r.received.as_ref())));
        told.extend(letter.extensions.iter().map(|e| (&e.entry, "granted", e.granted.as_ref())));
        told.extend(
            letter
                .suspensions
                .iter()
                .filter(|s| !s.is_short_in(&letter.entry))
                .map(|s| (&s.entry, "from", Some(&s.from))),
        );
        told.extend(letter.reminders.iter().map(|r| (&r.entry, "date", r.date.as_ref())));
    }
    for demand in &case.demands {
        // A demand made in a letter or a statement has its date from there.
        if demand.made_in.is_none() {
            told.push((&demand.entry, "made", demand.made.as_ref()));
        }
        told.extend(demand.updates.iter().map(|u| (&u.entry, "date", u.date.as_ref())));
    }
    told.extend(case.sources.iter().map(|s| (&s.entry, "published", s.published.as_ref())));
    told
}
