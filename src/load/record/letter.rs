//! Which key of a letter means what, and of what came back to it.

use super::claims;
use crate::{
    load::{fields::Fields, gathered::Kind, problem::Code},
    model::{
        communication::{Communication, Extension, OwedBy, Reminder, Reply, Suspension},
        reference::{Key, Reference, is_of_special_procedures, unknown_code},
        rule::Rules,
        state::{Actor, instead},
    },
};
use std::collections::HashSet;

/// A letter.
pub(super) fn communication(fields: Fields<'_>, rules: &Rules) -> Communication {
    let id = fields.id(Kind::Letter);
    let procedure = fields.placed_needed("procedure");
    let of_special_procedures = procedure.as_ref().is_some_and(|(text, _)| is_of_special_procedures(text));
    let reference = fields.placed("ref").map(|(text, span)| {
        if let Some(code) = unknown_code(text, of_special_procedures) {
            let help = format!("write it as the letter does, UA GBR 3/2019: {}", instead(&code));
            fields.problem(Code::BadReference, span.clone(), format!("{text:?} names no State"), help);
        }
        // Two spellings of one reference are one id.
        let reference = Reference::new(text);
        let id = reference.key().map_or(text.into(), |key| key.to_string().into());
        let is_shared = reference.key().is_none() && fields.has("id");
        fields.define(Kind::Letter, id, span, is_shared);
        reference
    });
    if let Some((text, span)) = &procedure
        && !rules.knows(text)
    {
        fields.unknown_word("procedure", text, span.clone(), &rules.procedures());
    } else if procedure.is_none() && !fields.has("procedure") {
        let help = format!("add procedure = one of: {}", rules.procedures().join(", "));
        fields.problem(Code::MissingKey, fields.span.clone(), "`procedure` is missing", help);
    }
    let (mut to, mut met) = (Vec::new(), HashSet::new());
    for (text, span) in fields.need_some("to", "[\"RUS\"]") {
        let actor = fields.actor((text, span.clone()));
        if met.insert(actor.clone()) {
            to.push(actor);
        } else {
            fields.problem(Code::Conflict, span, "the same addressee twice", "name each addressee once");
        }
    }
    let entry = fields.entry();
    let short = fields.date("suspended").and_then(|stretch| {
        let short = Suspension::short(&stretch, &entry);
        if short.is_none() {
            let help = "write both ends: \"2020-03-19/2020-05-21\", or \"2020-03-19/..\" while it lasts";
            fields.problem(Code::BadDate, fields.span_of("suspended"), "a suspension lasts from a day to a day", help);
        }
        short
    });
    let communication = Communication {
        entry,
        id,
        reference,
        procedure: procedure.map(|(text, _)| text.to_owned()).unwrap_or_default(),
        from: fields.words("from"),
        filed: fields.date("filed"),
        sent: fields.date("sent"),
        published: fields.date("published"),
        decided: fields.date("decided"),
        due: fields.date("due"),
        no_reply_as_of: fields.date("no_reply_as_of"),
        reply_unknown: fields.flag("reply_unknown"),
        suspensions: short.into_iter().chain(fields.tables("suspension").into_iter().filter_map(suspension)).collect(),
        withdrawn: fields.date("withdrawn"),
        follows: follows(&fields),
        people: fields.people(),
        owed_by: fields.word("owed_by").unwrap_or(OwedBy::State),
        replies: fields.tables("reply").into_iter().filter_map(|f| reply(f, &to)).collect(),
        extensions: fields.tables("extension").into_iter().filter_map(|f| extension(f, &to)).collect(),
        reminders: fields.tables("reminder").into_iter().map(|f| reminder(f, &to)).collect(),
        disputed: claims(&fields),
        withheld: Vec::new(),
        shared: None,
        to,
    };
    fields.done();
    communication
}

/// An earlier letter: its id in this record, or a reference, which may be on record elsewhere.
fn follows(fields: &Fields<'_>) -> Option<String> {
    let (text, _) = fields.placed("follows")?;
    if Key::parse(text).is_some() || text.contains('/') {
        return Some(text.into());
    }
    fields.mention("follows", Kind::Letter)
}

/// The addressee that a key names; it must be one.
fn addressee(fields: &Fields<'_>, key: &'static str, to: &[Actor]) -> Option<Actor> {
    let placed = fields.placed(key)?;
    let span = placed.1.clone();
    let actor = fields.actor(placed);
    if to.contains(&actor) {
        return Some(actor);
    }
    let names: Vec<String> = to.iter().map(Actor::to_string).collect();
    let message = format!("`{key}` is no addressee of the letter");
    fields.problem(Code::NotAnAddressee, span, message, format!("write one of: {}", names.join(", ")));
    None
}

fn reply(fields: Fields<'_>, to: &[Actor]) -> Option<Reply> {
    let from = match (addressee(&fields, "from", to), to) {
        (None, [only]) if !fields.has("from") => Some(only.clone()),
        (None, [_, _, ..]) if !fields.has("from") => {
            let names: Vec<String> = to.iter().map(Actor::to_string).collect();
            let help = format!("add from = one of: {}", names.join(", "));
            fields.problem(
                Code::MissingKey,
                fields.span.clone(),
                "`from` is missing: the letter has several addressees",
                help,
            );
            None
        }
        (from, _) => from,
    };
    let (entry, date, received) = (fields.entry(), fields.date("date"), fields.date("received"));
    let (kind, promised) = (fields.need_word("kind"), fields.date("promised"));
    let answers = fields.mentions("answers", Kind::Demand);
    fields.done();
    Some(Reply { entry, date, received, from: from?, kind: kind?, promised, answers })
}

fn extension(fields: Fields<'_>, to: &[Actor]) -> Option<Extension> {
    if !fields.has("until") {
        fields.problem(Code::MissingKey, fields.span.clone(), "`until` is missing", "add until = the new last day");
    }
    let (entry, granted, until) = (fields.entry(), fields.date("granted"), fields.date("until"));
    let to = addressee(&fields, "to", to);
    fields.done();
    Some(Extension { entry, granted, until: until?, to })
}

fn suspension(fields: Fields<'_>) -> Option<Suspension> {
    if !fields.has("from") {
        let help = "add from = the first day on which the clock stood still";
        fields.problem(Code::MissingKey, fields.span.clone(), "`from` is missing", help);
    }
    let (entry, from, until) = (fields.entry(), fields.date("from"), fields.date("until"));
    let suspension = from.map(|from| Suspension { entry, from, until });
    if suspension.as_ref().is_some_and(Suspension::is_backwards) {
        let help = "write the first day as `from` and the last as `until`";
        fields.problem(Code::BadDate, fields.span_of("until"), "the suspension ends before it begins", help);
    }
    fields.done();
    suspension
}

fn reminder(fields: Fields<'_>, to: &[Actor]) -> Reminder {
    let reminder = Reminder { entry: fields.entry(), date: fields.date("date"), to: addressee(&fields, "to", to) };
    fields.done();
    reminder
}
