//! `timeline pending`: letters that wait for an answer, the worst first.

use super::{
    Report, World,
    chart::{self, Chart},
    filter::Filter,
    letters::{Line, lines_where, summary, table},
    select::Select,
};
use crate::model::{
    answer::Status,
    communication::Communication,
    event::EventKind,
    letter::{Letter, Told, letters},
    state::Actor,
    vocabulary::Vocabulary,
};
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
    /// Only those that are overdue, whichever day an imprecise date means
    #[arg(long)]
    pub overdue: bool,
    /// Only those that fall due within this time: 14d, 2w; with --overdue, both
    #[arg(long, value_name = "TIME", value_parser = within)]
    pub within: Option<i64>,
    /// Add those of which nobody here knows whether a reply came
    #[arg(long)]
    pub unknown: bool,
    /// Draw a picture of the letters on the screen instead
    #[arg(long, conflicts_with_all = ["sort", "reverse", "columns"])]
    pub chart: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub filter: Filter,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub select: Select,
}

/// Reads a length of time: `14d`, `2w`, `14`. Returns days.
fn within(text: &str) -> Result<i64, String> {
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

impl Args {
    fn wants(&self, line: &Line<'_>) -> bool {
        let status = line.answer.status;
        // A breach is always told, but it is not a letter that is late or falls due.
        if line.breach.is_some() && !self.overdue && self.within.is_none() {
            return true;
        }
        if status == Status::Unknown {
            return self.unknown;
        }
        let soon = |within: i64| {
            matches!(status, Status::Pending | Status::DueToday)
                && line.answer.days.is_some_and(|days| -days.from_earliest <= within)
        };
        status.is_unanswered()
            && match (self.overdue, self.within) {
                (false, None) => true,
                (overdue, within) => (overdue && status == Status::Overdue) || within.is_some_and(soon),
            }
    }
}

/// Protection orders on record as events that were breached, as letters to the States of the case: so
/// that they stand where everybody looks first.
fn breached_orders<'a>(world: &World<'a>) -> Vec<Letter<'a>> {
    let mut letters = Vec::new();
    for case in world.cases {
        let to: Vec<Actor> = case.states.iter().copied().map(Actor::State).collect();
        for event in case.events.iter().filter(|e| e.kind == EventKind::ProtectionOrder) {
            let letter = Communication {
                sent: event.date.clone(),
                people: event.people.clone(),
                ..Communication::new(EventKind::ProtectionOrder.name(), to.clone(), event.entry.clone())
            };
            letters.push(Letter { cases: vec![case], communication: Told::Joined(Box::new(letter)) });
        }
    }
    letters
}

/// A breach first, then our own move, then by status, then the longest overdue or the soonest due.
fn worst_first(lines: &mut [Line<'_>]) {
    lines.sort_by_key(|line| {
        let days = line.answer.days.map(|d| (d.from_latest, d.from_earliest));
        let waiting = line.answer.waiting.map(|w| w.from_latest);
        (
            line.breach.is_none(),
            !line.is_our_move(),
            line.answer.status,
            std::cmp::Reverse(days),
            std::cmp::Reverse(waiting),
        )
    });
}

/// The report.
///
/// # Errors
/// An unknown kind or column, with what to write instead.
pub fn report(args: &Args, world: &World<'_>) -> Result<Report, String> {
    let (letters, orders) = (letters(world.cases), breached_orders(world));
    let lines = wanted(args, world, &letters, &orders)?;
    let mut report = Report {
        table: table(&lines),
        summary: summary(&lines, "pending", "pending"),
        remarks: args.filter.remarks(world),
    };
    args.select.apply(&mut report)?;
    Ok(report)
}

/// The picture of the same letters; `None` if none has a date.
///
/// # Errors
/// As for the report.
pub fn picture(args: &Args, world: &World<'_>) -> Result<Option<Chart>, String> {
    let (letters, orders) = (letters(world.cases), breached_orders(world));
    let mut lines = wanted(args, world, &letters, &orders)?;
    lines.truncate(args.select.limit.unwrap_or(usize::MAX));
    Ok(chart::of_letters(&lines, world))
}

fn wanted<'a>(
    args: &Args,
    world: &World<'a>,
    letters: &'a [Letter<'a>],
    orders: &'a [Letter<'a>],
) -> Result<Vec<Line<'a>>, String> {
    args.filter.check_kinds(&world.rules.procedures())?;
    let mut all = lines_where(world, letters, &args.filter, |line| args.wants(line));
    all.extend(lines_where(world, orders, &args.filter, |line| line.breach.is_some() && args.wants(line)));
    worst_first(&mut all);
    Ok(all)
}
