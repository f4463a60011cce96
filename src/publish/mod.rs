//! Documents for others: pages, a calendar, a timeline for newsrooms, a whole site.
//!
//! They show what the reports show and compute nothing of their own. What goes into a page passes
//! through `shown`, the templates (`templates/`) escape it for HTML, and no page loads or runs
//! anything but what stands in it. To add a kind of document: a word in [`Form`], a file here, a line in
//! [`document`]. To add a page to the site: a word in
//! `site/files.rs`, its function in `site/views.rs`.

mod agenda;
mod calendar;
mod counting;
mod feed;
mod frame;
mod identity;
pub mod json_schema;
mod page;
mod picture;
mod plot;
mod shown;
pub mod site;
mod table;
mod timelinejs;

use crate::{
    load::folder::origin::Origin,
    model::vocabulary::vocabulary,
    report::{Report, World, agenda as of_agenda, pending, show, words},
};
use calendar::CalendarContent;

vocabulary! {
    /// What sort of document.
    Form {
        /// One page that stands alone: picture, tables, sources.
        Html = "html",
        /// Due days for calendar programs.
        Ics = "ics",
        /// What TimelineJS reads.
        Timelinejs = "timelinejs",
    }
}

impl Form {
    /// The command that writes it, as it is typed.
    #[must_use]
    pub const fn command(self) -> &'static str {
        match self {
            Self::Html | Self::Timelinejs => "show CASE",
            Self::Ics => "pending",
        }
    }
}

/// What a document is made of.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// The cases of `timeline show`, and from which files they are.
    Cases(&'a show::Args, &'a Origin),
    /// The letters of `timeline pending`, as reported.
    Pending(&'a pending::Args, &'a Report),
    /// What `timeline agenda` has, as reported.
    Agenda(&'a of_agenda::Args, &'a Report),
}

/// The text of a document.
///
/// # Errors
/// What to do instead, if that cannot be made of it.
pub fn document(form: Form, subject: Subject<'_>, world: &World<'_>, confidential: bool) -> Result<String, String> {
    match (form, subject) {
        (Form::Html, Subject::Cases(args, origin)) => {
            page::alone(args, world, origin.clone(), confidential).map_err(|e| e.to_string())
        }
        (Form::Timelinejs, Subject::Cases(..)) if confidential => {
            Err("timelinejs is for a public page: nothing confidential can be in it, so leave out --confidential"
                .into())
        }
        (Form::Timelinejs, Subject::Cases(args, _)) => timelinejs::document(args, world).map_err(|e| e.to_string()),
        (Form::Ics, Subject::Pending(args, report)) => {
            calendar::calendar(&report.table, world.as_of, CalendarContent { titles: args.titles, confidential })
        }
        (Form::Ics, Subject::Agenda(args, report)) => {
            let content = CalendarContent { titles: args.titles, confidential };
            agenda::calendar(&report.table, world.as_of, content)
        }
        (Form::Ics, Subject::Cases(..)) => {
            Err("show cannot write ics, but html and timelinejs; `timeline pending CASE -f ics` writes due days".into())
        }
        (Form::Html | Form::Timelinejs, Subject::Pending(..) | Subject::Agenda(..)) => {
            Err(format!("a list cannot write {form}, but ics; `timeline show CASE -f {form}` writes a case"))
        }
    }
}

/// What the reader of a document should know of what is not in it.
#[must_use]
pub fn remark(form: Form, report: &Report) -> Option<String> {
    match (form, calendar::left_out(&report.table)) {
        (Form::Html | Form::Timelinejs, _) | (Form::Ics, 0) => None,
        (Form::Ics, n) => {
            Some(format!("{} without a known due day not in the calendar", words::count(n, "letter", "letters")))
        }
    }
}
