//! What a record means.
//!
//! `schema` says which key means what. `strict` reads a record by it, with everything that is wrong with it;
//! `quick` reads what nothing is wrong with, faster, and leaves all others to `strict`. `keep` says which tables of
//! a record a command needs, `links` what entries have from others once all are read.
//!
//! To add a key: a line in `schema`, which drives both readers.

pub mod fields;
pub mod keep;
pub(in crate::load) mod links;
pub mod quick;
pub mod reader;
pub mod schema;
pub mod strict;
