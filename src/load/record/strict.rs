//! Reading a record strictly: what it means, and everything that is wrong with it.

use super::{
    fields::Fields,
    links,
    reader::Reader,
    schema::{Context, Keyed as _, Kind},
};
use crate::{
    load::{
        check,
        problem::Code,
        text::{file::FileText, syntax, tree::TomlTable},
    },
    model::{case::Case, communication::Communication, demand::Demand, rule::Rules},
};
use toml::de::Error;

/// Reads a record from what its text says as TOML, and from the errors in that. Problems are noted in `source`; `None`
/// if the text is not TOML at all. A case that is returned beside errors has gaps and must not be used.
#[must_use]
pub fn read(source: &FileText<'_>, table: &TomlTable<'_>, errors: &[Error], id: &str, rules: &Rules) -> Option<Case> {
    let reader = Reader::new(source);
    let top = Fields::new(&reader, table);
    if top.is_private() {
        source.private.set(true);
    }
    let merging = syntax::has_merge_markers(source.text);
    if merging || !errors.is_empty() {
        let marks = syntax::marks(source.text);
        // At a syntax error it is not known to which entry a line belongs: if anything in the file is marked, no line
        // of it is shown.
        source.secret.set(marks.anywhere);
        source.private.set(source.private.get() || marks.at_the_top);
    }
    if merging {
        syntax::merge_markers(source);
        return None;
    }
    if !errors.is_empty() {
        syntax::errors(source, errors);
        return None;
    }
    let mut case = case(&top, &Context::new(rules));
    (case.id, case.file) = (id.into(), source.file.to_path_buf());
    case.marked = reader.marked.get();
    if let Some(event) = links::link(&mut case) {
        let message = "an event without `people` concerns every victim: there are too many of both";
        let help = "name in `people` whose liberty it changes";
        source.problem(Code::TooLarge, event.entry.offset..event.entry.offset, event.entry.confidential, message, help);
    }
    check::record(&case, &reader);
    Some(case)
}

fn case(top: &Fields<'_>, context: &Context<'_>) -> Case {
    let (case, _) = top.read(context);
    Case {
        people: top.all(Kind::Person, context),
        events: top.all(Kind::Event, context),
        charges: top.all(Kind::Charge, context),
        statements: top.all(Kind::Statement, context),
        communications: top.entries(Kind::Letter).iter().map(|fields| letter(fields, context)).collect(),
        demands: top.entries(Kind::Demand).iter().map(|fields| demand(fields, context)).collect(),
        sources: top.all(Kind::Source, context),
        ..case
    }
}

fn letter(fields: &Fields<'_>, context: &Context<'_>) -> Communication {
    let (mut letter, _): (Communication, _) = fields.read(context);
    let context = Context { addressees: &letter.to, ..*context };
    letter.replies = fields.all(Kind::Reply, &context);
    letter.extensions = fields.all(Kind::Extension, &context);
    letter.suspensions.extend(fields.all(Kind::Suspension, &context));
    letter.reminders = fields.all(Kind::Reminder, &context);
    letter
}

fn demand(fields: &Fields<'_>, context: &Context<'_>) -> Demand {
    let (demand, met): (Demand, _) = fields.read(context);
    let has_successor = met & Demand::KEYS.bit("superseded_by") != 0;
    Demand { updates: fields.all(Kind::Update, &Context { has_successor, ..*context }), ..demand }
}
