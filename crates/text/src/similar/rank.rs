//! Ranking: how much one text asks what another one asks, by its words and by its meaning.

use super::grams::grams;
use super::lexicon::{Bag, Lexicon};
use super::meaning::{Vector, cosine, meaning};

/// How the score is shared between meaning and words; how it was chosen is told in the benchmarks page.
const MEANING_SHARE: f32 = 0.5;

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

/// A text made ready to be compared.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    pub(super) bag: Bag,
    pub(super) vector: Vector,
}

impl Ready {
    pub(super) fn of(text: Text<'_>) -> Self {
        Self { bag: bag_of(text), vector: meaning(&text.whole()) }
    }
}

/// The pieces of title and body.
pub(super) fn bag_of(text: Text<'_>) -> Bag {
    Bag::of(grams(text.body), &grams(text.title))
}

/// Compares texts, knowing which words are common among those it was shown.
#[derive(Debug, Clone)]
pub struct Ranker {
    pub(super) lexicon: Lexicon,
}

impl Default for Ranker {
    fn default() -> Self {
        Self::new()
    }
}

impl Ranker {
    /// A ranker that was shown nothing: all words count alike.
    pub fn new() -> Self {
        Self { lexicon: Lexicon::new() }
    }

    /// Shows a text, so that its words count for less the more texts have them.
    pub fn show(&mut self, text: Text<'_>) {
        self.lexicon.add(&bag_of(text));
    }

    /// Ranks all candidates: places and scores, the most similar first, equals in the order given.
    ///
    /// A score is a mean of the cosine of meanings and of BM25 as a share of what the query scores on itself:
    /// about 1 for the same text, about 0 for nothing in common.
    pub fn rank(&self, query: Text<'_>, candidates: &[Text<'_>]) -> Vec<(usize, f32)> {
        let query = Ready::of(query);
        let scored = candidates.iter().map(|candidate| self.score(&query, &Ready::of(*candidate)));
        let mut ranked: Vec<(usize, f32)> = scored.enumerate().collect();
        ranked.sort_by(|(a, low), (b, high)| high.total_cmp(low).then(a.cmp(b)));
        ranked
    }

    pub(super) fn score(&self, query: &Ready, text: &Ready) -> f32 {
        let words = self.lexicon.resemblance(&query.bag, &text.bag);
        MEANING_SHARE * cosine(&query.vector, &text.vector) + (1.0 - MEANING_SHARE) * words
    }
}
