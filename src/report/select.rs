//! Which columns, in which order, how many rows: done once for every list.

use super::{Cell, Column, Kind, Place, Report, Table, Value, rows::has_text, words};
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
    /// Only rows in which this text stands, in any field and any spelling
    #[arg(long, value_name = "WORD")]
    pub text: Option<String>,
    /// Show these columns, in this order: case,ref,status; `help` lists all there are
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,
}

impl Select {
    /// Whether the columns that there are were asked for, and nothing else.
    #[must_use]
    pub fn asks_for_columns(&self) -> bool {
        self.columns.len() == 1 && self.columns[0].trim() == "help"
    }

    /// Keeps the rows of a table in which the text stands that was asked for.
    pub fn keep_text(&self, table: &mut Table) {
        if let Some(text) = &self.text {
            let kept = (0..table.rows.len()).filter(|n| has_text(&table.rows.get(*n), text)).collect::<Vec<_>>();
            table.rows.arrange(&kept);
        }
    }

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
            *columns = places.iter().map(|&at| Column { place: Place::Always, ..columns[at] }).collect();
        }
        Ok(())
    }

    /// Refuses columns that a table does not have.
    ///
    /// # Errors
    /// The column, with the one most like it.
    pub fn check(&self, columns: &[Column]) -> Result<(), String> {
        self.sort.iter().try_for_each(|key| column(columns, "--sort", key).map(drop))?;
        if self.asks_for_columns() {
            return Ok(());
        }
        self.columns.iter().try_for_each(|key| column(columns, "--columns", key).map(drop))
    }
}

/// The columns that a list has: what each is called, what it holds, and where it is shown.
#[must_use]
pub fn columns_of(columns: &[Column]) -> Report {
    let kind = |kind| match kind {
        Kind::Text | Kind::Lines => "text",
        Kind::Code => "word",
        Kind::Url => "address",
        Kind::Date => "date as written",
        Kind::Day => "day",
        Kind::Number => "number",
        Kind::Flag => "yes or no",
        Kind::List => "several texts",
        Kind::Table => "table",
    };
    let place = |place| match place {
        Place::Always | Place::Below(_) => "always",
        Place::IfWide(_) => "where there is room",
        Place::Data => "in machine formats",
        Place::Screen => "in tables only",
    };
    let mut table = Table::new(&[
        Column::new(Kind::Code, "column", "Column"),
        Column::new(Kind::Text, "title", "Title"),
        Column::new(Kind::Text, "kind", "Holds"),
        Column::new(Kind::Text, "shown", "Shown"),
    ]);
    for column in columns {
        table.push(vec![column.key.into(), column.title.into(), kind(column.kind).into(), place(column.place).into()]);
    }
    Report { summary: words::count(table.rows.len(), "column", "columns"), table, remarks: Vec::new() }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::{Date, iso_day};

    fn sorted(cells: Vec<Cell>, reverse: bool) -> Vec<Value> {
        let mut table = Table::new(&[Column::new(Kind::Text, "a", "A")]);
        cells.into_iter().for_each(|cell| table.push(vec![cell]));
        let mut report = Report { table, summary: String::new(), remarks: Vec::new() };
        let select = Select { sort: Some("a".into()), reverse, ..Select::default() };
        select.apply(&mut report).expect("a column");
        report.table.rows.column(0).map(|cell| cell.value).collect()
    }

    #[test]
    fn what_is_not_known_comes_last_either_way() {
        let date = |text| Cell::from(&Date::parse(text).expect("a date"));
        let day = |text| Cell::from(iso_day(text));
        let texts = |texts: [&str; 2]| Cell::from(texts.map(str::to_owned).to_vec());
        for (small, large) in [
            ("a".into(), "b".into()),
            (date("2024"), date("2024-01")),
            (day("2024-01-31"), day("2024-02-01")),
            (9_i64.into(), 10_i64.into()),
            (false.into(), true.into()),
            (texts(["a", "c"]), texts(["b", "a"])),
        ] {
            let cells = [Cell::UNKNOWN.says("first"), large.clone(), Cell::UNKNOWN, small.clone(), Cell::UNKNOWN];
            let unknown = Value::Unknown;
            let up = [small.value.clone(), large.value.clone(), unknown.clone(), unknown.clone(), unknown.clone()];
            let down = [large.value, small.value, unknown.clone(), unknown.clone(), unknown];
            assert_eq!(sorted(cells.to_vec(), false), up);
            assert_eq!(sorted(cells.to_vec(), true), down);
        }
    }

    #[test]
    fn rows_that_are_equal_stay_in_their_order_and_the_first_are_kept() {
        let mut table = Table::new(&[Column::new(Kind::Number, "a", "A"), Column::new(Kind::Code, "b", "B").data()]);
        for (number, name) in [(2, "x"), (1, "y"), (2, "z"), (1, "w")] {
            table.push(vec![Cell::from(i64::from(number)), name.into()]);
        }
        let report = Report { table, summary: String::new(), remarks: Vec::new() };
        let applied = |select: Select| {
            let mut report = report.clone();
            select.apply(&mut report).expect("columns");
            let names: Vec<String> = report
                .table
                .rows
                .iter()
                .map(|row| match &row.last().expect("a cell").value {
                    Value::Text(text) => text.clone(),
                    other => format!("{other:?}"),
                })
                .collect();
            (names.concat(), report.remarks.concat(), report.table.columns)
        };
        let by = |sort: &str, reverse| Select { sort: Some(sort.into()), reverse, ..Select::default() };
        assert_eq!(applied(by("a", false)).0, "ywxz");
        assert_eq!(applied(by("a", true)).0, "xzyw");
        assert_eq!(applied(Select { reverse: true, ..Select::default() }).0, "wzyx");
        for (limit, names, remark) in [(3, "xyz", "the first 3 of 4 rows"), (4, "xyzw", ""), (5, "xyzw", "")] {
            let (shown, told, _) = applied(Select { limit: Some(limit), ..Select::default() });
            assert_eq!((shown.as_str(), told.as_str()), (names, remark), "{limit}");
        }
        // What is asked for is shown everywhere, whatever its place would be.
        let (names, _, columns) = applied(Select { columns: vec!["b".into()], ..Select::default() });
        assert_eq!((names.as_str(), columns), ("xyzw", vec![Column::new(Kind::Code, "b", "B")]));
    }
}
