//! Which columns, in which order, how many rows: done once for every list.

use super::{Cell, Kind, Report, Table, Value};
use crate::model::vocabulary::nearest;
use clap::Args;
use std::cmp::Ordering;

/// Options that arrange a list.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Arrangement")]
pub struct Select {
    /// Order by this column; what is not known comes last
    #[arg(long, value_name = "COLUMN")]
    pub sort: Option<String>,
    /// Turn the order round
    #[arg(long)]
    pub reverse: bool,
    /// Show only the first N rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show these columns, in this order: case,ref,status
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,
}

impl Select {
    /// Arranges the report.
    ///
    /// # Errors
    /// A column that the report does not have, with the one most like it.
    pub fn apply(&self, report: &mut Report) -> Result<(), String> {
        let table = &mut report.table;
        if let Some(key) = &self.sort {
            let at = column(table, "--sort", key)?;
            table.rows.sort_by(|a, b| compare(&a[at], &b[at], self.reverse));
        } else if self.reverse {
            table.rows.reverse();
        }
        if let Some(limit) = self.limit
            && limit < table.rows.len()
        {
            report.remarks.push(format!("the first {limit} of {} rows", table.rows.len()));
            table.rows.truncate(limit);
        }
        if !self.columns.is_empty() {
            let places: Vec<usize> =
                self.columns.iter().map(|key| column(table, "--columns", key)).collect::<Result<_, _>>()?;
            // What was asked for is shown, whatever its place would be.
            table.columns =
                places.iter().map(|&at| super::Column { place: super::Place::Always, ..table.columns[at] }).collect();
            for row in &mut table.rows {
                *row = places.iter().map(|&at| row[at].clone()).collect();
            }
        }
        Ok(())
    }
}

fn column(table: &Table, option: &str, key: &str) -> Result<usize, String> {
    let key = key.trim();
    table.position(key).ok_or_else(|| {
        let keys: Vec<&str> = table.columns.iter().filter(|c| c.kind != Kind::Table).map(|c| c.key).collect();
        match nearest(key, keys.iter().copied()) {
            Some(like) => format!("{option}: there is no column {key:?}; did you mean {like}?"),
            None => format!("{option}: there is no column {key:?}; there are: {}", keys.join(", ")),
        }
    })
}

/// The order of two cells of one column, perhaps turned round; what is not known comes last either way.
fn compare(a: &Cell, b: &Cell, reverse: bool) -> Ordering {
    let order = match (&a.value, &b.value) {
        (Value::Unknown, Value::Unknown) => return Ordering::Equal,
        (Value::Unknown, _) => return Ordering::Greater,
        (_, Value::Unknown) => return Ordering::Less,
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.chronological(b),
        (Value::Day(a), Value::Day(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    if reverse { order.reverse() } else { order }
}
