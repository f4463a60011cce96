//! Whether a claim holds: what was sealed against what is worked out now.

use super::{
    claim::Kind,
    file::{Claim, Step},
};
use serde_json::Value;

/// The fields of a row that are claimed: if one of them is other than sealed, the claim does not hold.
const fn claimed(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Letter => &[
            "sent",
            "due",
            "due_latest",
            "status",
            "days_min",
            "days_max",
            "taken_days_min",
            "taken_days_max",
            "owed_by",
            "protection",
        ],
        Kind::Demand => &["what", "to", "made", "status", "grade", "open_days_min", "open_days_max"],
        Kind::Liberty => &[
            "liberty",
            "certain",
            "since",
            "since_latest",
            "kind_since",
            "kind_since_latest",
            "days_min",
            "days_max",
            "total_days_min",
            "total_days_max",
        ],
    }
}

/// The field that says to what day something is on record. A later day says no less.
const fn reach(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Letter => Some("silence_until"),
        Kind::Demand => None,
        Kind::Liberty => Some("known_until"),
    }
}

/// What differs between a claim and what is worked out now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The fields of the row, in its order.
    pub fields: Vec<String>,
    /// Those in which the claim lies.
    pub claimed: Vec<String>,
    /// The sentences.
    pub words: bool,
    /// Steps that there are now and were not, as `reply 2025-05-10: denial`.
    pub new: Vec<String>,
    /// Steps that there were and are no more.
    pub gone: Vec<String>,
}

impl Difference {
    /// What differs.
    #[must_use]
    pub fn between(sealed: &Claim, today: &Claim, kind: Kind) -> Self {
        // Keys that only one of the two rows has are passed over: they come from another version of the program.
        let both = sealed.row.iter().filter_map(|(key, was)| Some((key, was, today.row.get(key)?)));
        let differing: Vec<(&String, &Value, &Value)> = both.filter(|(_, was, is)| was != is).collect();
        let is_claimed = |key: &str, was: &Value, is: &Value| {
            claimed(kind).contains(&key) || reach(kind) == Some(key) && !reaches(is, was)
        };
        let claimed = differing.iter().filter(|(key, was, is)| is_claimed(key, was, is));
        Self {
            claimed: claimed.map(|(key, ..)| (*key).clone()).collect(),
            fields: differing.iter().map(|(key, ..)| (*key).clone()).collect(),
            words: sealed.stands != today.stands || sealed.claim != today.claim,
            new: only_in(&today.why, &sealed.why),
            gone: only_in(&sealed.why, &today.why),
        }
    }

    /// Whether nothing does.
    #[must_use]
    pub fn is_none(&self) -> bool {
        let Self { fields, claimed: _, words, new, gone } = self;
        fields.is_empty() && !words && new.is_empty() && gone.is_empty()
    }

    /// Whether the sentences are other than the row, which is the same.
    #[must_use]
    pub fn is_of_words_alone(&self) -> bool {
        self.fields.is_empty() && self.words
    }
}

/// Whether the one day is no earlier than the other. What was not known is reached by anything.
fn reaches(is: &Value, was: &Value) -> bool {
    match (is.as_str(), was.as_str()) {
        (_, None) => true,
        (Some(is), Some(was)) => is >= was,
        (None, Some(_)) => false,
    }
}

/// Steps that follow from others and from the result, and are told only if nothing else differs.
const FOLLOWS: [&str; 8] = ["counting", "due", "status", "change", "now", "in all", "known until", "open for"];

/// The step that says to what day silence is on record, which mostly follows from others too.
const SILENCE: &str = "silence";

/// The steps of one explanation that the other has not, in words. Those that only follow from others are told only if
/// there are no others.
fn only_in(one: &[Step], other: &[Step]) -> Vec<String> {
    let is_there = |step: &&Step| !other.iter().any(|there| (&there.step, &there.says) == (&step.step, &step.says));
    let only: Vec<&Step> = one.iter().filter(is_there).collect();
    let without = |left_out: &[&str]| {
        let told = only.iter().filter(|step| !left_out.contains(&step.step.as_str()));
        told.map(|step| format!("{} {}", step.step, step.says)).collect::<Vec<String>>()
    };
    let ways = [[&FOLLOWS[..], &[SILENCE]].concat(), FOLLOWS.to_vec(), Vec::new()];
    ways.iter().map(|left_out| without(left_out)).find(|told| !told.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claim(row: Value, stands: &str, steps: &[(&str, &str)]) -> Claim {
        let step = |(step, says): &(&str, &str)| Step {
            step: (*step).to_owned(),
            says: (*says).to_owned(),
            sources: Vec::new(),
        };
        Claim {
            claim: "A letter".into(),
            stands: stands.into(),
            records: Vec::new(),
            row: row.as_object().cloned().unwrap_or_default(),
            why: steps.iter().map(step).collect(),
        }
    }

    #[test]
    fn silence_that_is_on_record_for_longer_takes_nothing_back() {
        for (was, is, holds) in [
            (json!("2026-02-20"), json!("2026-02-20"), true),
            (json!("2026-02-20"), json!("2026-02-21"), true),
            (json!("2026-02-20"), json!("2026-02-19"), false),
            (json!("2026-02-20"), Value::Null, false),
            (Value::Null, json!("2026-02-20"), true),
        ] {
            let of = |day: &Value| claim(json!({ "status": "overdue", "silence_until": day }), "overdue", &[]);
            let difference = Difference::between(&of(&was), &of(&is), Kind::Letter);
            assert_eq!(difference.claimed.is_empty(), holds, "{was} {is}");
            assert_eq!(difference.fields.is_empty(), was == is, "{was} {is}");
        }
    }

    #[test]
    fn a_note_is_no_part_of_the_claim_and_a_day_is() {
        let of = |note, days| claim(json!({ "note": note, "days_min": days, "gone": 1 }), "overdue", &[]);
        let other = |note, days| claim(json!({ "note": note, "days_min": days, "new": 2 }), "overdue", &[]);
        assert!(Difference::between(&of("a", 3), &other("a", 3), Kind::Letter).is_none());
        let noted = Difference::between(&of("a", 3), &other("b", 3), Kind::Letter);
        assert!(noted.claimed.is_empty() && noted.fields == ["note"]);
        assert_eq!(Difference::between(&of("a", 3), &other("a", 4), Kind::Letter).claimed, ["days_min"]);
    }

    #[test]
    fn facts_are_told_and_what_follows_only_where_no_fact_is_new() {
        let was = claim(json!({}), "x", &[("sent", "2025-03-20"), ("due", "2025-05-19"), ("status", "overdue")]);
        let is = claim(
            json!({}),
            "x",
            &[
                ("sent", "2025-03-20"),
                ("reply", "2025-05-01: denial"),
                ("silence", "to 2025-04-30"),
                ("status", "answered"),
            ],
        );
        let difference = Difference::between(&was, &is, Kind::Letter);
        assert_eq!(
            (difference.new, difference.gone),
            (vec!["reply 2025-05-01: denial".into()], vec!["due 2025-05-19".into(), "status overdue".into()])
        );
        let other = claim(json!({}), "x", &[("sent", "2025-03-20"), ("silence", "to 2025-04-30"), ("status", "x")]);
        assert_eq!(Difference::between(&was, &other, Kind::Letter).new, ["silence to 2025-04-30"]);
    }
}
