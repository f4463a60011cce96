//! A canary in every confidential field, and in the name of every confidential file: no command tells it in any
//! format, to standard output, standard error or a file. Commands and formats are taken from the program itself, so
//! that a new one is tried without a line here.

use clap::CommandFactory as _;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Mutex,
};
use timeline::{
    cli::Cli,
    model::vocabulary::Vocabulary as _,
    publish::Form,
    render::{Annotations, Format},
};

/// What stands in every confidential field of the records, in whatever case; and the year of every confidential date.
const CANARIES: [&str; 2] = ["canary", "1877"];

/// Errors of every kind in a confidential entry, each with the canary in the value at fault.
const FAULTS: &str = "\n[[person]]\nconfidential = true\nid = \"Canary Bird\"\nname = \"Canary\"\nrole = \"canary\"\ncanary = 1\n\
    \n[[event]]\nconfidential = true\nwhat = \"Canary\"\ndate = \"canary 1877\"\nkind = \"canary\"\npeople = [\"canary-nobody\"]\n\
    sources = [\"canary-nowhere\"]\nliberty = 1877\ndays = \"canary\"\n\
    \n[[communication]]\nconfidential = true\nid = \"canary-letter\"\nref = \"UA GBR 1877/1877\"\nprocedure = \"canary\"\n\
    to = [\"CANARY\", \"Canary\", \"Canary\"]\nfollows = \"canary-none\"\n\
    \n[[communication.reply]]\nkind = \"canary\"\nfrom = \"Canary elsewhere\"\ndate = 1877-02-30\nanswers = [\"canary-ask\"]\n\
    \n[[demand]]\nconfidential = true\nid = \"canary-ask\"\nwhat = \"\"\nmade = 1877-01-01\nmade_in = \"canary-letter\"\nrepeats = \"canary-ask\"\n\
    \n[[demand]]\nconfidential = true\nid = \"canary-ask\"\nwhat = \"Canary\"\nto = \"CANARY\"\nkind = \"canary\"\n";

/// A repository of records with something confidential of every kind: entries, whole records, records with errors; and
/// a history in which it was marked late.
fn cases(name: &str, with_errors: bool) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hidden").join(name);
    let _ = fs::remove_dir_all(&folder);
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a record");
    };
    // Other names than the canary of the texts: documents are refused while open text has the name of somebody
    // confidential in it.
    let withheld = include_str!("records/withheld.toml")
        .replace("name = \"CANARY\"", "name = \"Canary Finch\"")
        .replace("other_names = [\"CANARY\"]", "other_names = [\"Canary Wren\"]");
    let withheld = withheld.as_str();
    let whole = withheld.replace("Ada Wren", "Canary").replacen("title =", "confidential = true\ntitle =", 1);
    let open = "title = \"Otto Kite\"\nstate = \"DDR\"\n";
    let related = format!("{open}related = [\"canary-whole\"]\n");
    let commit = |message: &str| {
        for args in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", message]] {
            let who =
                ["-c", "user.name=A. Invented", "-c", "user.email=a@invented.example", "-c", "commit.gpgsign=false"];
            assert!(Command::new("git").arg("-C").arg(&folder).args(who).args(args).status().expect("git").success());
        }
    };
    // Before it was marked.
    write("wren.toml", &withheld.replace("confidential = true\n", ""));
    write("canaries/canary-whole.toml", &whole.replace("confidential = true\n", ""));
    commit("first");
    write("wren.toml", withheld);
    write("canaries/canary-whole.toml", &whole);
    write("kite.toml", &related);
    if with_errors {
        write(
            "canaries/canary-broken.toml",
            &format!("{}{FAULTS}", whole.replace("state = \"GBR\"", "state = \"CANARY\"")),
        );
        write("canaries/canary-torn.toml", "confidential = true\ntitle = \"Canary\nstate = Canary\n");
        write("faults.toml", &format!("{open}{FAULTS}"));
        write("torn.toml", &format!("{open}[[event]]\nconfidential = true\nwhat = \"Canary\nCanary = [\"Canary\"\n"));
    }
    commit("second");
    folder
}

/// What is asked of every command, whatever it is: `true` for what is tried in every format.
const ASKED: [(&str, bool); 13] = [
    ("", true),
    ("wren", true),
    ("kite", true),
    ("wren kite", false),
    ("wren --dry-run", false),
    ("wren letter", false),
    ("faults", false),
    ("canari-whole", false),
    ("wren/canari-demand", false),
    ("wren/release", false),
    ("CANARI", false),
    ("--since 1870-01-01", true),
    ("--nothing", false),
];

/// What else is asked of a command, so that it has something to tell; `+` is a space inside a word.
const ALSO: [(&str, &str); 39] = [
    ("changes", "--rev HEAD~1..HEAD"),
    ("changes", "--rev HEAD..HEAD~1"),
    ("show", "wren --notes --sources"),
    ("show", "wren --chart"),
    ("pending", "--chart"),
    ("pending", "--titles -f ics"),
    ("list", "--person Canari"),
    ("events", "--from Canari"),
    ("check", "wren faults torn --deny warnings"),
    ("check", "FOLDER/wren.toml FOLDER/faults.toml"),
    ("site", "OUT"),
    ("export", "OUT"),
    ("completions", "bash"),
    ("new", "finch --title Finch --state DDR"),
    ("new", "canari-whole --title Finch --state DDR --dry-run"),
    ("add", "wren event --what New"),
    ("add", "wren event --what New --people canari-person --sources canari-source"),
    ("add", "wren demand --id canari-demand --what New --made-in canari-letter --dry-run"),
    ("reply", "wren letter --kind denial --answers canari-demand"),
    ("reply", "wren canari-letter --kind denial"),
    ("update", "wren canari-demand --status met"),
    ("reviewed", "wren 2026-02-01"),
    ("set", "wren canari-demand what=New"),
    ("set", "wren event+1877-01-02 what=New"),
    ("set", "wren letter sent=2019-05-28 people=ada --dry-run"),
    ("set", "wren title=Other --dry-run"),
    ("import", "--maps"),
    ("import", "FOLDER/letters.csv --guess"),
    ("import", "FOLDER/letters.csv --map FOLDER/letters.map.toml"),
    ("set", "kite summary=New --dry-run"),
    ("set", "kite related=wren --dry-run"),
    ("reviewed", "kite 2026-02-01 --dry-run"),
    ("remove", "wren release --dry-run"),
    ("remove", "wren event+2019-03-01 --dry-run"),
    ("remove", "wren reply+2019-06-02 --dry-run"),
    ("remove", "wren letter --dry-run"),
    ("remove", "wren canari-source"),
    ("remove", "wren event+1877"),
    ("archive", "wren canari-source FOLDER/kite.toml"),
];

/// Commands that tell nothing of what stands in a record, or nothing confidential even if it is asked for.
const SILENT: [&str; 19] = [
    "seal",
    "verify",
    "site",
    "export",
    "rules",
    "completions",
    "man",
    "new",
    "add",
    "reply",
    "update",
    "reviewed",
    "edit",
    "archive",
    "set",
    "remove",
    "import",
    "schema",
    "help",
];

/// Runs the program; what it wrote anywhere, and whether it wrote anything to standard output.
fn told(folder: &Path, args: &str) -> (String, bool) {
    let out = folder.with_extension("out");
    let _ = fs::remove_dir_all(&out);
    let place = |word: &str| {
        word.replace('+', " ")
            .replace("FOLDER", &folder.display().to_string())
            .replace("OUT", &out.display().to_string())
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args.split_whitespace().map(place)).args(["--as-of", "2026-03-01", "--cases"]).arg(folder);
    // What is written to a relative path must not lie among the sources.
    command.current_dir(env!("CARGO_TARGET_TMPDIR"));
    command.env_remove("TIMELINE_FORMAT").env_remove("EDITOR").env("HOME", folder).env("LC_ALL", "C.UTF-8");
    let ended = command.env("VISUAL", "true").stdin(Stdio::null()).output().expect("the program runs");
    let mut all = String::from_utf8_lossy(&ended.stdout).into_owned() + &String::from_utf8_lossy(&ended.stderr);
    gather(&out, &mut all);
    // Messages repeat the words of the command and the path of the folder: those are taken out.
    for word in args.split_whitespace() {
        all = all.replace(&place(word), "");
    }
    (all.replace(&folder.display().to_string(), ""), !ended.stdout.is_empty())
}

/// Adds the names and the texts of all files below a folder.
fn gather(folder: &Path, all: &mut String) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        all.push_str(&path.file_name().expect("a name").to_string_lossy());
        match path.is_dir() {
            true => gather(&path, all),
            false => all.push_str(&String::from_utf8_lossy(&fs::read(&path).expect("a file"))),
        }
    }
}

fn canary(told: &str) -> Option<String> {
    let low = told.to_lowercase();
    let at = CANARIES.iter().find_map(|canary| low.find(canary))?;
    let start = low[..at].char_indices().rev().nth(200).map_or(0, |(at, _)| at);
    Some(low[start..].chars().take(300).collect())
}

/// The name of a command, what it is asked, and in which formats besides the one that it takes by itself, if there is
/// an answer at all.
type Question = (String, String, Vec<&'static str>);

/// The commands that are asked: all but `init`, which reads no record and would give a hook to the repository in which
/// the tests run; `tests/start.rs` asks it.
fn asked(program: &clap::Command) -> impl Iterator<Item = &str> {
    program.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "init")
}

/// Everything that is asked.
fn questions() -> Vec<Question> {
    let formats: Vec<&'static str> = [Format::names(), Form::names(), Annotations::names()].concat();
    let program = Cli::command();
    let commands: Vec<&str> = asked(&program).collect();
    let mut questions = Vec::new();
    for command in commands {
        let mut ask = |args: &str, formats: &[&'static str]| {
            questions.push((command.to_owned(), format!("{command} {args}"), formats.to_vec()));
        };
        for (args, in_all) in ASKED {
            ask(args, if in_all { &formats } else { &["json"] });
        }
        for (_, args) in ALSO.iter().filter(|(name, _)| *name == command) {
            ask(args, &["json"]);
        }
    }
    questions
}

/// Asks by several threads, each with records of its own, since some commands change them.
fn ask(more: &str, judge: impl Fn(&str, &str, &str) + Sync) {
    let rest = Mutex::new(questions());
    std::thread::scope(|scope| {
        for n in 0..2 {
            let (rest, judge) = (&rest, &judge);
            scope.spawn(move || {
                let folder = cases(&format!("{n}{more}"), true);
                loop {
                    let Some((command, args, formats)) = rest.lock().expect("the list").pop() else { return };
                    let of = |args: String| judge(&command, &args, &told(&folder, &args).0);
                    let (told, has_output) = told(&folder, &format!("{args}{more}"));
                    judge(&command, &args, &told);
                    if has_output && more.is_empty() {
                        formats.iter().for_each(|format| of(format!("{args}{more} -f {format}")));
                    }
                }
            });
        }
    });
}

#[test]
fn no_command_tells_a_canary_in_any_format() {
    let sung: Mutex<Vec<String>> = Mutex::default();
    ask("", |_, args, told| {
        if let Some(song) = canary(told) {
            sung.lock().expect("the list").push(format!("timeline {args}\n{song}\n"));
        }
    });
    let sung = sung.into_inner().expect("the list");
    assert!(sung.is_empty(), "{} times:\n{}", sung.len(), sung.iter().take(20).cloned().collect::<String>());
}

/// The counterpart: with --confidential every command that tells what stands in records tells a canary. So none passes
/// the test above only because it is never asked about what is confidential.
#[test]
fn every_command_tells_it_if_it_is_asked_for() {
    let heard: Mutex<BTreeMap<String, usize>> = Mutex::default();
    ask(" --confidential", |command, _, told| {
        let sings = usize::from(canary(told).is_some());
        *heard.lock().expect("the list").entry(command.to_owned()).or_default() += sings;
    });
    let heard = heard.into_inner().expect("the list");
    let silent = heard.iter().filter(|(command, times)| **times == 0 && !SILENT.contains(&command.as_str()));
    let silent: Vec<&String> = silent.map(|(command, _)| command).collect();
    assert!(silent.is_empty(), "in ALSO, say how they are asked: {silent:?}");
}

/// A site is built only where no record has an error.
#[test]
fn no_site_tells_a_canary() {
    let folder = cases("site", false);
    let (told, _) = told(&folder, "site OUT");
    assert!(told.contains("<html") && told.contains("BEGIN:VCALENDAR") && told.contains("Otto Kite"), "{told}");
    assert_eq!(canary(&told), None);
}

/// A claim is sealed only where no record has an error. Which lists there are, the program itself says.
#[test]
fn no_claim_tells_a_canary() {
    let folder = cases("claim", false);
    let program = Cli::command();
    let seal = program.find_subcommand("seal").expect("a command");
    let mut claims = 0;
    for list in seal.get_subcommands().map(clap::Command::get_name) {
        for args in ["", "wren", "kite", "--person Canari", "--unknown", "--all"] {
            let (text, has_output) = told(&folder, &format!("seal {list} {args}"));
            assert_eq!(canary(&text), None, "{list} {args}");
            if !has_output {
                continue;
            }
            claims += text.matches("\"stands\"").count();
            let at = text.rfind("\n}\n").expect("the end of the document");
            fs::write(folder.join("claims.json"), &text[..at + 3]).expect("a file");
            for format in Format::names().into_iter().filter(|format| args.is_empty() || *format == "json") {
                let (told, _) = told(&folder, &format!("verify FOLDER/claims.json -f {format}"));
                assert_eq!(canary(&told), None, "{list} {args} -f {format}");
                assert!(!told.contains("not-found") && !told.contains("changed"), "{list} {args}: {told}");
            }
        }
    }
    assert!(claims > 4, "{claims} claims were sealed");
}

/// Nor is an export.
#[test]
fn no_export_tells_a_canary() {
    let folder = cases("export", false);
    let (told, _) = told(&folder, "export OUT");
    assert!(told.contains("tabular-data-package") && told.contains("Otto Kite"), "{told}");
    assert_eq!(canary(&told), None);
}

/// A calendar is shared and shown on screens: it holds no title, no id of a case, no person, unless asked for.
#[test]
fn a_calendar_names_nobody() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hidden/calendar");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let record = "title = \"Titmouse and others\"\nstate = \"DDR\"\nsummary = \"Titmouse\"\ntags = [\"titmouse\"]\n\
        [[person]]\nid = \"titmouse\"\nname = \"Ada Titmouse\"\nrole = \"victim\"\n\
        [[communication]]\nref = \"UA DDR 3/2026\"\nprocedure = \"sp-urgent-appeal\"\nfrom = [\"A mandate\"]\n\
        to = [\"DDR\", \"Titmouse Ltd\"]\nsent = 2026-02-20\npeople = [\"titmouse\"]\nnote = \"Titmouse\"\n\
        [[communication]]\nid = \"titmouse-own\"\nprocedure = \"ngo-letter\"\nowed_by = \"us\"\nto = [\"A union\"]\n\
        sent = 2026-02-20\ndue = 2026-03-20\n";
    fs::write(folder.join("titmouse.toml"), record).expect("a record");
    let calendar = |args: &str| {
        let (all, _) = told(&folder, args);
        let unfolded = all.replace("\r\n ", "");
        let has_due = unfolded.contains("BEGIN:VCALENDAR") && unfolded.contains("DDR 3/2026");
        (has_due, unfolded.to_lowercase().contains("titmouse"))
    };
    for command in asked(&Cli::command()) {
        for form in Form::names().iter().filter(|form| form.contains("ics")) {
            for args in ["", "titmouse"] {
                let (_, names) = calendar(&format!("{command} {args} -f {form}"));
                assert!(!names, "timeline {command} {args} -f {form}");
            }
        }
    }
    assert_eq!(calendar("pending -f ics"), (true, false));
    assert_eq!(calendar("pending -f ics --titles"), (true, true));
    let mut site = String::new();
    told(&folder, "site OUT");
    let entries = fs::read_dir(folder.with_extension("out")).expect("the site");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_some_and(|ending| ending == "ics") {
            site.push_str(&fs::read_to_string(path).expect("a calendar"));
        }
    }
    assert!(site.contains("DDR 3/2026") && !site.replace("\r\n ", "").to_lowercase().contains("titmouse"), "{site}");
}
