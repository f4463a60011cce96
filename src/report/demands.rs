//! `timeline demands`: what was asked and is still outstanding.

use super::{
    Cell, Column, Kind, Table, Tone, Value, World,
    filter::Filter,
    listing::{List, Options},
    rows::{Counts, Row, Sink},
    words,
};
use crate::{
    load::needs::Needs,
    model::{
        answer::Count,
        case::Case,
        date::Date,
        demand::{DemandKind, Pursuit, pursued},
        rule::Rules,
        state::Actor,
        vocabulary::Vocabulary,
    },
    withhold::Open,
};
use chrono::NaiveDate;
use clap::Args as Arguments;

/// What was asked and is still outstanding
///
/// A demand made again is shown once, since the day it was first made. Outstanding are demands that
/// are open, partly met, refused, met and then undone, or of which nobody knows.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline demands sokolov
  timeline demands --kind release --state RUS
  timeline demands --all --sort open_days --reverse")]
pub struct Args {
    /// Ids of cases; none: all cases
    #[arg(value_name = "CASE")]
    pub ids: Vec<String>,
    /// Also those that were met, replaced or overtaken by events
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

const COLUMNS: &[Column] = &[
    Column::new(Kind::Code, "case", "Case"),
    Column::new(Kind::Code, "id", "Id").if_wide(5),
    Column::new(Kind::Text, "what", "Demand"),
    Column::new(Kind::Code, "kind", "Kind").data(),
    Column::new(Kind::List, "to", "To").if_wide(2),
    Column::new(Kind::List, "by", "By").if_wide(1),
    Column::new(Kind::Date, "made", "Made"),
    Column::new(Kind::List, "made_all", "Made on").data(),
    Column::new(Kind::Number, "repeated", "Repeated").data(),
    Column::new(Kind::Code, "status", "Status"),
    Column::new(Kind::Code, "grade", "Grade").data(),
    Column::new(Kind::Number, "open_days", "Days"),
    Column::new(Kind::Number, "open_days_latest", "Days at least").data(),
    Column::new(Kind::Date, "updated", "Last news of").data(),
    Column::new(Kind::Text, "news", "Last news").if_wide(3),
    Column::new(Kind::List, "sources", "Sources").data(),
    Column::new(Kind::Text, "note", "Note").data(),
];

fn row(case: &Case, pursuit: &Pursuit<'_>, as_of: NaiveDate) -> Vec<Cell> {
    let since = pursuit.since();
    let dates: Vec<String> = pursuit.made.iter().filter_map(|d| d.made.as_ref()).map(Date::to_string).collect();
    let repeated = pursuit.made.len() - 1;
    let made = words::date(since);
    let open = since.filter(|_| pursuit.status.is_outstanding()).map(|since| Count::since(since.start(), as_of));
    let by: Vec<String> = pursuit.by().into_iter().map(str::to_owned).collect();
    let news = pursuit.last.map(|u| match (&u.date, &u.what) {
        (Some(date), Some(what)) => format!("{date}: {what}"),
        (Some(date), None) => format!("{date}: {}", u.status),
        (None, what) => what.clone().unwrap_or_default(),
    });
    let mut sources: Vec<String> = pursuit.made.iter().flat_map(|d| d.entry.sources.clone()).collect();
    sources.extend(pursuit.made.iter().flat_map(|d| &d.updates).flat_map(|u| u.entry.sources.clone()));
    let mut seen = std::collections::HashSet::new();
    sources.retain(|id| seen.insert(id.clone()));
    vec![
        Cell::from(&case.id),
        Cell::from(&pursuit.head.id),
        Cell::from(&pursuit.head.what),
        pursuit.head.kind.map(Vocabulary::name).into(),
        Cell::from(words::actors(&pursuit.head.to)),
        Cell::from(by.clone()).says(words::first_of(&by)),
        match (repeated, since) {
            (0, _) | (_, None) => made,
            (n, Some(since)) => made.says(format!("{since} (+{n})")),
        },
        Value::List(dates).into(),
        Value::Number(i64::try_from(repeated).unwrap_or_default()).into(),
        words::demand(pursuit.status),
        pursuit.last.and_then(|u| u.grade).map(Vocabulary::name).into(),
        open.map(|o| o.from_earliest).into(),
        open.map(|o| o.from_latest).into(),
        pursuit.last.and_then(|u| u.date.as_ref()).into(),
        Cell::from(pursuit.last.and_then(|u| u.what.as_deref())).says(news.unwrap_or_default()).tone(Tone::Plain),
        Value::List(sources).into(),
        pursuit.head.entry.note.as_deref().into(),
    ]
}

/// The demands of one case that the filter lets through.
#[must_use]
pub fn of_case<'a>(case: &'a Case, as_of: NaiveDate, all: bool, filter: &Filter) -> Vec<Pursuit<'a>> {
    let wanted = |p: &Pursuit<'_>| {
        (all || p.status.is_outstanding())
            && filter.people(case, &[])
            && p.head.to.iter().any(|to: &Actor| filter.addressee(case, to))
            && filter.senders(p.by())
            && filter.kind(&[p.head.kind.map_or("other", Vocabulary::name)])
            && (filter.date(p.since()) || p.made.iter().any(|d| filter.date(d.made.as_ref())))
    };
    if filter.case(case) { pursued(case, as_of).into_iter().filter(wanted).collect() } else { Vec::new() }
}

/// The table of demands, each with its case.
#[must_use]
pub fn table<'a>(demands: impl IntoIterator<Item = (&'a Case, &'a Pursuit<'a>)>, as_of: NaiveDate) -> Table {
    let mut table = Table::new(COLUMNS);
    demands.into_iter().for_each(|(case, pursuit)| table.push(row(case, pursuit, as_of)));
    table
}

/// How rows are counted.
const OUTSTANDING: usize = 0;
const CLOSED: usize = 1;

impl List for Args {
    const COLUMNS: &'static [Column] = COLUMNS;

    fn options(&self) -> &Options {
        &self.options
    }

    fn ids(&self) -> &[String] {
        &self.ids
    }

    fn needs(&self) -> Needs {
        Needs::Everything
    }

    fn kinds<'r>(&self, _: &'r Rules) -> Vec<&'r str> {
        DemandKind::names()
    }

    fn rows(&self, world: &World<'_>, sink: &mut impl Sink) {
        let of_case = |(at, case): (usize, &'_ Open)| {
            let pursuits = of_case(case, world.as_of, self.all, &self.options.filter);
            let row = |p: &Pursuit<'_>| {
                let class = if p.status.is_outstanding() { OUTSTANDING } else { CLOSED };
                Row { case: at, order: [0; 4], class, cells: row(case, p, world.as_of) }
            };
            pursuits.iter().map(row).collect::<Vec<_>>()
        };
        world.cases.iter().enumerate().flat_map(of_case).for_each(|row| sink.put_row(&row));
    }

    fn summary(&self, counts: &Counts) -> String {
        let all = words::count(counts[OUTSTANDING] + counts[CLOSED], "demand", "demands");
        match self.all {
            true => format!("{all}, {} outstanding", counts[OUTSTANDING]),
            false => format!("{all} outstanding"),
        }
    }
}
