//! What is to be done or to be looked for, each with its day: from letters, planned events, sentences, reviews.

use crate::{
    model::{
        answer::Status,
        case::Case,
        charge::Outcome as Decision,
        chronology::Outlook,
        communication::{Communication, OwedBy, ReplyKind},
        date::{Date, DayRange},
        event::EventKind,
        letter::Letter,
        reach::{Review, review},
        state::Actor,
        vocabulary::vocabulary,
    },
    report::{Tone, World, letters::Line, words},
};
use chrono::{Days, NaiveDate};

vocabulary! {
    /// What sort of thing an agenda has. Declared in the order in which they come on one day.
    Sort {
        /// A letter that we ourselves owe.
        OurMove = "our-move",
        /// A letter became overdue.
        Overdue = "overdue",
        /// The due day of a letter passed, and nobody has looked since.
        Unconfirmed = "unconfirmed",
        /// A letter is or may be due.
        Due = "due",
        /// An answer was announced for the day.
        Promised = "promised",
        /// A hearing, the end of a remand, or anything else that is planned.
        Planned = "planned",
        /// The day of something planned has passed, and nothing is on record since.
        NothingSince = "nothing-since",
        /// A sentence ends.
        SentenceEnds = "sentence-ends",
        /// Nobody has looked for news for long.
        Stale = "stale",
    }
}

impl Sort {
    /// It as people say it.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::OurMove => "our move",
            Self::Overdue => "newly overdue",
            Self::Unconfirmed => "due day passed",
            Self::Due => "answer due",
            Self::Promised => "answer promised",
            Self::Planned => "planned",
            Self::NothingSince => "nothing since",
            Self::SentenceEnds => "sentence ends",
            Self::Stale => "to review",
        }
    }
}

/// One thing of an agenda.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The case.
    pub case: &'a Case,
    /// What sort of thing it is.
    pub sort: Sort,
    /// On which day; `None` if that is not known.
    pub day: Option<DayRange>,
    /// What it is, in a sentence without its day.
    pub what: String,
    /// What it may be called where nobody may be named: a letter by reference and State, else the kind.
    pub plain: String,
    /// The letter, if it is one: its reference or id, and the addressee.
    pub letter: Option<(String, String)>,
    /// Ids of the people concerned, as the record of the case has them.
    pub people: &'a [String],
    /// Ids of the sources it rests on.
    pub sources: &'a [String],
    /// How it sounds.
    pub tone: Tone,
}

impl Item<'_> {
    /// What it is, with how far off it is: `Hearing on the appeal (in 12 days)`.
    #[must_use]
    pub fn told(&self, as_of: NaiveDate) -> String {
        match self.day.and_then(|day| when(day, as_of)) {
            Some(when) => format!("{} ({when})", self.what),
            None => self.what.clone(),
        }
    }
}

/// `today`, `in 12 days`, `12 to 14 days ago`; nothing without a day.
fn when(day: DayRange, as_of: NaiveDate) -> Option<String> {
    let (first, last) = day.first().zip(day.last())?;
    let since = |day: NaiveDate| as_of.signed_duration_since(day).num_days();
    Some(match (since(last), since(first)) {
        (0, 0) => "today".into(),
        (fewest, most) if fewest > 0 => format!("{} ago", words::days(fewest, most)),
        (fewest, most) if most < 0 => format!("in {}", words::days(-most, -fewest)),
        _ => "perhaps now".into(),
    })
}

/// Which days an agenda is about.
#[derive(Clone, Copy, Debug)]
pub struct Horizon {
    as_of: NaiveDate,
    first: NaiveDate,
    last: NaiveDate,
}

impl Horizon {
    /// The days from `days` days before `as_of` to as many after it, both included.
    #[must_use]
    pub fn within(as_of: NaiveDate, days: u64) -> Self {
        let first = as_of.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
        let last = as_of.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        Self { as_of, first, last }
    }

    /// Everything from `as_of` on.
    #[must_use]
    pub const fn ahead(as_of: NaiveDate) -> Self {
        Self { as_of, first: as_of, last: NaiveDate::MAX }
    }

    /// Whether a day can lie in it.
    fn meets(self, day: DayRange) -> bool {
        day.earliest <= self.last && day.latest >= self.first
    }

    /// Whether a day can lie between `as_of` and its end.
    fn is_ahead(self, day: DayRange) -> bool {
        day.earliest <= self.last && day.latest >= self.as_of
    }
}

/// What a letter to one addressee has for an agenda.
#[must_use]
pub fn of_letter<'a>(line: &Line<'a>, horizon: Horizon) -> Vec<Item<'a>> {
    let letter: &'a Letter<'a> = line.letter;
    let about: &'a Communication = &letter.communication;
    let status = line.answer.status;
    if !status.is_unanswered() || !line.exists() {
        return Vec::new();
    }
    let due = line.answer.deadline.due;
    // It is overdue from the day after the last one on which it may have been due.
    let late = due.and_then(|due| due.last()).and_then(|last| last.succ_opt()).map(DayRange::day);
    let newly = late.is_some_and(|late| horizon.meets(late));
    let ours = about.owed_by == OwedBy::Us;
    let title = line.title();
    let reference = about.reference.as_deref().or(about.id.as_deref()).unwrap_or_default().to_owned();
    let plain = plain_letter(line);
    let cell = words::standing(&line.answer, about.owed_by, None, line.wording);
    let item = |sort, day, what: String, tone| Item {
        case: line.letter.cases[0],
        sort,
        day,
        what,
        plain: plain.clone(),
        letter: Some((reference.clone(), line.to.to_string())),
        people: &about.people,
        sources: &about.entry.sources,
        tone,
    };
    let mut items = Vec::new();
    match status {
        _ if ours => items.push(item(Sort::OurMove, due, title.clone(), Tone::Bad)),
        Status::Overdue if newly => {
            items.push(item(Sort::Overdue, late, format!("{title}: {}", words::say(&cell)), Tone::Bad));
        }
        Status::Unconfirmed if newly => {
            items.push(item(Sort::Unconfirmed, late, format!("{title}: {}", words::say(&cell)), Tone::Waiting));
        }
        Status::Pending | Status::DueToday | Status::MaybeOverdue if due.is_some_and(|due| horizon.is_ahead(due)) => {
            items.push(item(Sort::Due, due, title.clone(), cell.tone));
        }
        Status::Overdue
        | Status::Unconfirmed
        | Status::Pending
        | Status::DueToday
        | Status::MaybeOverdue
        | Status::MaybeAnswered
        | Status::NoDeadline
        | Status::Unknown
        | Status::Answered
        | Status::AnsweredUnclear
        | Status::AnsweredLate
        | Status::Decided
        | Status::Withdrawn
        | Status::NotYetSent => {}
    }
    let promise = line.answer.held.filter(|reply| reply.kind == ReplyKind::Holding).and_then(|r| r.promised.as_ref());
    if let Some(promised) = promise.map(Date::bounds).filter(|day| horizon.meets(*day)) {
        items.push(item(Sort::Promised, Some(promised), title.clone(), Tone::Waiting));
    }
    items
}

/// The reference and the State; what names nobody where there is neither.
fn plain_letter(line: &Line<'_>) -> String {
    let about = &line.letter.communication;
    let letter = about.reference.as_deref().map_or_else(|| format!("letter ({})", about.procedure), str::to_owned);
    let to = match line.to {
        Actor::State(state) => state.to_string(),
        Actor::Other(_) => "another addressee".into(),
    };
    format!("{letter} to {to}")
}

/// What the other entries of a case have for an agenda.
#[must_use]
pub fn of_case<'a>(case: &'a Case, world: &World<'_>, horizon: Horizon) -> Vec<Item<'a>> {
    let item = |sort, day, what: String, plain: String, people: &'a [String], sources: &'a [String], tone| Item {
        case,
        sort,
        day,
        what,
        plain,
        letter: None,
        people,
        sources,
        tone,
    };
    let mut items = Vec::new();
    for event in &case.events {
        let Some(outlook) = Outlook::of(event, world.as_of) else { continue };
        let day = event.date.as_ref().map(Date::bounds);
        let (people, sources) = (&event.people, &event.entry.sources);
        let kind = match event.kind {
            EventKind::Other => "planned".to_owned(),
            kind => kind.to_string(),
        };
        match outlook {
            Outlook::ComingUp if day.is_none_or(|day| horizon.is_ahead(day)) => {
                items.push(item(Sort::Planned, day, event.what.clone(), kind, people, sources, Tone::Plain));
            }
            Outlook::ComingUp => {}
            Outlook::NothingSince => {
                let what = event.what.clone();
                items.push(item(Sort::NothingSince, day, what, kind, people, sources, Tone::Waiting));
            }
        }
    }
    for charge in case.charges.iter().filter(|charge| charge.is_decided(world.as_of) && charge.has_come(world.as_of)) {
        let ends = charge.sentence_ends.as_ref().map(Date::bounds).filter(|day| horizon.meets(*day));
        if let (Some(day), Some(Decision::Convicted)) = (ends, charge.outcome_on(world.as_of)) {
            let who = case.names(&charge.person).join("; ");
            let whose = if who.is_empty() { String::new() } else { format!(" of {who}") };
            let what = format!("sentence{whose}: {}", charge.offence);
            let (people, sources) = (&charge.person, &charge.entry.sources);
            items.push(item(Sort::SentenceEnds, Some(day), what, "sentence ends".into(), people, sources, Tone::Plain));
        }
    }
    items
}

/// The item of a record that is stale (see `reach`); `None` if it is not.
#[must_use]
pub fn of_review<'a>(case: &'a Case, world: &World<'_>) -> Option<Item<'a>> {
    let review = review(case, world.as_of);
    let day = match review {
        Review::Fresh | Review::Never => None,
        Review::Stale(date) => Some(date.bounds()),
    };
    Some(Item {
        case,
        sort: Sort::Stale,
        day,
        what: words::stale(review, world.wording)?,
        plain: "record to review".into(),
        letter: None,
        people: &[],
        sources: &[],
        tone: Tone::Waiting,
    })
}
