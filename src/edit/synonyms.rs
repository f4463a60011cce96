//! Words that people use for the words of a record's vocabularies.

/// A word, and the one that a record has for it. A word stands here only where it has one meaning in all vocabularies
/// that have its counterpart.
const SYNONYMS: &[(&str, &str)] = &[
    // Demands.
    ("compensation", "remedy"),
    ("reparation", "remedy"),
    ("reparations", "remedy"),
    ("redress", "remedy"),
    ("damages", "remedy"),
    ("inquiry", "investigate"),
    ("investigation", "investigate"),
    ("prosecution", "prosecute"),
    ("acquittal", "acquit"),
    ("treatment", "medical-care"),
    ("health", "medical-care"),
    ("lawyer-access", "access-counsel"),
    ("visits", "access-family"),
    ("whereabouts", "disclose-whereabouts"),
    ("information", "provide-information"),
    ("moratorium", "stay-removal"),
    ("non-refoulement", "stay-removal"),
    // What became of them.
    ("fulfilled", "met"),
    ("implemented", "met"),
    ("partly", "partly-met"),
    ("partial", "partly-met"),
    ("rejected", "refused"),
    ("undone", "reversed"),
    ("moot", "overtaken"),
    // Events.
    ("arrested", "arrest"),
    ("detention", "arrest"),
    ("raid", "search"),
    ("torture", "ill-treatment"),
    ("beating", "ill-treatment"),
    ("indictment", "charge"),
    ("trial", "hearing"),
    ("judgment", "verdict"),
    ("sentence", "verdict"),
    ("released", "release"),
    ("move", "transfer"),
    ("bail", "restriction"),
    ("travel-ban", "restriction"),
    ("deportation", "removal"),
    ("extradition", "removal"),
    ("attack", "assault"),
    ("confiscation", "seizure"),
    ("interim-measures", "protection-order"),
    // Liberty.
    ("prison", "detained"),
    ("imprisoned", "detained"),
    ("custody", "detained"),
    ("at-liberty", "free"),
    ("hiding", "in-hiding"),
    ("exile", "exiled"),
    ("died", "dead"),
    // Replies.
    ("ack", "acknowledgement"),
    ("receipt", "acknowledgement"),
    ("full", "substantive"),
    ("denied", "denial"),
    ("declined", "refusal"),
    ("interim", "holding"),
    // People.
    ("defendant", "co-accused"),
    ("family", "relative"),
    ("counsel", "lawyer"),
    ("attorney", "lawyer"),
    ("perpetrator", "alleged-perpetrator"),
    ("rapporteur", "expert"),
    ("ngo", "organisation"),
    ("organization", "organisation"),
    ("judge", "official"),
    // Charges.
    ("guilty", "convicted"),
    ("not-guilty", "acquitted"),
    ("overturned", "quashed"),
];

/// The word of this vocabulary that is meant: itself, one written with spaces or capitals, or what it has for it.
#[must_use]
pub fn known<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    let plain = text.trim().to_lowercase().replace([' ', '_'], "-");
    let own = |word: &str| words.iter().copied().find(|known| *known == word);
    own(&plain).or_else(|| SYNONYMS.iter().filter(|(other, _)| *other == plain).find_map(|(_, word)| own(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        load::record::schema::{Kind, Value},
        model::vocabulary::Vocabulary,
    };

    fn vocabularies() -> Vec<Vec<&'static str>> {
        let fields = Kind::ALL.iter().flat_map(|kind| kind.fields());
        fields
            .filter_map(|field| match field.value {
                Value::Word(words) => Some(words.names()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn every_word_is_for_one_of_a_vocabulary_and_hides_none() {
        let all = vocabularies();
        for (other, word) in SYNONYMS {
            let with = all.iter().filter(|words| words.contains(word));
            assert!(with.clone().count() > 0, "{word} is no word of a record");
            assert!(with.clone().all(|words| !words.contains(other)), "{other} is a word itself beside {word}");
            for words in all.iter() {
                let meant: Vec<_> = SYNONYMS.iter().filter(|(o, w)| o == other && words.contains(w)).collect();
                assert!(meant.len() <= 1, "{other} means two words: {meant:?}");
            }
        }
    }

    #[test]
    fn the_word_of_the_record_is_found() {
        let demands = ["remedy", "medical-care", "other"];
        assert_eq!(known("compensation", &demands), Some("remedy"));
        assert_eq!(known(" Medical care", &demands), Some("medical-care"));
        assert_eq!(known("remedy", &demands), Some("remedy"));
        assert_eq!(known("torture", &demands), None);
        assert_eq!(known("", &demands), None);
    }
}
