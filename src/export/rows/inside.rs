//! What is written inside a letter: what came back, more time, when the clock stood still, reminders.

use super::{Rows, ids, letters::Copy, links};
use crate::{
    export::{
        column::{Col, Get, Row, always, covers, key},
        table::Table,
    },
    load::record::schema::{Keyed as _, Kind},
    model::{
        case::{Case, Entry},
        communication::{Communication, Extension, Reminder, Reply, Suspension},
        letter::Letter,
        state::Actor,
        vocabulary::Vocabulary as _,
    },
};
use std::{collections::HashMap, hash::Hash};

/// An entry inside a letter, where it is first written, and what else the other records have of it.
pub(in crate::export) struct Inside<'a, T> {
    letter: &'a str,
    id: String,
    case: &'a Case,
    item: &'a T,
    also: Vec<(&'a Case, &'a T)>,
}

impl<'a, T> Inside<'a, T> {
    /// It as each record has it.
    fn all(&self) -> impl Iterator<Item = (&'a Case, &'a T)> {
        std::iter::once((self.case, self.item)).chain(self.also.iter().copied())
    }

    /// Its sources, of each record that has it.
    fn sources(&self, table: Table, entry: impl Fn(&'a T) -> &'a Entry, rows: &mut Rows) {
        let mut number = 1;
        for (case, item) in self.all() {
            number = links::sources_from(number, table, case, &self.id, &entry(item).sources, rows);
        }
    }
}

/// What is written inside the copies of a letter, each once. What other records say was added to every copy, and stands
/// there where the letter does.
fn inside<'a, T, K: Eq + Hash>(
    letter: &'a str,
    copies: &[Copy<'a>],
    kind: Kind,
    of: impl Fn(&'a Communication) -> &'a [T],
    entry: impl Fn(&T) -> &Entry,
    same: impl Fn(&'a T) -> K,
) -> Vec<Inside<'a, T>> {
    let mut all: Vec<Inside<'a, T>> = Vec::new();
    let mut known: HashMap<K, usize> = HashMap::new();
    for (n, copy) in copies.iter().enumerate() {
        let before = all.len();
        for (at, item) in of(copy.communication).iter().enumerate() {
            if entry(item).offset == copy.communication.entry.offset {
                continue;
            }
            match known.get(&same(item)) {
                Some(&first) => all[first].also.push((copy.case, item)),
                None => {
                    let id = ids::inside(&copy.id, kind, at);
                    all.push(Inside { letter, id, case: copy.case, item, also: Vec::new() });
                }
            }
        }
        if n + 1 < copies.len() {
            for (at, one) in all.iter().enumerate().skip(before) {
                known.entry(same(one.item)).or_insert(at);
            }
        }
    }
    all
}

impl<'a> Row<'a> for Inside<'a, Reply> {
    const TABLE: Table = Table::Replies;
    const KIND: Option<Kind> = Some(Kind::Reply);
    const COLUMNS: &'a [Col<Self>] = &[
        always("reply", "The entry: copy/reply#number", Get::Text(|r| Some(&r.id))),
        always("letter", "The letter that it answers", Get::Text(|r| Some(r.letter))),
        always("case", "The case in whose record it is", Get::Text(|r| Some(&r.case.id))),
        key("date", Get::Date(|r| r.item.date.as_ref())),
        key("received", Get::Date(|r| r.item.received.as_ref())),
        key("from", Get::Text(|r| Some(r.item.from.name()))),
        key("kind", Get::Text(|r| Some(r.item.kind.name()))),
        always(
            "stops_the_clock",
            "Whether the addressee has answered with it",
            Get::Flag(|r| Some(r.item.kind.stops_the_clock())),
        ),
        key("promised", Get::Ahead(|r| r.item.promised.as_ref())),
        key("note", Get::Text(|r| r.item.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Reply::KEYS, Inside::<'static, Reply>::COLUMNS, &["answers", "sources", "confidential"]),
    "a key of a reply has no column"
);

/// A demand to which a reply speaks.
pub(in crate::export) struct AnswerRow<'a> {
    reply: &'a str,
    number: i64,
    demand: String,
}

impl<'a> Row<'a> for AnswerRow<'a> {
    const TABLE: Table = Table::Answers;
    const COLUMNS: &'a [Col<Self>] = &[
        always("reply", "The reply", Get::Text(|r| Some(r.reply))),
        always(
            "number",
            "Its place among the demands that the reply speaks to, from 1",
            Get::Number(|r| Some(r.number)),
        ),
        always("demand", "The demand", Get::Text(|r| Some(&r.demand))),
    ];
}

impl<'a> Row<'a> for Inside<'a, Extension> {
    const TABLE: Table = Table::Extensions;
    const KIND: Option<Kind> = Some(Kind::Extension);
    const COLUMNS: &'a [Col<Self>] = &[
        always("extension", "The entry: copy/extension#number", Get::Text(|r| Some(&r.id))),
        always("letter", "The letter", Get::Text(|r| Some(r.letter))),
        always("case", "The case in whose record it is", Get::Text(|r| Some(&r.case.id))),
        key("granted", Get::Date(|r| r.item.granted.as_ref())),
        key("until", Get::Ahead(|r| Some(&r.item.until))),
        key("to", Get::Text(|r| r.item.to.as_ref().map(Actor::name))),
        key("note", Get::Text(|r| r.item.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Extension::KEYS, Inside::<'static, Extension>::COLUMNS, &["sources", "confidential"]),
    "a key of an extension has no column"
);

impl<'a> Row<'a> for Inside<'a, Suspension> {
    const TABLE: Table = Table::Suspensions;
    const KIND: Option<Kind> = Some(Kind::Suspension);
    const COLUMNS: &'a [Col<Self>] = &[
        always("suspension", "The entry: copy/suspension#number", Get::Text(|r| Some(&r.id))),
        always("letter", "The letter", Get::Text(|r| Some(r.letter))),
        always("case", "The first case that has the letter", Get::Text(|r| Some(&r.case.id))),
        key("from", Get::Date(|r| Some(&r.item.from))),
        key("until", Get::Ahead(|r| r.item.until.as_ref())),
        key("note", Get::Text(|r| r.item.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Suspension::KEYS, Inside::<'static, Suspension>::COLUMNS, &["sources", "confidential"]),
    "a key of a suspension has no column"
);

impl<'a> Row<'a> for Inside<'a, Reminder> {
    const TABLE: Table = Table::Reminders;
    const KIND: Option<Kind> = Some(Kind::Reminder);
    const COLUMNS: &'a [Col<Self>] = &[
        always("reminder", "The entry: copy/reminder#number", Get::Text(|r| Some(&r.id))),
        always("letter", "The letter", Get::Text(|r| Some(r.letter))),
        always("case", "The case in whose record it is", Get::Text(|r| Some(&r.case.id))),
        key("date", Get::Date(|r| r.item.date.as_ref())),
        key("to", Get::Text(|r| r.item.to.as_ref().map(Actor::name))),
        key("note", Get::Text(|r| r.item.entry.note.as_deref())),
    ];
}

const _: () = assert!(
    covers(Reminder::KEYS, Inside::<'static, Reminder>::COLUMNS, &["sources", "confidential"]),
    "a key of a reminder has no column"
);

/// What is written inside the copies of a letter, which is called so.
pub(super) fn rows<'a>(letter: &'a str, of: &Letter<'a>, copies: &[Copy<'a>], rows: &mut Rows) {
    let Some(first) = copies.first() else { return };
    let about: &Communication = &of.communication;
    replies(letter, copies, rows);
    for extension in inside(letter, copies, Kind::Extension, |c| &c.extensions, |e| &e.entry, |e| (&e.until, &e.to)) {
        if rows.has_come(extension.item.granted.as_ref()) {
            extension.sources(Table::Extensions, |e| &e.entry, rows);
            rows.put(&extension);
        }
    }
    for reminder in inside(letter, copies, Kind::Reminder, |c| &c.reminders, |r| &r.entry, |r| (&r.date, &r.to)) {
        if rows.has_come(reminder.item.date.as_ref()) {
            reminder.sources(Table::Reminders, |r| &r.entry, rows);
            rows.put(&reminder);
        }
    }
    let as_of = rows.as_of;
    for (at, item) in about.suspensions.iter().enumerate().filter(|(_, s)| s.from.has_come(as_of)) {
        let id = ids::inside(&first.id, Kind::Suspension, at);
        let suspension = Inside { letter, id, case: first.case, item, also: Vec::new() };
        // If several records share the letter, an entry was copied from one to the others: which of them wrote it is
        // not known.
        if about.shared.is_none() {
            suspension.sources(Table::Suspensions, |s| &s.entry, rows);
        }
        rows.put(&suspension);
    }
}

fn replies<'a>(letter: &'a str, copies: &[Copy<'a>], rows: &mut Rows) {
    let same = |reply: &'a Reply| (&reply.from, reply.kind, &reply.date);
    for reply in inside(letter, copies, Kind::Reply, |c| &c.replies, |r| &r.entry, same) {
        if !rows.has_come(reply.item.date.as_ref()) {
            continue;
        }
        reply.sources(Table::Replies, |r| &r.entry, rows);
        let demands = reply.all().flat_map(|(case, item)| item.answers.iter().map(move |id| (case, id)));
        let is_told = |case: &Case, id: &str| case.demand(id).is_some_and(|demand| rows.has_come(demand.made.as_ref()));
        let told: Vec<String> = demands
            .filter(|(case, id)| is_told(case, id))
            .map(|(case, id)| ids::named(case, Kind::Demand, id))
            .collect();
        (1..).zip(told).for_each(|(number, demand)| rows.put(&AnswerRow { reply: &reply.id, number, demand }));
        rows.put(&reply);
    }
}
