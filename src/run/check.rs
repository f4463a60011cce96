//! Running `timeline check`: problems are what was asked for, so they go to `out`, and the exit code
//! says whether there are errors among them.

use super::{Machine, Outcome, Stop, cases_folder, chosen_format, colour, hide, remarks};
use crate::{
    cli::{Output, Shared},
    load::{
        Loaded,
        problem::{Code, Problem},
        review,
    },
    render::{self, Context, Format, Screen},
    report::check,
    withhold::{Opened, Withheld},
};
use std::{io::Write, path::PathBuf};

/// What was found to `out`, how many to `err`.
pub(super) fn run(
    args: &check::Args,
    shared: &Shared,
    machine: &Machine,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, Stop> {
    let as_of = shared.as_of.unwrap_or_else(machine.today);
    let format = chosen_format(shared, machine)?;
    let mut loaded = Loaded::default();
    if !args.list {
        loaded = review::review(folder(args, shared, machine)?.as_deref(), &args.ids, as_of);
        args.judge(&mut loaded.problems);
    }
    // Before anything is withheld: what is not shown counts all the same.
    let unread = |p: &Problem| matches!(p.code, Code::Unreadable | Code::UnknownCase);
    let outcome = if loaded.problems.iter().any(unread) {
        Outcome::Failed
    } else if loaded.problems.iter().any(Problem::is_error) {
        Outcome::Found
    } else {
        Outcome::Done
    };
    let Opened { problems, withheld, .. } = hide(loaded, shared);
    let report = if args.list { check::list() } else { check::report(&problems) };
    let screen = Screen { colour: colour(shared.color, machine.screen.colour), ..machine.screen };
    let context = Context { as_of, problems: &problems, screen, header: !shared.no_header };
    match format {
        Output::Problems(form) => render::annotate(form, context.problems, out)?,
        // With the line in question under each.
        Output::Report(Format::Table) if !args.list => render::problems(context.problems, screen, out)?,
        Output::Report(format) => render::render(format, &report, &context, out)?,
        Output::Document(_) => {}
    }
    out.flush()?;
    remarks(&report, as_of, Withheld { problems: withheld.problems, ..Withheld::default() }, err)?;
    Ok(outcome)
}

/// The folder of cases; none is needed where only files are named, as a commit hook does.
fn folder(args: &check::Args, shared: &Shared, machine: &Machine) -> Result<Option<PathBuf>, String> {
    let only_files = !args.ids.is_empty() && args.ids.iter().all(|word| review::is_path(word));
    match cases_folder(shared.cases.as_deref(), machine) {
        Ok(folder) => Ok(Some(folder)),
        Err(_) if only_files && shared.cases.is_none() => Ok(None),
        Err(message) => Err(message),
    }
}
