//! `timeline reviewed`: the day up to which records are up to date. The only command that rewrites
//! something: the value of `reviewed`, if there is one.

use super::{
    Done, Environment, Refusal,
    addition::Addition,
    place::{Gap, Splice},
    revise::{Change, Changed, Flags, Origin, Record, changed, revise},
    value,
};
use crate::load::{
    folder::{self, Found},
    record::schema::Kind,
};
use clap::Args as Arguments;

/// Say that cases are up to date
///
/// Writes the key `reviewed`: the day up to which the record-keeper looked for news and brought the record up to
/// date. Silence and detention are claimed as far as that day. With a problem in one of the cases, none is written.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline reviewed sokolov                     up to today
  timeline reviewed sokolov kavala assange      the same of several cases
  timeline reviewed sokolov 2026-01-15          up to that day")]
pub struct Args {
    /// Ids of cases; behind them there may be a day [default: today, or the day of --as-of]
    #[arg(value_name = "CASE", required = true)]
    pub words: Vec<String>,
    /// Show the changes as diffs and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// The option of commands that change a record.
#[derive(Arguments, Clone, Copy, Debug)]
pub struct Reviewed {
    /// Write too that the case is up to date as of today, or as of the day of --as-of
    #[arg(long, global = true)]
    pub reviewed: bool,
}

/// Writes the day.
///
/// # Errors
/// Not a date, and everything that [`revise`] refuses. Where something can be told of one of the cases before any is
/// written, none is.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let (ids, date) = ids_and_date(&args.words, env)?;
    let write = |id: &str, dry_run| revise(env, id, Flags { dry_run, reviewed: false }, |record| change(record, &date));
    let mut shown = Vec::new();
    if args.dry_run || ids.len() > 1 {
        let mut problems = Vec::new();
        for id in &ids {
            match write(id, true) {
                Ok(Done::Unchanged(lines) | Done::Written(lines)) => shown.extend(lines),
                Err(Refusal::Problems(more)) => problems.extend(more),
                Err(because) => return Err(because),
            }
        }
        if !problems.is_empty() {
            return Err(Refusal::Problems(problems));
        }
    }
    if args.dry_run {
        return Ok(Done::Unchanged(shown));
    }
    let mut done = Vec::new();
    for id in &ids {
        match write(id, false) {
            Ok(Done::Unchanged(lines) | Done::Written(lines)) => done.extend(lines),
            Err(Refusal::Because(message)) if !done.is_empty() => {
                return Err(format!("{message}; these were written before: {}", done.join("; ")).into());
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(Done::Written(done))
}

/// The cases, each once, and the day, which may stand behind them. A word that is the id of a case is no day.
fn ids_and_date(words: &[String], env: &Environment<'_>) -> Result<(Vec<String>, String), Refusal> {
    let mut ids: Vec<String> = Vec::new();
    words.iter().for_each(|word| {
        if !ids.contains(word) {
            ids.push(word.clone());
        }
    });
    let like_a_day = |word: &str| word.starts_with(|first: char| first.is_ascii_digit() || "[\"".contains(first));
    if let Some((last, _)) = words.split_last().filter(|(last, before)| !before.is_empty() && like_a_day(last))
        && folder::find(env.folder, last, env.confidential).is_err()
    {
        let date = value::date(last).map_err(|message| format!("{last:?}: {message}"))?;
        ids.retain(|id| id != last);
        return Ok((ids, date));
    }
    Ok((ids, value::date(&env.today.to_string())?))
}

/// The record with the day of the command as `reviewed`.
///
/// # Errors
/// As for [`changed`].
pub(super) fn marked(env: &Environment<'_>, found: &Found, text: &str) -> Result<Changed, Refusal> {
    let date = value::date(&env.today.to_string())?;
    changed(env, found, text, |record| change(record, &date))
}

/// The change that writes a date as `reviewed`, given as a record writes it.
fn change(record: Record<'_>, date: &str) -> Result<Change, Refusal> {
    let line = format!("reviewed = {date}");
    let says: toml::Table = line.parse().map_err(|_| format!("{date} cannot be written as TOML"))?;
    let splice = match record.placed.get("reviewed") {
        Some(old) => Splice { at: old.span.clone(), text: date.to_owned(), lead: 0 },
        None => Gap::of_top_key(record.text, record.placed, &Kind::Case.before("reviewed")).keys(record.text, &[line]),
    };
    let date = date.trim_matches('"');
    let addition = Addition::Keys { entry: None, says, without: Vec::new() };
    Ok(Change { splice, addition, done: format!("reviewed up to {date}"), origin: Origin::CommandLine })
}
