//! Dates as people and programs write them; what is not certain is no date at all.
// tidy(swallow): what is no date is an answer here, `None`; the reader counts it as such

use jiff::civil;
use model::Time;

use crate::clock::Clock;
use crate::dates_short;

/// Which comes first in a date of three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Nobody knows: only a date that can be read in one way is read.
    Unknown,
    DayFirst,
    MonthFirst,
    YearFirst,
}

/// The end of the year 2100: a larger number of seconds is no time of a message.
const SECONDS_MAX: i64 = 4_133_980_800;
/// Numbers are taken for the unit in which they lie between 1973 and 2100.
const SECONDS_MIN: i64 = 100_000_000;
const WRITTEN_BYTES_MAX: usize = 80;

/// Reads a date with a time, or a date alone as its midnight. A time without a zone is taken as
/// `zone_offset_s` ahead of UTC.
pub(crate) fn parse(written: &str, order: Order, zone_offset_s: i32) -> Option<Time> {
    parse_by(written, order, &Clock::ahead(zone_offset_s))
}

/// The same, where a time without a zone is one of `clock`.
pub(crate) fn parse_by(written: &str, order: Order, clock: &Clock) -> Option<Time> {
    let written = written.trim();
    if written.is_empty() || written.len() > WRITTEN_BYTES_MAX {
        return None;
    }
    if let Some(spaced) = dates_short::unpacked(written) {
        return parse_by(&spaced, order, clock);
    }
    if is_number(written) {
        return epoch(written);
    }
    let time = match fast_rfc3339(written) {
        Some(time) => time,
        None => Words::split(written, order)?.time(clock)?,
    };
    (0..=SECONDS_MAX).contains(&time.seconds()).then_some(time)
}

/// `16010101T030000` of any year from 1 on: the beginning of a rule, which is no time of a message.
pub(crate) fn of_any_year(packed: &str) -> Option<Time> {
    let number = |range: std::ops::Range<usize>| packed.get(range)?.parse::<i32>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let (hour, minute, second) =
        if packed.get(8..9) == Some("T") { (number(9..11)?, number(11..13)?, number(13..15)?) } else { (0, 0, 0) };
    Words { year, month, day, hour, minute, second, micros: 0, zone: None }.time(&Clock::default())
}

/// How far ahead of UTC a zone is whose name says it: `UTC`, `GMT+0200`, `UTC+03:00`, `Etc/GMT-2`.
pub(crate) fn zone_offset_s(name: &str) -> Option<i32> {
    let (plain, sign) = name.strip_prefix("Etc/").map_or((name, 1), |plain| (plain, -1));
    let end = plain.find(['+', '-']).unwrap_or(plain.len());
    let (word, number) = plain.split_at(end);
    if !matches!(word.trim(), "UTC" | "GMT" | "Z" | "UCT" | "Universal" | "Zulu" | "Greenwich" | "") || plain.is_empty()
    {
        return None;
    }
    if number.is_empty() {
        return Some(0);
    }
    let (offset_s, used) = numbered_zone(number)?;
    (used == number.len()).then_some(sign * offset_s)
}

/// Whether a text is one number; `05.04.2024` and `5.4.24` are three.
fn is_number(written: &str) -> bool {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
}

/// A number of seconds, milliseconds, microseconds or nanoseconds since 1970, told by its size.
fn epoch(written: &str) -> Option<Time> {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    let number: i64 = whole.parse().ok()?;
    let fits = |unit: i64| (SECONDS_MIN..=SECONDS_MAX).contains(&(number / unit));
    if fits(1) {
        let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
        return Some(Time::from_micros(number * 1_000_000 + digits.parse::<i64>().ok()?));
    }
    match number {
        ms if fits(1_000) => Some(Time::from_millis(ms)),
        us if fits(1_000_000) => Some(Time::from_micros(us)),
        ns if fits(1_000_000_000) => Some(Time::from_micros(ns / 1000)),
        _ => None,
    }
}

/// The form that most machines write, with a zone: `2024-03-01T12:00:00Z`.
fn fast_rfc3339(written: &str) -> Option<Time> {
    let bytes = written.as_bytes();
    if bytes.len() < 20 || bytes[4] != b'-' || !matches!(bytes[10], b'T' | b't') {
        return None;
    }
    written.parse::<jiff::Timestamp>().ok().map(|at| Time::from_micros(at.as_microsecond()))
}

/// A written date taken apart.
struct Words {
    year: i32,
    month: i32,
    day: i32,
    hour: i32,
    minute: i32,
    second: i32,
    micros: i64,
    /// Seconds ahead of UTC, where the text says so.
    zone: Option<i32>,
}

impl Words {
    fn split(written: &str, order: Order) -> Option<Words> {
        let mut words = Words { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, micros: 0, zone: None };
        let cleaned = clean(written);
        let rest = words.take_clock(&cleaned)?;
        words.take_date(&rest, order)?;
        Some(words)
    }

    fn time(&self, by: &Clock) -> Option<Time> {
        let field = |value: i32| i8::try_from(value).ok();
        let date = civil::Date::new(i16::try_from(self.year).ok()?, field(self.month)?, field(self.day)?).ok()?;
        // A leap second counts as the second before it.
        let second = self.second.min(59);
        let clock = civil::Time::new(field(self.hour)?, field(self.minute)?, field(second)?, 0).ok()?;
        let utc = date.to_datetime(clock).to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_microsecond();
        let local = Time::from_micros(utc + self.micros);
        Some(match self.zone {
            Some(ahead_s) => local.plus_seconds(-i64::from(ahead_s)),
            None => by.moment(local),
        })
    }

    /// Finds `12:34`, `12:34:56.789`, `9.05 PM`, with the zone behind it, and gives the text without.
    fn take_clock(&mut self, written: &str) -> Option<String> {
        let Some((start, end)) = find_clock(written) else { return Some(written.to_owned()) };
        let (clock, fraction) = match written[start..end].split_once(['.', ',']) {
            Some((clock, fraction)) if clock.contains(':') => (clock, fraction),
            _ => (&written[start..end], ""),
        };
        let mut numbers = clock.split([':', '.']).map(|part| part.parse::<i32>().ok());
        self.hour = numbers.next()??;
        self.minute = numbers.next()??;
        self.second = numbers.next().unwrap_or(Some(0))?;
        if !fraction.is_empty() {
            let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
            self.micros = digits.parse().ok()?;
        }
        let before = written[..start].trim_end_matches([' ', ',']);
        let before = before
            .strip_suffix(['T', 't'])
            .filter(|date| date.ends_with(|last: char| last.is_ascii_digit()))
            .unwrap_or(before);
        let after = self.take_half_of_day(written[end..].trim_start())?;
        let (year, after) = year_before(after.trim_start());
        let after = self.take_zone(after);
        Some(format!("{before} {year} {after}"))
    }

    fn take_half_of_day<'a>(&mut self, after: &'a str) -> Option<&'a str> {
        const MORNING: [&str; 4] = ["a.m.", "a. m.", "am", "vorm."];
        const AFTERNOON: [&str; 4] = ["p.m.", "p. m.", "pm", "nachm."];
        let starts = |word: &&str| {
            let rest = after.get(word.len()..).filter(|_| after.is_char_boundary(word.len()));
            let ends = rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()));
            ends && after[..word.len()].eq_ignore_ascii_case(word)
        };
        let (word, afternoon) =
            match (MORNING.iter().find(|word| starts(word)), AFTERNOON.iter().find(|word| starts(word))) {
                (Some(word), _) => (word, 0),
                (_, Some(word)) => (word, 12),
                _ => return Some(after),
            };
        // `13:05 PM` says it twice.
        if self.hour > 12 {
            return Some(&after[word.len()..]).filter(|_| afternoon > 0 && self.hour < 24);
        }
        self.hour = self.hour % 12 + afternoon;
        Some(&after[word.len()..])
    }

    /// Takes `Z`, `UTC`, `+02:00`, `-0700`, `(CEST)` away and notes what it says.
    fn take_zone<'a>(&mut self, after: &'a str) -> &'a str {
        let word_end = after.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(after.len());
        let mut rest = after;
        if let Some(zone) = named_zone(&after[..word_end]) {
            self.zone = Some(zone);
            rest = after[word_end..].trim_start();
        }
        if let Some((zone, end)) = numbered_zone(rest) {
            self.zone = Some(zone);
            rest = rest[end..].trim_start();
            // Go writes the zone twice: `+0000 UTC`, `+0100 +0100`.
            let word_end = rest.find(' ').unwrap_or(rest.len());
            let again = numbered_zone(rest).map(|(_, end)| end).or(named_zone(&rest[..word_end]).map(|_| word_end));
            rest = again.map_or(rest, |end| rest[end..].trim_start());
        }
        // A comment behind the zone: `+0200 (CEST)`.
        if self.zone.is_some() && rest.starts_with('(') {
            rest.find(')').map_or("", |end| &rest[end + 1..])
        } else {
            rest
        }
    }

    fn take_date(&mut self, written: &str, order: Order) -> Option<()> {
        let mut numbers: Vec<&str> = Vec::new();
        let mut month = None;
        for word in written.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                numbers.push(word);
            } else if let Some(day) = ordinal(word) {
                numbers.push(day);
            } else if let Some(found) = month_named(word) {
                // French, Italian and Spanish begin with a Tuesday: `mar. déc. 26`.
                month = Some(found).filter(|_| month.is_none_or(|month| month == found || month == MARCH));
                month?;
            } else if !is_filler(word) {
                return None;
            }
        }
        match (month, numbers.as_slice()) {
            (Some(month), [first, second]) => self.set_named(month, first, second),
            (None, [a, b, c]) => self.set_numbers([a, b, c], order, written.contains('.')),
            (None, [packed]) if packed.len() == 8 => {
                self.set_numbers([&packed[..4], &packed[4..6], &packed[6..]], order, false)
            }
            _ => None,
        }
    }

    fn set_named(&mut self, month: i32, first: &str, second: &str) -> Option<()> {
        let (day, year) = if first.len() == 4 { (second, first) } else { (first, second) };
        self.set(full_year(year)?, month, day.parse().ok()?)
    }

    fn set_numbers(&mut self, written: [&str; 3], order: Order, dotted: bool) -> Option<()> {
        let mut numbers = [0; 3];
        for (number, digits) in numbers.iter_mut().zip(written) {
            *number = digits.parse::<i32>().ok()?;
        }
        let [a, b, c] = numbers;
        if written[0].len() == 4 {
            return self.set(a, b, c);
        }
        if order == Order::YearFirst {
            return self.set(full_year(written[0])?, b, c);
        }
        let year = full_year(written[2])?;
        match order {
            _ if a > 12 => self.set(year, b, a),
            _ if b > 12 => self.set(year, a, b),
            Order::DayFirst => self.set(year, b, a),
            Order::MonthFirst => self.set(year, a, b),
            // Whoever writes dots writes the day first; 7/7/2024 is the same in both orders.
            _ if dotted || a == b => self.set(year, b, a),
            _ => None,
        }
    }

    fn set(&mut self, year: i32, month: i32, day: i32) -> Option<()> {
        (self.year, self.month, self.day) = (year, month, day);
        ((1970..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some(())
    }
}

/// What programs put between the parts: narrow spaces, marks of direction; digits of other scripts.
fn clean(written: &str) -> String {
    let letters = written.chars().filter(|letter| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'));
    letters.map(|letter| if letter.is_whitespace() { ' ' } else { western_digit(letter) }).collect()
}

/// Arabic-Indic, Persian, Devanagari, Bengali, Thai, Burmese and Khmer digits as 0 to 9.
pub(crate) fn western_digit(letter: char) -> char {
    const ZEROS: [u32; 7] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1040, 0x17e0];
    let letter_number = letter as u32;
    let digit = ZEROS.iter().find_map(|zero| char::from_digit(letter_number.checked_sub(*zero)?, 10));
    digit.unwrap_or(letter)
}

/// Where the time of day begins and ends: the first `12:34`, else a `9.05` that is not part of a
/// date and has `AM` or `PM` behind it, or stands beside a month that has a name.
fn find_clock(written: &str) -> Option<(usize, usize)> {
    let bytes = written.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = 0;
    while at < bytes.len() {
        let hour = digits(at);
        if hour == 0 {
            at += 1;
            continue;
        }
        let colon = at + hour;
        let separator = bytes.get(colon).copied().unwrap_or(0);
        if matches!(hour, 1 | 2) && matches!(separator, b':' | b'.') && digits((colon + 1).min(bytes.len())) == 2 {
            let mut end = colon + 3;
            if bytes.get(end) == Some(&separator) && digits(end + 1) == 2 {
                end += 3;
            }
            let dotted = separator == b'.';
            let follows = written[end..].trim_start().to_ascii_lowercase();
            let is_date = dotted && !has_named_month(written) && {
                bytes.get(end) == Some(&b'.') || !(follows.starts_with('a') || follows.starts_with('p'))
            };
            if !dotted && bytes.get(end).is_some_and(|byte| matches!(byte, b'.' | b',')) && digits(end + 1) > 0 {
                end += 1 + digits(end + 1);
            }
            if !is_date {
                return Some((at, end));
            }
        }
        at = colon;
    }
    None
}

fn has_named_month(written: &str) -> bool {
    written.split(|letter: char| !letter.is_alphabetic()).any(|word| month_named(word).is_some())
}

/// A year that stands between the clock and the zone, as git writes it: `12:00:00 2024 +0100`.
fn year_before(after: &str) -> (&str, &str) {
    let (year, rest) = after.split_once(' ').unwrap_or((after, ""));
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    if is_year { (year, rest.trim_start()) } else { ("", after) }
}

/// Zone names that mean one thing; others are left to the caller's offset.
fn named_zone(word: &str) -> Option<i32> {
    let hours = match word.to_ascii_uppercase().as_str() {
        "Z" | "UTC" | "GMT" | "UT" | "WET" => 0,
        "CET" | "MEZ" | "MET" | "BST" | "WEST" => 1,
        "CEST" | "EET" | "MESZ" | "MEST" => 2,
        "EEST" | "MSK" => 3,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "AKST" => -9,
        "HST" => -10,
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        "NZST" => 12,
        "NZDT" => 13,
        _ => return None,
    };
    Some(hours * 3600)
}

/// `+02:00`, `+0200`, `-7`, and how many bytes it took.
fn numbered_zone(written: &str) -> Option<(i32, usize)> {
    let sign = match written.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let end =
        written[1..].find(|letter: char| !letter.is_ascii_digit() && letter != ':').map_or(written.len(), |at| at + 1);
    let digits: String = written[1..end].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        // `+100`: a nought was dropped.
        3 => (digits[..1].parse().ok()?, digits[1..].parse::<i32>().ok()?),
        4 | 6 => (digits[..2].parse().ok()?, digits[2..4].parse::<i32>().ok()?),
        _ => return None,
    };
    (hours <= 15 && minutes < 60).then_some((sign * (hours * 3600 + minutes * 60), end))
}

fn full_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

/// `1st`, `22nd`.
fn ordinal(word: &str) -> Option<&str> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending))?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// Months by the beginnings that no other month shares: English, French, German, Spanish,
/// Italian, Portuguese and Dutch.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrt", "maa"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mag", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "déc", "dez", "dic"],
];

const MARCH: i32 = 3;

pub(crate) fn month_named(word: &str) -> Option<i32> {
    let lower = word.to_lowercase();
    if lower.chars().count() < 3 {
        return None;
    }
    // `mars` and `marzo` are months, `Mardi` and `Martes` are days.
    if ["mardi", "martes", "martedi", "martedì"].contains(&lower.as_str()) {
        return None;
    }
    let found = MONTHS.iter().position(|names| names.iter().any(|name| lower.starts_with(name)))?;
    i32::try_from(found + 1).ok()
}

/// Days of the week and little words, which say nothing more.
const FILLERS: &str = "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday \
    at on of de del le à um uhr den lun mardi mer jeu ven sam dim lundi mercredi jeudi vendredi samedi \
    dimanche mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag the martes \
    lunes miércoles jueves viernes sábado domingo";

fn is_filler(word: &str) -> bool {
    let word = word.to_lowercase();
    FILLERS.split(' ').any(|filler| filler == word)
}

/// What the dates of a whole file say about the order of day and month.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    first_over_12: bool,
    second_over_12: bool,
    /// The pairs that could be read in both ways, with the year, in the order of the file.
    last: Option<[i32; 3]>,
    falls_if_day_first: u32,
    falls_if_month_first: u32,
}

impl Evidence {
    /// Takes the three numbers of one date as they are written.
    pub(crate) fn add(&mut self, numbers: [i32; 3]) {
        let [first, second, year] = numbers;
        self.first_over_12 |= first > 12;
        self.second_over_12 |= second > 12;
        if let Some(last) = self.last {
            // Messages stand in the order of time: the wrong reading makes the clock run backwards.
            let day_first = |numbers: [i32; 3]| [numbers[2], numbers[1], numbers[0]];
            let month_first = |numbers: [i32; 3]| [numbers[2], numbers[0], numbers[1]];
            self.falls_if_day_first += u32::from(day_first([first, second, year]) < day_first(last));
            self.falls_if_month_first += u32::from(month_first([first, second, year]) < month_first(last));
        }
        self.last = Some(numbers);
    }

    pub(crate) fn order(&self) -> Order {
        match (self.first_over_12, self.second_over_12) {
            (true, false) => Order::DayFirst,
            (false, true) => Order::MonthFirst,
            _ if self.falls_if_day_first < self.falls_if_month_first => Order::DayFirst,
            _ if self.falls_if_month_first < self.falls_if_day_first => Order::MonthFirst,
            _ => Order::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, order: Order, expected: &str) {
        let found = parse(written, order, 0).map_or("none".to_owned(), |time| time.to_string());
        assert_eq!(found, expected, "{written:?} {order:?}");
    }

    #[test]
    fn dates_read_as_people_and_programs_write_them() {
        for (written, expected) in [
            ("1519660926", "2018-02-26T16:02:06Z"),
            ("1519660926.000200", "2018-02-26T16:02:06.000200Z"),
            ("1519660926000", "2018-02-26T16:02:06Z"),
            ("1519660926000000", "2018-02-26T16:02:06Z"),
            ("1519660926000000000", "2018-02-26T16:02:06Z"),
            ("2024-03-01T12:00:00Z", "2024-03-01T12:00:00Z"),
            ("2024-03-01T12:00:00.250+02:00", "2024-03-01T10:00:00.250Z"),
            ("2024-03-01T12:00:00+0200", "2024-03-01T10:00:00Z"),
            ("2024-03-01 12:00:00", "2024-03-01T12:00:00Z"),
            ("2024-03-01 12:00:00 UTC", "2024-03-01T12:00:00Z"),
            ("2024-03-01 12:00:00.5 +0000 UTC", "2024-03-01T12:00:00.500Z"),
            ("2024-03-01 12:00:00 +0100 +0100", "2024-03-01T11:00:00Z"),
            ("2024-03-01 12:00:00.123456+00", "2024-03-01T12:00:00.123456Z"),
            ("2024-03-01T12:00", "2024-03-01T12:00:00Z"),
            ("2024/03/01 9:05", "2024-03-01T09:05:00Z"),
            ("2024-03-01", "2024-03-01T00:00:00Z"),
            ("20240301", "2024-03-01T00:00:00Z"),
            ("20240301T120000Z", "2024-03-01T12:00:00Z"),
            ("20240301T120000.5+0200", "2024-03-01T10:00:00.500Z"),
            ("20240301T1205", "2024-03-01T12:05:00Z"),
            ("20240301120005", "2024-03-01T12:00:05Z"),
            ("Tue Oct 31 23:36:20 +0000 2017", "2017-10-31T23:36:20Z"),
            ("Tue Oct 31 23:36:20 2017", "2017-10-31T23:36:20Z"),
            ("Tue, 31 Oct 2017 23:36:20 +0200 (CEST)", "2017-10-31T21:36:20Z"),
            ("31 Oct 2017 23:36 GMT", "2017-10-31T23:36:00Z"),
            ("Tue Oct 31 23:36:20 2017 +0200", "2017-10-31T21:36:20Z"),
            ("Tue Oct 31 23:36:20 2017 CET", "2017-10-31T22:36:20Z"),
            ("Tue, 31 Oct 2017 23:36:20 +200", "2017-10-31T21:36:20Z"),
            ("31 Oct 2017 23:36 NZDT", "2017-10-31T10:36:00Z"),
            ("Tue, 31 Oct 2017 23.36.20 +0200", "2017-10-31T21:36:20Z"),
            ("31. Oktober 2017, 23.36 Uhr", "2017-10-31T23:36:00Z"),
            ("October 31, 2017 at 11:36 PM", "2017-10-31T23:36:00Z"),
            ("Oct 31st, 2017 12:05 am", "2017-10-31T00:05:00Z"),
            ("31 octobre 2017 à 23:36", "2017-10-31T23:36:00Z"),
            ("mar. 26 déc. 2006 15:52:09", "2006-12-26T15:52:09Z"),
            ("31.10.2017, 23:36", "2017-10-31T23:36:00Z"),
            ("31.10.2017", "2017-10-31T00:00:00Z"),
            ("05.04.2024", "2024-04-05T00:00:00Z"),
            ("5.4.24", "2024-04-05T00:00:00Z"),
            ("2024.04.05", "2024-04-05T00:00:00Z"),
            ("01.02.2024 10:00", "2024-02-01T10:00:00Z"),
            ("31/10/2017", "2017-10-31T00:00:00Z"),
            ("10/31/17, 9:05 AM", "2017-10-31T09:05:00Z"),
            ("7/7/2024", "2024-07-07T00:00:00Z"),
            ("7/7/2024, 0:05 a. m.", "2024-07-07T00:05:00Z"),
            ("7/7/2024, 0:05 PM", "2024-07-07T12:05:00Z"),
            ("7/7/2024, 14:05 PM", "2024-07-07T14:05:00Z"),
        ] {
            check(written, Order::Unknown, expected);
        }
    }

    #[test]
    fn what_could_be_two_days_is_none_until_the_order_is_known() {
        check("01/02/2024 10:00", Order::Unknown, "none");
        check("01/02/2024 10:00", Order::DayFirst, "2024-02-01T10:00:00Z");
        check("1/2/24, 10:00\u{202f}PM", Order::MonthFirst, "2024-01-02T22:00:00Z");
        check("24/01/02 10:00", Order::YearFirst, "2024-01-02T10:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in [
            "",
            "0",
            "-5",
            "yesterday",
            "13/13/2024",
            "2024-02-30",
            "99999999999999999999",
            "12:30",
            "25:99 2024-01-01",
            "2024-01-01 14:05 AM",
            "5",
            "5.4",
            "1.2.3",
            "10.0.0.1",
            "45000.5",
            "20241304",
            "20240230",
            "19691231",
            "20240301T",
            "20240301T12",
            "20240301T250000",
        ] {
            check(written, Order::DayFirst, "none");
        }
    }

    #[test]
    fn a_whole_file_tells_day_from_month() {
        let mut evidence = Evidence::default();
        for day in [[1, 2, 2024], [5, 2, 2024], [9, 2, 2024], [1, 3, 2024], [8, 3, 2024]] {
            evidence.add(day);
        }
        assert_eq!(evidence.order(), Order::DayFirst);
        evidence.add([3, 25, 2024]);
        assert_eq!(evidence.order(), Order::MonthFirst);
    }
}
