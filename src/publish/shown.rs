//! Text of records on its way to a page: the only form in which a template gets it.

use crate::render::one_line;
use std::fmt;

/// Text in which whatever acts or hides has been made visible. Templates escape it for HTML and
/// stand it apart (`<bdi>`), so that it cannot turn the direction of what is around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown(String);

impl Shown {
    /// Makes a text safe to show.
    pub(super) fn new(text: &str) -> Self {
        Self(one_line(text).into_owned())
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
