//! The picture of a case as inline SVG: places in percent, so that it fits any width without
//! stretching a letter or a mark. `axis` lays out the days.

mod axis;

use super::{shown::Shown, table::tone};
use crate::{
    model::{date::DayRange, vocabulary::Vocabulary},
    report::chart::{Bar, Chart, Lane, Look, Mark, Sign},
};
use axis::Axis;

/// How far apart marks must stand on one line, in percent of the width.
const APART: f64 = 1.4;
/// The height of a line of a lane, in pixels.
const LINE: usize = 12;
/// The height of a lane of bars, in pixels.
const BARS: usize = 20;
/// The height of a line of words, in pixels.
const WORDS: usize = 15;
/// How much room a letter of a word takes on a narrow screen, in percent of the width.
const LETTER: f64 = 2.1;
/// The height of a sheet of paper between its margins, in pixels, and what stands around the lanes.
const SHEET: usize = 960;
const AROUND: usize = 130;
/// So many letters stand on a line beside a lane on paper.
const BESIDE: usize = 34;

/// A picture.
pub(super) struct Picture {
    /// The days named on the axis.
    pub(super) ticks: Vec<Tick>,
    /// Where the day of the report is.
    pub(super) as_of: String,
    /// Where years are folded.
    pub(super) folds: Vec<Fold>,
    /// The turning points (arrest, release, death) with a word each, by lines.
    pub(super) turns: Vec<Turn>,
    /// The height of these lines, in pixels.
    pub(super) turns_height: usize,
    /// The lanes.
    pub(super) lanes: Vec<LaneView>,
    /// By how much it is made smaller to fit a sheet of paper: `fit-70`.
    pub(super) fit: &'static str,
}

/// Where years are folded.
pub(super) struct Fold {
    /// Where it begins.
    pub(super) x: String,
    /// How wide it is.
    pub(super) width: String,
    /// Where its mark stands.
    pub(super) middle: String,
}

/// A turning point with its word.
pub(super) struct Turn {
    /// The row that tells the same.
    pub(super) href: String,
    /// Where.
    pub(super) x: String,
    /// The middle of its line, in pixels.
    pub(super) y: usize,
    /// The word.
    pub(super) word: &'static str,
    /// Whether the word stands before its mark, since it would not fit behind it.
    pub(super) before: bool,
    /// What happened.
    pub(super) says: Shown,
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
    /// The class of its tone.
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
    let axis = Axis::new(chart);
    let turning = chart.lanes.iter().flat_map(|lane| lane.marks.iter().map(move |mark| (lane, mark)));
    let turns = axis.turns(turning, prefix);
    // A lane is left out if all of its marks are drawn above, as turning points.
    let has_more = |lane: &&Lane| {
        !lane.bars.is_empty() || lane.marks.is_empty() || lane.marks.iter().any(|mark| mark.turn.is_none())
    };
    let lanes: Vec<LaneView> = chart.lanes.iter().filter(has_more).map(|lane| axis.lane(lane, prefix)).collect();
    let turns_height = turns.iter().map(|turn| turn.y).max().map_or(0, |last| last + WORDS / 2 + 2);
    let height = AROUND + turns_height + lanes.iter().map(LaneView::on_paper).sum::<usize>();
    Picture {
        ticks: axis.ticks(chart.first, chart.last),
        as_of: percent(axis.at(chart.as_of)),
        folds: axis.folds(),
        turns,
        turns_height,
        lanes,
        fit: fit(height),
    }
}

/// By how much a picture of this height is made smaller to fit a sheet: in steps, no smaller than can be read.
const fn fit(height: usize) -> &'static str {
    match SHEET * 100 / height {
        100.. => "",
        85..100 => " fit-85",
        70..85 => " fit-70",
        55..70 => " fit-55",
        45..55 => " fit-45",
        35..45 => " fit-35",
        _ => " fit-25",
    }
}

impl LaneView {
    /// How high it is on paper at most, in pixels: its bars, or the words beside them.
    fn on_paper(&self) -> usize {
        let lines = |text: &Shown| text.to_string().chars().count().div_ceil(BESIDE);
        self.height.max(lines(&self.title) * WORDS + lines(&self.says) * WORDS) + 6
    }
}

impl Axis {
    /// The turning points, each on the first line that has room for its word.
    fn turns<'c>(&self, marks: impl Iterator<Item = (&'c Lane, &'c Mark)>, prefix: &str) -> Vec<Turn> {
        let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
        let turning = marks.filter_map(|(lane, mark)| Some((lane, mark, mark.turn?)));
        turning
            .map(|(lane, mark, word)| {
                let at = self.at(mark.days.earliest);
                let room = LETTER * f64::from(u32::try_from(word.len() + 3).unwrap_or(u32::MAX));
                let before = at + room > 100.0;
                let (from, to) = if before { (at - room, at + APART) } else { (at - APART, at + room) };
                let is_free = |line: &Vec<(f64, f64)>| line.iter().all(|(start, end)| to <= *start || *end <= from);
                let line = lines.iter().position(is_free).unwrap_or(lines.len());
                if line == lines.len() {
                    lines.push(Vec::new());
                }
                lines[line].push((from, to));
                Turn {
                    href: href(lane, mark.row, prefix),
                    x: percent(at),
                    y: WORDS * line + WORDS / 2 + 1,
                    word,
                    before,
                    says: Shown::new(&mark.says),
                }
            })
            .collect()
    }

    fn lane(&self, lane: &Lane, prefix: &str) -> LaneView {
        // Turning points are drawn above.
        let marks = || lane.marks.iter().filter(|mark| mark.turn.is_none());
        let lines = stacked(marks().map(|mark| (self.at(mark.days.earliest), mark.sign)));
        let height = (LINE * lines.iter().max().map_or(0, |line| line + 1) + 4).max(BARS);
        let mut items: Vec<Item> = lane.bars.iter().map(|bar| self.bar(bar, href(lane, bar.row, prefix))).collect();
        let marks = marks().zip(lines).map(|(mark, line)| self.mark(mark, line, href(lane, mark.row, prefix)));
        items.extend(marks);
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

/// The row in which the same is told.
fn href(lane: &Lane, row: usize, prefix: &str) -> String {
    format!("#{prefix}{}-{}", lane.part.name(), row + 1)
}

fn percent(number: f64) -> String {
    format!("{number:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_higher_than_a_sheet_is_made_smaller() {
        assert_eq!((fit(1), fit(SHEET), fit(SHEET + 10)), ("", "", " fit-85"));
        let steps = [("", 100), (" fit-85", 85), (" fit-70", 70), (" fit-55", 55), (" fit-45", 45), (" fit-35", 35)];
        for height in 1..SHEET * 3 {
            let percent = steps.iter().find(|(class, _)| *class == fit(height)).map_or(25, |(_, percent)| *percent);
            assert!(percent == 25 || height * percent <= SHEET * 100, "{height} at {percent} %");
        }
    }
}
