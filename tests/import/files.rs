//! The same rows in every kind of file become the same entries, with the traps of each kind.

use super::{Desk, MAP, NAMES, became, told, without_places};
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _, Write as _},
    path::{Path, PathBuf},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What stands in a cell of a fixture.
#[derive(Clone, Copy)]
enum Put {
    Text(&'static str),
    Number(f64),
    /// A cell that is a date, as year, month, day.
    Day(u16, u8, u8),
    Nothing,
}

use Put::{Day, Nothing, Number, Text};

type Row = [Put; 7];

/// Rows with the traps that every kind of file can hold.
fn rows() -> Vec<Row> {
    vec![
        [
            Text("UA DDR 3/2025"),
            Text("German Democratic Republic"),
            Day(2025, 3, 20),
            Text("torture"),
            Text("UA"),
            Nothing,
            Nothing,
        ],
        [
            Text("AL YUG 2/2025"),
            Text("Yugoslavia"),
            Text("\u{a0}mid-May 2025 "),
            Text("torture|housing"),
            Text("JAL"),
            Day(2025, 7, 1),
            Nothing,
        ],
        [Nothing; 7],
        // A number is no date, whatever day a spreadsheet would make of it.
        [
            Text("AL CSK 4/2025"),
            Text("Czechoslovakia"),
            Number(45000.0),
            Text("torture"),
            Text("JAL"),
            Nothing,
            Nothing,
        ],
        [Text("AL CSK 5/2025"), Text("DDR"), Number(2025.0), Text("=1+1"), Text("UA"), Text("-"), Nothing],
        [Text("AL CSK 6/2025"), Text("CSK"), Text("31/02/2025"), Text("-"), Text("UA"), Text("?"), Nothing],
    ]
}

const EXPECTED: [&str; 6] = ["added", "added", "blank", "rejected", "added", "rejected"];

fn shown(put: &Put) -> String {
    match put {
        Text(text) => (*text).to_owned(),
        Number(number) => number.to_string(),
        Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
        Nothing => String::new(),
    }
}

fn separated(rows: &[Row], by: &str, end: &str) -> String {
    let mut lines = vec![NAMES.replace(',', by)];
    lines.extend(rows.iter().map(|row| match row.iter().all(|put| matches!(put, Nothing)) {
        true => String::new(),
        false => row.iter().map(shown).collect::<Vec<_>>().join(by),
    }));
    lines.join(end) + end
}

fn json(rows: &[Row], lines: bool) -> String {
    let object = |row: &Row| {
        let pairs = NAMES.split(',').zip(row);
        let value = |put: &Put| match put {
            Nothing => "null".into(),
            Number(number) => format!("{}", *number as i64),
            other => serde_json::Value::from(shown(other)).to_string(),
        };
        let pairs: Vec<String> = pairs.map(|(name, put)| format!("{name:?}: {}", value(put))).collect();
        format!("{{{}}}", pairs.join(", "))
    };
    let objects: Vec<String> = rows.iter().map(object).collect();
    if lines { objects.join("\n") } else { format!("{{\"schema\": 1, \"rows\": [{}]}}", objects.join(",\n")) }
}

/// A workbook with a sheet for each of these names, the first with the rows.
fn xlsx(rows: &[Row], sheets: &[&str], more: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let mut more = Some(more);
    for name in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (column, name) in (0..).zip(NAMES.split(',')) {
            sheet.write_string(0, column, name).expect("a cell");
        }
        for (row, cells) in (1..).zip(rows) {
            for (column, put) in (0..).zip(cells) {
                match put {
                    Text(text) => drop(sheet.write_string(row, column, *text).expect("a cell")),
                    Number(number) => drop(sheet.write_number(row, column, *number).expect("a cell")),
                    Day(year, month, day) => {
                        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(*year, *month, *day).expect("a day");
                        sheet.write_datetime_with_format(row, column, &day, &date).expect("a cell");
                    }
                    Nothing => {}
                }
            }
        }
        if let Some(more) = more.take() {
            more(sheet);
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// A document of OpenOffice: the second row is hidden if that is asked for.
fn ods(rows: &[Row], hidden: bool) -> Vec<u8> {
    let mut content = String::from(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Letters\">",
    );
    let text = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let cell = |put: &Put| match put {
        Text(t) => text(t),
        Number(n) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{n}\"/>"),
        Day(..) => format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{}\"/>", shown(put)),
        Nothing => "<table:table-cell/>".into(),
    };
    let row = |cells: String, hidden: bool| {
        let mark = if hidden { " table:visibility=\"collapse\"" } else { "" };
        format!("<table:table-row{mark}>{cells}</table:table-row>")
    };
    content.push_str(&row(NAMES.split(',').map(text).collect(), false));
    for (n, cells) in rows.iter().enumerate() {
        content.push_str(&row(cells.iter().map(cell).collect(), hidden && n == 1));
    }
    content.push_str("</table:table></office:spreadsheet></office:body></office:document-content>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("mimetype", options).expect("a part");
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet").expect("written");
    zip.start_file("content.xml", options).expect("a part");
    zip.write_all(content.as_bytes()).expect("written");
    zip.start_file("META-INF/manifest.xml", options).expect("a part");
    zip.write_all(b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>")
        .expect("written");
    zip.finish().expect("a file").into_inner()
}

/// The workbook with something else in one of its parts.
fn replaced(book: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..old.len() {
        let mut file = old.by_index(n).expect("a part");
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("read");
        if name == part {
            let text = String::from_utf8(content).expect("UTF-8");
            assert!(text.contains(from), "{text}");
            content = text.replacen(from, to, 1).into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).expect("a part");
        new.write_all(&content).expect("written");
    }
    new.finish().expect("a file").into_inner()
}

/// What became of the rows, the records that they make, and the remarks.
fn import(name: &str, bytes: &[u8], map: &str) -> (Vec<String>, BTreeMap<String, String>, Vec<String>) {
    let desk = Desk::new();
    let path = desk.file(name, bytes);
    let done = desk.run(&desk.args(map, &[&path], true), false).unwrap_or_else(|error| panic!("{name}: {error}"));
    let records = without_places(&desk.records());
    // The name of the file is that of its source.
    let plain = |text: &String| {
        let lines = text.lines().filter(|line| !line.contains("letters-") && !line.contains("letters."));
        lines.collect::<Vec<_>>().join("\n")
    };
    let records = records.iter().map(|(id, text)| (id.clone(), plain(text))).collect();
    let told = told(&done).into_iter().map(|(_, became, detail)| format!("{became} {detail}")).collect();
    (told, records, done.report.remarks)
}

#[test]
fn rows_are_the_same_whatever_file_they_stand_in() {
    let (expected, records, _) = import("letters.csv", separated(&rows(), ",", "\n").as_bytes(), MAP);
    let became: Vec<&str> = expected.iter().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(became, EXPECTED);
    assert!(expected[3].contains("Sent: not understood as a date"), "{}", expected[3]);
    assert!(records["csk-5-2025.toml"].contains("sent = \"2025\""), "a bare year is a year");
    assert!(records["csk-5-2025.toml"].contains("from = [\"Special Rapporteur on =1+1\"]"));
    assert!(records["yug-2-2025.toml"].contains("sent = \"[2025-05-11..2025-05-20]\""));
    let files: [(&str, Vec<u8>); 9] = [
        ("letters.tsv", separated(&rows(), "\t", "\r\n").into()),
        ("letters.csv", separated(&rows(), ";", "\r").into()),
        ("letters.csv", format!("\u{feff}sep=;\r\n{}", separated(&rows(), ";", "\r\n")).into()),
        ("letters.json", json(&rows(), false).into()),
        ("letters.jsonl", json(&rows(), true).into()),
        ("letters.xlsx", xlsx(&rows(), &["Letters"], |_| {})),
        ("letters.xlsx", xlsx(&rows(), &["Liste & <Lettres>"], |_| {})),
        ("letters.ods", ods(&rows(), false)),
        ("letters.ods", ods(&rows(), true)),
    ];
    for (n, (name, bytes)) in files.iter().enumerate() {
        // A number in text and a number in a cell are refused with different words.
        let (told, there, _) = import(name, bytes, MAP);
        let became: Vec<&str> = told.iter().map(|line| line.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(became, EXPECTED, "{n} {name}: {told:?}");
        assert_eq!(there, records, "{n} {name}");
    }
    // A number is a date where the map says so.
    let serial = MAP.replace("order = \"day-month-year\" }", "order = \"day-month-year\", serial = true }");
    for (name, bytes) in
        [files[3].clone(), files[5].clone(), files[7].clone(), ("letters.csv", separated(&rows(), ",", "\n").into())]
    {
        let (_, records, _) = import(name, &bytes, &serial);
        assert!(records["csk-4-2025.toml"].contains("sent = 2023-03-15"), "{name}");
    }
}

/// What people type for a date, and what a record says of it; `!` where the row is rejected.
const DATES: [(&str, &str); 34] = [
    ("2024-07-05", "2024-07-05"),
    ("\u{a0}2024-07-05\u{a0}", "2024-07-05"),
    ("٢٠٢٤-٠٧-٠٥", "2024-07-05"),
    ("[2024-07-05..2025-01-08]", "[2024-07-05..2025-01-08]"),
    ("03/04/2024", "2024-04-03"),
    ("25.12.2024", "2024-12-25"),
    ("5 May 2024", "2024-05-05"),
    ("5 de mayo de 2024", "2024-05-05"),
    ("5 mai 2024", "2024-05-05"),
    ("5. Mai 2024", "2024-05-05"),
    ("5 мая 2024", "2024-05-05"),
    ("5 مايو 2024", "2024-05-05"),
    ("3 May 2024 or 5 May 2024", "[2024-05-03,2024-05-05]"),
    ("25–26/12/1977", "[1977-12-25..1977-12-26]"),
    ("between 3 May 2024 and 5 May 2024", "[2024-05-03..2024-05-05]"),
    ("3 May 2024 - 5 May 2024", "[2024-05-03..2024-05-05]"),
    ("early May 2024", "[2024-05-01..2024-05-10]"),
    ("late 2024", "[2024-09..2024-12]"),
    ("ca. 2024", "2024~"),
    ("2024", "2024"),
    ("date unknown in 2002", "2002"),
    ("0000", ""),
    ("00-00", ""),
    ("-", ""),
    ("n/a", ""),
    ("unknown", ""),
    ("?", ""),
    ("on an unknown date", ""),
    ("31/02/2024", "!"),
    ("1900-01-01", "!"),
    ("1970-01-01", "!"),
    ("9999-12-31", "!"),
    ("1398-06-15", "!"),
    ("03/04/24", "!"),
];

#[test]
fn what_people_type_for_a_date_is_read_alike_in_every_kind_of_file() {
    let country = Text("DDR");
    let rows: Vec<Row> = (1..)
        .zip(DATES)
        .map(|(n, (text, _))| {
            let reference: &'static str = format!("UA DDR {n}/2024").leak();
            [Text(reference), country, Text(text), Text("torture"), Text("UA"), Nothing, Nothing]
        })
        .collect();
    let files = [
        ("letters.csv", separated(&rows, ",", "\n").into_bytes()),
        ("letters.csv", separated(&rows, ";", "\r\n").into_bytes()),
        ("letters.tsv", separated(&rows, "\t", "\r").into_bytes()),
        ("letters.json", json(&rows, false).into_bytes()),
        ("letters.jsonl", json(&rows, true).into_bytes()),
        ("letters.xlsx", xlsx(&rows, &["Letters"], |_| {})),
        ("letters.ods", ods(&rows, false)),
    ];
    for (name, bytes) in files {
        let (told, records, _) = import(name, &bytes, MAP);
        for (n, (text, date)) in DATES.iter().enumerate() {
            if *date == "!" {
                assert!(told[n].starts_with("rejected Sent: "), "{name} {text}: {}", told[n]);
                continue;
            }
            assert!(told[n].starts_with("added"), "{name} {text}: {}", told[n]);
            let record = &records[&format!("ddr-{}-2024.toml", n + 1)];
            let sent = record.lines().find_map(|line| line.strip_prefix("sent = ")).unwrap_or_default();
            assert_eq!(sent.trim_matches('"'), *date, "{name} {text}");
        }
    }
}

#[test]
fn an_old_workbook_is_read_too() {
    let bytes = fs::read("tests/records/import/letters.xls").expect("the fixture");
    let (told, records, _) = import("letters.xls", &bytes, MAP);
    assert_eq!(told.iter().map(|line| line.split(' ').next().unwrap_or_default()).collect::<Vec<_>>(), EXPECTED[..4]);
    let (_, expected, _) = import("letters.csv", separated(&rows(), ",", "\n").as_bytes(), MAP);
    assert_eq!(records["ddr-3-2025.toml"], expected["ddr-3-2025.toml"]);
}

#[test]
fn what_a_workbook_hides_merges_and_counts_from_is_told() {
    // A hidden row counts like the others, and is told.
    let hidden = xlsx(&rows(), &["Letters"], |sheet| {
        sheet.set_row_hidden(2).expect("a row");
    });
    for (name, bytes) in [("letters.xlsx", &hidden), ("letters.ods", &ods(&rows(), true))] {
        let (told, _, remarks) = import(name, bytes, MAP);
        assert!(told[1].starts_with("added"));
        assert!(remarks.iter().any(|remark| remark.contains("1 hidden row is read like the others")), "{remarks:?}");
    }
    // A merged cell fills its range only where the map says so.
    let merged = xlsx(&rows(), &["Letters"], |sheet| {
        let format = Format::new();
        sheet.merge_range(7, 1, 8, 1, "Yugoslavia", &format).expect("a range");
        for row in 7..9 {
            sheet.write_string(row, 0, format!("UA YUG {row}/2025")).expect("a cell");
            sheet.write_string(row, 4, "UA").expect("a cell");
        }
    });
    let (told, _, remarks) = import("letters.xlsx", &merged, MAP);
    assert!(told[6].starts_with("added") && told[7].starts_with("rejected Country: empty"), "{told:?}");
    assert!(remarks.iter().any(|remark| remark.contains("merged = \"fill\"")), "{remarks:?}");
    let (told, ..) = import(
        "letters.xlsx",
        &merged,
        &format!("[file]\nmerged = \"fill\"\n{MAP}").replace(
            &format!("[file]\nmerged = \"fill\"\n{MAP}"),
            &MAP.replace("[new]", "[file]\nmerged = \"fill\"\n[new]"),
        ),
    );
    assert!(told[6].starts_with("added") && told[7].starts_with("added"), "{told:?}");
    // A formula counts as what it shows; one without a value, or with an error, is rejected.
    let formulas = xlsx(&rows(), &["Letters"], |sheet| {
        for (row, formula) in [
            (7, Formula::new("=\"UA YUG \"&7&\"/2025\"").set_result("UA YUG 7/2025")),
            (8, Formula::new("=NA()").set_result("#N/A")),
        ] {
            sheet.write_formula(row, 0, formula).expect("a cell");
            sheet.write_string(row, 1, "YUG").expect("a cell");
            sheet.write_string(row, 4, "UA").expect("a cell");
        }
    });
    let (told, records, _) = import("letters.xlsx", &formulas, MAP);
    assert!(told[6].starts_with("added") && records.contains_key("yug-7-2025.toml"), "{told:?}");
    let without = replaced(&formulas, "xl/worksheets/sheet1.xml", "<v>UA YUG 7/2025</v>", "");
    let (told, ..) = import("letters.xlsx", &without, MAP);
    assert!(told[6].starts_with("rejected Reference: a formula without a value"), "{told:?}");
    // Books of 1904 count from another day.
    let plain = xlsx(&rows(), &["Letters"], |_| {});
    let of_1904 = replaced(&plain, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
    let (_, records, _) = import("letters.xlsx", &of_1904, MAP);
    assert!(records["ddr-3-2025.toml"].contains("sent = 2029-03-21"), "{}", records["ddr-3-2025.toml"]);
}

#[test]
fn of_several_sheets_one_must_be_named() {
    let desk = Desk::new();
    let path = desk.file("letters.xlsx", xlsx(&rows(), &["Letters", "Old"], |_| {}));
    let mut args = desk.args(MAP, &[&path], false);
    let refused = desk.run(&args, false).expect_err("two sheets");
    assert!(refused.contains("say --sheet with one of \"Letters\", \"Old\""), "{refused}");
    args.sheet = Some("Old".into());
    assert_eq!(became(&told(&desk.run(&args, false).expect("an import"))), EXPECTED);
    args.sheet = Some("New".into());
    assert!(desk.run(&args, false).expect_err("no such sheet").contains("there is no sheet \"New\""));
}

#[test]
fn what_is_no_file_of_rows_is_refused_without_its_content() {
    let desk = Desk::new();
    for (name, bytes) in [
        ("a.xlsx", &b"secret"[..]),
        ("a.ods", b"secret"),
        ("a.xls", b"secret"),
        ("a.json", b"{\"secret\""),
        ("a.jsonl", b"secret"),
        ("a.csv", b"\xff\xfesecret"),
        ("a.csv", b"a,b\n\"secret"),
        ("a.csv", b""),
        ("a.csv", b"a,a\n1,2\n"),
        ("a.doc", b"secret"),
        ("secret", b""),
    ] {
        let path = desk.file(name, bytes);
        let refused = desk.run(&desk.args(MAP, &[&path], true), false).expect_err(name);
        assert!(refused.contains(name) && !refused.contains("secret") || name == "secret", "{refused}");
    }
    assert!(desk.run(&desk.args(MAP, &[Path::new("nowhere.csv")], true), false).is_err());
}

#[test]
fn rejected_rows_are_kept_to_be_corrected_and_imported_by_the_same_map() {
    let desk = Desk::new();
    let path = desk.file("letters.csv", separated(&rows(), ",", "\n").replace("AL CSK 6/2025", "'AL CSK 6/2025"));
    desk.run(&desk.args(MAP, &[&path], false), false).expect("an import");
    let kept = |name: &str| desk.0.path().join(name);
    assert!(!kept("letters.rejected.csv").exists(), "nothing is written without --write");
    desk.run(&desk.args(MAP, &[&path], true), false).expect("an import");
    let text = fs::read_to_string(kept("letters.rejected.csv")).expect("the rejected rows");
    assert!(text.starts_with(&format!("\u{feff}{NAMES},row,column,reason\n")), "{text}");
    assert_eq!(text.lines().count(), 3, "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(kept("letters.rejected.csv")).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // The same once more is as good; something else is never written over it.
    desk.run(&desk.args(MAP, &[&path], true), false).expect("an import");
    assert!(!kept("letters.rejected-2.csv").exists());
    fs::write(kept("letters.rejected.csv"), text.replace("45000", "13/05/2025").replace("31/02/2025", "28/02/2025"))
        .expect("corrected");
    let corrected: PathBuf = kept("letters.rejected.csv");
    let done = desk.run(&desk.args(MAP, &[&corrected], true), false).expect("an import");
    assert_eq!(became(&told(&done)), ["added", "added"], "{:?}", told(&done));
    assert!(
        desk.records()["al-csk-6-2025.toml"].contains("ref = \"'AL CSK 6/2025\"")
            || desk.records().contains_key("csk-6-2025.toml")
    );
    desk.run(&desk.args(MAP, &[&path], true), false).expect("an import");
    assert!(!kept("letters.rejected-2.csv").exists() || kept("letters.rejected.csv").exists());
}
