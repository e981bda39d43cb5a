//! How good answers are: F1 per label, calibration error, and how sure is sure enough; all of them 0…1.

/// One message's answer beside the truth.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// 0…1.
    pub confidence: f32,
    pub right: bool,
}

/// Counts of decisions per label.
pub struct Decisions {
    hits: Vec<u32>,
    said: Vec<u32>,
    truly: Vec<u32>,
}

impl Decisions {
    /// Nothing counted yet.
    pub fn new(labels: usize) -> Self {
        Self { hits: vec![0; labels], said: vec![0; labels], truly: vec![0; labels] }
    }

    /// Counts one message: the places of the labels that it was given, and of those that it has.
    pub fn count(&mut self, said: &[u16], truly: &[u16]) {
        said.iter().for_each(|label| self.said[usize::from(*label)] += 1);
        truly.iter().for_each(|label| self.truly[usize::from(*label)] += 1);
        said.iter().filter(|label| truly.contains(label)).for_each(|label| self.hits[usize::from(*label)] += 1);
    }

    /// The mean over the labels that occur of the harmonic mean of precision and recall.
    pub fn macro_f1(&self) -> f64 {
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
pub fn calibration_error(outcomes: &[Outcome]) -> f64 {
    let mut gaps = [0.0; BINS];
    for outcome in outcomes {
        let bin = ((outcome.confidence * BINS as f32) as usize).min(BINS - 1);
        gaps[bin] += f64::from(outcome.confidence) - f64::from(u8::from(outcome.right));
    }
    gaps.iter().map(|gap: &f64| gap.abs()).sum::<f64>() / outcomes.len().max(1) as f64
}

/// The confidence below which answers are wrong more often than right.
pub fn sure_from(outcomes: &[Outcome]) -> f32 {
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
