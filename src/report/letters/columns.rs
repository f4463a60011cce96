//! The columns of letters: the same in `letters`, in `pending` and in `show`.

use super::Line;
use crate::{
    model::{vocabulary::Vocabulary as _, wording::Wording},
    report::{
        Column, ColumnOf, Kind, Value, col,
        column::{CASE, ID, NOTE, SOURCES},
        counting::counted,
        words,
    },
};
use std::fmt::Write as _;

/// Every case that has it.
pub const CASES: Column = Column::new(Kind::List, "cases", "Cases").data();
/// The case's name.
pub const TITLE: Column = Column::new(Kind::Text, "title", "Title").data();
/// The official reference; a table says the id where there is none.
pub const REFERENCE: Column = Column::new(Kind::Code, "ref", "Reference");
/// The procedure under which it was sent.
pub const PROCEDURE: Column = Column::new(Kind::Code, "procedure", "Procedure").data();
/// The addressee.
pub const TO: Column = Column::new(Kind::Text, "to", "To");
/// Everybody who signed it.
pub const FROM: Column = Column::new(Kind::List, "from", "From").if_wide(1);
/// When it was sent.
pub const SENT: Column = Column::new(Kind::Date, "sent", "Sent").if_wide(2);
/// The first possible due day.
pub const DUE: Column = Column::new(Kind::Day, "due", "Due");
/// The last possible due day.
pub const DUE_LATEST: Column = Column::new(Kind::Day, "due_latest", "Due at the latest").data();
/// How it stands.
pub const STATUS: Column = Column::new(Kind::Text, "status", "How it stands");
/// The last day for which it is on record that nobody had answered.
pub const SILENCE: Column = Column::new(Kind::Day, "silence_until", "Silence on record to").if_wide(4);
/// The reply that stopped the clock, else the last one that did not.
pub const LAST_REPLY: Column = Column::new(Kind::Date, "last_reply", "Last reply").if_wide(3);
/// Whose move it is.
pub const OWED_BY: Column = Column::new(Kind::Code, "owed_by", "Owed by").data();
/// What happened in spite of what it orders.
pub const PROTECTION: Column = Column::new(Kind::Code, "protection", "Protection").data();
/// What the due day rests on.
pub const BASIS: Column = Column::new(Kind::Text, "basis", "The due day rests on").if_wide(5);

/// Room for the text, in bytes, that is enough for most.
const LONG: usize = 80;

impl<'a> ColumnOf<Line<'a>> {
    /// All of them, in the order in which they are shown.
    pub(in crate::report) const ALL: &'a [Self] = &[
        col(CASE, |line, out| out.put(&line.case().id)),
        col(CASES, |line, out| {
            let names = line.letter.names();
            let cases: Vec<&str> = names.iter().map(String::as_str).collect();
            out.put(&cases)
        }),
        col(TITLE, |line, out| out.put(&line.case().title)),
        col(REFERENCE, |line, out| {
            let (reference, id) = (line.about().reference.as_deref(), line.about().id.as_deref());
            out.put_saying(reference, || reference.or(id).unwrap_or("–").to_owned())
        }),
        col(ID.data(), |line, out| out.put(line.about().id.as_deref())),
        col(PROCEDURE, |line, out| out.put(&line.about().procedure)),
        col(TO, |line, out| out.put_saying(line.to.name(), || line.wording.actor(line.to))),
        col(FROM, |line, out| {
            let from = &line.about().from;
            out.put_saying(from, || line.wording.senders(from))
        }),
        col(SENT, |line, out| match &line.about().sent {
            Some(sent) => out.put(sent),
            None => out.put_saying(Value::Unknown, || "not known".into()),
        }),
        col(DUE, |line, out| match line.answer.deadline.due {
            Some(due) => out.put_saying(due.first(), || line.wording.days(due)),
            None => out.put(Value::Unknown),
        }),
        col(DUE_LATEST, |line, out| out.put(line.answer.deadline.due.and_then(|due| due.last()))),
        col(STATUS, |line, out| match out.says() {
            true => out.put_cell(line.standing()),
            false => out.put(line.answer.status.name()),
        }),
        col(Column::new(Kind::Number, "days_min", "Days at least").data(), |line, out| {
            out.put(line.answer.days.and_then(|days| days.min))
        }),
        col(Column::new(Kind::Number, "days_max", "Days at most").data(), |line, out| {
            out.put(line.answer.days.and_then(|days| days.max))
        }),
        col(SILENCE, |line, out| out.put(line.answer.silence_until)),
        col(Column::new(Kind::Number, "known_days_min", "Days on record at least").data(), |line, out| {
            out.put(line.answer.known_days.and_then(|days| days.min))
        }),
        col(Column::new(Kind::Number, "known_days_max", "Days on record at most").data(), |line, out| {
            out.put(line.answer.known_days.and_then(|days| days.max))
        }),
        col(Column::new(Kind::Number, "waiting_days_min", "Waiting at least").data(), |line, out| {
            out.put(line.answer.waiting.and_then(|days| days.min))
        }),
        col(Column::new(Kind::Number, "waiting_days_max", "Waiting at most").data(), |line, out| {
            out.put(line.answer.waiting.and_then(|days| days.max))
        }),
        col(LAST_REPLY, |line, out| match line.last_reply() {
            Some(reply) => out.put_saying(reply.date.as_ref(), || words::reply(reply, line.wording)),
            None => out.put(Value::Unknown),
        }),
        col(Column::new(Kind::Code, "last_reply_kind", "Kind").data(), |line, out| {
            out.put(line.last_reply().map(|reply| reply.kind.name()))
        }),
        col(Column::new(Kind::Number, "taken_days_min", "Days taken at least").data(), |line, out| {
            out.put(line.answer.taken.and_then(|days| days.min))
        }),
        col(Column::new(Kind::Number, "taken_days_max", "Days taken at most").data(), |line, out| {
            out.put(line.answer.taken.and_then(|days| days.max))
        }),
        col(Column::new(Kind::Date, "no_reply_as_of", "Silence confirmed").data(), |line, out| {
            out.put(line.about().no_reply_as_of.as_ref())
        }),
        col(OWED_BY, |line, out| out.put(line.about().owed_by.name())),
        col(PROTECTION, |line, out| out.put(line.incident.as_ref().map(words::incident_word))),
        col(BASIS, |line, out| {
            if !line.letter.contradictions.is_empty() {
                return out.put(words::contradictions(line.letter));
            }
            let mut basis = String::with_capacity(LONG);
            // Writing to a String does not fail.
            let _ = write!(basis, "{}", line.answer.deadline);
            match line.wording {
                Wording::Short => out.put(basis),
                Wording::Full => out.put_saying(basis, || counted(&line.answer.deadline)),
            }
        }),
        col(SOURCES, |line, out| out.put(&line.about().entry.sources)),
        col(NOTE, |line, out| out.put(line.about().entry.note.as_deref())),
    ];
}
