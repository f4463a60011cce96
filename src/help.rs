//! Help: short enough for one screen, the rest in topics (`timeline help dates`), which the manual page has too.

use crate::{
    cli::Cli,
    import::outcome,
    model::vocabulary::{Vocabulary, nearest},
    publish::Form,
    render::{Annotations, Format},
    report::{
        Column, Kind, agenda, changes, demands, detained, events, letters, list, listing::List, pending, rules, stats,
    },
};
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::fmt::Write as _;

/// What help there is beside that of the commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// How a date is written.
    Dates,
    /// In what formats a report is written.
    Formats,
    /// Which columns a list has.
    Columns,
    /// Which variables are read.
    Environment,
    /// What the exit codes mean.
    ExitCodes,
    /// The options of every command.
    Options,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Dates, Self::Formats, Self::Columns, Self::Environment, Self::ExitCodes, Self::Options];

    /// The word behind `help`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::Formats => "formats",
            Self::Columns => "columns",
            Self::Environment => "environment",
            Self::ExitCodes => "exit-codes",
            Self::Options => "options",
        }
    }

    /// Its text, in lines of at most 80 columns.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Dates => DATES.into(),
            Self::Formats => formats(),
            Self::Columns => columns(),
            Self::Environment => ENVIRONMENT.into(),
            Self::ExitCodes => EXIT_CODES.into(),
            Self::Options => options(),
        }
    }
}

/// How a date is written.
const DATES: &str = "\
How a date is written, in a record and in an option

  2024-07-05                  this day; in a record the only form without quotes
  2024-07, 2005, 199X         in that month, that year, that decade
  2005?, 2010-09~             uncertain; about
  2009-05-13/2011-07-27       from the one day to the other
  2025-12-16/..               from that day on, still so
  [2024-07-05..2025-01-08]    one day in this range, not known which
  [2025-03-10..]              some day from this one on

Options of add, reply, update and set take named months too: 5 July 2024.
What can be read in two ways is refused: 3/4/2024. A date is printed as it was
written; deadlines and days of one that is not exact are a range.
";

/// Which variables are read.
pub(crate) const ENVIRONMENT: &str = "\
Variables that are read

  TIMELINE_CASES     the folder of cases, where --cases is not given
  TIMELINE_FORMAT    the format, where -f is not given
  TIMELINE_PAGER, PAGER   what long output on a terminal is read with
  VISUAL, EDITOR     the editor of `timeline edit`; else nano, vi or notepad
  COLUMNS            the width, where no terminal tells it
  NO_COLOR           no colour; CLICOLOR_FORCE=1: colour in a pipe too
  LC_ALL, LC_CTYPE, LANG   C or POSIX: lines are drawn in ASCII
  COMPLETE           set by the completion of a shell, never by hand

Variables of git (GIT_DIR and its like) are not followed: git is asked about the
folder of cases only.
";

/// What the exit codes mean.
pub(crate) const EXIT_CODES: &str = "\
What the exit codes mean

  0  done, an empty list included; a closed pipe is no error
  1  `check` found errors, `verify` a claim that does not hold, or `import` rows
     that are not on record as they are
  2  wrong usage, a bad record, or a file that cannot be read or written

A record that cannot be read never disappears quietly: the good ones are shown,
the bad one is named on standard error, and the code is 2.
";

/// Where files are.
const FILES: &str = "\
Files that are read and written

  cases/ID.toml             a case, in any folder below the folder of cases
  cases/rules.toml          deadline rules of the office itself
  cases/ID/                 saved copies of its sources (`timeline archive`)
  .ID.toml.new              left by a command that was killed; may be deleted
  .ID.edit.toml             a text of `timeline edit` that is not in place yet
";

fn formats() -> String {
    let mut text = String::from("How a report is written: -f FORMAT, or $TIMELINE_FORMAT\n\n");
    Format::ALL.iter().for_each(|format| text.push_str(&item(format.name(), format.meaning())));
    for form in Form::ALL {
        text.push_str(&item(form.name(), &format!("timeline {} -f {}", form.command(), form.name())));
    }
    Annotations::ALL.iter().for_each(|form| text.push_str(&item(form.name(), "timeline check: for other programs")));
    text.push_str(
        "\nOn a terminal the default is table, in a pipe plain. Formats for programs have\n\
         every field: dates as written with their earliest and latest day, null or\n\
         nothing for what is not known.\n",
    );
    text
}

/// A word with its meaning, in lines of at most 80 columns.
fn item(word: &str, meaning: &str) -> String {
    const WIDTH: usize = 80;
    const INDENT: usize = 14;
    let mut text = format!("  {word:<12}");
    let mut width = INDENT;
    for part in meaning.split(' ') {
        if width + 1 + part.len() > WIDTH {
            text.push('\n');
            text.push_str(&" ".repeat(INDENT));
            width = INDENT;
        }
        text.push(' ');
        text.push_str(part);
        width += 1 + part.len();
    }
    text.push('\n');
    text
}

/// Every command that takes `--columns`, with the columns that it has.
#[must_use]
pub fn columns_of_commands() -> [(&'static str, Vec<Column>); 11] {
    [
        ("list", list::Args::columns()),
        ("events", events::Args::columns()),
        ("pending", pending::Args::columns()),
        ("letters", letters::Args::columns()),
        ("demands", demands::Args::columns()),
        ("detained", detained::Args::columns()),
        ("agenda", agenda::Args::columns()),
        ("changes", changes::columns()),
        ("stats", stats::columns()),
        ("rules", rules::columns()),
        ("import", outcome::columns()),
    ]
}

fn columns() -> String {
    let mut text = String::from("Columns for --columns and --sort\n");
    // Writing to a String does not fail.
    for (name, columns) in columns_of_commands() {
        _ = write!(text, "\ntimeline {name}\n ");
        let mut width = 1;
        for key in columns.iter().filter(|column| column.kind != Kind::Table).map(|column| column.key) {
            if width + key.len() + 1 > 78 {
                text.push_str("\n ");
                width = 1;
            }
            _ = write!(text, " {key}");
            width += key.len() + 1;
        }
        text.push('\n');
    }
    text
}

fn options() -> String {
    let mut root = whole();
    root.build();
    let everywhere: Vec<Arg> = root.get_arguments().filter(|arg| arg.is_global_set()).cloned().collect();
    let shown = Command::new("timeline").disable_help_flag(true).args(everywhere).term_width(80);
    format!(
        "Options of every command\n\n{}",
        shown.help_template("{options}").render_long_help().to_string().trim_start_matches('\n')
    )
}

/// The whole command line, with help that fits a screen.
#[must_use]
pub fn whole() -> Command {
    // The options of every command stand in the help of the whole and in a topic, not under each command.
    let everywhere = |arg: Arg| if arg.is_global_set() { arg.hide_short_help(true) } else { arg };
    Cli::command().mut_args(everywhere).mut_subcommands(short)
}

/// A command whose `--help` is as short as `-h`: examples, options, and what else is to be said below them.
fn short(command: Command) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::HelpShort)
        .help("Print this help")
        .help_heading(None::<&str>);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let details = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    let details = details.strip_prefix(&about).unwrap_or_default().trim().to_owned();
    let more = "`timeline help options`: those of every command (-f, --as-of, --cases …). Other topics: dates, formats, \
                columns, environment, exit-codes.";
    let after = command.get_after_help().map(ToString::to_string);
    let below = [Some(details), after, Some(more.to_owned())];
    let below: Vec<String> = below.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .after_help(below.join("\n"))
        .mut_subcommands(short)
}

/// The help for these words: of a topic, of a command, or of the whole.
///
/// # Errors
/// There is neither a topic nor a command of that name.
pub fn of(words: &[String]) -> Result<String, String> {
    let mut root = whole();
    root.build();
    let [first, ..] = words else { return Ok(root.render_long_help().to_string()) };
    if let Some(topic) = Topic::ALL.into_iter().find(|topic| topic.name() == first) {
        return Ok(topic.text());
    }
    let mut command = &mut root;
    for word in words {
        let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        command = command.find_subcommand_mut(word).ok_or_else(|| {
            let topics = Topic::ALL.map(Topic::name);
            let like = nearest(word, names.iter().map(String::as_str).chain(topics));
            let like = like.map(|like| format!("; did you mean {like}?")).unwrap_or_default();
            format!("there is no help on {word:?}{like} Topics: {}", topics.join(", "))
        })?;
    }
    Ok(command.render_help().to_string())
}

/// What the manual page says beside the commands: a heading and its text each.
#[must_use]
pub fn sections() -> [(&'static str, String); 6] {
    let below = |text: &str| text.split_once("\n\n").map_or(text, |(_, below)| below).to_owned();
    let examples = Cli::command().get_before_help().map(ToString::to_string).unwrap_or_default();
    [
        ("EXIT STATUS", below(EXIT_CODES)),
        ("ENVIRONMENT", below(ENVIRONMENT)),
        ("FILES", below(FILES)),
        ("DATES", below(DATES)),
        ("FORMATS", below(&formats())),
        ("EXAMPLES", examples.trim_start_matches("Examples:\n").to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_fits_eighty_columns() {
        for topic in Topic::ALL {
            let text = topic.text();
            let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
            assert!(text.lines().count() > 5 && long.is_empty(), "{}: {long:?}", topic.name());
        }
    }

    #[test]
    fn every_command_with_columns_is_listed() {
        let root = whole();
        let takes = |command: &&Command| command.get_arguments().any(|arg| arg.get_id() == "columns");
        let mut taking: Vec<&str> = root.get_subcommands().filter(takes).map(Command::get_name).collect();
        let mut listed: Vec<&str> = columns_of_commands().iter().map(|(name, _)| *name).collect();
        taking.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, taking, "`columns_of_commands` (left) and what takes --columns (right)");
    }

    #[test]
    fn what_there_is_no_help_on_is_refused() {
        let of = |word: &str| of(&[word.to_owned()]);
        assert!(of("dats").is_err_and(|message| message.contains("did you mean dates?")));
        assert!(of("pending").is_ok_and(|text| text.starts_with("Examples:")));
        assert!(super::of(&["add".into(), "event".into()]).is_ok_and(|text| text.contains("--liberty")));
    }
}
