//! The description of all tables: a Data Package (specs.frictionlessdata.io), with a Table Schema for each.

use super::{
    column::{Described, Type},
    table::Table,
    write::FileWritten,
};
use crate::model::vocabulary::Vocabulary as _;
use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

/// The version of the shape of the tables: raised when a column goes or changes its meaning.
const VERSION: &str = "1";

/// The text of `datapackage.json`. `is_whole`: nothing is withheld.
pub(super) fn description(files: &[FileWritten], as_of: NaiveDate, is_whole: bool) -> String {
    let withheld =
        if is_whole { "" } else { " Something confidential is withheld from it: what is not in it need not be none." };
    let description = format!(
        "Cases of human rights as they stood on {as_of}: what happened, what was asked, and which letters wait for an \
         answer.{withheld}"
    );
    let resources: Vec<Json> = Table::ALL.iter().zip(files).map(|(table, file)| resource(*table, file)).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": "timeline",
        "title": "Cases of human rights",
        "description": description,
        "version": VERSION,
        "as_of": as_of.to_string(),
        "resources": resources,
    });
    format!("{package:#}\n")
}

fn resource(table: Table, file: &FileWritten) -> Json {
    let keys = table.keys();
    let mut foreign: Vec<Json> = Vec::new();
    for (name, other) in keys.foreign {
        // A table refers to its own rows by an empty name.
        let resource = if *other == table { "" } else { other.name() };
        let fields = other.keys().primary;
        foreign.push(json!({ "fields": [name], "reference": { "resource": resource, "fields": fields } }));
    }
    let mut schema = Map::new();
    schema.insert("fields".into(), table.fields().iter().map(field).collect());
    schema.insert("missingValues".into(), json!([""]));
    schema.insert("primaryKey".into(), json!(keys.primary));
    if !foreign.is_empty() {
        schema.insert("foreignKeys".into(), Json::Array(foreign));
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.name(),
        "description": table.meaning(),
        "path": table.file(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "dialect": {
            "delimiter": ",",
            "quoteChar": "\"",
            "doubleQuote": true,
            "lineTerminator": "\n",
            "header": true,
        },
        "schema": schema,
    })
}

fn field(described: &Described) -> Json {
    let Described { name, meaning, type_of, needed, words } = described;
    let mut field = Map::new();
    field.insert("name".into(), json!(name));
    let type_name = match type_of {
        Type::Text | Type::Edtf => "string",
        Type::Day => "date",
        Type::Number => "integer",
        Type::Flag => "boolean",
    };
    field.insert("type".into(), json!(type_name));
    match type_of {
        Type::Day => drop(field.insert("format".into(), json!("%Y-%m-%d"))),
        Type::Edtf => drop(field.insert("rdfType".into(), json!("http://id.loc.gov/datatypes/edtf/EDTF"))),
        Type::Flag => {
            field.insert("trueValues".into(), json!(["true"]));
            field.insert("falseValues".into(), json!(["false"]));
        }
        Type::Text | Type::Number => {}
    }
    field.insert("description".into(), json!(meaning));
    let mut constraints = Map::new();
    if *needed {
        constraints.insert("required".into(), json!(true));
    }
    if let Some(words) = words {
        constraints.insert("enum".into(), words.iter().map(|(word, _)| json!(word)).collect());
        let meanings = words.iter().map(|(word, meaning)| json!({ "value": word, "label": meaning }));
        field.insert("categories".into(), meanings.collect());
    }
    if !constraints.is_empty() {
        field.insert("constraints".into(), Json::Object(constraints));
    }
    Json::Object(field)
}
