//! Where texts lie: their meaning beside the spelling of their words, seen from the middle of a collection.

use std::ops::Range;
use std::panic::resume_unwind;

use crate::similar::grams::{grams, mixed};
use crate::similar::meaning::vectors;
use crate::vectors::DIMENSIONS;

/// Numbers for the four-letter pieces: random signs keep their likeness well enough (Achlioptas 2003).
const SPELLING: usize = 128;
const LANES: usize = 64;
pub(super) const WIDTH: usize = DIMENSIONS + SPELLING;
/// Weight of the spelling beside the meaning, whose weight is 1.
const SPELLING_SHARE: f32 = 0.5;
pub(super) const BUCKETS: usize = 1 << 16;

/// A text's place: length 1, or all zeros for a text without words.
pub(super) type Point = [f32; WIDTH];

/// A collection's middle, and how common its pieces are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Space {
    pub(super) middle: [f32; DIMENSIONS],
    pub(super) documents_with: Vec<u32>,
    pub(super) documents: u32,
}

impl Space {
    /// Learns the space of a collection; a few thousand texts say enough.
    pub(super) fn learn(texts: &[&str]) -> Self {
        let mut space = Self { middle: [0.0; DIMENSIONS], documents_with: vec![0; BUCKETS], documents: 0 };
        for text in texts {
            let meaning = vectors().embed(text);
            space.middle.iter_mut().zip(meaning).for_each(|(sum, value)| *sum += value);
            let mut buckets: Vec<usize> = grams(text).into_iter().map(bucket).collect();
            buckets.sort_unstable();
            buckets.dedup();
            buckets.into_iter().for_each(|bucket| space.documents_with[bucket] += 1);
            space.documents += 1;
        }
        let share = 1.0 / space.documents.max(1) as f32;
        space.middle.iter_mut().for_each(|sum| *sum *= share);
        // One text is no collection: its middle is itself, and everything would lie nowhere.
        if space.documents < 2 {
            space.middle = [0.0; DIMENSIONS];
        }
        space
    }

    /// Where a text lies.
    pub(super) fn place(&self, text: &str) -> Point {
        let mut point = [0.0; WIDTH];
        let (meaning, spelling) = point.split_at_mut(DIMENSIONS);
        let known = vectors().embed(text);
        if known.iter().any(|value| *value != 0.0) {
            meaning.iter_mut().zip(known.iter().zip(&self.middle)).for_each(|(to, (value, mean))| *to = value - mean);
            scale_to(meaning, 1.0);
        }
        let mut pieces = grams(text);
        pieces.sort_unstable();
        for run in pieces.chunk_by(|one, other| one == other) {
            let weight = (1.0 + (run.len() as f32).ln()) * self.rarity(run[0]);
            for (block, lanes) in spelling.chunks_mut(LANES).enumerate() {
                let signs = mixed(u64::from(run[0]) | (block as u64 + 1) << 32);
                for (lane, value) in lanes.iter_mut().enumerate() {
                    *value += if signs >> lane & 1 == 1 { weight } else { -weight };
                }
            }
        }
        scale_to(spelling, SPELLING_SHARE);
        scale_to(&mut point, 1.0);
        point
    }

    fn rarity(&self, piece: u32) -> f32 {
        let with = self.documents_with[bucket(piece)];
        ((self.documents as f32 + 1.0) / (with as f32 + 1.0)).ln().max(0.0)
    }
}

fn bucket(piece: u32) -> usize {
    piece as usize % BUCKETS
}

/// Makes a vector of this length; zeros stay zeros.
pub(super) fn scale_to(values: &mut [f32], length: f32) {
    let own = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    if own > f32::EPSILON {
        values.iter_mut().for_each(|value| *value *= length / own);
    }
}

/// Cosine of two points.
pub(super) fn cosine(one: &Point, other: &Point) -> f32 {
    let mut lanes = [0.0f32; 16];
    for (a, b) in one.as_chunks::<16>().0.iter().zip(other.as_chunks::<16>().0) {
        for (lane, (x, y)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += x * y;
        }
    }
    lanes.iter().sum()
}

/// What `work` gives for each number below `count`, in order, on all cores.
pub(super) fn on_all_cores<Answer: Send>(count: usize, work: impl Fn(usize) -> Answer + Sync) -> Vec<Answer> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let share = count.div_ceil(cores).max(1);
    let ranges: Vec<Range<usize>> = (0..count).step_by(share).map(|start| start..(start + share).min(count)).collect();
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            ranges.into_iter().map(|range| scope.spawn(move || range.map(work).collect::<Vec<_>>())).collect();
        let all = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        all.flatten().collect()
    })
}
