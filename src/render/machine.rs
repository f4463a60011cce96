//! What a program gets of a table: every field under its key, and dates with their bounds.

use super::MARK_KEY;
use crate::{
    model::date::{FAR_FUTURE, FAR_PAST},
    report::{Cell, Column, Kind, Place, Value},
};
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
    /// No column of the table: that something confidential is in the rows.
    Mark,
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

/// The same, with one more that says of each row that something confidential is in them, if that is so.
pub(super) fn marked(columns: &[Column], confidential: bool) -> Vec<Field> {
    let mut fields = fields(columns);
    fields.extend(confidential.then(|| Field { name: MARK_KEY.into(), column: columns.len(), side: Side::Mark }));
    fields
}

/// Whether the table has parts that are tables themselves.
pub(super) fn has_parts(columns: &[Column]) -> bool {
    columns.iter().any(|c| c.place != Place::Screen && c.kind == Kind::Table)
}

impl Field {
    /// The position of its column in the table; beyond the last for the mark.
    pub(super) const fn column(&self) -> usize {
        self.column
    }

    /// Its heading for people.
    pub(super) fn title(&self, columns: &[Column]) -> String {
        let title = columns.get(self.column).map_or("", |column| column.title);
        match self.side {
            Side::AsWritten => title.to_owned(),
            Side::Earliest => format!("{title}, earliest"),
            Side::Latest => format!("{title}, latest"),
            Side::Mark => "Confidential".to_owned(),
        }
    }

    /// The content of this field in a row: the cell's own value, or a bound of its date.
    pub(super) fn of<'a>(&self, row: &'a [Cell]) -> Cow<'a, Value> {
        let value = row.get(self.column).map_or(&Value::Unknown, |cell| &cell.value);
        match (value, self.side) {
            (_, Side::Mark) => Cow::Owned(Value::Flag(true)),
            (_, Side::AsWritten) | (Value::Day(_), _) => Cow::Borrowed(value),
            // An open date has no bound on that side, whatever day stands for it inside.
            (Value::Date(date), Side::Earliest) if date.earliest() > FAR_PAST => {
                Cow::Owned(Value::Day(date.earliest()))
            }
            (Value::Date(date), Side::Latest) if date.latest() < FAR_FUTURE => Cow::Owned(Value::Day(date.latest())),
            (_, Side::Earliest | Side::Latest) => Cow::Owned(Value::Unknown),
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
        let of = |cell: Cell| fields.iter().map(|f| f.of(std::slice::from_ref(&cell)).into_owned()).collect::<Vec<_>>();
        let date = |text| Date::parse(text).expect("a date");
        let day = |text| Value::Day(iso_day(text).expect("a day"));
        let bounds =
            |text, earliest, latest| assert_eq!(of((&date(text)).into()), [Value::Date(date(text)), earliest, latest]);
        bounds("2024-02", day("2024-02-01"), day("2024-02-29"));
        bounds("2024-02-03/..", day("2024-02-03"), Value::Unknown);
        bounds("[..2024-02-03]", Value::Unknown, day("2024-02-03"));
        assert_eq!(of(Cell::UNKNOWN), [Value::Unknown, Value::Unknown, Value::Unknown]);
        assert_eq!(of(iso_day("2024-02-03").into()), [(); 3].map(|()| day("2024-02-03")));
        assert_eq!(of("no date".into()), [Value::Text("no date".into()), Value::Unknown, Value::Unknown]);
    }
}
