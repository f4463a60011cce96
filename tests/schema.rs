//! The JSON Schemas: whole, about every key, and refusing no date that the readers accept.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use super::edtf::SAME;
use proptest::prelude::*;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;
use timeline::{
    import::map::{
        keys::{self, named},
        read,
    },
    load::record::schema::Kind,
    model::{date::Date, vocabulary::Vocabulary},
    publish::json_schema::{Described, json_schema},
};

fn schema(of: Described) -> Value {
    serde_json::from_str(&json_schema(of)).expect("JSON")
}

/// Every object in it.
fn objects<'v>(value: &'v Value, all: &mut Vec<&'v serde_json::Map<String, Value>>) {
    match value {
        Value::Object(object) => {
            all.push(object);
            object.values().for_each(|inner| objects(inner, all));
        }
        Value::Array(items) => items.iter().for_each(|inner| objects(inner, all)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn what_it_refers_to_is_there() {
    for of in Described::ALL {
        let schema = schema(*of);
        let mut all = Vec::new();
        objects(&schema, &mut all);
        let refers: Vec<&str> = all.iter().filter_map(|object| object.get("$ref")?.as_str()).collect();
        assert!(refers.len() > 5, "{of}");
        for refer in refers {
            assert!(schema.pointer(refer.trim_start_matches('#')).is_some(), "{of}: {refer}");
        }
        // A relative one is looked for in the network by some.
        assert!(all.iter().all(|object| !object.contains_key("$id")), "{of}");
    }
}

#[test]
fn every_key_of_every_kind_of_entry_is_in_one() {
    let (case, rules) = (schema(Described::Case), schema(Described::Rules));
    for kind in Kind::ALL {
        let object = match kind {
            Kind::Case => &case,
            Kind::Rule => &rules["definitions"]["rule"],
            _ => &case["definitions"][kind.key()],
        };
        assert_eq!(object["additionalProperties"], false, "{kind}");
        let properties = object["properties"].as_object().expect("properties");
        let fields = kind.fields();
        assert_eq!(properties.keys().collect::<Vec<_>>(), fields.iter().map(|f| f.name).collect::<Vec<_>>(), "{kind}");
        let needed: Vec<&str> = fields.iter().filter(|field| field.needed).map(|field| field.name).collect();
        let required: Vec<&str> =
            object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(required, needed, "{kind}");
    }
    assert_eq!(case["definitions"]["event"]["properties"]["kind"]["enum"][1], "arrest");
    assert_eq!(case["properties"]["state"]["anyOf"][0]["$ref"], "#/definitions/state");
}

/// Every key that the reader of maps knows is in its schema; of the keys of entries, those that a column can say.
#[test]
fn every_key_of_a_map_is_in_its_schema() {
    let schema = schema(Described::Map);
    let names = |object: &Value| -> Vec<String> {
        object["properties"].as_object().expect("properties").keys().cloned().collect()
    };
    assert_eq!(names(&schema), named(keys::TOP).collect::<Vec<_>>());
    assert_eq!(names(&schema["properties"]["file"]), named(keys::FILE).collect::<Vec<_>>());
    assert_eq!(names(&schema["definitions"]["spec"]["anyOf"][1]), named(keys::SPEC).collect::<Vec<_>>());
    for (of, kind) in schema["allOf"].as_array().expect("kinds").iter().zip(keys::KINDS) {
        assert_eq!(of["if"]["properties"]["entry"]["enum"][0], kind.name());
        let columns = names(&of["then"]["properties"]["columns"]);
        let fields = kind.fields();
        let told =
            fields.iter().filter(|field| !matches!(field.value, timeline::load::record::schema::Value::Entries(_)));
        let told: Vec<&str> = told.map(|field| field.name).filter(|name| *name != "sources").collect();
        assert_eq!(columns, told, "{kind}");
    }
}

/// Maps that are wrong, each for the reason that stands in its first line; which of them a schema lets pass is told by
/// `tests/schema/run.sh`.
#[test]
fn maps_that_are_wrong_are_refused_by_the_reader() {
    let mut count = 0;
    for entry in std::fs::read_dir("tests/schema/maps").expect("the maps") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a map");
        let problems = read::map(&path, &text).err().unwrap_or_default();
        assert!(!problems.is_empty(), "{} is read", path.display());
        count += 1;
    }
    assert!(count > 25);
    let all = std::fs::read_to_string("tests/schema/everything.map.toml").expect("a map");
    assert!(read::map("everything".as_ref(), &all).is_ok());
    for name in named(keys::TOP).chain(named(keys::FILE)).chain(named(keys::SPEC)).chain(named(keys::REPLIES)) {
        let is_there = all.contains(&format!("{name} =")) || all.contains(&format!("[{name}]"));
        assert!(is_there || name == "updates", "{name}");
    }
}

/// Whether it is a date by the schema.
fn is_a_date(text: &str) -> bool {
    static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let schema = schema(Described::Case);
        let patterns = schema["definitions"]["date"]["anyOf"].as_array().expect("patterns").clone();
        patterns.iter().map(|one| Regex::new(one["pattern"].as_str().expect("a pattern")).expect("a pattern")).collect()
    });
    PATTERNS.iter().any(|pattern| pattern.is_match(text))
}

#[test]
fn dates_that_are_read_are_dates_and_others_mostly_not() {
    for (text, ..) in SAME {
        assert!(is_a_date(text), "{text}");
    }
    for text in ["03/04/2024", "31.04.2019", "2019-13", "2019-00", "2019-5", "20190527", "May 2019", "", "n/a", "[]"] {
        assert!(!is_a_date(text), "{text}");
    }
}

proptest! {
    #[test]
    fn no_date_that_is_read_is_refused(parts in prop::collection::vec(
        prop::sample::select(&[
            "2019", "199X", "19XX", "1985", "-05", "-1X", "-XX", "-31", "-0X", "?", "~", "%", "/", "..", "[", "]", ",", "S2", " ",
        ]), 1..9,
    )) {
        let text = parts.concat();
        prop_assert!(Date::read(&text).is_none() || is_a_date(&text), "{text}");
    }
}
