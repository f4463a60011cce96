//! A record read for a list of letters, straight from its bytes into the model.
//!
//! What such a list tells of becomes a case: the top of the record, people, letters, and the events that
//! orders of protection are about. All else is held against what the format lets it be, and forgotten line
//! by line. Nothing is reported here: of anything unusual this reader says nothing at all, and `record`
//! reads the whole. What it does read is what `record` reads (`tests/differential.rs`).

mod values;

use super::{gathered::Kind, plain::Plain};
use crate::model::{
    case::{Case, Entry},
    charge::Outcome,
    communication::{Communication, Extension, OwedBy, Reminder, Reply, ReplyKind},
    date::{Date, FAR_FUTURE},
    demand::{DemandKind, DemandStatus, Grade},
    event::{Claim, Event, EventKind, Liberty, Standing},
    person::{Person, Role},
    reference::{Key, is_garbled},
    rule::Rules,
    source::Reliability,
    state::{Actor, State},
};
use std::path::Path;
use values::Values;

/// The case in a text without what a list of letters does not need; `None` if anything in it is unusual,
/// wrong, or marked as confidential.
pub(super) fn read(text: &str, id: &str, file: &Path, rules: &Rules) -> Option<Case> {
    let mut values = Values::new(Plain::new(text));
    let mut case = top(&mut values, id, file)?;
    let mut demand = None;
    while let Some((name, within)) = values.heading()? {
        match (name, within) {
            ("person", None) => case.people.push(person(&mut values)?),
            ("event", None) => case.events.extend(event(&mut values)?),
            ("charge", None) => charge(&mut values)?,
            ("statement", None) => statement(&mut values)?,
            ("communication", None) => case.communications.push(communication(&mut values, rules)?),
            ("communication", Some(within)) => {
                let letter = case.communications.last_mut()?;
                match within {
                    "reply" => letter.replies.push(reply(&mut values, &letter.to)?),
                    "extension" => letter.extensions.push(extension(&mut values, &letter.to)?),
                    "reminder" => letter.reminders.push(reminder(&mut values, &letter.to)?),
                    _ => return None,
                }
            }
            ("demand", None) => demand = Some(self::demand(&mut values)?),
            ("demand", Some("update")) => update(&mut values, demand?)?,
            ("source", None) => source(&mut values)?,
            _ => return None,
        }
    }
    if !values.ids_are_right() {
        return None;
    }
    let victims: Vec<String> = case.people.iter().filter(|p| p.role == Role::Victim).map(|p| p.id.clone()).collect();
    for event in case.events.iter_mut().filter(|event| event.liberty.is_some()) {
        event.subjects = if event.people.is_empty() { victims.clone() } else { event.people.clone() };
    }
    Some(case)
}

fn top(values: &mut Values<'_>, id: &str, file: &Path) -> Option<Case> {
    let mut title = None;
    let mut case = Case {
        id: id.into(),
        file: file.to_path_buf(),
        title: String::new(),
        states: Vec::new(),
        summary: None,
        tags: Vec::new(),
        related: Vec::new(),
        reviewed: None,
        confidential: false,
        people: Vec::new(),
        events: Vec::new(),
        charges: Vec::new(),
        statements: Vec::new(),
        communications: Vec::new(),
        demands: Vec::new(),
        sources: Vec::new(),
        marked: false,
        liberty_withheld: Vec::new(),
    };
    values.lines(|values, key| {
        match key {
            "title" => title = Some(values.text()?.into()),
            "state" => case.states = values.one_or_more(|values| State::from_code(&values.text()?))?,
            "summary" => values.text_checked()?,
            "tags" => case.tags = values.texts()?,
            "related" => case.related = values.texts()?,
            "reviewed" => values.date_checked()?,
            _ => return None,
        }
        Some(())
    })?;
    case.title = title?;
    (!case.states.is_empty()).then_some(case)
}

/// What entries of every kind may carry.
fn entry(values: &mut Values<'_>, key: &str, entry: &mut Entry) -> Option<()> {
    match key {
        "sources" => entry.sources = values.ids(Kind::Source)?,
        "note" => entry.note = Some(values.text()?.into()),
        _ => return None,
    }
    Some(())
}

/// The same of an entry that is not kept.
fn checked(values: &mut Values<'_>, key: &str) -> Option<()> {
    match key {
        "sources" => values.list(|values| values.other(Kind::Source).map(drop)).map(drop),
        "note" => values.text_checked(),
        _ => None,
    }
}

fn person(values: &mut Values<'_>) -> Option<Person> {
    let (mut id, mut name, mut other_names, mut role) = (None, None, Vec::new(), None);
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Person)?.into()),
            "name" => name = Some(values.text()?.into()),
            "other_names" => other_names = values.texts()?,
            "role" => role = Some(values.word()?),
            "born" => values.date_checked()?,
            "organisation" => values.text_checked()?,
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    let entry = values.entry();
    Some(Person { entry, id: id?, name: name?, other_names, role: role?, born: None, organisation: None })
}

/// An event, if orders of protection are about events of its kind.
fn event(values: &mut Values<'_>) -> Option<Option<Event>> {
    let start = values.at();
    let (mut what, mut kind) = (None, EventKind::Other);
    values.lines(|values, key| {
        match key {
            "date" => values.date_checked()?,
            "what" => what = Some(values.text_checked()?),
            "kind" => kind = values.word()?,
            "people" => values.some(|values| values.other(Kind::Person).map(drop))?,
            "liberty" => drop(values.word::<Liberty>()?),
            "standing" => drop(values.word::<Standing>()?),
            "place" => values.text_checked()?,
            "disputed" => drop(values.list(|values| claim(values).map(drop))?),
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    what?;
    if !EventKind::OF_PROTECTION.contains(&kind) {
        return Some(None);
    }
    values.back_to(start);
    event_kept(values).map(Some)
}

fn event_kept(values: &mut Values<'_>) -> Option<Event> {
    let mut event = Event {
        entry: values.entry(),
        date: None,
        what: String::new(),
        kind: EventKind::Other,
        place: None,
        people: Vec::new(),
        liberty: None,
        subjects: Vec::new(),
        standing: None,
        disputed: Vec::new(),
    };
    values.lines(|values, key| {
        match key {
            "date" => event.date = Some(values.date()?),
            "what" => event.what = values.text()?.into(),
            "kind" => event.kind = values.word()?,
            "people" => event.people = values.ids(Kind::Person)?,
            "liberty" => event.liberty = Some(values.word()?),
            "standing" => event.standing = Some(values.word()?),
            "place" => event.place = Some(values.text()?.into()),
            "disputed" => drop(values.list(|values| claim(values).map(|claim| event.disputed.push(claim)))?),
            _ => entry(values, key, &mut event.entry)?,
        }
        Some(())
    })?;
    Some(event)
}

fn claim(values: &mut Values<'_>) -> Option<Claim> {
    let mut claim = Claim { date: None, what: None, sources: Vec::new() };
    values.braces(|values, key| {
        match key {
            "date" => claim.date = Some(values.date()?),
            "what" => claim.what = Some(values.text()?.into()),
            "sources" => claim.sources = values.ids(Kind::Source)?,
            _ => return None,
        }
        Some(())
    })?;
    (claim.date.is_some() || claim.what.is_some()).then_some(claim)
}

fn charge(values: &mut Values<'_>) -> Option<()> {
    let mut offence = None;
    values.lines(|values, key| {
        match key {
            "offence" => offence = Some(values.text_checked()?),
            "person" => drop(values.other(Kind::Person)?),
            "law" | "article" | "max_penalty" => values.text_checked()?,
            "brought" | "decided" => values.date_checked()?,
            "outcome" => drop(values.word::<Outcome>()?),
            "disputed" => drop(values.list(|values| claim(values).map(drop))?),
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    offence.map(drop)
}

fn statement(values: &mut Values<'_>) -> Option<()> {
    let (mut id, mut by, mut title) = (None, None, None);
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Letter)?),
            "by" => by = Some(values.text_checked()?),
            "title" => title = Some(values.text_checked()?),
            "date" => values.date_checked()?,
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    (id.is_some() && by.is_some() && title.is_some()).then_some(())
}

fn communication(values: &mut Values<'_>, rules: &Rules) -> Option<Communication> {
    let mut letter = Communication::new("", Vec::new(), values.entry());
    values.lines(|values, key| {
        match key {
            "id" => letter.id = Some(values.id(Kind::Letter)?.into()),
            "ref" => letter.reference = Some(reference(values)?.into()),
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
            "suspended" => letter.suspended = Some(values.date().filter(has_an_end)?),
            "withdrawn" => letter.withdrawn = Some(values.date()?),
            "follows" => letter.follows = Some(follows(values)?),
            "people" => letter.people = values.ids(Kind::Person).filter(|ids| !ids.is_empty())?,
            "owed_by" => letter.owed_by = values.word::<OwedBy>()?,
            _ => entry(values, key, &mut letter.entry)?,
        }
        Some(())
    })?;
    let right = match letter.to.as_slice() {
        [] => false,
        [_] => true,
        several => several.len() <= MOST_ADDRESSEES && (1..several.len()).all(|n| !several[..n].contains(&several[n])),
    };
    (right && !letter.procedure.is_empty()).then_some(letter)
}

/// More addressees than any letter has: looking for each among all the others would take long.
const MOST_ADDRESSEES: usize = 100;

/// A suspension lasts from a day to a day, or still.
fn has_an_end(pause: &Date) -> bool {
    pause.end().is_some() || pause.latest() >= FAR_FUTURE
}

fn reference<'t>(values: &mut Values<'t>) -> Option<&'t str> {
    let text = values.plain_text()?;
    let Some(key) = Key::parse(text) else {
        values.define(Kind::Letter, text);
        return (!is_garbled(text)).then_some(text);
    };
    values.define(Kind::Letter, key.spelt(text)?);
    Some(text)
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

fn reply(values: &mut Values<'_>, to: &[Actor]) -> Option<Reply> {
    let (mut date, mut from, mut kind) = (None, None, None);
    values.lines(|values, key| {
        match key {
            "date" => date = Some(values.date()?),
            "from" => from = Some(addressee(values, to)?),
            "kind" => kind = Some(values.word::<ReplyKind>()?),
            "answers" => drop(values.list(|values| values.other(Kind::Demand).map(drop))?),
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    let from = from.or_else(|| to.first().filter(|_| to.len() == 1).cloned())?;
    Some(Reply { entry: values.entry(), date, from, kind: kind?, answers: Vec::new() })
}

fn extension(values: &mut Values<'_>, all: &[Actor]) -> Option<Extension> {
    let (mut granted, mut until, mut to) = (None, None, None);
    values.lines(|values, key| {
        match key {
            "granted" => granted = Some(values.date()?),
            "until" => until = Some(values.date()?),
            "to" => to = Some(addressee(values, all)?),
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    Some(Extension { entry: values.entry(), granted, until: until?, to })
}

fn reminder(values: &mut Values<'_>, all: &[Actor]) -> Option<Reminder> {
    let (mut date, mut to) = (None, None);
    values.lines(|values, key| {
        match key {
            "date" => date = Some(values.date()?),
            "to" => to = Some(addressee(values, all)?),
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    Some(Reminder { entry: values.entry(), date, to })
}

/// What has to be known of a demand to check what belongs to it.
#[derive(Clone, Copy)]
struct Demand {
    has_successor: bool,
}

fn demand(values: &mut Values<'_>) -> Option<Demand> {
    let (mut id, mut what, mut made_in, mut made, mut by) = (None, None, None, None, None);
    let (mut earlier, mut later) = (None, None);
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Demand)?),
            "what" => what = Some(values.text_checked()?),
            "kind" => drop(values.word::<DemandKind>()?),
            "made_in" => made_in = Some(values.other(Kind::Letter)?),
            "made" => made = Some(values.date_checked()?),
            "by" => by = Some(values.text_checked()?),
            "to" => drop(values.one_or_more(Values::actor).filter(|to| !to.is_empty())?),
            "repeats" => earlier = Some(values.other(Kind::Demand)?),
            "superseded_by" => later = Some(values.other(Kind::Demand)?),
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    // What leads only back, or only ahead, does not lead round in a circle.
    let leads_on = match (earlier, later) {
        (Some(other), _) if earlier == id || !values.has_demand(other)? => false,
        (_, Some(other)) => !values.has_demand(other)?,
        _ => true,
    };
    let twice = made_in.is_some() && (made.is_some() || by.is_some());
    (id.is_some() && what.is_some() && leads_on && !twice).then_some(Demand { has_successor: later.is_some() })
}

fn update(values: &mut Values<'_>, of: Demand) -> Option<()> {
    let mut status = None;
    values.lines(|values, key| {
        match key {
            "date" => values.date_checked()?,
            "status" => status = Some(values.word::<DemandStatus>()?),
            "grade" => drop(values.word::<Grade>()?),
            "what" => values.text_checked()?,
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    (status? != DemandStatus::Superseded || of.has_successor).then_some(())
}

fn source(values: &mut Values<'_>) -> Option<()> {
    let (mut id, mut title) = (None, None);
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Source)?),
            "title" => title = Some(values.text_checked()?),
            "publisher" | "url" | "carrier" | "archive" | "sha256" => values.text_checked()?,
            "published" => values.date_checked()?,
            "reliability" => drop(values.word::<Reliability>()?),
            _ => checked(values, key)?,
        }
        Some(())
    })?;
    (id.is_some() && title.is_some()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key that a record can have for itself, its people, its letters and all else.
    const EVERY_KEY: &str = r#"title = "A"
state = "GBR"
summary = "A"
tags = ["a"]
related = ["a"]
reviewed = 2024-02-01

[[person]]
id = "p"
name = "A"
other_names = ["A"]
role = "victim"
born = "1970"
organisation = "A"
sources = ["s"]
note = "A"

[[event]]
date = 2024-02-01
what = "A"
kind = "death"
people = ["p"]
liberty = "dead"
standing = "alleged"
place = "A"
disputed = [{ date = "2024", what = "A", sources = ["s"] }]
sources = ["s"]
note = "A"

[[charge]]
offence = "A"
person = "p"
law = "A"
article = "A"
max_penalty = "A"
brought = 2024-02-01
decided = 2024-02-01
outcome = "convicted"
disputed = []
sources = ["s"]
note = "A"

[[statement]]
id = "call"
by = "A"
title = "A"
date = 2024-02-01
sources = ["s"]
note = "A"

[[communication]]
id = "first"
ref = "UA GBR 9/2024"
procedure = "interim-measures"
from = ["A"]
to = ["GBR", "A company"]
filed = 2024-02-01
sent = 2024-02-01
published = 2024-02-01
decided = 2024-02-01
due = 2024-02-01
no_reply_as_of = 2024-02-01
reply_unknown = true
suspended = "2024-02-01/2024-02-02"
withdrawn = 2024-02-01
follows = "UA GBR 8/2024"
people = ["p"]
owed_by = "us"
sources = ["s"]
note = "A"

[[communication.reply]]
date = 2024-02-01
from = "A company"
kind = "holding"
answers = ["a"]
sources = ["s"]
note = "A"

[[communication.extension]]
granted = 2024-02-01
until = 2024-02-01
to = "GBR"
sources = ["s"]
note = "A"

[[communication.reminder]]
date = 2024-02-01
to = "GBR"
sources = ["s"]
note = "A"

[[demand]]
id = "a"
what = "A"
kind = "release"
made_in = "GBR 9/2024"
superseded_by = "b"
to = "GBR"
sources = ["s"]
note = "A"

[[demand.update]]
date = 2024-02-01
status = "superseded"
grade = "A"
what = "A"
sources = ["s"]
note = "A"

[[demand]]
id = "b"
what = "A"
made = 2024-02-01
by = "A"
repeats = "a"

[[source]]
id = "s"
title = "A"
publisher = "A"
url = "A"
carrier = "A"
archive = "A"
sha256 = "A"
published = 2024-02-01
reliability = "high"
sources = ["s"]
note = "A"
"#;

    fn is_read(text: &str) -> bool {
        read(text, "x", "x.toml".as_ref(), &Rules::default()).is_some()
    }

    #[test]
    fn every_key_is_read_and_none_twice() {
        assert!(is_read(EVERY_KEY));
        let lines: Vec<&str> = EVERY_KEY.lines().collect();
        for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.contains('=')) {
            let twice = [&lines[..n], &[line], &lines[n..]].concat().join("\n");
            assert!(!is_read(&twice), "{line} stands twice");
        }
    }

    #[test]
    fn what_leads_round_in_a_circle_is_not_read() {
        for (from, to) in [("repeats = \"a\"", "repeats = \"b\""), ("repeats = \"a\"", "superseded_by = \"a\"")] {
            assert!(!is_read(&EVERY_KEY.replace(from, to)), "{to}");
        }
    }
}
