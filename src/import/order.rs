//! The order of day and month in a column: decided for all of it, never for one cell.

use super::sheet::Cell;
use crate::model::{date::human::NumberOrder, spelling::digit};

/// Why the dates of a column cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Some cells prove that the day comes first, others that the month does.
    Contradicting,
    /// No cell proves either.
    Unproved,
}

impl Undecided {
    /// What to do about it.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Contradicting => {
                "in this column the day comes first in some cells and the month in others: correct it, or say order = \
                 \"day-month-year\" in the map"
            }
            Self::Unproved => {
                "nothing in this column proves which number is the month: say order = \"day-month-year\" or \
                 \"month-day-year\" in the map"
            }
        }
    }
}

/// The order of the numbers in a column, from all of its cells: a number over 12 is no month, and proves it for all.
/// `None` if it does not matter.
///
/// # Errors
/// The cells contradict each other, or none proves anything.
pub fn of_column<'c>(cells: impl Iterator<Item = &'c Cell>) -> Result<Option<NumberOrder>, Undecided> {
    let (mut day_first, mut month_first, mut either) = (false, false, false);
    for cell in cells {
        let texts: &[String] = match cell {
            Cell::Text(text) => std::slice::from_ref(text),
            Cell::List(texts) => texts,
            Cell::Empty | Cell::Number(_) | Cell::Flag(_) | Cell::Day(..) | Cell::Broken(_) => &[],
        };
        for (first, second) in texts.iter().flat_map(|text| pairs(text)) {
            match (first > 12, second > 12) {
                (true, false) => day_first = true,
                (false, true) => month_first = true,
                (false, false) => either |= first != second,
                // No date in either order.
                (true, true) => {}
            }
        }
    }
    match (day_first, month_first) {
        (true, true) => Err(Undecided::Contradicting),
        (true, false) => Ok(Some(NumberOrder::DayFirst)),
        (false, true) => Ok(Some(NumberOrder::MonthFirst)),
        (false, false) if either => Err(Undecided::Unproved),
        (false, false) => Ok(None),
    }
}

/// The first two of each three numbers in a text of which the last is a year.
fn pairs(text: &str) -> Vec<(u32, u32)> {
    // Numbers with their length, and what stands between them.
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut joined = Vec::new();
    let mut between = String::new();
    let mut in_number = false;
    for c in text.chars() {
        match (digit(c), numbers.last_mut()) {
            (Some(d), Some((value, digits))) if in_number => {
                *value = value.saturating_mul(10).saturating_add(u32::from(d - b'0'));
                *digits += 1;
            }
            (Some(d), _) => {
                let is_separator = matches!(between.trim(), "." | "/" | "-" | "‐" | "‑" | "–" | "−" | "⁄" | "\\");
                joined.push(!numbers.is_empty() && is_separator);
                numbers.push((u32::from(d - b'0'), 1));
                in_number = true;
                between.clear();
            }
            (None, _) => {
                in_number = false;
                between.push(c);
            }
        }
    }
    let mut pairs = Vec::new();
    for at in 2..numbers.len() {
        let [(first, a), (second, b), (_, c)] = [numbers[at - 2], numbers[at - 1], numbers[at]];
        if joined[at - 1] && joined[at] && a <= 2 && b <= 2 && matches!(c, 2 | 4) {
            pairs.push((first, second));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> Result<Option<NumberOrder>, Undecided> {
        let cells: Vec<Cell> = cells.iter().map(|text| Cell::text(text)).collect();
        of_column(cells.iter())
    }

    #[test]
    fn one_cell_proves_it_for_all() {
        assert_eq!(of(&["03/04/2024", "13/04/2024"]), Ok(Some(NumberOrder::DayFirst)));
        assert_eq!(of(&["03/04/2024", "04/13/2024"]), Ok(Some(NumberOrder::MonthFirst)));
        assert_eq!(of(&["03/04/2024", "12/04/2024"]), Err(Undecided::Unproved));
        assert_eq!(of(&["13/04/2024", "04/13/2024"]), Err(Undecided::Contradicting));
        assert_eq!(of(&["03.04.2024 - 25.04.2024"]), Ok(Some(NumberOrder::DayFirst)));
        assert_eq!(of(&["٠٣/٠٤/٢٠٢٤", "٢٥/٠٤/٢٠٢٤"]), Ok(Some(NumberOrder::DayFirst)));
    }

    #[test]
    fn what_needs_no_order_proves_nothing() {
        assert_eq!(of(&["2024-04-03", "5 May 2024", "2024", "", "04.04.2024", "2024-13-13", "25 of 26"]), Ok(None));
        assert_eq!(of(&["2024-04-25", "03/04/2024"]), Err(Undecided::Unproved));
        assert_eq!(of(&["99/99/2024", "03/04/2024"]), Err(Undecided::Unproved));
    }
}
