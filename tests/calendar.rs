//! Laws of dates and terms: a date prints as written, its bounds are in order, the chronology is a
//! total order, and terms agree with a calendar that is written here and nowhere else.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use std::cmp::Ordering;
use timeline::model::{
    date::{Date, DayRange, FAR_FUTURE, FAR_PAST, iso_day},
    rule::Term,
};

/// The test's own calendar: a day as a number and back, by counting 400-year cycles of 146,097 days
/// with the year beginning in March.
mod own {
    pub(super) type Civil = (i64, i64, i64);

    pub(super) fn number((year, month, day): Civil) -> i64 {
        let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day - 1
    }

    pub(super) fn civil(number: i64) -> Civil {
        let cycle = number.div_euclid(146_097);
        let rest = number.rem_euclid(146_097);
        let year_of_cycle = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
        let day_of_year = rest - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        (cycle * 400 + year_of_cycle + i64::from(month <= 2), month, day)
    }

    pub(super) fn is_leap(year: i64) -> bool {
        year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    }

    pub(super) fn last(year: i64, month: i64) -> i64 {
        match month {
            2 => 28 + i64::from(is_leap(year)),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    pub(super) fn plus_months((year, month, day): Civil, months: i64) -> Civil {
        let (mut y, mut m) = (year, month + months);
        while m > 12 {
            (y, m) = (y + 1, m - 12);
        }
        (y, m, day.min(last(y, m)))
    }
}

fn civil(day: NaiveDate) -> own::Civil {
    (day.year().into(), day.month().into(), day.day().into())
}

fn day((y, m, d): own::Civil) -> NaiveDate {
    iso_day(&format!("{y:04}-{m:02}-{d:02}")).expect("a day of the calendar")
}

fn on(text: &str) -> NaiveDate {
    iso_day(text).expect("a day")
}

#[test]
fn the_tests_own_calendar_goes_there_and_back() {
    let mut expected = (1799, 12, 31);
    for number in own::number((1800, 1, 1))..=own::number((2200, 1, 1)) {
        let (y, m, d) = expected;
        expected = match (d == own::last(y, m), m) {
            (true, 12) => (y + 1, 1, 1),
            (true, _) => (y, m + 1, 1),
            (false, _) => (y, m, d + 1),
        };
        assert_eq!(own::civil(number), expected);
        assert_eq!(own::number(expected), number);
    }
}

#[test]
fn terms_agree_with_another_calendar_on_every_day_of_three_centuries() {
    for number in own::number((1900, 1, 1))..=own::number((2199, 12, 31)) {
        let from = own::civil(number);
        let start = day(from);
        let after = |term: Term| civil(term.after(start).expect("far from the end of the calendar"));
        for days in [0, 1, 60, 90, 180] {
            assert_eq!(after(Term::Days(days)), own::civil(number + i64::from(days)), "{start} + {days} days");
        }
        assert_eq!(after(Term::Weeks(2)), own::civil(number + 14), "{start} + 2 weeks");
        for months in 1..=12 {
            assert_eq!(after(Term::Months(months)), own::plus_months(from, months.into()), "{start} + {months} months");
        }
        for years in 1..=3 {
            assert_eq!(after(Term::Years(years)), own::plus_months(from, 12 * i64::from(years)), "{start} + {years} y");
        }
    }
}

#[test]
fn the_known_cases() {
    for (start, term, due) in [
        ("2024-08-30", Term::Months(6), "2025-02-28"),
        ("2024-08-30", Term::Days(180), "2025-02-26"),
        ("2024-12-31", Term::Days(60), "2025-03-01"),
        ("2023-12-31", Term::Days(60), "2024-02-29"),
        ("2024-02-29", Term::Years(1), "2025-02-28"),
        ("2024-01-31", Term::Months(1), "2024-02-29"),
        ("2019-05-27", Term::Days(60), "2019-07-26"),
    ] {
        assert_eq!(term.after(on(start)), Some(on(due)), "{start} + {term}");
    }
}

#[test]
fn the_ends_of_the_calendar_are_no_panic() {
    for n in [0, 1, 60, 12_000, u32::MAX] {
        for term in [Term::Days(n), Term::Weeks(n), Term::Months(n), Term::Years(n)] {
            for start in [NaiveDate::MIN, on("1800-01-01"), on("2199-12-31"), NaiveDate::MAX] {
                if let Some(due) = term.after(start) {
                    assert!(due >= start, "{start} + {term} goes back");
                }
            }
        }
        if n > 0 {
            assert_eq!(Term::Days(n).after(NaiveDate::MAX), None);
            assert_eq!(Term::Months(n).after(NaiveDate::MAX), None);
        }
    }
    let (first, last) = (Date::from_day(NaiveDate::MIN), Date::from_day(NaiveDate::MAX));
    assert_eq!(first.chronological(&last), Ordering::Less);
}

#[test]
fn every_day_of_the_allowed_years_and_no_other() {
    for number in own::number((1790, 1, 1))..=own::number((2210, 1, 1)) {
        let (y, m, d) = own::civil(number);
        let text = format!("{y:04}-{m:02}-{d:02}");
        match Date::parse(&text) {
            Ok(date) => {
                assert!((1800..=2199).contains(&y), "{text} is accepted");
                assert_eq!((date.to_string(), date.bounds()), (text, DayRange::day(day((y, m, d)))));
                assert!(date.is_exact() && date.end().is_none());
            }
            Err(error) => {
                assert!(!(1800..=2199).contains(&y), "{text}: {}", error.message);
                assert!(error.message.contains("1800 to 2199"), "{text}: {}", error.message);
            }
        }
        for absent in own::last(y, m) + 1..=32 {
            assert!(Date::parse(&format!("{y:04}-{m:02}-{absent:02}")).is_err(), "{y}-{m}-{absent}");
        }
    }
}

#[test]
fn bounds_of_every_form_in_the_contract() {
    let (past, future) = (&*FAR_PAST.to_string(), &*FAR_FUTURE.to_string());
    for (text, earliest, latest) in [
        ("2024-07-05", "2024-07-05", "2024-07-05"),
        ("2005", "2005-01-01", "2005-12-31"),
        ("2024-07", "2024-07-01", "2024-07-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2009-05-13/2011-07-27", "2009-05-13", "2011-07-27"),
        ("2009-05/2011", "2009-05-01", "2011-12-31"),
        ("2025-12-16/..", "2025-12-16", future),
        ("2005?", "2005-01-01", "2005-12-31"),
        ("2010-09~", "2010-09-01", "2010-09-30"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("[2024-07-05..2025-01-08]", "2024-07-05", "2025-01-08"),
        ("[1976-09-17..1981]", "1976-09-17", "1981-12-31"),
        ("[1976..1981-03]", "1976-01-01", "1981-03-31"),
        ("[1976-09-17..1976]", "1976-09-17", "1976-12-31"),
        ("[1976-09-17, 1981]", "1976-09-17", "1981-12-31"),
        ("[1976-09-17..1981, 1985-02..]", "1976-09-17", future),
        ("[..1976-09-17, 1981]", past, "1981-12-31"),
        ("[2025-03-10..]", "2025-03-10", future),
        ("[..2025-03-10]", past, "2025-03-10"),
        ("../2024-07-05", past, "2024-07-05"),
        ("18XX", "1800-01-01", "1899-12-31"),
        ("2199", "2199-01-01", "2199-12-31"),
    ] {
        let date = Date::parse(text).unwrap_or_else(|e| panic!("{text}: {}", e.message));
        assert_eq!((date.earliest(), date.latest()), (on(earliest), on(latest)), "{text}");
        assert_eq!(date.to_string(), text);
    }
}

/// Where a beginning or an end is not known, no day is made up for it.
#[test]
fn an_open_beginning_is_a_range_and_not_a_day() {
    for text in ["../2024-07-05", "/2024-07-05"] {
        let Ok(date) = Date::parse(text) else { panic!("{text} is not accepted") };
        assert_eq!(date.start(), DayRange { earliest: FAR_PAST, latest: on("2024-07-05") }, "{text}");
    }
}

#[test]
fn what_no_record_can_hold_is_refused() {
    let mut accepted = Vec::new();
    for text in [
        "",
        " ",
        "2024-13",
        "2024-00",
        "2024-07-00",
        "2024-7",
        "24-07-05",
        "1799",
        "2200",
        "17XX",
        "XXXX",
        "1XXX",
        "2024-21",
        "2024-21/2024-23",
        "[2024-21]",
        "{2024,2025}",
        "2024-07-05T10:00:00",
        "2024-07-05T10:00:00Z",
        "2024-07-05T10:00:00/2024-07-06T10:00:00",
        "03/04/2024",
        "5.7.2024",
        "2024/07/05",
        "2024-02-30",
        "1900-02-29",
        "2100-02-29",
        "2025/2024",
        "[2025..2024]",
        "../..",
        "/",
        "..",
        "Y2400",
        "Y-5",
        "Y17E7",
        "Y9E18",
        "Y9E18S1",
        "Y1E99",
        "-0005",
        "0000",
        "1799/2024",
        "2024/2200",
        "..1700/2024",
        "2024/2300..",
        "[..1700]",
        "[2300..]",
        "2024-W10",
        "2024-187",
        "٢٠٢٤",
        "２０２４-０７-０５",
        "2024‑07‑05",
        "2567-07-05",
        "2024-07-05 ",
        "today",
    ] {
        match Date::parse(text) {
            Ok(_) => accepted.push(text),
            Err(error) => assert!(!error.message.is_empty() && !error.help.is_empty(), "{text:?}"),
        }
    }
    assert!(accepted.is_empty(), "accepted: {accepted:?}");
}

/// A month or a day of the test's own making, with what its bounds must be.
fn known_moment() -> impl Strategy<Value = (String, own::Civil, own::Civil)> {
    let qualifier = prop_oneof![3 => Just(""), 1 => Just("?"), 1 => Just("~"), 1 => Just("%")];
    (1800..=2199_i64, 1..=12_i64, 1..=31_i64, 0..5, qualifier).prop_map(|(y, m, d, form, q)| {
        let d = d.min(own::last(y, m));
        match form {
            0 => (format!("{y}{q}"), (y, 1, 1), (y, 12, 31)),
            1 => (format!("{y}-{m:02}{q}"), (y, m, 1), (y, m, own::last(y, m))),
            2 => (format!("{}X{q}", y / 10), (y / 10 * 10, 1, 1), (y / 10 * 10 + 9, 12, 31)),
            3 => (format!("{y}-{m:02}-XX"), (y, m, 1), (y, m, own::last(y, m))),
            _ => (format!("{y}-{m:02}-{d:02}{q}"), (y, m, d), (y, m, d)),
        }
    })
}

/// Any date of the format, as text.
fn written() -> impl Strategy<Value = String> {
    let day = || known_moment().prop_map(|(text, ..)| text);
    prop_oneof![
        4 => day(),
        2 => (day(), day()).prop_map(|(a, b)| format!("{a}/{b}")),
        1 => day().prop_map(|a| format!("{a}/..")),
        1 => day().prop_map(|a| format!("../{a}")),
        1 => day().prop_map(|a| format!("{a}/")),
        1 => day().prop_map(|a| format!("/{a}")),
        1 => (day(), day()).prop_map(|(a, b)| format!("[{a}..{b}]")),
        1 => (day(), day()).prop_map(|(a, b)| format!("[{a},{b}]")),
        1 => (day(), day()).prop_map(|(a, b)| format!("..{a}/{b}")),
        1 => (day(), day()).prop_map(|(a, b)| format!("{a}/{b}..")),
        1 => "[0-9XYE.,/~?%\\[\\]{}TSZ:-]{0,24}",
        1 => any::<String>(),
    ]
}

fn accepted() -> impl Strategy<Value = Date> {
    written().prop_filter_map("not a date", |text| Date::parse(&text).ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, max_global_rejects: 200_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_moment_has_the_bounds_of_the_tests_own_calendar((text, first, last) in known_moment()) {
        let date = Date::parse(&text).map_err(|e| TestCaseError::fail(format!("{text}: {}", e.message)))?;
        prop_assert_eq!(date.bounds(), DayRange { earliest: day(first), latest: day(last) });
        prop_assert_eq!(date.start(), date.bounds());
        prop_assert!(date.end().is_none());
    }

    #[test]
    fn a_date_prints_as_written_and_its_bounds_are_in_order(text in written()) {
        let Ok(date) = Date::parse(&text) else { return Ok(()) };
        prop_assert_eq!(date.to_string(), text.as_str());
        prop_assert_eq!(Date::parse(&date.to_string()).ok(), Some(date.clone()));
        prop_assert!(date.earliest() == FAR_PAST || on("1800-01-01") <= date.earliest());
        prop_assert!(date.earliest() <= date.latest());
        prop_assert!(date.latest() == FAR_FUTURE || date.latest() <= on("2199-12-31"));
        prop_assert!(date.start().earliest <= date.start().latest, "{}", text);
        prop_assert_eq!(date.start().earliest, date.earliest());
        if let Some(end) = date.end() {
            prop_assert!(end.earliest <= end.latest, "{}", text);
            prop_assert_eq!(end.latest, date.latest());
        }
        prop_assert_eq!(date.is_exact(), date.earliest() == date.latest());
        prop_assert!(date.has_come(date.earliest()) && !date.earliest().pred_opt().is_some_and(|d| date.has_come(d)));
    }

    #[test]
    fn an_interval_runs_from_the_first_to_the_last((a, first, _) in known_moment(), (b, _, last) in known_moment()) {
        match Date::parse(&format!("{a}/{b}")) {
            Ok(date) => prop_assert_eq!(date.bounds(), DayRange { earliest: day(first), latest: day(last) }),
            Err(error) => {
                prop_assert!(day(last) < day(first), "{}/{}: {}", a, b, error.message);
                prop_assert!(error.help.contains("earlier date first"), "{}", error.help);
            }
        }
    }

    #[test]
    fn the_chronology_is_a_total_order(a in accepted(), b in accepted(), c in accepted()) {
        let width = |d: &Date| d.latest().signed_duration_since(d.earliest()).num_days();
        prop_assert_eq!(a.chronological(&a), Ordering::Equal);
        prop_assert_eq!(a.chronological(&b), b.chronological(&a).reverse());
        if a.chronological(&b).is_le() && b.chronological(&c).is_le() {
            prop_assert!(a.chronological(&c).is_le());
        }
        let rule = match a.earliest().cmp(&b.earliest()) {
            Ordering::Equal => width(&b).cmp(&width(&a)),
            order => order,
        };
        prop_assert_eq!(a.chronological(&b), rule);
    }
}

#[test]
fn the_coarser_of_two_dates_comes_first() {
    let mut dates: Vec<Date> =
        ["2024-07-05", "2024-07-01", "2024-07", "2024", "2024-01-01", "2024-07-01/..", "2024-06-30"]
            .map(|t| Date::parse(t).expect("a date"))
            .into();
    dates.sort_by(Date::chronological);
    let order: Vec<String> = dates.iter().map(Date::to_string).collect();
    assert_eq!(order, ["2024", "2024-01-01", "2024-06-30", "2024-07-01/..", "2024-07", "2024-07-01", "2024-07-05"]);
}
