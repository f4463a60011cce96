//! What comes in one case, and what was planned without news since.

use super::letter_lines;
use crate::{
    model::{letter::letters as letters_of, vocabulary::Vocabulary},
    report::{
        Cell, ColumnOf, Table, World,
        agenda::{
            self,
            item::{Item, Sort},
        },
        col,
        column::SOURCES,
        rows::Rows,
    },
    withhold::Open,
};

/// An item as seen on a day.
type Coming<'a> = (Item<'a>, World<'a>);

impl<'a> ColumnOf<Coming<'a>> {
    const ALL: &'a [Self] = &[
        col(agenda::DAY, |(item, world), out| match item.day {
            Some(day) => out.put_saying(day.first(), || world.wording.days(day)),
            None => out.put_cell(Cell::UNKNOWN),
        }),
        col(agenda::DAY_LATEST, |(item, _), out| out.put(item.day.and_then(|day| day.last()))),
        col(agenda::SORT, |(item, _), out| {
            out.put_cell(Cell::from(item.sort.name()).says(item.sort.in_words()).tone(item.tone))
        }),
        col(agenda::WHAT, |(item, world), out| out.put_saying(item.what.as_str(), || item.told(world.as_of))),
        col(SOURCES, |(item, _), out| out.put(item.sources)),
    ];
}

/// Everything that comes, in the order of the days.
pub(super) fn table<'a>(case: &'a Open, world: &World<'a>) -> Table {
    let letters = letters_of::<Open>([case]);
    let lines = letter_lines(world, &letters);
    let items: Vec<Coming<'_>> = agenda::coming(case, world, &lines).into_iter().map(|item| (item, *world)).collect();
    Table::of(ColumnOf::<Coming<'_>>::ALL, &items)
}

/// The same where the head of the case tells what comes next: nothing, if that is all.
pub(super) fn in_short<'a>(case: &'a Open, world: &'a World<'a>) -> Table {
    let table = table(case, world);
    if table.rows.len() > 1 { table } else { Table { rows: Rows::default(), ..table } }
}

/// What comes next, in words.
pub(super) fn next(case: &Open, world: &World<'_>) -> Cell {
    let letters = letters_of::<Open>([case]);
    let lines = letter_lines(world, &letters);
    let items = agenda::coming(case, world, &lines);
    let later = |item: &&Item<'_>| item.sort != Sort::NothingSince;
    let Some(first) = items.iter().find(later).or_else(|| items.last()) else {
        return if case.taken().all() > 0 { Cell::UNKNOWN } else { Cell::from("nothing planned is on record") };
    };
    let day = first.day.as_ref().map_or_else(String::new, |day| format!("{}: ", day.when()));
    let more = items.len() - 1;
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    let sort = match first.sort {
        Sort::NothingSince => " (planned, nothing on record since)".to_owned(),
        // It says itself what it is.
        Sort::Planned => String::new(),
        sort => format!(" ({})", sort.in_words()),
    };
    Cell::from(format!("{day}{}{sort}{more}", first.what)).tone(first.tone)
}
