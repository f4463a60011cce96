//! What of a line may be shown with a problem: its keys and its punctuation, and the one value that is
//! in question. Strings and comments of records hold names that belong in no log.

use crate::load::problem::Excerpt;
use std::ops::Range;
use toml_parser::{Source, lexer::TokenKind};

/// What is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::load) enum Mask {
    /// Texts and comments other than the one in question.
    OtherTexts,
    /// All texts and comments.
    Texts,
    /// All values and comments: bare dates, numbers and words as well.
    Values,
}

/// A stretch of the text that may have to be masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) struct Hidden {
    span: Range<usize>,
    /// A value without quotes.
    bare: bool,
}

/// Everything in a text to be masked, in order. What follows a broken string is masked up to where the
/// string can have ended.
pub(in crate::load) fn hidden(text: &str) -> Vec<Hidden> {
    let tokens: Vec<_> = Source::new(text).lex().filter(|t| t.kind() != TokenKind::Whitespace).collect();
    let mut hidden = Vec::new();
    // Whether the statement is a heading, and whether a key can come next.
    let (mut heading, mut key, mut begins) = (false, true, true);
    for (n, token) in tokens.iter().enumerate() {
        let span = token.span().start()..token.span().end();
        let quotes = match token.kind() {
            TokenKind::BasicString | TokenKind::LiteralString => 1,
            TokenKind::MlBasicString | TokenKind::MlLiteralString => 3,
            _ => 0,
        };
        let next = tokens.get(n + 1).map(|t| t.kind());
        let is_key = heading || key && matches!(next, Some(TokenKind::Equals | TokenKind::Dot));
        match token.kind() {
            TokenKind::Comment => hidden.push(Hidden { span: span.start + 1..span.end, bare: false }),
            TokenKind::Atom if !is_key => hidden.push(Hidden { span, bare: true }),
            _ if quotes > 0 => {
                // A string without an end has no quotes there to be kept.
                let quote = &text[span.start..span.start + 1];
                let closed = span.len() >= 2 * quotes && text[..span.end].ends_with(&quote.repeat(quotes));
                let end = if closed { span.end - quotes } else { span.end };
                hidden.push(Hidden { span: span.start + quotes..end, bare: false });
            }
            _ => {}
        }
        match token.kind() {
            TokenKind::Newline => (heading, key, begins) = (false, true, true),
            TokenKind::LeftSquareBracket if begins => (heading, begins) = (true, false),
            TokenKind::Equals => (heading, key, begins) = (false, false, false),
            TokenKind::Comma | TokenKind::LeftCurlyBracket => (key, begins) = (true, false),
            _ => begins = false,
        }
    }
    hidden.retain(|h| !h.span.is_empty());
    hidden
}

/// A line of the text with what is hidden masked; what is asked about is underlined.
pub(in crate::load) fn masked(
    text: &str,
    line: Range<usize>,
    asked: Range<usize>,
    hidden: &[Hidden],
    mask: Mask,
) -> Excerpt {
    const WIDEST: usize = 200;
    let mut next = hidden.partition_point(|h| h.span.end <= line.start);
    let mut shown = String::new();
    let mut length = 0;
    let mut underline: Option<Range<usize>> = None;
    let mut in_mask = false;
    for (at, c) in text[line.clone()].char_indices().map(|(at, c)| (line.start + at, c)) {
        let in_question = at >= asked.start && at < asked.end.max(asked.start + 1);
        while hidden.get(next).is_some_and(|h| h.span.end <= at) {
            next += 1;
        }
        let covered = hidden.get(next).is_some_and(|h| h.span.contains(&at) && (!h.bare || mask == Mask::Values));
        let masks = covered && (mask != Mask::OtherTexts || !in_question);
        if !(masks && in_mask) {
            shown.push(if masks { '…' } else { c });
            length += 1;
        }
        in_mask = masks;
        if in_question {
            let from = underline.as_ref().map_or(length.max(1) - 1, |r| r.start);
            underline = Some(from..length);
        }
        if length >= WIDEST {
            shown.push('…');
            length += 1;
            break;
        }
    }
    let underline = underline.filter(|r| !r.is_empty()).unwrap_or(length..length + 1);
    Excerpt { text: shown, underline }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, line: &str, asked: &str, mask: Mask) -> Excerpt {
        let start = text.find(line).expect("the line");
        let from = start + line.find(asked).expect("what is asked about");
        masked(text, start..start + line.len(), from..from + asked.len(), &hidden(text), mask)
    }

    #[test]
    fn a_line_shows_only_the_string_in_question() {
        let line = r#"x = { who = "Ivan", date = "03/04/2024" } # Ivan"#;
        let one = shown(line, line, "\"03/04/2024\"", Mask::OtherTexts);
        assert_eq!(one.text, r#"x = { who = "…", date = "03/04/2024" } #…"#);
        let under: String = one.text.chars().skip(one.underline.start).take(one.underline.len()).collect();
        assert_eq!(under, "\"03/04/2024\"");
        assert_eq!(shown(line, line, "\"03/04/2024\"", Mask::Values).text, r#"x = { who = "…", date = "…" } #…"#);
    }

    #[test]
    fn inside_a_string_of_several_lines_nothing_is_shown() {
        let text = "note = \"\"\"\nShe said \"Ivan\" and\n\\q Ivan = [Ivan]\n\"\"\"\nborn = 1980-02-03\n";
        assert_eq!(shown(text, "She said \"Ivan\" and", "said", Mask::Values).text, "…");
        assert_eq!(shown(text, "\\q Ivan = [Ivan]", "\\q", Mask::Values).text, "…");
        assert_eq!(shown(text, "born = 1980-02-03", "born", Mask::Values).text, "born = …");
        assert_eq!(shown(text, "born = 1980-02-03", "1980", Mask::Texts).text, "born = 1980-02-03");
        assert_eq!(shown(text, "born = 1980-02-03", "born", Mask::OtherTexts).text, "born = 1980-02-03");
    }

    #[test]
    fn headings_and_keys_stay_readable() {
        for line in ["[[communication.reply]]", "a.b = \"…\"", "x = { a = …, b = [\"…\", …] }"] {
            let text = line.replace("\"…\"", "\"Ivan\"").replace('…', "7");
            assert_eq!(shown(&text, &text, "", Mask::Values).text, line);
        }
        assert_eq!(shown("Ivan said", "Ivan said", "", Mask::Values).text, "… …");
    }
}
