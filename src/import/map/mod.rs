//! The map of a list: which column says which key of which kind of entry, and how its cells are to be read.
//!
//! `keys` says which keys it has; `read` reads it from TOML, with the line of whatever is wrong; `builtin` are the maps that ship; `guess` makes a
//! first one from the names of the columns.

pub mod builtin;
pub mod guess;
pub mod keys;
pub mod read;
mod spec;

use crate::{
    load::record::schema::{Field, Kind},
    model::{date::human::NumberOrder, vocabulary::vocabulary},
};
use chrono::NaiveDate;

/// A map.
#[derive(Clone, Debug)]
pub struct Map {
    /// What a row is.
    pub entry: Kind,
    /// To which case it belongs; without, `--case` says it.
    pub case: Option<CaseOf>,
    /// The keys by which an entry is known; without, those of its kind.
    pub key: Option<Vec<&'static str>>,
    /// Keys of which rows of one entry have an item each: an addressee a row.
    pub merge: Vec<&'static str>,
    /// Columns that are left out.
    pub ignore: Vec<String>,
    /// What is neither mapped nor ignored goes into the note.
    pub rest_into_note: bool,
    /// How the file is read.
    pub file: File,
    /// The keys of a case that is not there yet; `None` if none may begin.
    pub new: Option<Vec<Mapped>>,
    /// The keys of the entry.
    pub columns: Vec<Mapped>,
    /// What came back to letters.
    pub replies: Option<Replies>,
    /// Reminders, extensions, suspensions of letters, updates of demands.
    pub inside: Vec<(Kind, Vec<Mapped>)>,
}

/// How a file is read, and what is known of it.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The encoding of its text, if that is not UTF-8.
    pub encoding: Option<String>,
    /// A merged cell fills its range.
    pub fill_merged: bool,
    /// The order of dates in columns where nothing proves it.
    pub order: Option<NumberOrder>,
    /// The day on which it was made.
    pub exported: Option<NaiveDate>,
    /// Its texts are protected against spreadsheets as this program does it.
    pub guarded: bool,
}

/// To which case a row belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseOf {
    /// All rows to this one.
    One(String),
    /// The columns name it, together.
    Columns(Vec<String>),
    /// A case for each entry, called after this key.
    Key(&'static str),
}

/// A key with what it is read from.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The key.
    pub field: Field,
    /// What says it.
    pub from: Spec,
}

/// What a key is read from, and how.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The columns, in this order; none for a constant.
    pub columns: Vec<String>,
    /// The same for all rows.
    pub value: Option<Vec<String>>,
    /// What stands between several values in one cell.
    pub split: Vec<String>,
    /// What stands before each value in the record.
    pub before: Option<String>,
    /// What cells say, and what the record says instead.
    pub words: Option<Vec<(String, String)>>,
    /// What the values name.
    pub names: Names,
    /// The entry is confidential if anything stands in the cell; without, the name of the column decides.
    pub confidential: Option<bool>,
    /// How dates are read.
    pub dates: Dates,
}

/// What values name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// Whatever they say.
    #[default]
    Anything,
    /// States, by any of their names.
    States,
    /// States by any of their names, and others.
    Actors,
    /// They are made into ids.
    Ids,
    /// People by name; who is not in the record is added to it in this role.
    People(Option<String>),
}

/// How the dates of a column are read.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// The order of day and month.
    pub order: Option<NumberOrder>,
    /// `A - B` is the whole time and not one day in it.
    pub period: bool,
    /// Numbers are the days of a spreadsheet.
    pub serial: bool,
    /// Numbers are seconds since 1970, in UTC.
    pub seconds: bool,
    /// Years are those of another calendar.
    pub calendar: Option<Calendar>,
    /// The century of years of two digits.
    pub century: Option<u32>,
    /// The column that says how exact the date is.
    pub precision: Option<String>,
    /// Days that are mostly no date but are meant here.
    pub allow: Vec<NaiveDate>,
    /// How many minutes local time is ahead of UTC.
    pub zone: Option<i32>,
}

vocabulary! {
    /// Calendars beside the common one.
    Calendar {
        /// Of Iran and Afghanistan.
        SolarHijri = "solar-hijri",
        /// The lunar one of Islam.
        Hijri = "hijri",
        /// Of Thailand: 543 years ahead.
        Buddhist = "buddhist",
    }
}

/// What came back to letters: silence is never assumed.
#[derive(Clone, Debug)]
pub struct Replies {
    /// Where the dates of replies stand; `None` if the file says nothing of replies.
    pub date: Option<Mapped>,
    /// The other keys of a reply.
    pub keys: Vec<Mapped>,
    /// No such column: nobody knows whether a reply came.
    pub absent_is_unknown: bool,
    /// What an empty cell says.
    pub empty: Option<Silence>,
}

/// What an empty cell says of replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nobody knows.
    Unknown,
    /// There was none by this day.
    To(NaiveDate),
}

impl Map {
    /// The keys by which an entry is known, the first of these lists of which a row has anything.
    #[must_use]
    pub fn keys(&self) -> Vec<Vec<&'static str>> {
        if let Some(key) = &self.key {
            return vec![key.clone()];
        }
        match self.entry {
            Kind::Letter => vec![vec!["ref"], vec!["id"], vec!["sent", "to", "from"]],
            Kind::Event => vec![vec!["date", "what"]],
            Kind::Person => vec![vec!["name", "born"]],
            Kind::Charge => vec![vec!["offence", "person", "brought"]],
            Kind::Statement => vec![vec!["by", "title", "date"]],
            Kind::Demand => vec![vec!["what", "by", "made_in"]],
            Kind::Source => vec![vec!["url"], vec!["title", "publisher"]],
            Kind::Case
            | Kind::Reply
            | Kind::Extension
            | Kind::Suspension
            | Kind::Reminder
            | Kind::Update
            | Kind::Rule
            | Kind::Claim => Vec::new(),
        }
    }

    /// Everything that is read from columns.
    pub fn specs(&self) -> impl Iterator<Item = &Spec> {
        let replies = self.replies.iter().flat_map(|replies| replies.date.iter().chain(&replies.keys));
        let inside = self.inside.iter().flat_map(|(_, keys)| keys);
        let new = self.new.iter().flatten();
        self.columns.iter().chain(replies).chain(inside).chain(new).map(|mapped| &mapped.from)
    }

    /// The names of all columns that it speaks of, but for those that it leaves out.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        let case = match &self.case {
            Some(CaseOf::Columns(columns)) => columns.as_slice(),
            Some(CaseOf::One(_) | CaseOf::Key(_)) | None => &[],
        };
        let of_specs = self.specs().flat_map(|spec| spec.columns.iter().chain(&spec.dates.precision));
        of_specs.chain(case).map(String::as_str)
    }
}

/// Words in the name of a column that tell of somebody who must not be known.
const SECRET: &str = "phone telephone tel mobile cell whatsapp email mail address adresse direccion passport passeport \
                      pasaporte pass source sources informant informants informer lawyer lawyers counsel avocat abogado \
                      anwalt телефон адрес паспорт источник адвокат هاتف عنوان مصدر محامي";

/// Whether what stands under a column of this name is confidential unless the map says otherwise.
#[must_use]
pub fn is_secret(column: &str) -> bool {
    // Of `sourceName` and `source_name`, the words.
    let mut spaced = String::with_capacity(column.len() + 4);
    let mut after_small = false;
    for c in column.chars() {
        if after_small && c.is_uppercase() {
            spaced.push(' ');
        }
        after_small = c.is_lowercase();
        spaced.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    let words = crate::model::spelling::words(&spaced);
    let secret: Vec<String> = SECRET.split_whitespace().map(crate::model::spelling::folded).collect();
    words.iter().any(|word| secret.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_people_who_must_not_be_known_are_told_by_their_names() {
        for name in ["Phone", "Home address", "passport_no", "Source", "sourceName", "Informant", "LAWYER", "Адвокат"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["Sent", "Resources", "Addressee", "Telling", "Reference", "Summary"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
