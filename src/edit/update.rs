//! `timeline update`: what became of a demand.

use super::{
    Done, Environment, Refusal,
    form::Asked,
    options::Options,
    reviewed::Reviewed,
    revise::{Flags, read_now, revise},
};
use crate::{
    load::record::schema::Kind,
    model::{case::Case, vocabulary::nearest},
};
use clap::Args as Arguments;

/// Record what became of a demand
///
/// The update is written below the last one of its demand; earlier ones stay.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline update sokolov drop-charges --date 2025-12 --status open --what 'The trial opens'
  timeline update sokolov release --date 2026-01-15 --status met --sources memo-2026
  timeline update sokolov release --from-stdin < update.toml")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    /// The id of a demand
    #[arg(value_name = "DEMAND")]
    pub demand: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options<{ Kind::Update as usize }>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// Adds the update.
///
/// # Errors
/// There is no such demand, and everything else that `add` refuses.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let written = args.options.written();
    let now = read_now(env, &args.case)?;
    demand(&now.case, &args.demand)?;
    let entry = written.entry(env, &Asked { case: &now.case, kind: Kind::Update, letter: None })?;
    // Freed before the change, which holds the record twice: see `add`.
    drop(now);
    let flags = Flags { dry_run: written.dry_run, reviewed: args.reviewed.reviewed };
    revise(env, &args.case, flags, |record| {
        let at = demand(record.case, &args.demand)?;
        entry.added_to(record, at)
    })
}

/// The place of the demand that is meant.
fn demand(case: &Case, id: &str) -> Result<usize, Refusal> {
    let demands = &case.demands;
    demands.iter().position(|demand| demand.id == id).ok_or_else(|| {
        let open = demands.iter().filter(|demand| !demand.entry.confidential).map(|demand| demand.id.as_str());
        let help = match nearest(id, open) {
            Some(like) => format!("did you mean {like:?}?"),
            None => format!("`timeline demands {} --all` lists them", case.id),
        };
        Refusal::Because(format!("{}: there is no demand {id:?}; {help}", case.id))
    })
}
