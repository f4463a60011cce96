//! Copies of one letter in several records: what contradicts, what is put together, on each side of every boundary.

use std::path::Path;
use timeline::{
    load,
    model::{
        answer::answer,
        case::Case,
        communication::Communication,
        date::iso_day,
        letter::{claims_the_same, contradiction, letters, share},
        rule::Rules,
        status::{LetterDoubt, Status},
        vocabulary::Vocabulary,
    },
};

/// A record of one letter, about which more is said.
fn case(id: &str, letter: &str) -> Case {
    let given = |key: &str| letter.lines().any(|line| line.starts_with(&format!("{key} =")));
    let mut text = "title = \"Invented\"\nstate = \"DDR\"\n[[communication]]\nref = \"UA DDR 3/2019\"\n".to_owned();
    for (key, usual) in [("procedure", r#""sp-urgent-appeal""#), ("to", r#"["DDR"]"#)] {
        if !given(key) {
            text += &format!("{key} = {usual}\n");
        }
    }
    let mut loaded = load::text(id, Path::new("invented.toml"), &(text + letter), &Rules::default());
    loaded.cases.pop().unwrap_or_else(|| panic!("{letter}\n{:#?}", loaded.problems))
}

fn letter(text: &str) -> Communication {
    case("ada-wren", text).communications.remove(0)
}

/// On which key two copies contradict each other, whichever is read first.
fn apart(one: &str, other: &str) -> Option<&'static str> {
    let (one, other) = (letter(one), letter(other));
    let found = contradiction(&one, &other);
    assert_eq!(found, contradiction(&other, &one), "whichever comes first: {one:?}\n{other:?}");
    found
}

const TWO: &str = "to = [\"DDR\", \"YUG\"]\n";

fn reply(more: &str) -> String {
    format!("[[communication.reply]]\n{more}\n")
}

#[test]
fn dates_contradict_each_other_where_they_have_no_day_in_common() {
    for key in ["sent", "filed", "published", "decided", "due", "withdrawn"] {
        let at = |date: &str| format!("{key} = {date}\n");
        for (one, other, met) in [
            ("2019-03-20", "2019-03-20", false),
            ("2019-03-20", "2019-03-21", true),
            ("\"2019-03\"", "2019-03-31", false),
            ("\"2019-03\"", "2019-04-01", true),
            ("\"2019-03\"", "2019-03-01", false),
            ("\"2019-03\"", "2019-02-28", true),
        ] {
            assert_eq!(apart(&at(one), &at(other)), met.then_some(key), "{key}: {one}, {other}");
        }
        assert_eq!(apart(&at("2019-03-20"), ""), None, "{key} in one of them only");
    }
}

#[test]
fn suspensions_contradict_each_other_where_they_have_no_day_in_common() {
    let from = |from: &str, until: &str| {
        format!("[[communication.suspension]]\nfrom = {from}\n{}", until.replace("until", "until = "))
    };
    let may = from("2019-05-01", "until2019-05-10\n");
    assert_eq!(apart(&may, &from("2019-05-10", "until2019-05-20\n")), None);
    assert_eq!(apart(&may, &from("2019-05-11", "until2019-05-20\n")), Some("suspended"));
    // What lasts reaches whatever comes later.
    assert_eq!(apart(&from("2019-05-01", ""), &from("2019-06-01", "until2019-06-10\n")), None);
    assert_eq!(apart(&from("2019-05-11", ""), &may), Some("suspended"));
    // Of several in one record, one may be another than that of the other record.
    let two = may.clone() + &from("2019-07-01", "until2019-07-10\n");
    assert_eq!(apart(&two, &from("2019-06-01", "until2019-06-10\n")), None);
}

#[test]
fn addressees_procedures_and_whose_move_it_is_contradict_each_other_where_they_differ() {
    assert_eq!(apart(TWO, "to = [\"DDR\"]\n"), Some("to"));
    assert_eq!(apart(TWO, "to = [\"YUG\", \"DDR\"]\n"), None, "in another order");
    let procedure = |name: &str| format!("procedure = \"{name}\"\n");
    let (urgent, allegation) = (procedure("sp-urgent-appeal"), procedure("sp-allegation-letter"));
    assert_eq!(apart(&urgent, &urgent), None);
    assert_eq!(apart(&urgent, &allegation), Some("procedure"));
    assert_eq!(apart(&procedure("sp-letter"), &allegation), None, "a letter of which the kind is left open");
    assert_eq!(apart("owed_by = \"us\"\n", ""), Some("owed_by"));
}

#[test]
fn replies_of_one_day_and_addressee_contradict_each_other_where_no_kind_is_in_both() {
    let of = |date: &str, kind: &str| reply(&format!("date = {date}\nkind = \"{kind}\""));
    let denial = of("2019-04-10", "denial");
    assert_eq!(apart(&denial, &denial), None);
    assert_eq!(apart(&denial, &of("2019-04-10", "partial")), Some("reply.kind"));
    assert_eq!(apart(&denial, &of("2019-04-11", "partial")), None, "of another day");
    assert_eq!(apart(&of("\"2019-04\"", "denial"), &of("2019-04-01", "partial")), None, "perhaps of another day");
    assert_eq!(apart(&reply("kind = \"denial\""), &reply("kind = \"partial\"")), None, "of which no day is known");
    // Two of one day: each record may hold one of them that the other has not seen, if they share one.
    let both = denial.clone() + &of("2019-04-10", "partial");
    assert_eq!(apart(&both, &denial), None);
    assert_eq!(apart(&both, &of("2019-04-10", "substantive")), Some("reply.kind"));
    let from = |state: &str, kind: &str| reply(&format!("date = 2019-04-10\nfrom = \"{state}\"\nkind = \"{kind}\""));
    let copy = |replies: String| TWO.to_owned() + &replies;
    assert_eq!(apart(&copy(from("DDR", "denial")), &copy(from("YUG", "partial"))), None, "of another addressee");
    assert_eq!(apart(&copy(from("DDR", "denial")), &copy(from("DDR", "partial"))), Some("reply.kind"));
    // What the same copy has of another addressee or day explains nothing.
    let more = copy(from("DDR", "denial") + &from("YUG", "partial"));
    assert_eq!(apart(&more, &copy(from("DDR", "partial"))), Some("reply.kind"));
}

#[test]
fn silence_contradicts_a_reply_that_had_come_by_then() {
    let silent = "no_reply_as_of = 2019-05-01\n";
    let came = |date: &str, kind: &str| reply(&format!("date = {date}\nkind = \"{kind}\""));
    assert_eq!(apart(silent, &came("2019-04-30", "denial")), Some("no_reply_as_of"));
    assert_eq!(apart(silent, &came("2019-05-01", "denial")), None, "it can have come after the look");
    assert_eq!(apart(silent, &came("\"2019-04\"", "denial")), Some("no_reply_as_of"));
    assert_eq!(apart(silent, &came("\"2019\"", "denial")), None, "perhaps later");
    assert_eq!(apart("no_reply_as_of = \"2019-05\"\n", &came("2019-04-30", "denial")), Some("no_reply_as_of"));
    assert_eq!(apart("no_reply_as_of = \"2019-05\"\n", &came("2019-05-01", "denial")), None);
    assert_eq!(apart(silent, &came("2019-04-30", "acknowledgement")), None, "that is no answer");
    assert_eq!(apart(silent, &reply("kind = \"denial\"")), None, "of which no day is known");
    let answered = TWO.to_owned() + &reply("date = 2019-04-30\nfrom = \"DDR\"\nkind = \"denial\"");
    assert_eq!(apart(&format!("{TWO}{silent}"), &answered), None, "silence of whichever of the two");
}

#[test]
fn two_copies_claim_the_same_if_nothing_differs_that_can_contradict() {
    let denial = |more: &str| reply(&format!("kind = \"denial\"\n{more}"));
    let suspension = |more: &str| format!("[[communication.suspension]]\n{more}\n");
    let all: Vec<String> = [
        "",
        "sent = 2019-03-20\n",
        "filed = 2019-03-20\n",
        "published = 2019-03-20\n",
        "decided = 2019-03-20\n",
        "due = 2019-03-20\n",
        "withdrawn = 2019-03-20\n",
        "no_reply_as_of = 2019-03-20\n",
        TWO,
        "procedure = \"sp-letter\"\n",
        "owed_by = \"us\"\n",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([
        suspension("from = 2019-03-20"),
        suspension("from = 2019-03-21"),
        suspension("from = 2019-03-20\nuntil = 2019-04-20"),
        suspension("from = 2019-03-20") + &suspension("from = 2019-04-20"),
        denial(""),
        denial("date = 2019-03-20"),
        denial("date = 2019-03-21"),
        denial("") + &denial(""),
        reply("kind = \"partial\""),
        TWO.to_owned() + &denial("from = \"DDR\""),
        TWO.to_owned() + &denial("from = \"YUG\""),
    ])
    .collect();
    for (at, one) in all.iter().enumerate() {
        for (beside, other) in all.iter().enumerate() {
            assert_eq!(claims_the_same(&letter(one), &letter(other)), at == beside, "{one}---\n{other}");
        }
    }
    // On its note, senders or sources nothing can contradict.
    assert!(claims_the_same(&letter("note = \"One\"\nfrom = [\"A\"]\n"), &letter("reply_unknown = true\n")));
}

/// What each of two records says of a letter when both are brought together.
fn together(one: &str, other: &str) -> [Communication; 2] {
    let mut cases = [case("ada-wren", one), case("bea-wren", other)];
    share(&mut cases);
    let copies = cases.map(|mut case| case.communications.remove(0));
    for copy in &copies {
        let shared = copy.shared.as_ref().expect("what both say");
        assert_eq!(shared.cases, ["ada-wren", "bea-wren"]);
        assert!(shared.contradictions.is_empty(), "{:?}", shared.contradictions);
    }
    copies
}

#[test]
fn a_copy_takes_over_the_more_precise_of_two_dates() {
    type Of = fn(&Communication) -> Option<String>;
    let keys: [(&str, Of); 6] = [
        ("sent", |letter| letter.sent.as_ref().map(ToString::to_string)),
        ("filed", |letter| letter.filed.as_ref().map(ToString::to_string)),
        ("published", |letter| letter.published.as_ref().map(ToString::to_string)),
        ("decided", |letter| letter.decided.as_ref().map(ToString::to_string)),
        ("due", |letter| letter.due.as_ref().map(ToString::to_string)),
        ("withdrawn", |letter| letter.withdrawn.as_ref().map(ToString::to_string)),
    ];
    for (key, of) in keys {
        let both = |one: &str, other: &str| {
            together(&format!("{key} = {one}\n"), &format!("{key} = {other}\n")).map(|copy| of(&copy).expect(key))
        };
        assert_eq!(both("\"2019-03\"", "2019-03-20"), ["2019-03-20", "2019-03-20"]);
        assert_eq!(both("2019-03-20", "\"2019\""), ["2019-03-20", "2019-03-20"]);
        // As precise: in both records the same of the two, whichever says it.
        let (first, second) = ("[2019-03-01..2019-03-10]", "[2019-03-05..2019-03-14]");
        assert_eq!(both(&format!("\"{first}\""), &format!("\"{second}\"")), [first, first]);
        assert_eq!(both(&format!("\"{second}\""), &format!("\"{first}\"")), [first, first]);
        // Of the same days each record keeps its own word.
        assert_eq!(both("2019-03-20", "\"2019-03-20?\""), ["2019-03-20", "2019-03-20?"]);
        let copies = together("", &format!("{key} = 2019-03-20\n"));
        assert_eq!(copies.map(|copy| of(&copy).expect(key)), ["2019-03-20", "2019-03-20"]);
    }
}

#[test]
fn a_copy_takes_over_what_only_the_other_says() {
    let copies = together("procedure = \"sp-letter\"\n", "procedure = \"sp-urgent-appeal\"\n");
    assert!(copies.iter().all(|copy| copy.procedure == "sp-urgent-appeal"));
    // Silence counts to the later of two looks; of a month, to its first day only.
    for (later, earlier) in [
        ("2019-05-02", "2019-05-01"),
        ("2019-05-20", "\"2019-05\""),
        ("\"2019-06\"", "2019-05-31"),
        ("2019-05-01", "\"2019-05\""),
    ] {
        let silence = |date: &str| format!("no_reply_as_of = {date}\n");
        let (later_first, later_last) =
            (together(&silence(later), &silence(earlier)), together(&silence(earlier), &silence(later)));
        for copy in later_first.into_iter().chain(later_last) {
            assert_eq!(copy.no_reply_as_of.expect("a day").to_string(), later.trim_matches('"'), "{earlier}");
        }
    }
    let copies = together("no_reply_as_of = 2019-05-01\n", "no_reply_as_of = \"2019-05-01?\"\n");
    assert_eq!(copies.map(|copy| copy.no_reply_as_of.expect("a day").to_string()), ["2019-05-01", "2019-05-01?"]);
    assert!(together("reply_unknown = true\n", "").iter().all(|copy| copy.reply_unknown));
    for copy in together("from = [\"A\", \"B\"]\n", "from = [\"B\", \"C\"]\n") {
        let mut from = copy.from;
        from.sort();
        assert_eq!(from, ["A", "B", "C"], "each once");
    }
}

#[test]
fn what_is_withheld_of_any_copy_is_withheld_of_all() {
    let mut cases = [case("ada-wren", TWO), case("bea-wren", TWO)];
    let state = |at: usize, cases: &[Case; 2]| cases[at].communications[0].to[at].clone();
    let (one, other) = (state(0, &cases), state(1, &cases));
    cases[0].communications[0].withheld = vec![Some(one.clone())];
    cases[1].communications[0].withheld = vec![Some(other.clone()), Some(one.clone())];
    share(&mut cases);
    for case in &cases {
        let letter = &case.communications[0];
        assert!(letter.is_withheld_for(&one) && letter.is_withheld_for(&other) && letter.withheld.len() == 2);
    }
}

#[test]
fn what_came_back_is_there_once_for_each_day_kind_and_addressee() {
    let replies = |one: &str, other: &str| together(one, other).map(|copy| copy.replies.len());
    let of = |date: &str, kind: &str| reply(&format!("date = {date}\nkind = \"{kind}\""));
    assert_eq!(replies(&of("2019-04-10", "denial"), &of("2019-04-10", "denial")), [1, 1]);
    assert_eq!(replies(&of("2019-04-10", "denial"), &of("2019-04-11", "denial")), [2, 2]);
    assert_eq!(replies(&of("2019-04-10", "denial"), &of("\"2019-04\"", "partial")), [2, 2]);
    assert_eq!(replies(&reply("kind = \"denial\""), &reply("kind = \"partial\"")), [2, 2]);
    let from =
        |state: &str| TWO.to_owned() + &reply(&format!("date = 2019-04-10\nfrom = \"{state}\"\nkind = \"denial\""));
    assert_eq!(replies(&from("DDR"), &from("YUG")), [2, 2]);

    let extensions = |one: &str, other: &str| {
        let entry = |more: &str| format!("{TWO}[[communication.extension]]\n{more}\n");
        together(&entry(one), &entry(other)).map(|copy| copy.extensions.len())
    };
    assert_eq!(extensions("until = 2019-06-10", "until = 2019-06-10"), [1, 1]);
    assert_eq!(extensions("until = 2019-06-10", "until = 2019-06-11"), [2, 2]);
    assert_eq!(extensions("until = 2019-06-10", "until = 2019-06-10\nto = \"DDR\""), [2, 2]);

    let reminders = |one: &str, other: &str| {
        let entry = |more: &str| format!("{TWO}[[communication.reminder]]\n{more}\n");
        together(&entry(one), &entry(other)).map(|copy| copy.reminders.len())
    };
    assert_eq!(reminders("date = 2019-06-10", "date = 2019-06-10"), [1, 1]);
    assert_eq!(reminders("date = 2019-06-10", "date = 2019-06-11"), [2, 2]);
    assert_eq!(reminders("date = 2019-06-10", "date = 2019-06-10\nto = \"DDR\""), [2, 2]);
}

#[test]
fn of_two_suspensions_that_can_be_one_the_shorter_is_the_more_precise() {
    let of = |from: &str, until: Option<&str>| {
        let until = until.map_or(String::new(), |until| format!("until = {until}\n"));
        format!("[[communication.suspension]]\nfrom = {from}\n{until}")
    };
    let both = |one: &str, other: &str| {
        together(one, other).map(|copy| copy.suspensions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    };
    let (long, short) = (of("2019-05-01", Some("2019-05-31")), of("2019-05-10", Some("2019-05-20")));
    let [a, b] = both(&long, &short);
    assert!(a == b && a.contains("2019-05-10") && !a.contains("2019-05-31"), "{a}");
    assert_eq!(both(&short, &long), [a.clone(), a.clone()]);
    assert_eq!(both(&of("2019-05-01", None), &short), [a.clone(), a], "one that lasts is the longest");
    // As long, from other days: in both records the same of the two.
    let (first, second) = (of("2019-05-01", Some("2019-05-10")), of("2019-05-05", Some("2019-05-14")));
    let [a, b] = both(&first, &second);
    assert!(a == b && a.contains("2019-05-10") && !a.contains("2019-05-14"), "{a} {b}");
    assert_eq!(both(&second, &first), [a, b]);
    // Of several, those of another time come from either record.
    let two = long + &of("2019-07-01", Some("2019-07-31"));
    let copies = together(&two, &of("2019-06-01", Some("2019-06-10")));
    assert_eq!(copies.map(|copy| copy.suspensions.len()), [3, 3]);
}

#[test]
fn what_another_record_says_stands_where_the_copy_stands_and_names_none_of_its_sources() {
    let source = "[[source]]\nid = \"s-1\"\ntitle = \"Invented\"\npublisher = \"Invented\"\n";
    let demand = "[[demand]]\nid = \"free-her\"\nkind = \"release\"\nwhat = \"Release\"\nby = \"Nobody\"\n";
    let back = "date = 2019-04-10\nsources = [\"s-1\"]\nnote = \"Seen there\"\n";
    let other = format!(
        "[[communication.reply]]\n{back}kind = \"denial\"\nanswers = [\"free-her\"]\n\
         [[communication.extension]]\nuntil = 2019-06-10\nsources = [\"s-1\"]\n\
         [[communication.suspension]]\nfrom = 2019-05-01\nuntil = 2019-05-10\nsources = [\"s-1\"]\nnote = \"Seen there\"\n\
         [[communication.reminder]]\n{back}{demand}{source}"
    );
    let own = "[[communication.reply]]\ndate = 2019-05-10\nkind = \"partial\"\nnote = \"Seen here\"\n";
    let [copy, theirs] = together(own, &other);
    assert_eq!((copy.replies.len(), copy.extensions.len(), copy.reminders.len()), (2, 1, 1));
    let (mine, taken) = (&copy.replies[0], &copy.replies[1]);
    assert!(mine.entry.note.is_some() && mine.entry.line > copy.entry.line, "what is its own stays as it is");
    assert!(taken.answers.is_empty());
    let suspension = &copy.suspensions[0].entry;
    for entry in [&taken.entry, &copy.extensions[0].entry, &copy.reminders[0].entry, suspension] {
        assert_eq!((entry.line, entry.offset), (copy.entry.line, copy.entry.offset));
        assert!(entry.sources.is_empty() && entry.note.is_none());
    }
    let own = theirs.replies.iter().find(|reply| !reply.answers.is_empty()).expect("its own reply");
    assert!(own.entry.note.is_some() && own.entry.sources == ["s-1"]);
    assert!(theirs.suspensions[0].entry.note.is_some() && theirs.suspensions[0].entry.sources == ["s-1"]);
    // Of what both say each keeps its own entry.
    let [copy, theirs] = together(&other.replace("Seen there", "Seen here"), &other);
    let notes = [copy, theirs].map(|copy| copy.suspensions[0].entry.note.clone());
    assert_eq!(notes.map(|note| note.expect("a note")), ["Seen here", "Seen there"]);
}

#[test]
fn copies_that_contradict_each_other_keep_their_words_and_say_whose_they_are() {
    for (key, one, other, said) in [
        ("sent", "sent = 2019-03-20\n", "sent = 2019-03-21\n", ["2019-03-20", "2019-03-21"]),
        ("filed", "filed = 2019-03-20\n", "filed = 2019-03-21\n", ["2019-03-20", "2019-03-21"]),
        ("published", "published = 2019-03-20\n", "published = 2019-03-21\n", ["2019-03-20", "2019-03-21"]),
        ("decided", "decided = 2019-03-20\n", "decided = 2019-03-21\n", ["2019-03-20", "2019-03-21"]),
        ("due", "due = 2019-03-20\n", "due = 2019-03-21\n", ["2019-03-20", "2019-03-21"]),
        ("withdrawn", "withdrawn = 2019-03-20\n", "withdrawn = 2019-03-21\n", ["2019-03-20", "2019-03-21"]),
        ("to", TWO, "", ["DDR, YUG", "DDR"]),
        ("procedure", "procedure = \"sp-allegation-letter\"\n", "", ["sp-allegation-letter", "sp-urgent-appeal"]),
        ("owed_by", "owed_by = \"us\"\n", "", ["us", "state"]),
        (
            "suspended",
            "suspended = \"2019-05-01/2019-05-10\"\n",
            "suspended = \"2019-06-01/..\"\n",
            ["2019-05-01/2019-05-10", "2019-06-01/.."],
        ),
    ] {
        let mut cases = [case("ada-wren", one), case("bea-wren", other), case("cal-wren", one)];
        share(&mut cases);
        let own: Vec<_> = cases.iter().map(|case| &case.communications[0]).collect();
        assert!(contradiction(own[0], own[1]) == Some(key), "each keeps its own words: {key}");
        for copy in own {
            let shared = copy.shared.as_ref().expect("what all say");
            assert_eq!(shared.cases, ["ada-wren", "bea-wren", "cal-wren"]);
            let [found] = shared.contradictions.as_slice() else { panic!("{key}: {:?}", shared.contradictions) };
            assert_eq!(found.key, key);
            assert_eq!(found.one, (said[0].to_owned(), "ada-wren".to_owned()));
            assert_eq!(found.other, (said[1].to_owned(), "bea-wren".to_owned()));
        }
    }
    let silent = case("ada-wren", "no_reply_as_of = 2019-05-01\n");
    let answered = case("bea-wren", &reply("date = 2019-04-30\nkind = \"denial\""));
    let mut cases = [silent, answered];
    share(&mut cases);
    let shared = cases[0].communications[0].shared.as_ref().expect("what both say");
    assert_eq!(shared.contradictions[0].one.0, "no reply as of 2019-05-01");
    assert_eq!(shared.contradictions[0].other.0, "denial 2019-04-30");
    assert!(cases[0].communications[0].replies.is_empty(), "what contradicts it is not taken over");
}

/// However the records were read: brought together before, or only listed together.
#[test]
fn a_letter_is_listed_once_with_what_all_copies_say() {
    let read = |second: &str| {
        [
            case("ada-wren", &format!("sent = 2019-03-20\n{}", reply("date = 2019-04-10\nkind = \"denial\""))),
            case("bea-wren", &format!("{second}\n{}", reply("date = 2019-05-10\nkind = \"partial\""))),
        ]
    };
    for (second, contradictions) in [("", 0), ("sent = 2019-03-21", 1)] {
        let (apart, mut shared) = (read(second), read(second));
        share(&mut shared);
        for cases in [&apart, &shared] {
            let listed = letters(cases);
            assert_eq!(listed.len(), 1);
            assert_eq!(listed[0].names(), ["ada-wren", "bea-wren"]);
            assert_eq!(listed[0].cases.len(), 2);
            assert_eq!(listed[0].contradictions.len(), contradictions, "{second}");
        }
        assert_eq!(letters(&apart)[0].communication.replies.len(), 2);
        assert_eq!(letters(&shared)[0].communication.replies.len(), 2 - contradictions);
    }
}

/// Which of two records is right is not known, and so neither when it was due nor how long nobody answered.
#[test]
fn how_a_letter_stands_is_unknown_where_copies_contradict_each_other() {
    let rules = Rules::default();
    let stands = |second: &str| {
        let mut cases = [case("ada-wren", "sent = 2019-03-20\n"), case("bea-wren", second)];
        share(&mut cases);
        let listed = letters(&cases);
        let to = listed[0].communication.to[0].clone();
        let answer = answer(&listed[0], &to, &rules, iso_day("2019-12-01").expect("a day"));
        (answer.status, answer.doubt, answer.silence_until.is_some(), answer.deadline.due.is_some())
    };
    assert_eq!(stands("sent = 2019-03-20\n"), (Status::Unconfirmed, None, true, true));
    assert_eq!(stands("sent = 2019-03-21\n"), (Status::Unknown, Some(LetterDoubt::Copies), false, false));
}

/// Replies of one day that another record has stand in its order, and the first is told.
#[test]
fn of_replies_of_one_day_in_another_record_the_first_is_told() {
    let rules = Rules::default();
    let told = |kinds: [&str; 2]| {
        let replies = kinds.map(|kind| reply(&format!("date = 2019-04-10\nkind = \"{kind}\""))).concat();
        let mut cases = [case("ada-wren", "sent = 2019-03-20\n"), case("bea-wren", &replies)];
        share(&mut cases);
        let listed = letters(&cases);
        let to = listed[0].communication.to[0].clone();
        let answer = answer(&listed[0], &to, &rules, iso_day("2019-12-01").expect("a day"));
        answer.reply.map(|reply| reply.kind.name())
    };
    assert_eq!(told(["denial", "partial"]), Some("denial"));
    assert_eq!(told(["partial", "denial"]), Some("partial"));
}
