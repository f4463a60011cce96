//! Running a command: one line each in [`run`], and a file for each kind of command.
//!
//! `call` is what every command is run with, `cases` says which records are read, `findings` what is said once
//! a report is written. To add a command: a variant in `cli::Command` and a line in the `match` of [`run`];
//! without the line it does not compile.

mod archive;
mod call;
mod cases;
mod check;
mod export;
mod findings;
mod import;
mod list;
mod report;
mod seal;
mod show;
mod site;
mod start;
mod write;

pub use call::{cases_folder, colour};

use crate::{
    cli::{Cli, Command},
    complete, help,
    load::problem::Problem,
    publish::json_schema::json_schema,
    render::Screen,
};
use call::Call;
use chrono::NaiveDate;
use std::{
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
};

/// What the command is told about the machine it runs on; read once, in `main`.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Tells the local civil date; asked only if no day is given.
    pub today: fn() -> NaiveDate,
    /// The folder in which it was started.
    pub here: PathBuf,
    /// `$TIMELINE_CASES`.
    pub cases: Option<PathBuf>,
    /// `$TIMELINE_FORMAT`.
    pub format: Option<String>,
    /// `$VISUAL`, else `$EDITOR`.
    pub editor: Option<String>,
    /// Names of the variables that tell git where to look (`GIT_…`).
    pub git: Vec<OsString>,
    /// Somebody sits at a terminal, can read questions and answer them.
    pub can_ask: bool,
    /// Standard output is a terminal.
    pub terminal: bool,
    /// What standard output can show when colour is left to us.
    pub screen: Screen,
    /// Standard error is a terminal.
    pub error_terminal: bool,
    /// What standard error can show.
    pub error_screen: Screen,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// What was asked about was found: `check` met an error, `verify` a claim that does not hold.
    Found,
    /// Wrong usage, a bad record, or a file that cannot be read.
    Failed,
}

/// Something that stops a command before it has anything to show.
#[derive(Debug)]
pub enum Stop {
    /// Wrong usage: what to do instead.
    Usage(String),
    /// A problem with a file.
    Problem(Box<Problem>),
    /// The deadline rules cannot be read, so nothing can be computed by them.
    Rules(Vec<Problem>),
    /// Writing failed.
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Usage(message)
    }
}

/// Runs a command: what it found to `out`, remarks and problems to `err`.
///
/// # Errors
/// What stopped it.
pub fn run(mut cli: Cli, machine: &Machine, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, Stop> {
    let asked = cli.shared.as_of;
    if let Some(command) = &mut cli.command {
        command.settle(|| asked.unwrap_or_else(machine.today));
    }
    let mut call = Call { shared: &cli.shared, machine, out, err };
    let Some(command) = &cli.command else { return start::run(&mut call) };
    match command {
        Command::Show(args) => show::run(args, &mut call),
        Command::List(args) => list::run(args, &mut call),
        Command::Events(args) => list::run(args, &mut call),
        Command::Agenda(args) => list::agenda(args, &mut call),
        Command::Pending(args) => list::pending(args, &mut call),
        Command::Letters(args) => list::run(args, &mut call),
        Command::Demands(args) => list::run(args, &mut call),
        Command::Detained(args) => list::run(args, &mut call),
        Command::Why(args) => report::why(args, &mut call),
        Command::Changes(args) => report::changes(args, &mut call),
        Command::Stats(args) => report::stats(args, &mut call),
        Command::Rules(args) => report::rules(args, &mut call),
        Command::Check(args) => check::run(args, &mut call),
        Command::Seal(args) => seal::seal(args, &mut call),
        Command::Verify(args) => seal::verify(args, &mut call),
        Command::Import(args) => import::run(args, &mut call),
        Command::Write(task) => write::run(task, &mut call),
        Command::Init(_) => write::init(&mut call),
        Command::Site(args) => site::run(args, &mut call),
        Command::Export(args) => export::run(args, &mut call),
        Command::Schema { of } => Ok(call.out.write_all(json_schema(*of).as_bytes()).map(|()| Outcome::Done)?),
        Command::Completions { shell } => Ok(complete::registration(*shell, call.out).map(|()| Outcome::Done)?),
        Command::Man => Ok(complete::manual(call.out).map(|()| Outcome::Done)?),
        Command::Help { words } => {
            let text = help::of(words).map_err(Stop::Usage)?;
            Ok(call.out.write_all(text.as_bytes()).map(|()| Outcome::Done)?)
        }
    }
}
