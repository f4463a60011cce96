//! Dates after the day of the check, of things told as done.

use super::place::PlacedRecord;
use crate::{load::problem::Code, model::reach::dates};

/// Nothing that is told as done is dated after the day of the check. Last days and their extensions are not told as
/// done: they lie ahead by nature.
pub(super) fn in_the_future(record: &PlacedRecord<'_>) {
    let help = "correct the date; what is to come is an event with `planned = true`, and a hope is a note";
    let born = record.case.people.iter().filter_map(|person| Some((&person.entry, "born", person.born.as_ref()?)));
    for (entry, key, date) in born.chain(dates(record.case)).filter(|(.., date)| !date.is_on_record(record.as_of)) {
        let message = format!("`{key}` is {date}, after {}", record.as_of);
        record.note(Code::InTheFuture, (entry, key), &[], message, help);
    }
    if let Some(date) = record.case.reviewed.as_ref().filter(|date| !date.has_come(record.as_of)) {
        let message = format!("`reviewed` is {date}, after {}", record.as_of);
        let span = record.tables[0].span_of("reviewed");
        record.source.problem(Code::InTheFuture, span, false, message, "correct the date");
    }
}
