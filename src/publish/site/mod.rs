//! `timeline site`: all cases as a static site.
//!
//! `files` says which files there are, `pages` makes each from a report (`views` for those that are no
//! case); `replace` puts them in place.

mod files;
mod pages;
mod views;

use crate::{
    load::folder::origin::Origin,
    progress::Progress,
    replace::{Folder, Owner},
    report::{World, words},
    withhold::Withheld,
};
use clap::Args as Arguments;
use std::path::{Path, PathBuf};

/// How the folder of a site is known again.
const OWNER: Owner = Owner { marker: ".timeline-site", command: "site", noun: "site", one: "a site" };

/// All cases as a static site, for others to read
///
/// An overview, letters without an answer, how often States answer, demands, who is detained, a page
/// a case, a feed of changes, calendars of due days and of the agenda, the data as CSV and JSON, the SHA-256
/// of each record, and how all of it is computed. It is put in place as a whole: an interrupted build changes nothing. Files that stay the same
/// are not written again. Nothing confidential is ever in it.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline site public
  timeline site public --as-of 2026-01-31
  timeline site public --address https://cases.example.org/")]
pub struct Args {
    /// Folder of the site: new, empty, or a site made before
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Where the site will be found, for the addresses in its feed
    #[arg(long, value_name = "URL", value_parser = address)]
    pub address: Option<String>,
}

/// Reads the address of a site; returns it with a slash at the end.
fn address(text: &str) -> Result<String, String> {
    match crate::render::link(text) {
        Some(link) => Ok(format!("{}/", link.trim_end_matches('/'))),
        None => Err("write an address that begins with https://".into()),
    }
}

/// Builds the site; returns what was done, in a line. `cases` is the folder of the records, `origin` their files,
/// `withheld` what was taken out of them.
///
/// # Errors
/// Why the folder cannot be used, or what could not be written.
pub fn build(
    args: &Args,
    cases: &Path,
    world: &World<'_>,
    origin: &Origin,
    withheld: Withheld,
    progress: &Progress,
) -> Result<String, String> {
    let folder = Folder::open(OWNER, &args.folder, cases).map_err(|error| error.to_string())?;
    let pages = pages::Pages::new(world, origin, withheld, args.address.as_deref().unwrap_or_default())?;
    let written =
        folder.replace(&pages.files(), |file| pages.text(file), progress).map_err(|error| error.to_string())?;
    let remark = written.remark.map(|remark| format!("; {remark}")).unwrap_or_default();
    Ok(format!(
        "{} written, {} unchanged in {}{remark}",
        words::count(written.new, "file", "files"),
        written.same,
        args.folder.display()
    ))
}
