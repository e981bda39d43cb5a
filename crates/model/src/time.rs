//! Time as a value: UTC microseconds inside, RFC 3339 outside, calendar months.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_HOUR: i64 = 3_600 * MICROS_PER_SECOND;
const MICROS_PER_DAY: i64 = 24 * MICROS_PER_HOUR;

/// A moment: microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// Why a string is not a moment.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a time; write it like 2026-11-21T09:30:00Z")]
pub struct NotATime(pub String);

impl Time {
    pub const fn from_micros(micros: i64) -> Time {
        Time(micros)
    }

    pub const fn from_millis(millis: i64) -> Time {
        Time(millis.saturating_mul(1000))
    }

    pub const fn from_seconds(seconds: i64) -> Time {
        Time(seconds.saturating_mul(MICROS_PER_SECOND))
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND)
    }

    /// Whole hours since 1970 UTC.
    pub const fn hour(self) -> i64 {
        self.0.div_euclid(MICROS_PER_HOUR)
    }

    /// Whole days since 1970 UTC.
    pub const fn day(self) -> i64 {
        self.0.div_euclid(MICROS_PER_DAY)
    }

    pub const fn plus_seconds(self, seconds: i64) -> Time {
        Time(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }

    /// The calendar month, UTC.
    pub fn month(self) -> Month {
        let (year, month, _) = civil_from_days(self.day());
        Month { year, month }
    }

    /// Year, month and day, UTC.
    pub fn date(self) -> (i32, u8, u8) {
        civil_from_days(self.day())
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let micros = self.0.rem_euclid(MICROS_PER_DAY);
        let seconds = micros / MICROS_PER_SECOND;
        write!(f, "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        match micros % MICROS_PER_SECOND {
            0 => write!(f, "Z"),
            fraction if fraction % 1000 == 0 => write!(f, ".{:03}Z", fraction / 1000),
            fraction => write!(f, ".{fraction:06}Z"),
        }
    }
}

impl FromStr for Time {
    type Err = NotATime;

    /// Reads RFC 3339, or a bare date as midnight UTC.
    fn from_str(written: &str) -> Result<Time, NotATime> {
        let written = written.trim();
        if let Ok(at) = written.parse::<jiff::Timestamp>() {
            return Ok(Time(at.as_microsecond()));
        }
        let date: jiff::civil::Date = written.parse().map_err(|_| NotATime(written.chars().take(40).collect()))?;
        if written.len() != 10 {
            return Err(NotATime(written.chars().take(40).collect()));
        }
        Ok(Time(days_from_civil(i32::from(date.year()), date.month() as u8, date.day() as u8) * MICROS_PER_DAY))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Time, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A calendar month, UTC, written `2024-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i32,
    pub month: u8,
}

/// Why a string is not a month.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a month; write it like 2024-03")]
pub struct NotAMonth(pub String);

impl Month {
    /// Months since January 1970.
    pub const fn number(self) -> i64 {
        (self.year as i64 - 1970) * 12 + self.month as i64 - 1
    }

    /// The first moment of the month.
    pub fn start(self) -> Time {
        Time(days_from_civil(self.year, self.month, 1) * MICROS_PER_DAY)
    }

    /// The first moment after the month.
    pub fn end(self) -> Time {
        self.next().start()
    }

    pub fn next(self) -> Month {
        if self.month == 12 { Month { year: self.year + 1, month: 1 } } else { Month { month: self.month + 1, ..self } }
    }

    pub fn previous(self) -> Month {
        if self.month == 1 { Month { year: self.year - 1, month: 12 } } else { Month { month: self.month - 1, ..self } }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(written: &str) -> Result<Month, NotAMonth> {
        let refuse = || NotAMonth(written.chars().take(40).collect());
        let (year, month) = written.split_once('-').ok_or_else(refuse)?;
        if year.len() != 4 || month.len() != 2 || !written.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(refuse());
        }
        let (year, month) = (year.parse().map_err(|_| refuse())?, month.parse().map_err(|_| refuse())?);
        if !(1970..=9998).contains(&year) || !(1..=12).contains(&month) {
            return Err(refuse());
        }
        Ok(Month { year, month })
    }
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar (Howard Hinnant's
/// `days_from_civil`).
fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date of a day counted from 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u8;
    ((year_of_era + era * 400 + i64::from(month <= 2)) as i32, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_back_as_it_was_written() {
        for written in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59.123Z", "2026-11-21T09:30:00.000001Z"] {
            assert_eq!(written.parse::<Time>().map(|at| at.to_string()), Ok(written.to_owned()));
        }
        assert_eq!("2024-03-01".parse::<Time>().map(|at| at.to_string()), Ok("2024-03-01T00:00:00Z".to_owned()));
        assert!("yesterday".parse::<Time>().is_err());
    }

    #[test]
    fn every_day_of_four_centuries_has_one_date() {
        for days in -146_097..146_097 {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn months_join_without_a_gap() {
        let december = Month { year: 2023, month: 12 };
        assert_eq!(december.end(), december.next().start());
        assert_eq!(december.next().previous(), december);
        assert_eq!(december.next().start().to_string(), "2024-01-01T00:00:00Z");
        assert!("2024-13".parse::<Month>().is_err() && "24-03".parse::<Month>().is_err());
    }
}
