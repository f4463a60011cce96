//! The text of a record.

use super::Found;
use crate::load::{
    MAX_BYTES,
    problem::{Code, Privacy, Problem},
    text::head::privacy,
};
use std::{
    fs,
    io::{self, Read},
    path::Path,
};

/// The text of a record.
///
/// # Errors
/// Unreadable, too large, or not UTF-8 (with the place of the first wrong byte).
pub fn text(found: &Found) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    read(found, &mut bytes).map(str::to_owned)
}

/// The text of a record, in a buffer that may be used again for the next.
///
/// # Errors
/// As for [`text`].
pub fn read<'b>(found: &Found, buffer: &'b mut Vec<u8>) -> Result<&'b str, Problem> {
    let problem = |code, message: String, help: &str| Problem::of_file(code, found.shown(), message, help);
    let unreadable =
        |e: io::Error| problem(Code::Unreadable, said(&e), "make the file readable").private(Privacy::Unsure);
    buffer.clear();
    // Room for most records at once: one system call instead of ten.
    buffer.reserve(16 * 1024);
    let file = fs::File::open(&found.path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(buffer).map_err(unreadable)?;
    if buffer.len() as u64 > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES / 1024 / 1024);
        let help = "keep documents beside the record, not in it";
        return Err(problem(Code::TooLarge, message, help).private(privacy(buffer)));
    }
    utf8(found.shown(), buffer)
}

/// The bytes of a record as text.
///
/// # Errors
/// Not UTF-8, with the place of the first wrong byte.
pub fn utf8<'b>(shown: &Path, bytes: &'b [u8]) -> Result<&'b str, Problem> {
    // The quick check looks at many bytes at once and does not say where an error is; the one of the standard library
    // does.
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes)).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        let help = "save the file as UTF-8 (in the editor: \"Save with encoding\")";
        let problem = Problem::of_file(Code::NotUtf8, shown, "the file is not UTF-8 text", help);
        Problem { at: Some((line, column)), privacy: privacy(bytes), ..problem }
    })
}

/// What the system says, without its code.
#[must_use]
pub fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read it".into(),
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        _ => error.to_string(),
    }
}
