//! Life in a shell: pipes that close, disks that are full, colour, completion, the manual.

#[cfg(target_os = "linux")]
use std::fs::OpenOptions;
use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Output, Stdio},
};
use timeline::{model::vocabulary::Vocabulary as _, render::Format};

fn timeline(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).env_clear().env("LC_ALL", "C.UTF-8").env("TIMELINE_CASES", "tests/archive");
    command
}

fn output(command: &mut Command) -> Output {
    command.output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// `| head -n 1`: the reader goes away, which is success, and nothing is said of it.
#[test]
fn a_closed_pipe_is_success() {
    for format in Format::names() {
        let mut child = timeline(&["events", "--cases", "cases", "-f", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut line = Vec::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_until(b'\n', &mut line).expect("a line");
        let ended = child.wait_with_output().expect("it ends");
        assert!(ended.status.success(), "{format}: {}", String::from_utf8_lossy(&ended.stderr));
        assert!(!String::from_utf8_lossy(&ended.stderr).contains("error"), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_not() {
    for format in Format::names() {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("the device");
        let ended = output(timeline(&["events", "--cases", "cases", "-f", format]).stdout(full));
        assert_eq!(ended.status.code(), Some(2), "{format}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("cannot write"), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_told() {
    for args in [&["--help"][..], &["--version"], &["pending", "--help"], &["help"]] {
        let full = || OpenOptions::new().write(true).open("/dev/full").expect("the device");
        let ended = output(timeline(args).stdout(full()));
        assert_eq!(ended.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&ended.stderr).starts_with("error: cannot write"), "{args:?}");
        assert_eq!(output(timeline(args).stdout(full()).stderr(full())).status.code(), Some(2), "{args:?}");
    }
}

/// What the command line says is told in a form that does nothing.
#[test]
fn words_of_the_command_line_do_not_act_on_the_screen() {
    const ACTS: &str = "\u{1b}[2J\u{9b}1m\u{202e}\u{7}";
    let option = format!("--{ACTS}");
    for args in [
        &["list", "--state", ACTS][..],
        &[ACTS],
        &["list", &option],
        &["help", ACTS],
        &["list", "-f", ACTS],
        &["list", "--as-of", ACTS],
        &["completions", ACTS],
        &["check", "--deny", ACTS],
        &["show", ACTS],
        &["list", "--cases", ACTS],
        &["list", "--columns", ACTS],
        &["why", ACTS],
        &["site", ACTS, "--address", ACTS],
    ] {
        for colour in ["0", "1"] {
            let ended = output(timeline(args).env("CLICOLOR_FORCE", colour).env("TERM", "xterm"));
            assert_eq!(ended.status.code(), Some(2), "{args:?}");
            let told = String::from_utf8(ended.stderr).expect("UTF-8");
            let acts = ["\u{1b}[2J", "\u{9b}", "\u{202e}", "\u{7}"].into_iter().find(|acts| told.contains(acts));
            assert_eq!(acts, None, "{args:?}: {told:?}");
            assert!(told.contains("2J"), "{args:?}: {told}");
        }
    }
}

/// What a command shows on a terminal, and its exit code.
#[cfg(target_os = "linux")]
fn on_a_terminal(mut command: Command) -> (String, Option<i32>) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::{fs::File, io::Read};
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("a terminal");
    let name = ptsname(&terminal, Vec::new()).expect("its name").into_string().expect("UTF-8");
    let end = OpenOptions::new().read(true).write(true).open(name).expect("its other end");
    command.stdout(end.try_clone().expect("the same")).stderr(end);
    let mut child = command.spawn().expect("the program runs");
    // Both ends that it has been given are closed with it, and then reading ends in an error.
    drop(command);
    let mut told = Vec::new();
    let _ = File::from(terminal).read_to_end(&mut told);
    (String::from_utf8_lossy(&told).into_owned(), child.wait().expect("it ends").code())
}

/// A file for another program would be noise on a screen: refused, with what to write instead.
#[cfg(target_os = "linux")]
#[test]
fn a_file_is_not_written_to_a_terminal() {
    for command in ["pending", "rules", "check"] {
        let (told, code) = on_a_terminal(timeline(&[command, "-f", "xlsx"]));
        let expected = "error: xlsx is a file for another program, nothing for a screen: add > FILE.xlsx\r\n";
        assert_eq!((&*told, code), (expected, Some(2)));
        assert!(output(&mut timeline(&[command, "-f", "xlsx"])).stdout.starts_with(b"PK"));
    }
}

/// On a terminal: colour, unless nothing or nothing good is known of it.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_of_which_nothing_is_known_gets_no_colour() {
    let coloured = |term: Option<&str>| {
        let mut command = timeline(&["detained", "--as-of", "2026-03-01"]);
        if let Some(term) = term {
            command.env("TERM", term);
        }
        let (told, code) = on_a_terminal(command);
        assert!(code == Some(0) && told.contains("Ada Wren"), "{told}");
        told.contains('\u{1b}')
    };
    assert!(coloured(Some("xterm")));
    assert!(!coloured(Some("dumb")));
    assert!(!coloured(Some("")));
    assert!(!coloured(None));
}

/// In a pipe: no box, no colour, no heading; one record a line.
#[test]
fn a_pipe_gets_plain_lines() {
    let ended = output(&mut timeline(&["pending", "--as-of", "2026-03-01"]));
    assert_eq!(stdout(&ended).lines().count(), 6, "{}", stdout(&ended));
    assert!(!stdout(&ended).contains(['\u{1b}', '─', '│']) && !stdout(&ended).contains("Reference"));
}

#[test]
fn colour_is_decided_here() {
    // A colour, not merely an escape that sets none.
    let coloured = |command: &mut Command| {
        let told = stdout(&output(command));
        told.contains("\u{1b}[38;5;") || told.contains("\u{1b}[31m")
    };
    let args = ["pending", "--as-of", "2026-03-01", "-f", "table"];
    assert!(!coloured(&mut timeline(&args)), "a pipe has none");
    assert!(coloured(timeline(&args).env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(timeline(&args).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
    assert!(!coloured(timeline(&args).env("CLICOLOR_FORCE", "1").env("TERM", "dumb")));
    assert!(coloured(timeline(&args).arg("--color=always").env("NO_COLOR", "1")), "asked for beats everything");
    assert!(!coloured(timeline(&args).arg("--color=never").env("CLICOLOR_FORCE", "1")));
    // Colour is never the only signal: without it the words are the same.
    let plain = stdout(&output(timeline(&args).arg("--color=never")));
    let bright = stdout(&output(timeline(&args).arg("--color=always")));
    let mut without = String::new();
    let mut escaped = false;
    for c in bright.chars() {
        match c {
            '\u{1b}' => escaped = true,
            'm' if escaped => escaped = false,
            c if !escaped => without.push(c),
            _ => {}
        }
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&without), words(&plain));
}

#[test]
fn without_unicode_lines_are_ascii() {
    let ended = output(timeline(&["list", "-f", "table"]).env("LC_ALL", "C"));
    assert!(stdout(&ended).contains("-----") && !stdout(&ended).contains('─'));
}

#[test]
fn the_format_of_the_environment_is_the_default() {
    let ended = output(timeline(&["list"]).env("TIMELINE_FORMAT", "jsonl"));
    assert!(stdout(&ended).starts_with('{'));
    let ended = output(timeline(&["list", "-f", "tsv"]).env("TIMELINE_FORMAT", "jsonl"));
    assert!(stdout(&ended).starts_with("case\t"));
    let ended = output(timeline(&["list"]).env("TIMELINE_FORMAT", "jsom"));
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("$TIMELINE_FORMAT"));
}

/// The nearest folder `cases` here or above is found, and told as seen from here.
#[test]
fn the_nearest_cases_are_found() {
    let ended = output(timeline(&["list"]).env_remove("TIMELINE_CASES").current_dir("src/load"));
    assert!(ended.status.success());
    assert!(stdout(&ended).contains("sokolov"));
    let ended = output(timeline(&["show", "sokolof"]).env_remove("TIMELINE_CASES").current_dir("src/load"));
    let told = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(told.contains("../../cases") && told.contains("did you mean sokolov"), "{told}");
}

fn completed(words: &[&str], folder: &str) -> Vec<String> {
    let last = (words.len() - 1).to_string();
    let ended = output(
        timeline(&["--"])
            .args(words)
            .env("TIMELINE_CASES", folder)
            .env("COMPLETE", "bash")
            .env("_CLAP_COMPLETE_INDEX", last)
            .env("_CLAP_COMPLETE_COMP_TYPE", "9")
            .env("_CLAP_COMPLETE_SPACE", "true")
            .env("_CLAP_IFS", "\n"),
    );
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    stdout(&ended).lines().map(str::to_owned).collect()
}

#[test]
fn shells_complete_the_ids_of_cases() {
    assert_eq!(completed(&["timeline", "show", "ha"], "tests/archive"), ["harbour-two"]);
    assert!(completed(&["timeline", "pend"], "tests/archive").contains(&"pending".to_owned()));
    assert_eq!(completed(&["timeline", "--cases", "cases", "pending", "sok"], "tests/archive"), ["sokolov"]);
}

/// The id of a withheld case is not offered, however its mark is written.
#[test]
fn withheld_cases_are_not_completed() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("withheld-completion");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let marks = [
        ("case-open", "", true),
        ("case-false", "confidential = false\n", true),
        ("case-true", "confidential = true\n", false),
        ("case-text", "confidential = \"no\"\n", false),
        ("case-misspelt", "confidental = true\n", false),
        ("case-escaped", "\"confid\\u0065ntial\" = true\n", false),
        ("case-broken", "title =\n", true),
        ("case-cut-off", "title =\nconfid", false),
    ];
    for (id, mark, _) in marks {
        let text = format!("title = \"T\"\nstate = \"DDR\"\n{mark}\n[[event]]\nwhat = \"W\"\n");
        std::fs::write(folder.join(id).with_extension("toml"), text).expect("a record");
    }
    let offered = completed(&["timeline", "show", "case"], folder.to_str().expect("UTF-8"));
    let open: Vec<&str> = marks.iter().filter(|m| m.2).map(|m| m.0).collect();
    for id in &open {
        assert!(offered.contains(&(*id).to_owned()), "{id} in {offered:?}");
    }
    assert_eq!(offered.len(), open.len(), "{offered:?}");
}

#[test]
fn completion_is_switched_on_in_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let ended = output(&mut timeline(&["completions", shell]));
        assert!(ended.status.success() && stdout(&ended).contains("COMPLETE"), "{shell}");
    }
}

/// What is withheld is no value to choose.
#[test]
fn shells_complete_values() {
    let values = |words: &[&str]| completed(&[&["timeline"], words].concat(), "tests/archive");
    assert!(values(&["pending", "-f", "j"]).contains(&"json".to_owned()));
    assert_eq!(values(&["pending", "--state", "DD"]), ["DDR"]);
    assert!(values(&["pending", "--columns", "days"]).contains(&"days_min".to_owned()));
    assert!(values(&["events", "--kind", "arr"]).contains(&"arrest".to_owned()));
    assert!(values(&["letters", "--kind", "wgad"]).contains(&"wgad-regular".to_owned()));
    assert!(values(&["seal", "letters", "--kind", "wgad"]).contains(&"wgad-regular".to_owned()));
    assert_eq!(values(&["seal", "pending", "ha"]), ["harbour-two"]);
    assert_eq!(values(&["add", "ada-wren", "event", "--people", "w"]), ["wren"]);
    assert_eq!(values(&["add", "ada-wren", "event", "--kind", "hea"]), ["hearing"]);
    assert!(values(&["add", "ada-wren", "letter", "--procedure", "sp-u"]).contains(&"sp-urgent-appeal".to_owned()));
    assert_eq!(values(&["reply", "ada-wren", "UA"]), ["ua-ddr-3-2025", "UA DDR 3/2025"]);
    assert_eq!(values(&["update", "ada-wren", "ret"]), ["return-notebooks"]);
    assert_eq!(values(&["archive", "ada-wren", "post"]), ["post-2025-03-11"]);
    assert_eq!(values(&["remove", "ada-wren", "qu"]), ["quill"]);
    let offered = values(&["remove", "ada-wren", ""]);
    let record = std::fs::read_to_string("tests/archive/ada-wren.toml").expect("a record");
    let mut marked = 0;
    for block in record.split("\n[[").filter(|block| block.contains("confidential = true")) {
        let id = block.lines().find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
        marked += usize::from(id.is_some());
        assert!(id.is_none_or(|id| !offered.contains(&id.to_owned())), "{id:?} is withheld");
    }
    assert!(marked > 0 && offered.len() > 4, "{offered:?}");
}

/// In a home where nothing has loaded the completion system of zsh, the line still works.
#[test]
fn zsh_needs_nothing_before_it() {
    let told = stdout(&output(&mut timeline(&["completions", "zsh"])));
    assert!(told.lines().next().is_some_and(|line| line.contains("compinit")), "{told}");
}

/// Whoever asks for help sees all of it on one screen; the rest is in topics.
#[test]
fn help_fits_a_screen() {
    let help = |words: &[&str]| stdout(&output(timeline(&[words, &["--help"]].concat()).env("COLUMNS", "80")));
    for list in ["list", "events", "pending", "letters", "demands", "detained"] {
        let lines = help(&[list]).lines().count();
        assert!(lines <= 50, "{list}: {lines} lines");
    }
    for command in ["pending", "show", "why", "changes", "stats", "check", "new", "add", "reply", "set", "remove"] {
        let told = help(&[command]);
        let long: Vec<&str> = told.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(told.contains("timeline help options"), "{command}");
        assert_eq!(long.iter().filter(|line| !line.starts_with("  timeline ")).count(), 0, "{command}: {long:?}");
    }
    for topic in ["dates", "formats", "columns", "environment", "exit-codes", "options"] {
        assert!(output(&mut timeline(&["help", topic])).status.success(), "{topic}");
    }
    assert_eq!(output(&mut timeline(&["help", "nothing"])).status.code(), Some(2));
}

#[test]
fn the_manual_has_every_command() {
    let manual = stdout(&output(&mut timeline(&["man"])));
    for heading in ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"] {
        assert!(manual.contains(&format!(".SH \"{heading}\"")), "{heading}");
    }
    let help = stdout(&output(&mut timeline(&["--help"])));
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        // Further lines of one command stand further to the right.
        .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '))?.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"pending") && commands.len() > 8, "{commands:?}");
    for command in commands.iter().filter(|c| **c != "help") {
        assert!(manual.contains(&format!("TIMELINE {}", command.to_uppercase())), "{command}");
        let help = output(&mut timeline(&[command, "--help"]));
        assert!(stdout(&help).starts_with("Examples:"), "{command}: examples first");
    }
}
