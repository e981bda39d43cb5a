//! Where a word lies that no list knows: near words of contempt, of violence, of praise or of misery, by its vector.

use crate::reader::hash::hash_word;
use crate::reader::lexicon::{Lexicon, WordClass};
use crate::vectors::{DIMENSIONS, Vector, Vectors, cosine};

/// Contempt, violence, praise, misery.
pub const BEARINGS: usize = 4;
/// The one that attacks nobody.
pub(crate) const PRAISE: usize = 2;
const GOOD_TENTHS: i8 = 15;

static MODEL: &[u8] = include_bytes!("../../models/bearings.bin");

/// Bias and direction of each bearing.
#[derive(Clone, Debug)]
pub(crate) struct Bearings([(f32, Vector); BEARINGS]);

impl Bearings {
    pub(crate) fn embedded() -> Bearings {
        let float =
            |at: usize| f32::from_le_bytes([MODEL[4 * at], MODEL[4 * at + 1], MODEL[4 * at + 2], MODEL[4 * at + 3]]);
        let bearing = |number: usize| {
            let from = number * (DIMENSIONS + 1);
            (float(from), std::array::from_fn(|place| float(from + 1 + place)))
        };
        Bearings(std::array::from_fn(bearing))
    }

    pub(crate) fn learned(bearings: [(f32, Vector); BEARINGS]) -> Bearings {
        Bearings(bearings)
    }

    /// How far a word lies in each bearing, decided at 0.
    pub(crate) fn of(&self, word: &Vector) -> [f32; BEARINGS] {
        std::array::from_fn(|number| self.0[number].0 + cosine(&self.0[number].1, word))
    }
}

/// The words of the lists that are one piece of the vectors, with what each is of the bearings.
pub(crate) fn examples(vectors: &Vectors) -> Vec<(&'static str, [bool; BEARINGS])> {
    let lexicon = Lexicon::embedded();
    let mut words: Vec<&str> = Lexicon::words().filter(|word| word.is_ascii() && vectors.knows_word(word)).collect();
    words.sort_unstable();
    words.dedup();
    let contempt = WordClass::BAD_TRAIT.with(WordClass::DEHUMAN).with(WordClass::INSULT);
    let label = |word: &&'static str| {
        let entry = lexicon.find(hash_word(word))?;
        let is = [
            entry.class.has(contempt),
            entry.class.has(WordClass::HARM_VERB),
            entry.valence >= GOOD_TENTHS,
            entry.valence <= -GOOD_TENTHS,
        ];
        Some((*word, is))
    };
    words.iter().filter_map(label).collect()
}
