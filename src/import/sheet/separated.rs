//! Separated values: comma, semicolon or tab; line ends of any system.

use super::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Options};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads the cells. A tab-separated file of another program has no quotes; ours and those of spreadsheets have.
///
/// # Errors
/// It is not text in the encoding that it is said to be in, or a quotation has no end.
pub fn grid(bytes: &[u8], by: Option<u8>, options: &Options) -> Result<Grid, String> {
    let text = decoded(bytes, options.encoding.as_deref())?;
    // Excel says in a first line what stands between the cells.
    let (said, text, first) = match text.get(..5).filter(|line| line.starts_with("sep=")) {
        Some(line) => {
            let rest = text[5..].trim_start_matches('\r');
            (line.bytes().last(), rest.strip_prefix('\n').unwrap_or(rest), 2)
        }
        None => (None, &*text, 1),
    };
    let by = said.or(by).unwrap_or_else(|| separator(text));
    let text = with_blank_rows(text, by)?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(by).from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        if grid.rows.len() > MOST_ROWS || record.len() > MOST_COLUMNS {
            return Err(format!("more than {MOST_ROWS} rows or {MOST_COLUMNS} columns: divide the file"));
        }
        grid.rows.push((grid.rows.len() + first, record.iter().map(Cell::text).collect()));
    }
    Ok(grid)
}

/// The text of a file: UTF-8, unless the map says otherwise. A byte order mark says so too.
///
/// # Errors
/// It is not text in that encoding.
pub(super) fn decoded<'b>(bytes: &'b [u8], encoding: Option<&str>) -> Result<Cow<'b, str>, String> {
    if let Some(bytes) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| not_utf8(bytes, error.valid_up_to()));
    }
    let Some(name) = encoding else {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| not_utf8(bytes, error.valid_up_to()));
    };
    let encoding = Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8);
    let (text, _, has_errors) = encoding.decode(bytes);
    match has_errors {
        true => Err(format!("not text in the encoding {name}: is another one meant?")),
        false => Ok(text),
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> String {
    let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
    let help = "save it as UTF-8, or name its encoding in the map: [file] encoding = \"windows-1251\"";
    format!("line {line}: not UTF-8 text; {help}")
}

/// What stands most often between the names of the columns.
fn separator(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        if let Some(n) = SEPARATORS.iter().position(|separator| *separator == byte).filter(|_| !quoted) {
            counts[n] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |n| SEPARATORS[n])
}

/// The text with a separator in each line that has nothing in it: the reader of separated values passes over
/// such lines without counting them.
///
/// # Errors
/// A quotation has no end: everything behind it would be one cell.
fn with_blank_rows(text: &str, by: u8) -> Result<Cow<'_, str>, String> {
    let bytes = text.as_bytes();
    let (mut quoted_in, mut row, mut begins_row, mut begins_cell) = (None, 1, true, true);
    let mut blank = Vec::new();
    for (at, byte) in bytes.iter().copied().enumerate() {
        match byte {
            b'"' if quoted_in.is_some() => quoted_in = None,
            // A doubled quotation mark inside a quotation opens it again at once.
            b'"' if begins_cell || at > 0 && bytes[at - 1] == b'"' => quoted_in = Some(row),
            b'\n' | b'\r' if quoted_in.is_none() => {
                let ends_windows_line = byte == b'\n' && at > 0 && bytes[at - 1] == b'\r';
                if begins_row && !ends_windows_line {
                    blank.push(at);
                }
                row += usize::from(!ends_windows_line);
                (begins_row, begins_cell) = (true, true);
                continue;
            }
            _ => {}
        }
        begins_row = false;
        begins_cell = quoted_in.is_none() && byte == by;
    }
    if let Some(row) = quoted_in {
        return Err(format!("row {row}: a quotation mark (\") opens a text that is never closed"));
    }
    if blank.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    let mut filled = String::with_capacity(text.len() + blank.len());
    let mut from = 0;
    for at in blank {
        filled.push_str(&text[from..at]);
        filled.push(char::from(by));
        from = at;
    }
    filled.push_str(&text[from..]);
    Ok(Cow::Owned(filled))
}

/// Takes off what this program puts before a text that a spreadsheet would calculate, and undoes the numbers that
/// it writes for what cannot be seen: `\u202E`, `\u{E0041}`.
pub(super) fn without_guard(cell: &mut Cell) {
    if let Cell::Text(text) = cell {
        *cell = Cell::text(&undone(text.strip_prefix('\'').unwrap_or(text)));
    }
}

fn undone(text: &str) -> String {
    let mut undone = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        let after = &rest[at + 2..];
        let (digits, length) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((digits, _)) => (digits, digits.len() + 2),
            None => (after.get(..4).unwrap_or_default(), 4),
        };
        let char = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        undone.push_str(&rest[..at]);
        match char {
            Some(char) => undone.push(char),
            None => undone.push_str("\\u"),
        }
        rest = &after[if char.is_some() { length } else { 0 }..];
    }
    undone + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let grid = grid(text.as_bytes(), None, &Options::default()).expect("a grid");
        grid.rows.into_iter().map(|(_, cells)| cells.iter().map(|cell| cell.shown().into_owned()).collect()).collect()
    }

    #[test]
    fn whatever_stands_between_cells_and_lines_the_rows_are_the_same() {
        for by in [",", ";", "\t"] {
            for end in ["\n", "\r\n", "\r"] {
                let text = ["a", "b\u{a0}", "\"x, \"\"y\"\";\tz\"", "2"].join("|").replacen('|', by, 1);
                let text = text.replacen('|', end, 1).replacen('|', by, 1) + end;
                assert_eq!(rows(&text), [["a", "b"], ["x, \"y\";\tz", "2"]], "{text:?}");
                assert_eq!(rows(&format!("\u{feff}{text}")), rows(&text));
            }
        }
    }

    #[test]
    fn blank_lines_are_rows() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "1,2", "", "", "\"3\n\n4\",5"].join(end);
            let blank = vec![String::new(), String::new()];
            let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
            let expected = [row("a", "b"), blank.clone(), row("1", "2"), blank.clone(), blank, row("3\n\n4", "5")];
            assert_eq!(rows(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_quotation_without_an_end_is_no_row() {
        let error = grid(b"a,b\n1,\"2\n3,4\n", None, &Options::default()).expect_err("no end");
        assert!(error.starts_with("row 2: "), "{error}");
        assert_eq!(rows("a,b\n1,5\" pipe\n"), [["a", "b"], ["1", "5\" pipe"]]);
    }

    #[test]
    fn other_encodings_only_where_the_map_names_them() {
        let bytes = b"a,b\n\xCF\xF0\xE8\xE2\xE5\xF2,1\n";
        let error = grid(bytes, None, &Options::default()).expect_err("no UTF-8");
        assert!(error.starts_with("line 2: not UTF-8"), "{error}");
        let options = Options { encoding: Some("windows-1251".into()), ..Options::default() };
        let grid = grid(bytes, None, &options).expect("a grid");
        assert_eq!(grid.rows[1].1[0], Cell::Text("Привет".into()));
    }

    #[test]
    fn what_protects_a_spreadsheet_is_taken_off() {
        for (written, meant) in [
            ("'=1+1", "=1+1"),
            ("''a", "'a"),
            ("a\\u202Eb\\u{E0041}", "a\u{202e}b\u{e0041}"),
            ("c:\\users", "c:\\users"),
        ] {
            let mut cell = Cell::Text(written.into());
            without_guard(&mut cell);
            assert_eq!(cell, Cell::Text(meant.into()), "{written}");
        }
    }
}
