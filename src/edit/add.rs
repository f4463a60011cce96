//! `timeline add`: one more entry of a case.

use super::{
    Done, Environment, Refusal,
    options::{GivenEntry, Options},
    reviewed::Reviewed,
    revise::{Flags, revise},
};
use crate::load::record::schema::Kind;
use clap::{Args as Arguments, Subcommand};

/// Add an entry to a case: an event, a letter, a source …
///
/// Only lines are added, where a person would write them and in the style of the file; everything else
/// stays byte for byte. Ids and sources are checked first: with a problem, nothing is written. On a
/// terminal, missing pieces are asked for.
#[derive(Arguments, Clone, Debug)]
#[command(
    subcommand_value_name = "KIND",
    subcommand_help_heading = "Kinds",
    before_help = "Examples:
  timeline add sokolov event --date 2024-07-05 --what 'Searched at home' --kind search --sources memo-2024
  timeline add sokolov source --id memo-2024 --title 'Search at home' --url https://example.org/memo
  timeline add sokolov letter --ref 'UA GBR 3/2019' --procedure sp-urgent-appeal --to GBR --sent 2019-05-27
  timeline add sokolov person --dry-run --id ivanova --name 'A. Ivanova' --role lawyer
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
    /// Something asked for
    Demand(Options<{ Kind::Demand as usize }>),
    /// Where a fact can be read
    Source(Options<{ Kind::Source as usize }>),
}

impl Entry {
    fn written(&self) -> &GivenEntry {
        match self {
            Self::Event(options) => options.written(),
            Self::Person(options) => options.written(),
            Self::Charge(options) => options.written(),
            Self::Statement(options) => options.written(),
            Self::Letter(options) => options.written(),
            Self::Demand(options) => options.written(),
            Self::Source(options) => options.written(),
        }
    }
}

/// Adds the entry.
///
/// # Errors
/// Everything that [`GivenEntry::entry`] and [`revise`] refuse.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let written = args.entry.written();
    let entry = written.entry(env)?;
    let flags = Flags { dry_run: written.dry_run, reviewed: args.reviewed.reviewed };
    revise(env, &args.case, flags, |record| entry.added_to(record, 0))
}
