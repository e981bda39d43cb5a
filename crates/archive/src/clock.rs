//! The clock that wrote times without a zone.

use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use model::Time;

/// No clock is further ahead of or behind UTC.
const MINUTES_MAX: i32 = 14 * 60;

/// A clock that shows the time of a place, or of a distance from UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock(Zone);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Zone {
    /// Seconds ahead of UTC.
    Ahead(i32),
    Named(TimeZone),
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::ahead(0)
    }
}

impl Clock {
    /// A clock so many seconds ahead of UTC.
    pub const fn ahead(seconds: i32) -> Clock {
        Clock(Zone::Ahead(seconds))
    }

    /// A number of minutes ahead of UTC, or the name of a zone as the world's list of them has it (`Europe/Berlin`), in
    /// any letter case. Nothing says UTC.
    pub fn parse(written: &str) -> Option<Clock> {
        let written = written.trim();
        if written.is_empty() {
            return Some(Clock::default());
        }
        match written.parse::<i32>() {
            Ok(minutes) => (-MINUTES_MAX..=MINUTES_MAX).contains(&minutes).then(|| Clock::ahead(minutes * 60)),
            Err(_) => Clock::named(written),
        }
    }

    /// The clock of a zone in the world's list of them.
    pub(crate) fn named(name: &str) -> Option<Clock> {
        // tidy(swallow): a name that is not in the list is no zone
        tz::db().get(name).ok().map(|zone| Clock(Zone::Named(zone)))
    }

    /// The moment at which it showed `local`, which is written as if it were UTC. Of an hour that it showed twice, the
    /// first; of one that it left out, as if it had not been put forward yet.
    pub(crate) fn moment(&self, local: Time) -> Time {
        match &self.0 {
            Zone::Ahead(seconds) => local.plus_seconds(-i64::from(*seconds)),
            Zone::Named(zone) => in_zone(zone, local).unwrap_or(local),
        }
    }

    /// How many seconds ahead of UTC it stood when it showed `local`.
    pub(crate) fn ahead_s(&self, local: Time) -> i32 {
        let ahead = local.seconds() - self.moment(local).seconds();
        i32::try_from(ahead).unwrap_or(0) // tidy(swallow): no zone is 68 years ahead
    }
}

fn in_zone(zone: &TimeZone, local: Time) -> Option<Time> {
    let at = Timestamp::from_microsecond(local.micros()).ok()?; // tidy(swallow): what no calendar has stays as it is
    let shown = at.to_zoned(TimeZone::UTC).datetime();
    let moment = zone.to_ambiguous_timestamp(shown).compatible().ok()?; // tidy(swallow): so does this
    Some(Time::from_micros(moment.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(written: &str) -> Time {
        Time::from_micros(written.parse::<Timestamp>().expect("a moment").as_microsecond())
    }

    #[test]
    fn a_place_has_its_summers_and_winters() {
        let berlin = Clock::parse("europe/berlin").expect("a zone");
        let moments = [
            ("2024-01-15T12:00:00Z", "2024-01-15T11:00:00Z"),
            ("2024-07-15T12:00:00Z", "2024-07-15T10:00:00Z"),
            // Shown twice, and left out.
            ("2024-10-27T02:30:00.5Z", "2024-10-27T00:30:00.5Z"),
            ("2024-03-31T02:30:00Z", "2024-03-31T01:30:00Z"),
        ];
        for (local, moment) in moments {
            assert_eq!(berlin.moment(at(local)), at(moment), "{local}");
        }
        assert_eq!(berlin.ahead_s(at("2024-07-15T12:00:00Z")), 7200);
    }

    #[test]
    fn minutes_are_ahead_of_utc_and_what_is_no_zone_is_none() {
        let local = at("2024-01-15T12:00:00Z");
        let moment = |written: &str| Clock::parse(written).map(|clock| clock.moment(local));
        assert_eq!(moment(""), Some(local));
        assert_eq!(moment(" 330 "), Some(at("2024-01-15T06:30:00Z")));
        assert_eq!(moment("-60"), Some(at("2024-01-15T13:00:00Z")));
        for written in ["841", "-9999", "noon", "Europe/Berln", "99999999999", "../etc/passwd"] {
            assert_eq!(moment(written), None, "{written}");
        }
    }
}
