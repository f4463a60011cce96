//! Due days for calendar programs (RFC 5545), from the report of letters that wait.

use super::{identity::identity, table::words};
use crate::{
    model::{communication::OwedBy, vocabulary::Vocabulary},
    report::{
        Cell, Column, Table, Value,
        column::{CASE, ID},
        letters::{BASIS, DUE, DUE_LATEST, FROM, OWED_BY, PROCEDURE, REFERENCE, SENT, STATUS, TITLE, TO},
    },
};
use chrono::{NaiveDate, NaiveTime};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property, Trigger, ValueType};
use std::{borrow::Cow, collections::HashMap};

/// How many days before a day of our own the alarm sounds.
const ALARM: i64 = 7;

/// Columns without which there is no calendar.
const NEEDED: [Column; 8] = [CASE, TITLE, REFERENCE, TO, DUE, DUE_LATEST, STATUS, OWED_BY];

/// The calendar of the due days in a report of `pending`; letters without one are not in it.
///
/// The crate writes, escapes and folds; what it would take from the clock or from chance is set
/// here, so that the same records give the same bytes.
///
/// # Errors
/// Columns were left out of the report.
pub(super) fn calendar(table: &Table, as_of: NaiveDate) -> Result<String, String> {
    if NEEDED.iter().any(|column| table.position(column.key).is_none()) {
        return Err("a calendar needs the whole of each letter: leave out --columns".into());
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//timeline//letters that wait for an answer//EN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name("Letters that wait for an answer");
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in table.rows.cells().iter() {
        let (Some(due), Some(latest)) = (day(table.cell(row, DUE)), day(table.cell(row, DUE_LATEST))) else {
            continue;
        };
        let name = name(table, row);
        // Two letters of which the record tells no difference are told apart by their order.
        let nth = known.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
        let uid = identity(&[&name, &nth.to_string()]);
        calendar.push(event(table, row, (due, latest), &uid, as_of));
    }
    Ok(calendar.to_string())
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

fn event(table: &Table, row: &[Cell], (due, latest): (NaiveDate, NaiveDate), uid: &str, as_of: NaiveDate) -> Event {
    let says = |column| words(table.cell(row, column)).to_string();
    let ours = says(OWED_BY) == OwedBy::Us.name();
    let what = if ours { "our move" } else { "answer due" };
    let between = if due == latest { String::new() } else { format!(" (some day from {due} to {latest})") };
    let lines = [
        ("", format!("{} ({})", says(TITLE), says(CASE))),
        ("As it stands: ", format!("{}, as of {as_of}", says(STATUS))),
        ("The day rests on: ", says(BASIS)),
        ("From: ", says(FROM)),
    ];
    let lines: Vec<String> =
        lines.into_iter().filter(|(_, said)| !said.is_empty()).map(|(l, said)| l.to_owned() + &said).collect();
    let stamp = as_of.and_time(NaiveTime::MIN).and_utc();
    let mut event = Event::new();
    event.uid(uid).timestamp(stamp);
    event.summary(&format!("{} to {}: {what}{between}", says(REFERENCE), says(TO)));
    event.description(&lines.join("\n"));
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
        let mut alarm = Alarm::display(&format!("{} to {}: our move by {due}", says(REFERENCE), says(TO)), before);
        alarm.uid(&identity(&[uid, "alarm"])).timestamp(stamp);
        event.alarm(alarm);
    }
    event.done()
}

fn day(cell: &Cell) -> Option<NaiveDate> {
    match cell.value {
        Value::Day(day) => Some(day),
        _ => None,
    }
}
