//! A new entry: lines of TOML, and the change that adds them to a record.

use super::{
    Refusal,
    addition::Addition,
    place::Gap,
    revise::{Change, Origin, Record},
};
use crate::load::{record::schema::Kind, text::tree::PlacedValue};
use std::ops::Range;
use toml::{Table, Value};

/// The table that a kind of entry is written in, and the table inside that one.
fn table_of(kind: Kind) -> (&'static str, Option<&'static str>) {
    kind.path().split_once('.').map_or((kind.path(), None), |(table, inside)| (table, Some(inside)))
}

/// The line above such an entry: `[[communication.reply]]`.
fn heading_of(kind: Kind) -> String {
    format!("[[{}]]", kind.path())
}

/// One entry, ready to be placed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    /// What it is.
    pub kind: Kind,
    /// Its lines begin with its heading.
    pub brings_heading: bool,
    /// Its lines, without line ends.
    pub lines: Vec<String>,
    /// Where they are from.
    pub origin: Origin,
}

impl NewEntry {
    /// An entry written as TOML: its keys alone, or with its heading `[[event]]` and tables inside it.
    ///
    /// # Errors
    /// Not TOML, more than one entry, or another kind of entry.
    pub fn from_toml(kind: Kind, text: &str, confidential: bool) -> Result<Self, Refusal> {
        let text = text.trim_start_matches('\u{feff}');
        let all: Table = text.parse().map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
            Refusal::Because(format!("standard input, line {line}: not TOML: {}", error.message()))
        })?;
        let heading = heading_of(kind);
        let mut lines: Vec<String> = text.trim().lines().map(Into::into).collect();
        let brings_heading = all.contains_key(table_of(kind).0);
        let has_other_headings =
            |all: &Table| all.iter().any(|(key, value)| key != Kind::Claim.path() && holds_tables(value));
        let fields = match brings_heading {
            true => single_entry(kind, all),
            false => Some(all).filter(|all| !has_other_headings(all)),
        };
        let Some(fields) = fields else {
            return Err(format!("standard input must hold one {kind} and nothing else: {heading} and its keys").into());
        };
        if fields.is_empty() {
            return Err(format!("standard input holds no {kind}: write its keys, or {heading} and its keys").into());
        }
        let mut own = usize::from(!brings_heading);
        if confidential && fields.get("confidential") != Some(&Value::Boolean(true)) {
            if fields.contains_key("confidential") {
                let help = "leave out --confidential, or that line";
                return Err(format!("the entry says `confidential` itself: {help}").into());
            }
            // Above a heading there can be nothing but comments.
            let heading = lines.iter().position(|line| brings_heading && line.trim_start().starts_with("[["));
            lines.insert(heading.map_or(0, |at| at + 1), "confidential = true".into());
            own += 1;
        }
        Ok(Self { kind, brings_heading, lines, origin: Origin::StandardInput(own) })
    }

    /// What its lines say with these line ends, which are part of texts over several lines.
    pub(super) fn says(&self, eol: &str) -> Option<Table> {
        let all = self.lines.join(eol).parse().ok()?;
        if self.brings_heading { single_entry(self.kind, all) } else { Some(all) }
    }

    /// The change that adds this entry to a record: at its table, or to entry `parent` of it.
    ///
    /// # Errors
    /// The table is written as an inline list.
    pub fn added_to(self, record: Record<'_>, parent: usize) -> Result<Change, Refusal> {
        let (table, sub) = table_of(self.kind);
        self.added_at(record, table, sub.map(|sub| (parent, sub)))
    }

    /// The change that adds this entry to a record: under the heading `table`, or as one more of `inside` to the
    /// entry at that place under it.
    ///
    /// # Errors
    /// The table is written as an inline list.
    pub fn added_at(
        self,
        record: Record<'_>,
        table: &'static str,
        inside: Option<(usize, &'static str)>,
    ) -> Result<Change, Refusal> {
        let Record { text, placed, .. } = record;
        let (place, heading) = match inside {
            None => (Gap::of_entry(text, placed, table), format!("[[{table}]]")),
            Some((at, sub)) => (Gap::of_sub_entry(text, placed, table, at, sub), format!("[[{table}.{sub}]]")),
        };
        let Some(place) = place else {
            let list = inside.map_or(table, |(_, sub)| sub);
            let help = format!("`timeline edit` can write each under a heading of its own: {heading}");
            return Err(format!("`{list} = [...]` is an inline list, to which nothing can be added; {help}").into());
        };
        let says = self.says(place.eol).ok_or("this cannot be written as TOML".to_owned())?;
        // The id is told, as it may have been made by the program.
        let is_marked = says.contains_key("confidential");
        let name = ["ref", "id"].iter().find_map(|key| says.get(*key)?.as_str()).filter(|_| !is_marked);
        let done = format!("added {}{}", self.kind, name.map(|name| format!(" {name}")).unwrap_or_default());
        let addition = Addition::Entry { table, inside, says };
        let as_they_are = matches!(self.origin, Origin::StandardInput(_));
        let splice = place.entry(text, (!self.brings_heading).then_some(&*heading), &self.lines, as_they_are);
        Ok(Change { splice, addition, done, origin: self.origin })
    }

    /// The same as one more item of a list that is written inline: `disputed = [{ … }]`.
    ///
    /// # Errors
    /// It comes from standard input, with lines of its own.
    pub fn added_inline(
        self,
        items: &[PlacedValue<'_>],
        list: &Range<usize>,
        table: &'static str,
        inside: (usize, &'static str),
    ) -> Result<Change, Refusal> {
        let Origin::CommandLine = self.origin else {
            let help = "give it as options, or write it by `timeline edit`";
            return Err(format!("`{} = [...]` is an inline list; {help}", inside.1).into());
        };
        let says = self.says("\n").ok_or("this cannot be written as TOML".to_owned())?;
        let splice = Gap::of_item(items, list, &format!("{{ {} }}", self.lines.join(", ")));
        let addition = Addition::Entry { table, inside: Some(inside), says };
        Ok(Change { splice, addition, done: format!("added {}", self.kind), origin: self.origin })
    }
}

fn holds_tables(value: &Value) -> bool {
    match value {
        Value::Table(_) => true,
        Value::Array(items) => items.iter().any(holds_tables),
        _ => false,
    }
}

/// The only entry of a text that has headings.
fn single_entry(kind: Kind, all: Table) -> Option<Table> {
    let only = |mut table: Table, name: &str| match table.remove(name) {
        Some(value) if table.is_empty() => Some(value),
        _ => None,
    };
    let items = match (only(all, table_of(kind).0)?, table_of(kind).1) {
        (items, None) => items,
        // Above `[[communication.reply]]` alone, the letter is a table and no list.
        (Value::Table(outer), Some(sub)) => only(outer, sub)?,
        _ => return None,
    };
    match items {
        Value::Array(items) => match <[Value; 1]>::try_from(items) {
            Ok([Value::Table(fields)]) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}
