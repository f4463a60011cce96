//! How computed things are put into words: the same phrase wherever a status or a length is shown.

pub mod liberty;

use super::{Cell, Tone};
use crate::model::{
    answer::{Answer, LetterDoubt, Span, Status},
    case::Case,
    communication::{OwedBy, Reply, ReplyKind},
    date::{Date, DayRange},
    deadline::Standstill,
    demand::DemandStatus,
    letter::{Contradiction, Letter},
    protection::{Incident, Outcome},
    reach::{Review, review},
    state::Actor,
    vocabulary::Vocabulary,
    wording::Wording,
};
use chrono::NaiveDate;

/// `1 day`, `3 days`, `3 to 5 days`.
#[must_use]
pub fn days(fewest: i64, most: i64) -> String {
    match (fewest, most) {
        (1, 1) => "1 day".into(),
        (a, b) if a == b => format!("{a} days"),
        (a, b) => format!("{a} to {b} days"),
    }
}

/// The same where a bound may not be known: `at least 3 days`.
#[must_use]
pub fn span(span: Span) -> String {
    match (span.min, span.max) {
        (Some(fewest), Some(most)) => days(fewest, most),
        (Some(fewest), None) => format!("at least {}", days(fewest, fewest)),
        (None, Some(most)) => format!("at most {}", days(most, most)),
        (None, None) => "some days".into(),
    }
}

/// A number known within bounds: `66`, `62–66`.
#[must_use]
pub fn between(fewest: Option<i64>, most: Option<i64>) -> String {
    match (fewest, most) {
        (Some(fewest), Some(most)) if fewest != most => format!("{fewest}–{most}"),
        (fewest, most) => fewest.or(most).map_or_else(String::new, |n| n.to_string()),
    }
}

/// What copies of a letter say differently: `sent 2019-05-27 (a), 2019-05-28 (b)`. Of many, the first.
#[must_use]
pub fn contradictions(letter: &Letter<'_>) -> String {
    const TOLD: usize = 3;
    let claim = |c: &Contradiction| format!("{} {} ({}), {} ({})", c.key, c.one.0, c.one.1, c.other.0, c.other.1);
    let told: Vec<String> = letter.contradictions.iter().take(TOLD).map(claim).collect();
    let more = letter.contradictions.len().saturating_sub(TOLD);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("copies contradict each other: {}{more}", told.join("; "))
}

/// `1 letter`, `3 letters`.
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A number of what is shown. Where something is withheld that may be more of it, the number is not known: a
/// table says how many there are at least, and machine formats say nothing.
#[must_use]
pub fn number(n: usize, may_be_more: bool) -> Cell {
    match (n, may_be_more) {
        (n, false) => i64::try_from(n).unwrap_or(i64::MAX).into(),
        (0, true) => Cell::UNKNOWN.says("not known").tone(Tone::Faint),
        (n, true) => Cell::UNKNOWN.says(format!("{n} or more")),
    }
}

/// Instead of a summary of nothing, where something is withheld: nobody shall take for none what is only not shown.
pub const NOTHING_SHOWN: &str = "nothing to show without what is withheld";

/// What happened in spite of an order: `BREACH, removal on 2022-01-03`, `died on 2022-01-03 while the order was in force`.
#[must_use]
pub fn incident(incident: &Incident<'_>, wording: Wording) -> String {
    let when = incident.date.map_or_else(String::new, |date| format!(" {}", wording.when(date)));
    let says = match incident.outcome {
        Outcome::Breach => format!("BREACH, {}{when}", incident.kind),
        Outcome::Death => format!("died{when} while the order was in force"),
        Outcome::Refused => format!("refused{when}"),
    };
    let possible = match incident.outcome {
        Outcome::Breach => "possible ",
        Outcome::Death | Outcome::Refused => "perhaps ",
    };
    if incident.possible { format!("{possible}{says}") } else { says }
}

/// The same as one word for machine formats: `breach`, `possible-breach`.
#[must_use]
pub fn incident_word(incident: &Incident<'_>) -> String {
    let possible = if incident.possible { "possible-" } else { "" };
    format!("{possible}{}", incident.outcome)
}

/// How a letter stands, in words: what happened in spite of what it orders first, then whose move it is.
#[must_use]
pub fn standing(answer: &Answer<'_>, owed_by: OwedBy, incident: Option<&Incident<'_>>, wording: Wording) -> Cell {
    let mut cell = status(answer, wording);
    if owed_by == OwedBy::Us && answer.status.is_unanswered() {
        cell.says = cell.says.map(|says| format!("our move: {says}"));
        cell.tone = Tone::Bad;
    }
    if let Some(incident) = incident {
        cell.says = cell.says.map(|says| format!("{}; {says}", self::incident(incident, wording)));
        cell.tone = Tone::Bad;
    }
    cell
}

fn status(answer: &Answer<'_>, wording: Wording) -> Cell {
    let past_due = || answer.days.map_or_else(|| "some days".into(), span);
    let (says, tone) = match answer.status {
        Status::Overdue => (format!("overdue by {}{}", past_due(), silence(answer, ",", wording)), Tone::Bad),
        Status::Unconfirmed => {
            (format!("due day passed {} ago{}", past_due(), silence(answer, ";", wording)), Tone::Waiting)
        }
        Status::MaybeOverdue => {
            let most = answer.days.and_then(|past| past.max).map(|most| format!(", by up to {}", days(most, most)));
            (format!("maybe overdue{}{}", most.unwrap_or_default(), silence(answer, ";", wording)), Tone::Waiting)
        }
        Status::DueToday => ("due today".into(), Tone::Waiting),
        Status::Pending => {
            (format!("due in {}", answer.days.map_or_else(|| "some days".into(), |d| span(d.to_come()))), Tone::Plain)
        }
        Status::MaybeAnswered => {
            let reply = answer.reply.map(|r| format!(": {}", reply(r, wording))).unwrap_or_default();
            (format!("perhaps answered{reply}"), Tone::Waiting)
        }
        Status::NoDeadline => {
            let clock = match answer.deadline.standstill {
                Standstill::Yes => "clock suspended",
                Standstill::Maybe | Standstill::No => "no deadline known",
            };
            let sent = answer.waiting.map(|waiting| format!(", sent {} ago", span(waiting))).unwrap_or_default();
            (format!("{clock}{sent}"), Tone::Plain)
        }
        Status::Unknown => {
            let says = match answer.doubt {
                Some(LetterDoubt::ReplyUnknown | LetterDoubt::Withheld) | None => "not known whether answered",
                Some(LetterDoubt::Copies) => "not known: copies contradict each other",
                Some(LetterDoubt::EarlyReply) => "not known: the reply is dated before the letter",
                Some(LetterDoubt::Ended) => "not known: perhaps withdrawn or decided",
            };
            (says.into(), Tone::Faint)
        }
        Status::Answered => (format!("answered{}", taken(answer)), Tone::Good),
        Status::AnsweredUnclear => (format!("answered{}, perhaps late", taken(answer)), Tone::Plain),
        Status::AnsweredLate => (format!("answered {} late", past_due()), Tone::Waiting),
        Status::Decided if answer.doubt.is_some() => ("decided; not known whether answered before".into(), Tone::Faint),
        Status::Decided if answer.reply.is_some() => ("decided; a reply came later".into(), Tone::Faint),
        Status::Decided => ("decided, no reply on record".into(), Tone::Faint),
        Status::Withdrawn => ("withdrawn".into(), Tone::Faint),
        Status::NotYetSent if answer.lodged => ("filed; not known to be sent on".into(), Tone::Faint),
        Status::NotYetSent => ("not on record yet".into(), Tone::Faint),
    };
    Cell::from(answer.status.name()).says(says).tone(tone)
}

/// To what day silence is on record, unless that is the day of the report.
fn silence(answer: &Answer<'_>, after: &str, wording: Wording) -> String {
    match answer.silence_until {
        Some(_) if answer.known_days == answer.days => String::new(),
        Some(day) => format!("{after} silence on record to {}", wording.day(day)),
        None => format!("{after} no silence on record"),
    }
}

/// ` in 26 days`, if that is known.
fn taken(answer: &Answer<'_>) -> String {
    answer.taken.map(|taken| format!(" in {}", span(taken))).unwrap_or_default()
}

/// A reply in a word and its date: `ack 2019-06-02`; in full, `acknowledgement on 2 June 2019`.
#[must_use]
pub fn reply(reply: &Reply, wording: Wording) -> String {
    let kind = match wording {
        Wording::Short => reply.kind.short(),
        Wording::Full => reply_kind(reply.kind),
    };
    match (&reply.date, wording) {
        (Some(date), Wording::Short) => format!("{kind} {date}"),
        (Some(date), Wording::Full) => format!("{kind} {}", date.when()),
        (None, _) => kind.into(),
    }
}

/// What sort of answer came, in words.
#[must_use]
pub const fn reply_kind(kind: ReplyKind) -> &'static str {
    match kind {
        ReplyKind::Substantive => "substantive reply",
        ReplyKind::Partial => "partial reply",
        ReplyKind::Denial => "denial",
        ReplyKind::Refusal => "refusal",
        ReplyKind::Immaterial => "reply beside the point",
        ReplyKind::Untranslated => "reply, not translated yet",
        ReplyKind::Acknowledgement => "acknowledgement",
        ReplyKind::Holding => "holding reply",
        ReplyKind::ExtensionRequest => "asks for more time",
        ReplyKind::InformationRequest => "asks for details",
    }
}

/// What a cell says to a person.
#[must_use]
pub fn say(cell: &Cell) -> &str {
    cell.says.as_deref().unwrap_or_default()
}

/// An exact day in prose: `16 December 2025`.
#[must_use]
pub fn on(day: NaiveDate) -> String {
    DayRange::day(day).in_words()
}

/// The status of a demand with its tone; if the dates leave it open, where it may stand.
#[must_use]
pub fn demand(status: DemandStatus, possible: &[DemandStatus]) -> Cell {
    let says = status.in_words();
    let tone = match status {
        DemandStatus::Open | DemandStatus::PartlyMet => Tone::Waiting,
        DemandStatus::Met => Tone::Good,
        DemandStatus::Refused | DemandStatus::Reversed => Tone::Bad,
        DemandStatus::Superseded | DemandStatus::Overtaken | DemandStatus::Unknown => Tone::Faint,
    };
    let cell = Cell::from(status.name()).tone(tone);
    match possible {
        // The last possible status is only perhaps so: its update, of an imprecise date, may not have come yet.
        [_, .., last] if status == DemandStatus::Unknown => {
            let last = demand(*last, &[]);
            cell.says(format!("perhaps {}", say(&last)))
        }
        _ => cell.says(says),
    }
}

/// The day up to which the record was brought up to date, or that this was long ago.
#[must_use]
pub fn reviewed(case: &Case, as_of: NaiveDate, wording: Wording) -> Cell {
    let cell = Cell::from(case.reviewed.as_ref());
    match stale(review(case, as_of), wording) {
        Some(stale) => cell.says(stale).tone(Tone::Waiting),
        None => cell,
    }
}

/// That nobody has looked for long; `None` if somebody has.
#[must_use]
pub fn stale(review: Review<'_>, wording: Wording) -> Option<String> {
    match review {
        Review::Fresh => None,
        Review::Stale(date) => Some(format!("not reviewed since {}", wording.date(date))),
        Review::Never => Some("never reviewed".into()),
    }
}

/// What each is called.
#[must_use]
pub fn actors(actors: &[Actor], wording: Wording) -> Vec<String> {
    actors.iter().map(|actor| wording.actor(actor)).collect()
}

/// The date, or that it is not known.
#[must_use]
pub fn date(date: Option<&Date>) -> Cell {
    match date {
        Some(date) => date.into(),
        None => Cell::UNKNOWN.says("undated").tone(Tone::Faint),
    }
}
