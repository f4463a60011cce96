//! The imported files as sources of a record.

use super::{
    entries::{free, under_heading},
    value::id,
};
use crate::{
    edit::{entry::NewEntry, value::quoted},
    load::record::schema::Kind,
    model::case::Case,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, HashSet};

/// An imported file, as records name it.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// The day on which it was made, if the map says it.
    pub exported: Option<NaiveDate>,
    /// It is kept beside the records: the ending of its name.
    pub kept: Option<String>,
}

/// The sources of a record that are imported files.
#[derive(Debug)]
pub struct Sources<'f> {
    files: &'f [File],
    case: String,
    /// Ids that are taken.
    ids: HashSet<String>,
    /// Those on record, by SHA-256.
    there: HashMap<String, String>,
    /// Those that something new rests on.
    pub used: BTreeMap<usize, String>,
}

impl<'f> Sources<'f> {
    /// Those of a case.
    #[must_use]
    pub fn of(case: &Case, files: &'f [File]) -> Self {
        let there = case.sources.iter().filter_map(|source| Some((source.sha256.clone()?, source.id.clone())));
        Self {
            files,
            case: case.id.clone(),
            ids: case.sources.iter().map(|source| source.id.clone()).collect(),
            there: there.collect(),
            used: BTreeMap::new(),
        }
    }

    /// The id of the source that a file is.
    pub fn id(&mut self, file: usize) -> String {
        if let Some(id) = self.used.get(&file) {
            return id.clone();
        }
        let File { name, sha256, .. } = &self.files[file];
        let id = match self.there.get(sha256) {
            Some(id) => id.clone(),
            None => free(&id(&name.replace('.', " ")).unwrap_or_else(|| "import".into()), &mut self.ids),
        };
        self.used.insert(file, id.clone());
        id
    }

    /// The entries of those that are not on record yet.
    #[must_use]
    pub fn entries(&self, confidential: bool) -> Vec<NewEntry> {
        let new = self.used.iter().filter(|(file, _)| !self.there.contains_key(&self.files[**file].sha256));
        new.map(|(file, id)| {
            let File { name, sha256, exported, kept, .. } = &self.files[*file];
            let mut lines = vec![format!("id = {}", quoted(id)), format!("title = {}", quoted(name))];
            lines.extend(exported.map(|day| format!("published = {day}")));
            let archive = kept.as_ref().map(|ending| kept_as(&self.case, id, ending));
            lines.extend(archive.map(|path| format!("archive = {}", quoted(&path))));
            lines.push(format!("sha256 = {}", quoted(sha256)));
            lines.extend(confidential.then(|| "confidential = true".to_owned()));
            under_heading(Kind::Source, lines)
        })
        .collect()
    }
}

/// The path of a kept file, from the folder of the record.
#[must_use]
pub fn kept_as(case: &str, id: &str, ending: &str) -> String {
    if ending.is_empty() { format!("{case}/{id}") } else { format!("{case}/{id}.{ending}") }
}
