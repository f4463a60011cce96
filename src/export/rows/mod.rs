//! The rows of the tables: what each is made of, and what is made of a record.

pub(super) mod case;
pub(super) mod demands;
pub(super) mod facts;
mod ids;
pub(super) mod inside;
pub(super) mod letters;
pub(super) mod liberty;
pub(super) mod links;
pub(super) mod rules;

use super::{cells::Cells, column::Row, table::Table};
use crate::{
    model::{
        case::Case,
        date::Date,
        letter::{self, Letter},
    },
    report::{
        World,
        filter::Filter,
        letters::{Line, lines_where},
    },
};
use chrono::NaiveDate;
use letters::LettersOnce;

/// Rows that are being made, each table by itself.
pub(super) struct Rows {
    as_of: NaiveDate,
    tables: Vec<Vec<u8>>,
}

impl Rows {
    pub(super) fn new(as_of: NaiveDate) -> Self {
        Self { as_of, tables: vec![Vec::new(); Table::COUNT] }
    }

    fn put<'a, R: Row<'a>>(&mut self, row: &R) {
        let mut cells = Cells::new(&mut self.tables[R::TABLE as usize]);
        R::COLUMNS.iter().for_each(|column| column.put(row, self.as_of, &mut cells));
        cells.end();
    }

    /// Whether something of this date exists on the day.
    fn has_come(&self, date: Option<&Date>) -> bool {
        date.is_none_or(|date| date.has_come(self.as_of))
    }

    /// The text of each table.
    pub(super) fn tables(&self) -> &[Vec<u8>] {
        &self.tables
    }

    pub(super) fn clear(&mut self) {
        self.tables.iter_mut().for_each(Vec::clear);
    }
}

/// Makes the rows of cases that share letters with each other at most, and does something with those of each; a letter
/// that several of them hold is told with the first. `is_told`: whether a related case may be told of.
pub(super) fn of_cases(world: &World<'_>, is_told: impl Fn(&str) -> bool, mut with: impl FnMut(usize, &Rows)) {
    let letters: Vec<Letter<'_>> = letter::letters(world.cases);
    let lines: Vec<Line<'_>> = lines_where(world, &letters, &Filter::default(), Line::exists);
    let told = LettersOnce::new(&lines);
    let mut rest = lines.as_slice();
    let mut rows = Rows::new(world.as_of);
    for (at, case) in world.cases.iter().enumerate() {
        let case: &Case = case;
        case::rows(case, &is_told, &mut rows);
        facts::rows(case, &mut rows);
        let names = told.of(case);
        while let Some(first) = rest.first().filter(|line| line.letter.first == at) {
            let count = rest.iter().take_while(|line| std::ptr::eq(line.letter, first.letter)).count();
            letters::rows(&rest[..count], world, (&told, &names), &mut rows);
            rest = &rest[count..];
        }
        demands::rows(case, &names, &mut rows);
        liberty::rows(case, &mut rows);
        with(at, &rows);
        rows.clear();
    }
}
