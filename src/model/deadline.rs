//! The deadline of one letter towards one addressee: which day, and on what it rests.

use super::{
    communication::{Communication, Extension},
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
    pub suspension: Option<(&'a Date, u64, u64)>,
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
        Some(DayRange { earliest: due(rule, start.earliest())?, latest: due(later, start.latest())? })
    });
    let first = letter.due.as_ref().map(Date::bounds).or(counted);
    let suspension = match (first, &letter.suspended, &letter.due) {
        (Some(first), Some(pause), None) if pause.has_come(as_of) => {
            start.map(|start| (pause, standstill(pause, start, first, as_of)))
        }
        _ => None,
    };
    let extension = letter
        .extensions
        .iter()
        .filter(|e| e.to.as_ref().is_none_or(|to| to == addressee))
        .filter(|e| e.granted.as_ref().is_none_or(|d| d.has_come(as_of)))
        .max_by_key(|e| (e.until.latest(), e.entry.offset));
    let moved = first.and_then(|first| match suspension {
        Some((_, (earliest, latest))) => Some(DayRange {
            earliest: first.earliest.checked_add_days(Days::new(earliest))?,
            latest: first.latest.checked_add_days(Days::new(latest))?,
        }),
        None => Some(first),
    });
    Deadline {
        rule,
        changed: later.filter(|later| rule != Some(later)),
        start,
        named: letter.due.as_ref(),
        first,
        suspension: suspension.map(|(pause, (a, b))| (pause, a.min(b), a.max(b))),
        extension,
        due: extension.map(|e| e.until.bounds()).or(moved),
    }
}

/// How many days of a pause fall between the start of a term and its end, which each of them moves
/// on by one: for the earliest and for the latest day on which the term can end. Both ends of the
/// pause count. The later a term starts, the later it ends, with or without a pause.
fn standstill(pause: &Date, start: &Date, due: DayRange, as_of: NaiveDate) -> (u64, u64) {
    let end = pause.end().unwrap_or(DayRange::day(as_of));
    let overlap = |from: NaiveDate, to: NaiveDate, start: NaiveDate, due: NaiveDate| {
        // A pause that begins on or before the due day holds the clock until the pause ends.
        let from = from.max(start.succ_opt().unwrap_or(start));
        if from > due || to < from { 0 } else { to.signed_duration_since(from).num_days().unsigned_abs() + 1 }
    };
    let earliest = overlap(pause.start().latest, end.earliest, start.earliest(), due.earliest);
    let latest = overlap(pause.start().earliest, end.latest, start.latest(), due.latest);
    (earliest, latest)
}

impl fmt::Display for Deadline<'_> {
    /// On what the due day rests, in one line: `60 days from 2019-05-28 (sp-urgent-appeal, not verified)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.named, self.rule, self.first) {
            (Some(named), _, _) => write!(f, "{named}, named in the letter")?,
            (None, Some(rule), Some(_)) => {
                if let (Some(term), Some(start)) = (rule.term, self.start) {
                    let verified = if rule.verified { "" } else { ", not verified" };
                    write!(f, "{term} from {start} ({}{verified})", rule.procedure)?;
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
