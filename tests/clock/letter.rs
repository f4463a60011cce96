//! Letters made up at random, half of their days on a boundary: a day of another entry, a due day, or next to one.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

pub(super) const STOPS: [&str; 6] = ["substantive", "partial", "denial", "refusal", "immaterial", "untranslated"];
pub(super) const WAITS: [&str; 4] = ["acknowledgement", "holding", "extension-request", "information-request"];
pub(super) const ADDRESSEES: [&str; 3] = ["GBR", "SWE", "Heron Mining Ltd"];

/// A date with the first and the last day it can mean.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Day {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) text: String,
}

#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) date: Option<Day>,
    pub(super) from: usize,
    pub(super) kind: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct Extension {
    pub(super) granted: Option<Day>,
    pub(super) until: Day,
    pub(super) to: Option<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Suspension {
    pub(super) from: Day,
    pub(super) until: Option<Day>,
}

#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) procedure: &'static str,
    pub(super) addressees: usize,
    pub(super) reference: bool,
    pub(super) reviewed: Option<Day>,
    pub(super) filed: Option<Day>,
    pub(super) sent: Option<Day>,
    pub(super) decided: Option<Day>,
    pub(super) due: Option<Day>,
    pub(super) withdrawn: Option<Day>,
    pub(super) no_reply_as_of: Option<Day>,
    pub(super) reply_unknown: bool,
    pub(super) suspensions: Vec<Suspension>,
    pub(super) extensions: Vec<Extension>,
    pub(super) replies: Vec<Reply>,
}

pub(super) fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    if days < 0 { day - Days::new(days.unsigned_abs()) } else { day + Days::new(days.unsigned_abs()) }
}

pub(super) fn each(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |d| *d <= to)
}

impl Letter {
    /// The record with this letter.
    pub(super) fn to_toml(&self) -> String {
        let mut text = "title = \"Ada Wren\"\nstate = \"GBR\"\n".to_owned();
        let mut key = |key: &str, value: &str| text.push_str(&format!("{key} = {value}\n"));
        if let Some(reviewed) = &self.reviewed {
            key("reviewed", &reviewed.text);
        }
        key("\n[[communication]]\nprocedure", &format!("{:?}", self.procedure));
        key("to", &format!("{:?}", &ADDRESSEES[..self.addressees]));
        if self.reference {
            key("ref", "\"UA GBR 3/2019\"");
        }
        for (name, day) in [
            ("filed", &self.filed),
            ("sent", &self.sent),
            ("decided", &self.decided),
            ("due", &self.due),
            ("withdrawn", &self.withdrawn),
            ("no_reply_as_of", &self.no_reply_as_of),
        ] {
            if let Some(day) = day {
                key(name, &day.text);
            }
        }
        if self.reply_unknown {
            key("reply_unknown", "true");
        }
        for suspension in &self.suspensions {
            key("\n[[communication.suspension]]\nfrom", &suspension.from.text);
            if let Some(until) = &suspension.until {
                key("until", &until.text);
            }
        }
        for reply in &self.replies {
            key("\n[[communication.reply]]\nkind", &format!("{:?}", reply.kind));
            key("from", &format!("{:?}", ADDRESSEES[reply.from]));
            if let Some(date) = &reply.date {
                key("date", &date.text);
            }
        }
        for extension in &self.extensions {
            key("\n[[communication.extension]]\nuntil", &extension.until.text);
            if let Some(granted) = &extension.granted {
                key("granted", &granted.text);
            }
            if let Some(to) = extension.to {
                key("to", &format!("{:?}", ADDRESSEES[to]));
            }
        }
        text
    }

    /// Every date, so that a test can make some of them exact.
    fn dates(&mut self) -> Vec<&mut Day> {
        let single = [
            &mut self.reviewed,
            &mut self.filed,
            &mut self.sent,
            &mut self.decided,
            &mut self.due,
            &mut self.withdrawn,
            &mut self.no_reply_as_of,
        ];
        let mut all: Vec<&mut Day> = single.into_iter().flatten().collect();
        all.extend(self.suspensions.iter_mut().flat_map(|s| std::iter::once(&mut s.from).chain(s.until.as_mut())));
        all.extend(self.extensions.iter_mut().flat_map(|e| e.granted.iter_mut().chain(std::iter::once(&mut e.until))));
        all.extend(self.replies.iter_mut().filter_map(|r| r.date.as_mut()));
        all
    }
}

/// A day as it is drawn: anywhere in the year, or at a distance from the day of sending that matters.
fn a_day() -> impl Strategy<Value = Day> {
    // 0 the day of sending, 14 and 60 due days, 92 and 184 those of months, and days that entries share.
    let near = prop::sample::select(vec![0_i64, 5, 14, 40, 60, 67, 92, 184]);
    let offset = prop_oneof![(-20..230_i64), (near, -1..=1_i64).prop_map(|(day, beside)| day + beside)];
    (offset, 0..4, 1..4_i64).prop_map(|(offset, form, width)| {
        let first = plus(SENT, offset);
        match form {
            0 => {
                let last = plus(first, width);
                Day { first, last, text: format!("\"[{first}..{last}]\"") }
            }
            1 => Day { first, last: first, text: format!("\"{first}?\"") },
            _ => exact(first),
        }
    })
}

pub(super) fn exact(day: NaiveDate) -> Day {
    Day { first: day, last: day, text: day.to_string() }
}

/// Around this day letters are sent.
pub(super) const SENT: NaiveDate = match NaiveDate::from_ymd_opt(2019, 5, 27) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// No more dates than this are imprecise: each multiplies the readings.
const IMPRECISE: usize = 4;

pub(super) fn a_letter() -> impl Strategy<Value = Letter> {
    let procedure = prop_oneof![
        4 => Just("sp-urgent-appeal"),
        2 => Just("sp-allegation-letter"),
        1 => Just("ced-urgent-action"),
        1 => Just("wgad-opinion-follow-up"),
        1 => Just("cerd-complaint"),
        1 => Just("cat-concluding-follow-up"),
        1 => Just("other"),
    ];
    let maybe = |likely: f64| prop::option::weighted(likely, a_day());
    let kind = prop_oneof![3 => prop::sample::select(&STOPS[..]), 1 => prop::sample::select(&WAITS[..])];
    let reply = (maybe(0.85), 0..3_usize, kind).prop_map(|(date, from, kind)| Reply { date, from, kind });
    let extension = (maybe(0.7), a_day(), prop::option::of(0..3_usize)).prop_map(|(granted, until, to)| Extension {
        granted,
        until,
        to,
    });
    let sent = prop_oneof![
        4 => Just(Some(exact(SENT))),
        3 => prop_oneof![Just(-40_i64), -3..3_i64, Just(92)].prop_map(|days| {
            let (first, last) = (plus(SENT, days), plus(SENT, days + 3));
            Some(Day { first, last, text: format!("\"[{first}..{last}]\"") })
        }),
        1 => Just(None),
    ];
    let suspension = (a_day(), maybe(0.75)).prop_map(|(from, until)| {
        // One that ends before it begins is an error.
        let until = until.map(|until| if until.first < from.last { exact(plus(from.last, 4)) } else { until });
        Suspension { from, until }
    });
    (
        (procedure, 1..=3_usize, any::<bool>(), sent, maybe(0.1), maybe(0.1), maybe(0.15)),
        (
            prop::option::weighted(0.35, prop::collection::vec(suspension, 1..3)).prop_map(Option::unwrap_or_default),
            prop::collection::vec(extension, 0..3),
            prop::collection::vec(reply, 0..4),
            prop::bool::weighted(0.1),
            maybe(0.3),
            maybe(0.15),
            maybe(0.5),
        ),
    )
        .prop_map(|((procedure, addressees, reference, sent, filed, decided, due), rest)| {
            let (suspensions, mut extensions, mut replies, reply_unknown, no_reply_as_of, withdrawn, reviewed) = rest;
            replies.iter_mut().for_each(|r| r.from %= addressees);
            extensions.iter_mut().for_each(|e| e.to = e.to.map(|to| to % addressees));
            let mut letter = Letter {
                procedure,
                addressees,
                reference,
                reviewed,
                filed,
                sent,
                decided,
                due,
                withdrawn,
                no_reply_as_of,
                reply_unknown,
                suspensions,
                extensions,
                replies,
            };
            let imprecise = letter.dates().into_iter().filter(|day| day.first != day.last);
            imprecise.skip(IMPRECISE).for_each(|day| *day = exact(day.first));
            letter
        })
}
