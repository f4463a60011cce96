//! The facts at the top of a case: who, charged with what, at liberty or not, what is waited for.

use crate::{
    model::{
        answer::Status,
        case::Case,
        charge::Charge,
        letter::letters as letters_of,
        person::Role,
        protection::{Breach, breaches},
        state::State,
    },
    report::{
        Cell, Column, ColumnOf, Kind, Tone, World, col,
        column::ID,
        demands, detained,
        filter::Filter,
        letters::{self, lines},
        list::waits_unseen,
        words,
    },
    withhold::Open,
};

/// The case's name.
pub const TITLE: Column = Column::new(Kind::Text, "title", "Title");
/// Protection orders that were broken.
pub const BREACHES: Column = Column::new(Kind::List, "breaches", "BREACH");
/// Why the case is followed.
pub const SUMMARY: Column = Column::new(Kind::Text, "summary", "Why");
/// Other cases that belong to it.
pub const RELATED: Column = Column::new(Kind::List, "related", "See also");
/// Up to which day the record was brought.
pub const REVIEWED: Column = Column::new(Kind::Date, "reviewed", "Reviewed");
/// The day on which it is shown.
pub const AS_OF: Column = Column::new(Kind::Day, "as_of", "As of").screen();

/// A case in its world.
pub(super) type Head<'a> = (&'a Open, &'a World<'a>);

impl<'a> ColumnOf<Head<'a>> {
    /// The facts at the top: first the id and the title.
    pub(super) const ALL: &'a [Self] = &[
        col(ID, |(case, _), out| out.put(&case.id)),
        col(TITLE, |(case, _), out| out.put(&case.title)),
        col(BREACHES, |(case, world), out| out.put_cell(broken(case, world))),
        col(Column::new(Kind::List, "state", "State"), |(case, _), out| {
            let codes: Vec<String> = case.states.iter().map(ToString::to_string).collect();
            let name = |state: &State| format!("{} ({state})", state.name());
            out.put_saying(codes, || case.states.iter().map(name).collect::<Vec<_>>().join(", "))
        }),
        col(SUMMARY, |(case, _), out| out.put(case.summary.as_deref())),
        col(Column::new(Kind::Text, "who", "Who").screen(), |(case, _), out| {
            let victims = case.people.iter().filter(|person| person.role == Role::Victim);
            out.put(victims.map(|person| person.name.as_str()).collect::<Vec<_>>().join(", "))
        }),
        col(Column::new(Kind::Text, "facing", "Charged").screen(), |(case, world), out| out.put(facing(case, world))),
        col(Column::new(Kind::Text, "now", "Now").screen(), |(case, world), out| out.put_cell(now(case, world))),
        col(Column::new(Kind::Text, "waiting", "Waiting").screen(), |(case, world), out| {
            out.put_cell(waiting(case, world))
        }),
        col(Column::new(Kind::List, "tags", "Tags").data(), |(case, _), out| out.put(&case.tags)),
        col(RELATED, |(case, _), out| out.put(&case.related)),
        col(REVIEWED, |(case, _), out| out.put(case.reviewed.as_ref())),
        col(AS_OF, |(_, world), out| out.put(world.as_of)),
    ];
}

/// Protection orders that were in force and were broken.
fn broken(case: &Case, world: &World<'_>) -> Cell {
    let told = |breach: &Breach<'_>| format!("{} against {}", words::breach(breach), breach.order.label());
    let all: Vec<String> = breaches(case, world.as_of).iter().map(told).collect();
    Cell::from(all).tone(Tone::Bad)
}

/// The charges against victims that are not decided, or else those that ended in a conviction.
fn facing(case: &Case, world: &World<'_>) -> String {
    use crate::model::charge::Outcome::{Convicted, Pending};
    let victims = |id: &String| case.person(id).is_some_and(|p| p.role == Role::Victim);
    let theirs = case.charges.iter().filter(|c| c.person.is_empty() || c.person.iter().any(victims));
    let existing: Vec<&Charge> = theirs.filter(|c| c.has_come(world.as_of)).collect();
    let open: Vec<&&Charge> =
        existing.iter().filter(|c| c.outcome_on(world.as_of).is_none_or(|o| o == Pending || o == Convicted)).collect();
    let pending: Vec<&&Charge> =
        open.iter().copied().filter(|c| c.outcome_on(world.as_of) != Some(Convicted)).collect();
    let told = if pending.is_empty() { open } else { pending };
    let sentence = |c: &&&Charge| {
        let penalty = c.max_penalty.as_ref().map_or_else(String::new, |p| format!(", facing {p}"));
        let outcome = if c.outcome_on(world.as_of) == Some(Convicted) { " (convicted)" } else { "" };
        format!("{}{penalty}{outcome}", c.offence)
    };
    told.iter().map(sentence).collect::<Vec<_>>().join("; ")
}

/// The liberty of the victims, in words.
fn now(case: &Case, world: &World<'_>) -> Cell {
    let people: Vec<_> =
        detained::of_case(case, world).into_iter().filter(|(_, p, _)| p.role == Role::Victim).collect();
    let several = people.len() > 1;
    let mut tone = Tone::Plain;
    let told: Vec<String> = people
        .iter()
        .map(|(_, person, standing)| {
            let said = match (standing.now, standing.since.zip(standing.days)) {
                (Some(period), Some((since, days))) => {
                    tone = Tone::Bad;
                    format!(
                        "{} since {}, {}",
                        words::say(&words::liberty(period.liberty)),
                        words::day(since),
                        words::length(days)
                    )
                }
                (Some(period), None) => {
                    let since = period.event.date.as_ref().map_or_else(String::new, |d| format!(" since {d}"));
                    format!("{}{since}", words::say(&words::liberty(period.liberty)))
                }
                (None, _) => "not known".to_owned(),
            };
            let total = standing.total.filter(|t| t.most > 0 && Some(*t) != standing.days);
            let total =
                total.map_or_else(String::new, |t| format!("; {} deprived of liberty in all", words::length(t)));
            if several { format!("{}: {said}{total}", person.name) } else { format!("{said}{total}") }
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
    waiting.retain(|l| l.answer.status.is_unanswered());
    let demands = demands::of_case(case, world.as_of, false, &Filter::default()).len();
    let overdue = waiting.iter().any(|l| l.answer.status == Status::Overdue);
    let letters = match waiting.len() {
        0 if more_letters => "not known whether a letter waits for an answer".to_owned(),
        0 => "no letter waits for an answer".to_owned(),
        n => format!(
            "{} without an answer ({}){}",
            words::count(n, "letter", "letters"),
            letters::tally(&letters::counts(&waiting)),
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
