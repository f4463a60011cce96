//! `timeline stats`: how many letters were answered, and what became of demands.

use super::{
    Column, ColumnOf, Kind, Report, Table, Value, World, col,
    demands::of_case,
    letters::{Line, lines},
    listing::Options,
    rows::{Done, Out},
    words,
};
use crate::{
    model::{
        answer::Span,
        case::Case,
        date::{Date, DayRange},
        demand::{DemandStatus, Pursuit},
        letter::letters,
        response::{Responses, median, percent},
        rule::Rules,
        state::Actor,
        vocabulary::{Vocabulary, nearest, vocabulary},
    },
    report::made::Made,
};
use chrono::{Datelike, NaiveDate};
use clap::Args as Arguments;
use std::collections::BTreeMap;

vocabulary! {
    /// What a table of statistics has a row for.
    By {
        /// The State addressed; other actors together.
        State = "state",
        /// The mandate or sender.
        From = "from",
        /// The procedure.
        Procedure = "procedure",
        /// The year in which it was sent or made.
        Year = "year",
        /// The case.
        Case = "case",
    }
}

/// How many letters were answered, and what became of demands
///
/// A table of counts, never a ranking: rows stand in the order of the alphabet. Shares of fewer than
/// five letters are marked. The definitions are printed below the table.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline stats
  timeline stats --by state
  timeline stats --by from --since 2019 -f csv")]
pub struct Args {
    /// A row for each: state, from, procedure, year, case [default: one row for all]
    #[arg(long, value_name = "WHAT", value_parser = by)]
    pub by: Option<By>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

fn by(text: &str) -> Result<By, String> {
    By::named(text).ok_or_else(|| match nearest(text, By::names()) {
        Some(like) => format!("did you mean {like}?"),
        None => format!("write one of: {}", By::names().join(", ")),
    })
}

/// What the row is of.
pub const GROUP: Column = Column::new(Kind::Text, "group", "Group");
/// Letters in the rates.
pub const N: Column = Column::new(Kind::Number, "n", "n");
/// Of them, answered in time.
pub const IN_TIME: Column = Column::new(Kind::Number, "in_time", "In time");
/// Of them, answered late.
pub const LATE: Column = Column::new(Kind::Number, "late", "Late");
/// Of them, answered, while imprecise dates leave open whether in time.
pub const UNCLEAR: Column = Column::new(Kind::Number, "unclear", "Unclear");
/// Of them, acknowledged only.
pub const ACKNOWLEDGED: Column = Column::new(Kind::Number, "acknowledged", "Ack only");
/// Of them, without any reply.
pub const SILENT: Column = Column::new(Kind::Number, "silent", "Silent");
/// The share with any reply.
pub const ANY: Column = Column::new(Kind::Number, "any_percent", "Any reply");
/// The share with a reply that stops the clock.
pub const STOPPED: Column = Column::new(Kind::Number, "stopped_percent", "Answered");
/// Letters not yet due; with it begin those that are counted beside the rates.
pub const NOT_DUE: Column = Column::new(Kind::Number, "not_due", "Not due").if_wide(5);
/// How many demands there are; with it begins what became of them.
pub const DEMANDS: Column = Column::new(Kind::Number, "demands", "Demands").if_wide(3);

/// What is counted for one row.
#[derive(Clone, Debug, Default)]
struct Group {
    responses: Responses,
    demands: BTreeMap<DemandStatus, usize>,
    ages: Vec<i64>,
}

impl Group {
    fn add_demand(&mut self, pursuit: &Pursuit<'_>, as_of: NaiveDate) {
        *self.demands.entry(pursuit.status).or_default() += 1;
        if let Some(since) = pursuit.since().filter(|_| pursuit.status.is_outstanding()) {
            self.ages.extend(Span::between(since.start(), DayRange::day(as_of)).min);
        }
    }

    fn add(&mut self, other: Self) {
        self.responses.join(other.responses);
        other.demands.into_iter().for_each(|(status, n)| *self.demands.entry(status).or_default() += n);
        self.ages.extend(other.ages);
    }

    /// How many demands stand like this.
    fn with(&self, status: DemandStatus) -> usize {
        self.demands.get(&status).copied().unwrap_or(0)
    }
}

/// With fewer letters, a share is marked as saying little.
pub const FEW: usize = 5;

/// A share of the letters in the rates.
fn share(group: &Group, part: usize, out: Out<'_>) -> Done {
    let n = group.responses.counted();
    match percent(part, n) {
        Some(share) if n < FEW => out.put_saying(share, || format!("{share}% (n<{FEW})")),
        Some(share) => out.put_saying(share, || format!("{share}%")),
        None => out.put_saying(Value::Unknown, || "–".into()),
    }
}

/// Demands counted in columns of their own; the others together.
const NAMED: [DemandStatus; 4] =
    [DemandStatus::Met, DemandStatus::PartlyMet, DemandStatus::Refused, DemandStatus::Open];

/// A group with its name.
type Row<'a> = (&'a str, &'a Group);

impl<'a> ColumnOf<Row<'a>> {
    const ALL: &'a [Self] = &[
        col(GROUP, |(name, _), out| out.put(*name)),
        col(Column::new(Kind::Number, "letters", "Letters").data(), |(_, group), out| {
            out.put(group.responses.counted() + group.responses.beside())
        }),
        col(N, |(_, group), out| out.put(group.responses.counted())),
        col(IN_TIME, |(_, group), out| out.put(group.responses.in_time)),
        col(LATE, |(_, group), out| out.put(group.responses.late)),
        col(UNCLEAR, |(_, group), out| out.put(group.responses.unclear)),
        col(ACKNOWLEDGED, |(_, group), out| out.put(group.responses.acknowledged)),
        col(SILENT, |(_, group), out| out.put(group.responses.silent)),
        col(ANY, |(_, group), out| share(group, group.responses.any(), out)),
        col(STOPPED, |(_, group), out| share(group, group.responses.stopped(), out)),
        col(Column::new(Kind::Number, "median_days_min", "Median days").if_wide(1), |(_, group), out| {
            let (fewest, most) = group.responses.median_taken();
            out.put_saying(fewest, || words::between(fewest, most))
        }),
        col(Column::new(Kind::Number, "median_days_max", "Median days at most").data(), |(_, group), out| {
            out.put(group.responses.median_taken().1)
        }),
        col(Column::new(Kind::Number, "longest_silence_days_min", "Longest silence").if_wide(1), |(_, group), out| {
            out.put(group.responses.silences.iter().max().copied())
        }),
        col(NOT_DUE, |(_, group), out| out.put(group.responses.not_due)),
        col(Column::new(Kind::Number, "unconfirmed", "Unconfirmed").if_wide(4), |(_, group), out| {
            out.put(group.responses.unconfirmed)
        }),
        col(Column::new(Kind::Number, "no_clock", "No clock").if_wide(5), |(_, group), out| {
            out.put(group.responses.no_clock)
        }),
        col(Column::new(Kind::Number, "maybe_answered", "Maybe answered").data(), |(_, group), out| {
            out.put(group.responses.maybe_answered)
        }),
        col(Column::new(Kind::Number, "unknown", "Unknown").if_wide(5), |(_, group), out| {
            out.put(group.responses.unknown)
        }),
        col(Column::new(Kind::Number, "decided", "Decided").if_wide(5), |(_, group), out| {
            out.put(group.responses.decided)
        }),
        col(Column::new(Kind::Number, "withdrawn", "Withdrawn").data(), |(_, group), out| {
            out.put(group.responses.withdrawn)
        }),
        col(DEMANDS, |(_, group), out| out.put(group.demands.values().sum::<usize>())),
        col(Column::new(Kind::Number, "demands_met", "Met").if_wide(3), |(_, group), out| {
            out.put(group.with(DemandStatus::Met))
        }),
        col(Column::new(Kind::Number, "demands_partly_met", "Partly").if_wide(6), |(_, group), out| {
            out.put(group.with(DemandStatus::PartlyMet))
        }),
        col(Column::new(Kind::Number, "demands_refused", "Refused").if_wide(6), |(_, group), out| {
            out.put(group.with(DemandStatus::Refused))
        }),
        col(Column::new(Kind::Number, "demands_open", "Open").if_wide(3), |(_, group), out| {
            out.put(group.with(DemandStatus::Open))
        }),
        col(Column::new(Kind::Number, "demands_other", "Other").if_wide(6), |(_, group), out| {
            let others = group.demands.iter().filter(|(status, _)| !NAMED.contains(status));
            out.put(others.map(|(_, n)| n).sum::<usize>())
        }),
        col(Column::new(Kind::Number, "demands_median_days_min", "Median age").if_wide(6), |(_, group), out| {
            out.put(median(&group.ages))
        }),
    ];
}

fn year(date: Option<&Date>) -> String {
    match date {
        Some(d) if d.earliest().year() == d.latest().year() => d.earliest().year().to_string(),
        Some(_) => "year not certain".into(),
        None => "undated".into(),
    }
}

/// A State by its code; companies, offices and people together.
fn addressee(actor: &Actor) -> String {
    match actor {
        Actor::State(state) => state.code().to_owned(),
        Actor::Other(_) => "other actors".to_owned(),
    }
}

/// The rows a letter counts in: a joint letter counts for each of its senders.
fn groups_of_letter(by: By, line: &Line<'_>) -> Vec<String> {
    let letter = &line.letter.communication;
    match by {
        By::State => vec![addressee(line.to)],
        By::From if letter.from.is_empty() => vec!["sender not known".into()],
        By::From => letter.from.clone(),
        By::Procedure => vec![letter.procedure.clone()],
        By::Year => vec![year(letter.sent.as_ref())],
        By::Case => line.letter.cases.iter().map(|c| c.id.clone()).collect(),
    }
}

/// The rows a demand counts in; none in a table by procedure.
fn groups_of_demand(by: By, case: &Case, pursuit: &Pursuit<'_>) -> Vec<String> {
    match by {
        By::State => {
            let mut to: Vec<String> = pursuit.head.to.iter().map(addressee).collect();
            to.dedup();
            to
        }
        By::From => pursuit.by().into_iter().map(str::to_owned).collect(),
        By::Procedure => Vec::new(),
        By::Year => vec![year(pursuit.since())],
        By::Case => vec![case.id.clone()],
    }
}

/// What is counted of some records.
#[derive(Debug, Default)]
pub struct Figures {
    all: Group,
    groups: BTreeMap<String, Group>,
}

impl Made for Figures {}

impl Figures {
    /// Counts what these cases say.
    pub fn count(&mut self, args: &Args, world: &World<'_>) {
        let filter = &args.options.filter;
        let letters = letters(world.cases);
        for line in &lines(world, &letters, filter) {
            let sent = line.letter.communication.sent.as_ref();
            self.all.responses.add(&line.answer, sent, world.as_of);
            for group in args.by.iter().flat_map(|by| groups_of_letter(*by, line)) {
                self.groups.entry(group).or_default().responses.add(&line.answer, sent, world.as_of);
            }
        }
        // With --kind, which is a kind of letter, demands are not counted.
        for case in world.cases.iter().filter(|_| filter.kind.is_empty()) {
            for pursuit in of_case(case, world.as_of, true, filter) {
                self.all.add_demand(&pursuit, world.as_of);
                for group in args.by.iter().flat_map(|by| groups_of_demand(*by, case, &pursuit)) {
                    self.groups.entry(group).or_default().add_demand(&pursuit, world.as_of);
                }
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.all.add(other.all);
        other.groups.into_iter().for_each(|(name, group)| self.groups.entry(name).or_default().add(group));
    }
}

/// Refuses kinds and columns that there are not, before any record is read.
///
/// # Errors
/// What to write instead.
pub fn check(args: &Args, rules: &Rules) -> Result<(), String> {
    args.options.filter.check_kinds(&rules.procedures())?;
    if args.options.select.text.is_some() {
        return Err("--text looks for rows, and figures have none: `timeline letters --text WORD`".into());
    }
    args.options.select.check(&columns())
}

/// The columns of the figures.
#[must_use]
pub fn columns() -> Vec<Column> {
    super::column::columns(ColumnOf::<Row<'_>>::ALL)
}

/// The report of all cases at hand.
///
/// # Errors
/// An unknown kind or column, with what to write instead.
pub fn report(args: &Args, world: &World<'_>) -> Result<Report, String> {
    check(args, world.rules)?;
    let mut figures = Figures::default();
    figures.count(args, world);
    of_figures(args, vec![figures], args.options.filter.remarks(world.cases))
}

/// The report of what was counted, with remarks on what no record has.
///
/// # Errors
/// An unknown column, with what to write instead.
pub fn of_figures(args: &Args, parts: Vec<Figures>, mut remarks: Vec<String>) -> Result<Report, String> {
    let mut figures = Figures::default();
    parts.into_iter().for_each(|part| figures.add(part));
    let Figures { all, groups } = figures;
    let groups = groups.iter().map(|(name, group)| (name.as_str(), group));
    let rows: Vec<Row<'_>> = groups.chain([("all", &all)]).collect();
    let table = Table::of(ColumnOf::<Row<'_>>::ALL, &rows);
    let summary = format!(
        "{} ({} in the rates, {} beside)",
        words::count(all.responses.counted() + all.responses.beside(), "letter", "letters"),
        all.responses.counted(),
        all.responses.beside()
    );
    remarks.extend(definition(args.by));
    let mut report = Report { table, summary, remarks };
    args.options.select.apply(&mut report)?;
    Ok(report)
}

/// What the figures mean, printed below them.
fn definition(by: Option<By>) -> Vec<String> {
    let mut lines = vec![
        "n: letters whose last possible due day has passed and of which it is on record what came of them; one letter to one addressee counts once.".to_owned(),
        "Any reply: n with any reply, an acknowledgement included. Answered: n with a reply that stops the clock, in time or late. Unclear: answered, but imprecise dates leave open whether in time. Silent: n without any reply, with silence on record for a day after the due day.".into(),
        "Beside n: not yet due; unconfirmed (due day passed, nobody has looked since); without a clock; perhaps answered; not known whether answered, or told in two ways; decided or withdrawn before a reply.".into(),
        "Median days: from sending to the first reply that stops the clock, of n. Longest silence: days from sending for which silence is on record, of n without an answer.".into(),
        "Demands: each with its repetitions counts once; other: reversed, replaced, overtaken, not known. Median age: days since first made, of those outstanding.".into(),
    ];
    match by {
        Some(By::From) => lines.push("A joint letter counts once in \"all\" and once for each sender.".into()),
        Some(By::Case) => {
            lines.push("A letter on record in several cases counts once in \"all\" and once for each case.".into())
        }
        _ => {}
    }
    lines
}
