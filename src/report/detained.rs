//! `timeline detained`: who is deprived of liberty on the day, since when, for how many days.

use super::{
    Column, ColumnOf, Kind, Table, World, col,
    column::{CASE, columns},
    listing::{List, Options},
    rows::{Counts, LAST, RowOrder, Sink},
    words::{
        self,
        liberty::{fewest, in_table, most},
    },
};
use crate::{
    load::record::keep::Keep,
    model::{
        case::Case,
        date::DayRange,
        event::Liberty,
        liberty::{Length, Life, Now, UNKNOWN, lives},
        reach::review,
        rule::Rules,
        vocabulary::Vocabulary,
        wording::Wording,
    },
};
use chrono::{Datelike, NaiveDate};
use clap::Args as Arguments;

/// Who is deprived of liberty, and for how many days
///
/// Custody, house arrest and enforced disappearance. Days are calendar days, inclusive of both ends;
/// an imprecise or disputed date gives a range. They are counted to the last news on record, and to the day itself if
/// it lasts. Whose liberty is not known comes last.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline detained
  timeline detained --state RUS --sort days_max --reverse
  timeline detained --as-of 2024-12-31")]
pub struct Args {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

/// Whether it is so, whichever days the dates mean.
pub const CERTAINLY: Column = Column::new(Kind::Flag, "certain", "Certain").data();

/// Somebody in a case, and how it stands with their liberty on a day.
pub struct Found<'a> {
    /// The case.
    pub case: &'a Case,
    /// Whose liberty, and how it stands.
    pub life: Life<'a>,
    as_of: NaiveDate,
    wording: Wording,
}

impl Found<'_> {
    /// How it stands, since when if that is another kind of custody, up to which news, and that nobody has looked for long.
    fn says(&self) -> String {
        let kind = words::liberty::kind(&self.life, self.wording);
        let news = self.life.known_until.filter(|known| self.life.is_deprived() && *known < self.as_of);
        let news = news.map_or_else(String::new, |known| format!("; last news {}", self.wording.day(known)));
        let stale = words::stale(review(self.case, self.as_of), self.wording).map(|stale| format!("; {stale}"));
        format!("{kind}{news}{}", stale.unwrap_or_default())
    }

    fn days(&self) -> Option<Length> {
        self.life.days.map(|days| days.to_day)
    }

    fn total(&self) -> Option<Length> {
        self.life.total.map(|days| days.to_day)
    }
}

/// The days that bound a range, for two columns.
fn first(days: Option<DayRange>) -> Option<NaiveDate> {
    days.and_then(|days| days.first())
}

fn last(days: Option<DayRange>) -> Option<NaiveDate> {
    days.and_then(|days| days.last())
}

impl<'a> ColumnOf<Found<'a>> {
    /// The columns of people deprived of liberty.
    const ALL: &'a [Self] = &[
        col(CASE, |of, out| out.put(&of.case.id)),
        col(Column::new(Kind::Text, "person", "Person"), |of, out| out.put(&of.life.person.name)),
        col(Column::new(Kind::Code, "person_id", "Id").data(), |of, out| out.put(&of.life.person.id)),
        col(Column::new(Kind::Code, "role", "Role").if_wide(1), |of, out| out.put(of.life.person.role.name())),
        col(Column::new(Kind::Text, "liberty", "Liberty"), |of, out| {
            let cell = words::liberty::now(&of.life);
            match out.says() {
                true => out.put_cell(cell.says(of.says())),
                false => out.put_cell(cell),
            }
        }),
        col(CERTAINLY, |of, out| out.put(of.life.now.is_certain())),
        col(Column::new(Kind::Day, "since", "Since"), |of, out| match of.life.since {
            Some(since) => out.put_saying(since.first(), || of.wording.days(since)),
            None => out.put(None::<NaiveDate>),
        }),
        col(Column::new(Kind::Day, "since_latest", "Since at the latest").data(), |of, out| {
            out.put(last(of.life.since))
        }),
        col(Column::new(Kind::Day, "kind_since", "This kind since").data(), |of, out| {
            out.put(first(of.life.kind_since))
        }),
        col(Column::new(Kind::Day, "kind_since_latest", "This kind since at the latest").data(), |of, out| {
            out.put(last(of.life.kind_since))
        }),
        col(Column::new(Kind::Day, "known_until", "Known until").data(), |of, out| out.put(of.life.known_until)),
        col(Column::new(Kind::Number, "days_min", "Days at least").data(), |of, out| out.put(fewest(of.days()))),
        // In words it is the days that are known, and then those to the day if it lasts.
        col(Column::new(Kind::Text, "days_max", "Days"), |of, out| {
            out.put_saying(most(of.days()), || of.life.days.map(in_table).unwrap_or_default())
        }),
        col(Column::new(Kind::Number, "known_days_min", "Days known at least").data(), |of, out| {
            out.put(fewest(of.life.days.map(|days| days.known)))
        }),
        col(Column::new(Kind::Number, "known_days_max", "Days known at most").data(), |of, out| {
            out.put(most(of.life.days.map(|days| days.known)))
        }),
        col(Column::new(Kind::Number, "total_days_min", "In all at least").data(), |of, out| {
            out.put(fewest(of.total()))
        }),
        col(Column::new(Kind::Text, "total_days_max", "In all").if_wide(2), |of, out| {
            out.put_saying(most(of.total()), || of.life.total.map(in_table).unwrap_or_default())
        }),
        col(Column::new(Kind::Number, "known_total_days_min", "Known in all at least").data(), |of, out| {
            out.put(fewest(of.life.total.map(|days| days.known)))
        }),
        col(Column::new(Kind::Number, "known_total_days_max", "Known in all at most").data(), |of, out| {
            out.put(most(of.life.total.map(|days| days.known)))
        }),
        col(Column::new(Kind::Date, "reviewed", "Reviewed").data(), |of, out| out.put(of.case.reviewed.as_ref())),
        col(Column::new(Kind::Flag, "stale", "Not reviewed for long").data(), |of, out| {
            out.put(review(of.case, of.as_of).is_stale())
        }),
    ];
}

/// Everybody of a case about whose liberty it says anything.
#[must_use]
pub fn of_case<'a>(case: &'a Case, world: &World<'_>) -> Vec<Found<'a>> {
    let of = |life| Found { case, life, as_of: world.as_of, wording: world.wording };
    lives(case, world.as_of).into_iter().map(of).collect()
}

/// The table of these people.
#[must_use]
pub fn table(found: &[Found<'_>]) -> Table {
    Table::of(ColumnOf::<Found<'_>>::ALL, found)
}

/// How rows are counted.
const CERTAIN: usize = 0;
const PERHAPS: usize = 1;
const NOT_KNOWN: usize = 2;

impl Args {
    /// The people who are listed, each with the place of the case and what the row is counted as.
    pub(crate) fn found<'a>(&self, world: &World<'a>) -> Vec<(usize, usize, Found<'a>)> {
        let filter = &self.options.filter;
        let wanted = |case: &Case, life: &Life<'_>| {
            let begun = life.now.period().or(life.periods.last()).and_then(|period| period.event.date.as_ref());
            let kind = life.now.word();
            filter.people(case, std::slice::from_ref(&life.person.id)) && filter.kind(&[kind]) && filter.date(begun)
        };
        let mut listed = Vec::new();
        for (at, case) in world.cases.iter().enumerate() {
            if !filter.case(case) || !filter.states(case) {
                continue;
            }
            for found in of_case(case, world) {
                let life = &found.life;
                let class = match life.now {
                    Now::Certain(_) if life.is_deprived() => CERTAIN,
                    Now::Perhaps(_) if life.is_deprived() => PERHAPS,
                    Now::Unknown(_) => NOT_KNOWN,
                    Now::Certain(_) | Now::Perhaps(_) | Now::Unsaid => continue,
                };
                if wanted(case, life) {
                    listed.push((at, class, found));
                }
            }
        }
        listed
    }
}

impl List for Args {
    fn columns() -> Vec<Column> {
        columns(ColumnOf::<Found>::ALL)
    }

    fn options(&self) -> &Options {
        &self.options
    }

    fn ids(&self) -> &[String] {
        &[]
    }

    fn keep(&self) -> Keep {
        Keep::Facts
    }

    fn kinds<'r>(&self, _: &'r Rules) -> Vec<&'r str> {
        [Liberty::names(), vec![UNKNOWN]].concat()
    }

    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>) {
        for (at, class, row) in self.found(world) {
            sink.row(at, order(&row.life), class, ColumnOf::<Found>::ALL, &row);
        }
    }

    fn summary(&self, counts: &Counts) -> String {
        let people = |class: usize| words::count(counts[class], "person", "people");
        let told: Vec<String> = [
            (CERTAIN, format!("{} deprived of liberty", people(CERTAIN))),
            (PERHAPS, format!("{} perhaps deprived of liberty", people(PERHAPS))),
            (NOT_KNOWN, format!("{} of whom it is not known", people(NOT_KNOWN))),
        ]
        .into_iter()
        .filter(|(class, _)| counts[*class] > 0 || *class == CERTAIN && counts.iter().all(|n| *n == 0))
        .map(|(_, told)| told)
        .collect();
        format!("{}; days include the first and the last", told.join(", "))
    }
}

/// Those deprived of liberty for longest first; of whom nobody knows, last.
pub(crate) fn order(life: &Life<'_>) -> RowOrder {
    let Some(since) = life.since else { return [LAST; 4] };
    [since.earliest.num_days_from_ce(), since.latest.num_days_from_ce(), 0, 0]
}
