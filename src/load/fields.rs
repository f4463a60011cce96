//! Reading one table of a record, key by key, with the position of everything.
//!
//! Every getter notes the key it asked for; [`Fields::done`] then reports each key that nobody asked
//! for. So the reading in `record` is the whole schema, and no list of keys is kept beside it.

mod ids;

use super::{
    gathered::{Kind, Reader},
    headings::instead_of_table,
    mark::is_marked,
    problem::Code,
    tree::{self, Pair, Table, Value},
};
use crate::model::{
    case::Entry,
    date::{Date, DateError, DayRange, in_years},
    state::{Actor, State, instead},
    vocabulary::{Vocabulary, nearest},
};
use std::{
    cell::{Cell, RefCell},
    ops::Range,
};

/// A word of the file with its place.
pub type Placed<'r> = (&'r str, Range<usize>);

/// More days than any life has.
pub const MOST_DAYS: u32 = 50_000;

/// Keys of the whole case, which stand above the first entry.
const TOP: [&str; 6] = ["title", "state", "summary", "tags", "related", "reviewed"];

/// One table of the record.
#[derive(Debug)]
pub struct Fields<'r> {
    reader: &'r Reader<'r>,
    table: &'r Table<'r>,
    /// The key under which this table lies; empty for the whole record.
    name: &'static str,
    /// Where the table begins: its header.
    pub span: Range<usize>,
    /// It is marked confidential, or lies in something that is.
    pub private: bool,
    asked: RefCell<Vec<&'static str>>,
    /// Which of the first pairs were asked for, a bit each.
    met: Cell<u64>,
}

impl<'r> Fields<'r> {
    /// The fields of a table; `private` if it lies in something confidential.
    #[must_use]
    pub fn new(reader: &'r Reader<'r>, table: &'r Table<'r>, span: Range<usize>, private: bool) -> Self {
        let private = private || is_marked(table);
        let asked = RefCell::new(Vec::with_capacity(16));
        Self { reader, table, name: "", span, private, asked, met: Cell::new(0) }
    }

    /// Notes a problem in this table.
    pub fn problem(&self, code: Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.reader.source.problem(code, span, self.private, message, help);
    }

    fn value(&self, key: &'static str) -> Option<(&'r Value<'r>, Range<usize>)> {
        self.asked.borrow_mut().push(key);
        let at = self.table.pairs.iter().position(|pair| pair.key == key)?;
        self.met.set(self.met.get() | 1_u64.checked_shl(at.try_into().unwrap_or(u32::MAX)).unwrap_or(0));
        let pair = &self.table.pairs[at];
        Some((&pair.value, pair.span.clone()))
    }

    /// Where the value of `key` stands, or the table if there is none.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(self.span.clone(), |pair| pair.span.clone())
    }

    /// Whether the key is written.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    fn wrong_type(&self, key: &str, value: &Value<'_>, span: Range<usize>, takes: &str, help: &str) {
        let is = match value {
            Value::Text(_) => "text",
            Value::Integer(_) | Value::Float => "a number",
            Value::Flag(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        };
        self.problem(Code::WrongType, span, format!("`{key}` takes {takes}, here is {is}"), help);
    }

    fn missing(&self, key: &str, example: &str) {
        self.problem(
            Code::MissingKey,
            self.span.clone(),
            format!("`{key}` is missing"),
            format!("add {key} = {example}"),
        );
    }

    /// Whether anything read so far in the whole record is confidential.
    #[must_use]
    pub fn any_marked(&self) -> bool {
        self.reader.marked.get()
    }

    /// A text.
    pub fn text(&self, key: &'static str) -> Option<String> {
        self.placed(key).map(|(text, _)| text.into())
    }

    /// A text with its place.
    pub fn placed(&self, key: &'static str) -> Option<Placed<'r>> {
        let (value, span) = self.value(key)?;
        self.as_text(key, value, span, "write something, or leave the key out: unknown stays unknown")
    }

    /// A text with its place that must be there: the key is not to be left out.
    pub fn placed_needed(&self, key: &'static str) -> Option<Placed<'r>> {
        let (value, span) = self.value(key)?;
        self.as_text(key, value, span, "write what it is: this key must be there")
    }

    /// A text; `if_empty` is what to do if it says nothing.
    fn as_text(&self, key: &str, value: &'r Value<'r>, span: Range<usize>, if_empty: &str) -> Option<Placed<'r>> {
        match value {
            Value::Text(text) if text.trim().is_empty() => {
                self.problem(Code::Empty, span, format!("`{key}` is empty"), if_empty);
                None
            }
            Value::Text(text) => Some((text, span)),
            other => {
                self.wrong_type(key, other, span, "text", &format!("write it in quotes: {key} = \"…\""));
                None
            }
        }
    }

    /// A text that must be there; empty after a problem was noted.
    pub fn need_text(&self, key: &'static str) -> String {
        if !self.has(key) {
            self.missing(key, "\"…\"");
        }
        self.placed_needed(key).map(|(text, _)| text.into()).unwrap_or_default()
    }

    /// A list of texts.
    pub fn texts(&self, key: &'static str) -> Vec<Placed<'r>> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        match value {
            Value::List(items) => {
                let help = "write something, or leave it out of the list";
                items.iter().filter_map(|(item, span)| self.as_text(key, item, span.clone(), help)).collect()
            }
            other => {
                self.wrong_type(key, other, span, "a list", &format!("write it in brackets: {key} = [\"…\"]"));
                Vec::new()
            }
        }
    }

    /// A list of texts without their places.
    pub fn words(&self, key: &'static str) -> Vec<String> {
        self.texts(key).into_iter().map(|(text, _)| text.into()).collect()
    }

    /// A text or a list of texts.
    pub fn one_or_more(&self, key: &'static str) -> Vec<Placed<'r>> {
        match self.table.get(key).map(|pair| &pair.value) {
            Some(Value::Text(_)) => self.placed(key).into_iter().collect(),
            _ => self.texts(key),
        }
    }

    /// A text or a list of texts that must be there; `example` is what to add if it is missing.
    pub fn need_one_or_more(&self, key: &'static str, example: &str) -> Vec<Placed<'r>> {
        match self.table.get(key).map(|pair| &pair.value) {
            Some(Value::Text(_)) => self.placed_needed(key).into_iter().collect(),
            Some(_) => self.texts(key),
            None => {
                self.missing(key, example);
                self.texts(key)
            }
        }
    }

    /// The same, at least one.
    pub fn need_some(&self, key: &'static str, example: &str) -> Vec<Placed<'r>> {
        let texts = self.need_one_or_more(key, example);
        if matches!(self.table.get(key), Some(Pair { value: Value::List(items), .. }) if items.is_empty()) {
            self.problem(
                Code::Empty,
                self.span_of(key),
                format!("`{key}` is empty"),
                format!("write {key} = {example}"),
            );
        }
        texts
    }

    /// True or false; false if not written. Anything else is a problem, and counts as true: a mark
    /// that cannot be read must not make public what it was to protect.
    pub fn flag(&self, key: &'static str) -> bool {
        match self.value(key) {
            None => false,
            Some((Value::Flag(flag), _)) => *flag,
            Some((other, span)) => {
                self.wrong_type(key, other, span, "true or false", &format!("write {key} = true, without quotes"));
                true
            }
        }
    }

    /// A date.
    pub fn date(&self, key: &'static str) -> Option<Date> {
        let (value, span) = self.value(key)?;
        let error = match value {
            Value::Text(text) => match Date::read(text.trim()) {
                Some(date) => return Some(date),
                // What is not told need not be thought about.
                None if self.reader.source.only_counts(Code::BadDate) => return None,
                None => Date::parse(text.trim()).err()?,
            },
            Value::Date(at) => match bare_date(at) {
                Ok(date) => return Some(date),
                Err(error) => error,
            },
            Value::Integer(_) | Value::Float => match Date::parse(&self.reader.source.text[span.clone()]) {
                Ok(year) => DateError {
                    message: "a year alone is a number here".into(),
                    help: format!("write it in quotes: {key} = \"{year}\""),
                },
                Err(error) => error,
            },
            other => {
                self.wrong_type(key, other, span, "a date", "write 2024-07-05, or \"2024-07\" in quotes");
                return None;
            }
        };
        self.problem(Code::BadDate, span, format!("`{key}`: {}", error.message), error.help);
        None
    }

    /// A whole number of days, at least one.
    pub fn days(&self, key: &'static str) -> Option<u32> {
        let (value, span) = self.value(key)?;
        let Value::Integer(number) = value else {
            self.wrong_type(key, value, span, "a number of days", &format!("write {key} = 5, without quotes"));
            return None;
        };
        let days = number.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
        if days.is_none() {
            let help = format!("write a whole number from 1 to {MOST_DAYS}: both the first and the last day count");
            self.problem(Code::BadNumber, span, format!("`{key}` is no number of days"), help);
        }
        days
    }

    /// A date, or `true` where it is not known.
    pub fn date_or_flag(&self, key: &'static str) -> Option<Option<Date>> {
        match self.table.get(key).map(|pair| &pair.value) {
            Some(Value::Flag(_)) => self.flag(key).then_some(None),
            _ => self.date(key).map(Some),
        }
    }

    /// A word of a closed vocabulary.
    pub fn word<V: Vocabulary>(&self, key: &'static str) -> Option<V> {
        self.placed(key).and_then(|placed| self.as_word(key, placed))
    }

    /// A word of a closed vocabulary that must be there.
    pub fn need_word<V: Vocabulary>(&self, key: &'static str) -> Option<V> {
        if !self.has(key) {
            self.missing(key, &format!("one of: {}", V::names().join(", ")));
        }
        self.placed_needed(key).and_then(|placed| self.as_word(key, placed))
    }

    fn as_word<V: Vocabulary>(&self, key: &str, (text, span): Placed<'_>) -> Option<V> {
        let word = V::named(text);
        if word.is_none() {
            self.unknown_word(key, text, span, &V::names());
        }
        word
    }

    /// Reports a word that is none of those allowed.
    pub fn unknown_word(&self, key: &str, word: &str, span: Range<usize>, allowed: &[&str]) {
        if self.reader.source.only_counts(Code::UnknownWord) {
            return;
        }
        let help = match nearest(word, allowed.iter().copied()) {
            Some(like) => format!("did you mean \"{like}\"? Allowed: {}", allowed.join(", ")),
            None => format!("write one of: {}", allowed.join(", ")),
        };
        self.problem(Code::UnknownWord, span, format!("`{key}` does not know {word:?}"), help);
    }

    /// A State or another actor.
    pub fn actor(&self, (text, span): Placed<'_>) -> Actor {
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

    /// Reports a text that is not the code of a State.
    pub fn unknown_state(&self, text: &str, span: Range<usize>) {
        if self.reader.source.only_counts(Code::UnknownState) {
            return;
        }
        self.problem(Code::UnknownState, span, format!("{text:?} is not the code of a State"), instead(text));
    }

    /// The tables of an array of tables: `[[key]]`.
    pub fn tables(&self, key: &'static str) -> Vec<Fields<'r>> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        let Value::List(items) = value else {
            let help = instead_of_table(self.reader.source.text, &span, &self.path(key));
            self.wrong_type(key, value, span, "entries", &help);
            return Vec::new();
        };
        let table = |(item, span): &'r tree::Placed<'r>| match item {
            Value::Table(table) => {
                Some(Fields { name: key, ..Fields::new(self.reader, table, span.clone(), self.private) })
            }
            other => {
                let help = format!("write [[{}]] above each entry", self.path(key));
                self.wrong_type(key, other, span.clone(), "entries", &help);
                None
            }
        };
        items.iter().filter_map(table).collect()
    }

    /// What stands between the brackets above entries under `key`: `communication.reply`.
    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.into() } else { format!("{}.{key}", self.name) }
    }

    /// What entries of every kind may carry.
    pub fn entry(&self) -> Entry {
        let entry = Entry {
            line: self.reader.source.line(self.span.start),
            offset: self.span.start,
            sources: self.mentions("sources", Kind::Source),
            note: self.text("note"),
            confidential: self.flag("confidential"),
        };
        self.reader.marked.set(self.reader.marked.get() || entry.confidential);
        entry
    }

    /// Reports every key that nobody asked for.
    pub fn done(self) {
        let asked = self.asked.take();
        for (at, pair) in self.table.pairs.iter().enumerate() {
            let met = at < 64 && self.met.get() >> at & 1 == 1;
            let (name, span) = (pair.key.as_ref(), pair.at.clone());
            if met || asked.contains(&name) || self.reader.source.only_counts(Code::UnknownKey) {
                continue;
            }
            let help = match nearest(name, asked.iter().copied()) {
                // A line added at the end of a file belongs to the last entry there.
                _ if TOP.contains(&name) => "it belongs to the whole case: move it above the first [[…]]".into(),
                Some(like) => format!("did you mean `{like}`?"),
                None => format!("known here: {}", asked.join(", ")),
            };
            self.problem(Code::UnknownKey, span, format!("unknown key `{name}`"), help);
        }
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
