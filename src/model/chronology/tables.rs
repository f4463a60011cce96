//! The tables of one record, each walked in its own way, and what each of their entries says on a line.

use super::{Moment, Outlook, Track};
use crate::model::{
    case::{Case, Entry},
    charge::{Charge, Outcome},
    communication::Communication,
    date::Date,
    demand::Demand,
    order::{Backwards, Forwards, Place, Precision},
    reach::reach,
    reference::Key,
    rule::Rules,
    state::Actor,
    vocabulary::Vocabulary,
    wording::Wording,
};
use chrono::NaiveDate;
use std::{cell::LazyCell, collections::HashMap};

/// A walk through all tables of a record.
pub(super) struct Tables<'a> {
    case: &'a Case,
    rules: &'a Rules,
    as_of: NaiveDate,
    /// How what each entry says is worded; `None` if that is not wanted: it takes longer than all the rest.
    wording: Option<Wording>,
    /// Where the statements and letters stand in which demands are made, if any is.
    makers: Option<Makers<'a>>,
    moments: Vec<Moment<'a>>,
}

/// Places of statements and letters by what they are called.
#[derive(Default)]
struct Makers<'a> {
    by_name: HashMap<&'a str, NaiveDate>,
    by_key: HashMap<Key, NaiveDate>,
}

impl<'a> Makers<'a> {
    fn letter(&mut self, letter: &'a Communication, place: NaiveDate) {
        let names = [letter.id.as_deref(), letter.reference.as_deref()];
        self.by_name.extend(names.into_iter().flatten().map(|name| (name, place)));
        self.by_key.extend(letter.key().map(|key| (key, place)));
    }

    fn place(&self, name: &str) -> Option<NaiveDate> {
        self.by_name.get(name).or_else(|| self.by_key.get(&Key::parse(name)?)).copied()
    }
}

impl<'a> Tables<'a> {
    pub(super) fn new(case: &'a Case, rules: &'a Rules, as_of: NaiveDate, wording: Option<Wording>) -> Self {
        let made_in = case.demands.iter().any(|demand| demand.made_in.is_some());
        Self { case, rules, as_of, wording, makers: made_in.then(Makers::default), moments: Vec::new() }
    }

    /// Every moment that has come, or is planned, table by table.
    pub(super) fn walk(mut self) -> Vec<Moment<'a>> {
        self.events();
        self.charges();
        let reach = reach(self.case).unwrap_or(self.as_of);
        self.statements(reach);
        self.letters(reach);
        self.demands();
        self.moments
    }

    /// Whether something of this date exists on the day.
    fn has_come(&self, date: Option<&Date>) -> bool {
        date.is_none_or(|date| date.is_on_record(self.as_of))
    }

    fn events(&mut self) {
        let mut walk = Forwards::default();
        for event in &self.case.events {
            let outlook = Outlook::of(event, self.as_of);
            let date = event.date.as_ref();
            let place = match &event.planned {
                // A planned event stands on its own day and does not move the place of the entries after it.
                Some(_) if outlook.is_some() => date.map(|date| exactly(date, date.earliest())),
                None if self.has_come(date) => date.map(|date| exactly(date, walk.place(date))),
                _ => continue,
            };
            self.moments.push(Moment {
                place: event.place.as_deref(),
                people: &event.people,
                standing: event.standing,
                disputed: &event.disputed,
                outlook,
                ..self.moment(Track::Event, date.zip(place), event.kind.name(), || event.what.clone(), &event.entry)
            });
        }
    }

    fn charges(&mut self) {
        let mut walk = Forwards::default();
        for charge in self.case.charges.iter().filter(|charge| charge.has_come(self.as_of)) {
            let brought = charge.brought.as_ref().filter(|date| date.has_come(self.as_of));
            let brought = brought.map(|date| (date, exactly(date, walk.place(date))));
            let outcome = charge.outcome_on(self.as_of).filter(|outcome| *outcome != Outcome::Pending);
            // Other claims are told once, where the charge was brought; a charge that has neither day nor outcome has
            // one line.
            let is_told = brought.is_some() || outcome.is_none();
            if is_told {
                let what = || format!("charged: {}{}", charge.offence, under(charge));
                self.moments.push(Moment {
                    people: &charge.person,
                    disputed: &charge.disputed,
                    ..self.moment(Track::Charge, brought, "charged", what, &charge.entry)
                });
            }
            if let Some(outcome) = outcome {
                let mut after = Forwards::after(brought.map(|(_, (day, _))| day));
                let at = charge.decided.as_ref().map(|date| (date, exactly(date, after.place(date))));
                let sentence = || sentence(charge, self.wording.unwrap_or_default());
                let what = || format!("{outcome}: {}{}{}", charge.offence, under(charge), sentence());
                self.moments.push(Moment {
                    people: &charge.person,
                    disputed: if is_told { &[] } else { &charge.disputed },
                    ..self.moment(Track::Outcome, at, outcome.name(), what, &charge.entry)
                });
            }
        }
    }

    fn statements(&mut self, reach: NaiveDate) {
        let mut walk = Backwards::from(reach);
        for s in self.case.statements.iter().rev() {
            if !self.has_come(s.date.as_ref()) {
                continue;
            }
            let at = s.date.as_ref().map(|date| (date, walk.place(date, [])));
            if let Some(makers) = &mut self.makers {
                makers.by_name.extend(at.map(|(_, (day, _))| (s.id.as_str(), day)));
            }
            let what = || format!("{}: {}", s.by, s.title);
            self.moments.push(Moment {
                by: vec![&s.by],
                disputed: &s.disputed,
                ..self.moment(Track::Statement, at, "statement", what, &s.entry)
            });
        }
    }

    fn letters(&mut self, reach: NaiveDate) {
        let mut walk = Backwards::from(reach);
        for letter in self.case.communications.iter().rev() {
            let mut replies = Forwards::default();
            let come = letter.replies.iter().filter_map(|r| r.date.as_ref()).filter(|date| date.has_come(self.as_of));
            let replies: Vec<Place> = come.map(|date| (replies.place(date), Precision::of(date))).collect();
            let sent = letter.sent.as_ref().filter(|_| !letter.is_not_yet_sent(self.as_of));
            let filed = letter.filed.as_ref().filter(|date| date.has_come(self.as_of));
            let place = sent.or(filed).map(|date| walk.place(date, replies));
            // It was lodged before it was sent on.
            let mut before = walk;
            let filed_at = if sent.is_some() { filed.map(|date| before.place(date, [])) } else { place };
            self.letter(letter, place, filed_at);
        }
    }

    fn letter(&mut self, letter: &'a Communication, place: Option<Place>, filed_at: Option<Place>) {
        let day = place.map(|(day, _)| day);
        let title = self.rules.title(&letter.procedure);
        let label = LazyCell::new(|| match letter.reference.as_deref() {
            Some(reference) => format!("{reference} ({title})"),
            None => title.to_owned(),
        });
        let wording = self.wording.unwrap_or_default();
        let to = LazyCell::new(|| letter.to.iter().map(|to| wording.actor(to)).collect::<Vec<_>>().join("; "));
        let from = LazyCell::new(|| match letter.from.as_slice() {
            [] => String::new(),
            all => format!("{}: ", wording.senders(all)),
        });
        let after = |date: &Option<Date>| date.as_ref().map(|date| exactly(date, Forwards::after(day).place(date)));
        // Other claims are told once: where it was sent, or else lodged.
        let is_main = |track| match letter.filed {
            Some(_) if letter.sent.is_none() => track == Track::Filing,
            _ => track == Track::Letter,
        };
        let is_there = !letter.is_not_yet_sent(self.as_of);
        let mut line = |track,
                        date: Option<&'a Date>,
                        at: Option<Place>,
                        kind: &'a str,
                        what: &dyn Fn() -> String,
                        entry: &'a Entry| {
            if self.has_come(date) {
                let moment = Moment {
                    disputed: if is_main(track) { &letter.disputed } else { &[] },
                    people: &letter.people,
                    by: letter.from.iter().map(String::as_str).collect(),
                    letter: letter.key(),
                    ..self.moment(track, date.zip(at), kind, what, entry)
                };
                self.moments.push(moment);
            }
        };
        let (procedure, entry) = (letter.procedure.as_str(), &letter.entry);
        if let Some(filed) = &letter.filed {
            line(Track::Filing, Some(filed), filed_at, procedure, &|| format!("lodged: {}", *label), entry);
        }
        if is_there && (letter.sent.is_some() || letter.filed.is_none()) {
            let what = || format!("{}{} to {}", *from, *label, *to);
            line(Track::Letter, letter.sent.as_ref(), place, procedure, &what, entry);
        }
        let decided = after(&letter.decided);
        if let Some(date) = &letter.decided {
            let what = || format!("{}decision adopted: {}", *from, *label);
            line(Track::Decision, Some(date), decided, procedure, &what, entry);
        }
        if let Some(date) = &letter.withdrawn {
            let what = || format!("withdrawn: {}", *label);
            line(Track::Withdrawal, Some(date), after(&letter.withdrawn), procedure, &what, entry);
        }
        let mut walk = Forwards::after(day);
        for reply in &letter.replies {
            let at = reply.date.as_ref().map(|date| exactly(date, walk.place(date)));
            let what = || format!("{}: {} to {}", wording.actor(&reply.from), reply.kind, *label);
            line(Track::Reply, reply.date.as_ref(), at, reply.kind.name(), &what, &reply.entry);
        }
        let to_whom = |one: &Option<Actor>| one.as_ref().map_or_else(|| to.clone(), |one| wording.actor(one));
        let mut walk = Forwards::after(day);
        for extension in &letter.extensions {
            let at = extension.granted.as_ref().map(|date| exactly(date, walk.place(date)));
            let until = || wording.date(&extension.until);
            let what = || format!("{} has time until {}: {}", to_whom(&extension.to), until(), *label);
            line(Track::Extension, extension.granted.as_ref(), at, "extension", &what, &extension.entry);
        }
        let mut walk = Forwards::after(day);
        for reminder in &letter.reminders {
            let at = reminder.date.as_ref().map(|date| exactly(date, walk.place(date)));
            let what = || format!("{}reminder of {} to {}", *from, *label, to_whom(&reminder.to));
            line(Track::Reminder, reminder.date.as_ref(), at, "reminder", &what, &reminder.entry);
        }
        if let (Some(makers), Some(place)) =
            (&mut self.makers, letter.sent.as_ref().and(place).or(decided).map(|(day, _)| day))
        {
            makers.letter(letter, place);
        }
    }

    fn demands(&mut self) {
        let mut walk = Forwards::default();
        for demand in &self.case.demands {
            let made = demand.made.as_ref();
            let maker =
                self.makers.as_ref().zip(demand.made_in.as_deref()).and_then(|(makers, name)| makers.place(name));
            let place = match maker {
                Some(maker) => made.map(|date| Forwards::after(Some(maker)).place(date)),
                None => made.filter(|date| date.has_come(self.as_of)).map(|date| walk.place(date)),
            };
            self.demand(demand, place);
        }
    }

    fn demand(&mut self, demand: &'a Demand, place: Option<NaiveDate>) {
        let kind = demand.kind.map_or("other", Vocabulary::name);
        let by: Vec<&str> = demand.by.iter().map(String::as_str).collect();
        let what = || match demand.by.as_slice() {
            [] => demand.what.clone(),
            by => format!("{}: {}", by.join("; "), demand.what),
        };
        // If it has no last day, it is told from the first day on which it can have been made.
        if demand.made.as_ref().is_none_or(|made| made.has_come(self.as_of)) {
            let at = demand.made.as_ref().zip(place).map(|(date, day)| (date, exactly(date, day)));
            self.moments.push(Moment { by, ..self.moment(Track::Demand, at, kind, what, &demand.entry) });
        }
        let mut walk = Forwards::after(place);
        for update in &demand.updates {
            if !self.has_come(update.date.as_ref()) {
                continue;
            }
            let news = update.what.as_deref().unwrap_or("no details");
            let what = || format!("{} ({}): {news}", demand.what, update.status.in_words());
            let at = update.date.as_ref().map(|date| (date, exactly(date, walk.place(date))));
            let moment = self.moment(Track::Update, at, update.status.name(), what, &update.entry);
            self.moments.push(moment);
        }
    }

    fn moment(
        &self,
        track: Track,
        at: Option<(&'a Date, Place)>,
        kind: &'a str,
        what: impl FnOnce() -> String,
        entry: &'a Entry,
    ) -> Moment<'a> {
        Moment {
            case: self.case,
            date: at.map(|(date, _)| date),
            at: at.map(|(_, place)| place),
            track,
            kind,
            what: if self.wording.is_some() { what() } else { String::new() },
            place: None,
            people: &[],
            by: Vec::new(),
            standing: None,
            outlook: None,
            disputed: &[],
            letter: None,
            entry,
        }
    }
}

/// The place of what stands on this day.
fn exactly(date: &Date, day: NaiveDate) -> Place {
    (day, Precision::of(date))
}

/// ` (Law on Cellars, 12(2))`; nothing if neither law nor article is on record.
fn under(charge: &Charge) -> String {
    let under: Vec<&str> = charge.law.as_deref().into_iter().chain(charge.article.as_deref()).collect();
    if under.is_empty() { String::new() } else { format!(" ({})", under.join(", ")) }
}

/// `; 3 years, to 2028-05-01`; nothing if no sentence is on record.
fn sentence(charge: &Charge, wording: Wording) -> String {
    let sentence = charge.sentence.as_ref().map_or_else(String::new, |sentence| format!("; {sentence}"));
    let ends = charge.sentence_ends.as_ref().map_or_else(String::new, |day| format!(", to {}", wording.date(day)));
    format!("{sentence}{ends}")
}
