//! How dates, States and senders are worded in texts that people read.

use super::{
    date::{Date, DayRange},
    state::{Actor, State},
};
use chrono::NaiveDate;

/// How much room a text for people has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wording {
    /// That of a column on the screen: dates as written, States by their code, the first of several senders.
    #[default]
    Short,
    /// That of a page: dates in words, States by name, everybody named.
    Full,
}

impl Wording {
    /// `2010-09~`; `about September 2010`.
    #[must_use]
    pub fn date(self, date: &Date) -> String {
        match self {
            Self::Short => date.to_string(),
            Self::Full => date.in_words(),
        }
    }

    /// `2025-12-16..2025-12-17`; `16 or 17 December 2025`.
    #[must_use]
    pub fn days(self, days: DayRange) -> String {
        match self {
            Self::Short => days.to_string(),
            Self::Full => days.in_words(),
        }
    }

    /// `2025-12-16`; `16 December 2025`.
    #[must_use]
    pub fn day(self, day: NaiveDate) -> String {
        self.days(DayRange::day(day))
    }

    /// `on 2025-12`; `in December 2025`.
    #[must_use]
    pub fn when(self, date: &Date) -> String {
        match self {
            Self::Short => format!("on {date}"),
            Self::Full => date.when(),
        }
    }

    /// `DDR`; `German Democratic Republic (until 1990)`.
    #[must_use]
    pub fn state(self, state: State) -> String {
        match self {
            Self::Short => state.to_string(),
            Self::Full => state.name().to_owned(),
        }
    }

    /// The same of whoever is addressed or answers.
    #[must_use]
    pub fn actor(self, actor: &Actor) -> String {
        match actor {
            Actor::State(state) => self.state(*state),
            Actor::Other(name) => name.clone(),
        }
    }

    /// `A and 2 more`; `A; B; C`.
    #[must_use]
    pub fn senders(self, all: &[String]) -> String {
        match (self, all) {
            (_, []) => String::new(),
            (_, [one]) => one.clone(),
            (Self::Short, [first, rest @ ..]) => format!("{first} and {} more", rest.len()),
            (Self::Full, all) => all.join("; "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_short_and_in_full() {
        let date = |text| Date::parse(text).expect("a date");
        let all = ["A".to_owned(), "B".to_owned(), "C".to_owned()];
        let state = Actor::State(State::from_code("YUG").expect("a State"));
        for (wording, said) in [
            (Wording::Short, ["2010-09~", "on 2025-12", "YUG", "A and 2 more", "A", ""]),
            (
                Wording::Full,
                ["about September 2010", "in December 2025", "Yugoslavia (until 2003)", "A; B; C", "A", ""],
            ),
        ] {
            let words = [
                wording.date(&date("2010-09~")),
                wording.when(&date("2025-12")),
                wording.actor(&state),
                wording.senders(&all),
                wording.senders(&all[..1]),
                wording.senders(&[]),
            ];
            assert_eq!(words, said);
            assert_eq!(wording.actor(&Actor::Other("The Harbour Union".into())), "The Harbour Union");
        }
    }
}
