//! Names of States: each leads to its State and to no other.
//!
//! `STATES=overwrite cargo test --test all states::` writes the index anew after a change of the table.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

use proptest::prelude::*;
use std::{fs, path::Path};
use timeline::{
    load,
    model::{
        rule::Rules,
        state::{Actor, State, all, index, instead},
    },
};

fn state(code: &str) -> State {
    State::from_code(code).expect("a code")
}

#[test]
fn the_index_is_that_of_the_table() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model/state/index.tsv");
    if std::env::var("STATES").is_ok_and(|what| what == "overwrite") {
        fs::write(&file, index()).expect("the index is written");
    }
    let there = fs::read_to_string(&file).expect("the index");
    assert!(there == index(), "STATES=overwrite cargo test --test all states:: writes the index of this table");
}

/// The law: whatever a State is called leads to it, or says that another is called so too; no other is proposed.
#[test]
fn no_name_proposes_another_state() {
    let (mut states, mut several) = (0, Vec::new());
    // OTH stands for whoever is no State: that is nobody's name.
    for names in all().filter(|names| names.state.code() != "OTH") {
        states += 1;
        let own = names.state;
        assert_eq!(State::from_code(own.code()), Some(own));
        assert_eq!(own.name(), names.printed);
        for name in names.two.into_iter().chain([own.code(), names.printed]).chain(names.other.iter().copied()) {
            let spellings = [name.to_owned(), name.to_uppercase(), name.to_lowercase(), format!(" {name} ")];
            for spelling in &spellings {
                let called = State::called(spelling);
                assert_eq!(State::near(spelling), None, "{spelling}");
                if spelling != own.code() {
                    assert_eq!(Actor::named(spelling).filter(|_| name != own.code()), None, "{spelling}");
                }
                if called == [own] {
                    assert_eq!(State::named(spelling), Some(own));
                    assert_eq!(instead(spelling), format!("write \"{own}\" ({})", own.name()), "{spelling}");
                } else if called.contains(&own) {
                    several.push(name.to_owned());
                    assert_eq!(State::named(spelling), None);
                    assert!(instead(spelling).contains(own.name()), "{spelling}");
                } else {
                    // What is somebody else's code is that.
                    assert_eq!(name, "RU", "{spelling} leads to {called:?}, not to {own}");
                }
            }
        }
    }
    assert_eq!(states, 258);
    several.sort_unstable();
    several.dedup();
    let shared = ["Corea", "Corée", "Korea", "Saint Martin", "Saint-Martin", "St. Martin", "Virgin Islands", "Корея"];
    assert_eq!(several, shared);
}

#[test]
fn names_that_people_write_are_known() {
    for (code, names) in [
        ("RUS", ["Russia", "Russian Federation", "Россия", "russie", "RU"]),
        ("GBR", ["UK", "U.K.", "Great Britain", "united kingdom", "gb"]),
        ("TUR", ["Turkey", "Türkiye", "turkiye", "Турция", "TR"]),
        ("KOR", ["South Korea", "Republic of Korea", "Korea, Republic of", "ROK", "韩国"]),
        ("PRK", ["North Korea", "DPRK", "Korea (Democratic People's Republic of)", "КНДР", "kp"]),
        ("MMR", ["Burma", "Myanmar", "Myanmar (Burma)", "Birmanie", "缅甸"]),
        ("CZE", ["Czech Republic", "Czechia", "the Czech Republic", "Чехия", "CZ"]),
        ("COD", ["DRC", "DR Congo", "Congo - Kinshasa", "RDC", "the Democratic Republic of the Congo"]),
        ("COG", ["Congo", "Congo-Brazzaville", "Republic of the Congo", "Congo (Republic)", "CG"]),
        ("IRN", ["Iran", "Iran (Islamic Republic of)", "Islamic Republic of Iran", "إيران", "Иран"]),
        ("CIV", ["Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast", "Costa de Marfil", "ساحل العاج"]),
        ("LCA", ["Saint Lucia", "St. Lucia", "St Lucia", "Santa Lucía", "Sainte-Lucie"]),
        ("BIH", ["Bosnia & Herzegovina", "Bosnia and Herzegovina", "Bosnia", "BiH", "BA"]),
        ("USA", ["US", "U.S.", "U.S.A.", "EE. UU.", "The United States of America"]),
        ("DDR", ["German Democratic Republic", "East Germany", "GDR", "ГДР", "DD"]),
        ("YUG", ["Yugoslavia", "Yugoslavia (until 2003)", "Югославия", "SFRY", "YU"]),
        ("PSE", ["Palestine", "State of Palestine", "Palestinian Territories", "Occupied Palestinian Territory", "PS"]),
        ("COK", ["Cook Islands", "Острова Кука", "о-ва Кука", "Îles Cook", "ck"]),
    ] {
        names.iter().for_each(|name| assert_eq!(State::named(name), Some(state(code)), "{name}"));
    }
    assert_eq!(State::called("Korea"), [state("KOR"), state("PRK")]);
    for nobody in
        ["", "Russian", "European Union", "EU", "UN", "CS", "Kurdistan", "Example Mining Ltd", "Amnesty International"]
    {
        assert_eq!(State::called(nobody), [], "{nobody}");
    }
}

/// A slip of the keyboard is understood where only one State is near; else nothing is proposed.
#[test]
fn another_state_is_proposed_only_where_one_alone_is_near() {
    for (text, near) in [
        ("GRB", Some("GBR")),
        ("RSU", Some("RUS")),
        ("GBX", Some("GBR")),
        ("Untied Kingdom", Some("GBR")),
        ("Rusia", None),
        ("Russsia", Some("RUS")),
        ("Ukrane", Some("UKR")),
        ("Azerbajan", Some("AZE")),
        ("Kazakstan", Some("KAZ")),
        // Near to two each: Niger and Nigeria, Iran and Irak, Austria and Australia.
        ("Nigera", None),
        ("Irac", None),
        ("Austrlia", None),
        // Two letters are near to everything.
        ("XZ", None),
        ("UX", None),
        ("R", None),
        ("", None),
        ("Kurdistan", None),
        ("XXX", None),
    ] {
        assert_eq!(State::near(text), near.map(state), "{text}");
    }
    assert_eq!(instead("XZ"), "write the three-letter code of ISO 3166-1, in capitals: RUS, GBR");
    assert_eq!(
        instead("Korea"),
        "write which is meant: KOR (Republic of Korea) or PRK (Democratic People's Republic of Korea)"
    );
}

#[test]
fn every_two_letters_are_a_state_or_propose_none() {
    for two in (b'A'..=b'Z').flat_map(|a| (b'A'..=b'Z').map(move |b| [char::from(a), char::from(b)])) {
        let text = String::from_iter(two);
        let by_code = all().find(|names| names.two.is_some_and(|two| two == text));
        let own = by_code.or_else(|| all().find(|names| names.other.iter().any(|name| *name == text)));
        let said = instead(&text);
        match own {
            Some(names) => assert!(said.contains(names.state.code()), "{text}: {said}"),
            None => assert!(!said.contains("did you mean") && said.starts_with("write the three-letter"), "{text}"),
        }
    }
}

fn problems(text: &str) -> Vec<(String, String)> {
    let text = format!("title = \"T\"\nstate = \"DDR\"\n\n[[communication]]\nprocedure = \"sp-letter\"\n{text}\n");
    let problems = load::text("t", Path::new("t.toml"), &text, &Rules::default()).problems;
    problems.into_iter().map(|problem| (problem.code.to_string(), problem.help)).collect()
}

/// In a record, a State stands by its code wherever it is named, and is never another actor.
#[test]
fn a_state_by_name_is_no_other_actor() {
    for (name, code) in
        [("Russia", "RUS"), ("UK", "GBR"), ("Turkey", "TUR"), ("ru", "RUS"), ("rus", "RUS"), ("РФ", "RUS")]
    {
        let help = format!("write \"{code}\" ({})", state(code).name());
        let to = problems(&format!("to = [\"{name}\"]"));
        assert!(matches!(&to[..], [(problem, said)] if problem == "unknown-state" && said.contains(&help)), "{to:?}");
        let from =
            problems(&format!("to = [\"{code}\"]\n[[communication.reply]]\nfrom = \"{name}\"\nkind = \"denial\""));
        assert!(from.iter().any(|(problem, said)| problem == "unknown-state" && said.contains(&help)), "{from:?}");
    }
    let korea = problems("to = [\"Korea\"]");
    assert!(
        matches!(&korea[..], [(problem, said)] if problem == "unknown-state" && said.contains("KOR") && said.contains("PRK"))
    );
    for other in ["Example Mining Ltd", "European Union", "EU", "Wagner Group", "Jordan Textiles Ltd"] {
        assert_eq!(problems(&format!("to = [\"{other}\"]")), [], "{other}");
    }
}

proptest! {
    /// Whatever is typed, no State is proposed for what is a name, and none for what is near to two.
    #[test]
    fn a_proposal_is_a_state_and_never_for_a_name(text in "\\PC{0,24}|[A-Za-z]{1,4}|[A-Z][a-z]{3,12}") {
        if let Some(near) = State::near(&text) {
            prop_assert!(State::called(&text).is_empty());
            prop_assert!(instead(&text).contains(near.code()));
        }
        let _ = Actor::named(&text);
    }
}

/// A name of eight letters or more may have two slips, a shorter one only one, and never in its first letter.
#[test]
fn a_misspelt_name_is_known_by_its_first_letter_and_few_slips() {
    for (text, meant) in [
        ("Zimbabve", Some("ZWE")),
        ("Zimbobve", Some("ZWE")),
        ("Zimbobw", None),
        ("Zimbabw", Some("ZWE")),
        ("Qimbabwe", None),
        ("Zimbabwean", Some("ZWE")),
        ("Zimbabweans", None),
    ] {
        assert_eq!(State::near(text).map(|state| state.code().to_owned()).as_deref(), meant, "{text}");
    }
    assert_eq!(format!("{:?}", state("ZWE")), "ZWE");
}
