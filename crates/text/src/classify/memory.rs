//! The messages that a model learned from, as 256 bits each: a near copy of one of them has its label.

use crate::vectors::distance;

/// The 256 signs of a message's meaning.
pub(super) type Code = [u64; 4];

/// Bits beyond which a message is no near copy of another, of 256.
const BITS_MAX: u32 = 64;

/// Codes and labels of the messages.
pub(super) struct Memory {
    pub(super) codes: Vec<Code>,
    pub(super) labels: Vec<Vec<u16>>,
    /// What an exact copy adds to the score of its labels; 0 forgets all.
    pub(super) weight: f32,
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

    /// Adds what the most alike message says.
    pub(super) fn recall(&self, code: &Code, scores: &mut [f32]) {
        if self.weight > 0.0 {
            speak(twin(code, &self.codes, 0..self.codes.len()), &self.labels, self.weight, scores);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_copy_speaks_and_a_stranger_does_not() {
        let codes = vec![[0; 4], [u64::MAX; 4]];
        let memory = Memory { codes, labels: vec![vec![0], vec![1]], weight: 2.0 };
        for (code, expected) in [([0xffff, 0, 0, 0], [1.5, 0.0]), ([0xffff_ffff, u64::MAX, 0, 0], [0.0, 0.0])] {
            let mut scores = [0.0; 2];
            memory.recall(&code, &mut scores);
            assert_eq!(scores, expected);
        }
    }
}
