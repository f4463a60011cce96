//! People whom rows name by their names: those of the record, and those that are to be added to it.

use super::{
    draft::{Draft, Says, Trouble},
    entries::{free, under_heading},
    record::note_with_place,
    source::Sources,
    value::id,
};
use crate::{
    edit::{entry::NewEntry, value::quoted},
    load::record::schema::Kind,
    model::{case::Case, spelling::words, vocabulary::Vocabulary},
};
use std::collections::{HashMap, HashSet};

/// The people of a record, and those that are to be added to it.
#[derive(Debug)]
pub struct People {
    /// Ids by name.
    ids: HashMap<String, Vec<String>>,
    taken: HashSet<String>,
    new: Vec<NewPerson>,
}

#[derive(Debug)]
struct NewPerson {
    id: String,
    name: String,
    role: String,
    /// To be marked confidential, as every row that names them is.
    confidential: bool,
    /// The first row that names them.
    place: String,
    file: usize,
}

fn compared(name: &str) -> String {
    words(name).join(" ")
}

impl People {
    /// Those of a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let mut ids: HashMap<String, Vec<String>> = HashMap::new();
        for person in &case.people {
            for name in person.all_names() {
                let known = ids.entry(compared(name)).or_default();
                if !known.contains(&person.id) {
                    known.push(person.id.clone());
                }
            }
        }
        Self { ids, taken: case.people.iter().map(|person| person.id.clone()).collect(), new: Vec::new() }
    }

    /// Whether somebody of the name of this row is on record already.
    #[must_use]
    pub fn has_namesake(&self, draft: &Draft) -> bool {
        draft.get("name").and_then(<[String]>::first).is_some_and(|name| self.ids.contains_key(&compared(name)))
    }

    /// What a row says, with people by their ids. Who is not in the record is added to it, if the map says in which
    /// role.
    ///
    /// # Errors
    /// Nobody is called so, or more than one.
    pub fn resolved(&mut self, draft: &Draft) -> Result<Says, Trouble> {
        let mut says = draft.says.clone();
        for (field, names, role) in &draft.people {
            let mut ids = Vec::new();
            for name in names {
                let known = self.ids.get(&compared(name)).cloned().unwrap_or_default();
                let id = match (known.as_slice(), role) {
                    ([id], _) => {
                        if let Some(new) = self.new.iter_mut().find(|new| new.id == *id) {
                            new.confidential &= draft.confidential;
                        }
                        id.clone()
                    }
                    ([], Some(role)) => self.add(name, role, draft),
                    ([], None) => {
                        let help = "say in the map in which role they are added (role = \"victim\")";
                        return Err(Trouble::of_row(format!(
                            "`{}`: nobody of this name is on record; {help}",
                            field.name
                        )));
                    }
                    (_, _) => {
                        let reason = format!("`{}`: more than one person of this name is on record", field.name);
                        return Err(Trouble::of_row(reason));
                    }
                };
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            says.push((*field, ids));
        }
        Ok(says)
    }

    fn add(&mut self, name: &str, role: &str, draft: &Draft) -> String {
        let id = free(&id(name).unwrap_or_else(|| Kind::Person.name().to_owned()), &mut self.taken);
        self.ids.entry(compared(name)).or_default().push(id.clone());
        self.new.push(NewPerson {
            id: id.clone(),
            name: name.to_owned(),
            role: role.to_owned(),
            confidential: draft.confidential,
            place: draft.place.clone(),
            file: draft.file,
        });
        id
    }

    /// The entries of those that are to be added.
    #[must_use]
    pub fn entries(&self, sources: &mut Sources<'_>, confidential: bool) -> Vec<NewEntry> {
        let entry = |person: &NewPerson| {
            let mut lines = vec![
                format!("id = {}", quoted(&person.id)),
                format!("name = {}", quoted(&person.name)),
                format!("role = {}", quoted(&person.role)),
                format!("sources = [{}]", quoted(&sources.id(person.file))),
                format!("note = {}", quoted(&note_with_place(&[], &person.place))),
            ];
            lines.extend((confidential || person.confidential).then(|| "confidential = true".to_owned()));
            under_heading(Kind::Person, lines)
        };
        self.new.iter().map(entry).collect()
    }
}
