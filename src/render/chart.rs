//! A picture on the screen: a line of text and a line of bars for every lane, fitted to the width.

use super::{
    Screen,
    style::{BOLD, HEADING, of_tone, styled},
    text::one_line,
    wrap::wrap,
};
use crate::{
    model::date::DayRange,
    report::{
        Kind, Tone,
        chart::{Chart, Lane, Look, Sign},
    },
};
use chrono::{Datelike, NaiveDate};
use std::io::{self, Write};

/// However narrow the screen, the axis gets this many columns.
const NARROWEST: usize = 20;
/// Space that a year needs on the axis, with a gap behind it.
const YEAR: usize = 6;

/// What stands for what: with Unicode, without, in words.
const SIGNS: [(char, char, &str); 10] = [
    ('█', '#', "deprived of liberty"),
    ('▒', '%', "at large under conditions, or in exile"),
    ('─', '-', "waiting, or at liberty"),
    ('━', '=', "past the due day"),
    ('┄', '.', "time to come"),
    ('?', '?', "not certain"),
    ('●', 'o', "one entry; a digit: so many"),
    ('│', '|', "due"),
    ('◆', 'R', "reply"),
    ('◇', 'a', "acknowledged"),
];
const UNCERTAIN: usize = 5;

/// Writes a picture.
///
/// # Errors
/// Those of `out`.
pub fn chart(chart: &Chart, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let axis = Axis::new(chart, screen.width.max(NARROWEST));
    for line in wrap(&one_line(&chart.title), Kind::Text, axis.width).iter().filter(|line| !line.is_empty()) {
        writeln!(out, "{}", styled(screen, HEADING, line))?;
    }
    writeln!(out, "{}", axis.years())?;
    let mut used = [false; SIGNS.len()];
    for lane in &chart.lanes {
        let says = if lane.says.is_empty() { String::new() } else { format!(": {}", lane.says) };
        for (n, line) in wrap(&one_line(&format!("{}{says}", lane.title)), Kind::Text, axis.width).iter().enumerate() {
            let style = if n == 0 && says.is_empty() { BOLD } else { of_tone(lane.tone) };
            writeln!(out, "{}", styled(screen, style, line))?;
        }
        let cells = axis.cells(lane);
        cells.iter().filter_map(|cell| cell.sign).for_each(|sign| used[sign] = true);
        let line: String = cells.iter().map(|cell| cell.drawn(screen)).collect();
        // Without any known day there is nothing to draw.
        if cells.iter().any(|cell| cell.sign.is_some()) {
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    let drawn = |sign: &(char, char, &str)| format!("{} {}", if screen.unicode { sign.0 } else { sign.1 }, sign.2);
    let legend: Vec<String> = (0..SIGNS.len()).filter(|n| used[*n]).map(|n| drawn(&SIGNS[n])).collect();
    writeln!(out)?;
    for line in wrap(&legend.join("   "), Kind::Text, axis.width) {
        writeln!(out, "{}", styled(screen, of_tone(Tone::Faint), &line))?;
    }
    Ok(())
}

/// Days laid out over columns.
struct Axis {
    first: NaiveDate,
    days: i64,
    width: usize,
}

/// One column of a lane.
#[derive(Clone, Copy, Default)]
struct Cell {
    sign: Option<usize>,
    /// How many entries of the same sort stand here.
    entries: usize,
    tone: Tone,
}

impl Cell {
    fn drawn(self, screen: Screen) -> String {
        let Some(sign) = self.sign else { return " ".into() };
        let text = match self.entries {
            0 | 1 if screen.unicode => SIGNS[sign].0.to_string(),
            0 | 1 => SIGNS[sign].1.to_string(),
            n @ 2..=9 => n.to_string(),
            _ => "+".into(),
        };
        styled(screen, of_tone(self.tone), &text).into_owned()
    }
}

impl Axis {
    fn new(chart: &Chart, width: usize) -> Self {
        let days = chart.last.signed_duration_since(chart.first).num_days() + 1;
        Self { first: chart.first, days, width }
    }

    /// The column of a day; those beyond the edges stand on them.
    fn column(&self, day: NaiveDate) -> usize {
        let since = day.signed_duration_since(self.first).num_days().clamp(0, self.days - 1);
        usize::try_from(since).unwrap_or(0) * self.width / usize::try_from(self.days).unwrap_or(1).max(1)
    }

    /// The years above their first day, as many as fit.
    fn years(&self) -> String {
        let mut line = String::new();
        let last = self.first.year() + i32::try_from(self.days / 365).unwrap_or(i32::MAX) + 1;
        for year in self.first.year()..=last {
            let day = NaiveDate::from_ymd_opt(year, 1, 1).map_or(self.first, |day| day.max(self.first));
            let outside = day.signed_duration_since(self.first).num_days() >= self.days;
            let column = self.column(day);
            if outside || column + YEAR > self.width + 2 || (!line.is_empty() && column < line.len() + YEAR - 4) {
                continue;
            }
            line.push_str(&" ".repeat(column - line.len()));
            line.push_str(&year.to_string());
        }
        line
    }

    fn cells(&self, lane: &Lane) -> Vec<Cell> {
        let mut cells = vec![Cell::default(); self.width];
        for bar in &lane.bars {
            let (sign, tone) = match bar.look {
                Look::Deprived => (0, Tone::Bad),
                Look::Restricted => (1, Tone::Waiting),
                Look::Free | Look::Waiting => (2, Tone::Plain),
                Look::Late => (3, Tone::Bad),
                Look::ToCome => (4, Tone::Faint),
            };
            let mut fill = |from, to, sign| {
                // Red is for what is sure.
                let tone = if sign == UNCERTAIN && tone == Tone::Bad { Tone::Waiting } else { tone };
                for cell in &mut cells[self.column(from)..=self.column(to)] {
                    *cell = Cell { sign: Some(sign), entries: 0, tone };
                }
            };
            let DayRange { earliest, latest } = bar.start.and(bar.end);
            if latest >= earliest {
                fill(earliest, latest, if bar.sure() == Some((earliest, latest)) { sign } else { UNCERTAIN });
            }
            if let Some((from, to)) = bar.sure() {
                fill(from, to, sign);
            }
        }
        for mark in &lane.marks {
            let sign = match mark.sign {
                Sign::Moment => 6,
                Sign::Due => 7,
                Sign::Reply => 8,
                Sign::Held => 9,
            };
            let tone = if mark.sign == Sign::Reply { Tone::Good } else { Tone::Plain };
            let (from, to) = (self.column(mark.days.earliest), self.column(mark.days.latest));
            for cell in cells[from..=to].iter_mut().filter(|cell| from != to && cell.sign.is_none()) {
                *cell = Cell { sign: Some(UNCERTAIN), entries: 0, tone: Tone::Faint };
            }
            let cell = &mut cells[from];
            let entries = if cell.sign == Some(sign) && mark.sign == Sign::Moment { cell.entries + 1 } else { 1 };
            *cell = Cell { sign: Some(sign), entries, tone };
        }
        cells
    }
}
