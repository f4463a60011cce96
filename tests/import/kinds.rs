//! Rows of other kinds than letters: people, events, demands; and what the options of the command do.

use super::{Desk, became, told};
use std::{fs, path::Path};

const NEW: &str = "[new]\ntitle = { value = \"Heron\" }\nstate = { value = \"YUG\" }\n";

fn map(entry: &str, top: &str, below: &str) -> String {
    format!("entry = \"{entry}\"\ncase = \"heron\"\n{top}\n{NEW}{below}")
}

#[test]
fn two_people_of_one_name_stay_two_and_a_comma_divides_nobody() {
    let map = map(
        "person",
        "",
        "[columns]\nname = \"Name\"\nborn = \"Born\"\nother_names = { columns = [\"Name (ru)\", \"Name (ar)\"] }\n\
         role = { value = \"victim\" }\n",
    );
    let text = "Name,Name (ru),Name (ar),Born\n\
                \"Reed, Otto\",Рид,ريد,\n\
                Otto Reed,,,1970\n\
                Otto Reed,,,\n\
                Otto Reed,,,\n\
                Otto Reed,,,1971-02-03\n";
    let desk = Desk::new();
    let (first, _) = desk.import(&map, text, true);
    assert!(became(&first).iter().all(|became| *became == "added"), "{first:?}");
    let record = desk.records()["heron.toml"].clone();
    assert_eq!(record.matches("[[person]]").count(), 5, "{record}");
    assert!(record.contains("other_names = [\"Рид\", \"ريد\"]") && record.contains("id = \"otto-reed-4\""), "{record}");
    let (again, _) = desk.import(&map, text, true);
    assert!(became(&again).iter().all(|became| *became == "same"), "{again:?}");
    assert_eq!(desk.records()["heron.toml"], record);
    // One more of a name that is on record is told.
    let (more, _) = desk.import(&map, "Name,Name (ru),Name (ar),Born\nOtto Reed,,,1999\n", false);
    assert_eq!(more[0].1, "added");
    assert!(more[0].2.contains("somebody else of this name is on record"), "{}", more[0].2);
}

#[test]
fn events_name_people_and_are_added_in_the_order_of_their_dates() {
    let map = map(
        "event",
        "",
        "[columns]\ndate = \"When\"\nwhat = \"What\"\nkind = { column = \"Kind\", words = { detention = \"arrest\", freed = \"release\" } }\n\
         people = { column = \"Who\", split = \";\", as = \"person\", role = \"victim\" }\n",
    );
    let text = "When,What,Kind,Who\n2025-05-20,Freed on bail,Freed,Ada Wren\n2025-03-10,Arrested,detention,Ada Wren;Otto Kite\n,At an unknown time,detention,\n2025,\"\",freed,\n";
    let desk = Desk::new();
    let (first, _) = desk.import(&map, text, true);
    assert_eq!(became(&first), ["added", "added", "added", "rejected"], "{first:?}");
    let record = desk.records()["heron.toml"].clone();
    let at = |text: &str| record.find(text).unwrap_or_else(|| panic!("{text} is not in {record}"));
    assert!(at("Arrested") < at("Freed on bail") && at("Freed on bail") < at("At an unknown time"));
    assert!(record.contains("people = [\"ada-wren\", \"otto-kite\"]"));
    let (again, _) = desk.import(&map, text, true);
    assert_eq!(became(&again), ["same", "same", "same", "rejected"]);
    assert_eq!(desk.records()["heron.toml"], record);
    // Somebody who is not on record, where the map says no role.
    let (told, _) =
        desk.import(&map.replace(", role = \"victim\"", ""), "When,What,Kind,Who\n2026,X,freed,Nobody\n", false);
    assert!(told[0].2.contains("nobody of this name is on record") && !told[0].2.contains("Nobody"), "{}", told[0].2);
}

#[test]
fn a_demand_gets_what_became_of_it_since() {
    let map = map(
        "demand",
        "",
        "[columns]\nwhat = \"What\"\nby = \"By\"\nmade = \"Made\"\n\
         [updates]\ndate = \"Since\"\nstatus = { column = \"Status\", words = { open = \"open\", done = \"met\" } }\n",
    );
    let desk = Desk::new();
    let (first, _) = desk.import(&map, "What,By,Made,Since,Status\nRelease her,Union,2025-03,,\n", true);
    assert_eq!(became(&first), ["added"], "{first:?}");
    assert!(desk.records()["heron.toml"].contains("id = \"release-her\""));
    let (told, _) = desk.import(&map, "What,By,Made,Since,Status\nRelease her,Union,2025-03,2025-12,done\n", true);
    assert_eq!(told, [(2, "added".into(), "1 update".into())]);
    assert!(desk.records()["heron.toml"].contains("[[demand.update]]\ndate = \"2025-12\"\nstatus = \"met\""));
    let (told, _) = desk.import(&map, "What,By,Made,Since,Status\nRelease her,Union,2025-03,2025-12,done\n", true);
    assert_eq!(told[0].1, "same");
}

#[test]
fn letters_get_reminders_and_extensions_since() {
    let map = map(
        "letter",
        "ignore = [\"X\"]",
        "[columns]\nref = \"Ref\"\nto = { value = \"YUG\" }\nprocedure = { value = \"wgad-regular\" }\nsent = \"Sent\"\n\
         [replies]\nabsent = \"unknown\"\n[reminders]\ndate = { column = \"Reminded\", split = \";\" }\n\
         [extensions]\nuntil = \"Until\"\n",
    );
    let desk = Desk::new();
    desk.import(&map, "Ref,Sent,Reminded,Until,X\nYUG 3/2025,2025-03-01,,,\n", true);
    let (told, _) =
        desk.import(&map, "Ref,Sent,Reminded,Until,X\nYUG 3/2025,2025-03-01,2025-06-01;2025-07-01,2025-06-15,\n", true);
    assert_eq!(told[0].2, "1 extension, 2 reminders");
    let record = &desk.records()["heron.toml"];
    assert!(
        record.contains("reply_unknown = true") && record.contains("[[communication.extension]]\nuntil = 2025-06-15"),
        "{record}"
    );
}

#[test]
fn a_record_of_hands_keeps_every_byte_and_a_changed_one_is_told() {
    let desk = Desk::new();
    let hand = fs::read_to_string("tests/records/handmade/crlf-bom-no-final-newline.toml").expect("a record");
    fs::write(desk.cases().join("heron.toml"), &hand).expect("a record");
    let map = map("event", "", "[columns]\ndate = \"When\"\nwhat = \"What\"\n");
    let (told, _) = desk.import(&map, "When,What\n2025-03-10,Arrested\n", true);
    assert_eq!(told[0].1, "added");
    let record = &desk.records()["heron.toml"];
    let mut rest = record.as_str();
    for line in hand.lines() {
        let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} is gone"));
        rest = &rest[at + line.len()..];
    }
    assert!(record.contains("what = \"Arrested\"\r\n"));
    // A record with an error is not touched.
    fs::write(desk.cases().join("heron.toml"), hand.replace("title", "titel")).expect("a record");
    let (told, _) = desk.import(&map, "When,What\n2025-03-11,Freed\n", true);
    assert_eq!(told[0].1, "rejected");
    assert!(told[0].2.contains("has errors"), "{}", told[0].2);
}

#[test]
fn a_letter_that_another_record_tells_otherwise_is_rejected() {
    let desk = Desk::new();
    let text = |case: &str, sent: &str| format!("Case,Ref,Sent\n{case},UA YUG 3/2025,{sent}\n");
    let map = map(
        "letter",
        "",
        "[columns]\nref = \"Ref\"\nsent = \"Sent\"\nto = { value = \"YUG\" }\nprocedure = { value = \"sp-urgent-appeal\" }\n[replies]\nabsent = \"unknown\"\n",
    )
    .replace("case = \"heron\"", "case = { column = \"Case\" }");
    desk.import(&map, &text("heron", "2025-03-01"), true);
    let (told, _) = desk.import(&map, &text("kite", "2025-03-02"), true);
    assert_eq!(told[0].1, "rejected");
    assert!(told[0].2.contains("one letter has one history"));
    assert!(!desk.records().contains_key("kite.toml"));
    let (told, _) = desk.import(&map, &text("kite", "2025-03-01"), true);
    assert_eq!(told[0].1, "added", "{told:?}");
    // Two rows of one file that contradict each other in two records: which is right, nobody knows.
    let both = "Case,Ref,Sent\nrobin,UA YUG 4/2025,2025-03-01\nfinch,UA YUG 4/2025,2025-03-02\n";
    let (told, _) = desk.import(&map, both, true);
    assert_eq!(became(&told), ["rejected", "rejected"]);
}

#[test]
fn the_file_is_kept_beside_the_record_if_asked_for() {
    let desk = Desk::new();
    let map = map("event", "", "[columns]\ndate = \"When\"\nwhat = \"What\"\n[file]\nexported = 2025-04-01\n");
    let path = desk.file("list.csv", "When,What\n2025-03-10,Arrested\n");
    let mut args = desk.args(&map, &[&path], true);
    args.keep = true;
    desk.run(&args, false).expect("an import");
    let record = &desk.records()["heron.toml"];
    assert!(
        record.contains("archive = \"heron/list-csv.csv\"") && record.contains("published = 2025-04-01"),
        "{record}"
    );
    let kept = fs::read(desk.cases().join("heron/list-csv.csv")).expect("the copy");
    assert_eq!(kept, fs::read(&path).expect("the file"));
    assert_eq!(
        timeline::load::folder::archived::sha256(&desk.cases().join("heron.toml"), "heron/list-csv.csv")
            .ok()
            .as_deref(),
        record.lines().find_map(|line| line.strip_prefix("sha256 = ")).map(|hash| hash.trim_matches('"'))
    );
}

#[test]
fn all_is_confidential_where_that_is_asked_for_and_withheld_cases_stay_unseen() {
    let desk = Desk::new();
    let map = map("event", "", "[columns]\ndate = \"When\"\nwhat = \"What\"\n");
    let path = desk.file("list.csv", "When,What\n2025-03-10,Arrested\n");
    let args = desk.args(&map, &[&path], true);
    let done = desk.run(&args, true).expect("an import");
    assert!(done.confidential);
    let record = desk.records()["heron.toml"].clone();
    assert_eq!(record.matches("confidential = true").count(), 3, "the case, the event, the source: {record}");
    // Without --confidential nothing tells of the case.
    let done = desk.run(&args, false).expect("an import");
    assert_eq!(became(&told(&done)), ["rejected"]);
    assert!(told(&done)[0].2.contains("cannot have this id"), "{:?}", told(&done));
    assert_eq!(desk.records()["heron.toml"], record);
    assert_eq!(became(&told(&desk.run(&args, true).expect("an import"))), ["same"]);
}

#[test]
fn the_case_of_the_command_line_goes_before_that_of_the_map() {
    let desk = Desk::new();
    let map = map("event", "", "[columns]\ndate = \"When\"\nwhat = \"What\"\n");
    let (one, other) = (desk.file("a.csv", "When,What\n2025,A\n"), desk.file("b.csv", "When,What\n2025,B\n2025,A\n"));
    let mut args = desk.args(&map, &[&one, &other], true);
    args.case = Some("kite".into());
    let done = desk.run(&args, false).expect("an import");
    assert_eq!(became(&told(&done)), ["added", "added", "same"]);
    let table = &done.report.table;
    assert_eq!(table.columns[0].key, "file", "several files are told apart");
    let record = &desk.records()["kite.toml"];
    assert_eq!((record.matches("[[source]]").count(), record.matches("[[event]]").count()), (2, 2), "{record}");
    args.case = Some("../kite".into());
    assert!(desk.run(&args, false).is_err());
    args.files = vec![Path::new("/dev/null").to_path_buf()];
    args.case = None;
    assert!(desk.run(&args, false).is_err());
}
