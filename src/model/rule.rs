//! Deadline rules as data: who owes an answer, within what time, counted from what, says who.
//!
//! A `due` written in the letter beats every rule. Calendar days only: no working days, no holidays,
//! no clock that restarts by itself.

use super::{rule_table, vocabulary::vocabulary};
use chrono::{Days, Months, NaiveDate};
use std::{borrow::Cow, fmt};

/// A length of time in the unit in which the rule states it: six months are not 180 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Calendar days.
    Days(u32),
    /// Weeks of seven days.
    Weeks(u32),
    /// Calendar months; a day that the last month lacks becomes its last day.
    Months(u32),
    /// Calendar years; 29 February becomes 28 February.
    Years(u32),
}

impl Term {
    /// The last day of a term counted from `start`, which is day 0. `None` past the end of the
    /// calendar.
    #[must_use]
    pub fn after(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(n) => start.checked_add_days(Days::new(n.into())),
            Self::Weeks(n) => start.checked_add_days(Days::new(u64::from(n) * 7)),
            Self::Months(n) => start.checked_add_months(Months::new(n)),
            Self::Years(n) => start.checked_add_months(Months::new(n.checked_mul(12)?)),
        }
    }
}

impl Term {
    /// Reads `60 days`, `2 weeks`, `6 months`, `1 year`; a term is at least one unit and at most a century.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let n: u32 = number.parse().ok()?;
        let (term, most) = match unit.trim().trim_end_matches('s') {
            "day" => (Self::Days(n), 36_525),
            "week" => (Self::Weeks(n), 5_218),
            "month" => (Self::Months(n), 1_200),
            "year" => (Self::Years(n), 100),
            _ => return None,
        };
        (1..=most).contains(&n).then_some(term)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match self {
            Self::Days(n) => (n, " day"),
            Self::Weeks(n) => (n, " week"),
            Self::Months(n) => (n, " month"),
            Self::Years(n) => (n, " year"),
        };
        n.fmt(f)?;
        f.write_str(unit)?;
        f.write_str(if *n == 1 { "" } else { "s" })
    }
}

vocabulary! {
    /// Who owes the answer under a rule.
    Owes {
        /// Whoever is addressed.
        Addressee = "addressee",
        /// The State.
        State = "state",
    }
}

vocabulary! {
    /// The day from which a term is counted.
    CountedFrom {
        /// The day the letter was sent or transmitted (`sent`).
        Sent = "sent",
        /// The day the opinion, views or observations were adopted (`decided`).
        Adopted = "adopted",
    }
}

/// A deadline rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The procedure it belongs to, as records write it.
    pub procedure: Cow<'static, str>,
    /// What a letter of this procedure is, in a few words.
    pub title: Cow<'static, str>,
    /// Who owes the answer.
    pub owes: Owes,
    /// Within what time; `None` if the procedure has no term of its own.
    pub term: Option<Term>,
    /// Counted from what.
    pub from: CountedFrom,
    /// What extension it allows; none follows by itself.
    pub extension: Option<Cow<'static, str>>,
    /// First day of letters it applies to.
    pub valid_from: Option<NaiveDate>,
    /// Last day of letters it applies to.
    pub valid_to: Option<NaiveDate>,
    /// Where it is written.
    pub source: Cow<'static, str>,
    /// Whether the passage itself was read there.
    pub verified: bool,
    /// Whether it ships with the program; otherwise it is the office's own.
    pub built_in: bool,
}

impl Rule {
    /// Whether both apply on some day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| a.valid_to.zip(b.valid_from).is_some_and(|(to, from)| to < from);
        !before(self, other) && !before(other, self)
    }

    /// Whether it applies to letters of that day.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// All rules in force for a folder of cases.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Those of one procedure stand together.
    rules: Vec<Rule>,
    /// Whether these are all.
    whole: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { rules: rule_table::built_in(), whole: true }
    }
}

impl Rules {
    /// Where the rules of the office cannot be read: any procedure may be among them, and no term is known. The
    /// built-in rules may be those that the office replaced.
    #[must_use]
    pub const fn unread() -> Self {
        Self { rules: Vec::new(), whole: false }
    }

    /// The same with these rules, each replacing all rules of its procedure.
    #[must_use]
    pub fn with(mut self, own: Vec<Rule>) -> Self {
        self.rules.retain(|rule| !own.iter().any(|o| o.procedure == rule.procedure));
        self.rules.extend(own);
        self
    }

    /// The rules of a procedure in the order of time; none if it is not known. Two may apply to letters of one
    /// day where the day of a change is not known: then both terms count.
    #[must_use]
    pub fn of(&self, procedure: &str) -> &[Rule] {
        let is_its = |rule: &Rule| rule.procedure == procedure;
        let first = self.rules.iter().position(is_its).unwrap_or(self.rules.len());
        let rest = &self.rules[first..];
        &rest[..rest.iter().position(|rule| !is_its(rule)).unwrap_or(rest.len())]
    }

    /// What a letter of this procedure is, in a few words.
    #[must_use]
    pub fn title<'a>(&'a self, procedure: &'a str) -> &'a str {
        self.of(procedure).first().map_or(procedure, |rule| &rule.title)
    }

    /// Whether any rule has this procedure, or may have it.
    #[must_use]
    pub fn knows(&self, procedure: &str) -> bool {
        !self.whole || !self.of(procedure).is_empty()
    }

    /// Every procedure, each once, in the order of the table.
    #[must_use]
    pub fn procedures(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.rules.iter().map(|rule| rule.procedure.as_ref()).collect();
        all.dedup();
        all
    }

    /// Every rule, in the order of the table.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }
}
