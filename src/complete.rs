//! Completion in shells, and the manual page.

use crate::{
    cli::Shell,
    edit::lookup,
    help,
    load::{
        self, Loaded, folder,
        record::schema::{Kind, Named, Value},
    },
    model::{case::Case, rule::Rules, state, vocabulary::Vocabulary},
    publish::Form,
    render::{Annotations, Format},
    report::Column,
    withhold::withhold,
};
use clap::{Arg, Command};
use clap_complete::{
    engine::{ArgValueCompleter, CompletionCandidate},
    env::{Bash, EnvCompleter, Fish, Powershell, Zsh},
};
use std::{
    ffi::OsStr,
    io::{self, Write},
    path::PathBuf,
};

/// The variable through which a shell asks for completion.
pub const VARIABLE: &str = "COMPLETE";

/// A value with what it means, if that is said.
type Choice = (String, Option<String>);

/// The command line with completion of values. Ids of cases are file names; of each that matches only the head is read,
/// to leave out withheld cases. Ids within a case are completed only for the first case that is named among `words`,
/// whose record is read.
#[must_use]
pub fn command(cases: Option<PathBuf>, words: &[String]) -> Command {
    let named = cases.as_ref().and_then(|folder| words.iter().skip(1).find_map(|word| open(folder, word)));
    help::whole().mut_args(|arg| completed(arg, "", &cases, None)).mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        let (cases, named) = (cases.clone(), named.clone());
        let inner = (name.clone(), cases.clone(), named.clone());
        command.mut_args(move |arg| completed(arg, &name, &cases, named.as_ref())).mut_subcommands(move |kind| {
            let (outer, cases, named) = inner.clone();
            let name = format!("{outer} {}", kind.get_name());
            kind.mut_args(move |arg| completed(arg, &name, &cases, named.as_ref()))
        })
    })
}

/// The case with this id, without what is confidential.
fn open(folder: &std::path::Path, id: &str) -> Option<Case> {
    if !folder::is_id(id) {
        return None;
    }
    let loaded: Loaded = load::one(folder, id, false, &Rules::default()).ok()?;
    withhold(loaded).cases.first().map(|open| Case::clone(open))
}

fn completed(arg: Arg, command: &str, cases: &Option<PathBuf>, named: Option<&Case>) -> Arg {
    // `seal LIST` has the options of the list.
    let command = command.strip_prefix("seal ").unwrap_or(command);
    let id = arg.get_id().as_str().to_owned();
    if matches!(id.as_str(), "ids" | "case" | "words") && !command.starts_with("set") {
        let cases = cases.clone();
        return arg.add(ArgValueCompleter::new(move |current: &OsStr| match (&cases, current.to_str()) {
            (Some(folder), Some(prefix)) => {
                folder::ids(folder, prefix).into_iter().map(CompletionCandidate::new).collect()
            }
            _ => Vec::new(),
        }));
    }
    let choices = choices(&id, command, named);
    if choices.is_empty() {
        return arg;
    }
    arg.add(ArgValueCompleter::new(move |current: &OsStr| {
        let begins = current.to_str().unwrap_or_default().to_lowercase();
        let fit = choices.iter().filter(|(value, _)| value.to_lowercase().starts_with(&begins));
        fit.map(|(value, meaning)| CompletionCandidate::new(value).help(meaning.clone().map(Into::into))).collect()
    }))
}

/// The values that an option or argument of a command takes, as far as they can be listed.
fn choices(id: &str, command: &str, named: Option<&Case>) -> Vec<Choice> {
    let plain = |names: Vec<&str>| names.into_iter().map(|name| (name.to_owned(), None)).collect::<Vec<_>>();
    let kind = match command {
        "reply" => Some(Kind::Reply),
        "update" => Some(Kind::Update),
        _ => command.strip_prefix("add ").and_then(Kind::named),
    };
    let field = kind.and_then(|kind| kind.fields().into_iter().find(|field| field.name == id));
    match (id, field.map(|field| field.value)) {
        ("format", _) => {
            let formats = Format::ALL.iter().map(|f| (f.name().to_owned(), Some(f.meaning().to_owned())));
            let forms = Form::ALL.iter().map(|f| (f.name().to_owned(), Some(format!("timeline {}", f.command()))));
            let only = Annotations::ALL.iter().map(|f| (f.name().to_owned(), Some("timeline check".to_owned())));
            formats.chain(forms).chain(only).collect()
        }
        ("state", _) | (_, Some(Value::States | Value::Actors)) => {
            let all = state::all().map(|names| names.state);
            all.map(|state| (state.code().to_owned(), Some(state.name().to_owned()))).collect()
        }
        ("columns" | "sort", _) => plain(columns(command).iter().map(|column| column.key).collect()),
        (_, Some(Value::Word(words))) => {
            words.explained().into_iter().map(|(word, meaning)| (word.to_owned(), Some(meaning.to_owned()))).collect()
        }
        ("kind", None) => kinds(command),
        (_, Some(Value::Procedure)) => procedures(),
        (_, Some(Value::Other(of) | Value::Others(of) | Value::OneOrMore(of))) => {
            named.map(|case| in_case(case, &[of])).unwrap_or_default()
        }
        ("letter", _) | (_, Some(Value::EarlierLetter)) => {
            named.map(|case| in_case(case, &[Named::Letter])).unwrap_or_default()
        }
        ("demand", None) => named.map(|case| in_case(case, &[Named::Demand])).unwrap_or_default(),
        ("source", None) => named.map(|case| in_case(case, &[Named::Source])).unwrap_or_default(),
        ("entry" | "outer" | "words", None) => {
            let all = [Named::Letter, Named::Demand, Named::Person, Named::Source];
            named.map(|case| in_case(case, &all)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn columns(command: &str) -> Vec<Column> {
    let mut all = help::columns_of_commands().into_iter();
    all.find(|(name, _)| *name == command).map(|(_, columns)| columns).unwrap_or_default()
}

fn procedures() -> Vec<Choice> {
    let rules = Rules::default();
    let procedures = rules.procedures().into_iter();
    procedures.map(|name| (name.to_owned(), Some(rules.title(name).to_owned()))).collect()
}

/// What `--kind` takes on a list: the words of what it shows.
fn kinds(command: &str) -> Vec<Choice> {
    let of = match command {
        "events" => Kind::Event,
        "demands" => Kind::Demand,
        "pending" | "letters" => return procedures(),
        _ => return Vec::new(),
    };
    let field = of.fields().into_iter().find(|field| field.name == "kind");
    match field.map(|field| field.value) {
        Some(Value::Word(words)) => {
            words.explained().into_iter().map(|(word, meaning)| (word.to_owned(), Some(meaning.to_owned()))).collect()
        }
        _ => Vec::new(),
    }
}

/// Ids and references of what is open in a case.
fn in_case(case: &Case, named: &[Named]) -> Vec<Choice> {
    let all = named.iter().flat_map(|named| lookup::on_record(case, *named, false));
    let mut all: Vec<Choice> = all.map(|(id, name)| (id, (!name.is_empty()).then_some(name))).collect();
    if named.contains(&Named::Letter) {
        let more = lookup::all_ids(case, Named::Letter).into_iter();
        let more: Vec<&str> = more.filter(|name| all.iter().all(|(id, _)| id != name)).collect();
        all.extend(more.into_iter().map(|name| (name.to_owned(), None)));
    }
    all
}

/// The line that switches completion on in a shell.
///
/// # Errors
/// Writing failed.
pub fn registration(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    let completer: &dyn EnvCompleter = match shell {
        Shell::Bash => &Bash,
        Shell::Zsh => {
            // A shell without a `.zshrc` of its own has not loaded the completion system.
            writeln!(out, "(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit -i; }}")?;
            &Zsh
        }
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
    };
    completer.write_registration(VARIABLE, "timeline", "timeline", "timeline", out)
}

/// The manual page.
///
/// # Errors
/// Writing failed.
pub fn manual(out: &mut dyn Write) -> io::Result<()> {
    let command = help::whole();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    // One page for everything: the commands follow, each under its own heading.
    for sub in command.get_subcommands() {
        let name = format!("timeline {}", sub.get_name());
        let man = clap_mangen::Man::new(sub.clone().display_name(&name));
        writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
        man.render_description_section(out)?;
        man.render_options_section(out)?;
    }
    for (heading, text) in help::sections() {
        writeln!(out, ".SH \"{heading}\"\n.nf")?;
        for line in text.lines() {
            // A line that begins with a dot or a quote would be a command of the page.
            let line = line.replace('\\', "\\e").replace('-', "\\-");
            let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
            writeln!(out, "{guard}{line}")?;
        }
        writeln!(out, ".fi")?;
    }
    Ok(())
}
