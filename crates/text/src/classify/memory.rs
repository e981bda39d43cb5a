//! The messages that a model learned from, as 256 bits each: a near copy of one of them has its label.

use crate::vectors::distance;

/// The 256 signs of a message's meaning.
pub type Code = [u64; 4];

/// Bits beyond which a message is no near copy of another, of 256.
const BITS_MAX: u32 = 64;

/// Codes and labels of the messages.
pub struct Memory {
    pub codes: Vec<Code>,
    /// Of each code, the places of its labels among the scores.
    pub labels: Vec<Vec<u16>>,
    /// What an exact copy adds to the score of its labels; 0 forgets all.
    pub weight: f32,
}

/// The most alike of the remembered messages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Twin {
    pub(super) row: usize,
    /// 1 for an exact copy, falling to 0.
    pub(super) likeness: f32,
}

/// The most alike message among `rows`; none if all are far away.
pub(super) fn twin(code: &Code, codes: &[Code], rows: impl Iterator<Item = usize>) -> Option<Twin> {
    let (bits, row) = rows.map(|row| (distance(code, &codes[row]), row)).min()?;
    (bits < BITS_MAX).then(|| Twin { row, likeness: 1.0 - bits as f32 / BITS_MAX as f32 })
}

/// Bits to the most alike message among `rows`; as many as there are if there is no message.
pub(super) fn nearest(code: &Code, codes: &[Code], rows: impl Iterator<Item = usize>) -> u32 {
    rows.map(|row| distance(code, &codes[row])).min().unwrap_or(u32::MAX)
}

/// Lets the twin speak for its labels.
pub(super) fn speak(twin: Option<Twin>, labels: &[Vec<u16>], weight: f32, scores: &mut [f32]) {
    let Some(twin) = twin else { return };
    for label in &labels[twin.row] {
        scores[usize::from(*label)] += weight * twin.likeness;
    }
}

impl Memory {
    /// Bits to the most alike of the remembered messages.
    pub(super) fn nearest(&self, code: &Code) -> u32 {
        nearest(code, &self.codes, 0..self.codes.len())
    }

    /// Adds what the most alike message says, if it is alike at all, to the scores of the labels.
    pub fn recall(&self, code: &Code, scores: &mut [f32]) {
        if self.weight > 0.0 {
            speak(twin(code, &self.codes, 0..self.codes.len()), &self.labels, self.weight, scores);
        }
    }
}
