//! `cases/README.md` and the loader say the same: its example loads, its tables list the keys, words
//! and rules that the loader takes and no others, and the real records beside it load.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use timeline::{
    load::{
        self,
        problem::{Code, Problem},
        record::schema::{Field, Kind, Value},
    },
    model::{
        communication::ReplyKind,
        demand::DemandStatus,
        event::Liberty,
        rule::{CountedFrom, Rules},
        vocabulary::Vocabulary,
    },
};

const README: &str = include_str!("../cases/README.md");
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");

/// Keys by the table they stand in: `communication.reply`, or nothing for the top of the file.
type Keys = BTreeMap<String, BTreeSet<String>>;

// ---- What the page says ----

/// A table of the page: the heading above it, its first line and its rows, as cells.
struct Table {
    heading: &'static str,
    head: Vec<&'static str>,
    rows: Vec<Vec<&'static str>>,
}

fn tables() -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let (mut heading, mut inside, mut fenced) = ("", false, false);
    for line in README.lines() {
        fenced ^= line.starts_with("```");
        if !fenced && line.starts_with('#') {
            heading = line.trim_start_matches('#').trim();
        }
        let cells = line.strip_prefix('|').and_then(|l| l.strip_suffix('|')).filter(|_| !fenced);
        let cells: Option<Vec<&str>> = cells.map(|l| l.split('|').map(str::trim).collect());
        match (cells, tables.last_mut()) {
            (Some(cells), Some(table)) if inside => table.rows.push(cells),
            (Some(head), _) => tables.push(Table { heading, head, rows: Vec::new() }),
            (None, _) => {}
        }
        inside = line.starts_with('|');
    }
    // The first row is the rule under the head.
    tables.iter_mut().for_each(|table| drop(table.rows.remove(0)));
    tables
}

/// The texts in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The names of the tables that a heading is about.
fn paths(heading: &str) -> Vec<&str> {
    if heading == "The whole case" {
        return vec![""];
    }
    heading.split("`[[").skip(1).filter_map(|rest| rest.split_once("]]`")).map(|(path, _)| path).collect()
}

/// A key as the page lists it: its name, whether it must be there, and what it takes.
type Listed = (String, bool, String);

/// The keys of every table as the page lists them, and those that every entry may have.
fn listed() -> (BTreeMap<String, Vec<Listed>>, Vec<Listed>) {
    let (mut keys, mut shared) = (BTreeMap::new(), Vec::new());
    for table in tables().iter().filter(|t| t.head == ["key", "type", "meaning"]) {
        let row = |row: &Vec<&str>| {
            let name = quoted(row[0]).next().expect("a key").to_owned();
            (name, row[0].starts_with("**"), row[1].to_owned())
        };
        let rows: Vec<Listed> = table.rows.iter().map(row).collect();
        let paths = paths(table.heading);
        if paths.is_empty() {
            shared.extend(rows.iter().cloned());
        }
        paths.iter().for_each(|path| drop(keys.insert((*path).to_owned(), rows.clone())));
    }
    (keys, shared)
}

/// What a key takes, in the words of the page.
fn takes(value: Value) -> &'static str {
    match value {
        Value::Text | Value::Reference | Value::Addressee => "text",
        Value::Texts => "list",
        Value::Date | Value::Ahead => "date",
        Value::DateOrTrue => "date or mark",
        Value::Days => "number",
        Value::Flag | Value::Mark => "mark",
        Value::Word(_) | Value::Procedure => "word",
        Value::Id | Value::Other(_) | Value::EarlierLetter => "id",
        Value::Others(_) => "ids",
        Value::OneOrMore(_) => "id or ids",
        Value::States | Value::Actors => "text or list",
        Value::Entries(_) => "entries",
    }
}

/// The paths under which a kind of entry is written: a claim under each kind that can have one.
fn written_under(kind: Kind) -> Vec<String> {
    let can_have =
        |outer: &&Kind| outer.fields().iter().any(|f| matches!(f.value, Value::Entries(inner) if inner == kind));
    match kind {
        Kind::Claim => {
            Kind::ALL.iter().filter(can_have).map(|outer| format!("{}.{}", outer.path(), kind.path())).collect()
        }
        _ => vec![kind.path().to_owned()],
    }
}

/// The complete example: the one block marked as TOML.
fn example() -> &'static str {
    let mut blocks = README.split("\n```toml\n").skip(1);
    let (Some(block), None) = (blocks.next(), blocks.next()) else { panic!("not exactly one block of TOML") };
    block.split_once("\n```").map_or(block, |(toml, _)| toml)
}

// ---- What the loader says ----

fn problems(text: &str) -> Vec<Problem> {
    load::text("example", Path::new("cases/example.toml"), text, &Rules::default()).problems
}

// ---- Both say the same ----

#[test]
fn the_example_is_a_case_without_problems() {
    let loaded = load::text("example", Path::new("cases/example.toml"), example(), &Rules::default());
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.cases.len(), 1);
    assert_eq!(loaded.cases[0].id, "example");
}

#[test]
fn the_example_uses_every_listed_key() {
    fn gather(path: &str, table: &toml::Table, keys: &mut Keys) {
        for (key, value) in table {
            keys.entry(path.into()).or_default().insert(key.clone());
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            for table in value.as_array().into_iter().flatten().filter_map(toml::Value::as_table) {
                gather(&inner, table, keys);
            }
        }
    }
    let mut used = Keys::new();
    gather("", &toml::from_str(example()).expect("TOML"), &mut used);

    let mut all = Keys::new();
    for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Rule) {
        let names: BTreeSet<String> = kind.fields().iter().map(|field| field.name.to_owned()).collect();
        written_under(kind).into_iter().for_each(|path| drop(all.insert(path, names.clone())));
    }
    let shared: BTreeSet<String> = listed().1.into_iter().map(|(name, ..)| name).collect();
    let is_entry = |path: &str| !path.is_empty() && !path.ends_with("disputed");
    let entries = used.iter().filter(|(path, _)| is_entry(path));
    let shared_used: BTreeSet<String> = entries.flat_map(|(_, keys)| keys.intersection(&shared)).cloned().collect();
    for (_, keys) in used.iter_mut().chain(&mut all).filter(|(path, _)| is_entry(path)) {
        keys.retain(|key| !shared.contains(key));
    }
    assert_eq!(used, all);
    assert_eq!(shared_used, shared);
}

#[test]
fn the_page_lists_every_key_with_what_it_takes() {
    let (mut listed, shared) = listed();
    for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Rule) {
        let field = |f: Field| (f.name.to_owned(), f.needed, takes(f.value).to_owned());
        // The kinds of entry have sections of their own.
        let is_section = |f: &Field| kind == Kind::Case && matches!(f.value, Value::Entries(_));
        let mut fields: Vec<Listed> = kind.fields().into_iter().filter(|f| !is_section(f)).map(field).collect();
        fields.sort();
        for path in written_under(kind) {
            let mut page = listed.remove(&path).unwrap_or_default();
            if !matches!(kind, Kind::Case | Kind::Claim) {
                page.extend(shared.iter().cloned());
            }
            page.sort();
            assert_eq!(page, fields, "[[{path}]]: the page (left) and the table of keys (right)");
        }
    }
    assert!(listed.is_empty(), "{listed:?}");
}

#[test]
fn the_loader_requires_the_keys_marked_as_required() {
    for (path, keys) in listed().0 {
        let required: BTreeSet<String> =
            keys.into_iter().filter(|(_, needed, _)| *needed).map(|(name, ..)| name).collect();
        // The bare table, below the bare table it lies in.
        let mut text = String::from(if path.is_empty() { "" } else { "title = \"x\"\nstate = \"ATA\"\n" });
        for (dot, _) in path.match_indices('.').chain((!path.is_empty()).then_some((path.len(), ""))) {
            text += &format!("[[{}]]\n", &path[..dot]);
        }
        let line = text.lines().count().max(1);
        let problems = problems(&text);
        let missing = problems.iter().filter(|p| p.code == Code::MissingKey && p.at == Some((line, 1)));
        let missing: BTreeSet<String> = missing.filter_map(key_missing).collect();
        assert_eq!(missing, required, "[[{path}]]: the loader (left) and the page (right)");
    }
}

/// The key that a problem says is missing.
fn key_missing(problem: &Problem) -> Option<String> {
    problem.message.ends_with("is missing").then(|| quoted(&problem.message).next().map(String::from)).flatten()
}

/// The rows of the table of words with this head.
fn words(head: &str) -> Vec<Vec<&'static str>> {
    let head = format!("`{head}`");
    let mut rows = tables().into_iter().filter(|t| t.head[0] == head).map(|t| t.rows);
    let (Some(rows), None) = (rows.next(), rows.next()) else { panic!("not exactly one table {head}") };
    rows
}

/// The second column says "yes" for the words of which `is` holds, and "no" for the others.
fn says<V: Vocabulary + PartialEq>(head: &str, is: impl Fn(V) -> bool) {
    for row in words(head) {
        let Some(word) = quoted(row[0]).next().and_then(V::named) else { panic!("{head}: no word {}", row[0]) };
        assert_eq!(row[1], if is(word) { "yes" } else { "no" }, "{head} {}", word.name());
    }
}

#[test]
fn every_word_is_listed() {
    for (kind, field) in Kind::ALL
        .iter()
        .filter(|kind| **kind != Kind::Rule)
        .flat_map(|kind| kind.fields().into_iter().map(move |field| (kind, field)))
    {
        let Value::Word(vocabulary) = field.value else { continue };
        // Where several kinds of entry have such a key, the page says of which it speaks.
        let heads = [field.name.to_owned(), format!("{}.{}", kind.key(), field.name)];
        let head = heads.iter().find(|head| tables().iter().any(|table| table.head[0] == format!("`{head}`")));
        let rows = words(head.unwrap_or_else(|| panic!("no table of the words of {heads:?}")));
        let listed: Vec<&str> = rows.iter().flat_map(|row| quoted(row[0])).collect();
        assert_eq!(listed, vocabulary.names(), "{head:?}: the page (left) and the vocabulary (right)");
        assert!(rows.iter().all(|row| row.last().is_some_and(|meaning| !meaning.is_empty())), "{head:?}");
    }
    says("liberty", Liberty::is_deprivation);
    says("reply.kind", ReplyKind::stops_the_clock);
    says("status", DemandStatus::is_outstanding);
}

#[test]
fn every_deadline_rule_is_listed() {
    let table = tables().into_iter().find(|t| t.head[0] == "procedure").expect("the table of rules");
    let listed: Vec<[String; 4]> =
        table.rows.iter().map(|row| [row[0], row[2], row[3], row[4]].map(String::from)).collect();
    let rules = Rules::default();
    let shipped: Vec<[String; 4]> = rules
        .all()
        .iter()
        .map(|rule| {
            let from = match rule.from {
                CountedFrom::Sent => "`sent`",
                CountedFrom::Adopted => "`decided`",
            };
            let said = |text: String| rule.term.map_or("–".into(), |_| text);
            let verified = if rule.verified { "yes" } else { "no" };
            let term = rule.term.map_or("–".into(), |term| term.to_string());
            [format!("`{}`", rule.procedure), term, said(from.into()), said(verified.into())]
        })
        .collect();
    assert_eq!(listed, shipped, "the page (left) and the rules (right)");
    // A rule that is limited in time says so.
    for (rule, row) in rules.all().iter().zip(&table.rows) {
        for day in [rule.valid_from, rule.valid_to].into_iter().flatten() {
            assert!(row[1].contains(&day.to_string()), "{} of {day}", rule.procedure);
        }
    }
}

#[test]
fn dates_are_read_and_refused_as_the_page_says() {
    let is_read = |date: &str| problems(&format!("title = \"x\"\nstate = \"ATA\"\nreviewed = {date}\n")).is_empty();
    let is_date = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit() || c == '"');
    let column = |head: &str, column: usize| -> Vec<&'static str> {
        let table = tables().into_iter().find(|t| t.head[0] == head).expect("a table of dates");
        table.rows.iter().flat_map(|row| quoted(row[column])).filter(is_date).collect()
    };
    let (good, bad, instead) = (column("write", 0), column("refused", 0), column("refused", 1));
    assert!(good.len() > 8 && bad.len() > 8 && instead.len() > 6);
    for date in good.iter().chain(&instead) {
        assert!(is_read(date), "{date} is refused");
    }
    for date in bad {
        assert!(!is_read(date), "{date} is read");
    }
}

#[test]
fn every_record_beside_the_page_loads() {
    let rules = load::folder::rules::of(Path::new(FOLDER)).expect("rules");
    let loaded = load::all(Path::new(FOLDER), &rules);
    assert_eq!(loaded.problems, []);
    assert!(!loaded.cases.is_empty(), "no records in {FOLDER}");
}
