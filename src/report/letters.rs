//! `timeline letters`: every letter with how it stands, answered ones with the days it took.

use super::{
    Column, Kind, Table, World,
    filter::Filter,
    listing::{List, Options},
    rows::{Counts, Given, LAST, Order, Row, Sink},
    words,
};
use crate::{
    load::needs::Needs,
    model::{
        answer::{Answer, Status, answer},
        case::Case,
        communication::{Communication, OwedBy},
        event::EventKind,
        letter::{Letter, letters},
        protection::{self, Breach, PROCEDURES, breaches},
        rule::Rules,
        state::Actor,
        vocabulary::Vocabulary,
    },
};
use chrono::{Datelike, NaiveDate};
use clap::Args as Arguments;
use std::fmt::Write;

/// All letters and how they stand
///
/// One row for each addressee of each letter, in the order in which they were sent.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline letters sokolov
  timeline letters --from torture --since 2019
  timeline letters -f tsv --columns case,ref,to,status,days")]
pub struct Args {
    /// Ids of cases; none: all cases
    #[arg(value_name = "CASE")]
    pub ids: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

/// Columns of letters: the same in `letters`, in `pending` and in `show`.
pub const COLUMNS: &[Column] = &[
    Column::new(Kind::Code, "case", "Case"),
    Column::new(Kind::List, "cases", "Cases").data(),
    Column::new(Kind::Text, "title", "Title").data(),
    Column::new(Kind::Code, "ref", "Reference"),
    Column::new(Kind::Code, "id", "Id").data(),
    Column::new(Kind::Code, "procedure", "Procedure").data(),
    Column::new(Kind::Text, "to", "To"),
    Column::new(Kind::List, "from", "From").if_wide(1),
    Column::new(Kind::Date, "sent", "Sent").if_wide(2),
    Column::new(Kind::Day, "due", "Due"),
    Column::new(Kind::Day, "due_latest", "Due at the latest").data(),
    Column::new(Kind::Text, "status", "How it stands"),
    Column::new(Kind::Number, "days", "Days").data(),
    Column::new(Kind::Number, "days_latest", "Days at the latest").data(),
    Column::new(Kind::Number, "waiting_days", "Waiting").data(),
    Column::new(Kind::Date, "last_reply", "Last reply").if_wide(3),
    Column::new(Kind::Code, "last_reply_kind", "Kind").data(),
    Column::new(Kind::Number, "taken_days", "Days taken").data(),
    Column::new(Kind::Number, "taken_days_latest", "Days taken at most").data(),
    Column::new(Kind::Date, "no_reply_as_of", "Silence confirmed").if_wide(4),
    Column::new(Kind::Code, "owed_by", "Owed by").data(),
    Column::new(Kind::Text, "breach", "Breach").data(),
    Column::new(Kind::Text, "basis", "The due day rests on").if_wide(5),
    Column::new(Kind::List, "sources", "Sources").data(),
    Column::new(Kind::Text, "note", "Note").data(),
];

/// Few deadlines rest on more than can be said in so many bytes.
const BASIS: usize = 80;

/// One addressee of one letter, and how it stands.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The letter, with every case that has it.
    pub letter: &'a Letter<'a>,
    /// The addressee.
    pub to: &'a Actor,
    /// How it stands.
    pub answer: Answer<'a>,
    /// A removal or death against the measures it orders.
    pub breach: Option<Breach<'a>>,
}

impl Line<'_> {
    /// What to call it: the reference, else the id, else the procedure, and the addressee.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} to {}", self.letter.communication.label(), self.to)
    }

    /// Whether it is we who still owe the answer.
    #[must_use]
    pub fn is_our_move(&self) -> bool {
        self.breach.is_none() && self.letter.communication.owed_by == OwedBy::Us && self.answer.status.is_unanswered()
    }

    /// Makes the row of a list in this order.
    pub(super) fn put(&self, order: Order, row: &mut impl Sink) {
        let (letter, case) = (&self.letter.communication, self.letter.cases[0]);
        let due = self.answer.deadline.due;
        let last = self.answer.reply.or(self.answer.held);
        let cases: Vec<&str> = self.letter.cases.iter().map(|case| case.id.as_str()).collect();
        row.begin(self.letter.first, order, class(self));
        row.put(&case.id);
        row.put(cases.as_slice());
        row.put(&case.title);
        let label = || letter.reference.as_deref().or(letter.id.as_deref()).unwrap_or("–").to_owned();
        row.put_saying(letter.reference.as_deref(), label);
        row.put(letter.id.as_deref());
        row.put(&letter.procedure);
        row.put(self.to.name());
        row.put_saying(letter.from.as_slice(), || words::first_of(&letter.from));
        match &letter.sent {
            Some(sent) => row.put(sent),
            None => row.put_saying(Given::Unknown, || "not known".into()),
        }
        match due {
            Some(due) => row.put_saying(due.earliest, || words::day(due)),
            None => row.put(Given::Unknown),
        }
        row.put(due.map(|d| d.latest));
        if row.says() {
            row.put_cell(&words::standing(&self.answer, letter.owed_by, self.breach.as_ref()));
        } else {
            row.put(self.answer.status.name());
        }
        row.put(self.answer.days.map(|d| d.from_earliest));
        row.put(self.answer.days.map(|d| d.from_latest));
        row.put(self.answer.waiting.map(|w| w.from_earliest));
        match last {
            Some(reply) => row.put_saying(reply.date.as_ref(), || words::reply(reply)),
            None => row.put(Given::Unknown),
        }
        row.put(last.map(|r| r.kind.name()));
        row.put(self.answer.taken.map(|t| t.0));
        row.put(self.answer.taken.map(|t| t.1));
        row.put(letter.no_reply_as_of.as_ref());
        row.put(letter.owed_by.name());
        row.put(self.breach.as_ref().map(words::breach).as_ref());
        let mut basis = String::with_capacity(BASIS);
        // Writing to a String does not fail.
        let _ = write!(basis, "{}", self.answer.deadline);
        row.put(&basis);
        row.put(letter.entry.sources.as_slice());
        row.put(letter.entry.note.as_deref());
    }
}

/// Every letter of these cases that the filter lets through, one line an addressee, with how it stands.
pub fn lines<'a>(world: &World<'a>, letters: &'a [Letter<'a>], filter: &Filter) -> Vec<Line<'a>> {
    lines_where(world, letters, filter, |_| true)
}

/// Those of them that are wanted for how they stand; the others are not kept even for a moment.
pub fn lines_where<'a>(
    world: &World<'a>,
    letters: &'a [Letter<'a>],
    filter: &Filter,
    wanted: impl Fn(&Line<'a>) -> bool,
) -> Vec<Line<'a>> {
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
        let breach = breach_of(letter, about, world.as_of);
        for to in about.to.iter().filter(|to| filter.addressee(case, to)) {
            let line = Line { letter, to, answer: answer(about, to, world.rules, world.as_of), breach };
            if wanted(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// The first breach of the measures that a letter orders, in any of its cases.
#[must_use]
pub fn breach_of<'a>(letter: &Letter<'a>, about: &Communication, as_of: NaiveDate) -> Option<Breach<'a>> {
    if !PROCEDURES.contains(&about.procedure.as_str()) && about.procedure != EventKind::ProtectionOrder.name() {
        return None;
    }
    let same = |order: protection::Order<'_>| {
        let twin = match order {
            protection::Order::Letter(own) => own.key().is_some() && own.key() == about.key(),
            protection::Order::Event(_) => false,
        };
        twin || order.entry().offset == about.entry.offset
    };
    letter.cases.iter().flat_map(|case| breaches(case, as_of)).find(|breach| same(breach.order))
}

/// What a line is counted as: the words for it, in the order in which they are told.
const CLASSES: [&str; 12] = [
    "breaches",
    "our move",
    "overdue",
    "maybe overdue",
    "due today",
    "later",
    "without a known deadline",
    "not known",
    "answered late",
    "answered",
    "withdrawn",
    "not sent yet",
];

/// A breach and our own move come first; else it is the status that counts.
fn class(line: &Line<'_>) -> usize {
    match line.answer.status {
        _ if line.breach.is_some() => 0,
        _ if line.is_our_move() => 1,
        Status::Overdue => 2,
        Status::MaybeOverdue => 3,
        Status::DueToday => 4,
        Status::Pending => 5,
        Status::NoDeadline => 6,
        Status::Unknown => 7,
        Status::AnsweredLate => 8,
        Status::Answered => 9,
        Status::Withdrawn => 10,
        Status::NotYetSent => 11,
    }
}

/// How many lines there are of each class.
#[must_use]
pub fn counts(lines: &[Line<'_>]) -> Counts {
    let mut counts = Counts::default();
    lines.iter().for_each(|line| counts[class(line)] += 1);
    counts
}

/// `1 breach, 1 our move, 3 overdue, 1 due today`: each line counted once, in the order in which they
/// are told.
#[must_use]
pub fn tally(counts: &Counts) -> String {
    let told = CLASSES.iter().zip(counts).filter(|(_, n)| **n > 0);
    let word = |word, n| if n == 1 && word == CLASSES[0] { "breach" } else { word };
    told.map(|(class, n)| format!("{n} {}", word(*class, *n))).collect::<Vec<_>>().join(", ")
}

/// The order in which letters are told: by the day they were sent, those without one last.
fn order(line: &Line<'_>) -> Order {
    let Some(sent) = &line.letter.communication.sent else { return [LAST; 4] };
    [sent.earliest().num_days_from_ce(), sent.latest().num_days_from_ce(), 0, 0]
}

impl List for Args {
    const COLUMNS: &'static [Column] = COLUMNS;

    fn options(&self) -> &Options {
        &self.options
    }

    fn ids(&self) -> &[String] {
        &self.ids
    }

    fn needs(&self) -> Needs {
        // A sender that no letter has is looked for among statements and demands too.
        if self.options.filter.from.is_none() { Needs::Letters } else { Needs::Everything }
    }

    fn kinds<'r>(&self, rules: &'r Rules) -> Vec<&'r str> {
        rules.procedures()
    }

    fn rows(&self, world: &World<'_>, sink: &mut impl Sink) {
        let letters = letters(world.cases);
        let sent = |line: &Line<'_>| line.answer.status != Status::NotYetSent;
        lines_where(world, &letters, &self.options.filter, sent).iter().for_each(|line| line.put(order(line), sink));
    }

    fn summary(&self, counts: &Counts) -> String {
        summary(counts, "letter", "letters")
    }
}

/// The table of these lines.
#[must_use]
pub fn table(lines: &[Line<'_>]) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    lines.iter().for_each(|line| line.put([0; 4], &mut rows));
    let mut table = Table::new(COLUMNS);
    rows.into_iter().for_each(|row| table.push(row.cells));
    table
}

/// `7 pending: 4 overdue, 3 later`.
#[must_use]
pub fn summary(counts: &Counts, one: &str, many: &str) -> String {
    match counts.iter().sum() {
        0 => format!("0 {many}"),
        n => format!("{}: {}", words::count(n, one, many), tally(counts)),
    }
}
