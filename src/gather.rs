//! A command over a whole archive: each record is read, checked, turned into what the command wants of it (rows, sums),
//! and dropped. So a command holds its rows or its sums, and never the archive.
//!
//! Records that hold a copy of the same letter change each other's rows. So all records are first read one by one, and
//! those that share a letter are then read again, together; what the first reading made of them is taken out.

use crate::{
    load::{
        Loaded,
        check::{
            across::{self, CaseIds},
            sharing::{Letters, groups, letters_of},
        },
        folder::Found,
        problem::Problem,
    },
    model::{case::Case, reach::later},
    parallel,
    progress::Progress,
    report::{
        filter::Wanted,
        made::{Made, Places},
    },
    withhold::{Open, Withheld, include, withhold},
};
use chrono::NaiveDate;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    path::Path,
};

/// What is read.
pub struct Archive<'a> {
    /// The records.
    pub files: &'a [Found],
    /// Reads one of them, with a buffer that may be used again for the next.
    pub read: &'a (dyn Fn(&Found, &mut Vec<u8>) -> Loaded + Sync),
    /// Whether what is confidential is included.
    pub confidential: bool,
    /// Only these cases, in this order; none: all, in the order of ids.
    pub ids: &'a [String],
    /// Entries dated after this day are counted, to say that they are left out; `None` if the day was asked for.
    pub today: Option<NaiveDate>,
}

/// What is told beside the result: problems, how much is withheld, misspelt values.
#[derive(Debug, Default)]
pub struct Beside {
    /// What is wrong with the records.
    pub problems: Vec<Problem>,
    /// How much was left out.
    pub withheld: Withheld,
    /// Ids of the cases that are not withheld; gathered only if cases are asked for by id.
    pub open: Vec<String>,
    /// Of each value asked for, whether any case has it.
    pub met: Vec<bool>,
    /// How many entries are dated after today.
    pub later: usize,
    /// Ids of cases that are shown although their file has an error (a contradicting copy, a confidential name).
    pub at_fault: HashSet<String>,
}

impl Beside {
    fn join(&mut self, other: Self) {
        self.problems.extend(other.problems);
        self.withheld.add(other.withheld);
        self.open.extend(other.open);
        self.later += other.later;
        self.at_fault.extend(other.at_fault);
        self.met.iter_mut().zip(other.met).for_each(|(mine, theirs)| *mine |= theirs);
    }

    fn is_worth_a_word(&self) -> bool {
        !self.problems.is_empty()
            || !self.open.is_empty()
            || self.withheld != Withheld::default()
            || self.later > 0
            || self.met.contains(&true)
    }
}

/// Reads all records. `work` is called with cases that share letters with none but each other, and adds what is wanted
/// of them to the result. Returns the parts of the result, in no certain order, and what is told beside it.
pub fn gather<T: Made>(
    archive: &Archive<'_>,
    wanted: &[Wanted<'_>],
    progress: &Progress,
    work: impl Fn(&[Open], Places<'_>, &mut T) + Sync,
) -> (Vec<T>, Beside) {
    let reading = Reading { archive, wanted, ids: CaseIds::new(archive.files), places: places(archive), work };
    let alone: Vec<u32> = (0..).zip(archive.files).map(|(n, _)| n).collect();
    let mut first = parallel::all(&alone, progress, |files, buffer| reading.alone(files, buffer));
    let mut letters = Letters::with_capacity(first.iter().map(|portion| portion.letters.len()).sum());
    first.iter_mut().for_each(|portion| letters.extend(std::mem::take(&mut portion.letters)));
    let groups = groups(letters, archive.files.len());
    let again: HashSet<u32> = groups.iter().flatten().copied().collect();
    let again_at: HashSet<u32> = again.iter().map(|file| reading.places[*file as usize]).collect();

    let (mut made, mut all) = (Vec::new(), Beside { met: vec![false; wanted.len()], ..Beside::default() });
    // Portions from which the records that share a letter cannot be taken out: the files of each that remain, to make
    // it anew.
    let mut remade: Vec<Vec<u32>> = Vec::new();
    for Portion { files, made: mut part, beside, .. } in first {
        let is_apart = again.is_empty() || !files.clone().any(|file| again.contains(&file));
        if is_apart || part.leave_out(&again_at) {
            made.push(part);
        } else {
            remade.push(files.filter(|file| !again.contains(file)).collect());
        }
        beside.into_iter().filter(|(file, _)| !again.contains(file)).for_each(|(_, read)| all.join(read));
    }
    let portions = parallel::in_portions(&remade, 1..=1, &Progress::default(), |portions, buffer| {
        let made: Vec<T> = portions.iter().map(|files| reading.alone(files, buffer).made).collect();
        made
    });
    made.extend(portions.into_iter().flatten());
    let shared = parallel::all(&groups, &Progress::default(), |groups, buffer| {
        let mut made = T::default();
        let together = |files: &Vec<u32>| reading.together(files, &mut made, None, buffer);
        let beside: Vec<Beside> = groups.iter().map(together).collect();
        made.shrink();
        (made, beside)
    });
    for (part, beside) in shared {
        made.push(part);
        beside.into_iter().for_each(|read| all.join(read));
    }
    all.problems.sort_by(Problem::order);
    (made, all)
}

/// The result of some records, each read by itself.
struct Portion<T> {
    files: Range<u32>,
    made: T,
    letters: Letters,
    /// By file, and only for files of which something is told: most have no problems and nothing withheld.
    beside: Vec<(u32, Beside)>,
}

struct Reading<'a, W> {
    archive: &'a Archive<'a>,
    wanted: &'a [Wanted<'a>],
    ids: CaseIds<'a>,
    work: W,
    /// For each file, the place of its rows among those of all cases.
    places: Vec<u32>,
}

impl<W> Reading<'_, W> {
    /// Reads these files, each by itself.
    fn alone<T: Made>(&self, files: &[u32], buffer: &mut Vec<u8>) -> Portion<T>
    where
        W: Fn(&[Open], Places<'_>, &mut T),
    {
        let (mut made, mut letters, mut beside) = (T::default(), Letters::new(), Vec::new());
        for file in files {
            let read = self.together(std::slice::from_ref(file), &mut made, Some(&mut letters), buffer);
            if read.is_worth_a_word() {
                beside.push((*file, read));
            }
        }
        made.shrink();
        letters.shrink_to_fit();
        let first = files.first().copied().unwrap_or_default();
        let last = files.last().map_or(first, |last| last + 1);
        Portion { files: first..last, made, letters, beside }
    }

    /// Reads these files together, adds what `work` makes of them to `made`, and their letters to `letters`.
    fn together<T: Made>(
        &self,
        files: &[u32],
        made: &mut T,
        letters: Option<&mut Letters>,
        buffer: &mut Vec<u8>,
    ) -> Beside
    where
        W: Fn(&[Open], Places<'_>, &mut T),
    {
        let archive = self.archive;
        let mut loaded = Loaded::default();
        for file in files {
            loaded.join((archive.read)(&archive.files[*file as usize], buffer));
        }
        let of_file = |file: &u32| (&*archive.files[*file as usize].id, self.places[*file as usize]);
        // A map, not a search: tens of thousands of records can hold a copy of one letter.
        let places: HashMap<&str, u32> = files.iter().filter(|_| files.len() > 1).map(of_file).collect();
        let only = files.first().map_or(u32::MAX, |file| of_file(file).1);
        let place = |case: &Case| places.get(&*case.id).copied().unwrap_or(only);
        if files.len() > 1 {
            loaded.cases.sort_by_cached_key(place);
        }
        if let Some(letters) = letters {
            letters.extend(loaded.cases.iter().flat_map(|case| letters_of(case, files[0])));
        }
        across::check(&mut loaded, &self.ids, None);
        let mut opened = if archive.confidential { include(loaded) } else { withhold(loaded) }.shared();
        let is_met = |wanted: &Wanted<'_>| opened.cases.iter().any(|case| wanted.is_met(case));
        let mut beside =
            Beside { withheld: opened.withheld, met: self.wanted.iter().map(is_met).collect(), ..Beside::default() };
        if !archive.ids.is_empty() {
            beside.open = opened.cases.iter().map(|case| case.id.clone()).collect();
            opened.cases.retain(|case| archive.ids.contains(&case.id));
            // Confidential entries are told to be included only if a case that is shown may hold them.
            beside.withheld.included &= !opened.cases.is_empty() || !opened.problems.is_empty();
        }
        if let Some(today) = archive.today {
            beside.later = opened.cases.iter().map(|case| later(case, today)).sum();
        }
        let place = |at: usize| place(&opened.cases[at]);
        (self.work)(&opened.cases, &place, made);
        beside.at_fault = at_fault(&opened.cases, &opened.problems);
        beside.problems = opened.problems;
        beside
    }
}

/// The ids of cases that are shown although their file has an error: others outside the office must not get them.
#[must_use]
pub fn at_fault(cases: &[Open], problems: &[Problem]) -> HashSet<String> {
    let faulty: HashSet<&Path> = problems.iter().filter(|p| p.is_error()).map(|p| p.file.as_path()).collect();
    cases.iter().filter(|case| faulty.contains(case.file.as_path())).map(|case| case.id.clone()).collect()
}

/// The place of each file's rows: in the order of the ids asked for, else in the order of all ids.
fn places(archive: &Archive<'_>) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).zip(archive.files).map(|(n, _)| n).collect();
    let asked = |id: &str| archive.ids.iter().position(|asked| asked == id);
    order.sort_by_cached_key(|n| {
        let id = &archive.files[*n as usize].id;
        (asked(id).unwrap_or(usize::MAX), id)
    });
    let mut places = vec![0; archive.files.len()];
    (0..).zip(order).for_each(|(place, file)| places[file as usize] = place);
    places
}
