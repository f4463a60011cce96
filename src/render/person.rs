//! What a person sees of a table: which columns, and what stands in their cells.

use super::text::one_line;
use crate::report::{Cell, Column, Kind, Place, Table, Value};
use std::borrow::Cow;

/// The positions of the columns that a person sees and that fit on a line.
pub(super) fn scalars(table: &Table) -> Vec<usize> {
    positions(&table.columns, |column| column.kind != Kind::Table)
}

/// The positions of the columns that a person sees and that are tables themselves.
pub(super) fn parts(table: &Table) -> Vec<usize> {
    positions(&table.columns, |column| column.kind == Kind::Table)
}

fn positions(columns: &[Column], keep: impl Fn(&Column) -> bool) -> Vec<usize> {
    (0..columns.len()).filter(|&i| columns[i].place != Place::Data && keep(&columns[i])).collect()
}

/// What a person reads in a cell, on one line and safe to show; empty if nothing is known.
pub(super) fn words(cell: &Cell) -> Cow<'_, str> {
    if let Some(says) = &cell.says {
        return one_line(says);
    }
    match &cell.value {
        Value::Unknown => Cow::Borrowed(""),
        Value::Text(text) => one_line(text),
        Value::Date(date) => Cow::Owned(one_line(&date.as_written()).into_owned()),
        Value::Day(day) => Cow::Owned(day.to_string()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Flag(true) => Cow::Borrowed("yes"),
        Value::Flag(false) => Cow::Borrowed("no"),
        Value::List(texts) => Cow::Owned(one_line(&texts.join(", ")).into_owned()),
        // A table within a part of a case: only how much there is.
        Value::Table(table) => Cow::Owned(table.rows.len().to_string()),
    }
}

/// One row of a table with parts, as a page is made of it.
pub(super) struct Page<'a> {
    /// The title, with the id behind it.
    pub(super) heading: String,
    /// The other scalar columns that say something.
    pub(super) lines: Vec<(&'a Column, &'a Cell)>,
    /// The parts that are not empty.
    pub(super) parts: Vec<(&'a Column, &'a Table)>,
}

/// The rows of a table with parts, which are these cells: the first scalar column is the id, the second the title.
pub(super) fn pages<'a>(table: &'a Table, rows: &'a [Vec<Cell>]) -> impl Iterator<Item = Page<'a>> {
    let (scalars, parts) = (scalars(table), parts(table));
    rows.iter().map(move |row| {
        let filled = |&i: &usize| Some((table.columns.get(i)?, row.get(i)?));
        let name = |n: usize| scalars.get(n).and_then(filled).map_or(Cow::Borrowed(""), |(_, cell)| words(cell));
        let (id, title) = (name(0), name(1));
        Page {
            heading: if title.is_empty() { id.into_owned() } else { format!("{title}  ({id})") },
            lines: scalars.iter().skip(2).filter_map(filled).filter(|(_, cell)| !words(cell).is_empty()).collect(),
            parts: parts
                .iter()
                .filter_map(filled)
                .filter_map(|(column, cell)| match &cell.value {
                    Value::Table(part) if !part.rows.is_empty() => Some((column, &**part)),
                    _ => None,
                })
                .collect(),
        }
    })
}
