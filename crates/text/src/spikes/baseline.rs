//! What a series usually is at this hour of the week, learned only from its past.

const HOUR_S: i64 = 3_600;
const HOURS_A_WEEK: usize = 168;
const HOURS_A_DAY: usize = 24;

/// Days after which what was seen counts half.
const LEVEL_HALF_LIFE_DAYS: f64 = 28.0;
const DAY_HALF_LIFE_DAYS: f64 = 56.0;
const WEEK_HALF_LIFE_DAYS: f64 = 84.0;
/// Hours of observation that the broader mean is worth beside an hour's own.
const DAY_PRIOR_HOURS: f64 = 12.0;
const WEEK_PRIOR_HOURS: f64 = 3.0;
/// An hour of the week learns at most this many times what was expected of it.
const WEEK_FACTOR_MAX: f64 = 3.0;

/// A mean that forgets: weighted sum and weight.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn keep(&mut self, value: f64, weight: f64, decay: f64) {
        self.sum = self.sum * decay + value * weight;
        self.weight = self.weight * decay + weight;
    }

    /// The mean, drawn towards `prior` as if that had been seen for `prior_weight`.
    fn towards(self, prior: f64, prior_weight: f64) -> f64 {
        (self.sum + prior * prior_weight) / (self.weight + prior_weight)
    }
}

/// Level, hour of the day and hour of the week, each shrunk to the one before.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    level: Mean,
    day: [Mean; HOURS_A_DAY],
    week: [Mean; HOURS_A_WEEK],
}

impl Baseline {
    pub(super) fn new() -> Self {
        Self { level: Mean::default(), day: [Mean::default(); HOURS_A_DAY], week: [Mean::default(); HOURS_A_WEEK] }
    }

    /// The expected value of the bin at `at_s` (seconds of the epoch); none before anything was seen.
    pub(super) fn expected(&self, at_s: i64) -> Option<f64> {
        if self.level.weight <= 0.0 {
            return None;
        }
        let (day, week) = hours(at_s);
        let level = self.level.towards(0.0, 0.0);
        Some(self.week[week].towards(self.day[day].towards(level, DAY_PRIOR_HOURS), WEEK_PRIOR_HOURS))
    }

    /// Learns the bin at `at_s`, which stands for `hours_seen` of time.
    pub(super) fn learn(&mut self, at_s: i64, value: f64, hours_seen: f64) {
        self.keep(at_s, value, (hours_seen, hours_seen));
    }

    /// The same for a bin that is news: for its hour of the week it weighs no more than an hour. A bin of a day weighs 24,
    /// and one event would be missed, or repeated, a week later.
    pub(super) fn learn_news(&mut self, at_s: i64, value: f64, hours_seen: f64) {
        self.keep(at_s, value, (hours_seen, hours_seen.min(1.0)));
    }

    fn keep(&mut self, at_s: i64, value: f64, (hours_seen, week_weight): (f64, f64)) {
        let (day, week) = hours(at_s);
        // An hour of the day passes once a day: its own clock runs 24 times slower, that of the week 168 times.
        let decay = |half_life_days: f64, passes: usize| {
            0.5f64.powf(hours_seen * passes as f64 / (half_life_days * HOURS_A_DAY as f64))
        };
        self.level.keep(value, hours_seen, decay(LEVEL_HALF_LIFE_DAYS, 1));
        self.day[day].keep(value, hours_seen, decay(DAY_HALF_LIFE_DAYS, HOURS_A_DAY));
        // An hour of the week is seen rarely: one event there must not be expected again next week.
        let most = self.expected(at_s).map_or(value, |expected| WEEK_FACTOR_MAX * expected.max(1.0));
        self.week[week].keep(value.min(most), week_weight, decay(WEEK_HALF_LIFE_DAYS, HOURS_A_WEEK));
    }
}

/// Hour of the day and hour of the week (the epoch was a Thursday; which day comes first does not matter).
fn hours(at_s: i64) -> (usize, usize) {
    let hour = at_s.div_euclid(HOUR_S);
    (hour.rem_euclid(HOURS_A_DAY as i64) as usize, hour.rem_euclid(HOURS_A_WEEK as i64) as usize)
}
