//! What became of the files that claims rest on: the same, changed, gone, come since.

use super::{
    claim::Kind,
    file::{Claim, PROGRAM, Record, Sealed, Sha256},
    hashes::{Copies, Folder, RecordState},
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What is known of the folder now.
#[derive(Debug)]
pub struct Now<'a> {
    /// The folder.
    pub folder: &'a Folder<'a>,
    /// The id that a case has now, where it is another.
    pub renamed: &'a HashMap<String, String>,
    /// The saved copies of sources.
    pub copies: &'a Copies,
}

/// The files that were sealed, beside what is there now.
#[derive(Debug)]
pub struct Files<'a> {
    sealed: &'a Sealed,
    now: &'a Now<'a>,
    records: HashMap<&'a str, (&'a Record, RecordState)>,
    /// The saved copies of sources, by case and id.
    sources: HashMap<(&'a str, &'a str), &'a Option<Sha256>>,
    /// What became of the rules of the office, if they are not as they were.
    rules: Option<&'static str>,
}

impl<'a> Files<'a> {
    /// Looks at everything that was sealed.
    #[must_use]
    pub fn new(sealed: &'a Sealed, now: &'a Now<'a>) -> Self {
        let kept = |case: &str| now.folder.record(now.renamed.get(case).map_or(case, String::as_str));
        let records = sealed.records.iter().map(|record| (&*record.case.0, (record, kept(&record.case.0))));
        let sources = sealed.sources.iter().map(|of| ((of.case.0.as_str(), of.id.as_str()), &of.sha256));
        let rules = match (&sealed.rules, now.folder.rules()) {
            // Only letters rest on them.
            _ if sealed.command.0.kind() != Kind::Letter => None,
            (None, Some(_)) => Some("rules.toml is new"),
            (Some(_), None) => Some("rules.toml is gone"),
            (Some(was), Some(is)) if *was != is => Some("rules.toml changed"),
            (Some(_), Some(_)) | (None, None) => None,
        };
        Self { sealed, now, records: records.collect(), sources: sources.collect(), rules }
    }

    /// What the claims are of.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.sealed.command.0.kind()
    }

    /// Whether the claims were sealed by this version of the program.
    #[must_use]
    pub fn is_this_program(&self) -> bool {
        self.sealed.program == PROGRAM
    }

    /// Whether letters are counted by other rules than those of the file.
    #[must_use]
    pub const fn has_other_rules(&self) -> bool {
        self.rules.is_some()
    }

    /// What can be said now of the record of a case that was sealed.
    #[must_use]
    pub fn kept(&self, case: &str) -> &RecordState {
        self.records.get(case).map_or(&RecordState::Absent, |(_, kept)| kept)
    }

    /// The id that a case has now.
    fn now<'c>(&'c self, case: &'c str) -> &'c str {
        self.now.renamed.get(case).map_or(case, String::as_str)
    }

    /// What is not as it was of the records and rules that a claim comes from; nothing if all are the same.
    #[must_use]
    pub fn origin(&self, claim: &Claim, today: Option<&Claim>, says_the_same: bool) -> Vec<String> {
        let mut told = Vec::new();
        for case in claim.records.iter().map(|case| case.0.as_str()) {
            let Some((record, kept)) = self.records.get(case) else { continue };
            if self.now(case) != case {
                told.push(format!("{case}.toml is now {}.toml", self.now(case)));
            }
            match (&record.sha256, kept) {
                (Some(was), RecordState::Open(is)) if was == is => {}
                (None, RecordState::Marked) if says_the_same => told.push(format!("{case}.toml says the same")),
                (None, RecordState::Marked) => told.push(format!("{case}.toml may have changed")),
                (_, RecordState::Open(_) | RecordState::Marked) => told.push(format!("{case}.toml changed")),
                (_, RecordState::Unread) => told.push(format!("{case}.toml has an error")),
                (_, RecordState::Absent) => told.push(format!("{case}.toml is not there, or is withheld")),
            }
        }
        told.extend(today.into_iter().flat_map(|today| self.sharing(claim, today)));
        told.extend(self.rules.map(str::to_owned));
        told
    }

    /// Records that share the letter now and did not, and those that did and do not.
    fn sharing(&self, claim: &Claim, today: &Claim) -> Vec<String> {
        let (now, no_more) = match self.kind() {
            Kind::Letter => ("has the letter now", "has the letter no more"),
            Kind::Demand | Kind::Liberty => ("shares a letter with it now", "shares no letter with it any more"),
        };
        let were: HashSet<&str> = claim.records.iter().map(|case| self.now(&case.0)).collect();
        let new = today.records.iter().filter(|case| !were.contains(case.0.as_str()));
        let is_gone = |case: &&str| !today.rests_on(self.now(case)) && *self.kept(case) != RecordState::Absent;
        let gone = claim.records.iter().map(|case| case.0.as_str()).filter(is_gone);
        let new = new.map(|case| format!("{}.toml {now}", case.0));
        new.chain(gone.map(|case| format!("{case}.toml {no_more}"))).collect()
    }

    /// Saved copies of the sources of a claim that are not as they were. Nothing is worked out from them.
    #[must_use]
    pub fn copies(&self, claim: &Claim) -> Vec<String> {
        // Where the record cannot be read, nor can the names of its copies.
        if matches!(self.kept(claim.case()), RecordState::Absent | RecordState::Unread) {
            return Vec::new();
        }
        let cited: BTreeSet<&str> = claim.why.iter().flat_map(|step| &step.sources).map(String::as_str).collect();
        let told = cited.into_iter().filter_map(|id| {
            let was = self.sources.get(&(claim.case(), id))?;
            match self.now.copies.get(&(self.now(claim.case()).to_owned(), id.to_owned())) {
                Some(is) if is == *was => None,
                Some(Some(_)) => Some(format!("the saved copy of {id} is another")),
                Some(None) | None => Some(format!("the saved copy of {id} is not there")),
            }
        });
        told.collect()
    }
}
