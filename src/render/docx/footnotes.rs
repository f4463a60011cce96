//! Footnotes: one for each source, where it is first named; later its number is named again.

use super::paragraphs::{escaped, link_to, raised, target, words as run};
use crate::{
    render::person::words,
    report::{Cell, Table, Value, column::ID},
};
use std::{collections::HashMap, fmt::Write as _};

/// The columns of a table of sources that a note tells, in their order; the address comes last.
const TOLD: [&str; 3] = ["publisher", "title", "published"];
/// The column with the address of a source.
const ADDRESS: &str = "url";

/// Footnotes, and the links of the document and of its notes.
#[derive(Default)]
pub(super) struct Footnotes {
    notes: Vec<String>,
    links: Links,
    /// The note in which a source was first named.
    named: HashMap<String, usize>,
    /// The rows of the sources of this case by their ids.
    sources: HashMap<String, usize>,
}

/// Where links lead: those of the text, and those of the notes, which are a file of their own.
#[derive(Default)]
pub(super) struct Links {
    body: Targets,
    notes: Targets,
}

/// Targets of links, each named by its place: `l1`, `l2` …
#[derive(Default)]
struct Targets {
    all: Vec<String>,
    names: HashMap<String, usize>,
}

impl Footnotes {
    /// Begins another case, with these sources.
    pub(super) fn begin(&mut self, sources: Option<&Table>) {
        self.named.clear();
        self.sources.clear();
        let Some(sources) = sources else { return };
        for (n, row) in sources.rows.iter().enumerate() {
            self.sources.insert(words(sources.cell(&row, ID)).into_owned(), n);
        }
    }

    /// The references to the notes of the sources in this cell; nothing without any. A source has one note, where it is
    /// first named.
    pub(super) fn of(&mut self, cited: Option<&Cell>, sources: Option<&Table>) -> String {
        let Some(Value::List(ids)) = cited.map(|cell| &cell.value) else { return String::new() };
        let mut out = String::new();
        for (n, id) in ids.iter().enumerate() {
            if n > 0 {
                out.push_str(&raised(","));
            }
            match self.named.get(id) {
                Some(number) => out.push_str(&again(*number)),
                None => {
                    let number = self.add(id, sources);
                    self.named.insert(id.clone(), number);
                    out.push_str(&first(number));
                }
            }
        }
        out
    }

    /// Adds the note of a source; where nothing is told of it, its id stands for it. Returns its number.
    fn add(&mut self, id: &str, sources: Option<&Table>) -> usize {
        let row = self.sources.get(id).and_then(|at| sources.map(|table| (table, table.rows.get(*at))));
        let note = match row {
            Some((table, row)) => {
                let (told, address) = full(table, &row);
                run(&told) + &address.map_or_else(String::new, |address| run(", ") + &self.link_in_notes(&address))
            }
            None => run(&words(&Cell::from(id))),
        };
        self.notes.push(note);
        self.notes.len()
    }

    /// A source in full, in the text itself.
    pub(super) fn cited(&mut self, table: &Table, row: &[Cell]) -> String {
        let (told, address) = full(table, row);
        let first = self.named.get(&*words(table.cell(row, ID))).map(|first| run(&format!(" (note {first})")));
        let link = address.map(|address| run(", ") + &self.link_or_words(&address)).unwrap_or_default();
        run(&told) + &link + &first.unwrap_or_default()
    }

    /// The address in the text itself: as a link where a word processor takes it for one, else as words.
    pub(super) fn link_or_words(&mut self, address: &str) -> String {
        match target(address) {
            Some(target) => link_to(&self.links.body.named(target), target),
            None => run(address),
        }
    }

    fn link_in_notes(&mut self, address: &str) -> String {
        match target(address) {
            Some(target) => link_to(&self.links.notes.named(target), target),
            None => run(address),
        }
    }

    /// All notes as WordprocessingML, and all links.
    pub(super) fn finished(self) -> (String, Links) {
        let mut notes = String::new();
        for (n, note) in (1..).zip(&self.notes) {
            // Writing to a String does not fail.
            let _ = write!(
                notes,
                r#"<w:footnote w:id="{n}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>{note}</w:p></w:footnote>"#
            );
        }
        (notes, self.links)
    }
}

impl Links {
    /// The relationships of the links of the text.
    pub(super) fn of_body(&self) -> String {
        self.body.relationships()
    }

    /// The relationships of the links of the notes.
    pub(super) fn of_notes(&self) -> String {
        self.notes.relationships()
    }
}

impl Targets {
    /// The name of a target, which is added if it is new.
    fn named(&mut self, target: &str) -> String {
        let at = *self.names.entry(target.to_owned()).or_insert_with(|| {
            self.all.push(target.to_owned());
            self.all.len()
        });
        format!("l{at}")
    }

    fn relationships(&self) -> String {
        let mut out = String::new();
        for (n, target) in (1..).zip(&self.all) {
            // Writing to a String does not fail.
            let _ = write!(
                out,
                r#"<Relationship Id="l{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="{}" TargetMode="External"/>"#,
                escaped(target)
            );
        }
        out
    }
}

/// What a note tells of a source, and its address.
fn full(table: &Table, row: &[Cell]) -> (String, Option<String>) {
    let of = |key: &str| table.position(key).and_then(|at| row.get(at)).map(|cell| words(cell).into_owned());
    let told: Vec<String> = TOLD.iter().filter_map(|key| of(key)).filter(|text| !text.is_empty()).collect();
    (told.join(", "), of(ADDRESS).filter(|address| !address.is_empty()))
}

/// The reference to a new note, which later references name by its bookmark.
fn first(number: usize) -> String {
    format!(
        r#"<w:bookmarkStart w:id="{number}" w:name="note{number}"/><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{number}"/>"#
    )
}

/// One more reference to a note: a field, so that it stays true when notes are added.
fn again(number: usize) -> String {
    format!(r#"<w:fldSimple w:instr=" NOTEREF note{number} \h ">{}</w:fldSimple>"#, raised(&number.to_string()))
}
