//! Events, charges, statements, sources.

use super::{Rows, ids, links};
use crate::{
    export::{
        column::{Col, Get, Row, always, covers, key, one_of, words},
        table::Table,
    },
    load::record::schema::{Keyed as _, Kind},
    model::{
        case::Case, charge::Charge, chronology::Outlook, event::Event, source::Source, statement::Statement,
        vocabulary::Vocabulary as _,
    },
};
use chrono::NaiveDate;

/// An event.
pub(in crate::export) struct EventRow<'a> {
    id: String,
    case: &'a str,
    event: &'a Event,
    outlook: Option<Outlook>,
}

impl<'a> Row<'a> for EventRow<'a> {
    const TABLE: Table = Table::Events;
    const KIND: Option<Kind> = Some(Kind::Event);
    const COLUMNS: &'a [Col<Self>] = &[
        always("event", "The entry: case/event#number", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        // What is planned lies ahead.
        key("date", Get::Ahead(|r| r.event.date.as_ref())),
        key("kind", Get::Text(|r| Some(r.event.kind.name()))),
        key("what", Get::Text(|r| Some(&r.event.what))),
        key("place", Get::Text(|r| r.event.place.as_deref())),
        key("liberty", Get::Text(|r| r.event.liberty.map(|liberty| liberty.name()))),
        key("days", Get::Number(|r| r.event.days.map(i64::from))),
        key("standing", Get::Text(|r| r.event.standing.map(|standing| standing.name()))),
        key("planned", Get::Planned(|r| r.event.planned.as_ref())),
        one_of(
            words::<Outlook>,
            "outlook",
            "What is known of something planned; empty for what has happened",
            Get::Text(|r| r.outlook.map(|outlook| outlook.name())),
        ),
        key("note", Get::Text(|r| r.event.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Event::KEYS, EventRow::<'static>::COLUMNS, &["people", "disputed", "sources", "confidential"]),
    "a key of an event has no column"
);

/// A charge on a day.
pub(in crate::export) struct ChargeRow<'a> {
    id: String,
    case: &'a str,
    charge: &'a Charge,
    as_of: NaiveDate,
}

impl ChargeRow<'_> {
    fn is_decided(&self) -> bool {
        self.charge.is_decided(self.as_of)
    }
}

impl<'a> Row<'a> for ChargeRow<'a> {
    const TABLE: Table = Table::Charges;
    const KIND: Option<Kind> = Some(Kind::Charge);
    const COLUMNS: &'a [Col<Self>] = &[
        always("charge", "The entry: case/charge#number", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        key("offence", Get::Text(|r| Some(&r.charge.offence))),
        key("law", Get::Text(|r| r.charge.law.as_deref())),
        key("article", Get::Text(|r| r.charge.article.as_deref())),
        key("court", Get::Text(|r| r.charge.court.as_deref())),
        key("docket", Get::Text(|r| r.charge.docket.as_deref())),
        key("max_penalty", Get::Text(|r| r.charge.max_penalty.as_deref())),
        key("brought", Get::Date(|r| r.charge.brought.as_ref())),
        key("outcome", Get::Text(|r| r.charge.outcome_on(r.as_of).map(|outcome| outcome.name()))),
        key("decided", Get::Date(|r| r.charge.decided.as_ref())),
        key("sentence", Get::Text(|r| r.charge.sentence.as_deref().filter(|_| r.is_decided()))),
        key("sentence_ends", Get::Ahead(|r| r.charge.sentence_ends.as_ref().filter(|_| r.is_decided()))),
        key("note", Get::Text(|r| r.charge.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Charge::KEYS, ChargeRow::<'static>::COLUMNS, &["person", "disputed", "sources", "confidential"]),
    "a key of a charge has no column"
);

/// A statement.
pub(in crate::export) struct StatementRow<'a> {
    id: String,
    case: &'a str,
    statement: &'a Statement,
}

impl<'a> Row<'a> for StatementRow<'a> {
    const TABLE: Table = Table::Statements;
    const KIND: Option<Kind> = Some(Kind::Statement);
    const COLUMNS: &'a [Col<Self>] = &[
        always("statement", "The entry: case/statement/id", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        key("id", Get::Text(|r| Some(&r.statement.id))),
        key("by", Get::Text(|r| Some(&r.statement.by))),
        key("title", Get::Text(|r| Some(&r.statement.title))),
        key("date", Get::Date(|r| r.statement.date.as_ref())),
        key("note", Get::Text(|r| r.statement.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Statement::KEYS, StatementRow::<'static>::COLUMNS, &["disputed", "sources", "confidential"]),
    "a key of a statement has no column"
);

/// A source.
pub(in crate::export) struct SourceRow<'a> {
    id: String,
    case: &'a str,
    source: &'a Source,
}

impl<'a> Row<'a> for SourceRow<'a> {
    const TABLE: Table = Table::Sources;
    const KIND: Option<Kind> = Some(Kind::Source);
    const COLUMNS: &'a [Col<Self>] = &[
        always("source", "The entry: case/source/id", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        key("id", Get::Text(|r| Some(&r.source.id))),
        key("title", Get::Text(|r| Some(&r.source.title))),
        key("publisher", Get::Text(|r| r.source.publisher.as_deref())),
        key("carrier", Get::Text(|r| r.source.carrier.as_deref())),
        key("published", Get::Date(|r| r.source.published.as_ref())),
        key("url", Get::Text(|r| r.source.url.as_deref())),
        key("archive", Get::Text(|r| r.source.archive.as_deref())),
        key("sha256", Get::Text(|r| r.source.sha256.as_deref())),
        key("reliability", Get::Text(|r| r.source.reliability.map(|level| level.name()))),
        key("note", Get::Text(|r| r.source.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Source::KEYS, SourceRow::<'static>::COLUMNS, &["sources", "confidential"]),
    "a key of a source has no column"
);

/// The rows of what happened and was said, up to the day, and of what it rests on.
pub(super) fn rows(case: &Case, rows: &mut Rows) {
    let as_of = rows.as_of;
    for (at, event) in case.events.iter().enumerate() {
        let outlook = Outlook::of(event, as_of);
        let is_told = if event.planned.is_some() { outlook.is_some() } else { rows.has_come(event.date.as_ref()) };
        if is_told {
            let id = ids::numbered(case, Kind::Event, at);
            links::concerned(Table::Events, case, &id, &event.people, rows);
            links::claims(Table::Events, case, &id, &event.disputed, rows);
            links::sources(Table::Events, case, &id, &event.entry, rows);
            rows.put(&EventRow { id, case: &case.id, event, outlook });
        }
    }
    for (at, charge) in case.charges.iter().enumerate().filter(|(_, charge)| charge.has_come(as_of)) {
        let id = ids::numbered(case, Kind::Charge, at);
        links::concerned(Table::Charges, case, &id, &charge.person, rows);
        links::claims(Table::Charges, case, &id, &charge.disputed, rows);
        links::sources(Table::Charges, case, &id, &charge.entry, rows);
        rows.put(&ChargeRow { id, case: &case.id, charge, as_of });
    }
    for statement in &case.statements {
        if rows.has_come(statement.date.as_ref()) {
            let id = ids::named(case, Kind::Statement, &statement.id);
            links::claims(Table::Statements, case, &id, &statement.disputed, rows);
            links::sources(Table::Statements, case, &id, &statement.entry, rows);
            rows.put(&StatementRow { id, case: &case.id, statement });
        }
    }
    for source in &case.sources {
        let id = ids::named(case, Kind::Source, &source.id);
        links::sources(Table::Sources, case, &id, &source.entry, rows);
        rows.put(&SourceRow { id, case: &case.id, source });
    }
}
