//! Which features a model knows, how rare each is, and a message's place among them.

use super::solve::Rows;
use crate::features::{BLOCKS, Block, Features};

/// A feature must be in this many messages.
const MESSAGES_MIN: u32 = 2;
/// The hash of the feature that every message has.
const ALWAYS: u32 = u32::MAX;

/// The features that a model knows, by rising hash.
pub(super) struct Space {
    pub(super) hashes: Vec<u32>,
    /// What a feature weighs before any label is looked at: the rarer, the more.
    pub(super) rarity: Vec<f32>,
    /// Length of each block of features in a message.
    pub(super) weights: [f32; BLOCKS],
}

impl Space {
    /// The features that enough of `messages` have.
    pub(super) fn of(messages: &[Features]) -> Self {
        let mut all: Vec<(u32, bool)> = Vec::new();
        for message in messages {
            for (block, features) in Block::ALL.iter().zip(&message.blocks) {
                all.extend(features.iter().map(|(hash, _)| (*hash, block.counts_words())));
            }
        }
        all.sort_unstable();
        let mut space = Self { hashes: Vec::new(), rarity: Vec::new(), weights: [1.0; BLOCKS] };
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let (count, (hash, is_word)) = (same.len() as u32, same[0]);
            if count >= MESSAGES_MIN || !is_word {
                space.hashes.push(hash);
                let rarity = ((1.0 + messages.len() as f32) / (1.0 + count as f32)).ln() + 1.0;
                space.rarity.push(if is_word { rarity } else { 1.0 });
            }
        }
        space.hashes.push(ALWAYS);
        space.rarity.push(1.0);
        space
    }

    /// The place of a hash among the features, if it is known.
    pub(super) fn find(&self, hash: u32) -> Option<u32> {
        self.hashes.binary_search(&hash).ok().map(|at| at as u32)
    }

    /// Appends a message's place: each block brought to length 1, then to its weight.
    pub(super) fn place(&self, message: &Features, entries: &mut Vec<(u32, f32)>) {
        for ((block, features), weight) in Block::ALL.iter().zip(&message.blocks).zip(self.weights) {
            if weight == 0.0 || features.is_empty() {
                continue;
            }
            let start = entries.len();
            for &(hash, count) in features {
                if let Some(at) = self.find(hash) {
                    let value = if block.counts_words() { 1.0 + count.ln() } else { count };
                    entries.push((at, value * self.rarity[at as usize]));
                }
            }
            let own = &mut entries[start..];
            let length = own.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
            if length > 0.0 {
                own.iter_mut().for_each(|(_, value)| *value *= weight / length);
            }
        }
        entries.push((self.hashes.len() as u32 - 1, 1.0));
    }

    pub(super) fn rows(&self, messages: &[Features]) -> Rows {
        let mut rows = Rows { entries: Vec::new(), starts: vec![0], features: self.hashes.len() };
        for message in messages {
            self.place(message, &mut rows.entries);
            rows.starts.push(rows.entries.len());
        }
        rows
    }
}
