//! The picture of a case as inline SVG: places in percent, so that it fits any width without
//! stretching a letter or a mark.

use super::{shown::Shown, table::tone};
use crate::{
    model::{date::DayRange, vocabulary::Vocabulary},
    report::chart::{Bar, Chart, Lane, Look, Mark, Sign},
};
use chrono::{Datelike, Months, NaiveDate};

/// At most so many years or months are named on the axis: a phone has room for them.
const TICKS: usize = 6;
/// How far apart marks must stand on one line, in percent of the width.
const APART: f64 = 1.4;
/// The height of a line of a lane, in pixels.
const LINE: usize = 12;
/// The height of a lane of bars, in pixels.
const BARS: usize = 20;

/// A picture.
pub(super) struct Picture {
    /// The days named on the axis.
    pub(super) ticks: Vec<Tick>,
    /// Where the day of the report is.
    pub(super) as_of: String,
    /// The lanes.
    pub(super) lanes: Vec<LaneView>,
}

/// A day named on the axis.
pub(super) struct Tick {
    /// Where.
    pub(super) x: String,
    /// The year, or the month.
    pub(super) label: String,
}

/// A lane.
pub(super) struct LaneView {
    /// What it is about.
    pub(super) title: Shown,
    /// How that stands.
    pub(super) says: Shown,
    /// How that sounds.
    pub(super) class: &'static str,
    /// In pixels.
    pub(super) height: usize,
    /// What is drawn.
    pub(super) items: Vec<Item>,
}

/// Something drawn, with its words and where they stand in the tables.
pub(super) struct Item {
    /// The row that tells the same.
    pub(super) href: String,
    /// The words.
    pub(super) says: Shown,
    /// Bars, and dashes of days that are not certain.
    pub(super) bars: Vec<Rect>,
    /// A mark, and what it looks like.
    pub(super) mark: Option<(String, usize, &'static str)>,
}

/// A rectangle.
pub(super) struct Rect {
    /// From where.
    pub(super) x: String,
    /// How wide.
    pub(super) width: String,
    /// The upper edge, in pixels.
    pub(super) y: usize,
    /// In pixels.
    pub(super) height: usize,
    /// What it looks like.
    pub(super) class: String,
}

/// The picture; the ids of the rows of its parts begin with `prefix`.
pub(super) fn picture(chart: &Chart, prefix: &str) -> Picture {
    let axis = Axis { first: chart.first, days: days(chart.first, chart.last) + 1 };
    let ticks = axis.ticks(chart.last);
    let lanes = chart.lanes.iter().map(|lane| axis.lane(lane, prefix)).collect();
    Picture { ticks, as_of: percent(axis.at(chart.as_of)), lanes }
}

struct Axis {
    first: NaiveDate,
    days: i64,
}

impl Axis {
    /// Where a day begins, in percent; days beyond the edges stand on them.
    fn at(&self, day: NaiveDate) -> f64 {
        share(days(self.first, day).clamp(0, self.days), self.days)
    }

    /// Where a day ends.
    fn behind(&self, day: NaiveDate) -> f64 {
        share((days(self.first, day) + 1).clamp(0, self.days), self.days)
    }

    fn ticks(&self, last: NaiveDate) -> Vec<Tick> {
        let named = |months: u32| {
            let count = i32::try_from(months).unwrap_or(12);
            let month = (self.first.year() * 12 + self.first.month0().cast_signed()).div_euclid(count) * count;
            let first = NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, 1);
            std::iter::successors(first, move |day| day.checked_add_months(Months::new(months)))
                .skip_while(|day| *day < self.first)
                .take_while(move |day| *day <= last)
        };
        let step = [1, 3, 6, 12, 24, 60, 120, 240, 600].into_iter().find(|months| named(*months).count() <= TICKS);
        let step = step.unwrap_or(1200);
        let label = |day: NaiveDate| if step < 12 { day.format("%Y-%m").to_string() } else { day.year().to_string() };
        // A name at the right edge would not fit.
        named(step)
            .filter(|day| self.at(*day) < 92.0)
            .map(|day| Tick { x: percent(self.at(day)), label: label(day) })
            .collect()
    }

    fn lane(&self, lane: &Lane, prefix: &str) -> LaneView {
        let lines = stacked(lane.marks.iter().map(|mark| (self.at(mark.days.earliest), mark.sign)));
        let height = (LINE * lines.iter().max().map_or(0, |line| line + 1) + 4).max(BARS);
        let href = |row: usize| format!("#{prefix}{}-{}", lane.part.name(), row + 1);
        let mut items: Vec<Item> = lane.bars.iter().map(|bar| self.bar(bar, href(bar.row))).collect();
        items.extend(lane.marks.iter().zip(lines).map(|(mark, line)| self.mark(mark, line, href(mark.row))));
        LaneView { title: Shown::new(&lane.title), says: Shown::new(&lane.says), class: tone(lane.tone), height, items }
    }

    fn bar(&self, bar: &Bar, href: String) -> Item {
        let (y, height, class) = match bar.look {
            Look::Deprived => (4, 12, "deprived"),
            Look::Restricted => (6, 8, "restricted"),
            Look::Free => (9, 2, "free"),
            Look::Waiting => (7, 6, "waits"),
            Look::Late => (4, 12, "late"),
            Look::ToCome => (7, 6, "to-come"),
        };
        let rect = |from: f64, to: f64, unsure: &str| Rect {
            x: percent(from),
            width: percent((to - from).max(0.0)),
            y,
            height,
            class: format!("{class}{unsure}"),
        };
        let DayRange { earliest, latest } = bar.start.and(bar.end);
        let bars = match bar.sure() {
            None => vec![rect(self.at(earliest), self.behind(latest), " unsure")],
            Some((from, to)) => {
                let mut bars = vec![rect(self.at(from), self.behind(to), "")];
                if earliest < from {
                    bars.push(rect(self.at(earliest), self.at(from), " unsure"));
                }
                if to < latest {
                    bars.push(rect(self.behind(to), self.behind(latest), " unsure"));
                }
                bars
            }
        };
        Item { href, says: Shown::new(&bar.says), bars, mark: None }
    }

    fn mark(&self, mark: &Mark, line: usize, href: String) -> Item {
        let class = match (mark.sign, mark.days.is_exact()) {
            (Sign::Moment, true) => "moment",
            (Sign::Moment, false) => "moment unsure",
            (Sign::Due, _) => "due",
            (Sign::Reply, _) => "reply",
            (Sign::Held, _) => "held",
        };
        let (from, to) = (self.at(mark.days.earliest), self.behind(mark.days.latest));
        let y = if mark.sign == Sign::Moment { LINE * line + LINE / 2 + 2 } else { BARS / 2 };
        let dashes = (!mark.days.is_exact()).then(|| Rect {
            x: percent(from),
            width: percent(to - from),
            y: y - 1,
            height: 2,
            class: "span unsure".into(),
        });
        Item {
            href,
            says: Shown::new(&mark.says),
            bars: dashes.into_iter().collect(),
            mark: Some((percent(from), y, class)),
        }
    }
}

/// On which line each mark stands, so that marks do not hide each other. Those of letters share one.
fn stacked(marks: impl Iterator<Item = (f64, Sign)>) -> Vec<usize> {
    let mut taken: Vec<f64> = Vec::new();
    let mut lines = Vec::new();
    for (at, sign) in marks {
        let free = taken.iter().position(|until| *until <= at);
        let line = if sign == Sign::Moment { free.unwrap_or(taken.len()) } else { 0 };
        if line == taken.len() {
            taken.push(at);
        }
        taken[line] = at + APART;
        lines.push(line);
    }
    lines
}

fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// A share in percent.
#[expect(clippy::cast_precision_loss, reason = "days within four centuries are exact")]
fn share(part: i64, whole: i64) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

fn percent(number: f64) -> String {
    format!("{number:.2}%")
}
