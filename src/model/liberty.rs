//! Liberty: periods and days of detention, computed from events.
//!
//! Days are calendar days inclusive of both ends. A period lasts until the next event that says
//! something about the person's liberty, or to the end that its own date names; what comes after such
//! an end is not known.

use super::{
    case::Case,
    date::{Date, DayRange},
    event::{Event, Liberty},
};
use chrono::NaiveDate;

/// A stretch of one person's life with one state of liberty.
#[derive(Clone, Copy, Debug)]
pub struct Period<'a> {
    /// What it is.
    pub liberty: Liberty,
    /// The event that began it.
    pub event: &'a Event,
    /// The first day.
    pub start: DayRange,
    /// The last day, inclusive; `None` while it lasts.
    pub end: Option<DayRange>,
}

/// A number of days, inclusive of both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Length {
    /// At least.
    pub fewest: i64,
    /// At most.
    pub most: i64,
}

/// A person's liberty on one day.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The state of liberty; `None` if no event says, or the last one that did has run out.
    pub now: Option<Period<'a>>,
    /// First day of the unbroken deprivation of liberty that lasts on that day.
    pub since: Option<DayRange>,
    /// Its days.
    pub days: Option<Length>,
    /// Days deprived of liberty over all periods; `None` if they rest on a withheld event.
    pub total: Option<Length>,
}

/// The periods of one person up to `as_of`, in order. Events dated after it, and undated ones, are
/// left out.
#[must_use]
pub fn periods<'a>(case: &'a Case, person: &str, as_of: NaiveDate) -> Vec<Period<'a>> {
    let mut turns: Vec<(&Event, Liberty, DayRange)> = case
        .events
        .iter()
        .filter(|e| e.subjects.iter().any(|id| id == person))
        .filter_map(|e| Some((e, e.liberty?, e.date.as_ref()?)))
        .filter(|(_, _, date)| date.has_come(as_of))
        .map(|(event, liberty, date)| (event, liberty, claimed(event, date.start())))
        .collect();
    turns.sort_by(|(a, ..), (b, ..)| match (&a.date, &b.date) {
        (Some(x), Some(y)) => x.chronological(y).then(a.entry.offset.cmp(&b.entry.offset)),
        _ => a.entry.offset.cmp(&b.entry.offset),
    });
    let starts = in_order(turns.iter().map(|turn| turn.2).collect());
    turns
        .into_iter()
        .enumerate()
        .map(|(i, (event, liberty, _))| {
            let start = starts[i];
            let next = starts.get(i + 1).copied();
            let own = event.date.as_ref().and_then(Date::end).filter(|end| end.earliest <= as_of);
            let end = match (own, next) {
                (Some(own), Some(next)) => Some(if own.latest < next.earliest { own } else { next }),
                (own, next) => own.or(next),
            };
            Period { liberty, event, start, end }
        })
        .collect()
}

/// Leaves of each range the days on which the event can have come no earlier than the one before it
/// and no later than the one after it.
fn in_order(mut starts: Vec<DayRange>) -> Vec<DayRange> {
    for i in 1..starts.len() {
        starts[i].earliest = starts[i].earliest.max(starts[i - 1].earliest);
    }
    for i in (1..starts.len()).rev() {
        starts[i - 1].latest = starts[i - 1].latest.min(starts[i].latest);
    }
    starts
}

/// The day an event may have happened on, with every disputed date taken in: none is picked.
fn claimed(event: &Event, start: DayRange) -> DayRange {
    event.disputed.iter().filter_map(|c| c.date.as_ref()).fold(start, |all, date| all.and(date.start()))
}

/// A person's liberty on `as_of`.
#[must_use]
pub fn standing<'a>(case: &'a Case, person: &str, as_of: NaiveDate) -> Standing<'a> {
    if case.liberty_withheld.iter().any(|id| id == person) {
        return Standing { now: None, since: None, days: None, total: None };
    }
    let periods = periods(case, person, as_of);
    let now = periods.last().copied().filter(|p| p.end.is_none_or(|end| end.latest >= as_of));
    let runs = deprivations(&periods);
    let unbroken = runs.last().filter(|_| now.is_some_and(|p| p.liberty.is_deprivation()));
    Standing {
        now,
        since: unbroken.map(|run| run.start),
        days: unbroken.map(|run| length(&[*run], as_of)),
        total: Some(length(&runs, as_of)),
    }
}

/// The unbroken deprivations of liberty among these periods. Custody that turns into house arrest on a
/// day not known exactly goes on without a gap: it is one period.
fn deprivations<'a>(periods: &[Period<'a>]) -> Vec<Period<'a>> {
    let mut runs: Vec<Period<'a>> = Vec::new();
    let mut before: Option<&Period<'a>> = None;
    for period in periods {
        let joined = before.is_some_and(|b| b.liberty.is_deprivation() && b.end == Some(period.start));
        match runs.last_mut() {
            _ if !period.liberty.is_deprivation() => {}
            Some(run) if joined => run.end = period.end,
            _ => runs.push(*period),
        }
        before = Some(period);
    }
    runs
}

/// Days covered by any of these periods up to `as_of`, each day counted once: the fewest and the
/// most that imprecise dates allow.
#[must_use]
pub fn length(periods: &[Period<'_>], as_of: NaiveDate) -> Length {
    let ends = |p: &Period<'_>| p.end.unwrap_or(DayRange::day(as_of));
    let perhaps = periods.iter().map(|p| (p.start.earliest, ends(p).latest.min(as_of)));
    let surely = |p: &Period<'_>| (p.start.latest.min(as_of), ends(p).earliest.min(as_of));
    let (sure, loose): (Vec<_>, Vec<_>) = periods.iter().partition(|p| surely(p).0 <= surely(p).1);
    let sure: Vec<(NaiveDate, NaiveDate)> = sure.into_iter().map(surely).collect();
    // A period that can begin after it can end is one day at least, which may be a day of another period.
    let mut apart: Vec<(NaiveDate, NaiveDate)> = loose
        .into_iter()
        .map(|p| (p.start.earliest, p.start.latest.min(as_of)))
        .filter(|(from, to)| !sure.iter().any(|(first, last)| first <= to && from <= last))
        .collect();
    apart.sort_unstable_by_key(|(_, to)| *to);
    let mut single: Vec<NaiveDate> = Vec::new();
    for (from, to) in apart {
        if single.last().is_none_or(|day| *day < from) {
            single.push(to);
        }
    }
    let fewest = sure.into_iter().chain(single.into_iter().map(|day| (day, day)));
    Length { fewest: covered(fewest), most: covered(perhaps) }
}

/// Calendar days covered by at least one of the spans, both ends included. A span whose end precedes
/// its start, which imprecise dates can yield, still is one day.
fn covered(spans: impl Iterator<Item = (NaiveDate, NaiveDate)>) -> i64 {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = spans.map(|(a, b)| (a, b.max(a))).collect();
    spans.sort_unstable();
    let mut days = 0;
    let mut counted_to: Option<NaiveDate> = None;
    for (from, to) in spans {
        let from = counted_to.and_then(|day| day.succ_opt()).map_or(from, |next| next.max(from));
        if to >= from {
            days += to.signed_duration_since(from).num_days() + 1;
            counted_to = Some(to);
        }
    }
    days
}
