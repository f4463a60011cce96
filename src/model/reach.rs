//! How far a record reaches: to which day its claims are on record, and when somebody last looked.
//!
//! A record that says that somebody was in prison in 2025 does not say that he is there today. So every claim in the
//! present tense carries the day to which the record knows it.

use super::{
    case::{Case, Entry},
    communication::Communication,
    date::Date,
    event::Planned,
};
use chrono::NaiveDate;

/// A record that nobody has reviewed for so many days is stale.
pub const STALE_DAYS: i64 = 90;

/// Every date of something done or said, with its entry and its key. Of what is planned, the day on which its date was
/// fixed: the rest lies ahead by nature, as do last days, their extensions and what is promised.
pub fn dates(case: &Case) -> impl Iterator<Item = (&Entry, &'static str, &Date)> {
    let events = case.events.iter().map(|event| match &event.planned {
        None => (&event.entry, "date", event.date.as_ref()),
        Some(Planned::Fixed(on)) => (&event.entry, "planned", Some(on)),
        Some(Planned::Undated) => (&event.entry, "planned", None),
    });
    let charges = case.charges.iter().flat_map(|charge| {
        [("brought", &charge.brought), ("decided", &charge.decided)]
            .map(|(key, date)| (&charge.entry, key, date.as_ref()))
    });
    let statements = case.statements.iter().map(|statement| (&statement.entry, "date", statement.date.as_ref()));
    let letters = case.communications.iter().flat_map(of_letter);
    let demands = case.demands.iter().flat_map(|demand| {
        // A demand made in a letter or a statement has its date from there.
        let made = demand.made.as_ref().filter(|_| demand.made_in.is_none());
        let updates = demand.updates.iter().map(|update| (&update.entry, "date", update.date.as_ref()));
        std::iter::once((&demand.entry, "made", made)).chain(updates)
    });
    let sources = case.sources.iter().map(|source| (&source.entry, "published", source.published.as_ref()));
    let all = events.chain(charges).chain(statements).chain(letters).chain(demands).chain(sources);
    all.filter_map(|(entry, key, date)| Some((entry, key, date?)))
}

fn of_letter(letter: &Communication) -> impl Iterator<Item = (&Entry, &'static str, Option<&Date>)> {
    let own = [
        ("filed", &letter.filed),
        ("sent", &letter.sent),
        ("published", &letter.published),
        ("decided", &letter.decided),
        ("no_reply_as_of", &letter.no_reply_as_of),
        ("withdrawn", &letter.withdrawn),
    ];
    let replies = letter.replies.iter().flat_map(|reply| {
        [("date", &reply.date), ("received", &reply.received)].map(|(key, date)| (&reply.entry, key, date.as_ref()))
    });
    let extensions =
        letter.extensions.iter().map(|extension| (&extension.entry, "granted", extension.granted.as_ref()));
    let suspensions = letter.suspensions.iter().filter(|suspension| !suspension.is_short_in(&letter.entry));
    let suspensions = suspensions.map(|suspension| (&suspension.entry, "from", Some(&suspension.from)));
    let reminders = letter.reminders.iter().map(|reminder| (&reminder.entry, "date", reminder.date.as_ref()));
    own.into_iter()
        .map(|(key, date)| (&letter.entry, key, date.as_ref()))
        .chain(replies)
        .chain(extensions)
        .chain(suspensions)
        .chain(reminders)
}

/// How many entries are dated after `as_of`, so that they are left out of what is shown of that day.
#[must_use]
pub fn later(case: &Case, as_of: NaiveDate) -> usize {
    let mut later = 0;
    let mut counted = None;
    for (entry, _, date) in dates(case) {
        if !date.is_on_record(as_of) && counted != Some(entry.offset) {
            (later, counted) = (later + 1, Some(entry.offset));
        }
    }
    later
}

/// The latest day of which the record tells anything, whenever that was written: of `reviewed` and of everything dated
/// in it, each by its first day, or by its last where its beginning is open. `None` if nothing in it has a date.
#[must_use]
pub fn reach(case: &Case) -> Option<NaiveDate> {
    let dates = dates(case).map(|(.., date)| date).chain(&case.reviewed);
    dates.filter_map(Date::known_from).max()
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
            ("[[event]]\nwhat = \"A\"\ndate = \"[2024-05-01..]\"", "2024-05-01"),
            ("[[event]]\nwhat = \"A\"\ndate = \"[..2024-05-01]\"", "2024-05-01"),
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
        let planned = "[[event]]\nwhat = \"A\"\ndate = 2025-01-01\nplanned = ";
        assert_eq!(
            super::reach(&case(&format!("{planned}2024-05-01"))),
            Some(day("2024-05-01")),
            "only the plan is news"
        );
        assert_eq!(super::reach(&case(&format!("{planned}true"))), None);
        assert_eq!(
            super::reach(&case("[[person]]\nid = \"a\"\nname = \"A\"\nrole = \"victim\"\nborn = 1990-01-01")),
            None
        );
    }

    #[test]
    fn what_is_dated_later_is_counted_once_an_entry() {
        let case = case(
            "[[event]]\nwhat = \"A\"\ndate = 2024-05-01\n[[event]]\nwhat = \"B\"\ndate = 2041-05-01\n\
             [[event]]\nwhat = \"C\"\ndate = 2041-05-01\nplanned = true\n\
             [[charge]]\noffence = \"A\"\nbrought = 2041-01-01\ndecided = 2041-02-01\n\
             [[demand]]\nid = \"a\"\nwhat = \"A\"\nmade = 2024-05-02\n[[demand.update]]\nstatus = \"met\"\ndate = 2041-01-01",
        );
        assert_eq!(later(&case, day("2026-11-24")), 3);
        assert_eq!(later(&case, day("2024-05-01")), 4);
        assert_eq!(later(&case, day("2041-05-01")), 0);
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
