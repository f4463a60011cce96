//! Several readers at once: more of them than cores, so that a disk is asked for several files at once
//! while others wait for it.

use super::{Loaded, folder::Found};
use crate::progress::Progress;
use rayon::{ThreadPoolBuilder, prelude::*};
use std::{num::NonZero, sync::atomic::Ordering::Relaxed, thread::available_parallelism};

/// Readers for each core.
const FOR_EACH_CORE: usize = 4;

/// How many files a reader takes at once.
const TAKEN: usize = 32;

/// Reads every file with `read`, which gets a buffer to use; what was loaded, in the order of the files.
pub(super) fn all(
    files: &[Found],
    progress: &Progress,
    read: impl Fn(&Found, &mut Vec<u8>) -> Loaded + Sync,
) -> Vec<Loaded> {
    let some = |files: &[Found]| {
        let mut buffer = Vec::new();
        let mut loaded = Loaded::default();
        files.iter().for_each(|found| loaded.join(read(found, &mut buffer)));
        progress.done.fetch_add(files.len() as u64, Relaxed);
        loaded
    };
    let cores = available_parallelism().map_or(1, NonZero::get);
    // Starting threads costs more than reading a handful of files.
    let readers = (cores * FOR_EACH_CORE).min(files.len() / TAKEN);
    let pool = (readers > 1).then(|| ThreadPoolBuilder::new().num_threads(readers).build());
    match pool {
        Some(Ok(pool)) => pool.install(|| files.par_chunks(TAKEN).map(some).collect()),
        None | Some(Err(_)) => files.chunks(TAKEN).map(some).collect(),
    }
}
