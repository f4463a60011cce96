//! What the rows of one case make of its record: what is new, what is there, what contradicts it.
//!
//! Rows are taken in the order of their dates, not of the file: shuffled rows give the same record.

use super::{
    Office,
    draft::{Draft, Says, Trouble},
    entries,
    group::{Group, Row},
    map::Map,
    outcome::Became,
    people::People,
    record,
    source::{self, Sources},
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
        text::tree,
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
    pub(super) fn new(became: Became, detail: impl Into<String>) -> Self {
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
    pub files: &'a [source::File],
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
        let is_letter = self.map.entry == Kind::Letter;
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
                            letters.extend(is_letter.then_some((draft.row, *at)));
                        }
                        verdicts.insert(draft.row, verdict);
                    }
                }
                None => {
                    let first = rows[0].draft;
                    let source = sources.id(first.file);
                    let rows: Vec<(&Draft, &Says)> = rows.iter().map(|row| (row.draft, &row.says)).collect();
                    let entry = entries::entry(self.map.entry, &rows, &source, &mut ids);
                    letters.extend(is_letter.then_some((first.row, there.len() + new.len())));
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
        // New people and sources come behind the entries of rows: no single row is their origin.
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
}

/// What is wrong, in words that quote nothing of the record.
fn meaning(problem: &Problem) -> String {
    problem.code.meaning().trim_end_matches('.').to_owned()
}
