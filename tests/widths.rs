//! Tables fit the screen, whatever its width from 40 columns up: nothing is cut off by its edge, and what is copied
//! (references, days, addresses) is not broken.

use std::{path::Path, process::Command};
use timeline::{
    load,
    model::{rule::Rules, wording::Wording},
    render::{self, Screen},
    report::{World, agenda, demands, detained, events, letters, list, listing, pending, show},
    withhold::include,
};
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

/// Records in scripts that are written in other ways: without spaces, from the right, with wide letters and marks.
const SCRIPTS: &str = r#"
title = "Владимир Несуществующий и Общество защиты всех выдуманных"
state = "DDR"
summary = "人権擁護者が拘束された。弁護士は面会できない。 ผู้พิทักษ์สิทธิมนุษยชนถูกจับกุมที่บ้านโดยไม่มีหมายจับ"

[[person]]
id = "nur"
name = "نور الخيالي بنت عبد الرحمن"
role = "victim"
other_names = ["ผู้พิทักษ์สิทธิมนุษยชน", "👩\u200D👩\u200D👧 семья", "e\u0301e\u0301e\u0301"]

[[event]]
date = "[2024-07-05..2025-01-08]"
what = "قُبض على المدافعة عن حقوق الإنسان في منزلها ونُقلت إلى مكان مجهول UA DDR 3/2025 人権擁護者👩\u200D👩\u200D👧"
kind = "arrest"
liberty = "detained"

[[communication]]
id = "письмо-без-номера"
procedure = "ngo-letter"
from = ["ผู้พิทักษ์สิทธิมนุษยชนแห่งประเทศสมมติ"]
to = ["人権擁護者協会"]
sent = "2009-05-13/2011-07-27"
"#;

#[test]
fn at_every_width_and_in_every_script_nothing_is_wider_and_no_reference_or_day_is_broken() {
    let rules = Rules::default();
    let loaded = load::all(Path::new("cases"), &rules);
    let scripts =
        load::text("scripts", Path::new("scripts.toml"), &SCRIPTS.replace("id = \"письмо-без-номера\"\n", ""), &rules);
    assert!(scripts.problems.is_empty(), "{:?}", scripts.problems);
    let mut cases = include(loaded).cases;
    cases.extend(include(scripts).cases);
    let world =
        World { cases: &cases, rules: &rules, as_of: "2026-03-01".parse().expect("a day"), wording: Wording::Short };
    let reports = [
        show::report(&show::Args { notes: true, ..show::Args::default() }, &world),
        listing::report(&agenda::Args { within: Some(4000), ..agenda::Args::default() }, &world).expect("a report"),
        listing::report(&pending::Args { unknown: true, ..pending::Args::default() }, &world).expect("a report"),
        listing::report(&letters::Args::default(), &world).expect("a report"),
        listing::report(&demands::Args { all: true, ..demands::Args::default() }, &world).expect("a report"),
        listing::report(&detained::Args::default(), &world).expect("a report"),
        listing::report(&list::Args::default(), &world).expect("a report"),
        listing::report(&events::Args::default(), &world).expect("a report"),
    ];
    for (n, report) in reports.iter().enumerate() {
        // The longest take the most time.
        let step = match n {
            0 | 7 => 23,
            3 | 4 => 5,
            _ => 1,
        };
        for width in (40..=200).step_by(step) {
            let mut out = Vec::new();
            let screen = Screen { width, colour: false, unicode: true };
            render::table(&report.table, screen, &mut out).expect("memory takes everything");
            let text = String::from_utf8(out).expect("UTF-8");
            for line in text.lines() {
                let address = line.contains("://") && !line.trim().contains(' ');
                assert!(line.width() <= width || address, "{n} at {width}: {line:?}");
            }
            if n == 3 {
                for reference in ["UA GBR 3/2019", "UA GBR 6/2019"] {
                    assert!(text.contains(reference), "{reference} at {width}");
                }
            }
        }
    }
}
