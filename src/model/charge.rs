//! Charges: what somebody is accused of, under which law, facing what.

use super::{case::Entry, date::Date, event::Claim, vocabulary::vocabulary};

vocabulary! {
    /// What became of a charge.
    Outcome {
        /// Not decided.
        Pending = "pending",
        /// Found guilty.
        Convicted = "convicted",
        /// Found not guilty.
        Acquitted = "acquitted",
        /// Given up by the prosecution.
        Dropped = "dropped",
        /// Set aside by a higher court.
        Quashed = "quashed",
    }
}

/// An accusation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Charge {
    /// What entries share.
    pub entry: Entry,
    /// The offence, in words.
    pub offence: String,
    /// Ids of the accused; none where the record does not say or means all victims.
    pub person: Vec<String>,
    /// The law.
    pub law: Option<String>,
    /// The article.
    pub article: Option<String>,
    /// The court before which it is brought.
    pub court: Option<String>,
    /// The number of the file there.
    pub docket: Option<String>,
    /// The gravest penalty the law allows.
    pub max_penalty: Option<String>,
    /// When it was brought.
    pub brought: Option<Date>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// When that was decided.
    pub decided: Option<Date>,
    /// The sentence, in words.
    pub sentence: Option<String>,
    /// The last day of the sentence, inclusive.
    pub sentence_ends: Option<Date>,
    /// Other claims about it.
    pub disputed: Vec<Claim>,
}

impl Charge {
    /// The outcome known on `day`: what was decided later does not exist yet.
    #[must_use]
    pub fn outcome_on(&self, day: chrono::NaiveDate) -> Option<Outcome> {
        match &self.decided {
            Some(date) if !date.has_come(day) => Some(Outcome::Pending),
            _ => self.outcome,
        }
    }

    /// Whether what was decided is known on `day`.
    #[must_use]
    pub fn is_decided(&self, day: chrono::NaiveDate) -> bool {
        self.decided.as_ref().is_none_or(|date| date.has_come(day))
    }

    /// Whether it already had been brought on `day`, as far as dated facts tell.
    #[must_use]
    pub fn has_come(&self, day: chrono::NaiveDate) -> bool {
        self.brought.as_ref().or(self.decided.as_ref()).is_none_or(|d| d.has_come(day))
    }
}
