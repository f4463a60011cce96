//! Running `timeline show`: only the records that are named are read; the report, a picture, or a document.

use super::{Call, Outcome, Stop, call::refused, cases, findings::Findings};
use crate::{
    cli::Output,
    gather::at_fault,
    load::{
        self,
        check::across,
        folder::{git::Git, origin::Origin},
    },
    model::wording::Wording,
    publish::{self, Form, Subject},
    render,
    report::{World, chart, show},
    withhold::Opened,
};

/// # Errors
/// What stopped it.
pub(super) fn run(args: &show::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if args.chart && call.shared.format.is_some() {
        return Err(Stop::Usage("--chart draws on the screen: leave out -f".into()));
    }
    let output = match call.output()? {
        output @ (Output::Problems(_) | Output::Document(Form::Ics)) => return Err(refused(output)),
        output @ (Output::Report(_) | Output::Document(Form::Html | Form::Timelinejs)) => output,
    };
    let as_of = call.as_of();
    let folder = call.folder()?;
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let confidential = call.shared.confidential;
    let for_others = match output {
        Output::Document(_) => true,
        Output::Report(format) => format.is_for_others(),
        Output::Problems(_) => false,
    };
    let mut loaded = match for_others {
        true => cases::some_for_others(&folder, &args.ids, confidential, &rules)?,
        false => cases::some(&folder, &args.ids, confidential, &rules)?,
    };
    let marked = loaded.cases.iter().filter(|case| case.confidential).count();
    loaded.join(cases::with_copies_of(&loaded, &folder, &rules, call));
    across::copies(&mut loaded, None);
    let Opened { cases, mut problems, mut withheld } = call.hide(loaded);
    // Only the cases asked for are shown: of the other records, what they say of shared letters was taken over.
    let asked = cases.iter().filter(|case| args.ids.contains(&case.id));
    withheld.entries = asked.map(|case| case.taken().all()).sum();
    withheld.cases = withheld.cases.min(marked);
    let open: Vec<String> = cases.iter().map(|case| case.id.clone()).filter(|id| args.ids.contains(id)).collect();
    problems.extend(cases::unknown(&open, &problems, &args.ids, &folder));
    let mut cases = cases::chosen(&cases, &args.ids);
    if for_others {
        let at_fault = at_fault(&cases, &problems);
        cases.to_mut().retain(|case| !at_fault.contains(&case.id));
    }
    let world = World { cases: &cases, rules: &rules, as_of, wording: Wording::Short };
    let mut report = show::report(args, &world);
    report.remarks.extend(call.left_out(&cases));
    let findings = Findings { report, problems, withheld };
    match output {
        _ if args.chart => {
            let screen = call.screen();
            if findings.withheld.included {
                render::mark(call.out)?;
            }
            let charts = world.cases.iter().filter_map(|case| chart::of_case(case, &args.parts(), &world));
            charts.into_iter().try_for_each(|chart| render::chart(&chart, screen, call.out))?;
            findings.close(as_of, call)
        }
        // No document is made if there is no case to show.
        Output::Report(_) | Output::Document(_) if for_others && world.cases.is_empty() => findings.close(as_of, call),
        Output::Report(format) => findings.write(format, as_of, call),
        Output::Document(form) => {
            let git = Git { folder: &folder, variables: &call.machine.git };
            let origin = Origin::of(&git, world.cases.iter().map(|case| &**case))?;
            let text = publish::document(form, Subject::Cases(args, &origin), &world, findings.withheld.included)?;
            call.out.write_all(text.as_bytes())?;
            findings.close(as_of, call)
        }
        Output::Problems(_) => Err(refused(output)),
    }
}
