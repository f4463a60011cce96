//! Records that load and of which `check` has something to say, one for each reason: the file's name is
//! the reason, its first lines say on which line, with which code, and in which words.

use std::{collections::BTreeSet, fs, path::Path, path::PathBuf};
use timeline::{
    load::{
        self,
        check::review,
        problem::{Code, Problem, Severity},
    },
    model::{date::iso_day, rule::Rules, vocabulary::Vocabulary},
};

fn fixtures() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records/warned");
    let entries = fs::read_dir(folder).expect("the folder").map(|e| e.expect("entry").path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("UTF-8"))).collect()
}

/// What the comments at the top say, in order of line.
fn expected(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# warns on line "));
    let pairs = lines.map(|rest| rest.split_once(": ").expect("line: code"));
    pairs.map(|(line, code)| (line.parse().expect("a line"), code.to_owned())).collect()
}

fn found(path: &Path, text: &str) -> Vec<Problem> {
    let id = path.file_stem().and_then(|s| s.to_str()).expect("a name");
    review::text(id, path, text, &Rules::default(), iso_day("2026-11-24").expect("a day")).problems
}

fn places(problems: &[Problem]) -> Vec<(usize, String)> {
    problems.iter().map(|p| (p.at.expect("a line").0, p.code.to_string())).collect()
}

#[test]
fn each_is_warned_of_where_it_says() {
    let mut wrong = Vec::new();
    for (path, text) in fixtures() {
        let problems = found(&path, &text);
        if places(&problems) != expected(&text) || problems.is_empty() {
            wrong.push(format!("{}: found {problems:#?}", path.display()));
        }
        let says: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# says: ")).collect();
        let said = |phrase: &&str| problems.iter().any(|p| p.message.contains(phrase) || p.help.contains(phrase));
        if says.is_empty() || !says.iter().all(said) || problems.iter().any(|p| p.help.is_empty()) {
            wrong.push(format!("{}: nothing says {says:?}, or no help: {problems:#?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What happens on one day can be in order, and so can an imprecise date that has the other in it.
#[test]
fn days_that_may_be_in_order_are_not_warned_of() {
    let record = |a: &str, b: &str| {
        let letter = format!(
            "filed = {a}\nsent = {a}\npublished = {b}\ndecided = {b}\nwithdrawn = {b}\nno_reply_as_of = {b}\n\
             [[communication.reminder]]\ndate = {b}\n[[communication.extension]]\ngranted = {b}\nuntil = {b}\n\
             [[communication.reply]]\nkind = \"holding\"\ndate = {a}\nreceived = {b}\npromised = {b}\n\
             [[communication.suspension]]\nfrom = {b}\nuntil = {b}\n"
        );
        format!(
            "title = \"x\"\nstate = \"DDR\"\n\
             [[communication]]\nid = \"first\"\nprocedure = \"ccpr-complaint\"\nto = \"DDR\"\n{letter}\
             [[communication]]\nfollows = \"first\"\nprocedure = \"sp-letter\"\nto = \"DDR\"\nsent = {b}\n\
             [[communication]]\nprocedure = \"cat-concluding-follow-up\"\nto = \"DDR\"\ndecided = {a}\nsent = {b}\n\
             [[communication]]\nprocedure = \"ccpr-complaint\"\nto = \"DDR\"\nfiled = {a}\n\
             [[communication.reply]]\nkind = \"denial\"\ndate = {b}\n\
             [[charge]]\noffence = \"x\"\nbrought = {a}\ndecided = {b}\nsentence_ends = {b}\n\
             [[charge]]\noffence = \"y\"\ndecided = {a}\nsentence_ends = {b}\n\
             [[charge]]\noffence = \"z\"\nperson = \"p\"\nbrought = {b}\n\
             [[event]]\nwhat = \"y\"\nplanned = {a}\ndate = {b}\n\
             [[demand]]\nid = \"d\"\nwhat = \"x\"\nmade = {a}\n[[demand.update]]\nstatus = \"met\"\ndate = {b}\n\
             [[demand]]\nid = \"e\"\nwhat = \"x\"\nmade = {b}\nrepeats = \"d\"\n\
             [[person]]\nid = \"p\"\nname = \"x\"\nrole = \"witness\"\nborn = {a}\n\
             [[event]]\nwhat = \"x\"\npeople = [\"p\"]\ndate = {b}\n"
        )
    };
    let (day, before, month, year) = ("2019-05-28", "2019-05-27", "\"2019-05\"", "\"2019\"");
    let count = |a, b| {
        let problems = found(Path::new("x.toml"), &record(a, b));
        problems.iter().filter(|problem| problem.code == Code::DateOrder).count()
    };
    for (a, b) in [(day, day), (before, day), (day, month), (month, before), (year, day), (month, year)] {
        assert_eq!(count(a, b), 0, "{a} {b}");
    }
    // One for each key that speaks of a later thing, but `until`, which is held against `granted`.
    assert_eq!(count(day, before), 20);
    assert_eq!(count(day, "\"2019-04\""), 20);
}

/// No other command hears of it, and the record is shown.
#[test]
fn each_loads_without_a_word() {
    for (path, text) in fixtures() {
        let loaded = load::text("x", &path, &text, &Rules::default());
        assert_eq!((loaded.cases.len(), loaded.problems.len()), (1, 0), "{}: {:#?}", path.display(), loaded.problems);
    }
}

#[test]
fn every_code_that_only_check_finds_has_a_fixture() {
    let shown: BTreeSet<String> =
        fixtures().iter().flat_map(|(_, text)| expected(text)).map(|(_, code)| code).collect();
    let only_here = Code::ALL.iter().skip_while(|code| **code != Code::ConfidentialName);
    let missing: Vec<&Code> = only_here.filter(|code| !shown.contains(code.name())).collect();
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
}

/// Whoever meets a problem finds it in the book, under what it is: an error or a warning.
#[test]
fn every_problem_has_a_line_in_the_book() {
    let book = include_str!("../cases/README.md");
    let (_, section) = book.split_once("\n## What `check` says\n").expect("the section");
    let section = section.split("\n## ").next().expect("its text");
    let (errors, warnings) = section.split_once("| warning |").expect("two tables");
    let rows = |table: &str| -> Vec<String> {
        let lines = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        lines.filter(|(_, help)| help.len() > 12).map(|(code, _)| code.to_owned()).collect()
    };
    for (table, severity) in [(errors, Severity::Error), (warnings, Severity::Warning)] {
        let codes = Code::ALL.iter().filter(|code| code.severity() == severity);
        assert_eq!(rows(table), codes.map(ToString::to_string).collect::<Vec<_>>(), "{severity}");
    }
}

/// The same in a file with CRLF line ends or a byte-order mark is found on the same line.
#[test]
fn line_ends_and_a_byte_order_mark_move_nothing() {
    for (path, text) in fixtures() {
        let crlf = text.replace('\n', "\r\n");
        for changed in [crlf.clone(), format!("\u{feff}{text}"), format!("\u{feff}{crlf}")] {
            assert_eq!(places(&found(&path, &changed)), expected(&text), "{}", path.display());
        }
    }
}

/// What is found in confidential entries says nothing of what is written there.
#[test]
fn nothing_confidential_is_told() {
    for (path, text) in fixtures() {
        for problem in found(&path, &text).iter().filter(|p| p.code == Code::ConfidentialName) {
            let told = format!("{problem:?}").to_lowercase();
            assert!(!told.contains("wren") && !told.contains("statement of"), "{told}");
        }
    }
}

/// This takes hours if anything in the second look is quadratic.
#[test]
fn ten_thousand_of_everything_come_to_an_end() {
    let entry = |n: usize| {
        format!(
            "[[person]]\nid=\"p{n}\"\nname=\"Ada Wren{n}\"\nrole=\"witness\"\nconfidential=true\nsources=[\"s{n}\"]\n\
             [[event]]\nwhat=\"x\"\npeople=[\"p{n}\"]\nliberty=\"free\"\ndate=2019-01-01\nsources=[\"s{n}\"]\n\
             [[charge]]\noffence=\"x\"\nperson=\"p{n}\"\nsources=[\"s{n}\"]\n\
             [[demand]]\nid=\"d{n}\"\nwhat=\"x\"\nmade=2019-01-01\nsources=[\"s{n}\"]\n\
             [[communication]]\nprocedure=\"sp-letter\"\nto=[\"GBR\"]\nid=\"l{n}\"\nsources=[\"s{n}\"]\n\
             [[communication.reply]]\nkind=\"denial\"\nanswers=[\"d{n}\"]\ndate=2020-01-01\nsources=[\"s{n}\"]\n\
             [[source]]\nid=\"s{n}\"\ntitle=\"x\"\n"
        )
    };
    let many: String = (0..10_000).map(entry).collect();
    let problems = found(Path::new("x.toml"), &format!("title = \"x\"\nstate = \"GBR\"\n{many}"));
    // Numbers as 0 and 1 look like letters.
    assert!(problems.iter().all(|p| matches!(p.code, Code::LookAlike)), "{problems:#?}");
}
