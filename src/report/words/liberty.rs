//! Words for liberty: how it stands, since when, for how many days, and to which day that is known.

use super::{days, say};
use crate::{
    model::{
        date::{Date, DayRange},
        event::Liberty,
        liberty::{Count, Length, LibertyDoubt, Life, Now, UNKNOWN},
        reach::STALE_DAYS,
        vocabulary::Vocabulary,
        wording::Wording,
    },
    report::{Cell, Tone, Value},
};
use chrono::NaiveDate;

/// A state of liberty with its tone; `None` if nobody knows.
#[must_use]
pub fn state(liberty: Option<Liberty>) -> Cell {
    let Some(liberty) = liberty else { return Cell::from(UNKNOWN).says("not known").tone(Tone::Faint) };
    let says = match liberty {
        Liberty::HouseArrest => "house arrest",
        Liberty::Restricted => "at large under conditions",
        Liberty::Free => "at liberty",
        Liberty::Exiled => "in exile",
        Liberty::InHiding => "in hiding",
        Liberty::Detained | Liberty::Disappeared | Liberty::Dead => liberty.name(),
    };
    let tone = match liberty {
        Liberty::Detained | Liberty::HouseArrest | Liberty::Disappeared | Liberty::Dead => Tone::Bad,
        Liberty::Free => Tone::Good,
        Liberty::Restricted | Liberty::Exiled | Liberty::InHiding => Tone::Waiting,
    };
    Cell::from(liberty.name()).says(says).tone(tone)
}

/// How somebody's liberty stands: `detained`, `perhaps detained`, `not known`.
#[must_use]
pub fn now(life: &Life<'_>) -> Cell {
    let cell = state(life.now.liberty());
    match life.now {
        Now::Certain(_) if life.is_deprived() && !is_recent(life) => cell.tone(Tone::Waiting),
        Now::Certain(_) | Now::Unsaid => cell,
        Now::Perhaps(_) => {
            let says = format!("perhaps {}", say(&cell));
            cell.says(says).tone(Tone::Waiting)
        }
        Now::Unknown(_) => cell.tone(Tone::Waiting),
    }
}

/// Whether the last news is so recent that what holds on the day is as good as confirmed.
fn is_recent(life: &Life<'_>) -> bool {
    life.known_until.is_some_and(|known| life.as_of.signed_duration_since(known).num_days() < STALE_DAYS)
}

/// Why liberty is not known, for a person.
#[must_use]
pub const fn doubt(doubt: LibertyDoubt) -> &'static str {
    match doubt {
        LibertyDoubt::Withheld => "an event about it is withheld",
        LibertyDoubt::Order => "a release may have come before or after an arrest",
        LibertyDoubt::Undated => "an arrest has no date",
        LibertyDoubt::Unstated => "an event does not say what became of it",
    }
}

/// `3 days`, `1 to 22 days`, `at least 1 day`.
#[must_use]
pub fn length(length: Length) -> String {
    match length.most {
        Some(most) => days(length.fewest, most),
        None => format!("at least {}", days(length.fewest, length.fewest)),
    }
}

/// `3`, `1–22`, `1 or more`.
#[must_use]
pub fn number(length: Length) -> String {
    match length.most {
        Some(most) if most == length.fewest => most.to_string(),
        Some(most) => format!("{}–{most}", length.fewest),
        None => format!("{} or more", length.fewest),
    }
}

/// `2942 days to the last news of 2025-04-08 (3538 if it lasts)`; to the day itself, only the days.
#[must_use]
pub fn held(count: Count, known_until: Option<NaiveDate>, wording: Wording) -> String {
    match known_until.filter(|_| count.known != count.to_day) {
        Some(known) => {
            let news = wording.day(known);
            format!("{} to the last news of {news} ({} if it lasts)", length(count.known), number(count.to_day))
        }
        None => length(count.to_day),
    }
}

/// `2942 days to 2025-04-08`: only what is known.
#[must_use]
pub fn known(count: Count, known_until: Option<NaiveDate>, wording: Wording) -> String {
    match known_until.filter(|_| count.known != count.to_day) {
        Some(known) => format!("{} to {}", length(count.known), wording.day(known)),
        None => length(count.to_day),
    }
}

/// `2942 (3538 if it lasts)`: the same where the day to which it is known stands beside it.
#[must_use]
pub fn in_table(count: Count) -> String {
    match count.known == count.to_day {
        true => number(count.to_day),
        false => format!("{} ({} if it lasts)", number(count.known), number(count.to_day)),
    }
}

/// How it stands; of another kind of custody than it began with, since when.
#[must_use]
pub fn kind(life: &Life<'_>, wording: Wording) -> String {
    let cell = now(life);
    match life.kind_since.filter(|kind| life.since != Some(*kind)) {
        Some(kind) => format!("{} since {}", say(&cell), wording.days(kind)),
        None => say(&cell).to_owned(),
    }
}

/// How it stands, since when, and for how many days, in prose.
#[must_use]
pub fn sentence(life: &Life<'_>) -> String {
    let state = now(life);
    let state = say(&state);
    match (life.now, life.since.zip(life.days)) {
        (Now::Certain(_) | Now::Perhaps(_), Some((since, days))) => {
            let held = held(days, life.known_until, Wording::Full);
            let kind = life.kind_since.filter(|kind| *kind != since);
            let kind = kind.map_or_else(String::new, |kind| format!(" since {}", kind.in_words()));
            let deprived = if life.kind_since == Some(since) { "" } else { ", deprived of liberty" };
            format!("{state}{kind}{deprived} since {}: {held}", since.in_words())
        }
        (Now::Certain(period) | Now::Perhaps(period), None) => {
            let begun = |date: &Date| if date.is_stretch() { date.start().in_words() } else { date.in_words() };
            let since = period.event.date.as_ref().map_or_else(String::new, |date| format!(" since {}", begun(date)));
            format!("{state}{since}")
        }
        (Now::Unknown(why), _) => format!("{state}: {}", doubt(why)),
        (Now::Unsaid, _) => state.to_owned(),
    }
}

/// `184 days deprived of liberty in all (200 if it lasts)`, if that is another number than that of the present one.
#[must_use]
pub fn total(life: &Life<'_>) -> Option<String> {
    let total = life.total.filter(|total| total.to_day.most != Some(0) && Some(*total) != life.days)?;
    let lasts = match total.known == total.to_day {
        true => String::new(),
        false => format!(" ({} if it lasts)", number(total.to_day)),
    };
    Some(format!("{} deprived of liberty in all{lasts}", length(total.known)))
}

/// The last day of a period, or that it lasts: as far as is known.
#[must_use]
pub fn end(end: Option<DayRange>, known_until: Option<NaiveDate>, as_of: NaiveDate, wording: Wording) -> String {
    match (end, known_until.filter(|known| *known < as_of)) {
        (Some(end), _) => wording.days(end),
        (None, Some(known)) => format!("last news {}", wording.day(known)),
        (None, None) => "today".into(),
    }
}

/// The fewest days, for machine formats.
#[must_use]
pub fn fewest(length: Option<Length>) -> Value {
    length.map_or(Value::Unknown, |length| Value::Number(length.fewest))
}

/// The most days, for machine formats; unknown if nothing bounds them.
#[must_use]
pub fn most(length: Option<Length>) -> Value {
    length.and_then(|length| length.most).map_or(Value::Unknown, Value::Number)
}
