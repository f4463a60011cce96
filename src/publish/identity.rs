//! Names by which programs know an entry again: the same for the same entry in every build, and
//! telling nothing of what it is about.

use sha2::{Digest, Sha256};

/// An identifier made of these parts, in the shape of a UUID of version 8 (RFC 9562: made by a rule
/// of one's own): `5f3a…-…`.
pub(super) fn identity(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // With its length, so that no two lists of parts read the same.
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let mut bytes: [u8; 16] = std::array::from_fn(|_| 0);
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = |range: std::ops::Range<usize>| bytes[range].iter().map(|b| format!("{b:02x}")).collect::<String>();
    [hex(0..4), hex(4..6), hex(6..8), hex(8..10), hex(10..16)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_parts_have_different_names() {
        assert_eq!(identity(&["a", "bc"]), identity(&["a", "bc"]));
        assert_ne!(identity(&["a", "bc"]), identity(&["ab", "c"]));
        let id = identity(&["a"]);
        assert_eq!((id.len(), &id[14..15]), (36, "8"));
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }
}
