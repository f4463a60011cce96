//! Whether what is confidential lies in a git repository with a remote: its history keeps every version, and sends
//! them there.
//!
//! Git's settings are read as a file, and nothing is asked of the remote. Only whether git leaves a file out of its
//! history is asked of git itself, of the repository at hand and no other.

use crate::load::{
    folder::git::Git,
    problem::{Code, Privacy, Problem},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// Larger settings, in bytes, are not read.
const MOST: u64 = 1024 * 1024;

/// One warning for each repository with a remote in which files lie that are `marked`, or have problems in what is
/// confidential. `variables` are the names of those in the environment that steer git elsewhere.
pub(super) fn findings(
    marked: &[PathBuf],
    problems: &[Problem],
    folder: Option<&Path>,
    variables: &[OsString],
) -> Vec<Problem> {
    let broken = problems.iter().filter(|p| matches!(p.privacy, Privacy::Entry | Privacy::Case));
    let files = marked.iter().chain(broken.map(|problem| &problem.file));
    let files: BTreeSet<&Path> = files.map(PathBuf::as_path).collect();
    let mut known: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
    let mut repositories: BTreeMap<PathBuf, Vec<(&Path, PathBuf)>> = BTreeMap::new();
    for shown in files {
        let Ok(file) = fs::canonicalize(shown) else { continue };
        let Some(parent) = file.parent() else { continue };
        if let Some(top) = known.entry(parent.to_owned()).or_insert_with(|| repository(parent)) {
            repositories.entry(top.clone()).or_default().push((shown, file));
        }
    }
    repositories.retain(|top, files| {
        let git = Git { folder: top, variables };
        has_remote(top) && !git.ignores_all(files.iter().map(|(_, file)| file.as_path()))
    });
    let message = "confidential entries lie in a git repository that has a remote";
    let help = "its history keeps every version of them and sends it there: keep them in a folder that git ignores, or \
                in a repository without a remote; if the remote is yours alone, `--allow confidential-remote`";
    let problem = |files: Vec<(&Path, PathBuf)>| {
        // The name of a file, and of a folder below the one of cases, may be confidential as well.
        let parent = files.first().and_then(|(shown, _)| shown.parent()).filter(|parent| *parent != Path::new(""));
        let is_inside = |folder: &&Path| files.iter().any(|(shown, _)| shown.starts_with(folder));
        let place = folder.filter(is_inside).or(parent).unwrap_or(Path::new("."));
        Problem::of_file(Code::ConfidentialRemote, place, message, help)
    };
    repositories.into_values().map(problem).collect()
}

/// The folder at the top of the repository in which a folder lies.
fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|above| settings(above).is_some()).map(Path::to_owned)
}

/// The file of settings of the repository that has this folder at its top.
fn settings(top: &Path) -> Option<PathBuf> {
    let git = top.join(".git");
    let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    let inside = if is_file(&git) {
        // A second working tree: the file names its place, and that the one of the repository.
        let own = top.join(read(&git)?.trim().strip_prefix("gitdir:")?.trim());
        let common = own.join("commondir");
        if is_file(&common) { own.join(read(&common)?.trim()) } else { own }
    } else {
        git
    };
    Some(inside.join("config")).filter(|config| is_file(config))
}

/// The text of a file that others may have put there; `None` if it is too large.
fn read(path: &Path) -> Option<String> {
    let meta = fs::symlink_metadata(path).ok()?;
    let text = fs::read(path).ok().filter(|_| meta.len() <= MOST)?;
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// Whether the repository with this folder at its top is set to exchange with another.
fn has_remote(top: &Path) -> bool {
    settings(top).and_then(|config| read(&config)).is_some_and(|config| names_remote(&config))
}

/// Whether settings of git name the address of a remote.
fn names_remote(config: &str) -> bool {
    let mut is_remote = false;
    for line in config.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[') {
            let section = heading.split(['"', ']', '.', ' ', '\t']).next().unwrap_or_default();
            is_remote = section.eq_ignore_ascii_case("remote");
        }
        // A heading and a key may share a line.
        let key = line.rsplit_once(']').map_or(line, |(_, after)| after.trim()).split(['=', ' ', '\t']).next();
        if is_remote && key.is_some_and(|key| key.eq_ignore_ascii_case("url") || key.eq_ignore_ascii_case("pushurl")) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::names_remote;

    #[test]
    fn only_the_address_of_a_remote_is_one() {
        for config in [
            "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = ../elsewhere\n",
            "[Remote \"a\"]\n  fetch = x\n  URL=ssh://x\n",
            "[remote \"a\"] url = x\n",
            "[remote.a]\npushurl = x\n",
        ] {
            assert!(names_remote(config), "{config}");
        }
        for config in [
            "",
            "[core]\n\turl = x\n",
            "[remote \"origin\"]\n\tfetch = x\n[url \"x\"]\n\tinsteadOf = y\n[branch \"main\"]\n\tremote = origin\n",
            "# [remote \"origin\"]\n# url = x\n",
            "[remote \"origin\"]\n[core]\nurl = x\n",
        ] {
            assert!(!names_remote(config), "{config}");
        }
    }
}
