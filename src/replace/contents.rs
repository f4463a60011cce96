//! What a folder holds: what was made before, nothing, or something of others. Only what is found by a walk
//! of the folder and has a plain name that a file of ours can have is ever removed.

use super::{
    Owner,
    disk::{named, sync_folder},
};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read as _},
    path::{Component, Path, PathBuf},
};

/// Longer lists are not read.
const LONGEST: u64 = 256 * 1024 * 1024;

/// What a folder holds.
pub(super) enum Contents {
    /// Nothing at all.
    Nothing,
    /// What was made before, or part of it, and nothing else.
    Ours(OnDisk),
    /// This, which is not of it.
    Other(String),
}

/// The files and folders of ours that a walk found, as paths below their folder.
#[derive(Default)]
pub(super) struct OnDisk {
    /// Files, but for the marker.
    pub(super) files: BTreeSet<String>,
    /// Folders; those that lie in others come later.
    pub(super) folders: BTreeSet<String>,
}

/// The first line of a marker.
fn head(owner: Owner) -> String {
    format!("This folder was made by `timeline {}`, which replaces it. Its files:", owner.command)
}

/// The text of the marker of a folder with these files.
pub(super) fn marker<'a>(owner: Owner, files: impl Iterator<Item = &'a str>) -> String {
    let files: BTreeSet<&str> = files.collect();
    let mut text = head(owner);
    files.iter().for_each(|path| text.extend(["\n", path]));
    text
}

/// Looks at a folder. The marker may have been changed by anybody, so it only says which of the files that are found
/// are ours: a line that is no plain name of one says nothing. Returns at the first thing that is not ours.
///
/// # Errors
/// It cannot be read.
pub(super) fn look(owner: Owner, folder: &Path) -> io::Result<Contents> {
    let Some(listed) = listed(owner, folder)? else {
        return Ok(match fs::read_dir(folder)?.next().transpose()? {
            None => Contents::Nothing,
            Some(entry) => Contents::Other(entry.file_name().to_string_lossy().into_owned()),
        });
    };
    let parents: BTreeSet<&str> = listed.iter().flat_map(|path| above(path)).collect();
    let mut ours = OnDisk::default();
    let mut ahead = vec![String::new()];
    while let Some(next) = ahead.pop() {
        for entry in fs::read_dir(folder.join(&next))? {
            let entry = entry?;
            let name = entry.file_name();
            let below = if next.is_empty() { String::new() } else { format!("{next}/") };
            let path = name.to_str().map(|name| format!("{below}{name}"));
            let kind = entry.file_type()?;
            match path {
                Some(path) if kind.is_dir() && parents.contains(path.as_str()) => {
                    ours.folders.insert(path.clone());
                    ahead.push(path);
                }
                Some(path) if kind.is_file() && listed.contains(&path) => drop(ours.files.insert(path)),
                Some(path) if kind.is_file() && path == owner.marker => {}
                _ => return Ok(Contents::Other(format!("{below}{}", name.to_string_lossy()))),
            }
        }
    }
    Ok(Contents::Ours(ours))
}

/// The files that the marker names; `None` if there is no marker of ours.
fn listed(owner: Owner, folder: &Path) -> io::Result<Option<BTreeSet<String>>> {
    let path = folder.join(owner.marker);
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        // A named pipe is not opened: that would block.
        Ok(data) if !data.is_file() => return Ok(None),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    File::open(&path)?.take(LONGEST).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let head = head(owner);
    Ok(match text.strip_prefix(&head) {
        Some(files) => Some(files.lines().filter(|path| is_plain(path)).map(str::to_owned).collect()),
        // A build was interrupted while it wrote the marker, its first file: nothing else is there.
        None if head.starts_with(&*text) => Some(BTreeSet::new()),
        None => None,
    })
}

/// Whether this is the path of a file that a folder of ours can have: below it, nothing hidden.
fn is_plain(path: &str) -> bool {
    let names = |component| match component {
        Component::Normal(name) => name.to_str().filter(|name| !name.starts_with('.')),
        _ => None,
    };
    let all: Option<Vec<&str>> = Path::new(path).components().map(names).collect();
    all.is_some_and(|all| !all.is_empty() && all.join("/") == path && !path.contains('\\'))
}

/// The folders that a path lies in, the outermost first.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Removes the files of ours that a walk found, then their folders, the marker after all of them and the
/// folder itself last: so what an interruption leaves is still known as ours.
///
/// # Errors
/// What could not be removed.
pub(super) fn remove(owner: Owner, folder: &Path, ours: &OnDisk) -> io::Result<()> {
    for path in &ours.files {
        gone(folder, path, fs::remove_file)?;
    }
    for path in ours.folders.iter().rev() {
        gone(folder, path, fs::remove_dir)?;
    }
    sync_folder(folder)?;
    gone(folder, owner.marker, fs::remove_file)?;
    fs::remove_dir(folder).map_err(|error| named(folder, &error))
}

/// Removes something below a folder, unless it is gone already.
fn gone(folder: &Path, path: &str, remove: fn(PathBuf) -> io::Result<()>) -> io::Result<()> {
    match remove(folder.join(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(named(&folder.join(path), &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_below_the_folder_are_ours() {
        for path in ["index.html", "cases/ada-wren.html", "data/a.b.csv"] {
            assert!(is_plain(path), "{path}");
        }
        for path in [
            "",
            ".",
            "..",
            "/",
            "/etc/passwd",
            "../cases/a.toml",
            "cases/../a",
            "cases/./a",
            "./a",
            "cases//a",
            "cases/",
            ".git/config",
            "cases/.a.toml.new",
            "a\\b",
        ] {
            assert!(!is_plain(path), "{path}");
        }
    }

    #[test]
    fn the_folders_above_a_file() {
        assert_eq!(above("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(above("a").count(), 0);
    }

    #[test]
    fn the_marker_says_which_files_there_are() {
        let owner = Owner { marker: ".timeline-nest", command: "nest", noun: "nest", one: "a nest" };
        let text = marker(owner, ["b", "a/c", "b"].into_iter());
        assert_eq!(text, "This folder was made by `timeline nest`, which replaces it. Its files:\na/c\nb");
    }
}
