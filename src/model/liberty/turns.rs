//! The events that change one person's liberty, in their order, and the periods between them.

use super::Count;
use crate::model::{
    date::{Date, DayRange, FAR_FUTURE},
    event::{Event, EventKind, Liberty},
    order::{Forwards, bounded},
};
use chrono::{Days, NaiveDate};

/// Why somebody's liberty is not known although events say something of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LibertyDoubt {
    /// One of them is withheld.
    Withheld,
    /// A release that freed nobody stands right before an arrest that its date overlaps: it may as well have come after.
    Order,
    /// An arrest without a date: what is known of other days may be older or newer.
    Undated,
    /// A release, or a death of somebody not named, that does not say what it made of anybody's liberty.
    Unstated,
}

/// A stretch of one person's life with one state of liberty.
#[derive(Clone, Copy, Debug)]
pub struct Period<'a> {
    /// What it is; `None` if its event does not say.
    pub liberty: Option<Liberty>,
    /// The event that began it.
    pub event: &'a Event,
    /// The first day.
    pub start: DayRange,
    /// The day by which it had certainly begun.
    pub(super) begun_by: NaiveDate,
    /// The last day, inclusive; `None` while it lasts.
    pub end: Option<DayRange>,
    /// The end that the event itself names, by the end of its date or by its days.
    pub(super) own_end: Option<DayRange>,
    /// Its days, inclusive of both ends, where the record says how many they are.
    pub(super) length: Option<i64>,
    /// Its days, counted to the day asked about and to the last news; `None` if it is no deprivation of liberty.
    pub days: Option<Count>,
    /// Why what it says may not hold.
    pub doubt: Option<LibertyDoubt>,
    /// The first day on which a release whose order is doubtful may have ended it.
    pub(super) perhaps_freed: Option<NaiveDate>,
}

impl Period<'_> {
    /// Whether it is a deprivation of liberty.
    #[must_use]
    pub fn is_deprivation(&self) -> bool {
        self.liberty.is_some_and(Liberty::is_deprivation)
    }
}

/// An event that changes somebody's liberty.
#[derive(Clone, Copy, Debug)]
pub struct Turn<'a> {
    /// The event.
    pub event: &'a Event,
    /// Into what; `None` if it does not say.
    pub liberty: Option<Liberty>,
    /// The days on which it can have been; every disputed date taken in, as none is picked.
    pub days: DayRange,
}

impl Turn<'_> {
    /// Whether it is a death, which is last.
    #[must_use]
    pub fn is_death(&self) -> bool {
        self.liberty == Some(Liberty::Dead)
    }

    /// Whether it deprives somebody of liberty.
    #[must_use]
    pub fn is_deprivation(&self) -> bool {
        self.liberty.is_some_and(Liberty::is_deprivation)
    }

    /// Whether it lets somebody go, so that it makes no sense where nobody was held.
    #[must_use]
    pub fn is_release(&self) -> bool {
        match self.liberty {
            Some(Liberty::Free | Liberty::Exiled) => true,
            Some(Liberty::Restricted) => self.event.kind == EventKind::Release,
            Some(
                Liberty::Detained | Liberty::HouseArrest | Liberty::Disappeared | Liberty::InHiding | Liberty::Dead,
            )
            | None => false,
        }
    }
}

/// The periods of one person up to `as_of`, in order, from the events about them in the order of the file. What is
/// planned, and what is dated later, has not happened.
pub(super) fn periods<'a>(events: &[&'a Event], as_of: NaiveDate, reach: NaiveDate) -> Vec<Period<'a>> {
    let turns = turns(events, as_of);
    let starts = bounded(turns.iter().map(|turn| turn.days).collect());
    let certain = bounded(turns.iter().map(|turn| turn.days.on_record(reach)).collect());
    let mut periods: Vec<Period<'a>> = Vec::with_capacity(turns.len());
    for (at, turn) in turns.iter().enumerate() {
        let start = starts[at];
        let length = turn.event.days.filter(|_| turn.is_deprivation()).map(i64::from);
        let own_end = own_end(turn.event, start, length).filter(|end| end.earliest <= as_of);
        let end = match (own_end, starts.get(at + 1)) {
            (Some(own), Some(next)) => {
                Some(DayRange { earliest: own.earliest.min(next.earliest), latest: own.latest.min(next.latest) })
            }
            (own, next) => own.or(next.copied()),
        };
        let doubt = match turn.liberty {
            None => Some(LibertyDoubt::Unstated),
            Some(liberty) if liberty.is_deprivation() && turn.event.date.is_none() => Some(LibertyDoubt::Undated),
            Some(_) => None,
        };
        periods.push(Period {
            liberty: turn.liberty,
            event: turn.event,
            start,
            begun_by: certain[at].latest,
            end,
            own_end,
            length,
            days: None,
            doubt,
            perhaps_freed: None,
        });
    }
    doubt_order(&turns, &mut periods);
    periods
}

/// The events in their order: where the file has them as far as their dates allow, death last.
pub(super) fn turns<'a>(events: &[&'a Event], as_of: NaiveDate) -> Vec<Turn<'a>> {
    let mut walk = Forwards::default();
    let mut placed: Vec<((bool, NaiveDate), Turn<'a>)> = events
        .iter()
        // An earlier day that somebody claims counts: the event may have been on that day.
        .filter(|event| event.planned.is_none() && event.days().earliest <= as_of)
        .map(|event| {
            let liberty = event.makes_of_liberty();
            let place = walk.place_of(event.date.as_ref());
            let turn = Turn { event, liberty, days: event.days() };
            ((turn.is_death(), place), turn)
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, turn)| turn).collect()
}

/// The last day that the event itself names: by the length of what it begins, else by the end of its date.
fn own_end(event: &Event, start: DayRange, length: Option<i64>) -> Option<DayRange> {
    let Some(length) = length else { return event.date.as_ref().and_then(Date::end) };
    let after = |day: NaiveDate| {
        let days = Days::new(u64::try_from(length - 1).unwrap_or(0));
        if day == FAR_FUTURE { day } else { day.checked_add_days(days).unwrap_or(FAR_FUTURE) }
    };
    Some(DayRange { earliest: after(start.earliest), latest: after(start.latest) })
}

/// Marks what is held to last only because the file has a release before it that freed nobody: right beside an arrest
/// that its date overlaps, one of the two imprecise. Whatever goes on from that arrest before the last day of the
/// release is in the same doubt.
fn doubt_order(turns: &[Turn<'_>], periods: &mut [Period<'_>]) {
    let mut doubted: Option<DayRange> = None;
    for at in 1..turns.len() {
        let (release, arrest) = (&turns[at - 1], &turns[at]);
        let is_beside = arrest.is_deprivation()
            && release.is_release()
            && !(release.days.is_exact() && arrest.days.is_exact())
            && release.days.overlaps(arrest.days)
            && !was_held(periods, at - 1);
        if is_beside {
            doubted = Some(release.days);
        } else if !arrest.is_deprivation() || doubted.is_some_and(|free| free.latest <= periods[at].start.earliest) {
            doubted = None;
        }
        if let Some(free) = doubted {
            periods[at].doubt = periods[at].doubt.or(Some(LibertyDoubt::Order));
            periods[at].perhaps_freed = Some(free.earliest.max(periods[at].start.earliest));
        }
    }
}

/// Whether somebody was held, or bound by conditions, when the period of this place began.
fn was_held(periods: &[Period<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &periods[before]) else { return false };
    let is_bound = before.is_deprivation() || before.liberty == Some(Liberty::Restricted);
    is_bound && before.own_end.is_none_or(|end| end.latest >= periods[at].start.earliest)
}
