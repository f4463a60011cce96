//! Claims that others can run: what is sealed holds while the records say the same, and where it does not hold, the
//! record is named by which it does not.

use crate::git::git;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use timeline::{model::vocabulary::Vocabulary as _, render::Format, seal::file::Sealed};

const DAY: &str = "2026-03-01";

const HEAD: &str = "title = \"Alder\"\nstate = \"DDR\"\nreviewed = 2026-02-01\n\
    \n[[person]]\nid = \"ada\"\nname = \"Ada Alder\"\nrole = \"victim\"\n\
    \n[[event]]\ndate = 2025-03-10\nwhat = \"Arrested\"\nliberty = \"detained\"\nsources = [\"post\"]\n\
    \n[[source]]\nid = \"post\"\ntitle = \"The Harbour Post\"\narchive = \"saved/post.txt\"\n\
    \n[[demand]]\nid = \"release\"\nwhat = \"Release her\"\nmade = 2025-03-20\nby = \"Us\"\nsources = [\"post\"]\n";

const LETTER: &str = "\n[[communication]]\nref = \"UA DDR 3/2025\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\n\
    sent = 2025-03-20\nsources = [\"post\"]\nnote = \"Ask the neighbour\"\n";

const REPLY: &str = "\n[[communication.reply]]\ndate = 2025-05-25\nkind = \"denial\"\n";

/// A folder of cases for one test.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seal").join(name);
    let _ = fs::remove_dir_all(&folder);
    write(&folder, "saved/post.txt", "a page");
    files.iter().for_each(|(name, text)| write(&folder, name, text));
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

struct Ran {
    out: String,
    err: String,
    code: i32,
}

fn run(folder: &Path, args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(args).arg("--cases").arg(folder).env_remove("TIMELINE_FORMAT").env("LC_ALL", "C.UTF-8");
    let ended = command.env_remove("COLUMNS").stdin(Stdio::null()).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { out: text(ended.stdout), err: text(ended.stderr), code: ended.status.code().expect("a code") }
}

/// Seals a list into a file beside the folder.
fn seal(folder: &Path, list: &str) -> PathBuf {
    let words: Vec<&str> = list.split(' ').collect();
    let ran = run(folder, &[&["seal"][..], &words, &["--as-of", DAY]].concat());
    assert_eq!(ran.code, 0, "{list}: {}", ran.err);
    let file = folder.with_extension(format!("{}.json", words[0]));
    fs::write(&file, ran.out).expect("a file");
    file
}

fn verify(folder: &Path, claims: &Path) -> (Vec<Value>, i32, String) {
    let ran = run(folder, &["verify", claims.to_str().expect("UTF-8"), "-f", "json"]);
    let read: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err));
    (read["rows"].as_array().expect("rows").clone(), ran.code, ran.err)
}

fn results(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["result"].as_str().expect("a word")).collect()
}

fn files(row: &Value) -> String {
    let files = row["files"].as_array().expect("a list").iter();
    files.map(|file| file.as_str().expect("a text")).collect::<Vec<_>>().join("; ")
}

fn edit(folder: &Path, name: &str, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(folder.join(name)).expect("a record");
    write(folder, name, &change(&text));
}

const LISTS: [&str; 6] =
    ["pending", "pending alder", "letters --state DDR", "demands --all", "detained", "letters alder --since 400d"];

#[test]
fn what_was_sealed_holds_in_the_same_folder_and_is_the_same_bytes_twice() {
    let folder = folder("same", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    for list in LISTS {
        let claims = seal(&folder, list);
        let text = fs::read_to_string(&claims).expect("a file");
        assert_eq!(text, fs::read_to_string(seal(&folder, list)).expect("a file"));
        let (rows, code, err) = verify(&folder, &claims);
        assert_eq!((results(&rows), code), (vec!["holds"], 0), "{list}: {err}");
        assert_eq!(rows[0]["files"], json!([]), "{list}");
        assert!(!text.contains(env!("CARGO_TARGET_TMPDIR")), "{list}: no path of this machine");
        assert!(!text.contains("neighbour"), "{list}: no note of the office");
    }
}

#[test]
fn a_reply_that_came_is_told_with_the_record_that_has_it() {
    let folder = folder("reply", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let (pending, demands) = (seal(&folder, "pending"), seal(&folder, "demands"));
    edit(&folder, "alder.toml", |text| format!("{text}{REPLY}"));
    let (rows, code, _) = verify(&folder, &pending);
    assert_eq!((results(&rows), code), (vec!["changed"], 1));
    assert_eq!(rows[0]["was"], "overdue by 286 days, silence on record to 2026-02-01");
    assert_eq!(rows[0]["is"], "answered 6 days late");
    assert_eq!(files(&rows[0]), "alder.toml changed");
    assert_eq!(rows[0]["new"][0], "reply 2025-05-25: denial (stops the clock)");
    let told = run(&folder, &["verify", pending.to_str().expect("UTF-8"), "-f", "table"]);
    assert!(told.err.contains("1 claim: 1 changed · as of 2026-03-01"), "{}", told.err);
    // The demand stands as it did, though its record is another.
    let (rows, code, _) = verify(&folder, &demands);
    assert_eq!((results(&rows), files(&rows[0]).as_str(), code), (vec!["holds"], "alder.toml changed", 0));
}

#[test]
fn nothing_confidential_is_asked_for_and_no_claim_is_made_of_records_with_errors() {
    let folder = folder("refused", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let refused = |args: &[&str], says: &str| {
        let ran = run(&folder, args);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(says), "{args:?}: {}{}", ran.out, ran.err);
    };
    refused(&["seal", "pending", "--confidential"], "for the other side");
    refused(&["seal", "pending", "-f", "json"], "leave out -f");
    refused(&["seal", "pending", "--limit", "1"], "leave out --limit");
    refused(&["seal", "pending", "--columns", "case"], "leave out --columns");
    refused(&["seal", "pending", "--chart"], "leave out --chart");
    refused(&["seal", "pending", "--text", "release"], "leave out --text");
    refused(&["seal", "pending", "--titles"], "leave out --titles");
    refused(&["seal", "pending", "--kind", "arest"], "--kind");
    refused(&["seal", "pending", "--person", "Adda"], "nothing was sealed: --person");
    refused(&["seal", "pending", "alderr"], "unknown-case");
    let claims = seal(&folder, "pending");
    let claims = claims.to_str().expect("UTF-8");
    refused(&["verify", claims, "--confidential"], "leave out --confidential");
    refused(&["verify", claims, "--as-of", "2026-03-02"], "leave out --as-of");
    assert_eq!(run(&folder, &["verify", claims, "--as-of", DAY]).code, 0);
    write(&folder, "birch.toml", "title = \"Birch\"\nstate = \"DDR\"\nstat = 1\n");
    refused(&["seal", "pending", "--as-of", DAY], "nothing is sealed while a record has an error");
    write(&folder, "birch.toml", "confidential = true\ntitle = \"Birch\"\nstate = \"DDR\"\nstat = 1\n");
    refused(&["seal", "pending", "--as-of", DAY], "nothing is sealed while a record has an error");
}

/// The example of the README.
#[test]
fn the_claims_that_are_shown_are_those_that_are_sealed() {
    let ran =
        run(Path::new("tests/archive"), &["seal", "letters", "harbour-two", "--from", "assembly", "--as-of", DAY]);
    let kept = fs::read_to_string("tests/records/claims/harbour-two.json").expect("a file");
    let mut sealed: Value = serde_json::from_str(&ran.out).expect("JSON");
    let kept: Value = serde_json::from_str(&kept).expect("JSON");
    sealed["revision"] = Value::Null;
    sealed["committed"] = Value::Null;
    assert_eq!(sealed, kept, "seal them anew into that file, with null as revision and committed");
}

/// Two records of one letter: what either says counts, and the one that says otherwise now is named.
#[test]
fn a_letter_of_two_records_is_told_by_the_one_that_changed() {
    let records = [("alder.toml", &*format!("{HEAD}{LETTER}")), ("y/birch.toml", &*format!("{HEAD}{LETTER}"))];
    let folder = folder("shared", &records);
    for list in ["pending", "pending birch", "letters alder"] {
        edit(&folder, "y/birch.toml", |_| format!("{HEAD}{LETTER}"));
        let claims = seal(&folder, list);
        let text = fs::read_to_string(&claims).expect("a file");
        assert!(text.contains("\"case\": \"alder\"") && text.contains("\"case\": \"birch\""), "{text}");
        edit(&folder, "y/birch.toml", |text| format!("{text}{REPLY}"));
        let (rows, code, _) = verify(&folder, &claims);
        assert_eq!((results(&rows), code), (vec!["changed"], 1), "{list}");
        assert_eq!(files_of(&rows), ["birch.toml changed"], "{list}");
    }
    // A third record came, which has the answer.
    edit(&folder, "y/birch.toml", |_| format!("{HEAD}{LETTER}"));
    let claims = seal(&folder, "pending");
    write(&folder, "cedar.toml", &format!("{HEAD}{LETTER}{REPLY}"));
    let (rows, code, _) = verify(&folder, &claims);
    assert_eq!((results(&rows), code), (vec!["changed"], 1));
    assert_eq!(files_of(&rows), ["cedar.toml has the letter now"]);
    // And went again, with one of those that were there.
    fs::remove_file(folder.join("cedar.toml")).expect("removed");
    fs::remove_file(folder.join("y/birch.toml")).expect("removed");
    let (rows, code, _) = verify(&folder, &claims);
    assert_eq!((results(&rows), code), (vec!["holds"], 0));
    assert_eq!(files_of(&rows), ["birch.toml is not there, or is withheld"]);
    // The letter is in no record that was sealed, but in another.
    fs::rename(folder.join("alder.toml"), folder.join("elder.toml")).expect("renamed");
    edit(&folder, "elder.toml", |text| format!("{text}\n"));
    let (rows, code, _) = verify(&folder, &claims);
    assert_eq!((results(&rows), code), (vec!["holds"], 0));
    assert!(files(&rows[0]).ends_with("elder.toml has the letter now"), "{}", files(&rows[0]));
}

/// News in a record that shares a letter with the case of a person counts for the claim on that person's liberty.
#[test]
fn news_of_another_record_is_told_by_that_record() {
    let records = [("alder.toml", &*format!("{HEAD}{LETTER}")), ("birch.toml", &*format!("{HEAD}{LETTER}"))];
    let folder = folder("news", &records);
    let all: Vec<PathBuf> = ["detained", "demands"].map(|list| seal(&folder, list)).to_vec();
    edit(&folder, "birch.toml", |text| format!("{text}{}", REPLY.replace("2025-05-25", "2026-02-20")));
    for claims in &all {
        let (rows, code, err) = verify(&folder, claims);
        assert_eq!((results(&rows), code), (vec!["holds"; 2], 0), "{claims:?}: {rows:?} {err}");
        assert_eq!(files_of(&rows), ["birch.toml changed"; 2], "{claims:?}");
    }
    let (rows, ..) = verify(&folder, &all[0]);
    assert_eq!(rows[0]["fields"][0], "known_until");
    let told = run(&folder, &["verify", all[0].to_str().expect("UTF-8"), "-f", "plain"]);
    assert!(told.out.contains("holds; the record says now: detained since 10 March 2025: 348 days"), "{}", told.out);
    edit(&folder, "birch.toml", |text| text.replace("DDR 3/2025", "DDR 4/2025"));
    let (rows, ..) = verify(&folder, &all[0]);
    assert_eq!(files(&rows[0]), "birch.toml changed; birch.toml shares no letter with it any more");
    assert_eq!(rows[0]["result"], "holds");
}

fn files_of(rows: &[Value]) -> Vec<String> {
    rows.iter().map(files).collect()
}

#[test]
fn a_record_may_lie_elsewhere_and_have_another_name_but_not_be_gone() {
    let folder = folder("moved", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let all: Vec<PathBuf> = ["pending", "demands", "detained"].map(|list| seal(&folder, list)).to_vec();
    let told = |says: &str, result: &str, code: i32| {
        for claims in &all {
            let (rows, ended, err) = verify(&folder, claims);
            assert_eq!((results(&rows), ended), (vec![result], code), "{claims:?}: {err}");
            assert_eq!(files(&rows[0]), says, "{claims:?}");
        }
    };
    fs::create_dir_all(folder.join("saved/there/saved")).expect("a folder");
    fs::copy(folder.join("saved/post.txt"), folder.join("saved/there/saved/post.txt")).expect("a copy");
    fs::rename(folder.join("alder.toml"), folder.join("saved/there/alder.toml")).expect("moved");
    told("", "holds", 0);
    fs::rename(folder.join("saved/there/alder.toml"), folder.join("birch.toml")).expect("renamed");
    told("alder.toml is now birch.toml", "holds", 0);
    edit(&folder, "birch.toml", |text| format!("confidential = true\n{text}"));
    let (rows, code, _) = verify(&folder, &all[1]);
    assert_eq!((results(&rows), code), (vec!["no-record"], 1));
    fs::remove_file(folder.join("birch.toml")).expect("removed");
    told("alder.toml is not there, or is withheld", "no-record", 1);
    // The record is there, and the entries are not.
    write(&folder, "alder.toml", "title = \"Alder\"\nstate = \"DDR\"\n");
    for claims in &all {
        let (rows, code, _) = verify(&folder, claims);
        assert_eq!((results(&rows), code), (vec!["not-found"], 1), "{claims:?}");
    }
    // It cannot be read: nothing is known.
    write(&folder, "alder.toml", "title = \"Alder\"\nstate = \"DDR\"\nstat = 1\n");
    told("alder.toml has an error", "unread", 2);
    write(&folder, "alder.toml", HEAD);
    write(&folder, "b/alder.toml", HEAD);
    told("alder.toml has an error", "unread", 2);
}

#[test]
fn rules_and_saved_copies_count_too() {
    let folder = folder("rules", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let rule = |days: &str, source: &str| {
        format!(
            "[[rule]]\nprocedure = \"sp-urgent-appeal\"\nowes = \"addressee\"\nterm = \"{days}\"\nfrom = \"sent\"\n\
             source = \"{source}\"\nverified = true\n"
        )
    };
    let told = |claims: &Path, result: &str, says: &str| {
        let (rows, code, err) = verify(&folder, claims);
        assert_eq!((results(&rows), code), (vec![result], i32::from(result != "holds")), "{err}");
        assert_eq!(files(&rows[0]), says);
    };
    let (without, demands) = (seal(&folder, "pending"), seal(&folder, "demands"));
    write(&folder, "rules.toml", &rule("30 days", "a manual"));
    told(&without, "changed", "rules.toml is new");
    told(&demands, "holds", "");
    let with = seal(&folder, "letters");
    told(&with, "holds", "");
    write(&folder, "rules.toml", &rule("30 days", "another manual"));
    told(&with, "holds", "rules.toml changed");
    write(&folder, "rules.toml", &rule("31 days", "another manual"));
    told(&with, "changed", "rules.toml changed");
    fs::remove_file(folder.join("rules.toml")).expect("removed");
    told(&with, "changed", "rules.toml is gone");
    write(&folder, "saved/post.txt", "another page");
    told(&demands, "holds", "the saved copy of post is another");
    fs::remove_file(folder.join("saved/post.txt")).expect("removed");
    told(&demands, "holds", "the saved copy of post is not there");
    let missing = seal(&folder, "demands --state DDR");
    told(&missing, "holds", "");
    write(&folder, "rules.toml", "[[rule]]\n");
    assert_eq!(run(&folder, &["verify", with.to_str().expect("UTF-8")]).code, 2);
}

/// Silence that is on record for longer takes nothing back; for less, it does.
#[test]
fn a_later_look_takes_nothing_back() {
    let folder = folder("look", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let all: Vec<PathBuf> = ["pending", "detained"].map(|list| seal(&folder, list)).to_vec();
    for (day, result, code) in [
        ("2026-02-02", "holds", 0),
        ("2026-05-01", "holds", 0),
        ("2026-02-01", "holds", 0),
        ("2026-01-31", "changed", 1),
    ] {
        edit(&folder, "alder.toml", |_| format!("{HEAD}{LETTER}").replace("2026-02-01", day));
        for claims in &all {
            let (rows, ended, _) = verify(&folder, claims);
            assert_eq!((results(&rows), ended), (vec![result], code), "{day}: {claims:?}");
        }
    }
}

#[test]
fn rows_that_were_not_sealed_are_counted_and_nothing_more() {
    let folder = folder("more", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let (all, of_one) = (seal(&folder, "pending"), seal(&folder, "letters alder"));
    write(&folder, "birch.toml", &format!("{HEAD}{}", LETTER.replace("3/2025", "4/2025")));
    let (rows, code, err) = verify(&folder, &all);
    assert_eq!((results(&rows), code), (vec!["holds"], 0));
    assert!(err.contains("1 row of the list today that were not sealed"), "{err}");
    let (_, code, err) = verify(&folder, &of_one);
    assert!(code == 0 && !err.contains("not sealed"), "{err}");
}

/// A file that was changed by hand is not taken for what was sealed.
#[test]
fn a_claim_that_was_touched_does_not_hold() {
    let folder = folder("touched", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let claims = seal(&folder, "pending");
    let text = fs::read_to_string(&claims).expect("a file");
    let touched = folder.with_extension("touched.json");
    for (was, is) in [
        ("\"days_min\": 286", "\"days_min\": 999"),
        ("overdue by 286 days, silence", "overdue by 999 days, silence"),
        ("\"claim\": \"UA DDR", "\"claim\": \"AL DDR"),
        ("2025-03-20 + 60 days", "2025-03-20 + 6 days"),
        ("\"basis\": \"", "\"basis\": \"not "),
        ("\"silence_until\": \"2026-02-01\"", "\"silence_until\": \"2026-02-02\""),
    ] {
        assert!(text.contains(was), "{was}");
        fs::write(&touched, text.replacen(was, is, 1)).expect("a file");
        let (rows, code, err) = verify(&folder, &touched);
        assert_eq!((results(&rows), code), (vec!["changed"], 1), "{is}");
        assert!(err.contains("or the file of claims itself, is not what it was"), "{err}");
        // Another version may say it otherwise, and that is told.
        let other = text.replacen(was, is, 1).replace("timeline 0", "timeline 9");
        fs::write(&touched, other).expect("a file");
        let (rows, _, err) = verify(&folder, &touched);
        assert!(err.contains("sealed by timeline 9"), "{err}");
        assert_eq!(results(&rows) == ["changed"], is.contains("\"days_min\"") || is.contains("silence_until"), "{is}");
    }
    // A saved copy that is another is no reason for another step.
    write(&folder, "saved/post.txt", "another page");
    fs::write(&touched, text.replace("2025-03-20 + 60 days", "2025-03-20 + 6 days")).expect("a file");
    let (rows, code, _) = verify(&folder, &touched);
    assert_eq!((results(&rows), code), (vec!["changed"], 1));
    write(&folder, "saved/post.txt", "a page");
    // The sentence is bound to its row even where the record was changed.
    edit(&folder, "alder.toml", |text| format!("{text}# a remark\n"));
    fs::write(&touched, text.replace("overdue by 286 days, silence", "overdue by 999 days, silence")).expect("a file");
    assert_eq!(results(&verify(&folder, &touched).0), ["changed"]);
    fs::write(&touched, &text).expect("a file");
    assert_eq!(results(&verify(&folder, &touched).0), ["holds"]);
}

/// What is marked is not in the file, nor a hash by which a guess at it could be confirmed.
#[test]
fn of_a_record_that_holds_something_confidential_there_is_no_hash() {
    let secret = "\n[[person]]\nid = \"hidden\"\nname = \"Hidden Heron\"\nrole = \"witness\"\nconfidential = true\n";
    let folder = folder("marked", &[("alder.toml", &format!("{HEAD}{secret}{LETTER}"))]);
    let claims = seal(&folder, "pending");
    let text = fs::read_to_string(&claims).expect("a file");
    let sealed: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(sealed["records"], json!([{ "case": "alder", "sha256": null }]));
    assert!(!text.to_lowercase().contains("hidden"), "{text}");
    let told = |result: &str, says: &str| {
        let (rows, _, err) = verify(&folder, &claims);
        assert_eq!((results(&rows), files(&rows[0]).as_str()), (vec![result], says), "{err}");
    };
    told("holds", "alder.toml says the same");
    // Whoever has it without what is confidential verifies it as well.
    edit(&folder, "alder.toml", |text| text.replace(secret, ""));
    told("holds", "alder.toml changed");
    edit(&folder, "alder.toml", |text| format!("{secret}{text}{REPLY}").replace(secret, ""));
    told("changed", "alder.toml changed");
    edit(&folder, "alder.toml", |text| format!("{text}{secret}"));
    told("changed", "alder.toml may have changed");
}

#[test]
fn the_revision_is_named_and_whether_it_holds_the_records() {
    let folder = folder("revision", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let git = |args: &[&str]| git(&folder, args);
    let sealed = || -> (Value, Value) {
        let mut read: Value =
            serde_json::from_str(&fs::read_to_string(seal(&folder, "pending")).expect("a file")).expect("JSON");
        (read["revision"].take(), read["committed"].take())
    };
    git(&["init", "-q"]);
    assert_eq!(sealed(), (Value::Null, Value::Null), "before the first commit");
    git(&["add", "-A"]);
    git(&["commit", "-qm", "first"]);
    let head = git(&["rev-parse", "HEAD"]);
    assert_eq!(sealed(), (json!(head), json!(true)));
    edit(&folder, "alder.toml", |text| format!("{text}\n"));
    assert_eq!(sealed(), (json!(head), json!(false)));
    let ran = run(&folder, &["seal", "pending", "--as-of", DAY]);
    assert!(ran.err.contains("not all committed"), "{}", ran.err);
}

/// What a file says is refused with its line, and does nothing to the screen.
#[test]
fn a_file_that_seal_did_not_write_is_refused() {
    let folder = folder("hostile", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let text = fs::read_to_string(seal(&folder, "pending")).expect("a file");
    let file = folder.with_extension("hostile.json");
    let said = |bytes: &[u8]| {
        fs::write(&file, bytes).expect("a file");
        let ran = run(&folder, &["verify", file.to_str().expect("UTF-8"), "-f", "table"]);
        assert!(ran.out.is_empty() && ran.code == 2, "{}{}", ran.out, ran.err);
        assert!(ran.err.starts_with("error: ") && ran.err.contains(".json"), "{}", ran.err);
        ran.err
    };
    let changed = |was: &str, is: &str| {
        assert!(text.contains(was), "{was}");
        said(text.replacen(was, is, 1).as_bytes())
    };
    assert!(said(b"").contains("not JSON"));
    assert!(said(b"\xFF\xFE{}").contains("not UTF-8"));
    assert!(said(b"{}").contains("missing field `format`"));
    assert!(said(b"[]").contains("timeline seal"));
    assert!(said("[".repeat(100_000).as_bytes()).contains("recursion"));
    assert!(changed("\"format\": 1", "\"format\": 2").contains("claims of format 2"));
    assert!(changed("\"format\": 1", "\"format\": \"1\"").contains("claims of format"));
    assert!(changed("\"as_of\": \"2026-03-01\"", "\"as_of\": \"01/03/2026\"").contains(":4:"));
    assert!(changed("\"as_of\": \"2026-03-01\"", "\"as_of\": \"9999-03-01\"").contains("not a day"));
    assert!(changed("\"pending\"", "\"site\"").contains("no list that can be sealed"));
    assert!(changed("\"pending\"", "\"--help\"").contains("no list that can be sealed"));
    assert!(changed("\"case\": \"alder\"", "\"case\": \"../alder\"").contains("not the id of a case"));
    assert!(changed("\"rules\": null", "\"rules\": \"ABC\"").contains("not a SHA-256"));
    assert!(changed("\"rules\": null", "\"rules\": null, \"rule\": 1").contains("unknown field `rule`"));
    assert!(changed("\"rules\": null", "\"rules\": null, \"rules\": null").contains("duplicate field"));
    assert!(changed("\"to\": \"DDR\"", "\"to\": 7").contains("claim 1: `row` has no text under \"to\""));
    assert!(changed("\"days_min\": 286", "\"days_min\": {}").contains("what no row holds"));
    let rests = |case: &str| changed("        \"alder\"\n", &format!("        \"{case}\"\n"));
    assert!(rests("\\u001b[2J").contains("not the id of a case"));
    assert!(rests("birch").contains("claim 1: rests on the record \"birch\", of which `records` above says nothing"));
    assert!(changed("        \"alder\"\n", "").contains("claim 1: rests on no record of its own case"));
    let twice = "\"records\": [\n    { \"case\": \"alder\", \"sha256\": null },";
    assert!(changed("\"records\": [", twice).contains("names a case twice"));
    let long = "x".repeat(200);
    assert!(changed("\"program\": \"", &format!("\"program\": \"{long}")).contains("longer than any"));
    for text in [
        text.replace("overdue by", "\\u001b]52;c;eA==\\u0007\\u202e overdue by"),
        text.replace("timeline 0", "\\u001b[31mtimeline 0"),
        text.replace("\"command\": [", "\"command\": [\"\\u001b[2J\","),
        text.replace("\"as_of\"", "\"as_of\\u001b[2J\""),
    ] {
        fs::write(&file, text).expect("a file");
        for format in Format::ALL.iter().filter(|format| !format.is_a_file()).map(|format| format.name()) {
            let ran = run(&folder, &["verify", file.to_str().expect("UTF-8"), "-f", format]);
            assert!((0..=2).contains(&ran.code), "{}{}", ran.out, ran.err);
            let acts = |c: char| matches!(c, '\u{1b}' | '\u{7}' | '\u{202e}');
            assert!(!(ran.out + &ran.err).contains(acts), "{format}");
        }
    }
    // Larger than any.
    let large = fs::File::create(&file).and_then(|large| large.set_len(65 * 1024 * 1024));
    large.expect("a file");
    let ran = run(&folder, &["verify", file.to_str().expect("UTF-8")]);
    assert!(ran.code == 2 && ran.err.contains("larger than 64 MiB"), "{}", ran.err);
    fs::remove_file(&file).expect("removed");
    assert_eq!(run(&folder, &["verify", folder.to_str().expect("UTF-8")]).code, 2);
    // From a pipe too.
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    let sealed = fs::File::open(folder.with_extension("pending.json")).expect("a file");
    let ended = command.args(["verify", "-", "--cases"]).arg(&folder).stdin(sealed).output().expect("the program runs");
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// A date that a record may hold, exact or not; of one reference always the same.
fn a_date() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (1_u32..13, 1_u32..29).prop_map(|(month, day)| format!("2025-{month:02}-{day:02}")),
        1 => (1_u32..13).prop_map(|month| format!("\"2025-{month:02}\"")),
        1 => (1_u32..12).prop_map(|month| format!("\"[2025-{month:02}-03..2025-{:02}-04]\"", month + 1)),
        1 => Just("\"2025~\"".to_owned()),
    ]
}

/// A letter with what came back; those with a reference may be in several records.
fn a_letter() -> impl Strategy<Value = String> {
    let kinds = prop::sample::select(vec!["denial", "acknowledgement", "partial", "holding", "untranslated"]);
    let reply = (a_date(), kinds, any::<bool>()).prop_map(|(date, kind, hidden)| {
        let mark = if hidden { "confidential = true\n" } else { "" };
        format!("[[communication.reply]]\nfrom = \"DDR\"\ndate = {date}\nkind = \"{kind}\"\n{mark}")
    });
    let head = prop_oneof![
        (1_u32..4).prop_map(|n| format!("ref = \"AL DDR {n}/2025\"\nprocedure = \"sp-letter\"\nsent = 2025-02-0{n}\n")),
        a_date()
            .prop_map(|sent| format!("id = \"own\"\nprocedure = \"ngo-letter\"\nsent = {sent}\ndue = 2025-06-01\n")),
        a_date().prop_map(|sent| format!("procedure = \"interim-measures\"\nsent = {sent}\n")),
        Just("procedure = \"ccpr-complaint\"\nowed_by = \"us\"\n".to_owned()),
    ];
    let more = prop_oneof![
        4 => Just(String::new()),
        1 => Just("reply_unknown = true\n".to_owned()),
        1 => a_date().prop_map(|date| format!("no_reply_as_of = {date}\n")),
        1 => Just("confidential = true\n".to_owned()),
    ];
    (head, more, prop::collection::vec(reply, 0..3)).prop_map(|(head, more, replies)| {
        format!("\n[[communication]]\nto = [\"DDR\", \"Heron Mining Ltd\"]\n{head}{more}{}", replies.concat())
    })
}

fn a_record() -> impl Strategy<Value = String> {
    let liberty = prop::sample::select(vec!["detained", "free", "house-arrest", "disappeared", "dead"]);
    let event = (a_date(), liberty, any::<bool>()).prop_map(|(date, liberty, order)| {
        let kind =
            if order { "kind = \"protection-order\"\n".to_owned() } else { format!("liberty = \"{liberty}\"\n") };
        format!("\n[[event]]\ndate = {date}\nwhat = \"Something\"\n{kind}")
    });
    let demand = (a_date(), a_date(), any::<bool>()).prop_map(|(made, date, hidden)| {
        let mark = if hidden { "confidential = true\n" } else { "" };
        format!(
            "\n[[demand]]\nid = \"one\"\nwhat = \"Release her\"\nmade = {made}\nby = \"Us\"\n\
             \n[[demand.update]]\ndate = {date}\nstatus = \"met\"\n{mark}\
             \n[[demand]]\nid = \"two\"\nwhat = \"Release her now\"\nmade = {date}\nby = \"Us\"\nrepeats = \"one\"\n"
        )
    });
    let letters = prop::collection::vec(a_letter(), 0..4);
    (prop::option::of(a_date()), letters, prop::collection::vec(event, 0..4), prop::option::of(demand), 0_u32..9).prop_map(
        |(reviewed, letters, events, demand, secret)| {
            let mark = if secret == 0 { "confidential = true\n" } else { "" };
            let reviewed = reviewed.map_or_else(String::new, |date| format!("reviewed = {date}\n"));
            format!(
                "title = \"A case\"\nstate = \"DDR\"\n{mark}{reviewed}\n[[person]]\nid = \"ada\"\nname = \"Ada\"\nrole = \"victim\"\n{}{}{}",
                letters.concat(),
                events.concat(),
                demand.unwrap_or_default()
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the records say: what is sealed of them holds in the same folder.
    #[test]
    fn what_is_sealed_holds_in_the_same_folder(records in prop::collection::vec(a_record(), 1..4)) {
        let names: Vec<String> = (1..).zip(&records).map(|(n, _)| format!("case-{n}.toml")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(records.iter().map(String::as_str)).collect();
        let folder = folder("random", &files);
        let file = folder.with_extension("claims.json");
        for list in ["pending --unknown", "letters", "letters case-1", "demands --all", "detained"] {
            let words: Vec<&str> = list.split(' ').collect();
            let sealed = run(&folder, &[&["seal"][..], &words, &["--as-of", "2025-09-01"]].concat());
            // Copies that contradict each other, two letters of one reference in a record, a case that is withheld.
            if sealed.code != 0 {
                prop_assert!(sealed.code == 2 && sealed.out.is_empty(), "{}", sealed.err);
                continue;
            }
            fs::write(&file, &sealed.out).expect("a file");
            let (rows, code, err) = verify(&folder, &file);
            prop_assert!(code == 0 && results(&rows).iter().all(|result| *result == "holds"), "{list}: {rows:?} {err}");
            prop_assert!(rows.iter().flat_map(|row| row["fields"].as_array()).all(Vec::is_empty), "{list}: {rows:?}");
            prop_assert!(!err.contains("not sealed"), "{list}: {err}");
        }
    }
}

/// Whatever becomes of the bytes of a file, it is read or refused, and what is read can be verified.
#[test]
fn whatever_becomes_of_a_file_ends_in_an_answer_or_an_error() {
    let folder = folder("mutants", &[("alder.toml", &format!("{HEAD}{LETTER}"))]);
    let text = fs::read_to_string(seal(&folder, "pending")).expect("a file");
    let file = folder.with_extension("mutant.json");
    let (mut read, mut refused) = (0, 0);
    let mut verified = |mutant: &str| {
        let Ok(sealed) = Sealed::read(mutant, "claims.json") else {
            refused += 1;
            return;
        };
        read += 1;
        // Starting the program takes longer than reading.
        if read % 16 == 1 {
            fs::write(&file, mutant).expect("a file");
            let ran = run(&folder, &["verify", file.to_str().expect("UTF-8")]);
            assert!((0..=2).contains(&ran.code) && !ran.err.contains("panicked"), "{mutant}: {}", ran.err);
            assert!(
                ran.code == 2 || ran.out.lines().count() == sealed.claims.len(),
                "{mutant}: {}{}",
                ran.out,
                ran.err
            );
        }
    };
    for at in (0..text.len()).step_by(13) {
        verified(&text[..at]);
        for put in ["\"", "0", "}", "[", "\\u0000"] {
            verified(&format!("{}{put}{}", &text[..at], &text[at..]));
        }
        verified(&format!("{}{}", &text[..at], &text[at + 1..]));
        let flipped = char::from(text.as_bytes()[at] ^ 1);
        verified(&format!("{}{flipped}{}", &text[..at], &text[at + 1..]));
    }
    assert!(read > 50 && refused > 500, "{read} read, {refused} refused");
}
