//! Rows in few bytes: texts that rows share are kept once, and each row is unpacked when it is asked for.

use super::{CLASSES, Counts, Given, LEFT_OUT, RowOrder};
use crate::{
    model::date::Date,
    report::{Cell, Tone, Value},
};
use chrono::{Datelike, NaiveDate};

/// Rows of a part of a list, packed as they were made.
#[derive(Debug, Default)]
pub struct Part {
    /// The cells, one after the other: numbers in digits of six bits, a byte each. So all of it is text, and no
    /// text in it need be looked at again before it is used.
    packed: String,
    marks: Vec<Mark>,
    /// Where texts are that were packed last, by a number made from the text: many rows have the same senders
    /// and the same basis.
    known: Vec<u32>,
}

/// Where a packed row is, and what the list needs to know of it.
#[derive(Clone, Copy, Debug)]
struct Mark {
    order: RowOrder,
    /// The case's place among all cases.
    case: u32,
    class: u8,
    at: u32,
}

impl Part {
    /// Begins a row of the case at this place among all cases.
    pub(super) fn begin(&mut self, case: u32, order: RowOrder, class: usize) {
        let at = u32::try_from(self.packed.len()).unwrap_or(u32::MAX);
        self.marks.push(Mark { order, case, class: u8::try_from(class).unwrap_or(u8::MAX), at });
    }

    /// Forgets the rows of these cases.
    pub fn retain(&mut self, wanted: impl Fn(u32) -> bool) {
        self.marks.retain(|mark| wanted(mark.case));
    }

    /// Gives back memory that is not needed when nothing more is added.
    pub fn shrink(&mut self) {
        self.known = Vec::new();
        self.packed.shrink_to_fit();
        self.marks.shrink_to_fit();
    }
}

/// Rows packed into few bytes; each is unpacked when it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    parts: Vec<Box<str>>,
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
        let mut packed = Vec::with_capacity(parts.len());
        for (part, n) in parts.into_iter().zip(0..) {
            marks.extend(part.marks.into_iter().map(|mark| (mark, n)));
            packed.push(part.packed.into_boxed_str());
        }
        // Rows of one case lie in one part, in the order of the entries.
        marks.sort_unstable_by_key(|(mark, part)| (mark.order, mark.case, *part, mark.at));
        for (mark, _) in &marks {
            counts[usize::from(mark.class).min(CLASSES - 1)] += 1;
        }
        marks.retain(|(mark, _)| usize::from(mark.class) != LEFT_OUT);
        let index = marks.iter().map(|(mark, part)| (*part, mark.at)).collect();
        (Self { parts: packed, index, cells, columns: None }, counts)
    }

    pub(super) fn get(&self, n: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        self.read(n, &mut cells);
        cells
    }

    /// Puts the cells of a row in place of those of another.
    pub(super) fn read(&self, n: usize, into: &mut Vec<Cell>) {
        let Some((part, at)) = self.index.get(n) else { return into.clear() };
        let mut packed = Reader { packed: &self.parts[*part as usize], at: *at as usize };
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

const SAYS: u8 = 0x40;
const TONES: [Tone; 5] = [Tone::Plain, Tone::Good, Tone::Waiting, Tone::Bad, Tone::Faint];

/// Bits of a digit of a number; one more says that another digit follows.
const DIGIT: u32 = 6;
const MORE: u8 = 1 << DIGIT;

/// How many texts are looked for among those that were packed before.
const KNOWN: usize = 1024;

/// Texts shorter than this are packed anew each time.
const SHORT: usize = 8;

impl Part {
    /// Adds a cell to the row.
    pub(super) fn pack(&mut self, value: impl Given, says: Option<&str>, tone: Tone) {
        value.pack(Packer { part: self, says, tone });
    }

    /// A byte of seven bits.
    fn byte(&mut self, byte: u8) {
        self.packed.push(char::from(byte));
    }

    /// A number, the lowest digit first.
    fn digits(&mut self, mut number: u64) {
        while number >= MORE.into() {
            self.byte(number.to_le_bytes()[0] & (MORE - 1) | MORE);
            number >>= DIGIT;
        }
        self.byte(number.to_le_bytes()[0]);
    }

    /// A number that may be negative: its sign is the lowest bit.
    fn number(&mut self, number: i64) {
        self.digits((number << 1 ^ number >> 63).cast_unsigned());
    }

    /// A text after its length and one, or the place of the same text after a nought.
    fn text(&mut self, text: &str) {
        if text.len() >= SHORT
            && let Ok(here) = u32::try_from(self.packed.len())
        {
            self.known.resize(KNOWN, 0);
            let place = &mut self.known[hash(text) % KNOWN];
            // Place 0 means none: a text never stands there, as the byte of its cell comes before it.
            if *place > 0 && (Reader { packed: &self.packed, at: *place as usize }).text() == text {
                let place = *place;
                self.digits(0);
                return self.digits(place.into());
            }
            *place = here;
        }
        self.digits(text.len() as u64 + 1);
        self.packed.push_str(text);
    }
}

/// Packs one cell: one byte for the kind of value (low), the tone (above it) and whether words stand instead (top),
/// then the value and the words.
pub struct Packer<'p> {
    part: &'p mut Part,
    says: Option<&'p str>,
    tone: Tone,
}

/// Kinds of values, as the lowest bits of the first byte tell them.
mod kind {
    pub(super) const TEXT: u8 = 1;
    pub(super) const DATE: u8 = 2;
    pub(super) const DAY: u8 = 3;
    pub(super) const NUMBER: u8 = 4;
    pub(super) const FALSE: u8 = 5;
    pub(super) const TRUE: u8 = 6;
    pub(super) const LIST: u8 = 7;
    pub(super) const UNKNOWN: u8 = 0;
}

impl Packer<'_> {
    fn cell(self, kind: u8, value: impl FnOnce(&mut Part)) {
        let tone = TONES.iter().position(|other| *other == self.tone).unwrap_or_default();
        let tone = u8::try_from(tone).unwrap_or_default() << 3;
        self.part.byte(kind | tone | if self.says.is_some() { SAYS } else { 0 });
        value(self.part);
        if let Some(says) = self.says {
            self.part.text(says);
        }
    }

    /// A cell without a value.
    pub(super) fn unknown(self) {
        self.cell(kind::UNKNOWN, |_| {});
    }

    /// A text.
    pub(super) fn text(self, text: &str) {
        self.cell(kind::TEXT, |part| part.text(text));
    }

    /// A date as written. No date is written as an empty text: after that stands a day.
    pub(super) fn date(self, date: &Date) {
        self.cell(kind::DATE, |part| match date.plain_day() {
            Some(day) => {
                part.text("");
                part.number(day.num_days_from_ce().into());
            }
            None => part.text(&date.as_written()),
        });
    }

    /// A computed day.
    pub(super) fn day(self, day: NaiveDate) {
        self.cell(kind::DAY, |part| part.number(day.num_days_from_ce().into()));
    }

    /// A number.
    pub(super) fn number(self, number: i64) {
        self.cell(kind::NUMBER, |part| part.number(number));
    }

    /// True or false.
    pub(super) fn flag(self, flag: bool) {
        self.cell(if flag { kind::TRUE } else { kind::FALSE }, |_| {});
    }

    /// Several texts.
    pub(super) fn list(self, texts: &[impl AsRef<str>]) {
        self.cell(kind::LIST, |part| {
            part.digits(texts.len() as u64);
            texts.iter().for_each(|text| part.text(text.as_ref()));
        });
    }
}

/// A number made from a text.
fn hash(text: &str) -> usize {
    let eights = text.as_bytes().chunks_exact(8);
    let rest = eights.remainder().iter().map(|b| u64::from(*b));
    let numbers = eights.map(|eight| u64::from_le_bytes(eight.try_into().unwrap_or_default())).chain(rest);
    let mix = |hash: u64, number: u64| (hash.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    usize::try_from(numbers.fold(0, mix) >> 40).unwrap_or_default()
}

/// Reads what a part packed.
#[derive(Clone, Copy)]
struct Reader<'p> {
    packed: &'p str,
    at: usize,
}

impl<'p> Reader<'p> {
    fn unpack(&mut self, cell: &mut Cell) {
        let head = self.byte();
        // The commonest case: a cell without a value, where the row before had none either.
        if head == kind::UNKNOWN && matches!(cell.value, Value::Unknown) {
            (cell.tone, cell.says) = (Tone::Plain, None);
            return;
        }
        cell.value = match head & 7 {
            kind::TEXT => match std::mem::replace(&mut cell.value, Value::Unknown) {
                // The memory of the text before is used again.
                Value::Text(mut text) => {
                    text.clear();
                    text.push_str(self.text());
                    Value::Text(text)
                }
                _ => Value::Text(self.text().to_owned()),
            },
            kind::DATE => match self.text() {
                "" => self.day().map_or(Value::Unknown, |day| Value::Date(Date::from_day(day))),
                text => Date::parse(text).map_or(Value::Unknown, Value::Date),
            },
            kind::DAY => self.day().map_or(Value::Unknown, Value::Day),
            kind::NUMBER => Value::Number(self.number()),
            kind::FALSE => Value::Flag(false),
            kind::TRUE => Value::Flag(true),
            kind::LIST => {
                let length = self.length();
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

    fn byte(&mut self) -> u8 {
        let byte = self.packed.as_bytes().get(self.at).copied().unwrap_or_default();
        self.at += 1;
        byte
    }

    fn digits(&mut self) -> u64 {
        let (mut number, mut bits) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & (MORE - 1)).checked_shl(bits).unwrap_or_default();
            bits += DIGIT;
            if byte & MORE == 0 {
                return number;
            }
        }
    }

    fn length(&mut self) -> usize {
        usize::try_from(self.digits()).unwrap_or_default()
    }

    fn number(&mut self) -> i64 {
        let digits = self.digits();
        (digits >> 1).cast_signed() ^ -((digits & 1).cast_signed())
    }

    fn text(&mut self) -> &'p str {
        let Some(length) = self.length().checked_sub(1) else {
            let at = self.length();
            return Reader { at, ..*self }.text();
        };
        let text = self.packed.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        text
    }

    fn day(&mut self) -> Option<NaiveDate> {
        i32::try_from(self.number()).ok().and_then(NaiveDate::from_num_days_from_ce_opt)
    }
}
