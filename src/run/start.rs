//! Running `timeline` alone: what is to be done, on one screen, or how to begin.

use super::{
    Call, Outcome, Stop,
    list::{asked, of_list},
};
use crate::{
    cli::Output,
    load::folder::walk,
    render::{self, Format},
    report::{agenda, words},
};

/// How many lines it is at most.
const LINES: usize = 20;

/// Where to look further.
const HELP: &str = "`timeline pending`: letters that wait; `list`: all cases; `show CASE`: one; `--help`: everything";

/// # Errors
/// What stopped it.
pub(super) fn run(call: &mut Call<'_>) -> Result<Outcome, Stop> {
    let screen = call.screen();
    let has_cases = call.folder().is_ok_and(|folder| !walk(&folder).files.is_empty());
    if !has_cases {
        let begin = [
            "There are no cases here yet. A case is one text file in a folder \"cases\".",
            "`timeline init` makes the folder; `timeline new wren --title \"Ada Wren\" --state DDR` begins a case.",
            "`timeline --help` says more; with --cases DIR, cases of another folder are shown.",
        ];
        begin.iter().try_for_each(|line| render::remark(line, screen, call.out))?;
        return Ok(Outcome::Done);
    }
    let args = agenda::Args::default();
    let Output::Report(Format::Table | Format::Plain) = call.output()? else {
        return super::list::agenda(&args, call);
    };
    let as_of = call.as_of();
    let (findings, _) = of_list(&args, &asked(&args, call)?, true, call)?;
    let all = findings.report.table.rows.len();
    // What stands below is written first, to know how much room it leaves.
    let below = |shown: usize| {
        let mut lines = Vec::new();
        if shown < all {
            lines.push(format!("and {} more: `timeline agenda`", all - shown));
        }
        if !findings.problems.is_empty() || findings.withheld.has_problems() {
            let problems = words::count(findings.problems.len(), "problem", "problems");
            lines.push(format!("{problems} in the records: `timeline check`"));
        }
        if findings.withheld.is_any() {
            lines.push("something is withheld; --confidential includes it".into());
        }
        lines.push(format!("{} · as of {as_of}", findings.report.summary));
        lines.push(HELP.into());
        let mut text = Vec::new();
        lines.iter().try_for_each(|line| render::remark(line, screen, &mut text)).map(|()| text)
    };
    let mut table = findings.report.table.clone();
    for shown in (0..=all.min(LINES)).rev() {
        table.rows.arrange(&(0..shown).collect::<Vec<_>>());
        let mut text = Vec::new();
        if shown > 0 {
            render::table(&table, screen, &mut text)?;
        }
        text.extend(below(shown)?);
        if shown == 0 || text.iter().filter(|byte| **byte == b'\n').count() <= LINES {
            call.out.write_all(&text)?;
            break;
        }
    }
    Ok(Outcome::Done)
}
