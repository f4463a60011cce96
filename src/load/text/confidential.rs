//! The mark `confidential`, in whatever spelling: a misspelt or wrongly typed mark withholds as well.

use super::tree::{TomlTable, TomlValue};

/// Whether a table is marked confidential, or has a mark that cannot be read as `false`: misspelt
/// and wrongly typed marks protect as well.
#[must_use]
pub fn is_marked(table: &TomlTable<'_>) -> bool {
    table.pairs.iter().any(|pair| is_like_mark(&pair.key) && pair.value != TomlValue::Flag(false))
}

/// The key that withholds what it stands in.
const MARK: &str = "confidential";

/// Whether a word, in whatever case, is `confidential` or a misspelling of it.
#[must_use]
pub fn is_like_mark(word: &str) -> bool {
    // The distance is measured only if it can be small enough, by length and by common letters: a key may be as long as
    // the file, and most keys are ruled out at once. One slip changes one letter at most.
    let near = match word.is_ascii() {
        true => word.len().abs_diff(MARK.len()) <= SLIPS && common(word) + SLIPS >= word.len().max(MARK.len()),
        false => word.len() <= 3 * MARK.len(),
    };
    near && strsim::damerau_levenshtein(&word.to_lowercase(), MARK) <= SLIPS
}

/// How many letters of the mark a word has, each as often as the mark has it.
fn common(word: &str) -> usize {
    let mut left = [0_u8; 128];
    MARK.bytes().for_each(|b| left[usize::from(b)] += 1);
    let has = |b: u8| {
        let count = left.get_mut(usize::from(b.to_ascii_lowercase())).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    };
    word.bytes().map(has).filter(|has| *has).count()
}

/// How many slips of the keyboard a misspelt mark may have.
const SLIPS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The quick test by length and letters rules out no word that is near enough.
        #[test]
        fn every_misspelt_mark_is_measured(from in 0..12_usize, to in 0..12_usize, put in "[a-zA-Z_é-]{0,4}") {
            let (from, to) = (from.min(to), from.max(to));
            let word = format!("{}{put}{}", &MARK[..from], &MARK[to..]);
            let near = strsim::damerau_levenshtein(&word.to_lowercase(), MARK) <= SLIPS;
            prop_assert_eq!(is_like_mark(&word), near, "{}", word);
        }
    }
}
