//! The box that says how the days on a page are counted: one numbered entry a rule, to which letters refer.

use super::shown::Shown;
use crate::report::{
    World,
    counting::{Counting, Told},
};

/// How the days are counted, numbered.
pub(super) struct CountingView {
    /// What begins the ids of the rules.
    pub(super) prefix: String,
    /// The rules.
    pub(super) rules: Vec<RuleView>,
}

/// What days are counted by.
pub(super) struct RuleView {
    /// How it is counted.
    pub(super) says: Shown,
    /// Where that is written.
    pub(super) source: Shown,
    /// Whether it was read there.
    pub(super) read: &'static str,
}

impl CountingView {
    /// The ids of the rules begin with `prefix`.
    pub(super) fn new(counting: &Counting<'_>, world: &World<'_>, prefix: &str) -> Self {
        let rule = |told: &Told| RuleView {
            says: Shown::new(&told.says),
            source: told.source.as_deref().map(Shown::new).unwrap_or_default(),
            read: match (told.read, told.own) {
                (Some(true), false) => "Read there.",
                (Some(true), true) => "A rule of the office; read there.",
                (Some(false), false) => "Not verified: the passage itself was not read.",
                (Some(false), true) => "A rule of the office; not verified: the passage itself was not read.",
                (None, false) => "",
                (None, true) => "A rule of the office.",
            },
        };
        Self { prefix: prefix.to_owned(), rules: counting.told(world).iter().map(rule).collect() }
    }
}
