//! Reading one table of a record strictly: every key by what its kind of entry takes, with the position of
//! everything that is wrong.

mod given;

use super::{
    reader::Reader,
    schema::{Context, Keyed, Kind, Named, Seen, Takes, Value as Needed},
};
use crate::{
    load::{
        problem::Code,
        text::{
            confidential::is_marked,
            headings::instead_of_table,
            tree::{self, Pair, TomlTable, TomlValue},
        },
    },
    model::{case::Entry, vocabulary::nearest},
};
use given::Given;
use std::ops::Range;

/// A word of the file with its place.
pub type Placed<'r> = (&'r str, Range<usize>);

/// One table of the record.
#[derive(Debug)]
pub struct Fields<'r> {
    reader: &'r Reader<'r>,
    table: &'r TomlTable<'r>,
    /// The key under which this table lies; empty for the whole record.
    name: &'static str,
    /// Where the table begins: its header.
    span: Range<usize>,
    /// It is marked confidential, or lies in something that is.
    private: bool,
}

impl<'r> Fields<'r> {
    /// The fields of a whole record.
    #[must_use]
    pub fn new(reader: &'r Reader<'r>, table: &'r TomlTable<'r>) -> Self {
        Self { reader, table, name: "", span: 0..0, private: is_marked(table) }
    }

    /// Whether it is marked confidential, or lies in something that is.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.private
    }

    /// Notes a problem in this table.
    fn problem(&self, code: Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.reader.source.problem(code, span, self.private, message, help);
    }

    /// Notes a problem of this table as a whole.
    pub fn problem_of_entry(&self, code: Code, message: &str, help: &str) {
        self.problem(code, self.span.clone(), message, help);
    }

    /// The entry that this table is, and which of its keys are written: a bit each. Entries inside of it are left to
    /// [`Fields::entries`].
    pub fn read<T: Keyed>(&self, context: &Context<'_>) -> (T, u64) {
        let (line, offset) = (self.reader.source.line(self.span.start), self.span.start);
        let mut into = T::blank(Entry { line, offset, ..Entry::default() }, context);
        let mut met = 0;
        for (at, key) in T::KEYS.all.iter().enumerate() {
            match self.table.get(key.name) {
                Some(pair) => {
                    met |= 1 << at;
                    let _ = self.take(&key.takes, &Given::new(self, key, pair), &mut into, context);
                }
                None if key.needed => self.missing(key.name, key.meaning, key.takes.value(), context),
                None => {}
            }
        }
        let seen = Seen { entry: &into, met, context };
        for wrong in T::RULES.iter().filter_map(|rule| rule(&seen).err()) {
            let place = wrong.at.and_then(|key| self.table.get(key)).map_or(&self.span, |pair| &pair.span);
            self.problem(wrong.code, place.clone(), wrong.message, wrong.help);
        }
        self.unknown_keys::<T>();
        (into, met)
    }

    /// Puts what a key is given into the entry; `None` where it cannot be read, which has been noted.
    fn take<T: Keyed>(
        &self,
        takes: &Takes<T>,
        given: &Given<'_, 'r>,
        into: &mut T,
        context: &Context<'_>,
    ) -> Option<()> {
        match takes {
            Takes::Text(put) | Takes::Name(put) => put(into, given.text()?.0.into()),
            Takes::Texts(put) => put(into, given.texts().into_iter().map(|(text, _)| text.into()).collect()),
            Takes::Date(put) | Takes::Ahead(put) => put(into, given.date()?),
            Takes::DateOrTrue(put) => match given.value() {
                TomlValue::Flag(true) => put(into, None),
                TomlValue::Flag(false) => {}
                _ => put(into, Some(given.date()?)),
            },
            Takes::Day(put) => put(into, given.day()?),
            Takes::Term(put) => put(into, given.term()?),
            Takes::Stretch(put) => {
                let (from, until) = given.stretch()?;
                put(into, from, until);
            }
            Takes::Days(put) => put(into, given.days()?),
            Takes::Flag(put) => put(into, given.flag()),
            Takes::Mark(put) => {
                let mark = given.flag();
                self.reader.marked.set(self.reader.marked.get() || mark);
                put(into, mark);
            }
            Takes::Word(words, put) => {
                let (word, span) = given.text()?;
                if !put(into, word) {
                    given.unknown_word(word, span, &words.names());
                }
            }
            Takes::Procedure(put) => put(into, given.procedure(context.rules)?),
            Takes::Id(named, put) => put(into, given.id(*named)?),
            Takes::Reference(put) => {
                let written = |key| self.table.get(key).map(|pair: &Pair<'_>| &pair.value);
                let procedure = match written("procedure") {
                    Some(TomlValue::Text(name)) => name,
                    _ => "",
                };
                put(into, given.reference(written("id").is_some(), procedure)?);
            }
            Takes::Other(named, put) => put(into, given.other(*named)?),
            Takes::Repeated(put) | Takes::Successor(put) => put(into, given.other(Named::Demand)?),
            Takes::EarlierLetter(put) => put(into, given.earlier_letter()?),
            Takes::Others(named, put) => put(into, given.others(*named)),
            Takes::OneOrMore(named, put) => put(into, given.one_or_more_ids(*named)),
            Takes::People(put) => put(into, given.people()),
            Takes::States(put) => put(into, given.states()),
            Takes::Actors(put) => put(into, given.actors()),
            Takes::Addressees(put) => put(into, given.addressees()),
            Takes::Addressee(put) => put(into, given.addressee(context.addressees)?),
            Takes::Claims(put) => put(into, self.all(Kind::Claim, context)),
            // They are read with all of what lies in them.
            Takes::Entries(_) => {}
        }
        Some(())
    }

    fn missing(&self, key: &str, meaning: &str, takes: Needed, context: &Context<'_>) {
        let example = match takes {
            Needed::Word(words) => format!("one of: {}", words.names().join(", ")),
            Needed::Procedure => format!("one of: {}", context.rules.procedures().join(", ")),
            Needed::Id => "\"…\" (small letters, digits, hyphens)".into(),
            Needed::Date | Needed::Ahead => meaning.replacen(char::is_uppercase, &meaning[..1].to_lowercase(), 1),
            Needed::States => "\"RUS\"".into(),
            Needed::Actors => "[\"RUS\"]".into(),
            _ => "\"…\"".into(),
        };
        let (message, help) = (format!("`{key}` is missing"), format!("add {key} = {example}"));
        self.problem(Code::MissingKey, self.span.clone(), message, help);
    }

    /// The entries of this kind that lie in this one: `[[key]]`.
    #[must_use]
    pub fn entries(&self, kind: Kind) -> Vec<Fields<'r>> {
        let key = kind.key();
        let Some(Pair { value, span, .. }) = self.table.get(key) else { return Vec::new() };
        let wrong_type = |value: &TomlValue<'_>, span: &Range<usize>, help: String| {
            let message = format!("`{key}` takes entries, here is {}", given::named(value));
            self.problem(Code::WrongType, span.clone(), message, help);
        };
        let TomlValue::List(items) = value else {
            wrong_type(value, span, instead_of_table(self.reader.source.text, span, &self.path(key)));
            return Vec::new();
        };
        let table = |(item, span): &'r tree::PlacedValue<'r>| match item {
            TomlValue::Table(table) => {
                let private = self.private || is_marked(table);
                Some(Fields { reader: self.reader, table, name: key, span: span.clone(), private })
            }
            other => {
                wrong_type(other, span, format!("write [[{}]] above each entry", self.path(key)));
                None
            }
        };
        items.iter().filter_map(table).collect()
    }

    /// The entries of this kind that lie in this one, read, of a kind that has none inside.
    pub fn all<T: Keyed>(&self, kind: Kind, context: &Context<'_>) -> Vec<T> {
        self.entries(kind).iter().map(|fields| fields.read(context).0).collect()
    }

    /// What stands between the brackets above entries under `key`: `communication.reply`.
    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.into() } else { format!("{}.{key}", self.name) }
    }

    /// Reports every key that this kind of entry has not.
    fn unknown_keys<T: Keyed>(&self) {
        for pair in self.table.pairs.iter().filter(|pair| T::KEYS.find(pair.key.as_bytes()).is_none()) {
            if self.reader.source.only_counts(Code::UnknownKey) {
                continue;
            }
            let known = T::KEYS.all.iter().map(|key| key.name);
            let help = match nearest(&pair.key, known.clone()) {
                // A line added at the end of a file belongs to the last entry there.
                _ if is_of_the_whole_case(&pair.key) => {
                    "it belongs to the whole case: move it above the first [[…]]".into()
                }
                Some(like) => format!("did you mean `{like}`?"),
                None => format!("known here: {}", known.collect::<Vec<_>>().join(", ")),
            };
            self.problem(Code::UnknownKey, pair.at.clone(), format!("unknown key `{}`", pair.key), help);
        }
    }
}

/// Whether only the whole case has this key.
fn is_of_the_whole_case(name: &str) -> bool {
    let fields =
        Kind::Case.fields().into_iter().filter(|field| !matches!(field.value, Needed::Entries(_) | Needed::Mark));
    fields.into_iter().any(|field| field.name == name)
}
