//! What a command found, and what is said beside it once it is written.

use super::{Outcome, Stop};
use crate::{
    load::problem::{Code, Problem},
    render::{self, Screen},
    report::Report,
    withhold::Withheld,
};
use chrono::NaiveDate;
use std::io::{self, Write};

/// What a command found, and what is to be said beside it.
pub(super) struct Told {
    pub(super) report: Report,
    pub(super) problems: Vec<Problem>,
    pub(super) withheld: Withheld,
}

impl Told {
    /// Says what is to be said once the report is written.
    pub(super) fn close(
        self,
        as_of: NaiveDate,
        screen: Screen,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<Outcome, Stop> {
        out.flush()?;
        render::problems(&self.problems, screen, err)?;
        // The last lines are what is read first: nobody shall take a missing letter for none.
        if self.problems.iter().any(|problem| problem.code != Code::UnknownCase) {
            writeln!(err, "files with errors are left out; the errors are above")?;
        }
        remarks(&self.report, as_of, self.withheld, err)?;
        let failed = !self.problems.is_empty() || self.withheld.problems > 0;
        // The program is about to end, and what it holds is given back at once; cell by cell takes time.
        std::mem::forget(self.report);
        Ok(if failed { Outcome::Failed } else { Outcome::Done })
    }
}

/// The remarks of a report, how much is withheld, and the line that sums it up.
pub(super) fn remarks(report: &Report, as_of: NaiveDate, withheld: Withheld, err: &mut dyn Write) -> io::Result<()> {
    for remark in &report.remarks {
        writeln!(err, "{}", render::one_line(remark))?;
    }
    if withheld.problems > 0 {
        writeln!(err, "{} problems in withheld records; --confidential shows them", withheld.problems)?;
    }
    let counted = [(withheld.cases, "case", "cases"), (withheld.entries, "entry", "entries")];
    let parts: Vec<String> = counted
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| crate::report::words::count(*n, one, many))
        .collect();
    if !parts.is_empty() {
        writeln!(err, "{} withheld; --confidential includes them", parts.join(" and "))?;
    }
    writeln!(err, "{} · as of {as_of}", report.summary)
}
