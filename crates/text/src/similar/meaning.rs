//! What a text means beside the others at hand: the built-in vectors, seen from the middle of the collection.

use std::sync::OnceLock;

use super::rank::Text;
use crate::vectors::{DIMENSIONS, Vector, Vectors, normalise};

/// How many texts the table's own middle is worth beside those at hand.
const PRIOR_TEXTS: f32 = 16.0;

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
    sum: Vector,
    texts: f32,
}

impl Middle {
    pub(super) fn new() -> Self {
        Self { sum: [0.0; DIMENSIONS], texts: 0.0 }
    }

    pub(super) fn add(&mut self, vector: &Vector) {
        self.sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
        self.texts += 1.0;
    }

    /// Takes back what `add` of the same vector did.
    pub(super) fn remove(&mut self, vector: &Vector) {
        self.sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum -= value);
        self.texts = (self.texts - 1.0).max(0.0);
    }

    /// The unit vector from the middle to `vector`; zeros, which mean nothing, stay zeros.
    pub(super) fn seen_from(&self, vector: &Vector) -> Vector {
        let mut seen = *vector;
        if vector.iter().all(|value| *value == 0.0) {
            return seen;
        }
        let share = 1.0 / (self.texts + PRIOR_TEXTS);
        seen.iter_mut().zip(&self.sum).for_each(|(value, sum)| *value -= sum * share);
        normalise(&mut seen);
        seen
    }
}
