//! Claims that others can run: `timeline seal` writes what a list says on a day into a file, with the reasons and the
//! SHA-256 of everything that it rests on; `timeline verify` works it out again from the same folder and says what
//! holds.
//!
//! ```text
//! seal:    list (command) ─► claims (claim) + SHA-256 (hashes) ─► file
//! verify:  file ─► the same claims worked out again (recompute) ─► what differs (compare, files) ─► report (verify)
//! ```
//!
//! A claim is one row of a list with its `why`. Both commands make it in one place, so that a claim differs only where
//! the records, the rules or the program do. To seal another list: a variant in [`command::Listed`].

pub mod claim;
pub mod command;
pub mod compare;
pub mod file;
pub mod files;
pub mod hashes;
pub mod recompute;
pub mod verify;

use clap::Args as Arguments;
use command::Listed;
use std::path::PathBuf;

/// Write what a list says into a file that others can verify
///
/// Each row with how it came about, the version of the program, the git revision of the folder, and the SHA-256 of
/// every record and saved source that it rests on. Without --as-of the day is today's, and is written down. Nothing
/// confidential is in it; of a record that holds something confidential there is no SHA-256, as it would confirm a guess.
/// While a record has an error nothing is sealed: it may hold the answer.
#[derive(Arguments, Debug)]
#[command(
    before_help = "Examples:
  timeline seal pending --as-of 2026-03-01 > claims.json
  timeline seal pending sokolov --overdue > claims.json
  timeline seal detained --state RUS > claims.json
  timeline verify claims.json                     by whoever has the same folder",
    subcommand_value_name = "LIST",
    subcommand_help_heading = "Lists"
)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "the help is that of the lists")]
    pub list: Listed,
}

/// Say which claims of a sealed file hold, and by which record others do not
///
/// Works out every claim again for the day of the file. It holds if status, due day and days are as they were; silence
/// and detention may be on record for longer. Exit codes: 0 all hold, 1 some do not, 2 the file or a record cannot be
/// read.
#[derive(Arguments, Debug)]
#[command(before_help = "Examples:
  timeline verify claims.json
  timeline verify claims.json --cases their-folder
  timeline verify claims.json -f json | jq '.rows[] | select(.result != \"holds\")'
  timeline verify - < claims.json")]
pub struct VerifyArgs {
    /// What `timeline seal` wrote; `-`: standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
