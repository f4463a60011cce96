//! Characters that cannot be seen, or that act on what shows them: controls, marks of direction, invisible ones.

/// Whether a character is a control, steers the reading direction, or cannot be seen, wherever it
/// stands (Unicode 16: general categories Cc and Cf, and the default ignorable code points, without
/// joiners, variation selectors and signs that can be seen), or is none at all (the 66 noncharacters, which
/// XML forbids and which mean the end of a text to some programs).
#[must_use]
pub const fn acts_or_hides(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' | '\u{FDD0}'..='\u{FDEF}')
        || c as u32 & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_hides_is_told_from_what_is_read() {
        for c in ['\0', '\u{1b}', '\u{9b}', '\u{ad}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{e0041}'] {
            assert!(acts_or_hides(c), "{:04x}", c as u32);
        }
        // The last two of every plane are no characters.
        for c in ['\u{fffe}', '\u{ffff}', '\u{1fffe}', '\u{10ffff}'] {
            assert!(acts_or_hides(c), "{:04x}", c as u32);
        }
        for c in [' ', 'a', 'ж', '\u{200c}', '\u{200d}', '\u{fffd}', '\u{fefe}', '\u{1fffd}'] {
            assert!(!acts_or_hides(c), "{:04x}", c as u32);
        }
    }
}
