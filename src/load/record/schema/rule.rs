//! Deadline rules of the office itself, in `rules.toml`.

use super::{
    Between, Context, Keyed, Keys, Seen, Takes, Words, Wrong,
    keys::{key, needed, put, wrong},
};
use crate::{
    load::{folder::is_id, problem::Code},
    model::{
        case::Entry,
        rule::{CountedFrom, Owes, Rule},
    },
};

impl Keyed for Rule {
    const KEYS: &'static Keys<Self> = &Keys::new(&[
        needed("procedure", "The procedure it belongs to", Takes::Name(|r, name| r.procedure = name.into())),
        key("title", "What a letter of it is, in a few words", Takes::Text(|r, text| r.title = text.into())),
        key("owes", "Who owes the answer", Takes::Word(Words::of::<Owes>(), |r, word| put(word, |owes| r.owes = owes))),
        key("term", "Within what time", Takes::Term(|r, term| r.term = Some(term))),
        key(
            "from",
            "Counted from what",
            Takes::Word(Words::of::<CountedFrom>(), |r, word| put(word, |from| r.from = from)),
        ),
        key("extension", "What extension it allows", Takes::Text(|r, text| r.extension = Some(text.into()))),
        key("valid_from", "First day of letters it applies to", Takes::Day(|r, day| r.valid_from = Some(day))),
        key("valid_to", "Last day of letters it applies to", Takes::Day(|r, day| r.valid_to = Some(day))),
        needed("source", "Where it is written", Takes::Text(|r, text| r.source = text.into())),
        key("verified", "Whether the passage itself was read there", Takes::Flag(|r, verified| r.verified = verified)),
    ]);
    const RULES: &'static [Between<Self>] = &[names_a_procedure];

    fn blank(_: Entry, _: &Context<'_>) -> Self {
        Self {
            procedure: "".into(),
            title: "".into(),
            owes: Owes::Addressee,
            term: None,
            from: CountedFrom::Sent,
            extension: None,
            valid_from: None,
            valid_to: None,
            source: "".into(),
            verified: false,
            built_in: false,
        }
    }
}

fn names_a_procedure(rule: &Seen<'_, Rule>) -> Result<(), Wrong> {
    let name = &rule.entry.procedure;
    if name.is_empty() || is_id(name) {
        return Ok(());
    }
    let help = "write small letters a to z, digits and hyphens: procedure = \"sp-urgent-appeal\"";
    wrong(Code::BadId, "procedure", "not the name of a procedure", help)
}
