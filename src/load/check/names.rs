//! Names that must not be read: those of confidential people in text that everybody sees.

use super::place::Record;
use crate::load::problem::Code;
use std::collections::{BTreeSet, HashSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// A name of a single word must have this many letters: shorter ones are words of some language.
const SHORTEST: usize = 4;

/// Keys whose values are ids: what they name is withheld where it is confidential.
const IDS: [&str; 8] = ["people", "person", "sources", "answers", "made_in", "follows", "repeats", "superseded_by"];

/// No public text and no public id holds the name of a confidential person, in any spelling that the
/// record gives. Says where and in which key, never which name.
pub(super) fn confidential_names(record: &Record<'_>) {
    let hidden = record.case.people.iter().filter(|p| p.entry.confidential);
    let names = hidden.flat_map(|p| p.all_names()).map(words);
    let names: HashSet<Vec<String>> =
        names.filter(|n| n.len() > 1 || n.iter().any(|word| word.chars().count() >= SHORTEST)).collect();
    let lengths: BTreeSet<usize> = names.iter().map(Vec::len).collect();
    if names.is_empty() {
        return;
    }
    let holds = |text: &str| {
        let words = words(text);
        lengths.iter().any(|length| words.windows(*length).any(|part| names.contains(part)))
    };
    let help = "leave the name out, write what the person is instead, or mark the entry confidential = true";
    for table in record.tables.iter().filter(|t| !t.private) {
        for (key, text, span) in table.texts() {
            if !IDS.contains(&key) && holds(text) {
                let message = format!("`{key}` names a confidential person");
                record.source.problem(Code::ConfidentialName, span, true, message, help);
            }
        }
    }
    if holds(&record.case.id) {
        let message = "the file's name is the name of a confidential person";
        let help = "rename the file, or mark the whole case confidential = true at its top";
        record.source.problem_of_file(Code::ConfidentialName, message, help);
    }
}

/// The words of a text without case, accents, and characters that cannot be seen.
fn words(text: &str) -> Vec<String> {
    let seen =
        |c: &char| !is_combining_mark(*c) && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    let folded: String = text.nfkd().filter(seen).flat_map(char::to_lowercase).map(without_stroke).collect();
    folded.unicode_words().flat_map(|word| word.split(['\'', '’', '_', '.', ':'])).map(str::to_owned).collect()
}

/// Letters whose stroke or dot is no accent to Unicode.
const fn without_stroke(c: char) -> char {
    match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        'ı' => 'i',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_look_like_one_name_are_one() {
        for (a, b) in [
            ("Ada Wren", "ADA  WREN"),
            ("Łucja Żółw", "lucja zolw"),
            ("Семён", "СЕМЕН"),
            ("Ada Wren", "Ada\u{AD} Wr\u{200B}en"),
            ("ﬁnch", "finch"),
            ("O'Wren", "O’Wren"),
        ] {
            assert_eq!(words(a), words(b), "{a} {b}");
        }
    }

    #[test]
    fn a_word_ends_where_a_reader_sees_its_end() {
        assert_eq!(words("ada-wren_2019.pdf"), ["ada", "wren", "2019", "pdf"]);
        assert_eq!(words("Wrens"), ["wrens"]);
        assert_eq!(words("王小明说"), ["王", "小", "明", "说"]);
    }
}
