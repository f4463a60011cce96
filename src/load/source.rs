//! The text of one record while it is read: turns byte spans into lines and columns, gathers problems.

use super::problem::{Code, Excerpt, Privacy, Problem};
use std::{
    cell::{Cell, RefCell},
    ops::Range,
    path::Path,
};

/// A file's text with its problems so far.
#[derive(Debug)]
pub struct Source<'a> {
    /// The file, as shown to people.
    pub file: &'a Path,
    /// Its text.
    pub text: &'a str,
    /// The whole case is withheld, so its problems are too.
    pub private: Cell<bool>,
    /// No line may be shown: any of them may be confidential.
    pub secret: Cell<bool>,
    /// Where each line but the first begins: records of many entries ask for many lines.
    starts: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

/// More problems than this in one file are not told: the first ones are enough to begin with.
const MOST: usize = 100;

impl<'a> Source<'a> {
    /// A text without problems.
    #[must_use]
    pub fn new(file: &'a Path, text: &'a str) -> Self {
        let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).collect();
        Self { file, text, private: Cell::new(false), secret: Cell::new(false), starts, problems: RefCell::default() }
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
        let mut problems = self.problems.borrow_mut();
        if problems.len() == MOST {
            return;
        }
        let (line, column, excerpt) = self.locate(span, private);
        problems.push(Problem {
            code,
            file: self.file.to_path_buf(),
            at: Some((line, column)),
            message: shortened(message.into()),
            help: shortened(help.into()),
            excerpt: (!self.secret.get()).then_some(excerpt),
            privacy: if private { Privacy::Entry } else { Privacy::Open },
        });
    }

    /// The line, from 1, that a byte offset lies in.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) + 1
    }

    /// Whether any problem was noted.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// Whether further problems would not be listed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.problems.borrow().len() >= MOST
    }

    /// Every problem, in order of line; those of a withheld case marked as such.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        if self.private.get() {
            problems.iter_mut().for_each(|p| p.privacy = Privacy::Case);
        }
        problems.sort_by(Problem::order);
        problems.dedup();
        problems
    }

    fn locate(&self, span: Range<usize>, private: bool) -> (usize, usize, Excerpt) {
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let line = self.text[line_start..line_end].trim_end_matches('\r');
        let column = self.text[line_start..start].chars().count() + 1;
        let inside = start - line_start..span.end.clamp(start, line_end) - line_start;
        (self.line(start), column, masked(line, inside, private))
    }
}

/// A message that quotes a key or an id of a megabyte is still a message.
fn shortened(mut text: String) -> String {
    const LONGEST: usize = 1_000;
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The line with the contents of all strings and comments masked, but for the string in question.
fn masked(line: &str, asked: Range<usize>, private: bool) -> Excerpt {
    const WIDEST: usize = 200;
    let mut text = String::new();
    let mut shown = 0;
    let mut underline: Option<Range<usize>> = None;
    let mut quote: Option<char> = None;
    let mut comment = false;
    let mut hidden = false;
    for (at, c) in line.char_indices() {
        let in_question = at >= asked.start && at < asked.end.max(asked.start + 1);
        let closes = quote == Some(c) && !line[..at].ends_with('\\');
        let masks = (comment || (quote.is_some() && !closes)) && (private || !in_question);
        if !masks {
            text.push(c);
            shown += 1;
        } else if !hidden {
            text.push('…');
            shown += 1;
        }
        hidden = masks;
        if in_question {
            let from = underline.as_ref().map_or(shown.max(1) - 1, |r| r.start);
            underline = Some(from..shown);
        }
        match quote {
            Some(_) if closes => quote = None,
            None if !comment && (c == '"' || c == '\'') => quote = Some(c),
            None if c == '#' => comment = true,
            _ => {}
        }
        if shown >= WIDEST {
            text.push('…');
            shown += 1;
            break;
        }
    }
    let underline = underline.filter(|r| !r.is_empty()).unwrap_or(shown..shown + 1);
    Excerpt { text, underline }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_only_the_string_in_question() {
        let line = r#"x = { who = "Ivan", date = "03/04/2024" } # Ivan"#;
        let span = line.find("\"03").map(|at| at..at + 12).unwrap_or_default();
        let shown = masked(line, span.clone(), false);
        assert_eq!(shown.text, r#"x = { who = "…", date = "03/04/2024" } #…"#);
        let under: String = shown.text.chars().skip(shown.underline.start).take(shown.underline.len()).collect();
        assert_eq!(under, "\"03/04/2024\"");
        assert_eq!(masked(line, span, true).text, r#"x = { who = "…", date = "…" } #…"#);
    }
}
