//! Why somebody counts as detained, and for how many days: the events that give the days.

use super::{Step, Subject};
use crate::{
    model::{
        case::Case,
        date::DayRange,
        event::Event,
        liberty::{LibertyDoubt, Life, Now, Period, UNKNOWN, lives},
        vocabulary::Vocabulary,
        wording::Wording,
    },
    report::{World, words},
};

/// One subject for each person about whose liberty an event says something.
pub(super) fn subjects(case: &Case, world: &World<'_>) -> Vec<Subject> {
    lives(case, world.as_of).iter().map(|life| subject(case, life, world)).collect()
}

/// How it came to stand as it does with this person's liberty.
pub(super) fn subject(case: &Case, life: &Life<'_>, world: &World<'_>) -> Subject {
    let planned: Vec<&Event> = case.events.iter().filter(|event| event.planned.is_some()).collect();
    Subject {
        case: case.id.clone(),
        title: format!("Liberty of {}", life.person.name),
        status: words::liberty::now(life),
        steps: steps(&planned, life, world),
    }
}

fn steps(planned: &[&Event], life: &Life<'_>, world: &World<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    if matches!(life.now, Now::Unknown(LibertyDoubt::Withheld)) {
        steps.push(Step::new("withheld", "an event about this person's liberty is withheld: nothing is computed"));
    }
    for period in &life.periods {
        steps.push(Step::new("period", told(period, life, world)).from(&period.event.entry.sources));
    }
    let planned = planned.iter().filter(|event| event.subjects().contains(&life.person.id)).count();
    if planned > 0 {
        let events = words::count(planned, "planned event", "planned events");
        steps.push(Step::new("left out", format!("{events}: what has not happened changes nothing")));
    }
    if let Some(known) = life.known_until {
        steps.push(Step::new("known until", format!("{known}: the latest day of which the record tells anything")));
    }
    steps.push(Step::new("now", words::liberty::sentence(life)));
    if let Some(total) = life.total {
        let held = words::liberty::held(total, life.known_until, Wording::Short);
        let says = format!("{held} deprived of liberty, each calendar day once, first and last included");
        steps.push(Step::new("in all", says));
    }
    steps
}

/// A period with its arithmetic: `detained, 2024-07-05 to 2025-01-04: 2024-07-05 to 2025-01-04, both counted, is 184 days`.
fn told(period: &Period<'_>, life: &Life<'_>, world: &World<'_>) -> String {
    let liberty = period.liberty.map_or(UNKNOWN, Vocabulary::name);
    let claims = if period.event.disputed.iter().any(|c| c.date.is_some()) { ", disputed" } else { "" };
    let end = words::liberty::end(period.end, life.known_until, world.as_of, Wording::Short);
    let days = period.days.map_or_else(String::new, |days| {
        let counted = counted(period.start, period.end).unwrap_or_default();
        let known_until = life.known_until.filter(|_| period.end.is_none());
        format!(": {counted}{}", words::liberty::held(days, known_until, Wording::Short))
    });
    let doubt = period.doubt.map_or_else(String::new, |why| format!(" (not known: {})", words::liberty::doubt(why)));
    format!("{liberty}, {}{claims} to {end}{days}{doubt}; {}", period.start, period.event.what)
}

/// `2024-07-05 to 2025-01-04, both counted, is `, where both ends are exact.
fn counted(start: DayRange, end: Option<DayRange>) -> Option<String> {
    let end = end.filter(|end| start.is_exact() && end.is_exact())?;
    Some(format!("{start} to {end}, both counted, is "))
}
