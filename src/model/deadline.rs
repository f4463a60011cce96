//! The deadline of one letter towards one addressee: which day, and on what it rests.

use super::{
    communication::{Communication, Extension, Suspension},
    date::{Date, DayRange, FAR_FUTURE, FAR_PAST},
    rule::{CountedFrom, Rule, Rules},
    standstill::{Moved, Reading, Standstills},
    state::Actor,
};
use chrono::NaiveDate;
use std::fmt;

/// Everything that leads to a due day, kept apart so that each step can be shown. An end of a range that nobody
/// knows is [`FAR_PAST`] or [`FAR_FUTURE`].
#[derive(Clone, Debug)]
pub struct Deadline<'a> {
    /// The rule of the procedure on the day of the letter, if there is one.
    pub rule: Option<&'a Rule>,
    /// Rules that may apply instead: the day of a change is not known, or the date of the letter straddles it.
    pub others: Vec<&'a Rule>,
    /// What the procedure counts its terms from, if its rules are known.
    pub from: Option<CountedFrom>,
    /// The day the term is counted from.
    pub start: Option<&'a Date>,
    /// The last day named in the letter itself.
    pub named: Option<&'a Date>,
    /// The due day before any suspension or extension.
    pub first: Option<DayRange>,
    /// The suspensions that have begun.
    pub suspensions: Vec<&'a Suspension>,
    /// The first due day as the suspensions move it; `None` while the clock stands still.
    pub moved: Option<DayRange>,
    /// The extensions that are granted, each with its last day as the suspensions move it; `None` while the clock
    /// stands still.
    pub extensions: Vec<(&'a Extension, Option<DayRange>)>,
    /// Whether the clock stands still.
    pub standstill: Standstill,
    /// The last day for an answer, inclusive: the furthest of the first due day and all extensions. `None` if none
    /// can be known, or while the clock stands still.
    pub due: Option<DayRange>,
}

/// Whether a suspension holds the clock on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standstill {
    /// It runs.
    #[default]
    No,
    /// Depending on the days that imprecise dates mean, it runs, or stands still, or no term is set yet.
    Maybe,
    /// It stands still.
    Yes,
}

/// The deadline of `letter` for `addressee`, as known on `as_of`: what is granted or begins later does not exist
/// yet. A letter sent at an unknown time after some day was sent by `reach`, the day to which it is on record.
#[must_use]
pub fn deadline<'a>(
    letter: &'a Communication,
    addressee: &Actor,
    rules: &'a Rules,
    as_of: NaiveDate,
    reach: NaiveDate,
) -> Deadline<'a> {
    let rules = rules.of(&letter.procedure);
    let from = rules.last().map(|rule| rule.from);
    let start = match from {
        Some(CountedFrom::Adopted) => letter.decided.as_ref(),
        Some(CountedFrom::Sent) | None => letter.sent.as_ref(),
    };
    let starts = start.map(|start| known_by(start.bounds(), reach));
    let mut applies = rules.iter().filter(|rule| starts.is_none_or(|days| applies_within(rule, days)));
    // If the day of the letter is not known, the latest rule stands for all, as which one applies is not known.
    let rule = if starts.is_some() { applies.next() } else { rules.last() };
    let counting = Counting { rules, starts, as_of };
    let first = letter.due.as_ref().map(Date::bounds).or_else(|| counting.term(&Standstills::default())?.to);
    let mut this = Deadline {
        rule,
        others: if starts.is_some() { applies.collect() } else { Vec::new() },
        from,
        start,
        named: letter.due.as_ref(),
        first,
        suspensions: letter.suspensions.iter().filter(|suspension| suspension.from.has_come(as_of)).collect(),
        moved: first,
        extensions: Vec::new(),
        standstill: Standstill::No,
        due: None,
    };
    let readings = (!this.suspensions.is_empty()).then(|| Readings::of(&letter.suspensions, as_of));
    let mut furthest = Furthest::default();
    // A day that the letter itself names stands as it is.
    if let (None, Some(readings)) = (this.named, &readings) {
        let term = readings.all(|standstills, _| counting.term(standstills));
        this.moved = term.and_then(|term| term.days);
        furthest.hold(term.map_or(Standstill::No, |term| term.standstill), true);
    }
    furthest.reach(this.moved, true);
    let mut surely_granted = Vec::new();
    for extension in letter.extensions.iter().filter(|extension| extension.to.as_ref().is_none_or(|to| to == addressee))
    {
        let granted = Granted { on: extension.granted.as_ref().map(Date::bounds), until: extension.until.bounds() };
        if granted.on.is_some_and(|on| on.earliest > as_of) {
            continue;
        }
        let certain = granted.on.is_none_or(|on| on.latest <= as_of);
        let mut days = Some(granted.until);
        if let Some(readings) = &readings {
            let term = readings.all(|standstills, shortest| {
                let start = starts.map(|days| if shortest { days.latest } else { days.earliest });
                Some(granted.moved(standstills, start, shortest, as_of))
            });
            days = term.and_then(|term| term.days);
            furthest.hold(term.map_or(Standstill::No, |term| term.standstill), certain);
        }
        furthest.reach(days, certain);
        if certain {
            surely_granted.push(granted);
        }
        this.extensions.push((extension, days));
    }
    if let (None, Some(_), Some(readings), false) = (this.named, this.moved, &readings, surely_granted.is_empty()) {
        match counting.together(&readings.shortest, &surely_granted) {
            Some(day) => furthest.reach(Some(DayRange::day(day)), true),
            None => furthest.hold(Standstill::Yes, true),
        }
    }
    if furthest.days.is_some() && !furthest.certain {
        furthest.hold(Standstill::Maybe, true);
    }
    this.standstill = furthest.standstill;
    this.due = furthest.days.filter(|_| furthest.standstill != Standstill::Yes);
    this
}

/// Whether a rule applies to letters of some of these days.
fn applies_within(rule: &Rule, days: DayRange) -> bool {
    rule.valid_from.is_none_or(|from| from <= days.latest) && rule.valid_to.is_none_or(|to| days.earliest <= to)
}

/// The days of a beginning of which only the first is known: what is on record had begun by `reach`.
fn known_by(days: DayRange, reach: NaiveDate) -> DayRange {
    if days.latest < FAR_FUTURE { days } else { DayRange { latest: reach.max(days.earliest), ..days } }
}

/// What a term is counted from.
struct Counting<'a> {
    rules: &'a [Rule],
    starts: Option<DayRange>,
    as_of: NaiveDate,
}

impl Counting<'_> {
    /// The last day of the term, whichever day it begins on; `None` if no rule gives one for some of these days.
    fn term(&self, standstills: &Standstills) -> Option<Moved> {
        let starts = self.starts?;
        if starts.is_exact() {
            return self.term_from(starts.earliest, standstills);
        }
        let days = standstills.turning_points(starts, self.rules).into_iter();
        let terms = days.map(|day| self.term_from(day, standstills));
        let mut moved = terms.reduce(|a, b| Some(a?.or(b?))).flatten()?;
        if let Some(to) = &mut moved.to {
            // Counted from a day that nobody knows is not known either.
            to.earliest = if starts.earliest == FAR_PAST { FAR_PAST } else { to.earliest };
            to.latest = if starts.latest == FAR_FUTURE { FAR_FUTURE } else { to.latest };
        }
        Some(moved)
    }

    /// The last day of the term that begins on a day; `None` if no rule gives one.
    fn term_from(&self, day: NaiveDate, standstills: &Standstills) -> Option<Moved> {
        let terms = self.rules.iter().filter(|rule| rule.covers(day));
        let moved = terms.map(|rule| Some(standstills.term(day, rule.term?.after(day)?, self.as_of)));
        moved.reduce(|a, b| Some(a?.or(b?))).flatten()
    }

    /// The earliest day that the furthest of the term and of these extensions can be, all of them counted from the
    /// same day: a later one ends the term later, and an extension sooner, as fewer days of a suspension are left to
    /// move it. `None` if the clock of one of them stands still, whichever day it is.
    fn together(&self, shortest: &Standstills, extensions: &[Granted]) -> Option<NaiveDate> {
        let days = shortest.turning_points(self.starts?, self.rules).into_iter();
        let furthest = days.filter_map(|day| {
            let term = self.term_from(day, shortest)?.to?.earliest;
            let mut last = extensions.iter().map(|extension| extension.moved(shortest, Some(day), true, self.as_of).to);
            last.try_fold(term, |furthest, days| Some(furthest.max(days?.earliest)))
        });
        furthest.min()
    }
}

/// The days of an extension: on which it was granted, as far as that is known, and its last.
#[derive(Clone, Copy)]
struct Granted {
    on: Option<DayRange>,
    until: DayRange,
}

impl Granted {
    /// What becomes of it if the term began on `start`: in the reading that ends soonest, or latest.
    fn moved(self, standstills: &Standstills, start: Option<NaiveDate>, shortest: bool, as_of: NaiveDate) -> Moved {
        // One that is granted later does not exist yet.
        let on = self.on.map(|days| if shortest { days.latest.min(as_of) } else { days.earliest });
        let last = if shortest { self.until.earliest } else { self.until.latest };
        standstills.extension(on, start, last, as_of)
    }
}

/// Suspensions in the readings of their dates that matter.
struct Readings {
    shortest: Standstills,
    longest: Standstills,
    over: Standstills,
}

/// A last day in every reading.
#[derive(Clone, Copy)]
struct Term {
    days: Option<DayRange>,
    standstill: Standstill,
}

impl Readings {
    fn of(suspensions: &[Suspension], as_of: NaiveDate) -> Self {
        let [shortest, longest, over] = [Reading::Shortest, Reading::Longest, Reading::Over]
            .map(|reading| Standstills::read(suspensions, reading, as_of));
        Self { shortest, longest, over }
    }

    /// What holds in all of them of a last day; `moved` is told whether the suspensions are read as short as can be.
    fn all(&self, moved: impl Fn(&Standstills, bool) -> Option<Moved>) -> Option<Term> {
        let shortest = moved(&self.shortest, true)?;
        let all = shortest.or(moved(&self.longest, false)?).or(moved(&self.over, false)?);
        let standstill = match shortest.to {
            None => Standstill::Yes,
            Some(_) if all.still => Standstill::Maybe,
            Some(_) => Standstill::No,
        };
        let latest = |to: DayRange| all.at_most.map_or(to.latest, |day| day.max(to.latest));
        let days = all.to.map(|to| DayRange { latest: latest(to), ..to });
        Some(Term { days: days.filter(|_| standstill != Standstill::Yes), standstill })
    }
}

/// The furthest of several last days.
#[derive(Default)]
struct Furthest {
    days: Option<DayRange>,
    /// Whether there is one in every reading.
    certain: bool,
    standstill: Standstill,
}

impl Furthest {
    /// Adds a last day. One that is not certain to be granted can only move the latest.
    fn reach(&mut self, days: Option<DayRange>, certain: bool) {
        let Some(days) = days else { return };
        let mine = self.days.unwrap_or(days);
        let earliest = match (self.certain, certain) {
            (true, true) => mine.earliest.max(days.earliest),
            (true, false) => mine.earliest,
            (false, true) => days.earliest,
            (false, false) => mine.earliest.min(days.earliest),
        };
        self.days = Some(DayRange { earliest, latest: mine.latest.max(days.latest) });
        self.certain |= certain;
    }

    /// Adds whether the clock of one of them stands still.
    fn hold(&mut self, standstill: Standstill, certain: bool) {
        self.standstill = match (self.standstill, standstill) {
            (Standstill::Yes, _) => Standstill::Yes,
            (_, Standstill::Yes) if certain => Standstill::Yes,
            (Standstill::No, Standstill::No) => Standstill::No,
            _ => Standstill::Maybe,
        };
    }
}

impl fmt::Display for Deadline<'_> {
    /// On what the due day rests, in one line: `60 days from 2019-05-28 (sp-urgent-appeal, not verified)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.named, self.rule, self.first) {
            (Some(named), _, _) => write!(f, "{named}, named in the letter")?,
            (None, Some(rule), Some(_)) => self.counted(rule, f)?,
            (None, Some(Rule { term: None, .. }), None) => f.write_str("no term known for this procedure")?,
            (None, Some(rule), None) if self.start.is_none() => match rule.from {
                CountedFrom::Sent => f.write_str("the day it was sent is not known")?,
                CountedFrom::Adopted => f.write_str("the day of adoption is not known")?,
            },
            (None, _, _) => f.write_str("no rule for this procedure at that time")?,
        }
        match (self.standstill, self.suspensions.as_slice()) {
            (_, []) => {}
            (Standstill::Yes, _) => f.write_str("; the clock stands still")?,
            (Standstill::No | Standstill::Maybe, suspensions) => {
                f.write_str("; suspended ")?;
                for (n, suspension) in suspensions.iter().enumerate() {
                    write!(f, "{}{suspension}", if n == 0 { "" } else { ", " })?;
                }
                if let (None, Some(moved)) = (self.named, self.moved.filter(|_| self.moved != self.first)) {
                    write!(f, ": {moved}")?;
                }
            }
        }
        for (extension, days) in &self.extensions {
            let shorter = days.zip(self.moved).is_some_and(|(days, moved)| days.latest < moved.earliest);
            f.write_str(if shorter { "; not shortened by an extension to " } else { "; extended to " })?;
            write!(f, "{}", extension.until)?;
            if let Some(days) = days.filter(|days| *days != extension.until.bounds()) {
                write!(f, ": {days}")?;
            }
        }
        Ok(())
    }
}

impl Deadline<'_> {
    /// `60 days from 2019-05-28 (sp-urgent-appeal, not verified)`: the terms of all rules that may apply.
    fn counted(&self, rule: &Rule, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(start) = self.start else { return Ok(()) };
        if let Some(term) = rule.term {
            write!(f, "{term}")?;
        }
        let mut told = vec![rule.term];
        for term in self.others.iter().map(|rule| rule.term) {
            if let Some(days) = term.filter(|_| !told.contains(&term)) {
                write!(f, " or {days}")?;
                told.push(term);
            }
        }
        f.write_str(" from ")?;
        write!(f, "{start} ({}", rule.procedure)?;
        let verified = rule.verified && self.others.iter().all(|rule| rule.verified);
        f.write_str(if verified { ")" } else { ", not verified)" })
    }
}
