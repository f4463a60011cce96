//! Asking the person at the terminal: questions to standard error, so that output stays clean.

use super::{Environment, Refusal, value::written};
use crate::{
    load::{
        Loaded,
        problem::Problem,
        record::schema::{Field, Value},
    },
    render::{self, one_line},
    report::words,
    withhold::{Opened, include, withhold},
};
use std::io;

/// Asks for the value of a key until there is one that it takes.
///
/// # Errors
/// There is no answer.
pub fn value(env: &mut Environment<'_>, key: &Field) -> Result<String, Refusal> {
    let words = match key.value {
        Value::Word(words) => format!(" ({})", words.names().join(", ")),
        _ => String::new(),
    };
    loop {
        let answer = line(env, &format!("{} — {}{words}: ", key.name, key.meaning))?;
        match written(key, &[&answer]) {
            Ok(_) if answer.is_empty() => {}
            Ok(value) => return Ok(value),
            Err(message) => said(writeln!(env.err, "{}", one_line(&message)))?,
        }
    }
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
