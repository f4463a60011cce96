//! `timeline rules`: every deadline rule, with its source and whether that was read.

use super::{Cell, Column, ColumnOf, Kind, Report, Table, Tone, Value, World, col, select::Select, words};
use crate::model::{
    rule::{CountedFrom, Rule},
    vocabulary::Vocabulary,
};
use clap::Args as Arguments;

/// Every deadline rule, with its source
///
/// The rules that ship, and those of `rules.toml` in the folder of cases. "Not verified" means that the
/// passage itself was not read. Where the day of a change is not known, two rules apply to the letters of a time,
/// and both terms count. A `due` written in a letter beats every rule.
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

impl ColumnOf<Rule> {
    const ALL: &'static [Self] = &[
        col(Column::new(Kind::Code, "procedure", "Procedure"), |rule, out| out.put(&*rule.procedure)),
        col(Column::new(Kind::Text, "title", "What it is").if_wide(2), |rule, out| out.put(&*rule.title)),
        col(Column::new(Kind::Code, "owes", "Who owes").if_wide(4), |rule, out| out.put(rule.owes.name())),
        col(Column::new(Kind::Code, "term", "Term"), |rule, out| match rule.term {
            Some(term) => out.put(term.to_string()),
            None => out.put_saying(Value::Unknown, || "none".into()),
        }),
        col(Column::new(Kind::Code, "from", "Counted from").if_wide(3), |rule, out| {
            let from = match rule.from {
                CountedFrom::Sent => "sent",
                CountedFrom::Adopted => "adoption",
            };
            out.put_saying(rule.from.name(), || from.into())
        }),
        col(Column::new(Kind::Text, "extension", "Extension").if_wide(5), |rule, out| {
            out.put(rule.extension.as_deref())
        }),
        col(Column::new(Kind::Text, "valid", "For letters").screen(), |rule, out| {
            out.put(match (rule.valid_from, rule.valid_to) {
                (Some(from), Some(to)) => format!("{from} to {to}"),
                (Some(from), None) => format!("from {from}"),
                (None, Some(to)) => format!("to {to}"),
                (None, None) => String::new(),
            })
        }),
        col(Column::new(Kind::Day, "valid_from", "Valid from").data(), |rule, out| out.put(rule.valid_from)),
        col(Column::new(Kind::Day, "valid_to", "Valid to").data(), |rule, out| out.put(rule.valid_to)),
        col(Column::new(Kind::Flag, "verified", "Verified"), |rule, out| match (rule.term, rule.verified) {
            // There is nothing to verify.
            (None, _) => out.put_saying(Value::Unknown, || "no term".into()),
            (Some(_), true) => out.put_saying(true, || "yes".into()),
            (Some(_), false) => out.put_cell(Cell::from(false).says("no").tone(Tone::Waiting)),
        }),
        col(Column::new(Kind::Text, "source", "Source"), |rule, out| out.put(&*rule.source)),
        col(Column::new(Kind::Code, "origin", "Origin").data(), |rule, out| {
            out.put(if rule.built_in { "built-in" } else { "rules.toml" })
        }),
    ];
}

/// The columns of the rules.
#[must_use]
pub fn columns() -> Vec<Column> {
    super::column::columns(ColumnOf::<Rule>::ALL)
}

/// The report.
///
/// # Errors
/// An unknown column, with what to write instead.
pub fn report(args: &Args, world: &World<'_>) -> Result<Report, String> {
    let mut table = Table::of(ColumnOf::<Rule>::ALL, world.rules.all());
    args.select.keep_text(&mut table);
    let with_term = || world.rules.all().iter().filter(|rule| rule.term.is_some());
    let (verified, all) = (with_term().filter(|rule| rule.verified).count(), with_term().count());
    let summary = format!("{}, {verified} of {all} terms verified", words::count(table.rows.len(), "rule", "rules"));
    let mut report = Report { table, summary, remarks: Vec::new() };
    args.select.apply(&mut report)?;
    Ok(report)
}
