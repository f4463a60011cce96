//! A key, what it takes, and a table of keys in which each is found at once.

use super::{Context, Named, kind::Value};
use crate::{
    load::problem::Code,
    model::{
        date::Date,
        event::Claim,
        reference::Reference,
        rule::Term,
        state::{Actor, State},
        vocabulary::Vocabulary,
    },
};
use chrono::NaiveDate;

/// The most days that a deprivation of liberty can last: more than any life has.
pub const MOST_DAYS: u32 = 50_000;

/// A key of an entry.
#[derive(Debug)]
pub struct Key<T: 'static> {
    /// As it is written.
    pub name: &'static str,
    /// What it says, for people: help, questions, documentation.
    pub meaning: &'static str,
    /// It must be there.
    pub needed: bool,
    /// What it takes, and where that goes in the model.
    pub takes: Takes<T>,
}

pub(in crate::load) const fn key<T>(name: &'static str, meaning: &'static str, takes: Takes<T>) -> Key<T> {
    Key { name, meaning, needed: false, takes }
}

pub(super) const fn needed<T>(name: &'static str, meaning: &'static str, takes: Takes<T>) -> Key<T> {
    Key { name, meaning, needed: true, takes }
}

/// What a key takes, each with the function that puts it into the entry.
#[derive(Debug)]
pub enum Takes<T: 'static> {
    /// A text that most lists do not need, and that is left out when a record is read for them.
    Text(fn(&mut T, String)),
    /// A text that every list needs.
    Name(fn(&mut T, String)),
    /// A list of texts.
    Texts(fn(&mut T, Vec<String>)),
    /// The date of something that was so.
    Date(fn(&mut T, Date)),
    /// A date that may lie ahead.
    Ahead(fn(&mut T, Date)),
    /// A date, or true where it is not known.
    DateOrTrue(fn(&mut T, Option<Date>)),
    /// One day.
    Day(fn(&mut T, NaiveDate)),
    /// A length of time: `60 days`.
    Term(fn(&mut T, Term)),
    /// A stretch of time: its first day and, if it is over, its last.
    Stretch(fn(&mut T, Date, Option<Date>)),
    /// A number of days, from 1 to [`MOST_DAYS`].
    Days(fn(&mut T, u32)),
    /// True or false.
    Flag(fn(&mut T, bool)),
    /// The mark that withholds what it stands in.
    Mark(fn(&mut T, bool)),
    /// One of these words; false if it is none of them.
    Word(Words, fn(&mut T, &str) -> bool),
    /// The name of a procedure that has a rule.
    Procedure(fn(&mut T, String)),
    /// The id of the entry itself.
    Id(Named, fn(&mut T, String)),
    /// The official reference of a letter, which names it like an id.
    Reference(fn(&mut T, Reference)),
    /// The id of another entry.
    Other(Named, fn(&mut T, String)),
    /// The id of the demand that this one repeats: of an earlier one.
    Repeated(fn(&mut T, String)),
    /// The id of the demand that takes the place of this one: of a later one.
    Successor(fn(&mut T, String)),
    /// The id of an earlier letter in this record, or the reference of one that may be in any.
    EarlierLetter(fn(&mut T, String)),
    /// Ids of other entries.
    Others(Named, fn(&mut T, Vec<String>)),
    /// The id of another entry, or a list of them.
    OneOrMore(Named, fn(&mut T, Vec<String>)),
    /// Ids of the people concerned: somebody, where the key is written.
    People(fn(&mut T, Vec<String>)),
    /// Codes of States, one or a list that may be empty.
    States(fn(&mut T, Vec<State>)),
    /// States and others, one or a list.
    Actors(fn(&mut T, Vec<Actor>)),
    /// The same, each of them once.
    Addressees(fn(&mut T, Vec<Actor>)),
    /// An addressee of the letter that the entry belongs to.
    Addressee(fn(&mut T, Actor)),
    /// Other claims about the same fact.
    Claims(fn(&mut T, Vec<Claim>)),
    /// Entries of their own, under headings.
    Entries(super::Kind),
}

impl<T> Takes<T> {
    /// The same without where it goes.
    #[must_use]
    pub const fn value(&self) -> Value {
        match self {
            Self::Text(_) | Self::Name(_) => Value::Text,
            Self::Texts(_) => Value::Texts,
            Self::Date(_) => Value::Date,
            Self::Ahead(_) | Self::Day(_) | Self::Stretch(_) => Value::Ahead,
            Self::Term(_) => Value::Text,
            Self::DateOrTrue(_) => Value::DateOrTrue,
            Self::Days(_) => Value::Days,
            Self::Flag(_) => Value::Flag,
            Self::Mark(_) => Value::Mark,
            Self::Word(words, _) => Value::Word(*words),
            Self::Procedure(_) => Value::Procedure,
            Self::Id(..) => Value::Id,
            Self::Reference(_) => Value::Reference,
            Self::Other(named, _) => Value::Other(*named),
            Self::Repeated(_) | Self::Successor(_) => Value::Other(Named::Demand),
            Self::EarlierLetter(_) => Value::EarlierLetter,
            Self::Others(named, _) => Value::Others(*named),
            Self::People(_) => Value::Others(Named::Person),
            Self::OneOrMore(named, _) => Value::OneOrMore(*named),
            Self::States(_) => Value::States,
            Self::Actors(_) | Self::Addressees(_) => Value::Actors,
            Self::Addressee(_) => Value::Addressee,
            Self::Claims(_) => Value::Entries(super::Kind::Claim),
            Self::Entries(kind) => Value::Entries(*kind),
        }
    }
}

/// The words of a closed vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Words(fn() -> Vec<(&'static str, &'static str)>);

impl Words {
    /// Those of one vocabulary.
    pub(super) const fn of<V: Vocabulary>() -> Self {
        Self(|| V::ALL.iter().map(|word| (word.name(), word.meaning())).collect())
    }

    /// Each word with its meaning, in the order in which they are documented.
    #[must_use]
    pub fn explained(self) -> Vec<(&'static str, &'static str)> {
        self.0()
    }

    /// The words alone.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        self.0().into_iter().map(|(word, _)| word).collect()
    }
}

/// Puts the variant that a word names; false if it names none.
pub(super) fn put<V: Vocabulary>(word: &str, put: impl FnOnce(V)) -> bool {
    V::named(word).map(put).is_some()
}

/// The keys of a kind of entry.
#[derive(Debug)]
pub struct Keys<T: 'static> {
    /// In the order in which they are documented.
    pub all: &'static [Key<T>],
    /// Those that must be there, a bit each in that order.
    pub needed: u64,
    /// The factor of the hash by which no two names fall on one place (found when the program is compiled).
    by: u32,
    /// Which key is at which place.
    places: [u8; PLACES],
}

/// The size of the hash table: more than twice as many places as any kind of entry has keys.
const PLACES: usize = 64;

/// How many factors are tried: far more than are needed.
const TRIES: u32 = 100_000;

/// At no key.
const NONE: u8 = u8::MAX;

impl<T> Keys<T> {
    /// A table of these keys. That they can be told apart is found out by the compiler.
    pub(in crate::load) const fn new(all: &'static [Key<T>]) -> Self {
        assert!(all.len() < PLACES / 2, "more keys than there are places for");
        let mut n: u32 = 0;
        while n < TRIES {
            let by = (2 * n + 1).wrapping_mul(0x9e37_79b9);
            if let Some(places) = places(all, by) {
                return Self { all, needed: needed_of(all), by, places };
            }
            n += 1;
        }
        panic!("two keys of one name, or of one length with the same first two and last letters");
    }

    /// Which of the keys has this name.
    #[must_use]
    #[inline]
    pub fn find(&self, name: &[u8]) -> Option<usize> {
        let at = usize::from(self.places[place(name, self.by)?]);
        is_same(self.all.get(at)?.name.as_bytes(), name).then_some(at)
    }

    /// Its bit; none for a name that is no key.
    #[must_use]
    pub fn bit(&self, name: &str) -> u64 {
        self.find(name.as_bytes()).map_or(0, |at| 1 << at)
    }
}

/// Whether two names are equal. They are short: one or two comparisons of machine words are faster than a call of
/// `memcmp`.
#[inline]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    const WORD: usize = size_of::<u64>();
    const HALF: usize = size_of::<u32>();
    match a.len() {
        length if length != b.len() => false,
        WORD..=15 => a.first_chunk::<WORD>() == b.first_chunk() && a.last_chunk::<WORD>() == b.last_chunk(),
        HALF..WORD => a.first_chunk::<HALF>() == b.first_chunk() && a.last_chunk::<HALF>() == b.last_chunk(),
        _ => a == b,
    }
}

/// The place of a name, by its length, its first two letters and its last one. No key has a single letter.
const fn place(name: &[u8], by: u32) -> Option<usize> {
    let [first, second, ..] = name else { return None };
    let (first, second, last) = (*first as u32, *second as u32, name[name.len() - 1] as u32);
    let number = name.len() as u32 ^ first << 8 ^ second << 16 ^ last << 24;
    Some((number.wrapping_mul(by) >> (u32::BITS - PLACES.trailing_zeros())) as usize)
}

/// The keys at their places, if no two share one.
const fn places<T>(all: &[Key<T>], by: u32) -> Option<[u8; PLACES]> {
    let mut places = [NONE; PLACES];
    let mut n = 0;
    while n < all.len() {
        let Some(at) = place(all[n].name.as_bytes(), by) else { return None };
        if places[at] != NONE {
            return None;
        }
        places[at] = n as u8;
        n += 1;
    }
    Some(places)
}

const fn needed_of<T>(all: &[Key<T>]) -> u64 {
    let (mut bits, mut n) = (0, 0);
    while n < all.len() {
        bits |= (all[n].needed as u64) << n;
        n += 1;
    }
    bits
}

/// An entry whose keys have been read.
#[derive(Debug)]
pub struct Seen<'s, T: 'static> {
    /// What they say. A list that needs less may have left out texts and ids.
    pub entry: &'s T,
    /// Which were written, a bit each.
    pub met: u64,
    /// What it was read in.
    pub context: &'s Context<'s>,
}

impl<T: super::Keyed> Seen<'_, T> {
    /// Whether a key is written.
    pub fn has(&self, name: &str) -> bool {
        self.met & T::KEYS.bit(name) != 0
    }
}

/// What does not hold between keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The name of the problem.
    pub code: Code,
    /// The key that it is shown at; `None` for the heading.
    pub at: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// What belongs to the key `at`, or to the heading.
pub(super) fn wrong<R>(
    code: Code,
    at: impl Into<Option<&'static str>>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Result<R, Wrong> {
    Err(Wrong { code, at: at.into(), message: message.into(), help: help.into() })
}
