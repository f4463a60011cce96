//! What other records say of the same letters, and what is no longer in the file.

use super::{
    Office,
    case::Planned,
    draft::Draft,
    map::Map,
    plan::key_of,
    record::{self, said},
    sheet::Sheet,
};
use crate::{
    load::{
        self,
        folder::{self, Found},
        record::keep::Keep,
        text::tree,
    },
    model::{communication::Communication, letter::contradiction, reference::Key},
    parallel,
    progress::Progress,
    report::words,
};
use memchr::memmem;
use std::collections::{HashMap, HashSet};

const CONTRADICTS: &str = "another record tells this letter otherwise: one letter has one history";

/// Rows of letters that contradict a copy in another record, each with what is told of it.
#[must_use]
pub fn contradicting(env: Office<'_>, records: &[&Planned], files: &[Found]) -> HashMap<usize, &'static str> {
    let mut mine: HashMap<Key, Vec<(usize, Option<usize>, &Communication)>> = HashMap::new();
    let mut planned = HashSet::new();
    for (n, record) in records.iter().enumerate() {
        let Some(case) = &record.case else { continue };
        planned.insert(&*record.target.found().id);
        let rows: HashMap<usize, usize> = record.letters.iter().map(|(row, letter)| (*letter, *row)).collect();
        for (at, letter) in case.communications.iter().enumerate() {
            if let Some(key) = letter.key() {
                mine.entry(key).or_default().push((n, rows.get(&at).copied(), letter));
            }
        }
    }
    mine.retain(|_, copies| copies.iter().any(|(_, row, _)| row.is_some()));
    if mine.is_empty() {
        return HashMap::new();
    }
    let others: Vec<&Found> = files.iter().filter(|found| !planned.contains(&*found.id)).collect();
    let copies = parallel::all(&others, &Progress::default(), |some, buffer| {
        let mut copies: Vec<(Key, Communication)> = Vec::new();
        for found in some {
            let loaded = load::file(found, env.rules, Keep::Letters, buffer);
            let letters = loaded.cases.into_iter().flat_map(|case| case.communications);
            copies.extend(letters.filter_map(|l| Some((l.key().filter(|key| mine.contains_key(key))?, l))));
        }
        copies
    });
    let mut theirs: HashMap<Key, Vec<Communication>> = HashMap::new();
    copies.into_iter().flatten().for_each(|(key, letter)| theirs.entry(key).or_default().push(letter));
    let mut rows = HashMap::new();
    for (key, copies) in &mine {
        for (n, row, letter) in copies {
            let Some(row) = row else { continue };
            let elsewhere = copies.iter().filter(|(other, ..)| other != n).map(|(.., letter)| *letter);
            let mut all = elsewhere.chain(theirs.get(key).into_iter().flatten());
            if all.any(|other| contradiction(other, letter).is_some()) {
                rows.insert(*row, CONTRADICTS);
            }
        }
    }
    rows
}

/// What rests on an earlier file of this name, and is not in this one.
#[must_use]
pub fn gone(env: Office<'_>, map: &Map, sheets: &[Sheet], drafts: &[Draft], files: &[Found]) -> Vec<String> {
    /// So many are named.
    const NAMED: usize = 20;
    let names: HashSet<String> = sheets.iter().map(Sheet::file_name).collect();
    let keys: HashSet<(&str, String)> =
        drafts.iter().filter_map(|draft| Some((draft.case.as_str(), key_of(map, draft)?))).collect();
    let all: Vec<&Found> = files.iter().collect();
    let told = parallel::all(&all, &Progress::default(), |some, buffer| {
        let mut told: Vec<Option<String>> = Vec::new();
        for found in some {
            let Ok(text) = folder::read(found, buffer) else { continue };
            // Records in whose text the name of the file does not occur are not parsed.
            let is_named = |name: &String| memmem::find(text.as_bytes(), name.as_bytes()).is_some();
            if !names.iter().any(is_named) {
                continue;
            }
            told.extend(gone_of(env, map, &found.id, text, &names, &keys));
        }
        told
    });
    let told: Vec<Option<String>> = told.into_iter().flatten().collect();
    let hidden = told.iter().filter(|entry| entry.is_none()).count();
    let mut open: Vec<String> = told.into_iter().flatten().collect();
    open.sort();
    let mut remarks = Vec::new();
    if !open.is_empty() || hidden > 0 {
        let count = words::count(open.len() + hidden, "entry is", "entries are");
        let more = open.len().saturating_sub(NAMED);
        let mut named: Vec<String> = open.into_iter().take(NAMED).collect();
        named.extend((more > 0).then(|| format!("{more} more")));
        named.extend((hidden > 0).then(|| format!("{hidden} withheld")));
        remarks.push(format!("{count} on record from this file and no longer in it: {}", named.join("; ")));
    }
    remarks
}

/// The entries of one record that are gone from the file; `None` for one that is withheld.
fn gone_of(
    env: Office<'_>,
    map: &Map,
    id: &str,
    text: &str,
    names: &HashSet<String>,
    keys: &HashSet<(&str, String)>,
) -> Vec<Option<String>> {
    let (table, _) = tree::parse(text);
    let is_withheld = said(&table, "confidential") == ["true"];
    let sources: Vec<String> = record::entries(&table, "source")
        .into_iter()
        .filter(|source| said(source, "title").iter().any(|title| names.contains(title)))
        .flat_map(|source| said(source, "id"))
        .collect();
    let mut gone = Vec::new();
    for entry in record::entries(&table, map.entry.path()) {
        let rests = said(entry, "sources").iter().any(|source| sources.contains(source));
        let Some(key) = record::key(&map.keys(), |name| said(entry, name)).filter(|_| rests) else { continue };
        // People stand there by their ids, in the file by their names: such a key is not compared.
        if keys.contains(&(id, key)) {
            continue;
        }
        let hidden = !env.confidential && (is_withheld || said(entry, "confidential") == ["true"]);
        let keys = map.keys();
        let shown =
            keys.iter().map(|names| names.iter().flat_map(|name| said(entry, name)).collect::<Vec<_>>().join(" · "));
        let shown = shown.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        gone.push((!hidden).then(|| format!("{id}: {shown}")));
    }
    gone
}
