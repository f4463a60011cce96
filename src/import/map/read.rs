//! Reading a map: every word of it known, every problem with its line.

use super::{
    CaseOf, File, Map, Mapped, Replies, Silence, Spec,
    keys::{
        self, ABSENT, EMPTY, FILL, INSIDE, KINDS, NOT_OF_REPLIES, NOTE, OF_REPLIES, Order, SILENT_TO, SPEC, UNKNOWN,
        named,
    },
};
use crate::{
    load::{
        folder::is_id,
        problem::{Code, Problem},
        record::schema::{self, Field, Kind},
        text::{
            file::FileText,
            syntax,
            tree::{self, Pair, TomlTable, TomlValue},
        },
    },
    model::{
        date::human::NumberOrder,
        vocabulary::{Vocabulary, nearest},
    },
};
use chrono::NaiveDate;
use encoding_rs::Encoding;
use std::{ops::Range, path::Path};

/// Reads a map.
///
/// # Errors
/// Everything that is wrong with it.
pub fn map(shown: &Path, text: &str) -> Result<Map, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let source = FileText::new(shown, text);
    let (table, errors) = tree::parse(text);
    if !errors.is_empty() {
        syntax::errors(&source, &errors);
        return Err(source.into_problems());
    }
    let map = Reader { source: &source }.map(&table);
    match map.filter(|_| !source.has_problems()) {
        Some(map) => Ok(map),
        None => Err(source.into_problems()),
    }
}

/// Reads a map, and notes what is wrong with it.
pub(super) struct Reader<'s> {
    source: &'s FileText<'s>,
}

impl Reader<'_> {
    pub(super) fn problem(&self, code: Code, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.source.problem(code, span.clone(), false, message, help);
    }

    pub(super) fn wrong_type<T>(&self, pair: &Pair<'_>, help: &str) -> Option<T> {
        self.problem(Code::WrongType, &pair.span, format!("`{}` cannot be read so", pair.key), help);
        None
    }

    pub(super) fn unknown_keys<'k>(&self, table: &TomlTable<'_>, known: impl Iterator<Item = &'k str> + Clone) {
        for pair in table.pairs.iter().filter(|pair| !known.clone().any(|known| known == pair.key)) {
            let help = match nearest(&pair.key, known.clone()) {
                Some(like) => format!("did you mean `{like}`?"),
                None => format!("known here: {}", known.clone().collect::<Vec<_>>().join(", ")),
            };
            self.problem(Code::UnknownKey, &pair.at, format!("unknown key `{}`", pair.key), help);
        }
    }

    fn map(&self, top: &TomlTable<'_>) -> Option<Map> {
        self.unknown_keys(top, named(keys::TOP));
        let entry = self.entry(top)?;
        let fields = entry.fields();
        let file = top.get("file").and_then(|pair| self.file(pair)).unwrap_or_default();
        let columns = match top.get("columns") {
            Some(pair) => self.keys(pair, &fields, "columns"),
            None => {
                let help = "write [columns] and below it a line for each key: ref = \"Reference\"";
                self.problem(Code::MissingKey, &(0..0), "`columns` is missing", help);
                Vec::new()
            }
        };
        self.all_needed(top, entry, &columns);
        let known = |name: &str| fields.iter().map(|field| field.name).find(|known| *known == name);
        let names = |pair: &Pair<'_>| -> Vec<&'static str> {
            let known_one = |name: &String| match known(name) {
                Some(known) => Some(known),
                None => {
                    let names = fields.iter().map(|field| field.name);
                    let help = match nearest(name, names) {
                        Some(like) => format!("did you mean {like:?}?"),
                        None => format!("write keys of a {entry}"),
                    };
                    self.problem(Code::UnknownKey, &pair.span, format!("a {entry} has no key {name:?}"), help);
                    None
                }
            };
            self.texts(pair).iter().filter_map(known_one).collect()
        };
        let case = top.get("case").and_then(|pair| self.case(pair, &known));
        let new = top.get("new").map(|pair| {
            let keys = self.keys(pair, &Kind::Case.fields(), "new");
            for needed in ["title", "state"] {
                if !keys.iter().any(|key| key.field.name == needed) {
                    let help = format!("add {needed} = \"Column\", or {needed} = {{ value = \"…\" }}");
                    self.problem(Code::MissingKey, &pair.at, format!("a new case needs `{needed}`"), help);
                }
            }
            keys
        });
        let inside = INSIDE.into_iter().filter_map(|(name, outer, kind)| {
            let pair = top.get(name)?;
            if outer != entry {
                let message = format!("`{name}` belongs to a {outer}, and rows here are of the kind {entry}");
                self.problem(Code::Conflict, &pair.at, message, "leave it out");
            }
            Some((kind, self.keys(pair, &kind.fields(), name)))
        });
        let inside = inside.collect();
        let replies = match (entry, top.get("replies")) {
            (Kind::Letter, None) => {
                let help = "add [replies] with column = \"…\", kind = \"untranslated\" and empty = \"unknown\"; or only \
                            absent = \"unknown\", if the file says nothing of replies";
                let message = "`replies` is missing: silence is never assumed";
                self.problem(Code::MissingKey, &(0..0), message, help);
                None
            }
            (Kind::Letter, Some(pair)) => self.replies(pair),
            (_, Some(pair)) => {
                self.problem(Code::Conflict, &pair.at, "only letters have replies", "leave `replies` out");
                None
            }
            (_, None) => None,
        };
        let rest_into_note = match top.get("rest") {
            None => false,
            Some(pair) => match &pair.value {
                TomlValue::Text(text) if text == NOTE => true,
                _ => self.wrong_type(pair, "write rest = \"note\", or leave it out")?,
            },
        };
        Some(Map {
            entry,
            case,
            key: top.get("key").map(names).filter(|names| !names.is_empty()),
            merge: top.get("merge").map(names).unwrap_or_default(),
            ignore: top.get("ignore").map(|pair| self.texts(pair)).unwrap_or_default(),
            rest_into_note,
            file,
            new,
            columns,
            replies,
            inside,
        })
    }

    fn entry(&self, top: &TomlTable<'_>) -> Option<Kind> {
        let names = KINDS.map(Kind::name);
        let help = format!("write entry = one of: {}", names.join(", "));
        let Some(pair) = top.get("entry") else {
            self.problem(Code::MissingKey, &(0..0), "`entry` is missing: what a row is", help);
            return None;
        };
        let TomlValue::Text(word) = &pair.value else { return self.wrong_type(pair, &help) };
        let kind = KINDS.into_iter().find(|kind| kind.name() == word);
        if kind.is_none() {
            self.problem(Code::UnknownWord, &pair.span, format!("`entry` does not know {word:?}"), help);
        }
        kind
    }

    /// What must be there of each entry, is: a list that lacks it cannot be imported.
    fn all_needed(&self, top: &TomlTable<'_>, entry: Kind, columns: &[Mapped]) {
        let Some(pair) = top.get("columns") else { return };
        let is_mapped = |field: &Field| columns.iter().any(|key| key.field.name == field.name);
        for field in entry.fields().iter().filter(|field| field.needed && !is_mapped(field)) {
            // Ids of people, demands and statements are made from their names.
            if matches!(field.value, schema::Value::Id) {
                continue;
            }
            let help = format!("add {0} = \"Column\", or {0} = {{ value = \"…\" }}", field.name);
            self.problem(Code::MissingKey, &pair.at, format!("a {entry} needs `{}`", field.name), help);
        }
    }

    pub(super) fn texts(&self, pair: &Pair<'_>) -> Vec<String> {
        match &pair.value {
            TomlValue::Text(text) => vec![text.to_string()],
            TomlValue::List(items) => {
                let text = |(item, _): &tree::PlacedValue<'_>| match item {
                    TomlValue::Text(text) => Some(text.to_string()),
                    TomlValue::Date(date) => Some(date.to_string()),
                    _ => None,
                };
                let texts: Vec<String> = items.iter().filter_map(text).collect();
                if texts.len() != items.len() {
                    return self.wrong_type(pair, "write texts in quotes: [\"…\", \"…\"]").unwrap_or_default();
                }
                texts
            }
            _ => self.wrong_type(pair, "write a text in quotes, or a list of them").unwrap_or_default(),
        }
    }

    fn case(&self, pair: &Pair<'_>, known: &dyn Fn(&str) -> Option<&'static str>) -> Option<CaseOf> {
        let help = "write case = \"sokolov\", { column = \"Case\" }, { group = [\"Country\", \"Name\"] }, or { from = \
                    \"ref\" } for a case a row";
        match &pair.value {
            TomlValue::Text(id) if is_id(id) => Some(CaseOf::One(id.to_string())),
            TomlValue::Text(_) => {
                let help = "write small letters a to z, digits and hyphens; of a column: case = { column = \"Case\" }";
                self.problem(Code::BadId, &pair.span, "not the id of a case", help);
                None
            }
            TomlValue::Table(table) => {
                self.unknown_keys(table, ["column", "group", "from"].into_iter());
                match table.pairs.as_slice() {
                    [only] if matches!(&*only.key, "column" | "group") => Some(CaseOf::Columns(self.texts(only))),
                    [only] if only.key == "from" => match &only.value {
                        TomlValue::Text(name) => match known(name) {
                            Some(name) => Some(CaseOf::Key(name)),
                            None => self.wrong_type(only, "write a key of the entry: { from = \"ref\" }"),
                        },
                        _ => self.wrong_type(only, help),
                    },
                    _ => self.wrong_type(pair, help),
                }
            }
            _ => self.wrong_type(pair, help),
        }
    }

    fn file(&self, pair: &Pair<'_>) -> Option<File> {
        let TomlValue::Table(table) = &pair.value else {
            return self.wrong_type(pair, "write [file] and its keys below");
        };
        self.unknown_keys(table, named(keys::FILE));
        let mut file = File::default();
        for pair in &table.pairs {
            match (&*pair.key, &pair.value) {
                ("encoding", TomlValue::Text(name)) if Encoding::for_label(name.as_bytes()).is_some() => {
                    file.encoding = Some(name.to_string());
                }
                ("encoding", _) => {
                    self.wrong_type::<()>(pair, "write the name of an encoding: \"windows-1251\", \"utf-16le\"");
                }
                ("merged", TomlValue::Text(word)) if word == FILL => file.fill_merged = true,
                ("merged", _) => {
                    self.wrong_type::<()>(pair, "write merged = \"fill\", or leave it out");
                }
                ("order", _) => file.order = self.order(pair),
                ("exported", _) => file.exported = self.day(pair),
                ("guarded", _) => file.guarded = self.flag(pair),
                _ => {}
            }
        }
        Some(file)
    }

    /// A word of a vocabulary.
    pub(super) fn word<V: Vocabulary>(&self, pair: &Pair<'_>) -> Option<V> {
        match &pair.value {
            TomlValue::Text(word) => V::named(word),
            _ => None,
        }
    }

    pub(super) fn order(&self, pair: &Pair<'_>) -> Option<NumberOrder> {
        match self.word(pair) {
            Some(Order::DayMonthYear) => Some(NumberOrder::DayFirst),
            Some(Order::MonthDayYear) => Some(NumberOrder::MonthFirst),
            None => self.wrong_type(pair, "write order = \"day-month-year\" or \"month-day-year\""),
        }
    }

    fn day(&self, pair: &Pair<'_>) -> Option<NaiveDate> {
        pair.value.date().and_then(|date| date.plain_day()).or_else(|| {
            self.problem(Code::BadDate, &pair.span, format!("`{}` takes a day", pair.key), "write it as 2026-07-12");
            None
        })
    }

    pub(super) fn flag(&self, pair: &Pair<'_>) -> bool {
        match pair.value {
            TomlValue::Flag(flag) => flag,
            _ => self.wrong_type(pair, "write true or false, without quotes").unwrap_or_default(),
        }
    }

    /// The keys of an entry under this heading.
    fn keys(&self, pair: &Pair<'_>, fields: &[Field], heading: &str) -> Vec<Mapped> {
        let TomlValue::Table(table) = &pair.value else {
            return self.wrong_type(pair, &format!("write [{heading}] and its keys below")).unwrap_or_default();
        };
        let taken = |field: &&Field| !matches!(field.value, schema::Value::Entries(_)) && field.name != "sources";
        let fields = fields.iter().filter(taken);
        self.unknown_keys(table, fields.clone().map(|field| field.name));
        // In the order in which the keys are written in a record.
        let mapped = fields.filter_map(|field| {
            let pair = table.get(field.name)?;
            Some(Mapped { field: *field, from: self.spec(pair)? })
        });
        mapped.collect()
    }

    fn replies(&self, pair: &Pair<'_>) -> Option<Replies> {
        let TomlValue::Table(table) = &pair.value else {
            return self.wrong_type(pair, "write [replies] and its keys below");
        };
        let fields: Vec<Field> = Kind::Reply.fields();
        let field = |name: &str| fields.iter().copied().find(|field| field.name == name);
        let of_dates = named(SPEC).filter(|key| !NOT_OF_REPLIES.contains(key));
        self.unknown_keys(table, of_dates.chain(OF_REPLIES).chain(named(keys::REPLIES)));
        let keys: Vec<Mapped> = OF_REPLIES
            .into_iter()
            .filter_map(|name| {
                let pair = table.get(name)?;
                let from = match (&pair.value, name) {
                    // A kind is said once for all.
                    (TomlValue::Text(word), "kind") => Spec { value: Some(vec![word.to_string()]), ..Spec::default() },
                    _ => self.spec(pair)?,
                };
                Some(Mapped { field: field(name)?, from })
            })
            .collect();
        let date = if table.get("column").is_some() {
            let pairs = table.pairs.iter().filter(|pair| named(SPEC).any(|name| name == pair.key)).cloned().collect();
            Some(Mapped { field: field("date")?, from: self.spec_of(pair, &TomlTable { pairs })? })
        } else {
            None
        };
        let absent_is_unknown = match table.get(ABSENT).map(|pair| (&pair.value, pair)) {
            Some((TomlValue::Text(word), _)) if word == UNKNOWN => true,
            Some((_, pair)) => self.wrong_type(pair, "write absent = \"unknown\", or leave it out").unwrap_or_default(),
            None => false,
        };
        let empty = table.get(EMPTY).and_then(|pair| self.silence(pair));
        if date.is_none() && !absent_is_unknown {
            let help = "write column = \"…\", or absent = \"unknown\" if the file says nothing of replies";
            self.problem(Code::MissingKey, &pair.at, "where replies stand is missing", help);
        }
        if date.is_some() && table.get(EMPTY).is_none() {
            let help = "write empty = \"unknown\", or empty = { silent_to = 2026-07-12 } if an empty cell says that there \
                        was no reply by the day of the export";
            self.problem(Code::MissingKey, &pair.at, "what an empty cell says of replies is missing", help);
        }
        if date.is_some() && !keys.iter().any(|key| key.field.name == "kind") {
            let help = "write kind = \"untranslated\" for replies that nobody has classed yet";
            self.problem(Code::MissingKey, &pair.at, "`kind` of replies is missing", help);
        }
        Some(Replies { date, keys, absent_is_unknown, empty })
    }

    fn silence(&self, pair: &Pair<'_>) -> Option<Silence> {
        let help = "write empty = \"unknown\" or empty = { silent_to = 2026-07-12 }";
        match &pair.value {
            TomlValue::Text(word) if word == UNKNOWN => Some(Silence::Unknown),
            TomlValue::Table(table) => match table.pairs.as_slice() {
                [only] if only.key == SILENT_TO => self.day(only).map(Silence::To),
                _ => self.wrong_type(pair, help),
            },
            _ => self.wrong_type(pair, help),
        }
    }
}
