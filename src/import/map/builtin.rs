//! The maps that ship: of exports and scrapes that many offices have.

/// Each map by its name, with what it is for and its text.
pub const NAMES: [(&str, &str, &str); 4] = [
    (
        "ohchr-communications",
        "letters of special procedures, as scraped from the communications database",
        include_str!("../maps/ohchr-communications.toml"),
    ),
    (
        "timeline",
        "letters as this program writes them: letters -f csv, tsv, jsonl",
        include_str!("../maps/timeline.toml"),
    ),
    (
        "treaty-body-cases",
        "individual complaints decided by treaty bodies",
        include_str!("../maps/treaty-body-cases.toml"),
    ),
    ("uwazi", "events exported from Uwazi", include_str!("../maps/uwazi.toml")),
];

/// The text of a map that ships.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, ..)| *known == name).map(|(.., text)| *text)
}
