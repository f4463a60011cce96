//! The order of a chronology, what is planned, and what charges bring to it.

#![allow(clippy::expect_used, reason = "a test that cannot be set up fails")]

use timeline::{
    load,
    model::{
        case::Case,
        chronology::{Moment, Track, chronology},
        date::{Date, iso_day},
        rule::Rules,
        vocabulary::Vocabulary,
    },
};

fn load(entries: &str) -> Case {
    let text = format!("title = \"Ada Wren\"\nstate = \"DDR\"\n{entries}");
    let mut loaded = load::text("ada-wren", "ada-wren.toml".as_ref(), &text, &Rules::default());
    assert!(loaded.problems.is_empty(), "{text}\n{:#?}", loaded.problems);
    loaded.cases.remove(0)
}

/// The moments of a case on a day, each with its date and what it says.
fn told(entries: &str, as_of: &str, says: impl Fn(&Moment<'_>) -> String) -> Vec<String> {
    let case = load(entries);
    let rules = Rules::default();
    let moments = chronology(&case, &rules, iso_day(as_of).expect("a day"));
    let date = |m: &Moment<'_>| m.date.map_or_else(|| "undated".to_owned(), Date::to_string);
    moments.iter().map(|m| format!("{} {}", date(m), says(m))).collect()
}

fn tracks(entries: &str) -> Vec<String> {
    told(entries, "2026-11-24", |m| m.track.to_string())
}

fn whats(entries: &str, as_of: &str) -> Vec<String> {
    told(entries, as_of, |m| m.what.clone() + &m.outlook.map_or_else(String::new, |outlook| format!(" [{outlook}]")))
}

fn event(date: &str, what: &str) -> String {
    format!("[[event]]\ndate = \"{date}\"\nwhat = \"{what}\"\n")
}

fn events(dates: &[&str]) -> Vec<String> {
    let all: String =
        dates.iter().map(|date| event(date, "")).collect::<String>().replace("what = \"\"", "what = \"A\"");
    told(&all, "2026-11-24", |_| String::new()).iter().map(|text| text.trim().to_owned()).collect()
}

#[test]
fn events_stand_where_the_file_has_them() {
    assert_eq!(events(&["2025-03-10", "2025-03"]), ["2025-03-10", "2025-03"]);
    assert_eq!(events(&["2025-03", "2025-03-10"]), ["2025-03", "2025-03-10"]);
    assert_eq!(events(&["2025-04-01", "2025-03", "2025-03-31"]), ["2025-03-31", "2025-03", "2025-04-01"]);
    // Half a year no longer stands before the exact day on which it begins, wherever it is written.
    let half = "[2024-07-05..2025-01-08]";
    assert_eq!(events(&[half, "2024-07-05"]), ["2024-07-05", half]);
    assert_eq!(events(&["2024-07-05", half]), ["2024-07-05", half]);
    assert_eq!(events(&["2024-07-04", half, "2024-07-05"]), ["2024-07-04", "2024-07-05", half]);
    assert_eq!(events(&["2024-07-05", "2024-07-05/2024-08-01", half]), ["2024-07-05/2024-08-01", "2024-07-05", half]);
}

#[test]
fn undated_entries_are_a_block_of_their_own() {
    let entries = "[[event]]\nwhat = \"A\"\n".to_owned() + &event("2025-03-10", "B") + "[[event]]\nwhat = \"C\"\n";
    assert_eq!(whats(&entries, "2026-11-24"), ["2025-03-10 B", "undated A", "undated C"]);
}

const STATEMENT: &str = "[[statement]]\nid = \"s\"\nby = \"Experts\"\ntitle = \"On the arrest\"\ndate = \"2024-07\"\n";

#[test]
fn what_speaks_of_an_event_does_not_stand_before_it() {
    let entries = event("2024-07-05", "An arrest") + STATEMENT;
    assert_eq!(tracks(&entries), ["2024-07-05 event", "2024-07 statement"]);
    let next = STATEMENT.replace("\"s\"", "\"t\"").replace("\"2024-07\"", "2024-07-03");
    assert_eq!(
        tracks(&(entries + &next)),
        ["2024-07 statement", "2024-07-03 statement", "2024-07-05 event"],
        "before the next of its table"
    );
}

#[test]
fn a_letter_stands_before_its_replies_and_they_after_it() {
    let letter = |sent: &str, reply: &str| {
        format!(
            "[[communication]]\nprocedure = \"other\"\nto = \"DDR\"\nsent = \"{sent}\"\n[[communication.reply]]\ndate = \"{reply}\"\nkind = \"denial\"\n"
        )
    };
    let between = event("2024-07-10", "Between");
    assert_eq!(
        tracks(&(between.clone() + &letter("2024-07", "2024-07-05"))),
        ["2024-07 letter", "2024-07-05 reply", "2024-07-10 event"].map(String::from).into_iter().collect::<Vec<_>>()
    );
    assert_eq!(
        tracks(&(between.clone() + &letter("2024-07-15", "2024-07"))),
        ["2024-07-10 event", "2024-07-15 letter", "2024-07 reply"]
    );
    assert_eq!(
        tracks(&(between + &letter("2024-07", "2024-09-01"))),
        ["2024-07-10 event", "2024-07 letter", "2024-09-01 reply"]
    );
}

#[test]
fn a_demand_stands_with_what_made_it() {
    let demand = "[[demand]]\nid = \"d\"\nwhat = \"Release her\"\nmade_in = \"s\"\n[[demand.update]]\ndate = \"2024\"\nstatus = \"open\"\n";
    let entries = event("2024-07-05", "An arrest") + STATEMENT + demand;
    assert_eq!(tracks(&entries), ["2024-07-05 event", "2024-07 statement", "2024-07 demand", "2024 update"]);
}

#[test]
fn a_demand_stands_with_the_letter_that_made_it_however_that_is_named() {
    let letter = |name: &str| {
        format!(
            "[[communication]]\nid = \"l\"\nref = \"UA DDR 3/2024\"\nprocedure = \"sp-letter\"\nto = [\"DDR\"]\nfrom = [\"Experts\"]\n\
             sent = \"2024-07\"\n[[demand]]\nid = \"d\"\nwhat = \"Release her\"\nmade_in = \"{name}\"\n"
        )
    };
    for name in ["l", "UA DDR 3/2024", "DDR 3/2024"] {
        let entries = event("2024-07-05", "An arrest") + &letter(name);
        assert_eq!(tracks(&entries), ["2024-07-05 event", "2024-07 letter", "2024-07 demand"], "{name}");
        assert_eq!(told(&entries, "2026-11-24", |m| m.by.join("; "))[1..], ["2024-07 Experts", "2024-07 Experts"]);
    }
}

/// Other claims about a fact are told once, where the fact is.
#[test]
fn claims_stand_with_what_they_contest() {
    let claim = "disputed = [{ what = \"Otherwise\" }]\n";
    let contested = |entries: &str| {
        let is_contested = |m: &Moment<'_>| if m.disputed.is_empty() { "as it is" } else { "contested" };
        told(entries, "2026-11-24", |m| format!("{} {}", m.track, is_contested(m)))
    };
    let charge = |more: &str| format!("[[charge]]\noffence = \"Theft\"\n{more}{claim}");
    let decided = "outcome = \"dropped\"\ndecided = 2024-05-01\n";
    assert_eq!(contested(&charge("")), ["undated charge contested"]);
    assert_eq!(contested(&charge(decided)), ["2024-05-01 outcome contested"]);
    assert_eq!(
        contested(&charge(&format!("brought = 2024-01-10\n{decided}"))),
        ["2024-01-10 charge contested", "2024-05-01 outcome as it is"]
    );
    assert_eq!(contested(&(STATEMENT.to_owned() + claim)), ["2024-07 statement contested"]);
    let complaint =
        |dates: &str| format!("[[communication]]\nprocedure = \"ccpr-complaint\"\nto = [\"DDR\"]\n{dates}{claim}");
    assert_eq!(contested(&complaint("sent = 2024-07-05\n")), ["2024-07-05 letter contested"]);
    assert_eq!(contested(&complaint("filed = 2024-06-05\n")), ["2024-06-05 filing contested"]);
    assert_eq!(
        contested(&complaint("filed = 2024-06-05\nsent = 2024-07-05\n")),
        ["2024-06-05 filing as it is", "2024-07-05 letter contested"]
    );
    assert_eq!(contested(&complaint("")), ["undated letter contested"]);
}

#[test]
fn who_said_it_is_told() {
    let by = |entries: &str| told(entries, "2026-11-24", |m| m.by.join("; "));
    assert_eq!(by(STATEMENT), ["2024-07 Experts"]);
    let demand = "[[demand]]\nid = \"d\"\nwhat = \"Release her\"\nby = \"A\"\nmade = 2024-07-05\n";
    assert_eq!(by(demand), ["2024-07-05 A"]);
}

#[test]
fn charges_stand_in_the_timeline() {
    let charge = "[[person]]\nid = \"a\"\nname = \"A\"\nrole = \"victim\"\n[[charge]]\noffence = \"Theft\"\nperson = \"a\"\nlaw = \"Code\"\narticle = \"1\"\nbrought = 2024-01-10\noutcome = \"convicted\"\ndecided = 2024-05-01\nsentence = \"3 years\"\nsentence_ends = 2027-05-01\n";
    assert_eq!(
        whats(charge, "2024-05-01"),
        ["2024-01-10 charged: Theft (Code, 1)", "2024-05-01 convicted: Theft (Code, 1); 3 years, to 2027-05-01"]
    );
    assert_eq!(whats(charge, "2024-04-30"), ["2024-01-10 charged: Theft (Code, 1)"], "not decided yet");
    assert_eq!(whats(charge, "2024-01-09").len(), 0);
    let undated = "[[charge]]\noffence = \"Theft\"\n";
    assert_eq!(whats(undated, "2024-01-01"), ["undated charged: Theft"]);
    let decided = "[[charge]]\noffence = \"Theft\"\noutcome = \"dropped\"\ndecided = 2024-05-01\n";
    assert_eq!(whats(decided, "2026-01-01"), ["2024-05-01 dropped: Theft"], "told once");
    let case = load(charge);
    let rules = Rules::default();
    let moments = chronology(&case, &rules, iso_day("2026-11-24").expect("a day"));
    assert_eq!(
        moments.iter().map(|m| (m.track, m.kind)).collect::<Vec<_>>(),
        [(Track::Charge, "charged"), (Track::Outcome, "convicted")]
    );
    assert_eq!(moments[1].people, ["a"]);
}

#[test]
fn what_is_planned_is_told_as_that() {
    let of = |planned: &str, date: &str, as_of: &str| {
        whats(&format!("{}planned = {planned}\n", event(date, "A hearing")), as_of)
    };
    let (coming, passed) = (["2025-03-10 A hearing [coming-up]"], ["2025-03-10 A hearing [nothing-since]"]);
    assert_eq!(of("2025-02-01", "2025-03-10", "2025-01-31").len(), 0, "its date was not fixed yet");
    assert_eq!(of("2025-02-01", "2025-03-10", "2025-02-01"), coming);
    assert_eq!(of("2025-02-01", "2025-03-10", "2025-03-10"), coming);
    assert_eq!(of("2025-02-01", "2025-03-10", "2025-03-11"), passed);
    assert_eq!(of("true", "2025-03-10", "1990-01-01"), coming);
    assert_eq!(of("true", "2025-03", "2025-03-31"), ["2025-03 A hearing [coming-up]"]);
    assert_eq!(of("true", "2025-03", "2025-04-01"), ["2025-03 A hearing [nothing-since]"]);
    assert_eq!(
        whats("[[event]]\nwhat = \"A hearing\"\nplanned = true\n", "2025-01-01"),
        ["undated A hearing [coming-up]"]
    );
    let moves_nothing = event("2025-05-01", "Planned") + "planned = true\n" + &event("2025", "Happened");
    assert_eq!(whats(&moves_nothing, "2026-01-01"), ["2025 Happened", "2025-05-01 Planned [nothing-since]"]);
    assert_eq!(Track::ALL.iter().position(|track| *track == Track::Event), Some(0), "events are first on their day");
}

/// What came some day up to a last one is told from that on: before, nothing says that it had come.
#[test]
fn what_has_no_first_day_is_told_from_its_last() {
    let all = |as_of: &str| {
        let statement = "[[statement]]\nid = \"s\"\nby = \"Ada\"\ntitle = \"Said\"\ndate = \"[..2025-02-26]\"\n";
        whats(&format!("{}{statement}", event("[..2025-02-26]", "Done")), as_of).len()
    };
    assert_eq!([all("2025-02-25"), all("2025-02-26")], [0, 2]);
    // With a first day, from that on; with none at all, always.
    assert_eq!([whats(&event("[2025-02-01..2025-02-26]", "Done"), "2025-02-01").len()], [1]);
    assert_eq!([whats("[[event]]\nwhat = \"Done\"\n", "1990-01-01").len()], [1]);
}
