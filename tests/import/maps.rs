//! The maps that ship, on small invented files of the shape of the real exports.

use super::{Desk, Told, became, told};
use std::{collections::BTreeMap, process::Command};
use timeline::import::map::{builtin, read};

fn import(map: &str, name: &str, text: &str) -> (Told, BTreeMap<String, String>) {
    let desk = Desk::new();
    let path = desk.file(name, text);
    let mut args = desk.args("", &[&path], true);
    args.map = Some(map.to_owned());
    let done = desk.run(&args, false).unwrap_or_else(|error| panic!("{map}: {error}"));
    (told(&done), desk.records())
}

#[test]
fn every_map_that_ships_can_be_read() {
    for (name, _, text) in builtin::NAMES {
        if let Err(problems) = read::map(name.as_ref(), text) {
            panic!("{name}: {problems:?}");
        }
    }
}

#[test]
fn letters_of_special_procedures_without_replies_accuse_nobody() {
    let (told, records) = import(
        "ohchr-communications",
        "scrape.csv",
        "id,date,country,type,ref,mandates,summary,source_url,topic,named_companies\n\
         1,2025-03-20,German Democratic Republic,JUA,UA DDR 3/2025,torture|Working Group on arbitrary detention,\"Alleged victims: -\",https://example.org/1,x,\n\
         2,30 Dec 2024,\"Yugoslavia\",AL,AL YUG 1/2025,housing,Letter two,https://example.org/2,x,Invented Shipping Ltd\n\
         3,2025-05-01,Iran (Islamic Republic of),OL,OL IRN 9/2025,torture,Letter three,,,\n\
         4,2025-05-02,Atlantis,OL,OL IRN 10/2025,torture,,,,\n",
    );
    assert_eq!(became(&told), ["added", "added", "added", "rejected"], "{told:?}");
    assert!(
        records.values().all(|record| record.contains("reply_unknown = true") && !record.contains("no_reply_as_of"))
    );
    let first = &records["ddr-3-2025.toml"];
    assert!(
        first.contains("from = [\"Special Rapporteur on torture\", \"Working Group on arbitrary detention\"]"),
        "{first}"
    );
    assert!(records["yug-1-2025.toml"].contains("sent = 2024-12-30"), "the number is of the year after");
    assert!(records["irn-9-2025.toml"].contains("state = \"IRN\""));
    assert!(first.contains("note = \"Alleged victims: -; https://example.org/1 [scrape.csv, row 2]\""), "{first}");
}

#[test]
fn decisions_that_share_a_number_stay_two() {
    let (told, records) = import(
        "treaty-body-cases",
        "views.csv",
        "Title,State_party,Communication_number,Type_of_decision,Submission_date,Date_of_adoption_of_the_Views,Articles\n\
         Wren v. Yugoslavia,Yugoslavia,\"165/1984,\",Admissibility,1984-02-03,1986-07-10,9\n\
         Wren v. Yugoslavia,Yugoslavia,165/1984,Views,1984-02-03,July 1988,9; 14\n\
         Finch v. Czechoslovakia,Czechoslovakia,166/1984,Views,1989-05-06,1988-05-06,\n\
         Kite v. Czechoslovakia,Czechoslovakia,167/1984,Views,3 March 1984,05/13/1989,19\n",
    );
    assert_eq!(became(&told), ["added", "added", "rejected", "added"], "{told:?}");
    assert!(told[2].2.contains("`decided` lies before `filed`"), "{}", told[2].2);
    let record = &records["165-1984.toml"];
    assert_eq!(record.matches("ref = \"165/1984\"").count(), 2, "{record}");
    assert!(record.contains("id = \"165-1984-admissibility\"") && record.contains("id = \"165-1984-views\""));
    assert!(record.contains("note = \"Articles: 9; 14 ["));
    assert!(
        records["167-1984.toml"].contains("decided = 1989-05-13")
            && records["167-1984.toml"].contains("filed = 1984-03-03")
    );
}

#[test]
fn events_of_uwazi_have_ranges_and_lists() {
    let day = 1_558_828_800; // 2019-05-26, 00:00 UTC
    let (told, records) = import(
        "uwazi",
        "export.csv",
        &format!(
            "title__en,date,country__en,case__en,people__en,place__en,tags__en\n\
             Arrested at the gate,{day},Yugoslavia,Harbour,Ada Wren|Otto Kite,Oldport,\n\
             On hunger strike,{day}:{},Yugoslavia,Harbour,Ada Wren,,prison\n\
             Released,{},Yugoslavia,Harbour,\"Reed, Otto\",,\n\
             Nobody knows when,,Yugoslavia,Harbour,,,\n",
            day + 3 * 86_400,
            day - 2 * 3_600
        ),
    );
    assert_eq!(became(&told), ["added", "added", "rejected", "added"], "{told:?}");
    assert!(told[2].2.contains("near to midnight"), "{}", told[2].2);
    let record = &records["harbour.toml"];
    assert!(
        record.contains("date = 2019-05-26\n") && record.contains("date = \"[2019-05-26..2019-05-29]\""),
        "{record}"
    );
    assert!(record.contains("people = [\"ada-wren\", \"otto-kite\"]") && record.contains("name = \"Ada Wren\""));
    assert_eq!(record.matches("[[person]]").count(), 2, "who is only in a rejected row is not added");
    assert!(record.contains("note = \"tags__en: prison ["));
}

#[test]
fn what_the_program_writes_it_reads_back() {
    for format in ["csv", "tsv", "jsonl"] {
        let mut export = Command::new(env!("CARGO_BIN_EXE_timeline"));
        export.args(["letters", "-f", format, "--as-of", "2026-03-01", "--cases", "tests/archive"]);
        let text = String::from_utf8(export.output().expect("the program").stdout).expect("UTF-8");
        let (told, records) = import("timeline", &format!("letters.{format}"), &text);
        // A case that has letters to companies only says no State: it is begun by hand.
        let rejected: Vec<&(i64, String, String)> = told.iter().filter(|(_, became, _)| became != "added").collect();
        assert!(rejected.is_empty(), "{format}: {rejected:?}");
        let record = &records["harbour-two.toml"];
        assert!(record.contains("to = [\"Invented Shipping Ltd\", \"YUG\"]"), "one letter to two: {record}");
        assert!(record.contains("from = \"YUG\"") && record.contains("kind = \"denial\""), "{record}");
    }
}

/// One letter to ten, a row each; and three letters that tell the same number differently.
#[test]
fn rows_of_one_letter_are_one_letter_where_the_map_says_so() {
    let letter = "entry = \"letter\"\ncase = \"heron\"\nmerge = [\"to\"]\n[new]\ntitle = { value = \"Heron\" }\nstate = { value = \"YUG\" }\n\
                  [columns]\nref = \"Ref\"\nto = { column = \"To\", as = \"actor\" }\nprocedure = { value = \"sp-letter\" }\n\
                  [replies]\ncolumn = \"Reply\"\nkind = \"denial\"\nempty = \"unknown\"\n";
    let rows: String = (1..=10)
        .map(|n| format!("OL OTH 7/2025,Invented Shipping {n} Ltd,{}\n", if n == 3 { "2025-08-01" } else { "" }))
        .collect();
    let desk = Desk::new();
    let (merged, _) = desk.import(letter, &format!("Ref,To,Reply\n{rows}"), true);
    assert!(became(&merged).iter().all(|became| *became == "added"), "{merged:?}");
    let record = &desk.records()["heron.toml"];
    assert_eq!(record.matches("[[communication]]").count(), 1);
    assert!(
        record.contains("Invented Shipping 10 Ltd") && record.contains("from = \"Invented Shipping 3 Ltd\""),
        "{record}"
    );
    let (again, _) = desk.import(letter, &format!("Ref,To,Reply\n{rows}"), true);
    assert!(became(&again).iter().all(|became| *became == "same"), "{again:?}");
    // Without that word of the map, nobody knows which row is right.
    let other = Desk::new();
    let (told, _) = other.import(&letter.replace("merge = [\"to\"]\n", ""), &format!("Ref,To,Reply\n{rows}"), true);
    assert!(
        became(&told).iter().all(|became| *became == "rejected") && told[0].2.contains("merge = [\"to\"]"),
        "{told:?}"
    );
    assert!(other.records().is_empty());
}
