//! `timeline rules`: every deadline rule, with its source and whether that was read.

use super::{Cell, Column, Kind, Report, Table, Tone, World, select::Select, words};
use crate::model::{
    rule::{CountedFrom, Rule},
    vocabulary::Vocabulary,
};
use clap::Args as Arguments;

/// Every deadline rule, with its source
///
/// The rules that ship, and those of `rules.toml` in the folder of cases. "Not verified" means that the
/// passage itself was not read; a `due` written in a letter beats every rule.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline rules
  timeline rules --columns procedure,term,source
  timeline rules -f csv > rules.csv")]
pub struct Args {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub select: Select,
}

const COLUMNS: &[Column] = &[
    Column::new(Kind::Code, "procedure", "Procedure"),
    Column::new(Kind::Text, "title", "What it is").if_wide(2),
    Column::new(Kind::Code, "owes", "Who owes").if_wide(4),
    Column::new(Kind::Code, "term", "Term"),
    Column::new(Kind::Code, "from", "Counted from").if_wide(3),
    Column::new(Kind::Text, "extension", "Extension").if_wide(5),
    Column::new(Kind::Day, "valid_from", "Valid from").if_wide(1),
    Column::new(Kind::Day, "valid_to", "Valid to").if_wide(1),
    Column::new(Kind::Flag, "verified", "Verified"),
    Column::new(Kind::Text, "source", "Source"),
    Column::new(Kind::Code, "origin", "Origin").data(),
];

fn row(rule: &Rule) -> Vec<Cell> {
    let from = match rule.from {
        CountedFrom::Sent => "sent",
        CountedFrom::Adopted => "adoption",
    };
    vec![
        Cell::from(rule.procedure.as_ref()),
        Cell::from(rule.title.as_ref()),
        Cell::from(rule.owes.name()),
        match rule.term {
            Some(term) => Cell::from(term.to_string()),
            None => Cell::UNKNOWN.says("none"),
        },
        Cell::from(rule.from.name()).says(from),
        rule.extension.as_deref().into(),
        rule.valid_from.into(),
        rule.valid_to.into(),
        match rule.verified {
            true => Cell::from(true).says("yes"),
            false => Cell::from(false).says("no").tone(Tone::Waiting),
        },
        Cell::from(rule.source.as_ref()),
        Cell::from(if rule.built_in { "built-in" } else { "rules.toml" }),
    ]
}

/// The report.
///
/// # Errors
/// An unknown column, with what to write instead.
pub fn report(args: &Args, world: &World<'_>) -> Result<Report, String> {
    let mut table = Table::new(COLUMNS);
    world.rules.all().iter().for_each(|rule| table.push(row(rule)));
    let verified = world.rules.all().iter().filter(|rule| rule.verified).count();
    let summary = format!("{}, {verified} verified", words::count(table.rows.len(), "rule", "rules"));
    let mut report = Report { table, summary, remarks: Vec::new() };
    args.select.apply(&mut report)?;
    Ok(report)
}
