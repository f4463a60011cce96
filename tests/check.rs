//! `timeline check` as it is run: exit codes, what may be named, formats for other programs, and as a
//! hook of git.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use timeline::{
    load::problem::Code,
    model::vocabulary::Vocabulary,
    render::{Annotations, Format},
};

const CLEAN: &str = "title = \"Ada Wren\"\nstate = \"GBR\"\n";
const WARNED: &str = "title = \"Ada Wren\"\nstate = \"GBR\"\n\n[[event]]\nwhat = \"An arrest\"\n";
const WRONG: &str = "title = \"Ada Wren\"\nstate = \"GBR\"\nsumary = \"x\"\n";

/// A new folder with these files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("check").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Runs `timeline check` in a folder that has a folder `cases`.
fn check(here: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.current_dir(here).env_remove("TIMELINE_CASES").env_remove("TIMELINE_FORMAT");
    command.args(["check", "--as-of", "2026-11-24"]).args(args).output().expect("the program runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn the_exit_code_says_what_was_found() {
    let here =
        folder("codes", &[("cases/clean.toml", CLEAN), ("cases/warned.toml", WARNED), ("cases/wrong.toml", WRONG)]);
    for (args, expected) in [
        (vec!["clean"], 0),
        (vec!["warned"], 0),
        (vec!["warned", "--deny", "unused-source"], 0),
        (vec!["warned", "--deny", "unused-source", "--deny", "unsourced"], 1),
        (vec!["warned", "--deny", "warnings"], 1),
        (vec!["clean", "--deny", "warnings"], 0),
        (vec!["wrong"], 1),
        (vec![], 1),
        (vec!["clean", "nobody"], 2),
        (vec!["cases/gone.toml"], 2),
        (vec!["--deny", "unsorced"], 2),
        (vec!["--cases", "gone"], 2),
    ] {
        let ended = check(&here, &args);
        assert_eq!(code(&ended), expected, "{args:?}: {ended:?}");
    }
    let other = Command::new(env!("CARGO_BIN_EXE_timeline")).current_dir(&here).args(["list", "-f", "sarif"]).output();
    assert_eq!(code(&other.expect("the program runs")), 2, "a format for problems alone");
}

#[test]
fn what_is_denied_is_an_error() {
    let here = folder("denied", &[("cases/warned.toml", WARNED)]);
    assert!(out(&check(&here, &["-f", "plain"])).starts_with("cases/warned.toml:4:1  warning  unsourced  "));
    assert!(out(&check(&here, &["-f", "plain", "--deny", "unsourced"])).contains("  error  unsourced  "));
    let table = out(&check(&here, &["-f", "table"]));
    assert!(table.starts_with("warning[unsourced]: cases/warned.toml:4:1: no source for this event\n"), "{table}");
}

#[test]
fn every_problem_is_listed_with_its_meaning() {
    let ended = check(&folder("list", &[]), &["--list", "-f", "tsv", "--no-header"]);
    assert_eq!(code(&ended), 0);
    let listed: Vec<String> =
        out(&ended).lines().map(|line| line.split('\t').next().unwrap_or_default().into()).collect();
    assert_eq!(listed, Code::names());
    assert!(out(&ended).lines().all(|line| line.split('\t').all(|cell| !cell.is_empty())));
}

#[test]
fn files_are_found_by_id_by_path_and_outside_the_folder() {
    let here = folder(
        "files",
        &[
            ("cases/gbr/wren.toml", WRONG),
            ("cases/finch.toml", WRONG),
            ("elsewhere/heron.toml", WRONG),
            ("cases/rules.toml", "x = 1\n"),
        ],
    );
    let places = |args: &[&str]| -> Vec<String> {
        let ended = check(&here, &[args, &["-f", "plain"]].concat());
        assert_eq!(code(&ended), 1, "{ended:?}");
        out(&ended).lines().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(places(&["wren"]), ["cases/gbr/wren.toml"]);
    assert_eq!(places(&["./cases/finch.toml", "wren", "finch"]), ["./cases/finch.toml", "cases/gbr/wren.toml"]);
    assert_eq!(places(&["elsewhere/heron.toml"]), ["elsewhere/heron.toml"]);
    assert_eq!(places(&["cases/rules.toml"]), ["cases/rules.toml"]);
    assert_eq!(places(&[]), ["cases/finch.toml", "cases/gbr/wren.toml", "cases/rules.toml"]);
    let bare = folder("bare", &[("Heron.toml", CLEAN), ("heron.toml", WRONG)]);
    let ended = check(&bare, &["Heron.toml", "heron.toml", "-f", "plain", "--cases", "."]);
    assert!(
        out(&ended).contains("Heron.toml    error  bad-file-name") && out(&ended).contains("heron.toml:3:1"),
        "{ended:?}"
    );
}

#[test]
fn a_record_is_checked_against_the_others() {
    let letter = |sent: &str| {
        format!(
            "{CLEAN}\n[[communication]]\nref = \"GBR 3/2019\"\nprocedure = \"sp-letter\"\nto = [\"GBR\"]\nsent = {sent}\n"
        )
    };
    let (one, two) = (letter("2019-05-28"), letter("2019-06-28"));
    let here =
        folder("others", &[("cases/wren.toml", &one), ("cases/finch.toml", &two), ("cases/a/finch.toml", CLEAN)]);
    let codes = |args: &[&str]| -> Vec<String> {
        let ended = check(&here, &[args, &["-f", "tsv", "--no-header"]].concat());
        out(&ended).lines().filter_map(|line| line.split('\t').nth(1)).map(str::to_owned).collect()
    };
    assert_eq!(codes(&["cases/a/finch.toml"]), ["duplicate-case"]);
    assert_eq!(codes(&["cases/finch.toml"])[0], "duplicate-case");
    fs::remove_file(here.join("cases/a/finch.toml")).expect("removed");
    assert!(codes(&["wren"]).contains(&"contradicting-copies".into()));
}

#[test]
fn names_taken_for_each_other_are_found() {
    let here = folder(
        "alike",
        &[("cases/RUS/wren-1.toml", CLEAN), ("cases/rus/wren-l.toml", CLEAN), ("cases/rus/finch.toml", CLEAN)],
    );
    let found = out(&check(&here, &["-f", "plain"]));
    assert!(found.contains("\"wren-l\" looks like \"wren-1\" in cases/RUS/wren-1.toml"), "{found}");
    assert!(found.contains("cases/rus differs from cases/RUS only by case"), "{found}");
    // A withheld case is not named by another.
    fs::write(here.join("cases/RUS/wren-1.toml"), format!("confidential = true\n{CLEAN}")).expect("a record");
    let found = check(&here, &["-f", "plain"]);
    assert!(!out(&found).contains("wren-1"), "{found:?}");
}

#[test]
fn formats_for_programs_name_every_problem() {
    let here = folder("formats", &[("cases/warned.toml", WARNED), ("cases/wrong.toml", WRONG)]);
    let sarif: serde_json::Value = serde_json::from_str(&out(&check(&here, &["-f", "sarif"]))).expect("JSON");
    let rules: Vec<&str> = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|r| r["id"].as_str())
        .collect();
    assert_eq!(rules, Code::names());
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let told: Vec<_> = results.iter().map(|r| (r["ruleId"].as_str(), r["level"].as_str())).collect();
    assert_eq!(told, [(Some("unsourced"), Some("warning")), (Some("unknown-key"), Some("error"))]);
    let github = out(&check(&here, &["-f", "github"]));
    assert!(github.starts_with("::warning file=cases/warned.toml,line=4,col=1,title=unsourced::no source"), "{github}");
    assert_eq!(github.lines().count(), 2);
    let json: serde_json::Value = serde_json::from_str(&out(&check(&here, &["-f", "json"]))).expect("JSON");
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["problems"][0]["severity"], "warning");
}

/// Everything that `check` can say of confidential entries says nothing of them.
#[test]
fn nothing_confidential_is_in_any_output() {
    let secret = "\n[[person]]\nid = \"canary-id\"\nname = \"Canary Wren\"\nrole = \"witness\"\nconfidential = true\n\
        \n[[person]]\nid = \"canary-1d\"\nname = \"Canary Wren\"\nrole = \"witness\"\nconfidential = true\n\
        \n[[person]]\nid = \"canary-ld\"\nname = \"Canary Wren\"\nrole = \"witness\"\nconfidential = true\n\
        \n[[charge]]\noffence = \"CANARY\"\nperson = \"canary-id\"\ndecided = 2187-07-07\n\
        \n[[event]]\nwhat = \"CANARY\"\ndate = 2187-07-07\nkind = \"arrest\"\nliberty = \"free\"\nconfidential = true\n\
        \n[[event]]\nwhat = \"Canary Wren is heard, \\xE9\"\nnote = \"\"\"\nCANARY WREN\n\"\"\"\npeople = [\"canary-id\"]\n\
        \n[[communication]]\nid = \"canary-letter\"\nprocedure = \"sp-letter\"\nto = [\"GBR\"]\nsent = 2187-07-07\ndue = 2187-07-06\nconfidential = true\n\
        \n[[communication.reply]]\nkind = \"denial\"\ndate = 2187-07-05\nanswers = [\"canary-demand\"]\n\
        \n[[demand]]\nid = \"canary-demand\"\nwhat = \"CANARY\"\nmade = 2187-07-08\nsuperseded_by = \"open\"\nconfidential = true\n\
        \n[[demand]]\nid = \"open\"\nwhat = \"Release her\"\n\
        \n[[source]]\nid = \"canary-source\"\ntitle = \"CANARY\"\narchive = \"../canary\"\nsha256 = \"canary\"\nconfidential = true\n";
    let whole = format!("confidential = true\n{CLEAN}sumary = \"CANARY\"\n");
    let here =
        folder("canary", &[("cases/wren.toml", &format!("{CLEAN}{secret}")), ("cases/canary-case.toml", &whole)]);
    let all = check(&here, &["-f", "json", "--confidential"]);
    let problems = out(&all).matches("\"code\":").count();
    assert!(problems > 40 && out(&all).to_lowercase().contains("canary"), "{}", out(&all));
    let texts = Format::ALL.iter().filter(|format| !format.is_a_file()).map(|format| format.name());
    for format in texts.chain(Annotations::names()) {
        let ended = check(&here, &["-f", format, "--deny", "warnings"]);
        let told = format!("{}{}", out(&ended), String::from_utf8_lossy(&ended.stderr)).to_lowercase();
        assert!(!told.contains("canary") && !told.contains("2187"), "{format}: {told}");
        assert_eq!(code(&ended), 1, "what is not shown counts all the same");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let record = format!(
        "{CLEAN}\n[[event]]\nwhat = \"x\"\nsources = [\"page\"]\n\n[[source]]\nid = \"page\"\ntitle = \"A page\"\narchive = \"saved/page.txt\"\n"
    );
    let here =
        folder("links", &[("cases/wren.toml", &record), ("outside/page.txt", "x"), ("outside/finch.toml", CLEAN)]);
    std::os::unix::fs::symlink("../outside", here.join("cases/saved")).expect("a link");
    std::os::unix::fs::symlink("outside/finch.toml", here.join("finch.toml")).expect("a link");
    assert!(out(&check(&here, &["wren", "-f", "plain"])).contains("  error  archive-outside  "));
    assert!(out(&check(&here, &["finch.toml", "-f", "plain"])).contains("  error  not-a-file  "));
}

#[test]
fn what_is_left_out_is_said() {
    let many = format!("{CLEAN}{}", "\n[[event]]\nwhat = \"x\"\n".repeat(150));
    let here = folder("many", &[("cases/wren.toml", &many)]);
    let found = out(&check(&here, &["-f", "plain"]));
    assert!(found.contains("duplicate-entry  129 problems of this kind in this file are not told"), "{found}");
    // --deny applies to warnings that are not told, too: they are counted as errors.
    assert_eq!(found.lines().filter(|line| line.contains("unsourced")).count(), 1, "{found}");
    assert_eq!(code(&check(&here, &["--deny", "unsourced"])), 1);
    assert_eq!(code(&check(&here, &["--deny", "look-alike"])), 0);
}

/// Where copies of a letter contradict each other, that is an error, but no case is left out for it.
#[test]
fn nothing_is_said_to_be_left_out_that_is_shown() {
    let letter = |day| {
        format!(
            "{CLEAN}[[communication]]\nref = \"UA DDR 3/2019\"\nprocedure = \"sp-letter\"\nto = [\"DDR\"]\nsent = {day}\n"
        )
    };
    let (one, other) = (letter("2019-05-27"), letter("2019-05-28"));
    let said = |third: &str| {
        let here = folder("copies", &[("cases/a.toml", &one), ("cases/b.toml", &other), ("cases/c.toml", third)]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        let list = ["list", "--as-of", "2026-03-01", "-f", "tsv", "--no-header", "--cases", "cases"];
        let ended = command.current_dir(&here).args(list).output().expect("the program runs");
        (out(&ended).lines().count(), String::from_utf8(ended.stderr).expect("UTF-8"))
    };
    let (cases, err) = said(CLEAN);
    assert!(cases == 3 && err.contains("contradicting-copies") && !err.contains("left out"), "{err}");
    let (cases, err) = said(WRONG);
    assert!(cases == 2 && err.contains("files with errors are left out"), "{err}");
}

/// The hook as the README prints it, with the path of this program.
#[cfg(unix)]
#[test]
fn a_hook_refuses_a_commit_that_breaks_a_record() {
    use std::os::unix::fs::PermissionsExt as _;
    let here = folder("hook", &[("cases/wren.toml", CLEAN)]);
    let git = |args: &[&str]| -> Output {
        let names =
            ["-c", "user.name=A. Invented", "-c", "user.email=a@invented.example", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.current_dir(&here).env_remove("TIMELINE_CASES").args(names).args(args);
        command.output().expect("git")
    };
    assert!(git(&["init", "-q"]).status.success());
    let hook = here.join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().expect("a folder")).expect("a folder");
    let line = "exec timeline check --format plain\n".replace("timeline", env!("CARGO_BIN_EXE_timeline"));
    fs::write(&hook, format!("#!/bin/sh\n# No record with an error is committed.\n{line}")).expect("the hook");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("executable");
    assert!(git(&["add", "."]).status.success());
    let good = git(&["commit", "-qm", "first"]);
    assert!(good.status.success(), "{good:?}");
    fs::write(here.join("cases/wren.toml"), WRONG).expect("a record");
    let bad = git(&["commit", "-qam", "second"]);
    assert!(!bad.status.success());
    let said = format!("{}{}", out(&bad), String::from_utf8_lossy(&bad.stderr));
    assert!(said.contains("cases/wren.toml:3:1  error  unknown-key"), "{said}");
    assert_eq!(out(&git(&["rev-list", "--count", "HEAD"])).trim(), "1");
}

/// The real records: no error and no warning.
#[test]
fn the_records_that_ship_have_no_errors() {
    let ended = check(Path::new(env!("CARGO_MANIFEST_DIR")), &["-f", "tsv", "--no-header", "--deny", "warnings"]);
    assert_eq!((code(&ended), out(&ended).as_str()), (0, ""), "{ended:?}");
}

/// One person in two records, once in letters that only look the same: a search for her would miss a record.
#[test]
fn people_of_two_records_in_letters_that_look_alike_are_told() {
    let record = |name: &str, mark: &str| {
        format!("title = \"T\"\nstate = \"DDR\"\n[[person]]\nid = \"p\"\nname = \"{name}\"\nrole = \"witness\"\n{mark}")
    };
    let (latin, mixed) = (record("Cora Peres", ""), record("Соrа Реrеs", ""));
    let told = |a: &str, b: &str, args: &[&str]| {
        let here = folder("look-alike", &[("cases/alder.toml", a), ("cases/birch.toml", b)]);
        let out = out(&check(&here, &[args, &["-f", "tsv", "--no-header"]].concat()));
        out.lines().filter(|line| line.contains("look-alike")).collect::<Vec<_>>().join("\n")
    };
    let found = told(&latin, &mixed, &[]);
    assert!(found.contains("cases/birch.toml\t3") && found.contains("cases/alder.toml:3"), "{found}");
    assert_eq!(found.lines().count(), 1, "{found}");
    assert_eq!(told(&latin, &latin, &[]), "", "the same person");
    assert_eq!(told(&latin, &mixed, &["alder"]), "", "nothing of the record that is asked for");
    // Of a confidential person the name is not told, of a withheld case nothing at all.
    let found = told(&latin, &record("Соrа Реrеs", "confidential = true\n"), &[]);
    assert!(found.contains("birch") && !found.contains("Peres") && !found.contains("Реrеs"), "{found}");
    assert_eq!(told(&latin, &format!("confidential = true\n{mixed}"), &[]), "");
}
