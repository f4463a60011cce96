//! Due days for calendar programs (RFC 5545), from the report of letters that wait.
//!
//! Calendars are shared, synchronised and shown on locked screens: without being asked for, nothing is in one but
//! the reference, the State and the due day.

use super::{identity::identity, table::words};
use crate::{
    model::{communication::OwedBy, state::State, vocabulary::Vocabulary},
    report::{
        Cell, Column, Table, Value,
        column::{CASE, ID},
        letters::{BASIS, CASES, DUE, DUE_LATEST, FROM, OWED_BY, PROCEDURE, REFERENCE, SENT, STATUS, TITLE, TO},
    },
};
use chrono::{NaiveDate, NaiveTime};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property, Trigger, ValueType};
use std::{borrow::Cow, collections::HashMap};

/// How many days before a day of our own the alarm sounds.
pub(super) const ALARM: i64 = 7;

/// Columns without which there is no calendar.
const NEEDED: [Column; 9] = [CASE, CASES, TITLE, REFERENCE, TO, DUE, DUE_LATEST, STATUS, OWED_BY];

/// A text of a record in a calendar has so many characters at most.
const LONGEST: usize = 500;

/// A line of a calendar has so many octets at most, without its end (RFC 5545, 3.1).
const WIDEST: usize = 75;

/// The last line of a calendar.
const END: &str = "END:VCALENDAR\r\n";

/// What a calendar tells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CalendarContent {
    /// Titles and ids of cases, names of addressees and senders.
    pub(super) titles: bool,
    /// Something confidential.
    pub(super) confidential: bool,
}

/// The calendar of the due days in a report of `pending`; letters without one are not in it.
///
/// The crate writes and escapes; what it would take from the clock or from chance is set here, so that the same
/// records give the same bytes.
///
/// # Errors
/// Columns were left out of the report.
pub(super) fn calendar(table: &Table, as_of: NaiveDate, content: CalendarContent) -> Result<String, String> {
    if NEEDED.iter().any(|column| table.position(column.key).is_none()) {
        return Err("a calendar needs the whole of each letter: leave out --columns".into());
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//timeline//letters that wait for an answer//EN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name(match content.confidential {
        true => "Letters that wait for an answer (confidential)",
        false => "Letters that wait for an answer",
    });
    let mut known: HashMap<String, usize> = HashMap::new();
    let events = table.rows.iter().filter_map(|row| {
        let (due, latest) = (day(table.cell(&row, DUE))?, day(table.cell(&row, DUE_LATEST))?);
        let name = name(table, &row);
        // Two letters of which the record tells no difference are told apart by their order.
        let nth = known.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
        let uid = identity(&[&name, &nth.to_string()]);
        Some(event(table, &row, (due, latest), &uid, as_of, content))
    });
    Ok(written(&calendar, events))
}

/// The text of a calendar with these events, each of which is forgotten once it is written: there may be very many.
pub(super) fn written(calendar: &Calendar, events: impl Iterator<Item = Event>) -> String {
    let whole = folded(&calendar.to_string());
    let mut text = whole.strip_suffix(END).unwrap_or(&whole).to_owned();
    events.for_each(|event| text.push_str(&folded(&event.to_string())));
    text + END
}

/// The same lines, none of them too wide. The crate lets those that go on be an octet wider.
fn folded(calendar: &str) -> String {
    let mut folded = String::with_capacity(calendar.len() + calendar.len() / WIDEST);
    for mut line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = WIDEST;
        while line.len() > room {
            let end = (0..=room).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
            folded.extend([&line[..end], "\r\n "]);
            (line, room) = (&line[end..], WIDEST - 1);
        }
        folded.extend([line, "\r\n"]);
    }
    folded
}

/// How many letters in such a report have no due day and are therefore not in the calendar.
pub(super) fn left_out(table: &Table) -> usize {
    table.rows.iter().filter(|row| day(table.cell(row, DUE)).is_none()).count()
}

/// What a letter to one addressee is known by: the official reference alone, wherever there is one,
/// as it stays the same whichever case names it.
fn name(table: &Table, row: &[Cell]) -> String {
    let text = |column| match &table.cell(row, column).value {
        Value::Text(text) => Cow::Borrowed(text.as_str()),
        Value::Date(date) => date.as_written(),
        _ => Cow::Borrowed(""),
    };
    let reference = text(REFERENCE);
    let own = match reference.is_empty() {
        true => ["".into(), text(CASE), text(ID), text(PROCEDURE), text(SENT)].join("\n"),
        false => reference.into_owned(),
    };
    format!("{own}\n{}", text(TO))
}

fn event(
    table: &Table,
    row: &[Cell],
    (due, latest): (NaiveDate, NaiveDate),
    uid: &str,
    as_of: NaiveDate,
    content: CalendarContent,
) -> Event {
    let says = |column| shortened(words(table.cell(row, column)).to_string());
    let text = |column| match &table.cell(row, column).value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    };
    // The id of a letter may be made of a name, and an addressee that is no State may be a person.
    let letter = match text(REFERENCE) {
        None if !content.titles => format!("letter ({})", says(PROCEDURE)),
        _ => says(REFERENCE),
    };
    let to = match text(TO).and_then(State::from_code) {
        None if !content.titles => "another addressee".to_owned(),
        _ => says(TO),
    };
    let ours = text(OWED_BY) == Some(OwedBy::Us.name());
    let what = if ours { "our move" } else { "answer due" };
    let between = if due == latest { String::new() } else { format!(" (some day from {due} to {latest})") };
    let titles = |says: String| if content.titles { says } else { String::new() };
    let lines = [
        ("", titles(format!("{} ({})", says(TITLE), says(CASE)))),
        ("As it stands: ", format!("{}, as of {as_of}", says(STATUS))),
        ("The day rests on: ", says(BASIS)),
        ("From: ", titles(says(FROM))),
    ];
    let lines: Vec<String> =
        lines.into_iter().filter(|(_, said)| !said.is_empty()).map(|(l, said)| l.to_owned() + &said).collect();
    let stamp = as_of.and_time(NaiveTime::MIN).and_utc();
    let mut event = Event::new();
    event.uid(uid).timestamp(stamp);
    event.summary(&format!("{letter} to {to}: {what}{between}"));
    event.description(&lines.join("\n"));
    if content.confidential {
        event.append_property(("CLASS", "CONFIDENTIAL"));
    }
    // The end of an all-day event is the first day that does not belong to it.
    for (key, day) in [("DTSTART", Some(due)), ("DTEND", latest.succ_opt())] {
        if let Some(day) = day {
            event.append_property(
                Property::new(key, day.format("%Y%m%d").to_string()).append_parameter(ValueType::Date).done(),
            );
        }
    }
    event.append_property(("TRANSP", "TRANSPARENT"));
    if ours {
        let before = Trigger::before_start(chrono::Duration::days(ALARM));
        let mut alarm = Alarm::display(&format!("{letter} to {to}: our move by {due}"), before);
        alarm.uid(&identity(&[uid, "alarm"])).timestamp(stamp);
        event.alarm(alarm);
    }
    event.done()
}

/// The text, cut to [`LONGEST`] characters.
pub(super) fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

pub(super) fn day(cell: &Cell) -> Option<NaiveDate> {
    match cell.value {
        Value::Day(day) => Some(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(text in "(?s)([a-z ,;\\\\\n]|[ильин]|人|👩){0,300}") {
            let mut calendar = Calendar::empty();
            calendar.push(Event::new().uid("u").timestamp(chrono::DateTime::UNIX_EPOCH).summary(&text).done());
            let written = calendar.to_string();
            let folded = folded(&written);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= WIDEST), "{folded}");
            prop_assert_eq!(folded.replace("\r\n ", ""), written.replace("\r\n ", ""));
        }
    }
}
