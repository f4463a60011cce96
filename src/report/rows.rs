//! The rows of a table: as cells, or packed into few bytes where there may be a hundred thousand.

use super::{Cell, Tone, Value};
use crate::model::date::{Date, iso_day};
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;

/// What orders a row in its list: number by number, the smallest first. Rows that are equal in it stay
/// in the order of their cases, and of the entries of one case.
pub type Order = [i32; 4];

/// Stands in an [`Order`] for what is not known and comes last.
pub const LAST: i32 = i32::MAX;

/// One row of a list, with what the list needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which of the cases it is of: its place among them.
    pub case: usize,
    /// What orders it.
    pub order: Order,
    /// What it is counted as: each list has classes of its own, fewer than [`CLASSES`].
    pub class: usize,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
}

/// More classes than any list has.
pub const CLASSES: usize = 16;

/// How many rows there are of each class.
pub type Counts = [usize; CLASSES];

/// The rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// As cells.
    Cells(Vec<Vec<Cell>>),
    /// Packed.
    Packed(Packed),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Cells(Vec::new())
    }
}

impl Rows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Cells(rows) => rows.len(),
            Self::Packed(packed) => packed.index.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cells of a row; none if there is no such row.
    #[must_use]
    pub fn get(&self, n: usize) -> Cow<'_, [Cell]> {
        match self {
            Self::Cells(rows) => Cow::Borrowed(rows.get(n).map_or(&[], Vec::as_slice)),
            Self::Packed(packed) => Cow::Owned(packed.get(n)),
        }
    }

    /// Does something with the cells of each row in turn, in memory that is used again for the next.
    ///
    /// # Errors
    /// The first that is met.
    pub fn each<E>(&self, mut with: impl FnMut(&[Cell]) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Cells(rows) => rows.iter().try_for_each(|row| with(row)),
            Self::Packed(packed) => {
                let mut cells = Vec::new();
                (0..packed.index.len()).try_for_each(|n| {
                    packed.read(n, &mut cells);
                    with(&cells)
                })
            }
        }
    }

    /// The cells of each row in turn.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Cow<'_, [Cell]>> + ExactSizeIterator {
        (0..self.len()).map(|n| self.get(n))
    }

    /// All rows as cells.
    #[must_use]
    pub fn cells(&self) -> Cow<'_, [Vec<Cell>]> {
        match self {
            Self::Cells(rows) => Cow::Borrowed(rows),
            Self::Packed(packed) => Cow::Owned((0..self.len()).map(|n| packed.get(n)).collect()),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        match self {
            Self::Cells(rows) => rows.push(row),
            Self::Packed(_) => {
                let mut rows = self.cells().into_owned();
                rows.push(row);
                *self = Self::Cells(rows);
            }
        }
    }

    /// The cells of one column in each row.
    pub fn column(&self, at: usize) -> impl Iterator<Item = Cell> {
        self.iter().map(move |row| row.get(at).cloned().unwrap_or(Cell::UNKNOWN))
    }

    /// Keeps these rows, in this order.
    pub fn arrange(&mut self, order: &[usize]) {
        match self {
            Self::Cells(rows) => *rows = order.iter().map(|&n| std::mem::take(&mut rows[n])).collect(),
            Self::Packed(packed) => packed.index = order.iter().map(|&n| packed.index[n]).collect(),
        }
    }

    /// Keeps these columns, in this order.
    pub fn choose(&mut self, columns: &[usize]) {
        match self {
            Self::Cells(rows) => {
                rows.iter_mut().for_each(|row| *row = columns.iter().map(|&at| row[at].clone()).collect());
            }
            Self::Packed(packed) => packed.columns = Some(columns.to_vec()),
        }
    }
}

impl From<Vec<Vec<Cell>>> for Rows {
    fn from(rows: Vec<Vec<Cell>>) -> Self {
        Self::Cells(rows)
    }
}

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
    index: Vec<(u32, u32)>,
    /// How many cells a row has.
    cells: usize,
    columns: Option<Vec<usize>>,
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

    fn get(&self, n: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        self.read(n, &mut cells);
        cells
    }

    /// Puts the cells of a row in place of those of another.
    fn read(&self, n: usize, into: &mut Vec<Cell>) {
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
            Value::Date(date) => match iso_day(date.as_str()) {
                Some(day) => {
                    self.length(0);
                    self.number(day.num_days_from_ce().into());
                }
                None => self.text(date.as_str()),
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
                Value::List((0..self.length(length)).map(|_| self.text().to_owned()).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::iso_day;

    fn cells(text: &str, number: i64) -> Vec<Cell> {
        let day = iso_day("2024-02-29").expect("a day");
        let date = |text| Cell::from(&Date::parse(text).expect("a date"));
        vec![
            text.into(),
            Cell::from(text).says("x".repeat(300)).tone(Tone::Bad),
            date("2024-07-05"),
            date("[2024-07-05..2025-01-08]"),
            date("2010-09~"),
            Cell::from(day).says("").tone(Tone::Faint),
            number.into(),
            true.into(),
            false.into(),
            vec![text.to_owned(), String::new()].into(),
            Vec::<String>::new().into(),
            Cell::UNKNOWN.says("not known").tone(Tone::Waiting),
            Cell::UNKNOWN,
        ]
    }

    fn packed(rows: &[Row], says: bool) -> (Rows, Counts) {
        let mut part = Part::default();
        rows.iter().for_each(|row| part.push(row, u32::try_from(row.case).expect("few"), says));
        let (packed, counts) = Packed::ordered(vec![part, Part::default()], cells("", 0).len());
        (Rows::Packed(packed), counts)
    }

    #[test]
    fn what_is_packed_comes_back() {
        let texts = ["", "a", "Соколов", &"long ".repeat(60)];
        let numbers = [0, -1, i64::from(i32::MIN), i64::from(i32::MAX) + 1, i64::MIN, i64::MAX];
        let all = texts.iter().flat_map(|text| numbers.map(|n| cells(text, n)));
        let rows: Vec<Row> = all.map(|cells| Row { case: 0, order: [0; 4], class: 1, cells }).collect();
        let (unpacked, counts) = packed(&rows, true);
        assert_eq!(counts[1], rows.len());
        assert!(unpacked.iter().zip(&rows).all(|(cells, row)| *cells == *row.cells));
        let (bare, _) = packed(&rows, false);
        for (cell, whole) in bare.iter().flat_map(Cow::into_owned).zip(rows.iter().flat_map(|row| &row.cells)) {
            assert_eq!(cell, Cell { says: None, ..whole.clone() });
        }
    }

    #[test]
    fn rows_are_ordered_by_their_order_then_by_case_then_as_made() {
        let row = |case, first, name: &str| Row {
            case,
            order: [first, 0, 0, 0],
            class: case,
            cells: std::iter::once(name.into()).chain(cells("", 0).into_iter().skip(1)).collect(),
        };
        let rows = [row(2, 1, "d"), row(1, 1, "b"), row(1, 1, "c"), row(3, LAST, "e"), row(3, -1, "a")];
        let (mut rows, counts) = packed(&rows, true);
        let names = |rows: &Rows| rows.column(0).map(|c| format!("{:?}", c.value)).collect::<String>();
        assert_eq!(names(&rows), ["a", "b", "c", "d", "e"].map(|n| format!("Text({n:?})")).concat());
        assert_eq!(counts[..4], [0, 2, 1, 2]);
        rows.arrange(&[3, 0]);
        rows.choose(&[6, 0]);
        assert_eq!(rows.len(), 2);
        assert_eq!(*rows.get(0), [Cell::from(0), Cell::from("d")]);
        assert_eq!(*rows.get(2), []);
    }
}
