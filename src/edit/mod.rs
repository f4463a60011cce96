//! Writing records: one change at a time, which changes no other byte of the file.
//!
//! A command says what is to be added; `options` and `entry` write it as TOML, `place` finds where a person would
//! put it, `revise` checks that the new text means the old record and exactly that change, and
//! `protocol` exchanges the file so that a crash leaves the old one or the new one. Only the lines of the change
//! itself are touched: comments, order, spacing, line ends and a missing last line end stay as they are. `address`
//! finds the entry that a command is about, `lookup` the ids of people, sources and States that are named.
//!
//! To add a command: a file here with its arguments and one function that returns [`Done`], a word in
//! [`Task`], a line in the `match` of [`run`]. The keys that a command can write are those of
//! `load::schema`.

pub mod add;
pub mod addition;
pub mod address;
pub mod archive;
pub mod ask;
pub mod batch;
mod draft;
pub mod editor;
pub mod entry;
pub mod form;
pub mod init;
mod lock;
pub mod lookup;
pub mod new;
pub mod options;
pub mod place;
pub mod propose;
pub mod protocol;
pub mod remove;
pub mod reply;
pub mod reviewed;
pub mod revise;
mod rights;
pub mod set;
pub mod synonyms;
pub mod update;
pub mod value;
mod visible;

use crate::{
    load::problem::Problem,
    model::{date::Date, rule::Rules},
    render::Screen,
};
use clap::Subcommand;
use std::{
    io::{BufRead, Write},
    path::Path,
    time::Duration,
};

/// How long a command waits for another one that is writing the same record.
pub const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// What a command that writes is given beside its arguments.
pub struct Environment<'a> {
    /// The folder of cases.
    pub folder: &'a Path,
    /// The deadline rules in force there: they name the procedures.
    pub rules: &'a Rules,
    /// The day that `reviewed` writes when none is given.
    pub today: Date,
    /// `--confidential`: the new entry is marked so, and what is confidential may be shown.
    pub confidential: bool,
    /// The editor of the person, as a command for the shell.
    pub editor: Option<&'a str>,
    /// Somebody sits at a terminal and can be asked.
    pub can_ask: bool,
    /// Their answers, or an entry for `--from-stdin`.
    pub input: &'a mut dyn BufRead,
    /// Where questions go.
    pub err: &'a mut dyn Write,
    /// What that can show.
    pub screen: Screen,
}

/// What was done, in lines for the person who asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// The change is in the file, and the file on the disk.
    Written(Vec<String>),
    /// There was nothing to write, or the change was only to be shown.
    Unchanged(Vec<String>),
}

/// Why nothing was written; in the few cases where something was, the message says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What is in the way and what to do about it.
    Because(String),
    /// What is wrong with the record, or would be with the change.
    Problems(Vec<Problem>),
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self::Because(message)
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

/// The commands that write.
#[derive(Clone, Debug, Subcommand)]
#[expect(missing_docs, reason = "a comment on one would replace the help of its arguments")]
pub enum Task {
    New(new::Args),
    Add(add::Args),
    Reply(reply::Args),
    Update(update::Args),
    Set(set::Args),
    Remove(remove::Args),
    Reviewed(reviewed::Args),
    Edit(editor::Args),
    Archive(archive::Args),
}

impl Task {
    /// The case that it changes by an entry, a key or a text, if it is one.
    #[must_use]
    pub fn changes(&self) -> Option<&str> {
        match self {
            Self::Add(args) => Some(&args.case),
            Self::Reply(args) => Some(&args.case),
            Self::Update(args) => Some(&args.case),
            Self::Set(args) => Some(&args.case),
            Self::Remove(args) => Some(&args.case),
            Self::Edit(args) => Some(&args.case),
            Self::New(_) | Self::Reviewed(_) | Self::Archive(_) => None,
        }
    }
}

/// Runs a command that writes.
///
/// # Errors
/// Why nothing was written.
pub fn run(task: &Task, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    match task {
        Task::New(args) => new::run(args, env),
        Task::Add(args) => add::run(args, env),
        Task::Reply(args) => reply::run(args, env),
        Task::Update(args) => update::run(args, env),
        Task::Set(args) => set::run(args, env),
        Task::Remove(args) => remove::run(args, env),
        Task::Reviewed(args) => reviewed::run(args, env),
        Task::Edit(args) => editor::run(args, env),
        Task::Archive(args) => archive::run(args, env),
    }
}
