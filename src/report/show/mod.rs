//! `timeline show`: one case, told so that a newcomer understands it in a minute.

pub mod head;
pub mod parts;

use super::{
    Cell, Column, ColumnOf, Kind, Place, Report, Table, World,
    column::{CASE, NOTE, SOURCES},
    demands, events,
    filter::Filter,
    letters::{self, Line, lines},
    rows, words,
};
use crate::model::{
    case::Case,
    chronology::chronology,
    letter::{Letter, letters as letters_of},
    person::Person,
    source::Source,
    vocabulary::{Vocabulary, nearest, vocabulary},
};
use clap::Args as Arguments;
use head::Head;

vocabulary! {
    /// A part of a case.
    Part {
        /// Who is who.
        People = "people",
        /// What they are accused of and what they face.
        Charges = "charges",
        /// Periods of detention and their days.
        Liberty = "liberty",
        /// The merged chronology.
        Events = "events",
        /// Demands outstanding.
        Demands = "demands",
        /// Letters and how they stand.
        Letters = "letters",
        /// Where sources contradict each other.
        Claims = "claims",
        /// Where it is written.
        Sources = "sources",
    }
}

/// One case: who, what happened, what was asked, what is unanswered
///
/// Charges, days of detention, the merged timeline, outstanding demands, letters and how they stand,
/// conflicting claims, sources. Days of detention include the first and the last.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline show sokolov
  timeline show sokolov --only events,demands
  timeline show sokolov --as-of 2025-01-08 --sources
  timeline show sokolov --chart
  timeline show sokolov -f html > sokolov.html
  timeline show sokolov -f json | jq '.rows[0].letters'")]
pub struct Args {
    /// Ids of cases, as `timeline list` shows them
    #[arg(value_name = "CASE", required = true)]
    pub ids: Vec<String>,
    /// Only these parts: people, charges, liberty, events, demands, letters, claims, sources
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = part)]
    pub only: Vec<Part>,
    /// Name the sources of every entry, and give their addresses
    #[arg(long)]
    pub sources: bool,
    /// Print the notes of entries
    #[arg(long)]
    pub notes: bool,
    /// Draw a picture of the case on the screen instead
    #[arg(long)]
    pub chart: bool,
}

impl Args {
    /// The parts that are wanted, in their order.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        Part::ALL.iter().copied().filter(|part| self.only.is_empty() || self.only.contains(part)).collect()
    }
}

fn part(text: &str) -> Result<Part, String> {
    // `timeline` is what the part is called in conversation.
    let word = if text == "timeline" { "events" } else { text.trim() };
    Part::named(word).ok_or_else(|| match nearest(word, Part::names()) {
        Some(like) => format!("did you mean {like}?"),
        None => format!("write some of: {}", Part::names().join(", ")),
    })
}

/// The report: one row a case, its parts as tables in it.
#[must_use]
pub fn report(args: &Args, world: &World<'_>) -> Report {
    let (parts, only) = (args.parts(), !args.only.is_empty());
    let head = || ColumnOf::<Head<'_>>::ALL.iter().filter(|of| !only || of.column.place != Place::Screen);
    // Where only some parts are wanted, the id and the title say whose they are.
    let place = |(n, of): (usize, &ColumnOf<_>)| if only && n >= 2 { of.column.data() } else { of.column };
    let mut columns: Vec<Column> = head().enumerate().map(place).collect();
    columns.extend(parts.iter().map(|part| Column::new(Kind::Table, part.name(), heading(*part))));
    let mut table = Table::new(&columns);
    for case in world.cases {
        let head = rows::cells(head(), &(case, world));
        let parts = parts.iter().map(|part| Cell::from(arranged(self::table(*part, case, world), args)));
        table.push(head.into_iter().chain(parts).collect());
    }
    Report { summary: words::count(table.rows.len(), "case", "cases"), table, remarks: Vec::new() }
}

const fn heading(part: Part) -> &'static str {
    match part {
        Part::People => "People and organisations",
        Part::Charges => "Charges",
        Part::Liberty => "Liberty (days include the first and the last)",
        Part::Events => "Timeline",
        Part::Demands => "Demands outstanding",
        Part::Letters => "Letters and answers",
        Part::Claims => "Conflicting claims",
        Part::Sources => "Sources",
    }
}

/// The table as a part of one case: without the case's id, with sources and notes if asked for.
fn arranged(mut table: Table, args: &Args) -> Table {
    for column in &mut table.columns {
        let is = |other: Column| column.key == other.key;
        if is(CASE) {
            column.place = Place::Data;
        } else if args.sources && (is(SOURCES) || is(parts::URL)) || args.notes && is(NOTE) {
            column.place = Place::Always;
        }
    }
    table
}

fn table(part: Part, case: &Case, world: &World<'_>) -> Table {
    match part {
        Part::People => Table::of(ColumnOf::<Person>::ALL, &case.people),
        Part::Charges => parts::charges(case, world),
        Part::Liberty => parts::liberty(case, world),
        Part::Events => events::table(&chronology(case, world.rules, world.as_of)),
        Part::Demands => {
            let demands = demands::of_case(case, world.as_of, false, &Filter::default());
            demands::table(demands.iter().map(|p| (case, p)), world.as_of)
        }
        Part::Letters => letters::table(&letter_lines(world, &letters_of([case]))),
        Part::Claims => parts::claims(case, world),
        Part::Sources => Table::of(ColumnOf::<Source>::ALL, &case.sources),
    }
}

/// Every letter of one case that had been sent or lodged: our own move first, otherwise in the order of the record.
pub fn letter_lines<'a>(world: &World<'a>, letters: &'a [Letter<'a>]) -> Vec<Line<'a>> {
    let mut lines = lines(world, letters, &Filter::default());
    lines.retain(Line::exists);
    lines.sort_by_key(|line| !line.is_our_move());
    lines
}
