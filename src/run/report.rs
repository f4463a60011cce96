//! Running the reports that compare or count over all cases: `why`, `changes`, `stats`, `rules`.

use super::{Call, Outcome, Stop, cases, findings::Findings};
use crate::{
    load::{
        self, Loaded,
        folder::revision::{self, Git},
        problem::Problem,
    },
    model::rule::Rules,
    report::{Report, World, changes, recorded, rules, stats, why, words},
    withhold::{Opened, join_marks},
};
use chrono::NaiveDate;
use std::path::Path;

/// `timeline why`.
///
/// # Errors
/// What stopped it.
pub(super) fn why(args: &why::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let as_of = call.as_of();
    over_all(call, as_of, |world| why::report(args, world))
}

/// `timeline stats`.
///
/// # Errors
/// What stopped it.
pub(super) fn stats(args: &stats::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let as_of = call.as_of();
    over_all(call, as_of, |world| stats::report(args, world))
}

/// `timeline changes`: between two days, or between two revisions in git.
///
/// # Errors
/// What stopped it.
pub(super) fn changes(args: &changes::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    // Its last day is the day on which it shows the world.
    let as_of = args.until.as_ref().map_or_else(|| call.as_of(), |until| until.earliest());
    match &args.rev {
        Some(range) => between_revisions(range, args, as_of, call),
        None => over_all(call, as_of, |world| changes::report(args, world)),
    }
}

/// `timeline rules`: no record is read.
///
/// # Errors
/// What stopped it.
pub(super) fn rules(args: &rules::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let as_of = call.as_of();
    over(call, as_of, |_, _, _| Loaded::default(), |world| rules::report(args, world))
}

/// A report over every record.
fn over_all(
    call: &mut Call<'_>,
    as_of: NaiveDate,
    report: impl FnOnce(&World<'_>) -> Result<Report, String>,
) -> Result<Outcome, Stop> {
    over(call, as_of, cases::all, report)
}

/// A report over what `read` reads.
fn over(
    call: &mut Call<'_>,
    as_of: NaiveDate,
    read: impl FnOnce(&Path, &Rules, &Call<'_>) -> Loaded,
    report: impl FnOnce(&World<'_>) -> Result<Report, String>,
) -> Result<Outcome, Stop> {
    let format = call.format()?;
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let Opened { cases, problems, withheld } = call.hide(read(&folder, &rules, call));
    let mut report = report(&World { cases: &cases, rules: &rules, as_of })?;
    // Of another day than today, what is dated later is left out on purpose.
    report.remarks.extend(call.left_out(&cases).filter(|_| Some(as_of) == call.today()));
    Findings { report, problems, withheld }.write(format, as_of, call)
}

/// What was recorded between two revisions of the folder in git.
fn between_revisions(
    range: &str,
    args: &changes::Args,
    as_of: NaiveDate,
    call: &mut Call<'_>,
) -> Result<Outcome, Stop> {
    let format = call.format()?;
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let git = Git { folder: &folder, variables: &call.machine.git };
    let (from, to) = revision::ends(&git, range)?;
    let (mut before, mut after) = (revision::at(&git, &from, &rules)?, revision::at(&git, &to, &rules)?);
    // With everything asked for, marks hide nothing.
    let (now, secret) = match call.shared.confidential {
        true => Default::default(),
        false => revision::now(&folder, &rules),
    };
    let unread = join_marks(&mut before, &mut after, &now, &secret);
    let Opened { cases, mut problems, withheld } = call.hide(after);
    let before = call.hide(before);
    let withheld = withheld.of_both(before.withheld);
    let mut report = recorded::report(&before.cases, &cases, &args.select)?;
    problems.extend(before.problems);
    problems.sort_by(Problem::order);
    problems.dedup();
    if unread > 0 {
        let cases = words::count(unread, "case", "cases");
        report.remarks.push(format!("{cases} compared with nothing: not to be read in both revisions"));
    }
    Findings { report, problems, withheld }.write(format, as_of, call)
}
