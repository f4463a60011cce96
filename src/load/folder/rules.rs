//! `rules.toml` at the top of a folder of cases: deadline rules of the office itself.
//!
//! A procedure that the file names is taken from the file alone: its built-in rules, if any, no longer apply. So a
//! correction of one procedure is a few lines, and no built-in rule of that procedure applies beside it.

use super::{Found, RULES_FILE, is_rules_file, text};
use crate::{
    load::{
        problem::{Code, Privacy, Problem},
        record::{
            fields::Fields,
            reader::Reader,
            schema::{Context, Keyed, Keys, Kind, Takes, key},
        },
        text::{file::FileText, syntax, tree},
    },
    model::{
        case::Entry,
        rule::{Rule, Rules},
    },
};
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
    // Rules are not confidential: what is wrong with them is told in full.
    let text = text(&found).map_err(|problem| vec![problem.private(Privacy::Open)])?;
    let source = FileText::new(found.shown(), &text);
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

fn read(source: &FileText<'_>) -> Vec<Rule> {
    let (table, errors) = tree::parse(source.text);
    if !errors.is_empty() {
        syntax::errors(source, &errors);
        return Vec::new();
    }
    let reader = Reader::new(source);
    let (top, builtin) = (Fields::new(&reader, &table), Rules::default());
    let context = Context::new(&builtin);
    let _: (File, _) = top.read(&context);
    let mut rules: Vec<Rule> = Vec::new();
    for fields in top.entries(Kind::Rule) {
        let (mut rule, _): (Rule, _) = fields.read(&context);
        if rule.procedure.is_empty() {
            continue;
        }
        if rule.title.is_empty() {
            rule.title.clone_from(&rule.procedure);
        }
        if rules.iter().any(|other| other.procedure == rule.procedure && other.overlaps(&rule)) {
            let help = "give the earlier one a valid_to and the later one a valid_from that do not overlap";
            fields.problem_of_entry(Code::Conflict, "two rules of one procedure apply on one day", help);
        }
        rules.push(rule);
    }
    // In the order of time, so that the latest rule of a procedure is its last.
    rules.sort_by(|a, b| (&a.procedure, a.valid_from).cmp(&(&b.procedure, b.valid_from)));
    rules
}

/// The whole file: nothing stands above its rules.
struct File;

impl Keyed for File {
    const KEYS: &'static Keys<Self> = &Keys::new(&[key("rule", "Deadline rules", Takes::Entries(Kind::Rule))]);

    fn blank(_: Entry, _: &Context<'_>) -> Self {
        Self
    }
}
