//! Dates of unknown precision: printed as written, compared by their earliest and latest day.
//!
//! Written as a bare TOML date or as an EDTF string (ISO 8601-2:2019, annex A). Qualifiers
//! (`?`, `~`, `%`) are kept and printed but do not move the bounds.

mod edtf;
pub mod human;
mod instead;
mod iso;
mod months;
mod set;
mod words;

pub use iso::{iso_day, iso_text, write_iso};

use chrono::{Datelike, NaiveDate};
use iso::iso_month;
use std::{borrow::Cow, cmp::Ordering, fmt};

/// First and last year a record may name.
pub const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// Stands for "no end known" in the bounds of an open date. No record can name this day: [`YEARS`].
pub const FAR_FUTURE: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Stands for "no beginning known" in the bounds of an open date. No record can name this day.
pub const FAR_PAST: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// One day that is known to lie between two days, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayRange {
    /// The first day it can be.
    pub earliest: NaiveDate,
    /// The last day it can be.
    pub latest: NaiveDate,
}

impl DayRange {
    /// Any day: nothing is known.
    pub const ANY: Self = Self { earliest: FAR_PAST, latest: FAR_FUTURE };

    /// The range that holds exactly one day.
    #[must_use]
    pub const fn day(day: NaiveDate) -> Self {
        Self { earliest: day, latest: day }
    }

    /// The range between two days, whichever comes first.
    #[must_use]
    pub fn between(a: NaiveDate, b: NaiveDate) -> Self {
        Self { earliest: a.min(b), latest: a.max(b) }
    }

    /// Whether the day is known exactly.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.earliest == self.latest
    }

    /// Whether there is a day in both.
    #[must_use]
    pub fn overlaps(&self, other: Self) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }

    /// The days it can be, of something on record: what has no last day had happened when the record was made, which reaches
    /// to `reach`.
    #[must_use]
    pub fn on_record(self, reach: NaiveDate) -> Self {
        Self { latest: self.last().unwrap_or_else(|| reach.max(self.earliest)), ..self }
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { earliest: self.earliest.min(other.earliest), latest: self.latest.max(other.latest) }
    }
}

impl DayRange {
    /// The first day it can be; `None` if there is no bound.
    #[must_use]
    pub fn first(&self) -> Option<NaiveDate> {
        Some(self.earliest).filter(|day| !is_open(*day))
    }

    /// The last day it can be; `None` if there is no bound.
    #[must_use]
    pub fn last(&self) -> Option<NaiveDate> {
        Some(self.latest).filter(|day| !is_open(*day))
    }
}

/// Whether a day stands for no bound: [`FAR_PAST`] or [`FAR_FUTURE`], or what terms counted from them come to.
#[must_use]
pub fn is_open(day: NaiveDate) -> bool {
    /// Terms are far shorter than the time from [`FAR_PAST`] to here, and records begin long after.
    const NEAR_FAR_PAST: i32 = 1000;
    day.year() < NEAR_FAR_PAST || day >= FAR_FUTURE
}

impl fmt::Display for DayRange {
    /// `2019-07-26`, or `2024-09-03..2025-03-09` for a day known only within bounds, of which an open one is
    /// left out: `2024-09-03..`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first(), self.last()) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (Some(first), Some(last)) => write!(f, "{first}..{last}"),
            (Some(first), None) => write!(f, "{first}.."),
            (None, Some(last)) => write!(f, "..{last}"),
            (None, None) => f.write_str(".."),
        }
    }
}

/// A date as a record writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    /// How it is written, unless it is one day in the plain form of ISO 8601, as most are.
    text: Option<Box<str>>,
    start: DayRange,
    end: DayRange,
    stretch: Stretch,
}

/// Whether a date names one moment or a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stretch {
    /// One day, perhaps not known exactly.
    Moment,
    /// From a day to a day.
    Closed,
    /// From a day on, still going on.
    Ongoing,
}

/// Why a text is not a date, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl Date {
    /// The date of one exact day.
    #[must_use]
    pub fn from_day(day: NaiveDate) -> Self {
        let range = DayRange::day(day);
        Self { text: None, start: range, end: range, stretch: Stretch::Moment }
    }

    /// Reads an EDTF text.
    ///
    /// # Errors
    /// Says what is wrong and what to write instead: a time of day, a day that does not exist, a
    /// year outside [`YEARS`], a season, a set of several days, or no date at all.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::known(text).map_err(|refusal| instead::instead(text, refusal))
    }

    /// The same, where nobody asks what is wrong: what to write instead takes longer to find out.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::known(text).ok()
    }

    fn known(text: &str) -> Result<Self, edtf::Refusal> {
        if let Some(day) = iso_day(text) {
            let range = DayRange::day(day);
            in_years(range)?;
            return Ok(Self::from_day(day));
        }
        if let Some(range) = iso_month(text) {
            in_years(range)?;
            return Ok(Self { text: Some(text.into()), start: range, end: range, stretch: Stretch::Moment });
        }
        edtf::parse(text)
    }

    /// The first day this date can touch.
    #[must_use]
    pub const fn earliest(&self) -> NaiveDate {
        self.start.earliest
    }

    /// The last day this date can touch; [`FAR_FUTURE`] if it is still going on.
    #[must_use]
    pub const fn latest(&self) -> NaiveDate {
        self.end.latest
    }

    /// All days this date can touch.
    #[must_use]
    pub const fn bounds(&self) -> DayRange {
        DayRange { earliest: self.start.earliest, latest: self.end.latest }
    }

    /// The day on which it begins.
    #[must_use]
    pub const fn start(&self) -> DayRange {
        self.start
    }

    /// The day on which a stretch of time ends; `None` for one moment and for what still goes on.
    #[must_use]
    pub fn end(&self) -> Option<DayRange> {
        (self.stretch == Stretch::Closed).then_some(self.end)
    }

    /// Whether it names a stretch of time and not one moment.
    #[must_use]
    pub fn is_stretch(&self) -> bool {
        self.stretch != Stretch::Moment
    }

    /// The two ends of a stretch of time as they are written, the second missing for what still goes on; `None` for
    /// one moment and for a beginning that is not known.
    #[must_use]
    pub fn ends(&self) -> Option<(Self, Option<Self>)> {
        let (from, to) = self.text.as_deref()?.split_once('/')?;
        let end = match self.stretch {
            Stretch::Moment => return None,
            Stretch::Closed => Some(Self::parse(to).ok()?),
            Stretch::Ongoing => None,
        };
        Some((Self::parse(from).ok()?, end))
    }

    /// Whether its day is known.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.bounds().is_exact()
    }

    /// Whether this already was so, as far as the date tells, on `day`: what is dated after it does
    /// not exist yet.
    #[must_use]
    pub fn has_come(&self, day: NaiveDate) -> bool {
        self.earliest() <= day
    }

    /// The day from which it is on record: the first that it can be, or the last where its beginning is open, as before
    /// that nothing says that it has come. `None` if neither is known.
    #[must_use]
    pub fn known_from(&self) -> Option<NaiveDate> {
        self.bounds().first().or_else(|| self.bounds().last())
    }

    /// Whether it is on record by `day` that this was so: what is told on that day. What it may have been so for is
    /// asked of [`Date::has_come`].
    #[must_use]
    pub fn is_on_record(&self, day: NaiveDate) -> bool {
        self.known_from().is_none_or(|from| from <= day)
    }

    /// The text as written.
    #[must_use]
    pub fn as_written(&self) -> Cow<'_, str> {
        self.text.as_deref().map_or_else(|| iso_text(self.earliest()).into(), Cow::Borrowed)
    }

    /// The day, if it is one in the plain form of ISO 8601.
    #[must_use]
    pub const fn plain_day(&self) -> Option<NaiveDate> {
        if self.text.is_none() { Some(self.start.earliest) } else { None }
    }

    /// The order of a chronology: by earliest day, then the coarser date first.
    #[must_use]
    pub fn chronological(&self, other: &Self) -> Ordering {
        let width = |d: &Self| d.latest().signed_duration_since(d.earliest());
        self.earliest().cmp(&other.earliest()).then_with(|| width(other).cmp(&width(self)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.plain_day() {
            Some(day) if f.width().is_none() => write_iso(day, f),
            _ => f.pad(&self.as_written()),
        }
    }
}

/// Refuses a date outside [`YEARS`].
///
/// # Errors
/// Says which years are allowed.
pub fn in_years(range: DayRange) -> Result<(), DateError> {
    if YEARS.contains(&range.earliest.year()) && YEARS.contains(&range.latest.year()) {
        return Ok(());
    }
    Err(instead::other_year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_read_quickly_are_what_edtf_says() {
        for year in 1700..=2300 {
            for month in 0..=13 {
                let text = format!("{year:04}-{month:02}");
                assert_eq!(Date::parse(&text).ok(), edtf::parse(&text).ok(), "{text}");
            }
        }
        for text in ["2024-1", "2024-001", "2024/01", "+024-01", "2024-0x", "20240-1", "é24-01", "2024-é", "0000-01"]
        {
            assert_eq!(Date::parse(text).ok(), edtf::parse(text).ok(), "{text}");
        }
    }

    #[test]
    fn a_day_is_written_as_it_is_read() {
        for text in ["0000-01-01", "0999-12-31", "1999-10-09", "2024-02-29", "9999-12-31"] {
            assert_eq!(iso_day(text).map(iso_text).as_deref(), Some(text));
        }
    }
}
