//! Several readers at once: more of them than cores, so that a disk is asked for several files at once
//! while others wait for it.

use crate::progress::Progress;
use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread::{self, available_parallelism},
};

/// Readers for each core.
const FOR_EACH_CORE: usize = 8;

/// How much a reader takes at once.
const TAKEN: usize = 32;

/// Does `work` on all items, some at a time and each reader with a buffer of its own to use; what came of
/// it, in the order of the items.
pub fn all<I: Sync, T: Send>(
    items: &[I],
    progress: &Progress,
    work: impl Fn(&[I], &mut Vec<u8>) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::default();
    let read = || {
        let mut buffer = Vec::new();
        let mut own = Vec::new();
        loop {
            let n = next.fetch_add(1, Relaxed);
            let Some(some) = items.chunks(TAKEN).nth(n) else { break };
            own.push((n, work(some, &mut buffer)));
            progress.done.fetch_add(some.len() as u64, Relaxed);
        }
        done.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
    };
    // Starting threads, and even asking for the number of cores, costs more than reading a handful of files.
    let readers = match items.len() / TAKEN {
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
