//! One change of one record: made, checked, and written or shown.

use super::{
    Done, Environment, LOCK_TIMEOUT, Refusal, addition::Addition, place::Splice, protocol, reviewed,
    visible::withheld_lines,
};
use crate::{
    load::{
        self, Loaded,
        folder::{self, Found},
        problem::Problem,
        text::{
            file::FileText,
            tree::{self, TomlTable},
        },
    },
    model::case::Case,
    render,
    report::words,
    withhold::{Open, Withheld, withhold},
};
use similar::TextDiff;
use std::collections::BTreeSet;

/// A record as it stands, without a problem in it.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its text.
    pub text: &'a str,
    /// What it means.
    pub case: &'a Case,
    /// What it says, with the position of everything.
    pub placed: &'a TomlTable<'a>,
}

/// What a command wants to change.
#[derive(Debug)]
pub struct Change {
    /// In the text.
    pub splice: Splice,
    /// What the record is to say afterwards beside what it said.
    pub addition: Addition,
    /// What is told when it is done, to be followed by the place: `added event`.
    pub done: String,
    /// Where the new lines are from.
    pub origin: Origin,
}

/// Where new lines are from: what a problem in them is told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Options and answers: they have no line.
    CommandLine,
    /// Standard input, with so many lines of our own before them.
    StandardInput(usize),
    /// Lines that were there, and say something else now.
    Changed,
}

/// How a change is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flags {
    /// Only show it.
    pub dry_run: bool,
    /// Write too that the record is up to date as of the day of the command.
    pub reviewed: bool,
}

/// A record as it was when a command began, for finding what names on the command line mean and for questions.
#[derive(Debug)]
pub struct Now {
    text: String,
    /// What it means.
    pub case: Case,
}

impl Now {
    /// What a function makes of the record.
    pub fn record<T>(&self, of: impl FnOnce(Record<'_>) -> T) -> T {
        let (placed, _) = tree::parse(&self.text);
        of(Record { text: &self.text, case: &self.case, placed: &placed })
    }
}

/// Reads the record of a case before it is changed.
///
/// # Errors
/// There is no such case, or it has problems.
pub fn read_now(env: &Environment<'_>, id: &str) -> Result<Now, Refusal> {
    let found = folder::find(env.folder, id, env.confidential)?;
    let text = folder::text(&found)?;
    let case = read(env, &found, &text).map_err(Refusal::Problems)?;
    Ok(Now { text, case })
}

/// Changes the record of a case by what `plan` makes of it, in one exchange.
///
/// # Errors
/// The record has problems, `plan` refuses, the record would have problems with the change or would
/// say anything else than before and the change, or writing failed.
pub fn revise(
    env: &Environment<'_>,
    id: &str,
    flags: Flags,
    plan: impl FnOnce(Record<'_>) -> Result<Change, Refusal>,
) -> Result<Done, Refusal> {
    let found = folder::find(env.folder, id, env.confidential)?;
    let change = |old: &str| {
        if !flags.reviewed {
            return changed(env, &found, old, plan);
        }
        let up_to_date = reviewed::marked(env, &found, old)?;
        let changed = changed(env, &found, &up_to_date.text, plan)?;
        Ok(Changed { done: format!("{}, {}", up_to_date.done, changed.done), ..changed })
    };
    if flags.dry_run {
        let old = folder::text(&found)?;
        let new = change(&old)?;
        fits_the_others(env, &found, &old, new.case)?;
        return Ok(Done::Unchanged(diff(env, &found, &old, &new.text)));
    }
    let mut done = Vec::new();
    protocol::replace(&found, LOCK_TIMEOUT, |old| {
        let new = change(old)?;
        fits_the_others(env, &found, old, new.case)?;
        done = [Some(new.done), new.again].into_iter().flatten().collect();
        Ok(new.text)
    })?;
    Ok(Done::Written(done))
}

/// A changed record.
pub(super) struct Changed {
    /// Its new text.
    pub(super) text: String,
    /// What is told when it is written.
    pub(super) done: String,
    /// Where the same stood already.
    again: Option<String>,
    case: Case,
}

/// The record as `plan` changes it, if it says exactly that and there is no problem in it.
///
/// # Errors
/// What [`revise`] refuses, but for what other records say.
pub(super) fn changed(
    env: &Environment<'_>,
    found: &Found,
    old: &str,
    plan: impl FnOnce(Record<'_>) -> Result<Change, Refusal>,
) -> Result<Changed, Refusal> {
    // A record of 8 MiB takes many times its size in memory once it is parsed, so each part is freed as soon as it can
    // be.
    let case = read(env, found, old).map_err(Refusal::Problems)?;
    let (placed, _) = tree::parse(old);
    let change = plan(Record { text: old, case: &case, placed: &placed })?;
    drop(case);
    let again = change.addition.stands_already(&placed);
    let new = change.splice.apply(old);
    let (says, _) = tree::parse(&new);
    let is_all = change.addition.clone().is_all(placed, &says);
    drop(says);
    let own_problems = |problems: Vec<Problem>| {
        Refusal::Problems(problems.into_iter().map(|problem| placed_for_reader(problem, &change, old, &new)).collect())
    };
    let case = read(env, found, &new).map_err(own_problems)?;
    if !is_all {
        let message = "the change would alter more than its own lines; nothing was written: use `timeline edit`";
        return Err(format!("{}: {message}", found.shown().display()).into());
    }
    let line = FileText::new(found.shown(), &new).line(change.splice.at.start + change.splice.lead);
    let again = again.map(|at| {
        let other = FileText::new(found.shown(), old).line(at);
        let help = format!("`timeline remove {} :{line}` takes this one out", found.id);
        format!("the same stands in line {other} already; {help}")
    });
    let done = format!("{}: {}:{line}", change.done, found.shown().display());
    Ok(Changed { text: new, done, again, case })
}

/// The case that a text holds, if there is no problem in it.
///
/// # Errors
/// Every problem.
pub fn read(env: &Environment<'_>, found: &Found, text: &str) -> Result<Case, Vec<Problem>> {
    let Loaded { mut cases, problems } = load::text(&found.id, found.shown(), text, env.rules);
    cases.pop().ok_or(problems)
}

/// Checks that a record, as it is to be, contradicts no other record that it did not contradict before.
///
/// # Errors
/// The contradictions.
pub fn fits_the_others(env: &Environment<'_>, found: &Found, old: &str, new: Case) -> Result<(), Refusal> {
    let problems = load::beside_the_others(env.folder, env.rules, new);
    if problems.is_empty() {
        return Ok(());
    }
    match read(env, found, old).map(|old| load::beside_the_others(env.folder, env.rules, old)) {
        Ok(before) if problems.len() > before.len() => Err(Refusal::Problems(problems)),
        // If the record had errors before, contradictions to others do not stop the change: it is mended one step at a
        // time.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// A problem of the new text, told in lines that the person can look at.
fn placed_for_reader(problem: Problem, change: &Change, old: &str, new: &str) -> Problem {
    let source = FileText::new(&problem.file, new);
    let start = change.splice.at.start;
    let first = source.line(start + change.splice.lead);
    let last = source.line(start + change.splice.text.trim_end().len());
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let (added, gone) = (lines(&change.splice.text), lines(&old[change.splice.at.clone()]));
    match (problem.at, change.origin) {
        (Some((line, column)), _) if line > last => {
            Problem { at: Some(((line + gone).saturating_sub(added).max(1), column)), ..problem }
        }
        (Some((line, _)), Origin::Changed) if line >= first => {
            Problem { file: "the change".into(), at: None, excerpt: None, ..problem }
        }
        (Some((line, _)), Origin::CommandLine) if line >= first => {
            Problem { file: "the new entry".into(), at: None, excerpt: None, ..problem }
        }
        (Some((line, column)), Origin::StandardInput(own)) if line >= first => {
            let line = (line - first + 1).saturating_sub(own).max(1);
            Problem { file: "standard input".into(), at: Some((line, column)), ..problem }
        }
        _ => problem,
    }
}

/// The change as a unified diff. Where something in the record is confidential, its neighbouring lines are left out,
/// and of the lines that go those that are withheld; where what is added is confidential, all of it.
#[must_use]
pub fn diff(env: &Environment<'_>, found: &Found, old: &str, new: &str) -> Vec<String> {
    let load = |text: &str| load::text(&found.id, found.shown(), text, env.rules);
    let [before, after] = [old, new].map(|text| withhold(load(text)));
    if !env.confidential && (after.withheld.cases > 0 || after.withheld.entries > before.withheld.entries) {
        let added = new.lines().count() - old.lines().count().min(new.lines().count());
        return vec![format!("{}: {added} lines more, withheld; --confidential shows them", found.shown().display())];
    }
    let names_withheld_case = |open: &Open| open.related.iter().any(|id| folder::is_withheld_case(env.folder, id));
    let is_open = [&before, &after]
        .iter()
        .all(|opened| opened.withheld == Withheld::default() && !opened.cases.iter().any(names_withheld_case));
    let name = found.shown().to_string_lossy();
    let diff = TextDiff::from_lines(old, new);
    let mut shown = diff.unified_diff();
    shown.header(&name, &name);
    if env.confidential || is_open {
        return shown.to_string().lines().map(|line| render::one_line(line).into_owned()).collect();
    }
    let whole = load(old).cases;
    let withheld = whole.first().map_or_else(BTreeSet::new, |all| {
        withheld_lines(old, all, before.cases.first().map(|open| &**open), env.folder)
    });
    let mut lines = vec![format!("--- {name}"), format!("+++ {name}")];
    for hunk in shown.context_radius(0).iter_hunks() {
        lines.push(hunk.header().to_string());
        let mut gone = 0;
        for change in hunk.iter_changes() {
            if change.old_index().is_some_and(|line| withheld.contains(&line)) {
                gone += 1;
                continue;
            }
            lines.extend(hidden(&mut gone));
            lines.push(format!("{}{}", change.tag(), change.value().trim_end_matches(['\n', '\r'])));
        }
        lines.extend(hidden(&mut gone));
    }
    lines.iter().map(|line| render::one_line(line).into_owned()).collect()
}

/// What is said instead of so many lines that go, if there are any.
fn hidden(gone: &mut usize) -> Option<String> {
    let gone = std::mem::take(gone);
    (gone > 0).then(|| format!("-… {}, withheld; --confidential shows them", words::count(gone, "line", "lines")))
}
