//! Text of records on its way to a page: the only form in which a template gets it.

use crate::render::one_line;
use std::fmt;

/// Text in which whatever acts or hides has been made visible. Templates escape it for HTML and
/// stand it apart (`<bdi>`), so that it cannot turn the direction of what is around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown(String);

impl Shown {
    /// Makes a text safe to show.
    pub(super) fn new(text: &str) -> Self {
        Self(one_line(text).into_owned())
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address that a page may link to: `http` and `https` only, as `javascript:` and the like run
/// in the page; without characters that hide or act.
pub(super) fn link(address: &str) -> Option<&str> {
    let scheme = |name: &str| address.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let plain = !address.chars().any(char::is_whitespace) && one_line(address) == address;
    (plain && (scheme("https://") || scheme("http://"))).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(link("https://example.org/a?b=c"), Some("https://example.org/a?b=c"));
        assert_eq!(link("HTTP://example.org"), Some("HTTP://example.org"));
        for other in
            ["javascript:alert(1)", " https://a", "data:text/html,x", "https:/a", "http://a\u{202e}b", "ftp://a", ""]
        {
            assert_eq!(link(other), None, "{other:?}");
        }
    }
}
