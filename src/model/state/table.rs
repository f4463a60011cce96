//! The table of names of States, and the index by which a name is looked up in it.
//!
//! `names.tsv` has a line a State: code, two-letter code, the name that is printed, and what it is called
//! besides. It is made by `names.py`. `index.tsv` has each of these names as it is compared, with the codes of
//! those that go by it; `tests/states.rs` keeps it in step.

use super::State;
use crate::model::spelling::words;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    sync::LazyLock,
};

const NAMES: &str = include_str!("names.tsv");
const INDEX: &str = include_str!("index.tsv");

/// How many letters codes are made of.
const LETTERS: usize = 26;

/// Of every two letters, with which third ones they are a code: a bit each.
const CODES: [u32; LETTERS * LETTERS] = codes(NAMES.as_bytes());

/// The codes with which the lines of the table begin.
const fn codes(table: &[u8]) -> [u32; LETTERS * LETTERS] {
    let mut codes = [0; LETTERS * LETTERS];
    let (mut at, mut begins) = (0, true);
    while at + 2 < table.len() {
        if begins && let Some((two, third)) = place([table[at], table[at + 1], table[at + 2]]) {
            codes[two] |= third;
        }
        begins = table[at] == b'\n';
        at += 1;
    }
    codes
}

/// The place of the first two of three capitals among all that there could be, and the bit of the third.
const fn place(code: [u8; 3]) -> Option<(usize, u32)> {
    let [a, b, c] = code;
    if !(a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_uppercase()) {
        return None;
    }
    Some(((a - b'A') as usize * LETTERS + (b - b'A') as usize, 1 << (c - b'A')))
}

/// Stands in references for addressees that are no State. Nothing is looked up by its name.
const OTHER_ACTORS: &str = "OTH";

/// Whether these letters are the code of a State.
pub(super) fn is_code(code: [u8; 3]) -> bool {
    place(code).is_some_and(|(two, third)| CODES[two] & third != 0)
}

/// A State with all its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateNames {
    /// Whose they are.
    pub state: State,
    /// The two-letter code.
    pub two: Option<&'static str>,
    /// The name that is printed.
    pub printed: &'static str,
    /// What else it is called.
    pub other: Vec<&'static str>,
}

/// Every State with its names, by code.
pub fn all() -> impl Iterator<Item = StateNames> {
    NAMES.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (state, two, printed) = (State::from_code(cells.next()?)?, cells.next()?, cells.next()?);
        let other = cells.flat_map(|cell| cell.split(" | ")).filter(|name| !name.is_empty()).collect();
        Some(StateNames { state, two: Some(two).filter(|two| *two != "-"), printed, other })
    })
}

pub(super) fn printed(state: State) -> &'static str {
    let line = NAMES.lines().find(|line| line.starts_with(state.code()));
    line.and_then(|line| line.split('\t').nth(2)).unwrap_or_default()
}

/// The States that go by this name, other than by their three-letter code.
pub(super) fn called(text: &str) -> Vec<State> {
    /// No name is longer, in bytes.
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return Vec::new();
    }
    let name = compared(text);
    let lines = lines();
    let found = lines.binary_search_by_key(&name.as_str(), |(name, _)| name);
    found.map_or_else(|_| Vec::new(), |at| states(lines[at].1).collect())
}

/// Every name as it is compared, in order, with the codes of those that go by it.
pub(super) fn lines() -> &'static [(&'static str, &'static str)] {
    static LINES: LazyLock<Vec<(&str, &str)>> =
        LazyLock::new(|| INDEX.lines().filter_map(|line| line.split_once('\t')).collect());
    &LINES
}

/// The States of a line of the index.
pub(super) fn states(codes: &str) -> impl Iterator<Item = State> {
    codes.split(' ').filter_map(State::from_code)
}

/// A name as it is compared: without articles, and with `saint` and `and` in one way of writing them.
pub(super) fn compared(name: &str) -> String {
    let mut compared = String::with_capacity(name.len());
    for word in words(&name.replace('&', " and ")) {
        if word == "the" {
            continue;
        }
        if !compared.is_empty() {
            compared.push(' ');
        }
        compared.push_str(if word == "saint" { "st" } else { &word });
    }
    compared
}

/// The index that belongs to the table: what `index.tsv` has to hold.
#[must_use]
pub fn index() -> String {
    let twos: BTreeMap<String, State> =
        all().filter_map(|names| Some((names.two?.to_ascii_lowercase(), names.state))).collect();
    let mut index: BTreeMap<String, BTreeSet<State>> = BTreeMap::new();
    for StateNames { state, two, printed, other } in all().filter(|names| names.state.code() != OTHER_ACTORS) {
        for name in two.into_iter().chain([printed]).chain(other) {
            let name = compared(name);
            // A code belongs to one State only, even if it is also a short name of another (Spanish RU for the United
            // Kingdom).
            let code = State::from_code(&name.to_ascii_uppercase()).or_else(|| twos.get(&name).copied());
            if code.is_none_or(|of| of == state) {
                index.entry(name).or_default().insert(state);
            }
        }
    }
    let mut text = String::new();
    for (name, states) in index {
        let codes: Vec<&str> = states.iter().map(State::code).collect();
        // Writing to a String does not fail.
        let _ = writeln!(text, "{name}\t{}", codes.join(" "));
    }
    text
}
