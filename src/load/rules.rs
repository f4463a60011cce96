//! `rules.toml` at the top of a folder of cases: deadline rules of the office itself.
//!
//! A procedure that the file names is taken from the file alone: its built-in rules, if any, no longer
//! apply. So a correction needs no copy of the whole table, and no built-in rule lingers beside it.

use super::{
    fields::Fields,
    folder::{Found, RULES_FILE, is_id, is_rules_file, text},
    gathered::Reader,
    problem::{Code, Privacy, Problem},
    source::Source,
    tree,
};
use crate::model::rule::{CountedFrom, Owes, Rule, Rules, Term};
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// The rules in force for a folder: the built-in ones, and those of its `rules.toml` if there is one.
///
/// # Errors
/// What is wrong with that file. Then no rules are in force: the built-in ones may be those that it replaces.
pub fn of(folder: &Path) -> Result<Rules, Vec<Problem>> {
    let Some(path) = file(folder).map_err(|problem| vec![problem])? else { return Ok(Rules::default()) };
    let found = Found::new("rules", &path);
    // Rules are no secret.
    let text = text(&found).map_err(|problem| vec![problem.private(Privacy::Open)])?;
    let source = Source::new(found.shown(), &text);
    let rules = read(&source);
    let problems = source.into_problems();
    if problems.is_empty() { Ok(Rules::default().with(rules)) } else { Err(problems) }
}

/// The file of rules of a folder. On some systems `Rules.toml` opens under the name `rules.toml`, and on others it
/// does not: so it is refused everywhere.
fn file(folder: &Path) -> Result<Option<PathBuf>, Problem> {
    // That a folder cannot be read is told where records are looked for.
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut named: Vec<OsString> = entries.map(|entry| entry.file_name()).filter(|name| is_rules_file(name)).collect();
    named.sort();
    for name in named {
        let path = folder.join(&name);
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => {}
            Ok(there) if there.is_file() && name == RULES_FILE => return Ok(Some(path)),
            Ok(there) if there.is_file() => {
                let message = "rules are read from a file that is named in small letters";
                return Err(Problem::of_file(Code::BadFileName, &path, message, "name it rules.toml"));
            }
            _ => {
                let message = "the rules are a link or no regular file";
                let help = "put the file itself into the folder, under the name rules.toml";
                return Err(Problem::of_file(Code::NotAFile, &path, message, help));
            }
        }
    }
    Ok(None)
}

fn read(source: &Source<'_>) -> Vec<Rule> {
    let (table, errors) = tree::parse(source.text);
    if !errors.is_empty() {
        super::check::syntax::errors(source, &errors);
        return Vec::new();
    }
    let reader = Reader::new(source);
    let top = Fields::new(&reader, &table, 0..0, false);
    let mut rules: Vec<Rule> = Vec::new();
    for fields in top.tables("rule") {
        let span = fields.span.clone();
        let Some(rule) = rule(&fields) else {
            fields.done();
            continue;
        };
        if rules.iter().any(|other| other.procedure == rule.procedure && other.overlaps(&rule)) {
            let help = "give the earlier one a valid_to and the later one a valid_from that do not overlap";
            fields.problem(Code::Conflict, span, "two rules of one procedure apply on one day", help);
        }
        fields.done();
        rules.push(rule);
    }
    top.done();
    // In the order of time, so that the latest rule of a procedure is its last.
    rules.sort_by(|a, b| (&a.procedure, a.valid_from).cmp(&(&b.procedure, b.valid_from)));
    rules
}

fn rule(fields: &Fields<'_>) -> Option<Rule> {
    let procedure = fields.need_text("procedure");
    if !procedure.is_empty() && !is_id(&procedure) {
        let help = "write small letters a to z, digits and hyphens: procedure = \"sp-urgent-appeal\"";
        fields.problem(Code::BadId, fields.span_of("procedure"), "not the name of a procedure", help);
    }
    let term = fields.placed("term").and_then(|(text, span)| {
        let term = Term::parse(text);
        if term.is_none() {
            let help = "write a number and a unit: \"60 days\", \"2 weeks\", \"6 months\", \"1 year\"; leave it out for no term";
            fields.problem(Code::UnknownWord, span, format!("`term` does not know {text:?}"), help);
        }
        term
    });
    let exact = |key| {
        let date = fields.date(key)?;
        if !date.is_exact() {
            fields.problem(Code::BadDate, fields.span_of(key), format!("`{key}` takes one day"), "write 2024-07-05");
        }
        Some(date.earliest())
    };
    let rule = Rule {
        title: fields.text("title").unwrap_or_else(|| procedure.clone()).into(),
        owes: fields.word("owes").unwrap_or(Owes::Addressee),
        term,
        from: fields.word("from").unwrap_or(CountedFrom::Sent),
        extension: fields.text("extension").map(Into::into),
        valid_from: exact("valid_from"),
        valid_to: exact("valid_to"),
        source: fields.need_text("source").into(),
        verified: fields.flag("verified"),
        built_in: false,
        procedure: procedure.into(),
    };
    (!rule.procedure.is_empty()).then_some(rule)
}
