//! Who may read and write a record that is exchanged: the same people as before.
//!
//! A new file belongs to who makes it. As editors do, it gets the group, the mode and the access list of the old
//! one, and its owner too where the system allows that, which it does for root alone. A group or an access list
//! that cannot be kept stops the exchange: colleagues would lose the file, or strangers could read it. On Windows a new
//! file has the access list of its folder, which is that of the records in it unless somebody gave one its own.

use super::protocol::Failure;
use std::{
    fs::{File, Metadata},
    path::Path,
};

/// Whether the file has further names (hard links), which an exchange would leave with the old text.
#[cfg(unix)]
pub(super) fn has_other_names(file: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    file.nlink() > 1
}

#[cfg(not(unix))]
pub(super) fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Gives a new file the rights of another one. `path` is what an error names.
///
/// # Errors
/// The group, the access list or the mode cannot be kept.
pub(super) fn keep(new: &File, like: &File, path: &Path) -> Result<(), Failure> {
    let cannot = |what| move |error| Failure::Rights(what, path.to_path_buf(), error);
    let old = like.metadata().map_err(|error| Failure::System("look at it", path.to_path_buf(), error))?;
    keep_group(new, &old).map_err(cannot("the group"))?;
    keep_access_list(new, like).map_err(cannot("the access list"))?;
    new.set_permissions(old.permissions()).map_err(cannot("the mode"))
}

#[cfg(unix)]
fn keep_group(new: &File, old: &Metadata) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let own = new.metadata()?;
    if (own.uid(), own.gid()) == (old.uid(), old.gid()) || fchown(new, Some(old.uid()), Some(old.gid())).is_ok() {
        return Ok(());
    }
    // The owner cannot be kept without being root: only the group is.
    if own.gid() == old.gid() { Ok(()) } else { fchown(new, None, Some(old.gid())) }
}

#[cfg(not(unix))]
fn keep_group(_: &File, _: &Metadata) -> std::io::Result<()> {
    Ok(())
}

/// Access lists name further people and groups. A new file may have got one from its folder, which is not that
/// of the old file.
#[cfg(target_os = "linux")]
fn keep_access_list(new: &File, like: &File) -> std::io::Result<()> {
    use rustix::{
        fs::{XattrFlags, fgetxattr, fgetxattr_query, fremovexattr, fsetxattr},
        io::Errno,
    };
    const LIST: &str = "system.posix_acl_access";
    let nothing = |error: Errno| matches!(error, Errno::NODATA | Errno::OPNOTSUPP | Errno::NOSYS);
    let size = match fgetxattr_query(like, LIST) {
        Err(error) if nothing(error) => {
            return match fremovexattr(new, LIST) {
                Err(error) if !nothing(error) => Err(error.into()),
                _ => Ok(()),
            };
        }
        size => size?,
    };
    let mut list = vec![0; size];
    let size = fgetxattr(like, LIST, &mut *list)?;
    Ok(fsetxattr(new, LIST, &list[..size], XattrFlags::empty())?)
}

#[cfg(not(target_os = "linux"))]
fn keep_access_list(_: &File, _: &File) -> std::io::Result<()> {
    Ok(())
}
