//! Commands: each is one file with its arguments, its help, and one function from cases to a [`Report`].
//!
//! A report is a table of typed cells. It never prints and knows no format; `render` knows nothing of
//! cases. So every format works for every command. To add a column: a line in the list of columns
//! (`ColumnOf::ALL`) of what its rows are made of, with its value. To add a command: a file here, a variant in
//! `cli::Command`, a line in its `match`; a list across cases is a [`listing::List`]. What reads the whole
//! archive makes something of it record by record ([`made::Made`]), and never holds it.

pub mod agenda;
pub mod changes;
pub mod chart;
pub mod check;
pub mod column;
pub mod counting;
pub mod demands;
pub mod detained;
pub mod effects;
pub mod events;
pub mod filter;
pub mod legend;
pub mod letters;
pub mod list;
pub mod listing;
pub mod made;
pub mod pending;
pub mod recorded;
pub mod rows;
pub mod rules;
pub mod select;
pub mod show;
pub mod stats;
pub mod why;
pub mod words;

pub use column::{Column, ColumnOf, Kind, Place, col};

use crate::{
    model::{date::Date, rule::Rules, wording::Wording},
    withhold::Open,
};
use chrono::NaiveDate;
use rows::{Given, Rows};
use std::collections::HashSet;

/// What every report is made from.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The cases, in order of id.
    pub cases: &'a [Open],
    /// The deadline rules.
    pub rules: &'a Rules,
    /// The day on which the world is shown.
    pub as_of: NaiveDate,
    /// How texts for people are worded.
    pub wording: Wording,
}

/// What a command found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The table.
    pub table: Table,
    /// One line that sums it up, beginning with how many there are: `7 pending: 4 overdue, 3 later`.
    pub summary: String,
    /// Further remarks for the reader, a line each.
    pub remarks: Vec<String>,
}

impl Report {
    /// Whether a table was asked for and nothing was found, however many rows are shown of it.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        !self.table.columns.is_empty() && self.summary.starts_with("0 ")
    }
}

/// Rows of cells under columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell a column.
    pub rows: Rows,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Rows::default() }
    }

    /// A table of these rows.
    #[must_use]
    pub fn of<'r, R: 'r>(columns: &[ColumnOf<R>], rows: impl IntoIterator<Item = &'r R>) -> Self {
        let rows: Vec<Vec<Cell>> = rows.into_iter().map(|row| rows::cells(columns, row)).collect();
        Self { columns: column::columns(columns), rows: rows.into() }
    }

    /// Adds a row, one cell a column.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "one cell a column");
        self.rows.push(row);
    }

    /// Takes out the rows that have any of these texts under this column.
    pub fn leave_out(&mut self, column: Column, texts: &HashSet<String>) {
        let Some(at) = self.position(column.key).filter(|_| !texts.is_empty()) else { return };
        let has = |cell: &Cell| match &cell.value {
            Value::Text(text) => texts.contains(text),
            Value::List(list) => list.iter().any(|text| texts.contains(text)),
            _ => false,
        };
        let kept: Vec<usize> = (0..self.rows.len()).filter(|n| !has(&self.rows.get(*n)[at])).collect();
        self.rows.arrange(&kept);
    }

    /// Where the column with this key is.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.key == key)
    }

    /// The cell of this row under this column.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r [Cell], column: Column) -> &'r Cell {
        self.position(column.key).and_then(|at| row.get(at)).unwrap_or(&Cell::UNKNOWN)
    }
}

/// A value, the words that people are shown instead of it, and its tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The value, for machine formats.
    pub value: Value,
    /// What a table says instead; `None`: the value as it is.
    pub says: Option<String>,
    /// Its tone, from which a format takes a colour. Never the only signal: the words say the same.
    pub tone: Tone,
}

/// A typed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Not known, or not applicable.
    Unknown,
    /// A text.
    Text(String),
    /// A date as written.
    Date(Date),
    /// A computed day.
    Day(NaiveDate),
    /// A number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
    /// A table; boxed, since most values are much smaller.
    Table(Box<Table>),
}

/// The tone of a cell: how good or bad what it says is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Like any other.
    #[default]
    Plain,
    /// Well.
    Good,
    /// Awaited, uncertain.
    Waiting,
    /// Late, broken, deprived of liberty.
    Bad,
    /// Of less weight.
    Faint,
}

impl Cell {
    /// A cell without a value.
    pub const UNKNOWN: Self = Self { value: Value::Unknown, says: None, tone: Tone::Plain };

    /// The same, with what a table says instead of the value.
    #[must_use]
    pub fn says(self, words: impl Into<String>) -> Self {
        Self { says: Some(words.into()), ..self }
    }

    /// The same, with its tone.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl<T: Given> From<T> for Cell {
    fn from(given: T) -> Self {
        Self { value: given.value(), says: None, tone: Tone::Plain }
    }
}
