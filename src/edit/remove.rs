//! `timeline remove`: an entry goes, with all that lies in it.

use super::{
    Done, Environment, Refusal,
    addition::Addition,
    address::{self, Met, line_of},
    place::Splice,
    reviewed::Reviewed,
    revise::{Change, Flags, Origin, Record, revise},
};
use crate::load::{
    record::schema::{Named, Value},
    text::tree::{TomlTable, TomlValue},
};
use clap::Args as Arguments;
use std::ops::Range;

/// Take an entry out of a case
///
/// Its lines go, with the replies, updates and claims that lie in it; what stands around them stays, comments
/// included. An entry that others name is kept until they do not. ENTRY is an id or reference, else a date, else
/// words that only one entry has; of several, add words: 'event 2024-07-05'.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline remove sokolov 'event 2024-07-05' --dry-run
  timeline remove sokolov memo-2024
  timeline remove sokolov 'reply 2019-10-07'")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    /// The entry
    #[arg(value_name = "ENTRY")]
    pub entry: String,
    /// Show the change as a diff and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// Takes the entry out.
///
/// # Errors
/// No such entry, others name it, and everything that [`revise`] refuses.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let flags = Flags { dry_run: args.dry_run, reviewed: args.reviewed.reviewed };
    let confidential = env.confidential;
    revise(env, &args.case, flags, |record| {
        let met = address::find(&record, &args.entry, confidential, |_| true)?;
        refuse_if_named(&record, &met, confidential)?;
        let splice = without(record.text, &met)?;
        let done = format!("removed {}", met.shown());
        Ok(Change { splice, addition: Addition::Gone(met.address), done, origin: Origin::Changed })
    })
}

/// # Errors
/// Other entries name this one: which.
fn refuse_if_named(record: &Record<'_>, met: &Met<'_>, confidential: bool) -> Result<(), Refusal> {
    let Some(named) = met.kind.id_names() else { return Ok(()) };
    let names: Vec<&str> = [met.id(), met.reference()].into_iter().flatten().collect();
    let is_of_kind = |value| match value {
        Value::Other(of) | Value::Others(of) | Value::OneOrMore(of) => of == named,
        Value::EarlierLetter => named == Named::Letter,
        _ => false,
    };
    let lies_within = |other: &Met<'_>| (other.address.table, other.address.at) == (met.address.table, met.address.at);
    let names_it = |other: &&Met<'_>| {
        let keys = other.kind.fields().into_iter().filter(|field| is_of_kind(field.value));
        keys.flat_map(|field| other.texts(field.name)).any(|name| names.contains(&name.as_str()))
    };
    let all = address::entries(record.placed);
    let by: Vec<&Met<'_>> = all.iter().filter(|other| !lies_within(other)).filter(names_it).collect();
    if by.is_empty() {
        return Ok(());
    }
    /// So many are told.
    const TOLD: usize = 6;
    let open = by.iter().filter(|other| confidential || !other.is_private());
    let mut told: Vec<String> = open
        .take(TOLD)
        .map(|other| format!("{} (:{})", other.shown(), line_of(record.text, other.span.start)))
        .collect();
    if told.len() < by.len() {
        told.push(format!("{} more", by.len() - told.len()));
    }
    let help = "take its name out there first (`timeline set`), or remove these too";
    Err(format!("{}: {} is named by {}; {help}", record.case.id, met.shown(), told.join("; ")).into())
}

/// The change that takes out the lines of an entry and of what lies in it, and the empty ones above each.
fn without(text: &str, met: &Met<'_>) -> Result<Splice, Refusal> {
    let mut cuts = Vec::new();
    cut(text, &met.span, met.table, &mut cuts)?;
    let mut new = text.to_owned();
    cuts.sort_by_key(|range: &Range<usize>| std::cmp::Reverse(range.start));
    cuts.into_iter().for_each(|range| new.replace_range(range, ""));
    // If the last entry went, the file ends as before: with or without a line end.
    if text.trim_end().len() > new.trim_end().len() && !text[met.span.start..].trim_end().contains("\n[") {
        let ends = text.len() - text.trim_end().len();
        new = format!("{}{}", new.trim_end(), &text[text.len() - ends..]);
    }
    Ok(Splice::between(text, &new))
}

/// The lines of an entry itself, and of each that lies in it under a heading.
fn cut(text: &str, span: &Range<usize>, table: &TomlTable<'_>, cuts: &mut Vec<Range<usize>>) -> Result<(), Refusal> {
    if !text[span.start..].starts_with('[') {
        return Err(String::from("it is written inline, in brackets: take it out by `timeline edit`").into());
    }
    let first = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let mut end = span.start;
    for pair in &table.pairs {
        match &pair.value {
            TomlValue::List(items) if items.iter().all(|(_, at)| text[at.start..].starts_with("[[")) => {
                for (item, at) in items {
                    if let TomlValue::Table(inner) = item {
                        cut(text, at, inner, cuts)?;
                    }
                }
            }
            _ => end = end.max(pair.span.end),
        }
    }
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    // The empty lines above the entry go with it; those below it stay.
    let before = text[..first].trim_end_matches([' ', '\t', '\r', '\n']);
    let above = text[before.len()..].find('\n').map_or(first, |at| before.len() + at + 1);
    let first = if before.is_empty() { first } else { above.min(first) };
    cuts.push(first..last);
    Ok(())
}
