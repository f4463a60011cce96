//! What stops the clock of a letter towards one addressee: replies, a withdrawal, a decision. Each is a set of days
//! where its date is not exact.

use super::{
    communication::{Communication, Reply},
    date::{Date, DayRange, FAR_FUTURE, FAR_PAST},
    state::Actor,
};
use chrono::NaiveDate;

/// The replies of one addressee, as they stand on a day.
#[derive(Clone, Debug, Default)]
pub(super) struct Replies<'a> {
    /// The day on which the first that stops the clock came; it has come surely if the latest day has.
    pub(super) first: Option<DayRange>,
    /// The same of those that have a date; an end that nobody knows stays open.
    pub(super) dated: Option<DayRange>,
    /// Whether one without a date has come.
    pub(super) undated: bool,
    /// The first that stops the clock: the earliest with a date, else one without.
    pub(super) stopping: Option<&'a Reply>,
    /// The last that does not stop it.
    pub(super) held: Option<&'a Reply>,
    /// One that would stop it and is dated before its letter.
    pub(super) early: Option<&'a Reply>,
    /// The last day before the first that stops the clock, seen from today: of those that come later than the day
    /// asked about, too.
    pub(super) silent: Option<NaiveDate>,
}

/// What is known of days on which a letter's clock can have been stopped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// The day asked about.
    pub(super) as_of: NaiveDate,
    /// The first day on which the letter can have been answered; `None` if that is not known.
    pub(super) begun: Option<NaiveDate>,
    /// The day to which the letter is on record, at most that of the question: what has no date, or no last day, had
    /// come by then.
    pub(super) reach: NaiveDate,
}

impl Bounds {
    /// The days of something on record: of what has no last day, the day asked about, if all that is on record had
    /// come by then.
    fn days(&self, date: Option<&Date>) -> DayRange {
        let (earliest, latest) = date.map_or((None, FAR_FUTURE), |date| (Some(date.earliest()), date.latest()));
        let latest = match latest {
            FAR_FUTURE if self.reach <= self.as_of => self.as_of,
            FAR_FUTURE => self.reach,
            day => day,
        };
        let earliest = earliest.max(self.begun).unwrap_or(FAR_PAST);
        DayRange { earliest, latest: latest.max(earliest) }
    }

    /// The day on which something that ends the clock for good came, if it can have come.
    pub(super) fn end(&self, date: Option<&Date>) -> Option<DayRange> {
        date.filter(|date| date.has_come(self.as_of)).map(|date| self.days(Some(date)))
    }
}

impl<'a> Replies<'a> {
    /// What came back from `addressee`.
    pub(super) fn of(letter: &'a Communication, addressee: &Actor, bounds: &Bounds) -> Self {
        let mut this = Self::default();
        let mut stopping: Option<(DayRange, &Reply)> = None;
        // Of several addressees one may have answered before a day on which another was silent.
        let silent = letter.no_reply_as_of.as_ref().filter(|_| letter.to.len() == 1).map(Date::earliest);
        for reply in letter.replies.iter().filter(|reply| reply.from == *addressee) {
            let is_early = |date: &Date| bounds.begun.is_some_and(|begun| date.latest() < begun);
            let early = reply.date.as_ref().is_some_and(is_early);
            if !reply.kind.stops_the_clock() {
                let come = reply.date.as_ref().is_none_or(|date| date.has_come(bounds.as_of));
                if come && !early && this.held.is_none_or(|held| order(held) <= order(reply)) {
                    this.held = Some(reply);
                }
                continue;
            }
            if early {
                this.early = this.early.or(Some(reply));
                continue;
            }
            let mut days = bounds.days(reply.date.as_ref());
            // On that day it had not come yet, unless the record contradicts itself.
            let undated = reply.date.is_none();
            if let Some(next) = silent.and_then(|day| day.succ_opt()).filter(|next| undated || *next <= days.latest) {
                days.earliest = days.earliest.max(next);
                days.latest = days.latest.max(days.earliest);
            }
            this.silent = this.silent.into_iter().chain(days.earliest.pred_opt()).min();
            if days.earliest > bounds.as_of {
                continue;
            }
            this.first = first(this.first, days);
            match &reply.date {
                Some(date) => {
                    let latest = if date.latest() < FAR_FUTURE { days.latest } else { FAR_FUTURE };
                    this.dated = first(this.dated, DayRange { latest, ..days });
                }
                None => this.undated = true,
            }
            let key = |days: DayRange, reply: &Reply| (reply.date.is_none(), days, reply.entry.offset);
            if stopping.is_none_or(|(other, first)| key(days, reply) < key(other, first)) {
                stopping = Some((days, reply));
            }
        }
        this.stopping = stopping.map(|(_, reply)| reply);
        this
    }
}

/// The first of two days.
fn first(one: Option<DayRange>, other: DayRange) -> Option<DayRange> {
    Some(one.map_or(other, |one| DayRange {
        earliest: one.earliest.min(other.earliest),
        latest: one.latest.min(other.latest),
    }))
}

fn order(reply: &Reply) -> (Option<NaiveDate>, usize) {
    (reply.date.as_ref().map(Date::earliest), reply.entry.offset)
}
