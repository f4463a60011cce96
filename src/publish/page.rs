//! A case as a page: what `timeline show` tells, with a picture, links and footnotes.

use super::{
    counting::CountingView,
    frame::Frame,
    picture::{Picture, picture},
    shown::Shown,
    table::{self, Content, Links, View, datetime, view},
};
use crate::{
    load::folder::origin::Origin,
    model::{case::Case, letter::letters, vocabulary::Vocabulary, wording::Wording},
    render::link,
    report::{
        Cell, Kind, Place, Table, Value, World, chart,
        column::{ID, NOTE},
        counting::Counting,
        show::{
            self, Part,
            head::{self, AS_OF, IN_SPITE, RELATED, REVIEWED, SUMMARY, TITLE},
            parts,
        },
    },
};
use askama::Template;
use std::collections::HashMap;

/// One page with one case or several.
#[derive(Template)]
#[template(path = "case.html", config = ".askama.toml")]
struct Page {
    frame: Frame,
    cases: Vec<CaseView>,
}

struct CaseView {
    title: Shown,
    summary: Shown,
    in_spite: Vec<Shown>,
    facts: Vec<Fact>,
    reviewed: Shown,
    picture: Option<Picture>,
    parts: Vec<PartView>,
    counting: CountingView,
    sources: Option<SourcesView>,
}

struct Fact {
    title: &'static str,
    class: &'static str,
    words: Vec<(Shown, Option<String>)>,
}

struct PartView {
    heading: &'static str,
    table: View,
}

struct SourcesView {
    heading: &'static str,
    prefix: String,
    sources: Vec<SourceView>,
}

struct SourceView {
    publisher: Shown,
    published: Shown,
    day: Option<String>,
    title: Shown,
    carrier: Shown,
    url: Shown,
    href: Option<String>,
    archive: Shown,
    sha256: Shown,
    reliability: Shown,
    note: Shown,
}

/// The page of the cases that `show` was asked for, standing alone; its foot names the files it was made from.
///
/// # Errors
/// Those of the template, which has no expression that can fail.
pub(super) fn alone(
    args: &show::Args,
    world: &World<'_>,
    origin: Origin,
    confidential: bool,
) -> Result<String, askama::Error> {
    let titles: Vec<&str> = world.cases.iter().map(|case| case.title.as_str()).collect();
    let frame = Frame {
        title: Shown::new(&titles.join(", ")),
        as_of: world.as_of,
        confidential,
        origin,
        records: None,
        site: None,
    };
    page(args, world, frame, &Links::default())
}

/// The page of the cases that `show` was asked for.
///
/// # Errors
/// Those of the template, which has no expression that can fail.
pub(super) fn page(
    args: &show::Args,
    world: &World<'_>,
    frame: Frame,
    links: &Links<'_>,
) -> Result<String, askama::Error> {
    // Where each fact is written belongs on a page that stands alone.
    let args = show::Args { sources: true, ..args.clone() };
    let world = &World { wording: Wording::Full, ..*world };
    let table = show::report(&args, world).table;
    let rows = table.rows.cells();
    let cases = rows.iter().zip(world.cases).map(|(row, case)| {
        let prefix = if world.cases.len() > 1 { format!("{}-", case.id) } else { String::new() };
        case_view(case, &table, row, &prefix, &args, world, links)
    });
    Page { cases: cases.collect(), frame }.render()
}

fn case_view(
    case: &Case,
    table: &Table,
    row: &[Cell],
    prefix: &str,
    args: &show::Args,
    world: &World<'_>,
    links: &Links<'_>,
) -> CaseView {
    let numbers: HashMap<String, usize> = case.sources.iter().enumerate().map(|(n, s)| (s.id.clone(), n + 1)).collect();
    let parts = args.parts();
    let footnotes = parts.contains(&Part::Sources).then_some((&numbers, prefix));
    let letters = letters([case]);
    let lines = match parts.contains(&Part::Letters) {
        true => show::letter_lines(world, &letters),
        false => Vec::new(),
    };
    let counting = Counting::of_letters(&lines);
    let counting = if parts.contains(&Part::Liberty) { counting.and_liberty(case, world.as_of) } else { counting };
    let links = Links { cases: links.cases, sources: footnotes, rules: Some((&counting, prefix)) };
    let mut sections = Vec::new();
    let mut sources = None;
    for part in parts {
        // A page has room for whole tables, and each mark of the picture leads to its own row.
        let shown = show::column(part);
        match &table.cell(row, shown).value {
            Value::Table(rows) if rows.rows.is_empty() => {}
            Value::Table(rows) if part == Part::Sources => {
                sources =
                    Some(SourcesView { heading: shown.title, prefix: prefix.to_owned(), sources: of_sources(rows) });
            }
            Value::Table(rows) => {
                let key = format!("{prefix}{}", part.name());
                let table = view(rows, &key, &links, false);
                let table = if part == Part::Events { table.numbered(prefix) } else { table };
                sections.push(PartView { heading: shown.title, table });
            }
            _ => {}
        }
    }
    let in_spite = head::in_spite(case, world).iter().map(|text| Shown::new(text)).collect();
    CaseView {
        title: table::words(table.cell(row, TITLE)),
        summary: table::words(table.cell(row, SUMMARY)),
        in_spite,
        facts: facts(table, row, &links),
        reviewed: table::words(table.cell(row, REVIEWED)),
        picture: chart::of_case(case, &args.parts(), world).map(|chart| picture(&chart, prefix)),
        parts: sections,
        counting: CountingView::new(&counting, world, prefix),
        sources,
    }
}

/// What stands at the top, but for what has a place of its own there.
fn facts(table: &Table, row: &[Cell], links: &Links<'_>) -> Vec<Fact> {
    let own = [ID, TITLE, SUMMARY, IN_SPITE, REVIEWED, AS_OF].map(|column| column.key);
    let shown = |at: &usize| {
        let column = &table.columns[*at];
        column.kind != Kind::Table && column.place != Place::Data && !own.contains(&column.key)
    };
    let fact = |at: usize| {
        let (column, cell) = (&table.columns[at], &row[at]);
        let words = match &cell.value {
            Value::List(ids) if column.key == RELATED.key => {
                ids.iter().map(|id| (Shown::new(links.name(id).unwrap_or(id)), links.case(id))).collect()
            }
            _ => vec![(table::words(cell), None)],
        };
        Fact { title: column.title, class: table::tone(cell.tone), words }
    };
    let said = |fact: &Fact| fact.words.iter().any(|(words, _)| !words.is_empty());
    (0..table.columns.len()).filter(shown).map(fact).filter(said).collect()
}

fn of_sources(table: &Table) -> Vec<SourceView> {
    let view = |row: &[Cell]| {
        let words = |column| table::words(table.cell(row, column));
        SourceView {
            publisher: words(parts::PUBLISHER),
            published: words(parts::PUBLISHED),
            day: match &table.cell(row, parts::PUBLISHED).value {
                Value::Date(date) => datetime(date),
                _ => None,
            },
            title: words(parts::TITLE),
            carrier: words(parts::CARRIER),
            href: match &table.cell(row, parts::URL).value {
                Value::Text(address) => link(address).map(str::to_owned),
                _ => None,
            },
            url: words(parts::URL),
            archive: words(parts::ARCHIVE),
            sha256: words(parts::SHA256),
            reliability: words(parts::RELIABILITY),
            note: if table.columns.iter().any(|c| c.key == NOTE.key && c.place != Place::Data) {
                words(NOTE)
            } else {
                Shown::default()
            },
        }
    };
    table.rows.iter().map(|row| view(&row)).collect()
}
