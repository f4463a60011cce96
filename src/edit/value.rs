//! How a value is written in a record.

use super::keys::{Key, Takes};
use crate::{
    load::{fields::MOST_DAYS, folder::is_id},
    model::{
        date::{Date, iso_day},
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

/// A text in quotes on one line.
#[must_use]
pub fn quoted(text: &str) -> String {
    // A text of JSON is one of TOML, but for one character that TOML wants escaped.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
