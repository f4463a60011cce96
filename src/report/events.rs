//! `timeline events`: the merged chronology across cases.

use super::{Cell, Column, Kind, Report, Table, Value, World, filter::Filter, select::Select, words};
use crate::model::{
    chronology::{Moment, Track, chronological, chronology},
    communication::ReplyKind,
    date::Date,
    demand::{DemandKind, DemandStatus},
    event::EventKind,
    vocabulary::Vocabulary,
};
use clap::Args as Arguments;
use std::collections::HashSet;

/// Everything that happened, in one order
///
/// Events, letters, replies, statements and demands of all cases, each marked with what it is.
/// Undated entries come last.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline events --since 2025
  timeline events sokolov assange
  timeline events --kind arrest --kind release -f csv > arrests.csv")]
pub struct Args {
    /// Ids of cases; none: all cases
    #[arg(value_name = "CASE")]
    pub ids: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub filter: Filter,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub select: Select,
}

const COLUMNS: &[Column] = &[
    Column::new(Kind::Code, "case", "Case"),
    Column::new(Kind::Date, "date", "Date"),
    Column::new(Kind::Code, "type", "Type").data(),
    Column::new(Kind::Code, "kind", "Kind"),
    Column::new(Kind::Text, "what", "What"),
    Column::new(Kind::Text, "place", "Place").if_wide(2),
    Column::new(Kind::List, "people", "People").if_wide(1),
    Column::new(Kind::List, "by", "By").data(),
    Column::new(Kind::Code, "standing", "Standing").data(),
    Column::new(Kind::List, "disputed", "Other claims").data(),
    Column::new(Kind::List, "sources", "Sources").data(),
    Column::new(Kind::Text, "note", "Note").data(),
];

/// The row of one moment.
fn row(moment: &Moment<'_>) -> Vec<Cell> {
    // An event is told by its kind, everything else by what it is: `arrest`, `letter`, `reply`.
    let kind = match moment.track {
        Track::Event => moment.kind,
        other => other.name(),
    };
    let claims = moment.disputed.iter().map(claim).collect();
    vec![
        Cell::from(&moment.case.id),
        words::date(moment.date),
        Cell::from(moment.track.name()),
        Cell::from(moment.kind).says(kind),
        Cell::from(&moment.what).says(said(moment)),
        moment.place.into(),
        Value::List(moment.case.names(moment.people)).into(),
        Value::List(moment.by.iter().map(ToString::to_string).collect()).into(),
        moment.standing.map(Vocabulary::name).into(),
        Value::List(claims).into(),
        Cell::from(moment.entry.sources.clone()),
        moment.entry.note.as_deref().into(),
    ]
}

/// The sentence with how the claim stands.
fn said(moment: &Moment<'_>) -> String {
    let standing = moment.standing.map(Vocabulary::name);
    let disputed = (!moment.disputed.is_empty() && standing != Some("disputed")).then_some("disputed");
    let marks: Vec<&str> = standing.into_iter().chain(disputed).collect();
    if marks.is_empty() { moment.what.clone() } else { format!("{} [{}]", moment.what, marks.join(", ")) }
}

/// Another claim in one line.
#[must_use]
pub fn claim(claim: &crate::model::event::Claim) -> String {
    let date = claim.date.as_ref().map(Date::to_string);
    date.iter().chain(&claim.what).cloned().collect::<Vec<_>>().join(": ")
}

/// The table of these moments.
#[must_use]
pub fn table(moments: &[Moment<'_>]) -> Table {
    let mut table = Table::new(COLUMNS);
    moments.iter().for_each(|moment| table.push(row(moment)));
    table
}

/// Every kind that a chronology can have.
fn kinds<'a>(world: &World<'a>) -> Vec<&'a str> {
    let mut kinds: Vec<&str> = EventKind::names();
    kinds.extend(Track::names());
    kinds.extend(ReplyKind::names());
    kinds.extend(DemandKind::names());
    kinds.extend(DemandStatus::names());
    kinds.extend(world.rules.procedures());
    kinds
}

/// The report.
///
/// # Errors
/// An unknown kind or column, with what to write instead.
pub fn report(args: &Args, world: &World<'_>) -> Result<Report, String> {
    let filter = &args.filter;
    filter.check_kinds(&kinds(world))?;
    let mut moments: Vec<Moment<'_>> = world
        .cases
        .iter()
        .filter(|case| filter.case(case) && filter.states(case))
        .flat_map(|case| chronology(case, world.rules, world.as_of))
        .filter(|m| filter.people(m.case, m.people) && filter.kind(&[m.kind, m.track.name()]) && filter.date(m.date))
        .filter(|m| filter.senders(m.by.iter().copied()))
        .collect();
    moments.sort_by(chronological);
    // A letter on record in several cases is told once.
    let mut told = HashSet::new();
    moments.retain(|m| match m.letter {
        Some(key) => told.insert((key, m.track, m.date.map(Date::to_string), m.kind.to_owned())),
        None => true,
    });
    let undated = moments.iter().filter(|m| m.date.is_none()).count();
    let mut summary = words::count(moments.len(), "entry", "entries");
    if undated > 0 {
        summary.push_str(&format!(", {undated} of them undated"));
    }
    let mut report = Report { table: table(&moments), summary, remarks: filter.remarks(world) };
    args.select.apply(&mut report)?;
    Ok(report)
}
