//! Why a demand stands as it does: every time it was made, every update, what replies said to it.

use super::{Step, Subject};
use crate::{
    model::{
        answer::Count,
        case::Case,
        date::Date,
        demand::{Pursuit, pursued},
    },
    report::{World, words},
};

/// The demand with this id, or the one that repeats it.
pub(super) fn subjects(case: &Case, id: &str, world: &World<'_>) -> Option<Subject> {
    let pursuits = pursued(case, world.as_of);
    let pursuit = pursuits.iter().find(|p| p.made.iter().any(|d| d.id == id))?;
    Some(Subject {
        case: case.id.clone(),
        title: pursuit.head.what.clone(),
        status: words::demand(pursuit.status),
        steps: steps(case, pursuit, world),
    })
}

fn steps(case: &Case, pursuit: &Pursuit<'_>, world: &World<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for demand in &pursuit.made {
        let date = demand.made.as_ref().map_or_else(|| "undated".to_owned(), Date::to_string);
        let by = if demand.by.is_empty() { "somebody".to_owned() } else { demand.by.join(", ") };
        let to = words::actors(&demand.to).join(", ");
        let says = format!("{date}: {by}, to {to}: {} ({})", demand.what, demand.id);
        steps.push(Step::new("made", says).from(&demand.entry.sources));
    }
    let mut news: Vec<(Option<&Date>, usize, Step)> = Vec::new();
    let come = |date: Option<&Date>| date.is_none_or(|d| d.has_come(world.as_of));
    for update in pursuit.made.iter().flat_map(|d| &d.updates).filter(|u| come(u.date.as_ref())) {
        let date = update.date.as_ref().map_or_else(|| "undated".to_owned(), Date::to_string);
        let grade = update.grade.map_or_else(String::new, |g| format!(", grade {g}"));
        let what = update.what.as_ref().map_or_else(String::new, |w| format!(": {w}"));
        let says = format!("{date}: {}{grade}{what}", update.status);
        news.push((update.date.as_ref(), update.entry.offset, Step::new("update", says).from(&update.entry.sources)));
    }
    for letter in &case.communications {
        for reply in letter.replies.iter().filter(|r| come(r.date.as_ref())) {
            if pursuit.made.iter().any(|d| reply.answers.contains(&d.id)) {
                let date = reply.date.as_ref().map_or_else(|| "undated".to_owned(), Date::to_string);
                let says =
                    format!("{date}: {} speaks to it in its reply ({}) to {}", reply.from, reply.kind, letter.label());
                news.push((
                    reply.date.as_ref(),
                    reply.entry.offset,
                    Step::new("reply", says).from(&reply.entry.sources),
                ));
            }
        }
    }
    news.sort_by_key(|(date, offset, _)| (date.map(Date::earliest), *offset));
    steps.extend(news.into_iter().map(|(.., step)| step));
    let why = match pursuit.last {
        _ if pursuit.withheld => "something that bears on it is withheld, so its status is not known",
        None => "no update is on record, so it is open",
        Some(u) if u.status != pursuit.status => "it was made again after the last update",
        Some(_) => "the last update says so",
    };
    let outstanding = if pursuit.status.is_outstanding() { "outstanding" } else { "not outstanding" };
    steps.push(Step::new("status", format!("on {}: {}, {outstanding}: {why}", world.as_of, pursuit.status)));
    if let Some(since) = pursuit.since().filter(|_| pursuit.status.is_outstanding()) {
        let open = Count::since(since.start(), world.as_of);
        let says = format!("from {since} to {}: {}", world.as_of, words::days(open.from_latest, open.from_earliest));
        steps.push(Step::new("open for", says));
    }
    steps.push(Step::new("change", "an update of a later day; a reply alone does not make a demand met"));
    steps
}
