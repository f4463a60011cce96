//! What a command found, and what is said beside it once it is written.

use super::{Call, Outcome, Stop};
use crate::{
    load::problem::{Code, Problem},
    render::{self, Context, Format},
    report::{Report, legend::legend, words},
    withhold::Withheld,
};
use chrono::NaiveDate;
use std::{collections::HashSet, io};

/// What a command found, and what is to be said beside it.
pub(super) struct Findings {
    pub(super) report: Report,
    pub(super) problems: Vec<Problem>,
    pub(super) withheld: Withheld,
}

impl Findings {
    /// Writes the report in this format, then says what is to be said beside it.
    ///
    /// # Errors
    /// Writing failed.
    pub(super) fn write(mut self, format: Format, as_of: NaiveDate, call: &mut Call<'_>) -> Result<Outcome, Stop> {
        self.render(format, as_of, call)?;
        if format == Format::Table {
            self.report.remarks.extend(legend(&self.report.table));
        }
        self.close(as_of, call)
    }

    /// The same, unless the report is for others and there are cases that they must not get: then nothing is written,
    /// and it is said why.
    ///
    /// # Errors
    /// Writing failed.
    pub(super) fn write_unless(
        mut self,
        at_fault: &HashSet<String>,
        format: Format,
        as_of: NaiveDate,
        call: &mut Call<'_>,
    ) -> Result<Outcome, Stop> {
        if !format.is_for_others() || at_fault.is_empty() {
            return self.write(format, as_of, call);
        }
        self.report.remarks.push("no document for others is made of records with errors: mend them first".into());
        self.close(as_of, call)
    }

    /// Writes the report in this format.
    ///
    /// # Errors
    /// Writing failed.
    fn render(&self, format: Format, as_of: NaiveDate, call: &mut Call<'_>) -> Result<(), Stop> {
        let context = Context {
            as_of,
            problems: &self.problems,
            screen: call.screen(),
            header: !call.shared.no_header,
            excel: call.shared.excel,
            confidential: self.withheld.included,
        };
        Ok(render::render(format, &self.report, &context, call.out)?)
    }

    /// Says what is to be said once the report is written.
    ///
    /// # Errors
    /// Writing failed.
    pub(super) fn close(self, as_of: NaiveDate, call: &mut Call<'_>) -> Result<Outcome, Stop> {
        call.out.flush()?;
        let screen = call.error_screen();
        render::problems(&self.problems, screen, call.err)?;
        // Told last, where it is seen: otherwise a letter of a record with an error would be taken for no letter.
        let leaves_out = self.problems.iter().any(|problem| problem.code.leaves_out());
        if leaves_out {
            render::remark("files with errors are left out; the errors are above", screen, call.err)?;
        }
        // A summary of "0 pending" would be untrue where a record could not be read.
        let report = Report { summary: unless_unread(&self.report, leaves_out), ..self.report };
        remarks(&report, as_of, self.withheld, call)?;
        let failed = !self.problems.is_empty() || self.withheld.has_problems();
        let found = call.shared.exit_code && !report.table.rows.is_empty();
        // The program is about to end: to free a large report cell by cell takes longer than to let the system take all
        // of its memory.
        std::mem::forget(report);
        Ok(match (failed, found) {
            (true, _) => Outcome::Failed,
            (false, true) => Outcome::Found,
            (false, false) => Outcome::Done,
        })
    }
}

/// The summary, but for one that says "none" of records that could not all be read.
fn unless_unread(report: &Report, unread: bool) -> String {
    if unread && report.is_nothing() {
        return "nothing in the records that can be read; not known of the others".into();
    }
    report.summary.clone()
}

/// A remark on entries dated after the day on which the world is shown: they are left out, and one of them may be a
/// mistyped year.
pub(super) fn left_out(later: usize, as_of: NaiveDate) -> Option<String> {
    let entries = words::count(later, "entry", "entries");
    let help = "correct the date, or write `planned = true` if it is to come";
    (later > 0).then(|| format!("{entries} dated after {as_of} left out: {help}"))
}

/// Tells what is wrong with the records, and that nothing for others is made of them as long as it is.
///
/// # Errors
/// Something is wrong.
pub(super) fn or_refuse(what: &str, problems: &[Problem], withheld: Withheld, call: &mut Call<'_>) -> Result<(), Stop> {
    let screen = call.error_screen();
    render::problems(problems, screen, call.err)?;
    if problems.is_empty() && !withheld.has_problems() {
        return Ok(());
    }
    let mut message =
        format!("the {what} was not built, as records with errors would be missing from it: mend them first");
    if problems.iter().any(|problem| problem.code == Code::ConfidentialName) {
        message.push_str("; one that was built before is as it was, and may hold the name");
    }
    Err(Stop::Usage(message))
}

/// The remarks of a report, how much is withheld, and the line that sums it up.
///
/// # Errors
/// Writing failed.
pub(super) fn remarks(report: &Report, as_of: NaiveDate, withheld: Withheld, call: &mut Call<'_>) -> io::Result<()> {
    if call.shared.quiet {
        return Ok(());
    }
    let mut lines = report.remarks.clone();
    if withheld.included {
        lines.push("entries marked confidential are included: not for others".into());
    }
    if withheld.problems > 0 {
        let problems = words::count(withheld.problems, "problem", "problems");
        lines.push(format!("{problems} in withheld records; --confidential shows them"));
    }
    if withheld.unsure > 0 {
        let files = words::count(withheld.unsure, "file that may be confidential", "files that may be confidential");
        lines.push(format!("{files} cannot be read; named with --confidential, or if it is checked by its path"));
    }
    let counted = [(withheld.cases, "case", "cases"), (withheld.entries, "entry", "entries")];
    let parts: Vec<String> =
        counted.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| words::count(*n, one, many)).collect();
    if !parts.is_empty() {
        lines.push(format!("{} withheld; --confidential includes them; not counted below", parts.join(" and ")));
    }
    lines.push(match withheld.is_any() && report.is_nothing() {
        true => format!("{} · as of {as_of}", words::NOTHING_SHOWN),
        false => format!("{} · as of {as_of}", report.summary),
    });
    let screen = call.error_screen();
    lines.iter().try_for_each(|line| render::remark(line, screen, call.err))
}
