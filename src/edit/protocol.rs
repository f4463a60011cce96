//! How a record is exchanged: after a crash at any point there is the old file or the new one.
//!
//! Lock, read, edit, write a new file beside the old one, bring it to the disk, see that the old one
//! is still the one that was read, rename, bring the folder to the disk; only then it is done.
//!
//! The lock is on the record itself: it leaves no lock file in people's folders, and network file
//! systems pass locks on files to the other machines, but not locks on folders. Since the file is
//! exchanged under its name, whoever got the lock looks whether the name still means that file. The
//! comparison with what was read comes last, as editors do not know the lock.
//!
//! Windows exchanges no file that anybody has open, and keeps others from reading what is locked. There the lock is a
//! hidden file beside the record that the system removes when its holder ends, however that comes; every handle of
//! the record is closed before the exchange, which is tried again while a reader or a scanner has it open.

use super::{Refusal, rights};
use crate::load::folder::{Found, text};
use std::{
    ffi::OsString,
    fmt,
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tempfile::{Builder, NamedTempFile};

/// Between two looks at a lock that another command holds.
const PAUSE: Duration = Duration::from_millis(10);

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
    let locked = lock(path, patience)?;
    let of_lock = locked.record.metadata().map_err(|e| Failure::System("look at it", path.to_path_buf(), e))?;
    let old = text(record)?;
    let new = edit(&old)?;
    let fresh = fresh(path, &new, &locked.record)?;
    // Nothing may come between this look and the exchange.
    let now = fs::read(path).map_err(|e| Failure::System("read it again", path.to_path_buf(), e))?;
    if now != old.as_bytes() || !is_still(path, &of_lock) {
        return Err(Failure::Changed(path.to_path_buf()).into());
    }
    let held = locked.held();
    exchange(fresh, path, patience).map_err(|e| Failure::System("exchange it", path.to_path_buf(), e))?;
    sync_folder(folder_of(path)).map_err(|e| Failure::Unconfirmed(path.to_path_buf(), e))?;
    drop(held);
    Ok(())
}

/// Gives a new file the name of the record; as long as somebody keeps the system from that for a moment, again.
fn exchange(mut fresh: NamedTempFile, path: &Path, patience: Duration) -> io::Result<()> {
    let begun = Instant::now();
    loop {
        match fresh.persist(path) {
            Ok(_) => return Ok(()),
            Err(refused) if is_held(&refused.error) && begun.elapsed() < patience => fresh = refused.file,
            Err(refused) => return Err(refused.error),
        }
        std::thread::sleep(PAUSE);
    }
}

/// Whether a file cannot be had just now, since another program has it open.
#[cfg(windows)]
fn is_held(error: &io::Error) -> bool {
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    matches!(error.raw_os_error(), Some(ACCESS_DENIED | SHARING_VIOLATION))
}

#[cfg(not(windows))]
const fn is_held(_: &io::Error) -> bool {
    false
}

/// Puts a file in place under a name that must be free.
///
/// # Errors
/// The name is taken, or the system refused.
pub fn create(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    file.as_file().sync_all().map_err(|e| Failure::System("write it", path.to_path_buf(), e))?;
    file.persist_noclobber(path).map_err(|e| match e.error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Taken(path.to_path_buf()),
        _ => Failure::System("put it in place", path.to_path_buf(), e.error),
    })?;
    sync_folder(folder_of(path)).map_err(|e| Failure::Unconfirmed(path.to_path_buf(), e))
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
    // Root may write what is read-only, and a rename needs no permission of the file at all.
    if named.permissions().readonly() {
        return Err(Failure::ReadOnly(path.to_path_buf()));
    }
    if rights::has_other_names(&named) { Err(Failure::HardLink(path.to_path_buf())) } else { Ok(()) }
}

/// A record that no other command writes.
struct Locked {
    /// The record itself; where the system has locks that leave it readable, it is what is locked.
    record: File,
    #[cfg(windows)]
    beside: File,
}

impl Locked {
    /// What must be kept until the exchange is done.
    #[cfg(windows)]
    fn held(self) -> File {
        self.beside
    }

    /// What must be kept until the exchange is done.
    #[cfg(not(windows))]
    fn held(self) -> File {
        self.record
    }
}

/// The record, open and locked by a file beside it, that goes when this program ends.
#[cfg(windows)]
fn lock(path: &Path, patience: Duration) -> Result<Locked, Failure> {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// Nobody else can open it, and the system removes it with its last handle.
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const READ_WRITE_DELETE: u32 = 0xC001_0000;
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".lock");
    let name = path.with_file_name(name);
    let begun = Instant::now();
    loop {
        writable(path)?;
        let mut options = OpenOptions::new();
        options.create(true).write(true).access_mode(READ_WRITE_DELETE).share_mode(0).custom_flags(DELETE_ON_CLOSE);
        match options.open(&name) {
            Ok(beside) => match File::open(path) {
                Ok(record) => return Ok(Locked { record, beside }),
                Err(error) if is_held(&error) => {}
                Err(error) => return Err(Failure::System("open it", path.to_path_buf(), error)),
            },
            Err(error) if is_held(&error) => {}
            Err(error) => return Err(Failure::System("make a lock beside it", path.to_path_buf(), error)),
        }
        if begun.elapsed() >= patience {
            return Err(Failure::Busy(path.to_path_buf(), patience));
        }
        std::thread::sleep(PAUSE);
    }
}

/// The record, open and locked, when its name means this very file.
#[cfg(not(windows))]
fn lock(path: &Path, patience: Duration) -> Result<Locked, Failure> {
    let system = |doing| move |error| Failure::System(doing, path.to_path_buf(), error);
    let begun = Instant::now();
    loop {
        // Before it is opened: opening a pipe would wait for its other end.
        writable(path)?;
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Failure::ReadOnly(path.to_path_buf())
            }
            _ => Failure::System("open it", path.to_path_buf(), error),
        })?;
        match file.try_lock() {
            Ok(()) if is_still(path, &file.metadata().map_err(system("look at it"))?) => {
                return Ok(Locked { record: file });
            }
            // Another command exchanged the file while this one waited for the old one.
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(fs::TryLockError::Error(error)) => return Err(Failure::System("lock it", path.to_path_buf(), error)),
        }
        if begun.elapsed() >= patience {
            return Err(Failure::Busy(path.to_path_buf(), patience));
        }
    }
}

/// The new text in a hidden file beside the old one. Only who has the lock writes under this name, so
/// a file left there by a crash is nobody's.
fn fresh(path: &Path, text: &str, like: &File) -> Result<NamedTempFile, Failure> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new");
    let fresh = path.with_file_name(name);
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::System("remove what a crash left", fresh, error))
        }
        _ => {
            let name = fresh.file_name().unwrap_or_default();
            let file = Builder::new().prefix(name).suffix("").rand_bytes(0).tempfile_in(folder_of(path));
            let file = file.map_err(|error| Failure::System("make a new file in this folder", fresh.clone(), error))?;
            filled(file, text, like, &fresh)
        }
    }
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

/// Whether the name still means the file that this is about, and no link to it.
#[cfg(unix)]
pub(super) fn is_still(path: &Path, file: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::symlink_metadata(path)
        .is_ok_and(|named| named.is_file() && (named.dev(), named.ino()) == (file.dev(), file.ino()))
}

#[cfg(not(unix))]
pub(super) fn is_still(path: &Path, _: &Metadata) -> bool {
    fs::symlink_metadata(path).is_ok_and(|named| named.is_file())
}

/// Brings the names in a folder to the disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
