//! Files and folders on their way to the disk.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Writes a new file and brings it to the disk; with the mode of the file that it stands for, if that is there.
pub(super) fn write(path: &Path, text: &[u8], like: &Path) -> io::Result<()> {
    let write = || {
        let mut file = create(path, like)?;
        file.write_all(text)?;
        file.sync_all()
    };
    write().map_err(|error: io::Error| named(path, &error))
}

/// Makes a new file, to be written and read, with the mode of the file that it stands for, if that is there.
pub(super) fn create(path: &Path, like: &Path) -> io::Result<File> {
    let file = File::options().read(true).write(true).create_new(true).open(path)?;
    if let Some(old) = fs::symlink_metadata(like).ok().filter(fs::Metadata::is_file) {
        file.set_permissions(old.permissions())?;
    }
    Ok(file)
}

/// Hard-links a file of the old folder into the new one if it holds this text, and brings it to the disk. Says whether
/// it did: where a file system has no links, the file is written anew.
pub(super) fn keep(old: &Path, new: &Path, text: &[u8]) -> io::Result<bool> {
    let same = fs::symlink_metadata(old).is_ok_and(|data| data.is_file() && data.len() == text.len() as u64)
        && fs::read(old).is_ok_and(|bytes| bytes == text);
    if !same || fs::hard_link(old, new).is_err() {
        return Ok(false);
    }
    // Windows flushes only files that are open for writing.
    let opened = File::options().read(true).write(cfg!(windows)).open(new);
    opened.and_then(|file| file.sync_all()).map_err(|error| named(new, &error))?;
    Ok(true)
}

/// Makes a folder with the mode and the group of the one that it stands for, if that is there.
pub(super) fn make_folder(path: &Path, like: &Path) -> io::Result<()> {
    fs::create_dir(path).map_err(|error| named(path, &error))?;
    match fs::symlink_metadata(like) {
        Ok(old) if old.is_dir() => {
            keep_group(path, &old);
            fs::set_permissions(path, old.permissions()).map_err(|error| named(path, &error))
        }
        _ => Ok(()),
    }
}

/// The group is kept where the system lets whoever makes the folder give it.
#[cfg(unix)]
fn keep_group(path: &Path, like: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    if fs::symlink_metadata(path).is_ok_and(|new| new.gid() != like.gid()) {
        let _ = chown(path, None, Some(like.gid()));
    }
}

#[cfg(not(unix))]
fn keep_group(_: &Path, _: &fs::Metadata) {}

/// The folders that were made on the way to a place. Those in which nothing lies in the end are removed again.
#[derive(Default)]
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Makes a folder and all that it lies in, each brought to the disk.
    pub(super) fn all(&mut self, folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        let Some(parent) = folder.parent() else { return Ok(()) };
        self.all(parent)?;
        match fs::create_dir(folder) {
            Ok(()) => self.0.push(folder.to_path_buf()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(named(folder, &error)),
        }
        sync_folder(parent)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // The innermost first; the system removes none in which something lies.
        let _ = self.0.iter().rev().try_for_each(fs::remove_dir);
    }
}

/// Brings the names in a folder to the disk.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|file| file.sync_all()) {
        // Some network file systems cannot fsync a folder.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done.map_err(|error| named(folder, &error)),
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Exchanges two folders: in one step where the system has one for it.
#[cfg(target_os = "linux")]
pub(super) fn swap(a: &Path, b: &Path, aside: &Path) -> io::Result<()> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => in_steps(a, b, aside),
        done => done.map_err(io::Error::from),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn swap(a: &Path, b: &Path, aside: &Path) -> io::Result<()> {
    in_steps(a, b, aside)
}

/// Exchanges two folders in three steps. After an interruption between them the old one is `aside`.
fn in_steps(a: &Path, b: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(b, aside)?;
    fs::rename(a, b).inspect_err(|_| drop(fs::rename(aside, b)))?;
    fs::rename(aside, a)
}

/// The error with the file that it is about.
pub(super) fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_exchanged_with_and_without_a_single_step() {
        let room = tempfile::tempdir().expect("a folder");
        let [a, b, aside] = ["a", "b", "aside"].map(|name| room.path().join(name));
        [&a, &b].iter().for_each(|folder| fs::create_dir(folder).expect("a folder"));
        fs::write(a.join("new"), "").expect("a file");
        for exchange in [swap, in_steps] {
            let (from, to) = if a.join("new").exists() { (&a, &b) } else { (&b, &a) };
            exchange(from, to, &aside).expect("an exchange");
            assert!(to.join("new").exists() && from.is_dir() && !from.join("new").exists() && !aside.exists());
        }
        // Where the new one cannot be put in place, the old one is there again.
        fs::remove_dir(&b).expect("it is empty");
        assert!(in_steps(&b, &a, &aside).is_err() && a.join("new").exists() && !aside.exists());
    }
}
