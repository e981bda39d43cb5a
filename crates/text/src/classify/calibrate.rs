//! From scores to confidences that mean what they say, fitted on answers to messages that were left out.

/// How scores become confidences.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// One label per message: confidences sum to 1.
    OneOf {
        /// What a score is multiplied with before it is an exponent.
        sharpness: f32,
    },
    /// Any number of labels: each for itself.
    Each {
        /// See `OneOf`.
        sharpness: f32,
        /// What is then added.
        shift: f32,
    },
}

impl Scale {
    /// Turns the scores of one message, a number a label, into confidences, 0…1, where they lie.
    pub fn apply(self, scores: &mut [f32]) {
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
pub struct LeftOut<'a> {
    pub scores: &'a [f32],
    /// Of each message, the places of its labels.
    pub truth: &'a [Vec<u16>],
    /// How many labels there are.
    pub labels: usize,
}

impl LeftOut<'_> {
    /// The scale under which the truth is least surprising.
    pub fn scale(&self, one_of: OneOf) -> Scale {
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
pub enum OneOf {
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
