//! A sheet of a workbook before it is written: typed cells, and how wide the columns have to be for them.

use super::super::{
    machine::Field,
    text::{Breaks, link, reversible, width},
    wrap::wrap,
};
use crate::report::{Cell, Column, Kind, Value};
use chrono::NaiveDate;
use std::{borrow::Cow, collections::HashMap};

/// UTF-16 units that fit into a cell.
const LONGEST_TEXT: usize = 32_767;
/// Characters of a link beyond which a workbook does not open.
const LONGEST_LINK: usize = 2000;
/// The first day from which all spreadsheet programs count alike: some have a 29 February 1900.
pub(super) const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(1900, 3, 1);
/// Columns are so wide, in characters; longer texts are wrapped.
const NARROWEST: usize = 6;
const WIDEST: usize = 60;

/// A sheet before it is written: its widths follow from all of it.
pub(super) struct Sheet {
    /// Its name, which no other sheet has.
    pub(super) name: String,
    /// Its headings, no two alike.
    pub(super) heads: Vec<String>,
    /// How many characters wide each column is.
    pub(super) widths: Vec<usize>,
    /// Its rows, as wide as the headings.
    pub(super) rows: Vec<Vec<Typed>>,
}

/// What stands in a cell of a sheet.
pub(super) enum Typed {
    /// Nothing is known.
    Nothing,
    /// A text.
    Text(String),
    /// An address of the web.
    Link(String),
    /// A day that all spreadsheet programs know.
    Day(NaiveDate),
    /// A number.
    Number(i64),
    /// True or false.
    Flag(bool),
}

impl Sheet {
    /// A sheet of these fields, after a column that says whose the rows are.
    pub(super) fn new(name: String, fields: &[Field], columns: &[Column], owner: Option<Column>) -> Self {
        let named: Vec<(String, &str)> = owner
            .iter()
            .map(|owner| (owner.title.to_owned(), owner.key))
            .chain(fields.iter().map(|field| (field.title(columns), &*field.name)))
            .collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        named.iter().for_each(|(title, _)| *times.entry(title).or_default() += 1);
        // Two columns under one heading could not be told apart.
        let head = |(title, key): &(String, &str)| match times.get(&**title) {
            Some(2..) => format!("{title} ({key})"),
            _ => title.clone(),
        };
        let heads: Vec<String> = named.iter().map(head).collect();
        // A heading may be wrapped between its words.
        let widths = heads.iter().map(|head| head.split(' ').map(width).max().unwrap_or(0).max(NARROWEST)).collect();
        Self { name, heads, widths, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, fields: &[Field], row: &[Cell], whose: Option<&Value>) {
        let cells: Vec<Typed> = whose.map(typed).into_iter().chain(fields.iter().map(|f| typed(&f.of(row)))).collect();
        for (wide, cell) in self.widths.iter_mut().zip(&cells) {
            *wide = (*wide).max(cell.width().min(WIDEST));
        }
        self.rows.push(cells);
    }

    /// How many lines the highest of these texts takes, one a column.
    pub(super) fn lines<'t>(&self, texts: impl Iterator<Item = &'t str>) -> usize {
        let lines = |(text, wide): (&str, &usize)| match text.len() <= *wide {
            true => 1,
            false => wrap(text, Kind::Text, *wide).len(),
        };
        texts.zip(&self.widths).map(lines).max().unwrap_or(1)
    }
}

impl Typed {
    /// Its text, if it is one.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Link(text) => text,
            Self::Nothing | Self::Day(_) | Self::Number(_) | Self::Flag(_) => "",
        }
    }

    fn width(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Text(text) | Self::Link(text) => text.lines().map(width).max().unwrap_or(0),
            Self::Day(_) => "2024-07-05".len(),
            Self::Number(number) => number.to_string().len(),
            Self::Flag(_) => "FALSE".len(),
        }
    }
}

fn typed(value: &Value) -> Typed {
    let text = |text: &str| match fitting(reversible(text, Breaks::Kept)) {
        text if text.is_empty() => Typed::Nothing,
        text if text.len() <= LONGEST_LINK && link(&text).is_some() => Typed::Link(text.into_owned()),
        text => Typed::Text(text.into_owned()),
    };
    match value {
        Value::Unknown => Typed::Nothing,
        Value::Text(words) => text(words),
        Value::Date(date) => match date.plain_day().filter(|day| Some(*day) >= FIRST_DAY) {
            Some(day) => Typed::Day(day),
            None => text(&date.as_written()),
        },
        Value::Day(day) if Some(*day) >= FIRST_DAY => Typed::Day(*day),
        Value::Day(day) => text(&day.to_string()),
        Value::Number(number) => Typed::Number(*number),
        Value::Flag(flag) => Typed::Flag(*flag),
        Value::List(texts) => text(&texts.join("; ")),
        Value::Table(table) => Typed::Number(i64::try_from(table.rows.len()).unwrap_or(i64::MAX)),
    }
}

/// As much of a text as a cell can hold, which says where it ends early.
fn fitting(text: Cow<'_, str>) -> Cow<'_, str> {
    const CUT: &str = "… [longer than a cell can hold: csv and json have all of it]";
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return text;
    }
    let mut room = LONGEST_TEXT - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    Cow::Owned(text.chars().take_while(fits).chain(CUT.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::super::super::machine::marked;
    use super::super::super::samples::HOSTILE;
    use super::*;
    use crate::model::date::Date;

    fn cell(value: Value) -> String {
        match typed(&value) {
            Typed::Nothing => "nothing".into(),
            Typed::Text(text) => format!("text {text}"),
            Typed::Link(address) => format!("link {address}"),
            Typed::Day(day) => format!("day {day}"),
            Typed::Number(number) => format!("number {number}"),
            Typed::Flag(flag) => format!("flag {flag}"),
        }
    }

    #[test]
    fn a_date_is_a_day_only_where_its_day_is_known() {
        let date = |text: &str| cell(Value::Date(Date::parse(text).expect("a date")));
        assert_eq!(date("2024-07-05"), "day 2024-07-05");
        for text in ["2024-07", "2024-07-05?", "2024-07-05/..", "[2024-07-05..2024-07-06]"] {
            assert_eq!(date(text), format!("text {text}"));
        }
        // Some programs have a 29 February 1900, and count differently before.
        assert_eq!(date("1900-02-28"), "text 1900-02-28");
        assert_eq!(date("1900-03-01"), "day 1900-03-01");
        let day = NaiveDate::from_ymd_opt(1900, 2, 28).expect("a day");
        assert_eq!(cell(Value::Day(day)), "text 1900-02-28");
        assert_eq!(cell(Value::Day(day.succ_opt().expect("a day"))), "day 1900-03-01");
    }

    #[test]
    fn what_is_not_known_is_nothing_and_texts_stay_texts() {
        assert_eq!(cell(Value::Unknown), "nothing");
        assert_eq!(cell(Value::Text(String::new())), "nothing");
        assert_eq!(cell(Value::Number(-12)), "number -12");
        assert_eq!(cell(Value::Flag(false)), "flag false");
        assert_eq!(cell(Value::Text("2024-07-05".into())), "text 2024-07-05");
        assert_eq!(cell(Value::Text("007".into())), "text 007");
        assert_eq!(cell(Value::Text("https://a.example".into())), "link https://a.example");
        assert_eq!(cell(Value::Text("javascript:alert(1)".into())), "text javascript:alert(1)");
        let longest = format!("https://a.example/{}", "a".repeat(LONGEST_LINK - "https://a.example/".len()));
        assert!(cell(Value::Text(longest.clone())).starts_with("link "));
        assert!(cell(Value::Text(longest + "a")).starts_with("text "));
        for text in HOSTILE {
            assert!(cell(Value::Text(text.into())).starts_with("text "), "{text:?}");
        }
    }

    #[test]
    fn a_text_longer_than_a_cell_says_so() {
        let fits = "я".repeat(LONGEST_TEXT);
        assert_eq!(fitting(Cow::Borrowed(&fits)), fits);
        for long in ["я".repeat(LONGEST_TEXT + 1), "👩".repeat(LONGEST_TEXT)] {
            let cut = fitting(Cow::Borrowed(&long));
            assert!(cut.ends_with("… [longer than a cell can hold: csv and json have all of it]"));
            assert!((LONGEST_TEXT - 1..=LONGEST_TEXT).contains(&cut.encode_utf16().count()));
        }
    }

    #[test]
    fn headings_are_told_apart() {
        let columns = [Column::new(Kind::Code, "kind", "Kind"), Column::new(Kind::Code, "last_reply_kind", "Kind")];
        let sheet = Sheet::new(String::new(), &marked(&columns, true), &columns, None);
        assert_eq!(sheet.heads, ["Kind (kind)", "Kind (last_reply_kind)", "Confidential"]);
    }
}
