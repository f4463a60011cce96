//! Formats: how a [`Report`] is written, for people (`table`, `plain`, `markdown`) and for programs
//! (`tsv`, `csv`, `json`, `jsonl`, `xlsx`).
//!
//! A format is one file that knows cells and nothing of cases. What all formats for people have in
//! common is in `person`, what all formats for programs have in common is in `machine`; both make
//! the text of records safe with `text`. To add a format: a word in [`Format`], a file here, a line
//! in the `match` of [`render`].

mod chart;
mod docx;
mod github;
mod json;
mod layout;
mod lines;
mod list;
mod machine;
mod markdown;
mod page;
mod person;
mod plain;
mod problem;
mod sarif;
mod separated;
mod stacked;
mod style;
mod table;
mod text;
mod wrap;
mod xlsx;

#[cfg(test)]
mod samples;

pub use chart::chart;
pub use json::{objects, pretty};
pub use problem::problems;
pub use separated::for_spreadsheet;
pub use text::{for_databases, link, one_line};

use crate::{
    load::problem::Problem,
    model::vocabulary::vocabulary,
    report::{Kind, Report},
};
use chrono::NaiveDate;
use std::io::{self, Write};

vocabulary! {
    /// How a report is written.
    Format {
        /// Fitted to the screen, long texts wrapped, status in colour.
        Table = "table",
        /// Aligned columns without a header, one record a line, for grep and wc.
        Plain = "plain",
        /// All fields, separated by tabs, one record a line.
        Tsv = "tsv",
        /// All fields, for spreadsheets.
        Csv = "csv",
        /// One document with all rows and all problems.
        Json = "json",
        /// One JSON object a line.
        Jsonl = "jsonl",
        /// A table for a web page or a message.
        Markdown = "markdown",
        /// A document for word processors.
        Docx = "docx",
        /// A workbook: all fields, typed, a sheet for each part.
        Xlsx = "xlsx",
    }
}

impl Format {
    /// Whether people read it: they are told words instead of some values.
    #[must_use]
    pub const fn is_for_people(self) -> bool {
        match self {
            Self::Table | Self::Plain | Self::Markdown | Self::Docx => true,
            Self::Tsv | Self::Csv | Self::Json | Self::Jsonl | Self::Xlsx => false,
        }
    }

    /// Whether it is a document for others, of which a case is left out whose open text names somebody confidential.
    #[must_use]
    pub const fn is_for_others(self) -> bool {
        match self {
            Self::Docx => true,
            Self::Table
            | Self::Plain
            | Self::Markdown
            | Self::Tsv
            | Self::Csv
            | Self::Json
            | Self::Jsonl
            | Self::Xlsx => false,
        }
    }

    /// Whether it is no text, but a file for a program.
    #[must_use]
    pub const fn is_a_file(self) -> bool {
        match self {
            Self::Docx | Self::Xlsx => true,
            Self::Table | Self::Plain | Self::Markdown | Self::Tsv | Self::Csv | Self::Json | Self::Jsonl => false,
        }
    }
}

vocabulary! {
    /// How problems are written for the programs that show them beside the files.
    Annotations {
        /// SARIF 2.1.0, for editors and code hosts.
        Sarif = "sarif",
        /// Commands of a GitHub workflow.
        Github = "github",
    }
}

/// Writes problems for another program.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn annotate(annotations: Annotations, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    match annotations {
        Annotations::Sarif => sarif::write(context.problems, context.confidential, out),
        Annotations::Github => github::write(context.problems, context.confidential, out),
    }
}

/// The width of what has no edge: a file, a pipe.
pub const UNBOUNDED: usize = 1 << 20;

/// What the device that is written to can do; decided in `main`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// How many columns of text fit side by side; [`UNBOUNDED`] where no edge breaks a line.
    pub width: usize,
    /// Whether colour and bold type are wanted.
    pub colour: bool,
    /// Whether characters beyond ASCII may be drawn as lines.
    pub unicode: bool,
}

/// What a format needs beside the report.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The day on which the world is shown.
    pub as_of: NaiveDate,
    /// What was wrong with the records; part of `json`.
    pub problems: &'a [Problem],
    /// The device.
    pub screen: Screen,
    /// Whether `tsv` and `csv` begin with the names of the columns.
    pub header: bool,
    /// Whether `csv` is written for Excel: it takes UTF-8 for what it is only after a byte-order mark.
    pub excel: bool,
    /// Whether something confidential is in it.
    pub confidential: bool,
}

/// What begins everything for people that has something confidential in it.
const MARK: &str = "CONFIDENTIAL: entries marked confidential are in this. Not for others.";

/// The name of the field that says the same to programs.
const MARK_KEY: &str = "confidential";

/// Writes, before a picture or before problems, the line that something confidential is in it.
///
/// # Errors
/// Those of `out`.
pub fn mark(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{MARK}\n")
}

/// Writes a remark: a sentence for people, on as many lines as the screen needs.
///
/// # Errors
/// Those of `out`.
pub fn remark(text: &str, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    wrap::wrap(&one_line(text), Kind::Text, screen.width).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Writes a table as on a terminal, and nothing else.
///
/// # Errors
/// Those of `out`.
pub fn table(table: &crate::report::Table, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    page::write(table, screen, out)
}

/// Writes a report.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn render(format: Format, report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let table = &report.table;
    if context.confidential {
        match format {
            Format::Table => mark(out)?,
            Format::Plain => writeln!(out, "{MARK}")?,
            Format::Markdown => writeln!(out, "**{MARK}**\n")?,
            // These say it themselves: in a column, a key, or the head of each page.
            Format::Tsv | Format::Csv | Format::Json | Format::Jsonl | Format::Docx | Format::Xlsx => {}
        }
    }
    match format {
        Format::Table => page::write(table, context.screen, out),
        Format::Plain => plain::write(table, out),
        Format::Tsv => separated::tsv(table, context, out),
        Format::Csv => separated::csv(table, context, out),
        Format::Json => json::document(table, context, out),
        Format::Jsonl => json::lines(table, context, out),
        Format::Markdown => markdown::write(table, out),
        Format::Docx => docx::write(report, context, out),
        Format::Xlsx => xlsx::write(table, context, out),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        samples::{HOSTILE, cases, hostile, problem, row, screen, shown, table},
        *,
    };
    use crate::{model::vocabulary::Vocabulary, report::Table};
    use proptest::prelude::*;

    /// Whether a terminal would do something else than show a character.
    fn acts(c: char) -> bool {
        c != '\n' && c.is_control()
            || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
            || matches!(c, '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
    }

    #[test]
    fn no_format_lets_a_record_act_on_the_screen() {
        for &format in Format::ALL.iter().filter(|format| !format.is_a_file()) {
            for table in [hostile(), cases()] {
                let text =
                    shown(format, table, screen(80)).replace('\t', if format == Format::Tsv { " " } else { "\t" });
                let text = if format == Format::Csv { text.replace('\t', " ") } else { text };
                assert_eq!(text.chars().find(|c| acts(*c)), None, "{format}");
                assert!(text.contains("u202Egpj") || text.contains("u202egpj"), "{format} shows what it found");
            }
        }
    }

    #[test]
    fn an_empty_report_is_valid_in_every_format() {
        for &format in Format::ALL.iter().filter(|format| !format.is_a_file()) {
            let text = shown(format, table([]), screen(80));
            match format {
                Format::Tsv | Format::Csv => assert_eq!(text.lines().count(), 1, "the header"),
                Format::Json => assert!(text.starts_with(r#"{"schema":1,"as_of":"2026-11-24","rows":[],"problems":["#)),
                _ => assert_eq!(text, "", "{format}"),
            }
            assert_eq!(
                shown(format, Table::default(), screen(0)).is_empty(),
                !matches!(format, Format::Json | Format::Tsv | Format::Csv)
            );
        }
    }

    #[test]
    fn one_record_is_one_line() {
        for format in [Format::Plain, Format::Tsv, Format::Jsonl, Format::Markdown] {
            let extra = match format {
                Format::Tsv => 1,
                Format::Markdown => 2,
                _ => 0,
            };
            let text = shown(format, hostile(), screen(80));
            assert_eq!(text.lines().count(), hostile().rows.len() + extra, "{format}");
        }
    }

    proptest! {
        #[test]
        fn people_are_safe_from_any_text(text in "(?s)(.|[\u{80}-\u{9f}\u{200b}-\u{202e}\u{2066}-\u{2069}\u{300}\0-\u{1f}a人ب ]){0,40}", width in 0_usize..120) {
            for &format in Format::ALL.iter().filter(|format| format.is_for_people() && !format.is_a_file()) {
                let shown = shown(format, table([row(&text), row("x")]), screen(width));
                prop_assert!(!shown.contains(acts), "{format}: {shown:?}");
                let lines = match format {
                    Format::Plain => 2,
                    Format::Markdown => 4,
                    _ => shown.lines().count(),
                };
                prop_assert_eq!(shown.lines().count(), lines);
            }
            let mut out = Vec::new();
            problems(&[problem(&text)], screen(width), &mut out).expect("memory takes everything");
            prop_assert!(!String::from_utf8_lossy(&out).contains(acts));
        }
    }

    #[test]
    fn colour_only_adds_to_what_is_said() {
        let colour = |colour| Screen { colour, ..screen(80) };
        for table in [hostile(), table(HOSTILE.map(row))] {
            let coloured = shown(Format::Table, table.clone(), colour(true));
            assert!(coloured.contains("\u{1b}["));
            let bare: String = coloured
                .split('\u{1b}')
                .enumerate()
                .map(|(n, s)| if n == 0 { s } else { s.split_once('m').map_or("", |x| x.1) })
                .collect();
            let trimmed: Vec<&str> = bare.lines().map(|l| l.trim_end_matches(' ')).collect();
            assert_eq!(trimmed.join("\n") + "\n", shown(Format::Table, table, colour(false)));
        }
    }

    /// A pipe that is closed after so many bytes.
    struct Closed(usize);

    impl Write for Closed {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = self.0.min(bytes.len());
            self.0 -= room;
            if room > 0 { Ok(room) } else { Err(io::ErrorKind::BrokenPipe.into()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_told_as_such() {
        let many = (0..60).flat_map(|_| hostile().rows.cells().into_owned());
        let report = Report { table: table(many), summary: String::new(), remarks: Vec::new() };
        let context = Context {
            as_of: NaiveDate::MIN,
            problems: &[],
            screen: screen(80),
            header: true,
            excel: false,
            confidential: false,
        };
        for &format in Format::ALL {
            for room in [0, 1, 100, 20_000] {
                let error = render(format, &report, &context, &mut Closed(room)).expect_err("the pipe is closed");
                assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format}");
            }
        }
    }
}
