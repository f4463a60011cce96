//! Workbooks: xlsx, xls and ods. A cell of a formula counts as what it shows, and only a cell that is a date is one.

use super::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Options, layout};
use calamine::{Data, DataType, Dimensions, ExcelDateTime, Ods, Reader, SheetType, Xls, Xlsx, open_workbook_from_rs};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::{collections::BTreeMap, fmt::Display, io::Cursor, path::Path};

const ERROR: &str = "the cell holds an error of its formula";
const NO_VALUE: &str = "a formula without a value: open the file in a spreadsheet program and save it";
const NO_DAY: &str = "a time of day without a day";

/// A sheet as its file has it: cells with their places, from 0.
#[derive(Default)]
struct Found {
    cells: BTreeMap<(u32, u32), Cell>,
    merged: Vec<Dimensions>,
}

/// Reads the cells of a sheet: the one that is named, else the only one in which there is anything.
///
/// # Errors
/// It cannot be read, or several sheets hold something.
pub fn grid(path: &Path, bytes: Vec<u8>, options: &Options) -> Result<Grid, String> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let hidden = |name: &str| layout::of(&bytes, name).unwrap_or_default();
    if layout::is_too_large(&bytes) {
        return Err("what is packed in it is larger than any list: divide it".into());
    }
    let mut grid = Grid::default();
    let (name, mut found) = match ending.as_str() {
        "xls" => {
            let mut book: Xls<_> = open_workbook_from_rs(Cursor::new(&*bytes)).map_err(told)?;
            grid.from_1904 = book.has_1904_epoch();
            let sheets = worksheets(&book);
            chosen(&sheets, options, |name| {
                let mut found = of_range(book.worksheet_range(name).map_err(told)?, book.worksheet_formula(name).ok())?;
                found.merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                Ok(found)
            })?
        }
        "ods" => {
            let mut book: Ods<_> = open_workbook_from_rs(Cursor::new(&*bytes)).map_err(told)?;
            let sheets = worksheets(&book);
            chosen(&sheets, options, |name| {
                let mut found = of_range(book.worksheet_range(name).map_err(told)?, None)?;
                found.merged = hidden(name).merged;
                Ok(found)
            })?
        }
        _ => {
            let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(&*bytes)).map_err(told)?;
            grid.from_1904 = book.has_1904_epoch();
            let sheets = worksheets(&book);
            chosen(&sheets, options, |name| {
                let mut found = of_xlsx(&mut book, name)?;
                found.merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                Ok(found)
            })?
        }
    };
    let merged: Vec<&Dimensions> = found.merged.iter().filter(|range| range.start != range.end).collect();
    if !merged.is_empty() {
        match options.fill_merged {
            true => merged.iter().for_each(|range| fill(&mut found.cells, range)),
            false => grid.remarks.push(format!(
                "{} merged: only the first cell of each has what stands there; merged = \"fill\" in the map fills all",
                crate::report::words::count(merged.len(), "range of cells is", "ranges of cells are")
            )),
        }
    }
    let rows = hidden(&name).hidden;
    let filled = |row: &u32| found.cells.range((*row, 0)..(*row + 1, 0)).next().is_some();
    let count = rows.iter().filter(|row| filled(row)).count();
    if count > 0 {
        let rows = crate::report::words::count(count, "hidden row is", "hidden rows are");
        grid.remarks.push(format!("{rows} read like the others"));
    }
    grid.rows = rows_of(found.cells)?;
    grid.name = Some(name);
    Ok(grid)
}

fn told(error: impl Display) -> String {
    // What the reader says names parts of the file, not what stands in cells.
    format!("not a workbook that can be read ({error}): save it anew, or as csv")
}

fn worksheets<'b, R: Reader<Cursor<&'b [u8]>>>(book: &R) -> Vec<String> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| sheet.name.clone()).collect()
}

/// The sheet that is meant.
fn chosen(
    names: &[String],
    options: &Options,
    mut read: impl FnMut(&str) -> Result<Found, String>,
) -> Result<(String, Found), String> {
    let quoted = |names: &[&String]| names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    if let Some(name) = &options.sheet {
        return match names.contains(name) {
            true => read(name).map(|found| (name.clone(), found)),
            false => {
                Err(format!("there is no sheet {name:?}; there are: {}", quoted(&names.iter().collect::<Vec<_>>())))
            }
        };
    }
    let mut filled = Vec::new();
    for name in names {
        let found = read(name)?;
        if !found.cells.is_empty() {
            filled.push((name, found));
        }
    }
    match filled.len() {
        0 => Err("there is nothing in it".into()),
        1 => filled.pop().map(|(name, found)| (name.clone(), found)).ok_or_else(|| "there is nothing in it".into()),
        _ => {
            let names = quoted(&filled.iter().map(|(name, _)| *name).collect::<Vec<_>>());
            Err(format!("several sheets hold something: say --sheet with one of {names}"))
        }
    }
}

fn of_xlsx(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Found, String> {
    let mut reader = book.worksheet_cells_reader(name).map_err(told)?;
    let mut found = Found::default();
    while let Some(cell) = reader.next_cell_with_formula().map_err(told)? {
        let value = match (Data::from(cell.value), cell.formula) {
            (Data::Empty, Some(_)) => Cell::Broken(NO_VALUE),
            (value, _) => of_data(&value),
        };
        if !value.is_empty() {
            found.cells.insert(cell.pos, value);
        }
        if found.cells.len() > MOST_ROWS * 50 {
            return Err("more cells than any list has: divide the file".into());
        }
    }
    Ok(found)
}

fn of_range(range: calamine::Range<Data>, formulas: Option<calamine::Range<String>>) -> Result<Found, String> {
    let mut found = Found::default();
    let Some((top, left)) = range.start() else { return Ok(found) };
    for (row, column, data) in range.used_cells() {
        let at = |n: usize, first: u32| u32::try_from(n).ok().and_then(|n| n.checked_add(first)).unwrap_or(u32::MAX);
        let value = of_data(data);
        if !value.is_empty() {
            found.cells.insert((at(row, top), at(column, left)), value);
        }
    }
    if let Some(formulas) = formulas
        && let Some((top, left)) = formulas.start()
    {
        for (row, column, formula) in formulas.used_cells() {
            let at = (u32::try_from(row).unwrap_or(u32::MAX) + top, u32::try_from(column).unwrap_or(u32::MAX) + left);
            let is_empty = range.get_value(at).is_none_or(DataType::is_empty);
            if !formula.is_empty() && is_empty {
                found.cells.insert(at, Cell::Broken(NO_VALUE));
            }
        }
    }
    Ok(found)
}

fn of_data(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::text(text),
        Data::Int(number) => Cell::Number(number.to_string()),
        Data::Float(number) => Cell::Number(number.to_string()),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(moment) => of_moment(moment),
        Data::DateTimeIso(text) => of_iso(text),
        Data::DurationIso(_) => Cell::Broken(NO_DAY),
        Data::Error(_) => Cell::Broken(ERROR),
    }
}

fn of_moment(moment: &ExcelDateTime) -> Cell {
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return Cell::Broken(NO_DAY);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into());
    match day {
        Some(day) => Cell::Day(day, time.filter(|time| *time != NaiveTime::MIN)),
        None => Cell::Broken("a date that is not in the calendar"),
    }
}

fn of_iso(text: &str) -> Cell {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Cell::Day(day, None);
    }
    match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f") {
        Ok(moment) => Cell::Day(moment.date(), Some(moment.time()).filter(|time| *time != NaiveTime::MIN)),
        Err(_) => Cell::text(text),
    }
}

/// Gives every cell of a merged range what its first one holds.
fn fill(cells: &mut BTreeMap<(u32, u32), Cell>, range: &Dimensions) {
    let Some(first) = cells.get(&range.start).cloned() else { return };
    // A range may be as large as a sheet: below the last cell there is nothing to fill.
    let last = cells.keys().next_back().map_or(0, |(row, _)| *row).min(range.end.0);
    for row in range.start.0..=last {
        for column in range.start.1..=range.end.1.min(range.start.1 + MOST_COLUMNS as u32) {
            cells.entry((row, column)).or_insert_with(|| first.clone());
        }
    }
}

/// All rows from the first to the last in which anything stands.
fn rows_of(cells: BTreeMap<(u32, u32), Cell>) -> Result<Vec<(usize, Vec<Cell>)>, String> {
    let (Some((first, _)), Some((last, _))) = (cells.keys().next().copied(), cells.keys().next_back().copied()) else {
        return Ok(Vec::new());
    };
    let width = cells.keys().map(|(_, column)| *column as usize + 1).max().unwrap_or_default();
    if (last - first) as usize > MOST_ROWS || width > MOST_COLUMNS {
        return Err(format!("more than {MOST_ROWS} rows or {MOST_COLUMNS} columns: divide the file"));
    }
    // What stands left of the first column that holds anything is no column.
    let left = cells.keys().map(|(_, column)| *column as usize).min().unwrap_or_default();
    let mut rows: Vec<(usize, Vec<Cell>)> = (first..=last).map(|row| (row as usize + 1, Vec::new())).collect();
    for ((row, column), cell) in cells {
        let cells = &mut rows[(row - first) as usize].1;
        cells.resize(column as usize - left, Cell::Empty);
        cells.push(cell);
    }
    Ok(rows)
}
