//! How wide each column of a table is: measured once over all rows, so that rows can then be
//! written in small groups.

use super::{
    lines,
    person::{scalars, widths},
    text::width,
    wrap::LONGEST,
};
use crate::report::{Cell, Column, Kind, Place, Table};

/// Columns of space between two columns of a table.
pub(super) const GAP: u16 = 2;

/// How narrow a column of text may become, in the order tried; the first decides whether columns
/// are left out.
const NARROWEST: [usize; 5] = [26, 16, 12, 10, 8];

/// A column of a table on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Its position among all columns.
    pub(super) column: usize,
    /// Its width.
    pub(super) width: usize,
}

/// The columns of a table on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Those that stand side by side.
    pub(super) slots: Vec<Slot>,
    /// Positions of those that stand below the text that a row is about.
    pub(super) below: Vec<usize>,
    /// The position of that text among all columns.
    pub(super) main: Option<usize>,
}

/// What the content of a column needs.
struct Need {
    column: usize,
    place: Place,
    kind: Kind,
    /// Width without any wrapping.
    natural: usize,
    /// Width of what is never broken.
    rigid: usize,
    /// Widths of all cells added up: columns with more to say get more room.
    total: usize,
}

/// Chooses columns and widths for a screen; `None` if what must stay does not fit without being broken.
pub(super) fn fit(table: &Table, screen_width: usize) -> Option<Layout> {
    let mut needs = measure(table);
    let mut below = Vec::new();
    let text = |need: &&Need| matches!(need.kind, Kind::Text | Kind::Lines) && goes(need).is_none();
    let main = needs.iter().find(text).map(|need| need.column);
    while taken(&needs, NARROWEST[0]) > screen_width {
        let last = needs.iter().enumerate().filter_map(|(i, need)| Some((goes(need)?, i)));
        let Some((_, i)) = last.max() else { break };
        let gone = needs.remove(i);
        if let Place::Below(_) = gone.place
            && gone.total > 0
            && let Some(text) = needs.iter_mut().find(|need| Some(need.column) == main)
        {
            text.take_in(&gone, width(table.columns[gone.column].title));
            below.push(gone.column);
        }
    }
    below.sort_unstable();
    let narrowest = NARROWEST.into_iter().find(|&n| taken(&needs, n) <= screen_width)?;
    let mut slots: Vec<Slot> =
        needs.iter().map(|need| Slot { column: need.column, width: need.least(narrowest) }).collect();
    share(&needs, &mut slots, screen_width.saturating_sub(taken(&needs, narrowest)));
    Some(Layout { slots, below, main })
}

/// When a column goes, the highest number first: one that says nothing before all others, whatever its place; last
/// those that go below the text of their row.
fn goes(need: &Need) -> Option<u16> {
    match need.place {
        _ if need.total == 0 => Some(u16::MAX),
        Place::IfWide(rank) => Some(u16::from(u8::MAX) + u16::from(rank) + 1),
        Place::Below(rank) => Some(rank.into()),
        Place::Always | Place::Data | Place::Screen => None,
    }
}

impl Need {
    fn of(column: usize, is: Column) -> Self {
        Self { column, place: is.place, kind: is.kind, natural: 0, rigid: 0, total: 0 }
    }

    /// Adds what a cell needs.
    fn measure(&mut self, cell: &Cell) {
        let (width, rigid) = widths(cell, self.kind, self.rigid);
        self.natural = self.natural.max(width);
        self.total += width;
        self.rigid = self.rigid.max(rigid);
    }

    /// Makes room for another column below its text, which has a title of this width.
    fn take_in(&mut self, other: &Self, title: usize) {
        self.natural = self.natural.max(title + other.natural);
        self.rigid = self.rigid.max(other.rigid);
        self.total += other.total;
    }

    /// Adds what other cells of the column need.
    fn join(&mut self, more: &Self) {
        self.natural = self.natural.max(more.natural);
        self.rigid = self.rigid.max(more.rigid);
        self.total += more.total;
    }

    /// Whether more room is of use little by little; a date or a heading fits or does not.
    fn wraps(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::List | Kind::Lines | Kind::Table) || self.natural >= LONGEST
    }

    fn least(&self, narrowest: usize) -> usize {
        // Several texts below each other need more room than one.
        let narrowest = if self.kind == Kind::Lines { 2 * narrowest } else { narrowest };
        if self.wraps() { self.natural.min(self.rigid.max(narrowest)) } else { self.rigid }
    }
}

fn measure(table: &Table) -> Vec<Need> {
    let none = || scalars(table).into_iter().map(|at| Need::of(at, table.columns[at])).collect();
    let add = |row: &[Cell], needs: &mut Vec<Need>| {
        for need in needs {
            row.get(need.column).into_iter().for_each(|cell| need.measure(cell));
        }
    };
    let join = |needs: &mut Vec<Need>, more: Vec<Need>| {
        needs.iter_mut().zip(&more).for_each(|(need, more)| need.join(more));
    };
    let mut needs = lines::gathered(&table.rows, none, add, join);
    // A column that may go and has nothing to say goes.
    needs.retain(|need| need.natural > 0 || !matches!(need.place, Place::IfWide(_)));
    for need in &mut needs {
        let title = table.columns[need.column].title;
        // What is wider than that is broken anyway.
        need.natural = need.natural.max(width(title)).min(LONGEST);
        need.rigid = need.rigid.max(title.split(' ').map(width).max().unwrap_or(0)).max(1);
    }
    needs
}

fn taken(needs: &[Need], narrowest: usize) -> usize {
    needs.iter().map(|need| need.least(narrowest) + usize::from(GAP)).sum::<usize>().saturating_sub(GAP.into())
}

/// Gives out what is left of the screen, and no more than a column can use: first to the columns
/// that need little to stay on one line, then to those with text, by how much they have to say.
fn share(needs: &[Need], slots: &mut [Slot], mut left: usize) {
    let missing = |i: usize, slots: &[Slot]| needs[i].natural.saturating_sub(slots[i].width);
    for (i, need) in needs.iter().enumerate().filter(|(_, need)| !need.wraps()) {
        if missing(i, slots) <= left / 3 {
            left -= missing(i, slots);
            slots[i].width = need.natural;
        }
    }
    let mut open: Vec<usize> = (0..slots.len()).filter(|&i| needs[i].wraps() && missing(i, slots) > 0).collect();
    while left > 0 && !open.is_empty() {
        let weight = |i: usize| needs[i].total.max(1);
        let all: usize = open.iter().map(|&i| weight(i)).sum();
        let portion = |i: usize| left * weight(i) / all;
        let (content, hungry): (Vec<usize>, Vec<usize>) = open.iter().partition(|&&i| missing(i, slots) <= portion(i));
        let more: Vec<(usize, usize)> = match content.as_slice() {
            // Each gets its portion; what rounding leaves over is less than one each.
            [] => hungry.iter().map(|&i| (i, portion(i))).collect(),
            content => content.iter().map(|&i| (i, missing(i, slots))).collect(),
        };
        for &(i, more) in &more {
            slots[i].width += more;
            left -= more;
        }
        if content.is_empty() {
            return;
        }
        open = hungry;
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{row, table};
    use super::*;

    fn widths(text: &str, screen: usize) -> Vec<(&'static str, usize)> {
        let table = table([row(text)]);
        fit(&table, screen)
            .map(|layout| layout.slots)
            .unwrap_or_default()
            .iter()
            .map(|slot| (table.columns[slot.column].key, slot.width))
            .collect()
    }

    #[test]
    fn columns_go_by_rank_until_the_rest_fits() {
        let kept = |screen| widths("three words and a few more words", screen).iter().map(|w| w.0).collect::<Vec<_>>();
        assert_eq!(kept(200), ["case", "ref", "what", "sent", "due", "days", "to", "stands"]);
        assert_eq!(kept(120), ["case", "ref", "what", "sent", "due", "days", "stands"]);
        assert_eq!(kept(100), ["case", "ref", "what", "sent", "days", "stands"]);
        assert_eq!(kept(76), ["case", "ref", "what", "days", "stands"]);
        assert_eq!(kept(60), ["case", "ref", "what", "days", "stands"]);
        assert!(kept(50).is_empty(), "no table");
    }

    #[test]
    fn the_room_is_used_but_not_wasted() {
        let long = "word ".repeat(50);
        for screen in [85, 100, 130, 200, 300] {
            let used: usize = widths(&long, screen).iter().map(|w| w.1 + 2).sum::<usize>() - 2;
            assert!((screen - 8..=screen).contains(&used), "{used} of {screen}");
        }
        let short = widths("x", 300);
        assert_eq!(short[2..5], [("what", 13), ("sent", 24), ("due", 10)]);
    }

    #[test]
    fn an_endless_id_does_not_make_an_endless_column() {
        let mut cells = row("x");
        cells[0] = "x".repeat(2049).into();
        let table = table([cells]);
        let layout = fit(&table, 80).expect("a table");
        assert!((8..80).contains(&layout.slots[0].width));
    }
}
