//! Ids for new entries and cases, made of what they say, so that nobody has to think of one.

use super::value;
use crate::{
    load::{folder::is_id, record::schema::Kind},
    model::spelling::words,
};

/// An id that is free for an entry of this kind. `said` gives what the person has written for a key. `None` if that is
/// too little to make one of.
#[must_use]
pub fn id(kind: Kind, said: impl Fn(&str) -> Option<String>, taken: &[&str]) -> Option<String> {
    let day = |key: &str| {
        let date = said(key).and_then(|text| value::date(&text).ok());
        date.map(|date| plain(&date, usize::MAX)).unwrap_or_default()
    };
    let first = |key: &str, most| said(key).map(|text| plain(&text, most)).filter(|id| !id.is_empty());
    let made = match kind {
        Kind::Person => {
            let name = words_of(&said("name")?);
            let last = name.last()?.clone();
            let whole = name.join("-");
            return [last, whole.clone()].into_iter().find(|id| is_free(id, taken)).or_else(|| numbered(&whole, taken));
        }
        Kind::Statement => format!("{}-{}", first("by", 2)?, day("date")),
        Kind::Letter => {
            let year: String = day("sent").chars().take_while(char::is_ascii_digit).collect();
            format!("{}-{}-{year}", first("procedure", usize::MAX)?, first("to", 2)?)
        }
        Kind::Demand => first("kind", usize::MAX).filter(|kind| kind != "other").or_else(|| first("what", 3))?,
        Kind::Source => format!("{}-{}", first("publisher", 2).or_else(|| first("title", 3))?, day("published")),
        Kind::Case => plain(&said("title")?, usize::MAX),
        Kind::Event
        | Kind::Charge
        | Kind::Reply
        | Kind::Extension
        | Kind::Suspension
        | Kind::Reminder
        | Kind::Update
        | Kind::Rule
        | Kind::Claim => return None,
    };
    let made = made.trim_matches('-');
    if is_free(made, taken) { Some(made.to_owned()) } else { numbered(made, taken) }
}

fn is_free(id: &str, taken: &[&str]) -> bool {
    is_id(id) && !taken.contains(&id)
}

/// The same with the first number behind it that makes it free.
fn numbered(id: &str, taken: &[&str]) -> Option<String> {
    (2..=taken.len() + 2).map(|n| format!("{id}-{n}")).find(|id| is_free(id, taken))
}

/// The first words of a text, in small Latin letters with hyphens between.
fn plain(text: &str, most: usize) -> String {
    /// No id need be longer.
    const LONGEST: usize = 60;
    let mut id = String::new();
    for word in words_of(text).into_iter().take(most) {
        if !id.is_empty() && id.len() + word.len() >= LONGEST {
            break;
        }
        id = if id.is_empty() { word } else { format!("{id}-{word}") };
    }
    id
}

/// The words of a text in Latin letters, whatever script it is in.
fn words_of(text: &str) -> Vec<String> {
    /// Words that tell nothing apart.
    const SMALL: [&str; 8] = ["the", "a", "an", "of", "on", "in", "and", "for"];
    let words = words(&deunicode::deunicode(text)).into_iter();
    words.filter(|word| word.is_ascii() && !SMALL.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(kind: Kind, said: &[(&str, &str)], taken: &[&str]) -> Option<String> {
        id(kind, |key| said.iter().find(|(name, _)| *name == key).map(|(_, text)| (*text).to_owned()), taken)
    }

    #[test]
    fn an_id_is_made_of_what_the_entry_says() {
        let made = [
            (Kind::Person, &[("name", "Ada Wren")][..], "wren"),
            (Kind::Person, &[("name", "Анна Иванова")], "ivanova"),
            (Kind::Person, &[("name", "O'Brien")], "obrien"),
            (Kind::Statement, &[("by", "UN experts"), ("date", "2025-04")], "un-experts-2025-04"),
            (Kind::Statement, &[("by", "Special Rapporteur on torture")], "special-rapporteur"),
            (
                Kind::Letter,
                &[("procedure", "wgad-regular"), ("to", "DDR"), ("sent", "2025-04-01")],
                "wgad-regular-ddr-2025",
            ),
            (Kind::Demand, &[("kind", "release"), ("what", "Let her go")], "release"),
            (Kind::Demand, &[("what", "Give back all the notebooks")], "give-back-all"),
            (
                Kind::Source,
                &[("publisher", "The Harbour Post"), ("published", "11 March 2025")],
                "harbour-post-2025-03-11",
            ),
            (Kind::Source, &[("title", "Ärger im Hafen")], "arger-im-hafen"),
            (Kind::Case, &[("title", "Mass trial of 2024")], "mass-trial-2024"),
        ];
        for (kind, said, id) in made {
            assert_eq!(proposed(kind, said, &[]).as_deref(), Some(id), "{kind} {said:?}");
        }
        assert_eq!(proposed(Kind::Source, &[("url", "https://example.org/")], &[]), None);
        assert_eq!(proposed(Kind::Event, &[("what", "W")], &[]), None);
    }

    #[test]
    fn an_id_that_is_taken_is_not_proposed() {
        let wren = [("name", "Ada Wren")];
        assert_eq!(proposed(Kind::Person, &wren, &["wren"]).as_deref(), Some("ada-wren"));
        assert_eq!(proposed(Kind::Person, &wren, &["wren", "ada-wren"]).as_deref(), Some("ada-wren-2"));
        assert_eq!(
            proposed(Kind::Demand, &[("kind", "release")], &["release", "release-2"]).as_deref(),
            Some("release-3")
        );
        assert_eq!(proposed(Kind::Case, &[("title", "Con")], &[]).as_deref(), Some("con-2"), "con is a device");
    }
}
