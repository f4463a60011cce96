//! States and other actors: who is asked, who answers.

mod near;
mod table;

pub use near::instead;
pub use table::{all, index};

use std::fmt;

/// A State by its ISO 3166-1 alpha-3 code, as UN references write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State([u8; 3]);

impl State {
    /// The State with this code, in capitals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let letters = code.as_bytes().try_into().ok()?;
        table::is_code(letters).then_some(Self(letters))
    }

    /// The State that this text names: its code of three or two letters, its name in English, French, Spanish,
    /// Russian, Arabic or Chinese, a long, a former or an everyday name, in any case, with or without accents.
    /// `None` if no State is called so, or more than one: [`State::called`].
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        match Self::called(text).as_slice() {
            [state] => Some(*state),
            _ => None,
        }
    }

    /// Every State that goes by this name: mostly one or none; of `Korea`, two.
    #[must_use]
    pub fn called(text: &str) -> Vec<Self> {
        match Self::from_code(&text.trim().to_ascii_uppercase()) {
            Some(state) => vec![state],
            None => table::called(text),
        }
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The English short name that the United Nations use; of a State that is no more, with its end.
    #[must_use]
    pub fn name(&self) -> &'static str {
        table::printed(*self)
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
        (!is_like_code && State::called(text).is_empty()).then(|| Self::Other(text.into()))
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
