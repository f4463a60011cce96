//! Markdown as GitHub reads it. Nothing of a record becomes markup, HTML or a hidden link.

use super::{
    person::{pages, parts, scalars, words},
    text::width,
};
use crate::report::{Cell, Kind, Table};
use std::io::{self, Write};

/// How long the line below a heading is at least, and at most: longer texts fill several lines anyway.
const SHORTEST: usize = 3;
const LONGEST: usize = 60;

/// Writes a table; of a table with parts each row as a section.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if parts(table).is_empty() {
        return rows(table, out);
    }
    for (n, page) in pages(table, &table.rows.cells()).enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        writeln!(out, "# {}", escaped(&page.heading))?;
        for (n, (column, cell)) in page.lines.iter().enumerate() {
            let gap = if n == 0 { "\n" } else { "" };
            writeln!(out, "{gap}- **{}:** {}", escaped(column.title), content(column.kind, cell))?;
        }
        for (column, part) in &page.parts {
            writeln!(out, "\n## {}\n", escaped(column.title))?;
            rows(part, out)?;
        }
    }
    Ok(())
}

fn rows(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let columns = scalars(table);
    if table.rows.is_empty() || columns.is_empty() {
        return Ok(());
    }
    line(columns.iter().map(|&i| escaped(table.columns[i].title)), out)?;
    line(columns.iter().map(|&i| rule(table, i)), out)?;
    for row in table.rows.iter() {
        let cell = |&i: &usize| row.get(i).map(|cell| content(table.columns[i].kind, cell)).unwrap_or_default();
        line(columns.iter().map(cell), out)?;
    }
    Ok(())
}

/// The line below a heading, as long as the longest content: where a table is wider than a page, pandoc takes the
/// proportions of its columns from it.
fn rule(table: &Table, column: usize) -> String {
    let of = |row: &[Cell]| row.get(column).map_or(0, |cell| width(&words(cell)));
    let longest = table.rows.iter().map(|row| of(&row)).max().unwrap_or(0).max(width(table.columns[column].title));
    let dashes = "-".repeat(longest.clamp(SHORTEST, LONGEST));
    if table.columns[column].kind == Kind::Number { dashes + ":" } else { dashes }
}

fn line(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    for cell in cells {
        write!(out, "| {cell}{}", if cell.is_empty() { "" } else { " " })?;
    }
    writeln!(out, "|")
}

fn content(kind: Kind, cell: &Cell) -> String {
    let words = words(cell);
    let web = words.starts_with("https://") || words.starts_with("http://");
    if kind == Kind::Url && web && !words.contains([' ', '<', '>', '\\']) {
        // A bar would end the cell even here.
        format!("<{}>", words.replace('|', "%7C"))
    } else {
        escaped(&words)
    }
}

/// A zero-width space.
const NOTHING: &str = "&#8203;";

/// The text with everything escaped that Markdown, HTML or GitHub would read: also the dollar (formulas), and the colon
/// and dot that would turn a bare address into a link. GitHub looks for people (`@name`, who are told), issues (`#1`,
/// `GH-1`) and mail addresses in what is shown and not in what is written, so it is kept from that by a zero-width
/// space and not by a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let before = |word: &str| {
            let start = at.checked_sub(word.len()).and_then(|start| text.get(start..at));
            start.is_some_and(|before| before.eq_ignore_ascii_case(word))
        };
        let links = match c {
            ':' => text[at..].starts_with("://"),
            '.' => before("www"),
            _ => false,
        };
        let names = match c {
            '@' => next.is_some_and(char::is_alphanumeric),
            '#' => next.is_some_and(|next| next.is_ascii_digit()),
            '-' => before("gh") && next.is_some_and(|next| next.is_ascii_digit()),
            _ => false,
        };
        if links || matches!(c, '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '~' | '&' | '$') {
            out.push('\\');
        }
        out.push(c);
        if names {
            out.push_str(NOTHING);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        samples::{HOSTILE, cases, row, screen, shown, table},
    };
    use super::*;
    use crate::report::Column;

    #[test]
    fn nothing_becomes_markup() {
        let text = shown(Format::Markdown, table(HOSTILE.map(row)), screen(80));
        let bars = |line: &str| line.matches('|').count() - line.matches("\\|").count();
        assert!(text.lines().all(|line| bars(line) == 9), "{text}");
        assert!(text.contains(r"\<script\>alert(1)\</script\> \| \*b\* \[x\](javascript:y) \`c\`"));
        assert_eq!(
            escaped("see https://a.example, www.b.example $x$"),
            r"see https\://a.example, www\.b.example \$x\$"
        );
        assert_eq!(
            escaped("@name a@b.example #1 gh-2 o/r#3, but # 1, @ home and GBR-4"),
            r"@&#8203;name a@&#8203;b.example \#&#8203;1 gh-&#8203;2 o/r\#&#8203;3, but \# 1, @ home and GBR-4"
        );
    }

    #[test]
    fn lines_below_headings_are_as_long_as_the_content() {
        let columns = [Column::new(Kind::Text, "what", "What"), Column::new(Kind::Number, "days", "n")];
        let rules = |text: &str, days: i64| {
            let mut table = Table::new(&columns);
            table.push(vec!["x".into(), 1_i64.into()]);
            table.push(vec![text.into(), days.into()]);
            shown(Format::Markdown, table, screen(80)).lines().nth(1).map(str::to_owned)
        };
        let expected = |dashes: usize, days: &str| Some(format!("| {} | {days} |", "-".repeat(dashes)));
        assert_eq!(rules("yes", 7), expected(4, "---:"), "as long as the heading");
        assert_eq!(rules("Arrested", -1234), expected(8, "-----:"));
        assert_eq!(rules(&"я".repeat(60), 7), expected(60, "---:"));
        assert_eq!(rules(&"я".repeat(61), 7), expected(60, "---:"));
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let text = shown(Format::Markdown, cases(), screen(80));
        assert!(
            text.starts_with("# Владимир Соколов  (sokolov)\n\n- **Facing:** a b c\n\n## Letters\n\n| Case | Ref"),
            "{text}"
        );
        assert!(text.contains("| A page | <https://example.org/a/very/long/address?with=a&query=and%7Cbar> |"));
        assert!(text.contains("| javascript:alert(1) |"));
        for bad in ["https://a b", "https://a>b", "http://a\nb", "ftp://a"] {
            assert!(!content(Kind::Url, &bad.into()).starts_with('<'), "{bad}");
        }
    }
}
