//! States and other actors: who is asked, who answers.

use super::vocabulary::nearest;
use rust_iso3166 as iso;
use std::{collections::HashMap, fmt, sync::LazyLock};

/// A State by its ISO 3166-1 alpha-3 code, as UN references write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State([u8; 3]);

/// Codes found in references of earlier decades, and one in use without an ISO assignment.
const FURTHER: [(&str, &str); 8] = [
    ("CSK", "Czechoslovakia (until 1992)"),
    ("DDR", "German Democratic Republic (until 1990)"),
    ("SCG", "Serbia and Montenegro (until 2006)"),
    ("SUN", "Soviet Union (until 1991)"),
    ("XKX", "Kosovo"),
    ("YUG", "Yugoslavia (until 2003)"),
    ("ZAR", "Zaire (until 1997)"),
    ("OTH", "other actors"),
];

impl State {
    /// The State with this code, in capitals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        /// Of every two letters, with which third ones they are a code: a bit each.
        static KNOWN: LazyLock<[u32; LETTERS * LETTERS]> = LazyLock::new(|| {
            let mut known = [0; LETTERS * LETTERS];
            all().filter_map(|(code, _)| place(code)).for_each(|(two, third)| known[two] |= third);
            known
        });
        let (two, third) = place(code)?;
        (KNOWN[two] & third != 0).then(|| code.as_bytes().try_into().ok().map(Self)).flatten()
    }

    /// The State with this code or English name, in any case.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        static NAMES: LazyLock<HashMap<String, &str>> =
            LazyLock::new(|| all().rev().map(|(code, name)| (name.to_lowercase(), code)).collect());
        Self::from_code(&text.to_uppercase()).or_else(|| Self::from_code(NAMES.get(&text.to_lowercase())?))
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The English short name of ISO 3166-1.
    #[must_use]
    pub fn name(&self) -> &'static str {
        all().find(|(code, _)| *code == self.code()).map_or("", |(_, name)| name)
    }
}

/// How many letters codes are made of.
const LETTERS: usize = 26;

/// The place of the first two of three capitals among all that there could be, and the bit of the third.
fn place(code: &str) -> Option<(usize, u32)> {
    let letter = |b: u8| b.is_ascii_uppercase().then(|| usize::from(b - b'A'));
    let [a, b, c] = code.as_bytes() else { return None };
    Some((letter(*a)? * LETTERS + letter(*b)?, 1 << letter(*c)?))
}

/// Every code and name known.
pub fn all() -> impl DoubleEndedIterator<Item = (&'static str, &'static str)> {
    iso::ALL.iter().map(|c| (c.alpha3, c.name)).chain(FURTHER)
}

/// What to write instead of a text that is not the code of a State: the codes that one slip of the
/// keyboard can have turned into it, else the State whose name is most like it.
#[must_use]
pub fn instead(text: &str) -> String {
    const OFFERED: usize = 3;
    let typed = text.to_uppercase();
    let sorted = |code: &str| {
        let mut letters: Vec<char> = code.chars().collect();
        letters.sort_unstable();
        letters
    };
    let mut slips: Vec<(&str, &str)> =
        all().filter(|(code, _)| strsim::damerau_levenshtein(code, &typed) == 1).collect();
    // Two letters that changed places are likelier than one that is wrong.
    slips.sort_by_key(|(code, _)| sorted(code) != sorted(&typed));
    let slips: Vec<String> = slips.iter().take(OFFERED).map(|(code, name)| format!("{code} ({name})")).collect();
    match (slips.as_slice(), nearest(text, all().map(|(_, name)| name)).and_then(State::find)) {
        ([], Some(state)) => format!("did you mean {state} ({})?", state.name()),
        ([], None) => "write the three-letter code of ISO 3166-1, in capitals: RUS, GBR".into(),
        (slips, _) => format!("did you mean {}?", slips.join(" or ")),
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Whoever a letter or a demand is addressed to, or a reply comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A State.
    State(State),
    /// A company, an organisation, an office, a de facto authority: by its plain name.
    Other(String),
}

impl Actor {
    /// What records call it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::State(state) => state.code(),
            Self::Other(name) => name,
        }
    }

    /// Whom a record names with this text; `None` if it is the name of a State, which are written by their
    /// code, or looks like the code of one and is none.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        if let Some(state) = State::from_code(text) {
            return Some(Self::State(state));
        }
        let is_like_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        (!is_like_code && State::find(text).is_none()).then(|| Self::Other(text.into()))
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
