//! `timeline check`: every problem of every record, by name.

use super::{
    Cell, Column, ColumnOf, Kind, Report, Table, Tone, col,
    column::columns,
    rows::{Packed, Part, Rows, Sink},
    words,
};
use crate::{
    load::problem::{Code, Problem, Severity},
    model::vocabulary::{Vocabulary, nearest},
};
use clap::Args as Arguments;

/// Every problem of every record: what must be mended, and what somebody should look at
///
/// Errors are what keeps a record from being shown, and what must not be committed: the name of a
/// confidential person in public text, a saved copy that was changed. Warnings may be right as they are;
/// --deny makes errors of them, --allow leaves them out. Warnings are looked for in records without errors. Exit codes: 0 no
/// errors, 1 errors, 2 wrong usage or a file that cannot be read.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline check                           all records
  timeline check sokolov drafts/wren.toml  one case, and a file that need not be in the folder
  timeline check --deny warnings           nothing may remain, as before publishing
  timeline check -f sarif > check.sarif    for editors and code hosts; -f github for annotations
  timeline check --list                    every problem that has a name")]
pub struct Args {
    /// Ids of cases, or paths of files [default: all cases]
    #[arg(value_name = "CASE|FILE")]
    pub ids: Vec<String>,
    /// Make an error of this warning, or of all `warnings`; may be given several times
    #[arg(long, value_name = "CODE", value_parser = denied)]
    pub deny: Vec<Denied>,
    /// Say nothing of this warning; may be given several times
    #[arg(long, value_name = "CODE", value_parser = allowed)]
    pub allow: Vec<Code>,
    /// List every problem that can be found, with its meaning
    #[arg(long, conflicts_with_all = ["ids", "deny", "allow"])]
    pub list: bool,
}

/// Which warnings are errors here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// All of them.
    Warnings,
    /// Those with this name.
    Code(Code),
}

fn denied(text: &str) -> Result<Denied, String> {
    if text == "warnings" {
        return Ok(Denied::Warnings);
    }
    code(text).map(Denied::Code)
}

fn allowed(text: &str) -> Result<Code, String> {
    match code(text)? {
        code if code.severity() == Severity::Error => Err("it is an error, and has to be mended".into()),
        code => Ok(code),
    }
}

fn code(text: &str) -> Result<Code, String> {
    Code::named(text).ok_or_else(|| match nearest(text, Code::names()) {
        Some(like) => format!("did you mean {like}? `timeline check --list` shows all"),
        None => "`timeline check --list` shows all names; `--deny warnings` stands for every warning".into(),
    })
}

impl Args {
    /// Takes out the warnings that are allowed, and makes errors of those that are denied.
    pub fn judge(&self, problems: &mut Vec<Problem>) {
        problems.retain(|problem| !self.allow.contains(&problem.code));
        for problem in problems {
            if self.deny.iter().any(|d| matches!(d, Denied::Warnings) || *d == Denied::Code(problem.code)) {
                problem.severity = Severity::Error;
            }
        }
    }
}

const SEVERITY: Column = Column::new(Kind::Code, "severity", "Severity");
const CODE: Column = Column::new(Kind::Code, "code", "Problem");

impl ColumnOf<Problem> {
    const ALL: &'static [Self] = &[
        col(Column::new(Kind::Code, "place", "Where").screen(), |problem, out| {
            let file = problem.file.to_string_lossy();
            match problem.at {
                Some((line, column)) => out.put(format!("{file}:{line}:{column}")),
                None => out.put(&*file),
            }
        }),
        col(SEVERITY, |problem, out| out.put_cell(severity(problem.severity))),
        col(CODE, |problem, out| out.put(problem.code.name())),
        col(Column::new(Kind::Text, "file", "File").data(), |problem, out| out.put(&*problem.file.to_string_lossy())),
        col(Column::new(Kind::Number, "line", "Line").data(), |problem, out| out.put(problem.at.map(|at| at.0))),
        col(Column::new(Kind::Number, "column", "Column").data(), |problem, out| out.put(problem.at.map(|at| at.1))),
        col(Column::new(Kind::Text, "message", "What is wrong"), |problem, out| out.put(&problem.message)),
        col(Column::new(Kind::Text, "help", "What to write instead"), |problem, out| {
            out.put(Some(&problem.help).filter(|help| !help.is_empty()))
        }),
    ];
}

impl ColumnOf<Code> {
    const ALL: &'static [Self] = &[
        col(CODE, |code, out| out.put(code.name())),
        col(SEVERITY, |code, out| out.put_cell(severity(code.severity()))),
        col(Column::new(Kind::Text, "meaning", "What it means"), |code, out| out.put(code.meaning())),
    ];
}

/// The problems found, a row each; `withheld` if there are others that may not be told.
#[must_use]
pub fn report(problems: &[Problem], withheld: bool) -> Report {
    let mut part = Part::default();
    let mut sink = Sink::Packing { part: &mut part, place: &|_| 0, says: true, only: None };
    problems.iter().for_each(|problem| sink.row(0, [0; 4], 0, ColumnOf::<Problem>::ALL, problem));
    let mut report = summed(problems, withheld);
    report.table.rows = Rows::Packed(Packed::ordered(vec![part], report.table.columns.len()).0);
    report
}

/// The same without rows.
#[must_use]
pub fn summed(problems: &[Problem], withheld: bool) -> Report {
    let table = Table::new(&columns(ColumnOf::<Problem>::ALL));
    let errors = problems.iter().filter(|p| p.is_error()).count();
    let summary = match (errors, problems.len() - errors) {
        (0, 0) if withheld => "nothing else found".into(),
        (0, 0) => "nothing found".into(),
        (errors, warnings) => {
            let counted = [(errors, "error", "errors"), (warnings, "warning", "warnings")];
            let counted = counted.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| words::count(*n, one, many));
            counted.collect::<Vec<_>>().join(", ")
        }
    };
    Report { table, summary, remarks: Vec::new() }
}

/// Every problem that has a name.
#[must_use]
pub fn list() -> Report {
    let table = Table::of(ColumnOf::<Code>::ALL, Code::ALL);
    let summary = words::count(table.rows.len(), "problem", "problems");
    Report { table, summary, remarks: Vec::new() }
}

fn severity(severity: Severity) -> Cell {
    let tone = match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Waiting,
    };
    Cell::from(severity.name()).tone(tone)
}
