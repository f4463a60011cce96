//! Due days for calendar programs (RFC 5545), from the report of letters that wait.

use super::{
    identity::identity,
    table::{get, words},
};
use crate::{
    model::{communication::OwedBy, vocabulary::Vocabulary},
    report::{Cell, Table, Value},
};
use chrono::{NaiveDate, NaiveTime};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property, Trigger, ValueType};
use std::{borrow::Cow, collections::HashMap};

/// How many days before a day of our own the alarm sounds.
const ALARM: i64 = 7;

/// Columns without which there is no calendar.
const NEEDED: [&str; 8] = ["case", "title", "ref", "to", "due", "due_latest", "status", "owed_by"];

/// The calendar of the due days in a report of `pending`; letters without one are not in it.
///
/// The crate writes, escapes and folds; what it would take from the clock or from chance is set
/// here, so that the same records give the same bytes.
///
/// # Errors
/// Columns were left out of the report.
pub(super) fn calendar(table: &Table, as_of: NaiveDate) -> Result<String, String> {
    if NEEDED.iter().any(|key| table.position(key).is_none()) {
        return Err("a calendar needs the whole of each letter: leave out --columns".into());
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//timeline//letters that wait for an answer//EN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name("Letters that wait for an answer");
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in table.rows.cells().iter() {
        let (Some(due), Some(latest)) = (day(get(table, row, "due")), day(get(table, row, "due_latest"))) else {
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
    table.rows.iter().filter(|row| day(get(table, row, "due")).is_none()).count()
}

/// What a letter to one addressee is known by: the official reference alone, wherever there is one,
/// as it stays the same whichever case names it.
fn name(table: &Table, row: &[Cell]) -> String {
    let text = |key| match &get(table, row, key).value {
        Value::Text(text) => Cow::Borrowed(text.as_str()),
        Value::Date(date) => date.as_written(),
        _ => Cow::Borrowed(""),
    };
    let reference = text("ref");
    let own = match reference.is_empty() {
        true => ["".into(), text("case"), text("id"), text("procedure"), text("sent")].join("\n"),
        false => reference.into_owned(),
    };
    format!("{own}\n{}", text("to"))
}

fn event(table: &Table, row: &[Cell], (due, latest): (NaiveDate, NaiveDate), uid: &str, as_of: NaiveDate) -> Event {
    let says = |key| words(get(table, row, key)).to_string();
    let ours = says("owed_by") == OwedBy::Us.name();
    let what = if ours { "our move" } else { "answer due" };
    let between = if due == latest { String::new() } else { format!(" (some day from {due} to {latest})") };
    let lines = [
        ("", format!("{} ({})", says("title"), says("case"))),
        ("As it stands: ", format!("{}, as of {as_of}", says("status"))),
        ("The day rests on: ", says("basis")),
        ("From: ", says("from")),
    ];
    let lines: Vec<String> =
        lines.into_iter().filter(|(_, said)| !said.is_empty()).map(|(l, said)| l.to_owned() + &said).collect();
    let stamp = as_of.and_time(NaiveTime::MIN).and_utc();
    let mut event = Event::new();
    event.uid(uid).timestamp(stamp);
    event.summary(&format!("{} to {}: {what}{between}", says("ref"), says("to")));
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
        let mut alarm = Alarm::display(&format!("{} to {}: our move by {due}", says("ref"), says("to")), before);
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
