//! The rows of a table: as cells, or packed into few bytes where there may be a hundred thousand.

mod given;
mod packed;
mod sink;

pub use given::Given;
pub use packed::{Packed, Part};
pub use sink::{Done, Out, Sink, cells, has_text};

use super::Cell;
use std::{borrow::Cow, ops::Range};

/// What orders a row in its list: number by number, the smallest first. Rows that are equal in it stay
/// in the order of their cases, and of the entries of one case.
pub type RowOrder = [i32; 4];

/// Stands in an [`RowOrder`] for what is not known and comes last.
pub const LAST: i32 = i32::MAX;

/// One row of a list, with what the list needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which of the cases it is of: its place among them.
    pub case: usize,
    /// What orders it.
    pub order: RowOrder,
    /// What it is counted as: each list has classes of its own, fewer than [`CLASSES`].
    pub class: usize,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
}

/// More classes than any list has.
pub const CLASSES: usize = 24;

/// The class of what is counted and has no row: it is not known whether it belongs to the list.
pub const LEFT_OUT: usize = CLASSES - 1;

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
    pub fn each<E>(&self, with: impl FnMut(&[Cell]) -> Result<(), E>) -> Result<(), E> {
        self.some(0..self.len(), with)
    }

    /// The same with some of the rows.
    ///
    /// # Errors
    /// The first that is met.
    pub fn some<E>(&self, some: Range<usize>, mut with: impl FnMut(&[Cell]) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Cells(rows) => rows[some].iter().try_for_each(|row| with(row)),
            Self::Packed(packed) => {
                let mut cells = Vec::new();
                some.into_iter().try_for_each(|n| {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::{Date, iso_day};
    use crate::report::Tone;

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
        for row in rows {
            part.begin(u32::try_from(row.case).expect("few"), row.order, row.class);
            for cell in &row.cells {
                part.pack(cell.value.clone(), cell.says.as_deref().filter(|_| says), cell.tone);
            }
        }
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
        assert_eq!(*rows.get(0), [Cell::from(0_i64), Cell::from("d")]);
        assert_eq!(*rows.get(2), []);
    }
}
