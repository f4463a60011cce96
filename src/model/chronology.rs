//! The merged chronology of cases: events, letters, replies, statements and demands in one order.

use super::{
    case::{Case, Entry},
    communication::Communication,
    date::Date,
    event::{Claim, Standing},
    reference::Key,
    rule::Rules,
    vocabulary::{Vocabulary, vocabulary},
};
use chrono::NaiveDate;
use std::cmp::Ordering;

vocabulary! {
    /// What a line of the chronology is.
    Track {
        /// Something that happened.
        Event = "event",
        /// A letter was sent.
        Letter = "letter",
        /// A complaint was lodged.
        Filing = "filing",
        /// An opinion or views were adopted.
        Decision = "decision",
        /// Something came back.
        Reply = "reply",
        /// More time was granted.
        Extension = "extension",
        /// A reminder was sent.
        Reminder = "reminder",
        /// A letter was withdrawn.
        Withdrawal = "withdrawal",
        /// A public statement was made.
        Statement = "statement",
        /// Something was asked for.
        Demand = "demand",
        /// News of a demand.
        Update = "update",
    }
}

/// One line of the chronology.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// The case.
    pub case: &'a Case,
    /// When; `None` if that is not known.
    pub date: Option<&'a Date>,
    /// What it is.
    pub track: Track,
    /// What sort of it: the kind of event, reply, demand, the procedure of a letter.
    pub kind: &'a str,
    /// What happened, in a sentence.
    pub what: String,
    /// Where.
    pub place: Option<&'a str>,
    /// Ids of the people concerned.
    pub people: &'a [String],
    /// Who sent, said or asked it.
    pub by: Vec<&'a str>,
    /// How the claim stands.
    pub standing: Option<Standing>,
    /// Other claims about the same fact.
    pub disputed: &'a [Claim],
    /// The letter it belongs to, if that has an official reference.
    pub letter: Option<Key>,
    /// The entry of the record.
    pub entry: &'a Entry,
}

/// Every moment of a case up to `as_of`, in chronological order, undated ones last.
#[must_use]
pub fn chronology<'a>(case: &'a Case, rules: &'a Rules, as_of: NaiveDate) -> Vec<Moment<'a>> {
    let mut moments = Vec::new();
    moments.extend(case.events.iter().map(|event| Moment {
        place: event.place.as_deref(),
        people: &event.people,
        standing: event.standing,
        disputed: &event.disputed,
        ..moment(case, Track::Event, event.date.as_ref(), event.kind.name(), event.what.clone(), &event.entry)
    }));
    moments.extend(case.statements.iter().map(|s| Moment {
        by: vec![&s.by],
        ..moment(case, Track::Statement, s.date.as_ref(), "statement", format!("{}: {}", s.by, s.title), &s.entry)
    }));
    case.communications.iter().for_each(|letter| of_letter(case, letter, rules, &mut moments));
    for demand in &case.demands {
        let kind = demand.kind.map_or("other", Vocabulary::name);
        let by: Vec<&str> = demand.by.iter().map(String::as_str).collect();
        let what = match by.as_slice() {
            [] => demand.what.clone(),
            by => format!("{}: {}", by.join(", "), demand.what),
        };
        moments.push(Moment { by, ..moment(case, Track::Demand, demand.made.as_ref(), kind, what, &demand.entry) });
        moments.extend(demand.updates.iter().map(|update| {
            let news = update.what.as_deref().unwrap_or("no details");
            let what = format!("{} ({}): {news}", demand.what, update.status);
            moment(case, Track::Update, update.date.as_ref(), update.status.name(), what, &update.entry)
        }));
    }
    moments.retain(|m| m.date.is_none_or(|date| date.has_come(as_of)));
    moments.sort_by(chronological);
    moments
}

/// By date, then in the order of the file; undated last.
#[must_use]
pub fn chronological(a: &Moment<'_>, b: &Moment<'_>) -> Ordering {
    let by_date = match (a.date, b.date) {
        (Some(a), Some(b)) => a.chronological(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    by_date.then_with(|| a.case.id.cmp(&b.case.id)).then_with(|| a.entry.offset.cmp(&b.entry.offset))
}

fn of_letter<'a>(case: &'a Case, letter: &'a Communication, rules: &'a Rules, moments: &mut Vec<Moment<'a>>) {
    let line = |track, date: Option<&'a Date>, kind: &'a str, what: String, entry: &'a Entry| Moment {
        people: &letter.people,
        by: letter.from.iter().map(String::as_str).collect(),
        letter: letter.key(),
        ..moment(case, track, date, kind, what, entry)
    };
    let title = rules.title(&letter.procedure);
    let label = letter.reference.as_deref().map_or_else(|| title.to_owned(), |r| format!("{r} ({title})"));
    let names: Vec<String> = letter.to.iter().map(ToString::to_string).collect();
    let to = names.join(", ");
    let from = match letter.from.as_slice() {
        [] => String::new(),
        [one] => format!("{one}: "),
        [first, rest @ ..] => format!("{first} and {} more: ", rest.len()),
    };
    if letter.filed.is_some() {
        let what = format!("lodged: {label}");
        moments.push(line(Track::Filing, letter.filed.as_ref(), &letter.procedure, what, &letter.entry));
    }
    if letter.sent.is_some() || letter.filed.is_none() {
        let what = format!("{from}{label} to {to}");
        moments.push(line(Track::Letter, letter.sent.as_ref(), &letter.procedure, what, &letter.entry));
    }
    if letter.decided.is_some() {
        let what = format!("{from}decision adopted: {label}");
        moments.push(line(Track::Decision, letter.decided.as_ref(), &letter.procedure, what, &letter.entry));
    }
    if letter.withdrawn.is_some() {
        let what = format!("withdrawn: {label}");
        moments.push(line(Track::Withdrawal, letter.withdrawn.as_ref(), &letter.procedure, what, &letter.entry));
    }
    moments.extend(letter.replies.iter().map(|reply| {
        let what = format!("{}: {} to {label}", reply.from, reply.kind);
        line(Track::Reply, reply.date.as_ref(), reply.kind.name(), what, &reply.entry)
    }));
    moments.extend(letter.extensions.iter().map(|e| {
        let to = e.to.as_ref().map_or_else(|| to.clone(), ToString::to_string);
        let what = format!("{to} has time until {}: {label}", e.until);
        line(Track::Extension, e.granted.as_ref(), "extension", what, &e.entry)
    }));
    moments.extend(letter.reminders.iter().map(|r| {
        let to = r.to.as_ref().map_or_else(|| to.clone(), ToString::to_string);
        line(Track::Reminder, r.date.as_ref(), "reminder", format!("{from}reminder of {label} to {to}"), &r.entry)
    }));
}

fn moment<'a>(
    case: &'a Case,
    track: Track,
    date: Option<&'a Date>,
    kind: &'a str,
    what: String,
    entry: &'a Entry,
) -> Moment<'a> {
    Moment {
        case,
        date,
        track,
        kind,
        what,
        place: None,
        people: &[],
        by: Vec::new(),
        standing: None,
        disputed: &[],
        letter: None,
        entry,
    }
}
