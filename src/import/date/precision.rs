//! How exact a date is, where a column beside it says so.

use crate::{
    import::sheet::Cell,
    model::{
        date::{
            Date,
            human::{Meant, read},
        },
        spelling::folded,
    },
};
use chrono::{Datelike, NaiveDate};

/// The reason why a cell cannot be read.
pub(super) const EXACT: &str = "the column that says how exact the date is cannot be read";

/// How exact a date is.
#[derive(Clone, Debug)]
pub(super) enum Precision {
    /// As the date says.
    AsItIs,
    /// To the year.
    Year,
    /// To the month.
    Month,
    /// Not known to the day.
    Inexact,
    /// The text, read as a date.
    Instead(Date),
}

impl Precision {
    /// What a cell says of the date beside it.
    ///
    /// # Errors
    /// It says something else.
    pub(super) fn read(cell: &Cell) -> Result<Self, &'static str> {
        match cell {
            Cell::Empty => return Ok(Self::AsItIs),
            Cell::Flag(flag) => return Ok(if *flag { Self::Inexact } else { Self::AsItIs }),
            _ => {}
        }
        let text = folded(&cell.shown());
        Ok(match text.as_str() {
            "day" | "exact" | "d" | "no" | "false" | "0" | "known" => Self::AsItIs,
            "month" | "m" => Self::Month,
            "year" | "y" => Self::Year,
            "yes" | "true" | "1" | "x" | "unknown" | "approximate" | "inexact" => Self::Inexact,
            _ => match read(&text, None) {
                Some(Meant::Date(date)) => Self::Instead(date),
                _ => return Err(EXACT),
            },
        })
    }

    /// A day made as coarse as this; `None` if it stays as it is.
    pub(super) fn of_day(&self, day: NaiveDate) -> Option<Date> {
        let coarser = match self {
            Self::AsItIs | Self::Instead(_) => return None,
            Self::Year => format!("{:04}", day.year()),
            Self::Month => format!("{:04}-{:02}", day.year(), day.month()),
            // What is not exact is filled up with the first day of the year or of the month.
            Self::Inexact => match (day.month(), day.day()) {
                (1, 1) => format!("{:04}", day.year()),
                (month, 1) => format!("{:04}-{month:02}", day.year()),
                (month, _) => format!("{:04}-{month:02}~", day.year()),
            },
        };
        Date::read(&coarser)
    }
}
