//! Writing what was planned: one exchange a record, by the protocol of every edit.

use super::{
    case::{Planned, Target},
    source::{File, kept_as},
};
use crate::{
    edit::{
        LOCK_TIMEOUT, Refusal,
        archive::copy,
        new::readable,
        protocol::{self, Failure},
    },
    load::folder::Found,
};
use std::{io::Write as _, path::PathBuf};

/// Writes the records in order. A record that was changed since it was planned is not touched, and none after it:
/// the same command does the rest.
///
/// # Errors
/// What stopped it, with how many records were written.
pub fn write(records: &[Planned], files: &[File], paths: &[PathBuf]) -> Result<(), Refusal> {
    for (done, record) in records.iter().enumerate() {
        if let Err(refusal) = one(record, files, paths) {
            let so_far = match done {
                0 => "no record was written".into(),
                n => format!("{n} of {} records were written", records.len()),
            };
            return Err(match refusal {
                Refusal::Because(message) => {
                    format!("{message}; {so_far}: the same command again does the rest").into()
                }
                problems => problems,
            });
        }
    }
    Ok(())
}

fn one(record: &Planned, files: &[File], paths: &[PathBuf]) -> Result<(), Refusal> {
    let Some(new) = &record.text else { return Ok(()) };
    let Found { id, path, .. } = record.target.found();
    for (file, source) in &record.sources {
        let (File { sha256, kept: Some(ending), .. }, from) = (&files[*file], &paths[*file]) else { continue };
        let to = protocol::folder_of(path).join(kept_as(id, source, ending));
        // The kept file has the mode of the record; without a record, that of the imported file.
        let like = if path.exists() { &**path } else { from.as_path() };
        copy(from, &to, sha256, like)?;
    }
    match &record.target {
        Target::There(found, old) => protocol::replace(found, LOCK_TIMEOUT, |now| {
            if now == old { Ok(new.clone()) } else { Err(Failure::Changed(found.path.to_path_buf()).into()) }
        }),
        Target::New(_) => {
            let system = |doing| move |error| Failure::System(doing, path.to_path_buf(), error);
            let mut builder = tempfile::Builder::new();
            let file = readable(&mut builder)
                .prefix(".")
                .suffix(".new")
                .tempfile_in(protocol::folder_of(path))
                .map_err(system("make a new file in this folder"))?;
            file.as_file().write_all(new.as_bytes()).map_err(system("write it"))?;
            Ok(protocol::create(file, path)?)
        }
    }
}
