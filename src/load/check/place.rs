//! A record under check: what it means, together with where everything is written.

use super::names::ConfidentialNames;
use crate::{
    load::{
        problem::Code,
        text::{
            confidential::is_marked,
            file::FileText,
            tree::{self, TomlValue},
        },
    },
    model::{
        case::{Case, Entry},
        rule::Rules,
    },
};
use chrono::NaiveDate;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::Range,
};

/// A record without errors, and what it is judged by.
#[derive(Debug)]
pub(super) struct PlacedRecord<'a> {
    /// What it means.
    pub(super) case: &'a Case,
    /// The deadline rules.
    pub(super) rules: &'a Rules,
    /// The day of the check.
    pub(super) as_of: NaiveDate,
    /// The names of confidential people of all records.
    pub(super) names: &'a ConfidentialNames,
    /// Its text.
    pub(super) source: &'a FileText<'a>,
    /// Its tables: the top of the file first, then the entries, each before those inside it.
    pub(super) tables: Vec<PlacedTable<'a>>,
    by_offset: HashMap<usize, usize>,
}

/// What records are judged by.
#[derive(Clone, Copy, Debug)]
pub struct CheckContext<'a> {
    /// The deadline rules.
    pub rules: &'a Rules,
    /// The day of the check.
    pub as_of: NaiveDate,
    /// The names of confidential people of all records.
    pub names: &'a ConfidentialNames,
}

/// One table as it is written.
#[derive(Debug)]
pub(super) struct PlacedTable<'a> {
    /// The names of the tables it lies in and its own: `communication.reply`; empty for the top.
    pub(super) path: String,
    /// Where its heading is.
    pub(super) span: Range<usize>,
    /// Where the table begins that it lies in.
    pub(super) inside: usize,
    /// Its keys and values.
    pub(super) keys: &'a tree::TomlTable<'a>,
    /// Nothing of it may be told without `--confidential`.
    pub(super) private: bool,
}

impl<'a> PlacedRecord<'a> {
    /// The record that this text of TOML is.
    pub(super) fn new(
        case: &'a Case,
        judge: &CheckContext<'a>,
        source: &'a FileText<'a>,
        top: &'a tree::TomlTable<'a>,
    ) -> Self {
        let CheckContext { rules, as_of, names } = *judge;
        let tables = tables(case, top);
        let by_offset = tables.iter().enumerate().skip(1).map(|(n, t)| (t.span.start, n)).collect();
        Self { case, rules, as_of, names, source, tables, by_offset }
    }

    /// Notes what is to be said of one key of an entry, or of the entry if it does not have that key.
    /// `with` are the other entries it is about: if any of them is confidential, so is this.
    pub(super) fn note(
        &self,
        code: Code,
        (entry, key): (&Entry, &str),
        with: &[&Entry],
        message: impl Into<String>,
        help: &str,
    ) {
        let table = |entry: &Entry| &self.tables[self.by_offset.get(&entry.offset).copied().unwrap_or(0)];
        let private = table(entry).private || with.iter().any(|other| table(other).private);
        self.source.problem(code, table(entry).span_of(key), private, message, help);
    }
}

/// The tables of a record: the top of the file first, then the entries, each before those inside it.
pub(super) fn tables<'a>(case: &Case, top: &'a tree::TomlTable<'a>) -> Vec<PlacedTable<'a>> {
    let mut tables = vec![PlacedTable { path: String::new(), span: 0..0, inside: 0, keys: top, private: false }];
    gather(top, "", 0, false, &mut tables);
    let withheld: HashSet<&str> = case.people.iter().filter(|p| p.entry.confidential).map(|p| p.id.as_str()).collect();
    for table in tables.iter_mut().filter(|t| t.path == "charge") {
        // A charge all of whose accused are withheld is withheld with them.
        let accused: Vec<&str> = table.texts_of("person").map(|(id, _)| id).collect();
        let is_withheld = !accused.is_empty() && accused.iter().all(|id| withheld.contains(id));
        table.private |= is_withheld;
    }
    tables
}

fn gather<'a>(
    table: &'a tree::TomlTable<'a>,
    path: &str,
    inside: usize,
    private: bool,
    tables: &mut Vec<PlacedTable<'a>>,
) {
    for pair in &table.pairs {
        let TomlValue::List(items) = &pair.value else { continue };
        for (item, span) in items {
            let TomlValue::Table(keys) = item else { continue };
            let path = if path.is_empty() { pair.key.to_string() } else { format!("{path}.{}", pair.key) };
            let private = private || is_marked(keys);
            tables.push(PlacedTable { path: path.clone(), span: span.clone(), inside, keys, private });
            gather(keys, &path, span.start, private, tables);
        }
    }
}

impl<'a> PlacedTable<'a> {
    /// Where the value of `key` stands; the heading if there is none.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.keys.get(key).map_or(&self.span, |pair| &pair.span).clone()
    }

    /// Every text in it with its key and its place, those of lists one by one; not those of the tables
    /// inside it.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&'a str, &'a str, Range<usize>)> {
        self.keys.pairs.iter().flat_map(|pair| {
            let items = match &pair.value {
                TomlValue::Text(text) => vec![(text, &pair.span)],
                TomlValue::List(items) => items.iter().filter_map(text).collect(),
                _ => Vec::new(),
            };
            items.into_iter().map(|(text, span)| (pair.key.as_ref(), text.as_ref(), span.clone()))
        })
    }

    /// The texts under one key.
    pub(super) fn texts_of(&self, key: &str) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        self.texts().filter(move |(name, ..)| *name == key).map(|(_, text, span)| (text, span))
    }
}

fn text<'a>((value, span): &'a tree::PlacedValue<'a>) -> Option<(&'a Cow<'a, str>, &'a Range<usize>)> {
    match value {
        TomlValue::Text(text) => Some((text, span)),
        _ => None,
    }
}
