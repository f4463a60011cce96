//! What every page has around its content: title, policy, style, and, in a site, the way to the others.

use super::shown::Shown;
use crate::{load::folder::origin::Origin, model::date::DayRange};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::{fmt::Write as _, sync::LazyLock};

/// The style of every page. It stands in the page, so that a page that is saved or sent stays whole.
pub(super) const STYLE: &str = include_str!("templates/style.css");
/// The script by which tables of a site are filtered and sorted. Without it the tables are shown whole, in the order of
/// the program.
pub(super) const SCRIPT: &str = include_str!("templates/tables.js");

/// The hash of the script, by which the policy of every page knows it.
static SCRIPT_HASH: LazyLock<String> = LazyLock::new(|| hash(SCRIPT));

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text))
}

/// A text as a string of CSS: whatever is no letter or digit of ASCII and no space is written as its number, so that
/// it can end neither the string nor the style.
fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            // Writing to a String does not fail.
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out + "\""
}

/// What surrounds a page.
pub(super) struct Frame {
    /// The title of the page.
    pub(super) title: Shown,
    /// The day on which the world is shown.
    pub(super) as_of: NaiveDate,
    /// Whether confidential entries are in it.
    pub(super) confidential: bool,
    /// The files that it was made from.
    pub(super) origin: Origin,
    /// The list of all records of the site and its SHA-256, where a page is made from all of them.
    pub(super) records: Option<(&'static str, String)>,
    /// The way to the site's other pages.
    pub(super) site: Option<Site>,
}

/// The way to the site's other pages.
pub(super) struct Site {
    /// The site's folder, as seen from the page: empty or `../`.
    pub(super) root: &'static str,
    /// The file name of the page's section.
    pub(super) section: &'static str,
}

impl Frame {
    /// The content-security policy: only what is in the page itself, no connection of any kind, no style or script
    /// but those two, known by their hashes. The empty icon keeps browsers from asking for one.
    pub(super) fn policy(&self) -> String {
        format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
            hash(&self.style()),
            *SCRIPT_HASH
        )
    }

    /// The style, with what stands on paper above and below every page: what the page is of from the second on, and
    /// its number.
    pub(super) fn style(&self) -> String {
        let mark = if self.confidential { "CONFIDENTIAL · " } else { "" };
        let head = css_string(&format!("{mark}{} · as of {}", self.title, self.day()));
        format!(
            "{STYLE}@page {{ @top-left {{ content: {head}; }} @bottom-right {{ content: \"page \" counter(page) \" of \" counter(pages); }} }}\n@page :first {{ @top-left {{ content: {}; }} }}\n",
            if self.confidential { css_string("CONFIDENTIAL") } else { "none".into() }
        )
    }

    /// The files that it was made from: the name of each and its SHA-256.
    pub(super) fn files(&self) -> impl ExactSizeIterator<Item = (Shown, &str)> {
        self.origin.files.iter().map(|(file, sha256)| (Shown::new(file), sha256.as_str()))
    }

    /// The version of the program, which others need to make the page again.
    pub(super) const fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    /// The day on which the world is shown, in words.
    pub(super) fn day(&self) -> String {
        DayRange::day(self.as_of).in_words()
    }

    /// The script.
    pub(super) const fn script(&self) -> &str {
        SCRIPT
    }
}

/// The pages that lead to all others: file name and name.
pub(super) const SECTIONS: [(&str, &str); 6] = [
    ("index.html", "Cases"),
    ("letters.html", "Unanswered letters"),
    ("responses.html", "Responses"),
    ("demands.html", "Demands"),
    ("detained.html", "Detained"),
    ("method.html", "Method"),
];

impl Site {
    /// The sections with whether the page belongs to each.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        SECTIONS.iter().map(|(file, name)| (*file, *name, *file == self.section))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_ends_neither_a_string_of_css_nor_the_style() {
        assert_eq!(css_string("Ada Wren 2"), "\"Ada Wren 2\"");
        assert_eq!(css_string("a\"b\\c"), "\"a\\22 b\\5c c\"");
        let attack = css_string("</style><script>x()</script>\"; } * { display: none }\n/*é");
        assert!(!attack[1..attack.len() - 1].contains(['<', '>', '"', '}', ';', '\n', '/', '*']), "{attack}");
    }

    #[test]
    fn the_policy_knows_the_style_of_its_page() {
        let frame = |title| Frame {
            title: Shown::new(title),
            as_of: NaiveDate::MIN,
            confidential: false,
            origin: Origin::default(),
            records: None,
            site: None,
        };
        let (one, other) = (frame("Ada Wren"), frame("Bo Heron"));
        assert!(one.policy().contains(&hash(&one.style())) && other.policy().contains(&hash(&other.style())));
        assert!(one.style() != other.style() && one.style().contains("\"Ada Wren "));
    }
}
