//! Deadline rules as data: who owes an answer, within what time, counted from what, says who.
//!
//! A `due` written in the letter beats every rule. Calendar days only: no working days, no holidays,
//! no clock that restarts by itself.

use super::vocabulary::vocabulary;
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

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match self {
            Self::Days(n) => (n, "day"),
            Self::Weeks(n) => (n, "week"),
            Self::Months(n) => (n, "month"),
            Self::Years(n) => (n, "year"),
        };
        write!(f, "{n} {unit}{}", if *n == 1 { "" } else { "s" })
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
}

impl Rule {
    fn covers(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// All rules in force for a folder of cases.
#[derive(Clone, Debug)]
pub struct Rules {
    rules: Vec<Rule>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { rules: BUILT_IN.iter().map(Row::rule).collect() }
    }
}

impl Rules {
    /// The rule of a procedure for a letter of that day; without a day, only a rule that is not
    /// limited in time.
    #[must_use]
    pub fn of(&self, procedure: &str, day: Option<NaiveDate>) -> Option<&Rule> {
        self.rules.iter().find(|rule| {
            rule.procedure == procedure
                && match day {
                    Some(day) => rule.covers(day),
                    None => rule.valid_from.is_none() && rule.valid_to.is_none(),
                }
        })
    }

    /// Whether any rule has this procedure.
    #[must_use]
    pub fn knows(&self, procedure: &str) -> bool {
        self.rules.iter().any(|rule| rule.procedure == procedure)
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

/// A row of the built-in table.
struct Row(&'static str, Owes, Option<Term>, CountedFrom, Option<&'static str>, bool, &'static str);

impl Row {
    fn rule(&self) -> Rule {
        let Self(procedure, owes, term, from, extension, verified, source) = *self;
        Rule {
            procedure: procedure.into(),
            owes,
            term,
            from,
            extension: extension.map(Cow::Borrowed),
            valid_from: None,
            valid_to: None,
            source: source.into(),
            verified,
        }
    }
}

use CountedFrom::{Adopted, Sent};
use Owes::{Addressee, State};

const SP_SIXTY: &str = "practice of special procedures' letters; two months: A/62/280 para. 10";

/// The rules that ship: procedure, who owes, term, from, extension, verified, source.
const BUILT_IN: &[Row] = &[
    Row("sp-allegation-letter", Addressee, Some(Term::Days(60)), Sent, None, false, SP_SIXTY),
    Row(
        "sp-urgent-appeal",
        Addressee,
        Some(Term::Days(60)),
        Sent,
        None,
        false,
        "practice of special procedures' letters; \"a prompt answer\", no number: A/62/280 para. 10",
    ),
    Row("sp-other-letter", Addressee, Some(Term::Days(60)), Sent, None, false, SP_SIXTY),
    Row("sp-follow-up", Addressee, Some(Term::Days(60)), Sent, None, false, SP_SIXTY),
    Row("sp-letter", Addressee, Some(Term::Days(60)), Sent, None, false, SP_SIXTY),
    Row(
        "wgad-regular",
        State,
        Some(Term::Days(60)),
        Sent,
        Some("1 month, on request"),
        true,
        "OHCHR, Working Group on Arbitrary Detention, complaints page; older texts say 90 days",
    ),
    Row("wgad-urgent-appeal", State, None, Sent, None, false, "no term found"),
    Row(
        "wgad-opinion-follow-up",
        State,
        Some(Term::Months(6)),
        Sent,
        None,
        false,
        "practice of the Working Group on Arbitrary Detention",
    ),
    Row(
        "wgeid-urgent",
        State,
        None,
        Sent,
        None,
        true,
        "OHCHR, Working Group on Enforced or Involuntary Disappearances, procedures page: no term stated",
    ),
    Row(
        "wgeid-standard",
        State,
        None,
        Sent,
        None,
        true,
        "OHCHR, Working Group on Enforced or Involuntary Disappearances, procedures page: no term stated",
    ),
    Row(
        "ccpr-complaint",
        State,
        Some(Term::Months(6)),
        Sent,
        Some("by the Committee"),
        true,
        "ICCPR Optional Protocol art. 4(2)",
    ),
    Row(
        "ccpr-admissibility",
        State,
        Some(Term::Months(2)),
        Sent,
        None,
        false,
        "rules of procedure of the Human Rights Committee",
    ),
    Row(
        "ccpr-views-follow-up",
        State,
        Some(Term::Days(180)),
        Sent,
        None,
        true,
        "tenth inter-committee meeting of treaty bodies, follow-up to decisions, para. 4",
    ),
    Row(
        "ccpr-concluding-follow-up",
        State,
        Some(Term::Years(3)),
        Adopted,
        None,
        true,
        "Centre for Civil and Political Rights, follow-up and assessment: 3 years now, 2 before, 1 at first",
    ),
    Row(
        "cat-complaint",
        State,
        Some(Term::Months(6)),
        Sent,
        None,
        false,
        "rules of procedure of the Committee against Torture",
    ),
    Row(
        "cat-decision-follow-up",
        State,
        Some(Term::Days(90)),
        Sent,
        None,
        false,
        "decisions of the Committee against Torture",
    ),
    Row("cat-concluding-follow-up", State, Some(Term::Years(1)), Adopted, None, true, "CAT/C/55/3"),
    Row("cerd-complaint", State, Some(Term::Months(3)), Sent, None, false, "ICERD art. 14"),
    Row("cedaw-complaint", State, Some(Term::Months(6)), Sent, None, true, "CEDAW Optional Protocol art. 6(2)"),
    Row("crpd-complaint", State, Some(Term::Months(6)), Sent, None, false, "CRPD Optional Protocol art. 3"),
    Row(
        "crc-complaint",
        State,
        Some(Term::Months(6)),
        Sent,
        None,
        false,
        "CRC Optional Protocol on a communications procedure art. 8",
    ),
    Row("cescr-complaint", State, Some(Term::Months(6)), Sent, None, false, "ICESCR Optional Protocol art. 6"),
    Row(
        "ced-urgent-action",
        State,
        Some(Term::Weeks(2)),
        Sent,
        None,
        true,
        "Committee on Enforced Disappearances, urgent actions, rules 58-64",
    ),
    Row("ced-concluding-follow-up", State, Some(Term::Years(1)), Adopted, None, true, "CED/C/22/4"),
    Row("interim-measures", State, None, Sent, None, false, "the term is set in the request: write `due`"),
    Row(
        "hrc-complaint",
        State,
        Some(Term::Months(3)),
        Sent,
        Some("on request"),
        false,
        "complaint procedure of the Human Rights Council",
    ),
    Row(
        "iachr-petition",
        State,
        Some(Term::Months(3)),
        Sent,
        Some("up to 4 months in all"),
        false,
        "rules of procedure of the IACHR",
    ),
    Row("iachr-precautionary-measures", State, None, Sent, None, false, "the term is set in the letter: write `due`"),
    Row("echr-communicated", State, None, Sent, None, false, "the term is set in the letter: write `due`"),
    Row("echr-rule-39", State, None, Sent, None, false, "the term is set in the letter: write `due`"),
    Row("achpr-provisional-measures", State, None, Sent, None, false, "the term is set in the letter: write `due`"),
    Row("ngo-urgent-action", Addressee, None, Sent, None, false, "no term but one written in the letter: `due`"),
    Row("ngo-letter", Addressee, None, Sent, None, false, "no term but one written in the letter: `due`"),
    Row("other", Addressee, None, Sent, None, false, "no term but one written in the letter: `due`"),
];
