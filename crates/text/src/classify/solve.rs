//! Linear support vector machines, one label against the rest, all labels at once, by dual coordinate descent.
//!
//! Hsieh et al., "A dual coordinate descent method for large-scale linear SVM" (2008), with the squared hinge.

use super::random::Random;

/// Messages as sparse rows of (feature, value).
pub(super) struct Rows {
    pub(super) entries: Vec<(u32, f32)>,
    /// Where each row starts, and the end of the last.
    pub(super) starts: Vec<usize>,
    pub(super) features: usize,
}

impl Rows {
    pub(super) fn row(&self, at: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

/// What to learn: which labels each row has, on which rows.
pub(super) struct Task<'a> {
    pub(super) rows: &'a Rows,
    pub(super) truth: &'a [Vec<u16>],
    pub(super) labels: usize,
    /// The rows to learn from.
    pub(super) chosen: &'a [usize],
}

/// How to learn.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// What an error costs against large weights.
    pub(super) cost: f32,
    pub(super) rounds: usize,
}

/// A round that moves no weight more than this ends the work.
const STILL: f32 = 1e-3;

/// The weights, feature by feature, `labels` each.
pub(super) fn solve(task: &Task<'_>, effort: Effort) -> Vec<f32> {
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

/// The score of every label for one row, into `scores`.
pub(super) fn score(weights: &[f32], row: &[(u32, f32)], scores: &mut [f32]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_told_apart_is_told_apart() {
        // Feature 0 is always there; 1, 2 and 3 say which label.
        let entries: Vec<(u32, f32)> = (0..30).flat_map(|at| [(0, 1.0), (1 + at % 3, 1.0)]).collect();
        let rows = Rows { entries, starts: (0..=30).map(|at| at * 2).collect(), features: 4 };
        let truth: Vec<Vec<u16>> = (0..30).map(|at| vec![at % 3]).collect();
        let chosen: Vec<usize> = (0..15).collect();
        let task = Task { rows: &rows, truth: &truth, labels: 3, chosen: &chosen };
        let weights = solve(&task, Effort { cost: 10.0, rounds: 200 });
        for at in 15..30 {
            let mut scores = [0.0; 3];
            score(&weights, rows.row(at), &mut scores);
            for (label, value) in scores.into_iter().enumerate() {
                let expected = if label == at % 3 { 1.0 } else { -1.0 };
                assert!((value - expected).abs() < 0.1, "row {at}: {scores:?}");
            }
        }
    }
}
