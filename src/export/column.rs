//! A column of a table, with what stands in it for a row; and what is said of it in the descriptions of the tables.

use super::{cells::Cells, table::Table};
use crate::{
    load::record::schema::{Field, Keys, Kind, Value},
    model::{
        date::{Date, is_open},
        event::Planned,
        vocabulary::Vocabulary,
    },
};
use chrono::NaiveDate;

/// Words with their meaning.
pub(super) type Explained = Vec<(&'static str, &'static str)>;

/// A column of rows that are made of an `R`.
pub(super) struct Col<R> {
    pub(super) name: &'static str,
    said: Said,
    get: Get<R>,
}

/// Who says what a column means.
enum Said {
    /// The table of keys that the readers of records are driven by: it is the key of this name.
    Key,
    /// Said here, for this column alone.
    Here { meaning: &'static str, needed: bool, words: Option<fn() -> Explained> },
}

/// What stands in a column, and of what type it is.
pub(super) enum Get<R> {
    /// A text of the record.
    Text(for<'r> fn(&'r R) -> Option<&'r str>),
    /// A text put together.
    Made(fn(&R) -> Option<String>),
    /// The date of something that was so: empty before it has come.
    Date(for<'r> fn(&'r R) -> Option<&'r Date>),
    /// A date that may lie ahead.
    Ahead(for<'r> fn(&'r R) -> Option<&'r Date>),
    /// When the date of something to come was fixed, or `true`.
    Planned(for<'r> fn(&'r R) -> Option<&'r Planned>),
    /// A day.
    Day(fn(&R) -> Option<NaiveDate>),
    /// A whole number.
    Number(fn(&R) -> Option<i64>),
    /// True or false.
    Flag(fn(&R) -> Option<bool>),
}

/// A column of the key of this name.
pub(super) const fn key<R>(name: &'static str, get: Get<R>) -> Col<R> {
    Col { name, said: Said::Key, get }
}

/// A column of its own, which may be empty.
pub(super) const fn own<R>(name: &'static str, meaning: &'static str, get: Get<R>) -> Col<R> {
    Col { name, said: Said::Here { meaning, needed: false, words: None }, get }
}

/// A column of its own, which is never empty.
pub(super) const fn always<R>(name: &'static str, meaning: &'static str, get: Get<R>) -> Col<R> {
    Col { name, said: Said::Here { meaning, needed: true, words: None }, get }
}

/// A column of its own that holds one of these words, or nothing.
pub(super) const fn one_of<R>(
    words: fn() -> Explained,
    name: &'static str,
    meaning: &'static str,
    get: Get<R>,
) -> Col<R> {
    Col { name, said: Said::Here { meaning, needed: false, words: Some(words) }, get }
}

/// The same, which is never empty.
pub(super) const fn always_of<R>(
    words: fn() -> Explained,
    name: &'static str,
    meaning: &'static str,
    get: Get<R>,
) -> Col<R> {
    Col { name, said: Said::Here { meaning, needed: true, words: Some(words) }, get }
}

impl<R> Col<R> {
    /// Puts what stands in it for this row.
    pub(super) fn put(&self, row: &R, as_of: NaiveDate, cells: &mut Cells<'_>) {
        match &self.get {
            Get::Text(get) => cells.text(get(row)),
            Get::Made(get) => cells.text(get(row).as_deref()),
            Get::Date(get) => cells.date(get(row).filter(|date| date.has_come(as_of))),
            Get::Ahead(get) => cells.date(get(row)),
            Get::Planned(get) => match get(row) {
                None => cells.date(None),
                Some(Planned::Fixed(fixed)) => cells.date(Some(fixed)),
                Some(Planned::Undated) => {
                    cells.text(Some("true"));
                    cells.day(None);
                    cells.day(None);
                }
            },
            Get::Day(get) => cells.day(get(row).filter(|day| !is_open(*day))),
            Get::Number(get) => cells.number(get(row)),
            Get::Flag(get) => cells.flag(get(row)),
        }
    }
}

/// The words of a vocabulary.
pub(super) fn words<V: Vocabulary>() -> Explained {
    V::ALL.iter().map(|word| (word.name(), word.meaning())).collect()
}

/// What a row is made of.
pub(super) trait Row<'a>: Sized + 'a {
    /// The table it is in.
    const TABLE: Table;
    /// The kind of entry whose keys its columns are.
    const KIND: Option<Kind> = None;
    /// Its columns.
    const COLUMNS: &'a [Col<Self>];
}

/// Of what type a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    /// A date as it is written, in EDTF.
    Edtf,
    Day,
    Number,
    Flag,
}

/// A field of a file: most columns are one, those of dates are three.
#[derive(Clone, Debug)]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) meaning: String,
    pub(super) type_of: Type,
    /// It is never empty.
    pub(super) needed: bool,
    /// It holds one of these words, or nothing.
    pub(super) words: Option<Explained>,
}

/// What is said of the columns of these rows, field by field.
pub(super) fn described<'a, R: Row<'a>>() -> Vec<Described> {
    let keys: Vec<Field> = R::KIND.map(Kind::fields).unwrap_or_default();
    let mut all = Vec::new();
    for column in R::COLUMNS {
        let (meaning, needed, words) = match &column.said {
            Said::Here { meaning, needed, words } => (*meaning, *needed, words.map(|words| words())),
            Said::Key => {
                let key = keys.iter().find(|key| key.name == column.name);
                let words = key.and_then(|key| match key.value {
                    Value::Word(words) => Some(words.explained()),
                    _ => None,
                });
                (key.map_or("", |key| key.meaning), key.is_some_and(|key| key.needed), words)
            }
        };
        let field = |name: &str, meaning: String, type_of| Described {
            name: name.into(),
            meaning,
            type_of,
            needed: needed && name == column.name,
            words: words.clone().filter(|_| name == column.name),
        };
        let type_of = match column.get {
            Get::Text(_) | Get::Made(_) => Type::Text,
            Get::Date(_) | Get::Ahead(_) | Get::Planned(_) => Type::Edtf,
            Get::Day(_) => Type::Day,
            Get::Number(_) => Type::Number,
            Get::Flag(_) => Type::Flag,
        };
        all.push(field(column.name, meaning.into(), type_of));
        if type_of == Type::Edtf {
            for (bound, said) in [("earliest", "first"), ("latest", "last")] {
                let name = format!("{}_{bound}", column.name);
                all.push(field(
                    &name,
                    format!("The {said} day that `{}` can mean; empty where open", column.name),
                    Type::Day,
                ));
            }
        }
    }
    all
}

/// Whether every key has a column of its name or is told elsewhere, and no column is said to be of a key that is not
/// there. So a new key without a column does not compile.
pub(super) const fn covers<T, R>(keys: &Keys<T>, columns: &[Col<R>], elsewhere: &[&str]) -> bool {
    let mut at = 0;
    while at < keys.all.len() {
        let name = keys.all[at].name;
        if !is_among(name, elsewhere) && !has_column(columns, name) {
            return false;
        }
        at += 1;
    }
    let mut at = 0;
    while at < columns.len() {
        if matches!(columns[at].said, Said::Key) && !has_key(keys, columns[at].name) {
            return false;
        }
        at += 1;
    }
    true
}

const fn has_column<R>(columns: &[Col<R>], name: &str) -> bool {
    let mut at = 0;
    while at < columns.len() {
        if is_same(columns[at].name, name) && matches!(columns[at].said, Said::Key) {
            return true;
        }
        at += 1;
    }
    false
}

const fn has_key<T>(keys: &Keys<T>, name: &str) -> bool {
    let mut at = 0;
    while at < keys.all.len() {
        if is_same(keys.all[at].name, name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_among(name: &str, names: &[&str]) -> bool {
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
