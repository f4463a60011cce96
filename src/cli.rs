//! The command line: options shared by all commands, and the commands.

use crate::{
    edit::Task,
    model::{
        date::{DayRange, in_years, iso_day},
        vocabulary::{Vocabulary, nearest},
    },
    publish::{Form, site},
    render::Format,
    report::{changes, demands, detained, events, letters, list, pending, rules, show, stats, why},
};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Human-rights cases as text files: timelines, outstanding demands, and letters that wait for an answer
///
/// Cases are TOML files in a folder, one a case: see cases/README.md. Nothing confidential is shown
/// unless asked for, and nothing ever leaves this machine.
#[derive(Parser, Debug)]
#[command(
    name = "timeline",
    version,
    before_help = "Examples:
  timeline show sokolov               one case
  timeline pending                    letters without an answer, the worst first
  timeline pending --as-of 2019-07-29 the same as it stood on that day
  timeline demands --state RUS        what was asked of a State and is outstanding
  timeline detained -f csv            who is deprived of liberty, for a spreadsheet",
    after_help = "`timeline COMMAND --help` says more, with examples. Exit codes: 0 done, 2 wrong usage, a bad record, or a file that cannot be read or written.",
    max_term_width = 100
)]
pub struct Cli {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub command: Command,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub shared: Shared,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Everywhere")]
pub struct Shared {
    /// Folder of case files [default: $TIMELINE_CASES, else the nearest folder "cases" here or above]
    #[arg(long, global = true, value_name = "DIR")]
    pub cases: Option<PathBuf>,
    /// Show the world as of this day [default: today]
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    /// How to write it: table, plain, tsv, csv, json, jsonl, markdown; show also writes html and timelinejs, pending also ics [default: $TIMELINE_FORMAT, else table on a terminal and plain in a pipe]
    #[arg(short, long, global = true, value_name = "FORMAT", value_parser = output)]
    pub format: Option<Output>,
    /// Include what is marked confidential
    #[arg(long, global = true)]
    pub confidential: bool,
    /// Colour on status
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Leave out the line of column names in tsv and csv
    #[arg(long, global = true)]
    pub no_header: bool,
}

/// How what a command found is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// As its table.
    Report(Format),
    /// As a document of its own.
    Document(Form),
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal that can show it, unless $NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Show(show::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    List(list::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Events(events::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Pending(pending::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Letters(letters::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Demands(demands::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Detained(detained::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Why(why::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Changes(changes::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Stats(stats::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Rules(rules::Args),
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    Write(Task),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Site(site::Args),
    /// Print the line that switches on completion of commands and case ids in a shell
    #[command(before_help = "Examples:
  timeline completions bash >> ~/.bashrc
  timeline completions zsh >> ~/.zshrc
  timeline completions fish > ~/.config/fish/completions/timeline.fish")]
    Completions {
        /// bash, zsh or fish
        shell: Shell,
    },
    /// Print the manual page
    #[command(before_help = "Examples:
  timeline man > ~/.local/share/man/man1/timeline.1
  timeline man | man -l -")]
    Man,
}

/// Shells with completion of case ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let help = "write one day as year-month-day: 2024-07-05";
    let day = iso_day(text).ok_or_else(|| format!("{text:?} is not a day; {help}"))?;
    in_years(DayRange::day(day)).map_err(|e| e.message)?;
    Ok(day)
}

/// Reads the name of a format that every command writes.
///
/// # Errors
/// What to write instead.
pub fn format(text: &str) -> Result<Format, String> {
    Format::named(text).ok_or_else(|| no_format(text, &Format::names()))
}

fn output(text: &str) -> Result<Output, String> {
    let report = Format::named(text).map(Output::Report);
    report
        .or_else(|| Form::named(text).map(Output::Document))
        .ok_or_else(|| no_format(text, &[Format::names(), Form::names()].concat()))
}

fn no_format(text: &str, names: &[&'static str]) -> String {
    match nearest(text, names.iter().copied()) {
        Some(like) => format!("did you mean {like}? There are: {}", names.join(", ")),
        None => format!("there are: {}", names.join(", ")),
    }
}
