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
        case::Entry,
        date::Date,
        vocabulary::{Vocabulary, vocabulary},
    },
    withhold::Open,
};
use std::collections::BTreeMap;

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

/// An entry as it can be compared: what it says, whatever line it stands on.
struct Fact {
    date: Option<Date>,
    what: String,
    fingerprint: String,
}

/// What was done to an entry.
type Line<'a> = (&'a Key, &'a Fact, Record);

impl<'a> ColumnOf<Line<'a>> {
    const ALL: &'a [Self] = &[
        col(CASE, |((case, ..), ..), out| out.put(case)),
        col(DATE, |(_, fact, _), out| out.put(fact.date.as_ref())),
        col(CHANGE, |(.., record), out| out.put(record.name())),
        col(WHAT, |((_, kind, _), fact, _), out| out.put(format!("{kind}: {}", fact.what))),
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
            Some(old) if old.fingerprint != fact.fingerprint => rows.push((key, fact, Record::Changed)),
            Some(_) => {}
        }
    }
    let removed = then.iter().filter(|(key, _)| !now.contains_key(*key));
    rows.extend(removed.map(|(key, fact)| (key, fact, Record::Removed)));
    rows.sort_by_key(|((case, ..), fact, _)| (case, fact.date.as_ref().map(Date::earliest)));
    let table = Table::of(ColumnOf::<Line<'_>>::ALL, &rows);
    let summary =
        words::count(table.rows.len(), "entry added, changed or removed", "entries added, changed or removed");
    let mut report = Report { table, summary, remarks: Vec::new() };
    select.apply(&mut report)?;
    Ok(report)
}

/// Case, kind of entry, and what tells the entry from others of its kind.
type Key = (String, &'static str, String);

fn facts(cases: &[Open]) -> BTreeMap<Key, Fact> {
    let mut facts = BTreeMap::new();
    for case in cases {
        let mut add = |kind: &'static str, id: String, date: Option<&Date>, what: &str, print: String| {
            // Entries that nothing tells apart are numbered in the order of the file.
            let mut key = (case.id.clone(), kind, id);
            while facts.contains_key(&key) {
                key.2.push('\'');
            }
            facts.insert(key, Fact { date: date.cloned(), what: what.to_owned(), fingerprint: print });
        };
        let head =
            format!("{:?}", (&case.title, &case.states, &case.summary, &case.tags, &case.related, &case.confidential));
        add("case", String::new(), None, &case.title, head);
        if let Some(date) = &case.reviewed {
            add("reviewed", String::new(), Some(date), &date.as_written(), date.to_string());
        }
        for x in &case.people {
            add("person", x.id.clone(), None, &x.name, print(x, |x| &mut x.entry));
        }
        for x in &case.events {
            let id = format!("{} {}", x.date.as_ref().map(Date::as_written).unwrap_or_default(), x.what);
            add("event", id, x.date.as_ref(), &x.what, print(x, |x| &mut x.entry));
        }
        for x in &case.charges {
            let id = format!("{} {}", x.person.join(" "), x.offence);
            add("charge", id, x.brought.as_ref(), &x.offence, print(x, |x| &mut x.entry));
        }
        for x in &case.statements {
            add("statement", x.id.clone(), x.date.as_ref(), &x.title, print(x, |x| &mut x.entry));
        }
        for x in &case.communications {
            let mut bare = x.clone();
            let inner = |e: &mut Entry| (e.line, e.offset) = (0, 0);
            bare.replies.iter_mut().for_each(|r| inner(&mut r.entry));
            bare.extensions.iter_mut().for_each(|r| inner(&mut r.entry));
            bare.reminders.iter_mut().for_each(|r| inner(&mut r.entry));
            bare.suspensions.iter_mut().for_each(|r| inner(&mut r.entry));
            let (replies, extensions, reminders) = (
                std::mem::take(&mut bare.replies),
                std::mem::take(&mut bare.extensions),
                std::mem::take(&mut bare.reminders),
            );
            add("letter", x.label().to_owned(), x.sent.as_ref(), x.label(), print(&bare, |x| &mut x.entry));
            for r in &replies {
                let what = format!("{} of {} to {}", r.kind, r.from, x.label());
                add("reply", what.clone(), r.date.as_ref(), &what, format!("{r:?}"));
            }
            for e in &extensions {
                let what = format!("{} until {}", x.label(), e.until);
                add("extension", what.clone(), e.granted.as_ref(), &what, format!("{e:?}"));
            }
            for r in &reminders {
                add("reminder", x.label().to_owned(), r.date.as_ref(), x.label(), format!("{r:?}"));
            }
        }
        for x in &case.demands {
            let mut bare = x.clone();
            let updates = std::mem::take(&mut bare.updates);
            add("demand", x.id.clone(), x.made.as_ref(), &x.what, print(&bare, |x| &mut x.entry));
            for mut u in updates {
                (u.entry.line, u.entry.offset) = (0, 0);
                let what = format!("{} ({})", x.what, u.status);
                add("update", what.clone(), u.date.as_ref(), &what, format!("{u:?}"));
            }
        }
        for x in &case.sources {
            add("source", x.id.clone(), x.published.as_ref(), &x.title, print(x, |x| &mut x.entry));
        }
    }
    facts
}

/// Everything an entry says, without where it stands.
fn print<T: Clone + std::fmt::Debug>(item: &T, entry: impl Fn(&mut T) -> &mut Entry) -> String {
    let mut item = item.clone();
    let entry = entry(&mut item);
    (entry.line, entry.offset) = (0, 0);
    format!("{item:?}")
}
