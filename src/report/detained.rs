//! `timeline detained`: who is deprived of liberty on the day, since when, for how many days.

use super::{
    Cell, Column, ColumnOf, Kind, Value, World, col,
    column::{CASE, columns},
    listing::{List, Options},
    rows::{Counts, Order, Sink},
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

/// Somebody in a case, and how it stands with their liberty.
type Found<'a> = (&'a Case, &'a Person, Standing<'a>);

impl<'a> ColumnOf<Found<'a>> {
    /// The columns of people deprived of liberty.
    const ALL: &'a [Self] = &[
        col(CASE, |(case, ..), out| out.put(&case.id)),
        col(Column::new(Kind::Text, "person", "Person"), |(_, person, _), out| out.put(&person.name)),
        col(Column::new(Kind::Code, "person_id", "Id").data(), |(_, person, _), out| out.put(&person.id)),
        col(Column::new(Kind::Code, "role", "Role").if_wide(1), |(_, person, _), out| out.put(person.role.name())),
        col(Column::new(Kind::Text, "liberty", "Liberty"), |(.., standing), out| match standing.now {
            Some(period) => out.put_cell(words::liberty(period.liberty)),
            None => out.put_saying(Value::Unknown, || "not known".into()),
        }),
        col(Column::new(Kind::Day, "since", "Since"), |(.., standing), out| match standing.since {
            Some(since) => out.put_saying(since.earliest, || words::day(since)),
            None => out.put(Value::Unknown),
        }),
        col(Column::new(Kind::Day, "since_latest", "Since at the latest").data(), |(.., standing), out| {
            out.put(standing.since.map(|since| since.latest))
        }),
        col(Column::new(Kind::Number, "days", "Days"), |(.., standing), out| out.put_cell(most(standing.days))),
        col(Column::new(Kind::Number, "days_latest", "Days at least").data(), |(.., standing), out| {
            out.put(standing.days.map(|days| days.fewest))
        }),
        col(Column::new(Kind::Number, "days_total", "In all"), |(.., standing), out| {
            out.put_cell(most(standing.total))
        }),
        col(Column::new(Kind::Number, "days_total_latest", "In all at least").data(), |(.., standing), out| {
            out.put(standing.total.map(|days| days.fewest))
        }),
    ];
}

/// The most, which counts from the earliest day; on the screen as a range.
#[must_use]
pub fn most(length: Option<Length>) -> Cell {
    match length {
        Some(l) if l.fewest == l.most => l.most.into(),
        Some(l) => Cell::from(l.most).says(format!("{}–{}", l.fewest, l.most)),
        None => Cell::UNKNOWN,
    }
}

/// Everybody in a case about whose liberty an event says something.
pub fn of_case<'a>(case: &'a Case, world: &World<'a>) -> Vec<(&'a Case, &'a Person, Standing<'a>)> {
    let concerned =
        |p: &&Person| case.events.iter().any(|e| e.subjects.contains(&p.id)) || case.liberty_withheld.contains(&p.id);
    case.people.iter().filter(concerned).map(|p| (case, p, standing(case, &p.id, world.as_of))).collect()
}

impl List for Args {
    fn columns() -> Vec<Column> {
        columns(ColumnOf::<Found>::ALL)
    }

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

    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>) {
        let filter = &self.options.filter;
        let wanted = |case: &Case, person: &Person, s: &Standing<'_>| {
            filter.people(case, std::slice::from_ref(&person.id))
                && s.days.is_some()
                && s.now.is_some_and(|p| filter.kind(&[p.liberty.name()]) && filter.date(p.event.date.as_ref()))
        };
        let cases = world.cases.iter().enumerate().filter(|(_, case)| filter.case(case) && filter.states(case));
        let people = cases.flat_map(|(at, case)| of_case(case, world).into_iter().map(move |found| (at, found)));
        let people = people.filter(|(_, (case, person, standing))| wanted(case, person, standing));
        people.for_each(|(at, found)| sink.row(at, order(&found.2), 0, ColumnOf::<Found>::ALL, &found));
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
