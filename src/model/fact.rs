//! What a record says, entry by entry, so that two versions of it can be compared.

use super::{
    case::{Case, Entry},
    date::Date,
};
use std::fmt::Debug;

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
    pub print: String,
    /// Where its entry begins in the file, in bytes.
    pub offset: usize,
    /// It is marked confidential, or lies in something that is.
    pub confidential: bool,
}

/// Everything that a record says.
#[must_use]
pub fn facts(case: &Case) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |kind: &'static str, key: String, date: Option<&Date>, what: &str, print: String, entry: &Entry| {
        facts.push(Fact {
            kind,
            key,
            date: date.cloned(),
            what: what.to_owned(),
            print,
            offset: entry.offset,
            confidential: case.confidential || entry.confidential,
        });
    };
    let top = Entry::default();
    let head = format!("{:?}", (&case.title, &case.states, &case.summary, &case.tags, &case.related));
    add("case", String::new(), None, &case.title, head, &top);
    if let Some(date) = &case.reviewed {
        add("reviewed", String::new(), Some(date), &date.as_written(), date.to_string(), &top);
    }
    for x in &case.people {
        add("person", x.id.clone(), None, &x.name, print(x, |x| &mut x.entry), &x.entry);
    }
    for x in &case.events {
        let mut bare = x.clone();
        bare.victims = None;
        let key = format!("{} {}", x.date.as_ref().map(Date::as_written).unwrap_or_default(), x.what);
        add("event", key, x.date.as_ref(), &x.what, print(&bare, |x| &mut x.entry), &x.entry);
    }
    for x in &case.charges {
        let key = format!("{} {}", x.person.join(" "), x.offence);
        add("charge", key, x.brought.as_ref(), &x.offence, print(x, |x| &mut x.entry), &x.entry);
    }
    for x in &case.statements {
        add("statement", x.id.clone(), x.date.as_ref(), &x.title, print(x, |x| &mut x.entry), &x.entry);
    }
    for x in &case.communications {
        let mut bare = x.clone();
        bare.suspensions.iter_mut().for_each(|s| anywhere(&mut s.entry));
        bare.withheld.clear();
        (bare.replies, bare.extensions, bare.reminders) = Default::default();
        add("letter", x.label().to_owned(), x.sent.as_ref(), x.label(), print(&bare, |x| &mut x.entry), &x.entry);
        // What lies in a letter that is marked is marked with it.
        let within = |entry: &Entry| Entry {
            confidential: entry.confidential || x.entry.confidential,
            offset: entry.offset,
            ..Entry::default()
        };
        for r in &x.replies {
            let what = format!("{} of {} to {}", r.kind, r.from, x.label());
            add("reply", what.clone(), r.date.as_ref(), &what, print(r, |r| &mut r.entry), &within(&r.entry));
        }
        for e in &x.extensions {
            let what = format!("{} until {}", x.label(), e.until);
            add("extension", what.clone(), e.granted.as_ref(), &what, print(e, |e| &mut e.entry), &within(&e.entry));
        }
        for r in &x.reminders {
            let key = x.label().to_owned();
            add("reminder", key, r.date.as_ref(), x.label(), print(r, |r| &mut r.entry), &within(&r.entry));
        }
    }
    for x in &case.demands {
        let mut bare = x.clone();
        bare.withheld = false;
        bare.updates.clear();
        add("demand", x.id.clone(), x.made.as_ref(), &x.what, print(&bare, |x| &mut x.entry), &x.entry);
        for u in &x.updates {
            let confidential = u.entry.confidential || x.entry.confidential;
            let entry = Entry { confidential, offset: u.entry.offset, ..Entry::default() };
            let what = format!("{} ({})", x.what, u.status);
            add("update", what.clone(), u.date.as_ref(), &what, print(u, |u| &mut u.entry), &entry);
        }
    }
    for x in &case.sources {
        add("source", x.id.clone(), x.published.as_ref(), &x.title, print(x, |x| &mut x.entry), &x.entry);
    }
    facts
}

/// Everything an entry says, without where it stands and whether it is marked.
fn print<T: Clone + Debug>(item: &T, entry: impl Fn(&mut T) -> &mut Entry) -> String {
    let mut item = item.clone();
    anywhere(entry(&mut item));
    format!("{item:?}")
}

fn anywhere(entry: &mut Entry) {
    (entry.line, entry.offset, entry.confidential) = (0, 0, false);
}
