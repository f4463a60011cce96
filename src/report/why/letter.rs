//! Why a letter stands as it does: what the record says, the rule, the counting, the status.

use super::{Step, Subject};
use crate::{
    model::{
        answer::{Answer, LetterDoubt, Status, answer},
        communication::Communication,
        date::{Date, DayRange, FAR_FUTURE, FAR_PAST},
        deadline::{Deadline, Standstill},
        letter::{Contradiction, Letter},
        protection::{Incident, Protection},
        rule::{CountedFrom, Owes, Rule},
        state::Actor,
        wording::Wording,
    },
    report::{World, events, words},
};
use chrono::NaiveDate;

/// One subject for each addressee of each letter.
pub(super) fn subjects<'a>(letters: impl Iterator<Item = &'a Letter<'a>>, world: &World<'_>) -> Vec<Subject> {
    letters
        .flat_map(|letter| {
            let about: &Communication = &letter.communication;
            let incident = Protection::of_letters(std::slice::from_ref(letter), world.as_of).worst(letter);
            about.to.iter().map(move |to| {
                let answer = answer(letter, to, world.rules, world.as_of);
                subject(letter, to, &answer, incident.as_ref(), world)
            })
        })
        .collect()
}

/// How the letter came to stand as it does towards this addressee, with the gravest of what happened in spite of it.
pub(super) fn subject(
    letter: &Letter<'_>,
    to: &Actor,
    answer: &Answer<'_>,
    incident: Option<&Incident<'_>>,
    world: &World<'_>,
) -> Subject {
    let about: &Communication = &letter.communication;
    let status = words::standing(answer, about.owed_by, incident, Wording::Short);
    let kind = world.rules.title(&about.procedure);
    let mut steps = Vec::new();
    // Where copies contradict each other, their dates are told as claims (below), not as facts.
    if letter.contradictions.is_empty() {
        steps.extend(facts(about, world));
        steps.extend(counting(about, &answer.deadline));
    }
    steps.extend(replies(letter, to, answer, world.as_of));
    if let Some(incident) = incident {
        let says = format!("{}: {}", words::incident(incident, Wording::Short), incident.what);
        steps.push(Step::new("protection", says).from(&incident.entry.sources));
    }
    steps.push(Step::new("status", format!("on {}: {}", world.as_of, verdict(answer))));
    if let Some(change) = change(answer) {
        steps.push(Step::new("change", change));
    }
    Subject { case: letter.names().join(", "), title: format!("{} ({kind}) to {to}", about.label()), status, steps }
}

/// A date with the days that it can mean.
fn dated(date: &Date) -> String {
    match date.is_exact() {
        true => date.to_string(),
        false => format!("{date}: {}", some_day(date.bounds())),
    }
}

/// `some day from 2019-05-01 to 2019-05-31`; an end that nobody knows is left out.
fn some_day(days: DayRange) -> String {
    let from = (days.earliest > FAR_PAST).then(|| format!(" from {}", days.earliest));
    let to = (days.latest < FAR_FUTURE).then(|| format!(" to {}", days.latest));
    format!("some day{}{}", from.unwrap_or_default(), to.unwrap_or_default())
}

/// What the record says of the letter itself.
fn facts(letter: &Communication, world: &World<'_>) -> Vec<Step> {
    let sources = &letter.entry.sources;
    let mut steps = Vec::new();
    let mut add = |step, date: &Option<Date>| {
        if let Some(date) = date {
            steps.push(Step::new(step, dated(date)).from(sources));
        }
    };
    add("filed", &letter.filed);
    add("sent", &letter.sent);
    add("adopted", &letter.decided);
    add("published", &letter.published);
    add("withdrawn", &letter.withdrawn.clone().filter(|d| d.has_come(world.as_of)));
    if letter.sent.is_none() {
        let says = "the record does not say when it was sent: no day is made up for it";
        steps.insert(0, Step::new("sent", says));
    }
    for claim in &letter.disputed {
        steps.push(
            Step::new("disputed", format!("another source has {}", events::claim(claim, Wording::Short)))
                .from(&claim.sources),
        );
    }
    if !letter.from.is_empty() {
        steps.insert(0, Step::new("from", letter.from.join("; ")).from(sources));
    }
    steps
}

/// The rule and the arithmetic, up to the due day.
fn counting(letter: &Communication, deadline: &Deadline<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(named) = deadline.named {
        let says = format!("the letter itself names {}: this beats every rule", dated(named));
        steps.push(Step::new("due", says).from(&letter.entry.sources));
    }
    match deadline.rule {
        Some(rule) => steps.push(of_rule(rule, "rule")),
        None => steps.push(Step::new("rule", format!("no rule for {} at that time", letter.procedure))),
    }
    steps.extend(deadline.others.iter().map(|rule| of_rule(rule, "or rule")));
    if let (None, Some(rule), Some(start), Some(first)) =
        (deadline.named, deadline.rule, deadline.start, deadline.first)
    {
        steps.push(Step::new("counting", arithmetic(rule, &deadline.others, start, first)));
    }
    for suspension in &deadline.suspensions {
        let until =
            suspension.until.as_ref().map_or_else(|| "on".to_owned(), |until| format!("to {until}, both counted"));
        let says = format!("the clock stands still from {} {until}", suspension.from);
        steps.push(Step::new("suspended", says).from(&suspension.entry.sources));
    }
    if deadline.named.is_some() && !deadline.suspensions.is_empty() {
        steps.push(Step::new("suspended", "the day that the letter names stands as it is"));
    } else if let (Some(first), Some(moved), false) = (deadline.first, deadline.moved, deadline.suspensions.is_empty())
    {
        let says = match moved == first {
            true => format!("none of it falls into the term: {first} stands"),
            false => format!("{first} moves on by the days of the term on which the clock stood still: {moved}"),
        };
        steps.push(Step::new("suspended", says));
    }
    for (extension, days) in &deadline.extensions {
        let granted = extension.granted.as_ref().map_or_else(String::new, |d| format!("granted {d}, "));
        let moved = match days {
            Some(days) if *days != extension.until.bounds() => format!("; the suspension moves it to {days}"),
            _ => String::new(),
        };
        let says = format!("{granted}until {}{moved}", extension.until);
        steps.push(Step::new("extension", says).from(&extension.entry.sources));
    }
    if let (Some(due), false) = (deadline.due, deadline.extensions.is_empty()) {
        let mut lasts = deadline.extensions.iter().filter_map(|(_, days)| *days).chain(deadline.moved);
        let together = match lasts.any(|last| last.earliest == due.earliest) {
            true => "",
            false => ", all of them counted from the same day",
        };
        let says = format!(
            "the furthest counts{together}: an extension never shortens; the first due day was {}",
            known(deadline.first)
        );
        steps.push(Step::new("extension", says));
    }
    let says = match deadline.due {
        Some(due) if due.is_exact() => format!("{due} is the last day; overdue from the day after"),
        Some(due) => format!("the last day is {}; surely overdue only after the latest", some_day(due)),
        None if deadline.standstill == Standstill::Yes => {
            "none while the clock stands still: an entry must say when the suspension ends".into()
        }
        None => format!("no due day can be known: {deadline}"),
    };
    steps.push(Step::new("due", says));
    steps
}

fn known(range: Option<DayRange>) -> String {
    range.map_or_else(|| "not known".to_owned(), |range| range.to_string())
}

fn of_rule(rule: &Rule, step: &'static str) -> Step {
    let from = match rule.from {
        CountedFrom::Sent => "the day it was sent",
        CountedFrom::Adopted => "the day of adoption",
    };
    let term = rule.term.map_or_else(|| "no term".to_owned(), |term| format!("{term} from {from}"));
    let owes = match rule.owes {
        Owes::Addressee => "the addressee owes the answer",
        Owes::State => "the State owes the answer",
    };
    let days = match (rule.valid_from, rule.valid_to) {
        (Some(from), Some(to)) => format!(", for letters from {from} to {to}"),
        (Some(from), None) => format!(", for letters from {from}"),
        (None, Some(to)) => format!(", for letters to {to}"),
        (None, None) => String::new(),
    };
    let extension = rule.extension.as_ref().map_or_else(String::new, |e| format!("; extension: {e}"));
    let verified = match (rule.term, rule.verified) {
        // There is nothing to verify.
        (None, _) => None,
        (Some(_), true) => Some("verified"),
        (Some(_), false) => Some("NOT verified: the passage was not read"),
    };
    let own = (!rule.built_in).then_some("rules.toml");
    let remarks: Vec<&str> = verified.into_iter().chain(own).collect();
    let remarks = if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
    let says = format!("{}: {term}{days}; {owes}{extension}{remarks}", rule.procedure);
    Step { step, says, sources: vec![rule.source.to_string()] }
}

/// `2019-05-27 + 60 days = 2019-07-26`, for both ends of an imprecise date; of several rules, each.
fn arithmetic(rule: &Rule, others: &[&Rule], start: &Date, first: DayRange) -> String {
    let on = |day: NaiveDate| {
        let rules = std::iter::once(rule).chain(others.iter().copied()).filter(|rule| rule.covers(day));
        let mut lines: Vec<String> =
            rules.filter_map(|rule| Some(format!("{day} + {} = {}", rule.term?, rule.term?.after(day)?))).collect();
        lines.dedup();
        lines.join(" or ")
    };
    match start.is_exact() {
        true => on(start.earliest()),
        false => {
            let ends: Vec<String> = [start.earliest(), start.latest()]
                .into_iter()
                .filter(|day| *day > FAR_PAST && *day < FAR_FUTURE)
                .map(on)
                .collect();
            format!("{}: the last day is {}", ends.join(" to "), first)
        }
    }
}

/// So many copies that contradict the first are told; the others are counted.
const CLAIMS: usize = 10;

/// What came back, and what did not.
fn replies(letter: &Letter<'_>, to: &Actor, answer: &Answer<'_>, as_of: NaiveDate) -> Vec<Step> {
    let about: &Communication = &letter.communication;
    let mut steps = Vec::new();
    let come = |date: &Option<Date>| date.as_ref().is_none_or(|d| d.has_come(as_of));
    let sent = about.sent.as_ref().or(answer.deadline.start).or(about.filed.as_ref());
    for reply in about.replies.iter().filter(|r| r.from == *to && come(&r.date)) {
        let early = sent.zip(reply.date.as_ref()).is_some_and(|(sent, date)| date.latest() < sent.earliest());
        let stops = match reply.kind.stops_the_clock() {
            _ if early => "dated before the letter: counts for nothing",
            true => "stops the clock",
            false => "does not stop the clock",
        };
        let date = reply.date.as_ref().map_or_else(|| "undated".to_owned(), dated);
        let told = |what: &str, day: Option<&Date>| day.map_or_else(String::new, |day| format!("; {what} {day}"));
        let arrived = told("arrived", reply.received.as_ref().filter(|day| day.has_come(as_of)));
        let promised = told("announces an answer for", reply.promised.as_ref());
        let says = format!("{date}: {} ({stops}){arrived}{promised}", reply.kind);
        steps.push(Step::new("reply", says).from(&reply.entry.sources));
    }
    for reminder in about.reminders.iter().filter(|r| r.to.as_ref().is_none_or(|who| who == to) && come(&r.date)) {
        let date = reminder.date.as_ref().map_or_else(|| "undated".to_owned(), dated);
        steps.push(Step::new("reminder", date).from(&reminder.entry.sources));
    }
    steps.extend(silence(letter, answer));
    let claim =
        |c: &Contradiction| format!("`{}` is {} in {}, but {} in {}", c.key, c.one.0, c.one.1, c.other.0, c.other.1);
    steps.extend(letter.contradictions.iter().take(CLAIMS).map(|c| Step::new("copies", claim(c))));
    let more = letter.contradictions.len().saturating_sub(CLAIMS);
    if more > 0 {
        steps.push(Step::new("copies", format!("{more} more contradict the first")));
    }
    steps
}

/// To what day it is on record that nothing stopped the clock, and by what.
fn silence(letter: &Letter<'_>, answer: &Answer<'_>) -> Vec<Step> {
    let about: &Communication = &letter.communication;
    let mut steps = Vec::new();
    let mut add = |says: String| steps.push(Step::new("silence", says).from(&about.entry.sources));
    if let Some(silent) = &about.no_reply_as_of {
        add(format!("a source confirms that there was no reply by {silent}"));
    }
    if about.reply_unknown {
        add("nobody here knows whether a reply came: never shown as overdue".into());
    }
    let reviewed = letter.reviewed().filter(|_| !about.reply_unknown);
    if let Some(day) = reviewed {
        steps.push(Step::new("reviewed", format!("the record was kept up to {day}, with what came by then")));
    }
    if let Some(day) = answer.silence_until {
        let by_reply = answer.reply.filter(|_| answer.status.is_answered());
        let says = match (by_reply, about.no_reply_as_of.is_none() && reviewed.is_none()) {
            (Some(_), _) => format!("on record to {day}, the day before the first reply can have come"),
            (None, true) => format!("on record to {day} and no further: nobody is on record as having looked"),
            (None, false) => format!("on record to {day}"),
        };
        steps.push(Step::new("silence", says));
    }
    steps
}

/// The status with its reason.
fn verdict(answer: &Answer<'_>) -> String {
    let cell = words::standing(answer, crate::model::communication::OwedBy::State, None, Wording::Short);
    let reason = match answer.status {
        Status::Overdue => "the last possible due day has passed, and silence is on record for a day after it",
        Status::Unconfirmed => {
            "the last possible due day has passed, but nobody has looked since: no silence is on record for a day after it"
        }
        Status::MaybeOverdue => "the earliest possible due day has passed, the latest has not",
        Status::DueToday => "this is the due day, which is not overdue",
        Status::Pending => "the due day has not passed",
        Status::NoDeadline => "there is no due day to be late by",
        Status::MaybeAnswered => "the first possible reply may have come by then, or later",
        Status::Unknown => match answer.doubt {
            Some(LetterDoubt::Copies) => "the records that hold it contradict each other",
            Some(LetterDoubt::EarlyReply) => {
                "a reply dated before its letter counts for nothing, and one of the two dates is wrong"
            }
            Some(LetterDoubt::Ended) => {
                "the date of the withdrawal or decision leaves open whether it had come by then"
            }
            Some(LetterDoubt::Withheld) => "something that bears on it is withheld",
            Some(LetterDoubt::ReplyUnknown) | None => "the record cannot tell",
        },
        Status::Answered if answer.deadline.due.is_none() => "a reply stopped the clock, and there is no due day",
        Status::Answered => "a reply stopped the clock in time, whichever days are meant",
        Status::AnsweredUnclear => {
            "a reply stopped the clock; whether in time is not certain, so it is not called late"
        }
        Status::AnsweredLate => "a reply stopped the clock after the last possible due day",
        Status::Decided => "the body has decided; nothing is awaited any more",
        Status::Withdrawn => "nothing is awaited any more",
        Status::NotYetSent if answer.lodged => "the complaint lies with the body: nobody owes an answer",
        Status::NotYetSent => "nothing is on record of its having been sent by that day",
    };
    format!("{}: {reason}", words::say(&cell))
}

/// What would change the status.
fn change(answer: &Answer<'_>) -> Option<String> {
    let kinds = "a reply of any kind but acknowledgement, holding, extension-request, information-request";
    match answer.status {
        Status::Overdue | Status::DueToday | Status::Pending => {
            Some(format!("{kinds}; an extension; a suspension; a `due` in the letter; a withdrawal"))
        }
        Status::Unconfirmed => {
            Some(format!("somebody who looks: {kinds}; or `no_reply_as_of`, else `reviewed`, with the day of looking"))
        }
        Status::MaybeOverdue => Some(format!("the exact days; {kinds}; an extension; a withdrawal")),
        Status::MaybeAnswered | Status::AnsweredUnclear => Some("the exact days of reply and letter".into()),
        Status::NoDeadline if answer.deadline.standstill == Standstill::Yes => {
            Some(format!("the end of the suspension; {kinds}; a withdrawal"))
        }
        Status::NoDeadline => Some(format!("the day it was sent, or a `due` in the letter; {kinds}; a withdrawal")),
        Status::Unknown => match answer.doubt {
            Some(LetterDoubt::Copies) => Some("the record that is wrong, corrected".into()),
            Some(LetterDoubt::EarlyReply) => Some("the date of the reply or of the letter, corrected".into()),
            Some(LetterDoubt::Ended) => Some("the exact day of the withdrawal or decision".into()),
            Some(LetterDoubt::ReplyUnknown | LetterDoubt::Withheld) | None => {
                Some(format!("{kinds}; or no_reply_as_of, a day on which a source confirms silence"))
            }
        },
        Status::Answered | Status::AnsweredLate | Status::Decided | Status::Withdrawn | Status::NotYetSent => None,
    }
}
