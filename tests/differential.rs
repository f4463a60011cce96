//! The quick reader of plain TOML against the TOML parser, on mutants of real records: what the quick
//! one reads, the parser reads alike, with every key, value and place, and without any error.
//!
//! `MUTANTS=1000000 cargo test --release --test differential` tries a million.

use std::{fs, path::Path};
use timeline::load::{plain, tree};

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
    let mut texts = vec![
        "event = [{ what = \"a\" }]\n[[event]]\n".into(),
        "[[a]]\nb = [[{ c = \"d\" }]]\n[[a.b]]\n  [[a]] # x\n[[a.b]]\n\tc = [ \"x\" , \"y\", ]\n[[a.b]]".into(),
        "a = {}\nb = { c = \"\", d = [\n\"\\\\\" ] }\ne = 1999-12-31 # x\nf=true\n".into(),
    ];
    for folder in ["cases", "tests/records", "tests/records/invalid", "tests/records/valid"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        let toml = paths.iter().filter(|path| path.extension().is_some_and(|e| e == "toml"));
        texts.extend(toml.map(|path| fs::read_to_string(path).expect("UTF-8")));
    }
    texts
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

    /// The text with up to three changes: something put in, taken out, written twice or exchanged.
    fn mutant(&mut self, of: &str) -> String {
        // Part of a record, so that more of the changes are met before the first of them ends the reading.
        let lines: Vec<&str> = of.split_inclusive('\n').collect();
        let from = self.below(lines.len());
        let mut text: String = lines[from..].iter().take(1 + self.below(40)).copied().collect();
        for _ in 0..self.below(4) {
            let (a, b) = (self.place(&text), self.place(&text));
            let near = text[a..].char_indices().nth(1).map_or(text.len(), |(n, _)| a + n);
            match self.below(6) {
                0 | 1 => text.insert_str(a, PIECES[self.below(PIECES.len())]),
                2 => text.replace_range(a..near, PIECES[self.below(PIECES.len())]),
                3 => text.replace_range(a..near, ""),
                4 => text.replace_range(a.min(b)..a.max(b), ""),
                _ => {
                    let line = text[a..].lines().next().unwrap_or_default().to_owned();
                    text.insert_str(b, &line);
                }
            }
        }
        text
    }
}

#[test]
fn what_is_read_quickly_is_read_alike() {
    #[expect(clippy::disallowed_methods, reason = "how long to search is asked of whoever runs the test")]
    let asked = std::env::var("MUTANTS").ok().and_then(|n| n.parse().ok());
    let (records, count) = (records(), asked.unwrap_or(MUTANTS));
    let mut quick = 0;
    for seed in 0..count {
        let mut chance = Chance(seed);
        let of = chance.below(records.len());
        let text = chance.mutant(&records[of]);
        let Some(table) = plain::parse(&text) else { continue };
        quick += 1;
        let (whole, errors) = tree::any(&text);
        assert!(errors.is_empty(), "seed {seed}: {errors:?}\n{text}");
        assert_eq!(table, whole, "seed {seed}:\n{text}");
    }
    assert!(quick * 5 > count, "only {quick} of {count} were read quickly: the rest was not compared");
}

/// The records that are kept by hand are of the plain kind: otherwise the quick reader would be of no use.
#[test]
fn records_kept_by_hand_are_plain() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for entry in fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            assert!(plain::parse(&text).is_some(), "{}", path.display());
        }
    }
}
