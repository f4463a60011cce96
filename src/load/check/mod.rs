//! What must be true of one record, in small functions of two lists; and of all records together (`across`).
//!
//! `CHECKS` finds the errors that keep a record from being shown; it runs whenever a record is read.
//! `FINDINGS` finds what only `timeline check` asks for, in records that have no such error: one file
//! a theme. To add one: a documented function, a line in the list, a code in `problem::Code`, and a
//! record that shows it in `tests/records/warned`. `review` is what `timeline check` looks at, `names` the names of
//! confidential people of whichever record.

pub mod across;
mod by_file;
mod copies;
mod dates;
mod demands;
mod exposed;
mod hidden;
mod letters;
mod liberty;
mod look_alike;
pub mod names;
mod order;
mod place;
mod remote;
pub mod review;
pub mod sharing;
mod sourcing;

use super::{
    problem::Code,
    record::{
        reader::{Mention, Reader},
        schema::Named,
    },
    text::{file::FileText, syntax, tree::TomlTable},
};
use crate::model::{case::Case, reference::Key, vocabulary::nearest};
use names::ConfidentialNames;
pub use place::CheckContext;
use place::PlacedRecord;
use std::collections::HashMap;

/// Errors of a whole record, in the order in which they are looked for.
const CHECKS: &[fn(&Case, &Reader<'_>)] = &[duplicate_ids, dangling_ids, shared_numbers, circles];

/// Warnings, and errors that leave a record readable, the gravest first.
const FINDINGS: &[fn(&PlacedRecord<'_>)] = &[
    |record| exposed::confidential_names(record.case, record.source, &record.tables, record.names),
    sourcing::archives,
    letters::reply_before_letter,
    letters::due_before_sent,
    order::date_order,
    letters::short_extension,
    letters::silence_after_reply,
    letters::reference_state,
    letters::reference_year,
    letters::unread_reference,
    letters::addressee_like_state,
    demands::answered_before_made,
    demands::not_superseded,
    liberty::liberty_and_kind,
    liberty::liberty_contradiction,
    by_file::order_by_file,
    liberty::liberty_of_nobody,
    liberty::liberty_unstated,
    liberty::protection_breach,
    dates::in_the_future,
    copies::duplicate_entries,
    copies::look_alike_ids,
    copies::look_alike_people,
    hidden::hidden_characters,
    hidden::mark_set_off,
    sourcing::unsourced,
    sourcing::unused_source,
];

/// Notes every error of the record.
pub fn record(case: &Case, reader: &Reader<'_>) {
    CHECKS.iter().for_each(|check| check(case, reader));
}

/// Notes what only `timeline check` asks for, in a record without errors. Reads the saved copies beside the
/// record.
pub fn findings(case: &Case, source: &FileText<'_>, table: &TomlTable<'_>, judge: &CheckContext<'_>) {
    syntax::newer_toml(source);
    let record = PlacedRecord::new(case, judge, source, table);
    FINDINGS.iter().for_each(|check| check(&record));
}

/// Notes what keeps a record without errors from others outside the office: names that they must not read.
pub fn for_others(case: &Case, source: &FileText<'_>, table: &TomlTable<'_>, names: &ConfidentialNames) {
    exposed::confidential_names(case, source, &place::tables(case, table), names);
}

/// No two entries of one kind have one id; no two letters one reference, in whatever spelling. A number that is no
/// reference of special procedures may be that of several proceedings (a complaint and its interim measures), which
/// their ids tell apart.
fn duplicate_ids(_: &Case, reader: &Reader<'_>) {
    let defined = reader.defined.borrow();
    let mut sorted: Vec<&Mention> = defined.iter().collect();
    sorted.sort_by_key(|mention| name(mention));
    let same = sorted.windows(2).filter(|pair| name(pair[0]) == name(pair[1]) && !(pair[0].shared && pair[1].shared));
    let mut pairs: Vec<(&Mention, &Mention)> = same.map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_by_key(|(_, second)| second.span.start);
    for (first, mention) in pairs {
        let (code, help) = if Key::parse(&mention.id).is_some() {
            (Code::DuplicateReference, "keep one of the two entries, with everything known")
        } else {
            (Code::DuplicateId, "give one of them another id")
        };
        if reader.source.only_counts(code) {
            continue;
        }
        let line = reader.source.line(first.span.start);
        let private = mention.private || first.private;
        let message = format!("{:?} is already the {} of line {line}", mention.id, mention.named.noun());
        reader.source.problem(code, mention.span.clone(), private, message, help);
    }
}

/// A number that is used to refer to a letter is not that of two letters.
fn shared_numbers(_: &Case, reader: &Reader<'_>) {
    let defined = reader.defined.borrow();
    let mut numbers: Vec<(&str, usize)> =
        defined.iter().filter(|mention| mention.shared).map(|mention| (&*mention.id, mention.span.start)).collect();
    numbers.sort_unstable();
    let shared: HashMap<&str, [usize; 2]> = numbers
        .windows(2)
        .rev()
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| (pair[0].0, [pair[0].1, pair[1].1]))
        .collect();
    if shared.is_empty() {
        return;
    }
    for mention in reader.used.borrow().iter().filter(|mention| mention.named == Named::Letter) {
        let Some(letters) = shared.get(&*mention.id) else { continue };
        if reader.source.only_counts(Code::AmbiguousNumber) {
            continue;
        }
        let [first, second] = letters.map(|at| reader.source.line(at));
        let message = format!("{:?} is the number of two letters, on the lines {first} and {second}", mention.id);
        let help = "write the id of the one that is meant";
        reader.source.problem(Code::AmbiguousNumber, mention.span.clone(), mention.private, message, help);
    }
}

/// What tells ids of one kind apart.
fn name<'m>(mention: &'m Mention<'_>) -> (u8, &'m str) {
    (mention.named as u8, &mention.id)
}

/// Every id that is referred to belongs to an entry of the right kind.
fn dangling_ids(_: &Case, reader: &Reader<'_>) {
    let defined = reader.defined.borrow();
    let mut known: Vec<(u8, &str)> = defined.iter().map(|mention| name(mention)).collect();
    known.sort_unstable();
    for mention in reader.used.borrow().iter() {
        let is = |id: &str| known.binary_search(&(mention.named as u8, id)).is_ok();
        let by_reference =
            || mention.named == Named::Letter && Key::parse(&mention.id).is_some_and(|k| is(&k.to_string()));
        if is(&mention.id) || by_reference() || reader.source.only_counts(Code::DanglingId) {
            continue;
        }
        let noun = mention.named.noun();
        // Confidential ids are not offered.
        let same_kind = defined.iter().filter(|m| m.named == mention.named && !m.private).map(|m| m.id.as_ref());
        let elsewhere = defined.iter().find(|m| m.id == mention.id && !m.private);
        let help = match (nearest(&mention.id, same_kind), elsewhere) {
            (Some(like), _) => format!("did you mean {like:?}?"),
            (None, Some(other)) => format!("{:?} is a {}, not a {noun}", other.id, other.named.noun()),
            (None, None) => format!("add the {noun}, or write the id of one that is there"),
        };
        let message = format!("no {noun} has the id {:?}", mention.id);
        reader.source.problem(Code::DanglingId, mention.span.clone(), mention.private, message, help);
    }
}

/// Following `repeats` or `superseded_by` from demand to demand comes to an end.
fn circles(case: &Case, reader: &Reader<'_>) {
    let places: HashMap<&str, usize> =
        case.demands.iter().enumerate().map(|(at, demand)| (demand.id.as_str(), at)).collect();
    for (key, next) in [
        ("repeats", (|d| d.repeats.as_deref()) as fn(&crate::model::demand::Demand) -> Option<&str>),
        ("superseded_by", |d| d.superseded_by.as_deref()),
    ] {
        // Follows the key from each demand to one that was visited before. If that was in this walk, the demands from
        // there on are a circle; if in an earlier one, they were looked at then.
        let mut walk_of = vec![0; case.demands.len()];
        for from in 0..case.demands.len() {
            let onward = |at: &usize| next(&case.demands[*at]).and_then(|id| places.get(id).copied());
            let mut at = Some(from);
            while let Some(here) = at.filter(|here| walk_of[*here] == 0) {
                walk_of[here] = from + 1;
                at = onward(&here);
            }
            let Some(met) = at.filter(|met| walk_of[*met] == from + 1) else { continue };
            let others = std::iter::successors(onward(&met), onward).take_while(|here| *here != met);
            for demand in std::iter::once(met).chain(others).map(|here| &case.demands[here]) {
                let span = demand.entry.offset..demand.entry.offset;
                let message = format!("`{key}` leads round in a circle");
                let help = "let the later demand name the earlier one, and not the other way round";
                reader.source.problem(Code::Circle, span, demand.entry.confidential, message, help);
            }
        }
    }
}
