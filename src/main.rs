//! The program: reads the arguments, the clock and the environment, runs, chooses the exit code.

#![warn(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]

use std::{
    env,
    ffi::OsString,
    io::{self, BufWriter, IsTerminal, LineWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use timeline::{
    cli::{Cli, Command},
    complete,
    pager::Paged,
    render::{self, Screen, UNBOUNDED},
    run::{self, Machine, Outcome, Stop},
};

fn main() -> ExitCode {
    if env::var_os(complete::VARIABLE).is_some() {
        let folder = run::cases_folder(folder_on_command_line().as_deref(), &machine()).ok();
        clap_complete::CompleteEnv::with_factory(move || complete::command(folder.clone(), &words_to_complete()))
            .complete();
    }
    let words: Vec<_> = env::args_os().collect();
    let cli = match Cli::read(&words) {
        Ok(cli) => cli,
        Err(error) => return usage(&words, error, &machine()),
    };
    let machine = machine();
    // Not 64 KiB: when a block of that size is freed, glibc merges all other freed blocks, which takes time.
    let stdout = io::stdout().lock();
    let pager = pager(&cli, &machine);
    let paged: Box<dyn Write> = match terminal_size::terminal_size().filter(|_| !pager.is_empty()) {
        Some((_, height)) => Box::new(Paged::new(stdout, height.0.into(), &pager, env::var_os("LESS").is_some())),
        None => Box::new(stdout),
    };
    let mut out = BufWriter::with_capacity(32 * 1024, paged);
    let mut err = LineWriter::new(io::stderr().lock());
    let ended = run::run(cli, &machine, &mut out, &mut err);
    match ended.and_then(|outcome| out.flush().map(|()| outcome).map_err(Stop::from)) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(stop) => stopped(stop, &machine, &mut err),
    }
}

/// The command line of the pager; empty where nothing is paged: in a pipe, with --no-pager, for commands whose output
/// is not read by people.
fn pager(cli: &Cli, machine: &Machine) -> String {
    let dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
    if !machine.terminal
        || cli.shared.no_pager
        || cfg!(unix) && dumb
        || !cli.command.as_ref().is_some_and(Command::pages)
    {
        return String::new();
    }
    let set = ["TIMELINE_PAGER", "PAGER"].iter().find_map(|name| env::var(name).ok());
    set.unwrap_or_else(|| "less".into())
}

/// Help and version are no errors; everything else is wrong usage. clap repeats the words of the command line in its
/// messages, so words with control characters are escaped and the command line is read again for a message that is safe
/// to print.
fn usage(words: &[OsString], error: clap::Error, machine: &Machine) -> ExitCode {
    let safe: Vec<OsString> =
        words.iter().map(|word| render::one_line(&word.to_string_lossy()).into_owned().into()).collect();
    let again = if safe == words { None } else { Some(Cli::read(&safe)) };
    let (error, printed) = match again {
        None => (error, None),
        Some(Err(again)) => (again, None),
        // With escaped words the command line is right, so the first message is printed, itself escaped line by line
        // (and thus without colour).
        Some(Ok(_)) => {
            let told = error.render().to_string();
            let lines: Vec<_> = told.split('\n').map(render::one_line).collect();
            (error, Some(io::stderr().write_all(lines.join("\n").as_bytes())))
        }
    };
    match printed.unwrap_or_else(|| error.print().and_then(|()| io::stdout().flush())) {
        Err(failed) if !error.use_stderr() => stopped(Stop::Io(failed), machine, &mut io::stderr()),
        Ok(()) if !error.use_stderr() => ExitCode::SUCCESS,
        // If standard error cannot be written either, the error cannot be told.
        _ => ExitCode::from(2),
    }
}

/// Tells what stopped the command, and the exit code. A closed pipe (`| head`) is success.
fn stopped(stop: Stop, machine: &Machine, err: &mut dyn Write) -> ExitCode {
    // If standard error cannot be written either, the error cannot be told: only the exit code says it.
    let _ = match stop {
        Stop::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Stop::Io(error) => writeln!(err, "error: cannot write: {error}"),
        Stop::Usage(message) => writeln!(err, "error: {}", render::one_line(&message)),
        Stop::Problem(problem) => render::problems(&[*problem], machine.error_screen, err),
        Stop::Rules(problems) => render::problems(&problems, machine.error_screen, err).and_then(|()| {
            writeln!(err, "nothing is computed by other rules than those of this folder: mend them first")
        }),
    };
    ExitCode::from(2)
}

fn machine() -> Machine {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let terminal = io::stdout().is_terminal();
    let term = variable("TERM");
    // On Unix a terminal of unknown kind (`$TERM` not set) gets no colour; Windows has no `$TERM`, and its terminals
    // can.
    let able = if cfg!(unix) { term.is_some() } else { true };
    let dumb = term.is_some_and(|term| term == "dumb");
    let forced = variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    let refused = variable("NO_COLOR").is_some() || dumb;
    let colour = |is_terminal: bool| !refused && (forced || is_terminal && able);
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| variable(name)).unwrap_or_default();
    let unicode = !locale.eq_ignore_ascii_case("c") && !locale.eq_ignore_ascii_case("posix");
    let columns = variable("COLUMNS").and_then(|c| c.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = |terminal| if terminal { measured().or(columns) } else { columns }.filter(|w| *w > 0).unwrap_or(80);
    let error_terminal = io::stderr().is_terminal();
    let screen = Screen { width: width(terminal), colour: colour(terminal), unicode };
    Machine {
        today,
        here: env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
        cases: env::var_os("TIMELINE_CASES").filter(|v| !v.is_empty()).map(PathBuf::from),
        format: variable("TIMELINE_FORMAT"),
        editor: variable("VISUAL").or_else(|| variable("EDITOR")),
        git: env::vars_os().map(|(name, _)| name).filter(|name| name.as_encoded_bytes().starts_with(b"GIT_")).collect(),
        can_ask: io::stdin().is_terminal() && io::stderr().is_terminal(),
        terminal,
        screen,
        error_terminal: error_terminal && able && !dumb,
        error_screen: Screen {
            colour: colour(error_terminal),
            width: if error_terminal { width(true) } else { UNBOUNDED },
            ..screen
        },
    }
}

/// The local civil date: the one place that reads the clock.
fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

/// The command line under completion.
fn words_to_complete() -> Vec<String> {
    let words = env::args_os().skip_while(|word| word != "--").skip(1);
    words.map(|word| word.to_string_lossy().into_owned()).collect()
}

/// The folder that a command line under completion already names.
fn folder_on_command_line() -> Option<PathBuf> {
    let words: Vec<_> = env::args_os().collect();
    let at = words.iter().position(|word| word == "--cases")?;
    words.get(at + 1).map(|folder| Path::new(folder).to_path_buf())
}
