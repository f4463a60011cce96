//! Events: what happened, and what it made of somebody's liberty.

use super::{case::Entry, date::Date, vocabulary::vocabulary};

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
        /// Deportation, extradition, return.
        Removal = "removal",
        /// Anything else.
        Other = "other",
    }
}

impl EventKind {
    /// Orders of protection, and what breaches them.
    pub const OF_PROTECTION: [Self; 3] = [Self::ProtectionOrder, Self::Removal, Self::Death];
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The date claimed instead.
    pub date: Option<Date>,
    /// What is claimed instead.
    pub what: Option<String>,
    /// Who claims it.
    pub sources: Vec<String>,
}

/// Something that happened.
#[derive(Clone, Debug)]
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
    /// Ids of those whose liberty it changes: `people`, or every victim where none is named.
    pub subjects: Vec<String>,
    /// How the claim stands.
    pub standing: Option<Standing>,
    /// Other claims about the same fact.
    pub disputed: Vec<Claim>,
}
