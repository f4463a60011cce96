//! The folder of a site: made beside the old one and exchanged with it, so that a reader sees the
//! old site or the new one, never a mixture.
//!
//! Nothing is deleted but what an earlier build wrote: each site lists its files in [`MARKER`].

use crate::progress::Progress;
use rayon::prelude::*;
use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// The file that says that a folder is a site of ours, with the path of every file in it.
const MARKER: &str = ".timeline-site";
/// Its first line.
const HEAD: &str = "This folder was made by `timeline site`, which replaces it. Its files:";

/// The folder of a site, ready to be replaced.
pub(super) struct Folder {
    place: PathBuf,
    beside: PathBuf,
    /// The files of the site that is there; `None` if none is.
    old: Option<BTreeSet<String>>,
    /// Held while the build lasts.
    _lock: Option<File>,
}

/// How many files a build wrote.
pub(super) struct Written {
    /// New or changed.
    pub(super) new: usize,
    /// As before.
    pub(super) same: usize,
}

impl Folder {
    /// Looks at the place of the site and claims it.
    ///
    /// # Errors
    /// It holds something else, is a link or a file, another build is under way, or it cannot be read.
    pub(super) fn open(place: &Path) -> io::Result<Self> {
        let refuse =
            |why: String| Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {why}", place.display())));
        let old = match fs::symlink_metadata(place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(named(place, &error)),
            Ok(data) if !data.is_dir() => return refuse("is no folder: name a folder, not a link to one".into()),
            Ok(_) => {
                let listed = fs::read_to_string(place.join(MARKER)).ok();
                let listed: Option<BTreeSet<String>> = listed
                    .and_then(|text| text.strip_prefix(HEAD).map(|files| files.lines().map(str::to_owned).collect()));
                let found = files(place).map_err(|error| named(place, &error))?;
                match (listed, found.first()) {
                    (None, None) => None,
                    (None, Some(_)) => {
                        return refuse("is not empty and not a site made before: name a new folder".into());
                    }
                    (Some(listed), _) => match found.iter().find(|file| !listed.contains(*file) && *file != MARKER) {
                        Some(other) => {
                            return refuse(format!("holds {other}, which is not of the site: move it away first"));
                        }
                        None => Some(listed),
                    },
                }
            }
        };
        let whole = std::path::absolute(place)?;
        let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else {
            return refuse("cannot be a site: name a new folder".into());
        };
        let hidden = |suffix: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(suffix);
            parent.join(hidden)
        };
        fs::create_dir_all(parent).map_err(|error| named(parent, &error))?;
        // The folder above is what two builds would fight over. Not every system lets a folder be locked.
        let lock = File::open(parent).ok();
        if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
            return refuse("another build is under way beside it".into());
        }
        Ok(Self { beside: hidden(".building"), place: whole.clone(), old, _lock: lock })
    }

    /// Makes the new site of these files and puts it in the place of the old one.
    ///
    /// # Errors
    /// What could not be written; the old site then stays as it was.
    pub(super) fn replace<F: Sync>(
        &self,
        files: &[(String, F)],
        text: impl Fn(&F) -> Result<Vec<u8>, String> + Sync,
        progress: &Progress,
    ) -> io::Result<Written> {
        progress.all.store(files.len() as u64, Ordering::Relaxed);
        // What an interrupted build left, under our own hidden name.
        if self.beside.exists() {
            fs::remove_dir_all(&self.beside).map_err(|error| named(&self.beside, &error))?;
        }
        let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| Path::new(path).parent()).collect();
        for folder in folders {
            let folder = self.beside.join(folder);
            fs::create_dir_all(&folder).map_err(|error| named(&folder, &error))?;
        }
        let new = AtomicUsize::new(0);
        files.par_iter().try_for_each(|(path, file)| {
            let text = text(file).map_err(|message| io::Error::other(format!("{path}: {message}")))?;
            if !self.keep(path, &text)? {
                write(&self.beside.join(path), &text)?;
                new.fetch_add(1, Ordering::Relaxed);
            }
            progress.done.fetch_add(1, Ordering::Relaxed);
            Ok::<(), io::Error>(())
        })?;
        let mut marker = String::from(HEAD);
        let listed: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        listed.iter().for_each(|path| marker.extend(["\n", path]));
        write(&self.beside.join(MARKER), marker.as_bytes())?;
        self.exchange()?;
        let new = new.into_inner();
        Ok(Written { new, same: files.len() - new })
    }

    /// Takes a file that stays the same over from the old site. Says whether it did.
    fn keep(&self, path: &str, text: &[u8]) -> io::Result<bool> {
        if !self.old.as_ref().is_some_and(|files| files.contains(path)) {
            return Ok(false);
        }
        let old = self.place.join(path);
        let same = fs::symlink_metadata(&old).is_ok_and(|data| data.is_file() && data.len() == text.len() as u64)
            && fs::read(&old).is_ok_and(|bytes| bytes == text);
        // Where a file system has no links, it is written anew.
        Ok(same && fs::hard_link(&old, self.beside.join(path)).is_ok())
    }

    fn exchange(&self) -> io::Result<()> {
        match &self.old {
            None => {
                // An empty folder may be there.
                let _ = fs::remove_dir(&self.place);
                fs::rename(&self.beside, &self.place).map_err(|error| named(&self.place, &error))
            }
            Some(files) => {
                swap(&self.beside, &self.place).map_err(|error| named(&self.place, &error))?;
                remove(&self.beside, files)
            }
        }
    }
}

/// Exchanges two folders in one step.
#[cfg(target_os = "linux")]
fn swap(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Exchanges two folders, in three steps where the system has no single one.
#[cfg(not(target_os = "linux"))]
fn swap(a: &Path, b: &Path) -> io::Result<()> {
    let aside = a.with_extension("old");
    fs::rename(b, &aside)?;
    fs::rename(a, b)?;
    fs::rename(&aside, a)
}

/// Removes the files of a former site, then the folders that are empty after that.
fn remove(folder: &Path, files: &BTreeSet<String>) -> io::Result<()> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::from([folder.to_path_buf()]);
    for path in files.iter().map(String::as_str).filter(|path| !path.is_empty()).chain([MARKER]) {
        let path = folder.join(path);
        folders.extend(path.parent().map(Path::to_path_buf));
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(named(&path, &error)),
            _ => {}
        }
    }
    // The innermost first.
    folders.iter().rev().try_for_each(|folder| fs::remove_dir(folder).map_err(|error| named(folder, &error)))
}

/// The path of every file below a folder, in order; links are named, not followed.
fn files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut ahead = vec![folder.to_path_buf()];
    while let Some(next) = ahead.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if fs::symlink_metadata(&path)?.is_dir() {
                ahead.push(path);
            } else if let Ok(below) = path.strip_prefix(folder) {
                found.insert(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    Ok(found)
}

fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    File::create_new(path).and_then(|mut file| file.write_all(text)).map_err(|error| named(path, &error))
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
