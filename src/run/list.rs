//! Running a list across cases: record by record, so that it never holds the archive.

use super::{Told, hide, unknown_cases};
use crate::{
    cli::{Command, Shared},
    gather::{Archive, gather},
    load::{self, Loaded, folder::Found, needs::Needs, problem::Problem, readers},
    model::rule::Rules,
    progress::{Progress, with_bar},
    report::{
        World,
        filter::{Filter, Wanted},
        listing::{self, List},
        rows::Packing,
    },
    withhold::Open,
};
use chrono::NaiveDate;
use std::path::Path;

/// What a list is asked of.
pub(super) struct Asked<'a> {
    pub(super) folder: &'a Path,
    pub(super) rules: &'a Rules,
    pub(super) as_of: NaiveDate,
    pub(super) shared: &'a Shared,
    /// Whether its rows are for people, who are told words instead of some values.
    pub(super) for_people: bool,
    /// Whether somebody sees a progress bar.
    pub(super) looked_at: bool,
}

impl Asked<'_> {
    /// The list of these cases, or of all if none is named.
    ///
    /// # Errors
    /// An unknown kind or column, with what to write instead.
    pub(super) fn list<L: List + Sync>(&self, list: &L, ids: &[String], needs: Needs) -> Result<Told, String> {
        listing::check(list, self.rules)?;
        let progress = Progress::default();
        let work = || self.read(list, ids, needs, &progress);
        if self.looked_at { with_bar("reading", &progress, work) } else { work() }
    }

    fn read<L: List + Sync>(
        &self,
        list: &L,
        ids: &[String],
        needs: Needs,
        progress: &Progress,
    ) -> Result<Told, String> {
        let (files, problems) = load::files(self.folder, progress);
        let archive = Archive {
            files: &files,
            rules: self.rules,
            needs,
            confidential: self.shared.confidential,
            ids,
            says: self.for_people,
        };
        let wanted = list.options().0.wanted();
        let rows = |cases: &[Open], packing: &mut Packing<'_>| {
            list.rows(&World { cases, rules: self.rules, as_of: self.as_of }, packing);
        };
        let gathered = gather(&archive, &wanted, progress, rows);

        let refused = hide(Loaded { cases: Vec::new(), problems }, self.shared);
        let mut withheld = refused.withheld;
        withheld.add(gathered.withheld);
        let mut problems = [refused.problems, gathered.problems].concat();
        problems.sort_by(Problem::order);
        problems.extend(unknown_cases(&gathered.open, &problems, ids, self.folder, withheld));
        let unmet: Vec<Wanted<'_>> = wanted
            .into_iter()
            .enumerate()
            .filter_map(|(n, wanted)| (!gathered.met.get(n).copied().unwrap_or(false)).then_some(wanted))
            .collect();
        let remarks = self.remarks(&unmet, &files);
        // What they take is room for the rows.
        drop(files);
        let report = listing::of_parts(list, gathered.parts, remarks)?;
        Ok(Told { report, problems, withheld })
    }

    /// What to tell about values that no record has; for what is most like them all are read again, as
    /// that is seldom wanted.
    fn remarks(&self, unmet: &[Wanted<'_>], files: &[Found]) -> Vec<String> {
        if unmet.is_empty() {
            return Vec::new();
        }
        let likes: Vec<Vec<Option<String>>> = readers::all(files, &Progress::default(), |files, buffer| {
            let mut loaded = Loaded::default();
            files.iter().for_each(|found| loaded.join(load::file(found, self.rules, Needs::Everything, buffer)));
            let opened = hide(loaded, self.shared);
            let like = |wanted: &Wanted<'_>| wanted.nearest(opened.cases.iter().filter_map(|case| wanted.like(case)));
            unmet.iter().map(like).collect()
        });
        let of = |n: usize| likes.iter().filter_map(move |part| part[n].clone());
        unmet.iter().enumerate().map(|(n, wanted)| wanted.remark(wanted.nearest(of(n)))).collect()
    }
}

/// What a list across cases found, if the command is one and asks for its table.
pub(super) fn list(command: &Command, asked: &Asked<'_>) -> Result<Option<Told>, String> {
    // A sender that no letter has is looked for among statements and demands too.
    let letters = |filter: &Filter| if filter.from.is_none() { Needs::Letters } else { Needs::Everything };
    Ok(Some(match command {
        Command::List(args) => asked.list(args, &[], Needs::Everything)?,
        Command::Events(args) => asked.list(args, &args.ids, Needs::Everything)?,
        Command::Pending(args) if !args.chart => asked.list(args, &args.ids, letters(&args.filter))?,
        Command::Letters(args) => asked.list(args, &args.ids, letters(&args.filter))?,
        Command::Demands(args) => asked.list(args, &args.ids, Needs::Everything)?,
        Command::Detained(args) => asked.list(args, &[], Needs::Everything)?,
        _ => return Ok(None),
    }))
}
