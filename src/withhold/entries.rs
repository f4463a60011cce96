//! The confidential entries of one case, taken out of it.
//!
//! What rests on an entry that is taken out becomes unknown; it is never computed as though the entry
//! did not exist. Without that, a withheld reply would turn into a false "overdue", and a withheld
//! release into a false count of days.

use super::Taken;
use crate::model::{
    case::{Case, Entry},
    charge::Charge,
    communication::{Communication, Extension, Reminder, Reply, Suspension},
    demand::{Demand, Update},
    event::{Claim, Event, EventKind},
    person::Person,
    source::Source,
    statement::Statement,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Stands for people who are withheld; no person can have it as an id.
const NOBODY: &str = "";

/// Takes the confidential entries out of one case; returns how many there were, those inside letters and
/// demands included.
pub(super) fn take_out(case: &mut Case) -> Taken {
    let Case {
        id: _,
        file: _,
        title: _,
        states: _,
        summary: _,
        tags: _,
        // Ids of withheld cases are taken out where it is known which these are.
        related: _,
        reviewed: _,
        // Cases that are confidential as a whole are not here any more.
        confidential: _,
        marked,
        people,
        events,
        charges,
        statements,
        communications,
        demands,
        sources,
        liberty_withheld,
        lifted_withheld,
        by_id: _,
    } = case;
    if !*marked {
        return Taken::default();
    }
    let gone = Gone {
        people: marked_ids(people, |p| &p.entry, |p| &p.id),
        sources: marked_ids(sources, |s| &s.entry, |s| &s.id),
        demands: marked_ids(demands, |d| &d.entry, |d| &d.id),
        statements: marked_ids(statements, |s| &s.entry, |s| &s.id),
        letters: communications.iter().filter(|c| c.entry.confidential).cloned().collect(),
    };
    // A withheld event may have ended a detention or begun one: the liberty of its people becomes unknown, but for
    // those of whose liberty no event says anything.
    let held: HashSet<&String> =
        events.iter().filter(|event| event.liberty.is_some()).flat_map(Event::subjects).collect();
    for event in events.iter().filter(|e| e.entry.confidential) {
        liberty_withheld.extend(gone.remaining(event.subjects()).into_iter().filter(|id| held.contains(id)));
        *lifted_withheld |= event.kind == EventKind::ProtectionLifted;
    }
    let shadowed = shadowed(demands);

    // A charge all of whose accused are withheld is withheld with them.
    let is_about_them = |c: &Charge| !c.person.is_empty() && gone.remaining(&c.person).is_empty();
    let inside = |c: &Communication| {
        let suspensions = c.suspensions.iter().filter(|s| !s.is_short_in(&c.entry)).count();
        c.replies.len() + c.extensions.len() + suspensions + c.reminders.len()
    };
    let mut taken = Taken {
        people: take(people, |p| p.entry.confidential, |_| 0),
        events: take(events, |e| e.entry.confidential, |_| 0),
        charges: take(charges, |c| c.entry.confidential || is_about_them(c), |_| 0),
        statements: take(statements, |s| s.entry.confidential, |_| 0),
        letters: take(communications, |c| c.entry.confidential, inside),
        answers: 0,
        demands: take(demands, |d| d.entry.confidential, |d| d.updates.len()),
        updates: 0,
        sources: take(sources, |s| s.entry.confidential, |_| 0),
    };

    people.iter_mut().for_each(|person| gone.of_person(person));
    sources.iter_mut().for_each(|source| gone.of_source(source));
    statements.iter_mut().for_each(|statement| gone.of_statement(statement));
    let victims = events.iter().find_map(|event| event.victims.as_ref());
    let victims: Option<Arc<[String]>> = victims.map(|all| gone.remaining(all).into());
    for event in events {
        if event.victims.is_some() {
            event.victims.clone_from(&victims);
        }
        if gone.of_event(event) {
            liberty_withheld.extend(event.subjects().iter().filter(|id| *id != NOBODY).cloned());
        }
    }
    charges.iter_mut().for_each(|charge| gone.of_charge(charge));
    taken.answers = communications.iter_mut().map(|letter| gone.of_letter(letter)).sum();
    taken.updates = demands.iter_mut().map(|demand| gone.of_demand(demand, &shadowed)).sum();
    case.put_people_in_order();
    taken
}

fn marked_ids<T>(items: &[T], entry: impl Fn(&T) -> &Entry, id: impl Fn(&T) -> &String) -> HashSet<String> {
    items.iter().filter(|item| entry(item).confidential).map(|item| id(item).clone()).collect()
}

/// Takes out what is marked; how many entries that were, with those inside them.
fn take<T>(items: &mut Vec<T>, marked: impl Fn(&T) -> bool, inside: impl Fn(&T) -> usize) -> usize {
    let taken = items.iter().filter(|item| marked(item)).map(|item| 1 + inside(item)).sum();
    items.retain(|item| !marked(item));
    taken
}

/// Demands in one chain of repetitions with a withheld demand that has updates: their status may rest on those.
fn shadowed(demands: &[Demand]) -> HashSet<String> {
    let mut beside: HashMap<&str, Vec<&str>> = HashMap::new();
    for demand in demands {
        if let Some(earlier) = &demand.repeats {
            beside.entry(&demand.id).or_default().push(earlier);
            beside.entry(earlier).or_default().push(&demand.id);
        }
    }
    let told = demands.iter().filter(|d| d.entry.confidential && !d.updates.is_empty());
    let mut next: Vec<&str> = told.map(|d| d.id.as_str()).collect();
    let mut met: HashSet<String> = HashSet::new();
    while let Some(id) = next.pop() {
        if met.insert(id.to_owned()) {
            next.extend(beside.get(id).into_iter().flatten());
        }
    }
    met
}

/// What was taken out of a case, by its ids: what remains must not refer to it.
struct Gone {
    people: HashSet<String>,
    sources: HashSet<String>,
    demands: HashSet<String>,
    statements: HashSet<String>,
    letters: Vec<Communication>,
}

impl Gone {
    /// Those of these people who are still there.
    fn remaining(&self, people: &[String]) -> Vec<String> {
        people.iter().filter(|id| !self.people.contains(*id)).cloned().collect()
    }

    /// Takes ids of people out. An entry that named only people who are gone must not become one about every
    /// victim.
    fn of_people(&self, ids: &mut Vec<String>) {
        let named = !ids.is_empty();
        without(ids, &self.people);
        if named && ids.is_empty() {
            ids.push(NOBODY.into());
        }
    }

    /// Whether a statement or letter of that name is gone.
    fn is_letter(&self, name: &str) -> bool {
        self.statements.contains(name) || self.letters.iter().any(|letter| letter.is_called(name))
    }

    fn of_entry(&self, entry: &mut Entry) {
        let Entry { line: _, offset: _, sources, note: _, confidential: _ } = entry;
        without(sources, &self.sources);
    }

    /// Takes out claims that only a withheld source makes; true if one of them was about the date.
    fn of_claims(&self, claims: &mut Vec<Claim>) -> bool {
        let gone = |c: &Claim| !c.sources.is_empty() && c.sources.iter().all(|id| self.sources.contains(id));
        let dated = claims.iter().any(|c| gone(c) && c.date.is_some());
        claims.retain(|c| !gone(c));
        for claim in claims {
            let Claim { date: _, what: _, sources } = claim;
            without(sources, &self.sources);
        }
        dated
    }

    fn of_person(&self, person: &mut Person) {
        let Person { entry, id: _, name: _, other_names: _, role: _, born: _, organisation: _ } = person;
        self.of_entry(entry);
    }

    fn of_source(&self, source: &mut Source) {
        let Source {
            entry,
            id: _,
            title: _,
            publisher: _,
            carrier: _,
            published: _,
            url: _,
            archive: _,
            sha256: _,
            reliability: _,
        } = source;
        self.of_entry(entry);
    }

    fn of_statement(&self, statement: &mut Statement) {
        let Statement { entry, id: _, by: _, title: _, date: _, disputed } = statement;
        self.of_entry(entry);
        let _ = self.of_claims(disputed);
    }

    /// Returns whether the event's date is not known any more.
    fn of_event(&self, event: &mut Event) -> bool {
        let Event {
            entry,
            date: _,
            what: _,
            kind: _,
            place: _,
            people,
            liberty: _,
            // Held once for all events, and taken out there.
            victims: _,
            days: _,
            planned: _,
            standing: _,
            disputed,
        } = event;
        self.of_entry(entry);
        self.of_people(people);
        self.of_claims(disputed)
    }

    fn of_charge(&self, charge: &mut Charge) {
        let Charge {
            entry,
            offence: _,
            person,
            law: _,
            article: _,
            court: _,
            docket: _,
            max_penalty: _,
            brought: _,
            outcome: _,
            decided: _,
            sentence: _,
            sentence_ends: _,
            disputed,
        } = charge;
        self.of_entry(entry);
        // Charges against people who are all gone are gone.
        without(person, &self.people);
        let _ = self.of_claims(disputed);
    }

    /// Returns how many entries inside the letter were taken out.
    fn of_letter(&self, letter: &mut Communication) -> usize {
        let Communication {
            entry,
            id: _,
            reference: _,
            procedure: _,
            from: _,
            to: _,
            filed: _,
            sent: _,
            published: _,
            decided: _,
            due: _,
            no_reply_as_of: _,
            reply_unknown: _,
            suspensions,
            withdrawn: _,
            follows,
            people,
            owed_by: _,
            replies,
            extensions,
            reminders,
            disputed,
            withheld,
            // Copies are brought together only after what is marked was taken out of each.
            shared: _,
        } = letter;
        self.of_entry(entry);
        self.of_people(people);
        *follows = follows.take().filter(|name| !self.is_letter(name));
        withheld.extend(replies.iter().filter(|r| r.entry.confidential).map(|r| Some(r.from.clone())));
        withheld.extend(extensions.iter().filter(|e| e.entry.confidential).map(|e| e.to.clone()));
        // Both concern every addressee.
        if suspensions.iter().any(|s| s.entry.confidential) | self.of_claims(disputed) {
            withheld.push(None);
        }
        let taken = take(replies, |r| r.entry.confidential, |_| 0)
            + take(suspensions, |s| s.entry.confidential, |_| 0)
            + take(extensions, |e| e.entry.confidential, |_| 0)
            + take(reminders, |r| r.entry.confidential, |_| 0);
        for reply in replies {
            let Reply { entry, date: _, received: _, from: _, kind: _, promised: _, answers } = reply;
            self.of_entry(entry);
            without(answers, &self.demands);
        }
        for extension in extensions {
            let Extension { entry, granted: _, until: _, to: _ } = extension;
            self.of_entry(entry);
        }
        for suspension in suspensions {
            let Suspension { entry, from: _, until: _ } = suspension;
            self.of_entry(entry);
        }
        for reminder in reminders {
            let Reminder { entry, date: _, to: _ } = reminder;
            self.of_entry(entry);
        }
        taken
    }

    /// Returns how many updates were taken out.
    fn of_demand(&self, demand: &mut Demand, shadowed: &HashSet<String>) -> usize {
        let Demand { entry, id, what: _, kind: _, made_in, made, by, to: _, repeats, superseded_by, updates, withheld } =
            demand;
        self.of_entry(entry);
        if made_in.as_deref().is_some_and(|name| self.is_letter(name)) {
            (*made_in, *made) = (None, None);
            by.clear();
        }
        let remains = |id: &String| !self.demands.contains(id);
        *repeats = repeats.take().filter(remains);
        *superseded_by = superseded_by.take().filter(remains);
        let taken = take(updates, |u| u.entry.confidential, |_| 0);
        *withheld = shadowed.contains(id) || taken > 0;
        for update in updates {
            let Update { entry, date: _, status: _, grade: _, what: _ } = update;
            self.of_entry(entry);
        }
        taken
    }
}

fn without(ids: &mut Vec<String>, gone: &HashSet<String>) {
    ids.retain(|id| !gone.contains(id));
}
