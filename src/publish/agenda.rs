//! An agenda for calendar programs: the same rules as for due days. Nobody is named and no case, unless titles are
//! asked for; our own moves sound an alarm.

use super::{
    calendar::{ALARM, CalendarContent, day, shortened, written},
    identity::identity,
    shown::Shown,
    table::words,
};
use crate::{
    model::vocabulary::Vocabulary,
    report::{
        Cell, Column, Table, Value,
        agenda::{DAY, DAY_LATEST, LETTER, PLAIN, SORT, TITLE, TO, WHAT, item::Sort},
        column::CASE,
    },
};
use chrono::{NaiveDate, NaiveTime};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property, Trigger, ValueType};
use std::collections::HashMap;

/// Columns without which there is no calendar.
const NEEDED: [Column; 8] = [CASE, TITLE, SORT, DAY, DAY_LATEST, WHAT, PLAIN, LETTER];

/// The calendar of an agenda; what has no day is not in it.
///
/// # Errors
/// Columns were left out of the report.
pub(super) fn calendar(table: &Table, as_of: NaiveDate, content: CalendarContent) -> Result<String, String> {
    if NEEDED.iter().any(|column| table.position(column.key).is_none()) {
        return Err("a calendar needs the whole of each row: leave out --columns".into());
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//timeline//agenda//EN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name(if content.confidential { "Agenda (confidential)" } else { "Agenda" });
    let mut known: HashMap<String, usize> = HashMap::new();
    let events = table.rows.iter().filter_map(|row| {
        let sort = text(table.cell(&row, SORT)).and_then(Sort::named)?;
        let (first, last) = (day(table.cell(&row, DAY))?, day(table.cell(&row, DAY_LATEST))?);
        // Stale records and past plans have no day on which something falls due, so they are not in a calendar.
        if matches!(sort, Sort::Stale | Sort::NothingSince) {
            return None;
        }
        let name = [CASE, LETTER, TO, WHAT].map(|column| text(table.cell(&row, column)).unwrap_or_default());
        let name = [&[sort.name()][..], &name].concat().join("\n");
        let nth = known.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
        let uid = identity(&["agenda", &name, &nth.to_string()]);
        Some(event(table, &row, sort, (first, last), &uid, as_of, content))
    });
    Ok(written(&calendar, events))
}

fn text(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn event(
    table: &Table,
    row: &[Cell],
    sort: Sort,
    (first, last): (NaiveDate, NaiveDate),
    uid: &str,
    as_of: NaiveDate,
    content: CalendarContent,
) -> Event {
    let says = |column| shortened(words(table.cell(row, column)).to_string());
    // Without "in 12 days", which would be wrong tomorrow.
    let what = text(table.cell(row, if content.titles { WHAT } else { PLAIN })).unwrap_or_default();
    let what = shortened(Shown::new(what).to_string());
    let between = if first == last { String::new() } else { format!(" (some day from {first} to {last})") };
    let summary = format!("{}: {what}{between}", sort.in_words());
    let stamp = as_of.and_time(NaiveTime::MIN).and_utc();
    let mut event = Event::new();
    event.uid(uid).timestamp(stamp).summary(&summary);
    let seen = format!("As of {as_of}");
    event.description(&match content.titles {
        true => format!("{} ({})\n{seen}", says(TITLE), says(CASE)),
        false => seen,
    });
    if content.confidential {
        event.append_property(("CLASS", "CONFIDENTIAL"));
    }
    // The end of an all-day event is the first day that does not belong to it.
    for (key, day) in [("DTSTART", Some(first)), ("DTEND", last.succ_opt())] {
        if let Some(day) = day {
            let mut day = Property::new(key, day.format("%Y%m%d").to_string());
            event.append_property(day.append_parameter(ValueType::Date).done());
        }
    }
    event.append_property(("TRANSP", "TRANSPARENT"));
    if sort == Sort::OurMove {
        let before = Trigger::before_start(chrono::Duration::days(ALARM));
        let mut alarm = Alarm::display(&format!("{what}: our move by {first}"), before);
        alarm.uid(&identity(&[uid, "alarm"])).timestamp(stamp);
        event.alarm(alarm);
    }
    event.done()
}
