//! Records read by several threads: one for each core, and more where reading waits for a slow disk, so that the disk
//! has several requests at once.

use crate::progress::Progress;
use std::{
    num::NonZero,
    ops::RangeInclusive,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread::{self, Builder, Scope, available_parallelism},
    time::{Duration, Instant},
};

/// The most readers, unless there are more cores: disks take at least 32 requests at once (SATA).
const FOR_ONE_DISK: usize = 32;

/// A record that takes longer than this, on a core of its own, waited for the disk: one from memory takes a third of
/// it. Where readers share cores, the limit is multiplied by how many share one.
const SLOW: Duration = Duration::from_micros(100);

/// How many records a reader takes at once, at least and at most. Not fewer, since rows that are packed together keep
/// equal texts once.
const RECORDS: RangeInclusive<usize> = 32..=256;

/// The number of portions aimed at, within these sizes.
const PORTIONS: usize = 64;

/// Calls `work` on portions of the records, each thread with a buffer of its own; returns the results in the order of
/// the records.
pub fn all<I: Sync, T: Send>(
    records: &[I],
    progress: &Progress,
    work: impl Fn(&[I], &mut Vec<u8>) -> T + Sync,
) -> Vec<T> {
    in_portions(records, RECORDS, progress, work)
}

/// The same with any items, in portions of a `size` within these bounds.
pub fn in_portions<I: Sync, T: Send>(
    items: &[I],
    size: RangeInclusive<usize>,
    progress: &Progress,
    work: impl Fn(&[I], &mut Vec<u8>) -> T + Sync,
) -> Vec<T> {
    let (least, most) = size.into_inner();
    // Starting threads, and even asking for the number of cores, costs more than reading a handful of files.
    let cores = if items.len() / least < 2 { 1 } else { available_parallelism().map_or(1, NonZero::get) };
    let readers = Readers {
        items,
        least,
        taken: (items.len() / PORTIONS).clamp(least, most),
        next: AtomicUsize::new(0),
        // This thread counts.
        started: AtomicUsize::new(1),
        cores,
        readers: cores.max(FOR_ONE_DISK).min(items.len() / least).max(1),
        done: Mutex::default(),
        progress,
        work,
    };
    thread::scope(|scope| {
        (1..cores).for_each(|_| readers.start(scope));
        readers.read(scope);
    });
    let mut done = readers.done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(from, _)| *from);
    done.into_iter().map(|(_, result)| result).collect()
}

struct Readers<'a, I, T, W> {
    items: &'a [I],
    least: usize,
    taken: usize,
    /// The item that is taken next.
    next: AtomicUsize,
    started: AtomicUsize,
    cores: usize,
    /// How many readers there may be.
    readers: usize,
    done: Mutex<Vec<(usize, T)>>,
    progress: &'a Progress,
    work: W,
}

impl<I: Sync, T: Send, W: Fn(&[I], &mut Vec<u8>) -> T + Sync> Readers<'_, I, T, W> {
    /// Starts one more reader, unless there are enough. Where the system allows no more threads, those that are
    /// there read on.
    fn start<'s>(&'s self, scope: &'s Scope<'s, '_>) {
        if self.started.fetch_add(1, Relaxed) < self.readers {
            let _ = Builder::new().spawn_scoped(scope, move || self.read(scope));
        }
    }

    /// The next items, and where they begin. The first portions are small, so that it soon shows whether more
    /// readers are needed, and so are the last, so that all readers end together.
    fn take(&self) -> Option<(usize, &[I])> {
        let count = self.items.len();
        let size = |from: usize| {
            let from_either_end = from.min(count.saturating_sub(from));
            (from_either_end / self.readers).clamp(self.least, self.taken)
        };
        let from = self.next.fetch_update(Relaxed, Relaxed, |from| Some(from + size(from))).ok()?;
        let rest = self.items.get(from..).filter(|rest| !rest.is_empty())?;
        Some((from, &rest[..size(from).min(rest.len())]))
    }

    fn read<'s>(&'s self, scope: &'s Scope<'s, '_>) {
        let mut buffer = Vec::new();
        let mut own = Vec::new();
        while let Some((from, some)) = self.take() {
            let begun = Instant::now();
            own.push((from, (self.work)(some, &mut buffer)));
            self.progress.done.fetch_add(some.len() as u64, Relaxed);
            if waits(begun.elapsed(), some.len(), self.started.load(Relaxed), self.cores) {
                self.start(scope);
            }
        }
        self.done.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
    }
}

/// Whether a reader that took so long for so many items waited for the disk, and not for readers on the same core.
fn waits(took: Duration, items: usize, readers: usize, cores: usize) -> bool {
    took > SLOW * u32::try_from(items * readers / cores).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for count in [0, 1, 31, 32, 33, 5_000_u32] {
            let items: Vec<u32> = (0..count).collect();
            let progress = Progress::default();
            let met = all(&items, &progress, |some, _| some.to_vec()).concat();
            assert_eq!(met, items);
            assert_eq!(progress.done.load(Relaxed), u64::from(count));
        }
    }

    #[test]
    fn who_shares_a_core_does_not_wait_for_the_disk() {
        let took = SLOW * 150;
        assert!(waits(took, 100, 2, 2), "a core for each");
        assert!(!waits(took, 100, 4, 2), "half a core for each");
        assert!(waits(took * 2, 100, 4, 2), "longer than that explains");
        assert!(!waits(took, 200, 1, 1), "many items");
    }

    #[test]
    fn who_waits_is_joined_by_more() {
        let items: Vec<u32> = (0..1024).collect();
        let threads = |pause| {
            let work = |some: &[u32], _: &mut Vec<u8>| {
                thread::sleep(pause * u32::try_from(some.len()).expect("few"));
                thread::current().id()
            };
            all(&items, &Progress::default(), work).into_iter().collect::<HashSet<_>>().len()
        };
        let cores = available_parallelism().map_or(1, NonZero::get);
        let most = cores.max(FOR_ONE_DISK).min(items.len() / RECORDS.start());
        let met = threads(SLOW * 3);
        assert!(met <= most && (met > cores || cores >= most), "{met} readers on {cores} cores");
    }
}
