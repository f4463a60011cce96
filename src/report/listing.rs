//! Lists across cases: what each command says of its rows, and how they become a report, from cases in memory or from
//! rows that were made record by record.

use super::{
    Column, Report, Table, World,
    filter::Filter,
    rows::{Counts, LEFT_OUT, Packed, Part, Row, Rows, Sink},
    select::Select,
};
use crate::{load::record::keep::Keep, model::rule::Rules};
use clap::Args;

/// Options of every list across cases.
#[derive(Args, Clone, Debug, Default)]
#[expect(missing_docs, reason = "a comment here would replace the help of the command")]
pub struct Options {
    #[command(flatten)]
    pub filter: Filter,
    #[command(flatten)]
    pub select: Select,
}

/// The arguments of a list across cases.
pub trait List {
    /// Its columns.
    fn columns() -> Vec<Column>;

    /// Which rows are wanted, and how they are arranged.
    fn options(&self) -> &Options;

    /// The cases that were named; none: all of them.
    fn ids(&self) -> &[String];

    /// What of each record it needs.
    fn keep(&self) -> Keep;

    /// Kinds that `--kind` takes.
    fn kinds<'r>(&self, rules: &'r Rules) -> Vec<&'r str>;

    /// Makes the rows of these cases, those of one case in the order of its entries. A row may rest on several
    /// cases only if they record the same letter.
    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>);

    /// One line that sums up so many rows of each class.
    fn summary(&self, counts: &Counts) -> String;
}

/// The list of all cases at hand.
///
/// # Errors
/// An unknown kind or column, with what to write instead.
pub fn report<L: List>(list: &L, world: &World<'_>) -> Result<Report, String> {
    check(list, world.rules)?;
    let mut rows: Vec<Row> = Vec::new();
    list.rows(world, &mut Sink::Cells { rows: &mut rows, only: list.options().select.text.as_deref() });
    rows.sort_by_key(|row| (row.order, row.case));
    let mut counts = Counts::default();
    rows.iter().for_each(|row| counts[row.class] += 1);
    rows.retain(|row| row.class != LEFT_OUT);
    let rows = rows.into_iter().map(|row| row.cells).collect::<Vec<_>>();
    finished(list, rows.into(), &counts, list.options().filter.remarks(world.cases))
}

/// The list of the rows in these parts, with remarks on what no record has.
///
/// # Errors
/// An unknown column, with what to write instead.
pub fn of_parts<L: List>(list: &L, parts: Vec<Part>, remarks: Vec<String>) -> Result<Report, String> {
    let (packed, counts) = Packed::ordered(parts, L::columns().len());
    finished(list, Rows::Packed(packed), &counts, remarks)
}

/// Refuses kinds and columns that the list does not have, before any record is read.
///
/// # Errors
/// What to write instead.
pub fn check<L: List>(list: &L, rules: &Rules) -> Result<(), String> {
    list.options().filter.check_kinds(&list.kinds(rules))?;
    list.options().select.check(&L::columns())
}

fn finished<L: List>(list: &L, rows: Rows, counts: &Counts, remarks: Vec<String>) -> Result<Report, String> {
    let table = Table { rows, ..Table::new(&L::columns()) };
    let mut report = Report { table, summary: list.summary(counts), remarks };
    list.options().select.apply(&mut report)?;
    Ok(report)
}
