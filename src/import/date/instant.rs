//! Days that a program wrote as a number or as an instant: the days of a spreadsheet, seconds since 1970, timestamps.

use super::{NO_SUCH_DAY, Said};
use crate::model::date::{Date, iso_day};
use chrono::{Days, NaiveDate, NaiveTime, Timelike};

const BESIDE: &str = "the time is so near to midnight that the day beside may be meant: say in the map how far local time \
                      is ahead of UTC (zone = \"+02:00\")";

/// A day, with the time of day as words.
pub(super) fn at(day: NaiveDate, time: Option<NaiveTime>) -> Said {
    let time = time.filter(|time| time.num_seconds_from_midnight() > 0);
    Said { date: Some(Date::from_day(day)), words: time.map(|time| time.format("%H:%M").to_string()) }
}

/// The day of a spreadsheet.
pub(super) fn of_serial(serial: f64, from_1904: bool) -> Result<Said, &'static str> {
    // Counted from 1900, spreadsheets have a day 60, 29 February 1900, that never was: earlier days are one off.
    let first = match (from_1904, serial < 60.0) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
        (false, true) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (false, false) => NaiveDate::from_ymd_opt(1899, 12, 30),
    };
    if !(1.0..200_000.0).contains(&serial) || !from_1904 && (60.0..61.0).contains(&serial) {
        return Err(NO_SUCH_DAY);
    }
    let (days, part) = (serial.trunc() as u64, serial.fract());
    let day = first.and_then(|first| first.checked_add_days(Days::new(days))).ok_or(NO_SUCH_DAY)?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt((part * 86_400.0).round() as u32, 0);
    Ok(at(day, time))
}

/// The day of an instant, in seconds since 1970 in UTC. Programs mostly store a day as its midnight, but the number
/// does not say in which time zone.
pub(super) fn instant(seconds: i64, zone: Option<i32>) -> Result<Said, &'static str> {
    /// Numbers larger than this are milliseconds: as seconds they would be after the year 5000.
    const MILLISECONDS: i64 = 100_000_000_000;
    const DAY: i64 = 86_400;
    const NEAR: i64 = 3 * 3_600;
    let seconds = if seconds.abs() >= MILLISECONDS { seconds.div_euclid(1_000) } else { seconds };
    let of_day = seconds.rem_euclid(DAY);
    let local = match (of_day, zone) {
        (0, _) => seconds,
        (_, Some(minutes)) => seconds + i64::from(minutes) * 60,
        (NEAR..=75_600, None) if of_day != NEAR && of_day != DAY - NEAR => seconds,
        (_, None) => return Err(BESIDE),
    };
    let day = chrono::DateTime::from_timestamp(local, 0).ok_or(NO_SUCH_DAY)?.naive_utc();
    Ok(at(day.date(), Some(day.time())))
}

/// `2019-05-26T22:00:00Z`: an instant. One that says how far its own clock is ahead has its own day.
pub(super) fn timestamp(text: &str, zone: Option<i32>) -> Option<Result<Said, &'static str>> {
    let (day, rest) = text.split_at_checked(10)?;
    let day = iso_day(day)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (time, ahead) = rest.split_at(rest.find(['Z', 'z', '+', '-'])?);
    let time = time.trim();
    let time = NaiveTime::parse_from_str(time, "%H:%M:%S%.f").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"));
    let time = time.ok()?;
    match ahead {
        "Z" | "z" | "+00:00" | "+0000" | "-00:00" => Some(instant(day.and_time(time).and_utc().timestamp(), zone)),
        _ if ahead[1..].bytes().all(|b| b.is_ascii_digit() || b == b':') => Some(Ok(at(day, Some(time)))),
        _ => None,
    }
}
