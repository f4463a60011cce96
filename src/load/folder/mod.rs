//! Files: which below a folder are records, their text, and what else stands there.
//!
//! Folders are only for people: any depth. Hidden files and folders are skipped. Links, pipes and
//! devices are never opened, and nothing outside the folder is read.
//!
//! `walk` finds all records, `find` one by its id, `id` says what a record may be called, `read` gives its text;
//! `revision` reads the records that differ between two git revisions (`git`), `origin` says from which files and which
//! revision something is made, `rules` reads the deadline rules of the office, `archived` the saved copies of sources.

pub mod archived;
mod find;
pub mod git;
mod id;
pub mod origin;
mod read;
pub mod revision;
pub mod rules;
mod walk;

pub(in crate::load) use find::like;
pub use find::{find, ids, is_withheld, is_withheld_case, unknown};
pub use id::{bad_name, id_of, is_id, skeleton};
pub use read::{read, said, text, utf8};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};
pub use walk::{Walk, walk, without_duplicates};

/// A file that holds a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The case's id: the file's stem.
    pub id: Box<str>,
    /// Where to read it.
    pub path: Box<Path>,
    /// What to call it in messages, if that is something else.
    pub called: Option<Box<PathBuf>>,
}

impl Found {
    /// The case with this id in this file.
    #[must_use]
    pub fn new(id: &str, path: &Path) -> Self {
        Self { id: id.into(), path: path.into(), called: None }
    }

    /// What to call the file in messages.
    #[must_use]
    pub fn shown(&self) -> &Path {
        self.called.as_deref().map_or(&self.path, PathBuf::as_path)
    }
}

/// Name of the file of deadline rules at the top of a folder of cases.
pub const RULES_FILE: &str = "rules.toml";

/// Whether a file of this name at the top of a folder of cases holds rules, or is meant to.
#[must_use]
pub(in crate::load) fn is_rules_file(name: &OsStr) -> bool {
    name.eq_ignore_ascii_case(RULES_FILE)
}
