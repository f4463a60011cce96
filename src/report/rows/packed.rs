//! Rows in few bytes: texts that rows share are kept once, and each row is unpacked when it is asked for.

use super::{CLASSES, Counts, Order, Row};
use crate::{
    model::date::Date,
    report::{Cell, Tone, Value},
};
use chrono::{Datelike, NaiveDate};

/// Rows of a part of a list, packed as they were made.
#[derive(Debug, Default)]
pub struct Part {
    bytes: Vec<u8>,
    marks: Vec<Mark>,
    /// Where texts are that were packed last, by a number made from the text: many rows have the same senders
    /// and the same basis.
    known: Vec<u32>,
}

/// Where a packed row is, and what the list needs to know of it.
#[derive(Clone, Copy, Debug)]
struct Mark {
    order: Order,
    /// The case's place among all cases.
    case: u32,
    class: u8,
    at: u32,
}

impl Part {
    /// Packs a row of the case at this place among all cases. `says`: whether the words that tables show
    /// instead of values are wanted too.
    pub fn push(&mut self, row: &Row, case: u32, says: bool) {
        let at = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.marks.push(Mark { order: row.order, case, class: u8::try_from(row.class).unwrap_or(u8::MAX), at });
        row.cells.iter().for_each(|cell| self.pack(cell, says));
    }

    /// Forgets the rows of these cases.
    pub fn retain(&mut self, wanted: impl Fn(u32) -> bool) {
        self.marks.retain(|mark| wanted(mark.case));
    }

    /// Gives back memory that is not needed when nothing more is added.
    pub fn shrink(&mut self) {
        self.known = Vec::new();
        self.bytes.shrink_to_fit();
        self.marks.shrink_to_fit();
    }
}

/// Rows packed into few bytes; each is unpacked when it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    parts: Vec<Box<[u8]>>,
    /// Of each row the part and the place in it.
    pub(super) index: Vec<(u32, u32)>,
    /// How many cells a row has.
    cells: usize,
    pub(super) columns: Option<Vec<usize>>,
}

impl Packed {
    /// All rows of these parts in order, `cells` of them in each, and how many there are of each class.
    #[must_use]
    pub fn ordered(parts: Vec<Part>, cells: usize) -> (Self, Counts) {
        let mut counts = Counts::default();
        let mut marks: Vec<(Mark, u32)> = Vec::with_capacity(parts.iter().map(|part| part.marks.len()).sum());
        let mut bytes = Vec::with_capacity(parts.len());
        for (part, n) in parts.into_iter().zip(0..) {
            marks.extend(part.marks.into_iter().map(|mark| (mark, n)));
            bytes.push(part.bytes.into_boxed_slice());
        }
        // Rows of one case lie in one part, in the order of the entries.
        marks.sort_unstable_by_key(|(mark, part)| (mark.order, mark.case, *part, mark.at));
        for (mark, _) in &marks {
            counts[usize::from(mark.class).min(CLASSES - 1)] += 1;
        }
        let index = marks.iter().map(|(mark, part)| (*part, mark.at)).collect();
        (Self { parts: bytes, index, cells, columns: None }, counts)
    }

    pub(super) fn get(&self, n: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        self.read(n, &mut cells);
        cells
    }

    /// Puts the cells of a row in place of those of another.
    pub(super) fn read(&self, n: usize, into: &mut Vec<Cell>) {
        let Some((part, at)) = self.index.get(n) else { return into.clear() };
        let mut packed = Reader { bytes: &self.parts[*part as usize], at: *at as usize };
        match &self.columns {
            None => {
                into.resize(self.cells, Cell::UNKNOWN);
                into.iter_mut().for_each(|cell| packed.unpack(cell));
            }
            Some(columns) => {
                let mut all = vec![Cell::UNKNOWN; self.cells];
                all.iter_mut().for_each(|cell| packed.unpack(cell));
                *into = columns.iter().map(|&at| all[at].clone()).collect();
            }
        }
    }
}

const SAYS: u8 = 0x80;
const TONES: [Tone; 5] = [Tone::Plain, Tone::Good, Tone::Waiting, Tone::Bad, Tone::Faint];

/// Begins a length in eight bytes: it does not fit into one.
const LONG: u8 = 255;

/// Begins the place of a text that was packed before.
const AGAIN: u8 = 254;

/// How many texts are looked for among those that were packed before.
const KNOWN: usize = 1024;

/// Texts shorter than this are packed anew each time.
const SHORT: usize = 8;

impl Part {
    /// One byte for the kind of value (low), the tone (above it) and whether words stand instead (top), then
    /// the value and the words.
    fn pack(&mut self, cell: &Cell, says: bool) {
        let says = cell.says.as_deref().filter(|_| says);
        let tone = TONES.iter().position(|tone| *tone == cell.tone).unwrap_or_default();
        let kind = match &cell.value {
            Value::Unknown | Value::Table(_) => 0,
            Value::Text(_) => 1,
            Value::Date(_) => 2,
            Value::Day(_) => 3,
            Value::Number(_) => 4,
            Value::Flag(false) => 5,
            Value::Flag(true) => 6,
            Value::List(_) => 7,
        };
        debug_assert!(!matches!(cell.value, Value::Table(_)), "a list has no tables in its cells");
        let tone = u8::try_from(tone).unwrap_or_default() << 3;
        self.bytes.push(kind | tone | if says.is_some() { SAYS } else { 0 });
        match &cell.value {
            Value::Unknown | Value::Table(_) | Value::Flag(_) => {}
            Value::Text(text) => self.text(text),
            // No date is written as an empty text: after that length stands a day.
            Value::Date(date) => match date.plain_day() {
                Some(day) => {
                    self.length(0);
                    self.number(day.num_days_from_ce().into());
                }
                None => self.text(&date.as_written()),
            },
            Value::Day(day) => self.number(day.num_days_from_ce().into()),
            Value::Number(number) => self.number(*number),
            Value::List(texts) => {
                self.length(texts.len());
                texts.iter().for_each(|text| self.text(text));
            }
        }
        if let Some(says) = says {
            self.text(says);
        }
    }

    fn length(&mut self, length: usize) {
        match u8::try_from(length) {
            Ok(short) if short < AGAIN => self.bytes.push(short),
            _ => {
                self.bytes.push(LONG);
                self.bytes.extend((length as u64).to_le_bytes());
            }
        }
    }

    fn text(&mut self, text: &str) {
        if text.len() >= SHORT
            && let Ok(here) = u32::try_from(self.bytes.len())
        {
            self.known.resize(KNOWN, 0);
            let number = text.bytes().fold(0, |n: usize, b| n.rotate_left(5) ^ usize::from(b));
            let place = &mut self.known[number.wrapping_mul(0x9e37_79b9) % KNOWN];
            if (Reader { bytes: &self.bytes, at: *place as usize }).text() == text {
                self.bytes.push(AGAIN);
                return self.bytes.extend(place.to_le_bytes());
            }
            *place = here;
        }
        self.length(text.len());
        self.bytes.extend(text.as_bytes());
    }

    /// A number of four bytes as such, any other in eight more.
    fn number(&mut self, number: i64) {
        match i32::try_from(number) {
            Ok(short) if short != i32::MIN => self.bytes.extend(short.to_le_bytes()),
            _ => {
                self.bytes.extend(i32::MIN.to_le_bytes());
                self.bytes.extend(number.to_le_bytes());
            }
        }
    }
}

/// Reads what a part packed.
struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn unpack(&mut self, cell: &mut Cell) {
        let [head] = self.array();
        cell.value = match head & 7 {
            1 => match std::mem::replace(&mut cell.value, Value::Unknown) {
                // Memory that is there is used again.
                Value::Text(mut text) => {
                    text.clear();
                    text.push_str(self.text());
                    Value::Text(text)
                }
                _ => Value::Text(self.text().to_owned()),
            },
            2 => match self.text() {
                "" => self.day().map_or(Value::Unknown, |day| Value::Date(Date::from_day(day))),
                text => Date::parse(text).map_or(Value::Unknown, Value::Date),
            },
            3 => self.day().map_or(Value::Unknown, Value::Day),
            4 => Value::Number(self.number()),
            5 => Value::Flag(false),
            6 => Value::Flag(true),
            7 => {
                let [length] = self.array();
                let length = self.length(length);
                let mut texts = match std::mem::replace(&mut cell.value, Value::Unknown) {
                    Value::List(texts) => texts,
                    _ => Vec::with_capacity(length),
                };
                texts.resize(length, String::new());
                texts.iter_mut().for_each(|text| {
                    text.clear();
                    text.push_str(self.text());
                });
                Value::List(texts)
            }
            _ => Value::Unknown,
        };
        cell.tone = TONES.get(usize::from(head >> 3 & 7)).copied().unwrap_or_default();
        cell.says = (head & SAYS != 0).then(|| self.text().to_owned());
    }

    fn length(&mut self, first: u8) -> usize {
        if first == LONG { usize::try_from(u64::from_le_bytes(self.array())).unwrap_or_default() } else { first.into() }
    }

    fn text(&mut self) -> &'b str {
        let [first] = self.array();
        if first == AGAIN {
            let at = u32::from_le_bytes(self.array()) as usize;
            return Reader { at, ..*self }.text();
        }
        let length = self.length(first);
        std::str::from_utf8(self.take(length)).unwrap_or_default()
    }

    fn number(&mut self) -> i64 {
        match i32::from_le_bytes(self.array()) {
            i32::MIN => i64::from_le_bytes(self.array()),
            short => short.into(),
        }
    }

    fn day(&mut self) -> Option<NaiveDate> {
        i32::try_from(self.number()).ok().and_then(NaiveDate::from_num_days_from_ce_opt)
    }

    fn take(&mut self, n: usize) -> &'b [u8] {
        let taken = self.bytes.get(self.at..self.at + n).unwrap_or_default();
        self.at += n;
        taken
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        self.take(N).try_into().unwrap_or([0; N])
    }
}
