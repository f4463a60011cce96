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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Datum<'a> {
    /// Not known, or not applicable.
    Null,
    /// Words of a record.
    Text(&'a str),
    /// A date that is not one day, as written: no words of a record, so it needs no protection.
    Date(Cow<'a, str>),
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
            (Value::Date(date), Side::AsWritten) => match date.plain_day() {
                Some(day) => Datum::Day(day),
                None => Datum::Date(date.as_written()),
            },
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::{Date, iso_day};

    #[test]
    fn a_date_is_three_fields_and_an_open_side_is_unknown() {
        let fields = fields(&[Column::new(Kind::Date, "sent", "Sent"), Column::new(Kind::Text, "x", "X").screen()]);
        assert_eq!(fields.iter().map(|f| &*f.name).collect::<Vec<_>>(), ["sent", "sent_earliest", "sent_latest"]);
        let of =
            |cell: Cell| fields.iter().map(|f| format!("{:?}", f.of(std::slice::from_ref(&cell)))).collect::<Vec<_>>();
        let date = |text| Cell::from(&Date::parse(text).expect("a date"));
        assert_eq!(of(date("2024-02")), [r#"Date("2024-02")"#, "Day(2024-02-01)", "Day(2024-02-29)"]);
        assert_eq!(of(date("2024-02-03/..")), [r#"Date("2024-02-03/..")"#, "Day(2024-02-03)", "Null"]);
        assert_eq!(of(date("[..2024-02-03]")), [r#"Date("[..2024-02-03]")"#, "Null", "Day(2024-02-03)"]);
        assert_eq!(of(Cell::UNKNOWN), ["Null"; 3]);
        assert_eq!(of(iso_day("2024-02-03").into()), ["Day(2024-02-03)"; 3]);
        assert_eq!(of("no date".into()), [r#"Text("no date")"#, "Null", "Null"]);
    }
}
