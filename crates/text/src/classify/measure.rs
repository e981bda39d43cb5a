//! How good answers are: F1 per label, calibration error, and how sure is sure enough.

/// One message's answer beside the truth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) confidence: f32,
    pub(super) right: bool,
}

/// Counts of decisions per label.
pub(super) struct Decisions {
    hits: Vec<u32>,
    said: Vec<u32>,
    truly: Vec<u32>,
}

impl Decisions {
    pub(super) fn new(labels: usize) -> Self {
        Self { hits: vec![0; labels], said: vec![0; labels], truly: vec![0; labels] }
    }

    pub(super) fn count(&mut self, said: &[u16], truly: &[u16]) {
        said.iter().for_each(|label| self.said[usize::from(*label)] += 1);
        truly.iter().for_each(|label| self.truly[usize::from(*label)] += 1);
        said.iter().filter(|label| truly.contains(label)).for_each(|label| self.hits[usize::from(*label)] += 1);
    }

    /// The mean over the labels that occur of the harmonic mean of precision and recall.
    pub(super) fn macro_f1(&self) -> f64 {
        let occurring: Vec<usize> = (0..self.truly.len()).filter(|label| self.truly[*label] > 0).collect();
        let f1 = |label: &usize| 2.0 * f64::from(self.hits[*label]) / f64::from(self.said[*label] + self.truly[*label]);
        occurring.iter().map(f1).sum::<f64>() / occurring.len().max(1) as f64
    }
}

/// The share of answers that are right.
pub(super) fn share_right(outcomes: &[Outcome]) -> f64 {
    outcomes.iter().filter(|outcome| outcome.right).count() as f64 / outcomes.len().max(1) as f64
}

/// A measure as it is shown.
pub(super) fn four_decimals(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

const BINS: usize = 15;

/// Expected calibration error: how far confidence is from being right, over 15 equal bins (Guo et al. 2017).
pub(super) fn calibration_error(outcomes: &[Outcome]) -> f64 {
    let mut gaps = [0.0; BINS];
    for outcome in outcomes {
        let bin = ((outcome.confidence * BINS as f32) as usize).min(BINS - 1);
        gaps[bin] += f64::from(outcome.confidence) - f64::from(u8::from(outcome.right));
    }
    gaps.iter().map(|gap: &f64| gap.abs()).sum::<f64>() / outcomes.len().max(1) as f64
}

/// The confidence below which answers are wrong more often than right.
pub(super) fn sure_from(outcomes: &[Outcome]) -> f32 {
    let mut sorted = outcomes.to_vec();
    sorted.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
    let (mut balance, mut best, mut threshold) = (0i64, 0i64, 0.0);
    for (at, outcome) in sorted.iter().enumerate() {
        balance += if outcome.right { -1 } else { 1 };
        if balance > best {
            best = balance;
            threshold = sorted.get(at + 1).map_or(outcome.confidence, |next| next.confidence);
        }
    }
    threshold
}

/// Share of the learned kind of messages that may be taken for strange.
const STRANGE_SHARE: f64 = 0.03;

/// The distance beyond which a message is strange, from those of left-out messages to the learned ones.
pub(super) fn strange_from(mut distances: Vec<u32>) -> u32 {
    distances.sort_unstable();
    let at = (distances.len() as f64 * (1.0 - STRANGE_SHARE)) as usize;
    distances.get(at.min(distances.len().saturating_sub(1))).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macro_f1_is_the_mean_over_labels() {
        let mut decisions = Decisions::new(3);
        for (said, truly) in [(0, 0), (0, 0), (1, 0), (1, 1)] {
            decisions.count(&[said], &[truly]);
        }
        // Label 0: precision 1, recall 2/3; label 1: precision 1/2, recall 1; label 2 never occurs.
        assert!((decisions.macro_f1() - (0.8 + 2.0 / 3.0) / 2.0).abs() < 1e-9);
    }

    #[test]
    fn being_surer_than_right_is_an_error_and_the_threshold_parts_wrong_from_right() {
        let outcomes: Vec<Outcome> =
            (0..100).map(|at| Outcome { confidence: at as f32 / 100.0, right: at >= 40 }).collect();
        assert!((sure_from(&outcomes) - 0.4).abs() < 1e-6);
        let fair: Vec<Outcome> = (0..100).map(|at| Outcome { confidence: 0.75, right: at % 4 > 0 }).collect();
        assert!(calibration_error(&fair) < 1e-6);
        assert!(calibration_error(&outcomes) > 0.1);
    }
}
