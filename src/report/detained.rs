//! `timeline detained`: who is deprived of liberty on the day, since when, for how many days.

use super::{
    Cell, Column, Kind, Table, World,
    listing::{List, Options},
    rows::{Counts, Order, Row, Sink},
    words,
};
use crate::{
    load::needs::Needs,
    model::{
        case::Case,
        event::Liberty,
        liberty::{Length, Standing, standing},
        person::Person,
        rule::Rules,
        vocabulary::Vocabulary,
    },
};
use chrono::Datelike;
use clap::Args as Arguments;

/// Who is deprived of liberty, and for how many days
///
/// Custody, house arrest and enforced disappearance. Days are calendar days, inclusive of both ends;
/// an imprecise or disputed date gives a range.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline detained
  timeline detained --state RUS --sort days --reverse
  timeline detained --as-of 2024-12-31")]
pub struct Args {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

const COLUMNS: &[Column] = &[
    Column::new(Kind::Code, "case", "Case"),
    Column::new(Kind::Text, "person", "Person"),
    Column::new(Kind::Code, "person_id", "Id").data(),
    Column::new(Kind::Code, "role", "Role").if_wide(1),
    Column::new(Kind::Text, "liberty", "Liberty"),
    Column::new(Kind::Day, "since", "Since"),
    Column::new(Kind::Day, "since_latest", "Since at the latest").data(),
    Column::new(Kind::Number, "days", "Days"),
    Column::new(Kind::Number, "days_latest", "Days at least").data(),
    Column::new(Kind::Number, "days_total", "In all"),
    Column::new(Kind::Number, "days_total_latest", "In all at least").data(),
];

/// The most, which counts from the earliest day; on the screen as a range.
#[must_use]
pub fn most(length: Option<Length>) -> Cell {
    match length {
        Some(l) if l.fewest == l.most => l.most.into(),
        Some(l) => Cell::from(l.most).says(format!("{}–{}", l.fewest, l.most)),
        None => Cell::UNKNOWN,
    }
}

fn row(case: &Case, person: &Person, standing: &Standing<'_>) -> Vec<Cell> {
    let since = standing.since;
    vec![
        Cell::from(&case.id),
        Cell::from(&person.name),
        Cell::from(&person.id),
        Cell::from(person.role.name()),
        standing.now.map_or(Cell::UNKNOWN.says("not known"), |p| words::liberty(p.liberty)),
        match since {
            Some(since) => Cell::from(since.earliest).says(words::day(since)),
            None => Cell::UNKNOWN,
        },
        since.map(|s| s.latest).into(),
        most(standing.days),
        standing.days.map(|d| d.fewest).into(),
        most(standing.total),
        standing.total.map(|d| d.fewest).into(),
    ]
}

/// The table of people with their liberty.
#[must_use]
pub fn table<'a>(people: impl IntoIterator<Item = &'a (&'a Case, &'a Person, Standing<'a>)>) -> Table {
    let mut table = Table::new(COLUMNS);
    people.into_iter().for_each(|(case, person, standing)| table.push(row(case, person, standing)));
    table
}

/// Everybody in a case about whose liberty an event says something.
pub fn of_case<'a>(case: &'a Case, world: &World<'a>) -> Vec<(&'a Case, &'a Person, Standing<'a>)> {
    let concerned =
        |p: &&Person| case.events.iter().any(|e| e.subjects.contains(&p.id)) || case.liberty_withheld.contains(&p.id);
    case.people.iter().filter(concerned).map(|p| (case, p, standing(case, &p.id, world.as_of))).collect()
}

impl List for Args {
    const COLUMNS: &'static [Column] = COLUMNS;

    fn options(&self) -> &Options {
        &self.options
    }

    fn ids(&self) -> &[String] {
        &[]
    }

    fn needs(&self) -> Needs {
        Needs::Everything
    }

    fn kinds<'r>(&self, _: &'r Rules) -> Vec<&'r str> {
        Liberty::names()
    }

    fn rows(&self, world: &World<'_>, sink: &mut impl Sink) {
        let filter = &self.options.filter;
        let wanted = |case: &Case, person: &Person, s: &Standing<'_>| {
            filter.people(case, std::slice::from_ref(&person.id))
                && s.days.is_some()
                && s.now.is_some_and(|p| filter.kind(&[p.liberty.name()]) && filter.date(p.event.date.as_ref()))
        };
        let cases = world.cases.iter().enumerate().filter(|(_, case)| filter.case(case) && filter.states(case));
        let people = cases.flat_map(|(at, case)| of_case(case, world).into_iter().map(move |found| (at, found)));
        let people = people.filter(|(_, (case, person, standing))| wanted(case, person, standing));
        people
            .map(|(case, found)| Row { case, order: order(&found.2), class: 0, cells: row(found.0, found.1, &found.2) })
            .for_each(|row| sink.put_row(&row));
    }

    fn summary(&self, counts: &Counts) -> String {
        let people = words::count(counts[0], "person", "people");
        format!("{people} deprived of liberty; days include the first and the last")
    }
}

/// Those deprived of liberty for longest first.
fn order(standing: &Standing<'_>) -> Order {
    let Some(since) = standing.since else { return [i32::MIN; 4] };
    [since.earliest.num_days_from_ce(), since.latest.num_days_from_ce(), 0, 0]
}
