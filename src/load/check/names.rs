//! Names that must not be read: those of confidential people in text that everybody sees.

use super::place::Table;
use crate::{
    load::{names::Names, problem::Code, source::Source},
    model::case::Case,
};

/// Keys whose values are ids of entries: what they name is withheld where it is confidential.
const IDS: [&str; 8] = ["people", "person", "sources", "answers", "made_in", "follows", "repeats", "superseded_by"];

/// No public text and no public id holds the name of a confidential person of any record, in any spelling that
/// is on record. Says where and in which key, never which name.
pub(super) fn confidential_names(case: &Case, source: &Source<'_>, tables: &[Table<'_>], names: &Names) {
    if case.confidential || names.is_empty() {
        return;
    }
    let help = "leave the name out, write what the person is instead, or mark the entry confidential = true";
    for table in tables.iter().filter(|t| !t.private) {
        for (key, text, span) in table.texts() {
            let is_hidden = IDS.contains(&key) || key == "related" && names.is_withheld(text);
            if !is_hidden && names.stand_in(text) {
                let message = format!("`{key}` names a confidential person");
                source.problem(Code::ConfidentialName, span, true, message, help);
            }
        }
    }
    if names.stand_in(&case.id) {
        let message = "the file's name is the name of a confidential person";
        let help = "rename the file, or mark the whole case confidential = true at its top";
        source.problem_of_file(Code::ConfidentialName, message, help);
    }
}
