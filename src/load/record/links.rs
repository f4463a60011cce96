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

/// How often victims can be concerned by events that name nobody. No case comes near it; more would fill the
/// memory.
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
        if let Some((made, by)) = demand.made_in.as_deref().and_then(|name| makers.of(name)) {
            (demand.made, demand.by) = (made.clone(), by.clone());
        }
        if demand.to.is_empty() {
            demand.to = states.iter().copied().map(Actor::State).collect();
        }
    }
    concern(events, people)
}

/// Says whose liberty each event changes: that of the people it names, or of every victim where it names none.
/// Returns the first event for which that is too much: there `victims` end.
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

/// When and by whom something was said.
type Maker = (Option<Date>, Vec<String>);

/// The makers of what statements and letters say, under each name that these have.
#[derive(Debug, Default)]
struct Makers(HashMap<String, Maker>);

impl Makers {
    fn new(statements: &[Statement], letters: &[Communication]) -> Self {
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
    fn of(&self, name: &str) -> Option<&Maker> {
        self.0.get(name).or_else(|| self.0.get(&Key::parse(name)?.to_string()))
    }
}
