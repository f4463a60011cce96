//! One letter, however many records hold a copy of it: listed once, counted once.

use super::{
    case::Case,
    communication::{Communication, Reply, Suspension},
    date::{Date, FAR_FUTURE},
    reference::Key,
};
use std::{borrow::Borrow, collections::BTreeMap, ops::Deref};

/// A letter with every case that records it.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The place of the first of its cases among those that were looked through.
    pub first: usize,
    /// The cases, in order of id; the first names it in reports.
    pub cases: Vec<&'a Case>,
    /// What all copies together say.
    pub communication: Told<'a>,
}

/// What is told of a letter.
#[derive(Clone, Debug)]
pub enum Told<'a> {
    /// By one record.
    Once(&'a Communication),
    /// By several, or by an entry of another kind, put together. Boxed, since of most letters there is one copy.
    Joined(Box<Communication>),
}

impl Deref for Told<'_> {
    type Target = Communication;

    fn deref(&self) -> &Communication {
        match self {
            Self::Once(communication) => communication,
            Self::Joined(communication) => communication,
        }
    }
}

/// All letters of these cases, each once, in the order of cases and of entries.
#[must_use]
pub fn letters<'a, C: Borrow<Case> + 'a>(cases: impl IntoIterator<Item = &'a C>) -> Vec<Letter<'a>> {
    let mut letters: Vec<Letter<'a>> = Vec::new();
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for (first, case) in cases.into_iter().map(Borrow::borrow).enumerate() {
        for communication in &case.communications {
            let twin = communication.key().and_then(|key| match known.get(&key) {
                Some(&at) => Some(at),
                None => {
                    known.insert(key, letters.len());
                    None
                }
            });
            match twin {
                Some(at) => {
                    letters[at].cases.push(case);
                    let mut joined = Communication::clone(&letters[at].communication);
                    merge(&mut joined, communication);
                    letters[at].communication = Told::Joined(Box::new(joined));
                }
                None => letters.push(Letter { first, cases: vec![case], communication: Told::Once(communication) }),
            }
        }
    }
    letters
}

/// The key that two copies of one letter write with different meaning, if they contradict each other.
/// What only one of them says is no contradiction, nor is a date that is merely less precise.
#[must_use]
pub fn contradiction(a: &Communication, b: &Communication) -> Option<&'static str> {
    let apart = |x: &Option<Date>, y: &Option<Date>| matches!((x, y), (Some(x), Some(y)) if !overlap(x, y));
    let dates = [
        ("sent", &a.sent, &b.sent),
        ("filed", &a.filed, &b.filed),
        ("published", &a.published, &b.published),
        ("decided", &a.decided, &b.decided),
        ("due", &a.due, &b.due),
        ("withdrawn", &a.withdrawn, &b.withdrawn),
    ];
    if let Some((key, ..)) = dates.into_iter().find(|(_, x, y)| apart(x, y)) {
        return Some(key);
    }
    if let ([x], [y]) = (a.suspensions.as_slice(), b.suspensions.as_slice())
        && !same_time(x, y)
    {
        return Some("suspended");
    }
    let differ = |x: &Communication, y: &Communication| x.to.iter().any(|actor| !y.to.contains(actor));
    if differ(a, b) || differ(b, a) {
        return Some("to");
    }
    if a.procedure != b.procedure && !(is_unspecific(a) || is_unspecific(b)) {
        return Some("procedure");
    }
    if a.owed_by != b.owed_by {
        return Some("owed_by");
    }
    let same_reply = |x: &Reply, y: &Reply| x.from == y.from && x.date.is_some() && x.date == y.date;
    if a.replies.iter().any(|x| b.replies.iter().any(|y| same_reply(x, y) && x.kind != y.kind)) {
        return Some("reply.kind");
    }
    let denies = |x: &Communication, y: &Communication| {
        x.no_reply_as_of.as_ref().is_some_and(|silent| {
            y.replies
                .iter()
                .any(|r| r.kind.stops_the_clock() && r.date.as_ref().is_some_and(|d| d.latest() < silent.earliest()))
        })
    };
    if has_one_addressee(a) && denies(a, b) || has_one_addressee(b) && denies(b, a) {
        return Some("no_reply_as_of");
    }
    None
}

/// Whether two suspensions can be one.
fn same_time(a: &Suspension, b: &Suspension) -> bool {
    let last = |s: &Suspension| s.until.as_ref().map_or(FAR_FUTURE, Date::latest);
    a.from.earliest() <= last(b) && b.from.earliest() <= last(a)
}

/// Whether `no_reply_as_of` can only mean one addressee.
fn has_one_addressee(letter: &Communication) -> bool {
    letter.to.len() == 1
}

/// Whether the type of a special-procedures letter is left open.
fn is_unspecific(letter: &Communication) -> bool {
    letter.procedure == "sp-letter"
}

fn overlap(a: &Date, b: &Date) -> bool {
    a.earliest() <= b.latest() && b.earliest() <= a.latest()
}

/// Adds to `into` what only the other copy says, and the more precise of two dates.
fn merge(into: &mut Communication, other: &Communication) {
    let finer = |mine: &mut Option<Date>, theirs: &Option<Date>| {
        let narrower = |m: &Date, t: &Date| {
            t.latest().signed_duration_since(t.earliest()) < m.latest().signed_duration_since(m.earliest())
        };
        match (&mine, theirs) {
            (None, Some(_)) => mine.clone_from(theirs),
            (Some(m), Some(t)) if narrower(m, t) => mine.clone_from(theirs),
            _ => {}
        }
    };
    finer(&mut into.sent, &other.sent);
    finer(&mut into.filed, &other.filed);
    finer(&mut into.published, &other.published);
    finer(&mut into.decided, &other.decided);
    finer(&mut into.due, &other.due);
    finer(&mut into.withdrawn, &other.withdrawn);
    if is_unspecific(into) {
        into.procedure.clone_from(&other.procedure);
    }
    if other.no_reply_as_of.as_ref().map(Date::latest) > into.no_reply_as_of.as_ref().map(Date::latest) {
        into.no_reply_as_of.clone_from(&other.no_reply_as_of);
    }
    into.reply_unknown |= other.reply_unknown;
    join(&mut into.from, &other.from, |a, b| a == b);
    join(&mut into.replies, &other.replies, |a, b| a.from == b.from && a.kind == b.kind && a.date == b.date);
    join(&mut into.extensions, &other.extensions, |a, b| a.until == b.until && a.to == b.to);
    join(&mut into.reminders, &other.reminders, |a, b| a.date == b.date && a.to == b.to);
    for suspension in &other.suspensions {
        match into.suspensions.iter_mut().find(|mine| same_time(mine, suspension)) {
            Some(mine) if length(suspension) < length(mine) => mine.clone_from(suspension),
            Some(_) => {}
            None => into.suspensions.push(suspension.clone()),
        }
    }
    join(&mut into.withheld, &other.withheld, |a, b| a == b);
}

/// From the first day that a suspension can touch to the last.
fn length(suspension: &Suspension) -> chrono::TimeDelta {
    let last = suspension.until.as_ref().map_or(FAR_FUTURE, Date::latest);
    last.signed_duration_since(suspension.from.earliest())
}

fn join<T: Clone>(into: &mut Vec<T>, other: &[T], same: impl Fn(&T, &T) -> bool) {
    for item in other {
        if !into.iter().any(|mine| same(mine, item)) {
            into.push(item.clone());
        }
    }
}
