//! The quick way of reading against the strict one, on mutants of real records.
//!
//! What the quick reader reads is what the strict one does, with the same problems word for word: of a whole
//! record, and for a list of letters of what it needs; and so are the rows.
//!
//! `MUTANTS=1000000 cargo test --release --test all differential` tries a million of each.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::Path,
    thread,
};
use timeline::{
    load::{
        self, Loaded,
        record::{keep::Keep, quick},
        text::{plain, tree},
    },
    model::{case::Case, rule::Rules, wording::Wording},
    report::{
        World, demands, detained, events, letters, list,
        listing::List,
        pending,
        rows::{Row, Sink},
    },
    withhold::include,
};

/// How many mutants are tried unless `$MUTANTS` says otherwise.
const MUTANTS: u64 = 20_000;

/// Pieces of TOML, right and wrong, that are put into records.
const PIECES: [&str; 48] = [
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "\\",
    "\\\"",
    "\\u00e9",
    "\\n",
    "[",
    "[[",
    "]",
    "]]",
    "{",
    "}",
    ",",
    "=",
    ".",
    "#",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\0",
    "\u{7f}",
    "\u{feff}",
    "é",
    "true",
    "false",
    "inf",
    "1",
    "-1",
    "1_0",
    "2024-02-30",
    "2024-02-29",
    "2024-02-29T10:00:00",
    " 10:00:00",
    "10:00:00",
    "[[event]]\n",
    "[[communication.reply]]\n",
    "[event]\n",
    "a = 1\n",
    "a.b = \"c\"\n",
    "\"a\" = \"b\"\n",
    "title = \"again\"\n",
    "[[demand.update]]\n",
    "reply = [[]]\n",
    "{ a = [{}] }",
];

fn records() -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for folder in ["cases", "tests/records", "tests/records/handmade", "tests/records/invalid"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        let toml = paths.iter().filter(|path| path.extension().is_some_and(|e| e == "toml"));
        texts.extend(toml.map(|path| fs::read_to_string(path).expect("UTF-8")));
    }
    texts
}

/// A record written in other ways that TOML has, which say the same.
fn written(record: &str) -> Vec<String> {
    let between = |begin: &str, end: &str| {
        let pieces: Vec<&str> = record.split('"').collect();
        // What is escaped stays in the quotes that it is in.
        let escaped = |n: usize| pieces[n.saturating_sub(1)..pieces.len().min(n + 2)].iter().any(|p| p.contains('\\'));
        let piece = |(n, piece): (usize, &&str)| match n % 2 {
            0 => (*piece).to_owned(),
            _ if escaped(n) => format!("\"{piece}\""),
            _ => format!("{begin}{piece}{end}"),
        };
        pieces.iter().enumerate().map(piece).collect::<String>()
    };
    let quotes = [("'", "'"), ("\"\"\"", "\"\"\""), ("\"\"\"\n", "\"\"\""), ("'''\n", "'''")];
    let mut ways: Vec<String> = quotes.iter().map(|(begin, end)| between(begin, end)).collect();
    let spaced = record.replace("[[", "[[ ").replace("]]\n", " ]] # x\n").replace(" = ", "\t=  ");
    ways.push(spaced.replace("[\"", "[ # y\n  \"").replace("\"]\n", "\" ,\n]\n"));
    let windows: Vec<String> = ways.iter().map(|way| way.replace('\n', "\r\n")).collect();
    ways.extend(windows);
    ways.push(format!("\u{feff}{}", record.replace('\n', "\r\n")));
    ways
}

/// SplitMix64: the same mutants on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n.max(1) as u64).unwrap_or_default()
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
    }
}

/// How many mutants whoever runs the test wants to try.
#[expect(clippy::disallowed_methods, reason = "how long to search is asked of whoever runs the test")]
fn asked() -> Option<u64> {
    std::env::var("MUTANTS").ok().and_then(|n| n.parse().ok())
}

/// Every key that a record can have: an order of protection, a letter that asks for one, and what was done against
/// both; demands that lead to each other, undone, replaced and made nowhere else.
const EVERYTHING: &str = include_str!("records/everything.toml");

/// Words that stand for values, right in one place and wrong in another.
const VALUES: [&str; 29] = [
    "\"\"",
    "\"  \"",
    "\"é\"",
    "\"ada-wren\"",
    "\"page\"",
    "\"free\"",
    "\"call\"",
    "\"UA GBR 9/2024\"",
    "\"GBR\"",
    "\"Nowhere\"",
    "\"XXX\"",
    "\"France\"",
    "\"superseded\"",
    "\"removal\"",
    "\"arrest\"",
    "\"2024-13\"",
    "\"2024-05/..\"",
    "2024-02-30",
    "2024-02-03",
    "\"2024-02\"",
    "0999-01-01",
    "true",
    "false",
    "7",
    "[]",
    "[\"page\", \"page\"]",
    "[\"GBR\", 1]",
    "[\"GBR\", \"GBR\"]",
    "[\"a\\\"b\"]",
];

impl Chance {
    fn of<'v>(&mut self, all: &[&'v str]) -> &'v str {
        all[self.below(all.len())]
    }

    /// A record with up to three changes of lines, of keys, of values, of whole tables or of characters.
    fn record(&mut self, of: &str) -> String {
        let (top, tables) = of.split_at(of.find("[[").unwrap_or(of.len()));
        let mut tables: Vec<String> =
            tables.split_inclusive("\n[[").map(|t| t.trim_end_matches("[[").to_owned()).collect();
        tables.iter_mut().skip(1).for_each(|table| table.insert_str(0, "[["));
        // Of long records only some events, so that more mutants can be tried.
        if tables.len() > 40 {
            tables.retain(|table| !table.starts_with("[[event]]") || self.below(6) == 0);
        }
        for _ in 0..=self.below(5).saturating_sub(2) {
            let at = self.below(tables.len());
            match self.below(12) {
                0 => drop(tables.remove(at)),
                1 => tables.push(tables[at].clone()),
                2 => {
                    let other = self.below(tables.len());
                    tables.swap(at, other);
                }
                3 => {
                    let heading = self.of(&[
                        "[[event]]",
                        "[[demand]]",
                        "[[demand.update]]",
                        "[[source]]",
                        "[[event.disputed]]",
                        "[[charge]]",
                        "[event]",
                    ]);
                    let rest = tables[at].split_once('\n').map_or("", |(_, rest)| rest);
                    tables[at] = format!("{heading}\n{rest}");
                }
                4 => tables[at] = self.mutant_of(&tables[at].clone()),
                5 => tables[at].insert_str(0, self.of(&PIECES)),
                change => {
                    let mut lines: Vec<String> = tables[at].lines().map(str::to_owned).collect();
                    let other = tables[self.below(tables.len())].lines().map(str::to_owned).collect::<Vec<_>>();
                    let (line, from) = (self.below(lines.len()), &other[self.below(other.len())]);
                    let (key, value) = lines[line].split_once(" = ").unwrap_or(("", ""));
                    let (new_key, new_value) = from.split_once(" = ").unwrap_or(("note", "\"x\""));
                    let line_now = match change {
                        6 => format!("{key} = {}", self.of(&VALUES)),
                        7 => format!("{key} = {new_value}"),
                        8 => format!("{new_key} = {value}"),
                        9 => format!("{}\n{from}", lines[line]),
                        10 => String::new(),
                        _ => format!(
                            "{} = {value}",
                            self.of(&[
                                "confidential",
                                "confidentail",
                                "superseded_by",
                                "repeats",
                                "kind",
                                "disputed",
                                "id"
                            ])
                        ),
                    };
                    lines[line] = line_now;
                    tables[at] = lines.join("\n") + "\n";
                }
            }
            if tables.is_empty() {
                break;
            }
        }
        format!("{top}{}", tables.concat())
    }

    /// The text with something put in, taken out, written twice or exchanged.
    fn mutant_of(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        let (a, b) = (self.place(&text), self.place(&text));
        let near = text[a..].char_indices().nth(1).map_or(text.len(), |(n, _)| a + n);
        match self.below(6) {
            0 | 1 => text.insert_str(a, self.of(&PIECES)),
            2 => text.replace_range(a..near, self.of(&PIECES)),
            3 => text.replace_range(a..near, ""),
            4 => text.replace_range(a.min(b)..a.max(b), ""),
            _ => {
                let line = text[a..].lines().next().unwrap_or_default().to_owned();
                text.insert_str(b, &line);
            }
        }
        text
    }
}

/// The rows of all lists that need no more of a record.
fn rows(keep: Keep, cases: Vec<Case>, rules: &Rules) -> String {
    let opened = include(Loaded { cases, problems: Vec::new() });
    let world =
        World { cases: &opened.cases, rules, as_of: "2026-03-01".parse().expect("a day"), wording: Wording::Short };
    let mut rows: Vec<Row> = Vec::new();
    let mut sink = Sink::Cells { rows: &mut rows, only: None };
    match keep {
        Keep::Letters | Keep::LettersAndPeople => {
            pending::Args { unknown: true, ..pending::Args::default() }.rows(&world, &mut sink);
            letters::Args::default().rows(&world, &mut sink);
        }
        Keep::Demands => demands::Args { all: true, ..demands::Args::default() }.rows(&world, &mut sink),
        Keep::Facts => {
            list::Args::default().rows(&world, &mut sink);
            detained::Args::default().rows(&world, &mut sink);
        }
        Keep::Everything => events::Args::default().rows(&world, &mut sink),
    }
    format!("{rows:?}")
}

/// Fails unless what is read quickly is what is read strictly, whole and in part, without problems; whether it was read
/// quickly.
fn agree(text: &str, rules: &Rules, name: &str) -> bool {
    let read = |keep| quick::read(text, "x", "x.toml".as_ref(), rules, keep);
    let whole = read(Keep::Everything);
    let all = load::strictly("x", "x.toml".as_ref(), text, rules);
    if whole.is_some() {
        assert_eq!(all.problems, [], "{name}:\n{text}");
        assert_eq!(whole.as_slice(), all.cases, "{name}:\n{text}");
    }
    for keep in [Keep::Letters, Keep::LettersAndPeople, Keep::Demands, Keep::Facts] {
        let some = read(keep);
        assert_eq!(whole.is_some(), some.is_some(), "{keep:?}, {name}:\n{text}");
        let Some(some) = some else { continue };
        // Of what is withheld, the whole record tells.
        let mut thin = all.cases.clone();
        thin.iter_mut().filter(|case| !case.marked).for_each(|case| keep.thin(case));
        assert_eq!(
            rows(keep, vec![some.clone()], rules),
            rows(keep, all.cases.clone(), rules),
            "{keep:?}, {name}:\n{text}"
        );
        assert_eq!(vec![some], thin, "{keep:?}, {name}:\n{text}");
    }
    whole.is_some()
}

/// The tree that is read lightly is that of the TOML parser, with every key, value and place, and without any error.
#[test]
fn what_is_read_lightly_is_read_alike() {
    let everything = [written(EVERYTHING), vec![EVERYTHING.into()]].concat();
    assert!(everything.iter().all(|text| plain::parse(text).is_some()));
    let (count, mut light) = (asked().unwrap_or(MUTANTS / 10), 0);
    for seed in 0..count {
        let mut chance = Chance(seed);
        let of = &everything[chance.below(everything.len())];
        let text = chance.record(of);
        let Some(table) = plain::parse(&text) else { continue };
        light += 1;
        let (whole, errors) = tree::any(&text);
        assert!(errors.is_empty(), "seed {seed}: {errors:?}\n{text}");
        assert_eq!(table, whole, "seed {seed}:\n{text}");
    }
    assert!(light * 5 > count, "only {light} of {count} were read lightly: the rest was not compared");
}

/// The record of everything with each line left out, written twice, and with each of the values instead of its own.
#[test]
fn every_value_in_every_place() {
    let lines: Vec<&str> = EVERYTHING.lines().collect();
    let with = |at: usize, line: &str| [&lines[..at], &[line], &lines[at + 1..]].concat().join("\n");
    let rules = Rules::default();
    for (at, line) in lines.iter().enumerate() {
        agree(&with(at, ""), &rules, "left out");
        agree(&with(at, &format!("{line}\n{line}")), &rules, "twice");
        if let Some((key, _)) = line.split_once(" = ") {
            for value in VALUES {
                agree(&with(at, &format!("{key} = {value}")), &rules, "another value");
            }
        }
    }
}

/// The record of everything with a line of each key added to each of its tables.
#[test]
fn every_key_in_every_table() {
    let lines: HashMap<&str, &str> = EVERYTHING.lines().filter_map(|l| Some((l.split_once(" = ")?.0, l))).collect();
    let rules = Rules::default();
    for heading in EVERYTHING.lines().filter(|line| line.starts_with("[[")).collect::<HashSet<_>>() {
        for line in lines.values() {
            agree(&EVERYTHING.replacen(heading, &format!("{heading}\n{line}"), 1), &rules, "added");
        }
    }
}

#[test]
fn what_is_read_for_letters_is_what_is_read_of_all() {
    let count = asked().unwrap_or(MUTANTS / 10);
    let is_right = |record: &String| agree(record, &Rules::default(), "a record");
    let mut records = records();
    records.retain(|record| record.contains("[[person]]") && is_right(record));
    assert!(records.len() > 5);
    let everything = [written(EVERYTHING), vec![EVERYTHING.into()]].concat();
    assert!(everything.iter().all(is_right));
    let rules = Rules::default();
    let part = |from: u64| {
        let mut right = 0;
        for seed in (from..count).step_by(2) {
            let mut chance = Chance(seed);
            // The record of everything in most.
            let of = if chance.below(4) > 0 { &everything } else { &records };
            let of = &of[chance.below(of.len())];
            right += u64::from(agree(&chance.record(of), &rules, &format!("seed {seed}")));
        }
        right
    };
    let right: u64 = thread::scope(|scope| {
        let parts = [0, 1].map(|from| scope.spawn(move || part(from)));
        parts.into_iter().map(|part| part.join().expect("the two ways agree")).sum()
    });
    assert!(
        right * 10 > count,
        "only {right} of {count} were without errors and read quickly: the rest was not compared"
    );
}

/// The records that are kept by hand are read quickly: otherwise the quick reader would be of no use.
#[test]
fn records_kept_by_hand_are_read_quickly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for entry in fs::read_dir(&folder).expect("the cases") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let rules = load::folder::rules::of(&folder).expect("the rules");
            assert!(quick::read(&text, "x", &path, &rules, Keep::Everything).is_some(), "{}", path.display());
        }
    }
}
