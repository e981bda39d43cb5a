//! What conversations opened with lately, so that no two seem the same.

use std::collections::{HashSet, VecDeque};

use crate::random::mix;

/// Enough for the years of a demo; in a benchmark the oldest are forgotten.
const OPENINGS_MAX: usize = 40_000;

/// The last openings, as hashes.
#[derive(Default)]
pub(crate) struct Openings {
    known: HashSet<u64>,
    order: VecDeque<u64>,
}

impl Openings {
    /// Whether `text` is new; it is not from now on.
    pub(crate) fn remember(&mut self, text: &str) -> bool {
        let hash = text.bytes().fold(text.len() as u64, |hash, byte| mix(hash ^ u64::from(byte)));
        if !self.known.insert(hash) {
            return false;
        }
        self.order.push_back(hash);
        if self.order.len() > OPENINGS_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}
