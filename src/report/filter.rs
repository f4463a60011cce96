//! Which rows are wanted: the same options on every list, all of which must hold.

use super::pending::within;
use crate::{
    model::{
        case::Case,
        date::{Date, DayRange},
        spelling::words,
        state::{Actor, State, instead},
        vocabulary::nearest,
    },
    withhold::Open,
};
use chrono::{Days, NaiveDate};
use clap::Args;
use std::{collections::HashSet, fmt::Display};

/// Options that narrow a list down.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Which rows (all that are given must hold)")]
pub struct Filter {
    /// Only what concerns this State: code or any name
    #[arg(long, value_name = "STATE", value_parser = state)]
    pub state: Vec<State>,
    /// Only what concerns this person: any spelling, any part of a name, the words in any order
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// Only what this mandate or sender wrote, said or asked: any part of its name
    #[arg(long, value_name = "SENDER")]
    pub from: Option<String>,
    /// Only this kind: of event, letter (procedure), demand or liberty, whichever the list shows
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only cases with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only what can lie on or after this date: 2024, 30d
    #[arg(long, value_name = "DATE", value_parser = since)]
    pub since: Option<Since>,
    /// Only what can lie on or before this date
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<Date>,
}

/// The beginning of the days that are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The first day that this date can mean.
    Date(Date),
    /// So many days before the day on which the world is shown.
    Ago(u32),
}

impl From<Date> for Since {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl Since {
    /// The same as a day, counted back from `as_of`.
    #[must_use]
    pub fn settled(self, as_of: NaiveDate) -> Self {
        match self {
            Self::Date(date) => Self::Date(date),
            Self::Ago(days) => {
                Self::Date(Date::from_day(as_of.checked_sub_days(Days::new(days.into())).unwrap_or(as_of)))
            }
        }
    }

    /// Its first day; that of all days if it is not settled.
    fn earliest(&self) -> NaiveDate {
        match self {
            Self::Date(date) => date.earliest(),
            Self::Ago(_) => NaiveDate::MIN,
        }
    }
}

/// Reads the beginning of the days that are wanted: a date, or a number of days or weeks back.
///
/// # Errors
/// What is wrong and what to write instead.
pub fn since(text: &str) -> Result<Since, String> {
    if text.ends_with(['d', 'w'])
        && let Ok(days) = within(text)
    {
        return Ok(Since::Ago(u32::try_from(days).unwrap_or(u32::MAX)));
    }
    date(text).map(Since::Date).map_err(|e| format!("{e}; or a time back: 30d, 2w"))
}

/// Reads a date option: any date that a record may hold.
///
/// # Errors
/// What is wrong and what to write instead.
pub fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|e| format!("{}; {}", e.message, e.help))
}

fn state(text: &str) -> Result<State, String> {
    State::named(text).ok_or_else(|| instead(text))
}

impl Filter {
    /// Whether the case is wanted at all: its tags, and its State where a row names no other.
    #[must_use]
    pub fn case(&self, case: &Case) -> bool {
        self.tag.iter().all(|tag| case.tags.iter().any(|t| t.eq_ignore_ascii_case(tag)))
    }

    /// Whether one of the case's States is wanted.
    #[must_use]
    pub fn states(&self, case: &Case) -> bool {
        self.state.is_empty() || self.state.iter().any(|s| case.states.contains(s))
    }

    /// Whether this addressee is wanted: a State itself, another actor by the States of the case.
    #[must_use]
    pub fn addressee(&self, case: &Case, actor: &Actor) -> bool {
        match actor {
            Actor::State(state) => self.state.is_empty() || self.state.contains(state),
            Actor::Other(_) => self.states(case),
        }
    }

    /// Whether one of these people is wanted; an entry that names nobody concerns every victim.
    #[must_use]
    pub fn people(&self, case: &Case, ids: &[String]) -> bool {
        use crate::model::person::Role::Victim;
        let Some(wanted) = &self.person else { return true };
        case.people
            .iter()
            .filter(|p| if ids.is_empty() { p.role == Victim } else { ids.contains(&p.id) })
            .any(|p| p.id == *wanted || p.all_names().any(|name| is_meant(name, wanted)))
    }

    /// Whether one of these senders is wanted.
    #[must_use]
    pub fn senders<'a>(&self, senders: impl IntoIterator<Item = &'a str>) -> bool {
        self.from.as_ref().is_none_or(|wanted| senders.into_iter().any(|sender| is_meant(sender, wanted)))
    }

    /// Whether this kind is wanted.
    #[must_use]
    pub fn kind(&self, kinds: &[&str]) -> bool {
        self.kind.is_empty() || self.kind.iter().any(|k| kinds.contains(&k.as_str()))
    }

    /// The same for whole cases: whatever kind and whatever day.
    #[must_use]
    pub fn of_cases(&self) -> Self {
        Self { kind: Vec::new(), since: None, until: None, ..self.clone() }
    }

    /// Whether the date can lie within the days wanted. What is undated cannot be said to.
    #[must_use]
    pub fn date(&self, date: Option<&Date>) -> bool {
        self.days(date.map(Date::bounds))
    }

    /// Whether a day known within bounds can.
    #[must_use]
    pub fn days(&self, days: Option<DayRange>) -> bool {
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        days.is_some_and(|days| {
            self.since.as_ref().is_none_or(|since| days.latest >= since.earliest())
                && self.until.as_ref().is_none_or(|until| days.earliest <= until.latest())
        })
    }

    /// Refuses a kind that the list does not know.
    ///
    /// # Errors
    /// What to write instead.
    pub fn check_kinds(&self, known: &[&str]) -> Result<(), String> {
        match self.kind.iter().find(|kind| !known.contains(&kind.as_str())) {
            None => Ok(()),
            Some(kind) => Err(match nearest(kind, known.iter().copied()) {
                Some(like) => format!("--kind does not know {kind:?}; did you mean {like}?"),
                None => format!("--kind does not know {kind:?}; it takes one of: {}", known.join(", ")),
            }),
        }
    }

    /// The options with their values as words of a command line, so that the same rows can be asked for again.
    #[must_use]
    pub fn as_words(&self) -> Vec<String> {
        let Self { state, person, from, kind, tag, since, until } = self;
        let option = |name: &str, value: &dyn Display| format!("--{name}={value}");
        let since = since.iter().map(|since| match since {
            Since::Date(date) => option("since", &date.as_written()),
            Since::Ago(days) => option("since", &format!("{days}d")),
        });
        let states = state.iter().map(|state| option("state", state));
        states
            .chain(person.iter().map(|person| option("person", person)))
            .chain(from.iter().map(|from| option("from", from)))
            .chain(kind.iter().map(|kind| option("kind", kind)))
            .chain(tag.iter().map(|tag| option("tag", tag)))
            .chain(since)
            .chain(until.iter().map(|until| option("until", &until.as_written())))
            .collect()
    }

    /// The values asked for that are parts of what records say: such a value is easily misspelt.
    #[must_use]
    pub fn wanted(&self) -> Vec<Wanted<'_>> {
        let person = self.person.iter().map(|value| Wanted { option: "--person", value, known: names });
        let from = self.from.iter().map(|value| Wanted { option: "--from", value, known: senders });
        let tags = self.tag.iter().map(|value| Wanted { option: "--tag", value, known: tags });
        person.chain(from).chain(tags).collect()
    }

    /// What to tell about values that no record has: most likely misspelt.
    #[must_use]
    pub fn remarks(&self, cases: &[Open]) -> Vec<String> {
        let unmet = self.wanted().into_iter().filter(|wanted| !cases.iter().any(|case| wanted.is_met(case)));
        unmet.map(|wanted| wanted.remark(wanted.nearest(cases.iter().filter_map(|case| wanted.like(case))))).collect()
    }
}

/// A value asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'f> {
    option: &'static str,
    value: &'f str,
    known: fn(&Case) -> Vec<&str>,
}

impl Wanted<'_> {
    /// Whether the case has it.
    #[must_use]
    pub fn is_met(&self, case: &Case) -> bool {
        (self.known)(case).iter().any(|name| is_meant(name, self.value))
    }

    /// What is most like it, of what the case has.
    #[must_use]
    pub fn like(&self, case: &Case) -> Option<String> {
        let known = (self.known)(case);
        let words = known.iter().flat_map(|name| name.split_whitespace());
        nearest(self.value, words.chain(known.iter().copied())).map(str::to_owned)
    }

    /// What is most like it, of what several cases have.
    #[must_use]
    pub fn nearest(&self, likes: impl Iterator<Item = String>) -> Option<String> {
        let likes: HashSet<String> = likes.collect();
        let mut likes: Vec<&str> = likes.iter().map(String::as_str).collect();
        likes.sort_unstable();
        nearest(self.value, likes).map(str::to_owned)
    }

    /// What to tell if no record has it, but something like it.
    #[must_use]
    pub fn remark(&self, like: Option<String>) -> String {
        let hint = like.map_or_else(String::new, |like| format!("; did you mean {like:?}?"));
        format!("{}: no record that is shown has {:?}{hint}", self.option, self.value)
    }
}

fn names(case: &Case) -> Vec<&str> {
    case.people.iter().flat_map(|p| p.all_names().chain([p.id.as_str()])).collect()
}

fn senders(case: &Case) -> Vec<&str> {
    let letters = case.communications.iter().flat_map(|l| &l.from);
    let statements = case.statements.iter().map(|s| &s.by);
    let demands = case.demands.iter().flat_map(|d| &d.by);
    letters.chain(statements).chain(demands).map(String::as_str).collect()
}

fn tags(case: &Case) -> Vec<&str> {
    case.tags.iter().map(String::as_str).collect()
}

/// Whether a name is meant by what was typed: by any part of it, or by the beginnings of its words in any order.
/// Case, accents, apostrophes and hyphens do not matter.
fn is_meant(name: &str, typed: &str) -> bool {
    let (name, typed) = (words(name), words(typed));
    if name.join(" ").contains(&typed.join(" ")) {
        return true;
    }
    let mut left = name.clone();
    let begins = |typed: &String| {
        let at = left.iter().position(|word| word.starts_with(typed.as_str()))?;
        Some(left.swap_remove(at))
    };
    if typed.iter().map(begins).all(|word| word.is_some()) {
        return true;
    }
    // Words run together: `alkhayali` is `al-Khayali`.
    let whole = typed.concat();
    (0..name.len()).any(|from| {
        let mut rest = Some(whole.as_str());
        name[from..].iter().any(|word| {
            rest = rest.and_then(|rest| rest.strip_prefix(word.as_str()));
            rest == Some("")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_typed() {
        for (name, typed) in [
            ("Ana Žižka-Ó Briain", "zizka"),
            ("Ana Žižka-Ó Briain", "obriain"),
            ("Ana Žižka-Ó Briain", "ka-o bri"),
            ("Алексей Соколов", "СОКОЛОВ"),
            ("Алексей Соколов", "соколов алексей"),
            ("Семён Йотов", "Йотов Семен"),
            ("Noor al-Khayali", "al Khayali"),
            ("Noor al-Khayali", "alkhayali"),
            ("Noor al-Khayali", "Khayali, Noor"),
            ("Noor Al Khayali", "al-khayali noor"),
            ("Mary O'Wren", "OWren"),
            ("Mary O’Wren", "o'wren mary"),
            ("Sha‘ban", "shaban"),
            ("أحمد منصور", "منصور احمد"),
            ("王小明", "小明"),
            ("Łucja Żółw", "zolw luc"),
        ] {
            assert!(is_meant(name, typed), "{name}: {typed}");
        }
        for (name, typed) in [
            ("Ana", "Anna"),
            ("Joanna Lind", "Ann Li"),
            ("Ana Wren", "Ana Ana"),
            ("Ada Idris", "ali"),
            ("Noor al-Khayali", "Noor Khayalid"),
            ("Алексей Соколов", "Sokolov"),
        ] {
            assert!(!is_meant(name, typed), "{name}: {typed}");
        }
    }
}
