//! Protection orders: what breaches them, and where that is told.

use chrono::NaiveDate;
use timeline::{
    load,
    model::{protection::breaches, rule::Rules},
    report::{Value, World, listing, pending, show},
    withhold::{include, withhold},
};

const HEAD: &str = "title = \"Noor\"\nstate = \"CSK\"\n\n\
    [[person]]\nid = \"a\"\nname = \"A\"\nrole = \"victim\"\n\n[[person]]\nid = \"b\"\nname = \"B\"\nrole = \"victim\"\n\n";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn order(sent: &str, more: &str) -> String {
    format!(
        "[[communication]]\nid = \"order\"\nprocedure = \"interim-measures\"\nto = [\"CSK\"]\nsent = {sent}\npeople = [\"a\"]\n{more}\n\n"
    )
}

fn removal(date: &str, person: &str) -> String {
    format!("[[event]]\ndate = {date}\nwhat = \"Taken across\"\nkind = \"removal\"\npeople = [\"{person}\"]\n\n")
}

/// How many breaches there are on a day, and whether all of them are certain.
fn broken(entries: &[String], as_of: &str) -> (usize, bool) {
    let text = HEAD.to_owned() + &entries.concat();
    let loaded = load::text("noor", "noor.toml".as_ref(), &text, &Rules::default());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let breaches = breaches(&loaded.cases[0], day(as_of));
    (breaches.len(), breaches.iter().all(|b| b.certain))
}

#[test]
fn a_removal_while_the_order_is_in_force_breaches_it() {
    let sent = order("2025-07-02", "");
    let of = |entries: &[String]| broken(entries, "2026-01-01");
    assert_eq!(of(&[sent.clone(), removal("2025-07-09", "a")]), (1, true));
    assert_eq!(of(&[sent.clone(), removal("2025-07-09", "b")]).0, 0, "somebody else");
    assert_eq!(of(&[sent.clone(), removal("2025-07-01", "a")]).0, 0, "before the order");
    assert_eq!(
        of(&[sent.clone(), removal("2025-07-02", "a")]),
        (1, false),
        "on the same day nobody knows which came first"
    );
    assert_eq!(of(&[sent.clone(), removal("\"2025-07\"", "a")]), (1, false), "some day of the month");
    assert_eq!(
        of(&[order("2025-07-02", "withdrawn = 2025-07-05"), removal("2025-07-09", "a")]).0,
        0,
        "withdrawn before"
    );
    assert_eq!(broken(&[sent, removal("2025-07-09", "a")], "2025-07-08").0, 0, "not yet");
}

#[test]
fn an_order_on_record_as_an_event_is_an_order() {
    let event = |date: &str| {
        format!(
            "[[event]]\ndate = {date}\nwhat = \"Court forbids removal\"\nkind = \"protection-order\"\npeople = [\"a\"]\n\n"
        )
    };
    let death = "[[event]]\ndate = 2025-07-09\nwhat = \"Dies\"\nkind = \"death\"\npeople = [\"a\"]\n\n".to_owned();
    assert_eq!(broken(&[event("2025-07-02"), death.clone()], "2026-01-01"), (1, true));
    assert_eq!(broken(&[event("\"2025-07-02/2025-07-05\""), death.clone()], "2026-01-01").0, 0, "it had ended");
    assert_eq!(broken(&[event("\"2025-07-02/..\""), death], "2026-01-01"), (1, true));
}

/// At the top of `show`, and the first row of `pending`, letter or not.
#[test]
fn a_breach_is_told_first() {
    let event = "[[event]]\ndate = 2025-07-02\nwhat = \"Court forbids removal\"\nkind = \"protection-order\"\npeople = [\"a\"]\n\n";
    let late =
        "[[communication]]\nref = \"UA CSK 1/2020\"\nprocedure = \"sp-letter\"\nto = [\"CSK\"]\nsent = 2020-01-01\n\n";
    let text = HEAD.to_owned() + event + late + &removal("2025-07-09", "a");
    let rules = Rules::default();
    let loaded = load::text("noor", "noor.toml".as_ref(), &text, &rules);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let opened = include(loaded);
    let world = World { cases: &opened.cases, rules: &rules, as_of: day("2026-01-01") };
    let report = listing::report(&pending::Args::default(), &world).expect("a report");
    assert_eq!(report.table.rows.len(), 2);
    let breach = report.table.position("breach").expect("a column");
    assert_eq!(report.table.rows.get(0)[breach].value, Value::Text("removal on 2025-07-09".into()));
    assert_eq!(report.table.rows.get(1)[breach].value, Value::Unknown);
    let shown = show::report(&show::Args::default(), &world);
    let at = shown.table.position("breaches").expect("a column");
    assert_eq!(at, 2, "right below the title");
    let told = vec!["removal on 2025-07-09 against Court forbids removal".to_owned()];
    assert_eq!(shown.table.rows.get(0)[at].value, Value::List(told));
}

/// What concerned only somebody who is withheld does not come to concern every victim.
#[test]
fn a_withheld_person_leaves_no_false_breach() {
    let hidden = "[[person]]\nid = \"h\"\nname = \"H\"\nrole = \"relative\"\nconfidential = true\n\n";
    for (of, by) in [("a", "h"), ("h", "a")] {
        let order = order("2025-07-02", "").replace("[\"a\"]", &format!("[\"{of}\"]"));
        let text = HEAD.to_owned() + hidden + &order + &removal("2025-07-09", by);
        let loaded = load::text("noor", "noor.toml".as_ref(), &text, &Rules::default());
        assert!(breaches(&loaded.cases[0], day("2026-01-01")).is_empty());
        let opened = withhold(loaded);
        assert!(breaches(&opened.cases[0], day("2026-01-01")).is_empty(), "order for {of}, removal of {by}");
    }
}
