//! What every page has around its content: title, policy, style, and, in a site, the way to the others.

use super::shown::Shown;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The style of every page. It stands in the page, so that a page that is saved or sent stays whole.
pub(super) const STYLE: &str = include_str!("templates/style.css");
/// The script by which tables of a site are filtered and sorted. Nothing is lost without it.
pub(super) const SCRIPT: &str = include_str!("templates/tables.js");

/// Only what is in the page itself: no connection of any kind, no style or script but those two,
/// known by their hashes. The empty icon keeps browsers from asking for one.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// What surrounds a page.
pub(super) struct Frame {
    /// The title of the page.
    pub(super) title: Shown,
    /// The day on which the world is shown.
    pub(super) as_of: NaiveDate,
    /// Whether confidential entries are in it.
    pub(super) confidential: bool,
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
    /// The content-security policy.
    pub(super) fn policy(&self) -> &str {
        &POLICY
    }

    /// The style.
    pub(super) const fn style(&self) -> &str {
        STYLE
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
