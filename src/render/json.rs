//! JSON: one document with everything, or one object a line.

use super::{
    Context, MARK_KEY, lines,
    machine::{Field, fields, marked},
    text::characters,
};
use crate::{
    load::problem::Problem,
    model::vocabulary::Vocabulary,
    report::{Cell, Table, Value},
};
use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::Map;
use serde_json::ser::{CharEscape, Formatter};
use std::io::{self, Write};

/// The version of the shape of the document: raised when a key goes or changes its meaning.
const SCHEMA: u32 = 1;

/// Writes `{"schema":1,"as_of":…,"rows":[…],"problems":[…]}`, a row a line; with `"confidential":true` before
/// the rows if something confidential is in them.
pub(super) fn document(table: &Table, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mark = if context.confidential { format!("\"{MARK_KEY}\":true,") } else { String::new() };
    write!(out, "{{\"schema\":{SCHEMA},\"as_of\":\"{}\",{mark}\"rows\":[", context.as_of)?;
    let fields = fields(&table.columns);
    let mut list = List::new(out);
    table.rows.each(|row| list.add(&Row(&fields, row)))?;
    list.end()?;
    write!(out, "],\"problems\":[")?;
    let mut list = List::new(out);
    context.problems.iter().try_for_each(|problem| list.add(&Reported(problem)))?;
    list.end()?;
    writeln!(out, "]}}")
}

/// Writes each row as an object on a line of its own, and nothing else. Each says of itself if something
/// confidential is in them.
pub(super) fn lines(table: &Table, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let fields = marked(&table.columns, context.confidential);
    lines::write(&table.rows, out, |row, line| {
        // Writing to memory does not fail.
        let _ = value(&Row(&fields, row), line);
        line.push(b'\n');
    })
}

/// An array that is being written, each item on a line of its own.
struct List<'o> {
    out: &'o mut dyn Write,
    between: &'static str,
}

impl<'o> List<'o> {
    fn new(out: &'o mut dyn Write) -> Self {
        Self { out, between: "\n" }
    }

    fn add(&mut self, item: &impl Serialize) -> io::Result<()> {
        write!(self.out, "{}", self.between)?;
        self.between = ",\n";
        value(item, self.out)
    }

    fn end(self) -> io::Result<()> {
        if self.between == ",\n" { writeln!(self.out) } else { Ok(()) }
    }
}

/// Any value as JSON in which nothing hides.
pub(super) fn value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, Visible)).map_err(io::Error::from)
}

/// The rows of a table as objects, each with every field that a program gets.
pub fn objects(table: &Table) -> Vec<Map<String, serde_json::Value>> {
    let fields = fields(&table.columns);
    let object = |row: &[Cell]| match serde_json::to_value(Row(&fields, row)) {
        Ok(serde_json::Value::Object(object)) => object,
        // A row is always an object, and writing to memory does not fail.
        Ok(_) | Err(_) => Map::new(),
    };
    table.rows.iter().map(|row| object(&row)).collect()
}

/// A value as the text of a file that people read too: on many lines, and nothing hides in it.
pub fn pretty(value: &impl Serialize) -> String {
    // Writing to memory does not fail; line ends inside of texts are escaped already.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut visible = Vec::with_capacity(text.len() + 1);
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            visible.push(b'\n');
        }
        // Nor does this.
        let _ = Visible.write_string_fragment(&mut visible, line);
    }
    visible.push(b'\n');
    String::from_utf8_lossy(&visible).into_owned()
}

/// A row as an object.
struct Row<'a>(&'a [Field], &'a [Cell]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for field in self.0 {
            object.serialize_entry(&*field.name, &Datum(&field.of(self.1)))?;
        }
        object.end()
    }
}

/// A value of a cell.
struct Datum<'a>(&'a Value);

impl Serialize for Datum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Unknown => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Date(date) => match date.plain_day() {
                Some(day) => serializer.collect_str(&day),
                None => serializer.serialize_str(&date.as_written()),
            },
            Value::Day(day) => serializer.collect_str(day),
            Value::Number(number) => serializer.serialize_i64(*number),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::List(texts) => texts.serialize(serializer),
            Value::Table(table) => {
                let fields = fields(&table.columns);
                let mut rows = serializer.serialize_seq(Some(table.rows.len()))?;
                table.rows.each(|row| rows.serialize_element(&Row(&fields, row)))?;
                rows.end()
            }
        }
    }
}

/// A problem as an object.
struct Reported<'a>(&'a Problem);

impl Serialize for Reported<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let problem = self.0;
        let mut object = serializer.serialize_map(Some(7))?;
        object.serialize_entry("code", problem.code.name())?;
        object.serialize_entry("severity", problem.severity.name())?;
        object.serialize_entry("file", &problem.file.to_string_lossy())?;
        object.serialize_entry("line", &problem.at.map(|(line, _)| line))?;
        object.serialize_entry("column", &problem.at.map(|(_, column)| column))?;
        object.serialize_entry("message", &problem.message)?;
        object.serialize_entry("help", &Some(&problem.help).filter(|help| !help.is_empty()))?;
        object.end()
    }
}

/// Compact JSON in which nothing hides: what acts on a screen or cannot be seen is written as its
/// number. JSON allows it raw, but people read JSON on terminals too.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.is_ascii() && !fragment.contains('\u{7F}') {
            return writer.write_all(fragment.as_bytes());
        }
        let mut buffer = [0; 4];
        for c in characters(fragment) {
            if c.unsafe_here {
                for unit in c.char.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                writer.write_all(c.char.encode_utf8(&mut buffer).as_bytes())?;
            }
        }
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        serde_json::ser::CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        samples::{HOSTILE, cases, hostile, row, screen, shown, table},
    };
    use super::Reported;
    use crate::load::problem::{Code, Problem};
    use proptest::prelude::*;
    use serde_json::{Value, from_str, json};
    use std::path::Path;

    #[test]
    fn rows_and_problems_are_read_back() {
        let text = shown(Format::Json, hostile(), screen(80));
        let read: Value = from_str(&text).expect("JSON");
        assert_eq!((&read["schema"], &read["as_of"]), (&json!(1), &json!("2026-11-24")));
        for (n, text) in HOSTILE.into_iter().enumerate() {
            let expected = json!({
                "case": "sokolov", "ref": "UA GBR 3/2019", "what": text, "sent": "[2024-07-05..2025-01-08]",
                "sent_earliest": "2024-07-05", "sent_latest": "2025-01-08", "due": "2019-07-26", "days": -12,
                "open": true, "to": [text, "State"],
            });
            assert_eq!(read["rows"][n], expected);
        }
        let unknown = read["rows"][HOSTILE.len()].as_object().expect("a row");
        assert!(unknown.len() == 10 && unknown.values().all(Value::is_null));
        assert_eq!(read["rows"][HOSTILE.len() + 1]["sent_latest"], Value::Null);
        let problem = json!({
            "code": "unknown-key", "severity": "error", "file": "cases/sokolov.toml", "line": 41, "column": 3,
            "message": "unknown key `sumary`", "help": "sumary",
        });
        assert_eq!(read["problems"][0], problem);
        let whole = Problem::of_file(Code::TooLarge, Path::new("a.toml"), "too large", "");
        let whole = serde_json::to_value(Reported(&whole)).expect("JSON");
        assert!(["line", "column", "help"].iter().all(|key| whole[key].is_null()), "{whole}");
        assert!(text.lines().skip(1).take(20).all(|line| line.starts_with(r#"{"case":"#)), "a row a line");
    }

    #[test]
    fn lines_are_the_same_rows() {
        for table in [hostile(), cases()] {
            let document: Value = from_str(&shown(Format::Json, table.clone(), screen(80))).expect("JSON");
            let lines = shown(Format::Jsonl, table, screen(80));
            let lines: Vec<Value> = lines.lines().map(|line| from_str(line).expect("JSON")).collect();
            assert_eq!(document["rows"], Value::Array(lines));
        }
    }

    #[test]
    fn parts_are_arrays() {
        let lines = shown(Format::Jsonl, cases(), screen(80));
        let case: Value = from_str(lines.lines().next().expect("a line")).expect("JSON");
        assert_eq!(case["letters"].as_array().map(Vec::len), Some(20));
        assert_eq!(case["nothing"], json!([]));
        assert_eq!(case["sources"][1], json!({ "title": HOSTILE[8], "url": "javascript:alert(1)" }));
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in "(?s)([\"\\\\\0-\u{1f}\u{7f}-\u{9f}\u{200b}-\u{202e}\u{e0041}👩]|.){0,20}") {
            let line = shown(Format::Jsonl, table([row(&text)]), screen(80));
            let hidden = line.trim_end_matches('\n').find(|c: char| c.is_control() || c == '\u{202e}');
            prop_assert_eq!(hidden, None);
            prop_assert_eq!(&from_str::<Value>(&line).expect("JSON")["what"], &json!(text));
        }
    }
}
