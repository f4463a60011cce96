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
    let mut plain = Plain::new(text);
    let mut top = plain.pairs()?;
    while let Some((outer, inner, span)) = plain.names()? {
        let items = match inner {
            None => plain.items(&mut top, outer, &span)?,
            Some(inner) => {
                let above = top.pairs.iter_mut().find(|pair| pair.key == text[outer.clone()])?;
                let Value::List(items) = &mut above.value else { return None };
                let (Value::Table(last), _) = items.last_mut()? else { return None };
                plain.items(last, inner, &span)?
            }
        };
        items.push((Value::Table(plain.pairs()?), span));
    }
    Some(top)
}

/// Eight bytes, which are looked at together. What is asked of them has the top bit of each byte set for which
/// it is so, but counts only up to the first.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    const ONES: u64 = u64::MAX / 0xFF;

    /// Those that are this byte.
    const fn is(self, byte: u8) -> u64 {
        Self(self.0 ^ (Self::ONES * byte as u64)).are_below(1)
    }

    /// Those of ASCII that are less than this byte of ASCII.
    const fn are_below(self, byte: u8) -> u64 {
        self.0.wrapping_sub(Self::ONES * byte as u64) & !self.0 & (Self::ONES << 7)
    }
}

/// The place of the first byte of which it is so; eight if it is of none.
const fn first(so: u64) -> usize {
    so.trailing_zeros() as usize / 8
}

/// A text that is being read.
pub(super) struct Plain<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// How far.
    pub(super) at: usize,
    /// In which line, from 1.
    pub(super) line: usize,
}

/// Where the names in a heading are, and the heading itself.
type Names = (Range<usize>, Option<Range<usize>>, Range<usize>);

impl<'t> Plain<'t> {
    /// The beginning of a text.
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, line: 1 }
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    pub(super) fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// To the beginning of the next line; there may be a comment before it, and nothing else.
    #[inline]
    pub(super) fn line_end(&mut self) -> Option<()> {
        if self.peek() != Some(b'\n') {
            self.blanks();
            if self.peek() == Some(b'#') {
                while self.next_special(self.at) != Some(b'\n') && self.peek().is_some() {
                    // Quotes and backslashes mean nothing in a comment.
                    self.take(b'"').or_else(|| self.take(b'\\'))?;
                }
            }
        }
        if self.peek().is_some() {
            self.take(b'\n')?;
            self.line += 1;
        }
        Some(())
    }

    /// To the next quote, backslash or control character other than a tab, from a place on; to the end if there
    /// is none.
    fn next_special(&mut self, from: usize) -> Option<u8> {
        self.at = from;
        while let Some(eight) = self.eight(self.at) {
            let special = eight.is(b'"') | eight.is(b'\\') | eight.are_below(b' ') | eight.is(0x7F);
            self.at += first(special);
            if special != 0 && self.peek() != Some(b'\t') {
                return self.peek();
            }
            self.at += usize::from(special != 0);
        }
        let is_special = |b: &u8| matches!(b, b'"' | b'\\' | 0x7F | 0..=0x1F) && *b != b'\t';
        let rest = self.bytes.get(self.at..)?;
        self.at += rest.iter().position(is_special).unwrap_or(rest.len());
        self.peek()
    }

    /// The eight bytes from a place on.
    #[inline]
    fn eight(&self, from: usize) -> Option<Eight> {
        Some(Eight(u64::from_le_bytes(*self.bytes.get(from..)?.first_chunk()?)))
    }

    /// A key of less than eight letters on a line of its own, with what stands between it and its value. There
    /// may be any letters in it.
    #[inline]
    pub(super) fn short_key(&mut self) -> Option<&'t str> {
        // Below the letters are blanks, signs and digits.
        let end = self.at + first(self.eight(self.at)?.are_below(b'A'));
        let value = end + 3;
        if end == self.at || self.bytes.get(end..value)? != b" = " {
            return None;
        }
        let key = self.text.get(self.at..end)?;
        self.at = value;
        Some(key)
    }

    /// What stands between quotes, if it is less than eight bytes long. There may be anything in it.
    #[inline]
    pub(super) fn short_string(&mut self) -> Option<&'t str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = start + first(self.eight(start)?.is(b'"'));
        if end == start || self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    fn name(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = self.bytes.get(start..)?;
        self.at += rest.iter().position(|b| !NAMES[usize::from(*b)]).unwrap_or(rest.len());
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
    #[inline]
    pub(super) fn has_pair(&mut self) -> Option<bool> {
        match self.peek() {
            Some(b'a'..=b'z') => Some(true),
            _ => self.has_pair_further_on(),
        }
    }

    fn has_pair_further_on(&mut self) -> Option<bool> {
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
    #[inline]
    pub(super) fn key(&mut self) -> Option<&'t str> {
        let at = self.name()?;
        if self.bytes.get(self.at..self.at + 3) == Some(b" = ") {
            self.at += 3;
        } else {
            self.blanks();
            self.take(b'=')?;
            self.blanks();
        }
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
    fn names(&mut self) -> Option<Option<Names>> {
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

    /// One of these headings with its line end, or in some other layout; nothing at the end of the text.
    pub(super) fn heading<H: Copy>(&mut self, headings: &[(&str, H)]) -> Option<Option<H>> {
        let rest = self.bytes.get(self.at..)?;
        if let Some((text, heading)) = headings.iter().find(|(text, _)| rest.starts_with(text.as_bytes())) {
            self.at += text.len();
            self.line += 1;
            return Some(Some(*heading));
        }
        let Some((_, _, span)) = self.names()? else { return Some(None) };
        let (_, heading) = headings.iter().find(|(text, _)| text.trim_end() == &self.text[span.clone()])?;
        Some(Some(*heading))
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
            b't' | b'f' => Value::Flag(self.flag()?),
            b'0'..=b'9' => Value::Date(self.day()?),
            _ => return None,
        };
        Some((value, start..self.at))
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self) -> Option<bool> {
        let rest = &self.bytes[self.at..];
        let flag = rest.starts_with(b"true");
        let length = if flag { 4 } else { rest.starts_with(b"false").then_some(5)? };
        self.at += length;
        Some(flag)
    }

    /// A text in quotes on one line.
    pub(super) fn string(&mut self) -> Option<Cow<'t, str>> {
        Some(match self.raw_string()? {
            (text, false) => Cow::Borrowed(text),
            (text, true) => {
                let mut chars = text.chars();
                // What stands behind a backslash stands for itself.
                let bare = std::iter::from_fn(|| chars.next().map(|c| if c == '\\' { chars.next() } else { Some(c) }));
                Cow::Owned(bare.flatten().collect())
            }
        })
    }

    /// The same as it is written, and whether anything in it is escaped.
    pub(super) fn raw_string(&mut self) -> Option<(&'t str, bool)> {
        self.take(b'"')?;
        let (start, mut escaped) = (self.at, false);
        loop {
            match self.next_special(self.at)? {
                b'"' => break,
                b'\\' if matches!(self.bytes.get(self.at + 1), Some(b'"' | b'\\')) => self.at += 2,
                _ => return None,
            }
            escaped = true;
        }
        let text = &self.text[start..self.at];
        self.at += 1;
        // Three quotes would begin a text of several lines.
        (!text.is_empty() || self.peek() != Some(b'"')).then_some((text, escaped))
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
        while let Some(b @ (b' ' | b'\t' | b'\n')) = self.peek() {
            self.at += 1;
            self.line += usize::from(b == b'\n');
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
