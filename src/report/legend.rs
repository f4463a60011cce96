//! What the marks in dates mean, told below a table in which they stand.

use super::{Kind, Place, Table, Value};
use std::convert::Infallible;

/// The marks of imprecise dates, each with what it means.
const MARKS: [(&str, &str); 4] =
    [("~", "~ about"), ("?", "? perhaps"), ("..", "A..B a day from A to B"), ("/", "A/B from A to B")];

/// What the marks mean that stand in the dates of this table, its parts included; `None` if there is none.
#[must_use]
pub fn legend(table: &Table) -> Option<String> {
    let mut found = [false; MARKS.len()];
    look(table, &mut found);
    let told: Vec<&str> = MARKS.iter().zip(found).filter(|(_, found)| *found).map(|((_, says), _)| *says).collect();
    (!told.is_empty()).then(|| format!("dates: {}", told.join("; ")))
}

fn look(table: &Table, found: &mut [bool; MARKS.len()]) {
    let shown: Vec<usize> = (0..table.columns.len()).filter(|at| table.columns[*at].place != Place::Data).collect();
    let Ok(()) = table.rows.each(|row| {
        for at in &shown {
            let Some(cell) = row.get(*at) else { continue };
            match (&cell.value, table.columns[*at].kind) {
                (Value::Table(part), _) => look(part, found),
                (Value::Date(date), _) if cell.says.is_none() => mark(&date.as_written(), found),
                (_, Kind::Date | Kind::Day) => mark(cell.says.as_deref().unwrap_or_default(), found),
                _ => {}
            }
        }
        Ok::<_, Infallible>(())
    });
}

fn mark(date: &str, found: &mut [bool; MARKS.len()]) {
    MARKS.iter().zip(found).for_each(|((mark, _), found)| *found |= date.contains(mark));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::date::Date,
        report::{Cell, Column},
    };

    #[test]
    fn only_what_stands_in_the_dates_is_told() {
        for (date, says) in [
            ("2024-07-05", None),
            ("2024-07", None),
            ("2010-09~", Some("dates: ~ about")),
            ("[2024-07-05..2025-01-08]", Some("dates: A..B a day from A to B")),
            ("2009-05-13/2011-07-27", Some("dates: A/B from A to B")),
        ] {
            let date = Date::parse(date).expect("a date");
            let table = |column: Column| {
                let mut table = Table::new(&[column]);
                table.push(vec![Cell::from(&date)]);
                legend(&table)
            };
            let column = Column::new(Kind::Date, "date", "Date");
            assert_eq!(table(column).as_deref(), says, "{date}");
            assert_eq!(table(column.data()), None, "{date}");
        }
    }
}
