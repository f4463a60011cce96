//! Where the rows of a list go: into cells, or packed at once without ever becoming cells.

use super::{Order, Part, Row};
use crate::{
    model::date::Date,
    report::{Cell, Tone, Value},
};
use chrono::NaiveDate;

/// A value of a cell, borrowed from what the row is made of.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// Not known, or not applicable.
    Unknown,
    /// A text.
    Text(&'a str),
    /// A date as written.
    Date(&'a Date),
    /// A computed day.
    Day(NaiveDate),
    /// A number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// Several texts.
    List(&'a [String]),
    /// Several texts, each borrowed.
    Words(&'a [&'a str]),
}

impl<'a> From<&'a str> for Given<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Given<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Date> for Given<'a> {
    fn from(date: &'a Date) -> Self {
        Self::Date(date)
    }
}

impl From<NaiveDate> for Given<'_> {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<i64> for Given<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a [String]> for Given<'a> {
    fn from(texts: &'a [String]) -> Self {
        Self::List(texts)
    }
}

impl<'a> From<&'a [&'a str]> for Given<'a> {
    fn from(texts: &'a [&'a str]) -> Self {
        Self::Words(texts)
    }
}

impl<'a, T: Into<Given<'a>>> From<Option<T>> for Given<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}

impl<'a> From<&'a Value> for Given<'a> {
    fn from(value: &'a Value) -> Self {
        debug_assert!(!matches!(value, Value::Table(_)), "a list has no tables in its cells");
        match value {
            Value::Unknown | Value::Table(_) => Self::Unknown,
            Value::Text(text) => Self::Text(text),
            Value::Date(date) => Self::Date(date),
            Value::Day(day) => Self::Day(*day),
            Value::Number(number) => Self::Number(*number),
            Value::Flag(flag) => Self::Flag(*flag),
            Value::List(texts) => Self::List(texts),
        }
    }
}

impl From<Given<'_>> for Value {
    fn from(given: Given<'_>) -> Self {
        match given {
            Given::Unknown => Self::Unknown,
            Given::Text(text) => Self::Text(text.into()),
            Given::Date(date) => Self::Date(date.clone()),
            Given::Day(day) => Self::Day(day),
            Given::Number(number) => Self::Number(number),
            Given::Flag(flag) => Self::Flag(flag),
            Given::List(texts) => Self::List(texts.to_vec()),
            Given::Words(texts) => Self::List(texts.iter().map(ToString::to_string).collect()),
        }
    }
}

/// What takes the rows of a list, cell by cell.
pub trait Sink {
    /// Begins a row of the case at this place among those at hand; the rest is as for [`Row`].
    fn begin(&mut self, case: usize, order: Order, class: usize);

    /// Whether the words that tables show instead of values are wanted.
    fn says(&self) -> bool;

    /// Adds a cell to the row.
    fn add(&mut self, value: Given<'_>, says: Option<&str>, tone: Tone);

    /// Adds a value as it is.
    fn put<'a>(&mut self, value: impl Into<Given<'a>>) {
        self.add(value.into(), None, Tone::Plain);
    }

    /// Adds a value with words that a table shows instead; they are put together only if they are wanted.
    fn put_saying<'a>(&mut self, value: impl Into<Given<'a>>, words: impl FnOnce() -> String) {
        let says = self.says().then(words);
        self.add(value.into(), says.as_deref(), Tone::Plain);
    }

    /// Adds a cell that is at hand.
    fn put_cell(&mut self, cell: &Cell) {
        self.add((&cell.value).into(), cell.says.as_deref(), cell.tone);
    }

    /// Adds a row that is at hand.
    fn put_row(&mut self, row: &Row) {
        self.begin(row.case, row.order, row.class);
        row.cells.iter().for_each(|cell| self.put_cell(cell));
    }
}

impl Sink for Vec<Row> {
    fn begin(&mut self, case: usize, order: Order, class: usize) {
        self.push(Row { case, order, class, cells: Vec::new() });
    }

    fn says(&self) -> bool {
        true
    }

    fn add(&mut self, value: Given<'_>, says: Option<&str>, tone: Tone) {
        let cell = Cell { value: value.into(), says: says.map(str::to_owned), tone };
        if let Some(row) = self.last_mut() {
            row.cells.push(cell);
        }
    }
}

/// Packs rows.
pub struct Packing<'p> {
    /// What they become part of.
    pub part: &'p mut Part,
    /// The place among all cases of the case at a place among those at hand.
    pub place: &'p dyn Fn(usize) -> u32,
    /// Whether words are wanted too.
    pub says: bool,
}

impl Sink for Packing<'_> {
    fn begin(&mut self, case: usize, order: Order, class: usize) {
        self.part.begin((self.place)(case), order, class);
    }

    fn says(&self) -> bool {
        self.says
    }

    fn add(&mut self, value: Given<'_>, says: Option<&str>, tone: Tone) {
        self.part.pack(value, says.filter(|_| self.says), tone);
    }
}
