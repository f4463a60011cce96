//! What a cell says of a date: read as records read dates, and never made more exact than it is.

mod instant;
mod precision;

use super::{
    calendar,
    map::Dates,
    sheet::{Cell, trimmed},
};
use crate::model::{
    date::{
        Date, FAR_FUTURE,
        human::{Meant, NumberOrder, read},
        iso_day,
    },
    spelling::digit,
};
use chrono::NaiveDate;
use instant::{at, instant, of_serial, timestamp};
use precision::Precision;

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The date; `None` if it says that it is not known.
    pub date: Option<Date>,
    /// Words of the cell that say more than the date: they go into the note.
    pub words: Option<String>,
}

impl Said {
    fn exactly(date: Date) -> Self {
        Self { date: Some(date), words: None }
    }
}

/// How the column as a whole is read.
#[derive(Clone, Copy, Debug)]
pub struct Column<'m> {
    /// What the map says of it.
    pub dates: &'m Dates,
    /// The order of its numbers, if that is decided.
    pub order: Option<NumberOrder>,
    /// Days of the file are counted from 1904.
    pub from_1904: bool,
}

/// Days that programs write where they know none.
const FILLERS: [&str; 6] = ["1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1970-01-01", "9999-12-31"];

const NOT_READ: &str = "not understood as a date: write it as 2024-07-05, or leave the cell empty";
const NO_SUCH_DAY: &str = "there is no such day: write the day that is meant, or the month alone";
const FILLER: &str = "this day mostly stands for no date: leave the cell empty, or allow it in the map (allow)";
const NUMBER: &str =
    "a number is no date: format the cell as a date, or say serial = true or seconds = true in the map";
const CENTURY: &str = "the century is missing: say it in the map (century = 1900)";
const CALENDAR: &str = "a year of another calendar: say which in the map (calendar = \"hijri\", \"solar-hijri\" or \
                        \"buddhist\")";

/// Reads a cell; `exact` is the cell of the column that says how exact it is.
///
/// # Errors
/// What is wrong with it, without what it says.
pub fn date(cell: &Cell, exact: Option<&Cell>, column: Column<'_>) -> Result<Said, &'static str> {
    let exact = exact.map(Precision::read).transpose()?.unwrap_or(Precision::AsItIs);
    let said = match &exact {
        Precision::Instead(date) => Said::exactly(date.clone()),
        _ => plain(cell, column)?,
    };
    let day = said.date.as_ref().and_then(Date::plain_day);
    let is_filler = |day: NaiveDate| FILLERS.iter().any(|filler| iso_day(filler) == Some(day));
    if day.is_some_and(|day| is_filler(day) && !column.dates.allow.contains(&day)) {
        return Err(FILLER);
    }
    let Some(day) = day else { return Ok(said) };
    Ok(match exact.of_day(day) {
        Some(coarser) => Said { date: Some(coarser), ..said },
        None => said,
    })
}

fn plain(cell: &Cell, column: Column<'_>) -> Result<Said, &'static str> {
    match cell {
        Cell::Empty => Ok(Said::default()),
        Cell::Day(day, time) => Ok(at(*day, *time)),
        Cell::Number(number) => number_as_date(number, column),
        Cell::Text(text) => text_as_date(text, column),
        Cell::List(texts) => match texts.as_slice() {
            [text] => text_as_date(text, column),
            _ => Err("several dates where one is taken"),
        },
        Cell::Flag(_) => Err(NOT_READ),
        Cell::Broken(what) => Err(what),
    }
}

fn number_as_date(number: &str, column: Column<'_>) -> Result<Said, &'static str> {
    let whole = number.strip_suffix(".0").unwrap_or(number);
    if column.dates.seconds {
        return whole.parse().map_err(|_| NUMBER).and_then(|seconds| instant(seconds, column.dates.zone));
    }
    if column.dates.serial {
        return number.parse().map_err(|_| NUMBER).and_then(|serial| of_serial(serial, column.from_1904));
    }
    match whole.len() {
        4 | 8 if whole.bytes().all(|b| b.is_ascii_digit()) => text_as_date(whole, column),
        _ => Err(NUMBER),
    }
}

fn text_as_date(text: &str, column: Column<'_>) -> Result<Said, &'static str> {
    let Column { dates, order, .. } = column;
    let is_number = |text: &str| text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if (dates.seconds || dates.serial) && is_number(text) && !text.contains("..") {
        return number_as_date(text, column);
    }
    if let Some((from, to)) = ends(text) {
        let (from, to) = (text_as_date(from, column)?, text_as_date(to, column)?);
        if let (Some(from), Some(to)) = (from.date, to.date) {
            return stretch(&from, &to, dates.period);
        }
        return Err(NOT_READ);
    }
    if let Some(said) = timestamp(text, dates.zone) {
        return said;
    }
    if let Some(calendar) = dates.calendar
        && let Some(date) = calendar::date(text, calendar)?
    {
        return Ok(Said { date: Some(date), words: Some(text.to_owned()) });
    }
    let meant = match read(text, order) {
        Some(Meant::TwoDigitYear) => match dates.century {
            Some(century) => read(&with_century(text, century), order),
            None => return Err(CENTURY),
        },
        meant => meant,
    };
    match meant {
        Some(Meant::Date(date)) => Ok(Said::exactly(date)),
        Some(Meant::Third(date) | Meant::WithTime(date)) => Ok(Said { date: Some(date), words: Some(text.to_owned()) }),
        Some(Meant::Between(from, to)) => stretch(&from, &to, dates.period),
        Some(Meant::Either { .. }) => Err(super::order::Undecided::Unproved.reason()),
        Some(Meant::NoSuchDay(_)) => Err(NO_SUCH_DAY),
        Some(Meant::OtherYear(year)) => Err(of_other_year(year)),
        Some(Meant::TwoDigitYear) => Err(CENTURY),
        Some(Meant::Unknown) => {
            let is_said_in_words = text.split_whitespace().nth(1).is_some();
            Ok(Said { date: None, words: is_said_in_words.then(|| text.to_owned()) })
        }
        None => Err(NOT_READ),
    }
}

const fn of_other_year(year: u32) -> &'static str {
    match year {
        1300..=1500 | 2400..=2600 => CALENDAR,
        9999 => FILLER,
        _ => "the year is outside 1800 to 2199",
    }
}

/// One day between two, or all the days from the one to the other.
fn stretch(from: &Date, to: &Date, period: bool) -> Result<Said, &'static str> {
    let text = if period { format!("{from}/{to}") } else { format!("[{from}..{to}]") };
    if to.latest() < from.earliest() || to.latest() == FAR_FUTURE {
        return Err("the end lies before the beginning");
    }
    Date::read(&text).map(Said::exactly).ok_or(NOT_READ)
}

/// `A:B`, as databases write a stretch of time. A time of day is none.
fn ends(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once(':').filter(|(_, to)| !to.contains(':'))?;
    let (from, to) = (trimmed(from), trimmed(to));
    let is_long = |part: &str| part.chars().filter(|c| digit(*c).is_some()).count() >= 4;
    (is_long(from) && is_long(to) && !from.contains(' ') && !to.contains(' ')).then_some((from, to))
}

/// The text with the century before its last number.
fn with_century(text: &str, century: u32) -> String {
    let plain: String = text.chars().map(|c| digit(c).map_or(c, char::from)).collect();
    let end = plain.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let start = plain[..end].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    match plain[start..end].parse::<u32>() {
        Ok(year) if end - start == 2 => format!("{}{:04}{}", &plain[..start], century + year, &plain[end..]),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::super::map::Calendar;
    use super::*;

    fn shown(cell: &Cell, dates: &Dates, order: Option<NumberOrder>) -> String {
        match date(cell, None, Column { dates, order, from_1904: false }) {
            Ok(Said { date: None, words: None }) => "none".into(),
            Ok(Said { date: None, words: Some(words) }) => format!("none + {words}"),
            Ok(Said { date: Some(date), words: None }) => date.to_string(),
            Ok(Said { date: Some(date), words: Some(words) }) => format!("{date} + {words}"),
            Err(reason) => reason.split([':', ' ']).take(3).collect::<Vec<_>>().join(" "),
        }
    }

    fn of(text: &str) -> String {
        shown(&Cell::text(text), &Dates::default(), Some(NumberOrder::DayFirst))
    }

    #[test]
    fn texts_are_dates_as_exact_as_they_say() {
        for (text, date) in [
            ("2024-07-05", "2024-07-05"),
            ("[2024-07-05..2025-01-08]", "[2024-07-05..2025-01-08]"),
            ("2024-07~", "2024-07~"),
            ("03/04/2024", "2024-04-03"),
            ("3.4.2024", "2024-04-03"),
            ("٠٣/٠٤/٢٠٢٤", "2024-04-03"),
            ("\u{a0}5 May 2019 ", "2019-05-05"),
            ("5 мая 2019", "2019-05-05"),
            ("le 5 août 2019", "2019-08-05"),
            ("2019-05-01 or 2019-06-01", "[2019-05-01,2019-06-01]"),
            ("25–26/12/1977", "[1977-12-25..1977-12-26]"),
            ("between March 2019 and May 2019", "[2019-03..2019-05]"),
            ("5 May 2019 - 7 May 2019", "[2019-05-05..2019-05-07]"),
            ("2019-05-05:2019-05-07", "[2019-05-05..2019-05-07]"),
            ("ca. 2010", "2010~"),
            ("mid-May 2019", "[2019-05-11..2019-05-20] + mid-May 2019"),
            ("late 2019", "[2019-09..2019-12] + late 2019"),
            ("2002", "2002"),
            ("date unknown in 2002", "2002"),
            ("on an unknown date", "none + on an unknown date"),
            ("", "none"),
            ("0000", "none"),
            ("00-00", "none"),
            ("-", "none"),
            ("n/a", "none"),
            ("unknown", "none"),
            ("?", "none"),
            ("2019-05-13 10:30", "2019-05-13 + 2019-05-13 10:30"),
            ("30/02/2024", "there is no"),
            ("1970-01-01", "this day mostly"),
            ("1900-01-01", "this day mostly"),
            ("9999-12-31", "this day mostly"),
            ("1398-06-15", "a year of"),
            ("2567-06-15", "a year of"),
            ("03/04/45", "the century is"),
            ("45000", "not understood as"),
            ("yes", "not understood as"),
        ] {
            assert_eq!(of(text), date, "{text}");
        }
    }

    #[test]
    fn numbers_are_dates_only_where_the_map_says_so() {
        let number = |text: &str, dates: &Dates| shown(&Cell::Number(text.into()), dates, None);
        let plain = Dates::default();
        for (text, date) in
            [("45000", "a number is"), ("43601", "a number is"), ("2019", "2019"), ("20190513", "2019-05-13")]
        {
            assert_eq!(number(text, &plain), date, "{text}");
        }
        let serial = Dates { serial: true, ..Dates::default() };
        for (text, date) in [
            ("45000", "2023-03-15"),
            ("43601.0", "2019-05-16"),
            ("43601.5", "2019-05-16 + 12:00"),
            ("61", "1900-03-01"),
            ("59", "1900-02-28"),
            ("60", "there is no"),
            ("0", "there is no"),
        ] {
            assert_eq!(number(text, &serial), date, "{text}");
            assert_eq!(shown(&Cell::text(text), &serial, None), date, "{text}");
        }
        let from_1904 = Column { dates: &serial, order: None, from_1904: true };
        assert_eq!(
            date(&Cell::Number("43538".into()), None, from_1904).map(|said| said.date),
            Ok(Date::read("2023-03-15"))
        );
    }

    #[test]
    fn seconds_near_midnight_are_no_day_without_a_zone() {
        let seconds = Dates { seconds: true, ..Dates::default() };
        let zone = Dates { seconds: true, zone: Some(120), ..Dates::default() };
        let midnight = 1_558_828_800; // 2019-05-26, 00:00 UTC
        for (at, plain, local) in [
            (0, "2019-05-26", "2019-05-26"),
            (1, "the time is", "2019-05-26 + 02:00"),
            (-2 * 3600, "the time is", "2019-05-26"),
            (-3 * 3600, "the time is", "2019-05-25 + 23:00"),
            (-3 * 3600 - 1, "2019-05-25 + 20:59", "2019-05-25 + 22:59"),
            (3 * 3600, "the time is", "2019-05-26 + 05:00"),
            (3 * 3600 + 1, "2019-05-26 + 03:00", "2019-05-26 + 05:00"),
        ] {
            let cell = Cell::Number((midnight + at).to_string());
            assert_eq!(shown(&cell, &seconds, None), plain, "{at}");
            assert_eq!(shown(&cell, &zone, None), local, "{at}");
        }
        let range = Cell::text(&format!("{midnight}:{}", midnight + 86_400));
        assert_eq!(shown(&range, &seconds, None), "[2019-05-26..2019-05-27]");
        for (text, day) in [
            ("2019-05-26T22:00:00Z", "the time is"),
            ("2019-05-26T00:00:00.000Z", "2019-05-26"),
            ("2019-05-27T00:00:00+02:00", "2019-05-27"),
            ("2019-05-26T10:00Z", "2019-05-26 + 10:00"),
        ] {
            assert_eq!(of(text), day, "{text}");
        }
    }

    #[test]
    fn what_the_map_says_is_kept_to() {
        let with = |dates: Dates, text: &str| shown(&Cell::text(text), &dates, None);
        assert_eq!(
            with(Dates { period: true, ..Dates::default() }, "5 May 2019 - 7 May 2019"),
            "2019-05-05/2019-05-07"
        );
        assert_eq!(with(Dates { century: Some(1900), ..Dates::default() }, "25.04.45"), "1945-04-25");
        assert_eq!(with(Dates { century: Some(2000), ..Dates::default() }, "25 Apr 05"), "2005-04-25");
        let solar = Dates { calendar: Some(Calendar::SolarHijri), ..Dates::default() };
        assert_eq!(with(solar.clone(), "1398-06-15"), "2019-09-06 + 1398-06-15");
        assert_eq!(with(solar, "2019-09-06"), "2019-09-06");
        let allow = iso_day("1970-01-01").into_iter().collect();
        assert_eq!(with(Dates { allow, ..Dates::default() }, "1970-01-01"), "1970-01-01");
    }

    #[test]
    fn a_column_that_says_how_exact_a_date_is_wins() {
        let dates = Dates::default();
        let column = Column { dates: &dates, order: None, from_1904: false };
        let padded = |day: &str, exact: Cell| {
            date(&Cell::text(day), Some(&exact), column).map(|said| said.date.map_or("none".into(), |d| d.to_string()))
        };
        for (day, exact, expected) in [
            ("2002-01-01", Cell::Flag(true), "2002"),
            ("2002-05-01", Cell::text("1"), "2002-05"),
            ("2002-05-07", Cell::Flag(true), "2002-05~"),
            ("2002-05-07", Cell::Flag(false), "2002-05-07"),
            ("2002-05-07", Cell::Empty, "2002-05-07"),
            ("2002-05-07", Cell::text("month"), "2002-05"),
            ("2002-01-01", Cell::text("2002"), "2002"),
            ("1970-01-01", Cell::text("May 2002"), "2002-05"),
        ] {
            assert_eq!(padded(day, exact).as_deref(), Ok(expected), "{day}");
        }
        assert_eq!(padded("2002-01-01", Cell::text("rather")), Err(precision::EXACT));
    }
}
