//! The folder of a site: made beside the old one and exchanged with it, so that a reader sees the
//! old site or the new one, never a mixture, and after a crash there is one of the two, whole.
//!
//! Everything new is on the disk before the exchange, and the exchange is before anything old is removed.
//! What that is, and that nothing else ever is, `held` decides.

use super::{
    disk::{self, named, sync_folder},
    held::{self, Held, MARKER, SiteOnDisk, above},
};
use crate::{parallel, progress::Progress};
use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    fs::{self, File, TryLockError},
    io,
    ops::RangeInclusive,
    path::{Component, Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};

/// How many files are made at once by one thread, at least and at most.
const FILES: RangeInclusive<usize> = 16..=64;

/// The folder of a site, ready to be replaced.
pub(super) struct Folder {
    place: PathBuf,
    parent: PathBuf,
    /// Where the new site is made, and where the old one is after the exchange.
    beside: PathBuf,
    /// Where the old one is for a moment, where the system exchanges folders in steps.
    aside: PathBuf,
    /// The site that is there; `None` if nothing is.
    old: Option<SiteOnDisk>,
    /// Held while the build lasts.
    _lock: Option<File>,
}

/// How many files a build wrote.
pub(super) struct Written {
    /// New or changed.
    pub(super) new: usize,
    /// As before.
    pub(super) same: usize,
    /// What the reader must know of what is left of the old site.
    pub(super) remark: Option<String>,
}

impl Folder {
    /// Looks at the place of the site and claims it. `cases` is the folder of the records.
    ///
    /// # Errors
    /// It holds something else, is a link or a file, lies among the records, another build is under way, or it
    /// cannot be read.
    pub(super) fn open(place: &Path, cases: &Path) -> io::Result<Self> {
        let refuse = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {why}", place.display()));
        let whole = std::path::absolute(place)?;
        let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else {
            return Err(refuse("cannot be a site: name a new folder"));
        };
        // Without a slash at its end, which would lead through a link.
        let whole = parent.join(name);
        let records = fs::canonicalize(cases).map_err(|error| named(cases, &error))?;
        let site =
            real(&whole)?.ok_or_else(|| refuse("leads through a folder that is not there: name a new folder"))?;
        if site.starts_with(&records) || records.starts_with(&site) {
            return Err(refuse("a site cannot lie in the folder of cases nor around it: name a folder beside it"));
        }
        disk::make_all(parent)?;
        // The folder above is what two builds would fight over. Not every system lets a folder be locked.
        let lock = File::open(parent).ok();
        if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
            return Err(refuse("another build is under way beside it"));
        }
        let mut folder = Self {
            beside: parent.join(hidden(name, ".building")),
            aside: parent.join(hidden(name, ".exchanging")),
            parent: parent.to_path_buf(),
            place: whole,
            old: None,
            _lock: lock,
        };
        folder.recover()?;
        folder.old = match fs::symlink_metadata(&folder.place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(named(place, &error)),
            Ok(data) if !data.is_dir() => return Err(refuse("is no folder: name a folder, not a link to one")),
            Ok(_) => match held::look(&folder.place).map_err(|error| named(place, &error))? {
                Held::Nothing => Some(SiteOnDisk::default()),
                Held::Site(site) => Some(site),
                Held::Other(other) if folder.place.join(MARKER).exists() => {
                    return Err(refuse(&format!("holds {other}, which is not of the site: move it away first")));
                }
                Held::Other(other) => {
                    return Err(refuse(&format!(
                        "is not empty and not a site made before, as it holds {other}: name a new folder"
                    )));
                }
            },
        };
        Ok(folder)
    }

    /// Mends what an interrupted build left: the old site is put back, what is left over is removed.
    fn recover(&self) -> io::Result<()> {
        if let Some(Held::Site(site)) = site_at(&self.aside)? {
            match fs::symlink_metadata(&self.place) {
                Err(_) => fs::rename(&self.aside, &self.place).map_err(|error| named(&self.aside, &error))?,
                Ok(_) => held::remove(&self.aside, &site)?,
            }
        }
        clear(&self.beside).map_err(|error| io::Error::new(error.kind(), format!("{error}: move it away first")))
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
        progress.all.store(files.len() as u64, Relaxed);
        let new = self.build(files, text, progress).and_then(|new| self.exchange().map(|()| new));
        // What the error is about is told, not that the rest of it could not be removed.
        let new = new.inspect_err(|_| drop(clear(&self.beside)))?;
        Ok(Written { new, same: files.len() - new, remark: self.leave_old()? })
    }

    /// Makes the new site beside the old one and brings it to the disk; returns how many files are new.
    fn build<F: Sync>(
        &self,
        files: &[(String, F)],
        text: impl Fn(&F) -> Result<Vec<u8>, String> + Sync,
        progress: &Progress,
    ) -> io::Result<usize> {
        disk::make_folder(&self.beside, &self.place)?;
        // Before all others, so that a build that is interrupted is known as ours.
        let marker = held::marker(files.iter().map(|(path, _)| path.as_str()));
        disk::write(&self.beside.join(MARKER), marker.as_bytes(), &self.place.join(MARKER))?;
        sync_folder(&self.beside)?;
        let folders: BTreeSet<&str> = files.iter().flat_map(|(path, _)| above(path)).collect();
        for folder in &folders {
            disk::make_folder(&self.beside.join(folder), &self.place.join(folder))?;
        }
        let (new, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let write = |(path, file): &(String, F)| {
            let text = text(file).map_err(|message| io::Error::other(format!("{path}: {message}")))?;
            let (there, here) = (self.place.join(path), self.beside.join(path));
            let was = self.old.as_ref().is_some_and(|old| old.files.contains(path));
            if !was || !disk::keep(&there, &here, &text)? {
                disk::write(&here, &text, &there)?;
                new.fetch_add(1, Relaxed);
            }
            Ok::<(), io::Error>(())
        };
        let written = parallel::in_portions(files, FILES, progress, |some, _| {
            let mut going_on = some.iter().take_while(|_| !failed.load(Relaxed));
            going_on.try_for_each(write).inspect_err(|_| failed.store(true, Relaxed))
        });
        written.into_iter().collect::<io::Result<()>>()?;
        folders.iter().try_for_each(|folder| sync_folder(&self.beside.join(folder)))?;
        sync_folder(&self.beside)?;
        sync_folder(&self.parent)?;
        Ok(new.into_inner())
    }

    fn exchange(&self) -> io::Result<()> {
        match &self.old {
            None => fs::rename(&self.beside, &self.place),
            Some(_) => disk::swap(&self.beside, &self.place, &self.aside),
        }
        .map_err(|error| named(&self.place, &error))
    }

    /// Removes the old site once the new one is on the disk. Says where it is if something else was put into
    /// it while the new one was made.
    ///
    /// # Errors
    /// It is not certain that the new site is on the disk.
    fn leave_old(&self) -> io::Result<Option<String>> {
        sync_folder(&self.parent).map_err(|error| {
            let message = format!("the new site is in place, but it is not certain that it is on the disk: {error}");
            io::Error::new(error.kind(), message)
        })?;
        if self.old.is_none() {
            return Ok(None);
        }
        let Err(error) = clear(&self.beside) else { return Ok(None) };
        // Out of the way of the next build, under a name that is seen.
        let name = self.place.file_name().unwrap_or_default();
        let free = (1..).map(|n| self.parent.join(numbered(name, n))).find(|path| fs::symlink_metadata(path).is_err());
        let left = free.filter(|path| fs::rename(&self.beside, path).is_ok()).unwrap_or_else(|| self.beside.clone());
        Ok(Some(format!("the old site lies in {}, as not all of it could be removed: {error}", left.display())))
    }
}

/// What a folder holds, if it is there and no link.
fn site_at(folder: &Path) -> io::Result<Option<Held>> {
    match fs::symlink_metadata(folder) {
        Ok(data) if data.is_dir() => held::look(folder).map(Some).map_err(|error| named(folder, &error)),
        Ok(_) => Ok(Some(Held::Other("no folder".into()))),
        Err(_) => Ok(None),
    }
}

/// Removes a site, or what an interrupted build left of one.
fn clear(folder: &Path) -> io::Result<()> {
    match site_at(folder)? {
        None => Ok(()),
        Some(Held::Nothing) => fs::remove_dir(folder).map_err(|error| named(folder, &error)),
        Some(Held::Site(site)) => held::remove(folder, &site),
        Some(Held::Other(other)) => {
            Err(io::Error::other(format!("{} holds {other}, which is not of a site", folder.display())))
        }
    }
}

/// Where a path leads, if all folders that are not there yet were made; `None` if it goes back out of one of them.
fn real(path: &Path) -> io::Result<Option<PathBuf>> {
    let there = path.ancestors().find(|path| fs::symlink_metadata(path).is_ok()).unwrap_or(path);
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    let onward = rest.components().all(|part| matches!(part, Component::Normal(_)));
    Ok(onward.then_some(fs::canonicalize(there).map_err(|error| named(there, &error))?.join(rest)))
}

/// `.public.building`.
fn hidden(name: &OsStr, suffix: &str) -> OsString {
    [OsStr::new("."), name, OsStr::new(suffix)].into_iter().collect()
}

/// `public.before`, `public.before-2`.
fn numbered(name: &OsStr, n: usize) -> OsString {
    let mut numbered = name.to_os_string();
    numbered.push(if n == 1 { ".before".into() } else { format!(".before-{n}") });
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A folder with `cases` in it, and where a site may be.
    fn room() -> (TempDir, PathBuf) {
        let room = tempfile::tempdir().expect("a folder");
        fs::create_dir(room.path().join("cases")).expect("a folder");
        let place = room.path().join("public");
        (room, place)
    }

    fn open(place: &Path) -> io::Result<Folder> {
        Folder::open(place, &place.with_file_name("cases"))
    }

    /// Builds a site of files that hold their own names, or what `text` makes of them.
    fn build(
        place: &Path,
        names: &[&str],
        text: impl Fn(&str) -> Result<String, String> + Sync,
    ) -> io::Result<Written> {
        let files: Vec<(String, String)> = names.iter().map(|name| ((*name).into(), (*name).into())).collect();
        open(place)?.replace(&files, |name| text(name).map(String::into_bytes), &Progress::default())
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn where_a_build_fails_the_old_site_stays_and_nothing_else() {
        let (room, place) = room();
        let same = |name: &str| Ok(name.to_owned());
        build(&place, &["index.html", "cases/a.html"], same).expect("a site");
        let fails = |name: &str| if name == "b/b" { Err("it fails".into()) } else { Ok("new".into()) };
        let error = build(&place, &["index.html", "a/a", "b/b"], fails).map(|_| ()).expect_err("it fails");
        assert_eq!(error.to_string(), "b/b: it fails");
        assert_eq!(fs::read_to_string(place.join("index.html")).ok().as_deref(), Some("index.html"));
        assert_eq!(
            (names(room.path()), names(&place)),
            (
                vec!["cases".to_owned(), "public".to_owned()],
                [MARKER, "cases", "index.html"].map(str::to_owned).to_vec(),
            )
        );
    }

    #[test]
    fn what_is_put_into_the_old_site_meanwhile_is_not_lost() {
        let (room, place) = room();
        let same = |name: &str| Ok(name.to_owned());
        build(&place, &["index.html", "cases/a.html"], same).expect("a site");
        for left in ["public.before", "public.before-2"] {
            let meanwhile = |name: &str| {
                fs::write(place.join("cases/mine.txt"), "mine").map_err(|error| error.to_string())?;
                Ok(name.to_uppercase())
            };
            let written = build(&place, &["index.html", "cases/a.html"], meanwhile).expect("the new site");
            let remark = written.remark.expect("a word on it");
            assert!(remark.contains(left) && remark.contains("cases/mine.txt"), "{remark}");
            let kept = room.path().join(left).join("cases/mine.txt");
            assert_eq!(fs::read_to_string(kept).ok().as_deref(), Some("mine"));
            assert_eq!(names(&place.join("cases")), ["a.html"]);
        }
        assert!(build(&place, &["index.html"], same).expect("the next one").remark.is_none());
    }

    #[test]
    fn two_builds_beside_each_other_do_not_meet() {
        let (_room, place) = room();
        let first = open(&place).expect("nothing is there");
        let second = open(&place).map(|_| ()).expect_err("the first is not done");
        assert!(second.to_string().contains("another build"), "{second}");
        drop(first);
        assert!(open(&place).is_ok());
    }
}
