//! How unlikely a count is: tails of the negative binomial and of the normal distribution, in nats.

/// A negative binomial count: what is expected, and how much rates wander around that.
#[derive(Debug, Clone, Copy)]
pub(super) struct NegativeBinomial {
    /// The expected count, above 0.
    pub(super) mean: f64,
    /// Squared relative spread of the rate: the variance is `mean + spread × mean²`.
    pub(super) spread: f64,
}

impl NegativeBinomial {
    /// −ln P(X ≥ count) in nats; 0 when the count is not above the mean.
    pub(super) fn surprise_above(self, count: f64) -> f64 {
        if count <= self.mean { 0.0 } else { normal_surprise(self.deviance(count).sqrt()) }
    }

    /// −ln P(X ≤ count) in nats; 0 when the count is not below the mean.
    pub(super) fn surprise_below(self, count: f64) -> f64 {
        // Few messages come in whole numbers: without the half a quiet night of a small series would be news.
        let count = count + 0.5;
        if count >= self.mean { 0.0 } else { normal_surprise(self.deviance(count).sqrt()) }
    }

    pub(super) fn deviation(self) -> f64 {
        (self.mean + self.spread * self.mean * self.mean).sqrt()
    }

    /// Twice the log-likelihood that the count's own rate gains over the mean (McCullagh and Nelder 1989, 2.3):
    /// its signed root is close to standard normal even where the count is small and skewed.
    fn deviance(self, count: f64) -> f64 {
        let size = 1.0 / self.spread;
        let own = if count > 0.0 { count * (count / self.mean).ln() } else { 0.0 };
        (2.0 * (own - (count + size) * ((count + size) / (self.mean + size)).ln())).max(0.0)
    }
}

/// −ln P(Z ≥ z) of a standard normal, in nats, for z ≥ 0 (Abramowitz and Stegun 26.2.17, 26.2.12 far out).
pub(super) fn normal_surprise(z: f64) -> f64 {
    const HALF_LN_TAU: f64 = 0.918_938_533_204_672_7;
    if z > 6.0 {
        return z * z / 2.0 + z.ln() + HALF_LN_TAU - (-1.0 / (z * z)).ln_1p();
    }
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let series = 0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429)));
    z * z / 2.0 + HALF_LN_TAU - (t * series).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_tail_agrees_with_the_tables() {
        for (z, tail) in
            [(0.0, 0.5), (1.0, 0.158_655_254), (2.0, 0.022_750_132), (4.0, 3.167_124e-5), (7.0, 1.279_812_5e-12)]
        {
            assert!((normal_surprise(z) + f64::ln(tail)).abs() < 2e-3, "z {z}: {}", normal_surprise(z));
        }
    }

    #[test]
    fn surprise_is_close_to_the_exact_negative_binomial_tail() {
        // Exact tails by summing the mass function.
        for (mean, spread, count) in [(5.0, 0.5, 20), (50.0, 0.1, 110), (2.0, 1.0, 15)] {
            let size: f64 = 1.0 / spread;
            let share: f64 = mean / (mean + size);
            let (mut mass, mut below) = ((1.0 - share).powf(size), 0.0);
            for x in 0..count {
                below += mass;
                mass *= share * (f64::from(x) + size) / f64::from(x + 1);
            }
            let exact = -(1.0 - below).ln();
            let got = NegativeBinomial { mean, spread }.surprise_above(f64::from(count));
            assert!((got - exact).abs() < 0.15 * exact, "mean {mean} count {count}: {got} against {exact}");
        }
    }

    #[test]
    fn surprise_grows_with_the_distance_and_shrinks_with_the_spread() {
        let calm = NegativeBinomial { mean: 10.0, spread: 0.05 };
        let wild = NegativeBinomial { mean: 10.0, spread: 1.0 };
        assert!(calm.surprise_above(40.0) > calm.surprise_above(20.0));
        assert!(calm.surprise_above(40.0) > wild.surprise_above(40.0));
        assert!(calm.surprise_below(0.0) > wild.surprise_below(0.0));
        assert_eq!(calm.surprise_above(10.0), 0.0);
    }
}
