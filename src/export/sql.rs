//! Scripts that make the tables with their keys and fill them: for DuckDB and for SQLite.

use super::{
    column::{Described, Type},
    table::Table,
};
use crate::{load::MAX_BYTES, model::vocabulary::Vocabulary as _};
use std::fmt::Write as _;

/// The longest line that DuckDB shall take, in bytes: no row of a record is longer, even if all of it must be escaped.
const LONGEST_LINE: u64 = 4 * MAX_BYTES;

/// The script for DuckDB.
pub(super) fn duckdb() -> String {
    let mut text = String::from(
        "-- Makes the tables of this folder in DuckDB, with their keys, and fills them. In this folder:\n\
         --   duckdb ../cases.duckdb < load.sql\n\
         -- A key that refers to rows of its own table is left out: DuckDB checks row by row, and a row may come before\n\
         -- the one that it refers to.\n",
    );
    for table in Table::ALL {
        let lines = [
            columns(*table, |field| match field.type_of {
                Type::Text | Type::Edtf => "VARCHAR",
                Type::Day => "DATE",
                Type::Number => "BIGINT",
                Type::Flag => "BOOLEAN",
            }),
            keys(*table, false),
        ]
        .concat();
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "\nCREATE TABLE {name} (\n  {lines}\n);\nCOPY {name} FROM '{file}' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', \
             ESCAPE '\"', NULLSTR '', AUTO_DETECT false, MAX_LINE_SIZE {LONGEST_LINE});\n",
            name = quoted(table.name()),
            lines = lines.join(",\n  "),
            file = table.file(),
        );
    }
    text
}

/// The script for SQLite. Its shell takes an empty field for an empty text, so all is taken in as texts first.
pub(super) fn sqlite() -> String {
    let mut text = String::from(
        "-- Makes the tables of this folder in SQLite, with their keys, and fills them. In this folder:\n\
         --   sqlite3 ../cases.sqlite < sqlite.sql\n\
         -- Days are texts, 2019-05-27; true is 1 and false is 0.\n\
         PRAGMA foreign_keys = OFF;\nPRAGMA temp_store = FILE;\nBEGIN;\n",
    );
    for table in Table::ALL {
        let lines = [
            columns(*table, |field| match field.type_of {
                Type::Text | Type::Edtf | Type::Day => "TEXT",
                Type::Number | Type::Flag => "INTEGER",
            }),
            keys(*table, true),
        ]
        .concat();
        let fields = table.fields();
        let names: Vec<String> = fields.iter().map(|field| quoted(&field.name)).collect();
        let values: Vec<String> = fields
            .iter()
            .map(|field| match field.type_of {
                Type::Text | Type::Edtf | Type::Day | Type::Number => format!("nullif({}, '')", quoted(&field.name)),
                Type::Flag => format!("nullif({}, '') = 'true'", quoted(&field.name)),
            })
            .collect();
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "\nCREATE TABLE {name} (\n  {lines}\n);\nCREATE TEMP TABLE \"read\" ({names});\n\
             .import --csv --skip 1 --schema temp {file} read\n\
             INSERT INTO {name} SELECT {values} FROM temp.\"read\";\nDROP TABLE temp.\"read\";\n",
            name = quoted(table.name()),
            lines = lines.join(",\n  "),
            names = names.join(", "),
            file = table.file(),
            values = values.join(", "),
        );
    }
    text.push_str("\nCOMMIT;\nPRAGMA foreign_keys = ON;\n");
    text
}

/// The columns of a table, with what they may hold.
fn columns(table: Table, type_of: impl Fn(&Described) -> &'static str) -> Vec<String> {
    let column = |field: &Described| {
        let name = quoted(&field.name);
        let needed = if field.needed { " NOT NULL" } else { "" };
        let words = field.words.as_ref().map(|words| {
            let words: Vec<String> = words.iter().map(|(word, _)| format!("'{word}'")).collect();
            format!(" CHECK ({name} IN ({}))", words.join(", "))
        });
        format!("{name} {}{needed}{}", type_of(field), words.unwrap_or_default())
    };
    table.fields().iter().map(column).collect()
}

/// The keys of a table, `own`: those that refer to its own rows too.
fn keys(table: Table, own: bool) -> Vec<String> {
    let keys = table.keys();
    let primary: Vec<String> = keys.primary.iter().map(|name| quoted(name)).collect();
    let foreign = keys.foreign.iter().filter(|(_, other)| own || *other != table).map(|(name, other)| {
        let theirs: Vec<String> = other.keys().primary.iter().map(|name| quoted(name)).collect();
        format!("FOREIGN KEY ({}) REFERENCES {} ({})", quoted(name), quoted(other.name()), theirs.join(", "))
    });
    std::iter::once(format!("PRIMARY KEY ({})", primary.join(", "))).chain(foreign).collect()
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
