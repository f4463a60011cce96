//! What a command that writes answers: the entry as it will read, and what it changes on this day.

use super::words;
use crate::{
    model::{
        answer::answer,
        communication::OwedBy,
        demand::pursued,
        fact::{Fact, facts},
        letter::letters,
        liberty::lives,
        rule::Rules,
        wording::Wording,
    },
    withhold::Open,
};
use chrono::NaiveDate;

/// How something stands, in words.
struct Standing {
    /// What it is: a letter to somebody, a demand, a person.
    what: String,
    says: String,
    /// It waits: a letter without an answer, a demand that is outstanding.
    waits: bool,
}

/// The entries of a case that are new or read otherwise, and what stands otherwise with them. `before` and `after` hold
/// that case, and what other records say of its letters.
#[must_use]
pub fn lines(id: &str, before: &[Open], after: &[Open], rules: &Rules, as_of: NaiveDate) -> Vec<String> {
    let case = |cases: &'_ [Open]| cases.iter().position(|case| case.id == id);
    let (Some(then), Some(now)) = (case(before), case(after)) else { return Vec::new() };
    let (old, new) = (facts(&before[then]), facts(&after[now]));
    let is_new = |fact: &&Fact| !old.iter().any(|other| other.kind == fact.kind && other.said == fact.said);
    let changed: Vec<&Fact> = new.iter().filter(is_new).collect();
    let mut lines: Vec<String> = changed.iter().map(|fact| row(fact)).collect();
    let stood = standings(id, before, rules, as_of);
    for standing in standings(id, after, rules, as_of) {
        let Standing { what, says, waits } = &standing;
        match stood.iter().find(|other| other.what == *what) {
            Some(other) if other.says != *says => lines.push(format!("{what}: {says} (before: {})", other.says)),
            // The entry is about it, and it still waits: that is told, since people expect that it is answered now.
            Some(_) if *waits && changed.iter().any(|fact| is_about(fact, what)) => {
                lines.push(format!("{what}: still unanswered, {says}"));
            }
            Some(_) => {}
            None => lines.push(format!("{what}: {says}")),
        }
    }
    lines
}

/// An entry as it reads: `2025-06-30 reply: partial of DDR to UA DDR 3/2025`.
fn row(fact: &Fact) -> String {
    let date = fact.date.as_ref().map(|date| format!("{date} ")).unwrap_or_default();
    format!("{date}{}: {}", fact.kind, fact.what)
}

/// Whether an entry was added to a letter.
fn is_about(fact: &Fact, what: &str) -> bool {
    let label = what.rsplit_once(" to ").map_or(what, |(label, _)| label);
    matches!(fact.kind, "reply" | "extension" | "reminder") && fact.what.contains(label)
}

fn standings(id: &str, cases: &[Open], rules: &Rules, as_of: NaiveDate) -> Vec<Standing> {
    let mut all = Vec::new();
    for letter in letters(cases).iter().filter(|letter| letter.cases.iter().any(|case| case.id == id)) {
        let communication = &letter.communication;
        for addressee in &communication.to {
            let answer = answer(letter, addressee, rules, as_of);
            let says = words::say(&words::standing(&answer, communication.owed_by, None, Wording::Short)).to_owned();
            let what = format!("{} to {addressee}", communication.label());
            let waits = answer.status.is_unanswered() && communication.owed_by != OwedBy::Us;
            all.push(Standing { what, says, waits });
        }
    }
    for case in cases.iter().filter(|case| case.id == id) {
        for pursuit in pursued(case, as_of) {
            let says = words::say(&words::demand(pursuit.status, &pursuit.possible)).to_owned();
            all.push(Standing { what: format!("demand {}", pursuit.head.what), says, waits: false });
        }
        for life in lives(case, as_of) {
            let says = words::say(&words::liberty::now(&life)).to_owned();
            all.push(Standing { what: life.person.name.clone(), says, waits: false });
        }
    }
    all
}
