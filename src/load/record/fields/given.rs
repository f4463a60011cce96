//! What a key is given, held strictly against what it takes.

use super::{Fields, Placed};
use crate::{
    load::{
        folder::is_id,
        problem::Code,
        record::{
            reader::Mention,
            schema::{Key, MOST_DAYS, Named},
        },
        text::tree::{Pair, TomlValue},
    },
    model::{
        date::{Date, DateError, DayRange, in_years},
        reference::{self, Reference, is_of_special_procedures, unknown_code},
        rule::{Rules, Term},
        state::{Actor, State, instead},
        vocabulary::nearest,
    },
};
use chrono::NaiveDate;
use std::{borrow::Cow, collections::HashSet, ops::Range};

/// What a key is given: one value, or a list of them.
pub(super) struct Given<'f, 'r> {
    fields: &'f Fields<'r>,
    key: &'static str,
    needed: bool,
    value: &'r TomlValue<'r>,
    span: Range<usize>,
}

/// What a value is, in words.
pub(super) const fn named(value: &TomlValue<'_>) -> &'static str {
    match value {
        TomlValue::Text(_) => "text",
        TomlValue::Integer(_) | TomlValue::Float => "a number",
        TomlValue::Flag(_) => "true or false",
        TomlValue::Date(_) => "a date",
        TomlValue::List(_) => "a list",
        TomlValue::Table(_) => "a table",
    }
}

impl<'f, 'r> Given<'f, 'r> {
    pub(super) fn new<T>(fields: &'f Fields<'r>, key: &Key<T>, pair: &'r Pair<'r>) -> Self {
        let span = pair.span.clone();
        Self { fields, key: key.name, needed: key.needed, value: &pair.value, span }
    }

    pub(super) const fn value(&self) -> &'r TomlValue<'r> {
        self.value
    }

    fn problem(&self, code: Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.fields.problem(code, span, message, help);
    }

    fn wrong_type(&self, value: &TomlValue<'_>, span: Range<usize>, takes: &str, help: impl Into<String>) {
        let message = format!("`{}` takes {takes}, here is {}", self.key, named(value));
        self.problem(Code::WrongType, span, message, help);
    }

    /// A text that says something.
    pub(super) fn text(&self) -> Option<Placed<'r>> {
        let if_empty = match self.needed {
            true => "write what it is: this key must be there",
            false => "write something, or leave the key out: unknown stays unknown",
        };
        self.as_text(self.value, self.span.clone(), if_empty)
    }

    fn as_text(&self, value: &'r TomlValue<'r>, span: Range<usize>, if_empty: &str) -> Option<Placed<'r>> {
        match value {
            TomlValue::Text(text) if text.trim().is_empty() => {
                self.problem(Code::Empty, span, format!("`{}` is empty", self.key), if_empty);
                None
            }
            TomlValue::Text(text) => Some((text, span)),
            other => {
                self.wrong_type(other, span, "text", format!("write it in quotes: {} = \"…\"", self.key));
                None
            }
        }
    }

    /// A list of texts that say something.
    pub(super) fn texts(&self) -> Vec<Placed<'r>> {
        let TomlValue::List(items) = self.value else {
            let help = format!("write it in brackets: {} = [\"…\"]", self.key);
            self.wrong_type(self.value, self.span.clone(), "a list", help);
            return Vec::new();
        };
        let if_empty = "write something, or leave it out of the list";
        items.iter().filter_map(|(item, span)| self.as_text(item, span.clone(), if_empty)).collect()
    }

    /// A text, or a list of them.
    fn one_or_more(&self) -> Vec<Placed<'r>> {
        match self.value {
            TomlValue::Text(_) => self.text().into_iter().collect(),
            _ => self.texts(),
        }
    }

    fn is_empty_list(&self) -> bool {
        matches!(self.value, TomlValue::List(items) if items.is_empty())
    }

    /// True or false. Anything else is a problem and counts as true: `confidential = "yes"` must not make anything
    /// public.
    pub(super) fn flag(&self) -> bool {
        match self.value {
            TomlValue::Flag(flag) => *flag,
            other => {
                let help = format!("write {} = true, without quotes", self.key);
                self.wrong_type(other, self.span.clone(), "true or false", help);
                true
            }
        }
    }

    pub(super) fn date(&self) -> Option<Date> {
        let source = self.fields.reader.source;
        let error = match self.value {
            TomlValue::Text(text) => match Date::read(text.trim()) {
                Some(date) => return Some(date),
                // A problem that is only counted needs no advice, which takes time to find.
                None if source.only_counts(Code::BadDate) => return None,
                None => Date::parse(text.trim()).err()?,
            },
            TomlValue::Date(at) => match bare_date(at) {
                Ok(date) => return Some(date),
                Err(error) => error,
            },
            TomlValue::Integer(_) | TomlValue::Float => match Date::parse(&source.text[self.span.clone()]) {
                Ok(year) => DateError {
                    message: "a year alone is a number here".into(),
                    help: format!("write it in quotes: {} = \"{year}\"", self.key),
                },
                Err(error) => error,
            },
            other => {
                self.wrong_type(other, self.span.clone(), "a date", "write 2024-07-05, or \"2024-07\" in quotes");
                return None;
            }
        };
        self.problem(Code::BadDate, self.span.clone(), format!("`{}`: {}", self.key, error.message), error.help);
        None
    }

    /// A date that is one day.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        let date = self.date()?;
        if !date.is_exact() {
            let message = format!("`{}` takes one day", self.key);
            self.problem(Code::BadDate, self.span.clone(), message, "write 2024-07-05");
        }
        Some(date.earliest())
    }

    /// A length of time.
    pub(super) fn term(&self) -> Option<Term> {
        let (text, span) = self.text()?;
        let term = Term::parse(text);
        if term.is_none() {
            let help = "write a number and a unit: \"60 days\", \"2 weeks\", \"6 months\", \"1 year\"; leave it out for no term";
            self.problem(Code::UnknownWord, span, format!("`{}` does not know {text:?}", self.key), help);
        }
        term
    }

    /// The two ends of a stretch of time.
    pub(super) fn stretch(&self) -> Option<(Date, Option<Date>)> {
        let ends = self.date()?.ends();
        if ends.is_none() {
            let help = "write both ends: \"2020-03-19/2020-05-21\", or \"2020-03-19/..\" while it lasts";
            self.problem(Code::BadDate, self.span.clone(), "a suspension lasts from a day to a day", help);
        }
        ends
    }

    pub(super) fn days(&self) -> Option<u32> {
        let TomlValue::Integer(number) = self.value else {
            let help = format!("write {} = 5, without quotes", self.key);
            self.wrong_type(self.value, self.span.clone(), "a number of days", help);
            return None;
        };
        let days = number.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
        if days.is_none() {
            let help = format!("write a whole number from 1 to {MOST_DAYS}: both the first and the last day count");
            self.problem(Code::BadNumber, self.span.clone(), format!("`{}` is no number of days", self.key), help);
        }
        days
    }

    /// Reports a word that is none of those allowed.
    pub(super) fn unknown_word(&self, word: &str, span: Range<usize>, allowed: &[&str]) {
        if self.fields.reader.source.only_counts(Code::UnknownWord) {
            return;
        }
        let help = match nearest(word, allowed.iter().copied()) {
            Some(like) => format!("did you mean \"{like}\"? Allowed: {}", allowed.join(", ")),
            None => format!("write one of: {}", allowed.join(", ")),
        };
        self.problem(Code::UnknownWord, span, format!("`{}` does not know {word:?}", self.key), help);
    }

    pub(super) fn procedure(&self, rules: &Rules) -> Option<String> {
        let (name, span) = self.text()?;
        if !rules.knows(name) {
            self.unknown_word(name, span, &rules.procedures());
        }
        Some(name.into())
    }

    /// The id of this entry.
    pub(super) fn id(&self, named: Named) -> Option<String> {
        let (id, span) = self.text()?;
        if !is_id(id) {
            let help = "write small letters a to z, digits and hyphens: id = \"un-2025-01-08\"";
            self.problem(Code::BadId, span, format!("{id:?} is not an id"), help);
            return None;
        }
        self.define(named, id.into(), span, false);
        Some(id.into())
    }

    /// The reference of this letter of that procedure; `shared`: the letter also has an id, so another letter may have
    /// the same number.
    pub(super) fn reference(&self, shared: bool, procedure: &str) -> Option<Reference> {
        let (text, span) = self.text()?;
        if let Some(code) = unknown_code(text, is_of_special_procedures(procedure)) {
            let help = format!("write it as the letter does, UA GBR 3/2019: {}", instead(&code));
            self.problem(Code::BadReference, span.clone(), format!("{text:?} names no State"), help);
        }
        // Two spellings of one reference are one id.
        let reference = Reference::new(text);
        let key = reference.key();
        let id = key.map_or(text.into(), |key| key.to_string().into());
        self.define(Named::Letter, id, span, shared && key.is_none());
        Some(reference)
    }

    fn define(&self, named: Named, id: Cow<'r, str>, span: Range<usize>, shared: bool) {
        let private = self.fields.private;
        self.fields.reader.defined.borrow_mut().push(Mention { named, id, span, private, shared });
    }

    fn refer(&self, named: Named, (id, span): Placed<'r>) -> String {
        let mention = Mention { named, id: id.into(), span, private: self.fields.private, shared: false };
        self.fields.reader.used.borrow_mut().push(mention);
        id.into()
    }

    /// The id of another entry.
    pub(super) fn other(&self, named: Named) -> Option<String> {
        self.text().map(|id| self.refer(named, id))
    }

    /// Ids of other entries.
    pub(super) fn others(&self, named: Named) -> Vec<String> {
        self.texts().into_iter().map(|id| self.refer(named, id)).collect()
    }

    /// The id of another entry, or a list of them.
    pub(super) fn one_or_more_ids(&self, named: Named) -> Vec<String> {
        self.one_or_more().into_iter().map(|id| self.refer(named, id)).collect()
    }

    /// Ids of the people concerned. An empty list is refused: it would mean every victim, as no list does, but looks as
    /// if it meant nobody.
    pub(super) fn people(&self) -> Vec<String> {
        if self.is_empty_list() {
            let help = "name somebody, or leave the key out: then it concerns every victim";
            self.problem(Code::Empty, self.span.clone(), format!("`{}` is empty", self.key), help);
        }
        self.others(Named::Person)
    }

    /// An earlier letter: its id in this record, or a reference, which may be on record elsewhere.
    pub(super) fn earlier_letter(&self) -> Option<String> {
        let placed = self.text()?;
        if reference::Key::parse(placed.0).is_some() || placed.0.contains('/') {
            return Some(placed.0.into());
        }
        Some(self.refer(Named::Letter, placed))
    }

    pub(super) fn states(&self) -> Vec<State> {
        let state = |(text, span)| {
            let state = State::from_code(text);
            if state.is_none() {
                self.unknown_state(text, span);
            }
            state
        };
        self.one_or_more().into_iter().filter_map(state).collect()
    }

    /// States and other actors, at least one.
    pub(super) fn actors(&self) -> Vec<Actor> {
        self.some("\"RUS\"").into_iter().map(|placed| self.actor(placed)).collect()
    }

    /// The same, each of them once.
    pub(super) fn addressees(&self) -> Vec<Actor> {
        let (mut addressees, mut met) = (Vec::new(), HashSet::new());
        for (text, span) in self.some("[\"RUS\"]") {
            let actor = self.actor((text, span.clone()));
            if met.insert(actor.clone()) {
                addressees.push(actor);
            } else {
                self.problem(Code::Conflict, span, "the same addressee twice", "name each addressee once");
            }
        }
        addressees
    }

    /// A text or a list of them that is not empty; `example` is what to write instead.
    fn some(&self, example: &str) -> Vec<Placed<'r>> {
        if self.is_empty_list() {
            let help = format!("write {} = {example}", self.key);
            self.problem(Code::Empty, self.span.clone(), format!("`{}` is empty", self.key), help);
        }
        self.one_or_more()
    }

    /// An addressee of the letter.
    pub(super) fn addressee(&self, addressees: &[Actor]) -> Option<Actor> {
        let placed = self.text()?;
        let span = placed.1.clone();
        let actor = self.actor(placed);
        if addressees.contains(&actor) {
            return Some(actor);
        }
        let names: Vec<String> = addressees.iter().map(Actor::to_string).collect();
        let message = format!("`{}` is no addressee of the letter", self.key);
        self.problem(Code::NotAnAddressee, span, message, format!("write one of: {}", names.join(", ")));
        None
    }

    /// A State or another actor.
    fn actor(&self, (text, span): Placed<'_>) -> Actor {
        Actor::named(text).unwrap_or_else(|| {
            if State::called(text).is_empty() {
                self.unknown_state(text, span);
            } else {
                let message = format!("{text:?} is a State, and States are written by their code");
                let help = format!("{}; another actor stands by its full name", instead(text));
                self.problem(Code::UnknownState, span, message, help);
            }
            Actor::Other(text.into())
        })
    }

    fn unknown_state(&self, text: &str, span: Range<usize>) {
        if self.fields.reader.source.only_counts(Code::UnknownState) {
            return;
        }
        self.problem(Code::UnknownState, span, format!("{text:?} is not the code of a State"), instead(text));
    }
}

fn bare_date(at: &toml::value::Datetime) -> Result<Date, DateError> {
    let day = at.date.and_then(|d| chrono::NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()));
    match (day, at.time) {
        (Some(day), None) => in_years(DayRange::day(day)).map(|()| Date::from_day(day)),
        (Some(day), Some(_)) => Err(DateError {
            message: "a time of day is not part of a date here".into(),
            help: format!("write the day alone: {day}"),
        }),
        (None, _) => Err(DateError {
            message: "this is a time of day, not a date".into(),
            help: "write the day: 2024-07-05".into(),
        }),
    }
}
