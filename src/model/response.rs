//! Response statistics: how many letters were answered, by definitions that can be defended.
//!
//! One letter to one addressee counts once. Published reply rates differ because their definitions do,
//! so both are computed: any reply at all, and a reply that stops the clock. Only letters whose last
//! possible due day has passed are in the rates; those not yet due, without a clock or of which nobody
//! knows are counted beside them.

use super::answer::{Answer, Status};
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
    /// Nothing at all.
    pub silent: usize,
    /// Beside the rates: the last possible due day has not passed, whether answered already or not.
    pub not_due: usize,
    /// Beside the rates: no deadline is known.
    pub no_clock: usize,
    /// Beside the rates: nobody knows whether a reply came.
    pub unknown: usize,
    /// Beside the rates: withdrawn.
    pub withdrawn: usize,
    /// Days from sending to the first clock-stopping reply, where both days are known exactly.
    pub days: Vec<i64>,
    /// Days since sending of each letter still without a clock-stopping reply, at least.
    pub silences: Vec<i64>,
}

impl Responses {
    /// Counts one letter to one addressee as it stands on `as_of`. What has not been sent does not count.
    pub fn add(&mut self, answer: &Answer<'_>, as_of: NaiveDate) {
        let due_passed = answer.deadline.due.is_some_and(|due| due.latest < as_of);
        let place = match answer.status {
            Status::NotYetSent => return,
            Status::Withdrawn => &mut self.withdrawn,
            Status::Unknown => &mut self.unknown,
            Status::NoDeadline => &mut self.no_clock,
            _ if answer.deadline.due.is_none() => &mut self.no_clock,
            _ if !due_passed => &mut self.not_due,
            Status::AnsweredLate => &mut self.late,
            Status::Answered if answer.days.is_some_and(|d| d.from_earliest <= 0) => &mut self.in_time,
            Status::Answered => &mut self.unclear,
            _ if answer.held.is_some() => &mut self.acknowledged,
            _ => &mut self.silent,
        };
        *place += 1;
        if !due_passed {
            return;
        }
        if let Some((fewest, most)) = answer.taken
            && fewest == most
        {
            self.days.push(most);
        }
        if let Some(waiting) = answer.waiting.filter(|_| answer.status == Status::Overdue) {
            self.silences.push(waiting.from_latest);
        }
    }

    /// Letters in the rates.
    #[must_use]
    pub const fn counted(&self) -> usize {
        self.stopped() + self.acknowledged + self.silent
    }

    /// Letters beside the rates.
    #[must_use]
    pub const fn beside(&self) -> usize {
        self.not_due + self.no_clock + self.unknown + self.withdrawn
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
