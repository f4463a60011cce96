//! EDTF as another program reads it: bounds taken from version 5.0.2 of Python's `edtf`, and the few places in
//! which the two differ, each for its reason.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use chrono::NaiveDate;
use timeline::model::date::{Date, FAR_FUTURE, FAR_PAST, is_open, iso_day};

/// Earliest and latest day; `..` is no bound.
pub(super) const SAME: &[(&str, &str, &str)] = &[
    ("2019-05-27", "2019-05-27", "2019-05-27"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("1999", "1999-01-01", "1999-12-31"),
    ("2019-05-27?", "2019-05-27", "2019-05-27"),
    ("2020-02~", "2020-02-01", "2020-02-29"),
    ("2100%", "2100-01-01", "2100-12-31"),
    ("?2019-05", "2019-05-01", "2019-05-31"),
    ("2019-?05-27", "2019-05-27", "2019-05-27"),
    ("2019-05-~27", "2019-05-27", "2019-05-27"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("19XX?", "1900-01-01", "1999-12-31"),
    ("2019-XX", "2019-01-01", "2019-12-31"),
    ("2019-XX-XX", "2019-01-01", "2019-12-31"),
    ("2019-05-XX~", "2019-05-01", "2019-05-31"),
    ("201X-05", "2010-05-01", "2019-05-31"),
    ("1999-12-31/2019-05-27", "1999-12-31", "2019-05-27"),
    ("1999-12-31/2020-02", "1999-12-31", "2020-02-29"),
    ("2019/2019-05", "2019-01-01", "2019-05-31"),
    ("2019-05~/2019-05-27", "2019-05-01", "2019-05-27"),
    ("199X/2019", "1990-01-01", "2019-12-31"),
    ("2020-02-29/..", "2020-02-29", ".."),
    ("2019?/..", "2019-01-01", ".."),
    ("../2019-05", "..", "2019-05-31"),
    ("[1999-12-31..2019-05-27]", "1999-12-31", "2019-05-27"),
    ("[2019-05..2020-02]", "2019-05-01", "2020-02-29"),
    ("[1999..2019]", "1999-01-01", "2019-12-31"),
    ("[2019-05-27,1999-12-31]", "1999-12-31", "2019-05-27"),
    ("[2019,2020-02-29]", "2019-01-01", "2020-02-29"),
    ("[199X,2019-05~]", "1990-01-01", "2019-05-31"),
    ("[2019-05-27..]", "2019-05-27", ".."),
    ("[..2019-05]", "..", "2019-05-31"),
    ("[2019-05-27,2019-06..]", "2019-05-27", ".."),
    ("[..2018,2019]", "..", "2019-12-31"),
];

#[test]
fn bounds_are_those_of_another_reader() {
    for (text, earliest, latest) in SAME {
        let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {}", error.message));
        let day = |day: &str, open| if day == ".." { open } else { iso_day(day).expect("a day") };
        assert_eq!((date.earliest(), date.latest()), (day(earliest, FAR_PAST), day(latest, FAR_FUTURE)), "{text}");
    }
}

/// Neither reads what is no EDTF.
#[test]
fn what_another_reader_refuses_is_refused() {
    for text in ["2019-13", "2019-00", "2019-02-30", "2019-5", "20190527", "2019/05", "", "+2019", "[]", "2019/open"] {
        assert!(Date::parse(text).is_err(), "{text}");
    }
}

/// Where the two differ.
#[test]
fn differences_have_their_reason() {
    let bounds = |text: &str| Date::parse(text).map(|date| date.bounds().to_string()).map_err(|error| error.message);
    // Digits left open within a month or a day: the standard has them, the other reader does not.
    assert_eq!(bounds("2019-1X"), Ok("2019-10-01..2019-12-31".into()));
    assert_eq!(bounds("2019-05-2X"), Ok("2019-05-20..2019-05-29".into()));
    // Ends of different precision, and qualified ones: records have them.
    assert_eq!(bounds("[1976-09-17..1981]"), Ok("1976-09-17..1981-12-31".into()));
    assert_eq!(bounds("[2019?..2020-02-29]"), Ok("2019-01-01..2020-02-29".into()));
    // A beginning that nobody knows: the other reader makes it ten years before the end.
    assert_eq!(bounds("/2019"), Ok("..2019-12-31".into()));
    // Two significant digits of 1950 are the century; the other reader takes no notice of them.
    assert_eq!(bounds("1950S2"), Ok("1900-01-01..1999-12-31".into()));
    // No record can hold these, each for its own reason.
    for (text, message) in [
        ("2019-21", "a season means other months in other places"),
        ("2019-05-27/", "the end of the stretch of time is missing"),
        ("2020-02-29/2019-05-27", "the end lies before the beginning"),
        ("[2019..2018]", "the end lies before the beginning"),
        ("{2019-05-27,2020-02-29}", "one entry has one date"),
        ("2019-05-27T10:00:00Z", "a time of day is not part of a date here"),
        ("1799", "the year is outside 1800 to 2199"),
        ("Y12019", "the year is outside 1800 to 2199"),
        ("../..", "that is no date"),
    ] {
        assert_eq!(bounds(text), Err(message.into()), "{text}");
    }
}

/// A set whose ranges differ in precision is read element by element; only its first and its last may be open.
#[test]
fn the_ends_of_a_range_may_differ_in_precision() {
    let bounds = |text: &str| Date::parse(text).map(|date| date.bounds().to_string()).map_err(|error| error.message);
    for (text, days) in [
        ("[1976-09-17..1981]", "1976-09-17..1981-12-31"),
        ("[1976-09-17..1981, 1975-02]", "1975-02-01..1981-12-31"),
        ("[..1976-09, 1980-02-01..1981]", "..1981-12-31"),
        ("[1976-09-17..1981, 1990-02..]", "1976-09-17.."),
        ("[1976-09-30..1976-09]", "1976-09-30"),
    ] {
        assert_eq!(bounds(text).as_deref(), Ok(days), "{text}");
    }
    for text in [
        "[1990-02.., 1976-09-17..1981]",
        "[1976-09-17..1981, ..1990-02]",
        "[1976-10-01..1976-09]",
        "[1976-09-17..1981, 1976-10-01..1976-09]",
        "[1976-09-17..1981, ..]",
    ] {
        assert!(bounds(text).is_err(), "{text}: {:?}", bounds(text));
    }
}

/// Either end of a stretch may be open to one side.
#[test]
fn the_ends_of_a_stretch_may_be_open() {
    let ends = |text: &str| {
        let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {}", error.message));
        (date.start().to_string(), date.end().map(|end| end.to_string()).unwrap_or_default())
    };
    let own = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(ends("..2019-05-01/2020-02-03"), own("..2019-05-01", "2020-02-03"));
    assert_eq!(ends("2019-05-01/2020-02-03.."), own("2019-05-01", "2020-02-03.."));
    assert_eq!(ends("2019-05-01/2019-05-01"), own("2019-05-01", "2019-05-01"), "of one day");
    assert!(Date::parse("2019-05-02/2019-05-01").is_err(), "backwards");
    assert!(Date::parse("2020/2019").is_err(), "backwards");
}

#[test]
fn years_reach_from_1800_to_2199() {
    for (text, is_read) in [
        ("1800-01-01", true),
        ("1799-12-31", false),
        ("2199-12-31", true),
        ("2200-01-01", false),
        ("[1799..1800]", false),
        ("[2199..2200]", false),
        ("[1800..2199]", true),
    ] {
        assert_eq!(Date::parse(text).is_ok(), is_read, "{text}");
    }
}

#[test]
fn only_dashes_stand_between_year_month_and_day() {
    for text in ["2019x05-27", "2019-05x27", "2019-05-2x"] {
        assert_eq!(iso_day(text), None, "{text}");
    }
}

#[test]
fn a_day_before_the_year_1000_stands_for_no_bound() {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
    assert!(is_open(FAR_PAST) && is_open(day(999)) && !is_open(day(1000)));
    assert!(is_open(FAR_FUTURE) && !is_open(FAR_FUTURE.pred_opt().expect("a day")));
}

#[test]
fn a_date_fills_the_width_that_it_is_given() {
    for (text, padded) in [("2019-05-27", "2019-05-27  |"), ("2019-05", "2019-05     |")] {
        assert_eq!(format!("{:12}|", Date::parse(text).expect("a date")), padded);
    }
}
