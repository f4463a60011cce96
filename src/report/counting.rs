//! How days are counted on a page, numbered: each rule that is in use there, with its source, and to what day silence
//! and detention are on record. Letters refer to it by number.

use super::{
    Cell, Table, Value, World,
    column::{CASE, ID},
    letters::{Line, PROCEDURE, REFERENCE, SENT, TO},
};
use crate::model::{
    case::Case,
    date::Date,
    deadline::Deadline,
    liberty::lives,
    reach::known_until,
    rule::{CountedFrom, Owes, Rule},
    wording::Wording,
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What days are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis<'a> {
    /// A deadline rule.
    Rule(&'a Rule),
    /// The last day that a letter names.
    Named,
    /// More time was granted.
    Extension,
    /// The clock stands or stood still.
    Suspension,
    /// To what day silence is on record: a letter waits.
    Silence,
    /// Days of detention, and to what day they are on record.
    Liberty(Option<NaiveDate>),
}

/// What a letter to one addressee is known by in a table.
type Name = [String; 6];

/// How days are counted.
#[derive(Clone, Debug, Default)]
pub struct Counting<'a> {
    bases: Vec<Basis<'a>>,
    of: HashMap<Name, Vec<usize>>,
}

/// A basis in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How it is counted.
    pub says: String,
    /// Where that is written.
    pub source: Option<String>,
    /// Whether the passage itself was read there; `None` where there is nothing to verify.
    pub read: Option<bool>,
    /// Whether it is a rule of the office.
    pub own: bool,
}

impl<'a> Counting<'a> {
    /// By what the days of these letters are counted, in the order in which they come.
    #[must_use]
    pub fn of_letters(lines: &[Line<'a>]) -> Self {
        let mut counting = Self::default();
        for line in lines {
            let numbers: Vec<usize> = of_deadline(&line.answer.deadline).map(|basis| counting.number(basis)).collect();
            counting.of.insert(of_line(line), numbers);
        }
        if lines.iter().any(|line| line.answer.status.is_unanswered()) {
            counting.number(Basis::Silence);
        }
        counting
    }

    /// The same with the days of detention of a case, if any are counted.
    #[must_use]
    pub fn and_liberty(mut self, case: &Case, as_of: NaiveDate) -> Self {
        if lives(case, as_of).iter().any(|life| life.periods.iter().any(|period| period.days.is_some())) {
            self.number(Basis::Liberty(known_until(case, as_of)));
        }
        self
    }

    /// The number of a basis, from 1.
    fn number(&mut self, basis: Basis<'a>) -> usize {
        let at = self.bases.iter().position(|other| *other == basis).unwrap_or_else(|| {
            self.bases.push(basis);
            self.bases.len() - 1
        });
        at + 1
    }

    /// The numbers of what the due day of the letter in this row rests on.
    #[must_use]
    pub fn of_row(&self, table: &Table, row: &[Cell]) -> &[usize] {
        let text = |column| match &table.cell(row, column).value {
            Value::Text(text) => text.clone(),
            Value::Date(date) => date.as_written().into_owned(),
            _ => String::new(),
        };
        self.of.get(&[CASE, REFERENCE, ID, PROCEDURE, TO, SENT].map(text)).map_or(&[], Vec::as_slice)
    }

    /// Each basis in words, in the order of the numbers.
    #[must_use]
    pub fn told(&self, world: &World<'_>) -> Vec<Told> {
        self.bases.iter().map(|basis| told(*basis, world)).collect()
    }
}

fn of_line(line: &Line<'_>) -> Name {
    let about = &line.letter.communication;
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let sent = about.sent.as_ref().map(|date| date.as_written().into_owned()).unwrap_or_default();
    let case = line.letter.cases[0].id.clone();
    [
        case,
        text(about.reference.as_deref()),
        text(about.id.as_deref()),
        about.procedure.clone(),
        line.to.name().to_owned(),
        sent,
    ]
}

/// What a due day, or that there is none, rests on.
fn of_deadline<'a>(deadline: &Deadline<'a>) -> impl Iterator<Item = Basis<'a>> {
    let named = deadline.named.map(|_| Basis::Named);
    let rules = deadline.rule.into_iter().chain(deadline.others.iter().copied()).map(Basis::Rule);
    // A day that the letter names beats every rule.
    let rules = rules.filter(move |_| named.is_none());
    let moved = (!deadline.suspensions.is_empty()).then_some(Basis::Suspension);
    let further = (!deadline.extensions.is_empty()).then_some(Basis::Extension);
    named.into_iter().chain(rules).chain(moved).chain(further)
}

fn told(basis: Basis<'_>, world: &World<'_>) -> Told {
    let plain = |says: String| Told { says, source: None, read: None, own: false };
    match basis {
        Basis::Rule(rule) => Told {
            says: of_rule(rule, world.wording),
            source: Some(rule.source.to_string()),
            read: rule.term.map(|_| rule.verified),
            own: !rule.built_in,
        },
        Basis::Named => plain("The letter itself names the last day: this beats every rule.".into()),
        Basis::Extension => {
            plain("Where more time was granted, the furthest day counts: an extension never shortens.".into())
        }
        Basis::Suspension => plain(
            "Days on which the clock stands still do not count: the last day moves on by them. A day that the letter itself names stands as it is."
                .into(),
        ),
        Basis::Silence => plain(
            "The last day itself is not overdue; the day after it is overdue by one day. A letter is called overdue only where it is on record, for a day after the last one, that nobody had answered: a source says so, or somebody looked for an answer and kept the record, or the answer came later. To what day that is on record stands with each letter."
                .into(),
        ),
        Basis::Liberty(known) => {
            let known = known.filter(|known| *known < world.as_of).map(|known| {
                format!(
                    " Who was held on the day of the last news is not thereby held today: days are counted to {}, to which the record reaches, and to {} only if it lasts.",
                    world.wording.day(known),
                    world.wording.day(world.as_of)
                )
            });
            plain(format!("Days of detention include the first and the last.{}", known.unwrap_or_default()))
        }
    }
}

/// `urgent appeal: 60 days, counted from the day after it was sent; the addressee owes the answer`.
fn of_rule(rule: &Rule, wording: Wording) -> String {
    let from = match rule.from {
        CountedFrom::Sent => "the day after it was sent",
        CountedFrom::Adopted => "the day after adoption",
    };
    let term = rule.term.map_or_else(|| "no term is known".to_owned(), |term| format!("{term}, counted from {from}"));
    let owes = match rule.owes {
        Owes::Addressee => "the addressee owes the answer",
        Owes::State => "the State owes the answer",
    };
    let valid = match (rule.valid_from, rule.valid_to) {
        (Some(from), Some(to)) => format!(" (for letters from {} to {})", wording.day(from), wording.day(to)),
        (Some(from), None) => format!(" (for letters from {} on)", wording.day(from)),
        (None, Some(to)) => format!(" (for letters to {})", wording.day(to)),
        (None, None) => String::new(),
    };
    let extension = rule.extension.as_ref().map_or_else(String::new, |more| format!("; extension: {more}"));
    format!("{}{valid}: {term}; {owes}{extension}.", rule.title)
}

/// On what a due day rests, where the rules are told beside it: `60 days after 20 March 2025; extended to 3 June 2025`.
#[must_use]
pub fn counted(deadline: &Deadline<'_>) -> String {
    let mut says = match (deadline.named, deadline.rule, deadline.start, deadline.first) {
        (Some(named), ..) => format!("{}, named in the letter", named.in_words()),
        (None, Some(rule), Some(start), Some(_)) => {
            let mut terms: Vec<String> = Vec::new();
            for term in std::iter::once(rule).chain(deadline.others.iter().copied()).filter_map(|rule| rule.term) {
                terms.extend(Some(term.to_string()).filter(|term| !terms.contains(term)));
            }
            format!("{} after {}", terms.join(" or "), some(start))
        }
        (None, Some(Rule { term: None, .. }), ..) => "no term known for this procedure".into(),
        (None, Some(rule), None, _) => match rule.from {
            CountedFrom::Sent => "the day it was sent is not known".into(),
            CountedFrom::Adopted => "the day of adoption is not known".into(),
        },
        (None, Some(_) | None, ..) => "no rule for this procedure at that time".into(),
    };
    for suspension in &deadline.suspensions {
        says += "; the clock stands still from ";
        says += &suspension.from.in_words();
        says +=
            &suspension.until.as_ref().map_or_else(|| " on".to_owned(), |until| format!(" to {}", until.in_words()));
    }
    for (extension, days) in &deadline.extensions {
        let shorter = days.zip(deadline.moved).is_some_and(|(days, moved)| days.latest < moved.earliest);
        says += if shorter { "; not shortened by an extension to " } else { "; extended to " };
        says += &extension.until.in_words();
    }
    says
}

/// A date after "after": `20 March 2025`, `a day between 5 July 2024 and 8 January 2025`.
fn some(date: &Date) -> String {
    let words = date.in_words();
    if words.starts_with("between ") { format!("a day {words}") } else { words }
}
