//! What the training program needs: a message's features, and the layout of the model file that it writes.

pub use crate::reader::weights::{DENSE, HEADS};
use crate::reader::weights::{features, lay_rows};
use crate::vectors::Vector;
use crate::{Input, Reader};

/// A message as the learned heads see it.
#[derive(Clone, Debug)]
pub struct Features {
    pub dense: [f32; DENSE],
    pub meaning: Vector,
    /// Hashes of words and pairs, each with the same value.
    pub hashed: Vec<u32>,
    pub value: f32,
}

/// One head as learned: bias and dense weights; the hashed ones lie in the rows.
#[derive(Clone, Debug)]
pub struct LearnedHead {
    pub bias: f32,
    pub scale: f32,
    pub dense: [f32; DENSE],
    pub vector: Vector,
}

impl Reader {
    /// The features of a message, for training.
    pub fn features(&self, input: &Input<'_>) -> Features {
        let signals = self.gather(input);
        let mut hashed = Vec::new();
        let value = features(&signals.scan, |feature| hashed.push(feature));
        Features {
            dense: crate::reader::dense::dense(&signals),
            meaning: self.meaning(input, &signals.scan),
            hashed,
            value,
        }
    }
}

/// The bytes of a model file: heads, then the features with one signed byte per head, most important feature first.
/// `rows` is a power of two.
pub fn model_bytes(heads: &[LearnedHead; HEADS], features: &[(u32, [i8; HEADS])], rows: usize) -> Vec<u8> {
    let mut bytes = (rows as u32).to_le_bytes().to_vec();
    for head in heads {
        bytes.extend(head.bias.to_le_bytes());
        bytes.extend(head.scale.to_le_bytes());
        head.dense.iter().chain(&head.vector).for_each(|weight| bytes.extend(weight.to_le_bytes()));
    }
    bytes.extend(lay_rows(features, rows));
    bytes
}
