//! Demands, and what became of them.

use super::{entry, values::Values};
use crate::{
    load::{gathered::Kind, record::Makers},
    model::{
        case::Case,
        demand::{Demand, DemandStatus, Update},
        state::Actor,
    },
};

/// A demand, and whether it names a successor. Without addressees of its own it is made to the States of the case.
pub(super) fn demand(values: &mut Values<'_>) -> Option<(Demand, bool)> {
    let (mut id, mut what, mut made_in) = (None, None, None);
    let (mut earlier, mut later) = (None, None);
    let mut demand = Demand {
        entry: values.entry(),
        id: String::new(),
        what: String::new(),
        kind: None,
        made_in: None,
        made: None,
        by: Vec::new(),
        to: Vec::new(),
        repeats: None,
        superseded_by: None,
        updates: Vec::new(),
        withheld: false,
    };
    let mut is_by = false;
    values.lines(|values, key| {
        match key {
            "id" => id = Some(values.id(Kind::Demand)?),
            "what" => what = Some(values.kept()?),
            "kind" => demand.kind = Some(values.word()?),
            "made_in" => made_in = Some(values.other(Kind::Letter)?),
            "made" => demand.made = Some(values.date()?),
            "by" => (demand.by, is_by) = (values.kept()?.into_iter().collect(), true),
            "to" => demand.to = values.one_or_more(Values::actor).filter(|to| !to.is_empty())?,
            "repeats" => earlier = Some(values.other(Kind::Demand)?),
            "superseded_by" => later = Some(values.other(Kind::Demand)?),
            _ => entry(values, key, &mut demand.entry)?,
        }
        Some(())
    })?;
    // What leads only back, or only ahead, does not lead round in a circle.
    let leads_on = match (earlier, later) {
        (Some(other), _) if earlier == id || !values.has_demand(other)? => false,
        (_, Some(other)) => !values.has_demand(other)?,
        _ => true,
    };
    let made_twice = made_in.is_some() && (demand.made.is_some() || is_by);
    if !leads_on || made_twice {
        return None;
    }
    demand.id = values.kept_id(id?);
    demand.what = what?.unwrap_or_default();
    [demand.made_in, demand.repeats, demand.superseded_by] =
        [made_in, earlier, later].map(|other| other.map(|id| values.kept_id(id)));
    Some((demand, later.is_some()))
}

pub(super) fn update(values: &mut Values<'_>, has_successor: bool) -> Option<Update> {
    let (mut date, mut status, mut grade, mut what) = (None, None, None, None);
    let mut shared = values.entry();
    values.lines(|values, key| {
        match key {
            "date" => date = Some(values.date()?),
            "status" => status = Some(values.word()?),
            "grade" => grade = Some(values.word()?),
            "what" => what = values.kept()?,
            _ => entry(values, key, &mut shared)?,
        }
        Some(())
    })?;
    let status = status.filter(|status| *status != DemandStatus::Superseded || has_successor)?;
    Some(Update { entry: shared, date, status, grade, what })
}

/// Gives demands the date and the author of what they were made in, and those they are made to.
pub(super) fn made(case: &mut Case) {
    let Case { demands, statements, communications, states, .. } = case;
    let makers = if demands.is_empty() { Makers::default() } else { Makers::new(statements, communications) };
    for demand in demands {
        if let Some((made, by)) = demand.made_in.as_deref().and_then(|name| makers.of(name)) {
            (demand.made, demand.by) = (made.clone(), by.clone());
        }
        if demand.to.is_empty() {
            demand.to = states.iter().copied().map(Actor::State).collect();
        }
    }
}
