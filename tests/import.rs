//! Rows of lists as entries of records: every row is told of, nothing is overwritten, twice is once.

mod files;
mod kinds;
mod maps;
mod page;

use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::Path};
use tempfile::TempDir;
use timeline::{
    import::{self, Args, Office, Stopped},
    model::rule::Rules,
    report::{Cell, Value, select::Select},
};

/// A map of letters, a case for each.
const MAP: &str = r#"
entry = "letter"
case = { from = "ref" }
[new]
title = "Reference"
state = { column = "Country", as = "state" }
[columns]
ref = "Reference"
sent = { column = "Sent", order = "day-month-year" }
to = { column = "Country", as = "state" }
from = { column = "Mandates", split = "|", before = "Special Rapporteur on " }
procedure = { column = "Type", words = { JAL = "sp-allegation-letter", UA = "sp-urgent-appeal" } }
note = { column = "Remarks", confidential = true }
[replies]
column = "Replies"
split = ";"
order = "day-month-year"
kind = "untranslated"
empty = { silent_to = 2026-07-12 }
"#;

const NAMES: &str = "Reference,Country,Sent,Mandates,Type,Replies,Remarks";

/// A folder of cases, and beside it what is imported.
struct Desk(TempDir);

/// What became of the rows: `row became detail`.
type Told = Vec<(i64, String, String)>;

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(desk.cases()).expect("a folder");
        desk
    }

    fn cases(&self) -> std::path::PathBuf {
        self.0.path().join("cases")
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> std::path::PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    }

    fn run(&self, args: &Args, confidential: bool) -> Result<import::Done, String> {
        let (folder, rules) = (self.cases(), Rules::default());
        import::run(args, Office { folder: &folder, rules: &rules, confidential }).map_err(|stopped| match stopped {
            Stopped::Because(message) => message,
            Stopped::Map(problems) => problems.iter().map(|p| format!("{:?} {} {}", p.at, p.message, p.help)).collect(),
        })
    }

    fn args(&self, map: &str, files: &[&Path], write: bool) -> Args {
        Args {
            files: files.iter().map(|path| path.to_path_buf()).collect(),
            map: Some(self.file("a.map.toml", map).display().to_string()),
            sheet: None,
            case: None,
            write,
            keep: false,
            guess: false,
            maps: None,
            select: Select::default(),
        }
    }

    fn import(&self, map: &str, text: &str, write: bool) -> (Told, String) {
        let path = self.file("letters.csv", text);
        let done = self.run(&self.args(map, &[&path], write), false).expect("an import");
        (told(&done), done.report.summary)
    }

    /// Every record with its text.
    fn records(&self) -> BTreeMap<String, String> {
        let files = fs::read_dir(self.cases()).expect("the folder").map(|entry| entry.expect("an entry").path());
        let files = files.filter(|path| path.is_file());
        files.map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(p).unwrap())).collect()
    }
}

fn told(done: &import::Done) -> Told {
    let table = &done.report.table;
    let text = |cell: &Cell| match &cell.value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    let at = |key| table.position(key).expect("the column");
    let row = |row: &[Cell]| match row[at("row")].value {
        Value::Number(number) => number,
        _ => 0,
    };
    table.rows.iter().map(|cells| (row(&cells), text(&cells[at("became")]), text(&cells[at("detail")]))).collect()
}

fn became(told: &Told) -> Vec<&str> {
    told.iter().map(|(_, became, _)| became.as_str()).collect()
}

/// Records without what tells one file from another: its hash, and in which row an entry stood.
fn without_places(records: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let is_place = |line: &&str| !line.starts_with("sha256") && !line.contains(", row ");
    records
        .iter()
        .map(|(name, text)| (name.clone(), text.lines().filter(is_place).collect::<Vec<_>>().join("\n")))
        .collect()
}

#[test]
fn every_row_is_told_of_and_the_second_time_nothing_changes() {
    let desk = Desk::new();
    let text = format!(
        "{NAMES}\n\
         UA DDR 3/2025,German Democratic Republic,20/03/2025,torture|Working Group on arbitrary detention,UA,,\n\
         AL YUG 2/2025,Yugoslavia,mid-May 2025,torture,JAL,01/07/2025;05/08/2025,\n\
         ,,,,,,\n\
         AL CSK 4/2025,Atlantis,31/02/2025,torture,XX,,\n\
         ua ddr 03/2025,DDR,20/03/2025,torture|Working Group on arbitrary detention,UA,,\n"
    );
    let (told, summary) = desk.import(MAP, &text, false);
    assert_eq!(became(&told), ["added", "added", "blank", "rejected", "same"]);
    assert_eq!(
        summary,
        "5 rows = 2 added + 1 same + 0 differs + 1 rejected + 1 blank; nothing was written: --write does that"
    );
    assert!(desk.records().is_empty(), "nothing is written without --write");
    let (again, summary) = desk.import(MAP, &text, true);
    assert_eq!(again, told, "the same words");
    assert_eq!(summary, "5 rows = 2 added + 1 same + 0 differs + 1 rejected + 1 blank");
    let first = desk.records();
    assert_eq!(first.keys().collect::<Vec<_>>(), ["ddr-3-2025.toml", "yug-2-2025.toml"]);
    let yug = &first["yug-2-2025.toml"];
    assert!(yug.contains("sent = \"[2025-05-11..2025-05-20]\"") && yug.contains("Sent: mid-May 2025"), "{yug}");
    assert_eq!(yug.matches("[[communication.reply]]").count(), 2);
    assert!(first["ddr-3-2025.toml"].contains("no_reply_as_of = 2026-07-12"));
    let (third, _) = desk.import(MAP, &text, true);
    assert_eq!(became(&third), ["same", "same", "blank", "rejected", "same"]);
    assert_eq!(desk.records(), first, "no byte changed");
    // All problems of a row, by column, and never what stands there.
    let rejected = &third[3].2;
    assert!(rejected.contains("Sent: there is no such day") && rejected.contains("Country: no State is called so"));
    assert!(rejected.contains("Type: not one of the `words`") && !rejected.contains("Atlantis"), "{rejected}");
}

#[test]
fn what_is_on_record_is_never_overwritten_and_what_came_since_is_added() {
    let desk = Desk::new();
    let row = |sent: &str, replies: &str| format!("{NAMES}\nUA DDR 3/2025,DDR,{sent},torture,UA,{replies},\n");
    desk.import(MAP, &row("20/03/2025", ""), true);
    let before = desk.records();
    let (told, _) = desk.import(MAP, &row("21/03/2025", "01/08/2026"), true);
    assert_eq!(told[0].1, "differs");
    assert!(told[0].2.contains("sent: on record 2025-03-20, here 2025-03-21"), "{}", told[0].2);
    assert_eq!(desk.records(), before, "nothing of such a row is written");
    let (told, _) = desk.import(MAP, &row("20/03/2025", "01/08/2026"), true);
    assert_eq!(told, [(2, "added".into(), "1 reply".into())]);
    let after = desk.records();
    let (old, new) = (&before["ddr-3-2025.toml"], &after["ddr-3-2025.toml"]);
    assert!(old.lines().all(|line| new.lines().any(|other| other == line)), "lines are only added");
    assert!(
        new.contains(
            "[[communication.reply]]\ndate = 2026-08-01\nkind = \"untranslated\"\nsources = [\"letters-csv-2\"]"
        ),
        "{new}"
    );
    // The kind was corrected by somebody who read the reply: it is the same reply.
    fs::write(desk.cases().join("ddr-3-2025.toml"), new.replace("untranslated", "denial")).expect("an edit");
    let (told, _) = desk.import(MAP, &row("20/03/2025", "01/08/2026"), true);
    assert_eq!(told[0].1, "same");
    // An empty cell clears nothing.
    let (told, _) = desk.import(MAP, &row("", ""), true);
    assert_eq!(told[0].1, "same");
}

#[test]
fn a_row_that_is_gone_from_the_file_is_named() {
    let desk = Desk::new();
    let rows = ["UA DDR 3/2025,DDR,20/03/2025,torture,UA,,", "UA DDR 4/2025,DDR,21/03/2025,torture,UA,,"];
    desk.import(MAP, &format!("{NAMES}\n{}\n{}\n", rows[0], rows[1]), true);
    let path = desk.file("letters.csv", format!("{NAMES}\n{}\n", rows[1]));
    let done = desk.run(&desk.args(MAP, &[&path], false), false).expect("an import");
    let remark = done.report.remarks.iter().find(|remark| remark.contains("no longer in it")).expect("it is told");
    assert_eq!(remark, "1 entry is on record from this file and no longer in it: ddr-3-2025: UA DDR 3/2025");
}

#[test]
fn what_is_confidential_is_in_no_outcome() {
    let desk = Desk::new();
    const CANARY: &str = "zanzibar";
    let map = MAP.replace("note = {", "id = { column = \"Lawyer\", as = \"id\" }\nnote = {");
    let names = format!("{NAMES},Lawyer");
    let text = |sent: &str| {
        format!(
            "{names}\nUA DDR 3/2025,DDR,{sent},torture,UA,{CANARY},{CANARY},{CANARY}\nUA DDR 4/2025,DDR,20/03/2025,torture,UA,,{CANARY},{CANARY}\n"
        )
    };
    let path = desk.file("letters.csv", text("20/03/2025"));
    let told_all = |write: bool| {
        let done = desk.run(&desk.args(&map, &[&path], write), false).expect("an import");
        format!("{:?} {:?} {}", told(&done), done.report.remarks, done.report.summary)
    };
    assert!(!told_all(false).contains(CANARY) && !told_all(true).contains(CANARY));
    let record = desk.records()["ddr-4-2025.toml"].clone();
    assert!(record.contains("confidential = true") && record.contains(CANARY), "{record}");
    // Nor in what differs.
    fs::write(&path, text("20/03/2025").replace("4/2025,DDR,20", "4/2025,DDR,21")).expect("a file");
    let differs = told_all(true);
    assert!(differs.contains("differs") && !differs.contains(CANARY) && !differs.contains("2025-03-21"), "{differs}");
    // A confidential column names no case.
    let map = map.replace("{ from = \"ref\" }", "{ column = \"Lawyer\" }");
    let refused = desk.run(&desk.args(&map, &[&path], true), false).expect_err("refused");
    assert!(refused.contains("would be the name of a file") && !refused.contains(CANARY));
}

#[test]
fn a_map_that_does_not_fit_stops_before_anything() {
    let desk = Desk::new();
    let path = desk.file("letters.csv", format!("{NAMES},Topic\n"));
    let refused = |map: &str| desk.run(&desk.args(map, &[&path], true), false).expect_err("refused");
    assert!(refused(MAP).contains("what becomes of \"Topic\""));
    let mapped = format!("ignore = [\"Topic\"]{MAP}");
    assert!(desk.run(&desk.args(&mapped, &[&path], true), false).is_ok());
    assert!(
        refused(&mapped.replace("= \"Reference\"", "= \"Referenz\""))
            .contains("columns that are not there: \"Referenz\"")
    );
    for (from, to, told) in [
        ("entry = \"letter\"", "entry = \"leter\"", "`entry` does not know"),
        ("[replies]", "[reply]", "unknown key `reply`"),
        ("empty = { silent_to = 2026-07-12 }", "", "what an empty cell says of replies is missing"),
        ("kind = \"untranslated\"", "", "`kind` of replies is missing"),
        ("sent = {", "snet = {", "unknown key `snet`"),
        ("order = \"day-month-year\" }", "order = \"dmy\" }", "`order` cannot be read so"),
        ("procedure = {", "x = {", "a letter needs `procedure`"),
        ("[replies]", "[replies", "not TOML"),
    ] {
        let refused = refused(&mapped.replacen(from, to, 1));
        assert!(refused.contains(told), "{to}: {refused}");
    }
}

/// The same map, with all letters in one record.
fn of_one_record() -> String {
    MAP.replace("{ from = \"ref\" }", "\"heron\"")
        .replace("title = \"Reference\"", "title = { value = \"Heron\" }")
        .replace("state = { column = \"Country\", as = \"state\" }", "state = { value = \"DDR\" }")
}

/// A cell of each column: good, bad, empty.
fn row() -> impl Strategy<Value = [&'static str; 7]> {
    let dates = ["20/03/2025", "mid-May 2025", "", "31/02/2025", "n/a", "2025", "1970-01-01", "45000"];
    let replies = ["", "", "01/07/2025", "01/07/2025;05/08/2025", "?", "x"];
    (
        prop::sample::select(vec!["UA DDR 3/2025", "ua ddr 03/2025", "AL YUG 2/2025", "UA CSK 4/2025", "", "NGO 7"]),
        prop::sample::select(vec!["DDR", "Yugoslavia", "Atlantis", ""]),
        prop::sample::select(dates.to_vec()),
        prop::sample::select(vec!["torture", "torture|housing", ""]),
        prop::sample::select(vec!["UA", "JAL", "XX", ""]),
        prop::sample::select(replies.to_vec()),
        prop::sample::select(vec!["", "", "seen"]),
    )
        .prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g])
}

fn text(rows: &[[&str; 7]]) -> String {
    let lines: Vec<String> = rows.iter().map(|cells| cells.join(",")).collect();
    format!("{NAMES}\n{}\n", lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Rows read = added + same + differs + rejected + blank; twice is once; in any order the same records.
    #[test]
    fn the_laws_hold_of_any_sheet(
        rows in prop::collection::vec(prop_oneof![8 => row(), 1 => Just([""; 7])], 1..12),
        turn in 0..12_usize,
        in_one_record: bool,
    ) {
        let map = if in_one_record { of_one_record() } else { MAP.to_owned() };
        let map = map.as_str();
        let filled = rows.iter().rposition(|row| row.iter().any(|cell| !cell.is_empty())).map_or(0, |last| last + 1);
        let desk = Desk::new();
        let (planned, _) = desk.import(map, &text(&rows), false);
        prop_assert_eq!(planned.len(), filled);
        let (written, _) = desk.import(map, &text(&rows), true);
        prop_assert_eq!(&written, &planned);
        let records = desk.records();
        let (again, _) = desk.import(map, &text(&rows), true);
        prop_assert_eq!(&desk.records(), &records, "twice is once");
        prop_assert!(!became(&again).contains(&"added"), "{:?}", again);
        for (name, text) in &records {
            let loaded = timeline::load::text(name.trim_end_matches(".toml"), Path::new(name), text, &Rules::default());
            prop_assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        }
        let mut shuffled = rows.clone();
        shuffled.reverse();
        shuffled.rotate_left(turn % rows.len());
        let other = Desk::new();
        let (told, _) = other.import(map, &text(&shuffled), true);
        prop_assert_eq!(without_places(&other.records()), without_places(&records));
        let count = |told: &Told, word: &str| became(told).iter().filter(|became| **became == word).count();
        for word in ["added", "same", "rejected"] {
            prop_assert_eq!(count(&told, word), count(&written, word));
        }
    }
}
