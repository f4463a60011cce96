//! Demands: what became of them, where they were first made, and what imprecise dates leave open.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeSet;
use timeline::{
    load,
    model::{
        case::Case,
        date::iso_day,
        demand::{DemandStatus, Pursuit, pursued},
        rule::Rules,
    },
};

fn on(text: &str) -> NaiveDate {
    iso_day(text).expect("a day")
}

fn load(entries: &str) -> Case {
    let text = format!("title = \"Ada Wren\"\nstate = \"DDR\"\n{entries}");
    let mut loaded = load::text("ada-wren", "ada-wren.toml".as_ref(), &text, &Rules::default());
    assert!(loaded.problems.is_empty(), "{text}\n{:#?}", loaded.problems);
    loaded.cases.remove(0)
}

/// A demand with its other keys, and its updates: date as TOML (or none), status.
fn demand(id: &str, more: &str, updates: &[(&str, &str)]) -> String {
    let update = |(date, status): &(&str, &str)| {
        let date = if date.is_empty() { String::new() } else { format!("date = \"{date}\"\n") };
        format!("[[demand.update]]\n{date}status = \"{status}\"\n")
    };
    let updates: String = updates.iter().map(update).collect();
    format!("[[demand]]\nid = \"{id}\"\nwhat = \"Explain\"\n{more}{updates}\n")
}

/// The status of the one demand of a case, and what it may be if that is not known.
fn status(entries: &str, as_of: &str) -> String {
    let case = load(entries);
    let pursuits = pursued(&case, on(as_of));
    assert_eq!(pursuits.len(), 1, "{pursuits:#?}");
    said(&pursuits[0])
}

fn said(pursuit: &Pursuit<'_>) -> String {
    match pursuit.possible.as_slice() {
        [_] => pursuit.status.to_string(),
        possible => {
            let words: Vec<String> = possible.iter().map(ToString::to_string).collect();
            format!("{}: {}", pursuit.status, words.join(" or "))
        }
    }
}

const MADE: &str = "made = 2024-01-01\nby = \"Somebody\"\n";

#[test]
fn news_stands_where_the_file_has_it_as_far_as_its_date_allows() {
    let of = |updates: &[(&str, &str)]| status(&demand("a", MADE, updates), "2026-11-24");
    assert_eq!(of(&[]), "open");
    assert_eq!(of(&[("2024-03-15", "partly-met"), ("2024", "met")]), "met");
    assert_eq!(of(&[("2024-03-15", "partly-met"), ("[2024-03-15..]", "met")]), "met");
    assert_eq!(of(&[("2024", "met"), ("2024-03-15", "partly-met")]), "partly-met");
    assert_eq!(of(&[("2024-03-15", "partly-met"), ("2024-02", "met")]), "partly-met", "but not after it");
    assert_eq!(of(&[("2024-03-15", "met"), ("2024-03-15", "reversed")]), "reversed", "on one day as in the file");
    assert_eq!(of(&[("2024-06-01", "met"), ("2024-03-15", "partly-met")]), "met", "exact days are in their own order");
    assert_eq!(of(&[("2024-03-15", "partly-met"), ("", "met")]), "met", "without a date any day is allowed");
    assert_eq!(of(&[("", "met"), ("2024-03-15", "partly-met")]), "partly-met");
}

#[test]
fn inside_the_range_of_news_a_status_is_not_known() {
    let on = |day| status(&demand("a", MADE, &[("2024-03-15", "partly-met"), ("2024-06", "met")]), day);
    assert_eq!(on("2024-03-14"), "open");
    assert_eq!(on("2024-03-15"), "partly-met");
    assert_eq!(on("2024-05-31"), "partly-met");
    assert_eq!(on("2024-06-01"), "unknown: partly-met or met");
    assert_eq!(on("2024-06-29"), "unknown: partly-met or met");
    assert_eq!(on("2024-06-30"), "met");
    let first = |day| status(&demand("a", MADE, &[("2024-06", "refused")]), day);
    assert_eq!(first("2024-06-29"), "unknown: open or refused");
    assert_eq!(first("2024-06-30"), "refused");
    let same = |day| status(&demand("a", MADE, &[("2024-03-15", "met"), ("2024-06", "met")]), day);
    assert_eq!(same("2024-06-15"), "met", "whichever day was meant");
}

#[test]
fn what_was_met_and_is_asked_again_is_open() {
    let again = |first: &str, update: &str, second: &str| {
        let made = |day: &str| format!("made = \"{day}\"\nby = \"Somebody\"\n");
        let repeats = format!("{}repeats = \"a\"\n", made(second));
        demand("a", &made(first), &[(update, "met")]) + &demand("b", &repeats, &[])
    };
    let of = |entries: String| status(&entries, "2026-11-24");
    assert_eq!(of(again("2024-01-01", "2024-06-01", "2024-06-02")), "open");
    assert_eq!(of(again("2024-01-01", "2024-06-01", "2024-06-01")), "met", "on the same day");
    assert_eq!(of(again("2024-01-01", "2024-06-01", "2024-05-31")), "met", "before it was met");
    assert_eq!(of(again("2024-01-01", "2024", "2024-06-01")), "open", "the file has it after that news");
    let under_the_second = |update: &str| {
        demand("a", MADE, &[])
            + &demand("b", "made = 2024-06-01\nby = \"Somebody\"\nrepeats = \"a\"\n", &[(update, "met")])
    };
    assert_eq!(of(under_the_second("2024")), "met", "the file has the news after it");
    let in_june = |day| status(&again("2024-01-01", "2024-03-01", "2024-06"), day);
    assert_eq!(in_june("2024-05-31"), "met");
    assert_eq!(in_june("2024-06-15"), "unknown: open or met");
    assert_eq!(in_june("2024-06-29"), "unknown: open or met");
    assert_eq!(in_june("2024-06-30"), "open");
    // What was not closed goes on as it stood.
    let partly = demand("a", MADE, &[("2024-03-01", "partly-met")])
        + &demand("b", "made = 2024-06-01\nby = \"Somebody\"\nrepeats = \"a\"\n", &[]);
    assert_eq!(of(partly), "partly-met");
}

#[test]
fn of_what_is_withheld_or_goes_round_in_a_circle_nothing_is_made_up() {
    let mut case = load(&(demand("a", MADE, &[("2024-03-01", "met")]) + &demand("b", MADE, &[])));
    case.demands[0].withheld = true;
    let statuses = |case: &Case| pursued(case, on("2024-06-01")).iter().map(|p| p.status).collect::<Vec<_>>();
    assert_eq!(statuses(&case), [DemandStatus::Unknown, DemandStatus::Open]);
    // The loader refuses such a record; whoever makes a case otherwise waits for an end all the same.
    (case.demands[0].repeats, case.demands[1].repeats) = (Some("b".into()), Some("a".into()));
    assert_eq!(statuses(&case), [DemandStatus::Unknown]);
}

#[test]
fn since_when_a_demand_is_made() {
    let case = load(
        &(demand("a", "made = \"2024\"\nby = \"Somebody\"\n", &[])
            + &demand("b", "made = 2024-03-15\nby = \"Somebody\"\nrepeats = \"a\"\n", &[])
            + &demand("c", "made = \"[..2023-05-01]\"\nby = \"Somebody\"\n", &[])
            + &demand("d", "", &[])),
    );
    let pursuits = pursued(&case, on("2026-11-24"));
    let days: Vec<_> = pursuits.iter().map(|p| p.first_made().map(|days| (days.first(), days.last()))).collect();
    assert_eq!(
        days,
        [Some((None, Some(on("2023-05-01")))), Some((Some(on("2024-01-01")), Some(on("2024-03-15")))), None,],
        "no later than its exact repetition, without a bound where there is none"
    );
}

/// A demand has its date from the letter: sent, else decided, else published.
#[test]
fn a_demand_dates_from_its_letter() {
    let letter = |dates: &str| {
        format!(
            "[[communication]]\nid = \"views\"\nprocedure = \"ccpr-views-follow-up\"\nfrom = [\"The Committee\"]\nto = \"DDR\"\n{dates}\n"
        ) + &demand("a", "made_in = \"views\"\n", &[])
    };
    for (dates, made) in [
        ("sent = 2024-05-01\ndecided = 2024-03-01\npublished = 2024-06-01\n", Some("2024-05-01")),
        ("decided = 2024-03-01\npublished = 2024-06-01\n", Some("2024-03-01")),
        ("published = 2024-06-01\n", Some("2024-06-01")),
        ("filed = 2020-01-01\n", None),
    ] {
        let case = load(&letter(dates));
        let pursuits = pursued(&case, on("2026-11-24"));
        assert_eq!(pursuits[0].since().map(ToString::to_string).as_deref(), made, "{dates}");
    }
}

/// News as a random test writes it: its first day, its last unless it is open, and the status.
#[derive(Clone, Debug)]
struct News {
    first: NaiveDate,
    last: Option<NaiveDate>,
    status: &'static str,
}

impl News {
    fn written(&self) -> String {
        match self.last {
            Some(last) if last == self.first => self.first.to_string(),
            Some(last) => format!("[{}..{last}]", self.first),
            None => format!("[{}..]", self.first),
        }
    }
}

/// The news in the order of the law, said in another way than the program does.
fn by_law(news: &[News]) -> Vec<News> {
    let mut placed: Vec<(NaiveDate, News)> = Vec::new();
    let mut before: Option<NaiveDate> = None;
    for one in news {
        let nearest = match before {
            Some(day) if day < one.first => one.first,
            Some(day) => one.last.map_or(day, |last| day.min(last)),
            None => one.first,
        };
        before = Some(nearest);
        let at = placed.iter().position(|(place, _)| *place > nearest).unwrap_or(placed.len());
        placed.insert(at, (nearest, one.clone()));
    }
    placed.into_iter().map(|(_, one)| one).collect()
}

/// All ways to choose one day for each so that none precedes the one before it.
fn readings(news: &[News], reach: NaiveDate) -> Vec<Vec<NaiveDate>> {
    let mut all: Vec<Vec<NaiveDate>> = vec![Vec::new()];
    for one in news {
        let last = one.last.unwrap_or(reach.max(one.first));
        let longer = all.iter().flat_map(|chosen| {
            let days = one.first.iter_days().take_while(move |day| *day <= last);
            let fits = move |day: &NaiveDate| chosen.last().is_none_or(|before| before <= day);
            days.filter(fits).map(move |day| [chosen.as_slice(), &[day]].concat())
        });
        all = longer.collect();
    }
    all
}

fn news() -> impl Strategy<Value = Vec<News>> {
    let statuses = prop::sample::select(vec!["open", "partly-met", "met", "refused", "reversed"]);
    let one =
        (0..8_u64, prop_oneof![4 => Just(Some(0_u64)), 4 => (1..5_u64).prop_map(Some), 1 => Just(None)], statuses);
    prop::collection::vec(one, 0..5).prop_map(|all| {
        let base = on("2024-02-26");
        all.into_iter()
            .map(|(from, width, status)| News {
                first: base + Days::new(from),
                last: width.map(|width| base + Days::new(from + width)),
                status,
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// A status is said only if it holds in every reading of the dates that the file's order allows; otherwise
    /// it is not known, and the possible ones are those of the readings.
    #[test]
    fn what_is_said_holds_in_every_reading(written in news(), after in 0..14_u64) {
        let today = on("2024-02-26") + Days::new(after);
        let texts: Vec<String> = written.iter().map(News::written).collect();
        let updates: Vec<(&str, &str)> = texts.iter().zip(&written).map(|(text, one)| (text.as_str(), one.status)).collect();
        let case = load(&demand("a", "made = 2024-02-01\nby = \"Somebody\"\n", &updates));
        let reach = written.iter().map(|one| one.first).max().unwrap_or(on("2024-02-01"));
        let come: Vec<News> = written.iter().filter(|one| one.first <= today).cloned().collect();
        let ordered = by_law(&come);
        let all: BTreeSet<String> = readings(&ordered, reach)
            .iter()
            .map(|days| ordered.iter().zip(days).rfind(|(_, day)| **day <= today).map_or("open", |(one, _)| one.status).to_owned())
            .collect();
        let pursuits = pursued(&case, today);
        let possible: BTreeSet<String> = pursuits[0].possible.iter().map(ToString::to_string).collect();
        prop_assert_eq!(&possible, &all, "{:?} on {}", updates, today);
        let expected = match all.len() {
            1 => all.into_iter().next().expect("one"),
            _ => DemandStatus::Unknown.to_string(),
        };
        prop_assert_eq!(pursuits[0].status.to_string(), expected);
    }
}
