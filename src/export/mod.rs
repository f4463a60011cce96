//! `timeline export`: all cases as tables for databases, a Data Package.
//!
//! `table` lists the tables with their keys; `rows` has a file for each sort of row, with its columns: what a key means
//! is taken from the tables of keys that the readers of records are driven by (`column`). `cells` writes a row,
//! `write` brings all of them to the disk, `package` and `sql` describe them. A new key of a record without a column
//! does not compile; to add a table: a word in [`table::Table`] (the compiler says what is missing) and its rows.

mod cells;
mod column;
mod package;
mod rows;
mod sql;
pub mod table;
mod write;

pub use write::{Beside, Export, RowPlaces};

use crate::replace::Owner;
use clap::Args as Arguments;
use std::path::PathBuf;

/// How the folder of an export is known again.
pub const OWNER: Owner = Owner { marker: ".timeline-export", command: "export", noun: "export", one: "an export" };

/// All cases as tables for a database
///
/// A Data Package: datapackage.json and a CSV file for each table, with types, keys and the meaning of every column and
/// word, and scripts that load it into DuckDB (load.sql) and SQLite (sqlite.sql). Statuses are those of the day
/// (--as-of). It is put in place as a whole: an interrupted export changes nothing. Nothing confidential is ever in it.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline export tables
  timeline export tables --as-of 2026-01-31
  cd tables && duckdb ../cases.duckdb < load.sql
  cd tables && sqlite3 ../cases.sqlite < sqlite.sql")]
pub struct Args {
    /// Folder of the tables: new, empty, or an export made before
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
