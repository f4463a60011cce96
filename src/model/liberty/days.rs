//! How many days somebody was deprived of liberty: calendar days, inclusive of both ends, each counted once.

use super::Period;
use crate::model::date::DayRange;
use chrono::NaiveDate;

/// A number of days, inclusive of both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Length {
    /// At least.
    pub fewest: i64,
    /// At most; `None` if nothing bounds it.
    pub most: Option<i64>,
}

impl Length {
    /// The same, but no less than so many.
    pub(super) fn at_least(self, least: i64) -> Self {
        Self { fewest: self.fewest.max(least), most: self.most.map(|most| most.max(least)) }
    }
}

/// An unbroken deprivation of liberty: one period, or several that go on from each other. Custody that turns into house
/// arrest on a day not known exactly goes on without a gap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// Places of its first and its last period.
    pub(super) places: (usize, usize),
    /// The first day.
    pub(super) start: DayRange,
    end: Option<DayRange>,
    /// Its days, where the record says how many they are.
    length: Option<i64>,
    /// It is certain only up to this day.
    sure_to: Option<NaiveDate>,
    /// Whether it has certainly begun by the day asked about.
    begun: bool,
    /// Whether it may not be one at all.
    is_only_possible: bool,
}

impl Run {
    /// Whether the period of this place is in it.
    pub(super) const fn holds(&self, at: usize) -> bool {
        self.places.0 <= at && at <= self.places.1
    }

    /// Whether nothing bounds its days.
    fn is_open(&self) -> bool {
        self.length.is_none() && (self.start.first().is_none() || self.end.is_some_and(|end| end.last().is_none()))
    }

    /// The days that are certainly in it, up to `to`; `None` if no single day is certain.
    fn sure(&self, to: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let end = self.end.map_or(to, |end| end.earliest.min(to));
        let last = self.sure_to.map_or(end, |day| day.min(end));
        let first = self.start.latest.min(to);
        (first <= last).then_some((first, last))
    }

    /// The days that can be in it, up to `to`.
    fn possible(&self, to: NaiveDate) -> (NaiveDate, NaiveDate) {
        (self.start.earliest, self.end.map_or(to, |end| end.latest.min(to)).max(self.start.earliest))
    }
}

/// The unbroken deprivations of liberty among these periods, up to `as_of`.
pub(super) fn runs(periods: &[Period<'_>], as_of: NaiveDate) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &periods[before]);
        // If a release does not say into what, the detention before it may have gone on.
        let is_only_possible = period.liberty.is_none() && before.is_some_and(Period::is_deprivation);
        if !period.is_deprivation() && !is_only_possible {
            continue;
        }
        let goes_on = before.is_some_and(|before| {
            let is_held = before.is_deprivation() && before.doubt.is_none() && period.doubt.is_none();
            let until = |end: DayRange| end.earliest.succ_opt().unwrap_or(end.earliest);
            is_held && before.own_end.is_none_or(|end| until(end) >= period.begun_by)
        });
        match runs.last_mut() {
            Some(run) if goes_on => {
                run.places.1 = at;
                (run.end, run.length) = (period.end, None);
            }
            _ => runs.push(Run {
                places: (at, at),
                start: DayRange { latest: period.begun_by, ..period.start },
                end: period.end,
                // What came after it may have cut it short.
                length: period.length.filter(|_| period.end == period.own_end),
                sure_to: period.perhaps_freed,
                begun: period.begun_by <= as_of,
                is_only_possible,
            }),
        }
    }
    runs
}

/// Days covered by any of these runs, each day counted once: the fewest and the most that imprecise dates allow. A run
/// whose end is on record is counted to the day asked about, `as_of`; one that lasts, to `lasting`.
pub(super) fn length(runs: &[Run], lasting: NaiveDate, as_of: NaiveDate) -> Length {
    let to = |run: &Run| if run.end.is_some() { as_of } else { lasting };
    let (mut fixed, mut others) = (Length { fewest: 0, most: Some(0) }, Vec::new());
    let mut busy_to: Option<NaiveDate> = None;
    for (at, run) in runs.iter().enumerate() {
        let to = to(run);
        let (from, last) = run.possible(to);
        let is_alone = busy_to.is_none_or(|day| day < from)
            && runs.get(at + 1).is_none_or(|next| last < next.start.earliest)
            && run.sure_to.is_none();
        busy_to = busy_to.max(Some(last));
        match run.length {
            // The length is on record, and no other run can share its days, wherever in its range they lie.
            Some(length) if is_alone => {
                let on = |start: NaiveDate| length.min(days_between(start.min(to), to));
                fixed.fewest += if run.begun { on(run.start.latest) } else { 0 };
                fixed.most = fixed.most.map(|most| most + on(run.start.earliest));
            }
            _ => others.push(run),
        }
    }
    Length {
        fewest: fixed.fewest + fewest(&others, &to),
        most: most(&others, &to).zip(fixed.most).map(|(others, fixed)| others + fixed),
    }
}

fn fewest(runs: &[&Run], to: &impl Fn(&Run) -> NaiveDate) -> i64 {
    let certain = || runs.iter().filter(|run| run.begun && !run.is_only_possible);
    let sure = apart(certain().filter_map(|run| run.sure(to(run))));
    let meets_sure = |from: NaiveDate, last: NaiveDate| {
        let before = sure.partition_point(|(first, _)| *first <= last);
        before.checked_sub(1).is_some_and(|at| from <= sure[at].1)
    };
    // A run that can begin after it can end is one day at least, which may be a day of another run.
    let mut loose: Vec<(NaiveDate, NaiveDate)> = certain()
        .filter(|run| run.sure(to(run)).is_none())
        .map(|run| (run.start.earliest, run.start.latest.min(to(run))))
        .filter(|(from, last)| !meets_sure(*from, *last))
        .collect();
    loose.sort_unstable_by_key(|(_, last)| *last);
    let mut single: Vec<NaiveDate> = Vec::new();
    for (from, last) in loose {
        if single.last().is_none_or(|day| *day < from) {
            single.push(last);
        }
    }
    covered(&sure) + i64::try_from(single.len()).unwrap_or(i64::MAX)
}

fn most(runs: &[&Run], to: &impl Fn(&Run) -> NaiveDate) -> Option<i64> {
    (!runs.iter().any(|run| run.is_open())).then(|| covered(&apart(runs.iter().map(|run| run.possible(to(run))))))
}

/// The days of these spans as spans that share none, in order.
fn apart(spans: impl Iterator<Item = (NaiveDate, NaiveDate)>) -> Vec<(NaiveDate, NaiveDate)> {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = spans.collect();
    spans.sort_unstable();
    spans.dedup_by(|next, span| {
        let meet = next.0 <= span.1;
        if meet {
            span.1 = span.1.max(next.1);
        }
        meet
    });
    spans
}

fn covered(spans: &[(NaiveDate, NaiveDate)]) -> i64 {
    spans.iter().map(|(from, to)| days_between(*from, *to)).sum()
}

/// Both ends counted.
fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days() + 1
}
