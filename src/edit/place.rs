//! Where a person would write a new entry, and how: found from the positions of what is already there.

use crate::load::{
    record::schema::{self, Field, Kind},
    text::tree::{PlacedValue, TomlTable, TomlValue},
};
use std::ops::Range;

/// The tables of a record, in the order in which the format documents them.
fn tables() -> Vec<&'static str> {
    let entries = |field: Field| matches!(field.value, schema::Value::Entries(_)).then_some(field.name);
    Kind::Case.fields().into_iter().filter_map(entries).collect()
}

/// Bytes to put in the place of a range of the text; an empty range adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The bytes that go.
    pub at: Range<usize>,
    /// The bytes that come.
    pub text: String,
    /// How many of the new bytes stand before the first line of the change itself.
    pub lead: usize,
}

impl Splice {
    /// What makes `new` of `old`, at the one place where they differ.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
            pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
        };
        let start = same(&mut old.chars().zip(new.chars()));
        let end = same(&mut old[start..].chars().rev().zip(new[start..].chars().rev()));
        Self { at: start..old.len() - end, text: new[start..new.len() - end].to_owned(), lead: 0 }
    }

    /// The text after the change.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        [&text[..self.at.start], &self.text, &text[self.at.end..]].concat()
    }
}

/// A place between two lines of a record, and how its neighbours are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    at: usize,
    /// How lines end there.
    pub eol: &'static str,
    blank: usize,
    /// What stands before a heading.
    heading: String,
    /// What stands before a key.
    key: String,
}

/// From the heading of an entry to the end of its last value.
type Extent = Range<usize>;

impl Gap {
    /// Below the last entry of the table; without one, below the last entry of a table documented
    /// before it; without any, below the keys at the top. `None` if the table is written as an inline
    /// list, to which no heading can add.
    #[must_use]
    pub fn of_entry(text: &str, top: &TomlTable<'_>, table: &str) -> Option<Self> {
        let own = entries(text, top, table)?;
        let order = tables();
        let earlier = order.iter().take_while(|name| **name != table);
        let before = || earlier.filter_map(|name| entries(text, top, name));
        let neighbour = own.last().cloned().or_else(|| before().flatten().max_by_key(|extent| extent.end));
        Some(match neighbour {
            Some(extent) => Self::below(text, extent.end, Some(extent.start)),
            // Comments between the keys at the top and the first entry may be about the latter.
            None if order.iter().filter_map(|name| entries(text, top, name)).all(|e| e.is_empty()) => {
                Self::below(text, text.trim_end().len(), None)
            }
            None => Self::below(text, head_end(text, top), None),
        })
    }

    /// Below the last sub-table of entry `index` of `table`, for one more `sub`. `None` if either is
    /// written as an inline list.
    #[must_use]
    pub fn of_sub_entry(text: &str, top: &TomlTable<'_>, table: &str, index: usize, sub: &str) -> Option<Self> {
        let parent = entries(text, top, table)?.get(index)?.clone();
        let TomlValue::List(parents) = &top.get(table)?.value else { return None };
        let subs = |(item, _): &PlacedValue<'_>| match item {
            TomlValue::Table(fields) => entries(text, fields, sub),
            _ => None,
        };
        let own = subs(parents.get(index)?)?;
        let like = own.last().cloned().or_else(|| parents.iter().filter_map(subs).flatten().last());
        Some(Self::below(text, parent.end, Some(like.unwrap_or(parent).start)))
    }

    /// For one more key of an entry that begins at `start`, below the last one that is there of those documented
    /// before it, else below its heading. `None` if it is written inline.
    #[must_use]
    pub fn of_key(text: &str, entry: &TomlTable<'_>, start: usize, before: &[&str]) -> Option<Self> {
        if !text[start..].starts_with('[') {
            return None;
        }
        let own = before.iter().filter_map(|key| entry.get(key)).filter(|pair| !is_below_heading(text, &pair.value));
        let Some(above) = own.max_by_key(|pair| pair.span.end) else {
            let at = line_end(text, start);
            return Some(Self { at, blank: 0, ..Self::below(text, at, Some(start)) });
        };
        let at = line_end(text, above.span.end);
        let indent = &text[line_start(text, above.at.start)..above.at.start];
        let key = if indent.trim().is_empty() { indent.to_owned() } else { String::new() };
        Some(Self { at, blank: 0, key, ..Self::below(text, at, Some(start)) })
    }

    /// For one more key at the top, below the last one that is there of those documented before it.
    #[must_use]
    pub fn of_top_key(text: &str, top: &TomlTable<'_>, before: &[&str]) -> Self {
        let end = before.iter().filter_map(|key| top.get(key)).map(|pair| pair.span.end).max();
        let at = line_end(text, end.unwrap_or_else(|| head_end(text, top)));
        Self { at, blank: 0, ..Self::below(text, at, None) }
    }

    /// For one more item of a list that is written inline.
    #[must_use]
    pub fn of_item(items: &[PlacedValue<'_>], list: &Range<usize>, item: &str) -> Splice {
        match items.last() {
            Some((_, last)) => Splice { at: last.end..last.end, text: format!(", {item}"), lead: 0 },
            None => Splice { at: list.start + 1..list.start + 1, text: item.to_owned(), lead: 0 },
        }
    }

    fn below(text: &str, end: usize, like: Option<usize>) -> Self {
        let at = below_comments(text, end);
        let eol = match (text[..at].ends_with("\r\n"), text[..at].ends_with('\n')) {
            (true, _) => "\r\n",
            (false, true) => "\n",
            (false, false) if text.contains("\r\n") => "\r\n",
            (false, false) => "\n",
        };
        let heading = like.map(|start| text[line_start(text, start)..start].to_owned()).unwrap_or_default();
        let key = like.and_then(|start| indent_of_key(text, start)).unwrap_or_default();
        Self { at, eol, blank: like.and_then(|start| blank_above(text, start)).unwrap_or(1), heading, key }
    }

    /// The change that adds an entry: its heading, if it does not bring its own, and its lines. Lines that
    /// somebody wrote are taken `as_they_are`: a text over several lines would change with its indentation.
    #[must_use]
    pub fn entry(&self, text: &str, heading: Option<&str>, lines: &[String], as_they_are: bool) -> Splice {
        let indent = if as_they_are { "" } else { self.key.as_str() };
        let heading = heading.map(|heading| format!("{}{heading}", self.heading));
        self.splice(text, heading.into_iter().chain(lines.iter().map(|line| format!("{indent}{line}"))).collect())
    }

    /// The change that adds keys to an entry, or at the top.
    #[must_use]
    pub fn keys(&self, text: &str, lines: &[String]) -> Splice {
        self.splice(text, lines.iter().map(|line| format!("{}{line}", self.key)).collect())
    }

    fn splice(&self, text: &str, lines: Vec<String>) -> Splice {
        let (before, after) = text.split_at(self.at);
        let unfinished = !before.is_empty() && !before.ends_with('\n');
        let blank = self.eol.repeat(self.blank);
        let lead = if unfinished { format!("{}{blank}", self.eol) } else { blank.clone() };
        let mut added = format!("{lead}{}", lines.join(self.eol));
        // A file without a line end after its last line keeps none.
        if !unfinished {
            added.push_str(self.eol);
        }
        let next = after.lines().next().unwrap_or_default();
        if !next.trim().is_empty() {
            added.push_str(&blank);
        }
        Splice { at: self.at..self.at, text: added, lead: lead.len() }
    }
}

/// The entries of a table that are written under headings; `None` if it is an inline list.
fn entries(text: &str, top: &TomlTable<'_>, table: &str) -> Option<Vec<Extent>> {
    let Some(pair) = top.get(table) else { return Some(Vec::new()) };
    let TomlValue::List(items) = &pair.value else { return None };
    items.iter().map(|item| is_under_heading(text, item).then(|| item.1.start..end_of(item))).collect()
}

fn is_under_heading(text: &str, (item, span): &PlacedValue<'_>) -> bool {
    matches!(item, TomlValue::Table(_)) && text[span.start..].starts_with('[')
}

/// Whether what a key holds are entries under headings.
fn is_below_heading(text: &str, value: &TomlValue<'_>) -> bool {
    matches!(value, TomlValue::List(items) if items.first().is_some_and(|item| is_under_heading(text, item)))
}

/// Where the last value in it ends, wherever in the file that is.
fn end_of((item, span): &PlacedValue<'_>) -> usize {
    end_of_value(item).max(span.end)
}

fn end_of_value(value: &TomlValue<'_>) -> usize {
    let inner = match value {
        TomlValue::Table(fields) => fields.pairs.iter().map(|pair| end_of_value(&pair.value).max(pair.span.end)).max(),
        TomlValue::List(items) => items.iter().map(end_of).max(),
        TomlValue::Text(_) | TomlValue::Integer(_) | TomlValue::Float | TomlValue::Flag(_) | TomlValue::Date(_) => None,
    };
    inner.unwrap_or_default()
}

/// Where the last value of the keys at the top ends.
fn head_end(text: &str, top: &TomlTable<'_>) -> usize {
    let keys = top.pairs.iter().filter(|pair| !is_below_heading(text, &pair.value));
    keys.map(|pair| end_of_value(&pair.value).max(pair.span.end)).max().unwrap_or_default()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Just after the line end that follows; the end of the text if there is none.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The end of the line in which an entry ends, or of the comments directly below it: these are about
/// the entry, unless they run into the heading of the next one.
fn below_comments(text: &str, end: usize) -> usize {
    let line = line_end(text, end);
    let mut below = line;
    while text[below..].trim_start_matches([' ', '\t']).starts_with('#') {
        below = line_end(text, below);
    }
    let runs_into_heading = text[below..].trim_start_matches([' ', '\t']).starts_with('[');
    if runs_into_heading { line } else { below }
}

/// How many empty lines stand above a heading and the comments on it; `None` at the top of the file.
fn blank_above(text: &str, heading: usize) -> Option<usize> {
    let lines: Vec<&str> = text[..line_start(text, heading)].lines().rev().collect();
    let comments = lines.iter().take_while(|line| line.trim_start().starts_with('#')).count();
    let blank = lines[comments..].iter().take_while(|line| line.trim().is_empty()).count();
    (comments + blank < lines.len()).then_some(blank)
}

/// What stands before the first key of the entry with that heading.
fn indent_of_key(text: &str, heading: usize) -> Option<String> {
    let line = text[line_end(text, heading)..].lines().find(|line| !line.trim().is_empty())?;
    let rest = line.trim_start_matches([' ', '\t']);
    (!rest.starts_with('[')).then(|| line[..line.len() - rest.len()].to_owned())
}
