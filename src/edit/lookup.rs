//! Names for what a record calls by an id: people and sources by name or address, States by any name.

use super::synonyms;
use crate::{
    load::record::schema::{Field, Named, Value},
    model::{
        case::{Case, Entry},
        spelling::words,
        state::{State, instead},
    },
};

/// What a key is given, in the words of the record: ids for names, codes for names of States. What nothing is
/// called stays as it is: reading the record tells what is wrong with it.
///
/// # Errors
/// A name that several go by: which.
pub fn texts(case: &Case, field: &Field, given: &[&str], confidential: bool) -> Result<Vec<String>, String> {
    let each = |texts: Vec<&str>, named| texts.into_iter().map(|text| id(case, named, text, confidential)).collect();
    match field.value {
        Value::Other(named) => each(given.to_vec(), named),
        Value::EarlierLetter => each(given.to_vec(), Named::Letter),
        Value::Others(named) | Value::OneOrMore(named) => {
            each(given.iter().flat_map(|text| listed(case, named, text)).collect(), named)
        }
        Value::States => given.iter().flat_map(|text| codes(text)).map(state).collect(),
        Value::Actors | Value::Addressee => given.iter().map(|text| actor(text)).collect(),
        Value::Word(words) => {
            let known = words.names();
            Ok(given.iter().map(|text| synonyms::known(text, &known).unwrap_or(text).to_owned()).collect())
        }
        Value::Text
        | Value::Texts
        | Value::Date
        | Value::Ahead
        | Value::DateOrTrue
        | Value::Days
        | Value::Flag
        | Value::Mark
        | Value::Procedure
        | Value::Id
        | Value::Reference
        | Value::Entries(_) => Ok(given.iter().map(|text| (*text).to_owned()).collect()),
    }
}

/// Several names, separated by commas; one that has a comma in it stays one, if something is called so.
fn listed<'t>(case: &Case, named: Named, text: &'t str) -> Vec<&'t str> {
    if called(case, named, text.trim(), true).is_empty() {
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
    } else {
        vec![text.trim()]
    }
}

/// `RUS,GBR` are two; a name may have a comma in it.
fn codes(text: &str) -> Vec<&str> {
    if State::called(text).is_empty() { text.split(',').map(str::trim).collect() } else { vec![text] }
}

/// The code of the State that is called so.
///
/// # Errors
/// None is, or several are.
pub fn state(text: &str) -> Result<String, String> {
    let text = text.trim();
    State::named(text)
        .map(|state| state.code().to_owned())
        .ok_or_else(|| format!("{text:?} is not the name of a State; {}", instead(text)))
}

/// A State by its code; anybody else by the plain name.
fn actor(text: &str) -> Result<String, String> {
    match State::called(text).as_slice() {
        [state] => Ok(state.code().to_owned()),
        [] => Ok(text.to_owned()),
        _ => Err(format!("{text:?} is the name of several States; {}", instead(text))),
    }
}

/// The id of what goes by this name.
fn id(case: &Case, named: Named, text: &str, confidential: bool) -> Result<String, String> {
    match called(case, named, text.trim(), confidential).as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => Ok(text.trim().to_owned()),
        several => Err(format!(
            "{text:?} may be any of {}; write which: {}",
            several.len(),
            several.iter().take(6).copied().collect::<Vec<_>>().join(", ")
        )),
    }
}

/// What an entry goes by beside its id.
struct Called<'c> {
    id: &'c str,
    names: Vec<&'c str>,
    address: Option<&'c str>,
}

/// The ids of all that go by a name: the very id, else an address, else a name, else words of a name.
fn called<'c>(case: &'c Case, named: Named, text: &str, confidential: bool) -> Vec<&'c str> {
    let all = all(case, named, confidential);
    if is_id(case, named, text) {
        return all_ids(case, named).into_iter().filter(|id| *id == text).take(1).collect();
    }
    let bare = |address: &str| {
        let address = address.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        address.trim_end_matches('/').to_owned()
    };
    let asked = words(text);
    let address = bare(text);
    let same = |name: &str| words(name) == asked;
    let has = |name: &str| {
        let said = words(name);
        asked.iter().all(|word| said.contains(word))
    };
    if asked.is_empty() {
        return Vec::new();
    }
    let ways: [&dyn Fn(&Called<'_>) -> bool; 3] = [
        &|one| one.address.is_some_and(|own| bare(own) == address),
        &|one| one.names.iter().any(|name| same(name)),
        &|one| one.names.iter().any(|name| has(name)),
    ];
    for way in ways {
        let found: Vec<&str> = all.iter().filter(|one| way(one)).map(|one| one.id).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn is_id(case: &Case, named: Named, text: &str) -> bool {
    all_ids(case, named).contains(&text)
}

/// Every id that is taken, with the references of letters.
#[must_use]
pub fn all_ids(case: &Case, named: Named) -> Vec<&str> {
    match named {
        Named::Person => case.people.iter().map(|person| person.id.as_str()).collect(),
        Named::Demand => case.demands.iter().map(|demand| demand.id.as_str()).collect(),
        Named::Source => case.sources.iter().map(|source| source.id.as_str()).collect(),
        Named::Letter => {
            let letters = case.communications.iter();
            let letters = letters.flat_map(|letter| [letter.id.as_deref(), letter.reference.as_deref()]).flatten();
            case.statements.iter().map(|statement| statement.id.as_str()).chain(letters).collect()
        }
    }
}

/// Everything of this sort that may be told: its id, and what it is called.
#[must_use]
pub fn on_record(case: &Case, named: Named, confidential: bool) -> Vec<(String, String)> {
    let all = all(case, named, confidential).into_iter();
    all.map(|one| (one.id.to_owned(), one.names.first().copied().unwrap_or_default().to_owned())).collect()
}

/// Everything of this sort that may be told, with what it goes by.
fn all(case: &Case, named: Named, confidential: bool) -> Vec<Called<'_>> {
    let open = |entry: &Entry| confidential || !entry.confidential;
    match named {
        Named::Person => {
            let people = case.people.iter().filter(|person| open(&person.entry));
            people.map(|person| Called { id: &person.id, names: person.all_names().collect(), address: None }).collect()
        }
        Named::Demand => {
            let demands = case.demands.iter().filter(|demand| open(&demand.entry));
            demands.map(|demand| Called { id: &demand.id, names: vec![&demand.what], address: None }).collect()
        }
        Named::Source => {
            let sources = case.sources.iter().filter(|source| open(&source.entry));
            let called = sources.map(|source| (source, source.url.as_deref()));
            called.map(|(source, address)| Called { id: &source.id, names: vec![&source.title], address }).collect()
        }
        Named::Letter => {
            let statements = case.statements.iter().filter(|statement| open(&statement.entry));
            let statements =
                statements.map(|statement| Called { id: &statement.id, names: vec![&statement.title], address: None });
            let letters = case.communications.iter().filter(|letter| open(&letter.entry));
            let letters = letters.filter_map(|letter| {
                let names = letter.reference.as_deref().into_iter().collect();
                Some(Called { id: letter.id.as_deref().or(letter.reference.as_deref())?, names, address: None })
            });
            statements.chain(letters).collect()
        }
    }
}
