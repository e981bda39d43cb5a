//! Multinomial logistic regression over hashed runs of letters, by AdaGrad, then rounded to bytes.

use std::collections::BTreeSet;

use text::language::features::text_hashes;
use text::language::model::{LANES, Table};

use crate::sample::{Random, Row, Source, Texts, table_of};

/// One table as learned.
pub struct Learned {
    bits: u32,
    lanes: usize,
    unit: f32,
    codes: Vec<String>,
    rows: Vec<u8>,
}

impl Learned {
    pub fn as_table(&self) -> Table<'_> {
        Table {
            bits: self.bits,
            lanes: self.lanes,
            unit: self.unit,
            exponent: EXPONENT,
            codes: self.codes.iter().map(String::as_str).collect(),
            rows: &self.rows,
        }
    }
}

/// Scores grow with the length of a text to the power of 1 minus this.
const EXPONENT: f32 = 0.5;
/// log2 of the buckets, per table.
const BITS: [u32; 5] = [17, 15, 14, 13, 14];
/// Examples drawn, per language.
const EXAMPLES: usize = 240_000;
const RATE: f32 = 0.5;
/// Pull of a weight towards nothing at each touch.
const DECAY: f32 = 2e-6;

/// Learns the table of one script.
pub fn table(table: usize, texts: &Texts, gold: &[Row]) -> Learned {
    let rows: Vec<&Row> = gold.iter().filter(|row| table_of(&row.text) == Some(table)).collect();
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for row in &rows {
        *counts.entry(&row.label).or_insert(0) += 1;
    }
    // A label seen a few times in a foreign script is a quotation or a mistake.
    let codes: BTreeSet<&str> = counts.iter().filter(|(_, count)| **count >= 40).map(|(code, _)| *code).collect();
    let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
    let sources: Vec<Source> = codes
        .iter()
        .map(|code| {
            let own = rows.iter().filter(|row| row.label == *code).copied().collect();
            Source::new(table, texts.languages.get(code), own)
        })
        .collect();
    let lanes = codes.len().next_multiple_of(LANES);
    let mut learner = Learner::new(table, lanes, codes.len());
    let mut random = Random(0x7121_b00e + table as u64);
    let steps = EXAMPLES * codes.len();
    let mut text = String::new();
    for step in 0..steps {
        let language = random.below(codes.len());
        sources[language].draw(&mut random, &mut text);
        let rate = RATE * (1.0 - step as f32 / steps as f32).max(0.02);
        learner.learn(&text, language, rate);
    }
    let (unit, rows) = learner.rounded();
    Learned { bits: BITS[table], lanes, unit, codes, rows }
}

struct Learner {
    table: usize,
    bits: u32,
    lanes: usize,
    languages: usize,
    weights: Vec<f32>,
    /// Sum of squared gradients of each bucket.
    seen: Vec<f32>,
    buckets: Vec<usize>,
}

impl Learner {
    fn new(table: usize, lanes: usize, languages: usize) -> Self {
        let bits = BITS[table];
        let weights = vec![0.0; lanes << bits];
        Self { table, bits, lanes, languages, seen: vec![1e-4; 1 << bits], weights, buckets: Vec::new() }
    }

    fn learn(&mut self, text: &str, language: usize, rate: f32) {
        let shift = 32 - self.bits;
        self.buckets.clear();
        let buckets = &mut self.buckets;
        text_hashes(text, self.table, |hash| buckets.push((hash >> shift) as usize));
        if self.buckets.is_empty() {
            return;
        }
        let mut scores = [0.0f32; 32];
        for bucket in &self.buckets {
            let row = &self.weights[bucket * self.lanes..(bucket + 1) * self.lanes];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight;
            }
        }
        let scale = (self.buckets.len() as f32).powf(-EXPONENT);
        let scores = &mut scores[..self.languages];
        let top = scores.iter().copied().fold(f32::MIN, f32::max) * scale;
        scores.iter_mut().for_each(|score| *score = (*score * scale - top).exp());
        let total: f32 = scores.iter().sum();
        scores.iter_mut().for_each(|score| *score *= -scale / total);
        scores[language] += scale;
        let square: f32 = scores.iter().map(|gradient| gradient * gradient).sum::<f32>() / self.languages as f32;
        for bucket in &self.buckets {
            self.seen[*bucket] += square;
            let pace = rate / self.seen[*bucket].sqrt();
            let row = &mut self.weights[bucket * self.lanes..bucket * self.lanes + self.languages];
            for (weight, gradient) in row.iter_mut().zip(scores.iter()) {
                *weight += pace * (gradient - DECAY * *weight);
            }
        }
    }

    /// Weights as bytes, and what one unit is worth. The few largest weights are cut off.
    fn rounded(&self) -> (f32, Vec<u8>) {
        let mut sizes: Vec<f32> = self.weights.iter().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes.get(sizes.len() * 9998 / 10_000).copied().unwrap_or(1.0);
        let unit = largest / 127.0;
        let byte = |weight: &f32| (weight / unit).round().clamp(-127.0, 127.0) as i8 as u8;
        (unit, self.weights.iter().map(byte).collect())
    }
}
