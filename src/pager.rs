//! What is longer than the screen goes through a pager. It is started only once there are more lines than fit; output
//! that is left when the reader quits the pager is dropped, which is no error.

use std::{
    io::{self, Write},
    process::{Child, Command, Stdio},
};

/// Options of `less` where nobody has set any: leave at once what fits, keep colours, leave the screen as it is.
const LESS: &str = "FRX";

/// Standard output of a terminal, and the pager once there is more than fits.
pub struct Paged<W> {
    screen: W,
    /// How many lines fit.
    height: usize,
    /// The program and its arguments; none: nothing is paged.
    command: Vec<String>,
    /// Whether `$LESS` is set.
    has_options: bool,
    state: State,
}

enum State {
    /// All so far fits the screen, and is kept until a line more decides for the pager or `flush` for the screen.
    Fits(Vec<u8>),
    /// Goes to the pager.
    Pager(Child),
    /// Goes to the screen: it all fitted, or there is no such pager.
    Screen,
    /// The reader has quit the pager: the rest is dropped.
    Left,
}

impl<W: Write> Paged<W> {
    /// A screen of so many lines, with a pager as it is typed: `less -S`. An empty one or `cat` pages nothing.
    pub fn new(screen: W, height: usize, pager: &str, has_options: bool) -> Self {
        let command: Vec<String> = pager.split_whitespace().map(str::to_owned).collect();
        let pages = command.first().is_some_and(|name| name != "cat");
        let state = if pages { State::Fits(Vec::new()) } else { State::Screen };
        Self { screen, height, command, has_options, state }
    }

    /// Starts the pager; `None` if there is none.
    fn start(&self) -> Option<Child> {
        let (name, arguments) = self.command.split_first()?;
        let mut command = Command::new(name);
        command.args(arguments).stdin(Stdio::piped());
        // `less` can run shell commands and open other files, and keeps what was searched for in a file: all of that is
        // off.
        command.env("LESSSECURE", "1").env("LESSHISTFILE", "-");
        if !self.has_options {
            command.env("LESS", LESS);
        }
        command.spawn().ok()
    }

    /// Passes on bytes, to the pager or to the screen.
    fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.state {
            State::Fits(kept) => {
                kept.extend_from_slice(bytes);
                if kept.iter().filter(|byte| **byte == b'\n').count() < self.height {
                    return Ok(());
                }
                let kept = std::mem::take(kept);
                self.state = self.start().map_or(State::Screen, State::Pager);
                self.pass(&kept)
            }
            State::Pager(child) => {
                let sent = child.stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(bytes));
                match sent {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                        self.finish()?;
                        self.state = State::Left;
                        Ok(())
                    }
                    sent => sent,
                }
            }
            State::Screen => self.screen.write_all(bytes),
            State::Left => Ok(()),
        }
    }

    /// Waits until the pager is left.
    fn finish(&mut self) -> io::Result<()> {
        if let State::Pager(child) = &mut self.state {
            drop(child.stdin.take());
            child.wait()?;
            self.state = State::Screen;
        }
        Ok(())
    }
}

impl<W: Write> Write for Paged<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pass(bytes).map(|()| bytes.len())
    }

    /// The end of the output: what was kept goes to the screen; a pager is waited for.
    fn flush(&mut self) -> io::Result<()> {
        if let State::Fits(kept) = &mut self.state {
            let kept = std::mem::take(kept);
            self.state = State::Screen;
            self.screen.write_all(&kept)?;
        }
        self.finish()?;
        // What is written later (a message after the list) goes to the screen again.
        if let State::Left = self.state {
            self.state = State::Screen;
        }
        self.screen.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(lines: usize, height: usize, pager: &str) -> String {
        let mut screen = Vec::new();
        let mut paged = Paged::new(&mut screen, height, pager, false);
        (0..lines).for_each(|n| writeln!(paged, "line {n}").expect("a screen"));
        paged.flush().expect("a screen");
        writeln!(paged, "after").expect("a screen");
        paged.flush().expect("a screen");
        String::from_utf8(screen).expect("text")
    }

    #[test]
    fn what_fits_is_not_paged_and_what_does_not_is() {
        // `true` as the pager reads nothing and shows nothing: what went through it is missing on the screen.
        assert_eq!(written(2, 3, "true"), "line 0\nline 1\nafter\n");
        assert_eq!(written(3, 3, "true"), "after\n");
    }

    #[test]
    fn without_a_pager_all_goes_to_the_screen() {
        for none in ["", "cat", "no-such-program-anywhere -x"] {
            assert_eq!(written(3, 2, none), "line 0\nline 1\nline 2\nafter\n", "{none}");
        }
    }

    #[test]
    fn leaving_early_is_no_error() {
        let mut paged = Paged::new(Vec::new(), 1, "true", false);
        for _ in 0..10_000 {
            writeln!(paged, "{}", "x".repeat(100)).expect("nobody minds");
        }
        paged.flush().expect("nobody minds");
    }
}
