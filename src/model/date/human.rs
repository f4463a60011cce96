//! Dates as people write them: with the names of months, day first or month first, in words.
//!
//! Nothing is guessed: what can be read in two ways is told as such, and a text in which any word is not
//! understood is not read at all.

mod synonyms;

use super::{Date, YEARS, months::month_named};
use crate::model::spelling::folded;
use chrono::{Datelike, NaiveDate};
use synonyms::{ABOUT, AND, BETWEEN, FILLING, FROM, OR, PERHAPS, SINCE, THIRDS, UNKNOWN, UNKNOWN_WORDS, UNTIL};

/// The order of the first two of three numbers, the year being the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberOrder {
    /// 31.12.2019
    DayFirst,
    /// 12/31/2019
    MonthFirst,
}

/// What a text says that somebody wrote for a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This.
    Date(Date),
    /// The beginning, the middle or the end of a month or a year, taken for a third of it: the words say a
    /// little more than this range.
    Third(Date),
    /// From the one to the other: the whole time, or one day in it.
    Between(Date, Date),
    /// One of two days, as it is not certain which number is the month.
    Either {
        /// The day, if the first number is that.
        day_first: NaiveDate,
        /// The day, if the first number is the month.
        month_first: NaiveDate,
    },
    /// A day on which a time of day is written too.
    WithTime(Date),
    /// A day that this month does not have.
    NoSuchDay(Date),
    /// A year that no record can have: most likely one of another calendar.
    OtherYear(u32),
    /// The century is not written.
    TwoDigitYear,
    /// That the date is not known.
    Unknown,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    /// A number with as many digits.
    Number(u32, usize),
    Word(&'t str),
    Mark(char),
}

/// What one date of a text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Parts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    third: Option<usize>,
    about: bool,
    perhaps: bool,
    /// The first two numbers may have changed places.
    unordered: bool,
}

/// Reads what somebody wrote for a date; `order` is that of its numbers, if it is known. `None` if any of it is
/// not understood.
#[must_use]
pub fn read(text: &str, order: Option<NumberOrder>) -> Option<Meant> {
    let text = plain(text);
    if is_unknown(&text) {
        return Some(Meant::Unknown);
    }
    if let Some(date) = Date::read(&text.to_uppercase()) {
        return Some(Meant::Date(date));
    }
    if let Some(day) = without_time(&text) {
        return match read(&day, order)? {
            Meant::Date(date) => Some(Meant::WithTime(date)),
            // A time of day alone says nothing of the date.
            Meant::Unknown => None,
            other => Some(other),
        };
    }
    one(&text, order).or_else(|| several(&text, order))
}

/// The text in small letters, without accents, with digits of ours, one sort of dash, and single spaces; without
/// the quotation marks and brackets that it stands in.
fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        // 2019年5月5日
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '年' | '月' => '-',
        '日' => ' ',
        c => c,
    };
    let text: String = folded(text).chars().map(plain).collect();
    let quotes = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`');
    text.trim_matches(quotes).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_unknown(text: &str) -> bool {
    UNKNOWN.split('|').any(|unknown| folded(unknown) == text)
        || text.chars().all(|c| matches!(c, '0' | '?' | 'x' | '-' | '.' | '/' | ' '))
}

/// The text without the time of day in it, if there is one.
fn without_time(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let of_time = |b: u8| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'z');
    let (start, end) = if let Some(colon) = text.find(':').filter(|colon| is_digit(colon + 1)) {
        let start = (0..colon).rev().take_while(|at| is_digit(*at)).last()?;
        (start, (colon..bytes.len()).find(|at| !of_time(bytes[*at])).unwrap_or(bytes.len()))
    } else {
        // 20190305t1000
        let t = (1..bytes.len()).find(|at| bytes[*at] == b't' && is_digit(at - 1) && is_digit(at + 1))?;
        (t, bytes.len())
    };
    let before = text[..start].trim_end_matches(['t', ' ', ',']);
    let after = text[end..].trim_start_matches(" am").trim_start_matches(" pm");
    let words = [" at", " um", " a las", " в"];
    let before = words.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    Some(format!("{before}{after}").trim_matches([' ', ',']).to_owned())
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| match first {
            '0'..='9' => c.is_ascii_digit(),
            _ if first.is_alphabetic() => c.is_alphabetic() || c == '\'',
            _ => false,
        };
        let end = rest.char_indices().skip(1).find(|(_, c)| !same(*c)).map_or(rest.len(), |(at, _)| at);
        let (token, after) = rest.split_at(end);
        match first {
            '0'..='9' => tokens.push(Token::Number(token.parse().unwrap_or(u32::MAX), token.len())),
            _ if first.is_alphabetic() => tokens.push(Token::Word(token)),
            _ if first.is_whitespace() => {}
            _ => tokens.push(Token::Mark(first)),
        }
        rest = after;
    }
    tokens
}

/// Reads a text that says one date.
fn one(text: &str, order: Option<NumberOrder>) -> Option<Meant> {
    if let Some(decade) = decade(text) {
        return Some(Meant::Date(decade));
    }
    match parts(text, order)? {
        Said::Parts(parts) => date(parts),
        Said::Unknown => Some(Meant::Unknown),
        Said::TwoDigitYear => Some(Meant::TwoDigitYear),
    }
}

/// `1990s`
fn decade(text: &str) -> Option<Date> {
    let text = text.trim_start_matches("the ").trim_start_matches("in ").trim_start_matches("the ");
    let years = text.strip_suffix('s')?.trim_end_matches('\'');
    let decade = years.strip_suffix('0').filter(|decade| decade.len() == 3)?;
    Date::read(&format!("{decade}X"))
}

/// What the words of one date say.
enum Said {
    Parts(Parts),
    Unknown,
    TwoDigitYear,
}

/// Reads the parts of one date, of which the year or the month may be missing.
fn parts(text: &str, order: Option<NumberOrder>) -> Option<Said> {
    let (mut parts, mut numbers, mut unknown) = (Parts::default(), Vec::new(), false);
    let tokens = tokens(text);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match *token {
            Token::Number(value, digits) => numbers.push((value, digits)),
            Token::Mark('~') => parts.about = true,
            Token::Mark('?') => parts.perhaps = true,
            Token::Mark('-' | '/' | '.' | ',' | '(' | ')') => {}
            Token::Mark(_) => return None,
            Token::Word(word) => {
                let two = match tokens.get(at) {
                    Some(Token::Word(next)) => month_named(&format!("{word} {next}")),
                    _ => None,
                };
                at += usize::from(two.is_some());
                let third = THIRDS.iter().position(|words| words.contains(word));
                match two.or_else(|| month_named(word)) {
                    Some(month) if parts.month.is_none() => parts.month = Some(month),
                    Some(_) => return None,
                    None if third.is_some() && parts.third.is_none() => parts.third = third,
                    None if UNKNOWN_WORDS.contains(word) => unknown = true,
                    None if ABOUT.contains(word) => parts.about = true,
                    None if PERHAPS.contains(word) => parts.perhaps = true,
                    None if FILLING.contains(word) => {}
                    None => return None,
                }
            }
        }
    }
    if unknown && numbers.is_empty() {
        return Some(Said::Unknown);
    }
    let is_year = |(_, digits): &(u32, usize)| *digits == 4;
    match (parts.month, numbers.as_slice()) {
        (None, [(value, 8)]) => {
            parts.set(value / 10_000, value / 100 % 100, value % 100);
        }
        (_, []) => {}
        (_, [year]) if is_year(year) => parts.year = Some(year.0),
        (_, [(day, ..=2)]) => parts.day = Some(*day),
        (None, [year, (month, ..=2)] | [(month, ..=2), year]) if is_year(year) => parts.set(year.0, *month, 0),
        (Some(month), [year, (day, ..=2)] | [(day, ..=2), year]) if is_year(year) => parts.set(year.0, month, *day),
        (None, [year, (month, ..=2), (day, ..=2)]) if is_year(year) => parts.set(year.0, *month, *day),
        (None, [(first, ..=2), (second, ..=2), year]) if is_year(year) => {
            let (first, second) = (*first, *second);
            match order {
                Some(NumberOrder::MonthFirst) => parts.set(year.0, first, second),
                Some(NumberOrder::DayFirst) => parts.set(year.0, second, first),
                // A number that no month has is the day.
                None if second > 12 => parts.set(year.0, first, second),
                None => {
                    parts.set(year.0, second, first);
                    parts.unordered = first <= 12 && first != second;
                }
            }
        }
        (Some(_), [(..=31, ..=2), (_, 2)]) | (None, [(..=31, ..=2), (..=31, ..=2), (_, 2)]) => {
            return Some(Said::TwoDigitYear);
        }
        _ => return None,
    }
    Some(Said::Parts(parts))
}

impl Parts {
    /// Sets what is known: nought stands for what is not.
    fn set(&mut self, year: u32, month: u32, day: u32) {
        let known = |n: u32| Some(n).filter(|n| *n > 0);
        (self.year, self.month, self.day) = (known(year), known(month), known(month).and(known(day)));
    }

    /// What is missing, from another date.
    const fn filled_from(mut self, other: Self) -> Self {
        if self.year.is_none() {
            self.year = other.year;
            if self.month.is_none() && self.day.is_some() {
                self.month = other.month;
            }
        }
        self
    }
}

/// The date that its parts make.
fn date(parts: Parts) -> Option<Meant> {
    let year = parts.year?;
    if !i32::try_from(year).is_ok_and(|year| YEARS.contains(&year)) {
        return Some(Meant::OtherYear(year));
    }
    let edtf = Date::read;
    if let Some(third) = parts.third {
        return match (parts.month, parts.day) {
            (_, Some(_)) => None,
            (None, None) => {
                let first = 1 + 4 * third;
                edtf(&format!("[{year}-{first:02}..{year}-{:02}]", first + 3)).map(Meant::Third)
            }
            (Some(month), None) => {
                let month = format!("{year}-{month:02}");
                let last = edtf(&month)?.latest().day();
                let (first, last) = [(1, 10), (11, 20), (21, last)][third];
                edtf(&format!("[{month}-{first:02}..{month}-{last:02}]")).map(Meant::Third)
            }
        };
    }
    let sure = match (parts.about, parts.perhaps) {
        (false, false) => "",
        (true, false) => "~",
        (false, true) => "?",
        (true, true) => "%",
    };
    match (parts.month, parts.day) {
        (None, _) => edtf(&format!("{year}{sure}")).map(Meant::Date),
        (Some(month), None) => edtf(&format!("{year}-{month:02}{sure}")).map(Meant::Date),
        (Some(month), Some(day)) if parts.unordered => {
            let ymd = |month, day| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
            Some(Meant::Either { day_first: ymd(month, day)?, month_first: ymd(day, month)? })
        }
        (Some(month), Some(day)) => match edtf(&format!("{year}-{month:02}-{day:02}{sure}")) {
            Some(date) => Some(Meant::Date(date)),
            None => edtf(&format!("{year}-{month:02}")).map(Meant::NoSuchDay),
        },
    }
}

/// Reads a text that says two dates, or one and that it is a beginning.
fn several(text: &str, order: Option<NumberOrder>) -> Option<Meant> {
    let (first, rest) = text.split_once(' ').unwrap_or(("", text));
    if SINCE.contains(first)
        && let Some(Meant::Date(since)) = one(rest, order)
    {
        return Date::read(&format!("{since}/..")).map(Meant::Date);
    }
    if BETWEEN.contains(first) {
        let (from, to) = pair(rest, &|word| AND.contains(word), order)?;
        return Date::read(&format!("[{from}..{to}]")).map(Meant::Date);
    }
    if let Some((one, other)) = pair(text, &|word| OR.contains(word), order) {
        let (one, other) = if one.earliest() <= other.earliest() { (one, other) } else { (other, one) };
        return Date::read(&format!("[{one},{other}]")).map(Meant::Date);
    }
    let text = if FROM.contains(first) { rest } else { text };
    let (from, to) = pair(text, &|word| UNTIL.contains(word) || matches!(word, "-" | "/"), order)?;
    // Neither way of writing it is refused.
    let whole = Date::read(&format!("{from}/{to}")).is_some() && Date::read(&format!("[{from}..{to}]")).is_some();
    whole.then_some(Meant::Between(from, to))
}

/// Two dates with a word or a dash between them; what the first leaves out is as in the second.
fn pair(text: &str, is_between: &dyn Fn(&str) -> bool, order: Option<NumberOrder>) -> Option<(Date, Date)> {
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let words = spaces.filter_map(|at| {
        let (word, after) = text[at + 1..].split_once(' ')?;
        is_between(word).then_some((&text[..at], after))
    });
    let dashes = text.match_indices('-').filter(|_| is_between("-")).map(|(at, _)| (&text[..at], &text[at + 1..]));
    words.chain(dashes).find_map(|(from, to)| {
        let (Some(Said::Parts(from)), Some(Said::Parts(to))) = (parts(from.trim(), order), parts(to.trim(), order))
        else {
            return None;
        };
        match (date(from.filled_from(to))?, date(to)?) {
            (Meant::Date(from), Meant::Date(to)) => Some((from, to)),
            _ => None,
        }
    })
}
