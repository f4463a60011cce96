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

/// What can be left with its facts alone. Each names every field, so that a new one does not compile until it is said
/// whether it is a fact.
trait Bare {
    /// Takes out texts that are only read, and sources.
    fn bare(&mut self);
}

impl Bare for Entry {
    fn bare(&mut self) {
        let Self { line: _, offset: _, sources, note, confidential: _ } = self;
        (*sources, *note) = (Vec::new(), None);
    }
}

impl Bare for Claim {
    fn bare(&mut self) {
        let Self { date: _, what, sources } = self;
        (*what, *sources) = (None, Vec::new());
    }
}

impl Bare for Person {
    fn bare(&mut self) {
        let Self { entry, id: _, name: _, other_names: _, role: _, born: _, organisation } = self;
        entry.bare();
        *organisation = None;
    }
}

impl Bare for Event {
    fn bare(&mut self) {
        let Self {
            entry,
            date: _,
            what,
            kind: _,
            place,
            people: _,
            liberty: _,
            victims: _,
            days: _,
            planned: _,
            standing: _,
            disputed,
        } = self;
        entry.bare();
        (*what, *place) = (String::new(), None);
        disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Charge {
    fn bare(&mut self) {
        let Self {
            entry,
            offence,
            person: _,
            law,
            article,
            court,
            docket,
            max_penalty,
            brought: _,
            outcome: _,
            decided: _,
            sentence,
            sentence_ends: _,
            disputed,
        } = self;
        entry.bare();
        *offence = String::new();
        (*law, *article, *court, *docket) = (None, None, None, None);
        (*max_penalty, *sentence) = (None, None);
        disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Statement {
    fn bare(&mut self) {
        let Self { entry, id: _, by: _, title, date: _, disputed } = self;
        entry.bare();
        *title = String::new();
        disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Communication {
    fn bare(&mut self) {
        // Every list that keeps letters at all shows what they say; what came back is thinned by itself.
        let Self {
            entry,
            id: _,
            reference: _,
            procedure: _,
            from: _,
            to: _,
            filed: _,
            sent: _,
            published: _,
            decided: _,
            due: _,
            no_reply_as_of: _,
            reply_unknown: _,
            suspensions: _,
            withdrawn: _,
            follows: _,
            people: _,
            owed_by: _,
            replies: _,
            extensions: _,
            reminders: _,
            disputed,
            withheld: _,
            shared: _,
        } = self;
        entry.bare();
        disputed.iter_mut().for_each(Bare::bare);
    }
}

impl Bare for Reply {
    fn bare(&mut self) {
        let Self { entry, date: _, received: _, from: _, kind: _, promised: _, answers: _ } = self;
        entry.bare();
    }
}

impl Bare for Extension {
    fn bare(&mut self) {
        let Self { entry, granted: _, until: _, to: _ } = self;
        entry.bare();
    }
}

impl Bare for Suspension {
    fn bare(&mut self) {
        let Self { entry, from: _, until: _ } = self;
        entry.bare();
    }
}

impl Bare for Reminder {
    fn bare(&mut self) {
        let Self { entry, date: _, to: _ } = self;
        entry.bare();
    }
}

impl Bare for Demand {
    fn bare(&mut self) {
        let Self {
            entry,
            id: _,
            what,
            kind: _,
            made_in: _,
            made: _,
            by: _,
            to: _,
            repeats: _,
            superseded_by: _,
            updates: _,
            withheld: _,
        } = self;
        entry.bare();
        *what = String::new();
    }
}

impl Bare for Update {
    fn bare(&mut self) {
        let Self { entry, date: _, status: _, grade: _, what } = self;
        entry.bare();
        *what = None;
    }
}

impl Bare for Source {
    fn bare(&mut self) {
        let Self { entry, id, title, publisher, carrier, published: _, url, archive, sha256, reliability: _ } = self;
        entry.bare();
        (*id, *title) = (String::new(), String::new());
        (*publisher, *carrier, *url, *archive, *sha256) = (None, None, None, None, None);
    }
}
