//! Confidential entries, taken out between loading and reporting: no report and no format ever sees them.
//!
//! What rests on an entry that is taken out becomes unknown; it is never computed as though the entry
//! did not exist. Without that, a withheld reply would turn into a false "overdue", and a withheld
//! release into a false count of days.

use crate::{
    load::{
        Loaded,
        problem::{Privacy, Problem},
    },
    model::{
        case::{Case, Entry},
        communication::Communication,
        demand::Demand,
        event::Claim,
        reference::Key,
        vocabulary::Vocabulary,
    },
};
use std::collections::{HashMap, HashSet};

/// How much was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Whole cases.
    pub cases: usize,
    /// Entries of cases that are shown.
    pub entries: usize,
    /// Problems in withheld cases.
    pub problems: usize,
}

impl Withheld {
    /// Adds what was taken out elsewhere.
    pub const fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.entries += other.entries;
        self.problems += other.problems;
    }
}

/// Takes everything confidential out of what was loaded.
pub fn withhold(loaded: &mut Loaded) -> Withheld {
    let mut withheld = Withheld::default();
    let secret: HashSet<String> = loaded.cases.iter().filter(|c| c.confidential).map(|c| c.id.clone()).collect();
    withheld.cases = secret.len();
    // A withheld record that could not be read is withheld as well.
    let broken = loaded.problems.iter().filter(|p| p.privacy == Privacy::Case);
    let broken = broken.filter_map(|p| p.file.file_stem()?.to_str().map(str::to_owned));
    let secret: HashSet<String> = secret.into_iter().chain(broken).collect();
    let copies = hidden_copies(&loaded.cases);
    loaded.cases.retain(|case| !case.confidential);
    for case in &mut loaded.cases {
        case.related.retain(|id| !secret.contains(id));
        for letter in &mut case.communications {
            if !copies.is_empty() && letter.key().is_some_and(|key| copies.contains(&key)) {
                letter.withheld.push(None);
            }
        }
        withheld.entries += entries(case);
    }
    withheld.problems = loaded.problems.iter().filter(|p| p.privacy == Privacy::Case).count();
    loaded.problems.retain(|p| p.privacy != Privacy::Case);
    loaded.problems.iter_mut().for_each(silence);
    withheld
}

/// Letters of which a withheld copy tells something that moves their clock.
fn hidden_copies(cases: &[Case]) -> HashSet<Key> {
    let tells = |c: &Communication| {
        let dates = [&c.due, &c.suspended, &c.withdrawn];
        c.reply_unknown || !c.replies.is_empty() || !c.extensions.is_empty() || dates.iter().any(|d| d.is_some())
    };
    let copies = cases.iter().flat_map(|case| case.communications.iter().map(move |c| (case.confidential, c)));
    copies.filter(|(case, c)| (*case || c.entry.confidential) && tells(c)).filter_map(|(_, c)| c.key()).collect()
}

/// Demands that a withheld one with news of its own repeats, or that repeat it, at any remove.
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

/// Leaves of a problem in a confidential entry only where and what it is.
fn silence(problem: &mut Problem) {
    if problem.privacy == Privacy::Entry && problem.code.quotes() {
        problem.message = problem.code.meaning().trim_end_matches('.').to_lowercase();
        problem.help = "the line is confidential: --confidential shows what is wrong with it".into();
        problem.excerpt = None;
    }
}

/// Stands for people who are withheld; no person can have it as an id.
const NOBODY: &str = "";

/// Takes the confidential entries out of one case; returns how many there were.
fn entries(case: &mut Case) -> usize {
    if !case.marked {
        return 0;
    }
    let open = |entry: &Entry| !entry.confidential;
    let before = count(case);

    let people: HashSet<String> = hidden(&case.people, |p| &p.entry, |p| &p.id);
    let sources: HashSet<String> = hidden(&case.sources, |s| &s.entry, |s| &s.id);
    let demands: HashSet<String> = hidden(&case.demands, |d| &d.entry, |d| &d.id);
    let statements: HashSet<String> = hidden(&case.statements, |s| &s.entry, |s| &s.id);
    let letters: Vec<Communication> = case.communications.iter().filter(|c| !open(&c.entry)).cloned().collect();
    let is_hidden_letter = |name: &str| statements.contains(name) || letters.iter().any(|l| l.is_called(name));

    for event in case.events.iter().filter(|e| !open(&e.entry)) {
        case.liberty_withheld.extend(event.subjects.iter().filter(|id| !people.contains(*id)).cloned());
    }
    let shadowed = shadowed(&case.demands);
    case.people.retain(|p| open(&p.entry));
    case.sources.retain(|s| open(&s.entry));
    case.statements.retain(|s| open(&s.entry));
    case.events.retain(|e| open(&e.entry));
    // A charge against a withheld person is about nothing but that person.
    case.charges.retain(|c| open(&c.entry) && c.person.as_ref().is_none_or(|id| !people.contains(id)));
    case.communications.retain(|c| open(&c.entry));
    case.demands.retain(|d| open(&d.entry));

    let without = |ids: &mut Vec<String>, gone: &HashSet<String>| ids.retain(|id| !gone.contains(id));
    // An entry that named only people who are taken out must not become one about every victim.
    let without_people = |ids: &mut Vec<String>| {
        let named = !ids.is_empty();
        without(ids, &people);
        if named && ids.is_empty() {
            ids.push(NOBODY.into());
        }
    };
    let strip = |entry: &mut Entry| without(&mut entry.sources, &sources);
    // A claim that only a withheld source makes goes with it; true if it was one about the date.
    let strip_claims = |claims: &mut Vec<Claim>| {
        let gone = |c: &Claim| !c.sources.is_empty() && c.sources.iter().all(|id| sources.contains(id));
        let dated = claims.iter().any(|c| gone(c) && c.date.is_some());
        claims.retain(|c| !gone(c));
        claims.iter_mut().for_each(|c| without(&mut c.sources, &sources));
        dated
    };
    case.people.iter_mut().for_each(|p| strip(&mut p.entry));
    case.sources.iter_mut().for_each(|s| strip(&mut s.entry));
    case.statements.iter_mut().for_each(|s| strip(&mut s.entry));
    for event in &mut case.events {
        strip(&mut event.entry);
        if strip_claims(&mut event.disputed) {
            case.liberty_withheld.extend(event.subjects.iter().filter(|id| !people.contains(*id)).cloned());
        }
        without_people(&mut event.people);
        without(&mut event.subjects, &people);
    }
    for charge in &mut case.charges {
        strip(&mut charge.entry);
        let _ = strip_claims(&mut charge.disputed);
    }
    for letter in &mut case.communications {
        strip(&mut letter.entry);
        without_people(&mut letter.people);
        if letter.follows.as_deref().is_some_and(is_hidden_letter) {
            letter.follows = None;
        }
        letter.withheld.extend(letter.replies.iter().filter(|r| !open(&r.entry)).map(|r| Some(r.from.clone())));
        letter.withheld.extend(letter.extensions.iter().filter(|e| !open(&e.entry)).map(|e| e.to.clone()));
        letter.replies.retain(|r| open(&r.entry));
        letter.extensions.retain(|e| open(&e.entry));
        letter.reminders.retain(|r| open(&r.entry));
        for reply in &mut letter.replies {
            strip(&mut reply.entry);
            without(&mut reply.answers, &demands);
        }
        letter.extensions.iter_mut().for_each(|e| strip(&mut e.entry));
        letter.reminders.iter_mut().for_each(|r| strip(&mut r.entry));
    }
    for demand in &mut case.demands {
        strip(&mut demand.entry);
        if demand.made_in.as_deref().is_some_and(is_hidden_letter) {
            (demand.made_in, demand.made) = (None, None);
            demand.by.clear();
        }
        demand.repeats = demand.repeats.take().filter(|id| !demands.contains(id));
        demand.superseded_by = demand.superseded_by.take().filter(|id| !demands.contains(id));
        demand.withheld = shadowed.contains(&demand.id) || demand.updates.iter().any(|u| !open(&u.entry));
        demand.updates.retain(|u| open(&u.entry));
        demand.updates.iter_mut().for_each(|u| strip(&mut u.entry));
    }
    before - count(case)
}

fn hidden<T>(items: &[T], entry: impl Fn(&T) -> &Entry, id: impl Fn(&T) -> &String) -> HashSet<String> {
    items.iter().filter(|item| entry(item).confidential).map(|item| id(item).clone()).collect()
}

/// All entries of a case, those inside letters and demands included.
fn count(case: &Case) -> usize {
    let inner_letters = case.communications.iter().map(|c| c.replies.len() + c.extensions.len() + c.reminders.len());
    case.people.len()
        + case.events.len()
        + case.charges.len()
        + case.statements.len()
        + case.communications.len()
        + case.demands.len()
        + case.sources.len()
        + inner_letters.sum::<usize>()
        + case.demands.iter().map(|d| d.updates.len()).sum::<usize>()
}
