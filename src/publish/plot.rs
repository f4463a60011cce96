//! Response statistics as bars: of each group the letters answered in time, late, acknowledged only
//! and silent. Groups stand as in the report, by the alphabet: this is no ranking.

use super::{
    shown::Shown,
    table::{get, words},
};
use crate::report::{Table, Value};

/// Counts that fill a bar: column, class, words.
const PARTS: [(&str, &str, &str); 5] = [
    ("in_time", "in-time", "in time"),
    ("late", "answered-late", "late"),
    ("unclear", "unclear", "answered, unclear whether in time"),
    ("acknowledged", "acknowledged", "acknowledged only"),
    ("silent", "silent", "silent"),
];

/// So few letters say little about a share.
const FEW: i64 = 5;

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

/// The bars of a report of `stats`; groups without a letter in the rates have none.
pub(super) fn plots(table: &Table) -> Vec<Plot> {
    table
        .rows
        .iter()
        .filter_map(|row| {
            let row = &row;
            let number = |key| match get(table, row, key).value {
                Value::Number(number) => number,
                _ => 0,
            };
            let n = number("n");
            if n == 0 {
                return None;
            }
            let mut bars = Vec::new();
            let mut counted = Vec::new();
            let mut done = 0;
            for (key, class, name) in PARTS {
                let part = number(key);
                if part > 0 {
                    bars.push((percent(done, n), percent(part, n), class));
                    counted.push(format!("{part} {name}"));
                }
                done += part;
            }
            let rate = |key| words(get(table, row, key)).to_string();
            Some(Plot {
                group: words(get(table, row, "group")),
                few: n < FEW,
                bars,
                says: format!(
                    "n = {n}: {}. Any reply {}, answered {}.",
                    counted.join(", "),
                    rate("any_percent"),
                    rate("stopped_percent")
                ),
            })
        })
        .collect()
}

/// A share in percent, to a hundredth.
fn percent(part: i64, whole: i64) -> String {
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
