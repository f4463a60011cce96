//! Reading the whole archive, record by record: what a command makes of it, and what is said beside that.

use super::{Call, Stop, call::hide, cases, findings::left_out};
use crate::{
    gather::{Archive, Beside, gather},
    load::{self, Loaded, check::names::ConfidentialNames, folder::Found, problem::Problem, record::keep::Keep},
    model::rule::Rules,
    parallel,
    progress::Progress,
    report::{
        filter::Wanted,
        made::{Made, Places},
    },
    withhold::{Open, Withheld},
};
use chrono::NaiveDate;
use std::{collections::HashSet, path::PathBuf};

/// What is asked of the archive.
pub(super) struct Asked<'a> {
    pub(super) folder: PathBuf,
    pub(super) rules: Rules,
    /// What of each record is needed.
    pub(super) keep: Keep,
    /// Only these cases, in this order; none: all.
    pub(super) ids: &'a [String],
    /// Parts of what records say that are easily misspelt.
    pub(super) wanted: Vec<Wanted<'a>>,
    /// Entries dated after this day are counted.
    pub(super) today: Option<NaiveDate>,
    /// The output is a document for others outside the office: cases whose open text names somebody confidential are
    /// left out of it.
    pub(super) for_others: bool,
    pub(super) confidential: bool,
}

/// What was made of it, in parts and in no certain order.
pub(super) struct Read<T> {
    pub(super) parts: Vec<T>,
    pub(super) problems: Vec<Problem>,
    pub(super) withheld: Withheld,
    /// Remarks on values that no record has.
    pub(super) unmet: Vec<String>,
    /// That entries are left out since they are dated later.
    pub(super) left_out: Option<String>,
    /// Ids of cases that others must not get.
    pub(super) at_fault: HashSet<String>,
}

impl<'a> Asked<'a> {
    /// Everything that every record says.
    ///
    /// # Errors
    /// There is no folder of cases, or its rules cannot be read.
    pub(super) fn everything(call: &Call<'_>) -> Result<Self, Stop> {
        let folder = call.folder()?;
        let rules = load::folder::rules::of(&folder).map_err(Stop::Rules)?;
        Ok(Self {
            folder,
            rules,
            keep: Keep::Everything,
            ids: &[],
            wanted: Vec::new(),
            today: call.today(),
            for_others: false,
            confidential: call.shared.confidential,
        })
    }

    /// Reads all records; `work` is called with those that share letters, see [`gather`].
    pub(super) fn read<T: Made>(&self, call: &Call<'_>, work: impl Fn(&[Open], Places<'_>, &mut T) + Sync) -> Read<T> {
        call.at_work("reading", |progress| self.read_with(progress, &work))
    }

    fn read_with<T: Made>(&self, progress: &Progress, work: impl Fn(&[Open], Places<'_>, &mut T) + Sync) -> Read<T> {
        // With --confidential the output is for the office itself, so names are not looked for.
        let names = match self.for_others && !self.confidential {
            true => cases::confidential_names(&self.folder, &self.rules),
            false => ConfidentialNames::default(),
        };
        let (files, problems) = load::files(&self.folder, progress);
        let read = |found: &Found, buffer: &mut Vec<u8>| match names.is_empty() {
            true => load::file(found, &self.rules, self.keep, buffer),
            false => load::file_for_others(found, &self.rules, &names, buffer),
        };
        let archive =
            Archive { files: &files, read: &read, confidential: self.confidential, ids: self.ids, today: self.today };
        let (parts, beside) = gather(&archive, &self.wanted, progress, work);
        let Beside { problems: of_records, withheld, open, met, later, at_fault } = beside;

        let refused = hide(Loaded { cases: Vec::new(), problems }, self.confidential);
        let withheld = {
            let mut all = refused.withheld;
            all.add(withheld);
            all
        };
        let mut problems = [refused.problems, of_records].concat();
        problems.sort_by(Problem::order);
        problems.extend(cases::unknown(&open, &problems, self.ids, &self.folder));
        let unmet: Vec<Wanted<'_>> = self.wanted.iter().zip(met).filter(|(_, met)| !met).map(|(w, _)| *w).collect();
        Read {
            parts,
            problems,
            withheld,
            unmet: self.remarks(&unmet, &files),
            left_out: self.today.and_then(|today| left_out(later, today)),
            at_fault,
        }
    }

    /// What to tell about values that no record has. All records are read again for the values most like them: this
    /// happens only after a slip of the keyboard, and to gather them in the first reading would slow down every list.
    fn remarks(&self, unmet: &[Wanted<'_>], files: &[Found]) -> Vec<String> {
        if unmet.is_empty() {
            return Vec::new();
        }
        let likes: Vec<Vec<Option<String>>> = parallel::all(files, &Progress::default(), |files, buffer| {
            let mut loaded = Loaded::default();
            files.iter().for_each(|found| loaded.join(load::file(found, &self.rules, Keep::Everything, buffer)));
            let opened = hide(loaded, self.confidential);
            let like = |wanted: &Wanted<'_>| wanted.nearest(opened.cases.iter().filter_map(|case| wanted.like(case)));
            unmet.iter().map(like).collect()
        });
        let of = |n: usize| likes.iter().filter_map(move |part| part[n].clone());
        unmet.iter().enumerate().map(|(n, wanted)| wanted.remark(wanted.nearest(of(n)))).collect()
    }
}
