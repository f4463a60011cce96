//! A document for word processors (`docx`): A4, headings, tables whose heads are repeated and whose rows are never
//! torn, sources as footnotes, numbered pages. A list lies across the page, a case stands upright.
//!
//! It holds what the formats for people hold. Nothing is loaded from outside and nothing runs; addresses of the web
//! are links. The bytes depend on the report and the day alone, and name nobody as their author.

mod footnotes;
mod package;
mod paragraphs;

use super::{
    Context, MARK,
    layout::{GAP, Layout, Slot, fit},
    list,
    person::{pages, parts, scalars, words},
    text::one_line,
};
use crate::report::{
    Cell, Kind, Place, Report, Table, Value,
    column::{NOTE, SOURCES},
};
use footnotes::Footnotes;
use package::{Package, Turned};
use paragraphs::{Row, field, heading, paragraph, words as run};
use std::{
    borrow::Cow,
    io::{self, Write},
};

/// Writes the document.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let table = &report.table;
    let turned = if parts(table).is_empty() { Turned::Across } else { Turned::Upright };
    let mut document = Document { body: String::new(), footnotes: Footnotes::default(), turned };
    if context.confidential {
        document.body.push_str(&paragraph("Mark", &run(MARK)));
    }
    let title = match turned {
        Turned::Across => document.list(report),
        Turned::Upright => document.pages(table),
    };
    for remark in &report.remarks {
        document.body.push_str(&paragraph("Remark", &run(&one_line(remark))));
    }
    let as_of =
        format!("As of {}. Everything is computed from the facts on record as known on that day.", context.as_of);
    document.body.push_str(&paragraph("Remark", &run(&as_of)));
    let head = format!("{title} · as of {}", context.as_of);
    let (notes, links) = document.footnotes.finished();
    let package = Package {
        title: &title,
        subject: &format!("as of {}", context.as_of),
        mark: if context.confidential { MARK } else { "" },
        head: &head,
        foot: &format!("page {} of {}", field("PAGE"), field("NUMPAGES")),
        body: &document.body,
        notes: &notes,
        links: &links,
        turned,
    };
    out.write_all(&package.bytes()?)
}

/// A sentence without the options of the command line that it names in brackets.
fn without_options(sentence: &str) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once(" (--") {
        out.push_str(before);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    out + rest
}

/// A document that is being written.
struct Document {
    body: String,
    footnotes: Footnotes,
    turned: Turned,
}

impl Document {
    /// A list: what sums it up, and its table. Returns its title.
    fn list(&mut self, report: &Report) -> String {
        let title = without_options(&one_line(&report.summary));
        self.body.push_str(&heading(0, &title));
        self.table(&report.table, None);
        title
    }

    /// A page for each row of a table with parts. Returns their titles.
    fn pages(&mut self, table: &Table) -> String {
        let all = table.rows.cells();
        let mut titles = Vec::new();
        for (row, page) in all.iter().zip(pages(table, &all)) {
            let title = page.heading.replace("  (", " (");
            self.body.push_str(&heading(1, &title));
            titles.push(title);
            for (column, cell) in &page.lines {
                self.body.push_str(&paragraph("Fact", &paragraphs::fact(column.title, &words(cell), cell.tone)));
            }
            let sources = match &table.cell(row, SOURCES).value {
                Value::Table(part) => Some(&**part),
                _ => None,
            };
            self.footnotes.begin(sources);
            for (column, part) in &page.parts {
                self.body.push_str(&heading(2, column.title));
                self.table(part, sources);
            }
        }
        titles.join(", ")
    }

    /// What a cell says, in paragraphs of which the first is what the row says and the others belong to it.
    fn told(&mut self, cell: &Cell, kind: Kind, room: usize) -> Vec<String> {
        let tone = cell.tone;
        if let (Kind::Lines, Value::List(texts), None) = (kind, &cell.value, &cell.says) {
            return texts.iter().map(|text| paragraphs::toned(&one_line(text), tone)).collect();
        }
        let said = words(cell);
        vec![match kind {
            Kind::Url => self.footnotes.link_or_words(&said),
            Kind::Date | Kind::Day => paragraphs::date(&said, tone, room),
            Kind::Code => paragraphs::whole(&said, tone),
            Kind::Text | Kind::Number | Kind::Flag | Kind::List | Kind::Lines | Kind::Table => {
                paragraphs::toned(&said, tone)
            }
        }]
    }

    /// A table, or for one of addresses a paragraph a row.
    fn table(&mut self, table: &Table, sources: Option<&Table>) {
        if list::suits(table) {
            for row in table.rows.iter() {
                let text = self.footnotes.cited(table, &row);
                self.body.push_str(&paragraph("Source", &text));
            }
            return;
        }
        // Sources are footnotes, and a note of the record stands below the words that it belongs to.
        let mut shown = table.clone();
        for column in &mut shown.columns {
            if column.key == SOURCES.key || column.key == NOTE.key {
                column.place = Place::Data;
            }
        }
        let across = self.turned.characters() - usize::from(GAP);
        // Columns that do not fit unbroken get the same width each, and what is longer is broken.
        let all = || {
            let all = scalars(&shown);
            let slot = |&column: &usize| Slot { column, width: (across / all.len().max(1)).saturating_sub(GAP.into()) };
            Layout { slots: all.iter().map(slot).collect(), below: Vec::new(), main: None }
        };
        let Layout { slots, below, main } = fit(&shown, across).unwrap_or_else(all);
        let says = |slot: &&Slot| matches!(table.columns[slot.column].kind, Kind::Text | Kind::Lines);
        let main = main.or(slots.iter().find(says).or(slots.first()).map(|slot| slot.column));
        let note = table.position(NOTE.key).filter(|at| table.columns[*at].place != Place::Data);
        let cited = table.position(SOURCES.key);
        let heads = slots.iter().map(|slot| {
            let column = table.columns[slot.column];
            (column.title, slot.width + usize::from(GAP), column.kind)
        });
        let cells = table.rows.iter().map(|row| {
            let cell = |at: usize| row.get(at).unwrap_or(&Cell::UNKNOWN);
            let filled = slots.iter().map(|slot| {
                let is_main = Some(slot.column) == main;
                let mut told = self.told(cell(slot.column), table.columns[slot.column].kind, slot.width);
                if is_main {
                    let notes = self.footnotes.of(cited.map(cell), sources);
                    told.first_mut().into_iter().for_each(|first| first.push_str(&notes));
                    let titled = |at: &usize| match words(cell(*at)) {
                        says if says.is_empty() => None,
                        says => Some(format!("{} {says}", table.columns[*at].title)),
                    };
                    let titled = below.iter().filter_map(titled).collect::<Vec<_>>().join("; ");
                    let note = note.map_or(Cow::Borrowed(""), |at| words(cell(at)));
                    told.extend([titled.as_str(), &note].iter().filter(|text| !text.is_empty()).map(|text| run(text)));
                }
                told
            });
            filled.collect::<Row>()
        });
        let cells: Vec<Row> = cells.collect();
        let heads = heads.collect();
        self.body.push_str(&paragraphs::table(heads, &cells));
    }
}
