//! The syntax of a record: keys and values with their places. What they mean is said in `record`.

use super::plain;
use crate::model::date::Date;
use chrono::NaiveDate;
use std::{borrow::Cow, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
    value::Datetime,
};

/// A value with the bytes it is written in.
pub type PlacedValue<'t> = (TomlValue<'t>, Range<usize>);

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub enum TomlValue<'t> {
    /// A text.
    Text(Cow<'t, str>),
    /// A whole number, without underscores.
    Integer(Cow<'t, str>),
    /// Another number.
    Float,
    /// True or false.
    Flag(bool),
    /// A date or a time without quotes.
    Date(Datetime),
    /// A list, or the tables under headings of one name.
    List(Vec<PlacedValue<'t>>),
    /// A table.
    Table(TomlTable<'t>),
}

impl TomlValue<'_> {
    /// The date that it is, if it is one and nothing is wrong with it.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Text(text) => Date::parse(text.trim()).ok(),
            Self::Date(at) => {
                let date = at.date?;
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).map(Date::from_day)
            }
            Self::Integer(_) | Self::Float | Self::Flag(_) | Self::List(_) | Self::Table(_) => None,
        }
    }
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<'t> {
    /// The key.
    pub key: Cow<'t, str>,
    /// Where it is written first.
    pub at: Range<usize>,
    /// What it is given.
    pub value: TomlValue<'t>,
    /// Where that is written; of tables under headings, the first heading.
    pub span: Range<usize>,
}

/// Keys with their values, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TomlTable<'t> {
    /// The pairs; no key occurs twice.
    pub pairs: Vec<Pair<'t>>,
}

impl<'t> TomlTable<'t> {
    /// The pair with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Pair<'t>> {
        self.pairs.iter().find(|pair| pair.key == key)
    }
}

impl From<toml::Table> for TomlTable<'static> {
    /// The same without places, for what is not written yet.
    fn from(table: toml::Table) -> Self {
        let pairs =
            table.into_iter().map(|(key, value)| Pair { key: key.into(), at: 0..0, value: value.into(), span: 0..0 });
        Self { pairs: pairs.collect() }
    }
}

impl From<toml::Value> for TomlValue<'static> {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text.into()),
            toml::Value::Integer(number) => Self::Integer(number.to_string().into()),
            toml::Value::Float(_) => Self::Float,
            toml::Value::Boolean(flag) => Self::Flag(flag),
            toml::Value::Datetime(date) => Self::Date(date),
            toml::Value::Array(items) => Self::List(items.into_iter().map(|item| (item.into(), 0..0)).collect()),
            toml::Value::Table(table) => Self::Table(table.into()),
        }
    }
}

/// Reads a text as TOML. Beside errors, the table is what could be made of the text.
#[must_use]
pub fn parse(text: &str) -> (TomlTable<'_>, Vec<Error>) {
    match plain::parse(text) {
        Some(table) => (table, Vec::new()),
        None => any(text),
    }
}

/// Reads any TOML, by the parser that defines what TOML is.
#[must_use]
pub fn any(text: &str) -> (TomlTable<'_>, Vec<Error>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    (self::table(table.into_inner()), errors)
}

fn table(table: DeTable<'_>) -> TomlTable<'_> {
    let mut pairs: Vec<Pair<'_>> = table.into_iter().map(|(key, value)| pair(key, value)).collect();
    pairs.sort_by_key(|pair| pair.at.start);
    TomlTable { pairs }
}

fn pair<'t>(key: Spanned<Cow<'t, str>>, value: Spanned<DeValue<'t>>) -> Pair<'t> {
    let at = key.span();
    let (value, span) = placed(value);
    Pair { key: key.into_inner(), at, value, span }
}

fn placed(value: Spanned<DeValue<'_>>) -> PlacedValue<'_> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => TomlValue::Text(text),
        DeValue::Integer(number) => TomlValue::Integer(number.as_str().to_owned().into()),
        DeValue::Float(_) => TomlValue::Float,
        DeValue::Boolean(flag) => TomlValue::Flag(flag),
        DeValue::Datetime(date) => TomlValue::Date(date),
        DeValue::Array(items) => TomlValue::List(items.into_iter().map(placed).collect()),
        DeValue::Table(inner) => TomlValue::Table(table(inner)),
    };
    (value, span)
}
