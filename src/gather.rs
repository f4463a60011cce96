//! A list over a whole archive: each record is read, checked, and forgotten as soon as its rows are made.
//! So a list holds its rows and never the archive.
//!
//! What one record says of a letter may change the rows of another that holds a copy of it. Records that
//! share a letter are therefore read again, together.

use crate::{
    load::{
        self, Loaded,
        check::across::{self, CaseIds},
        folder::Found,
        problem::Problem,
        record::keep::Keep,
    },
    model::{case::Case, reach::later, reference::Key, rule::Rules},
    parallel,
    progress::Progress,
    report::{
        filter::Wanted,
        rows::{Part, Sink},
    },
    withhold::{Open, Withheld, include, withhold},
};
use chrono::NaiveDate;
use std::collections::HashSet;

/// What is read, and what of it is kept.
#[derive(Debug)]
pub struct Archive<'a> {
    /// The records.
    pub files: &'a [Found],
    /// The deadline rules.
    pub rules: &'a Rules,
    /// What of a record the rows are made from.
    pub keep: Keep,
    /// Whether what is confidential is included.
    pub confidential: bool,
    /// Only rows of these cases, in this order; none: of all, in the order of ids.
    pub ids: &'a [String],
    /// Whether rows need the words that tables show instead of values.
    pub says: bool,
    /// Entries dated after this day are counted, since nobody asked for it and they are left out.
    pub today: Option<NaiveDate>,
}

/// What became of it.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The rows.
    pub parts: Vec<Part>,
    /// What is wrong with the records.
    pub problems: Vec<Problem>,
    /// How much was left out.
    pub withheld: Withheld,
    /// Ids of the cases that may be told of; looked for only if some are asked for by id.
    pub open: Vec<String>,
    /// Which of the values asked for some case has.
    pub met: Vec<bool>,
    /// How many entries are dated after today.
    pub later: usize,
}

impl Gathered {
    /// Adds what is to be told of some records; their rows are added by themselves.
    fn join(&mut self, other: Self) {
        self.problems.extend(other.problems);
        self.withheld.add(other.withheld);
        self.open.extend(other.open);
        self.later += other.later;
        self.met.iter_mut().zip(other.met).for_each(|(mine, theirs)| *mine |= theirs);
    }
}

/// The letters that records hold, each with the number of its file.
type Letters = Vec<(Key, u32)>;

/// Reads all records; `rows` makes the rows of cases that share letters with each other at most.
pub fn gather(
    archive: &Archive<'_>,
    wanted: &[Wanted<'_>],
    progress: &Progress,
    rows: impl Fn(&[Open], &mut Sink<'_>) + Sync,
) -> Gathered {
    let reading = Reading { archive, wanted, ids: CaseIds::new(archive.files), places: places(archive) };
    let alone: Vec<u32> = (0..).zip(archive.files).map(|(n, _)| n).collect();
    let mut first = parallel::all(&alone, progress, |files, buffer| {
        let (mut letters, mut gathered) = (Letters::new(), Vec::new());
        let mut part = Part::default();
        for file in files {
            let read = reading.together(std::slice::from_ref(file), &rows, &mut part, Some(&mut letters), buffer);
            // Most records have nothing to tell but their rows.
            if read.is_worth_a_word() {
                gathered.push((*file, read));
            }
        }
        part.shrink();
        letters.shrink_to_fit();
        (part, letters, gathered)
    });
    let mut letters = Letters::with_capacity(first.iter().map(|(_, letters, _)| letters.len()).sum());
    first.iter_mut().for_each(|(_, some, _)| letters.extend(std::mem::take(some)));
    let groups = groups(letters, archive.files.len());
    let again: HashSet<u32> = groups.iter().flatten().copied().collect();
    let again_at: HashSet<u32> = again.iter().map(|file| reading.places[*file as usize]).collect();

    let mut all = Gathered { met: vec![false; wanted.len()], ..Gathered::default() };
    for (mut part, _, gathered) in first {
        part.retain(|place| !again_at.contains(&place));
        all.parts.push(part);
        gathered.into_iter().filter(|(file, _)| !again.contains(file)).for_each(|(_, read)| all.join(read));
    }
    let shared = parallel::all(&groups, &Progress::default(), |groups, buffer| {
        let mut part = Part::default();
        let together = |files: &Vec<u32>| reading.together(files, &rows, &mut part, None, buffer);
        let gathered: Vec<Gathered> = groups.iter().map(together).collect();
        part.shrink();
        (part, gathered)
    });
    for (part, gathered) in shared {
        all.parts.push(part);
        gathered.into_iter().for_each(|read| all.join(read));
    }
    all.problems.sort_by(Problem::order);
    all
}

struct Reading<'a> {
    archive: &'a Archive<'a>,
    wanted: &'a [Wanted<'a>],
    ids: CaseIds<'a>,
    /// The place of each file's rows.
    places: Vec<u32>,
}

impl Reading<'_> {
    /// Reads these files, puts their rows into `part` and their letters into `letters`.
    fn together(
        &self,
        files: &[u32],
        rows: impl Fn(&[Open], &mut Sink<'_>),
        part: &mut Part,
        letters: Option<&mut Letters>,
        buffer: &mut Vec<u8>,
    ) -> Gathered {
        let archive = self.archive;
        let mut loaded = Loaded::default();
        for file in files {
            loaded.join(load::file(&archive.files[*file as usize], archive.rules, archive.keep, buffer));
        }
        let found = |case: &Case| files.iter().find(|file| *archive.files[**file as usize].id == *case.id);
        let place = |case: &Case| found(case).map_or(u32::MAX, |file| self.places[*file as usize]);
        loaded.cases.sort_by_key(place);
        if let Some(letters) = letters {
            let keys = loaded.cases.iter().flat_map(|case| &case.communications).filter_map(|letter| letter.key());
            letters.extend(keys.map(|key| (key, files[0])));
        }
        across::check(&mut loaded, &self.ids, None);
        let mut opened = if archive.confidential { include(loaded) } else { withhold(loaded) }.shared();
        let is_met = |wanted: &Wanted<'_>| opened.cases.iter().any(|case| wanted.is_met(case));
        let mut gathered = Gathered {
            withheld: opened.withheld,
            met: self.wanted.iter().map(is_met).collect(),
            ..Gathered::default()
        };
        if !archive.ids.is_empty() {
            gathered.open = opened.cases.iter().map(|case| case.id.clone()).collect();
            opened.cases.retain(|case| archive.ids.contains(&case.id));
            // Of what is not shown nothing is said.
            gathered.withheld.included &= !opened.cases.is_empty() || !opened.problems.is_empty();
        }
        if let Some(today) = archive.today {
            gathered.later = opened.cases.iter().map(|case| later(case, today)).sum();
        }
        let place = |at: usize| place(&opened.cases[at]);
        rows(&opened.cases, &mut Sink::Packing { part, place: &place, says: archive.says });
        gathered.problems = opened.problems;
        gathered
    }
}

impl Gathered {
    fn is_worth_a_word(&self) -> bool {
        !self.problems.is_empty()
            || !self.open.is_empty()
            || self.withheld != Withheld::default()
            || self.later > 0
            || self.met.contains(&true)
    }
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

/// Files that hold copies of one letter, or copies of letters of which others do, and so on.
fn groups(mut letters: Letters, files: usize) -> Vec<Vec<u32>> {
    letters.sort_unstable();
    letters.dedup();
    // Each file points towards the first of its group.
    let mut towards: Vec<u32> = (0..).take(files).collect();
    let mut sharing: Vec<u32> = Vec::new();
    for pair in letters.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let [a, b] = [pair[0].1, pair[1].1].map(|file| first(&mut towards, file));
        towards[a.max(b) as usize] = a.min(b);
        sharing.extend([pair[0].1, pair[1].1]);
    }
    let mut groups: Vec<(u32, u32)> = sharing.iter().map(|file| (first(&mut towards, *file), *file)).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.chunk_by(|(a, _), (b, _)| a == b).map(|group| group.iter().map(|(_, file)| *file).collect()).collect()
}

fn first(towards: &mut [u32], mut file: u32) -> u32 {
    while towards[file as usize] != file {
        let next = towards[file as usize];
        towards[file as usize] = towards[next as usize];
        file = next;
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_share_a_letter_are_one_group() {
        let key = |n| Key::parse(&format!("GBR {n}/2019")).expect("a reference");
        let letters = vec![
            (key(1), 4),
            (key(1), 2),
            (key(2), 0),
            (key(3), 2),
            (key(3), 5),
            (key(4), 1),
            (key(5), 7),
            (key(5), 6),
        ];
        assert_eq!(groups(letters, 8), [vec![2, 4, 5], vec![6, 7]]);
        assert!(groups(vec![(key(1), 0), (key(1), 0)], 1).is_empty(), "two copies in one file");
    }
}
