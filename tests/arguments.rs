//! A command line is read the same whether only the command that it names is put together or all are.

use clap::FromArgMatches;
use proptest::prelude::*;
use std::ffi::OsString;
use timeline::cli::Cli;

/// Words of command lines, right and wrong, in places where they belong and where they do not.
const WORDS: [&str; 40] = [
    "show",
    "list",
    "events",
    "pending",
    "letters",
    "demands",
    "detained",
    "why",
    "changes",
    "stats",
    "rules",
    "check",
    "add",
    "event",
    "help",
    "shw",
    "sokolov",
    "--",
    "-",
    "--cases",
    "--cases=cases",
    "--as-of",
    "2026-03-01",
    "-f",
    "tsv",
    "-ftsv",
    "json",
    "--confidential",
    "--color",
    "never",
    "--no-header",
    "--overdue",
    "--state",
    "RUS",
    "--sort",
    "case",
    "--since",
    "--limit=3",
    "-V",
    "--help",
];

fn read(words: &[OsString]) -> Result<String, String> {
    Cli::read(words).map(|cli| format!("{cli:?}")).map_err(|error| error.to_string())
}

fn whole(words: &[OsString]) -> Result<String, String> {
    let cli = timeline::help::whole().try_get_matches_from(words).and_then(|matches| Cli::from_arg_matches(&matches));
    cli.map(|cli| format!("{cli:?}")).map_err(|error| error.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn alone_or_together(words in prop::collection::vec(0..WORDS.len(), 0..7)) {
        let words: Vec<OsString> = ["timeline"].into_iter().chain(words.iter().map(|n| WORDS[*n])).map(Into::into).collect();
        prop_assert_eq!(read(&words), whole(&words), "{:?}", words);
    }
}
