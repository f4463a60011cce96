//! What is asked for of a new entry, in what order, where somebody sits at a terminal and leaves out what must be there.

use super::lookup;
use crate::{
    load::record::schema::{Field, Kind, Value},
    model::{case::Case, communication::Communication},
};

/// What a question is about.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The case that gets the entry.
    pub case: &'a Case,
    /// What the entry is.
    pub kind: Kind,
    /// The letter to which it belongs, if it does.
    pub letter: Option<&'a Communication>,
}

/// The keys that are asked for, in the order of the conversation. The id comes last, as it is made of the others.
#[must_use]
pub const fn keys(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Person => &["name", "role", "other_names", "organisation", "sources"],
        Kind::Event => &["date", "what", "kind", "place", "people", "liberty", "sources"],
        Kind::Charge => {
            &["person", "offence", "law", "article", "court", "brought", "outcome", "decided", "sentence", "sources"]
        }
        Kind::Statement => &["date", "by", "title", "sources"],
        Kind::Letter => &["procedure", "ref", "from", "to", "sent", "people", "sources"],
        Kind::Reply => &["date", "from", "kind", "promised", "answers", "sources"],
        Kind::Extension => &["granted", "until", "to", "sources"],
        Kind::Suspension => &["from", "until", "sources"],
        Kind::Reminder => &["date", "to", "sources"],
        Kind::Demand => &["what", "kind", "made_in", "made", "by", "to", "repeats", "sources"],
        Kind::Update => &["date", "status", "what", "sources"],
        Kind::Source => &["title", "publisher", "published", "url"],
        Kind::Claim => &["date", "what", "sources"],
        Kind::Case | Kind::Rule => &[],
    }
}

impl Asked<'_> {
    /// Whether a key makes sense after what was answered before.
    #[must_use]
    pub fn makes_sense(&self, key: &Field, said: impl Fn(&str) -> Option<String>) -> bool {
        let is = |name: &str, word: &str| said(name).as_deref() == Some(word);
        match (self.kind, key.name, key.value) {
            (_, _, Value::Addressee) => self.letter.is_some_and(|letter| letter.to.len() > 1),
            (Kind::Demand, "made" | "by", _) => said("made_in").is_none(),
            (Kind::Charge, "decided", _) => said("outcome").is_some() && !is("outcome", "pending"),
            (Kind::Charge, "sentence", _) => is("outcome", "convicted"),
            (Kind::Reply, "promised", _) => is("kind", "holding"),
            (_, _, Value::Other(named) | Value::Others(named) | Value::OneOrMore(named)) => {
                !lookup::all_ids(self.case, named).is_empty()
            }
            _ => true,
        }
    }

    /// The ids that an entry of this kind cannot have.
    #[must_use]
    pub fn taken(&self) -> Vec<&str> {
        self.kind.id_names().map_or_else(Vec::new, |named| lookup::all_ids(self.case, named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::Vocabulary;

    #[test]
    fn what_must_be_there_is_asked_for_and_nothing_that_there_is_not() {
        for kind in Kind::ALL.iter().copied().filter(|kind| !matches!(kind, Kind::Case | Kind::Rule)) {
            let fields = kind.fields();
            for name in keys(kind) {
                assert!(fields.iter().any(|field| field.name == *name), "{kind}: {name}");
            }
            let needed = fields.iter().filter(|field| field.needed && !matches!(field.value, Value::Id));
            for field in needed {
                assert!(keys(kind).contains(&field.name), "{kind}: {}", field.name);
            }
        }
    }
}
