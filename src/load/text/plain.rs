//! The tree of a record that is written as records mostly are, with a tenth of the memory that any TOML takes: for
//! what must know where everything stands in records of any size.
//!
//! For anything that the quick lexer does not know, and anything wrong, the result is `None`: then the TOML parser
//! reads the text and reports what is wrong. What it does read is what that parser reads, place for place
//! (`tests/differential.rs`).

use super::{
    lexer::Lexer,
    tree::{Pair, PlacedValue, TomlTable, TomlValue},
};
use chrono::Datelike as _;
use std::{borrow::Cow, ops::Range};
use toml::value::{Date, Datetime};

/// More keys than any table of the format has.
const MOST_KEYS: usize = 32;

/// How deep lists and braces may lie in each other: `disputed = [{ sources = ["a"] }]`.
const DEEPEST: usize = 3;

/// The table that a text is, if it is plain TOML without any error.
#[must_use]
pub fn parse(text: &str) -> Option<TomlTable<'_>> {
    let mut plain = Lexer::new(text);
    let mut top = plain.pairs()?;
    while plain.peek().is_some() {
        let (outer, inner, span) = plain.heading()?;
        let items = match inner {
            None => plain.items(&mut top, outer, &span)?,
            Some(inner) => {
                let above = top.pairs.iter_mut().find(|pair| pair.key == text[outer.clone()])?;
                let TomlValue::List(items) = &mut above.value else { return None };
                let (TomlValue::Table(last), _) = items.last_mut()? else { return None };
                plain.items(last, inner, &span)?
            }
        };
        items.push((TomlValue::Table(plain.pairs()?), span));
    }
    Some(top)
}

impl<'t> Lexer<'t> {
    /// Lines of keys with values, up to the next heading.
    fn pairs(&mut self) -> Option<TomlTable<'t>> {
        let mut table = TomlTable { pairs: Vec::with_capacity(8) };
        while self.has_pair()? {
            self.pair(&mut table, 0)?;
            self.line_end()?;
        }
        Some(table)
    }

    fn pair(&mut self, table: &mut TomlTable<'t>, depth: usize) -> Option<()> {
        let start = self.at;
        let key = self.key()?;
        let at = start..start + key.len();
        let (value, span) = self.value(depth)?;
        if table.pairs.len() == MOST_KEYS || table.get(key).is_some() {
            return None;
        }
        table.pairs.push(Pair { key: Cow::Borrowed(key), at, value, span });
        Some(())
    }

    /// The tables under headings of this name so far. A key with a value cannot be one.
    fn items<'a>(
        &self,
        table: &'a mut TomlTable<'t>,
        name: Range<usize>,
        heading: &Range<usize>,
    ) -> Option<&'a mut Vec<PlacedValue<'t>>> {
        let key = &self.text[name.clone()];
        let place = table.pairs.iter().position(|pair| pair.key == key).unwrap_or(table.pairs.len());
        if place == table.pairs.len() {
            if place >= MOST_KEYS {
                return None;
            }
            let value = TomlValue::List(Vec::new());
            table.pairs.push(Pair { key: key.into(), at: name, value, span: heading.clone() });
        }
        match &mut table.pairs[place] {
            // Under headings, the key is written inside of what it is given.
            Pair { value: TomlValue::List(items), at, span, .. } if at.start > span.start => Some(items),
            _ => None,
        }
    }

    fn value(&mut self, depth: usize) -> Option<PlacedValue<'t>> {
        let start = self.at;
        let value = match self.peek()? {
            b'"' | b'\'' => TomlValue::Text(self.string()?),
            b'[' if depth < DEEPEST => TomlValue::List(self.list(depth + 1)?),
            b'{' if depth < DEEPEST => TomlValue::Table(self.braces(depth + 1)?),
            b't' | b'f' => TomlValue::Flag(self.flag()?),
            b'0'..=b'9' => match self.day() {
                Some(day) => TomlValue::Date(day),
                None => TomlValue::Integer(self.number()?.into()),
            },
            _ => return None,
        };
        Some((value, start..self.at))
    }

    fn list(&mut self, depth: usize) -> Option<Vec<PlacedValue<'t>>> {
        self.take(b'[')?;
        let mut items = Vec::new();
        loop {
            self.between_items()?;
            if self.take(b']').is_some() {
                return Some(items);
            }
            items.push(self.value(depth)?);
            self.between_items()?;
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(items);
            }
        }
    }

    fn braces(&mut self, depth: usize) -> Option<TomlTable<'t>> {
        self.take(b'{')?;
        let mut table = TomlTable::default();
        self.blanks();
        if self.take(b'}').is_some() {
            return Some(table);
        }
        loop {
            self.blanks();
            self.pair(&mut table, depth)?;
            self.blanks();
            if self.take(b',').is_none() {
                self.take(b'}')?;
                return Some(table);
            }
        }
    }

    fn day(&mut self) -> Option<Datetime> {
        let day = self.iso_day()?;
        let (month, day_of_month) = (day.month().try_into().ok()?, day.day().try_into().ok()?);
        let date = Date { year: day.year().try_into().ok()?, month, day: day_of_month };
        Some(Datetime { date: Some(date), time: None, offset: None })
    }
}
