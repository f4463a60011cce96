//! The options of commands that add an entry, and what is asked for where they leave something out.

use super::{
    Environment, Refusal, ask,
    entry::NewEntry,
    form::{self, Asked},
    lookup, propose,
    revise::Origin,
    value::written,
};
use crate::{
    load::{
        MAX_BYTES,
        record::schema::{Field, Kind, Value},
    },
    model::{case::Case, vocabulary::Vocabulary},
};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::Read as _;

/// The options of one kind of entry, named like its keys: `KIND` is its place in [`Kind::ALL`].
#[derive(Clone, Debug)]
pub struct Options<const KIND: usize>(GivenEntry);

/// What the command line says of an entry.
#[derive(Clone, Debug)]
pub struct GivenEntry {
    kind: Kind,
    given: Vec<(Field, Vec<String>)>,
    from_stdin: bool,
    /// `--dry-run`: show the change instead of writing it.
    pub dry_run: bool,
}

impl<const KIND: usize> Options<KIND> {
    /// What they say.
    #[must_use]
    pub fn written(&self) -> &GivenEntry {
        &self.0
    }
}

impl<const KIND: usize> clap::FromArgMatches for Options<KIND> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(GivenEntry::from(Kind::ALL[KIND], matches)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = <Self as clap::FromArgMatches>::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<const KIND: usize> clap::Args for Options<KIND> {
    fn augment_args(command: Command) -> Command {
        let kind = Kind::ALL[KIND];
        let command = command.args(offered(kind).into_iter().map(option));
        let from_stdin = "Read the entry as TOML from standard input: nothing of it stands in the list of processes";
        let dry_run = "Show the change as a diff and write nothing";
        command
            .arg(
                Arg::new("from_stdin")
                    .long("from-stdin")
                    .action(ArgAction::SetTrue)
                    .help(from_stdin)
                    .conflicts_with_all(offered(kind).into_iter().map(|key| key.name)),
            )
            .arg(Arg::new("dry_run").long("dry-run").short('n').action(ArgAction::SetTrue).help(dry_run))
            .after_help("--confidential marks the new entry as confidential.")
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The keys that a command line can write. `disputed` is left to `--from-stdin`: a claim is a table; and an entry is
/// marked by `--confidential`.
fn offered(kind: Kind) -> Vec<Field> {
    let fields = kind.fields().into_iter();
    fields.filter(|field| !matches!(field.value, Value::Mark | Value::Entries(_))).collect()
}

fn option(key: Field) -> Arg {
    let arg = Arg::new(key.name).long(key.name.replace('_', "-")).help(key.meaning);
    let arg = if key.name.contains('_') { arg.alias(key.name) } else { arg };
    match key.value {
        Value::Text
        | Value::Procedure
        | Value::Reference
        | Value::Other(_)
        | Value::EarlierLetter
        | Value::Addressee
        | Value::Entries(_) => arg.value_name("TEXT"),
        Value::Id => arg.value_name("ID"),
        Value::Date | Value::Ahead => arg.value_name("DATE"),
        Value::DateOrTrue => arg.value_name("DATE|true"),
        Value::Days => arg.value_name("DAYS"),
        Value::Texts | Value::States | Value::Actors => arg.value_name("TEXT").action(ArgAction::Append),
        Value::Others(_) | Value::OneOrMore(_) => arg.value_name("ID").action(ArgAction::Append),
        Value::Flag | Value::Mark => arg.action(ArgAction::SetTrue),
        Value::Word(words) => {
            let list = words.names().join(", ");
            arg.value_name("WORD").help(format!("{}: {list}", key.meaning))
        }
    }
}

impl GivenEntry {
    fn from(kind: Kind, matches: &ArgMatches) -> Self {
        let mut given = Vec::new();
        for key in offered(kind) {
            let texts: Vec<String> = match key.value {
                Value::Flag if matches.get_flag(key.name) => vec!["true".into()],
                Value::Flag => continue,
                _ => matches.get_many::<String>(key.name).into_iter().flatten().cloned().collect(),
            };
            if !texts.is_empty() {
                given.push((key, texts));
            }
        }
        Self { kind, given, from_stdin: matches.get_flag("from_stdin"), dry_run: matches.get_flag("dry_run") }
    }

    /// What kind of entry it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The entry: as the options say, or as standard input does. What must be there and is missing is asked for, with
    /// what else an entry of this kind mostly says; an id is made of the rest.
    ///
    /// # Errors
    /// A key that must be there is missing and nobody can be asked, a value that the key does not take, or standard
    /// input holds something else than one entry.
    pub fn entry(&self, env: &mut Environment<'_>, asked: &Asked<'_>) -> Result<NewEntry, Refusal> {
        if self.from_stdin {
            let mut text = String::new();
            let read = env.input.take(MAX_BYTES + 1).read_to_string(&mut text);
            let length = read.map_err(|error| format!("cannot read the entry from standard input: {error}"))?;
            if length as u64 > MAX_BYTES {
                return Err(String::from("standard input is too long for an entry").into());
            }
            return NewEntry::from_toml(self.kind, &text, env.confidential);
        }
        let keys = offered(self.kind);
        let mut said = Said::of(self, asked.case, env.confidential)?;
        let missing: Vec<&Field> =
            keys.iter().filter(|key| key.needed && !matches!(key.value, Value::Id) && !said.has(key)).collect();
        if !missing.is_empty() && !env.can_ask {
            let options: Vec<String> = missing.iter().map(|key| option_of(key)).collect();
            return Err(format!("a new {} needs {}", self.kind, options.join(" and ")).into());
        }
        let ask = !missing.is_empty();
        let wanted = form::keys(self.kind).iter().filter_map(|name| keys.iter().find(|key| key.name == *name));
        for key in wanted.filter(|_| ask) {
            if !said.has(key)
                && asked.makes_sense(key, |name| said.first(name))
                && let Some(texts) = ask::value(env, asked, key, None)?
            {
                said.0.push((*key, texts));
            }
        }
        if let Some(key) = keys.iter().find(|key| matches!(key.value, Value::Id)).filter(|key| !said.has(key)) {
            // A letter that has a reference is called by that.
            let proposed = propose::id(self.kind, |name| said.first(name), &asked.taken());
            let texts = match proposed {
                _ if !key.needed && said.first("ref").is_some() => None,
                proposed if ask => ask::value(env, asked, key, proposed.as_deref())?,
                Some(id) => Some(vec![id]),
                None if key.needed => return Err(format!("a new {} needs --id", self.kind).into()),
                None => None,
            };
            said.0.extend(texts.map(|texts| (*key, texts)));
        }
        let mut lines = Vec::new();
        for key in &keys {
            if let Some((_, texts)) = said.0.iter().find(|(said, _)| said.name == key.name) {
                let value = written(key, &texts.iter().map(String::as_str).collect::<Vec<_>>());
                lines.push(format!(
                    "{} = {}",
                    key.name,
                    value.map_err(|message| format!("{}: {message}", option_of(key)))?
                ));
            }
        }
        if env.confidential {
            lines.push("confidential = true".into());
        }
        Ok(NewEntry { kind: self.kind, brings_heading: false, lines, origin: Origin::CommandLine })
    }
}

fn option_of(key: &Field) -> String {
    format!("--{}", key.name.replace('_', "-"))
}

/// What is said of a new entry, in words of the record.
struct Said(Vec<(Field, Vec<String>)>);

impl Said {
    /// What the options say.
    fn of(given: &GivenEntry, case: &Case, confidential: bool) -> Result<Self, Refusal> {
        let meant = |(key, texts): &(Field, Vec<String>)| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let meant = lookup::texts(case, key, &texts, confidential);
            // What it does not take is told before anything is asked.
            let checked = meant
                .and_then(|texts| written(key, &texts.iter().map(String::as_str).collect::<Vec<_>>()).map(|_| texts));
            checked.map(|texts| (*key, texts)).map_err(|message| format!("{}: {message}", option_of(key)))
        };
        Ok(Self(given.given.iter().map(meant).collect::<Result<_, _>>()?))
    }

    fn has(&self, key: &Field) -> bool {
        self.first(key.name).is_some()
    }

    fn first(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(key, _)| key.name == name)?.1.first().cloned()
    }
}
