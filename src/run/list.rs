//! Running a list across cases: record by record, so that it never holds the archive.

use super::{
    Call, Outcome, Stop,
    call::{hide, refused},
    cases,
    findings::{Findings, left_out},
};
use crate::{
    cli::Output,
    gather::{Archive, gather},
    load::{self, Loaded, folder::Found, problem::Problem, record::keep::Keep},
    model::rule::Rules,
    parallel,
    progress::Progress,
    publish::{self, Form, Subject},
    render,
    report::{
        Report, World,
        filter::Wanted,
        letters,
        listing::{self, List},
        pending,
        rows::Sink,
    },
    withhold::{Open, Opened},
};
use chrono::NaiveDate;
use std::{collections::HashSet, path::Path};

/// Any list, written as its table.
///
/// # Errors
/// What stopped it.
pub(super) fn run<L: List + Sync>(list: &L, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let format = call.format()?;
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let as_of = call.as_of();
    let for_people = format.is_for_people();
    let asked = Asked { folder: &folder, rules: &rules, as_of, for_people, confidential: call.shared.confidential };
    let findings = asked.list(list, call)?;
    findings.write(format, as_of, call)
}

/// `timeline pending`: the list, a picture of it, or a calendar.
///
/// # Errors
/// What stopped it.
pub(super) fn pending(args: &pending::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if args.chart {
        return picture(args, call);
    }
    let form = match call.output()? {
        Output::Report(_) if args.titles => {
            return Err(Stop::Usage("--titles puts titles and names into a calendar: add -f ics".into()));
        }
        Output::Report(_) => return run(args, call),
        Output::Document(form @ Form::Ics) => form,
        output @ (Output::Document(Form::Html | Form::Timelinejs) | Output::Problems(_)) => {
            return Err(refused(output));
        }
    };
    over_all(args, call, cases::all_for_others, |waiting, world, call| {
        waiting.report.table.leave_out(letters::CASES, &waiting.at_fault);
        let subject = Subject::Pending(args, &waiting.report);
        call.out.write_all(publish::document(form, subject, world, waiting.confidential)?.as_bytes())?;
        waiting.report.remarks.extend(publish::remark(form, &waiting.report));
        Ok(())
    })
}

/// The letters that wait, drawn on the screen.
fn picture(args: &pending::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if call.shared.format.is_some() {
        return Err(Stop::Usage("--chart draws on the screen: leave out -f".into()));
    }
    over_all(args, call, cases::all, |waiting, world, call| {
        let screen = call.screen();
        if waiting.confidential {
            render::mark(call.out)?;
        }
        match pending::picture(args, world)? {
            Some(chart) => Ok(render::chart(&chart, screen, call.out)?),
            None => Ok(()),
        }
    })
}

/// The letters that wait, from records that are all held at once.
struct Waiting {
    report: Report,
    /// Ids of cases that others must not get.
    at_fault: HashSet<String>,
    /// Something confidential is in it.
    confidential: bool,
}

/// Writes something of the letters that wait that needs all records at once.
fn over_all(
    args: &pending::Args,
    call: &mut Call<'_>,
    read: impl FnOnce(&Path, &Rules, &Call<'_>) -> Loaded,
    write: impl FnOnce(&mut Waiting, &World<'_>, &mut Call<'_>) -> Result<(), Stop>,
) -> Result<Outcome, Stop> {
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let Opened { cases, mut problems, withheld } = call.hide(read(&folder, &rules, call));
    let open: Vec<String> = cases.iter().map(|case| case.id.clone()).collect();
    problems.extend(cases::unknown(&open, &problems, &args.ids, &folder));
    let at_fault = cases::at_fault(&cases, &problems);
    let cases = cases::chosen(&cases, &args.ids);
    let world = World { cases: &cases, rules: &rules, as_of: call.as_of() };
    let mut report = listing::report(args, &world)?;
    report.remarks.extend(call.left_out(&cases));
    let mut waiting = Waiting { report, at_fault, confidential: withheld.included };
    write(&mut waiting, &world, call)?;
    Findings { report: waiting.report, problems, withheld }.close(world.as_of, call)
}

/// What a list is asked of.
struct Asked<'a> {
    folder: &'a Path,
    rules: &'a Rules,
    as_of: NaiveDate,
    /// Whether its rows are for people, who are told words instead of some values.
    for_people: bool,
    confidential: bool,
}

impl Asked<'_> {
    /// What a list finds.
    ///
    /// # Errors
    /// An unknown kind or column, with what to write instead.
    fn list<L: List + Sync>(&self, list: &L, call: &Call<'_>) -> Result<Findings, String> {
        listing::check(list, self.rules)?;
        let today = call.today();
        call.at_work("reading", |progress| self.read(list, progress, today))
    }

    fn read<L: List + Sync>(
        &self,
        list: &L,
        progress: &Progress,
        today: Option<NaiveDate>,
    ) -> Result<Findings, String> {
        let (files, problems) = load::files(self.folder, progress);
        let archive = Archive {
            files: &files,
            rules: self.rules,
            keep: list.keep(),
            confidential: self.confidential,
            ids: list.ids(),
            says: self.for_people,
            today,
        };
        let wanted = list.options().filter.wanted();
        let rows = |cases: &[Open], sink: &mut Sink<'_>| {
            list.rows(&World { cases, rules: self.rules, as_of: self.as_of }, sink);
        };
        let gathered = gather(&archive, &wanted, progress, rows);

        let refused = hide(Loaded { cases: Vec::new(), problems }, self.confidential);
        let mut withheld = refused.withheld;
        withheld.add(gathered.withheld);
        let mut problems = [refused.problems, gathered.problems].concat();
        problems.sort_by(Problem::order);
        problems.extend(cases::unknown(&gathered.open, &problems, list.ids(), self.folder));
        let unmet: Vec<Wanted<'_>> = wanted
            .into_iter()
            .enumerate()
            .filter_map(|(n, wanted)| (!gathered.met.get(n).copied().unwrap_or(false)).then_some(wanted))
            .collect();
        let mut remarks = self.remarks(&unmet, &files);
        remarks.extend(left_out(gathered.later, self.as_of));
        // What they take is room for the rows.
        drop(files);
        let report = listing::of_parts(list, gathered.parts, remarks)?;
        Ok(Findings { report, problems, withheld })
    }

    /// What to tell about values that no record has; for what is most like them all are read again, as
    /// that is seldom wanted.
    fn remarks(&self, unmet: &[Wanted<'_>], files: &[Found]) -> Vec<String> {
        if unmet.is_empty() {
            return Vec::new();
        }
        let likes: Vec<Vec<Option<String>>> = parallel::all(files, &Progress::default(), |files, buffer| {
            let mut loaded = Loaded::default();
            files.iter().for_each(|found| loaded.join(load::file(found, self.rules, Keep::Everything, buffer)));
            let opened = hide(loaded, self.confidential);
            let like = |wanted: &Wanted<'_>| wanted.nearest(opened.cases.iter().filter_map(|case| wanted.like(case)));
            unmet.iter().map(like).collect()
        });
        let of = |n: usize| likes.iter().filter_map(move |part| part[n].clone());
        unmet.iter().enumerate().map(|(n, wanted)| wanted.remark(wanted.nearest(of(n)))).collect()
    }
}
