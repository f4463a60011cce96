//! Many entries added to one record in one exchange.
//!
//! Those of one table are placed together, and the text is taken apart once a table: so a thousand entries cost
//! little more than one. With them, and with nothing else, the new text must agree, as with a single one.

use super::{Refusal, addition::Addition, entry::NewEntry, place::Gap};
use crate::load::{
    record::schema::{self, Kind},
    text::{
        file::FileText,
        tree::{self, TomlTable, TomlValue},
    },
};
use std::path::Path;

/// What is added to a record.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Entries inside those that are there: the heading of these, the place of one among them, and what is added
    /// to it.
    pub inside: Vec<(&'static str, usize, Vec<NewEntry>)>,
    /// Entries of the record, each with what lies inside of it.
    pub new: Vec<NewEntry>,
}

/// Which part of a batch something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of [`Batch::inside`].
    Inside(usize),
    /// Of [`Batch::new`].
    New(usize),
}

impl Batch {
    /// Whether there is nothing to add.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inside.is_empty() && self.new.is_empty()
    }

    /// The text of a record with all of it. What was there stays byte for byte.
    ///
    /// # Errors
    /// A table is written as an inline list, or the new text would say anything else than the old one and this.
    pub fn added_to(&self, text: &str) -> Result<String, Refusal> {
        let mut additions = Vec::new();
        let mut new = self.with_inside(text, &mut additions)?;
        for table in tables() {
            let entries: Vec<&NewEntry> = self.new.iter().filter(|entry| entry.kind.path() == table).collect();
            if entries.is_empty() {
                continue;
            }
            let (placed, _) = tree::parse(&new);
            let place = Gap::of_entry(&new, &placed, table).ok_or_else(|| inline(table))?;
            for entry in &entries {
                let says = entry.says(place.eol).ok_or("this cannot be written as TOML".to_owned())?;
                additions.push(Addition::Entry { table, inside: None, says });
            }
            let splice = place.entry(&new, None, &lines(&entries), true);
            new = splice.apply(&new);
        }
        match Addition::are_all(additions, tree::parse(text).0, &tree::parse(&new).0) {
            true => Ok(new),
            false => {
                let message = "the import would alter more than its own lines; nothing was written";
                Err(Refusal::Because(message.into()))
            }
        }
    }

    fn with_inside(&self, text: &str, additions: &mut Vec<Addition>) -> Result<String, Refusal> {
        let (placed, _) = tree::parse(text);
        let mut splices = Vec::new();
        for (table, at, entries) in &self.inside {
            let mut places = entries.iter().map(|entry| Gap::of_sub_entry(text, &placed, table, *at, entry.kind.key()));
            let Some(place) = places.next() else { continue };
            let place = place.ok_or_else(|| inline(table))?;
            if places.any(|place| place.is_none()) {
                return Err(inline(table));
            }
            for entry in entries {
                let says = entry.says(place.eol).ok_or("this cannot be written as TOML".to_owned())?;
                additions.push(Addition::Entry { table, inside: Some((*at, entry.kind.key())), says });
            }
            splices.push(place.entry(text, None, &lines(&entries.iter().collect::<Vec<_>>()), true));
        }
        // From the end of the text, so that the places of the other changes stay right.
        splices.sort_by_key(|splice| std::cmp::Reverse(splice.at.start));
        Ok(splices.iter().fold(text.to_owned(), |text, splice| splice.apply(&text)))
    }

    /// The part that stands at a line of the text that has all of it; `None` if what stands there was there before.
    #[must_use]
    pub fn at_line(&self, new: &str, line: usize) -> Option<Part> {
        let (placed, _) = tree::parse(new);
        let source = FileText::new(Path::new(""), new);
        let mut begins: Vec<(usize, Option<Part>)> = Vec::new();
        for table in tables() {
            let items = items(&placed, table);
            let own: Vec<usize> = (0..self.new.len()).filter(|n| self.new[*n].kind.path() == table).collect();
            let before = items.len().saturating_sub(own.len());
            for (n, (start, entry)) in items.iter().enumerate() {
                begins.push((*start, n.checked_sub(before).and_then(|n| own.get(n)).map(|n| Part::New(*n))));
                let parts = self.inside.iter().enumerate().filter(|(_, (of, at, _))| *of == table && *at == n);
                for (part, (_, _, entries)) in parts {
                    let mut keys: Vec<&str> = entries.iter().map(|entry| entry.kind.key()).collect();
                    keys.dedup();
                    for key in keys {
                        let new = entries.iter().filter(|entry| entry.kind.key() == key).count();
                        let subs = self::items(entry, key);
                        let first = subs.len().saturating_sub(new);
                        begins.extend(subs[first..].iter().map(|(start, _)| (*start, Some(Part::Inside(part)))));
                        // What follows inside the same entry was there.
                        begins.extend(subs[..first].iter().map(|(start, _)| (*start, None)));
                    }
                }
            }
        }
        begins.sort_by_key(|(start, _)| *start);
        let at = begins.iter().rev().find(|(start, _)| source.line(*start) <= line);
        at.and_then(|(_, part)| *part)
    }
}

/// The tables of a record, in the order in which the format documents them.
fn tables() -> Vec<&'static str> {
    let entries = |field: schema::Field| matches!(field.value, schema::Value::Entries(_)).then_some(field.name);
    Kind::Case.fields().into_iter().filter_map(entries).collect()
}

/// The entries under a heading, each with its beginning.
fn items<'l, 't>(table: &'l TomlTable<'t>, heading: &str) -> Vec<(usize, &'l TomlTable<'t>)> {
    let Some(TomlValue::List(items)) = table.get(heading).map(|pair| &pair.value) else { return Vec::new() };
    let entry = |(item, span): &'l tree::PlacedValue<'t>| match item {
        TomlValue::Table(entry) => Some((span.start, entry)),
        _ => None,
    };
    items.iter().filter_map(entry).collect()
}

/// The lines of several entries, with an empty one between two.
fn lines(entries: &[&NewEntry]) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in entries {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(entry.lines.iter().cloned());
    }
    lines
}

fn inline(table: &str) -> Refusal {
    let help = "`timeline edit` can write each under a heading of its own";
    Refusal::Because(format!("`{table} = [...]` is an inline list, to which nothing can be added; {help}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::revise::Origin;

    fn entry(kind: Kind, lines: &str) -> NewEntry {
        let lines = lines.lines().map(str::to_owned).collect();
        NewEntry { kind, brings_heading: true, lines, origin: Origin::CommandLine }
    }

    fn batch() -> Batch {
        let reply =
            |day: &str| entry(Kind::Reply, &format!("[[communication.reply]]\ndate = {day}\nkind = \"denial\""));
        let letter =
            "[[communication]]\nprocedure = \"other\"\nto = [\"DDR\"]\n\n[[communication.reply]]\nkind = \"denial\"";
        Batch {
            inside: vec![("communication", 0, vec![reply("2025-01-01"), reply("2025-01-02")])],
            new: vec![
                entry(Kind::Source, "[[source]]\nid = \"s\"\ntitle = \"S\""),
                entry(Kind::Letter, letter),
                entry(Kind::Letter, "[[communication]]\nprocedure = \"other\"\nto = [\"YUG\"]"),
            ],
        }
    }

    const OLD: &str =
        "title = \"x\"\nstate = \"DDR\"\n\n[[communication]] # first\nprocedure = \"other\"\nto = [\"DDR\"]\n";

    #[test]
    fn every_entry_has_its_place_and_nothing_else_changes() {
        for old in [
            OLD.to_owned(),
            OLD.trim_end().to_owned(),
            OLD.replace('\n', "\r\n"),
            format!("{OLD}\n# end\n\n[[event]]\nwhat = \"x\"\n"),
        ] {
            let new = batch().added_to(&old).expect("a text");
            let mut rest = new.as_str();
            for line in old.lines() {
                let at = rest.find(line).unwrap_or_else(|| panic!("{line} is gone from {new}"));
                rest = &rest[at + line.len()..];
            }
            let read: toml::Table = new.parse().expect("TOML");
            assert_eq!(read["communication"].as_array().map(Vec::len), Some(3));
            assert_eq!(read["communication"][0]["reply"].as_array().map(Vec::len), Some(2));
            assert_eq!(new.contains("\r\n"), old.contains("\r\n"));
            assert!(!old.contains("\r\n") || new.matches('\n').count() == new.matches("\r\n").count());
        }
    }

    #[test]
    fn a_line_is_known_by_the_part_that_it_belongs_to() {
        let new = batch().added_to(OLD).expect("a text");
        let line = |text: &str| new.lines().position(|line| line == text).expect("the line") + 1;
        let at = |text| batch().at_line(&new, line(text));
        assert_eq!(at("title = \"x\""), None);
        assert_eq!(at("procedure = \"other\""), None);
        assert_eq!(at("date = 2025-01-02"), Some(Part::Inside(0)));
        assert_eq!(at("to = [\"YUG\"]"), Some(Part::New(2)));
        assert_eq!(at("title = \"S\""), Some(Part::New(0)));
        assert_eq!(batch().at_line(&new, line("kind = \"denial\"") + 12), Some(Part::New(1)));
    }
}
