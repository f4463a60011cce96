//! Dates in prose: `16 or 17 December 2025`, `about September 2010`. Columns have them as written.

use super::{Date, DayRange};
use chrono::{Datelike, NaiveDate};

/// The names of the months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    day: Option<u32>,
    month: Option<u32>,
    year: i32,
}

impl Part {
    fn of_day(day: NaiveDate) -> Self {
        Self { day: Some(day.day()), month: Some(day.month()), year: day.year() }
    }

    /// The words, without the month and the year that the words after it say too.
    fn before(self, after: Self) -> String {
        let year = (self.year != after.year).then_some(self.year);
        let month = self.month.filter(|_| year.is_some() || self.day.is_none() || self.month != after.month);
        words(self.day, month, year)
    }

    fn in_words(self) -> String {
        words(self.day, self.month, Some(self.year))
    }
}

fn words(day: Option<u32>, month: Option<u32>, year: Option<i32>) -> String {
    let month = month.and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
    let parts = [day.map(|day| day.to_string()), month.map(ToString::to_string), year.map(|year| year.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The first and the last of several days as days, as whole months, or as whole years.
fn ends(first: NaiveDate, last: NaiveDate) -> (Part, Part) {
    let ends_month = last.succ_opt().is_some_and(|next| next.day() == 1);
    let (mut from, mut to) = (Part::of_day(first), Part::of_day(last));
    if first.day() == 1 && ends_month && first != last {
        (from.day, to.day) = (None, None);
        if first.month() == 1 && last.month() == 12 {
            (from.month, to.month) = (None, None);
        }
    }
    (from, to)
}

/// Whether the one comes right after the other.
fn is_next(from: Part, to: Part, first: NaiveDate, last: NaiveDate) -> bool {
    match (from.day, from.month) {
        (Some(_), _) => first.succ_opt() == Some(last),
        (None, Some(month)) => {
            from.year * 12 + i32::try_from(month).unwrap_or(0) + 1
                == to.year * 12 + i32::try_from(to.month.unwrap_or(0)).unwrap_or(0)
        }
        (None, None) => from.year + 1 == to.year,
    }
}

impl DayRange {
    /// One day known within bounds, in prose: `16 December 2025`, `16 or 17 December 2025`, `December 2025`,
    /// `between 19 and 30 November 2009`, `10 March 2025 or later`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let day = |day| Part::of_day(day).in_words();
        let (first, last) = match (self.first(), self.last()) {
            (Some(first), Some(last)) => (first, last),
            (Some(first), None) => return format!("{} or later", day(first)),
            (None, Some(last)) => return format!("{} or earlier", day(last)),
            (None, None) => return "an unknown day".into(),
        };
        let (from, to) = ends(first, last);
        if from == to {
            return from.in_words();
        }
        match is_next(from, to, first, last) {
            true => format!("{} or {}", from.before(to), to.in_words()),
            false => format!("between {} and {}", from.before(to), to.in_words()),
        }
    }

    /// The same as an answer to "when": `on 16 December 2025`, `in December 2025`, `between …`.
    #[must_use]
    pub fn when(&self) -> String {
        placed(&self.in_words())
    }
}

impl Date {
    /// The date in prose: `16 December 2025`, `about September 2010`, `perhaps 2005`,
    /// `from 13 May 2009 to 27 July 2011`, `since 16 December 2025`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let text = self.as_written();
        if let Some((from, to)) = self.ends() {
            let days = from.bounds();
            let Some(to) = to else { return format!("since {}", from.in_words()) };
            return match (from.is_exact() && to.is_exact(), days.first(), to.bounds().last()) {
                (true, Some(first), Some(last)) => {
                    let (from, to) = (Part::of_day(first), Part::of_day(last));
                    format!("from {} to {}", from.before(to), to.in_words())
                }
                _ => format!("from {} to {}", from.in_words(), to.in_words()),
            };
        }
        if let Some(days) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).filter(|t| t.contains(',')) {
            let one = |day: &str| {
                let day = day.trim();
                let written = if day.contains("..") { format!("[{day}]") } else { day.to_owned() };
                Self::read(&written).map_or_else(|| day.to_owned(), |date| date.in_words())
            };
            return days.split(',').map(one).collect::<Vec<_>>().join(" or ");
        }
        let perhaps = if text.contains(['?', '%']) { "perhaps " } else { "" };
        let about = if text.contains(['~', '%']) { "about " } else { "" };
        format!("{perhaps}{about}{}", self.bounds().in_words())
    }

    /// The same as an answer to "when": `on 16 December 2025`, `in December 2025`, `about September 2010`.
    #[must_use]
    pub fn when(&self) -> String {
        placed(&self.in_words())
    }
}

/// With the word that it needs before it: a day has `on`, a month or a year `in`.
fn placed(words: &str) -> String {
    match words.split(' ').next().unwrap_or_default() {
        "between" | "about" | "perhaps" | "from" | "since" => words.to_owned(),
        first if first.len() < 3 && first.parse::<u32>().is_ok() => format!("on {words}"),
        _ => format!("in {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_in_prose() {
        for (written, words) in [
            ("2025-12-16", "16 December 2025"),
            ("2025-12", "December 2025"),
            ("2005", "2005"),
            ("199X", "between 1990 and 1999"),
            ("[2025-12-16..2025-12-17]", "16 or 17 December 2025"),
            ("[2025-12-16..2025-12-18]", "between 16 and 18 December 2025"),
            ("[2025-12-31..2026-01-01]", "31 December 2025 or 1 January 2026"),
            ("[2025-11-30..2025-12-01]", "30 November or 1 December 2025"),
            ("[2024-07-05..2025-01-08]", "between 5 July 2024 and 8 January 2025"),
            ("[2009-11-19..2009-11-30]", "between 19 and 30 November 2009"),
            ("[2026-02..2026-03]", "February or March 2026"),
            ("[2025-12..2026-01]", "December 2025 or January 2026"),
            ("[2012-05..2023-09]", "between May 2012 and September 2023"),
            ("[2024..2025]", "2024 or 2025"),
            ("[1976-09-17..1981]", "between 17 September 1976 and 31 December 1981"),
            ("[2024-07-05,2024-08-01]", "5 July 2024 or 1 August 2024"),
            ("[2025-03-10..]", "10 March 2025 or later"),
            ("[..2025-03-10]", "10 March 2025 or earlier"),
            ("2010-09~", "about September 2010"),
            ("2005?", "perhaps 2005"),
            ("2005%", "perhaps about 2005"),
            ("2009-05-13/2011-07-27", "from 13 May 2009 to 27 July 2011"),
            ("2010-05-05/2010-05-06", "from 5 to 6 May 2010"),
            ("2010-05-05/2010-06", "from 5 May 2010 to June 2010"),
            ("2010-04-05/2010-05-06", "from 5 April to 6 May 2010"),
            ("2010-05-05/2011-05-06", "from 5 May 2010 to 6 May 2011"),
            ("2009-05/2011", "from May 2009 to 2011"),
            ("2025-12-16/..", "since 16 December 2025"),
        ] {
            let date = Date::parse(written).expect("a date");
            assert_eq!(date.in_words(), words, "{written}");
        }
    }

    #[test]
    fn the_word_before_a_date() {
        for (written, words) in [
            ("2025-12-16", "on 16 December 2025"),
            ("2025-12", "in December 2025"),
            ("2005", "in 2005"),
            ("[2025-12-16..2025-12-17]", "on 16 or 17 December 2025"),
            ("[2009-11-19..2009-11-30]", "between 19 and 30 November 2009"),
            ("2010-09~", "about September 2010"),
        ] {
            assert_eq!(Date::parse(written).expect("a date").when(), words, "{written}");
        }
    }

    proptest! {
        /// Two days are read apart, and words name the same days as the bounds: nothing is padded or lost.
        #[test]
        fn different_days_have_different_words(a in 0_i32..100_000, b in 0_i32..100_000, c in 0_i32..400, d in 0_i32..400) {
            let day = |n| NaiveDate::from_num_days_from_ce_opt(680_000 + n).expect("a day");
            let one = DayRange { earliest: day(a), latest: day(a + c) };
            let other = DayRange { earliest: day(b), latest: day(b + d) };
            prop_assert_eq!(one == other, one.in_words() == other.in_words());
        }
    }
}
