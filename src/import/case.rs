//! What the rows of one case make of its record: what is new, what is there, what contradicts it.
//!
//! Rows are taken in the order of their dates, not of the file: shuffled rows give the same record.

use super::{
    Office,
    draft::{Draft, Says, Trouble},
    entries::{self, People, Sources},
    map::{Map, Silence},
    outcome::Became,
    record::{self, is_same, note_without_place, said},
};
use crate::{
    edit::{
        batch::{Batch, Part},
        value::written,
    },
    load::{
        self, Loaded,
        folder::Found,
        problem::Problem,
        record::schema::{Kind, Value},
        text::tree::{self, TomlTable},
    },
    model::{case::Case, date::Date, vocabulary::Vocabulary},
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The file of a case.
#[derive(Clone, Debug)]
pub enum Target {
    /// It is there, with this text.
    There(Found, String),
    /// It is to be made.
    New(Found),
}

impl Target {
    /// Where it is, or is to be.
    #[must_use]
    pub const fn found(&self) -> &Found {
        match self {
            Self::There(found, _) | Self::New(found) => found,
        }
    }
}

/// What became of a row, with what is told of it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What became of it.
    pub became: Became,
    /// What was added, in what it differs.
    pub detail: String,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

impl Verdict {
    fn new(became: Became, detail: impl Into<String>) -> Self {
        Self { became, detail: detail.into(), troubles: Vec::new() }
    }

    /// A row with something wrong.
    #[must_use]
    pub fn rejected(troubles: Vec<Trouble>) -> Self {
        Self { became: Became::Rejected, detail: String::new(), troubles }
    }
}

/// What is to become of one record.
#[derive(Debug)]
pub struct Planned {
    /// The file.
    pub target: Target,
    /// Its new text, if anything is added.
    pub text: Option<String>,
    /// What that means.
    pub case: Option<Case>,
    /// Rows of which letters are new or have something new, each with the place of the letter.
    pub letters: Vec<(usize, usize)>,
    /// The files on which new entries rest, each with the id of its source.
    pub sources: BTreeMap<usize, String>,
}

/// What the rows of one case are planned with.
pub struct Planning<'a> {
    /// The folder, the rules, whether what is confidential may be told.
    pub env: Office<'a>,
    /// The map.
    pub map: &'a Map,
    /// The imported files.
    pub files: &'a [entries::File],
    /// The file of the case; or why there is none and none can be made.
    pub target: Result<Target, String>,
    /// The rows, in the order of their dates.
    pub drafts: Vec<&'a Draft>,
}

/// The order in which rows of one case are taken.
pub fn in_order(drafts: &mut [&Draft]) {
    drafts.sort_by_cached_key(|draft| {
        let dates = ["date", "sent", "filed", "made", "brought", "decided", "published"];
        let date = dates.iter().find_map(|name| Date::read(draft.get(name)?.first()?));
        let days = date.map(|date| (date.earliest(), date.latest()));
        let mut said: Vec<String> =
            draft.says.iter().map(|(field, texts)| format!("{}={}", field.name, texts.join("\u{1f}"))).collect();
        said.extend(draft.people.iter().map(|(field, names, _)| format!("{}={}", field.name, names.join("\u{1f}"))));
        said.push(draft.note.join("\u{1f}"));
        // Undated ones come last; of two that begin on one day, the less exact one first.
        (days.map_or((1, NaiveDate::MAX, 0), |(first, last)| (0, first, -(last - first).num_days())), said, draft.row)
    });
}

impl Planning<'_> {
    /// Plans until nothing is wrong any more: a row that would make a problem is rejected, and the others are planned
    /// without it. Verdicts are added to those that are there.
    pub fn plan(&self, verdicts: &mut HashMap<usize, Verdict>) -> Option<Planned> {
        let target = match &self.target {
            Ok(target) => target,
            Err(reason) => {
                for draft in &self.drafts {
                    let troubles = || Verdict::rejected(vec![Trouble::of_row(reason.clone())]);
                    verdicts.entry(draft.row).or_insert_with(troubles);
                }
                return None;
            }
        };
        loop {
            let mut found = HashMap::new();
            let rejected = |row: &usize| verdicts.get(row).is_some_and(|verdict| verdict.became == Became::Rejected);
            let drafts: Vec<&Draft> = self.drafts.iter().copied().filter(|draft| !rejected(&draft.row)).collect();
            match self.once(target, drafts, &mut found) {
                Ok(planned) => {
                    verdicts.extend(found);
                    return planned;
                }
                Err(rejected) => verdicts.extend(rejected),
            }
        }
    }

    /// Plans these rows; `Err` holds rows that are to be rejected first.
    fn once(
        &self,
        target: &Target,
        drafts: Vec<&Draft>,
        verdicts: &mut HashMap<usize, Verdict>,
    ) -> Result<Option<Planned>, HashMap<usize, Verdict>> {
        let reject = |rows: &[&Draft], reason: &str| {
            let one = |draft: &&Draft| (draft.row, Verdict::rejected(vec![Trouble::of_row(reason)]));
            rows.iter().map(one).collect::<HashMap<_, _>>()
        };
        if drafts.is_empty() {
            return Ok(None);
        }
        let head = match target {
            Target::There(_, text) => text.clone(),
            Target::New(_) => self.head(&drafts)?,
        };
        let found = target.found();
        let old = match load::text(&found.id, found.shown(), &head, self.env.rules) {
            Loaded { mut cases, problems: _ } if !cases.is_empty() => cases.remove(0),
            _ => return Err(reject(&drafts, "the record of its case has errors: `timeline check` names them")),
        };
        let (placed, _) = tree::parse(&head);
        let mut people = People::of(&old);
        let mut sources = Sources::of(&old, self.files);
        let mut ids = entries::ids(&old, self.map.entry);
        let there = record::entries(&placed, self.map.entry.path());
        let groups = self.groups(&drafts, &there, &mut people)?;
        let mut batch = Batch::default();
        // Which row each part of the batch is of.
        let (mut inside, mut new, mut letters) = (Vec::new(), Vec::new(), Vec::new());
        let mut parents: HashMap<usize, usize> = HashMap::new();
        for Group { known, rows } in &groups {
            match known {
                Some(at) => {
                    for Row { draft, says } in rows {
                        let mut verdict = self.beside(there[*at], draft, says);
                        if verdict.became == Became::Added {
                            let source = sources.id(draft.file);
                            let mut new = entries::inside(self.map.entry, there[*at], draft, &source);
                            match parents.get(at).map(|part: &usize| &mut batch.inside[*part].2) {
                                Some(others) => {
                                    new.retain(|entry| !others.contains(entry));
                                    if new.is_empty() {
                                        verdict = Verdict::new(Became::Same, "another row of the file says the same");
                                    }
                                    others.extend(new);
                                }
                                None => {
                                    parents.insert(*at, batch.inside.len());
                                    batch.inside.push((self.map.entry.path(), *at, new));
                                    inside.push(draft.row);
                                }
                            }
                            letters.push((draft.row, *at));
                        }
                        verdicts.insert(draft.row, verdict);
                    }
                }
                None => {
                    let first = rows[0].draft;
                    let source = sources.id(first.file);
                    let rows: Vec<(&Draft, &Says)> = rows.iter().map(|row| (row.draft, &row.says)).collect();
                    let entry = entries::entry(self.map.entry, &rows, &source, &mut ids);
                    letters.push((first.row, there.len() + new.len()));
                    new.push(first.row);
                    batch.new.push(entry.map_err(|trouble| {
                        rows.iter()
                            .map(|(draft, _)| (draft.row, Verdict::rejected(vec![trouble.clone()])))
                            .collect::<HashMap<_, _>>()
                    })?);
                    self.told(&rows, &people, verdicts);
                }
            }
        }
        let planned = |text, case, letters, sources: Sources| {
            Some(Planned { target: target.clone(), text, case, letters, sources: sources.used })
        };
        if batch.is_empty() {
            return Ok(planned(None, Some(old), Vec::new(), sources));
        }
        // New people and sources belong to nobody's row alone.
        let own = batch.new.len();
        let (persons, files) =
            (people.entries(&mut sources, self.env.confidential), sources.entries(self.env.confidential));
        batch.new.extend(persons);
        batch.new.extend(files);
        let text = batch
            .added_to(&head)
            .map_err(|_| reject(&drafts, "its case is written so that nothing can be added: `timeline edit` helps"))?;
        let Loaded { mut cases, problems } = load::text(&found.id, found.shown(), &text, self.env.rules);
        if let Some(case) = cases.pop() {
            return Ok(planned(Some(text), Some(case), letters, sources));
        }
        let row = |problem: &Problem| match batch.at_line(&text, problem.at?.0)? {
            Part::Inside(at) => inside.get(at).copied(),
            Part::New(at) if at < own => new.get(at).copied(),
            Part::New(_) => None,
        };
        let mut rejected: HashMap<usize, Verdict> = HashMap::new();
        for problem in problems.iter().filter(|problem| problem.is_error()) {
            let Some(row) = row(problem) else { continue };
            let reason = format!("the record would have an error: {}", meaning(problem));
            let verdict = rejected.entry(row).or_insert_with(|| Verdict::rejected(Vec::new()));
            let trouble = Trouble::of_row(reason);
            if !verdict.troubles.contains(&trouble) {
                verdict.troubles.push(trouble);
            }
        }
        // Rows of one entry stand or fall together.
        for Group { rows, .. } in &groups {
            let verdict = rows.iter().find_map(|row| rejected.get(&row.draft.row)).cloned();
            if let Some(verdict) = verdict {
                rows.iter().for_each(|row| drop(rejected.insert(row.draft.row, verdict.clone())));
            }
        }
        if rejected.is_empty() {
            let what = problems.first().map(meaning).unwrap_or_default();
            rejected = reject(&drafts, &format!("the record would have an error: {what}"));
        }
        Err(rejected)
    }

    /// What a new record begins with.
    fn head(&self, drafts: &[&Draft]) -> Result<String, HashMap<usize, Verdict>> {
        let mut lines: Vec<String> = Vec::new();
        for field in Kind::Case.fields() {
            let all = drafts
                .iter()
                .filter_map(|draft| draft.new.iter().find(|(key, _)| key.name == field.name).map(|(_, texts)| texts));
            let texts: Vec<String> = match field.value {
                // The States of all of its rows.
                Value::States | Value::Texts => all.flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect(),
                _ => all.take(1).flatten().cloned().collect(),
            };
            if texts.is_empty() {
                if field.needed {
                    let reason = format!("a new case needs `{}`, and none of its rows says it", field.name);
                    let one = |draft: &&Draft| {
                        let mut troubles = draft.new_troubles.clone();
                        troubles.push(Trouble::of_row(reason.clone()));
                        (draft.row, Verdict::rejected(troubles))
                    };
                    return Err(drafts.iter().map(one).collect());
                }
                continue;
            }
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            if let Ok(value) = written(&field, &texts) {
                lines.push(format!("{} = {value}", field.name));
            }
        }
        if drafts.iter().any(|draft| draft.new_is_confidential) {
            lines.push("confidential = true".into());
        }
        Ok(lines.join("\n") + "\n")
    }

    /// Rows of one entry together, those that are there with their place.
    fn groups<'d>(
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
            // Two people of one name of whom no birth date is known may be two.
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

    /// Rows of one new entry that say different things: which is right, nobody knows.
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
    fn beside(&self, there: &TomlTable<'_>, draft: &Draft, says: &Says) -> Verdict {
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
    fn told(&self, rows: &[(&Draft, &Says)], people: &People, verdicts: &mut HashMap<usize, Verdict>) {
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

/// Rows of one entry.
struct Group<'d> {
    /// Its place in the record.
    known: Option<usize>,
    rows: Vec<Row<'d>>,
}

/// A row with what it says, people by their ids.
struct Row<'d> {
    draft: &'d Draft,
    says: Says,
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

/// What a problem is, without what stands there.
fn meaning(problem: &Problem) -> String {
    problem.code.meaning().trim_end_matches('.').to_owned()
}

/// The number of a row, of `letters.csv, row 12`.
fn place_alone(place: &str) -> String {
    place.rsplit(' ').next().unwrap_or_default().to_owned()
}
