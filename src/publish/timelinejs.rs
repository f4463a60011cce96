//! What TimelineJS 3 reads (its JSON format): a slide for each dated entry, an era for each period
//! of detention. Its texts are HTML there, so everything from a record is escaped.

use super::shown::Shown;
use crate::{
    model::{
        chronology::{Track, chronology},
        date::Date,
        liberty::lives,
    },
    report::{World, events, show, words},
};
use askama::filters::{Html, escape};
use chrono::{Datelike, Months, NaiveDate};
use serde_json::{Value, json};

/// The document: one timeline for all cases asked for.
///
/// # Errors
/// Those of writing JSON into memory, of which there are none.
pub(super) fn document(args: &show::Args, world: &World<'_>) -> serde_json::Result<String> {
    let mut events = Vec::new();
    let mut eras = Vec::new();
    let mut undated = 0;
    for case in world.cases {
        for (n, moment) in chronology(case, world.rules, world.as_of).iter().enumerate() {
            let Some(date) = moment.date else {
                undated += 1;
                continue;
            };
            let mut text = String::new();
            if args.notes
                && let Some(note) = &moment.entry.note
            {
                text = html(note);
            }
            let mut sources: Vec<String> = Vec::new();
            for source in moment.entry.sources.iter().filter_map(|id| case.source(id)) {
                sources.push(match source.url.as_deref().and_then(crate::render::link) {
                    Some(href) => format!("<a href=\"{}\">{}</a>", html(href), html(&source.title)),
                    None => html(&source.title),
                });
            }
            if !sources.is_empty() {
                let gap = if text.is_empty() { "" } else { "<br>" };
                text = format!("{text}{gap}Sources: {}", sources.join("; "));
            }
            let group = match moment.track {
                Track::Event | Track::Charge | Track::Outcome => "Events",
                Track::Statement => "Statements",
                Track::Demand | Track::Update => "Demands",
                _ => "Letters",
            };
            let mut event = json!({
                "start_date": start(date),
                "display_date": html(&date.as_written()),
                "text": { "headline": html(&events::said(moment)), "text": text },
                "group": group,
                "autolink": false,
                "unique_id": format!("{}-{}", case.id, n + 1),
            });
            if let Some(end) = end(date, world.as_of) {
                event["end_date"] = end;
            }
            events.push(event);
        }
        for life in lives(case, world.as_of) {
            let held = life.periods.iter().filter(|period| period.is_deprivation() && period.doubt.is_none());
            for (from, period) in held.filter_map(|period| Some((period.start.first()?, period))) {
                // What lasts is drawn as far as it is known.
                let known = life.known_until.unwrap_or(world.as_of);
                let end = period.end.map_or(known, |end| end.latest.min(world.as_of));
                let state = words::liberty::state(period.liberty);
                let name = format!("{}: {}", life.person.name, words::say(&state));
                eras.push(json!({
                    "start_date": of_day(from),
                    "end_date": of_day(end.max(from)),
                    "text": { "headline": html(&name), "text": "" },
                }));
            }
        }
    }
    let title: Vec<String> = world.cases.iter().map(|case| html(&case.title)).collect();
    let mut text: Vec<String> = world.cases.iter().filter_map(|case| case.summary.as_deref()).map(html).collect();
    text.push(format!("As of {}.", world.as_of));
    if undated > 0 {
        text.push(format!("Not shown: {}.", words::count(undated, "undated entry", "undated entries")));
    }
    let document = json!({
        "title": { "text": { "headline": title.join(", "), "text": text.join("<br>") } },
        "events": events,
        "eras": eras,
    });
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

/// Text of a record within HTML.
fn html(text: &str) -> String {
    // Writing to a String does not fail.
    escape(Shown::new(text), Html).map(|safe| safe.to_string()).unwrap_or_default()
}

fn of_day(day: NaiveDate) -> Value {
    json!({ "year": day.year(), "month": day.month(), "day": day.day() })
}

/// The beginning, only as precise as the date is: a month stays a month.
fn start(date: &Date) -> Value {
    let days = date.start();
    let first = days.earliest;
    let is = |months: u32| {
        let next = first.checked_add_months(Months::new(months));
        next.and_then(|next| next.pred_opt()) == Some(days.latest)
    };
    match (first.day(), first.month()) {
        (1, 1) if is(12) => json!({ "year": first.year() }),
        (1, _) if is(1) => json!({ "year": first.year(), "month": first.month() }),
        _ => of_day(first),
    }
}

/// The end of a stretch of time, and of a day that is known within bounds only.
fn end(date: &Date, as_of: NaiveDate) -> Option<Value> {
    let is_named = date.end().is_none() && start(date).get("day").is_none();
    (!date.is_exact() && !is_named).then(|| of_day(date.latest().min(as_of)))
}
