//! `timeline changes --rev A..B`: what was recorded between two revisions of the folder.

use super::{
    ColumnOf, Report, Table, Value,
    changes::{CHANGE, DATE, NOW, WAS, WHAT},
    col,
    column::CASE,
    select::Select,
    words,
};
use crate::{
    model::{
        date::Date,
        fact::{self, Fact},
        vocabulary::{Vocabulary, vocabulary},
    },
    withhold::Open,
};
use std::collections::{BTreeMap, HashMap};

vocabulary! {
    /// What was done to an entry.
    Record {
        /// Added.
        Added = "added",
        /// Changed.
        Changed = "changed",
        /// Removed.
        Removed = "removed",
    }
}

/// What was done to an entry.
type Line<'a> = (&'a Key, &'a Fact, Record);

impl<'a> ColumnOf<Line<'a>> {
    const ALL: &'a [Self] = &[
        col(CASE, |((case, ..), ..), out| out.put(case)),
        col(DATE, |(_, fact, _), out| out.put(fact.date.as_ref())),
        col(CHANGE, |(.., record), out| out.put(record.name())),
        col(WHAT, |((_, kind, ..), fact, _), out| out.put(format!("{kind}: {}", fact.what))),
        col(WAS, |_, out| out.put(Value::Unknown)),
        col(NOW, |_, out| out.put(Value::Unknown)),
    ];
}

/// The report: the entries that one of the two has and the other has not, or has otherwise.
///
/// # Errors
/// An unknown column, with what to write instead.
pub fn report(before: &[Open], after: &[Open], select: &Select) -> Result<Report, String> {
    let (then, now) = (facts(before), facts(after));
    let mut rows: Vec<Line<'_>> = Vec::new();
    for (key, fact) in &now {
        match then.get(key) {
            None => rows.push((key, fact, Record::Added)),
            Some(old) if old.said != fact.said => rows.push((key, fact, Record::Changed)),
            Some(_) => {}
        }
    }
    let removed = then.iter().filter(|(key, _)| !now.contains_key(*key));
    rows.extend(removed.map(|(key, fact)| (key, fact, Record::Removed)));
    rows.sort_by_key(|((case, ..), fact, _)| (case, fact.date.as_ref().map(Date::earliest)));
    let mut table = Table::of(ColumnOf::<Line<'_>>::ALL, &rows);
    select.keep_text(&mut table);
    let summary =
        words::count(table.rows.len(), "entry added, changed or removed", "entries added, changed or removed");
    let mut report = Report { table, summary, remarks: Vec::new() };
    select.apply(&mut report)?;
    Ok(report)
}

/// Case, kind of entry, and what tells the entry from others of its kind.
type Key = (String, &'static str, String, usize);

fn facts(cases: &[Open]) -> BTreeMap<Key, Fact> {
    let mut facts = BTreeMap::new();
    for case in cases {
        let mut counts: HashMap<(&str, String), usize> = HashMap::new();
        for fact in fact::facts(case) {
            // Entries that nothing tells apart are numbered in the order of the file.
            let count = counts.entry((fact.kind, fact.key.clone())).or_default();
            *count += 1;
            facts.insert((case.id.clone(), fact.kind, fact.key.clone(), *count), fact);
        }
    }
    facts
}
