//! The TOML that records are written in, while it is read: its lines, keys, headings and single values.
//!
//! It knows keys without quotes or dots, headings `[[event]]` and `[[communication.reply]]`, texts of every kind, days,
//! small whole numbers, flags, lists, and tables in braces; lines that end as in Windows; comments. For anything else,
//! and anything wrong, it returns `None`, and the TOML parser reads the record.

mod strings;

use crate::model::date::iso_day;
use chrono::NaiveDate;
use std::ops::Range;
use wide::u8x16;

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

/// Sixteen bytes, which are looked at together.
#[derive(Clone, Copy)]
struct Sixteen(u8x16);

impl Sixteen {
    const LENGTH: usize = 16;

    /// Which are this byte.
    fn is(self, byte: u8) -> u8x16 {
        self.0.simd_eq(u8x16::splat(byte))
    }

    /// Which are less than this one.
    fn is_below(self, byte: u8) -> u8x16 {
        self.0.min(u8x16::splat(byte - 1)).simd_eq(self.0)
    }

    /// The place of the first of which it is so; the length if it is of none.
    fn first(so: u8x16) -> usize {
        (so.to_bitmask() | 1 << Self::LENGTH).trailing_zeros() as usize
    }
}

/// A text that is being read.
pub(in crate::load) struct Lexer<'t> {
    pub(in crate::load) text: &'t str,
    bytes: &'t [u8],
    /// How far.
    pub(in crate::load) at: usize,
    /// In which line, from 1.
    pub(in crate::load) line: usize,
}

/// Where the names in a heading are, `communication` and `reply`, and the heading itself.
type Heading = (Range<usize>, Option<Range<usize>>, Range<usize>);

impl<'t> Lexer<'t> {
    /// The beginning of a text, behind a byte order mark.
    pub(in crate::load) fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, bytes: text.as_bytes(), at, line: 1 }
    }

    #[inline]
    pub(in crate::load) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    pub(in crate::load) fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    pub(in crate::load) fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Past the end of a line.
    #[inline]
    fn newline(&mut self) -> Option<()> {
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        self.take(b'\n')?;
        self.line += 1;
        Some(())
    }

    /// To the beginning of the next line; there may be a comment before it, and nothing else.
    #[inline]
    pub(in crate::load) fn line_end(&mut self) -> Option<()> {
        if self.take(b'\n').is_none() {
            return self.line_end_further_on();
        }
        self.line += 1;
        Some(())
    }

    fn line_end_further_on(&mut self) -> Option<()> {
        self.blanks();
        if self.peek() == Some(b'#') {
            self.comment()?;
        }
        if self.peek().is_some() { self.newline() } else { Some(()) }
    }

    /// To the end of the line in which a comment is.
    fn comment(&mut self) -> Option<()> {
        loop {
            match self.next_special(self.at) {
                // Quotes and backslashes mean nothing in a comment.
                Some(b'"' | b'\\') => self.at += 1,
                Some(b'\n' | b'\r') | None => return Some(()),
                Some(_) => return None,
            }
        }
    }

    /// To the next quote, backslash or control character other than a tab, from a place on; to the end if there
    /// is none.
    fn next_special(&mut self, from: usize) -> Option<u8> {
        self.at = from;
        while let Some(sixteen) = self.sixteen(self.at) {
            let special = sixteen.is(b'"') | sixteen.is(b'\\') | sixteen.is_below(b' ') | sixteen.is(0x7F);
            let first = Sixteen::first(special);
            self.at += first;
            if first < Sixteen::LENGTH {
                if self.peek() != Some(b'\t') {
                    return self.peek();
                }
                self.at += 1;
            }
        }
        let is_special = |b: &u8| matches!(b, b'"' | b'\\' | 0x7F | 0..=0x1F) && *b != b'\t';
        let rest = self.bytes.get(self.at..)?;
        self.at += rest.iter().position(is_special).unwrap_or(rest.len());
        self.peek()
    }

    /// The sixteen bytes from a place on.
    #[inline]
    fn sixteen(&self, from: usize) -> Option<Sixteen> {
        Some(Sixteen(u8x16::new(*self.bytes.get(from..)?.first_chunk()?)))
    }

    /// A key of less than sixteen letters on a line of its own, with what stands between it and its value. There
    /// may be any letters in it.
    #[inline]
    pub(in crate::load) fn short_key(&mut self) -> Option<&'t [u8]> {
        // In ASCII, blanks, `=`, quotes and digits are less than the letters: the key ends at the first of them.
        let end = self.at + Sixteen::first(self.sixteen(self.at)?.is_below(b'A'));
        let value = end + 3;
        if end == self.at || self.bytes.get(end..value)? != b" = " {
            return None;
        }
        let key = self.bytes.get(self.at..end)?;
        self.at = value;
        Some(key)
    }

    fn name(&mut self) -> Option<&'t str> {
        let start = self.at;
        let rest = self.bytes.get(start..)?;
        self.at += rest.iter().position(|b| !NAMES[usize::from(*b)]).unwrap_or(rest.len());
        (self.at > start).then(|| &self.text[start..self.at])
    }

    /// To the next line with a key, past empty lines and comments; false before a heading and at the end.
    #[inline]
    pub(in crate::load) fn has_pair(&mut self) -> Option<bool> {
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
                Some(b'\n' | b'\r' | b'#') => self.line_end()?,
                Some(_) => return Some(true),
            }
        }
    }

    /// A key and what stands between it and its value.
    #[inline]
    pub(in crate::load) fn key(&mut self) -> Option<&'t str> {
        let key = self.name()?;
        if self.bytes.get(self.at..self.at + 3) == Some(b" = ") {
            self.at += 3;
        } else {
            self.blanks();
            self.take(b'=')?;
            self.blanks();
        }
        Some(key)
    }

    /// What stands in the next heading, if `known` takes it for something: a heading on a line of its own and without
    /// blanks, as nearly all are. It is read only then.
    #[inline]
    pub(in crate::load) fn plain_heading<T>(&mut self, known: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let path = self.bytes.get(self.at..)?.strip_prefix(b"[[")?;
        let length = path.iter().position(|b| *b == b']')?;
        let (path, rest) = path.split_at(length);
        let known = rest.starts_with(b"]]\n").then(|| known(path))??;
        self.at += "[[".len() + length + "]]\n".len();
        self.line += 1;
        Some(known)
    }

    /// `[[name]]` or `[[name.name]]` on a line of its own, in any layout.
    pub(in crate::load) fn heading(&mut self) -> Option<Heading> {
        let start = self.at;
        self.take(b'[')?;
        self.take(b'[')?;
        let outer = self.name_in_heading()?;
        let inner = match self.take(b'.') {
            Some(()) => Some(self.name_in_heading()?),
            None => None,
        };
        self.take(b']')?;
        self.take(b']')?;
        let span = start..self.at;
        self.line_end()?;
        Some((outer, inner, span))
    }

    fn name_in_heading(&mut self) -> Option<Range<usize>> {
        self.blanks();
        let length = self.name()?.len();
        let name = self.at - length..self.at;
        self.blanks();
        Some(name)
    }

    /// `true` or `false`.
    pub(in crate::load) fn flag(&mut self) -> Option<bool> {
        let rest = self.bytes.get(self.at..)?;
        let flag = rest.starts_with(b"true");
        let length = if flag { 4 } else { rest.starts_with(b"false").then_some(5)? };
        self.at += length;
        Some(flag)
    }

    /// Past blanks, line ends and comments, which may stand between the items of a list.
    #[inline]
    pub(in crate::load) fn between_items(&mut self) -> Option<()> {
        match self.peek() {
            Some(b'"' | b'\'' | b',' | b'[' | b']') => Some(()),
            _ => self.between_items_further_on(),
        }
    }

    fn between_items_further_on(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\n' | b'\r') => self.newline()?,
                Some(b'#') => self.comment()?,
                _ => return Some(()),
            }
        }
    }

    /// A whole number without sign, underscores and leading zeros.
    pub(in crate::load) fn number(&mut self) -> Option<&'t str> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        let number = self.text.get(self.at..self.at + length)?;
        self.at += length;
        (!number.is_empty() && !number.starts_with('0')).then_some(number)
    }

    /// `2024-07-05`. A time of day behind it would make the line unreadable here.
    pub(in crate::load) fn iso_day(&mut self) -> Option<NaiveDate> {
        let day = iso_day(self.text.get(self.at..self.at + 10)?)?;
        self.at += 10;
        Some(day)
    }
}
