//! What is said in several places is said in all of them: every key in the records that tests rest on and on the
//! screen, every format and every command in the README and in the checks before a change lands.

use clap::CommandFactory as _;
use std::{collections::BTreeSet, fs, path::Path, process::Command};
use timeline::{
    cli::Cli,
    help,
    load::record::schema::{Kind, Value},
    model::vocabulary::Vocabulary as _,
    render::{Annotations, Format},
};

const EVERYTHING: &str = include_str!("records/everything.toml");
const WITHHELD: &str = include_str!("records/withheld.toml");
const README: &str = include_str!("../README.md");
const CHECKS: &str = include_str!("../.ci/run");

/// Every key of a record with the path of its table, the text that it is given, and whether that table is an entry.
fn written(record: &str) -> Vec<(String, String, String)> {
    fn gather(path: &str, table: &toml::Table, all: &mut Vec<(String, String, String)>) {
        for (key, value) in table {
            all.push((path.to_owned(), key.clone(), format!("{value:?}")));
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            for table in value.as_array().into_iter().flatten().filter_map(toml::Value::as_table) {
                gather(&inner, table, all);
            }
        }
    }
    let mut all = Vec::new();
    gather("", &toml::from_str(record).expect("TOML"), &mut all);
    all
}

/// The kinds of entry that stand in the record of a case.
fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Rule)
}

/// The random tests of the two readers mutate this record: a key that it lacks is not compared.
#[test]
fn the_record_of_everything_has_every_key() {
    let written = written(EVERYTHING);
    let has = |kind: Kind, key: &str| written.iter().any(|(path, name, _)| Kind::at(path) == Some(kind) && name == key);
    let missing: Vec<String> = kinds()
        .flat_map(|kind| kind.fields().into_iter().map(move |field| (kind, field.name)))
        .filter(|(kind, key)| *key != "confidential" && !has(*kind, key))
        .map(|(kind, key)| format!("{}: {key}", kind.path()))
        .collect();
    assert!(missing.is_empty(), "add to tests/records/everything.toml: {missing:#?}");
}

/// Whether a key takes something that tells one canary from anything else: a text or a date, not a word or a number.
fn can_sing(value: Value) -> bool {
    match value {
        Value::Text
        | Value::Texts
        | Value::Date
        | Value::Ahead
        | Value::DateOrTrue
        | Value::Id
        | Value::Reference
        | Value::Actors
        | Value::Addressee => true,
        // Ids of others are canaries where the entries are that have them.
        Value::Other(_) | Value::Others(_) | Value::OneOrMore(_) | Value::EarlierLetter => false,
        Value::Days | Value::Flag | Value::Mark | Value::Word(_) | Value::Procedure => false,
        Value::States | Value::Entries(_) => false,
    }
}

/// The tests for leaks look for the canaries of this record: what has none may leak unseen.
#[test]
fn every_key_of_a_confidential_entry_sings() {
    let written = written(WITHHELD);
    let sings = |kind: Kind, key: &str| {
        written.iter().any(|(path, name, value)| {
            let low = value.to_lowercase();
            Kind::at(path) == Some(kind) && name == key && (low.contains("canary") || low.contains("1877"))
        })
    };
    let missing: Vec<String> = kinds()
        .filter(|kind| *kind != Kind::Case)
        .flat_map(|kind| kind.fields().into_iter().map(move |field| (kind, field)))
        .filter(|(kind, field)| can_sing(field.value) && !sings(*kind, field.name))
        .map(|(kind, field)| format!("{}: {}", kind.path(), field.name))
        .collect();
    assert!(missing.is_empty(), "add canaries to tests/records/withheld.toml: {missing:#?}");
}

/// The record with the canaries, open and each canary with the number of its line.
fn numbered() -> String {
    let open = WITHHELD.lines().map(|line| if line == "confidential = true" { "" } else { line });
    let numbered = (1..).zip(open).map(|(n, line)| line.replace("CANARY", &format!("CANARY{n}")));
    let record = numbered.collect::<Vec<_>>().join("\n");
    // A reply is from an addressee of its letter, and what is sent to one too.
    let (before, letter) = record.split_once("\nto = [\"CANARY").expect("a letter");
    let (to, rest) = letter.split_once('"').expect("an addressee");
    let own = |line: &str| match line.split_once(" = ") {
        Some((key @ ("from" | "to"), _)) => format!("{key} = \"CANARY{to}\""),
        _ => line.to_owned(),
    };
    let (inside, after) = rest.split_once("\n[[demand]]").expect("a demand");
    let inside = inside.lines().map(own).collect::<Vec<_>>().join("\n");
    format!("{before}\nto = [\"CANARY{to}\"{inside}\n[[demand]]{after}")
}

/// What is in a record and on no screen is lost to everybody who does not open the file.
#[test]
fn every_text_and_date_of_a_record_is_on_a_screen() {
    /// Lines of the record that no command tells, each with its reason.
    const UNTOLD: [(&str, &str, &str); 2] = [
        ("event", "planned", "the day on which its date was fixed decides from when on it is told"),
        ("demand", "to", "a demand that is made again is told as it was made last"),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("everywhere");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let record = numbered();
    fs::write(folder.join("wren.toml"), &record).expect("a record");
    let told = |args: &[&str], format: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        command.args(args).args(["--as-of", "2026-03-01", "-f", format, "--cases"]).arg(&folder);
        let ran = command.env_remove("TIMELINE_FORMAT").output().expect("the program runs");
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("UTF-8")
    };
    let show = ["show", "wren", "--notes", "--sources"];
    let screens =
        [told(&show, "json"), told(&show, "markdown"), told(&["why", "letter", "canary-letter", "wren"], "json")];
    let screens = screens.concat();
    let (mut path, mut untold) = (String::new(), Vec::new());
    for line in record.lines() {
        if let Some(heading) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            heading.clone_into(&mut path);
        }
        let key = line.split(" = ").next().unwrap_or_default();
        let is_known = |(of, name, _): &(&str, &str, &str)| (*of, *name) == (path.as_str(), key);
        let texts = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        for text in texts.filter(|text| text.starts_with("CANARY") || text.starts_with("1877-")) {
            if !screens.contains(text) && !UNTOLD.iter().any(is_known) {
                untold.push(format!("[[{path}]] {line}"));
            }
        }
    }
    assert!(untold.is_empty(), "no screen tells: {untold:#?}");
}

/// Each word between backticks, commas and the like.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect()
}

#[test]
fn the_readme_and_the_checks_name_every_format() {
    let paragraph = README.split("\n\n").find(|text| text.starts_with("`-f` writes ")).expect("the paragraph on -f");
    let told = words(paragraph);
    let loops: Vec<BTreeSet<&str>> =
        CHECKS.lines().filter(|line| line.trim_start().starts_with("for format in ")).map(words).collect();
    assert_eq!(loops.len(), 2, "every list, and `check`");
    for format in Format::ALL {
        assert!(told.contains(format.name()), "README.md: {format}");
        assert!(loops.iter().all(|words| format.is_a_file() || words.contains(format.name())), ".ci/run: {format}");
        assert!(loops[0].contains(format.name()), ".ci/run: {format}");
    }
    for format in Annotations::ALL {
        assert!(README.contains(&format!("--format {format}")) && loops[1].contains(format.name()), "{format}");
    }
}

#[test]
fn the_readme_names_every_command() {
    let program = Cli::command();
    let told = |name: &str| README.contains(&format!("timeline {name}")) || README.contains(&format!("`{name}`"));
    let untold: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).filter(|name| !told(name)).collect();
    assert!(untold.is_empty(), "README.md does not name {untold:?}");
}

/// `.ci/run` asks every list in every format over the real records.
#[test]
fn the_checks_run_every_list() {
    let line = CHECKS.lines().find(|line| line.starts_with("for command in list ")).expect("the loop over commands");
    let told = words(line);
    for (name, _) in help::columns_of_commands() {
        // An import needs a file.
        assert!(told.contains(name) || name == "import", ".ci/run: {name}");
    }
}
