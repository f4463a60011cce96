//! Communications: letters that ask for an answer, and what came back.

use super::{
    case::Entry,
    date::Date,
    event::Claim,
    letter::SharedLetter,
    reference::{Key, Reference},
    state::Actor,
    vocabulary::vocabulary,
};
use chrono::{Datelike, NaiveDate};
use std::{fmt, sync::Arc};

vocabulary! {
    /// What sort of answer. Whether it stops the clock: [`ReplyKind::stops_the_clock`].
    ReplyKind {
        /// Answers the questions put.
        Substantive = "substantive",
        /// Answers some of them.
        Partial = "partial",
        /// Rejects the allegations.
        Denial = "denial",
        /// Refuses to cooperate or to implement.
        Refusal = "refusal",
        /// Text beside the point.
        Immaterial = "immaterial",
        /// Received, translation awaited, not yet classed.
        Untranslated = "untranslated",
        /// Confirms receipt.
        Acknowledgement = "acknowledgement",
        /// Will answer later.
        Holding = "holding",
        /// Asks for more time.
        ExtensionRequest = "extension-request",
        /// Asks for more information.
        InformationRequest = "information-request",
    }
}

impl ReplyKind {
    /// Whether the addressee has answered with this: an acknowledgement, a holding reply or a request
    /// leaves the letter unanswered.
    #[must_use]
    pub const fn stops_the_clock(self) -> bool {
        !matches!(self, Self::Acknowledgement | Self::Holding | Self::ExtensionRequest | Self::InformationRequest)
    }

    /// The word for a table cell.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Substantive => "reply",
            Self::Partial => "partial reply",
            Self::Denial => "denial",
            Self::Refusal => "refusal",
            Self::Immaterial => "beside the point",
            Self::Untranslated => "untranslated",
            Self::Acknowledgement => "ack",
            Self::Holding => "holding",
            Self::ExtensionRequest => "asks more time",
            Self::InformationRequest => "asks for details",
        }
    }
}

vocabulary! {
    /// Whose move it is until the deadline.
    OwedBy {
        /// The addressee.
        State = "state",
        /// We ourselves.
        Us = "us",
    }
}

/// Something that came back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reply {
    /// What entries share.
    pub entry: Entry,
    /// When: the date it bears.
    pub date: Option<Date>,
    /// When it arrived, where that is another day.
    pub received: Option<Date>,
    /// From which addressee.
    pub from: Actor,
    /// What sort of answer.
    pub kind: ReplyKind,
    /// The day for which it announces an answer, if it is a holding reply.
    pub promised: Option<Date>,
    /// Ids of the demands it speaks to.
    pub answers: Vec<String>,
}

/// More time, granted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extension {
    /// What entries share.
    pub entry: Entry,
    /// When it was granted.
    pub granted: Option<Date>,
    /// The new last day, inclusive.
    pub until: Date,
    /// To which addressee; `None` for all.
    pub to: Option<Actor>,
}

/// A stretch of time during which the clock stood still.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Suspension {
    /// What entries share. Written short, as `suspended` of the letter, it stands where the letter does and rests
    /// on the sources of that.
    pub entry: Entry,
    /// Its first day, inclusive.
    pub from: Date,
    /// Its last day, inclusive; `None` if the clock still stands still.
    pub until: Option<Date>,
}

impl Suspension {
    /// Whether it surely ends before it begins.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        self.until.as_ref().is_some_and(|until| until.latest() < self.from.earliest())
    }

    /// Whether it is written as a key of the letter with this entry, and so no entry of its own.
    #[must_use]
    pub const fn is_short_in(&self, letter: &Entry) -> bool {
        self.entry.offset == letter.offset
    }
}

impl fmt::Display for Suspension {
    /// As the short form is written: `2020-03-19/2020-05-21`, `2020-03-19/..`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.until {
            Some(until) => write!(f, "{}/{until}", self.from),
            None => write!(f, "{}/..", self.from),
        }
    }
}

/// A reminder sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reminder {
    /// What entries share.
    pub entry: Entry,
    /// When.
    pub date: Option<Date>,
    /// To which addressee; `None` for all.
    pub to: Option<Actor>,
}

/// A letter that asks for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Communication {
    /// What entries share.
    pub entry: Entry,
    /// Id within the case.
    pub id: Option<String>,
    /// The official reference, as written.
    pub reference: Option<Reference>,
    /// The procedure, which picks the deadline rule.
    pub procedure: String,
    /// Every signing mandate or sender.
    pub from: Vec<String>,
    /// Every addressee; each has a clock of its own.
    pub to: Vec<Actor>,
    /// When the complaint was lodged by its author.
    pub filed: Option<Date>,
    /// When the letter was sent to the addressee.
    pub sent: Option<Date>,
    /// When it was made public.
    pub published: Option<Date>,
    /// When an opinion or views were adopted.
    pub decided: Option<Date>,
    /// The last day the letter itself names.
    pub due: Option<Date>,
    /// The last day a source confirms that there was still no reply.
    pub no_reply_as_of: Option<Date>,
    /// Nobody here knows whether a reply came.
    pub reply_unknown: bool,
    /// Stretches of time during which the clock stood still, in the order of the file.
    pub suspensions: Vec<Suspension>,
    /// When it was withdrawn.
    pub withdrawn: Option<Date>,
    /// Id or reference of an earlier letter.
    pub follows: Option<String>,
    /// Ids of the people it is about.
    pub people: Vec<String>,
    /// Whose move it is.
    pub owed_by: OwedBy,
    /// What came back.
    pub replies: Vec<Reply>,
    /// More time, granted.
    pub extensions: Vec<Extension>,
    /// Reminders sent.
    pub reminders: Vec<Reminder>,
    /// Other claims about its dates.
    pub disputed: Vec<Claim>,
    /// Addressees whose clock rests on an entry that is withheld; `None` in it stands for all.
    pub withheld: Vec<Option<Actor>>,
    /// What the records that hold a copy of it say together, if several do and they were brought together.
    pub shared: Option<Arc<SharedLetter>>,
}

impl Communication {
    /// A letter of which nothing is known but its procedure and its addressees.
    #[must_use]
    pub fn new(procedure: impl Into<String>, to: Vec<Actor>, entry: Entry) -> Self {
        Self {
            entry,
            id: None,
            reference: None,
            procedure: procedure.into(),
            from: Vec::new(),
            to,
            filed: None,
            sent: None,
            published: None,
            decided: None,
            due: None,
            no_reply_as_of: None,
            reply_unknown: false,
            suspensions: Vec::new(),
            withdrawn: None,
            follows: None,
            people: Vec::new(),
            owed_by: OwedBy::State,
            replies: Vec::new(),
            extensions: Vec::new(),
            reminders: Vec::new(),
            disputed: Vec::new(),
            withheld: Vec::new(),
            shared: None,
        }
    }

    /// The key under which this letter is known in every record, if it has an official reference.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        self.reference.as_ref().and_then(Reference::key)
    }

    /// What to call it: the reference, else the id, else the procedure.
    #[must_use]
    pub fn label(&self) -> &str {
        self.reference.as_deref().or(self.id.as_deref()).unwrap_or(&self.procedure)
    }

    /// Whether `name` means this letter: its id, its reference, or another spelling of that.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id.as_deref() == Some(name)
            || self.reference.as_deref() == Some(name)
            || self.key().is_some_and(|key| Key::parse(name) == Some(key))
    }

    /// Whether the clock of this addressee rests on an entry that is withheld.
    #[must_use]
    pub fn is_withheld_for(&self, addressee: &Actor) -> bool {
        self.withheld.iter().any(|whose| whose.as_ref().is_none_or(|whose| whose == addressee))
    }

    /// Whether nothing is on record by `day` of its having been sent. Of a date without a first day the last one counts.
    /// Without a sending date, a complaint is there from the day it was filed, a letter with a number from the year
    /// before that of the number, and any other from the first day on which something became of it.
    #[must_use]
    pub fn is_not_yet_sent(&self, day: NaiveDate) -> bool {
        let date = self.sent.as_ref().or(self.filed.as_ref());
        match date.map(|date| (date.bounds().first(), date.bounds().last())) {
            Some((Some(first), _)) => day < first,
            None if self.key().is_some() => self.key().is_some_and(|key| day.year() < key.year - 1),
            // Something withheld may show that it had been sent earlier.
            Some((None, _)) | None if !self.withheld.is_empty() => false,
            Some((None, last)) => last.into_iter().chain(self.first_trace()).min().is_some_and(|first| day < first),
            None => self.first_trace().is_some_and(|first| day < first),
        }
    }

    /// The first day, at the earliest, on which something became of it: what is dated shows that it was there by then.
    /// A due day lies after the letter and shows nothing.
    fn first_trace(&self) -> Option<NaiveDate> {
        let own = [&self.published, &self.decided, &self.no_reply_as_of, &self.withdrawn];
        let replies = self.replies.iter().flat_map(|reply| [&reply.date, &reply.received]);
        let reminders = self.reminders.iter().map(|reminder| &reminder.date);
        let granted = self.extensions.iter().map(|extension| &extension.granted);
        let dates = own.into_iter().chain(replies).chain(reminders).chain(granted).flatten();
        dates.filter_map(Date::known_from).min()
    }
}
