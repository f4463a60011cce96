//! How far a record reaches: to which day its claims are on record, and when somebody last looked.
//!
//! Who was in prison in 2025 is not thereby there today. So every claim in the present tense carries the day to
//! which the record knows it.

use super::{case::Case, communication::Communication, date::Date};
use chrono::NaiveDate;

/// A record that nobody has reviewed for so many days is stale.
pub const STALE_DAYS: i64 = 90;

/// The latest day of which the record tells anything, whenever that was written: of `reviewed` and of everything dated
/// in it, each by its first day. `None` if nothing in it has a date.
#[must_use]
pub fn reach(case: &Case) -> Option<NaiveDate> {
    let events = case.events.iter().map(|event| event.date.as_ref());
    let charges = case.charges.iter().flat_map(|charge| [charge.brought.as_ref(), charge.decided.as_ref()]);
    let statements = case.statements.iter().map(|statement| statement.date.as_ref());
    let letters = case.communications.iter().flat_map(of_letter);
    let demands = case.demands.iter().flat_map(|demand| {
        std::iter::once(demand.made.as_ref()).chain(demand.updates.iter().map(|update| update.date.as_ref()))
    });
    let sources = case.sources.iter().map(|source| source.published.as_ref());
    let all = std::iter::once(case.reviewed.as_ref()).chain(events).chain(charges).chain(statements).chain(letters);
    all.chain(demands).chain(sources).flatten().map(Date::earliest).max()
}

fn of_letter(letter: &Communication) -> impl Iterator<Item = Option<&Date>> {
    let own =
        [&letter.filed, &letter.sent, &letter.published, &letter.decided, &letter.no_reply_as_of, &letter.withdrawn];
    let replies = letter.replies.iter().map(|reply| reply.date.as_ref());
    let extensions = letter.extensions.iter().map(|extension| extension.granted.as_ref());
    let reminders = letter.reminders.iter().map(|reminder| reminder.date.as_ref());
    own.into_iter().map(Option::as_ref).chain(replies).chain(extensions).chain(reminders)
}

/// The day to which the record is known on `as_of`: its reach, but no day after that. What was recorded later counts:
/// it tells that nothing else had happened before.
#[must_use]
pub fn known_until(case: &Case, as_of: NaiveDate) -> Option<NaiveDate> {
    reach(case).map(|day| day.min(as_of))
}

/// When somebody last looked whether a record is up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review<'a> {
    /// Less than [`STALE_DAYS`] days ago.
    Fresh,
    /// Longer ago: on this day.
    Stale(&'a Date),
    /// Nobody on record.
    Never,
}

impl Review<'_> {
    /// Whether what the record says may long have changed.
    #[must_use]
    pub const fn is_stale(self) -> bool {
        match self {
            Self::Fresh => false,
            Self::Stale(_) | Self::Never => true,
        }
    }
}

/// When somebody last looked, as seen on `as_of`; a review of a later day covers it.
#[must_use]
pub fn review(case: &Case, as_of: NaiveDate) -> Review<'_> {
    match &case.reviewed {
        None => Review::Never,
        Some(date) if as_of.signed_duration_since(date.earliest()).num_days() < STALE_DAYS => Review::Fresh,
        Some(date) => Review::Stale(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{load, model::rule::Rules};

    fn case(more: &str) -> Case {
        let text = format!("title = \"A\"\nstate = \"DDR\"\n{more}");
        let mut loaded = load::text("a", "a.toml".as_ref(), &text, &Rules::default());
        assert!(loaded.problems.is_empty(), "{:#?}", loaded.problems);
        loaded.cases.remove(0)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn every_dated_entry_tells_how_far_the_record_reaches() {
        let letter = "[[communication]]\nprocedure = \"other\"\nto = \"DDR\"\n";
        for (entry, reach) in [
            ("reviewed = 2024-05-01", "2024-05-01"),
            ("[[event]]\nwhat = \"A\"\ndate = 2024-05-01", "2024-05-01"),
            ("[[event]]\nwhat = \"A\"\ndate = \"2024-05\"", "2024-05-01"),
            ("[[event]]\nwhat = \"A\"\ndate = \"2024-05-01/2024-06-01\"", "2024-05-01"),
            ("[[charge]]\noffence = \"A\"\nbrought = 2024-05-01", "2024-05-01"),
            ("[[charge]]\noffence = \"A\"\ndecided = 2024-05-01", "2024-05-01"),
            ("[[statement]]\nid = \"a\"\nby = \"A\"\ntitle = \"A\"\ndate = 2024-05-01", "2024-05-01"),
            (&format!("{letter}sent = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}filed = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}published = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}decided = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}no_reply_as_of = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}withdrawn = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}[[communication.reply]]\nkind = \"holding\"\ndate = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}[[communication.reminder]]\ndate = 2024-05-01"), "2024-05-01"),
            (&format!("{letter}[[communication.extension]]\ngranted = 2024-05-01\nuntil = 2030-01-01"), "2024-05-01"),
            ("[[demand]]\nid = \"a\"\nwhat = \"A\"\nmade = 2024-05-01", "2024-05-01"),
            (
                "[[demand]]\nid = \"a\"\nwhat = \"A\"\n[[demand.update]]\nstatus = \"open\"\ndate = 2024-05-01",
                "2024-05-01",
            ),
            ("[[source]]\nid = \"a\"\ntitle = \"A\"\npublished = 2024-05-01", "2024-05-01"),
        ] {
            assert_eq!(super::reach(&case(entry)), Some(day(reach)), "{entry}");
        }
        assert_eq!(
            super::reach(&case("[[person]]\nid = \"a\"\nname = \"A\"\nrole = \"victim\"\nborn = 1990-01-01")),
            None
        );
    }

    #[test]
    fn it_is_known_to_no_later_day_than_asked_about() {
        let case = case("[[event]]\nwhat = \"A\"\ndate = 2024-05-01\n[[event]]\nwhat = \"B\"\ndate = 2025-05-01");
        for (as_of, known) in [("2024-06-01", "2024-06-01"), ("2025-05-01", "2025-05-01"), ("2026-01-01", "2025-05-01")]
        {
            assert_eq!(known_until(&case, day(as_of)), Some(day(known)));
        }
    }

    #[test]
    fn a_review_is_good_for_less_than_ninety_days() {
        let reviewed = case("reviewed = 2024-01-01");
        assert_eq!(review(&reviewed, day("2024-03-30")), Review::Fresh, "89 days");
        assert!(review(&reviewed, day("2024-03-31")).is_stale(), "90 days");
        assert_eq!(review(&reviewed, day("2023-01-01")), Review::Fresh, "reviewed later");
        assert_eq!(review(&case(""), day("2024-01-01")), Review::Never);
        let month = case("reviewed = \"2024-01\"");
        assert!(review(&month, day("2024-03-31")).is_stale(), "counted from its first day");
    }
}
