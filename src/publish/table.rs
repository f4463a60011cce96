//! A report's table as a page shows it: cells with links, footnotes for sources, notes below the text.

use super::shown::Shown;
use crate::{
    model::date::{Date, DayRange},
    render::link,
    report::{
        Cell, Column, Kind, Place, Table, Tone, Value,
        column::{CASE, NOTE, SOURCES},
        counting::Counting,
        demands, events, letters,
        show::parts,
    },
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Columns that say what a row is about, the first choice first.
const MAIN: [Column; 3] = [events::WHAT, parts::OFFENCE, letters::STATUS];

/// Columns that stand below the words that a row is about, each with its heading: a line holds more than a narrow column.
const BELOW: [Column; 9] = [
    letters::FROM,
    letters::LAST_REPLY,
    letters::SILENCE,
    letters::BASIS,
    events::PLACE,
    events::PEOPLE,
    demands::NEWS,
    parts::UNDER,
    parts::COURT,
];

/// The key of the column that has the name of a case, in lists.
const TITLE_OF_CASE: &str = letters::TITLE.key;

/// A table on a page.
pub(super) struct View {
    /// Begins the ids of its rows.
    pub(super) key: String,
    /// The columns.
    pub(super) heads: Vec<Head>,
    /// The rows.
    pub(super) rows: Vec<Row>,
    /// Whether a reader may filter and sort it.
    pub(super) can_sort: bool,
}

/// A column.
pub(super) struct Head {
    /// Its heading.
    pub(super) title: &'static str,
    /// How its cells look.
    pub(super) class: &'static str,
}

/// A row.
pub(super) struct Row {
    /// By which links reach it.
    pub(super) id: String,
    /// The number by which it is cited, and its anchor.
    pub(super) item: Option<(usize, String)>,
    /// One field a column.
    pub(super) fields: Vec<Field>,
}

/// What stands in a cell.
pub(super) struct Field {
    /// The heading of its column, which a narrow screen repeats.
    pub(super) title: &'static str,
    /// How it looks: by kind and by tone.
    pub(super) class: String,
    /// Its words.
    pub(super) content: Content,
    /// The numbers of its sources, with the address of each.
    pub(super) sources: Vec<(usize, String)>,
    /// What stands below it, each with its heading, and the numbers of rules it rests on with the address of each.
    pub(super) below: Vec<(&'static str, Content, Vec<(usize, String)>)>,
    /// A note of the record.
    pub(super) note: Shown,
    /// By what it is sorted, where its words do not do.
    pub(super) sort: Option<String>,
}

/// The words of a cell.
pub(super) enum Content {
    /// Words.
    Words(Shown),
    /// A day, for programs too.
    Day(Shown, String),
    /// Words that lead somewhere within the pages.
    Link(Shown, String),
    /// A case by its name, with its id and its page.
    Case(Shown, Shown, String),
    /// Several texts.
    Several(Vec<Shown>),
}

impl Content {
    fn is_empty(&self) -> bool {
        match self {
            Self::Words(words) | Self::Day(words, _) | Self::Link(words, _) | Self::Case(words, ..) => words.is_empty(),
            Self::Several(words) => words.iter().all(Shown::is_empty),
        }
    }
}

/// Where links of a table may lead.
#[derive(Default)]
pub(super) struct Links<'a> {
    /// The pages of cases: the folder, as seen from this page, and the names of those that have one, by their ids.
    pub(super) cases: Option<(&'a str, &'a HashMap<&'a str, &'a str>)>,
    /// The numbers of sources by their ids, and what begins the id of each on the page.
    pub(super) sources: Option<(&'a HashMap<String, usize>, &'a str)>,
    /// How the days of letters are counted, and what begins the id of each rule on the page.
    pub(super) rules: Option<(&'a Counting<'a>, &'a str)>,
}

impl Links<'_> {
    /// The page of a case, if it has one.
    pub(super) fn case(&self, id: &str) -> Option<String> {
        let (folder, known) = self.cases.as_ref()?;
        known.contains_key(id).then(|| format!("{folder}{id}.html"))
    }

    /// The name of a case that has a page.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.cases.as_ref()?.1.get(id).copied()
    }

    fn rules(&self, table: &Table, row: &[Cell]) -> Vec<(usize, String)> {
        let Some((counting, prefix)) = self.rules else { return Vec::new() };
        counting.of_row(table, row).iter().map(|n| (*n, format!("#{prefix}rule-{n}"))).collect()
    }

    fn sources(&self, cell: Option<&Cell>) -> Vec<(usize, String)> {
        let (Some(Value::List(ids)), Some((numbers, prefix))) = (cell.map(|c| &c.value), &self.sources) else {
            return Vec::new();
        };
        let mut found: Vec<usize> = ids.iter().filter_map(|id| numbers.get(id)).copied().collect();
        found.sort_unstable();
        found.into_iter().map(|n| (n, format!("#{prefix}source-{n}"))).collect()
    }
}

/// The table; the ids of its rows begin with `key`.
pub(super) fn view(table: &Table, key: &str, links: &Links<'_>, can_sort: bool) -> View {
    let footnotes = links.sources.is_some().then(|| table.position(SOURCES.key)).flatten();
    let note = table.position(NOTE.key).filter(|at| table.columns[*at].place != Place::Data);
    let all: Vec<usize> = (0..table.columns.len())
        .filter(|at| table.columns[*at].place != Place::Data && Some(*at) != footnotes && Some(*at) != note)
        // A case that has a page stands there by its name.
        .filter(|at| links.cases.is_none() || table.columns[*at].key != TITLE_OF_CASE)
        .filter(|at| table.rows.iter().any(|row| !content(&table.columns[*at], &row[*at], links).is_empty()))
        .collect();
    let is_below = |at: &usize| {
        let column = &table.columns[*at];
        BELOW.contains(column) || matches!(column.place, Place::Below(_))
    };
    let (below, shown): (Vec<usize>, Vec<usize>) = all.into_iter().partition(is_below);
    // Sources and notes stand with the words they belong to.
    let called = |column: Column| table.position(column.key).filter(|at| shown.contains(at));
    let text = || shown.iter().copied().find(|at| table.columns[*at].kind == Kind::Text);
    let main = MAIN.into_iter().find_map(called).or_else(text).or(shown.first().copied());
    let heads =
        shown.iter().map(|&at| Head { title: table.columns[at].title, class: class(table.columns[at].kind) }).collect();
    let more = |row: &[Cell]| {
        // That nobody had answered up to some day is mostly said by how the letter stands.
        let said = words(table.cell(row, letters::STATUS)).to_string();
        let is_said = |at: &&usize| match &row[**at].value {
            Value::Day(day) => table.columns[**at] == letters::SILENCE && said.contains(&in_words(*day)),
            _ => false,
        };
        let told = below.iter().filter(|at| !is_said(at)).map(|&at| {
            let column = &table.columns[at];
            let rules = if *column == letters::BASIS { links.rules(table, row) } else { Vec::new() };
            (column.title, content(column, &row[at], links), rules)
        });
        told.filter(|(_, content, _)| !content.is_empty()).collect()
    };
    let field = |row: &[Cell], at: usize| {
        let (column, cell) = (&table.columns[at], &row[at]);
        let (content, is_main) = (content(column, cell, links), main == Some(at));
        let empty = if content.is_empty() { " none" } else { "" };
        Field {
            title: column.title,
            class: format!("{}{}{empty}", class(column.kind), tone(cell.tone)),
            sources: if is_main { links.sources(footnotes.map(|at| &row[at])) } else { Vec::new() },
            below: if is_main { more(row) } else { Vec::new() },
            note: note.filter(|_| is_main).map(|at| words(&row[at])).unwrap_or_default(),
            sort: sort(cell).filter(|_| can_sort),
            content,
        }
    };
    let rows = table.rows.iter().enumerate().map(|(n, row)| Row {
        id: format!("{key}-{}", n + 1),
        item: None,
        fields: shown.iter().map(|&at| field(&row, at)).collect(),
    });
    View { key: key.to_owned(), heads, rows: rows.collect(), can_sort }
}

impl View {
    /// The same, with its rows numbered for whoever cites them: `item-1`, after what begins the anchors of the case.
    pub(super) fn numbered(mut self, prefix: &str) -> Self {
        for (n, row) in (1..).zip(&mut self.rows) {
            row.item = Some((n, format!("{prefix}item-{n}")));
        }
        self
    }
}

/// What a cell says to a reader.
pub(super) fn words(cell: &Cell) -> Shown {
    if let Some(says) = &cell.says {
        return Shown::new(says);
    }
    match &cell.value {
        Value::Unknown => Shown::default(),
        Value::Text(text) => Shown::new(text),
        Value::Date(date) => Shown::new(&date.in_words()),
        Value::Day(day) => Shown::new(&in_words(*day)),
        Value::Number(number) => Shown::new(&number.to_string()),
        Value::Flag(flag) => Shown::new(if *flag { "yes" } else { "no" }),
        Value::List(texts) => Shown::new(&texts.join("; ")),
        Value::Table(table) => Shown::new(&table.rows.len().to_string()),
    }
}

fn content(column: &Column, cell: &Cell, links: &Links<'_>) -> Content {
    match (&cell.value, &cell.says) {
        (Value::Text(id), _) if column.key == CASE.key => match (links.name(id), links.case(id)) {
            (Some(name), Some(page)) => Content::Case(Shown::new(name), words(cell), page),
            _ => Content::Words(words(cell)),
        },
        (Value::Text(address), None) if column.kind == Kind::Url => match link(address) {
            Some(href) => Content::Link(words(cell), href.to_owned()),
            None => Content::Words(words(cell)),
        },
        (Value::Date(date), None) if date.is_exact() => Content::Day(words(cell), date.earliest().to_string()),
        (Value::Day(day), says) if says.as_ref().is_none_or(|says| *says == in_words(*day)) => {
            Content::Day(words(cell), day.to_string())
        }
        (Value::List(texts), None) => Content::Several(texts.iter().map(|text| Shown::new(text)).collect()),
        _ => Content::Words(words(cell)),
    }
}

fn in_words(day: NaiveDate) -> String {
    DayRange::day(day).in_words()
}

/// A key that sorts as text: numbers with leading noughts, dates by their earliest day.
fn sort(cell: &Cell) -> Option<String> {
    match &cell.value {
        Value::Number(number) => Some(format!("{:011}", number.saturating_add(10_000_000_000))),
        Value::Date(date) => Some(date.bounds().first().map_or_else(String::new, |day| day.to_string())),
        Value::Day(day) => Some(day.to_string()),
        _ => None,
    }
}

/// A date for programs, if its day is known.
pub(super) fn datetime(date: &Date) -> Option<String> {
    date.is_exact().then(|| date.earliest().to_string())
}

const fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Date | Kind::Day => "date",
        Kind::Code | Kind::Flag => "code",
        Kind::Text | Kind::Url | Kind::List | Kind::Lines | Kind::Table => "text",
    }
}

/// The class of a tone, with a space before it.
pub(super) const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => " good",
        Tone::Waiting => " waiting",
        Tone::Bad => " bad",
        Tone::Faint => " faint",
    }
}
