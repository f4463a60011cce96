//! The files of a site, each made from a report.

use super::super::{
    calendar, feed,
    frame::{Frame, Site},
    page,
    plot::{Plot, plots},
    shown::Shown,
    table::{Content, Links, View, view},
};
use crate::{
    model::{
        answer::Status, communication::ReplyKind, date::Date, demand::DemandStatus, event::Liberty,
        vocabulary::Vocabulary,
    },
    render::{self, Context, Format, Screen},
    report::{
        Column, Place, Report, Table, World, changes, demands, detained, letters, list, pending, rules, show, stats,
    },
};
use askama::Template;
use chrono::Days;
use std::collections::{HashMap, HashSet};

/// Rows on one page of a list.
const ROWS: usize = 500;
/// How far back the feed of changes goes, in days.
const PAST: u64 = 365;
/// Columns of statistics above this rank are left to the data.
const WIDEST: u8 = 5;
/// How many of the newest changes the first page shows.
const NEWEST: usize = 10;

/// A list that has pages of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    Cases,
    Letters,
    Demands,
    Detained,
}

/// A table that is offered for programs.
#[derive(Clone, Copy)]
pub(super) enum Data {
    List(List),
    AllLetters,
    ByState,
    BySender,
    Rules,
}

/// One file.
pub(super) enum File {
    List(List, usize),
    Responses,
    Method,
    Case(usize),
    CaseData(usize),
    Data(Data, Format),
    Changes,
    Calendar,
}

/// The reports of which the files are made.
pub(super) struct Pages<'a> {
    world: &'a World<'a>,
    address: &'a str,
    ids: HashSet<&'a str>,
    titles: HashMap<&'a str, &'a str>,
    cases: Report,
    waiting: Report,
    letters: Report,
    demands: Report,
    detained: Report,
    by_state: Report,
    by_sender: Report,
    changes: Report,
    rules: Report,
}

#[derive(Template)]
#[template(path = "list.html", config = ".askama.toml")]
struct ListPage {
    frame: Frame,
    heading: &'static str,
    lead: &'static str,
    summary: String,
    figures: Vec<(&'static str, usize)>,
    newest: Option<View>,
    table: View,
    pages: Vec<(usize, String, bool)>,
    data: &'static str,
}

#[derive(Template)]
#[template(path = "responses.html", config = ".askama.toml")]
struct ResponsesPage {
    frame: Frame,
    parts: Vec<Responses>,
    definitions: Vec<String>,
}

struct Responses {
    heading: &'static str,
    plots: Vec<Plot>,
    table: View,
    data: &'static str,
}

#[derive(Template)]
#[template(path = "method.html", config = ".askama.toml")]
struct MethodPage {
    frame: Frame,
    letters: Vec<(&'static str, &'static str)>,
    replies: Vec<(&'static str, &'static str, bool)>,
    demands: Vec<(&'static str, &'static str)>,
    liberty: Vec<(&'static str, &'static str)>,
    definitions: Vec<String>,
    table: View,
}

impl List {
    const ALL: [Self; 4] = [Self::Cases, Self::Letters, Self::Demands, Self::Detained];

    /// The file's stem, the heading, and what the page is about.
    const fn about(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Cases => (
                "index",
                "Cases",
                "Cases of human rights, each with what happened, what was asked for and what came of it.",
            ),
            Self::Letters => (
                "letters",
                "Letters without an answer",
                "A row for each addressee that has not answered. A confirmation of receipt is no answer; a breach of what a letter orders comes first.",
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
    fn file(self, page: usize) -> String {
        let stem = self.about().0;
        if page == 0 { format!("{stem}.html") } else { format!("{stem}-{}.html", page + 1) }
    }

    /// The file of its first page, by which the way to it is marked.
    const fn section(self) -> &'static str {
        match self {
            Self::Cases => "index.html",
            Self::Letters => "letters.html",
            Self::Demands => "demands.html",
            Self::Detained => "detained.html",
        }
    }
}

impl Data {
    const ALL: [Self; 8] = [
        Self::List(List::Cases),
        Self::List(List::Letters),
        Self::List(List::Demands),
        Self::List(List::Detained),
        Self::AllLetters,
        Self::ByState,
        Self::BySender,
        Self::Rules,
    ];

    const fn name(self) -> &'static str {
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

/// Statistics without the columns of least weight, which no page is wide enough for; the data has all.
fn narrower(table: &Table) -> Table {
    let mut table = table.clone();
    let least = |column: &&mut Column| matches!(column.place, Place::IfWide(rank) if rank > WIDEST);
    table.columns.iter_mut().filter(least).for_each(|column| column.place = Place::Data);
    table
}

impl<'a> Pages<'a> {
    /// Makes the reports.
    ///
    /// # Errors
    /// None: the arguments of the reports are those below.
    pub(super) fn new(world: &'a World<'a>, address: &'a str) -> Result<Self, String> {
        let stats = |by| stats::report(&stats::Args { by: Some(by), ..stats::Args::default() }, world);
        let since = world.as_of.checked_sub_days(Days::new(PAST)).unwrap_or(world.as_of);
        Ok(Self {
            world,
            address,
            ids: world.cases.iter().map(|case| case.id.as_str()).collect(),
            titles: world.cases.iter().map(|case| (case.id.as_str(), case.title.as_str())).collect(),
            cases: list::report(&list::Args::default(), world)?,
            waiting: pending::report(&pending::Args::default(), world)?,
            letters: letters::report(&letters::Args::default(), world)?,
            demands: demands::report(&demands::Args::default(), world)?,
            detained: detained::report(&detained::Args::default(), world)?,
            by_state: stats(stats::By::State)?,
            by_sender: stats(stats::By::From)?,
            changes: changes::report(
                &changes::Args { since: Some(Date::from_day(since)), ..changes::Args::default() },
                world,
            )?,
            rules: rules::report(&rules::Args::default(), world)?,
        })
    }

    /// Every file with its path.
    pub(super) fn files(&self) -> Vec<(String, File)> {
        let mut files = vec![
            ("responses.html".into(), File::Responses),
            ("method.html".into(), File::Method),
            ("changes.xml".into(), File::Changes),
            ("deadlines.ics".into(), File::Calendar),
        ];
        for list in List::ALL {
            files.extend((0..self.pages(list)).map(|page| (list.file(page), File::List(list, page))));
        }
        for data in Data::ALL {
            for format in [Format::Csv, Format::Json] {
                files.push((format!("data/{}.{format}", data.name()), File::Data(data, format)));
            }
        }
        for (n, case) in self.world.cases.iter().enumerate() {
            files.push((format!("cases/{}.html", case.id), File::Case(n)));
            files.push((format!("cases/{}.json", case.id), File::CaseData(n)));
        }
        files
    }

    /// The content of a file.
    ///
    /// # Errors
    /// Those of templates and of writing into memory, of which none is known.
    pub(super) fn text(&self, file: &File) -> Result<Vec<u8>, String> {
        let text = match *file {
            File::List(list, page) => self.list(list, page).render().map_err(|e| e.to_string()),
            File::Responses => self.responses().render().map_err(|e| e.to_string()),
            File::Method => self.method().render().map_err(|e| e.to_string()),
            File::Case(n) => self.case(n),
            File::CaseData(n) => {
                let world = World { cases: &self.world.cases[n..=n], ..*self.world };
                return self.data(&show::report(&show::Args::default(), &world), Format::Json);
            }
            File::Data(data, format) => return self.data(self.report(data), format),
            File::Changes => {
                let title = |id: &str| self.titles.get(id).copied().unwrap_or(id).to_owned();
                feed::feed(&self.changes.table, title, self.address, self.world.as_of).map_err(|e| e.to_string())
            }
            File::Calendar => calendar::calendar(&self.waiting.table, self.world.as_of),
        };
        text.map(String::into_bytes)
    }

    const fn report(&self, data: Data) -> &Report {
        match data {
            Data::List(List::Cases) => &self.cases,
            Data::List(List::Letters) => &self.waiting,
            Data::List(List::Demands) => &self.demands,
            Data::List(List::Detained) => &self.detained,
            Data::AllLetters => &self.letters,
            Data::ByState => &self.by_state,
            Data::BySender => &self.by_sender,
            Data::Rules => &self.rules,
        }
    }

    fn data(&self, report: &Report, format: Format) -> Result<Vec<u8>, String> {
        let screen = Screen { width: 80, colour: false, unicode: true };
        let context = Context { as_of: self.world.as_of, problems: &[], screen, header: true };
        let mut bytes = Vec::new();
        render::render(format, report, &context, &mut bytes).map_err(|e| e.to_string())?;
        Ok(bytes)
    }

    /// An empty list has a page too: it says that there is nothing.
    fn pages(&self, list: List) -> usize {
        self.report(Data::List(list)).table.rows.len().div_ceil(ROWS).max(1)
    }

    fn frame(&self, title: &str, root: &'static str, section: &'static str) -> Frame {
        Frame {
            title: Shown::new(title),
            as_of: self.world.as_of,
            confidential: false,
            site: Some(Site { root, section }),
        }
    }

    fn links(&self, folder: &'a str) -> Links<'_> {
        Links { cases: Some((folder, &self.ids)), sources: None }
    }

    fn list(&self, list: List, page: usize) -> ListPage {
        let (_, heading, lead) = list.about();
        let report = self.report(Data::List(list));
        let all = &report.table.rows;
        let rows = all.iter().skip(page * ROWS).take(ROWS).cloned().collect();
        let table = Table { columns: report.table.columns.clone(), rows };
        let overview = list == List::Cases && page == 0;
        let figures = match overview {
            true => vec![
                ("cases", self.cases.table.rows.len()),
                ("people deprived of liberty", self.detained.table.rows.len()),
                ("letters without an answer", self.waiting.table.rows.len()),
                ("demands outstanding", self.demands.table.rows.len()),
            ],
            false => Vec::new(),
        };
        let pages = match self.pages(list) {
            1 => Vec::new(),
            n => (0..n).map(|n| (n + 1, list.file(n), n == page)).collect(),
        };
        ListPage {
            frame: self.frame(heading, "", list.section()),
            heading,
            lead,
            summary: report.summary.clone(),
            figures,
            newest: overview.then(|| self.newest()),
            table: view(&table, "rows", &self.links("cases/"), true),
            pages,
            data: Data::List(list).name(),
        }
    }

    /// The newest changes, the latest first.
    fn newest(&self) -> View {
        let changes = &self.changes.table;
        let rows = changes.rows.iter().rev().take(NEWEST).cloned().collect();
        view(&Table { columns: changes.columns.clone(), rows }, "newest", &self.links("cases/"), false)
    }

    fn responses(&self) -> ResponsesPage {
        let part = |heading, key, report: &Report, data: Data| Responses {
            heading,
            plots: plots(&report.table),
            table: view(&narrower(&report.table), key, &self.links("cases/"), true),
            data: data.name(),
        };
        let mut definitions = self.by_sender.remarks.clone();
        definitions.push("Bars stand in the order of the alphabet: this is no ranking.".into());
        ResponsesPage {
            frame: self.frame("Responses", "", "responses.html"),
            parts: vec![
                part("By State or other addressee", "states", &self.by_state, Data::ByState),
                part("By sender", "senders", &self.by_sender, Data::BySender),
            ],
            definitions,
        }
    }

    fn method(&self) -> MethodPage {
        fn words<V: Vocabulary>() -> Vec<(&'static str, &'static str)> {
            V::ALL.iter().map(|word| (word.name(), word.meaning())).collect()
        }
        MethodPage {
            frame: self.frame("Method", "", "method.html"),
            letters: words::<Status>(),
            replies: ReplyKind::ALL.iter().map(|k| (k.name(), k.meaning(), k.stops_the_clock())).collect(),
            demands: words::<DemandStatus>(),
            liberty: words::<Liberty>(),
            definitions: self.by_sender.remarks.clone(),
            table: view(&self.rules.table, "rules", &Links::default(), true),
        }
    }

    fn case(&self, n: usize) -> Result<String, String> {
        let case = &self.world.cases[n];
        let world = World { cases: std::slice::from_ref(case), ..*self.world };
        let args = show::Args { notes: true, ..show::Args::default() };
        let frame = self.frame(&case.title, "../", "");
        page::page(&args, &world, frame, &self.links("")).map_err(|e| e.to_string())
    }
}
