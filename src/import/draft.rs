//! A row of a sheet as the entry that it is to become, with everything that is wrong with it.

use super::{
    date::{self, Column, Said},
    map::{CaseOf, Map, Mapped, Names, Silence, Spec, is_secret},
    order::{Undecided, of_column},
    sheet::{Cell, OF_REJECTED, Row, Sheet},
    value::{self, given, takes_date, texts},
};
use crate::{
    load::record::schema::{Field, Kind},
    model::{date::human::NumberOrder, reference::Key, rule::Rules},
};
use std::collections::{HashMap, HashSet};

/// Keys with what they say, in the order in which they are written.
pub type Says = Vec<(Field, Vec<String>)>;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The column; empty where it is the row as a whole.
    pub column: String,
    /// What is wrong and what to do. Never what stands in the cell.
    pub reason: String,
}

impl Trouble {
    /// Of the row as a whole.
    #[must_use]
    pub fn of_row(reason: impl Into<String>) -> Self {
        Self { column: String::new(), reason: reason.into() }
    }
}

/// What a row is to become.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The row among all that are imported.
    pub row: usize,
    /// Where it stands, as its entry will say: `letters.csv, row 12`.
    pub place: String,
    /// The file among all that are imported.
    pub file: usize,
    /// The case.
    pub case: String,
    /// The keys of the entry, but for sources and the note.
    pub says: Says,
    /// The note, in parts.
    pub note: Vec<String>,
    /// The entries inside of it.
    pub inside: Vec<(Kind, Says)>,
    /// Keys that name people by their names, with the role of who is not in the record.
    pub people: Vec<(Field, Vec<String>, Option<String>)>,
    /// Silence that an empty cell tells: it is written with a new entry, and is nothing that a record can contradict.
    pub silence: Option<Silence>,
    /// What a case that is not there yet begins with.
    pub new: Says,
    /// What is wrong with that: nothing, if the case is there.
    pub new_troubles: Vec<Trouble>,
    /// A case that is not there yet is confidential.
    pub new_is_confidential: bool,
    /// It is to be withheld.
    pub confidential: bool,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

impl Draft {
    /// What a key of the entry says.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[String]> {
        let named = self.people.iter().find(|(field, ..)| field.name == name).map(|(_, names, _)| names.as_slice());
        self.says.iter().find(|(field, _)| field.name == name).map(|(_, texts)| texts.as_slice()).or(named)
    }
}

/// What is known of a sheet before its rows are read.
pub struct Reader<'a> {
    pub(super) map: &'a Map,
    pub(super) sheet: &'a Sheet,
    rules: &'a Rules,
    /// `--case`.
    case: Option<&'a str>,
    /// `--confidential`.
    confidential: bool,
    orders: HashMap<&'a str, Result<Option<NumberOrder>, Undecided>>,
    /// Columns that go into the note.
    rest: Vec<usize>,
    /// Columns that are confidential by their names.
    secret: HashSet<&'a str>,
}

impl<'a> Reader<'a> {
    /// Looks through the columns of a sheet.
    ///
    /// # Errors
    /// The map does not fit the sheet: columns that it names and that are not there, or that it does not name.
    pub fn new(
        map: &'a Map,
        sheet: &'a Sheet,
        rules: &'a Rules,
        case: Option<&'a str>,
        confidential: bool,
    ) -> Result<Self, String> {
        let told = |message: String| format!("{}: {message}", sheet.path.display());
        let replies = map.replies.as_ref();
        let may_be_absent = |name: &str| {
            let date = replies.filter(|replies| replies.absent_is_unknown).and_then(|replies| replies.date.as_ref());
            date.is_some_and(|date| date.from.columns.iter().any(|column| column == name))
        };
        let mut missing: Vec<String> = map
            .named()
            .filter(|name| sheet.column(name).is_none() && !may_be_absent(name))
            .map(|name| format!("{name:?}"))
            .collect();
        missing.sort();
        missing.dedup();
        if !missing.is_empty() {
            let there: Vec<String> = sheet.columns.iter().map(|name| format!("{name:?}")).collect();
            let (missing, there) = (missing.join(", "), there.join(", "));
            return Err(told(format!("the map names columns that are not there: {missing}; there are: {there}")));
        }
        let is_rejected = sheet.columns.ends_with(&OF_REJECTED.map(str::to_owned));
        let of_rejected = sheet.columns.len() - if is_rejected { OF_REJECTED.len() } else { 0 };
        let is_named = |name: &str| map.named().any(|named| named == name) || map.ignore.iter().any(|i| i == name);
        let rest: Vec<usize> = (0..of_rejected).filter(|at| !is_named(&sheet.columns[*at])).collect();
        if !rest.is_empty() && !map.rest_into_note {
            let names: Vec<String> = rest.iter().map(|at| format!("{:?}", sheet.columns[*at])).collect();
            let help = "map each, name it in `ignore`, or say rest = \"note\"";
            return Err(told(format!("the map does not say what becomes of {}: {help}", names.join(", "))));
        }
        if case.is_none() {
            match &map.case {
                None => return Err("the map does not say to which case a row belongs: add `case`, or --case ID".into()),
                Some(CaseOf::Columns(columns)) => {
                    if let Some(secret) = columns.iter().find(|column| is_confidential(map, column)) {
                        let message = format!("the column {secret:?} is confidential, and would be the name of a file");
                        return Err(told(format!("{message}: name cases by another, or say --case ID")));
                    }
                }
                Some(CaseOf::One(_) | CaseOf::Key(_)) => {}
            }
        }
        let secret = sheet.columns.iter().map(String::as_str).filter(|name| is_secret(name)).collect();
        let mut reader = Self { map, sheet, rules, case, confidential, orders: HashMap::new(), rest, secret };
        reader.orders = reader.orders();
        Ok(reader)
    }

    /// The order of the numbers in each column of dates.
    fn orders(&self) -> HashMap<&'a str, Result<Option<NumberOrder>, Undecided>> {
        let replies = self.map.replies.iter().flat_map(|replies| replies.date.iter().chain(&replies.keys));
        let inside = self.map.inside.iter().flat_map(|(_, keys)| keys);
        let all = self.map.columns.iter().chain(replies).chain(inside).chain(self.map.new.iter().flatten());
        let of_file = self.map.file.order;
        let mut orders = HashMap::new();
        for mapped in all.filter(|mapped| takes_date(&mapped.field)) {
            for name in &mapped.from.columns {
                let Some(at) = self.sheet.column(name) else { continue };
                let proved = || of_column(self.sheet.rows.iter().map(|row| &row.cells[at]));
                let order = match mapped.from.dates.order {
                    Some(order) => Ok(Some(order)),
                    None => match (proved(), of_file) {
                        (Err(Undecided::Unproved), Some(order)) => Ok(Some(order)),
                        (proved, _) => proved,
                    },
                };
                orders.insert(name.as_str(), order);
            }
        }
        orders
    }

    /// Columns that are confidential only because of their names.
    #[must_use]
    pub fn secret_by_name(&self) -> Vec<&'a str> {
        let mapped = self.map.specs().filter(|spec| spec.confidential.is_none()).flat_map(|spec| &spec.columns);
        let rest = self.rest.iter().map(|at| &self.sheet.columns[*at]);
        let mut names: Vec<&str> =
            mapped.chain(rest).map(String::as_str).filter(|name| self.secret.contains(name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Reads a row that is not blank. `row` is its place among all, `file` that of its file.
    #[must_use]
    pub fn draft(&self, row: &Row, at: usize, file: usize) -> Draft {
        let mut draft = Draft {
            row: at,
            place: format!("{}, row {}", self.sheet.file_name(), row.number),
            file,
            case: String::new(),
            says: Vec::new(),
            note: Vec::new(),
            inside: Vec::new(),
            people: Vec::new(),
            silence: None,
            new: Vec::new(),
            new_troubles: Vec::new(),
            new_is_confidential: self.confidential,
            confidential: self.confidential,
            troubles: Vec::new(),
        };
        if row.has_more {
            draft.troubles.push(Trouble::of_row("more cells than there are columns: is a quotation mark missing?"));
        }
        let mut notes = Vec::new();
        for mapped in &self.map.columns {
            let values = self.values(mapped, row, &mut notes, &mut draft);
            draft.confidential |= self.is_confidential(&mapped.from, row);
            match (&mapped.from.names, mapped.field.name) {
                (_, "confidential") => draft.confidential |= !values.is_empty(),
                (_, "note") => draft.note.extend(values),
                (Names::People(role), _) if !values.is_empty() => {
                    draft.people.push((mapped.field, values, role.clone()));
                }
                _ if values.is_empty() && mapped.field.needed => {
                    let column = mapped.from.columns.first().cloned().unwrap_or_default();
                    let is_told = draft.troubles.iter().any(|trouble| trouble.column == column);
                    if !is_told {
                        let reason = format!("empty, and a {} needs `{}`", self.map.entry, mapped.field.name);
                        draft.troubles.push(Trouble { column, reason });
                    }
                }
                _ if values.is_empty() => {}
                _ => draft.says.push((mapped.field, values)),
            }
        }
        draft.note.extend(notes);
        for at in &self.rest {
            let (name, cell) = (&self.sheet.columns[*at], &row.cells[*at]);
            match texts(cell, &[]) {
                Ok(texts) if !texts.is_empty() => {
                    draft.confidential |= self.secret.contains(name.as_str());
                    draft.note.push(format!("{name}: {}", texts.join(" | ")));
                }
                Ok(_) => {}
                Err(reason) => draft.troubles.push(Trouble { column: name.clone(), reason: reason.into() }),
            }
        }
        self.replies(row, &mut draft);
        for (kind, keys) in &self.map.inside {
            self.inside(*kind, keys, row, &mut draft);
        }
        let troubles = std::mem::take(&mut draft.troubles);
        for mapped in self.map.new.iter().flatten() {
            let mut notes = Vec::new();
            let values = self.values(mapped, row, &mut notes, &mut draft);
            draft.new_is_confidential |= self.is_confidential(&mapped.from, row);
            match mapped.field.name {
                "confidential" => draft.new_is_confidential |= !values.is_empty(),
                _ if values.is_empty() => {}
                _ => draft.new.push((mapped.field, values)),
            }
        }
        draft.new_troubles = std::mem::replace(&mut draft.troubles, troubles);
        self.case(row, &mut draft);
        self.in_order(&mut draft);
        // A column that says several keys is told of once.
        let mut told: Vec<Trouble> = Vec::new();
        draft.troubles.retain(|trouble| {
            let is_new = !told.contains(trouble);
            told.push(trouble.clone());
            is_new
        });
        draft
    }

    /// To which case it belongs.
    fn case(&self, row: &Row, draft: &mut Draft) {
        let (column, id) = match (self.case, &self.map.case) {
            (Some(case), _) => (String::new(), Some(case.to_owned())),
            (None, Some(CaseOf::One(id))) => (String::new(), Some(id.clone())),
            (None, Some(CaseOf::Columns(columns))) => {
                let cells = columns.iter().filter_map(|name| self.sheet.column(name)).map(|at| row.cells[at].shown());
                let said: Vec<_> = cells.filter(|text| !value::is_nothing(text)).collect();
                (columns.join(", "), value::id(&said.join(" ")))
            }
            (None, Some(CaseOf::Key(name))) => {
                let said = draft.get(name).and_then(<[String]>::first);
                // Another spelling is the same letter.
                let text = said.map(|text| Key::parse(text).map_or_else(|| text.clone(), |key| key.to_string()));
                let mapped = self.map.columns.iter().find(|mapped| mapped.field.name == *name);
                let column = mapped.and_then(|mapped| mapped.from.columns.first()).cloned().unwrap_or_default();
                (column, text.and_then(|text| value::id(&text)))
            }
            (None, None) => (String::new(), None),
        };
        match id {
            Some(id) => draft.case = id,
            None => {
                let reason = "no id of a case can be made of it: an id has the letters a to z, digits and hyphens";
                draft.troubles.push(Trouble { column, reason: reason.into() });
            }
        }
    }

    pub(super) fn is_confidential(&self, spec: &Spec, row: &Row) -> bool {
        let is_filled = |name: &String| self.sheet.column(name).is_some_and(|at| !row.cells[at].is_empty());
        spec.columns
            .iter()
            .any(|name| spec.confidential.unwrap_or_else(|| self.secret.contains(name.as_str())) && is_filled(name))
    }

    /// What a row says of a key.
    pub(super) fn values(&self, mapped: &Mapped, row: &Row, notes: &mut Vec<String>, draft: &mut Draft) -> Vec<String> {
        let Mapped { field, from } = mapped;
        let mut all = from.value.clone().unwrap_or_default();
        let (mut column, mut is_wrong) = ("", false);
        for name in &from.columns {
            let Some(at) = self.sheet.column(name) else { continue };
            let cell = &row.cells[at];
            let read = if takes_date(field) {
                self.dates(name, cell, from, row, notes)
            } else {
                texts(cell, &from.split).map_err(str::to_owned)
            };
            match read {
                Ok(texts) => {
                    if !texts.is_empty() {
                        column = name;
                    }
                    all.extend(texts);
                }
                Err(reason) => {
                    is_wrong = true;
                    draft.troubles.push(Trouble { column: name.clone(), reason });
                }
            }
        }
        let column = if column.is_empty() { from.columns.first().map_or("", String::as_str) } else { column };
        let checked = match takes_date(field) {
            true if all.len() > 1 && from.split.is_empty() => {
                Err(format!("several values, and `{}` takes one", field.name))
            }
            true => Ok(all),
            false => given(all, field, from, self.rules),
        };
        match checked {
            Ok(values) => values,
            Err(_) if is_wrong => Vec::new(),
            Err(reason) => {
                draft.troubles.push(Trouble { column: column.to_owned(), reason });
                Vec::new()
            }
        }
    }

    /// The dates of a cell, as a record writes them.
    fn dates(
        &self,
        name: &str,
        cell: &Cell,
        from: &Spec,
        row: &Row,
        notes: &mut Vec<String>,
    ) -> Result<Vec<String>, String> {
        if cell.is_empty() {
            return Ok(Vec::new());
        }
        let order = match self.orders.get(name).copied().unwrap_or(Ok(None)) {
            Ok(order) => order,
            Err(undecided) => return Err(undecided.reason().into()),
        };
        let column = Column { dates: &from.dates, order, from_1904: self.sheet.from_1904 };
        let exact = from.dates.precision.as_deref().and_then(|name| self.sheet.column(name)).map(|at| &row.cells[at]);
        let parts: Vec<Cell> = match cell {
            Cell::Text(_) | Cell::List(_) if !from.split.is_empty() || matches!(cell, Cell::List(_)) => {
                texts(cell, &from.split)?.iter().map(|text| Cell::text(text)).collect()
            }
            _ => vec![cell.clone()],
        };
        let mut dates = Vec::new();
        for part in &parts {
            let Said { date, words } = date::date(part, exact, column)?;
            notes.extend(words.map(|words| format!("{name}: {words}")));
            dates.extend(date.map(|date| date.to_string()));
        }
        Ok(dates)
    }
}

/// Whether what stands under a column is confidential, wherever the map names it.
fn is_confidential(map: &Map, column: &str) -> bool {
    let said = map.specs().filter(|spec| spec.columns.iter().any(|name| name == column)).find_map(|s| s.confidential);
    said.unwrap_or_else(|| is_secret(column))
}
