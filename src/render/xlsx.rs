//! A workbook for spreadsheet programs (`xlsx`): a sheet for a list; of a table with parts a sheet for its rows and
//! one for each part.
//!
//! It holds the fields of the formats for programs under the headings of the formats for people. Cells are typed:
//! a date is a date where its day is known and a text as written where it is not. Text is written as text, so no
//! text is ever a formula. The bytes depend on the report and the day alone.

mod sheet;

use super::{
    Context, MARK,
    machine::{Field, has_parts, marked},
};
use crate::report::{Column, Kind, Table, Value};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};
use sheet::{FIRST_DAY, Sheet, Typed};
use std::io::{self, Write};

/// Rows of a sheet, the line of headings among them.
const ROWS: usize = 1 << 20;
/// Links of a sheet beyond which a workbook does not open.
const LINKS: usize = 65_000;
/// Room for the arrow of the filter, in characters.
const ARROW: usize = 2;
/// The height of a line and of the highest row that there can be, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// A4.
const PAPER: u8 = 9;

/// Writes the workbook.
///
/// # Errors
/// There are more rows than a sheet can hold; those of `out`.
pub(super) fn write(table: &Table, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(table, context).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(table: &Table, context: &Context<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Set, as the library would otherwise ask the clock; a day before the calendar of spreadsheets is raised to its
    // first.
    let day = excel_day(FIRST_DAY.map_or(context.as_of, |first| context.as_of.max(first)))?;
    let properties = DocProperties::new().set_creation_datetime(&day);
    book.set_properties(&properties.set_subject(format!("as of {}", context.as_of)).set_comment(mark(context)));
    let mut sheets = Sheets { book, styles: Styles::new(), context };
    if has_parts(&table.columns) {
        sheets.with_parts(table)?;
    } else {
        let fields = marked(&table.columns, context.confidential);
        let mut sheet = Sheet::new(format!("as of {}", context.as_of), &fields, &table.columns, None);
        table.rows.iter().for_each(|row| sheet.add(&fields, &row, None));
        sheets.add(sheet)?;
    }
    sheets.book.save_to_buffer()
}

/// The line of a workbook that has something confidential in it; empty for any other.
const fn mark(context: &Context<'_>) -> &'static str {
    if context.confidential { MARK } else { "" }
}

/// The sheets of a workbook.
struct Sheets<'c> {
    book: Workbook,
    styles: Styles,
    context: &'c Context<'c>,
}

impl Sheets<'_> {
    /// A sheet for the rows, and one for each part, in which the rows of all are below each other.
    fn with_parts(&mut self, table: &Table) -> Result<(), XlsxError> {
        let confidential = self.context.confidential;
        let is_part = |field: &&Field| table.columns.get(field.column()).is_some_and(|c| c.kind == Kind::Table);
        let all = marked(&table.columns, confidential);
        let (parts, own): (Vec<&Field>, Vec<&Field>) = all.iter().partition(is_part);
        let own: Vec<Field> = own.into_iter().cloned().collect();
        let mut overview = Sheet::new("overview".into(), &own, &table.columns, None);
        table.rows.iter().for_each(|row| overview.add(&own, &row, None));
        self.add(overview)?;
        let owner = all.first();
        for part in parts {
            let mut sheet: Option<Sheet> = None;
            for row in table.rows.iter() {
                let Value::Table(inner) = &*part.of(&row) else { continue };
                let fields = marked(&inner.columns, confidential);
                // Whose they are, unless they say so themselves.
                let owner = owner.filter(|_| inner.columns.first().is_none_or(|column| column.key != OWNER.key));
                let whose = owner.map(|owner| owner.of(&row).into_owned());
                let sheet = sheet.get_or_insert_with(|| {
                    Sheet::new(part.name.to_string(), &fields, &inner.columns, owner.and(Some(OWNER)))
                });
                inner.rows.iter().for_each(|row| sheet.add(&fields, &row, whose.as_ref()));
            }
            if let Some(sheet) = sheet.filter(|sheet| !sheet.rows.is_empty()) {
                self.add(sheet)?;
            }
        }
        Ok(())
    }

    /// Writes a sheet with its headings, widths, filters, and what it looks like on paper.
    fn add(&mut self, sheet: Sheet) -> Result<(), XlsxError> {
        if sheet.rows.len() >= ROWS {
            let rows = sheet.rows.len();
            let advice =
                format!("a sheet holds {} rows, and there are {rows}: write -f csv, or ask for less", ROWS - 1);
            return Err(XlsxError::ParameterError(advice));
        }
        let styles = &self.styles;
        let page = self.book.add_worksheet();
        page.set_name(&sheet.name)?;
        page.set_landscape().set_paper_size(PAPER);
        page.set_header(format!("&L&8{}&R&8as of {}", mark(self.context), self.context.as_of));
        page.set_footer("&R&8page &P of &N");
        let Some(last) = sheet.heads.len().checked_sub(1).and_then(|last| u16::try_from(last).ok()) else {
            return Ok(());
        };
        if self.context.confidential {
            page.set_tab_color(Color::RGB(0x9A_2B_20));
        }
        for (column, head) in (0..).zip(&sheet.heads) {
            page.write_string_with_format(0, column, head, &styles.head)?;
            let wide = sheet.widths.get(usize::from(column)).copied().unwrap_or_default();
            page.set_column_width(column, (wide + ARROW) as f64)?;
        }
        page.set_row_height(0, height(sheet.lines(sheet.heads.iter().map(String::as_str))))?;
        let mut links = LINKS;
        for (row, cells) in (1..).zip(&sheet.rows) {
            // Not every program makes a row as high as its wrapped text.
            match sheet.lines(cells.iter().map(Typed::text)) {
                ..2 => {}
                lines => drop(page.set_row_height(row, height(lines))?),
            }
            for (column, cell) in (0..).zip(cells) {
                styles.put(page, (row, column), cell, &mut links)?;
            }
        }
        page.set_repeat_rows(0, 0)?;
        page.set_repeat_columns(0, 0)?;
        page.set_freeze_panes(1, 1)?;
        page.autofilter(0, 0, u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX), last)?;
        Ok(())
    }
}

/// The column that says of the rows of a part whose they are.
const OWNER: Column = crate::report::column::CASE;

/// The height of a row of so many lines, in points.
fn height(lines: usize) -> f64 {
    (lines as f64 * LINE).min(HIGHEST)
}

/// How cells look.
struct Styles {
    head: Format,
    text: Format,
    /// Text that would become a formula if somebody opened the cell and pressed return.
    quoted: Format,
    link: Format,
    day: Format,
    number: Format,
    flag: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top);
        let text = cell.clone().set_text_wrap();
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin),
            quoted: text.clone().set_quote_prefix(),
            link: text.clone().set_font_color(Color::RGB(0x1F_4F_63)),
            text,
            day: cell.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            number: cell.clone().set_num_format("0"),
            flag: cell.set_align(FormatAlign::Left),
        }
    }

    fn put(&self, page: &mut Worksheet, at: (u32, u16), cell: &Typed, links: &mut usize) -> Result<(), XlsxError> {
        let (row, column) = at;
        match cell {
            Typed::Nothing => return Ok(()),
            Typed::Link(address) if *links > 0 => {
                *links -= 1;
                page.write_url_with_format(row, column, Url::new(address).set_text(address), &self.link)?
            }
            Typed::Text(text) | Typed::Link(text) => {
                let acts = text.trim_start().starts_with(['=', '+', '-', '@', '\'', '＝', '＋', '－', '＠']);
                page.write_string_with_format(row, column, text, if acts { &self.quoted } else { &self.text })?
            }
            Typed::Day(day) => page.write_datetime_with_format(row, column, &excel_day(*day)?, &self.day)?,
            Typed::Number(number) => page.write_number_with_format(row, column, *number as f64, &self.number)?,
            Typed::Flag(flag) => page.write_boolean_with_format(row, column, *flag, &self.flag)?,
        };
        Ok(())
    }
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: u32| u8::try_from(n).unwrap_or(0);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(0), part(day.month()), part(day.day()))
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format as Form,
        samples::{cases, hostile, screen, table, written},
    };
    use super::*;
    use crate::report::{Cell, rows::Rows};

    #[test]
    fn the_same_report_is_the_same_bytes() {
        for table in [hostile(), cases(), table([]), Table::default()] {
            let bytes = written(Form::Xlsx, table.clone(), screen(80), false);
            assert!(bytes.starts_with(b"PK"));
            assert!(bytes == written(Form::Xlsx, table, screen(20), false));
        }
    }

    #[test]
    fn more_rows_than_a_sheet_holds_are_refused() {
        let columns = [Column::new(Kind::Number, "n", "n")];
        let rows = |n| Rows::Cells(vec![vec![Cell::UNKNOWN]; n]);
        let context = Context {
            as_of: NaiveDate::MIN,
            problems: &[],
            screen: screen(80),
            header: true,
            excel: false,
            confidential: false,
        };
        let made = |n| workbook(&Table { rows: rows(n), ..Table::new(&columns) }, &context);
        assert!(made(3).is_ok());
        let refused = made(ROWS).expect_err("one too many").to_string();
        assert!(refused.contains("a sheet holds 1048575 rows, and there are 1048576: write -f csv"), "{refused}");
    }
}
