//! Ids: that of an entry, and those by which it refers to others.

use super::{Fields, Placed};
use crate::load::{
    folder::is_id,
    gathered::{Kind, Mention},
    problem::Code,
    tree::{Pair, Value},
};
use std::{borrow::Cow, ops::Range};

impl<'r> Fields<'r> {
    /// The id of this entry, if it has one.
    pub fn id(&self, kind: Kind) -> Option<String> {
        let placed = self.placed("id")?;
        self.as_id(kind, placed)
    }

    fn as_id(&self, kind: Kind, (id, span): Placed<'r>) -> Option<String> {
        if !is_id(id) {
            let help = "write small letters a to z, digits and hyphens: id = \"un-2025-01-08\"";
            self.problem(Code::BadId, span, format!("{id:?} is not an id"), help);
            return None;
        }
        self.define(kind, id.into(), span, false);
        Some(id.into())
    }

    /// The id of this entry, which must be there; empty after a problem was noted.
    pub fn need_id(&self, kind: Kind) -> String {
        if !self.has("id") {
            self.missing("id", "\"…\" (small letters, digits, hyphens)");
        }
        self.placed_needed("id").and_then(|placed| self.as_id(kind, placed)).unwrap_or_default()
    }

    /// Notes that an entry of this kind is called `id`; `shared`: as others of its kind may be.
    pub fn define(&self, kind: Kind, id: Cow<'r, str>, span: Range<usize>, shared: bool) {
        self.reader.defined.borrow_mut().push(Mention { kind, id, span, private: self.private, shared });
    }

    /// Notes that an entry of this kind is referred to.
    pub fn use_id(&self, kind: Kind, (id, span): Placed<'r>) -> &'r str {
        self.reader.used.borrow_mut().push(Mention { kind, id: id.into(), span, private: self.private, shared: false });
        id
    }

    /// The id of another entry.
    pub fn mention(&self, key: &'static str, kind: Kind) -> Option<String> {
        self.placed(key).map(|placed| self.use_id(kind, placed).into())
    }

    /// Ids of other entries.
    pub fn mentions(&self, key: &'static str, kind: Kind) -> Vec<String> {
        self.texts(key).into_iter().map(|placed| self.use_id(kind, placed).to_owned()).collect()
    }

    /// Ids of the people concerned. An empty list would mean the same as none, every victim, while it
    /// looks as though it meant nobody.
    pub fn people(&self) -> Vec<String> {
        if matches!(self.table.get("people"), Some(Pair { value: Value::List(ids), .. }) if ids.is_empty()) {
            let help = "name somebody, or leave the key out: then it concerns every victim";
            self.problem(Code::Empty, self.span_of("people"), "`people` is empty", help);
        }
        self.mentions("people", Kind::Person)
    }
}
