//! The spike detector: counts in, one at a time, and for each how far it left what its past makes likely.

use std::collections::VecDeque;

use super::baseline::Baseline;
use super::tail::NegativeBinomial;

const HOUR_S: i64 = 3_600;

/// The windows over which counts are summed; their surprises are averaged, so that one odd bin is not an event.
pub(super) const WINDOWS_S: [i64; 3] = [HOUR_S, 2 * HOUR_S, LONGEST_S];
pub(super) const LONGEST_S: i64 = 4 * HOUR_S;
/// The least count that is expected in a window, lest a silent series cry at its first message.
const EXPECTED_MIN: f64 = 0.25;
/// Relative spread of the rate before anything was seen, and the hours which that guess is worth.
const SPREAD_PRIOR: f64 = 0.2;
const SPREAD_PRIOR_HOURS: f64 = 12.0;
const SPREAD_MIN: f64 = 0.02;
/// What lies further out than this many deviations is learned as if it lay there: an event is not the new normal.
const LEARN_DEVIATIONS_MAX: f64 = 8.0;
/// Bins before which nothing is judged, for series whose bins are a day long.
const WARM_UP_BINS: u64 = 14;
/// A gap longer than this teaches no more than this.
const GAP_HOURS_MAX: f64 = 24.0;
const FIRST_GAP_HOURS: f64 = 1.0 / 12.0;

/// What a person may set; the defaults serve every series alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Surprise in nats at which the score is one half, and an alert is raised.
    pub surprise_at_half: f64,
    /// How long after an alert there is no other, in seconds.
    pub refractory_s: i64,
    /// An alert comes all the same when surprise grows by this factor over the last alert's.
    pub again_factor: f64,
    /// How much is seen before anything is judged, in seconds.
    pub warm_up_s: i64,
    /// Days after which what was seen of the spread counts half.
    pub spread_half_life_days: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            surprise_at_half: 4.8,
            refractory_s: 24 * HOUR_S,
            again_factor: 3.0,
            warm_up_s: 24 * HOUR_S,
            spread_half_life_days: 28.0,
        }
    }
}

/// Which way a series left its past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More than likely, or a better mood.
    Up,
    /// Less than likely, or a worse mood.
    Down,
}

/// What the detector says of one bin, knowing only what came before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// 0…1; one half is the threshold of every series. Halved while a reported event lasts.
    pub score: f64,
    /// Whether this bin raises an alert.
    pub spike: bool,
    /// The same for too little: silence where there is usually talk.
    pub drop_score: f64,
    /// Whether this bin raises an alert of too little.
    pub drop: bool,
    /// What this bin was expected to hold.
    pub expected: f64,
    /// What the last four hours held, and were expected to hold.
    pub window: f64,
    /// See `window`.
    pub window_expected: f64,
}

impl Reading {
    /// Which alert this bin raises, if any.
    pub fn alert(&self) -> Option<Direction> {
        match (self.spike, self.drop) {
            (true, _) => Some(Direction::Up),
            (_, true) => Some(Direction::Down),
            _ => None,
        }
    }
}

/// Turns surprise into a score, and keeps quiet about an event that was reported.
#[derive(Debug, Clone, Default)]
pub(super) struct Alarm {
    last: Option<(i64, f64)>,
}

impl Alarm {
    /// Score 0…1 and whether to raise an alert at `at_s` for a surprise in nats.
    pub(super) fn judge(&mut self, at_s: i64, surprise: f64, settings: &Settings) -> (f64, bool) {
        let score = surprise / (surprise + settings.surprise_at_half);
        if let Some((since_s, reported)) = &mut self.last
            && at_s.saturating_sub(*since_s) < settings.refractory_s
        {
            // An event grows while it fills the longest window; only what outgrows that is news again.
            if at_s.saturating_sub(*since_s) < LONGEST_S {
                *reported = reported.max(surprise);
            }
            if surprise < *reported * settings.again_factor {
                return (score / 2.0, false);
            }
        }
        let raised = score >= 0.5;
        if raised {
            self.last = Some((at_s, surprise));
        }
        (score, raised)
    }
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    at_s: i64,
    value: f64,
    expected: f64,
}

/// What a bin teaches.
#[derive(Debug, Clone, Copy)]
enum Taught {
    Usual,
    /// It reaches the threshold, whether or not an alert tells of it.
    News,
}

/// Squared relative deviations beyond counting noise: the spread of one window's rate.
#[derive(Debug, Clone, Copy, Default)]
struct Spread {
    sum: f64,
    weight: f64,
}

impl Spread {
    fn value(self) -> f64 {
        ((self.sum + SPREAD_PRIOR * SPREAD_PRIOR_HOURS) / (self.weight + SPREAD_PRIOR_HOURS)).max(SPREAD_MIN)
    }

    fn learn(&mut self, law: NegativeBinomial, count: f64, (decay, hours): (f64, f64)) {
        let away = law.deviation() * LEARN_DEVIATIONS_MAX;
        let off = (count - law.mean).clamp(-away, away);
        let information = law.mean * law.mean + law.mean;
        self.sum = (self.sum * decay + (off * off - law.mean) / information * hours).max(0.0);
        self.weight = self.weight * decay + law.mean * law.mean / information * hours;
    }
}

/// Watches one series of counts; feed it bins in the order of time.
///
/// Each bin is compared with the hour-of-week mean of the past; sums over one, two and four hours are judged
/// by the tail of a negative binomial whose spread is learned from the same past, and their surprises averaged.
#[derive(Debug, Clone)]
pub struct Detector {
    settings: Settings,
    baseline: Baseline,
    spreads: [Spread; WINDOWS_S.len()],
    recent: VecDeque<Seen>,
    first_s: Option<i64>,
    bins: u64,
    rise: Alarm,
    fall: Alarm,
}

impl Detector {
    /// A detector that has seen nothing.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            baseline: Baseline::new(),
            spreads: [Spread::default(); WINDOWS_S.len()],
            recent: VecDeque::new(),
            first_s: None,
            bins: 0,
            rise: Alarm::default(),
            fall: Alarm::default(),
        }
    }

    /// Judges the bin that starts at `at_s` (seconds of the epoch) by what came before it, then learns it.
    ///
    /// A time before the last one counts as the last one's; negative and non-finite values count as 0.
    pub fn push(&mut self, at_s: i64, value: f64) -> Reading {
        let value = if value.is_finite() { value.max(0.0) } else { 0.0 };
        let last_s = self.recent.back().map(|seen| seen.at_s);
        let at_s = last_s.map_or(at_s, |last_s| at_s.max(last_s));
        let hours = last_s
            .map_or(FIRST_GAP_HOURS, |last_s| (at_s.saturating_sub(last_s) as f64 / HOUR_S as f64).min(GAP_HOURS_MAX));
        let first_s = *self.first_s.get_or_insert(at_s);
        let expected = self.baseline.expected(at_s).unwrap_or(value);
        self.remember(Seen { at_s, value, expected });

        let (above, below) = self.surprises(at_s, hours);
        let warm = at_s.saturating_sub(first_s) >= self.settings.warm_up_s && self.bins >= WARM_UP_BINS;
        self.bins += 1;
        let (score, spike) = if warm { self.rise.judge(at_s, above, &self.settings) } else { (0.0, false) };
        let (drop_score, drop) = if warm { self.fall.judge(at_s, below, &self.settings) } else { (0.0, false) };
        let taught =
            if warm && above.max(below) >= self.settings.surprise_at_half { Taught::News } else { Taught::Usual };
        self.learn(at_s, value, (expected, hours, taught));
        let window = self.recent.iter().map(|seen| seen.value).sum();
        let window_expected = self.recent.iter().map(|seen| seen.expected).sum();
        Reading { score, spike, drop_score, drop, expected, window, window_expected }
    }

    fn remember(&mut self, seen: Seen) {
        self.recent.push_back(seen);
        while self.recent.front().is_some_and(|old| seen.at_s.saturating_sub(old.at_s) >= LONGEST_S) {
            self.recent.pop_front();
        }
    }

    /// Mean surprise over the windows that end here, above and below, in nats; learns their spread.
    fn surprises(&mut self, at_s: i64, hours: f64) -> (f64, f64) {
        let decay = 0.5f64.powf(hours / (self.settings.spread_half_life_days * 24.0));
        let (mut above, mut below) = (0.0, 0.0);
        for (window_s, spread) in WINDOWS_S.iter().zip(&mut self.spreads) {
            let inside = self.recent.iter().rev().take_while(|seen| at_s.saturating_sub(seen.at_s) < *window_s);
            let (count, mean) =
                inside.fold((0.0, 0.0), |(count, mean), seen| (count + seen.value, mean + seen.expected));
            let law = NegativeBinomial { mean: mean.max(EXPECTED_MIN), spread: spread.value() };
            above += law.surprise_above(count);
            below += law.surprise_below(count);
            spread.learn(law, count, (decay, hours));
        }
        (above / WINDOWS_S.len() as f64, below / WINDOWS_S.len() as f64)
    }

    fn learn(&mut self, at_s: i64, value: f64, (expected, hours, taught): (f64, f64, Taught)) {
        let usual = NegativeBinomial { mean: expected.max(EXPECTED_MIN), spread: 1.0 };
        let most = expected + LEARN_DEVIATIONS_MAX * usual.deviation().max(1.0);
        // Too little is known at first to call anything odd.
        let young = self.first_s.is_none_or(|first_s| at_s.saturating_sub(first_s) < self.settings.warm_up_s / 2);
        let learned = if young { value } else { value.min(most) };
        match taught {
            Taught::Usual => self.baseline.learn(at_s, learned, hours),
            Taught::News => self.baseline.learn_news(at_s, learned, hours),
        }
    }
}
