//! `timeline archive`: a saved document beside its record, with the hash that proves it unchanged.

use super::{
    Done, Environment, Refusal,
    addition::Addition,
    address::{self, Address},
    place::Gap,
    protocol::{self, Failure},
    reviewed::Reviewed,
    revise::{Change, Flags, Origin, Record, revise},
    rights,
    value::quoted,
};
use crate::{
    load::folder::{self, archived::hashed},
    model::vocabulary::nearest,
};
use clap::Args as Arguments;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};
use toml::Value;

/// Keep a saved copy of a source beside its record
///
/// Copies the file into a folder named after the case, under the id of the source, and records its path
/// (`archive`) and its SHA-256 (`sha256`). A file that is there is never overwritten.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline archive sokolov memo-2024 ~/Downloads/page.pdf   copied to cases/sokolov/memo-2024.pdf")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    /// The id of a source in it
    #[arg(value_name = "SOURCE")]
    pub source: String,
    /// The saved document
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Show the change of the record as a diff and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// Copies the file and records it.
///
/// # Errors
/// There is no such source, it has a copy, another file is in the way, and everything that [`revise`]
/// refuses.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let found = folder::find(env.folder, &args.case, env.confidential)?;
    let name = format!("{}/{}", found.id, file_name(args)?);
    let path = protocol::folder_of(&found.path).join(&name);
    let flags = Flags { dry_run: args.dry_run, reviewed: args.reviewed.reviewed };
    revise(env, &args.case, flags, |record| {
        let source = source(args, &record)?;
        let hash = hash_of(&args.file)?;
        let known = record.case.sources[source].sha256.as_deref();
        if known.is_some_and(|known| !known.eq_ignore_ascii_case(&hash)) {
            let message = "the file is not the one whose `sha256` is on record for this source; nothing was written";
            return Err(format!("{}: {message}", args.file.display()).into());
        }
        if !args.dry_run {
            copy(&args.file, &path, &hash, &found.path)?;
        }
        change(record, source, &name, &hash, known.is_some())
    })
}

/// `memo-2024.pdf`: the id of the source with the ending of the file, and nothing else of a file name that others
/// chose.
fn file_name(args: &Args) -> Result<String, Refusal> {
    if !folder::is_id(&args.source) {
        return Err(format!("{:?} is not the id of a source", args.source).into());
    }
    let extension = args.file.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    if extension == "toml" {
        let help = "in a folder of cases it would be read as a record: give it another extension, as in page.txt";
        return Err(format!("{}: {help}", args.file.display()).into());
    }
    let plain = (1..=10).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    Ok(if plain { format!("{}.{extension}", args.source) } else { args.source.clone() })
}

/// The place of the source in the record.
fn source(args: &Args, record: &Record<'_>) -> Result<usize, Refusal> {
    let sources = &record.case.sources;
    let Some(at) = sources.iter().position(|source| source.id == args.source) else {
        let open = sources.iter().filter(|source| !source.entry.confidential).map(|source| source.id.as_str());
        let help = match nearest(&args.source, open) {
            Some(like) => format!("did you mean {like:?}?"),
            None => format!("add it first: timeline add {} source", args.case),
        };
        return Err(format!("{}: there is no source {:?}; {help}", args.case, args.source).into());
    };
    match &sources[at].archive {
        Some(_) => Err(format!("{}: the source {:?} has a saved copy already", args.case, args.source).into()),
        None => Ok(at),
    }
}

fn change(record: Record<'_>, source: usize, name: &str, hash: &str, hash_known: bool) -> Result<Change, Refusal> {
    let Record { text, placed, .. } = record;
    let mut added = vec![("archive", name)];
    if !hash_known {
        added.push(("sha256", hash));
    }
    let entry = Address { table: "source", at: source, inside: None };
    let met = address::entries(placed).into_iter().find(|met| met.address == entry);
    let place = met.and_then(|met| Gap::of_key(text, met.table, met.span.start, &met.kind.before("archive")));
    let Some(place) = place else {
        return Err(String::from("`source = [...]` is an inline list: write it under headings [[source]]").into());
    };
    let says = added.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
    let addition = Addition::Keys { entry: Some(entry), says, without: Vec::new() };
    let lines: Vec<String> = added.iter().map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
    let done = format!("saved as {name}, recorded");
    Ok(Change { splice: place.keys(text, &lines), addition, done, origin: Origin::CommandLine })
}

/// Copies a file to a name that is free. A copy with the right hash is left from an earlier attempt.
pub(crate) fn copy(from: &Path, to: &Path, hash: &str, record: &Path) -> Result<(), Refusal> {
    let system = |doing: &'static str| move |error| Failure::System(doing, to.to_path_buf(), error);
    let folder = protocol::folder_of(to);
    match fs::symlink_metadata(folder) {
        Ok(there) if there.is_dir() => {}
        Ok(_) => return Err(Failure::NotAFolder(folder.to_path_buf()).into()),
        Err(_) => fs::create_dir(folder).map_err(system("make its folder"))?,
    }
    if let Ok(there) = fs::symlink_metadata(to) {
        let same = there.is_file() && hash_of(to)? == hash;
        return if same { Ok(()) } else { Err(Failure::Taken(to.to_path_buf()).into()) };
    }
    let mut copy = tempfile::Builder::new().prefix(".").tempfile_in(folder).map_err(system("make a file there"))?;
    let mut original = File::open(from).map_err(|e| Failure::System("read it", from.to_path_buf(), e))?;
    let copied = hashed(&mut original, &mut copy).map_err(system("write it"))?;
    if copied != hash {
        return Err(Failure::Changed(from.to_path_buf()).into());
    }
    // The copy gets the mode and the group of the record.
    let record = File::open(record).map_err(system("look at the record"))?;
    rights::keep(copy.as_file(), &record, to)?;
    Ok(protocol::create(copy, to)?)
}

/// The SHA-256 of a regular file, in hexadecimal.
fn hash_of(path: &Path) -> Result<String, Failure> {
    let system = |error| Failure::System("read it", path.to_path_buf(), error);
    if !fs::metadata(path).map_err(system)?.is_file() {
        return Err(Failure::NotAFile(path.to_path_buf()));
    }
    hashed(&mut File::open(path).map_err(system)?, &mut io::sink()).map_err(system)
}
