//! Transcripts: every command in `tests/cmd/` and every example in the README is run and compared.
//!
//! They use the invented cases of `tests/archive`, as on a terminal of 80 columns without colour.
//! To write changed output into them, look at it, and keep it: `TRYCMD=overwrite cargo test --test all transcripts`.

use std::{fs, path::PathBuf};

/// What an output says only on the day that its command names.
const OF_A_DAY: [&str; 10] = [
    "as of ",
    "due in ",
    "due today",
    "overdue by",
    "due day passed",
    "silence on record",
    "not reviewed since",
    "coming up",
    "to the last news",
    "if it lasts",
];

/// How a command names its day: by an option, or by a file of claims.
const NAMES_A_DAY: [&str; 3] = ["--as-of ", "--until ", "timeline verify "];

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.md")
        .case("README.md")
        .env("TIMELINE_CASES", "tests/archive")
        .env("TIMELINE_FORMAT", "table")
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .env("TZ", "UTC");
}

/// An example without a day is right only on the day on which it was written.
#[test]
fn every_example_names_the_day_on_which_it_is_right() {
    let pages = fs::read_dir("tests/cmd").expect("the folder").map(|entry| entry.expect("an entry").path());
    let pages: Vec<PathBuf> = pages.chain(["README.md".into(), "cases/README.md".into()]).collect();
    let (mut examples, mut wrong) = (0, Vec::new());
    for page in pages {
        let text = fs::read_to_string(&page).expect("UTF-8");
        for (line, command, output) in commands(&text) {
            examples += 1;
            let of_a_day = OF_A_DAY.iter().find(|words| says(&output, words));
            if let Some(words) = of_a_day.filter(|_| !NAMES_A_DAY.iter().any(|option| command.contains(option))) {
                wrong.push(format!("{}:{line}: {words:?} without --as-of: {command}", page.display()));
            }
        }
    }
    assert!(examples > 50, "{examples} examples were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_example_without_its_day_is_found() {
    let page = "```console\n$ timeline list\n1 case · as of 2026-03-01\n\n$ timeline add x\n> --note 'as of 2026'\nadded\n```\n                as of 2026\n```console\n$ timeline list --as-of 2026-03-01\n? 2\ndue in 3 days\n```\n";
    let found = commands(page);
    let lines: Vec<(usize, &str)> = found.iter().map(|(line, command, _)| (*line, command.as_str())).collect();
    assert_eq!(
        lines,
        [(2, "timeline list"), (5, "timeline add x --note 'as of 2026'"), (11, "timeline list --as-of 2026-03-01")]
    );
    assert_eq!(found.iter().map(|(.., output)| says(output, "as of ")).collect::<Vec<_>>(), [true, false, false]);
    assert!(
        says("due in 3 days", "due in ") && says("due today", "due today") && !says("the day as of which", "as of ")
    );
}

/// Whether an output says these words of a day. "As of" without a date behind it is a sentence of the help.
fn says(output: &str, words: &str) -> bool {
    let number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    output.match_indices(words).any(|(at, _)| !words.ends_with(' ') || number(&output[at + words.len()..]))
}

/// The commands of a page that are run, each with its line and with what it is said to write.
fn commands(page: &str) -> Vec<(usize, String, String)> {
    let mut found: Vec<(usize, String, String)> = Vec::new();
    let (mut inside, mut in_command) = (false, false);
    for (line, text) in (1..).zip(page.lines()) {
        if text.starts_with("```") {
            inside = text == "```console";
        } else if let Some(command) = text.strip_prefix("$ ").filter(|_| inside) {
            found.push((line, command.to_owned(), String::new()));
            in_command = true;
        } else if inside && let Some((_, command, output)) = found.last_mut() {
            match text.strip_prefix("> ").filter(|_| in_command) {
                Some(more) => *command = format!("{command} {more}"),
                None => {
                    in_command = false;
                    output.push_str(text);
                    output.push('\n');
                }
            }
        }
    }
    found
}
