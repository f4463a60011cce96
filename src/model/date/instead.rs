//! What to write instead of a text that is no date. Whatever is proposed is a date that a record can hold.

use super::{
    Date, DateError, YEARS,
    edtf::Refusal,
    human::{Meant, read},
};

/// What is wrong with a text that is refused, and what to write instead.
pub(super) fn instead(text: &str, refusal: Refusal) -> DateError {
    match refusal {
        Refusal::Told(error) => error,
        Refusal::Backwards => backwards(text),
        Refusal::NoEnd => no_end(text),
        Refusal::Unread => unread(text),
    }
}

fn unread(text: &str) -> DateError {
    let (message, help) = match read(text, None) {
        Some(Meant::Date(date)) => ("a date is written year-month-day", format!("write {}", quoted(&date))),
        Some(Meant::Third(date)) => (
            "there is no word for a part of a month or a year",
            format!("write {}, and the words in `note`", quoted(&date)),
        ),
        Some(Meant::Between(from, to)) => (
            "a stretch of time is written with a slash",
            format!("write \"{from}/{to}\" for all of it, or \"[{from}..{to}]\" for one day in it"),
        ),
        Some(Meant::Either { day_first, month_first }) => {
            ("the order of day and month is not certain", format!("write year-month-day: {day_first} or {month_first}"))
        }
        Some(Meant::WithTime(date)) => {
            ("a time of day is not part of a date here", format!("write the day alone: {}", quoted(&date)))
        }
        Some(Meant::NoSuchDay(month)) => (
            "there is no such day",
            format!("write the day that is meant, or {} if only the month is known", quoted(&month)),
        ),
        Some(Meant::OtherYear(_)) => return other_year(),
        Some(Meant::TwoDigitYear) => {
            ("the century is missing", "write the year with four digits, and first: 2019-05-13".into())
        }
        Some(Meant::Unknown) => ("that is no date", "leave the key out: unknown stays unknown".into()),
        None => {
            return DateError {
                message: "not a date".into(),
                help: "write 2024-07-05, or in quotes \"2024-07\", \"2024\", \"2010-09~\", \"2009-05-13/2011-07-27\", \
                       \"[2024-07-05..2025-01-08]\""
                    .into(),
            };
        }
    };
    DateError { message: message.into(), help }
}

/// A date as it is written in a record: a plain day bare, all else in quotes.
fn quoted(date: &Date) -> String {
    if date.plain_day().is_some() { date.to_string() } else { format!("\"{date}\"") }
}

/// A year that no record can name.
pub(super) fn other_year() -> DateError {
    DateError {
        message: format!("the year is outside {} to {}", YEARS.start(), YEARS.end()),
        help: "write the date in the common (Gregorian) calendar".into(),
    }
}

fn backwards(text: &str) -> DateError {
    let turned = text.split_once('/').map(|(end, start)| format!("{}/{}", start.trim(), end.trim()));
    let turned = turned.filter(|turned| Date::read(turned).is_some());
    let turned = turned.as_deref().unwrap_or("2009-05-13/2011-07-27");
    DateError {
        message: "the end lies before the beginning".into(),
        help: format!("write the earlier date first: \"{turned}\""),
    }
}

fn no_end(text: &str) -> DateError {
    let ongoing = format!("{}/..", text.trim_end_matches('/'));
    let ongoing = if Date::read(&ongoing).is_some() { &ongoing } else { "2025-12-16/.." };
    DateError {
        message: "the end of the stretch of time is missing".into(),
        help: format!("write \"{ongoing}\" for what still goes on, or the day it began alone if its end is not known"),
    }
}
