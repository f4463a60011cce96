//! `timeline edit`: a record in the person's own editor, checked before it is put in place.

use super::{
    Done, Environment, LOCK_TIMEOUT, Refusal, ask,
    draft::{Begun, Draft},
    protocol::{self, Failure},
    reviewed::{self, Reviewed},
    revise,
};
use crate::{
    load::{
        folder::{self, Found},
        problem::Problem,
    },
    render::one_line,
};
use clap::Args as Arguments;
use signal_hook::flag::register_conditional_default;
use std::{
    io,
    path::Path,
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

/// Open a case in your editor
///
/// $VISUAL or $EDITOR gets a copy in the same folder. When it ends, the text is checked and put in place.
/// With a problem you can edit again; your text is never thrown away: the next edit of that case goes on with it.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline edit sokolov
  VISUAL=nano timeline edit sokolov
  VISUAL='code --wait' timeline edit sokolov")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment here would replace the help of the command")]
    pub reviewed: Reviewed,
}

/// Editors that are looked for where none is named.
#[cfg(not(windows))]
const EDITORS: [&str; 2] = ["nano", "vi"];
#[cfg(windows)]
const EDITORS: [&str; 1] = ["notepad"];

/// An editor that ends sooner has most likely returned before the text was edited (a window of its own, without
/// --wait).
const AT_ONCE: Duration = Duration::from_secs(2);

/// Lets the person edit, and installs the text.
///
/// # Errors
/// There is no editor, or the text cannot be installed: then it stays where the message says.
pub fn run(args: &Args, env: &mut Environment<'_>) -> Result<Done, Refusal> {
    let found = folder::find(env.folder, &args.case, env.confidential)?;
    protocol::writable(&found.path)?;
    let draft = Draft::open(&found)?;
    let file = found.shown().display().to_string();
    begin(env, &draft)?;
    let interrupt =
        Interrupt::new().map_err(|error| kept(&format!("cannot leave ^C to the editor: {error}"), &draft))?;
    loop {
        let begun = Instant::now();
        let ended = interrupt.left_to_editor(|| start(env.editor, &draft.copy));
        let came_back_at_once = begun.elapsed() < AT_ONCE;
        let edited = draft.text(&found);
        // `--reviewed` is written even if the text was not changed.
        let to_be_marked = args.reviewed.reviewed && ended.is_ok();
        let may_be_open = matches!(ended, Err(Trouble::Open(_)));
        if edited.as_ref().is_ok_and(|text| *text == draft.record) && !to_be_marked && !may_be_open {
            draft.remove()?;
            ended.map_err(Trouble::message)?;
            let mut lines = vec![format!("nothing changed: {file}")];
            if came_back_at_once {
                lines.push("the editor came back at once: does it wait? VISUAL='code --wait'".into());
            }
            return Ok(Done::Unchanged(lines));
        }
        ended.map_err(|trouble| kept(&trouble.message(), &draft))?;
        let problems = match edited {
            Ok(text) => match problems(env, &found, &draft.record, &text) {
                problems if problems.is_empty() => {
                    let text = if to_be_marked { marked(env, &found, &draft, &text)? } else { text };
                    return install(&found, draft, text);
                }
                problems => problems,
            },
            Err(Refusal::Problems(problems)) => problems,
            Err(gone) => return Err(gone),
        };
        let again =
            ask_again(env, problems, &draft).map_err(|why| kept(&format!("{file}: not changed{why}"), &draft))?;
        if !again {
            return Err(kept(&format!("{file}: not changed"), &draft));
        }
    }
}

/// Says what the editor is given, if that is not the text of the record.
fn begin(env: &mut Environment<'_>, draft: &Draft) -> Result<(), Refusal> {
    let merged = "and what was changed in the record since";
    let said = match draft.begun {
        Begun::Anew => return Ok(()),
        Begun::LeftOver => "going on with the text of an earlier edit".to_owned(),
        Begun::Merged => format!("going on with the text of an earlier edit, {merged}"),
        Begun::Conflicting => format!(
            "going on with the text of an earlier edit, {merged}; where both changed the same lines, they stand between \
             <<<<<<< and >>>>>>>: keep what is right, and take these lines away"
        ),
    };
    let anew = format!("to begin anew, delete {}", draft.copy.display());
    let written = writeln!(env.err, "{}", one_line(&format!("{said}; {anew}")));
    written.map_err(|error| kept(&format!("cannot write to standard error: {error}"), draft))
}

/// Tells the problems and whether the person wants to go on; an error says what kept it from asking.
fn ask_again(env: &mut Environment<'_>, problems: Vec<Problem>, draft: &Draft) -> Result<bool, String> {
    ask::show_problems(env, problems).map_err(|error| format!(": {error}"))?;
    if !env.can_ask {
        return Ok(false);
    }
    // Where the text is stands in the question, so that it is known after ^C as well.
    match ask::line(env, &format!("Your text is in {}. Edit again? [Y/n] ", draft.copy.display())) {
        Ok(answer) => Ok(!answer.to_lowercase().starts_with('n')),
        Err(_) => Ok(false),
    }
}

/// ^C reaches the editor and this program alike. While the editor runs, this program ignores it; afterwards it ends
/// this program again.
struct Interrupt {
    ends: Arc<AtomicBool>,
}

#[cfg(unix)]
const INTERRUPTS: [i32; 2] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGQUIT];
#[cfg(not(unix))]
const INTERRUPTS: [i32; 1] = [signal_hook::consts::SIGINT];

impl Interrupt {
    fn new() -> io::Result<Self> {
        let ends = Arc::new(AtomicBool::new(true));
        INTERRUPTS.iter().try_for_each(|signal| register_conditional_default(*signal, Arc::clone(&ends)).map(drop))?;
        Ok(Self { ends })
    }

    fn left_to_editor<T>(&self, work: impl FnOnce() -> T) -> T {
        self.ends.store(false, SeqCst);
        let done = work();
        self.ends.store(true, SeqCst);
        done
    }
}

/// Why an editor did not end well.
enum Trouble {
    /// It has ended, or was never there.
    Ended(String),
    /// Nobody knows whether it is still open.
    Open(String),
}

impl Trouble {
    fn message(self) -> String {
        match self {
            Self::Ended(message) | Self::Open(message) => message,
        }
    }
}

/// Runs the editor and waits for it.
fn start(editor: Option<&str>, copy: &Path) -> Result<(), Trouble> {
    let (name, started) = match editor {
        Some(editor) => (editor, by_shell(editor, copy)),
        None => first_of(&EDITORS, copy)?,
    };
    let mut running = started.map_err(|error| Trouble::Ended(format!("cannot start the editor {name:?}: {error}")))?;
    match running.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Trouble::Ended(format!("the editor {name:?} failed ({status})"))),
        Err(error) => Err(Trouble::Open(format!("cannot wait for the editor {name:?}: {error}"))),
    }
}

/// Starts an editor as the person has written it, with options and quotes: as git does it.
#[cfg(not(windows))]
fn by_shell(editor: &str, copy: &Path) -> io::Result<Child> {
    Command::new("sh").args(["-c", &format!("{editor} \"$1\""), "sh"]).arg(copy).spawn()
}

/// Starts an editor as the person has written it, with options and quotes. A path alone may hold spaces.
#[cfg(windows)]
fn by_shell(editor: &str, copy: &Path) -> io::Result<Child> {
    use std::os::windows::process::CommandExt as _;
    if Path::new(editor).is_file() {
        return Command::new(editor).arg(copy).spawn();
    }
    // `cmd /S /C "…"` removes the first and the last quote and takes the rest as it is.
    let mut line = std::ffi::OsString::from(format!("\"{editor} \""));
    line.push(copy);
    line.push("\"\"");
    Command::new("cmd").args(["/D", "/S", "/C"]).raw_arg(line).spawn()
}

/// The first of these editors that there is.
fn first_of<'e>(editors: &[&'e str], copy: &Path) -> Result<(&'e str, io::Result<Child>), Trouble> {
    for editor in editors {
        match Command::new(editor).arg(copy).spawn() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            started => return Ok((editor, started)),
        }
    }
    Err(Trouble::Ended("which editor? Set $VISUAL or $EDITOR: VISUAL=nano timeline edit …".into()))
}

fn problems(env: &Environment<'_>, found: &Found, old: &str, new: &str) -> Vec<Problem> {
    let case = match revise::read(env, found, new) {
        Ok(case) => case,
        Err(problems) => return problems,
    };
    match revise::fits_the_others(env, found, old, case) {
        Err(Refusal::Problems(problems)) => problems,
        Ok(()) | Err(Refusal::Because(_)) => Vec::new(),
    }
}

/// The text with the day of the command as `reviewed`.
fn marked(env: &Environment<'_>, found: &Found, draft: &Draft, text: &str) -> Result<String, Refusal> {
    match reviewed::marked(env, found, text) {
        Ok(marked) => Ok(marked.text),
        Err(Refusal::Because(message)) => Err(kept(&message, draft)),
        Err(problems) => Err(problems),
    }
}

fn install(found: &Found, draft: Draft, new: String) -> Result<Done, Refusal> {
    let written = protocol::replace(found, LOCK_TIMEOUT, |now| match *now == *draft.record {
        true => Ok(new),
        false => Err(Failure::Changed(found.path.to_path_buf()).into()),
    });
    match written {
        Ok(()) => {
            draft.remove()?;
            Ok(Done::Written(vec![format!("changed: {}", found.shown().display())]))
        }
        Err(Refusal::Because(message)) => Err(kept(&message, &draft)),
        Err(problems) => Err(problems),
    }
}

/// A message that says where the text is.
fn kept(message: &str, draft: &Draft) -> Refusal {
    Refusal::Because(format!("{message}; your text is in {}, and the next edit goes on with it", draft.copy.display()))
}
