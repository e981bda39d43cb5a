//! A text's direction of meaning, and its signs as a code for a quick first look.

use super::grams::{grams, mixed};

pub(super) const DIMENSIONS: usize = 256;

pub(super) type Vector = [f32; DIMENSIONS];

/// The signs of a vector's coordinates.
pub(super) type Code = [u64; DIMENSIONS / 64];

/// A unit vector, or zeros for a text without words.
pub(super) fn meaning(text: &str) -> Vector {
    let mut vector = [0.0; DIMENSIONS];
    for piece in grams(text) {
        for (block, lanes) in vector.chunks_mut(64).enumerate() {
            let bits = mixed(u64::from(piece) | (block as u64) << 32);
            for (lane, value) in lanes.iter_mut().enumerate() {
                *value += if bits >> lane & 1 == 1 { 1.0 } else { -1.0 };
            }
        }
    }
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

/// Cosine of two unit vectors.
pub(super) fn cosine(one: &Vector, other: &Vector) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

pub(super) fn code(vector: &Vector) -> Code {
    let mut code = Code::default();
    for (place, value) in vector.iter().enumerate() {
        code[place / 64] |= u64::from(*value > 0.0) << (place % 64);
    }
    code
}

/// In how many signs two codes differ, 0…256.
pub(super) fn distance(one: &Code, other: &Code) -> u32 {
    one.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum()
}
