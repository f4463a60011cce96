//! What a list needs of each record. The rest is checked like everything else and then forgotten: a
//! list over a hundred thousand records does not hold them all.

use super::fields::Fields;
use crate::model::{case::Case, event::EventKind, vocabulary::Vocabulary};

/// What of a record is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Everything.
    Everything,
    /// The top of the record, people, letters, and the events that orders of protection are about.
    Letters,
}

impl Needs {
    /// Lets an entry of a table that is not needed forget its texts.
    pub(super) fn forget(self, fields: &Fields<'_>) {
        if self == Self::Letters {
            fields.forget();
        }
    }

    /// The same for an event.
    pub(super) fn forget_event(self, fields: &Fields<'_>) {
        let needed = EventKind::OF_PROTECTION.map(Vocabulary::name);
        if !fields.is_any("kind", &needed) {
            self.forget(fields);
        }
    }

    /// Takes out what is not needed, once everything has been checked.
    pub(super) fn thin(self, case: &mut Case) {
        if self == Self::Letters {
            case.events.retain(|event| EventKind::OF_PROTECTION.contains(&event.kind));
            (case.charges, case.statements, case.demands, case.sources) = Default::default();
        }
    }
}
