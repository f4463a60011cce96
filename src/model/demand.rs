//! Demands: what was asked, and what became of it.

use super::{
    case::{Case, Entry},
    date::Date,
    state::Actor,
    vocabulary::vocabulary,
};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

vocabulary! {
    /// What is asked for.
    DemandKind {
        /// Release somebody.
        Release = "release",
        /// Drop charges or end proceedings.
        DropCharges = "drop-charges",
        /// Acquit, or quash a conviction.
        Acquit = "acquit",
        /// Investigate.
        Investigate = "investigate",
        /// Prosecute those responsible.
        Prosecute = "prosecute",
        /// Compensation, rehabilitation, redress.
        Remedy = "remedy",
        /// Give back what was seized.
        ReturnProperty = "return-property",
        /// Medical care.
        MedicalCare = "medical-care",
        /// Access to counsel.
        AccessCounsel = "access-counsel",
        /// Contact with the family.
        AccessFamily = "access-family",
        /// Say where somebody is.
        DiscloseWhereabouts = "disclose-whereabouts",
        /// End reprisals.
        StopReprisals = "stop-reprisals",
        /// See that it does not happen again.
        NonRepetition = "non-repetition",
        /// Change a law.
        AmendLaw = "amend-law",
        /// Give information.
        ProvideInformation = "provide-information",
        /// A fair trial.
        FairTrial = "fair-trial",
        /// Do not remove, extradite or return.
        StayRemoval = "stay-removal",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// What became of a demand.
    DemandStatus {
        /// Nothing yet.
        Open = "open",
        /// Met in part.
        PartlyMet = "partly-met",
        /// Met.
        Met = "met",
        /// Refused.
        Refused = "refused",
        /// Met, then undone.
        Reversed = "reversed",
        /// Replaced by another demand.
        Superseded = "superseded",
        /// Made moot by events.
        Overtaken = "overtaken",
        /// Not known.
        Unknown = "unknown",
    }
}

impl DemandStatus {
    /// Whether the demand still stands.
    #[must_use]
    pub const fn is_outstanding(self) -> bool {
        matches!(self, Self::Open | Self::PartlyMet | Self::Refused | Self::Reversed | Self::Unknown)
    }
}

vocabulary! {
    /// Somebody's assessment on the scale of the Human Rights Committee.
    Grade {
        /// Largely satisfactory.
        A = "A",
        /// Partially satisfactory.
        B = "B",
        /// A reply, but not satisfactory.
        C = "C",
        /// No cooperation.
        D = "D",
        /// Measures contrary to the demand.
        E = "E",
    }
}

/// News of a demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// What entries share.
    pub entry: Entry,
    /// When.
    pub date: Option<Date>,
    /// What the demand's status is from then on.
    pub status: DemandStatus,
    /// Somebody's assessment.
    pub grade: Option<Grade>,
    /// What happened.
    pub what: Option<String>,
}

/// Something asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// What entries share.
    pub entry: Entry,
    /// Id within the case.
    pub id: String,
    /// What is asked, in a sentence.
    pub what: String,
    /// What sort of demand.
    pub kind: Option<DemandKind>,
    /// Id of the statement or communication that made it.
    pub made_in: Option<String>,
    /// When it was made: written, or taken from `made_in`.
    pub made: Option<Date>,
    /// Who made it: written, or taken from `made_in`.
    pub by: Vec<String>,
    /// Of whom it is asked.
    pub to: Vec<Actor>,
    /// Id of the same demand, made earlier.
    pub repeats: Option<String>,
    /// Id of the demand that replaces this one.
    pub superseded_by: Option<String>,
    /// What became of it.
    pub updates: Vec<Update>,
    /// Its status rests on an update that is withheld.
    pub withheld: bool,
}

/// One demand with everything that repeats it, as it stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pursuit<'a> {
    /// The latest wording: the one that no later demand repeats.
    pub head: &'a Demand,
    /// Every time it was made, in order of date: the first is where it began.
    pub made: Vec<&'a Demand>,
    /// Where it stands.
    pub status: DemandStatus,
    /// The latest news, if there was any.
    pub last: Option<&'a Update>,
    /// Its status is not known, since something that bears on it is withheld.
    pub withheld: bool,
}

impl<'a> Pursuit<'a> {
    /// When it was first made.
    #[must_use]
    pub fn since(&self) -> Option<&'a Date> {
        self.made.iter().find_map(|d| d.made.as_ref())
    }

    /// Everybody who made it, in the order in which they first did.
    #[must_use]
    pub fn by(&self) -> Vec<&'a str> {
        let mut all: Vec<&str> = Vec::new();
        for by in self.made.iter().flat_map(|d| &d.by) {
            if !all.contains(&by.as_str()) {
                all.push(by);
            }
        }
        all
    }
}

/// The demands of a case as they stand on `as_of`, each shown once with all its repetitions, in the
/// order in which they were first made (undated ones last).
#[must_use]
pub fn pursued(case: &Case, as_of: NaiveDate) -> Vec<Pursuit<'_>> {
    let existing: Vec<&Demand> =
        case.demands.iter().filter(|d| d.made.as_ref().is_none_or(|date| date.has_come(as_of))).collect();
    let roots = first_made(&existing);
    let mut pursuits: Vec<Pursuit<'_>> = Vec::new();
    let mut of_root: HashMap<usize, usize> = HashMap::new();
    for (demand, root) in existing.iter().zip(roots) {
        let next = pursuits.len();
        match *of_root.entry(root).or_insert(next) {
            known if known < next => pursuits[known].made.push(demand),
            _ => pursuits.push(Pursuit {
                head: demand,
                made: vec![demand],
                status: DemandStatus::Open,
                last: None,
                withheld: false,
            }),
        }
    }
    for pursuit in &mut pursuits {
        pursuit.made.sort_by(|a, b| undated_last(a.made.as_ref(), b.made.as_ref()));
        let made = &pursuit.made;
        let repeated: HashSet<&str> = made.iter().filter_map(|d| d.repeats.as_deref()).collect();
        if let Some(head) = made.iter().rev().find(|d| !repeated.contains(d.id.as_str())) {
            pursuit.head = head;
        }
        let mut news: Vec<&Update> = made
            .iter()
            .flat_map(|d| &d.updates)
            .filter(|u| u.date.as_ref().is_none_or(|date| date.has_come(as_of)))
            .collect();
        news.sort_by_key(|u| u.entry.offset);
        news.sort_by(|a, b| a.date.as_ref().map(Date::earliest).cmp(&b.date.as_ref().map(Date::earliest)));
        pursuit.last = news.last().copied();
        pursuit.withheld = made.iter().any(|d| d.withheld);
        pursuit.status = match pursuit.last {
            _ if pursuit.withheld => DemandStatus::Unknown,
            // Made again after it was met: it is asked for anew.
            Some(update) if !update.status.is_outstanding() && made_again(pursuit.head, update) => DemandStatus::Open,
            Some(update) => update.status,
            None => DemandStatus::Open,
        };
    }
    pursuits.sort_by(|a, b| undated_last(a.since(), b.since()));
    pursuits
}

/// Of each demand the place of the one at the beginning of its chain of repetitions. Chains without a
/// beginning (each repeats the other) begin where they were entered: the loader reports them.
fn first_made(demands: &[&Demand]) -> Vec<usize> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(demands.len());
    for (at, demand) in demands.iter().enumerate() {
        places.entry(&demand.id).or_insert(at);
    }
    let mut roots: Vec<Option<usize>> = vec![None; demands.len()];
    for from in 0..demands.len() {
        let mut chain = vec![from];
        let mut at = from;
        let root = loop {
            if let Some(root) = roots[at] {
                break root;
            }
            match demands[at].repeats.as_deref().and_then(|id| places.get(id)) {
                Some(&earlier) if chain.len() <= demands.len() => at = earlier,
                _ => break at,
            }
            chain.push(at);
        };
        chain.into_iter().for_each(|at| roots[at] = Some(root));
    }
    roots.into_iter().flatten().collect()
}

/// Whether the demand was surely made after that update.
fn made_again(head: &Demand, update: &Update) -> bool {
    matches!((&head.made, &update.date), (Some(made), Some(news)) if made.earliest() > news.latest())
}

fn undated_last(a: Option<&Date>, b: Option<&Date>) -> std::cmp::Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.chronological(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}
