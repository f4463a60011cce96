//! The order of entries: one law, for every screen and for everything that is computed.
//!
//! An imprecise date is no point in time: sorted by its first day, a release of "2025-03" stands before an arrest of
//! 2025-03-10, and who was freed counts as detained for ever. So an entry stands where the file has it, as far as its
//! date allows. Walking a table of the record in the order of the file, its place is the place of the entry before it,
//! held within its own first and last day. Entries of one place stand in the order of the file; a screen, which
//! merges several tables, has [`Precision`] and the table before that.

use super::date::{Date, FAR_PAST};
use chrono::NaiveDate;

/// How exact a date is. On one day a screen has periods first, then exact days, then what only may lie there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// A stretch of time, which stands at its beginning.
    Period,
    /// One exact day.
    Day,
    /// One day in a range.
    Range,
}

impl Precision {
    /// How exact this date is.
    #[must_use]
    pub fn of(date: &Date) -> Self {
        match date {
            date if date.is_stretch() => Self::Period,
            date if date.is_exact() => Self::Day,
            _ => Self::Range,
        }
    }
}

/// A walk through a table, forwards: an entry stands as soon as its date allows, but not before the one above it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Walk {
    at: Option<NaiveDate>,
}

impl Walk {
    /// A walk whose first entry stands no sooner than `at`, if its date allows: replies come after their letter.
    #[must_use]
    pub const fn after(at: Option<NaiveDate>) -> Self {
        Self { at }
    }

    /// The place of the next entry.
    pub fn place(&mut self, date: &Date) -> NaiveDate {
        let days = date.start();
        let at = self.at.map_or(days.earliest, |at| at.max(days.earliest).min(days.latest));
        self.at = Some(at);
        at
    }

    /// The place of the next entry if it has no date: any day is allowed, so it stands with the one above it.
    #[must_use]
    pub fn undated(&self) -> NaiveDate {
        self.at.unwrap_or(FAR_PAST)
    }
}

/// A walk through a table of statements or letters, from its end: these speak of what has happened, so they stand as
/// late as their date allows before the one below.
#[derive(Clone, Copy, Debug)]
pub struct WalkBack {
    at: NaiveDate,
}

impl WalkBack {
    /// A walk from the day to which the record reaches: an open end has no other last day.
    #[must_use]
    pub const fn from(reach: NaiveDate) -> Self {
        Self { at: reach }
    }

    /// The place of the entry above, which also stands before `followers`: the places of its own replies.
    pub fn place(&mut self, date: &Date, followers: impl IntoIterator<Item = NaiveDate>) -> NaiveDate {
        let days = date.start();
        let before = followers.into_iter().fold(self.at, NaiveDate::min);
        self.at = before.min(days.latest).max(days.earliest);
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::iso_day;

    fn day(text: &str) -> NaiveDate {
        iso_day(text).expect("a day")
    }

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    fn forwards(dates: &[&str]) -> Vec<String> {
        let mut walk = Walk::default();
        dates.iter().map(|text| walk.place(&date(text)).to_string()).collect()
    }

    #[test]
    fn an_imprecise_date_stands_where_the_file_has_it() {
        assert_eq!(forwards(&["2025-03-10", "2025-03"]), ["2025-03-10", "2025-03-10"]);
        assert_eq!(forwards(&["2025-03-10", "2025"]), ["2025-03-10", "2025-03-10"]);
        assert_eq!(forwards(&["2025-03-10", "[2025-03-10..]"]), ["2025-03-10", "2025-03-10"]);
        assert_eq!(forwards(&["2025-03", "2025-03-10"]), ["2025-03-01", "2025-03-10"], "the first: its earliest day");
    }

    #[test]
    fn but_only_as_far_as_it_allows() {
        assert_eq!(forwards(&["2025-03-10", "2025-02"]), ["2025-03-10", "2025-02-28"]);
        assert_eq!(forwards(&["2025-03-31", "2025-04"]), ["2025-03-31", "2025-04-01"]);
        assert_eq!(forwards(&["2025-03-10", "2024-01-01"]), ["2025-03-10", "2024-01-01"], "an exact day is its place");
        assert_eq!(forwards(&["2025-03-10", "2024-01-01?"]), ["2025-03-10", "2024-01-01"], "and so is a doubted one");
    }

    #[test]
    fn a_period_stands_at_its_beginning() {
        assert_eq!(forwards(&["2025-03-10", "2025-01-01/2025-12-31"]), ["2025-03-10", "2025-01-01"]);
        assert_eq!(forwards(&["2025-03-10", "2025-03/2025-12"]), ["2025-03-10", "2025-03-10"], "that is imprecise");
    }

    #[test]
    fn what_speaks_of_others_stands_as_late_as_it_may() {
        let mut walk = WalkBack::from(day("2026-01-01"));
        assert_eq!(walk.place(&date("2025-07"), []), day("2025-07-31"));
        assert_eq!(walk.place(&date("2025"), []), day("2025-07-31"), "before the next of its table");
        assert_eq!(walk.place(&date("2025"), [day("2025-03-03")]), day("2025-03-03"), "before its replies");
        assert_eq!(walk.place(&date("2025-08-01"), []), day("2025-08-01"), "as far as its date allows");
        let mut walk = WalkBack::from(day("2026-01-01"));
        assert_eq!(
            walk.place(&date("[2025-03-10..]"), []),
            day("2026-01-01"),
            "an open end reaches as far as the record"
        );
        let mut walk = WalkBack::from(day("2025-01-01"));
        assert_eq!(walk.place(&date("[2025-03-10..]"), []), day("2025-03-10"));
    }

    #[test]
    fn the_first_entry_may_have_something_before_it() {
        let mut walk = Walk::after(Some(day("2025-03-10")));
        assert_eq!(walk.undated(), day("2025-03-10"));
        assert_eq!(walk.place(&date("2025-03")), day("2025-03-10"));
        assert_eq!(walk.place(&date("2025-03-01")), day("2025-03-01"));
        assert_eq!(walk.undated(), day("2025-03-01"));
    }

    #[test]
    fn precision_orders_one_day() {
        let all = ["2025-03-10/..", "2025-03-10", "2025-03-10?", "2025-03"].map(|text| Precision::of(&date(text)));
        assert_eq!(all, [Precision::Period, Precision::Day, Precision::Day, Precision::Range]);
        assert!(all.is_sorted());
    }
}
