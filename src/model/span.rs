//! Numbers of days between days that are known within bounds only.

use super::date::{DayRange, FAR_FUTURE, FAR_PAST};
use chrono::NaiveDate;

/// A number of days known within bounds, fewest and most; `None` where nobody knows a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The fewest.
    pub min: Option<i64>,
    /// The most.
    pub max: Option<i64>,
}

impl Span {
    /// Days from a day known within `from` to one known within `to`; negative if `to` comes first.
    #[must_use]
    pub fn between(from: DayRange, to: DayRange) -> Self {
        let days = |from: NaiveDate, to: NaiveDate| {
            let known = from > FAR_PAST && from < FAR_FUTURE && to > FAR_PAST && to < FAR_FUTURE;
            known.then(|| to.signed_duration_since(from).num_days())
        };
        Self { min: days(from.latest, to.earliest), max: days(from.earliest, to.latest) }
    }

    /// Days still to come, of days past.
    #[must_use]
    pub fn to_come(self) -> Self {
        Self { min: self.max.map(|n| -n), max: self.min.map(|n| -n) }
    }

    /// The same, but never fewer than none: the second day does not come before the first.
    pub(super) fn not_negative(self) -> Self {
        Self { min: self.min.map(|n| n.max(0)), max: self.max.map(|n| n.max(0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The days that stand for an end that nobody knows are no days to count from or to.
    #[test]
    fn an_end_that_nobody_knows_gives_no_bound() {
        let day = NaiveDate::from_ymd_opt(2019, 5, 27).expect("a day");
        let between = |from: (NaiveDate, NaiveDate), to: (NaiveDate, NaiveDate)| {
            let range = |(earliest, latest)| DayRange { earliest, latest };
            let span = Span::between(range(from), range(to));
            (span.min, span.max)
        };
        let second = |day: NaiveDate| day.succ_opt().expect("a day");
        assert_eq!(between((day, day), (day, second(day))), (Some(0), Some(1)));
        assert_eq!(between((day, day), (FAR_PAST, day)), (None, Some(0)));
        assert_eq!(between((day, day), (day, FAR_FUTURE)), (Some(0), None));
        assert_eq!(between((FAR_PAST, day), (day, day)), (Some(0), None));
        assert_eq!(between((day, FAR_FUTURE), (day, day)), (None, Some(0)));
    }
}
