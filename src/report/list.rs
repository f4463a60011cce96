//! `timeline list`: one row a case.

use super::{
    Cell, Column, ColumnOf, Kind, Tone, World, col,
    column::{CASE, columns},
    filter::Filter,
    letters::{Line, lines},
    listing::{List, Options},
    rows::{Counts, Sink},
    words,
};
use crate::{
    load::record::keep::Keep,
    model::{
        answer::Status,
        case::Case,
        chronology::{Moment, without_words},
        date::Date,
        demand::pursued,
        event::Liberty,
        letter::letters,
        liberty::{Life, lives},
        person::Role,
        reach::{known_until, review},
        rule::Rules,
        vocabulary::Vocabulary,
        wording::Wording,
    },
    withhold::Open,
};
use clap::Args as Arguments;

/// All cases, a row each
///
/// Last event, liberty of the person concerned, letters unanswered (and how many of them overdue; 1–4 where it is not
/// known of three whether they were answered),
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

/// What a row shows of one case.
struct Overview<'a> {
    case: &'a Open,
    world: &'a World<'a>,
    last: Option<&'a Date>,
    victims: Vec<Life<'a>>,
    unanswered: usize,
    overdue: usize,
    /// Letters of which nobody knows whether they wait.
    unknown: usize,
    /// Whether there may be more letters than are shown.
    more_letters: bool,
}

impl<'a> ColumnOf<Overview<'a>> {
    const ALL: &'a [Self] = &[
        col(CASE, |of, out| out.put(&of.case.id)),
        col(Column::new(Kind::Text, "title", "Title").if_wide(3), |of, out| out.put(&of.case.title)),
        col(Column::new(Kind::List, "state", "State"), |of, out| {
            let codes: Vec<String> = of.case.states.iter().map(ToString::to_string).collect();
            let named =
                || of.case.states.iter().map(|state| of.world.wording.state(*state)).collect::<Vec<_>>().join("; ");
            out.put_saying(codes, named)
        }),
        col(Column::new(Kind::Date, "last_event", "Last event").if_wide(1), |of, out| out.put(of.last)),
        col(Column::new(Kind::List, "liberty", "Liberty"), |of, out| {
            out.put_cell(liberty(of.case, &of.victims, of.world.wording))
        }),
        col(Column::new(Kind::Flag, "certain", "Certain").data(), |of, out| {
            out.put(of.victims.iter().all(|life| life.now.is_certain()))
        }),
        col(Column::new(Kind::Day, "known_until", "Known until").data(), |of, out| {
            out.put(known_until(of.case, of.world.as_of))
        }),
        col(Column::new(Kind::Number, "unanswered", "Unanswered"), |of, out| out.put_cell(unanswered(of))),
        col(Column::new(Kind::Number, "overdue", "Overdue").data(), |of, out| {
            out.put_cell(words::number(of.overdue, of.more_letters))
        }),
        col(Column::new(Kind::Number, "unknown", "Not known whether answered").data(), |of, out| {
            out.put_cell(words::number(of.unknown, of.more_letters))
        }),
        col(Column::new(Kind::Number, "outstanding", "Demands"), |of, out| {
            let demands = pursued(of.case, of.world.as_of);
            let outstanding = demands.iter().filter(|demand| demand.status.is_outstanding()).count();
            out.put_cell(words::number(outstanding, of.case.taken().demands > 0))
        }),
        col(Column::new(Kind::Date, "reviewed", "Reviewed").if_wide(2), |of, out| {
            out.put_cell(words::reviewed(of.case, of.world.as_of, of.world.wording))
        }),
        col(Column::new(Kind::Flag, "stale", "Not reviewed for long").data(), |of, out| {
            out.put(review(of.case, of.world.as_of).is_stale())
        }),
        col(Column::new(Kind::List, "tags", "Tags").data(), |of, out| out.put(&of.case.tags)),
        col(Column::new(Kind::Text, "summary", "Summary").data(), |of, out| out.put(of.case.summary.as_deref())),
    ];
}

impl<'a> Overview<'a> {
    fn of(case: &'a Open, world: &'a World<'a>) -> Self {
        let happened = |moment: &Moment<'_>| moment.date.is_some() && moment.outlook.is_none();
        let last = without_words(case, world.rules, world.as_of).into_iter().rfind(happened);
        let mut victims = lives(case, world.as_of);
        victims.retain(|life| life.person.role == Role::Victim);
        let letters = letters::<Open>([case]);
        let lines = lines(world, &letters, &Filter::default());
        let unanswered = lines.iter().filter(|l| l.answer.status.is_unanswered()).count();
        let overdue = lines.iter().filter(|l| l.answer.status == Status::Overdue).count();
        let unknown = lines.iter().filter(|l| l.answer.status == Status::Unknown).count();
        let more_letters = waits_unseen(case, &lines);
        let last = last.and_then(|moment| moment.date);
        Self { case, world, last, victims, unanswered, overdue, unknown, more_letters }
    }
}

/// Letters without an answer, and how many of them are overdue: in words a range, if there are some of which nobody
/// knows whether they wait.
fn unanswered(of: &Overview<'_>) -> Cell {
    let waiting = words::number(of.unanswered, of.more_letters);
    let waiting = match (of.unknown, of.more_letters) {
        (1.., false) => waiting.says(format!("{}–{}", of.unanswered, of.unanswered + of.unknown)),
        _ => waiting,
    };
    match of.overdue {
        0 => waiting,
        n => {
            let told = words::say(&waiting);
            let unanswered = if told.is_empty() { of.unanswered.to_string() } else { told.to_owned() };
            waiting.says(format!("{unanswered} ({n} overdue)")).tone(Tone::Bad)
        }
    }
}

/// Whether letters may wait for an answer that are withheld, or of which what came back is.
pub fn waits_unseen(case: &Open, lines: &[Line<'_>]) -> bool {
    let withheld =
        |line: &Line<'_>| line.answer.status == Status::Unknown && line.letter.communication.is_withheld_for(line.to);
    case.taken().letters > 0 || lines.iter().any(withheld)
}

/// The liberty of the victims: one by its words and the days that are known, several by how many of each; and that
/// nobody has looked for long.
fn liberty(case: &Case, victims: &[Life<'_>], wording: Wording) -> Cell {
    let states: Vec<Cell> = victims.iter().map(|life| words::liberty::now(life)).collect();
    let words = victims.iter().map(|life| life.now.word());
    let cell = Cell::from(words.map(str::to_owned).collect::<Vec<_>>());
    let says = match victims {
        [] => String::new(),
        [one] => match one.days {
            Some(days) => {
                format!("{}, {}", words::say(&states[0]), words::liberty::known(days, one.known_until, wording))
            }
            None => words::say(&states[0]).to_owned(),
        },
        _ => {
            let mut kinds: Vec<(&str, usize)> = Vec::new();
            for state in states.iter().map(words::say) {
                match kinds.iter_mut().find(|(kind, _)| *kind == state) {
                    Some((_, n)) => *n += 1,
                    None => kinds.push((state, 1)),
                }
            }
            kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect::<Vec<_>>().join(", ")
        }
    };
    let deprived = || victims.iter().zip(&states).filter(|(life, _)| life.is_deprived());
    let tone = match deprived().any(|(_, state)| state.tone == Tone::Bad) {
        true => Tone::Bad,
        false if deprived().next().is_some() => Tone::Waiting,
        false => Tone::Plain,
    };
    let stale = victims.first().and_then(|life| words::stale(review(case, life.as_of), wording));
    let stale = stale.map_or_else(String::new, |stale| format!("; {stale}"));
    cell.says(format!("{says}{stale}")).tone(tone)
}

impl List for Args {
    fn columns() -> Vec<Column> {
        columns(ColumnOf::<Overview>::ALL)
    }

    fn options(&self) -> &Options {
        &self.options
    }

    fn ids(&self) -> &[String] {
        &[]
    }

    fn keep(&self) -> Keep {
        Keep::Facts
    }

    fn kinds<'r>(&self, _: &'r Rules) -> Vec<&'r str> {
        Liberty::names()
    }

    fn rows(&self, world: &World<'_>, sink: &mut Sink<'_>) {
        let filter = &self.options.filter;
        let wanted = |case: &Case| {
            let kinds = || {
                lives(case, world.as_of)
                    .iter()
                    .filter_map(|life| life.now.liberty())
                    .map(Vocabulary::name)
                    .collect::<Vec<_>>()
            };
            let any_person: Vec<String> = case.people.iter().map(|p| p.id.clone()).collect();
            filter.case(case)
                && filter.states(case)
                && filter.people(case, &any_person)
                && (filter.kind.is_empty() || filter.kind(&kinds()))
                && filter.senders(case.communications.iter().flat_map(|c| &c.from).map(String::as_str))
                && (filter.date(None)
                    || without_words(case, world.rules, world.as_of).iter().any(|m| filter.date(m.date)))
        };
        let cases = world.cases.iter().enumerate().filter(|(_, case)| wanted(case));
        cases.for_each(|(at, case)| sink.row(at, [0; 4], 0, ColumnOf::<Overview>::ALL, &Overview::of(case, world)));
    }

    fn summary(&self, counts: &Counts) -> String {
        words::count(counts[0], "case", "cases")
    }
}
