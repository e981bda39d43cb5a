//! How much a piece of text tells, learned from the texts at hand, and BM25 over such pieces.

/// Buckets of document counts; two pieces in one bucket share a count, which is rare and harmless.
const BUCKETS: usize = 1 << 16;
/// BM25's saturation and length penalty (Robertson and Zaragoza 2009, their usual values).
const SATURATION: f32 = 1.2;
const LENGTH_PENALTY: f32 = 0.75;

/// The pieces of one text, counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bag {
    /// Hashes in ascending order with their counts.
    counts: Vec<(u32, f32)>,
    length: f32,
}

impl Bag {
    /// Counts pieces; the title's count twice, where there is one: it says what the rest is about.
    pub(super) fn of(mut body: Vec<u32>, title: &[u32]) -> Self {
        body.extend_from_slice(title);
        body.extend_from_slice(title);
        body.sort_unstable();
        let length = body.len() as f32;
        let counts = body.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f32)).collect();
        Self { counts, length }
    }

    /// Different pieces, in ascending order of their hashes.
    pub(super) fn pieces(&self) -> impl Iterator<Item = u32> {
        self.counts.iter().map(|(piece, _)| *piece)
    }
}

/// In how many texts each piece occurs.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    documents_with: Vec<u32>,
    documents: u32,
    length_sum: f64,
}

impl Lexicon {
    pub(super) fn new() -> Self {
        Self { documents_with: vec![0; BUCKETS], documents: 0, length_sum: 0.0 }
    }

    pub(super) fn add(&mut self, bag: &Bag) {
        for bucket in buckets(bag) {
            self.documents_with[bucket] = self.documents_with[bucket].saturating_add(1);
        }
        self.documents = self.documents.saturating_add(1);
        self.length_sum += f64::from(bag.length);
    }

    /// Takes back what `add` of the same bag did.
    pub(super) fn remove(&mut self, bag: &Bag) {
        for bucket in buckets(bag) {
            self.documents_with[bucket] = self.documents_with[bucket].saturating_sub(1);
        }
        self.documents = self.documents.saturating_sub(1);
        self.length_sum = (self.length_sum - f64::from(bag.length)).max(0.0);
    }

    /// Inverse document frequency, above 0 even for a piece of every text.
    fn weight(&self, piece: u32) -> f32 {
        let (all, with) = (self.documents as f32, self.documents_with[bucket(piece)] as f32);
        (1.0 + (all - with + 0.5).max(0.5) / (with + 0.5)).ln()
    }

    /// BM25 of `text` for `query` as a share of what the query would score on itself: 0…about 1.
    pub(super) fn resemblance(&self, query: &Bag, text: &Bag) -> f32 {
        let own = self.bm25(query, query);
        if own > 0.0 { self.bm25(query, text) / own } else { 0.0 }
    }

    fn bm25(&self, query: &Bag, text: &Bag) -> f32 {
        let mean_length = (self.length_sum / f64::from(self.documents.max(1))).max(1.0) as f32;
        let penalty = SATURATION * (1.0 - LENGTH_PENALTY + LENGTH_PENALTY * text.length / mean_length);
        let mut rest = text.counts.as_slice();
        let mut score = 0.0;
        for (piece, asked) in &query.counts {
            rest = &rest[rest.partition_point(|(other, _)| other < piece)..];
            if let Some((_, count)) = rest.first().filter(|(other, _)| other == piece) {
                // A word that the question repeats matters a little more, not twice as much.
                score += self.weight(*piece) * asked.sqrt() * count * (SATURATION + 1.0) / (count + penalty);
            }
        }
        score
    }
}

fn bucket(piece: u32) -> usize {
    piece as usize % BUCKETS
}

fn buckets(bag: &Bag) -> Vec<usize> {
    let mut found: Vec<usize> = bag.pieces().map(bucket).collect();
    found.sort_unstable();
    found.dedup();
    found
}
