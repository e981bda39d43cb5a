//! Learning any set of labels from examples, and naming the best label of a message with its confidence and evidence.

pub mod calibrate;
mod file;
pub mod measure;
pub mod memory;
mod random;
pub mod solve;
mod space;
mod train;

pub use file::{Broken, Manifest};
pub use train::{Example, Refused, Trained, train};

pub use crate::features::Senses;

use calibrate::Scale;
use memory::Memory;
use space::Space;

use crate::features;

const EVIDENCE_MAX: usize = 3;
/// What is left of confidence in a message unlike all that was learned from: no label of several holds.
const STRANGE_SHARE: f32 = 0.49;

/// A learned set of labels.
pub struct Model {
    manifest: Manifest,
    space: Space,
    /// What 1 is worth in each feature's row of weights.
    scales: Vec<f32>,
    weights: Vec<i8>,
    memory: Memory,
}

/// What a model says of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<'a> {
    /// The best label, always.
    pub label: &'a str,
    /// 0…1: the share of such answers that is right; below 0.5 for a message unlike all that was learned from.
    pub confidence: f32,
    /// Such answers are wrong more often than right, or the message is unlike all that was learned from.
    pub unsure: bool,
    /// The words that speak most for the label, at most three.
    pub evidence: Vec<String>,
    /// All labels that hold, best first, where a message may have several.
    pub labels: Option<Vec<&'a str>>,
}

impl Model {
    fn new(manifest: Manifest, space: Space, weights: &[f32], memory: Memory) -> Self {
        let rows = weights.chunks_exact(manifest.labels.len());
        let scales: Vec<f32> =
            rows.clone().map(|row| row.iter().fold(0.0, |top: f32, weight| top.max(weight.abs())) / 127.0).collect();
        let whole = |(row, scale): (&[f32], &f32)| {
            let scale = scale.max(f32::MIN_POSITIVE);
            row.iter().map(|weight| (weight / scale).round() as i8).collect::<Vec<i8>>()
        };
        let weights = rows.zip(&scales).flat_map(whole).collect();
        Self { manifest, space, scales, weights, memory }
    }

    /// What the model is and what it is worth.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Names the best label of a message.
    pub fn classify(&self, senses: &Senses, title: &str, text: &str) -> Answer<'_> {
        let mut confidences = self.scores(senses, title, text);
        self.manifest.scale.apply(&mut confidences);
        let label = best(&confidences);
        let evidence = self.evidence(usize::from(label), title, text);
        let strange = self.memory.nearest(&features::code(senses, title, text)) > self.manifest.strange_from;
        if strange {
            confidences.iter_mut().for_each(|confidence| *confidence *= STRANGE_SHARE);
        }
        let confidence = confidences[usize::from(label)];
        Answer {
            label: &self.manifest.labels[usize::from(label)],
            confidence,
            unsure: strange || confidence < self.manifest.sure_from,
            evidence,
            labels: matches!(self.manifest.scale, Scale::Each { .. }).then(|| self.holding(&confidences)),
        }
    }

    fn holding(&self, confidences: &[f32]) -> Vec<&str> {
        let mut held: Vec<usize> = (0..confidences.len()).filter(|label| confidences[*label] >= 0.5).collect();
        held.sort_by(|a, b| confidences[*b].total_cmp(&confidences[*a]));
        held.into_iter().map(|label| self.manifest.labels[label].as_str()).collect()
    }

    fn scores(&self, senses: &Senses, title: &str, text: &str) -> Vec<f32> {
        let labels = self.manifest.labels.len();
        let mut entries = Vec::new();
        self.space.place(&features::features(senses, title, text), &mut entries);
        let mut scores = vec![0.0; labels];
        for (feature, value) in entries {
            let value = value * self.scales[feature as usize];
            let weights = &self.weights[feature as usize * labels..][..labels];
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += value * f32::from(*weight);
            }
        }
        if self.memory.weight > 0.0 {
            self.memory.recall(&features::code(senses, title, text), &mut scores);
        }
        scores
    }

    /// The phrases that weigh most for a label, against its mean over all labels; none inside another.
    fn evidence(&self, label: usize, title: &str, text: &str) -> Vec<String> {
        let mut found: Vec<(f32, String)> = Vec::new();
        features::phrases(title, text, &mut |block, phrase| {
            let (Some(raw), Some(at)) = (phrase.raw, self.space.find(phrase.hash(block))) else { return };
            let weight = self.pull(label, at as usize) * self.space.weights[block as usize];
            if weight > 0.0 {
                found.push((weight, raw.to_owned()));
            }
        });
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut kept: Vec<String> = Vec::new();
        for (_, phrase) in found {
            let overlaps = kept.iter().any(|other| phrase.split(' ').any(|word| other.split(' ').any(|o| o == word)));
            if !overlaps && kept.len() < EVIDENCE_MAX {
                kept.push(phrase);
            }
        }
        kept
    }

    fn pull(&self, label: usize, feature: usize) -> f32 {
        let labels = self.manifest.labels.len();
        let row = &self.weights[feature * labels..][..labels];
        let mean = row.iter().map(|weight| f32::from(*weight)).sum::<f32>() / labels as f32;
        let own = f32::from(row[label]) - if labels > 1 { mean } else { 0.0 };
        own * self.scales[feature] * self.space.rarity[feature]
    }
}

/// The place of the highest score; the first of equals.
fn best(scores: &[f32]) -> u16 {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best as u16
}
