//! Plain columns for pipes: no header, no wrapping, one record a line, so that grep, wc and head
//! work.

use super::{
    lines,
    person::{pages, parts, scalars, words},
    text::width,
};
use crate::report::{Cell, Kind, Table};
use std::{
    borrow::Cow,
    io::{self, Write},
    iter::repeat_n,
};

/// A cell wider than this does not push all others aside.
const WIDEST: usize = 60;

/// Writes all rows; of a table with parts each row as a page with `#` headings.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if parts(table).is_empty() {
        return rows(table, out);
    }
    for (n, page) in pages(table, &table.rows.cells()).enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        writeln!(out, "# {}", page.heading)?;
        let indent = page.lines.iter().map(|(column, _)| width(column.title)).max().unwrap_or(0) + 2;
        for (column, cell) in &page.lines {
            writeln!(out, "{}{}{}", column.title, " ".repeat(indent - width(column.title)), words(cell).trim_end())?;
        }
        for (column, part) in &page.parts {
            writeln!(out, "\n## {}", column.title)?;
            write(part, out)?;
        }
    }
    Ok(())
}

fn rows(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let columns = scalars(table);
    let kinds: Vec<Kind> = columns.iter().map(|i| table.columns[*i].kind).collect();
    let widen = |row: &[Cell], widths: &mut Vec<usize>| {
        let said = said(row, &columns);
        widths.iter_mut().zip(said).for_each(|(widest, words)| *widest = width(&words).clamp(*widest, WIDEST));
    };
    let join = |widths: &mut Vec<usize>, more: Vec<usize>| {
        widths.iter_mut().zip(more).for_each(|(widest, width)| *widest = width.max(*widest));
    };
    let widths = lines::gathered(&table.rows, || vec![0; columns.len()], widen, join);
    lines::write(&table.rows, out, |row, text| line(&said(row, &columns), &widths, &kinds, text))
}

/// What the cells of a row say.
type Said<'r> = Vec<Cow<'r, str>>;

fn said<'r>(row: &'r [Cell], columns: &[usize]) -> Said<'r> {
    columns.iter().map(|i| row.get(*i).map(words).unwrap_or_default()).collect()
}

/// Adds a row; columns in which nothing is said are left out.
fn line(said: &Said<'_>, widths: &[usize], kinds: &[Kind], text: &mut Vec<u8>) {
    let mut line = String::new();
    for ((words, widest), kind) in said.iter().zip(widths).zip(kinds).filter(|((_, widest), _)| **widest > 0) {
        let padding = repeat_n(' ', widest.saturating_sub(width(words)));
        if !line.is_empty() {
            line.push_str("  ");
        }
        if *kind == Kind::Number {
            line.extend(padding);
            line.push_str(words);
        } else {
            line.push_str(words);
            line.extend(padding);
        }
    }
    line.truncate(line.trim_end_matches(' ').len());
    text.extend_from_slice(line.as_bytes());
    text.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        samples::{cases, row, screen, shown, table},
    };
    use crate::report::Cell;

    #[test]
    fn aligned_without_header_and_with_all_columns() {
        let mut bare = vec![Cell::UNKNOWN; 9];
        bare[5] = 7_i64.into();
        let text = shown(Format::Plain, table([row("a b"), bare.clone()]), screen(80));
        assert_eq!(shown(Format::Plain, table([bare]), screen(80)), "7\n");
        let first =
            "sokolov  UA GBR 3/2019  a b  [2024-07-05..2025-01-08]  2019-07-26  -12  a b; State  overdue by 12 days\n";
        assert_eq!(text, format!("{first}{}7\n", " ".repeat(first.find("-12").expect("days") + 2)));
    }

    #[test]
    fn one_long_cell_does_not_push_all_others_aside() {
        let text = shown(Format::Plain, table([row("a"), row(&"long ".repeat(100))]), screen(80));
        assert!(text.lines().next().is_some_and(|line| line.len() < 300));
        assert!(text.contains(&"long ".repeat(99)), "nothing is cut");
    }

    #[test]
    fn cases_are_pages() {
        let text = shown(Format::Plain, cases(), screen(80));
        let start = "# Владимир Соколов  (sokolov)\nFacing  a b c\n\n## Letters\nsokolov  UA GBR 3/2019  =HYPERLINK";
        assert!(text.starts_with(start), "{text}");
        assert!(!text.contains("Nothing") && !text.contains("Detained since"));
    }
}
