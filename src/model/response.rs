//! Response statistics: how many letters were answered, by the definitions that are printed below the table.
//!
//! One letter to one addressee counts once. Published reply rates differ because their definitions do, so both are
//! computed: any reply at all, and a reply that stops the clock. In the rates are letters of which both is on record:
//! that the last possible due day has passed, and what had come by then or later. Beside them are counted those not
//! yet due, without a clock, decided or withdrawn before a reply, those of which nobody knows, and those whose due day
//! has passed and at which nobody has looked since.

use super::{
    answer::{Answer, Span, Status},
    date::{Date, DayRange},
};
use chrono::NaiveDate;

/// Counts of letters by what came of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Responses {
    /// A clock-stopping reply on or before the due day.
    pub in_time: usize,
    /// A clock-stopping reply after it.
    pub late: usize,
    /// A clock-stopping reply of which it is not certain whether it came in time.
    pub unclear: usize,
    /// Replies, but none that stops the clock.
    pub acknowledged: usize,
    /// Nothing at all, and that is on record for a day after the last possible due day.
    pub silent: usize,
    /// Beside the rates: the last possible due day has not passed, whether answered already or not.
    pub not_due: usize,
    /// Beside the rates: it has passed, and nobody has looked since.
    pub unconfirmed: usize,
    /// Beside the rates: no deadline is known.
    pub no_clock: usize,
    /// Beside the rates: a reply may have come.
    pub maybe_answered: usize,
    /// Beside the rates: nobody knows whether a reply came, or the record contradicts itself.
    pub unknown: usize,
    /// Beside the rates: the body decided before a reply came.
    pub decided: usize,
    /// Beside the rates: withdrawn.
    pub withdrawn: usize,
    /// Days from sending to the first clock-stopping reply of letters in the rates, fewest and most.
    pub taken: Vec<(i64, i64)>,
    /// Days from sending for which silence is on record, at least, of each letter without a clock-stopping reply.
    pub silences: Vec<i64>,
}

impl Responses {
    /// Counts one letter to one addressee as it stands on `as_of`. What has not been sent does not count.
    pub fn add(&mut self, answer: &Answer<'_>, sent: Option<&Date>, as_of: NaiveDate) {
        let due = answer.deadline.due;
        let due_passed = due.is_some_and(|due| due.latest < as_of);
        let place = match answer.status {
            Status::NotYetSent => return,
            Status::Withdrawn => &mut self.withdrawn,
            Status::Decided => &mut self.decided,
            Status::Unknown => &mut self.unknown,
            Status::Unconfirmed => &mut self.unconfirmed,
            Status::MaybeAnswered => &mut self.maybe_answered,
            Status::NoDeadline => &mut self.no_clock,
            Status::MaybeOverdue | Status::DueToday | Status::Pending => &mut self.not_due,
            Status::Answered | Status::AnsweredLate | Status::AnsweredUnclear if due.is_none() => &mut self.no_clock,
            Status::Answered | Status::AnsweredLate | Status::AnsweredUnclear if !due_passed => &mut self.not_due,
            Status::AnsweredLate => &mut self.late,
            Status::AnsweredUnclear => &mut self.unclear,
            Status::Answered => &mut self.in_time,
            Status::Overdue if answer.held.is_some() => &mut self.acknowledged,
            Status::Overdue => &mut self.silent,
        };
        *place += 1;
        if let Some(Span { min: Some(fewest), max: Some(most) }) = answer.taken.filter(|_| due_passed) {
            self.taken.push((fewest, most));
        }
        if let (Status::Overdue, Some(until), Some(sent)) = (answer.status, answer.silence_until, sent) {
            self.silences.extend(Span::between(sent.bounds(), DayRange::day(until)).min);
        }
    }

    /// Adds what was counted elsewhere.
    pub fn join(&mut self, other: Self) {
        let Self {
            in_time,
            late,
            unclear,
            acknowledged,
            silent,
            not_due,
            unconfirmed,
            no_clock,
            maybe_answered,
            unknown,
            decided,
            withdrawn,
            taken,
            silences,
        } = other;
        self.in_time += in_time;
        self.late += late;
        self.unclear += unclear;
        self.acknowledged += acknowledged;
        self.silent += silent;
        self.not_due += not_due;
        self.unconfirmed += unconfirmed;
        self.no_clock += no_clock;
        self.maybe_answered += maybe_answered;
        self.unknown += unknown;
        self.decided += decided;
        self.withdrawn += withdrawn;
        self.taken.extend(taken);
        self.silences.extend(silences);
    }

    /// The median of the fewest days taken, and that of the most.
    #[must_use]
    pub fn median_taken(&self) -> (Option<i64>, Option<i64>) {
        let of = |end: fn(&(i64, i64)) -> i64| median(&self.taken.iter().map(end).collect::<Vec<_>>());
        (of(|taken| taken.0), of(|taken| taken.1))
    }

    /// Letters in the rates.
    #[must_use]
    pub const fn counted(&self) -> usize {
        self.stopped() + self.acknowledged + self.silent
    }

    /// Letters beside the rates.
    #[must_use]
    pub const fn beside(&self) -> usize {
        self.not_due
            + self.unconfirmed
            + self.no_clock
            + self.maybe_answered
            + self.unknown
            + self.decided
            + self.withdrawn
    }

    /// Letters with a clock-stopping reply, in time or not.
    #[must_use]
    pub const fn stopped(&self) -> usize {
        self.in_time + self.late + self.unclear
    }

    /// Letters with any reply.
    #[must_use]
    pub const fn any(&self) -> usize {
        self.stopped() + self.acknowledged
    }
}

/// A share in whole percent, halves rounded up; `None` of nothing.
#[must_use]
pub fn percent(part: usize, whole: usize) -> Option<i64> {
    if whole == 0 {
        return None;
    }
    i64::try_from((part * 200 + whole) / (2 * whole)).ok()
}

/// The median; of an even number, the lower of the two in the middle, so that it is a number that occurs.
#[must_use]
pub fn median(numbers: &[i64]) -> Option<i64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_medians() {
        assert_eq!(percent(1, 3), Some(33));
        assert_eq!(percent(1, 200), Some(1), "halves go up");
        assert_eq!(percent(0, 0), None);
        assert_eq!(median(&[5, 1, 3]), Some(3));
        assert_eq!(median(&[4, 1, 3, 2]), Some(2));
        assert_eq!(median(&[]), None);
    }
}
