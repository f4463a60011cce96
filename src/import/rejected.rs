//! Rows that were rejected, in a file beside the one that was imported, to be corrected there and imported by the same
//! map.

use super::{
    outcome::{Became, Line},
    sheet::{Cell, OF_REJECTED, Row, Sheet},
};
use crate::{
    edit::protocol::{self, Failure},
    render::for_spreadsheet,
};
use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
};

/// Writes the rejected rows of a sheet, of which these are all the lines: its columns, then `row`, `column` and `reason`. A file that is there is not
/// overwritten; one that says the same is as good.
///
/// # Errors
/// The system refused.
pub fn write(sheet: &Sheet, lines: &[&Line]) -> Result<Option<PathBuf>, Failure> {
    let rows = sheet.rows.iter().zip(lines.iter().copied());
    let rejected: Vec<(&Row, &Line)> = rows.filter(|(_, line)| line.became == Became::Rejected).collect();
    if rejected.is_empty() {
        return Ok(None);
    }
    let folder = protocol::folder_of(&sheet.path);
    let text = text(sheet, &rejected)
        .map_err(|error| Failure::System("write the rejected rows of it", sheet.path.clone(), error))?;
    let stem = sheet.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let stem = stem.strip_suffix(".rejected").unwrap_or(&stem).to_owned();
    let names = (1..).map(|n| match n {
        1 => format!("{stem}.rejected.csv"),
        n => format!("{stem}.rejected-{n}.csv"),
    });
    for name in names {
        let path = sheet.path.with_file_name(name);
        if fs::symlink_metadata(&path).is_ok() {
            if path != sheet.path && fs::read(&path).is_ok_and(|there| there == text) {
                return Ok(Some(path));
            }
            continue;
        }
        let system = |doing| {
            let path = path.clone();
            move |error| Failure::System(doing, path, error)
        };
        // Only its owner may read it, as the system makes such files.
        let file = tempfile::Builder::new().prefix(".").suffix(".new").tempfile_in(folder);
        let file = file.map_err(system("make a new file in this folder"))?;
        file.as_file().write_all(&text).map_err(system("write it"))?;
        return match protocol::create(file, &path) {
            Ok(()) => Ok(Some(path)),
            Err(Failure::Taken(_)) => continue,
            Err(failure) => Err(failure),
        };
    }
    Ok(None)
}

fn text(sheet: &Sheet, rejected: &[(&Row, &Line)]) -> io::Result<Vec<u8>> {
    // With the mark that says UTF-8, whatever the encoding of the file that it is from.
    let mut text = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::Writer::from_writer(&mut text);
    let is_again = sheet.columns.ends_with(&OF_REJECTED.map(str::to_owned));
    let own = sheet.columns.len() - if is_again { OF_REJECTED.len() } else { 0 };
    let names = sheet.columns.iter().take(own).map(String::as_str).chain(OF_REJECTED);
    writer.write_record(names)?;
    for (row, line) in rejected {
        let cells = row.cells.iter().take(own).map(Cell::shown).map(|text| for_spreadsheet(&text));
        let of = |get: fn(&super::draft::Trouble) -> &str| {
            let texts: Vec<&str> = line.troubles.iter().map(get).collect();
            texts.join("; ")
        };
        let told = [line.number.to_string(), of(|trouble| &trouble.column), of(|trouble| &trouble.reason)];
        writer.write_record(cells.chain(told))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(text)
}
