//! Closed vocabularies: the words that a record may use in a place, each with the name it is
//! written with. Declared once; the reader, the messages and the outputs all use the same list.

/// Declares an enum whose variants are written as kebab-case words in records.
///
/// The enum gets `ALL` (in order of declaration), `name` (the written word), `named` (word to
/// variant), `meaning` (the one-line comment above the variant) and `Display`.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $(#[doc = $meaning:literal] $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $meaning] $variant,)+ }

        impl $crate::model::vocabulary::Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            fn named(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning.trim_ascii(),)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::model::vocabulary::Vocabulary::name(*self))
            }
        }
    };
}
pub(crate) use vocabulary;

/// A closed list of words.
pub trait Vocabulary: Copy + 'static {
    /// Every word, in the order it is documented.
    const ALL: &'static [Self];

    /// The word as it is written in a record and in every machine format.
    fn name(self) -> &'static str;

    /// What the word means, in a sentence.
    fn meaning(self) -> &'static str;

    /// The variant written as `word`, if there is one.
    fn named(word: &str) -> Option<Self>;

    /// All words, for messages and help.
    fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|v| v.name()).collect()
    }
}

/// The candidate most like `word`, if one is like enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Longer texts, in bytes, are no misspelt words, and are not compared.
    const LONGEST: usize = 200;
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::jaro_winkler(&word, &c.to_lowercase()), c))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}
