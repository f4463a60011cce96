//! `rules.toml`: deadline rules of the office itself, and rules that change with time.

use chrono::NaiveDate;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use timeline::{
    load,
    model::{
        answer::{Status, answer},
        letter::letters,
        rule::{Rule, Rules, Term},
        wording::Wording,
    },
};

/// A folder of its own with these files, gone when the test starts again.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rules").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("a file");
    }
    folder
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn letter(procedure: &str, keys: &str) -> String {
    format!(
        "title = \"Ada Wren\"\nstate = \"DDR\"\n\n[[communication]]\nprocedure = \"{procedure}\"\nto = [\"DDR\"]\n{keys}\n"
    )
}

/// Due day and status of the only letter of a record, by these rules.
fn stands(rules: &Rules, procedure: &str, keys: &str, as_of: &str) -> (String, Status, String) {
    let text = letter(procedure, keys);
    let loaded = load::text("wren", "wren.toml".as_ref(), &text, rules);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let letters = letters(&loaded.cases);
    let answer = answer(&letters[0], &letters[0].communication.to[0], rules, day(as_of));
    let due = answer.deadline.due.map_or("none".to_owned(), |due| due.to_string());
    (due, answer.status, answer.deadline.to_string())
}

#[test]
fn a_procedure_of_the_office_has_a_clock() {
    let folder = folder(
        "own",
        &[(
            "rules.toml",
            "[[rule]]\nprocedure = \"ombuds-complaint\"\ntitle = \"complaint to the ombudsperson\"\nterm = \"3 months\"\n\
             source = \"Ombuds Act, s. 4\"\nverified = true\n",
        )],
    );
    let rules = load::folder::rules::of(&folder).expect("rules");
    let (due, status, basis) = stands(&rules, "ombuds-complaint", "sent = 2025-11-30", "2026-03-01");
    assert_eq!((due.as_str(), status), ("2026-02-28", Status::Unconfirmed));
    assert_eq!(basis, "3 months from 2025-11-30 (ombuds-complaint)");
    // The file itself is no case, and the record is unknown without it.
    assert!(load::all(&folder, &rules).cases.is_empty());
    let unknown = load::text("wren", "wren.toml".as_ref(), &letter("ombuds-complaint", ""), &Rules::default());
    assert_eq!(unknown.problems.len(), 1);
}

#[test]
fn a_rule_of_the_office_replaces_the_built_in_ones() {
    let folder = folder(
        "replace",
        &[(
            "rules.toml",
            "[[rule]]\nprocedure = \"wgad-regular\"\nterm = \"90 days\"\nvalid_to = 2015-12-31\nsource = \"older text\"\n\n\
             [[rule]]\nprocedure = \"wgad-regular\"\nterm = \"60 days\"\nvalid_from = 2016-01-01\nsource = \"newer text\"\n",
        )],
    );
    let rules = load::folder::rules::of(&folder).expect("rules");
    let due = |sent: &str| stands(&rules, "wgad-regular", &format!("sent = {sent}"), "2030-01-01").0;
    assert_eq!(due("2015-12-31"), "2016-03-30");
    assert_eq!(due("2016-01-01"), "2016-03-01");
    // A month that straddles the change: either rule may apply, and the words say so.
    let (due, _, basis) = stands(&rules, "wgad-regular", "sent = \"[2015-12-31..2016-01-01]\"", "2016-03-10");
    assert_eq!(due, "2016-03-01..2016-03-30");
    assert!(basis.starts_with("90 days or 60 days from [2015-12-31..2016-01-01] ("), "{basis}");
    assert_eq!(Rules::default().of("wgad-regular").last().and_then(|r| r.term), Some(Term::Days(60)));
}

#[test]
fn built_in_rules_change_with_time() {
    let rules = Rules::default();
    let due =
        |adopted: &str| stands(&rules, "ccpr-concluding-follow-up", &format!("decided = {adopted}"), "2030-01-01").0;
    assert_eq!(due("2010-07-30"), "2011-07-30");
    assert_eq!(due("2017-11-10"), "2019-11-10");
    assert_eq!(due("2024-02-29"), "2027-02-28");
    let (due, status, basis) = stands(&rules, "ccpr-concluding-follow-up", "sent = 2024-03-01", "2030-01-01");
    assert_eq!((due.as_str(), status), ("none", Status::NoDeadline));
    assert_eq!(basis, "the day of adoption is not known");
}

#[test]
fn slips_in_the_file_are_named_and_leave_no_rules() {
    let cases = [
        ("term = \"sixty days\"\nsource = \"s\"", 3, "\"60 days\""),
        ("term = \"60 days\"", 1, "source"),
        ("source = \"s\"\nverfied = true", 4, "verified"),
        ("source = \"s\"\nvalid_from = \"2015\"", 4, "2024-07-05"),
        ("source = \"s\"\nfrom = \"adoptd\"", 4, "adopted"),
        ("source = \"s\"\n\n[[rule]]\nprocedure = \"own-rule\"\nsource = \"t\"", 5, "overlap"),
    ];
    for (n, (keys, line, says)) in cases.iter().enumerate() {
        let text = format!("[[rule]]\nprocedure = \"own-rule\"\n{keys}\n");
        let folder = folder(&format!("slip-{n}"), &[("rules.toml", &text)]);
        let problems = load::folder::rules::of(&folder).expect_err("a slip");
        let problem = problems.first().unwrap_or_else(|| panic!("no problem in {text}"));
        assert_eq!(problem.at.map(|at| at.0), Some(*line), "{text}: {problem:?}");
        assert!(format!("{} {}", problem.message, problem.help).contains(says), "{text}: {problem:?}");
    }
}

/// A record, and the office's own term for its letter, which has passed where the built-in one has not.
const LETTER: (&str, &str) = (
    "wren.toml",
    "title = \"Ada Wren\"\nstate = \"DDR\"\n\n[[communication]]\nid = \"l\"\nprocedure = \"sp-letter\"\nto = \"DDR\"\nsent = 2026-01-01\n",
);
const TERM: &str = "[[rule]]\nprocedure = \"sp-letter\"\nterm = \"20 days\"\nsource = \"rules of the office\"\n";

fn timeline(folder: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
    let output = command.args(words).args(["--as-of", "2026-02-01"]).arg("--cases").arg(folder).output();
    let output = output.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Every command that shows, computes or writes by rules.
const COMMANDS: [&[&str]; 18] = [
    &["show", "wren"],
    &["show", "wren", "-f", "json"],
    &["show", "wren", "-f", "html"],
    &["show", "wren", "--chart"],
    &["list"],
    &["events"],
    &["pending"],
    &["pending", "-f", "ics"],
    &["letters"],
    &["demands"],
    &["detained"],
    &["why", "l"],
    &["changes", "--since", "2026-01-01"],
    &["stats"],
    &["rules"],
    &["add", "wren", "event", "--what", "New"],
    &["new", "finch", "--title", "T", "--state", "DDR"],
    &["edit", "wren"],
];

/// A folder whose rules are a link, to what is there or to nothing.
#[cfg(unix)]
fn linked(folder: PathBuf) -> PathBuf {
    std::os::unix::fs::symlink("elsewhere.txt", folder.join("rules.toml")).expect("a link");
    folder
}

#[test]
fn no_status_is_computed_by_rules_that_the_office_replaced() {
    let slip = TERM.replace("20 days", "twenty days");
    let with = |name: &str, files: &[(&str, &str)]| folder(name, &[&[LETTER], files].concat());
    let whole = with("whole", &[("rules.toml", TERM)]);
    assert!(timeline(&whole, &["pending", "-f", "tsv"]).1.contains("2026-01-21"), "the term of the office");
    let wrong = [
        (with("slip", &[("rules.toml", &slip)]), "unknown-word"),
        (with("no-toml", &[("rules.toml", "[[rule]\n")]), "syntax"),
        (with("capital", &[("Rules.toml", TERM)]), "bad-file-name"),
        (with("capitals", &[("RULES.TOML", TERM)]), "bad-file-name"),
        #[cfg(unix)]
        (linked(with("link", &[("elsewhere.txt", TERM)])), "not-a-file"),
        #[cfg(unix)]
        (linked(with("dangling", &[])), "not-a-file"),
    ];
    for (folder, code) in &wrong {
        let before = fs::read_to_string(folder.join("wren.toml")).expect("the record");
        for words in COMMANDS {
            let (ended, out, err) = timeline(folder, words);
            assert_eq!((ended, out.as_str()), (Some(2), ""), "{} {words:?}: {err}", folder.display());
            let named = err.to_lowercase().contains("rules.toml");
            assert!(named && err.contains(code) && err.contains("mend them first"), "{words:?}: {err}");
        }
        assert_eq!(fs::read_to_string(folder.join("wren.toml")).expect("the record"), before);
        assert!(!folder.join("finch.toml").exists());
        let (ended, out, err) = timeline(folder, &["check"]);
        assert_eq!((ended, out.matches("error").count()), (Some(1), 1), "once, and nothing of the record: {out}{err}");
        assert!(out.contains(code), "{out}");
    }
    // A folder of this name is a folder, and one below has rules for nobody.
    let folders = with("folders", &[]);
    fs::create_dir_all(folders.join("rules.toml")).expect("a folder");
    fs::create_dir_all(folders.join("yug")).expect("a folder");
    assert_eq!(timeline(&folders, &["pending", "-f", "tsv"]).0, Some(0));
}

/// Where the office's rules cannot be read, no procedure is unknown, and no term is known.
#[test]
fn rules_that_cannot_be_read_know_everything_and_count_nothing() {
    let unread = Rules::unread();
    assert!(unread.knows("ombuds-complaint") && unread.knows("sp-letter"));
    let (due, status, _) = stands(&unread, "sp-letter", "sent = 2025-11-30", "2026-03-01");
    assert_eq!((due.as_str(), status), ("none", Status::NoDeadline));
}

#[test]
fn terms_are_read_with_their_unit() {
    assert_eq!(Term::parse("60 days"), Some(Term::Days(60)));
    assert_eq!(Term::parse("1 year"), Some(Term::Years(1)));
    assert_eq!(Term::parse("2 weeks"), Some(Term::Weeks(2)));
    for bad in ["", "60", "days", "0 days", "-1 days", "60 hours", "999999999 years", "1.5 months"] {
        assert_eq!(Term::parse(bad), None, "{bad}");
    }
}

/// Every rule that ships: who owes, the term, from what, for letters of which days, and whether the passage was read.
#[test]
fn the_rules_are_those_of_the_table() {
    const TABLE: &str = "
        sp-allegation-letter addressee 2 months sent V ..2019-12-31
        sp-allegation-letter addressee 60 days sent U 2008-01-01..2019-12-31
        sp-allegation-letter addressee 60 days sent V 2020-01-01..
        sp-urgent-appeal addressee 60 days sent U | sp-other-letter addressee 60 days sent U
        sp-follow-up addressee 60 days sent U | sp-letter addressee 60 days sent U
        wgad-regular state 90 days sent V ..2010-12-31 | wgad-regular state 60 days sent V
        wgad-urgent-appeal state none sent | wgad-opinion-follow-up state 6 months sent U
        wgeid-urgent state none sent | wgeid-standard state none sent
        ccpr-complaint state 6 months sent V | ccpr-admissibility state 2 months sent U
        ccpr-views-follow-up state 180 days sent V
        ccpr-concluding-follow-up state 1 year adopted V 2001-01-01..2017-10-15
        ccpr-concluding-follow-up state 2 years adopted V 2017-10-16..2021-10-10
        ccpr-concluding-follow-up state 3 years adopted V 2021-10-11..
        cat-complaint state 6 months sent V | cat-decision-follow-up state 90 days sent U
        cat-concluding-follow-up state 1 year adopted V | cerd-complaint state 3 months sent U
        cedaw-complaint state 6 months sent V | crpd-complaint state 6 months sent V
        crc-complaint state 6 months sent V | cescr-complaint state 6 months sent V
        ced-urgent-action state 2 weeks sent V | ced-concluding-follow-up state 1 year adopted V
        interim-measures state none sent | hrc-complaint state 3 months sent U
        iachr-petition state 2 months sent V ..2013-07-31 | iachr-petition state 3 months sent U 2013-08-01..
        iachr-precautionary-measures state none sent | echr-communicated state none sent
        echr-rule-39 state none sent | achpr-provisional-measures state none sent
        osce-moscow state 10 days sent V | unesco-104 state 3 months sent U | ilo-cfa state none sent
        ngo-urgent-action addressee none sent | ngo-letter addressee none sent | other addressee none sent";
    let rules = Rules::default();
    let written: Vec<String> = rules
        .all()
        .iter()
        .map(|rule| {
            let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
            let valid = match (rule.valid_from, rule.valid_to) {
                (None, None) => String::new(),
                (from, to) => format!(" {}..{}", day(from), day(to)),
            };
            let verified = match (rule.term, rule.verified) {
                (None, _) => "",
                (Some(_), true) => " V",
                (Some(_), false) => " U",
            };
            let term = rule.term.map_or("none".into(), |term| term.to_string());
            format!("{} {} {term} {}{verified}{valid}", rule.procedure, rule.owes, rule.from)
        })
        .collect();
    let table: Vec<&str> = TABLE.split(['|', '\n']).map(str::trim).filter(|row| !row.is_empty()).collect();
    assert_eq!(written, table);
}

/// Letters of which documents tell when they were sent and when the term ended.
#[test]
fn worked_examples() {
    let rules = Rules::default();
    for (reference, procedure, key, due) in [
        // Made public on day 61, 2021-03-01.
        ("AL RUS 11/2020", "sp-allegation-letter", "sent = 2020-12-30", "2021-02-28"),
        // Made public because nothing had come within 60 days.
        ("AL LAO 1/2021", "sp-allegation-letter", "sent = 2021-02-05", "2021-04-06"),
        // Answered on the sixtieth day, for which publication had been announced.
        ("AL IDN 5/2021", "sp-allegation-letter", "sent = 2021-03-04", "2021-05-03"),
        // States 60 days; answered on day 50.
        ("AL TUR 8/2022", "sp-allegation-letter", "sent = 2022-09-21", "2022-11-20"),
        // Letters on Saudi Aramco: silence was told on the due day, and of another addressee seven days after it.
        ("AL OTH 1/2023", "sp-allegation-letter", "sent = 2023-06-26", "2023-08-25"),
        // The unit stays what it is, and the last day of a short month is the end of it.
        ("2165/2012", "ccpr-complaint", "sent = 2024-08-30", "2025-02-28"),
        ("2165/2012", "ccpr-views-follow-up", "sent = 2024-08-30", "2025-02-26"),
        ("2165/2012", "sp-urgent-appeal", "sent = 2024-12-31", "2025-03-01"),
        ("2165/2012", "sp-urgent-appeal", "sent = 2023-12-31", "2024-02-29"),
        ("2165/2012", "ced-urgent-action", "sent = 2024-02-20", "2024-03-05"),
        ("2165/2012", "osce-moscow", "sent = 2024-02-20", "2024-03-01"),
        ("2165/2012", "unesco-104", "sent = 2024-11-30", "2025-02-28"),
        ("2165/2012", "ilo-cfa", "sent = 2024-11-30", "none"),
        ("2165/2012", "cat-concluding-follow-up", "decided = 2024-02-29", "2025-02-28"),
    ] {
        let (found, ..) = stands(&rules, procedure, key, "2030-01-01");
        assert_eq!(found, due, "{reference}: {procedure}, {key}");
    }
    // The two ends of a term of two months and of one of 60 days, where the day of the change is not known.
    let (due, _, basis) = stands(&rules, "sp-allegation-letter", "sent = 2015-07-01", "2030-01-01");
    assert_eq!(
        (&*due, &*basis),
        ("2015-08-30..2015-09-01", "2 months or 60 days from 2015-07-01 (sp-allegation-letter, not verified)")
    );
}

/// What has no term has nothing to verify: neither the list of rules nor `why` calls it "not verified".
#[test]
fn no_term_is_not_not_verified() {
    let rules = Rules::default();
    let (.., basis) = stands(&rules, "ilo-cfa", "sent = 2024-11-30", "2030-01-01");
    assert_eq!(basis, "no term known for this procedure");
    let world =
        timeline::report::World { cases: &[], rules: &rules, as_of: day("2030-01-01"), wording: Wording::Short };
    let report = timeline::report::rules::report(&timeline::report::rules::Args::default(), &world).expect("a report");
    let (term, verified) =
        (report.table.position("term").expect("a column"), report.table.position("verified").expect("a column"));
    for row in report.table.rows.iter() {
        let says = |at: usize| row[at].says.clone().unwrap_or_default();
        assert_eq!(says(term) == "none", says(verified) == "no term", "{row:?}");
    }
}

#[test]
fn two_rules_overlap_where_both_apply_on_some_day() {
    let day = |text: &str| timeline::model::date::iso_day(text);
    let rule =
        |from: &str, to: &str| Rule { valid_from: day(from), valid_to: day(to), ..Rules::default().all()[0].clone() };
    let (old, new) = (rule("", "2019-12-31"), rule("2019-12-31", ""));
    assert!(old.overlaps(&new) && new.overlaps(&old), "on the last day of the one");
    let next = rule("2020-01-01", "");
    assert!(!old.overlaps(&next) && !next.overlaps(&old), "from the day after");
    assert!(old.overlaps(&rule("", "")) && rule("2000-01-01", "2000-12-31").overlaps(&old));
    assert!(old.covers(day("2019-12-31").expect("a day")) && !old.covers(day("2020-01-01").expect("a day")));
}
