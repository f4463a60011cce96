//! `timeline show`: one case, told so that a newcomer understands it in a minute.

use super::{
    Cell, Column, Kind, Place, Report, Table, Tone, Value, World, demands, detained, events,
    filter::Filter,
    letters::{self, Line, lines},
    words,
};
use crate::model::{
    answer::Status,
    case::Case,
    charge::Charge,
    chronology::chronology,
    communication::OwedBy,
    date::Date,
    event::Claim,
    letter::{Letter, letters as letters_of},
    liberty::{Period, length, periods},
    person::{Person, Role},
    protection::{Breach, breaches},
    vocabulary::{Vocabulary, nearest, vocabulary},
};
use clap::Args as Arguments;

vocabulary! {
    /// A part of a case.
    Part {
        /// Who is who.
        People = "people",
        /// What they are accused of and what they face.
        Charges = "charges",
        /// Periods of detention and their days.
        Liberty = "liberty",
        /// The merged chronology.
        Events = "events",
        /// Demands outstanding.
        Demands = "demands",
        /// Letters and how they stand.
        Letters = "letters",
        /// Where sources contradict each other.
        Claims = "claims",
        /// Where it is written.
        Sources = "sources",
    }
}

/// One case: who, what happened, what was asked, what is unanswered
///
/// Charges, days of detention, the merged timeline, outstanding demands, letters and how they stand,
/// conflicting claims, sources. Days of detention include the first and the last.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline show sokolov
  timeline show sokolov --only events,demands
  timeline show sokolov --as-of 2025-01-08 --sources
  timeline show sokolov --chart
  timeline show sokolov -f html > sokolov.html
  timeline show sokolov -f json | jq '.rows[0].letters'")]
pub struct Args {
    /// Ids of cases, as `timeline list` shows them
    #[arg(value_name = "CASE", required = true)]
    pub ids: Vec<String>,
    /// Only these parts: people, charges, liberty, events, demands, letters, claims, sources
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = part)]
    pub only: Vec<Part>,
    /// Name the sources of every entry, and give their addresses
    #[arg(long)]
    pub sources: bool,
    /// Print the notes of entries
    #[arg(long)]
    pub notes: bool,
    /// Draw a picture of the case on the screen instead
    #[arg(long)]
    pub chart: bool,
}

impl Args {
    /// The parts that are wanted, in their order.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        Part::ALL.iter().copied().filter(|part| self.only.is_empty() || self.only.contains(part)).collect()
    }
}

fn part(text: &str) -> Result<Part, String> {
    // `timeline` is what the part is called in conversation.
    let word = if text == "timeline" { "events" } else { text.trim() };
    Part::named(word).ok_or_else(|| match nearest(word, Part::names()) {
        Some(like) => format!("did you mean {like}?"),
        None => format!("write some of: {}", Part::names().join(", ")),
    })
}

const HEAD: &[Column] = &[
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
];

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
    Column::new(Kind::Code, "liberty", "Liberty"),
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

/// The report: one row a case, its parts as tables in it.
#[must_use]
pub fn report(args: &Args, world: &World<'_>) -> Report {
    let parts = args.parts();
    let mut columns = HEAD.to_vec();
    if !args.only.is_empty() {
        columns.iter_mut().skip(2).for_each(|c| c.place = if c.place == Place::Screen { c.place } else { Place::Data });
        columns.retain(|c| c.place != Place::Screen);
    }
    let keys: Vec<&str> = columns.iter().map(|c| c.key).collect();
    columns.extend(parts.iter().map(|part| Column::new(Kind::Table, part.name(), heading(*part))));
    let mut table = Table::new(&columns);
    for case in world.cases {
        let head = head(case, world).into_iter().filter(|(key, _)| keys.contains(key)).map(|(_, cell)| cell);
        let parts = parts.iter().map(|part| Cell::from(arranged(self::table(*part, case, world), args)));
        table.push(head.chain(parts).collect());
    }
    Report { summary: words::count(table.rows.len(), "case", "cases"), table, remarks: Vec::new() }
}

const fn heading(part: Part) -> &'static str {
    match part {
        Part::People => "People and organisations",
        Part::Charges => "Charges",
        Part::Liberty => "Liberty (days include the first and the last)",
        Part::Events => "Timeline",
        Part::Demands => "Demands outstanding",
        Part::Letters => "Letters and answers",
        Part::Claims => "Conflicting claims",
        Part::Sources => "Sources",
    }
}

/// The table as a part of one case: without the case's id, with sources and notes if asked for.
fn arranged(mut table: Table, args: &Args) -> Table {
    for column in &mut table.columns {
        match column.key {
            "case" => column.place = Place::Data,
            "sources" | "url" if args.sources => column.place = Place::Always,
            "note" if args.notes => column.place = Place::Always,
            _ => {}
        }
    }
    table
}

fn table(part: Part, case: &Case, world: &World<'_>) -> Table {
    match part {
        Part::People => people(case),
        Part::Charges => charges(case, world),
        Part::Liberty => liberty(case, world),
        Part::Events => events::table(&chronology(case, world.rules, world.as_of)),
        Part::Demands => {
            let demands = demands::of_case(case, world.as_of, false, &Filter::default());
            demands::table(demands.iter().map(|p| (case, p)), world.as_of)
        }
        Part::Letters => letters::table(&letter_lines(world, &letters_of([case]))),
        Part::Claims => claims(case, world),
        Part::Sources => sources(case),
    }
}

/// Every letter of one case that had been sent: our own move first, otherwise in the order of the record.
pub fn letter_lines<'a>(world: &World<'a>, letters: &'a [Letter<'a>]) -> Vec<Line<'a>> {
    let mut lines = lines(world, letters, &Filter::default());
    lines.retain(|l| l.answer.status != Status::NotYetSent);
    lines.sort_by_key(|l| l.letter.communication.owed_by != OwedBy::Us || !l.answer.status.is_unanswered());
    lines
}

/// The facts at the top, by key.
fn head(case: &Case, world: &World<'_>) -> Vec<(&'static str, Cell)> {
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
    ]
}

/// Protection orders that were in force and were broken.
fn broken(case: &Case, world: &World<'_>) -> Cell {
    let told = |breach: &Breach<'_>| format!("{} against {}", words::breach(breach), breach.order.label());
    let all: Vec<String> = breaches(case, world.as_of).iter().map(told).collect();
    Cell::from(all).tone(Tone::Bad)
}

/// The charges that are not decided, or else the last ones that were, in a sentence each.
fn facing(case: &Case, world: &World<'_>) -> String {
    use crate::model::charge::Outcome::{Convicted, Pending};
    let existing: Vec<&Charge> = case.charges.iter().filter(|c| c.has_come(world.as_of)).collect();
    let open: Vec<&&Charge> =
        existing.iter().filter(|c| c.outcome_on(world.as_of).is_none_or(|o| o == Pending || o == Convicted)).collect();
    let pending: Vec<&&Charge> =
        open.iter().copied().filter(|c| c.outcome_on(world.as_of) != Some(Convicted)).collect();
    let told = if pending.is_empty() { open } else { pending };
    let sentence = |c: &&&Charge| {
        let penalty = c.max_penalty.as_ref().map_or_else(String::new, |p| format!(", facing {p}"));
        let who = c.person.as_ref().and_then(|id| case.person(id)).filter(|p| p.role != Role::Victim);
        let who = who.map_or_else(String::new, |p| format!(" ({})", p.name));
        let outcome = if c.outcome_on(world.as_of) == Some(Convicted) { " (convicted)" } else { "" };
        format!("{}{who}{penalty}{outcome}", c.offence)
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
fn waiting(case: &Case, world: &World<'_>) -> Cell {
    let letters = letters_of([case]);
    let mut waiting = lines(world, &letters, &Filter::default());
    waiting.retain(|l| l.answer.status.is_unanswered());
    let demands = demands::of_case(case, world.as_of, false, &Filter::default()).len();
    let overdue = waiting.iter().any(|l| l.answer.status == Status::Overdue);
    let letters = match waiting.len() {
        0 => "no letter waits for an answer".to_owned(),
        n => format!("{} without an answer ({})", words::count(n, "letter", "letters"), letters::tally(&waiting)),
    };
    let told = format!("{letters}; {} outstanding", words::count(demands, "demand", "demands"));
    Cell::from(told).tone(if overdue { Tone::Bad } else { Tone::Plain })
}

fn people(case: &Case) -> Table {
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

fn charges(case: &Case, world: &World<'_>) -> Table {
    let mut table = Table::new(CHARGES);
    for charge in case.charges.iter().filter(|c| c.has_come(world.as_of)) {
        let under: Vec<&str> = charge.law.as_deref().into_iter().chain(charge.article.as_deref()).collect();
        let outcome = charge.outcome_on(world.as_of);
        table.push(vec![
            charge.person.as_ref().and_then(|id| case.person(id)).map(|p: &Person| &p.name).into(),
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

fn liberty(case: &Case, world: &World<'_>) -> Table {
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

fn claims(case: &Case, world: &World<'_>) -> Table {
    let mut table = Table::new(CLAIMS);
    let mut push = |about: &str, date: Option<&Date>, disputed: &[Claim]| {
        for claim in disputed {
            // A claim about the date is set against the date, one about the fact against the fact.
            let told = match (&claim.date, date) {
                (Some(_), Some(date)) => date.to_string(),
                (Some(_), None) => "undated".into(),
                (None, _) => String::new(),
            };
            let said = Cell::from(told);
            table.push(vec![
                Cell::from(about),
                said,
                Cell::from(events::claim(claim)),
                Cell::from(claim.sources.clone()),
            ]);
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

fn sources(case: &Case) -> Table {
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
