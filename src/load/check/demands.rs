//! Demands: replies that answer a demand before it was made; `superseded_by` without an update `superseded`.

use super::place::PlacedRecord;
use crate::{
    load::problem::Code,
    model::{
        case::Case,
        demand::{Demand, DemandStatus},
    },
};
use std::collections::HashMap;

/// No reply speaks to a demand that was made after it.
pub(super) fn answered_before_made(record: &PlacedRecord<'_>) {
    let demands = by_id(record.case);
    for letter in &record.case.communications {
        for reply in &letter.replies {
            let Some(replied) = &reply.date else { continue };
            for demand in reply.answers.iter().filter_map(|id| demands.get(id.as_str())) {
                let Some(made) = demand.made.as_ref().filter(|made| replied.latest() < made.earliest()) else {
                    continue;
                };
                let message = format!("the reply of {replied} answers {:?}, which was made on {made}", demand.id);
                let help = "name the demand as it was made before the reply, or correct the dates";
                let with = [&letter.entry, &demand.entry];
                record.note(Code::AnsweredBeforeMade, (&reply.entry, "answers"), &with, message, help);
            }
        }
    }
}

/// A demand with `superseded_by` has an update that says since when it is superseded.
pub(super) fn not_superseded(record: &PlacedRecord<'_>) {
    let demands = by_id(record.case);
    for demand in &record.case.demands {
        let said = demand.updates.iter().any(|update| update.status == DemandStatus::Superseded);
        let successor = demand.superseded_by.as_ref().and_then(|id| demands.get(id.as_str()));
        if let Some(successor) = successor.filter(|_| !said) {
            let message = "it names a successor, but no update says that it was superseded";
            let help = "add [[demand.update]] with status = \"superseded\" and its date, or leave `superseded_by` out";
            record.note(Code::NotSuperseded, (&demand.entry, "superseded_by"), &[&successor.entry], message, help);
        }
    }
}

fn by_id(case: &Case) -> HashMap<&str, &Demand> {
    case.demands.iter().map(|demand| (demand.id.as_str(), demand)).collect()
}
