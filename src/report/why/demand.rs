//! Why a demand stands as it does: every time it was made, every update, what replies said to it.

use super::{Step, Subject};
use crate::{
    model::{
        case::Case,
        date::Date,
        demand::{News, Pursuit, news, pursued},
        order::Forwards,
        wording::Wording,
    },
    report::{World, demands, words},
};
use chrono::NaiveDate;

/// The demand with this id, or the one that repeats it.
pub(super) fn subjects(case: &Case, id: &str, world: &World<'_>) -> Option<Subject> {
    let pursuits = pursued(case, world.as_of);
    let pursuit = pursuits.iter().find(|p| p.made.iter().any(|d| d.id == id))?;
    Some(subject(case, pursuit, world))
}

/// How the demand came to stand as it does.
pub(super) fn subject(case: &Case, pursuit: &Pursuit<'_>, world: &World<'_>) -> Subject {
    Subject {
        case: case.id.clone(),
        title: pursuit.head.what.clone(),
        status: words::demand(pursuit.status, &pursuit.possible),
        steps: steps(case, pursuit, world),
    }
}

fn steps(case: &Case, pursuit: &Pursuit<'_>, world: &World<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for demand in &pursuit.made {
        let date = demand.made.as_ref().map_or_else(|| "undated".to_owned(), Date::to_string);
        let by = if demand.by.is_empty() { "somebody".to_owned() } else { demand.by.join(", ") };
        let to = words::actors(&demand.to, Wording::Short).join(", ");
        let says = format!("{date}: {by}, to {to}: {} ({})", demand.what, demand.id);
        steps.push(Step::new("made", says).from(&demand.entry.sources));
    }
    let dated = |date: Option<&Date>| date.map_or_else(|| "undated".to_owned(), Date::to_string);
    let mut steps_in_order: Vec<(NaiveDate, usize, Step)> = Vec::new();
    for News { update, place, .. } in news(&pursuit.made, world.as_of) {
        let grade = update.grade.map_or_else(String::new, |g| format!(", grade {g}"));
        let what = update.what.as_ref().map_or_else(String::new, |w| format!(": {w}"));
        let says = format!("{}: {}{grade}{what}", dated(update.date.as_ref()), update.status);
        steps_in_order.push((place, update.entry.offset, Step::new("update", says).from(&update.entry.sources)));
    }
    for letter in &case.communications {
        for reply in letter.replies.iter().filter(|r| r.date.as_ref().is_none_or(|date| date.has_come(world.as_of))) {
            if pursuit.made.iter().any(|d| reply.answers.contains(&d.id)) {
                let (date, to) = (dated(reply.date.as_ref()), letter.label());
                let says = format!("{date}: {} speaks to it in its reply ({}) to {to}", reply.from, reply.kind);
                let place = Forwards::default().place_of(reply.date.as_ref());
                steps_in_order.push((place, reply.entry.offset, Step::new("reply", says).from(&reply.entry.sources)));
            }
        }
    }
    steps_in_order.sort_by_key(|(place, offset, _)| (*place, *offset));
    steps.extend(steps_in_order.into_iter().map(|(.., step)| step));
    let why = match pursuit.last {
        _ if pursuit.withheld => "something that bears on it is withheld, so its status is not known",
        None => "no update is on record, so it is open",
        Some(_) if pursuit.possible.len() > 1 => "the dates leave open which update was the last on that day",
        Some(u) if u.status != pursuit.status => "it was made again after the last update",
        Some(_) => "the last update says so",
    };
    let outstanding = if pursuit.status.is_outstanding() { "outstanding" } else { "not outstanding" };
    steps.push(Step::new("status", format!("on {}: {}, {outstanding}: {why}", world.as_of, pursuit.status)));
    if let (Some(since), Some(open)) = (pursuit.since(), demands::open_words(pursuit, world.as_of)) {
        steps.push(Step::new("open for", format!("from {since} to {}: {open} days", world.as_of)));
    }
    steps.push(Step::new("change", "an update of a later day; a reply alone does not make a demand met"));
    steps
}
