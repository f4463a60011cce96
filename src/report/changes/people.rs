//! Whose liberty changed, how, and on which day.

use super::{Change, Row, row};
use crate::{
    model::{
        case::Case,
        date::Date,
        event::Liberty,
        liberty::{Life, Now, Period, lives},
    },
    report::{World, words},
};
use std::collections::HashMap;

/// Everybody whose liberty differs.
pub(super) fn of_people(case: &Case, before: &World<'_>, after: &World<'_>) -> Vec<Row> {
    let before: HashMap<&str, Life<'_>> =
        lives(case, before.as_of).into_iter().map(|life| (life.person.id.as_str(), life)).collect();
    let mut rows = Vec::new();
    for now in lives(case, after.as_of) {
        let then = before.get(now.person.id.as_str());
        let how = |life: &Life<'_>| (life.now.liberty(), life.now.is_certain());
        if then.map_or((None, false), how) == how(&now) {
            continue;
        }
        let said = |life: &Life<'_>| words::liberty::now(life);
        let change = turn(then, &now);
        rows.push(Row {
            was: then.filter(|then| !matches!(then.now, Now::Unsaid)).map(said),
            now: Some(said(&now)),
            ..row(case, turned(then, &now, change).as_ref(), change, now.person.name.clone())
        });
    }
    rows
}

/// What sort of change it is: an end of detention is told as it is, and only if it is certain.
fn turn(then: Option<&Life<'_>>, now: &Life<'_>) -> Change {
    let was_deprived = then.is_some_and(Life::is_deprived);
    match now.now {
        Now::Certain(period) if period.is_deprivation() => match then.map(|then| then.now) {
            Some(Now::Certain(before)) if before.is_deprivation() => Change::Liberty,
            _ => Change::Detained,
        },
        Now::Certain(period) => match period.liberty {
            Some(Liberty::Dead) => Change::Died,
            Some(Liberty::Exiled) => Change::Left,
            Some(Liberty::Free | Liberty::Restricted) if was_deprived => Change::Freed,
            _ => Change::Liberty,
        },
        Now::Perhaps(_) | Now::Unknown(_) | Now::Unsaid => Change::Liberty,
    }
}

/// The day of what the change tells: of the first event from which on it holds, whatever came later, or the last day
/// of what has run out.
fn turned(then: Option<&Life<'_>>, now: &Life<'_>, change: Change) -> Option<Date> {
    let periods = now.periods.as_slice();
    let last = periods.len().checked_sub(1)?;
    let place = |told: &Period<'_>| periods.iter().position(|period| std::ptr::eq(period.event, told.event));
    let at = match now.now {
        Now::Certain(period) => begin(now, place(&period)?, change),
        // It was certain before and is not now, as something else may have begun.
        Now::Perhaps(period)
            if then.is_some_and(|then| then.now.is_certain() && then.now.liberty() == period.liberty) =>
        {
            (place(&period)? + 1).min(last)
        }
        Now::Perhaps(period) => begin(now, place(&period)?, change),
        Now::Unknown(_) => periods.iter().rposition(|period| period.doubt.is_some()).unwrap_or(last),
        Now::Unsaid => match periods[last].end {
            Some(end) => return end.is_exact().then(|| Date::from_day(end.latest)),
            None => last,
        },
    };
    let event = periods[at].event;
    let has_come = |date: &&Date| date.has_come(now.as_of);
    // Before its own day comes, it is so by a claim of an earlier one.
    let claims = event.disputed.iter().filter_map(|claim| claim.date.as_ref());
    let date =
        event.date.as_ref().filter(has_come).or_else(|| claims.filter(has_come).min_by_key(|date| date.earliest()));
    date.cloned()
}

/// The place of the period from which on it is as it is at this place: what the change tells lasts since then.
fn begin(life: &Life<'_>, at: usize, change: Change) -> usize {
    let told = &life.periods[at];
    let is_so = |period: &Period<'_>| match change {
        Change::Detained => period.is_deprivation() && life.since.is_some_and(|s| s.earliest <= period.start.earliest),
        Change::Freed => matches!(period.liberty, Some(Liberty::Free | Liberty::Restricted)),
        _ => period.liberty == told.liberty,
    };
    // Between two periods there may be days of which nothing is said.
    let goes_on = |before: &Period<'_>, next: &Period<'_>| {
        before.end.is_none_or(|end| end.latest.succ_opt().is_none_or(|day| day >= next.start.earliest))
    };
    let mut first = at;
    while first > 0 && is_so(&life.periods[first - 1]) && goes_on(&life.periods[first - 1], &life.periods[first]) {
        first -= 1;
    }
    first
}
