//! What happens in the world: releases, incidents, the rhythm of days and weeks, and how often people
//! write about what.

use model::Time;

const DAY: f64 = 86_400.0;

/// Slots that the stream fills itself; all others come from the phrase books.
pub(crate) const KNOWN_SLOTS: [&str; 6] = ["fw", "fwold", "nest", "me", "name", "nl"];

/// Something that makes many people write at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    pub title: &'static str,
    /// The topic that people write about.
    pub topic: &'static str,
    pub from: Time,
    /// When little is left of it.
    pub to: Time,
    half_life_s: f64,
    /// Conversations at its height, as a multiple of a usual day's.
    strength: f64,
}

/// Title, topic, when it begins within the world (of 1), half-life in days, strength.
const INCIDENTS: [(&str, &str, f64, f64, f64); 6] = [
    ("Nest cloud down for an evening", "cloud", 0.28, 0.3, 7.0),
    ("Nest 3.2 crashes on Android", "appcrash", 0.40, 2.0, 1.3),
    ("Tape mode arrives", "tape", 0.55, 4.5, 0.8),
    ("Firmware 2.4 lets the clock drift", "clock", 0.667, 4.0, 1.2),
    ("Parcels stuck at the warehouse", "shipping", 0.79, 8.0, 0.6),
    ("The Heron Mini is announced", "mini", 0.89, 3.5, 0.7),
];

/// The last incident is under way when the world ends, so that today has something to tell.
const LAST: (&str, &str, f64, f64, f64) = ("Saving a patch freezes the Heron", "freeze", -3.9, 3.0, 1.3);

const FIRMWARE: [&str; 12] =
    ["2.0", "2.0.1", "2.1", "2.1.1", "2.2", "2.2.1", "2.3", "2.3.1", "2.4", "2.4.1", "2.5", "2.5.1"];
const NEST: [&str; 10] = ["3.0", "3.0.2", "3.1", "3.1.1", "3.2", "3.2.1", "3.3", "3.3.1", "3.4", "3.5"];

/// The incidents of a world between two moments.
pub(crate) fn incidents(from: Time, now: Time) -> Vec<Incident> {
    let span = (now.micros() - from.micros()) as f64 / 1e6;
    // In a world of one month everything happens faster.
    let pace = (span / (365.0 * DAY)).clamp(0.25, 1.0);
    let build = |(title, topic, at, days, strength): (&'static str, &'static str, f64, f64, f64)| {
        let half_life_s = days * DAY * pace;
        let begins = if at < 0.0 { span + at * DAY } else { at * span };
        // Releases come out in working hours, and so does trouble.
        let begins = from.plus_seconds(begins as i64);
        let begins = Time(begins.micros() - begins.micros().rem_euclid(86_400_000_000) + 38 * 3_600_000_000);
        let (from, to) = (begins, begins.plus_seconds((5.0 * half_life_s) as i64));
        Incident { title, topic, from, to: to.min(now), half_life_s, strength }
    };
    INCIDENTS.into_iter().chain([LAST]).map(build).collect()
}

impl Incident {
    /// Conversations at a moment, as a multiple of the usual ones.
    pub(crate) fn pull(&self, at: Time) -> f64 {
        if at < self.from || at > self.to {
            return 0.0;
        }
        let seconds = (at.micros() - self.from.micros()) as f64 / 1e6;
        // The first hours: people have to notice.
        let rise = (seconds / (self.half_life_s * 0.15)).min(1.0);
        self.strength * rise * 0.5_f64.powf(seconds / self.half_life_s)
    }
}

/// Firmware now, firmware before, and the app, at a share of the world's span.
pub(crate) fn versions(share: f64) -> (&'static str, &'static str, &'static str) {
    let at = |list: &[&'static str], share: f64| {
        let place = (share * list.len() as f64) as usize;
        (list[place.min(list.len() - 1)], list[place.min(list.len() - 1).saturating_sub(1)])
    };
    let (now, before) = at(&FIRMWARE, share);
    (now, before, at(&NEST, share).0)
}

/// How much is written in each UTC hour of a day, by Europeans and Americans: mean 1.
const HOURS: [f64; 24] = [
    0.55, 0.42, 0.34, 0.28, 0.24, 0.3, 0.48, 0.75, 1.0, 1.15, 1.2, 1.2, 1.15, 1.15, 1.2, 1.25, 1.3, 1.4, 1.6, 1.75,
    1.7, 1.45, 1.1, 0.79,
];
/// From Monday: instruments are played on weekends, and written about on Sunday evening.
const WEEKDAYS: [f64; 7] = [1.02, 1.0, 0.98, 0.97, 0.9, 1.03, 1.16];
/// From January: presents in December and what follows, holidays in summer.
const MONTHS: [f64; 12] = [1.25, 1.08, 1.0, 0.97, 0.92, 0.86, 0.78, 0.8, 0.98, 1.04, 1.12, 1.2];

/// How busy an hour is, beside a mean of about 1.
pub(crate) fn rhythm(hour: Time) -> f64 {
    let (_, month, _) = hour.date();
    // 1970-01-01 was a Thursday, the day 3 of a week that begins on Monday.
    let weekday = (hour.day() + 3).rem_euclid(7) as usize;
    HOURS[hour.hour().rem_euclid(24) as usize] * WEEKDAYS[weekday] * MONTHS[usize::from(month) - 1]
}

/// How often people start to write about a topic when nothing happens.
pub(crate) fn popularity(topic: &str) -> f64 {
    match topic {
        "battery" | "daw" | "update" => 2.2,
        "sampling" | "midi" | "undo" | "sound" | "track" => 1.8,
        "listening" | "desk" | "jam" | "finishing" | "weather" | "firstmachine" => 0.8,
        "hello" => 0.9,
        // These come with their incident, not before.
        "clock" | "appcrash" | "freeze" | "cloud" | "tape" | "mini" => 0.0,
        "press" | "privacy" | "trademark" => 2.2,
        "shipping" => 0.8,
        "seo" | "coins" | "followers" => 1.7,
        "insult" => 0.5,
        _ => 1.0,
    }
}
