//! How one letter stands towards one addressee on one day: exactly one status, always.

use super::{
    communication::{Communication, Reply},
    date::{Date, DayRange},
    deadline::{Deadline, deadline},
    rule::Rules,
    state::Actor,
    vocabulary::vocabulary,
};
use chrono::NaiveDate;

vocabulary! {
    /// How a letter stands. Declared in the order in which they are listed, worst first.
    Status {
        /// The due day has passed, whichever it was.
        Overdue = "overdue",
        /// The due day is known within bounds only, and may have passed.
        MaybeOverdue = "maybe-overdue",
        /// This is the last day.
        DueToday = "due-today",
        /// The due day is still to come.
        Pending = "pending",
        /// No rule, or the day of sending is not known.
        NoDeadline = "no-deadline",
        /// Nobody here knows whether a reply came.
        Unknown = "unknown",
        /// A clock-stopping reply came after the due day.
        AnsweredLate = "answered-late",
        /// A clock-stopping reply came in time, or there was no clock.
        Answered = "answered",
        /// Withdrawn.
        Withdrawn = "withdrawn",
        /// Not sent yet on that day.
        NotYetSent = "not-yet-sent",
    }
}

impl Status {
    /// Whether an answer is awaited and the record says that none has come.
    #[must_use]
    pub const fn is_unanswered(self) -> bool {
        matches!(self, Self::Overdue | Self::MaybeOverdue | Self::DueToday | Self::Pending | Self::NoDeadline)
    }
}

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
    /// The deadline and on what it rests.
    pub deadline: Deadline<'a>,
    /// Days past the due day, on the day asked about or, once answered, on the day of the reply:
    /// 0 is the due day itself, negative before it. `None` without a deadline.
    pub days: Option<Count>,
    /// Days since the letter was sent; `None` once answered or if that day is not known.
    pub waiting: Option<Count>,
    /// Days from sending to the reply that stopped the clock, counted from the earliest and the
    /// latest day it can have taken: fewest, most.
    pub taken: Option<(i64, i64)>,
    /// The reply that stopped the clock: the earliest that does.
    pub reply: Option<&'a Reply>,
    /// The last reply that did not stop it.
    pub held: Option<&'a Reply>,
}

/// How `letter` stands towards `addressee` on `as_of`: what is dated after that day does not exist
/// yet, as far as dated facts tell.
#[must_use]
pub fn answer<'a>(letter: &'a Communication, addressee: &Actor, rules: &'a Rules, as_of: NaiveDate) -> Answer<'a> {
    let deadline = deadline(letter, addressee, rules, as_of);
    // Silence is confirmed up to the day named; of a month, for its first day only.
    let silence_confirmed = letter.no_reply_as_of.as_ref().is_some_and(|date| as_of <= date.earliest());
    let come = |reply: &Reply| match &reply.date {
        Some(date) => date.has_come(as_of),
        // An answer without a date came after the last day of confirmed silence, if that is about one addressee.
        None => !(silence_confirmed && letter.to.len() == 1 && reply.kind.stops_the_clock()),
    };
    let replies = letter.replies.iter().filter(|r| r.from == *addressee && come(r));
    let order = |r: &&Reply| (r.date.as_ref().map(Date::earliest), r.entry.offset);
    let reply = replies.clone().filter(|r| r.kind.stops_the_clock()).min_by_key(order);
    let held = replies.filter(|r| !r.kind.stops_the_clock()).max_by_key(order);
    let hidden = letter.is_withheld_for(addressee);

    let mut this = Answer { status: Status::NoDeadline, days: None, waiting: None, taken: None, reply, held, deadline };
    // What asks about a text yet to be adopted does not exist before it is.
    let starts_later = letter.sent.is_none() && this.deadline.start.is_some_and(|date| !date.has_come(as_of));
    if letter.is_not_yet_sent(as_of) || starts_later {
        this.status = Status::NotYetSent;
    } else if let Some(reply) = reply {
        (this.days, this.taken) = reply.date.as_ref().map_or((None, None), |date| {
            let late = this.deadline.due.map(|due| Count {
                from_earliest: date.latest().signed_duration_since(due.earliest).num_days(),
                from_latest: date.earliest().signed_duration_since(due.latest).num_days(),
            });
            let taken = letter.sent.as_ref().map(|sent| {
                let fewest = date.earliest().signed_duration_since(sent.latest()).num_days();
                (fewest.max(0), date.latest().signed_duration_since(sent.earliest()).num_days())
            });
            (late, taken)
        });
        // An earlier reply or an extension may be withheld: nothing is said of time.
        if hidden {
            (this.days, this.taken) = (None, None);
        }
        // Late only if it was, whichever day was meant: a wrong "late" is a false accusation.
        let late = this.days.is_some_and(|days| days.from_latest > 0);
        this.status = if late { Status::AnsweredLate } else { Status::Answered };
    } else if letter.withdrawn.as_ref().is_some_and(|date| date.has_come(as_of)) {
        this.status = Status::Withdrawn;
    } else {
        this.waiting = letter.sent.as_ref().map(|sent| Count::since(sent.bounds(), as_of));
        this.days = this.deadline.due.map(|due| Count::since(due, as_of));
        this.status = match this.days {
            _ if hidden || (letter.reply_unknown && !silence_confirmed) => Status::Unknown,
            None => Status::NoDeadline,
            Some(days) if days.from_latest > 0 => Status::Overdue,
            Some(Count { from_earliest: 0, from_latest: 0 }) => Status::DueToday,
            Some(days) if days.from_earliest > 0 => Status::MaybeOverdue,
            Some(_) => Status::Pending,
        };
    }
    this
}
