//! How far a long task is: a count that the task keeps, and a bar on the terminal that follows it.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

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

/// Does the work with a bar on standard error that follows its count. What the bar is about is said
/// before it.
pub fn with_bar<T: Send>(about: &'static str, progress: &Progress, work: impl FnOnce() -> T + Send) -> T {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_message(about);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    thread::scope(|scope| {
        let worker = scope.spawn(work);
        // Drawn from this thread, as it may hold the lock of standard error.
        while !worker.is_finished() {
            bar.set_length(progress.all.load(Ordering::Relaxed));
            bar.set_position(progress.done.load(Ordering::Relaxed));
            thread::sleep(BETWEEN);
        }
        bar.finish_and_clear();
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
