//! How a letter stands, worked out the slow way from the description of the domain: every day that a date can mean
//! is tried, the clock ticks day by day, and a status is said only if it holds in every reading.

use super::letter::{ADDRESSEES, Day, Letter, Reply, STOPS, each, plus};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// What is said of a letter towards one addressee on one day; days as fewest and most.
#[derive(Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) status: &'static str,
    pub(super) days: Range,
    pub(super) known_days: Range,
    pub(super) waiting: Range,
    pub(super) silence_until: Option<NaiveDate>,
}

/// Fewest and most, as far as they are known.
pub(super) type Range = Option<(Option<i64>, Option<i64>)>;

pub(super) fn between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// The terms by the tables of domain.md that the made-up letters need, on the day of the letter.
fn terms(procedure: &str, start: NaiveDate) -> Vec<NaiveDate> {
    match procedure {
        "sp-urgent-appeal" => vec![plus(start, 60)],
        // Between 2007 and 2020 the day of the change is not known: both count.
        "sp-allegation-letter" if start.year() < 2020 => vec![plus(start, 60), months(start, 2)],
        "sp-allegation-letter" => vec![plus(start, 60)],
        "ced-urgent-action" => vec![plus(start, 14)],
        "wgad-opinion-follow-up" => vec![months(start, 6)],
        "cerd-complaint" => vec![months(start, 3)],
        "cat-concluding-follow-up" => vec![months(start, 12)],
        "other" => Vec::new(),
        other => panic!("no term for {other}"),
    }
}

/// The same day of a later month, or the last one that it has.
fn months(start: NaiveDate, number: usize) -> NaiveDate {
    let mut first = start.with_day(1).expect("the first");
    for _ in 0..number {
        first = each(first, plus(first, 40)).find(|d| d.month() != first.month()).expect("next month");
    }
    each(first, plus(first, 31)).filter(|d| d.month() == first.month() && d.day() <= start.day()).last().expect("a day")
}

/// The clock in one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Clock {
    None,
    Still,
    Due(NaiveDate),
}

/// A suspension in one reading.
type Pause = (NaiveDate, Option<NaiveDate>);

fn holds(pauses: &[Pause], day: NaiveDate) -> impl Iterator<Item = &Pause> {
    pauses.iter().filter(move |(from, until)| *from <= day && until.is_none_or(|until| day <= until))
}

/// Lets a term tick from the day after `start`: a day on which the clock stands still does not count.
fn tick(start: NaiveDate, ends: NaiveDate, pauses: &[Pause], today: NaiveDate) -> Clock {
    let (mut left, mut day) = (between(start, ends), start);
    while left > 0 {
        day = plus(day, 1);
        if holds(pauses, day).next().is_none() {
            left -= 1;
        } else if holds(pauses, day).any(|pause| holds(&[*pause], today).next().is_some()) {
            return Clock::Still;
        }
    }
    Clock::Due(day)
}

/// An extension moves on by the days of every suspension that had not ended when it was granted.
fn extended(
    start: Option<NaiveDate>,
    granted: Option<NaiveDate>,
    until: NaiveDate,
    pauses: &[Pause],
    today: NaiveDate,
) -> Clock {
    let later = |(_, end): &&Pause| granted.is_none_or(|granted| end.is_none_or(|end| end >= granted));
    let pauses: Vec<Pause> = pauses.iter().filter(later).copied().collect();
    let mut due = until;
    loop {
        let before: Vec<&Pause> = pauses.iter().filter(|(from, _)| *from <= due).collect();
        if before.iter().any(|(_, end)| end.is_none_or(|end| today <= end)) {
            return Clock::Still;
        }
        let days: BTreeSet<NaiveDate> = before
            .iter()
            .flat_map(|(from, end)| each(*from, end.expect("over")))
            .filter(|d| Some(*d) > start)
            .collect();
        let moved = plus(until, i64::try_from(days.len()).expect("few"));
        if moved == due {
            return Clock::Due(due);
        }
        due = moved;
    }
}

fn days_of(day: &Day) -> Vec<NaiveDate> {
    each(day.first, day.last).collect()
}

/// Each of several lists of days, or `None` where there is no date.
fn product<T: Clone>(lists: Vec<Vec<T>>) -> Vec<Vec<T>> {
    lists.into_iter().fold(vec![Vec::new()], |all, list| {
        all.iter()
            .flat_map(|one| list.iter().map(move |item| [one.as_slice(), std::slice::from_ref(item)].concat()))
            .collect()
    })
}

fn maybe(day: Option<&Day>) -> Vec<Option<NaiveDate>> {
    day.map_or(vec![None], |day| days_of(day).into_iter().map(Some).collect())
}

/// The day that the term counts from: adoption for one of the procedures.
fn start(letter: &Letter) -> Option<&Day> {
    if letter.procedure == "cat-concluding-follow-up" { letter.decided.as_ref() } else { letter.sent.as_ref() }
}

/// Every reading of the clock on a day.
fn clocks(letter: &Letter, addressee: usize, today: NaiveDate) -> BTreeSet<Clock> {
    let mut clocks = BTreeSet::new();
    let concerned = |e: &&super::letter::Extension| e.to.is_none_or(|to| to == addressee);
    let extensions: Vec<_> = letter.extensions.iter().filter(concerned).collect();
    let pauses: Vec<Vec<Pause>> = letter
        .suspensions
        .iter()
        .map(|s| product(vec![maybe(Some(&s.from)), maybe(s.until.as_ref())]))
        .map(|pairs| pairs.into_iter().map(|pair| (pair[0].expect("a first day"), pair[1])).collect())
        .collect();
    let extensions: Vec<Vec<(Option<NaiveDate>, NaiveDate)>> = extensions
        .iter()
        .map(|e| product(vec![maybe(e.granted.as_ref()), maybe(Some(&e.until))]))
        .map(|pairs| pairs.into_iter().map(|pair| (pair[0], pair[1].expect("a last day"))).collect())
        .collect();
    let (pauses, extensions) = (product(pauses), product(extensions));
    for start in maybe(start(letter)) {
        for pauses in &pauses {
            let begun: Vec<Pause> = pauses
                .iter()
                .filter(|(from, until)| *from <= today && until.is_none_or(|until| *from <= until))
                .copied()
                .collect();
            let firsts: Vec<Clock> = match (&letter.due, start) {
                (Some(due), _) => days_of(due).into_iter().map(Clock::Due).collect(),
                (None, None) => vec![Clock::None],
                (None, Some(start)) => match terms(letter.procedure, start) {
                    none if none.is_empty() => vec![Clock::None],
                    terms => terms.into_iter().map(|ends| tick(start, ends, &begun, today)).collect(),
                },
            };
            for extensions in &extensions {
                let granted = extensions.iter().filter(|(granted, _)| granted.is_none_or(|day| day <= today));
                let later = granted.map(|(granted, until)| extended(start, *granted, *until, &begun, today));
                let furthest = later.fold(Clock::None, furthest);
                clocks.extend(firsts.iter().map(|first| self::furthest(*first, furthest)));
            }
        }
    }
    clocks
}

/// The order of the enum: a clock that stands still, wherever, has no due day.
fn furthest(a: Clock, b: Clock) -> Clock {
    if a == Clock::Still || b == Clock::Still { Clock::Still } else { a.max(b) }
}

/// What has happened to the letter in one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    InTime,
    Late,
    Withdrawn,
    Decided,
    NoDeadline,
    Passed,
    DueToday,
    Pending,
    /// Not answered as far as is on record, but the record says that nobody knows.
    Unknown,
    /// Waits, with the body.
    Filed,
}

/// Latest of the first days of all that is on record of the letter.
fn reach(letter: &Letter) -> Option<NaiveDate> {
    let single =
        [&letter.reviewed, &letter.filed, &letter.sent, &letter.decided, &letter.withdrawn, &letter.no_reply_as_of];
    let inner = letter.replies.iter().map(|r| &r.date).chain(letter.extensions.iter().map(|e| &e.granted));
    single.into_iter().chain(inner).flatten().map(|day| day.first).max()
}

/// The first day on which an answer can have come.
fn begun(letter: &Letter) -> Option<NaiveDate> {
    letter.sent.as_ref().or(start(letter)).or(letter.filed.as_ref()).map(|day| day.first)
}

fn is_early(letter: &Letter, reply: &Reply) -> bool {
    begun(letter).is_some_and(|begun| reply.date.as_ref().is_some_and(|day| day.last < begun))
}

/// The first and the last day on which a reply can have come.
fn came(letter: &Letter, reply: &Reply, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (mut first, last) = match &reply.date {
        Some(day) => (day.first.max(begun(letter).unwrap_or(day.first)), day.last),
        None => {
            // On record without a day: had come by the day to which the letter is on record.
            let last = reach(letter).filter(|reach| *reach > today).unwrap_or(today);
            (begun(letter).unwrap_or(NaiveDate::MIN).min(last), last)
        }
    };
    if letter.addressees == 1
        && let Some(silent) = &letter.no_reply_as_of
        && (reply.date.is_none() || silent.first < last)
    {
        first = first.max(plus(silent.first, 1));
    }
    (first, last.max(first))
}

/// Whether the clock stands still in some readings only. Then the due day of the others is told no more narrowly than
/// each date by itself allows.
pub(super) fn is_torn(letter: &Letter, addressee: usize, today: NaiveDate) -> bool {
    let clocks = clocks(letter, addressee, today);
    clocks.contains(&Clock::Still) && clocks.len() > 1
}

/// Whether the one range holds the other.
fn holds_range(wide: Range, narrow: Range) -> bool {
    match (wide, narrow) {
        (Some((a, b)), Some((c, d))) => {
            a.is_none_or(|a| c.is_some_and(|c| a <= c)) && b.is_none_or(|b| d.is_some_and(|d| d <= b))
        }
        (wide, narrow) => wide == narrow,
    }
}

impl Verdict {
    /// Whether it says what `other` says, its days perhaps more widely.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let days = [(self.days, other.days), (self.known_days, other.known_days)];
        (self.status, self.waiting, self.silence_until) == (other.status, other.waiting, other.silence_until)
            && days.into_iter().all(|(wide, narrow)| holds_range(wide, narrow))
    }
}

/// Whether nothing but what became of it says that the letter was there.
pub(super) fn is_there_by_its_traces(letter: &Letter) -> bool {
    letter.sent.is_none() && letter.filed.is_none() && !letter.reference
}

/// What became of the letter, towards whomever.
fn traces(letter: &Letter) -> impl Iterator<Item = &Day> {
    let own = [&letter.decided, &letter.withdrawn, &letter.no_reply_as_of];
    let replies = letter.replies.iter().map(|reply| &reply.date);
    let granted = letter.extensions.iter().map(|extension| &extension.granted);
    own.into_iter().chain(replies).chain(granted).flatten()
}

pub(super) fn oracle(letter: &Letter, addressee: usize, today: NaiveDate) -> Verdict {
    let nothing = |status| Verdict { status, days: None, known_days: None, waiting: None, silence_until: None };
    let later = |day: &Option<Day>| day.as_ref().is_some_and(|d| today < d.first);
    if later(&letter.sent)
        || (letter.sent.is_none() && (later(&letter.filed) || start(letter).is_some_and(|d| today < d.first)))
    {
        return nothing("not-yet-sent");
    }
    if letter.sent.is_none() && letter.filed.is_none() && letter.reference && today.year() < 2018 {
        return nothing("not-yet-sent");
    }
    if is_there_by_its_traces(letter) && traces(letter).all(|day| today < day.first) && traces(letter).next().is_some()
    {
        return nothing("not-yet-sent");
    }
    let stops = |r: &&Reply| r.from == addressee && STOPS.contains(&r.kind);
    let early = letter.replies.iter().filter(stops).any(|r| is_early(letter, r));
    let replies: Vec<&Reply> = letter.replies.iter().filter(stops).filter(|r| !is_early(letter, r)).collect();
    let silence_until = silence(letter, &replies, early, today);
    let clocks = clocks(letter, addressee, today);
    let dues: Vec<NaiveDate> =
        clocks.iter().filter_map(|c| if let Clock::Due(day) = c { Some(*day) } else { None }).collect();

    // What ends the clock for good, each with the days that it can mean, none before the letter itself.
    let floor = begun(letter).unwrap_or(NaiveDate::MIN);
    let ends = |day: Option<&Day>| {
        day.filter(|d| d.first <= today)
            .map_or(vec![None], |d| days_of(d).into_iter().map(|day| Some(day.max(floor))).collect())
    };
    let own = letter.procedure == "cat-concluding-follow-up";
    let after = |day: &&Day| letter.sent.as_ref().is_none_or(|sent| day.last > sent.first);
    let decided = ends(letter.decided.as_ref().filter(|_| !own).filter(after));
    let withdrawn = ends(letter.withdrawn.as_ref());
    // The days on which the first reply can have come: its own, or for one without a day all that matter.
    let marks: Vec<NaiveDate> =
        dues.iter().copied().chain(decided.iter().chain(&withdrawn).flatten().copied()).collect();
    let days = |reply: &&Reply| {
        let (first, last) = came(letter, reply, today);
        match &reply.date {
            Some(_) => each(first, last).collect::<Vec<_>>(),
            None => {
                let all = marks.iter().flat_map(|d| [*d, plus(*d, 1)]).chain([first, last, today, plus(today, 1)]);
                all.filter(|d| (first..=last).contains(d)).collect()
            }
        }
    };
    let firsts: BTreeSet<Option<NaiveDate>> =
        product(replies.iter().map(days).collect()).into_iter().map(|days| days.into_iter().min()).collect();

    let confirmed = letter.no_reply_as_of.as_ref().is_some_and(|day| today <= day.first);
    let filed = letter.sent.is_none() && letter.filed.is_some() && letter.due.is_none() && start(letter).is_none();
    let mut outcomes = BTreeSet::new();
    for clock in &clocks {
        for first in &firsts {
            for (w, v) in withdrawn.iter().flat_map(|w| decided.iter().map(move |v| (w, v))) {
                let end = w.iter().chain(v).min().copied();
                let first = first.filter(|day| *day <= today && end.is_none_or(|end| *day <= end));
                outcomes.insert(match (first, clock) {
                    (Some(first), Clock::Due(due)) if first > *due => Outcome::Late,
                    (Some(_), _) => Outcome::InTime,
                    (None, _) if w.is_some_and(|day| day <= today) => Outcome::Withdrawn,
                    (None, _) if v.is_some_and(|day| day <= today) => Outcome::Decided,
                    _ if filed => Outcome::Filed,
                    _ if (letter.reply_unknown && !confirmed) || early => Outcome::Unknown,
                    (None, Clock::None | Clock::Still) => Outcome::NoDeadline,
                    (None, Clock::Due(due)) => match due.cmp(&today) {
                        std::cmp::Ordering::Less => Outcome::Passed,
                        std::cmp::Ordering::Equal => Outcome::DueToday,
                        std::cmp::Ordering::Greater => Outcome::Pending,
                    },
                });
            }
        }
    }
    let surely_replied = !replies.is_empty() && firsts.iter().all(|first| first.is_some_and(|day| day <= today));
    let surely_withdrawn = withdrawn.iter().all(|day| day.is_some_and(|day| day <= today));
    let unlooked = dues.iter().max().is_none_or(|due| silence_until.is_none_or(|day| day <= *due));
    let status = said(&outcomes, surely_replied, surely_withdrawn, unlooked);

    let range = dues.iter().min().zip(dues.iter().max()).map(|(a, b)| (*a, *b));
    // No days are counted from a bound that stands for "not known".
    let days = |from, to: NaiveDate| Some(between(from, to)).filter(|_| to > NaiveDate::MIN);
    let since_due = |first: NaiveDate, last: NaiveDate| range.map(|(a, b)| (days(b, first), days(a, last)));
    let known = silence_until.and_then(|day| since_due(day, day));
    let sent = letter.sent.as_ref();
    match status {
        "answered" | "answered-late" | "answered-unclear" => {
            let dated: Vec<_> = replies.iter().filter(|r| r.date.is_some()).map(|r| came(letter, r, today)).collect();
            let undated = replies.iter().any(|r| r.date.is_none() && came(letter, r, today).0 <= today);
            let dated: Vec<_> = dated.into_iter().filter(|(first, _)| *first <= today).collect();
            // A reply without a day has no length; if another is in time, that one's length is told.
            let told = !dated.is_empty() && (!undated || status == "answered");
            let first = dated.iter().map(|d| d.0).min().zip(dated.iter().map(|d| d.1).min()).filter(|_| told);
            let all = replies.iter().map(|r| came(letter, r, today).0).min();
            let days = match first.and_then(|(a, b)| since_due(a, b)) {
                // Late, whenever it came: by at least so many days.
                None if status == "answered-late" => {
                    let dated = dated.iter().map(|d| d.1).min();
                    since_due(all.expect("a reply"), dated.unwrap_or(today))
                        .map(|(min, max)| (min, max.filter(|_| dated.is_some())))
                }
                days => days,
            };
            Verdict { status, days, known_days: days.and(known), waiting: None, silence_until }
        }
        "unknown" | "withdrawn" | "decided" | "not-yet-sent" => Verdict {
            status,
            silence_until: if status == "not-yet-sent" { None } else { silence_until },
            ..nothing(status)
        },
        _ => {
            let maybe = firsts.iter().flatten().min().filter(|day| **day <= today);
            let from = maybe.copied().unwrap_or(today);
            let waiting = sent.map(|s| (Some(between(s.last, from).max(0)), Some(between(s.first, today))));
            if status == "no-deadline" {
                return Verdict { waiting, silence_until, ..nothing(status) };
            }
            Verdict { status, days: since_due(from, today), known_days: known, waiting, silence_until }
        }
    }
}

/// What is said where these outcomes are possible: one that is sure, else the status that says so.
fn said(outcomes: &BTreeSet<Outcome>, replied: bool, withdrawn: bool, unlooked: bool) -> &'static str {
    use Outcome::*;
    let any = |some: &[Outcome]| some.iter().any(|o| outcomes.contains(o));
    let answered = any(&[InTime, Late]);
    let ended = any(&[Withdrawn, Decided]);
    let waits = any(&[NoDeadline, Passed, DueToday, Pending, Unknown, Filed]);
    match (answered, ended, waits) {
        (true, _, true) => "maybe-answered",
        (true, true, false) if !replied => {
            if withdrawn {
                "withdrawn"
            } else {
                "decided"
            }
        }
        (true, true, false) => "answered-unclear",
        (true, false, false) if !any(&[Late]) => "answered",
        (true, false, false) if !any(&[InTime]) => "answered-late",
        (true, false, false) => "answered-unclear",
        (false, true, false) => {
            if withdrawn {
                "withdrawn"
            } else {
                "decided"
            }
        }
        (false, true, true) => {
            if any(&[Passed]) {
                "maybe-overdue"
            } else {
                "unknown"
            }
        }
        (false, false, _) if any(&[Unknown]) => "unknown",
        (false, false, _) if any(&[Filed]) => "not-yet-sent",
        (false, false, _) if any(&[Passed]) => match outcomes.len() {
            1 if unlooked => "unconfirmed",
            1 => "overdue",
            _ => "maybe-overdue",
        },
        (false, false, _) if any(&[NoDeadline]) => "no-deadline",
        (false, false, _) if any(&[Pending]) => "pending",
        (false, false, _) => "due-today",
    }
}

/// The last day for which it is on record that no reply had stopped the clock.
fn silence(letter: &Letter, replies: &[&Reply], early: bool, today: NaiveDate) -> Option<NaiveDate> {
    let reviewed = letter.reviewed.as_ref().filter(|_| !letter.reply_unknown && !early);
    let told = letter.no_reply_as_of.iter().chain(reviewed).map(|day| day.first).max();
    let before = replies.iter().map(|r| came(letter, r, today).0).min().map(|day| day.pred_opt().unwrap_or(day));
    let known = before.or(told).map(|day| day.min(today));
    let sent = letter.sent.as_ref().or(start(letter)).map(|day| day.first.min(today));
    sent.max(known).filter(|day| day.year() > 1000 && begun(letter).is_none_or(|begun| *day >= begun))
}

/// Every day at which something can change, with one before and one after.
pub(super) fn days_to_walk(letter: &Letter) -> Vec<NaiveDate> {
    let mut marks: Vec<NaiveDate> = ["2017-12-31", "2019-12-31"].map(|day| day.parse().expect("a day")).to_vec();
    let single = [
        &letter.reviewed,
        &letter.filed,
        &letter.sent,
        &letter.decided,
        &letter.due,
        &letter.withdrawn,
        &letter.no_reply_as_of,
    ];
    let inner = letter.replies.iter().map(|r| &r.date).chain(letter.extensions.iter().map(|e| &e.granted));
    let inner = inner.chain(letter.suspensions.iter().map(|s| &s.until));
    marks.extend(single.into_iter().chain(inner).flatten().flat_map(|d| [d.first, d.last]));
    marks.extend(letter.extensions.iter().flat_map(|e| [e.until.first, e.until.last]));
    marks.extend(letter.suspensions.iter().flat_map(|s| [s.from.first, s.from.last]));
    for addressee in 0..letter.addressees.min(ADDRESSEES.len()) {
        for today in [marks[0], marks[1]].into_iter().chain(letter.suspensions.iter().map(|s| s.from.first)) {
            let clocks = clocks(letter, addressee, today);
            marks.extend(clocks.iter().filter_map(|c| if let Clock::Due(day) = c { Some(*day) } else { None }));
        }
    }
    let mut days: Vec<NaiveDate> = marks.into_iter().flat_map(|d| each(plus(d, -1), plus(d, 1))).collect();
    days.sort_unstable();
    days.dedup();
    days
}
