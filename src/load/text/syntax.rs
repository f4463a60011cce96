//! What is wrong with a file as text, before anything is known of its meaning.

use super::{confidential::is_like_mark, file::FileText, headings};
use crate::{
    load::problem::Code,
    model::date::{Date, human},
};
use toml_parser::lexer::{Token, TokenKind};

/// Where a text that cannot be parsed has a word like `confidential`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Before the first heading: the whole case is meant.
    pub at_the_top: bool,
    /// Anywhere in the text.
    pub anywhere: bool,
}

/// Looks for marks word by word: misspelt, cut off and commented ones count as well.
#[must_use]
pub fn marks(text: &str) -> Marks {
    let is_mark = |word: &str| {
        let word = word.to_lowercase();
        is_like_mark(&word) || (word.len() >= 4 && "confidential".starts_with(&word))
    };
    let mut marks = Marks::default();
    let mut top = true;
    for line in text.lines() {
        top &= !line.trim_start().starts_with('[');
        let says_no = line.split_once('=').is_some_and(|(_, value)| value.trim() == "false");
        if !says_no && line.split(|c: char| !c.is_alphanumeric()).any(is_mark) {
            marks.anywhere = true;
            marks.at_the_top |= top;
        }
    }
    marks
}

/// What lines begin with that an unfinished merge leaves in a file.
const LABELS: [&str; 3] = ["<<<<<<< ", ">>>>>>> ", "||||||| "];

fn is_label(line: &str) -> bool {
    LABELS.iter().any(|label| line.starts_with(label))
}

/// Whether a merge was left unfinished. Equals signs alone may underline a heading in a text.
#[must_use]
pub fn has_merge_markers(text: &str) -> bool {
    let anywhere = |label: &&str| memchr::memmem::find(text.as_bytes(), label.as_bytes()).is_some();
    LABELS.iter().any(anywhere) && text.lines().any(is_label)
}

/// Reports the markers of an unfinished merge.
pub fn merge_markers(source: &FileText<'_>) {
    let mut offset = 0;
    for line in source.text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == "=======" || is_label(line) {
            let help = "keep what is right of both sides and remove the three marker lines";
            source.problem(Code::MergeMarkers, offset..offset + bare.len(), true, "an unfinished merge", help);
        }
        offset += line.len();
    }
}

/// Reports what the TOML parser met. What lies at a syntax error may be anything, so nothing of it is
/// told but keys and punctuation.
pub fn errors(source: &FileText<'_>, errors: &[toml::de::Error]) {
    /// Later syntax errors of a file mostly follow from the first ones.
    const TOLD: usize = 10;
    let mut errors: Vec<&toml::de::Error> = errors.iter().collect();
    errors.sort_by_key(|e| e.span().map(|s| s.start));
    // After a heading that TOML takes for a second one of its name, its keys are reported as doubled too: those are
    // passed over.
    let mut under_double = false;
    for error in errors.into_iter().take(TOLD) {
        let span = error.span().unwrap_or(0..0);
        let at = span.start.min(source.text.len());
        let is_double = is_double(error.message());
        let heading = headings::instead_of_duplicate(source.text, at).filter(|_| is_double);
        if is_double && under_double && heading.is_none() {
            continue;
        }
        under_double = heading.is_some();
        let date = || bare_date(source.text, at).filter(|_| !source.secret.get());
        let help = heading.or_else(date).unwrap_or_else(|| advice(error.message()).into());
        source.problem(Code::Syntax, span, true, format!("not TOML: {}", error.message()), help);
    }
}

/// Advice for the commonest error, a date without quotes that is no day (`2024-07`, `03/04/2025`), if the line at `at`
/// has one.
fn bare_date(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |n| n + 1);
    let line = text[start..].lines().next()?;
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    if value.starts_with(['"', '\'', '{']) {
        return None;
    }
    match (Date::parse(value), human::read(value, None)) {
        (Ok(date), _) => Some(format!("write it in quotes: {} = \"{date}\"", key.trim())),
        (Err(error), Some(_)) => Some(error.help),
        (Err(error), None) => looks_like_date(value).then_some(error.help),
    }
}

/// Whether a value is made of what dates are made of.
fn looks_like_date(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let plain = value.bytes().all(|b| b.is_ascii_digit() || b"-/.?~%X[]".contains(&b));
    digits >= 4 && plain && value.contains(['-', '/', '.', '?', '~', '%', 'X'])
}

/// Whether a message of the parser says that something is there twice.
fn is_double(message: &str) -> bool {
    message.to_lowercase().contains("duplicate")
}

/// What to do about the commonest syntax errors.
fn advice(message: &str) -> &'static str {
    let message = message.to_lowercase();
    if is_double(&message) {
        "keep one of the two lines"
    } else if message.contains("quote") || message.contains("string") {
        "texts stand between quotes on one line; for several lines use three quotes on both ends"
    } else if message.contains("escape") {
        "write a backslash as two backslashes, or use single quotes"
    } else if message.contains("control") || message.contains("newline") {
        "remove the invisible character, or save the file as plain text with UTF-8"
    } else {
        "a line is key = \"text\", key = 2024-07-05, key = [\"a\", \"b\"], or a heading like [[event]]"
    }
}

/// Reports what only TOML 1.1 allows: many programs that may read the record refuse it. (Times without
/// seconds need no word: no key takes a time.)
pub fn newer_toml(source: &FileText<'_>) {
    let note = |token: &Token, message: &str, help: &str| {
        let span = token.span().start()..token.span().end();
        source.problem(Code::NewerToml, span, true, message, help);
    };
    let space = |kind| matches!(kind, TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment);
    let mut open: Vec<Token> = Vec::new();
    // The inline table that was last found to span lines: told once.
    let mut told = None;
    let mut last: Option<Token> = None;
    for token in toml_parser::Source::new(source.text).lex() {
        let inside = open.last().copied().filter(|t| t.kind() == TokenKind::LeftCurlyBracket);
        match (token.kind(), inside) {
            (TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket, _) => open.push(token),
            (TokenKind::Newline, Some(table)) if told != Some(table) => {
                let help = "write { … } on one line, or as a [[…]] entry of its own";
                note(&table, "braces over several lines are TOML 1.1, which many programs cannot read", help);
                told = Some(table);
            }
            (TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket, _) => {
                if let (Some(_), Some(comma)) = (inside, last.filter(|t| t.kind() == TokenKind::Comma)) {
                    let message = "a comma before } is TOML 1.1, which many programs cannot read";
                    note(&comma, message, "leave the comma out");
                }
                open.pop();
            }
            (TokenKind::BasicString | TokenKind::MlBasicString, _) if has_new_escape(source.text, &token) => {
                let message = "\\e and \\x are TOML 1.1, which many programs cannot read";
                note(&token, message, "write \\u001B for \\e and \\u00E9 for \\xE9");
            }
            _ => {}
        }
        if !space(token.kind()) {
            last = Some(token);
        }
    }
}

/// Whether a string has an escape that TOML 1.0 does not know.
fn has_new_escape(text: &str, token: &Token) -> bool {
    let mut characters = text[token.span().start()..token.span().end()].chars();
    while let Some(c) = characters.next() {
        if c == '\\' && matches!(characters.next(), Some('e' | 'x')) {
            return true;
        }
    }
    false
}
