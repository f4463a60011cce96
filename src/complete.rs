//! Completion in shells, and the manual page.

use crate::{
    cli::{Cli, Shell},
    load::folder,
};
use clap::{Command, CommandFactory};
use clap_complete::{
    engine::{ArgValueCompleter, CompletionCandidate},
    env::{Bash, EnvCompleter, Fish, Zsh},
};
use std::{
    ffi::OsStr,
    io::{self, Write},
    path::PathBuf,
};

/// The variable through which a shell asks for completion.
pub const VARIABLE: &str = "COMPLETE";

/// The command line with completion of the ids of cases in `folder`. Ids are file names: no record is
/// read but the head of each that matches, to leave out withheld cases.
#[must_use]
pub fn command(cases: Option<PathBuf>) -> Command {
    Cli::command().mut_subcommands(|command| {
        let cases = cases.clone();
        command.mut_args(move |arg| {
            if arg.get_id() != "ids" && arg.get_id() != "case" {
                return arg;
            }
            let cases = cases.clone();
            let ids = move |current: &OsStr| match (&cases, current.to_str()) {
                (Some(folder), Some(prefix)) => {
                    folder::ids(folder, prefix).into_iter().map(CompletionCandidate::new).collect()
                }
                _ => Vec::new(),
            };
            arg.add(ArgValueCompleter::new(ids))
        })
    })
}

/// The line that switches completion on in a shell.
///
/// # Errors
/// Writing failed.
pub fn registration(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    let completer: &dyn EnvCompleter = match shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
    };
    completer.write_registration(VARIABLE, "timeline", "timeline", "timeline", out)
}

/// The manual page.
///
/// # Errors
/// Writing failed.
pub fn manual(out: &mut dyn Write) -> io::Result<()> {
    let command = Cli::command();
    clap_mangen::Man::new(command.clone()).render(out)?;
    // One page for everything: the commands follow, each under its own heading.
    for sub in command.get_subcommands().filter(|c| c.get_name() != "help") {
        let name = format!("timeline {}", sub.get_name());
        let man = clap_mangen::Man::new(sub.clone().display_name(&name));
        writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
        man.render_description_section(out)?;
        man.render_options_section(out)?;
    }
    Ok(())
}
