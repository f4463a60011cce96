//! A record read straight from its bytes into the model.
//!
//! Each table is one match over its keys, each value is held against what its key takes. Nothing is reported
//! here: of anything unusual or wrong this reader says nothing at all, and `record` reads the whole. What it does
//! read is what `record` reads (`tests/differential.rs`). What a list does not need is checked like everything
//! else and forgotten line by line.

mod demand;
mod letter;
#[cfg(test)]
mod tests;
mod values;

use super::{
    gathered::Kind,
    needs::Needs,
    plain::Plain,
    record::{MOST_CONCERNED, concern},
};
use crate::model::{
    case::{Case, Entry},
    charge::Charge,
    event::{Claim, Event, EventKind, Planned},
    person::Person,
    rule::Rules,
    source::Source,
    state::State,
    statement::Statement,
};
use demand::{demand, made, update};
use letter::{communication, extension, reminder, reply, suspension};
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
    Suspension,
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
    ("[[communication.suspension]]\n", Table::Suspension),
];

/// What is needed of the case in a text; `None` if anything in it is unusual or wrong.
#[must_use]
pub fn read(text: &str, id: &str, file: &Path, rules: &Rules, needs: Needs) -> Option<Case> {
    let all = needs == Needs::Everything;
    let mut values = Values::new(Plain::new(text), all);
    let mut case = top(&mut values, id, file)?;
    // Whether the last demand names a successor.
    let mut succeeded = None;
    let mut events = 0;
    loop {
        let heading = values.heading(HEADINGS)?;
        case.marked = case.confidential || values.marked;
        // Of what is withheld, the whole record tells.
        if case.marked && !all {
            return read(text, id, file, rules, Needs::Everything);
        }
        let Some(table) = heading else { break };
        // Of letters, everything is needed in any case, and of suspensions, which can be written in them.
        values.keeps = all || matches!(table, Table::Letter | Table::Suspension);
        match table {
            Table::Event => {
                events += 1;
                case.events.extend(event_needed(&mut values)?);
            }
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
            Table::Suspension => {
                case.communications.last_mut()?.suspensions.push(suspension(&mut values)?);
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
    // Whether so many events concern too many people, `record` tells: here not all events are kept.
    if !values.ids_are_right() || case.people.len() * events > MOST_CONCERNED {
        return None;
    }
    concern(&mut case.events, &case.people);
    made(&mut case);
    Some(case)
}

fn keep<T>(needed: bool, entry: T, into: &mut Vec<T>) {
    if needed {
        into.push(entry);
    }
}

fn top(values: &mut Values<'_>, id: &str, file: &Path) -> Option<Case> {
    let (mut title, mut states) = (None, None);
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
            "state" => states = Some(values.one_or_more(|values| State::from_code(&values.text()?))?),
            "summary" => case.summary = values.kept()?,
            "tags" => case.tags = values.texts()?,
            "related" => case.related = values.texts()?,
            "reviewed" => case.reviewed = Some(values.date()?),
            "confidential" => case.confidential = values.flag()?,
            _ => return None,
        }
        Some(())
    })?;
    (case.title, case.states) = (title?, states?);
    Some(case)
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
        days: None,
        planned: None,
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
            "days" => event.days = Some(values.days()?),
            "planned" => event.planned = planned(values)?,
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

fn planned(values: &mut Values<'_>) -> Option<Option<Planned>> {
    match values.flag() {
        Some(planned) => Some(planned.then_some(Planned::Undated)),
        None => values.date().map(|fixed| Some(Planned::Fixed(fixed))),
    }
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
        person: Vec::new(),
        law: None,
        article: None,
        court: None,
        docket: None,
        max_penalty: None,
        brought: None,
        outcome: None,
        decided: None,
        sentence: None,
        sentence_ends: None,
        disputed: Vec::new(),
    };
    values.lines(|values, key| {
        match key {
            "offence" => offence = Some(values.kept()?),
            "person" => charge.person = values.one_or_more_ids(Kind::Person)?,
            "law" => charge.law = values.kept()?,
            "article" => charge.article = values.kept()?,
            "court" => charge.court = values.kept()?,
            "docket" => charge.docket = values.kept()?,
            "max_penalty" => charge.max_penalty = values.kept()?,
            "brought" => charge.brought = Some(values.date()?),
            "outcome" => charge.outcome = Some(values.word()?),
            "decided" => charge.decided = Some(values.date()?),
            "sentence" => charge.sentence = values.kept()?,
            "sentence_ends" => charge.sentence_ends = Some(values.date()?),
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
    let mut disputed = Vec::new();
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Letter)?),
            "by" => by = Some(values.kept()?),
            "title" => title = Some(values.kept()?),
            "date" => date = Some(values.date()?),
            "disputed" => disputed = claims(values)?,
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    let [by, title] = [by?, title?].map(Option::unwrap_or_default);
    Some(Statement { entry: shared, id: values.kept_id(id?), by, title, date, disputed })
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
