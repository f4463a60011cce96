//! What can become the value of a cell, borrowed from what the row is made of: packed at once where rows are
//! packed, and only else copied into a [`Value`].

use super::packed::Packer;
use crate::{
    model::date::{Date, is_open},
    report::{Table, Value},
};
use chrono::NaiveDate;

/// What can become the value of a cell.
pub trait Given: Sized {
    /// It as a value.
    fn value(self) -> Value;

    /// It packed.
    fn pack(self, cell: Packer<'_>);
}

impl Given for &str {
    fn value(self) -> Value {
        Value::Text(self.to_owned())
    }

    fn pack(self, cell: Packer<'_>) {
        cell.text(self);
    }
}

impl Given for &String {
    fn value(self) -> Value {
        Value::Text(self.clone())
    }

    fn pack(self, cell: Packer<'_>) {
        cell.text(self);
    }
}

impl Given for String {
    fn value(self) -> Value {
        Value::Text(self)
    }

    fn pack(self, cell: Packer<'_>) {
        cell.text(&self);
    }
}

impl Given for &Date {
    fn value(self) -> Value {
        Value::Date(self.clone())
    }

    fn pack(self, cell: Packer<'_>) {
        cell.date(self);
    }
}

/// What stands for an open end is no day that anybody wrote.
impl Given for NaiveDate {
    fn value(self) -> Value {
        if is_open(self) { Value::Unknown } else { Value::Day(self) }
    }

    fn pack(self, cell: Packer<'_>) {
        if is_open(self) { cell.unknown() } else { cell.day(self) }
    }
}

impl Given for i64 {
    fn value(self) -> Value {
        Value::Number(self)
    }

    fn pack(self, cell: Packer<'_>) {
        cell.number(self);
    }
}

/// A count.
impl Given for usize {
    fn value(self) -> Value {
        Value::Number(i64::try_from(self).unwrap_or(i64::MAX))
    }

    fn pack(self, cell: Packer<'_>) {
        cell.number(i64::try_from(self).unwrap_or(i64::MAX));
    }
}

impl Given for bool {
    fn value(self) -> Value {
        Value::Flag(self)
    }

    fn pack(self, cell: Packer<'_>) {
        cell.flag(self);
    }
}

impl<T: AsRef<str>> Given for &[T] {
    fn value(self) -> Value {
        Value::List(self.iter().map(|text| text.as_ref().to_owned()).collect())
    }

    fn pack(self, cell: Packer<'_>) {
        cell.list(self);
    }
}

impl<T: AsRef<str>> Given for &Vec<T> {
    fn value(self) -> Value {
        self.as_slice().value()
    }

    fn pack(self, cell: Packer<'_>) {
        cell.list(self);
    }
}

impl Given for Vec<String> {
    fn value(self) -> Value {
        Value::List(self)
    }

    fn pack(self, cell: Packer<'_>) {
        cell.list(&self);
    }
}

impl<T: Given> Given for Option<T> {
    fn value(self) -> Value {
        self.map_or(Value::Unknown, T::value)
    }

    fn pack(self, cell: Packer<'_>) {
        match self {
            Some(given) => given.pack(cell),
            None => cell.unknown(),
        }
    }
}

impl Given for Table {
    fn value(self) -> Value {
        Value::Table(Box::new(self))
    }

    fn pack(self, cell: Packer<'_>) {
        self.value().pack(cell);
    }
}

impl Given for Value {
    fn value(self) -> Value {
        self
    }

    fn pack(self, cell: Packer<'_>) {
        debug_assert!(!matches!(self, Self::Table(_)), "a list has no tables in its cells");
        match self {
            Self::Unknown | Self::Table(_) => cell.unknown(),
            Self::Text(text) => text.pack(cell),
            Self::Date(date) => date.pack(cell),
            Self::Day(day) => day.pack(cell),
            Self::Number(number) => number.pack(cell),
            Self::Flag(flag) => flag.pack(cell),
            Self::List(texts) => texts.pack(cell),
        }
    }
}
