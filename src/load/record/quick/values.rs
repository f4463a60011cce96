//! Entries of a record, each value held against what its key takes; and the ids in them.

use super::ids::EntryIds;
use crate::{
    load::{
        folder::is_id,
        record::keep::Kept,
        record::schema::{Context, Keyed, Keys, Kind, MOST_DAYS, Named, Seen, Takes},
        text::lexer::Lexer,
    },
    model::{
        case::Entry,
        date::{Date, DayRange, in_years},
        event::Claim,
        reference::{Reference, unknown_code},
        rule::Term,
        state::{Actor, State},
    },
};
use std::borrow::Cow;

/// The values of a record, one after the other. Every function returns `None` for anything unusual or wrong; then the
/// strict reader reads the record.
pub(super) struct Values<'t> {
    lexer: Lexer<'t>,
    /// How much of the entry that is being read goes into the model; the rest is only checked.
    pub(super) kept: Kept,
    /// Whether any entry is confidential.
    pub(super) marked: bool,
    /// The ids that entries have, and those by which they refer to others.
    pub(super) ids: EntryIds<'t>,
    /// Line and place of the last heading.
    heading: (usize, usize),
}

/// More addressees than any letter has: looking for each among all the others would take long.
const MOST_ADDRESSEES: usize = 100;

fn says_something(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()
}

/// The kinds of entry under headings of their own, those first that most records have most of.
const HEADINGS: [Kind; 12] = [
    Kind::Event,
    Kind::Source,
    Kind::Demand,
    Kind::Letter,
    Kind::Reply,
    Kind::Person,
    Kind::Update,
    Kind::Statement,
    Kind::Charge,
    Kind::Reminder,
    Kind::Extension,
    Kind::Suspension,
];

/// A heading that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// Of an entry of this kind.
    Entry(Kind),
    /// Of another claim about the last entry of this kind.
    ClaimIn(Kind),
    /// None: the text has ended.
    End,
}

impl<'t> Values<'t> {
    /// The beginning of a record, of which so much of the case itself is kept.
    pub(super) fn new(text: &'t str, kept: Kept) -> Self {
        Self { lexer: Lexer::new(text), kept, marked: false, ids: EntryIds::new(), heading: (1, 0) }
    }

    /// The next heading.
    pub(super) fn heading(&mut self) -> Option<Heading> {
        self.heading = (self.lexer.line, self.lexer.at);
        if self.lexer.peek().is_none() {
            return Some(Heading::End);
        }
        let known = |path: &[u8]| HEADINGS.into_iter().find(|kind| kind.path().as_bytes() == path);
        if let Some(kind) = self.lexer.plain_heading(known) {
            return Some(Heading::Entry(kind));
        }
        let (outer, inner, _) = self.lexer.heading()?;
        let (outer, inner) = (&self.lexer.text[outer], inner.map(|inner| &self.lexer.text[inner]));
        let is = |kind: &Kind| match kind.path().split_once('.') {
            None => inner.is_none() && kind.path() == outer,
            Some((above, below)) => above == outer && inner == Some(below),
        };
        if inner == Some(Kind::Claim.path()) {
            return Kind::at(outer).map(Heading::ClaimIn);
        }
        HEADINGS.into_iter().find(is).map(Heading::Entry)
    }

    /// Reads the lines up to the next heading into the last one of these entries, a new one; which keys are written, a
    /// bit each.
    pub(super) fn read<T: Keyed>(&mut self, entries: &mut Vec<T>, context: &Context<'_>) -> Option<u64> {
        let (line, offset) = self.heading;
        // An entry is large: it is made in place, and not moved.
        entries.push(T::blank(Entry { line, offset, ..Entry::default() }, context));
        self.read_into(entries.last_mut()?, context)
    }

    /// The same into an entry that is there.
    pub(super) fn read_into<T: Keyed>(&mut self, into: &mut T, context: &Context<'_>) -> Option<u64> {
        let mut met = 0;
        while self.lexer.has_pair()? {
            let key = self.lexer.short_key().or_else(|| self.lexer.key().map(str::as_bytes))?;
            self.pair(key, into, &mut met, context)?;
            self.lexer.line_end()?;
        }
        is_right(into, met, context).then_some(met)
    }

    /// The same of a table in braces.
    fn braces<T: Keyed>(&mut self, context: &Context<'_>) -> Option<T> {
        let mut into = T::blank(Entry::default(), context);
        let mut met = 0;
        self.lexer.take(b'{')?;
        loop {
            self.lexer.blanks();
            let key = self.lexer.key()?;
            self.pair(key.as_bytes(), &mut into, &mut met, context)?;
            self.lexer.blanks();
            if self.lexer.take(b',').is_none() {
                self.lexer.take(b'}')?;
                return is_right(&into, met, context).then_some(into);
            }
        }
    }

    #[inline]
    fn pair<T: Keyed>(&mut self, key: &[u8], into: &mut T, met: &mut u64, context: &Context<'_>) -> Option<()> {
        let keys: &Keys<T> = T::KEYS;
        let at = keys.find(key)?;
        let twice = *met >> at & 1 == 1;
        *met |= 1 << at;
        if twice { None } else { self.take(&keys.all.get(at)?.takes, into, context) }
    }

    fn take<T: Keyed>(&mut self, takes: &Takes<T>, into: &mut T, context: &Context<'_>) -> Option<()> {
        match takes {
            Takes::Text(put) => {
                let text = self.text()?;
                if self.kept == Kept::Whole {
                    put(into, text.into());
                }
            }
            Takes::Name(put) => {
                let text = self.text()?;
                if self.kept != Kept::Nothing {
                    put(into, text.into());
                }
            }
            Takes::Texts(put) if self.kept != Kept::Nothing => {
                let mut texts = Vec::new();
                self.list(|values| values.text().map(|text| texts.push(text.into())))?;
                put(into, texts);
            }
            Takes::Texts(_) => {
                self.list(|values| values.text().map(drop))?;
            }
            Takes::Date(put) | Takes::Ahead(put) => put(into, self.date()?),
            Takes::DateOrTrue(put) => match self.lexer.flag() {
                Some(true) => put(into, None),
                Some(false) => {}
                None => put(into, Some(self.date()?)),
            },
            Takes::Day(put) => put(into, self.date().filter(Date::is_exact)?.earliest()),
            Takes::Term(put) => put(into, Term::parse(&self.text()?)?),
            Takes::Stretch(put) => {
                let (from, until) = self.date()?.ends()?;
                put(into, from, until);
            }
            Takes::Days(put) => {
                let days = self.lexer.number()?.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days))?;
                put(into, days);
            }
            Takes::Flag(put) => put(into, self.lexer.flag()?),
            Takes::Mark(put) => {
                let mark = self.lexer.flag()?;
                self.marked |= mark;
                put(into, mark);
            }
            Takes::Word(_, put) => match self.lexer.short_string() {
                Some(word) => put(into, word).then_some(())?,
                None => put(into, &self.text()?).then_some(())?,
            },
            Takes::Procedure(put) => put(into, self.text().filter(|text| context.rules.knows(text))?.into()),
            Takes::Id(named, put) => {
                let id = self.plain()?;
                is_id(id).then(|| self.ids.define(*named, id))?;
                self.put_id(into, *named, *put, id);
            }
            Takes::Reference(put) => put(into, self.reference()?),
            Takes::Other(named, put) => {
                let id = self.other(*named)?;
                self.put_id(into, *named, *put, id);
            }
            Takes::Repeated(put) => {
                let id = self.other(Named::Demand)?;
                self.ids.repeats(id);
                self.put_id(into, Named::Demand, *put, id);
            }
            Takes::Successor(put) => {
                let id = self.other(Named::Demand)?;
                self.ids.is_followed_by(id);
                self.put_id(into, Named::Demand, *put, id);
            }
            Takes::EarlierLetter(put) => {
                let Cow::Borrowed(name) = self.text()? else { return None };
                if !name.contains('/') {
                    self.ids.refer(Named::Letter, name);
                }
                self.put_id(into, Named::Letter, *put, name);
            }
            Takes::Others(named, put) => put(into, self.others(*named)?.0),
            Takes::People(put) => put(into, self.others(Named::Person).filter(|(_, count)| *count > 0)?.0),
            Takes::OneOrMore(named, put) => {
                let ids = self.one_or_more(|values| values.other(*named))?;
                if self.kept.has_ids_of(*named) {
                    put(into, ids.into_iter().map(str::to_owned).collect());
                }
            }
            Takes::States(put) => put(into, self.one_or_more(|values| State::from_code(&values.text()?))?),
            Takes::Actors(put) => put(into, self.one_or_more(Self::actor).filter(|actors| !actors.is_empty())?),
            Takes::Addressees(put) => {
                let actors =
                    self.one_or_more(Self::actor).filter(|actors| (1..=MOST_ADDRESSEES).contains(&actors.len()))?;
                let is_new = |n: usize| !actors[..n].contains(&actors[n]);
                (1..actors.len()).all(is_new).then(|| put(into, actors))?;
            }
            Takes::Addressee(put) => put(into, self.actor().filter(|actor| context.addressees.contains(actor))?),
            Takes::Claims(put) => {
                let mut claims: Vec<Claim> = Vec::new();
                self.list(|values| {
                    let claim = values.braces(context)?;
                    if values.kept != Kept::Nothing {
                        claims.push(claim);
                    }
                    Some(())
                })?;
                put(into, claims);
            }
            // Entries are read under headings only; written inline, they are left to the strict reader.
            Takes::Entries(_) => return None,
        }
        Some(())
    }

    fn put_id<T>(&self, into: &mut T, named: Named, put: fn(&mut T, String), id: &str) {
        if self.kept.has_ids_of(named) {
            put(into, id.to_owned());
        }
    }

    /// A text that says something.
    fn text(&mut self) -> Option<Cow<'t, str>> {
        self.lexer.string().filter(|text| says_something(text))
    }

    /// A text in which nothing is escaped. A short one is not looked through for control characters: callers compare it
    /// with known words, or with ids.
    #[inline]
    fn plain(&mut self) -> Option<&'t str> {
        self.lexer.short_string().or_else(|| match self.text()? {
            Cow::Borrowed(text) => Some(text),
            Cow::Owned(_) => None,
        })
    }

    fn date(&mut self) -> Option<Date> {
        match self.lexer.peek()? {
            b'0'..=b'9' => {
                let day = DayRange::day(self.lexer.iso_day()?);
                in_years(day).ok().map(|()| Date::from_day(day.earliest))
            }
            _ => Date::read(self.text()?.trim()),
        }
    }

    fn actor(&mut self) -> Option<Actor> {
        Actor::named(&self.text()?)
    }

    fn reference(&mut self) -> Option<Reference> {
        let Cow::Borrowed(text) = self.text()? else { return None };
        let reference = Reference::new(text);
        match reference.key() {
            Some(key) => self.ids.define_key(key),
            None => Some(text)
                .filter(|text| unknown_code(text, true).is_none())
                .map(|text| self.ids.define(Named::Letter, text))?,
        }
        Some(reference)
    }

    fn other(&mut self, named: Named) -> Option<&'t str> {
        let id = self.plain()?;
        self.ids.refer(named, id);
        Some(id)
    }

    /// Ids of other entries, if they are kept, and how many there are.
    fn others(&mut self, named: Named) -> Option<(Vec<String>, usize)> {
        let mut ids = Vec::new();
        let count = match self.kept.has_ids_of(named) {
            true => self.list(|values| values.other(named).map(|id| ids.push(id.to_owned())))?,
            false => self.list(|values| values.other(named).map(drop))?,
        };
        Some((ids, count))
    }

    /// The items of a list, and how many there are.
    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<usize> {
        self.lexer.take(b'[')?;
        for n in 0.. {
            self.lexer.between_items()?;
            if self.lexer.take(b']').is_some() {
                return Some(n);
            }
            item(self)?;
            self.lexer.between_items()?;
            if self.lexer.take(b',').is_none() {
                self.lexer.take(b']')?;
                return Some(n + 1);
            }
        }
        None
    }

    /// One value, or a list of them.
    fn one_or_more<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::with_capacity(1);
        match self.lexer.peek()? {
            b'[' => drop(self.list(|values| item(values).map(|item| items.push(item)))?),
            _ => items.push(item(self)?),
        }
        Some(items)
    }
}

/// Whether every key is written that must be, and everything holds between them.
fn is_right<T: Keyed>(entry: &T, met: u64, context: &Context<'_>) -> bool {
    let needed = T::KEYS.needed;
    let seen = Seen { entry, met, context };
    met & needed == needed && T::RULES.iter().all(|rule| rule(&seen).is_ok())
}
