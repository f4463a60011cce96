//! Running `timeline export`.

use super::{
    Call, Outcome, Stop,
    archive::{Asked, Read},
    findings::{or_refuse, remarks},
};
use crate::{
    export::{Args, Beside, Export, OWNER, RowPlaces},
    load::{
        self,
        folder::{Found, is_withheld},
    },
    model::wording::Wording,
    progress::Progress,
    replace::Folder,
    report::{Report, Table, World, words},
    withhold::Open,
};
use std::{collections::HashMap, sync::OnceLock};

/// A case that cannot be read, or that names somebody whom others must not know of, would be missing from the tables,
/// and nobody who counts there would see that. So then there is no new export, and the old one stays.
///
/// # Errors
/// What stopped it.
pub(super) fn run(args: &Args, call: &mut Call<'_>) -> Result<Outcome, Stop> {
    if call.shared.confidential {
        let message = "an export is for others: nothing confidential can be in it, so leave out --confidential";
        return Err(Stop::Usage(message.into()));
    }
    if call.shared.format.is_some() {
        return Err(Stop::Usage("an export has a format of its own: leave out -f".into()));
    }
    let as_of = call.as_of();
    let asked = Asked { for_others: true, ..Asked::everything(call)? };
    let failed = |error: std::io::Error| Stop::Usage(error.to_string());
    let folder = Folder::open(OWNER, &args.folder, &asked.folder).map_err(failed)?;
    let export = Export::begin(&folder).map_err(failed)?;
    let files: OnceLock<HashMap<Box<str>, Found>> = OnceLock::new();
    let is_told = |id: &str| {
        let all = || load::files(&asked.folder, &Progress::default()).0;
        let files = files.get_or_init(|| all().into_iter().map(|found| (found.id.clone(), found)).collect());
        files.get(id).is_some_and(|found| !is_withheld(found))
    };
    let Read { parts, problems, withheld, left_out, .. } =
        asked.read(call, |cases: &[Open], place, lying: &mut RowPlaces| {
            export.add(&World { cases, rules: &asked.rules, as_of, wording: Wording::Short }, is_told, place, lying);
        });
    or_refuse("export", &problems, withheld, call)?;
    let beside = Beside {
        world: World { cases: &[], rules: &asked.rules, as_of, wording: Wording::Short },
        is_whole: !withheld.is_any(),
    };
    let (cases, remark) =
        call.at_work("writing", |progress| export.finish(parts, &beside, progress)).map_err(failed)?;
    let remark = remark.map(|remark| format!("; {remark}")).unwrap_or_default();
    let summary = format!("{} written to {}{remark}", words::count(cases, "case", "cases"), args.folder.display());
    remarks(
        &Report { table: Table::default(), summary, remarks: left_out.into_iter().collect() },
        as_of,
        withheld,
        call,
    )?;
    Ok(Outcome::Done)
}
