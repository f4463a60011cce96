//! Days that cannot be in this order: decided before it was sent, met before it was asked.
//!
//! Imprecise dates are in the wrong order only if they are so for every day that they can mean.

use super::place::PlacedRecord;
use crate::{
    load::problem::Code,
    model::{
        case::{Case, Entry},
        charge::Charge,
        communication::Communication,
        date::Date,
        demand::Demand,
        event::Planned,
        reference::Key,
        rule::{CountedFrom, Rules},
    },
};
use std::collections::HashMap;

/// A date with the entry and the key under which it stands.
type Written<'a> = (&'a Entry, &'static str, Option<&'a Date>);

/// Nothing ends before it begins, and nothing is answered, reminded of, decided or met before it is there.
pub(super) fn date_order(record: &PlacedRecord<'_>) {
    let case = record.case;
    let letters = case.communications.iter().flat_map(|letter| of_letter(letter, record.rules));
    let pairs = letters
        .chain(case.charges.iter().flat_map(of_charge))
        .chain(case.demands.iter().flat_map(of_demand))
        .chain(later_letters(case))
        .chain(repetitions(case))
        .chain(births(case))
        .chain(planned(case));
    for ((first, before, earlier), (then, after, later)) in pairs {
        let (Some(earlier), Some(later)) = (earlier, later) else { continue };
        if later.latest() < earlier.earliest() {
            let line = if first.offset == then.offset { String::new() } else { format!(" of line {}", first.line) };
            let message = format!("`{after}` is {later}, before `{before}`{line}, which is {earlier}");
            record.note(Code::DateOrder, (then, after), &[first], message, "correct one of the two dates");
        }
    }
}

type Pairs<'a> = Vec<(Written<'a>, Written<'a>)>;

fn of_letter<'a>(letter: &'a Communication, rules: &Rules) -> Pairs<'a> {
    let own = |key, date: &'a Option<Date>| (&letter.entry, key, date.as_ref());
    let filed = own("filed", &letter.filed);
    let sent = sent(letter);
    // The first date of a letter: when it was sent, or, if that is not on record, when it was lodged.
    let begin = if letter.sent.is_some() { sent } else { filed };
    // Where the clock counts from the adoption, or the letter follows up a decision, that is adopted first and sent
    // afterwards.
    let from_adoption = rules.of(&letter.procedure).last().is_some_and(|rule| rule.from == CountedFrom::Adopted)
        || letter.procedure.ends_with("-follow-up");
    let decided = own("decided", &letter.decided);
    let mut pairs = vec![
        (filed, sent),
        if from_adoption { (decided, sent) } else { (begin, decided) },
        (if from_adoption { decided } else { begin }, own("published", &letter.published)),
        (begin, own("withdrawn", &letter.withdrawn)),
        (begin, own("no_reply_as_of", &letter.no_reply_as_of)),
    ];
    if letter.sent.is_none() {
        pairs.extend(letter.replies.iter().map(|reply| (filed, (&reply.entry, "date", reply.date.as_ref()))));
    }
    pairs.extend(letter.reminders.iter().map(|reminder| (begin, (&reminder.entry, "date", reminder.date.as_ref()))));
    for reply in &letter.replies {
        let written = (&reply.entry, "date", reply.date.as_ref());
        let received = (&reply.entry, "received", reply.received.as_ref());
        // A reply without a date is no older than its letter.
        let since = if reply.date.is_some() { written } else { begin };
        pairs.push((since, received));
        let since = if reply.date.is_none() && reply.received.is_some() { received } else { since };
        pairs.push((since, (&reply.entry, "promised", reply.promised.as_ref())));
    }
    for suspension in &letter.suspensions {
        // A suspension may begin before the letter (the body itself stood still), but not end before it.
        let key = if suspension.is_short_in(&letter.entry) { "suspended" } else { "until" };
        pairs.push((begin, (&suspension.entry, key, suspension.until.as_ref())));
    }
    for extension in &letter.extensions {
        let granted = (&extension.entry, "granted", extension.granted.as_ref());
        pairs.push((begin, granted));
        pairs.push((
            if extension.granted.is_some() { granted } else { begin },
            (&extension.entry, "until", Some(&extension.until)),
        ));
    }
    pairs
}

fn of_charge(charge: &Charge) -> Pairs<'_> {
    let own = |key, date| (&charge.entry, key, date);
    let [brought, decided] = [own("brought", charge.brought.as_ref()), own("decided", charge.decided.as_ref())];
    // A sentence may be served by the day on which it is passed, but not before anything was charged.
    let begin = if charge.brought.is_some() { brought } else { decided };
    vec![(brought, decided), (begin, own("sentence_ends", charge.sentence_ends.as_ref()))]
}

/// What is planned is fixed before it is to come.
fn planned(case: &Case) -> Pairs<'_> {
    let fixed = case.events.iter().filter_map(|event| match &event.planned {
        Some(Planned::Fixed(on)) => Some((event, on)),
        Some(Planned::Undated) | None => None,
    });
    fixed
        .map(|(event, on)| ((&event.entry, "planned", Some(on)), (&event.entry, "date", event.date.as_ref())))
        .collect()
}

fn of_demand(demand: &Demand) -> Pairs<'_> {
    demand.updates.iter().map(|update| (made(demand), (&update.entry, "date", update.date.as_ref()))).collect()
}

/// A letter follows an earlier one.
fn later_letters(case: &Case) -> Pairs<'_> {
    let letters = || case.communications.iter().rev();
    let names =
        letters().flat_map(|letter| [letter.id.as_deref(), letter.reference.as_deref()].map(|name| (name, letter)));
    let by_name: HashMap<&str, &Communication> = names.filter_map(|(name, letter)| Some((name?, letter))).collect();
    let by_key: HashMap<Key, &Communication> = letters().filter_map(|letter| Some((letter.key()?, letter))).collect();
    let mut pairs = Vec::new();
    for letter in &case.communications {
        let Some(name) = letter.follows.as_deref() else { continue };
        let by_key = || Key::parse(name).and_then(|key| by_key.get(&key));
        if let Some(first) = by_name.get(name).or_else(by_key) {
            pairs.push((sent(first), sent(letter)));
        }
    }
    pairs
}

fn sent(letter: &Communication) -> Written<'_> {
    (&letter.entry, "sent", letter.sent.as_ref())
}

/// A demand repeats an earlier one.
fn repetitions(case: &Case) -> Pairs<'_> {
    let by_id: HashMap<&str, &Demand> = case.demands.iter().map(|demand| (demand.id.as_str(), demand)).collect();
    let mut pairs = Vec::new();
    for demand in &case.demands {
        if let Some(first) = demand.repeats.as_deref().and_then(|id| by_id.get(id)) {
            pairs.push((made(first), made(demand)));
        }
    }
    pairs
}

fn made(demand: &Demand) -> Written<'_> {
    (&demand.entry, "made", demand.made.as_ref())
}

/// Nothing happens to anybody before their birth, or to an organisation before it was founded.
fn births(case: &Case) -> Pairs<'_> {
    let born: HashMap<&str, Written<'_>> =
        case.people.iter().map(|person| (person.id.as_str(), (&person.entry, "born", person.born.as_ref()))).collect();
    let mut pairs = Vec::new();
    for event in &case.events {
        let births = event.people.iter().filter_map(|id| born.get(id.as_str()));
        pairs.extend(births.map(|birth| (*birth, (&event.entry, "date", event.date.as_ref()))));
    }
    for charge in &case.charges {
        let births = charge.person.iter().filter_map(|id| born.get(id.as_str()));
        pairs.extend(births.map(|birth| (*birth, (&charge.entry, "brought", charge.brought.as_ref()))));
    }
    pairs
}
