//! Demands, and what became of them.

use super::{
    Between, Context, Keyed, Keys, Kind, Named, Seen, Takes, Words, Wrong,
    entries::{ID, entry_keys},
    keys::{key, needed, put, wrong},
};
use crate::{
    load::problem::Code,
    model::{
        case::Entry,
        demand::{Demand, DemandKind, DemandStatus, Grade, Update},
    },
};

impl Keyed for Demand {
    const KEYS: &'static Keys<Self> = entry_keys![
        needed("id", ID, Takes::Id(Named::Demand, |d, id| d.id = id)),
        needed("what", "What is asked, in a sentence", Takes::Text(|d, text| d.what = text)),
        key(
            "kind",
            "What sort of demand",
            Takes::Word(Words::of::<DemandKind>(), |d, word| put(word, |kind| d.kind = Some(kind))),
        ),
        key(
            "made_in",
            "Id of the statement or letter that makes it",
            Takes::Other(Named::Letter, |d, id| d.made_in = Some(id)),
        ),
        key("made", "When it was made, if no such entry is there", Takes::Date(|d, date| d.made = Some(date))),
        key("by", "Who made it, if no such entry is there", Takes::Name(|d, text| d.by = vec![text])),
        key(
            "to",
            "Of whom it is asked [default: the State of the case]",
            Takes::Actors(|d, addressees| d.to = addressees),
        ),
        key("repeats", "Id of the same demand, made earlier", Takes::Repeated(|d, id| d.repeats = Some(id))),
        key("superseded_by", "Id of the demand that replaces it", Takes::Successor(|d, id| d.superseded_by = Some(id))),
        key("update", "What became of it", Takes::Entries(Kind::Update)),
    ];
    const RULES: &'static [Between<Self>] = &[date_from_one_place, author_from_one_place];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self {
            entry,
            id: String::new(),
            what: String::new(),
            kind: None,
            made_in: None,
            made: None,
            by: Vec::new(),
            to: Vec::new(),
            repeats: None,
            superseded_by: None,
            updates: Vec::new(),
            withheld: false,
        }
    }
}

fn date_from_one_place(demand: &Seen<'_, Demand>) -> Result<(), Wrong> {
    beside_made_in(demand, "made")
}

fn author_from_one_place(demand: &Seen<'_, Demand>) -> Result<(), Wrong> {
    beside_made_in(demand, "by")
}

fn beside_made_in(demand: &Seen<'_, Demand>, key: &'static str) -> Result<(), Wrong> {
    if !demand.has(key) || !demand.has("made_in") {
        return Ok(());
    }
    let help = format!("leave `{key}` out: the date and the author come from what `made_in` names");
    wrong(Code::Conflict, key, format!("`{key}` beside `made_in`"), help)
}

impl Keyed for Update {
    const KEYS: &'static Keys<Self> = entry_keys![
        key("date", "When", Takes::Date(|u, date| u.date = Some(date))),
        needed(
            "status",
            "Where the demand stands from then on",
            Takes::Word(Words::of::<DemandStatus>(), |u, word| put(word, |status| u.status = status)),
        ),
        key(
            "grade",
            "Somebody's assessment, A to E",
            Takes::Word(Words::of::<Grade>(), |u, word| put(word, |grade| u.grade = Some(grade))),
        ),
        key("what", "What happened", Takes::Text(|u, text| u.what = Some(text))),
    ];
    const RULES: &'static [Between<Self>] = &[names_a_successor];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self { entry, date: None, status: DemandStatus::Open, grade: None, what: None }
    }
}

fn names_a_successor(update: &Seen<'_, Update>) -> Result<(), Wrong> {
    if update.entry.status != DemandStatus::Superseded || update.context.has_successor {
        return Ok(());
    }
    let help = "add superseded_by = the id of the demand that replaces it, above its updates";
    wrong(Code::MissingKey, "status", "superseded by which demand?", help)
}
