//! What an import would do: what becomes of each row, and the new text of each record.
//!
//! Rows become drafts, drafts of one case are held against its record (`case`), letters against their copies in
//! other records (`others`). Nothing is written here.

use super::{
    Office,
    case::{Planned, Planning, Target, Verdict, in_order},
    draft::{Draft, Reader, Trouble},
    map::Map,
    others,
    outcome::{Became, Line},
    record,
    sheet::Sheet,
    source::File,
};
use crate::{
    load::{
        folder::{self, Found, is_id},
        problem::{Code, Privacy},
        text::head::privacy_of,
    },
    model::vocabulary::Vocabulary,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What an import would do.
#[derive(Debug)]
pub struct Plan {
    /// What becomes of each row, in the order of the files.
    pub lines: Vec<Line>,
    /// The records that change, in order of id.
    pub records: Vec<Planned>,
    /// What is to be told besides.
    pub remarks: Vec<String>,
}

/// Plans the import of sheets by a map.
///
/// # Errors
/// The map does not fit a sheet.
pub fn plan(env: Office<'_>, map: &Map, sheets: &[Sheet], files: &[File], case: Option<&str>) -> Result<Plan, String> {
    let mut lines: Vec<Line> = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut remarks = Vec::new();
    for (file, sheet) in sheets.iter().enumerate() {
        let reader = Reader::new(map, sheet, env.rules, case, env.confidential)?;
        remarks.extend(sheet.remarks.iter().map(|remark| format!("{}: {remark}", sheet.path.display())));
        let secret = reader.secret_by_name();
        if !secret.is_empty() {
            let names: Vec<String> = secret.iter().map(|name| format!("{name:?}")).collect();
            let help = "confidential = false in the map says otherwise";
            remarks.push(format!(
                "confidential by the name of the column, with the whole entry: {}; {help}",
                names.join(", ")
            ));
        }
        for row in &sheet.rows {
            if !row.is_blank() {
                drafts.push(reader.draft(row, lines.len(), file));
            }
            lines.push(Line {
                file,
                number: row.number,
                case: None,
                entry: map.entry.name(),
                key: None,
                became: Became::Blank,
                detail: String::new(),
                troubles: Vec::new(),
            });
        }
    }
    let mut verdicts: HashMap<usize, Verdict> = HashMap::new();
    for draft in drafts.iter().filter(|draft| !draft.troubles.is_empty()) {
        verdicts.insert(draft.row, Verdict::rejected(draft.troubles.clone()));
    }
    let mut cases: BTreeMap<&str, Vec<&Draft>> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| draft.troubles.is_empty()) {
        cases.entry(&draft.case).or_default().push(draft);
    }
    let walk = folder::walk(env.folder);
    // A folder that cannot be read may hold the record of a case that would be taken for a new one.
    if let Some(problem) = walk.problems.iter().find(|problem| problem.code == Code::Unreadable) {
        let message = "the folder of cases cannot be read as a whole, and a case in it might be begun a second time";
        return Err(format!("{message}: {}; nothing was written", problem.message));
    }
    let targets = Targets::of(env, map, &walk);
    let plannings: Vec<Planning<'_>> = cases
        .into_iter()
        .map(|(id, mut drafts)| {
            in_order(&mut drafts);
            Planning { env, map, files, target: targets.target(id), drafts }
        })
        .collect();
    let mut records: Vec<Option<Planned>> = plannings.iter().map(|planning| planning.plan(&mut verdicts)).collect();
    // What rows say of a letter must not contradict copies of it in other records.
    let contradicting = others::contradicting(env, &records.iter().flatten().collect::<Vec<_>>(), &walk.files);
    for (planning, record) in plannings.iter().zip(&mut records) {
        let wrong = planning.drafts.iter().filter_map(|draft| Some((draft.row, *contradicting.get(&draft.row)?)));
        let wrong: Vec<(usize, &str)> = wrong.collect();
        if !wrong.is_empty() {
            let verdict = |reason: &str| Verdict::rejected(vec![Trouble::of_row(reason)]);
            verdicts.extend(wrong.into_iter().map(|(row, reason)| (row, verdict(reason))));
            *record = planning.plan(&mut verdicts);
        }
    }
    let records: Vec<Planned> = records.into_iter().flatten().filter(|record| record.text.is_some()).collect();
    for draft in &drafts {
        let line = &mut lines[draft.row];
        line.case = Some(draft.case.clone()).filter(|case| !case.is_empty());
        line.key = shown_key(map, draft).filter(|_| env.confidential || !draft.confidential);
        if let Some(Verdict { became, detail, troubles }) = verdicts.remove(&draft.row) {
            (line.became, line.detail, line.troubles) = (became, detail, troubles);
        }
    }
    remarks.extend(others::gone(env, map, sheets, &drafts, &walk.files));
    Ok(Plan { lines, records, remarks })
}

/// By what an entry is known, for people.
fn shown_key(map: &Map, draft: &Draft) -> Option<String> {
    let keys = map.keys();
    let texts = |names: &[&'static str]| {
        let texts = names.iter().filter_map(|name| draft.get(name)).map(|texts| texts.join(", "));
        texts.collect::<Vec<_>>().join(" · ")
    };
    keys.iter().map(|names| texts(names)).find(|text| !text.is_empty())
}

/// The key of an entry in the file, as it is compared.
pub(super) fn key_of(map: &Map, draft: &Draft) -> Option<String> {
    record::key(&map.keys(), |name| draft.get(name).map(<[String]>::to_vec).unwrap_or_default())
}

/// The files of the cases of a folder.
struct Targets<'a> {
    env: Office<'a>,
    /// The map says what a new case begins with.
    may_begin: bool,
    files: HashMap<&'a str, Vec<&'a Found>>,
    /// What has the name of a record in other capitals, or cannot be one.
    taken: HashSet<String>,
}

impl<'a> Targets<'a> {
    fn of(env: Office<'a>, map: &Map, walk: &'a folder::Walk) -> Self {
        let mut files: HashMap<&str, Vec<&Found>> = HashMap::new();
        walk.files.iter().for_each(|found| files.entry(&found.id).or_default().push(found));
        let stems = walk.problems.iter().filter_map(|problem| problem.file.file_stem()?.to_str());
        let taken = stems.map(str::to_ascii_lowercase).collect();
        Self { env, may_begin: map.new.is_some(), files, taken }
    }

    /// The file of a case, or why there is none and none can be made. A case that is withheld is not told apart
    /// from none, as far as that is possible.
    fn target(&self, id: &str) -> Result<Target, String> {
        let found = self.files.get(id).map_or(&[] as &[&Found], Vec::as_slice);
        match found {
            [found] if self.env.confidential || privacy_of(&found.path) == Privacy::Open => {
                let text = folder::text(found).map_err(|_| "the record of its case cannot be read".to_owned())?;
                Ok(Target::There((*found).clone(), text))
            }
            [] if self.may_begin => {
                if !is_id(id) || id == "rules" || self.taken.contains(id) {
                    return Err("its case cannot have this id: choose another".into());
                }
                Ok(Target::New(Found::new(id, &self.env.folder.join(id).with_extension("toml"))))
            }
            [_] if self.may_begin => Err("its case cannot have this id: choose another".into()),
            [] | [_] => {
                Err("there is no such case, or it is withheld: begin it with `timeline new`, or say in the map \
                             what a new case begins with ([new])"
                    .into())
            }
            _ => Err("two files have the id of its case: `timeline check` names them".into()),
        }
    }
}
