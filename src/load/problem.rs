//! What can be wrong with a record, each with a name and an explanation.

use crate::model::vocabulary::vocabulary;
use std::{
    cmp::Ordering,
    path::{Path, PathBuf},
};

vocabulary! {
    /// The names of problems. Those of files come first, then those of one record, then those of
    /// records together, then those that only `timeline check` looks for.
    Code {
        /// The file cannot be read.
        Unreadable = "unreadable",
        /// Not a regular file inside the folder: a link, a pipe, a device.
        NotAFile = "not-a-file",
        /// The file's name is no id of a case.
        BadFileName = "bad-file-name",
        /// The file is too large to be a record, or stands for more than one can.
        TooLarge = "too-large",
        /// Two files have the same id.
        DuplicateCase = "duplicate-case",
        /// No case has this id.
        UnknownCase = "unknown-case",
        /// The file is not UTF-8 text.
        NotUtf8 = "not-utf-8",
        /// An unfinished merge left its markers in the file.
        MergeMarkers = "merge-markers",
        /// The file is not TOML.
        Syntax = "syntax",
        /// The key is not part of the format.
        UnknownKey = "unknown-key",
        /// A key that must be there is not.
        MissingKey = "missing-key",
        /// The value has another type than the key takes.
        WrongType = "wrong-type",
        /// The value is empty.
        Empty = "empty",
        /// Not a date, or one that no record can hold.
        BadDate = "bad-date",
        /// Not a number that the key can take.
        BadNumber = "bad-number",
        /// The word is not in the vocabulary of its key.
        UnknownWord = "unknown-word",
        /// Not the code of a State.
        UnknownState = "unknown-state",
        /// Not an id: small letters, digits and hyphens.
        BadId = "bad-id",
        /// Two entries have the same id.
        DuplicateId = "duplicate-id",
        /// Two letters have the same reference.
        DuplicateReference = "duplicate-reference",
        /// A number of several letters where one of them is meant.
        AmbiguousNumber = "ambiguous-number",
        /// An id that no entry has.
        DanglingId = "dangling-id",
        /// The reference has the shape of one, but no State has that code.
        BadReference = "bad-reference",
        /// A reply from somebody who is no addressee.
        NotAnAddressee = "not-an-addressee",
        /// Keys that exclude or require each other.
        Conflict = "conflict",
        /// Repetitions of demands go round in a circle.
        Circle = "circle",
        /// The same letter is recorded differently in two cases.
        ContradictingCopies = "contradicting-copies",
        /// Confidential entries in a git repository with a remote: its history keeps them and sends them there.
        ConfidentialRemote = "confidential-remote",
        /// The name of a confidential person in public text.
        ConfidentialName = "confidential-name",
        /// The saved copy is not the file whose SHA-256 is on record.
        WrongSha256 = "wrong-sha256",
        /// The path of a saved copy leads out of the folder of the record, or through a link.
        ArchiveOutside = "archive-outside",
        /// The saved copy is not there.
        MissingArchive = "missing-archive",
        /// A saved copy without its SHA-256, or a SHA-256 without a saved copy.
        UnverifiedArchive = "unverified-archive",
        /// A reply dated before its letter was sent.
        ReplyBeforeLetter = "reply-before-letter",
        /// The letter is due before it was sent.
        DueBeforeSent = "due-before-sent",
        /// Two dates that cannot be in this order: decided before it was sent, met before it was asked.
        DateOrder = "date-order",
        /// An extension that ends before the first due day.
        ShortExtension = "short-extension",
        /// Silence confirmed for a day after the only addressee had answered.
        SilenceAfterReply = "silence-after-reply",
        /// The reference names a State that is no addressee of the letter.
        ReferenceState = "reference-state",
        /// The year of the reference is more than a year off the year sent, or before there was any.
        ReferenceYear = "reference-year",
        /// The reference of a letter of special procedures does not read as one.
        UnreadReference = "unread-reference",
        /// A reply that answers a demand made only later.
        AnsweredBeforeMade = "answered-before-made",
        /// `superseded_by` without an update that says superseded.
        NotSuperseded = "not-superseded",
        /// Events that contradict each other on somebody's liberty.
        LibertyContradiction = "liberty-contradiction",
        /// Only the order of the file decides a status.
        OrderByFile = "order-by-file",
        /// `liberty` of an event that concerns nobody.
        LibertyOfNobody = "liberty-of-nobody",
        /// A release or death of somebody held that does not say what it made of liberty.
        LibertyUnstated = "liberty-unstated",
        /// A removal, a death or a refusal in spite of an order that protected the person.
        ProtectionBreach = "protection-breach",
        /// A date after the day of the check.
        InTheFuture = "in-the-future",
        /// A fact without a source.
        Unsourced = "unsourced",
        /// A source that no fact rests on.
        UnusedSource = "unused-source",
        /// Two entries that are equal in everything, as merging can leave them.
        DuplicateEntry = "duplicate-entry",
        /// Two names that are easily taken for each other.
        LookAlike = "look-alike",
        /// A character that cannot be seen, or that turns the direction of reading.
        HiddenCharacter = "hidden-character",
        /// A mark at the end of the file, set off by a blank line: it withholds only the entry above it.
        MarkSetOff = "mark-set-off",
        /// Newer TOML that many programs cannot read yet.
        NewerToml = "newer-toml",
    }
}

vocabulary! {
    /// How grave a problem is.
    Severity {
        /// The record is wrong and must be mended.
        Error = "error",
        /// The record is readable and may be right, but somebody should look.
        Warning = "warning",
    }
}

impl Code {
    /// How grave it is, unless `check --deny` makes an error of it.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::ConfidentialRemote
            | Self::MissingArchive
            | Self::UnverifiedArchive
            | Self::ReplyBeforeLetter
            | Self::DueBeforeSent
            | Self::DateOrder
            | Self::ShortExtension
            | Self::SilenceAfterReply
            | Self::ReferenceState
            | Self::ReferenceYear
            | Self::UnreadReference
            | Self::AnsweredBeforeMade
            | Self::NotSuperseded
            | Self::LibertyContradiction
            | Self::OrderByFile
            | Self::LibertyOfNobody
            | Self::LibertyUnstated
            | Self::ProtectionBreach
            | Self::InTheFuture
            | Self::Unsourced
            | Self::UnusedSource
            | Self::DuplicateEntry
            | Self::LookAlike
            | Self::HiddenCharacter
            | Self::MarkSetOff
            | Self::NewerToml => Severity::Warning,
            Self::Unreadable
            | Self::NotAFile
            | Self::BadFileName
            | Self::TooLarge
            | Self::DuplicateCase
            | Self::UnknownCase
            | Self::NotUtf8
            | Self::MergeMarkers
            | Self::Syntax
            | Self::UnknownKey
            | Self::MissingKey
            | Self::WrongType
            | Self::Empty
            | Self::BadDate
            | Self::BadNumber
            | Self::UnknownWord
            | Self::UnknownState
            | Self::BadId
            | Self::DuplicateId
            | Self::DuplicateReference
            | Self::AmbiguousNumber
            | Self::DanglingId
            | Self::BadReference
            | Self::NotAnAddressee
            | Self::Conflict
            | Self::Circle
            | Self::ContradictingCopies
            | Self::ConfidentialName
            | Self::WrongSha256
            | Self::ArchiveOutside => Severity::Error,
        }
    }

    /// Whether a record with this error is left out of what is shown. A letter of contradicting copies is shown as
    /// not known, and an unknown case was never there.
    #[must_use]
    pub const fn leaves_out(self) -> bool {
        !matches!(self, Self::UnknownCase | Self::ContradictingCopies)
    }

    /// Whether the message quotes what the file says at that place.
    #[must_use]
    pub const fn quotes(self) -> bool {
        !matches!(self, Self::Syntax | Self::MergeMarkers | Self::ConfidentialName | Self::NewerToml)
    }
}

/// How much of a problem may be told without `--confidential`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Privacy {
    /// Everything.
    Open,
    /// File, line and kind, but nothing of what is written there.
    Entry,
    /// Only that some file cannot be read, not which: its record may be a withheld one.
    Unsure,
    /// Only that there is a problem in a withheld record.
    Case,
}

/// A line of a file, made safe to show: strings other than the one in question are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line.
    pub text: String,
    /// Columns to underline, from 0, in characters of `text`.
    pub underline: std::ops::Range<usize>,
}

/// Something wrong, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its name.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// The file, as shown to people.
    pub file: PathBuf,
    /// Line and column, from 1; columns count characters.
    pub at: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The line itself.
    pub excerpt: Option<Excerpt>,
    /// How much of it may be told.
    pub privacy: Privacy,
}

impl Problem {
    /// A problem that belongs to a file and to no line of it.
    #[must_use]
    pub fn of_file(code: Code, file: &Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            file: file.to_path_buf(),
            at: None,
            message: message.into(),
            help: help.into(),
            excerpt: None,
            privacy: Privacy::Open,
        }
    }

    /// The same, with how much of it may be told.
    #[must_use]
    pub fn private(self, privacy: Privacy) -> Self {
        Self { privacy, ..self }
    }

    /// Whether it must be mended.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The order in which problems are reported: file, line, column.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        (&self.file, self.at, self.code, &self.message).cmp(&(&other.file, other.at, other.code, &other.message))
    }
}
