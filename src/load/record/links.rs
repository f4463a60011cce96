//! What entries have from others, once all are read: whom events concern, when and by whom demands were made.

use crate::model::{
    case::Case,
    communication::Communication,
    date::Date,
    event::Event,
    person::{Person, Role},
    reference::Key,
    state::Actor,
    statement::Statement,
};
use std::{collections::HashMap, sync::Arc};

/// The most pairs of a victim and an event that names nobody; no real case comes near it, and each takes time in every
/// computation of liberty.
pub(in crate::load) const MOST_CONCERNED: usize = 1_000_000;

/// Gives every entry what it has from others. Returns the first event that concerns too many people, if any does.
pub(in crate::load) fn link(case: &mut Case) -> Option<&Event> {
    case.put_people_in_order();
    let Case { people, events, statements, communications, demands, states, .. } = case;
    for letter in &mut *communications {
        let sources = &letter.entry.sources;
        let short = letter.suspensions.iter_mut().filter(|suspension| suspension.is_short_in(&letter.entry));
        short.for_each(|suspension| suspension.entry.sources.clone_from(sources));
    }
    let makers = if demands.is_empty() { Makers::default() } else { Makers::new(statements, communications) };
    for demand in demands {
        if let Some(maker) = demand.made_in.as_deref().and_then(|name| makers.of(name)) {
            (demand.made, demand.by) = (maker.made(), maker.by());
        }
        if demand.to.is_empty() {
            demand.to = states.iter().copied().map(Actor::State).collect();
        }
    }
    concern(events, people)
}

/// Says whose liberty each event changes: that of the people it names, or of every victim where it names none. Returns
/// the first event at which there are too many pairs; `victims` is not set from there on.
fn concern<'e>(events: &'e mut [Event], people: &[Person]) -> Option<&'e Event> {
    let mut events = events.iter_mut().filter(|event| event.changes_liberty() && event.people.is_empty()).peekable();
    events.peek()?;
    let victims = people.iter().filter(|p| p.role == Role::Victim).map(|p| p.id.clone());
    let victims: Arc<[String]> = victims.collect::<Vec<_>>().into();
    let mut room = MOST_CONCERNED;
    for event in events {
        let Some(left) = room.checked_sub(victims.len()) else { return Some(event) };
        room = left;
        event.victims = Some(Arc::clone(&victims));
    }
    None
}

/// What says a demand, and when and by whom that was said.
#[derive(Clone, Copy, Debug)]
enum Maker<'c> {
    Statement(&'c Statement),
    Letter(&'c Communication),
}

impl Maker<'_> {
    fn made(self) -> Option<Date> {
        match self {
            Self::Statement(statement) => statement.date.clone(),
            Self::Letter(letter) => {
                [&letter.sent, &letter.decided, &letter.published].into_iter().find_map(Option::clone)
            }
        }
    }

    fn by(self) -> Vec<String> {
        match self {
            Self::Statement(statement) => vec![statement.by.clone()],
            Self::Letter(letter) => letter.from.clone(),
        }
    }
}

/// What says demands, under each name that it has; where two have one, the first.
#[derive(Debug, Default)]
struct Makers<'c> {
    names: HashMap<&'c str, Maker<'c>>,
    keys: HashMap<Key, Maker<'c>>,
}

impl<'c> Makers<'c> {
    fn new(statements: &'c [Statement], letters: &'c [Communication]) -> Self {
        let mut makers = Self::default();
        for statement in statements {
            makers.names.entry(&statement.id).or_insert(Maker::Statement(statement));
        }
        for letter in letters {
            for name in [letter.id.as_deref(), letter.reference.as_deref()].into_iter().flatten() {
                makers.names.entry(name).or_insert(Maker::Letter(letter));
            }
            if let Some(key) = letter.key() {
                makers.keys.entry(key).or_insert(Maker::Letter(letter));
            }
        }
        makers
    }

    /// The maker of what has this name, in whatever spelling.
    fn of(&self, name: &str) -> Option<Maker<'c>> {
        self.names.get(name).or_else(|| self.keys.get(&Key::parse(name)?)).copied()
    }
}
