//! Letters of one case that wait for an answer, for people: one row for all addressees towards which a letter stands
//! alike. Machine formats have one for each; see `letters`.

use crate::{
    model::date::DayRange,
    report::{
        Cell, Column, ColumnOf, Kind, Table, col,
        column::{NOTE, SOURCES},
        letters::{self, Line},
        words,
    },
};

/// A letter and those of its addressees towards which it stands alike.
struct Waiting<'a> {
    line: &'a Line<'a>,
    to: Vec<String>,
    due: Option<DayRange>,
    stands: Cell,
}

impl<'a> ColumnOf<Waiting<'a>> {
    const ALL: &'a [Self] = &[
        col(letters::REFERENCE, |of, out| {
            let about = &of.line.letter.communication;
            out.put(about.reference.as_deref().or(about.id.as_deref()).unwrap_or("–"))
        }),
        col(Column::new(Kind::List, letters::TO.key, letters::TO.title), |of, out| out.put(&of.to)),
        col(letters::DUE, |of, out| match of.due {
            Some(due) => out.put_saying(due.first(), || of.line.wording.days(due)),
            None => out.put_cell(Cell::UNKNOWN),
        }),
        col(letters::STATUS, |of, out| out.put_cell(of.stands.clone())),
        col(SOURCES, |of, out| out.put(&of.line.letter.communication.entry.sources)),
        col(NOTE, |of, out| out.put(of.line.letter.communication.entry.note.as_deref())),
    ];
}

/// Those of these lines that wait for an answer, in spite of which something happened, or of which records say
/// different things.
pub(super) fn table<'a>(lines: &'a [Line<'a>]) -> Table {
    let mut rows: Vec<Waiting<'a>> = Vec::new();
    let waits = |line: &&Line<'_>| {
        line.answer.status.is_unanswered() || line.incident.is_some() || !line.letter.contradictions.is_empty()
    };
    for line in lines.iter().filter(waits) {
        let due = line.answer.deadline.due;
        let mut stands = line.standing();
        if !line.letter.contradictions.is_empty() {
            stands = stands.says(words::contradictions(line.letter));
        }
        let same = |row: &&mut Waiting<'_>| {
            std::ptr::eq(row.line.letter, line.letter) && row.due == due && row.stands == stands
        };
        match rows.iter_mut().rev().find(same) {
            Some(row) => row.to.push(line.wording.actor(line.to)),
            None => rows.push(Waiting { line, to: vec![line.wording.actor(line.to)], due, stands }),
        }
    }
    Table::of(ColumnOf::<Waiting<'_>>::ALL, &rows)
}
