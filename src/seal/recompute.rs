//! The claims of a file worked out again from the records as they are, for the day of the file.

use super::{
    claim::{self, Kind},
    file::{Claim, Sealed},
};
use crate::{
    model::{letter::letters, reference::Key, rule::Rules, wording::Wording},
    report::{
        World, demands, detained,
        filter::Filter,
        letters::{Line, lines},
        made::Made,
        pending,
    },
    withhold::Open,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Which claims are looked for, and where.
#[derive(Debug)]
pub struct Sought<'a> {
    sealed: &'a Sealed,
    /// The cases that were asked for, by their ids now.
    ids: HashSet<&'a str>,
    /// The places of claims by the id that their case has now.
    by_case: HashMap<&'a str, Vec<usize>>,
    /// The places of claims on letters with an official reference, and the addressee.
    by_key: HashMap<(Key, &'a str), Vec<usize>>,
}

/// What was found, of records that share letters at most.
#[derive(Debug, Default)]
pub struct Recomputed {
    found: Vec<Found>,
    /// Rows of the list that were not sealed.
    more: usize,
}

impl Made for Recomputed {}

#[derive(Debug)]
struct Found {
    /// The place of the sealed claim.
    at: usize,
    /// How far it is from what was sealed: of several that fit, the least far is taken.
    off: usize,
    /// Shared by all that are found to be the same.
    claim: Arc<Claim>,
}

impl<'a> Sought<'a> {
    /// All claims of a file; `renamed` has the id that a case has now, where it is another.
    #[must_use]
    pub fn new(sealed: &'a Sealed, renamed: &'a HashMap<String, String>) -> Self {
        let now = |id: &'a str| renamed.get(id).map_or(id, String::as_str);
        let ids = sealed.command.0.ids().iter().map(|id| now(id)).collect();
        let (mut by_case, mut by_key): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        for (at, claim) in sealed.claims.iter().enumerate() {
            by_case.entry(now(claim.case())).or_default().push(at);
            if let (Kind::Letter, Some(key), Some(to)) = (sealed.command.0.kind(), key_of(claim), claim.text("to")) {
                by_key.entry((key, to)).or_default().push(at);
            }
        }
        Self { sealed, ids, by_case, by_key }
    }
}

fn key_of(claim: &Claim) -> Option<Key> {
    claim.text("ref").and_then(Key::parse)
}

impl Recomputed {
    /// Looks through these cases, which share letters.
    pub fn look(&mut self, sought: &Sought<'_>, cases: &[Open], rules: &Rules) {
        let as_of = sought.sealed.as_of.0;
        let world = |cases| World { cases, rules, as_of, wording: Wording::Short };
        if sought.ids.is_empty() {
            return self.look_at(sought, &world(cases), 0);
        }
        let asked: Vec<Open> = cases.iter().filter(|case| sought.ids.contains(case.id.as_str())).cloned().collect();
        self.look_at(sought, &world(&asked), 0);
        // A letter may have moved to another record: so those that were not asked for are searched too, as second
        // choice.
        self.claims(sought, &world(cases), FAR);
    }

    fn look_at(&mut self, sought: &Sought<'_>, world: &World<'_>, off: usize) {
        let before = self.found.len();
        self.claims(sought, world, off);
        let kind = sought.sealed.command.0.kind();
        let known: HashSet<Vec<Option<&str>>> =
            self.found[before..].iter().map(|found| identity(kind, &found.claim)).collect();
        let mut more = 0;
        sought.sealed.command.0.each(world, &mut |_, _, make| {
            more += usize::from(!known.contains(&identity(kind, &make())));
        });
        self.more += more;
    }

    /// Adds every claim that is looked for.
    fn claims(&mut self, sought: &Sought<'_>, world: &World<'_>, off: usize) {
        match sought.sealed.command.0.kind() {
            Kind::Letter => {
                let (letters, orders) = (letters(world.cases), pending::orders_as_letters(world));
                for line in lines(world, &letters, &Filter::default()) {
                    self.line(sought, &line, world, off);
                }
                for line in lines(world, &orders, &Filter::default()) {
                    self.line(sought, &line, world, off);
                }
            }
            Kind::Demand => {
                for case in world.cases.iter().filter(|case| sought.by_case.contains_key(case.id.as_str())) {
                    for pursuit in demands::of_case(case, world.as_of, true, &Filter::default()) {
                        // A demand that was repeated since goes by the id of the last time.
                        let is_it = |id: &str| pursuit.made.iter().any(|demand| demand.id == id);
                        let make = || claim::of_demand(case, &pursuit, world);
                        self.entry(sought, (&case.id, "id"), is_it, make, off);
                    }
                }
            }
            Kind::Liberty => {
                for case in world.cases.iter().filter(|case| sought.by_case.contains_key(case.id.as_str())) {
                    for found in detained::of_case(case, world) {
                        let make = || claim::of_liberty(&found, world);
                        self.entry(sought, (&case.id, "person_id"), |id| found.life.person.id == id, make, off);
                    }
                }
            }
        }
    }

    /// Adds what an entry of a case says, which goes by an id under this key.
    fn entry(
        &mut self,
        sought: &Sought<'_>,
        (case, key): (&str, &str),
        is_it: impl Fn(&str) -> bool,
        make: impl Fn() -> Claim,
        off: usize,
    ) {
        let here = sought.by_case.get(case).into_iter().flatten();
        let meant: Vec<usize> =
            here.copied().filter(|at| sought.sealed.claims[*at].text(key).is_some_and(&is_it)).collect();
        if !meant.is_empty() {
            let claim = Arc::new(make());
            self.found.extend(meant.into_iter().map(|at| Found { at, off, claim: Arc::clone(&claim) }));
        }
    }

    fn line(&mut self, sought: &Sought<'_>, line: &Line<'_>, world: &World<'_>, off: usize) {
        let about = &line.letter.communication;
        let mut meant: Vec<(usize, usize)> = Vec::new();
        let here = line.letter.cases.iter().filter_map(|case| sought.by_case.get(case.id.as_str())).flatten();
        let here: HashSet<usize> = here.copied().collect();
        if let Some(key) = about.key() {
            let all = sought.by_key.get(&(key, line.to.name())).into_iter().flatten();
            meant.extend(all.map(|at| (*at, usize::from(!here.contains(at)))));
        }
        for &at in &here {
            let claim = &sought.sealed.claims[at];
            if claim.text("to") != Some(line.to.name()) || key_of(claim).is_some() {
                continue;
            }
            let (id, reference) = (about.id.as_deref(), about.reference.as_deref());
            // An id beats a reference, and where there is neither it is the procedure, and the day of sending.
            let is_it = match (claim.text("id"), claim.text("ref")) {
                (Some(sealed), _) => id == Some(sealed),
                (None, Some(sealed)) => reference == Some(sealed),
                (None, None) => {
                    id.is_none() && reference.is_none() && claim.text("procedure") == Some(&*about.procedure)
                }
            };
            if is_it {
                let sent = about.sent.as_ref().map(|sent| sent.as_written().into_owned());
                meant.push((at, usize::from(sent.as_deref() != claim.text("sent"))));
            }
        }
        if meant.is_empty() {
            return;
        }
        let claim = Arc::new(claim::of_letter(line, world));
        for (at, further) in meant {
            // Of several letters without id and reference, the one that is equal to what was sealed.
            let differs = usize::from(claim.row != sought.sealed.claims[at].row);
            self.found.push(Found { at, off: off + 2 * further + differs, claim: Arc::clone(&claim) });
        }
    }
}

/// The distance of a claim in a case that was not asked for: larger than any in one that was.
const FAR: usize = 4;

/// What tells a row from others.
fn identity(kind: Kind, claim: &Claim) -> Vec<Option<&str>> {
    let keys: &[&str] = match kind {
        Kind::Letter => &["case", "to", "ref", "id", "procedure", "sent"],
        Kind::Demand => &["case", "id"],
        Kind::Liberty => &["case", "person_id"],
    };
    keys.iter().map(|key| claim.text(key)).collect()
}

/// What each of so many claims says today, if it is there, and how many rows of the list were not sealed.
#[must_use]
pub fn joined(parts: Vec<Recomputed>, claims: usize) -> (Vec<Option<Arc<Claim>>>, usize) {
    let more = parts.iter().map(|part| part.more).sum();
    let mut best: Vec<Option<Found>> = (0..claims).map(|_| None).collect();
    for found in parts.into_iter().flat_map(|part| part.found) {
        // Ranked, so that the result does not depend on the order in which threads read.
        let rank = |found: &Found| (found.off, found.claim.case().to_owned());
        let place = &mut best[found.at];
        if place.as_ref().is_none_or(|other| rank(&found) < rank(other)) {
            *place = Some(found);
        }
    }
    (best.into_iter().map(|found| found.map(|found| found.claim)).collect(), more)
}
