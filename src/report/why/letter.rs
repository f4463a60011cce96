//! Why a letter stands as it does: what the record says, the rule, the counting, the status.

use super::{Step, Subject};
use crate::{
    model::{
        answer::{Answer, Status, answer},
        communication::Communication,
        date::{Date, DayRange},
        deadline::Deadline,
        letter::Letter,
        rule::{CountedFrom, Rule},
        state::Actor,
    },
    report::{World, letters::breach_of, words},
};
use chrono::NaiveDate;

/// One subject for each addressee of each letter.
pub(super) fn subjects<'a>(letters: impl Iterator<Item = &'a Letter<'a>>, world: &World<'_>) -> Vec<Subject> {
    letters
        .flat_map(|letter| {
            let about: &Communication = &letter.communication;
            about.to.iter().map(move |to| subject(letter, about, to, world))
        })
        .collect()
}

fn subject(letter: &Letter<'_>, about: &Communication, to: &Actor, world: &World<'_>) -> Subject {
    let answer = answer(about, to, world.rules, world.as_of);
    let breach = breach_of(letter, about, world.as_of);
    let status = words::standing(&answer, about.owed_by, breach.as_ref());
    let kind = world.rules.title(&about.procedure);
    let mut steps = facts(about, world);
    steps.extend(counting(about, &answer.deadline));
    steps.extend(replies(about, to, &answer, world.as_of));
    if let Some(breach) = &breach {
        let says = format!("{}: {}", words::breach(breach), breach.by.what);
        steps.push(Step::new("breach", says).from(&breach.by.entry.sources));
    }
    steps.push(Step::new("status", format!("on {}: {}", world.as_of, verdict(&answer, about.is_withheld_for(to)))));
    if let Some(change) = change(&answer) {
        steps.push(Step::new("change", change));
    }
    let cases: Vec<&str> = letter.cases.iter().map(|c| c.id.as_str()).collect();
    Subject { case: cases.join(", "), title: format!("{} ({kind}) to {to}", about.label()), status, steps }
}

/// A date with the days that it can mean.
fn dated(date: &Date) -> String {
    match date.is_exact() {
        true => date.to_string(),
        false => format!("{date}: some day from {} to {}", date.earliest(), date.latest()),
    }
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
    steps.extend(deadline.changed.map(|rule| of_rule(rule, "or rule")));
    if let (None, Some(rule), Some(start), Some(first)) =
        (deadline.named, deadline.rule, deadline.start, deadline.first)
    {
        steps.push(Step::new("counting", arithmetic(rule, deadline.changed, start, first)));
    }
    if let Some((pause, fewest, most)) = deadline.suspension {
        let days = words::days(i64::try_from(fewest).unwrap_or(0), i64::try_from(most).unwrap_or(0));
        let says = format!("the clock stood still {pause}: {days} more, both ends counted");
        steps.push(Step::new("suspended", says).from(&pause.entry.sources));
    }
    if let Some(extension) = deadline.extension {
        let granted = extension.granted.as_ref().map_or_else(String::new, |d| format!("granted {d}, "));
        let says = format!("{granted}until {}; the first due day was {}", extension.until, known(deadline.first));
        steps.push(Step::new("extension", says).from(&extension.entry.sources));
    }
    let says = match deadline.due {
        Some(due) if due.is_exact() => format!("{due} is the last day; overdue from the day after"),
        Some(due) => {
            format!("the last day lies from {} to {}; surely overdue only after the latter", due.earliest, due.latest)
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
    let term = rule.term.map_or_else(|| "no term of its own".to_owned(), |term| format!("{term} from {from}"));
    let owes = match rule.owes {
        crate::model::rule::Owes::Addressee => "the addressee owes the answer",
        crate::model::rule::Owes::State => "the State owes the answer",
    };
    let since = rule.valid_from.map_or_else(String::new, |day| format!(", for letters from {day}"));
    let until = rule.valid_to.map_or_else(String::new, |day| format!(" to {day}"));
    let verified = if rule.verified { "verified" } else { "NOT verified: the passage was not read" };
    let own = if rule.built_in { "" } else { ", rules.toml" };
    let extension = rule.extension.as_ref().map_or_else(String::new, |e| format!("; extension: {e}"));
    let says = format!("{}: {term}{since}{until}; {owes}{extension} ({verified}{own})", rule.procedure);
    Step { step, says, sources: vec![rule.source.to_string()] }
}

/// `2019-05-27 + 60 days = 2019-07-26`, for both ends of an imprecise date.
fn arithmetic(rule: &Rule, changed: Option<&Rule>, start: &Date, first: DayRange) -> String {
    let line = |rule: &Rule, day: NaiveDate, due: NaiveDate| match rule.term {
        Some(term) => format!("{day} + {term} = {due}"),
        None => format!("{day}: no term"),
    };
    let earliest = line(rule, start.earliest(), first.earliest);
    if start.is_exact() {
        return earliest;
    }
    let latest = line(changed.unwrap_or(rule), start.latest(), first.latest);
    format!("at the earliest {earliest}; at the latest {latest}")
}

/// What came back, and what did not.
fn replies(letter: &Communication, to: &Actor, answer: &Answer<'_>, as_of: NaiveDate) -> Vec<Step> {
    let mut steps = Vec::new();
    let come = |date: &Option<Date>| date.as_ref().is_none_or(|d| d.has_come(as_of));
    for reply in letter.replies.iter().filter(|r| r.from == *to && come(&r.date)) {
        let stops = if reply.kind.stops_the_clock() { "stops the clock" } else { "does not stop the clock" };
        let date = reply.date.as_ref().map_or_else(|| "undated".to_owned(), dated);
        let says = format!("{date}: {} ({})", reply.kind, stops);
        steps.push(Step::new("reply", says).from(&reply.entry.sources));
    }
    for reminder in letter.reminders.iter().filter(|r| r.to.as_ref().is_none_or(|who| who == to) && come(&r.date)) {
        let date = reminder.date.as_ref().map_or_else(|| "undated".to_owned(), dated);
        steps.push(Step::new("reminder", date).from(&reminder.entry.sources));
    }
    if let Some(silent) = &letter.no_reply_as_of {
        let says = format!("a source confirms that there was no reply by {silent}");
        steps.push(Step::new("silence", says).from(&letter.entry.sources));
    }
    if letter.reply_unknown {
        let says = "nobody here knows whether a reply came: never shown as overdue";
        steps.push(Step::new("silence", says).from(&letter.entry.sources));
    }
    if steps.is_empty() && answer.status.is_unanswered() {
        steps.push(Step::new("silence", "no reply is on record, and no day on which a source confirmed that"));
    }
    steps
}

/// The status with its reason.
fn verdict(answer: &Answer<'_>, withheld: bool) -> String {
    let cell = words::standing(answer, crate::model::communication::OwedBy::State, None);
    let reason = match answer.status {
        Status::Overdue => "the last possible due day has passed",
        Status::MaybeOverdue => "the earliest possible due day has passed, the latest has not",
        Status::DueToday => "this is the due day, which is not overdue",
        Status::Pending => "the due day has not passed",
        Status::NoDeadline => "there is no due day to be late by",
        Status::Unknown if withheld => "something that bears on it is withheld",
        Status::Unknown => "the record cannot tell",
        Status::Answered if answer.deadline.due.is_none() => "a reply stopped the clock, and there is no due day",
        Status::Answered if answer.days.is_none_or(|d| d.from_earliest > 0) => {
            "a reply stopped the clock; whether in time is not certain, so it is not called late"
        }
        Status::Answered => "a reply stopped the clock in time",
        Status::AnsweredLate => "a reply stopped the clock after the last possible due day",
        Status::Withdrawn => "nothing is awaited any more",
        Status::NotYetSent => "on that day it had not been sent",
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
        Status::MaybeOverdue => Some(format!("the exact day it was sent, or {kinds}; an extension; a withdrawal")),
        Status::NoDeadline => Some(format!("the day it was sent, or a `due` in the letter; {kinds}; a withdrawal")),
        Status::Unknown => Some(format!("{kinds}; or no_reply_as_of, a day on which a source confirms silence")),
        Status::Answered | Status::AnsweredLate | Status::Withdrawn | Status::NotYetSent => None,
    }
}
