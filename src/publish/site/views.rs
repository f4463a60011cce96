//! The pages of a site that are no case: what the templates get of the reports.

use super::{
    super::{
        counting::CountingView,
        frame::{Frame, Site},
        plot::{Plot, plots},
        shown::Shown,
        table::{Content, Links, View, view, words as shown},
    },
    files::{Data, List, RECORDS},
    pages::{Pages, ROWS},
};
use crate::{
    load::folder::origin::Origin,
    model::{
        answer::Status, communication::ReplyKind, demand::DemandStatus, event::Liberty, letter::letters,
        vocabulary::Vocabulary,
    },
    report::{
        Column, Report, Table, Value,
        counting::Counting,
        detained,
        filter::Filter,
        letters::{Line, lines_where},
        pending::HOW_TO_SEE,
        stats::{DEMANDS, GROUP, NOT_DUE},
        words,
    },
};
use askama::Template;
use std::ops::Range;

/// How many of the newest changes the first page shows.
const NEWEST: usize = 10;

/// A page of a list.
#[derive(Template)]
#[template(path = "list.html", config = ".askama.toml")]
pub(super) struct ListPage {
    frame: Frame,
    heading: &'static str,
    lead: &'static str,
    summary: String,
    may_be_longer: bool,
    figures: Vec<(&'static str, Shown)>,
    newest: Option<View>,
    table: View,
    pages: Vec<(usize, String, bool)>,
    data: &'static str,
    counting: CountingView,
}

/// Response statistics.
#[derive(Template)]
#[template(path = "responses.html", config = ".askama.toml")]
pub(super) struct ResponsesPage {
    frame: Frame,
    parts: Vec<Responses>,
    definitions: Vec<String>,
}

struct Responses {
    heading: &'static str,
    plots: Vec<Plot>,
    tables: Vec<(&'static str, View)>,
    data: &'static str,
}

/// How all of it is computed.
#[derive(Template)]
#[template(path = "method.html", config = ".askama.toml")]
pub(super) struct MethodPage {
    frame: Frame,
    letters: Vec<(&'static str, &'static str)>,
    replies: Vec<(&'static str, &'static str, bool)>,
    demands: Vec<(&'static str, &'static str)>,
    liberty: Vec<(&'static str, &'static str)>,
    definitions: Vec<String>,
    table: View,
}

/// Statistics as three tables with their headings, as no page is wide enough for all columns side by side.
fn figures(table: &Table) -> [(&'static str, &'static str, Table); 3] {
    let end = table.columns.len();
    let first = |column: Column| table.position(column.key).unwrap_or(end);
    let (beside, demands) = (first(NOT_DUE), first(DEMANDS));
    let part = |range: Range<usize>| {
        let kept: Vec<usize> = (0..end).filter(|at| table.columns[*at] == GROUP || range.contains(at)).collect();
        let rows = table.rows.iter().map(|row| kept.iter().map(|at| row[*at].clone()).collect());
        Table { columns: kept.iter().map(|at| table.columns[*at]).collect(), rows: rows.collect::<Vec<_>>().into() }
    };
    [
        ("rates", "Letters in the rates", part(0..beside)),
        ("beside", "Letters beside the rates", part(beside..demands)),
        ("demands", "Demands", part(demands..end)),
    ]
}

impl Pages<'_> {
    /// What surrounds a page.
    pub(super) fn frame(&self, title: &str, root: &'static str, section: &'static str) -> Frame {
        Frame {
            title: Shown::new(title),
            as_of: self.world.as_of,
            confidential: false,
            origin: Origin { files: Vec::new(), revision: self.origin.revision.clone() },
            records: None,
            site: Some(Site { root, section }),
        }
    }

    /// The same of a page that is made from all records.
    fn frame_of_all(&self, title: &str, section: &'static str) -> Frame {
        Frame { records: Some((RECORDS, self.records.1.clone())), ..self.frame(title, "", section) }
    }

    /// Links to cases whose pages lie in this folder.
    pub(super) fn links<'f>(&'f self, folder: &'f str) -> Links<'f> {
        Links { cases: Some((folder, &self.titles)), ..Links::default() }
    }

    /// A page of a list, from 0.
    pub(super) fn list(&self, list: List, page: usize) -> ListPage {
        let (_, heading, lead) = list.about();
        let report = self.report(Data::List(list));
        let all = &report.table.rows;
        let rows = all.cells().iter().skip(page * ROWS).take(ROWS).cloned().collect::<Vec<_>>().into();
        let table = Table { columns: report.table.columns.clone(), rows };
        let overview = list == List::Cases && page == 0;
        let figure = |name, list| {
            let table = &self.report(Data::List(list)).table;
            // Whose liberty is not known is listed, and not counted as deprived of it.
            let rows = match table.position(detained::CERTAINLY.key).filter(|_| list == List::Detained) {
                Some(certain) => table.rows.column(certain).filter(|cell| cell.value == Value::Flag(true)).count(),
                None => table.rows.len(),
            };
            let number = words::number(rows, self.may_be_longer(list));
            (name, shown(&number))
        };
        let figures = match overview {
            true => vec![
                figure("cases", List::Cases),
                figure("people deprived of liberty", List::Detained),
                figure("letters pending", List::Letters),
                figure("demands outstanding", List::Demands),
            ],
            false => Vec::new(),
        };
        let letters = match list {
            List::Letters => letters(self.world.cases),
            List::Cases | List::Demands | List::Detained => Vec::new(),
        };
        let pending = |line: &Line<'_>| line.answer.status.is_unanswered() || line.incident.is_some();
        let counting = Counting::of_letters(&lines_where(self.world, &letters, &Filter::default(), pending));
        let links = Links { rules: Some((&counting, "")), ..self.links("cases/") };
        let may_be_longer = self.may_be_longer(list);
        let summary = match may_be_longer && report.is_nothing() {
            true => words::NOTHING_SHOWN.to_owned(),
            // The hint at an option of the program is taken out: the reader of a page has no command line.
            false => report.summary.replace(HOW_TO_SEE, ""),
        };
        let pages = match self.pages(list) {
            1 => Vec::new(),
            n => (0..n).map(|n| (n + 1, list.file(n), n == page)).collect(),
        };
        ListPage {
            frame: self.frame_of_all(heading, list.section()),
            heading,
            lead,
            summary,
            may_be_longer,
            figures,
            newest: overview.then(|| self.newest()),
            table: view(&table, "rows", &links, true),
            pages,
            data: Data::List(list).name(),
            counting: CountingView::new(&counting, self.world, ""),
        }
    }

    /// The newest changes, the latest first.
    fn newest(&self) -> View {
        let changes = &self.changes.table;
        let rows = changes.rows.cells().iter().rev().take(NEWEST).cloned().collect::<Vec<_>>().into();
        view(&Table { columns: changes.columns.clone(), rows }, "newest", &self.links("cases/"), false)
    }

    /// Response statistics, as bars and as figures.
    pub(super) fn responses(&self) -> ResponsesPage {
        let part = |heading, key, report: &Report, data: Data| Responses {
            heading,
            plots: plots(&report.table),
            tables: figures(&report.table)
                .iter()
                .map(|(part, heading, table)| {
                    (*heading, view(table, &format!("{key}-{part}"), &self.links("cases/"), true))
                })
                .collect(),
            data: data.name(),
        };
        let mut definitions = self.by_sender.remarks.clone();
        if self.withheld {
            definitions.push("Something is withheld from these pages: figures are those of what is shown.".into());
        }
        definitions.push("Bars stand in the order of the alphabet: this is no ranking.".into());
        ResponsesPage {
            frame: self.frame_of_all("Responses", "responses.html"),
            parts: vec![
                part("By State or other addressee", "states", &self.by_state, Data::ByState),
                part("By sender", "senders", &self.by_sender, Data::BySender),
            ],
            definitions,
        }
    }

    /// How all of it is computed.
    pub(super) fn method(&self) -> MethodPage {
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
}
