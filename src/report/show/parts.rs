//! Tables of one case that no other command shows: people, charges, periods of liberty, claims, sources.

use crate::{
    model::{
        case::Case,
        date::Date,
        event::Claim,
        liberty::{Period, length, periods},
        person::Person,
        vocabulary::Vocabulary,
    },
    report::{Cell, Column, Kind, Table, Value, World, detained, events, words},
};

const PEOPLE: &[Column] = &[
    Column::new(Kind::Code, "id", "Id").data(),
    Column::new(Kind::Text, "name", "Name"),
    Column::new(Kind::Code, "role", "Role"),
    Column::new(Kind::List, "other_names", "Also written"),
    Column::new(Kind::Date, "born", "Born").if_wide(1),
    Column::new(Kind::Text, "organisation", "Organisation").if_wide(2),
    Column::new(Kind::List, "sources", "Sources").data(),
    Column::new(Kind::Text, "note", "Note").data(),
];

const CHARGES: &[Column] = &[
    Column::new(Kind::Text, "person", "Accused"),
    Column::new(Kind::Text, "offence", "Offence"),
    Column::new(Kind::Text, "law", "Law").data(),
    Column::new(Kind::Text, "article", "Article").data(),
    Column::new(Kind::Text, "under", "Under").screen().if_wide(1),
    Column::new(Kind::Text, "max_penalty", "Facing"),
    Column::new(Kind::Date, "brought", "Brought"),
    Column::new(Kind::Code, "outcome", "Outcome"),
    Column::new(Kind::Date, "decided", "Decided").if_wide(2),
    Column::new(Kind::List, "disputed", "Other claims").data(),
    Column::new(Kind::List, "sources", "Sources").data(),
    Column::new(Kind::Text, "note", "Note").data(),
];

const LIBERTY: &[Column] = &[
    Column::new(Kind::Text, "person", "Person"),
    Column::new(Kind::Text, "liberty", "Liberty"),
    Column::new(Kind::Day, "from", "From"),
    Column::new(Kind::Day, "from_latest", "From at the latest").data(),
    Column::new(Kind::Day, "to", "To"),
    Column::new(Kind::Day, "to_latest", "To at the latest").data(),
    Column::new(Kind::Number, "days", "Days"),
    Column::new(Kind::Number, "days_latest", "Days at least").data(),
];

const CLAIMS: &[Column] = &[
    Column::new(Kind::Text, "about", "About"),
    Column::new(Kind::Text, "told", "Told here as"),
    Column::new(Kind::Text, "claim", "Also claimed"),
    Column::new(Kind::List, "sources", "By"),
];

const SOURCES: &[Column] = &[
    Column::new(Kind::Code, "id", "Id"),
    Column::new(Kind::Text, "publisher", "Publisher"),
    Column::new(Kind::Date, "published", "Published"),
    Column::new(Kind::Text, "title", "Title"),
    Column::new(Kind::Text, "carrier", "Read on").if_wide(1),
    Column::new(Kind::Url, "url", "Address").data(),
    Column::new(Kind::Text, "archive", "Saved copy").data(),
    Column::new(Kind::Code, "sha256", "SHA-256").data(),
    Column::new(Kind::Code, "reliability", "Reliability").if_wide(2),
    Column::new(Kind::Text, "note", "Note").data(),
];

/// Who is who.
pub(super) fn people(case: &Case) -> Table {
    let mut table = Table::new(PEOPLE);
    for person in &case.people {
        table.push(vec![
            Cell::from(&person.id),
            Cell::from(&person.name),
            Cell::from(person.role.name()),
            Cell::from(person.other_names.clone()),
            person.born.as_ref().into(),
            person.organisation.as_deref().into(),
            Cell::from(person.entry.sources.clone()),
            person.entry.note.as_deref().into(),
        ]);
    }
    table
}

/// What they are accused of, as known on the day.
pub(super) fn charges(case: &Case, world: &World<'_>) -> Table {
    let mut table = Table::new(CHARGES);
    for charge in case.charges.iter().filter(|c| c.has_come(world.as_of)) {
        let under: Vec<&str> = charge.law.as_deref().into_iter().chain(charge.article.as_deref()).collect();
        let outcome = charge.outcome_on(world.as_of);
        table.push(vec![
            Some(case.names(&charge.person)).filter(|names| !names.is_empty()).map(|names| names.join(", ")).into(),
            Cell::from(&charge.offence),
            charge.law.as_deref().into(),
            charge.article.as_deref().into(),
            Cell::from(under.join(", ")),
            charge.max_penalty.as_deref().into(),
            charge.brought.as_ref().into(),
            outcome.map(Vocabulary::name).into(),
            charge.decided.as_ref().filter(|d| d.has_come(world.as_of)).into(),
            Value::List(charge.disputed.iter().map(events::claim).collect()).into(),
            Cell::from(charge.entry.sources.clone()),
            charge.entry.note.as_deref().into(),
        ]);
    }
    table
}

/// Every period of everybody's liberty, person by person; without those that rest on what is withheld.
#[must_use]
pub fn liberty_periods<'a>(case: &'a Case, world: &World<'a>) -> Vec<(&'a Person, Period<'a>)> {
    let people = detained::of_case(case, world).into_iter().map(|(_, person, _)| person);
    people
        .filter(|person| !case.liberty_withheld.contains(&person.id))
        .flat_map(|person| periods(case, &person.id, world.as_of).into_iter().map(move |period| (person, period)))
        .collect()
}

/// Every period of everybody about whose liberty an event says something.
pub(super) fn liberty(case: &Case, world: &World<'_>) -> Table {
    let mut table = Table::new(LIBERTY);
    for (person, period) in liberty_periods(case, world) {
        let days = period.liberty.is_deprivation().then(|| length(&[period], world.as_of));
        table.push(vec![
            Cell::from(&person.name),
            words::liberty(period.liberty),
            Cell::from(period.start.earliest).says(words::day(period.start)),
            Cell::from(period.start.latest),
            match period.end {
                Some(end) => Cell::from(end.earliest).says(words::day(end)),
                None => Cell::UNKNOWN.says("today"),
            },
            period.end.map(|e| e.latest).into(),
            detained::most(days),
            days.map(|d| d.fewest).into(),
        ]);
    }
    table
}

/// Every claim that contradicts what is told here, beside it.
pub(super) fn claims(case: &Case, world: &World<'_>) -> Table {
    let mut table = Table::new(CLAIMS);
    let mut push = |about: &str, date: Option<&Date>, disputed: &[Claim]| {
        for claim in disputed {
            // A claim about the date is set against the date, one about the fact against the fact.
            let told = match (&claim.date, date) {
                (Some(_), Some(date)) => date.to_string(),
                (Some(_), None) => "undated".into(),
                (None, _) => String::new(),
            };
            let publisher =
                |id: &String| case.source(id).and_then(|s| s.publisher.clone()).unwrap_or_else(|| id.clone());
            let mut publishers: Vec<String> = claim.sources.iter().map(publisher).collect();
            publishers.dedup();
            let by = Cell::from(claim.sources.clone()).says(publishers.join(", "));
            table.push(vec![Cell::from(about), Cell::from(told), Cell::from(events::claim(claim)), by]);
        }
    };
    for event in case.events.iter().filter(|e| e.date.as_ref().is_none_or(|d| d.has_come(world.as_of))) {
        push(&event.what, event.date.as_ref(), &event.disputed);
    }
    for charge in case.charges.iter().filter(|c| c.has_come(world.as_of)) {
        push(&charge.offence, charge.brought.as_ref(), &charge.disputed);
    }
    table
}

/// Where it is written.
pub(super) fn sources(case: &Case) -> Table {
    let mut table = Table::new(SOURCES);
    for source in &case.sources {
        table.push(vec![
            Cell::from(&source.id),
            source.publisher.as_deref().into(),
            source.published.as_ref().into(),
            Cell::from(&source.title),
            source.carrier.as_deref().into(),
            source.url.as_deref().into(),
            source.archive.as_deref().into(),
            source.sha256.as_deref().into(),
            source.reliability.map(Vocabulary::name).into(),
            source.entry.note.as_deref().into(),
        ]);
    }
    table
}
