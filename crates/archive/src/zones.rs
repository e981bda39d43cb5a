//! Time zones as calendars write them: VTIMEZONE with yearly rules.

use std::collections::HashMap;

use model::Time;

use crate::clock::Clock;
use crate::dates::{self, Order};
use crate::properties::Component;

const DAY_S: i64 = 86_400;
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The zones of one calendar.
pub(crate) struct Zones {
    zones: HashMap<String, Vec<Change>>,
    /// For times without a zone, or of an unknown one.
    pub(crate) otherwise: Clock,
}

/// When a zone's clock is put to another offset.
struct Change {
    /// The first time, by the clock before.
    first: Time,
    to_s: i32,
    from_s: i32,
    rule: Option<Yearly>,
}

/// `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`.
struct Yearly {
    month: u8,
    /// Monday is 0.
    weekday: i64,
    /// Which of the month, from its end when negative.
    which: i64,
    until_year: i32,
}

impl Zones {
    pub(crate) fn new(otherwise: Clock) -> Zones {
        Zones { zones: HashMap::new(), otherwise }
    }

    pub(crate) fn add(&mut self, zone: &Component) {
        let Some(name) = zone.texts("TZID").into_iter().next() else { return };
        let changes = zone.inside.iter().filter_map(|change| {
            let first = change.find("DTSTART")?.value();
            Some(Change {
                first: dates::of_any_year(first.trim())?,
                to_s: offset(&change.find("TZOFFSETTO")?.value())?,
                from_s: offset(&change.find("TZOFFSETFROM")?.value())?,
                rule: change.find("RRULE").and_then(|rule| yearly(&rule.value())),
            })
        });
        self.zones.insert(name.trim_matches('"').to_owned(), changes.collect());
    }

    /// How far ahead of UTC a clock in the zone stands that shows `local`. `None` where the zone is not known.
    pub(crate) fn offset_s(&self, zone: &str, local: Time) -> Option<i32> {
        let told = self.zones.get(zone).filter(|changes| !changes.is_empty());
        let Some(changes) = told else {
            return dates::zone_offset_s(zone).or_else(|| Clock::named(zone).map(|clock| clock.ahead_s(local)));
        };
        let latest = changes.iter().filter_map(|change| Some((change.last_before(local)?, change.to_s))).max();
        let earliest = || changes.iter().min_by_key(|change| change.first).map(|change| change.from_s);
        latest.map(|(_, to_s)| to_s).or_else(earliest)
    }
}

impl Change {
    /// The last time up to `local` at which the clock was put.
    fn last_before(&self, local: Time) -> Option<Time> {
        let (year, ..) = local.date();
        let yearly = self.rule.as_ref().and_then(|rule| {
            let clock = self.first.seconds().rem_euclid(DAY_S);
            let years = [year, year - 1].into_iter().filter(|year| *year <= rule.until_year);
            let mut moments = years.filter_map(|year| Some(Time::from_seconds(rule.day(year)? * DAY_S + clock)));
            moments.find(|at| *at <= local && *at >= self.first)
        });
        yearly.or(Some(self.first).filter(|first| *first <= local))
    }
}

impl Yearly {
    /// The day of a year on which the rule falls, counted from 1970.
    fn day(&self, year: i32) -> Option<i64> {
        let midnight = |year: i32, month: u8| {
            dates::parse(&format!("{year:04}-{month:02}-01"), Order::YearFirst, 0).map(|at| at.seconds() / DAY_S)
        };
        let first = midnight(year, self.month)?;
        let next = if self.month == 12 { midnight(year + 1, 1)? } else { midnight(year, self.month + 1)? };
        // The first of January 1970 was a Thursday.
        let weekday = |day: i64| (day + 3).rem_euclid(7);
        if self.which > 0 {
            return Some(first + (self.weekday - weekday(first)).rem_euclid(7) + (self.which - 1) * 7);
        }
        let last = next - 1;
        Some(last - (weekday(last) - self.weekday).rem_euclid(7) + (self.which + 1) * 7)
    }
}

/// `+0130` in seconds.
fn offset(written: &str) -> Option<i32> {
    let written = written.trim();
    let (sign, digits) = match written.as_bytes().first()? {
        b'-' => (-1, &written[1..]),
        b'+' => (1, &written[1..]),
        _ => (1, written),
    };
    // tidy(swallow): what is no offset makes the zone unknown
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i32>().ok());
    Some(sign * (number(0..2)? * 3600 + number(2..4)? * 60 + number(4..6).unwrap_or(0)))
}

fn yearly(rule: &str) -> Option<Yearly> {
    let part = |name: &str| rule.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    if part("FREQ")? != "YEARLY" {
        return None;
    }
    let day = part("BYDAY")?;
    let (which, name) = day.split_at_checked(day.len().checked_sub(2)?)?;
    Some(Yearly {
        month: part("BYMONTH")?.parse().ok().filter(|month| (1..=12).contains(month))?, // tidy(swallow): no rule that is known
        weekday: WEEKDAYS.iter().position(|known| *known == name)? as i64,
        which: which.parse().ok().filter(|which: &i64| *which != 0 && which.abs() <= 5)?, // tidy(swallow): as above
        until_year: part("UNTIL").and_then(|until| until.get(..4)?.parse().ok()).unwrap_or(i32::MAX), // tidy(swallow): as above
    })
}
