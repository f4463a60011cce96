//! `timeline events`: the merged chronology across cases.

use super::{
    Column, ColumnOf, Kind, Table, World, col,
    column::{CASE, NOTE, SOURCES, columns},
    listing::{List, Options},
    rows::{Counts, LAST, RowOrder, Sink},
    words,
};
use crate::{
    load::record::keep::Keep,
    model::{
        charge::Outcome,
        chronology::{Moment, Outlook, Track, chronology},
        communication::ReplyKind,
        date::Date,
        demand::{DemandKind, DemandStatus},
        event::{Claim, EventKind},
        rule::Rules,
        vocabulary::Vocabulary,
        wording::Wording,
    },
};
use chrono::Datelike;
use clap::Args as Arguments;
use std::collections::HashSet;

/// Everything that happened, in one order
///
/// Events, charges, letters, replies, statements and demands of all cases, each marked with what it is. What is planned
/// is marked as coming up. An imprecise date stands where the file has it, as far as it allows; undated entries come
/// last.
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
    pub options: Options,
}

/// What happened.
pub const WHAT: Column = Column::new(Kind::Text, "what", "What");
/// Where.
pub const PLACE: Column = Column::new(Kind::Text, "place", "Place").if_wide(2);
/// The people concerned.
pub const PEOPLE: Column = Column::new(Kind::List, "people", "People").if_wide(1);

impl<'a> ColumnOf<Moment<'a>> {
    /// The columns of a chronology: the same in `events` and in `show`.
    const ALL: &'a [Self] = &[
        col(CASE, |moment, out| out.put(&moment.case.id)),
        col(Column::new(Kind::Date, "date", "Date"), |moment, out| out.put_cell(words::date(moment.date))),
        col(Column::new(Kind::Code, "type", "Type").data(), |moment, out| out.put(moment.track.name())),
        // An event is told by its kind, everything else by what it is: `arrest`, `letter`, `reply`.
        col(Column::new(Kind::Code, "kind", "Kind"), |moment, out| {
            out.put_saying(moment.kind, || kind(moment).to_owned())
        }),
        col(WHAT, |moment, out| out.put_saying(&moment.what, || said(moment))),
        col(PLACE, |moment, out| out.put(moment.place)),
        col(PEOPLE, |moment, out| out.put(moment.case.names(moment.people))),
        col(Column::new(Kind::List, "by", "By").data(), |moment, out| out.put(&moment.by)),
        col(Column::new(Kind::Code, "planned", "Planned").data(), |moment, out| {
            out.put(moment.outlook.map(Vocabulary::name))
        }),
        col(Column::new(Kind::Code, "standing", "Standing").data(), |moment, out| {
            out.put(moment.standing.map(Vocabulary::name))
        }),
        col(Column::new(Kind::List, "disputed", "Other claims").data(), |moment, out| {
            out.put(moment.disputed.iter().map(|one| claim(one, Wording::Short)).collect::<Vec<_>>())
        }),
        col(SOURCES, |moment, out| out.put(&moment.entry.sources)),
        col(NOTE, |moment, out| out.put(moment.entry.note.as_deref())),
    ];
}

/// What sort of moment it is, for people.
#[must_use]
pub fn kind<'a>(moment: &Moment<'a>) -> &'a str {
    match moment.track {
        Track::Event => moment.kind,
        other => other.name(),
    }
}

/// The sentence with how the claim stands, and that it has not happened if it is planned.
#[must_use]
pub fn said(moment: &Moment<'_>) -> String {
    let outlook = moment.outlook.map(|outlook| match outlook {
        Outlook::ComingUp => "coming up",
        Outlook::NothingSince => "planned, nothing on record since",
    });
    let standing = moment.standing.map(Vocabulary::name);
    let disputed = (!moment.disputed.is_empty() && standing != Some("disputed")).then_some("disputed");
    let marks: Vec<&str> = outlook.into_iter().chain(standing).chain(disputed).collect();
    if marks.is_empty() { moment.what.clone() } else { format!("{} [{}]", moment.what, marks.join("; ")) }
}

/// Another claim in one line.
#[must_use]
pub fn claim(claim: &Claim, wording: Wording) -> String {
    let date = claim.date.as_ref().map(|date| wording.date(date));
    date.iter().chain(&claim.what).cloned().collect::<Vec<_>>().join(": ")
}

/// The table of these moments.
#[must_use]
pub fn table(moments: &[Moment<'_>]) -> Table {
    Table::of(ColumnOf::<Moment>::ALL, moments)
}

/// How rows are counted.
const DATED: usize = 0;
const UNDATED: usize = 1;

impl List for Args {
    fn columns() -> Vec<Column> {
        columns(ColumnOf::<Moment>::ALL)
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

    /// Every kind that a chronology can have.
    fn kinds<'r>(&self, rules: &'r Rules) -> Vec<&'r str> {
        let mut kinds: Vec<&str> = EventKind::names();
        kinds.extend(Track::names());
        kinds.extend(Outcome::names());
        kinds.extend(ReplyKind::names());
        kinds.extend(DemandKind::names());
        kinds.extend(DemandStatus::names());
        kinds.extend(rules.procedures());
        kinds
    }

    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>) {
        let filter = &self.options.filter;
        let cases = world.cases.iter().enumerate().filter(|(_, case)| filter.case(case) && filter.states(case));
        let mut moments: Vec<(usize, Moment<'_>)> = cases
            .flat_map(|(at, case)| chronology(case, world.rules, world.as_of).into_iter().map(move |m| (at, m)))
            .filter(|(_, m)| {
                filter.people(m.case, m.people) && filter.kind(&[m.kind, m.track.name()]) && filter.date(m.date)
            })
            .filter(|(_, m)| filter.senders(m.by.iter().copied()))
            .collect();
        moments.sort_by_key(|(at, m)| (order(m), *at));
        // A letter on record in several cases is told once.
        let mut told = HashSet::new();
        moments.retain(|(_, m)| match m.letter {
            Some(key) => told.insert((key, m.track, m.date.map(Date::to_string), m.kind.to_owned())),
            None => true,
        });
        let class = |m: &Moment<'_>| if m.date.is_some() { DATED } else { UNDATED };
        moments.iter().for_each(|(at, moment)| {
            sink.row(*at, order(moment), class(moment), ColumnOf::<Moment>::ALL, moment);
        });
    }

    fn summary(&self, counts: &Counts) -> String {
        let all = words::count(counts[DATED] + counts[UNDATED], "entry", "entries");
        match counts[UNDATED] {
            0 => all,
            undated => format!("{all}, {undated} of them undated"),
        }
    }
}

/// By where it stands, then by how exact its date is; undated last.
fn order(moment: &Moment<'_>) -> RowOrder {
    let Some((day, precision)) = moment.at else { return [LAST; 4] };
    [day.num_days_from_ce(), precision as i32, 0, 0]
}
