//! Public statements: press releases, resolutions; they expect no reply.

use super::{case::Entry, date::Date, event::Claim};

/// A public statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Statement {
    /// What entries share.
    pub entry: Entry,
    /// Id within the case.
    pub id: String,
    /// Who made it.
    pub by: String,
    /// What it says, in a line.
    pub title: String,
    /// When.
    pub date: Option<Date>,
    /// Other claims about it.
    pub disputed: Vec<Claim>,
}
