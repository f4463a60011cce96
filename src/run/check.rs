//! Running `timeline check`: problems are what was asked for, so they go to `out`, and the exit code
//! says whether there are errors among them.

use super::{Call, Outcome, Stop, call::refused, findings::remarks};
use crate::{
    cli::Output,
    load::{
        Loaded,
        check::review,
        problem::{Code, Privacy, Problem},
    },
    render::{self, Context, Format},
    report::check,
    withhold::{Opened, Withheld},
};
use std::path::PathBuf;

/// What was found to `out`, how many to `err`.
///
/// # Errors
/// What stopped it.
pub(super) fn run(args: &check::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let as_of = call.as_of();
    let output = call.output()?;
    if let Output::Document(_) = output {
        return Err(refused(output));
    }
    let mut problems = Vec::new();
    if !args.list {
        let confidential = call.shared.confidential;
        let folder = folder(args, call)?;
        problems = review::review(folder.as_deref(), &args.ids, confidential, as_of, &call.machine.git);
        args.judge(&mut problems);
    }
    // Before confidential problems are taken out: the exit code counts those too.
    let unread = |p: &Problem| matches!(p.code, Code::Unreadable | Code::UnknownCase);
    let outcome = if problems.iter().any(unread) {
        Outcome::Failed
    } else if problems.iter().any(Problem::is_error) {
        Outcome::Found
    } else {
        Outcome::Done
    };
    let Opened { problems, withheld, .. } = call.hide(Loaded { cases: Vec::new(), problems });
    let report = match output {
        _ if args.list => check::list(),
        Output::Report(Format::Table) | Output::Problems(_) => check::summed(&problems, withheld.has_problems()),
        Output::Report(_) | Output::Document(_) => check::report(&problems, withheld.has_problems()),
    };
    let (screen, header, excel) = (call.screen(), !call.shared.no_header, call.shared.excel);
    // Nothing of the records is told but what is wrong with them.
    let confidential = withheld.included && problems.iter().any(|problem| problem.privacy != Privacy::Open);
    let context = Context { as_of, problems: &problems, screen, header, excel, confidential };
    match output {
        Output::Problems(form) => render::annotate(form, &context, call.out)?,
        // With the line in question under each.
        Output::Report(Format::Table) if !args.list => {
            if confidential {
                render::mark(call.out)?;
            }
            render::problems(context.problems, screen, call.out)?;
        }
        Output::Report(format) => render::render(format, &report, &context, call.out)?,
        Output::Document(_) => return Err(refused(output)),
    }
    call.out.flush()?;
    remarks(&report, as_of, Withheld { cases: 0, entries: 0, included: confidential, ..withheld }, call)?;
    Ok(outcome)
}

/// The folder of cases; none is needed where only files are named, as a commit hook does.
fn folder(args: &check::Args, call: &Call<'_>) -> Result<Option<PathBuf>, String> {
    let only_files = !args.ids.is_empty() && args.ids.iter().all(|word| review::is_path(word));
    match call.folder() {
        Ok(folder) => Ok(Some(folder)),
        Err(_) if only_files && call.shared.cases.is_none() => Ok(None),
        Err(message) => Err(message),
    }
}
