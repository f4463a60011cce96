//! What is confidential, from the command line: nothing of it is told by any command in any format, and no
//! command takes for none what is only not shown.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder of cases with these files, made anew.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrets").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a record");
    }
    folder
}

/// What a command wrote: to standard output, and to standard error.
fn told(folder: &Path, args: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    let ended = command.args(args).arg("--cases").arg(folder).args(["--as-of", "2026-03-01"]).output();
    let ended = ended.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(ended.stdout), text(ended.stderr))
}

/// The last line of standard error: what the command sums up.
fn summary(folder: &Path, args: &[&str]) -> String {
    told(folder, args).1.lines().last().unwrap_or_default().to_owned()
}

const TOP: &str =
    "title = \"Ada Wren\"\nstate = \"DDR\"\n\n[[person]]\nid = \"ada\"\nname = \"Ada Wren\"\nrole = \"victim\"\n";
const ARREST: &str = "\n[[event]]\ndate = 2025-03-10\nwhat = \"Arrested\"\nliberty = \"detained\"\n";
const LETTER: &str =
    "\n[[communication]]\nid = \"one\"\nprocedure = \"sp-letter\"\nto = [\"DDR\"]\nsent = 2025-03-20\n";
const DEMAND: &str = "\n[[demand]]\nid = \"release\"\nwhat = \"Release her\"\nmade = 2025-03-20\nby = \"Us\"\n";

/// Each list over a case that has nothing for it, and over the same case with one entry for it that is withheld,
/// alone or with its case: only the first says that there is nothing.
#[test]
fn what_is_withheld_is_not_taken_for_none() {
    let statement = "\n[[statement]]\nid = \"s\"\nby = \"Us\"\ntitle = \"Free her\"\ndate = 2025-03-21\n";
    for (command, entry, nothing) in [
        ("events", statement, "0 entries"),
        ("pending", LETTER, "0 pending"),
        ("letters", LETTER, "0 letters"),
        ("demands", DEMAND, "0 demands"),
        ("changes --since 2025-01-01", statement, "0 changes"),
        ("detained", ARREST, "0 people"),
    ] {
        let command: Vec<&str> = command.split(' ').collect();
        let empty = folder("none", &[("wren.toml", TOP)]);
        assert!(summary(&empty, &command).starts_with(nothing), "{command:?}");
        let hidden = format!("{TOP}{entry}confidential = true\n");
        let whole = format!("confidential = true\n{TOP}{entry}");
        for files in [vec![("wren.toml", hidden.as_str())], vec![("wren.toml", TOP), ("finch.toml", &whole)]] {
            let folder = folder("withheld", &files);
            let said = summary(&folder, &command);
            assert!(!said.starts_with("0 "), "{command:?}: {said}");
            assert!(summary(&folder, &[&command[..], &["--confidential"]].concat()).starts_with("1 "), "{command:?}");
        }
    }
}

#[test]
fn a_hidden_answer_is_told_where_its_letter_is_missing() {
    let reply = "\n[[communication.reply]]\nkind = \"acknowledgement\"\ndate = 2025-04-01\n";
    let open = folder("ack", &[("wren.toml", &format!("{TOP}{LETTER}{reply}"))]);
    assert!(summary(&open, &["pending"]).starts_with("1 pending: "));
    let hidden = folder("ack", &[("wren.toml", &format!("{TOP}{LETTER}{reply}confidential = true\n"))]);
    let unknown =
        "\n[[communication]]\nid = \"two\"\nprocedure = \"sp-letter\"\nto = [\"CSK\"]\nreply_unknown = true\n";
    assert_eq!(summary(&hidden, &["pending"]), "nothing to show without what is withheld · as of 2026-03-01");
    let both = format!(
        "{TOP}{LETTER}{reply}confidential = true\n{unknown}{}no_reply_as_of = 2026-02-01\n",
        LETTER.replace("one", "three")
    );
    let both = folder("ack", &[("wren.toml", &both)]);
    for args in [&["pending"][..], &["pending", "--overdue"]] {
        assert!(summary(&both, args).contains("; 2 not known (--unknown)"), "{}", summary(&both, args));
    }
    assert!(summary(&both, &["pending", "--unknown"]).starts_with("3 pending: "));
    for (args, rows) in [(&["pending", "-fjsonl"][..], 1), (&["pending", "-fjsonl", "--unknown"], 3)] {
        let (listed, _) = told(&both, args);
        assert_eq!(listed.lines().count(), rows, "{listed}");
    }
}

#[test]
fn a_reason_is_not_made_up_for_what_is_withheld() {
    let update = "\n[[demand.update]]\ndate = 2025-06-01\nstatus = \"met\"\n";
    let again =
        "\n[[demand]]\nid = \"again\"\nwhat = \"Release her\"\nmade = 2025-07-01\nby = \"Us\"\nrepeats = \"release\"\n";
    let marked = format!("{update}confidential = true\n");
    for text in [format!("{TOP}{DEMAND}{marked}"), format!("{TOP}{DEMAND}{update}{again}{marked}")] {
        let folder = folder("why", &[("wren.toml", &text)]);
        let (why, _) = told(&folder, &["why", "wren/release", "-f", "tsv"]);
        assert!(why.contains("something that bears on it is withheld"), "{why}");
        assert!(!why.contains("so it is open") && !why.contains("made again after"), "{why}");
    }
    let reply = "\n[[communication.reply]]\nkind = \"denial\"\ndate = 2025-04-01\nconfidential = true\n";
    let folder = folder("why", &[("wren.toml", &format!("{TOP}{LETTER}{reply}"))]);
    assert!(told(&folder, &["why", "wren/one", "-f", "tsv"]).0.contains("something that bears on it is withheld"));
}

/// At the top of a case and in the list of cases, numbers that may be larger are not told as if they were known.
#[test]
fn numbers_that_are_not_known_say_so() {
    let reply = "\n[[communication.reply]]\nkind = \"denial\"\ndate = 2025-04-01\n";
    let mark = "confidential = true\n";
    for (text, waiting, unanswered, outstanding) in [
        (TOP.to_owned(), "no letter waits for an answer; 0 demands outstanding", "0", "0"),
        (format!("{LETTER}{mark}"), "not known whether a letter waits for an answer; 0 demands", "not known", "0"),
        (
            format!("{LETTER}{reply}{mark}"),
            "not known whether a letter waits for an answer; 0 demands",
            "not known",
            "0",
        ),
        (format!("{DEMAND}{mark}"), "no letter waits for an answer; not known whether a demand", "0", "not known"),
        (
            format!(
                "{LETTER}no_reply_as_of = 2026-02-01\n{}{mark}{DEMAND}{}{mark}",
                LETTER.replace("one", "two"),
                DEMAND.replace("release", "other")
            ),
            "1 letter without an answer (1 overdue), perhaps more; 1 demand outstanding, perhaps more",
            "1 or more (1 overdue)",
            "1 or more",
        ),
    ] {
        let text = if text == TOP { text } else { format!("{TOP}{text}") };
        let folder = folder("numbers", &[("wren.toml", &text)]);
        let (shown, _) = told(&folder, &["show", "wren", "-f", "plain"]);
        assert!(shown.contains(waiting), "{text}\n{shown}");
        let (list, _) = told(&folder, &["list", "-f", "markdown"]);
        let row: Vec<&str> = list.lines().last().expect("a row").split('|').map(str::trim).collect();
        assert!(row.contains(&unanswered) && row.contains(&outstanding), "{text}\n{list}");
        if unanswered != "0" {
            let (json, _) = told(&folder, &["list", "-f", "json"]);
            assert!(json.contains("\"unanswered\":null"), "{json}");
        }
    }
}

#[test]
fn nothing_found_is_not_said_where_problems_are_withheld() {
    let broken = format!("confidential = true\n{TOP}stat = 1\n");
    let clean = "title = \"Ada Wren\"\nstate = \"DDR\"\n";
    assert!(summary(&folder("check", &[("wren.toml", clean)]), &["check"]).starts_with("nothing found"));
    let both = folder("check", &[("wren.toml", clean), ("finch.toml", &broken)]);
    assert!(summary(&both, &["check"]).starts_with("nothing else found"));
    let warned = folder("check", &[("wren.toml", TOP), ("finch.toml", &broken)]);
    assert!(summary(&warned, &["check"]).starts_with("1 warning "), "no number of errors is told");
}

/// Nothing tells a case that is withheld from none, whatever is asked of it and whatever is wrong with its file.
#[test]
fn a_withheld_case_is_not_told_from_none() {
    let mark = format!("confidential = true\n{TOP}");
    let latin = [b"confidential = true\ntitle = \"\xC4da\"\n", TOP.as_bytes()].concat();
    let wren = TOP.as_bytes().to_vec();
    for (what, withheld) in [
        ("whole", vec![("qqxxyy.toml", mark.clone().into_bytes())]),
        ("with an error", vec![("qqxxyy.toml", format!("{mark}stat = 1\n").into_bytes())]),
        ("not TOML", vec![("qqxxyy.toml", format!("{mark}stat\n").into_bytes())]),
        ("not UTF-8", vec![("qqxxyy.toml", latin)]),
        ("twice", vec![("qqxxyy.toml", mark.clone().into_bytes()), ("a/qqxxyy.toml", wren.clone())]),
    ] {
        let folder = folder("same", &[("wren.toml", TOP)]);
        for (name, bytes) in withheld {
            fs::create_dir_all(folder.join(name).parent().expect("a folder")).expect("a folder");
            fs::write(folder.join(name), bytes).expect("a record");
        }
        let page = folder.join("page.txt");
        fs::write(&page, "a page").expect("a file");
        let page = page.to_str().expect("UTF-8").to_owned();
        for command in [
            "show ID",
            "show wren ID -f json",
            "show ID -f html",
            "show ID --chart",
            "events ID",
            "pending ID --chart",
            "pending ID -f jsonl",
            "letters ID",
            "demands ID",
            "why ID",
            "why ID/ada",
            "check ID",
            "check wren ID -f sarif",
            "edit ID",
            "add ID event --what New",
            "add ID event --what New --dry-run",
            "reply ID one --kind denial",
            "update ID release --status met",
            "reviewed ID",
            "archive ID source PAGE",
        ] {
            let ask = |id: &str| {
                let args: Vec<String> =
                    command.split(' ').map(|w| w.replace("ID", id).replace("PAGE", &page)).collect();
                let (out, err) = told(&folder, &args.iter().map(String::as_str).collect::<Vec<_>>());
                format!("{out}{err}").replace(id, "ID")
            };
            assert_eq!(ask("qqxxyy"), ask("zzvvww"), "{what}: {command}");
            assert!(ask("qqxxyy").contains("there is no"), "{command}: {}", ask("qqxxyy"));
        }
        // `new` cannot put a record in its place; where it lies is not told.
        let (_, said) = told(&folder, &["new", "qqxxyy", "--title", "Q", "--state", "DDR"]);
        assert!(said.contains("qqxxyy") && !said.contains("a/"), "{what}: {said}");
    }
}

/// No output has the name of a file whose record is withheld, or may be.
#[test]
fn the_file_of_a_withheld_record_is_not_named() {
    let mark = format!("title = \"Canary\"\nconfidential = true\n{}", TOP.split_once('\n').expect("lines").1);
    let open = mark.replace("confidential = true\n", "");
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let large = |text: &str| format!("{text}{}", "#".repeat(8 * 1024 * 1024));
    let latin =
        |text: &str| text.replace("Canary", "Can\u{3}ry").bytes().map(|b| if b == 3 { 0xE4 } else { b }).collect();
    type Made = Vec<(&'static str, Vec<u8>)>;
    let made = |text: &str| -> Vec<(&'static str, Made)> {
        vec![
            ("Windows-1252", vec![("canary.toml", latin(text))]),
            ("UTF-16", vec![("canary.toml", utf16(text))]),
            ("large", vec![("canary.toml", large(text).into_bytes())]),
            ("twice", vec![("a/canary.toml", text.into()), ("b/canary.toml", text.into())]),
            ("a copy", vec![("canary copy.toml", text.into())]),
            ("a copy in UTF-16", vec![("canary copy.toml", utf16(text))]),
            ("capitals", vec![("Canary.toml", text.into())]),
        ]
    };
    let commands: [&[&str]; 12] = [
        &["list"],
        &["list", "-f", "json"],
        &["pending", "-f", "table"],
        &["events", "-f", "jsonl"],
        &["stats", "-f", "json"],
        &["changes", "--since", "2025-01-01", "-f", "json"],
        &["why", "nothing"],
        &["show", "canari"],
        &["check"],
        &["check", "-f", "json"],
        &["check", "-f", "sarif"],
        &["check", "-f", "github"],
    ];
    let put = |files: Made| {
        let folder = folder("names", &[("wren.toml", TOP)]);
        for (name, bytes) in files {
            fs::create_dir_all(folder.join(name).parent().expect("a folder")).expect("a folder");
            fs::write(folder.join(name), bytes).expect("a record");
        }
        folder
    };
    for (what, files) in made(&mark) {
        let folder = put(files);
        // The large one takes a while.
        for args in commands.iter().take(if what == "large" { 2 } else { commands.len() }) {
            let (out, err) = told(&folder, args);
            assert!(!format!("{out}{err}").to_lowercase().contains("canary"), "{what}: {args:?}: {out}{err}");
        }
        let (_, err) = told(&folder, &["list"]);
        assert!(err.contains(" in withheld records; --confidential shows them"), "{what}: {err}");
        assert!(told(&folder, &["list", "--confidential"]).1.to_lowercase().contains("canary"), "{what}");
    }
    // What is not marked is named, as ever.
    for (what, files) in made(&open) {
        assert!(told(&put(files), &["list"]).1.to_lowercase().contains("canary"), "{what}");
    }
    // A file that cannot be read may be confidential: it is counted, and named only to somebody who names it.
    let mut unsure: Vec<(&str, &str, Vec<u8>)> = vec![
        ("bytes", "canary.toml", b"\xFA\xFBtitle".to_vec()),
        ("bytes under a bad name", "canary copy.toml", b"\xFA\xFBtitle".to_vec()),
    ];
    unsure.push((
        "a long head",
        "canary.toml",
        large(&format!("title = \"x\"\nsummary = \"{}", "-".repeat(2_000_000))).into(),
    ));
    for (what, name, bytes) in unsure {
        let folder = put(vec![(name, bytes)]);
        for args in commands.iter().take(if what == "a long head" { 2 } else { commands.len() }) {
            let (out, err) = told(&folder, args);
            assert!(!format!("{out}{err}").to_lowercase().contains("canary"), "{what}: {args:?}: {out}{err}");
        }
        let (_, err) = told(&folder, &["list"]);
        assert!(err.contains("1 file that may be confidential cannot be read"), "{what}: {err}");
        let path = folder.join(name);
        let (out, _) = told(&folder, &["check", path.to_str().expect("UTF-8")]);
        assert!(out.contains("canary"), "{what}: {out}");
    }
}

/// What is wrong with a withheld record only beside the others is told no more than what is wrong with it alone.
#[test]
fn what_is_found_across_records_of_a_withheld_one_is_only_counted() {
    let letter = |sent: &str| {
        "\n[[communication]]\nref = \"UA DDR 3/2025\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"DDR\"]\nsent = "
            .to_owned()
            + sent
            + "\n"
    };
    // More than are told of one record, so that the rest is counted.
    let related = (0..30).map(|n| format!("\"murmur-{n}\"")).collect::<Vec<_>>().join(", ");
    let hushed = format!("confidential = true\nrelated = [{related}]\n{TOP}{}", letter("2025-03-21"));
    let open = format!("{TOP}{}", letter("2025-03-20"));
    for name in ["aaa-hush.toml", "zzz-hush.toml"] {
        let folder = folder("across", &[("kite.toml", &open), (name, &hushed)]);
        for args in
            [&["check"][..], &["check", "-f", "json"], &["check", "-f", "sarif"], &["list"], &["list", "-f", "json"]]
        {
            let (out, err) = told(&folder, args);
            for text in [out, err] {
                assert!(!text.contains("hush") && !text.contains("murmur"), "{args:?}: {text}");
            }
        }
        let (out, err) = told(&folder, &["check", "-f", "plain"]);
        assert!(err.contains("problems in withheld records"), "{out}{err}");
        let (out, _) = told(&folder, &["check", "-f", "plain", "--confidential"]);
        let of_it: Vec<&str> = out.lines().filter(|line| line.contains("hush")).collect();
        for code in ["dangling-id", "contradicting-copies", "10 problems of this kind"] {
            assert!(of_it.iter().any(|line| line.contains(code)), "{code}: {out}");
        }
    }
}
