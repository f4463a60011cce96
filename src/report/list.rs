//! `timeline list`: one row a case.

use super::{
    Cell, Column, Kind, Tone, Value, World, detained,
    filter::Filter,
    letters::{Line, lines},
    listing::{List, Options},
    rows::{Counts, Row, Sink},
    words,
};
use crate::{
    load::needs::Needs,
    model::{
        answer::Status, case::Case, chronology::chronology, demand::pursued, event::Liberty, letter::letters,
        person::Role, rule::Rules, vocabulary::Vocabulary,
    },
    withhold::Open,
};
use clap::Args as Arguments;

/// All cases, a row each
///
/// Last event, liberty of the person concerned, letters unanswered (and how many of them overdue),
/// demands outstanding, and up to which day the record was brought.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline list
  timeline list --state RUS
  timeline list --sort reviewed
  timeline list --columns case | xargs -n1 timeline show")]
pub struct Args {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub options: Options,
}

const COLUMNS: &[Column] = &[
    Column::new(Kind::Code, "case", "Case"),
    Column::new(Kind::Text, "title", "Title").if_wide(3),
    Column::new(Kind::List, "state", "State"),
    Column::new(Kind::Date, "last_event", "Last event"),
    Column::new(Kind::List, "liberty", "Liberty"),
    Column::new(Kind::Number, "unanswered", "Unanswered"),
    Column::new(Kind::Number, "overdue", "Overdue").data(),
    Column::new(Kind::Number, "outstanding", "Demands"),
    Column::new(Kind::Date, "reviewed", "Reviewed").if_wide(2),
    Column::new(Kind::List, "tags", "Tags").data(),
    Column::new(Kind::Text, "summary", "Summary").data(),
];

fn row(case: &Open, world: &World<'_>) -> Vec<Cell> {
    let last = chronology(case, world.rules, world.as_of).into_iter().rfind(|m| m.date.is_some());
    let letters = letters::<Open>([case]);
    let lines = lines(world, &letters, &Filter::default());
    let unanswered = lines.iter().filter(|l| l.answer.status.is_unanswered()).count();
    let overdue = lines.iter().filter(|l| l.answer.status == Status::Overdue).count();
    let outstanding = pursued(case, world.as_of).iter().filter(|p| p.status.is_outstanding()).count();
    let more_letters = waits_unseen(case, &lines);
    let waiting = words::number(unanswered, more_letters);
    vec![
        Cell::from(&case.id),
        Cell::from(&case.title),
        Value::List(case.states.iter().map(ToString::to_string).collect()).into(),
        last.and_then(|m| m.date).into(),
        liberty(case, world),
        match overdue {
            0 => waiting,
            n => {
                let told = words::say(&waiting);
                let unanswered = if told.is_empty() { unanswered.to_string() } else { told.to_owned() };
                waiting.says(format!("{unanswered} ({n} overdue)")).tone(Tone::Bad)
            }
        },
        words::number(overdue, more_letters),
        words::number(outstanding, case.taken().demands > 0),
        case.reviewed.as_ref().into(),
        Cell::from(case.tags.clone()),
        case.summary.as_deref().into(),
    ]
}

/// Whether letters may wait for an answer that are withheld, or of which what came back is.
pub fn waits_unseen(case: &Open, lines: &[Line<'_>]) -> bool {
    let withheld =
        |line: &Line<'_>| line.answer.status == Status::Unknown && line.letter.communication.is_withheld_for(line.to);
    case.taken().letters > 0 || lines.iter().any(withheld)
}

/// The liberty of the victims: one by its words and days, several by how many of each.
fn liberty(case: &Case, world: &World<'_>) -> Cell {
    let victims: Vec<_> =
        detained::of_case(case, world).into_iter().filter(|(_, person, _)| person.role == Role::Victim).collect();
    let now = |l: Option<Liberty>| l.map_or("unknown", Liberty::name);
    let words: Vec<String> = victims.iter().map(|(_, _, s)| now(s.now.map(|p| p.liberty)).to_owned()).collect();
    let says = match victims.as_slice() {
        [] => String::new(),
        [(_, _, one)] => match (one.now, one.days) {
            (Some(period), Some(days)) => format!("{}, {}", period.liberty, words::length(days)),
            (Some(period), None) => words::liberty(period.liberty).says.unwrap_or_default(),
            (None, _) => "not known".into(),
        },
        _ => {
            let mut kinds: Vec<&String> = Vec::new();
            words.iter().for_each(|w| {
                if !kinds.contains(&w) {
                    kinds.push(w)
                }
            });
            let each = kinds.into_iter().map(|k| format!("{} {k}", words.iter().filter(|w| *w == k).count()));
            each.collect::<Vec<_>>().join(", ")
        }
    };
    let bad = victims.iter().any(|(_, _, s)| s.days.is_some());
    Cell::from(words).says(says).tone(if bad { Tone::Bad } else { Tone::Plain })
}

impl List for Args {
    const COLUMNS: &'static [Column] = COLUMNS;

    fn options(&self) -> &Options {
        &self.options
    }

    fn ids(&self) -> &[String] {
        &[]
    }

    fn needs(&self) -> Needs {
        Needs::Everything
    }

    fn kinds<'r>(&self, _: &'r Rules) -> Vec<&'r str> {
        Liberty::names()
    }

    fn rows(&self, world: &World<'_>, sink: &mut impl Sink) {
        let filter = &self.options.filter;
        let wanted = |case: &Case| {
            let people = detained::of_case(case, world);
            let kinds: Vec<&str> = people.iter().filter_map(|(_, _, s)| s.now).map(|p| p.liberty.name()).collect();
            let any_person: Vec<String> = case.people.iter().map(|p| p.id.clone()).collect();
            filter.case(case)
                && filter.states(case)
                && filter.people(case, &any_person)
                && filter.kind(&kinds)
                && filter.senders(case.communications.iter().flat_map(|c| &c.from).map(String::as_str))
                && (filter.date(None) || chronology(case, world.rules, world.as_of).iter().any(|m| filter.date(m.date)))
        };
        let cases = world.cases.iter().enumerate().filter(|(_, case)| wanted(case));
        let row = |(case, of): (usize, &Open)| Row { case, order: [0; 4], class: 0, cells: row(of, world) };
        cases.map(row).for_each(|row| sink.put_row(&row));
    }

    fn summary(&self, counts: &Counts) -> String {
        words::count(counts[0], "case", "cases")
    }
}
