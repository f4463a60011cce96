//! Taking over the lists that offices have: rows of spreadsheets, exports and scrapes become entries of records.
//!
//! ```text
//! file ─► sheet (typed cells) ─► draft (a row by the map) ─► case (drafts beside their record) ─► plan ─► write
//!                                          map ┘                                  outcome, rejected rows ┘
//! ```
//!
//! Every row that was read is told of: added, same, differs, rejected or blank. A row ends as the entry that `add`
//! makes, goes through the checks of every record, and is written by the exchange of every edit (`edit::batch`,
//! `edit::protocol`). Nothing is overwritten, and nothing is kept about what was imported: an entry is known by its
//! key, so that the same command once more changes nothing.
//!
//! To add a kind of file: `sheet`. A map that ships: `map::builtin`. A way to read dates: `date`.

pub mod calendar;
pub mod case;
pub mod date;
pub mod draft;
pub mod entries;
pub mod group;
mod inside;
pub mod map;
pub mod order;
pub mod others;
pub mod outcome;
pub mod people;
pub mod plan;
pub mod record;
pub mod rejected;
pub mod sheet;
pub mod source;
pub mod value;
pub mod write;

use crate::{
    edit::Refusal,
    load::problem::Problem,
    model::{rule::Rules, vocabulary::nearest},
    report::{Report, select::Select},
};
use clap::Args as Arguments;
use map::{Map, builtin};
use outcome::{Counts, Line};
use sheet::{Options, Sheet};
use source::File;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Take over the rows of a spreadsheet or an export
///
/// A map says which column is which key: `--guess` makes a first one to be corrected, `--maps` lists those that ship.
/// Without --write nothing is written, and the same is told. Every row is told of: added, same (on record as it is),
/// differs (on record with other values, which stay), rejected (something is wrong with it), blank. Nothing is ever
/// overwritten; the same import once more changes nothing. Rejected rows go to a file beside the one that is imported.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline import letters.xlsx --guess > letters.map.toml      a first map, to be read and corrected
  timeline import letters.xlsx --map letters.map.toml          what would happen
  timeline import letters.xlsx --map letters.map.toml --write
  timeline import events.csv --map events.map.toml --case sokolov
  timeline import --maps uwazi > my.map.toml                   a map that ships, to copy")]
pub struct Args {
    /// Files: .csv, .tsv, .xlsx, .xls, .ods, .json, .jsonl
    #[arg(value_name = "FILE", required_unless_present = "maps")]
    pub files: Vec<PathBuf>,
    /// The map: a file, or the name of one that ships
    #[arg(long, value_name = "MAP")]
    pub map: Option<String>,
    /// The sheet of a workbook, if several hold anything
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The case to which all rows belong, whatever the map says
    #[arg(long, value_name = "ID")]
    pub case: Option<String>,
    /// Write it
    #[arg(long)]
    pub write: bool,
    /// Keep a copy of the file beside each record, as the saved copy of its source
    #[arg(long, requires = "write")]
    pub keep: bool,
    /// Print a first map, made from the names of the columns
    #[arg(long, conflicts_with_all = ["map", "write", "maps"])]
    pub guess: bool,
    /// List the maps that ship, or print one
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["map", "write"])]
    pub maps: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub select: Select,
}

/// Where something is imported to.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    /// The folder of cases.
    pub folder: &'a Path,
    /// The deadline rules in force there: they name the procedures.
    pub rules: &'a Rules,
    /// `--confidential`: every new entry is marked so, and what is confidential may be told.
    pub confidential: bool,
}

/// What an import did, or would do.
#[derive(Debug)]
pub struct Done {
    /// One row for each row.
    pub report: Report,
    /// Every row that is not blank is on record as it is.
    pub is_all_on_record: bool,
    /// Something confidential is told.
    pub confidential: bool,
}

/// Why nothing was imported; where something was, the message says so.
#[derive(Debug)]
pub enum Stopped {
    /// What is in the way and what to do about it.
    Because(String),
    /// What is wrong with the map.
    Map(Vec<Problem>),
}

impl From<String> for Stopped {
    fn from(message: String) -> Self {
        Self::Because(message)
    }
}

/// The map of this name: a file, else one that ships.
///
/// # Errors
/// There is none, or something is wrong with it.
pub fn read_map(name: &str) -> Result<Map, Stopped> {
    let path = Path::new(name);
    if let Some(text) = builtin::text(name).filter(|_| !path.exists()) {
        return map::read::map(path, text).map_err(Stopped::Map);
    }
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(format!("the map {name}: not a regular file").into());
    }
    match fs::read_to_string(path) {
        Ok(text) => map::read::map(path, &text).map_err(Stopped::Map),
        Err(error) => {
            let help = match nearest(name, builtin::NAMES.map(|(name, ..)| name)) {
                Some(like) => format!("of the maps that ship, did you mean {like}?"),
                None => "`--guess` makes a first one, `--maps` lists those that ship".into(),
            };
            Err(format!("the map {name}: {}; {help}", crate::load::folder::said(&error)).into())
        }
    }
}

/// Reads the files.
///
/// # Errors
/// One cannot be read.
pub fn sheets(args: &Args, map: Option<&Map>) -> Result<Vec<Sheet>, String> {
    let options = Options {
        encoding: map.and_then(|map| map.file.encoding.clone()),
        fill_merged: map.is_some_and(|map| map.file.fill_merged),
        guarded: map.is_some_and(|map| map.file.guarded),
        sheet: args.sheet.clone(),
    };
    args.files.iter().map(|path| sheet::read(path, &options)).collect()
}

/// Imports the files by the map.
///
/// # Errors
/// A file or the map cannot be read, the map does not fit, or writing failed.
pub fn run(args: &Args, env: Office<'_>) -> Result<Done, Stopped> {
    let Some(name) = &args.map else {
        let help = "`--guess` makes a first one, `--maps` lists those that ship";
        return Err(format!("an import needs a map, which says what the columns mean: --map MAP.toml; {help}").into());
    };
    let map = read_map(name)?;
    if let Some(case) = args.case.as_deref().filter(|case| !crate::load::folder::is_id(case)) {
        return Err(format!("--case {case:?} is not the id of a case: small letters, digits, hyphens").into());
    }
    let sheets = sheets(args, Some(&map))?;
    let file = |sheet: &Sheet| File {
        name: sheet.file_name(),
        sha256: sheet.sha256.clone(),
        exported: map.file.exported,
        kept: args.keep.then(|| sheet.path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()),
    };
    let files: Vec<File> = sheets.iter().map(file).collect();
    let plan = plan::plan(env, &map, &sheets, &files, args.case.as_deref())?;
    // Each row that was read must be told of exactly once: if the numbers differ, nothing is written.
    let read = sheets.iter().map(|sheet| sheet.rows.len()).sum();
    let counts = Counts::of(read, &plan.lines)?;
    let mut remarks = plan.remarks;
    if args.write {
        write::write(&plan.records, &files, &args.files).map_err(|refusal| match refusal {
            Refusal::Because(message) => Stopped::Because(message),
            Refusal::Problems(problems) => Stopped::Map(problems),
        })?;
        for (n, sheet) in sheets.iter().enumerate() {
            let lines: Vec<&Line> = plan.lines.iter().filter(|line| line.file == n).collect();
            let written = rejected::write(sheet, &lines);
            let written = written.map_err(|failure| format!("the records are written; {failure}"))?;
            remarks.extend(written.map(|path| format!("rejected rows, to be corrected: {}", path.display())));
        }
    }
    let report = outcome::report(&plan.lines, &counts, args.write, sheets.len() > 1, remarks, &args.select)?;
    Ok(Done { report, is_all_on_record: counts.is_all_on_record(), confidential: env.confidential })
}
