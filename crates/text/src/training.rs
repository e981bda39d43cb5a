//! What the training program needs: a message's features, and the layout of the model file that it writes.

pub use crate::reader::sentences::SPOKEN;
use crate::reader::sentences::sentences;
use crate::reader::signals::Signals;
pub use crate::reader::weights::{DENSE, HEADS};
use crate::reader::weights::{features, lay_rows};
pub use crate::toxicity::attack::{BUCKETS, SIGNALS, WORD_BUCKETS, value_of};
pub use crate::toxicity::bearings::BEARINGS;
use crate::toxicity::bearings::{self, Bearings};
use crate::vectors::{Vector, Vectors};
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
    /// By how much a sentence alone must exceed the decision.
    pub margin: f32,
    pub dense: [f32; DENSE],
    pub vector: Vector,
}

impl Reader {
    /// The features of a message, for training.
    pub fn features(&self, input: &Input<'_>) -> Features {
        self.features_of(&self.gather(input), input)
    }

    fn features_of(&self, signals: &Signals, input: &Input<'_>) -> Features {
        let mut hashed = Vec::new();
        let value = features(&signals.scan, |feature| hashed.push(feature));
        Features {
            dense: crate::reader::dense::dense(signals),
            meaning: self.meaning(input, &signals.scan),
            hashed,
            value,
        }
    }

    /// The features of each sentence of a message that has several, and which kinds its phrases speak for.
    pub fn sentence_features(&self, input: &Input<'_>) -> Vec<(Features, [bool; SPOKEN])> {
        let signals = self.gather(input);
        let alone = |(range, speaks)| (self.features_of(&self.alone(&signals.scan, range), input), speaks);
        sentences(&signals, [true; SPOKEN]).into_iter().map(alone).collect()
    }

    /// What a message with a target shows of hate, for training; hashes are places below `BUCKETS`, and of the dense
    /// signals the first `SIGNALS` are in use.
    pub fn attack_features(&self, input: &Input<'_>) -> Option<Features> {
        let signals = self.gather(input);
        let evidence = signals.attack?;
        let mut dense = [0.0; DENSE];
        dense[..SIGNALS].copy_from_slice(&evidence.signals);
        Some(Features { dense, meaning: evidence.meaning, hashed: evidence.hashed, value: evidence.value })
    }

    /// A reader that sees words by bearings just learned.
    pub fn learning(bearings: [(f32, Vector); BEARINGS]) -> Reader {
        Reader::new().with_bearings(Bearings::learned(bearings))
    }
}

/// Words with their vectors and what each is: contempt, violence, praise, misery.
pub fn bearing_words() -> Vec<(&'static str, Vector, [bool; BEARINGS])> {
    let vectors = Vectors::built_in();
    bearings::examples(&vectors).into_iter().map(|(word, is)| (word, vectors.embed(word), is)).collect()
}

/// The bytes of the model of bearings.
pub fn bearing_bytes(bearings: &[(f32, Vector); BEARINGS]) -> Vec<u8> {
    let numbers = bearings.iter().flat_map(|(bias, direction)| std::iter::once(bias).chain(direction));
    numbers.flat_map(|number| number.to_le_bytes()).collect()
}

/// The bytes of the model of hate: the head, then one signed byte for each place.
pub fn attack_bytes(head: &LearnedHead, places: &[i8; BUCKETS]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let numbers = [head.bias, head.scale];
    let numbers = numbers.iter().chain(&head.dense[..SIGNALS]).chain(&head.vector);
    numbers.for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes.extend(places.iter().map(|weight| *weight as u8));
    bytes
}

/// The bytes of a model file: heads, then the features with one signed byte per head, most important feature first.
/// `rows` is a power of two.
pub fn model_bytes(heads: &[LearnedHead; HEADS], features: &[(u32, [i8; HEADS])], rows: usize) -> Vec<u8> {
    let mut bytes = (rows as u32).to_le_bytes().to_vec();
    for head in heads {
        bytes.extend(head.bias.to_le_bytes());
        bytes.extend(head.scale.to_le_bytes());
        bytes.extend(head.margin.to_le_bytes());
        head.dense.iter().chain(&head.vector).for_each(|weight| bytes.extend(weight.to_le_bytes()));
    }
    bytes.extend(lay_rows(features, rows));
    bytes
}
