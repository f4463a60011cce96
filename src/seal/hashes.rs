//! What claims rest on: the records, the rules of the office, the saved sources, each by its SHA-256; and whether git
//! holds them.
//!
//! Of a record that holds something confidential there is none. Whoever has all of a record but the confidential
//! entry, as the other side may, could put in one name after the other until the SHA-256 is right.

use super::file::{CaseId, Claim, Record, Sha256, Source};
use crate::{
    load::{
        self,
        folder::{
            self, Found, RULES_FILE, archived,
            git::Git,
            origin::{self, Revision},
        },
        problem::Problem,
        record::keep::Keep,
    },
    model::{case::Case, rule::Rules},
    withhold::Open,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::Path,
};

/// The files of a folder of cases.
#[derive(Debug)]
pub struct Folder<'a> {
    path: &'a Path,
    rules: &'a Rules,
    /// The records by the ids of their cases.
    files: HashMap<Box<str>, Found>,
    /// Ids that two files have, so that neither can be meant.
    twice: HashSet<String>,
}

/// What can be said of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordState {
    /// It is there, and this is its SHA-256.
    Open(Sha256),
    /// It is there, and holds something confidential.
    Marked,
    /// It is there, and has an error.
    Unread,
    /// There is none, or it is withheld.
    Absent,
}

impl<'a> Folder<'a> {
    /// Looks what there is.
    #[must_use]
    pub fn new(path: &'a Path, rules: &'a Rules) -> Self {
        let (twice, files) = folder::without_duplicates(folder::walk(path).files);
        let id = |problem: Problem| Some(problem.file.file_stem()?.to_string_lossy().into_owned());
        Self {
            path,
            rules,
            files: files.into_iter().map(|found| (found.id.clone(), found)).collect(),
            twice: twice.into_iter().filter_map(id).collect(),
        }
    }

    /// The ids of all records.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(|id| &**id)
    }

    /// What can be said of the record of a case.
    #[must_use]
    pub fn record(&self, case: &str) -> RecordState {
        let unread =
            || if folder::is_withheld_case(self.path, case) { RecordState::Absent } else { RecordState::Unread };
        let Some(found) = self.files.get(case) else {
            return if self.twice.contains(case) { unread() } else { RecordState::Absent };
        };
        let mut buffer = Vec::new();
        let loaded = load::file(found, self.rules, Keep::Letters, &mut buffer);
        match loaded.cases.first() {
            Some(case) if case.confidential => RecordState::Absent,
            Some(case) if case.marked => RecordState::Marked,
            Some(_) => RecordState::Open(of_bytes(&buffer)),
            None => unread(),
        }
    }

    /// The SHA-256 of `rules.toml`, if there is one.
    #[must_use]
    pub fn rules(&self) -> Option<Sha256> {
        archived::sha256(&self.path.join(RULES_FILE), RULES_FILE).ok().map(Sha256)
    }

    /// Whether there is a file for this case, or are several.
    #[must_use]
    pub fn has(&self, case: &str) -> bool {
        self.files.contains_key(case) || self.twice.contains(case)
    }

    /// The records of these cases. One that went away meanwhile has no SHA-256.
    #[must_use]
    pub fn records(&self, cases: BTreeSet<String>) -> Vec<Record> {
        let sha256 = |case: &str| match self.record(case) {
            RecordState::Open(sha256) => Some(sha256),
            RecordState::Marked | RecordState::Unread | RecordState::Absent => None,
        };
        cases.into_iter().map(|case| Record { sha256: sha256(&case), case: CaseId(case) }).collect()
    }

    /// The revision of git in which these records and the rules lie, and whether they are as they are in it; `None`
    /// without git, and where it knows none of them.
    #[must_use]
    pub fn revision(&self, git: &Git<'_>, records: &[Record]) -> Option<Revision> {
        let records = records.iter().filter_map(|record| Some(&*self.files.get(record.case.0.as_str())?.path));
        let rules = self.path.join(RULES_FILE);
        let files: Vec<&Path> = records.chain(rules.is_file().then_some(rules.as_path())).collect();
        origin::revision(git, &files)
    }
}

/// Saved copies of the sources that claims cite, by case and id.
pub type Copies = BTreeMap<(String, String), Option<Sha256>>;

/// Adds the saved copies of the sources that a claim of one of these cases cites.
pub fn add_copies(claim: &Claim, cases: &[Open], copies: &mut Copies) {
    let Some(case) = cases.iter().find(|case| case.id == claim.case()) else { return };
    for id in claim.why.iter().flat_map(|step| &step.sources) {
        let key = (case.id.clone(), id.clone());
        if !copies.contains_key(&key)
            && let Some(sha256) = copy(case, id)
        {
            copies.insert(key, sha256);
        }
    }
}

/// The SHA-256 of the saved copy of a source, if the record says that there is a copy.
#[must_use]
pub fn copy(case: &Case, id: &str) -> Option<Option<Sha256>> {
    let archive = case.source(id)?.archive.as_deref()?;
    Some(archived::sha256(&case.file, archive).ok().map(Sha256))
}

/// The same as a list.
#[must_use]
pub fn sources(copies: Copies) -> Vec<Source> {
    copies.into_iter().map(|((case, id), sha256)| Source { case: CaseId(case), id, sha256 }).collect()
}

fn of_bytes(bytes: &[u8]) -> Sha256 {
    let mut bytes = bytes;
    // Reading and writing in memory does not fail.
    Sha256(archived::hashed(&mut bytes, &mut std::io::sink()).unwrap_or_default())
}
