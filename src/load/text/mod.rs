//! What a file of TOML says, before anything is known of its meaning: its keys and values with their places, what is
//! wrong with it as text, and what of it may be shown.
//!
//! `file` holds the text of one record and the problems met in it, `tree` its keys and values, `lexer` reads them
//! where they are written as records mostly are. `syntax` and `headings` say what is wrong with a text that is no
//! TOML, `head` and `confidential` what it withholds nevertheless, `mask` what of a line is shown with a problem.

pub mod confidential;
pub mod file;
pub mod head;
pub(in crate::load) mod headings;
pub(in crate::load) mod lexer;
mod mask;
pub mod plain;
pub mod syntax;
pub mod tree;
