//! Demands: what was asked, and what became of it.

use super::{
    case::{Case, Entry},
    date::{Date, DayRange, FAR_FUTURE},
    order::{Forwards, bounded},
    reach::reach,
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
    /// The status as people say it.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::PartlyMet => "partly met",
            Self::Met => "met",
            Self::Refused => "refused",
            Self::Reversed => "met, then undone",
            Self::Superseded => "replaced by another",
            Self::Overtaken => "overtaken by events",
            Self::Unknown => "not known",
        }
    }

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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// Every time it was made, in their order: the first is where it began.
    pub made: Vec<&'a Demand>,
    /// Where it stands; not known if the dates leave it open.
    pub status: DemandStatus,
    /// Where it may stand: several only if imprecise dates leave it open.
    pub possible: Vec<DemandStatus>,
    /// The latest news, if there was any.
    pub last: Option<&'a Update>,
    /// Its status is not known, since something that bears on it is withheld.
    pub withheld: bool,
}

impl<'a> Pursuit<'a> {
    /// When it was first made, as the record writes it.
    #[must_use]
    pub fn since(&self) -> Option<&'a Date> {
        self.made.iter().find_map(|d| d.made.as_ref())
    }

    /// The day on which it was first made; open towards the past if one of the times it was made is not known. `None`
    /// if none is.
    #[must_use]
    pub fn first_made(&self) -> Option<DayRange> {
        let days = |demand: &&Demand| demand.made.as_ref().map_or(DayRange::ANY, Date::start);
        let first = |a: DayRange, b: DayRange| DayRange {
            earliest: a.earliest.min(b.earliest),
            latest: a.latest.min(b.latest),
        };
        self.made.iter().map(days).reduce(first).filter(|first| first.last().is_some())
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
    if case.demands.is_empty() {
        return Vec::new();
    }
    let has_come = |demand: &&Demand| demand.made.as_ref().is_none_or(|date| date.has_come(as_of));
    let existing: Vec<&Demand> = case.demands.iter().filter(has_come).collect();
    let mut walk = Forwards::default();
    let places: Vec<Place> = existing.iter().map(|demand| place(&mut walk, demand.made.as_ref())).collect();
    let reach = reach(case).unwrap_or(as_of);
    let roots = beginnings(&existing);
    let mut pursuits: Vec<(Vec<(Place, &Demand)>, Pursuit<'_>)> = Vec::new();
    let mut of_root: HashMap<usize, usize> = HashMap::new();
    for ((demand, place), root) in existing.iter().zip(places).zip(roots) {
        let next = pursuits.len();
        let at = *of_root.entry(root).or_insert(next);
        if at == next {
            let (made, possible) = (Vec::new(), Vec::new());
            let (status, last, withheld) = (DemandStatus::Open, None, false);
            let pursuit = Pursuit { head: demand, made, status, possible, last, withheld };
            pursuits.push((Vec::new(), pursuit));
        }
        pursuits[at].0.push((place, demand));
    }
    for (placed, pursuit) in &mut pursuits {
        placed.sort_by_key(|(place, _)| *place);
        pursuit.made = placed.iter().map(|(_, demand)| *demand).collect();
        let repeated: HashSet<&str> = pursuit.made.iter().filter_map(|d| d.repeats.as_deref()).collect();
        if let Some(head) = pursuit.made.iter().rev().find(|d| !repeated.contains(d.id.as_str())) {
            pursuit.head = head;
        }
        let news = news(&pursuit.made, as_of);
        pursuit.last = news.last().map(|news| news.update);
        pursuit.possible = possible(&news, pursuit.head, as_of, reach);
        pursuit.withheld = pursuit.made.iter().any(|demand| demand.withheld);
        pursuit.status = match pursuit.possible.as_slice() {
            _ if pursuit.withheld => DemandStatus::Unknown,
            [only] => *only,
            _ => DemandStatus::Unknown,
        };
    }
    pursuits.sort_by_key(|(placed, _)| placed.first().map(|(place, _)| *place));
    pursuits.into_iter().map(|(_, pursuit)| pursuit).collect()
}

/// Where an entry stands among others; one without a date comes last.
type Place = (bool, NaiveDate);

fn place(walk: &mut Forwards, date: Option<&Date>) -> Place {
    date.map_or((true, FAR_FUTURE), |date| (false, walk.place(date)))
}

/// News of a demand in its place.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    /// The news.
    pub update: &'a Update,
    /// Where it stands among the others.
    pub place: NaiveDate,
    /// The days on which it can have been.
    pub days: DayRange,
}

/// All news of what these demands ask for up to `as_of`, in order: where the file has them, as far as their dates allow.
#[must_use]
pub fn news<'a>(made: &[&'a Demand], as_of: NaiveDate) -> Vec<News<'a>> {
    let updates = made.iter().flat_map(|demand| &demand.updates);
    let mut updates: Vec<&Update> =
        updates.filter(|update| update.date.as_ref().is_none_or(|date| date.has_come(as_of))).collect();
    updates.sort_by_key(|update| update.entry.offset);
    let mut walk = Forwards::default();
    let mut news: Vec<News<'a>> = updates
        .into_iter()
        .map(|update| News {
            update,
            place: walk.place_of(update.date.as_ref()),
            days: update.date.as_ref().map_or(DayRange::ANY, Date::start),
        })
        .collect();
    news.sort_by_key(|news| news.place);
    news
}

/// Where a demand may stand: after the last news that has certainly come, or after any that perhaps has.
fn possible(news: &[News<'_>], head: &Demand, as_of: NaiveDate, reach: NaiveDate) -> Vec<DemandStatus> {
    let days = bounded(news.iter().map(|news| news.days.on_record(reach)).collect());
    let last = days.iter().rposition(|days| days.latest <= as_of);
    let mut possible: Vec<DemandStatus> = Vec::new();
    let mut add = |status| {
        if !possible.contains(&status) {
            possible.push(status);
        }
    };
    if last.is_none() {
        add(DemandStatus::Open);
    }
    for news in &news[last.unwrap_or(0)..] {
        match made_again(head, news) {
            // The demand was closed and is made again, on a day that may not have come yet: both statuses are possible.
            Some(made) if !news.update.status.is_outstanding() => {
                add(DemandStatus::Open);
                if made.on_record(reach).latest > as_of {
                    add(news.update.status);
                }
            }
            _ => add(news.update.status),
        }
    }
    possible
}

/// The day on which the demand was made, if that was after the news: surely, or because the file has it so.
fn made_again(head: &Demand, news: &News<'_>) -> Option<DayRange> {
    let made = head.made.as_ref()?.start();
    let by_file = head.entry.offset > news.update.entry.offset && made.earliest > news.place;
    (made.earliest > news.days.latest || by_file).then_some(made)
}

/// Of each demand the place of the one at the beginning of its chain of repetitions. Chains without a
/// beginning (each repeats the other) begin where they were entered: the loader reports them.
fn beginnings(demands: &[&Demand]) -> Vec<usize> {
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
