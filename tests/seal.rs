//! Claims that others can run: what is sealed holds while the records say the same, and where it does not hold, the
//! record is named by which it does not.

use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const DAY: &str = "2026-03-01";

const HEAD: &str = "title = \"Alder\"\nstate = \"DDR\"\nreviewed = 2026-02-01\n\
    \n[[person]]\nid = \"ada\"\nname = \"Ada Alder\"\nrole = \"victim\"\n\
    \n[[event]]\ndate = 2025-03-10\nwhat = \"Arrested\"\nliberty = \"detained\"\nsources = [\"post\"]\n\
    \n[[source]]\nid = \"post\"\ntitle = \"The Harbour Post\"\narchive = \"saved/post.txt\"\n\
    \n[[demand]]\nid = \"release\"\nwhat = \"Release her\"\nmade = 2025-03-20\nby = \"Us\"\nsources = [\"post\"]\n";

const LETTER: &str = "\n[[communication]]\nref = \"UA DDR 3/2025\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\n\
    sent = 2025-03-20\nsources = [\"post\"]\n";

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
    refused(&["seal", "pending", "--kind", "arest"], "--kind");
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
