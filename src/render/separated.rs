//! Tab- and comma-separated values: all fields, a row a line, safe to open in a spreadsheet.
//!
//! What would act there is written so that it can be undone. A cell of text that a spreadsheet
//! would take for a formula gets a `'` before it, and so does one that begins with `'` itself.

use super::{
    Context, MARK_KEY,
    lines::{self, Text},
    machine::{Field, fields, has_parts, marked},
    text::{Breaks, reversible},
};
use crate::{
    model::date::write_iso,
    report::{Cell, Table, Value},
};
use std::{
    borrow::Cow,
    fmt,
    io::{self, Write},
};

/// The columns of the long form of a table with parts: one fact a line.
const LONG: [&str; 5] = ["case", "part", "row", "key", "value"];

/// Writes tab-separated values without quotes: tabs and line ends in a cell are written as `\t`, `\n`
/// and `\r`, so that cut, sort and awk see what they expect.
pub(super) fn tsv(table: &Table, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    if has_parts(&table.columns) {
        return rows(table, context, Breaks::Escaped, &mut |cells| writeln!(out, "{}", cells.join("\t")));
    }
    let fields = marked(&table.columns, context.confidential);
    if context.header {
        writeln!(out, "{}", fields.iter().map(|field| &*field.name).collect::<Vec<_>>().join("\t"))?;
    }
    lines::write(&table.rows, out, |row, line| {
        for field in &fields {
            put(&field.of(row), Breaks::Escaped, &mut Text(line));
            line.push(b'\t');
        }
        line.pop();
        line.push(b'\n');
    })
}

/// Writes comma-separated values (RFC 4180, with `\n` between rows, for Excel with `\r\n`).
pub(super) fn csv(table: &Table, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut builder = csv::WriterBuilder::new();
    if context.excel {
        builder.terminator(csv::Terminator::CRLF);
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    let mut writer = builder.from_writer(out);
    rows(table, context, Breaks::Kept, &mut |cells| {
        writer.write_record(cells).map_err(|error| match error.into_kind() {
            // The conversion of the crate would hide that the pipe is closed.
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    })?;
    writer.flush()
}

type Row<'r> = &'r mut dyn FnMut(&[String]) -> io::Result<()>;

fn rows(table: &Table, context: &Context<'_>, breaks: Breaks, write: Row<'_>) -> io::Result<()> {
    if has_parts(&table.columns) {
        let fields = fields(&table.columns);
        let mut write = |cells: &[String], mark: &str| match context.confidential {
            true => write(&[cells, &[mark.to_owned()]].concat()),
            false => write(cells),
        };
        if context.header {
            write(&LONG.map(str::to_owned), MARK_KEY)?;
        }
        return table.rows.each(|row| {
            let case = fields.first().map(|field| cell(&field.of(row), breaks)).unwrap_or_default();
            facts(&case, "case", "1", (&fields, row), breaks, &mut |cells| write(cells, "true"))
        });
    }
    let fields = marked(&table.columns, context.confidential);
    if context.header {
        write(&fields.iter().map(|field| field.name.to_string()).collect::<Vec<_>>())?;
    }
    let mut cells = vec![String::new(); fields.len()];
    table.rows.each(|row| {
        for (cell, field) in cells.iter_mut().zip(&fields) {
            cell.clear();
            put(&field.of(row), breaks, cell);
        }
        write(&cells)
    })
}

/// Writes every known fact of a row, then those of its parts. A part of a part is `letters.replies`,
/// its rows `2.1`: the first reply to the second letter.
fn facts(
    case: &str,
    part: &str,
    number: &str,
    (fields, row): (&[Field], &[Cell]),
    breaks: Breaks,
    write: Row<'_>,
) -> io::Result<()> {
    for field in fields {
        let value = field.of(row);
        let says_something = match &*value {
            Value::Unknown | Value::Table(_) => false,
            Value::List(texts) => !texts.is_empty(),
            Value::Text(_) | Value::Date(_) | Value::Day(_) | Value::Number(_) | Value::Flag(_) => true,
        };
        if says_something {
            let fact = [case, part, number, &field.name].map(str::to_owned);
            let [case, part, number, name] = fact;
            write(&[case, part, number, name, cell(&value, breaks)])?;
        }
    }
    for field in fields {
        let value = field.of(row);
        let Value::Table(table) = &*value else { continue };
        let inner = super::machine::fields(&table.columns);
        let part = if part == "case" { field.name.to_string() } else { format!("{part}.{}", field.name) };
        for (n, row) in (1..).zip(table.rows.iter()) {
            let number = if part.contains('.') { format!("{number}.{n}") } else { n.to_string() };
            facts(case, &part, &number, (&inner, &row), breaks, write)?;
        }
    }
    Ok(())
}

fn cell(value: &Value, breaks: Breaks) -> String {
    let mut cell = String::new();
    put(value, breaks, &mut cell);
    cell
}

/// Adds what a cell says.
fn put(value: &Value, breaks: Breaks, cell: &mut impl fmt::Write) {
    // Writing to memory does not fail.
    let _ = match value {
        Value::Unknown => Ok(()),
        Value::Text(text) => cell.write_str(&guarded(reversible(text, breaks), breaks)),
        Value::List(texts) => match texts.split_first() {
            Some((first, rest)) => cell
                .write_str(&guarded(reversible(first, breaks), breaks))
                // A spreadsheet that splits at semicolons makes a cell of each.
                .and_then(|()| {
                    rest.iter().try_for_each(|text| write!(cell, "; {}", guarded(reversible(text, breaks), breaks)))
                }),
            None => Ok(()),
        },
        // As written it is no words of a record, so it needs no protection.
        Value::Date(date) => match date.plain_day() {
            Some(day) => write_iso(day, cell),
            None => cell.write_str(&date.as_written()),
        },
        Value::Day(day) => write_iso(*day, cell),
        Value::Number(number) => write!(cell, "{number}"),
        Value::Flag(flag) => write!(cell, "{flag}"),
        Value::Table(table) => write!(cell, "{}", table.rows.len()),
    };
}

/// A text as a cell of csv that neither is a formula nor hides anything, so that it can be undone.
#[must_use]
pub fn for_spreadsheet(text: &str) -> String {
    guarded(reversible(text, Breaks::Kept), Breaks::Kept).into_owned()
}

/// Puts a `'` before what a spreadsheet would take for a formula; some of them pass over white space before
/// it. One that opens a file without quoting takes a `"` at the beginning for the start of a quotation that
/// never ends.
fn guarded(text: Cow<'_, str>, breaks: Breaks) -> Cow<'_, str> {
    if text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return text;
    }
    let formula = text.starts_with(['\t', '\r', '\''])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula || breaks == Breaks::Escaped && text.starts_with('"') { Cow::Owned(format!("'{text}")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        samples::{HOSTILE, cases, hostile, row, screen, shown, table, written},
        text::tests::undo,
    };
    use super::*;
    use crate::report::{Column, Kind};
    use proptest::prelude::*;

    const KEYS: &str = "case,ref,what,sent,sent_earliest,sent_latest,due,days,open,to";

    /// The rows of both formats, without what protects the spreadsheet.
    fn read(table: &Table) -> [Vec<Vec<String>>; 2] {
        let bare = |cell: &str, breaks| undo(cell.strip_prefix('\'').unwrap_or(cell), breaks);
        let tsv = shown(Format::Tsv, table.clone(), screen(80));
        let tsv = tsv.strip_suffix('\n').expect("a last line").split('\n');
        let tsv = tsv.map(|line| line.split('\t').map(|cell| bare(cell, Breaks::Escaped)).collect()).collect();
        let csv = shown(Format::Csv, table.clone(), screen(80));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let csv = reader.records().map(|r| r.expect("CSV").iter().map(|cell| bare(cell, Breaks::Kept)).collect());
        [tsv, csv.collect()]
    }

    #[test]
    fn rows_are_read_back() {
        for rows in read(&hostile()) {
            assert_eq!(rows[0].join(","), KEYS);
            for (read, text) in rows[1..].iter().zip(HOSTILE) {
                let to = format!("{text}; State");
                let expected =
                    ["sokolov", "UA GBR 3/2019", text, "[2024-07-05..2025-01-08]", "2024-07-05", "2025-01-08"];
                assert_eq!(read[..6], expected);
                assert_eq!(read[6..], ["2019-07-26", "-12", "true", &to]);
            }
            assert!(rows[HOSTILE.len() + 1].iter().all(String::is_empty));
            assert_eq!(rows[HOSTILE.len() + 2][3..6], ["2024-07-05/..", "2024-07-05", ""], "no latest day is known");
        }
    }

    #[test]
    fn no_text_is_a_formula_and_numbers_stay_numbers() {
        for format in [Format::Tsv, Format::Csv] {
            let text = shown(format, hostile(), screen(80));
            for line in text.lines().filter(|line| line.contains("GBR")) {
                let cell = line.split(['\t', ',']).nth(2).expect("what").trim_start_matches('"').trim_start();
                assert!(!cell.starts_with(['=', '+', '-', '@', '＝', '\t']), "{line}");
            }
            let mut list = Table::new(&[Column::new(Kind::List, "to", "To")]);
            list.push(vec![vec!["a".to_owned(), "=1+1".into()].into()]);
            assert_eq!(shown(format, list, screen(80)), "to\na; '=1+1\n");
            assert!(text.contains("'=HYPERLINK") && text.contains("''quoted"));
            assert!(format == Format::Csv || text.contains("\t'\"open\t"), "no quotation begins: {text}");
            assert!(text.contains("\t-12\t") || text.contains(",-12,"));
        }
    }

    #[test]
    fn excel_gets_a_mark_and_its_line_ends() {
        let for_excel = |table| written(Format::Csv, table, screen(80), true);
        let plain = shown(Format::Csv, table([row("two\nlines")]), screen(80));
        let text = String::from_utf8(for_excel(table([row("two\nlines")]))).expect("UTF-8");
        let bare = text.strip_prefix('\u{FEFF}').expect("a byte-order mark");
        assert_eq!(bare.replace("\r\n", "\n"), plain);
        assert_eq!(bare.matches("\r\n").count(), 2, "rows end in CRLF, lines in a cell do not: {bare:?}");
        assert!(for_excel(cases()).ends_with(b"\r\n"));
    }

    #[test]
    fn cases_are_facts() {
        let text = shown(Format::Tsv, cases(), screen(80));
        let start = "case\tpart\trow\tkey\tvalue\nsokolov\tcase\t1\tid\tsokolov\nsokolov\tcase\t1\ttitle\tВладимир Соколов\n\
                     sokolov\tcase\t1\tfacing\ta\\tb\\r\\nc\nsokolov\tletters\t1\tcase\tsokolov\n";
        assert!(text.starts_with(start), "{text}");
        assert!(text.contains("\nother\tletters\t20\tsent_earliest\t2024-07-05\nother\tsources\t1\ttitle\tA page\n"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in "(?s)(['=+@\"\\\\u,;\t\r\n\u{202e}\u{7f}\u{e0041}]|.){0,20}") {
            for rows in read(&table([row(&text)])) {
                prop_assert_eq!(&rows[1][2], &text);
                prop_assert_eq!(rows.len(), 2);
            }
        }
    }
}
