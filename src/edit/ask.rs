//! Asking the person at the terminal: questions to standard error, so that output stays clean. Wrong input is told and
//! asked again at once; Enter leaves out what need not be there.

use super::{Environment, Refusal, form::Asked, lookup, synonyms, value::written};
use crate::{
    load::{
        Loaded,
        folder::is_id,
        problem::Problem,
        record::schema::{Field, Value},
    },
    model::vocabulary::nearest,
    render::{self, one_line},
    report::words,
    withhold::{Opened, include, withhold},
};
use std::io;

/// Asks for the value of a key until there is one that it takes; what the person has written, in words of the record.
/// `None` if it is left out. Enter alone takes what is `proposed`.
///
/// # Errors
/// There is no answer.
pub fn value(
    env: &mut Environment<'_>,
    asked: &Asked<'_>,
    key: &Field,
    proposed: Option<&str>,
) -> Result<Option<Vec<String>>, Refusal> {
    let choices = choices(env, asked, key);
    let choose = match (choices.is_empty(), takes_several(key.value)) {
        (true, _) => "",
        (false, false) => "; a number or a word",
        (false, true) => "; numbers or names, with commas between",
    };
    said(writeln!(env.err, "{} — {}{choose}", key.name, key.meaning))?;
    for (n, (value, meaning)) in (1..).zip(&choices) {
        said(writeln!(env.err, "  {n:>2} {}", one_line(&format!("{value}  {meaning}"))))?;
    }
    let otherwise = match (proposed, key.needed) {
        (Some(proposed), _) => format!(" [{proposed}]"),
        (None, false) => " (Enter leaves it out)".into(),
        (None, true) => String::new(),
    };
    loop {
        let answer = line(env, &format!("{}{otherwise}: ", key.name))?;
        let understood = match (answer.is_empty(), proposed, key.needed) {
            (true, Some(proposed), _) => return Ok(Some(vec![proposed.to_owned()])),
            (true, None, false) => return Ok(None),
            (true, None, true) => Err("this must be there".into()),
            (false, ..) => understood(env, asked, key, &choices, &answer),
        };
        match understood {
            Ok(texts) => return Ok(Some(texts)),
            Err(message) => tell(env, &message)?,
        }
    }
}

/// Tells why an answer cannot be taken.
///
/// # Errors
/// Standard error takes no more.
pub fn tell(env: &mut Environment<'_>, message: &str) -> Result<(), Refusal> {
    said(writeln!(env.err, "{}", one_line(message)))
}

fn takes_several(value: Value) -> bool {
    matches!(value, Value::Others(_) | Value::OneOrMore(_))
}

/// What can be chosen, each with what it means.
fn choices(env: &Environment<'_>, asked: &Asked<'_>, key: &Field) -> Vec<(String, String)> {
    match key.value {
        Value::Word(words) => {
            words.explained().into_iter().map(|(word, meaning)| (word.to_owned(), meaning.to_owned())).collect()
        }
        Value::Procedure => {
            let term = |name: &str| {
                let last = env.rules.of(name).last().and_then(|rule| rule.term);
                last.map_or_else(|| "no term of its own".to_owned(), |term| term.to_string())
            };
            let procedures = env.rules.procedures().into_iter();
            procedures.map(|name| (name.to_owned(), format!("{}, {}", env.rules.title(name), term(name)))).collect()
        }
        Value::Other(named) | Value::Others(named) | Value::OneOrMore(named) => {
            lookup::on_record(asked.case, named, env.confidential)
        }
        Value::Addressee => {
            let addressees = asked.letter.map(|letter| letter.to.as_slice()).unwrap_or_default();
            addressees.iter().map(|actor| (actor.to_string(), String::new())).collect()
        }
        Value::Text
        | Value::Texts
        | Value::Date
        | Value::Ahead
        | Value::DateOrTrue
        | Value::Days
        | Value::Flag
        | Value::Mark
        | Value::Id
        | Value::Reference
        | Value::EarlierLetter
        | Value::States
        | Value::Actors
        | Value::Entries(_) => Vec::new(),
    }
}

/// An answer in words of the record.
///
/// # Errors
/// What to write instead.
fn understood(
    env: &Environment<'_>,
    asked: &Asked<'_>,
    key: &Field,
    choices: &[(String, String)],
    answer: &str,
) -> Result<Vec<String>, String> {
    let between: &[char] = match key.value {
        Value::Others(_) | Value::OneOrMore(_) | Value::States => &[',', ';'],
        // Separated by semicolons, as names of offices and firms have commas in them.
        Value::Texts | Value::Actors => &[';'],
        _ => &[],
    };
    let parts = answer.split(between).map(str::trim).filter(|part| !part.is_empty());
    let chosen: Vec<&str> = parts.map(|part| choice(choices, part)).collect::<Result<_, _>>()?;
    let texts = lookup::texts(asked.case, key, &chosen, env.confidential)?;
    match key.value {
        Value::Other(named) | Value::Others(named) | Value::OneOrMore(named) => {
            let known = lookup::all_ids(asked.case, named);
            if let Some(unknown) = texts.iter().find(|text| !known.contains(&text.as_str())) {
                return Err(format!(
                    "there is no {} {unknown:?} in this case; leave it out, and add it first",
                    named.noun()
                ));
            }
        }
        Value::Procedure => {
            if let Some(unknown) = texts.iter().find(|text| !env.rules.knows(text)) {
                let like = nearest(unknown, env.rules.procedures()).map(|like| format!("; did you mean {like}?"));
                return Err(format!("there is no procedure {unknown:?}{}", like.unwrap_or_default()));
            }
        }
        Value::Id if !texts.iter().all(|id| is_id(id)) => {
            return Err("write small letters a to z, digits and hyphens".into());
        }
        Value::Id if texts.iter().any(|id| asked.taken().contains(&id.as_str())) => {
            return Err("this id is taken: write another".into());
        }
        _ => {}
    }
    written(key, &texts.iter().map(String::as_str).collect::<Vec<_>>())?;
    Ok(texts)
}

/// What was chosen: by its number, by a word that means it, or by the only beginning that fits.
fn choice<'c>(choices: &'c [(String, String)], answer: &'c str) -> Result<&'c str, String> {
    if choices.is_empty() {
        return Ok(answer);
    }
    if answer.bytes().all(|b| b.is_ascii_digit()) {
        let at = answer.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let chosen = at.and_then(|at| choices.get(at)).map(|(value, _)| value.as_str());
        return chosen.ok_or_else(|| format!("write a number from 1 to {}", choices.len()));
    }
    let values: Vec<&str> = choices.iter().map(|(value, _)| value.as_str()).collect();
    if let Some(known) = synonyms::known(answer, &values) {
        return Ok(known);
    }
    let begins: Vec<&str> = values.into_iter().filter(|value| value.starts_with(&answer.to_lowercase())).collect();
    Ok(if let [only] = begins.as_slice() { only } else { answer })
}

/// Asks once; the answer without the space around it.
///
/// # Errors
/// There is no answer: the input has ended.
pub fn line(env: &mut Environment<'_>, question: &str) -> Result<String, Refusal> {
    said(write!(env.err, "{question}").and_then(|()| env.err.flush()))?;
    let mut answer = String::new();
    match env.input.read_line(&mut answer) {
        Ok(0) => Err(String::from("no answer: nothing was written").into()),
        Ok(_) => Ok(answer.trim().to_owned()),
        Err(error) => Err(format!("cannot read the answer: {error}").into()),
    }
}

/// Tells what is wrong with a record; what is confidential only if that was asked for.
///
/// # Errors
/// Standard error takes no more.
pub fn show_problems(env: &mut Environment<'_>, problems: Vec<Problem>) -> io::Result<()> {
    let loaded = Loaded { cases: Vec::new(), problems };
    let Opened { problems, withheld, .. } = if env.confidential { include(loaded) } else { withhold(loaded) };
    render::problems(&problems, env.screen, env.err)?;
    if withheld.has_problems() {
        let count = words::count(withheld.problems + withheld.unsure, "problem", "problems");
        writeln!(env.err, "{count} in a withheld record; --confidential shows more")?;
    }
    Ok(())
}

fn said(written: io::Result<()>) -> Result<(), Refusal> {
    written.map_err(|error| format!("cannot ask: {error}").into())
}
