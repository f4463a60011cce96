//! Deadline rules.

use super::Rows;
use crate::{
    export::{
        column::{Col, Explained, Get, Row, always, always_of, covers, key},
        table::Table,
    },
    load::record::schema::{Keyed as _, Kind},
    model::{
        rule::{Rule, Rules},
        vocabulary::Vocabulary as _,
    },
};

fn origins() -> Explained {
    vec![("built-in", "It ships with the program."), ("rules.toml", "It is the office's own.")]
}

/// A deadline rule.
pub(in crate::export) struct RuleRow<'a> {
    id: String,
    rule: &'a Rule,
}

impl<'a> Row<'a> for RuleRow<'a> {
    const TABLE: Table = Table::Rules;
    const KIND: Option<Kind> = Some(Kind::Rule);
    const COLUMNS: &'a [Col<Self>] = &[
        always("rule", "The rule: procedure#number", Get::Text(|r| Some(&r.id))),
        key("procedure", Get::Text(|r| Some(&r.rule.procedure))),
        key("title", Get::Text(|r| Some(&r.rule.title))),
        key("owes", Get::Text(|r| Some(r.rule.owes.name()))),
        key("term", Get::Made(|r| r.rule.term.map(|term| term.to_string()))),
        key("from", Get::Text(|r| Some(r.rule.from.name()))),
        key("extension", Get::Text(|r| r.rule.extension.as_deref())),
        key("valid_from", Get::Day(|r| r.rule.valid_from)),
        key("valid_to", Get::Day(|r| r.rule.valid_to)),
        key("source", Get::Text(|r| Some(&r.rule.source))),
        // Without a term there is nothing to verify.
        key("verified", Get::Flag(|r| r.rule.term.is_some().then_some(r.rule.verified))),
        always_of(
            origins,
            "origin",
            "Whose it is",
            Get::Text(|r| Some(if r.rule.built_in { "built-in" } else { "rules.toml" })),
        ),
    ];
}

const _: () = assert!(covers(Rule::KEYS, RuleRow::<'static>::COLUMNS, &[]), "a key of a rule has no column");

/// Every rule in force.
pub(in crate::export) fn rows(rules: &Rules, rows: &mut Rows) {
    let mut number = 0;
    let mut before: Option<&str> = None;
    for rule in rules.all() {
        number = if before == Some(&*rule.procedure) { number + 1 } else { 1 };
        before = Some(&rule.procedure);
        rows.put(&RuleRow { id: format!("{}#{number}", rule.procedure), rule });
    }
}
