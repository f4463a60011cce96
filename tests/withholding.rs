//! Confidential entries: after `withhold` nothing of them is left in anything that a report can see,
//! and what rested on them is unknown.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::path::Path;
use timeline::{
    load::{
        self, Loaded,
        problem::{Code, Privacy, Problem},
    },
    model::{
        answer::{Status, answer},
        date::iso_day,
        demand::{DemandStatus, pursued},
        letter::letters,
        liberty::{LibertyDoubt, Life, Now, lives},
        rule::Rules,
    },
    withhold::{Opened, Withheld, include, withhold},
};

const TOP: &str = "title = \"Ada Wren\"\nstate = \"GBR\"\n";
const PUBLIC: &str = include_str!("records/withheld.toml");

fn text(id: &str, text: &str) -> Loaded {
    load::text(id, Path::new(&format!("{id}.toml")), text, &Rules::default())
}

/// Several records, loaded as from one folder.
fn together(records: &[(&str, &str)]) -> Loaded {
    let mut all = Loaded::default();
    for (id, record) in records {
        let one = text(id, record);
        all.cases.extend(one.cases);
        all.problems.extend(one.problems);
    }
    all
}

/// No canary, in whatever case, and no day of the year that only confidential entries name.
fn leaks(opened: &Opened) -> Option<String> {
    let all = format!("{opened:?}").to_lowercase();
    ["canary", "1877"]
        .iter()
        .find_map(|word| all.find(word).map(|at| all.chars().skip(at.saturating_sub(100)).take(200).collect()))
}

fn status(opened: &Opened, letter: usize, day: &str) -> Status {
    let letters = letters(&opened.cases[..1]);
    let letter = &letters[letter];
    answer(letter, &letter.communication.to[0], &Rules::default(), iso_day(day).expect("a day")).status
}

#[test]
fn no_canary_survives_in_any_field() {
    let loaded = text("ada-wren", PUBLIC);
    assert!(loaded.problems.is_empty(), "{:#?}", loaded.problems);
    let canaries = format!("{loaded:?}").matches("CANARY").count();
    assert!(canaries >= 40, "the record has only {canaries} canaries");
    let opened = withhold(loaded);
    assert_eq!(leaks(&opened), None);
    let marks = PUBLIC.matches("confidential = true").count();
    assert_eq!(
        opened.withheld,
        Withheld { cases: 0, entries: marks + 5, ..Withheld::default() },
        "5 more: inside a withheld entry, or about a withheld person"
    );
    assert_eq!(opened.cases[0].events.len(), 1);
}

#[test]
fn a_withheld_case_is_gone_with_its_name() {
    let secret = format!("confidential = true\n{TOP}summary = \"CANARY\"\n");
    let public = format!("{TOP}related = [\"canary-case\", \"bo-heron\"]\n");
    let loaded = together(&[("ada-wren", &public), ("bo-heron", TOP), ("canary-case", &secret)]);
    let opened = withhold(loaded);
    assert_eq!(opened.withheld, Withheld { cases: 1, ..Withheld::default() });
    assert_eq!((opened.cases.len(), leaks(&opened)), (2, None));
    // The same with a mistake in it: the mark still counts, and the name is not told by others.
    for mistake in ["stat = 1\n", "tags = 3\n", "summary = \"CANARY\n", "<<<<<<< CANARY\n", "CANARY\n"] {
        let broken = format!("{secret}{mistake}");
        let loaded = together(&[("ada-wren", &public), ("canary-case", &broken)]);
        let opened = withhold(loaded);
        assert_eq!((opened.withheld.cases, opened.problems.len(), leaks(&opened)), (0, 0, None), "{mistake}");
        assert!(opened.withheld.problems > 0);
    }
}

#[test]
fn a_mark_that_cannot_be_read_protects() {
    for mark in [
        "confidental = true",
        "Confidential = true",
        "confidential = \"true\"",
        "confidential = \"false\"",
        "confidential = 1",
        "confidential = 0",
        "confidential = []",
        "confidencial = true",
        "confidential.x = true",
        "confidential = {}",
        "confidential = \"\"",
        "cofidential = true",
        "\"confidential\" = 2020-01-01",
    ] {
        let entry = format!("{TOP}\n[[event]]\nwhat = \"CANARY\"\nkind = \"CANARY\"\n{mark}\n");
        for record in [entry, format!("{mark}\n{TOP}summary = \"CANARY\"\nreviewed = \"CANARY\"\n")] {
            let loaded = text("ada-wren", &record);
            assert!(loaded.cases.is_empty() && !loaded.problems.is_empty(), "{mark}");
            let opened = withhold(loaded);
            assert_eq!(leaks(&opened), None, "{mark}");
        }
    }
}

/// A record whose own mark is cut off or broken is not named.
#[test]
fn a_broken_mark_at_the_top_withholds_the_name() {
    for mark in [
        "confidential = tru",
        "confidential =",
        "confiden",
        "confidential true",
        "confidential = true, CANARY",
        "confidentail: yes",
    ] {
        let loaded = text("canary-case", &format!("{TOP}{mark}"));
        let opened = withhold(loaded);
        assert_eq!((opened.problems.len(), opened.withheld.problems > 0, leaks(&opened)), (0, true, None), "{mark}");
    }
    // Without a mark it is named; a mark of an entry withholds the entry and not the case.
    for rest in ["stat", "confidential = false\nstat", "[[event]]\nconfidential = tru"] {
        let loaded = text("ada-wren", &format!("{TOP}{rest}"));
        let opened = withhold(loaded);
        assert!(!opened.problems.is_empty(), "{rest}");
    }
}

#[test]
fn problems_in_withheld_entries_tell_nothing_of_them() {
    const PERSON: &str =
        "\n[[person]]\nid = \"canary-person\"\nname = \"CANARY\"\nrole = \"victim\"\nconfidential = true\n";
    for (code, entry) in [
        (Code::UnknownKey, "[[event]]\nconfidential = true\nwhat = \"CANARY\"\nCANARY = 1\n"),
        (Code::UnknownWord, "[[event]]\nconfidential = true\nwhat = \"CANARY\"\nkind = \"CANARY\"\n"),
        (Code::BadDate, "[[event]]\nconfidential = true\nwhat = \"CANARY\"\ndate = 1877-01-01T10:00:00\n"),
        (Code::BadDate, "[[event]]\nconfidential = true\nwhat = \"CANARY\"\ndate = \"CANARY\"\n"),
        (Code::BadDate, "[[event]]\nconfidential = true\nwhat = \"CANARY\"\ndate = 1877\n"),
        (Code::WrongType, "[[event]]\nconfidential = true\nwhat = 1877\n"),
        (Code::BadId, "[[source]]\nconfidential = true\nid = \"CANARY\"\ntitle = \"CANARY\"\n"),
        (Code::DanglingId, "[[event]]\nconfidential = true\nwhat = \"x\"\nsources = [\"canary\"]\n"),
        (
            Code::UnknownState,
            "[[demand]]\nconfidential = true\nid = \"canary\"\nwhat = \"CANARY\"\nto = \"QQQ\" # CANARY\n",
        ),
        (
            Code::BadReference,
            "[[communication]]\nconfidential = true\nref = \"UA QQQ 3/1877\"\nprocedure = \"other\"\nto = [\"CANARY\"]\n",
        ),
        (
            Code::NotAnAddressee,
            "[[communication]]\nprocedure = \"other\"\nto = [\"Heron\"]\n[[communication.reply]]\nconfidential = true\nfrom = \"CANARY\"\nkind = \"denial\"\n",
        ),
        (
            Code::DuplicateId,
            "[[person]]\nid = \"canary-person\"\nname = \"Bo\"\nrole = \"other\"\nconfidential = true\n",
        ),
        (Code::MissingKey, "[[person]]\nid = \"canary\"\nname = \"CANARY\"\nconfidential = true\n"),
        (Code::Empty, "[[event]]\nconfidential = true\nwhat = \"\" # CANARY\n"),
        (Code::Circle, "[[demand]]\nconfidential = true\nid = \"canary\"\nwhat = \"CANARY\"\nrepeats = \"canary\"\n"),
        (
            Code::Conflict,
            "[[statement]]\nid = \"canary\"\nby = \"CANARY\"\ntitle = \"CANARY\"\nconfidential = true\n[[demand]]\nid = \"d\"\nwhat = \"x\"\nmade_in = \"canary\"\nby = \"x\"\n",
        ),
        (Code::DanglingId, "[[event]]\nwhat = \"x\"\npeople = [\"canari-person\"]\n"),
        (
            Code::MergeMarkers,
            "[[event]]\nconfidential = true\n<<<<<<< CANARY\nwhat = \"CANARY\"\n=======\nwhat = \"x\"\n>>>>>>> CANARY\n",
        ),
        (Code::Syntax, "[[event]]\nconfidential = true\nwhat = CANARY\n"),
        (Code::Syntax, "[[event]]\nconfidential = true\nwhat = \"CANARY\nplace = \"CANARY\"\n"),
        (Code::Syntax, "[[event]]\nconfidential = true\ndate = 1877-01\n"),
        (Code::Syntax, "[[event]]\nconfidential = true\nnote = \"\"\"\nCANARY \\q\n\"\"\"\n"),
    ] {
        let loaded = text("ada-wren", &format!("{TOP}{PERSON}\n{entry}"));
        assert!(loaded.cases.is_empty(), "{entry}");
        assert!(loaded.problems.iter().any(|p| p.code == code), "{entry}\n{:#?}", loaded.problems);
        let before = loaded.problems.len();
        let opened = withhold(loaded);
        assert_eq!(leaks(&opened), None, "{entry}");
        assert_eq!(opened.problems.len(), before, "the problem is still told");
        assert!(opened.problems.iter().all(|p| p.at.is_some() && !p.message.is_empty() && !p.help.is_empty()));
    }
}

/// Broken anywhere, the record tells nothing of what is marked. In each entry the mark stands first.
#[test]
fn a_broken_record_tells_nothing_of_what_is_marked() {
    assert!(PUBLIC.is_ascii(), "every byte is a place to break");
    for at in (0..=PUBLIC.len()).step_by(2) {
        let (before, after) = PUBLIC.split_at(at);
        for inserted in ["\"", "\n"] {
            let loaded = text("ada-wren", &format!("{before}{inserted}{after}"));
            let opened = withhold(loaded);
            assert_eq!(leaks(&opened), None, "{inserted:?} at byte {at}");
        }
        let mut cut = text("ada-wren", before);
        // Public entries name ids whose entries, and with them the marks, are cut off: those may be told.
        cut.problems.retain(|p| p.code != Code::DanglingId);
        let opened = withhold(cut);
        assert_eq!(leaks(&opened), None, "cut at byte {at}");
    }
}

const LETTER: &str = "\n[[communication]]\nref = \"UA GBR 3/2019\"\nprocedure = \"sp-urgent-appeal\"\nto = [\"GBR\"]\nsent = 2019-05-27\n";
const DAYS: [&str; 4] = ["2019-05-27", "2019-07-26", "2019-07-27", "2026-11-24"];

#[test]
fn a_withheld_reply_extension_or_suspension_leaves_the_letter_unknown() {
    for inner in [
        "\n[[communication.reply]]\ndate = 2019-06-10\nkind = \"substantive\"\nconfidential = true\n",
        "\n[[communication.reply]]\nkind = \"denial\"\nconfidential = true\n",
        "\n[[communication.extension]]\nuntil = 2026-12-31\nconfidential = true\n",
        "\n[[communication.suspension]]\nfrom = 2019-06-01\nconfidential = true\n",
    ] {
        let loaded = text("ada-wren", &format!("{TOP}{LETTER}{inner}"));
        let opened = withhold(loaded);
        assert_eq!(opened.withheld.entries, 1);
        for day in DAYS {
            assert_eq!(status(&opened, 0, day), Status::Unknown, "{inner} on {day}");
        }
    }
    let loaded = text("ada-wren", &format!("{TOP}{LETTER}"));
    let opened = withhold(loaded);
    assert_eq!(status(&opened, 0, "2026-11-24"), Status::Unconfirmed, "without anything withheld the day has passed");
}

/// One addressee's withheld reply says nothing of the other's clock.
#[test]
fn a_withheld_reply_is_one_addressees() {
    let letter = LETTER.replace("[\"GBR\"]", "[\"GBR\", \"SWE\"]");
    let loaded = text(
        "ada-wren",
        &format!("{TOP}{letter}\n[[communication.reply]]\nfrom = \"GBR\"\nkind = \"denial\"\nconfidential = true\n"),
    );
    let opened = withhold(loaded);
    let letters = letters(&opened.cases);
    let letter = &letters[0];
    let on = iso_day("2026-11-24").expect("a day");
    let stands: Vec<Status> =
        letter.communication.to.iter().map(|to| answer(letter, to, &Rules::default(), on).status).collect();
    assert_eq!(stands, [Status::Unknown, Status::Unconfirmed]);
}

/// A late public reply is not called late where an earlier one, or more time, may be withheld.
#[test]
fn nothing_withheld_makes_an_answer_late() {
    let late = "\n[[communication.reply]]\ndate = 2019-10-07\nkind = \"substantive\"\n";
    for hidden in [
        "\n[[communication.reply]]\ndate = 2019-06-10\nkind = \"partial\"\nconfidential = true\n",
        "\n[[communication.extension]]\nuntil = 2019-12-31\nconfidential = true\n",
    ] {
        let loaded = text("ada-wren", &format!("{TOP}{LETTER}{late}{hidden}"));
        let opened = withhold(loaded);
        assert_eq!(status(&opened, 0, "2026-11-24"), Status::AnsweredUnclear, "{hidden}");
    }
}

/// What a withheld copy of the same letter tells is as unknown as what a withheld reply tells.
#[test]
fn a_withheld_copy_with_a_reply_leaves_the_letter_unknown() {
    let public = format!("{TOP}{LETTER}");
    let copy = LETTER.replace("UA GBR", "GBR");
    let reply = "\n[[communication.reply]]\ndate = 2019-06-10\nkind = \"denial\"\n";
    let in_case = format!("confidential = true\n{TOP}{copy}{reply}");
    let in_entry = format!("{TOP}{copy}confidential = true\n{reply}");
    for secret in [in_case, in_entry] {
        let loaded = together(&[("ada-wren", &public), ("secret", &secret)]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let opened = withhold(loaded);
        for day in DAYS {
            assert_eq!(status(&opened, 0, day), Status::Unknown, "{day}");
        }
    }
    // A copy that tells nothing of the clock changes nothing.
    let loaded = together(&[("ada-wren", &public), ("secret", &format!("confidential = true\n{TOP}{copy}"))]);
    let opened = withhold(loaded);
    assert_eq!(status(&opened, 0, "2026-11-24"), Status::Unconfirmed);
}

/// Any one thing that moves the clock is enough, and moves the clock of no other letter.
#[test]
fn whatever_moves_the_clock_in_a_withheld_copy_leaves_that_letter_unknown() {
    let other = LETTER.replace("3/2019", "4/2019");
    let public = format!("{TOP}{LETTER}{other}");
    for (more, hidden) in [
        ("no_reply_as_of = 2019-06-01\n", false),
        ("\n[[communication.reminder]]\ndate = 2019-08-01\n", false),
        ("reply_unknown = true\n", true),
        ("due = 2019-09-01\n", true),
        ("decided = 2019-09-01\n", true),
        ("withdrawn = 2019-09-01\n", true),
        ("suspended = \"2019-06-01/2019-06-09\"\n", true),
        ("\n[[communication.suspension]]\nfrom = 2019-06-01\nuntil = 2019-06-09\n", true),
        ("\n[[communication.extension]]\nuntil = 2019-09-01\n", true),
        ("\n[[communication.reply]]\nkind = \"denial\"\n", true),
    ] {
        let secret = format!("confidential = true\n{TOP}{LETTER}{more}");
        let loaded = together(&[("ada-wren", &public), ("secret", &secret)]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let opened = withhold(loaded);
        let expected = if hidden { Status::Unknown } else { Status::Unconfirmed };
        assert_eq!(status(&opened, 0, "2026-11-24"), expected, "{more}");
        assert_eq!(status(&opened, 1, "2026-11-24"), Status::Unconfirmed, "another letter: {more}");
    }
}

#[test]
fn a_withheld_turn_makes_liberty_unknown() {
    let person = |id: &str| format!("\n[[person]]\nid = \"{id}\"\nname = \"{id}\"\nrole = \"victim\"\n");
    let turn = |date: &str, liberty: &str, more: &str| {
        format!("\n[[event]]\nwhat = \"A turn\"\ndate = {date}\nliberty = \"{liberty}\"\n{more}")
    };
    let arrest = turn("2024-07-05", "detained", "");
    let release = turn("2024-08-05", "free", "people = [\"ada\"]\nconfidential = true\n");
    let loaded = text("ada-wren", &format!("{TOP}{}{}{arrest}{release}", person("ada"), person("bo")));
    let opened = withhold(loaded);
    let case = &opened.cases[0];
    let on = iso_day("2026-11-24").expect("a day");
    let lives = lives(case, on);
    let of = |id: &str| -> &Life<'_> { lives.iter().find(|life| life.person.id == id).expect("told of") };
    let ada = of("ada");
    assert!(matches!(ada.now, Now::Unknown(LibertyDoubt::Withheld)));
    assert!(ada.since.is_none() && ada.days.is_none() && ada.total.is_none() && ada.periods.is_empty());
    let bo = of("bo");
    assert!(bo.now.is_certain() && bo.total.is_some(), "nothing about the other is withheld");
}

#[test]
fn withheld_news_makes_a_demand_unknown() {
    let demand = |id: &str, more: &str| format!("\n[[demand]]\nid = \"{id}\"\nwhat = \"Release her\"\n{more}");
    let met = "\n[[demand.update]]\ndate = 2024-08-05\nstatus = \"met\"\n";
    let own = demand("one", &format!("{met}confidential = true\n"));
    let later = demand("one", "") + &demand("two", &format!("repeats = \"one\"\nconfidential = true\n{met}"));
    for demands in [own, later] {
        let loaded = text("ada-wren", &format!("{TOP}{demands}"));
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let opened = withhold(loaded);
        let pursued = pursued(&opened.cases[0], iso_day("2026-11-24").expect("a day"));
        assert_eq!(pursued.iter().map(|p| p.status).collect::<Vec<_>>(), [DemandStatus::Unknown], "{demands}");
    }
}

/// A withheld source that gives an event another date hides whether its people were free on a day between.
#[test]
fn another_date_in_a_withheld_source_makes_liberty_unknown() {
    let people = "\n[[person]]\nid = \"ada\"\nname = \"Ada\"\nrole = \"victim\"\n\n\
        [[person]]\nid = \"bo\"\nname = \"Bo\"\nrole = \"victim\"\n";
    let arrest = |who: &str, claim: &str| {
        format!(
            "\n[[event]]\nwhat = \"Held\"\ndate = 2024-07-05\nliberty = \"detained\"\npeople = [\"{who}\"]\n{claim}"
        )
    };
    let source = "\n[[source]]\nid = \"canary-source\"\ntitle = \"CANARY\"\nconfidential = true\n";
    for (claim, hidden) in [
        ("disputed = [{ date = 2024-07-09, sources = [\"canary-source\"] }]\n", true),
        ("disputed = [{ what = \"CANARY\", sources = [\"canary-source\"] }]\n", false),
    ] {
        let loaded = text("ada-wren", &format!("{TOP}{people}{}{}{source}", arrest("ada", claim), arrest("bo", "")));
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let opened = withhold(loaded);
        let lives = lives(&opened.cases[0], iso_day("2026-11-24").expect("a day"));
        let is_hidden = |n: usize| matches!(lives[n].now, Now::Unknown(LibertyDoubt::Withheld));
        assert_eq!((is_hidden(0), is_hidden(1), leaks(&opened)), (hidden, false, None), "{claim}");
    }
}

#[test]
fn a_source_does_not_name_a_withheld_one() {
    let hidden = "\n[[source]]\nid = \"canary-source\"\ntitle = \"CANARY\"\nconfidential = true\n";
    let open = "\n[[source]]\nid = \"open\"\ntitle = \"Open\"\nsources = [\"canary-source\"]\n";
    let loaded = text("ada-wren", &format!("{TOP}{open}{hidden}"));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let opened = withhold(loaded);
    assert_eq!((opened.cases[0].sources.len(), leaks(&opened)), (1, None));
}

/// A withheld suspension and a withheld claim about the letter's date, each alone and both.
#[test]
fn a_withheld_suspension_and_a_withheld_claim_leave_the_letter_unknown() {
    let source = "\n[[source]]\nid = \"secret\"\ntitle = \"Secret\"\nconfidential = true\n";
    let claim = "disputed = [{ date = 2019-05-29, sources = [\"secret\"] }]\n";
    let stop = "\n[[communication.suspension]]\nfrom = 2019-06-01\nconfidential = true\n";
    for (more, expected) in [
        (String::new(), Status::Unconfirmed),
        (claim.to_owned(), Status::Unknown),
        (stop.to_owned(), Status::Unknown),
        (format!("{claim}{stop}"), Status::Unknown),
    ] {
        let loaded = text("ada-wren", &format!("{TOP}{LETTER}{more}{source}"));
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let opened = withhold(loaded);
        assert_eq!(status(&opened, 0, "2026-11-24"), expected, "{more}");
    }
}

/// Each entry inside a withheld letter is one that is withheld; a suspension in its short form is none of its own.
#[test]
fn what_lies_in_a_withheld_letter_is_counted_with_it() {
    let stop =
        |month: u8| format!("\n[[communication.suspension]]\nfrom = 2019-0{month}-01\nuntil = 2019-0{month}-02\n");
    let inside = [
        "\n[[communication.reply]]\nkind = \"holding\"\n".repeat(2),
        "\n[[communication.extension]]\nuntil = 2019-12-31\n".to_owned(),
        stop(6) + &stop(7) + &stop(8),
        "\n[[communication.reminder]]\n".repeat(4),
    ];
    for (more, count) in
        [(String::new(), 1), ("suspended = \"2019-06-01/..\"\n".to_owned(), 1), (inside.concat(), 1 + 2 + 1 + 3 + 4)]
    {
        let loaded = text("ada-wren", &format!("{TOP}{LETTER}confidential = true\n{more}"));
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let opened = withhold(loaded);
        assert_eq!((opened.cases[0].taken().letters, opened.withheld.entries), (count, count), "{more}");
    }
}

/// Only what is open, or has a line in a record that is shown, is told; the rest is counted.
#[test]
fn problems_are_told_or_counted_as_their_privacy_asks() {
    let problem = |privacy| Problem::of_file(Code::Syntax, Path::new("ada.toml"), "CANARY", "help").private(privacy);
    for (privacy, told, count) in [
        (Privacy::Open, 1, Withheld::default()),
        (Privacy::Entry, 1, Withheld::default()),
        (Privacy::Unsure, 0, Withheld { unsure: 1, ..Withheld::default() }),
        (Privacy::Case, 0, Withheld { problems: 1, ..Withheld::default() }),
    ] {
        let loaded = || Loaded { cases: Vec::new(), problems: vec![problem(privacy)] };
        let opened = withhold(loaded());
        assert_eq!((opened.problems.len(), opened.withheld), (told, count), "{privacy:?}");
        // Asked for, it is told, and said to be confidential unless it is open.
        let opened = include(loaded());
        assert_eq!((opened.problems.len(), opened.withheld.included), (1, privacy != Privacy::Open), "{privacy:?}");
    }
}

/// Of two versions the larger number of each is withheld at least.
#[test]
fn what_is_withheld_of_two_versions_is_the_more_of_each() {
    let one = Withheld { cases: 1, entries: 5, problems: 0, unsure: 2, included: false };
    let other = Withheld { cases: 3, entries: 4, problems: 1, unsure: 0, included: true };
    let both = Withheld { cases: 3, entries: 5, problems: 1, unsure: 2, included: true };
    assert_eq!((one.of_both(other), other.of_both(one)), (both, both));
    assert!(!one.of_both(one).included);
}
