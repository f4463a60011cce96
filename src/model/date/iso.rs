//! Days and months in the plain form of ISO 8601, which most dates of records have.

use super::DayRange;
use chrono::{Datelike, Months, NaiveDate};
use std::fmt;

/// How long `yyyy-mm-dd` is.
const ISO: usize = 10;

/// Reads `yyyy-mm-dd` and nothing else; `None` if it is not that or no such day exists.
#[must_use]
pub fn iso_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != ISO || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    NaiveDate::from_ymd_opt(number(&bytes[..4])?.try_into().ok()?, number(&bytes[5..7])?, number(&bytes[8..])?)
}

/// Numbers from 0 to 99, two digits each.
const DIGITS: [[u8; 2]; 100] = {
    let mut digits = [[b'0'; 2]; 100];
    let mut n = 0_u8;
    while n < 100 {
        digits[n as usize] = [b'0' + n / 10, b'0' + n % 10];
        n += 1;
    }
    digits
};

/// A day as [`iso_day`] reads it.
#[must_use]
pub fn iso_text(day: NaiveDate) -> String {
    let mut text = String::with_capacity(ISO);
    // Writing to a String does not fail.
    let _ = write_iso(day, &mut text);
    text
}

/// Writes a day as [`iso_day`] reads it.
///
/// # Errors
/// Those of `out`.
pub fn write_iso(day: NaiveDate, out: &mut impl fmt::Write) -> fmt::Result {
    let Ok(year @ 0..=9999) = u32::try_from(day.year()) else { return write!(out, "{day}") };
    let (month, day) = (day.month(), day.day());
    let two = |n: u32| DIGITS[n as usize % DIGITS.len()];
    let ([a, b], [c, d], [e, f], [g, h]) = (two(year / 100), two(year), two(month), two(day));
    let text = [a, b, c, d, b'-', e, f, b'-', g, h];
    out.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

/// The days of `yyyy-mm`; `None` if it is not that or no such month exists.
pub(super) fn iso_month(text: &str) -> Option<DayRange> {
    let (year, month) = text.split_at_checked(4).filter(|_| text.len() == 7)?;
    let year = number(year.as_bytes())?.try_into().ok()?;
    let earliest = NaiveDate::from_ymd_opt(year, number(month.strip_prefix('-')?.as_bytes())?, 1)?;
    let latest = earliest.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(DayRange { earliest, latest })
}

/// Reads digits and nothing else.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}
