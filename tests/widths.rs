//! Tables fit the screen, whatever its width from 40 columns up: nothing is cut off by its edge, and what is copied
//! (references, days, addresses) is not broken.

use std::process::Command;
use unicode_width::UnicodeWidthStr;

/// Whole words, as on a terminal of this width.
fn shown(args: &[&str], width: usize) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).args(["--as-of", "2026-03-01", "-f", "table"]).env_clear();
    let output = command.env("LC_ALL", "C.UTF-8").env("COLUMNS", width.to_string()).output().expect("the program runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

const WIDTHS: [usize; 9] = [40, 41, 53, 60, 79, 80, 100, 120, 200];

#[test]
fn nothing_is_wider_than_the_screen_but_an_address_alone_on_its_line() {
    let commands: [&[&str]; 14] = [
        &["show", "sokolov", "--sources", "--notes"],
        &["show", "assange", "mansoor"],
        &["list"],
        &["events"],
        &["pending", "--unknown"],
        &["letters"],
        &["demands", "--all"],
        &["detained"],
        &["stats", "--by", "state"],
        &["rules"],
        &["why", "GBR 3/2019"],
        &["changes", "--since", "2019-01-01"],
        &["check", "--list"],
        &["show", "ada-wren", "harbour-two", "--cases", "tests/archive", "--sources"],
    ];
    for args in commands {
        for width in WIDTHS {
            let text = shown(args, width);
            assert!(!text.is_empty(), "{args:?}");
            for line in text.lines() {
                let address = line.contains("://") && !line.trim().contains(' ');
                assert!(line.width() <= width || address, "{args:?} at {width}: {line:?}");
            }
        }
    }
}

#[test]
fn problems_and_the_lines_they_quote_fit_too() {
    for width in WIDTHS {
        let text = shown(&["check", "--cases", "tests/records/warned"], width);
        assert!(text.contains("confidential-name"), "{text}");
        for line in text.lines() {
            // The place is one word, to be copied into an editor.
            let place = line.starts_with("error[") || line.starts_with("warning[");
            assert!(line.width() <= width || place, "at {width}: {line:?}");
        }
    }
}

#[test]
fn no_reference_and_no_day_is_broken() {
    // A date has its earliest and latest day in columns of their own.
    let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    let column = |args: &[&str], column: &str| -> Vec<String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        command.args(args).args(["--as-of", "2026-03-01", "-f", "tsv", "--no-header", "--columns", column]).env_clear();
        let output = command.output().expect("the program runs").stdout;
        String::from_utf8(output).expect("UTF-8").lines().map(first).collect()
    };
    let references = column(&["letters"], "ref");
    assert!(references.iter().any(|r| r == "UA GBR 3/2019"));
    for width in WIDTHS {
        let letters = shown(&["letters"], width);
        for reference in references.iter().filter(|r| !r.is_empty()) {
            assert!(letters.contains(reference.as_str()), "{reference} at {width}");
        }
        let events = shown(&["events"], width);
        let days = column(&["events"], "date");
        for day in days.iter().flat_map(|day| day.split("..")).flat_map(|day| day.split('/')) {
            assert!(events.contains(day), "{day} at {width}");
        }
    }
}
