//! What is told of texts that are no dates: it says what to write, and what it says is accepted.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use proptest::prelude::*;
use std::path::Path;
use timeline::{
    load,
    model::{
        date::{
            Date,
            human::{Meant, NumberOrder, read},
        },
        rule::Rules,
    },
};

/// What people write for a date, and what to write instead, word for word in the hint.
const INSTEAD: &[(&str, &str)] = &[
    // A day that is not there is never proposed.
    ("31.04.2019", "\"2019-04\""),
    ("2024-02-30", "\"2024-02\""),
    ("04/31/2019", "\"2019-04\""),
    ("29.02.2023", "\"2023-02\""),
    ("29.02.2024", "write 2024-02-29"),
    // 13 is no month: the order is certain. 12 may be one.
    ("13.05.2019", "write 2019-05-13"),
    ("05/13/2019", "write 2019-05-13"),
    ("12.05.2019", "2019-05-12 or 2019-12-05"),
    ("05/05/2019", "write 2019-05-05"),
    ("03/04/2024", "2024-04-03 or 2024-03-04"),
    ("2019/3/5", "write 2019-03-05"),
    ("2019-5-3", "write 2019-05-03"),
    ("20190305", "write 2019-03-05"),
    ("2019/03", "write \"2019-03\""),
    ("03/2019", "write \"2019-03\""),
    ("2019-00-00", "write \"2019\""),
    ("2019-05-00", "write \"2019-05\""),
    ("00.05.2019", "write \"2019-05\""),
    ("1398/06/15", "common (Gregorian) calendar"),
    ("1441-01-06", "common (Gregorian) calendar"),
    ("2562-05-01", "common (Gregorian) calendar"),
    ("5 May 19", "four digits"),
    ("05.05.19", "four digits"),
    ("2019-03-05T10:00", "write the day alone: 2019-03-05"),
    ("2019-03-05 10:00:31", "write the day alone: 2019-03-05"),
    ("2019-03-05T10:00:00Z", "write the day alone: 2019-03-05"),
    ("20190305T1000", "write the day alone: 2019-03-05"),
    ("10:30, 5 May 2019", "write the day alone: 2019-05-05"),
    ("May 2019", "write \"2019-05\""),
    ("5 May 2019", "write 2019-05-05"),
    ("May 5th, 2019", "write 2019-05-05"),
    ("Sunday, 5 May 2019", "write 2019-05-05"),
    ("1er août 2019", "write 2019-08-01"),
    ("5 de mayo de 2019", "write 2019-05-05"),
    ("5. März 2019", "write 2019-03-05"),
    ("5 мая 2019 г.", "write 2019-05-05"),
    ("٥ مايو ٢٠١٩", "write 2019-05-05"),
    ("5 تشرين الأول 2019", "write 2019-10-05"),
    ("31 April 2019", "\"2019-04\""),
    ("2019年5月5日", "write 2019-05-05"),
    ("2019年5月", "write \"2019-05\""),
    ("mid-May 2019", "\"[2019-05-11..2019-05-20]\""),
    ("early February 2019", "\"[2019-02-01..2019-02-10]\""),
    ("late February 2024", "\"[2024-02-21..2024-02-29]\""),
    ("late 2019", "\"[2019-09..2019-12]\""),
    ("ca. May 2019", "write \"2019-05~\""),
    ("May 2019 (?)", "write \"2019-05?\""),
    ("1990s", "write \"199X\""),
    ("date unknown in 2002", "write \"2002\""),
    ("n/a", "leave the key out"),
    ("", "leave the key out"),
    ("unknown", "leave the key out"),
    ("on an unknown date", "leave the key out"),
    ("0000-00-00", "leave the key out"),
    ("—", "leave the key out"),
    ("2019-03-05 / 2019-03-09", "\"2019-03-05/2019-03-09\""),
    ("٢٠١٩-٠٣-٠٥", "write 2019-03-05"),
    ("“2019-03”", "write \"2019-03\""),
    ("2019–03–05", "write 2019-03-05"),
    ("25–26/12/1977", "\"[1977-12-25..1977-12-26]\""),
    ("5 - 8 July 2024", "\"2024-07-05/2024-07-08\""),
    ("30 June – 8 July 2024", "\"2024-06-30/2024-07-08\""),
    ("2009-2011", "\"2009/2011\""),
    ("from 5 to 8 May 2019", "\"2019-05-05/2019-05-08\""),
    ("between May and June 2019", "write \"[2019-05..2019-06]\""),
    ("5 May or 3 May 2019", "write \"[2019-05-03,2019-05-05]\""),
    ("since May 2019", "write \"2019-05/..\""),
    ("2020-05-01/2019-05-01", "\"2019-05-01/2020-05-01\""),
    ("2025-12-16/", "\"2025-12-16/..\""),
    ("last summer", "write 2024-07-05, or in quotes"),
    ("10:30", "write 2024-07-05, or in quotes"),
    ("May 5", "write 2024-07-05, or in quotes"),
];

/// Every date that a hint proposes: what stands in quotes, and plain days.
fn proposed(help: &str) -> Vec<String> {
    let quoted = help.split('"').skip(1).step_by(2).map(|date| format!("\"{date}\""));
    let outside: String = help.split('"').step_by(2).collect();
    let bare = outside.split(|c: char| !c.is_ascii_digit() && c != '-').filter(|word| word.len() > 4);
    quoted.chain(bare.map(str::to_owned)).collect()
}

fn problems(date: &str) -> Vec<load::problem::Problem> {
    let text = format!("title = \"T\"\nstate = \"DDR\"\n\n[[event]]\nwhat = \"Held\"\ndate = {date}\n");
    load::text("t", Path::new("t.toml"), &text, &Rules::default()).problems
}

#[test]
fn each_is_told_what_to_write() {
    for (text, says) in INSTEAD {
        let error = Date::parse(text).expect_err(text);
        assert!(error.help.contains(says), "{text}: {}", error.help);
    }
}

/// In quotes and without, and each proposal taken over as it stands.
#[test]
fn what_is_proposed_is_accepted_in_its_place() {
    for (text, says) in INSTEAD {
        for written in [format!("\"{text}\""), (*text).to_owned()] {
            let found = problems(&written);
            let [problem, ..] = found.as_slice() else {
                assert!(Date::parse(written.trim_matches('"')).is_ok(), "{written} is accepted");
                continue;
            };
            // Without quotes, any words are no TOML in the first place.
            let is_told = written.starts_with('"') || read(text, None).is_some();
            assert!(!is_told || problem.help.contains(says) || text.is_empty(), "{written}: {}", problem.help);
            for date in proposed(&problem.help).iter().filter(|_| is_told) {
                assert_eq!(problems(date), [], "{date}, proposed for {written}");
            }
        }
    }
}

/// Pieces of which people make dates.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "May", "мая", "août", "مايو", "Dec", "mid-", "late", "early", "ca.", "unknown", "n/a", "between", "and", "or",
        "to", "from", "since", "?", "~", "X", "..", "[", "]", "{", "}", "T", "10:00", "Z", "“", "00", "0000", "g",
        "г.",
    ]);
    prop_oneof![
        3 => (0..40_u32).prop_map(|n| n.to_string()),
        2 => (1..13_u32).prop_map(|n| format!("{n:02}")),
        3 => (1795..2205_u32).prop_map(|n| n.to_string()),
        1 => (0..9999_u32).prop_map(|n| format!("{n:04}")),
        2 => words.prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let joint = prop::sample::select(vec!["-", "/", ".", " ", "", ", ", " - ", "–"]);
    prop::collection::vec((piece(), joint), 1..7)
        .prop_map(|parts| parts.into_iter().map(|(piece, joint)| format!("{piece}{joint}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    /// Every date that a hint proposes is one.
    #[test]
    fn every_date_proposed_is_one(text in text()) {
        if let Err(error) = Date::parse(&text) {
            prop_assert!(!error.help.is_empty() && !error.message.is_empty());
            for date in proposed(&error.help) {
                prop_assert!(Date::parse(date.trim_matches('"')).is_ok(), "{date}, proposed for {text:?}");
            }
        }
    }

    /// A day in any order, by number or by name, is that day or said to be doubtful; never another.
    #[test]
    fn a_day_is_never_another(days in 0..146_000_u64, form in 0..8_usize) {
        use chrono::{Datelike, Days, NaiveDate};
        let day = NaiveDate::from_ymd_opt(1800, 1, 1).and_then(|first| first.checked_add_days(Days::new(days)));
        let day = day.expect("a day of the years of records");
        let (y, m, d) = (day.year(), day.month(), day.day());
        let text = match form {
            0 => format!("{d}.{m}.{y}"),
            1 => format!("{m}/{d}/{y}"),
            2 => format!("{y}/{m}/{d}"),
            3 => day.format("%-d %B %Y").to_string(),
            4 => day.format("%b %-d, %Y").to_string(),
            5 => day.format("%Y%m%d").to_string(),
            6 => format!("{day}T10:00"),
            _ => day.format("%d.%m.%Y 23:59").to_string(),
        };
        let date = Date::from_day(day);
        match read(&text, None) {
            Some(Meant::Date(read) | Meant::WithTime(read)) => prop_assert_eq!(read, date.clone(), "{}", text),
            Some(Meant::Either { day_first, month_first }) => {
                prop_assert!(d <= 12 && d != m, "{text} is certain");
                prop_assert!([day_first, month_first].contains(&day), "{text}");
            }
            other => prop_assert!(false, "{text}: {other:?}"),
        }
        if form == 0 {
            prop_assert_eq!(read(&text, Some(NumberOrder::DayFirst)), Some(Meant::Date(date.clone())), "{}", text);
        }
        if form == 1 {
            prop_assert_eq!(read(&text, Some(NumberOrder::MonthFirst)), Some(Meant::Date(date.clone())), "{}", text);
        }
    }
}

#[test]
fn an_order_that_is_known_is_kept_to() {
    let date = |text: &str| Some(Meant::Date(Date::parse(text).expect("a date")));
    assert_eq!(read("03/04/2024", Some(NumberOrder::DayFirst)), date("2024-04-03"));
    assert_eq!(read("03/04/2024", Some(NumberOrder::MonthFirst)), date("2024-03-04"));
    // The month is 13 then: the column has another order.
    assert_eq!(read("05/13/2024", Some(NumberOrder::DayFirst)), None);
    assert_eq!(read("13/05/2024", Some(NumberOrder::MonthFirst)), None);
    assert_eq!(
        read("03/04/2024 - 05/04/2024", Some(NumberOrder::DayFirst)),
        Some(Meant::Between(Date::parse("2024-04-03").expect("a date"), Date::parse("2024-04-05").expect("a date")))
    );
}

/// A word that is not understood leaves nothing of the text read.
#[test]
fn nothing_is_read_past_a_word_that_is_not_understood() {
    for text in
        ["arrested 5 May 2019", "5 Floréal 2019", "5 May 2019 5", "May May 2019", "12 3 4 2019", "3 of 2019 cases"]
    {
        assert_eq!(read(text, None), None, "{text}");
    }
}

/// What people write, and what is meant by it.
#[test]
fn words_and_times_around_a_date() {
    let meant = |text: &str| match read(text, Some(NumberOrder::DayFirst)) {
        Some(Meant::Date(date)) => date.to_string(),
        Some(Meant::WithTime(date)) => format!("{date}, with a time"),
        Some(other) => format!("{other:?}"),
        None => "none".to_owned(),
    };
    for (text, date) in [
        ("Oct2019", "2019-10"),
        ("perhaps May 2019", "2019-05?"),
        ("about May 2019", "2019-05~"),
        ("5 May 2019 until 3 May 2019", "none"),
        ("31/12", "none"),
        ("12/31/2019", "none"),
        ("10:30 5 May 2019", "2019-05-05, with a time"),
        ("5 May 2019 10:30", "2019-05-05, with a time"),
        (":30 5 May 2019", "none"),
        ("5 May 2019:", "none"),
        ("5 May 2019: 10", "none"),
        ("2019-03-05T10:00", "2019-03-05, with a time"),
        ("20190305T1000", "2019-03-05, with a time"),
        ("20190305T", "none"),
    ] {
        assert_eq!(meant(text), date, "{text}");
    }
}
