//! Columns of a report: what each is called, what its cells hold, and what stands in it for a row.

use super::rows::{Done, Out};
use std::collections::HashSet;

/// A column of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in every machine format and in `--columns`.
    pub key: &'static str,
    /// Its heading on the screen.
    pub title: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Where it is shown.
    pub place: Place,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, which may be wrapped.
    Text,
    /// A short text that is never broken: an id, a reference, a word of a vocabulary, a status.
    Code,
    /// An address, never broken.
    Url,
    /// A date as written; machine formats add its earliest and latest day.
    Date,
    /// A computed day.
    Day,
    /// A whole number.
    Number,
    /// True or false.
    Flag,
    /// Several texts.
    List,
    /// Several texts of which the first is what the row says and the others belong to it: each begins a line.
    Lines,
    /// A table in a cell: a part of the whole case.
    Table,
}

/// Where a column is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Everywhere.
    Always,
    /// Everywhere, but left out of a table that would be too wide: those with the highest number
    /// go first.
    IfWide(u8),
    /// Everywhere, but in a table that would be too wide below the text that the row is about, with its title: those
    /// with the highest number go there first.
    Below(u8),
    /// In machine formats only.
    Data,
    /// In tables only: it repeats in words what other columns hold.
    Screen,
}

impl Column {
    /// A column of this kind, shown everywhere.
    #[must_use]
    pub const fn new(kind: Kind, key: &'static str, title: &'static str) -> Self {
        Self { key, title, kind, place: Place::Always }
    }

    /// The same, left out of tables that would be too wide; the highest number goes first.
    #[must_use]
    pub const fn if_wide(self, rank: u8) -> Self {
        Self { place: Place::IfWide(rank), ..self }
    }

    /// The same, below the text of its row in tables that would be too wide; the highest number goes there first.
    #[must_use]
    pub const fn below(self, rank: u8) -> Self {
        Self { place: Place::Below(rank), ..self }
    }

    /// The same, in machine formats only.
    #[must_use]
    pub const fn data(self) -> Self {
        Self { place: Place::Data, ..self }
    }

    /// The same, in tables only.
    #[must_use]
    pub const fn screen(self) -> Self {
        Self { place: Place::Screen, ..self }
    }
}

/// A column with what stands in it for a row made of an `R`.
pub struct ColumnOf<R> {
    /// The column.
    pub column: Column,
    put: fn(&R, Out<'_>) -> Done,
}

/// Declares a column with what stands in it: a function from what the row is made of into a cell.
pub const fn col<R>(column: Column, put: fn(&R, Out<'_>) -> Done) -> ColumnOf<R> {
    ColumnOf { column, put }
}

impl<R> ColumnOf<R> {
    /// Puts what stands in it for this row into a cell.
    pub fn put(&self, row: &R, out: Out<'_>) {
        let Done(()) = (self.put)(row, out);
    }
}

/// The columns alone.
#[must_use]
pub fn columns<R>(of: &[ColumnOf<R>]) -> Vec<Column> {
    of.iter().map(|of| of.column).collect()
}

/// The id of the case.
pub const CASE: Column = Column::new(Kind::Code, "case", "Case");
/// The id of what the row is of.
pub const ID: Column = Column::new(Kind::Code, "id", "Id");
/// Ids of the sources of an entry.
pub const SOURCES: Column = Column::new(Kind::List, "sources", "Sources").data();

/// The sources of what a row is made of, each once, in the order in which they are first named.
pub fn sources_of<'a>(all: impl IntoIterator<Item = &'a Vec<String>>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    all.into_iter().flatten().map(String::as_str).filter(|id| seen.insert(*id)).collect()
}
/// The note of an entry.
pub const NOTE: Column = Column::new(Kind::Text, "note", "Note").data();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_once() {
        let entries = [["b", "a"], ["b", "c"], ["a", "b"]].map(|ids| ids.map(str::to_owned).to_vec());
        assert_eq!(sources_of(&entries), ["b", "a", "c"]);
    }
}
