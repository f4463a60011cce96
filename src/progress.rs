//! A bar on the terminal while records are read, if that takes longer than a second.

use crate::load::Progress;
use indicatif::ProgressBar;
use std::{
    sync::{
        atomic::Ordering::Relaxed,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

/// Nobody wonders before that.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the bar is drawn anew.
const PACE: Duration = Duration::from_millis(100);

/// Does `work`, and meanwhile draws on standard error how far it has come; only if `shown`, and only
/// after a second. Nothing of the bar is left behind.
pub fn during<T>(shown: bool, work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !shown {
        return work(&progress);
    }
    let (working, ended) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(|| draw(&progress, ended));
        let result = work(&progress);
        drop(working);
        result
    })
}

/// Draws until the other end is dropped.
fn draw(progress: &Progress, ended: Receiver<()>) {
    if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new(0).with_message("reading");
    loop {
        bar.set_length(progress.files.load(Relaxed) as u64);
        bar.set_position(progress.read.load(Relaxed) as u64);
        if ended.recv_timeout(PACE) != Err(RecvTimeoutError::Timeout) {
            return bar.finish_and_clear();
        }
    }
}
