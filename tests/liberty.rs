//! Liberty: periods and days computed from events, against plain examples and against trying every day that an
//! imprecise date can mean.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::{collections::BTreeSet, path::Path};
use timeline::{
    load,
    model::{
        case::Case,
        date::{DayRange, iso_day},
        event::Liberty,
        liberty::{Length, LibertyDoubt, Life, Now, lives},
        rule::Rules,
    },
};

const HEAD: &str =
    "title = \"Ada Wren\"\nstate = \"GBR\"\n\n[[person]]\nid = \"ada\"\nname = \"Ada Wren\"\nrole = \"victim\"\n";

fn on(text: &str) -> NaiveDate {
    iso_day(text).expect("a day")
}

fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

fn load(events: &str) -> Case {
    let text = format!("{HEAD}{events}");
    let mut loaded = load::text("ada-wren", Path::new("ada-wren.toml"), &text, &Rules::default());
    assert!(loaded.problems.is_empty(), "{text}\n{:#?}", loaded.problems);
    loaded.cases.remove(0)
}

/// A case of one person with these turns: date as TOML, liberty.
fn turns(turns: &[(&str, &str)]) -> Case {
    let event = |(date, liberty): &(&str, &str)| {
        format!("\n[[event]]\nwhat = \"A turn\"\nliberty = \"{liberty}\"\ndate = \"{date}\"\n")
    };
    load(&turns.iter().map(event).collect::<String>())
}

/// The liberty of somebody on a day, if anything is on record of it by then.
fn life<'a>(case: &'a Case, id: &str, as_of: NaiveDate) -> Life<'a> {
    lives(case, as_of).into_iter().find(|life| life.person.id == id).expect("a person of whose liberty events tell")
}

/// The same of the one person of the case.
fn ada<'c>(case: &'c Case, as_of: &str) -> Life<'c> {
    life(case, "ada", on(as_of))
}

fn exactly(days: i64) -> Option<Length> {
    about(days, days)
}

fn about(fewest: i64, most: i64) -> Option<Length> {
    Some(Length { fewest, most: Some(most) })
}

fn days(life: &Life<'_>) -> Option<Length> {
    life.days.map(|days| days.to_day)
}

fn total(life: &Life<'_>) -> Option<Length> {
    life.total.map(|days| days.to_day)
}

/// `detained`, `perhaps detained`, `not known (Order)`, `unsaid`.
fn now(life: &Life<'_>) -> String {
    match life.now {
        Now::Certain(period) => period
            .liberty
            .map_or("?", |l| match l {
                Liberty::Detained => "detained",
                Liberty::HouseArrest => "house-arrest",
                Liberty::Restricted => "restricted",
                Liberty::Free => "free",
                Liberty::InHiding => "in-hiding",
                Liberty::Disappeared => "disappeared",
                Liberty::Exiled => "exiled",
                Liberty::Dead => "dead",
            })
            .into(),
        Now::Perhaps(period) => format!("perhaps {}", period.liberty.expect("a word")),
        Now::Unknown(doubt) => format!("not known ({doubt:?})"),
        Now::Unsaid => "unsaid".into(),
    }
}

#[test]
fn both_ends_count() {
    let case = turns(&[("2024-07-05", "detained"), ("2025-01-04", "restricted")]);
    let free = ada(&case, "2025-06-01");
    assert_eq!((now(&free).as_str(), free.since, days(&free), total(&free)), ("restricted", None, None, exactly(184)));
    let first = ada(&case, "2024-07-05");
    assert_eq!((now(&first).as_str(), days(&first), total(&first)), ("detained", exactly(1), exactly(1)));
    assert_eq!(first.since, Some(DayRange::day(on("2024-07-05"))));
    assert_eq!(days(&ada(&case, "2025-01-03")), exactly(183));
    let before = ada(&case, "2024-07-04");
    assert_eq!((now(&before).as_str(), days(&before), total(&before)), ("unsaid", None, exactly(0)));
}

/// Of two arrests beside a release that freed nobody, one day at least is a day of both.
#[test]
fn the_same_day_is_counted_once_among_the_fewest() {
    let case = turns(&[
        ("[2024-02-26..2024-02-28]", "free"),
        ("[2024-02-27..2024-03-01]", "detained"),
        ("2024-02-28", "detained"),
    ]);
    assert_eq!(total(&ada(&case, "2024-02-28")).map(|length| length.fewest), Some(1));
}

/// A beginning without a last day had come by the day to which the case is on record.
#[test]
fn an_open_beginning_is_counted_from_the_day_to_which_the_record_reaches() {
    let seen = |date: &str| {
        let event = |date: &str, more: &str| format!("\n[[event]]\nwhat = \"X\"\ndate = {date}\n{more}");
        load(&(event("\"[2019-05-01..]\"", "liberty = \"detained\"\n") + &event(date, "")))
    };
    assert_eq!(days(&ada(&seen("2020-01-01"), "2020-06-01")), about(153, 398));
    assert_eq!(days(&ada(&seen("2020-01-02"), "2020-06-01")), about(152, 398));
}

/// A release in the month of an arrest: if nobody was held before it, the file has it the wrong way round, perhaps.
#[test]
fn a_release_beside_an_arrest_is_in_doubt_only_where_it_freed_nobody() {
    for (before, now_held) in [
        ("detained", "detained"),
        ("restricted", "detained"),
        ("free", "not known (Order)"),
        ("exiled", "not known (Order)"),
    ] {
        let case = turns(&[("2024-01-01", before), ("2024-03", "free"), ("2024-03", "detained")]);
        assert_eq!(now(&ada(&case, "2024-06-01")), now_held, "{before}");
    }
}

#[test]
fn release_and_arrest_on_one_day_are_one_day() {
    let case = turns(&[("2024-07-05", "detained"), ("2024-07-10", "free"), ("2024-07-10", "detained")]);
    let life = ada(&case, "2024-07-12");
    assert_eq!(total(&life), exactly(8), "5 to 12 July");
    assert_eq!((life.since, days(&life)), (Some(DayRange::day(on("2024-07-10"))), exactly(3)));
}

#[test]
fn another_kind_of_custody_goes_on_and_says_since_when() {
    let case = turns(&[
        ("2025-12-17", "detained"),
        ("2026-01-20", "detained"),
        ("2026-02-12", "house-arrest"),
        ("2026-04-01", "restricted"),
        ("2026-05-01", "detained"),
    ]);
    let at_home = ada(&case, "2026-02-23");
    assert_eq!((now(&at_home).as_str(), days(&at_home)), ("house-arrest", exactly(69)));
    assert_eq!(at_home.since, Some(DayRange::day(on("2025-12-17"))));
    assert_eq!(at_home.kind_since, Some(DayRange::day(on("2026-02-12"))));
    let moved = ada(&case, "2026-02-11");
    assert_eq!(moved.kind_since, Some(DayRange::day(on("2025-12-17"))), "another prison is no other kind");
    let again = ada(&case, "2026-05-02");
    assert_eq!(
        (again.since, days(&again), total(&again)),
        (Some(DayRange::day(on("2026-05-01"))), exactly(2), exactly(108))
    );
    assert_eq!(again.kind_since, again.since);
}

#[test]
fn an_interval_ends_the_period_and_leaves_unknown() {
    let case = turns(&[("2009-05-13/2011-07-27", "detained")]);
    let inside = ada(&case, "2011-07-27");
    assert_eq!((now(&inside).as_str(), days(&inside)), ("detained", exactly(806)));
    let after = ada(&case, "2011-07-28");
    assert_eq!((now(&after).as_str(), after.since, days(&after), total(&after)), ("unsaid", None, None, exactly(806)));
}

#[test]
fn an_interval_with_an_imprecise_end_perhaps_lasts() {
    let case = turns(&[("2025-01-10/2025-03", "detained")]);
    let on_day = |day| now(&ada(&case, day));
    assert_eq!(on_day("2025-03-01"), "detained");
    assert_eq!(on_day("2025-03-02"), "perhaps detained");
    assert_eq!(on_day("2025-03-31"), "perhaps detained");
    assert_eq!(on_day("2025-04-01"), "unsaid");
}

#[test]
fn a_period_goes_on_from_the_day_after_another() {
    let case = turns(&[("2025-01-01/2025-01-10", "detained"), ("2025-01-11", "house-arrest")]);
    assert_eq!(ada(&case, "2025-01-12").since, Some(DayRange::day(on("2025-01-01"))));
    let case = turns(&[("2025-01-01/2025-01-10", "detained"), ("2025-01-12", "house-arrest")]);
    assert_eq!(ada(&case, "2025-01-12").since, Some(DayRange::day(on("2025-01-12"))), "a day of liberty between");
}

#[test]
fn what_is_still_going_on_lasts() {
    let case = turns(&[("2025-12-16/..", "detained")]);
    let life = ada(&case, "2026-11-24");
    assert_eq!((now(&life).as_str(), days(&life)), ("detained", exactly(344)));
}

/// Detained until a day, from nobody knows when: at least that day, and no bound above it.
#[test]
fn an_unknown_beginning_has_no_bound() {
    let case = turns(&[("../2024-07-05", "detained")]);
    let total = total(&ada(&case, "2026-11-24")).expect("a range");
    assert_eq!((total.fewest, total.most), (1, None));
    let case = turns(&[("[..2024-07-05]", "detained")]);
    let life = ada(&case, "2024-07-07");
    assert_eq!(days(&life), Some(Length { fewest: 3, most: None }));
    assert_eq!(life.since.map(|since| (since.first(), since.last())), Some((None, Some(on("2024-07-05")))));
}

#[test]
fn death_and_exile_end_it() {
    for end in ["dead", "exiled", "free"] {
        let case = turns(&[("2024-07-05", "detained"), ("2024-07-14", end)]);
        let life = ada(&case, "2026-11-24");
        assert_eq!(now(&life), end);
        assert_eq!((days(&life), total(&life)), (None, exactly(10)));
    }
}

#[test]
fn imprecise_days_give_ranges() {
    let case = turns(&[("2024-07", "detained"), ("2024-08-10", "free")]);
    let during = ada(&case, "2024-08-01");
    assert_eq!(days(&during), about(2, 32));
    assert_eq!(during.since, Some(DayRange { earliest: on("2024-07-01"), latest: on("2024-07-31") }));
    assert_eq!(total(&ada(&case, "2024-12-31")), about(11, 41));
}

/// Whether an arrest of an imprecise date has come is not certain on a day inside it.
#[test]
fn an_arrest_perhaps_has_come() {
    let case = turns(&[("2024-07", "detained")]);
    let inside = ada(&case, "2024-07-30");
    assert_eq!(
        (now(&inside).as_str(), days(&inside), total(&inside)),
        ("perhaps detained", about(1, 30), about(0, 30))
    );
    assert_eq!(
        inside.since,
        Some(DayRange { earliest: on("2024-07-01"), latest: on("2024-07-30") }),
        "never past the day"
    );
    let last = ada(&case, "2024-07-31");
    assert_eq!((now(&last).as_str(), days(&last), total(&last)), ("detained", about(1, 31), about(1, 31)));
}

#[test]
fn disputed_dates_widen() {
    let disputed = |date: &str| {
        let arrest = format!(
            "\n[[event]]\nwhat = \"An arrest\"\nliberty = \"detained\"\ndate = 2024-07-05\ndisputed = [{{ date = {date} }}]\n"
        );
        load(&format!("{arrest}\n[[event]]\nwhat = \"A release\"\nliberty = \"free\"\ndate = 2024-07-20\n"))
    };
    let total = |case: &Case| total(&ada(case, "2025-01-01"));
    assert_eq!(total(&disputed("2024-07-08")), about(13, 16));
    assert_eq!(total(&disputed("2024-07-01")), about(16, 20));
    assert_eq!(total(&disputed("\"2024-07\"")), about(1, 20), "the release ends it all the same");
    // From the first day that somebody claims; certain from the last.
    let case = disputed("2024-07-03");
    assert!(matches!(ada(&case, "2024-07-02").now, Now::Unsaid));
    let said = |day: &str| now(&ada(&case, day));
    assert_eq!(
        [said("2024-07-03"), said("2024-07-04"), said("2024-07-05")],
        ["perhaps detained", "perhaps detained", "detained"]
    );
}

#[test]
fn the_earlier_of_two_ends_ends_it() {
    let total = |next: &str| {
        let case = turns(&[("2024-07-05/2024-07-20", "detained"), (next, "free")]);
        total(&ada(&case, "2025-01-01"))
    };
    assert_eq!(total("2024-08-01"), exactly(16), "the end that the date names");
    assert_eq!(total("2024-07-10"), exactly(6), "the release before it");
}

#[test]
fn the_beginning_lies_before_what_followed() {
    let case = turns(&[("2024-07", "detained"), ("2024-07-10", "house-arrest")]);
    let since = ada(&case, "2024-08-01").since;
    assert_eq!(since, Some(DayRange { earliest: on("2024-07-01"), latest: on("2024-07-10") }));
}

/// An imprecise arrest before an exact release was on the day of release at the latest.
#[test]
fn the_order_of_events_bounds_imprecise_days() {
    let case =
        turns(&[("2024-07", "detained"), ("2024-07-10", "free"), ("2024-07-10", "detained"), ("2024-07-12", "free")]);
    assert_eq!(total(&ada(&case, "2025-01-01")), about(3, 12));
}

/// The release of a month, a year, an open range, written after the arrest: freed, whichever day was meant.
#[test]
fn a_release_after_the_arrest_frees_whatever_its_date() {
    for (end, liberty, most) in [
        ("2025-03", "free", Some(22)),
        ("2025", "free", Some(297)),
        ("[2025-03-10..2025-12-31]", "free", Some(297)),
        ("[2025-03-10..]", "free", None),
        ("2025", "dead", Some(297)),
        ("2025", "exiled", Some(297)),
    ] {
        let case = turns(&[("2025-03-10", "detained"), (end, liberty)]);
        let life = ada(&case, "2026-11-24");
        assert_eq!((now(&life).as_str(), total(&life)), (liberty, Some(Length { fewest: 1, most })), "{end}");
        assert_eq!(life.periods[0].days.map(|days| days.to_day), Some(Length { fewest: 1, most }), "{end}");
        assert!(!life.is_deprived());
    }
    let case = turns(&[("2025-03-10", "detained"), ("2025-02", "free")]);
    assert_eq!(now(&ada(&case, "2026-11-24")), "detained", "but not before it");
}

#[test]
fn inside_the_range_of_a_release_it_is_perhaps() {
    let case = turns(&[("2025-03-10", "detained"), ("2025-03", "free")]);
    let inside = ada(&case, "2025-03-30");
    assert_eq!(
        (now(&inside).as_str(), days(&inside), total(&inside)),
        ("perhaps detained", about(1, 21), about(1, 21))
    );
    assert!(inside.is_deprived());
    assert_eq!(now(&ada(&case, "2025-03-31")), "free");
    let case = turns(&[("2025-03-10", "detained"), ("2025-03-20", "free")]);
    assert_eq!(now(&ada(&case, "2025-03-19")), "detained", "an exact release leaves nothing open");
    assert_eq!(now(&ada(&case, "2025-03-20")), "free");
    // Prison or house arrest: deprived of liberty in any case, but the kind is not certain.
    let case = turns(&[("2025-03-10", "detained"), ("2025-03", "house-arrest")]);
    assert_eq!(now(&ada(&case, "2025-03-30")), "perhaps detained");
    let case = turns(&[("2025-03-10", "detained"), ("2025-03", "detained")]);
    assert_eq!(now(&ada(&case, "2025-03-30")), "detained", "whichever day the transfer was");
}

/// What has no last day had happened when the record was made: by the latest day of which that tells.
#[test]
fn an_open_end_has_come_when_the_record_was_made() {
    let text = "\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = 2025-03-10\n\n[[event]]\nwhat = \"Freed\"\nliberty = \"free\"\ndate = \"[2025-03-10..]\"\n\n[[source]]\nid = \"a\"\ntitle = \"A\"\npublished = 2025-06-01\n";
    let case = load(text);
    assert_eq!(now(&ada(&case, "2025-05-31")), "perhaps detained");
    assert_eq!(now(&ada(&case, "2025-06-01")), "free");
}

#[test]
fn a_release_that_freed_nobody_beside_an_arrest_is_doubtful() {
    let doubtful = |turned: &[(&str, &str)], as_of: &str| now(&ada(&turns(turned), as_of));
    let of = |turned: &[(&str, &str)]| doubtful(turned, "2026-11-24");
    for release in ["free", "exiled"] {
        assert_eq!(of(&[("2025-03", release), ("2025-03-10", "detained")]), "not known (Order)");
        assert_eq!(of(&[("2025-03-10", release), ("2025-03", "detained")]), "not known (Order)");
    }
    assert_eq!(
        of(&[("2025-03-10", "free"), ("2025-03-10", "detained")]),
        "detained",
        "both exact: the file has them so"
    );
    assert_eq!(of(&[("2025-02", "free"), ("2025-03-10", "detained")]), "detained", "the dates are apart");
    assert_eq!(of(&[("2025-03", "restricted"), ("2025-03-10", "detained")]), "detained", "a travel ban is no release");
    assert_eq!(
        of(&[("2025-01-01", "detained"), ("2025-03", "free"), ("2025-03-10", "detained")]),
        "detained",
        "it freed somebody"
    );
    assert_eq!(
        of(&[("2025-01-01/2025-01-05", "detained"), ("2025-03", "free"), ("2025-03-10", "detained")]),
        "not known (Order)",
        "who was no longer held"
    );
    assert_eq!(
        of(&[("2025-03", "free"), ("2025-03-10", "detained"), ("2025-03-20", "house-arrest")]),
        "not known (Order)",
        "the release may have come after the house arrest as well"
    );
    assert_eq!(
        of(&[("2025-03", "free"), ("2025-03-10", "detained"), ("2025-03-31", "house-arrest")]),
        "house-arrest",
        "but no later than the month"
    );
    assert_eq!(
        of(&[("2025-03", "free"), ("2025-03-10", "detained"), ("2025-04-01", "free"), ("2025-05-01", "detained")]),
        "detained",
        "what came after is clear again"
    );
    let case = turns(&[("2025-03", "free"), ("2025-03-10", "detained")]);
    assert_eq!(total(&ada(&case, "2025-03-19")), about(1, 10), "it may have been over at once");
    let days = life(&case, "ada", on("2025-03-19")).periods[1].days;
    assert_eq!(days.map(|days| days.to_day), about(1, 10));
}

#[test]
fn death_is_last() {
    let of = |turned: &[(&str, &str)], as_of: &str| now(&ada(&turns(turned), as_of));
    let turned = [("2025", "dead"), ("2025-03-10", "detained")];
    assert_eq!(of(&turned, "2026-11-24"), "dead");
    assert_eq!(of(&turned, "2025-03-11"), "perhaps detained");
    assert_eq!(
        of(&[("2025-01-01", "dead"), ("2025-03-10", "detained")], "2026-11-24"),
        "dead",
        "even against the dates"
    );
    assert_eq!(of(&[("2025-03-10", "dead"), ("2025-03-10", "detained")], "2025-03-10"), "dead");
}

/// An event of a kind that ends custody, without `liberty`.
fn unstated(kind: &str, people: &str) -> Case {
    load(&format!(
        "\n[[event]]\nwhat = \"Held\"\nliberty = \"disappeared\"\ndate = 2025-03-10\n\n[[event]]\nwhat = \"An end\"\nkind = \"{kind}\"\n{people}date = 2025-04-10\n"
    ))
}

#[test]
fn an_end_that_does_not_say_what_it_made_of_liberty_is_not_ignored() {
    let named = "people = [\"ada\"]\n";
    for kind in ["death", "execution", "remains-found"] {
        assert_eq!(now(&ada(&unstated(kind, named), "2026-11-24")), "dead", "{kind}");
        assert_eq!(now(&ada(&unstated(kind, ""), "2026-11-24")), "not known (Unstated)", "{kind} of nobody named");
    }
    for people in [named, ""] {
        let case = unstated("release", people);
        let life = ada(&case, "2026-11-24");
        assert_eq!((now(&life).as_str(), total(&life)), ("not known (Unstated)", about(32, 625)));
    }
    assert_eq!(now(&ada(&unstated("hearing", named), "2026-11-24")), "disappeared");
    let nobody = load("\n[[event]]\nwhat = \"Dies\"\nkind = \"death\"\npeople = [\"ada\"]\ndate = 2025-04-10\n");
    assert!(lives(&nobody, on("2026-11-24")).is_empty(), "who was never held is not told of");
}

#[test]
fn the_length_of_a_period_may_be_known_where_its_days_are_not() {
    let five =
        load("\n[[event]]\nwhat = \"Five days' arrest\"\nliberty = \"detained\"\ndate = \"2023-10~\"\ndays = 5\n");
    let on_day = |day| {
        let life = ada(&five, day);
        (now(&life), total(&life))
    };
    assert_eq!(on_day("2023-10-03"), ("perhaps detained".into(), about(0, 3)));
    assert_eq!(on_day("2023-10-15"), ("perhaps detained".into(), about(0, 5)));
    assert_eq!(on_day("2023-11-04"), ("perhaps detained".into(), about(5, 5)));
    assert_eq!(on_day("2023-11-05"), ("unsaid".into(), exactly(5)));
    let exact = load("\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = 2023-10-30\ndays = 5\n");
    assert_eq!(now(&ada(&exact, "2023-11-03")), "detained");
    assert_eq!(now(&ada(&exact, "2023-11-04")), "unsaid");
    assert_eq!(total(&ada(&exact, "2023-10-31")), exactly(2), "as far as the day");
    let again = load(
        "\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = \"2023-10\"\ndays = 5\n\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = 2024-01-01\n\n[[event]]\nwhat = \"Freed\"\nliberty = \"free\"\ndate = 2024-01-10\n",
    );
    assert_eq!(total(&ada(&again, "2026-11-24")), exactly(15));
    let within = load(
        "\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = 2023-10-01\ndays = 30\n\n[[event]]\nwhat = \"Freed\"\nliberty = \"free\"\ndate = 2023-10-10\n",
    );
    assert_eq!(total(&ada(&within, "2026-11-24")), exactly(10), "a release before it was over");
}

/// Its days are added to others as long as no day can be in both.
#[test]
fn a_period_of_known_length_is_counted_apart_unless_it_can_share_a_day() {
    let held = |date: &str, more: &str| {
        format!("\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = {date}\n{more}\n")
    };
    let freed = |date: &str| format!("\n[[event]]\nwhat = \"Freed\"\nliberty = \"free\"\ndate = {date}\n");
    let of = |events: &[String]| total(&ada(&load(&events.concat()), "2026-11-24"));
    let five = held("\"[2023-10-28..2023-10-30]\"", "days = 5");
    // They end on 3 November at the latest.
    assert_eq!(of(&[five.clone(), held("2023-11-04", ""), freed("2023-11-10")]), exactly(12));
    assert_eq!(of(&[five.clone(), held("2023-11-03", ""), freed("2023-11-10")]), about(11, 14));
    assert_eq!(of(&[held("2023-10-20", ""), freed("2023-10-27"), five.clone()]), exactly(13));
    assert_eq!(of(&[held("2023-10-20", ""), freed("2023-10-28"), five]), about(12, 15));
}

/// A period of which no day is certain is one day at least, which it may share with others.
#[test]
fn periods_without_a_certain_day_count_once_where_they_can_be_one_day() {
    let some = |from: u32, to: u32| {
        let days = format!("[2024-01-{from:02}..2024-01-{to:02}]");
        [(days.clone(), "detained"), (days, "free")]
    };
    let of = |all: &[[(String, &'static str); 2]], more: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = all.iter().flatten().map(|(date, word)| (date.as_str(), *word)).collect();
        total(&ada(&turns(&[&all, more].concat()), "2024-12-31")).map(|length| length.fewest)
    };
    assert_eq!(of(&[some(1, 5)], &[]), Some(1));
    assert_eq!(of(&[some(1, 5), some(5, 9)], &[]), Some(1), "both may have been on the fifth");
    assert_eq!(of(&[some(1, 5), some(6, 9)], &[]), Some(2));
    let certain = [("2024-02-01", "detained"), ("2024-02-10", "free")];
    assert_eq!(of(&[some(1, 5), some(6, 9)], &certain), Some(12), "beside ten days that are certain");
}

#[test]
fn what_is_known_now_has_a_word() {
    let case = turns(&[("2024-07-05", "house-arrest")]);
    assert_eq!(ada(&case, "2024-07-05").now.word(), "house-arrest");
    assert_eq!(ada(&case, "2024-07-04").now.word(), "unknown");
    let begun = |day: &str| ada(&case, day).now.period().map(|period| period.event.what.clone());
    assert!(begun("2024-07-05").is_some() && begun("2024-07-04").is_none());
}

#[test]
fn only_those_concerned_are_concerned() {
    let case = load(
        "\n[[person]]\nid = \"bo\"\nname = \"Bo Heron\"\nrole = \"victim\"\n\n[[person]]\nid = \"cy\"\nname = \"Cy Plover\"\nrole = \"lawyer\"\n
[[event]]\nwhat = \"All are held\"\nliberty = \"detained\"\ndate = 2024-07-05\n
[[event]]\nwhat = \"Bo is released\"\nliberty = \"free\"\npeople = [\"bo\"]\ndate = 2024-07-06\n",
    );
    let on_day = |who: &str| now(&life(&case, who, on("2024-07-10")));
    assert_eq!(on_day("ada"), "detained");
    assert_eq!(on_day("bo"), "free");
    let all = lives(&case, on("2024-07-10"));
    assert_eq!(all.len(), 2, "who is no victim is not meant by an event without people");
}

#[test]
fn what_is_to_come_changes_nothing() {
    let case = turns(&[("2024-07-05", "detained"), ("2025-01-04", "free")]);
    assert_eq!(ada(&case, "2025-01-03").periods.len(), 1);
    let planned = load(
        "\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = 2024-07-05\n\n[[event]]\nwhat = \"The term ends\"\nliberty = \"free\"\ndate = 2025-01-04\nplanned = true\n",
    );
    assert_eq!(now(&ada(&planned, "2026-11-24")), "detained");
}

/// An event without a date can take a claim away, never make one.
#[test]
fn an_undated_event_stands_where_the_file_has_it() {
    let undated = |liberty: &str| format!("\n[[event]]\nwhat = \"At some time\"\nliberty = \"{liberty}\"\n");
    let dated = |liberty: &str| format!("{}date = 2024-07-05\n", undated(liberty));
    let of = |text: String| {
        let case = load(&text);
        let life = ada(&case, "2026-11-24");
        (now(&life), total(&life))
    };
    assert_eq!(of(dated("detained") + &undated("free")), ("free".into(), Some(Length { fewest: 1, most: None })));
    assert_eq!(of(undated("dead") + &dated("detained")).0, "dead");
    assert_eq!(of(undated("detained")).0, "not known (Undated)");
    assert_eq!(of(dated("free") + &undated("detained")).0, "not known (Undated)");
    assert_eq!(of(undated("detained") + &dated("free")).0, "free");
    assert_eq!(of(undated("free") + &dated("detained")).0, "not known (Order)", "it may have come after the arrest");
}

#[test]
fn days_are_counted_to_the_last_news() {
    let text = "\n[[event]]\nwhat = \"Held\"\nliberty = \"detained\"\ndate = 2018-01-01\n";
    let reviewed = |day: &str| {
        let text = format!(
            "title = \"Ada Wren\"\nstate = \"GBR\"\nreviewed = {day}\n{}{text}",
            &HEAD[HEAD.find("\n\n").expect("two lines")..]
        );
        let mut loaded = load::text("ada-wren", Path::new("ada-wren.toml"), &text, &Rules::default());
        loaded.cases.remove(0)
    };
    let case = reviewed("2019-01-01");
    let life = ada(&case, "2026-11-24");
    let days = life.days.expect("days");
    assert_eq!((Some(days.known), Some(days.to_day)), (exactly(366), exactly(3250)));
    assert_eq!(life.known_until, Some(on("2019-01-01")));
    let same_day = life_days(&reviewed("2026-11-24"), "2026-11-24");
    assert_eq!(same_day.known, same_day.to_day);
    let hindsight = life_days(&case, "2018-06-01");
    assert_eq!(hindsight.known, hindsight.to_day, "what is on record for later tells of that day too");
}

fn life_days(case: &Case, as_of: &str) -> timeline::model::liberty::Count {
    ada(case, as_of).days.expect("days")
}

#[test]
fn what_is_withheld_leaves_nothing_known() {
    let mut case = turns(&[("2024-07-05", "detained")]);
    case.liberty_withheld.push("ada".into());
    let life = ada(&case, "2026-11-24");
    assert!(matches!(life.now, Now::Unknown(LibertyDoubt::Withheld)));
    assert!(life.periods.is_empty() && life.days.is_none() && life.total.is_none() && life.since.is_none());
}

#[test]
fn no_day_of_the_calendar_is_a_panic() {
    for dates in [["1800", "2199"], ["../1800", "2199-12-31/.."], ["2199-12-31", "2199"], ["[..1900]", "[2100..]"]] {
        let case = turns(&[(dates[0], "detained"), (dates[1], "free")]);
        for today in [NaiveDate::MIN, on("1800-01-01"), on("2199-12-31"), NaiveDate::MAX] {
            let total = total(&life(&case, "ada", today)).expect("nothing withheld");
            assert!(0 <= total.fewest && total.most.is_none_or(|most| total.fewest <= most), "{dates:?} on {today}");
        }
    }
}

/// An entry as a random test writes it: from a first day to a last, none of them, or open at the end.
#[derive(Clone, Debug)]
struct Entry {
    first: NaiveDate,
    last: Option<NaiveDate>,
    word: &'static str,
}

impl Entry {
    fn written(&self) -> String {
        match self.last {
            Some(last) if last == self.first => self.first.to_string(),
            Some(last) => format!("[{}..{last}]", self.first),
            None => format!("[{}..]", self.first),
        }
    }

    fn is_deprivation(&self) -> bool {
        self.word == "detained" || self.word == "house-arrest"
    }
}

/// The entries in the order that the law gives them, said in another way: each as near to the one above it as its
/// date allows, then moved before all that stand later; death last.
fn by_law(entries: &[Entry]) -> Vec<Entry> {
    let mut placed: Vec<(NaiveDate, Entry)> = Vec::new();
    let mut before: Option<NaiveDate> = None;
    for entry in entries {
        let nearest = match before {
            Some(day) if day < entry.first => entry.first,
            Some(day) => entry.last.map_or(day, |last| day.min(last)),
            None => entry.first,
        };
        before = Some(nearest);
        let is_last = |other: &(NaiveDate, Entry)| (other.1.word == "dead", other.0) > (entry.word == "dead", nearest);
        let at = placed.iter().position(is_last).unwrap_or(placed.len());
        placed.insert(at, (nearest, entry.clone()));
    }
    placed.into_iter().map(|(_, entry)| entry).collect()
}

/// All ways to choose one day for each so that none precedes the one before it. What has no last day had come when the
/// record was made.
fn readings(entries: &[Entry], reach: NaiveDate) -> Vec<Vec<NaiveDate>> {
    let mut all: Vec<Vec<NaiveDate>> = vec![Vec::new()];
    for entry in entries {
        let last = entry.last.unwrap_or(reach.max(entry.first));
        let longer = all.iter().flat_map(|chosen| {
            let days = entry.first.iter_days().take_while(move |day| *day <= last);
            let fits = move |day: &NaiveDate| chosen.last().is_none_or(|before| before <= day);
            days.filter(fits).map(move |day| [chosen.as_slice(), &[day]].concat())
        });
        all = longer.collect();
    }
    all
}

/// What holds on `today` in one reading: the word of the last that has come.
fn said(entries: &[Entry], days: &[NaiveDate], today: NaiveDate) -> Option<&'static str> {
    entries.iter().zip(days).rfind(|(_, day)| **day <= today).map(|(entry, _)| entry.word)
}

/// The days deprived of liberty in one reading up to `today`, counted one by one.
fn counted(entries: &[Entry], days: &[NaiveDate], today: NaiveDate) -> i64 {
    let mut held = BTreeSet::new();
    for (at, _) in entries.iter().enumerate().filter(|(_, entry)| entry.is_deprivation()) {
        let end = days.get(at + 1).map_or(today, |next| (*next).min(today));
        held.extend(days[at].iter_days().take_while(|day| *day <= end));
    }
    i64::try_from(held.len()).expect("few")
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let words =
        prop::sample::select(vec!["detained", "detained", "free", "house-arrest", "restricted", "exiled", "dead"]);
    // Few days, so that entries meet, touch and miss each other by one often.
    let entry = (0..8_u64, prop_oneof![4 => Just(Some(0_u64)), 4 => (1..5_u64).prop_map(Some), 1 => Just(None)], words);
    prop::collection::vec(entry, 1..5).prop_map(|all| {
        let base = on("2024-02-26");
        all.into_iter()
            .map(|(from, width, word)| Entry {
                first: plus(base, from),
                last: width.map(|width| plus(base, from + width)),
                word,
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// A status is said only if it holds in every reading that the file's order allows, and days are never too few
    /// nor too many.
    #[test]
    fn what_is_said_holds_in_every_reading(written in entries(), after in 0..14_u64) {
        let today = plus(on("2024-02-26"), after);
        let texts: Vec<String> = written.iter().map(Entry::written).collect();
        let pairs: Vec<(&str, &str)> = texts.iter().zip(&written).map(|(text, entry)| (text.as_str(), entry.word)).collect();
        let case = turns(&pairs);
        let reach = written.iter().map(|entry| entry.first).max().expect("some");
        let come: Vec<Entry> = written.iter().filter(|entry| entry.first <= today).cloned().collect();
        let ordered = by_law(&come);
        let readings = readings(&ordered, reach);
        let life = life(&case, "ada", today);
        // A death before an arrest is a contradiction, which has no reading.
        if readings.is_empty() {
            return Ok(());
        }
        let all: BTreeSet<Option<&str>> = readings.iter().map(|days| said(&ordered, days, today)).collect();
        match &life.now {
            Now::Certain(period) => {
                let word = period.liberty.expect("a word").to_string();
                prop_assert_eq!(all, BTreeSet::from([Some(word.as_str())]), "{:?} on {}", pairs, today);
            }
            Now::Perhaps(period) => {
                let word = period.liberty.expect("a word").to_string();
                prop_assert!(all.len() > 1 && all.contains(&Some(word.as_str())), "{:?} on {}: {:?}", pairs, today, all);
            }
            Now::Unsaid => prop_assert_eq!(all, BTreeSet::from([None]), "{:?} on {}", pairs, today),
            Now::Unknown(doubt) => {
                prop_assert_eq!(*doubt, LibertyDoubt::Order);
                let freed_nobody = ordered.windows(2).any(|pair| {
                    let release = pair[0].word == "free" || pair[0].word == "exiled";
                    release && pair[1].is_deprivation() && (pair[0].last != Some(pair[0].first) || pair[1].last != Some(pair[1].first))
                });
                prop_assert!(freed_nobody, "{:?} on {}", pairs, today);
            }
        }
        let total = total(&life).expect("nothing withheld");
        let lengths = readings.iter().map(|days| counted(&ordered, days, today));
        let (fewest, most) = (lengths.clone().min().expect("some"), lengths.max().expect("some"));
        prop_assert!(total.fewest <= fewest, "{:?} on {}: {:?}, but {}", pairs, today, total, fewest);
        prop_assert!(total.most.is_none_or(|bound| most <= bound), "{:?} on {}: {:?}, but {}", pairs, today, total, most);
        // Never wider than needed where no two imprecise days can meet and nothing is in doubt.
        let apart = ordered.windows(2).all(|pair| pair[0].last.is_some_and(|last| last < pair[1].first));
        if apart && !ordered.iter().any(|entry| entry.last.is_none()) {
            prop_assert_eq!((total.fewest, total.most), (fewest, Some(most)), "{:?} on {}", pairs, today);
        }
        if let Some(days) = life.days {
            prop_assert!(days.to_day.fewest >= 1 && days.known.fewest >= 1);
            prop_assert!(days.known.fewest <= days.to_day.fewest && days.known.most <= days.to_day.most);
        }
    }
}
