//! Letters, each once however many records hold a copy of it; their clocks, and what came back.

use super::{Rows, ids, inside, links};
use crate::{
    export::{
        column::{Col, Explained, Get, Row, always, always_of, covers, key, one_of, own, words},
        table::Table,
    },
    load::record::schema::{Keyed as _, Kind},
    model::{
        case::Case,
        communication::{Communication, OwedBy},
        letter::Letter,
        protection::Outcome,
        reference::Key,
        rule::Rules,
        state::Actor,
        status::Status,
        vocabulary::Vocabulary as _,
    },
    report::{World, letters::Line, words as said},
};
use std::collections::{HashMap, HashSet};

/// Which letters are told, of some cases.
pub(super) struct LettersOnce<'a> {
    letters: HashSet<String>,
    /// The place of each letter with a reference in each case, where there are several cases.
    places: HashMap<(&'a str, Key), usize>,
}

impl<'a> LettersOnce<'a> {
    pub(super) fn new(lines: &[Line<'a>]) -> Self {
        let mut told = Self { letters: HashSet::new(), places: HashMap::new() };
        for line in lines {
            let case: &'a Case = line.letter.cases[0];
            told.letters.insert(letter_id(case, place(case, &line.letter.communication), &line.letter.communication));
            for case in line.letter.cases.iter().skip(1).filter(|case| told.is_unseen(case)).collect::<Vec<_>>() {
                let places = (0..).zip(&case.communications);
                told.places.extend(places.filter_map(|(at, c)| Some(((case.id.as_str(), c.key()?), at))));
            }
        }
        told
    }

    /// Whether no letter of this case is among the places yet.
    fn is_unseen(&self, case: &Case) -> bool {
        let first = case.communications.iter().find_map(Communication::key);
        first.is_some_and(|key| !self.places.contains_key(&(case.id.as_str(), key)))
    }

    /// The copies of a letter, in the order of the cases.
    fn copies(&self, letter: &Letter<'a>) -> Vec<Copy<'a>> {
        let first = |case: &'a Case| place(case, &letter.communication);
        let other = |case: &'a Case| self.places.get(&(case.id.as_str(), letter.communication.key()?)).copied();
        let places = letter.cases.iter().enumerate().filter_map(|(n, case)| {
            let at = if n == 0 { first(case) } else { other(case)? };
            let communication = case.communications.get(at)?;
            Some(Copy { case, communication, id: copy_id(case, at, communication) })
        });
        places.collect()
    }

    /// The letters of a case by what its record calls them.
    pub(super) fn of<'c>(&self, case: &'c Case) -> Names<'_, 'c> {
        let mut names = HashMap::new();
        for (at, communication) in case.communications.iter().enumerate() {
            let id = Some(letter_id(case, at, communication)).filter(|id| self.letters.contains(id));
            let called = [communication.id.as_deref(), communication.reference.as_deref()];
            names.extend(called.into_iter().flatten().map(|name| (name, id.clone())));
        }
        Names { letters: &self.letters, names }
    }
}

/// The letters of a case by what its record calls them.
pub(super) struct Names<'t, 'c> {
    letters: &'t HashSet<String>,
    names: HashMap<&'c str, Option<String>>,
}

impl Names<'_, '_> {
    /// The letter that is meant by its id or by its reference in any spelling, if it is told.
    pub(super) fn find(&self, name: &str) -> Option<String> {
        match self.names.get(name) {
            Some(id) => id.clone(),
            None => Key::parse(name).map(|key| key.to_string()).filter(|id| self.letters.contains(id)),
        }
    }

    /// The same; the letter may be one of another record, or of none.
    fn earlier(&self, name: &str) -> Option<String> {
        match self.names.get(name) {
            Some(id) => id.clone(),
            None => Some(Key::parse(name).map_or_else(|| name.to_owned(), |key| key.to_string())),
        }
    }
}

/// The place of a letter among those of the first of its cases, which are in the order of the file.
fn place(case: &Case, letter: &Communication) -> usize {
    case.communications.binary_search_by_key(&letter.entry.offset, |c| c.entry.offset).unwrap_or_else(|at| at)
}

/// What a letter is called everywhere: its reference without its type, else as its entry.
fn letter_id(case: &Case, at: usize, letter: &Communication) -> String {
    letter.key().map_or_else(|| copy_id(case, at, letter), |key| key.to_string())
}

/// What the entry of a letter is called.
fn copy_id(case: &Case, at: usize, letter: &Communication) -> String {
    match &letter.id {
        Some(id) => ids::named(case, Kind::Letter, id),
        None => ids::numbered(case, Kind::Letter, at),
    }
}

/// The entry of a letter in one record.
pub(in crate::export) struct Copy<'a> {
    pub(super) case: &'a Case,
    pub(super) communication: &'a Communication,
    /// What it is called.
    pub(super) id: String,
}

/// A letter.
pub(in crate::export) struct LetterRow<'a> {
    id: &'a str,
    letter: &'a Letter<'a>,
    rules: &'a Rules,
    follows: Option<String>,
}

impl LetterRow<'_> {
    fn about(&self) -> &Communication {
        &self.letter.communication
    }
}

impl<'a> Row<'a> for LetterRow<'a> {
    const TABLE: Table = Table::Letters;
    const KIND: Option<Kind> = Some(Kind::Letter);
    const COLUMNS: &'a [Col<Self>] = &[
        always(
            "letter",
            "The letter: its reference without the type, as in GBR 3/2019, else the entry of its only record",
            Get::Text(|r| Some(r.id)),
        ),
        always("case", "The first case that has it; `copies` has all", Get::Text(|r| Some(&r.letter.cases[0].id))),
        key("ref", Get::Text(|r| r.about().reference.as_deref())),
        key("procedure", Get::Text(|r| Some(&r.about().procedure))),
        always(
            "procedure_title",
            "What a letter of the procedure is, in a few words",
            Get::Text(|r| Some(r.rules.title(&r.about().procedure))),
        ),
        key("filed", Get::Date(|r| r.about().filed.as_ref())),
        key("sent", Get::Date(|r| r.about().sent.as_ref())),
        key("published", Get::Date(|r| r.about().published.as_ref())),
        key("decided", Get::Date(|r| r.about().decided.as_ref())),
        key("due", Get::Ahead(|r| r.about().due.as_ref())),
        key("no_reply_as_of", Get::Date(|r| r.about().no_reply_as_of.as_ref())),
        key("reply_unknown", Get::Flag(|r| Some(r.about().reply_unknown))),
        key("withdrawn", Get::Date(|r| r.about().withdrawn.as_ref())),
        key("follows", Get::Text(|r| r.follows.as_deref())),
        key("owed_by", Get::Text(|r| Some(r.about().owed_by.name()))),
    ];
}

const _: () = assert!(
    covers(
        Communication::KEYS,
        LetterRow::<'static>::COLUMNS,
        &[
            // Those of its entry in each record, in `copies`.
            "id",
            "note",
            "from",
            "to",
            "suspended",
            "people",
            "reply",
            "extension",
            "suspension",
            "reminder",
            "disputed",
            "sources",
            "confidential"
        ]
    ),
    "a key of a letter has no column"
);

impl<'a> Row<'a> for Copy<'a> {
    const TABLE: Table = Table::Copies;
    const KIND: Option<Kind> = Some(Kind::Letter);
    const COLUMNS: &'a [Col<Self>] = &[
        always("copy", "The entry: case/communication/id, or case/communication#number", Get::Text(|r| Some(&r.id))),
        always("case", "The case", Get::Text(|r| Some(&r.case.id))),
        always(
            "letter",
            "The letter of which it is a copy",
            Get::Made(|r| Some(r.communication.key().map_or_else(|| r.id.clone(), |key| key.to_string()))),
        ),
        key("id", Get::Text(|r| r.communication.id.as_deref())),
        key("note", Get::Text(|r| r.communication.entry.note.as_deref())),
    ];
}

/// Who signed a letter.
pub(in crate::export) struct SenderRow<'a> {
    letter: &'a str,
    number: i64,
    sender: &'a str,
}

impl<'a> Row<'a> for SenderRow<'a> {
    const TABLE: Table = Table::Senders;
    const COLUMNS: &'a [Col<Self>] = &[
        always("letter", "The letter", Get::Text(|r| Some(r.letter))),
        always("number", "Its place among the senders, from 1", Get::Number(|r| Some(r.number))),
        always("sender", "A signing mandate or sender", Get::Text(|r| Some(r.sender))),
    ];
}

/// What happened in spite of an order of protection.
fn incidents() -> Explained {
    const POSSIBLE: [(&str, &str); 3] = [
        ("possible-breach", "Perhaps somebody whom it protects was removed or executed: dates leave it open."),
        ("possible-death", "Perhaps somebody whom it protects died: dates leave it open."),
        ("possible-refused", "Perhaps what it demands was refused: dates leave it open."),
    ];
    [words::<Outcome>(), POSSIBLE.to_vec()].concat()
}

/// A letter towards one addressee, on a day.
pub(in crate::export) struct ClockRow<'a> {
    letter: &'a str,
    line: &'a Line<'a>,
}

impl<'a> Row<'a> for ClockRow<'a> {
    const TABLE: Table = Table::Clocks;
    const COLUMNS: &'a [Col<Self>] = &[
        always("letter", "The letter", Get::Text(|r| Some(r.letter))),
        always("to", "The addressee: the code of a State, or a plain name", Get::Text(|r| Some(r.line.to.name()))),
        always("case", "The first case that has the letter", Get::Text(|r| Some(&r.line.letter.cases[0].id))),
        own(
            "state",
            "Code of the addressee, ISO 3166-1 alpha-3, if it is a State",
            Get::Text(|r| match r.line.to {
                Actor::State(state) => Some(state.code()),
                Actor::Other(_) => None,
            }),
        ),
        always_of(
            words::<Status>,
            "status",
            "How it stands on the day of the export",
            Get::Text(|r| Some(r.line.answer.status.name())),
        ),
        always_of(
            words::<OwedBy>,
            "owed_by",
            "Whose move it is",
            Get::Text(|r| Some(r.line.letter.communication.owed_by.name())),
        ),
        own(
            "due",
            "The last day for an answer; the first that it can be if dates are not exact",
            Get::Day(|r| r.line.answer.deadline.due.and_then(|due| due.first())),
        ),
        own(
            "due_latest",
            "The last day that this can be",
            Get::Day(|r| r.line.answer.deadline.due.and_then(|due| due.last())),
        ),
        own(
            "days_min",
            "Days past the due day at least; negative: still to come. Once answered, those of the reply",
            Get::Number(|r| r.line.answer.days?.min),
        ),
        own("days_max", "The same, at most", Get::Number(|r| r.line.answer.days?.max)),
        own(
            "silence_until",
            "The last day for which it is on record that no reply had stopped the clock",
            Get::Day(|r| r.line.answer.silence_until),
        ),
        own(
            "known_days_min",
            "Days past the due day on that day, at least",
            Get::Number(|r| r.line.answer.known_days?.min),
        ),
        own("known_days_max", "The same, at most", Get::Number(|r| r.line.answer.known_days?.max)),
        own(
            "waiting_days_min",
            "Days since it was sent, at least; empty once answered",
            Get::Number(|r| r.line.answer.waiting?.min),
        ),
        own("waiting_days_max", "The same, at most", Get::Number(|r| r.line.answer.waiting?.max)),
        own(
            "taken_days_min",
            "Days from sending to the reply that stopped the clock, at least",
            Get::Number(|r| r.line.answer.taken?.min),
        ),
        own("taken_days_max", "The same, at most", Get::Number(|r| r.line.answer.taken?.max)),
        one_of(
            incidents,
            "protection",
            "What happened in spite of what it orders",
            Get::Made(|r| r.line.incident.as_ref().map(said::incident_word)),
        ),
        own(
            "basis",
            "What the due day rests on, or what copies of the letter say differently",
            Get::Made(|r| {
                Some(match r.line.letter.contradictions.is_empty() {
                    true => r.line.answer.deadline.to_string(),
                    false => said::contradictions(r.line.letter),
                })
            }),
        ),
    ];
}

/// The rows of one letter, of which these are the lines; the names are those of the first of its cases.
pub(super) fn rows<'a>(
    lines: &[Line<'a>],
    world: &World<'a>,
    (told, names): (&LettersOnce<'a>, &Names<'_, '_>),
    rows: &mut Rows,
) {
    let Some(letter) = lines.first().map(|line| line.letter) else { return };
    let about: &Communication = &letter.communication;
    let copies = told.copies(letter);
    let Some(first) = copies.first() else { return };
    let id = about.key().map_or_else(|| first.id.clone(), |key| key.to_string());
    let follows = about.follows.as_deref().and_then(|name| names.earlier(name));
    rows.put(&LetterRow { id: &id, letter, rules: world.rules, follows });
    (1..).zip(&about.from).for_each(|(number, sender)| rows.put(&SenderRow { letter: &id, number, sender }));
    lines.iter().for_each(|line| rows.put(&ClockRow { letter: &id, line }));
    for copy in &copies {
        links::concerned(Table::Copies, copy.case, &copy.id, &copy.communication.people, rows);
        links::claims(Table::Copies, copy.case, &copy.id, &copy.communication.disputed, rows);
        links::sources(Table::Copies, copy.case, &copy.id, &copy.communication.entry, rows);
        rows.put(copy);
    }
    inside::rows(&id, letter, &copies, rows);
}
