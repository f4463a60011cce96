//! How computed things are put into words: the same phrase wherever a status or a length is shown.

use super::{Cell, Tone};
use crate::model::{
    answer::{Answer, Status},
    communication::{OwedBy, Reply},
    date::{Date, DayRange},
    demand::DemandStatus,
    event::Liberty,
    liberty::Length,
    protection::Breach,
    state::Actor,
    vocabulary::Vocabulary,
};

/// `1 day`, `3 days`, `3 to 5 days`.
#[must_use]
pub fn days(fewest: i64, most: i64) -> String {
    match (fewest, most) {
        (1, 1) => "1 day".into(),
        (a, b) if a == b => format!("{a} days"),
        (a, b) => format!("{a} to {b} days"),
    }
}

/// `1 letter`, `3 letters`.
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A number of what is shown. Where something is withheld that may be more of it, the number is not known: a
/// table says how many there are at least, and machine formats say nothing.
#[must_use]
pub fn number(n: usize, may_be_more: bool) -> Cell {
    match (n, may_be_more) {
        (n, false) => i64::try_from(n).unwrap_or(i64::MAX).into(),
        (0, true) => Cell::UNKNOWN.says("not known").tone(Tone::Faint),
        (n, true) => Cell::UNKNOWN.says(format!("{n} or more")),
    }
}

/// `removal on 2022-01-03`, with the order's own words left out.
#[must_use]
pub fn breach(breach: &Breach<'_>) -> String {
    let when = breach.by.date.as_ref().map_or_else(String::new, |d| format!(" on {d}"));
    let certain = if breach.certain { "" } else { "possibly: " };
    format!("{certain}{}{when}", breach.by.kind)
}

/// How a letter stands, in words: a breach of what it orders first, then whose move it is.
#[must_use]
pub fn standing(answer: &Answer<'_>, owed_by: OwedBy, breach: Option<&Breach<'_>>) -> Cell {
    let mut cell = status(answer);
    if owed_by == OwedBy::Us && answer.status.is_unanswered() {
        cell.says = cell.says.map(|says| format!("our move: {says}"));
        cell.tone = Tone::Bad;
    }
    if let Some(breach) = breach {
        cell.says = cell.says.map(|says| format!("BREACH, {}; {says}", self::breach(breach)));
        cell.tone = Tone::Bad;
    }
    cell
}

fn status(answer: &Answer<'_>) -> Cell {
    // Both are signed: past the earliest, and past the latest possible due day.
    let (most, fewest) = answer.days.map_or((0, 0), |d| (d.from_earliest, d.from_latest));
    let (says, tone) = match answer.status {
        Status::Overdue => (format!("overdue by {}", days(fewest, most)), Tone::Bad),
        Status::MaybeOverdue => (format!("maybe overdue, by up to {}", days(most, most)), Tone::Waiting),
        Status::DueToday => ("due today".into(), Tone::Waiting),
        Status::Pending => (format!("due in {}", days(-most, -fewest)), Tone::Plain),
        Status::NoDeadline => match answer.waiting {
            Some(w) => (format!("no deadline known, waiting {}", days(w.from_latest, w.from_earliest)), Tone::Plain),
            None => ("no deadline known".into(), Tone::Plain),
        },
        Status::Unknown => ("not known whether answered".into(), Tone::Faint),
        Status::Answered => match answer.taken {
            Some((fewest, most)) => (format!("answered in {}", days(fewest, most)), Tone::Good),
            None => ("answered".into(), Tone::Good),
        },
        Status::AnsweredLate => (format!("answered {} late", days(fewest, most)), Tone::Waiting),
        Status::Withdrawn => ("withdrawn".into(), Tone::Faint),
        Status::NotYetSent => ("not sent yet".into(), Tone::Faint),
    };
    Cell::from(answer.status.name()).says(says).tone(tone)
}

/// A reply in a word and its date: `ack 2019-06-02`.
#[must_use]
pub fn reply(reply: &Reply) -> String {
    match &reply.date {
        Some(date) => format!("{} {date}", reply.kind.short()),
        None => reply.kind.short().into(),
    }
}

/// What a cell says to a person.
#[must_use]
pub fn say(cell: &Cell) -> &str {
    cell.says.as_deref().unwrap_or_default()
}

/// A state of liberty with its tone.
#[must_use]
pub fn liberty(liberty: Liberty) -> Cell {
    let says = match liberty {
        Liberty::HouseArrest => "house arrest",
        Liberty::Restricted => "at large under conditions",
        Liberty::Free => "at liberty",
        Liberty::Exiled => "in exile",
        Liberty::InHiding => "in hiding",
        other => other.name(),
    };
    let tone = match liberty {
        l if l.is_deprivation() => Tone::Bad,
        Liberty::Dead => Tone::Bad,
        Liberty::Free => Tone::Good,
        _ => Tone::Waiting,
    };
    Cell::from(liberty.name()).says(says).tone(tone)
}

/// A number of days, inclusive of both ends.
#[must_use]
pub fn length(length: Length) -> String {
    days(length.fewest, length.most)
}

/// A day known within bounds, as a person reads it.
#[must_use]
pub fn day(range: DayRange) -> String {
    range.to_string()
}

/// The status of a demand with its tone.
#[must_use]
pub fn demand(status: DemandStatus) -> Cell {
    let (says, tone) = match status {
        DemandStatus::Open => ("open", Tone::Waiting),
        DemandStatus::PartlyMet => ("partly met", Tone::Waiting),
        DemandStatus::Met => ("met", Tone::Good),
        DemandStatus::Refused => ("refused", Tone::Bad),
        DemandStatus::Reversed => ("met, then undone", Tone::Bad),
        DemandStatus::Superseded => ("replaced by another", Tone::Faint),
        DemandStatus::Overtaken => ("overtaken by events", Tone::Faint),
        DemandStatus::Unknown => ("not known", Tone::Faint),
    };
    Cell::from(status.name()).says(says).tone(tone)
}

/// Actors, joined.
#[must_use]
pub fn actors(actors: &[Actor]) -> Vec<String> {
    actors.iter().map(ToString::to_string).collect()
}

/// The first of several and how many more.
#[must_use]
pub fn first_of(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

/// The date, or that it is not known.
#[must_use]
pub fn date(date: Option<&Date>) -> Cell {
    match date {
        Some(date) => date.into(),
        None => Cell::UNKNOWN.says("undated").tone(Tone::Faint),
    }
}
