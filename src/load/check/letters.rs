//! Letters: dates that cannot be in this order, references that do not fit.

use super::place::PlacedRecord;
use crate::{
    load::problem::Code,
    model::{
        date::FAR_FUTURE,
        deadline::deadline,
        reference::{FIRST_YEAR, is_of_special_procedures, most_likely},
        state::{Actor, State},
    },
};
use chrono::Datelike;
use std::collections::HashSet;

/// No reply comes before its letter, whichever days the dates mean.
pub(super) fn reply_before_letter(record: &PlacedRecord<'_>) {
    for letter in &record.case.communications {
        let Some(sent) = &letter.sent else { continue };
        for reply in &letter.replies {
            let Some(date) = reply.date.as_ref().filter(|date| date.latest() < sent.earliest()) else { continue };
            let message = format!("the reply of {date} comes before the letter of {sent}");
            let help = "correct the date of the reply, or `sent` of the letter";
            record.note(Code::ReplyBeforeLetter, (&reply.entry, "date"), &[&letter.entry], message, help);
        }
    }
}

/// No letter names a last day before it was sent.
pub(super) fn due_before_sent(record: &PlacedRecord<'_>) {
    for letter in &record.case.communications {
        let (Some(due), Some(sent)) = (&letter.due, &letter.sent) else { continue };
        if due.latest() < sent.earliest() {
            let message = format!("due {due}, but sent {sent}");
            record.note(Code::DueBeforeSent, (&letter.entry, "due"), &[], message, "correct `due` or `sent`");
        }
    }
}

/// An extension does not end before the first due day.
pub(super) fn short_extension(record: &PlacedRecord<'_>) {
    for letter in &record.case.communications {
        for extension in &letter.extensions {
            let concerned = letter.to.iter().filter(|to| extension.to.as_ref().is_none_or(|only| only == *to));
            let first = concerned.filter_map(|to| deadline(letter, to, record.rules, FAR_FUTURE, FAR_FUTURE).first);
            let Some(first) = first.map(|due| due.earliest).min() else { continue };
            if extension.until.latest() < first {
                let message = format!("extended until {}, but due only on {first} without it", extension.until);
                let help = "correct `until`, or write the last day that the letter names as `due`";
                record.note(Code::ShortExtension, (&extension.entry, "until"), &[&letter.entry], message, help);
            }
        }
    }
}

/// `no_reply_as_of` is not after the reply of the only addressee; of several, another may have been silent.
pub(super) fn silence_after_reply(record: &PlacedRecord<'_>) {
    for letter in record.case.communications.iter().filter(|letter| letter.to.len() == 1) {
        let Some(silent) = &letter.no_reply_as_of else { continue };
        let answer = letter.replies.iter().filter(|reply| reply.kind.stops_the_clock()).find_map(|reply| {
            let date = reply.date.as_ref().filter(|date| date.latest() < silent.earliest())?;
            Some((reply, date))
        });
        if let Some((reply, date)) = answer {
            let message = format!("no reply as of {silent}, but line {} has one of {date}", reply.entry.line);
            let help = "correct one of the dates, or the kind of the reply if it left the letter unanswered";
            record.note(Code::SilenceAfterReply, (&letter.entry, "no_reply_as_of"), &[&reply.entry], message, help);
        }
    }
}

/// The State in a reference is an addressee; `OTH` stands for addressees that are no State.
pub(super) fn reference_state(record: &PlacedRecord<'_>) {
    for letter in &record.case.communications {
        let Some(key) = letter.key() else { continue };
        let fits = letter.to.iter().any(|to| match to {
            Actor::State(state) => *state == key.state,
            Actor::Other(_) => key.state.code() == "OTH",
        });
        if !fits {
            let to: Vec<String> = letter.to.iter().map(ToString::to_string).collect();
            let message = format!("{} stands in the reference, but the letter is to {}", key.state, to.join(", "));
            record.note(Code::ReferenceState, (&letter.entry, "ref"), &[], message, "correct `ref` or `to`");
        }
    }
}

/// The year of a reference is that of sending, or next to it: around New Year they differ. No letter is older than the
/// United Nations, and none is from the future.
pub(super) fn reference_year(record: &PlacedRecord<'_>) {
    for letter in &record.case.communications {
        let Some(key) = letter.key() else { continue };
        let message = match &letter.sent {
            _ if key.year < FIRST_YEAR => {
                format!("the reference is of the year {:04}: the United Nations began in {FIRST_YEAR}", key.year)
            }
            Some(sent) if sent.earliest().year() > key.year + 1 || sent.latest().year() < key.year - 1 => {
                format!("the reference is of {}, but the letter was sent {sent}", key.year)
            }
            None if record.as_of.year() < key.year - 1 => {
                format!("the reference is of {}, after {}", key.year, record.as_of)
            }
            _ => continue,
        };
        record.note(Code::ReferenceYear, (&letter.entry, "ref"), &[], message, "correct `ref` or `sent`");
    }
}

/// The reference of a letter of special procedures reads as one: a near-miss would be a second letter, which
/// stands as overdue beside the answered first.
pub(super) fn unread_reference(record: &PlacedRecord<'_>) {
    let letters = record.case.communications.iter().filter(|letter| is_of_special_procedures(&letter.procedure));
    for letter in letters.filter(|letter| letter.key().is_none()) {
        let Some(reference) = letter.reference.as_deref() else { continue };
        let message = format!("{reference:?} does not read as a reference of special procedures");
        let help = match most_likely(reference) {
            Some(likely) => format!("if that is the letter {likely}, write it so"),
            None => {
                "write it as the letter does: UA GBR 3/2019; what is no reference of the United Nations belongs in \
                     `id` or `note`"
                    .into()
            }
        };
        record.note(Code::UnreadReference, (&letter.entry, "ref"), &[], message, &help);
    }
}

/// An addressee that is no State is not the misspelt name of one: it would be missing in everything that is counted by
/// State.
pub(super) fn addressee_like_state(record: &PlacedRecord<'_>) {
    let letters = record.case.communications.iter().map(|letter| (&letter.entry, &letter.to));
    let demands = record.case.demands.iter().map(|demand| (&demand.entry, &demand.to));
    let mut met = HashSet::new();
    for (entry, to) in letters.chain(demands) {
        for actor in to {
            let Actor::Other(name) = actor else { continue };
            let Some(state) = Some(name).filter(|name| met.insert(*name)).and_then(|name| State::near(name)) else {
                continue;
            };
            let message = format!("{name:?} looks like the name of a State");
            let help = format!("write \"{state}\" if {} is meant", state.name());
            record.note(Code::LookAlike, (entry, "to"), &[], message, &help);
        }
    }
}
