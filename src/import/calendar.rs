//! Dates of other calendars, as days of the common one.

use super::map::Calendar;
use crate::model::{
    date::{Date, YEARS},
    spelling::digit,
};
use calendrical_calculations::{islamic, persian, rata_die::RataDie};
use chrono::NaiveDate;

/// From this year on the Thai year begins on 1 January; before, it began in April.
const BUDDHIST_FROM_JANUARY: i32 = 2484;

/// The years that are taken for those of the calendars of Islam, and of the Buddhist one.
const HIJRI: std::ops::RangeInclusive<i32> = 1300..=1500;
const BUDDHIST: std::ops::RangeInclusive<i32> = 2400..=2600;

/// Reads year, month and day in another calendar, or the year and the month, or the year; the year first or last.
/// `None` if it is no such date, or if its year is one of the common calendar.
///
/// # Errors
/// There is no such day in that calendar.
pub fn date(text: &str, calendar: Calendar) -> Result<Option<Date>, &'static str> {
    let Some((year, month, day)) = parts(text) else { return Ok(None) };
    let years = if calendar == Calendar::Buddhist { BUDDHIST } else { HIJRI };
    if !years.contains(&year) {
        return Ok(None);
    }
    if calendar == Calendar::Buddhist {
        if year < BUDDHIST_FROM_JANUARY {
            return Err("before 2484 the Thai year began in April: write the date in the common calendar");
        }
        let text = match (month, day) {
            (None, _) => format!("{:04}", year - 543),
            (Some(month), None) => format!("{:04}-{month:02}", year - 543),
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", year - 543),
        };
        return Date::read(&text).map(Some).ok_or(NO_SUCH_DAY);
    }
    let (first, last) = match (month, day) {
        (Some(month), Some(day)) => {
            let day = days(calendar, year, month, day)?;
            (day.0, day.1)
        }
        (Some(month), None) => (days(calendar, year, month, 1)?.0, before(next_month(calendar, year, month)?)?),
        (None, _) => (days(calendar, year, 1, 1)?.0, before(days(calendar, year + 1, 1, 1)?.1)?),
    };
    let text = if first == last { first.to_string() } else { format!("[{first}..{last}]") };
    Date::read(&text).filter(|_| YEARS.contains(&chrono::Datelike::year(&first))).map(Some).ok_or(NO_SUCH_DAY)
}

const NO_SUCH_DAY: &str = "there is no such day in that calendar";

fn before(day: NaiveDate) -> Result<NaiveDate, &'static str> {
    day.pred_opt().ok_or(NO_SUCH_DAY)
}

fn next_month(calendar: Calendar, year: i32, month: u8) -> Result<NaiveDate, &'static str> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days(calendar, year, month, 1).map(|(_, last)| last)
}

/// The first and the last day that a day of another calendar can be. Lunar months begin with the sight of the moon,
/// a day earlier or later in one country than in another: where the two reckonings that are kept most differ, both
/// days are possible.
fn days(calendar: Calendar, year: i32, month: u8, day: u8) -> Result<(NaiveDate, NaiveDate), &'static str> {
    if !(1..=12).contains(&month) || day == 0 {
        return Err(NO_SUCH_DAY);
    }
    let common = |day: RataDie| {
        let day = i32::try_from(day.to_i64_date()).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
        day.ok_or(NO_SUCH_DAY)
    };
    match calendar {
        Calendar::SolarHijri => {
            let last = match month {
                1..=6 => 31,
                7..=11 => 30,
                _ => 29 + u8::from(persian::is_leap_year(year)),
            };
            if day > last {
                return Err(NO_SUCH_DAY);
            }
            let day = common(persian::fixed_from_fast_persian(year, month, day))?;
            Ok((day, day))
        }
        Calendar::Hijri => {
            let tabular = islamic::fixed_from_tabular_islamic(year, month, day, islamic::ISLAMIC_EPOCH_FRIDAY);
            let in_tables = islamic::tabular_islamic_from_fixed(tabular, islamic::ISLAMIC_EPOCH_FRIDAY).1 == month;
            let in_saudi = day <= islamic::saudi_islamic_month_days(year, month);
            let saudi = islamic::fixed_from_saudi_islamic(year, month, day);
            match (in_tables, in_saudi) {
                (true, true) => Ok((common(tabular.min(saudi))?, common(tabular.max(saudi))?)),
                (true, false) => common(tabular).map(|day| (day, day)),
                (false, true) => common(saudi).map(|day| (day, day)),
                (false, false) => Err(NO_SUCH_DAY),
            }
        }
        Calendar::Buddhist => Err(NO_SUCH_DAY),
    }
}

/// Year, month and day of a text that has nothing but numbers in it.
fn parts(text: &str) -> Option<(i32, Option<u8>, Option<u8>)> {
    let plain: String = text.chars().map(|c| digit(c).map_or(c, char::from)).collect();
    if !plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | ' ')) {
        return None;
    }
    let numbers: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let year = |text: &str| text.parse::<i32>().ok().filter(|_| text.len() == 4);
    let small = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2);
    match numbers.as_slice() {
        [y] => Some((year(y)?, None, None)),
        [y, m] if y.len() == 4 => Some((year(y)?, Some(small(m)?), None)),
        [m, y] => Some((year(y)?, Some(small(m)?), None)),
        [y, m, d] if y.len() == 4 => Some((year(y)?, Some(small(m)?), Some(small(d)?))),
        [d, m, y] => Some((year(y)?, Some(small(m)?), Some(small(d)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, calendar: Calendar) -> String {
        match date(text, calendar) {
            Ok(Some(date)) => date.to_string(),
            Ok(None) => "none".into(),
            Err(_) => "refused".into(),
        }
    }

    #[test]
    fn days_of_iran_and_afghanistan() {
        // The new year of 1398 was 21 March 2019, that of 1403 20 March 2024 (a leap year ends before it).
        for (text, day) in [
            ("1398-01-01", "2019-03-21"),
            ("۱۳۹۸/۰۶/۱۵", "2019-09-06"),
            ("15/06/1398", "2019-09-06"),
            ("1403/1/1", "2024-03-20"),
            ("1399-12-30", "2021-03-20"),
            ("1398-12-30", "refused"),
            ("1398-07-31", "refused"),
            ("1398-13-01", "refused"),
            ("1398-06", "[2019-08-23..2019-09-22]"),
            ("1398", "[2019-03-21..2020-03-19]"),
            ("2019-03-21", "none"),
            ("spring 1398", "none"),
        ] {
            assert_eq!(shown(text, Calendar::SolarHijri), day, "{text}");
        }
    }

    #[test]
    fn days_of_thailand() {
        for (text, day) in [
            ("2567-05-13", "2024-05-13"),
            ("13/5/2567", "2024-05-13"),
            ("2567", "2024"),
            ("2567-02-30", "refused"),
            ("2480-05-13", "refused"),
            ("2024-05-13", "none"),
        ] {
            assert_eq!(shown(text, Calendar::Buddhist), day, "{text}");
        }
    }

    #[test]
    fn lunar_days_are_as_exact_as_the_reckonings_agree() {
        // 1 Muharram 1445 was 19 July 2023 in both, 1 Ramadan 1445 11 March 2024.
        assert_eq!(shown("1445-01-01", Calendar::Hijri), "2023-07-19");
        assert_eq!(shown("01/09/1445", Calendar::Hijri), "2024-03-11");
        assert_eq!(shown("1445-02-31", Calendar::Hijri), "refused");
        for month in 1..=12 {
            let (first, last) = days(Calendar::Hijri, 1440, month, 1).expect("a day");
            assert!((0..=2).contains(&(last - first).num_days()));
        }
    }
}
