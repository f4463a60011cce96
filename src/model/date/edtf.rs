//! Dates in EDTF (ISO 8601-2:2019, annex A), read by the parser of `edtf-core`.

use super::{Date, DateError, DayRange, FAR_FUTURE, FAR_PAST, Stretch, YEARS, in_years, set::one_of};
use chrono::NaiveDate;
use edtf_core::{Bound, Edtf, IntervalEndpoint, Precision, SetElement, SetKind};

/// Why a text is refused. What to write instead is only worked out for who asks: `instead`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no EDTF.
    Unread,
    /// The end lies before the beginning.
    Backwards,
    /// A stretch of time without an end.
    NoEnd,
    /// Something of which is known what to write.
    Told(DateError),
}

impl From<DateError> for Refusal {
    fn from(error: DateError) -> Self {
        Self::Told(error)
    }
}

/// Reads any date that a record may hold.
pub(super) fn parse(text: &str) -> Result<Date, Refusal> {
    let moment = |days: DayRange| Date { text: Some(text.into()), start: days, end: days, stretch: Stretch::Moment };
    let edtf = match Edtf::parse(text) {
        Ok(edtf) => edtf,
        Err(error) if error.message.contains("precedes") => return Err(Refusal::Backwards),
        Err(_) => return one_of(text).unwrap_or(Err(Refusal::Unread)).map(moment),
    };
    let bounds = edtf.bounds();
    let whole = DayRange { earliest: day_of(bounds.earliest, FAR_PAST)?, latest: day_of(bounds.latest, FAR_FUTURE)? };
    match &edtf {
        Edtf::DateTime(_) => {
            in_years(whole)?;
            let help = format!("write the day alone: {}", whole.earliest);
            Err(DateError { message: "a time of day is not part of a date here".into(), help }.into())
        }
        Edtf::Set(set) if set.kind == SetKind::AllMembers => Err(DateError {
            message: "one entry has one date".into(),
            help: "write one entry a day, or \"[2024-07-05..2025-01-08]\" for one unknown day in a range".into(),
        }
        .into()),
        Edtf::Date(date) => Ok(moment(days_of(date)?)),
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
            Ok(moment(whole))
        }
        Edtf::Interval(interval) => {
            let start = endpoint(&interval.start, whole)?;
            if interval.end == IntervalEndpoint::Unknown {
                return Err(Refusal::NoEnd);
            }
            let ongoing = !interval.end.is_dated();
            let end = if ongoing { DayRange::day(FAR_FUTURE) } else { endpoint(&interval.end, whole)? };
            if whole.latest < whole.earliest {
                return Err(Refusal::Backwards);
            }
            let stretch = if ongoing { Stretch::Ongoing } else { Stretch::Closed };
            Ok(Date { text: Some(text.into()), start, end, stretch })
        }
    }
}

fn endpoint(end: &IntervalEndpoint, whole: DayRange) -> Result<DayRange, DateError> {
    match end {
        IntervalEndpoint::Date(date) => days_of(date),
        IntervalEndpoint::OnOrBefore(date) => Ok(DayRange { earliest: FAR_PAST, ..days_of(date)? }),
        IntervalEndpoint::OnOrAfter(date) => Ok(DayRange { latest: FAR_FUTURE, ..days_of(date)? }),
        // A beginning that is not known: the earliest day is open, and none is made up.
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => Ok(whole),
    }
}

/// The days that a date without open ends can mean, wherever it stands in the text.
pub(super) fn days_of(date: &edtf_core::Date) -> Result<DayRange, DateError> {
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
