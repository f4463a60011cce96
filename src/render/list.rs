//! A table with addresses on the screen: a list, because an address is as wide as the screen and
//! must stay in one piece.

use super::{
    Screen,
    person::{scalars, words},
    style::{of_tone, styled},
    wrap::wrap,
};
use crate::report::{Kind, Table, Tone};
use std::io::{self, Write};

const INDENT: usize = 2;

/// Whether the table is better shown as a list: it has an address to show.
pub(super) fn suits(table: &Table) -> bool {
    scalars(table).into_iter().any(|i| {
        table.columns[i].kind == Kind::Url
            && table.rows.iter().any(|row| row.get(i).is_some_and(|c| !words(c).is_empty()))
    })
}

/// Writes each row as its cells on one line, wrapped with a hanging indent, then each address on a
/// line of its own.
pub(super) fn write(table: &Table, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let columns = scalars(table);
    let between = if screen.unicode { " · " } else { " - " };
    for row in table.rows.iter() {
        let cells = |url: bool| {
            let of_kind = columns.iter().filter(move |&&i| (table.columns[i].kind == Kind::Url) == url);
            of_kind.filter_map(|&i| row.get(i)).map(words).filter(|words| !words.is_empty())
        };
        let faint = columns.iter().filter_map(|&i| row.get(i)).all(|cell| cell.tone == Tone::Faint);
        let style = if faint { of_tone(Tone::Faint) } else { "" };
        let text = cells(false).collect::<Vec<_>>().join(between);
        let mut first = true;
        if !text.is_empty() {
            for line in wrap(&text, Kind::Text, screen.width.saturating_sub(INDENT)) {
                writeln!(out, "{}{}", if first { "" } else { "  " }, styled(screen, style, &line))?;
                first = false;
            }
        }
        for url in cells(true) {
            writeln!(out, "  {}", styled(screen, style, &url))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples::screen;
    use super::*;
    use crate::report::{Cell, Column};

    fn shown(title: &str, url: Cell, width: usize) -> String {
        let mut table = Table::new(&[
            Column::new(Kind::Code, "id", "Id"),
            Column::new(Kind::Text, "title", "Title"),
            Column::new(Kind::Url, "url", "Address"),
        ]);
        table.push(vec!["a1".into(), title.into(), url]);
        assert_eq!(suits(&table), table.rows.get(0)[2] != Cell::UNKNOWN);
        let mut out = Vec::new();
        write(&table, screen(width), &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn an_address_has_its_own_line_and_the_text_hangs() {
        let url = "https://example.org/a-long-address";
        let text = shown("A report on what was seized", url.into(), 24);
        assert_eq!(text, format!("a1 · A report on what\n  was seized\n  {url}\n"));
        assert_eq!(shown("", url.into(), 80), format!("a1\n  {url}\n"));
        assert_eq!(shown("Without", Cell::UNKNOWN, 80), "a1 · Without\n");
    }
}
