//! Official references of letters: `UA GBR 3/2019`, `GBR 3/2019`, `AL G/SO 214 (33-23) USA 6/2006`.

use super::state::State;

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
        let mut words = text.split_whitespace();
        let (number, year) = words.next_back()?.split_once('/')?;
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(number) {
            return None;
        }
        let code = words.next_back()?;
        let state = State::from_code(code).or_else(|| State::from_code(&code.to_ascii_uppercase()))?;
        let is_type = |word: &str| TYPES.iter().any(|known| known.eq_ignore_ascii_case(word));
        let prefix_known = match (words.next(), words.next()) {
            (None, _) => true,
            (Some(kind), None) => is_type(kind),
            (Some(kind), Some(next)) => is_type(kind) && next.eq_ignore_ascii_case("G/SO"),
        };
        if !prefix_known {
            return None;
        }
        Some(Self { state, number: number.parse().ok()?, year: year.parse().ok()? })
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}/{}", self.state, self.number, self.year)
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
    fn references_of_other_systems_have_none() {
        for other in ["UA 128/09", "2165/2012", "A/HRC/WGAD/2012/39", "", "GBR", "GBR 3/19", "XX GBR 3/2019"] {
            assert_eq!(Key::parse(other), None, "{other}");
        }
        assert!(is_garbled("UA GRB 3/2019"));
        assert!(!is_garbled("UA 128/09"));
    }
}
