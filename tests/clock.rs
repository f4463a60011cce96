//! How a letter stands, walked day by day around every boundary and compared with an oracle that is
//! written from the description of the domain: it tries every day that an imprecise date can mean.

#![allow(clippy::needless_range_loop, reason = "an addressee is a number here")]

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use std::path::Path;
use timeline::{
    load,
    model::{
        answer::{Answer, Status, answer},
        case::Case,
        date::iso_day,
        rule::Rules,
        state::{Actor, State},
        vocabulary::Vocabulary,
    },
};

const STOPS: [&str; 6] = ["substantive", "partial", "denial", "refusal", "immaterial", "untranslated"];
const WAITS: [&str; 4] = ["acknowledgement", "holding", "extension-request", "information-request"];
const ADDRESSEES: [&str; 3] = ["GBR", "SWE", "Heron Mining Ltd"];

/// A date with the first and the last day it can mean.
#[derive(Clone, Debug)]
struct Day {
    first: NaiveDate,
    last: NaiveDate,
    text: String,
}

#[derive(Clone, Debug)]
struct Reply {
    date: Option<Day>,
    from: usize,
    kind: &'static str,
}

#[derive(Clone, Debug)]
struct Extension {
    granted: Option<Day>,
    until: Day,
    to: Option<usize>,
}

#[derive(Clone, Debug)]
struct Letter {
    procedure: &'static str,
    addressees: usize,
    reference: bool,
    sent: Option<Day>,
    filed: Option<Day>,
    due: Option<Day>,
    suspended: Option<(NaiveDate, Option<NaiveDate>)>,
    extensions: Vec<Extension>,
    replies: Vec<Reply>,
    reply_unknown: bool,
    no_reply_as_of: Option<Day>,
    withdrawn: Option<Day>,
}

fn on(text: &str) -> NaiveDate {
    iso_day(text).expect("a day")
}

fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

fn between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

fn each(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |d| *d <= to)
}

fn to_toml(letter: &Letter) -> String {
    let mut text =
        format!("title = \"Ada Wren\"\nstate = \"GBR\"\n\n[[communication]]\nprocedure = {:?}\n", letter.procedure);
    let mut key = |key: &str, value: &str| text.push_str(&format!("{key} = {value}\n"));
    key("to", &format!("{:?}", &ADDRESSEES[..letter.addressees]));
    if letter.reference {
        key("ref", "\"UA GBR 3/2019\"");
    }
    for (name, day) in [
        ("sent", &letter.sent),
        ("filed", &letter.filed),
        ("due", &letter.due),
        ("no_reply_as_of", &letter.no_reply_as_of),
        ("withdrawn", &letter.withdrawn),
    ] {
        if let Some(day) = day {
            key(name, &day.text);
        }
    }
    if letter.reply_unknown {
        key("reply_unknown", "true");
    }
    if let Some((from, to)) = letter.suspended {
        let to = to.map_or("..".into(), |to| to.to_string());
        key("suspended", &format!("\"{from}/{to}\""));
    }
    for reply in &letter.replies {
        key("\n[[communication.reply]]\nkind", &format!("{:?}", reply.kind));
        key("from", &format!("{:?}", ADDRESSEES[reply.from]));
        if let Some(date) = &reply.date {
            key("date", &date.text);
        }
    }
    for extension in &letter.extensions {
        key("\n[[communication.extension]]\nuntil", &extension.until.text);
        if let Some(granted) = &extension.granted {
            key("granted", &granted.text);
        }
        if let Some(to) = extension.to {
            key("to", &format!("{:?}", ADDRESSEES[to]));
        }
    }
    text
}

fn load(text: &str) -> Case {
    let mut loaded = load::text("ada-wren", Path::new("ada-wren.toml"), text, &Rules::default());
    assert!(loaded.problems.is_empty(), "{text}\n{:#?}", loaded.problems);
    loaded.cases.remove(0)
}

fn actor(addressee: usize) -> Actor {
    match State::from_code(ADDRESSEES[addressee]) {
        Some(state) => Actor::State(state),
        None => Actor::Other(ADDRESSEES[addressee].into()),
    }
}

/// What the oracle says: the status, the days, the days waiting, the days taken.
type Verdict = (&'static str, Option<(i64, i64)>, Option<(i64, i64)>, Option<(i64, i64)>);

fn verdict(answer: &Answer<'_>) -> Verdict {
    let pair = |count: timeline::model::answer::Count| (count.from_earliest, count.from_latest);
    (answer.status.name(), answer.days.map(pair), answer.waiting.map(pair), answer.taken)
}

/// The last day of a term by the table of domain.md; `None` for a procedure without one.
fn term_ends(procedure: &str, start: NaiveDate) -> Option<NaiveDate> {
    let months = match procedure {
        "sp-urgent-appeal" => return Some(plus(start, 60)),
        "ced-urgent-action" => return Some(plus(start, 14)),
        "wgad-opinion-follow-up" => 6,
        "cerd-complaint" => 3,
        _ => return None,
    };
    let mut first = start.with_day(1).expect("the first");
    for _ in 0..months {
        first = each(first, plus(first, 40)).find(|d| d.month() != first.month()).expect("next month");
    }
    // The same day of the month, or the last one that this month has.
    each(first, plus(first, 31)).filter(|d| d.month() == first.month() && d.day() <= start.day()).last()
}

/// Lets the clock tick day by day and stand still while it is suspended.
fn tick(start: NaiveDate, ends: NaiveDate, pause: Option<(NaiveDate, NaiveDate)>) -> NaiveDate {
    let mut left = between(start, ends);
    let mut day = start;
    while left > 0 {
        day = plus(day, 1);
        if !pause.is_some_and(|(from, to)| from <= day && day <= to) {
            left -= 1;
        }
    }
    day
}

/// Every day that can be the due day, as known on `today`.
fn due_days(letter: &Letter, addressee: usize, today: NaiveDate) -> Vec<NaiveDate> {
    let in_force = letter.extensions.iter().filter(|e| {
        e.to.is_none_or(|to| to == addressee) && e.granted.as_ref().is_none_or(|granted| granted.first <= today)
    });
    if let Some(extension) = in_force.max_by_key(|e| e.until.last) {
        return each(extension.until.first, extension.until.last).collect();
    }
    if let Some(due) = &letter.due {
        return each(due.first, due.last).collect();
    }
    let Some(sent) = &letter.sent else { return Vec::new() };
    let pause = letter.suspended.filter(|(from, _)| *from <= today).map(|(from, to)| (from, to.unwrap_or(today)));
    each(sent.first, sent.last)
        .filter_map(|start| Some(tick(start, term_ends(letter.procedure, start)?, pause)))
        .collect()
}

fn oracle(letter: &Letter, addressee: usize, today: NaiveDate) -> Verdict {
    let before = |day: &Option<Day>| day.as_ref().is_some_and(|d| today < d.first);
    if before(&letter.sent) || (letter.sent.is_none() && before(&letter.filed)) {
        return ("not-yet-sent", None, None, None);
    }
    if letter.sent.is_none() && letter.filed.is_none() && letter.reference && today.year() < 2018 {
        return ("not-yet-sent", None, None, None);
    }
    let due = due_days(letter, addressee, today);
    let range = due.iter().min().zip(due.iter().max()).map(|(a, b)| (*a, *b));
    let silent = letter.no_reply_as_of.as_ref().is_some_and(|day| today <= day.first);
    let mut stopped: Option<&Reply> = None;
    for reply in letter.replies.iter().filter(|r| r.from == addressee && STOPS.contains(&r.kind)) {
        let there = match &reply.date {
            Some(day) => day.first <= today,
            // One addressee, and a source says that on this day nothing had come.
            None => !(silent && letter.addressees == 1),
        };
        let sooner = stopped.is_none_or(|other| match (&reply.date, &other.date) {
            (_, None) => false,
            (None, _) => true,
            (Some(new), Some(old)) => new.first < old.first,
        });
        if there && sooner {
            stopped = Some(reply);
        }
    }
    if let Some(reply) = stopped {
        let Some(date) = &reply.date else { return ("answered", None, None, None) };
        let days = range.map(|(first, last)| (between(first, date.last), between(last, date.first)));
        let taken = letter.sent.as_ref().map(|s| (between(s.last, date.first).max(0), between(s.first, date.last)));
        let late = !due.is_empty() && due.iter().all(|due| each(date.first, date.last).all(|came| came > *due));
        return (if late { "answered-late" } else { "answered" }, days, None, taken);
    }
    if letter.withdrawn.as_ref().is_some_and(|d| d.first <= today) {
        return ("withdrawn", None, None, None);
    }
    let waiting = letter.sent.as_ref().map(|s| (between(s.first, today), between(s.last, today)));
    let days = range.map(|(first, last)| (between(first, today), between(last, today)));
    let passed = due.iter().filter(|due| **due < today).count();
    let status = if letter.reply_unknown && !silent {
        "unknown"
    } else if due.is_empty() {
        "no-deadline"
    } else if passed == due.len() {
        "overdue"
    } else if passed > 0 {
        "maybe-overdue"
    } else if due.iter().all(|due| *due == today) {
        "due-today"
    } else {
        "pending"
    };
    (status, days, waiting, None)
}

/// Every day at which something can change, with one before and one after.
fn days_to_walk(letter: &Letter) -> Vec<NaiveDate> {
    let mut marks = vec![on("2017-12-31"), on("2019-01-01"), on("2019-12-31")];
    let dates = [&letter.sent, &letter.filed, &letter.due, &letter.no_reply_as_of, &letter.withdrawn];
    let inner = letter.replies.iter().map(|r| &r.date).chain(letter.extensions.iter().map(|e| &e.granted));
    marks.extend(dates.into_iter().chain(inner).flatten().flat_map(|d| [d.first, d.last]));
    marks.extend(letter.extensions.iter().flat_map(|e| [e.until.first, e.until.last]));
    marks.extend(letter.suspended.iter().flat_map(|(from, to)| [*from, to.unwrap_or(*from)]));
    for addressee in 0..letter.addressees {
        for today in [on("2018-01-01"), on("2019-06-01"), on("2020-12-31")] {
            marks.extend(due_days(letter, addressee, today));
        }
    }
    let mut days: Vec<NaiveDate> = marks.into_iter().flat_map(|d| each(d - Days::new(2), plus(d, 2))).collect();
    // Between the boundaries every day too, for the year in which nearly all of them lie.
    days.extend(each(on("2019-01-01"), on("2019-12-31")));
    days.sort_unstable();
    days.dedup();
    days
}

fn a_day() -> impl Strategy<Value = Day> {
    (0..330_u64, 0..6, 1..25_u64).prop_map(|(offset, form, width)| {
        let first = plus(on("2019-01-01"), offset);
        match form {
            0 => {
                let first = first.with_day(1).expect("the first");
                let last = each(first, plus(first, 31)).filter(|d| d.month() == first.month()).last().expect("a day");
                Day { first, last, text: format!("\"{}\"", first.format("%Y-%m")) }
            }
            1 => {
                let last = plus(first, width);
                Day { first, last, text: format!("\"[{first}..{last}]\"") }
            }
            2 => Day { first, last: first, text: format!("\"{first}?\"") },
            _ => Day { first, last: first, text: first.to_string() },
        }
    })
}

fn a_letter() -> impl Strategy<Value = Letter> {
    let procedure = prop_oneof![
        3 => Just("sp-urgent-appeal"),
        1 => Just("ced-urgent-action"),
        1 => Just("wgad-opinion-follow-up"),
        1 => Just("cerd-complaint"),
        1 => Just("interim-measures"),
        1 => Just("other"),
    ];
    let maybe = |likely: f64| prop::option::weighted(likely, a_day());
    let kind = prop_oneof![prop::sample::select(&STOPS[..]), prop::sample::select(&WAITS[..])];
    let reply = (maybe(0.8), 0..3_usize, kind).prop_map(|(date, from, kind)| Reply { date, from, kind });
    let extension = (maybe(0.7), a_day(), prop::option::of(0..3_usize)).prop_map(|(granted, until, to)| Extension {
        granted,
        until,
        to,
    });
    let pause = (0..300_u64, 0..90_u64, any::<bool>()).prop_map(|(from, length, ended)| {
        let from = plus(on("2019-01-01"), from);
        (from, ended.then(|| plus(from, length)))
    });
    (
        (procedure, 1..=3_usize, any::<bool>(), maybe(0.85), maybe(0.2), maybe(0.15)),
        (
            prop::option::weighted(0.25, pause),
            prop::collection::vec(extension, 0..3),
            prop::collection::vec(reply, 0..4),
            prop::bool::weighted(0.2),
            maybe(0.3),
            maybe(0.15),
        ),
    )
        .prop_map(|((procedure, addressees, reference, sent, filed, due), rest)| {
            let (suspended, mut extensions, mut replies, reply_unknown, no_reply_as_of, withdrawn) = rest;
            replies.iter_mut().for_each(|r| r.from %= addressees);
            extensions.iter_mut().for_each(|e| e.to = e.to.map(|to| to % addressees));
            Letter {
                procedure,
                addressees,
                reference,
                sent,
                filed,
                due,
                suspended,
                extensions,
                replies,
                reply_unknown,
                no_reply_as_of,
                withdrawn,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_letter_has_the_status_of_the_oracle_on_every_day(letter in a_letter()) {
        let rules = Rules::default();
        let case = load(&to_toml(&letter));
        for (addressee, name) in ADDRESSEES.iter().enumerate().take(letter.addressees) {
            for today in days_to_walk(&letter) {
                let answer = answer(&case.communications[0], &actor(addressee), &rules, today);
                prop_assert_eq!(
                    verdict(&answer),
                    oracle(&letter, addressee, today),
                    "{} towards {}\n{}", today, name, to_toml(&letter)
                );
            }
        }
    }

    #[test]
    fn what_a_status_promises(letter in a_letter()) {
        let rules = Rules::default();
        let case = load(&to_toml(&letter));
        for addressee in 0..letter.addressees {
            let mut answered_on = None;
            for today in days_to_walk(&letter) {
                let answer = answer(&case.communications[0], &actor(addressee), &rules, today);
                let due = answer.deadline.due;
                match answer.status {
                    Status::Overdue => prop_assert!(due.is_some_and(|d| d.latest < today)),
                    Status::MaybeOverdue => prop_assert!(due.is_some_and(|d| d.earliest < today && today <= d.latest)),
                    Status::DueToday => prop_assert!(due.is_some_and(|d| d.is_exact() && d.latest == today)),
                    Status::Pending => prop_assert!(due.is_some_and(|d| today <= d.earliest)),
                    Status::NoDeadline => prop_assert!(due.is_none()),
                    Status::Answered | Status::AnsweredLate => {
                        prop_assert!(answer.reply.is_some_and(|r| r.kind.stops_the_clock()));
                        answered_on = answered_on.or(Some(today));
                    }
                    Status::Unknown => prop_assert!(letter.reply_unknown),
                    Status::Withdrawn => prop_assert!(letter.withdrawn.is_some()),
                    Status::NotYetSent => {}
                }
                let answered = matches!(answer.status, Status::Answered | Status::AnsweredLate);
                prop_assert!(answered_on.is_none() || answered, "answered on {:?}, {} on {today}", answered_on, answer.status);
                prop_assert_eq!(answer.waiting.is_some(), letter.sent.is_some() && !answered
                    && !matches!(answer.status, Status::NotYetSent | Status::Withdrawn));
                if let Some(days) = answer.days {
                    prop_assert!(days.from_latest <= days.from_earliest);
                }
            }
        }
    }

    /// What does not stop the clock never changes how a letter stands.
    #[test]
    fn an_acknowledgement_changes_nothing(letter in a_letter()) {
        let rules = Rules::default();
        let mut without = letter.clone();
        without.replies.retain(|r| STOPS.contains(&r.kind));
        let (with, without) = (load(&to_toml(&letter)), load(&to_toml(&without)));
        for addressee in 0..letter.addressees {
            let who = actor(addressee);
            for today in days_to_walk(&letter) {
                let (a, b) = (
                    answer(&with.communications[0], &who, &rules, today),
                    answer(&without.communications[0], &who, &rules, today),
                );
                prop_assert_eq!(verdict(&a), verdict(&b));
                prop_assert!(b.held.is_none());
                let expected = letter.replies.iter().any(|r| {
                    r.from == addressee && WAITS.contains(&r.kind) && r.date.as_ref().is_none_or(|d| d.first <= today)
                });
                prop_assert_eq!(a.held.is_some(), expected);
            }
        }
    }
}

const BASE: &str = "title = \"Ada Wren\"\nstate = \"GBR\"\n\n[[communication]]\nref = \"UA GBR 3/2019\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"GBR\"]\n";

/// The status and the days from the latest due day of a letter on a day.
fn stands(more: &str, today: &str) -> (String, Option<i64>) {
    let case = load(&format!("{BASE}{more}"));
    let rules = Rules::default();
    let answer = answer(&case.communications[0], &actor(0), &rules, on(today));
    (answer.status.to_string(), answer.days.map(|d| d.from_latest))
}

fn is(status: &str, days: i64) -> (String, Option<i64>) {
    (status.into(), Some(days))
}

/// UA GBR 3/2019: sent on 27 May, answered on 7 October.
#[test]
fn a_letter_answered_in_october_is_unanswered_in_july() {
    let letter = "sent = 2019-05-27\nno_reply_as_of = 2019-07-29\n\n[[communication.reply]]\ndate = 2019-10-07\nkind = \"substantive\"\n";
    assert_eq!(stands(letter, "2019-05-26"), ("not-yet-sent".into(), None));
    assert_eq!(stands(letter, "2019-05-27"), is("pending", -60));
    assert_eq!(stands(letter, "2019-07-25"), is("pending", -1));
    assert_eq!(stands(letter, "2019-07-26"), is("due-today", 0));
    assert_eq!(stands(letter, "2019-07-27"), is("overdue", 1));
    assert_eq!(stands(letter, "2019-07-29"), is("overdue", 3));
    assert_eq!(stands(letter, "2019-10-06"), is("overdue", 72));
    assert_eq!(stands(letter, "2019-10-07"), is("answered-late", 73));
    assert_eq!(stands(letter, "2019-10-08"), is("answered-late", 73));
    assert_eq!(stands(letter, "2199-12-31"), is("answered-late", 73));
}

#[test]
fn a_day_named_in_the_letter_beats_the_rule() {
    let letter = "sent = 2019-05-27\ndue = 2019-06-10\n";
    assert_eq!(stands(letter, "2019-06-10"), is("due-today", 0));
    assert_eq!(stands(letter, "2019-06-11"), is("overdue", 1));
}

/// A pause that begins on the last day still holds the clock; one that begins after it comes too late.
#[test]
fn a_pause_moves_the_due_day_by_its_days() {
    for (pause, due) in [
        ("2019-06-01/2019-06-07", "2019-08-02"),
        ("2019-07-26/2019-07-30", "2019-07-31"),
        ("2019-07-27/2019-07-30", "2019-07-26"),
        ("2019-05-01/2019-05-27", "2019-07-26"),
        ("2019-05-01/2019-05-28", "2019-07-27"),
    ] {
        let letter = format!("sent = 2019-05-27\nsuspended = \"{pause}\"\n");
        assert_eq!(stands(&letter, due), is("due-today", 0), "{pause}");
    }
}

#[test]
fn an_unknown_day_of_sending_yields_no_deadline() {
    assert_eq!(stands("", "2026-11-24"), ("no-deadline".into(), None));
    assert_eq!(stands("published = \"2019\"\n", "2026-11-24"), ("no-deadline".into(), None));
}

#[test]
fn nobody_knows_is_never_no_reply() {
    let letter = "sent = 2019-05-27\nreply_unknown = true\n";
    for today in ["2019-05-27", "2019-07-26", "2019-07-27", "2026-11-24"] {
        assert_eq!(stands(letter, today).0, "unknown", "{today}");
    }
    // A month in which silence was confirmed on some day confirms it for no later day of that month.
    let letter = format!("{letter}no_reply_as_of = \"2019-08\"\n");
    assert_eq!(stands(&letter, "2019-08-01").0, "overdue");
    assert_eq!(stands(&letter, "2019-08-02").0, "unknown");
}

/// A letter about what a committee has yet to adopt does not exist before it has.
#[test]
fn a_term_counted_from_adoption_begins_with_it() {
    let text = "title = \"Ada Wren\"\nstate = \"GBR\"\n\n[[communication]]\nprocedure = \"cat-concluding-follow-up\"\nto = [\"GBR\"]\ndecided = 2020-05-15\n";
    let (case, rules) = (load(text), Rules::default());
    let status = |day: &str| answer(&case.communications[0], &actor(0), &rules, on(day)).status;
    assert_eq!(status("2020-05-14"), Status::NotYetSent);
    assert_eq!(status("2020-05-15"), Status::Pending);
    assert_eq!(status("2021-05-15"), Status::DueToday);
    assert_eq!(status("2021-05-16"), Status::Overdue);
}

#[test]
fn no_day_of_the_calendar_is_a_panic() {
    let rules = Rules::default();
    for more in [
        "",
        "sent = 1800-01-01\n",
        "sent = 2199-12-31\n",
        "sent = \"../2199\"\nsuspended = \"1800-01-01/..\"\n",
        "sent = \"2019-05-27/..\"\nsuspended = \"2019/..\"\nno_reply_as_of = \"2199\"\n",
        "due = \"2199\"\nwithdrawn = \"2199\"\n",
        "sent = 2019-05-27\nsuspended = \"2019-06-01/..\"\n\n[[communication.reply]]\nkind = \"denial\"\ndate = \"2199\"\n",
    ] {
        let case = load(&format!("{BASE}{more}"));
        for today in [NaiveDate::MIN, on("1800-01-01"), on("2019-06-30"), on("2199-12-31"), NaiveDate::MAX] {
            let _ = answer(&case.communications[0], &actor(0), &rules, today).deadline.to_string();
        }
    }
}

#[test]
fn only_the_kinds_of_the_table_stop_the_clock() {
    use timeline::model::communication::ReplyKind;
    for kind in ReplyKind::ALL {
        assert!(STOPS.contains(&kind.name()) != WAITS.contains(&kind.name()), "{kind} is not in the table");
        assert_eq!(kind.stops_the_clock(), STOPS.contains(&kind.name()), "{kind}");
    }
}

/// The table of deadline rules in force, beside the table in the code: a slip in either shows.
#[test]
fn the_rules_are_those_of_the_table() {
    const TABLE: &str = "
        sp-allegation-letter addressee 60 days sent U | sp-urgent-appeal addressee 60 days sent U
        sp-other-letter addressee 60 days sent U | sp-follow-up addressee 60 days sent U
        sp-letter addressee 60 days sent U | wgad-regular state 60 days sent V
        wgad-urgent-appeal state none sent U | wgad-opinion-follow-up state 6 months sent U
        wgeid-urgent state none sent V | wgeid-standard state none sent V
        ccpr-complaint state 6 months sent V | ccpr-admissibility state 2 months sent U
        ccpr-views-follow-up state 180 days sent V | ccpr-concluding-follow-up state 3 years adopted V
        cat-complaint state 6 months sent V | cat-decision-follow-up state 90 days sent U
        cat-concluding-follow-up state 1 year adopted V | cerd-complaint state 3 months sent U
        cedaw-complaint state 6 months sent V | crpd-complaint state 6 months sent V
        crc-complaint state 6 months sent V | cescr-complaint state 6 months sent V
        ced-urgent-action state 2 weeks sent V | ced-concluding-follow-up state 1 year adopted V
        interim-measures state none sent U | hrc-complaint state 3 months sent U
        iachr-petition state 3 months sent U | iachr-precautionary-measures state none sent U
        echr-communicated state none sent U | echr-rule-39 state none sent U
        achpr-provisional-measures state none sent U | ngo-urgent-action addressee none sent U
        ngo-letter addressee none sent U | other addressee none sent U";
    let rules = Rules::default();
    let mut written: Vec<String> = rules
        .all()
        .iter()
        .filter(|r| r.valid_to.is_none())
        .map(|r| {
            let term = r.term.map_or("none".into(), |t| t.to_string());
            assert!(!r.source.is_empty(), "{} has no source", r.procedure);
            format!("{} {} {term} {} {}", r.procedure, r.owes, r.from, if r.verified { "V" } else { "U" })
        })
        .collect();
    let mut table: Vec<String> =
        TABLE.split(['|', '\n']).map(|row| row.trim().to_owned()).filter(|r| !r.is_empty()).collect();
    written.sort();
    table.sort();
    assert_eq!(written, table);
}
