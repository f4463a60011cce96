//! Letters, and what came back to them.

use super::{claims, entry, values::Values};
use crate::{
    load::gathered::Kind,
    model::{
        communication::{Communication, Extension, Reminder, Reply, Suspension},
        reference::{Reference, unknown_code},
        rule::Rules,
        state::Actor,
    },
};

pub(super) fn communication(values: &mut Values<'_>, rules: &Rules) -> Option<Communication> {
    let mut letter = Communication::new("", Vec::new(), values.entry());
    let mut suspended = None;
    values.lines(|values, key| {
        match key {
            "id" => letter.id = Some(values.id(Kind::Letter)?.into()),
            "ref" => letter.reference = Some(reference(values)?),
            "procedure" => letter.procedure = values.text().filter(|text| rules.knows(text))?.into(),
            "from" => letter.from = values.texts()?,
            "to" => letter.to = values.one_or_more(Values::actor)?,
            "filed" => letter.filed = Some(values.date()?),
            "sent" => letter.sent = Some(values.date()?),
            "published" => letter.published = Some(values.date()?),
            "decided" => letter.decided = Some(values.date()?),
            "due" => letter.due = Some(values.date()?),
            "no_reply_as_of" => letter.no_reply_as_of = Some(values.date()?),
            "reply_unknown" => letter.reply_unknown = values.flag()?,
            "suspended" => suspended = Some(values.date()?),
            "withdrawn" => letter.withdrawn = Some(values.date()?),
            "follows" => letter.follows = Some(follows(values)?),
            "people" => letter.people = values.ids_of_some(Kind::Person)?,
            "disputed" => letter.disputed = claims(values)?,
            "owed_by" => letter.owed_by = values.word()?,
            _ => entry(values, key, &mut letter.entry)?,
        }
        Some(())
    })?;
    if let Some(stretch) = suspended {
        letter.suspensions.push(Suspension::short(&stretch, &letter.entry)?);
    }
    let right = match letter.to.as_slice() {
        [] => false,
        [_] => true,
        several => several.len() <= MOST_ADDRESSEES && (1..several.len()).all(|n| !several[..n].contains(&several[n])),
    };
    (right && !letter.procedure.is_empty()).then_some(letter)
}

/// More addressees than any letter has: looking for each among all the others would take long.
const MOST_ADDRESSEES: usize = 100;

fn reference(values: &mut Values<'_>) -> Option<Reference> {
    let text = values.plain_text()?;
    let reference = Reference::new(text);
    let id = match reference.key() {
        Some(key) => key.spelt(text)?,
        None => Some(text).filter(|text| unknown_code(text, true).is_none())?,
    };
    values.define(Kind::Letter, id);
    Some(reference)
}

/// An earlier letter: its id, or a reference, which may be on record elsewhere.
fn follows(values: &mut Values<'_>) -> Option<String> {
    let text = values.plain_text()?;
    if !text.contains('/') {
        values.refer(Kind::Letter, text);
    }
    Some(text.into())
}

/// The addressee of a letter that a key names.
fn addressee(values: &mut Values<'_>, to: &[Actor]) -> Option<Actor> {
    values.actor().filter(|actor| to.contains(actor))
}

pub(super) fn reply(values: &mut Values<'_>, to: &[Actor]) -> Option<Reply> {
    let (mut date, mut from, mut kind, mut answers) = (None, None, None, Vec::new());
    let (mut received, mut promised) = (None, None);
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "date" => date = Some(values.date()?),
            "received" => received = Some(values.date()?),
            "promised" => promised = Some(values.date()?),
            "from" => from = Some(addressee(values, to)?),
            "kind" => kind = Some(values.word()?),
            "answers" => answers = values.ids(Kind::Demand)?,
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    let from = from.or_else(|| to.first().filter(|_| to.len() == 1).cloned())?;
    Some(Reply { entry: shared, date, received, from, kind: kind?, promised, answers })
}

pub(super) fn extension(values: &mut Values<'_>, all: &[Actor]) -> Option<Extension> {
    let (mut granted, mut until, mut to) = (None, None, None);
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "granted" => granted = Some(values.date()?),
            "until" => until = Some(values.date()?),
            "to" => to = Some(addressee(values, all)?),
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    Some(Extension { entry: shared, granted, until: until?, to })
}

pub(super) fn suspension(values: &mut Values<'_>) -> Option<Suspension> {
    let (mut from, mut until) = (None, None);
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "from" => from = Some(values.date()?),
            "until" => until = Some(values.date()?),
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    Some(Suspension { entry: shared, from: from?, until }).filter(|suspension| !suspension.is_backwards())
}

pub(super) fn reminder(values: &mut Values<'_>, all: &[Actor]) -> Option<Reminder> {
    let mut reminder = Reminder { entry: values.entry(), date: None, to: None };
    values.lines(|values, key| {
        match key {
            "date" => reminder.date = Some(values.date()?),
            "to" => reminder.to = Some(addressee(values, all)?),
            _ => entry(values, key, &mut reminder.entry)?,
        }
        Some(())
    })?;
    Some(reminder)
}
