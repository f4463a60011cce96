//! Liberty: periods and days computed from events, against counting days one by one and against
//! trying every day that an imprecise date can mean.

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
        liberty::{Length, Standing, periods, standing},
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

fn exactly(days: i64) -> Option<Length> {
    Some(Length { fewest: days, most: days })
}

fn about(fewest: i64, most: i64) -> Option<Length> {
    Some(Length { fewest, most })
}

fn now(standing: &Standing<'_>) -> Option<Liberty> {
    standing.now.map(|p| p.liberty)
}

#[test]
fn both_ends_count() {
    let case = turns(&[("2024-07-05", "detained"), ("2025-01-04", "restricted")]);
    let free = standing(&case, "ada", on("2025-06-01"));
    assert_eq!((now(&free), free.since, free.days, free.total), (Some(Liberty::Restricted), None, None, exactly(184)));
    let first = standing(&case, "ada", on("2024-07-05"));
    assert_eq!((now(&first), first.days, first.total), (Some(Liberty::Detained), exactly(1), exactly(1)));
    assert_eq!(first.since, Some(DayRange::day(on("2024-07-05"))));
    assert_eq!(standing(&case, "ada", on("2025-01-03")).days, exactly(183));
    let before = standing(&case, "ada", on("2024-07-04"));
    assert_eq!((now(&before), before.days, before.total), (None, None, exactly(0)));
}

#[test]
fn release_and_arrest_on_one_day_are_one_day() {
    let case = turns(&[("2024-07-05", "detained"), ("2024-07-10", "free"), ("2024-07-10", "detained")]);
    let standing = standing(&case, "ada", on("2024-07-12"));
    assert_eq!(standing.total, exactly(8), "5 to 12 July");
    assert_eq!((standing.since, standing.days), (Some(DayRange::day(on("2024-07-10"))), exactly(3)));
}

#[test]
fn house_arrest_and_disappearance_go_on_with_what_was() {
    let case = turns(&[
        ("2024-01-01", "disappeared"),
        ("2024-02-01", "detained"),
        ("2024-03-01", "house-arrest"),
        ("2024-04-01", "restricted"),
        ("2024-05-01", "detained"),
    ]);
    let at_home = standing(&case, "ada", on("2024-03-31"));
    assert_eq!((now(&at_home), at_home.days), (Some(Liberty::HouseArrest), exactly(91)));
    assert_eq!(at_home.since, Some(DayRange::day(on("2024-01-01"))));
    let again = standing(&case, "ada", on("2024-05-02"));
    assert_eq!(
        (again.since, again.days, again.total),
        (Some(DayRange::day(on("2024-05-01"))), exactly(2), exactly(94))
    );
}

#[test]
fn an_interval_ends_the_period_and_leaves_unknown() {
    let case = turns(&[("2009-05-13/2011-07-27", "detained")]);
    let inside = standing(&case, "ada", on("2011-07-27"));
    assert_eq!((now(&inside), inside.days), (Some(Liberty::Detained), exactly(806)));
    let after = standing(&case, "ada", on("2011-07-28"));
    assert_eq!((now(&after), after.since, after.days, after.total), (None, None, None, exactly(806)));
}

#[test]
fn what_is_still_going_on_lasts() {
    let case = turns(&[("2025-12-16/..", "detained")]);
    let standing = standing(&case, "ada", on("2026-11-24"));
    assert_eq!((now(&standing), standing.days), (Some(Liberty::Detained), exactly(344)));
}

/// Detained until a day, from nobody knows when: at least that day, and no exact number.
#[test]
fn an_unknown_beginning_is_no_exact_number_of_days() {
    let case = turns(&[("../2024-07-05", "detained")]);
    let total = standing(&case, "ada", on("2026-11-24")).total.expect("a range");
    assert_eq!(total.fewest, 1);
    assert!(total.most > 80_000);
}

#[test]
fn death_and_exile_end_it() {
    for end in ["dead", "exiled", "free"] {
        let case = turns(&[("2024-07-05", "detained"), ("2024-07-14", end)]);
        let standing = standing(&case, "ada", on("2026-11-24"));
        assert_eq!(now(&standing).map(|l| l.to_string()).as_deref(), Some(end));
        assert_eq!((standing.days, standing.total), (None, exactly(10)));
    }
}

#[test]
fn imprecise_days_give_ranges() {
    let case = turns(&[("2024-07", "detained"), ("2024-08-10", "free")]);
    let during = standing(&case, "ada", on("2024-08-01"));
    assert_eq!(during.days, about(2, 32));
    assert_eq!(during.since, Some(DayRange { earliest: on("2024-07-01"), latest: on("2024-07-31") }));
    assert_eq!(standing(&case, "ada", on("2024-12-31")).total, about(11, 41));
}

#[test]
fn disputed_dates_widen() {
    let disputed = |date: &str| {
        let arrest = format!(
            "\n[[event]]\nwhat = \"An arrest\"\nliberty = \"detained\"\ndate = 2024-07-05\ndisputed = [{{ date = {date} }}]\n"
        );
        load(&format!("{arrest}\n[[event]]\nwhat = \"A release\"\nliberty = \"free\"\ndate = 2024-07-20\n"))
    };
    let total = |case: &Case| standing(case, "ada", on("2025-01-01")).total;
    assert_eq!(total(&disputed("2024-07-08")), about(13, 16));
    assert_eq!(total(&disputed("2024-07-01")), about(16, 20));
    assert_eq!(total(&disputed("\"2024-07\"")), about(1, 20), "the release ends it all the same");
}

#[test]
fn the_earlier_of_two_ends_ends_it() {
    let total = |next: &str| {
        let case = turns(&[("2024-07-05/2024-07-20", "detained"), (next, "free")]);
        standing(&case, "ada", on("2025-01-01")).total
    };
    assert_eq!(total("2024-08-01"), exactly(16), "the end that the date names");
    assert_eq!(total("2024-07-10"), exactly(6), "the release before it");
}

#[test]
fn the_beginning_lies_before_what_followed() {
    let case = turns(&[("2024-07", "detained"), ("2024-07-10", "house-arrest")]);
    let since = standing(&case, "ada", on("2024-08-01")).since;
    assert_eq!(since, Some(DayRange { earliest: on("2024-07-01"), latest: on("2024-07-10") }));
}

/// An imprecise arrest before an exact release was on the day of release at the latest.
#[test]
fn the_order_of_events_bounds_imprecise_days() {
    let case =
        turns(&[("2024-07", "detained"), ("2024-07-10", "free"), ("2024-07-10", "detained"), ("2024-07-12", "free")]);
    assert_eq!(standing(&case, "ada", on("2025-01-01")).total, about(3, 12));
}

#[test]
fn only_those_concerned_are_concerned() {
    let case = load(
        "\n[[person]]\nid = \"bo\"\nname = \"Bo Heron\"\nrole = \"victim\"\n\n[[person]]\nid = \"cy\"\nname = \"Cy Plover\"\nrole = \"lawyer\"\n
[[event]]\nwhat = \"All are held\"\nliberty = \"detained\"\ndate = 2024-07-05\n
[[event]]\nwhat = \"Bo is released\"\nliberty = \"free\"\npeople = [\"bo\"]\ndate = 2024-07-06\n",
    );
    let on_day = |who: &str| now(&standing(&case, who, on("2024-07-10")));
    assert_eq!(on_day("ada"), Some(Liberty::Detained));
    assert_eq!(on_day("bo"), Some(Liberty::Free));
    assert_eq!(on_day("cy"), None, "who is no victim is not meant by an event without people");
}

#[test]
fn undated_and_later_events_are_left_out() {
    let case = load("\n[[event]]\nwhat = \"At some time\"\nliberty = \"detained\"\n");
    assert!(periods(&case, "ada", on("2026-11-24")).is_empty());
    let case = turns(&[("2024-07-05", "detained"), ("2025-01-04", "free")]);
    assert_eq!(periods(&case, "ada", on("2025-01-03")).len(), 1);
}

#[test]
fn no_day_of_the_calendar_is_a_panic() {
    for dates in [["1800", "2199"], ["../1800", "2199-12-31/.."], ["2199-12-31", "2199"], ["[..1900]", "[2100..]"]] {
        let case = turns(&[(dates[0], "detained"), (dates[1], "free")]);
        for today in [NaiveDate::MIN, on("1800-01-01"), on("2199-12-31"), NaiveDate::MAX] {
            let total = standing(&case, "ada", today).total.expect("nothing withheld");
            assert!(0 <= total.fewest && total.fewest <= total.most, "{dates:?} on {today}");
        }
    }
}

/// The days from `turns` of concrete days, counted one by one.
fn counted(turns: &[(NaiveDate, bool)], today: NaiveDate) -> i64 {
    let mut days = BTreeSet::new();
    for (at, (start, held)) in turns.iter().enumerate() {
        let end = turns.get(at + 1).map_or(today, |next| next.0).min(today);
        if *held {
            days.extend(start.iter_days().take_while(|d| *d <= end));
        }
    }
    i64::try_from(days.len()).expect("few")
}

/// All ways to choose one day from each range so that no event precedes the one before it.
fn choices(ranges: &[(NaiveDate, NaiveDate)]) -> Vec<Vec<NaiveDate>> {
    let mut all: Vec<Vec<NaiveDate>> = vec![Vec::new()];
    for (first, last) in ranges {
        let mut longer = Vec::new();
        for chosen in &all {
            for day in first.iter_days().take_while(|d| d <= last) {
                if chosen.last().is_none_or(|before| *before <= day) {
                    longer.push([chosen.as_slice(), &[day]].concat());
                }
            }
        }
        all = longer;
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fewest_and_most_are_those_of_all_choices(
        spans in prop::collection::vec((0..12_u64, 0..5_u64, 0..3_usize), 1..5),
        after in 0..20_u64,
    ) {
        let base = on("2024-02-20");
        let mut ranges: Vec<(NaiveDate, NaiveDate)> =
            spans.iter().map(|(from, width, _)| (plus(base, *from), plus(base, from + width))).collect();
        // The order of the chronology: by earliest day, the coarser first; that of the file decides the rest.
        ranges.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        let words = ["detained", "free", "house-arrest"];
        let texts: Vec<String> = ranges.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("[{a}..{b}]") }).collect();
        let written: Vec<(&str, &str)> = texts.iter().zip(&spans).map(|(t, s)| (t.as_str(), words[s.2])).collect();
        let held: Vec<bool> = spans.iter().map(|s| s.2 != 1).collect();
        let today = plus(base, 20 + after);
        let case = turns(&written);
        let total = standing(&case, "ada", today).total.expect("nothing withheld");
        let lengths: Vec<i64> = choices(&ranges)
            .into_iter()
            .map(|days| counted(&days.into_iter().zip(held.iter().copied()).collect::<Vec<_>>(), today))
            .collect();
        let (fewest, most) = (lengths.iter().min().expect("some"), lengths.iter().max().expect("some"));
        prop_assert!(total.fewest <= total.most);
        prop_assert!(total.most >= *most && total.fewest <= *fewest, "{:?}: {:?} does not hold {}..{}", written, total, fewest, most);
        // Never wider than needed where no two imprecise days can meet.
        if ranges.windows(2).all(|w| w[0].1 < w[1].0) {
            prop_assert_eq!((total.fewest, total.most), (*fewest, *most), "{:?}", written);
        }
    }
}
