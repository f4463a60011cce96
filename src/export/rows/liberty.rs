//! How it stands with somebody's liberty on the day, and the periods of it.

use super::{Rows, ids};
use crate::{
    export::{
        column::{Col, Explained, Get, Row, always, always_of, one_of, own, words},
        table::Table,
    },
    load::record::schema::Kind,
    model::{
        case::Case,
        date::DayRange,
        event::Liberty,
        liberty::{Life, Period, UNKNOWN, lives},
        vocabulary::Vocabulary as _,
    },
};
use std::collections::HashMap;

fn states() -> Explained {
    [words::<Liberty>(), vec![(UNKNOWN, "Not known.")]].concat()
}

/// Somebody's liberty on a day.
pub(in crate::export) struct LibertyRow<'a> {
    person: &'a str,
    case: &'a str,
    life: &'a Life<'a>,
}

impl<'a> Row<'a> for LibertyRow<'a> {
    const TABLE: Table = Table::Liberty;
    const COLUMNS: &'a [Col<Self>] = &[
        always("person", "Whose it is", Get::Text(|r| Some(r.person))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        always_of(
            states,
            "liberty",
            "What it is, or perhaps is, on the day of the export",
            Get::Text(|r| Some(r.life.now.word())),
        ),
        always(
            "certain",
            "Whether it is so, whichever days the dates mean",
            Get::Flag(|r| Some(r.life.now.is_certain())),
        ),
        always(
            "deprived",
            "Whether it is, or perhaps is, a deprivation of liberty: custody, house arrest, disappearance",
            Get::Flag(|r| Some(r.life.is_deprived())),
        ),
        own(
            "since",
            "First day of the unbroken deprivation of liberty; the earliest that it can be",
            Get::Day(|r| r.life.since?.first()),
        ),
        own("since_latest", "The latest that it can be", Get::Day(|r| r.life.since?.last())),
        own(
            "kind_since",
            "First day of its present kind; the earliest that it can be",
            Get::Day(|r| r.life.kind_since?.first()),
        ),
        own("kind_since_latest", "The latest that it can be", Get::Day(|r| r.life.kind_since?.last())),
        own("known_until", "The day to which the record is known", Get::Day(|r| r.life.known_until)),
        own(
            "days_min",
            "Days of it to the day of the export if it lasts, the first and the last counted; at least",
            Get::Number(|r| r.life.days.map(|days| days.to_day.fewest)),
        ),
        own("days_max", "The same, at most", Get::Number(|r| r.life.days?.to_day.most)),
        own(
            "known_days_min",
            "Days of it to `known_until`, at least",
            Get::Number(|r| r.life.days.map(|days| days.known.fewest)),
        ),
        own("known_days_max", "The same, at most", Get::Number(|r| r.life.days?.known.most)),
        own(
            "total_days_min",
            "Days deprived of liberty in all, to the day of the export if it lasts, at least",
            Get::Number(|r| r.life.total.map(|days| days.to_day.fewest)),
        ),
        own("total_days_max", "The same, at most", Get::Number(|r| r.life.total?.to_day.most)),
        own(
            "known_total_days_min",
            "Days deprived of liberty in all, to `known_until`, at least",
            Get::Number(|r| r.life.total.map(|days| days.known.fewest)),
        ),
        own("known_total_days_max", "The same, at most", Get::Number(|r| r.life.total?.known.most)),
    ];
}

/// A stretch of somebody's life with one state of liberty.
pub(in crate::export) struct PeriodRow<'a> {
    person: &'a str,
    number: i64,
    case: &'a str,
    period: &'a Period<'a>,
    event: Option<String>,
}

impl PeriodRow<'_> {
    fn end(&self) -> Option<DayRange> {
        self.period.end
    }
}

impl<'a> Row<'a> for PeriodRow<'a> {
    const TABLE: Table = Table::Periods;
    const COLUMNS: &'a [Col<Self>] = &[
        always("person", "Whose it is", Get::Text(|r| Some(r.person))),
        always("number", "Its place in the order of time, from 1", Get::Number(|r| Some(r.number))),
        always("case", "The case", Get::Text(|r| Some(r.case))),
        one_of(
            words::<Liberty>,
            "liberty",
            "What it is; empty if the event that begins it does not say",
            Get::Text(|r| r.period.liberty.map(|liberty| liberty.name())),
        ),
        own("event", "The event that begins it", Get::Text(|r| r.event.as_deref())),
        own("start_earliest", "The first day on which it can have begun", Get::Day(|r| r.period.start.first())),
        own("start_latest", "The last day on which it can have begun", Get::Day(|r| r.period.start.last())),
        always("lasts", "Whether no end of it is on record", Get::Flag(|r| Some(r.end().is_none()))),
        own(
            "end_earliest",
            "The first day that can be its last, if an end is on record",
            Get::Day(|r| r.end()?.first()),
        ),
        own("end_latest", "The last day that can be its last", Get::Day(|r| r.end()?.last())),
        own(
            "days_min",
            "Days of a deprivation of liberty, the first and the last counted, at least; to the day of the export if it lasts",
            Get::Number(|r| r.period.days.map(|days| days.to_day.fewest)),
        ),
        own("days_max", "The same, at most", Get::Number(|r| r.period.days?.to_day.most)),
        own(
            "known_days_min",
            "The same to the last news, at least",
            Get::Number(|r| r.period.days.map(|days| days.known.fewest)),
        ),
        own("known_days_max", "The same, at most", Get::Number(|r| r.period.days?.known.most)),
        always(
            "doubtful",
            "Whether what it says may not hold, as the order of events is not known",
            Get::Flag(|r| Some(r.period.doubt.is_some())),
        ),
    ];
}

/// The liberty of everybody about whom the record says something.
pub(super) fn rows(case: &Case, rows: &mut Rows) {
    let lives = lives(case, rows.as_of);
    if lives.is_empty() {
        return;
    }
    let places: HashMap<usize, usize> =
        case.events.iter().enumerate().map(|(at, event)| (event.entry.offset, at)).collect();
    for life in &lives {
        let person = ids::named(case, Kind::Person, &life.person.id);
        for (number, period) in (1..).zip(&life.periods) {
            let at = places.get(&period.event.entry.offset);
            let event = at.map(|at| ids::numbered(case, Kind::Event, *at));
            rows.put(&PeriodRow { person: &person, number, case: &case.id, period, event });
        }
        rows.put(&LibertyRow { person: &person, case: &case.id, life });
    }
}
