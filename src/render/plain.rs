//! Plain columns for pipes: no header, no wrapping, one record a line, so that grep, wc and head
//! work.

use super::{
    person::{pages, parts, scalars, words},
    text::width,
};
use crate::report::{Kind, Table};
use std::io::{self, Write};

/// A cell wider than this does not push all others aside.
const WIDEST: usize = 60;

/// Writes all rows; of a table with parts each row as a page with `#` headings.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if parts(table).is_empty() {
        return lines(table, out);
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

fn lines(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut columns: Vec<(usize, usize)> = scalars(table).into_iter().map(|i| (i, 0)).collect();
    table.rows.each(|row| {
        for (i, widest) in &mut columns {
            *widest = row.get(*i).map_or(0, |cell| width(&words(cell))).clamp(*widest, WIDEST);
        }
        io::Result::Ok(())
    })?;
    columns.retain(|(_, widest)| *widest > 0);
    let mut line = String::new();
    table.rows.each(|row| {
        line.clear();
        for (n, (i, widest)) in columns.iter().enumerate() {
            let words = row.get(*i).map(words).unwrap_or_default();
            let padding = " ".repeat(widest.saturating_sub(width(&words)));
            line.push_str(if n > 0 { "  " } else { "" });
            if table.columns[*i].kind == Kind::Number {
                line.push_str(&padding);
                line.push_str(&words);
            } else {
                line.push_str(&words);
                line.push_str(&padding);
            }
        }
        writeln!(out, "{}", line.trim_end_matches(' '))
    })
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
        bare[5] = 7.into();
        let text = shown(Format::Plain, table([row("a b"), bare.clone()]), screen(80));
        assert_eq!(shown(Format::Plain, table([bare]), screen(80)), "7\n");
        let first =
            "sokolov  UA GBR 3/2019  a b  [2024-07-05..2025-01-08]  2019-07-26  -12  a b, State  overdue by 12 days\n";
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
