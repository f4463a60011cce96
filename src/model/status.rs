//! The words for how a letter stands, and for why that is not known.

use super::vocabulary::vocabulary;

vocabulary! {
    /// How a letter stands. Declared in the order in which they are listed, worst first.
    Status {
        /// The last possible due day has passed, and silence is on record for a day after it.
        Overdue = "overdue",
        /// The last possible due day has passed, and nobody has looked since.
        Unconfirmed = "unconfirmed",
        /// The due day may have passed: imprecise dates leave it open.
        MaybeOverdue = "maybe-overdue",
        /// This is the last day.
        DueToday = "due-today",
        /// The due day is still to come.
        Pending = "pending",
        /// A reply that stops the clock may have come: its date leaves it open.
        MaybeAnswered = "maybe-answered",
        /// No rule, the day of sending is not known, or the clock stands still.
        NoDeadline = "no-deadline",
        /// Nobody here knows whether a reply came, or the record contradicts itself.
        Unknown = "unknown",
        /// A reply that stops the clock came after the due day, whichever days are meant.
        AnsweredLate = "answered-late",
        /// A reply that stops the clock came; whether in time is not certain.
        AnsweredUnclear = "answered-unclear",
        /// A reply that stops the clock came in time, whichever days are meant, or there was no clock.
        Answered = "answered",
        /// The body has decided; no reply is on record before that.
        Decided = "decided",
        /// Withdrawn.
        Withdrawn = "withdrawn",
        /// Not sent yet on that day, or only filed.
        NotYetSent = "not-yet-sent",
    }
}

impl Status {
    /// Whether an answer is awaited, or may be: what `pending` lists.
    #[must_use]
    pub const fn is_unanswered(self) -> bool {
        match self {
            Self::Overdue
            | Self::Unconfirmed
            | Self::MaybeOverdue
            | Self::DueToday
            | Self::Pending
            | Self::MaybeAnswered
            | Self::NoDeadline => true,
            Self::Unknown
            | Self::AnsweredLate
            | Self::AnsweredUnclear
            | Self::Answered
            | Self::Decided
            | Self::Withdrawn
            | Self::NotYetSent => false,
        }
    }

    /// Whether a reply that stops the clock has come.
    #[must_use]
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::Answered | Self::AnsweredLate | Self::AnsweredUnclear)
    }
}

/// Why it is not known how a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterDoubt {
    /// The record says that nobody knows whether a reply came.
    ReplyUnknown,
    /// Copies of the letter contradict each other.
    Copies,
    /// The only reply on record is dated before its letter.
    EarlyReply,
    /// Something that the status rests on is withheld.
    Withheld,
    /// It may have been withdrawn or decided by then: the date of that leaves it open.
    Ended,
}
