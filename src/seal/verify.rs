//! What `verify` says: a row a claim, whether it holds, and by which record it does not.

use super::{
    compare::Difference,
    file::{Claim, PROGRAM, Sealed},
    files::{Files, Now},
    hashes::RecordState,
};
use crate::{
    model::vocabulary::{Vocabulary, vocabulary},
    report::{self, Cell, Column, ColumnOf, Report, Table, Tone, col, column::CASE, words},
};
use std::sync::Arc;

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
    /// It is otherwise than its records and rules say, and those are the same.
    is_unexplained: bool,
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

/// What became of each claim, with what it says today, and whether all hold; `more` rows of the list were not sealed.
#[must_use]
pub fn report(sealed: &Sealed, today: &[Option<Arc<Claim>>], more: usize, now: &Now<'_>) -> (Report, bool) {
    let files = Files::new(sealed, now);
    let verified = sealed.claims.iter().zip(today).map(|(claim, today)| verified(claim, today.as_deref(), &files));
    let verified: Vec<Verified<'_>> = verified.collect();
    let table = Table::of(ColumnOf::<Verified<'_>>::ALL, &verified);
    let is_other_program = !files.is_this_program();
    let mut remarks = Vec::new();
    let differs = |of: &Verified<'_>| of.outcome == Outcome::Changed && of.is_unexplained;
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
    if more > 0 {
        let rows = words::count(more, "row", "rows");
        remarks.push(format!("{rows} of the list today that were not sealed: no claim is made of them"));
    }
    let holds = verified.iter().all(|of| of.outcome == Outcome::Holds);
    (Report { table, summary: summary(&verified), remarks }, holds)
}

fn verified<'a>(claim: &'a Claim, today: Option<&'a Claim>, files: &Files<'_>) -> Verified<'a> {
    let difference = today.map(|today| Difference::between(claim, today, files.kind()));
    let mut told = files.origin(claim, today, difference.as_ref().is_some_and(Difference::is_none));
    let difference = difference.unwrap_or_default();
    let is_unexplained = told.is_empty() && !difference.is_none();
    // By this program it cannot come from its records, if they are the same, or if the sentence is not the one that
    // belongs to its row.
    let is_touched =
        files.is_this_program() && (is_unexplained || !files.has_other_rules() && difference.is_of_words_alone());
    told.extend(files.copies(claim));
    let outcome = match today {
        _ if claim.records.iter().any(|case| *files.kept(&case.0) == RecordState::Unread) => Outcome::Unread,
        None if *files.kept(claim.case()) == RecordState::Absent => Outcome::NoRecord,
        None => Outcome::NotFound,
        Some(_) if !difference.claimed.is_empty() || is_touched => Outcome::Changed,
        Some(_) => Outcome::Holds,
    };
    Verified { sealed: claim, today, outcome, difference, files: told, is_unexplained }
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
