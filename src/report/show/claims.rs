//! What others claim about an entry, beside what is told here: nothing is picked in silence.

use crate::{
    model::{
        case::{Case, Entry},
        date::Date,
        event::Claim,
        wording::Wording,
    },
    report::{
        Column, ColumnOf, Kind, Table, World, col,
        column::{SOURCES, sources_of},
        events,
    },
};
use std::borrow::Cow;

/// Another claim about an entry, beside what is told here.
struct Conflict<'a> {
    case: &'a Case,
    entry: &'a Entry,
    about: Cow<'a, str>,
    date: Option<&'a Date>,
    claim: &'a Claim,
    wording: Wording,
}

impl<'a> ColumnOf<Conflict<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "about", "About"), |conflict, out| out.put(&*conflict.about)),
        // A claim about the date is set against the date, one about the fact against the fact.
        col(Column::new(Kind::Text, "told", "Told here as"), |conflict, out| {
            match (&conflict.claim.date, conflict.date) {
                (Some(_), Some(date)) => out.put_saying(date.to_string(), || conflict.wording.date(date)),
                (Some(_), None) => out.put("undated"),
                (None, _) => out.put(""),
            }
        }),
        col(Column::new(Kind::Text, "claim", "Also claimed"), |conflict, out| {
            let says = || events::claim(conflict.claim, conflict.wording);
            out.put_saying(events::claim(conflict.claim, Wording::Short), says)
        }),
        col(Column::new(Kind::List, "sources", "By"), |conflict, out| {
            out.put_saying(&conflict.claim.sources, || conflict.publishers().join("; "))
        }),
    ];
}

impl Conflict<'_> {
    /// Who claims it: the publishers of its sources, each once.
    fn publishers(&self) -> Vec<String> {
        let publisher = |id: &String| {
            self.case.source(id).and_then(|source| source.publisher.clone()).unwrap_or_else(|| id.clone())
        };
        let mut publishers: Vec<String> = self.claim.sources.iter().map(publisher).collect();
        publishers.dedup();
        publishers
    }
}

/// Every claim that contradicts what is told here, beside it.
pub(super) fn table(case: &Case, world: &World<'_>) -> Table {
    Table::of(ColumnOf::<Conflict<'_>>::ALL, &conflicts(case, world))
}

fn conflicts<'a>(case: &'a Case, world: &World<'_>) -> Vec<Conflict<'a>> {
    let has_come = |date: &Option<Date>| date.as_ref().is_none_or(|date| date.is_on_record(world.as_of));
    let mut all = Vec::new();
    let mut add = |entry, about: Cow<'a, str>, date, claims: &'a [Claim]| {
        all.extend(claims.iter().map(|claim| Conflict {
            case,
            entry,
            about: about.clone(),
            date,
            claim,
            wording: world.wording,
        }));
    };
    for event in case.events.iter().filter(|event| has_come(&event.date)) {
        add(&event.entry, event.what.as_str().into(), event.date.as_ref(), &event.disputed);
    }
    for charge in case.charges.iter().filter(|charge| charge.has_come(world.as_of)) {
        add(&charge.entry, charge.offence.as_str().into(), charge.brought.as_ref(), &charge.disputed);
    }
    for statement in case.statements.iter().filter(|statement| has_come(&statement.date)) {
        let about = format!("{}: {}", statement.by, statement.title).into();
        add(&statement.entry, about, statement.date.as_ref(), &statement.disputed);
    }
    for letter in &case.communications {
        let day = [&letter.sent, &letter.filed, &letter.decided].into_iter().find(|date| date.is_some());
        let day = day.unwrap_or(&None);
        if has_come(day) {
            add(&letter.entry, letter.label().into(), day.as_ref(), &letter.disputed);
        }
    }
    all
}

/// What is told otherwise of one entry: each claim on a line of its own, with who makes it.
struct Claims<'a> {
    entry: &'a Entry,
    about: Cow<'a, str>,
    date: Option<&'a Date>,
    claims: Vec<Conflict<'a>>,
}

impl<'a> ColumnOf<Claims<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Date, "told", "Told here"), |of, out| out.put(of.date)),
        col(Column::new(Kind::Lines, "about", "About, and what is claimed instead"), |of, out| {
            let claim = |of: &Conflict<'_>| {
                let by = of.publishers();
                let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join("; ")) };
                format!("{}{by}", events::claim(of.claim, of.wording))
            };
            match of.claims.as_slice() {
                [only] => out.put(vec![format!("{} | {}", begun(&of.about), claim(only))]),
                all => out.put(std::iter::once(begun(&of.about)).chain(all.iter().map(claim)).collect::<Vec<_>>()),
            }
        }),
        col(SOURCES, |of, out| out.put(&sources_of(of.claims.iter().map(|of| &of.claim.sources)))),
    ];
}

/// The beginning of a text that is told whole elsewhere.
fn begun(text: &str) -> String {
    const LONGEST: usize = 48;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    let end = start.rfind(' ').unwrap_or(start.len());
    format!("{}…", start[..end].trim_end_matches([',', ';', ':', '.']))
}

/// The same for people: what is claimed of one thing in one row.
pub(super) fn in_short(case: &Case, world: &World<'_>) -> Table {
    let mut rows: Vec<Claims<'_>> = Vec::new();
    for conflict in conflicts(case, world) {
        match rows.last_mut() {
            Some(row) if std::ptr::eq(row.entry, conflict.entry) => row.claims.push(conflict),
            _ => {
                let Conflict { entry, date, .. } = conflict;
                rows.push(Claims { entry, about: conflict.about.clone(), date, claims: vec![conflict] });
            }
        }
    }
    Table::of(ColumnOf::<Claims<'_>>::ALL, &rows)
}
