//! What a record says, entry by entry, so that two versions of it can be compared.

use super::{
    case::{Case, Entry},
    charge::Charge,
    communication::{Communication, Extension, Reminder, Reply},
    date::Date,
    demand::{Demand, Update},
    event::Event,
    person::Person,
    source::Source,
    state::State,
    statement::Statement,
};

/// One thing that a record says.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What sort of entry it is.
    pub kind: &'static str,
    /// What tells it from others of its kind: its id, else its date and its words.
    pub key: String,
    /// When it was.
    pub date: Option<Date>,
    /// What it is, in words.
    pub what: String,
    /// All that is said of it but the mark: equal for equal entries, wherever they stand.
    pub said: Said,
    /// Where its entry begins in the file, in bytes.
    pub offset: usize,
    /// It is marked confidential, or lies in something that is.
    pub confidential: bool,
}

/// All that an entry says, wherever it stands and whether it is marked or not; without what lies inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// The top of the record.
    Case {
        /// Its title.
        title: String,
        /// The States concerned.
        states: Vec<State>,
        /// Why it is followed.
        summary: Option<String>,
        /// Free words.
        tags: Vec<String>,
        /// Ids of related cases.
        related: Vec<String>,
    },
    /// The day up to which it was brought up to date.
    Reviewed(Date),
    /// A person.
    Person(Box<Person>),
    /// An event.
    Event(Box<Event>),
    /// A charge.
    Charge(Box<Charge>),
    /// A statement.
    Statement(Box<Statement>),
    /// A letter.
    Letter(Box<Communication>),
    /// A reply.
    Reply(Box<Reply>),
    /// An extension.
    Extension(Box<Extension>),
    /// A reminder.
    Reminder(Box<Reminder>),
    /// A demand.
    Demand(Box<Demand>),
    /// What became of a demand.
    Update(Box<Update>),
    /// A source.
    Source(Box<Source>),
}

impl Said {
    /// What sort of entry it is.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Case { .. } => "case",
            Self::Reviewed(_) => "reviewed",
            Self::Person(_) => "person",
            Self::Event(_) => "event",
            Self::Charge(_) => "charge",
            Self::Statement(_) => "statement",
            Self::Letter(_) => "letter",
            Self::Reply(_) => "reply",
            Self::Extension(_) => "extension",
            Self::Reminder(_) => "reminder",
            Self::Demand(_) => "demand",
            Self::Update(_) => "update",
            Self::Source(_) => "source",
        }
    }
}

/// Everything that a record says.
#[must_use]
pub fn facts(case: &Case) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |said: Said, key: String, date: Option<&Date>, what: &str, entry: &Entry| {
        facts.push(Fact {
            kind: said.kind(),
            key,
            date: date.cloned(),
            what: what.to_owned(),
            said,
            offset: entry.offset,
            confidential: case.confidential || entry.confidential,
        });
    };
    let top = Entry::default();
    let head = Said::Case {
        title: case.title.clone(),
        states: case.states.clone(),
        summary: case.summary.clone(),
        tags: case.tags.clone(),
        related: case.related.clone(),
    };
    add(head, String::new(), None, &case.title, &top);
    if let Some(date) = &case.reviewed {
        add(Said::Reviewed(date.clone()), String::new(), Some(date), &date.as_written(), &top);
    }
    for x in &case.people {
        add(Said::Person(bare(x, |x| &mut x.entry)), x.id.clone(), None, &x.name, &x.entry);
    }
    for x in &case.events {
        let mut event = bare(x, |x| &mut x.entry);
        event.victims = None;
        let key = format!("{} {}", x.date.as_ref().map(Date::as_written).unwrap_or_default(), x.what);
        add(Said::Event(event), key, x.date.as_ref(), &x.what, &x.entry);
    }
    for x in &case.charges {
        let key = format!("{} {}", x.person.join(" "), x.offence);
        add(Said::Charge(bare(x, |x| &mut x.entry)), key, x.brought.as_ref(), &x.offence, &x.entry);
    }
    for x in &case.statements {
        add(Said::Statement(bare(x, |x| &mut x.entry)), x.id.clone(), x.date.as_ref(), &x.title, &x.entry);
    }
    for x in &case.communications {
        let mut letter = bare(x, |x| &mut x.entry);
        letter.suspensions.iter_mut().for_each(|s| anywhere(&mut s.entry));
        letter.withheld.clear();
        letter.shared = None;
        (letter.replies, letter.extensions, letter.reminders) = Default::default();
        add(Said::Letter(letter), x.label().to_owned(), x.sent.as_ref(), x.label(), &x.entry);
        // What lies in a letter that is marked is marked with it.
        let within = |entry: &Entry| Entry {
            confidential: entry.confidential || x.entry.confidential,
            offset: entry.offset,
            ..Entry::default()
        };
        for r in &x.replies {
            let what = format!("{} of {} to {}", r.kind, r.from, x.label());
            add(Said::Reply(bare(r, |r| &mut r.entry)), what.clone(), r.date.as_ref(), &what, &within(&r.entry));
        }
        for e in &x.extensions {
            let what = format!("{} until {}", x.label(), e.until);
            add(Said::Extension(bare(e, |e| &mut e.entry)), what.clone(), e.granted.as_ref(), &what, &within(&e.entry));
        }
        for r in &x.reminders {
            let key = x.label().to_owned();
            add(Said::Reminder(bare(r, |r| &mut r.entry)), key, r.date.as_ref(), x.label(), &within(&r.entry));
        }
    }
    for x in &case.demands {
        let mut demand = bare(x, |x| &mut x.entry);
        demand.withheld = false;
        demand.updates.clear();
        add(Said::Demand(demand), x.id.clone(), x.made.as_ref(), &x.what, &x.entry);
        for u in &x.updates {
            let confidential = u.entry.confidential || x.entry.confidential;
            let entry = Entry { confidential, offset: u.entry.offset, ..Entry::default() };
            let what = format!("{} ({})", x.what, u.status);
            add(Said::Update(bare(u, |u| &mut u.entry)), what.clone(), u.date.as_ref(), &what, &entry);
        }
    }
    for x in &case.sources {
        add(Said::Source(bare(x, |x| &mut x.entry)), x.id.clone(), x.published.as_ref(), &x.title, &x.entry);
    }
    facts
}

/// An entry without where it stands and whether it is marked.
fn bare<T: Clone>(item: &T, entry: impl Fn(&mut T) -> &mut Entry) -> Box<T> {
    let mut item = Box::new(item.clone());
    anywhere(entry(&mut item));
    item
}

fn anywhere(entry: &mut Entry) {
    (entry.line, entry.offset, entry.confidential) = (0, 0, false);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::case::Case;

    /// Each fact with whether it is marked, in the order of the file.
    fn marks(case: &Case) -> Vec<(&'static str, bool)> {
        let mut facts = facts(case);
        facts.sort_by_key(|fact| fact.offset);
        facts.iter().map(|fact| (fact.kind, fact.confidential)).collect()
    }

    #[test]
    fn what_lies_in_a_marked_entry_is_marked() {
        let text = "title = \"Invented\"\nstate = \"DDR\"\n\
            [[communication]]\nid = \"l\"\nprocedure = \"other\"\nto = [\"DDR\"]\nsent = 2019-05-01\n\
            [[communication.reply]]\nkind = \"denial\"\n[[communication.extension]]\nuntil = 2019-08-01\n\
            [[communication.reminder]]\ndate = 2019-07-01\n\
            [[demand]]\nid = \"d\"\nwhat = \"Release\"\nby = \"A\"\nmade = 2019-05-01\n\
            [[demand.update]]\nstatus = \"met\"\n";
        let rules = crate::model::rule::Rules::default();
        let read = || crate::load::text("ada-wren", "ada-wren.toml".as_ref(), text, &rules).cases.remove(0);
        let kinds = ["case", "letter", "reply", "extension", "reminder", "demand", "update"];
        let told = |case: &Case, marked: &[&str]| {
            let expected: Vec<_> = kinds.iter().map(|kind| (*kind, marked.contains(kind))).collect();
            assert_eq!(marks(case), expected);
        };
        let mut case = read();
        told(&case, &[]);
        case.communications[0].entry.confidential = true;
        told(&case, &["letter", "reply", "extension", "reminder"]);
        let mut case = read();
        case.communications[0].replies[0].entry.confidential = true;
        told(&case, &["reply"]);
        let mut case = read();
        case.demands[0].entry.confidential = true;
        told(&case, &["demand", "update"]);
        let mut case = read();
        case.demands[0].updates[0].entry.confidential = true;
        told(&case, &["update"]);
        let mut case = read();
        case.confidential = true;
        told(&case, &kinds);
    }
}
