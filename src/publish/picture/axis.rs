//! Days laid out from left to right. Years in which nothing is on record take no room: they are folded, and a mark
//! shows where.

use super::{Fold, Tick, percent};
use crate::{
    model::date::{DayRange, FAR_FUTURE, FAR_PAST},
    report::chart::Chart,
};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeSet;

/// At most so many years or months are named on the axis: a phone has room for them.
const TICKS: usize = 6;
/// How far apart names on the axis must stand, in percent of the width.
const NAMES: f64 = 9.0;
/// So many empty years beside each other are folded.
const EMPTY: i32 = 2;
/// How much room folded years take, in percent of all that is not folded.
const FOLDED: f64 = 3.0;

/// Some days with the room they have, in percent of the width.
struct Stretch {
    first: NaiveDate,
    days: i64,
    from: f64,
    width: f64,
    folded: bool,
}

/// Days laid out over the width.
pub(super) struct Axis {
    stretches: Vec<Stretch>,
}

impl Axis {
    pub(super) fn new(chart: &Chart) -> Self {
        let years = years(chart);
        let day = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(chart.first);
        let end = chart.last.succ_opt().unwrap_or(chart.last);
        let mut parts: Vec<(NaiveDate, NaiveDate, bool)> = Vec::new();
        let mut from = chart.first;
        for (before, after) in years.iter().zip(years.iter().skip(1)) {
            if after - before > EMPTY {
                let (begins, ends) = (day(before + 1), day(*after));
                parts.extend([(from, begins, false), (begins, ends, true)]);
                from = ends;
            }
        }
        parts.push((from, end, false));
        let told: i64 = parts.iter().filter(|(.., folded)| !folded).map(|(from, to, _)| days(*from, *to)).sum();
        let folds = count(parts.iter().filter(|(.., folded)| *folded).count());
        let whole = 100.0 + FOLDED * folds;
        let mut at = 0.0;
        let stretch = |(first, to, folded): (NaiveDate, NaiveDate, bool)| {
            let room = if folded { FOLDED } else { share(days(first, to), told) };
            let (from, width) = (at, room * 100.0 / whole);
            at += width;
            Stretch { first, days: days(first, to), from, width, folded }
        };
        Self { stretches: parts.into_iter().map(stretch).collect() }
    }

    /// Where a day begins, in percent; days beyond the edges stand on them.
    pub(super) fn at(&self, day: NaiveDate) -> f64 {
        let Some(first) = self.stretches.first() else { return 0.0 };
        let within = self.stretches.iter().rfind(|stretch| stretch.first <= day).unwrap_or(first);
        let part = days(within.first, day).clamp(0, within.days);
        within.from + within.width * share(part, within.days) / 100.0
    }

    /// Where a day ends.
    pub(super) fn behind(&self, day: NaiveDate) -> f64 {
        // Where a stretch ends the next one begins.
        day.succ_opt().map_or(100.0, |next| self.at(next))
    }

    /// Where years are folded.
    pub(super) fn folds(&self) -> Vec<Fold> {
        let folded = self.stretches.iter().filter(|stretch| stretch.folded);
        folded
            .map(|stretch| Fold {
                x: percent(stretch.from),
                width: percent(stretch.width),
                middle: percent(stretch.from + stretch.width / 2.0),
            })
            .collect()
    }

    /// The days named on the axis: of those that are not folded, as many as have room.
    pub(super) fn ticks(&self, first: NaiveDate, last: NaiveDate) -> Vec<Tick> {
        let is_folded = &|day: &NaiveDate| {
            self.stretches.iter().rfind(|stretch| stretch.first <= *day).is_some_and(|stretch| stretch.folded)
        };
        let named = |months: u32| {
            let count = i32::try_from(months).unwrap_or(12);
            let month = (first.year() * 12 + first.month0().cast_signed()).div_euclid(count) * count;
            let begin = NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, 1);
            std::iter::successors(begin, move |day| day.checked_add_months(Months::new(months)))
                .skip_while(move |day| *day < first)
                .take_while(move |day| *day <= last)
                .filter(move |day| !is_folded(day))
        };
        let step = [1, 3, 6, 12, 24, 60, 120, 240, 600].into_iter().find(|months| named(*months).count() <= TICKS);
        let step = step.unwrap_or(1200);
        let label = |day: NaiveDate| if step < 12 { day.format("%b %Y").to_string() } else { day.year().to_string() };
        let mut until = 0.0;
        let mut has_room = |day: &NaiveDate| {
            let at = self.at(*day);
            // A name at the right edge would not fit.
            let has = at >= until && at < 92.0;
            until = if has { at + NAMES } else { until };
            has
        };
        let ticks: Vec<NaiveDate> = named(step).filter(|day| has_room(day)).collect();
        ticks.into_iter().map(|day| Tick { x: percent(self.at(day)), label: label(day) }).collect()
    }
}

/// The years in which something begins, ends or happens, and those of both ends.
fn years(chart: &Chart) -> BTreeSet<i32> {
    let bars = chart.lanes.iter().flat_map(|lane| &lane.bars).flat_map(|bar| [bar.start, bar.end]);
    let marks = chart.lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.days);
    let ends = bars.chain(marks).flat_map(|DayRange { earliest, latest }| [earliest, latest]);
    let known = ends.filter(|day| *day > FAR_PAST && *day < FAR_FUTURE).map(|day| day.year());
    known.chain([chart.first.year(), chart.last.year(), chart.as_of.year()]).collect()
}

/// How many days the one comes after the other.
fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// A share in percent.
#[expect(clippy::cast_precision_loss, reason = "days within four centuries are exact")]
fn share(part: i64, whole: i64) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "there are at most as many as years")]
const fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{
        Tone,
        chart::{Lane, Mark, Sign},
        show::Part,
    };

    fn chart(days: &[&str]) -> Chart {
        let day = |text: &&str| text.parse::<NaiveDate>().expect("a day");
        let mark =
            |text| Mark { days: DayRange::day(day(text)), sign: Sign::Moment, says: String::new(), row: 0, turn: None };
        let lane = Lane {
            part: Part::Events,
            title: String::new(),
            says: String::new(),
            tone: Tone::Plain,
            bars: Vec::new(),
            marks: days.iter().map(mark).collect(),
        };
        let (first, last) = (day(&days[0]), day(&days[days.len() - 1]));
        Chart { title: String::new(), first, last, as_of: last, lanes: vec![lane] }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 0.001
    }

    #[test]
    fn two_empty_years_are_folded_and_one_is_not() {
        for (days, folds) in
            [(["2010-03-01", "2012-03-01"], 0), (["2010-03-01", "2013-03-01"], 1), (["2010-03-01", "2010-04-01"], 0)]
        {
            assert_eq!(Axis::new(&chart(&days)).folds().len(), folds, "{days:?}");
        }
    }

    #[test]
    fn days_stand_in_their_order_within_the_width() {
        let chart = chart(&["2005-06-01", "2009-05-13", "2009-05-14", "2024-07-05", "2026-11-24"]);
        let axis = Axis::new(&chart);
        assert_eq!(axis.folds().len(), 2);
        let mut day = chart.first;
        let mut before = axis.at(day);
        assert!(near(before, 0.0) && near(axis.behind(chart.last), 100.0));
        while day < chart.last {
            assert!(near(axis.behind(day), axis.at(day.succ_opt().expect("a day"))));
            day = day.succ_opt().expect("a day");
            assert!(axis.at(day) > before, "{day}");
            before = axis.at(day);
        }
        // Fourteen empty years take less room than two that are told.
        let at = |text: &str| axis.at(text.parse().expect("a day"));
        assert!(at("2024-01-01") - at("2010-01-01") < at("2026-01-01") - at("2024-01-01"));
        let ticks = axis.ticks(chart.first, chart.last);
        assert!(!ticks.is_empty() && ticks.len() <= TICKS);
        assert!(ticks.iter().all(|tick| tick.label != "2015"), "a year that is folded has no name");
    }

    #[test]
    fn a_picture_of_one_day_has_a_width() {
        let chart = chart(&["2024-02-29", "2024-02-29"]);
        let axis = Axis::new(&chart);
        assert!(near(axis.at(chart.first), 0.0) && near(axis.behind(chart.last), 100.0));
    }
}
