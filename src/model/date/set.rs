//! One day of several, or of a range: `[1976-09-17..1981]`.
//!
//! The standard lets the ends of a range differ in precision; the parser of other dates does not, so such sets
//! are read element by element here.

use super::{
    DayRange, FAR_FUTURE, FAR_PAST,
    edtf::{Refusal, days_of},
};
use edtf_core::Edtf;

/// All days that a set of the form `[A..B, C]` can mean; `None` if the text is not of that form.
pub(super) fn one_of(text: &str) -> Option<Result<DayRange, Refusal>> {
    let elements: Vec<&str> = text.strip_prefix('[')?.strip_suffix(']')?.split(',').map(str::trim).collect();
    let last = elements.len() - 1;
    let mut whole: Option<DayRange> = None;
    for (at, element) in elements.into_iter().enumerate() {
        let days = match element.split_once("..") {
            None => one(element)?,
            // Only the first and the last may be open.
            Some(("", to)) if at == 0 => one(to)?.map(|days| DayRange { earliest: FAR_PAST, ..days }),
            Some((from, "")) if at == last => one(from)?.map(|days| DayRange { latest: FAR_FUTURE, ..days }),
            Some((from, to)) => match (one(from)?, one(to)?) {
                (Ok(from), Ok(to)) if to.latest < from.earliest => Err(Refusal::Backwards),
                (Ok(from), Ok(to)) => Ok(DayRange { earliest: from.earliest, latest: to.latest }),
                (Err(error), _) | (_, Err(error)) => Err(error),
            },
        };
        match days {
            Ok(days) => whole = Some(whole.map_or(days, |whole| whole.and(days))),
            Err(error) => return Some(Err(error)),
        }
    }
    whole.map(Ok)
}

/// The days of one date without an end of its own; `None` if it is no such date.
fn one(text: &str) -> Option<Result<DayRange, Refusal>> {
    match Edtf::parse(text) {
        Ok(Edtf::Date(date)) => Some(days_of(&date).map_err(Refusal::Told)),
        _ => None,
    }
}
