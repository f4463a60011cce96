//! Letters: dates that cannot be in this order, references that do not fit.

use super::place::Record;
use crate::{
    load::problem::Code,
    model::{date::FAR_FUTURE, deadline::deadline, state::Actor},
};
use chrono::Datelike;

/// No reply comes before its letter, whichever days the dates mean.
pub(super) fn reply_before_letter(record: &Record<'_>) {
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
pub(super) fn due_before_sent(record: &Record<'_>) {
    for letter in &record.case.communications {
        let (Some(due), Some(sent)) = (&letter.due, &letter.sent) else { continue };
        if due.latest() < sent.earliest() {
            let message = format!("due {due}, but sent {sent}");
            record.note(Code::DueBeforeSent, (&letter.entry, "due"), &[], message, "correct `due` or `sent`");
        }
    }
}

/// More time never means less of it.
pub(super) fn short_extension(record: &Record<'_>) {
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

/// Nobody is silent who has answered. Of several addressees one may have.
pub(super) fn silence_after_reply(record: &Record<'_>) {
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
pub(super) fn reference_state(record: &Record<'_>) {
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

/// The year of a reference is that of sending, or next to it: around New Year they differ.
pub(super) fn reference_year(record: &Record<'_>) {
    for letter in &record.case.communications {
        let (Some(key), Some(sent)) = (letter.key(), &letter.sent) else { continue };
        if sent.earliest().year() > key.year + 1 || sent.latest().year() < key.year - 1 {
            let message = format!("the reference is of {}, but the letter was sent {sent}", key.year);
            record.note(Code::ReferenceYear, (&letter.entry, "ref"), &[], message, "correct `ref` or `sent`");
        }
    }
}
