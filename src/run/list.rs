//! Running a list across cases: record by record, so that it never holds the archive.

use super::{
    Call, Outcome, Stop,
    archive::{Asked, Read},
    call::refused,
    findings::Findings,
};
use crate::{
    cli::Output,
    model::wording::Wording,
    publish::{self, Form, Subject},
    render,
    report::{
        Report, World, agenda,
        column::CASE,
        letters,
        listing::{self, List},
        made::Places,
        pending,
        rows::{Part, Sink},
    },
    withhold::Open,
};
use std::collections::HashSet;

/// Any list, written as its table.
///
/// # Errors
/// What stopped it.
pub(super) fn run<L: List + Sync>(list: &L, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let format = call.format()?;
    let as_of = call.as_of();
    if list.options().select.asks_for_columns() {
        return super::report::columns(&L::columns(), call);
    }
    let asked = Asked { for_others: format.is_for_others(), ..asked(list, call)? };
    let (findings, at_fault) = of_list(list, &asked, format.is_for_people(), call)?;
    findings.write_unless(&at_fault, format, as_of, call)
}

/// `timeline pending`: the list, a picture of it, or a calendar.
///
/// # Errors
/// What stopped it.
pub(super) fn pending(args: &pending::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if args.chart {
        return picture(args, call);
    }
    match call.output()? {
        Output::Report(_) if args.titles => {
            Err(Stop::Usage("--titles puts titles and names into a calendar: add -f ics".into()))
        }
        Output::Report(_) => run(args, call),
        Output::Document(form @ Form::Ics) => document(form, args, call),
        output @ (Output::Document(Form::Html | Form::Timelinejs) | Output::Problems(_)) => Err(refused(output)),
    }
}

/// `timeline agenda`: the list, or a calendar.
///
/// # Errors
/// What stopped it.
pub(super) fn agenda(args: &agenda::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    match call.output()? {
        Output::Report(_) if args.titles => {
            Err(Stop::Usage("--titles puts titles and names into a calendar: add -f ics".into()))
        }
        Output::Report(_) => run(args, call),
        Output::Document(form @ Form::Ics) => {
            let asked = Asked { for_others: true, ..asked(args, call)? };
            let as_of = call.as_of();
            let (mut findings, at_fault) = of_list(args, &asked, true, call)?;
            findings.report.table.leave_out(CASE, &at_fault);
            let world = World { cases: &[], rules: &asked.rules, as_of, wording: Wording::Short };
            let subject = Subject::Agenda(args, &findings.report);
            let text = publish::document(form, subject, &world, findings.withheld.included)?;
            call.out.write_all(text.as_bytes())?;
            findings.close(as_of, call)
        }
        output @ (Output::Document(Form::Html | Form::Timelinejs) | Output::Problems(_)) => Err(refused(output)),
    }
}

/// The letters that wait, as a document for others.
fn document(form: Form, args: &pending::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let asked = Asked { for_others: true, ..asked(args, call)? };
    let as_of = call.as_of();
    let (mut findings, at_fault) = of_list(args, &asked, true, call)?;
    findings.report.table.leave_out(letters::CASES, &at_fault);
    let world = World { cases: &[], rules: &asked.rules, as_of, wording: Wording::Short };
    let subject = Subject::Pending(args, &findings.report);
    let text = publish::document(form, subject, &world, findings.withheld.included)?;
    call.out.write_all(text.as_bytes())?;
    findings.report.remarks.extend(publish::remark(form, &findings.report));
    findings.close(as_of, call)
}

/// The letters that wait, drawn on the screen.
fn picture(args: &pending::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if call.shared.format.is_some() {
        return Err(Stop::Usage("--chart draws on the screen: leave out -f".into()));
    }
    let asked = asked(args, call)?;
    listing::check(args, &asked.rules)?;
    let as_of = call.as_of();
    let read = asked.read(call, |cases: &[Open], place: Places<'_>, drawn: &mut pending::Drawn| {
        let world = World { cases, rules: &asked.rules, as_of, wording: Wording::Short };
        pending::draw(args, &world, place, drawn);
    });
    let Read { parts, problems, withheld, mut unmet, left_out, .. } = read;
    if withheld.included {
        render::mark(call.out)?;
    }
    let (mut report, chart) = pending::picture(args, parts, as_of);
    if let Some(chart) = chart {
        render::chart(&chart, call.screen(), call.out)?;
    }
    unmet.append(&mut report.remarks);
    unmet.extend(left_out);
    Findings { report: Report { remarks: unmet, ..report }, problems, withheld }.close(as_of, call)
}

pub(super) fn asked<'a, L: List>(list: &'a L, call: &Call<'_>) -> Result<Asked<'a>, Stop> {
    let wanted = list.options().filter.wanted();
    Ok(Asked { keep: list.keep(), ids: list.ids(), wanted, ..Asked::everything(call)? })
}

/// What a list finds, and the ids of cases that others must not get. `says`: the format is for people, so that cells
/// carry the words that are shown instead of a value.
///
/// # Errors
/// An unknown kind or column, with what to write instead.
pub(super) fn of_list<L: List + Sync>(
    list: &L,
    asked: &Asked<'_>,
    says: bool,
    call: &Call<'_>,
) -> Result<(Findings, HashSet<String>), String> {
    listing::check(list, &asked.rules)?;
    let as_of = call.as_of();
    let read = asked.read(call, |cases: &[Open], place: Places<'_>, part: &mut Part| {
        let only = list.options().select.text.as_deref();
        list.rows(
            &World { cases, rules: &asked.rules, as_of, wording: Wording::Short },
            &mut Sink::Packing { part, place, says, only },
        );
    });
    let Read { parts, problems, withheld, unmet: mut remarks, left_out, at_fault } = read;
    remarks.extend(left_out);
    let report = listing::of_parts(list, parts, remarks)?;
    Ok((Findings { report, problems, withheld }, at_fault))
}
