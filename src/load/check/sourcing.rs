//! Sources: facts without one, sources without a fact, saved copies that are not what they were.

use super::place::PlacedRecord;
use crate::load::{
    folder::archived::{Missing, sha256},
    problem::Code,
    record::schema::Kind,
};
use std::collections::HashSet;

/// Every fact has a source. A demand made in a letter or a statement has that.
pub(super) fn unsourced(record: &PlacedRecord<'_>) {
    for table in &record.tables {
        let Some(kind) = Kind::at(&table.path).filter(|kind| kind.tells_a_fact()) else { continue };
        if table.texts_of("sources").next().is_some() || table.keys.get("made_in").is_some() {
            continue;
        }
        let noun = if kind == Kind::Claim { "other claim" } else { kind.key() };
        let help = "add sources = [\"…\"] with the id of a [[source]]";
        let (message, span) = (format!("no source for this {noun}"), table.span.clone());
        record.source.problem(Code::Unsourced, span, table.private, message, help);
    }
}

/// Every source is the source of something.
pub(super) fn unused_source(record: &PlacedRecord<'_>) {
    let used: HashSet<&str> =
        record.tables.iter().flat_map(|table| table.texts_of("sources")).map(|(id, _)| id).collect();
    for source in record.case.sources.iter().filter(|source| !used.contains(source.id.as_str())) {
        let message = format!("nothing rests on the source {:?}", source.id);
        let help = "name it in the `sources` of what it tells, or leave it out";
        record.note(Code::UnusedSource, (&source.entry, "id"), &[], message, help);
    }
}

/// Every saved copy is there, inside the folder of the record, and is the file that was saved.
pub(super) fn archives(record: &PlacedRecord<'_>) {
    for source in &record.case.sources {
        let note = |code, key, message: &str, help: &str| record.note(code, (&source.entry, key), &[], message, help);
        let Some(archive) = &source.archive else {
            if source.sha256.is_some() {
                let help = "add `archive` = the path of the copy, relative to the record";
                note(Code::UnverifiedArchive, "sha256", "a SHA-256 without a saved copy", help);
            }
            continue;
        };
        match (sha256(record.source.file, archive), &source.sha256) {
            (Err(Missing::Outside), _) => {
                let help = "move the copy into the folder of the record, and write its path from there without ..";
                note(Code::ArchiveOutside, "archive", "the path leaves the folder of the record", help);
            }
            (Err(Missing::Absent), _) => {
                note(
                    Code::MissingArchive,
                    "archive",
                    "the saved copy is not there",
                    "put it back, or correct the path",
                );
            }
            (Err(Missing::Unreadable(error)), _) => {
                let message = format!("the saved copy cannot be read: {error}");
                note(Code::MissingArchive, "archive", &message, "make it readable");
            }
            (Ok(hash), None) => {
                note(
                    Code::UnverifiedArchive,
                    "archive",
                    "no SHA-256 to verify the copy by",
                    &format!("add sha256 = \"{hash}\""),
                );
            }
            (Ok(hash), Some(noted)) if !noted.eq_ignore_ascii_case(&hash) => {
                let help = "find out whether the copy or the record was changed; git log tells when";
                note(Code::WrongSha256, "sha256", "the saved copy is not the file whose SHA-256 is on record", help);
            }
            (Ok(_), Some(_)) => {}
        }
    }
}
