//! How a letter stands: plain examples on each side of every boundary, and letters made up at random, walked day by
//! day and compared with an oracle that tries every day that an imprecise date can mean.

mod letter;
mod oracle;

use chrono::NaiveDate;
use letter::{ADDRESSEES, Letter, STOPS, WAITS, a_letter};
use oracle::{Verdict, days_to_walk, is_there_by_its_traces, is_torn, oracle};
use proptest::prelude::*;
use std::{cell::RefCell, path::Path};
use timeline::{
    load,
    model::{
        answer::{Answer, Span, Status, answer},
        case::Case,
        communication::ReplyKind,
        date::iso_day,
        deadline::Standstill,
        letter::letters,
        reach::later,
        response::Responses,
        rule::Rules,
        state::{Actor, State},
        vocabulary::Vocabulary,
    },
};

fn on(text: &str) -> NaiveDate {
    iso_day(text).expect("a day")
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

fn pair(span: Option<Span>) -> Option<(i64, i64)> {
    span.map(|span| (span.min.expect("a bound"), span.max.expect("a bound")))
}

fn bounds(span: Option<Span>) -> oracle::Range {
    span.map(|span| (span.min, span.max))
}

fn verdict(answer: &Answer<'_>) -> Verdict {
    Verdict {
        status: answer.status.name(),
        days: bounds(answer.days),
        known_days: bounds(answer.known_days),
        waiting: bounds(answer.waiting),
        silence_until: answer.silence_until,
    }
}

/// Does something with how a letter stands towards each addressee on each day that matters.
fn walk(letter: &Letter, mut with: impl FnMut(usize, NaiveDate, &Answer<'_>)) {
    let rules = Rules::default();
    let case = load(&letter.to_toml());
    let letters = letters([&case]);
    for addressee in 0..letter.addressees {
        for today in days_to_walk(letter) {
            with(addressee, today, &answer(&letters[0], &actor(addressee), &rules, today));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_letter_has_the_status_of_the_oracle_on_every_day(letter in a_letter()) {
        walk(&letter, |addressee, today, answer| {
            let (ours, theirs) = (verdict(answer), oracle(&letter, addressee, today));
            if is_torn(&letter, addressee, today) && ours.covers(&theirs) {
                return;
            }
            assert_eq!(ours, theirs, "{today} towards {}\n{}", ADDRESSEES[addressee], letter.to_toml());
        });
    }

    /// No range is the wrong way round, none runs past the day asked about or to the end of the calendar.
    #[test]
    fn ranges_are_ranges(letter in a_letter()) {
        walk(&letter, |_, today, answer| {
            for span in [answer.days, answer.known_days, answer.waiting, answer.taken].into_iter().flatten() {
                assert!(span.min.zip(span.max).is_none_or(|(min, max)| min <= max), "{today} {span:?}\n{}", letter.to_toml());
            }
            for span in [answer.waiting, answer.taken].into_iter().flatten() {
                assert!(span.min.is_none_or(|min| min >= 0), "{today} {span:?}\n{}", letter.to_toml());
            }
            assert!(answer.silence_until.is_none_or(|day| day <= today));
            let has_clock = answer.deadline.due.is_some();
            assert!(has_clock || (answer.days.is_none() && answer.known_days.is_none()));
        });
    }

    /// What does not stop the clock never changes how a letter stands.
    #[test]
    fn an_acknowledgement_changes_nothing(letter in a_letter()) {
        let mut without = letter.clone();
        without.replies.retain(|r| STOPS.contains(&r.kind));
        let mut verdicts = Vec::new();
        let held = |r: &&letter::Reply, addressee, today| {
            let early = letter.sent.as_ref().is_some_and(|sent| r.date.as_ref().is_some_and(|d| d.last < sent.first));
            r.from == addressee && WAITS.contains(&r.kind) && !early && r.date.as_ref().is_none_or(|d| d.first <= today)
        };
        walk(&letter, |addressee, today, answer| {
            let expected = letter.replies.iter().any(|r| held(&r, addressee, today));
            assert!(letter.sent.is_none() || answer.held.is_some() == expected, "{today}\n{}", letter.to_toml());
            verdicts.push((addressee, today, verdict(answer)));
        });
        // An undated reply had come by the day to which the letter is on record, and an acknowledgement can be that; it
        // can be all that shows that the letter was there, too.
        if letter.replies.iter().any(|r| r.date.is_none()) || is_there_by_its_traces(&letter) {
            return Ok(());
        }
        walk(&without, |addressee, today, answer| {
            if let Some(at) = verdicts.iter().position(|(a, day, _)| *a == addressee && *day == today) {
                assert_eq!(verdicts.swap_remove(at).2, verdict(answer), "{today}\n{}", letter.to_toml());
            }
        });
    }
}

const BASE: &str = "title = \"Ada Wren\"\nstate = \"GBR\"\n";
const LETTER: &str = "\n[[communication]]\nref = \"UA GBR 3/2019\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"GBR\"]\n";

/// How the letter of a record stands, with what is asked of it.
fn of<T>(text: &str, today: &str, ask: impl Fn(&Answer<'_>) -> T) -> T {
    let (case, rules) = (load(text), Rules::default());
    let letters = letters([&case]);
    let letter = &letters[0];
    ask(&answer(letter, &letter.communication.to[0], &rules, on(today)))
}

/// An urgent appeal with these further keys and entries.
fn appeal(more: &str) -> String {
    format!("{BASE}{LETTER}{more}")
}

/// The status, and the days past the last possible due day.
fn stands(more: &str, today: &str) -> (&'static str, Option<i64>) {
    of(&appeal(more), today, |answer| (answer.status.name(), answer.days.and_then(|days| days.min)))
}

fn is(status: &'static str, days: i64) -> (&'static str, Option<i64>) {
    (status, Some(days))
}

fn status(more: &str, today: &str) -> &'static str {
    stands(more, today).0
}

fn due(text: &str, today: &str) -> String {
    of(text, today, |answer| answer.deadline.due.map_or("none".into(), |due| due.to_string()))
}

fn reply(date: &str, kind: &str) -> String {
    format!("\n[[communication.reply]]\ndate = {date}\nkind = {kind:?}\n")
}

const UNDATED: &str = "\n[[communication.reply]]\nkind = \"denial\"\n";

/// UA GBR 3/2019: sent on 27 May, answered on 7 October.
#[test]
fn a_letter_answered_in_october_is_unanswered_in_july() {
    let letter = format!("sent = 2019-05-27\nno_reply_as_of = 2019-07-29\n{}", reply("2019-10-07", "substantive"));
    for (day, expected) in [
        ("2019-05-26", ("not-yet-sent", None)),
        ("2019-05-27", is("pending", -60)),
        ("2019-07-25", is("pending", -1)),
        ("2019-07-26", is("due-today", 0)),
        ("2019-07-27", is("overdue", 1)),
        ("2019-07-29", is("overdue", 3)),
        ("2019-10-06", is("overdue", 72)),
        ("2019-10-07", is("answered-late", 73)),
        ("2019-10-08", is("answered-late", 73)),
        ("2199-12-31", is("answered-late", 73)),
    ] {
        assert_eq!(stands(&letter, day), expected, "{day}");
    }
}

#[test]
fn a_reply_on_the_due_day_is_in_time() {
    let letter = |day| format!("sent = 2019-05-27\n{}", reply(day, "denial"));
    assert_eq!(stands(&letter("2019-07-25"), "2020-01-01"), is("answered", -1));
    assert_eq!(stands(&letter("2019-07-26"), "2020-01-01"), is("answered", 0));
    assert_eq!(stands(&letter("2019-07-26"), "2019-07-26"), is("answered", 0));
    assert_eq!(stands(&letter("2019-07-27"), "2020-01-01"), is("answered-late", 1));
    assert_eq!(stands(&letter("\"[2019-07-26..2019-07-27]\""), "2020-01-01").0, "answered-unclear");
    assert_eq!(stands(&letter("\"[2019-07-25..2019-07-26]\""), "2020-01-01").0, "answered");
    assert_eq!(stands(&letter("\"[2019-07-27..2019-07-28]\""), "2020-01-01").0, "answered-late");
    assert_eq!(stands(&letter("2019-05-27"), "2019-05-27").0, "answered", "on the day of sending");
}

/// Overdue is said only where somebody looked on a day after the last one.
#[test]
fn silence_on_the_due_day_proves_nothing_of_the_day_after() {
    let letter = |key: &str| format!("sent = 2019-05-27\n{key}\n");
    for (key, expected) in [
        ("", "unconfirmed"),
        ("no_reply_as_of = 2019-07-25", "unconfirmed"),
        ("no_reply_as_of = 2019-07-26", "unconfirmed"),
        ("no_reply_as_of = 2019-07-27", "overdue"),
        // Of a month, only its first day is surely meant.
        ("no_reply_as_of = \"2019-07\"", "unconfirmed"),
        ("no_reply_as_of = \"2019-08\"", "overdue"),
    ] {
        assert_eq!(status(&letter(key), "2019-07-27"), expected, "{key}");
        assert_eq!(status(&letter(key), "2026-11-24"), expected, "{key}");
        assert_eq!(status(&letter(key), "2019-07-26"), "due-today", "{key}");
    }
    let reviewed =
        |day: &str| of(&format!("{BASE}reviewed = {day}\n{LETTER}sent = 2019-05-27\n"), "2026-11-24", |a| a.status);
    assert_eq!(reviewed("2019-07-26"), Status::Unconfirmed);
    assert_eq!(reviewed("2019-07-27"), Status::Overdue);
    assert_eq!(reviewed("\"2019-07\""), Status::Unconfirmed);
}

#[test]
fn silence_reaches_as_far_as_the_record_says() {
    let until = |text: &str, today: &str| {
        of(text, today, |a| (a.silence_until.map(|day| day.to_string()).unwrap_or_default(), pair(a.known_days)))
    };
    let sent = "sent = 2019-05-27\n";
    assert_eq!(until(&appeal(sent), "2020-01-01"), ("2019-05-27".into(), Some((-60, -60))), "the day of sending");
    assert_eq!(
        until(&appeal(&format!("{sent}no_reply_as_of = 2019-07-29\n")), "2020-01-01"),
        ("2019-07-29".into(), Some((3, 3)))
    );
    assert_eq!(
        until(&appeal(&format!("{sent}no_reply_as_of = 2019-07-29\n")), "2019-07-28").0,
        "2019-07-28",
        "never after the day asked about"
    );
    assert_eq!(until(&format!("{BASE}reviewed = 2019-09-01\n{LETTER}{sent}"), "2020-01-01").0, "2019-09-01");
    // In hindsight, and never after the day before the reply; what else is on record proves nothing.
    let replied = format!("{BASE}reviewed = 2019-12-01\n{LETTER}{sent}{}", reply("2019-10-07", "denial"));
    assert_eq!(until(&replied, "2019-09-01").0, "2019-09-01");
    assert_eq!(until(&replied, "2020-01-01").0, "2019-10-06");
    assert_eq!(
        until(&appeal(&format!("{sent}{}", reply("2019-06-02", "acknowledgement"))), "2020-01-01").0,
        "2019-05-27"
    );
    assert_eq!(until(&appeal(&format!("{sent}published = 2019-11-01\n")), "2020-01-01").0, "2019-05-27");
    assert_eq!(until(&appeal(""), "2020-01-01"), (String::new(), None));
    assert_eq!(until(&appeal("sent = \"[..2019-05-27]\"\n"), "2020-01-01"), (String::new(), None));
    // Who has looked and does not know has not found silence.
    assert_eq!(
        until(&format!("{BASE}reviewed = 2019-09-01\n{LETTER}{sent}reply_unknown = true\n"), "2020-01-01").0,
        "2019-05-27"
    );
}

/// The first reply stops the clock: one in time is enough, whatever the others say.
#[test]
fn several_replies() {
    let letter =
        format!("sent = 2025-01-06\n{}{UNDATED}{}", reply("2025-02-01", "partial"), reply("\"2025-06\"", "denial"));
    let text = format!("{BASE}{LETTER}{letter}").replace("3/2019", "3/2025");
    let ask = |today| of(&text, today, |a| (a.status.name(), pair(a.taken)));
    assert_eq!(ask("2025-01-31"), ("maybe-answered", None));
    assert_eq!(ask("2025-02-01"), ("answered", Some((26, 26))));
    assert_eq!(ask("2026-11-24"), ("answered", Some((26, 26))));

    let late = format!("sent = 2019-05-27\n{}{}", reply("2019-08-01", "denial"), reply("2019-09-01", "substantive"));
    assert_eq!(stands(&late, "2019-08-31"), is("answered-late", 6));
    assert_eq!(stands(&late, "2020-01-01"), is("answered-late", 6));
    assert_eq!(stands(&format!("{late}{UNDATED}"), "2020-01-01"), ("answered-unclear", None));
}

/// It is the first that stops the clock that is told, in whichever order the file has them.
#[test]
fn of_several_replies_the_first_is_told() {
    let told = |replies: &str| {
        let letter = format!("sent = 2019-05-27\n{replies}");
        of(&appeal(&letter), "2020-01-01", |answer| answer.reply.map(|reply| reply.kind.name()))
    };
    let (june, july) = (reply("2019-06-01", "partial"), reply("2019-07-01", "denial"));
    assert_eq!(told(&format!("{june}{july}")), Some("partial"));
    assert_eq!(told(&format!("{july}{june}")), Some("partial"));
    assert_eq!(told(&format!("{UNDATED}{july}")), Some("denial"), "one with a day before one without");
    let same = reply("2019-06-01", "denial");
    assert_eq!(told(&format!("{june}{same}")), Some("partial"), "of one day the first of the file");
    assert_eq!(told(&format!("{same}{june}")), Some("denial"));
}

/// What has no date had come by the day to which the letter is on record.
#[test]
fn a_reply_without_a_date() {
    let alone = format!("sent = 2019-05-27\n{UNDATED}");
    assert_eq!(status(&alone, "2019-07-26"), "answered");
    assert_eq!(status(&alone, "2019-07-27"), "answered-unclear");
    let published = format!("sent = 2019-05-27\npublished = 2019-09-01\n{UNDATED}");
    assert_eq!(status(&published, "2019-06-15"), "maybe-answered");
    assert_eq!(status(&published, "2019-08-31"), "maybe-answered");
    assert_eq!(status(&published, "2019-09-01"), "answered-unclear");
    // There was none on the last day, says a source: so it came late.
    let silent = format!("sent = 2019-05-27\nno_reply_as_of = 2019-07-27\n{UNDATED}");
    assert_eq!(status(&silent, "2019-07-27"), "overdue");
    assert_eq!(status(&silent, "2019-07-28"), "answered-late");
    assert_eq!(of(&appeal(&silent), "2020-01-01", |a| a.days), Some(Span { min: Some(2), max: None }));
}

#[test]
fn a_reply_whose_range_has_begun_may_have_come() {
    let letter = format!("sent = 2019-05-27\n{}", reply("\"2019-10\"", "denial"));
    assert_eq!(status(&letter, "2019-09-30"), "overdue", "in hindsight");
    assert_eq!(status(&letter, "2019-10-01"), "maybe-answered");
    assert_eq!(status(&letter, "2019-10-30"), "maybe-answered");
    assert_eq!(stands(&letter, "2019-10-31"), is("answered-late", 67));
}

/// A reply dated before its letter counts for nothing, and something is wrong with one of the dates.
#[test]
fn a_reply_before_its_letter() {
    let letter = format!("sent = 2019-05-27\n{}", reply("2018-06-22", "denial"));
    for today in ["2019-05-27", "2019-07-26", "2019-07-27", "2026-11-24"] {
        assert_eq!(stands(&letter, today), ("unknown", None), "{today}");
    }
    assert_eq!(status(&letter, "2019-05-26"), "not-yet-sent");
    assert_eq!(status(&format!("{letter}{}", reply("2019-06-01", "partial")), "2019-07-27"), "answered");
    let acknowledged = format!("sent = 2019-05-27\n{}", reply("2018-06-22", "acknowledgement"));
    assert_eq!(status(&acknowledged, "2019-07-26"), "due-today", "what stops no clock is no riddle");
    // Of a month that the letter falls into, the days from the letter on are meant.
    let month = format!("sent = 2019-05-27\n{}", reply("\"2019-05\"", "denial"));
    assert_eq!(of(&appeal(&month), "2020-01-01", |a| pair(a.taken)), Some((0, 4)));
}

#[test]
fn withdrawal_and_decision_win_over_a_later_answer_only() {
    for (key, ended) in [("withdrawn", "withdrawn"), ("decided", "decided")] {
        let letter = |date: &str, day: &str| format!("sent = 2019-05-27\n{key} = {date}\n{}", reply(day, "denial"));
        assert_eq!(status(&letter("2019-08-10", "2019-08-12"), "2019-08-09"), "overdue", "{key}");
        assert_eq!(stands(&letter("2019-08-10", "2019-08-12"), "2019-08-10"), (ended, None));
        assert_eq!(stands(&letter("2019-08-10", "2019-08-12"), "2019-08-12"), (ended, None));
        assert_eq!(status(&letter("2019-08-10", "2019-08-09"), "2019-08-12"), "answered-late", "{key}");
        assert_eq!(status(&letter("2019-08-10", "2019-08-10"), "2019-08-12"), "answered-late", "on the same day");
        // A month: until it is over, either may be so.
        let month = format!("sent = 2019-05-27\n{key} = \"2019-07\"\n");
        assert_eq!(status(&month, "2019-06-30"), "pending");
        assert_eq!(status(&month, "2019-07-01"), "unknown");
        assert_eq!(status(&month, "2019-07-27"), "maybe-overdue");
        assert_eq!(status(&month, "2019-07-31"), ended);
    }
    // What was decided before the letter went out is what the letter is about.
    assert_eq!(status("sent = 2019-05-27\ndecided = 2019-03-01\n", "2019-07-26"), "due-today");
}

/// Which of both stopped the clock is not known where the same days can be meant.
#[test]
fn a_reply_and_a_withdrawal_of_the_same_days() {
    let letter = |ended: &str| format!("sent = 2019-05-27\nwithdrawn = {ended}\n{}", reply("\"2019-07\"", "denial"));
    assert_eq!(status(&letter("\"2019-07\""), "2019-07-31"), "answered-unclear");
    // The reply may still be to come: only the withdrawal is certain.
    assert_eq!(status(&letter("2019-07-10"), "2019-07-09"), "maybe-answered");
    assert_eq!(status(&letter("2019-07-10"), "2019-07-10"), "withdrawn");
    assert_eq!(status(&letter("2019-07-10"), "2019-07-30"), "withdrawn");
    assert_eq!(status(&letter("2019-07-10"), "2019-07-31"), "answered-unclear");
}

#[test]
fn of_a_withdrawal_and_a_decision_the_certain_one_gives_the_name() {
    let both = "sent = 2019-05-27\nwithdrawn = \"2019-07\"\ndecided = 2019-07-10\n";
    assert_eq!(status(both, "2019-07-10"), "decided");
    assert_eq!(status(both, "2019-07-30"), "decided", "it may have been withdrawn by then");
    assert_eq!(status(both, "2019-07-31"), "withdrawn");
    // What was decided before the letter was sent is what the letter is about.
    assert_eq!(status("sent = 2019-05-27\ndecided = 2019-05-26\n", "2019-07-26"), "due-today");
    assert_eq!(status("sent = 2019-05-27\ndecided = 2019-05-27\n", "2019-07-26"), "due-today");
    assert_eq!(status("sent = 2019-05-27\ndecided = 2019-05-28\n", "2019-07-26"), "decided");
}

#[test]
fn the_latest_of_what_was_only_acknowledged_is_told() {
    let told = |replies: &[&str], today: &str| {
        let replies = replies.concat();
        of(&appeal(&format!("sent = 2019-05-27\n{replies}")), today, |a| {
            a.held.map(|reply| reply.date.as_ref().map_or("undated".to_owned(), ToString::to_string))
        })
    };
    let (june, july) = (reply("2019-06-10", "acknowledgement"), reply("2019-07-10", "holding"));
    let undated = "\n[[communication.reply]]\nkind = \"holding\"\n";
    assert_eq!(told(&[&june, &july], "2019-08-01").as_deref(), Some("2019-07-10"));
    assert_eq!(told(&[&july, &june], "2019-08-01").as_deref(), Some("2019-07-10"), "wherever it stands");
    assert_eq!(told(&[&july, &june], "2019-07-09").as_deref(), Some("2019-06-10"), "the other is still to come");
    assert_eq!(told(&[&june, undated], "2019-08-01").as_deref(), Some("2019-06-10"));
    assert_eq!(told(&[undated, &june], "2019-08-01").as_deref(), Some("2019-06-10"));
    assert_eq!(told(&[undated], "2019-08-01").as_deref(), Some("undated"));
    let line = |text: &str| of(&appeal(text), "2019-08-01", |a| a.held.map(|reply| reply.kind));
    let same = reply("2019-07-10", "acknowledgement");
    assert_eq!(line(&format!("sent = 2019-05-27\n{same}{july}")), Some(ReplyKind::Holding), "of one day the last");
    assert_eq!(line(&format!("sent = 2019-05-27\n{july}{same}")), Some(ReplyKind::Acknowledgement));
}

#[test]
fn a_reply_of_some_days_came_after_the_last_day_of_silence() {
    let letter =
        |silent: &str, day: &str| format!("sent = 2019-05-27\nno_reply_as_of = {silent}\n{}", reply(day, "denial"));
    // The due day is 26 July.
    assert_eq!(status(&letter("2019-07-26", "\"[2019-07-01..2019-08-15]\""), "2020-01-01"), "answered-late");
    assert_eq!(status(&letter("2019-07-25", "\"[2019-07-01..2019-08-15]\""), "2020-01-01"), "answered-unclear");
    // Since then, on whatever day.
    let open = format!("sent = 2019-05-27\n{}", reply("\"[2019-08-01..]\"", "denial"));
    assert_eq!(of(&appeal(&open), "2020-01-01", |a| a.days), Some(Span { min: Some(6), max: None }));
}

#[test]
fn what_is_only_filed_lies_with_the_body() {
    let complaint = "\n[[communication]]\nprocedure = \"ccpr-complaint\"\nto = [\"GBR\"]\n";
    let at = |keys: &str, today: &str| of(&format!("{BASE}{complaint}{keys}\n"), today, |a| a.status.name());
    assert_eq!(at("filed = 2015-01-10", "2015-01-09"), "not-yet-sent");
    assert_eq!(at("filed = 2015-01-10", "2026-11-24"), "not-yet-sent");
    assert_eq!(at("filed = 2015-01-10\nsent = 2015-03-02", "2015-09-02"), "due-today");
    assert_eq!(at("filed = 2015-01-10\ndecided = 2018-03-02", "2018-03-01"), "not-yet-sent");
    assert_eq!(at("filed = 2015-01-10\ndecided = 2018-03-02", "2018-03-02"), "decided");
    assert_eq!(
        at("filed = 2015-01-10\nsent = 2015-03-02\ndecided = 2018-03-02\nreply_unknown = true", "2018-03-02"),
        "decided"
    );
    assert_eq!(
        at("filed = 2015-01-10\ndue = 2015-09-02", "2015-09-02"),
        "due-today",
        "the letter names a day, so there is one"
    );
    let lodged = |keys: &str, today: &str| of(&format!("{BASE}{complaint}{keys}\n"), today, |a| a.lodged);
    assert!(lodged("filed = 2015-01-10", "2015-01-10") && !lodged("filed = 2015-01-10", "2015-01-09"));
    assert!(!lodged("filed = 2015-01-10\nsent = 2015-03-02", "2015-03-01"), "when it was sent is known");
}

#[test]
fn a_day_named_in_the_letter_beats_the_rule() {
    assert_eq!(stands("sent = 2019-05-27\ndue = 2019-06-10\n", "2019-06-10"), is("due-today", 0));
    assert_eq!(stands("sent = 2019-05-27\ndue = 2019-06-10\n", "2019-06-11"), is("unconfirmed", 1));
}

#[test]
fn an_unknown_day_of_sending_yields_no_deadline() {
    assert_eq!(stands("", "2026-11-24"), ("no-deadline", None));
    assert_eq!(stands("published = \"2019\"\n", "2026-11-24"), ("no-deadline", None));
}

/// Without a day of sending a letter is there from the first day on which something became of it; a day that is due lies
/// ahead of its letter. Of a sending that has no first day the last one counts, unless something came of it before.
#[test]
fn a_letter_of_unknown_sending_is_there_from_its_first_trace() {
    let letter = "\n[[communication]]\nid = \"it\"\nprocedure = \"wgad-regular\"\nto = [\"GBR\"]\n";
    let at = |keys: &str, today: &str| of(&format!("{BASE}{letter}{keys}\n"), today, |a| a.status.name());
    for (keys, before, first, stands) in [
        ("decided = \"2014-04-22/2014-05-01\"\nreply_unknown = true", "2014-04-21", "2014-04-22", "unknown"),
        ("decided = 2014-05-01\npublished = 2014-07-16", "2014-04-30", "2014-05-01", "decided"),
        ("published = \"2014-07\"\nreply_unknown = true", "2014-06-30", "2014-07-01", "unknown"),
        ("no_reply_as_of = 2014-07-16", "2014-07-15", "2014-07-16", "no-deadline"),
        ("[[communication.reply]]\ndate = 2014-07-16\nkind = \"denial\"", "2014-07-15", "2014-07-16", "answered"),
        ("[[communication.reminder]]\ndate = 2014-07-16", "2014-07-15", "2014-07-16", "no-deadline"),
        ("sent = \"[..2014-07-16]\"\nreply_unknown = true", "2014-07-15", "2014-07-16", "unknown"),
        (
            "sent = \"[..2014-07-16]\"\npublished = 2014-05-01\nreply_unknown = true",
            "2014-04-30",
            "2014-05-01",
            "unknown",
        ),
        ("sent = \"[2014-05-01..2014-07-16]\"\nreply_unknown = true", "2014-04-30", "2014-05-01", "unknown"),
    ] {
        assert_eq!((at(keys, before), at(keys, first)), ("not-yet-sent", stands), "{keys}");
    }
    // Nothing became of these yet.
    assert_eq!(at("", "1980-01-01"), "no-deadline");
    assert_eq!(at("due = 2014-07-16", "2014-05-01"), "pending");
    // A number says from which year it is, whatever came later.
    let numbered = |today| at("ref = \"UA GBR 3/2019\"\npublished = 2021-01-01\nreply_unknown = true", today);
    assert_eq!((numbered("2017-12-31"), numbered("2018-01-01")), ("not-yet-sent", "unknown"));
}

/// An imprecise day of sending: the whole of its days, and the letter counts as sent from the first.
#[test]
fn a_month_of_sending_gives_a_range() {
    let letter = "sent = \"2019-05\"\nno_reply_as_of = 2019-12-01\n";
    for (day, expected) in [
        ("2019-04-30", "not-yet-sent"),
        ("2019-05-01", "pending"),
        ("2019-06-30", "pending"),
        ("2019-07-01", "maybe-overdue"),
        ("2019-07-30", "maybe-overdue"),
        ("2019-07-31", "overdue"),
    ] {
        assert_eq!(status(letter, day), expected, "{day}");
    }
    assert_eq!(of(&appeal(letter), "2019-08-10", |a| pair(a.days)), Some((11, 41)));
    assert_eq!(of(&appeal(letter), "2019-05-10", |a| pair(a.waiting)), Some((0, 9)));
}

#[test]
fn nobody_knows_is_never_no_reply() {
    let letter = "sent = 2019-05-27\nreply_unknown = true\n";
    for today in ["2019-05-27", "2019-07-26", "2019-07-27", "2026-11-24"] {
        assert_eq!(stands(letter, today), ("unknown", None), "{today}");
    }
    // A month in which silence was confirmed on some day confirms it for no later day of that month.
    let letter = format!("{letter}no_reply_as_of = \"2019-08\"\n");
    assert_eq!(status(&letter, "2019-08-01"), "overdue");
    assert_eq!(status(&letter, "2019-08-02"), "unknown");
}

/// A letter about what a committee has yet to adopt does not exist before it has, and no decision ends it.
#[test]
fn a_term_counted_from_adoption_begins_with_it() {
    let letter = "\n[[communication]]\nprocedure = \"cat-concluding-follow-up\"\nto = [\"GBR\"]\ndecided = 2020-05-15\nno_reply_as_of = 2022-01-01\n";
    let at = |today| of(&format!("{BASE}{letter}"), today, |a| a.status);
    assert_eq!(at("2020-05-14"), Status::NotYetSent);
    assert_eq!(at("2020-05-15"), Status::Pending);
    assert_eq!(at("2021-05-15"), Status::DueToday);
    assert_eq!(at("2021-05-16"), Status::Overdue);
}

fn pause(from: &str, until: &str) -> String {
    let until = if until.is_empty() { String::new() } else { format!("until = {until}\n") };
    format!("\n[[communication.suspension]]\nfrom = {from}\n{until}")
}

/// Sent on 27 May: due on 26 July. One that begins on that day still holds the clock; the day after is too late.
#[test]
fn suspensions_move_the_due_day_by_their_days() {
    let today = "2019-12-01";
    for (pauses, expected) in [
        (vec![("2019-06-01", "2019-06-07")], "2019-08-02"),
        (vec![("2019-07-26", "2019-07-30")], "2019-07-31"),
        (vec![("2019-07-27", "2019-07-30")], "2019-07-26"),
        (vec![("2019-05-01", "2019-05-27")], "2019-07-26"),
        (vec![("2019-05-01", "2019-05-28")], "2019-07-27"),
        (vec![("2019-06-01", "2019-06-07"), ("2019-08-02", "2019-08-03")], "2019-08-04"),
        (vec![("2019-06-01", "2019-06-07"), ("2019-08-03", "2019-08-04")], "2019-08-02"),
        // In any order of the file, and a day that two share counts once.
        (vec![("2019-08-02", "2019-08-03"), ("2019-06-01", "2019-06-07")], "2019-08-04"),
        (vec![("2019-06-01", "2019-06-07"), ("2019-06-05", "2019-06-10")], "2019-08-05"),
    ] {
        let pauses: String = pauses.iter().map(|(from, until)| pause(from, until)).collect();
        assert_eq!(due(&appeal(&format!("sent = 2019-05-27\n{pauses}")), today), expected, "{pauses}");
    }
}

/// A term in months ends on other days as the month of its beginning is longer or shorter: what is due for a range of
/// days of sending is what is due for each of its days, also while the clock stands still.
#[test]
fn a_range_of_sending_is_due_from_the_first_to_the_last_of_its_days() {
    let complaint = "\n[[communication]]\nprocedure = \"ccpr-complaint\"\nto = [\"GBR\"]\n";
    let range = |sent: &str, pause: &str| {
        of(&format!("{BASE}{complaint}sent = {sent}\n{pause}"), "2024-01-01", |a| a.deadline.due.expect("a due day"))
    };
    for (from, to) in [
        ("2018-10-20", "2019-03-02"),
        ("2018-12-31", "2019-01-01"),
        ("2019-01-15", "2019-04-15"),
        ("2019-01-31", "2019-03-01"),
        ("2019-11-30", "2020-02-29"),
    ] {
        for (begins, ends) in [("2018-10-01", "2020-03-31"), ("2018-12-31", "2019-02-28"), ("2019-01-20", "2019-03-31")]
        {
            let pause = pause(begins, ends);
            let whole = range(&format!("\"[{from}..{to}]\""), &pause);
            let days = on(from).iter_days().take_while(|day| *day <= on(to));
            let each: Vec<_> = days.map(|day| range(&day.to_string(), &pause)).collect();
            let first = each.iter().map(|due| due.earliest).min().expect("a day");
            let last = each.iter().map(|due| due.latest).max().expect("a day");
            assert_eq!((whole.earliest, whole.latest), (first, last), "{from}..{to}, suspended {begins}..{ends}");
        }
    }
}

/// Sent on 27 May: due on 26 July, and as many days later as the clock stood still.
#[test]
fn days_of_standstill_are_counted_once_and_not_before_they_come() {
    let on = |pauses: &[String], today: &str| due(&appeal(&format!("sent = 2019-05-27\n{}", pauses.concat())), today);
    let (first, second) = (pause("2019-06-01", "2019-06-10"), pause("2019-06-05", "2019-06-15"));
    assert_eq!(on(&[first.clone(), second.clone()], "2019-12-01"), "2019-08-10", "1 to 15 June");
    assert_eq!(on(&[second, first.clone()], "2019-12-01"), "2019-08-10", "whichever is written first");
    let next = pause("2019-06-11", "2019-06-15");
    assert_eq!(on(&[first.clone(), next.clone()], "2019-12-01"), "2019-08-10", "the one from the day after the other");
    assert_eq!(on(&[next], "2019-06-10"), "2019-07-26", "it is still to come");
    // Sent while it lasts, after one inside it: due on 19 August, and ten days later.
    let inside = [pause("2019-06-01", "2019-06-30"), pause("2019-06-10", "2019-06-15")];
    assert_eq!(due(&appeal(&format!("sent = 2019-06-20\n{}", inside.concat())), "2019-12-01"), "2019-08-29");
    // Without a day that is certain: none at least, and 30 at most.
    let loose = pause("\"[2019-06-01..2019-06-20]\"", "\"[2019-06-10..2019-06-30]\"");
    assert_eq!(on(&[loose], "2019-12-01"), "2019-07-26..2019-08-25");
}

#[test]
fn a_suspension_that_has_perhaps_begun_perhaps_holds_the_clock() {
    let held = |today: &str| {
        let text = appeal(&format!("sent = 2019-05-27\n{}", pause("\"[2019-07-20..2019-07-22]\"", "")));
        of(&text, today, |a| a.deadline.standstill)
    };
    assert_eq!(held("2019-07-19"), Standstill::No);
    assert_eq!(held("2019-07-20"), Standstill::Maybe);
    assert_eq!(held("2019-07-21"), Standstill::Maybe);
    assert_eq!(held("2019-07-22"), Standstill::Yes);
}

/// A suspension that lasts holds the clock, whatever else stands beside it and whenever the letter was sent.
#[test]
fn beside_a_suspension_that_lasts_no_other_counts() {
    let both = format!("{}{}", pause("2019-06-01", ""), pause("2019-06-10", "2019-06-15"));
    assert_eq!(status(&format!("sent = 2019-05-27\n{both}"), "2019-12-01"), "no-deadline");
    assert_eq!(status(&format!("sent = 2019-07-01\n{both}"), "2019-12-01"), "no-deadline");
}

/// Of a reply in time that is withheld nothing is said, and so nothing of whether an answer was late.
#[test]
fn beside_what_is_withheld_no_answer_is_late() {
    let text = appeal(&format!("sent = 2019-05-27\n{}", reply("2019-08-01", "denial")));
    let stands = |withheld: bool| {
        let (mut case, rules) = (load(&text), Rules::default());
        case.communications[0].withheld = withheld.then_some(None).into_iter().collect();
        let letters = letters([&case]);
        let answer = answer(&letters[0], &actor(0), &rules, on("2020-01-01"));
        (answer.status.name(), pair(answer.days), pair(answer.taken))
    };
    assert_eq!(stands(false), ("answered-late", Some((6, 6)), Some((66, 66))));
    assert_eq!(stands(true), ("answered-unclear", None, None));
}

#[test]
fn on_a_day_of_standstill_there_is_no_due_day() {
    let letter = format!("sent = 2019-05-27\n{}", pause("2019-07-20", "2019-08-10"));
    assert_eq!(stands(&letter, "2019-07-19"), is("pending", -7));
    assert_eq!(stands(&letter, "2019-07-20"), ("no-deadline", None));
    assert_eq!(stands(&letter, "2019-08-10"), ("no-deadline", None));
    assert_eq!(due(&appeal(&letter), "2019-08-10"), "none");
    assert_eq!(stands(&letter, "2019-08-11"), is("pending", -6));
    let open = format!("sent = 2019-05-27\n{}", pause("2019-07-26", ""));
    assert_eq!(stands(&open, "2026-11-24"), ("no-deadline", None));
    let too_late = format!("sent = 2019-05-27\n{}", pause("2019-07-27", ""));
    assert_eq!(stands(&too_late, "2019-07-28"), is("unconfirmed", 2));
    // A day that the letter names stands as it is.
    assert_eq!(stands(&format!("due = 2019-07-26\n{open}"), "2019-07-26"), is("due-today", 0));
}

/// Sent on 27 May: due on 26 July. What is not exact about a suspension is read in every way.
#[test]
fn a_suspension_without_exact_days_may_hold_the_clock() {
    let july = format!("sent = 2019-05-27\n{}", pause("2019-07-01", "\"2019-07\""));
    // Over on 1 July, it moves the due day by one; over on 31 July, it still holds the clock.
    assert_eq!(stands(&july, "2019-07-15"), ("no-deadline", None));
    assert_eq!(status(&july, "2019-07-27"), "no-deadline");
    assert_eq!(status(&july, "2019-07-28"), "maybe-overdue");
    assert_eq!(due(&appeal(&july), "2019-08-01"), "2019-07-27..2019-08-26");
    assert_eq!(status(&july, "2019-08-26"), "maybe-overdue");
    assert_eq!(status(&july, "2019-08-27"), "unconfirmed");
    // It began before the due day or after it, and lasts.
    let began = format!("sent = 2019-05-27\n{}", pause("\"2019-07\"", ""));
    assert_eq!(due(&appeal(&began), "2019-08-15"), "2019-07-26");
    assert_eq!(stands(&began, "2019-08-15"), ("maybe-overdue", Some(20)));
    // Moved by all of June, it falls on a day of the second one, which lasts: it is either over before that began, or
    // there is none.
    let second = |until: &str| {
        format!("sent = 2019-05-27\n{}{}", pause("2019-06-01", "\"2019-06\""), pause("2019-08-10", until))
    };
    let lasts = second("");
    assert_eq!(due(&appeal(&lasts), "2019-08-20"), "2019-07-27..2019-08-09");
    assert_eq!(stands(&lasts, "2019-08-20"), ("maybe-overdue", Some(11)));
    let ends = second("\"[2019-08-20..2019-08-25]\"");
    assert_eq!(due(&appeal(&ends), "2019-08-20"), "2019-07-27..2019-08-09");
    assert_eq!(due(&appeal(&ends), "2019-08-21"), "2019-07-27..2019-09-05");
}

/// Sent on 26 May, the term ends on 22 September and the extension is moved to the 23rd; sent on the 29th, it is the
/// other way round.
#[test]
fn a_term_and_its_extension_are_counted_from_one_day() {
    let letter = |until: &str| {
        let extension = format!("\n[[communication.extension]]\nuntil = {until}\n");
        format!("sent = \"[2019-05-26..2019-05-29]\"\n{extension}{}", pause("2019-05-28", "2019-07-25"))
    };
    assert_eq!(due(&appeal(&letter("2019-07-25")), "2019-09-25"), "2019-09-22..2019-09-23");
    assert_eq!(due(&appeal(&letter("2019-07-26")), "2019-09-25"), "2019-09-23");
    // From the 23rd on the clock stands still for the one or for the other.
    let held = |until: &str, from: &str| stands(&(letter(until) + &pause(from, "")), "2019-09-25");
    assert_eq!(held("2019-07-26", "2019-09-24"), is("unconfirmed", 2));
    assert_eq!(held("2019-07-26", "2019-09-23"), ("no-deadline", None));
    assert_eq!(held("2019-07-25", "2019-09-23"), ("maybe-overdue", Some(3)));
}

/// The letter names 26 July. An extension that may have been granted, and would stand still, leaves that open.
#[test]
fn an_extension_that_stands_still_counts_once_it_is_granted() {
    let letter = |granted: &str| {
        let extension = format!("\n[[communication.extension]]\ngranted = {granted}\nuntil = 2019-08-30\n");
        format!("sent = 2019-05-27\ndue = 2019-07-26\n{extension}{}", pause("2019-07-05", ""))
    };
    assert_eq!(status(&letter("2019-07-08"), "2019-07-28"), "no-deadline");
    assert_eq!(status(&letter("\"2019-07\""), "2019-07-26"), "no-deadline");
    assert_eq!(status(&letter("\"2019-07\""), "2019-07-28"), "maybe-overdue");
    assert_eq!(status(&letter("\"2019-07\""), "2019-07-31"), "no-deadline");
    // Where the term stands still, an extension that ended before the suspension began starts no clock.
    let over = |from: &str| {
        let extension = "\n[[communication.extension]]\ngranted = 2019-07-01\nuntil = 2019-07-10\n";
        format!("sent = 2019-05-27\n{extension}{}", pause(from, ""))
    };
    assert_eq!(status(&over("2019-07-26"), "2019-07-28"), "no-deadline");
    assert_eq!(status(&over("2019-07-27"), "2019-07-28"), "unconfirmed");
}

/// Granted, if it is on record by 25 July, no later than that day: a suspension that lasts on it holds the clock.
#[test]
fn an_extension_that_may_be_granted_today_is_not_granted_tomorrow() {
    let letter = |until: &str| {
        let extension = "\n[[communication.extension]]\ngranted = \"[2019-07-25..2019-07-27]\"\nuntil = 2019-07-19\n";
        let letter = LETTER.replace("sp-urgent-appeal", "other");
        format!("{BASE}{letter}sent = 2019-05-28\n{extension}{}", pause("2019-06-01", until))
    };
    let status = |until: &str| of(&letter(until), "2019-07-25", |answer| answer.status);
    assert_eq!(status("2019-07-26"), Status::NoDeadline);
    assert_eq!(status("2019-07-24"), Status::MaybeOverdue);
}

#[test]
fn the_basis_tells_what_moved_a_day_and_to_where() {
    let extension = "\n[[communication.extension]]\ngranted = 2019-06-20\nuntil = 2019-08-26\n";
    let basis = |more: &str| {
        of(&appeal(&format!("sent = 2019-05-27\n{more}")), "2019-12-01", |answer| answer.deadline.to_string())
    };
    let counted = "60 days from 2019-05-27 (sp-urgent-appeal, not verified)";
    let [june, late] = [pause("2019-06-01", "2019-06-07"), pause("2019-07-27", "2019-07-30")];
    assert_eq!(basis(&june), format!("{counted}; suspended 2019-06-01/2019-06-07: 2019-08-02"));
    assert_eq!(basis(&late), format!("{counted}; suspended 2019-07-27/2019-07-30"));
    assert_eq!(basis(extension), format!("{counted}; extended to 2019-08-26"));
    let ten_days = pause("2019-07-01", "2019-07-10");
    assert_eq!(
        basis(&(extension.to_owned() + &ten_days)),
        format!("{counted}; suspended 2019-07-01/2019-07-10: 2019-08-05; extended to 2019-08-26: 2019-09-05")
    );
    assert_eq!(basis(&pause("2019-07-01", "")), format!("{counted}; the clock stands still"));
}

#[test]
fn extensions_never_shorten_and_suspensions_move_those_granted_before_their_end() {
    let extension =
        |granted: &str, until: &str| format!("\n[[communication.extension]]\ngranted = {granted}\nuntil = {until}\n");
    let due = |more: &str| due(&appeal(&format!("sent = 2019-05-27\n{more}")), "2019-12-01");
    assert_eq!(due(&extension("2019-07-01", "2019-07-25")), "2019-07-26");
    assert_eq!(due(&extension("2019-07-01", "2019-07-27")), "2019-07-27");
    assert_eq!(due(&(extension("2019-07-01", "2019-08-26") + &extension("2019-08-01", "2019-08-20"))), "2019-08-26");
    assert_eq!(due(&format!("due = 2019-08-30\n{}", extension("2019-07-01", "2019-08-26"))), "2019-08-30");
    let ten_days = pause("2019-07-01", "2019-07-10");
    assert_eq!(due(&(extension("2019-06-20", "2019-08-26") + &ten_days)), "2019-09-05");
    assert_eq!(due(&(extension("2019-07-10", "2019-08-26") + &ten_days)), "2019-09-05");
    assert_eq!(due(&(extension("2019-07-11", "2019-08-26") + &ten_days)), "2019-08-26");
    // And the basis does not say that a day was moved which was not.
    let basis = |until: &str| {
        let text = appeal(&format!("sent = 2019-05-27\n{}", extension("2019-07-01", until)));
        of(&text, "2019-12-01", |answer| answer.deadline.to_string())
    };
    assert!(basis("2019-07-25").ends_with("; not shortened by an extension to 2019-07-25"), "{}", basis("2019-07-25"));
    assert!(basis("2019-07-26").ends_with("; extended to 2019-07-26"));
    assert!(basis("2019-07-27").ends_with("; extended to 2019-07-27"));
    // Not granted yet: it does not exist.
    let granted = format!("sent = 2019-05-27\n{}", extension("2019-07-20", "2019-08-26"));
    assert_eq!(self::due(&appeal(&granted), "2019-07-19"), "2019-07-26");
    assert_eq!(self::due(&appeal(&granted), "2019-07-20"), "2019-08-26");
}

/// Where the day of a change is not known, or a date straddles it, both terms count.
#[test]
fn two_rules_give_a_range() {
    let letter = |procedure: &str, sent: &str| {
        format!("{BASE}\n[[communication]]\nprocedure = {procedure:?}\nto = [\"GBR\"]\nsent = {sent}\n")
    };
    let due = |procedure, sent| due(&letter(procedure, sent), "2030-01-01");
    assert_eq!(due("sp-allegation-letter", "2007-07-01"), "2007-09-01");
    assert_eq!(due("sp-allegation-letter", "2008-07-01"), "2008-08-30..2008-09-01");
    assert_eq!(due("sp-allegation-letter", "2019-12-31"), "2020-02-29");
    assert_eq!(due("sp-allegation-letter", "2020-01-01"), "2020-03-01");
    assert_eq!(due("wgad-regular", "2010-12-31"), "2011-03-01..2011-03-31");
    assert_eq!(due("wgad-regular", "2011-01-01"), "2011-03-02");
    assert_eq!(due("wgad-regular", "\"[2010-12-31..2011-01-01]\""), "2011-03-01..2011-03-31");
    assert_eq!(due("iachr-petition", "2013-07-31"), "2013-09-30");
    assert_eq!(due("iachr-petition", "2013-08-01"), "2013-11-01");
    assert_eq!(due("iachr-petition", "\"2013\""), "2013-03-01..2014-03-31");
    // Later letters of a range can be due sooner.
    assert_eq!(due("wgad-regular", "\"[2010-12-01..2011-01-02]\""), "2011-01-30..2011-03-31");
}

/// The term of a year is known for what was adopted from 2001 on.
#[test]
fn without_a_rule_for_each_day_there_is_no_due_day() {
    let basis = |decided: &str| {
        let letter = LETTER.replace("sp-urgent-appeal", "ccpr-concluding-follow-up");
        of(&format!("{BASE}{letter}{decided}"), "2010-01-01", |answer| answer.deadline.to_string())
    };
    let none = "no rule for this procedure at that time";
    assert_eq!(basis("decided = 2000-12-31\n"), none);
    assert_eq!(basis("decided = \"[2000-12-31..2001-01-01]\"\n"), none);
    assert_eq!(basis("decided = 2001-01-01\n"), "1 year from 2001-01-01 (ccpr-concluding-follow-up)");
    assert_eq!(basis(""), "the day of adoption is not known");
}

/// An end of a date that nobody knows is no day: nothing is counted from it or to it.
#[test]
fn open_ends_are_no_days() {
    let open = |more: &str, today: &str| {
        of(&appeal(more), today, |a| (a.status.name(), a.days, a.deadline.due.map(|d| d.to_string())))
    };
    let (status, days, due) = open("sent = \"[..2019-05-27]\"\nno_reply_as_of = 2019-09-01\n", "2019-08-05");
    assert_eq!((status, days), ("overdue", Some(Span { min: Some(10), max: None })));
    assert_eq!(due.as_deref(), Some("..2019-07-26"));
    // What is on record had been sent by the day to which the record reaches.
    let (status, days, due) = open("sent = \"[2019-05-27..]\"\nno_reply_as_of = 2019-06-10\n", "2019-08-20");
    assert_eq!((status, days), ("unconfirmed", Some(Span { min: Some(11), max: Some(25) })));
    assert_eq!(due.as_deref(), Some("2019-07-26..2019-08-09"));
    let (status, days, _) = open("sent = 2019-05-27\ndue = \"[2019-07-26..]\"\n", "2019-08-20");
    assert_eq!((status, days), ("maybe-overdue", Some(Span { min: None, max: Some(25) })));
    let late = format!("sent = 2019-05-27\n{}", reply("\"[2019-08-01..]\"", "denial"));
    assert_eq!(
        of(&appeal(&late), "2020-01-01", |a| (a.status.name(), a.taken)),
        ("answered-late", Some(Span { min: Some(66), max: None }))
    );
}

#[test]
fn no_day_of_the_calendar_is_a_panic() {
    let rules = Rules::default();
    for more in [
        "",
        "sent = 1800-01-01\n",
        "sent = 2199-12-31\n",
        "sent = \"../2199\"\nsuspended = \"1800-01-01/..\"\n",
        "sent = \"1800/2199\"\nsuspended = \"1900/2100\"\n",
        "sent = \"2019-05-27/..\"\nsuspended = \"2019/..\"\nno_reply_as_of = \"2199\"\n",
        "due = \"2199\"\nwithdrawn = \"2199\"\n",
        "sent = 2019-05-27\nsuspended = \"2019-06-01/..\"\n\n[[communication.reply]]\nkind = \"denial\"\ndate = \"2199\"\n",
        "sent = \"[..2019]\"\ndecided = \"[2019-05..]\"\n\n[[communication.reply]]\nkind = \"denial\"\ndate = \"[..2019]\"\n",
        "sent = 2199-12-31\n\n[[communication.extension]]\nuntil = \"[2199..]\"\n\n[[communication.suspension]]\nfrom = 2199-12-31\n",
    ] {
        let case = load(&appeal(more));
        let letters = letters([&case]);
        for today in [NaiveDate::MIN, on("1800-01-01"), on("2019-06-30"), on("2199-12-31"), NaiveDate::MAX] {
            let answer = answer(&letters[0], &actor(0), &rules, today);
            let basis = answer.deadline.to_string();
            let wrote = more.contains("1800-01-01") || more.contains("2199-12-31");
            assert!(wrote || !(basis.contains("1800-01-01") || basis.contains("2199-12-31")), "{more}: {basis}");
            // What stands for an open end is no day that anybody wrote.
            assert!(
                !(basis.contains("0001-") || basis.contains("9999-") || basis.contains("10000-")),
                "{more}: {basis}"
            );
        }
    }
}

#[test]
fn only_the_kinds_of_the_table_stop_the_clock() {
    for kind in ReplyKind::ALL {
        assert!(STOPS.contains(&kind.name()) != WAITS.contains(&kind.name()), "{kind} is not in the table");
        assert_eq!(kind.stops_the_clock(), STOPS.contains(&kind.name()), "{kind}");
    }
}

/// The page on the format says when each status is said.
#[test]
fn answered_is_what_says_so() {
    for status in Status::ALL {
        assert_eq!(status.is_answered(), status.name().starts_with("answered"), "{status}");
    }
}

/// A suspension in a line of its letter stands where the letter does; one under a heading of its own there.
#[test]
fn a_suspension_is_written_short_or_apart() {
    let is_short = |more: &str| {
        let case = load(&appeal(&format!("sent = 2019-05-27\n{more}")));
        let letter = &case.communications[0];
        letter.suspensions.iter().map(|suspension| suspension.is_short_in(&letter.entry)).collect::<Vec<_>>()
    };
    assert_eq!(is_short("suspended = \"2019-06-01/2019-06-10\"\n"), [true]);
    assert_eq!(is_short(&pause("2019-06-01", "2019-06-10")), [false]);
    // Only one that stands apart has a day of its own, on which it is told.
    let told_later = |more: &str| later(&load(&appeal(&format!("sent = 2019-05-27\n{more}"))), on("2019-05-31"));
    assert_eq!(told_later("suspended = \"2019-06-01/2019-06-10\"\n"), 0);
    assert_eq!(told_later(&pause("2019-06-01", "2019-06-10")), 1);
    // Of one day is not backwards.
    assert_eq!(is_short(&pause("2019-06-01", "2019-06-01")), [false]);
}

/// What is withheld may show that a letter without a first day of sending was there earlier.
#[test]
fn a_letter_with_something_withheld_may_have_been_sent() {
    let mut case = load(&appeal("sent = \"[..2019-05-27]\"\n"));
    let day = on("2019-05-01");
    assert!(case.communications[0].is_not_yet_sent(day));
    case.communications[0].withheld = vec![None];
    assert!(!case.communications[0].is_not_yet_sent(day));
}

/// What counts in the rates: letters whose last day has passed.
#[test]
fn answers_count_in_the_rates_once_their_last_day_has_passed() {
    let answered = appeal(&format!("sent = 2019-05-27\n{}", reply("2019-06-01", "denial")));
    let counts = |text: &str, today: &str| {
        let counts = RefCell::new(Responses::default());
        of(text, today, |answer| counts.borrow_mut().add(answer, None, on(today)));
        counts.into_inner()
    };
    let due = counts(&answered, "2019-07-26");
    assert_eq!((due.not_due, due.in_time, due.taken.len()), (1, 0, 0), "on the last day itself");
    let passed = counts(&answered, "2019-07-27");
    assert_eq!((passed.not_due, passed.in_time, passed.taken.as_slice()), (0, 1, &[(5, 5)][..]));
    let without = appeal(&reply("2019-06-01", "denial"));
    let unknown = counts(&without, "2020-01-01");
    assert_eq!((unknown.no_clock, unknown.not_due), (1, 0), "without a last day there is no rate");
}

#[test]
fn every_status_is_explained() {
    let page = include_str!("../cases/README.md");
    let (_, section) = page.split_once("## How a letter stands").expect("the section");
    let (table, _) = section.split_once("**How far the record knows.**").expect("its end");
    for status in Status::ALL {
        assert_eq!(table.matches(&format!("`{status}`")).count(), 1, "{status}");
    }
}
