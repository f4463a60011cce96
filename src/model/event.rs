//! Events: what happened, and what it made of somebody's liberty.

use super::{
    case::Entry,
    date::{Date, DayRange},
    vocabulary::vocabulary,
};
use std::sync::Arc;

vocabulary! {
    /// What sort of event.
    EventKind {
        /// What one must know to understand the rest.
        Background = "background",
        /// An arrest.
        Arrest = "arrest",
        /// A search of home, office or body.
        Search = "search",
        /// Torture or other ill-treatment.
        IllTreatment = "ill-treatment",
        /// A charge is brought.
        Charge = "charge",
        /// A hearing before a court or judge.
        Hearing = "hearing",
        /// A judgment.
        Verdict = "verdict",
        /// An appeal is lodged or decided.
        Appeal = "appeal",
        /// A move between places of detention.
        Transfer = "transfer",
        /// A release.
        Release = "release",
        /// Travel ban, bail conditions, house arrest and the like.
        Restriction = "restriction",
        /// Reprisal for work or cooperation.
        Reprisal = "reprisal",
        /// A law or a ruling of general effect.
        Law = "law",
        /// A publication.
        Publication = "publication",
        /// A death.
        Death = "death",
        /// A court or body orders protection (interim measures).
        ProtectionOrder = "protection-order",
        /// The orders of protection in force for its people end.
        ProtectionLifted = "protection-lifted",
        /// Deportation, extradition, return.
        Removal = "removal",
        /// The State kills, by sentence or without one.
        Execution = "execution",
        /// An attack on somebody.
        Assault = "assault",
        /// A threat.
        Threat = "threat",
        /// Property is seized.
        Seizure = "seizure",
        /// A summons, by the police or a court.
        Summons = "summons",
        /// The remains of somebody are found.
        RemainsFound = "remains-found",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// What somebody's liberty is from an event on.
    Liberty {
        /// In custody.
        Detained = "detained",
        /// Confined to a home.
        HouseArrest = "house-arrest",
        /// At large under conditions: bail, parole, travel ban.
        Restricted = "restricted",
        /// At liberty.
        Free = "free",
        /// Wanted and not held.
        InHiding = "in-hiding",
        /// Whereabouts withheld by those who hold them.
        Disappeared = "disappeared",
        /// Abroad, cannot return.
        Exiled = "exiled",
        /// Dead.
        Dead = "dead",
    }
}

impl Liberty {
    /// Whether this is a deprivation of liberty whose days are counted: custody, house arrest and
    /// enforced disappearance.
    #[must_use]
    pub const fn is_deprivation(self) -> bool {
        matches!(self, Self::Detained | Self::HouseArrest | Self::Disappeared)
    }
}

vocabulary! {
    /// How a claim stands; without it, as the source states it.
    Standing {
        /// Claimed by somebody.
        Alleged = "alleged",
        /// Confirmed independently.
        Confirmed = "confirmed",
        /// Others claim otherwise.
        Disputed = "disputed",
        /// Denied by the State.
        Denied = "denied",
    }
}

/// Another claim about the same fact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The date claimed instead.
    pub date: Option<Date>,
    /// What is claimed instead.
    pub what: Option<String>,
    /// Who claims it.
    pub sources: Vec<String>,
}

/// What a record says of an event that has not happened yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Planned {
    /// The day on which its date was fixed.
    Fixed(Date),
    /// That it is planned; not since when.
    Undated,
}

/// Something that happened, or that is planned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// What entries share.
    pub entry: Entry,
    /// When.
    pub date: Option<Date>,
    /// What happened, in a sentence.
    pub what: String,
    /// What sort of event.
    pub kind: EventKind,
    /// Where.
    pub place: Option<String>,
    /// Ids of the people concerned, as written.
    pub people: Vec<String>,
    /// What it makes of the liberty of [`Event::subjects`].
    pub liberty: Option<Liberty>,
    /// Ids of every victim, whose liberty it changes where it changes any and names nobody: held once for all such
    /// events of a case.
    pub victims: Option<Arc<[String]>>,
    /// The known length in days, both ends counted, of the deprivation of liberty that it begins.
    pub days: Option<u32>,
    /// It has not happened yet: it is planned for its date.
    pub planned: Option<Planned>,
    /// How the claim stands.
    pub standing: Option<Standing>,
    /// Other claims about the same fact.
    pub disputed: Vec<Claim>,
}

impl Event {
    /// Ids of those whose liberty it changes, if it does: `people`, or every victim where none is named.
    #[must_use]
    pub fn subjects(&self) -> &[String] {
        match &self.victims {
            Some(victims) => victims,
            None if self.changes_liberty() => &self.people,
            None => &[],
        }
    }

    /// The days on which it can have been, or have begun; every disputed date taken in, as none is picked. Without a
    /// date, any day.
    #[must_use]
    pub fn days(&self) -> DayRange {
        let own = self.date.as_ref().map_or(DayRange::ANY, Date::start);
        self.disputed.iter().filter_map(|claim| claim.date.as_ref()).fold(own, |all, date| all.and(date.start()))
    }

    /// What it makes of the liberty of its subjects: as written, else dead by a death of somebody named. `None` if
    /// nobody knows: a release that does not say into what.
    #[must_use]
    pub fn makes_of_liberty(&self) -> Option<Liberty> {
        let is_death = matches!(self.kind, EventKind::Death | EventKind::Execution | EventKind::RemainsFound);
        self.liberty.or((is_death && !self.people.is_empty()).then_some(Liberty::Dead))
    }

    /// Whether it changes somebody's liberty, even if the record does not say how.
    #[must_use]
    pub const fn changes_liberty(&self) -> bool {
        let ends_it =
            matches!(self.kind, EventKind::Release | EventKind::Death | EventKind::Execution | EventKind::RemainsFound);
        self.liberty.is_some() || ends_it
    }
}
