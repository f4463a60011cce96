//! `timeline set`: what an entry says, or the whole case, key by key.

use super::{
    Done, Environment, Refusal,
    addition::Addition,
    address::{self, Met},
    lookup,
    place::{Gap, Splice},
    reviewed::Reviewed,
    revise::{Change, Flags, Origin, Record, revise},
    value::written,
};
use crate::{
    load::{
        record::schema::{Field, Kind, Value},
        text::tree::TomlTable,
    },
    model::vocabulary::nearest,
};
use clap::Args as Arguments;
use std::ops::Range;

/// Change what an entry says, or the whole case
///
/// Without ENTRY, keys of the whole case: title, state, summary, tags, reviewed … Only these values change; what
/// stands beside them stays byte for byte. `key=` takes a key out. Of a list, ids are separated by commas, and other
/// texts are given one by one: `from=A from=B`; what is given takes the place of the whole list. ENTRY is an id or
/// reference, else a date, else words that only one entry has; of several, add words: 'reply 2019-10-07'.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline set sokolov summary='Journalist, sentenced for his reporting'
  timeline set sokolov 'event 2024-07-05' place=Moscow people=sokolov
  timeline set sokolov 'GBR 3/2019' sent=2019-05-27 no_reply_as_of=
  timeline set sokolov memo-2024 url=https://example.org/memo --dry-run")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    /// The entry, and what it is to say: KEY=VALUE, one or several
    #[arg(value_name = "[ENTRY] KEY=VALUE", required = true)]
    pub words: Vec<String>,
    /// Show the change as a diff and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// Changes the values.
///
/// # Errors
/// No such entry or key, a value that the key does not take, and everything that [`revise`] refuses.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let (entry, given) = entry_and_values(&args.words)?;
    let flags = Flags { dry_run: args.dry_run, reviewed: args.reviewed.reviewed };
    let confidential = env.confidential;
    revise(env, &args.case, flags, |record| {
        let met = entry.map(|name| address::find(&record, name, confidential, |_| true)).transpose()?;
        let kind = met.as_ref().map_or(Kind::Case, |met| met.kind);
        let changes = changes(&record, kind, &given, confidential)?;
        change(&record, met.as_ref(), kind, &changes)
    })
}

/// A key with what it is given.
type Given<'w> = (&'w str, Vec<&'w str>);

/// What comes first is the entry, if it is no key with a value; a key that is given several times has them all.
fn entry_and_values(words: &[String]) -> Result<(Option<&str>, Vec<Given<'_>>), Refusal> {
    let is_key =
        |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b"_-0123456789".contains(&b));
    let pair = |word: &'_ String| word.split_once('=').is_some_and(|(key, _)| is_key(key));
    let (entry, pairs) = match words.split_first() {
        Some((first, rest)) if !pair(first) => (Some(first.as_str()), rest),
        _ => (None, words),
    };
    let mut given: Vec<Given<'_>> = Vec::new();
    for word in pairs {
        let Some((key, value)) = word.split_once('=').filter(|(key, _)| is_key(key)) else {
            let help = "write KEY=VALUE, with the entry before all of them, as one word in quotes";
            return Err(format!("{word:?} is no key with its value; {help}").into());
        };
        match given.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => given.push((key, vec![value])),
        }
    }
    if given.is_empty() {
        let help = "write KEY=VALUE behind the entry: date=2024-07-05";
        return Err(format!("what shall it say? {help}").into());
    }
    Ok((entry, given))
}

/// The keys to write, each with its value; without one it goes.
fn changes(
    record: &Record<'_>,
    kind: Kind,
    given: &[Given<'_>],
    confidential: bool,
) -> Result<Vec<(Field, Option<String>)>, Refusal> {
    let fields = kind.fields();
    let mut changes = Vec::new();
    for (name, values) in given {
        let name = name.replace('-', "_");
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            let known = fields.iter().filter(|field| !matches!(field.value, Value::Entries(_))).map(|field| field.name);
            let help = match nearest(&name, known.clone()) {
                Some(like) => format!("did you mean {like}?"),
                None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
            };
            return Err(format!("{kind}: there is no key {name:?}; {help}").into());
        };
        let value = match (values.as_slice(), field.value) {
            (_, Value::Entries(Kind::Claim)) => {
                return Err(format!("`{name}` are entries: timeline add {} claim ENTRY …", record.case.id).into());
            }
            (_, Value::Entries(kind)) => {
                return Err(format!("`{name}` are entries: `timeline add` and `timeline reply` write a {kind}").into());
            }
            ([""], _) => None,
            (["true"] | ["false"], Value::Flag | Value::Mark) => Some(values[0].to_owned()),
            (_, Value::Flag | Value::Mark) => {
                return Err(format!("{name}: write true or false, or nothing to take it out").into());
            }
            (values, _) => {
                let texts = lookup::texts(record.case, field, values, confidential)
                    .and_then(|texts| written(field, &texts.iter().map(String::as_str).collect::<Vec<_>>()))
                    .map_err(|message| format!("{name}: {message}"))?;
                Some(texts)
            }
        };
        changes.push((*field, value));
    }
    Ok(changes)
}

/// The change that makes an entry, or the whole case, say these values.
fn change(
    record: &Record<'_>,
    met: Option<&Met<'_>>,
    kind: Kind,
    changes: &[(Field, Option<String>)],
) -> Result<Change, Refusal> {
    let table = met.map_or(record.placed, |met| met.table);
    let text = record.text;
    let (mut splices, mut says, mut without) = (Vec::new(), toml::Table::new(), Vec::new());
    for (field, value) in changes {
        let Some(value) = value else {
            let Some(pair) = table.get(field.name) else {
                let what = met.map_or_else(|| "the case".to_owned(), Met::shown);
                return Err(format!("{what} has no `{}` to take out", field.name).into());
            };
            splices.push(Splice { at: lines(text, pair.at.start, pair.span.end)?, text: String::new(), lead: 0 });
            without.push(field.name);
            continue;
        };
        let line = format!("{} = {value}", field.name);
        let parsed: toml::Table = line.parse().map_err(|_| format!("{} cannot be written as TOML", field.name))?;
        says.extend(parsed);
        splices.push(match table.get(field.name) {
            Some(pair) => Splice { at: pair.span.clone(), text: value.clone(), lead: 0 },
            None => place(text, table, met, kind, field)?.keys(text, &[line]),
        });
    }
    let new = all_applied(text, splices);
    if new == text {
        return Err(String::from("it says so already; nothing was written").into());
    }
    let what = met.map_or_else(|| "case".to_owned(), |met| met.kind.to_string());
    let addition = Addition::Keys { entry: met.map(|met| met.address), says, without };
    Ok(Change {
        splice: Splice::between(text, &new),
        addition,
        done: format!("changed {what}"),
        origin: Origin::Changed,
    })
}

/// Where a key is written that is not there yet.
fn place(text: &str, table: &TomlTable<'_>, met: Option<&Met<'_>>, kind: Kind, field: &Field) -> Result<Gap, Refusal> {
    let before = kind.before(field.name);
    let place = match met {
        None => Some(Gap::of_top_key(text, table, &before)),
        Some(met) => Gap::of_key(text, table, met.span.start, &before),
    };
    place.ok_or_else(|| {
        let help = "it can get no other key by a command: `timeline edit`";
        Refusal::Because(format!("this {kind} is written inline, in braces; {help}"))
    })
}

/// The whole lines of a key and its value.
///
/// # Errors
/// Something else stands on them.
fn lines(text: &str, start: usize, end: usize) -> Result<Range<usize>, Refusal> {
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let rest = text[end..last].trim_start();
    if !text[first..start].trim_start_matches('\u{feff}').trim().is_empty()
        || !(rest.is_empty() || rest.starts_with('#'))
    {
        return Err(String::from("the key does not stand on lines of its own: take it out by `timeline edit`").into());
    }
    // A file without a line end after its last line stays one.
    let before = text[..first].strip_suffix('\n').map_or(first, |before| before.trim_end_matches('\r').len());
    Ok(if text.ends_with('\n') || last < text.len() { first..last } else { before..last })
}

/// The text after all of these changes, none of which overlap.
fn all_applied(text: &str, mut splices: Vec<Splice>) -> String {
    // Applied from the end of the text, so that the places of the others stay right; several at one place keep their
    // order.
    splices.reverse();
    splices.sort_by_key(|splice| std::cmp::Reverse(splice.at.start));
    splices.iter().fold(text.to_owned(), |text, splice| splice.apply(&text))
}
