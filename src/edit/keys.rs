//! The keys that commands can write, by kind of entry: what each takes, and how it is asked for.
//!
//! The format itself is in `load::record`, which checks every entry before it is written; here stands
//! only what a command line needs to know. `disputed` is left to `--from-stdin`: a claim is a table.

use crate::model::{
    charge::Outcome,
    communication::{OwedBy, ReplyKind},
    demand::{DemandKind, DemandStatus, Grade},
    event::{EventKind, Liberty, Standing},
    person::Role,
    source::Reliability,
    vocabulary::{Vocabulary, vocabulary},
};

vocabulary! {
    /// What can be added to a record.
    Kind {
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
        /// Something asked for.
        Demand = "demand",
        /// Where a fact can be read.
        Source = "source",
        /// What came back to a letter.
        Reply = "reply",
        /// What became of a demand.
        Update = "update",
    }
}

/// What a key takes on the command line.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// A text.
    Text,
    /// The id of the entry itself.
    Id,
    /// Texts, which may hold commas: one option for each.
    Texts,
    /// Ids or codes: one option for each, or commas between them.
    Words,
    /// A date, exact or not.
    Date,
    /// A date, or `true`.
    DateOrTrue,
    /// A whole number of days.
    Days,
    /// Nothing: given means true.
    Flag,
    /// A word of a closed vocabulary.
    OneOf(fn() -> Vec<&'static str>),
}

/// A key of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written in the record.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// It must be there, and is asked for on a terminal.
    pub needed: bool,
    /// What to write, for the help and for the question.
    pub help: &'static str,
}

const fn key(name: &'static str, takes: Takes, help: &'static str) -> Key {
    Key { name, takes, needed: false, help }
}

const fn needed(name: &'static str, takes: Takes, help: &'static str) -> Key {
    Key { name, takes, needed: true, help }
}

const SOURCES: Key = key("sources", Takes::Words, "Ids of the sources it rests on");
const NOTE: Key = key("note", Takes::Text, "A remark, shown with --notes");
const ID: Key = needed("id", Takes::Id, "Id within the case: small letters, digits, hyphens");
const PEOPLE: Key = key("people", Takes::Words, "Ids of the people concerned");

impl Kind {
    /// The table it is written in, and the table inside that one.
    #[must_use]
    pub const fn table(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Person => ("person", None),
            Self::Event => ("event", None),
            Self::Charge => ("charge", None),
            Self::Statement => ("statement", None),
            Self::Letter => ("communication", None),
            Self::Demand => ("demand", None),
            Self::Source => ("source", None),
            Self::Reply => ("communication", Some("reply")),
            Self::Update => ("demand", Some("update")),
        }
    }

    /// The line above such an entry: `[[communication.reply]]`.
    #[must_use]
    pub fn heading(self) -> String {
        match self.table() {
            (table, Some(sub)) => format!("[[{table}.{sub}]]"),
            (table, None) => format!("[[{table}]]"),
        }
    }

    /// Its keys, in the order in which they are written.
    #[must_use]
    pub const fn keys(self) -> &'static [Key] {
        match self {
            Self::Person => {
                const {
                    &[
                        ID,
                        needed("name", Takes::Text, "The name used in reports"),
                        key("other_names", Takes::Texts, "Another spelling or script"),
                        needed("role", Takes::OneOf(Role::names), "Part in the case"),
                        key("born", Takes::Date, "Date of birth"),
                        key("organisation", Takes::Text, "The organisation they belong to"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Event => {
                const {
                    &[
                        key("date", Takes::Date, "When it happened"),
                        needed("what", Takes::Text, "What happened, in a sentence"),
                        key("kind", Takes::OneOf(EventKind::names), "What sort of event"),
                        key("place", Takes::Text, "Where"),
                        PEOPLE,
                        key("planned", Takes::DateOrTrue, "It has not happened yet: when its date was fixed, or true"),
                        key("liberty", Takes::OneOf(Liberty::names), "What it makes of their liberty"),
                        key(
                            "days",
                            Takes::Days,
                            "How many days the detention that it begins lasted, where that is known",
                        ),
                        key("standing", Takes::OneOf(Standing::names), "How the claim stands"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Charge => {
                const {
                    &[
                        key("person", Takes::Words, "Ids of the accused"),
                        needed("offence", Takes::Text, "The offence, in words"),
                        key("law", Takes::Text, "The law"),
                        key("article", Takes::Text, "The article"),
                        key("court", Takes::Text, "The court"),
                        key("docket", Takes::Text, "The number of the file there"),
                        key("max_penalty", Takes::Text, "The gravest penalty the law allows"),
                        key("brought", Takes::Date, "When it was brought"),
                        key("outcome", Takes::OneOf(Outcome::names), "What became of it"),
                        key("decided", Takes::Date, "When that was decided"),
                        key("sentence", Takes::Text, "The sentence, in words"),
                        key("sentence_ends", Takes::Date, "The last day of the sentence"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Statement => {
                const {
                    &[
                        ID,
                        needed("by", Takes::Text, "Who made it"),
                        needed("title", Takes::Text, "What it says, in a line"),
                        key("date", Takes::Date, "When it was made"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Letter => {
                const {
                    &[
                        key("id", Takes::Id, "Id within the case: small letters, digits, hyphens"),
                        key("ref", Takes::Text, "The official reference, as in UA GBR 3/2019"),
                        needed(
                            "procedure",
                            Takes::Text,
                            "The procedure, which picks the deadline: `timeline rules` lists them",
                        ),
                        key("from", Takes::Texts, "A signing mandate or sender"),
                        needed("to", Takes::Texts, "An addressee: the code of a State, or a plain name"),
                        key("filed", Takes::Date, "When the complaint was lodged"),
                        key("sent", Takes::Date, "When it was sent"),
                        key("published", Takes::Date, "When it was made public"),
                        key("decided", Takes::Date, "When the opinion or the views were adopted"),
                        key("due", Takes::Date, "The last day that the letter itself names"),
                        key("no_reply_as_of", Takes::Date, "The last day a source confirms there was no reply"),
                        key("reply_unknown", Takes::Flag, "Nobody here knows whether a reply came"),
                        key("suspended", Takes::Date, "From when to when the clock stood still"),
                        key("withdrawn", Takes::Date, "When it was withdrawn"),
                        key("follows", Takes::Text, "Id or reference of an earlier letter"),
                        PEOPLE,
                        key("owed_by", Takes::OneOf(OwedBy::names), "Whose move it is"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Demand => {
                const {
                    &[
                        ID,
                        needed("what", Takes::Text, "What is asked, in a sentence"),
                        key("kind", Takes::OneOf(DemandKind::names), "What sort of demand"),
                        key("made_in", Takes::Text, "Id of the statement or letter that makes it"),
                        key("made", Takes::Date, "When it was made, if no such entry is there"),
                        key("by", Takes::Text, "Who made it, if no such entry is there"),
                        key("to", Takes::Texts, "Of whom it is asked [default: the State of the case]"),
                        key("repeats", Takes::Text, "Id of the same demand, made earlier"),
                        key("superseded_by", Takes::Text, "Id of the demand that replaces it"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Source => {
                const {
                    &[
                        ID,
                        needed("title", Takes::Text, "What it is called"),
                        key("publisher", Takes::Text, "Who issued it"),
                        key("carrier", Takes::Text, "The mirror or copy it was read on"),
                        key("published", Takes::Date, "When it was published"),
                        key("url", Takes::Text, "Its address"),
                        key("archive", Takes::Text, "Path of a saved copy, from the folder of the record"),
                        key("sha256", Takes::Text, "SHA-256 of that copy, in hexadecimal"),
                        key("reliability", Takes::OneOf(Reliability::names), "How far it can be relied on"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Reply => {
                const {
                    &[
                        key("date", Takes::Date, "The date it bears"),
                        key("received", Takes::Date, "When it arrived, if that is another day"),
                        key("from", Takes::Text, "From which addressee, if there are several"),
                        needed("kind", Takes::OneOf(ReplyKind::names), "What sort of answer"),
                        key("promised", Takes::Date, "The day for which it announces an answer"),
                        key("answers", Takes::Words, "Ids of the demands it speaks to"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
            Self::Update => {
                const {
                    &[
                        key("date", Takes::Date, "When"),
                        needed("status", Takes::OneOf(DemandStatus::names), "Where the demand stands from then on"),
                        key("grade", Takes::OneOf(Grade::names), "Somebody's assessment, A to E"),
                        key("what", Takes::Text, "What happened"),
                        SOURCES,
                        NOTE,
                    ]
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{load, model::rule::Rules};
    use std::path::Path;

    #[test]
    fn the_keys_are_those_that_the_loader_knows() {
        for kind in Kind::ALL.iter().copied() {
            let above = kind.table().1.map_or(String::new(), |_| format!("[[{}]]\n", kind.table().0));
            let text = format!("title = \"T\"\nstate = \"GBR\"\n{above}{}\nzz = 1\n", kind.heading());
            let problems = load::text("t", Path::new("t.toml"), &text, &Rules::default()).problems;
            let known = problems.iter().find_map(|problem| problem.help.strip_prefix("known here: "));
            let mut known: Vec<&str> = known.expect("a list").split(", ").collect();
            known.retain(|key| {
                !["confidential", "disputed", "reply", "extension", "suspension", "reminder", "update"].contains(key)
            });
            let mut ours: Vec<&str> = kind.keys().iter().map(|key| key.name).collect();
            known.sort_unstable();
            ours.sort_unstable();
            assert_eq!(ours, known, "{kind}");
        }
    }
}
