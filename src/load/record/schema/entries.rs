//! The whole case, people, events, charges, statements, sources; and what entries of every kind may carry.

use super::{
    Between, Context, Keyed, Keys, Kind, Named, Seen, Takes, Words,
    keys::{key, needed, put, wrong},
};
use crate::{
    load::problem::Code,
    model::{
        case::{Case, Entry},
        charge::{Charge, Outcome},
        event::{Claim, Event, EventKind, Liberty, Planned, Standing},
        person::{Person, Role},
        source::{Reliability, Source},
        statement::Statement,
    },
};

/// The keys of an entry, and behind them those that entries of every kind may carry.
macro_rules! entry_keys {
    ($($key:expr,)+) => {
        &$crate::load::record::schema::Keys::new(&[
            $($key,)+
            $crate::load::record::schema::keys::key(
                "sources",
                "Ids of the sources it rests on",
                $crate::load::record::schema::Takes::Others($crate::load::record::schema::Named::Source, |e, ids| e.entry.sources = ids),
            ),
            $crate::load::record::schema::keys::key(
                "note",
                "A remark, shown with --notes",
                $crate::load::record::schema::Takes::Text(|e, text| e.entry.note = Some(text)),
            ),
            $crate::load::record::schema::keys::key(
                "confidential",
                "Withheld unless asked for",
                $crate::load::record::schema::Takes::Mark(|e, mark| e.entry.confidential = mark),
            ),
        ])
    };
}
pub(super) use entry_keys;

/// What an id is.
pub(super) const ID: &str = "Id within the case: small letters, digits, hyphens";

/// Whom an entry concerns.
pub(super) const PEOPLE: &str = "Ids of the people concerned";

/// What others say.
pub(super) const DISPUTED: &str = "Other claims about the same fact";

impl Keyed for Case {
    const KEYS: &'static Keys<Self> = &Keys::new(&[
        needed("title", "The case's name, as people say it", Takes::Name(|c, text| c.title = text)),
        needed("state", "Code of the State concerned, as RUS or GBR", Takes::States(|c, states| c.states = states)),
        key("summary", "In one line, why this case is followed", Takes::Text(|c, text| c.summary = Some(text))),
        key("tags", "Free words, to find cases by", Takes::Texts(|c, tags| c.tags = tags)),
        key("related", "Ids of other cases", Takes::Texts(|c, ids| c.related = ids)),
        key(
            "reviewed",
            "The day up to which the record was brought up to date",
            Takes::Date(|c, date| c.reviewed = Some(date)),
        ),
        key(
            "confidential",
            "The whole case is withheld unless asked for",
            Takes::Mark(|c, mark| c.confidential = mark),
        ),
        key("person", "People and organisations", Takes::Entries(Kind::Person)),
        key("event", "What happened", Takes::Entries(Kind::Event)),
        key("charge", "What somebody is accused of", Takes::Entries(Kind::Charge)),
        key("statement", "What was said in public", Takes::Entries(Kind::Statement)),
        key("communication", "Letters that ask for an answer", Takes::Entries(Kind::Letter)),
        key("demand", "What was asked for", Takes::Entries(Kind::Demand)),
        key("source", "Where it can be read", Takes::Entries(Kind::Source)),
    ]);

    fn blank(_: Entry, _: &Context<'_>) -> Self {
        Self::default()
    }
}

impl Keyed for Person {
    const KEYS: &'static Keys<Self> = entry_keys![
        needed("id", ID, Takes::Id(Named::Person, |p, id| p.id = id)),
        needed("name", "The name used in reports", Takes::Name(|p, text| p.name = text)),
        key("other_names", "Another spelling or script", Takes::Texts(|p, names| p.other_names = names)),
        needed("role", "Part in the case", Takes::Word(Words::of::<Role>(), |p, word| put(word, |role| p.role = role))),
        key("born", "Date of birth", Takes::Date(|p, date| p.born = Some(date))),
        key("organisation", "The organisation they belong to", Takes::Text(|p, text| p.organisation = Some(text))),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self {
            entry,
            id: String::new(),
            name: String::new(),
            other_names: Vec::new(),
            role: Role::Other,
            born: None,
            organisation: None,
        }
    }
}

impl Keyed for Event {
    const KEYS: &'static Keys<Self> = entry_keys![
        key("date", "When it happened", Takes::Date(|e, date| e.date = Some(date))),
        needed("what", "What happened, in a sentence", Takes::Text(|e, text| e.what = text)),
        key(
            "kind",
            "What sort of event",
            Takes::Word(Words::of::<EventKind>(), |e, word| put(word, |kind| e.kind = kind)),
        ),
        key("place", "Where", Takes::Text(|e, text| e.place = Some(text))),
        key("people", PEOPLE, Takes::People(|e, ids| e.people = ids)),
        key(
            "planned",
            "It has not happened yet: when its date was fixed, or true",
            Takes::DateOrTrue(|e, fixed| e.planned = Some(fixed.map_or(Planned::Undated, Planned::Fixed))),
        ),
        key(
            "liberty",
            "What it makes of their liberty",
            Takes::Word(Words::of::<Liberty>(), |e, word| put(word, |liberty| e.liberty = Some(liberty))),
        ),
        key(
            "days",
            "How many days the detention that it begins lasted, where that is known",
            Takes::Days(|e, days| e.days = Some(days)),
        ),
        key(
            "standing",
            "How the claim stands",
            Takes::Word(Words::of::<Standing>(), |e, word| put(word, |standing| e.standing = Some(standing))),
        ),
        key("disputed", DISPUTED, Takes::Claims(|e, claims| e.disputed = claims)),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self {
            entry,
            date: None,
            what: String::new(),
            kind: EventKind::Other,
            place: None,
            people: Vec::new(),
            liberty: None,
            victims: None,
            days: None,
            planned: None,
            standing: None,
            disputed: Vec::new(),
        }
    }
}

impl Keyed for Claim {
    const KEYS: &'static Keys<Self> = &Keys::new(&[
        // A claim about something planned may lie ahead as that does.
        key("date", "The date claimed instead", Takes::Ahead(|c, date| c.date = Some(date))),
        key("what", "What is claimed instead", Takes::Text(|c, text| c.what = Some(text))),
        key("sources", "Ids of the sources that claim it", Takes::Others(Named::Source, |c, ids| c.sources = ids)),
    ]);
    const RULES: &'static [Between<Self>] = &[says_something];

    fn blank(_: Entry, _: &Context<'_>) -> Self {
        Self::default()
    }
}

fn says_something(claim: &Seen<'_, Claim>) -> Result<(), super::Wrong> {
    if claim.has("date") || claim.has("what") {
        return Ok(());
    }
    let help = "write date = …, what = \"…\" or both";
    wrong(Code::MissingKey, None, "another claim says neither when nor what", help)
}

impl Keyed for Charge {
    const KEYS: &'static Keys<Self> = entry_keys![
        key("person", "Ids of the accused", Takes::OneOrMore(Named::Person, |c, ids| c.person = ids)),
        needed("offence", "The offence, in words", Takes::Text(|c, text| c.offence = text)),
        key("law", "The law", Takes::Text(|c, text| c.law = Some(text))),
        key("article", "The article", Takes::Text(|c, text| c.article = Some(text))),
        key("court", "The court", Takes::Text(|c, text| c.court = Some(text))),
        key("docket", "The number of the file there", Takes::Text(|c, text| c.docket = Some(text))),
        key("max_penalty", "The gravest penalty the law allows", Takes::Text(|c, text| c.max_penalty = Some(text))),
        key("brought", "When it was brought", Takes::Date(|c, date| c.brought = Some(date))),
        key(
            "outcome",
            "What became of it",
            Takes::Word(Words::of::<Outcome>(), |c, word| put(word, |outcome| c.outcome = Some(outcome))),
        ),
        key("decided", "When that was decided", Takes::Date(|c, date| c.decided = Some(date))),
        key("sentence", "The sentence, in words", Takes::Text(|c, text| c.sentence = Some(text))),
        key("sentence_ends", "The last day of the sentence", Takes::Ahead(|c, date| c.sentence_ends = Some(date))),
        key("disputed", DISPUTED, Takes::Claims(|c, claims| c.disputed = claims)),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self { entry, ..Self::default() }
    }
}

impl Keyed for Statement {
    const KEYS: &'static Keys<Self> = entry_keys![
        needed("id", ID, Takes::Id(Named::Letter, |s, id| s.id = id)),
        needed("by", "Who made it", Takes::Name(|s, text| s.by = text)),
        needed("title", "What it says, in a line", Takes::Text(|s, text| s.title = text)),
        key("date", "When it was made", Takes::Date(|s, date| s.date = Some(date))),
        key("disputed", DISPUTED, Takes::Claims(|s, claims| s.disputed = claims)),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self { entry, ..Self::default() }
    }
}

impl Keyed for Source {
    const KEYS: &'static Keys<Self> = entry_keys![
        needed("id", ID, Takes::Id(Named::Source, |s, id| s.id = id)),
        needed("title", "What it is called", Takes::Text(|s, text| s.title = text)),
        key("publisher", "Who issued it", Takes::Text(|s, text| s.publisher = Some(text))),
        key("carrier", "The mirror or copy it was read on", Takes::Text(|s, text| s.carrier = Some(text))),
        key("published", "When it was published", Takes::Date(|s, date| s.published = Some(date))),
        key("url", "Its address", Takes::Text(|s, text| s.url = Some(text))),
        key(
            "archive",
            "Path of a saved copy, from the folder of the record",
            Takes::Text(|s, text| s.archive = Some(text)),
        ),
        key("sha256", "SHA-256 of that copy, in hexadecimal", Takes::Text(|s, text| s.sha256 = Some(text))),
        key(
            "reliability",
            "How far it can be relied on",
            Takes::Word(Words::of::<Reliability>(), |s, word| put(word, |level| s.reliability = Some(level))),
        ),
    ];

    fn blank(entry: Entry, _: &Context<'_>) -> Self {
        Self { entry, ..Self::default() }
    }
}
