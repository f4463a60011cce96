//! How a value is written in a record.

use super::keys::{Key, Takes};
use crate::{
    load::{fields::MOST_DAYS, folder::is_id},
    model::{
        date::{Date, iso_day},
        hidden::acts_or_hides,
        vocabulary::nearest,
    },
};

impl Key {
    /// What is written behind the equals sign.
    ///
    /// # Errors
    /// What to write instead.
    pub fn value(&self, texts: &[&str]) -> Result<String, String> {
        let [text] = texts else {
            return Ok(format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")));
        };
        match self.takes {
            Takes::Flag => Ok("true".into()),
            Takes::Id if !is_id(text) => {
                Err(format!("{text:?} is not an id; write small letters a to z, digits and hyphens: un-2025-01-08"))
            }
            Takes::Text | Takes::Id => Ok(quoted(text)),
            Takes::Texts | Takes::Words => Ok(format!("[{}]", quoted(text))),
            Takes::Date => date(text),
            Takes::DateOrTrue if *text == "true" => Ok("true".into()),
            Takes::DateOrTrue => date(text),
            Takes::Days => match text.parse::<u32>() {
                Ok(days @ 1..=MOST_DAYS) => Ok(days.to_string()),
                _ => Err(format!("{text:?} is no number of days; write a whole number from 1 to {MOST_DAYS}")),
            },
            Takes::OneOf(words) if words().contains(text) => Ok(quoted(text)),
            Takes::OneOf(words) => Err(match nearest(text, words()) {
                Some(like) => format!("{text:?} is not known; did you mean {like}? There are: {}", words().join(", ")),
                None => format!("{text:?} is not known; there are: {}", words().join(", ")),
            }),
        }
    }
}

/// A date as a record writes it: bare if it is a day, else in quotes.
///
/// # Errors
/// What to write instead.
pub fn date(text: &str) -> Result<String, String> {
    let date = Date::parse(text.trim()).map_err(|error| format!("{}; {}", error.message, error.help))?;
    let is_day = iso_day(text.trim()).is_some();
    Ok(if is_day { date.to_string() } else { quoted(&date.to_string()) })
}

/// A text in quotes on one line. What acts on a screen or cannot be seen is written as its number, so that whoever
/// opens the file sees it.
#[must_use]
pub fn quoted(text: &str) -> String {
    // A text of JSON is one of TOML, but for characters that are written as they are.
    serde_json::Value::from(text).to_string().chars().fold(String::new(), |mut quoted, c| {
        match u32::from(c) {
            code if !acts_or_hides(c) => quoted.extend(char::from_u32(code)),
            code if code > 0xFFFF => quoted.push_str(&format!("\\U{code:08X}")),
            code => quoted.push_str(&format!("\\u{code:04X}")),
        }
        quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_as_its_number() {
        let hidden = "a\u{202e}b\u{85}c\u{200b}d\u{e0041}e\u{7f}f\u{1b}g";
        let written = quoted(hidden);
        assert_eq!(written, "\"a\\u202Eb\\u0085c\\u200Bd\\U000E0041e\\u007Ff\\u001bg\"");
        assert_eq!(format!("x = {written}").parse::<toml::Table>().expect("TOML")["x"].as_str(), Some(hidden));
        let joined = "\u{645}\u{6cc}\u{200c}\u{62e} \\ \"";
        assert!(quoted(joined).contains('\u{200c}'), "Persian is misspelt without it");
    }
}
