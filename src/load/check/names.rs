//! The names of the confidential people of all records, to be searched for all at once in a text (by `exposed`).

use crate::{
    load::{
        folder::{self, Found},
        part,
        record::keep::Keep,
        text::{
            confidential::is_marked,
            tree::{self, TomlTable, TomlValue},
        },
    },
    model::{case::Case, rule::Rules, spelling::folded},
    parallel,
    progress::Progress,
};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use percent_encoding::percent_decode_str;
use std::collections::{BTreeSet, HashSet};
use unicode_segmentation::UnicodeSegmentation;

/// A name of a single word must have this many letters: shorter ones are words of some language.
const SHORTEST: usize = 4;
/// A name of so many words is also looked for without spaces between them, and with the last word first.
const TURNED: std::ops::RangeInclusive<usize> = 2..=4;
/// A name without spaces must have this many letters.
const SHORTEST_JOINED: usize = 5;
/// Of longer names so many words, and so many bytes, are enough to be found by.
const MOST_WORDS: usize = 16;
const MOST_BYTES: usize = 400;

/// The names of all confidential people of some records.
#[derive(Debug, Default)]
pub struct ConfidentialNames {
    /// Finds any of them in words as [`plain`] writes them; `None` if there is none to find, or there are more
    /// than can be looked for.
    finder: Option<AhoCorasick>,
    any: bool,
    /// Ids of cases that are withheld as a whole.
    withheld: HashSet<String>,
}

impl ConfidentialNames {
    /// The names of the people of these cases.
    #[must_use]
    pub fn of_cases<'c>(cases: impl IntoIterator<Item = &'c Case>) -> Self {
        let mut people = People::default();
        cases.into_iter().for_each(|case| people.add(case));
        people.into_names()
    }

    /// The names in these files; those of a record with errors as far as it can be read at all.
    #[must_use]
    pub fn of_files(files: &[Found], rules: &Rules, progress: &Progress) -> Self {
        let mut all = People::default();
        let each = parallel::all(files, progress, |some, buffer| {
            let mut people = People::default();
            for found in some {
                // A file that is not UTF-8 is reported elsewhere; the names in the rest of it still count.
                let is_read = folder::read(found, buffer).is_ok() || !buffer.is_empty();
                let text = String::from_utf8_lossy(buffer);
                match part(&found.id, found.shown(), &text, rules, Keep::LettersAndPeople).cases.first() {
                    Some(case) => people.add(case),
                    None if is_read => people.add_broken(&found.id, &text),
                    None => {}
                }
            }
            people
        });
        each.into_iter().for_each(|people| all.join(people));
        all.into_names()
    }

    /// Whether nothing must be searched for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        !self.any
    }

    /// Whether a text, or an id, has any of the names in it, in whatever case, with or without accents.
    #[must_use]
    pub fn stand_in(&self, text: &str) -> bool {
        if !self.any {
            return false;
        }
        let has = |text: &str| self.finder.as_ref().is_none_or(|finder| finder.is_match(&plain(text)));
        has(text) || text.contains('%') && has(&percent_decode_str(text).decode_utf8_lossy())
    }

    /// Whether the case with this id is withheld as a whole.
    #[must_use]
    pub fn is_withheld(&self, case: &str) -> bool {
        self.withheld.contains(case)
    }
}

/// The confidential people of some records, by their names as [`plain`] writes them.
#[derive(Default)]
struct People {
    names: BTreeSet<String>,
    withheld: HashSet<String>,
}

impl People {
    fn add(&mut self, case: &Case) {
        if case.confidential {
            self.withheld.insert(case.id.clone());
        }
        let marked = case.people.iter().filter(|person| person.entry.confidential);
        self.names.extend(marked.flat_map(|person| person.all_names()).map(plain));
    }

    /// Adds the people of a text that is no record without errors.
    fn add_broken(&mut self, id: &str, text: &str) {
        let (top, _) = tree::parse(text);
        if is_marked(&top) {
            self.withheld.insert(id.to_owned());
        }
        let Some(TomlValue::List(people)) = top.get("person").map(|pair| &pair.value) else { return };
        for (person, _) in people {
            let TomlValue::Table(person) = person else { continue };
            if is_marked(person) {
                self.names.extend(["name", "other_names"].into_iter().flat_map(|key| texts(person, key)).map(plain));
            }
        }
    }

    fn join(&mut self, other: Self) {
        self.names.extend(other.names);
        self.withheld.extend(other.withheld);
    }

    fn into_names(self) -> ConfidentialNames {
        let patterns: BTreeSet<String> = self.names.iter().flat_map(|name| patterns(name)).collect();
        let any = !patterns.is_empty();
        // The kind of automaton that takes the least memory.
        let finder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(patterns);
        ConfidentialNames { any, finder: finder.ok().filter(|_| any), withheld: self.withheld }
    }
}

/// The texts under a key, those of a list one by one.
fn texts<'t>(table: &'t TomlTable<'_>, key: &str) -> impl Iterator<Item = &'t str> {
    let items = match table.get(key).map(|pair| &pair.value) {
        Some(TomlValue::Text(text)) => vec![text.as_ref()],
        Some(TomlValue::List(items)) => items
            .iter()
            .filter_map(|(item, _)| match item {
                TomlValue::Text(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    items.into_iter()
}

/// What a name looks like in a text, and in an id that is made of it.
fn patterns(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    if words.len() < 2 && letters < SHORTEST {
        return Vec::new();
    }
    let spaced = |words: &[&str]| words.iter().fold(String::from(" "), |all, word| all + word + " ");
    let mut patterns = vec![match words.len() > MOST_WORDS {
        true => spaced(&words[..MOST_WORDS]),
        false => spaced(&words),
    }];
    if TURNED.contains(&words.len()) {
        let mut turned = words.clone();
        turned.rotate_right(1);
        patterns.push(spaced(&turned));
        if letters >= SHORTEST_JOINED {
            patterns.extend([words.concat(), turned.concat()].map(|joined| format!(" {joined} ")));
        }
    }
    for pattern in &mut patterns {
        let end = (0..=MOST_BYTES.min(pattern.len())).rev().find(|at| pattern.is_char_boundary(*at));
        pattern.truncate(end.unwrap_or(0));
    }
    patterns
}

/// The words of a text without case, accents, and characters that cannot be seen, each between spaces.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    let mut add = |word: &str| {
        if !word.is_empty() {
            plain.extend([word, " "]);
        }
    };
    if text.is_ascii() {
        text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).for_each(add);
    } else {
        folded(text).unicode_words().flat_map(|word| word.split(|c: char| !c.is_alphanumeric())).for_each(&mut add);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> ConfidentialNames {
        People { names: names.iter().map(|name| plain(name)).collect(), ..People::default() }.into_names()
    }

    #[test]
    fn spellings_that_look_like_one_name_are_one() {
        for (a, b) in [
            ("Ada Wren", "ADA  WREN"),
            ("Łucja Żółw", "lucja zolw"),
            ("Семён", "СЕМЕН"),
            ("Ada Wren", "Ada\u{AD} Wr\u{200B}en"),
            ("Ada Wren", "\u{202E}Ada Wre\u{E0041}n"),
            ("ﬁnch", "finch"),
            ("O'Wren", "O’Wren"),
            ("سعیدی", "سـعيدي"),
        ] {
            assert_eq!(plain(a), plain(b), "{a} {b}");
            assert!(names(&[a]).stand_in(b) && names(&[b]).stand_in(a), "{a} {b}");
        }
    }

    #[test]
    fn a_word_ends_where_a_reader_sees_its_end() {
        assert_eq!(plain("ada-wren_2019.pdf"), " ada wren 2019 pdf ");
        assert_eq!(plain("áda-wren_1,5.pdf"), " ada wren 1 5 pdf ");
        assert_eq!(plain("Wrens"), " wrens ");
        assert_eq!(plain("王小明说"), " 王 小 明 说 ");
        assert_eq!(plain(""), " ");
    }

    #[test]
    fn a_name_is_found_in_texts_ids_and_addresses() {
        let wren = names(&["Ada Wren", "Li", "Kestrel"]);
        for text in [
            "Ada Wren",
            "So said ADA WREN.",
            "Wren, Ada",
            "ada-wren",
            "letter-of-ada-wren-2",
            "adawren",
            "wrenada-2019",
            "@AdaWren",
            "https://a.example/ada_wren/1",
            "https://a.example/?q=Ada%20Wren",
            "%C3%81da Wren",
            "Ada\nWren",
            "the kestrel",
        ] {
            assert!(wren.stand_in(text), "{text}");
        }
        for text in ["Ada", "Wren", "Ada Wrenfield", "Ada and Wren", "Li is short", "adawrens", "%zz ada %", ""] {
            assert!(!wren.stand_in(text), "{text}");
        }
        assert!(!names(&[]).stand_in("Ada Wren") && names(&[]).is_empty() && names(&["", "Li"]).is_empty());
    }

    /// Of a name of very many words, its beginning is enough.
    #[test]
    fn a_very_long_name_is_found_too() {
        let long = format!("Ada {}Wren", "of the Harbour ".repeat(100));
        let wide = format!("Ada {}", "harbour".repeat(1_000));
        for name in [&long, &wide] {
            assert!(names(&[name]).stand_in(&format!("He met {name} there")));
            assert!(!names(&[name]).stand_in("He met Ada of the Harbour there"));
        }
    }
}
