//! What is gathered over a whole record while its tables are read: the ids in it, and whether any is marked.

use super::schema::Named;
use crate::load::text::file::FileText;
use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    ops::Range,
};

/// An id that an entry has, or that another entry refers to it by.
#[derive(Clone, Debug)]
pub struct Mention<'r> {
    /// What it stands for.
    pub named: Named,
    /// The id.
    pub id: Cow<'r, str>,
    /// Where it is written.
    pub span: Range<usize>,
    /// Nothing of it may be told.
    pub private: bool,
    /// It is the number of a letter that has an id besides: another such letter may have the same.
    pub shared: bool,
}

/// What is gathered over the whole record while its tables are read.
#[derive(Debug)]
pub struct Reader<'s> {
    /// The text and its problems.
    pub source: &'s FileText<'s>,
    /// Ids that entries have.
    pub defined: RefCell<Vec<Mention<'s>>>,
    /// Ids that entries refer to.
    pub used: RefCell<Vec<Mention<'s>>>,
    /// Whether any entry is confidential.
    pub marked: Cell<bool>,
}

impl<'s> Reader<'s> {
    /// A reader that has gathered nothing yet.
    #[must_use]
    pub fn new(source: &'s FileText<'s>) -> Self {
        Self {
            source,
            defined: Vec::with_capacity(32).into(),
            used: Vec::with_capacity(64).into(),
            marked: Cell::new(false),
        }
    }
}
