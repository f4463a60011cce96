//! Values of a plain record, each held against what its key takes; and the ids in it.

use crate::{
    load::{fields::MOST_DAYS, folder::is_id, gathered::Kind, plain::Plain},
    model::{
        case::Entry,
        date::{Date, DayRange, in_years},
        reference::Key,
        state::Actor,
        vocabulary::Vocabulary,
    },
};
use std::borrow::Cow;

/// The values of a record, one after the other. Whatever returns an option returns `None` for anything
/// unusual; then the reading is over.
pub(super) struct Values<'t> {
    plain: Plain<'t>,
    /// Whether texts that are only needed with everything else go into the model; otherwise they are checked.
    pub(super) keeps: bool,
    /// Whether any entry is confidential.
    pub(super) marked: bool,
    defined: Vec<Id<'t>>,
    used: Vec<Id<'t>>,
    /// Short ids that were referred to, each in a place that follows from its letters.
    lately: [u64; LATELY],
    /// Line and place of the last heading.
    heading: (usize, usize),
}

/// An id of some kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Id<'t> {
    /// The kind and the first letters: most ids differ in them.
    begins: u64,
    text: &'t str,
}

impl<'t> Id<'t> {
    fn new(kind: Kind, text: &'t str) -> Self {
        let letters = text.bytes().take(Self::LETTERS).fold(0, |letters, b| letters << 8 | u64::from(b));
        Self { begins: (kind as u64 + 1) << 56 | letters, text }
    }

    /// How many letters have room beside the kind.
    const LETTERS: usize = 7;

    /// Whether the first letters are all.
    const fn is_short(&self) -> bool {
        self.text.len() <= Self::LETTERS
    }
}

/// The keys of a table that were met, a bit each.
#[derive(Default)]
struct Met(u64);

impl Met {
    /// Notes a key; `None` if it was met before, or another that has its bit: no two keys that the format has
    /// for one table share theirs.
    fn once(&mut self, key: &str) -> Option<()> {
        let [first, second, ..] = key.as_bytes() else { return None };
        let last = key.bytes().next_back()?;
        let number = 15 * key.len() + 8 * usize::from(*first) + 59 * usize::from(*second) + usize::from(last);
        let bit = 1 << (number % 64);
        (self.0 & bit == 0).then(|| self.0 |= bit)
    }
}

fn says_something(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()
}

/// How many short ids are remembered.
const LATELY: usize = 32;

/// More demands than this are not looked through for each that leads to another.
const MANY: usize = 1000;

impl<'t> Values<'t> {
    /// The beginning of a record; `keeps`: texts go into the model.
    pub(super) fn new(plain: Plain<'t>, keeps: bool) -> Self {
        let (defined, used) = (Vec::with_capacity(24), Vec::with_capacity(40));
        Self { plain, keeps, marked: false, defined, used, lately: [0; LATELY], heading: (1, 0) }
    }

    /// How far the record was read, and in which line.
    pub(super) const fn at(&self) -> (usize, usize) {
        (self.plain.at, self.plain.line)
    }

    /// Reads on from there. Ids that are met again must only be referred to.
    pub(super) const fn back_to(&mut self, at: (usize, usize)) {
        (self.plain.at, self.plain.line) = at;
    }

    /// The next heading; nothing at the end of the text.
    pub(super) fn heading<H: Copy>(&mut self, headings: &[(&str, H)]) -> Option<Option<H>> {
        self.heading = (self.plain.line, self.plain.at);
        self.plain.heading(headings)
    }

    /// What entries share, of the one whose heading was read last.
    pub(super) const fn entry(&self) -> Entry {
        let (line, offset) = self.heading;
        Entry { line, offset, sources: Vec::new(), note: None, confidential: false }
    }

    /// Reads the lines up to the next heading: `take` gets each key and reads its value.
    pub(super) fn lines(&mut self, mut take: impl FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        let mut met = Met::default();
        while self.plain.has_pair()? {
            let key = self.plain.short_key().or_else(|| self.plain.key())?;
            met.once(key)?;
            take(self, key)?;
            self.plain.line_end()?;
        }
        Some(())
    }

    /// The same of a table in braces.
    pub(super) fn braces(&mut self, mut take: impl FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        let mut met = Met::default();
        self.plain.take(b'{')?;
        loop {
            self.plain.blanks();
            let key = self.plain.key()?;
            met.once(key)?;
            take(self, key)?;
            self.plain.blanks();
            if self.plain.take(b',').is_none() {
                return self.plain.take(b'}');
            }
        }
    }

    /// A text that says something.
    pub(super) fn text(&mut self) -> Option<Cow<'t, str>> {
        self.plain.string().filter(|text| says_something(text))
    }

    /// A text that says something, if texts are kept.
    pub(super) fn kept(&mut self) -> Option<Option<String>> {
        if self.keeps {
            return Some(Some(self.text()?.into()));
        }
        says_something(self.plain.raw_string()?.0).then_some(None)
    }

    /// A text as it stands in the record: nothing in it is escaped.
    pub(super) fn plain_text(&mut self) -> Option<&'t str> {
        let (text, escaped) = self.plain.raw_string()?;
        (!escaped && says_something(text)).then_some(text)
    }

    /// The same, but if it is short there may be anything in it: for texts that must be equal to others.
    fn plain_short(&mut self) -> Option<&'t str> {
        self.plain.short_string().or_else(|| self.plain_text())
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        self.plain.flag()
    }

    pub(super) fn word<V: Vocabulary>(&mut self) -> Option<V> {
        V::named(self.plain_short()?)
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        match self.plain.peek()? {
            b'"' => Date::read(self.plain_text()?.trim()),
            _ => self.day().map(|range| Date::from_day(range.earliest)),
        }
    }

    fn day(&mut self) -> Option<DayRange> {
        let day = DayRange::day(self.plain.iso_day()?);
        in_years(day).ok().map(|()| day)
    }

    pub(super) fn actor(&mut self) -> Option<Actor> {
        Actor::named(&self.text()?)
    }

    /// The items of a list, and how many there are.
    pub(super) fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<usize> {
        self.plain.take(b'[')?;
        for n in 0.. {
            self.plain.blanks_and_lines();
            if self.plain.take(b']').is_some() {
                return Some(n);
            }
            item(self)?;
            self.plain.blanks_and_lines();
            if self.plain.take(b',').is_none() {
                self.plain.take(b']')?;
                return Some(n + 1);
            }
        }
        None
    }

    /// One value, or a list of them.
    pub(super) fn one_or_more<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::with_capacity(1);
        match self.plain.peek()? {
            b'"' => items.push(item(self)?),
            _ => drop(self.list(|values| item(values).map(|item| items.push(item)))?),
        }
        Some(items)
    }

    /// A whole number of days, at least one.
    pub(super) fn days(&mut self) -> Option<u32> {
        self.plain.number()?.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days))
    }

    pub(super) fn texts(&mut self) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        self.list(|values| values.text().map(|text| texts.push(text.into())))?;
        Some(texts)
    }

    /// The id of the entry that is being read.
    pub(super) fn id(&mut self, kind: Kind) -> Option<&'t str> {
        let id = self.plain_short().filter(|id| is_id(id))?;
        self.define(kind, id);
        Some(id)
    }

    pub(super) fn define(&mut self, kind: Kind, id: &'t str) {
        self.defined.push(Id::new(kind, id));
    }

    /// The id of another entry.
    pub(super) fn other(&mut self, kind: Kind) -> Option<&'t str> {
        let id = self.plain_short()?;
        self.refer(kind, id);
        Some(id)
    }

    pub(super) fn refer(&mut self, kind: Kind, id: &'t str) {
        let id = Id::new(kind, id);
        let place = &mut self.lately[(id.begins.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59) as usize % LATELY];
        if !id.is_short() || std::mem::replace(place, id.begins) != id.begins {
            self.used.push(id);
        }
    }

    /// The id of another entry, or a list of them; none if texts are not kept.
    pub(super) fn one_or_more_ids(&mut self, kind: Kind) -> Option<Vec<String>> {
        let ids = self.one_or_more(|values| values.other(kind))?;
        Some(if self.keeps { ids.into_iter().map(str::to_owned).collect() } else { Vec::new() })
    }

    /// Ids of other entries; none if texts are not kept.
    pub(super) fn ids(&mut self, kind: Kind) -> Option<Vec<String>> {
        self.some_ids(kind).map(|(ids, _)| ids)
    }

    /// The same of a list in which there is at least one.
    pub(super) fn ids_of_some(&mut self, kind: Kind) -> Option<Vec<String>> {
        self.some_ids(kind).filter(|(_, count)| *count > 0).map(|(ids, _)| ids)
    }

    fn some_ids(&mut self, kind: Kind) -> Option<(Vec<String>, usize)> {
        let mut ids = Vec::new();
        let count = match self.keeps {
            true => self.list(|values| values.other(kind).map(|id| ids.push(id.to_owned())))?,
            false => self.list(|values| values.other(kind).map(drop))?,
        };
        Some((ids, count))
    }

    /// An id as it goes into the model.
    pub(super) fn kept_id(&self, id: &str) -> String {
        if self.keeps { id.to_owned() } else { String::new() }
    }

    /// Whether a demand that was read has this id; `None` if too many were.
    pub(super) fn has_demand(&self, id: &str) -> Option<bool> {
        let id = Id::new(Kind::Demand, id);
        (self.defined.len() <= MANY).then(|| self.defined.contains(&id))
    }

    /// Whether no id stands for two entries, and all that are referred to for one.
    pub(super) fn ids_are_right(&mut self) -> bool {
        let Self { defined, used, .. } = self;
        defined.sort_unstable();
        let known = |id: &Id<'_>| defined.binary_search(id).is_ok();
        let letter = |id: &Id<'_>| {
            let spelt = Key::parse(id.text).map(|key| key.to_string());
            spelt.is_some_and(|spelt| known(&Id::new(Kind::Letter, &spelt))) && *id == Id::new(Kind::Letter, id.text)
        };
        defined.windows(2).all(|pair| pair[0] != pair[1]) && used.iter().all(|id| known(id) || letter(id))
    }
}
