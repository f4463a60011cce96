//! Labels and values below each other: the head of a case, and the rows of a table that is too wide for the screen.

use super::{
    Screen,
    person::{scalars, widths, words, wrapped},
    style::{of_tone, styled},
};
use crate::report::{Cell, Column, Table};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Before a value that has lines of its own below its label.
const INDENT: usize = 2;

/// Writes each row as its labels and values, with an empty line between two rows.
pub(super) fn write(table: &Table, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let columns = scalars(table);
    let mut first = true;
    table.rows.each(|row| {
        let filled = |&i: &usize| Some((&table.columns[i], row.get(i)?));
        let lines: Vec<_> = columns.iter().filter_map(filled).filter(|(_, cell)| !words(cell).is_empty()).collect();
        if !std::mem::take(&mut first) {
            writeln!(out)?;
        }
        match lines.as_slice() {
            // A row of which nothing is known is still a row.
            [] => writeln!(out, "{}", if screen.unicode { "–" } else { "-" }),
            lines => pairs(lines, screen, out),
        }
    })
}

/// Writes labels and values: the values in a column of their own, or below their label where they would be broken.
pub(super) fn pairs(lines: &[(&Column, &Cell)], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let indent = lines.iter().map(|(column, _)| column.title.width()).max().unwrap_or(0) + 2;
    for (column, cell) in lines {
        let style = of_tone(cell.tone);
        let room = screen.width.saturating_sub(indent);
        let (mut label, indent, room) = if widths(cell, column.kind, 0).1 <= room {
            (column.title, indent, room)
        } else {
            writeln!(out, "{}", column.title)?;
            ("", INDENT, screen.width.saturating_sub(INDENT))
        };
        for line in wrapped(cell, column, room) {
            let gap = " ".repeat(indent.saturating_sub(label.width()));
            writeln!(out, "{label}{gap}{}", styled(screen, style, &line))?;
            label = "";
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format, Screen,
        samples::{HOSTILE, row, screen, shown, table},
    };
    use crate::report::Cell;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn rows_too_wide_for_the_screen_are_stacked() {
        let ascii = Screen { unicode: false, ..screen(40) };
        let expected = "\
Case           sokolov
Reference      UA GBR 3/2019
What happened  a word
Sent           [2024-07-05..2025-01-08]
Due            2019-07-26
Days           -12
To             a word; State
How it stands  overdue by 12 days

-
";
        let text = shown(Format::Table, table([row("a word"), vec![Cell::UNKNOWN; 9]]), ascii);
        assert_eq!(text, expected);
    }

    #[test]
    fn nothing_is_wider_than_the_screen_but_an_address_alone_on_its_line() {
        let address = format!("https://example.org/{}", "x".repeat(90));
        let words = ["Rechtsschutzversicherungsgesellschaften", "aaaa-bbbb-cccc-dddd-eeee-ffff-gggg-hhhh-iiii-jjjj"];
        for width in 40..=200 {
            for text in HOSTILE.iter().copied().chain(words).chain([address.as_str()]) {
                for line in shown(Format::Table, table([row(text)]), screen(width)).lines() {
                    let is_address = line.contains("://") && !line.trim().contains(' ');
                    assert!(line.width() <= width || is_address, "{width}: {line:?}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_beside_its_label_stands_below_it() {
        let mut cells = row("x");
        cells[0] = "x-long-id-of-thirty-characters".into();
        let text = shown(Format::Table, table([cells]), screen(40));
        assert!(text.starts_with("Case\n  x-long-id-of-thirty-characters\nReference      UA GBR 3/2019\n"), "{text}");
    }
}
