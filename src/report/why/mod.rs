//! `timeline why`: how a computed status came about, step by step.
//!
//! One file for each kind of thing that can be asked about. Each gives a `Subject`: what it is, how it
//! stands, and the steps that lead there, each with its source.

mod demand;
mod letter;
mod liberty;

use super::{Cell, Column, ColumnOf, Kind, Report, Table, World, col, column::CASE, letters::Line, made::Made};
use crate::{
    model::{case::Case, demand::Pursuit, letter::letters, liberty::Life, reference::Key, vocabulary::nearest},
    withhold::Open,
};
use clap::Args as Arguments;

/// How a status came about, step by step
///
/// For a letter: by its reference in any spelling, or by its id. For a demand: CASE/ID. For days of
/// detention: the id of the case. Says what the record states, which rule applied and where it is
/// written, the arithmetic, the status, and what would change it.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline why 'GBR 3/2019'
  timeline why 'UA GBR 3/2019' --as-of 2019-07-29
  timeline why sokolov/drop-charges
  timeline why sokolov")]
pub struct Args {
    /// A reference, the id of a letter, CASE/ID, or the id of a case; may be given several times
    #[arg(value_name = "WHAT", required = true)]
    pub what: Vec<String>,
}

/// Something whose status is explained.
#[derive(Debug)]
pub struct Subject {
    /// Id of its case.
    pub case: String,
    /// What it is.
    pub title: String,
    /// How it stands.
    pub status: Cell,
    /// How that came about.
    pub steps: Vec<Step>,
}

/// One step of an explanation.
#[derive(Debug)]
pub struct Step {
    /// What sort of step: `sent`, `rule`, `counting`.
    pub step: &'static str,
    /// What it says.
    pub says: String,
    /// Where that is from: ids of sources of the record, or the text a rule is in.
    pub sources: Vec<String>,
}

impl Step {
    fn new(step: &'static str, says: impl Into<String>) -> Self {
        Self { step, says: says.into(), sources: Vec::new() }
    }

    fn from(self, sources: &[String]) -> Self {
        Self { sources: sources.to_vec(), ..self }
    }
}

/// A subject, with the name by which it was asked for.
type Row<'a> = (&'a str, Subject);

impl<'a> ColumnOf<Row<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "what", "What"), |(name, _), out| out.put(*name)),
        col(Column::new(Kind::Text, "title", "Title"), |(_, subject), out| out.put(&subject.title)),
        col(CASE, |(_, subject), out| out.put(&subject.case)),
        col(Column::new(Kind::Code, "status", "Status"), |(_, subject), out| out.put_cell(subject.status.clone())),
        col(Column::new(Kind::Table, "basis", "How that came about"), |(_, subject), out| {
            out.put(Table::of(ColumnOf::<Step>::ALL, &subject.steps))
        }),
    ];
}

impl ColumnOf<Step> {
    const ALL: &'static [Self] = &[
        col(Column::new(Kind::Code, "step", "Step"), |step, out| out.put(step.step)),
        col(Column::new(Kind::Text, "says", "Says"), |step, out| out.put(&step.says)),
        col(Column::new(Kind::List, "sources", "Source"), |step, out| out.put(&step.sources)),
    ];
}

/// How a letter came to stand as it does towards one addressee.
#[must_use]
pub fn of_letter(line: &Line<'_>, world: &World<'_>) -> Subject {
    letter::subject(line.letter, line.to, &line.answer, line.incident.as_ref(), world)
}

/// How a demand came to stand as it does.
#[must_use]
pub fn of_demand(case: &Case, pursuit: &Pursuit<'_>, world: &World<'_>) -> Subject {
    demand::subject(case, pursuit, world)
}

/// How it came to stand as it does with somebody's liberty.
#[must_use]
pub fn of_liberty(case: &Case, life: &Life<'_>, world: &World<'_>) -> Subject {
    liberty::subject(case, life, world)
}

/// Cases that bear on what is asked, of all records.
#[derive(Debug, Default)]
pub struct Concerned(pub Vec<Open>);

impl Made for Concerned {}

impl Concerned {
    /// Keeps these cases, which share letters, if something is asked of any of them.
    pub fn keep(&mut self, args: &Args, cases: &[Open]) {
        let is_called = |name: &str, case: &Case| {
            name.split_once('/').map_or(name, |(case, _)| case) == case.id
                || name == case.id
                || case.communications.iter().any(|letter| letter.is_called(name))
        };
        if args.what.iter().any(|name| cases.iter().any(|case| is_called(name, case))) {
            self.0.extend_from_slice(cases);
        }
    }
}

/// What names may have been meant, of all records.
#[derive(Debug, Default)]
pub struct Likes(pub Vec<String>);

impl Made for Likes {}

impl Likes {
    /// Adds of each of these cases the name most like this one.
    pub fn add(&mut self, name: &str, cases: &[Open]) {
        for case in cases {
            let letters = case.communications.iter();
            let names: Vec<String> = match Key::parse(name) {
                // A reference is told from others by its numbers: compare it as written there.
                Some(_) => letters.filter_map(|l| l.key()).map(|key| key.to_string()).collect(),
                None => letters.filter_map(|l| l.id.clone()).chain([case.id.clone()]).collect(),
            };
            self.0.extend(nearest(&written(name), names.iter().map(String::as_str)).map(str::to_owned));
        }
    }
}

/// A name as letters have it.
fn written(name: &str) -> String {
    Key::parse(name).map_or_else(|| name.to_owned(), |key| key.to_string())
}

/// The report of all cases at hand.
///
/// # Errors
/// As for [`of_concerned`].
pub fn report(args: &Args, world: &World<'_>) -> Result<Report, String> {
    of_concerned(args, world, |name| {
        let mut likes = Likes::default();
        likes.add(name, world.cases);
        likes
    })
}

/// The report, if `world` has all cases that bear on what is asked; `likes` tells what a name may be meant for that
/// none of them has.
///
/// # Errors
/// A name that means nothing, with the one most like it.
pub fn of_concerned(args: &Args, world: &World<'_>, likes: impl Fn(&str) -> Likes) -> Result<Report, String> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for name in &args.what {
        let subjects = subjects(name, world)?.ok_or_else(|| unknown(name, likes(name)))?;
        rows.extend(subjects.into_iter().map(|subject| (name.as_str(), subject)));
    }
    let table = Table::of(ColumnOf::<Row<'_>>::ALL, &rows);
    let summary = super::words::count(table.rows.len(), "explanation", "explanations");
    Ok(Report { table, summary, remarks: Vec::new() })
}

/// What a name means: a case, something in a case, a reference, or the id of a letter; `None` if nothing has it.
fn subjects(name: &str, world: &World<'_>) -> Result<Option<Vec<Subject>>, String> {
    let case_called = |id: &str| world.cases.iter().find(|case| case.id == id);
    if let Some(case) = case_called(name) {
        let found = liberty::subjects(case, world);
        return match found.is_empty() {
            true => Err(format!(
                "{name}: no event that is shown says anything of anybody's liberty; ask about a letter or a demand"
            )),
            false => Ok(Some(found)),
        };
    }
    if let Some((case, id)) = name.split_once('/').and_then(|(case, id)| Some((case_called(case)?, id))) {
        let letters = letters([case]);
        let mut found = letter::subjects(letters.iter().filter(|l| l.communication.is_called(id)), world);
        found.extend(demand::subjects(case, id, world));
        if found.is_empty() {
            let letters = case.communications.iter().filter_map(|l| l.id.as_deref().or(l.reference.as_deref()));
            let known: Vec<&str> = case.demands.iter().map(|d| d.id.as_str()).chain(letters).collect();
            return Err(match nearest(id, known.iter().copied()) {
                Some(like) => format!("{}: no letter or demand {id:?}; did you mean {}/{like}?", case.id, case.id),
                None => format!("{}: no letter or demand {id:?}; there are: {}", case.id, known.join(", ")),
            });
        }
        return Ok(Some(found));
    }
    let letters = letters(world.cases);
    // An id may mean a letter in several cases: all of them are told.
    let found = letter::subjects(
        letters.iter().filter(|l| {
            l.cases.iter().any(|case| {
                case.communications
                    .iter()
                    .any(|c| c.is_called(name) && (c.key() == l.communication.key()) && c.id == l.communication.id)
            }) || l.communication.is_called(name)
        }),
        world,
    );
    Ok((!found.is_empty()).then_some(found))
}

fn unknown(name: &str, mut likes: Likes) -> String {
    // Sorted, as threads find them in any order.
    likes.0.sort_unstable();
    match nearest(&written(name), likes.0.iter().map(String::as_str)) {
        Some(like) => format!("there is no letter, demand or case {name:?}; did you mean {like:?}?"),
        None => format!(
            "there is no letter, demand or case {name:?}; write a reference (\"GBR 3/2019\"), CASE/ID or the id of a case"
        ),
    }
}
