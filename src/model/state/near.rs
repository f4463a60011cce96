//! What to write instead of a text that is not the code of a State.

use super::{
    State,
    table::{all, compared, lines, states},
};
use std::collections::BTreeSet;

/// What to write instead of a text that is not the code of a State: the code, if the text is a name of a State;
/// else the State to which alone it is near, so that another is never proposed.
#[must_use]
pub fn instead(text: &str) -> String {
    let shown = |state: &State| format!("{state} ({})", state.name());
    match State::called(text).as_slice() {
        [state] => format!("write \"{state}\" ({})", state.name()),
        [] => State::near(text).map_or_else(
            || "write the three-letter code of ISO 3166-1, in capitals: RUS, GBR".into(),
            |state| format!("did you mean {}?", shown(&state)),
        ),
        several => format!("write which is meant: {}", several.iter().map(shown).collect::<Vec<_>>().join(" or ")),
    }
}

impl State {
    /// The State that is meant by a text with a slip of the keyboard in it. `None` if the text is a name, is near
    /// to two States, or has one or two letters, which are near to everything.
    #[must_use]
    pub fn near(text: &str) -> Option<Self> {
        if !Self::called(text).is_empty() {
            return None;
        }
        let name = compared(text);
        match name.chars().count() {
            0..=2 => None,
            3 => near_code(&name.to_ascii_uppercase()),
            letters => near_name(&name, letters),
        }
    }
}

/// Two letters that changed places are likelier than one that is wrong.
fn near_code(code: &str) -> Option<State> {
    let sorted = |code: &str| {
        let mut letters: Vec<char> = code.chars().collect();
        letters.sort_unstable();
        letters
    };
    // Codes that ISO 3166-1 does not have are never proposed.
    let meant = |state: &State| !matches!(state.code(), "OTH" | "XKX");
    let states = all().map(|names| names.state).filter(meant);
    let slips: Vec<State> = states.filter(|state| strsim::osa_distance(state.code(), code) == 1).collect();
    let turned: Vec<State> = slips.iter().copied().filter(|state| sorted(state.code()) == sorted(code)).collect();
    match (turned.as_slice(), slips.as_slice()) {
        ([only], _) | ([], [only]) => Some(*only),
        _ => None,
    }
}

fn near_name(name: &str, letters: usize) -> Option<State> {
    /// No name has more letters.
    const LONGEST: usize = 80;
    if letters > LONGEST {
        return None;
    }
    let slips = if letters < 8 { 1 } else { 2 };
    // Only names with the same first letter are compared: it is rarely the misspelt one, and to compare takes time.
    let like = |known: &&(&str, &str)| {
        known.0.chars().next() == name.chars().next()
            && known.0.chars().count().abs_diff(letters) <= slips
            && strsim::osa_distance(known.0, name) <= slips
    };
    let near: BTreeSet<State> = lines().iter().filter(like).flat_map(|(_, codes)| states(codes)).collect();
    near.first().filter(|_| near.len() == 1).copied()
}
