//! The timeline of a case for people: what belongs to a letter or a statement stands in its entry, each text once.
//!
//! Machine formats have every moment as a row of its own; see `events`.

use super::{
    Part,
    asked::{News, are_alike, outstanding},
};
use crate::{
    model::{
        answer::answer,
        case::{Case, Entry},
        charge::Charge,
        chronology::{Moment, Track, chronology},
        communication::Communication,
        date::Date,
        demand::{Demand, Update},
        letter::{Letter, letters as letters_of},
    },
    report::{
        Column, ColumnOf, Kind, Table, World, col,
        column::{NOTE, SOURCES, sources_of},
        events, words,
    },
    withhold::Open,
};
use std::collections::{HashMap, HashSet};

/// A moment with what belongs to it.
struct Line<'a> {
    moment: Moment<'a>,
    /// How it stands, if it is a letter that does not wait; how many demands of it are told elsewhere.
    stands: String,
    /// What became of it, and what was asked in it.
    below: Vec<String>,
    /// The entries told in it.
    entries: Vec<&'a Entry>,
}

impl Line<'_> {
    /// What happened, and below it what belongs to it.
    fn texts(&self) -> Vec<String> {
        let said = events::said(&self.moment);
        std::iter::once(format!("{said}{}", self.stands)).chain(self.below.iter().cloned()).collect()
    }

    fn note(&self) -> Option<String> {
        let notes: Vec<&str> = self.entries.iter().filter_map(|entry| entry.note.as_deref()).collect();
        (!notes.is_empty()).then(|| notes.join("; "))
    }
}

impl<'a> ColumnOf<Line<'a>> {
    const ALL: &'a [Self] = &[
        col(Column::new(Kind::Date, "date", "Date"), |line, out| out.put_cell(words::date(line.moment.date))),
        col(Column::new(Kind::Code, "kind", "Kind").if_wide(3), |line, out| out.put(events::kind(&line.moment))),
        col(Column::new(Kind::Lines, events::WHAT.key, events::WHAT.title), |line, out| out.put(line.texts())),
        col(Column::new(Kind::Text, "place", "Place").if_wide(2), |line, out| out.put(line.moment.place)),
        col(Column::new(Kind::List, "people", "People").if_wide(1), |line, out| {
            out.put(line.moment.case.names(line.moment.people))
        }),
        col(SOURCES, |line, out| out.put(&sources_of(line.entries.iter().map(|entry| &entry.sources)))),
        col(NOTE, |line, out| out.put(line.note())),
    ];
}

/// The timeline of a case beside these other parts: charges of which no day is known, what is planned, and demands that
/// are outstanding, with the last news of them, are left to these.
pub(super) fn table(case: &Open, world: &World<'_>, beside: &[Part]) -> Table {
    let is_beside = |part| beside.contains(&part);
    let mut news = News::default();
    let mut elsewhere: HashMap<&str, Option<&Update>> = HashMap::new();
    if is_beside(Part::Demands) {
        for pursuit in outstanding(case, world.as_of) {
            elsewhere.extend(pursuit.made.iter().map(|demand| (demand.id.as_str(), pursuit.last)));
            news.last(&pursuit);
        }
    }
    let folds = Folds::new(case, world, elsewhere);
    let mut told = HashSet::new();
    let lines: Vec<Line<'_>> = chronology(case, world.rules, world.as_of)
        .into_iter()
        .filter(|moment| moment.outlook.is_none() || !is_beside(Part::Coming))
        .filter(|moment| {
            let is_charge = matches!(moment.track, Track::Charge | Track::Outcome);
            !is_charge || moment.date.is_some() || !is_beside(Part::Charges)
        })
        .map(|moment| if is_beside(Part::Charges) { without_law(case, moment) } else { moment })
        .filter_map(|moment| folds.line(moment, &mut told, &mut news))
        .collect();
    Table::of(ColumnOf::<Line<'_>>::ALL, &lines)
}

/// What a charge brings, without the law, which is told with the charges.
fn without_law<'a>(case: &Case, moment: Moment<'a>) -> Moment<'a> {
    let is_it = |charge: &&Charge| charge.entry.offset == moment.entry.offset;
    match (moment.track, case.charges.iter().find(is_it)) {
        (Track::Charge | Track::Outcome, Some(charge)) => {
            let what = format!("{}: {}", moment.kind, charge.offence);
            Moment { what, ..moment }
        }
        _ => moment,
    }
}

/// What belongs to which entry.
struct Folds<'a> {
    world: &'a World<'a>,
    /// Letters by where they stand in the file, each with how it stands.
    letters: HashMap<usize, (&'a Communication, String)>,
    /// Demands by where the letter or statement stands in which they were made; else by where the first one stands
    /// that was made on the same day by the same.
    demands: HashMap<usize, Vec<&'a Demand>>,
    /// Ids of demands that are told elsewhere, with the last news of each.
    elsewhere: HashMap<&'a str, Option<&'a Update>>,
}

impl<'a> Folds<'a> {
    fn new(case: &'a Open, world: &'a World<'a>, elsewhere: HashMap<&'a str, Option<&'a Update>>) -> Self {
        let mut folds = Self { world, letters: HashMap::new(), demands: HashMap::new(), elsewhere };
        let copies = letters_of::<Open>([case]);
        for letter in &case.communications {
            let standing = copies.iter().find(|copy| is_of(copy, letter)).map(|copy| folds.standing(copy));
            folds.letters.insert(letter.entry.offset, (letter, standing.unwrap_or_default()));
        }
        let statements: HashMap<&str, usize> =
            case.statements.iter().map(|statement| (statement.id.as_str(), statement.entry.offset)).collect();
        let called = |name: &str| {
            let letter = || case.communications.iter().find(|letter| letter.is_called(name));
            statements.get(name).copied().or_else(|| letter().map(|letter| letter.entry.offset))
        };
        let mut first: HashMap<(Option<String>, &[String]), usize> = HashMap::new();
        let has_come = |demand: &&Demand| demand.made.as_ref().is_none_or(|made| made.has_come(world.as_of));
        for demand in case.demands.iter().filter(has_come) {
            let alone = (demand.made.as_ref().map(Date::to_string), demand.by.as_slice());
            let at = demand
                .made_in
                .as_deref()
                .and_then(called)
                .unwrap_or_else(|| *first.entry(alone).or_insert(demand.entry.offset));
            folds.demands.entry(at).or_default().push(demand);
        }
        folds
    }

    fn has_come(&self, date: Option<&Date>) -> bool {
        date.is_none_or(|date| date.is_on_record(self.world.as_of))
    }

    /// The news of a demand that have come.
    fn updates<'s>(&'s self, demand: &'s Demand) -> impl Iterator<Item = &'s Update> {
        demand.updates.iter().filter(|update| self.has_come(update.date.as_ref()))
    }

    /// How a letter stands: once for all its addressees if it stands the same for each. Nothing where it waits for an
    /// answer, which is told before.
    fn standing(&self, letter: &Letter<'a>) -> String {
        let about = &letter.communication;
        let stands = |to| {
            let answer = answer(letter, to, self.world.rules, self.world.as_of);
            let said = words::say(&words::standing(&answer, about.owed_by, None, self.world.wording)).to_owned();
            if answer.status.is_unanswered() { String::new() } else { said }
        };
        let all: Vec<(String, String)> = about.to.iter().map(|to| (to.to_string(), stands(to))).collect();
        match all.as_slice() {
            [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => first.clone(),
            all => {
                let said = all.iter().filter(|(_, said)| !said.is_empty());
                said.map(|(to, said)| format!("{to}: {said}")).collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// The line of a moment; `None` if it is told with another.
    fn line<'s>(&'s self, moment: Moment<'s>, told: &mut HashSet<usize>, news: &mut News<'s>) -> Option<Line<'s>> {
        let at = moment.entry.offset;
        let (mut stands, mut below) = (String::new(), Vec::new());
        let mut entries = vec![moment.entry];
        match moment.track {
            Track::Event | Track::Charge | Track::Outcome => {}
            Track::Reply | Track::Extension | Track::Reminder | Track::Withdrawal | Track::Update => return None,
            Track::Statement => stands += &self.asked(at, news, &mut below, &mut entries),
            Track::Letter | Track::Filing | Track::Decision => {
                let (letter, standing) = self.letters.get(&at)?;
                let main = self.main(letter);
                if main == moment.track {
                    if !standing.is_empty() {
                        stands = format!("; {standing}");
                    }
                    stands += &self.asked(at, news, &mut below, &mut entries);
                    let mut came = self.came_of(letter, &mut entries);
                    // A single thing that came of it fits on its line.
                    if below.is_empty() && came.len() == 1 {
                        stands = format!("; {}{stands}", came.remove(0));
                    }
                    below.splice(0..0, came);
                } else if moment.track == Track::Letter {
                    // A letter of which only the decision has a day.
                    return None;
                }
            }
            Track::Demand => {
                if !self.demands.contains_key(&at) || !told.insert(at) {
                    return None;
                }
                entries.clear();
                stands = self.asked(at, news, &mut below, &mut entries);
                let what = match (below.as_slice(), moment.by.as_slice()) {
                    ([only], []) => only.clone(),
                    ([only], by) => format!("{}: {only}", by.join("; ")),
                    (_, []) => "Asked".into(),
                    (_, by) => by.join("; "),
                };
                if let [_] = below.as_slice() {
                    below.clear();
                }
                let moment = Moment { what, ..moment };
                return Some(Line { moment, stands, below, entries });
            }
        }
        Some(Line { moment, stands, below, entries })
    }

    /// With which of its moments is told what belongs to a letter: as it was sent, else decided, else lodged.
    fn main(&self, letter: &Communication) -> Track {
        let has_come = |date: &Option<Date>| date.as_ref().is_some_and(|date| date.has_come(self.world.as_of));
        let sent = letter.sent.is_some() && !letter.is_not_yet_sent(self.world.as_of);
        match (sent, has_come(&letter.decided), has_come(&letter.filed)) {
            (true, ..) => Track::Letter,
            (false, true, _) => Track::Decision,
            (false, false, true) => Track::Filing,
            (false, false, false) => Track::Letter,
        }
    }

    /// What was asked in it, and what became of that: demands of which the same is told on one line. Returns how many
    /// are told elsewhere.
    fn asked<'s>(
        &'s self,
        at: usize,
        news: &mut News<'s>,
        below: &mut Vec<String>,
        entries: &mut Vec<&'s Entry>,
    ) -> String {
        let all = self.demands.get(&at).into_iter().flatten().copied();
        let (elsewhere, here): (Vec<&Demand>, Vec<&Demand>) =
            all.partition(|demand| self.elsewhere.contains_key(demand.id.as_str()));
        let mut groups: Vec<(Vec<&str>, &[Update], String)> = Vec::new();
        for demand in here {
            entries.push(&demand.entry);
            entries.extend(self.updates(demand).map(|update| &update.entry));
            match groups.iter_mut().find(|(_, updates, _)| are_alike(updates, &demand.updates)) {
                Some((what, ..)) => what.push(&demand.what),
                None => groups.push((vec![&demand.what], &demand.updates, news.of(self.updates(demand)))),
            }
        }
        below.extend(groups.iter().map(|(what, _, news)| {
            let asked = what.join("; ");
            if news.is_empty() { asked } else { format!("{asked}: {news}") }
        }));
        for demand in &elsewhere {
            entries.push(&demand.entry);
            let last = self.elsewhere.get(demand.id.as_str()).copied().flatten();
            let earlier = self.updates(demand).filter(|update| last.is_none_or(|last| !std::ptr::eq(last, *update)));
            let earlier = news.of(earlier);
            if !earlier.is_empty() {
                below.push(format!("{}: {earlier}", demand.what));
            }
        }
        match elsewhere.len() {
            0 => String::new(),
            n => format!("; {} outstanding (above)", words::count(n, "demand", "demands")),
        }
    }

    /// What came of a letter: answers, more time, reminders, its withdrawal.
    fn came_of<'s>(&'s self, letter: &'s Communication, entries: &mut Vec<&'s Entry>) -> Vec<String> {
        let many = letter.to.len() > 1;
        let on = |date: Option<&Date>| date.map_or_else(|| "undated".to_owned(), Date::to_string);
        let mut came: Vec<(Option<&Date>, String, &Entry)> = Vec::new();
        for reply in &letter.replies {
            let from = if many { format!("{}: ", reply.from) } else { String::new() };
            let says = format!("{}: {from}{}", on(reply.date.as_ref()), words::reply_kind(reply.kind));
            came.push((reply.date.as_ref(), says, &reply.entry));
        }
        for extension in &letter.extensions {
            let says = format!("{}: time until {}", on(extension.granted.as_ref()), extension.until);
            came.push((extension.granted.as_ref(), says, &extension.entry));
        }
        for reminder in &letter.reminders {
            came.push((reminder.date.as_ref(), format!("{}: reminder", on(reminder.date.as_ref())), &reminder.entry));
        }
        if let Some(withdrawn) = &letter.withdrawn {
            came.push((Some(withdrawn), format!("{withdrawn}: withdrawn"), &letter.entry));
        }
        came.retain(|(date, ..)| self.has_come(*date));
        came.sort_by(|(a, ..), (b, ..)| match (a, b) {
            (Some(a), Some(b)) => a.chronological(b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        let inner = came.iter().map(|(_, _, entry)| *entry).filter(|entry| entry.offset != letter.entry.offset);
        entries.extend(inner);
        // A suspension is told with the due day that it moves; its note and its sources stand here.
        let suspensions = letter.suspensions.iter().filter(|suspension| self.has_come(Some(&suspension.from)));
        entries.extend(
            suspensions.map(|suspension| &suspension.entry).filter(|entry| entry.offset != letter.entry.offset),
        );
        came.into_iter().map(|(_, says, _)| says).collect()
    }
}

/// Whether a letter is the one of this entry, or is put together from it and others.
fn is_of(copy: &Letter<'_>, letter: &Communication) -> bool {
    copy.communication.entry.offset == letter.entry.offset
        || letter.key().is_some_and(|key| copy.communication.key() == Some(key))
}
