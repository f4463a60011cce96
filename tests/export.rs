//! The tables of an export: what stands in them, whose folder they take the place of, and that nothing confidential is in
//! them. What programs of others make of them: `tests/export/run.sh`.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const MARKER: &str = ".timeline-export";

/// The rows of a table, each its cells by the names of their columns.
type Rows = Vec<BTreeMap<String, String>>;

/// An empty folder for one test.
fn room(name: &str) -> PathBuf {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export").join(name);
    let _ = fs::remove_dir_all(&room);
    fs::create_dir_all(&room).expect("a folder");
    room
}

/// Records of one test: their ids and what stands behind their heads.
fn records(room: &Path, records: &[(&str, &str)]) -> PathBuf {
    let cases = room.join("cases");
    fs::create_dir_all(&cases).expect("a folder");
    for (id, text) in records {
        fs::write(cases.join(format!("{id}.toml")), format!("title = \"{id}\"\nstate = \"DDR\"\n{text}"))
            .expect("a record");
    }
    cases
}

fn run(args: &[&str], cases: &Path, as_of: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).arg("--cases").arg(cases).args(["--as-of", as_of]).env_remove("TIMELINE_FORMAT");
    command.output().expect("the program runs")
}

fn export(folder: &Path, cases: &Path, as_of: &str) -> Output {
    let ended = run(&["export", folder.to_str().expect("UTF-8")], cases, as_of);
    assert!(ended.stdout.is_empty());
    ended
}

fn exported(folder: &Path, cases: &Path, as_of: &str) {
    let ended = export(folder, cases, as_of);
    assert_eq!(ended.status.code(), Some(0), "{}", said(&ended));
}

fn said(ended: &Output) -> String {
    String::from_utf8_lossy(&ended.stderr).into_owned()
}

/// Refused, for this reason.
fn refused(ended: &Output, why: &str) {
    assert!(ended.status.code() == Some(2) && said(ended).contains(why), "{}", said(ended));
}

fn table(folder: &Path, name: &str) -> Rows {
    let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).expect("a table");
    let names: Vec<String> = reader.headers().expect("names").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        names.iter().cloned().zip(row.iter().map(str::to_owned)).collect()
    });
    rows.collect()
}

/// The rows of a list.
fn list(args: &[&str], cases: &Path, as_of: &str) -> Vec<Value> {
    let ended = run(&[args, &["-f", "json"]].concat(), cases, as_of);
    let mut found: Value = serde_json::from_slice(&ended.stdout).expect("JSON");
    serde_json::from_value(found["rows"].take()).expect("rows")
}

/// A value of a list as a table has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        // What acts on a screen or cannot be seen is written as its number.
        Value::String(text) => {
            let shown = |c: char| match c {
                '\n' | '\t' => c.to_string(),
                c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => format!("\\u{:04X}", u32::from(c)),
                c => c.to_string(),
            };
            text.chars().map(shown).collect()
        }
        other => other.to_string(),
    }
}

/// These columns of each row, in an order of their own.
fn of_rows(rows: &Rows, columns: &[&str]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> =
        rows.iter().map(|row| columns.iter().map(|column| row[*column].clone()).collect()).collect();
    all.sort();
    all
}

fn of_list(rows: &[Value], columns: &[&str]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> =
        rows.iter().map(|row| columns.iter().map(|column| cell(&row[*column])).collect()).collect();
    all.sort();
    all
}

/// Everything in a folder, to the last byte.
fn held(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    entries
        .map(|path| (name(&path), if path.is_dir() { Vec::new() } else { fs::read(&path).expect("a file") }))
        .collect()
}

#[test]
fn tables_say_what_the_lists_say() {
    for (n, (cases, as_of)) in [
        ("tests/archive", "2026-03-01"),
        ("tests/archive", "2025-04-01"),
        ("tests/archive", "2025-11-17"),
        ("tests/records/publish/cases", "2024-10-01"),
        ("tests/records/clock", "2026-03-01"),
    ]
    .into_iter()
    .enumerate()
    {
        let (folder, cases) = (room(&format!("lists-{n}")).join("tables"), Path::new(cases));
        exported(&folder, cases, as_of);
        let table = |name: &str| table(&folder, name);
        let list = |args: &[&str]| list(args, cases, as_of);

        let clock = [
            "case",
            "to",
            "status",
            "owed_by",
            "due",
            "due_latest",
            "days_min",
            "days_max",
            "silence_until",
            "known_days_min",
            "known_days_max",
            "waiting_days_min",
            "waiting_days_max",
            "taken_days_min",
            "taken_days_max",
            "protection",
            "basis",
        ];
        let (clocks, letters) = (table("clocks"), list(&["letters"]));
        assert_eq!(of_rows(&clocks, &clock), of_list(&letters, &clock), "{cases:?} on {as_of}");
        let letter = ["case", "ref", "procedure"];
        let distinct = |rows: Vec<Vec<String>>| rows.into_iter().collect::<BTreeSet<_>>();
        assert_eq!(distinct(of_rows(&table("letters"), &letter)), distinct(of_list(&letters, &letter)));

        // Counted by State: what is for outside is counted as inside.
        let by = |rows: Vec<Vec<String>>| {
            rows.into_iter().fold(BTreeMap::new(), |mut all: BTreeMap<String, usize>, row| {
                *all.entry(row[0].clone()).or_default() += 1;
                all
            })
        };
        let overdue: Rows = clocks
            .iter()
            .filter(|row| row["status"] == "overdue" && row["owed_by"] == "state" && row["protection"].is_empty())
            .cloned()
            .collect();
        let pending: Vec<Value> = list(&["pending", "--overdue"])
            .into_iter()
            .filter(|row| row["owed_by"] == "state" && row["protection"].is_null())
            .collect();
        assert_eq!(by(of_rows(&overdue, &["to"])), by(of_list(&pending, &["to"])));

        let demands: Rows = table("demands").into_iter().filter(|row| !row["status"].is_empty()).collect();
        let demand = ["case", "id", "what", "status", "grade", "open_days_min", "open_days_max"];
        assert_eq!(of_rows(&demands, &demand), of_list(&list(&["demands", "--all"]), &demand));

        let deprived: Rows = table("liberty").into_iter().filter(|row| row["deprived"] == "true").collect();
        let detained: Vec<Value> = list(&["detained"]).into_iter().filter(|row| row["liberty"] != "unknown").collect();
        let liberty = [
            "case",
            "liberty",
            "certain",
            "since",
            "since_latest",
            "kind_since",
            "kind_since_latest",
            "known_until",
            "days_min",
            "days_max",
            "known_days_min",
            "known_days_max",
            "total_days_min",
            "total_days_max",
            "known_total_days_min",
            "known_total_days_max",
        ];
        assert_eq!(of_rows(&deprived, &liberty), of_list(&detained, &liberty));

        let events = list(&["events"]);
        for (name, kind) in
            [("events", "event"), ("statements", "statement"), ("replies", "reply"), ("updates", "update")]
        {
            let moments = events.iter().filter(|row| row["type"] == kind).count();
            assert_eq!(table(name).len(), moments, "{name} on {as_of}");
        }
        let happened: Vec<Value> = events.iter().filter(|row| row["type"] == "event").cloned().collect();
        let event = ["case", "date", "date_earliest", "date_latest", "kind", "what", "place", "standing", "note"];
        assert_eq!(of_rows(&table("events"), &event), of_list(&happened, &event));

        assert_eq!(table("cases").len(), list(&["list"]).len());
        let rule = ["procedure", "title", "owes", "term", "from", "valid_from", "valid_to", "verified", "source"];
        assert_eq!(of_rows(&table("rules"), &rule), of_list(&list(&["rules"]), &rule));
    }
}

/// Every reference of a table to another leads to a row there, and no two rows have one key.
fn keys_hold(folder: &Path) {
    let package: Value =
        serde_json::from_slice(&fs::read(folder.join("datapackage.json")).expect("a package")).expect("JSON");
    let resources = package["resources"].as_array().expect("tables");
    let names = resources.iter().map(|resource| resource["name"].as_str().expect("a name"));
    let tables: BTreeMap<&str, Rows> = names.map(|name| (name, table(folder, name))).collect();
    for resource in resources {
        let name = resource["name"].as_str().expect("a name");
        let rows = &tables[name];
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let texts = |value: &Value| value.as_array().expect("a list").iter().map(text).collect::<Vec<_>>();
        let primary = texts(&resource["schema"]["primaryKey"]);
        let keys: BTreeSet<Vec<&String>> =
            rows.iter().map(|row| primary.iter().map(|column| &row[column]).collect()).collect();
        assert_eq!(keys.len(), rows.len(), "{name}: {primary:?}");
        for foreign in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let (column, other) = (&texts(&foreign["fields"])[0], text(&foreign["reference"]["resource"]));
            let theirs = &texts(&foreign["reference"]["fields"])[0];
            let other = if other.is_empty() { rows } else { &tables[other.as_str()] };
            let known: BTreeSet<&String> = other.iter().map(|row| &row[theirs]).collect();
            for row in rows.iter().filter(|row| !row[column].is_empty()) {
                assert!(known.contains(&row[column]), "{name}.{column}: {row:?}");
            }
        }
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        for field in fields {
            let column = text(&field["name"]);
            assert!(!text(&field["description"]).is_empty(), "{name}.{column}");
            let words = field["constraints"]["enum"].as_array();
            for row in rows {
                let cell = &row[&column];
                assert!(!cell.is_empty() || field["constraints"]["required"] != true, "{name}.{column}: {row:?}");
                assert!(cell.is_empty() || words.is_none_or(|words| words.iter().any(|word| word == cell)), "{cell}");
            }
        }
        let entries = rows.iter().filter_map(|row| Some((row.get("table")?, row.get("entry")?)));
        for (of, entry) in entries {
            assert!(tables[of.as_str()].iter().any(|row| row.values().any(|cell| cell == entry)), "{name}: {entry}");
        }
    }
}

#[test]
fn keys_lead_to_rows_on_every_day() {
    let room = room("keys");
    let everything = room.join("everything");
    fs::create_dir_all(&everything).expect("a folder");
    for name in ["everything", "whole"] {
        fs::copy(format!("tests/records/{name}.toml"), everything.join(format!("{name}.toml"))).expect("a record");
    }
    for cases in [Path::new("tests/archive"), Path::new("tests/records/publish/cases"), &everything] {
        for as_of in ["1900-01-01", "2025-03-15", "2026-03-01"] {
            let folder = room.join("tables");
            exported(&folder, cases, as_of);
            keys_hold(&folder);
        }
    }
}

/// A letter of several records is one letter: one clock, what came back once, with the sources of each.
#[test]
fn a_letter_of_several_records_is_told_once() {
    let room = room("shared");
    let source = "\n[[source]]\nid = \"page\"\ntitle = \"A page\"\n";
    let letter = |more: &str| {
        format!(
            "\n[[communication]]\nref = \"UA DDR 3/2025\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\n\
             sent = 2025-03-20\nsources = [\"page\"]\n{more}{source}"
        )
    };
    let reply = "\n[[communication.reply]]\ndate = 2025-04-10\nkind = \"denial\"\nsources = [\"page\"]\n";
    let second =
        "\n[[communication.reply]]\ndate = 2025-04-12\nkind = \"partial\"\nsources = [\"page\"]\nnote = \"Late\"\n";
    let cases = records(
        &room,
        &[
            ("alder", &letter("")),
            ("birch", &letter(reply)),
            ("cedar", "[[communication]]\nprocedure = \"other\"\nto = [\"A firm\"]\n"),
            ("dogwood", &letter(&format!("{second}{reply}"))),
        ],
    );
    let folder = room.join("tables");
    exported(&folder, &cases, "2026-03-01");
    keys_hold(&folder);
    let clocks = of_rows(&table(&folder, "clocks"), &["letter", "to", "case", "status"]);
    assert_eq!(
        clocks,
        [["DDR 3/2025", "DDR", "alder", "answered"], ["cedar/communication#1", "A firm", "cedar", "no-deadline"]]
    );
    let copies = of_rows(&table(&folder, "copies"), &["copy", "letter"]);
    assert_eq!(
        copies,
        [
            ["alder/communication#1", "DDR 3/2025"],
            ["birch/communication#1", "DDR 3/2025"],
            ["cedar/communication#1", "cedar/communication#1"],
            ["dogwood/communication#1", "DDR 3/2025"]
        ]
    );
    let replies = of_rows(&table(&folder, "replies"), &["reply", "case", "letter", "kind", "note"]);
    assert_eq!(
        replies,
        [
            ["birch/communication#1/reply#1", "birch", "DDR 3/2025", "denial", ""],
            ["dogwood/communication#1/reply#1", "dogwood", "DDR 3/2025", "partial", "Late"]
        ]
    );
    let mut links = of_rows(&table(&folder, "links"), &["table", "entry", "number", "source"]);
    links.retain(|row| row[0] == "replies");
    assert_eq!(
        links,
        [
            ["replies", "birch/communication#1/reply#1", "1", "birch/source/page"],
            ["replies", "birch/communication#1/reply#1", "2", "dogwood/source/page"],
            ["replies", "dogwood/communication#1/reply#1", "1", "dogwood/source/page"]
        ]
    );
}

#[test]
fn what_is_dated_later_is_not_in_it_and_ids_do_not_move() {
    let room = room("later");
    let cases = records(
        &room,
        &[(
            "alder",
            "[[event]]\ndate = 2025-05-01\nwhat = \"B\"\n[[event]]\ndate = 2025-03-01\nwhat = \"A\"\n\
             [[charge]]\noffence = \"C\"\nbrought = 2025-03-02\noutcome = \"convicted\"\ndecided = 2025-05-02\n\
             sentence = \"a year\"\nsentence_ends = 2026-05-02\n\
             [[event]]\ndate = 2026-01-01\nwhat = \"D\"\nplanned = 2025-03-01\n",
        )],
    );
    let folder = room.join("tables");
    exported(&folder, &cases, "2025-04-01");
    let events = of_rows(&table(&folder, "events"), &["event", "what", "outlook"]);
    assert_eq!(events, [["alder/event#2", "A", ""], ["alder/event#3", "D", "coming-up"]]);
    let charge = ["outcome", "decided", "decided_earliest", "sentence", "sentence_ends"];
    assert_eq!(of_rows(&table(&folder, "charges"), &charge), [["pending", "", "", "", ""]]);
    exported(&folder, &cases, "2025-05-02");
    let charges = of_rows(&table(&folder, "charges"), &charge);
    assert_eq!(charges, [["convicted", "2025-05-02", "2025-05-02", "a year", "2026-05-02"]]);
    assert_eq!(table(&folder, "events").len(), 3);
}

#[test]
fn dates_are_as_written_with_bounds_that_are_days() {
    let room = room("dates");
    let event = |date: &str| format!("[[event]]\ndate = \"{date}\"\nwhat = \"A\"\n");
    let dates = ["2024-02", "199X", "2024-02-03/..", "[..2024-02-03]", "2024-02-03?"];
    let cases = records(&room, &[("alder", &dates.map(event).concat())]);
    let folder = room.join("tables");
    exported(&folder, &cases, "2026-03-01");
    let rows: Vec<[String; 3]> = table(&folder, "events")
        .iter()
        .map(|row| ["date", "date_earliest", "date_latest"].map(|column| row[column].clone()))
        .collect();
    assert_eq!(
        rows,
        [
            ["2024-02", "2024-02-01", "2024-02-29"],
            ["199X", "1990-01-01", "1999-12-31"],
            ["2024-02-03/..", "2024-02-03", ""],
            ["[..2024-02-03]", "", "2024-02-03"],
            ["2024-02-03?", "2024-02-03", "2024-02-03"]
        ]
    );
}

/// Text is as it was written, and what acts on a screen is seen.
#[test]
fn any_text_is_one_cell() {
    let room = room("text");
    let cases = records(
        &room,
        &[("alder", "[[event]]\nwhat = \"=A, \\\"B\\\"\\nC\\\\D\\tE \\u001b[31m \\u202E \\r\\n'F\"\nplace = \"-1\"\n")],
    );
    let folder = room.join("tables");
    exported(&folder, &cases, "2026-03-01");
    let events = of_rows(&table(&folder, "events"), &["what", "place"]);
    assert_eq!(events, [["=A, \"B\"\nC\\D\tE \\u001B[31m \\u202E \\u000D\n'F", "-1"]]);
}

#[test]
fn none_one_and_many_records_have_the_same_columns_and_the_same_bytes_twice() {
    let room = room("counts");
    let names = |folder: &Path| -> Vec<(String, String)> {
        let first = |text: Vec<u8>| String::from_utf8_lossy(&text).lines().next().unwrap_or_default().to_owned();
        held(folder).into_iter().filter(|(name, _)| name.ends_with(".csv")).map(|(n, text)| (n, first(text))).collect()
    };
    let mut columns = Vec::new();
    // So many are read by several threads.
    for count in [0, 1, 130] {
        let cases = room.join(format!("cases-{count}"));
        fs::create_dir_all(&cases).expect("a folder");
        for n in 0..count {
            let text = include_str!("archive/ada-wren.toml")
                .replace("related = [\"harbour-two\"]\n", "")
                .replace("/2025\"", &format!("/{}\"", 2000 + n / 20));
            fs::write(cases.join(format!("case-{n:04}.toml")), text).expect("a record");
        }
        let [once, again] = ["once", "again"].map(|name| room.join(format!("{name}-{count}")));
        exported(&once, &cases, "2026-03-01");
        exported(&again, &cases, "2026-03-01");
        assert!(held(&once) == held(&again), "{count} records");
        let ids: Vec<String> = table(&once, "cases").iter().map(|row| row["case"].clone()).collect();
        assert_eq!(ids, (0..count).map(|n| format!("case-{n:04}")).collect::<Vec<_>>(), "in the order of ids");
        columns.push(names(&once));
    }
    assert!(columns.windows(2).all(|two| two[0] == two[1]) && columns[0].len() == 29);
}

#[test]
fn it_takes_the_place_of_an_export_and_of_nothing_else() {
    let room = room("place");
    let (cases, folder) = (Path::new("tests/archive"), room.join("tables"));
    let export = || export(&folder, cases, "2026-03-01");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("mine.txt"), "mine").expect("a file");
    refused(&export(), "is not empty and not an export made before, as it holds mine.txt: name a new folder");
    assert_eq!(held(&folder).keys().collect::<Vec<_>>(), ["mine.txt"]);
    fs::remove_file(folder.join("mine.txt")).expect("it is there");
    assert_eq!(export().status.code(), Some(0), "an empty folder");
    let whole = held(&folder);
    fs::write(folder.join("clocks.csv"), "changed by hand").expect("a file");
    assert_eq!(export().status.code(), Some(0));
    assert!(held(&folder) == whole);
    assert_eq!(held(&room).keys().collect::<Vec<_>>(), ["tables"], "nothing is left beside it");

    // A database that was made in it is not ours.
    fs::write(folder.join("cases.duckdb"), "theirs").expect("a file");
    refused(&export(), "holds cases.duckdb, which is not of the export: move it away first");
    assert_eq!(fs::read(folder.join("cases.duckdb")).expect("it is there"), b"theirs");

    // A site is no export, and an export is no site.
    let site = room.join("site");
    assert_eq!(run(&["site", site.to_str().expect("UTF-8")], cases, "2026-03-01").status.code(), Some(0));
    let before = held(&site);
    refused(&self::export(&site, cases, "2026-03-01"), "not an export made before");
    assert!(held(&site) == before);
    refused(&run(&["site", folder.to_str().expect("UTF-8")], cases, "2026-03-01"), "not a site made before");
    refused(
        &self::export(Path::new("tests/archive/tables"), cases, "2026-03-01"),
        "an export cannot lie in the folder",
    );
}

/// What an interrupted export left is swept away by the next one.
#[test]
fn what_an_interrupted_export_left_is_removed() {
    let room = room("interrupted");
    let (cases, folder) = (Path::new("tests/archive"), room.join("tables"));
    exported(&folder, cases, "2026-03-01");
    let whole = held(&folder);
    let beside = room.join(".tables.building");
    fs::create_dir(&beside).expect("a folder");
    for name in [MARKER, "cases.csv", "rows.unordered"] {
        let bytes = whole.get(name).cloned().unwrap_or_default();
        fs::write(beside.join(name), bytes).expect("a file");
    }
    exported(&folder, cases, "2026-03-01");
    assert_eq!(held(&room).keys().collect::<Vec<_>>(), ["tables"]);
    assert!(held(&folder) == whole);
}

#[test]
fn there_is_none_while_a_record_has_an_error_and_the_old_one_stays() {
    let room = room("errors");
    let cases = records(&room, &[("alder", "")]);
    let folder = room.join("tables");
    exported(&folder, &cases, "2026-03-01");
    let before = held(&folder);
    for (wrong, why) in [
        ("stat = 1\n", "the export was not built, as records with errors would be missing from it: mend them first"),
        ("[[event]]\nwhat = \"With Bo Heron\"\n", "one that was built before is as it was, and may hold the name"),
    ] {
        let secret = "[[person]]\nid = \"heron\"\nname = \"Bo Heron\"\nrole = \"witness\"\nconfidential = true\n";
        records(&room, &[("birch", wrong), ("cedar", secret)]);
        refused(&export(&folder, &cases, "2026-03-01"), why);
        assert!(held(&folder) == before && held(&room).len() == 2);
    }
    for (args, why) in [(["--confidential", "-q"], "leave out --confidential"), (["-f", "csv"], "leave out -f")] {
        let args = [&["export", folder.to_str().expect("UTF-8")], &args[..]].concat();
        refused(&run(&args, &cases, "2026-03-01"), why);
    }
}

/// What is withheld leaves no gap in the numbers of what is told, and is not taken for none.
#[test]
fn what_is_withheld_leaves_no_trace_but_a_word() {
    let room = room("withheld");
    let event = |what: &str, more: &str| format!("[[event]]\nwhat = \"{what}\"\ndate = 2025-01-01\n{more}\n");
    let hidden = event("CANARY", "confidential = true");
    let secret = "confidential = true\n";
    let cases = records(
        &room,
        &[
            ("alder", &format!("related = [\"birch\", \"cedar\"]\n{}{hidden}{}", event("A", ""), event("B", ""))),
            ("birch", secret),
            ("cedar", ""),
        ],
    );
    let folder = room.join("tables");
    exported(&folder, &cases, "2026-03-01");
    let events = of_rows(&table(&folder, "events"), &["event", "what"]);
    assert_eq!(events, [["alder/event#1", "A"], ["alder/event#2", "B"]]);
    assert_eq!(of_rows(&table(&folder, "related"), &["number", "related"]), [["1", "cedar"]]);
    let all: String = held(&folder).values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(!all.contains("CANARY") && !all.contains("birch"));
    assert!(all.contains("Something confidential is withheld from it: what is not in it need not be none."));
    fs::write(cases.join("birch.toml"), "title = \"B\"\nstate = \"DDR\"\n").expect("a record");
    fs::write(cases.join("alder.toml"), "title = \"A\"\nstate = \"DDR\"\n").expect("a record");
    exported(&folder, &cases, "2026-03-01");
    let package = fs::read_to_string(folder.join("datapackage.json")).expect("a package");
    assert!(!package.contains("withheld from it"));
}

/// What a column of a list holds is of one type in every row, whichever record it is of and whatever day it is.
#[test]
fn each_column_of_json_lines_has_one_type() {
    const LISTS: [&[&str]; 14] = [
        &["list"],
        &["events"],
        &["agenda", "--within", "3650d"],
        &["pending"],
        &["letters"],
        &["demands", "--all"],
        &["detained"],
        &["stats"],
        &["stats", "--by", "state"],
        &["changes", "--since", "1900-01-01"],
        &["rules"],
        &["check", "--list"],
        &["why", "CASE"],
        &["show", "CASE"],
    ];
    type Types = BTreeMap<String, BTreeSet<&'static str>>;
    fn add(path: &str, value: &Value, types: &mut Types) {
        let name = match value {
            Value::Null => return,
            Value::Bool(_) => "true or false",
            Value::Number(_) => "number",
            Value::String(_) => "text",
            Value::Array(items) => {
                items.iter().for_each(|item| add(&format!("{path}[]"), item, types));
                "list"
            }
            Value::Object(object) => {
                object.iter().for_each(|(key, value)| add(&format!("{path}.{key}"), value, types));
                "object"
            }
        };
        types.entry(path.to_owned()).or_default().insert(name);
    }
    for words in LISTS {
        let mut types = Types::new();
        for (cases, case, as_of) in [
            ("tests/archive", "ada-wren", "2025-04-01"),
            ("tests/archive", "harbour-two", "2026-03-01"),
            ("tests/archive", "noor-al-khayali", "2027-01-01"),
            ("tests/records/publish/cases", "hostile", "2024-10-01"),
            ("tests/records/clock", "kestrel", "2026-03-01"),
        ] {
            let words: Vec<&str> = words.iter().map(|word| if *word == "CASE" { case } else { word }).collect();
            let ended = run(&[&words, &["-f", "jsonl"][..]].concat(), Path::new(cases), as_of);
            for line in String::from_utf8(ended.stdout).expect("UTF-8").lines() {
                add("row", &serde_json::from_str(line).expect("JSON"), &mut types);
            }
        }
        assert!(types.len() > 3, "{words:?}");
        types.retain(|_, types| types.len() > 1);
        assert!(types.is_empty(), "{words:?}: {types:?}");
    }
}
