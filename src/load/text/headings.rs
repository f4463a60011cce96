//! Headings as they are written: what was meant by one that TOML reads as something else.

use std::ops::Range;

/// A heading: `[[communication.reply]]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Heading<'t> {
    /// What stands between the brackets: `communication.reply`.
    path: &'t str,
    /// Whether the brackets are doubled, as those of entries are.
    doubled: bool,
}

impl<'t> Heading<'t> {
    /// The heading that a line is, if it is one.
    fn of(line: &'t str) -> Option<Self> {
        let inner = line.trim_start().strip_prefix('[')?;
        let doubled = inner.starts_with('[');
        let (path, _) = inner.trim_start_matches('[').split_once(']')?;
        let path = path.trim();
        let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        (!path.is_empty() && path.chars().all(is_path)).then_some(Self { path, doubled })
    }

    /// The entry that what is under the heading lies in: `communication` of `communication.reply`.
    fn within(&self) -> Option<&'t str> {
        self.path.rsplit_once('.').map(|(outer, _)| outer)
    }
}

/// The line in which `at` lies.
fn line_at(text: &str, at: usize) -> Option<(usize, &str)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |n| n + 1);
    text[start..].lines().next().map(|line| (start, line))
}

/// What to write instead of a heading that TOML takes for a second one of its name, as a reply above its
/// letter does; `None` if there is no heading at `at`.
#[must_use]
pub(in crate::load) fn instead_of_duplicate(text: &str, at: usize) -> Option<String> {
    let (start, line) = line_at(text, at)?;
    let here = Heading::of(line)?;
    let path = here.path;
    let above = text[..start].lines().enumerate().filter_map(|(n, line)| Some((n + 1, Heading::of(line)?)));
    let above: Vec<(usize, Heading<'_>)> = above.collect();
    if let Some((n, _)) = above.iter().find(|(_, other)| other.path == path && !other.doubled) {
        return Some(format!("line {n} too: write [[{path}]] with two brackets above each entry"));
    }
    if !here.doubled {
        return Some(format!("write [[{path}]] with two brackets above each entry"));
    }
    let (n, below) = above.iter().find(|(_, other)| other.within() == Some(path))?;
    Some(format!("[[{}]] belongs below its [[{path}]]: move the entry of line {n} there", below.path))
}

/// What to write instead of the one table at `span` where entries named `path` are meant.
#[must_use]
pub(in crate::load) fn instead_of_table(text: &str, span: &Range<usize>, path: &str) -> String {
    match line_at(text, span.start).and_then(|(_, line)| Heading::of(line)) {
        // There is no heading of that name, only one of something in it.
        Some(below) if below.within() == Some(path) => {
            format!("write the [[{path}]] to which it belongs above [[{}]]", below.path)
        }
        _ => format!("write [[{path}]] with two brackets above each entry"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_other_lines() {
        for (line, path, doubled) in
            [("[[event]]", "event", true), (" [ event ] # x", "event", false), ("[[a.b]]", "a.b", true)]
        {
            assert_eq!(Heading::of(line), Some(Heading { path, doubled }), "{line}");
        }
        for line in ["", "event", "what = \"[[x]]\"", "[", "[[]]", "[\"2025-01-01\"]", "[1, 2]"] {
            assert_eq!(Heading::of(line), None, "{line}");
        }
    }

    #[test]
    fn a_reply_above_its_letter_is_to_be_moved() {
        let text = "[[communication.reply]]\nkind = \"denial\"\n[[communication]]\n";
        let help = instead_of_duplicate(text, text.len() - 5).expect("a heading");
        assert_eq!(help, "[[communication.reply]] belongs below its [[communication]]: move the entry of line 1 there");
        assert_eq!(instead_of_duplicate("a = 1\na = 2\n", 6), None);
    }
}
