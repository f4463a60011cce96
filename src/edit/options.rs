//! The options of commands that add an entry, and what is asked for where they leave something out.

use super::{Environment, Refusal, ask, entry::NewEntry, meant, revise::Origin, value::written};
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

    /// What a key is given, as a record writes it.
    fn value(&self, key: &Field, case: &Case, confidential: bool) -> Result<Option<String>, Refusal> {
        let Some((_, texts)) = self.given.iter().find(|(given, _)| given.name == key.name) else { return Ok(None) };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let meant = meant::texts(case, key, &texts, confidential);
        let written = meant.and_then(|texts| written(key, &texts.iter().map(String::as_str).collect::<Vec<_>>()));
        written.map(Some).map_err(|message| format!("--{}: {message}", key.name.replace('_', "-")).into())
    }

    /// The entry: as the options say, or as standard input does; what is missing is asked for.
    ///
    /// # Errors
    /// A key that must be there is missing and nobody can be asked, or standard input holds something
    /// else than one entry.
    pub fn entry(&self, env: &mut Environment<'_>, case: &Case) -> Result<NewEntry, Refusal> {
        if self.from_stdin {
            let mut text = String::new();
            let read = env.input.take(MAX_BYTES + 1).read_to_string(&mut text);
            let length = read.map_err(|error| format!("cannot read the entry from standard input: {error}"))?;
            if length as u64 > MAX_BYTES {
                return Err(String::from("standard input is too long for an entry").into());
            }
            return NewEntry::from_toml(self.kind, &text, env.confidential);
        }
        let mut lines = Vec::new();
        let missing: Vec<&str> =
            offered(self.kind).iter().filter(|k| k.needed && !self.has(k)).map(|k| k.name).collect();
        if !missing.is_empty() && !env.can_ask {
            let options: Vec<String> = missing.iter().map(|name| format!("--{}", name.replace('_', "-"))).collect();
            return Err(format!("a new {} needs {}", self.kind, options.join(" and ")).into());
        }
        for key in offered(self.kind) {
            let value = match self.value(&key, case, env.confidential)? {
                Some(value) => value,
                None if key.needed => ask::value(env, &key)?,
                None => continue,
            };
            lines.push(format!("{} = {value}", key.name));
        }
        if env.confidential {
            lines.push("confidential = true".into());
        }
        Ok(NewEntry { kind: self.kind, brings_heading: false, lines, origin: Origin::CommandLine })
    }

    fn has(&self, key: &Field) -> bool {
        self.given.iter().any(|(given, _)| given.name == key.name)
    }
}
