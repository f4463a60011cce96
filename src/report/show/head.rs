//! The facts at the top of a case: who, charged with what, at liberty or not, what is waited for.

use crate::{
    model::{
        answer::Status,
        case::Case,
        charge::Charge,
        letter::letters as letters_of,
        person::Role,
        protection::{Breach, breaches},
    },
    report::{
        Cell, Column, Kind, Tone, World, demands, detained,
        filter::Filter,
        letters::{self, lines},
        list::waits_unseen,
        words,
    },
    withhold::Open,
};

/// Columns of the facts at the top.
pub(super) const HEAD: &[Column] = &[
    Column::new(Kind::Code, "id", "Id"),
    Column::new(Kind::Text, "title", "Title"),
    Column::new(Kind::List, "breaches", "BREACH"),
    Column::new(Kind::List, "state", "State"),
    Column::new(Kind::Text, "summary", "Why"),
    Column::new(Kind::Text, "who", "Who").screen(),
    Column::new(Kind::Text, "facing", "Charged").screen(),
    Column::new(Kind::Text, "now", "Now").screen(),
    Column::new(Kind::Text, "waiting", "Waiting").screen(),
    Column::new(Kind::List, "tags", "Tags").data(),
    Column::new(Kind::List, "related", "See also"),
    Column::new(Kind::Date, "reviewed", "Reviewed"),
    Column::new(Kind::Day, "as_of", "As of").screen(),
];

/// The facts at the top, by key.
pub(super) fn head(case: &Open, world: &World<'_>) -> Vec<(&'static str, Cell)> {
    let states: Vec<String> = case.states.iter().map(ToString::to_string).collect();
    let names: Vec<String> = case.states.iter().map(|s| format!("{} ({s})", s.name())).collect();
    let victims: Vec<&str> = case.people.iter().filter(|p| p.role == Role::Victim).map(|p| p.name.as_str()).collect();
    vec![
        ("id", Cell::from(&case.id)),
        ("title", Cell::from(&case.title)),
        ("breaches", broken(case, world)),
        ("state", Cell::from(states).says(names.join(", "))),
        ("summary", case.summary.as_deref().into()),
        ("who", Cell::from(victims.join(", "))),
        ("facing", Cell::from(facing(case, world))),
        ("now", now(case, world)),
        ("waiting", waiting(case, world)),
        ("tags", Cell::from(case.tags.clone())),
        ("related", Cell::from(case.related.clone())),
        ("reviewed", case.reviewed.as_ref().into()),
        ("as_of", world.as_of.into()),
    ]
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
