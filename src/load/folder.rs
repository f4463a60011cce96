//! Finding records: which files below a folder are cases, and their text.
//!
//! Folders are only for people: any depth. Hidden files and folders are skipped. Links, pipes and
//! devices are never opened, and nothing outside the folder is read.

use super::{
    MAX_BYTES,
    head::{privacy, privacy_of},
    problem::{Code, Privacy, Problem},
    readers,
};
use crate::{model::vocabulary::nearest, progress::Progress};
use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    fs, io,
    io::Read,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

/// A file that holds a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The case's id: the file's stem.
    pub id: Box<str>,
    /// Where to read it.
    pub path: Box<Path>,
    /// What to call it in messages, if that is something else.
    pub called: Option<Box<PathBuf>>,
}

impl Found {
    /// The case with this id in this file.
    #[must_use]
    pub fn new(id: &str, path: &Path) -> Self {
        Self { id: id.into(), path: path.into(), called: None }
    }

    /// What to call the file in messages.
    #[must_use]
    pub fn shown(&self) -> &Path {
        self.called.as_deref().map_or(&self.path, PathBuf::as_path)
    }
}

/// What a walk through the folder found.
#[derive(Debug, Default)]
pub struct Walk {
    /// The records, in order of path.
    pub files: Vec<Found>,
    /// What was refused.
    pub problems: Vec<Problem>,
}

impl Walk {
    fn join(&mut self, other: Self) {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
    }
}

/// How many folders are walked at once by one thread, at least and at most: fewer take less long than starting
/// it.
const FOLDERS: RangeInclusive<usize> = 8..=64;

/// The longest id, in bytes: every file system can hold it.
const LONGEST_ID: usize = 100;

/// File stems that some systems reserve for devices, and those that they reserve with a digit behind.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Name of the file of deadline rules at the top of a folder of cases.
pub const RULES_FILE: &str = "rules.toml";

/// Whether a file of this name at the top of a folder of cases holds rules, or is meant to.
#[must_use]
pub(super) fn is_rules_file(name: &OsStr) -> bool {
    name.eq_ignore_ascii_case(RULES_FILE)
}

/// Whether a text is the id of a case or an entry: small letters, digits, hyphens, not beginning
/// with a hyphen.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_ID
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !is_device(text)
}

/// Whether some systems would open a device under this name: `con`, and `com1` to `lpt9`.
fn is_device(stem: &str) -> bool {
    match (stem.len(), stem.split_at_checked(3)) {
        (3, _) => DEVICES.contains(&stem),
        (4, Some((name, digit))) => NUMBERED_DEVICES.contains(&name) && digit.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

/// What an id looks like at a glance: two with one skeleton are easily taken for each other.
#[must_use]
pub fn skeleton(id: &str) -> String {
    id.replace('0', "o").replace('1', "l").replace("rn", "m").replace("vv", "w")
}

/// Every record below `folder`, in order of path.
#[must_use]
pub fn walk(folder: &Path) -> Walk {
    let mut walk = Walk::default();
    // Folders directly below are walked by several threads, if there are many.
    let met = entries(folder, folder);
    let below: Vec<&Path> = met.iter().filter_map(Met::folder).collect();
    let walks = readers::in_portions(&below, FOLDERS, &Progress::default(), |some, _| {
        let mut walks = Vec::with_capacity(some.len());
        for below in some {
            let mut walk = Walk::default();
            descend(folder, entries(folder, below), &mut walk);
            walks.push(walk);
        }
        walks
    });
    let mut walks = walks.into_iter().flatten();
    for met in met {
        match met {
            Met::Folder(_) => walk.join(walks.next().unwrap_or_default()),
            other => descend(folder, vec![other], &mut walk),
        }
    }
    walk.files.shrink_to_fit();
    walk
}

/// What is met in a folder.
enum Met {
    Record(Found),
    Refused(Problem),
    Folder(PathBuf),
}

impl Met {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) => Some(path),
            _ => None,
        }
    }
}

/// Adds what was met, and all that lies below it.
fn descend(top: &Path, met: Vec<Met>, walk: &mut Walk) {
    for met in met {
        match met {
            Met::Record(found) => walk.files.push(found),
            Met::Refused(problem) => walk.problems.push(problem),
            Met::Folder(path) => descend(top, entries(top, &path), walk),
        }
    }
}

/// Records and folders in the order of their names: so the files come in the order of their paths.
fn entries(top: &Path, folder: &Path) -> Vec<Met> {
    // The folder of cases itself was named by whoever asks; the names of others may be those of cases.
    let privacy = if folder == top { Privacy::Open } else { Privacy::Unsure };
    let unreadable = |error: &io::Error, help| {
        Met::Refused(Problem::of_file(Code::Unreadable, folder, said(error), help).private(privacy))
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return vec![unreadable(&error, "make the folder readable")],
    };
    let mut met = Vec::new();
    let mut named: Vec<(OsString, fs::FileType)> = Vec::new();
    for entry in entries {
        match entry.and_then(|e| Ok((e.file_name(), e.file_type()?))) {
            Ok(found) => named.push(found),
            Err(error) => met.push(unreadable(&error, "try again")),
        }
    }
    named.sort_by(|(a, _), (b, _)| a.cmp(b));
    met.extend(named.into_iter().filter_map(|(name, kind)| self::met(top, folder, &name, kind)));
    met
}

/// What an entry of a folder is; `None` if it is nothing that concerns anybody.
fn met(top: &Path, folder: &Path, name: &OsStr, kind: fs::FileType) -> Option<Met> {
    if name.as_encoded_bytes().starts_with(b".") {
        return None;
    }
    let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
    path.extend([folder, name.as_ref()]);
    if kind.is_dir() {
        return Some(Met::Folder(path));
    }
    // What is wrong with the rules is told where they are read.
    if is_rules_file(name) && folder == top {
        return None;
    }
    // It is not opened, so nobody knows what it would be.
    let refused = |message: &str, help: &str| {
        Some(Met::Refused(Problem::of_file(Code::NotAFile, &path, message, help).private(Privacy::Unsure)))
    };
    let stem = name.as_encoded_bytes().len().checked_sub(ENDING.len());
    let ending = stem.and_then(|at| name.as_encoded_bytes().get(at..));
    let is_record = ending.is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING.as_bytes()));
    if kind.is_symlink() {
        let is_folder = fs::metadata(&path).is_ok_and(|m| m.is_dir());
        if !is_record && !is_folder {
            return None;
        }
        let what = if is_folder { "a link to a folder is not followed" } else { "a link is not a record" };
        return refused(what, "put the file itself into the folder");
    }
    if !is_record {
        return None;
    }
    if !kind.is_file() {
        return refused("not a regular file", "remove it from the folder of cases");
    }
    Some(match name.to_str().and_then(|name| name.strip_suffix(ENDING)).filter(|stem| is_id(stem)) {
        Some(id) => Met::Record(Found { id: id.into(), path: path.into(), called: None }),
        None => Met::Refused(bad_name(&path)),
    })
}

/// How the names of records end.
const ENDING: &str = ".toml";

/// The id of the case in a file, by its name; `None` if that is no name of a record.
#[must_use]
pub fn id_of(path: &Path) -> Option<String> {
    let stem = path.file_name()?.to_str()?.strip_suffix(ENDING)?;
    is_id(stem).then(|| stem.to_owned())
}

/// The file has a name that no record can have.
#[must_use]
pub fn bad_name(path: &Path) -> Problem {
    let help = "name it with small letters a to z, digits and hyphens: sokolov.toml";
    Problem::of_file(Code::BadFileName, path, "the file's name is not the id of a case", help).private(privacy_of(path))
}

/// Leaves out files that share their id with another, each named together with the other: neither
/// can be meant.
#[must_use]
pub fn without_duplicates(files: Vec<Found>) -> (Vec<Problem>, Vec<Found>) {
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by(|a, b| files[*a].id.cmp(&files[*b].id));
    let (mut problems, mut shared) = (Vec::new(), HashSet::new());
    for same in order.chunk_by(|a, b| files[*a].id == files[*b].id).filter(|same| same.len() > 1) {
        let first = &files[same[0]];
        problems.extend(same[1..].iter().map(|other| duplicate(&first.id, first, &files[*other])));
        shared.insert(first.id.clone());
    }
    (problems, files.into_iter().filter(|found| !shared.contains(&found.id)).collect())
}

fn duplicate(id: &str, first: &Found, second: &Found) -> Problem {
    let problem = Problem::of_file(
        Code::DuplicateCase,
        second.shown(),
        format!("the case {id} is also in {}", first.shown().display()),
        "rename one of the files, or merge them",
    );
    problem.private(privacy_of(&first.path).max(privacy_of(&second.path)))
}

/// The file of one case. Its name is looked for in the whole folder: where two files have it, neither can be meant.
/// Unless what is `confidential` is asked for, nothing tells a case that is withheld from none.
///
/// # Errors
/// No such case, an id that is no id, or two files with that id.
pub fn find(folder: &Path, id: &str, confidential: bool) -> Result<Found, Problem> {
    if !is_id(id) {
        let help = "an id has small letters a to z, digits and hyphens; `timeline list` shows all";
        return Err(Problem::of_file(Code::UnknownCase, folder, format!("{id:?} is not the id of a case"), help));
    }
    let may_tell = |privacy| confidential || privacy == Privacy::Open;
    match only(folder, id) {
        Some(Ok(found)) if may_tell(privacy_of(&found.path)) => Ok(found),
        Some(Err(problem)) if may_tell(problem.privacy) => Err(problem),
        _ => Err(unknown(folder, id, like(id, &walk(folder).files.iter().collect::<Vec<_>>()))),
    }
}

/// The one file with this id, or what is wrong with it; `None` if there is none.
fn only(folder: &Path, id: &str) -> Option<Result<Found, Problem>> {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for met in named(folder, folder, format!("{id}{ENDING}").as_ref()) {
        match met {
            Met::Record(found) => files.push(found),
            Met::Refused(problem) => refused.push(problem),
            Met::Folder(_) => {}
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    match files.as_slice() {
        [one] => Some(Ok(one.clone())),
        [first, second, ..] => Some(Err(duplicate(id, first, second))),
        [] => refused.pop().map(Err),
    }
}

/// What has this name in a folder and those below it. Nothing else is looked at, as there may be very many files.
fn named(top: &Path, folder: &Path, name: &OsStr) -> Vec<Met> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut named = Vec::new();
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        if !kind.is_dir() && entry.file_name() != name {
            continue;
        }
        match met(top, folder, &entry.file_name(), kind) {
            Some(Met::Folder(below)) => named.extend(self::named(top, &below, name)),
            met => named.extend(met),
        }
    }
    named
}

/// The id most like this one of those whose cases are not withheld; only the few files are opened that it can be.
pub(super) fn like<'f>(id: &str, files: &[&'f Found]) -> Option<&'f str> {
    /// So many cases may be withheld that are more like it; where there are more, none is named.
    const WITHHELD: usize = 20;
    let mut withheld: Vec<&str> = Vec::new();
    while withheld.len() < WITHHELD {
        let like = nearest(id, files.iter().map(|f| &*f.id).filter(|id| !withheld.contains(id)))?;
        if files.iter().filter(|f| *f.id == *like).all(|f| !is_withheld(f)) {
            return Some(like);
        }
        withheld.push(like);
    }
    None
}

/// No case has this id, or it is withheld, which is not told apart; names the one most like it.
#[must_use]
pub fn unknown(folder: &Path, id: &str, like: Option<&str>) -> Problem {
    let like = like.map_or_else(String::new, |like| format!("did you mean {like}? "));
    let help = format!("{like}`timeline list` shows all cases; those that are withheld need --confidential");
    Problem::of_file(Code::UnknownCase, folder, format!("there is no case {id:?}, or it is withheld"), help)
}

/// The ids that begin with `prefix`, for completion; withheld cases are left out.
#[must_use]
pub fn ids(folder: &Path, prefix: &str) -> Vec<String> {
    let files = walk(folder).files;
    files.into_iter().filter(|f| f.id.starts_with(prefix) && !is_withheld(f)).map(|f| f.id.into()).collect()
}

/// Whether the head of the file marks the whole case as confidential, or cannot be read: told
/// without reading the record.
pub(super) fn is_withheld(found: &Found) -> bool {
    privacy_of(&found.path) != Privacy::Open
}

/// The text of a record.
///
/// # Errors
/// Unreadable, too large, or not UTF-8 (with the place of the first wrong byte).
pub fn text(found: &Found) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    read(found, &mut bytes).map(str::to_owned)
}

/// The text of a record, in a buffer that may be used again for the next.
///
/// # Errors
/// As for [`text`].
pub fn read<'b>(found: &Found, buffer: &'b mut Vec<u8>) -> Result<&'b str, Problem> {
    let problem = |code, message: String, help: &str| Problem::of_file(code, found.shown(), message, help);
    let unreadable =
        |e: io::Error| problem(Code::Unreadable, said(&e), "make the file readable").private(Privacy::Unsure);
    buffer.clear();
    // Most records fit, and then it takes one read instead of ten.
    buffer.reserve(16 * 1024);
    let file = fs::File::open(&found.path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(buffer).map_err(unreadable)?;
    if buffer.len() as u64 > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES / 1024 / 1024);
        let help = "keep documents beside the record, not in it";
        return Err(problem(Code::TooLarge, message, help).private(privacy(buffer)));
    }
    utf8(found.shown(), buffer)
}

/// The bytes of a record as text.
///
/// # Errors
/// Not UTF-8, with the place of the first wrong byte.
pub fn utf8<'b>(shown: &Path, bytes: &'b [u8]) -> Result<&'b str, Problem> {
    // Many bytes at once; of an error, the usual way tells the place.
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes)).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        let help = "save the file as UTF-8 (in the editor: \"Save with encoding\")";
        let problem = Problem::of_file(Code::NotUtf8, shown, "the file is not UTF-8 text", help);
        Problem { at: Some((line, column)), privacy: privacy(bytes), ..problem }
    })
}

/// What the system says, without its code.
#[must_use]
pub fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read it".into(),
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        _ => error.to_string(),
    }
}
