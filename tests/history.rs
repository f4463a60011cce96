//! How the shipped records of other kinds stood on days of their history, where each is hardest.

use chrono::NaiveDate;
use std::path::Path;
use timeline::{
    load,
    model::{
        answer::answer,
        case::Case,
        demand::pursued,
        letter::letters,
        liberty::lives,
        protection::{Incident, incidents},
        rule::Rules,
        state::Actor,
        state::State,
        vocabulary::Vocabulary,
    },
    report::words::{liberty::now, say},
};

fn record(id: &str) -> Case {
    let mut loaded = load::one(Path::new("cases"), id, false, &Rules::default()).expect("the record");
    assert_eq!(loaded.problems, []);
    loaded.cases.remove(0)
}

/// What somebody asks of a record.
enum Of {
    /// A letter by its id or reference, and the addressee.
    Letter(&'static str, &'static str),
    /// A demand, or the one that repeats it.
    Demand(&'static str),
    /// A person; nobody who is not deprived of liberty on any day has a liberty.
    Liberty(&'static str),
    /// What happened in spite of orders that protect somebody.
    Protection,
}
use Of::{Demand, Letter, Liberty, Protection};

fn stands(case: &Case, of: &Of, day: &str) -> String {
    let (rules, day): (_, NaiveDate) = (Rules::default(), day.parse().expect("a day"));
    match of {
        Letter(name, to) => {
            let to = State::from_code(to).map_or_else(|| Actor::Other((*to).to_owned()), Actor::State);
            let letters = letters([case]);
            let letter = letters.iter().find(|letter| letter.communication.is_called(name)).expect("the letter");
            assert!(letter.communication.to.contains(&to), "{name} is to {to}");
            answer(letter, &to, &rules, day).status.name().to_owned()
        }
        Demand(id) => {
            let pursuits = pursued(case, day);
            let pursuit = pursuits.iter().find(|pursuit| pursuit.made.iter().any(|made| made.id == *id));
            pursuit.map_or_else(|| "not yet made".to_owned(), |pursuit| pursuit.status.name().to_owned())
        }
        Protection => {
            let said = |incident: &Incident<'_>| {
                let possible = if incident.possible { "possible " } else { "" };
                format!("{possible}{} ({})", incident.outcome, incident.order.label())
            };
            incidents(case, day).iter().map(said).collect::<Vec<_>>().join(", ")
        }
        Liberty(id) => {
            let lives = lives(case, day);
            let life = lives.iter().find(|life| life.person.id == *id);
            life.map_or_else(|| "not told".to_owned(), |life| say(&now(life)).to_owned())
        }
    }
}

fn check(id: &str, expected: &[(&str, Of, &str)]) {
    let case = record(id);
    let wrong: Vec<String> = expected
        .iter()
        .map(|(day, of, says)| (day, says, stands(&case, of, day)))
        .filter(|(_, says, is)| is != *says)
        .map(|(day, says, is)| format!("{id} on {day}: {is}, not {says}"))
        .collect();
    assert!(expected.len() >= 5 && wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A period whose end is not known leaves liberty open; a reply for some of seven people came in a range of days.
#[test]
fn tohti() {
    let letter = || Letter("defenders-2025", "CHN");
    check(
        "tohti",
        &[
            ("2009-08-22", Liberty("tohti"), "detained"),
            ("2009-08-24", Liberty("tohti"), "at liberty"),
            ("2011-06-01", Liberty("tohti"), "not known"),
            ("2014-02-01", Liberty("tohti"), "detained"),
            ("2014-04-21", Letter("wgad-opinion-2014", "CHN"), "not-yet-sent"),
            ("2014-04-22", Letter("wgad-opinion-2014", "CHN"), "unknown"),
            ("2014-06-01", Letter("wgad-opinion-2014", "CHN"), "decided"),
            ("2025-04-30", letter(), "maybe-answered"),
            ("2025-08-11", letter(), "answered-unclear"),
            ("2025-08-12", Demand("details-2025"), "unknown"),
            ("2025-08-12", Demand("release-wgad"), "open"),
        ],
    );
}

/// One complaint, a letter to each addressee: two answered on the sixtieth day, of others nothing is known.
#[test]
fn mandalika() {
    let bank = "Asian Infrastructure Investment Bank";
    check(
        "mandalika",
        &[
            ("2021-05-02", Letter("AL IDN 5/2021", "IDN"), "pending"),
            ("2021-05-03", Letter("AL IDN 5/2021", "IDN"), "answered"),
            ("2021-05-03", Letter("aiib-2021-03", bank), "answered"),
            ("2021-06-01", Letter("FRA 3/2021", "FRA"), "unknown"),
            ("2022-03-15", Letter("second-2022", bank), "unknown"),
            ("2022-06-01", Demand("stop-financing"), "open"),
            ("2024-09-25", Demand("suspend-disbursement"), "unknown"),
            ("2025-08-15", Liberty("sasak"), "not told"),
        ],
    );
}

/// He is disappeared from the first day to the last news; a letter is silent as far as somebody has looked.
#[test]
fn somphone() {
    check(
        "somphone",
        &[
            ("2012-12-15", Liberty("sombath"), "disappeared"),
            ("2025-12-15", Liberty("sombath"), "disappeared"),
            ("2013-01-02", Letter("LAO 3/2012", "LAO"), "pending"),
            ("2013-01-03", Letter("LAO 3/2012", "LAO"), "answered"),
            ("2021-04-06", Letter("LAO 1/2021", "LAO"), "due-today"),
            ("2021-04-07", Letter("LAO 1/2021", "LAO"), "overdue"),
            ("2022-06-01", Letter("LAO 1/2021", "LAO"), "unknown"),
            ("2023-09-25", Letter("ccpr-follow-up", "LAO"), "answered-late"),
            ("2025-09-26", Demand("investigate-upr-2025"), "refused"),
        ],
    );
}

/// Acquitted, released on paper and held again on one day; a notice with a due day of its own, met on that day.
#[test]
fn kavala() {
    check(
        "kavala",
        &[
            ("2017-10-16", Liberty("osman-kavala"), "not known"),
            ("2017-10-17", Liberty("osman-kavala"), "perhaps detained"),
            ("2020-02-18", Liberty("osman-kavala"), "detained"),
            ("2025-12-16", Liberty("osman-kavala"), "detained"),
            ("2022-01-18", Letter("cm-notice", "TUR"), "pending"),
            ("2022-01-19", Letter("cm-notice", "TUR"), "answered"),
            ("2022-11-09", Letter("TUR 8/2022", "TUR"), "pending"),
            ("2022-11-10", Letter("TUR 8/2022", "TUR"), "answered"),
            ("2020-09-02", Letter("action-plan", "TUR"), "not-yet-sent"),
            ("2020-11-12", Letter("action-plan", "TUR"), "unknown"),
            ("2022-07-10", Letter("cm-referral", "European Court of Human Rights"), "no-deadline"),
            ("2022-07-11", Letter("cm-referral", "European Court of Human Rights"), "decided"),
            ("2019-12-11", Demand("release"), "open"),
            ("2020-02-18", Demand("release"), "reversed"),
            ("2022-11-10", Demand("facts"), "refused"),
            ("2020-12-03", Demand("finish-examination"), "open"),
            ("2021-01-15", Demand("finish-examination"), "unknown"),
            ("2021-03-23", Demand("finish-examination"), "met"),
            ("2023-10-13", Demand("release-pace"), "open"),
        ],
    );
}

/// Held and let out again and again; days that are known within ranges; one demand of many bodies, met in part and undone.
#[test]
fn mohammadi() {
    let her = || Liberty("mohammadi");
    let opinion = || Letter("wgad-opinion-2017", "IRN");
    check(
        "mohammadi",
        &[
            ("2012-04-20", her(), "at large under conditions"),
            ("2012-04-21", her(), "perhaps detained"),
            ("2012-04-22", her(), "detained"),
            ("2021-09-08", her(), "at liberty"),
            ("2022-01-14", her(), "detained"),
            ("2022-02-21", her(), "perhaps detained"),
            ("2022-03-07", her(), "at large under conditions"),
            ("2022-06-22", her(), "perhaps detained"),
            ("2022-06-23", her(), "detained"),
            ("2025-12-10", her(), "at large under conditions"),
            ("2026-05-09", her(), "detained"),
            ("2026-05-10", her(), "at large under conditions"),
            ("2016-12-31", opinion(), "not-yet-sent"),
            ("2017-06-15", opinion(), "unknown"),
            ("2018-01-01", opinion(), "decided"),
            ("2020-10-12", Letter("letters-2020", "IRN"), "not-yet-sent"),
            ("2020-10-13", Letter("letters-2020", "IRN"), "unknown"),
            ("2024-01-01", Letter("wgad-request-2023", "IRN"), "not-yet-sent"),
            ("2020-10-07", Demand("release-2016"), "open"),
            ("2020-10-08", Demand("release-2016"), "partly-met"),
            ("2021-11-16", Demand("release-wgad"), "reversed"),
            ("2024-12-04", Demand("release-2024-08"), "partly-met"),
            ("2025-12-12", Demand("release-2016"), "reversed"),
            ("2026-05-10", Demand("release-2016"), "partly-met"),
            ("2025-12-11", Demand("three-months"), "refused"),
            ("2025-12-12", Demand("three-months"), "met"),
        ],
    );
}

/// Killed while an order of protection was in force; letters to banks met by acts, by a reply, or by nothing.
#[test]
fn caceres() {
    let (her, other) = (|| Liberty("berta"), || Liberty("tomas-gomez"));
    let fmo = |letter| Letter(letter, "FMO, Netherlands");
    check(
        "caceres",
        &[
            ("2013-05-14", her(), "perhaps detained"),
            ("2013-06-13", her(), "at liberty"),
            ("2014-01-03", her(), "in hiding"),
            ("2014-01-09", her(), "at liberty"),
            ("2014-01-26", her(), "at liberty"),
            ("2016-03-01", her(), "at liberty"),
            ("2016-03-03", her(), "dead"),
            ("2014-01-09", other(), "at large under conditions"),
            ("2014-01-10", other(), "not known"),
            ("2016-03-30", Liberty("castro"), "at large under conditions"),
            ("2016-03-31", Liberty("castro"), "at liberty"),
            ("2023-12-02", Liberty("atala"), "not told"),
            ("2016-03-01", Protection, ""),
            ("2016-03-14", Protection, "death (measures-2009)"),
            ("2016-03-16", Protection, "death (measures-2009), death (PM 112-16)"),
            ("2016-09-07", fmo("mission-2016"), "not-yet-sent"),
            ("2016-09-08", fmo("mission-2016"), "answered"),
            ("2021-12-23", fmo("ficohsa-2020"), "no-deadline"),
            ("2021-12-24", fmo("ficohsa-2020"), "unknown"),
            ("2026-01-13", fmo("experts-2025"), "no-deadline"),
            ("2026-01-14", fmo("experts-2025"), "unknown"),
            ("2016-03-01", Demand("protect-her"), "open"),
            ("2016-03-02", Demand("protect-her"), "overtaken"),
            ("2016-03-15", Demand("protect-copinh"), "open"),
            ("2016-04-01", Demand("castro-leaves"), "met"),
            ("2020-01-15", Demand("inquiry"), "unknown"),
            ("2026-03-11", Demand("inquiry"), "met"),
            ("2021-05-20", Demand("no-loan"), "open"),
            ("2021-05-21", Demand("no-loan"), "met"),
            ("2017-07-06", Demand("withdraw-copinh"), "met"),
            ("2023-11-30", Demand("indict-2017"), "open"),
            ("2023-12-01", Demand("indict-2017"), "met"),
        ],
    );
}

/// Silence is claimed to the day for which a source confirms it: past the due day for one, on it for another.
#[test]
fn aramco_letters() {
    let company = || Letter("aramco-2023", "Saudi Aramco");
    let state = || Letter("saudi-arabia-2023", "SAU");
    check(
        "aramco-letters",
        &[
            ("2023-08-25", company(), "due-today"),
            ("2023-08-26", company(), "overdue"),
            ("2023-09-01", company(), "overdue"),
            ("2023-09-02", company(), "unknown"),
            ("2023-08-25", state(), "due-today"),
            ("2023-08-26", state(), "unknown"),
            ("2023-08-25", Letter("home-states-2023", "JPN"), "unknown"),
        ],
    );
}

#[test]
fn the_page_says_of_each_record_what_it_is_an_example_of() {
    let page = std::fs::read_to_string("cases/README.md").expect("UTF-8");
    let section =
        page.split("## The records here").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    let mut listed: Vec<&str> =
        section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(id, _)| id)).collect();
    listed.sort_unstable();
    let loaded = load::all(Path::new("cases"), &Rules::default());
    let shipped: Vec<&str> = loaded.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(listed, shipped);
}
