//! Protection orders: what happens in spite of them, and where that is told.

use chrono::NaiveDate;
use timeline::{
    load,
    model::{
        letter,
        protection::{Incident, Outcome, Protection, has_orders, incidents},
        rule::Rules,
        vocabulary::Vocabulary,
        wording::Wording,
    },
    report::{Value, World, letters, listing, pending, show},
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

fn event(date: &str, kind: &str, person: &str) -> String {
    format!("[[event]]\ndate = {date}\nwhat = \"It happened\"\nkind = \"{kind}\"\npeople = [\"{person}\"]\n\n")
}

fn removal(date: &str, person: &str) -> String {
    event(date, "removal", person)
}

/// What happened in spite of orders on a day: `breach`, `possible death`, the gravest first.
fn told(entries: &[String], as_of: &str) -> Vec<String> {
    let text = HEAD.to_owned() + &entries.concat();
    let loaded = load::text("noor", "noor.toml".as_ref(), &text, &Rules::default());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let word =
        |incident: &Incident<'_>| format!("{}{}", if incident.possible { "possible " } else { "" }, incident.outcome);
    incidents(&loaded.cases[0], day(as_of)).iter().map(word).collect()
}

fn of(entries: &[String]) -> Vec<String> {
    told(entries, "2026-01-01")
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_removal_while_the_order_is_in_force_breaches_it() {
    let sent = order("2025-07-02", "");
    assert_eq!(of(&[sent.clone(), removal("2025-07-09", "a")]), ["breach"]);
    assert_eq!(of(&[sent.clone(), removal("2025-07-03", "a")]), ["breach"], "the day after");
    assert_eq!(of(&[sent.clone(), removal("2025-07-02", "a")]), ["possible breach"], "which came first is not known");
    assert_eq!(of(&[sent.clone(), removal("2025-07-01", "a")]), NOTHING, "before the order");
    assert_eq!(of(&[sent.clone(), removal("2025-07-09", "b")]), NOTHING, "somebody else");
    assert_eq!(of(&[sent.clone(), removal("\"2025-07\"", "a")]), ["possible breach"], "some day of the month");
    assert_eq!(told(&[sent, removal("2025-07-09", "a")], "2025-07-08"), NOTHING, "not yet");
}

#[test]
fn an_execution_is_a_breach_and_any_other_death_is_a_death() {
    let sent = order("2025-07-02", "");
    assert_eq!(of(&[sent.clone(), event("2025-07-09", "execution", "a")]), ["breach"]);
    assert_eq!(of(&[sent.clone(), event("2025-07-09", "death", "a")]), ["death"]);
    assert_eq!(of(&[sent.clone(), event("\"2025-07\"", "death", "a")]), ["possible death"]);
    assert_eq!(of(&[sent.clone(), event("2025-07-09", "remains-found", "a")]), ["possible death"], "of what day?");
    let dies = event("2025-07-09", "other", "a").replace("people", "liberty = \"dead\"\npeople");
    assert_eq!(of(&[sent.clone(), dies]), ["death"]);
    assert_eq!(of(&[sent.clone(), event("2025-07-09", "hearing", "a")]), NOTHING);
    let planned = event("2025-07-09", "removal", "a").replace("people", "planned = true\npeople");
    assert_eq!(of(&[sent.clone(), planned]), NOTHING, "what is only planned");
    for (standing, told) in [("alleged", "possible breach"), ("disputed", "possible breach"), ("denied", "breach")] {
        let claimed = removal("2025-07-09", "a").replace("people", &format!("standing = \"{standing}\"\npeople"));
        assert_eq!(of(&[sent.clone(), claimed]), [told], "{standing}");
    }
    let disputed = removal("2025-07-09", "a").replace("people", "disputed = [{ date = 2025-07-01 }]\npeople");
    assert_eq!(of(&[sent, disputed]), ["possible breach"], "another claim lies before the order");
}

#[test]
fn an_order_is_in_force_until_it_ends() {
    for (key, end) in [("withdrawn", "2025-07-09"), ("decided", "2025-07-09")] {
        let sent = order("2025-07-02", &format!("{key} = {end}"));
        assert_eq!(of(&[sent.clone(), removal("2025-07-08", "a")]), ["breach"], "{key}");
        assert_eq!(of(&[sent.clone(), removal("2025-07-09", "a")]), ["possible breach"], "{key}: on that day");
        assert_eq!(of(&[sent, removal("2025-07-10", "a")]), NOTHING, "{key}");
    }
    let court = |date: &str| event(date, "protection-order", "a");
    assert_eq!(of(&[court("2025-07-02"), removal("2025-07-09", "a")]), ["breach"]);
    assert_eq!(of(&[court("\"2025-07-02/2025-07-09\""), removal("2025-07-09", "a")]), ["breach"], "the last day of it");
    assert_eq!(of(&[court("\"2025-07-02/2025-07-09\""), removal("2025-07-10", "a")]), NOTHING);
    assert_eq!(of(&[court("\"2025-07-02/..\""), removal("2025-07-09", "a")]), ["breach"]);
}

#[test]
fn an_order_is_lifted_for_those_who_are_named() {
    let lifted = |date: &str, person: &str| event(date, "protection-lifted", person);
    let both = order("2025-07-02", "").replace("people = [\"a\"]", "");
    let entries = |lifted: String| [both.clone(), lifted, removal("2025-07-09", "a"), removal("2025-07-09", "b")];
    assert_eq!(of(&entries(lifted("2025-07-05", "a"))), ["breach"], "b is still protected");
    assert_eq!(of(&entries(lifted("2025-07-05", "a").replace("people = [\"a\"]\n", ""))), NOTHING, "every victim");
    assert_eq!(of(&entries(lifted("2025-07-01", "a"))), ["breach", "breach"], "that was another order");
    assert_eq!(of(&entries(lifted("2025-07-10", "a"))), ["breach", "breach"], "only later");
    assert_eq!(of(&entries(lifted("2025-07-09", "a"))), ["breach", "possible breach"], "on that day");
    let two = removal("2025-07-09", "a").replace("[\"a\"]", "[\"a\", \"b\"]");
    assert_eq!(of(&[both.clone(), lifted("2025-07-05", "a"), two.clone()]), ["breach"], "told once");
    assert_eq!(of(&[order("2025-07-02", ""), two.clone()]), ["breach"], "one of them is protected");
    assert_eq!(of(&[both.clone(), lifted("2025-07-09", "a"), two]), ["breach"], "for one of them it is certain");
}

fn demand(status: &str, date: &str) -> String {
    format!(
        "[[demand]]\nid = \"stay\"\nwhat = \"Do not remove A\"\nmade_in = \"order\"\n\n[[demand.update]]\n{date}status = \"{status}\"\n\n"
    )
}

#[test]
fn a_demand_made_in_an_order_and_refused_is_told() {
    let sent = order("2025-07-02", "");
    assert_eq!(of(&[sent.clone(), demand("refused", "date = 2025-07-09\n")]), ["refused"]);
    assert_eq!(of(&[sent.clone(), demand("refused", "date = 2025-07-02\n")]), ["refused"]);
    assert_eq!(of(&[sent.clone(), demand("refused", "")]), ["refused"]);
    assert_eq!(of(&[sent.clone(), demand("refused", "date = \"2025-07\"\n")]), ["possible refused"]);
    assert_eq!(told(&[sent.clone(), demand("refused", "date = \"2025-08\"\n")], "2025-08-30"), ["possible refused"]);
    assert_eq!(told(&[sent.clone(), demand("refused", "date = \"2025-08\"\n")], "2025-08-31"), ["refused"]);
    assert_eq!(of(&[sent.clone(), demand("open", "date = 2025-07-09\n")]), NOTHING);
    let met = "[[demand.update]]\ndate = 2025-08-01\nstatus = \"met\"\n\n".to_owned();
    assert_eq!(of(&[sent.clone(), demand("refused", "date = 2025-07-09\n"), met]), NOTHING, "met in the end");
    let elsewhere = sent.replace("interim-measures", "other");
    assert_eq!(of(&[elsewhere, demand("refused", "date = 2025-07-09\n")]), NOTHING, "no order");
    let all =
        [sent, demand("refused", "date = 2025-07-09\n"), event("2025-07-20", "death", "a"), removal("2025-07-09", "a")];
    assert_eq!(of(&all), ["breach", "death", "refused"], "the gravest first");
}

/// At the top of `show`, and the first row of `pending`, letter or not.
#[test]
fn it_is_told_first() {
    let court = "[[event]]\ndate = 2025-07-02\nwhat = \"Court forbids removal\"\nkind = \"protection-order\"\npeople = [\"a\"]\n\n";
    let late =
        "[[communication]]\nref = \"UA CSK 1/2020\"\nprocedure = \"sp-letter\"\nto = [\"CSK\"]\nsent = 2020-01-01\n\n";
    let text = HEAD.to_owned() + court + late + &removal("\"2025-07\"", "a");
    let rules = Rules::default();
    let loaded = load::text("noor", "noor.toml".as_ref(), &text, &rules);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let opened = include(loaded);
    let world = World { cases: &opened.cases, rules: &rules, as_of: day("2026-01-01"), wording: Wording::Short };
    let report = listing::report(&pending::Args::default(), &world).expect("a report");
    assert_eq!(report.table.rows.len(), 2);
    let protection = report.table.position(letters::PROTECTION.key).expect("a column");
    assert_eq!(report.table.rows.get(0)[protection].value, Value::Text("possible-breach".into()));
    assert_eq!(report.table.rows.get(1)[protection].value, Value::Unknown);
    let shown = show::report(&show::Args::default(), &world);
    let at = shown.table.position(show::head::IN_SPITE.key).expect("a column");
    assert_eq!(at, 2, "right below the title");
    let told = vec!["possible BREACH, removal on 2025-07: It happened (Court forbids removal)".to_owned()];
    assert_eq!(shown.table.rows.get(0)[at].value, Value::List(told));
    let at = shown.table.position(show::head::PROTECTION.key).expect("a column");
    let Value::Table(list) = &shown.table.rows.get(0)[at].value else { panic!("a table") };
    let keys: Vec<&str> = list.columns.iter().map(|column| column.key).collect();
    assert_eq!(keys, ["outcome", "possible", "date", "order", "what"]);
    assert_eq!(list.rows.get(0)[0].value, Value::Text(Outcome::Breach.name().into()));
    assert_eq!(list.rows.get(0)[1].value, Value::Flag(true));
}

/// What concerned only somebody who is withheld does not come to concern every victim.
#[test]
fn a_withheld_person_leaves_no_false_breach() {
    let hidden = "[[person]]\nid = \"h\"\nname = \"H\"\nrole = \"relative\"\nconfidential = true\n\n";
    for (of, by) in [("a", "h"), ("h", "a"), ("h", "h")] {
        let order = order("2025-07-02", "").replace("[\"a\"]", &format!("[\"{of}\"]"));
        let text = HEAD.to_owned() + hidden + &order + &removal("2025-07-09", by);
        let loaded = load::text("noor", "noor.toml".as_ref(), &text, &Rules::default());
        assert_eq!(incidents(&loaded.cases[0], day("2026-01-01")).is_empty(), of != by);
        let opened = withhold(loaded);
        assert!(incidents(&opened.cases[0], day("2026-01-01")).is_empty(), "order for {of}, removal of {by}");
    }
}

/// A removal after the order was lifted is no breach, and with the lifting withheld nobody knows that it is one.
#[test]
fn a_withheld_lifting_leaves_a_breach_only_possible() {
    let lifted = |more: &str| event("2025-07-05", "protection-lifted", "a") + more;
    let told = |lifted: &str| {
        let text = HEAD.to_owned() + &order("2025-07-02", "") + lifted + &removal("2025-07-09", "a");
        let opened = withhold(load::text("noor", "noor.toml".as_ref(), &text, &Rules::default()));
        incidents(&opened.cases[0], day("2026-01-01")).iter().map(|i| (i.outcome, i.possible)).collect::<Vec<_>>()
    };
    assert_eq!(told(""), [(Outcome::Breach, false)]);
    assert_eq!(told(&lifted("\n")), []);
    assert_eq!(told(&lifted("confidential = true\n\n")), [(Outcome::Breach, true)]);
}

#[test]
fn an_order_may_end_in_several_ways() {
    let ends = "decided = 2025-07-20\nwithdrawn = 2025-07-15";
    let sent = [order("2025-07-02", ends), event("2025-07-10", "protection-lifted", "a")];
    let with = |happened: String| of(&[sent.as_slice(), &[happened]].concat());
    assert_eq!(with(removal("2025-07-09", "a")), ["breach"]);
    assert_eq!(with(removal("2025-07-10", "a")), ["possible breach"]);
    assert_eq!(with(removal("2025-07-11", "a")), NOTHING);
}

#[test]
fn only_orders_of_protection_are_orders() {
    let has = |entries: &str| {
        let loaded = load::text("noor", "noor.toml".as_ref(), &format!("{HEAD}{entries}"), &Rules::default());
        has_orders(&loaded.cases[0])
    };
    assert!(!has(""));
    assert!(!has(&removal("2025-07-09", "a")));
    assert!(!has(&order("2025-07-02", "").replace("interim-measures", "sp-letter")));
    assert!(has(&order("2025-07-02", "")));
    assert!(has(&event("2025-07-02", "protection-order", "a")));
}

/// Of a letter in two records, the gravest in either, whichever is read first.
#[test]
fn the_gravest_in_any_record_is_told_of_the_letter() {
    let record = |id: &str, happened: &str| {
        let text = format!("{HEAD}{}{happened}", order("2025-07-02", "ref = \"UA CSK 1/2025\""));
        load::text(id, format!("{id}.toml").as_ref(), &text, &Rules::default()).cases.remove(0)
    };
    let (certain, possible) = (removal("2025-07-09", "a"), removal("2025-07-02", "a"));
    for records in [[&certain, &possible], [&possible, &certain], [&possible, &possible]] {
        let cases = [record("ada", records[0]), record("bea", records[1])];
        let letters = letter::letters(&cases);
        let worst = Protection::of_letters(&letters, day("2026-01-01")).worst(&letters[0]).expect("a breach");
        assert_eq!(worst.possible, !records.contains(&&certain), "{records:?}");
    }
    // Of two as grave, that of the first record.
    let cases = [record("ada", &removal("2025-07-10", "a")), record("bea", &certain)];
    let letters = letter::letters(&cases);
    let worst = Protection::of_letters(&letters, day("2026-01-01")).worst(&letters[0]).expect("a breach");
    assert_eq!(worst.date.map(ToString::to_string).as_deref(), Some("2025-07-10"));
}

/// Many orders and many events that name nobody are looked at in little time.
#[test]
fn many_orders_take_no_minutes() {
    let mut text = HEAD.to_owned();
    for n in 0..3000 {
        text += &format!("[[person]]\nid = \"p{n}\"\nname = \"P\"\nrole = \"victim\"\n\n");
        text += &event("2025-07-02", "protection-order", "a").replace("people = [\"a\"]\n", "");
        text += &removal("2025-07-01", "a").replace("people = [\"a\"]\n", "");
    }
    let loaded = load::text("noor", "noor.toml".as_ref(), &text, &Rules::default());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems.first());
    assert!(incidents(&loaded.cases[0], day("2026-01-01")).is_empty());
}
