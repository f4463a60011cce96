//! `timeline init`: the folder of cases, what git is to leave alone, and the check before each commit. What is there
//! stays as it is.

use crate::load::folder::git::Git;
use clap::Args as Arguments;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// Make the folder of cases, and in git the check before each commit
///
/// Adds to .gitignore what editors leave behind and what is made of records for others. A hook or lines that are there
/// stay as they are.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline init
  timeline init --cases archive/cases")]
pub struct Args {}

/// Files that do not belong into git: what is made of records, and what editors and killed commands leave behind.
const IGNORED: [&str; 9] =
    [".*.toml.new", ".*.edit.toml", "*.toml~", ".*.sw?", "/public/", "*.ics", "*.xlsx", "*.docx", "*.html"];

/// The check before each commit.
const HOOK: &str = "#!/bin/sh\n# No record with an error is committed.\nexec timeline check --format plain\n";

/// Makes what is missing, below `here`; says what was done. All of it is on the disk when it returns.
///
/// # Errors
/// Something that is there is no folder or no file, or cannot be written.
pub fn run(here: &Path, folder: &Path, git: &Git<'_>, out: &mut dyn Write) -> io::Result<()> {
    let shown = folder.display();
    match folder.is_dir() {
        true => writeln!(out, "{shown}: is there")?,
        false => {
            fs::create_dir_all(folder)?;
            writeln!(out, "{shown}: made")?;
        }
    }
    ignore(&here.join(".gitignore"), out)?;
    match git.hooks() {
        Some(hooks) => hook(&hooks.join("pre-commit"), out)?,
        None => writeln!(out, "not in git: no check before commits; `git init`, then `timeline init` again")?,
    }
    writeln!(out, "next: `timeline new wren --title \"Ada Wren\" --state DDR`")
}

/// Adds the lines that are missing.
fn ignore(path: &Path, out: &mut dyn Write) -> io::Result<()> {
    let is_link = path.symlink_metadata().is_ok_and(|data| data.is_symlink());
    let mut text = String::new();
    match File::open(path) {
        Ok(_) if is_link => return writeln!(out, ".gitignore: is a link, and stays as it is"),
        Ok(mut file) => file.read_to_string(&mut text).map(drop)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_link => {}
        Err(error) => return Err(error),
    }
    let missing: Vec<&str> =
        IGNORED.iter().copied().filter(|line| !text.lines().any(|there| there.trim() == *line)).collect();
    if missing.is_empty() {
        return writeln!(out, ".gitignore: has all lines");
    }
    let before = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    writeln!(file, "{before}{}", missing.join("\n"))?;
    file.sync_all()?;
    writeln!(out, ".gitignore: {} lines added", missing.len())
}

/// Writes the hook, unless there is one.
fn hook(path: &Path, out: &mut dyn Write) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => {
            file.write_all(HOOK.as_bytes())?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                file.set_permissions(fs::Permissions::from_mode(0o755))?;
            }
            file.sync_all()?;
            writeln!(out, "check before each commit: made")
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            writeln!(out, "a hook before commits is there and stays; add to it: timeline check --format plain")
        }
        Err(error) => Err(error),
    }
}

/// The folder that `init` makes: the one named, else `cases` where it is run.
#[must_use]
pub fn folder(asked: Option<&Path>) -> PathBuf {
    asked.map_or_else(|| PathBuf::from("cases"), Path::to_path_buf)
}
