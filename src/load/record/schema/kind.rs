//! The kinds of entry, and their keys without where these go: what everything but a reader needs.

use super::{Keyed, Words};
use crate::model::{
    case::Case,
    charge::Charge,
    communication::{Communication, Extension, Reminder, Reply, Suspension},
    demand::{Demand, Update},
    event::{Claim, Event},
    person::Person,
    rule::Rule,
    source::Source,
    statement::Statement,
    vocabulary::vocabulary,
};

vocabulary! {
    /// The kinds of entry, in the order in which they are documented.
    Kind {
        /// The whole case: what stands above the first entry.
        Case = "case",
        /// A person or an organisation.
        Person = "person",
        /// Something that happened.
        Event = "event",
        /// An accusation.
        Charge = "charge",
        /// A public statement.
        Statement = "statement",
        /// A letter that asks for an answer.
        Letter = "letter",
        /// What came back to a letter.
        Reply = "reply",
        /// More time, granted.
        Extension = "extension",
        /// When the clock stood still.
        Suspension = "suspension",
        /// A reminder sent.
        Reminder = "reminder",
        /// Something asked for.
        Demand = "demand",
        /// What became of a demand.
        Update = "update",
        /// Where a fact can be read.
        Source = "source",
        /// A deadline rule of the office itself, in `rules.toml`.
        Rule = "rule",
        /// Another claim about the same fact, in an entry of several kinds.
        Claim = "claim",
    }
}

/// What an id can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A person or organisation.
    Person,
    /// A statement or a communication.
    Letter,
    /// A demand.
    Demand,
    /// A source.
    Source,
}

impl Named {
    /// What to call it in a message.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Letter => "statement or communication",
            Self::Demand => "demand",
            Self::Source => "source",
        }
    }
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// The date of something that was so.
    Date,
    /// A date that may lie ahead.
    Ahead,
    /// A date, or true.
    DateOrTrue,
    /// A whole number of days.
    Days,
    /// True or false.
    Flag,
    /// The mark that withholds what it stands in.
    Mark,
    /// One of these words.
    Word(Words),
    /// The name of a procedure: `rules` has them.
    Procedure,
    /// The id of the entry itself.
    Id,
    /// The official reference of a letter.
    Reference,
    /// The id of another entry.
    Other(Named),
    /// The id of an earlier letter, or the reference of one.
    EarlierLetter,
    /// Ids of other entries.
    Others(Named),
    /// The id of another entry, or a list of them.
    OneOrMore(Named),
    /// Codes of States, one or a list.
    States,
    /// States and others, one or a list.
    Actors,
    /// An addressee of the letter.
    Addressee,
    /// Entries of this kind.
    Entries(Kind),
}

impl Value {
    /// Whether it names other entries by their ids.
    #[must_use]
    pub const fn names_entries(self) -> bool {
        match self {
            Self::Other(_) | Self::EarlierLetter | Self::Others(_) | Self::OneOrMore(_) => true,
            Self::Text
            | Self::Texts
            | Self::Date
            | Self::Ahead
            | Self::DateOrTrue
            | Self::Days
            | Self::Flag
            | Self::Mark
            | Self::Word(_)
            | Self::Procedure
            | Self::Id
            | Self::Reference
            | Self::States
            | Self::Actors
            | Self::Addressee
            | Self::Entries(_) => false,
        }
    }
}

/// A key of a kind of entry, as anything can walk it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// As it is written.
    pub name: &'static str,
    /// What it says, for people.
    pub meaning: &'static str,
    /// It must be there.
    pub needed: bool,
    /// What it takes.
    pub value: Value,
}

fn fields<T: Keyed>() -> Vec<Field> {
    let keys = T::KEYS.all.iter();
    keys.map(|key| Field { name: key.name, meaning: key.meaning, needed: key.needed, value: key.takes.value() })
        .collect()
}

impl Kind {
    /// Its keys, in the order in which they are documented and written.
    #[must_use]
    pub fn fields(self) -> Vec<Field> {
        match self {
            Self::Case => fields::<Case>(),
            Self::Person => fields::<Person>(),
            Self::Event => fields::<Event>(),
            Self::Charge => fields::<Charge>(),
            Self::Statement => fields::<Statement>(),
            Self::Letter => fields::<Communication>(),
            Self::Reply => fields::<Reply>(),
            Self::Extension => fields::<Extension>(),
            Self::Suspension => fields::<Suspension>(),
            Self::Reminder => fields::<Reminder>(),
            Self::Demand => fields::<Demand>(),
            Self::Update => fields::<Update>(),
            Self::Source => fields::<Source>(),
            Self::Rule => fields::<Rule>(),
            Self::Claim => fields::<Claim>(),
        }
    }

    /// The names of its keys that are documented before this one.
    #[must_use]
    pub fn before(self, name: &str) -> Vec<&'static str> {
        self.fields().into_iter().map(|field| field.name).take_while(|before| *before != name).collect()
    }

    /// What stands between the brackets of its heading: `communication.reply`. Empty for the whole case, which has
    /// none, and of a claim only the last part: it depends on the entry that it stands in.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Case => "",
            Self::Person => "person",
            Self::Event => "event",
            Self::Charge => "charge",
            Self::Statement => "statement",
            Self::Letter => "communication",
            Self::Reply => "communication.reply",
            Self::Extension => "communication.extension",
            Self::Suspension => "communication.suspension",
            Self::Reminder => "communication.reminder",
            Self::Demand => "demand",
            Self::Update => "demand.update",
            Self::Source => "source",
            Self::Rule => "rule",
            Self::Claim => "disputed",
        }
    }

    /// The key that such entries have in the one that they lie in: `reply`.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.path().rsplit('.').next().unwrap_or_default()
    }

    /// The kind of entry that is written under this path.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        use crate::model::vocabulary::Vocabulary as _;
        let is_claim = |path: &str| path.rsplit('.').next() == Some(Self::Claim.path());
        Self::ALL.iter().copied().find(|kind| kind.path() == path).or_else(|| is_claim(path).then_some(Self::Claim))
    }

    /// What the id of such an entry stands for; `None` if it has no id.
    #[must_use]
    pub const fn id_names(self) -> Option<Named> {
        match self {
            Self::Person => Some(Named::Person),
            Self::Statement | Self::Letter => Some(Named::Letter),
            Self::Demand => Some(Named::Demand),
            Self::Source => Some(Named::Source),
            Self::Case
            | Self::Event
            | Self::Charge
            | Self::Reply
            | Self::Extension
            | Self::Suspension
            | Self::Reminder
            | Self::Update
            | Self::Rule
            | Self::Claim => None,
        }
    }

    /// Whether it tells a fact, which wants a source.
    #[must_use]
    pub const fn tells_a_fact(self) -> bool {
        match self {
            Self::Person
            | Self::Event
            | Self::Charge
            | Self::Statement
            | Self::Letter
            | Self::Reply
            | Self::Demand
            | Self::Update
            | Self::Claim => true,
            Self::Case | Self::Extension | Self::Suspension | Self::Reminder | Self::Source | Self::Rule => false,
        }
    }
}
