//! Running the reports that compare or count over all cases: `why`, `changes`, `stats`, `rules`.

use super::{Call, Outcome, Stop, cases, findings::Findings};
use crate::{
    load::{self, Loaded, revision},
    model::rule::Rules,
    report::{Report, World, changes, recorded, rules, stats, why},
    withhold::Opened,
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
    let rules = load::rules::of(&folder).map_err(Stop::Rules)?;
    let Opened { cases, problems, withheld } = call.hide(read(&folder, &rules, call));
    let report = report(&World { cases: &cases, rules: &rules, as_of })?;
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
    let rules = load::rules::of(&folder).map_err(Stop::Rules)?;
    let (from, to) = ends(range);
    let Opened { cases, mut problems, withheld } = call.hide(revision::at(&folder, to, &rules)?);
    let before = call.hide(revision::at(&folder, from, &rules)?);
    let report = recorded::report(&before.cases, &cases, &args.select)?;
    problems.extend(before.problems);
    Findings { report, problems, withheld }.write(format, as_of, call)
}

/// Both ends of `A..B`; without `B`, the newest revision.
fn ends(range: &str) -> (&str, &str) {
    match range.split_once("..") {
        Some((from, "")) => (from, "HEAD"),
        Some(ends) => ends,
        None => (range, "HEAD"),
    }
}
