//! `timeline reply`: what came back to a letter.

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

/// Record what came back to a letter
///
/// An acknowledgement or a holding reply leaves the letter unanswered; see the kinds below. The reply is
/// written below the last one of its letter.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline reply sokolov 'GBR 3/2019' --date 2019-10-07 --kind substantive --sources ohchr-gbr-6-2019
  timeline reply sokolov ua-gbr-2019 --date 2019-06-02 --kind acknowledgement
  timeline reply sokolov ua-gbr-2019 --from-stdin < reply.toml")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    /// The letter: its reference in any spelling, or its id
    #[arg(value_name = "LETTER")]
    pub letter: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options<{ Kind::Reply as usize }>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// Adds the reply.
///
/// # Errors
/// There is no such letter, and everything else that `add` refuses.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let written = args.options.written();
    let now = read_now(env, &args.case)?;
    let letter = now.case.communications.get(letter(&now.case, &args.letter)?);
    let entry = written.entry(env, &Asked { case: &now.case, kind: Kind::Reply, letter })?;
    // Freed before the change, which holds the record twice: see `add`.
    drop(now);
    let flags = Flags { dry_run: written.dry_run, reviewed: args.reviewed.reviewed };
    revise(env, &args.case, flags, |record| {
        let at = self::letter(record.case, &args.letter)?;
        entry.added_to(record, at)
    })
}

/// The place of the letter that is meant.
fn letter(case: &Case, name: &str) -> Result<usize, Refusal> {
    let letters = &case.communications;
    letters.iter().position(|letter| letter.is_called(name)).ok_or_else(|| {
        let open = letters.iter().filter(|letter| !letter.entry.confidential);
        let names = open.flat_map(|letter| [letter.id.as_deref(), letter.reference.as_deref()]).flatten();
        let help = match nearest(name, names) {
            Some(like) => format!("did you mean {like:?}?"),
            None => format!("`timeline letters {}` lists them", case.id),
        };
        Refusal::Because(format!("{}: there is no letter {name:?}; {help}", case.id))
    })
}
