//! What a list needs of each record. The rest is checked like everything else and then forgotten: a
//! list over a hundred thousand records does not hold them all.

use super::schema::{Kind, Named};
use crate::model::{
    case::{Case, Entry},
    charge::Charge,
    communication::{Communication, Extension, Reminder, Reply, Suspension},
    demand::{Demand, Update},
    event::{Claim, Event},
    person::Person,
    protection::has_orders,
    source::Source,
    statement::Statement,
};

/// What of a record is kept. A record with something confidential or an order of protection is always kept whole: what
/// is told of these rests on entries of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Everything.
    Everything,
    /// Letters, with when and from whom something came back, and the facts of the case.
    Letters,
    /// The same, and the facts of people.
    LettersAndPeople,
    /// Demands and what became of them, and the facts of everything else.
    Demands,
    /// What stands above the first entry, and the facts of all entries.
    Facts,
}

/// How much of an entry is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Everything.
    Whole,
    /// Everything but texts that are only read, and sources: who, when and of what kind.
    Facts,
    /// Nothing.
    Nothing,
}

impl Kept {
    /// Whether ids are kept by which it names itself or others.
    pub(super) const fn has_ids_of(self, named: Named) -> bool {
        match (self, named) {
            (Self::Whole, _) | (Self::Facts, Named::Person | Named::Letter | Named::Demand) => true,
            (Self::Facts, Named::Source) | (Self::Nothing, _) => false,
        }
    }
}

impl Keep {
    /// How much of an entry of a kind is kept; for another claim, of an entry of the kind that it stands in.
    #[must_use]
    pub const fn of(self, kind: Kind) -> Kept {
        match (self, kind) {
            (Self::Everything, _)
            | (Self::Letters | Self::LettersAndPeople, Kind::Letter | Kind::Suspension)
            | (Self::Demands, Kind::Demand | Kind::Update)
            | (Self::Facts, Kind::Case) => Kept::Whole,
            (Self::Letters | Self::LettersAndPeople, Kind::Case | Kind::Reply | Kind::Extension | Kind::Reminder)
            | (Self::LettersAndPeople, Kind::Person)
            | (Self::Demands | Self::Facts, _) => Kept::Facts,
            (Self::Letters, Kind::Person)
            | (
                Self::Letters | Self::LettersAndPeople,
                Kind::Event
                | Kind::Charge
                | Kind::Statement
                | Kind::Demand
                | Kind::Update
                | Kind::Source
                | Kind::Rule
                | Kind::Claim,
            ) => Kept::Nothing,
        }
    }

    /// Takes out what is not needed, once everything has been checked.
    pub fn thin(self, case: &mut Case) {
        if self == Self::Everything || has_orders(case) {
            return;
        }
        let Case {
            id: _,
            file: _,
            title: _,
            states: _,
            summary,
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
        if self.of(Kind::Case) != Kept::Whole {
            *summary = None;
        }
        for letter in &mut *communications {
            self.thin_all(Kind::Reply, &mut letter.replies);
            self.thin_all(Kind::Extension, &mut letter.extensions);
            self.thin_all(Kind::Suspension, &mut letter.suspensions);
            self.thin_all(Kind::Reminder, &mut letter.reminders);
        }
        demands.iter_mut().for_each(|demand| self.thin_all(Kind::Update, &mut demand.updates));
        self.thin_all(Kind::Person, people);
        self.thin_all(Kind::Event, events);
        self.thin_all(Kind::Charge, charges);
        self.thin_all(Kind::Statement, statements);
        self.thin_all(Kind::Letter, communications);
        self.thin_all(Kind::Demand, demands);
        self.thin_all(Kind::Source, sources);
        case.put_people_in_order();
    }

    fn thin_all<T: Bare>(self, kind: Kind, entries: &mut Vec<T>) {
        match self.of(kind) {
            Kept::Whole => {}
            Kept::Facts => entries.iter_mut().for_each(Bare::bare),
            Kept::Nothing => entries.clear(),
        }
    }
}

/// What can be left with its facts alone.
trait Bare {
    /// Takes out texts that are only read, and sources.
    fn bare(&mut self);
}

impl Bare for Entry {
    fn bare(&mut self) {
        (self.sources, self.note) = (Vec::new(), None);
    }
}

impl Bare for Claim {
    fn bare(&mut self) {
        (self.what, self.sources) = (None, Vec::new());
    }
}

impl Bare for Person {
    fn bare(&mut self) {
        self.entry.bare();
        self.organisation = None;
    }
}

impl Bare for Event {
    fn bare(&mut self) {
        self.entry.bare();
        (self.what, self.place) = (String::new(), None);
        self.disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Charge {
    fn bare(&mut self) {
        self.entry.bare();
        self.offence = String::new();
        (self.law, self.article, self.court, self.docket) = (None, None, None, None);
        (self.max_penalty, self.sentence) = (None, None);
        self.disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Statement {
    fn bare(&mut self) {
        self.entry.bare();
        self.title = String::new();
        self.disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Communication {
    fn bare(&mut self) {
        self.entry.bare();
        self.disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Reply {
    fn bare(&mut self) {
        self.entry.bare();
    }
}

impl Bare for Extension {
    fn bare(&mut self) {
        self.entry.bare();
    }
}

impl Bare for Suspension {
    fn bare(&mut self) {
        self.entry.bare();
    }
}

impl Bare for Reminder {
    fn bare(&mut self) {
        self.entry.bare();
    }
}

impl Bare for Demand {
    fn bare(&mut self) {
        self.entry.bare();
        self.what = String::new();
    }
}

impl Bare for Update {
    fn bare(&mut self) {
        self.entry.bare();
        self.what = None;
    }
}

impl Bare for Source {
    fn bare(&mut self) {
        self.entry.bare();
        (self.id, self.title) = (String::new(), String::new());
        (self.publisher, self.carrier, self.url, self.archive, self.sha256) = (None, None, None, None, None);
    }
}
