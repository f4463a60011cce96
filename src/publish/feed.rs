//! What changed, as an Atom feed (RFC 4287), from the report of changes.

use super::{identity::identity, shown::Shown, table::words};
use crate::{
    model::vocabulary::Vocabulary,
    report::{
        Cell, Table, Value,
        changes::{CHANGE, Change, DATE, NOW, WAS, WHAT},
        column::CASE,
    },
};
use atom_syndication::{Entry, Feed, Link, Person, Text, WriteConfig};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use std::collections::HashMap;

/// At most so many entries, the newest.
const MOST: usize = 200;

/// The feed of these changes. `titles` gives the title of a case by its id, `address` is where the
/// site will be; without it, links are relative.
///
/// # Errors
/// Those of writing XML into memory, of which there are none.
pub(super) fn feed(
    changes: &Table,
    titles: impl Fn(&str) -> String,
    address: &str,
    as_of: NaiveDate,
) -> Result<String, atom_syndication::Error> {
    let mut entries: Vec<Entry> = Vec::with_capacity(changes.rows.len());
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in changes.rows.iter() {
        let mut entry = entry(changes, &row, &titles, address, as_of);
        // Two changes that nothing tells apart are told apart by their order.
        let nth = known.entry(entry.id.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *nth > 1 {
            entry.id = urn(&[&entry.id, &nth.to_string()]);
        }
        entries.push(entry);
    }
    entries.reverse();
    entries.truncate(MOST);
    let link = |href: &str, rel: &str| Link { href: format!("{address}{href}"), rel: rel.into(), ..Link::default() };
    let feed = Feed {
        title: Text::plain("Changes in cases of human rights"),
        // The feed of a site stays the same feed, wherever the site is built.
        id: urn(&["changes", address]),
        updated: midnight(as_of),
        authors: vec![Person { name: "timeline".into(), ..Person::default() }],
        links: vec![link("changes.xml", "self"), link("index.html", "alternate")],
        entries,
        ..Feed::default()
    };
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let bytes = feed.write_with_config(Vec::new(), config)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned() + "\n")
}

fn entry(table: &Table, row: &[Cell], titles: impl Fn(&str) -> String, address: &str, as_of: NaiveDate) -> Entry {
    let says = |column| xml(&words(table.cell(row, column)).to_string());
    let case = says(CASE);
    let [date, change, what] = [DATE, CHANGE, WHAT].map(says);
    // An entry is identified by status without days, as those grow and a feed reader must know the entry again. "Sent"
    // and "asked" are identified without any status: they stay true however the letter stands later.
    let began = [Change::Sent, Change::Demand, Change::Repeated].iter().any(|began| change == began.name());
    let [was, now] = [WAS, NOW].map(|column| match &table.cell(row, column).value {
        Value::Text(status) if !began => xml(status),
        _ => String::new(),
    });
    let became = match (was.as_str(), now.as_str()) {
        ("", "") => String::new(),
        ("", now) => format!(": {now}"),
        (was, "") => format!(": no longer {was}"),
        (was, now) => format!(": {now} (was: {was})"),
    };
    // An entry is dated by the day of the change; where that is not known exactly, by its last one.
    let day = match &table.cell(row, DATE).value {
        Value::Date(date) => date.latest().min(as_of),
        _ => as_of,
    };
    Entry {
        title: Text::plain(format!("{}: {what}{became}", xml(&titles(&case)))),
        id: urn(&[&case, &change, &date, &what, &now]),
        updated: midnight(day),
        links: vec![Link { href: format!("{address}cases/{case}.html"), rel: "alternate".into(), ..Link::default() }],
        summary: Some(Text::plain(format!("{change}, {date}"))),
        ..Entry::default()
    }
}

fn midnight(day: NaiveDate) -> DateTime<FixedOffset> {
    day.and_time(NaiveTime::MIN).and_utc().fixed_offset()
}

/// A name that is the same in every build.
fn urn(parts: &[&str]) -> String {
    format!("urn:uuid:{}", identity(parts))
}

/// Text within XML: what XML forbids is among what hides or acts, and is shown as its number.
fn xml(text: &str) -> String {
    Shown::new(text).to_string()
}
