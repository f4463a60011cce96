//! Dates of unknown precision: printed as written, compared by their earliest and latest day.
//!
//! Written as a bare TOML date or as an EDTF string (ISO 8601-2:2019, annex A). Qualifiers
//! (`?`, `~`, `%`) are kept and printed but do not move the bounds.

mod iso;

pub use iso::{iso_day, iso_text, write_iso};

use chrono::{Datelike, NaiveDate};
use edtf_core::{Bound, Edtf, IntervalEndpoint, Precision, SetElement, SetKind};
use iso::iso_month;
use std::{borrow::Cow, cmp::Ordering, fmt};

/// First and last year a record may name.
pub const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// Stands for "no end known" in the bounds of an open date.
pub const FAR_FUTURE: NaiveDate = match NaiveDate::from_ymd_opt(2199, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Stands for "no beginning known" in the bounds of an open date.
pub const FAR_PAST: NaiveDate = match NaiveDate::from_ymd_opt(1800, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// One day that is known to lie between two days, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayRange {
    /// The first day it can be.
    pub earliest: NaiveDate,
    /// The last day it can be.
    pub latest: NaiveDate,
}

impl DayRange {
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

    /// The smallest range that holds both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { earliest: self.earliest.min(other.earliest), latest: self.latest.max(other.latest) }
    }
}

impl fmt::Display for DayRange {
    /// `2019-07-26`, or `2024-09-03..2025-03-09` for a day known only within bounds, `2024-09-03..` without a last.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.earliest > FAR_PAST, self.latest < FAR_FUTURE) {
            _ if self.is_exact() => write!(f, "{}", self.earliest),
            (true, true) => write!(f, "{}..{}", self.earliest, self.latest),
            (true, false) => write!(f, "{}..", self.earliest),
            (false, true) => write!(f, "..{}", self.latest),
            (false, false) => f.write_str(".."),
        }
    }
}

/// A date as a record writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// How it is written, unless it is one day in the plain form of ISO 8601, as most are.
    text: Option<Box<str>>,
    start: DayRange,
    end: DayRange,
    stretch: Stretch,
}

/// Whether a date names one moment or a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        if let Some(day) = iso_day(text) {
            let range = DayRange::day(day);
            in_years(range)?;
            return Ok(Self::from_day(day));
        }
        if let Some(range) = iso_month(text) {
            in_years(range)?;
            return Ok(Self { text: Some(text.into()), start: range, end: range, stretch: Stretch::Moment });
        }
        Self::edtf(text)
    }

    fn edtf(text: &str) -> Result<Self, DateError> {
        let edtf = Edtf::parse(text).map_err(|e| refused(text, e.message))?;
        let bounds = edtf.bounds();
        let whole =
            DayRange { earliest: day_of(bounds.earliest, FAR_PAST)?, latest: day_of(bounds.latest, FAR_FUTURE)? };
        in_years(whole)?;
        let (start, end, stretch) = match &edtf {
            Edtf::DateTime(_) => {
                return Err(DateError {
                    message: "a time of day is not part of a date here".into(),
                    help: format!("write the day alone: {}", whole.earliest),
                });
            }
            Edtf::Set(set) if set.kind == SetKind::AllMembers => {
                return Err(DateError {
                    message: "one entry has one date".into(),
                    help: "write one entry a day, or \"[2024-07-05..2025-01-08]\" for one unknown day in a range"
                        .into(),
                });
            }
            Edtf::Date(date) => {
                let days = days_of(date)?;
                (days, days, Stretch::Moment)
            }
            Edtf::Set(set) => {
                for element in &set.elements {
                    match element {
                        SetElement::Date(date) | SetElement::OnOrBefore(date) | SetElement::OnOrAfter(date) => {
                            days_of(date)?;
                        }
                        SetElement::Range(from, to) => {
                            days_of(from)?;
                            days_of(to)?;
                        }
                    }
                }
                (whole, whole, Stretch::Moment)
            }
            Edtf::Interval(interval) => {
                if whole.latest < whole.earliest {
                    return Err(backwards());
                }
                if interval.end == IntervalEndpoint::Unknown {
                    return Err(DateError {
                        message: "the end of the stretch of time is missing".into(),
                        help:
                            "write \"2025-12-16/..\" for what still goes on, or the day it began alone if its end is \
                               not known"
                                .into(),
                    });
                }
                let ongoing = !interval.end.is_dated();
                let end = if ongoing { DayRange::day(FAR_FUTURE) } else { endpoint(&interval.end, whole)? };
                let stretch = if ongoing { Stretch::Ongoing } else { Stretch::Closed };
                (endpoint(&interval.start, whole)?, end, stretch)
            }
        };
        Ok(Self { text: Some(text.into()), start, end, stretch })
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
    Err(DateError {
        message: format!("the year is outside {} to {}", YEARS.start(), YEARS.end()),
        help: "write a year of the common (Gregorian) calendar".into(),
    })
}

fn endpoint(end: &IntervalEndpoint, whole: DayRange) -> Result<DayRange, DateError> {
    match end {
        IntervalEndpoint::Date(date) => days_of(date),
        IntervalEndpoint::OnOrBefore(date) => Ok(DayRange { earliest: FAR_PAST, ..days_of(date)? }),
        IntervalEndpoint::OnOrAfter(date) => Ok(DayRange { latest: FAR_FUTURE, ..days_of(date)? }),
        // It began on some day up to the last one: no day is made up for it.
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => Ok(whole),
    }
}

/// The days that a date without open ends can mean, wherever it stands in the text.
fn days_of(date: &edtf_core::Date) -> Result<DayRange, DateError> {
    if date.precision() == Precision::Season {
        return Err(DateError {
            message: "a season means other months in other places".into(),
            help: "write the months instead: \"2024-03/2024-05\"".into(),
        });
    }
    let bounds = Edtf::Date(*date).bounds();
    // A year too large to be counted has no bounds: it is no open end.
    let days =
        DayRange { earliest: day_of(bounds.earliest, NaiveDate::MIN)?, latest: day_of(bounds.latest, NaiveDate::MAX)? };
    in_years(days).map(|()| days)
}

fn day_of(bound: Bound, open: NaiveDate) -> Result<NaiveDate, DateError> {
    let Bound::Date(day) = bound else { return Ok(open) };
    i32::try_from(day.year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, day.month.into(), day.day.into()))
        .ok_or_else(|| DateError {
            message: "no such day in the calendar".into(),
            help: format!("write a year between {} and {}", YEARS.start(), YEARS.end()),
        })
}

fn backwards() -> DateError {
    DateError {
        message: "the end lies before the beginning".into(),
        help: "write the earlier date first: \"2009-05-13/2011-07-27\"".into(),
    }
}

fn refused(text: &str, reason: &str) -> DateError {
    if reason.contains("precedes") {
        return backwards();
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|p| p.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[day, month, year @ 1000..=9999]) if day <= 31 && month <= 31 => DateError {
            message: "the order of day and month is not certain".into(),
            help: if day == month || day > 12 || month > 12 {
                let (month, day) = if month > 12 { (day, month) } else { (month, day) };
                format!("write year-month-day: {year:04}-{month:02}-{day:02}")
            } else {
                format!("write year-month-day: {year:04}-{month:02}-{day:02} or {year:04}-{day:02}-{month:02}")
            },
        },
        Some(&[year @ 1000..=9999, month @ 1..=12, day]) if parts.iter().all(|p| p.len() <= 4) => DateError {
            message: match NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, day) {
                Some(_) => "a date has two digits for month and day, with hyphens".into(),
                None => "there is no such day".into(),
            },
            help: match NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, day) {
                Some(day) => format!("write {day}"),
                None => format!("write the day that is meant, or \"{year:04}-{month:02}\" if only the month is known"),
            },
        },
        _ => DateError {
            message: format!("not a date ({reason})"),
            help: "write 2024-07-05, or in quotes \"2024-07\", \"2024\", \"2010-09~\", \"2009-05-13/2011-07-27\", \
                   \"[2024-07-05..2025-01-08]\""
                .into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_read_quickly_are_what_edtf_says() {
        for year in 1700..=2300 {
            for month in 0..=13 {
                let text = format!("{year:04}-{month:02}");
                assert_eq!(Date::parse(&text), Date::edtf(&text), "{text}");
            }
        }
        for text in ["2024-1", "2024-001", "2024/01", "+024-01", "2024-0x", "20240-1", "é24-01", "2024-é", "0000-01"]
        {
            assert_eq!(Date::parse(text), Date::edtf(text), "{text}");
        }
    }

    #[test]
    fn a_day_is_written_as_it_is_read() {
        for text in ["0000-01-01", "0999-12-31", "1999-10-09", "2024-02-29", "9999-12-31"] {
            assert_eq!(iso_day(text).map(iso_text).as_deref(), Some(text));
        }
        assert_eq!(iso_text(FAR_FUTURE), "2199-12-31");
        assert_eq!(iso_text(FAR_PAST), "1800-01-01");
    }
}
