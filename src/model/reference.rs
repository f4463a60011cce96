//! Official references of letters: `UA GBR 3/2019`, `GBR 3/2019`, `AL G/SO 214 (33-23) USA 6/2006`.

use super::state::State;
use std::ops::Deref;

/// Types of letter that may stand before the State's code.
const TYPES: [&str; 7] = ["UA", "AL", "OL", "JUA", "JAL", "JOL", "AM"];

/// What a reference says: the State, the running number and the year. Two spellings of the same
/// three are the same letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The State addressed; `OTH` for other actors.
    pub state: State,
    /// The running number within the year.
    pub number: u32,
    /// The year of the reference: within one year of the day sent.
    pub year: i32,
}

impl Key {
    /// Reads a reference in any known spelling; `None` for references of other systems
    /// (`UA 128/09` of an NGO, `2165/2012` of a committee).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (before, year) = text.split_at_checked(text.len().checked_sub("/yyyy".len())?)?;
        let year = year.strip_prefix('/').filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (rest, number) = before.split_at(before.len() - digits);
        let words = rest.trim_end();
        let (kind, code) = words.split_at_checked(words.len().checked_sub(3)?)?;
        let state = State::from_code(code).or_else(|| State::from_code(&code.to_ascii_uppercase()))?;
        let are_apart = words.len() < rest.len() && (kind.is_empty() || kind.ends_with(char::is_whitespace));
        let mut words = kind.split_whitespace();
        let is_type = |word: &str| TYPES.iter().any(|known| known.eq_ignore_ascii_case(word));
        let is_known = match (words.next(), words.next()) {
            (None, _) => true,
            (Some(kind), None) => is_type(kind),
            (Some(kind), Some(next)) => is_type(kind) && next.eq_ignore_ascii_case("G/SO"),
        };
        if !are_apart || !is_known {
            return None;
        }
        Some(Self { state, number: number.parse().ok()?, year: year.parse().ok()? })
    }
}

impl Key {
    /// The end of a reference with this key that is spelt as the key is shown, if it is.
    #[must_use]
    pub fn spelt<'t>(&self, reference: &'t str) -> Option<&'t str> {
        let (before, number) = reference.rsplit_once(' ')?;
        let at = before.len().checked_sub(self.state.code().len())?;
        let is_shown = before.get(at..)? == self.state.code() && !number.starts_with('0') && self.year >= 1000;
        is_shown.then(|| &reference[at..])
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}/{}", self.state, self.number, self.year)
    }
}

/// The reference of a letter: the text as written, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    text: Box<str>,
    key: Option<Key>,
}

impl Reference {
    /// The reference that is written so.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), key: Key::parse(text) }
    }

    /// What it says; `None` for references of other systems.
    #[must_use]
    pub const fn key(&self) -> Option<Key> {
        self.key
    }
}

impl Deref for Reference {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// Whether a text has the shape of a special-procedures reference (a type or a three-letter code,
/// then `n/yyyy`) without being one, as `UA XXX 3/2019`: worth a word rather than silence.
#[must_use]
pub fn is_garbled(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some((last, before)) = words.split_last() else { return false };
    let numbered = last.split_once('/').is_some_and(|(_, year)| year.len() == 4);
    let coded = before.last().is_some_and(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_uppercase()));
    numbered && coded && before.len() <= 2 && Key::parse(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_letter_have_one_key() {
        let key = Key::parse("GBR 3/2019");
        assert!(key.is_some());
        for same in ["UA GBR 3/2019", "ua gbr 3/2019", "JUA  GBR 3/2019", " GBR 3/2019 "] {
            assert_eq!(Key::parse(same), key, "{same}");
        }
        let old = Key::parse("AL G/SO 214 (33-23) USA 6/2006").expect("the old form");
        assert_eq!(old.to_string(), "USA 6/2006");
    }

    #[test]
    fn what_is_spelt_as_it_is_shown_is_known() {
        for text in ["UA GBR 3/2019", "GBR 3/2019", "AL G/SO 214 (33-23) USA 6/2006"] {
            let key = Key::parse(text).expect("a reference");
            assert_eq!(key.spelt(text), Some(&*key.to_string()), "{text}");
        }
        for text in ["ua gbr 3/2019", "GBR 03/2019", "GBR  3/2019 ", "GBR\t3/2019", "GBR 3/0999"] {
            assert_eq!(Key::parse(text).expect("a reference").spelt(text), None, "{text}");
        }
    }

    #[test]
    fn references_of_other_systems_have_none() {
        for other in [
            "UA 128/09",
            "2165/2012",
            "A/HRC/WGAD/2012/39",
            "",
            "GBR",
            "GBR 3/19",
            "XX GBR 3/2019",
            "GBR3/2019",
            "UAGBR 3/2019",
            "GBR /2019",
            "GBR 1/3/2019",
            "GBR 3/20199",
        ] {
            assert_eq!(Key::parse(other), None, "{other}");
        }
        assert!(is_garbled("UA GRB 3/2019"));
        assert!(!is_garbled("UA 128/09"));
    }
}
