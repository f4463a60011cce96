//! Dates: what has not happened yet is no fact.

use super::place::{Record, Table};
use crate::load::{
    problem::Code,
    schema::{Kind, Value},
    tree,
};

/// Nothing that is told as done is dated after the day of the check. Last days and their extensions are not told as
/// done: they lie ahead by nature.
pub(super) fn in_the_future(record: &Record<'_>) {
    for table in &record.tables {
        let Some(kind) = Kind::at(&table.path) else { continue };
        let help = match kind {
            Kind::Event => "correct the date; an event that is only planned has `planned`",
            _ => "correct the date",
        };
        let done = kind.fields().into_iter().filter(|field| matches!(field.value, Value::Date | Value::DateOrTrue));
        for field in done.filter(|field| !(field.name == "date" && is_planned(table))) {
            let date = table.keys.get(field.name).and_then(|pair| pair.value.date());
            if let Some(date) = date.filter(|date| !date.has_come(record.as_of)) {
                let message = format!("`{}` is {date}, after {}", field.name, record.as_of);
                record.source.problem(Code::InTheFuture, table.span_of(field.name), table.private, message, help);
            }
        }
    }
}

/// Whether what the table tells has not happened yet, and says so.
fn is_planned(table: &Table<'_>) -> bool {
    table.keys.get("planned").is_some_and(|pair| pair.value != tree::Value::Flag(false))
}
