//! Texts between quotes, of all four kinds that TOML has.

use super::{Lexer, Sixteen};
use crate::load::text::syntax::has_merge_markers;
use std::borrow::Cow;

impl<'t> Lexer<'t> {
    /// What stands between quotes, if it is less than sixteen bytes long and without backslashes and control
    /// characters below the blank. There may be anything else in it.
    #[inline]
    pub(in crate::load) fn short_string(&mut self) -> Option<&'t str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let sixteen = self.sixteen(start)?;
        let end = start + Sixteen::first(sixteen.is(b'"') | sixteen.is(b'\\') | sixteen.is_below(b' '));
        if end == start || self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// A text.
    #[inline]
    pub(in crate::load) fn string(&mut self) -> Option<Cow<'t, str>> {
        if self.peek() != Some(b'"') {
            return self.literal();
        }
        let start = self.at + 1;
        if self.next_special(start)? == b'"' && self.at > start {
            self.at += 1;
            return Some(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        self.at = start - 1;
        self.basic()
    }

    /// A text in double quotes with anything in it: on one line, or between three quotes on several.
    fn basic(&mut self) -> Option<Cow<'t, str>> {
        let long = self.begins_long(b'"')?;
        let (start, mut escaped) = (self.at, false);
        loop {
            match self.next_special(self.at)? {
                b'"' if !long => break,
                b'"' if self.ends_long(b'"')? => break,
                b'"' => self.at += 1,
                b'\\' => {
                    escaped = true;
                    self.at += 1;
                    // Escapes are decoded later; here the escaped character must only not be taken for the end of the
                    // text.
                    match self.peek()? {
                        b'\n' | b'\r' if long => {}
                        b'\n' | b'\r' => return None,
                        _ => self.at += 1,
                    }
                    if !self.text.is_char_boundary(self.at) {
                        return None;
                    }
                }
                b'\n' | b'\r' if long => self.newline()?,
                _ => return None,
            }
        }
        let text = &self.text[start..self.at];
        self.at += if long { 3 } else { 1 };
        self.checked(long, text)?;
        Some(if escaped { Cow::Owned(unescaped(text)?) } else { Cow::Borrowed(text) })
    }

    /// A text in single quotes, in which nothing is escaped.
    fn literal(&mut self) -> Option<Cow<'t, str>> {
        let long = self.begins_long(b'\'')?;
        let start = self.at;
        loop {
            match self.peek()? {
                b'\'' if !long || self.ends_long(b'\'')? => break,
                b'\n' | b'\r' if long => self.newline()?,
                b'\t' => self.at += 1,
                0..=0x1F | 0x7F => return None,
                _ => self.at += 1,
            }
        }
        let text = &self.text[start..self.at];
        self.at += if long { 3 } else { 1 };
        self.checked(long, text)?;
        Some(Cow::Borrowed(text))
    }

    /// Past the quotes at the beginning; whether they are three. A line end directly behind three is no part of the
    /// text.
    fn begins_long(&mut self, quote: u8) -> Option<bool> {
        self.take(quote)?;
        if self.bytes.get(self.at..self.at + 2) != Some(&[quote, quote]) {
            return Some(false);
        }
        self.at += 2;
        if matches!(self.peek(), Some(b'\n' | b'\r')) {
            self.newline()?;
        }
        Some(true)
    }

    /// Whether three quotes are next that end the text; up to two more before them are part of it.
    fn ends_long(&self, quote: u8) -> Option<bool> {
        let quotes = self.bytes.get(self.at..)?.iter().take(6).take_while(|b| **b == quote).count();
        (quotes < 6).then_some(quotes == 3)
    }

    /// A text over several lines with the conflict markers of a merge is left to the strict reader, which reports them.
    fn checked(&self, long: bool, text: &str) -> Option<()> {
        (!long || !has_merge_markers(text)).then_some(())
    }
}

/// What a text with backslashes says; `None` if any of them escapes nothing that TOML 1.0 knows.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let escaped = after.chars().next()?;
        let code = |digits: usize| {
            let code = after.get(1..=digits).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
            u32::from_str_radix(code, 16).ok().and_then(char::from_u32)
        };
        // How long what is escaped is.
        let mut length = 1;
        match escaped {
            c @ ('"' | '\\') => out.push(c),
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' => {
                out.push(code(4)?);
                length += 4;
            }
            'U' => {
                out.push(code(8)?);
                length += 8;
            }
            // A line that goes on in the next one, without the space between them.
            ' ' | '\t' | '\n' | '\r' => {
                let (blank, _) = after.split_once('\n')?;
                blank.trim_matches([' ', '\t', '\r']).is_empty().then_some(())?;
                length = after.len() - after.trim_start_matches([' ', '\t', '\r', '\n']).len();
            }
            _ => return None,
        }
        rest = &after[length..];
    }
    out.push_str(rest);
    Some(out)
}
