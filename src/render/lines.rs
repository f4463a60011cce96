//! Text made of rows and written in their order. That of a large table is made by several threads at once, some
//! rows at a time, so that no more than a few thousand lines are ever held.

use crate::report::{Cell, rows::Rows};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    fmt,
    io::{self, Write},
    num::NonZero,
    ops::Range,
    sync::{
        atomic::{AtomicUsize, Ordering::Relaxed},
        mpsc::{SyncSender, sync_channel},
    },
    thread::{self, Builder, available_parallelism},
};

/// Bytes to which text can be added.
pub(super) struct Text<'t>(pub(super) &'t mut Vec<u8>);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// How many rows are taken at once.
const TAKEN: usize = 128;

/// How many times as many are made at once before any is written.
const AHEAD: usize = 4;

/// Writes what `line` adds to a text for each row.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(rows: &Rows, out: &mut dyn Write, line: impl Fn(&[Cell], &mut Vec<u8>) + Sync) -> io::Result<()> {
    let text = |some| {
        let mut text = Vec::new();
        let Ok(()) = rows.some(some, |row| {
            line(row, &mut text);
            Ok::<_, Infallible>(())
        });
        text
    };
    portions(rows.len(), TAKEN, text, |text| out.write_all(&text))
}

/// Gathers something from all rows: each portion begins with `none`, and portions are joined in their order.
pub(super) fn gathered<T: Send>(
    rows: &Rows,
    none: impl Fn() -> T + Sync,
    add: impl Fn(&[Cell], &mut T) + Sync,
    join: impl Fn(&mut T, T),
) -> T {
    let of = |some| {
        let mut of = none();
        let Ok(()) = rows.some(some, |row| {
            add(row, &mut of);
            Ok::<_, Infallible>(())
        });
        of
    };
    let mut all = none();
    let Ok(()) = portions(rows.len(), TAKEN, of, |more| {
        join(&mut all, more);
        Ok::<_, Infallible>(())
    });
    all
}

/// Makes something of each portion of so many rows, in several threads, and does something with it in the order of
/// the rows.
///
/// # Errors
/// The first of `with`; nothing more is made then.
pub(super) fn portions<T: Send, E>(
    rows: usize,
    size: usize,
    make: impl Fn(Range<usize>) -> T + Sync,
    mut with: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let make = |n: usize| make(n * size..rows.min((n + 1) * size));
    let portions = rows.div_ceil(size);
    // To start threads, and even to ask for the number of cores, takes longer than to make a few lines.
    let makers = if portions < AHEAD { 1 } else { available_parallelism().map_or(1, NonZero::get) };
    if makers == 1 {
        return (0..portions).try_for_each(|n| with(make(n)));
    }
    let (next, (sender, made)) = (AtomicUsize::new(0), sync_channel(AHEAD));
    let send = |sender: SyncSender<_>| {
        // The writer has stopped at an error: nothing more is made.
        while let Some(n) = Some(next.fetch_add(1, Relaxed)).filter(|n| *n < portions)
            && sender.send((n, make(n))).is_ok()
        {}
    };
    thread::scope(|scope| {
        let start = |_: &usize| {
            let sender = sender.clone();
            Builder::new().spawn_scoped(scope, || send(sender)).is_ok()
        };
        let started = (0..makers).filter(start).count();
        drop(sender);
        // The system may allow no more threads.
        if started == 0 {
            return (0..portions).try_for_each(|n| with(make(n)));
        }
        let mut early = BTreeMap::new();
        let mut done = 0;
        for (n, portion) in made {
            early.insert(n, portion);
            while let Some(portion) = early.remove(&done) {
                with(portion)?;
                done += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: i64) -> Rows {
        Rows::Cells((0..count).map(|n| vec![n.into()]).collect())
    }

    fn line(row: &[Cell], text: &mut Vec<u8>) {
        text.extend(format!("{:?}\n", row[0].value).bytes());
    }

    #[test]
    fn lines_come_in_the_order_of_their_rows() {
        for count in [0, 1, TAKEN - 1, TAKEN, TAKEN + 1, 10_000] {
            let mut out = Vec::new();
            write(&numbered(i64::try_from(count).expect("few")), &mut out, line).expect("memory takes everything");
            let expected: String = (0..count).map(|n| format!("Number({n})\n")).collect();
            assert!(out == expected.as_bytes(), "{count}");
        }
    }

    /// A pipe that is closed after so many pieces.
    struct Closed(usize);

    impl Write for Closed {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nothing_waits_for_a_closed_pipe() {
        for pieces in [0, 1, 7] {
            let error = write(&numbered(10_000), &mut Closed(pieces), line).expect_err("the pipe is closed");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        }
    }
}
