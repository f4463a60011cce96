//! Entries, ids and names that are in a record twice, or that look alike.

use super::{
    look_alike::{OTHER_LETTERS, shape},
    place::{PlacedRecord, PlacedTable},
};
use crate::{
    load::{
        folder::skeleton,
        problem::Code,
        text::tree::{self, TomlValue},
    },
    model::person::Person,
};
use std::{collections::HashMap, fmt::Write};

/// No two entries are equal in everything: a merge of two branches leaves such pairs.
pub(super) fn duplicate_entries(record: &PlacedRecord<'_>) {
    let mut seen: HashMap<(&str, usize, String), &PlacedTable<'_>> = HashMap::new();
    for table in record.tables.iter().skip(1) {
        let mut content = String::new();
        write_table(table.keys, &mut content);
        let Some(first) = seen.insert((&table.path, table.inside, content), table) else { continue };
        let noun = table.path.rsplit('.').next().unwrap_or_default();
        let message = format!("the same {noun} as on line {}", record.source.line(first.span.start));
        let private = table.private || first.private;
        record.source.problem(Code::DuplicateEntry, table.span.clone(), private, message, "keep one of the two");
    }
}

/// Writes keys and values so that equal ones give equal texts, wherever and in whatever order they stand.
fn write_table(table: &tree::TomlTable<'_>, out: &mut String) {
    let mut pairs: Vec<_> = table.pairs.iter().collect();
    pairs.sort_by(|a, b| a.key.cmp(&b.key));
    for pair in pairs {
        // Writing to a String does not fail.
        let _ = write!(out, "{:?}=", pair.key);
        write_value(&pair.value, out);
    }
}

fn write_value(value: &TomlValue<'_>, out: &mut String) {
    match value {
        TomlValue::List(items) => {
            out.push('[');
            items.iter().for_each(|(item, _)| write_value(item, out));
            out.push(']');
        }
        TomlValue::Table(table) => {
            out.push('{');
            write_table(table, out);
            out.push('}');
        }
        plain => drop(write!(out, "{plain:?},")),
    }
}

/// No two ids of one kind look alike.
pub(super) fn look_alike_ids(record: &PlacedRecord<'_>) {
    let mut seen: HashMap<(&str, String), (&PlacedTable<'_>, &str)> = HashMap::new();
    for table in record.tables.iter().skip(1) {
        let Some((id, span)) = table.texts_of("id").next() else { continue };
        let kind = if table.path == "statement" { "communication" } else { table.path.as_str() };
        let Some((first, other)) = seen.insert((kind, skeleton(id)), (table, id)) else { continue };
        let line = record.source.line(first.span.start);
        let message = format!("{id:?} looks like {other:?} of line {line}");
        let help = "if they are one and the same, keep one; else give one a name that cannot be mistaken";
        record.source.problem(Code::LookAlike, span, table.private || first.private, message, help);
    }
}

/// No two people have names that differ only by letters that look alike, or that cannot be seen: whoever looks for one
/// would miss the other.
pub(super) fn look_alike_people(record: &PlacedRecord<'_>) {
    let mut seen: HashMap<String, (&Person, &str)> = HashMap::new();
    for person in &record.case.people {
        for name in person.all_names() {
            let (first, other) = *seen.entry(shape(name)).or_insert((person, name));
            if first.id == person.id || other == name {
                continue;
            }
            let key = if name == person.name { "name" } else { "other_names" };
            let line = first.entry.line;
            let message = format!("{name:?} looks like {other:?} of line {line}, but is written in other letters");
            record.note(Code::LookAlike, (&person.entry, key), &[&first.entry], message, OTHER_LETTERS);
        }
    }
}
