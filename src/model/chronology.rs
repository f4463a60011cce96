//! The merged chronology of cases: events, charges, letters, replies, statements and demands in one order.

mod tables;

use super::{
    case::{Case, Entry},
    date::Date,
    event::{Claim, Event, Planned, Standing},
    order::Place,
    reference::Key,
    rule::Rules,
    vocabulary::vocabulary,
    wording::Wording,
};
use chrono::NaiveDate;
use tables::Tables;

vocabulary! {
    /// What a line of the chronology is. Declared in the order in which tables come on one day.
    Track {
        /// Something that happened.
        Event = "event",
        /// A charge was brought.
        Charge = "charge",
        /// A charge was decided.
        Outcome = "outcome",
        /// A public statement was made.
        Statement = "statement",
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
        /// Something was asked for.
        Demand = "demand",
        /// News of a demand.
        Update = "update",
    }
}

vocabulary! {
    /// What is known of something that is planned.
    Outlook {
        /// Its day has not passed.
        ComingUp = "coming-up",
        /// Its day has passed, and nothing is on record since.
        NothingSince = "nothing-since",
    }
}

impl Outlook {
    /// What is known on `as_of` of a planned event; `None` if it is none, or if its date had not been fixed by then.
    #[must_use]
    pub fn of(event: &Event, as_of: NaiveDate) -> Option<Self> {
        let is_fixed = match event.planned.as_ref()? {
            Planned::Fixed(fixed) => fixed.has_come(as_of),
            Planned::Undated => true,
        };
        let has_passed = event.date.as_ref().is_some_and(|date| date.latest() < as_of);
        is_fixed.then_some(if has_passed { Self::NothingSince } else { Self::ComingUp })
    }
}

/// One line of the chronology.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// The case.
    pub case: &'a Case,
    /// When; `None` if that is not known.
    pub date: Option<&'a Date>,
    /// Where it stands, and how exact its date is; `None` without one.
    pub at: Option<Place>,
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
    /// It has not happened: it is planned.
    pub outlook: Option<Outlook>,
    /// Other claims about the same fact.
    pub disputed: &'a [Claim],
    /// The letter it belongs to, if that has an official reference.
    pub letter: Option<Key>,
    /// The entry of the record.
    pub entry: &'a Entry,
}

/// Every moment of a case up to `as_of`, and what is planned for later, in chronological order, undated ones last.
#[must_use]
pub fn chronology<'a>(case: &'a Case, rules: &'a Rules, as_of: NaiveDate) -> Vec<Moment<'a>> {
    worded(case, rules, as_of, Wording::Short)
}

/// The same with its sentences worded so.
#[must_use]
pub fn worded<'a>(case: &'a Case, rules: &'a Rules, as_of: NaiveDate, wording: Wording) -> Vec<Moment<'a>> {
    in_order(Tables::new(case, rules, as_of, Some(wording)))
}

/// The same moments without what happened in them, for those who ask only when.
#[must_use]
pub fn without_words<'a>(case: &'a Case, rules: &'a Rules, as_of: NaiveDate) -> Vec<Moment<'a>> {
    in_order(Tables::new(case, rules, as_of, None))
}

fn in_order(tables: Tables<'_>) -> Vec<Moment<'_>> {
    let mut moments = tables.walk();
    moments.sort_by_key(|m| (m.at.is_none(), m.at, m.track, m.entry.offset));
    moments
}
