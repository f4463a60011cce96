//! Running a command: which cases are loaded, what is withheld, which report is made, where it goes.

mod check;
mod list;
mod told;

use crate::{
    cli::{Cli, Command, Output, Shared, When, format},
    edit::{self, Desk, Done, Refusal, Task},
    load::{self, Loaded, folder, problem::Problem, revision},
    model::{date::Date, rule::Rules},
    progress::{Progress, with_bar},
    publish::{self, Form, Subject, site},
    render::{self, Context, Format, Screen},
    report::{
        Report, Table, World, changes,
        chart::{self, Chart},
        listing, pending, recorded, rules, show, stats, why,
    },
    withhold::{Open, Opened, Withheld, include, withhold},
};
use chrono::NaiveDate;
use list::{Asked, list};
use std::{
    borrow::Cow,
    io::{self, Write},
    path::{Path, PathBuf},
};
use told::{Told, remarks};

/// What the command is told about the machine it runs on; read once, in `main`.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Tells the local civil date; asked only if no day is given.
    pub today: fn() -> NaiveDate,
    /// The folder in which it was started.
    pub here: PathBuf,
    /// `$TIMELINE_CASES`.
    pub cases: Option<PathBuf>,
    /// `$TIMELINE_FORMAT`.
    pub format: Option<String>,
    /// `$VISUAL`, else `$EDITOR`.
    pub editor: Option<String>,
    /// Somebody sits at a terminal, can read questions and answer them.
    pub can_ask: bool,
    /// Standard output is a terminal.
    pub terminal: bool,
    /// What standard output can show when colour is left to us.
    pub screen: Screen,
    /// Standard error is a terminal.
    pub error_terminal: bool,
    /// What standard error can show.
    pub error_screen: Screen,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// What was asked about was found: `check` met an error.
    Found,
    /// Wrong usage, a bad record, or a file that cannot be read.
    Failed,
}

/// Something that stops a command before it has anything to show.
#[derive(Debug)]
pub enum Stop {
    /// Wrong usage: what to do instead.
    Usage(String),
    /// A problem with a file.
    Problem(Box<Problem>),
    /// Writing failed.
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Usage(message)
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

/// Runs a command: what it found to `out`, remarks and problems to `err`.
///
/// # Errors
/// What stopped it.
pub fn run(cli: &Cli, machine: &Machine, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, Stop> {
    match &cli.command {
        Command::Completions { shell } => {
            crate::complete::registration(*shell, out)?;
            return Ok(Outcome::Done);
        }
        Command::Man => {
            crate::complete::manual(out)?;
            return Ok(Outcome::Done);
        }
        Command::Check(args) => {
            refuse(cli)?;
            return check::run(args, &cli.shared, machine, out, err);
        }
        _ => {}
    }
    let as_of = match &cli.command {
        // Its last day is the day on which it shows the world.
        Command::Changes(changes::Args { until: Some(until), .. }) => until.earliest(),
        _ => cli.shared.as_of.unwrap_or_else(machine.today),
    };
    let format = chosen_format(&cli.shared, machine)?;
    refuse(cli)?;
    let folder = cases_folder(cli.shared.cases.as_deref(), machine)?;
    let (rules, mut loaded) = load::rules::of(&folder);
    if let Command::Write(task) = &cli.command {
        // Against rules that cannot be read nothing can be checked.
        if let Some(problem) = loaded.problems.pop() {
            return Err(Stop::Problem(Box::new(problem)));
        }
        let mut desk = Desk {
            folder: &folder,
            rules: &rules,
            today: Date::from_day(as_of),
            confidential: cli.shared.confidential,
            editor: machine.editor.as_deref(),
            can_ask: machine.can_ask,
            input: &mut io::stdin().lock(),
            err,
            screen: Screen { colour: colour(cli.shared.color, machine.error_screen.colour), ..machine.error_screen },
        };
        return write(task, &mut desk, out);
    }
    let screen = Screen { colour: colour(cli.shared.color, machine.screen.colour), ..machine.screen };
    let error_screen = Screen { colour: colour(cli.shared.color, machine.error_screen.colour), ..machine.error_screen };
    let asked = Asked {
        folder: &folder,
        rules: &rules,
        as_of,
        shared: &cli.shared,
        for_people: matches!(format, Output::Report(Format::Table | Format::Plain | Format::Markdown)),
        looked_at: machine.error_terminal,
    };
    if let Output::Report(format) = format
        && let Some(mut told) = list(&cli.command, &asked)?
    {
        told.problems.splice(0..0, loaded.problems);
        let context = Context { as_of, problems: &told.problems, screen, header: !cli.shared.no_header };
        render::render(format, &told.report, &context, out)?;
        return told.close(as_of, error_screen, out, err);
    }
    let ids: &[String] = match &cli.command {
        Command::Show(args) => &args.ids,
        Command::Pending(args) => &args.ids,
        _ => &[],
    };
    loaded.join(match &cli.command {
        Command::Show(args) => some(&folder, &args.ids, &rules)?,
        Command::Rules(_) => Loaded::default(),
        Command::Changes(changes::Args { rev: Some(range), .. }) => revision::at(&folder, ends(range).1, &rules)?,
        _ => {
            let progress = Progress::default();
            let work = || load::whole(&folder, &rules, &progress);
            if machine.error_terminal { with_bar("reading", &progress, work) } else { work() }
        }
    });
    let Opened { cases, mut problems, withheld } = hide(loaded, &cli.shared);
    let open: Vec<String> = cases.iter().map(|case| case.id.clone()).collect();
    let missing = unknown_cases(&open, &problems, ids, &folder, withheld);
    let cases = chosen(&cases, ids);
    let world = World { cases: &cases, rules: &rules, as_of };
    if let Command::Site(args) = &cli.command {
        render::problems(&problems, error_screen, err)?;
        let summary = build(args, &world, &problems, withheld, machine)?;
        remarks(&Report { table: Table::default(), summary, remarks: Vec::new() }, as_of, withheld, err)?;
        return Ok(Outcome::Done);
    }
    let report = match &cli.command {
        Command::Show(args) => show::report(args, &world),
        Command::Pending(args) => listing::report(args, &world)?,
        Command::Why(args) => why::report(args, &world)?,
        Command::Changes(changes::Args { rev: Some(range), select, .. }) => {
            let before = hide(revision::at(&folder, ends(range).0, &rules)?, &cli.shared);
            let report = recorded::report(&before.cases, &cases, select)?;
            problems.extend(before.problems);
            report
        }
        Command::Changes(args) => changes::report(args, &world)?,
        Command::Stats(args) => stats::report(args, &world)?,
        Command::Rules(args) => rules::report(args, &world)?,
        // The others were run before.
        _ => return Ok(Outcome::Done),
    };
    problems.extend(missing);
    let mut told = Told { report, problems, withheld };
    let context = Context { as_of, problems: &told.problems, screen, header: !cli.shared.no_header };
    match (pictures(&cli.command, &world)?, format) {
        (Some(charts), _) => charts.iter().try_for_each(|chart| render::chart(chart, screen, out))?,
        (None, Output::Report(format)) => render::render(format, &told.report, &context, out)?,
        (None, Output::Problems(form)) => render::annotate(form, context.problems, out)?,
        (None, Output::Document(form)) => {
            out.write_all(document(form, cli, &told.report, &world)?.as_bytes())?;
            told.report.remarks.extend(publish::remark(form, &told.report));
        }
    }
    told.close(as_of, error_screen, out, err)
}

/// Runs a command that writes: what was done to `out`, what is in the way to `desk.err`.
fn write(task: &Task, desk: &mut Desk<'_>, out: &mut dyn Write) -> Result<Outcome, Stop> {
    match edit::run(task, desk) {
        Ok(Done::Unchanged(lines)) => {
            say(&lines, out)?;
            Ok(Outcome::Done)
        }
        // Who is told only that writing failed makes the change a second time.
        Ok(Done::Written(lines)) => match say(&lines, out) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let done = lines.join("; ");
                Err(Stop::Usage(format!(
                    "the change is in the file ({done}); cannot write to standard output: {error}"
                )))
            }
            _ => Ok(Outcome::Done),
        },
        Err(Refusal::Because(message)) => Err(Stop::Usage(message)),
        Err(Refusal::Problems(problems)) => {
            edit::ask::tell(desk, problems)?;
            writeln!(desk.err, "nothing was written")?;
            Ok(Outcome::Failed)
        }
    }
}

/// Writes lines, and brings them to where they go.
fn say(lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{}", render::one_line(line)))?;
    out.flush()
}

/// Refuses options that do not go together.
fn refuse(cli: &Cli) -> Result<(), String> {
    let draws = matches!(
        cli.command,
        Command::Show(show::Args { chart: true, .. }) | Command::Pending(pending::Args { chart: true, .. })
    );
    match (&cli.command, cli.shared.format) {
        (_, Some(_)) if draws => Err("--chart draws on the screen: leave out -f".into()),
        (Command::Site(_), _) if cli.shared.confidential => {
            Err("a site is for others: nothing confidential can be in it, so leave out --confidential".into())
        }
        (Command::Site(_), Some(_)) => Err("a site has formats of its own: leave out -f".into()),
        (Command::Check(_), Some(Output::Problems(_))) => Ok(()),
        (_, Some(Output::Problems(form))) => Err(format!("only check writes {form}: `timeline check -f {form}`")),
        (Command::Show(_) | Command::Pending(_), _) | (_, None | Some(Output::Report(_))) => Ok(()),
        (_, Some(Output::Document(form))) => Err(match form {
            Form::Ics => "only pending writes ics: `timeline pending -f ics`".into(),
            Form::Html | Form::Timelinejs => format!("only show writes {form}: `timeline show CASE -f {form}`"),
        }),
    }
}

/// What is drawn instead of the table, if a picture was asked for.
fn pictures(command: &Command, world: &World<'_>) -> Result<Option<Vec<Chart>>, String> {
    Ok(match command {
        Command::Show(args) if args.chart => {
            Some(world.cases.iter().filter_map(|case| chart::of_case(case, &args.parts(), world)).collect())
        }
        Command::Pending(args) if args.chart => Some(pending::picture(args, world)?.into_iter().collect()),
        _ => None,
    })
}

fn document(form: Form, cli: &Cli, report: &Report, world: &World<'_>) -> Result<String, String> {
    let subject = match &cli.command {
        Command::Show(args) => Subject::Cases(args),
        _ => Subject::Pending(report),
    };
    publish::document(form, subject, world, cli.shared.confidential)
}

/// Builds the site, with a bar where somebody looks on. A case that cannot be read would be missing
/// from it, so then the old site stays.
fn build(
    args: &site::Args,
    world: &World<'_>,
    problems: &[Problem],
    withheld: Withheld,
    machine: &Machine,
) -> Result<String, String> {
    if !problems.is_empty() || withheld.problems > 0 {
        return Err("the site was not built, as records with errors would be missing from it: mend them first".into());
    }
    let progress = Progress::default();
    let work = || site::build(args, world, &progress);
    if machine.error_terminal { with_bar("building the site", &progress, work) } else { work() }
}

/// What may be reported: without what is confidential, unless it was asked for.
fn hide(loaded: Loaded, shared: &Shared) -> Opened {
    if shared.confidential { include(loaded) } else { withhold(loaded) }
}

/// Both ends of `A..B`; without `B`, the newest revision.
fn ends(range: &str) -> (&str, &str) {
    match range.split_once("..") {
        Some((from, "")) => (from, "HEAD"),
        Some(ends) => ends,
        None => (range, "HEAD"),
    }
}

fn chosen_format(shared: &Shared, machine: &Machine) -> Result<Output, Stop> {
    match (&shared.format, &machine.format) {
        (Some(output), _) => Ok(*output),
        (None, Some(text)) if !text.is_empty() => {
            format(text).map(Output::Report).map_err(|e| Stop::Usage(format!("$TIMELINE_FORMAT is {text:?}: {e}")))
        }
        _ => Ok(Output::Report(if machine.terminal { Format::Table } else { Format::Plain })),
    }
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

/// The cases with these ids, each read alone; a wrong id does not keep the others from being shown.
fn some(folder: &Path, ids: &[String], rules: &Rules) -> Result<Loaded, Stop> {
    let mut loaded = Loaded::default();
    let mut read: Vec<&String> = Vec::new();
    for id in ids {
        if read.contains(&id) {
            continue;
        }
        read.push(id);
        match load::one(folder, id, rules) {
            Ok(one) => loaded.join(one),
            Err(problem) if ids.len() == 1 => return Err(Stop::Problem(Box::new(problem))),
            Err(problem) => loaded.problems.push(problem),
        }
    }
    Ok(loaded)
}

/// A problem for each id that none of the open cases has. A withheld case is not told apart from none.
fn unknown_cases(
    open: &[String],
    problems: &[Problem],
    ids: &[String],
    folder: &Path,
    withheld: Withheld,
) -> Vec<Problem> {
    let named = |id: &str| problems.iter().any(|p| names(p, id));
    let mut unknown: Vec<Problem> = ids
        .iter()
        .filter(|id| !open.contains(id) && !named(id))
        .map(|id| folder::unknown(folder, id, open.iter().map(String::as_str)))
        .collect();
    if withheld.cases + withheld.problems > 0 {
        unknown.iter_mut().for_each(|p| p.help.push_str("; withheld cases need --confidential"));
    }
    unknown
}

/// Whether a problem already tells what is wrong with this case.
fn names(problem: &Problem, id: &str) -> bool {
    problem.file.file_stem().is_some_and(|stem| stem == id) || problem.message.contains(&format!("{id:?}"))
}

/// The cases asked for, in the order asked for; all of them if none was.
fn chosen<'a>(cases: &'a [Open], ids: &[String]) -> Cow<'a, [Open]> {
    match ids {
        [] => Cow::Borrowed(cases),
        // As `show` has just read them.
        ids if cases.iter().map(|case| &case.id).eq(ids) => Cow::Borrowed(cases),
        ids => ids.iter().filter_map(|id| cases.iter().find(|c| c.id == *id)).cloned().collect(),
    }
}
