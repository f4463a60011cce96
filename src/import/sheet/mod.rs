//! Sheets: the rows of a file, as typed cells under named columns, whatever the file is.
//!
//! Each kind of file has a small file here that fills in a `Grid`; what is true of all of them (the row of names,
//! blank rows, white space) is said once, in `Sheet::of`. Nothing is dropped unseen: rows are counted as a
//! spreadsheet numbers them, blank ones too.
//!
//! To add a kind: a file here with one function from bytes to a `Grid`, a line in `Kind::of` and in `read`.

pub mod book;
pub mod json;
mod layout;
pub mod separated;

use chrono::{NaiveDate, NaiveTime};
use sha2::{Digest as _, Sha256};
use std::{
    borrow::Cow,
    collections::HashSet,
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

/// A file larger than this many bytes is refused.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// More rows or columns than any list of an office has.
pub(super) const MOST_ROWS: usize = 200_000;
pub(super) const MOST_COLUMNS: usize = 1_000;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or nothing but white space.
    Empty,
    /// A text, without the white space around it.
    Text(String),
    /// A number, as it is written. It is never a date unless the map says so.
    Number(String),
    /// True or false.
    Flag(bool),
    /// A day, as the cell says by its type; perhaps with a time of day.
    Day(NaiveDate, Option<NaiveTime>),
    /// Several texts.
    List(Vec<String>),
    /// Something that cannot be read: what.
    Broken(&'static str),
}

impl Cell {
    /// A cell with this text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let text = trimmed(text);
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a person sees in it.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::Broken(_) => "".into(),
            Self::Text(text) | Self::Number(text) => text.into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Day(day, None) => day.to_string().into(),
            Self::Day(day, Some(time)) => format!("{day} {time}").into(),
            Self::List(items) => items.join(" | ").into(),
        }
    }
}

/// A text without the white space around it, that which does not break and that which has no width included.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}'))
}

/// Cells as a reader of files finds them, before anything is known of names and columns.
#[derive(Debug, Default)]
pub struct Grid {
    /// Each row with its number in the file.
    pub rows: Vec<(usize, Vec<Cell>)>,
    /// What was seen besides: hidden rows, merged cells.
    pub remarks: Vec<String>,
    /// Days are counted from 1904.
    pub from_1904: bool,
    /// The name of the sheet, if the file has several.
    pub name: Option<String>,
}

/// A row below the names.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number in the file, from 1.
    pub number: usize,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// There are more cells than columns.
    pub has_more: bool,
}

impl Row {
    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        !self.has_more && self.cells.iter().all(Cell::is_empty)
    }
}

/// A sheet of a file.
#[derive(Debug)]
pub struct Sheet {
    /// The file.
    pub path: PathBuf,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The names of its columns; each occurs once.
    pub columns: Vec<String>,
    /// The rows below the names, blank ones too.
    pub rows: Vec<Row>,
    /// What was seen besides.
    pub remarks: Vec<String>,
    /// Days are counted from 1904.
    pub from_1904: bool,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The encoding of its text, if that is not UTF-8.
    pub encoding: Option<String>,
    /// A merged cell fills its range.
    pub fill_merged: bool,
    /// Texts are protected against spreadsheets as this program does it.
    pub guarded: bool,
    /// The sheet that is meant.
    pub sheet: Option<String>,
}

/// The columns that a file of rejected rows has besides; they are ignored.
pub const OF_REJECTED: [&str; 3] = ["row", "column", "reason"];

/// The kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Separated(Option<u8>),
    Book,
    Json,
    JsonLines,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "csv" | "txt" => Self::Separated(None),
            "tsv" | "tab" => Self::Separated(Some(b'\t')),
            "xlsx" | "xlsm" | "xls" | "ods" => Self::Book,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            _ => return None,
        })
    }
}

/// Reads a file.
///
/// # Errors
/// It cannot be read: why, and what to do.
pub fn read(path: &Path, options: &Options) -> Result<Sheet, String> {
    let told = |message: String| format!("{}: {message}", path.display());
    let kind = Kind::of(path).ok_or_else(|| {
        told("what sort of file is this? Write .csv, .tsv, .xlsx, .xls, .ods, .json or .jsonl behind its name".into())
    })?;
    let bytes = bytes(path).map_err(told)?;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if options.sheet.is_some() && kind != Kind::Book {
        return Err(told("only a workbook has sheets: leave out --sheet".into()));
    }
    let grid = match kind {
        Kind::Separated(by) => separated::grid(&bytes, by, options),
        Kind::Book => book::grid(path, bytes, options),
        Kind::Json => json::grid(&bytes, options),
        Kind::JsonLines => json::grid_of_lines(&bytes, options),
    };
    let may_be_guarded = matches!(kind, Kind::Separated(_));
    Sheet::of(path, sha256, grid.map_err(told)?, may_be_guarded.then_some(options.guarded)).map_err(told)
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    // Looked at before it is opened: to open a named pipe would block.
    if !fs::metadata(path).map_err(|error| crate::load::folder::said(&error))?.is_file() {
        return Err("not a regular file".into());
    }
    let file = File::open(path).map_err(|error| crate::load::folder::said(&error))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| crate::load::folder::said(&error))?;
    match bytes.len() as u64 > MAX_BYTES {
        true => Err(format!("the file is larger than {} MiB: divide it", MAX_BYTES / 1024 / 1024)),
        false => Ok(bytes),
    }
}

impl Sheet {
    /// The first row that is not blank has the names of the columns. `guarded`: texts may be protected against
    /// spreadsheets, and whether the map says that they are.
    fn of(path: &Path, sha256: String, grid: Grid, guarded: Option<bool>) -> Result<Self, String> {
        let is_blank = |cells: &[Cell]| cells.iter().all(Cell::is_empty);
        let mut rows = grid.rows.into_iter().skip_while(|(_, cells)| is_blank(cells));
        let (_, names) = rows.next().ok_or("there is nothing in it")?;
        let mut columns: Vec<String> =
            names.iter().enumerate().map(|(n, name)| column_name(n, &name.shown())).collect();
        let mut rows: Vec<(usize, Vec<Cell>)> = rows.collect();
        // What has no name and nothing below it is no column.
        let used = rows.iter().filter_map(|(_, cells)| cells.iter().rposition(|cell| !cell.is_empty())).max();
        let named = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        columns.truncate(named.max(used.map_or(0, |last| last + 1).min(names.len())));
        if columns.len() > MOST_COLUMNS || rows.len() > MOST_ROWS {
            return Err(format!("more than {MOST_ROWS} rows or {MOST_COLUMNS} columns: divide the file"));
        }
        let mut met = HashSet::new();
        if let Some(twice) = columns.iter().find(|name| !met.insert(name.as_str())) {
            return Err(format!("two columns are called {twice:?}: rename one"));
        }
        // Blank rows below the last one are none.
        while rows.last().is_some_and(|(_, cells)| is_blank(cells)) {
            rows.pop();
        }
        // A file of rejected rows was written by this program, with its protection of texts.
        let is_rejected = columns.ends_with(&OF_REJECTED.map(str::to_owned));
        let guarded = guarded.is_some_and(|guarded| guarded || is_rejected);
        let rows = rows.into_iter().map(|(number, mut cells)| {
            let has_more = cells.iter().skip(columns.len()).any(|cell| !cell.is_empty());
            cells.resize(columns.len(), Cell::Empty);
            if guarded {
                cells.iter_mut().for_each(separated::without_guard);
            }
            Row { number, cells, has_more }
        });
        let rows = rows.collect();
        let (remarks, from_1904) = (grid.remarks, grid.from_1904);
        Ok(Self { path: path.to_path_buf(), sha256, columns, rows, remarks, from_1904 })
    }

    /// The place of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The name of the file without its folder.
    #[must_use]
    pub fn file_name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The name of a column; one without is called by its letters in a spreadsheet.
fn column_name(at: usize, name: &str) -> String {
    if !name.is_empty() {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let (mut n, mut letters) = (at + 1, Vec::new());
    while n > 0 {
        letters.push(char::from(b'A' + u8::try_from((n - 1) % 26).unwrap_or_default()));
        n = (n - 1) / 26;
    }
    letters.iter().rev().collect()
}
