//! Pieces of four letters, by which texts are compared whatever their endings and spelling.

use crate::tokens;

/// Letters in a piece; words are padded with one mark at each end.
const GRAM_LETTERS: usize = 4;
/// Pieces of one text beyond which the rest is not looked at.
const GRAMS_MAX: usize = 20_000;
const EDGE: char = '_';

/// Hashes of the four-letter pieces of a text's search words, with repeats; a shorter word is one piece.
pub(crate) fn grams(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let mut letters: Vec<char> = Vec::new();
    tokens::search_tokens(text, &mut |word| {
        if found.len() >= GRAMS_MAX {
            return;
        }
        letters.clear();
        letters.push(EDGE);
        letters.extend(word.chars());
        letters.push(EDGE);
        if letters.len() < GRAM_LETTERS {
            found.push(hash(&letters));
        }
        found.extend(letters.windows(GRAM_LETTERS).map(hash));
    });
    found.truncate(GRAMS_MAX);
    found
}

/// Hashes of a text's search words.
pub(super) fn words(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    tokens::search_tokens(text, &mut |word| {
        if found.len() < GRAMS_MAX {
            let letters: Vec<char> = word.chars().collect();
            found.push(hash(&letters));
        }
    });
    found
}

/// FNV-1a over code points, mixed so that every bit counts.
fn hash(letters: &[char]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for letter in letters {
        hash = (hash ^ u64::from(u32::from(*letter))).wrapping_mul(0x0100_0000_01b3);
    }
    mixed(hash) as u32
}

/// The finalizer of splitmix64: every output bit depends on every input bit.
pub(crate) fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
