//! Reports for tests: an ordinary one, one that attacks every format, and whole cases.

use super::{Context, Format, Screen, render};
use crate::{
    load::problem::{Code, Excerpt, Problem},
    model::date::{Date, iso_day},
    report::{Cell, Column, Kind, Report, Table, Tone, Value},
};
use std::path::Path;

/// Texts that attack the screen, the spreadsheet or the web page.
pub(super) const HOSTILE: [&str; 18] = [
    "=HYPERLINK(\"https://evil.example\",\"x\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "'quoted",
    "\"open",
    "a\tb\r\nc",
    "\u{1b}]8;;https://evil.example\u{7}click\u{1b}]8;;\u{7}",
    "\u{9b}31m",
    "\u{202e}gpj.exe",
    "<script>alert(1)</script> | *b* [x](javascript:y) `c`",
    "zero\u{200b}width\u{feff}\u{e0041}",
    "back\\slash \\u202e \\n",
    "漢字カナ交じりの文章はとても長い文章です。",
    "عربي سعید Соколов e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    " \u{A0}=1+1",
    "\u{FFFE}\u{FFFF}",
];

/// One column of every kind and place.
pub(super) const COLUMNS: [Column; 9] = [
    Column::new(Kind::Code, "case", "Case"),
    Column::new(Kind::Code, "ref", "Reference"),
    Column::new(Kind::Text, "what", "What happened"),
    Column::new(Kind::Date, "sent", "Sent").if_wide(1),
    Column::new(Kind::Day, "due", "Due").if_wide(2),
    Column::new(Kind::Number, "days", "Days"),
    Column::new(Kind::Flag, "open", "Open").data(),
    Column::new(Kind::List, "to", "To").if_wide(3),
    Column::new(Kind::Code, "stands", "How it stands").screen(),
];

/// A row under [`COLUMNS`] with this text wherever text can be.
pub(super) fn row(text: &str) -> Vec<Cell> {
    vec![
        "sokolov".into(),
        "UA GBR 3/2019".into(),
        text.into(),
        (&Date::parse("[2024-07-05..2025-01-08]").expect("a date")).into(),
        iso_day("2019-07-26").into(),
        (-12_i64).into(),
        true.into(),
        vec![text.to_owned(), "State".to_owned()].into(),
        Cell::from(Value::Unknown).says("overdue by 12 days").tone(Tone::Bad),
    ]
}

/// A table of these rows.
pub(super) fn table(rows: impl IntoIterator<Item = Vec<Cell>>) -> Table {
    Table { columns: COLUMNS.to_vec(), rows: rows.into_iter().collect::<Vec<_>>().into() }
}

/// What attacks, and rows where little is known.
pub(super) fn hostile() -> Table {
    let unknown = vec![Cell::UNKNOWN; COLUMNS.len()];
    let open = Date::parse("2024-07-05/..").expect("a date");
    let mut going_on = unknown.clone();
    going_on[3] = (&open).into();
    table(HOSTILE.into_iter().map(row).chain([unknown, going_on]))
}

/// Two whole cases whose texts attack.
pub(super) fn cases() -> Table {
    let sources = [Column::new(Kind::Text, "title", "Title"), Column::new(Kind::Url, "url", "Address")];
    let columns = [
        Column::new(Kind::Code, "id", "Id"),
        Column::new(Kind::Text, "title", "Title"),
        Column::new(Kind::Text, "facing", "Facing"),
        Column::new(Kind::Date, "since", "Detained since"),
        Column::new(Kind::Table, "letters", "Letters"),
        Column::new(Kind::Table, "nothing", "Nothing"),
        Column::new(Kind::Table, "sources", "Sources"),
    ];
    let mut sources = Table::new(&sources);
    sources.push(vec!["A page".into(), "https://example.org/a/very/long/address?with=a&query=and|bar".into()]);
    sources.push(vec![HOSTILE[8].into(), "javascript:alert(1)".into()]);
    let mut cases = Table::new(&columns);
    for (id, title) in [("sokolov", "Владимир Соколов"), ("other", HOSTILE[11])] {
        let part = [Cell::from(hostile()), Table::new(&COLUMNS).into(), sources.clone().into()];
        let scalars = [id.into(), title.into(), HOSTILE[7].into(), Cell::UNKNOWN];
        cases.push(scalars.into_iter().chain(part).collect());
    }
    cases
}

/// A problem in a line that attacks.
pub(super) fn problem(text: &str) -> Problem {
    Problem {
        at: Some((41, 3)),
        excerpt: Some(Excerpt { text: format!("{text} = \"{text}\""), underline: 0..text.chars().count() }),
        ..Problem::of_file(Code::UnknownKey, Path::new("cases/sokolov.toml"), format!("unknown key `{text}`"), text)
    }
}

/// A screen of this width, without colour.
pub(super) const fn screen(width: usize) -> Screen {
    Screen { width, colour: false, unicode: true }
}

/// What a format makes of a table on a screen.
pub(super) fn shown(format: Format, table: Table, screen: Screen) -> String {
    String::from_utf8(written(format, table, screen, false)).expect("UTF-8")
}

/// The same as bytes, for Excel or not.
pub(super) fn written(format: Format, table: Table, screen: Screen, excel: bool) -> Vec<u8> {
    let report = Report { table, summary: String::new(), remarks: Vec::new() };
    let problems = [problem("sumary"), problem(HOSTILE[8])];
    let as_of = iso_day("2026-11-24").expect("a day");
    let mut out = Vec::new();
    let context = Context { as_of, problems: &problems, screen, header: true, excel, confidential: false };
    render(format, &report, &context, &mut out).expect("memory takes everything");
    out
}
