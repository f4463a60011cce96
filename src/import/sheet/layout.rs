//! What a workbook says of its rows beside what stands in them: which are hidden, and in ods which cells are merged.

use calamine::Dimensions;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// A part of a workbook is read up to so many bytes, unpacked.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// What is said of the rows of a sheet.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Hidden rows, from 0.
    pub(super) hidden: Vec<u32>,
    /// Merged ranges; of xlsx they are told elsewhere.
    pub(super) merged: Vec<Dimensions>,
}

/// Whether a workbook, unpacked, is larger than any list: a zip bomb.
pub(super) fn is_too_large(bytes: &[u8]) -> bool {
    let Ok(mut book) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let sizes = (0..book.len()).filter_map(|n| book.by_index_raw(n).ok().map(|part| part.size()));
    sizes.fold(0, u64::saturating_add) > MOST_BYTES
}

/// That of the sheet of this name; `None` if it cannot be found out.
pub(super) fn of(bytes: &[u8], sheet: &str) -> Option<Layout> {
    let mut book = ZipArchive::new(Cursor::new(bytes)).ok()?;
    match part(&mut book, "content.xml") {
        Some(content) => of_ods(&content, sheet),
        None => {
            let path = path_in_xlsx(&mut book, sheet)?;
            of_xlsx(&part(&mut book, &path)?)
        }
    }
}

fn part(book: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    book.by_name(name).ok()?.take(MOST_BYTES).read_to_end(&mut content).ok()?;
    Some(content)
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(String::from_utf8_lossy(&attribute.value).into_owned())
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    value(element, name)?.parse().ok()
}

/// Calls `visit` with each element that begins, and whether it ends at once; and with the name of each that ends.
fn each(xml: &[u8], mut visit: impl FnMut(Result<(&BytesStart<'_>, bool), &[u8]>)) -> Option<()> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) => visit(Ok((&element, false))),
            Event::Empty(element) => visit(Ok((&element, true))),
            Event::End(element) => visit(Err(element.name().as_ref())),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// The part of an xlsx that holds the sheet of this name.
fn path_in_xlsx(book: &mut ZipArchive<Cursor<&[u8]>>, sheet: &str) -> Option<String> {
    let escaped = quick_xml::escape::escape(sheet);
    let (mut id, mut path) = (None, None);
    each(&part(book, "xl/workbook.xml")?, |event| {
        if let Ok((element, _)) = event
            && element.local_name().as_ref() == b"sheet"
            && value(element, "name").is_some_and(|name| name == sheet || name == escaped)
        {
            id = value(element, "r:id");
        }
    })?;
    let id = id?;
    each(&part(book, "xl/_rels/workbook.xml.rels")?, |event| {
        if let Ok((element, _)) = event
            && value(element, "Id").as_ref() == Some(&id)
        {
            path = value(element, "Target");
        }
    })?;
    let path = path?;
    Some(path.strip_prefix('/').map_or_else(|| format!("xl/{path}"), str::to_owned))
}

fn of_xlsx(sheet: &[u8]) -> Option<Layout> {
    let (mut layout, mut row) = (Layout::default(), 0);
    each(sheet, |event| {
        let Ok((element, _)) = event else { return };
        if element.local_name().as_ref() != b"row" {
            return;
        }
        row = number(element, "r").unwrap_or(row + 1);
        if matches!(value(element, "hidden").as_deref(), Some("1" | "true")) {
            layout.hidden.push(row.saturating_sub(1));
        }
    })?;
    Some(layout)
}

fn of_ods(content: &[u8], sheet: &str) -> Option<Layout> {
    /// Rows and cells that are repeated to the end of a sheet hold nothing.
    const REPEATED: u32 = 10_000;
    let escaped = quick_xml::escape::escape(sheet);
    let mut layout = Layout::default();
    let (mut is_inside, mut row, mut next, mut column) = (false, 0_u32, 0_u32, 0_u32);
    each(content, |event| match event {
        Ok((element, _)) => match element.name().as_ref() {
            b"table:table" => {
                is_inside = value(element, "table:name").is_some_and(|name| name == sheet || name == escaped);
                (row, next) = (0, 0);
            }
            b"table:table-row" if is_inside => {
                let repeated = number(element, "table:number-rows-repeated").unwrap_or(1);
                (row, next, column) = (next, next.saturating_add(repeated), 0);
                let is_hidden = value(element, "table:visibility").is_some_and(|word| word != "visible");
                if is_hidden && repeated <= REPEATED {
                    layout.hidden.extend(row..next);
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" if is_inside => {
                let over = |name| number(element, name).unwrap_or(1).clamp(1, REPEATED);
                let (rows, columns) = (over("table:number-rows-spanned"), over("table:number-columns-spanned"));
                if rows > 1 || columns > 1 {
                    let end = (row.saturating_add(rows - 1), column.saturating_add(columns - 1));
                    layout.merged.push(Dimensions { start: (row, column), end });
                }
                let repeated = number(element, "table:number-columns-repeated").unwrap_or(1);
                column = column.saturating_add(repeated);
            }
            _ => {}
        },
        Err(name) if name == b"table:table" => is_inside = false,
        Err(_) => {}
    })?;
    Some(layout)
}
