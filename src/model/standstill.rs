//! Suspensions: how far they move a last day, and whether the clock stands still.
//!
//! Both ends of a suspension count. One that begins after the last day changes nothing; otherwise each of its days
//! moves the last day on by one, the days of several that overlap only once. On a day inside it there is no last day.

use super::{
    communication::Suspension,
    date::{Date, DayRange, FAR_FUTURE},
    rule::{Rule, Term},
};
use chrono::{Datelike, Days, NaiveDate};

/// What becomes of a last day on a day: in one reading of all dates, or in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moved {
    /// The day; `None` if the clock stands still in every reading.
    pub(super) to: Option<DayRange>,
    /// The clock stands still in some reading.
    pub(super) still: bool,
    /// If some other day ends the term before the clock stands still, none does later than on this one.
    pub(super) at_most: Option<NaiveDate>,
}

impl Moved {
    const STILL: Self = Self { to: None, still: true, at_most: None };

    /// Both together: what holds in the readings of either.
    pub(super) fn or(self, other: Self) -> Self {
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.and(b)),
            (a, b) => a.or(b),
        };
        Self { to, still: self.still || other.still, at_most: self.at_most.max(other.at_most) }
    }
}

/// Suspensions in one reading of their dates, in the order in which they begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Standstills {
    /// Those on record.
    all: Vec<Stretch>,
    /// The same put together where they overlap or touch.
    merged: Vec<Stretch>,
    /// Of those that surely have begun and are not over: a term that begins before the first of these days and does
    /// not stand still has ended by the second.
    caps: Vec<(NaiveDate, NaiveDate)>,
}

/// From a day to a day, both included; without an end if it still lasts.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: NaiveDate,
    until: Option<NaiveDate>,
}

/// Which reading of imprecise dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Each suspension begins as late and ends as early as its dates allow.
    Shortest,
    /// Each begins as early and ends as late as its dates allow.
    Longest,
    /// As [`Reading::Longest`], but each that can be over by the day asked about is.
    Over,
}

impl Standstills {
    /// The suspensions that have begun by `as_of` in this reading.
    pub(super) fn read(suspensions: &[Suspension], reading: Reading, as_of: NaiveDate) -> Self {
        let stretch = |suspension: &Suspension| {
            let (from, until) = (suspension.from.bounds(), suspension.until.as_ref().map(|date| date.bounds()));
            let stretch = match reading {
                Reading::Shortest => Stretch { from: from.latest, until: until.map(|until| until.earliest) },
                Reading::Longest => Stretch { from: from.earliest, until: until.map(|until| until.latest) },
                Reading::Over => {
                    let until = until.filter(|until| until.earliest < as_of)?;
                    Stretch { from: from.earliest, until: Some(until.latest.min(as_of.pred_opt()?)) }
                }
            };
            (stretch.from <= as_of && stretch.until.is_none_or(|until| stretch.from <= until)).then_some(stretch)
        };
        let cap = |suspension: &Suspension| {
            let until = suspension.until.as_ref().map_or(FAR_FUTURE, Date::earliest);
            let lasts = suspension.from.latest() <= as_of && until >= as_of;
            Some((until, suspension.from.latest().pred_opt()?)).filter(|_| lasts)
        };
        let caps = match reading {
            Reading::Over => suspensions.iter().filter_map(cap).collect(),
            Reading::Shortest | Reading::Longest => Vec::new(),
        };
        let mut all: Vec<Stretch> = suspensions.iter().filter_map(stretch).collect();
        all.sort_by_key(|stretch| stretch.from);
        let mut merged: Vec<Stretch> = Vec::new();
        for next in &all {
            match merged.last_mut() {
                Some(Stretch { until: None, .. }) => break,
                Some(last) if last.until.and_then(|day| day.succ_opt()).is_some_and(|day| next.from <= day) => {
                    last.until = next.until.map(|until| last.until.map_or(until, |day| day.max(until)));
                }
                _ => merged.push(*next),
            }
        }
        Self { all, merged, caps }
    }

    /// What becomes of a term that begins after `start` and would end on `last`.
    pub(super) fn term(&self, start: NaiveDate, last: NaiveDate, as_of: NaiveDate) -> Moved {
        let over = self.merged.partition_point(|stretch| stretch.until.is_some_and(|until| until <= start));
        self.capped(moved(&self.merged[over..], last, Some(start), as_of), Some(start))
    }

    /// What becomes of an extension to `last` that was granted on a day; `None`: before every suspension. Only those
    /// move it that had not ended before that day.
    pub(super) fn extension(
        &self,
        granted: Option<NaiveDate>,
        start: Option<NaiveDate>,
        last: NaiveDate,
        as_of: NaiveDate,
    ) -> Moved {
        let counts = |stretch: &&Stretch| granted.is_none_or(|day| stretch.until.is_none_or(|until| day <= until));
        self.capped(moved(self.all.iter().filter(counts), last, start, as_of), start)
    }

    fn capped(&self, moved: Moved, start: Option<NaiveDate>) -> Moved {
        let caps = self.caps.iter().filter(|(until, _)| start.is_none_or(|start| start < *until));
        match caps.map(|(_, day)| *day).min() {
            Some(cap) if moved.to.is_some_and(|to| to.latest > cap) => Moved { at_most: Some(cap), ..Moved::STILL },
            _ => moved,
        }
    }

    /// The days of a range of beginnings at which the last day of a term can be earliest or latest. Outside a
    /// suspension a later beginning never ends sooner. Inside one it can, by as many days as the months that follow
    /// differ in length, and that changes on the first and the last day of a month only.
    pub(super) fn turning_points(&self, starts: DayRange, rules: &[Rule]) -> Vec<NaiveDate> {
        let mut days = vec![starts.earliest, starts.latest];
        let mut add = |day: Option<NaiveDate>| days.extend(day);
        for rule in rules {
            add(rule.valid_from);
            add(rule.valid_from.and_then(|day| day.pred_opt()));
            add(rule.valid_to);
            add(rule.valid_to.and_then(|day| day.succ_opt()));
        }
        let has_months = rules.iter().any(|rule| matches!(rule.term, Some(Term::Months(_) | Term::Years(_))));
        for Stretch { from, until } in &self.merged {
            add(from.pred_opt());
            add(Some(*from));
            let Some(until) = until else { continue };
            add(Some(*until));
            add(until.succ_opt());
            if has_months {
                let (mut first, last) = ((*from).max(starts.earliest), (*until).min(starts.latest));
                while first <= last {
                    let Some(next) = first_of_next_month(first) else { break };
                    add(Some(first));
                    add(next.pred_opt());
                    first = next;
                }
            }
        }
        days.retain(|day| (starts.earliest..=starts.latest).contains(day));
        days.sort_unstable();
        days.dedup();
        days
    }
}

fn first_of_next_month(day: NaiveDate) -> Option<NaiveDate> {
    let (year, month) = if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)
}

/// Moves a last day through stretches in the order in which they begin; days up to `start` do not count.
fn moved<'a>(
    stretches: impl IntoIterator<Item = &'a Stretch>,
    last: NaiveDate,
    start: Option<NaiveDate>,
    as_of: NaiveDate,
) -> Moved {
    let (mut last, mut counted) = (last, start);
    for stretch in stretches {
        if stretch.from > last {
            break;
        }
        let Some(until) = stretch.until.filter(|until| *until < as_of) else { return Moved::STILL };
        let from = counted.and_then(|day| day.succ_opt()).map_or(stretch.from, |day| day.max(stretch.from));
        if from <= until {
            let days = until.signed_duration_since(from).num_days().unsigned_abs() + 1;
            (last, counted) = (last.checked_add_days(Days::new(days)).unwrap_or(last), Some(until));
        }
    }
    Moved { to: Some(DayRange::day(last)), still: false, at_most: None }
}
