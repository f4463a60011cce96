//! A record read straight from its bytes into the model.
//!
//! Each table is one match over its keys, each value is held against what its key takes. Nothing is reported
//! here: of anything unusual or wrong this reader says nothing at all, and `record` reads the whole. What it does
//! read is what `record` reads (`tests/differential.rs`). What a list does not need is checked like everything
//! else and forgotten line by line.

mod values;

use super::{gathered::Kind, needs::Needs, plain::Plain, record::Makers};
use crate::model::{
    case::{Case, Entry},
    charge::Charge,
    communication::{Communication, Extension, Reminder, Reply},
    date::{Date, FAR_FUTURE},
    demand::{Demand, DemandStatus, Update},
    event::{Claim, Event, EventKind},
    person::{Person, Role},
    reference::{Key, is_garbled},
    rule::Rules,
    source::Source,
    state::{Actor, State},
    statement::Statement,
};
use std::path::Path;
use values::Values;

/// The tables of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Event,
    Source,
    Demand,
    Update,
    Letter,
    Reply,
    Extension,
    Reminder,
    Person,
    Statement,
    Charge,
}

/// The headings of tables as they are mostly written, those first that most records have most of.
const HEADINGS: &[(&str, Table)] = &[
    ("[[event]]\n", Table::Event),
    ("[[source]]\n", Table::Source),
    ("[[demand]]\n", Table::Demand),
    ("[[communication]]\n", Table::Letter),
    ("[[communication.reply]]\n", Table::Reply),
    ("[[person]]\n", Table::Person),
    ("[[demand.update]]\n", Table::Update),
    ("[[statement]]\n", Table::Statement),
    ("[[charge]]\n", Table::Charge),
    ("[[communication.reminder]]\n", Table::Reminder),
    ("[[communication.extension]]\n", Table::Extension),
];

/// What is needed of the case in a text; `None` if anything in it is unusual or wrong.
pub(super) fn read(text: &str, id: &str, file: &Path, rules: &Rules, needs: Needs) -> Option<Case> {
    let all = needs == Needs::Everything;
    let mut values = Values::new(Plain::new(text), all);
    let mut case = top(&mut values, id, file)?;
    // Whether the last demand names a successor.
    let mut succeeded = None;
    while let Some(table) = values.heading(HEADINGS)? {
        // Of letters, everything is needed in any case.
        values.keeps = all || table == Table::Letter;
        match table {
            Table::Event => case.events.extend(event_needed(&mut values)?),
            Table::Source => keep(all, source(&mut values)?, &mut case.sources),
            Table::Demand => {
                let (demand, has_successor) = demand(&mut values)?;
                succeeded = Some(has_successor);
                keep(all, demand, &mut case.demands);
            }
            Table::Update => {
                let update = update(&mut values, succeeded?)?;
                if let Some(demand) = case.demands.last_mut() {
                    demand.updates.push(update);
                }
            }
            Table::Letter => case.communications.push(communication(&mut values, rules)?),
            Table::Reply => {
                let letter = case.communications.last_mut()?;
                letter.replies.push(reply(&mut values, &letter.to)?);
            }
            Table::Extension => {
                let letter = case.communications.last_mut()?;
                letter.extensions.push(extension(&mut values, &letter.to)?);
            }
            Table::Reminder => {
                let letter = case.communications.last_mut()?;
                letter.reminders.push(reminder(&mut values, &letter.to)?);
            }
            Table::Person => case.people.push(person(&mut values)?),
            Table::Statement => keep(all, statement(&mut values)?, &mut case.statements),
            Table::Charge => keep(all, charge(&mut values)?, &mut case.charges),
        }
    }
    if !values.ids_are_right() {
        return None;
    }
    case.marked = case.confidential || values.marked;
    let victims: Vec<String> = case.people.iter().filter(|p| p.role == Role::Victim).map(|p| p.id.clone()).collect();
    for event in case.events.iter_mut().filter(|event| event.liberty.is_some()) {
        event.subjects = if event.people.is_empty() { victims.clone() } else { event.people.clone() };
    }
    made(&mut case);
    Some(case)
}

fn keep<T>(needed: bool, entry: T, into: &mut Vec<T>) {
    if needed {
        into.push(entry);
    }
}

/// Gives demands the date and the author of what they were made in, and those they are made to.
fn made(case: &mut Case) {
    let Case { demands, statements, communications, states, .. } = case;
    let makers = if demands.is_empty() { Makers::default() } else { Makers::new(statements, communications) };
    for demand in demands {
        if let Some((made, by)) = demand.made_in.as_deref().and_then(|name| makers.of(name)) {
            (demand.made, demand.by) = (made.clone(), by.clone());
        }
        if demand.to.is_empty() {
            demand.to = states.iter().copied().map(Actor::State).collect();
        }
    }
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
            "summary" => case.summary = values.kept()?,
            "tags" => case.tags = values.texts()?,
            "related" => case.related = values.texts()?,
            "reviewed" => case.reviewed = Some(values.date()?),
            "confidential" => case.confidential = values.flag()?,
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
        "note" => entry.note = values.kept()?,
        "confidential" => {
            entry.confidential = values.flag()?;
            values.marked |= entry.confidential;
        }
        _ => return None,
    }
    Some(())
}

fn person(values: &mut Values<'_>) -> Option<Person> {
    let (mut id, mut name, mut role) = (None, None, None);
    let (mut other_names, mut born, mut organisation) = (Vec::new(), None, None);
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Person)?.into()),
            "name" => name = Some(values.text()?.into()),
            "other_names" => other_names = values.texts()?,
            "role" => role = Some(values.word()?),
            "born" => born = Some(values.date()?),
            "organisation" => organisation = values.kept()?,
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    Some(Person { entry: shared, id: id?, name: name?, other_names, role: role?, born, organisation })
}

/// An event, if it is needed: where not everything is, those are that orders of protection are about.
fn event_needed(values: &mut Values<'_>) -> Option<Option<Event>> {
    let start = values.at();
    loop {
        let event = event(values)?;
        if values.keeps {
            return Some(Some(event));
        }
        if !EventKind::OF_PROTECTION.contains(&event.kind) {
            return Some(None);
        }
        values.back_to(start);
        values.keeps = true;
    }
}

fn event(values: &mut Values<'_>) -> Option<Event> {
    let mut what = None;
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
            "what" => what = Some(values.kept()?),
            "kind" => event.kind = values.word()?,
            "people" => event.people = values.ids_of_some(Kind::Person)?,
            "liberty" => event.liberty = Some(values.word()?),
            "standing" => event.standing = Some(values.word()?),
            "place" => event.place = values.kept()?,
            "disputed" => event.disputed = claims(values)?,
            _ => entry(values, key, &mut event.entry)?,
        }
        Some(())
    })?;
    event.what = what?.unwrap_or_default();
    Some(event)
}

fn claims(values: &mut Values<'_>) -> Option<Vec<Claim>> {
    let mut claims = Vec::new();
    values.list(|values| claim(values).map(|claim| keep(values.keeps, claim, &mut claims)))?;
    Some(claims)
}

fn claim(values: &mut Values<'_>) -> Option<Claim> {
    let (mut date, mut what, mut sources) = (None, None, Vec::new());
    values.braces(|values, key| {
        match key {
            "date" => date = Some(values.date()?),
            "what" => what = Some(values.kept()?),
            "sources" => sources = values.ids(Kind::Source)?,
            _ => return None,
        }
        Some(())
    })?;
    (date.is_some() || what.is_some()).then_some(Claim { date, what: what.flatten(), sources })
}

fn charge(values: &mut Values<'_>) -> Option<Charge> {
    let mut offence = None;
    let mut charge = Charge {
        entry: values.entry(),
        offence: String::new(),
        person: None,
        law: None,
        article: None,
        max_penalty: None,
        brought: None,
        outcome: None,
        decided: None,
        disputed: Vec::new(),
    };
    values.lines(|values, key| {
        match key {
            "offence" => offence = Some(values.kept()?),
            "person" => charge.person = values.other_kept(Kind::Person)?,
            "law" => charge.law = values.kept()?,
            "article" => charge.article = values.kept()?,
            "max_penalty" => charge.max_penalty = values.kept()?,
            "brought" => charge.brought = Some(values.date()?),
            "outcome" => charge.outcome = Some(values.word()?),
            "decided" => charge.decided = Some(values.date()?),
            "disputed" => charge.disputed = claims(values)?,
            _ => entry(values, key, &mut charge.entry)?,
        }
        Some(())
    })?;
    charge.offence = offence?.unwrap_or_default();
    Some(charge)
}

fn statement(values: &mut Values<'_>) -> Option<Statement> {
    let (mut id, mut by, mut title, mut date) = (None, None, None, None);
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Letter)?),
            "by" => by = Some(values.kept()?),
            "title" => title = Some(values.kept()?),
            "date" => date = Some(values.date()?),
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    let [by, title] = [by?, title?].map(Option::unwrap_or_default);
    Some(Statement { entry: shared, id: values.kept_id(id?), by, title, date })
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
            "people" => letter.people = values.ids_of_some(Kind::Person)?,
            "owed_by" => letter.owed_by = values.word()?,
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
    let (mut date, mut from, mut kind, mut answers) = (None, None, None, Vec::new());
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "date" => date = Some(values.date()?),
            "from" => from = Some(addressee(values, to)?),
            "kind" => kind = Some(values.word()?),
            "answers" => answers = values.ids(Kind::Demand)?,
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    let from = from.or_else(|| to.first().filter(|_| to.len() == 1).cloned())?;
    Some(Reply { entry: shared, date, from, kind: kind?, answers })
}

fn extension(values: &mut Values<'_>, all: &[Actor]) -> Option<Extension> {
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

fn reminder(values: &mut Values<'_>, all: &[Actor]) -> Option<Reminder> {
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

/// A demand, and whether it names a successor. Without addressees of its own it is made to the States of the case.
fn demand(values: &mut Values<'_>) -> Option<(Demand, bool)> {
    let (mut id, mut what, mut made_in) = (None, None, None);
    let (mut earlier, mut later) = (None, None);
    let mut demand = Demand {
        entry: values.entry(),
        id: String::new(),
        what: String::new(),
        kind: None,
        made_in: None,
        made: None,
        by: Vec::new(),
        to: Vec::new(),
        repeats: None,
        superseded_by: None,
        updates: Vec::new(),
        withheld: false,
    };
    let mut is_by = false;
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Demand)?),
            "what" => what = Some(values.kept()?),
            "kind" => demand.kind = Some(values.word()?),
            "made_in" => made_in = Some(values.other(Kind::Letter)?),
            "made" => demand.made = Some(values.date()?),
            "by" => (demand.by, is_by) = (values.kept()?.into_iter().collect(), true),
            "to" => demand.to = values.one_or_more(Values::actor).filter(|to| !to.is_empty())?,
            "repeats" => earlier = Some(values.other(Kind::Demand)?),
            "superseded_by" => later = Some(values.other(Kind::Demand)?),
            _ => entry(values, key, &mut demand.entry)?,
        }
        Some(())
    })?;
    // What leads only back, or only ahead, does not lead round in a circle.
    let leads_on = match (earlier, later) {
        (Some(other), _) if earlier == id || !values.has_demand(other)? => false,
        (_, Some(other)) => !values.has_demand(other)?,
        _ => true,
    };
    let made_twice = made_in.is_some() && (demand.made.is_some() || is_by);
    if !leads_on || made_twice {
        return None;
    }
    demand.id = values.kept_id(id?);
    demand.what = what?.unwrap_or_default();
    [demand.made_in, demand.repeats, demand.superseded_by] =
        [made_in, earlier, later].map(|other| other.map(|id| values.kept_id(id)));
    Some((demand, later.is_some()))
}

fn update(values: &mut Values<'_>, has_successor: bool) -> Option<Update> {
    let (mut date, mut status, mut grade, mut what) = (None, None, None, None);
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "date" => date = Some(values.date()?),
            "status" => status = Some(values.word()?),
            "grade" => grade = Some(values.word()?),
            "what" => what = values.kept()?,
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    let status = status.filter(|status| *status != DemandStatus::Superseded || has_successor)?;
    Some(Update { entry: shared, date, status, grade, what })
}

fn source(values: &mut Values<'_>) -> Option<Source> {
    let (mut id, mut title) = (None, None);
    let mut source = Source {
        entry: values.entry(),
        id: String::new(),
        title: String::new(),
        publisher: None,
        carrier: None,
        published: None,
        url: None,
        archive: None,
        sha256: None,
        reliability: None,
    };
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Source)?),
            "title" => title = Some(values.kept()?),
            "publisher" => source.publisher = values.kept()?,
            "carrier" => source.carrier = values.kept()?,
            "published" => source.published = Some(values.date()?),
            "url" => source.url = values.kept()?,
            "archive" => source.archive = values.kept()?,
            "sha256" => source.sha256 = values.kept()?,
            "reliability" => source.reliability = Some(values.word()?),
            _ => entry(values, key, &mut source.entry)?,
        }
        Some(())
    })?;
    source.id = values.kept_id(id?);
    source.title = title?.unwrap_or_default();
    Some(source)
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
        read(text, "x", "x.toml".as_ref(), &Rules::default(), Needs::Letters).is_some()
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
