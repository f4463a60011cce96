//! Official references of letters: `UA GBR 3/2019`, `GBR 3/2019`, `AL G/SO 214 (33-23) USA 6/2006`.

use super::{spelling::digit, state::State};
use std::ops::Deref;

/// Types of letter that may stand before the State's code.
const TYPES: [&str; 7] = ["UA", "AL", "OL", "JUA", "JAL", "JOL", "AM"];

/// The year in which the United Nations began: no letter of theirs is older.
pub const FIRST_YEAR: i32 = 1946;

/// What a reference says: the State, the running number and the year. Two spellings of the same
/// three are the same letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The State addressed; `OTH` for other actors.
    pub state: State,
    /// The running number within the year.
    pub number: u32,
    /// The year of the reference: within one year of the day sent. Any that has four digits is read.
    pub year: i32,
}

impl Key {
    /// Reads a reference in any spelling: with more or fewer spaces, noughts before the number, a full stop at
    /// the end, another slash that looks alike, in any case. `None` for references of other systems
    /// (`UA 128/09` of an NGO, `2165/2012` of a committee).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::plain(text).or_else(|| {
            let written = Written::read(text)?;
            Some(Self { state: State::from_code(&written.code)?, number: written.number, year: written.year })
        })
    }

    /// The same of the spelling that most references have.
    fn plain(text: &str) -> Option<Self> {
        let (before, year) = text.split_at_checked(text.len().checked_sub("/yyyy".len())?)?;
        let year = year.strip_prefix('/').filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
        let (words, number) = before.rsplit_once(' ')?;
        let (kind, code) = words.split_at_checked(words.len().checked_sub("CCC".len())?)?;
        let state = State::from_code(code)?;
        let is_known = kind.is_empty() || kind.strip_suffix(' ').is_some_and(|kind| TYPES.contains(&kind));
        let number = Some(number).filter(|number| number.bytes().all(|b| b.is_ascii_digit()))?;
        is_known.then_some(Self { state, number: number.parse().ok()?, year: year.parse().ok()? })
    }

    /// The end of a reference with this key that is spelt as the key is shown, if it is.
    #[must_use]
    pub fn spelt<'t>(&self, reference: &'t str) -> Option<&'t str> {
        let (before, number) = reference.rsplit_once(' ')?;
        let at = before.len().checked_sub(self.state.code().len())?;
        let is_shown = before.get(at..)? == self.state.code()
            && !number.starts_with('0')
            && number.bytes().all(|b| b.is_ascii_digit() || b == b'/');
        is_shown.then(|| &reference[at..])
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}/{:04}", self.state, self.number, self.year)
    }
}

/// A text of the form of a reference, whether or not its code is that of a State.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    /// A type of letter stands before the code.
    has_type: bool,
    /// Three capitals.
    code: String,
    number: u32,
    year: i32,
}

impl Written {
    /// Reads a type or none, the old `G/SO 214 (33-23)` or none, three letters, a number, a slash and a year.
    fn read(text: &str) -> Option<Self> {
        let compact = compact(text);
        let (before, year) = compact.trim_end_matches('.').rsplit_once('/')?;
        let year = Some(year).filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))?;
        let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let (kind, code) = rest.split_at_checked(rest.len().checked_sub("CCC".len())?)?;
        let old = kind.find("G/SO").unwrap_or(kind.len());
        let has_type = TYPES.contains(&&kind[..old]);
        let is_form = (has_type || old == 0) && code.bytes().all(|b| b.is_ascii_uppercase());
        is_form.then_some(Self {
            has_type,
            code: code.into(),
            number: before[rest.len()..].parse().ok()?,
            year: year.parse().ok()?,
        })
    }
}

/// The text in capitals, without what takes room or cannot be seen, with one sort of slash and of digits.
fn compact(text: &str) -> String {
    let seen =
        |c: &char| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    let plain = |c: char| match c {
        '\\' | '⁄' | '∕' | '／' | '⧸' | '╱' | '＼' | '⟋' => '/',
        '．' | '。' => '.',
        // Letters of full width.
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c).to_ascii_uppercase(),
        c => digit(c).map_or(c.to_ascii_uppercase(), char::from),
    };
    text.chars().filter(seen).map(plain).collect()
}

/// The reference of a letter: the text as written, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// Whether letters of this procedure are those of special procedures, which have such references.
#[must_use]
pub fn is_of_special_procedures(procedure: &str) -> bool {
    procedure.starts_with("sp-")
}

/// The code in a text that has the form of a reference of special procedures, where no State has that code, as in `UA
/// XXX 3/2019`: a record that has such a reference is refused. Without a type before it (`CAT 12/2019`), it is only of
/// that form in a letter of special procedures.
#[must_use]
pub fn unknown_code(text: &str, of_special_procedures: bool) -> Option<String> {
    let written = Written::read(text).filter(|written| written.has_type || of_special_procedures)?;
    State::from_code(&written.code).is_none().then_some(written.code)
}

/// What a text that does not read as a reference most likely stands for: of `UA/GBR/3/2019`, `UA GBR 3/2019`; if a
/// State, a number and a year of four digits are in it, in this order, and nothing else that could be one.
#[must_use]
pub fn most_likely(text: &str) -> Option<String> {
    let compact: String = text.chars().map(|c| digit(c).map_or(c, char::from)).collect();
    let mut parts = compact.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut kind = "";
    let mut state = None;
    let mut numbers: Vec<&str> = Vec::new();
    for part in &mut parts {
        let capitals = part.to_ascii_uppercase();
        let known = TYPES.into_iter().find(|known| *known == capitals);
        // Two small letters are a word: "no" is not Norway.
        let named = State::named(part).filter(|_| part.len() > 2 || part == capitals);
        match (known, named) {
            (Some(known), _) if state.is_none() => kind = known,
            (_, Some(named)) if state.replace(named).is_some() => return None,
            (_, Some(_)) => {}
            _ if part.bytes().all(|b| b.is_ascii_digit()) => numbers.push(part),
            // "No", "Ref" and the like.
            _ if part.bytes().any(|b| b.is_ascii_digit()) => return None,
            _ => {}
        }
    }
    let [number, year] = numbers.as_slice() else { return None };
    let year: i32 = year.parse().ok().filter(|_| year.len() == 4)?;
    let key = Key { state: state?, number: number.parse().ok()?, year };
    (year >= FIRST_YEAR).then(|| format!("{kind} {key}").trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_letter_have_one_key() {
        let key = Key::parse("GBR 3/2019");
        assert!(key.is_some());
        for same in [
            "UA GBR 3/2019",
            "ua gbr 3/2019",
            "Ua Gbr 3/2019",
            "JUA  GBR 3/2019",
            " GBR 3/2019 ",
            "GBR 3 / 2019",
            "GBR 3/ 2019",
            "GBR 3 /2019",
            "UA GBR  3/2019",
            "UA\u{a0}GBR\u{a0}3/2019",
            "UA\tGBR\n3/2019",
            "UAGBR 3/2019",
            "UA GBR3/2019",
            "UAGBR3/2019",
            "G B R 3/2019",
            "UA GBR 03/2019",
            "UA GBR 0003/2019",
            "UA GBR 3/2019.",
            "GBR 3/2019 .",
            "GBR 3⁄2019",
            "GBR 3∕2019",
            "ＧＢＲ ３／２０１９",
            "GBR 3\\2019",
            "GBR ٣/٢٠١٩",
            "UA G\u{ad}BR\u{200b} 3/2019",
            "AL G/SO 214 (33-23) GBR 3/2019",
            "AL  g/so  214 (33-23)GBR 03 / 2019.",
            "UA G/SO 217/1 G/SO 214 (107-9) GBR 3/2019",
            "G/SO 214 (33-23) GBR 3/2019",
        ] {
            assert_eq!(Key::parse(same), key, "{same}");
        }
        let old = Key::parse("AL G/SO 214 (33-23) USA 6/2006").expect("the old form");
        assert_eq!(old.to_string(), "USA 6/2006");
    }

    #[test]
    fn what_is_spelt_as_it_is_shown_is_known() {
        for text in ["UA GBR 3/2019", "GBR 3/2019", "AL G/SO 214 (33-23) USA 6/2006", "UA GBR 3/0219"] {
            let key = Key::parse(text).expect("a reference");
            assert_eq!(key.spelt(text), Some(&*key.to_string()), "{text}");
        }
        for text in
            ["ua gbr 3/2019", "GBR 03/2019", "GBR  3/2019 ", "GBR\t3/2019", "GBR 3/2019.", "GBR 3⁄2019", "GBR3/2019"]
        {
            assert_eq!(Key::parse(text).expect("a reference").spelt(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_garbled_reference_stands_for() {
        for (text, meant) in [
            ("UA/GBR/3/2019", Some("UA GBR 3/2019")),
            ("GBR-3-2019", Some("GBR 3/2019")),
            ("UA GBR 3/2019 2nd", None),
            ("UA GBR RUS 3/2019", None),
            ("GBR UA 3/2019", None),
            ("UA GBR 3/19", None),
            ("UA 3/2019", None),
        ] {
            assert_eq!(most_likely(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn only_special_procedures_have_such_references() {
        assert!(is_of_special_procedures("sp-urgent-appeal") && is_of_special_procedures("sp-letter"));
        assert!(!is_of_special_procedures("wgad-regular") && !is_of_special_procedures("ccpr-complaint"));
    }

    /// No year is printed in another way than it is written.
    #[test]
    fn a_year_keeps_its_noughts() {
        assert_eq!(Key::parse("UA GBR 3/0219").expect("a reference").to_string(), "GBR 3/0219");
        assert_ne!(Key::parse("UA GBR 3/0219"), Key::parse("UA GBR 3/2019"));
    }

    #[test]
    fn references_of_other_systems_have_none() {
        for other in [
            "UA 128/09",
            "2165/2012",
            "A/HRC/WGAD/2012/39",
            "CAT/C/55/3",
            "CCPR/C/110/2014",
            "",
            "GBR",
            "/2019",
            "GBR 3/19",
            "XX GBR 3/2019",
            "GBR /2019",
            "GBR 1/3/2019",
            "GBR 3/20199",
            "GBR 3//2019",
            "GBR -3/2019",
            "GBR 99999999999/2019",
            "é 3/2019",
            "GBRé 3/2019",
        ] {
            assert_eq!(Key::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_code_that_no_state_has_is_told() {
        assert_eq!(unknown_code("UA GRB 3/2019", false).as_deref(), Some("GRB"));
        assert_eq!(unknown_code("uagrb3/2019.", false).as_deref(), Some("GRB"));
        assert_eq!(unknown_code("UA 128/09", true), None);
        assert_eq!(unknown_code("UA GBR 3/2019", true), None);
        // The Committee against Torture is no State, and its references are no letters of special procedures.
        assert_eq!(unknown_code("CAT 123/2019", false), None);
        assert_eq!(unknown_code("CAT 123/2019", true).as_deref(), Some("CAT"));
    }

    /// Near-misses that are not read, and what each most likely stands for.
    #[test]
    fn what_is_proposed_for_a_near_miss_is_a_reference() {
        for (text, likely) in [
            ("UA/GBR/3/2019", Some("UA GBR 3/2019")),
            ("UA-GBR-3-2019", Some("UA GBR 3/2019")),
            ("UA GBR 3-2019", Some("UA GBR 3/2019")),
            ("UA: GBR 3.2019", Some("UA GBR 3/2019")),
            ("GBR/3/2019", Some("GBR 3/2019")),
            ("UA GBR No. 3/2019", Some("UA GBR 3/2019")),
            ("Ref. UA GBR 3/2019", Some("UA GBR 3/2019")),
            ("UA UK 3/2019", Some("UA GBR 3/2019")),
            ("UA Russia 3/2019", Some("UA RUS 3/2019")),
            ("GBR+3/2019", Some("GBR 3/2019")),
            ("UA GBR 3/2019 (joint)", Some("UA GBR 3/2019")),
            ("(UA GBR 3/2019)", Some("UA GBR 3/2019")),
            // Nothing is proposed where it would be a guess.
            ("UA GBR 3/19", None),
            ("UA GBR 3/2O19", None),
            ("UA GBR 3/2019 and RUS 4/2019", None),
            ("UA 3/2019", None),
            ("UA GBR 3", None),
            ("GBR 3/0219 x", None),
        ] {
            assert_eq!(Key::parse(text), None, "{text}");
            assert_eq!(most_likely(text).as_deref(), likely, "{text}");
            assert!(likely.is_none_or(|likely| Key::parse(likely).is_some()), "{text}");
        }
    }
}
