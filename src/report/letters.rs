//! `timeline letters`: every letter with how it stands, answered ones with the days it took.

mod columns;

pub use columns::{
    BASIS, CASES, DUE, DUE_LATEST, FROM, LAST_REPLY, OWED_BY, PROCEDURE, PROTECTION, REFERENCE, SENT, SILENCE, STATUS,
    TITLE, TO,
};

use super::{
    Cell, Column, ColumnOf, Table, World, column,
    filter::Filter,
    listing::{List, Options},
    rows::{Counts, LAST, RowOrder, Sink},
    words,
};
use crate::{
    load::record::keep::Keep,
    model::{
        answer::{Answer, Status, answer},
        case::Case,
        communication::{Communication, OwedBy, Reply},
        letter::{Letter, letters},
        protection::{Incident, Protection},
        rule::Rules,
        state::Actor,
        wording::Wording,
    },
};
use chrono::Datelike;
use clap::Args as Arguments;

/// All letters and how they stand
///
/// One row for each addressee of each letter, in the order in which they were sent.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline letters sokolov
  timeline letters --from torture --since 2019
  timeline letters -f tsv --columns case,ref,to,status,days_min,days_max")]
pub struct Args {
    /// Ids of cases; none: all cases
    #[arg(value_name = "CASE")]
    pub ids: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

/// One addressee of one letter, and how it stands.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The letter, with every case that has it.
    pub letter: &'a Letter<'a>,
    /// The addressee.
    pub to: &'a Actor,
    /// How it stands.
    pub answer: Answer<'a>,
    /// The gravest of what happened in spite of what it orders.
    pub incident: Option<Incident<'a>>,
    /// How it is worded for people.
    pub wording: Wording,
}

impl<'a> Line<'a> {
    /// What it is about, put together from all copies.
    fn about(&self) -> &Communication {
        &self.letter.communication
    }

    /// The first case that has it.
    fn case(&self) -> &'a Case {
        self.letter.cases[0]
    }

    /// The reply that stopped the clock, else the last one that did not.
    fn last_reply(&self) -> Option<&'a Reply> {
        self.answer.reply.or(self.answer.held)
    }

    /// How it stands, in words.
    #[must_use]
    pub fn standing(&self) -> Cell {
        words::standing(&self.answer, self.about().owed_by, self.incident.as_ref(), self.wording)
    }

    /// What to call it: the reference, else the id, else the procedure, and the addressee.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} to {}", self.letter.communication.label(), self.wording.actor(self.to))
    }

    /// Whether there is something on that day: it had been sent, or was lodged with the body.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.answer.status != Status::NotYetSent || self.answer.lodged
    }

    /// Whether it is we who still owe the answer.
    #[must_use]
    pub fn is_our_move(&self) -> bool {
        self.incident.is_none() && self.letter.communication.owed_by == OwedBy::Us && self.answer.status.is_unanswered()
    }

    /// What it is counted as.
    pub(super) fn class(&self) -> usize {
        class(self)
    }

    /// Puts it into a list in this order.
    pub(super) fn put(&self, order: RowOrder, sink: &mut Sink<'_>) {
        sink.row(self.letter.first, order, class(self), ColumnOf::<Line>::ALL, self);
    }
}

/// Every letter of these cases that the filter lets through, one line an addressee, with how it stands.
pub fn lines<'a>(world: &World<'a>, letters: &'a [Letter<'a>], filter: &Filter) -> Vec<Line<'a>> {
    lines_where(world, letters, filter, |_| true)
}

/// What of a record it takes to make them.
pub fn keep(filter: &Filter) -> Keep {
    match (&filter.from, &filter.person) {
        // With --from, everything: a sender that no letter has may be one of a statement or a demand, and is then no
        // misspelt name.
        (Some(_), _) => Keep::Everything,
        (None, Some(_)) => Keep::LettersAndPeople,
        (None, None) => Keep::Letters,
    }
}

/// The lines that the filter lets through and for which `wanted` is true of how they stand.
pub fn lines_where<'a>(
    world: &World<'a>,
    letters: &'a [Letter<'a>],
    filter: &Filter,
    wanted: impl Fn(&Line<'a>) -> bool,
) -> Vec<Line<'a>> {
    let protection = Protection::of_letters(letters, world.as_of);
    let mut lines = Vec::new();
    for letter in letters {
        let about: &Communication = &letter.communication;
        // Ids of people are those of their own record, so each copy is asked for its own.
        let people = |case: &Case| match about.key() {
            Some(key) => case.communications.iter().any(|c| c.key() == Some(key) && filter.people(case, &c.people)),
            None => filter.people(case, &about.people),
        };
        let concerned = |case: &&&Case| filter.case(case) && (filter.person.is_none() || people(case));
        let Some(case) = letter.cases.iter().find(concerned) else { continue };
        if !filter.senders(about.from.iter().map(String::as_str))
            || !filter.kind(&[&about.procedure])
            || !filter.date(about.sent.as_ref())
        {
            continue;
        }
        let incident = protection.worst(letter);
        for to in about.to.iter().filter(|to| filter.addressee(case, to)) {
            let line = Line {
                letter,
                to,
                answer: answer(letter, to, world.rules, world.as_of),
                incident,
                wording: world.wording,
            };
            if wanted(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// What a line is counted as: the words for it, in the order in which they are told.
const CLASSES: [&str; 16] = [
    "protection orders",
    "our move",
    "overdue",
    "unconfirmed",
    "maybe overdue",
    "due today",
    "later",
    "maybe answered",
    "without a known deadline",
    "not known",
    "answered late",
    "answered, perhaps late",
    "answered",
    "decided",
    "withdrawn",
    "filed only",
];

/// What happened in spite of an order and our own move come first; else it is the status that counts.
fn class(line: &Line<'_>) -> usize {
    match line.answer.status {
        _ if line.incident.is_some() => 0,
        _ if line.is_our_move() => 1,
        Status::Overdue => 2,
        Status::Unconfirmed => 3,
        Status::MaybeOverdue => 4,
        Status::DueToday => 5,
        Status::Pending => 6,
        Status::MaybeAnswered => 7,
        Status::NoDeadline => 8,
        Status::Unknown => 9,
        Status::AnsweredLate => 10,
        Status::AnsweredUnclear => 11,
        Status::Answered => 12,
        Status::Decided => 13,
        Status::Withdrawn => 14,
        Status::NotYetSent => 15,
    }
}

/// How many lines there are of each class.
#[must_use]
pub fn counts(lines: &[Line<'_>]) -> Counts {
    let mut counts = Counts::default();
    lines.iter().for_each(|line| counts[class(line)] += 1);
    counts
}

/// `1 protection order, 1 our move, 3 overdue, 1 due today`: each line counted once, in the order in which they
/// are told.
#[must_use]
pub fn tally(counts: &Counts) -> String {
    let told = CLASSES.iter().zip(counts).filter(|(_, n)| **n > 0);
    let word = |word, n| if n == 1 && word == CLASSES[0] { "protection order" } else { word };
    told.map(|(class, n)| format!("{n} {}", word(*class, *n))).collect::<Vec<_>>().join(", ")
}

/// The order in which letters are told: by the day they were sent, those without one last.
pub(crate) fn order(line: &Line<'_>) -> RowOrder {
    let Some(sent) = &line.letter.communication.sent else { return [LAST; 4] };
    [sent.earliest().num_days_from_ce(), sent.latest().num_days_from_ce(), 0, 0]
}

impl List for Args {
    fn columns() -> Vec<Column> {
        column::columns(ColumnOf::<Line>::ALL)
    }

    fn options(&self) -> &Options {
        &self.options
    }

    fn ids(&self) -> &[String] {
        &self.ids
    }

    fn keep(&self) -> Keep {
        keep(&self.options.filter)
    }

    fn kinds<'r>(&self, rules: &'r Rules) -> Vec<&'r str> {
        rules.procedures()
    }

    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>) {
        let letters = letters(world.cases);
        lines_where(world, &letters, &self.options.filter, Line::exists)
            .iter()
            .for_each(|line| line.put(order(line), sink));
    }

    fn summary(&self, counts: &Counts) -> String {
        summary(counts, "letter", "letters")
    }
}

/// The table of these lines.
#[must_use]
pub fn table(lines: &[Line<'_>]) -> Table {
    Table::of(ColumnOf::<Line>::ALL, lines)
}

/// `7 pending: 4 overdue, 3 later`.
#[must_use]
pub fn summary(counts: &Counts, one: &str, many: &str) -> String {
    match counts.iter().sum() {
        0 => format!("0 {many}"),
        n => format!("{}: {}", words::count(n, one, many), tally(counts)),
    }
}
