//! What a text means beside the others at hand: the built-in vectors, seen from the middle of the collection.

use std::sync::OnceLock;

use super::rank::Text;
use crate::vectors::{DIMENSIONS, Vector, Vectors, normalise};

/// How many texts the table's own middle is worth beside those at hand.
const PRIOR_TEXTS: f64 = 16.0;

pub(crate) fn vectors() -> &'static Vectors {
    static VECTORS: OnceLock<Vectors> = OnceLock::new();
    VECTORS.get_or_init(Vectors::built_in)
}

/// A unit vector, or zeros where no word is known; the title weighs twice.
pub(super) fn meaning(text: Text<'_>) -> Vector {
    let (title, body) = text.parts();
    if title.is_empty() { vectors().embed(body) } else { vectors().embed(&format!("{title}\n{title}\n{body}")) }
}

/// The mean of the texts at hand, which tells nothing between them.
#[derive(Debug, Clone)]
pub(super) struct Middle {
    /// Whole numbers, so that it does not matter what came and went before, nor in which order.
    sum: [i64; DIMENSIONS],
    texts: u32,
    mean: Vector,
}

/// What 1 is in the sum: a billion unit vectors stay below its limit.
const ONE: f64 = (1u64 << 32) as f64;

impl Middle {
    pub(super) fn new() -> Self {
        Self { sum: [0; DIMENSIONS], texts: 0, mean: [0.0; DIMENSIONS] }
    }

    pub(super) fn add(&mut self, vector: &Vector) {
        self.texts = self.texts.saturating_add(1);
        self.shift(vector, 1);
    }

    /// Takes back what `add` of the same vector did.
    pub(super) fn remove(&mut self, vector: &Vector) {
        self.texts = self.texts.saturating_sub(1);
        self.shift(vector, -1);
    }

    fn shift(&mut self, vector: &Vector, sign: i64) {
        let share = 1.0 / (ONE * (f64::from(self.texts) + PRIOR_TEXTS));
        for ((sum, mean), value) in self.sum.iter_mut().zip(&mut self.mean).zip(vector) {
            *sum = sum.saturating_add(sign * (f64::from(*value) * ONE).round() as i64);
            *mean = (*sum as f64 * share) as f32;
        }
    }

    /// The unit vector from the middle to `vector`; zeros, which mean nothing, stay zeros.
    pub(super) fn seen_from(&self, vector: &Vector) -> Vector {
        let mut seen = *vector;
        if vector.iter().all(|value| *value == 0.0) {
            return seen;
        }
        seen.iter_mut().zip(&self.mean).for_each(|(value, mean)| *value -= mean);
        normalise(&mut seen);
        seen
    }
}
