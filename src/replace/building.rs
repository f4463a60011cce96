//! The new folder while it is made, until it is in the place of the old one.

use super::{
    Folder,
    contents::above,
    disk::{self, named, sync_folder},
};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
};

/// A new folder that is being made beside the old one. Unless it is put in place, it is removed again.
pub struct Building<'f> {
    pub(super) folder: &'f Folder,
    pub(super) in_place: bool,
}

impl Building<'_> {
    /// Makes one of the files that were named, with the mode of the one that it stands for, if that is there. Who writes
    /// it brings it to the disk.
    ///
    /// # Errors
    /// It could not be made.
    pub fn create(&self, path: &str) -> io::Result<File> {
        let (here, there) = (self.folder.beside.join(path), self.folder.place.join(path));
        disk::create(&here, &there).map_err(|error| named(&here, &error))
    }

    /// Removes one that is not wanted any more.
    ///
    /// # Errors
    /// It could not be removed.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        let here = self.folder.beside.join(path);
        fs::remove_file(&here).map_err(|error| named(&here, &error))
    }

    /// Brings all of it to the disk but for the files, which whoever wrote them has brought there, and puts it in the
    /// place of the old folder. Returns what the reader must know of what is left of that.
    ///
    /// # Errors
    /// What could not be done; the old folder then stays as it was, unless the error says otherwise.
    pub fn put_in_place<'p>(mut self, paths: impl Iterator<Item = &'p str>) -> io::Result<Option<String>> {
        let folder = self.folder;
        for inner in paths.flat_map(above).collect::<BTreeSet<_>>() {
            sync_folder(&folder.beside.join(inner))?;
        }
        sync_folder(&folder.beside)?;
        sync_folder(&folder.parent)?;
        folder.exchange()?;
        self.in_place = true;
        folder.leave_old()
    }
}

impl Drop for Building<'_> {
    /// An error here is not told: it would hide the one for which the build is given up.
    fn drop(&mut self) {
        if !self.in_place {
            drop(self.folder.clear());
        }
    }
}
