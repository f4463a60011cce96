//! Laws that hold between reports, on the shipped cases and on the invented archive.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
    sync::LazyLock,
};
use timeline::{
    load,
    model::{
        answer::{Status, answer},
        communication::ReplyKind,
        demand::pursued,
        letter::letters,
        liberty::lives,
        rule::Rules,
        vocabulary::Vocabulary,
        wording::Wording,
    },
    report::{Report, Value, World, changes, stats, why},
    withhold::{Open, include},
};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::default);
static SHIPPED: LazyLock<Vec<Open>> = LazyLock::new(|| cases("cases"));
static INVENTED: LazyLock<Vec<Open>> = LazyLock::new(|| cases("tests/archive"));

fn cases(folder: &str) -> Vec<Open> {
    let loaded = load::all(Path::new(folder), &RULES);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert!(loaded.cases.len() > 2);
    include(loaded).cases
}

fn world(cases: &'static [Open], as_of: NaiveDate) -> World<'static> {
    World { cases, rules: &RULES, as_of, wording: Wording::Short }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..8_500).prop_map(|n| day("2004-01-01").checked_add_days(Days::new(n)).expect("in range"))
}

fn text(report: &Report, row: usize, key: &str) -> String {
    let at = report.table.position(key).expect("a column");
    match &report.table.rows.get(row)[at].value {
        Value::Text(text) => text.clone(),
        Value::Number(n) => n.to_string(),
        Value::Date(date) => date.to_string(),
        other => format!("{other:?}"),
    }
}

fn number(report: &Report, row: usize, key: &str) -> i64 {
    text(report, row, key).parse().unwrap_or(0)
}

/// How everything that can change stands on a day: letters, demands, liberty.
fn state(cases: &[Open], as_of: NaiveDate) -> BTreeMap<String, String> {
    let mut state = BTreeMap::new();
    for letter in letters(cases) {
        for to in &letter.communication.to {
            let how = answer(&letter, to, &RULES, as_of).status;
            let name = format!("letter {} {} {to}", letter.cases[0].id, letter.communication.label());
            let twins = state.keys().filter(|k: &&String| k.starts_with(&name)).count();
            state.insert(format!("{name} #{twins}"), how.to_string());
        }
    }
    for case in cases {
        for pursuit in pursued(case, as_of) {
            for made in &pursuit.made {
                state.insert(format!("demand {} {}", case.id, made.id), pursuit.status.to_string());
            }
        }
        let lives = lives(case, as_of);
        for person in &case.people {
            let life = lives.iter().find(|life| life.person.id == person.id);
            let now = life.map_or((None, false), |life| (life.now.liberty(), life.now.is_certain()));
            state.insert(format!("liberty {} {}", case.id, person.id), format!("{now:?}"));
        }
    }
    state
}

/// Arrested on 22 April 2012, on the 21st by others: on each day it is told of the day that is meant.
#[test]
fn a_claim_of_an_earlier_day_is_told_as_of_that_day() {
    let day = |text: &str| timeline::model::date::iso_day(text).expect("a day");
    for (until, change, date) in [("2012-04-21", "liberty", "2012-04-21"), ("2012-04-22", "detained", "2012-04-22")] {
        let args = changes::Args {
            since: Some(timeline::model::date::Date::from_day(day("2012-04-20")).into()),
            until: Some(timeline::model::date::Date::from_day(day(until))),
            ..changes::Args::default()
        };
        let report = changes::report(&args, &world(&SHIPPED, day(until))).expect("a report");
        let told = (0..report.table.rows.len()).find(|row| text(&report, *row, "change") == change).expect("a row");
        assert_eq!(text(&report, told, "case"), "mohammadi");
        assert_eq!(text(&report, told, "date"), date, "{until}");
    }
}

proptest! {
    /// `changes` says that something changed if and only if the reports of the two days differ.
    #[test]
    fn changes_are_the_difference_of_two_reports(a in days(), b in days(), shipped in any::<bool>()) {
        let cases = if shipped { &*SHIPPED } else { &*INVENTED };
        let (since, until) = (a.min(b), a.max(b));
        let args = changes::Args {
            since: Some(timeline::model::date::Date::from_day(since).into()),
            until: Some(timeline::model::date::Date::from_day(until)),
            ..changes::Args::default()
        };
        let report = changes::report(&args, &world(cases, until)).expect("a report");
        let (then, now) = (state(cases, since), state(cases, until));
        let count = |kinds: &[&str]| {
            (0..report.table.rows.len()).filter(|row| kinds.contains(&text(&report, *row, "change").as_str())).count()
        };
        let differ = |what: &str| {
            now.iter().filter(|(name, how)| name.starts_with(what) && then.get(*name) != Some(*how)).count()
        };
        // What began and moved on has a row for each of the two days, and the second does not say what it was.
        let moved = |kind: &str| {
            let was = report.table.position("was").expect("a column");
            let known = |row: &usize| report.table.rows.get(*row)[was].value != Value::Unknown;
            (0..report.table.rows.len()).filter(|row| text(&report, *row, "change") == kind).filter(known).count()
        };
        // A letter without a day of sending is told as it stands, not as sent.
        let told = |kind: &str| -> Vec<[String; 2]> {
            let rows = (0..report.table.rows.len()).filter(|row| text(&report, *row, "change") == kind);
            rows.map(|row| ["case", "what"].map(|key| text(&report, row, key))).collect()
        };
        let sent = told("sent");
        let unsent = told("letter").into_iter().filter(|row| !sent.contains(row)).count();
        prop_assert_eq!(sent.len() + unsent, differ("letter "));
        prop_assert_eq!(count(&["detained", "freed", "died", "left", "liberty"]), differ("liberty "));
        // A demand is told once with all its repetitions, so its entries are counted by their chain.
        let told: BTreeSet<String> = cases.iter().flat_map(|case| {
            let then = pursued(case, since);
            pursued(case, until).into_iter().filter(move |now| {
                let before = then.iter().find(|p| p.made.iter().any(|d| now.made.iter().any(|n| n.id == d.id)));
                before.is_none_or(|before| before.status != now.status)
            }).map(|p| format!("{} {}", case.id, p.head.id)).collect::<Vec<_>>()
        }).collect();
        prop_assert_eq!(count(&["demand"]) + moved("outcome"), told.len());
        for row in 0..report.table.rows.len() {
            let date = report.table.position("date").expect("a column");
            if let Value::Date(date) = &report.table.rows.get(row)[date].value {
                prop_assert!(date.earliest() <= until, "{date} lies after {until}");
            }
        }
        // Nothing changes in no time.
        let none = changes::Args { until: Some(timeline::model::date::Date::from_day(since)), ..args };
        prop_assert!(changes::report(&none, &world(cases, since)).expect("a report").table.rows.is_empty());
    }

    /// Every letter has exactly one status towards each addressee on every day: no two hold, none is missing.
    #[test]
    fn statistics_count_every_letter_once(as_of in days()) {
        for cases in [&*SHIPPED, &*INVENTED] {
            let all = stats::report(&stats::Args::default(), &world(cases, as_of)).expect("a report");
            prop_assert_eq!(all.table.rows.len(), 1);
            // Counted another way: entries of the records, two copies of one letter as one.
            let mut seen = BTreeSet::new();
            let mut sent = 0;
            let (mut stopped, mut other, mut beside) = (0, 0, 0);
            for case in cases {
                for letter in &case.communications {
                    if letter.key().is_some_and(|key| !seen.insert(key)) {
                        continue;
                    }
                    let copies = letters(cases);
                    let whole = copies.iter().find(|l| {
                        l.cases.iter().any(|c| c.id == case.id)
                            && l.communication.label() == letter.label()
                            && l.communication.entry.line == letter.entry.line
                    }).expect("the letter");
                    for to in &letter.to {
                        let how = answer(whole, to, &RULES, as_of);
                        if how.status == Status::NotYetSent {
                            continue;
                        }
                        sent += 1;
                        let closed = how.deadline.due.is_some_and(|due| due.latest < as_of);
                        match how.status {
                            Status::Answered | Status::AnsweredLate | Status::AnsweredUnclear if closed => stopped += 1,
                            Status::Overdue => other += 1,
                            _ => beside += 1,
                        }
                    }
                }
            }
            let get = |key| number(&all, 0, key);
            prop_assert_eq!(get("letters"), sent);
            prop_assert_eq!(get("n"), stopped + other);
            prop_assert_eq!(get("in_time") + get("late") + get("unclear"), stopped);
            prop_assert_eq!(get("acknowledged") + get("silent"), other);
            let keys =
                ["not_due", "unconfirmed", "no_clock", "maybe_answered", "unknown", "decided", "withdrawn"];
            prop_assert_eq!(keys.map(get).iter().sum::<i64>(), beside);
            for by in [stats::By::State, stats::By::Procedure, stats::By::Year] {
                let grouped = stats::report(&stats::Args { by: Some(by), ..stats::Args::default() }, &world(cases, as_of))
                    .expect("a report");
                let last = grouped.table.rows.len() - 1;
                for key in ["letters", "n", "in_time", "late", "silent", "acknowledged", "unknown", "no_clock", "unconfirmed"] {
                    let sum: i64 = (0..last).map(|row| number(&grouped, row, key)).sum();
                    prop_assert_eq!(sum, number(&grouped, last, key), "{} by {}", key, by.name());
                }
            }
        }
    }
}

/// For every letter on record, `why` names the source of the rule and ends in the status of `letters`.
#[test]
fn every_letter_can_say_why() {
    let as_of = day("2026-11-24");
    for cases in [&*SHIPPED, &*INVENTED] {
        for case in cases {
            for letter in &case.communications {
                let name = match (&letter.id, &letter.reference) {
                    (Some(id), _) => format!("{}/{id}", case.id),
                    (None, Some(reference)) => reference.to_string(),
                    (None, None) => continue,
                };
                let args = why::Args { what: vec![name.clone()] };
                let report = why::report(&args, &world(cases, as_of)).expect("an explanation");
                assert!(report.table.rows.len() >= letter.to.len(), "{name}: one for each addressee");
                let basis = report.table.position("basis").expect("a column");
                for row in report.table.rows.iter() {
                    let Value::Table(steps) = &row[basis].value else { panic!("{name}: no steps") };
                    let told = |step: &str| steps.rows.iter().find(|row| row[0].value == Value::Text(step.into()));
                    let rule = told("rule").unwrap_or_else(|| panic!("{name}: no rule"));
                    let source = RULES.of(&letter.procedure).last().map(|rule| rule.source.to_string());
                    let named = match &rule[2].value {
                        Value::List(sources) => sources.first().cloned(),
                        _ => None,
                    };
                    assert!(source.is_some() && named.is_some(), "{name}: the rule has no source");
                    assert!(told("status").is_some() && told("due").is_some(), "{name}");
                }
            }
        }
    }
}

/// A reference in any spelling, an id, a demand, a case: all mean what they should.
#[test]
fn why_understands_every_name() {
    let world = world(&SHIPPED, day("2019-07-29"));
    let titles = |name: &str| {
        let report = why::report(&why::Args { what: vec![name.into()] }, &world).expect("an explanation");
        (0..report.table.rows.len()).map(|row| text(&report, row, "title")).collect::<Vec<_>>()
    };
    for name in ["UA GBR 3/2019", "GBR 3/2019", "ua gbr 3/2019", "ua-gbr-3-2019", "assange/GBR 3/2019"] {
        assert_eq!(titles(name), ["UA GBR 3/2019 (urgent appeal) to GBR"], "{name}");
    }
    assert_eq!(titles("sokolov/drop-charges-hrw-2009").len(), 1);
    assert!(titles("sokolov").iter().any(|title| title == "Liberty of Alexei Sokolov"));
    let error = why::report(&why::Args { what: vec!["GBR 4/2019".into()] }, &world).expect_err("no such letter");
    assert!(error.contains("did you mean \"GBR "), "{error}");
}

/// The example of the domain: what was silent in July had been answered in October.
#[test]
fn a_letter_answered_in_october_was_overdue_in_july() {
    let on = |as_of: &str| -> Vec<String> {
        letters(&*SHIPPED)
            .iter()
            .flat_map(|l| l.communication.to.iter().map(move |to| (l, to)))
            .filter(|(l, to)| answer(l, to, &RULES, day(as_of)).status.is_unanswered())
            .map(|(l, _)| l.communication.label().to_owned())
            .collect()
    };
    let july = on("2019-07-29");
    assert!(july.contains(&"UA GBR 3/2019".to_owned()) && july.contains(&"UA ECU 10/2019".to_owned()), "{july:?}");
    assert!(!july.contains(&"UA SWE 2/2019".to_owned()), "{july:?}");
    assert!(!on("2019-10-08").contains(&"UA GBR 3/2019".to_owned()));
}

/// Six kinds of reply are an answer; an acknowledgement, a holding reply and two requests are none.
#[test]
fn six_kinds_of_reply_stop_the_clock() {
    let stops: Vec<&str> = ReplyKind::ALL.iter().filter(|k| k.stops_the_clock()).map(|k| k.name()).collect();
    assert_eq!(stops, ["substantive", "partial", "denial", "refusal", "immaterial", "untranslated"]);
}

/// Same files, same day: the same bytes, whatever the time zone and the language of the machine.
#[test]
fn time_zone_and_locale_change_nothing() {
    let run = |zone: &str, locale: &str, command: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_timeline"))
            .args(command)
            .args(["--cases", "cases", "--as-of", "2026-11-24"])
            .env("TZ", zone)
            .env("LC_ALL", locale)
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    for command in
        [&["pending", "-f", "tsv"][..], &["show", "sokolov", "-f", "json"], &["events"], &["stats", "-f", "csv"]]
    {
        let here = run("UTC", "C.UTF-8", command);
        assert!(!here.is_empty());
        for (zone, locale) in [("Pacific/Kiritimati", "tr_TR.UTF-8"), ("Etc/GMT+12", "ar_EG.UTF-8"), ("XXX-14", "C")] {
            assert_eq!(run(zone, locale, command), here, "{command:?} in {zone}, {locale}");
        }
    }
}

/// Each row has the day of its own change, whatever became of the letter or the demand since.
#[test]
fn a_change_has_its_own_day() {
    let record = "title = \"T\"\nstate = \"DDR\"\n\
        [[communication]]\nref = \"UA DDR 1/2024\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = 2024-01-05\n\
        no_reply_as_of = 2024-05-01\n\
        [[communication]]\nref = \"UA DDR 2/2024\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = 2024-01-05\n\
        [[communication.reply]]\ndate = 2024-02-01\nkind = \"denial\"\n\
        [[communication]]\nref = \"UA DDR 3/2024\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = 2024-04-01\n\
        [[demand]]\nid = \"d\"\nwhat = \"Release her\"\nmade = 2024-01-06\n\
        [[demand.update]]\ndate = 2024-03-01\nstatus = \"met\"\n";
    let rows = changed(record, "2023-12-31", "2024-05-01");
    assert_eq!(
        rows,
        [
            "2024-01-05 sent UA DDR 1/2024 to DDR overdue",
            "2024-01-05 sent UA DDR 2/2024 to DDR answered",
            "2024-01-06 demand Release her met",
            "2024-02-01 letter UA DDR 2/2024 to DDR answered",
            "2024-03-01 outcome Release her met",
            "2024-03-06 letter UA DDR 1/2024 to DDR overdue",
            "2024-04-01 sent UA DDR 3/2024 to DDR pending",
        ]
    );
}

/// A row about a person or a demand has the day of the event that it tells, whatever was added since.
#[test]
fn a_change_has_not_the_day_of_what_came_later() {
    let top = "title = \"T\"\nstate = \"DDR\"\n[[person]]\nid = \"p\"\nname = \"Ada Wren\"\nrole = \"victim\"\n";
    let event =
        |date: &str, liberty: &str| format!("[[event]]\nwhat = \"x\"\ndate = {date}\nliberty = \"{liberty}\"\n");
    let of = |since: &str, events: &[(&str, &str)]| {
        let record: String = events.iter().map(|(date, liberty)| event(date, liberty)).collect();
        let rows = changed(&format!("{top}{record}"), since, "2024-06-30");
        rows.into_iter().filter(|row| !row.contains(" event ")).collect::<Vec<_>>()
    };
    let arrest = ("2024-02-01", "detained");
    for (since, events, expected) in [
        // Moved to another prison; then home, under guard.
        ("2024-01-01", &[arrest, ("2024-03-01", "detained")][..], "2024-02-01 detained Ada Wren detained"),
        ("2024-01-01", &[arrest, ("2024-03-01", "house-arrest")], "2024-02-01 detained Ada Wren house-arrest"),
        (
            "2024-02-15",
            &[arrest, ("2024-03-01", "house-arrest"), ("2024-04-01", "house-arrest")],
            "2024-03-01 liberty Ada Wren house-arrest",
        ),
        // On bail, then free; exiled, and still so.
        (
            "2024-02-15",
            &[arrest, ("2024-03-01", "restricted"), ("2024-04-01", "free")],
            "2024-03-01 freed Ada Wren free",
        ),
        (
            "2024-02-15",
            &[arrest, ("2024-03-01", "exiled"), ("2024-04-01", "exiled")],
            "2024-03-01 left Ada Wren exiled",
        ),
        ("2024-02-15", &[arrest, ("2024-03-01", "dead"), ("2024-04-01", "dead")], "2024-03-01 died Ada Wren dead"),
        // Let go in between: the second arrest counts.
        (
            "2024-01-01",
            &[arrest, ("2024-03-01", "free"), ("2024-04-01", "detained")],
            "2024-04-01 detained Ada Wren detained",
        ),
        (
            "2024-01-01",
            &[("\"2024-02-01/2024-02-03\"", "detained"), ("2024-04-01", "detained")],
            "2024-04-01 detained Ada Wren detained",
        ),
        // No longer certain, since a release may have come.
        (
            "2024-02-15",
            &[arrest, ("\"[2024-06-01..2024-07-31]\"", "free")],
            "[2024-06-01..2024-07-31] liberty Ada Wren detained",
        ),
    ] {
        assert_eq!(of(since, events), [expected], "{events:?}");
    }
    let demand = |more: &str| format!("{top}[[demand]]\nid = \"d\"\nwhat = \"Free her\"\nmade = 2024-01-06\n{more}");
    let update = |date: &str, status: &str| format!("[[demand.update]]\ndate = {date}\nstatus = \"{status}\"\n");
    let graded = demand(&(update("2024-02-01", "met") + &update("2024-04-01", "met")));
    assert_eq!(changed(&graded, "2024-01-10", "2024-06-30"), ["2024-02-01 outcome Free her met"]);
    let again = "[[demand]]\nid = \"e\"\nwhat = \"Free her again\"\nmade = 2024-05-01\nrepeats = \"d\"\n";
    let again = demand(&(update("2024-02-01", "met") + again));
    assert_eq!(
        changed(&again, "2024-03-01", "2024-06-30"),
        ["2024-05-01 repeated Free her again open", "2024-05-01 outcome Free her again open"]
    );
}

/// The rows of `changes` for one record.
fn changed(record: &str, since: &str, until: &str) -> Vec<String> {
    let loaded = load::text("x", Path::new("x.toml"), record, &RULES);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let cases = include(loaded).cases;
    let args = changes::Args {
        since: Some(timeline::model::date::Date::from_day(day(since)).into()),
        ..changes::Args::default()
    };
    let report =
        changes::report(&args, &World { cases: &cases, rules: &RULES, as_of: day(until), wording: Wording::Short })
            .expect("a report");
    (0..report.table.rows.len())
        .map(|row| ["date", "change", "what", "now"].map(|key| text(&report, row, key)).join(" "))
        .collect()
}

/// Four letters say little about a share, five are not marked; and the plots of a site say the same.
#[test]
fn shares_of_fewer_than_five_letters_are_marked() {
    let letter = |n: usize| {
        format!(
            "[[communication]]\nref = \"UA DDR {n}/2019\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\n\
             sent = 2019-01-01\n[[communication.reply]]\ndate = 2019-02-01\nkind = \"{}\"\n",
            if n == 1 { "acknowledgement" } else { "denial" }
        )
    };
    let says = |letters: usize| {
        let record = format!(
            "title = \"T\"\nstate = \"DDR\"\nreviewed = 2019-06-01\n{}",
            (1..=letters).map(letter).collect::<String>()
        );
        let loaded = load::text("x", Path::new("x.toml"), &record, &RULES);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let cases = include(loaded).cases;
        let world = World { cases: &cases, rules: &RULES, as_of: day("2019-06-01"), wording: Wording::Short };
        let report = stats::report(&stats::Args::default(), &world).expect("a report");
        assert_eq!(number(&report, 0, "n"), i64::try_from(letters).expect("few"));
        ["any_percent", "stopped_percent"].map(|key| {
            let at = report.table.position(key).expect("a column");
            report.table.rows.get(0)[at].says.clone().unwrap_or_default()
        })
    };
    assert_eq!(says(4), ["100% (n<5)", "75% (n<5)"]);
    assert_eq!(says(5), ["100%", "80%"]);
    assert_eq!(says(6), ["100%", "83%"]);
}
