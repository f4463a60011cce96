//! The command line: options shared by all commands, and the commands.

use crate::{
    edit::{Task, init},
    export, help, import,
    model::{
        date::{DayRange, in_years, iso_day},
        vocabulary::{Vocabulary, nearest},
    },
    publish::{Form, json_schema::Described, site},
    render::{Annotations, Format},
    report::{
        agenda, changes, check, demands, detained, events, filter::Since, letters, list, pending, rules, show, stats,
        why,
    },
    seal,
};
use chrono::NaiveDate;
use clap::{Args, FromArgMatches, Parser, Subcommand, ValueEnum, error::ErrorKind};
use std::{ffi::OsString, path::PathBuf};

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
    after_help = "`timeline COMMAND --help` says more, with examples. Exit codes: 0 done, 1 `check` found errors, `verify` a claim that does not hold, `import` rows that are not on record as they are, or `--exit-code` rows, 2 wrong usage, a bad record, or a file that cannot be read or written.",
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub command: Option<Command>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub shared: GlobalOptions,
}

impl Cli {
    /// Reads a command line, the name of the program included.
    ///
    /// # Errors
    /// Wrong usage; help or the version was asked for.
    pub fn read(words: &[OsString]) -> Result<Self, clap::Error> {
        // To build the parser of all commands takes longer than most commands run. So first a parser that knows only
        // the command that seems to be named; what that cannot read, and all help, goes to the parser of all commands.
        let root = GlobalOptions::augment_args(clap::Command::new("timeline").version(env!("CARGO_PKG_VERSION")));
        let named = words.iter().skip(1).find_map(|word| alone(word.to_str()?));
        match root.subcommands(named).try_get_matches_from(words) {
            Err(version) if version.kind() == ErrorKind::DisplayVersion => return Err(version),
            Ok(matches) if matches.subcommand_name().is_some() => return Self::from_arg_matches(&matches),
            _ => {}
        }
        Self::from_arg_matches(&help::whole().try_get_matches_from(words)?)
    }
}

/// The parser of the command of this name alone, if it is one of those that are run often.
fn alone(name: &str) -> Option<clap::Command> {
    let (name, arguments): (&'static str, fn(clap::Command) -> clap::Command) = match name {
        "show" => ("show", show::Args::augment_args),
        "list" => ("list", list::Args::augment_args),
        "events" => ("events", events::Args::augment_args),
        "agenda" => ("agenda", agenda::Args::augment_args),
        "pending" => ("pending", pending::Args::augment_args),
        "letters" => ("letters", letters::Args::augment_args),
        "demands" => ("demands", demands::Args::augment_args),
        "detained" => ("detained", detained::Args::augment_args),
        "why" => ("why", why::Args::augment_args),
        "changes" => ("changes", changes::Args::augment_args),
        "stats" => ("stats", stats::Args::augment_args),
        _ => return None,
    };
    Some(arguments(clap::Command::new(name)))
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Everywhere")]
pub struct GlobalOptions {
    /// Folder of case files [default: $TIMELINE_CASES, else the nearest folder "cases" here or above]
    #[arg(long, global = true, value_name = "DIR")]
    pub cases: Option<PathBuf>,
    /// Show the world as of this day [default: today]
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    #[arg(short, long, global = true, value_name = "FORMAT", value_parser = output, help = formats())]
    #[expect(missing_docs, reason = "the help is made from the formats")]
    pub format: Option<Output>,
    /// Include what is marked confidential
    #[arg(long, global = true)]
    pub confidential: bool,
    /// Colour on status
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Say nothing on standard error but what is wrong
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Exit code 1 if there are rows, 0 if there are none: for scripts
    #[arg(long, global = true)]
    pub exit_code: bool,
    /// Do not page what is longer than the screen [pager: $TIMELINE_PAGER, else $PAGER, else less]
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Leave out the line of column names in tsv and csv
    #[arg(long, global = true)]
    pub no_header: bool,
    /// Write csv as Excel reads it: with a byte-order mark and CRLF
    #[arg(long, global = true)]
    pub excel: bool,
}

/// How what a command found is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// As its table.
    Report(Format),
    /// As a document of its own.
    Document(Form),
    /// Problems for another program, which only `check` has.
    Problems(Annotations),
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
    Agenda(agenda::Args),
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
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Check(check::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Seal(seal::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Verify(seal::VerifyArgs),
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    Write(Task),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Import(import::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Init(init::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Site(site::Args),
    #[expect(missing_docs, reason = "the help is that of the arguments")]
    Export(export::Args),
    /// Print what a record may hold, as a JSON Schema that editors complete and check by
    ///
    /// Made from what the reader itself goes by. A schema cannot say everything (that an id exists, that a day is
    /// one of the calendar): `timeline check` has the last word.
    #[command(before_help = "Examples:
  timeline schema > case.schema.json            of the record of a case
  timeline schema rules > rules.schema.json     of rules.toml, the office's own deadline rules
  timeline schema map > map.schema.json         of the map of a list, for import")]
    Schema {
        /// case, rules or map
        #[arg(default_value_t = Described::Case, hide_default_value = true, value_parser = described)]
        of: Described,
    },
    /// Print what switches on completion of commands and values in a shell
    #[command(before_help = "Examples:
  timeline completions bash >> ~/.bashrc
  timeline completions zsh >> ~/.zshrc
  mkdir -p ~/.config/fish/completions && timeline completions fish > ~/.config/fish/completions/timeline.fish
  timeline completions powershell >> $PROFILE")]
    Completions {
        /// bash, zsh, fish or powershell
        shell: Shell,
    },
    /// Print the manual page
    #[command(before_help = "Examples:
  mkdir -p ~/.local/share/man/man1 && timeline man > ~/.local/share/man/man1/timeline.1
  timeline man | man -l -")]
    Man,
    /// Print the help of a command, or on a topic: dates, formats, columns, environment, exit-codes, options
    #[command(before_help = "Examples:
  timeline help dates
  timeline help add event")]
    Help {
        /// A topic, or the words of a command
        #[arg(value_name = "WORD")]
        words: Vec<String>,
    },
}

impl Command {
    /// Turns `--since 30d` into a day, counted back from `as_of`, which is called only if such an option is given.
    pub fn settle(&mut self, as_of: impl FnOnce() -> NaiveDate) {
        let filter = match self {
            Self::List(args) => &mut args.options.filter,
            Self::Events(args) => &mut args.options.filter,
            Self::Agenda(args) => &mut args.options.filter,
            Self::Pending(args) => &mut args.options.filter,
            Self::Letters(args) => &mut args.options.filter,
            Self::Demands(args) => &mut args.options.filter,
            Self::Detained(args) => &mut args.options.filter,
            Self::Stats(args) => &mut args.options.filter,
            Self::Seal(args) => args.list.filter_mut(),
            // Changes count back from their own last day.
            Self::Changes(_)
            | Self::Show(_)
            | Self::Why(_)
            | Self::Rules(_)
            | Self::Check(_)
            | Self::Verify(_)
            | Self::Write(_)
            | Self::Init(_)
            | Self::Site(_)
            | Self::Export(_)
            | Self::Import(_)
            | Self::Schema { .. }
            | Self::Completions { .. }
            | Self::Man
            | Self::Help { .. } => return,
        };
        if let Some(Since::Ago(_)) = filter.since {
            filter.since = filter.since.take().map(|since| since.settled(as_of()));
        }
    }

    /// Whether what it writes is read by people, and goes through a pager if it is long.
    #[must_use]
    pub const fn pages(&self) -> bool {
        match self {
            Self::Show(_)
            | Self::List(_)
            | Self::Events(_)
            | Self::Agenda(_)
            | Self::Pending(_)
            | Self::Letters(_)
            | Self::Demands(_)
            | Self::Detained(_)
            | Self::Why(_)
            | Self::Changes(_)
            | Self::Stats(_)
            | Self::Rules(_)
            | Self::Check(_)
            | Self::Verify(_) => true,
            Self::Seal(_)
            | Self::Write(_)
            | Self::Init(_)
            | Self::Import(_)
            | Self::Site(_)
            | Self::Export(_)
            | Self::Schema { .. }
            | Self::Completions { .. }
            | Self::Man
            | Self::Help { .. } => false,
        }
    }
}

/// Shells with completion of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
}

fn described(text: &str) -> Result<Described, String> {
    Described::named(text).ok_or_else(|| format!("there are schemas of: {}", Described::names().join(", ")))
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
        .or_else(|| Annotations::named(text).map(Output::Problems))
        .ok_or_else(|| no_format(text, &[Format::names(), Form::names(), Annotations::names()].concat()))
}

/// The help of `-f`.
fn formats() -> String {
    let writes = |command: &str| {
        let forms = Form::ALL.iter().filter(|form| form.command().split(' ').next() == Some(command));
        forms.map(|form| form.name()).collect::<Vec<_>>().join(" and ")
    };
    format!(
        "How to write it: {}; show also writes {}, pending and agenda {}, check {} [default: $TIMELINE_FORMAT, else table on a terminal and plain in a pipe]",
        Format::names().join(", "),
        writes("show"),
        writes("pending"),
        Annotations::names().join(" and "),
    )
}

fn no_format(text: &str, names: &[&'static str]) -> String {
    match nearest(text, names.iter().copied()) {
        Some(like) => format!("did you mean {like}? There are: {}", names.join(", ")),
        None => format!("there are: {}", names.join(", ")),
    }
}
