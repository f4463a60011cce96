//! What became of each row: one line a row, in every format; the same words whether or not anything was written.

use super::draft::Trouble;
use crate::{
    model::vocabulary::{Vocabulary, vocabulary},
    report::{Cell, Column, ColumnOf, Kind, Report, Table, Tone, Value, col, column::CASE, select::Select, words},
};

vocabulary! {
    /// What became of a row.
    Became {
        /// A new entry, or something new in one that is there.
        Added = "added",
        /// It is on record as it is.
        Same = "same",
        /// It is on record with other values, which stay.
        Differs = "differs",
        /// Something is wrong with it.
        Rejected = "rejected",
        /// Nothing stands in it.
        Blank = "blank",
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct Line {
    /// The file among all that are imported.
    pub file: usize,
    /// Its number there.
    pub number: usize,
    /// The case; `None` if that is not known.
    pub case: Option<String>,
    /// What it is.
    pub entry: &'static str,
    /// By what the entry is known; `None` if it has nothing, or is confidential and was not asked for.
    pub key: Option<String>,
    /// What became of it.
    pub became: Became,
    /// What was added, in what it differs.
    pub detail: String,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

impl Line {
    fn told(&self) -> String {
        if self.became != Became::Rejected {
            return self.detail.clone();
        }
        let told = self.troubles.iter().map(|trouble| match trouble.column.as_str() {
            "" => trouble.reason.clone(),
            column => format!("{column}: {}", trouble.reason),
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

impl ColumnOf<Line> {
    /// The first tells files apart, where there are several.
    const ALL: &'static [Self] = &[
        col(Column::new(Kind::Number, "file", "File"), |line, out| {
            out.put(i64::try_from(line.file + 1).unwrap_or(i64::MAX))
        }),
        col(Column::new(Kind::Number, "row", "Row"), |line, out| {
            out.put(i64::try_from(line.number).unwrap_or(i64::MAX))
        }),
        col(CASE, |line, out| out.put(line.case.as_deref())),
        col(Column::new(Kind::Code, "entry", "Entry").if_wide(2), |line, out| match line.became {
            Became::Blank => out.put(Value::Unknown),
            _ => out.put(line.entry),
        }),
        col(Column::new(Kind::Text, "key", "Key"), |line, out| out.put(line.key.as_deref())),
        col(Column::new(Kind::Code, "became", "Became"), |line, out| {
            let tone = match line.became {
                Became::Added => Tone::Good,
                Became::Same | Became::Blank => Tone::Faint,
                Became::Differs => Tone::Waiting,
                Became::Rejected => Tone::Bad,
            };
            out.put_cell(Cell::from(line.became.name()).tone(tone))
        }),
        col(Column::new(Kind::Text, "detail", "Detail"), |line, out| out.put(line.told())),
    ];
}

/// The columns of the report on an import; the first only where several files are imported.
#[must_use]
pub fn columns() -> Vec<Column> {
    crate::report::column::columns(ColumnOf::<Line>::ALL)
}

/// How many rows there are, and what became of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows below the names of the columns.
    pub read: usize,
    became: [usize; 5],
}

impl Counts {
    /// Counts the lines of so many rows.
    ///
    /// # Errors The lines are more or fewer than the rows.
    pub fn of(read: usize, lines: &[Line]) -> Result<Self, String> {
        let mut became = [0; 5];
        for line in lines {
            became[line.became as usize] += 1;
        }
        match became.iter().sum::<usize>() {
            told if told == read => Ok(Self { read, became }),
            told => Err(format!("{read} rows were read and {told} are told of: this is an error of the program")),
        }
    }

    /// How many rows have this outcome.
    #[must_use]
    pub const fn became(&self, became: Became) -> usize {
        self.became[became as usize]
    }

    /// Whether every row that is not blank is on record as it is.
    #[must_use]
    pub const fn is_all_on_record(&self) -> bool {
        self.became(Became::Differs) + self.became(Became::Rejected) == 0
    }
}

/// The report. `written`: whether what is to be added was; `several`: rows are of several files.
///
/// # Errors
/// An unknown column, with what to write instead.
pub fn report(
    lines: &[Line],
    counts: &Counts,
    written: bool,
    several: bool,
    remarks: Vec<String>,
    select: &Select,
) -> Result<Report, String> {
    let parts: Vec<String> = Became::ALL.iter().map(|became| format!("{} {became}", counts.became(*became))).collect();
    let not_written = if written { "" } else { "; nothing was written: --write does that" };
    let summary = format!("{} = {}{not_written}", words::count(counts.read, "row", "rows"), parts.join(" + "));
    let columns = if several { ColumnOf::<Line>::ALL } else { &ColumnOf::<Line>::ALL[1..] };
    let mut report = Report { table: Table::of(columns, lines), summary, remarks };
    select.apply(&mut report)?;
    Ok(report)
}
