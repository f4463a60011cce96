//! Response statistics as bars: of each group the letters answered in time, late, acknowledged only and silent. The
//! length of a bar is the number of letters, so that three letters do not look like three hundred. Groups stand as in
//! the report, in alphabetical order, as this is no ranking.

use super::{shown::Shown, table::words};
use crate::report::{
    Cell, Column, Table, Value,
    stats::{ACKNOWLEDGED, ANY, FEW, GROUP, IN_TIME, LATE, N, SILENT, STOPPED, UNCLEAR},
};

/// Counts that fill a bar: column, class, words.
const PARTS: [(Column, &str, &str); 5] = [
    (IN_TIME, "in-time", "in time"),
    (LATE, "answered-late", "late"),
    (UNCLEAR, "unclear", "answered, unclear whether in time"),
    (ACKNOWLEDGED, "acknowledged", "acknowledged only"),
    (SILENT, "silent", "silent"),
];

/// The bar of one group.
pub(super) struct Plot {
    /// The group.
    pub(super) group: Shown,
    /// Whether its shares say little.
    pub(super) few: bool,
    /// From left to right: where, how wide, what it looks like.
    pub(super) bars: Vec<(String, String, &'static str)>,
    /// The same in words: counts and both rates.
    pub(super) says: String,
}

/// The bars of a report of `stats`; groups without a letter in the rates have none. The row of all is told in figures:
/// beside it every other bar would be short.
pub(super) fn plots(table: &Table) -> Vec<Plot> {
    let n_of = |row: &[Cell]| match table.cell(row, N).value {
        Value::Number(number) => number,
        _ => 0,
    };
    let rows = table.rows.cells();
    let groups = &rows[..rows.len().saturating_sub(1)];
    let longest = groups.iter().map(|row| n_of(row)).max().unwrap_or(0);
    groups
        .iter()
        .filter_map(|row| {
            let number = |column| match table.cell(row, column).value {
                Value::Number(number) => number,
                _ => 0,
            };
            let n = n_of(row);
            if n == 0 {
                return None;
            }
            let mut bars = Vec::new();
            let mut counted = Vec::new();
            let mut done = 0;
            for (column, class, name) in PARTS {
                let part = number(column);
                if part > 0 {
                    bars.push((percent(done, longest), percent(part, longest), class));
                    counted.push(format!("{part} {name}"));
                }
                done += part;
            }
            let rate = |column| words(table.cell(row, column)).to_string();
            Some(Plot {
                group: words(table.cell(row, GROUP)),
                few: usize::try_from(n).is_ok_and(|n| n < FEW),
                bars,
                says: format!("n = {n}: {}. Any reply {}, answered {}.", counted.join(", "), rate(ANY), rate(STOPPED)),
            })
        })
        .collect()
}

/// A share in percent, to a hundredth.
fn percent(part: i64, whole: i64) -> String {
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
