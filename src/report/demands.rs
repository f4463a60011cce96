//! `timeline demands`: what was asked and is still outstanding.

use super::{
    Column, ColumnOf, Kind, Table, World, col,
    column::{CASE, ID, NOTE, SOURCES, columns, sources_of},
    filter::Filter,
    listing::{List, Options},
    rows::{Counts, Sink},
    words,
};
use crate::{
    load::record::keep::Keep,
    model::{
        case::Case,
        date::Date,
        demand::{DemandKind, Pursuit, pursued},
        reach::review,
        rule::Rules,
        state::Actor,
        vocabulary::Vocabulary,
        wording::Wording,
    },
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
  timeline demands --all --sort open_days_max --reverse")]
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

/// What came of it last.
pub const NEWS: Column = Column::new(Kind::Text, "news", "Last news").if_wide(3);

/// What a row shows of one demand.
struct Line<'a> {
    case: &'a Case,
    pursuit: &'a Pursuit<'a>,
    /// That nobody has looked for long, if it is not told elsewhere.
    stale: Option<String>,
    as_of: NaiveDate,
    wording: Wording,
}

impl Line<'_> {
    /// Who made it.
    fn by(&self) -> Vec<String> {
        self.pursuit.by().into_iter().map(str::to_owned).collect()
    }

    /// The days on which it was made, in words.
    fn made_on(&self) -> String {
        let dates = self.pursuit.made.iter().filter_map(|demand| demand.made.as_ref());
        dates.map(Date::in_words).collect::<Vec<_>>().join("; ")
    }

    /// The last news of it, with its date.
    fn news(&self) -> String {
        self.pursuit.last.map_or_else(String::new, |update| match (&update.date, &update.what) {
            (Some(date), Some(what)) => format!("{}: {what}", self.wording.date(date)),
            (Some(date), None) => format!("{}: {}", self.wording.date(date), update.status.in_words()),
            (None, what) => what.clone().unwrap_or_default(),
        })
    }

    /// The sources of all times it was made and of all that came of it, each once.
    fn sources(&self) -> Vec<&str> {
        let made = self.pursuit.made.iter().map(|demand| &demand.entry);
        let updates = self.pursuit.made.iter().flat_map(|demand| &demand.updates).map(|update| &update.entry);
        sources_of(made.chain(updates).map(|entry| &entry.sources))
    }
}

/// How many days it has been outstanding, if it is: fewest and most, as far as anything bounds them.
pub fn open(pursuit: &Pursuit<'_>, as_of: NaiveDate) -> (Option<i64>, Option<i64>) {
    let first = pursuit.first_made().filter(|_| pursuit.status.is_outstanding());
    let since = |day: NaiveDate| as_of.signed_duration_since(day).num_days().max(0);
    (first.and_then(|days| days.last()).map(since), first.and_then(|days| days.first()).map(since))
}

/// The same in words: `346`, `320–346`, `320 or more`; `None` if it is not outstanding or nothing is known.
#[must_use]
pub fn open_words(pursuit: &Pursuit<'_>, as_of: NaiveDate) -> Option<String> {
    Some(match open(pursuit, as_of) {
        (None, None) => return None,
        (Some(fewest), Some(most)) if fewest == most => most.to_string(),
        (Some(fewest), Some(most)) => format!("{fewest}–{most}"),
        (Some(fewest), None) => format!("{fewest} or more"),
        (None, Some(most)) => format!("up to {most}"),
    })
}

impl<'a> ColumnOf<Line<'a>> {
    /// The columns of demands: the same in `demands` and in `show`.
    const ALL: &'a [Self] = &[
        col(CASE, |of, out| out.put(&of.case.id)),
        col(ID.below(3), |of, out| out.put(&of.pursuit.head.id)),
        col(Column::new(Kind::Text, "what", "Demand"), |of, out| out.put(&of.pursuit.head.what)),
        col(Column::new(Kind::Code, "kind", "Kind").data(), |of, out| {
            out.put(of.pursuit.head.kind.map(Vocabulary::name))
        }),
        col(Column::new(Kind::List, "to", "To").below(2), |of, out| {
            let to = &of.pursuit.head.to;
            out.put_saying(words::actors(to, Wording::Short), || words::actors(to, of.wording).join("; "))
        }),
        col(Column::new(Kind::List, "by", "By").below(1), |of, out| {
            let by = of.by();
            out.put_saying(&by, || of.wording.senders(&by))
        }),
        col(Column::new(Kind::Date, "made", "Made"), |of, out| match (of.pursuit.made.len() - 1, of.pursuit.since()) {
            (0, since) | (_, since @ None) => out.put_cell(words::date(since)),
            (n, Some(since)) => out.put_saying(since, || match of.wording {
                Wording::Short => format!("{since} (+{n})"),
                Wording::Full => of.made_on(),
            }),
        }),
        col(Column::new(Kind::List, "made_all", "Made on").data(), |of, out| {
            let dates = of.pursuit.made.iter().filter_map(|demand| demand.made.as_ref());
            out.put(dates.map(Date::to_string).collect::<Vec<_>>())
        }),
        col(Column::new(Kind::Number, "repeated", "Repeated").data(), |of, out| out.put(of.pursuit.made.len() - 1)),
        col(Column::new(Kind::Text, "status", "Status"), |of, out| {
            let cell = words::demand(of.pursuit.status, &of.pursuit.possible);
            match of.stale.as_ref().filter(|_| of.pursuit.status.is_outstanding()) {
                Some(stale) => {
                    let says = format!("{}; {stale}", words::say(&cell));
                    out.put_cell(cell.says(says))
                }
                None => out.put_cell(cell),
            }
        }),
        col(Column::new(Kind::Code, "grade", "Grade").data(), |of, out| {
            out.put(of.pursuit.last.and_then(|update| update.grade).map(Vocabulary::name))
        }),
        col(Column::new(Kind::Number, "open_days_min", "Days at least").data(), |of, out| {
            out.put(open(of.pursuit, of.as_of).0)
        }),
        col(Column::new(Kind::Number, "open_days_max", "Days"), |of, out| {
            out.put_saying(open(of.pursuit, of.as_of).1, || open_words(of.pursuit, of.as_of).unwrap_or_default())
        }),
        col(Column::new(Kind::Date, "updated", "Last news of").data(), |of, out| {
            out.put(of.pursuit.last.and_then(|update| update.date.as_ref()))
        }),
        col(NEWS, |of, out| out.put_saying(of.pursuit.last.and_then(|update| update.what.as_deref()), || of.news())),
        col(SOURCES, |of, out| out.put(&of.sources())),
        col(NOTE, |of, out| out.put(of.pursuit.head.entry.note.as_deref())),
    ];
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
pub fn table<'a>(demands: impl IntoIterator<Item = (&'a Case, &'a Pursuit<'a>)>, world: &World<'_>) -> Table {
    let demands: Vec<Line<'_>> = demands
        .into_iter()
        .map(|(case, pursuit)| Line { case, pursuit, stale: None, as_of: world.as_of, wording: world.wording })
        .collect();
    Table::of(ColumnOf::<Line>::ALL, &demands)
}

/// How rows are counted.
const OUTSTANDING: usize = 0;
const CLOSED: usize = 1;

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
        Keep::Demands
    }

    fn kinds<'r>(&self, _: &'r Rules) -> Vec<&'r str> {
        DemandKind::names()
    }

    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>) {
        for (at, case) in world.cases.iter().enumerate() {
            let stale = words::stale(review(case, world.as_of), world.wording);
            for pursuit in of_case(case, world.as_of, self.all, &self.options.filter) {
                let class = if pursuit.status.is_outstanding() { OUTSTANDING } else { CLOSED };
                let row =
                    Line { case, pursuit: &pursuit, stale: stale.clone(), as_of: world.as_of, wording: world.wording };
                sink.row(at, [0; 4], class, ColumnOf::<Line>::ALL, &row);
            }
        }
    }

    fn summary(&self, counts: &Counts) -> String {
        let all = words::count(counts[OUTSTANDING] + counts[CLOSED], "demand", "demands");
        match self.all {
            true => format!("{all}, {} outstanding", counts[OUTSTANDING]),
            false => format!("{all} outstanding"),
        }
    }
}
