//! A report on the screen: a table, a list of addresses, or, for a table with parts (a case), a
//! page a row.

use super::{
    Screen, list,
    person::{pages, parts},
    stacked,
    style::{HEADING, rule, styled},
    table,
    wrap::wrap,
};
use crate::report::{Kind, Table};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Writes a table in the shape that suits it.
pub(super) fn write(table: &Table, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    if parts(table).is_empty() {
        return if list::suits(table) { list::write(table, screen, out) } else { table::write(table, screen, out) };
    }
    for (n, page) in pages(table, &table.rows.cells()).enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        for line in wrap(&page.heading, Kind::Text, screen.width) {
            heading(&line, screen, out)?;
        }
        stacked::pairs(&page.lines, screen, out)?;
        for (column, part) in &page.parts {
            writeln!(out)?;
            for line in wrap(column.title, Kind::Text, screen.width) {
                subheading(&line, screen, out)?;
            }
            write(part, screen, out)?;
        }
    }
    Ok(())
}

/// Bold and underlined where that can be shown, else with a line below.
fn heading(text: &str, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", styled(screen, HEADING, text))?;
    if screen.colour { Ok(()) } else { writeln!(out, "{}", rule(screen, text.width())) }
}

/// Bold and underlined where that can be shown, else in capitals: below it stands a table with a line of its own.
fn subheading(text: &str, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    match screen.colour {
        true => writeln!(out, "{}", styled(screen, HEADING, text)),
        false => writeln!(out, "{}", text.to_uppercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format, Screen,
        samples::{cases, screen, shown},
    };
    use crate::report::{Cell, Column, Kind, Table};
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn a_case_is_a_page() {
        let text = shown(Format::Table, cases(), screen(80));
        let rule = "─".repeat("Владимир Соколов  (sokolov)".width());
        let start = format!("Владимир Соколов  (sokolov)\n{rule}\nFacing  a b c\n\nLETTERS\nCase");
        assert!(text.starts_with(&start), "{text}");
        assert!(text.contains("\n\n<script>alert(1)</script> | *b* [x](javascript:y) `c`  (other)\n"));
        assert!(!text.contains("Nothing") && !text.contains("Detained since"));
    }

    #[test]
    fn values_hang_below_each_other() {
        let columns = [("id", "Id"), ("title", "Title"), ("facing", "Facing"), ("a", "Anything else")];
        let columns = columns.map(|(key, title)| Column::new(Kind::Text, key, title));
        let mut table = Table::new(&[columns.as_slice(), &[Column::new(Kind::Table, "parts", "Parts")]].concat());
        let facing = "up to four years in a penal colony, by article 293";
        table.push(vec!["x".into(), Cell::UNKNOWN, facing.into(), "-".into(), Cell::UNKNOWN]);
        let expected = "x\n-\nFacing         up to four years in a\n               penal colony, by article\n               293\n\
                        Anything else  -\n";
        assert_eq!(shown(Format::Table, table, Screen { unicode: false, ..screen(40) }), expected);
    }

    #[test]
    fn addresses_stand_alone() {
        let text = shown(Format::Table, cases(), Screen { unicode: false, ..screen(40) });
        assert!(text.contains("\nA page\n  https://example.org/a/very/long/address?with=a&query=and|bar\n"), "{text}");
    }
}
