//! Bold type and colour outside tables. Never the only signal: the words say the same.

use super::Screen;
use crate::report::Tone;
use std::borrow::Cow;

/// A heading: bold and underlined.
pub(super) const HEADING: &str = "1;4";
/// Bold type.
pub(super) const BOLD: &str = "1";
/// What is wrong.
pub(super) const ERROR: &str = "1;31";
/// What somebody should look at.
pub(super) const WARNING: &str = "1;33";

/// The text in that style, where the screen shows styles.
pub(super) fn styled<'a>(screen: Screen, style: &str, text: &'a str) -> Cow<'a, str> {
    if screen.colour && !style.is_empty() && !text.is_empty() {
        Cow::Owned(format!("\u{1b}[{style}m{text}\u{1b}[0m"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The style of a tone.
pub(super) const fn of_tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => "32",
        Tone::Waiting => "33",
        Tone::Bad => "31",
        Tone::Faint => "2",
    }
}

/// A line to draw under something `width` columns wide.
pub(super) fn rule(screen: Screen, width: usize) -> String {
    if screen.unicode { "─" } else { "-" }.repeat(width)
}
