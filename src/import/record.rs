//! What a record says of an entry, as far as a row can say it too: by what it is known, and in what both differ.

use crate::{
    load::text::tree::{TomlTable, TomlValue},
    model::{reference::Key, spelling::folded},
};

/// The texts that a key of an entry has: one or a list.
#[must_use]
pub fn said(entry: &TomlTable<'_>, key: &str) -> Vec<String> {
    entry.get(key).map(|pair| texts(&pair.value)).unwrap_or_default()
}

fn texts(value: &TomlValue<'_>) -> Vec<String> {
    match value {
        TomlValue::Text(text) => vec![text.to_string()],
        TomlValue::Integer(number) => vec![number.to_string()],
        TomlValue::Flag(flag) => vec![flag.to_string()],
        TomlValue::Date(_) => value.date().map(|date| date.to_string()).into_iter().collect(),
        TomlValue::List(items) => items.iter().flat_map(|(item, _)| texts(item)).collect(),
        TomlValue::Float | TomlValue::Table(_) => Vec::new(),
    }
}

/// The entries under a heading of a table.
#[must_use]
pub fn entries<'l, 't>(table: &'l TomlTable<'t>, heading: &str) -> Vec<&'l TomlTable<'t>> {
    let Some(TomlValue::List(items)) = table.get(heading).map(|pair| &pair.value) else { return Vec::new() };
    let entry = |item: &'l (TomlValue<'t>, std::ops::Range<usize>)| match &item.0 {
        TomlValue::Table(entry) => Some(entry),
        _ => None,
    };
    items.iter().filter_map(entry).collect()
}

/// By what an entry is known: the values of the first of these lists of keys of which it has any, as they are
/// compared. `None` if it has none.
#[must_use]
pub fn key<'k>(keys: &[Vec<&'k str>], get: impl Fn(&'k str) -> Vec<String>) -> Option<String> {
    keys.iter().find_map(|keys| {
        let values: Vec<String> = keys.iter().map(|name| compared(name, get(name)).join("\u{1e}")).collect();
        values.iter().any(|value| !value.is_empty()).then(|| format!("{}\u{1f}{}", keys[0], values.join("\u{1f}")))
    })
}

/// Texts as two entries are compared by them.
fn compared(name: &str, texts: Vec<String>) -> Vec<String> {
    let mut compared: Vec<String> = texts
        .iter()
        .map(|text| match Key::parse(text).filter(|_| name == "ref") {
            Some(key) => key.to_string(),
            None => folded(text).split_whitespace().collect::<Vec<_>>().join(" "),
        })
        .collect();
    compared.sort();
    compared
}

/// Whether a key says the same on both sides. Another spelling of a reference is the same letter, and the order in a
/// list is nothing that it says.
#[must_use]
pub fn is_same(name: &str, there: &[String], here: &[String]) -> bool {
    if name == "ref" {
        return compared(name, there.to_vec()) == compared(name, here.to_vec());
    }
    let sorted = |texts: &[String]| {
        let mut texts: Vec<String> = texts.iter().map(|text| text.trim().to_owned()).collect();
        texts.sort();
        texts
    };
    sorted(there) == sorted(here)
}

/// The note of an entry without the words that say where it was imported from.
#[must_use]
pub fn note_without_place(note: &str) -> &str {
    match note.rsplit_once('[') {
        Some((before, place)) if place.ends_with(']') && place.contains(", row ") => before.trim_end(),
        _ => note,
    }
}

/// The note of an entry: what the row says, and where it stands.
#[must_use]
pub fn note_with_place(parts: &[String], place: &str) -> String {
    let said = parts.join("; ");
    if said.is_empty() { format!("[{place}]") } else { format!("{said} [{place}]") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::text::tree::parse;

    #[test]
    fn an_entry_is_known_by_the_first_keys_that_it_has() {
        let keys = [vec!["ref"], vec!["sent", "to"]];
        let of = |text: &str| {
            let (table, _) = parse(text);
            key(&keys, |name| said(&table, name))
        };
        assert_eq!(of("ref = \"UA GBR 3/2019\""), of("ref = \"gbr 03/2019.\"\nsent = 2019-05-27"));
        assert_eq!(of("sent = 2019-05-27\nto = [\"B\", \"A\"]"), of("sent = \"2019-05-27\"\nto = [\"a\", \"b\"]"));
        assert_ne!(of("sent = 2019-05-27"), of("sent = 2019-05-28"));
        assert_eq!(of("note = \"x\""), None);
    }

    #[test]
    fn the_place_is_no_part_of_a_note() {
        for parts in [vec![], vec!["a [sic]".to_owned()], vec!["a".to_owned(), "b".into()]] {
            let note = note_with_place(&parts, "letters.csv, row 12");
            assert_eq!(note_without_place(&note), parts.join("; "));
        }
        assert_eq!(note_without_place("a [sic]"), "a [sic]");
    }
}
