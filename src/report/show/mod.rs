//! `timeline show`: one case, told so that a newcomer understands it in a minute.

mod asked;
mod claims;
mod coming;
pub mod head;
pub mod parts;
mod timeline;
mod waiting;

use super::{
    Cell, Column, ColumnOf, Kind, Place, Report, Table, World,
    column::{CASE, NOTE, SOURCES},
    demands, events,
    filter::Filter,
    letters::{self, Line, lines},
    rows, words,
};
use crate::model::{
    chronology::worded,
    letter::{Letter, letters as letters_of},
    person::Person,
    source::Source,
    vocabulary::{Vocabulary, nearest, vocabulary},
};
use crate::withhold::Open;
use clap::Args as Arguments;
use head::Head;

vocabulary! {
    /// A part of a case, in the order in which people are told.
    Part {
        /// What comes, and what was planned without news since.
        Coming = "coming",
        /// Letters and how they stand.
        Letters = "letters",
        /// Demands outstanding.
        Demands = "demands",
        /// The merged chronology.
        Events = "events",
        /// Who is who.
        People = "people",
        /// What they are accused of and what they face.
        Charges = "charges",
        /// Periods of detention and their days.
        Liberty = "liberty",
        /// Where sources contradict each other.
        Claims = "claims",
        /// Where it is written.
        Sources = "sources",
    }
}

/// One case: who, how it stands, what waits and what comes; then what happened
///
/// What comes, letters that wait, demands outstanding; the timeline, in which answers and demands stand with their
/// letter or statement; people, charges, days of detention (the first and the last included), conflicting claims.
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
    /// Only these parts: coming, letters, demands, events, people, charges, liberty, claims, sources
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = part)]
    pub only: Vec<Part>,
    /// Name the sources of every entry, and list them with their addresses
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

/// The report: one row a case, its parts as tables in it. Where people are told a part otherwise than programs, each
/// has a table of its own: that for people is called `KEY_in_short`.
#[must_use]
pub fn report(args: &Args, world: &World<'_>) -> Report {
    let (parts, only) = (args.parts(), !args.only.is_empty());
    let head = || ColumnOf::<Head<'_>>::ALL.iter().filter(|of| !only || of.column.place != Place::Screen);
    // Where only some parts are wanted, the id and the title say whose they are.
    let place = |(n, of): (usize, &ColumnOf<_>)| if only && n >= 2 { of.column.data() } else { of.column };
    let mut columns: Vec<Column> = head().enumerate().map(place).collect();
    columns.extend(parts.iter().flat_map(|part| shown(*part, args)));
    let mut table = Table::new(&columns);
    for case in world.cases {
        let head = rows::cells(head(), &(case, world));
        let parts = parts.iter().flat_map(|part| {
            let whole = self::table(*part, case, world);
            let short = in_short(*part, args).then(|| short(*part, case, world, &parts));
            std::iter::once(whole).chain(short).map(|table| Cell::from(arranged(table, args)))
        });
        table.push(head.into_iter().chain(parts.collect::<Vec<_>>()).collect());
    }
    Report { summary: words::count(table.rows.len(), "case", "cases"), table, remarks: Vec::new() }
}

/// The timeline as people are told it.
const TIMELINE: Column = Column::new(Kind::Table, "events_in_short", "Timeline").screen();

/// The column of a part, whole.
#[must_use]
pub fn column(part: Part) -> Column {
    Column::new(Kind::Table, part.name(), heading(part))
}

/// The columns of a part: one for everybody, or one for programs and one for people.
fn shown(part: Part, args: &Args) -> impl Iterator<Item = Column> {
    let whole = column(part);
    let short = |key, title| Column::new(Kind::Table, key, title).screen();
    let short = in_short(part, args).then(|| match part {
        Part::Coming => short("coming_in_short", heading(part)),
        Part::Letters => short("letters_in_short", "Letters that wait"),
        Part::Demands => short("demands_in_short", heading(part)),
        Part::Events => TIMELINE,
        Part::People => short("people_in_short", heading(part)),
        Part::Charges => short("charges_in_short", heading(part)),
        Part::Liberty => short("liberty_in_short", heading(part)),
        Part::Claims => short("claims_in_short", heading(part)),
        Part::Sources => short("sources_in_short", heading(part)),
    });
    let told_elsewhere = part == Part::Sources && !args.sources && args.only.is_empty();
    std::iter::once(if short.is_some() || told_elsewhere { whole.data() } else { whole }).chain(short)
}

/// Whether people are told a part otherwise than programs: of letters only those that wait, unless all are asked for.
fn in_short(part: Part, args: &Args) -> bool {
    match part {
        Part::Coming | Part::Letters => args.only.is_empty(),
        Part::Demands | Part::Events | Part::People | Part::Charges | Part::Liberty | Part::Claims => true,
        Part::Sources => false,
    }
}

const fn heading(part: Part) -> &'static str {
    match part {
        Part::Coming => "Coming up",
        Part::Letters => "Letters and answers",
        Part::Demands => "Demands outstanding",
        Part::Events => "Timeline",
        Part::People => "People and organisations",
        Part::Charges => "Charges",
        Part::Liberty => "Liberty (days include the first and the last)",
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

fn table(part: Part, case: &Open, world: &World<'_>) -> Table {
    match part {
        Part::Coming => coming::table(case, world),
        Part::Letters => letters::table(&letter_lines(world, &letters_of::<Open>([case]))),
        Part::Demands => {
            let demands = demands::of_case(case, world.as_of, false, &Filter::default());
            demands::table(demands.iter().map(|p| (&**case, p)), world)
        }
        Part::Events => events::table(&worded(case, world.rules, world.as_of, world.wording)),
        Part::People => Table::of(ColumnOf::<Person>::ALL, &case.people),
        Part::Charges => parts::charges(case, world),
        Part::Liberty => parts::liberty(case, world),
        Part::Claims => claims::table(case, world),
        Part::Sources => Table::of(ColumnOf::<Source>::ALL, &case.sources),
    }
}

/// A part as people are told it, where that is not as programs are.
fn short(part: Part, case: &Open, world: &World<'_>, parts: &[Part]) -> Table {
    match part {
        Part::Coming => coming::in_short(case, world),
        Part::Letters => waiting::table(&letter_lines(world, &letters_of::<Open>([case]))),
        Part::Demands => asked::table(case, world),
        Part::Events => timeline::table(case, world, parts),
        Part::People => Table::of(ColumnOf::<Person>::IN_SHORT, &case.people),
        Part::Charges => parts::charges_in_short(case, world),
        Part::Liberty => parts::liberty_in_short(case, world),
        Part::Claims => claims::in_short(case, world),
        Part::Sources => table(part, case, world),
    }
}

/// Every letter of one case that had been sent or lodged: our own move first, otherwise in the order of the record.
pub fn letter_lines<'a>(world: &World<'a>, letters: &'a [Letter<'a>]) -> Vec<Line<'a>> {
    let mut lines = lines(world, letters, &Filter::default());
    lines.retain(Line::exists);
    lines.sort_by_key(|line| !line.is_our_move());
    lines
}
