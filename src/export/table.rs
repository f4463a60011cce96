//! The tables of an export, in an order in which each comes after those that it refers to.

use super::{
    column::{Described, described},
    rows::{
        case::{CaseRow, NameRow, PersonRow, RelatedRow, StateRow, TagRow},
        demands::{AskedRow, DemandRow, MakerRow, UpdateRow},
        facts::{ChargeRow, EventRow, SourceRow, StatementRow},
        inside::{AnswerRow, Inside},
        letters::{ClockRow, Copy, LetterRow, SenderRow},
        liberty::{LibertyRow, PeriodRow},
        links::{ClaimRow, ConcernedRow, LinkRow},
        rules::RuleRow,
    },
};
use crate::{
    load::record::schema::Kind,
    model::{
        communication::{Extension, Reminder, Reply, Suspension},
        vocabulary::{Vocabulary as _, vocabulary},
    },
};

vocabulary! {
    /// A table.
    Table {
        /// Cases, one a record.
        Cases = "cases",
        /// The States that cases concern.
        States = "states",
        /// Words by which cases are found.
        Tags = "tags",
        /// Cases that cases name.
        Related = "related",
        /// People and organisations in cases.
        People = "people",
        /// Their names in every spelling and script.
        Names = "names",
        /// What happened, and what is planned.
        Events = "events",
        /// What people are accused of.
        Charges = "charges",
        /// Public statements.
        Statements = "statements",
        /// Where it can be read.
        Sources = "sources",
        /// Letters that ask for an answer, each once however many records hold a copy of it.
        Letters = "letters",
        /// Which records hold a letter, with its entry there.
        Copies = "copies",
        /// Who signed letters.
        Senders = "senders",
        /// Letters towards each addressee, and how they stand on the day of the export.
        Clocks = "clocks",
        /// What came back to letters.
        Replies = "replies",
        /// More time that was granted.
        Extensions = "extensions",
        /// When clocks stood still.
        Suspensions = "suspensions",
        /// Reminders sent.
        Reminders = "reminders",
        /// What was asked for, and how it stands on the day of the export.
        Demands = "demands",
        /// Who made demands.
        Makers = "makers",
        /// Of whom something is demanded.
        Asked = "asked",
        /// Demands to which replies speak.
        Answers = "answers",
        /// What became of demands.
        Updates = "updates",
        /// Other claims about the same facts.
        Claims = "claims",
        /// Whom entries concern.
        Concerned = "concerned",
        /// On which sources entries rest.
        Links = "links",
        /// How it stands with the liberty of people on the day of the export.
        Liberty = "liberty",
        /// The stretches of time of which their liberty is made.
        Periods = "periods",
        /// Deadline rules.
        Rules = "rules",
    }
}

/// How the rows of a table are told apart, and what they refer to.
pub(super) struct Keys {
    /// The columns that no two rows have alike.
    pub(super) primary: &'static [&'static str],
    /// Columns that hold the first column of another table, or nothing.
    pub(super) foreign: &'static [(&'static str, Table)],
}

impl Table {
    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// The name of its file.
    pub(super) fn file(self) -> String {
        format!("{}.csv", self.name())
    }

    /// What is said of its columns, field by field.
    pub(super) fn fields(self) -> Vec<Described> {
        match self {
            Self::Cases => described::<CaseRow<'_>>(),
            Self::States => described::<StateRow<'_>>(),
            Self::Tags => described::<TagRow<'_>>(),
            Self::Related => described::<RelatedRow<'_>>(),
            Self::People => described::<PersonRow<'_>>(),
            Self::Names => described::<NameRow<'_>>(),
            Self::Events => described::<EventRow<'_>>(),
            Self::Charges => described::<ChargeRow<'_>>(),
            Self::Statements => described::<StatementRow<'_>>(),
            Self::Sources => described::<SourceRow<'_>>(),
            Self::Letters => described::<LetterRow<'_>>(),
            Self::Copies => described::<Copy<'_>>(),
            Self::Senders => described::<SenderRow<'_>>(),
            Self::Clocks => described::<ClockRow<'_>>(),
            Self::Replies => described::<Inside<'_, Reply>>(),
            Self::Extensions => described::<Inside<'_, Extension>>(),
            Self::Suspensions => described::<Inside<'_, Suspension>>(),
            Self::Reminders => described::<Inside<'_, Reminder>>(),
            Self::Demands => described::<DemandRow<'_>>(),
            Self::Makers => described::<MakerRow<'_>>(),
            Self::Asked => described::<AskedRow<'_>>(),
            Self::Answers => described::<AnswerRow<'_>>(),
            Self::Updates => described::<UpdateRow<'_>>(),
            Self::Claims => described::<ClaimRow<'_>>(),
            Self::Concerned => described::<ConcernedRow<'_>>(),
            Self::Links => described::<LinkRow<'_>>(),
            Self::Liberty => described::<LibertyRow<'_>>(),
            Self::Periods => described::<PeriodRow<'_>>(),
            Self::Rules => described::<RuleRow<'_>>(),
        }
    }

    /// The kind of entry that has a row of its own in it, named by its first column.
    pub(super) const fn entries(self) -> Option<Kind> {
        match self {
            Self::People => Some(Kind::Person),
            Self::Events => Some(Kind::Event),
            Self::Charges => Some(Kind::Charge),
            Self::Statements => Some(Kind::Statement),
            Self::Sources => Some(Kind::Source),
            Self::Copies => Some(Kind::Letter),
            Self::Replies => Some(Kind::Reply),
            Self::Extensions => Some(Kind::Extension),
            Self::Suspensions => Some(Kind::Suspension),
            Self::Reminders => Some(Kind::Reminder),
            Self::Demands => Some(Kind::Demand),
            Self::Updates => Some(Kind::Update),
            Self::Claims => Some(Kind::Claim),
            Self::Cases
            | Self::States
            | Self::Tags
            | Self::Related
            | Self::Names
            | Self::Letters
            | Self::Senders
            | Self::Clocks
            | Self::Makers
            | Self::Asked
            | Self::Answers
            | Self::Concerned
            | Self::Links
            | Self::Liberty
            | Self::Periods
            | Self::Rules => None,
        }
    }

    /// How its rows are told apart, and what they refer to.
    pub(super) const fn keys(self) -> Keys {
        const CASE: (&str, Table) = ("case", Table::Cases);
        const LETTER: (&str, Table) = ("letter", Table::Letters);
        const PERSON: (&str, Table) = ("person", Table::People);
        const DEMAND: (&str, Table) = ("demand", Table::Demands);
        let (primary, foreign): (&[&str], &[(&str, Self)]) = match self {
            Self::Cases => (&["case"], &[]),
            Self::States => (&["case", "state"], &[CASE]),
            Self::Tags => (&["case", "number"], &[CASE]),
            Self::Related => (&["case", "number"], &[CASE, ("related", Self::Cases)]),
            Self::People => (&["person"], &[CASE]),
            Self::Names => (&["person", "number"], &[PERSON]),
            Self::Events => (&["event"], &[CASE]),
            Self::Charges => (&["charge"], &[CASE]),
            Self::Statements => (&["statement"], &[CASE]),
            Self::Sources => (&["source"], &[CASE]),
            Self::Letters => (&["letter"], &[CASE]),
            Self::Copies => (&["copy"], &[CASE, LETTER]),
            Self::Senders => (&["letter", "number"], &[LETTER]),
            Self::Clocks => (&["letter", "to"], &[LETTER, CASE]),
            Self::Replies => (&["reply"], &[LETTER, CASE]),
            Self::Extensions => (&["extension"], &[LETTER, CASE]),
            Self::Suspensions => (&["suspension"], &[LETTER, CASE]),
            Self::Reminders => (&["reminder"], &[LETTER, CASE]),
            Self::Demands => (
                &["demand"],
                &[
                    CASE,
                    ("statement", Self::Statements),
                    LETTER,
                    ("repeats", Self::Demands),
                    ("superseded_by", Self::Demands),
                    ("latest", Self::Demands),
                ],
            ),
            Self::Makers | Self::Asked => (&["demand", "number"], &[DEMAND]),
            Self::Answers => (&["reply", "number"], &[("reply", Self::Replies), DEMAND]),
            Self::Updates => (&["update"], &[DEMAND, CASE]),
            Self::Claims => (&["claim"], &[CASE]),
            Self::Concerned => (&["entry", "number"], &[CASE, PERSON]),
            Self::Links => (&["entry", "number"], &[CASE, ("source", Self::Sources)]),
            Self::Liberty => (&["person"], &[PERSON, CASE]),
            Self::Periods => (&["person", "number"], &[PERSON, CASE, ("event", Self::Events)]),
            Self::Rules => (&["rule"], &[]),
        };
        Keys { primary, foreign }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        export::column::Type,
        load::record::schema::{Field, Value},
    };
    use std::collections::HashSet;

    /// Of what type the column of a key is.
    fn type_of(value: Value) -> &'static [Type] {
        match value {
            Value::Date | Value::Ahead | Value::DateOrTrue => &[Type::Edtf, Type::Day],
            Value::Days => &[Type::Number],
            Value::Flag | Value::Mark => &[Type::Flag],
            Value::Text
            | Value::Texts
            | Value::Word(_)
            | Value::Procedure
            | Value::Id
            | Value::Reference
            | Value::Other(_)
            | Value::EarlierLetter
            | Value::Others(_)
            | Value::OneOrMore(_)
            | Value::States
            | Value::Actors
            | Value::Addressee
            | Value::Entries(_) => &[Type::Text],
        }
    }

    #[test]
    fn columns_of_keys_are_of_the_type_of_the_key() {
        let kinds = [(Table::Cases, Kind::Case), (Table::Letters, Kind::Letter), (Table::Rules, Kind::Rule)];
        let kinds = kinds.into_iter().chain(Table::ALL.iter().filter_map(|table| Some((*table, table.entries()?))));
        let mut seen = 0;
        for (table, kind) in kinds {
            let keys: Vec<Field> = kind.fields();
            for field in table.fields() {
                let Some(key) = keys.iter().find(|key| key.meaning == field.meaning) else { continue };
                assert!(type_of(key.value).contains(&field.type_of), "{table}.{}: {:?}", field.name, field.type_of);
                seen += 1;
            }
        }
        assert!(seen > 60, "{seen}");
    }

    #[test]
    fn keys_are_columns_and_refer_to_tables_before() {
        for (at, table) in Table::ALL.iter().enumerate() {
            let fields = table.fields();
            let names: HashSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            assert_eq!(names.len(), fields.len(), "{table}");
            let keys = table.keys();
            for name in keys.primary {
                assert!(fields.iter().any(|field| field.name == *name && field.needed), "{table}.{name}");
            }
            for (name, other) in keys.foreign {
                assert!(names.contains(name) && Table::ALL[..=at].contains(other), "{table}.{name}");
                assert_eq!(other.keys().primary.len(), 1, "{other}");
            }
            assert_eq!(
                table.entries().is_some(),
                fields[0].meaning.contains("ntry: ") || fields[0].meaning.contains("claim: ")
            );
        }
    }
}
