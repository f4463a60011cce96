//! Which entry of a record is meant: by its id or reference, else by a date of it, else by words that only it has.

use super::{Refusal, revise::Record, value};
use crate::{
    load::{
        record::schema::{Kind, Value as Takes},
        text::{
            confidential::is_marked,
            tree::{PlacedValue, TomlTable, TomlValue},
        },
    },
    model::{reference::Key, spelling::folded, vocabulary::Vocabulary},
};
use std::ops::Range;

/// Where an entry stands in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The heading: `communication`.
    pub table: &'static str,
    /// The place among those under it.
    pub at: usize,
    /// The heading and the place inside of that one: `reply`, 0.
    pub inside: Option<(&'static str, usize)>,
}

/// An entry of a record.
#[derive(Clone, Debug)]
pub struct Met<'r> {
    /// Where it stands.
    pub address: Address,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub table: &'r TomlTable<'r>,
    /// Where it begins: its heading.
    pub span: Range<usize>,
    /// It is marked confidential, or lies in something that is.
    private: bool,
}

/// Every entry of a record, each before those that lie in it.
#[must_use]
pub fn entries<'r>(placed: &'r TomlTable<'r>) -> Vec<Met<'r>> {
    let mut all = Vec::new();
    for (table, kind) in kinds_in(Kind::Case) {
        for (at, outer) in under(placed, table).iter().enumerate() {
            let Some(outer) = met(Address { table, at, inside: None }, kind, outer, false) else { continue };
            let private = outer.private;
            let within = outer.table;
            all.push(outer);
            for (inner, kind) in kinds_in(kind) {
                let items = under(within, inner).iter().enumerate();
                all.extend(
                    items.filter_map(|(n, item)| {
                        met(Address { table, at, inside: Some((inner, n)) }, kind, item, private)
                    }),
                );
            }
        }
    }
    withhold_with_others(&mut all);
    all
}

/// Marks what is withheld with somebody or something else: charges against people who are, claims that only
/// sources make which are.
fn withhold_with_others(all: &mut [Met<'_>]) {
    let hidden = |kind: Kind, all: &[Met<'_>]| -> Vec<String> {
        all.iter().filter(|met| met.kind == kind && met.private).filter_map(|met| met.id().map(Into::into)).collect()
    };
    let (people, sources) = (hidden(Kind::Person, all), hidden(Kind::Source, all));
    for met in all {
        let accused = met.kind == Kind::Charge && met.texts("person").iter().any(|id| people.contains(id));
        let named = met.texts("sources");
        let claimed = met.kind == Kind::Claim && !named.is_empty() && named.iter().all(|id| sources.contains(id));
        met.private |= accused || claimed;
    }
}

/// The kinds of entry that lie in one of this kind, each with its heading.
fn kinds_in(kind: Kind) -> impl Iterator<Item = (&'static str, Kind)> {
    kind.fields().into_iter().filter_map(|field| match field.value {
        Takes::Entries(kind) => Some((field.name, kind)),
        _ => None,
    })
}

fn under<'r>(table: &'r TomlTable<'r>, heading: &str) -> &'r [PlacedValue<'r>] {
    match table.get(heading).map(|pair| &pair.value) {
        Some(TomlValue::List(items)) => items,
        _ => &[],
    }
}

fn met<'r>(address: Address, kind: Kind, (item, span): &'r PlacedValue<'r>, private: bool) -> Option<Met<'r>> {
    match item {
        TomlValue::Table(table) => {
            Some(Met { address, kind, table, span: span.clone(), private: private || is_marked(table) })
        }
        _ => None,
    }
}

impl Met<'_> {
    /// Whether it is withheld unless asked for.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.private
    }

    fn text(&self, key: &str) -> Option<&str> {
        match self.table.get(key).map(|pair| &pair.value) {
            Some(TomlValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// What a key lists, or its only text.
    #[must_use]
    pub fn texts(&self, key: &str) -> Vec<String> {
        let text = |value: &TomlValue<'_>| match value {
            TomlValue::Text(text) => Some(text.to_string()),
            _ => None,
        };
        match self.table.get(key).map(|pair| &pair.value) {
            Some(TomlValue::List(items)) => items.iter().filter_map(|(item, _)| text(item)).collect(),
            Some(value) => text(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Its id, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.text("id")
    }

    /// Its official reference, if it has one.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.text("ref")
    }

    /// Whether `name` is its id, or its reference in any spelling.
    fn is_called(&self, name: &str) -> bool {
        let key = |reference| Key::parse(reference).is_some_and(|key| Key::parse(name) == Some(key));
        self.id() == Some(name) || self.reference().is_some_and(|reference| reference == name || key(reference))
    }

    /// Its dates as they are written, the one by which it stands in the timeline first.
    fn dates(&self) -> Vec<String> {
        let is_date = |takes| matches!(takes, Takes::Date | Takes::Ahead | Takes::DateOrTrue);
        let fields = self.kind.fields().into_iter().filter(|field| is_date(field.value));
        fields.filter_map(|field| self.table.get(field.name)?.value.date()).map(|date| date.to_string()).collect()
    }

    /// What it says, in words that can be looked for: its kind, dates and texts, but for the names of others.
    fn words(&self) -> Vec<String> {
        let mut said = vec![self.kind.name().to_owned(), folded(&self.kind.name().replace('-', " "))];
        said.extend(self.dates());
        for field in self.kind.fields().into_iter().filter(|field| !field.value.names_entries()) {
            said.extend(self.texts(field.name).iter().map(|text| folded(text)));
        }
        said.iter().flat_map(|text| split(text)).collect()
    }

    /// What it is, for somebody who has to choose: `event 2024-07-05 "Searched at home"`.
    #[must_use]
    pub fn shown(&self) -> String {
        /// So many characters of what it says.
        const SHOWN: usize = 40;
        let name = self.reference().or(self.id());
        let says = ["what", "title", "name", "offence", "status", "kind"].iter().find_map(|key| self.text(key));
        let mut parts = vec![self.kind.to_string()];
        parts.extend(name.map(str::to_owned));
        parts.extend(self.dates().into_iter().next());
        if let Some(says) = says {
            let short: String = says.chars().take(SHOWN).collect();
            parts.push(if short.len() < says.len() { format!("\"{short}…\"") } else { format!("\"{short}\"") });
        }
        parts.join(" ")
    }
}

fn split(text: &str) -> Vec<String> {
    let ends = |c: char| !c.is_alphanumeric();
    text.split_whitespace().map(|word| word.trim_matches(ends).to_owned()).filter(|word| !word.is_empty()).collect()
}

/// The entry that is meant. What is confidential is found only if that was asked for; nothing else tells it from
/// what is not there.
///
/// # Errors
/// None, or several: which.
pub fn find<'r>(
    record: &Record<'r>,
    name: &str,
    confidential: bool,
    wanted: impl Fn(Kind) -> bool,
) -> Result<Met<'r>, Refusal> {
    let may_be = |met: &Met<'_>| wanted(met.kind) && (confidential || !met.private);
    let all: Vec<Met<'r>> = entries(record.placed).into_iter().filter(may_be).collect();
    let name = name.trim();
    let id = &record.case.id;
    let date = value::date(name).map(|date| date.trim_matches('"').to_owned()).unwrap_or_default();
    let is_at_line = |met: &Met<'_>| {
        let line = name.strip_prefix(':').and_then(|line| line.parse::<usize>().ok());
        line.is_some_and(|line| line_of(record.text, met.span.start) == line)
    };
    let pieces = split(&folded(name));
    let has_words = |met: &Met<'_>| {
        let words = met.words();
        !pieces.is_empty() && pieces.iter().all(|piece| words.contains(piece))
    };
    let ways: [&dyn Fn(&Met<'_>) -> bool; 4] =
        [&|met| met.is_called(name), &is_at_line, &|met| met.dates().contains(&date), &has_words];
    for is_meant in ways {
        let mut found: Vec<&Met<'r>> = all.iter().filter(|met| is_meant(met)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok((*one).clone()),
            several => {
                // If several have this date, the one is meant whose first date it is: the others only mention it.
                let of_first = |met: &&Met<'r>| met.dates().first().is_some_and(|said| *said == date);
                if let [one] = several.iter().copied().filter(of_first).collect::<Vec<_>>().as_slice() {
                    return Ok((*one).clone());
                }
                found.sort_by_key(|met| met.span.start);
                return Err(several_are_called(record, name, &found));
            }
        }
    }
    let help = "name it by its id or reference, by its date, or by words that only it has: \
                'event 2024-07-05', 'searched at home'";
    Err(format!("{id}: there is no entry {name:?}, or it is withheld; {help}").into())
}

fn several_are_called(record: &Record<'_>, name: &str, found: &[&Met<'_>]) -> Refusal {
    /// So many are told.
    const TOLD: usize = 6;
    let told =
        found.iter().take(TOLD).map(|met| format!("{} (:{})", met.shown(), line_of(record.text, met.span.start)));
    let mut told: Vec<String> = told.collect();
    if found.len() > TOLD {
        told.push(format!("{} more", found.len() - TOLD));
    }
    let help = "add words, or write the number of the line with a colon";
    format!("{}: {name:?} may be any of {}: {}; {help}", record.case.id, found.len(), told.join("; ")).into()
}

/// The line in which a byte of the text stands, from 1.
#[must_use]
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}
