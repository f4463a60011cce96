//! Which files a site has, and what they are called.

use crate::render::Format;

/// A list that has pages of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    /// All cases: the first page of the site.
    Cases,
    /// Letters that wait.
    Letters,
    /// Demands outstanding.
    Demands,
    /// People deprived of liberty.
    Detained,
}

/// A table that is offered for programs.
#[derive(Clone, Copy)]
pub(super) enum Data {
    /// That of a list.
    List(List),
    /// All letters, answered ones too.
    AllLetters,
    /// Responses by addressee.
    ByState,
    /// Responses by sender.
    BySender,
    /// Deadline rules.
    Rules,
}

/// One file.
pub(super) enum File {
    /// A page of a list, from 0.
    List(List, usize),
    /// Response statistics with their bars.
    Responses,
    /// How all of it is computed.
    Method,
    /// The page of the case at this place.
    Case(usize),
    /// Its data.
    CaseData(usize),
    /// A table for programs.
    Data(Data, Format),
    /// The feed of changes.
    Changes,
    /// The calendar of due days.
    Calendar,
    /// The calendar of what is to be done and what comes.
    Agenda,
    /// The list of records with their SHA-256.
    Records,
}

/// The list of records with their SHA-256, as the program sha256sum reads it.
pub(super) const RECORDS: &str = "records.txt";

impl List {
    /// Every list.
    pub(super) const ALL: [Self; 4] = [Self::Cases, Self::Letters, Self::Demands, Self::Detained];

    /// The file's stem, the heading, and what the page is about.
    pub(super) const fn about(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Cases => (
                "index",
                "Cases",
                "Cases of human rights, each with what happened, what was asked for and what came of it.",
            ),
            Self::Letters => (
                "letters",
                "Letters without an answer",
                "A row for each addressee that has not answered. A confirmation of receipt is no answer; what happened in spite of an order of protection comes first.",
            ),
            Self::Demands => (
                "demands",
                "Demands outstanding",
                "What was asked for and is not met. A demand made again is told once, since the day it was first made.",
            ),
            Self::Detained => (
                "detained",
                "Deprived of liberty",
                "Custody, house arrest and enforced disappearance. Days include the first and the last; an imprecise or disputed date gives a range.",
            ),
        }
    }

    /// The name of a page of it, from 0.
    pub(super) fn file(self, page: usize) -> String {
        let stem = self.about().0;
        if page == 0 { format!("{stem}.html") } else { format!("{stem}-{}.html", page + 1) }
    }

    /// The file of its first page, by which the way to it is marked.
    pub(super) const fn section(self) -> &'static str {
        match self {
            Self::Cases => "index.html",
            Self::Letters => "letters.html",
            Self::Demands => "demands.html",
            Self::Detained => "detained.html",
        }
    }
}

impl Data {
    /// Every table.
    pub(super) const ALL: [Self; 8] = [
        Self::List(List::Cases),
        Self::List(List::Letters),
        Self::List(List::Demands),
        Self::List(List::Detained),
        Self::AllLetters,
        Self::ByState,
        Self::BySender,
        Self::Rules,
    ];

    /// The name of its files.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::List(List::Cases) => "cases",
            Self::List(List::Letters) => "unanswered",
            Self::List(List::Demands) => "demands",
            Self::List(List::Detained) => "detained",
            Self::AllLetters => "letters",
            Self::ByState => "responses-by-state",
            Self::BySender => "responses-by-sender",
            Self::Rules => "rules",
        }
    }
}
