//! Rows of one entry together, and beside what the record says of it: new, the same, different.

use super::{
    case::{Planning, Verdict},
    draft::{Draft, Says, Trouble},
    entries,
    map::Silence,
    outcome::Became,
    people::People,
    record::{self, is_same, note_without_place, said},
};
use crate::{
    load::{record::schema::Kind, text::tree::TomlTable},
    model::date::Date,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows of one entry.
pub struct Group<'d> {
    /// Its place in the record, if it is there.
    pub known: Option<usize>,
    /// The rows.
    pub rows: Vec<Row<'d>>,
}

/// A row with what it says, people by their ids.
pub struct Row<'d> {
    /// The row.
    pub draft: &'d Draft,
    /// What it says.
    pub says: Says,
}

impl Planning<'_> {
    /// Rows of one entry together, those that are there with their place.
    pub(super) fn groups<'d>(
        &self,
        drafts: &[&'d Draft],
        there: &[&TomlTable<'_>],
        people: &mut People,
    ) -> Result<Vec<Group<'d>>, HashMap<usize, Verdict>> {
        let keys = self.map.keys();
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, entry) in there.iter().enumerate() {
            known.entry(record::key(&keys, |name| said(entry, name)).unwrap_or_default()).or_default().push(at);
        }
        let (mut groups, mut places): (Vec<Group<'d>>, HashMap<String, Vec<usize>>) = (Vec::new(), HashMap::new());
        let mut rejected = HashMap::new();
        for draft in drafts {
            let says = match people.resolved(draft) {
                Ok(says) => says,
                Err(trouble) => {
                    rejected.insert(draft.row, Verdict::rejected(vec![trouble]));
                    continue;
                }
            };
            let get = |name| {
                let said = says.iter().find(|(field, _)| field.name == name);
                said.map(|(_, texts)| texts.clone()).unwrap_or_default()
            };
            let has_birth = !get("born").is_empty();
            let Some(key) = record::key(&keys, get) else {
                let reason = "nothing in it tells the entry from others: say in the map what does (key = [\"…\"])";
                rejected.insert(draft.row, Verdict::rejected(vec![Trouble::of_row(reason)]));
                continue;
            };
            let row = Row { draft, says };
            let same = places.entry(key.clone()).or_default();
            let at = known.get(&key);
            // Two people of one name without a date of birth may be two persons.
            let is_another = self.map.entry == Kind::Person && !has_birth;
            if is_another {
                let at = at.and_then(|at| at.get(same.len())).copied();
                same.push(groups.len());
                groups.push(Group { known: at, rows: vec![row] });
                continue;
            }
            match same.first() {
                Some(group) => groups[*group].rows.push(row),
                None => {
                    same.push(groups.len());
                    let known = at.and_then(|at| {
                        let fits = |at: &&usize| self.beside(there[**at], draft, &row.says).became != Became::Differs;
                        at.iter().find(fits).or(at.first()).copied()
                    });
                    groups.push(Group { known, rows: vec![row] });
                }
            }
        }
        for group in &mut groups {
            self.merge(group);
            if group.known.is_none() {
                rejected.extend(self.contradicting(group));
            }
        }
        if rejected.is_empty() { Ok(groups) } else { Err(rejected) }
    }

    /// Gives each row of an entry the items of all of them, under the keys that the map names for that.
    fn merge(&self, group: &mut Group<'_>) {
        for name in &self.map.merge {
            let items = group.rows.iter().flat_map(|row| row.says.iter().filter(|(f, _)| f.name == *name));
            let all: BTreeSet<String> = items.flat_map(|(_, texts)| texts).cloned().collect();
            for (_, texts) in group.rows.iter_mut().flat_map(|row| row.says.iter_mut()).filter(|(f, _)| f.name == *name)
            {
                *texts = all.iter().cloned().collect();
            }
        }
    }

    /// Rows of one new entry that contradict each other: all of them are rejected.
    fn contradicting(&self, group: &Group<'_>) -> HashMap<usize, Verdict> {
        let Some((first, others)) = group.rows.split_first() else { return HashMap::new() };
        let differs = others.iter().find_map(|row| differing(&first.says, &row.says));
        let Some(name) = differs else { return HashMap::new() };
        let help = match name {
            "to" | "from" | "people" => {
                format!("; or say merge = [\"{name}\"] in the map, if each row has one of them")
            }
            _ => "; or say in the map by what more they are told apart (key = [\"…\"])".into(),
        };
        let places: Vec<String> = group.rows.iter().map(|row| place_alone(&row.draft.place)).collect();
        let mut places = places;
        places.sort_by_key(|place| (place.len(), place.clone()));
        let reason = format!("rows {} are one entry and differ in `{name}`: correct them{help}", places.join(", "));
        let verdict = |row: &Row<'_>| (row.draft.row, Verdict::rejected(vec![Trouble::of_row(reason.clone())]));
        group.rows.iter().map(verdict).collect()
    }

    /// What a row is beside the entry on record that it is about.
    pub(super) fn beside(&self, there: &TomlTable<'_>, draft: &Draft, says: &Says) -> Verdict {
        let is_hidden = !self.env.confidential && (draft.confidential || said(there, "confidential") == ["true"]);
        let mut differs = Vec::new();
        let mut tell = |name: &str, on_record: &[String], here: &[String]| {
            differs.push(match is_hidden {
                true => name.to_owned(),
                false if on_record.is_empty() => format!("{name}: on record nothing, here {}", here.join(", ")),
                false => format!("{name}: on record {}, here {}", on_record.join(", "), here.join(", ")),
            });
        };
        for (field, here) in says {
            let on_record = said(there, field.name);
            if !is_same(field.name, &on_record, here) {
                tell(field.name, &on_record, here);
            }
        }
        let note = draft.note.join("; ");
        let on_record = said(there, "note").pop().unwrap_or_default();
        if !note.is_empty() && note_without_place(&on_record) != note {
            tell("note", &[], &[]);
            if let Some(last) = differs.last_mut() {
                "note".clone_into(last);
            }
        }
        if !differs.is_empty() {
            return Verdict::new(Became::Differs, differs.join("; "));
        }
        let new = entries::missing(there, draft);
        if !new.is_empty() {
            return Verdict::new(Became::Added, told_inside(&new));
        }
        let later = match draft.silence {
            Some(Silence::To(day)) => {
                let told = said(there, "no_reply_as_of").first().and_then(|text| Date::read(text));
                told.is_some_and(|told| told.latest() < day) && record::entries(there, "reply").is_empty()
            }
            Some(Silence::Unknown) | None => false,
        };
        let detail = if later { "silent to a later day than on record: write it there if that is so" } else { "" };
        Verdict::new(Became::Same, detail)
    }

    /// What is told of the rows of a new entry.
    pub(super) fn told(&self, rows: &[(&Draft, &Says)], people: &People, verdicts: &mut HashMap<usize, Verdict>) {
        for (n, (draft, says)) in rows.iter().enumerate() {
            let mut detail = Vec::new();
            let kinds: Vec<Kind> = draft.inside.iter().map(|(kind, _)| *kind).collect();
            if !kinds.is_empty() {
                detail.push(format!("with {}", told_inside(&kinds)));
            }
            if self.map.entry == Kind::Person && people.has_namesake(draft) {
                detail.push("somebody else of this name is on record: look whether they are one".into());
            }
            // A row that says nothing more than the one before it is told twice in the file.
            let is_told = rows[..n].iter().find(|(other, of_other)| {
                differing(says, of_other).is_none()
                    && other.inside.len() == draft.inside.len()
                    && draft
                        .inside
                        .iter()
                        .all(|(kind, says)| other.inside.iter().any(|(k, s)| k == kind && differing(says, s).is_none()))
            });
            let is_merged = self.map.merge.iter().any(|name| {
                let first = rows[0].0.get(name);
                first != draft.get(name)
            });
            let verdict = match is_told {
                Some((other, _)) if !is_merged => {
                    Verdict::new(Became::Same, format!("the same as row {}", place_alone(&other.place)))
                }
                _ => Verdict::new(Became::Added, detail.join("; ")),
            };
            verdicts.insert(draft.row, verdict);
        }
    }
}

/// The first key in which two rows differ; what only one of them says is a difference too.
fn differing(a: &Says, b: &Says) -> Option<&'static str> {
    let differs = |a: &Says, b: &Says| {
        a.iter()
            .find(|(field, texts)| {
                !b.iter().any(|(other, there)| other.name == field.name && is_same(field.name, texts, there))
            })
            .map(|(field, _)| field.name)
    };
    differs(a, b).or_else(|| differs(b, a))
}

/// `2 replies, 1 reminder`.
fn told_inside(kinds: &[Kind]) -> String {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    kinds.iter().for_each(|kind| *counts.entry(*kind).or_default() += 1);
    let told = counts.iter().map(|(kind, count)| match (kind, count) {
        (Kind::Reply, 2..) => format!("{count} replies"),
        (_, 1) => format!("1 {kind}"),
        _ => format!("{count} {kind}s"),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The number of a row, of `letters.csv, row 12`.
fn place_alone(place: &str) -> String {
    place.rsplit(' ').next().unwrap_or_default().to_owned()
}
