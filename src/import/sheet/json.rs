//! JSON: an array of objects, or an object that holds one; or one object a line.

use super::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Options, separated::decoded};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Reads the objects of an array. They are numbered from 1.
///
/// # Errors
/// It is not JSON, or holds no array of objects or more than one.
pub fn grid(bytes: &[u8], options: &Options) -> Result<Grid, String> {
    let text = decoded(bytes, options.encoding.as_deref())?;
    let value: Value = serde_json::from_str(&text).map_err(|error| told(&error, error.line()))?;
    let is_objects = |value: &Value| matches!(value, Value::Array(items) if items.iter().all(Value::is_object));
    let items = match value {
        Value::Array(_) if is_objects(&value) => value,
        Value::Object(all) => {
            let mut lists = all.into_iter().filter(|(_, value)| is_objects(value));
            // Of several lists, the only one that is not empty.
            let filled: Vec<(String, Value)> = lists.by_ref().filter(|(_, v)| v != &Value::Array(Vec::new())).collect();
            let mut filled = filled.into_iter();
            match (filled.next(), filled.next()) {
                (Some((_, one)), None) => one,
                (Some((one, _)), Some((other, _))) => {
                    return Err(format!("two lists of objects, {one:?} and {other:?}: leave the one that is meant"));
                }
                (None, _) => return Err("there is no array of objects with anything in it".into()),
            }
        }
        _ => return Err("neither an array of objects nor an object that holds one".into()),
    };
    let Value::Array(items) = items else { return Err("there is no array of objects in it".into()) };
    let objects = (1..).zip(items).map(|(number, item)| match item {
        Value::Object(object) => (number, object),
        _ => (number, Map::new()),
    });
    table(objects.collect())
}

/// Reads an object a line. They are numbered as the lines are.
///
/// # Errors
/// A line is no object.
pub fn grid_of_lines(bytes: &[u8], options: &Options) -> Result<Grid, String> {
    let text = decoded(bytes, options.encoding.as_deref())?;
    let mut objects = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        match text.trim() {
            "" => objects.push((line, Map::new())),
            text => match serde_json::from_str(text) {
                Ok(Value::Object(object)) => objects.push((line, object)),
                Ok(_) => return Err(format!("line {line}: not an object")),
                Err(error) => return Err(told(&error, line)),
            },
        }
    }
    table(objects)
}

/// What the parser says, without what stands there.
fn told(error: &serde_json::Error, line: usize) -> String {
    let what = if error.is_eof() { "the end of the JSON is missing" } else { "not JSON" };
    format!("line {line}, column {}: {what}", error.column())
}

/// Rows under the names of all keys. A key of an object inside an object is called `outer.inner`.
fn table(objects: Vec<(usize, Map<String, Value>)>) -> Result<Grid, String> {
    if objects.len() > MOST_ROWS {
        return Err(format!("more than {MOST_ROWS} rows: divide the file"));
    }
    let (mut names, mut places) = (Vec::new(), HashMap::new());
    let mut rows = Vec::with_capacity(objects.len() + 1);
    for (number, object) in objects {
        let mut flat = Vec::new();
        flatten("", object, &mut flat);
        let mut cells = vec![Cell::Empty; names.len()];
        for (name, cell) in flat {
            let at = *places.entry(name.clone()).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            });
            cells.resize(cells.len().max(at + 1), Cell::Empty);
            cells[at] = cell;
        }
        if names.len() > MOST_COLUMNS {
            return Err(format!("more than {MOST_COLUMNS} different keys"));
        }
        rows.push((number, cells));
    }
    rows.iter_mut().for_each(|(_, cells)| cells.resize(names.len(), Cell::Empty));
    rows.insert(0, (0, names.iter().map(|name| Cell::text(name)).collect()));
    Ok(Grid { rows, ..Grid::default() })
}

fn flatten(before: &str, object: Map<String, Value>, into: &mut Vec<(String, Cell)>) {
    for (key, value) in object {
        let name = if before.is_empty() { key } else { format!("{before}.{key}") };
        match value {
            Value::Object(inner) => flatten(&name, inner, into),
            value => into.push((name, cell(value))),
        }
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(flag) => Cell::Flag(flag),
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::String(text) => Cell::text(&text),
        Value::Array(items) => {
            let texts: Vec<String> = items.into_iter().map(text).filter(|text| !text.is_empty()).collect();
            match texts.as_slice() {
                [] => Cell::Empty,
                _ => Cell::List(texts),
            }
        }
        Value::Object(_) => Cell::Broken("an object inside a list"),
    }
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => super::trimmed(&text).to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(grid: Grid) -> Vec<(usize, Vec<String>)> {
        let texts = |cells: Vec<Cell>| cells.iter().map(|cell| cell.shown().into_owned()).collect();
        grid.rows.into_iter().map(|(number, cells)| (number, texts(cells))).collect()
    }

    #[test]
    fn objects_are_rows_wherever_they_lie() {
        let rows = r#"[{"a": "x ", "n": {"b": 1}}, {}, {"c": ["p", "q"], "a": null, "d": true}]"#;
        let options = Options::default();
        let plain = shown(grid(rows.as_bytes(), &options).expect("rows"));
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        let expected = [
            (0, row(["a", "n.b", "c", "d"])),
            (1, row(["x", "1", "", ""])),
            (2, row(["", "", "", ""])),
            (3, row(["", "", "p | q", "true"])),
        ];
        assert_eq!(plain, expected);
        let inside = format!(r#"{{"schema": 1, "problems": [], "rows": {rows}}}"#);
        assert_eq!(shown(grid(inside.as_bytes(), &options).expect("rows")), expected);
        let lines = "{\"a\": 1}\n\n{\"a\": 2}\n";
        let numbers: Vec<usize> =
            grid_of_lines(lines.as_bytes(), &options).expect("rows").rows.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [0, 1, 2, 3]);
    }

    #[test]
    fn what_is_no_list_of_objects_is_refused() {
        for text in ["1", "[1]", "{}", r#"{"a": [{"x": 1}], "b": [{"x": 1}]}"#, "[", "secret"] {
            let error = grid(text.as_bytes(), &Options::default()).expect_err(text);
            assert!(!error.contains("secret"), "{error}");
        }
        assert!(grid_of_lines(b"{}\n[]\n", &Options::default()).expect_err("a list").starts_with("line 2"));
    }
}
