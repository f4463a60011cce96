//! How far a long task is: a count that the task keeps, and a bar on the terminal that follows it.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

/// What is done sooner has no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the bar looks at the count.
const BETWEEN: Duration = Duration::from_millis(50);

/// A count of steps, kept by those who do them, on any thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// Steps done.
    pub done: AtomicU64,
    /// Steps in all; 0 until that is known.
    pub all: AtomicU64,
}

/// Does the work; if that takes more than a second, with a bar on standard error that follows its count.
/// What the bar is about is said before it. Nothing of the bar is left behind.
pub fn with_bar<T: Send>(about: &'static str, progress: &Progress, work: impl FnOnce() -> T + Send) -> T {
    let (working, ended) = channel::<()>();
    thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let result = work();
            drop(working);
            result
        });
        // Drawn from this thread, as it may hold the lock of standard error.
        if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            draw(about, progress, &ended);
        }
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Draws until the other end is dropped.
fn draw(about: &'static str, progress: &Progress, ended: &Receiver<()>) {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_message(about);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    loop {
        bar.set_length(progress.all.load(Ordering::Relaxed));
        bar.set_position(progress.done.load(Ordering::Relaxed));
        if ended.recv_timeout(BETWEEN) != Err(RecvTimeoutError::Timeout) {
            return bar.finish_and_clear();
        }
    }
}
