//! Liberty: who is held on a day, since when, and for how many days; computed from events.
//!
//! `turns` puts the events that change one person's liberty into their order and makes periods of them, `days`
//! counts. Here is what all of it says of one day. An imprecise date is a set of days: what does not hold for all of
//! them is said to be possible only, and where only a doubtful order decides, liberty is not known.

mod days;
mod turns;

pub use days::Length;
pub use turns::{LibertyDoubt, Period, Turn};

use super::{
    case::Case,
    date::DayRange,
    event::{Event, Liberty},
    person::Person,
    reach::reach,
    vocabulary::Vocabulary,
};
use chrono::NaiveDate;
use days::{Run, runs};
use std::collections::HashMap;
use turns::periods;

/// Stands in machine formats for liberty that is not known.
pub const UNKNOWN: &str = "unknown";

/// One person's liberty, as known on a day.
#[derive(Clone, Debug)]
pub struct Life<'a> {
    /// Whose.
    pub person: &'a Person,
    /// The periods, in order; none if they rest on something that is withheld.
    pub periods: Vec<Period<'a>>,
    /// How it stands on the day.
    pub now: Now<'a>,
    /// First day of the unbroken deprivation of liberty that lasts, or perhaps lasts, on that day.
    pub since: Option<DayRange>,
    /// First day of its present kind: prison, house arrest.
    pub kind_since: Option<DayRange>,
    /// Its days.
    pub days: Option<Count>,
    /// Days deprived of liberty over all periods; `None` if they rest on something that is withheld.
    pub total: Option<Count>,
    /// The day to which the record is known.
    pub known_until: Option<NaiveDate>,
    /// The day asked about.
    pub as_of: NaiveDate,
}

/// How somebody's liberty stands on a day.
#[derive(Clone, Copy, Debug)]
pub enum Now<'a> {
    /// No event says, or the last one that did has run out.
    Unsaid,
    /// Events say, but not this.
    Unknown(LibertyDoubt),
    /// So it is, whichever day was meant.
    Certain(Period<'a>),
    /// So it may be: an imprecise date leaves it open.
    Perhaps(Period<'a>),
}

impl<'a> Now<'a> {
    /// The period in which the person is, or perhaps is.
    #[must_use]
    pub const fn period(&self) -> Option<&Period<'a>> {
        match self {
            Self::Certain(period) | Self::Perhaps(period) => Some(period),
            Self::Unsaid | Self::Unknown(_) => None,
        }
    }

    /// The liberty that is certain or possible; `None` if nothing can be said.
    #[must_use]
    pub const fn liberty(&self) -> Option<Liberty> {
        match self {
            Self::Certain(period) | Self::Perhaps(period) => period.liberty,
            Self::Unsaid | Self::Unknown(_) => None,
        }
    }

    /// The same in a word, for machine formats.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.liberty().map_or(UNKNOWN, Vocabulary::name)
    }

    /// Whether it holds whichever day was meant.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        matches!(self, Self::Certain(_))
    }
}

/// Days deprived of liberty, inclusive of both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// To the day asked about, if it lasts.
    pub to_day: Length,
    /// To the day to which the record is known, where it lasts; what has ended is on record whole.
    pub known: Length,
}

impl Life<'_> {
    /// Whether the person is, or perhaps is, deprived of liberty on the day.
    #[must_use]
    pub fn is_deprived(&self) -> bool {
        self.now.liberty().is_some_and(Liberty::is_deprivation)
    }
}

/// The liberty of everybody about whom the record says something, on `as_of`, in the order of the record. Events
/// dated after that day do not exist yet.
#[must_use]
pub fn lives<'a>(case: &'a Case, as_of: NaiveDate) -> Vec<Life<'a>> {
    if case.liberty_withheld.is_empty() && case.events.iter().all(|event| event.liberty.is_none()) {
        return Vec::new();
    }
    let of = by_person(case);
    let reach = reach(case);
    let withheld = |person: &Person| case.liberty_withheld.contains(&person.id);
    let people = case.people.iter().zip(&of).filter(|(person, events)| is_told_of(events) || withheld(person));
    people
        .map(|(person, events)| match withheld(person) {
            true => Life::withheld(person, reach.map(|day| day.min(as_of)), as_of),
            false => life(person, events, as_of, reach),
        })
        .collect()
}

/// The events that change the liberty of each person of whom the record says something, up to `as_of`, in their order.
#[must_use]
pub fn turns(case: &Case, as_of: NaiveDate) -> Vec<Vec<Turn<'_>>> {
    let of = by_person(case).into_iter().filter(|events| is_told_of(events));
    of.map(|events| turns::turns(&events, as_of)).collect()
}

/// Whether any of these events says outright what it made of somebody's liberty.
fn is_told_of(events: &[&Event]) -> bool {
    events.iter().any(|event| event.liberty.is_some())
}

/// The events that say something of the liberty of each person, in the order of the file.
fn by_person(case: &Case) -> Vec<Vec<&Event>> {
    let places: HashMap<&str, usize> = case.people.iter().enumerate().map(|(at, p)| (p.id.as_str(), at)).collect();
    let mut of = vec![Vec::new(); case.people.len()];
    for event in &case.events {
        for at in event.subjects().iter().filter_map(|id| places.get(id.as_str())) {
            of[*at].push(event);
        }
    }
    of
}

impl<'a> Life<'a> {
    const fn withheld(person: &'a Person, known_until: Option<NaiveDate>, as_of: NaiveDate) -> Self {
        Self {
            person,
            periods: Vec::new(),
            now: Now::Unknown(LibertyDoubt::Withheld),
            since: None,
            kind_since: None,
            days: None,
            total: None,
            known_until,
            as_of,
        }
    }
}

fn life<'a>(person: &'a Person, events: &[&'a Event], as_of: NaiveDate, reach: Option<NaiveDate>) -> Life<'a> {
    let reach = reach.unwrap_or(as_of);
    let mut periods = periods(events, as_of, reach);
    let known = reach.min(as_of);
    let count = |runs: &[Run], least: i64| Count {
        to_day: days::length(runs, as_of, as_of).at_least(least),
        known: days::length(runs, known, as_of).at_least(least),
    };
    for at in 0..periods.len() {
        if periods[at].is_deprivation() {
            // A detention lasts at least one day.
            periods[at].days = Some(count(&runs(&periods[at..=at], as_of), 1));
        }
    }
    let (now, at) = standing(&periods, as_of, reach);
    let all = runs(&periods, as_of);
    let run = at.filter(|at| periods[*at].is_deprivation()).and_then(|at| all.iter().find(|run| run.holds(at)));
    let kind_since = run.zip(at).map(|(run, at)| {
        let kind = periods[at].liberty;
        let same = (run.places.0..at).rev().take_while(|before| periods[*before].liberty == kind).last();
        come(periods[same.unwrap_or(at)].start, as_of)
    });
    Life {
        person,
        now,
        since: run.map(|run| come(periods[run.places.0].start, as_of)),
        kind_since,
        days: run.map(|run| count(std::slice::from_ref(run), 1)),
        total: Some(count(&all, 0)),
        known_until: Some(known),
        as_of,
        periods,
    }
}

/// The days of a range that have come; an open end stays one.
fn come(days: DayRange, as_of: NaiveDate) -> DayRange {
    DayRange { latest: days.last().map_or(days.latest, |last| last.min(as_of)), ..days }
}

/// How it stands on the day, and the place of the period that says so.
///
/// All periods before the last that has certainly begun are over. That one, and those that perhaps have begun, are each
/// possible; of one that names its own end, it is possible that it is over.
fn standing<'a>(periods: &[Period<'a>], as_of: NaiveDate, reach: NaiveDate) -> (Now<'a>, Option<usize>) {
    let last = periods.iter().rposition(|period| period.begun_by <= as_of);
    let first = last.unwrap_or(0);
    let mut said: Vec<(Option<Liberty>, usize)> = Vec::new();
    for (at, period) in periods.iter().enumerate().skip(first) {
        if let Some(doubt) = period.doubt {
            return (Now::Unknown(doubt), None);
        }
        if period.own_end.is_none_or(|end| as_of <= end.on_record(reach).latest) {
            said.push((period.liberty, at));
        }
        if period.own_end.is_some_and(|end| as_of > end.earliest) {
            said.push((None, at));
        }
    }
    if last.is_none() {
        // It is possible that none of these periods has begun.
        said.push((None, 0));
    }
    let held = said.iter().find(|(liberty, _)| liberty.is_some_and(Liberty::is_deprivation));
    let Some((liberty, at)) = held.or_else(|| said.iter().find(|(liberty, _)| liberty.is_some())).copied() else {
        return (Now::Unsaid, None);
    };
    match said.iter().all(|(other, _)| *other == liberty) {
        true => (Now::Certain(periods[at]), Some(at)),
        false => (Now::Perhaps(periods[at]), Some(at)),
    }
}
