//! The text that an editor is given: a hidden copy beside the record, and what the record said when it was begun.
//!
//! `.ID.edit.toml` is the copy. It stays where it is whenever it cannot be put in the place of the record, and the
//! next edit goes on with it. `.ID.base.edit.toml` holds the text that it was begun with: where the record was
//! changed since, both changes are put together. Who edits holds a lock on that file (on Windows, on one beside it), which
//! a crash gives back, so that no two editors have one copy. Both files appear whole: they are renamed into place.

use super::{
    Refusal, lock,
    protocol::{self, Failure},
};
use crate::load::{
    folder::{self, Found},
    problem::Problem,
};
use similar::TextMerge;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};
use tempfile::{Builder, NamedTempFile};

/// A text that is being edited.
#[derive(Debug)]
pub(super) struct Draft {
    /// What the editor is given.
    pub(super) copy: PathBuf,
    /// What the record said when this edit began.
    pub(super) record: String,
    /// What it was begun with.
    pub(super) begun: Begun,
    base: PathBuf,
    /// The lock by which no other command edits this record, held as long as this value exists.
    _locked: File,
}

/// What a draft was begun with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begun {
    /// The text of the record.
    Anew,
    /// The text of an earlier edit.
    LeftOver,
    /// The text of an earlier edit, and what was changed in the record since.
    Merged,
    /// The same, where both changed the same lines: these stand between conflict markers.
    Conflicting,
}

impl Draft {
    /// Goes on with the text that an earlier edit left, or begins with that of the record.
    ///
    /// # Errors
    /// Somebody has it in an editor, something else stands in its place, or the system refused.
    pub(super) fn open(found: &Found) -> Result<Self, Refusal> {
        let folder = protocol::folder_of(&found.path);
        let copy = folder.join(format!(".{}.edit.toml", found.id));
        let base = folder.join(format!(".{}.base.edit.toml", found.id));
        let (locked, before) = locked(found, &base)?;
        // The lock is held from here on: no other command touches the copy.
        let record = folder::text(found)?;
        let left = if is_file(&copy)? { Some(text_of(&copy)?) } else { None };
        let (begun, text) = begin(found, &copy, left.as_deref(), before.as_deref(), &record)?;
        // The copy is written before the base: after a crash in between, the next edit merges the same changes again,
        // which changes nothing.
        if left.as_ref() != Some(&text) {
            put(whole(found, &text)?, &copy)?;
        }
        let is_base = text_of(&base)? == record;
        let locked = if is_base { locked } else { exchanged(locked, whole(found, &record)?, &base)? };
        Ok(Self { copy, record, begun, base, _locked: locked })
    }

    /// The text as the editor left it. Problems are told by the name and the lines of the record, which are those
    /// of the copy.
    ///
    /// # Errors
    /// The copy is gone, or no regular file any more: what to do; or the problem with its text.
    pub(super) fn text(&self, found: &Found) -> Result<String, Refusal> {
        if !is_file(&self.copy)? {
            let help = "the editor moved or deleted it: save the text under this name";
            return Err(format!("{}: nothing was written: {help}", self.copy.display()).into());
        }
        Ok(folder::text(&Found { path: self.copy.as_path().into(), ..found.clone() })?)
    }

    /// Removes both files: what they say is in the record.
    ///
    /// # Errors
    /// The system refused.
    pub(super) fn remove(self) -> Result<(), Failure> {
        for path in [&self.copy, &self.base] {
            protocol::remove(path).map_err(|error| Failure::Left(path.clone(), error))?;
        }
        Ok(())
    }
}

/// With what an edit begins, where an earlier one left `left`, which it had begun with `before`.
fn begin(
    found: &Found,
    copy: &Path,
    left: Option<&str>,
    before: Option<&str>,
    record: &str,
) -> Result<(Begun, String), Refusal> {
    let Some(left) = left.filter(|left| *left != record && Some(*left) != before) else {
        return Ok((Begun::Anew, record.to_owned()));
    };
    match before {
        Some(before) if before == record => {}
        Some(before) => {
            let mut merge = TextMerge::from_lines(before, left, record);
            merge.labels("before", "the text of the earlier edit", "the record as it is now");
            let begun = if merge.is_conflicted() { Begun::Conflicting } else { Begun::Merged };
            return Ok((begun, merge.to_string()));
        }
        // A copy without a base: an editor that returned at once may have saved it after the edit had ended.
        None => {
            let changed = |path: &Path| {
                let changed = fs::metadata(path).and_then(|file| file.modified());
                changed.map_err(|error| Failure::System("look at it", path.to_path_buf(), error))
            };
            if changed(&found.path)? > changed(copy)? {
                let help = "put together by hand what is right in both, and remove this file; nothing was written";
                let what = "it holds the text of another edit, and the record was changed after it";
                return Err(format!("{}: {what}: {help}", copy.display()).into());
            }
        }
    }
    Ok((Begun::LeftOver, left.to_owned()))
}

/// Whether there is a file.
///
/// # Errors
/// There is something else: reading a pipe would never end, and a link leads elsewhere.
fn is_file(path: &Path) -> Result<bool, Refusal> {
    match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() => Err(Failure::NotAFile(path.to_path_buf()).into()),
        there => Ok(there.is_ok()),
    }
}

fn text_of(path: &Path) -> Result<String, Problem> {
    folder::text(&Found::new("", path))
}

/// A temporary file with this text and the rights of the record, written to the disk.
fn whole(found: &Found, text: &str) -> Result<NamedTempFile, Refusal> {
    let system = |doing| move |error| Failure::System(doing, found.path.to_path_buf(), error);
    let record = File::open(&found.path).map_err(system("open it"))?;
    let file = Builder::new().prefix(".").suffix(".edit.toml").tempfile_in(protocol::folder_of(&found.path));
    let file = file.map_err(system("make a new file in this folder"))?;
    Ok(protocol::filled(file, text, &record, &found.path)?)
}

/// Puts a file in the place of what has this name.
fn put(file: NamedTempFile, path: &Path) -> Result<File, Refusal> {
    protocol::put(file, path).map_err(|error| Failure::at("keep it", path, error).into())
}

/// A new base under a name that must be free; `None` if it is not.
fn claimed(base: NamedTempFile, path: &Path) -> Result<Option<File>, Refusal> {
    match base.persist_noclobber(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
        Err(error) => Err(Failure::System("keep it", path.to_path_buf(), error.error).into()),
    }
}

fn in_an_editor(base: &Path) -> Refusal {
    let help = "somebody has this record in an editor; nothing was written: finish that first";
    format!("{}: {help}", base.display()).into()
}

/// A lock, and what the edit that was left had begun with. If there is none, the base is made.
///
/// # Errors
/// Somebody has the lock, something else stands in the place of the base, or the system refused.
#[cfg(not(windows))]
fn locked(found: &Found, base: &Path) -> Result<(File, Option<String>), Refusal> {
    loop {
        if let Some((locked, before)) = held(base)? {
            return Ok((locked, Some(before)));
        }
        let new = whole(found, &folder::text(found)?)?;
        lock_file(&new, base)?;
        if let Some(locked) = claimed(new, base)? {
            return Ok((locked, None));
        }
    }
}

/// A lock, and what the edit that was left had begun with. If there is none, the base is made. The lock is on a file
/// beside the base, as nobody could exchange or remove what is open.
///
/// # Errors
/// Somebody has the lock, something else stands in the place of the base, or the system refused.
#[cfg(windows)]
fn locked(found: &Found, base: &Path) -> Result<(File, Option<String>), Refusal> {
    let locked = lock::beside(base, lock::READERS);
    let locked = locked.map_err(|error| Failure::System("make a lock beside it", base.to_path_buf(), error))?;
    let locked = locked.ok_or_else(|| in_an_editor(base))?;
    loop {
        if is_file(base)? {
            return Ok((locked, Some(text_of(base)?)));
        }
        if claimed(whole(found, &folder::text(found)?)?, base)?.is_some() {
            return Ok((locked, None));
        }
    }
}

/// The base of an edit that was left, locked, and its text; `None` if there is none.
#[cfg(not(windows))]
fn held(base: &Path) -> Result<Option<(File, String)>, Refusal> {
    let system = |doing| move |error| Failure::System(doing, base.to_path_buf(), error);
    if !is_file(base)? {
        return Ok(None);
    }
    let file = match File::open(base) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(system("open it"))?,
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(in_an_editor(base)),
        Err(fs::TryLockError::Error(error)) => return Err(system("lock it")(error).into()),
    }
    // The holder of the lock may have ended and removed the file in between.
    let is_still = lock::is_still(base, &file.metadata().map_err(system("look at it"))?);
    Ok(if is_still { Some((file, text_of(base)?)) } else { None })
}

/// Puts a new base in the place of the old one, whose lock goes over to it.
#[cfg(not(windows))]
fn exchanged(_old: File, new: NamedTempFile, base: &Path) -> Result<File, Refusal> {
    lock_file(&new, base)?;
    put(new, base)
}

/// Puts a new base in the place of the old one; the lock is beside both.
#[cfg(windows)]
fn exchanged(locked: File, new: NamedTempFile, base: &Path) -> Result<File, Refusal> {
    put(new, base)?;
    Ok(locked)
}

#[cfg(not(windows))]
fn lock_file(file: &NamedTempFile, path: &Path) -> Result<(), Refusal> {
    file.as_file().lock().map_err(|error| Failure::System("lock it", path.to_path_buf(), error).into())
}
