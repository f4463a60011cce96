//! What a program gets of a table: every field under its key, and dates with their bounds.

use crate::{
    model::date::{FAR_FUTURE, FAR_PAST},
    report::{Cell, Column, Kind, Place, Table, Value},
};
use chrono::NaiveDate;
use std::borrow::Cow;

/// One field of every row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name: the key of the column, for bounds of dates with a suffix.
    pub(super) name: Cow<'static, str>,
    column: usize,
    side: Side,
}

/// What of a column a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    AsWritten,
    Earliest,
    Latest,
}

/// The content of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Datum<'a> {
    /// Not known, or not applicable.
    Null,
    /// Words of a record.
    Text(&'a str),
    /// A date as written: no words of a record, so it needs no protection.
    Date(&'a str),
    /// A day.
    Day(NaiveDate),
    /// A number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// Several texts.
    List(&'a [String]),
    /// A part of the row.
    Table(&'a Table),
}

/// The fields of a table in order; a column of dates makes three.
pub(super) fn fields(columns: &[Column]) -> Vec<Field> {
    let mut fields = Vec::new();
    for (i, column) in columns.iter().enumerate().filter(|(_, c)| c.place != Place::Screen) {
        fields.push(Field { name: column.key.into(), column: i, side: Side::AsWritten });
        if column.kind == Kind::Date {
            let bound = |suffix: &str, side| Field { name: format!("{}_{suffix}", column.key).into(), column: i, side };
            fields.extend([bound("earliest", Side::Earliest), bound("latest", Side::Latest)]);
        }
    }
    fields
}

/// Whether the table has parts that are tables themselves.
pub(super) fn has_parts(columns: &[Column]) -> bool {
    columns.iter().any(|c| c.place != Place::Screen && c.kind == Kind::Table)
}

impl Field {
    /// The content of this field in a row.
    pub(super) fn of<'a>(&self, row: &'a [Cell]) -> Datum<'a> {
        let value = row.get(self.column).map_or(&Value::Unknown, |cell| &cell.value);
        match (value, self.side) {
            (Value::Date(date), Side::AsWritten) => Datum::Date(date.as_str()),
            // An open date has no bound on that side, whatever day stands for it inside.
            (Value::Date(date), Side::Earliest) if date.earliest() > FAR_PAST => Datum::Day(date.earliest()),
            (Value::Date(date), Side::Latest) if date.latest() < FAR_FUTURE => Datum::Day(date.latest()),
            (Value::Day(day), _) => Datum::Day(*day),
            (Value::Unknown, _) | (_, Side::Earliest | Side::Latest) => Datum::Null,
            (Value::Text(text), _) => Datum::Text(text),
            (Value::Number(number), _) => Datum::Number(*number),
            (Value::Flag(flag), _) => Datum::Flag(*flag),
            (Value::List(texts), _) => Datum::List(texts),
            (Value::Table(table), _) => Datum::Table(table),
        }
    }
}
