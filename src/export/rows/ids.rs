//! What entries are called: `case/person/id` where they have an id, else `case/event#3`, the third event of the record
//! among those that are not withheld. No id has a `#` or a `/` in it.

use crate::{load::record::schema::Kind, model::case::Case};

/// What an entry with an id is called.
pub(super) fn named(case: &Case, kind: Kind, id: &str) -> String {
    format!("{}/{}/{id}", case.id, kind.key())
}

/// What an entry without one is called: by its place among those of its kind, from 0.
pub(super) fn numbered(case: &Case, kind: Kind, at: usize) -> String {
    inside(&case.id, kind, at)
}

/// What an entry inside another is called.
pub(super) fn inside(outer: &str, kind: Kind, at: usize) -> String {
    format!("{outer}/{}#{}", kind.key(), at + 1)
}
