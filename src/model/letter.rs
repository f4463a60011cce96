//! One letter, however many records hold a copy of it: listed once, counted once.

use super::{
    case::{Case, Entry},
    communication::{Communication, Reply, Suspension},
    date::{Date, DayRange, FAR_FUTURE},
    reference::Key,
};
use chrono::{NaiveDate, TimeDelta};
use std::{
    borrow::Borrow,
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    ops::Deref,
    sync::Arc,
};

/// A letter with every case that records it.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The place of the first of its cases among those that were looked through.
    pub first: usize,
    /// The cases, in order of id; the first names it in reports.
    pub cases: Vec<&'a Case>,
    /// What all copies together say.
    pub communication: Copies<'a>,
    /// What copies say differently of one thing: then it is not known how the letter stands.
    pub contradictions: Vec<Contradiction>,
    /// What other records say, those that were not looked through included.
    shared: Option<Arc<SharedLetter>>,
}

/// What all records with a copy of one letter say together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SharedLetter {
    /// Their cases, in order of id.
    pub cases: Vec<String>,
    /// The latest day up to which one of them was reviewed; of a month, its first.
    pub reviewed: Option<NaiveDate>,
    /// What they say differently of one thing.
    pub contradictions: Vec<Contradiction>,
}

/// Two claims about one thing, in two records.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contradiction {
    /// The key of the record.
    pub key: &'static str,
    /// What the copies before say, and in which case the first stands.
    pub one: (String, String),
    /// What another copy says, and in which case.
    pub other: (String, String),
}

impl<'a> Letter<'a> {
    /// The letter of one record, as it stands there.
    #[must_use]
    pub fn of(first: usize, case: &'a Case, communication: Copies<'a>) -> Self {
        let shared = communication.shared.clone();
        let contradictions = shared.as_ref().map_or_else(Vec::new, |shared| shared.contradictions.clone());
        Self { first, cases: vec![case], communication, contradictions, shared }
    }

    /// The ids of all cases that record it, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        match &self.shared {
            Some(shared) => shared.cases.clone(),
            None => self.cases.iter().map(|case| case.id.clone()).collect(),
        }
    }

    /// The latest day up to which one of its records was reviewed; of a month, its first.
    #[must_use]
    pub fn reviewed(&self) -> Option<NaiveDate> {
        let here = self.cases.iter().filter_map(|case| case.reviewed.as_ref()).map(Date::earliest);
        here.chain(self.shared.as_ref().and_then(|shared| shared.reviewed)).max()
    }

    /// Adds what another record says.
    fn join(&mut self, case: &'a Case, copy: &'a Communication) {
        self.contradictions.extend(Contradiction::between((&self.communication, &self.cases[0].id), (copy, &case.id)));
        self.cases.push(case);
        match &mut self.communication {
            Copies::Joined(joined) => merge(joined, copy),
            Copies::Once(first) => {
                let mut joined = Box::new(first.clone());
                merge(&mut joined, copy);
                self.communication = Copies::Joined(joined);
            }
        }
    }
}

/// What is told of a letter.
#[derive(Clone, Debug)]
pub enum Copies<'a> {
    /// By one record.
    Once(&'a Communication),
    /// By several, or by an entry of another kind, put together. Boxed, since of most letters there is one copy.
    Joined(Box<Communication>),
}

impl Deref for Copies<'_> {
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
                // Brought together before: each copy says what all say.
                Some(at) if communication.shared.is_some() => letters[at].cases.push(case),
                Some(at) => letters[at].join(case, communication),
                None => letters.push(Letter::of(first, case, Copies::Once(communication))),
            }
        }
    }
    letters
}

impl Contradiction {
    /// What two copies of one letter say differently, each with the id of its case.
    fn between(one: (&Communication, &str), other: (&Communication, &str)) -> Option<Self> {
        let key = contradiction(one.0, other.0)?;
        let said = |(letter, case): (&Communication, &str)| (claim(letter, key), case.to_owned());
        Some(Self { key, one: said(one), other: said(other) })
    }
}

/// More replies than this in all copies of one letter together are not copied into each other: they would fill the
/// memory, and no real letter comes near it.
const MOST_REPLIES: usize = 1_000_000;

/// Brings copies of one letter together: each then says what all say, so that the letter stands alike in whichever
/// case it is looked at. Where copies contradict each other each keeps its own words, and is told to be contradicted.
pub fn share<'c>(cases: impl IntoIterator<Item = &'c mut Case>) {
    let mut cases: Vec<&mut Case> = cases.into_iter().collect();
    if cases.len() < 2 {
        return;
    }
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    let mut copies: Vec<(Key, usize, usize)> = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let keys = case.communications.iter().enumerate().filter_map(|(n, letter)| Some((letter.key()?, at, n)));
        copies.extend(keys);
    }
    copies.sort_unstable();
    for same in copies.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let (_, first, n) = same[0];
        let mut all = cases[first].communications[n].clone();
        let mut contradictions = Vec::new();
        for &(_, at, n) in &same[1..] {
            let (case, copy) = (&cases[at], &cases[at].communications[n]);
            contradictions.extend(Contradiction::between((&all, &cases[first].id), (copy, &case.id)));
            merge(&mut all, copy);
        }
        let is_shared = contradictions.is_empty() && all.replies.len().saturating_mul(same.len()) <= MOST_REPLIES;
        let shared = Arc::new(SharedLetter {
            cases: same.iter().map(|&(_, at, _)| cases[at].id.clone()).collect(),
            reviewed: same.iter().filter_map(|&(_, at, _)| Some(cases[at].reviewed.as_ref()?.earliest())).max(),
            contradictions,
        });
        for &(_, at, n) in same {
            let copy = &mut cases[at].communications[n];
            copy.shared = Some(Arc::clone(&shared));
            if is_shared {
                take_over(copy, &all);
            }
        }
    }
}

/// Adds to a copy what only others say. What came back according to another record stands where the copy stands, and
/// names neither sources nor demands, which are those of the other record; nor is its note taken, which was written there.
fn take_over(copy: &mut Communication, all: &Communication) {
    let (replies, extensions, reminders) = (copy.replies.len(), copy.extensions.len(), copy.reminders.len());
    let own = copy.suspensions.clone();
    merge(copy, all);
    let here = |entry: &mut Entry| {
        (entry.line, entry.offset) = (copy.entry.line, copy.entry.offset);
        (entry.sources, entry.note) = (Vec::new(), None);
    };
    for reply in &mut copy.replies[replies..] {
        here(&mut reply.entry);
        reply.answers.clear();
    }
    let taken = copy.suspensions.iter_mut().filter(|suspension| !own.contains(suspension));
    taken.for_each(|suspension| here(&mut suspension.entry));
    copy.extensions[extensions..].iter_mut().for_each(|extension| here(&mut extension.entry));
    copy.reminders[reminders..].iter_mut().for_each(|reminder| here(&mut reminder.entry));
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
    if told_of_other_kinds(&a.replies, &b.replies) {
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

/// Whether there is a day on which both have replies of one addressee, and none of one kind. Two that came on one day
/// are no contradiction to either of them.
fn told_of_other_kinds(a: &[Reply], b: &[Reply]) -> bool {
    let same = |x: &Reply, y: &Reply| x.from == y.from && x.date.is_some() && x.date == y.date;
    let mut by_day: HashMap<NaiveDate, Vec<&Reply>> = HashMap::new();
    for reply in b {
        if let Some(date) = &reply.date {
            by_day.entry(date.earliest()).or_default().push(reply);
        }
    }
    a.iter().any(|x| {
        let of_day = x.date.as_ref().and_then(|date| by_day.get(&date.earliest()));
        let there = || of_day.into_iter().flatten().filter(|y| same(x, y));
        let agrees = |reply: &Reply| there().any(|y| y.kind == reply.kind);
        there().next().is_some() && !agrees(x) && !a.iter().filter(|other| same(x, other)).any(agrees)
    })
}

/// Whether two copies say the same of everything on which copies can contradict each other.
#[must_use]
pub fn claims_the_same(a: &Communication, b: &Communication) -> bool {
    let dates = [
        (&a.sent, &b.sent),
        (&a.filed, &b.filed),
        (&a.published, &b.published),
        (&a.decided, &b.decided),
        (&a.due, &b.due),
        (&a.withdrawn, &b.withdrawn),
        (&a.no_reply_as_of, &b.no_reply_as_of),
    ];
    dates.into_iter().all(|(x, y)| x == y)
        && (&a.to, &a.procedure, a.owed_by) == (&b.to, &b.procedure, b.owed_by)
        && a.suspensions.len() == b.suspensions.len()
        && a.suspensions.iter().zip(&b.suspensions).all(|(x, y)| (&x.from, &x.until) == (&y.from, &y.until))
        && a.replies.len() == b.replies.len()
        && a.replies.iter().zip(&b.replies).all(|(x, y)| (&x.from, &x.date, x.kind) == (&y.from, &y.date, y.kind))
}

/// Whether two suspensions can be one.
fn same_time(a: &Suspension, b: &Suspension) -> bool {
    let last = |s: &Suspension| s.until.as_ref().map_or(FAR_FUTURE, Date::latest);
    a.from.earliest() <= last(b) && b.from.earliest() <= last(a)
}

/// What a copy writes under a key on which copies can contradict each other.
fn claim(letter: &Communication, key: &str) -> String {
    let date = |date: &Option<Date>| date.as_ref().map(Date::to_string);
    let replies = || {
        let told = letter.replies.iter().filter_map(|reply| Some(format!("{} {}", reply.kind, reply.date.as_ref()?)));
        told.collect::<Vec<_>>().join(", ")
    };
    let said = match key {
        "sent" => date(&letter.sent),
        "filed" => date(&letter.filed),
        "published" => date(&letter.published),
        "decided" => date(&letter.decided),
        "due" => date(&letter.due),
        "withdrawn" => date(&letter.withdrawn),
        "to" => Some(letter.to.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        "procedure" => Some(letter.procedure.clone()),
        "owed_by" => Some(letter.owed_by.to_string()),
        "suspended" => Some(letter.suspensions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        "no_reply_as_of" => date(&letter.no_reply_as_of).map(|day| format!("no reply as of {day}")),
        _ => None,
    };
    said.unwrap_or_else(replies)
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

/// Adds to `into` what only the other copy says, and the more precise of two dates. Of two that are as precise the
/// earlier, so that all copies come to say the same.
fn merge(into: &mut Communication, other: &Communication) {
    let finer = |mine: &mut Option<Date>, theirs: &Option<Date>| {
        let order = |date: &Date| (date.latest().signed_duration_since(date.earliest()), date.earliest());
        if theirs.as_ref().is_some_and(|theirs| mine.as_ref().is_none_or(|mine| order(theirs) < order(mine))) {
            mine.clone_from(theirs);
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
    // Silence is known to the first of the days that can be meant.
    let silence =
        |letter: &Communication| letter.no_reply_as_of.as_ref().map(|date| (date.earliest(), Reverse(date.latest())));
    if silence(other) > silence(into) {
        into.no_reply_as_of.clone_from(&other.no_reply_as_of);
    }
    into.reply_unknown |= other.reply_unknown;
    join(&mut into.from, &other.from, |a, b| a == b);
    join(&mut into.replies, &other.replies, |a, b| a.from == b.from && a.kind == b.kind && a.date == b.date);
    join(&mut into.extensions, &other.extensions, |a, b| a.until == b.until && a.to == b.to);
    join(&mut into.reminders, &other.reminders, |a, b| a.date == b.date && a.to == b.to);
    for suspension in &other.suspensions {
        match into.suspensions.iter_mut().find(|mine| same_time(mine, suspension)) {
            Some(mine) if precision(suspension) < precision(mine) => mine.clone_from(suspension),
            Some(_) => {}
            None => into.suspensions.push(suspension.clone()),
        }
    }
    join(&mut into.withheld, &other.withheld, |a, b| a == b);
}

/// How precise a suspension is: from the first day that it can touch to the last; of two that are as long, which days
/// they are, so that all copies come to say the same.
fn precision(suspension: &Suspension) -> (TimeDelta, DayRange, Option<DayRange>) {
    let (from, until) = (suspension.from.bounds(), suspension.until.as_ref().map(Date::bounds));
    let last = until.map_or(FAR_FUTURE, |until| until.latest);
    (last.signed_duration_since(from.earliest), from, until)
}

fn join<T: Clone>(into: &mut Vec<T>, other: &[T], same: impl Fn(&T, &T) -> bool) {
    for item in other {
        if !into.iter().any(|mine| same(mine, item)) {
            into.push(item.clone());
        }
    }
}
