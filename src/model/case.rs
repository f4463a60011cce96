//! The case: one file, one id, everything known about it.

use super::{
    charge::Charge, communication::Communication, date::Date, demand::Demand, event::Event, person::Person,
    source::Source, state::State, statement::Statement,
};
use std::path::PathBuf;

/// Up to so many people, one is found by a linear search, and `by_id` is empty.
const FEW: usize = 16;

/// One case record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// The file's stem: `[a-z0-9-]+`.
    pub id: String,
    /// The file it was read from, as shown to people.
    pub file: PathBuf,
    /// The case's name, as people say it.
    pub title: String,
    /// The State or States concerned.
    pub states: Vec<State>,
    /// Why this case is followed, in one line.
    pub summary: Option<String>,
    /// Free words.
    pub tags: Vec<String>,
    /// Ids of related cases.
    pub related: Vec<String>,
    /// The day up to which the record was brought up to date.
    pub reviewed: Option<Date>,
    /// The whole case is withheld unless asked for.
    pub confidential: bool,
    /// Something in it is withheld unless asked for: the whole, or any entry.
    pub marked: bool,
    /// The people and organisations named.
    pub people: Vec<Person>,
    /// What happened.
    pub events: Vec<Event>,
    /// What people are accused of.
    pub charges: Vec<Charge>,
    /// Public statements; they expect no reply.
    pub statements: Vec<Statement>,
    /// Letters that ask for an answer.
    pub communications: Vec<Communication>,
    /// What was asked for.
    pub demands: Vec<Demand>,
    /// Where the facts are from.
    pub sources: Vec<Source>,
    /// Ids of people whose liberty rests on an event that is withheld.
    pub liberty_withheld: Vec<String>,
    /// An event that ended orders of protection is withheld: which were still in force is not known.
    pub lifted_withheld: bool,
    /// Places among `people` in the order of their ids, where there are many.
    pub by_id: Vec<u32>,
}

/// What entries of every kind may carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Line in the file, from 1.
    pub line: usize,
    /// Byte offset in the file: the order in which entries were written.
    pub offset: usize,
    /// Ids of the sources it rests on.
    pub sources: Vec<String>,
    /// A remark, printed with the entry when asked for.
    pub note: Option<String>,
    /// Withheld unless asked for.
    pub confidential: bool,
}

impl Case {
    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        match self.by_id.is_empty() {
            true => self.people.iter().find(|p| p.id == id),
            false => {
                let of = |at: &u32| self.people.get(*at as usize).map_or("", |person| &*person.id);
                let at = self.by_id.binary_search_by(|at| of(at).cmp(id)).ok()?;
                self.people.get(self.by_id[at] as usize)
            }
        }
    }

    /// Where there are many people, sorts their places by id, for a binary search. To be called whenever people were
    /// added or taken out.
    pub fn put_people_in_order(&mut self) {
        self.by_id = match self.people.len() {
            0..=FEW => Vec::new(),
            _ => (0..).zip(&self.people).map(|(at, _)| at).collect(),
        };
        let people = &self.people;
        self.by_id.sort_by(|a, b| people[*a as usize].id.cmp(&people[*b as usize].id));
    }

    /// Names of the people with these ids, in the same order.
    #[must_use]
    pub fn names(&self, ids: &[String]) -> Vec<String> {
        ids.iter().filter_map(|id| self.person(id)).map(|p| p.name.clone()).collect()
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// The demand with this id.
    #[must_use]
    pub fn demand(&self, id: &str) -> Option<&Demand> {
        self.demands.iter().find(|d| d.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::Role;

    #[test]
    fn a_demand_is_found_by_id() {
        let text = "title = \"Invented\"\nstate = \"DDR\"\n[[demand]]\nid = \"a\"\nwhat = \"A\"\nby = \"B\"\n\
            [[demand]]\nid = \"b\"\nwhat = \"B\"\nby = \"B\"\n";
        let rules = crate::model::rule::Rules::default();
        let case = crate::load::text("ada-wren", "ada-wren.toml".as_ref(), text, &rules).cases.remove(0);
        for id in ["a", "b"] {
            assert_eq!(case.demand(id).map(|demand| demand.id.as_str()), Some(id));
        }
        assert!(case.demand("c").is_none());
    }

    /// Few people and many, in whichever order they are written, and after some were taken out.
    #[test]
    fn everybody_is_found_by_id() {
        for count in [1, FEW, FEW + 1, 5 * FEW] {
            let person = |n: usize| Person {
                entry: Entry::default(),
                id: format!("p-{}", n * 7 % count),
                name: String::new(),
                other_names: Vec::new(),
                role: Role::Victim,
                born: None,
                organisation: None,
            };
            let mut case = Case { people: (0..count).map(person).collect(), ..Case::default() };
            for _ in 0..2 {
                case.put_people_in_order();
                for person in &case.people {
                    assert_eq!(case.person(&person.id).map(|found| &found.id), Some(&person.id));
                }
                assert!(case.person("q").is_none() && case.person("p-").is_none());
                case.people.pop();
            }
        }
    }
}
