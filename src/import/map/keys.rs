//! The keys of a map, said once: the reader knows no others, and the JSON Schema of maps is made of them.

use crate::{load::record::schema::Kind, model::vocabulary::vocabulary};

vocabulary! {
    /// The order of day and month where all is numbers.
    Order {
        /// 31/12/2025.
        DayMonthYear = "day-month-year",
        /// 12/31/2025.
        MonthDayYear = "month-day-year",
    }
}

vocabulary! {
    /// What values name.
    As {
        /// States, by any of their names.
        State = "state",
        /// States by any of their names, and others.
        Actor = "actor",
        /// They are made into ids.
        Id = "id",
        /// People by name; who is not in the record is added to it.
        Person = "person",
    }
}

/// The word for what fills merged cells.
pub const FILL: &str = "fill";
/// The key into which goes what is left over.
pub const NOTE: &str = "note";
/// In `[replies]`: it is not known whether a reply came.
pub const UNKNOWN: &str = "unknown";
/// Until when there was no reply.
pub const SILENT_TO: &str = "silent_to";
/// First years of centuries.
pub const CENTURIES: [u32; 4] = [1800, 1900, 2000, 2100];

/// A key of a map.
#[derive(Clone, Copy, Debug)]
pub struct MapKey {
    /// As it is written.
    pub name: &'static str,
    /// What it says, for people.
    pub meaning: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// What a key of a map takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// A text.
    Text,
    /// A text, or a list of them.
    Texts,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// True or false.
    Flag,
    /// A day.
    Day,
    /// A day, or a list of them.
    Days,
    /// What a record can hold in one key.
    Constant,
    /// Texts, each with another that stands for it.
    Words,
    /// The first year of a century.
    Century,
    /// How far local time is ahead of UTC.
    Zone,
    /// To which case a row belongs.
    Case,
    /// Names of keys of the entry.
    KeyNames,
    /// A table of these keys.
    Table(&'static [MapKey]),
    /// A table of the keys of the entry, each with what it is read from.
    Columns,
    /// A table of the keys of such an entry inside another, or of a case, each with what it is read from.
    Inside(Kind),
    /// Where replies stand.
    Replies,
    /// What an empty cell says of replies.
    Silence,
}

const fn key(name: &'static str, meaning: &'static str, takes: Takes) -> MapKey {
    MapKey { name, meaning, takes }
}

/// Kinds of entry that a row can be.
pub const KINDS: [Kind; 7] =
    [Kind::Letter, Kind::Event, Kind::Person, Kind::Charge, Kind::Statement, Kind::Demand, Kind::Source];

/// Entries that lie in others and can be read from columns, with what the map calls them and the kind they lie in.
pub const INSIDE: [(&str, Kind, Kind); 4] = [
    ("reminders", Kind::Letter, Kind::Reminder),
    ("extensions", Kind::Letter, Kind::Extension),
    ("suspensions", Kind::Letter, Kind::Suspension),
    ("updates", Kind::Demand, Kind::Update),
];

/// The keys at the top of a map, in the order in which they are documented.
pub const TOP: &[MapKey] = &[
    key("entry", "What a row is", Takes::Word(|| KINDS.map(crate::model::vocabulary::Vocabulary::name).to_vec())),
    key("case", "To which case a row belongs: an id, { column }, { group } or { from = a key }", Takes::Case),
    key("key", "The keys by which an entry is known [default: of a letter its reference, and so on]", Takes::KeyNames),
    key("merge", "Keys of which rows of one entry have an item each: an addressee a row", Takes::KeyNames),
    key("ignore", "Columns that are left out", Takes::Texts),
    key("rest", "What is neither mapped nor ignored goes into the note", Takes::Word(|| vec![NOTE])),
    key("file", "How the file is read, and what is known of it", Takes::Table(FILE)),
    key("new", "What a case that is not there yet begins with", Takes::Inside(Kind::Case)),
    key("columns", "The keys of the entry, each with what it is read from", Takes::Columns),
    key("replies", "What came back to letters: silence is never assumed", Takes::Replies),
    key("reminders", "Reminders of letters, each key with what it is read from", Takes::Inside(Kind::Reminder)),
    key("extensions", "More time, each key with what it is read from", Takes::Inside(Kind::Extension)),
    key("updates", "News of demands, each key with what it is read from", Takes::Inside(Kind::Update)),
    key("suspensions", "When clocks stood still, each key with what it is read from", Takes::Inside(Kind::Suspension)),
];

/// The keys of `[file]`.
pub const FILE: &[MapKey] = &[
    key("encoding", "The encoding of its text, if that is not UTF-8: windows-1251", Takes::Text),
    key("merged", "A merged cell fills its range", Takes::Word(|| vec![FILL])),
    key("order", "The order of dates in columns where nothing proves it", Takes::Word(names::<Order>)),
    key("exported", "The day on which it was made", Takes::Day),
    key("guarded", "A text that a spreadsheet would calculate begins with '", Takes::Flag),
];

/// The keys of a table that says what a key is read from.
pub const SPEC: &[MapKey] = &[
    key("column", "The column", Takes::Texts),
    key("columns", "The columns, in this order", Takes::Texts),
    key("value", "The same for all rows", Takes::Constant),
    key("split", "What stands between several values in one cell", Takes::Texts),
    key("before", "What stands before each value in the record", Takes::Text),
    key("words", "What cells say, and what the record says instead", Takes::Words),
    key("as", "What the values name", Takes::Word(names::<As>)),
    key("role", "The role of people who are added", Takes::Text),
    key("confidential", "Whether anything in the cell makes the entry confidential", Takes::Flag),
    key("order", "The order of day and month", Takes::Word(names::<Order>)),
    key("period", "`A - B` is the whole time and not one day in it", Takes::Flag),
    key("serial", "Numbers are the days of a spreadsheet", Takes::Flag),
    key("seconds", "Numbers are seconds since 1970, in UTC", Takes::Flag),
    key("calendar", "Years are those of another calendar", Takes::Word(names::<super::Calendar>)),
    key("century", "The century of years of two digits, by its first year", Takes::Century),
    key("precision", "The column that says how exact the date is", Takes::Text),
    key("allow", "Days that are mostly no date but are meant here", Takes::Days),
    key("zone", "How far local time is ahead of UTC: +02:00", Takes::Zone),
];

/// Those of them that say nothing of where the dates of replies stand.
pub const NOT_OF_REPLIES: [&str; 5] = ["value", "words", "as", "role", "before"];

/// Keys of a reply that can be read from columns beside its date.
pub const OF_REPLIES: [&str; 5] = ["kind", "from", "received", "promised", "note"];

/// The key that says that the file says nothing of replies.
pub const ABSENT: &str = "absent";
/// The key that says what an empty cell means.
pub const EMPTY: &str = "empty";

/// What else `[replies]` says.
pub const REPLIES: &[MapKey] = &[
    key(ABSENT, "The file says nothing of replies", Takes::Word(|| vec![UNKNOWN])),
    key(EMPTY, "What an empty cell says: unknown, or { silent_to = the day of the export }", Takes::Silence),
];

/// The names of keys.
pub fn named(keys: &[MapKey]) -> impl Iterator<Item = &'static str> + Clone {
    keys.iter().map(|key| key.name)
}

fn names<V: crate::model::vocabulary::Vocabulary>() -> Vec<&'static str> {
    V::names()
}
