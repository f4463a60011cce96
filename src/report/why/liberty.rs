//! Why somebody counts as detained, and for how many days: the events that give the days.

use super::{Step, Subject};
use crate::{
    model::{
        case::Case,
        date::DayRange,
        liberty::{length, periods},
    },
    report::{Cell, World, detained, words},
};

/// One subject for each person about whose liberty an event says something.
pub(super) fn subjects(case: &Case, world: &World<'_>) -> Vec<Subject> {
    detained::of_case(case, world)
        .into_iter()
        .map(|(case, person, standing)| {
            let status = match standing.now {
                Some(period) => words::liberty(period.liberty),
                None => Cell::UNKNOWN.says("not known"),
            };
            let mut steps = Vec::new();
            if case.liberty_withheld.contains(&person.id) {
                steps.push(Step::new(
                    "withheld",
                    "an event about this person's liberty is withheld: nothing is computed",
                ));
            }
            for period in periods(case, &person.id, world.as_of).iter().filter(|_| standing.total.is_some()) {
                let end = period.end.map_or_else(|| "today".to_owned(), |end| end.to_string());
                let claims = if period.event.disputed.iter().any(|c| c.date.is_some()) { ", disputed" } else { "" };
                let days = match period.liberty.is_deprivation() {
                    true => format!(
                        ": {}{}",
                        counted(period.start, period.end, world),
                        words::length(length(&[*period], world.as_of))
                    ),
                    false => String::new(),
                };
                let says =
                    format!("{}, {}{claims} to {end}{days}; {}", period.liberty, period.start, period.event.what);
                steps.push(Step::new("period", says).from(&period.event.entry.sources));
            }
            let undated = case.events.iter().filter(|e| e.date.is_none() && e.subjects.contains(&person.id)).count();
            if undated > 0 {
                let events = words::count(undated, "undated event", "undated events");
                steps.push(Step::new(
                    "left out",
                    format!("{events} about liberty: without a day nothing can be counted"),
                ));
            }
            if let Some((since, days)) = standing.since.zip(standing.days) {
                let says = format!("deprived of liberty without a break since {since}: {}", words::length(days));
                steps.push(Step::new("now", says));
            }
            if let Some(total) = standing.total {
                let says = format!(
                    "{} deprived of liberty, each calendar day once, first and last included",
                    words::length(total)
                );
                steps.push(Step::new("in all", says));
            }
            Subject { case: case.id.clone(), title: format!("Liberty of {}", person.name), status, steps }
        })
        .collect()
}

/// `2024-07-05 to 2025-01-04, both counted = `, where both ends are exact.
fn counted(start: DayRange, end: Option<DayRange>, world: &World<'_>) -> String {
    let end = end.unwrap_or(DayRange::day(world.as_of));
    match start.is_exact() && end.is_exact() {
        true => format!("{start} to {end}, both counted, is "),
        false => String::new(),
    }
}
