//! Breaking text into lines: at spaces, between wide characters, within words only where nothing
//! else helps, and never within an address, a reference or an id, because those are copied.

use crate::report::Kind;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What is wider than this is broken whatever it is: no address needs it, and the cells beside it
/// would be padded to its width.
pub(super) const LONGEST: usize = 2048;

/// A stretch of text between two places where a line may end.
struct Piece<'a> {
    text: &'a str,
    width: usize,
    /// Whether a space stands before it.
    spaced: bool,
    /// Whether it is never broken.
    whole: bool,
}

/// Words up to this wide set the least width of their column and are not broken. Hardly a language that separates
/// its words has a wider one; what is wider is mostly no word.
const LONGEST_WORD: usize = 30;

/// The width of the widest stretch of the text that is not to be broken.
pub(super) fn rigid(text: &str, kind: Kind) -> usize {
    pieces(text, kind).iter().filter(|p| p.whole || p.width <= LONGEST_WORD).map(|p| p.width).max().unwrap_or(0)
}

/// The text in lines of at most `width` columns, at least one line. Only an address is wider, and then alone on its
/// line. What else is to stay whole is broken only if it is wider than the line: whoever can, makes the line wide
/// enough for [`rigid`] before.
pub(super) fn wrap(text: &str, kind: Kind, width: usize) -> Vec<String> {
    // A character may be two columns wide.
    let width = width.max(2);
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for piece in pieces(text, kind) {
        let gap = usize::from(piece.spaced && used > 0);
        if used > 0 && used + gap + piece.width > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        } else if gap > 0 {
            line.push(' ');
            used += 1;
        }
        if used + piece.width <= width || piece.whole && piece.text.contains("://") {
            line.push_str(piece.text);
            used += piece.width;
            continue;
        }
        for cluster in piece.text.graphemes(true).flat_map(|cluster| narrow(cluster, width)) {
            let more = cluster.width();
            if used > 0 && used + more > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(cluster);
            used += more;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// A cluster as it is, or its characters: in Indian scripts a single cluster can be of any width.
fn narrow(cluster: &str, width: usize) -> impl Iterator<Item = &str> {
    let each = if cluster.width() > width { 1 } else { cluster.chars().count() };
    let mut rest = cluster;
    std::iter::from_fn(move || {
        let end = rest.char_indices().nth(each).map_or(rest.len(), |(at, _)| at);
        let (part, after) = rest.split_at(end);
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

fn pieces(text: &str, kind: Kind) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    match kind {
        Kind::Code | Kind::Url | Kind::Number | Kind::Flag => push(&mut pieces, text, false, true),
        Kind::Date | Kind::Day => {
            for word in text.split(' ').filter(|w| !w.is_empty()) {
                let mut spaced = !pieces.is_empty();
                for part in word.split_inclusive('/').flat_map(|half| split_after(half, "..")) {
                    push(&mut pieces, part, spaced, true);
                    spaced = false;
                }
            }
        }
        Kind::Text | Kind::List | Kind::Lines | Kind::Table => {
            for word in words(text) {
                let spaced = !pieces.is_empty();
                if is_reference(word) || word.contains("://") {
                    push(&mut pieces, word, spaced, true);
                } else if word.is_ascii() {
                    // What must be broken is best broken where it has joints.
                    let joints: &[char] = if word.len() > LONGEST_WORD { &['-', '/'] } else { &[] };
                    for (n, part) in word.split_inclusive(joints).enumerate() {
                        push(&mut pieces, part, spaced && n == 0, false);
                    }
                } else {
                    push_between_wide(&mut pieces, word, spaced);
                }
            }
        }
    }
    pieces
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, spaced: bool, whole: bool) {
    let width = text.width();
    pieces.push(Piece { text, width, spaced, whole: whole && width <= LONGEST });
}

/// Scripts without spaces may be broken between any two characters, but no line begins with a
/// closing mark.
fn push_between_wide<'a>(pieces: &mut Vec<Piece<'a>>, word: &'a str, mut spaced: bool) {
    let mut start = 0;
    let mut before_wide = false;
    for (at, cluster) in word.grapheme_indices(true) {
        let wide = cluster.width() > 1;
        let closing =
            cluster.chars().all(|c| "。，、．：；！？）」』】》〉’”…".contains(c) || c.is_ascii_punctuation());
        if at > start && (wide || before_wide) && !closing {
            push(pieces, &word[start..at], spaced, false);
            (start, spaced) = (at, false);
        }
        before_wide = wide;
    }
    push(pieces, &word[start..], spaced, false);
}

/// The words of a text; a reference such as `UA GBR 3/2019` is one word.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        let end = at + word.len();
        if !word.is_empty() {
            let mut start = at;
            if is_numbered(word) && words.last().is_some_and(|w| is_capitals(w, 3..=3)) {
                words.pop();
                start = starts.pop().unwrap_or(start);
                if words.last().is_some_and(|w| is_capitals(w, 2..=3)) {
                    words.pop();
                    start = starts.pop().unwrap_or(start);
                }
            }
            starts.push(start);
            words.push(&text[start..end]);
        }
        at = end + 1;
    }
    words
}

fn is_reference(word: &str) -> bool {
    word.rsplit_once(' ').is_some_and(|(_, number)| is_numbered(number))
}

/// `3/2019`, punctuation around it aside.
fn is_numbered(word: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .split_once('/')
        .is_some_and(|(number, year)| digits(number) && digits(year) && year.len() == 4)
}

fn is_capitals(word: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    length.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn split_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (part, after) = match text.find(mark) {
            Some(at) => text.split_at(at + mark.len()),
            None => (text, ""),
        };
        rest = (!after.is_empty()).then_some(after);
        (!part.is_empty()).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_at_spaces_and_keeps_what_is_copied() {
        let text = "The letter (UA GBR 3/2019) is at https://spcommreports.ohchr.org/x?y=1 and unanswered";
        let lines = wrap(text, Kind::Text, 15);
        let expected =
            ["The letter", "(UA GBR 3/2019)", "is at", "https://spcommreports.ohchr.org/x?y=1", "and unanswered"];
        assert_eq!(lines, expected);
        assert_eq!(rigid(text, Kind::Text), 37);
        assert_eq!(wrap("UA GBR 3/2019", Kind::Code, 13), ["UA GBR 3/2019"]);
        assert_eq!(rigid("UA GBR 3/2019", Kind::Code), 13);
        assert_eq!(
            wrap("by sp-allegation-letter", Kind::Text, 20),
            ["by", "sp-allegation-letter"],
            "an id is not broken"
        );
    }

    #[test]
    fn dates_break_between_their_halves() {
        assert_eq!(wrap("2009-05-13/2011-07-27", Kind::Date, 11), ["2009-05-13/", "2011-07-27"]);
        assert_eq!(wrap("[2024-07-05..2025-01-08]", Kind::Date, 13), ["[2024-07-05..", "2025-01-08]"]);
        assert_eq!(rigid("[2024-07-05..2025-01-08]", Kind::Date), 13);
    }

    #[test]
    fn scripts_without_spaces_break_between_characters() {
        assert_eq!(wrap("人権擁護者は、釈放。", Kind::Text, 8), ["人権擁護", "者は、釈", "放。"]);
        assert_eq!(wrap("x人権擁護者は、", Kind::Text, 13), ["x人権擁護者", "は、"]);
    }

    #[test]
    fn a_long_word_is_broken_between_clusters() {
        assert_eq!(wrap("aaaa e\u{301}e\u{301}e\u{301}", Kind::Text, 2), ["aa", "aa", "e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(wrap("👩\u{301}\u{200d}👩", Kind::Text, 2), ["👩\u{301}\u{200d}", "👩"]);
        assert!(wrap(&"क\u{94d}".repeat(30), Kind::Text, 8).iter().all(|line| line.width() <= 8));
        assert_eq!(wrap(&"x".repeat(2049), Kind::Code, 2048).len(), 2);
    }

    proptest! {
        #[test]
        fn only_spaces_are_lost_and_lines_fit(text in "([a-zа-я人権 。👩\u{200d}\u{301}ب]{0,6} ?){0,12}", width in 2_usize..30) {
            let lines = wrap(&text, Kind::Text, width);
            let bare = |s: &str| s.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            for line in &lines {
                prop_assert!(line.width() <= width, "{line:?}");
            }
        }
    }
}
