//! What a reader of the file does not see: invisible characters, and a `confidential` that marks less than it seems to.

use super::place::PlacedRecord;
use crate::{
    load::{problem::Code, text::confidential::is_like_mark},
    model::hidden::acts_or_hides,
};

/// No text holds control characters, characters that turn the direction of reading, or invisible ones; line ends and
/// tabs are allowed.
pub(super) fn hidden_characters(record: &PlacedRecord<'_>) {
    let is_hidden = |c: &char| acts_or_hides(*c) && !matches!(c, '\n' | '\r' | '\t');
    for table in &record.tables {
        for (key, text, span) in table.texts() {
            let Some(hidden) = text.chars().find(is_hidden) else { continue };
            let message = format!("`{key}` holds a character that cannot be seen: U+{:04X}", u32::from(hidden));
            let help = "leave it out, unless the text is quoted with it: outputs show it as its number";
            record.source.problem(Code::HiddenCharacter, span, table.private, message, help);
        }
    }
}

/// No mark stands by itself at the end of the file, where it looks as if it were about the whole case.
pub(super) fn mark_set_off(record: &PlacedRecord<'_>) {
    let text = record.source.text;
    let Some(last) = record.tables.iter().skip(1).max_by_key(|table| table.span.start) else { return };
    let mut pairs: Vec<_> = last.keys.pairs.iter().collect();
    pairs.sort_by_key(|pair| pair.at.start);
    let [.., before, mark] = pairs.as_slice() else { return };
    let between = text.get(before.span.end..mark.at.start).unwrap_or_default();
    let lines: Vec<&str> = between.split('\n').collect();
    // A blank line stands between two lines if their texts have two line ends between them: so the first and the last
    // piece, which belong to lines, do not count.
    let is_set_off = lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty());
    if is_like_mark(&mark.key) && is_set_off {
        let message = "this mark withholds only the entry above it, and the case is public";
        let help = "for the whole case, write it at the top of the file; for the entry, leave out the blank line";
        record.source.problem(Code::MarkSetOff, mark.at.clone(), false, message, help);
    }
}
