//! Hostile folders and hostile texts: every one ends in a case or in a named problem, never in a panic,
//! a hang or silence.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};
use std::{
    fs,
    path::{Path, PathBuf},
};
use timeline::{
    load::{
        self, Loaded, folder,
        problem::{Code, Privacy, Problem},
        record::keep::Keep,
    },
    model::{demand::pursued, rule::Rules},
};

const GOOD: &str = "title = \"Ada Wren\"\nstate = \"GBR\"\n";

/// A folder of this test alone, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("folder-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("written");
        path
    }

    fn load(&self) -> Loaded {
        load::all(&self.0, &Rules::default())
    }

    fn one(&self, id: &str) -> Result<Loaded, Problem> {
        load::one(&self.0, id, true, &Rules::default())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn ids(loaded: &Loaded) -> Vec<&str> {
    loaded.cases.iter().map(|c| c.id.as_str()).collect()
}

/// File names and codes of the problems, in order.
fn named(loaded: &Loaded) -> Vec<(String, Code)> {
    let name = |p: &Problem| p.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    loaded.problems.iter().map(|p| (name(p), p.code)).collect()
}

fn text(text: &str) -> Loaded {
    load::text("ada-wren", Path::new("ada-wren.toml"), text, &Rules::default())
}

/// Either a case and no problem, or a problem and no case.
fn decided(loaded: &Loaded) -> bool {
    loaded.cases.is_empty() != loaded.problems.is_empty()
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_does_not_hang() {
    let folder = Folder::new("pipe");
    folder.write("ada-wren.toml", GOOD);
    let made = std::process::Command::new("mkfifo").arg(folder.0.join("pipe.toml")).status().expect("mkfifo");
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("socket.toml")).expect("a socket");
    let loaded = folder.load();
    assert_eq!(ids(&loaded), ["ada-wren"]);
    assert_eq!(named(&loaded), [("pipe.toml".into(), Code::NotAFile), ("socket.toml".into(), Code::NotAFile)]);
    for id in ["pipe", "socket"] {
        assert_eq!(folder.one(id).map(|_| ()).map_err(|p| p.code), Err(Code::NotAFile), "{id}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let outside = Folder::new("outside");
    outside.write("secret.toml", "title = \"CANARY\"\nstate = \"GBR\"\n");
    let folder = Folder::new("links");
    folder.write("ada-wren.toml", GOOD);
    symlink(outside.0.join("secret.toml"), folder.0.join("linked.toml")).expect("a link");
    symlink(&outside.0, folder.0.join("linked-folder")).expect("a link");
    symlink(&folder.0, folder.0.join("loop")).expect("a link");
    symlink("/nowhere", folder.0.join("broken.toml")).expect("a link");
    symlink("/dev/zero", folder.0.join("zero.toml")).expect("a link");
    symlink("/nowhere", folder.0.join("notes.txt")).expect("a link");
    let loaded = folder.load();
    assert_eq!(ids(&loaded), ["ada-wren"]);
    let refused: Vec<String> = named(&loaded).into_iter().map(|(name, _)| name).collect();
    assert_eq!(refused, ["broken.toml", "linked-folder", "linked.toml", "loop", "zero.toml"]);
    assert!(loaded.problems.iter().all(|p| p.code == Code::NotAFile));
    assert!(!format!("{loaded:?}").contains("CANARY"));
    for id in ["linked", "broken", "zero"] {
        assert_eq!(folder.one(id).map(|_| ()).map_err(|p| p.code), Err(Code::NotAFile), "{id}");
    }
    assert_eq!(folder.one("secret").map(|_| ()).map_err(|p| p.code), Err(Code::UnknownCase));
}

#[test]
fn hidden_files_backups_and_other_files_are_no_records() {
    let folder = Folder::new("others");
    folder.write("rus/ada-wren.toml", GOOD);
    for name in [
        ".hidden.toml",
        ".git/config.toml",
        ".ada-wren.toml.swp",
        "ada-wren.toml~",
        "ada-wren.toml.bak",
        "ada-wren.toml.orig",
        "#ada-wren.toml#",
        "README.md",
        "notes.txt",
        "toml",
        "rules.toml",
        "x.toml/inside.txt",
    ] {
        folder.write(name, "not TOML at all");
    }
    let loaded = folder.load();
    assert_eq!((ids(&loaded), named(&loaded)), (vec!["ada-wren"], vec![]));
}

#[test]
fn a_folder_named_like_a_record_is_a_folder() {
    let folder = Folder::new("named");
    folder.write("deep.toml/deeper/ada-wren.toml", GOOD);
    let loaded = folder.load();
    assert_eq!((ids(&loaded), named(&loaded)), (vec!["ada-wren"], vec![]));
    assert!(folder.one("ada-wren").is_ok_and(|l| ids(&l) == ["ada-wren"]));
    assert_eq!(folder.one("deep").map(|_| ()).map_err(|p| p.code), Err(Code::UnknownCase));
}

#[test]
fn rules_are_no_case_at_the_top_only() {
    let folder = Folder::new("rules");
    folder.write("rules.toml", "not TOML at all");
    assert_eq!(folder.one("rules").map(|_| ()).map_err(|p| p.code), Err(Code::UnknownCase));
    folder.write("rus/rules.toml", GOOD);
    let loaded = folder.load();
    assert_eq!((ids(&loaded), named(&loaded)), (vec!["rules"], vec![]));
    assert!(folder.one("rules").is_ok_and(|l| ids(&l) == ["rules"]));
}

#[cfg(unix)]
#[test]
fn two_files_with_one_stem_are_both_named() {
    let folder = Folder::new("stems");
    let first = folder.write("gbr/ada-wren.toml", GOOD);
    let second = folder.write("rus/ada-wren.toml", GOOD);
    let third = folder.write("swe/ada-wren.toml", GOOD);
    folder.write("bo-heron.toml", GOOD);
    let loaded = folder.load();
    assert_eq!(ids(&loaded), ["bo-heron"]);
    assert!(loaded.problems.iter().all(|p| p.code == Code::DuplicateCase));
    let said: String = loaded.problems.iter().map(|p| format!("{} {}\n", p.file.display(), p.message)).collect();
    for path in [first, second, third] {
        assert!(said.contains(path.to_str().expect("UTF-8")), "{} is not named in {said}", path.display());
    }
    assert_eq!(folder.one("ada-wren").map(|_| ()).map_err(|p| p.code), Err(Code::DuplicateCase));
    // A record directly in the folder of cases does not win over one deeper down.
    let directly = folder.write("bo-heron.toml", GOOD);
    let deeper = folder.write("a/b/bo-heron.toml", GOOD);
    let problem = folder.one("bo-heron").expect_err("two files");
    assert!(problem.message.contains(deeper.to_str().expect("UTF-8")), "{}", problem.message);
    assert_eq!(problem.file, directly);
    // A link is no record, whatever its name.
    fs::remove_file(&deeper).expect("gone");
    symlink(&directly, &deeper).expect("a link");
    assert!(folder.one("bo-heron").is_ok());
    fs::remove_file(&directly).expect("gone");
    assert_eq!(folder.one("bo-heron").expect_err("a link").code, Code::NotAFile);
}

#[test]
fn names_of_devices_are_no_ids_and_those_like_them_are() {
    for id in ["con", "prn", "aux", "nul", "com0", "com1", "com2", "com9", "lpt1", "lpt5", "lpt9"] {
        assert!(!folder::is_id(id), "{id}");
    }
    for id in ["cona", "co", "com", "lpt", "com10", "comb", "lpt-1", "nul1", "1com"] {
        assert!(folder::is_id(id), "{id}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_id_are_refused() {
    let folder = Folder::new("names");
    let names = [
        "Ada-Wren.toml",
        "ada_wren.toml",
        "ada wren.toml",
        "ada.wren.toml",
        "ADA.TOML",
        "ada.Toml",
        "-ada.toml",
        "con.toml",
        "адa.toml",
        "ada\nwren.toml",
        "ada\u{1b}[31m.toml",
    ];
    for name in names {
        folder.write(name, GOOD);
    }
    use std::os::unix::ffi::OsStrExt;
    fs::write(folder.0.join(std::ffi::OsStr::from_bytes(b"ada\xff.toml")), GOOD).expect("written");
    folder.write(&format!("{}.toml", "a".repeat(101)), GOOD);
    folder.write(&format!("{}.toml", "b".repeat(100)), GOOD);
    let loaded = folder.load();
    assert_eq!(ids(&loaded), ["b".repeat(100)]);
    assert_eq!(loaded.problems.len(), names.len() + 2);
    assert!(loaded.problems.iter().all(|p| p.code == Code::BadFileName && p.help.contains("sokolov.toml")));
}

#[test]
fn odd_ids_lead_nowhere() {
    let outside = Folder::new("ids");
    outside.write("secret.toml", "title = \"CANARY\"\nstate = \"GBR\"\n");
    outside.write("cases/ada-wren.toml", GOOD);
    let cases = outside.0.join("cases");
    let absolute = outside.0.join("secret").display().to_string();
    let long = "a".repeat(300);
    for id in [
        "../secret",
        "../secret.toml",
        &absolute,
        "",
        "-",
        ".",
        "..",
        "/",
        "ada-wren.toml",
        "rus/../ada-wren",
        "./ada-wren",
        "ADA-WREN",
        "ada wren",
        "ada\0wren",
        "con",
        "nul",
        "com2",
        "lpt9",
        "/dev/zero",
        "~",
        "*",
        &long,
        "ada-wren\n",
        "ａda",
    ] {
        match load::one(&cases, id, true, &Rules::default()) {
            Ok(loaded) => panic!("{id:?} loaded {:?}", ids(&loaded)),
            Err(problem) => {
                assert_eq!(problem.code, Code::UnknownCase, "{id:?}");
                assert!(!problem.help.is_empty() && !problem.message.contains("CANARY"));
            }
        }
    }
    let like = load::one(&cases, "ada-wrem", false, &Rules::default()).expect_err("no such case");
    assert!(like.help.contains("did you mean ada-wren?"), "{}", like.help);
}

#[test]
fn ids_for_completion_and_advice_leave_out_withheld_cases() {
    let folder = Folder::new("ids-withheld");
    folder.write("ada-wren.toml", GOOD);
    folder.write("ada-secret.toml", format!("confidential = true\n{GOOD}"));
    folder.write("ada-misspelt.toml", format!("confidental = true\n{GOOD}"));
    folder.write("ada-quoted.toml", format!("confidential = \"no\"\n{GOOD}"));
    folder.write("ada-cut-off.toml", "title = \"Ada\nconfid");
    folder.write("ada-other.toml", b"title = \"\xC4da");
    folder.write("ada-secrecy.toml", GOOD);
    assert_eq!(folder::ids(&folder.0, "ada"), ["ada-secrecy", "ada-wren"]);
    // Each of these is most like one that is withheld: another is offered, or none.
    for id in ["ada-secrets", "ada-secre", "ada-misspell", "ada-quotes", "ada-cut-of", "ada-others"] {
        let problem = load::one(&folder.0, id, false, &Rules::default()).expect_err("no such case");
        let offered = problem.help.split_once('?').map(|(like, _)| like.trim_start_matches("did you mean "));
        assert!(offered.is_none_or(|like| folder::ids(&folder.0, "").contains(&like.to_owned())), "{}", problem.help);
        assert!(!id.starts_with("ada-secre") || offered == Some("ada-secrecy"), "{}", problem.help);
        let related = format!("{GOOD}related = [\"{id}\"]\n");
        folder.write("ada-wren.toml", related);
        let dangling = folder.load();
        let help = &dangling.problems.iter().find(|p| p.code == Code::DanglingId).expect("a problem").help;
        assert!(["secret", "misspelt", "quoted", "cut-off", "other"].iter().all(|id| !help.contains(id)), "{help}");
    }
}

#[cfg(unix)]
#[test]
fn unreadable_files_and_folders_are_named() {
    let folder = Folder::new("unreadable");
    let file = folder.write("ada-wren.toml", GOOD);
    let inside = folder.write("locked/bo-heron.toml", GOOD);
    let locked = inside.parent().expect("a folder").to_owned();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("mode set");
    mode(&file, 0o000);
    mode(&locked, 0o000);
    // Root reads everything: then there is nothing to see.
    let readable = fs::read(&file).is_ok();
    let loaded = folder.load();
    mode(&locked, 0o755);
    if !readable {
        assert_eq!(named(&loaded), [("ada-wren.toml".into(), Code::Unreadable), ("locked".into(), Code::Unreadable)]);
    }
    let nowhere = load::all(&folder.0.join("nowhere"), &Rules::default());
    assert_eq!(named(&nowhere), [("nowhere".into(), Code::Unreadable)]);
    let no_folder = load::all(&file, &Rules::default());
    assert_eq!(named(&no_folder), [("ada-wren.toml".into(), Code::Unreadable)]);
}

#[test]
fn what_is_not_utf_8_is_named_with_its_place() {
    let folder = Folder::new("encoding");
    folder.write("latin.toml", b"title = \"Ada\"\nsummary = \"\xc3\xa9t\xe9\"\n");
    folder.write("half.toml", b"title = \"Ada\"\r\nsummary = \"\xd0");
    let utf_16 = |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    folder.write("little.toml", utf_16(&format!("\u{feff}{GOOD}"), u16::to_le_bytes));
    folder.write("big.toml", utf_16(&format!("\u{feff}{GOOD}"), u16::to_be_bytes));
    folder.write("bare.toml", utf_16(GOOD, u16::to_le_bytes));
    let loaded = folder.load();
    assert!(loaded.cases.is_empty());
    let places: Vec<_> =
        loaded.problems.iter().zip(named(&loaded)).map(|(p, (name, code))| (name, code, p.at)).collect();
    for expected in [
        ("latin.toml".to_owned(), Code::NotUtf8, Some((2, 14))),
        ("half.toml".to_owned(), Code::NotUtf8, Some((2, 12))),
        ("little.toml".to_owned(), Code::NotUtf8, Some((1, 1))),
        ("big.toml".to_owned(), Code::NotUtf8, Some((1, 1))),
    ] {
        assert!(places.contains(&expected), "{expected:?} is not in {places:?}");
    }
    assert!(places.iter().any(|(name, code, _)| name == "bare.toml" && *code == Code::Syntax));
}

#[test]
fn a_byte_order_mark_and_line_ends_change_nothing() {
    let good = include_str!("records/whole.toml");
    let plain = text(good);
    assert!(plain.problems.is_empty(), "{:#?}", plain.problems);
    for same in [format!("\u{feff}{good}"), good.replace('\n', "\r\n"), good.trim_end().to_owned()] {
        let loaded = text(&same);
        assert!(loaded.problems.is_empty(), "{:#?}", loaded.problems);
        let (a, b) = (&loaded.cases[0], &plain.cases[0]);
        assert_eq!(
            (&a.title, a.events.len(), a.communications.len()),
            (&b.title, b.events.len(), b.communications.len())
        );
        assert_eq!(a.events[0].entry.line, b.events[0].entry.line);
    }
}

#[test]
fn broken_texts_are_named() {
    for (what, broken) in [
        ("nothing", String::new()),
        ("NUL", format!("{GOOD}\0")),
        ("NUL in a text", GOOD.replace("Ada", "A\0a")),
        ("a lone CR", GOOD.replace('\n', "\r")),
        ("JSON", "{\"title\": \"Ada Wren\", \"state\": \"GBR\"}".into()),
        ("YAML", "title: Ada Wren\nstate: GBR\n".into()),
        ("CSV", "title,state\nAda Wren,GBR\n".into()),
        ("a web page", "<!DOCTYPE html><title>Ada Wren</title>".into()),
        ("one key of 4 MB", format!("{GOOD}{} = 1\n", "k".repeat(4_000_000))),
        ("nested lists", format!("{GOOD}x = {}{}\n", "[".repeat(100_000), "]".repeat(100_000))),
        ("unclosed lists", format!("{GOOD}x = {}", "[".repeat(100_000))),
        ("nested tables", format!("{GOOD}x = {}", "{a=".repeat(100_000))),
        ("a dotted key", format!("{GOOD}{}a = 1\n", "a.".repeat(100_000))),
        ("a dotted heading", format!("{GOOD}[{}a]\n", "a.".repeat(100_000))),
        ("many nested headings", (1..70).map(|n| format!("[{}a]\n", "a.".repeat(n))).collect()),
        ("open quotes", format!("{GOOD}x = {}", "\"\"\"\"\"".repeat(50_000))),
    ] {
        let loaded = text(&broken);
        assert!(loaded.cases.is_empty() && !loaded.problems.is_empty(), "{what}: {:?}", loaded.problems.len());
        assert!(loaded.problems.iter().all(|p| !p.help.is_empty()), "{what}");
    }
}

/// A line of equals signs in a text is no conflict.
#[test]
fn a_heading_in_a_note_is_no_merge_marker() {
    let loaded = text(&format!("{GOOD}\n[[event]]\nwhat = \"An arrest\"\nnote = \"\"\"\nNotes\n=======\n\"\"\"\n"));
    assert!(loaded.problems.is_empty(), "{:#?}", loaded.problems);
}

#[test]
fn a_file_over_the_limit_is_refused_and_one_below_is_read() {
    let folder = Folder::new("large");
    let filled = |bytes: u64| {
        let filler = usize::try_from(bytes).expect("fits") - GOOD.len() - 2;
        format!("{GOOD}#{}\n", "x".repeat(filler))
    };
    // 8 MiB, as the README says: the number is written out, so that the test sees another.
    folder.write("largest.toml", filled(8_388_608));
    folder.write("larger.toml", filled(8_388_609));
    let loaded = folder.load();
    assert_eq!(ids(&loaded), ["largest"]);
    assert_eq!(named(&loaded), [("larger.toml".into(), Code::TooLarge)]);
}

/// This takes hours if all of them are compared with every id.
#[test]
fn of_many_related_ids_that_nobody_has_a_screenful_is_told_and_the_rest_counted() {
    const MANY: usize = 300_000;
    let folder = Folder::new("many-related");
    for n in 0..2_000 {
        folder.write(&format!("case-{n}.toml"), GOOD);
    }
    let related: String = (0..MANY).map(|n| format!("\"cast-{n}\",")).collect();
    folder.write("heron.toml", format!("{GOOD}related = [{related}]\n"));
    let loaded = folder.load();
    assert_eq!((loaded.cases.len(), loaded.problems.len()), (2_000, 21));
    assert!(loaded.problems.iter().all(|p| p.code == Code::DanglingId && p.is_error()));
    assert!(
        loaded.problems[0].message.contains(&format!("{} problems of this kind", MANY - 20)),
        "{:?}",
        loaded.problems[0]
    );
    assert!(loaded.problems[1..].iter().all(|p| p.help.contains("did you mean \"case-")), "{:?}", loaded.problems[1]);
    // What is wrong in a withheld record is not counted for everybody.
    folder.write("heron.toml", format!("{GOOD}related = [{related}]\nconfidential = true\n"));
    assert!(folder.load().problems.iter().all(|p| p.privacy == Privacy::Case));
}

#[test]
fn of_many_problems_a_screenful_is_told_and_the_rest_counted() {
    let state = |n: usize| text(&format!("title = \"x\"\nstate = [{}]\n", "\"XXQ\", ".repeat(n))).problems;
    let word = |n: usize| text(&format!("{GOOD}{}", "[[event]]\nwhat = \"x\"\nkind = \"arest\"\n".repeat(n))).problems;
    let key = |n: usize| text(&format!("{GOOD}{}", (0..n).map(|n| format!("k{n} = 1\n")).collect::<String>())).problems;
    let id = |n: usize| text(&format!("{GOOD}[[event]]\nwhat = \"x\"\nsources = [{}]\n", "\"s\", ".repeat(n))).problems;
    let twice = |n: usize| {
        let source = "[[source]]\nid = \"s\"\ntitle = \"x\"\n".repeat(n + 1);
        text(&format!("{GOOD}{source}")).problems
    };
    let each: [&dyn Fn(usize) -> Vec<Problem>; 5] = [&state, &word, &key, &id, &twice];
    for problems in each {
        let count = |n| problems(n).len();
        assert_eq!([count(1), count(19), count(20)], [1, 19, 20], "{:?}", problems(1));
        for (n, says) in
            [(21, "one problem of this kind"), (22, "2 problems of this kind"), (500, "480 problems of this kind")]
        {
            let met = problems(n);
            assert!(met.len() == 21 && met[0].message.contains(says), "{n}: {:?}", met[0]);
            assert_eq!((met[0].code, met[0].severity), (met[1].code, met[1].severity));
        }
    }
}

/// Each of these takes hours if anything in the reading or the counting is quadratic.
#[test]
fn two_hundred_thousand_of_anything_come_to_an_end() {
    const MANY: usize = 200_000;
    let many = |entry: fn(usize) -> String| -> String { (0..MANY).map(entry).collect() };
    let keys = text(&format!("{GOOD}{}", many(|n| format!("k{n} = {n}\n"))));
    assert!(keys.cases.is_empty() && keys.problems.iter().all(|p| matches!(p.code, Code::UnknownKey)));
    let tags = text(&format!("{GOOD}tags = [{}]\n", many(|n| format!("\"t{n}\","))));
    assert_eq!(tags.cases.first().map(|c| c.tags.len()), Some(MANY), "{:?}", tags.problems);
    let events = text(&format!("{GOOD}{}", many(|_| "[[event]]\nwhat=\"x\"\n".into())));
    assert_eq!(events.cases.first().map(|c| c.events.len()), Some(MANY), "{:?}", events.problems);
    let sources = text(&format!("{GOOD}{}", many(|n| format!("[[source]]\nid=\"s{n}\"\ntitle=\"x\"\n"))));
    assert_eq!(sources.cases.first().map(|c| c.sources.len()), Some(MANY), "{:?}", sources.problems);
    let headings = format!("{GOOD}{}", many(|n| format!("[[a{n}]]\n")));
    assert!(text(&headings).cases.is_empty());
    let few = load::part("ada-wren", Path::new("ada-wren.toml"), &headings, &Rules::default(), Keep::Letters);
    assert!(few.cases.is_empty());
    let demands = |n| format!("[[demand]]\nid=\"d{n}\"\nwhat=\"x\"\n[[demand.update]]\nstatus=\"open\"\n");
    let demands = text(&format!("{GOOD}{}", (0..MANY / 2).map(demands).collect::<String>()));
    assert_eq!(pursued(&demands.cases[0], "2026-03-01".parse().expect("a day")).len(), MANY / 2);
    let states = text(&format!("title = \"x\"\nstate = [{}]\n", many(|n| format!("\"Land {n}\","))));
    assert!(states.cases.is_empty() && states.problems.iter().all(|p| p.code == Code::UnknownState));
    let words = text(&format!("{GOOD}{}", many(|_| "[[event]]\nwhat=\"x\"\nkind=\"arest\"\n".into())));
    assert!(words.cases.is_empty() && words.problems.iter().all(|p| p.code == Code::UnknownWord));
    let dangling = text(&format!("{GOOD}[[event]]\nwhat=\"x\"\nsources=[{}]\n", many(|n| format!("\"s{n}\","))));
    assert!(dangling.cases.is_empty() && dangling.problems.iter().all(|p| matches!(p.code, Code::DanglingId)));
}

/// A chain of repetitions, as long as a file can hold, and the same closed to a circle.
#[test]
fn long_chains_of_demands_come_to_an_end() {
    const MANY: usize = 50_000;
    let chain = |first: &str| -> String {
        let entry = |n: usize| format!("[[demand]]\nid=\"d{n}\"\nwhat=\"x\"\nrepeats=\"d{}\"\nby=\"y\"\n", n - 1);
        format!("{GOOD}[[demand]]\nid=\"d0\"\nwhat=\"x\"\n{first}{}", (1..MANY).map(entry).collect::<String>())
    };
    let open = text(&chain(""));
    assert_eq!(open.cases.first().map(|c| c.demands.len()), Some(MANY), "{:?}", open.problems.first());
    let closed = text(&chain(&format!("repeats=\"d{}\"\n", MANY - 1)));
    assert!(closed.cases.is_empty() && closed.problems.iter().all(|p| matches!(p.code, Code::Circle)));
}

/// Events of liberty that name nobody concern every victim: of too many, each list says so.
#[test]
fn many_victims_of_many_events_do_not_fill_the_memory() {
    let people = |n: usize| -> String {
        (0..n).map(|n| format!("[[person]]\nid=\"p{n}\"\nname=\"x\"\nrole=\"victim\"\n")).collect()
    };
    let event = |line: &str| format!("[[event]]\nwhat=\"x\"\ndate=2024-07-05\nliberty=\"detained\"\n{line}");
    let read = |record: &str, keep| load::part("ada-wren", Path::new("ada-wren.toml"), record, &Rules::default(), keep);
    let enough = format!("{GOOD}{}{}", people(1000), event("").repeat(1000));
    let named = event("people=[\"p0\"]\n").repeat(1000);
    let vast = format!("{GOOD}{}{}", people(40_000), event("").repeat(40_000));
    for keep in [Keep::Everything, Keep::Letters] {
        for right in [&enough, &format!("{enough}{named}")] {
            let loaded = read(right, keep);
            assert_eq!(loaded.cases.len(), 1, "{:?}", loaded.problems);
        }
        for wrong in [&format!("{enough}{}", event("")), &vast] {
            let loaded = read(wrong, keep);
            let codes: Vec<Code> = loaded.problems.iter().map(|p| p.code).collect();
            assert!(loaded.cases.is_empty() && codes == [Code::TooLarge], "{:?}", loaded.problems);
        }
    }
}

/// Many demands made in many letters.
#[test]
fn demands_find_their_letters_in_linear_time() {
    const MANY: usize = 30_000;
    let letters: String = (0..MANY)
        .map(|n| {
            format!("[[communication]]\nref=\"GBR {n}/2019\"\nprocedure=\"other\"\nto=[\"GBR\"]\nsent=2019-05-27\n")
        })
        .collect();
    let demands: String =
        (0..MANY).map(|n| format!("[[demand]]\nid=\"d{n}\"\nwhat=\"x\"\nmade_in=\"UA GBR {n}/2019\"\n")).collect();
    let loaded = text(&format!("{GOOD}{letters}{demands}"));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems.first());
    assert!(loaded.cases[0].demands.iter().all(|d| d.made.is_some()));
}

#[test]
fn cut_off_anywhere_it_is_a_case_or_a_problem() {
    let good = include_str!("records/whole.toml");
    for (at, _) in good.char_indices() {
        let loaded = text(&good[..at]);
        assert!(decided(&loaded), "cut at byte {at}: {} cases, {:?}", loaded.cases.len(), loaded.problems);
    }
    let folder = Folder::new("cut");
    for at in 0..good.len() {
        let path = folder.write("ada-wren.toml", &good.as_bytes()[..at]);
        let found = folder::Found::new("ada-wren", &path);
        if let Err(problem) = folder::text(&found) {
            assert_eq!(problem.code, Code::NotUtf8);
            assert!(!good.is_char_boundary(at));
        }
    }
}

#[test]
fn with_any_bit_flipped_it_is_a_case_or_a_problem() {
    let good = include_str!("records/whole.toml");
    for at in 0..good.len() {
        for bit in [at % 8, 5] {
            let mut bytes = good.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let Ok(flipped) = String::from_utf8(bytes) else { continue };
            let loaded = text(&flipped);
            assert!(decided(&loaded), "bit {bit} of byte {at}: {:?}", loaded.problems);
        }
    }
}

#[test]
fn copies_of_one_letter_that_contradict_each_other_leave_it_unknown() {
    use timeline::model::{
        answer::{Status, answer},
        rule::Rules,
    };
    let letter =
        |key: &str| format!("{GOOD}\n[[communication]]\n{key}\nprocedure = \"sp-urgent-appeal\"\nto = [\"GBR\"]\n");
    let folder = Folder::new("copies");
    let a = folder.write("a.toml", letter("ref = \"UA GBR 3/2019\"\nsent = 2019-05-27"));
    folder.write("b.toml", letter("ref = \"GBR 3/2019\"\nsent = 2019-05-28"));
    folder.write("c.toml", letter("ref = \"GBR 4/2019\"\nsent = 2019-05-28"));
    let loaded = folder.load();
    assert_eq!(ids(&loaded), ["a", "b", "c"]);
    // The later of two is at fault.
    assert_eq!(named(&loaded), [("b.toml".into(), Code::ContradictingCopies)]);
    let [problem] = loaded.problems.as_slice() else { panic!("one problem") };
    assert!(problem.message.contains("`sent`") && problem.message.contains(&format!("{}:4", a.display())));
    assert_eq!(problem.at, Some((4, 1)));
    let letters = timeline::model::letter::letters(&loaded.cases);
    let claims = &letters[0].contradictions[0];
    let claim = |said: &str, case: &str| (said.to_owned(), case.to_owned());
    assert_eq!(
        (claims.key, &claims.one, &claims.other),
        ("sent", &claim("2019-05-27", "a"), &claim("2019-05-28", "b"))
    );
    for day in ["2019-05-28", "2019-07-26", "2026-11-24"] {
        let on = day.parse().expect("a day");
        let status = |n: usize| answer(&letters[n], &letters[n].communication.to[0], &Rules::default(), on).status;
        assert_eq!(status(0), Status::Unknown, "{day}");
        assert_ne!(status(1), Status::Unknown, "another letter is what it was");
    }
    // A less precise date is no contradiction, nor is what only one of them says.
    folder.write("b.toml", letter("ref = \"GBR 3/2019\"\nsent = \"2019-05\"\npublished = \"2019\""));
    let agreed = folder.load();
    assert_eq!((ids(&agreed), named(&agreed)), (vec!["a", "b", "c"], vec![]));
    let letters = timeline::model::letter::letters(&agreed.cases);
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].cases.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let sent = letters[0].communication.sent.as_ref().map(ToString::to_string);
    assert_eq!((sent.as_deref(), letters[0].communication.published.is_some()), (Some("2019-05-27"), true));
}

#[test]
fn related_cases_exist() {
    let folder = Folder::new("related");
    folder.write("ada-wren.toml", format!("{GOOD}related = [\"bo-heron\"]\n"));
    folder.write("bo-heron.toml", format!("{GOOD}related = [\"ada-wrenn\"]\n"));
    let loaded = folder.load();
    assert_eq!(ids(&loaded), ["ada-wren"]);
    assert_eq!(named(&loaded), [("bo-heron.toml".into(), Code::DanglingId)]);
    assert!(loaded.problems[0].help.contains("did you mean \"ada-wren\"?"));
    // A related record that is there but cannot be read is not said to be missing.
    folder.write("bo-heron.toml", "title = ");
    let loaded = folder.load();
    assert_eq!((ids(&loaded), named(&loaded)), (vec!["ada-wren"], vec![("bo-heron.toml".into(), Code::Syntax)]));
}

#[test]
fn many_records_are_read_in_one_order() {
    let folder = Folder::new("many");
    for n in 0..60 {
        folder.write(&format!("f{}/case-{:02}.toml", n % 7, n), if n % 5 == 0 { "title = 1\n" } else { GOOD });
    }
    let (one, two) = (folder.load(), folder.load());
    assert_eq!(ids(&one).len(), 48);
    assert!(ids(&one).is_sorted());
    assert!(one.problems.is_sorted_by(|a, b| (&a.file, a.at) <= (&b.file, b.at)));
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
}
