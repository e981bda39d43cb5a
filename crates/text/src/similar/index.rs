//! An index of many texts that finds the similar ones: 32 bytes of signs for a first look, the best re-ranked exactly.

use std::collections::HashMap;

use super::grams::words;
use super::meaning::vectors;
use super::rank::{Ranker, Ready, Text};
use crate::vectors::distance;

/// How many texts are compared exactly for one query.
pub const RERANKED: usize = 200;
/// Of a longer text only the beginning is kept and compared.
const KEPT_BYTES_MAX: usize = 2_000;
/// A word of more texts than this says too little to look all of them up.
const POSTINGS_MAX: usize = 20_000;

/// The signs of a text's vector.
pub(super) type Code = [u64; 4];

/// A text that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The id it was inserted under.
    pub id: u64,
    /// About 1 for the same text, about 0 for nothing in common.
    pub score: f32,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) title: Box<str>,
    pub(super) body: Box<str>,
}

impl Entry {
    pub(super) fn text(&self) -> Text<'_> {
        Text { title: &self.title, body: &self.body }
    }
}

/// Texts by id, ready to be searched for similar ones.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(super) entries: Vec<Entry>,
    pub(super) codes: Vec<Code>,
    ranker: Ranker,
    places: HashMap<u64, u32>,
    postings: HashMap<u32, Vec<u32>>,
}

impl Index {
    /// An index of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many texts it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a text, or replaces the one of the same id.
    pub fn insert(&mut self, id: u64, text: Text<'_>) {
        let text = Text { title: beginning(text.title), body: beginning(text.body) };
        self.remove(id);
        let place = self.entries.len() as u32;
        let entry = Entry { id, title: text.title.into(), body: text.body.into() };
        let ready = Ready::of(text);
        let code = vectors().code(&ready.vector);
        self.ranker.add(&ready);
        for word in different_words(entry.text()) {
            self.postings.entry(word).or_default().push(place);
        }
        self.places.insert(entry.id, place);
        self.entries.push(entry);
        self.codes.push(code);
    }

    /// Removes a text and every trace of it; false when there is none of this id.
    pub fn remove(&mut self, id: u64) -> bool {
        let Some(place) = self.places.remove(&id) else { return false };
        let entry = self.entries.swap_remove(place as usize);
        self.codes.swap_remove(place as usize);
        self.ranker.remove(&Ready::of(entry.text()));
        self.drop_postings(entry.text(), place);
        if let Some(moved) = self.entries.get(place as usize) {
            let from = self.entries.len() as u32;
            self.places.insert(moved.id, place);
            let moved_words = different_words(moved.text());
            for word in moved_words {
                if let Some(places) = self.postings.get_mut(&word) {
                    places.iter_mut().filter(|known| **known == from).for_each(|known| *known = place);
                }
            }
        }
        true
    }

    fn drop_postings(&mut self, text: Text<'_>, place: u32) {
        for word in different_words(text) {
            if let Some(places) = self.postings.get_mut(&word) {
                places.retain(|known| *known != place);
                if places.is_empty() {
                    self.postings.remove(&word);
                }
            }
        }
    }

    /// The `top` most similar texts, the best first, ties by id.
    pub fn query(&self, text: Text<'_>, top: usize) -> Vec<Hit> {
        let text = Text { title: beginning(text.title), body: beginning(text.body) };
        let query = Ready::of(text);
        let code = vectors().code(&query.vector);
        let query = self.ranker.asked(query);
        let mut places = if self.len() <= RERANKED {
            (0..self.len() as u32).collect()
        } else {
            [self.nearest_codes(&code), self.most_shared_words(text)].concat()
        };
        places.sort_unstable();
        places.dedup();
        let hit = |place: &u32| {
            let entry = &self.entries[*place as usize];
            Hit { id: entry.id, score: self.ranker.score(&query, &Ready::of(entry.text())) }
        };
        let mut hits: Vec<Hit> = places.iter().map(hit).collect();
        hits.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.id.cmp(&other.id)));
        hits.truncate(top);
        hits
    }

    /// Half of what is re-ranked: places whose codes differ least.
    fn nearest_codes(&self, code: &Code) -> Vec<u32> {
        let near: Vec<(u32, u32)> =
            self.codes.iter().enumerate().map(|(place, other)| (distance(code, other), place as u32)).collect();
        best(near, RERANKED / 2)
    }

    /// The other half: places that share most of the rare words.
    fn most_shared_words(&self, text: Text<'_>) -> Vec<u32> {
        let mut shared: HashMap<u32, f32> = HashMap::new();
        for word in different_words(text) {
            let Some(places) = self.postings.get(&word).filter(|places| places.len() <= POSTINGS_MAX) else { continue };
            let weight = (self.entries.len() as f32 / places.len() as f32 + 1.0).ln();
            for place in places {
                *shared.entry(*place).or_default() += weight;
            }
        }
        // Ascending order of the negated weight, whose bits sort like integers since it is above 0.
        best(shared.into_iter().map(|(place, weight)| (u32::MAX - weight.to_bits(), place)).collect(), RERANKED / 2)
    }
}

/// The places with the least keys; ties go to the lower place, so that the answer does not depend on any order.
fn best(mut keyed: Vec<(u32, u32)>, count: usize) -> Vec<u32> {
    if keyed.len() > count {
        keyed.select_nth_unstable(count);
        keyed.truncate(count);
    }
    keyed.into_iter().map(|(_, place)| place).collect()
}

fn different_words(text: Text<'_>) -> Vec<u32> {
    let mut found = words(text.body);
    found.extend(words(text.title));
    found.sort_unstable();
    found.dedup();
    found
}

/// The first `KEPT_BYTES_MAX` bytes, in whole characters.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(KEPT_BYTES_MAX)]
}
