//! What a list of letters does not need of a record, checked and left out before it becomes a tree.
//!
//! Most of a record is events, demands and sources. Here each of their tables is held against what the
//! format lets it be, on the bytes of the file. A table in which anything is unusual becomes part of the
//! tree and is read by `record` like any other; so does what a list of letters tells of: orders of
//! protection, what breached them, demands that lead to other demands. Nothing is reported here: if there is
//! anything to report of a record read this way, it is read again whole.

use super::{
    folder::is_id,
    gathered::{Kind, Mention, Reader},
    plain::{self, Plain},
    tree::Table,
};
use crate::model::{
    charge::Outcome,
    date::{Date, DayRange, in_years},
    demand::{DemandKind, DemandStatus, Grade},
    event::{EventKind, Liberty, Standing},
    source::Reliability,
    state::State,
    vocabulary::Vocabulary,
};
use std::borrow::Cow;

/// What a key takes.
#[derive(Clone, Copy)]
enum Takes {
    /// A text.
    Text,
    /// A date.
    Date,
    /// A word of a vocabulary.
    Word(fn(&str) -> bool),
    /// The id of the entry.
    Id(Kind),
    /// The id of another.
    Other(Kind),
    /// Ids of others; whether there must be one.
    Others(Kind, bool),
    /// One or more States.
    States,
}
use Takes::{Id, Other, Others, States, Text, Word};

/// The keys of a table: each with what it takes and whether it must be there.
type Keys = [(&'static str, Takes, bool)];

const SOURCES: (&str, Takes, bool) = ("sources", Others(Kind::Source, false), false);
const NOTE: (&str, Takes, bool) = ("note", Text, false);

const EVENT: &Keys = &[
    ("date", Takes::Date, false),
    ("what", Text, true),
    ("kind", Word(|word| EventKind::named(word).is_some_and(|kind| !EventKind::OF_PROTECTION.contains(&kind))), false),
    ("people", Others(Kind::Person, true), false),
    SOURCES,
    ("place", Text, false),
    ("liberty", Word(is::<Liberty>), false),
    ("standing", Word(is::<Standing>), false),
    NOTE,
];
const CHARGE: &Keys = &[
    ("offence", Text, true),
    ("person", Other(Kind::Person), false),
    ("law", Text, false),
    ("article", Text, false),
    ("max_penalty", Text, false),
    ("brought", Takes::Date, false),
    ("outcome", Word(is::<Outcome>), false),
    ("decided", Takes::Date, false),
    SOURCES,
    NOTE,
];
const STATEMENT: &Keys = &[
    ("id", Id(Kind::Letter), true),
    ("by", Text, true),
    ("title", Text, true),
    ("date", Takes::Date, false),
    SOURCES,
    NOTE,
];
/// A demand made in a letter or a statement.
const DEMAND: &Keys = &[
    ("id", Id(Kind::Demand), true),
    ("what", Text, true),
    ("kind", Word(is::<DemandKind>), false),
    ("made_in", Other(Kind::Letter), true),
    ("to", States, false),
    SOURCES,
    NOTE,
];
/// A demand made elsewhere.
const DEMAND_ALONE: &Keys = &[
    ("id", Id(Kind::Demand), true),
    ("what", Text, true),
    ("kind", Word(is::<DemandKind>), false),
    ("made", Takes::Date, false),
    ("by", Text, false),
    ("to", States, false),
    SOURCES,
    NOTE,
];
const UPDATE: &Keys = &[
    ("date", Takes::Date, false),
    ("status", Word(|word| DemandStatus::named(word).is_some_and(|is| is != DemandStatus::Superseded)), true),
    ("grade", Word(is::<Grade>), false),
    ("what", Text, false),
    SOURCES,
    NOTE,
];
const SOURCE: &Keys = &[
    ("id", Id(Kind::Source), true),
    ("title", Text, true),
    ("publisher", Text, false),
    ("published", Takes::Date, false),
    ("url", Text, false),
    ("carrier", Text, false),
    ("archive", Text, false),
    ("sha256", Text, false),
    ("reliability", Word(is::<Reliability>), false),
    SOURCES,
    NOTE,
];

fn is<V: Vocabulary>(word: &str) -> bool {
    V::named(word).is_some()
}

fn keys(outer: &str, inner: Option<&str>) -> &'static [&'static Keys] {
    match (outer, inner) {
        ("event", None) => &[EVENT],
        ("source", None) => &[SOURCE],
        ("demand", None) => &[DEMAND, DEMAND_ALONE],
        ("demand", Some("update")) => &[UPDATE],
        ("charge", None) => &[CHARGE],
        ("statement", None) => &[STATEMENT],
        _ => &[],
    }
}

/// The tree of a plain record without the tables that are left out, whose ids `reader` then knows; `None` if
/// the text is not plain, or something would have to be left out with what it lies in.
pub(super) fn parse<'t>(text: &'t str, reader: &Reader<'t>) -> Option<Table<'t>> {
    // Of each name, whether the last table with it was left out.
    let mut last: Vec<(&str, bool)> = Vec::with_capacity(8);
    plain::read(text, |plain, outer, inner| {
        let known = last.iter_mut().find(|(name, _)| *name == outer);
        // What lies in a table shares its fate.
        if inner.is_some() && known.as_ref().is_none_or(|(_, left_out)| !left_out) {
            return Some(false);
        }
        let left_out = keys(outer, inner).iter().any(|keys| skim(plain, keys, reader).is_some());
        match (inner, known) {
            (None, Some((_, last))) => *last = left_out,
            (None, None) => last.push((outer, left_out)),
            (Some(_), _) if !left_out => return None,
            (Some(_), _) => {}
        }
        Some(left_out)
    })
}

/// To the end of a table that has these keys and nothing unusual; else nothing is read or noted.
fn skim<'t>(plain: &mut Plain<'t>, keys: &Keys, reader: &Reader<'t>) -> Option<()> {
    let start = plain.at;
    let (defined, used) = (reader.defined.borrow().len(), reader.used.borrow().len());
    let skimmed = lines(plain, keys, reader);
    if skimmed.is_none() {
        plain.at = start;
        reader.defined.borrow_mut().truncate(defined);
        reader.used.borrow_mut().truncate(used);
    }
    skimmed
}

fn lines<'t>(plain: &mut Plain<'t>, keys: &Keys, reader: &Reader<'t>) -> Option<()> {
    let (mut met, mut next) = (0_u32, 0);
    while plain.has_pair()? {
        let name = plain.key()?;
        // Most tables have their keys in the order in which they are listed here.
        let found = keys[next..].iter().position(|(key, ..)| *key == name).map(|at| next + at);
        let at = found.or_else(|| keys.iter().position(|(key, ..)| *key == name))?;
        next = at + 1;
        if met & 1 << at != 0 {
            return None;
        }
        met |= 1 << at;
        value(plain, keys[at].1, reader)?;
        plain.line_end()?;
    }
    keys.iter().enumerate().all(|(at, (.., needed))| !needed || met & 1 << at != 0).then_some(())
}

fn value<'t>(plain: &mut Plain<'t>, takes: Takes, reader: &Reader<'t>) -> Option<()> {
    let start = plain.at;
    match takes {
        Text => text(plain).map(drop),
        Takes::Date => match plain.peek()? {
            b'"' => Date::parse(text(plain)?.trim()).ok().map(drop),
            _ => in_years(DayRange::day(plain.iso_day()?)).ok(),
        },
        Word(is) => is(&text(plain)?).then_some(()),
        Id(kind) => {
            let id = text(plain).filter(|id| is_id(id))?;
            reader.defined.borrow_mut().push(Mention { kind, id, span: start..plain.at, private: false });
            Some(())
        }
        Other(kind) => other(plain, kind, reader),
        Others(kind, needed) => (list(plain, |plain| other(plain, kind, reader))? > 0 || !needed).then_some(()),
        States => match plain.peek()? {
            b'"' => state(plain),
            _ => (list(plain, state)? > 0).then_some(()),
        },
    }
}

/// A text on one line that says something.
fn text<'t>(plain: &mut Plain<'t>) -> Option<Cow<'t, str>> {
    let text = plain.string()?;
    (text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()).then_some(text)
}

fn other<'t>(plain: &mut Plain<'t>, kind: Kind, reader: &Reader<'t>) -> Option<()> {
    let start = plain.at;
    let id = text(plain)?;
    reader.used.borrow_mut().push(Mention { kind, id, span: start..plain.at, private: false });
    Some(())
}

fn state(plain: &mut Plain<'_>) -> Option<()> {
    State::from_code(&text(plain)?).map(drop)
}

/// The items of a list, and how many there are.
fn list<'t>(plain: &mut Plain<'t>, mut item: impl FnMut(&mut Plain<'t>) -> Option<()>) -> Option<usize> {
    plain.take(b'[')?;
    for n in 0.. {
        plain.blanks_and_lines();
        if plain.take(b']').is_some() {
            return Some(n);
        }
        item(plain)?;
        plain.blanks_and_lines();
        if plain.take(b',').is_none() {
            plain.take(b']')?;
            return Some(n + 1);
        }
    }
    None
}
