//! What a record may be called: the id of its case, which is the name of its file.

use crate::load::{
    problem::{Code, Problem},
    text::head::privacy_of,
};
use std::path::Path;

/// The longest id, in bytes: every file system can hold it.
const LONGEST_ID: usize = 100;

/// File stems that some systems reserve for devices, and those that they reserve with a digit behind.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Whether a text is the id of a case or an entry: small letters, digits, hyphens, not beginning
/// with a hyphen.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_ID
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !is_device(text)
}

/// Whether some systems would open a device under this name: `con`, and `com1` to `lpt9`.
fn is_device(stem: &str) -> bool {
    match (stem.len(), stem.split_at_checked(3)) {
        (3, _) => DEVICES.contains(&stem),
        (4, Some((name, digit))) => NUMBERED_DEVICES.contains(&name) && digit.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

/// What an id looks like at a glance: two with one skeleton are easily taken for each other.
#[must_use]
pub fn skeleton(id: &str) -> String {
    id.replace('0', "o").replace('1', "l").replace("rn", "m").replace("vv", "w")
}

/// How the names of records end.
pub(super) const ENDING: &str = ".toml";

/// The id of the case in a file, by its name; `None` if that is no name of a record.
#[must_use]
pub fn id_of(path: &Path) -> Option<String> {
    let stem = path.file_name()?.to_str()?.strip_suffix(ENDING)?;
    is_id(stem).then(|| stem.to_owned())
}

/// The file has a name that no record can have.
#[must_use]
pub fn bad_name(path: &Path) -> Problem {
    let help = "name it with small letters a to z, digits and hyphens: sokolov.toml";
    Problem::of_file(Code::BadFileName, path, "the file's name is not the id of a case", help).private(privacy_of(path))
}
