//! Running `timeline site`.

use super::{
    Call, Outcome, Stop, cases,
    findings::{or_refuse, remarks},
};
use crate::{
    load::{
        self,
        folder::{git::Git, origin::Origin},
    },
    model::wording::Wording,
    publish::site,
    report::{Report, Table, World},
    withhold::Opened,
};

/// A case that cannot be read, or that names somebody whom others must not know of, would be missing from the
/// site, and its letters and its people from all figures. So then there is no new site, and the old one stays.
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
    let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
    let Opened { cases, problems, withheld } = call.hide(cases::all_for_others(&folder, &rules, call));
    or_refuse("site", &problems, withheld, call)?;
    let world = World { cases: &cases, rules: &rules, as_of, wording: Wording::Full };
    let git = Git { folder: &folder, variables: &call.machine.git };
    let origin = Origin::of(&git, cases.iter().map(|case| &**case))?;
    let summary =
        call.at_work("building the site", |progress| site::build(args, &folder, &world, &origin, withheld, progress))?;
    let left_out = call.left_out(&cases).into_iter().collect();
    remarks(&Report { table: Table::default(), summary, remarks: left_out }, as_of, withheld, call)?;
    Ok(Outcome::Done)
}
