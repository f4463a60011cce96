//! The format of a record, said once: one table of keys for each kind of entry, data that anything can walk.
//!
//! Both readers of `load` are driven by these tables, and so are the options, questions and order of keys of
//! `edit`, what an unknown key is compared with, what `check` looks for in dates, ids and facts, and the test of
//! `cases/README.md`. What holds between keys is one function, called by both readers.
//!
//! To add a key: its line in the table of its kind of entry (`entries`, `letter`, `demand`), its field in the
//! model, its line in `cases/README.md`. To add a kind of entry: a word in [`Kind`] (the compiler says where it is
//! missing) and its table.

mod demand;
mod entries;
mod keys;
mod kind;
mod letter;
mod rule;

pub use keys::Key;
pub use keys::Keys;
pub use keys::MOST_DAYS;
pub use keys::Seen;
pub use keys::Takes;
pub use keys::Words;
pub use keys::Wrong;
pub(in crate::load) use keys::key;
pub use kind::Field;
pub use kind::Kind;
pub use kind::Named;
pub use kind::Value;

use crate::model::{case::Entry, rule::Rules, state::Actor};

/// What an entry is read in.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// The deadline rules, which name the procedures.
    pub rules: &'c Rules,
    /// The addressees of the letter that it belongs to; none if it belongs to no letter.
    pub addressees: &'c [Actor],
    /// The demand that it belongs to names a successor.
    pub has_successor: bool,
}

impl<'c> Context<'c> {
    /// That of an entry which belongs to no other.
    #[must_use]
    pub const fn new(rules: &'c Rules) -> Self {
        Self { rules, addressees: &[], has_successor: false }
    }
}

/// What holds between the keys of an entry, once each of them is read.
pub type Between<T> = fn(&Seen<'_, T>) -> Result<(), Wrong>;

/// A kind of entry as the model has it.
pub trait Keyed: Sized + 'static {
    /// Its keys, in the order in which they are documented and written.
    const KEYS: &'static Keys<Self>;

    /// What holds between them.
    const RULES: &'static [Between<Self>] = &[];

    /// Such an entry before any of its keys is read. Required keys have a stand-in, which is never seen: an entry that
    /// lacks one is reported and not used.
    fn blank(entry: Entry, context: &Context<'_>) -> Self;
}
