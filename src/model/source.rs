//! Sources: where a fact can be read.

use super::{case::Entry, date::Date, vocabulary::vocabulary};

vocabulary! {
    /// How far a source can be relied on (HURIDOCS micro-thesaurus 42).
    Reliability {
        /// Highly reliable.
        High = "high",
        /// Likely to be true.
        Likely = "likely",
        /// Not known.
        Unsure = "unsure",
        /// Unlikely to be true.
        Unlikely = "unlikely",
        /// Not reliable.
        Low = "low",
    }
}

/// A document that a fact rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Source {
    /// What entries share.
    pub entry: Entry,
    /// Id within the case.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who issued it.
    pub publisher: Option<String>,
    /// The mirror or copy it was read on.
    pub carrier: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Its address.
    pub url: Option<String>,
    /// Path of a saved copy, relative to the record.
    pub archive: Option<String>,
    /// SHA-256 of the saved copy, in hexadecimal.
    pub sha256: Option<String>,
    /// How far it can be relied on.
    pub reliability: Option<Reliability>,
}
