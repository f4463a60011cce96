//! Running the reports that compare or count over all cases: `why`, `changes`, `stats`, `rules`.

use super::{
    Call, Outcome, Stop,
    archive::{Asked, Read},
    call::hide,
    findings::Findings,
};
use crate::{
    load::{
        self,
        folder::{
            git::Git,
            revision::{self, Differing},
        },
        problem::Problem,
    },
    model::wording::Wording,
    report::{
        Column, World, changes, recorded,
        rows::{Part, Sink},
        rules, select,
        stats::{self, Figures},
        why::{self, Concerned, Likes},
        words,
    },
    withhold::{Open, Opened, Withheld, join_marks},
};
use chrono::NaiveDate;
use std::collections::HashSet;

/// `timeline why`.
///
/// # Errors
/// What stopped it.
pub(super) fn why(args: &why::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let as_of = call.as_of();
    let format = call.format()?;
    let asked = Asked { for_others: format.is_for_others(), ..Asked::everything(call)? };
    let Read { parts, problems, withheld, left_out, at_fault, .. } =
        asked.read(call, |cases: &[Open], _, concerned: &mut Concerned| concerned.keep(args, cases));
    let mut cases: Vec<Open> = parts.into_iter().flat_map(|part| part.0).collect();
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    let likes = |name: &str| {
        let read = asked.read(call, |cases: &[Open], _, likes: &mut Likes| likes.add(name, cases));
        Likes(read.parts.into_iter().flat_map(|part| part.0).collect())
    };
    let mut report =
        why::of_concerned(args, &World { cases: &cases, rules: &asked.rules, as_of, wording: Wording::Short }, likes)?;
    report.remarks.extend(left_out);
    Findings { report, problems, withheld }.write_unless(&at_fault, format, as_of, call)
}

/// `timeline stats`.
///
/// # Errors
/// What stopped it.
pub(super) fn stats(args: &stats::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let as_of = call.as_of();
    let format = call.format()?;
    let asked =
        Asked { wanted: args.options.filter.wanted(), for_others: format.is_for_others(), ..Asked::everything(call)? };
    stats::check(args, &asked.rules)?;
    if args.options.select.asks_for_columns() {
        return columns(&stats::columns(), call);
    }
    let Read { parts, problems, withheld, unmet, left_out, at_fault } =
        asked.read(call, |cases: &[Open], _, figures: &mut Figures| {
            figures.count(args, &World { cases, rules: &asked.rules, as_of, wording: Wording::Short });
        });
    let mut report = stats::of_figures(args, parts, unmet)?;
    report.remarks.extend(left_out);
    Findings { report, problems, withheld }.write_unless(&at_fault, format, as_of, call)
}

/// `timeline changes`: between two days, or between two revisions in git.
///
/// # Errors
/// What stopped it.
pub(super) fn changes(args: &changes::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    // Its last day is the day on which it shows the world.
    let as_of = args.until.as_ref().map_or_else(|| call.as_of(), |until| until.earliest());
    if let Some(range) = &args.rev {
        return between_revisions(range, args, as_of, call);
    }
    let format = call.format()?;
    let asked = Asked { for_others: format.is_for_others(), ..Asked::everything(call)? };
    // Entries dated later than a day that was asked for are left out on purpose, and not counted.
    let asked = Asked { today: asked.today.filter(|today| *today == as_of), ..asked };
    changes::check(args, as_of)?;
    if args.select.asks_for_columns() {
        return columns(&changes::columns(), call);
    }
    let says = format.is_for_people();
    let Read { parts, problems, withheld, left_out, at_fault, .. } =
        asked.read(call, |cases: &[Open], place, part: &mut Part| {
            let world = World { cases, rules: &asked.rules, as_of, wording: Wording::Short };
            let only = args.select.text.as_deref();
            changes::rows(args, &world, &mut Sink::Packing { part, place, says, only });
        });
    let mut report = changes::of_parts(args, parts, as_of)?;
    report.remarks.extend(left_out);
    Findings { report, problems, withheld }.write_unless(&at_fault, format, as_of, call)
}

/// The columns that a report has.
///
/// # Errors
/// What stopped it.
pub(super) fn columns(columns: &[Column], call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let (format, as_of) = (call.format()?, call.as_of());
    let report = select::columns_of(columns);
    Findings { report, problems: Vec::new(), withheld: Withheld::default() }.write(format, as_of, call)
}

/// `timeline rules`: no record is read.
///
/// # Errors
/// What stopped it.
pub(super) fn rules(args: &rules::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let (as_of, format, folder) = (call.as_of(), call.format()?, call.folder()?);
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    if args.select.asks_for_columns() {
        return columns(&rules::columns(), call);
    }
    let report = rules::report(args, &World { cases: &[], rules: &rules, as_of, wording: Wording::Short })?;
    Findings { report, problems: Vec::new(), withheld: Withheld::default() }.write(format, as_of, call)
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
    // With --confidential nothing is hidden, so the marks in the folder as it is now need not be read.
    let looks_now = !call.shared.confidential;
    let Differing { mut before, mut after, now, secret } = revision::between(&git, [&from, &to], looks_now, &rules)?;
    let unread = join_marks(&mut before, &mut after, &now, &secret);
    // Each record by itself: what another record of the same letter says was not recorded in this one.
    let Opened { cases, mut problems, withheld } = hide(after, call.shared.confidential);
    let before = hide(before, call.shared.confidential);
    let withheld = withheld.of_both(before.withheld);
    let mut report = recorded::report(&before.cases, &cases, &args.select)?;
    problems.extend(before.problems);
    problems.sort_by(Problem::order);
    problems.dedup();
    let mut at_fault = HashSet::new();
    if format.is_for_others() {
        let asked = Asked { for_others: true, ..Asked::everything(call)? };
        let now = asked.read(call, |_: &[Open], _, _: &mut Part| {});
        problems.extend(now.problems);
        at_fault = now.at_fault;
    }
    if unread > 0 {
        let cases = words::count(unread, "case", "cases");
        report.remarks.push(format!("{cases} compared with nothing: not to be read in both revisions"));
    }
    Findings { report, problems, withheld }.write_unless(&at_fault, format, as_of, call)
}
