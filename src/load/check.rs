//! What must be true of one record: small functions in one list.

use super::{
    fields::{Kind, Mention, Reader, is_like_mark},
    problem::Code,
    source::Source,
};
use crate::model::{case::Case, reference::Key, vocabulary::nearest};

/// Checks of a whole record, in the order in which they run.
const CHECKS: &[fn(&Case, &Reader<'_>)] = &[duplicate_ids, dangling_ids, circles];

/// Runs every check and notes what it finds.
pub fn record(case: &Case, reader: &Reader<'_>) {
    CHECKS.iter().for_each(|check| check(case, reader));
}

/// No two entries of one kind have one id; no two letters one reference, in whatever spelling.
fn duplicate_ids(_: &Case, reader: &Reader<'_>) {
    let defined = reader.defined.borrow();
    let mut seen: std::collections::HashMap<(u8, &str), &Mention> = std::collections::HashMap::new();
    for mention in defined.iter().take_while(|_| !reader.source.is_full()) {
        let Some(first) = seen.insert((mention.kind as u8, &mention.id), mention) else { continue };
        let line = reader.source.line(first.span.start);
        let private = mention.private || first.private;
        let (code, help) = if Key::parse(&mention.id).is_some() {
            (Code::DuplicateReference, "keep one of the two entries, with everything known")
        } else {
            (Code::DuplicateId, "give one of them another id")
        };
        let message = format!("{:?} is already the {} of line {line}", mention.id, mention.kind.noun());
        reader.source.problem(code, mention.span.clone(), private, message, help);
    }
}

/// Every id that is referred to belongs to an entry of the right kind.
fn dangling_ids(_: &Case, reader: &Reader<'_>) {
    let defined = reader.defined.borrow();
    let known: std::collections::HashSet<(u8, &str)> = defined.iter().map(|m| (m.kind as u8, m.id.as_ref())).collect();
    for mention in reader.used.borrow().iter().take_while(|_| !reader.source.is_full()) {
        let is = |id: &str| known.contains(&(mention.kind as u8, id));
        let by_reference =
            || mention.kind == Kind::Letter && Key::parse(&mention.id).is_some_and(|k| is(&k.to_string()));
        if is(&mention.id) || by_reference() {
            continue;
        }
        let noun = mention.kind.noun();
        // Confidential ids are not offered.
        let same_kind = defined.iter().filter(|m| m.kind == mention.kind && !m.private).map(|m| m.id.as_ref());
        let elsewhere = defined.iter().find(|m| m.id == mention.id && !m.private);
        let help = match (nearest(&mention.id, same_kind), elsewhere) {
            (Some(like), _) => format!("did you mean {like:?}?"),
            (None, Some(other)) => format!("{:?} is a {}, not a {noun}", other.id, other.kind.noun()),
            (None, None) => format!("add the {noun}, or write the id of one that is there"),
        };
        let message = format!("no {noun} has the id {:?}", mention.id);
        reader.source.problem(Code::DanglingId, mention.span.clone(), mention.private, message, help);
    }
}

/// Following `repeats` or `superseded_by` from demand to demand comes to an end.
fn circles(case: &Case, reader: &Reader<'_>) {
    let places: std::collections::HashMap<&str, usize> =
        case.demands.iter().enumerate().map(|(at, demand)| (demand.id.as_str(), at)).collect();
    for (key, next) in [
        ("repeats", (|d| d.repeats.as_deref()) as fn(&crate::model::demand::Demand) -> Option<&str>),
        ("superseded_by", |d| d.superseded_by.as_deref()),
    ] {
        // Walks from each demand until it meets one that was met before: in this walk, then those from
        // there on are a circle; in an earlier walk, then nothing here is new.
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

/// Marks of confidentiality in a text that cannot be read as a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Before the first heading: the whole case is meant.
    pub at_the_top: bool,
    /// Anywhere in the text.
    pub anywhere: bool,
}

/// Looks for marks word by word: misspelt, cut off and commented ones count as well.
#[must_use]
pub fn marks(text: &str) -> Marks {
    let is_mark = |word: &str| {
        let word = word.to_lowercase();
        is_like_mark(&word) || (word.len() >= 4 && "confidential".starts_with(&word))
    };
    let mut marks = Marks::default();
    let mut top = true;
    for line in text.lines() {
        top &= !line.trim_start().starts_with('[');
        let says_no = line.split_once('=').is_some_and(|(_, value)| value.trim() == "false");
        if !says_no && line.split(|c: char| !c.is_alphanumeric()).any(is_mark) {
            marks.anywhere = true;
            marks.at_the_top |= top;
        }
    }
    marks
}

/// What lines begin with that an unfinished merge leaves in a file.
const LABELS: [&str; 3] = ["<<<<<<< ", ">>>>>>> ", "||||||| "];

fn is_label(line: &str) -> bool {
    LABELS.iter().any(|label| line.starts_with(label))
}

/// Whether a merge was left unfinished. Equals signs alone may underline a heading in a text.
#[must_use]
pub fn has_merge_markers(text: &str) -> bool {
    let anywhere = |label: &&str| memchr::memmem::find(text.as_bytes(), label.as_bytes()).is_some();
    LABELS.iter().any(anywhere) && text.lines().any(is_label)
}

/// Reports the markers of an unfinished merge.
pub fn merge_markers(source: &Source<'_>) {
    let mut offset = 0;
    for line in source.text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == "=======" || is_label(line) {
            let help = "keep what is right of both sides and remove the three marker lines";
            source.problem(Code::MergeMarkers, offset..offset + bare.len(), true, "an unfinished merge", help);
        }
        offset += line.len();
    }
}

/// Reports what the TOML parser met. What lies at a syntax error may be anything, so nothing of it is
/// told but keys and punctuation.
pub fn syntax(source: &Source<'_>, errors: &[toml::de::Error]) {
    /// Later errors of one file are mostly echoes of the first ones.
    const TOLD: usize = 10;
    let mut errors: Vec<&toml::de::Error> = errors.iter().collect();
    errors.sort_by_key(|e| e.span().map(|s| s.start));
    for error in errors.into_iter().take(TOLD) {
        let span = error.span().unwrap_or(0..0);
        let at = span.start.min(source.text.len());
        let help = bare_date(source.text, at).filter(|_| !source.secret.get());
        let help = help.unwrap_or_else(|| advice(error.message()).into());
        source.problem(Code::Syntax, span, true, format!("not TOML: {}", error.message()), help);
    }
}

/// A month, a year or a day in another order written without quotes is what lawyers write first: the
/// words for that, if the line at `at` has one.
fn bare_date(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |n| n + 1);
    let line = text[start..].lines().next()?;
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let plain = value.bytes().all(|b| b.is_ascii_digit() || b"-/.?~%X[]".contains(&b));
    (digits >= 4 && plain && value.contains(['-', '/', '.', '?', '~', '%', 'X'])).then(|| {
        match crate::model::date::Date::parse(value) {
            Ok(_) => format!("write it in quotes: {} = \"{value}\"", key.trim()),
            Err(error) => error.help,
        }
    })
}

/// What to do about the commonest syntax errors.
fn advice(message: &str) -> &'static str {
    let message = message.to_lowercase();
    if message.contains("duplicate") {
        "keep one of the two lines"
    } else if message.contains("quote") || message.contains("string") {
        "texts stand between quotes on one line; for several lines use three quotes on both ends"
    } else if message.contains("escape") {
        "write a backslash as two backslashes, or use single quotes"
    } else if message.contains("control") || message.contains("newline") {
        "remove the invisible character, or save the file as plain text with UTF-8"
    } else {
        "a line is key = \"text\", key = 2024-07-05, key = [\"a\", \"b\"], or a heading like [[event]]"
    }
}
