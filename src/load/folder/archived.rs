//! Saved copies of sources: the files beside a record that it names as `archive`.

use sha2::{Digest as _, Sha256};
use std::{
    fs,
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
};

/// Why there is no copy to be hashed.
#[derive(Debug)]
pub enum Missing {
    /// The path is absolute, has `..` in it, or leads through a link.
    Outside,
    /// There is no such file.
    Absent,
    /// There is one that cannot be read.
    Unreadable(io::Error),
}

/// The SHA-256, in hexadecimal, of the saved copy at `path` relative to the record. Nothing outside the
/// folder of the record is read.
///
/// # Errors
/// Why there is none.
pub fn sha256(record: &Path, path: &str) -> Result<String, Missing> {
    let absent = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Missing::Absent,
        _ => Missing::Unreadable(error),
    };
    let mut at: PathBuf = record.parent().unwrap_or(Path::new("")).to_path_buf();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(name) => at.push(name),
            Component::CurDir => {}
            _ => return Err(Missing::Outside),
        }
        if fs::symlink_metadata(&at).map_err(absent)?.is_symlink() {
            return Err(Missing::Outside);
        }
    }
    // Anything but a file could be a pipe that never ends.
    if !fs::symlink_metadata(&at).map_err(absent)?.is_file() {
        return Err(Missing::Absent);
    }
    let mut file = fs::File::open(&at).map_err(absent)?;
    hashed(&mut file, &mut io::sink()).map_err(absent)
}

/// Copies everything and tells its SHA-256, in hexadecimal.
///
/// # Errors
/// Reading or writing failed.
pub fn hashed(from: &mut impl Read, to: &mut impl Write) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            n => {
                hash.update(&buffer[..n]);
                to.write_all(&buffer[..n])?;
            }
        }
    }
}
