//! How a record is exchanged: after a crash at any point there is the old file or the new one.
//!
//! Lock, read, edit, write a new file beside the old one, bring it to the disk, see that the old one
//! is still the one that was read, rename, bring the folder to the disk; only then it is done.
//!
//! The comparison with what was read comes last, as editors do not know the lock (see `lock`). Windows exchanges no
//! file that anybody has open: every handle of the record is closed before, and where a reader or a scanner has it
//! open, the exchange is tried again for a moment.

use super::{Refusal, lock, rights};
use crate::load::folder::{Found, text};
use std::{
    ffi::OsString,
    fmt,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::{Builder, NamedTempFile};

/// Why a file was not exchanged.
#[derive(Debug)]
pub enum Failure {
    /// Another command held the lock all the time.
    Busy(PathBuf, Duration),
    /// The file is not what was read.
    Changed(PathBuf),
    /// A link, or no file at all.
    NotAFile(PathBuf),
    /// A link or a file where a folder is needed.
    NotAFolder(PathBuf),
    /// The file may not be written.
    ReadOnly(PathBuf),
    /// The file has another name besides, which the exchange would leave with the old text.
    HardLink(PathBuf),
    /// A new file cannot have the group or the access list of this one.
    Rights(&'static str, PathBuf, io::Error),
    /// There is a file of that name.
    Taken(PathBuf),
    /// Another program has it open, and Windows exchanges nothing that is open.
    Open(PathBuf),
    /// The system refused.
    System(&'static str, PathBuf, io::Error),
    /// The file is in place, but perhaps not yet on the disk.
    Unconfirmed(PathBuf, io::Error),
    /// What was edited is in the record, but this copy of it is still there.
    Left(PathBuf, io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(path, waited) => write!(
                f,
                "{}: another command has been writing it for {} seconds; nothing was written: try again",
                path.display(),
                waited.as_secs()
            ),
            Self::Changed(path) => {
                write!(
                    f,
                    "{}: somebody else changed it in the meantime; nothing was written: try again",
                    path.display()
                )
            }
            Self::NotAFile(path) => write!(
                f,
                "{}: a link or no regular file; nothing was written: put the file itself into the folder",
                path.display()
            ),
            Self::NotAFolder(path) => write!(f, "{}: not a folder; nothing was written", path.display()),
            Self::ReadOnly(path) => {
                write!(f, "{}: the file is read-only; nothing was written: make it writable first", path.display())
            }
            Self::HardLink(path) => write!(
                f,
                "{0}: the file has a second name somewhere (a hard link), which would keep the old text; nothing was \
                 written: make it a file of its own first: cp -p {0} {0}.new && mv {0}.new {0}",
                path.display()
            ),
            Self::Rights(what, path, error) => write!(
                f,
                "{}: cannot keep {what} of the file ({error}), so others might lose or gain access; nothing was \
                 written: let its owner, or somebody of its group, make the change",
                path.display()
            ),
            Self::Taken(path) => {
                write!(f, "{}: there is already a file of that name; nothing was written", path.display())
            }
            Self::Open(path) => write!(
                f,
                "{}: another program has it open, or you may not exchange it; nothing was written: close it there and \
                 try again",
                path.display()
            ),
            Self::System(doing, path, error) => {
                write!(f, "{}: cannot {doing}: {error}; nothing was written", path.display())
            }
            Self::Left(path, error) => {
                write!(f, "{}: cannot be removed: {error}; what it says is in the record: remove it", path.display())
            }
            Self::Unconfirmed(path, error) => write!(
                f,
                "{}: the change is in the file, but it is not certain that it is on the disk: {error}",
                path.display()
            ),
        }
    }
}

impl Failure {
    /// What the system refused, as a [`Failure`]; on Windows, a file that another program has open is one of its own.
    pub(super) fn at(doing: &'static str, path: &Path, error: io::Error) -> Self {
        match lock::is_held(&error) {
            true => Self::Open(path.to_path_buf()),
            false => Self::System(doing, path.to_path_buf(), error),
        }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Because(failure.to_string())
    }
}

/// Exchanges the text of a record for what `edit` makes of it. An error of `edit` leaves it untouched.
///
/// # Errors
/// Those of `edit`, and every [`Failure`].
pub fn replace(
    record: &Found,
    patience: Duration,
    edit: impl FnOnce(&str) -> Result<String, Refusal>,
) -> Result<(), Refusal> {
    let path = &record.path;
    let locked = lock::record(path, patience)?;
    let of_lock = locked.record.metadata().map_err(|e| Failure::System("look at it", path.to_path_buf(), e))?;
    let old = text(record)?;
    let new = edit(&old)?;
    let fresh = fresh(path, &new, &locked.record)?;
    // Compared with what was read, as late as can be before the rename.
    let now = fs::read(path).map_err(|e| Failure::System("read it again", path.to_path_buf(), e))?;
    if now != old.as_bytes() || !lock::is_still(path, &of_lock) {
        return Err(Failure::Changed(path.to_path_buf()).into());
    }
    let held = locked.held();
    let placed = put(fresh, path).map_err(|e| Failure::at("exchange it", path, e))?;
    sync_name(path, &placed).map_err(|e| Failure::Unconfirmed(path.to_path_buf(), e))?;
    drop(held);
    Ok(())
}

/// Puts a file in place under a name that must be free.
///
/// # Errors
/// The name is taken, or the system refused.
pub fn create(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    file.as_file().sync_all().map_err(|e| Failure::System("write it", path.to_path_buf(), e))?;
    let placed =
        lock::when_free(lock::READERS, file, |file| file.persist_noclobber(path).map_err(|e| (e.file, e.error)));
    let placed = placed.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Taken(path.to_path_buf()),
        _ => Failure::at("put it in place", path, error),
    })?;
    sync_name(path, &placed).map_err(|e| Failure::Unconfirmed(path.to_path_buf(), e))
}

/// Gives a new file the name of another, in whose place it comes.
///
/// # Errors
/// The system refused, or somebody has the other one open and does not close it.
pub(super) fn put(file: NamedTempFile, path: &Path) -> io::Result<File> {
    lock::when_free(lock::READERS, file, |file| file.persist(path).map_err(|e| (e.file, e.error)))
}

/// Removes a file, if it is there.
///
/// # Errors
/// The system refused, or somebody has it open and does not close it.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match lock::when_free(lock::READERS, (), |()| fs::remove_file(path).map_err(|error| ((), error))) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The folder that a file lies in.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Checks that a record is a regular file that may be written, and has one name only.
///
/// # Errors
/// It is not.
pub fn writable(path: &Path) -> Result<(), Failure> {
    let named = fs::symlink_metadata(path).map_err(|e| Failure::System("look at it", path.to_path_buf(), e))?;
    if !named.is_file() {
        return Err(Failure::NotAFile(path.to_path_buf()));
    }
    // The mode is asked, not the system: root may write everything, and a rename needs no permission of the file.
    if named.permissions().readonly() {
        return Err(Failure::ReadOnly(path.to_path_buf()));
    }
    if rights::has_other_names(&named) { Err(Failure::HardLink(path.to_path_buf())) } else { Ok(()) }
}

/// The new text in a hidden file beside the old one. Only the holder of the lock writes under this name, so a file that
/// a crash left there may be removed.
fn fresh(path: &Path, text: &str, like: &File) -> Result<NamedTempFile, Failure> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new");
    let fresh = path.with_file_name(name);
    remove(&fresh).map_err(|error| Failure::System("remove what a crash left", fresh.clone(), error))?;
    let name = fresh.file_name().unwrap_or_default();
    let file = Builder::new().prefix(name).suffix("").rand_bytes(0).tempfile_in(folder_of(path));
    let file = file.map_err(|error| Failure::System("make a new file in this folder", fresh.clone(), error))?;
    filled(file, text, like, &fresh)
}

/// A new file with this text and the rights of another one, on the disk. It is removed again unless it is kept.
/// `path` is what an error names.
///
/// # Errors
/// The system refused.
pub(super) fn filled(file: NamedTempFile, text: &str, like: &File, path: &Path) -> Result<NamedTempFile, Failure> {
    let system = |doing| move |error| Failure::System(doing, path.to_path_buf(), error);
    rights::keep(file.as_file(), like, path)?;
    file.as_file().write_all(text.as_bytes()).map_err(system("write it"))?;
    file.as_file().sync_all().map_err(system("write it"))?;
    Ok(file)
}

/// Brings the name that a file has got to the disk: it stands in the folder.
#[cfg(unix)]
fn sync_name(path: &Path, _: &File) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

/// Brings the name that a file has got to the disk: it goes there with what else is kept of the file.
#[cfg(not(unix))]
fn sync_name(_: &Path, file: &File) -> io::Result<()> {
    file.sync_all()
}
