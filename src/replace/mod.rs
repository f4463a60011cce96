//! A folder of ours that is replaced as a whole: made beside the old one and exchanged with it, so that a reader sees
//! the old one or the new one, never a mixture, and after a crash there is one of the two, whole.
//!
//! Everything new is on the disk before the exchange, and the exchange is before anything old is removed. `building` is
//! the new one while it is made; `contents` decides what may be removed, so that nothing else ever is; `disk` brings
//! files to the disk.

mod building;
mod contents;
mod disk;

use crate::{parallel, progress::Progress};
pub use building::Building;
use contents::{Contents, OnDisk, above};
use disk::{Made, named, sync_folder};
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

/// Which command a folder is made by, and how it is known again.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// The file that says that the folder is ours, with the path of every file in it.
    pub marker: &'static str,
    /// The command.
    pub command: &'static str,
    /// What to call it: `site`.
    pub noun: &'static str,
    /// One of them: `a site`.
    pub one: &'static str,
}

/// A folder of ours, ready to be replaced.
pub struct Folder {
    owner: Owner,
    place: PathBuf,
    parent: PathBuf,
    /// Where the new one is made, and where the old one is after the exchange.
    beside: PathBuf,
    /// Where the old one is for a moment, where the system exchanges folders in steps.
    aside: PathBuf,
    /// The one that is there; `None` if nothing is.
    old: Option<OnDisk>,
    /// Held while the build lasts.
    _lock: Option<File>,
    /// The folders above it that were not there.
    _made: Made,
}

/// How many files a build wrote.
pub struct Written {
    /// New or changed.
    pub new: usize,
    /// As before.
    pub same: usize,
    /// What the reader must know of what is left of the old folder.
    pub remark: Option<String>,
}

impl Folder {
    /// Looks at the place of the folder and claims it. `cases` is the folder of the records.
    ///
    /// # Errors
    /// It holds something else, is a link or a file, lies among the records, another build is under way, or it
    /// cannot be read.
    pub fn open(owner: Owner, place: &Path, cases: &Path) -> io::Result<Self> {
        let refuse = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {why}", place.display()));
        let whole = std::path::absolute(place)?;
        let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else {
            return Err(refuse(&format!("cannot be {}: name a new folder", owner.one)));
        };
        // Joined anew, without a slash at its end: with one, a link would be followed.
        let whole = parent.join(name);
        let records = fs::canonicalize(cases).map_err(|error| named(cases, &error))?;
        let real_place =
            real(&whole)?.ok_or_else(|| refuse("leads through a folder that is not there: name a new folder"))?;
        if real_place.starts_with(&records) || records.starts_with(&real_place) {
            let why = "cannot lie in the folder of cases nor around it: name a folder beside it";
            return Err(refuse(&format!("{} {why}", owner.one)));
        }
        let mut made = Made::default();
        made.all(parent)?;
        // Two builds of one place are kept apart by a lock on the folder above it; where a folder cannot be locked, by
        // none.
        let lock = File::open(parent).ok();
        if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
            return Err(refuse("another build is under way beside it"));
        }
        let mut folder = Self {
            owner,
            beside: parent.join(hidden(name, ".building")),
            aside: parent.join(hidden(name, ".exchanging")),
            parent: parent.to_path_buf(),
            place: whole,
            old: None,
            _lock: lock,
            _made: made,
        };
        folder.recover()?;
        folder.old = match fs::symlink_metadata(&folder.place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(named(place, &error)),
            Ok(data) if !data.is_dir() => return Err(refuse("is no folder: name a folder, not a link to one")),
            Ok(_) => match contents::look(owner, &folder.place).map_err(|error| named(place, &error))? {
                Contents::Nothing => Some(OnDisk::default()),
                Contents::Ours(ours) => Some(ours),
                Contents::Other(other) if folder.place.join(owner.marker).exists() => {
                    let noun = owner.noun;
                    return Err(refuse(&format!("holds {other}, which is not of the {noun}: move it away first")));
                }
                Contents::Other(other) => {
                    let one = owner.one;
                    return Err(refuse(&format!(
                        "is not empty and not {one} made before, as it holds {other}: name a new folder"
                    )));
                }
            },
        };
        Ok(folder)
    }

    /// Mends what an interrupted build left: the old folder is put back, what is left over is removed.
    fn recover(&self) -> io::Result<()> {
        if let Some(Contents::Ours(ours)) = self.look(&self.aside)? {
            match fs::symlink_metadata(&self.place) {
                Err(_) => fs::rename(&self.aside, &self.place).map_err(|error| named(&self.aside, &error))?,
                Ok(_) => contents::remove(self.owner, &self.aside, &ours)?,
            }
        }
        self.clear().map_err(|error| io::Error::new(error.kind(), format!("{error}: move it away first")))
    }

    /// Makes the new folder of these files and puts it in the place of the old one.
    ///
    /// # Errors
    /// What could not be written; the old folder then stays as it was.
    pub fn replace<F: Sync>(
        &self,
        files: &[(String, F)],
        text: impl Fn(&F) -> Result<Vec<u8>, String> + Sync,
        progress: &Progress,
    ) -> io::Result<Written> {
        progress.all.store(files.len() as u64, Relaxed);
        let building = self.begin(files.iter().map(|(path, _)| path.as_str()))?;
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
        let remark = building.put_in_place(files.iter().map(|(path, _)| path.as_str()))?;
        let new = new.into_inner();
        Ok(Written { new, same: files.len() - new, remark })
    }

    /// Begins the new folder beside the old one, for files with these paths.
    ///
    /// # Errors
    /// What could not be made.
    pub fn begin<'p>(&self, paths: impl Iterator<Item = &'p str> + Clone) -> io::Result<Building<'_>> {
        let building = Building { folder: self, in_place: false };
        disk::make_folder(&self.beside, &self.place)?;
        // The marker is written before all other files, so that the remains of an interrupted build are known as ours.
        let marker = contents::marker(self.owner, paths.clone());
        disk::write(&self.beside.join(self.owner.marker), marker.as_bytes(), &self.place.join(self.owner.marker))?;
        sync_folder(&self.beside)?;
        for folder in paths.flat_map(above).collect::<BTreeSet<_>>() {
            disk::make_folder(&self.beside.join(folder), &self.place.join(folder))?;
        }
        Ok(building)
    }

    fn exchange(&self) -> io::Result<()> {
        match &self.old {
            None => fs::rename(&self.beside, &self.place),
            Some(_) => disk::swap(&self.beside, &self.place, &self.aside),
        }
        .map_err(|error| named(&self.place, &error))
    }

    /// Removes the old folder once the new one is on the disk. Says where it is if something else was put into
    /// it while the new one was made.
    ///
    /// # Errors
    /// It is not certain that the new one is on the disk.
    fn leave_old(&self) -> io::Result<Option<String>> {
        let noun = self.owner.noun;
        sync_folder(&self.parent).map_err(|error| {
            let message = format!("the new {noun} is in place, but it is not certain that it is on the disk: {error}");
            io::Error::new(error.kind(), message)
        })?;
        if self.old.is_none() {
            return Ok(None);
        }
        let Err(error) = self.clear() else { return Ok(None) };
        // Renamed to a visible name, out of the way of the next build.
        let name = self.place.file_name().unwrap_or_default();
        let free = (1..).map(|n| self.parent.join(numbered(name, n))).find(|path| fs::symlink_metadata(path).is_err());
        let left = free.filter(|path| fs::rename(&self.beside, path).is_ok()).unwrap_or_else(|| self.beside.clone());
        Ok(Some(format!("the old {noun} lies in {}, as not all of it could be removed: {error}", left.display())))
    }

    /// What a folder holds, if it is there and no link.
    fn look(&self, folder: &Path) -> io::Result<Option<Contents>> {
        match fs::symlink_metadata(folder) {
            Ok(data) if data.is_dir() => {
                contents::look(self.owner, folder).map(Some).map_err(|error| named(folder, &error))
            }
            Ok(_) => Ok(Some(Contents::Other("no folder".into()))),
            Err(_) => Ok(None),
        }
    }

    /// Removes what lies beside: the old folder, or what an interrupted build left of a new one.
    fn clear(&self) -> io::Result<()> {
        let folder = &self.beside;
        match self.look(folder)? {
            None => Ok(()),
            Some(Contents::Nothing) => fs::remove_dir(folder).map_err(|error| named(folder, &error)),
            Some(Contents::Ours(ours)) => contents::remove(self.owner, folder, &ours),
            Some(Contents::Other(other)) => {
                let one = self.owner.one;
                Err(io::Error::other(format!("{} holds {other}, which is not of {one}", folder.display())))
            }
        }
    }
}

/// The real path, as it would be once all folders on it are made; `None` if it has a `..` after a folder that is not
/// there.
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

    const SITE: Owner = Owner { marker: ".timeline-site", command: "site", noun: "site", one: "a site" };

    /// A folder with `cases` in it, and where a site may be.
    fn room() -> (TempDir, PathBuf) {
        let room = tempfile::tempdir().expect("a folder");
        fs::create_dir(room.path().join("cases")).expect("a folder");
        let place = room.path().join("public");
        (room, place)
    }

    fn open(place: &Path) -> io::Result<Folder> {
        Folder::open(SITE, place, &place.with_file_name("cases"))
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
                [SITE.marker, "cases", "index.html"].map(str::to_owned).to_vec(),
            )
        );
    }

    #[test]
    fn folders_made_on_the_way_to_a_site_stay_only_with_a_site() {
        let (room, place) = room();
        let far = room.path().join("web/2024/public");
        let open = || Folder::open(SITE, &far, &place.with_file_name("cases"));
        drop(open().expect("nothing is there"));
        assert_eq!(names(room.path()), ["cases"]);
        fs::create_dir(room.path().join("web")).expect("a folder");
        drop(open().expect("nothing is there"));
        assert_eq!(names(room.path()), ["cases", "web"], "what was there before stays");
        assert!(names(&room.path().join("web")).is_empty());
        let written = open().expect("nothing is there").replace(
            &[("index.html".to_owned(), ())],
            |()| Ok(Vec::new()),
            &Progress::default(),
        );
        assert_eq!(written.expect("a site").new, 1);
        assert_eq!(names(&far), [SITE.marker, "index.html"]);
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
