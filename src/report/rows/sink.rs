//! Where the rows of a list go: into cells, or packed at once without ever becoming cells.

use super::{Given, LAST, LEFT_OUT, Part, Row, RowOrder};
use crate::{
    model::spelling::folded,
    report::{Cell, Tone, Value, column::ColumnOf},
};

/// What takes the rows of a list.
pub enum Sink<'s> {
    /// Makes cells of them.
    Cells {
        /// What they are added to.
        rows: &'s mut Vec<Row>,
        /// Only those in which this text stands.
        only: Option<&'s str>,
    },
    /// Packs them.
    Packing {
        /// What they become part of.
        part: &'s mut Part,
        /// The place among all cases of the case at a place among those at hand.
        place: &'s dyn Fn(usize) -> u32,
        /// Whether the words that tables show instead of values are wanted too.
        says: bool,
        /// Only those in which this text stands.
        only: Option<&'s str>,
    },
}

impl Sink<'_> {
    /// Adds a row of the case at this place among those at hand; order and class are as for [`Row`].
    pub fn row<R>(&mut self, case: usize, order: RowOrder, class: usize, columns: &[ColumnOf<R>], row: &R) {
        let (Self::Cells { only, .. } | Self::Packing { only, .. }) = self;
        if only.is_some_and(|text| class != LEFT_OUT && !has_text(&cells(columns, row), text)) {
            return;
        }
        match self {
            Self::Cells { rows, .. } => rows.push(Row { case, order, class, cells: cells(columns, row) }),
            Self::Packing { part, place, says, .. } => {
                part.begin(place(case), order, class);
                columns.iter().for_each(|column| column.put(row, Out::Packing { part, says: *says }));
            }
        }
    }

    /// Counts something of this case that has no row, as it is not known whether it belongs to the list.
    pub fn left_out(&mut self, case: usize) {
        self.row::<()>(case, [LAST; 4], LEFT_OUT, &[], &());
    }
}

/// Whether a text stands in one of these cells, however it is spelt.
pub fn has_text(cells: &[Cell], text: &str) -> bool {
    let text = folded(text);
    let has = |other: &str| folded(other).contains(&text);
    cells.iter().any(|cell| {
        let value = match &cell.value {
            Value::Text(other) => has(other),
            Value::List(others) => others.iter().any(|other| has(other)),
            Value::Date(date) => has(&date.as_written()),
            Value::Day(day) => has(&day.to_string()),
            Value::Unknown | Value::Number(_) | Value::Flag(_) | Value::Table(_) => false,
        };
        value || cell.says.as_deref().is_some_and(has)
    })
}

/// The cells of one row.
pub fn cells<'c, R: 'c>(columns: impl IntoIterator<Item = &'c ColumnOf<R>>, row: &R) -> Vec<Cell> {
    let mut cells = Vec::new();
    columns.into_iter().for_each(|column| column.put(row, Out::Cells(&mut cells)));
    cells
}

/// Takes one cell of a row.
pub enum Out<'o> {
    /// Adds it to the cells of the row.
    Cells(&'o mut Vec<Cell>),
    /// Packs it.
    Packing {
        /// What it becomes part of.
        part: &'o mut Part,
        /// Whether the words that tables show instead of the value are wanted too.
        says: bool,
    },
}

/// Proof that a cell was put: only [`Out`] makes one, and using it up, so that each column puts exactly one cell.
pub struct Done(pub(in crate::report) ());

impl Out<'_> {
    /// Whether the words that tables show instead of the value are wanted.
    #[must_use]
    pub const fn says(&self) -> bool {
        match self {
            Self::Cells(_) => true,
            Self::Packing { says, .. } => *says,
        }
    }

    /// A value as it is.
    pub fn put(self, value: impl Given) -> Done {
        self.add(value, None, Tone::Plain)
    }

    /// A value with words that a table shows instead; they are put together only if they are wanted.
    pub fn put_saying(self, value: impl Given, words: impl FnOnce() -> String) -> Done {
        let says = self.says().then(words);
        self.add(value, says, Tone::Plain)
    }

    /// A cell that is at hand.
    pub fn put_cell(self, cell: Cell) -> Done {
        self.add(cell.value, cell.says, cell.tone)
    }

    fn add(self, value: impl Given, says: Option<String>, tone: Tone) -> Done {
        match self {
            Self::Cells(cells) => cells.push(Cell { value: value.value(), says, tone }),
            Self::Packing { part, says: wanted } => {
                let says = says.filter(|_| wanted);
                part.pack(value, says.as_deref(), tone);
            }
        }
        Done(())
    }
}
