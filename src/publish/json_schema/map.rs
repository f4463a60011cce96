//! The schema of an import map, made of the tables of keys that its reader goes by.

use super::{described, one_of, refer};
use crate::{
    import::map::keys::{
        self, ABSENT, CENTURIES, EMPTY, INSIDE, KINDS, MapKey, NOT_OF_REPLIES, OF_REPLIES, SILENT_TO, SPEC, Takes,
        UNKNOWN,
    },
    load::record::schema::{Field, Kind, Value},
    model::vocabulary::Vocabulary as _,
};
use serde_json::{Map, Value as Json, json};

/// The keys of the schema, what is the same for all behind it.
pub(super) fn schema() -> Map<String, Json> {
    let mut top: Map<String, Json> = keys::TOP.iter().map(taken).collect();
    // What a row is decides which keys there are: see below.
    for name in ["key", "merge"] {
        top.insert(name.into(), json!({ "description": meaning(name) }));
    }
    let Json::Object(mut schema) = json!({
        "description": "Which column of a list says which key of which entry",
        "type": "object",
        "properties": top,
        "additionalProperties": false,
        "required": ["entry", "columns"],
        "allOf": KINDS.map(of_entry),
    }) else {
        return Map::new();
    };
    schema.insert("definitions".into(), Json::Object(definitions()));
    schema
}

fn meaning(name: &str) -> &'static str {
    keys::TOP.iter().find(|key| key.name == name).map_or("", |key| key.meaning)
}

/// What holds if a row is an entry of this kind.
fn of_entry(kind: Kind) -> Json {
    let fields = read_from_columns(kind);
    let names: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
    // Ids are made from names where no column has them.
    let needed: Vec<&str> = fields
        .iter()
        .filter(|field| field.needed && !matches!(field.value, Value::Id))
        .map(|field| field.name)
        .collect();
    let key_names = json!({ "anyOf": [one(&names), { "type": "array", "items": one(&names) }] });
    let mut properties = Map::new();
    properties.insert("case".into(), json!({ "properties": { "from": one(&names) } }));
    properties.insert("key".into(), key_names.clone());
    properties.insert("merge".into(), key_names);
    properties.insert("columns".into(), columns(&fields, &needed));
    let mut required = vec!["columns"];
    for (name, _, _) in INSIDE.iter().filter(|(_, outer, _)| *outer != kind) {
        properties.insert((*name).into(), Json::Bool(false));
    }
    if kind == Kind::Letter {
        required.push("replies");
    } else {
        properties.insert("replies".into(), Json::Bool(false));
    }
    json!({
        "if": { "properties": { "entry": { "enum": [kind.name()] } }, "required": ["entry"] },
        "then": { "properties": properties, "required": required },
    })
}

/// The keys of such an entry that can be read from columns.
fn read_from_columns(kind: Kind) -> Vec<Field> {
    let fields = kind.fields().into_iter();
    fields.filter(|field| !matches!(field.value, Value::Entries(_)) && field.name != "sources").collect()
}

/// A table of these keys, each with what it is read from.
fn columns(fields: &[Field], needed: &[&str]) -> Json {
    let keys: Map<String, Json> =
        fields.iter().map(|field| (field.name.to_owned(), described(refer("spec"), field.meaning))).collect();
    let mut table = Map::new();
    table.insert("type".into(), json!("object"));
    table.insert("properties".into(), Json::Object(keys));
    table.insert("additionalProperties".into(), json!(false));
    if !needed.is_empty() {
        table.insert("required".into(), json!(needed));
    }
    Json::Object(table)
}

/// A key with what it takes.
fn taken(key: &MapKey) -> (String, Json) {
    (key.name.to_owned(), described(takes(key.takes), key.meaning))
}

fn takes(takes: Takes) -> Json {
    match takes {
        Takes::Text => json!({ "type": "string" }),
        Takes::Texts | Takes::KeyNames | Takes::Days => refer("texts"),
        Takes::Word(words) => one(&words()),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Day => refer("day"),
        Takes::Constant => json!({ "anyOf": [{ "type": ["boolean", "integer"] }, refer("texts")] }),
        Takes::Words => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Takes::Century => json!({ "enum": CENTURIES }),
        Takes::Zone => json!({ "type": "string", "pattern": "^[+-].+:.+$" }),
        Takes::Case => json!({ "anyOf": [
            { "type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,99}$" },
            alone("column", refer("texts")),
            alone("group", refer("texts")),
            alone("from", json!({ "type": "string" })),
        ] }),
        Takes::Table(keys) => json!({
            "type": "object",
            "properties": keys.iter().map(taken).collect::<Map<_, _>>(),
            "additionalProperties": false,
        }),
        Takes::Columns => json!({ "type": "object" }),
        Takes::Inside(kind) => {
            let needed: &[&str] = if kind == Kind::Case { &["title", "state"] } else { &[] };
            columns(&read_from_columns(kind), needed)
        }
        Takes::Replies => refer("replies"),
        Takes::Silence => json!({ "anyOf": [one(&[UNKNOWN]), alone(SILENT_TO, refer("day"))] }),
    }
}

fn definitions() -> Map<String, Json> {
    let mut all = Map::new();
    let text = json!({ "type": "string" });
    all.insert("texts".into(), json!({ "anyOf": [text, { "type": "array", "items": text }] }));
    all.insert("day".into(), json!({ "type": "string", "pattern": "[0-9]{4}-[0-9]{2}-[0-9]{2}" }));
    all.insert("spec".into(), spec());
    all.insert("replies".into(), replies());
    all
}

/// What a key is read from: the name of a column, or a table that says more.
fn spec() -> Json {
    let said = json!({ "minItems": 1 });
    json!({ "anyOf": [{ "type": "string" }, {
        "type": "object",
        "properties": SPEC.iter().map(taken).collect::<Map<_, _>>(),
        "additionalProperties": false,
        "oneOf": [
            { "required": ["value"] },
            { "anyOf": [
                { "required": ["column"], "properties": { "column": said } },
                { "required": ["columns"], "properties": { "columns": said } },
            ] },
        ],
    }] })
}

/// Where replies stand, and what is known of them.
fn replies() -> Json {
    let of_dates = SPEC.iter().filter(|key| !NOT_OF_REPLIES.contains(&key.name)).map(taken);
    let fields = Kind::Reply.fields();
    let keys = OF_REPLIES.iter().filter_map(|name| fields.iter().find(|field| field.name == *name));
    let keys = keys.map(|field| (field.name.to_owned(), described(refer("spec"), field.meaning)));
    let properties: Map<String, Json> = of_dates.chain(keys).chain(keys::REPLIES.iter().map(taken)).collect();
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "anyOf": [{ "required": ["column"] }, { "required": [ABSENT] }],
        "if": { "required": ["column"] },
        "then": { "required": ["kind", EMPTY] },
    })
}

/// A table of this key alone.
fn alone(name: &str, takes: Json) -> Json {
    json!({ "type": "object", "properties": { name: takes }, "required": [name], "additionalProperties": false })
}

/// One of these words, which say what they mean.
fn one(words: &[&str]) -> Json {
    one_of(words, words)
}
