//! Reading what a key is read from: a column, or a table that says more.

use super::{
    Calendar, Dates, Names, Spec,
    keys::{As, CENTURIES, SPEC, named},
    read::Reader,
};
use crate::{
    load::{
        problem::Code,
        text::tree::{Pair, TomlTable, TomlValue},
    },
    model::date::iso_day,
};
use chrono::NaiveDate;

impl Reader<'_> {
    pub(super) fn spec(&self, pair: &Pair<'_>) -> Option<Spec> {
        match &pair.value {
            TomlValue::Text(column) => Some(Spec { columns: vec![column.to_string()], ..Spec::default() }),
            TomlValue::Table(table) => {
                self.unknown_keys(table, named(SPEC));
                self.spec_of(pair, table)
            }
            _ => self.wrong_type(pair, "write the name of a column, or a table: { column = \"…\" }, { value = \"…\" }"),
        }
    }

    pub(super) fn spec_of(&self, outer: &Pair<'_>, table: &TomlTable<'_>) -> Option<Spec> {
        let mut spec = Spec::default();
        for pair in &table.pairs {
            match &*pair.key {
                "column" | "columns" => spec.columns = self.texts(pair),
                "value" => spec.value = Some(self.constant(pair)),
                "split" => spec.split = self.texts(pair).into_iter().filter(|text| !text.is_empty()).collect(),
                "before" => spec.before = self.texts(pair).pop(),
                "words" => spec.words = self.words(pair),
                "as" => spec.names = self.names(pair, table)?,
                "confidential" => spec.confidential = Some(self.flag(pair)),
                "order" => spec.dates.order = self.order(pair),
                "period" => spec.dates.period = self.flag(pair),
                "serial" => spec.dates.serial = self.flag(pair),
                "seconds" => spec.dates.seconds = self.flag(pair),
                "calendar" => spec.dates.calendar = self.calendar(pair),
                "century" => spec.dates.century = self.century(pair),
                "precision" => spec.dates.precision = self.texts(pair).pop(),
                "allow" => spec.dates.allow = self.days(pair),
                "zone" => spec.dates.zone = self.zone(pair),
                _ => {}
            }
        }
        let Dates { serial, seconds, .. } = spec.dates;
        if serial && seconds {
            let help = "numbers are either: leave one out";
            self.problem(Code::Conflict, &outer.span, "`serial` beside `seconds`", help);
        }
        match (spec.columns.is_empty(), &spec.value) {
            (false, None) | (true, Some(_)) => Some(spec),
            _ => {
                let help =
                    "write column = \"…\" for what a column says, value = \"…\" for what is the same in all rows";
                let message = format!("`{}` is read from one of `column` and `value`", outer.key);
                self.problem(Code::Conflict, &outer.span, message, help);
                None
            }
        }
    }

    fn constant(&self, pair: &Pair<'_>) -> Vec<String> {
        match &pair.value {
            TomlValue::Flag(flag) => vec![flag.to_string()],
            TomlValue::Integer(number) => vec![number.to_string()],
            TomlValue::Date(date) => vec![date.to_string()],
            _ => self.texts(pair),
        }
    }

    fn words(&self, pair: &Pair<'_>) -> Option<Vec<(String, String)>> {
        let help = "write words = { \"what a cell says\" = \"what the record says\" }";
        let TomlValue::Table(table) = &pair.value else { return self.wrong_type(pair, help) };
        let word = |pair: &Pair<'_>| match &pair.value {
            TomlValue::Text(text) => Some((pair.key.to_string(), text.to_string())),
            _ => self.wrong_type(pair, help),
        };
        table.pairs.iter().map(word).collect()
    }

    fn names(&self, pair: &Pair<'_>, table: &TomlTable<'_>) -> Option<Names> {
        let role = table.get("role").and_then(|pair| self.texts(pair).pop());
        let help = "write as = \"state\", \"actor\", \"id\" or \"person\"";
        match self.word(pair) {
            Some(As::State) => Some(Names::States),
            Some(As::Actor) => Some(Names::Actors),
            Some(As::Id) => Some(Names::Ids),
            Some(As::Person) => Some(Names::People(role)),
            None => self.wrong_type(pair, help),
        }
    }

    fn calendar(&self, pair: &Pair<'_>) -> Option<Calendar> {
        let help = "write \"solar-hijri\", \"hijri\" or \"buddhist\"";
        self.word(pair).or_else(|| self.wrong_type(pair, help))
    }

    fn century(&self, pair: &Pair<'_>) -> Option<u32> {
        match &pair.value {
            TomlValue::Integer(year) => year.parse().ok().filter(|year| CENTURIES.contains(year)),
            _ => None,
        }
        .or_else(|| self.wrong_type(pair, "write the first year of the century: 1900"))
    }

    fn days(&self, pair: &Pair<'_>) -> Vec<NaiveDate> {
        let texts = self.texts(pair);
        let days: Vec<NaiveDate> = texts.iter().filter_map(|text| iso_day(text)).collect();
        if days.len() != texts.len() {
            self.wrong_type::<()>(pair, "write days: [\"1970-01-01\"]");
        }
        days
    }

    fn zone(&self, pair: &Pair<'_>) -> Option<i32> {
        let minutes = |text: &str| {
            let (sign, rest) = text.split_at_checked(1)?;
            let (hours, minutes) = rest.split_once(':')?;
            let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
            match sign {
                "+" => Some(minutes),
                "-" => Some(-minutes),
                _ => None,
            }
        };
        let zone = match &pair.value {
            TomlValue::Text(text) => minutes(text).filter(|minutes| minutes.abs() <= 14 * 60),
            _ => None,
        };
        zone.or_else(|| self.wrong_type(pair, "write how far local time is ahead of UTC: \"+02:00\""))
    }
}
