//! A plain text while it is read: its lines, keys, headings and single values.

use crate::model::date::iso_day;
use chrono::NaiveDate;
use std::{borrow::Cow, ops::Range};
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
pub(in crate::load) struct Plain<'t> {
    pub(super) text: &'t str,
    bytes: &'t [u8],
    /// How far.
    pub(in crate::load) at: usize,
    /// In which line, from 1.
    pub(in crate::load) line: usize,
}

/// Where the names in a heading are, and the heading itself.
pub(super) type Names = (Range<usize>, Option<Range<usize>>, Range<usize>);

impl<'t> Plain<'t> {
    /// The beginning of a text.
    pub(in crate::load) const fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, line: 1 }
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

    /// To the beginning of the next line; there may be a comment before it, and nothing else.
    #[inline]
    pub(in crate::load) fn line_end(&mut self) -> Option<()> {
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
    pub(in crate::load) fn short_key(&mut self) -> Option<&'t str> {
        // Below the letters are blanks, signs and digits.
        let end = self.at + Sixteen::first(self.sixteen(self.at)?.is_below(b'A'));
        let value = end + 3;
        if end == self.at || self.bytes.get(end..value)? != b" = " {
            return None;
        }
        let key = self.text.get(self.at..end)?;
        self.at = value;
        Some(key)
    }

    /// What stands between quotes, if it is less than sixteen bytes long and without control characters below the
    /// blank. There may be anything else in it.
    #[inline]
    pub(in crate::load) fn short_string(&mut self) -> Option<&'t str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let sixteen = self.sixteen(start)?;
        let end = start + Sixteen::first(sixteen.is(b'"') | sixteen.is_below(b' '));
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
                Some(b'\n' | b'#') => self.line_end()?,
                Some(_) => return Some(true),
            }
        }
    }

    /// A key and what stands between it and its value.
    #[inline]
    pub(in crate::load) fn key(&mut self) -> Option<&'t str> {
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

    /// `[[name]]` or `[[name.name]]` on a line of its own; nothing at the end of the text.
    pub(in crate::load) fn names(&mut self) -> Option<Option<Names>> {
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
    pub(in crate::load) fn heading<H: Copy>(&mut self, headings: &[(&str, H)]) -> Option<Option<H>> {
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

    /// `true` or `false`.
    pub(in crate::load) fn flag(&mut self) -> Option<bool> {
        let rest = &self.bytes[self.at..];
        let flag = rest.starts_with(b"true");
        let length = if flag { 4 } else { rest.starts_with(b"false").then_some(5)? };
        self.at += length;
        Some(flag)
    }

    /// A text in quotes on one line.
    pub(in crate::load) fn string(&mut self) -> Option<Cow<'t, str>> {
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
    pub(in crate::load) fn raw_string(&mut self) -> Option<(&'t str, bool)> {
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

    pub(in crate::load) fn blanks_and_lines(&mut self) {
        while let Some(b @ (b' ' | b'\t' | b'\n')) = self.peek() {
            self.at += 1;
            self.line += usize::from(b == b'\n');
        }
    }

    /// A whole number without sign, underscores and leading zeros.
    pub(in crate::load) fn number(&mut self) -> Option<&'t str> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        let number = self.text.get(start..self.at)?;
        (!number.is_empty() && !number.starts_with('0')).then_some(number)
    }

    /// `2024-07-05`. A time of day behind it would make the line unreadable here.
    pub(in crate::load) fn iso_day(&mut self) -> Option<NaiveDate> {
        let day = iso_day(self.text.get(self.at..self.at + 10)?)?;
        self.at += 10;
        Some(day)
    }
}
