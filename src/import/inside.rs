//! What a row says of entries inside its entry: replies and silence, reminders, extensions, updates; and dates of one
//! row that cannot both be right.

use super::{
    draft::{Draft, Reader, Says, Trouble},
    map::{Mapped, Silence},
    sheet::Row,
    value,
};
use crate::{
    load::record::schema::{Field, Kind},
    model::date::Date,
};

impl Reader<'_> {
    /// What came back, or that nothing did.
    pub(super) fn replies(&self, row: &Row, draft: &mut Draft) {
        let Some(replies) = &self.map.replies else { return };
        let column = replies.date.as_ref().and_then(|date| self.sheet.column(date.from.columns.first()?));
        let (Some(date), Some(at)) = (&replies.date, column) else {
            draft.silence = Some(Silence::Unknown);
            return;
        };
        let cell = &row.cells[at];
        let shown = cell.shown();
        if cell.is_empty() || value::is_nothing(&shown) {
            draft.silence = replies.empty;
            return;
        }
        let mut notes = Vec::new();
        let before = draft.troubles.len();
        let dates = self.values(date, row, &mut notes, draft);
        draft.confidential |= self.is_confidential(&date.from, row);
        if dates.is_empty() {
            // A word that no date is known: it is not known either whether anything came.
            if draft.troubles.len() == before {
                draft.silence = Some(Silence::Unknown);
                draft.note.extend(notes);
            }
            return;
        }
        let keys: Vec<(Field, Vec<String>)> = replies
            .keys
            .iter()
            .map(|mapped| {
                draft.confidential |= self.is_confidential(&mapped.from, row);
                (mapped.field, self.values(mapped, row, &mut Vec::new(), draft))
            })
            .collect();
        for (n, reply) in dates.iter().enumerate() {
            let mut says = vec![(date.field, vec![reply.clone()])];
            // One word for all, or one for each.
            for (field, values) in &keys {
                says.extend(values.get(n).or(values.first()).map(|value| (*field, vec![value.clone()])));
            }
            if dates.len() == 1 && !notes.is_empty() {
                says.extend(
                    Kind::Reply.fields().into_iter().find(|f| f.name == "note").map(|f| (f, vec![notes.join("; ")])),
                );
            }
            draft.inside.push((Kind::Reply, written_in_order(Kind::Reply, says)));
        }
    }

    /// Further entries inside: one for each value of its first key.
    pub(super) fn inside(&self, kind: Kind, keys: &[Mapped], row: &Row, draft: &mut Draft) {
        let from_columns = |mapped: &&Mapped| !mapped.from.columns.is_empty();
        let mut said: Says = Vec::new();
        let mut is_filled = false;
        for mapped in keys {
            let mut notes = Vec::new();
            let values = self.values(mapped, row, &mut notes, draft);
            draft.confidential |= self.is_confidential(&mapped.from, row);
            is_filled |= from_columns(&mapped) && !values.is_empty();
            said.push((mapped.field, values));
        }
        if !is_filled {
            return;
        }
        let count = said.iter().map(|(_, values)| values.len()).max().unwrap_or_default();
        for n in 0..count {
            let says = said
                .iter()
                .filter_map(|(field, values)| Some((*field, vec![values.get(n).or(values.first())?.clone()])));
            let says: Says = says.collect();
            if let Some(needed) = kind.fields().iter().find(|f| f.needed && !says.iter().any(|(s, _)| s.name == f.name))
            {
                let column = keys.iter().find_map(|key| key.from.columns.first()).cloned().unwrap_or_default();
                let reason = format!("a {kind} needs `{}`", needed.name);
                draft.troubles.push(Trouble { column, reason });
                return;
            }
            draft.inside.push((kind, written_in_order(kind, says)));
        }
    }

    /// Dates of one row that cannot both be right.
    pub(super) fn in_order(&self, draft: &mut Draft) {
        let date = |name: &str| draft.get(name).and_then(<[String]>::first).and_then(|text| Date::read(text));
        for (first, then) in [("filed", "sent"), ("filed", "decided"), ("brought", "decided")] {
            if let (Some(a), Some(b)) = (date(first), date(then))
                && b.latest() < a.earliest()
            {
                let mapped = self.map.columns.iter().find(|mapped| mapped.field.name == then);
                let column = mapped.and_then(|mapped| mapped.from.columns.first()).cloned().unwrap_or_default();
                let reason = format!("`{then}` lies before `{first}`: one of the two is wrong");
                draft.troubles.push(Trouble { column, reason });
                return;
            }
        }
    }
}

/// Keys in the order in which they are written.
fn written_in_order(kind: Kind, says: Says) -> Says {
    let order: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
    let mut says = says;
    says.sort_by_key(|(field, _)| order.iter().position(|name| *name == field.name));
    says
}
