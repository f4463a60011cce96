//! The page "You have a spreadsheet" of the README, run from the file to the letters that wait.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::{fs, path::Path, process::Command};

/// The invented letters as a workbook, in which plain days are cells that are dates.
fn workbook(csv: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(&record.expect("a row")) {
            let parts: Vec<u16> = cell.split('-').filter_map(|part| part.parse::<u16>().ok()).collect();
            match parts.as_slice() {
                [year, month, day] if cell.len() == 10 => {
                    let day = ExcelDateTime::from_ymd(*year, *month as u8, *day as u8).expect("a day");
                    sheet.write_datetime_with_format(row, column, &day, &date).expect("a cell");
                }
                _ => drop(sheet.write_string(row, column, cell).expect("a cell")),
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Commands of a page with what each is said to write.
fn commands(page: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line {
            "```text" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_owned(), String::new())),
                (None, Some((_, said))) => *said += &format!("{line}\n"),
                (None, None) => {}
            },
        }
    }
    commands
}

#[test]
fn from_the_spreadsheet_to_the_letters_that_wait() {
    let readme = fs::read_to_string("README.md").expect("the page");
    let page = readme.split("## You have a spreadsheet").nth(1).expect("the section");
    let page = page.split("\n## ").next().expect("its end");
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("cases")).expect("a folder");
    let csv = fs::read_to_string("tests/records/import/letters.csv").expect("the letters");
    assert_eq!(csv.lines().count(), 61, "60 letters");
    fs::write(folder.path().join("letters.xlsx"), workbook(&csv)).expect("a workbook");
    let map = fs::read_to_string("tests/records/import/letters.map.toml").expect("the map");
    assert!(page.contains(map.trim_end()), "the map of the page is not the one that is used");
    fs::write(folder.path().join("letters.map.toml"), &map).expect("a map");
    let commands = commands(page);
    assert!(commands.len() >= 3, "{commands:?}");
    for (command, said) in commands {
        let output = run(folder.path(), &command);
        assert_eq!(output, said.trim_end(), "{command}\n{output}");
    }
    // Every letter is in one of the records, and none of them has an error.
    let check = run(folder.path(), "timeline check --as-of 2026-03-01 -f tsv --no-header");
    assert!(!check.contains("error"), "{check}");
}

/// What a command writes to both outputs, as on a terminal.
fn run(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_timeline")).parent().expect("its folder").display().to_string();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("PATH='{program}':$PATH; {{ {command}; }} 2>&1")]).current_dir(folder);
    shell.env("TIMELINE_FORMAT", "table").env("COLUMNS", "80");
    shell.env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1").env_remove("TIMELINE_CASES");
    let output = shell.output().expect("a shell").stdout;
    String::from_utf8(output).expect("UTF-8").trim_end().to_owned()
}
