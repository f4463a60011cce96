//! Two revisions of a folder that are compared: what is marked in either of them, or in the folder now, is withheld
//! from both. So what was marked late, or was open once, is not shown by the revision in which it was open.

use crate::{
    load::{
        Loaded,
        problem::{Privacy, Problem},
    },
    model::{
        case::{Case, Entry},
        fact::{Fact, Said, facts},
    },
};
use std::{
    cell::LazyCell,
    collections::{HashMap, HashSet},
};

/// Marks in `before` and `after` what is marked in any of the three; `secret` are the ids of cases in the folder of
/// which it is not known what they mark. Cases that cannot be read in one revision are compared with nothing:
/// returns how many.
pub fn join_marks(before: &mut Loaded, after: &mut Loaded, now: &Loaded, secret: &HashSet<String>) -> usize {
    let unread: HashSet<String> = ids_of_problems(before).chain(ids_of_problems(after)).collect();
    let told =
        [&*before, &*after, now].map(|loaded| loaded.cases.iter().map(CaseVersion::new).collect::<HashMap<_, _>>());
    let mut secret = secret.clone();
    secret.extend([&*before, &*after, now].iter().flat_map(|loaded| marked_cases(loaded)));
    // If one case goes and a withheld one comes, the first may have been renamed and marked in one step, or the other
    // way round: it is withheld too.
    let appeared =
        |from: usize, to: usize| secret.iter().any(|id| told[to].contains_key(id) && !told[from].contains_key(id));
    let (renamed, opened, renamed_since) = (appeared(0, 1) || appeared(0, 2), appeared(1, 0), appeared(1, 2));
    let doubtful = |id: &String| {
        let [was, is, stays] = [0, 1, 2].map(|n| told[n].contains_key(id));
        (was && !is && renamed) || (is && !was && opened) || (!stays && renamed_since)
    };
    let doubted: Vec<String> = told.iter().flat_map(HashMap::keys).filter(|id| doubtful(id)).cloned().collect();
    secret.extend(doubted);

    let offsets = [0, 1].map(|version| {
        let hidden = |(id, own): (&String, &CaseVersion)| (id.clone(), own.hidden(&others(&told, version, id)));
        told[version].iter().map(hidden).collect::<HashMap<String, HashSet<usize>>>()
    });
    for (loaded, offsets) in [before, after].into_iter().zip(offsets) {
        loaded.cases.retain(|case| !unread.contains(&case.id));
        for case in &mut loaded.cases {
            case.confidential |= secret.contains(&case.id);
            let hidden = &offsets[&case.id];
            case.marked |= case.confidential || !hidden.is_empty();
            mark(case, hidden);
        }
        for problem in &mut loaded.problems {
            let id = id_of(problem).unwrap_or_default();
            if secret.contains(&id) {
                problem.privacy = problem.privacy.max(Privacy::Case);
            } else if told.iter().filter_map(|told| told.get(&id)).any(|told| told.marked().next().is_some()) {
                problem.privacy = problem.privacy.max(Privacy::Entry);
                problem.excerpt = None;
            }
        }
    }
    unread.difference(&secret).count()
}

/// The case that a problem is of; `REV:ada.toml` lies at the top of the folder.
fn id_of(problem: &Problem) -> Option<String> {
    let stem = problem.file.file_stem()?.to_str()?;
    stem.rsplit(':').next().map(str::to_owned)
}

fn ids_of_problems(loaded: &Loaded) -> impl Iterator<Item = String> {
    loaded.problems.iter().filter_map(id_of)
}

fn marked_cases(loaded: &Loaded) -> Vec<String> {
    let cases = loaded.cases.iter().filter(|case| case.confidential).map(|case| case.id.clone());
    cases.chain(loaded.problems.iter().filter(|p| p.privacy >= Privacy::Unsure).filter_map(id_of)).collect()
}

/// What one version of a case says.
struct CaseVersion(Vec<Fact>);

impl CaseVersion {
    fn new(case: &Case) -> (String, Self) {
        (case.id.clone(), Self(facts(case)))
    }

    fn marked(&self) -> impl Iterator<Item = &Fact> {
        self.0.iter().filter(|fact| fact.confidential)
    }

    /// Where the entries begin that are marked here or in another version: those that are like a marked one, and
    /// those that have nothing like them in a version that has a marked entry of their kind with nothing like it
    /// here, which may be the same entry under other words.
    fn hidden(&self, others: &[&Self]) -> HashSet<usize> {
        let mut hidden: HashSet<usize> = self.marked().map(|fact| fact.offset).collect();
        for other in others.iter().filter(|other| other.marked().next().is_some()) {
            let (here, marked) = (Names::of(&self.0), Names::of(other.marked()));
            // Nearly always what is marked there is here too: then what else is there need not be known.
            let there = LazyCell::new(|| Names::of(&other.0));
            let unexplained: HashSet<&str> = other.marked().filter(|f| !here.have(f)).map(|f| f.kind).collect();
            let is_hidden = |f: &&Fact| marked.have(f) || unexplained.contains(f.kind) && !there.have(f);
            hidden.extend(self.0.iter().filter(is_hidden).map(|fact| fact.offset));
        }
        hidden
    }
}

/// What facts are known by in another version: their ids, or all that they say.
struct Names<'f>(HashSet<Known<'f>>);

#[derive(PartialEq, Eq, Hash)]
enum Known<'f> {
    By(&'static str, &'f str),
    As(&'f Said),
}

impl<'f> Names<'f> {
    fn of(facts: impl IntoIterator<Item = &'f Fact>) -> Self {
        Self(facts.into_iter().flat_map(|fact| [Known::By(fact.kind, &fact.key), Known::As(&fact.said)]).collect())
    }

    fn have(&self, fact: &Fact) -> bool {
        self.0.contains(&Known::By(fact.kind, &fact.key)) || self.0.contains(&Known::As(&fact.said))
    }
}

fn others<'t>(told: &'t [HashMap<String, CaseVersion>; 3], version: usize, id: &str) -> Vec<&'t CaseVersion> {
    told.iter().enumerate().filter(|(n, _)| *n != version).filter_map(|(_, told)| told.get(id)).collect()
}

/// Marks the entries that begin there.
fn mark(case: &mut Case, hidden: &HashSet<usize>) {
    let Case {
        id: _,
        file: _,
        title: _,
        states: _,
        summary: _,
        tags: _,
        related: _,
        reviewed: _,
        confidential: _,
        marked: _,
        people,
        events,
        charges,
        statements,
        communications,
        demands,
        sources,
        liberty_withheld: _,
        lifted_withheld: _,
        by_id: _,
    } = case;
    let set = |entry: &mut Entry| entry.confidential |= hidden.contains(&entry.offset);
    people.iter_mut().for_each(|x| set(&mut x.entry));
    events.iter_mut().for_each(|x| set(&mut x.entry));
    charges.iter_mut().for_each(|x| set(&mut x.entry));
    statements.iter_mut().for_each(|x| set(&mut x.entry));
    for letter in communications {
        set(&mut letter.entry);
        letter.replies.iter_mut().for_each(|x| set(&mut x.entry));
        letter.extensions.iter_mut().for_each(|x| set(&mut x.entry));
        letter.reminders.iter_mut().for_each(|x| set(&mut x.entry));
    }
    for demand in demands {
        set(&mut demand.entry);
        demand.updates.iter_mut().for_each(|x| set(&mut x.entry));
    }
    sources.iter_mut().for_each(|x| set(&mut x.entry));
}
