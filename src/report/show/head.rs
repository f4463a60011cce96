//! The facts at the top of a case: who, charged with what, at liberty or not, what is waited for.

use super::coming;
use crate::{
    model::{
        answer::Status,
        case::Case,
        charge::{Charge, Outcome},
        letter::letters as letters_of,
        liberty::lives,
        person::Role,
        protection::{Incident, incidents},
        reach::{Review, known_until, review},
        state::State,
        vocabulary::Vocabulary,
    },
    report::{
        Cell, Column, ColumnOf, Kind, Table, Tone, World, col,
        column::ID,
        demands,
        filter::Filter,
        letters::{self, lines},
        list::waits_unseen,
        words,
    },
    withhold::Open,
};

/// The case's name.
pub const TITLE: Column = Column::new(Kind::Text, "title", "Title");
/// What happened in spite of protection orders.
pub const PROTECTION: Column = Column::new(Kind::Table, "protection", "Protection").data();
/// The same in words.
pub const IN_SPITE: Column = Column::new(Kind::List, "in_spite", "In spite of an order").screen();
/// Why the case is followed.
pub const SUMMARY: Column = Column::new(Kind::Text, "summary", "Why");
/// Other cases that belong to it.
pub const RELATED: Column = Column::new(Kind::List, "related", "See also");
/// Up to which day the record was brought.
pub const REVIEWED: Column = Column::new(Kind::Date, "reviewed", "Reviewed").data();
/// To which day it is known, and when somebody last looked.
pub const KNOWN: Column = Column::new(Kind::Text, "known", "Known").screen();
/// The day on which it is shown.
pub const AS_OF: Column = Column::new(Kind::Day, "as_of", "As of").screen();

/// A case in its world.
pub(super) type Head<'a> = (&'a Open, &'a World<'a>);

impl<'a> ColumnOf<Head<'a>> {
    /// The facts at the top: first the id and the title.
    pub(super) const ALL: &'a [Self] = &[
        col(ID, |(case, _), out| out.put(&case.id)),
        col(TITLE, |(case, _), out| out.put(&case.title)),
        col(IN_SPITE, |(case, world), out| out.put_cell(Cell::from(in_spite(case, world)).tone(Tone::Bad))),
        col(PROTECTION, |(case, world), out| out.put(protection(case, world))),
        col(Column::new(Kind::List, "state", "State"), |(case, _), out| {
            let codes: Vec<String> = case.states.iter().map(ToString::to_string).collect();
            let name = |state: &State| format!("{} ({state})", state.name());
            out.put_saying(codes, || case.states.iter().map(name).collect::<Vec<_>>().join(", "))
        }),
        col(SUMMARY, |(case, _), out| out.put(case.summary.as_deref())),
        col(Column::new(Kind::Text, "who", "Who").screen(), |(case, _), out| {
            let victims = case.people.iter().filter(|person| person.role == Role::Victim);
            out.put(victims.map(|person| person.name.as_str()).collect::<Vec<_>>().join("; "))
        }),
        col(Column::new(Kind::Text, "facing", "Charged").screen(), |(case, world), out| out.put(facing(case, world))),
        col(Column::new(Kind::Text, "now", "Now").screen(), |(case, world), out| out.put_cell(now(case, world))),
        col(Column::new(Kind::Text, "waiting", "Waiting").screen(), |(case, world), out| {
            out.put_cell(waiting(case, world))
        }),
        col(Column::new(Kind::Text, "next", "Coming").screen(), |(case, world), out| {
            out.put_cell(coming::next(case, world))
        }),
        col(Column::new(Kind::List, "tags", "Tags").data(), |(case, _), out| out.put(&case.tags)),
        col(RELATED, |(case, _), out| out.put(&case.related)),
        col(REVIEWED, |(case, _), out| out.put(case.reviewed.as_ref())),
        col(Column::new(Kind::Flag, "stale", "Not reviewed for long").data(), |(case, world), out| {
            out.put(review(case, world.as_of).is_stale())
        }),
        col(Column::new(Kind::Day, "known_until", "Last news").data(), |(case, world), out| {
            out.put(known_until(case, world.as_of))
        }),
        col(KNOWN, |(case, world), out| out.put_cell(known(case, world))),
        col(AS_OF, |(_, world), out| out.put(world.as_of)),
    ];
}

/// What happened in spite of protection orders, in words.
#[must_use]
pub fn in_spite(case: &Case, world: &World<'_>) -> Vec<String> {
    let told = |incident: &Incident<'_>| {
        let order = incident.order.label();
        format!("{}: {} ({order})", words::incident(incident, world.wording), incident.what)
    };
    incidents(case, world.as_of).iter().map(told).collect()
}

impl<'a> ColumnOf<Incident<'a>> {
    /// What happened in spite of protection orders.
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Code, "outcome", "Outcome"), |incident, out| out.put(incident.outcome.name())),
        col(Column::new(Kind::Flag, "possible", "Possible only"), |incident, out| out.put(incident.possible)),
        col(Column::new(Kind::Date, "date", "Date"), |incident, out| out.put(incident.date)),
        col(Column::new(Kind::Text, "order", "Order"), |incident, out| out.put(incident.order.label())),
        col(Column::new(Kind::Text, "what", "What"), |incident, out| out.put(incident.what)),
    ];
}

fn protection(case: &Case, world: &World<'_>) -> Table {
    Table::of(ColumnOf::<Incident<'_>>::ALL, &incidents(case, world.as_of))
}

/// The charges against victims that wait for a decision; if none is said to, those that ended in a conviction. One of
/// which no outcome is on record is told beside either: it may wait, and must not hide a sentence that is served.
fn facing(case: &Case, world: &World<'_>) -> String {
    use Outcome::{Acquitted, Convicted, Dropped, Pending, Quashed};
    let victims = |id: &String| case.person(id).is_some_and(|p| p.role == Role::Victim);
    let theirs = case.charges.iter().filter(|c| c.person.is_empty() || c.person.iter().any(victims));
    let existing: Vec<(&Charge, Option<Outcome>)> =
        theirs.filter(|c| c.has_come(world.as_of)).map(|c| (c, c.outcome_on(world.as_of))).collect();
    let is_said = |said| existing.iter().any(|(_, outcome)| *outcome == Some(said));
    let (waits, served) = (is_said(Pending), is_said(Convicted));
    let sentence = |(charge, outcome): &(&Charge, Option<Outcome>)| {
        let (what, penalty) = (&charge.offence, charge.max_penalty.as_ref());
        let facing = penalty.map_or_else(|| what.clone(), |penalty| format!("{what}, facing {penalty}"));
        match outcome {
            Some(Pending) => Some(facing),
            None if served && !waits => Some(format!("{what} (outcome not on record)")),
            None => Some(facing),
            Some(Convicted) if waits => None,
            Some(Convicted) => {
                let sentence = charge.sentence.as_ref().map_or_else(String::new, |sentence| format!(": {sentence}"));
                Some(format!("{what} (convicted{sentence})"))
            }
            Some(Acquitted | Dropped | Quashed) => None,
        }
    };
    existing.iter().filter_map(sentence).collect::<Vec<_>>().join("; ")
}

/// The day of the last news, and the day up to which the record was kept.
fn known(case: &Case, world: &World<'_>) -> Cell {
    let news = known_until(case, world.as_of);
    let news = news.map_or_else(|| "no news with a date".into(), |day| format!("last news {}", words::on(day)));
    let review = review(case, world.as_of);
    let reviewed = match review {
        Review::Fresh => case.reviewed.as_ref().map_or_else(String::new, |date| format!("; reviewed {}", date.when())),
        Review::Stale(date) => format!("; not reviewed since {}", date.in_words()),
        Review::Never => "; never reviewed".into(),
    };
    Cell::from(format!("{news}{reviewed}")).tone(if review.is_stale() { Tone::Waiting } else { Tone::Plain })
}

/// The liberty of the victims, in words.
fn now(case: &Case, world: &World<'_>) -> Cell {
    let mut lives = lives(case, world.as_of);
    lives.retain(|life| life.person.role == Role::Victim);
    let tones = || lives.iter().filter(|life| life.is_deprived()).map(|life| words::liberty::now(life).tone);
    let tone = match tones().any(|tone| tone == Tone::Bad) {
        true => Tone::Bad,
        false if tones().next().is_some() => Tone::Waiting,
        false => Tone::Plain,
    };
    let told: Vec<String> = lives
        .iter()
        .map(|life| {
            let said = words::liberty::sentence(life);
            let total = words::liberty::total(life).map_or_else(String::new, |total| format!("; {total}"));
            if lives.len() > 1 { format!("{}: {said}{total}", life.person.name) } else { format!("{said}{total}") }
        })
        .collect();
    Cell::from(told.join("; ")).tone(tone)
}

/// Letters without an answer and demands outstanding, counted.
fn waiting(case: &Open, world: &World<'_>) -> Cell {
    let letters = letters_of::<Open>([case]);
    let mut waiting = lines(world, &letters, &Filter::default());
    let (more_letters, more_demands) = (waits_unseen(case, &waiting), case.taken().demands > 0);
    let perhaps_more = |more| if more { ", perhaps more" } else { "" };
    let unknown = waiting.iter().filter(|l| l.answer.status == Status::Unknown).count();
    waiting.retain(|l| l.answer.status.is_unanswered());
    let demands = demands::of_case(case, world.as_of, false, &Filter::default()).len();
    let overdue = waiting.iter().any(|l| l.answer.status == Status::Overdue);
    let letters = match waiting.len() {
        0 if more_letters => "not known whether a letter waits for an answer".to_owned(),
        0 if unknown > 0 => {
            let waits = if unknown == 1 { "it waits" } else { "they wait" };
            format!("of {} it is not known whether {waits} for an answer", words::count(unknown, "letter", "letters"))
        }
        0 => "no letter waits for an answer".to_owned(),
        n => format!(
            "{} without an answer ({}){}{}",
            words::count(n, "letter", "letters"),
            letters::tally(&letters::counts(&waiting)),
            if unknown > 0 { format!(", of {unknown} more it is not known") } else { String::new() },
            perhaps_more(more_letters)
        ),
    };
    let demands = match demands {
        0 if more_demands => "not known whether a demand is outstanding".to_owned(),
        n => format!("{} outstanding{}", words::count(n, "demand", "demands"), perhaps_more(more_demands)),
    };
    let told = format!("{letters}; {demands}");
    Cell::from(told).tone(if overdue { Tone::Bad } else { Tone::Plain })
}
