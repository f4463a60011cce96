//! The head of a file, above its first heading: whether it marks the whole case as confidential. It is looked
//! at where the record cannot be read, so that no error names a file that is to be withheld.

use super::{confidential::is_marked, syntax::marks, tree};
use crate::load::problem::Privacy;
use std::{fs, io::Read, path::Path};

/// A head is not longer than this many bytes; of a longer one it cannot be told what it marks.
const LONGEST: usize = 1024 * 1024;

/// How much may be told of a file that cannot be read as a record, by what its head says.
#[must_use]
pub fn privacy(bytes: &[u8]) -> Privacy {
    let (bytes, is_cut) = (&bytes[..bytes.len().min(LONGEST)], bytes.len() > LONGEST);
    let text = lenient(bytes);
    let head = of_text(&text);
    let (table, errors) = tree::parse(head);
    // Bytes that were cut off inside a character are still UTF-8.
    let is_text = str::from_utf8(bytes).map_or_else(|e| is_cut && e.error_len().is_none(), |_| true);
    // In a head with syntax errors every word is looked at; and as a text of several lines may hold a line that looks
    // like a heading, the whole file is parsed for a mark at the top.
    let broken = || marks(head).at_the_top || is_marked(&tree::parse(&text).0);
    if is_marked(&table) || !errors.is_empty() && broken() {
        Privacy::Case
    } else if is_cut && head.len() == text.len() {
        Privacy::Unsure
    } else if is_text || errors.is_empty() && table.get("title").is_some() {
        Privacy::Open
    } else {
        // Neither UTF-8 nor a `title`, which every record has: it may be in an encoding in which the mark is not found.
        Privacy::Unsure
    }
}

/// The same of a file, read no further than is needed for that.
#[must_use]
pub fn privacy_of(path: &Path) -> Privacy {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(LONGEST as u64 + 1).read_to_end(&mut bytes));
    if read.is_ok() { privacy(&bytes) } else { Privacy::Unsure }
}

/// What stands above the first heading.
fn of_text(text: &str) -> &str {
    let begins = |at: usize| text[at..].trim_start_matches([' ', '\t']).starts_with('[');
    let mut lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
    &text[..lines.find(|at| begins(*at)).unwrap_or(text.len())]
}

/// The text of these bytes, as UTF-16 if they look like it, else as UTF-8 with replacements. Keys and marks are ASCII,
/// which is the same in UTF-8 and in all older encodings of one byte.
fn lenient(bytes: &[u8]) -> String {
    let units = |order: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes.chunks_exact(2).map(|pair| order([pair[0], pair[1]])).collect()
    };
    let text = match bytes {
        [0xFF, 0xFE, ..] | [1..=255, 0, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)),
        [0xFE, 0xFF, ..] | [0, 1..=255, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.trim_start_matches('\u{FEFF}').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn a_head_is_read_in_any_encoding() {
        for (head, expected) in [
            ("confidential = true\ntitle = \"Żółw\"\n", Privacy::Case),
            ("title = \"Żółw\"\nconfidental = true\n", Privacy::Case),
            ("title = \"Żółw\"\nconfidential = false\n", Privacy::Open),
            ("title = \"Żółw\"\n", Privacy::Open),
            ("# not confidential\ntitle = \"Żółw\"\n", Privacy::Open),
            ("title = \"Żółw\nconfidential = true\n", Privacy::Case),
            ("title = \"Żółw\"\nsummary = \"\"\"\n[x]\n\"\"\"\nconfidential = true\n", Privacy::Case),
        ] {
            let text = format!("{head}[[event]]\nwhat = \"x\"\nconfidential = true\n");
            let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(0xB3)).collect();
            for bytes in [
                text.clone().into_bytes(),
                latin,
                utf16(&text, u16::to_le_bytes),
                utf16(&text, u16::to_be_bytes),
                text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            ] {
                assert_eq!(privacy(&bytes), expected, "{head}");
            }
        }
    }

    #[test]
    fn of_bytes_that_make_no_sense_nothing_is_known() {
        for head in ["title = \"x\n", "note = \"x\"\n", ""] {
            assert_eq!(privacy(head.as_bytes()), Privacy::Open, "as text it has no mark: {head}");
            assert_eq!(privacy(&[head.as_bytes(), b"\xFA\xFB"].concat()), Privacy::Unsure, "{head}");
        }
    }

    #[test]
    fn a_head_without_an_end_is_not_known() {
        let head = "title = \"x\"\n";
        let filled = |with: &str, to: usize| format!("{head}{}", with.repeat((to - head.len()) / with.len() + 1));
        for with in ["# -\n", "# é\n", "#  é\n"] {
            assert_eq!(privacy(filled(with, LONGEST).as_bytes()), Privacy::Unsure);
            let ended = format!("{head}[[event]]\n{}", filled(with, LONGEST));
            assert_eq!(privacy(ended.as_bytes()), Privacy::Open);
        }
        assert_eq!(privacy(filled("# -\n", LONGEST - 8).as_bytes()), Privacy::Open);
    }
}
