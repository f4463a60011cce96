//! Entries as they are written: the same that `add` makes, with the source that they rest on and their row.

use super::{
    draft::{Draft, Says, Trouble},
    map::Silence,
    record::{self, note_with_place, said},
    value::id,
};
use crate::{
    edit::{entry::NewEntry, revise::Origin, value::written},
    load::{
        record::schema::{Field, Kind},
        text::tree::TomlTable,
    },
    model::{case::Case, date::Date, vocabulary::Vocabulary},
};
use chrono::NaiveDate;
use std::collections::HashSet;

/// The ids that are taken among entries of a kind.
#[must_use]
pub fn ids(case: &Case, kind: Kind) -> HashSet<String> {
    match kind {
        Kind::Person => case.people.iter().map(|person| person.id.clone()).collect(),
        Kind::Demand => case.demands.iter().map(|demand| demand.id.clone()).collect(),
        Kind::Source => case.sources.iter().map(|source| source.id.clone()).collect(),
        _ => {
            let letters = case.communications.iter().filter_map(|letter| letter.id.clone());
            letters.chain(case.statements.iter().map(|statement| statement.id.clone())).collect()
        }
    }
}

/// The id with a number behind it, if it is taken.
pub(super) fn free(id: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{id}-{n}"));
    let free = std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken.contains(id));
    let free = free.unwrap_or_else(|| id.to_owned());
    taken.insert(free.clone());
    free
}

pub(super) fn under_heading(kind: Kind, lines: Vec<String>) -> NewEntry {
    let heading = format!("[[{}]]", kind.path());
    let lines = std::iter::once(heading).chain(lines).collect();
    NewEntry { kind, brings_heading: true, lines, origin: Origin::CommandLine }
}

/// The lines of keys, in the order of the format.
fn lines(kind: Kind, says: &Says) -> Result<Vec<String>, Trouble> {
    let mut lines = Vec::new();
    for field in kind.fields() {
        let Some((_, texts)) = says.iter().find(|(key, _)| key.name == field.name) else { continue };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let value = written(&field, &texts);
        let value = value.map_err(|_| Trouble::of_row(format!("`{}` cannot be written in a record", field.name)))?;
        lines.push(format!("{} = {value}", field.name));
    }
    Ok(lines)
}

/// A new entry of one row or several, with what lies inside of it.
///
/// # Errors
/// A value cannot be written.
pub fn entry(
    kind: Kind,
    rows: &[(&Draft, &Says)],
    source: &str,
    taken: &mut HashSet<String>,
) -> Result<NewEntry, Trouble> {
    let Some((draft, says)) = rows.first() else { return Err(Trouble::of_row("nothing stands in it")) };
    let field = |name: &str| kind.fields().into_iter().find(|field| field.name == name);
    let mut says: Says = (*says).clone();
    if let Some(id_field) = field("id").filter(|id| id.needed && !says.iter().any(|(key, _)| key.name == "id")) {
        let name = ["name", "title", "what"].iter().find_map(|name| draft.get(name)?.first());
        let made = name.and_then(|name| id(name)).unwrap_or_else(|| kind.name().to_owned());
        says.push((id_field, vec![free(&made, taken)]));
    } else if let Some((_, texts)) = says.iter().find(|(key, _)| key.name == "id") {
        taken.extend(texts.iter().cloned());
    }
    says.extend(silence(rows).and_then(|(name, text)| Some((field(name)?, vec![text]))));
    says.extend(field("sources").map(|sources| (sources, vec![source.to_owned()])));
    let note = note_with_place(&draft.note, &draft.place);
    says.extend(field("note").map(|field| (field, vec![note])));
    let mut lines = lines(kind, &says)?;
    if rows.iter().any(|(draft, _)| draft.confidential) {
        lines.push("confidential = true".into());
    }
    let mut written: Vec<(Kind, Says)> = Vec::new();
    for (draft, says) in rows {
        for (kind, inside) in &draft.inside {
            let inside = with_addressee(*kind, inside, draft, says);
            if !written.iter().any(|(other, there)| other == kind && is_one(*kind, there, &inside)) {
                written.push((*kind, inside));
            }
        }
    }
    written.sort_by_key(|(kind, says)| (*kind, begins(says)));
    for (kind, says) in &written {
        lines.push(String::new());
        lines.push(format!("[[{}]]", kind.path()));
        lines.extend(self::lines(*kind, &with_source(*kind, says, source))?);
    }
    Ok(under_heading(kind, lines))
}

/// The key that says of a new letter that nothing came back, or that nobody knows.
fn silence(rows: &[(&Draft, &Says)]) -> Option<(&'static str, String)> {
    if rows.iter().any(|(draft, _)| draft.inside.iter().any(|(kind, _)| *kind == Kind::Reply)) {
        return None;
    }
    match rows.iter().find_map(|(draft, _)| draft.silence)? {
        Silence::Unknown => Some(("reply_unknown", "true".into())),
        Silence::To(day) => Some(("no_reply_as_of", day.to_string())),
    }
}

/// A reply of a row that names one addressee of several is from that one.
fn with_addressee(kind: Kind, inside: &Says, draft: &Draft, says: &Says) -> Says {
    let mut inside = inside.clone();
    let all = says.iter().find(|(field, _)| field.name == "to").map_or(0, |(_, all)| all.len());
    if kind == Kind::Reply
        && all > 1
        && !inside.iter().any(|(field, _)| field.name == "from")
        && let Some([own]) = draft.get("to")
        && let Some(field) = kind.fields().into_iter().find(|field| field.name == "from")
    {
        inside.push((field, vec![own.clone()]));
    }
    inside
}

fn with_source(kind: Kind, says: &Says, source: &str) -> Says {
    let field: Option<Field> = kind.fields().into_iter().find(|field| field.name == "sources");
    let mut says = says.clone();
    says.extend(field.map(|field| (field, vec![source.to_owned()])));
    says
}

/// The key by which an entry inside another is known.
const fn known_by(kind: Kind) -> &'static str {
    match kind {
        Kind::Extension => "until",
        Kind::Suspension => "from",
        _ => "date",
    }
}

fn text<'s>(says: &'s Says, name: &str) -> Option<&'s str> {
    says.iter().find(|(field, _)| field.name == name).and_then(|(_, texts)| texts.first()).map(String::as_str)
}

/// What an entry inside another is told apart by: its day, from whom, and the status of a demand.
fn is_one(kind: Kind, a: &Says, b: &Says) -> bool {
    let same = |name| text(a, name) == text(b, name);
    same(known_by(kind)) && (text(a, "from").is_none() || text(b, "from").is_none() || same("from")) && same("status")
}

/// In which order they are written.
fn begins(says: &Says) -> (Option<NaiveDate>, Vec<String>) {
    let date = ["date", "granted", "from", "until"].iter().find_map(|name| Date::read(text(says, name)?));
    let said = says.iter().map(|(field, texts)| format!("{}={}", field.name, texts.join(",")));
    (date.map(|date| date.earliest()), said.collect())
}

/// What lies inside a row and is not in the entry on record. A reply is known by its day and its sender; its kind on
/// record, set by somebody who read it, is kept.
#[must_use]
pub fn missing(there: &TomlTable<'_>, draft: &Draft) -> Vec<Kind> {
    new_inside(there, draft).map(|(kind, _)| *kind).collect()
}

fn new_inside<'d>(there: &TomlTable<'_>, draft: &'d Draft) -> impl Iterator<Item = &'d (Kind, Says)> {
    draft.inside.iter().filter(move |(kind, says)| {
        let same =
            |entry: &&TomlTable<'_>, name: &str| said(entry, name).first().map(String::as_str) == text(says, name);
        let is_it = |entry: &&TomlTable<'_>| {
            let from = said(entry, "from");
            let is_from_same = text(says, "from").is_none() || from.is_empty() || same(entry, "from");
            same(entry, known_by(*kind)) && (*kind == Kind::Suspension || is_from_same) && same(entry, "status")
        };
        !record::entries(there, kind.key()).iter().any(is_it)
    })
}

/// The same as entries to be added.
#[must_use]
pub fn inside(of: Kind, there: &TomlTable<'_>, draft: &Draft, source: &str) -> Vec<NewEntry> {
    let addressees = Kind::fields(of).into_iter().filter(|field| field.name == "to");
    let says: Says = addressees.map(|field| (field, said(there, "to"))).collect();
    let mut new: Vec<(Kind, Says)> =
        new_inside(there, draft).map(|(kind, inside)| (*kind, with_addressee(*kind, inside, draft, &says))).collect();
    new.sort_by_key(|(kind, says)| (*kind, begins(says)));
    let entry = |(kind, says): &(Kind, Says)| {
        let mut lines = lines(*kind, &with_source(*kind, says, source)).ok()?;
        lines.extend(draft.confidential.then(|| "confidential = true".to_owned()));
        Some(under_heading(*kind, lines))
    };
    new.iter().filter_map(entry).collect()
}
