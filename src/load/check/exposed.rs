//! Names of confidential people in text that is not confidential.

use super::{names::ConfidentialNames, place::PlacedTable};
use crate::{
    load::{problem::Code, record::schema::Kind, text::file::FileText},
    model::case::Case,
};

/// No public text and no public id holds the name of a confidential person of any record, in any spelling that
/// is on record. Says where and in which key, never which name.
pub(super) fn confidential_names(
    case: &Case,
    source: &FileText<'_>,
    tables: &[PlacedTable<'_>],
    names: &ConfidentialNames,
) {
    if case.confidential || names.is_empty() {
        return;
    }
    let help = "leave the name out, write what the person is instead, or mark the entry confidential = true";
    for table in tables.iter().filter(|t| !t.private) {
        // Keys that name other entries are passed over: an id of a withheld entry is withheld with it.
        let fields = Kind::at(&table.path).map(Kind::fields).unwrap_or_default();
        let is_id = |key: &str| fields.iter().any(|field| field.name == key && field.value.names_entries());
        for (key, text, span) in table.texts() {
            let is_hidden = is_id(key) || key == "related" && names.is_withheld(text);
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
