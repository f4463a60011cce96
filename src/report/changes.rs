//! `timeline changes`: what became true between two days.
//!
//! It compares the world as of two days, so it needs no history: what it lists is exactly the difference
//! between the reports of the two days.

mod people;

use super::{
    Cell, Column, ColumnOf, Kind, Report, Table, World, col,
    column::CASE,
    demands::of_case,
    filter::{Filter, Since, date, since},
    letters::{Line, lines},
    rows::{LAST, Packed, Part, RowOrder, Rows, Sink},
    select::Select,
    words,
};
use crate::model::{
    answer::Status,
    case::Case,
    chronology::{Moment, Track, worded},
    date::Date,
    demand::{DemandStatus, Pursuit, Update, news},
    letter::{Letter, letters},
    vocabulary::{Vocabulary, vocabulary},
};
use chrono::{Datelike, Days, NaiveDate};
use clap::Args as Arguments;
use people::of_people;

vocabulary! {
    /// What sort of change.
    Change {
        /// Something happened.
        Event = "event",
        /// Somebody was deprived of liberty.
        Detained = "detained",
        /// Somebody was let go.
        Freed = "freed",
        /// Somebody died.
        Died = "died",
        /// Somebody left the country.
        Left = "left",
        /// Somebody's liberty changed otherwise: prison into house arrest, or it is no longer certain.
        Liberty = "liberty",
        /// A public statement was made.
        Statement = "statement",
        /// A letter was sent.
        Sent = "sent",
        /// A letter stands otherwise than before.
        Letter = "letter",
        /// Something came of a letter that did not change how it stands.
        News = "news",
        /// Something was asked for.
        Demand = "demand",
        /// Something was asked for again.
        Repeated = "repeated",
        /// A demand stands otherwise than before.
        Outcome = "outcome",
        /// A record was brought up to date.
        Reviewed = "reviewed",
    }
}

/// What became true between two days
///
/// New events, letters sent, answered, newly due or overdue, demands made, met, undone, people
/// detained or freed, records reviewed: the difference between the world on the first day and the
/// world on the last. With --rev, what was recorded between two revisions of the folder in git instead.
#[derive(Arguments, Clone, Debug, Default)]
#[command(before_help = "Examples:
  timeline changes
  timeline changes --since 2025-12-01
  timeline changes --since 30d
  timeline changes --since 2019-05-01 --until 2019-10-31
  timeline changes --rev HEAD~1..HEAD")]
pub struct Args {
    /// The first day, compared with; what became true on it is not listed. A month is all of it, 30d so many days ago
    /// [default: for each case the day of its review, else 30 days ago]
    #[arg(long, value_name = "DATE", value_parser = since)]
    pub since: Option<Since>,
    /// The last day, included [default: the day of --as-of]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub until: Option<Date>,
    /// Compare two revisions of the folder in git: A..B, or A for A..HEAD
    #[arg(long, value_name = "A..B", conflicts_with_all = ["since", "until"])]
    pub rev: Option<String>,
    /// Only this kind of change; may be given several times
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub select: Select,
}

/// Reads one exact day.
fn day(text: &str) -> Result<Date, String> {
    let date = date(text)?;
    if date.is_exact() { Ok(date) } else { Err("write one day: 2024-07-05".into()) }
}

/// When it changed.
pub const DATE: Column = Column::new(Kind::Date, "date", "Date");
/// What sort of change.
pub const CHANGE: Column = Column::new(Kind::Code, "change", "Change");
/// What changed.
pub const WHAT: Column = Column::new(Kind::Text, "what", "What");
/// How it stood.
pub const WAS: Column = Column::new(Kind::Text, "was", "Was").if_wide(1);
/// How it stands.
pub const NOW: Column = Column::new(Kind::Text, "now", "Now");

/// One change.
#[derive(Clone, Debug)]
struct Row {
    case: String,
    date: Option<Date>,
    change: Change,
    what: String,
    was: Option<Cell>,
    now: Option<Cell>,
}

impl ColumnOf<Row> {
    const ALL: &'static [Self] = &[
        col(CASE, |row, out| out.put(&row.case)),
        col(DATE, |row, out| out.put_cell(words::date(row.date.as_ref()))),
        col(CHANGE, |row, out| out.put(row.change.name())),
        col(WHAT, |row, out| out.put(&row.what)),
        col(WAS, |row, out| out.put_cell(row.was.clone().unwrap_or(Cell::UNKNOWN))),
        col(NOW, |row, out| out.put_cell(row.now.clone().unwrap_or(Cell::UNKNOWN))),
    ];
}

/// The columns of changes.
#[must_use]
pub fn columns() -> Vec<Column> {
    super::column::columns(ColumnOf::<Row>::ALL)
}

/// How many days back a case is compared that was never reviewed.
const LOOKED_BACK: u32 = 30;

/// The last day that is compared: that of the report unless the arguments name another.
fn until(args: &Args, as_of: NaiveDate) -> NaiveDate {
    args.until.as_ref().map_or(as_of, Date::earliest)
}

/// The first day that is compared, if one is named for all cases.
fn since_day(args: &Args, until: NaiveDate) -> Option<NaiveDate> {
    Some(match args.since.as_ref()? {
        Since::Ago(days) => back(until, *days),
        Since::Date(date) if date.is_exact() => date.earliest(),
        // `--since 2025-11` includes 1 November, so the day before it is compared with.
        Since::Date(date) => back(date.earliest(), 1),
    })
}

/// The first day that is compared of a case: that of its review, else some days ago.
fn since_review(case: &Case, until: NaiveDate) -> NaiveDate {
    let reviewed = case.reviewed.as_ref().map(Date::earliest).filter(|day| *day <= until);
    reviewed.unwrap_or_else(|| back(until, LOOKED_BACK))
}

fn back(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(days.into())).unwrap_or(day)
}

/// Refuses kinds, columns and days that cannot be meant, before any record is read.
///
/// # Errors
/// An unknown kind or column, or a last day before the first.
pub fn check(args: &Args, as_of: NaiveDate) -> Result<(), String> {
    Filter { kind: args.kind.clone(), ..Filter::default() }.check_kinds(&Change::names())?;
    let until = until(args, as_of);
    if let Some(since) = since_day(args, until).filter(|since| *since > until) {
        return Err(format!("--since {since} lies after --until {until}: write the earlier day first"));
    }
    args.select.check(&columns())
}

/// The report of all cases at hand.
///
/// # Errors
/// As for [`check`].
pub fn report(args: &Args, world: &World<'_>) -> Result<Report, String> {
    check(args, world.as_of)?;
    let mut part = Part::default();
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    rows(
        args,
        world,
        &mut Sink::Packing { part: &mut part, place: &place, says: true, only: args.select.text.as_deref() },
    );
    of_parts(args, vec![part], world.as_of)
}

/// Makes the rows of these cases.
pub fn rows(args: &Args, world: &World<'_>, sink: &mut Sink<'_>) {
    let until = until(args, world.as_of);
    let after = World { as_of: until, ..*world };
    let mut rows = Vec::new();
    if let Some(since) = since_day(args, until) {
        rows.extend(of_letters(&letters(world.cases), &World { as_of: since, ..*world }, &after));
    }
    for (at, case) in world.cases.iter().enumerate() {
        let since = since_day(args, until).unwrap_or_else(|| since_review(case, until));
        let before = World { as_of: since, ..*world };
        if args.since.is_none() {
            // A letter of several cases is told with the first of them.
            let alone = World { cases: std::slice::from_ref(case), ..before };
            let letters = letters(alone.cases);
            let is_here = |name: &&String| world.cases.iter().any(|case| case.id == **name);
            let first = |letter: &Letter<'_>| letter.names().iter().find(is_here).is_none_or(|name| *name == case.id);
            let letters: Vec<Letter<'_>> = letters.into_iter().filter(first).collect();
            rows.extend(
                of_letters(&letters, &alone, &World { as_of: until, ..alone }).into_iter().map(|(_, row)| (at, row)),
            );
        }
        let mut own = of_events(case, &before, &after);
        own.extend(of_demands(case, &before, &after));
        own.extend(of_people(case, &before, &after));
        let reviewed = case.reviewed.as_ref().filter(|d| d.has_come(until) && !d.has_come(since));
        let up_to = |date| row(case, Some(date), Change::Reviewed, format!("the record is up to date as of {date}"));
        own.extend(reviewed.map(up_to));
        rows.extend(own.into_iter().map(|row| (at, row)));
    }
    rows.retain(|(_, row)| args.kind.is_empty() || args.kind.iter().any(|k| k == row.change.name()));
    for (case, row) in &rows {
        sink.row(*case, order(row), 0, ColumnOf::<Row>::ALL, row);
    }
}

/// By day, those without one last.
fn order(row: &Row) -> RowOrder {
    let day = row.date.as_ref().map_or(LAST, |date| date.earliest().num_days_from_ce());
    [i32::from(row.date.is_none()), day, 0, 0]
}

/// The report of the rows in these parts.
///
/// # Errors
/// An unknown column, with what to write instead.
pub fn of_parts(args: &Args, parts: Vec<Part>, as_of: NaiveDate) -> Result<Report, String> {
    let columns = columns();
    let (packed, _) = Packed::ordered(parts, columns.len());
    let table = Table { rows: Rows::Packed(packed), ..Table::new(&columns) };
    let until = until(args, as_of);
    let since = match since_day(args, until) {
        Some(since) => format!("from {since}"),
        None => format!("since each record was reviewed, else {LOOKED_BACK} days,"),
    };
    let summary = format!("{} {since} to {until}", words::count(table.rows.len(), "change", "changes"));
    let mut report = Report { table, summary, remarks: Vec::new() };
    args.select.apply(&mut report)?;
    Ok(report)
}

fn row(case: &Case, date: Option<&Date>, change: Change, what: String) -> Row {
    Row { case: case.id.clone(), date: date.cloned(), change, what, was: None, now: None }
}

/// What happened, was said, or came of a letter without changing how it stands.
fn of_events(case: &Case, before: &World<'_>, after: &World<'_>) -> Vec<Row> {
    let new = |m: &Moment<'_>| m.date.is_some_and(|d| !d.is_on_record(before.as_of));
    worded(case, after.rules, after.as_of, after.wording)
        .into_iter()
        .filter(new)
        .filter_map(|m| {
            let change = match m.track {
                Track::Event if m.outlook.is_some() => return None,
                Track::Event | Track::Charge | Track::Outcome => Change::Event,
                Track::Statement => Change::Statement,
                Track::Filing | Track::Decision | Track::Extension | Track::Reminder => Change::News,
                Track::Reply if !stops(m.kind) => Change::News,
                Track::Reply | Track::Letter | Track::Withdrawal | Track::Demand | Track::Update => return None,
            };
            Some(row(case, m.date, change, m.what))
        })
        .collect()
}

fn stops(kind: &str) -> bool {
    crate::model::communication::ReplyKind::named(kind).is_some_and(|kind| kind.stops_the_clock())
}

/// Every letter that was sent or stands otherwise, with the place of its case: of one that did both, each on its own
/// day.
fn of_letters<'a>(letters: &'a [Letter<'a>], before: &World<'a>, after: &World<'a>) -> Vec<(usize, Row)> {
    let everything = Filter::default();
    let then = lines(before, letters, &everything);
    let now = lines(after, letters, &everything);
    let mut rows = Vec::new();
    for (then, now) in then.iter().zip(&now).filter(|(then, now)| then.answer.status != now.answer.status) {
        let letter = &now.letter.communication;
        let standing = |line: &Line<'_>| Some(words::standing(&line.answer, letter.owed_by, None, after.wording));
        let change = |date: Option<&Date>, change| Row {
            now: standing(now),
            ..row(now.letter.cases[0], date, change, format!("{} to {}", letter.label(), after.wording.actor(now.to)))
        };
        let new = !then.exists();
        // A letter without a day of sending is not told as sent: only that it is there now is known.
        let sent = new && (letter.sent.is_some() || letter.filed.is_some());
        if sent {
            rows.push((now.letter.first, change(letter.sent.as_ref(), Change::Sent)));
        }
        let became = became(now);
        if !sent || became.is_some() {
            let was = standing(then).filter(|_| !new);
            rows.push((now.letter.first, Row { was, ..change(became.as_ref(), Change::Letter) }));
        }
    }
    rows
}

/// The day on which a letter came to stand as it does, where one day did it and not its sending.
fn became(line: &Line<'_>) -> Option<Date> {
    let letter = &line.letter.communication;
    match line.answer.status {
        Status::Answered | Status::AnsweredLate | Status::AnsweredUnclear | Status::MaybeAnswered => {
            line.answer.reply.and_then(|r| r.date.clone())
        }
        Status::Withdrawn => letter.withdrawn.clone(),
        Status::Decided => letter.decided.clone(),
        Status::Overdue | Status::Unconfirmed => {
            line.answer.deadline.due.and_then(|due| due.last()?.succ_opt()).map(Date::from_day)
        }
        Status::MaybeOverdue => line.answer.deadline.due.and_then(|due| due.first()?.succ_opt()).map(Date::from_day),
        Status::DueToday => line.answer.deadline.due.map(|due| Date::from_day(due.earliest)),
        Status::Pending | Status::NoDeadline | Status::Unknown | Status::NotYetSent => None,
    }
}

/// Every demand that was made, made again, or stands otherwise.
fn of_demands(case: &Case, before: &World<'_>, after: &World<'_>) -> Vec<Row> {
    let everything = Filter::default();
    let then = of_case(case, before.as_of, true, &everything);
    let mut rows = Vec::new();
    for now in of_case(case, after.as_of, true, &everything) {
        let same = |p: &&Pursuit<'_>| p.made.iter().any(|d| now.made.iter().any(|other| other.id == d.id));
        let what = now.head.what.clone();
        match then.iter().find(same) {
            None => {
                let now_is = Some(words::demand(now.status, &now.possible));
                rows.push(Row { now: now_is.clone(), ..row(case, now.since(), Change::Demand, what.clone()) });
                if now.last.is_some() && now.status != DemandStatus::Open {
                    rows.push(Row { now: now_is, ..row(case, decided(&now, after), Change::Outcome, what) });
                }
            }
            Some(then) => {
                if then.made.len() != now.made.len() {
                    rows.push(Row {
                        now: Some(words::demand(now.status, &now.possible)),
                        ..row(case, now.head.made.as_ref(), Change::Repeated, what.clone())
                    });
                }
                if then.status != now.status {
                    rows.push(Row {
                        was: Some(words::demand(then.status, &then.possible)),
                        now: Some(words::demand(now.status, &now.possible)),
                        ..row(case, decided(&now, after), Change::Outcome, what)
                    });
                }
            }
        }
    }
    rows
}

/// The day on which a demand came to stand as it does: of the first of the latest news that says so, whatever they
/// added since; or of its being made again.
fn decided<'a>(now: &Pursuit<'a>, after: &World<'_>) -> Option<&'a Date> {
    let says_so = |update: &&Update| update.status == now.status;
    let news = news(&now.made, after.as_of);
    let first = news.iter().rev().map(|news| news.update).take_while(says_so).last();
    match first.or(now.last.filter(|_| now.status != DemandStatus::Open)) {
        Some(update) => update.date.as_ref(),
        None => now.head.made.as_ref(),
    }
}
