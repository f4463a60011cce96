//! Tables of one case that no other command shows: people, charges, periods of liberty, sources.

use crate::{
    model::{
        case::{Case, Entry},
        charge::Charge,
        liberty::{Life, Period, lives},
        person::Person,
        source::Source,
        vocabulary::Vocabulary,
        wording::Wording,
    },
    report::{
        Cell, Column, ColumnOf, Kind, Table, Tone, World, col,
        column::{ID, NOTE, SOURCES},
        events, words,
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

impl ColumnOf<Person> {
    /// Who is who, for people: one text each.
    pub(super) const IN_SHORT: &'static [Self] = &[
        col(Column::new(Kind::Text, "who", ""), |person, out| out.put(who(person))),
        col(SOURCES, |person, out| out.put(&person.entry.sources)),
        col(NOTE, |person, out| out.put(person.entry.note.as_deref())),
    ];
}

/// The name, with what else is known: `Ada Wren: victim; born 1988-04-02; The Harbour Post; also written Adah Wren; Ада
/// Врен`.
fn who(person: &Person) -> String {
    let born = person.born.as_ref().map(|born| format!("born {born}"));
    let also = Some(person.other_names.join("; ")).filter(|also| !also.is_empty());
    let also = also.map(|also| format!("also written {also}"));
    let more = [Some(person.role.to_string()), born, person.organisation.clone(), also];
    format!("{}: {}", person.name, more.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// What somebody is accused of.
pub const OFFENCE: Column = Column::new(Kind::Text, "offence", "Offence");

/// The law and its article.
pub const UNDER: Column = Column::new(Kind::Text, "under", "Under").if_wide(1);
/// The court.
pub const COURT: Column = Column::new(Kind::Text, "court", "Court").if_wide(3);
/// What the accused face.
pub const MAX_PENALTY: Column = Column::new(Kind::Text, "max_penalty", "Facing");

/// A charge in its case, on a day.
type Accused<'a> = (&'a Case, &'a Charge, World<'a>);

impl<'a> ColumnOf<Accused<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "person", "Accused"), |(case, charge, _), out| {
            out.put(Some(case.names(&charge.person)).filter(|names| !names.is_empty()).map(|names| names.join("; ")))
        }),
        col(OFFENCE, |(_, charge, _), out| out.put(&charge.offence)),
        col(Column::new(Kind::Text, "law", "Law").data(), |(_, charge, _), out| out.put(charge.law.as_deref())),
        col(Column::new(Kind::Text, "article", "Article").data(), |(_, charge, _), out| {
            out.put(charge.article.as_deref())
        }),
        col(UNDER, |(_, charge, _), out| {
            let under: Vec<&str> = charge.law.as_deref().into_iter().chain(charge.article.as_deref()).collect();
            out.put(under.join(", "))
        }),
        col(COURT, |(_, charge, _), out| out.put(charge.court.as_deref())),
        col(Column::new(Kind::Code, "docket", "File number").data(), |(_, charge, _), out| {
            out.put(charge.docket.as_deref())
        }),
        col(MAX_PENALTY, |(_, charge, _), out| out.put(charge.max_penalty.as_deref())),
        col(Column::new(Kind::Date, "brought", "Brought"), |(_, charge, _), out| out.put(charge.brought.as_ref())),
        col(Column::new(Kind::Text, "outcome", "Outcome"), |(_, charge, world), out| {
            out.put_saying(charge.outcome_on(world.as_of).map(Vocabulary::name), || outcome(charge, world))
        }),
        col(Column::new(Kind::Date, "decided", "Decided").if_wide(2), |(_, charge, world), out| {
            out.put(charge.decided.as_ref().filter(|decided| decided.has_come(world.as_of)))
        }),
        // A sentence comes with its decision.
        col(Column::new(Kind::Text, "sentence", "Sentence").data(), |(_, charge, world), out| {
            out.put(charge.sentence.as_deref().filter(|_| charge.is_decided(world.as_of)))
        }),
        col(Column::new(Kind::Date, "sentence_ends", "Sentence ends").data(), |(_, charge, world), out| {
            out.put(charge.sentence_ends.as_ref().filter(|_| charge.is_decided(world.as_of)))
        }),
        col(Column::new(Kind::List, "disputed", "Other claims").data(), |(_, charge, _), out| {
            out.put(charge.disputed.iter().map(|claim| events::claim(claim, Wording::Short)).collect::<Vec<_>>())
        }),
        col(SOURCES, |(_, charge, _), out| out.put(&charge.entry.sources)),
        col(NOTE, |(_, charge, _), out| out.put(charge.entry.note.as_deref())),
    ];
}

/// What became of it, with the sentence: `convicted: 3 years, to 2028-05-01`.
fn outcome(charge: &Charge, world: &World<'_>) -> String {
    let outcome = charge.outcome_on(world.as_of).map(Vocabulary::name).unwrap_or_default();
    let sentence: Vec<String> = charge
        .sentence
        .iter()
        .cloned()
        .chain(charge.sentence_ends.iter().map(|day| format!("to {}", world.wording.date(day))))
        .filter(|_| charge.is_decided(world.as_of))
        .collect();
    if sentence.is_empty() { outcome.to_owned() } else { format!("{outcome}: {}", sentence.join(", ")) }
}

/// What they are accused of, as known on the day.
pub(super) fn charges(case: &Case, world: &World<'_>) -> Table {
    let charges = case.charges.iter().filter(|charge| charge.has_come(world.as_of));
    let rows: Vec<Accused<'_>> = charges.map(|charge| (case, charge, *world)).collect();
    Table::of(ColumnOf::<Accused<'_>>::ALL, &rows)
}

/// One charge, whoever is accused of it.
struct Charged<'a> {
    charge: &'a Charge,
    person: Vec<String>,
    as_of: NaiveDate,
}

impl<'a> ColumnOf<Charged<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "outcome", "Outcome"), |of, out| {
            out.put(of.charge.outcome_on(of.as_of).map(Vocabulary::name))
        }),
        col(Column::new(Kind::Text, "offence", "Accused, and of what"), |of, out| out.put(of.text())),
        col(SOURCES, |of, out| out.put(&of.charge.entry.sources)),
        col(NOTE, |of, out| out.put(of.charge.entry.note.as_deref())),
    ];
}

impl Charged<'_> {
    /// Who is accused of what, before which court, since when, and what that brings.
    fn text(&self) -> String {
        let charge = self.charge;
        let under: Vec<&str> = charge.law.as_deref().into_iter().chain(charge.article.as_deref()).collect();
        let under = if under.is_empty() { String::new() } else { format!(" ({})", under.join(", ")) };
        let who = if self.person.is_empty() { String::new() } else { format!("{}: ", self.person.join("; ")) };
        let decided = charge.is_decided(self.as_of);
        let brought = charge.brought.as_ref().filter(|date| date.has_come(self.as_of));
        let more = [
            charge.court.as_ref().map(|court| format!("before {court}")),
            brought.map(|date| format!("brought {date}")),
            charge.decided.as_ref().filter(|_| decided).map(|date| format!("decided {date}")),
            charge.max_penalty.as_ref().map(|penalty| format!("facing {penalty}")),
            charge.sentence.as_ref().filter(|_| decided).map(|sentence| format!("sentence: {sentence}")),
            charge.sentence_ends.as_ref().filter(|_| decided).map(|day| format!("to {day}")),
        ];
        let more = more.into_iter().flatten();
        std::iter::once(format!("{who}{}{under}", charge.offence)).chain(more).collect::<Vec<_>>().join("; ")
    }
}

/// The same for people: several who are accused of the same in one row.
pub(super) fn charges_in_short(case: &Case, world: &World<'_>) -> Table {
    let mut rows: Vec<Charged<'_>> = Vec::new();
    for charge in case.charges.iter().filter(|charge| charge.has_come(world.as_of)) {
        let person = case.names(&charge.person);
        let bare = |charge: &Charge| Charge { entry: Entry::default(), person: Vec::new(), ..charge.clone() };
        let alike =
            |row: &&mut Charged<'_>| row.charge.entry.note == charge.entry.note && bare(row.charge) == bare(charge);
        match rows.last_mut().filter(alike) {
            Some(row) => row.person.extend(person),
            None => rows.push(Charged { charge, person, as_of: world.as_of }),
        }
    }
    Table::of(ColumnOf::<Charged<'_>>::ALL, &rows)
}

/// A period of somebody's liberty, as known on a day.
struct Stretch<'a> {
    person: &'a Person,
    period: Period<'a>,
    known_until: Option<NaiveDate>,
    as_of: NaiveDate,
    wording: Wording,
}

impl Stretch<'_> {
    /// It in a line: `2025-12-17 to last news 2026-02-12: detained, 58 days (344 if it lasts)`.
    fn in_words(&self) -> String {
        let end = words::liberty::end(self.period.end, self.known_until, self.as_of, self.wording);
        let liberty = self.liberty();
        let days = self.period.days.map_or_else(String::new, |days| {
            let unit = if days.known.most == Some(1) { "day" } else { "days" };
            let lasts = match days.known == days.to_day {
                true => String::new(),
                false => format!(" ({} if it lasts)", words::liberty::number(days.to_day)),
            };
            format!(", {} {unit}{lasts}", words::liberty::number(days.known))
        });
        let from = self.period.start;
        format!("{from} to {end}: {}{days}", words::say(&liberty))
    }

    /// What it is, and why that may not hold.
    fn liberty(&self) -> Cell {
        let cell = words::liberty::state(self.period.liberty);
        match self.period.doubt {
            Some(doubt) => {
                let says = format!("not known: {}", words::liberty::doubt(doubt));
                cell.says(says).tone(Tone::Waiting)
            }
            None => cell,
        }
    }
}

impl<'a> ColumnOf<Stretch<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Text, "person", "Person"), |of, out| out.put(&of.person.name)),
        col(Column::new(Kind::Text, "liberty", "Liberty"), |of, out| out.put_cell(of.liberty())),
        col(Column::new(Kind::Flag, "certain", "Certain").data(), |of, out| out.put(of.period.doubt.is_none())),
        col(Column::new(Kind::Day, "from", "From"), |of, out| {
            out.put_saying(of.period.start.first(), || of.wording.days(of.period.start))
        }),
        col(Column::new(Kind::Day, "from_latest", "From at the latest").data(), |of, out| {
            out.put(of.period.start.last())
        }),
        col(Column::new(Kind::Day, "to", "To"), |of, out| {
            let to = of.period.end.and_then(|end| end.first());
            out.put_saying(to, || words::liberty::end(of.period.end, of.known_until, of.as_of, of.wording))
        }),
        col(Column::new(Kind::Day, "to_latest", "To at the latest").data(), |of, out| {
            out.put(of.period.end.and_then(|end| end.last()))
        }),
        col(Column::new(Kind::Day, "known_until", "Known until").data(), |of, out| out.put(of.known_until)),
        col(Column::new(Kind::Number, "days_min", "Days at least").data(), |of, out| {
            out.put(words::liberty::fewest(of.period.days.map(|days| days.to_day)))
        }),
        // In words it is the days that are known, and then those to the day if it lasts.
        col(Column::new(Kind::Text, "days_max", "Days"), |of, out| {
            let most = words::liberty::most(of.period.days.map(|days| days.to_day));
            out.put_saying(most, || of.period.days.map(words::liberty::in_table).unwrap_or_default())
        }),
        col(Column::new(Kind::Number, "known_days_min", "Days known at least").data(), |of, out| {
            out.put(words::liberty::fewest(of.period.days.map(|days| days.known)))
        }),
        col(Column::new(Kind::Number, "known_days_max", "Days known at most").data(), |of, out| {
            out.put(words::liberty::most(of.period.days.map(|days| days.known)))
        }),
    ];
}

/// Every period of everybody about whose liberty an event says something; without those that rest on what is withheld.
pub(super) fn liberty(case: &Case, world: &World<'_>) -> Table {
    let lives = lives(case, world.as_of);
    let rows: Vec<Stretch<'_>> = lives
        .iter()
        .flat_map(|life| {
            let (person, known_until) = (life.person, life.known_until);
            life.periods.iter().map(move |period| Stretch {
                person,
                period: *period,
                known_until,
                as_of: world.as_of,
                wording: world.wording,
            })
        })
        .collect();
    Table::of(ColumnOf::<Stretch<'_>>::ALL, &rows)
}

/// Somebody and the periods of their liberty.
struct Lived<'a> {
    life: Life<'a>,
    as_of: NaiveDate,
}

impl<'a> ColumnOf<Lived<'a>> {
    const ALL: &'a [Self] = &[col(Column::new(Kind::Lines, "liberty", ""), |of, out| {
        let period = |period: &Period<'_>| {
            let of = Stretch {
                person: of.life.person,
                period: *period,
                known_until: of.life.known_until,
                as_of: of.as_of,
                wording: Wording::Short,
            };
            of.in_words()
        };
        let name = std::iter::once(of.life.person.name.clone());
        out.put(name.chain(of.life.periods.iter().map(period)).collect::<Vec<_>>())
    })];
}

/// The same for people: the periods of each person on a line each.
pub(super) fn liberty_in_short(case: &Case, world: &World<'_>) -> Table {
    let lives: Vec<Lived<'_>> = lives(case, world.as_of)
        .into_iter()
        .filter(|life| !life.periods.is_empty())
        .map(|life| Lived { life, as_of: world.as_of })
        .collect();
    Table::of(ColumnOf::<Lived<'_>>::ALL, &lives)
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
