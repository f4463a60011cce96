//! What `verify` says: a row a claim, whether it holds, and by which record it does not.

use super::{
    claim::Kind,
    compare::Difference,
    file::{Claim, PROGRAM, Record, Sealed, Sha256},
    rests::{Copies, Folder, Kept},
};
use crate::{
    model::vocabulary::{Vocabulary, vocabulary},
    report::{self, Cell, Column, ColumnOf, Report, Table, Tone, col, column::CASE, words},
};
use std::collections::{BTreeSet, HashMap};

vocabulary! {
    /// What became of a claim.
    Outcome {
        /// It holds.
        Holds = "holds",
        /// Something of it is otherwise.
        Changed = "changed",
        /// The record is there, and the entry is not.
        NotFound = "not-found",
        /// The record is not there, or it is withheld.
        NoRecord = "no-record",
        /// A record that it rests on has an error.
        Unread = "unread",
    }
}

/// One claim and what became of it.
struct Verified<'a> {
    sealed: &'a Claim,
    today: Option<&'a Claim>,
    outcome: Outcome,
    difference: Difference,
    /// What is not as it was of the files that it rests on.
    files: Vec<String>,
}

/// What is known of the folder, beside the claims.
#[derive(Debug)]
pub struct Now<'a> {
    /// The folder.
    pub folder: &'a Folder<'a>,
    /// The id that a case has now, where it is another.
    pub renamed: &'a HashMap<String, String>,
    /// The saved copies of sources.
    pub copies: &'a Copies,
    /// Rows of the list that were not sealed.
    pub more: usize,
}

impl Verified<'_> {
    /// What it says in words: the sentence, or where that is the same, what differs in the row.
    fn said(&self, claim: Option<&Claim>) -> Option<String> {
        let claim = claim?;
        let is_told = self.today.is_none_or(|today| today.stands != self.sealed.stands);
        if is_told || self.difference.claimed.is_empty() {
            return Some(claim.stands.clone());
        }
        let value = |key: &String| match claim.row.get(key) {
            Some(serde_json::Value::String(text)) => text.clone(),
            None | Some(serde_json::Value::Null) => "not known".into(),
            Some(other) => other.to_string(),
        };
        let fields: Vec<String> = self.difference.claimed.iter().map(|key| format!("{key} {}", value(key))).collect();
        Some(fields.join(", "))
    }

    /// What is not as it was of the files, with what they say now and say no more.
    fn records(&self) -> String {
        let mut told = self.files.clone();
        if told.is_empty() {
            told.push("the same".into());
        }
        if self.outcome == Outcome::Changed {
            told.extend(self.difference.new.iter().map(|step| format!("new: {step}")));
            told.extend(self.difference.gone.iter().map(|step| format!("gone: {step}")));
        }
        told.join("; ")
    }

    fn result(&self) -> Cell {
        let is = self.said(self.today).unwrap_or_default();
        let was = self.said(Some(self.sealed)).unwrap_or_default();
        let (says, tone) = match self.outcome {
            Outcome::Holds if self.difference.words => (format!("holds; the record says now: {is}"), Tone::Good),
            Outcome::Holds => ("holds".into(), Tone::Good),
            Outcome::Changed if is == was => ("changed, though the sentence is the same".into(), Tone::Bad),
            Outcome::Changed => (format!("CHANGED: was {was}; is {is}"), Tone::Bad),
            Outcome::NotFound => ("NOT FOUND: the record is there, without this entry".into(), Tone::Bad),
            Outcome::NoRecord => ("NOT FOUND: its record is not there, or is withheld".into(), Tone::Bad),
            Outcome::Unread => ("NOT KNOWN: a record that it rests on has an error".into(), Tone::Waiting),
        };
        Cell::from(self.outcome.name()).says(says).tone(tone)
    }
}

impl<'a> ColumnOf<Verified<'a>> {
    const ALL: &'a [Self] = &[
        col(CASE, |of, out| out.put(of.sealed.case())),
        col(Column::new(report::Kind::Text, "claim", "Claim"), |of, out| out.put(&of.sealed.claim)),
        col(Column::new(report::Kind::Text, "result", "Result"), |of, out| out.put_cell(of.result())),
        col(Column::new(report::Kind::List, "files", "By which record"), |of, out| {
            out.put_saying(&of.files, || of.records())
        }),
        col(Column::new(report::Kind::List, "new", "New").data(), |of, out| out.put(&of.difference.new)),
        col(Column::new(report::Kind::List, "gone", "Gone").data(), |of, out| out.put(&of.difference.gone)),
        col(Column::new(report::Kind::Text, "was", "Was").data(), |of, out| out.put(&of.sealed.stands)),
        col(Column::new(report::Kind::Text, "is", "Is").data(), |of, out| {
            out.put(of.today.map(|today| today.stands.as_str()))
        }),
        col(Column::new(report::Kind::List, "fields", "Fields that differ").data(), |of, out| {
            out.put(&of.difference.fields)
        }),
    ];
}

/// What became of each claim, with what it says today; and whether all hold.
#[must_use]
pub fn report(sealed: &Sealed, today: &[Option<Claim>], now: &Now<'_>) -> (Report, bool) {
    let records: HashMap<&str, (&Record, Kept)> = sealed
        .records
        .iter()
        .map(|record| {
            let case = record.case.0.as_str();
            (case, (record, now.folder.record(now.renamed.get(case).map_or(case, String::as_str))))
        })
        .collect();
    let sources: HashMap<(&str, &str), &Option<Sha256>> =
        sealed.sources.iter().map(|of| ((of.case.0.as_str(), of.id.as_str()), &of.sha256)).collect();
    let rules = rules(sealed, now);
    let verified = sealed.claims.iter().zip(today).map(|(claim, today)| {
        let files = Files { sealed, now, records: &records, sources: &sources, rules: rules.as_deref() };
        files.verified(claim, today.as_ref())
    });
    let verified: Vec<Verified<'_>> = verified.collect();
    let table = Table::of(ColumnOf::<Verified<'_>>::ALL, &verified);
    let is_other_program = sealed.program != PROGRAM;
    let mut remarks = Vec::new();
    let differs = |of: &Verified<'_>| of.outcome == Outcome::Changed && of.files.is_empty();
    if verified.iter().any(differs) {
        remarks.push(match is_other_program {
            true => format!(
                "some changed though their records are the same: they were sealed by {}, and this is {PROGRAM}",
                sealed.program
            ),
            false => "some changed though the records that they name are the same: either a record that is withheld, \
                      or the file of claims itself, is not what it was"
                .into(),
        });
    } else if is_other_program {
        remarks.push(format!("sealed by {}; this is {PROGRAM}", sealed.program));
    }
    if sealed.records.iter().any(|record| record.sha256.is_none()) {
        remarks.push(
            "records that hold something confidential are sealed without a SHA-256: they are compared by what they say"
                .into(),
        );
    }
    if now.more > 0 {
        let rows = words::count(now.more, "row", "rows");
        remarks.push(format!("{rows} of the list today that were not sealed: no claim is made of them"));
    }
    let holds = verified.iter().all(|of| of.outcome == Outcome::Holds);
    (Report { table, summary: summary(&verified), remarks }, holds)
}

/// `6 claims: 4 hold, 1 changed, 1 not found`.
fn summary(verified: &[Verified<'_>]) -> String {
    let told: Vec<String> = Outcome::ALL
        .iter()
        .map(|outcome| (outcome, verified.iter().filter(|of| of.outcome == *outcome).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(outcome, n)| match outcome {
            Outcome::Holds => words::count(n, "holds", "hold"),
            Outcome::Changed => format!("{n} changed"),
            Outcome::NotFound => format!("{n} not found"),
            Outcome::NoRecord => format!("{n} without a record"),
            Outcome::Unread => format!("{n} not known"),
        })
        .collect();
    match verified.len() {
        0 => "0 claims".into(),
        n => format!("{}: {}", words::count(n, "claim", "claims"), told.join(", ")),
    }
}

/// What became of the rules of the office, if they are not as they were. Only letters rest on them.
fn rules(sealed: &Sealed, now: &Now<'_>) -> Option<String> {
    if sealed.command.0.kind() != Kind::Letter {
        return None;
    }
    match (&sealed.rules, now.folder.rules()) {
        (None, Some(_)) => Some("rules.toml is new".into()),
        (Some(_), None) => Some("rules.toml is gone".into()),
        (Some(was), Some(is)) if *was != is => Some("rules.toml changed".into()),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

struct Files<'a, 'f> {
    sealed: &'a Sealed,
    now: &'f Now<'f>,
    records: &'f HashMap<&'a str, (&'a Record, Kept)>,
    /// The saved copies of sources, by case and id.
    sources: &'f HashMap<(&'a str, &'a str), &'a Option<Sha256>>,
    rules: Option<&'f str>,
}

impl<'a> Files<'a, '_> {
    fn verified(&self, claim: &'a Claim, today: Option<&'a Claim>) -> Verified<'a> {
        let kept = |case: &str| self.records.get(case).map_or(&Kept::Absent, |(_, kept)| kept);
        let cases = claim.cases();
        let is_unread = cases.iter().any(|case| *kept(case) == Kept::Unread);
        let kind = self.sealed.command.0.kind();
        let difference = today.map(|today| Difference::between(claim, today, kind));
        let files = self.of_claim(claim, today, difference.as_ref().is_some_and(Difference::is_none));
        let difference = difference.unwrap_or_default();
        let outcome = match today {
            _ if is_unread => Outcome::Unread,
            None if *kept(claim.case()) == Kept::Absent => Outcome::NoRecord,
            None => Outcome::NotFound,
            Some(_) if !difference.claimed.is_empty() => Outcome::Changed,
            Some(_) if self.is_forged(&difference, &files) => Outcome::Changed,
            Some(_) => Outcome::Holds,
        };
        Verified { sealed: claim, today, outcome, difference, files }
    }

    /// Whether the sealed claim cannot come from its records by this program: they are the same and it is not; or the
    /// sentence is not the one that belongs to its row.
    fn is_forged(&self, difference: &Difference, files: &[String]) -> bool {
        self.sealed.program == PROGRAM
            && (files.is_empty() && !difference.is_none() || self.rules.is_none() && difference.is_of_words_alone())
    }

    /// What is not as it was of the files that a claim rests on; nothing if all are the same.
    fn of_claim(&self, claim: &Claim, today: Option<&Claim>, says_the_same: bool) -> Vec<String> {
        let mut told = Vec::new();
        for case in claim.cases() {
            let Some((record, kept)) = self.records.get(case) else { continue };
            if let Some(other) = self.now.renamed.get(case) {
                told.push(format!("{case}.toml is now {other}.toml"));
            }
            match (&record.sha256, kept) {
                (Some(was), Kept::Open(is)) if was == is => {}
                (None, Kept::Marked) if says_the_same => told.push(format!("{case}.toml says the same")),
                (None, Kept::Marked) => told.push(format!("{case}.toml may have changed")),
                (_, Kept::Open(_) | Kept::Marked) => told.push(format!("{case}.toml changed")),
                (_, Kept::Unread) => told.push(format!("{case}.toml has an error")),
                (_, Kept::Absent) => told.push(format!("{case}.toml is not there, or is withheld")),
            }
        }
        if let Some(today) = today {
            let (were, are) = (claim.cases(), today.cases());
            let renamed = |case: &str| were.iter().any(|was| self.now.renamed.get(*was).is_some_and(|is| is == case));
            let new = are.iter().filter(|case| !were.contains(case) && !renamed(case));
            told.extend(new.map(|case| format!("{case}.toml has the letter now")));
            let gone = were.iter().filter(|case| {
                let is = self.now.renamed.get(**case).map_or(**case, String::as_str);
                !are.contains(&is) && self.records.get(*case).is_some_and(|(_, kept)| *kept != Kept::Absent)
            });
            told.extend(gone.map(|case| format!("{case}.toml has the letter no more")));
        }
        told.extend(self.rules.map(str::to_owned));
        // Where the record cannot be read, nor can the names of its copies.
        if self.records.get(claim.case()).is_some_and(|(_, kept)| matches!(kept, Kept::Absent | Kept::Unread)) {
            return told;
        }
        let cited: BTreeSet<&str> = claim.why.iter().flat_map(|step| &step.sources).map(String::as_str).collect();
        let case = self.now.renamed.get(claim.case()).map_or(claim.case(), String::as_str);
        for id in cited {
            let Some(was) = self.sources.get(&(claim.case(), id)) else { continue };
            match self.now.copies.get(&(case.to_owned(), id.to_owned())) {
                Some(is) if is == *was => {}
                Some(Some(_)) => told.push(format!("the saved copy of {id} is another")),
                Some(None) | None => told.push(format!("the saved copy of {id} is not there")),
            }
        }
        told
    }
}
