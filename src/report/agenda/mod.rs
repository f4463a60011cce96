//! `timeline agenda`: what is to be done and what comes, in the order of the days.

pub mod item;

use super::{
    Cell, Column, ColumnOf, Kind, World, col,
    column::{CASE, SOURCES, columns},
    letters::lines_where,
    listing::{List, Options},
    pending::within,
    rows::{Counts, LAST, RowOrder, Sink},
    words,
};
use crate::{
    load::record::keep::Keep,
    model::{
        answer::Count, case::Case, date::DayRange, letter::letters, rule::Rules, vocabulary::Vocabulary,
        wording::Wording,
    },
    withhold::Open,
};
use chrono::{Datelike, NaiveDate};
use clap::Args as Arguments;
use item::{Horizon, Item, Sort, of_case, of_letter, of_review};

/// What is to be done and what comes, day by day
///
/// Our own moves, letters that fall due, those that have just become overdue or whose due day has just passed unseen,
/// promised answers, hearings and whatever else is planned, ends of sentences, and records that nobody has reviewed
/// for long.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline agenda
  timeline agenda --within 30d --state RUS
  timeline agenda --exit-code -q
  timeline agenda -f ics > agenda.ics")]
pub struct Args {
    /// Ids of cases; none: all cases
    #[arg(value_name = "CASE")]
    pub ids: Vec<String>,
    /// So far ahead, and so far back for what has just become late: 14d, 2w [default: 14d]
    #[arg(long, value_name = "TIME", value_parser = within)]
    pub within: Option<i64>,
    /// With -f ics: put titles and ids of cases, addressees and what is planned into the calendar
    #[arg(long)]
    pub titles: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

/// How far ahead an agenda looks, if nobody says so.
const AHEAD: i64 = 14;

impl Args {
    fn horizon(&self, as_of: NaiveDate) -> Horizon {
        Horizon::within(as_of, self.within.unwrap_or(AHEAD).unsigned_abs())
    }
}

/// What sort of thing it is.
pub const SORT: Column = Column::new(Kind::Code, "sort", "Sort");
/// The first day it can be.
pub const DAY: Column = Column::new(Kind::Day, "date", "Date");
/// The last day it can be.
pub const DAY_LATEST: Column = Column::new(Kind::Day, "date_latest", "Date at the latest").data();
/// What it is.
pub const WHAT: Column = Column::new(Kind::Text, "what", "What");
/// The case's name.
pub const TITLE: Column = Column::new(Kind::Text, "title", "Title").data();
/// The letter, by reference or id.
pub const LETTER: Column = Column::new(Kind::Code, "ref", "Reference").data();
/// The addressee of the letter.
pub const TO: Column = Column::new(Kind::Text, "to", "To").data();
/// What it is called where nobody may be named.
pub const PLAIN: Column = Column::new(Kind::Text, "plain", "Without names").data();

/// A row: an item as seen on a day.
struct Line<'a> {
    item: Item<'a>,
    as_of: NaiveDate,
    wording: Wording,
}

impl Line<'_> {
    /// Days past it: fewest and most; negative is still to come.
    fn days(&self) -> Option<(Option<i64>, Option<i64>)> {
        let day = self.item.day?;
        let count = Count::since(day, self.as_of);
        Some((day.last().map(|_| count.from_latest), day.first().map(|_| count.from_earliest)))
    }
}

impl<'a> ColumnOf<Line<'a>> {
    const ALL: &'a [Self] = &[
        col(DAY, |line, out| match line.item.day {
            Some(day) => out.put_saying(day.first(), || line.wording.days(day)),
            None => out.put_cell(Cell::UNKNOWN),
        }),
        col(DAY_LATEST, |line, out| out.put(line.item.day.and_then(|day| day.last()))),
        col(CASE, |line, out| out.put(&line.item.case.id)),
        col(TITLE, |line, out| out.put(&line.item.case.title)),
        col(SORT, |line, out| {
            let sort = line.item.sort;
            out.put_cell(Cell::from(sort.name()).says(sort.in_words()).tone(line.item.tone))
        }),
        col(WHAT, |line, out| out.put_saying(line.item.what.as_str(), || line.item.told(line.as_of))),
        col(LETTER, |line, out| out.put(line.item.letter.as_ref().map(|(letter, _)| letter.as_str()))),
        col(TO, |line, out| out.put(line.item.letter.as_ref().map(|(_, to)| to.as_str()))),
        col(PLAIN, |line, out| out.put(&line.item.plain)),
        col(Column::new(Kind::Number, "days_min", "Days at least").data(), |line, out| {
            out.put(line.days().and_then(|days| days.0))
        }),
        col(Column::new(Kind::Number, "days_max", "Days at most").data(), |line, out| {
            out.put(line.days().and_then(|days| days.1))
        }),
        col(SOURCES, |line, out| out.put(line.item.sources)),
    ];
}

/// What a case has for the agenda of a day from that day on, and what is planned without news since: in the order
/// of their days.
#[must_use]
pub fn coming<'a>(case: &'a Open, world: &World<'a>, lines: &[super::letters::Line<'a>]) -> Vec<Item<'a>> {
    let horizon = Horizon::ahead(world.as_of);
    let mut items: Vec<Item<'a>> = lines.iter().flat_map(|line| of_letter(line, horizon)).collect();
    items.extend(of_case(case, world, horizon));
    items.sort_by_key(|item| (item.day.is_none(), item.day, item.sort));
    items
}

/// What lies near by its first day, then what has no day; then what was planned and of which nothing is on record since,
/// the newest first; then stale records.
fn order(sort: Sort, day: Option<DayRange>) -> RowOrder {
    let number = |day: Option<NaiveDate>| day.map_or(LAST, |day| day.num_days_from_ce());
    let first = number(day.map(|day| day.first().or(day.last()).unwrap_or(day.latest)));
    let last = number(day.and_then(|day| day.last()));
    match sort {
        Sort::Stale => [3, first, last, 0],
        Sort::NothingSince => [2, -first, -last, 0],
        sort => [i32::from(day.is_none()), first, last, sort as i32],
    }
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
        Keep::Everything
    }

    fn kinds<'r>(&self, _: &'r Rules) -> Vec<&'r str> {
        Sort::names()
    }

    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>) {
        let (horizon, filter) = (self.horizon(world.as_of), &self.options.filter);
        let mut put = |at: usize, item: Item<'_>| {
            let (sort, day) = (item.sort, item.day);
            if filter.kind(&[sort.name()]) && filter.days(day) && filter.people(item.case, item.people) {
                let line = Line { item, as_of: world.as_of, wording: world.wording };
                sink.row(at, order(sort, day), sort as usize, ColumnOf::<Line>::ALL, &line);
            }
        };
        let letters = letters(world.cases);
        let of_letters = filter.of_cases();
        for line in lines_where(world, &letters, &of_letters, |line| line.answer.status.is_unanswered()) {
            of_letter(&line, horizon).into_iter().for_each(|item| put(line.letter.first, item));
        }
        let wanted = |case: &Case| filter.case(case) && filter.states(case) && filter.from.is_none();
        for (at, case) in world.cases.iter().enumerate().filter(|(_, case)| wanted(case)) {
            of_case(case, world, horizon).into_iter().chain(of_review(case, world)).for_each(|item| put(at, item));
        }
    }

    fn summary(&self, counts: &Counts) -> String {
        let all = words::count(counts.iter().sum(), "thing to do or to come", "things to do or to come");
        let told = Sort::ALL.iter().zip(counts).filter(|(_, n)| **n > 0);
        let told = told.map(|(sort, n)| format!("{n} {}", sort.in_words())).collect::<Vec<_>>().join(", ");
        let within = self.within.unwrap_or(AHEAD);
        match told.as_str() {
            "" => format!("{all} within {}", words::days(within, within)),
            told => format!("{all}: {told}"),
        }
    }
}
