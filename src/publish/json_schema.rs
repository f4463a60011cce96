//! The format of records, of rules and of import maps as a JSON Schema (draft 07), for editors that complete and check while somebody
//! writes. It is made from the tables that the readers are driven by.
//!
//! A schema cannot say everything: that an id exists, that a day is one of the calendar, what holds between keys. It
//! refuses nothing that the readers accept; `timeline check` has the last word.

mod map;

use crate::{
    load::record::schema::{Field, Kind, MOST_DAYS, Named, Value},
    model::{
        rule::Rules,
        state,
        vocabulary::{Vocabulary as _, vocabulary},
    },
};
use serde_json::{Map, Value as Json, json};

vocabulary! {
    /// What a schema is of.
    Described {
        /// The record of a case.
        Case = "case",
        /// rules.toml, the deadline rules of the office itself.
        Rules = "rules",
        /// The map of a list, for import.
        Map = "map",
    }
}

/// A date in EDTF: a day, month, year or decade, each part with a mark of doubt; a stretch of time; one day of several.
fn date() -> Json {
    let year = "[?~%]?(1[89X]|2[01X])[0-9X]{2}(S[1-4])?[?~%]?";
    let month = "-[?~%]?(0[1-9X]|1[0-2X]|X[0-9X])[?~%]?";
    let day = "-[?~%]?(0[1-9X]|[12][0-9X]|3[01X]|X[0-9X])[?~%]?";
    let one = format!("{year}({month}({day})?)?");
    let end = format!("((\\.\\.)?{one}(\\.\\.)?|\\.\\.)");
    let part = format!(" *(\\.\\.)?{one}(\\.\\.({one})?)? *");
    // Three patterns, and not one: an editor that refuses a date quotes no pattern then.
    let patterns = [one, format!("{end}?/{end}"), format!("\\[{part}(,{part})*\\]")];
    json!({ "anyOf": patterns.map(|pattern| json!({ "type": "string", "pattern": format!("^{pattern}$") })) })
}

/// The schema of what is described, as the text of a file.
#[must_use]
pub fn json_schema(of: Described) -> String {
    let said = match of {
        Described::Case => entries(of, "The record of a case", Kind::Case.fields()),
        Described::Rules => {
            let meaning = "Deadline rules of the office itself";
            let rules = Field { name: Kind::Rule.path(), meaning, needed: false, value: Value::Entries(Kind::Rule) };
            entries(of, meaning, vec![rules])
        }
        Described::Map => map::schema(),
    };
    let mut schema = Map::from_iter([("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"))]);
    schema.insert("title".into(), json!(format!("timeline: {of}")));
    schema.extend(said);
    format!("{:#}\n", Json::Object(schema))
}

/// What is said of a file of entries with these keys at its top.
fn entries(of: Described, meaning: &str, fields: Vec<Field>) -> Map<String, Json> {
    let mut kinds = Vec::new();
    with_inner(&mut kinds, &fields);
    let mut schema = object(meaning, fields);
    schema.insert("definitions".into(), Json::Object(definitions(of, &kinds)));
    schema
}

/// These kinds of entry and those that lie in them, each once.
fn with_inner(kinds: &mut Vec<Kind>, fields: &[Field]) {
    for field in fields {
        if let Value::Entries(kind) = field.value
            && !kinds.contains(&kind)
        {
            kinds.push(kind);
            with_inner(kinds, &kind.fields());
        }
    }
}

/// These kinds of entry, and what several keys take.
fn definitions(of: Described, kinds: &[Kind]) -> Map<String, Json> {
    let mut all = Map::new();
    for kind in kinds {
        all.insert(kind.key().into(), Json::Object(object(kind.meaning(), kind.fields())));
    }
    all.insert("text".into(), json!({ "type": "string", "pattern": "\\S" }));
    all.insert("id".into(), json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,99}$" }));
    all.insert("date".into(), date());
    if of == Described::Case {
        let states: Vec<_> = state::all().collect();
        let codes: Vec<&str> = states.iter().map(|names| names.state.code()).collect();
        let names: Vec<&str> = states.iter().map(|names| names.printed).collect();
        all.insert("state".into(), one_of(&codes, &names));
        all.insert("actor".into(), json!({ "anyOf": [refer("state"), refer("text")] }));
        let rules = Rules::default();
        let names = rules.procedures();
        let titles: Vec<&str> = names.iter().map(|name| rules.title(name)).collect();
        all.insert("procedure".into(), json!({ "anyOf": [one_of(&names, &titles), refer("id")] }));
    }
    all
}

fn object(meaning: &str, fields: Vec<Field>) -> Map<String, Json> {
    let needed: Vec<&str> = fields.iter().filter(|field| field.needed).map(|field| field.name).collect();
    let keys = fields.into_iter().map(|field| (field.name.to_owned(), described(takes(field.value), field.meaning)));
    let Json::Object(mut object) = json!({
        "description": meaning,
        "type": "object",
        "properties": Map::from_iter(keys),
        "additionalProperties": false,
    }) else {
        return Map::new();
    };
    if !needed.is_empty() {
        object.insert("required".into(), json!(needed));
    }
    object
}

/// The schema of what a key takes.
fn takes(value: Value) -> Json {
    let list = |of: &str| json!({ "type": "array", "items": refer(of) });
    let one_or_more = |of: &str| json!({ "anyOf": [refer(of), list(of)] });
    match value {
        Value::Text | Value::Reference | Value::EarlierLetter => refer("text"),
        Value::Texts => list("text"),
        Value::Date | Value::Ahead => refer("date"),
        Value::DateOrTrue => json!({ "anyOf": [refer("date"), { "type": "boolean" }] }),
        Value::Days => json!({ "type": "integer", "minimum": 1, "maximum": MOST_DAYS }),
        Value::Flag | Value::Mark => json!({ "type": "boolean" }),
        Value::Word(words) => {
            let (words, meanings): (Vec<&str>, Vec<&str>) = words.explained().into_iter().unzip();
            one_of(&words, &meanings)
        }
        Value::Procedure => refer("procedure"),
        // A letter goes by its reference too.
        Value::Other(Named::Letter) => refer("text"),
        Value::Id | Value::Other(Named::Person | Named::Demand | Named::Source) => refer("id"),
        Value::Others(_) => list("id"),
        Value::OneOrMore(_) => one_or_more("id"),
        Value::States => one_or_more("state"),
        Value::Actors => {
            json!({ "anyOf": [refer("actor"), { "type": "array", "items": refer("actor"), "minItems": 1 }] })
        }
        Value::Addressee => refer("actor"),
        Value::Entries(kind) => list(kind.key()),
    }
}

/// One of these words. What each means is said in the way that editors of TOML show.
fn one_of(words: &[&str], meanings: &[&str]) -> Json {
    json!({ "enum": words, "x-taplo": { "docs": { "enumValues": meanings } } })
}

fn refer(name: &str) -> Json {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The same with what it says. Beside a reference nothing else counts in this draft, so it is wrapped.
fn described(schema: Json, meaning: &str) -> Json {
    let mut described = Map::from_iter([("description".to_owned(), json!(meaning))]);
    match schema {
        Json::Object(schema) if !schema.contains_key("$ref") => described.extend(schema),
        reference => {
            described.insert("allOf".into(), json!([reference]));
        }
    }
    Json::Object(described)
}
