//! How a value is written in a record.

use crate::{
    load::{
        folder::is_id,
        record::schema::{Field, MOST_DAYS, Value},
    },
    model::{
        date::{
            Date,
            human::{self, Meant},
            iso_day,
        },
        hidden::acts_or_hides,
        vocabulary::nearest,
    },
};

/// What is written behind the equals sign, for what the command line gives.
///
/// # Errors
/// What to write instead.
pub fn written(key: &Field, texts: &[&str]) -> Result<String, String> {
    let [text] = texts else {
        return Ok(format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")));
    };
    match key.value {
        Value::Flag | Value::Mark => Ok("true".into()),
        Value::Id if !is_id(text) => {
            Err(format!("{text:?} is not an id; write small letters a to z, digits and hyphens: un-2025-01-08"))
        }
        Value::Text
        | Value::Id
        | Value::Procedure
        | Value::Reference
        | Value::Other(_)
        | Value::EarlierLetter
        | Value::Addressee
        | Value::States
        | Value::Entries(_) => Ok(quoted(text)),
        Value::Texts | Value::Others(_) | Value::OneOrMore(_) | Value::Actors => Ok(format!("[{}]", quoted(text))),
        Value::DateOrTrue if *text == "true" => Ok("true".into()),
        Value::Date | Value::Ahead | Value::DateOrTrue => date(text),
        Value::Days => match text.parse::<u32>() {
            Ok(days @ 1..=MOST_DAYS) => Ok(days.to_string()),
            _ => Err(format!("{text:?} is no number of days; write a whole number from 1 to {MOST_DAYS}")),
        },
        Value::Word(words) => {
            let names = words.names();
            match nearest(text, names.iter().copied()) {
                _ if names.contains(text) => Ok(quoted(text)),
                Some(like) => {
                    Err(format!("{text:?} is not known; did you mean {like}? There are: {}", names.join(", ")))
                }
                None => Err(format!("{text:?} is not known; there are: {}", names.join(", "))),
            }
        }
    }
}

/// A date as a record writes it: bare if it is a day, else in quotes. Named months are read, where they can be
/// understood in one way only: `5 July 2024`.
///
/// # Errors
/// What to write instead.
pub fn date(text: &str) -> Result<String, String> {
    let text = text.trim();
    let date = match (Date::parse(text), human::read(text, None)) {
        (Ok(date), _) | (Err(_), Some(Meant::Date(date))) => date,
        (Err(error), _) => return Err(format!("{}; {}", error.message, error.help)),
    };
    let written = date.to_string();
    Ok(if iso_day(&written).is_some() { written } else { quoted(&written) })
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
