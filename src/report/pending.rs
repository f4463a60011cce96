//! `timeline pending`: letters that wait for an answer, the worst first.

use super::{
    Column, ColumnOf, Report, Table, World,
    chart::{self, Chart, Lane},
    column::columns,
    letters::{Line, keep, lines_where, summary},
    listing::{List, Options},
    rows::{Counts, LAST, LEFT_OUT, RowOrder, Sink},
};
use crate::{
    load::record::keep::Keep,
    model::{
        answer::Status,
        communication::Communication,
        event::EventKind,
        letter::{Copies, Letter, letters},
        rule::Rules,
        state::Actor,
        vocabulary::Vocabulary,
    },
    report::made::{Made, Places},
};
use chrono::NaiveDate;
use clap::Args as Arguments;

/// Letters that wait for an answer, the worst first
///
/// One row for each addressee that has not answered. An acknowledgement, a holding reply or a request
/// for more time is no answer. A deadline counts calendar days; the due day itself is not overdue.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline pending
  timeline pending --overdue --state GBR
  timeline pending --within 14d
  timeline pending --chart
  timeline pending -f ics > deadlines.ics
  timeline pending -f tsv | cut -f1 | sort | uniq -c")]
pub struct Args {
    /// Ids of cases; none: all cases
    #[arg(value_name = "CASE")]
    pub ids: Vec<String>,
    /// Only those that are overdue whichever day was meant
    #[arg(long)]
    pub overdue: bool,
    /// Only those due within this time: 14d, 2w
    #[arg(long, value_name = "TIME", value_parser = within)]
    pub within: Option<i64>,
    /// Add those of which nobody here knows whether a reply came
    #[arg(long)]
    pub unknown: bool,
    /// Draw a picture of the letters on the screen instead
    #[arg(long, conflicts_with_all = ["sort", "reverse", "columns", "text"])]
    pub chart: bool,
    /// With -f ics: put titles, ids and names into the calendar
    #[arg(long, conflicts_with = "chart")]
    pub titles: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

/// Reads a length of time: `14d`, `2w`, `14`. Returns days.
///
/// # Errors
/// What to write instead.
pub fn within(text: &str) -> Result<i64, String> {
    let (number, days) = match text.strip_suffix(['d', 'w']) {
        Some(number) if text.ends_with('w') => (number, 7),
        Some(number) => (number, 1),
        None => (text, 1),
    };
    match number.parse::<u16>() {
        Ok(n) => Ok(i64::from(n) * days),
        Err(_) => Err("write a number of days or weeks: 14d, 2w".into()),
    }
}

/// The hint behind "2 not known"; pages leave it out, as their readers have no command line.
pub const HOW_TO_SEE: &str = " (--unknown)";

impl Args {
    fn wants(&self, line: &Line<'_>) -> bool {
        let status = line.answer.status;
        // What happened in spite of an order is always told, but it is not a letter that is late or falls due.
        if line.incident.is_some() && !self.overdue && self.within.is_none() {
            return true;
        }
        if status == Status::Unknown {
            return self.unknown;
        }
        let soon = |within: i64| {
            matches!(status, Status::Pending | Status::DueToday)
                && line.answer.days.and_then(|days| days.max).is_some_and(|most| -most <= within)
        };
        status.is_unanswered()
            && match (self.overdue, self.within) {
                (false, None) => true,
                (overdue, within) => (overdue && status == Status::Overdue) || within.is_some_and(soon),
            }
    }

    /// The lines of the list, and those left out since nobody here knows whether the letter was answered.
    pub(crate) fn lines<'a>(
        &self,
        world: &World<'a>,
        letters: &'a [Letter<'a>],
        orders: &'a [Letter<'a>],
    ) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
        let concerns = |line: &Line<'a>| line.answer.status == Status::Unknown || self.wants(line);
        let (mut listed, left_out): (Vec<_>, Vec<_>) =
            lines_where(world, letters, &self.options.filter, concerns).into_iter().partition(|line| self.wants(line));
        listed.extend(lines_where(world, orders, &self.options.filter, |line| {
            line.incident.is_some() && self.wants(line)
        }));
        (listed, left_out)
    }
}

/// Protection orders on record as events, as letters to the States of the case: so that what happened in spite of them
/// stands where everybody looks first.
pub(crate) fn orders_as_letters<'a>(world: &World<'a>) -> Vec<Letter<'a>> {
    let mut letters = Vec::new();
    for (first, case) in world.cases.iter().enumerate() {
        let to: Vec<Actor> = case.states.iter().copied().map(Actor::State).collect();
        for event in case.events.iter().filter(|e| e.kind == EventKind::ProtectionOrder) {
            let letter = Communication {
                sent: event.date.clone(),
                people: event.people.clone(),
                ..Communication::new(EventKind::ProtectionOrder.name(), to.clone(), event.entry.clone())
            };
            letters.push(Letter::of(first, case, Copies::Joined(Box::new(letter))));
        }
    }
    letters
}

/// What happened in spite of an order first, then our own move, then by status, then the longest overdue or the soonest due.
pub(crate) fn order(line: &Line<'_>) -> RowOrder {
    let days = |count: Option<i64>| count.and_then(|n| i32::try_from(-n).ok()).unwrap_or(LAST);
    let waiting = line.answer.waiting.and_then(|w| w.min);
    let grade = match line {
        _ if line.incident.is_some() => 0,
        _ if line.is_our_move() => 100,
        _ => 200,
    };
    [
        grade + line.answer.status as i32,
        days(line.answer.days.and_then(|d| d.min)),
        days(line.answer.days.and_then(|d| d.max)),
        days(waiting),
    ]
}

impl List for Args {
    fn columns() -> Vec<Column> {
        columns(ColumnOf::<Line>::ALL)
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
        let (letters, orders) = (letters(world.cases), orders_as_letters(world));
        let (listed, left_out) = self.lines(world, &letters, &orders);
        listed.iter().for_each(|line| line.put(order(line), sink));
        left_out.iter().for_each(|line| sink.left_out(line.letter.first));
    }

    fn summary(&self, counts: &Counts) -> String {
        let mut listed = *counts;
        let left_out = std::mem::take(&mut listed[LEFT_OUT]);
        let listed = summary(&listed, "pending", "pending");
        match left_out {
            0 => listed,
            n => format!("{listed}; {n} not known{HOW_TO_SEE}"),
        }
    }
}

/// Lanes of a picture of the same letters, each with what orders it, and what its letter is counted as.
#[derive(Debug, Default)]
pub struct Drawn {
    lanes: Vec<((RowOrder, u32), Lane)>,
    counts: Counts,
}

impl Made for Drawn {}

/// Draws the letters of some cases.
pub fn draw(args: &Args, world: &World<'_>, place: Places<'_>, drawn: &mut Drawn) {
    let (letters, orders) = (letters(world.cases), orders_as_letters(world));
    let (lines, left_out) = args.lines(world, &letters, &orders);
    drawn.counts[LEFT_OUT] += left_out.len();
    for line in lines {
        drawn.counts[line.class()] += 1;
        drawn.lanes.push(((order(&line), place(line.letter.first)), chart::of_waiting(&line, world.as_of)));
    }
}

/// What sums the letters up, and the picture of them; `None` if none has a date.
#[must_use]
pub fn picture(args: &Args, parts: Vec<Drawn>, as_of: NaiveDate) -> (Report, Option<Chart>) {
    let (mut lanes, mut counts) = (Vec::new(), Counts::default());
    for part in parts {
        lanes.extend(part.lanes);
        counts.iter_mut().zip(part.counts).for_each(|(all, some)| *all += some);
    }
    lanes.sort_by_key(|(order, _)| *order);
    let mut report =
        Report { table: Table::new(&Args::columns()), summary: args.summary(&counts), remarks: Vec::new() };
    if let Some(limit) = args.options.select.limit.filter(|limit| *limit < lanes.len()) {
        report.remarks.push(format!("the first {limit} of {} rows", lanes.len()));
        lanes.truncate(limit);
    }
    let lanes = lanes.into_iter().map(|(_, lane)| lane).collect();
    (report, chart::of_lanes(lanes, as_of))
}
