//! How one letter stands towards one addressee on one day: exactly one status, always.
//!
//! A date that is not exact is a set of days. A status is said only if it holds whichever day is meant; else the one
//! is said that says so.

use super::{
    communication::{Communication, Reply},
    date::{Date, DayRange, FAR_FUTURE, FAR_PAST},
    deadline::{Deadline, Standstill, deadline},
    letter::Letter,
    rule::{CountedFrom, Rules},
    state::Actor,
    stop::{Bounds, Replies},
};
use chrono::NaiveDate;

pub use super::{
    span::Span,
    status::{LetterDoubt, Status},
};

/// A number of days that depends on a day known within bounds: counted from its earliest and from
/// its latest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Counted from the earliest day.
    pub from_earliest: i64,
    /// Counted from the latest day.
    pub from_latest: i64,
}

impl Count {
    /// Days from a day known within `from` to `to`; the first day is day 0, negative if `to` comes first.
    #[must_use]
    pub fn since(from: DayRange, to: NaiveDate) -> Self {
        Self {
            from_earliest: to.signed_duration_since(from.earliest).num_days(),
            from_latest: to.signed_duration_since(from.latest).num_days(),
        }
    }
}

/// How a letter stands towards one addressee on one day.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The status.
    pub status: Status,
    /// Why it is not known, if it is not.
    pub doubt: Option<LetterDoubt>,
    /// The deadline and on what it rests.
    pub deadline: Deadline<'a>,
    /// Days past the due day, on the day asked about or, once answered, on the day of the reply: 0 is the due day
    /// itself, negative is still to come. `None` without a clock that runs or ran.
    pub days: Option<Span>,
    /// The same on [`Answer::silence_until`].
    pub known_days: Option<Span>,
    /// Days since the letter was sent; `None` once answered or if that day is not known.
    pub waiting: Option<Span>,
    /// Days from sending to the reply that stopped the clock.
    pub taken: Option<Span>,
    /// The last day for which it is on record that no reply had stopped the clock: the latest of `no_reply_as_of`,
    /// `reviewed` and, in hindsight, the day before the first such reply; at least the day of sending, never after
    /// the day asked about. `None` if the letter is not known to have been sent, or that is withheld.
    pub silence_until: Option<NaiveDate>,
    /// The reply that stopped the clock, or may have: the first that does.
    pub reply: Option<&'a Reply>,
    /// The last reply that did not stop it.
    pub held: Option<&'a Reply>,
    /// A reply dated before its letter: it counts for nothing.
    pub early: Option<&'a Reply>,
    /// A complaint that has been filed and, as far as is known, not been sent on: it lies with the body.
    pub lodged: bool,
}

/// How `letter` stands towards `addressee` on `as_of`: what is dated after that day does not exist yet, as far as
/// dated facts tell.
#[must_use]
pub fn answer<'a>(letter: &'a Letter<'_>, addressee: &Actor, rules: &'a Rules, as_of: NaiveDate) -> Answer<'a> {
    let about: &Communication = &letter.communication;
    let reviewed = letter.reviewed();
    let reach = reach(about, reviewed);
    let deadline = deadline(about, addressee, rules, as_of, reach.min(as_of));
    let begun = begun(about, &deadline);
    let bounds = Bounds { as_of, begun, reach };
    let replies = Replies::of(about, addressee, &bounds);
    let hidden = about.is_withheld_for(addressee);
    let mut this = Answer {
        status: Status::NotYetSent,
        doubt: None,
        deadline,
        days: None,
        known_days: None,
        waiting: None,
        taken: None,
        silence_until: None,
        reply: replies.stopping,
        held: replies.held,
        early: replies.early,
        lodged: false,
    };
    this.lodged = is_only_filed(about, &this.deadline) && about.filed.as_ref().is_some_and(|date| date.has_come(as_of));
    if is_not_yet_sent(about, &this.deadline, as_of) {
        return this;
    }
    this.silence_until = silence_until(about, reviewed, &replies, &this.deadline, as_of).filter(|_| !hidden);
    if !letter.contradictions.is_empty() {
        this.deadline.due = None;
        return Answer { status: Status::Unknown, doubt: Some(LetterDoubt::Copies), silence_until: None, ..this };
    }
    let ended = Ended::of(about, &this.deadline, &bounds);
    let waiting = waiting(about, &this, hidden, as_of);
    let (status, doubt) = outcome(&replies, ended, waiting, as_of);
    (this.status, this.doubt) = (status, doubt);
    match status {
        Status::Answered | Status::AnsweredLate | Status::AnsweredUnclear => {
            answered(&mut this, about, &replies, hidden)
        }
        Status::Overdue
        | Status::Unconfirmed
        | Status::MaybeOverdue
        | Status::DueToday
        | Status::Pending
        | Status::MaybeAnswered
        | Status::NoDeadline => counted(&mut this, about, &replies, as_of),
        // Silence begins with the sending: a letter that is not known to have been sent has none.
        Status::NotYetSent => this.silence_until = None,
        Status::Unknown | Status::Decided | Status::Withdrawn => {}
    }
    this
}

/// The latest day, by their first ones, of all that is on record of a letter: what has no date had come by then.
fn reach(letter: &Communication, reviewed: Option<NaiveDate>) -> NaiveDate {
    let dates =
        [&letter.filed, &letter.sent, &letter.published, &letter.decided, &letter.withdrawn, &letter.no_reply_as_of];
    let inner = letter.replies.iter().map(|reply| &reply.date).chain(letter.extensions.iter().map(|e| &e.granted));
    let inner = inner.chain(letter.reminders.iter().map(|reminder| &reminder.date));
    let days = dates.into_iter().chain(inner).flatten().map(Date::earliest);
    days.chain(reviewed).max().unwrap_or(FAR_PAST)
}

/// The first day on which the letter can have been answered.
fn begun(letter: &Communication, deadline: &Deadline<'_>) -> Option<NaiveDate> {
    let date = letter.sent.as_ref().or(deadline.start).or(letter.filed.as_ref());
    date.map(Date::earliest).filter(|day| *day > FAR_PAST)
}

/// Whether nothing is on record of its having been sent by that day: what asks about a text yet to be adopted does not
/// exist before it is.
fn is_not_yet_sent(letter: &Communication, deadline: &Deadline<'_>, as_of: NaiveDate) -> bool {
    let later = |date: &Date| !date.has_come(as_of);
    letter.is_not_yet_sent(as_of) || (letter.sent.is_none() && deadline.start.is_some_and(later))
}

/// Whether all that is known is that a complaint was lodged: it lies with the body, and nobody owes an answer.
fn is_only_filed(letter: &Communication, deadline: &Deadline<'_>) -> bool {
    letter.filed.is_some() && letter.sent.is_none() && letter.due.is_none() && deadline.start.is_none()
}

/// The last day for which it is on record that nothing had stopped the clock.
fn silence_until(
    letter: &Communication,
    reviewed: Option<NaiveDate>,
    replies: &Replies<'_>,
    deadline: &Deadline<'_>,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    // `reviewed` proves no silence where the record says that nobody knows whether a reply came.
    let looked = reviewed.filter(|_| !letter.reply_unknown && replies.early.is_none());
    let told = letter.no_reply_as_of.as_ref().map(Date::earliest).max(looked);
    let known = replies.silent.or(told).map(|day| day.min(as_of));
    let sent = letter.sent.as_ref().or(deadline.start).map(|date| date.earliest().min(as_of));
    let asked = begun(letter, deadline).unwrap_or(FAR_PAST.succ_opt().unwrap_or(FAR_PAST));
    sent.max(known).filter(|day| *day >= asked)
}

/// A withdrawal or a decision, as days within bounds.
#[derive(Clone, Copy)]
struct Ended {
    status: Status,
    days: DayRange,
}

impl Ended {
    /// What has ended the clock for good, or may have; the first of both, under the name of the surer.
    fn of(letter: &Communication, deadline: &Deadline<'_>, bounds: &Bounds) -> Option<Self> {
        let withdrawn = bounds.end(letter.withdrawn.as_ref()).map(|days| Self { status: Status::Withdrawn, days });
        let ends = match deadline.from {
            Some(CountedFrom::Sent) => true,
            // These count from the decision itself, or may do so: it does not end them.
            Some(CountedFrom::Adopted) | None => false,
        };
        // A decision from before the letter does not end it: the letter is about that decision.
        let after = |date: &&Date| letter.sent.as_ref().is_none_or(|sent| date.latest() > sent.earliest());
        let decided = letter.decided.as_ref().filter(after).filter(|_| ends);
        let decided = bounds.end(decided).map(|days| Self { status: Status::Decided, days });
        match (withdrawn, decided) {
            (Some(a), Some(b)) => Some(Self {
                status: if a.days.latest > bounds.as_of { b.status } else { a.status },
                days: DayRange {
                    earliest: a.days.earliest.min(b.days.earliest),
                    latest: a.days.latest.min(b.days.latest),
                },
            }),
            (a, b) => a.or(b),
        }
    }
}

/// How it stands as far as nothing has stopped the clock.
fn waiting(letter: &Communication, this: &Answer<'_>, hidden: bool, as_of: NaiveDate) -> (Status, Option<LetterDoubt>) {
    // Up to the day of confirmed silence the clock runs; of a month, to its first day only.
    let confirmed = letter.no_reply_as_of.as_ref().is_some_and(|date| as_of <= date.earliest());
    if hidden {
        return (Status::Unknown, Some(LetterDoubt::Withheld));
    }
    if is_only_filed(letter, &this.deadline) {
        return (Status::NotYetSent, None);
    }
    if letter.reply_unknown && !confirmed {
        return (Status::Unknown, Some(LetterDoubt::ReplyUnknown));
    }
    if this.early.is_some() {
        return (Status::Unknown, Some(LetterDoubt::EarlyReply));
    }
    let silent_after = |due: DayRange| this.silence_until.is_some_and(|day| day > due.latest);
    let status = match (this.deadline.due, this.deadline.standstill) {
        (None, _) | (_, Standstill::Yes) => Status::NoDeadline,
        (Some(due), Standstill::Maybe) if due.earliest < as_of => Status::MaybeOverdue,
        (Some(_), Standstill::Maybe) => Status::NoDeadline,
        // Silence is known to `as_of` at the most, so the last day has passed.
        (Some(due), Standstill::No) if silent_after(due) => Status::Overdue,
        (Some(due), Standstill::No) if due.latest < as_of => Status::Unconfirmed,
        (Some(due), Standstill::No) if due.earliest < as_of => Status::MaybeOverdue,
        (Some(due), Standstill::No) if due == DayRange::day(as_of) => Status::DueToday,
        (Some(_), Standstill::No) => Status::Pending,
    };
    (status, None)
}

/// What holds whichever days are meant: the first of reply, withdrawal and decision stops the clock.
fn outcome(
    replies: &Replies<'_>,
    ended: Option<Ended>,
    waiting: (Status, Option<LetterDoubt>),
    as_of: NaiveDate,
) -> (Status, Option<LetterDoubt>) {
    let first = replies.first.unwrap_or(DayRange::day(NaiveDate::MAX));
    let end = ended.map_or(DayRange::day(NaiveDate::MAX), |ended| ended.days);
    let may_be_answered = first.earliest <= as_of && first.earliest <= end.latest;
    let may_be_ended = end.earliest <= as_of && end.earliest < first.latest;
    let may_wait = first.latest > as_of && end.latest > as_of;
    match (may_be_answered, ended.filter(|_| may_be_ended), may_wait) {
        (false, None, _) => waiting,
        (true, None, false) => (Status::Answered, None),
        (true, _, true) => (Status::MaybeAnswered, None),
        (true, Some(_), false) if first.latest <= as_of => (Status::AnsweredUnclear, None),
        // Where the record says that nobody knows of a reply, one may have come before the end: then it is unknown.
        (_, Some(ended), false) => (ended.status, waiting.1),
        (false, Some(_), true) => match waiting.0 {
            Status::Overdue | Status::Unconfirmed | Status::MaybeOverdue => (Status::MaybeOverdue, None),
            _ => (Status::Unknown, Some(waiting.1.unwrap_or(LetterDoubt::Ended))),
        },
    }
}

/// Days of a letter that is answered, and whether it was in time.
fn answered(this: &mut Answer<'_>, letter: &Communication, replies: &Replies<'_>, hidden: bool) {
    let Some(first) = replies.first else { return };
    this.status = match this.deadline.due {
        // An earlier reply or an extension may be withheld: nothing is said of time.
        _ if hidden => Status::AnsweredUnclear,
        None => this.status,
        Some(_) if this.status == Status::AnsweredUnclear => this.status,
        Some(due) if first.latest <= due.earliest => Status::Answered,
        Some(due) if first.earliest > due.latest && this.deadline.standstill == Standstill::No => Status::AnsweredLate,
        Some(_) => Status::AnsweredUnclear,
    };
    // Days are counted to the dated reply if it is in time or the only one. If all are late and one has no date, the
    // first came on the last day of the dated one, at the latest.
    let came = match replies.dated {
        Some(dated) if this.status == Status::Answered || !replies.undated => Some(dated),
        dated if this.status == Status::AnsweredLate => {
            Some(DayRange { latest: dated.map_or(FAR_FUTURE, |dated| dated.latest), ..first })
        }
        _ => None,
    };
    let Some(came) = came.filter(|_| !hidden) else { return };
    let since_due = |to| this.deadline.due.map(|due| Span::between(due, to));
    (this.days, this.known_days) = (since_due(came), this.silence_until.and_then(|day| since_due(DayRange::day(day))));
    this.taken = letter.sent.as_ref().map(|sent| Span::between(sent.bounds(), came).not_negative());
}

/// Days of a letter that waits, or may.
fn counted(this: &mut Answer<'_>, letter: &Communication, replies: &Replies<'_>, as_of: NaiveDate) {
    let now = DayRange { earliest: replies.first.map_or(as_of, |first| first.earliest.min(as_of)), latest: as_of };
    this.waiting = letter.sent.as_ref().map(|sent| Span::between(sent.bounds(), now).not_negative());
    if this.status == Status::NoDeadline {
        this.deadline.due = None;
    }
    let since_due = |to| this.deadline.due.map(|due| Span::between(due, to));
    (this.days, this.known_days) = (since_due(now), this.silence_until.and_then(|day| since_due(DayRange::day(day))));
}
