//! A first map, guessed from the names of the columns, to be corrected by hand.

use super::is_secret;
use crate::{
    import::{
        order::of_column,
        sheet::{Cell, Sheet},
        value::state,
    },
    model::spelling::{folded, words},
};

/// What columns of letters are called, with the key that is meant.
const CALLED: [(&str, &[&str]); 9] = [
    ("ref", &["ref", "reference", "letter", "symbol", "communication", "référence", "referencia", "номер"]),
    ("sent", &["sent", "date", "transmitted", "envoyé", "enviada", "fecha", "gesendet", "дата", "отправлено"]),
    ("to", &["country", "state", "addressee", "to", "pays", "país", "land", "страна", "government"]),
    ("from", &["mandate", "mandates", "from", "sender", "procedures", "mandats", "mandatos"]),
    ("procedure", &["type", "procedure", "kind"]),
    ("note", &["note", "notes", "remark", "remarks", "comment", "comments", "summary", "observations"]),
    (
        "reply",
        &[
            "reply",
            "replies",
            "response",
            "responses",
            "answer",
            "answered",
            "replied",
            "réponse",
            "respuesta",
            "ответ",
        ],
    ),
    ("case", &["case", "dossier", "caso", "дело"]),
    ("url", &["url", "link", "address"]),
];

/// The key that a column is most likely to say, if its name tells.
fn meant(column: &str) -> Option<&'static str> {
    let words = words(column);
    let is_called = |(_, names): &&(_, &[&str])| names.iter().any(|name| words.contains(&folded(name)));
    CALLED.iter().find(is_called).map(|(key, _)| *key)
}

/// The first map of these sheets.
#[must_use]
pub fn map(sheets: &[Sheet]) -> String {
    let Some(sheet) = sheets.first() else { return String::new() };
    let mut lines = vec![
        format!("# A first map of {}, made from the names of its columns: read and correct it.", sheet.file_name()),
        "# Then: timeline import FILE --map THIS    shows what would happen; with --write it does.".into(),
        "entry = \"letter\"                # or event, person, charge, statement, demand, source".into(),
    ];
    let mut keys: Vec<(&str, &str)> = Vec::new();
    let mut ignored: Vec<&str> = Vec::new();
    for column in &sheet.columns {
        match meant(column).filter(|key| !keys.iter().any(|(known, _)| known == key) && *key != "url") {
            Some(key) => keys.push((key, column)),
            None => ignored.push(column),
        }
    }
    let of = |key: &str| keys.iter().find(|(known, _)| *known == key).map(|(_, column)| *column);
    lines.push(match (of("case"), of("ref")) {
        (Some(column), _) => format!("case = {{ column = {column:?} }}     # or one for all: case = \"sokolov\""),
        (None, Some(_)) => {
            "case = { from = \"ref\" }        # a case for each letter; or one for all: case = \"sokolov\"".into()
        }
        (None, None) => "case = \"write-its-id\"          # or { column = \"…\" }".into(),
    });
    let ignored_quoted: Vec<String> = ignored.iter().map(|column| format!("{column:?}")).collect();
    lines.push(format!(
        "ignore = [{}]    # each is left out: map it below, or say rest = \"note\"",
        ignored_quoted.join(", ")
    ));
    lines.extend([
        String::new(),
        "[new]                           # what a case that is not there yet begins with".into(),
    ]);
    lines.push(format!("title = {:?}", of("case").or(of("ref")).or(of("note")).unwrap_or("a column")));
    lines.push(format!("state = {{ column = {:?}, as = \"state\" }}", of("to").unwrap_or("a column")));
    lines.extend([String::new(), "[columns]".into()]);
    for key in ["ref", "sent", "to", "from", "procedure", "note"] {
        lines.push(column_line(sheet, key, of(key)));
    }
    lines.extend([String::new(), "[replies]                       # silence is never assumed".into()]);
    match of("reply") {
        Some(column) => lines.extend([
            format!("column = {column:?}"),
            "split = \";\"".into(),
            "kind = \"untranslated\"           # received, not classed yet".into(),
            "empty = \"unknown\"              # or { silent_to = 2026-07-12 }: there was none by the day of the export"
                .into(),
        ]),
        None => lines.push("absent = \"unknown\"             # the file says nothing of replies".into()),
    }
    for column in sheet.columns.iter().filter(|column| is_secret(column)) {
        lines.push(format!(
            "# {column:?} is confidential by its name; `confidential = false` beside its column says otherwise"
        ));
    }
    lines.join("\n") + "\n"
}

fn column_line(sheet: &Sheet, key: &str, column: Option<&str>) -> String {
    let cells = |column: &str| {
        let at = sheet.column(column);
        sheet.rows.iter().filter_map(move |row| row.cells.get(at?)).filter(|cell| !cell.is_empty())
    };
    match (key, column) {
        ("procedure", None) => "procedure = { value = \"sp-letter\" }     # `timeline rules` lists them".into(),
        ("procedure", Some(column)) => {
            let mut words: Vec<String> = cells(column).map(|cell| cell.shown().into_owned()).collect();
            words.sort();
            words.dedup();
            let known = |word: &str| match word.to_ascii_uppercase().as_str() {
                "UA" | "JUA" => "sp-urgent-appeal",
                "AL" | "JAL" => "sp-allegation-letter",
                "OL" | "JOL" => "sp-other-letter",
                _ => "sp-letter",
            };
            let words: Vec<String> =
                words.iter().take(20).map(|word| format!("{word:?} = {:?}", known(word))).collect();
            format!("procedure = {{ column = {column:?}, words = {{ {} }} }}", words.join(", "))
        }
        ("sent", Some(column)) => match of_column(cells(column)) {
            Ok(_) => format!("sent = {column:?}"),
            Err(undecided) => format!(
                "sent = {{ column = {column:?}, order = \"day-month-year\" }}     # look: {}",
                undecided.reason().split(':').next().unwrap_or_default()
            ),
        },
        ("to", Some(column)) => format!("to = {{ column = {column:?}, as = \"actor\"{} }}", split(cells(column))),
        ("from", Some(column)) => format!("from = {{ column = {column:?}{} }}", split(cells(column))),
        ("to", None) => "to = { value = \"a State or a name\" }".into(),
        (key, Some(column)) => format!("{key} = {column:?}"),
        (key, None) => format!("# {key} = \"a column\""),
    }
}

/// What stands between several values in the cells of a column, if anything does.
fn split<'c>(cells: impl Iterator<Item = &'c Cell>) -> String {
    let texts: Vec<String> =
        cells.filter(|cell| state(&cell.shown()).is_err()).map(|cell| cell.shown().into_owned()).collect();
    let by = ["|", ";"].into_iter().find(|by| texts.iter().any(|text| text.contains(by)));
    by.map_or_else(String::new, |by| format!(", split = {by:?}"))
}
