//! `timeline add`: one more entry of a case.

use super::{
    Done, Environment, Refusal,
    address::{self, Address},
    entry::NewEntry,
    form::Asked,
    options::{GivenEntry, Options},
    reviewed::Reviewed,
    revise::{Change, Flags, Record, read_now, revise},
};
use crate::load::{
    record::schema::{Kind, Value},
    text::tree::TomlValue,
};
use clap::{Args as Arguments, Subcommand};

/// Add an entry to a case: an event, a letter, a source …
///
/// Only lines are added, where a person would write them and in the style of the file; everything else
/// stays byte for byte. Ids and sources are checked first: with a problem, nothing is written. People and sources
/// may be given by name or address, States by any name. On a terminal, missing pieces are asked for.
#[derive(Arguments, Clone, Debug)]
#[command(
    subcommand_value_name = "KIND",
    subcommand_help_heading = "Kinds",
    before_help = "Examples:
  timeline add sokolov event --date 2024-07-05 --what 'Searched at home' --kind search --sources memo-2024
  timeline add sokolov source --id memo-2024 --title 'Search at home' --url https://example.org/memo
  timeline add sokolov letter --ref 'UA GBR 3/2019' --procedure sp-urgent-appeal --to GBR --sent 2019-05-27
  timeline add sokolov person --dry-run --id ivanova --name 'A. Ivanova' --role lawyer
  timeline add sokolov reminder 'GBR 3/2019' --date 2019-09-01
  timeline add sokolov claim 'event 2024-07-05' --date 2024-07-06 --sources memo-2024
  timeline add sokolov event --from-stdin < event.toml"
)]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub entry: Entry,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// The kinds of entry, each with its own options.
#[derive(Clone, Debug, Subcommand)]
pub enum Entry {
    /// Something that happened
    Event(Options<{ Kind::Event as usize }>),
    /// A person or an organisation
    Person(Options<{ Kind::Person as usize }>),
    /// An accusation
    Charge(Options<{ Kind::Charge as usize }>),
    /// A public statement; it expects no reply
    Statement(Options<{ Kind::Statement as usize }>),
    /// A letter that asks for an answer
    Letter(Options<{ Kind::Letter as usize }>),
    /// More time, granted for a letter
    Extension(Inside<{ Kind::Extension as usize }>),
    /// When the clock of a letter stood still
    Suspension(Inside<{ Kind::Suspension as usize }>),
    /// A reminder of a letter
    Reminder(Inside<{ Kind::Reminder as usize }>),
    /// Something asked for
    Demand(Options<{ Kind::Demand as usize }>),
    /// What others claim about the same fact: another day, another account
    Claim(Inside<{ Kind::Claim as usize }>),
    /// Where a fact can be read
    Source(Options<{ Kind::Source as usize }>),
}

/// An entry inside another one: the name of the outer one, and the options of its own kind.
#[derive(Arguments, Clone, Debug)]
pub struct Inside<const KIND: usize> {
    /// The entry it belongs to: its reference or id, else its date, else words that only it has
    #[arg(value_name = "ENTRY")]
    pub outer: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options<KIND>,
}

impl Entry {
    /// What the command line says of it, and the entry that it belongs to.
    fn written(&self) -> (&GivenEntry, Option<&str>) {
        match self {
            Self::Event(options) => (options.written(), None),
            Self::Person(options) => (options.written(), None),
            Self::Charge(options) => (options.written(), None),
            Self::Statement(options) => (options.written(), None),
            Self::Letter(options) => (options.written(), None),
            Self::Extension(inside) => (inside.options.written(), Some(&inside.outer)),
            Self::Suspension(inside) => (inside.options.written(), Some(&inside.outer)),
            Self::Reminder(inside) => (inside.options.written(), Some(&inside.outer)),
            Self::Demand(options) => (options.written(), None),
            Self::Claim(inside) => (inside.options.written(), Some(&inside.outer)),
            Self::Source(options) => (options.written(), None),
        }
    }
}

/// Adds the entry.
///
/// # Errors
/// Everything that [`GivenEntry::entry`] and [`revise`] refuse.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let (written, outer) = args.entry.written();
    let flags = Flags { dry_run: written.dry_run, reviewed: args.reviewed.reviewed };
    let now = read_now(env, &args.case)?;
    // The outer entry is looked for first: if it is not there, no question is asked.
    let outer_at = outer.map(|name| now.record(|record| within(&record, written.kind(), name, env.confidential)));
    let outer_at = outer_at.transpose()?;
    let letter =
        outer_at.filter(|at| at.table == Kind::Letter.path()).and_then(|at| now.case.communications.get(at.at));
    let entry = written.entry(env, &Asked { case: &now.case, kind: written.kind(), letter })?;
    // Freed before the change, which holds the record twice (before and after): a record of 8 MiB takes many times its
    // size in memory.
    drop(now);
    let confidential = env.confidential;
    revise(env, &args.case, flags, |record| match outer {
        None => entry.added_to(record, 0),
        Some(name) => inside(entry, record, name, confidential),
    })
}

/// The entry in which one of this kind is to lie.
///
/// # Errors
/// There is none of that name, or there are several.
fn within(record: &Record<'_>, kind: Kind, name: &str, confidential: bool) -> Result<Address, Refusal> {
    let holds =
        |outer: Kind| outer.fields().iter().any(|field| matches!(field.value, Value::Entries(of) if of == kind));
    Ok(address::find(record, name, confidential, holds)?.address)
}

/// The change that adds an entry to the one that is named.
fn inside(entry: NewEntry, record: Record<'_>, name: &str, confidential: bool) -> Result<Change, Refusal> {
    let Address { table, at, .. } = within(&record, entry.kind, name, confidential)?;
    let inside = (at, entry.kind.key());
    let outer =
        address::entries(record.placed).into_iter().find(|met| met.address == Address { table, at, inside: None });
    let list = outer.and_then(|outer| outer.table.get(entry.kind.key()));
    match list.map(|pair| (&pair.value, &pair.span)) {
        Some((TomlValue::List(items), span))
            if record.text[span.start..].starts_with('[') && !record.text[span.start..].starts_with("[[") =>
        {
            entry.added_inline(items, span, table, inside)
        }
        _ => entry.added_at(record, table, Some(inside)),
    }
}
