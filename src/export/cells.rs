//! The cells of one row, written as CSV at once.

use crate::{
    model::date::{Date, is_open, write_iso},
    render::for_databases,
};
use chrono::NaiveDate;
use std::io::Write as _;

/// One row that is being written: RFC 4180 with `\n` between rows. What is not known is an empty field.
pub(super) struct Cells<'o> {
    out: &'o mut Vec<u8>,
    is_first: bool,
}

impl<'o> Cells<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, is_first: true }
    }

    fn begin(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
    }

    /// A text. Characters that act on a screen or hide are written as `\u202E`, as in every format for programs.
    pub(super) fn text(&mut self, text: Option<&str>) {
        self.begin();
        let Some(text) = text else { return };
        let text = for_databases(text);
        if !text.bytes().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
            return self.out.extend(text.as_bytes());
        }
        self.out.push(b'"');
        for byte in text.bytes() {
            if byte == b'"' {
                self.out.push(b'"');
            }
            self.out.push(byte);
        }
        self.out.push(b'"');
    }

    /// A date as it is written, with its bounds.
    pub(super) fn date(&mut self, date: Option<&Date>) {
        self.text(date.map(Date::as_written).as_deref());
        self.day(date.map(Date::earliest));
        self.day(date.map(Date::latest));
    }

    /// A day; nothing for one that stands for an open end.
    pub(super) fn day(&mut self, day: Option<NaiveDate>) {
        self.begin();
        if let Some(day) = day.filter(|day| !is_open(*day)) {
            let mut text = String::with_capacity(10);
            // Writing to memory does not fail.
            let _ = write_iso(day, &mut text);
            self.out.extend(text.as_bytes());
        }
    }

    pub(super) fn number(&mut self, number: Option<i64>) {
        self.begin();
        if let Some(number) = number {
            // Writing to memory does not fail.
            let _ = write!(self.out, "{number}");
        }
    }

    pub(super) fn flag(&mut self, flag: Option<bool>) {
        self.text(flag.map(|flag| if flag { "true" } else { "false" }));
    }

    pub(super) fn end(self) {
        self.out.push(b'\n');
    }
}
