//! Which columns, in which order, how many rows: done once for every list.

use super::{Cell, Column, Kind, Report, Table, Value};
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
        let Table { columns, rows } = &mut report.table;
        let mut order: Vec<usize> = (0..rows.len()).collect();
        if let Some(key) = &self.sort {
            let cells: Vec<Cell> = rows.column(column(columns, "--sort", key)?).collect();
            order.sort_by(|&a, &b| compare(&cells[a], &cells[b], self.reverse));
        } else if self.reverse {
            order.reverse();
        }
        if let Some(limit) = self.limit
            && limit < order.len()
        {
            report.remarks.push(format!("the first {limit} of {} rows", order.len()));
            order.truncate(limit);
        }
        if self.sort.is_some() || self.reverse || order.len() < rows.len() {
            rows.arrange(&order);
        }
        if !self.columns.is_empty() {
            let places = self.columns.iter().map(|key| column(columns, "--columns", key));
            let places = places.collect::<Result<Vec<_>, _>>()?;
            rows.choose(&places);
            // What was asked for is shown, whatever its place would be.
            *columns = places.iter().map(|&at| Column { place: super::Place::Always, ..columns[at] }).collect();
        }
        Ok(())
    }

    /// Refuses columns that a table does not have.
    ///
    /// # Errors
    /// The column, with the one most like it.
    pub fn check(&self, columns: &[Column]) -> Result<(), String> {
        self.sort.iter().try_for_each(|key| column(columns, "--sort", key).map(drop))?;
        self.columns.iter().try_for_each(|key| column(columns, "--columns", key).map(drop))
    }
}

fn column(columns: &[Column], option: &str, key: &str) -> Result<usize, String> {
    let key = key.trim();
    columns.iter().position(|column| column.key == key).ok_or_else(|| {
        let keys: Vec<&str> = columns.iter().filter(|c| c.kind != Kind::Table).map(|c| c.key).collect();
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
