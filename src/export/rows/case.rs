//! The whole case, and its people.

use super::{Rows, ids, links};
use crate::{
    export::{
        column::{Col, Get, Row, always, covers, key, own},
        table::Table,
    },
    load::record::schema::{Keyed as _, Kind},
    model::{
        case::Case,
        person::Person,
        reach::{known_until, review},
        state::State,
        vocabulary::Vocabulary as _,
    },
};
use chrono::NaiveDate;

/// A case on a day.
pub(in crate::export) struct CaseRow<'a> {
    case: &'a Case,
    as_of: NaiveDate,
}

impl<'a> Row<'a> for CaseRow<'a> {
    const TABLE: Table = Table::Cases;
    const KIND: Option<Kind> = Some(Kind::Case);
    const COLUMNS: &'a [Col<Self>] = &[
        always("case", "Id of the case: the name of its record", Get::Text(|r| Some(&r.case.id))),
        key("title", Get::Text(|r| Some(&r.case.title))),
        key("summary", Get::Text(|r| r.case.summary.as_deref())),
        key("reviewed", Get::Date(|r| r.case.reviewed.as_ref())),
        own(
            "known_until",
            "The latest day of which the record tells anything, up to the day of the export",
            Get::Day(|r| known_until(r.case, r.as_of)),
        ),
        always(
            "stale",
            "Whether nobody has reviewed it for 90 days",
            Get::Flag(|r| Some(review(r.case, r.as_of).is_stale())),
        ),
    ];
}

const _: () = assert!(
    covers(
        Case::KEYS,
        CaseRow::<'static>::COLUMNS,
        &[
            "state",
            "tags",
            "related",
            "confidential",
            "person",
            "event",
            "charge",
            "statement",
            "communication",
            "demand",
            "source"
        ]
    ),
    "a key of a case has no column"
);

/// A State that a case concerns.
pub(in crate::export) struct StateRow<'a> {
    case: &'a str,
    state: &'a State,
}

impl<'a> Row<'a> for StateRow<'a> {
    const TABLE: Table = Table::States;
    const COLUMNS: &'a [Col<Self>] = &[
        always("case", "The case", Get::Text(|r| Some(r.case))),
        always("state", "Code of the State, ISO 3166-1 alpha-3", Get::Text(|r| Some(r.state.code()))),
        always("name", "Its name in English", Get::Text(|r| Some(r.state.name()))),
    ];
}

/// A word by which a case is found.
pub(in crate::export) struct TagRow<'a> {
    case: &'a str,
    number: i64,
    tag: &'a str,
}

impl<'a> Row<'a> for TagRow<'a> {
    const TABLE: Table = Table::Tags;
    const COLUMNS: &'a [Col<Self>] = &[
        always("case", "The case", Get::Text(|r| Some(r.case))),
        always("number", "Its place in the record, from 1", Get::Number(|r| Some(r.number))),
        always("tag", "A free word", Get::Text(|r| Some(r.tag))),
    ];
}

/// A case that a case names.
pub(in crate::export) struct RelatedRow<'a> {
    case: &'a str,
    number: i64,
    related: &'a str,
}

impl<'a> Row<'a> for RelatedRow<'a> {
    const TABLE: Table = Table::Related;
    const COLUMNS: &'a [Col<Self>] = &[
        always("case", "The case", Get::Text(|r| Some(r.case))),
        always("number", "Its place in the record, from 1", Get::Number(|r| Some(r.number))),
        always("related", "The case that it names", Get::Text(|r| Some(r.related))),
    ];
}

/// A person or an organisation in a case.
pub(in crate::export) struct PersonRow<'a> {
    id: String,
    case: &'a str,
    person: &'a Person,
}

impl<'a> Row<'a> for PersonRow<'a> {
    const TABLE: Table = Table::People;
    const KIND: Option<Kind> = Some(Kind::Person);
    const COLUMNS: &'a [Col<Self>] = &[
        always("person", "The entry: case/person/id", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        key("id", Get::Text(|r| Some(&r.person.id))),
        key("name", Get::Text(|r| Some(&r.person.name))),
        key("role", Get::Text(|r| Some(r.person.role.name()))),
        key("born", Get::Date(|r| r.person.born.as_ref())),
        key("organisation", Get::Text(|r| r.person.organisation.as_deref())),
        key("note", Get::Text(|r| r.person.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Person::KEYS, PersonRow::<'static>::COLUMNS, &["other_names", "sources", "confidential"]),
    "a key of a person has no column"
);

/// A name of somebody.
pub(in crate::export) struct NameRow<'a> {
    person: &'a str,
    number: i64,
    name: &'a str,
}

impl<'a> Row<'a> for NameRow<'a> {
    const TABLE: Table = Table::Names;
    const COLUMNS: &'a [Col<Self>] = &[
        always("person", "Whose it is", Get::Text(|r| Some(r.person))),
        always(
            "number",
            "1 for the name used in reports, then other spellings and scripts as the record has them",
            Get::Number(|r| Some(r.number)),
        ),
        always("name", "The name", Get::Text(|r| Some(r.name))),
    ];
}

/// The rows of the case itself and of its people. `is_told`: whether a related case may be told of.
pub(in crate::export) fn rows(case: &Case, is_told: impl Fn(&str) -> bool, rows: &mut Rows) {
    rows.put(&CaseRow { case, as_of: rows.as_of });
    case.states.iter().for_each(|state| rows.put(&StateRow { case: &case.id, state }));
    (1..).zip(&case.tags).for_each(|(number, tag)| rows.put(&TagRow { case: &case.id, number, tag }));
    let related = case.related.iter().filter(|id| is_told(id));
    (1..).zip(related).for_each(|(number, related)| rows.put(&RelatedRow { case: &case.id, number, related }));
    for person in &case.people {
        let id = ids::named(case, Kind::Person, &person.id);
        links::sources(Table::People, case, &id, &person.entry, rows);
        let names = (1..).zip(person.all_names());
        names.for_each(|(number, name)| rows.put(&NameRow { person: &id, number, name }));
        rows.put(&PersonRow { id, case: &case.id, person });
    }
}
