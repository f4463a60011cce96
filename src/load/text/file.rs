//! The text of one record while it is read: turns byte spans into lines and columns, gathers problems.

use super::mask::{Hidden, Mask, hidden, masked};
use crate::load::problem::{Code, Excerpt, Privacy, Problem, Severity};
use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::BTreeMap,
    ops::Range,
    path::Path,
};

/// A file's text with its problems so far.
#[derive(Debug)]
pub struct FileText<'a> {
    /// The file, as shown to people.
    pub file: &'a Path,
    /// Its text.
    pub text: &'a str,
    /// The whole case is withheld, so its problems are too.
    pub private: Cell<bool>,
    /// No line may be shown: any of them may be confidential.
    pub secret: Cell<bool>,
    /// The offset that was last asked for, with its line: the next one is counted from there.
    counted: Cell<(usize, usize)>,
    problems: RefCell<Vec<Problem>>,
    /// How many more there are of each kind.
    more: RefCell<Counts>,
    hidden: OnceCell<Vec<Hidden>>,
}

/// How many problems of each kind are not told.
pub(in crate::load) type Counts = BTreeMap<Code, usize>;

/// So many problems of one file are told, about what a screen can show; the others are counted.
pub const MOST: usize = 20;

impl<'a> FileText<'a> {
    /// A text without problems.
    #[must_use]
    pub fn new(file: &'a Path, text: &'a str) -> Self {
        Self {
            file,
            text,
            private: Cell::new(false),
            secret: Cell::new(false),
            counted: Cell::new((0, 1)),
            problems: RefCell::default(),
            more: RefCell::default(),
            hidden: OnceCell::new(),
        }
    }

    /// Notes a problem at a span of bytes. `private`: nothing of what is written there may be told.
    pub fn problem(
        &self,
        code: Code,
        span: Range<usize>,
        private: bool,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.only_counts(code) {
            return;
        }
        let mask = match code {
            _ if !private => Mask::OtherTexts,
            // These errors may lie in any entry: texts are masked, keys and punctuation are shown.
            Code::Syntax | Code::MergeMarkers | Code::NewerToml => Mask::Texts,
            _ => Mask::Values,
        };
        let (line, column, excerpt) = self.locate(span, mask);
        self.problems.borrow_mut().push(Problem {
            at: Some((line, column)),
            excerpt: (!self.secret.get()).then_some(excerpt),
            privacy: if private { Privacy::Entry } else { Privacy::Open },
            ..Problem::of_file(code, self.file, shortened(message.into()), shortened(help.into()))
        });
    }

    /// Notes a problem of the file as a whole.
    pub fn problem_of_file(&self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        self.problems.borrow_mut().push(Problem::of_file(code, self.file, message, help));
    }

    /// The line, from 1, that a byte offset lies in.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let (from, line) = self.counted.get();
        let lines = |between: Range<usize>| memchr::memchr_iter(b'\n', &self.text.as_bytes()[between]).count();
        // Counted forward or back from the last offset, not from the beginning, which would be quadratic.
        let line = if from <= offset { line + lines(from..offset) } else { line - lines(offset..from) };
        self.counted.set((offset, line));
        line
    }

    /// Whether any problem was noted.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// If enough problems are told already, counts this one and returns true. To be called before a search for what to
    /// write instead, which can take long.
    pub fn only_counts(&self, code: Code) -> bool {
        let is_full = self.problems.borrow().len() >= MOST;
        if is_full {
            *self.more.borrow_mut().entry(code).or_default() += 1;
        }
        is_full
    }

    /// Whether anything is wrong so far that must be mended.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let more = self.more.borrow();
        more.keys().any(|code| code.severity() == Severity::Error)
            || self.problems.borrow().iter().any(Problem::is_error)
    }

    /// Every problem, in order of line; those of a withheld case marked as such.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.extend(not_told(self.file, &self.more.into_inner()));
        if self.private.get() {
            problems.iter_mut().for_each(|p| p.privacy = Privacy::Case);
        }
        problems.sort_by(Problem::order);
        problems.dedup();
        problems
    }

    fn locate(&self, span: Range<usize>, mask: Mask) -> (usize, usize, Excerpt) {
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let line = line_start..line_start + self.text[line_start..line_end].trim_end_matches('\r').len();
        let column = self.text[line_start..start].chars().count() + 1;
        let asked = start..span.end.clamp(start, line_end);
        let hidden = self.hidden.get_or_init(|| hidden(self.text));
        (self.line(start), column, masked(self.text, line, asked, hidden, mask))
    }
}

/// One problem for each kind of which there are more than are told.
pub(in crate::load) fn not_told(file: &Path, counts: &Counts) -> impl Iterator<Item = Problem> {
    counts.iter().map(move |(code, count)| {
        let message = match count {
            1 => "one problem of this kind in this file is not told".to_owned(),
            _ => format!("{count} problems of this kind in this file are not told"),
        };
        let help = format!("of one file at most {MOST} are told at once: mend those, and look again");
        Problem::of_file(*code, file, message, help)
    })
}

/// A message that quotes a very long key or id is cut.
fn shortened(mut text: String) -> String {
    const LONGEST: usize = 1_000;
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}
