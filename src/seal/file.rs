//! The file of claims: what `seal` writes and `verify` reads, one JSON document in a fixed order.
//!
//! No clock but the day, no path, no name of a user or a machine is in it. Whoever reads it may have it from anybody:
//! what is not as `seal` writes it is refused with its line.

use super::{claim::Kind, command::Listed};
use crate::{
    load::folder::is_id,
    model::date::{DayRange, in_years, iso_day},
    render,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The version of the shape of the file: raised when a key comes, goes or changes its meaning.
pub const FORMAT: u32 = 1;

/// A larger file is neither written nor read.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// More claims than this are in no file of that size that `seal` wrote.
const MOST_CLAIMS: usize = 50_000;

/// This program, as it names itself in the file.
pub const PROGRAM: &str = concat!("timeline ", env!("CARGO_PKG_VERSION"));

/// Everything that was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// The version of the shape.
    pub format: u32,
    /// The program and its version.
    pub program: String,
    /// The day on which the world was shown.
    pub as_of: Day,
    /// The list, as words behind `timeline seal`.
    pub command: Command,
    /// The commit that was checked out; `None` without git, or if it knows none of the records.
    pub revision: Option<String>,
    /// Whether that commit holds the records and the rules as they were sealed.
    pub committed: Option<bool>,
    /// The records, in order of id.
    pub records: Vec<Record>,
    /// The SHA-256 of `rules.toml`; `None` if there is none.
    pub rules: Option<Sha256>,
    /// Saved copies of the sources that claims cite, in order of case and id.
    pub sources: Vec<Source>,
    /// The claims, in the order of the list.
    pub claims: Vec<Claim>,
}

/// A record on which a claim rests.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The id of its case, which is the name of its file without the ending.
    pub case: CaseId,
    /// Of its file; `None` if the record holds something confidential, of which it would confirm a guess.
    pub sha256: Option<Sha256>,
}

/// A saved copy of a source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The case in whose record it is.
    pub case: CaseId,
    /// Its id there.
    pub id: String,
    /// Of the copy; `None` if there was none where the record says.
    pub sha256: Option<Sha256>,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// What it is of, in words.
    pub claim: String,
    /// How that stands, in words.
    pub stands: String,
    /// The cases on whose records it rests, in order: those that share a letter with it count.
    pub records: Vec<CaseId>,
    /// The row, as `-f json` has it, without notes.
    pub row: Map<String, Value>,
    /// How that came about.
    pub why: Vec<Step>,
}

/// One step of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What sort of step.
    pub step: String,
    /// What it says.
    pub says: String,
    /// Ids of sources of the record, or the text a rule is in.
    pub sources: Vec<String>,
}

/// A day of the calendar, in the form of ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub NaiveDate);

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let day = iso_day(&text).filter(|day| in_years(DayRange::day(*day)).is_ok());
        day.map(Day).ok_or_else(|| "not a day: write year-month-day, as in 2024-07-05".into())
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0.to_string()
    }
}

/// The id of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseId(pub String);

impl TryFrom<String> for CaseId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match is_id(&text) {
            true => Ok(Self(text)),
            false => Err("not the id of a case: small letters a to z, digits and hyphens".into()),
        }
    }
}

impl From<CaseId> for String {
    fn from(id: CaseId) -> Self {
        id.0
    }
}

/// A SHA-256 in hexadecimal, in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(pub String);

impl TryFrom<String> for Sha256 {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f')) {
            true => Ok(Self(text)),
            false => Err("not a SHA-256: 64 digits and letters a to f".into()),
        }
    }
}

impl From<Sha256> for String {
    fn from(sha256: Sha256) -> Self {
        sha256.0
    }
}

/// The list that was sealed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Command(pub Listed);

impl PartialEq for Command {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_words() == other.0.as_words()
    }
}

impl Eq for Command {}

impl TryFrom<Vec<String>> for Command {
    type Error = String;

    fn try_from(words: Vec<String>) -> Result<Self, String> {
        Listed::of_words(&words).map(Command)
    }
}

impl From<Command> for Vec<String> {
    fn from(command: Command) -> Self {
        command.0.as_words()
    }
}

impl Claim {
    /// The text under a key of its row.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.row.get(key).and_then(Value::as_str)
    }

    /// The id of its case.
    #[must_use]
    pub fn case(&self) -> &str {
        self.text("case").unwrap_or_default()
    }

    /// Whether it rests on the record of this case.
    #[must_use]
    pub fn rests_on(&self, case: &str) -> bool {
        self.records.iter().any(|record| record.0 == case)
    }

    /// Keys that tell it from others, all of which are texts.
    const fn keys(kind: Kind) -> &'static [&'static str] {
        match kind {
            Kind::Letter => &["case", "to", "procedure"],
            Kind::Demand => &["case", "id"],
            Kind::Liberty => &["case", "person_id"],
        }
    }

    /// Whether its row has what tells it from others, and values as a row has them.
    fn fault(&self, kind: Kind) -> Option<String> {
        let is_plain = |value: &Value| match value {
            Value::Null | Value::Bool(_) | Value::String(_) => true,
            Value::Number(number) => number.is_i64(),
            Value::Array(items) => items.iter().all(Value::is_string),
            Value::Object(_) => false,
        };
        if let Some((key, _)) = self.row.iter().find(|(_, value)| !is_plain(value)) {
            return Some(format!("`row` holds under {key:?} what no row holds: write what `timeline seal` wrote"));
        }
        let missing = Self::keys(kind).iter().find(|key| self.text(key).is_none());
        missing.map(|key| format!("`row` has no text under {key:?}: write what `timeline seal` wrote"))
    }
}

impl Sealed {
    /// The text of the file.
    ///
    /// # Errors
    /// It would be larger than is read.
    pub fn text(&self) -> Result<String, String> {
        let text = render::pretty(self);
        match text.len() as u64 <= MAX_BYTES {
            true => Ok(text),
            false => Err(format!("{}: seal fewer rows: name cases, or narrow the list down", too_large())),
        }
    }

    /// Reads the text of a file that is called so.
    ///
    /// # Errors
    /// Where it is not as `seal` writes it, and what to do.
    pub fn read(text: &str, name: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Shape {
            format: Value,
        }
        let told = |error: &serde_json::Error| {
            let said = error.to_string();
            let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
            let what = if error.is_data() { "" } else { "not JSON: " };
            format!("{name}:{}:{}: {what}{said}; verify reads what `timeline seal` wrote", error.line(), error.column())
        };
        let shape: Shape = serde_json::from_str(text).map_err(|error| told(&error))?;
        if shape.format != FORMAT {
            let format: String = shape.format.to_string().chars().take(40).collect();
            return Err(format!(
                "{name}: claims of format {format}, and this is {PROGRAM}, which reads format {FORMAT}: verify them \
                 with the version that they were sealed by"
            ));
        }
        let sealed: Self = serde_json::from_str(text).map_err(|error| told(&error))?;
        match sealed.fault() {
            Some(fault) => Err(format!("{name}: {fault}")),
            None => Ok(sealed),
        }
    }

    /// What does not fit together in it.
    fn fault(&self) -> Option<String> {
        if self.program.len() > 100 || self.revision.as_ref().is_some_and(|commit| commit.len() > 100) {
            return Some("`program` or `revision` is longer than any: write what `timeline seal` wrote".into());
        }
        let kind = self.command.0.kind();
        if self.claims.len() > MOST_CLAIMS {
            return Some(format!("more than {MOST_CLAIMS} claims: write what `timeline seal` wrote"));
        }
        let known: HashSet<&str> = self.records.iter().map(|record| record.case.0.as_str()).collect();
        if known.len() < self.records.len() {
            return Some("`records` names a case twice: write what `timeline seal` wrote".into());
        }
        (1..).zip(&self.claims).find_map(|(n, claim)| {
            let unknown = || {
                let case = &claim.records.iter().find(|case| !known.contains(case.0.as_str()))?.0;
                Some(format!("rests on the record {case:?}, of which `records` above says nothing"))
            };
            let rests = || {
                let case = claim.case();
                (!claim.rests_on(case)).then(|| format!("rests on no record of its own case, {case:?}"))
            };
            claim.fault(kind).or_else(unknown).or_else(rests).map(|fault| format!("claim {n}: {fault}"))
        })
    }
}

/// That a file is too large.
#[must_use]
pub fn too_large() -> String {
    format!("the file is larger than {} MiB", MAX_BYTES / 1024 / 1024)
}
