//! Demands and what became of them.

use super::{Rows, ids, letters::Names, links};
use crate::{
    export::{
        column::{Col, Get, Row, always, covers, key, one_of, own, words},
        table::Table,
    },
    load::record::schema::{Keyed as _, Kind},
    model::{
        case::Case,
        demand::{Demand, DemandStatus, Grade, Pursuit, Update, pursued},
        state::Actor,
        vocabulary::Vocabulary as _,
    },
    report::demands::open,
};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// A demand.
pub(in crate::export) struct DemandRow<'a> {
    id: String,
    case: &'a Case,
    demand: &'a Demand,
    statement: Option<String>,
    letter: Option<String>,
    repeats: Option<String>,
    superseded_by: Option<String>,
    /// How it stands with all that it repeats and that repeats it.
    pursuit: &'a Pursuit<'a>,
    as_of: NaiveDate,
}

impl<'a> DemandRow<'a> {
    /// How it stands, told with the last time that it was made.
    fn stands(&self) -> Option<&'a Pursuit<'a>> {
        (self.pursuit.head.id == self.demand.id).then_some(self.pursuit)
    }

    fn open_days(&self) -> (Option<i64>, Option<i64>) {
        self.stands().map_or((None, None), |pursuit| open(pursuit, self.as_of))
    }
}

impl<'a> Row<'a> for DemandRow<'a> {
    const TABLE: Table = Table::Demands;
    const KIND: Option<Kind> = Some(Kind::Demand);
    const COLUMNS: &'a [Col<Self>] = &[
        always("demand", "The entry: case/demand/id", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(&r.case.id))),
        key("id", Get::Text(|r| Some(&r.demand.id))),
        key("what", Get::Text(|r| Some(&r.demand.what))),
        key("kind", Get::Text(|r| r.demand.kind.map(|kind| kind.name()))),
        own("statement", "The statement in which it was made", Get::Text(|r| r.statement.as_deref())),
        own("letter", "The letter in which it was made", Get::Text(|r| r.letter.as_deref())),
        key("made", Get::Date(|r| r.demand.made.as_ref())),
        key("repeats", Get::Text(|r| r.repeats.as_deref())),
        key("superseded_by", Get::Text(|r| r.superseded_by.as_deref())),
        always(
            "latest",
            "The last time that the same was asked; that row says how it stands",
            Get::Made(|r| Some(ids::named(r.case, Kind::Demand, &r.pursuit.head.id))),
        ),
        one_of(
            words::<DemandStatus>,
            "status",
            "How it stands on the day of the export; empty where it was asked again",
            Get::Text(|r| r.stands().map(|pursuit| pursuit.status.name())),
        ),
        own(
            "outstanding",
            "Whether it still stands; empty where it was asked again",
            Get::Flag(|r| r.stands().map(|pursuit| pursuit.status.is_outstanding())),
        ),
        one_of(
            words::<Grade>,
            "grade",
            "The last assessment of what was done",
            Get::Text(|r| r.stands()?.last?.grade.map(|grade| grade.name())),
        ),
        own(
            "open_days_min",
            "Days since it was first asked, at least, if it is outstanding",
            Get::Number(|r| r.open_days().0),
        ),
        own("open_days_max", "The same, at most", Get::Number(|r| r.open_days().1)),
        key("note", Get::Text(|r| r.demand.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Demand::KEYS, DemandRow::<'static>::COLUMNS, &["made_in", "by", "to", "update", "sources", "confidential"]),
    "a key of a demand has no column"
);

/// Who made a demand.
pub(in crate::export) struct MakerRow<'a> {
    demand: &'a str,
    number: i64,
    by: &'a str,
}

impl<'a> Row<'a> for MakerRow<'a> {
    const TABLE: Table = Table::Makers;
    const COLUMNS: &'a [Col<Self>] = &[
        always("demand", "The demand", Get::Text(|r| Some(r.demand))),
        always("number", "Its place among those who made it, from 1", Get::Number(|r| Some(r.number))),
        always(
            "by",
            "Who made it: as written, or who sent or said that in which it was made",
            Get::Text(|r| Some(r.by)),
        ),
    ];
}

/// Of whom something is demanded.
pub(in crate::export) struct AskedRow<'a> {
    demand: &'a str,
    number: i64,
    to: &'a Actor,
}

impl<'a> Row<'a> for AskedRow<'a> {
    const TABLE: Table = Table::Asked;
    const COLUMNS: &'a [Col<Self>] = &[
        always("demand", "The demand", Get::Text(|r| Some(r.demand))),
        always("number", "Its place among those of whom it is asked, from 1", Get::Number(|r| Some(r.number))),
        always("to", "Of whom it is asked: the code of a State, or a plain name", Get::Text(|r| Some(r.to.name()))),
    ];
}

/// News of a demand.
pub(in crate::export) struct UpdateRow<'a> {
    id: String,
    demand: &'a str,
    case: &'a str,
    update: &'a Update,
}

impl<'a> Row<'a> for UpdateRow<'a> {
    const TABLE: Table = Table::Updates;
    const KIND: Option<Kind> = Some(Kind::Update);
    const COLUMNS: &'a [Col<Self>] = &[
        always("update", "The entry: demand/update#number", Get::Text(|r| Some(&r.id))),
        always("demand", "The demand", Get::Text(|r| Some(r.demand))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        key("date", Get::Date(|r| r.update.date.as_ref())),
        key("status", Get::Text(|r| Some(r.update.status.name()))),
        key("grade", Get::Text(|r| r.update.grade.map(|grade| grade.name()))),
        key("what", Get::Text(|r| r.update.what.as_deref())),
        key("note", Get::Text(|r| r.update.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Update::KEYS, UpdateRow::<'static>::COLUMNS, &["sources", "confidential"]),
    "a key of an update has no column"
);

/// The demands that had been made by the day, and their news.
pub(super) fn rows(case: &Case, letters: &Names<'_, '_>, rows: &mut Rows) {
    if case.demands.is_empty() {
        return;
    }
    let as_of = rows.as_of;
    let statements: HashSet<&str> =
        case.statements.iter().filter(|s| rows.has_come(s.date.as_ref())).map(|s| s.id.as_str()).collect();
    let pursuits = pursued(case, as_of);
    let of: HashMap<&str, &Pursuit<'_>> = pursuits
        .iter()
        .flat_map(|pursuit| pursuit.made.iter().map(move |demand| (demand.id.as_str(), pursuit)))
        .collect();
    let existing = |id: &Option<String>| {
        id.as_deref().filter(|id| of.contains_key(id)).map(|id| ids::named(case, Kind::Demand, id))
    };
    for demand in &case.demands {
        // What is made later does not exist yet.
        let Some(pursuit) = of.get(demand.id.as_str()) else { continue };
        let id = ids::named(case, Kind::Demand, &demand.id);
        let made_in = demand.made_in.as_deref();
        (1..).zip(&demand.by).for_each(|(number, by)| rows.put(&MakerRow { demand: &id, number, by }));
        (1..).zip(&demand.to).for_each(|(number, to)| rows.put(&AskedRow { demand: &id, number, to }));
        links::sources(Table::Demands, case, &id, &demand.entry, rows);
        for (at, update) in demand.updates.iter().enumerate() {
            if rows.has_come(update.date.as_ref()) {
                let update_id = ids::inside(&id, Kind::Update, at);
                links::sources(Table::Updates, case, &update_id, &update.entry, rows);
                rows.put(&UpdateRow { id: update_id, demand: &id, case: &case.id, update });
            }
        }
        let statement = made_in.filter(|name| statements.contains(name));
        rows.put(&DemandRow {
            id,
            case,
            demand,
            statement: statement.map(|name| ids::named(case, Kind::Statement, name)),
            letter: made_in.filter(|_| statement.is_none()).and_then(|name| letters.find(name)),
            repeats: existing(&demand.repeats),
            superseded_by: existing(&demand.superseded_by),
            pursuit,
            as_of,
        });
    }
}
