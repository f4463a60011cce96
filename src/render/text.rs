//! Text of records, made safe for the reader at the other end.
//!
//! Records quote letters, posts and web pages, so their text may hold anything: escape sequences,
//! characters that reverse the reading direction, characters that cannot be seen. They are never
//! dropped, because a reader must see that they are there: they are written as their number.

use crate::model::hidden::acts_or_hides;
use std::{borrow::Cow, fmt::Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many combining marks one letter can bear; Vietnamese needs two, Hebrew with accents four.
const MARKS: usize = 8;

/// What a format for programs does with line ends and tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// `\n`, `\t`, `\r`, and therefore `\\`: a record stays a line.
    Escaped,
    /// Newlines and tabs stay, because cells can be quoted.
    Kept,
}

/// The text on one line, for people: runs of line ends and tabs become a space, whatever acts on
/// the screen or hides becomes visible as `\u202E`, and a heap of combining marks ends in `…`.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !characters(text).any(|c| c.unsafe_here || c.marks > MARKS) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut in_break = false;
    for c in characters(text) {
        let is_break = matches!(c.char, '\n' | '\r' | '\t');
        if is_break {
            if !in_break {
                safe.push(' ');
            }
        } else if c.unsafe_here {
            number(c.char, &mut safe);
        } else if c.marks <= MARKS {
            safe.push(c.char);
        } else if c.marks == MARKS + 1 {
            safe.push('…');
        }
        in_break = is_break;
    }
    Cow::Owned(safe)
}

/// An address that a document may link to: `http` and `https` only, as `javascript:` and the like run
/// in a page; without characters that hide or act.
pub fn link(address: &str) -> Option<&str> {
    let scheme = |name: &str| address.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let plain = !address.chars().any(char::is_whitespace) && one_line(address) == address;
    (plain && (scheme("https://") || scheme("http://"))).then_some(address)
}

/// How many columns a text made safe takes on the screen: one for each byte of ASCII, which most texts are.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The text for programs, so that it can be undone: `\uXXXX` and `\u{…}` stand for what would act
/// or hide. A backslash is written so that it cannot be taken for the beginning of such a number.
pub(super) fn reversible(text: &str, breaks: Breaks) -> Cow<'_, str> {
    let as_it_is = |b: u8| matches!(b, b' '..=b'[' | b']'..=b'~');
    if text.bytes().fold(true, |all, b| all & as_it_is(b)) || is_plain(text) && !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut rest = characters(text).peekable();
    while let Some(c) = rest.next() {
        match (c.char, breaks) {
            ('\\', Breaks::Escaped) => safe.push_str("\\\\"),
            ('\n', Breaks::Escaped) => safe.push_str("\\n"),
            ('\t', Breaks::Escaped) => safe.push_str("\\t"),
            ('\r', Breaks::Escaped) => safe.push_str("\\r"),
            ('\\', Breaks::Kept) if rest.peek().is_some_and(|next| next.char == 'u') => number('\\', &mut safe),
            ('\n' | '\t', Breaks::Kept) => safe.push(c.char),
            _ if c.unsafe_here => number(c.char, &mut safe),
            _ => safe.push(c.char),
        }
    }
    Cow::Owned(safe)
}

/// The text for tables of a database, where nothing is calculated and line ends stay.
pub fn for_databases(text: &str) -> Cow<'_, str> {
    reversible(text, Breaks::Kept)
}

/// A character where it stands.
pub(super) struct Character {
    /// The character.
    pub(super) char: char,
    /// Whether it would act on the screen or hide here.
    pub(super) unsafe_here: bool,
    /// How many combining marks there are in a row, this one included; 0 if it is none.
    marks: usize,
}

/// The characters of a text, each judged by its neighbours.
pub(super) fn characters(text: &str) -> impl Iterator<Item = Character> {
    let mut before = None;
    let mut marks = 0;
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        let char = rest.next()?;
        let joiner = matches!(char, '\u{200C}' | '\u{200D}');
        let unsafe_here = acts_or_hides(char) || joiner && !joins(before, char, rest.peek().copied());
        let is_mark = !joiner && !unsafe_here && char.width() == Some(0);
        // A joiner does not reset the count: otherwise any number of marks could be stacked with joiners between them.
        marks = if is_mark { marks + 1 } else { marks * usize::from(joiner && !unsafe_here) };
        before = Some(char);
        Some(Character { char, unsafe_here, marks: if is_mark { marks } else { 0 } })
    })
}

/// Writes the number of a character.
fn number(c: char, out: &mut String) {
    let code = u32::from(c);
    // Writing to a String does not fail.
    let _ = if code > 0xFFFF { write!(out, "\\u{{{code:X}}}") } else { write!(out, "\\u{code:04X}") };
}

/// Whether there is nothing but printable ASCII and Latin, Greek and Cyrillic letters that stand alone: of
/// most texts that is all there is to know.
fn is_plain(text: &str) -> bool {
    // Every byte is looked at, without an early end: so the compiler compares many at once.
    text.bytes().fold(true, |all, b| all & matches!(b, b' '..=b'~'))
        || text.chars().all(|c| {
            matches!(c, ' '..='~' | '\u{C0}'..='\u{2FF}' | '\u{370}'..='\u{377}' | '\u{386}'..='\u{482}' | '\u{48A}'..='\u{52F}')
        })
}

/// Whether a joiner does its work between these two: Persian and Indian scripts are misspelt without
/// it, and emoji are joined by it.
fn joins(before: Option<char>, joiner: char, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let writes = |c| in_joining_script(c) && !acts_or_hides(c);
    writes(before) && writes(after)
        || joiner == '\u{200D}' && (is_emoji(before) || before == '\u{FE0F}') && is_emoji(after)
}

/// Arabic and its extensions, Syriac, the scripts of India, Myanmar, Khmer, Mongolian.
const fn in_joining_script(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{77F}' | '\u{8A0}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Undoes [`reversible`]; what a reader of `tsv` and `csv` has to do.
    pub(in super::super) fn undo(text: &str, breaks: Breaks) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let (char, length) = match (rest.chars().next(), breaks) {
                (Some('u'), _) => {
                    let (digits, length) = match rest.strip_prefix("u{").and_then(|r| r.split_once('}')) {
                        Some((digits, _)) => (digits, digits.len() + 3),
                        None => (&rest[1..5], 5),
                    };
                    (char::from_u32(u32::from_str_radix(digits, 16).expect("a number")).expect("a character"), length)
                }
                (Some('n'), Breaks::Escaped) => ('\n', 1),
                (Some('t'), Breaks::Escaped) => ('\t', 1),
                (Some('r'), Breaks::Escaped) => ('\r', 1),
                (Some('\\'), Breaks::Escaped) => ('\\', 1),
                (_, Breaks::Kept) => ('\\', 0),
                (other, Breaks::Escaped) => panic!("unknown escape {other:?}"),
            };
            out.push(char);
            rest = &rest[length..];
        }
        out + rest
    }

    #[test]
    fn what_is_plain_neither_acts_nor_hides_nor_heaps_up() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(&c.to_string())) {
            assert!(!acts_or_hides(c) && c.width() != Some(0), "{c:?}");
        }
    }

    #[test]
    fn columns_of_safe_text() {
        for (text, columns) in [("", 0), ("UA GBR 3/2019", 13), ("Соколов", 7), ("人権", 4), ("e\u{301}", 1)] {
            assert_eq!(width(text), columns, "{text:?}");
        }
        (' '..='~').for_each(|c| assert_eq!(c.width(), Some(width(&c.to_string())), "{c:?}"));
    }

    #[test]
    fn ordinary_text_is_borrowed() {
        for text in [
            "",
            "Tahir",
            "Соколов",
            "سعید",
            "人権",
            "e\u{301}",
            "👩\u{200D}👩\u{200D}👧",
            "می\u{200C}خواهم",
            "a\\u0041",
        ] {
            assert!(matches!(one_line(text), Cow::Borrowed(_)), "{text:?}");
            assert_eq!(one_line(text), text);
        }
    }

    #[test]
    fn what_acts_or_hides_is_shown() {
        for (text, shown) in [
            ("a\r\n\tb\nc", "a b c"),
            ("\u{1b}[31mred", "\\u001B[31mred"),
            ("\u{9b}2J", "\\u009B2J"),
            ("\u{202e}gpj", "\\u202Egpj"),
            ("a\u{e0041}", "a\\u{E0041}"),
            ("a\u{200d}b", "a\\u200Db"),
            ("می\u{200C}", "می\\u200C"),
            ("ب\u{61C}\u{200C}ب", "ب\\u061C\\u200Cب"),
            ("\u{FFFE}\u{FDD0}\u{FFFD}\u{1FFFF}", "\\uFFFE\\uFDD0\u{FFFD}\\u{1FFFF}"),
        ] {
            assert_eq!(one_line(text), shown);
        }
    }

    #[test]
    fn marks_do_not_pile_up() {
        let piled = one_line(&format!("a{}b", "\u{301}".repeat(5000))).into_owned();
        assert_eq!(piled, format!("a{}…b", "\u{301}".repeat(8)));
        let joined = format!("ب{}", format!("{}\u{200D}", "\u{64B}".repeat(5)).repeat(100));
        assert!(one_line(&joined).chars().filter(|c| *c == '\u{64B}').count() <= 8);
    }

    #[test]
    fn a_backslash_is_no_number() {
        assert_eq!(reversible("\\u202E", Breaks::Kept), "\\u005Cu202E");
        assert_eq!(reversible("C:\\new", Breaks::Kept), "C:\\new");
        assert_eq!(reversible("C:\\new\t", Breaks::Escaped), "C:\\\\new\\t");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_or_hides_is_left(text in "(?s)(\\PC|.|[\u{200b}-\u{2069}\u{300}\u{64b}\u{e0001}\u{80}-\u{9f}]){0,20}") {
            prop_assert!(!one_line(&text).contains(acts_or_hides));
            prop_assert!(!reversible(&text, Breaks::Escaped).contains(acts_or_hides));
            prop_assert!(!reversible(&text, Breaks::Kept).chars().any(|c| acts_or_hides(c) && !matches!(c, '\n' | '\t')));
        }

        #[test]
        fn reversible_is_reversible(text in "(?s)([\\\\un\u{202e}\u{e0041}{}0-9\n\t\r]|.){0,20}") {
            for breaks in [Breaks::Escaped, Breaks::Kept] {
                prop_assert_eq!(undo(&reversible(&text, breaks), breaks), &*text);
            }
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(link("https://example.org/a?b=c"), Some("https://example.org/a?b=c"));
        assert_eq!(link("HTTP://example.org"), Some("HTTP://example.org"));
        for other in
            ["javascript:alert(1)", " https://a", "data:text/html,x", "https:/a", "http://a\u{202e}b", "ftp://a", ""]
        {
            assert_eq!(link(other), None, "{other:?}");
        }
    }
}
