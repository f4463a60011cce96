//! Running `timeline site`.

use super::{Call, Outcome, Stop, cases, findings::remarks};
use crate::{
    load,
    publish::site,
    render,
    report::{Report, Table, World},
    withhold::Opened,
};

/// A case that cannot be read would be missing from the site, so then the old one stays.
///
/// # Errors
/// What stopped it.
pub(super) fn run(args: &site::Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if call.shared.confidential {
        let message = "a site is for others: nothing confidential can be in it, so leave out --confidential";
        return Err(Stop::Usage(message.into()));
    }
    if call.shared.format.is_some() {
        return Err(Stop::Usage("a site has formats of its own: leave out -f".into()));
    }
    let as_of = call.as_of();
    let folder = call.folder()?;
    let rules = load::rules::of(&folder).map_err(Stop::Rules)?;
    let Opened { cases, problems, withheld } = call.hide(cases::all(&folder, &rules, call));
    let screen = call.error_screen();
    render::problems(&problems, screen, call.err)?;
    if !problems.is_empty() || withheld.problems > 0 {
        let message = "the site was not built, as records with errors would be missing from it: mend them first";
        return Err(Stop::Usage(message.into()));
    }
    let world = World { cases: &cases, rules: &rules, as_of };
    let summary = call.at_work("building the site", |progress| site::build(args, &folder, &world, progress))?;
    remarks(&Report { table: Table::default(), summary, remarks: Vec::new() }, as_of, withheld, call)?;
    Ok(Outcome::Done)
}
