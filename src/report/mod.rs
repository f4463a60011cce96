//! Commands: each is one file with its arguments, its help, and one function from cases to a [`Report`].
//!
//! A report is a table of typed cells. It never prints and knows no format; `render` knows nothing of
//! cases. So every format works for every command. To add a command: a file here, a variant in
//! `cli::Command`, a line in its `match`; a list across cases is a [`listing::List`] and has its line in
//! `run::list`, so that it never holds the archive.

pub mod changes;
pub mod chart;
pub mod check;
pub mod demands;
pub mod detained;
pub mod events;
pub mod filter;
pub mod letters;
pub mod list;
pub mod listing;
pub mod pending;
pub mod recorded;
pub mod rows;
pub mod rules;
pub mod select;
pub mod show;
pub mod stats;
pub mod why;
pub mod words;

use crate::{
    model::{date::Date, rule::Rules},
    withhold::Open,
};
use chrono::NaiveDate;
use rows::Rows;

/// What every report is made from.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The cases, in order of id.
    pub cases: &'a [Open],
    /// The deadline rules.
    pub rules: &'a Rules,
    /// The day on which the world is shown.
    pub as_of: NaiveDate,
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

    /// Adds a row, one cell a column.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "one cell a column");
        self.rows.push(row);
    }

    /// Where the column with this key is.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.key == key)
    }
}

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

/// A value with what a person is told instead of it, and how that sounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The value, for machine formats.
    pub value: Value,
    /// What a table says instead; `None`: the value as it is.
    pub says: Option<String>,
    /// How it sounds. Never the only signal: the words say the same.
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

/// How a cell sounds.
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

    /// The same, with how it sounds.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, says: None, tone: Tone::Plain }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Value::Text(text.into()).into()
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Value::Text(text).into()
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Date> for Cell {
    fn from(date: &Date) -> Self {
        Value::Date(date.clone()).into()
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Value::Day(day).into()
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Value::Number(number).into()
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Value::Flag(flag).into()
    }
}

impl From<Vec<String>> for Cell {
    fn from(texts: Vec<String>) -> Self {
        Value::List(texts).into()
    }
}

impl From<Table> for Cell {
    fn from(table: Table) -> Self {
        Value::Table(Box::new(table)).into()
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::UNKNOWN, Into::into)
    }
}
