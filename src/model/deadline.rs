//! The deadline of one letter towards one addressee: which day, and on what it rests.

use super::{
    communication::{Communication, Extension, Suspension},
    date::{Date, DayRange},
    rule::{CountedFrom, Rule, Rules},
    state::Actor,
};
use chrono::{Days, NaiveDate};
use std::fmt;

/// Everything that leads to a due day, kept apart so that each step can be shown.
#[derive(Clone, Debug)]
pub struct Deadline<'a> {
    /// The rule of the procedure on the day of the letter, if there is one.
    pub rule: Option<&'a Rule>,
    /// The rule that applies instead if the letter is of the last day that its date allows.
    pub changed: Option<&'a Rule>,
    /// The day the term is counted from.
    pub start: Option<&'a Date>,
    /// The last day named in the letter itself.
    pub named: Option<&'a Date>,
    /// The due day before any suspension or extension.
    pub first: Option<DayRange>,
    /// The stretch during which the clock stood still, and the days it added (fewest, most).
    pub suspension: Option<(&'a Suspension, u64, u64)>,
    /// The extension in force.
    pub extension: Option<&'a Extension>,
    /// The last day for an answer, inclusive; `None` if none can be known.
    pub due: Option<DayRange>,
}

/// The deadline of `letter` for `addressee`, as known on `as_of`: extensions granted later do not
/// exist yet.
#[must_use]
pub fn deadline<'a>(letter: &'a Communication, addressee: &Actor, rules: &'a Rules, as_of: NaiveDate) -> Deadline<'a> {
    let start = match rules.of(&letter.procedure, None).map(|rule| rule.from) {
        Some(CountedFrom::Adopted) => letter.decided.as_ref(),
        Some(CountedFrom::Sent) | None => letter.sent.as_ref(),
    };
    let rule = rules.of(&letter.procedure, start.map(Date::earliest));
    // A date that is not exact can straddle a change of the rule: then either may apply.
    let later = start.and_then(|start| rules.of(&letter.procedure, Some(start.latest())));
    let counted = start.and_then(|start| {
        let due = |rule: Option<&Rule>, day| rule.and_then(|rule| rule.term).and_then(|term| term.after(day));
        // The later rule may be the shorter one.
        Some(DayRange::between(due(rule, start.earliest())?, due(later, start.latest())?))
    });
    let first = letter.due.as_ref().map(Date::bounds).or(counted);
    let suspension = match (letter.suspensions.first(), &letter.due) {
        (Some(pause), None) if pause.from.has_come(as_of) => counted.zip(start).and_then(|(_, start)| {
            let rule_on = |day| rules.of(&letter.procedure, Some(day));
            Some((pause, suspended(pause, start, rule_on, as_of)?))
        }),
        _ => None,
    };
    let extension = letter
        .extensions
        .iter()
        .filter(|e| e.to.as_ref().is_none_or(|to| to == addressee))
        .filter(|e| e.granted.as_ref().is_none_or(|d| d.has_come(as_of)))
        .max_by_key(|e| (e.until.latest(), e.entry.offset));
    Deadline {
        rule,
        changed: later.filter(|later| rule != Some(later)),
        start,
        named: letter.due.as_ref(),
        first,
        suspension: suspension.map(|(pause, moved)| (pause, moved.fewest, moved.most)),
        extension,
        due: extension.map(|e| e.until.bounds()).or(suspension.map(|(_, moved)| moved.due)).or(first),
    }
}

/// What a pause makes of a term.
#[derive(Clone, Copy, Debug)]
struct Moved {
    /// The due day.
    due: DayRange,
    /// Days that the pause adds: the fewest.
    fewest: u64,
    /// Days that the pause adds: the most.
    most: u64,
}

/// The due day of a term during which the clock stood still. Every day on which the term can have begun
/// is tried: one that begins later can end sooner, because less of the pause still lies before it.
fn suspended<'a>(
    pause: &Suspension,
    start: &Date,
    rule_on: impl Fn(NaiveDate) -> Option<&'a Rule>,
    as_of: NaiveDate,
) -> Option<Moved> {
    let begin = pause.from.bounds();
    let end = pause.until.as_ref().map_or(DayRange::day(as_of), Date::bounds);
    start
        .earliest()
        .iter_days()
        .take_while(|day| *day <= start.latest())
        .filter_map(|day| {
            let due = rule_on(day)?.term?.after(day)?;
            let fewest = standstill(begin.latest, end.earliest, day, due);
            let most = standstill(begin.earliest, end.latest, day, due);
            let moved = |days| due.checked_add_days(Days::new(days));
            Some(Moved { due: DayRange::between(moved(fewest)?, moved(most)?), fewest, most })
        })
        .reduce(|a, b| Moved { due: a.due.and(b.due), fewest: a.fewest.min(b.fewest), most: a.most.max(b.most) })
}

/// How many days of a pause, both ends counted, fall into a term that begins after `start` and ends on
/// `due`; each moves the end on by one, so a pause that begins on or before the due day counts whole.
fn standstill(from: NaiveDate, to: NaiveDate, start: NaiveDate, due: NaiveDate) -> u64 {
    let from = from.max(start.succ_opt().unwrap_or(start));
    if from > due || to < from { 0 } else { to.signed_duration_since(from).num_days().unsigned_abs() + 1 }
}

impl fmt::Display for Deadline<'_> {
    /// On what the due day rests, in one line: `60 days from 2019-05-28 (sp-urgent-appeal, not verified)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.named, self.rule, self.first) {
            (Some(named), _, _) => write!(f, "{named}, named in the letter")?,
            (None, Some(rule), Some(_)) => {
                if let (Some(term), Some(start)) = (rule.term, self.start) {
                    term.fmt(f)?;
                    f.write_str(" from ")?;
                    start.fmt(f)?;
                    f.write_str(" (")?;
                    f.write_str(&rule.procedure)?;
                    f.write_str(if rule.verified { ")" } else { ", not verified)" })?;
                    if let Some(term) = self.changed.and_then(|rule| rule.term) {
                        write!(f, " or {term} under the later rule")?;
                    }
                }
            }
            (None, Some(Rule { term: None, .. }), None) => f.write_str("no term known for this procedure")?,
            (None, Some(rule), None) => match rule.from {
                CountedFrom::Sent => f.write_str("the day it was sent is not known")?,
                CountedFrom::Adopted => f.write_str("the day of adoption is not known")?,
            },
            (None, None, _) => f.write_str("no rule for this procedure at that time")?,
        }
        if let Some((pause, fewest, most)) = self.suspension {
            let days = if fewest == most { most.to_string() } else { format!("{fewest} to {most}") };
            write!(f, "; suspended {pause}: {days} days more")?;
        }
        if let Some(extension) = self.extension {
            write!(f, "; extended to {}", extension.until)?;
        }
        Ok(())
    }
}
