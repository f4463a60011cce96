//! A quick reader of the plain TOML that records are written in.
//!
//! It knows keys without quotes or dots, headings `[[event]]` and `[[communication.reply]]`, texts on
//! one line, days, flags, lists, and tables in braces. Of anything else, and of anything wrong, it says
//! nothing: then the TOML parser reads the text and reports what there is to report. What it does read
//! is what that parser reads, place for place (`tests/differential.rs`).

use super::tree::{Pair, Placed, Table, Value};
use crate::model::date::iso_day;
use chrono::{Datelike as _, NaiveDate};
use std::{borrow::Cow, ops::Range};
use toml::value::{Date, Datetime};

/// More keys than any table of the format has.
const MOST_KEYS: usize = 32;

/// The bytes of names without quotes.
const NAMES: [bool; 256] = {
    let mut names = [false; 256];
    let mut b = 0_u8;
    while b < 128 {
        names[b as usize] = b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        b += 1;
    }
    names
};

/// How deep lists and braces may lie in each other: `disputed = [{ sources = ["a"] }]`.
const DEEPEST: usize = 3;

/// The table that a text is, if it is plain TOML without any error.
#[must_use]
pub fn parse(text: &str) -> Option<Table<'_>> {
    read(text, |_, _, _| Some(false))
}

/// The same without the tables that `leave_out` reads to their ends: it is asked after each heading, by the
/// names in it. If it leaves a table in, it must read nothing of it; `None` ends the reading.
pub(super) fn read<'t>(
    text: &'t str,
    mut leave_out: impl FnMut(&mut Plain<'t>, &'t str, Option<&'t str>) -> Option<bool>,
) -> Option<Table<'t>> {
    let unusual = |b: u8| b < b' ' && b != b'\n' && b != b'\t' || b == 0x7F;
    // Every byte is looked at, without an early end: so the compiler compares many at once.
    if text.bytes().fold(false, |met, b| met | unusual(b)) {
        return None;
    }
    let mut plain = Plain { text, bytes: text.as_bytes(), at: 0 };
    let mut top = plain.pairs()?;
    while let Some((outer, inner, span)) = plain.heading()? {
        let left_out = leave_out(&mut plain, &text[outer.clone()], inner.clone().map(|inner| &text[inner]))?;
        if left_out && inner.is_some() {
            continue;
        }
        let items = match inner {
            None => plain.items(&mut top, outer, &span)?,
            Some(inner) => {
                let above = top.pairs.iter_mut().find(|pair| pair.key == text[outer.clone()])?;
                let Value::List(items) = &mut above.value else { return None };
                let (Value::Table(last), _) = items.last_mut()? else { return None };
                plain.items(last, inner, &span)?
            }
        };
        if !left_out {
            items.push((Value::Table(plain.pairs()?), span));
        }
    }
    Some(top)
}

/// A text that is being read.
pub(super) struct Plain<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// How far.
    pub(super) at: usize,
}

/// The names in a heading, with its own place.
type Heading = (Range<usize>, Option<Range<usize>>, Range<usize>);

impl<'t> Plain<'t> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// To the beginning of the next line; there may be a comment before it, and nothing else.
    pub(super) fn line_end(&mut self) -> Option<()> {
        self.blanks();
        if self.peek() == Some(b'#') {
            self.at = memchr::memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |n| self.at + n);
        }
        match self.peek() {
            None => Some(()),
            Some(_) => self.take(b'\n'),
        }
    }

    fn name(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = self.bytes[start..].iter();
        self.at += rest.take_while(|b| NAMES[usize::from(**b)]).count();
        (self.at > start).then_some(start..self.at)
    }

    /// Lines of keys with values, up to the next heading.
    fn pairs(&mut self) -> Option<Table<'t>> {
        let mut table = Table { pairs: Vec::with_capacity(8) };
        while self.has_pair()? {
            self.pair(&mut table, 0)?;
            self.line_end()?;
        }
        Some(table)
    }

    /// To the next line with a key, past empty lines and comments; false before a heading and at the end.
    pub(super) fn has_pair(&mut self) -> Option<bool> {
        loop {
            self.blanks();
            match self.peek() {
                None | Some(b'[') => return Some(false),
                Some(b'\n' | b'#') => self.line_end()?,
                Some(_) => return Some(true),
            }
        }
    }

    /// A key and what stands between it and its value.
    pub(super) fn key(&mut self) -> Option<&'t str> {
        let at = self.name()?;
        self.blanks();
        self.take(b'=')?;
        self.blanks();
        Some(&self.text[at])
    }

    fn pair(&mut self, table: &mut Table<'t>, depth: usize) -> Option<()> {
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

    /// `[[name]]` or `[[name.name]]` on a line of its own; nothing at the end of the text.
    fn heading(&mut self) -> Option<Option<Heading>> {
        let start = self.at;
        if self.peek().is_none() {
            return Some(None);
        }
        self.take(b'[')?;
        self.take(b'[')?;
        let outer = self.name()?;
        let inner = match self.take(b'.') {
            Some(()) => Some(self.name()?),
            None => None,
        };
        self.take(b']')?;
        self.take(b']')?;
        let span = start..self.at;
        self.line_end()?;
        Some(Some((outer, inner, span)))
    }

    /// The tables under headings of this name so far. A key with a value cannot be one.
    fn items<'a>(
        &self,
        table: &'a mut Table<'t>,
        name: Range<usize>,
        heading: &Range<usize>,
    ) -> Option<&'a mut Vec<Placed<'t>>> {
        let key = &self.text[name.clone()];
        let place = table.pairs.iter().position(|pair| pair.key == key).unwrap_or(table.pairs.len());
        if place == table.pairs.len() {
            if place >= MOST_KEYS {
                return None;
            }
            let value = Value::List(Vec::new());
            table.pairs.push(Pair { key: key.into(), at: name, value, span: heading.clone() });
        }
        match &mut table.pairs[place] {
            // Under headings, the key is written inside of what it is given.
            Pair { value: Value::List(items), at, span, .. } if at.start > span.start => Some(items),
            _ => None,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Placed<'t>> {
        let start = self.at;
        let value = match self.peek()? {
            b'"' => Value::Text(self.string()?),
            b'[' if depth < DEEPEST => Value::List(self.list(depth + 1)?),
            b'{' if depth < DEEPEST => Value::Table(self.braces(depth + 1)?),
            b't' => self.word("true", Value::Flag(true))?,
            b'f' => self.word("false", Value::Flag(false))?,
            b'0'..=b'9' => Value::Date(self.day()?),
            _ => return None,
        };
        Some((value, start..self.at))
    }

    fn word(&mut self, word: &str, value: Value<'t>) -> Option<Value<'t>> {
        self.bytes[self.at..].starts_with(word.as_bytes()).then(|| self.at += word.len())?;
        Some(value)
    }

    pub(super) fn string(&mut self) -> Option<Cow<'t, str>> {
        self.take(b'"')?;
        let mut text = Cow::Borrowed("");
        loop {
            let start = self.at;
            self.at += memchr::memchr3(b'"', b'\\', b'\n', &self.bytes[start..])?;
            let piece = &self.text[start..self.at];
            match &mut text {
                Cow::Owned(text) => text.push_str(piece),
                empty => *empty = Cow::Borrowed(piece),
            }
            let escaped = match self.peek()? {
                // Three quotes would begin a text of several lines.
                b'"' => {
                    return (self.bytes.get(self.at - 1..self.at + 2) != Some(b"\"\"\"")).then(|| {
                        self.at += 1;
                        text
                    });
                }
                b'\\' => *self.bytes.get(self.at + 1)?,
                _ => return None,
            };
            if !matches!(escaped, b'"' | b'\\') {
                return None;
            }
            text.to_mut().push(char::from(escaped));
            self.at += 2;
        }
    }

    fn list(&mut self, depth: usize) -> Option<Vec<Placed<'t>>> {
        self.take(b'[')?;
        let mut items = Vec::new();
        loop {
            self.blanks_and_lines();
            if self.take(b']').is_some() {
                return Some(items);
            }
            items.push(self.value(depth)?);
            self.blanks_and_lines();
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(items);
            }
        }
    }

    pub(super) fn blanks_and_lines(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n')) {
            self.at += 1;
        }
    }

    fn braces(&mut self, depth: usize) -> Option<Table<'t>> {
        self.take(b'{')?;
        let mut table = Table::default();
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

    /// `2024-07-05`. A time of day behind it would make the line unreadable here.
    pub(super) fn iso_day(&mut self) -> Option<NaiveDate> {
        let day = iso_day(self.text.get(self.at..self.at + 10)?)?;
        self.at += 10;
        Some(day)
    }

    fn day(&mut self) -> Option<Datetime> {
        let day = self.iso_day()?;
        let (month, day_of_month) = (day.month().try_into().ok()?, day.day().try_into().ok()?);
        let date = Date { year: day.year().try_into().ok()?, month, day: day_of_month };
        Some(Datetime { date: Some(date), time: None, offset: None })
    }
}
