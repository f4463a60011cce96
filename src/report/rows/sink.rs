//! Where the rows of a list go: into cells, or packed at once without ever becoming cells.

use super::{Given, LAST, LEFT_OUT, Part, Row, RowOrder};
use crate::report::{Cell, Tone, column::ColumnOf};

/// What takes the rows of a list.
pub enum Sink<'s> {
    /// Makes cells of them.
    Cells(&'s mut Vec<Row>),
    /// Packs them.
    Packing {
        /// What they become part of.
        part: &'s mut Part,
        /// The place among all cases of the case at a place among those at hand.
        place: &'s dyn Fn(usize) -> u32,
        /// Whether the words that tables show instead of values are wanted too.
        says: bool,
    },
}

impl Sink<'_> {
    /// Adds a row of the case at this place among those at hand; order and class are as for [`Row`].
    pub fn row<R>(&mut self, case: usize, order: RowOrder, class: usize, columns: &[ColumnOf<R>], row: &R) {
        match self {
            Self::Cells(rows) => rows.push(Row { case, order, class, cells: cells(columns, row) }),
            Self::Packing { part, place, says } => {
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

/// Shows that a cell was put: only [`Out`] makes it, so that no column can forget its cell or have two.
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
