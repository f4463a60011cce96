//! How texts are compared that people spell in more than one way: names of people and States, references,
//! dates in words.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Small letters without accents and without what cannot be seen, digits of any script as 0 to 9: any common
/// way of typing a word, in its own script, gives the same text.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let seen = text.nfkd().filter(|c| !is_combining_mark(*c) && !is_unseen(*c));
    let mut folded = String::with_capacity(text.len());
    seen.flat_map(char::to_lowercase).for_each(|c| match c {
        // Strokes and dots that are no accents to Unicode, and letters that are two.
        'ł' => folded.push('l'),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ŧ' => folded.push('t'),
        'ı' => folded.push('i'),
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        // Arabic letters that are written for each other at the end of a word.
        'ى' | 'ی' => folded.push('ي'),
        'ة' | 'ه' => folded.push('ه'),
        'ک' => folded.push('ك'),
        _ => folded.push(digit(c).map_or(c, char::from)),
    });
    folded
}

/// The words of a text, each as [`folded`] gives it. Apostrophes and full stops belong to a word and are left
/// out of it: `O'Brien` and `OBrien`, `U.K.` and `UK` are one; a hyphen stands between two.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let joined: String = folded(text).chars().filter(|c| !is_within_word(*c)).collect();
    joined.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The digit that a character is, in any script, as `b'0'` to `b'9'`.
#[must_use]
pub fn digit(c: char) -> Option<u8> {
    /// The noughts of the scripts whose digits dates and references are met in.
    const NOUGHTS: [char; 12] = ['0', '٠', '۰', '०', '০', '੦', '૦', '๐', '၀', '០', '༠', '０'];
    let of = |nought: char| u32::from(c).checked_sub(u32::from(nought)).filter(|n| *n < 10);
    NOUGHTS.into_iter().find_map(of).and_then(|n| u8::try_from(n).ok()).map(|n| b'0' + n)
}

/// What cannot be seen within a word, or only makes it wider: soft hyphens, joiners, marks of direction, tags.
const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | 'ـ' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

const fn is_within_word(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | 'ʹ' | '`' | '´' | '′' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_are_one() {
        for (a, b) in [
            ("Ana Žižka-Ó Briain", "ana zizka o briain"),
            ("Łucja Żółw", "LUCJA ZOLW"),
            ("Семён Йот", "СЕМЕН ИОТ"),
            ("O’Wren", "o'wren"),
            ("U.K.", "uk"),
            ("ﬁnch\u{AD}", "finch"),
            ("مُحَمَّد أحمـد", "محمد احمد"),
            ("٢٠١٩", "2019"),
            ("Weiß İnce", "weiss ince"),
            ("Işık Œuvre Þór", "isik oeuvre thor"),
            ("کریم ة", "كريم ه"),
            ("Ærø Đorđe Ħal Ŧa", "aero dorde hal ta"),
        ] {
            assert_eq!(words(a), words(b), "{a} {b}");
        }
        assert_ne!(words("Wren"), words("Wrens"));
    }

    #[test]
    fn digits_of_any_script_are_digits() {
        assert_eq!("٠۹７๕".chars().filter_map(digit).collect::<Vec<_>>(), b"0975");
        assert_eq!(digit('x'), None);
        assert_eq!(digit('/'), None);
        assert_eq!(digit(':'), None);
    }
}
