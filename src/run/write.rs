//! Running a command that writes a record.

use super::{Call, Outcome, Stop};
use crate::{
    edit::{self, Done, Environment, Refusal, Task},
    load,
    model::date::Date,
    render,
};
use std::io::{self, Write};

/// What was done to `out`, what is in the way to `err`.
///
/// # Errors
/// What stopped it.
pub(super) fn run(task: &Task, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let today = Date::from_day(call.as_of());
    // They write no report, but a format that none can be written in is refused like everywhere.
    call.format()?;
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let screen = call.error_screen();
    let mut env = Environment {
        folder: &folder,
        rules: &rules,
        today,
        confidential: call.shared.confidential,
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
        // Who is told only that writing failed makes the change a second time.
        Ok(Done::Written(lines)) => match say(&lines, call.out) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let done = lines.join("; ");
                Err(Stop::Usage(format!(
                    "the change is in the file ({done}); cannot write to standard output: {error}"
                )))
            }
            _ => Ok(Outcome::Done),
        },
        Err(Refusal::Because(message)) => Err(Stop::Usage(message)),
        Err(Refusal::Problems(problems)) => {
            edit::ask::show_problems(&mut env, problems)?;
            writeln!(env.err, "nothing was written")?;
            Ok(Outcome::Failed)
        }
    }
}

/// Writes lines, and brings them to where they go.
fn say(lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{}", render::one_line(line)))?;
    out.flush()
}
