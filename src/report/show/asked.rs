//! Demands of one case that are outstanding, for people: in one row what was asked by the same on the same day and of
//! the same. Machine formats have one row for each demand; see `demands`.

use crate::{
    model::{
        case::Case,
        date::Date,
        demand::{DemandStatus, Pursuit, Update},
        wording::Wording,
    },
    report::{
        Column, ColumnOf, Kind, Table, World, col,
        column::{NOTE, SOURCES, sources_of},
        demands,
        filter::Filter,
        words,
    },
};
use chrono::NaiveDate;
use std::collections::HashSet;

/// What was asked together.
struct Asked<'a> {
    case: &'a Case,
    made: Option<&'a Date>,
    by: Vec<&'a str>,
    /// Those that stand alike together, with what came of them.
    groups: Vec<(Vec<Pursuit<'a>>, String)>,
    as_of: NaiveDate,
}

impl<'a> Asked<'a> {
    fn pursuits(&self) -> impl Iterator<Item = &Pursuit<'a>> {
        self.groups.iter().flat_map(|(group, _)| group)
    }

    /// Who asks, and of whom if that is not the State of the case.
    fn who(&self) -> String {
        let by = if self.by.is_empty() { "asked".to_owned() } else { self.by.join("; ") };
        let to = self.pursuits().next().map(|first| words::actors(&first.head.to, Wording::Short)).unwrap_or_default();
        let states: Vec<String> = self.case.states.iter().map(ToString::to_string).collect();
        if to == states { by } else { format!("{by} to {}", to.join("; ")) }
    }

    /// What is asked, how it stands, how often it was asked if more than once, and what came of it: what stands alike
    /// in one text.
    fn what(&self) -> Vec<String> {
        self.groups
            .iter()
            .map(|(pursuits, news)| {
                let asked: Vec<&str> = pursuits.iter().map(|pursuit| pursuit.head.what.as_str()).collect();
                let first = &pursuits[0];
                let again = match first.made.len() - 1 {
                    0 => String::new(),
                    1 => ", asked again".into(),
                    n => format!(", asked again {n} times"),
                };
                let stands = words::demand(first.status, &first.possible);
                let news = if news.is_empty() { String::new() } else { format!("; {news}") };
                format!("{}: {}{again}{news}", asked.join("; "), words::say(&stands))
            })
            .collect()
    }
}

/// What is told of news, each text once.
#[derive(Debug, Default)]
pub(super) struct News<'a> {
    told: HashSet<&'a str>,
}

impl<'a> News<'a> {
    /// What came of a demand: `partly met 2025-01-04: Left pre-trial detention; 2025-12: The trial opens`. That it is
    /// still open is told only by what is said of it.
    pub(super) fn of(&mut self, updates: impl IntoIterator<Item = &'a Update>) -> String {
        let news = updates.into_iter().filter_map(|update| {
            let what = self.untold(update);
            let date = update.date.as_ref().map(Date::to_string);
            let stands = match (update.status, date, what) {
                (DemandStatus::Open, None, None) | (DemandStatus::Open, Some(_), None) => return None,
                (DemandStatus::Open, Some(date), Some(_)) => date,
                (status, Some(date), _) => format!("{} {date}", status.in_words()),
                (status, None, _) => status.in_words().to_owned(),
            };
            Some(what.map_or_else(|| stands.clone(), |what| format!("{stands}: {what}")))
        });
        news.collect::<Vec<_>>().join("; ")
    }

    /// The last news of a demand, if they say more than how it stands: `2025-12: The trial opens`.
    pub(super) fn last(&mut self, pursuit: &Pursuit<'a>) -> String {
        let Some(update) = pursuit.last else { return String::new() };
        match (self.untold(update), &update.date) {
            (Some(what), Some(date)) => format!("{date}: {what}"),
            (Some(what), None) => what.to_owned(),
            (None, Some(_)) | (None, None) => String::new(),
        }
    }

    /// The text of news, if it was not told before.
    fn untold(&mut self, update: &'a Update) -> Option<&'a str> {
        update.what.as_deref().filter(|what| self.told.insert(what))
    }
}

/// Whether the same came of two demands.
pub(super) fn are_alike(some: &[Update], others: &[Update]) -> bool {
    let same = |(a, b): (&Update, &Update)| a.date == b.date && a.status == b.status && a.what == b.what;
    some.len() == others.len() && some.iter().zip(others).all(same)
}

/// The demands of a case that are outstanding.
pub(super) fn outstanding(case: &Case, as_of: NaiveDate) -> Vec<Pursuit<'_>> {
    demands::of_case(case, as_of, false, &Filter::default())
}

impl<'a> ColumnOf<Asked<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Date, "made", "Made"), |of, out| out.put_cell(words::date(of.made))),
        col(Column::new(Kind::Lines, "what", "By whom, and what"), |of, out| {
            let lines: Vec<String> = match of.what().as_slice() {
                [only] => vec![format!("{}: {only}", of.who())],
                all => std::iter::once(of.who()).chain(all.iter().cloned()).collect(),
            };
            out.put(lines)
        }),
        col(Column::new(Kind::Number, "open_days_max", "Days"), |of, out| {
            let first = of.pursuits().next();
            out.put(first.and_then(|pursuit| demands::open_words(pursuit, of.as_of)).unwrap_or_default())
        }),
        col(SOURCES, |of, out| {
            let made = of.pursuits().flat_map(|pursuit| &pursuit.made);
            out.put(&sources_of(made.map(|demand| &demand.entry.sources)))
        }),
        col(NOTE, |of, out| {
            let notes = of.pursuits().filter_map(|pursuit| pursuit.head.entry.note.as_deref());
            let notes = notes.collect::<Vec<_>>().join("; ");
            out.put(Some(notes).filter(|notes| !notes.is_empty()))
        }),
    ];
}

/// What is outstanding, in the order in which it was first asked.
pub(super) fn table(case: &Case, world: &World<'_>) -> Table {
    let mut rows: Vec<Asked<'_>> = Vec::new();
    let mut news = News::default();
    for pursuit in outstanding(case, world.as_of) {
        let (made, by) = (pursuit.since(), pursuit.by());
        let together = |row: &&mut Asked<'_>| {
            row.made == made && row.by == by && row.pursuits().all(|other| other.head.to == pursuit.head.to)
        };
        let alike = |(group, _): &&mut (Vec<Pursuit<'_>>, String)| {
            group[0].made.len() == pursuit.made.len()
                && (group[0].status, &group[0].possible) == (pursuit.status, &pursuit.possible)
                && match (group[0].last, pursuit.last) {
                    (Some(one), Some(other)) => are_alike(std::slice::from_ref(one), std::slice::from_ref(other)),
                    (None, _) | (_, None) => false,
                }
        };
        let Some(row) = rows.iter_mut().find(together) else {
            let news = news.last(&pursuit);
            rows.push(Asked { case, made, by, groups: vec![(vec![pursuit], news)], as_of: world.as_of });
            continue;
        };
        match row.groups.iter_mut().find(alike) {
            Some((group, _)) => group.push(pursuit),
            None => {
                let news = news.last(&pursuit);
                row.groups.push((vec![pursuit], news));
            }
        }
    }
    Table::of(ColumnOf::<Asked<'_>>::ALL, &rows)
}
