//! What lies across kinds of entry: sources, people concerned, other claims.

use super::{Rows, ids};
use crate::{
    export::{
        column::{Col, Explained, Get, Row, always, always_of, covers, key},
        table::Table,
    },
    load::record::schema::{Keyed as _, Kind},
    model::{
        case::{Case, Entry},
        event::Claim,
        vocabulary::Vocabulary as _,
    },
};

/// The tables in which entries can be.
fn tables() -> Explained {
    Table::ALL.iter().filter(|table| table.entries().is_some()).map(|table| (table.name(), table.meaning())).collect()
}

/// A source on which an entry rests.
pub(in crate::export) struct LinkRow<'a> {
    table: Table,
    entry: &'a str,
    number: i64,
    case: &'a Case,
    source: &'a str,
}

impl<'a> Row<'a> for LinkRow<'a> {
    const TABLE: Table = Table::Links;
    const COLUMNS: &'a [Col<Self>] = &[
        always_of(tables, "table", "The table in which the entry is", Get::Text(|r| Some(r.table.name()))),
        always("entry", "The entry: what stands in the first column of that table", Get::Text(|r| Some(r.entry))),
        always("case", "The case", Get::Text(|r| Some(&r.case.id))),
        always("number", "Its place among the sources of the entry, from 1", Get::Number(|r| Some(r.number))),
        always(
            "source",
            "The source on which it rests",
            Get::Made(|r| Some(ids::named(r.case, Kind::Source, r.source))),
        ),
    ];
}

/// The sources of an entry.
pub(super) fn sources(table: Table, case: &Case, entry: &str, of: &Entry, rows: &mut Rows) {
    sources_from(1, table, case, entry, &of.sources, rows);
}

/// Sources of an entry, the first with this number. Returns the number of the next.
pub(super) fn sources_from(
    first: i64,
    table: Table,
    case: &Case,
    entry: &str,
    sources: &[String],
    rows: &mut Rows,
) -> i64 {
    (first..).zip(sources).for_each(|(number, source)| rows.put(&LinkRow { table, entry, number, case, source }));
    first.saturating_add_unsigned(sources.len() as u64)
}

/// Somebody whom an entry concerns.
pub(in crate::export) struct ConcernedRow<'a> {
    table: Table,
    entry: &'a str,
    number: i64,
    case: &'a Case,
    person: &'a str,
}

impl<'a> Row<'a> for ConcernedRow<'a> {
    const TABLE: Table = Table::Concerned;
    const COLUMNS: &'a [Col<Self>] = &[
        always_of(tables, "table", "The table in which the entry is", Get::Text(|r| Some(r.table.name()))),
        always("entry", "The entry: what stands in the first column of that table", Get::Text(|r| Some(r.entry))),
        always("case", "The case", Get::Text(|r| Some(&r.case.id))),
        always("number", "Its place among the people of the entry, from 1", Get::Number(|r| Some(r.number))),
        always(
            "person",
            "Somebody whom it names as concerned, or as accused",
            Get::Made(|r| Some(ids::named(r.case, Kind::Person, r.person))),
        ),
    ];
}

/// Those whom an entry names.
pub(super) fn concerned(table: Table, case: &Case, entry: &str, people: &[String], rows: &mut Rows) {
    // Withheld people are not in the case any more, and have no row.
    let known = people.iter().filter(|id| case.person(id).is_some());
    (1..).zip(known).for_each(|(number, person)| rows.put(&ConcernedRow { table, entry, number, case, person }));
}

/// Another claim about what an entry says.
pub(in crate::export) struct ClaimRow<'a> {
    id: String,
    table: Table,
    entry: &'a str,
    case: &'a Case,
    claim: &'a Claim,
}

impl<'a> Row<'a> for ClaimRow<'a> {
    const TABLE: Table = Table::Claims;
    const KIND: Option<Kind> = Some(Kind::Claim);
    const COLUMNS: &'a [Col<Self>] = &[
        always("claim", "The claim: entry/disputed#number", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(&r.case.id))),
        always_of(
            tables,
            "table",
            "The table in which the entry is that it is about",
            Get::Text(|r| Some(r.table.name())),
        ),
        always("entry", "That entry: what stands in the first column of its table", Get::Text(|r| Some(r.entry))),
        key("date", Get::Ahead(|r| r.claim.date.as_ref())),
        key("what", Get::Text(|r| r.claim.what.as_deref())),
    ];
}

const _: () =
    assert!(covers(Claim::KEYS, ClaimRow::<'static>::COLUMNS, &["sources"]), "a key of a claim has no column");

/// The other claims about an entry.
pub(super) fn claims(table: Table, case: &Case, entry: &str, claims: &[Claim], rows: &mut Rows) {
    for (at, claim) in claims.iter().enumerate() {
        let id = ids::inside(entry, Kind::Claim, at);
        sources_from(1, Table::Claims, case, &id, &claim.sources, rows);
        rows.put(&ClaimRow { id, table, entry, case, claim });
    }
}
