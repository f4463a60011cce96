//! What every command is run with: the options of all commands, the machine, and where it writes.

use super::{Machine, Stop, findings::left_out};
use crate::{
    cli::{GlobalOptions, Output, When, format},
    load::Loaded,
    model::{reach::later, vocabulary::Vocabulary},
    progress::{Progress, with_bar},
    render::{Format, Screen},
    withhold::{Open, Opened, include, withhold},
};
use chrono::NaiveDate;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// A command line that is being run.
pub(super) struct Call<'a> {
    pub(super) shared: &'a GlobalOptions,
    pub(super) machine: &'a Machine,
    /// Where goes what was asked for.
    pub(super) out: &'a mut dyn Write,
    /// Where go remarks and problems.
    pub(super) err: &'a mut dyn Write,
}

impl Call<'_> {
    /// The day on which the world is shown.
    pub(super) fn as_of(&self) -> NaiveDate {
        self.shared.as_of.unwrap_or_else(self.machine.today)
    }

    /// The same, if nobody asked for a day.
    pub(super) fn today(&self) -> Option<NaiveDate> {
        self.shared.as_of.is_none().then(|| self.as_of())
    }

    /// That entries of these cases are dated after today, if nobody asked for a day and any is.
    pub(super) fn left_out(&self, cases: &[Open]) -> Option<String> {
        let today = self.today()?;
        left_out(cases.iter().map(|case| later(case, today)).sum(), today)
    }

    /// How the report is written, if `command` writes nothing but reports.
    ///
    /// # Errors
    /// Another command writes what was asked for, and which; `$TIMELINE_FORMAT` names no format.
    pub(super) fn format(&self) -> Result<Format, Stop> {
        match self.output()? {
            Output::Report(format) => Ok(format),
            other => Err(refused(other)),
        }
    }

    /// How what was found is written.
    ///
    /// # Errors
    /// `$TIMELINE_FORMAT` names no format; a file would be written to a terminal; `--excel` without csv.
    pub(super) fn output(&self) -> Result<Output, Stop> {
        let output = self.asked()?;
        match output {
            Output::Report(format) if format.is_a_file() && self.machine.terminal => Err(Stop::Usage(format!(
                "{format} is a file for another program, nothing for a screen: add > FILE.{format}"
            ))),
            Output::Report(Format::Csv) => Ok(output),
            _ if self.shared.excel => Err(Stop::Usage("--excel says how csv is written: add -f csv".into())),
            Output::Report(_) | Output::Document(_) | Output::Problems(_) => Ok(output),
        }
    }

    /// How what was found shall be written.
    fn asked(&self) -> Result<Output, Stop> {
        match (&self.shared.format, &self.machine.format) {
            (Some(output), _) => Ok(*output),
            (None, Some(text)) if !text.is_empty() => {
                format(text).map(Output::Report).map_err(|e| Stop::Usage(format!("$TIMELINE_FORMAT is {text:?}: {e}")))
            }
            (None, _) => Ok(Output::Report(if self.machine.terminal { Format::Table } else { Format::Plain })),
        }
    }

    /// The folder of cases.
    ///
    /// # Errors
    /// There is none, or the one named is no folder.
    pub(super) fn folder(&self) -> Result<PathBuf, String> {
        cases_folder(self.shared.cases.as_deref(), self.machine)
    }

    /// What standard output can show, with the colour that was asked for.
    pub(super) fn screen(&self) -> Screen {
        Screen { colour: colour(self.shared.color, self.machine.screen.colour), ..self.machine.screen }
    }

    /// What standard error can show, with the colour that was asked for.
    pub(super) fn error_screen(&self) -> Screen {
        Screen { colour: colour(self.shared.color, self.machine.error_screen.colour), ..self.machine.error_screen }
    }

    /// What may be reported: without what is confidential, unless it was asked for.
    pub(super) fn hide(&self, loaded: Loaded) -> Opened {
        hide(loaded, self.shared.confidential).shared()
    }

    /// Does work that may take long, with a bar where somebody looks on.
    pub(super) fn at_work<T: Send>(&self, what: &'static str, work: impl FnOnce(&Progress) -> T + Send) -> T {
        let progress = Progress::default();
        let work = || work(&progress);
        if self.machine.error_terminal { with_bar(what, &progress, work) } else { work() }
    }
}

/// What may be reported: without what is confidential, unless it was asked for.
pub(super) fn hide(loaded: Loaded, confidential: bool) -> Opened {
    if confidential { include(loaded) } else { withhold(loaded) }
}

/// Which command writes what was asked for of one that does not.
pub(super) fn refused(output: Output) -> Stop {
    let only = |command: &str, form: &str| {
        let name = command.split(' ').next().unwrap_or(command);
        Stop::Usage(format!("only {name} writes {form}: `timeline {command} -f {form}`"))
    };
    match output {
        Output::Report(format) => Stop::Usage(format!("leave out -f {format}")),
        Output::Document(form) => only(form.command(), form.name()),
        Output::Problems(form) => only("check", form.name()),
    }
}

/// The folder of cases: as asked for, else from the environment, else the nearest one.
///
/// # Errors
/// There is none, or the one named is no folder.
pub fn cases_folder(asked: Option<&Path>, machine: &Machine) -> Result<PathBuf, String> {
    if let Some(folder) = asked.or(machine.cases.as_deref()) {
        let named = if asked.is_some() { "--cases" } else { "$TIMELINE_CASES" };
        return match folder.is_dir() {
            true => Ok(folder.to_path_buf()),
            false => Err(format!("{named}: {} is not a folder", folder.display())),
        };
    }
    for (steps, above) in machine.here.ancestors().enumerate() {
        if above.join("cases").is_dir() {
            // Shown as people would write it from here.
            let up: PathBuf = std::iter::repeat_n("..", steps).collect();
            return Ok(up.join("cases"));
        }
    }
    Err("there is no folder \"cases\" here or above: make one, or say where it is with --cases DIR".into())
}

/// Whether to use colour, given what was asked for and what the device can do.
#[must_use]
pub fn colour(when: When, can: bool) -> bool {
    match when {
        When::Auto => can,
        When::Always => true,
        When::Never => false,
    }
}
