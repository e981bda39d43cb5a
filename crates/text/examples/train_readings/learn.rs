//! Linear models by stochastic dual coordinate ascent: no learning rate, the same result every time.

use text::training::DENSE;
use text::vectors::{DIMENSIONS, Vector, cosine};

/// Dense signals are few and dear: they are regularised this much less than hashed words.
const DENSE_SCALE: f32 = 2.0;
const BIAS_SCALE: f32 = 3.0;
const EPOCHS: usize = 25;

impl Loss {
    /// How much the vector of the meaning may say: kinds have few examples and need it more than ratings do.
    fn vector_scale(self) -> f32 {
        match self {
            Loss::Logistic => 1.5,
            Loss::Squared => 0.5,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    Logistic,
    Squared,
}

/// One message for one head.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) dense: [f32; DENSE],
    pub(crate) meaning: Vector,
    pub(crate) hashed: Vec<u32>,
    pub(crate) value: f32,
    /// A rating, or 1 and 0.
    pub(crate) label: f32,
    /// 1, or less for messages that are many and alike.
    pub(crate) weight: f32,
    pub(crate) fold: u64,
    pub(crate) source: &'static str,
}

/// A learned head.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    pub(crate) bias: f32,
    pub(crate) dense: Vec<f32>,
    pub(crate) vector: Vector,
    pub(crate) hashed: Vec<f32>,
}

impl Fit {
    pub(crate) fn predict(&self, row: &Row) -> f32 {
        let dense: f32 = self.dense.iter().zip(&row.dense).map(|(weight, signal)| weight * signal).sum();
        let hashed: f32 = row.hashed.iter().map(|number| self.hashed[*number as usize]).sum();
        self.bias + dense + cosine(&self.vector, &row.meaning) + hashed * row.value
    }
}

/// Shalev-Shwartz and Zhang, "Stochastic dual coordinate ascent methods", 2013; the logistic step is their closed bound.
/// `strength` is the regularisation against the sum of all rows' losses.
pub(crate) fn fit(rows: &[Row], features: usize, loss: Loss, strength: f32) -> Fit {
    let lambda_n = strength;
    let vector_scale = loss.vector_scale();
    let mut fit = Fit { bias: 0.0, dense: vec![0.0; DENSE], vector: [0.0; DIMENSIONS], hashed: vec![0.0; features] };
    let mut duals = vec![0.0f32; rows.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut state = 0x2026_1121u64;
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut state);
        for at in &order {
            let row = &rows[*at];
            let norm = norm(row, vector_scale) / lambda_n;
            let predicted = fit.predict(row);
            let step = match loss {
                Loss::Squared => (row.weight * (row.label - predicted) - duals[*at]) / (1.0 + row.weight * norm),
                Loss::Logistic => {
                    let sign = row.label * 2.0 - 1.0;
                    let pull = 1.0 / (1.0 + (sign * predicted).exp());
                    (row.weight * pull - duals[*at] * sign) / (1.0 + 0.25 * row.weight * norm) * sign
                }
            };
            duals[*at] += step;
            add(&mut fit, row, (step / lambda_n, vector_scale));
        }
    }
    fit
}

fn norm(row: &Row, vector_scale: f32) -> f32 {
    let dense: f32 = row.dense.iter().map(|signal| signal * signal).sum();
    BIAS_SCALE * BIAS_SCALE
        + dense * DENSE_SCALE * DENSE_SCALE
        + vector_scale * vector_scale
        + row.hashed.len() as f32 * row.value * row.value
}

fn add(fit: &mut Fit, row: &Row, (step, vector_scale): (f32, f32)) {
    fit.bias += step * BIAS_SCALE * BIAS_SCALE;
    for (weight, signal) in fit.dense.iter_mut().zip(&row.dense) {
        *weight += step * signal * DENSE_SCALE * DENSE_SCALE;
    }
    for (weight, value) in fit.vector.iter_mut().zip(&row.meaning) {
        *weight += step * value * vector_scale * vector_scale;
    }
    for number in &row.hashed {
        fit.hashed[*number as usize] += step * row.value;
    }
}

fn shuffle(order: &mut [usize], state: &mut u64) {
    for at in (1..order.len()).rev() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (*state >> 33) as usize % (at + 1));
    }
}
