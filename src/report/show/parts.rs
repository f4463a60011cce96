//! Tables of one case that no other command shows: people, charges, periods of liberty, claims, sources.

use crate::{
    model::{
        case::Case,
        charge::Charge,
        date::Date,
        event::Claim,
        liberty::{Length, Period, length, periods},
        person::Person,
        source::Source,
        vocabulary::Vocabulary,
    },
    report::{
        Column, ColumnOf, Kind, Table, Value, World, col,
        column::{ID, NOTE, SOURCES},
        detained, events, words,
    },
};
use chrono::NaiveDate;

impl ColumnOf<Person> {
    /// Who is who.
    pub(super) const ALL: &'static [Self] = &[
        col(ID.data(), |person, out| out.put(&person.id)),
        col(Column::new(Kind::Text, "name", "Name"), |person, out| out.put(&person.name)),
        col(Column::new(Kind::Code, "role", "Role"), |person, out| out.put(person.role.name())),
        col(Column::new(Kind::List, "other_names", "Also written"), |person, out| out.put(&person.other_names)),
        col(Column::new(Kind::Date, "born", "Born").if_wide(1), |person, out| out.put(person.born.as_ref())),
        col(Column::new(Kind::Text, "organisation", "Organisation").if_wide(2), |person, out| {
            out.put(person.organisation.as_deref())
        }),
        col(SOURCES, |person, out| out.put(&person.entry.sources)),
        col(NOTE, |person, out| out.put(person.entry.note.as_deref())),
    ];
}

/// What somebody is accused of.
pub const OFFENCE: Column = Column::new(Kind::Text, "offence", "Offence");

/// A charge in its case, on a day.
type Accused<'a> = (&'a Case, &'a Charge, NaiveDate);

impl<'a> ColumnOf<Accused<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "person", "Accused"), |(case, charge, _), out| {
            out.put(Some(case.names(&charge.person).join(", ")).filter(|names| !names.is_empty()))
        }),
        col(OFFENCE, |(_, charge, _), out| out.put(&charge.offence)),
        col(Column::new(Kind::Text, "law", "Law").data(), |(_, charge, _), out| out.put(charge.law.as_deref())),
        col(Column::new(Kind::Text, "article", "Article").data(), |(_, charge, _), out| {
            out.put(charge.article.as_deref())
        }),
        col(Column::new(Kind::Text, "under", "Under").if_wide(1), |(_, charge, _), out| {
            let under: Vec<&str> = charge.law.as_deref().into_iter().chain(charge.article.as_deref()).collect();
            out.put(under.join(", "))
        }),
        col(Column::new(Kind::Text, "max_penalty", "Facing"), |(_, charge, _), out| {
            out.put(charge.max_penalty.as_deref())
        }),
        col(Column::new(Kind::Date, "brought", "Brought"), |(_, charge, _), out| out.put(charge.brought.as_ref())),
        col(Column::new(Kind::Code, "outcome", "Outcome"), |(_, charge, as_of), out| {
            out.put(charge.outcome_on(*as_of).map(Vocabulary::name))
        }),
        col(Column::new(Kind::Date, "decided", "Decided").if_wide(2), |(_, charge, as_of), out| {
            out.put(charge.decided.as_ref().filter(|decided| decided.has_come(*as_of)))
        }),
        col(Column::new(Kind::List, "disputed", "Other claims").data(), |(_, charge, _), out| {
            out.put(charge.disputed.iter().map(events::claim).collect::<Vec<_>>())
        }),
        col(SOURCES, |(_, charge, _), out| out.put(&charge.entry.sources)),
        col(NOTE, |(_, charge, _), out| out.put(charge.entry.note.as_deref())),
    ];
}

/// What they are accused of, as known on the day.
pub(super) fn charges(case: &Case, world: &World<'_>) -> Table {
    let charges = case.charges.iter().filter(|charge| charge.has_come(world.as_of));
    let rows: Vec<Accused<'_>> = charges.map(|charge| (case, charge, world.as_of)).collect();
    Table::of(ColumnOf::<Accused<'_>>::ALL, &rows)
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

/// A period of somebody's liberty, as known on a day.
type Stretch<'a> = (&'a Person, Period<'a>, NaiveDate);

/// The days of a deprivation of liberty.
fn days((_, period, as_of): &Stretch<'_>) -> Option<Length> {
    period.liberty.is_deprivation().then(|| length(&[*period], *as_of))
}

impl<'a> ColumnOf<Stretch<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "person", "Person"), |(person, ..), out| out.put(&person.name)),
        col(Column::new(Kind::Text, "liberty", "Liberty"), |(_, period, _), out| {
            out.put_cell(words::liberty(period.liberty))
        }),
        col(Column::new(Kind::Day, "from", "From"), |(_, period, _), out| {
            out.put_saying(period.start.earliest, || words::day(period.start))
        }),
        col(Column::new(Kind::Day, "from_latest", "From at the latest").data(), |(_, period, _), out| {
            out.put(period.start.latest)
        }),
        col(Column::new(Kind::Day, "to", "To"), |(_, period, _), out| match period.end {
            Some(end) => out.put_saying(end.earliest, || words::day(end)),
            None => out.put_saying(Value::Unknown, || "today".into()),
        }),
        col(Column::new(Kind::Day, "to_latest", "To at the latest").data(), |(_, period, _), out| {
            out.put(period.end.map(|end| end.latest))
        }),
        col(Column::new(Kind::Number, "days", "Days"), |stretch, out| out.put_cell(detained::most(days(stretch)))),
        col(Column::new(Kind::Number, "days_latest", "Days at least").data(), |stretch, out| {
            out.put(days(stretch).map(|days| days.fewest))
        }),
    ];
}

/// Every period of everybody about whose liberty an event says something.
pub(super) fn liberty(case: &Case, world: &World<'_>) -> Table {
    let periods = liberty_periods(case, world).into_iter();
    let rows: Vec<Stretch<'_>> = periods.map(|(person, period)| (person, period, world.as_of)).collect();
    Table::of(ColumnOf::<Stretch<'_>>::ALL, &rows)
}

/// Another claim about an event or a charge, beside what is told here.
struct Conflict<'a> {
    case: &'a Case,
    about: &'a str,
    date: Option<&'a Date>,
    claim: &'a Claim,
}

impl<'a> ColumnOf<Conflict<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "about", "About"), |conflict, out| out.put(conflict.about)),
        // A claim about the date is set against the date, one about the fact against the fact.
        col(Column::new(Kind::Text, "told", "Told here as"), |conflict, out| {
            match (&conflict.claim.date, conflict.date) {
                (Some(_), Some(date)) => out.put(date.to_string()),
                (Some(_), None) => out.put("undated"),
                (None, _) => out.put(""),
            }
        }),
        col(Column::new(Kind::Text, "claim", "Also claimed"), |conflict, out| out.put(events::claim(conflict.claim))),
        col(Column::new(Kind::List, "sources", "By"), |conflict, out| {
            let publisher = |id: &String| {
                conflict.case.source(id).and_then(|source| source.publisher.clone()).unwrap_or_else(|| id.clone())
            };
            let mut publishers: Vec<String> = conflict.claim.sources.iter().map(publisher).collect();
            publishers.dedup();
            out.put_saying(&conflict.claim.sources, || publishers.join(", "))
        }),
    ];
}

/// Every claim that contradicts what is told here, beside it.
pub(super) fn claims<'a>(case: &'a Case, world: &World<'a>) -> Table {
    let events = case.events.iter().filter(|e| e.date.as_ref().is_none_or(|d| d.has_come(world.as_of)));
    let charges = case.charges.iter().filter(|c| c.has_come(world.as_of));
    let events = events.map(|event| (event.what.as_str(), event.date.as_ref(), &event.disputed));
    let charges = charges.map(|charge| (charge.offence.as_str(), charge.brought.as_ref(), &charge.disputed));
    let of = |(about, date, claims): (&'a str, Option<&'a Date>, &'a Vec<Claim>)| {
        claims.iter().map(move |claim| Conflict { case, about, date, claim })
    };
    let rows: Vec<Conflict<'_>> = events.chain(charges).flat_map(of).collect();
    Table::of(ColumnOf::<Conflict<'_>>::ALL, &rows)
}

/// Who published it.
pub const PUBLISHER: Column = Column::new(Kind::Text, "publisher", "Publisher");
/// When it was published.
pub const PUBLISHED: Column = Column::new(Kind::Date, "published", "Published");
/// Its title.
pub const TITLE: Column = Column::new(Kind::Text, "title", "Title");
/// The mirror on which it was read.
pub const CARRIER: Column = Column::new(Kind::Text, "carrier", "Read on").if_wide(1);
/// Its address.
pub const URL: Column = Column::new(Kind::Url, "url", "Address").data();
/// Where a copy of it was saved.
pub const ARCHIVE: Column = Column::new(Kind::Text, "archive", "Saved copy").data();
/// The SHA-256 of that copy.
pub const SHA256: Column = Column::new(Kind::Code, "sha256", "SHA-256").data();
/// How reliable it is held to be.
pub const RELIABILITY: Column = Column::new(Kind::Code, "reliability", "Reliability").if_wide(2);

impl ColumnOf<Source> {
    /// Where it is written.
    pub(super) const ALL: &'static [Self] = &[
        col(ID, |source, out| out.put(&source.id)),
        col(PUBLISHER, |source, out| out.put(source.publisher.as_deref())),
        col(PUBLISHED, |source, out| out.put(source.published.as_ref())),
        col(TITLE, |source, out| out.put(&source.title)),
        col(CARRIER, |source, out| out.put(source.carrier.as_deref())),
        col(URL, |source, out| out.put(source.url.as_deref())),
        col(ARCHIVE, |source, out| out.put(source.archive.as_deref())),
        col(SHA256, |source, out| out.put(source.sha256.as_deref())),
        col(RELIABILITY, |source, out| out.put(source.reliability.map(Vocabulary::name))),
        col(NOTE, |source, out| out.put(source.entry.note.as_deref())),
    ];
}
