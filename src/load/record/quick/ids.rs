//! The ids of a record that is read quickly, and whether they are right.

use crate::{load::record::schema::Named, model::reference::Key};
use std::collections::{HashMap, HashSet};

/// Ids that entries have, and those by which they refer to others.
pub(super) struct EntryIds<'t> {
    defined: Vec<Id<'t>>,
    /// Letters by their references.
    keys: Vec<Key>,
    used: Vec<Id<'t>>,
    /// A small hash table of short ids that were referred to, so that one that is named again and again is noted once.
    lately: [u64; LATELY],
    /// The demand that is being read, the one that it repeats and the one that follows it.
    demand: [Option<&'t str>; 3],
    /// Demands with the one that each repeats, and with the one that follows it.
    repeated: Vec<[&'t str; 2]>,
    successors: Vec<[&'t str; 2]>,
    /// A demand repeats one below it, or is superseded by one above it: only then can the keys lead round in a circle.
    winds: bool,
}

/// An id of some kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Id<'t> {
    /// The kind and the first letters in one number, so that most comparisons end with it.
    begins: u64,
    text: &'t str,
}

impl<'t> Id<'t> {
    fn new(named: Named, text: &'t str) -> Self {
        let letters = text.bytes().take(Self::LETTERS).fold(0, |letters, b| letters << 8 | u64::from(b));
        Self { begins: (named as u64 + 1) << 56 | letters, text }
    }

    /// How many letters have room beside the kind.
    const LETTERS: usize = 7;

    /// Whether the first letters are all.
    const fn is_short(&self) -> bool {
        self.text.len() <= Self::LETTERS
    }
}

/// How many short ids are remembered.
const LATELY: usize = 32;

/// In a record with more ids, `has_demand` gives no answer: a linear search for each demand would be quadratic.
const MANY: usize = 1000;

impl<'t> EntryIds<'t> {
    pub(super) fn new() -> Self {
        Self {
            defined: Vec::with_capacity(24),
            keys: Vec::new(),
            used: Vec::with_capacity(40),
            lately: [0; LATELY],
            demand: [None; 3],
            repeated: Vec::new(),
            successors: Vec::new(),
            winds: false,
        }
    }

    /// Notes the id of an entry.
    pub(super) fn define(&mut self, named: Named, id: &'t str) {
        self.defined.push(Id::new(named, id));
        if named == Named::Demand {
            self.demand[0] = Some(id);
        }
    }

    /// Notes the reference of a letter.
    pub(super) fn define_key(&mut self, key: Key) {
        self.keys.push(key);
    }

    /// Notes an id by which an entry refers to another.
    pub(super) fn refer(&mut self, named: Named, id: &'t str) {
        let id = Id::new(named, id);
        let place = &mut self.lately[(id.begins.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59) as usize % LATELY];
        if !id.is_short() || std::mem::replace(place, id.begins) != id.begins {
            self.used.push(id);
        }
    }

    /// Notes the demand that the one being read repeats.
    pub(super) const fn repeats(&mut self, other: &'t str) {
        self.demand[1] = Some(other);
    }

    /// Notes the demand that takes the place of the one being read.
    pub(super) const fn is_followed_by(&mut self, other: &'t str) {
        self.demand[2] = Some(other);
    }

    /// To be called when a demand is read: sets `winds`. Where `repeats` leads only to demands above and
    /// `superseded_by` only to demands below, there is no circle, and none need be looked for.
    pub(super) fn demand_is_read(&mut self) {
        let [Some(own), repeated, successor] = std::mem::take(&mut self.demand) else { return };
        if let Some(other) = repeated {
            self.winds |= other == own || self.has_demand(other) != Some(true);
            self.repeated.push([own, other]);
        }
        if let Some(other) = successor {
            self.winds |= self.has_demand(other) != Some(false);
            self.successors.push([own, other]);
        }
    }

    /// Whether a demand that was read has this id; `None` if too many were.
    fn has_demand(&self, id: &str) -> Option<bool> {
        let id = Id::new(Named::Demand, id);
        (self.defined.len() <= MANY).then(|| self.defined.contains(&id))
    }

    /// Whether no id stands for two entries, all that are referred to for one, and no demand leads back to itself.
    pub(super) fn are_right(&mut self) -> bool {
        let Self { defined, keys, used, .. } = self;
        defined.sort_unstable();
        keys.sort_unstable();
        let known = |id: &Id<'_>| defined.binary_search(id).is_ok();
        let letter = |id: &Id<'_>| {
            let key = Key::parse(id.text).filter(|_| *id == Id::new(Named::Letter, id.text));
            key.is_some_and(|key| keys.binary_search(&key).is_ok())
        };
        defined.windows(2).all(|pair| pair[0] != pair[1])
            && keys.windows(2).all(|pair| pair[0] != pair[1])
            && used.iter().all(|id| known(id) || letter(id))
            && !(self.winds && [&self.repeated, &self.successors].into_iter().any(|pairs| goes_round(pairs)))
    }
}

/// Whether following the first of each pair to the second comes back to where it was.
fn goes_round(pairs: &[[&str; 2]]) -> bool {
    let next: HashMap<&str, &str> = pairs.iter().map(|[from, to]| (*from, *to)).collect();
    let mut ends: HashSet<&str> = HashSet::new();
    pairs.iter().any(|[from, _]| {
        let mut met = HashSet::new();
        let mut at = Some(*from);
        while let Some(here) = at.filter(|here| !ends.contains(here)) {
            if !met.insert(here) {
                return true;
            }
            at = next.get(here).copied();
        }
        ends.extend(met);
        false
    })
}
