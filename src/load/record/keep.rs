//! What a list needs of each record. The rest is checked like everything else and then forgotten: a
//! list over a hundred thousand records does not hold them all.

use crate::model::{
    case::{Case, Entry},
    protection::has_orders,
};

/// What of a record is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Everything.
    Everything,
    /// Title, States and tags, names and parts of people, letters with what came back. Of a case with an order of
    /// protection, everything: deaths, removals and refused demands bear on it.
    Letters,
}

impl Keep {
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
        *summary = None;
        for person in people {
            bare(&mut person.entry);
            person.organisation = None;
        }
        for letter in communications {
            for reply in &mut letter.replies {
                bare(&mut reply.entry);
                reply.answers.clear();
            }
            letter.extensions.iter_mut().for_each(|extension| bare(&mut extension.entry));
            letter.reminders.iter_mut().for_each(|reminder| bare(&mut reminder.entry));
        }
        (*events, *charges, *statements, *demands, *sources) = Default::default();
    }
}

/// Leaves of an entry where it stands.
fn bare(entry: &mut Entry) {
    (entry.sources, entry.note) = (Vec::new(), None);
}
