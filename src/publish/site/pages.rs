//! The reports of a site, and the content of each of its files.

use super::{
    super::{agenda as of_agenda, calendar, feed, frame::Frame, page},
    files::{Data, File, List, RECORDS},
};
use crate::{
    load::folder::{RULES_FILE, archived::hashed, origin::Origin},
    model::{date::Date, state::State, wording::Wording},
    render::{self, Context, Format, Screen},
    report::{
        Report, Value, World, agenda, changes, demands, detained, letters, list, listing, pending, rules, show,
        stats::{self, By, GROUP},
    },
    withhold::{Open, Withheld},
};
use askama::Template as _;
use chrono::Days;
use std::{collections::HashMap, ffi::OsStr, io};

/// Rows on one page of a list.
pub(super) const ROWS: usize = 500;
/// How far back the feed of changes goes, in days.
const PAST: u64 = 365;

/// The reports of which the files are made.
pub(super) struct Pages<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) origin: &'a Origin,
    /// The list of records and its SHA-256.
    pub(super) records: (String, String),
    /// The SHA-256 of each by its name.
    hashes: HashMap<&'a OsStr, &'a str>,
    pub(super) address: &'a str,
    pub(super) titles: HashMap<&'a str, &'a str>,
    pub(super) cases: Report,
    pub(super) waiting: Report,
    pub(super) letters: Report,
    pub(super) demands: Report,
    pub(super) detained: Report,
    pub(super) by_state: Report,
    pub(super) by_sender: Report,
    pub(super) changes: Report,
    pub(super) rules: Report,
    /// Whether any case or entry is withheld.
    pub(super) withheld: bool,
    /// Of which lists it is not known how long they are, since something is withheld that may belong to them.
    may_be_longer: [bool; 4],
}

impl<'a> Pages<'a> {
    /// Makes the reports.
    ///
    /// # Errors
    /// None: the arguments of the reports are those below.
    pub(super) fn new(
        world: &'a World<'a>,
        origin: &'a Origin,
        withheld: Withheld,
        address: &'a str,
    ) -> Result<Self, String> {
        let stats = |by| stats::report(&stats::Args { by: Some(by), ..stats::Args::default() }, world);
        let since = world.as_of.checked_sub_days(Days::new(PAST)).unwrap_or(world.as_of);
        let records: String = origin.files.iter().map(|(name, sha256)| format!("{sha256}  {name}\n")).collect();
        let sha256 = hashed(&mut records.as_bytes(), &mut io::sink()).map_err(|e| e.to_string())?;
        Ok(Self {
            world,
            origin,
            records: (records, sha256),
            hashes: origin.files.iter().map(|(name, sha256)| (OsStr::new(name), sha256.as_str())).collect(),
            address,
            titles: world.cases.iter().map(|case| (case.id.as_str(), case.title.as_str())).collect(),
            cases: listing::report(&list::Args::default(), world)?,
            waiting: listing::report(&pending::Args::default(), world)?,
            letters: listing::report(&letters::Args::default(), world)?,
            demands: listing::report(&demands::Args::default(), world)?,
            detained: listing::report(&detained::Args::default(), world)?,
            by_state: named(stats(By::State)?),
            by_sender: stats(By::From)?,
            changes: changes::report(
                &changes::Args { since: Some(Date::from_day(since).into()), ..changes::Args::default() },
                world,
            )?,
            rules: rules::report(&rules::Args::default(), world)?,
            withheld: withheld.is_any(),
            may_be_longer: List::ALL.map(|list| withheld.cases > 0 || world.cases.iter().any(|case| hides(list, case))),
        })
    }

    /// Whether something is withheld that may belong to this list.
    pub(super) fn may_be_longer(&self, list: List) -> bool {
        List::ALL.into_iter().zip(self.may_be_longer).any(|(other, may)| other == list && may)
    }

    /// Every file with its path.
    pub(super) fn files(&self) -> Vec<(String, File)> {
        let mut files = vec![
            ("responses.html".into(), File::Responses),
            ("method.html".into(), File::Method),
            ("changes.xml".into(), File::Changes),
            ("deadlines.ics".into(), File::Calendar),
            ("agenda.ics".into(), File::Agenda),
            (RECORDS.into(), File::Records),
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
            File::Agenda => {
                let world = World { wording: Wording::Short, ..*self.world };
                let agenda = listing::report(&agenda::Args::default(), &world)?;
                of_agenda::calendar(&agenda.table, world.as_of, calendar::CalendarContent::default())
            }
            File::Records => Ok(self.records.0.clone()),
            File::Calendar => {
                // The same as `pending -f ics` gives.
                let world = World { wording: Wording::Short, ..*self.world };
                let waiting = listing::report(&pending::Args::default(), &world)?;
                calendar::calendar(&waiting.table, world.as_of, calendar::CalendarContent::default())
            }
        };
        text.map(String::into_bytes)
    }

    /// The report behind a table.
    pub(super) const fn report(&self, data: Data) -> &Report {
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
        let context =
            Context { as_of: self.world.as_of, problems: &[], screen, header: true, excel: false, confidential: false };
        let mut bytes = Vec::new();
        render::render(format, report, &context, &mut bytes).map_err(|e| e.to_string())?;
        Ok(bytes)
    }

    /// How many pages a list has. An empty one has a page too: it says that there is nothing.
    pub(super) fn pages(&self, list: List) -> usize {
        self.report(Data::List(list)).table.rows.len().div_ceil(ROWS).max(1)
    }

    fn case(&self, n: usize) -> Result<String, String> {
        let case = &self.world.cases[n];
        let world = World { cases: std::slice::from_ref(case), ..*self.world };
        let args = show::Args { notes: true, ..show::Args::default() };
        let names = [case.file.file_name(), Some(OsStr::new(RULES_FILE))].into_iter().flatten();
        let files = names.filter_map(|name| Some((name.to_str()?.to_owned(), (*self.hashes.get(name)?).to_owned())));
        let origin = Origin { files: files.collect(), revision: self.origin.revision.clone() };
        let frame = Frame { origin, ..self.frame(&case.title, "../", "") };
        page::page(&args, &world, frame, &self.links("")).map_err(|e| e.to_string())
    }
}

/// Whether an entry of a case is withheld that may belong to this list.
fn hides(list: List, case: &Open) -> bool {
    let taken = case.taken();
    match list {
        List::Cases => false,
        List::Letters => taken.letters + taken.answers > 0,
        List::Demands => taken.demands + taken.updates > 0,
        List::Detained => taken.people + taken.events > 0 || !case.liberty_withheld.is_empty(),
    }
}

/// The same with States by their names.
fn named(mut report: Report) -> Report {
    let Some(group) = report.table.position(GROUP.key) else { return report };
    let mut rows = report.table.rows.cells().into_owned();
    for cell in rows.iter_mut().filter_map(|row| row.get_mut(group)) {
        let state = match &cell.value {
            Value::Text(code) => State::from_code(code),
            _ => None,
        };
        cell.says = state.map(|state| state.name().to_owned()).or(cell.says.take());
    }
    report.table.rows = rows.into();
    report
}
