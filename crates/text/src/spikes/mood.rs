//! The same watch over a mood: means of sentiment instead of counts, with the noise of few messages allowed for.

use std::collections::VecDeque;

use super::detector::{Alarm, LONGEST_S, Reading, Settings, WINDOWS_S};
use super::tail::normal_surprise;

/// Messages after which an older one counts half, for the usual mood.
const HALF_LIFE_MESSAGES: f64 = 5_000.0;
/// Windows after which an older one counts half, for how far moods wander by themselves.
const WANDER_HALF_LIFE_WINDOWS: f64 = 1_000.0;
/// Messages before which nothing is judged.
const WARM_UP_MESSAGES: f64 = 100.0;
/// Variance of one message's sentiment (−1…1) before anything was seen, and what that guess is worth in messages.
const VARIANCE_PRIOR: f64 = 0.25;
const PRIOR_MESSAGES: f64 = 20.0;
/// Squared wander of a window's mean before anything was seen, and what that guess is worth in windows.
const WANDER_PRIOR: f64 = 0.01;
const PRIOR_WINDOWS: f64 = 10.0;
/// What lies further out than this many deviations is learned as if it lay there.
const LEARN_DEVIATIONS_MAX: f64 = 3.0;

#[derive(Debug, Clone, Copy)]
struct Seen {
    at_s: i64,
    sum: f64,
    messages: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Forgetting {
    sum: f64,
    weight: f64,
}

impl Forgetting {
    fn keep(&mut self, value: f64, weight: f64, half_life: f64) {
        let decay = 0.5f64.powf(weight / half_life);
        self.sum = self.sum * decay + value * weight;
        self.weight = self.weight * decay + weight;
    }

    fn towards(self, prior: f64, worth: f64) -> f64 {
        (self.sum + prior * worth) / (self.weight + worth)
    }
}

/// Watches the mean sentiment of a series of bins; feed it bins in the order of time.
#[derive(Debug, Clone, Default)]
pub struct MoodDetector {
    settings: Settings,
    usual: Forgetting,
    variance: Forgetting,
    wander: [Forgetting; WINDOWS_S.len()],
    recent: VecDeque<Seen>,
    first_s: Option<i64>,
    seen_messages: f64,
    rise: Alarm,
    fall: Alarm,
}

impl MoodDetector {
    /// A detector that has seen nothing.
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Judges the bin at `at_s` (seconds of the epoch): `sentiments` are its messages' scores, −1…1.
    ///
    /// `score` and `spike` mean a better mood than usual, `drop_score` and `drop` a worse one;
    /// `expected` is the usual mean, `window` the mean of the last four hours.
    pub fn push(&mut self, at_s: i64, sentiments: &[f64]) -> Reading {
        let scores = || sentiments.iter().filter(|score| score.is_finite()).map(|score| score.clamp(-1.0, 1.0));
        let (reading, usual) = self.judge(Seen { at_s, sum: scores().sum(), messages: scores().count() as f64 });
        for score in scores() {
            self.variance.keep((score - usual).powi(2), 1.0, HALF_LIFE_MESSAGES);
            self.usual.keep(score, 1.0, HALF_LIFE_MESSAGES);
            self.seen_messages += 1.0;
        }
        reading
    }

    /// The same where of each bin only the mean is known, −1…1, and of how many messages.
    pub fn push_mean(&mut self, at_s: i64, mean: f64, messages: f64) -> Reading {
        let is_known = mean.is_finite() && messages.is_finite() && messages > 0.0;
        let (mean, messages) = if is_known { (mean.clamp(-1.0, 1.0), messages) } else { (0.0, 0.0) };
        let (reading, usual) = self.judge(Seen { at_s, sum: mean * messages, messages });
        if is_known {
            // The mean of many wanders less by as many: their number brings it back to what one message does.
            self.variance.keep(messages * (mean - usual).powi(2), 1.0, HALF_LIFE_MESSAGES);
            self.usual.keep(mean, messages, HALF_LIFE_MESSAGES);
            self.seen_messages += messages;
        }
        reading
    }

    /// Judges a bin by what came before it; also what was usual then.
    fn judge(&mut self, seen: Seen) -> (Reading, f64) {
        let last_s = self.recent.back().map_or(seen.at_s, |last| last.at_s);
        let at_s = seen.at_s.max(last_s);
        let first_s = *self.first_s.get_or_insert(at_s);
        self.recent.push_back(Seen { at_s, ..seen });
        while self.recent.front().is_some_and(|old| at_s.saturating_sub(old.at_s) >= LONGEST_S) {
            self.recent.pop_front();
        }
        let warm = at_s.saturating_sub(first_s) >= self.settings.warm_up_s && self.seen_messages >= WARM_UP_MESSAGES;
        let usual = self.usual.towards(0.0, PRIOR_MESSAGES);
        let (above, below) = self.surprises(at_s, usual);
        let (score, spike) = if warm { self.rise.judge(at_s, above, &self.settings) } else { (0.0, false) };
        let (drop_score, drop) = if warm { self.fall.judge(at_s, below, &self.settings) } else { (0.0, false) };
        let (sum, messages) =
            self.recent.iter().fold((0.0, 0.0), |(sum, count), seen| (sum + seen.sum, count + seen.messages));
        let window = if messages > 0.0 { sum / messages } else { usual };
        let reading = Reading { score, spike, drop_score, drop, expected: usual, window, window_expected: usual };
        (reading, usual)
    }

    fn surprises(&mut self, at_s: i64, usual: f64) -> (f64, f64) {
        let variance = self.variance.towards(VARIANCE_PRIOR, PRIOR_MESSAGES);
        let (mut above, mut below) = (0.0, 0.0);
        for (window_s, wander) in WINDOWS_S.iter().zip(&mut self.wander) {
            let inside = self.recent.iter().rev().take_while(|seen| at_s.saturating_sub(seen.at_s) < *window_s);
            let (sum, messages) = inside.fold((0.0, 0.0), |(sum, count), seen| (sum + seen.sum, count + seen.messages));
            if messages == 0.0 {
                continue;
            }
            let noise = variance / messages;
            let deviation = (noise + wander.towards(WANDER_PRIOR, PRIOR_WINDOWS).max(0.0)).sqrt();
            let off = sum / messages - usual;
            let surprise = normal_surprise((off / deviation).abs()) - std::f64::consts::LN_2;
            *(if off > 0.0 { &mut above } else { &mut below }) += surprise / WINDOWS_S.len() as f64;
            let learned = off.abs().min(LEARN_DEVIATIONS_MAX * deviation);
            wander.keep(learned * learned - noise, 1.0, WANDER_HALF_LIFE_WINDOWS);
        }
        (above, below)
    }
}
