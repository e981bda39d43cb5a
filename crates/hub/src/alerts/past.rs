//! Each watched series by the hour, and which hours left what came before them.

use std::collections::{BTreeMap, BTreeSet};

use store::alerts::Heard;
use text::spikes::{Detector, Direction, MoodDetector, Settings};

use super::series::{Allowed, Series};
use super::{HOUR_SECONDS, Raised, Window};

/// Each series by the hour: how many people wrote, so that a few loud ones are no crowd, and in which mood.
#[derive(Default)]
pub struct Past {
    voices: BTreeMap<Series, BTreeMap<i64, i64>>,
    /// One for each person of an hour.
    moods: BTreeMap<i64, Vec<f64>>,
}

impl Past {
    /// Takes in whole hours.
    pub fn keep(&mut self, heard: &[Heard], allowed: &Allowed) {
        let mut voices: BTreeMap<(Series, i64), BTreeSet<i64>> = BTreeMap::new();
        let mut felt: BTreeMap<i64, Vec<&Heard>> = BTreeMap::new();
        for one in heard {
            let hour = one.sent_at.hour();
            for series in Series::of(one).into_iter().filter(|series| allowed.holds(*series, one)) {
                if series == Series::Mood {
                    felt.entry(hour).or_default().push(one);
                } else {
                    voices.entry((series, hour)).or_default().insert(one.voice);
                }
            }
        }
        for ((series, hour), voices) in voices {
            self.voices.entry(series).or_default().insert(hour, voices.len() as i64);
        }
        self.moods.extend(felt.into_iter().map(|(hour, felt)| (hour, moods(felt.into_iter()))));
    }

    /// Takes back what cross-posts counted too much in some hours; `window` is all of them without. One that was cut
    /// off cannot tell what was too much.
    pub fn lower(&mut self, series: Series, window: &Window) {
        if window.is_cut {
            return;
        }
        let mut voices: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for one in &window.said {
            voices.entry(one.heard.sent_at.hour()).or_default().insert(one.heard.voice);
        }
        let Some(hours) = self.voices.get_mut(&series) else { return };
        for (hour, voices) in voices {
            hours.entry(hour).and_modify(|count| *count = (*count).min(voices.len() as i64));
        }
    }

    /// What leaves its past between two hours.
    pub fn raise(&self, range: (i64, i64)) -> Vec<Raised> {
        let mut raised = self.crowds(range);
        raised.extend(self.turns(range));
        raised
    }

    /// Every hour of a series is judged by those before it. A channel begins with its first message; a kind
    /// with the first of all: that nobody complained so far is a past too.
    fn crowds(&self, (since, end): (i64, i64)) -> Vec<Raised> {
        let mut raised = Vec::new();
        let all = self.voices.values().filter_map(|counts| counts.keys().next()).min();
        for (series, counts) in &self.voices {
            let own = counts.keys().next();
            let Some(first) = (if matches!(series, Series::Kind(_)) { all } else { own }).copied() else { continue };
            let mut detector = Detector::new(Settings::default());
            for hour in first..end {
                let value = counts.get(&hour).copied().unwrap_or(0);
                let reading = detector.push(hour * HOUR_SECONDS, value as f64);
                // The newest hour may not be over: it can hold too much already, but not too little yet.
                let is_news = |way: &Direction| hour >= since && (*way == Direction::Up || hour < end - 1);
                let Some(direction) = reading.alert().filter(is_news) else { continue };
                let score = if direction == Direction::Up { reading.score } else { reading.drop_score };
                let (found, expected) = (reading.window, reading.window_expected);
                raised.push(Raised { series: *series, hour, direction, found, expected, score });
            }
        }
        raised
    }

    /// The mood of all messages whose sentiment counts.
    fn turns(&self, (since, end): (i64, i64)) -> Vec<Raised> {
        let Some(first) = self.moods.keys().next().copied() else { return Vec::new() };
        let mut detector = MoodDetector::new(Settings::default());
        let mut raised = Vec::new();
        for hour in first..end {
            let reading = detector.push(hour * HOUR_SECONDS, self.moods.get(&hour).map_or(&[], Vec::as_slice));
            let Some(direction) = reading.alert().filter(|_| hour >= since) else { continue };
            let score = if direction == Direction::Up { reading.score } else { reading.drop_score };
            let (found, expected) = (reading.window, reading.expected);
            raised.push(Raised { series: Series::Mood, hour, direction, found, expected, score });
        }
        raised
    }
}

/// The mood of each person, −1…1: who wrote ten messages is in one mood.
pub(super) fn moods<'a>(heard: impl Iterator<Item = &'a Heard>) -> Vec<f64> {
    let mut felt: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for one in heard {
        let (sum, messages) = felt.entry(one.voice).or_default();
        *sum += one.reading.sentiment as f64 / 10_000.0;
        *messages += 1.0;
    }
    felt.into_values().map(|(sum, messages)| sum / messages).collect()
}
