//! What the texts of a cell become in a record: names of States as codes, words of a list as those of the format,
//! names as ids. Reasons never quote a cell: it may be confidential.

use super::{
    map::{Names, Spec},
    sheet::{Cell, trimmed},
};
use crate::{
    load::{
        folder::is_id,
        record::schema::{Field, MOST_DAYS, Named, Value},
    },
    model::{
        rule::Rules,
        spelling::{folded, words},
        state::{Actor, State},
    },
};

/// The texts of a cell: several if it is a list, or if the map says what stands between them. A dash stands for
/// nothing.
///
/// # Errors
/// The cell cannot be read.
pub fn texts(cell: &Cell, split: &[String]) -> Result<Vec<String>, &'static str> {
    let whole: Vec<String> = match cell {
        Cell::Empty => Vec::new(),
        Cell::Broken(what) => return Err(what),
        Cell::List(items) => items.clone(),
        Cell::Text(_) | Cell::Number(_) | Cell::Flag(_) | Cell::Day(..) => vec![cell.shown().into_owned()],
    };
    let parts = whole.iter().flat_map(|text| divided(text, split));
    Ok(parts.map(trimmed).filter(|text| !is_nothing(text)).map(str::to_owned).collect())
}

/// The parts of a text between any of these separators.
fn divided<'t>(text: &'t str, split: &[String]) -> Vec<&'t str> {
    split.iter().fold(vec![text], |parts, by| parts.into_iter().flat_map(|part| part.split(by.as_str())).collect())
}

/// Whether a text stands for nothing.
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—" | "−")
}

/// What a key is given, of texts as they stand in the file.
///
/// # Errors
/// Why it cannot be given that, and what to say in the map.
pub fn given(texts: Vec<String>, field: &Field, spec: &Spec, rules: &Rules) -> Result<Vec<String>, String> {
    let texts: Vec<String> = match &spec.words {
        Some(words) => texts.iter().map(|text| word(text, words)).collect::<Result<_, _>>()?,
        None => texts,
    };
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    let texts = match &spec.before {
        Some(before) => texts.iter().map(|text| preceded(text, before)).collect(),
        None => texts,
    };
    let mut given: Vec<String> = Vec::new();
    for text in texts {
        let one = one(&text, field, &spec.names, rules)?;
        given.extend(one.filter(|one| !given.contains(one)));
    }
    if takes_several(field) || given.len() < 2 {
        return Ok(given);
    }
    // Parts of one text may stand in several columns.
    match field.value {
        Value::Text if spec.split.is_empty() && spec.columns.len() > 1 => Ok(vec![given.join("; ")]),
        Value::Id if spec.split.is_empty() && spec.columns.len() > 1 => Ok(vec![given.join("-")]),
        _ => Err(format!("several values, and `{}` takes one", field.name)),
    }
}

/// What the record says instead of what the cell says.
fn word(text: &str, words: &[(String, String)]) -> Result<String, String> {
    let same = |(cell, _): &&(String, String)| folded(cell) == folded(text);
    words.iter().find(same).map(|(_, word)| word.clone()).ok_or_else(|| "not one of the `words` in the map".into())
}

/// What begins with this, or is named in full as a mandate of another sort, stands as it is.
fn preceded(text: &str, before: &str) -> String {
    const WHOLE: [&str; 4] =
        ["working group ", "special rapporteur ", "independent expert ", "special representative "];
    let folded_text = folded(text);
    let is_whole = folded_text.starts_with(&folded(before)) || WHOLE.iter().any(|whole| folded_text.starts_with(whole));
    if is_whole { text.to_owned() } else { format!("{before}{text}") }
}

/// Whether a key takes a list.
#[must_use]
pub const fn takes_several(field: &Field) -> bool {
    match field.value {
        Value::Texts | Value::Others(_) | Value::OneOrMore(_) | Value::States | Value::Actors => true,
        Value::Text
        | Value::Date
        | Value::Ahead
        | Value::DateOrTrue
        | Value::Days
        | Value::Flag
        | Value::Mark
        | Value::Word(_)
        | Value::Procedure
        | Value::Id
        | Value::Reference
        | Value::Other(_)
        | Value::EarlierLetter
        | Value::Addressee
        | Value::Entries(_) => false,
    }
}

/// Whether a key takes a date.
#[must_use]
pub const fn takes_date(field: &Field) -> bool {
    matches!(field.value, Value::Date | Value::Ahead | Value::DateOrTrue)
}

fn one(text: &str, field: &Field, names: &Names, rules: &Rules) -> Result<Option<String>, String> {
    let name = field.name;
    let text = match names {
        Names::Anything | Names::People(_) => text.to_owned(),
        Names::States => state(text)?.code().to_owned(),
        Names::Actors => actor(text)?,
        Names::Ids => id(text).ok_or("no id can be made of it: an id has the letters a to z and digits")?,
    };
    match field.value {
        Value::States => state(&text).map(|state| Some(state.code().to_owned())),
        Value::Actors | Value::Addressee => match Actor::named(&text) {
            Some(actor) => Ok(Some(actor.name().to_owned())),
            None => Err("the name of a State, which is written by its code: say as = \"actor\" in the map".into()),
        },
        Value::Word(known) => match known.names().contains(&text.as_str()) {
            true => Ok(Some(text)),
            false => Err(format!("`{name}` does not know this word: say in the map what it means (words = {{ … }})")),
        },
        Value::Procedure => match rules.procedures().iter().any(|known| *known == text) {
            true => Ok(Some(text)),
            false => Err("no procedure of this name: say in the map what it means (words = { … })".into()),
        },
        Value::Reference => Ok(Some(text.trim_end_matches([',', ';', ' ']).to_owned())),
        Value::Others(Named::Person) | Value::OneOrMore(Named::Person) if matches!(names, Names::People(_)) => {
            Ok(Some(text))
        }
        Value::Id | Value::Other(_) | Value::Others(_) | Value::OneOrMore(_) => match is_id(&text) {
            true => Ok(Some(text)),
            false => Err(format!("`{name}` takes an id: say as = \"id\" in the map, or \"person\" for people by name")),
        },
        Value::Days => match text.parse::<u32>() {
            Ok(1..=MOST_DAYS) => Ok(Some(text)),
            _ => Err(format!("`{name}` takes a whole number from 1 to {MOST_DAYS}")),
        },
        Value::Flag | Value::Mark => match folded(&text).as_str() {
            "true" | "yes" | "1" | "x" => Ok(Some("true".into())),
            "false" | "no" | "0" => Ok(None),
            _ => Err(format!("`{name}` takes true or false")),
        },
        Value::Text | Value::Texts | Value::EarlierLetter => Ok(Some(text)),
        // They are read by `date`.
        Value::Date | Value::Ahead | Value::DateOrTrue | Value::Entries(_) => Ok(Some(text)),
    }
}

/// The State of a name, as people write it: `Iran (Islamic Republic of)`, `Korea, Republic of`.
///
/// # Errors
/// No State is called so, or more than one.
pub fn state(text: &str) -> Result<State, String> {
    let turned = |first: &str, then: &str| format!("{} {}", trimmed(then), trimmed(first));
    let (mut names, mut several) = (vec![text.to_owned()], false);
    if let Some((first, then)) = text.split_once('(') {
        let then = then.trim_end().trim_end_matches(')');
        names.extend([turned(first, then), first.to_owned()]);
    }
    if let Some((first, then)) = text.split_once(',') {
        names.extend([turned(first, then), first.to_owned()]);
    }
    for name in &names {
        match State::called(name).as_slice() {
            [state] => return Ok(*state),
            [] => {}
            _ => several = true,
        }
    }
    Err(if several { "more than one State is called so" } else { "no State is called so" }.into())
}

fn actor(text: &str) -> Result<String, String> {
    match state(text) {
        Ok(state) => Ok(state.code().to_owned()),
        Err(_) if State::called(text).len() > 1 => Err("more than one State is called so".into()),
        Err(_) => Ok(text.to_owned()),
    }
}

/// An id made of words: their letters without accents, with hyphens. `None` if letters are left that no id has.
#[must_use]
pub fn id(text: &str) -> Option<String> {
    /// Long enough to be told apart, short enough to be typed.
    const LONGEST: usize = 60;
    let words = words(text);
    if words.iter().flat_map(|word| word.chars()).any(|c| !c.is_ascii()) {
        return None;
    }
    let mut id = String::new();
    for word in words {
        if !id.is_empty() && id.len() + word.len() >= LONGEST {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word);
    }
    id.truncate(LONGEST);
    is_id(&id).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_states_with_commas_and_parentheses_are_read() {
        for (text, code) in [
            ("DDR", "DDR"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Korea, Republic of", "KOR"),
            ("Democratic People's Republic of Korea", "PRK"),
            ("Bolivia (Plurinational State of)", "BOL"),
            ("Venezuela, Bolivarian Republic of", "VEN"),
            ("Congo (Democratic Republic of the)", "COD"),
            ("Türkiye", "TUR"),
            ("Czechoslovakia", "CSK"),
        ] {
            assert_eq!(state(text).map(|state| state.code().to_owned()), Ok(code.to_owned()), "{text}");
        }
        assert_eq!(state("Korea"), Err("more than one State is called so".into()));
        assert_eq!(state("Atlantis"), Err("no State is called so".into()));
    }

    #[test]
    fn ids_are_made_of_what_has_letters_for_them() {
        assert_eq!(id("UA DDR 3/2025").as_deref(), Some("ua-ddr-3-2025"));
        assert_eq!(id(" Žižka, O’Wren ").as_deref(), Some("zizka-owren"));
        assert_eq!(id("Ада Врен"), None);
        assert_eq!(id("con"), None);
        assert_eq!(id(&"long ".repeat(40)).map(|id| id.len()), Some(59));
    }
}
