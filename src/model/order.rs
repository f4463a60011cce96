//! The order of entries: one rule for all lists and for all computations.
//!
//! An imprecise date is no point in time: sorted by its first day, a release of "2025-03" stands before an arrest of
//! 2025-03-10, and who was freed counts as detained for ever. So an entry stands where the file has it, as far as its
//! date allows. Walking a table of the record in the order of the file, its place is the place of the entry before it,
//! held within its own first and last day. Entries of one place stand in the order of the file; a screen, which
//! merges several tables, has [`Precision`] and the table before that.

use super::date::{Date, DayRange, FAR_PAST};
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
pub struct Forwards {
    at: Option<NaiveDate>,
}

impl Forwards {
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

    /// The same of an entry that may have no date: then any day is allowed, so it stands with the one above it.
    pub fn place_of(&mut self, date: Option<&Date>) -> NaiveDate {
        match date {
            Some(date) => self.place(date),
            None => self.at.unwrap_or(FAR_PAST),
        }
    }
}

/// Where an entry stands on a screen: its day, and how it is ordered on that day.
pub type Place = (NaiveDate, Precision);

/// A walk through a table of statements or letters, from its end: these speak of what has happened, so they stand as
/// late as their date allows before the one below.
#[derive(Clone, Copy, Debug)]
pub struct Backwards {
    at: Place,
}

impl Backwards {
    /// A walk from the day to which the record reaches: an open end has no other last day.
    #[must_use]
    pub const fn from(reach: NaiveDate) -> Self {
        Self { at: (reach, Precision::Range) }
    }

    /// The place of the entry above, which also stands before `followers`: the places of its own replies. On the day of
    /// one that it stands before, it comes no later.
    pub fn place(&mut self, date: &Date, followers: impl IntoIterator<Item = Place>) -> Place {
        let (days, own) = (date.start(), Precision::of(date));
        let before = followers.into_iter().fold(self.at, Place::min);
        let day = before.0.min(days.latest).max(days.earliest);
        self.at = (day, if day == before.0 { own.min(before.1) } else { own });
        self.at
    }
}

/// Leaves of the days on which entries in this order can have been those that keep the order: each no earlier than the
/// one before it and no later than the one after it. Where the dates do not allow the order (a death before an arrest), it comes as soon as it can.
#[must_use]
pub fn bounded(mut starts: Vec<DayRange>) -> Vec<DayRange> {
    for at in 1..starts.len() {
        starts[at].earliest = starts[at].earliest.max(starts[at - 1].earliest);
        starts[at].latest = starts[at].latest.max(starts[at].earliest);
    }
    for at in (1..starts.len()).rev() {
        starts[at - 1].latest = starts[at - 1].latest.min(starts[at].latest);
    }
    starts
}

/// Pairs of entries in their order, of which only the order of the file tells that the first came before the second:
/// they say different things, and by their dates the second may have been earlier. Each entry is the second of one pair
/// at most: with the entry before it whose date reaches furthest.
#[must_use]
pub fn by_file<T, S: PartialEq>(
    entries: &[T],
    says: impl Fn(&T) -> S,
    days: impl Fn(&T) -> DayRange,
) -> Vec<(usize, usize)> {
    // Of each thing that is said, the entry so far whose date reaches furthest.
    let mut furthest: Vec<(S, usize)> = Vec::new();
    let mut pairs = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let said = says(entry);
        let latest = |at: usize| days(&entries[at]).latest;
        let others = furthest.iter().filter(|(other, _)| *other != said).map(|(_, before)| *before);
        let before = others.max_by_key(|before| latest(*before));
        pairs.extend(before.filter(|before| latest(*before) > days(entry).earliest).map(|before| (before, at)));
        match furthest.iter_mut().find(|(other, _)| *other == said) {
            Some((_, known)) if latest(*known) < days(entry).latest => *known = at,
            Some(_) => {}
            None => furthest.push((said, at)),
        }
    }
    pairs
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
        let mut walk = Forwards::default();
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
        let exact = |text: &str| (day(text), Precision::Day);
        let mut walk = Backwards::from(day("2026-01-01"));
        assert_eq!(walk.place(&date("2025-07"), []), (day("2025-07-31"), Precision::Range));
        assert_eq!(
            walk.place(&date("2025"), []),
            (day("2025-07-31"), Precision::Range),
            "before the next of its table"
        );
        assert_eq!(walk.place(&date("2025"), [exact("2025-03-03")]), exact("2025-03-03"), "before its replies");
        assert_eq!(walk.place(&date("2025-08-01"), []), exact("2025-08-01"), "as far as its date allows");
        assert_eq!(walk.place(&date("2025"), []), exact("2025-08-01"), "no later than that on its day");
        let mut walk = Backwards::from(day("2026-01-01"));
        let open = walk.place(&date("[2025-03-10..]"), []);
        assert_eq!(open, (day("2026-01-01"), Precision::Range), "an open end reaches as far as the record");
        let mut walk = Backwards::from(day("2025-01-01"));
        assert_eq!(walk.place(&date("[2025-03-10..]"), []).0, day("2025-03-10"));
    }

    /// What each entry says, and on which days it can have been.
    fn pairs(entries: &[(&str, &str)]) -> Vec<(usize, usize)> {
        by_file(entries, |(said, _)| (*said).to_owned(), |(_, date)| self::date(date).bounds())
    }

    #[test]
    fn only_the_file_tells_the_order_of_what_may_have_been_the_other_way_round() {
        let (march, may) = ("2025-03", "2025-05");
        assert_eq!(pairs(&[("a", march), ("b", "2025-03-30")]), [(0, 1)]);
        assert_eq!(pairs(&[("a", march), ("b", "2025-03-31")]), [], "its last day at most");
        assert_eq!(pairs(&[("a", march), ("a", "2025-03-30")]), [], "both say the same");
        // Of several before it, the one whose date reaches furthest, whichever was the last to say so.
        assert_eq!(pairs(&[("a", march), ("a", "2025-03-02"), ("b", "2025-03-10")]), [(0, 2)]);
        assert_eq!(pairs(&[("a", "2025-03-02"), ("a", march), ("b", "2025-03-10")]), [(1, 2)]);
        assert_eq!(pairs(&[("a", march), ("a", march), ("b", "2025-03-10")]), [(0, 2)], "of two alike the first");
        assert_eq!(pairs(&[("a", march), ("b", may), ("c", "2025-03-10")]), [(1, 2)]);
        assert_eq!(pairs(&[("b", may), ("a", march), ("a", "2025-04-01")]), [(0, 1), (0, 2)]);
    }

    #[test]
    fn entries_in_order_bound_each_other() {
        let range = |text: &str| self::date(text).bounds();
        let bounds = |texts: &[&str]| {
            bounded(texts.iter().map(|text| range(text)).collect()).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(bounds(&["2025-03-10", "2025-03"]), ["2025-03-10", "2025-03-10..2025-03-31"]);
        assert_eq!(bounds(&["2025-03", "2025-03-10"]), ["2025-03-01..2025-03-10", "2025-03-10"]);
        assert_eq!(
            bounds(&["2025", "2025-03-10", "2025"]),
            ["2025-01-01..2025-03-10", "2025-03-10", "2025-03-10..2025-12-31"]
        );
        assert_eq!(bounds(&["2025-03-10", "2025-02"]), ["2025-03-10", "2025-03-10"], "as soon as it can");
        assert_eq!(
            bounds(&["2025", "2025", "2025-03-10"]),
            ["2025-01-01..2025-03-10", "2025-01-01..2025-03-10", "2025-03-10"],
            "through several"
        );
    }

    #[test]
    fn the_first_entry_may_have_something_before_it() {
        let mut walk = Forwards::after(Some(day("2025-03-10")));
        assert_eq!(walk.place_of(None), day("2025-03-10"));
        assert_eq!(walk.place(&date("2025-03")), day("2025-03-10"));
        assert_eq!(walk.place(&date("2025-03-01")), day("2025-03-01"));
        assert_eq!(walk.place_of(None), day("2025-03-01"));
    }

    #[test]
    fn what_only_the_file_orders() {
        let pairs = |dates: &[(&str, &str)]| {
            let entries: Vec<(&str, DayRange)> = dates.iter().map(|(text, says)| (*says, date(text).start())).collect();
            by_file(&entries, |entry| entry.0, |entry| entry.1)
        };
        assert_eq!(pairs(&[("2025-03-10", "held"), ("2025-03", "free")]), [(0, 1)]);
        assert_eq!(pairs(&[("2025-03-10", "held"), ("[2025-03-10..2025-03-31]", "free")]), [], "it begins on that day");
        assert_eq!(pairs(&[("2025-03-10", "held"), ("2025-04", "free")]), []);
        assert_eq!(
            pairs(&[("2025-03-10", "held"), ("2025-03-10", "free")]),
            [],
            "two things on one day are two entries"
        );
        assert_eq!(pairs(&[("2025-03-10", "held"), ("2025-03", "held")]), [], "both say the same");
        assert_eq!(pairs(&[("2025", "held"), ("2025-02-01", "held"), ("2025-06-01", "free")]), [(0, 2)]);
        assert_eq!(
            pairs(&[("2025", "held"), ("2025-02", "free"), ("2025-06", "held")]),
            [(0, 1)],
            "only with what differs"
        );
    }

    #[test]
    fn precision_orders_one_day() {
        let all = ["2025-03-10/..", "2025-03-10", "2025-03-10?", "2025-03"].map(|text| Precision::of(&date(text)));
        assert_eq!(all, [Precision::Period, Precision::Day, Precision::Day, Precision::Range]);
        assert!(all.is_sorted());
    }
}
