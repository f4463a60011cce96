//! `timeline reviewed`: the day up to which a record is up to date. The only command that rewrites
//! something: the value of `reviewed`, if there is one.

use super::{
    Desk, Done, Refusal,
    place::{Place, Splice},
    revise::{Change, Origin, revise},
    value,
};
use clap::Args as Arguments;

/// Say that a case is up to date
///
/// Writes the key `reviewed`: the day up to which the record-keeper brought the record up to date.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline reviewed sokolov             up to today
  timeline reviewed sokolov 2026-01-15  up to that day")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    /// The day [default: today]
    #[arg(value_name = "DATE")]
    pub date: Option<String>,
    /// Show the change as a diff and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// Keys that stand above `reviewed`.
const ABOVE: [&str; 5] = ["title", "state", "summary", "tags", "related"];

/// Writes the day.
///
/// # Errors
/// Not a date, and everything that [`revise`] refuses.
pub fn run(args: &Args, desk: &mut Desk<'_>) -> Result<Done, Refusal> {
    let date = args.date.clone().unwrap_or_else(|| desk.today.to_string());
    let value = value::date(&date).map_err(|message| format!("{date:?}: {message}"))?;
    let line = format!("reviewed = {value}");
    let parsed: toml::Table = line.parse().map_err(|_| format!("{date:?} cannot be written as TOML"))?;
    revise(desk, &args.case, args.dry_run, |record| {
        let mut expected = record.says;
        expected.extend(parsed);
        let splice = match record.placed.get("reviewed") {
            Some(old) => Splice { at: old.span(), text: value, lead: 0 },
            None => Place::of_top_key(record.text, record.placed, &ABOVE).keys(record.text, &[line]),
        };
        Ok(Change { splice, expected, done: format!("reviewed up to {date}"), origin: Origin::CommandLine })
    })
}
