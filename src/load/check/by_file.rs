//! Order: where only the order of the entries in the file decides a status.

use super::place::PlacedRecord;
use crate::{
    load::problem::Code,
    model::{
        case::Entry,
        date::{DayRange, FAR_FUTURE},
        demand::{news, pursued},
        liberty::{self, UNKNOWN, turns},
        order::by_file,
        vocabulary::Vocabulary,
    },
};
use std::collections::HashSet;

/// An entry that makes a status.
struct Turn<'a> {
    entry: &'a Entry,
    status: &'static str,
    days: DayRange,
}

/// No status rests on the order of the file alone: neither somebody's liberty nor what became of a demand. Of two
/// entries that say different things, the dates tell which came first.
pub(super) fn order_by_file(record: &PlacedRecord<'_>) {
    let mut told = HashSet::new();
    // As of the last day of the calendar, so that the same file has the same findings on every day of the check.
    for turns in turns(record.case, FAR_FUTURE) {
        // Death is last whatever the file says.
        let alive = turns.into_iter().filter(|turn| !turn.is_death());
        let word = |liberty: Option<_>| liberty.map_or(UNKNOWN, Vocabulary::name);
        let alive: Vec<liberty::Turn<'_>> = alive.collect();
        let turns: Vec<Turn<'_>> = alive
            .iter()
            .map(|turn| Turn { entry: &turn.event.entry, status: word(turn.liberty), days: turn.days })
            .collect();
        of_one(record, &turns, &mut told, |first, then| then == first + 1 && frees(&alive[..=then]));
    }
    for pursuit in pursued(record.case, FAR_FUTURE) {
        let news = news(&pursuit.made, FAR_FUTURE).into_iter();
        let turns: Vec<Turn<'_>> = news
            .map(|news| Turn { entry: &news.update.entry, status: news.update.status.name(), days: news.days })
            .collect();
        of_one(record, &turns, &mut told, |_, _| false);
    }
}

/// Whether the last of these is a release, right after an arrest, of somebody who was not held before the arrest: in
/// the other order the release would free nobody.
fn frees(turns: &[liberty::Turn<'_>]) -> bool {
    let [before @ .., arrest, release] = turns else { return false };
    let was_held = before.last().is_some_and(|before| before.is_deprivation() || before.liberty.is_none());
    arrest.is_deprivation() && release.is_release() && !was_held
}

/// Notes the pairs of entries of one person or one demand whose order only the file gives, each entry once. Where
/// neither date is exact, the dates cannot be written so that they give the order: then a pair that makes sense in one
/// order only is passed over.
fn of_one(
    record: &PlacedRecord<'_>,
    turns: &[Turn<'_>],
    told: &mut HashSet<usize>,
    makes_sense_only_so: impl Fn(usize, usize) -> bool,
) {
    for (first_at, then_at) in by_file(turns, |turn| turn.status, |turn| turn.days) {
        let (first, then) = (&turns[first_at], &turns[then_at]);
        let is_any_exact = first.days.is_exact() || then.days.is_exact();
        if !is_any_exact && makes_sense_only_so(first_at, then_at) || !told.insert(then.entry.offset) {
            continue;
        }
        let (status, line) = (then.status, first.entry.line);
        let message = format!("only the order of the file says that \"{status}\" came after line {line}");
        let help = match narrower(first.days, then.days) {
            Some((true, days)) => format!("if it did, write date = {}; if it did not, move the entry", written(days)),
            Some((false, days)) => {
                format!("if it did, write date = {} on line {line}; if it did not, move the entry", written(days))
            }
            None => {
                "write of both what is known of their days: where these overlap, nothing else tells the order".into()
            }
        };
        record.note(Code::OrderByFile, (then.entry, "date"), &[first.entry], message, &help);
    }
}

/// The days that the later of two entries can have if they are in this order, or else those of the earlier (false); `None`
/// if neither day is known, which leaves nothing to narrow.
fn narrower(first: DayRange, then: DayRange) -> Option<(bool, DayRange)> {
    match (first.is_exact(), then.is_exact()) {
        (true, false) => Some((true, DayRange { earliest: first.latest, ..then })),
        (false, true) => Some((false, DayRange { latest: then.earliest, ..first })),
        _ => None,
    }
}

/// Days as a record writes them.
fn written(days: DayRange) -> String {
    if days.is_exact() { days.to_string() } else { format!("\"[{days}]\"") }
}
