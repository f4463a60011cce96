//! Which key of a record means what: the whole format, one function a table; letters are in `letter`.

mod letter;

use super::{
    check,
    fields::Fields,
    gathered::{Kind, Reader},
    mark::is_marked,
    plain,
    problem::Code,
    source::Source as Text,
    tree,
};
use crate::model::{
    case::Case,
    charge::Charge,
    communication::Communication,
    date::Date,
    demand::{Demand, DemandStatus, Update},
    event::{Claim, Event, EventKind, Planned},
    person::{Person, Role},
    reference::Key,
    rule::Rules,
    source::Source,
    state::{Actor, State},
    statement::Statement,
};
use letter::communication;
use std::collections::HashMap;

/// Reads a record. Problems are noted in `source`; `None` if the text is not TOML at all. A case that
/// is returned beside errors has gaps and must not be used.
#[must_use]
pub fn read(source: &Text<'_>, id: &str, rules: &Rules) -> Option<Case> {
    let reader = Reader::new(source);
    let plain = plain::parse(source.text);
    let is_plain = plain.is_some();
    let (table, errors) = plain.map_or_else(|| tree::any(source.text), |table| (table, Vec::new()));
    if is_marked(&table) {
        source.private.set(true);
    }
    // No plain text has a line that begins like one of theirs.
    let merging = !is_plain && check::syntax::has_merge_markers(source.text);
    if merging || !errors.is_empty() {
        let marks = check::syntax::marks(source.text);
        // Which entry a line belongs to cannot be told: if anything is withheld, none is shown.
        source.secret.set(marks.anywhere);
        source.private.set(source.private.get() || marks.at_the_top);
    }
    if merging {
        check::syntax::merge_markers(source);
        return None;
    }
    if !errors.is_empty() {
        check::syntax::errors(source, &errors);
        return None;
    }
    let top = Fields::new(&reader, &table, 0..0, false);
    let case = case(&top, id, source, rules);
    top.done();
    check::record(&case, &reader);
    Some(case)
}

fn case(top: &Fields<'_>, id: &str, source: &Text<'_>, rules: &Rules) -> Case {
    let title = top.need_text("title");
    let states = top.need_one_or_more("state", "\"RUS\"").into_iter().filter_map(|(text, span)| {
        let state = State::from_code(text);
        if state.is_none() {
            top.unknown_state(text, span);
        }
        state
    });
    let states: Vec<State> = states.collect();
    let summary = top.text("summary");
    let tags = top.words("tags");
    let related = top.words("related");
    let reviewed = top.date("reviewed");
    let confidential = top.flag("confidential");
    let people: Vec<Person> = top.tables("person").into_iter().filter_map(person).collect();
    let mut events: Vec<Event> = top.tables("event").into_iter().map(event).collect();
    if let Some(event) = concern(&mut events, &people) {
        let message = "an event without `people` concerns every victim: there are too many of both";
        let help = "name in `people` whose liberty it changes";
        source.problem(Code::TooLarge, event.entry.offset..event.entry.offset, event.entry.confidential, message, help);
    }
    let charges = top.tables("charge").into_iter().map(charge).collect();
    let statements: Vec<Statement> = top.tables("statement").into_iter().map(statement).collect();
    let communications: Vec<Communication> =
        top.tables("communication").into_iter().map(|fields| communication(fields, rules)).collect();
    let makers = Makers::new(&statements, &communications);
    let demands = top.tables("demand").into_iter().map(|fields| demand(fields, &states, &makers)).collect();
    let sources = top.tables("source").into_iter().map(self::source).collect();
    Case {
        id: id.into(),
        file: source.file.to_path_buf(),
        title,
        states,
        summary,
        tags,
        related,
        reviewed,
        confidential,
        people,
        events,
        charges,
        statements,
        communications,
        demands,
        sources,
        marked: confidential || top.any_marked(),
        liberty_withheld: Vec::new(),
    }
}

fn person(fields: Fields<'_>) -> Option<Person> {
    let person = Person {
        entry: fields.entry(),
        id: fields.need_id(Kind::Person),
        name: fields.need_text("name"),
        other_names: fields.words("other_names"),
        role: fields.need_word("role").unwrap_or(Role::Other),
        born: fields.date("born"),
        organisation: fields.text("organisation"),
    };
    fields.done();
    Some(person)
}

fn event(fields: Fields<'_>) -> Event {
    let event = Event {
        entry: fields.entry(),
        date: fields.date("date"),
        what: fields.need_text("what"),
        kind: fields.word("kind").unwrap_or(EventKind::Other),
        place: fields.text("place"),
        people: fields.people(),
        liberty: fields.word("liberty"),
        subjects: Vec::new(),
        days: fields.days("days"),
        planned: fields.date_or_flag("planned").map(|fixed| fixed.map_or(Planned::Undated, Planned::Fixed)),
        standing: fields.word("standing"),
        disputed: claims(&fields),
    };
    fields.done();
    event
}

/// Says whose liberty each event changes: that of the people it names, or of every victim where it names none.
/// Returns the first event for which that is too much: there `subjects` end.
pub(super) fn concern<'e>(events: &'e mut [Event], people: &[Person]) -> Option<&'e Event> {
    let victims: Vec<&String> = people.iter().filter(|p| p.role == Role::Victim).map(|p| &p.id).collect();
    let mut room = MOST_CONCERNED;
    for event in events.iter_mut().filter(|event| event.liberty.is_some()) {
        if event.people.is_empty() {
            let Some(left) = room.checked_sub(victims.len()) else { return Some(event) };
            room = left;
            event.subjects = victims.iter().copied().cloned().collect();
        } else {
            event.subjects.clone_from(&event.people);
        }
    }
    None
}

/// How often victims can be concerned by events that name nobody. No case comes near it; more would fill the
/// memory.
pub(super) const MOST_CONCERNED: usize = 1_000_000;

pub(super) fn claims(fields: &Fields<'_>) -> Vec<Claim> {
    fields.tables("disputed").into_iter().map(claim).collect()
}

fn claim(fields: Fields<'_>) -> Claim {
    let claim = Claim {
        date: fields.date("date"),
        what: fields.text("what"),
        sources: fields.mentions("sources", Kind::Source),
    };
    if !fields.has("date") && !fields.has("what") {
        let help = "write date = …, what = \"…\" or both";
        fields.problem(Code::MissingKey, fields.span.clone(), "another claim says neither when nor what", help);
    }
    fields.done();
    claim
}

fn charge(fields: Fields<'_>) -> Charge {
    let charge = Charge {
        entry: fields.entry(),
        offence: fields.need_text("offence"),
        person: fields.one_or_more("person").into_iter().map(|id| fields.use_id(Kind::Person, id).into()).collect(),
        law: fields.text("law"),
        article: fields.text("article"),
        court: fields.text("court"),
        docket: fields.text("docket"),
        max_penalty: fields.text("max_penalty"),
        brought: fields.date("brought"),
        outcome: fields.word("outcome"),
        decided: fields.date("decided"),
        sentence: fields.text("sentence"),
        sentence_ends: fields.date("sentence_ends"),
        disputed: claims(&fields),
    };
    fields.done();
    charge
}

fn statement(fields: Fields<'_>) -> Statement {
    let statement = Statement {
        entry: fields.entry(),
        id: fields.need_id(Kind::Letter),
        by: fields.need_text("by"),
        title: fields.need_text("title"),
        date: fields.date("date"),
        disputed: claims(&fields),
    };
    fields.done();
    statement
}

fn source(fields: Fields<'_>) -> Source {
    let source = Source {
        entry: fields.entry(),
        id: fields.need_id(Kind::Source),
        title: fields.need_text("title"),
        publisher: fields.text("publisher"),
        carrier: fields.text("carrier"),
        published: fields.date("published"),
        url: fields.text("url"),
        archive: fields.text("archive"),
        sha256: fields.text("sha256"),
        reliability: fields.word("reliability"),
    };
    fields.done();
    source
}

/// When and by whom something was said.
type Maker = (Option<Date>, Vec<String>);

/// The makers of what statements and letters say, under each name that these have.
#[derive(Debug, Default)]
pub(super) struct Makers(HashMap<String, Maker>);

impl Makers {
    pub(super) fn new(statements: &[Statement], letters: &[Communication]) -> Self {
        let mut makers = HashMap::new();
        for statement in statements {
            let maker = (statement.date.clone(), vec![statement.by.clone()]);
            makers.entry(statement.id.clone()).or_insert(maker);
        }
        for letter in letters {
            let reference = letter.reference.as_deref().map(str::to_owned);
            let names = [letter.id.clone(), reference, letter.key().map(|key| key.to_string())];
            for name in names.into_iter().flatten() {
                let date = [&letter.sent, &letter.decided, &letter.published].into_iter().find_map(Option::clone);
                makers.entry(name).or_insert_with(|| (date, letter.from.clone()));
            }
        }
        Self(makers)
    }

    /// The maker of what has this name, in whatever spelling.
    pub(super) fn of(&self, name: &str) -> Option<&Maker> {
        self.0.get(name).or_else(|| self.0.get(&Key::parse(name)?.to_string()))
    }
}

fn demand(fields: Fields<'_>, states: &[State], makers: &Makers) -> Demand {
    let made_in = fields.mention("made_in", Kind::Letter);
    let (mut made, mut by) = (fields.date("made"), fields.text("by").into_iter().collect::<Vec<_>>());
    if let Some(name) = &made_in {
        for key in ["made", "by"] {
            if fields.has(key) {
                let help = format!("leave `{key}` out: the date and the author come from what `made_in` names");
                fields.problem(Code::Conflict, fields.span_of(key), format!("`{key}` beside `made_in`"), help);
            }
        }
        if let Some(maker) = makers.of(name) {
            (made, by) = maker.clone();
        }
    }
    let to = match fields.has("to") {
        true => fields.need_some("to", "\"RUS\"").into_iter().map(|placed| fields.actor(placed)).collect(),
        false => {
            fields.texts("to");
            states.iter().copied().map(Actor::State).collect()
        }
    };
    let superseded_by = fields.mention("superseded_by", Kind::Demand);
    let updates: Vec<Update> = fields
        .tables("update")
        .into_iter()
        .filter_map(|update_fields| update(update_fields, superseded_by.is_some()))
        .collect();
    let demand = Demand {
        entry: fields.entry(),
        id: fields.need_id(Kind::Demand),
        what: fields.need_text("what"),
        kind: fields.word("kind"),
        made_in,
        made,
        by,
        to,
        repeats: fields.mention("repeats", Kind::Demand),
        superseded_by,
        updates,
        withheld: false,
    };
    fields.done();
    demand
}

fn update(fields: Fields<'_>, has_successor: bool) -> Option<Update> {
    let status = fields.need_word("status");
    if status == Some(DemandStatus::Superseded) && !has_successor {
        let help = "add superseded_by = the id of the demand that replaces it, above its updates";
        fields.problem(Code::MissingKey, fields.span_of("status"), "superseded by which demand?", help);
    }
    let (entry, date, grade, what) = (fields.entry(), fields.date("date"), fields.word("grade"), fields.text("what"));
    fields.done();
    Some(Update { entry, date, status: status?, grade, what })
}
