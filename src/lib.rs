//! Human-rights cases as text files: timelines, outstanding demands, and letters that wait for an
//! answer.
//!
//! The way of the data: files are found and read (`load`), what they mean is a checked `model`, what is confidential is
//! taken out (`withhold`), a command turns cases into a `report` of typed cells, and a format writes it (`render`), or
//! a document is made of it (`publish`), claims that others can verify (`seal`), or tables for a database (`export`).
//! Lists go through all of that record by record (`gather`), by several threads (`parallel`); a folder that is made
//! from records is put in place as a whole (`replace`). Commands that write change one record at a time (`edit`), or
//! take over the rows of a list (`import`). `run` calls all of these; `cli`, `help` and `complete` are what is typed.

#![warn(clippy::unwrap_used, clippy::expect_used)]

pub mod cli;
pub mod complete;
pub mod edit;
pub mod export;
pub mod gather;
pub mod help;
pub mod import;
pub mod load;
pub mod model;
pub mod pager;
pub mod parallel;
pub mod progress;
pub mod publish;
pub mod render;
pub mod replace;
pub mod report;
pub mod run;
pub mod seal;
pub mod withhold;
