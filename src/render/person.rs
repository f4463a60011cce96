//! What a person sees of a table: which columns, and what stands in their cells.

use super::{
    text::{one_line, width},
    wrap::{rigid, wrap},
};
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
        Value::List(texts) => Cow::Owned(one_line(&texts.join("; ")).into_owned()),
        // A table within a part of a case: only how much there is.
        Value::Table(table) => Cow::Owned(table.rows.len().to_string()),
    }
}

/// What begins a line that belongs to the one above, and how far its text is set in.
const BULLET: &str = "- ";

/// What a person reads in a cell of this column, in lines of at most `width` columns.
pub(super) fn wrapped(cell: &Cell, column: &Column, width: usize) -> Vec<String> {
    let kind = column.kind;
    let (Kind::Lines, Value::List(texts), None) = (kind, &cell.value, &cell.says) else {
        let words = words(cell);
        // Without a header, a row is seen to begin by where its first line stands.
        return match column.title.is_empty() {
            true => hanging(&wrap(&words, kind, width.saturating_sub(BULLET.len())), ""),
            false => wrap(&words, kind, width),
        };
    };
    let mut lines = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let indent = if n == 0 { "" } else { BULLET };
        let text = wrap(&one_line(text), kind, width.saturating_sub(indent.len()));
        lines.extend(if n == 0 { text } else { hanging(&text, indent) });
    }
    lines
}

/// The lines of a text that begins with this, those that follow set in.
fn hanging(lines: &[String], begins: &str) -> Vec<String> {
    let begun = |(n, line): (usize, &String)| if n == 0 { format!("{begins}{line}") } else { format!("  {line}") };
    lines.iter().enumerate().map(begun).collect()
}

/// How wide a cell of this kind is without any wrapping, and how wide what of it is never broken, which takes time and
/// is looked for only where it may be wider than `known`.
pub(super) fn widths(cell: &Cell, kind: Kind, known: usize) -> (usize, usize) {
    let of = |text: &str, indent: usize| {
        let width = width(text) + indent;
        (width, if width > known { rigid(text, kind) + indent } else { 0 })
    };
    let (Kind::Lines, Value::List(texts), None) = (kind, &cell.value, &cell.says) else {
        return of(&words(cell), 0);
    };
    let text = |(n, text): (usize, &String)| of(&one_line(text), if n == 0 { 0 } else { BULLET.len() });
    let widest = |(a, b): (usize, usize), (c, d): (usize, usize)| (a.max(c), b.max(d));
    texts.iter().enumerate().map(text).fold((0, 0), widest)
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
