//! What changed, as an Atom feed (RFC 4287), from the report of changes.

use super::{
    identity::identity,
    shown::Shown,
    table::{get, words},
};
use crate::report::{Cell, Table, Value};
use atom_syndication::{Entry, Feed, Link, Person, Text, WriteConfig};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

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
    let entries: Vec<Entry> =
        changes.rows.iter().rev().take(MOST).map(|row| entry(changes, &row, &titles, address, as_of)).collect();
    let link = |href: &str, rel: &str| Link { href: format!("{address}{href}"), rel: rel.into(), ..Link::default() };
    let feed = Feed {
        title: Text::plain("Changes in cases of human rights"),
        // The feed of a site stays the same feed, wherever the site is built.
        id: format!("urn:uuid:{}", identity(&["changes", address])),
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
    let says = |key| xml(&words(get(table, row, key)).to_string());
    let case = says("case");
    let [date, change, what] = ["date", "change", "what"].map(says);
    // The status alone, without its days: those grow, and an entry that is known stays as it is.
    let [was, now] = ["was", "now"].map(|key| match &get(table, row, key).value {
        Value::Text(status) => xml(status),
        _ => String::new(),
    });
    let became = match (was.as_str(), now.as_str()) {
        ("", "") => String::new(),
        ("", now) => format!(": {now}"),
        (was, "") => format!(": no longer {was}"),
        (was, now) => format!(": {now} (was: {was})"),
    };
    // An entry is dated by the day of the change; where that is not known exactly, by its last one.
    let day = match &get(table, row, "date").value {
        Value::Date(date) => date.latest().min(as_of),
        _ => as_of,
    };
    Entry {
        title: Text::plain(format!("{}: {what}{became}", xml(&titles(&case)))),
        id: format!("urn:uuid:{}", identity(&[&case, &change, &date, &what, &now])),
        updated: midnight(day),
        links: vec![Link { href: format!("{address}cases/{case}.html"), rel: "alternate".into(), ..Link::default() }],
        summary: Some(Text::plain(format!("{change}, {date}"))),
        ..Entry::default()
    }
}

fn midnight(day: NaiveDate) -> DateTime<FixedOffset> {
    day.and_time(NaiveTime::MIN).and_utc().fixed_offset()
}

/// Text within XML, in which two characters are forbidden that other formats allow.
fn xml(text: &str) -> String {
    Shown::new(text).to_string().replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
