//! Ranking: how much one text asks what another one asks, by its words and by its meaning.

use super::grams::grams;
use super::lexicon::{Bag, Lexicon};
use super::meaning::{Middle, meaning};
use crate::vectors::{Vector, cosine};

/// How the score is shared between meaning and words.
///
/// Finding a text of the same intent among Banking77's and CLINC150's is best at 0.8 to 1.0, but the vectors have
/// read those domains; on subjects they have not read, words must carry more. 0.6 loses at most 0.02 there.
const MEANING_SHARE: f32 = 0.6;
/// The first sentence of a longer text stands in for a missing title, when it is no longer than this.
const OPENING_BYTES_MAX: usize = 160;

/// A text with its title, where it has one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Text<'a> {
    /// The subject line; may be empty.
    pub title: &'a str,
    /// The text itself.
    pub body: &'a str,
}

impl Text<'_> {
    /// Title and body in one.
    pub fn whole(&self) -> String {
        if self.title.is_empty() { self.body.to_owned() } else { format!("{}\n{}", self.title, self.body) }
    }
}

impl<'a> Text<'a> {
    /// What says what it is about, and the rest: the title, else the first sentence of several.
    pub(super) fn parts(&self) -> (&'a str, &'a str) {
        if !self.title.is_empty() {
            return (self.title, self.body);
        }
        let head = &self.body[..self.body.floor_char_boundary(OPENING_BYTES_MAX)];
        match head.find(['.', '?', '!', '\n']) {
            Some(end) if self.body.len() > end + 1 && self.body[end + 1..].chars().any(char::is_alphanumeric) => {
                self.body.split_at(end + 1)
            }
            _ => ("", self.body),
        }
    }
}

/// A text made ready to be compared.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    bag: Bag,
    pub(super) vector: Vector,
}

impl Ready {
    pub(super) fn of(text: Text<'_>) -> Self {
        let (title, body) = text.parts();
        Self { bag: Bag::of(grams(body), &grams(title)), vector: meaning(text) }
    }
}

/// Compares texts, knowing which words are common among those it was shown.
#[derive(Debug, Clone)]
pub struct Ranker {
    lexicon: Lexicon,
    middle: Middle,
}

impl Default for Ranker {
    fn default() -> Self {
        Self::new()
    }
}

impl Ranker {
    /// A ranker that was shown nothing: all words count alike.
    pub fn new() -> Self {
        Self { lexicon: Lexicon::new(), middle: Middle::new() }
    }

    /// Shows a text, so that its words count for less the more texts have them.
    pub fn show(&mut self, text: Text<'_>) {
        self.add(&Ready::of(text));
    }

    pub(super) fn add(&mut self, text: &Ready) {
        self.lexicon.add(&text.bag);
        self.middle.add(&text.vector);
    }

    /// Takes back what `add` of the same text did.
    pub(super) fn remove(&mut self, text: &Ready) {
        self.lexicon.remove(&text.bag);
        self.middle.remove(&text.vector);
    }

    /// Ranks all candidates: places and scores, the most similar first, equals in the order given.
    ///
    /// A score is a mean of the cosine of meanings and of BM25 as a share of what the query scores on itself:
    /// about 1 for the same text, about 0 for nothing in common.
    pub fn rank(&self, query: Text<'_>, candidates: &[Text<'_>]) -> Vec<(usize, f32)> {
        let query = self.asked(Ready::of(query));
        let scored = candidates.iter().map(|candidate| self.score(&query, &Ready::of(*candidate)));
        let mut ranked: Vec<(usize, f32)> = scored.enumerate().collect();
        ranked.sort_by(|(a, low), (b, high)| high.total_cmp(low).then(a.cmp(b)));
        ranked
    }

    /// A query as this ranker's texts see it.
    pub(super) fn asked(&self, query: Ready) -> Asked {
        Asked { direction: self.middle.seen_from(&query.vector), bag: query.bag }
    }

    pub(super) fn score(&self, query: &Asked, text: &Ready) -> f32 {
        let meaning = cosine(&query.direction, &self.middle.seen_from(&text.vector));
        MEANING_SHARE * meaning + (1.0 - MEANING_SHARE) * self.lexicon.resemblance(&query.bag, &text.bag)
    }
}

/// A query, its meaning seen from the middle of the texts at hand.
pub(super) struct Asked {
    bag: Bag,
    direction: Vector,
}
