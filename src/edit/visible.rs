//! Which lines of a record may be shown to somebody who has not asked for what is confidential.

use crate::{
    load::{
        folder,
        text::{
            confidential::is_marked,
            tree::{self, TomlTable, TomlValue},
        },
    },
    model::case::Case,
};
use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
};

/// The lines of a record that may not be shown, from 0: those of entries that are withheld, or lie in one, or name one
/// by its id; and comments, which may be about any entry. `all` is the case that the text holds, `open` the same
/// without what is withheld.
pub(super) fn withheld_lines(text: &str, all: &Case, open: Option<&Case>, folder: &Path) -> BTreeSet<usize> {
    let mut ids = ids(all);
    for id in open.map(self::ids).unwrap_or_default() {
        ids.remove(id);
    }
    ids.extend(all.related.iter().map(String::as_str).filter(|id| folder::is_withheld_case(folder, id)));
    let (top, _) = tree::parse(text);
    let mut tables = Vec::new();
    gather(text, &top, (0, open.is_none()), &ids, &mut tables);
    tables.sort_unstable();
    let mut at = 0;
    let mut hidden = BTreeSet::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let table = tables.partition_point(|(start, _)| *start < at + line.len());
        if line.trim_start().starts_with('#') || tables[..table].last().is_some_and(|(_, is_secret)| *is_secret) {
            hidden.insert(number);
        }
        at += line.len();
    }
    hidden
}

/// The names by which entries of a case can refer to each other.
fn ids(case: &Case) -> HashSet<&str> {
    let letters = case.communications.iter().flat_map(|letter| [letter.id.as_deref(), letter.reference.as_deref()]);
    let people = case.people.iter().map(|person| person.id.as_str());
    let sources = case.sources.iter().map(|source| source.id.as_str());
    let demands = case.demands.iter().map(|demand| demand.id.as_str());
    let statements = case.statements.iter().map(|statement| statement.id.as_str());
    people.chain(sources).chain(demands).chain(statements).chain(letters.flatten()).collect()
}

/// Where each table under a heading begins, and whether its lines are withheld.
fn gather(
    text: &str,
    table: &TomlTable<'_>,
    (start, private): (usize, bool),
    ids: &HashSet<&str>,
    tables: &mut Vec<(usize, bool)>,
) {
    let private = private || start > 0 && is_marked(table);
    tables.push((start, private || names(text, table, ids)));
    for pair in &table.pairs {
        let TomlValue::List(items) = &pair.value else { continue };
        for (item, span) in items {
            if let TomlValue::Table(inner) = item
                && is_heading(text, span.start)
            {
                gather(text, inner, (span.start, private), ids, tables);
            }
        }
    }
}

/// Whether a table holds one of these ids, tables within its lines included.
fn names(text: &str, table: &TomlTable<'_>, ids: &HashSet<&str>) -> bool {
    table.pairs.iter().any(|pair| holds(text, &pair.value, ids))
}

fn holds(text: &str, value: &TomlValue<'_>, ids: &HashSet<&str>) -> bool {
    match value {
        TomlValue::Text(word) => ids.contains(word.as_ref()),
        TomlValue::List(items) => {
            items.iter().any(|(item, span)| !is_heading(text, span.start) && holds(text, item, ids))
        }
        TomlValue::Table(inner) => names(text, inner, ids),
        _ => false,
    }
}

/// Whether a table begins here with a heading of its own.
fn is_heading(text: &str, start: usize) -> bool {
    text.get(start..).is_some_and(|rest| rest.starts_with("[["))
}
