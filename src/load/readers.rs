//! Several readers at once: more of them than cores, so that a disk is asked for several files at once
//! while others wait for it.

use crate::progress::Progress;
use std::{
    num::NonZero,
    ops::RangeInclusive,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread::{self, available_parallelism},
};

/// Readers for each core.
const FOR_EACH_CORE: usize = 8;

/// How much a reader takes at once, at least and at most: rows that are made together share their texts.
const TAKEN: RangeInclusive<usize> = 32..=256;

/// In how many portions all is taken, if they are neither too small nor too large.
const PORTIONS: usize = 64;

/// Does `work` on all items, some at a time and each reader with a buffer of its own to use; what came of
/// it, in the order of the items.
pub fn all<I: Sync, T: Send>(
    items: &[I],
    progress: &Progress,
    work: impl Fn(&[I], &mut Vec<u8>) -> T + Sync,
) -> Vec<T> {
    let taken = (items.len() / PORTIONS).clamp(*TAKEN.start(), *TAKEN.end());
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::default();
    let read = || {
        let mut buffer = Vec::new();
        let mut own = Vec::new();
        loop {
            let n = next.fetch_add(1, Relaxed);
            let Some(some) = items.chunks(taken).nth(n) else { break };
            own.push((n, work(some, &mut buffer)));
            progress.done.fetch_add(some.len() as u64, Relaxed);
        }
        done.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
    };
    // Starting threads, and even asking for the number of cores, costs more than reading a handful of files.
    let readers = match items.len() / taken {
        few @ 0..2 => few,
        many => many.min(available_parallelism().map_or(1, NonZero::get) * FOR_EACH_CORE),
    };
    thread::scope(|scope| {
        (1..readers).for_each(|_| drop(scope.spawn(read)));
        read();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, result)| result).collect()
}
