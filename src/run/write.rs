//! Running a command that writes a record.

use super::{Call, Outcome, Stop, cases};
use crate::{
    edit::{self, Done, Environment, Refusal, Task, init},
    load::{self, Loaded, check::across, folder::git::Git},
    model::{date::Date, rule::Rules},
    render,
    report::effects,
};
use std::{
    io::{self, Write},
    path::Path,
};

/// What was done to `out`, what is in the way to `err`.
///
/// # Errors
/// What stopped it.
pub(super) fn run(task: &Task, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let today = Date::from_day(call.as_of());
    // These commands write no report, but a format that no report can have (`-f ics`) is refused as by every command.
    call.format()?;
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let screen = call.error_screen();
    let confidential = call.shared.confidential;
    let before = task.changes().and_then(|id| Some((id, load::one(&folder, id, confidential, &rules).ok()?)));
    let mut env = Environment {
        folder: &folder,
        rules: &rules,
        today,
        confidential,
        editor: call.machine.editor.as_deref(),
        can_ask: call.machine.can_ask,
        input: &mut io::stdin().lock(),
        err: call.err,
        screen,
    };
    match edit::run(task, &mut env) {
        Ok(Done::Unchanged(lines)) => {
            say(&lines, call.out)?;
            Ok(Outcome::Done)
        }
        // The change is in the file already: a message that only said that output failed would make people repeat it.
        Ok(Done::Written(lines)) => {
            let more = before.map(|(id, before)| said(id, before, &folder, &rules, call)).unwrap_or_default();
            match say(&[&lines[..], &more].concat(), call.out) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    let done = lines.join("; ");
                    Err(Stop::Usage(format!(
                        "the change is in the file ({done}); cannot write to standard output: {error}"
                    )))
                }
                _ => Ok(Outcome::Done),
            }
        }
        Err(Refusal::Because(message)) => Err(Stop::Usage(message)),
        Err(Refusal::Problems(problems)) => {
            edit::ask::show_problems(&mut env, problems)?;
            writeln!(env.err, "nothing was written")?;
            Ok(Outcome::Failed)
        }
    }
}

/// `timeline init`.
///
/// # Errors
/// Something cannot be made or written.
pub(super) fn init(call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let asked = call.shared.cases.as_deref().or(call.machine.cases.as_deref());
    let git = Git { folder: &call.machine.here, variables: &call.machine.git };
    init::run(&call.machine.here, &init::folder(asked), &git, call.out)?;
    Ok(Outcome::Done)
}

/// The entry as it reads now, and what stands otherwise with it; what other records say of its letters counts.
fn said(id: &str, before: Loaded, folder: &Path, rules: &Rules, call: &Call<'_>) -> Vec<String> {
    let Ok(after) = load::one(folder, id, call.shared.confidential, rules) else { return Vec::new() };
    let both = [before, after].map(|mut loaded| {
        loaded.join(cases::with_copies_of(&loaded, folder, rules, call));
        across::copies(&mut loaded, None);
        call.hide(loaded).cases
    });
    effects::lines(id, &both[0], &both[1], rules, call.as_of())
}

/// Writes lines, and brings them to where they go.
fn say(lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{}", render::one_line(line)))?;
    out.flush()
}
