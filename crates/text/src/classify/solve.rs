//! Linear support vector machines, one label against the rest, all labels at once, by dual coordinate descent.
//!
//! Hsieh et al., "A dual coordinate descent method for large-scale linear SVM" (2008), with the squared hinge.

use super::random::Random;

/// Messages as sparse rows of (feature, value).
pub struct Rows {
    /// One row after another.
    pub entries: Vec<(u32, f32)>,
    /// Where each row starts, and the end of the last.
    pub starts: Vec<usize>,
    /// How many features there are; those of `entries` are below.
    pub features: usize,
}

impl Rows {
    /// The features of one row.
    pub fn row(&self, at: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

/// What to learn: which labels each row has, on which rows.
pub struct Task<'a> {
    pub rows: &'a Rows,
    /// Of each row, the places of its labels.
    pub truth: &'a [Vec<u16>],
    /// How many labels there are.
    pub labels: usize,
    /// The rows to learn from.
    pub chosen: &'a [usize],
}

/// How to learn.
#[derive(Clone, Copy)]
pub struct Effort {
    /// What an error costs against large weights.
    pub cost: f32,
    /// How often every row is looked at, at most.
    pub rounds: usize,
}

/// A round that moves no weight more than this ends the work.
const STILL: f32 = 1e-3;

/// The weights, feature by feature, `labels` each.
pub fn solve(task: &Task<'_>, effort: Effort) -> Vec<f32> {
    let labels = task.labels;
    let mut weights = vec![0.0; task.rows.features * labels];
    let mut alphas = vec![0.0; task.chosen.len() * labels];
    let lengths: Vec<f32> = task.chosen.iter().map(|row| square(task.rows.row(*row))).collect();
    let slack = 0.5 / effort.cost;
    let mut order: Vec<usize> = (0..task.chosen.len()).collect();
    let mut random = Random::new(17);
    let (mut scores, mut moves) = (vec![0.0; labels], vec![0.0; labels]);
    for _ in 0..effort.rounds {
        random.shuffle(&mut order);
        let mut largest = 0.0f32;
        for &at in &order {
            let row = task.rows.row(task.chosen[at]);
            score(&weights, row, &mut scores);
            let alphas = &mut alphas[at * labels..(at + 1) * labels];
            let place = Place { truth: &task.truth[task.chosen[at]], slack, curve: lengths[at] + slack };
            let moved = place.step(&scores, alphas, &mut moves);
            largest = largest.max(moved);
            if moved > 0.0 {
                push(&mut weights, row, &moves);
            }
        }
        if largest < STILL {
            break;
        }
    }
    weights
}

/// One row's part of the dual.
struct Place<'a> {
    truth: &'a [u16],
    slack: f32,
    curve: f32,
}

impl Place<'_> {
    /// Moves each label's multiplier to where it is best; `moves` is what that does to the weights. The largest move.
    fn step(&self, scores: &[f32], alphas: &mut [f32], moves: &mut [f32]) -> f32 {
        // The row speaks against every label that it does not have.
        for ((alpha, change), score) in alphas.iter().zip(moves.iter_mut()).zip(scores) {
            *change = *alpha - self.best(*alpha, -score);
        }
        for label in self.truth.iter().map(|label| usize::from(*label)) {
            moves[label] = self.best(alphas[label], scores[label]) - alphas[label];
        }
        let mut largest = 0.0f32;
        for (alpha, change) in alphas.iter_mut().zip(moves.iter()) {
            largest = largest.max(change.abs());
            *alpha -= change;
        }
        for label in self.truth.iter().map(|label| usize::from(*label)) {
            alphas[label] += 2.0 * moves[label];
        }
        largest
    }

    fn best(&self, alpha: f32, margin: f32) -> f32 {
        (alpha - (margin - 1.0 + alpha * self.slack) / self.curve).max(0.0)
    }
}

/// The score of every label for one row, into `scores`: above 0 the row is taken to have it.
pub fn score(weights: &[f32], row: &[(u32, f32)], scores: &mut [f32]) {
    let labels = scores.len();
    scores.fill(0.0);
    for &(feature, value) in row {
        let weights = &weights[feature as usize * labels..][..labels];
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += value * weight;
        }
    }
}

fn push(weights: &mut [f32], row: &[(u32, f32)], moves: &[f32]) {
    let labels = moves.len();
    for &(feature, value) in row {
        let weights = &mut weights[feature as usize * labels..][..labels];
        for (weight, change) in weights.iter_mut().zip(moves) {
            *weight += value * change;
        }
    }
}

fn square(row: &[(u32, f32)]) -> f32 {
    row.iter().map(|(_, value)| value * value).sum()
}
