//! `timeline new`: the record of a new case.

use super::{
    Done, Environment, Refusal, ask, lookup, propose,
    protocol::{self, Failure},
    reviewed::Reviewed,
    value::{date, quoted},
};
use crate::{
    load::{
        folder::{self, is_id},
        problem::Privacy,
        record::schema::Kind,
        text::head::privacy_of,
    },
    model::state::State,
    render,
};
use clap::Args as Arguments;
use similar::TextDiff;
use std::{io::Write as _, path::PathBuf};

/// Begin the record of a new case
///
/// Writes a file with the title, the States concerned, and examples of entries as comments. The id becomes
/// the name of the file and must be free in all folders below the folder of cases; without one, it is made of the
/// title. States are given by code or by any name.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline new ivanova --title 'Anna Ivanova' --state Russia
  timeline new mass-trial-2024 --title 'Mass trial of 2024' --state ARE --state GBR --dry-run")]
pub struct Args {
    /// The id of the case: small letters a to z, digits, hyphens [default: made of the title]
    #[arg(value_name = "CASE")]
    pub case: Option<String>,
    /// The case's name, as people say it
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// A State concerned: its code as in UN references, or any name; may be given several times
    #[arg(long, value_name = "STATE")]
    pub state: Vec<String>,
    /// Show the new file and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// Writes the record.
///
/// # Errors
/// The id is unsafe or taken, something is missing and nobody can be asked, or writing failed.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    if !env.can_ask && (args.title.is_none() || args.state.is_empty()) {
        return Err(String::from("a new case needs --title and --state").into());
    }
    if let Some(id) = &args.case {
        free(env, id)?;
    }
    let asks = args.title.is_none() || args.state.is_empty();
    let title = match &args.title {
        Some(title) if title.trim().is_empty() => return Err(String::from("--title is empty").into()),
        Some(title) => title.clone(),
        None => asked(env, "title — the case's name, as people say it", None, |title| match title.is_empty() {
            true => Err("this must be there".into()),
            false => Ok(title.to_owned()),
        })?,
    };
    let states = match args.state.as_slice() {
        [] => {
            let question = "state — the State or States concerned, by code or name, with semicolons between";
            asked(env, question, None, |states| codes(states.split(';').map(str::trim)))?
        }
        states => codes(states.iter().map(String::as_str)).map_err(Refusal::Because)?,
    };
    let id = match &args.case {
        Some(id) => id.clone(),
        None => {
            let taken: Vec<String> = folder::walk(env.folder).files.iter().map(|found| found.id.to_string()).collect();
            let taken: Vec<&str> = taken.iter().map(String::as_str).chain(["rules"]).collect();
            let proposed = propose::id(Kind::Case, |_| Some(title.clone()), &taken);
            match proposed {
                proposed if asks => {
                    let question = "id — the name of the file, and what commands call the case by";
                    asked(env, question, proposed.as_deref(), |id| match is_id(id) && !taken.contains(&id) {
                        true => Ok(id.to_owned()),
                        false => {
                            Err(format!("{id:?} is taken or no id: write small letters a to z, digits and hyphens"))
                        }
                    })?
                }
                Some(id) => id,
                None => return Err(String::from("no id can be made of this title: timeline new ID …").into()),
            }
        }
    };
    let path = free(env, &id)?;
    let (id, title) = (id.as_str(), quoted(&title));
    let states: Vec<String> = states.iter().map(|code| quoted(code)).collect();
    let state = if let [one] = states.as_slice() { one.clone() } else { format!("[{}]", states.join(", ")) };
    let reviewed = args.reviewed.reviewed.then(|| date(&env.today.to_string())).transpose()?;
    let text = template(id, &title, &state, reviewed.as_deref(), env.confidential);
    if args.dry_run {
        let name = path.to_string_lossy();
        let diff = TextDiff::from_lines("", &text).unified_diff().header("/dev/null", &name).to_string();
        return Ok(Done::Unchanged(diff.lines().map(|line| render::one_line(line).into_owned()).collect()));
    }
    let system = |doing| {
        let path = path.clone();
        move |error| Failure::System(doing, path, error)
    };
    let mut builder = tempfile::Builder::new();
    let file = readable(&mut builder)
        .prefix(".")
        .suffix(".new")
        .tempfile_in(env.folder)
        .map_err(system("make a new file in this folder"))?;
    file.as_file().write_all(text.as_bytes()).map_err(system("write it"))?;
    protocol::create(file, &path)?;
    Ok(Done::Written(vec![format!("new case: {}", path.display())]))
}

/// The path of the record of this id, if none can have it yet.
///
/// # Errors
/// It is no id, or taken.
fn free(env: &Environment<'_>, id: &str) -> Result<PathBuf, Refusal> {
    if !is_id(id) || id == "rules" {
        let help = "write small letters a to z, digits and hyphens, at most 100: ivanova-2024";
        return Err(format!("{id:?} cannot be the id of a case; {help}").into());
    }
    let taken = |stem: Option<&str>| stem.is_some_and(|stem| stem.eq_ignore_ascii_case(id));
    let walk = folder::walk(env.folder);
    let files =
        walk.files.iter().map(|found| &*found.path).chain(walk.problems.iter().map(|problem| problem.file.as_path()));
    let mut same = files.filter(|path| taken(path.file_stem().and_then(|stem| stem.to_str()))).peekable();
    match same.peek().copied() {
        None => Ok(env.folder.join(id).with_extension("toml")),
        // Where the record of a withheld case lies is not told.
        Some(other) => Err(match env.confidential || same.all(|path| privacy_of(path) == Privacy::Open) {
            true => Failure::Taken(other.to_path_buf()).into(),
            false => format!("{id:?} cannot be the id of a new case: choose another; nothing was written").into(),
        }),
    }
}

/// The codes of States that are named, with commas between several in one text.
fn codes<'t>(texts: impl Iterator<Item = &'t str>) -> Result<Vec<String>, String> {
    let each =
        texts.flat_map(|text| if State::called(text).is_empty() { text.split(',').collect() } else { vec![text] });
    each.map(lookup::state).collect()
}

/// Asks until there is an answer that can be understood; Enter takes what is proposed.
fn asked<T>(
    env: &mut Environment<'_>,
    question: &str,
    proposed: Option<&str>,
    understood: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Refusal> {
    let otherwise = proposed.map(|proposed| format!(" [{proposed}]")).unwrap_or_default();
    loop {
        let answer = ask::line(env, &format!("{question}{otherwise}: "))?;
        let answer = if answer.is_empty() { proposed.unwrap_or_default() } else { answer.as_str() };
        match understood(answer) {
            Ok(answer) => return Ok(answer),
            Err(message) => ask::tell(env, &message)?,
        }
    }
}

/// As readable as the person's other new files are, which the system knows (umask).
#[cfg(unix)]
pub(crate) fn readable<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b mut tempfile::Builder<'p, 's> {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};
    builder.permissions(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
pub(crate) fn readable<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b mut tempfile::Builder<'p, 's> {
    builder
}

/// A record that loads, with examples of entries as comments: each line of them is right once `# ` is
/// taken away. They stand directly below the keys, so that entries are added below them.
fn template(id: &str, title: &str, state: &str, reviewed: Option<&str>, confidential: bool) -> String {
    let reviewed = reviewed.map(|date| format!("reviewed = {date}\n")).unwrap_or_default();
    let confidential = if confidential { "confidential = true\n" } else { "" };
    format!(
        r#"title = {title}
state = {state}
{reviewed}{confidential}# summary = "In one line, why this case is followed"
# tags = ["free", "words"]
#
#: Entries stand below, each under its heading, in any order. Write them by hand (`timeline edit {id}`)
#: or with `timeline add {id} event` and the like. Whatever is not known is left out. For example:
#
# [[person]]
# id = "short-name"
# name = "The name used in reports"
# role = "victim"
#
# [[event]]
# date = 2024-07-05
#: a day that is not known exactly stands in quotes: "2024-07", "2024", "2010-09~", "2009-05-13/2011-07-27"
# what = "What happened, in a sentence"
# kind = "arrest"
# people = ["short-name"]
# liberty = "detained"
# sources = ["short-source"]
#
# [[communication]]
# id = "letter-2024"
# procedure = "sp-urgent-appeal"
# from = ["The mandate that signed it"]
# to = [{state_in_list}]
# sent = 2024-08-01
# sources = ["short-source"]
#
# [[demand]]
# id = "release"
# what = "Release, at once and without conditions"
# kind = "release"
# made_in = "letter-2024"
#
# [[source]]
# id = "short-source"
# title = "What it is called"
# publisher = "Who issued it"
# url = "https://example.org/"
"#,
        state_in_list = state.trim_matches(['[', ']']),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{load, model::rule::Rules};
    use std::path::Path;

    #[test]
    fn the_template_loads_as_it_is_and_with_every_example_in_use() {
        let text = template("ivanova", r#""Anna Ivanova""#, r#"["RUS", "GBR"]"#, Some("2026-03-01"), true);
        let uncommented: String = text
            .lines()
            .filter(|l| !l.starts_with("#:"))
            .map(|l| format!("{}\n", l.trim_start_matches(['#', ' '])))
            .collect();
        for (text, entries) in [(text, 0), (uncommented, 5)] {
            let loaded = load::text("ivanova", Path::new("ivanova.toml"), &text, &Rules::default());
            assert_eq!(loaded.problems, [], "{text}");
            let case = &loaded.cases[0];
            let all = [case.people.len(), case.events.len(), case.communications.len(), case.demands.len()];
            assert_eq!(all.iter().sum::<usize>() + case.sources.len(), entries);
            assert!(case.confidential && case.states.len() == 2 && case.reviewed.is_some());
        }
    }
}
