//! Several readers at once, each taking the next files that nobody has taken.

use super::{Loaded, Progress, folder::Found};
use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
};

/// Readers for each core: while some wait for the disk, others go on.
const FOR_EACH_CORE: usize = 4;

/// How many files a reader takes at once.
const TAKEN: usize = 32;

/// Reads every file with `read`, which gets a buffer to use; what was loaded, in the order of the files.
pub(super) fn all(
    files: &[Found],
    progress: &Progress,
    read: impl Fn(&Found, &mut Vec<u8>) -> Loaded + Sync,
) -> Vec<Loaded> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let reader = || {
        let mut buffer = Vec::with_capacity(64 * 1024);
        loop {
            let taken = next.fetch_add(1, Relaxed);
            let Some(some) = files.chunks(TAKEN).nth(taken) else { return };
            let mut loaded = Loaded::default();
            for found in some {
                loaded.join(read(found, &mut buffer));
            }
            progress.read.fetch_add(some.len(), Relaxed);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((taken, loaded));
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    // Starting threads costs more than reading a handful of files.
    let others = (cores * FOR_EACH_CORE).min(files.len() / TAKEN);
    thread::scope(|scope| {
        (1..others).for_each(|_| drop(scope.spawn(reader)));
        reader();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(taken, _)| *taken);
    done.into_iter().map(|(_, loaded)| loaded).collect()
}
