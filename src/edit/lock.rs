//! Who may write a record, or has it in an editor: one at a time.
//!
//! The lock is on the file itself: it leaves no lock file in people's folders, and network file systems pass locks on
//! files to the other machines, but not locks on folders. Since the file is exchanged under its name, whoever got the
//! lock looks whether the name still means that file.
//!
//! Windows keeps others from reading what is locked, and exchanges no file that anybody has open. There the lock is a
//! file beside it that nobody else can open, and that the system removes when its holder ends, however that comes.

use super::protocol::{Failure, writable};
use std::{
    fs::{self, File, Metadata},
    io,
    path::Path,
    time::{Duration, Instant},
};

/// How long to wait before a file that another program holds is tried again.
const PAUSE: Duration = Duration::from_millis(10);

/// How long a file is waited for that a reader or a scanner for viruses has open: they are done in a moment.
pub(super) const READERS: Duration = Duration::from_secs(2);

/// A record that no other command writes.
pub(super) struct Locked {
    /// The record itself; where the system has locks that leave it readable, it is what is locked.
    pub(super) record: File,
    #[cfg(windows)]
    beside: File,
}

impl Locked {
    /// What must be kept until the exchange is done.
    #[cfg(windows)]
    pub(super) fn held(self) -> File {
        self.beside
    }

    /// What must be kept until the exchange is done.
    #[cfg(not(windows))]
    pub(super) fn held(self) -> File {
        self.record
    }
}

/// The record, open, and a lock beside it.
#[cfg(windows)]
pub(super) fn record(path: &Path, patience: Duration) -> Result<Locked, Failure> {
    writable(path)?;
    let beside = beside(path, patience).map_err(|e| Failure::System("make a lock beside it", path.to_path_buf(), e))?;
    let beside = beside.ok_or_else(|| Failure::Busy(path.to_path_buf(), patience))?;
    let record = when_free(READERS, (), |()| File::open(path).map_err(|error| ((), error)));
    Ok(Locked { record: record.map_err(|error| Failure::at("open it", path, error))?, beside })
}

/// The record, open and locked, when its name means this very file.
#[cfg(not(windows))]
pub(super) fn record(path: &Path, patience: Duration) -> Result<Locked, Failure> {
    let system = |doing| move |error| Failure::System(doing, path.to_path_buf(), error);
    let begun = Instant::now();
    loop {
        // Looked at before it is opened: to open a named pipe would block.
        writable(path)?;
        let file = fs::OpenOptions::new().read(true).write(true).open(path).map_err(|error| match error.kind() {
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

/// A file that nobody else can open, `.NAME.lock` beside the one of this name. It is gone when it is closed. `None` if
/// somebody has it all the time.
///
/// # Errors
/// The system refused.
#[cfg(windows)]
pub(super) fn beside(path: &Path, patience: Duration) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const READ_WRITE_DELETE: u32 = 0xC001_0000;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".lock");
    let name = path.with_file_name(name);
    let mut options = fs::OpenOptions::new();
    options.create(true).write(true).access_mode(READ_WRITE_DELETE).share_mode(0).custom_flags(DELETE_ON_CLOSE);
    match when_free(patience, (), |()| options.open(&name).map_err(|error| ((), error))) {
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        done => done.map(Some),
    }
}

#[cfg(windows)]
const ACCESS_DENIED: i32 = 5;
#[cfg(windows)]
const SHARING_VIOLATION: i32 = 32;

/// Whether a file cannot be had just now, since another program has it open.
#[cfg(windows)]
pub(super) fn is_held(error: &io::Error) -> bool {
    // Windows says ACCESS_DENIED of a file that is removed once it is closed, and of one that others have open when it
    // is to be replaced.
    matches!(error.raw_os_error(), Some(ACCESS_DENIED | SHARING_VIOLATION))
}

/// Whether a file cannot be had just now: never, as these systems replace files that others have open.
#[cfg(not(windows))]
pub(super) const fn is_held(_: &io::Error) -> bool {
    false
}

/// Does something with a file; as long as somebody keeps the system from that, again. What it is done with comes back
/// with the error, for the next time.
///
/// # Errors
/// The system refused, or somebody held it all the time.
pub(super) fn when_free<F, T>(
    patience: Duration,
    mut file: F,
    work: impl Fn(F) -> Result<T, (F, io::Error)>,
) -> io::Result<T> {
    let begun = Instant::now();
    loop {
        match work(file) {
            Ok(done) => return Ok(done),
            Err((back, error)) if is_held(&error) && begun.elapsed() < patience => file = back,
            Err((_, error)) => return Err(error),
        }
        std::thread::sleep(PAUSE);
    }
}

/// Whether the name still means the file that this is about, and no link to it.
#[cfg(unix)]
pub(super) fn is_still(path: &Path, file: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::symlink_metadata(path)
        .is_ok_and(|named| named.is_file() && (named.dev(), named.ino()) == (file.dev(), file.ino()))
}

/// Whether there is still a file of this name.
#[cfg(not(unix))]
pub(super) fn is_still(path: &Path, _: &Metadata) -> bool {
    fs::symlink_metadata(path).is_ok_and(|named| named.is_file())
}
