//! From scores to confidences that mean what they say, fitted on answers to messages that were left out.

/// How scores become confidences.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scale {
    /// One label per message: confidences sum to 1.
    OneOf { sharpness: f32 },
    /// Any number of labels: each for itself.
    Each { sharpness: f32, shift: f32 },
}

impl Scale {
    /// Turns scores into confidences where they lie.
    pub(super) fn apply(self, scores: &mut [f32]) {
        match self {
            Scale::OneOf { sharpness } => {
                let top = scores.iter().copied().fold(f32::MIN, f32::max);
                scores.iter_mut().for_each(|score| *score = ((*score - top) * sharpness).exp());
                let sum: f32 = scores.iter().sum();
                scores.iter_mut().for_each(|score| *score /= sum);
            }
            Scale::Each { sharpness, shift } => {
                scores.iter_mut().for_each(|score| *score = 1.0 / (1.0 + (-(*score * sharpness + shift)).exp()));
            }
        }
    }
}

/// Scores of messages that the model had not seen: `labels` numbers each, and the truth.
pub(super) struct LeftOut<'a> {
    pub(super) scores: &'a [f32],
    pub(super) truth: &'a [Vec<u16>],
    pub(super) labels: usize,
}

impl LeftOut<'_> {
    /// The scale under which the truth is least surprising.
    pub(super) fn scale(&self, one_of: OneOf) -> Scale {
        match one_of {
            OneOf::Yes => {
                Scale::OneOf { sharpness: lowest(0.2, 40.0, |sharpness| self.surprise(Scale::OneOf { sharpness })) }
            }
            OneOf::No => {
                let (mut sharpness, mut shift) = (2.0, 0.0);
                for _ in 0..6 {
                    sharpness = lowest(0.2, 40.0, |sharpness| self.surprise(Scale::Each { sharpness, shift }));
                    shift = lowest(-8.0, 8.0, |shift| self.surprise(Scale::Each { sharpness, shift }));
                }
                Scale::Each { sharpness, shift }
            }
        }
    }

    fn surprise(&self, scale: Scale) -> f64 {
        let mut confidences = vec![0.0; self.labels];
        let mut total = 0.0;
        for (scores, truth) in self.scores.chunks_exact(self.labels).zip(self.truth) {
            confidences.copy_from_slice(scores);
            scale.apply(&mut confidences);
            for (label, confidence) in confidences.iter().enumerate() {
                let is_true = truth.contains(&(label as u16));
                match (scale, is_true) {
                    (_, true) => total -= f64::from(confidence.max(1e-7)).ln(),
                    (Scale::Each { .. }, false) => total -= f64::from((1.0 - confidence).max(1e-7)).ln(),
                    (Scale::OneOf { .. }, false) => {}
                }
            }
        }
        total
    }
}

/// Whether each message has exactly one label.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum OneOf {
    Yes,
    No,
}

/// Where `cost` is lowest between `low` and `high`, by golden section.
fn lowest(mut low: f32, mut high: f32, cost: impl Fn(f32) -> f64) -> f32 {
    const GOLDEN: f32 = 0.618_034;
    for _ in 0..24 {
        let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if cost(left) < cost(right) { high = right } else { low = left }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_equals_the_share_that_is_right() {
        // Three of four messages with this score are of the first label.
        let truth: Vec<Vec<u16>> = (0..400).map(|at| vec![u16::from(at % 4 == 0)]).collect();
        let scores: Vec<f32> = (0..400).flat_map(|_| [0.5, -0.5]).collect();
        let left_out = LeftOut { scores: &scores, truth: &truth, labels: 2 };
        for one_of in [OneOf::Yes, OneOf::No] {
            let mut confidences = [0.5, -0.5];
            left_out.scale(one_of).apply(&mut confidences);
            assert!((confidences[0] - 0.75).abs() < 0.01, "{confidences:?}");
        }
    }
}
