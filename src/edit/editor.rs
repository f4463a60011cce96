//! `timeline edit`: a record in the person's own editor, checked before it is put in place.

use super::{
    Desk, Done, PATIENCE, Refusal, ask,
    protocol::{self, Failure},
    revise,
};
use crate::load::{
    folder::{self, Found},
    problem::Problem,
};
use clap::Args as Arguments;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Open a case in your editor
///
/// $VISUAL or $EDITOR gets a copy in the same folder. When it ends, the text is checked and put in place.
/// With a problem you can edit again; your text is never thrown away.
#[derive(Arguments, Clone, Debug)]
#[command(before_help = "Examples:
  timeline edit sokolov
  VISUAL=nano timeline edit sokolov
  VISUAL='code --wait' timeline edit sokolov")]
pub struct Args {
    /// The id of a case
    #[arg(value_name = "CASE")]
    pub case: String,
}

/// Lets the person edit, and installs the text.
///
/// # Errors
/// There is no editor, or the text cannot be installed: then it stays where the message says.
pub fn run(args: &Args, desk: &mut Desk<'_>) -> Result<Done, Refusal> {
    let found = folder::find(desk.folder, &args.case)?;
    protocol::writable(&found.path)?;
    let Some(editor) = desk.editor else {
        return Err(String::from("which editor? Set $VISUAL or $EDITOR: VISUAL=nano timeline edit …").into());
    };
    let old = folder::text(&found)?;
    let copy = copy(&found, &old)?;
    let file = found.shown().display();
    loop {
        let ended = start(editor, &copy);
        // Problems are told by the name and the lines of the record, which are those of the copy.
        let edited = folder::text(&Found { path: copy.as_path().into(), ..found.clone() });
        if edited.as_ref().is_ok_and(|text| *text == old) {
            fs::remove_file(&copy).map_err(|e| Failure::System("remove the copy", copy.clone(), e))?;
            return ended.map(|()| Done::Unchanged(vec![format!("nothing changed: {file}")])).map_err(Refusal::from);
        }
        ended.map_err(|message| kept(&message, &copy))?;
        let problems = match edited {
            Ok(text) => match problems(desk, &found, &old, &text) {
                problems if problems.is_empty() => return install(&found, &copy, &old, text),
                problems => problems,
            },
            Err(problem) => vec![problem],
        };
        let again = ask_again(desk, problems).map_err(|why| kept(&format!("{file}: not changed{why}"), &copy))?;
        if !again {
            return Err(kept(&format!("{file}: not changed"), &copy));
        }
    }
}

/// Tells the problems and whether the person wants to go on; an error says what kept it from asking.
fn ask_again(desk: &mut Desk<'_>, problems: Vec<Problem>) -> Result<bool, String> {
    ask::tell(desk, problems).map_err(|error| format!(": {error}"))?;
    if !desk.can_ask {
        return Ok(false);
    }
    match ask::line(desk, "Edit again? [Y/n] ") {
        Ok(answer) => Ok(!answer.to_lowercase().starts_with('n')),
        Err(_) => Ok(false),
    }
}

/// A hidden copy beside the record, with the same mode. One that is there holds somebody's text.
fn copy(found: &Found, text: &str) -> Result<PathBuf, Refusal> {
    let path = protocol::folder_of(&found.path).join(format!(".{}.edit.toml", found.id));
    if fs::symlink_metadata(&path).is_ok() {
        let help = "it holds the text of another edit: finish that, or move the file away, then try again";
        return Err(format!("{}: {help}", path.display()).into());
    }
    let system = |doing| {
        let path = path.clone();
        move |error| Failure::System(doing, path, error)
    };
    let like = fs::File::open(&found.path).map_err(system("look at the record"))?;
    let file = protocol::beside(&path, text, &like)?;
    file.keep().map_err(|e| system("keep it")(e.error))?;
    Ok(path)
}

/// Runs the editor and waits for it.
fn start(editor: &str, copy: &Path) -> Result<(), String> {
    // As git does it: the variable may hold options and quotes.
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(copy).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the editor {editor:?} failed ({status})")),
        Err(error) => Err(format!("cannot start the editor {editor:?}: {error}")),
    }
}

fn problems(desk: &Desk<'_>, found: &Found, old: &str, new: &str) -> Vec<Problem> {
    let case = match revise::read(desk, found, new) {
        Ok(case) => case,
        Err(problems) => return problems,
    };
    // A record that could not be read before is mended one step at a time.
    match revise::read(desk, found, old).map(|before| revise::fits_the_others(desk, &before, &case)) {
        Ok(Err(Refusal::Problems(problems))) => problems,
        _ => Vec::new(),
    }
}

fn install(found: &Found, copy: &Path, old: &str, new: String) -> Result<Done, Refusal> {
    let written = protocol::replace(found, PATIENCE, |now| match now == old {
        true => Ok(new),
        false => Err(Failure::Changed(found.path.to_path_buf()).into()),
    });
    match written {
        Ok(()) => {
            fs::remove_file(copy).map_err(|e| Failure::Unconfirmed(copy.to_path_buf(), e))?;
            Ok(Done::Written(vec![format!("changed: {}", found.shown().display())]))
        }
        Err(Refusal::Because(message)) => Err(kept(&message, copy)),
        Err(problems) => Err(problems),
    }
}

/// A message that says where the text is.
fn kept(message: &str, copy: &Path) -> Refusal {
    Refusal::Because(format!("{message}; your text is in {}", copy.display()))
}
