//! A table on the screen, drawn by comfy-table: the only file that knows it.
//!
//! Widths and line breaks are decided before (`layout`, `wrap`), because comfy-table would break
//! references and addresses and would need all rows at once.

use super::{
    Screen,
    layout::{GAP, Layout, Slot, fit},
    lines,
    person::{words, wrapped},
    stacked,
    wrap::wrap,
};
use crate::report::{Cell, Kind, Table, Tone};
use comfy_table::{Attribute, CellAlignment, Color, ColumnConstraint, LineStyle, TableStyle, Width};
use std::{
    convert::Infallible,
    io::{self, Write},
    ops::Range,
};

/// How many rows are drawn at once: memory stays flat however many there are.
const GROUP: usize = 500;

/// Writes a table without parts.
pub(super) fn write(table: &Table, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let Some(layout) = fit(table, screen.width) else { return stacked::write(table, screen, out) };
    if layout.slots.is_empty() {
        return Ok(());
    }
    let text = |some| {
        let mut text = Vec::new();
        for line in drawn(table, &layout, some, screen).lines() {
            text.extend_from_slice(line.trim_end_matches(' ').as_bytes());
            text.push(b'\n');
        }
        text
    };
    lines::portions(table.rows.len(), GROUP, text, |text| out.write_all(&text))
}

/// Some of the rows; above the first ones stands the header.
fn drawn(table: &Table, layout: &Layout, some: Range<usize>, screen: Screen) -> comfy_table::Table {
    let slots = &layout.slots;
    let mut drawn = calm(screen);
    if some.start == 0 && slots.iter().any(|slot| !table.columns[slot.column].title.is_empty()) {
        drawn.set_header(slots.iter().map(|slot| header(table, *slot)).collect::<Vec<_>>());
    }
    let Ok(()) = table.rows.some(some, |row| {
        let mut cells: Vec<_> = slots.iter().map(|slot| drawn_cell(table, row, *slot, layout)).collect();
        // An empty line would look like the end of the table.
        if cells.iter().all(|cell| cell.content().is_empty()) {
            cells[0] = comfy_table::Cell::new(if screen.unicode { "–" } else { "-" }).add_attribute(Attribute::Dim);
        }
        drawn.add_row(cells);
        Ok::<_, Infallible>(())
    });
    let last = slots.len() - 1;
    for ((n, slot), column) in slots.iter().enumerate().zip(drawn.column_iter_mut()) {
        let gap = if n < last { GAP } else { 0 };
        let width = slot.width.saturating_add(gap.into()).try_into().unwrap_or(u16::MAX);
        column.set_padding((0, gap)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        if table.columns[slot.column].kind == Kind::Number {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    drawn
}

/// Without lines but the one below the header.
fn calm(screen: Screen) -> comfy_table::Table {
    let mut drawn = comfy_table::Table::new();
    let line = if screen.unicode { '─' } else { '-' };
    drawn.load_style(TableStyle::new().header_separator(LineStyle::none().fill(line)));
    drawn.force_no_tty();
    if screen.colour {
        // Whether to use colour is decided before: what draws it would look at the environment again.
        crossterm::style::force_color_output(true);
        drawn.enforce_styling();
        drawn.style_text_only();
    }
    drawn
}

fn header(table: &Table, slot: Slot) -> comfy_table::Cell {
    let title = wrap(table.columns[slot.column].title, Kind::Text, slot.width).join("\n");
    comfy_table::Cell::new(title).add_attribute(Attribute::Bold)
}

fn drawn_cell(table: &Table, row: &[Cell], slot: Slot, layout: &Layout) -> comfy_table::Cell {
    let Some(cell) = row.get(slot.column) else { return comfy_table::Cell::new("") };
    let mut lines = wrapped(cell, &table.columns[slot.column], slot.width);
    if layout.main == Some(slot.column) {
        let below = below(table, row, &layout.below);
        if !below.is_empty() {
            lines.extend(wrap(&below, Kind::Text, slot.width));
        }
    }
    let drawn = comfy_table::Cell::new(lines.join("\n"));
    match cell.tone {
        Tone::Plain => drawn,
        Tone::Good => drawn.fg(Color::DarkGreen),
        Tone::Waiting => drawn.fg(Color::DarkYellow),
        Tone::Bad => drawn.fg(Color::DarkRed),
        Tone::Faint => drawn.add_attribute(Attribute::Dim),
    }
}

/// What stands below the text of a row, as titles and values: `Id release; To SAU`.
fn below(table: &Table, row: &[Cell], below: &[usize]) -> String {
    let value = |&at: &usize| Some((table.columns[at].title, words(row.get(at)?)));
    let said = below.iter().filter_map(value).filter(|(_, words)| !words.is_empty());
    said.map(|(title, words)| format!("{title} {words}")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format, Screen,
        samples::{HOSTILE, hostile, row, screen, shown, table},
    };
    use crate::report::{Cell, Column, Kind, Table, Tone};
    use unicode_width::UnicodeWidthStr;

    fn lines(table: Table, width: usize) -> Vec<String> {
        shown(Format::Table, table, screen(width)).lines().map(str::to_owned).collect()
    }

    fn ordinary() -> Table {
        let texts =
            ["Arrested at his flat; the phones, the laptop and the archive of the group were seized", "Задержан"];
        let short =
            |text| row(text).into_iter().enumerate().map(|(n, c)| if n == 8 { "overdue".into() } else { c }).collect();
        table(texts.into_iter().chain(["人権擁護者が拘束された。", "سعید مدنی"]).map(short))
    }

    #[test]
    fn fits_the_screen_and_leaves_columns_out() {
        let narrow = lines(ordinary(), 80);
        assert!(narrow.iter().all(|line| line.width() <= 80), "{}", narrow.join("\n"));
        assert!(
            narrow[0].contains("Sent") && !narrow[0].contains("Due"),
            "the highest number goes first: {}",
            narrow[0]
        );
        assert!(narrow[1].width() > 76, "all room is used");
        let wide = lines(hostile(), 200);
        assert!(wide.iter().all(|line| line.width() <= 200 && line.trim_end_matches(' ') == line));
        assert!(
            ["Case", "Reference", "Sent", "Due", "Days", "To", "How it stands"].iter().all(|t| wide[0].contains(t))
        );
        assert!(wide[1].chars().all(|c| c == '─'));
        assert!(lines(table([row("short")]), 200)[0].width() < 120, "no wider than it needs");
    }

    #[test]
    fn columns_are_aligned_in_every_script() {
        let texts = ["Latin", "Соколов", "سعید", "人権擁護", "e\u{301}e\u{301}", "👩\u{200D}👩\u{200D}👧"];
        let mut table = Table::new(&[Column::new(Kind::Text, "a", "A"), Column::new(Kind::Code, "b", "B")]);
        texts.iter().for_each(|text| table.push(vec![(*text).into(), "|".into()]));
        for line in lines(table, 80).iter().skip(2) {
            assert_eq!(line.width(), "人権擁護  |".width(), "{line}");
        }
    }

    #[test]
    fn what_is_copied_stays_whole() {
        let url = format!("https://example.org/{}", "x".repeat(90));
        let text = lines(table([row(&format!("see {url} about OL ARE 12/2021, please"))]), 80).join("\n");
        assert!(text.contains(&url) && text.contains("OL ARE 12/2021,") && text.contains("UA GBR 3/2019"), "{text}");
    }

    #[test]
    fn a_row_of_unknowns_is_still_seen() {
        let unknown = table([row("x"), vec![Cell::UNKNOWN; 9], row("y")]);
        assert_eq!(lines(unknown, 200)[3], "–");
    }

    #[test]
    fn colour_is_on_words_and_not_on_the_space_beside_them() {
        let mut table = Table::new(&[Column::new(Kind::Text, "a", "A long heading")]);
        table.push(vec![Cell::from("late").tone(Tone::Bad)]);
        let text = shown(Format::Table, table, Screen { colour: true, ..screen(80) });
        assert!(
            text.lines().nth(2).is_some_and(|line| line.contains("late\u{1b}[") && !line.ends_with(' ')),
            "{text:?}"
        );
    }

    #[test]
    fn groups_of_rows_make_one_table() {
        let many = table((0..1201).map(|n| row(HOSTILE[n % HOSTILE.len()])));
        let lines = lines(many, 200);
        assert_eq!(lines.iter().filter(|line| line.contains("Reference")).count(), 1);
        assert_eq!(lines.iter().filter(|line| line.contains("UA GBR 3/2019")).count(), 1201);
        let at = |line: &String| line[..line.find("overdue").expect("status")].width();
        let mut places: Vec<usize> = lines.iter().filter(|line| line.contains("overdue")).map(at).collect();
        places.dedup();
        assert_eq!(places.len(), 1);
    }

    #[test]
    fn numbers_are_right_aligned_and_ascii_is_kept() {
        let mut table = Table::new(&[Column::new(Kind::Number, "n", "Days"), Column::new(Kind::Code, "c", "C")]);
        table.push(vec![7_i64.into(), "a".into()]);
        table.push(vec![1000_i64.into(), Cell::UNKNOWN]);
        let ascii = Screen { unicode: false, ..screen(80) };
        assert_eq!(shown(Format::Table, table, ascii), "Days  C\n-------\n   7  a\n1000\n");
    }
}
