//! The picture of a case or of letters: lanes of bars and marks over days.
//!
//! Data like a table: every day in it is one that the tables show too, and nothing here knows how it
//! is drawn. `render::chart` draws it on the screen, `publish::picture` on a page.

use super::{
    Tone, World, events,
    letters::Line,
    show::{self, Part},
    words,
};
use crate::model::{
    answer::{Answer, Status},
    case::Case,
    chronology::{Moment, Track, worded},
    communication::{Communication, Reply},
    date::{DayRange, FAR_FUTURE, FAR_PAST},
    event::{EventKind, Liberty},
    letter::letters,
    liberty::{Life, Period, lives},
    vocabulary::Vocabulary,
};
use chrono::NaiveDate;

/// Lanes under one axis of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The case, if it is about one.
    pub title: String,
    /// The first day on the axis.
    pub first: NaiveDate,
    /// The last day on the axis: the day of the report, or the last due day after it.
    pub last: NaiveDate,
    /// The day on which the world is shown.
    pub as_of: NaiveDate,
    /// The lanes, from top to bottom.
    pub lanes: Vec<Lane>,
}

/// What is drawn on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The part of a case in whose table the same is told.
    pub part: Part,
    /// What the lane is about.
    pub title: String,
    /// How that stands, in words.
    pub says: String,
    /// How that sounds.
    pub tone: Tone,
    /// Stretches of time.
    pub bars: Vec<Bar>,
    /// Single days.
    pub marks: Vec<Mark>,
}

/// A stretch of time, both ends included. Where an end is known within bounds only, the days
/// between them are not certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The first day.
    pub start: DayRange,
    /// The last day.
    pub end: DayRange,
    /// What it is.
    pub look: Look,
    /// What it is, in words.
    pub says: String,
    /// The row of its part's table, from 0.
    pub row: usize,
}

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Deprived of liberty.
    Deprived,
    /// At large under conditions, or in exile.
    Restricted,
    /// At liberty.
    Free,
    /// A letter waits, within its time or without any.
    Waiting,
    /// A letter waits past its due day.
    Late,
    /// Time that a letter still has.
    ToCome,
}

/// One day, perhaps known within bounds only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub days: DayRange,
    /// What it is.
    pub sign: Sign,
    /// What it is, in words.
    pub says: String,
    /// The row of its part's table, from 0.
    pub row: usize,
    /// What turned then, in a word, if something did.
    pub turn: Option<&'static str>,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Something happened, was said or asked.
    Moment,
    /// The last day for an answer.
    Due,
    /// A reply that stopped the clock.
    Reply,
    /// A reply that did not.
    Held,
}

impl Bar {
    /// The days that surely belong to it, if there are any.
    #[must_use]
    pub fn sure(&self) -> Option<(NaiveDate, NaiveDate)> {
        (self.start.latest <= self.end.earliest).then_some((self.start.latest, self.end.earliest))
    }
}

/// The picture of a case: liberty, what happened, what was said and asked, letters. Lanes of parts
/// that are not wanted are left out; `None` if nothing has a date.
#[must_use]
pub fn of_case(case: &Case, parts: &[Part], world: &World<'_>) -> Option<Chart> {
    let letters = letters([case]);
    let lines = show::letter_lines(world, &letters);
    let mut lanes = of_liberty(case, world);
    lanes.extend(of_moments(case, world));
    let unknown = lines.iter().filter(|line| line.answer.status == Status::Unknown).count() > 1;
    let alone = |line: &Line<'_>| !unknown || line.answer.status != Status::Unknown;
    let each = lines.iter().enumerate().filter(|(_, line)| alone(line));
    lanes.extend(each.map(|(row, line)| of_letter(line, row, line.title(), world.as_of)));
    if unknown {
        lanes.push(of_unknown(&lines, world));
    }
    lanes.retain(|lane| parts.contains(&lane.part));
    chart(&case.title, lanes, world.as_of)
}

/// One lane for all letters of which it is not known how they stand: a mark where each was sent.
fn of_unknown(lines: &[Line<'_>], world: &World<'_>) -> Lane {
    let unknown: Vec<(usize, &Line<'_>)> =
        lines.iter().enumerate().filter(|(_, line)| line.answer.status == Status::Unknown).collect();
    let mark = |(row, line): &(usize, &Line<'_>)| {
        let sent = line.letter.communication.sent.as_ref()?;
        let says = format!("{}: {}, {}", world.wording.date(sent), line.title(), words::say(&line.standing()));
        Some(Mark { days: clipped(sent.bounds(), world.as_of), sign: Sign::Moment, says, row: *row, turn: None })
    };
    Lane {
        part: Part::Letters,
        title: words::count(unknown.len(), "letter", "letters"),
        says: "not known how they stand; where each was sent".into(),
        tone: Tone::Faint,
        bars: Vec::new(),
        marks: unknown.iter().filter_map(mark).collect(),
    }
}

/// The lane of a letter that waits; its row is set where all are in their order.
#[must_use]
pub fn of_waiting(line: &Line<'_>, as_of: NaiveDate) -> Lane {
    of_letter(line, 0, format!("{} ({})", line.title(), line.letter.cases[0].id), as_of)
}

/// The picture of these lanes; `None` if nothing has a date.
#[must_use]
pub fn of_lanes(lanes: Vec<Lane>, as_of: NaiveDate) -> Option<Chart> {
    chart("", lanes, as_of)
}

fn chart(title: &str, lanes: Vec<Lane>, as_of: NaiveDate) -> Option<Chart> {
    let bars = lanes.iter().flat_map(|lane| &lane.bars).map(|bar| bar.start.and(bar.end));
    let days: Vec<DayRange> = bars.chain(lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.days)).collect();
    // An open end has no day: it is drawn up to the edge.
    let ends = || days.iter().flat_map(|d| [d.earliest, d.latest]).filter(|day| *day > FAR_PAST && *day < FAR_FUTURE);
    let first = ends().min()?.min(as_of);
    let last = ends().max()?.max(as_of);
    Some(Chart { title: title.to_owned(), first, last, as_of, lanes })
}

/// A lane for everybody about whose liberty something is known.
fn of_liberty(case: &Case, world: &World<'_>) -> Vec<Lane> {
    let mut row = 0;
    let mut lanes = Vec::new();
    for life in lives(case, world.as_of).iter().filter(|life| !life.periods.is_empty()) {
        let state = words::liberty::now(life);
        let held = life.days.map(|days| format!(", {}", words::liberty::held(days, life.known_until, world.wording)));
        let mut bars = Vec::new();
        for period in &life.periods {
            if period.liberty != Some(Liberty::Dead) {
                bars.push(of_period(period, life, row, world));
            }
            row += 1;
        }
        lanes.push(Lane {
            part: Part::Liberty,
            title: life.person.name.clone(),
            says: format!("{}{}", words::say(&state), held.unwrap_or_default()),
            tone: state.tone,
            bars,
            marks: Vec::new(),
        });
    }
    lanes
}

/// A period as a bar. What lasts is certain as far as the record is known; what is in doubt is nowhere certain.
fn of_period(period: &Period<'_>, life: &Life<'_>, row: usize, world: &World<'_>) -> Bar {
    let (as_of, wording) = (world.as_of, world.wording);
    let state = words::liberty::state(period.liberty);
    let until = words::liberty::end(period.end, life.known_until, as_of, wording);
    let lasts = DayRange { earliest: life.known_until.unwrap_or(as_of).max(period.start.earliest), latest: as_of };
    let (mut start, mut end) = (clipped(period.start, as_of), period.end.map_or(lasts, |end| clipped(end, as_of)));
    if period.doubt.is_some() {
        (start.latest, end.earliest) = (end.latest, start.earliest);
    }
    Bar {
        start,
        end,
        look: match period.liberty {
            Some(Liberty::Detained | Liberty::HouseArrest | Liberty::Disappeared) | None => Look::Deprived,
            Some(Liberty::Restricted | Liberty::Exiled | Liberty::InHiding) => Look::Restricted,
            Some(Liberty::Free | Liberty::Dead) => Look::Free,
        },
        says: format!("{} from {} to {until}: {}", words::say(&state), wording.days(period.start), period.event.what),
        row,
    }
}

/// Three lanes of single days: what happened, what was said, what was asked.
fn of_moments(case: &Case, world: &World<'_>) -> Vec<Lane> {
    let lane = |title: &str| Lane {
        part: Part::Events,
        title: title.into(),
        says: String::new(),
        tone: Tone::Plain,
        bars: Vec::new(),
        marks: Vec::new(),
    };
    let mut lanes = [lane("What happened"), lane("Public statements"), lane("Demands and their news")];
    for (row, moment) in worded(case, world.rules, world.as_of, world.wording).iter().enumerate() {
        let at = match moment.track {
            Track::Event | Track::Charge | Track::Outcome => 0,
            Track::Statement => 1,
            Track::Demand | Track::Update => 2,
            // Each letter has a lane of its own.
            Track::Letter
            | Track::Filing
            | Track::Decision
            | Track::Reply
            | Track::Extension
            | Track::Reminder
            | Track::Withdrawal => continue,
        };
        if let Some(date) = moment.date {
            let days = if moment.outlook.is_some() { date.bounds() } else { clipped(date.bounds(), world.as_of) };
            lanes[at].marks.push(Mark {
                days,
                sign: Sign::Moment,
                says: format!("{}: {}", world.wording.date(date), events::said(moment)),
                row,
                turn: turn(moment),
            });
        }
    }
    lanes.into_iter().filter(|lane| !lane.marks.is_empty()).collect()
}

/// What turned in the life of somebody, in a word.
fn turn(moment: &Moment<'_>) -> Option<&'static str> {
    let has_come = moment.track == Track::Event && moment.outlook.is_none();
    match EventKind::named(moment.kind).filter(|_| has_come)? {
        kind @ (EventKind::Arrest
        | EventKind::Verdict
        | EventKind::Release
        | EventKind::Death
        | EventKind::Execution
        | EventKind::Removal) => Some(kind.name()),
        EventKind::Background
        | EventKind::Search
        | EventKind::IllTreatment
        | EventKind::Charge
        | EventKind::Hearing
        | EventKind::Appeal
        | EventKind::Transfer
        | EventKind::Restriction
        | EventKind::Reprisal
        | EventKind::Law
        | EventKind::Publication
        | EventKind::ProtectionOrder
        | EventKind::ProtectionLifted
        | EventKind::Assault
        | EventKind::Threat
        | EventKind::Seizure
        | EventKind::Summons
        | EventKind::RemainsFound
        | EventKind::Other => None,
    }
}

/// One addressee of one letter: from the day it was sent to the due day and to the reply.
fn of_letter(line: &Line<'_>, row: usize, title: String, as_of: NaiveDate) -> Lane {
    let about = &line.letter.communication;
    let answer = &line.answer;
    let (status, wording) = (line.standing(), line.wording);
    let mut lane = Lane {
        part: Part::Letters,
        title,
        says: words::say(&status).to_owned(),
        tone: status.tone,
        bars: Vec::new(),
        marks: Vec::new(),
    };
    let due = answer.deadline.due;
    let sent = about.sent.as_ref().or(answer.deadline.start).map(|date| clipped(date.bounds(), as_of));
    if let Some(sent) = sent {
        let stop = stop(answer, about, sent, as_of);
        let end = due.map_or(stop, |due| if due.latest < stop.earliest { due } else { stop });
        let mut bar = |start, end, look, says| lane.bars.push(Bar { start, end, look, says, row });
        bar(sent, end, Look::Waiting, format!("sent {}: {}", wording.days(sent), words::say(&status)));
        // Late, or perhaps late: as the status says, and for no day after the last on record.
        let past_due = answer.days.and_then(|past| past.max).is_none_or(|most| most > 0) && answer.days.is_some();
        if let Some(due) = due.filter(|_| past_due) {
            // The due day itself is not overdue.
            let next = |day: NaiveDate| day.succ_opt().unwrap_or(day);
            let start = DayRange { earliest: next(due.earliest), latest: next(due.latest) };
            let silent = answer.silence_until.map_or(due.earliest, |day| day.min(stop.earliest).max(due.earliest));
            let end = if answer.status.is_unanswered() { DayRange { earliest: silent, ..stop } } else { stop };
            bar(start, end, Look::Late, format!("due {}: {}", wording.days(due), words::say(&status)));
        }
        if let Some(due) = due.filter(|due| answer.status.is_unanswered() && due.latest > as_of) {
            let from = DayRange::day(as_of);
            bar(from, due, Look::ToCome, format!("due {}: {}", wording.days(due), words::say(&status)));
        }
    }
    lane.marks.extend(due.map(|due| Mark {
        days: due,
        sign: Sign::Due,
        says: format!("due {}", wording.days(due)),
        row,
        turn: None,
    }));
    let reply = |reply: Option<&Reply>, sign| {
        let days = clipped(reply?.date.as_ref()?.bounds(), as_of);
        Some(Mark { days, sign, says: words::reply(reply?, wording), row, turn: None })
    };
    lane.marks.extend(reply(answer.held, Sign::Held));
    lane.marks.extend(reply(answer.reply, Sign::Reply));
    lane
}

/// The day on which a letter stopped waiting, else the day of the report. Where it is not known
/// whether or when it did, any day since it was sent.
fn stop(answer: &Answer<'_>, about: &Communication, sent: DayRange, as_of: NaiveDate) -> DayRange {
    let unknown = DayRange { earliest: sent.latest, latest: as_of.max(sent.latest) };
    match answer.status {
        Status::Answered | Status::AnsweredLate | Status::AnsweredUnclear => {
            answer.reply.and_then(|r| r.date.as_ref()).map_or(unknown, |date| clipped(date.bounds(), as_of))
        }
        Status::MaybeAnswered => {
            let first = answer.silence_until.map_or(sent.latest, |day| day.max(sent.latest));
            DayRange { earliest: first.min(as_of), latest: as_of }
        }
        Status::Unknown => unknown,
        Status::Withdrawn => about.withdrawn.as_ref().map_or(unknown, |date| clipped(date.bounds(), as_of)),
        Status::Decided => about.decided.as_ref().map_or(unknown, |date| clipped(date.bounds(), as_of)),
        Status::Overdue
        | Status::Unconfirmed
        | Status::MaybeOverdue
        | Status::DueToday
        | Status::Pending
        | Status::NoDeadline
        | Status::NotYetSent => DayRange::day(as_of),
    }
}

/// The days of a range that have come: what is drawn does not reach beyond the day of the report.
fn clipped(days: DayRange, as_of: NaiveDate) -> DayRange {
    DayRange { earliest: days.earliest.min(as_of), latest: days.latest.min(as_of) }
}
